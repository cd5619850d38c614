/* nnreg check: judges a description and a bundle without a registry. */
#include "commands.h"
#include "findings_text.h"
#include "input.h"
#include "json_out.h"
#include "output.h"
#include "report.h"

/* "bundle": null without one, a text for one path, else an array of them. */
static void add_bundle_names(struct json_out *out, const struct run *run)
{
    size_t i;

    json_out_key(out, "bundle");
    if (run->operand_count <= 2) {
        json_out_text(out, run->operand_count == 2 ? run->operands[1] : NULL);
        return;
    }
    json_out_open(out, '[');
    for (i = 1; i < run->operand_count; i++)
        json_out_text(out, run->operands[i]);
    json_out_close(out, ']');
}

static int print_json(struct run *run, const nnreg_findings *findings, bool ok)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};
    char *array;
    nnreg_status status = nnreg_findings_json(&array, findings);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    json_out_open(&out, '{');
    json_out_key(&out, "checks");
    json_out_open(&out, '[');
    json_out_open(&out, '{');
    json_out_member_text(&out, "description", run->operands[0]);
    add_bundle_names(&out, run);
    json_out_member_bool(&out, "ok", ok);
    json_out_member_bool(&out, "weights_checked", false);
    json_out_member_raw(&out, "findings", array);
    json_out_close(&out, '}');
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    nnreg_free(array);
    return STATUS_DONE;
}

/* What was not looked at is never left out silently, so it is part of the result and no remark that -q takes away. */
static void print_ok(struct run *run)
{
    struct buffer text = {0};

    buffer_printf(&text, "%s: ok (%s)", input_label(run->operands[0]),
                  run->operand_count > 1 ? "weights not checked" : "description only");
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static int judge(struct run *run, const struct buffer *json, const nnreg_bundle *bundle,
                 nnreg_findings *findings)
{
    nnreg_status status = nnreg_check(findings, buffer_text(json), json->length, bundle, 0);
    int result;

    if (status != NNREG_OK && status != NNREG_REFUSED)
        return report_failure(run, status, "%s", nnreg_findings_message(findings));
    if (run->json)
        result = print_json(run, findings, status == NNREG_OK);
    else {
        findings_print_of(run, findings, input_label(run->operands[0]), json);
        if (status == NNREG_OK)
            print_ok(run);
        result = STATUS_DONE;
    }
    return result == STATUS_DONE ? report_exit_status(status) : result;
}

static int run_check(struct run *run)
{
    struct buffer json = {0};
    nnreg_bundle *bundle = NULL;
    nnreg_findings *findings = NULL;
    nnreg_status status;
    int result = input_read(run, &json, run->operands[0]);

    if (result == STATUS_DONE && run->operand_count > 1)
        result = input_bundle(run, &bundle, 1);
    if (result == STATUS_DONE) {
        status = nnreg_findings_new(&findings, NULL, 0);
        result = status == NNREG_OK ? judge(run, &json, bundle, findings)
                                    : report_failure(run, status, "%s", nnreg_status_text(status));
    }
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    buffer_free(&json);
    return result;
}

const struct command command_check = {
    .name = "check",
    .usage = "check DESCRIPTION.json [BUNDLE...]",
    .summary = "judge a description and a bundle, without a registry",
    .help = "Reports everything that is wrong with the description, with the files, and with\n"
            "the two together. DESCRIPTION.json may be - for standard input. BUNDLE is a folder\n"
            "(a SavedModel), or single files; several make one bundle together. Without one only\n"
            "the description is judged. The exit status is 1 when there is an error; warnings\n"
            "alone leave it 0.",
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_check,
};
