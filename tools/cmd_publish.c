/* nnreg publish and unpublish: networks that are found by a name, and cannot change while they are. */
#include "actor.h"
#include "change.h"
#include "commands.h"
#include "field_keys.h"
#include "json_out.h"
#include "operand.h"
#include "operand_networks.h"
#include "output.h"
#include "report.h"
#include "update_date.h"

static const struct option_row publish_options[] = {
    CHANGE_ROW_IF_UPDATE_DATE,
    {"move", 0, NULL, "take the slug from the network that has it, which is private then"},
    {NULL, 0, NULL, NULL},
};

static const struct option_row options[] = {
    CHANGE_ROW_IF_UPDATE_DATE,
    {NULL, 0, NULL, NULL},
};

/* {"id":1,"slug":"digits"}; the slug is null for one that is private. */
static void add_json(struct buffer *text, uint64_t id, const char *slug)
{
    struct json_out out = {text, false};

    json_out_open(&out, '{');
    json_out_member_number(&out, KEY_ID, id);
    json_out_member_text(&out, KEY_SLUG, slug);
    json_out_close(&out, '}');
}

/* The library says which network has the slug. */
static int is_taken(struct run *run, nnreg *registry, const char *slug)
{
    return report_failure(run, NNREG_EXISTS, "%s (nnreg publish %s %s --move takes it)",
                          nnreg_message(registry), run->operands[0], slug);
}

static int publish(struct run *run, const char *slug)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg *registry = NULL;
    nnreg_status status = NNREG_OK;
    uint64_t id = 0;
    struct buffer date = {0}, text = {0};
    int result = update_date_read(run, &call, &date);

    call.actor = actor_name(run);
    if (run_given(run, "move"))
        call.flags |= NNREG_MOVE_SLUG;
    if (result == STATUS_DONE)
        result = operand_open(run, &registry, 0, &kind_network, &id);
    if (result == STATUS_DONE)
        status = nnreg_network_publish(registry, id, slug, &call);
    if (status == NNREG_EXISTS)
        result = is_taken(run, registry, slug);
    else if (status != NNREG_OK)
        result = operand_failure(run, registry, status, &kind_network, id);
    else if (result == STATUS_DONE && run->json) {
        add_json(&text, id, slug);
        output_line(run, buffer_text(&text));
    }
    nnreg_close(registry);
    buffer_free(&date);
    buffer_free(&text);
    return result;
}

static int run_publish(struct run *run)
{
    if (run->operands[1][0] == '\0')
        return report_usage(run, "the slug is \"\"");
    return publish(run, run->operands[1]);
}

/* Before the first one is made private all must be known to be there, as for rm. */
static int look_for_all(struct run *run, nnreg *registry, const struct operand_networks *list)
{
    size_t i;

    for (i = 0; i < list->count; i++) {
        nnreg_network *network;
        nnreg_status status = nnreg_network_get(registry, &network, list->ids[i]);

        if (status != NNREG_OK)
            return operand_failure(run, registry, status, &kind_network, list->ids[i]);
        nnreg_network_free(network);
    }
    return STATUS_DONE;
}

static int unpublish_all(struct run *run, nnreg *registry, const struct operand_networks *list,
                         const struct nnreg_call_options *call)
{
    struct buffer text = {0};
    int result = list->count > 1 ? look_for_all(run, registry, list) : STATUS_DONE;
    size_t i;

    for (i = 0; i < list->count && result == STATUS_DONE; i++) {
        nnreg_status status = nnreg_network_unpublish(registry, list->ids[i], call);

        operand_networks_begin(&text, run, list, i);
        add_json(&text, list->ids[i], NULL);
        if (status != NNREG_OK)
            result = operand_failure(run, registry, status, &kind_network, list->ids[i]);
    }
    operand_networks_end(&text, run, list);
    if (result == STATUS_DONE && run->json)
        output_write(run, &text);
    else if (result != STATUS_DONE && i > 1)
        report_note(run, "%zu %s private already", i - 1, i == 2 ? "is" : "are");
    buffer_free(&text);
    return result;
}

static int run_unpublish(struct run *run)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct operand_networks list = {0};
    nnreg *registry = NULL;
    struct buffer date = {0};
    int result = update_date_read(run, &call, &date);

    call.actor = actor_name(run);
    if (result == STATUS_DONE)
        result = operand_networks_open(run, &registry, 0, &list);
    if (result == STATUS_DONE && list.count > 1 && call.if_update_date != NULL)
        result = report_usage(run, "--if-update-date is of one network, and %zu are named", list.count);
    if (result == STATUS_DONE)
        result = unpublish_all(run, registry, &list, &call);
    nnreg_close(registry);
    operand_networks_free(&list);
    buffer_free(&date);
    return result;
}

const struct command command_publish = {
    .name = "publish",
    .group = GROUP_CHANGE,
    .usage = "publish ID SLUG [--move] [--if-update-date TIME]",
    .summary = "make a network public under a slug",
    .help = "A public network is found by its slug wherever an id is asked for, is listed by\n"
            "`ls --public`, and refuses update and delete until it is unpublished. New versions\n"
            "can be attached to it, and its task moves on. A slug has 1 to 63 of a-z 0-9 . _ -,\n"
            "begins with a letter or a digit, is not all digits, and belongs to one network at a\n"
            "time; --move takes it from that one in the same step, so that it always leads to one\n"
            "of the two. Prints nothing when all is well.",
    .options = publish_options,
    .least = 2,
    .most = 2,
    .run = run_publish,
};

const struct command command_unpublish = {
    .name = "unpublish",
    .group = GROUP_CHANGE,
    .usage = "unpublish ID|SLUG... [--if-update-date TIME]",
    .summary = "make a public network private again",
    .help = "The network can then be changed and deleted again, and its slug is free. One that is\n"
            "private already stays so. When one of several ids is unknown all stay as they are.\n"
            "- takes ids from standard input, one a line or several. Prints nothing when all is well.",
    .options = options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_unpublish,
};
