/*
 * Changing an object by a JSON text. The text is judged by the tables before the transaction; in it the record is read,
 * changed, held against the rules that need it, and stored with its indexes and an event.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "judge/judge.h"
#include "codec/json_records.h"
#include "registry/object_io.h"
#include "registry/update.h"
#include "registry/events.h"
#include "registry/format.h"
#include "registry/slugs.h"

struct change {
    struct nnreg_update *update;
    const struct nnreg_object_kind *kind;
    struct nnreg_call_options options;
    const struct nnreg_json *json;
};

nnreg_status nnreg_update_refuse(struct nnreg_update *update, struct nnreg_error *error, enum nnreg_rule rule,
                                 const struct nnreg_field *field, const char *hint, const char *format, ...)
{
    va_list arguments;

    update->problem.field = field;
    update->problem.rule = rule;
    update->problem.hint = hint;
    va_start(arguments, format);
    (void)vsnprintf(update->problem.message, sizeof update->problem.message, format, arguments);
    va_end(arguments);
    return nnreg_fail(error, NNREG_REFUSED, "refused: the findings say what is wrong");
}

bool nnreg_update_has(const struct nnreg_update *update, const struct nnreg_field *field)
{
    return nnreg_json_member(update->json, update->json->values, field->key) != NULL;
}

/* Only objects with metadata take the flag by which it is merged. */
static const struct nnreg_field *metadata_field(const struct nnreg_object_kind *kind)
{
    return nnreg_field_at(kind->table, kind->metadata_offset);
}

static nnreg_status merge_metadata(char **metadata, struct change *change,
                                   const struct nnreg_json_value *patch, struct nnreg_error *error)
{
    static const struct nnreg_json_limits limits = {NNREG_LIMIT_METADATA, NNREG_LIMIT_JSON_VALUES,
                                                    NNREG_LIMIT_METADATA_DEPTH};
    char *merged;
    nnreg_status status;

    if (patch->type != NNREG_JSON_OBJECT) /* it would take the place of all */
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "what is merged into \"%s\" is not an object",
                          metadata_field(change->kind)->key);
    status = nnreg_json_merge(&merged, *metadata, strlen(*metadata), change->json->text + patch->start,
                              patch->stop - patch->start, &limits);
    if (status == NNREG_OK && strlen(merged) > NNREG_LIMIT_METADATA) {
        nnreg_free(merged);
        status = NNREG_LIMIT;
    }
    if (status == NNREG_LIMIT)
        return nnreg_update_refuse(
            change->update, error, NNREG_RULE_JSON_TOO_LARGE, metadata_field(change->kind),
            "remove members by merging null",
            "the merged metadata would be larger than %u bytes, or nested deeper than %u levels",
            NNREG_LIMIT_METADATA, NNREG_LIMIT_METADATA_DEPTH);
    if (status != NNREG_OK)
        return nnreg_fail_memory(error);
    nnreg_free(*metadata);
    *metadata = merged;
    return NNREG_OK;
}

/*
 * Puts the members of the update into the record; *changed: there was one. What is no field, and what the registry alone
 * changes, is passed over as in a create: it has findings, which somebody may have made little of.
 */
static nnreg_status apply(void *record, struct change *change, bool *changed, struct nnreg_error *error)
{
    const struct nnreg_table *table = change->kind->table;
    const struct nnreg_json *json = change->json;
    nnreg_status status = NNREG_OK;
    size_t i;

    *changed = false;
    for (i = 0; i < table->count && status == NNREG_OK; i++) {
        const struct nnreg_field *field = &table->fields[i];
        const struct nnreg_json_value *value;

        if (field->mutability != NNREG_MUTABLE && field->mutability != NNREG_MUTABLE_BY_SETTING)
            continue;
        value = nnreg_json_member(json, json->values, field->key);
        if (value == NULL)
            continue;
        *changed = true;
        if ((change->options.flags & NNREG_MERGE_METADATA) != 0 && field == metadata_field(change->kind))
            status = merge_metadata(nnreg_member(record, field), change, value, error);
        else
            status = nnreg_json_replace_member(field, record, json, value, error);
    }
    return status;
}

static nnreg_status store_change(struct nnreg_kv_txn *txn, const struct change *change, const void *before,
                                 void *after, struct nnreg_error *error)
{
    struct nnreg_event_change told = {
        .action = NNREG_ACTION_UPDATE, .object = change->kind->object, .before = before, .after = after};
    nnreg_status status = nnreg_object_replace(txn, change->kind, before, after, error);

    return status == NNREG_OK ? nnreg_event_append_only(txn, change->options.actor, &told, error) : status;
}

/* A text without members changes nothing: no new update_date, and no event. It is held against if_update_date all the same. */
static nnreg_status change_records(struct nnreg_kv_txn *txn, struct change *change, const void *before,
                                   void *after, struct nnreg_error *error)
{
    struct nnreg_update *update = change->update;
    bool changed = false;
    nnreg_status status = nnreg_object_check_update_date(change->kind, before, &change->options, error);

    if (status == NNREG_OK)
        status = apply(after, change, &changed, error);
    if (status == NNREG_OK)
        status = update->check(txn, update, before, after, error);
    return status == NNREG_OK && changed ? store_change(txn, change, before, after, error) : status;
}

