/* nnreg add: registers a network. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "actor.h"
#include "commands.h"
#include "creation.h"
#include "field_keys.h"
#include "findings_text.h"
#include "folder_description.h"
#include "input.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"
#include "severity.h"

enum { ADD_FROM_OBJECT, ADD_SEVERITY };

static const struct option_row options[] = {
    [ADD_FROM_OBJECT] = CREATION_ROW_FROM_OBJECT,
    [ADD_SEVERITY] = {"severity", 0, SEVERITY_OPTION, SEVERITY_HELP},
    {NULL, 0, NULL, NULL},
};

/* What goes in and what comes out. */
struct addition {
    struct buffer json;
    struct buffer path; /* of a description inside of its folder */
    char *inside[2];    /* that, and the folder: the operands then */
    nnreg_bundle *bundle;
    struct severities severities;
    nnreg_findings *findings;
    nnreg *registry;
    uint64_t id;
};

static nnreg_status create(struct run *run, struct addition *addition)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;

    progress_start(&progress, run);
    call.flags = creation_flags(run);
    call.actor = actor_name(run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status = nnreg_network_create(addition->registry, &addition->id, buffer_text(&addition->json),
                                  addition->json.length, addition->bundle, &call, addition->findings);
    progress_stop(&progress);
    return status;
}

/* {"id":1,"findings":[…]}, or without the id when it was refused. */
static int print_json(struct run *run, const struct addition *addition, bool created)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};
    char *array;
    nnreg_status status = nnreg_findings_json(&array, addition->findings);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    json_out_open(&out, '{');
    if (created)
        json_out_member_number(&out, KEY_ID, addition->id);
    json_out_member_raw(&out, "findings", array);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    nnreg_free(array);
    return STATUS_DONE;
}

static void print_text(struct run *run, const struct addition *addition, bool created)
{
    struct buffer text = {0};

    findings_print_of(run, addition->findings, input_label(run->operands[0]), &addition->json);
    if (created) {
        buffer_printf(&text, "%llu", (unsigned long long)addition->id);
        output_line(run, buffer_text(&text));
    }
    buffer_free(&text);
}

static int add(struct run *run, struct addition *addition)
{
    nnreg_status status = create(run, addition);
    int result = STATUS_DONE;

    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return report_failure(run, status, "%s", nnreg_message(addition->registry));
    if (run->json)
        result = print_json(run, addition, status == NNREG_OK);
    else
        print_text(run, addition, status == NNREG_OK);
    if (status == NNREG_OK && run->output_error != 0) /* the number went nowhere, and the network is there */
        report_note(run, "the network is registered as %llu", (unsigned long long)addition->id);
    return result == STATUS_DONE ? report_exit_status(status) : result;
}

/* A folder alone has its description inside. */
static int find_inside(struct run *run, struct addition *addition)
{
    struct stat about;
    int result;

    if (run->operand_count > 1)
        return STATUS_DONE;
    if (strcmp(run->operands[0], "-") != 0 && stat(run->operands[0], &about) != 0)
        return input_cannot_read(run, run->operands[0], errno);
    if (strcmp(run->operands[0], "-") == 0 || !S_ISDIR(about.st_mode))
        return report_usage(run, "an operand is missing");
    result = folder_description_find(run, &addition->path, run->operands[0]);
    addition->inside[0] = addition->path.text;
    addition->inside[1] = run->operands[0];
    if (result == STATUS_DONE) {
        run->operands = addition->inside;
        run->operand_count = 2;
    }
    return result;
}

static int run_add(struct run *run)
{
    struct run whole = *run;
    struct addition addition = {0};
    int result = severity_take(run, &addition.severities, ADD_SEVERITY);

    if (result == STATUS_DONE)
        result = find_inside(run, &addition);
    if (result == STATUS_DONE)
        result = input_read(run, &addition.json, run->operands[0]);
    if (result == STATUS_DONE)
        result = input_bundle(run, &addition.bundle, 1);
    if (result == STATUS_DONE)
        result = registry_dir_open(run, &addition.registry, 0);
    if (result == STATUS_DONE)
        result = severity_findings(run, &addition.findings, &addition.severities);
    if (result == STATUS_DONE)
        result = add(run, &addition);
    nnreg_findings_free(addition.findings);
    free(addition.severities.list);
    nnreg_close(addition.registry);
    nnreg_bundle_free(addition.bundle);
    buffer_free(&addition.json);
    buffer_free(&addition.path);
    run->operands = whole.operands;
    run->operand_count = whole.operand_count;
    return result;
}

const struct command command_add = {
    .name = "add",
    .group = GROUP_REGISTER,
    .usage = "add [--from-object] DESCRIPTION.json BUNDLE... | FOLDER [--severity RULE=LEVEL]...",
    .summary = "register a network; prints its id",
    .help = "Checks the description and the files as `check` does, and registers the network if\n"
            "there is no error: all or nothing. The files are copied into the registry. Prints\n"
            "the id. DESCRIPTION.json may be - for standard input. BUNDLE is a folder, a zip\n"
            "archive, or single files; several make one bundle together. FOLDER has its description\n"
            "inside, as for `check`. The weights are always read and compared with their checksums,\n"
            "and a configuration of `check` is for that alone. Ctrl-C leaves nothing behind. With\n"
            "--from-object the description can be what `nnreg --json show` has printed, of any\n"
            "registry.",
    .options = options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_add,
};
