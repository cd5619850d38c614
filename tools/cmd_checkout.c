/* nnreg checkout: a network as the folder that a server loads. */
#include <string.h>

#include "commands.h"
#include "field_keys.h"
#include "interrupt.h"
#include "json_out.h"
#include "number.h"
#include "operand.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

enum { CHECKOUT_VERSION, CHECKOUT_UPDATE, CHECKOUT_LINK };

static const struct option_row options[] = {
    [CHECKOUT_VERSION] = {"version", 0, "N", "make DIR/N, and DIR where it is missing"},
    [CHECKOUT_UPDATE] = {"update", 0, NULL, "replace the model that is there, in one step"},
    [CHECKOUT_LINK] = {"link", 0, NULL, "hard links to the stored files instead of copies"},
    {NULL, 0, NULL, NULL},
};

/* DIR, or DIR/N. Servers read the number of a version into 64 bits with a sign. */
static int target_path(struct run *run, struct buffer *path)
{
    const char *dir = run->operands[1];
    uint64_t number;

    if (dir[0] == '\0')
        return report_usage(run, "the folder is \"\"");
    buffer_put(path, dir);
    if (!run->options.given[CHECKOUT_VERSION])
        return STATUS_DONE;
    if (!number_read(&number, run->options.text[CHECKOUT_VERSION], 1, INT64_MAX))
        return report_usage(run, "\"%s\" is no number of a version: it is a whole number from 1",
                            run->options.text[CHECKOUT_VERSION]);
    buffer_printf(path, "%s%llu", dir[strlen(dir) - 1] == '/' ? "" : "/", (unsigned long long)number);
    return STATUS_DONE;
}

/* Whether it is the network that is not there, and not the folder above the target. */
static bool network_is_missing(nnreg *registry, uint64_t id)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(registry, &network, id);

    nnreg_network_free(network);
    return status == NNREG_NOT_FOUND;
}

static int failed(struct run *run, nnreg *registry, nnreg_status status, uint64_t id)
{
    struct buffer why = {0};
    int result;

    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    buffer_put(&why, nnreg_message(registry)); /* before the next call on the handle */
    if (status == NNREG_NOT_FOUND && network_is_missing(registry, id))
        result = operand_failure(run, registry, status, &kind_network, id);
    else if (status == NNREG_EXISTS && !run->options.given[CHECKOUT_UPDATE])
        result = report_failure(run, status, "%s (--update replaces it)", buffer_text(&why));
    else
        result = report_failure(run, status, "%s", buffer_text(&why));
    buffer_free(&why);
    return result;
}

/* {"id":1,"dir":"models/3"} */
static void print_json(struct run *run, uint64_t id, const char *path)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    json_out_open(&out, '{');
    json_out_member_number(&out, KEY_ID, id);
    json_out_member_text(&out, "dir", path);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static int check_out(struct run *run, nnreg *registry, uint64_t id, const char *path)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;

    call.flags = (run->options.given[CHECKOUT_UPDATE] ? NNREG_REPLACE : 0u) |
                 (run->options.given[CHECKOUT_LINK] ? NNREG_HARD_LINKS : 0u) |
                 (run->options.given[CHECKOUT_VERSION] ? NNREG_MAKE_PARENT : 0u);
    progress_start(&progress, run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status = nnreg_network_checkout(registry, id, path, &call);
    progress_stop(&progress);
    if (status != NNREG_OK)
        return failed(run, registry, status, id);
    if (run->json)
        print_json(run, id, path);
    return STATUS_DONE;
}

static int run_checkout(struct run *run)
{
    struct buffer path = {0};
    nnreg *registry = NULL;
    uint64_t id = 0;
    int result = target_path(run, &path);

    if (result == STATUS_DONE)
        result = operand_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_network, &id);
    if (result == STATUS_DONE)
        result = check_out(run, registry, id, buffer_text(&path));
    nnreg_close(registry);
    buffer_free(&path);
    return result;
}

const struct command command_checkout = {
    .name = "checkout",
    .group = GROUP_MOVE,
    .usage = "checkout ID|SLUG DIR [--version N] [--update] [--link]",
    .summary = "make the folder of a network that a server loads",
    .help = "Makes the folder DIR with the files of the network where TensorFlow Serving looks for\n"
            "them: saved_model.pb, variables/, assets/. It is made beside DIR and renamed, so that\n"
            "a server never sees a part of it, and each file is held against its SHA-256. What is\n"
            "there already stays: with --update a folder of a model is replaced, and nothing else\n"
            "is. With --link no byte is copied, DIR has to be on the registry's file system, and\n"
            "its files are the registry's own: read-only. Prints nothing when all is well.",
    .options = options,
    .least = 2,
    .most = 2,
    .run = run_checkout,
};
