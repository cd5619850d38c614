/* nnreg draft: writes a description for a model. */
#include <string.h>

#include "commands.h"
#include "findings_text.h"
#include "input.h"
#include "json_out.h"
#include "output.h"
#include "report.h"

/* {"draft":{…},"findings":[…]}, or without the draft when there is none. */
static int print_json(struct run *run, const char *json, const nnreg_findings *findings)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};
    char *array;
    nnreg_status status = nnreg_findings_json(&array, findings);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    json_out_open(&out, '{');
    if (json != NULL)
        json_out_member_raw(&out, "draft", json);
    json_out_member_raw(&out, "findings", array);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    nnreg_free(array);
    return STATUS_DONE;
}

/* What concerns the model and not the draft when there is no draft to show. */
static bool choose(const void *context, const struct nnreg_finding *finding, struct finding_source *source)
{
    const struct finding_source *draft = context;

    *source = *draft;
    if (finding->line == 0)
        source->text = NULL;
    return true;
}

static void print_text(struct run *run, const char *json, const nnreg_findings *findings)
{
    struct finding_source source = {json != NULL ? "draft" : run->operands[0], json,
                                    json != NULL ? strlen(json) : 0, 1};

    if (json != NULL)
        output_json(run, json);
    findings_print(run, findings, choose, &source);
}

static int draft(struct run *run, const nnreg_bundle *bundle, nnreg_findings *findings)
{
    char *json = NULL;
    nnreg_status status = nnreg_draft(&json, findings, bundle);
    int result = STATUS_DONE;

    if (status != NNREG_OK && status != NNREG_REFUSED)
        return report_failure(run, status, "%s", nnreg_findings_message(findings));
    if (run->json)
        result = print_json(run, json, findings);
    else
        print_text(run, json, findings);
    nnreg_free(json);
    if (result == STATUS_DONE && nnreg_findings_worst(findings) == NNREG_SEVERITY_ERROR)
        return STATUS_REFUSED;
    return result == STATUS_DONE ? report_exit_status(status) : result;
}

static int run_draft(struct run *run)
{
    nnreg_findings *findings = NULL;
    nnreg_bundle *bundle = NULL;
    int result = input_bundle(run, &bundle, 0);
    nnreg_status status;

    if (result == STATUS_DONE) {
        status = nnreg_findings_new(&findings, NULL, 0);
        result = status == NNREG_OK ? draft(run, bundle, findings)
                                    : report_failure(run, status, "%s", nnreg_status_text(status));
    }
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    return result;
}

const struct command command_draft = {
    .name = "draft",
    .group = GROUP_JUDGE,
    .usage = "draft BUNDLE...",
    .summary = "write a description for a model, from its signature",
    .help = "Prints a description that `check` accepts where the graph leaves no choice, and tells\n"
            "on standard error what had to be guessed: look each of these up where the model was\n"
            "trained. What keeps the draft from being accepted is told there, too. The exit status\n"
            "is 1 when nothing could be written, or when the model itself is broken.\n\n"
            "    nnreg draft export/1 > network.json",
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_draft,
};
