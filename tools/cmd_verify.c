/* nnreg verify: proves an export, without a registry. */
#include "commands.h"
#include "findings_text.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "progress.h"
#include "report.h"
#include "transfer_text.h"

static nnreg_status prove(struct run *run, nnreg_findings *findings, struct transfer *transfer)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;

    progress_start(&progress, run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status = nnreg_export_verify(findings, run->operands[0], &call, &transfer->counts);
    progress_stop(&progress);
    return status;
}

static int print_json(struct run *run, const struct transfer *transfer, const nnreg_findings *findings,
                      bool whole)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};
    char *array;
    nnreg_status status = nnreg_findings_json(&array, findings);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    json_out_open(&out, '{');
    json_out_member_bool(&out, "ok", whole);
    if (whole)
        transfer_add_json(&out, transfer);
    json_out_member_raw(&out, "findings", array);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    nnreg_free(array);
    return STATUS_DONE;
}

static void print_text(struct run *run, const struct transfer *transfer, const nnreg_findings *findings,
                       bool whole)
{
    struct finding_source source = {run->operands[0], NULL, 0, 1};
    struct buffer text = {0};

    findings_print(run, findings, transfer_choose, &source);
    if (whole && !run->quiet) {
        buffer_put(&text, "whole: ");
        transfer_add_counts(&text, &transfer->counts);
        buffer_printf(&text, "; manifest %s", transfer->counts.manifest);
        output_line(run, buffer_text(&text));
    }
    buffer_free(&text);
}

static int verify(struct run *run, nnreg_findings *findings, struct transfer *transfer)
{
    nnreg_status status = prove(run, findings, transfer);
    int result = STATUS_DONE;

    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return report_failure(run, status, "%s", nnreg_findings_message(findings));
    if (run->json)
        result = print_json(run, transfer, findings, status == NNREG_OK);
    else
        print_text(run, transfer, findings, status == NNREG_OK);
    return result == STATUS_DONE ? report_exit_status(status) : result;
}

static int run_verify(struct run *run)
{
    nnreg_findings *findings = NULL;
    struct transfer transfer;
    nnreg_status status = nnreg_findings_new(&findings, NULL, 0);
    int result;

    transfer_start(&transfer, false);
    result = status == NNREG_OK ? verify(run, findings, &transfer)
                                : report_failure(run, status, "%s", nnreg_status_text(status));
    nnreg_findings_free(findings);
    transfer_free(&transfer);
    return result;
}

const struct command command_verify = {
    .name = "verify",
    .usage = "verify FILE.zip",
    .group = GROUP_MOVE,
    .summary = "prove that an export is whole; needs no registry",
    .help = "Holds every byte of an export against its manifest, and the manifest against its\n"
            "digest. Prints what is in it and the manifest's SHA-256, which `export` has printed,\n"
            "too: where both are the same, so are the files. The exit status is 1 when it is not\n"
            "whole. Whether the networks could be served is not judged: `import` does that.",
    .least = 1,
    .most = 1,
    .run = run_verify,
};
