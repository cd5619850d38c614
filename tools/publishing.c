/* See publishing.h. */
#include "publishing.h"

#include "actor.h"
#include "field_keys.h"
#include "json_out.h"
#include "operand.h"
#include "operand_list.h"
#include "output.h"
#include "report.h"
#include "update_date.h"

/* {"id":1,"slug":"digits"}; the slug is null for one that is private. */
static void add_json(struct buffer *text, uint64_t id, const char *slug)
{
    struct json_out out = {text, false};

    json_out_open(&out, '{');
    json_out_member_number(&out, KEY_ID, id);
    json_out_member_text(&out, KEY_SLUG, slug);
    json_out_close(&out, '}');
}

/* The library says which object has the slug. */
static int is_taken(struct run *run, nnreg *registry, const struct kind *kind, const char *slug)
{
    return report_failure(run, NNREG_EXISTS, "%s (nnreg %spublish %s %s --move takes it)",
                          nnreg_message(registry), kind->prefix, run->operands[0], slug);
}

static int publish(struct run *run, const struct kind *kind, const char *slug)
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
        result = operand_open(run, &registry, 0, kind, &id);
    if (result == STATUS_DONE)
        status = kind->publish(registry, id, slug, &call);
    if (status == NNREG_EXISTS)
        result = is_taken(run, registry, kind, slug);
    else if (status != NNREG_OK)
        result = operand_failure(run, registry, status, kind, id);
    else if (result == STATUS_DONE && run->json) {
        add_json(&text, id, slug);
        output_line(run, buffer_text(&text));
    }
    nnreg_close(registry);
    buffer_free(&date);
    buffer_free(&text);
    return result;
}

int publishing_do(struct run *run, const struct kind *kind)
{
    if (run->operands[1][0] == '\0')
        return report_usage(run, "the slug is \"\"");
    return publish(run, kind, run->operands[1]);
}

/* Before the first one is made private all must be known to be there, as for rm. */
static int look_for_all(struct run *run, nnreg *registry, const struct kind *kind,
                        const struct operand_list *list)
{
    bool is_public;
    size_t i;

    for (i = 0; i < list->count; i++) {
        nnreg_status status = kind->look(registry, list->ids[i], &is_public);

        if (status != NNREG_OK)
            return operand_failure(run, registry, status, kind, list->ids[i]);
    }
    return STATUS_DONE;
}

static int unpublish_all(struct run *run, nnreg *registry, const struct kind *kind,
                         const struct operand_list *list, const struct nnreg_call_options *call)
{
    struct buffer text = {0};
    int result = list->count > 1 ? look_for_all(run, registry, kind, list) : STATUS_DONE;
    size_t i;

    for (i = 0; i < list->count && result == STATUS_DONE; i++) {
        nnreg_status status = kind->unpublish(registry, list->ids[i], call);

        operand_list_begin(&text, run, list, i);
        add_json(&text, list->ids[i], NULL);
        if (status != NNREG_OK)
            result = operand_failure(run, registry, status, kind, list->ids[i]);
    }
    operand_list_end(&text, run, list);
    if (result == STATUS_DONE && run->json)
        output_write(run, &text);
    else if (result != STATUS_DONE && i > 1)
        report_note(run, "%zu %s private already", i - 1, i == 2 ? "is" : "are");
    buffer_free(&text);
    return result;
}

int publishing_undo(struct run *run, const struct kind *kind)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct operand_list list = {0};
    nnreg *registry = NULL;
    struct buffer date = {0};
    int result = update_date_read(run, &call, &date);

    call.actor = actor_name(run);
    if (result == STATUS_DONE)
        result = operand_list_open(run, &registry, 0, kind, &list);
    if (result == STATUS_DONE && list.count > 1 && call.if_update_date != NULL)
        result =
            report_usage(run, "--if-update-date is of one %s, and %zu are named", kind->word, list.count);
    if (result == STATUS_DONE)
        result = unpublish_all(run, registry, kind, &list, &call);
    nnreg_close(registry);
    operand_list_free(&list);
    buffer_free(&date);
    return result;
}
