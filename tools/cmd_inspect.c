/* nnreg inspect: what is in a model, without a description. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "findings_text.h"
#include "input.h"
#include "inspect_view.h"
#include "interrupt.h"
#include "layout.h"
#include "number.h"
#include "output.h"
#include "picture.h"
#include "progress.h"
#include "report.h"
#include "severity.h"
#include "stored_bundle.h"
#include "text.h"

enum {
    INSPECT_TENSORS,
    INSPECT_COST,
    INSPECT_SIZE,
    INSPECT_DOT,
    INSPECT_SVG,
    INSPECT_DEPTH,
    INSPECT_NO_WEIGHTS,
    INSPECT_SEVERITY
};

static const struct option_row options[] = {
    [INSPECT_TENSORS] = {"tensors", 0, "[GLOB]",
                         "list the tensors that a description can name, or those\nwhose names match GLOB"},
    [INSPECT_COST] = {"cost", 0, NULL,
                      "tell parameters, multiply-adds and memory for one example,\nby name scope"},
    [INSPECT_SIZE] = {"size", 0, "WxH",
                      "with --cost: for an image of so many pixels, where the\nmodel leaves its sides open"},
    [INSPECT_DOT] = {"dot", 0, NULL,
                     "print a picture for Graphviz: of the signatures or, with\n--depth, of the graph"},
    [INSPECT_SVG] = {"svg", 0, NULL, "print a picture of the graph as SVG"},
    [INSPECT_DEPTH] = {"depth", 0, "N",
                       "tell scopes apart by the first N parts of their names\n(1 to 64; with --svg and "
                       "--cost 1 if left out)"},
    [INSPECT_NO_WEIGHTS] = {"no-weights", 0, NULL, "do not read the weights to compare their checksums"},
    [INSPECT_SEVERITY] = {"severity", 0, SEVERITY_OPTION, SEVERITY_HELP},
    {NULL, 0, NULL, NULL},
};

/* A run of it. */
struct inspection {
    const char *glob;
    unsigned width, height;      /* of images; 0: as the model has them */
    unsigned depth;              /* of the picture of the graph; 0: none is wanted */
    nnreg_bundle *bundle;        /* of files … */
    struct stored_bundle stored; /* … or of a network */
    struct buffer label;         /* what a finding on no file is told of */
    struct severities severities;
    nnreg_findings *findings;
    char *json;
};

/*
 * `--tensors GLOB`, without '=': the pattern has arrived among the operands. It is the last of several that is no file, and no id.
 */
static void find_glob(struct run *run, struct inspection *inspection)
{
    uint64_t id;
    size_t i, j;

    inspection->glob = run->options.text[INSPECT_TENSORS];
    if (!run->options.given[INSPECT_TENSORS] || inspection->glob != NULL || run->operand_count < 2)
        return;
    for (i = run->operand_count; i > 0 && inspection->glob == NULL; i--) {
        if (access(run->operands[i - 1], F_OK) == 0 || number_read(&id, run->operands[i - 1], 1, UINT64_MAX))
            continue;
        inspection->glob = run->operands[i - 1];
        for (j = i; j < run->operand_count; j++)
            run->operands[j - 1] = run->operands[j];
        run->operand_count--;
    }
}

/* A finding that is on no file is on the bundle. */
static bool choose(const void *context, const struct nnreg_finding *finding, struct finding_source *source)
{
    (void)finding;
    source->label = context;
    source->text = NULL;
    return true;
}

static void add_output(struct buffer *text, struct run *run, const struct inspection *inspection)
{
    struct json_part report = {inspection->json, strlen(inspection->json)};

    if (run->json && inspection->glob != NULL)
        inspect_add_filtered(text, report, inspection->glob);
    else if (run->json)
        json_pick_add_compact(text, report);
    else if (run->options.given[INSPECT_DOT])
        inspect_add_dot(text, report);
    else if (run->options.given[INSPECT_COST])
        inspect_add_cost(text, report, run->colour_out);
    else if (run->options.given[INSPECT_TENSORS])
        inspect_add_tensors(text, report, inspection->glob, run->colour_out);
    else
        inspect_add_text(text, report, run->colour_out);
}

