/* JSON or not: see json_syntax.h. */
#include "json_syntax.h"

#include <string.h>

#include <nnreg.h>

#include "report.h"

/* What is wrong with the JSON, among all that keeps the text from being a specification; NULL: nothing. */
static const struct nnreg_finding *find_fault(const nnreg_findings *findings)
{
    const struct nnreg_finding *finding;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(findings, i)) != NULL; i++)
        if (strncmp(finding->rule, "json.", 5) == 0)
            break;
    return finding;
}

/* Sets `*fault`, which belongs to the findings. */
static int look_for_fault(struct run *run, const struct nnreg_finding **fault, nnreg_findings **findings,
                          const struct buffer *text)
{
    nnreg_status status = nnreg_findings_new(findings, NULL, 0);

    *fault = NULL;
    if (status == NNREG_OK)
        status = nnreg_check_object(*findings, "spec", buffer_text(text), text->length, NULL);
    if (status == NNREG_REFUSED)
        *fault = find_fault(*findings);
    return status == NNREG_OK || status == NNREG_REFUSED
               ? STATUS_DONE
               : report_failure(run, status, "%s", nnreg_status_text(status));
}

int json_syntax_hold(struct run *run, const char *path, const struct buffer *text)
{
    nnreg_findings *findings = NULL;
    const struct nnreg_finding *fault;
    int result = look_for_fault(run, &fault, &findings, text);

    if (fault != NULL)
        result = report_usage(run, "%s:%llu:%llu: %s", path, (unsigned long long)fault->line,
                              (unsigned long long)fault->column, fault->message);
    nnreg_findings_free(findings);
    return result;
}

int json_syntax_ask(struct run *run, bool *is, const struct buffer *text)
{
    nnreg_findings *findings = NULL;
    const struct nnreg_finding *fault;
    int result = look_for_fault(run, &fault, &findings, text);

    *is = result == STATUS_DONE && fault == NULL;
    nnreg_findings_free(findings);
    return result;
}
