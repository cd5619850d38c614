/*
 * nnreg diff: what makes two networks different. What is the same file in both is not looked into: networks whose files are all
 * the same can differ only in what was said of them.
 */
#include <string.h>

#include "commands.h"
#include "diff.h"
#include "interrupt.h"
#include "operand.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"
#include "stored_bundle.h"

#define SHOWN 20 /* changes of tensors, variables and files, of each, unless all are wanted */

enum { DIFF_ALL, DIFF_WIDE };

static const struct option_row options[] = {
    [DIFF_ALL] = {"all", 0, NULL, "tell every change of tensors, variables and files; else 20\nof each"},
    [DIFF_WIDE] = {"wide", 'w', NULL, "cut no value, however long"},
    {NULL, 0, NULL, NULL},
};

/* One of the two. */
struct compared {
    uint64_t id;
    nnreg_network *network;
    struct stored_bundle stored;
};

static int add_description(struct run *run, struct diff_side *side, const struct compared *compared)
{
    char *json = NULL, *schema = NULL;
    nnreg_status status = nnreg_network_json(&json, compared->network);

    if (status == NNREG_OK)
        status = nnreg_schema(&schema, kind_network.word);
    side->id = compared->id;
    buffer_put(&side->name, nnreg_network_name(compared->network));
    if (status == NNREG_OK) {
        diff_add_fields(side, (struct json_part){json, strlen(json)},
                        (struct json_part){schema, strlen(schema)});
        diff_add_files(side, compared->network);
    }
    nnreg_free(json);
    nnreg_free(schema);
    return status == NNREG_OK ? STATUS_DONE : report_failure(run, status, "%s", nnreg_status_text(status));
}

/* What is wrong with the model was told when it was registered. */
static int add_model(struct run *run, struct diff_side *side, const struct compared *compared)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_findings *findings = NULL;
    struct progress progress;
    char *json = NULL;
    nnreg_status status = nnreg_findings_new(&findings, NULL, 0);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    progress_start(&progress, run);
    call.flags = NNREG_NO_WEIGHTS | NNREG_INSPECT_TENSORS;
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status = nnreg_inspect(&json, findings, compared->stored.bundle, &call);
    progress_stop(&progress);
    if (status == NNREG_OK)
        diff_add_report(side, (struct json_part){json, strlen(json)});
    else
        result = report_failure(run, status, "%s",
                                status == NNREG_CANCELLED ? "interrupted" : nnreg_findings_message(findings));
    nnreg_free(json);
    nnreg_findings_free(findings);
    return result;
}

static bool have_same_files(const struct compared compared[2])
{
    char digests[2][65];

    nnreg_network_digest(compared[0].network, digests[0]);
    nnreg_network_digest(compared[1].network, digests[1]);
    return strcmp(digests[0], digests[1]) == 0;
}

static int open_network(struct run *run, nnreg *registry, struct compared *compared, const char *operand)
{
    nnreg_status status;
    int result = operand_network(run, registry, &compared->id, operand);

    if (result != STATUS_DONE)
        return result;
    status = nnreg_network_get(registry, &compared->network, compared->id);
    return status == NNREG_OK ? STATUS_DONE
                              : operand_failure(run, registry, status, &kind_network, compared->id);
}

static int open_both(struct run *run, struct compared compared[2])
{
    nnreg *registry = NULL;
    int result = registry_dir_open(run, &registry, NNREG_OPEN_READ_ONLY);
    size_t i;

    for (i = 0; i < 2 && result == STATUS_DONE; i++)
        result = open_network(run, registry, &compared[i], run->operands[i]);
    for (i = 0; i < 2 && result == STATUS_DONE && !have_same_files(compared); i++)
        result = stored_bundle_open(run, &compared[i].stored, registry, compared[i].id, true);
    nnreg_close(registry);
    return result;
}

static void print(struct run *run, const struct diff *diff)
{
    struct buffer text = {0};

    if (run->json)
        diff_add_json(&text, diff);
    else if (diff_is_same(diff))
        report_note(run, "they are the same, but for what the registry assigns");
    else if (!run->quiet)
        diff_add_text(&text, diff, run->options.given[DIFF_ALL] ? 0 : SHOWN, run->options.given[DIFF_WIDE],
                      run->colour_out);
    output_write(run, &text);
    buffer_free(&text);
}

/* 1 means that they differ, so what else would be 1 is 4. */
static int failed(int result)
{
    return result == STATUS_REFUSED ? STATUS_SYSTEM : result;
}

static int run_diff(struct run *run)
{
    struct compared compared[2] = {{.id = 0}};
    struct diff diff = {.changes = {{0}}};
    size_t i;
    int result = operand_check_network(run, run->operands[0]);

    if (result == STATUS_DONE)
        result = operand_check_network(run, run->operands[1]);
    if (result == STATUS_DONE)
        result = open_both(run, compared);
    for (i = 0; i < 2 && result == STATUS_DONE; i++) {
        result = add_description(run, &diff.sides[i], &compared[i]);
        if (result == STATUS_DONE && compared[i].stored.bundle != NULL)
            result = add_model(run, &diff.sides[i], &compared[i]);
    }
    if (result == STATUS_DONE) {
        diff_compare(&diff);
        print(run, &diff);
        result = diff_is_same(&diff) ? STATUS_DONE : STATUS_REFUSED;
    } else
        result = failed(result);
    for (i = 0; i < 2; i++) {
        stored_bundle_close(run, &compared[i].stored);
        nnreg_network_free(compared[i].network);
    }
    diff_free(&diff);
    return result;
}

const struct command command_diff = {
    .name = "diff",
    .group = GROUP_REGISTER,
    .usage = "diff ID|SLUG ID|SLUG [--all] [--wide]",
    .summary = "tell what makes two networks different",
    .help = "Compares what was said of the two (fields by their JSON pointers), the signatures, the\n"
            "tensors of the graph, the variables (also by the checksums of their content) and the\n"
            "files. + is there in the second only, - in the first only, ~ in both and different.\n"
            "What the registry assigns is not compared. The exit status is 0 when they are the same,\n"
            "1 when they differ, and 2 or more when they could not be compared. -q prints nothing.",
    .options = options,
    .least = 2,
    .most = 2,
    .run = run_diff,
};