/* What was asked for cannot be drawn: says so, and how to go on. */
static int refuse_picture(struct run *run, const struct inspection *inspection, const struct buffer *why)
{
    return report_failure(run, NNREG_LIMIT, "%s: %s", buffer_text(why),
                          inspection->depth > 1
                              ? "take a smaller --depth"
                              : "no depth is smaller; inspect without a picture tells what is in it");
}

/* Of a bundle without a graph there is no picture: the findings tell why. */
static int add_picture(struct buffer *text, struct run *run, const struct inspection *inspection)
{
    struct json_part report = {inspection->json, strlen(inspection->json)};
    struct picture picture;
    struct buffer why = {0};
    int result = STATUS_DONE;

    switch (picture_read(&picture, report, &why)) {
    case PICTURE_NOTHING:
        break;
    case PICTURE_TOO_LARGE:
        result = refuse_picture(run, inspection, &why);
        break;
    case PICTURE_READ:
        if (run->options.given[INSPECT_DOT])
            picture_add_dot(text, &picture);
        else if (!picture_add_svg(text, &picture)) {
            buffer_printf(&why, "at depth %u the edges of the picture have more than %u bends",
                          inspection->depth, LAYOUT_LIMIT_PLACES);
            result = refuse_picture(run, inspection, &why);
        }
        break;
    }
    picture_free(&picture);
    buffer_free(&why);
    return result;
}

static int print(struct run *run, const struct inspection *inspection)
{
    struct buffer text = {0};
    int result = STATUS_DONE;

    if (inspection->depth > 0 && !run->json && !run->options.given[INSPECT_COST])
        result = add_picture(&text, run, inspection);
    else
        add_output(&text, run, inspection);
    if (result != STATUS_DONE) {
        buffer_free(&text);
        return result;
    }
    if (run->json)
        output_line(run, buffer_text(&text));
    else {
        output_write(run, &text);
        findings_print(run, inspection->findings, choose, buffer_text(&inspection->label));
    }
    buffer_free(&text);
    return nnreg_findings_worst(inspection->findings) == NNREG_SEVERITY_ERROR ? STATUS_REFUSED : STATUS_DONE;
}

static int inspect(struct run *run, struct inspection *inspection)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;

    progress_start(&progress, run);
    call.flags = (run->options.given[INSPECT_NO_WEIGHTS] ? NNREG_NO_WEIGHTS : 0) |
                 (run->options.given[INSPECT_TENSORS] ? NNREG_INSPECT_TENSORS : 0) |
                 (run->options.given[INSPECT_COST] ? NNREG_INSPECT_COST : 0);
    call.depth = inspection->depth;
    call.width = inspection->width;
    call.height = inspection->height;
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status =
        nnreg_inspect(&inspection->json, inspection->findings,
                      inspection->bundle != NULL ? inspection->bundle : inspection->stored.bundle, &call);
    progress_stop(&progress);
    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_findings_message(inspection->findings));
    return print(run, inspection);
}

/* Which picture is asked for, if one is. --depth alone is of use with --json. */
static int take_picture(struct run *run, struct inspection *inspection)
{
    const bool *given = run->options.given;
    const char *picture = given[INSPECT_SVG] ? "--svg" : given[INSPECT_DOT] ? "--dot" : NULL;
    uint64_t depth = 1;

    if (picture != NULL && (run->json || given[INSPECT_TENSORS] || given[INSPECT_COST]))
        return report_usage(run, "%s prints a picture: leave out %s", picture,
                            run->json                ? "--json"
                            : given[INSPECT_TENSORS] ? "--tensors"
                                                     : "--cost");
    if (given[INSPECT_COST] && given[INSPECT_TENSORS] && !run->json)
        return report_usage(run, "--cost and --tensors are two tables: leave out one, or add --json");
    if (given[INSPECT_SVG] && given[INSPECT_DOT])
        return report_usage(run, "--svg and --dot are two pictures: leave out one");
    if (given[INSPECT_DEPTH] && picture == NULL && !run->json && !given[INSPECT_COST])
        return report_usage(run, "--depth is of a picture or of --cost: add --svg, --dot, --cost or --json");
    if (given[INSPECT_DEPTH] &&
        !number_read(&depth, run->options.text[INSPECT_DEPTH], 1, NNREG_LIMIT_SCOPE_DEPTH))
        return report_usage(run, "--depth is a number from 1 to %u", NNREG_LIMIT_SCOPE_DEPTH);
    if (given[INSPECT_DEPTH] || given[INSPECT_SVG])
        inspection->depth = (unsigned)depth;
    return STATUS_DONE;
}

