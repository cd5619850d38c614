/* nnreg import: takes in what an export has in it. */
#include <stdlib.h>

#include "actor.h"
#include "commands.h"
#include "findings_text.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"
#include "severity.h"
#include "transfer_text.h"

enum { IMPORT_SEVERITY };

static const struct option_row options[] = {
    [IMPORT_SEVERITY] = {"severity", 0, SEVERITY_OPTION, SEVERITY_HELP},
    {NULL, 0, NULL, NULL},
};

struct importing {
    struct severities severities;
    nnreg_findings *findings;
    nnreg *registry;
    struct transfer transfer;
};

static nnreg_status make_import(struct run *run, struct importing *importing)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;

    progress_start(&progress, run);
    call.actor = actor_name(run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status = nnreg_import(importing->registry, run->operands[0], &call, &importing->transfer.counts,
                          importing->findings);
    progress_stop(&progress);
    return status;
}

/* The mapping with the findings, or these alone when it was refused. */
static int print_json(struct run *run, const struct importing *importing, bool imported)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};
    char *array;
    nnreg_status status = nnreg_findings_json(&array, importing->findings);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    json_out_open(&out, '{');
    if (imported)
        transfer_add_json(&out, &importing->transfer);
    json_out_member_raw(&out, "findings", array);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    nnreg_free(array);
    return STATUS_DONE;
}

/* All the export has, and how much of it was not here before. */
static void add_made(struct buffer *text, const struct nnreg_transfer *counts)
{
    uint64_t all = counts->networks + counts->specs + counts->versions;
    uint64_t made = counts->made_networks + counts->made_specs + counts->made_versions;

    buffer_put(text, "imported ");
    transfer_add_counts(text, counts);
    if (made == 0 && all > 0)
        buffer_put(text, "; all were there");
    else if (made < all)
        buffer_printf(text, "; %llu of these objects %s there", (unsigned long long)(all - made),
                      all - made == 1 ? "was" : "were");
    buffer_put(text, "\n");
}

static void print_text(struct run *run, const struct importing *importing, bool imported)
{
    struct finding_source source = {run->operands[0], NULL, 0, 1};
    struct buffer text = {0};

    findings_print(run, importing->findings, transfer_choose, &source);
    if (imported && !run->quiet) {
        buffer_put(&text, buffer_text(&importing->transfer.lines));
        add_made(&text, &importing->transfer.counts);
        output_write(run, &text);
    }
    buffer_free(&text);
}

static int import(struct run *run, struct importing *importing)
{
    nnreg_status status = make_import(run, importing);
    int result = STATUS_DONE;

    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return report_failure(run, status, "%s", nnreg_message(importing->registry));
    if (run->json)
        result = print_json(run, importing, status == NNREG_OK);
    else
        print_text(run, importing, status == NNREG_OK);
    if (status == NNREG_OK &&
        run->output_error != 0) /* the mapping went nowhere, and the objects are there */
        report_note(run, "everything is imported; a second import prints the mapping again");
    return result == STATUS_DONE ? report_exit_status(status) : result;
}

static int run_import(struct run *run)
{
    struct importing importing = {.registry = NULL};
    int result = severity_take(run, &importing.severities, IMPORT_SEVERITY);

    transfer_start(&importing.transfer, true);
    if (result == STATUS_DONE)
        result = registry_dir_open(run, &importing.registry, 0);
    if (result == STATUS_DONE)
        result = severity_findings(run, &importing.findings, &importing.severities);
    if (result == STATUS_DONE)
        result = import(run, &importing);
    nnreg_findings_free(importing.findings);
    free(importing.severities.list);
    nnreg_close(importing.registry);
    transfer_free(&importing.transfer);
    return result;
}

const struct command command_import = {
    .name = "import",
    .usage = "import FILE.zip [--severity RULE=LEVEL]...",
    .group = GROUP_MOVE,
    .summary = "take in what another registry has exported",
    .help = "Takes in the networks, specifications and versions of an export: all or nothing, and\n"
            "judged as `add` does. What the registry has already is recognised by its content and\n"
            "not made again, so importing twice is harmless. Prints which number of the export has\n"
            "which id here: `network 1 -> 7 \"digits\"`, with `(was there)` where it was recognised. An\n"
            "export that was altered is refused. New networks are private and their tasks pending;\n"
            "the log tells where they came from. Ctrl-C leaves nothing behind.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_import,
};
