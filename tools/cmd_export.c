/* nnreg export: networks and specifications as one file. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "interrupt.h"
#include "memory.h"
#include "operand.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"
#include "transfer_text.h"

enum { EXPORT_OUTPUT, EXPORT_SPEC, EXPORT_ALL, EXPORT_REPLACE };

static const struct option_row options[] = {
    [EXPORT_OUTPUT] = {"output", 'o', "FILE",
                       "where to; - is standard output, which must be no terminal then"},
    [EXPORT_SPEC] = {"spec", 0, "ID|SLUG",
                     "a specification, with its versions and their networks;\ncan be given several times"},
    [EXPORT_ALL] = {"all", 0, NULL, "everything that is in the registry"},
    [EXPORT_REPLACE] = {"replace", 0, NULL, "replace a FILE that is there"},
    {NULL, 0, NULL, NULL},
};

struct exporting {
    const char *output;
    bool stream;
    uint64_t *networks, *specs;
    const char **spec_names; /* as they were given */
    size_t network_count, spec_count;
    nnreg *registry;
    struct transfer transfer;
};

/* -------------------------------------------------------------------------------------------- what is asked for -- */

/* What makes no sense is said before the registry is opened. */
static int check_line(struct run *run, struct exporting *exporting)
{
    bool all = run->options.given[EXPORT_ALL], named = run->operand_count > 0 || exporting->spec_count > 0;
    size_t i;
    int result = STATUS_DONE;

    if (exporting->output == NULL)
        return report_usage(run, "-o FILE says where to (-o - is standard output)");
    if (all && named)
        return report_usage(run, "--all is everything: name nothing beside it");
    if (!all && !named)
        return report_usage(run, "name networks, --spec ID|SLUG, or --all");
    if (exporting->stream && run->json)
        return report_usage(run, "an export on standard output leaves no room for --json");
    if (exporting->stream && isatty(STDOUT_FILENO))
        return report_usage(run, "an export is not written to a terminal: give -o FILE");
    for (i = 0; i < run->operand_count && result == STATUS_DONE; i++)
        result = operand_check_network(run, run->operands[i]);
    return result;
}

static int check_specs(struct run *run, struct exporting *exporting)
{
    const char *text;
    size_t at = 0;
    int result = STATUS_DONE;

    exporting->specs = memory_zero(run->options.use_count + 1, sizeof *exporting->specs);
    exporting->spec_names = memory_zero(run->options.use_count + 1, sizeof *exporting->spec_names);
    while (result == STATUS_DONE && (text = options_next(&run->options, EXPORT_SPEC, &at)) != NULL) {
        result = operand_check(run, &kind_spec, text);
        exporting->spec_names[exporting->spec_count++] = text;
    }
    return result;
}

static int read_specs(struct run *run, struct exporting *exporting)
{
    int result = STATUS_DONE;
    size_t i;

    for (i = 0; result == STATUS_DONE && i < exporting->spec_count; i++)
        result = operand_find(run, exporting->registry, &exporting->specs[i], &kind_spec,
                              exporting->spec_names[i]);
    return result;
}

static int read_networks(struct run *run, struct exporting *exporting)
{
    int result = STATUS_DONE;

    exporting->networks = memory_zero(run->operand_count + 1, sizeof *exporting->networks);
    while (result == STATUS_DONE && exporting->network_count < run->operand_count) {
        result = operand_network(run, exporting->registry, &exporting->networks[exporting->network_count],
                                 run->operands[exporting->network_count]);
        exporting->network_count++;
    }
    return result;
}

/* ------------------------------------------------------------------------------------------------------ exporting -- */

static nnreg_status make_export(struct run *run, struct exporting *exporting)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;

    selection.networks = exporting->networks;
    selection.network_count = exporting->network_count;
    selection.specs = exporting->specs;
    selection.spec_count = exporting->spec_count;
    selection.all = run->options.given[EXPORT_ALL];
    progress_start(&progress, run);
    call.progress = progress_call;
    call.context = &progress;
    call.flags = run->options.given[EXPORT_REPLACE] && !exporting->stream ? NNREG_REPLACE : 0;
    interrupt_catch();
    status = exporting->stream ? nnreg_export_fd(exporting->registry, STDOUT_FILENO, &selection, &call,
                                                 &exporting->transfer.counts)
                               : nnreg_export(exporting->registry, exporting->output, &selection, &call,
                                              &exporting->transfer.counts);
    progress_stop(&progress);
    return status;
}

static void print_export(struct run *run, const struct exporting *exporting)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    if (run->json) {
        json_out_open(&out, '{');
        json_out_member_text(&out, "output", exporting->output);
        transfer_add_json(&out, &exporting->transfer);
        json_out_close(&out, '}');
    } else {
        buffer_put(&text, "exported ");
        transfer_add_counts(&text, &exporting->transfer.counts);
        buffer_printf(&text, "; manifest %s", exporting->transfer.counts.manifest);
    }
    if (run->json || !run->quiet)
        output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static int export(struct run *run, struct exporting *exporting)
{
    nnreg_status status = make_export(run, exporting);

    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    if (status == NNREG_EXISTS && !run->options.given[EXPORT_REPLACE])
        return report_failure(run, status, "%s (to replace it: --replace)",
                              nnreg_message(exporting->registry));
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_message(exporting->registry));
    if (!exporting->stream)
        print_export(run, exporting);
    return STATUS_DONE;
}

static int run_export(struct run *run)
{
    struct exporting exporting = {.output = run->options.text[EXPORT_OUTPUT]};
    int result = check_specs(run, &exporting);

    exporting.stream = exporting.output != NULL && strcmp(exporting.output, "-") == 0;
    transfer_start(&exporting.transfer, false);
    if (result == STATUS_DONE)
        result = check_line(run, &exporting);
    if (result == STATUS_DONE)
        result = registry_dir_open(run, &exporting.registry, NNREG_OPEN_READ_ONLY);
    if (result == STATUS_DONE)
        result = read_specs(run, &exporting);
    if (result == STATUS_DONE)
        result = read_networks(run, &exporting);
    if (result == STATUS_DONE)
        result = export(run, &exporting);
    nnreg_close(exporting.registry);
    transfer_free(&exporting.transfer);
    free(exporting.networks);
    free(exporting.specs);
    free(exporting.spec_names);
    return result;
}

const struct command command_export = {
    .name = "export",
    .usage = "export [ID|SLUG...] [--spec ID|SLUG]... [--all] -o FILE.zip [--replace]",
    .group = GROUP_MOVE,
    .summary = "write networks, with specs and versions, to one file",
    .help = "Writes a zip archive that `import` takes: a network with the versions that attach it\n"
            "and their specifications, a specification with its versions and their networks. The\n"
            "same objects give the same bytes, wherever and whenever they are exported. Ids, dates,\n"
            "slugs and tasks stay behind: they are the registry's. Every file is held against its\n"
            "SHA-256 on the way. The manifest's SHA-256, which is printed, stands for the whole\n"
            "export, and can be signed. Nothing is left behind where it fails, or by Ctrl-C.\n\n"
            "    nnreg export 7 -o digits.zip\n"
            "    nnreg export --all -o - | ssh there 'cat > all.zip && nnreg import all.zip'",
    .options = options,
    .least = 0,
    .most = OPERANDS_ANY,
    .run = run_export,
};