/* "224x224", the width first as in target_size. */
static int take_size(struct run *run, struct inspection *inspection)
{
    struct buffer width = {0};
    uint64_t sides[2] = {0, 0};
    const char *text = run->options.text[INSPECT_SIZE], *height;
    bool valid;

    if (!run->options.given[INSPECT_SIZE])
        return STATUS_DONE;
    if (!run->options.given[INSPECT_COST])
        return report_usage(run, "--size is of --cost: add it");
    height = strchr(text, 'x');
    if (height != NULL)
        buffer_add(&width, text, (size_t)(height - text));
    valid = height != NULL && number_read(&sides[0], buffer_text(&width), 1, NNREG_LIMIT_SIDE) &&
            number_read(&sides[1], height + 1, 1, NNREG_LIMIT_SIDE);
    buffer_free(&width);
    if (!valid)
        return report_usage(run, "--size is width x height in pixels, like 224x224; a side is from 1 to %u",
                            NNREG_LIMIT_SIDE);
    inspection->width = (unsigned)sides[0];
    inspection->height = (unsigned)sides[1];
    return STATUS_DONE;
}

static int open_operands(struct run *run, struct inspection *inspection)
{
    int result;

    if (!stored_bundle_is_meant(run)) {
        buffer_put(&inspection->label, run->operands[0]);
        return input_bundle(run, &inspection->bundle, 0);
    }
    result = stored_bundle_of_operand(run, &inspection->stored, run->options.given[INSPECT_NO_WEIGHTS]);
    buffer_printf(&inspection->label, "network %llu", (unsigned long long)inspection->stored.id);
    return result;
}

static int run_inspect(struct run *run)
{
    struct inspection inspection = {0};
    int result;

    find_glob(run, &inspection);
    result = take_picture(run, &inspection);
    if (result == STATUS_DONE)
        result = take_size(run, &inspection);
    if (result == STATUS_DONE)
        result = severity_take(run, &inspection.severities, INSPECT_SEVERITY);
    if (result == STATUS_DONE)
        result = open_operands(run, &inspection);
    if (result == STATUS_DONE)
        result = severity_findings(run, &inspection.findings, &inspection.severities);
    if (result == STATUS_DONE)
        result = inspect(run, &inspection);
    nnreg_free(inspection.json);
    nnreg_findings_free(inspection.findings);
    free(inspection.severities.list);
    nnreg_bundle_free(inspection.bundle);
    stored_bundle_close(run, &inspection.stored);
    buffer_free(&inspection.label);
    return result;
}

const struct command command_inspect = {
    .name = "inspect",
    .group = GROUP_JUDGE,
    .usage = "inspect BUNDLE... [--tensors [GLOB] | --cost [--size WxH] | --dot | --svg] [--depth N]\n"
             "               [--no-weights] [--severity RULE=LEVEL]...\n"
             "       nnreg inspect ID|SLUG [OPTION]...",
    .summary = "tell what is in a model, without a description",
    .help = "Prints tags, signatures with the types and shapes of their tensors, counts, variables\n"
            "with their sizes, assets, and operations that reach outside; and on standard error\n"
            "what is wrong with the model and its variables as far as no description is needed to\n"
            "see it. A folder with variables alone is judged, too. The exit status is 1 when there\n"
            "is an error.\n"
            "\n"
            "Of a registered network its stored files are inspected, which are held against their\n"
            "SHA-256 first (with --no-weights all but the weights); of a damaged one nothing is\n"
            "told, and the exit status is 4. With -r a word without a slash is an id or a slug;\n"
            "without, only where there is no file or folder of that name. ./5 is always a path.",
    .options = options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_inspect,
};
