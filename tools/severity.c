/* Severities of rules from the command line: see severity.h. */
#include "severity.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "memory.h"
#include "report.h"

const struct nnreg_rule_info *severity_find_rule(struct buffer *problem, const char *id)
{
    const struct nnreg_rule_info *rule = nnreg_rule_find(id);
    const char *nearest = rule == NULL ? nnreg_rule_nearest(id) : NULL;

    if (nearest != NULL)
        buffer_printf(problem, "there is no rule \"%s\"; did you mean \"%s\"?", id, nearest);
    else if (rule == NULL)
        buffer_printf(problem, "there is no rule \"%s\" (see: nnreg rules)", id);
    else if (rule->fixed)
        buffer_printf(problem, "the severity of rule \"%s\" cannot be set", id);
    return rule != NULL && !rule->fixed ? rule : NULL;
}

bool severity_find_level(nnreg_severity *severity, struct buffer *problem, const char *word)
{
    for (*severity = NNREG_SEVERITY_OFF; *severity <= NNREG_SEVERITY_ERROR; ++*severity)
        if (strcmp(nnreg_severity_text(*severity), word) == 0)
            return true;
    buffer_printf(problem, "\"%s\" is no severity: it is error, warning, note or off", word);
    return false;
}

static int take_one(struct run *run, struct nnreg_rule_severity *setting, const char *text)
{
    const char *equals = strchr(text, '=');
    const struct nnreg_rule_info *rule;
    struct buffer id = {0}, problem = {0};
    int result = STATUS_DONE;

    setting->size = sizeof *setting;
    if (equals == NULL)
        return report_usage(run, "\"%s\" is not " SEVERITY_OPTION ", like deprecated=error", text);
    buffer_add(&id, text, (size_t)(equals - text));
    rule = severity_find_rule(&problem, buffer_text(&id));
    if (rule != NULL && severity_find_level(&setting->severity, &problem, equals + 1))
        setting->rule = rule->id;
    else
        result = report_usage(run, "%s", buffer_text(&problem));
    buffer_free(&problem);
    buffer_free(&id);
    return result;
}

int severity_take(struct run *run, struct severities *severities, size_t row)
{
    int result = STATUS_DONE;
    size_t at = 0;
    const char *text;

    severities->list = memory_zero(run->options.use_count, sizeof *severities->list);
    while (result == STATUS_DONE && (text = options_next(&run->options, row, &at)) != NULL)
        result = take_one(run, &severities->list[severities->count++], text);
    return result;
}

int severity_findings(struct run *run, nnreg_findings **findings, const struct severities *severities)
{
    nnreg_status status = nnreg_findings_new(findings, severities->list, severities->count);

    return status == NNREG_OK ? STATUS_DONE : report_failure(run, status, "%s", nnreg_status_text(status));
}