/* What the registry's setting lets an update change, held against the setting as it is now: another process may turn it. */
static nnreg_status check_setting(struct nnreg_kv_txn *txn, struct change *change, struct nnreg_error *error)
{
    const struct nnreg_table *table = change->kind->table;
    bool allowed = false;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < table->count && status == NNREG_OK; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->mutability != NNREG_MUTABLE_BY_SETTING || !nnreg_update_has(change->update, field))
            continue;
        status = nnreg_format_mutable_description(&allowed, txn, error);
        if (status == NNREG_OK && !allowed)
            status = nnreg_update_refuse(
                change->update, error, NNREG_RULE_IMMUTABLE, field, nnreg_hint_by_setting,
                "%s cannot be changed after the %s was registered", field->key, table->name);
    }
    return status;
}

/* Where the caller wants it, what is public is made private before it is changed, whatever the text says. */
static nnreg_status withdraw_first(struct nnreg_kv_txn *txn, const struct change *change, void *record,
                                   struct nnreg_error *error)
{
    struct nnreg_event_writer events;

    if ((change->options.flags & NNREG_UNPUBLISH) == 0)
        return NNREG_OK;
    nnreg_events_begin(&events, txn, change->options.actor);
    return nnreg_events_end(&events, nnreg_slug_withdraw(record, change->kind, &events, error), error);
}

/*
 * May run several times, and in another thread (store/kv.h): it begins from the stored record each time, and what is wrong
 * is left in `problem`, set anew, and not among the findings, where it would stand once for each run. The record is read
 * twice, not copied: applying the text frees members of the one, and the indexes and the event need them as they were.
 */
static nnreg_status write_change(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct change *change = context;
    const struct nnreg_object_kind *kind = change->kind;
    union nnreg_any_object before, after;
    struct nnreg_update *update = change->update;
    nnreg_status status = nnreg_slug_load_target(&before, &update->id, kind, txn, update->slug, error);

    update->problem.field = NULL;
    if (status != NNREG_OK)
        return status;
    status = check_setting(txn, change, error);
    if (status == NNREG_OK)
        status = withdraw_first(txn, change, &before, error);
    if (status != NNREG_OK)
        goto out;
    status = nnreg_object_load(&after, txn, kind, update->id, error);
    if (status == NNREG_OK) {
        status = change_records(txn, change, &before, &after, error);
        nnreg_record_clear(kind->table, &after);
    }
out:
    nnreg_record_clear(kind->table, &before);
    return status;
}

static nnreg_status read_setting(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    return nnreg_format_mutable_description(context, txn, error);
}

/* What the transaction found, where the text has it; on the whole text where it does not. */
static nnreg_status report_update_problem(nnreg_findings *findings, const struct nnreg_json *json,
                                          const struct nnreg_update *update, struct nnreg_error *error)
{
    const char *key = update->problem.field->key;
    const struct nnreg_json_value *member = nnreg_json_member(json, json->values, key);
    struct nnreg_engine engine;
    nnreg_status status;

    nnreg_engine_init(&engine, findings, json);
    if (member != NULL)
        (void)nnreg_engine_enter_key(&engine, key);
    nnreg_engine_report(&engine, update->problem.rule, member != NULL ? member->start : json->values->start,
                        update->problem.hint, "%s", update->problem.message);
    status = engine.status;
    nnreg_engine_free(&engine);
    nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    nnreg_engine_locate(findings, json->text, json->length);
    if (status == NNREG_OK)
        status = nnreg_findings_status(findings);
    return status == NNREG_NO_MEMORY ? nnreg_fail_memory(error) : NNREG_REFUSED;
}

nnreg_status nnreg_object_update(nnreg *registry, const char *call, struct nnreg_update *update,
                                 const struct nnreg_call_options *options, unsigned flags,
                                 nnreg_findings *findings)
{
    struct nnreg_json values = {0};
    struct change change = {.update = update, .kind = &nnreg_object_kinds[update->object], .json = &values};
    bool mutable_description = false;
    struct nnreg_error error;
    nnreg_status status;

    update->json = &values;
    if (findings != NULL)
        nnreg_findings_clear(findings);
    status = nnreg_enter(registry, true, &error);
    if (status == NNREG_OK &&
        (update->text == NULL || findings == NULL || (update->by_slug && update->slug == NULL)))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&change.options, options, call, flags, &error);
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_setting, &mutable_description, &error);
    if (status == NNREG_OK)
        status = nnreg_judge_update(&values, findings, update->text, update->length, change.kind->table,
                                    mutable_description, &error);
    if (status == NNREG_OK && values.values->type != NNREG_JSON_OBJECT)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "the update is not an object");
    if (status == NNREG_OK)
        status = nnreg_kv_write(registry->kv, write_change, &change, &error);
    if (status == NNREG_OK)
        nnreg_events_announce(registry);
    else if (status == NNREG_REFUSED && update->problem.field != NULL)
        status = report_update_problem(findings, &values, update, &error);
    nnreg_json_free(&values);
    return nnreg_leave(registry, status, &error);
}
