/* Writing the history: see events.h. Reading it is history.c. */
#include "registry/events.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "codec/json_model.h"
#include "codec/record.h"

nnreg_status nnreg_event_hash(nnreg_digest hash, struct nnreg_sha256 *sha, const nnreg_digest previous,
                              const void *record, size_t size, struct nnreg_error *error)
{
    nnreg_status status = sha->context == NULL ? nnreg_sha256_begin(sha, error) : NNREG_OK;

    if (status == NNREG_OK)
        status = nnreg_sha256_add(sha, previous, NNREG_SHA256_SIZE, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(sha, record, size, error);
    return status == NNREG_OK ? nnreg_sha256_next(hash, sha, error) : status;
}

nnreg_status nnreg_event_last(struct nnreg_event_last *last, struct nnreg_kv_txn *txn,
                              struct nnreg_error *error)
{
    struct nnreg_slice value;
    uint64_t time;
    nnreg_status status =
        nnreg_kv_get(&value, txn, NNREG_TABLE_SETTINGS, nnreg_key_text(NNREG_SETTING_LAST_EVENT), error);

    *last = (struct nnreg_event_last){0};
    if (status == NNREG_NOT_FOUND)
        return NNREG_OK; /* nothing has happened yet */
    if (status != NNREG_OK)
        return status;
    if (value.size != NNREG_EVENT_LAST_SIZE ||
        !nnreg_key_pair_read(&last->sequence, &time, (struct nnreg_slice){value.content, 16}))
        return nnreg_fail(error, NNREG_CORRUPT, "the setting \"%s\" is damaged", NNREG_SETTING_LAST_EVENT);
    last->time = nnreg_key_time_read(time);
    memcpy(last->hash, (const unsigned char *)value.content + 16, sizeof last->hash);
    return NNREG_OK;
}

static nnreg_status put_last(struct nnreg_kv_txn *txn, const struct nnreg_event_last *last,
                             struct nnreg_error *error)
{
    unsigned char value[NNREG_EVENT_LAST_SIZE];
    struct nnreg_key_pair pair;

    (void)nnreg_key_pair(&pair, last->sequence, nnreg_key_time(last->time));
    memcpy(value, pair.bytes, sizeof pair.bytes);
    memcpy(value + sizeof pair.bytes, last->hash, sizeof last->hash);
    return nnreg_kv_put(txn, NNREG_TABLE_SETTINGS, nnreg_key_text(NNREG_SETTING_LAST_EVENT),
                        (struct nnreg_slice){value, sizeof value}, error);
}

/* The JSON text of a member; NULL for none. */
static nnreg_status text_of_member(char **text, const struct nnreg_field *field, const void *record,
                                   struct nnreg_error *error)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    *text = NULL;
    if (record == NULL)
        return NNREG_OK;
    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_member(&writer, field, record);
    return nnreg_bytes_take(text, &out) == NNREG_OK ? NNREG_OK : nnreg_fail_memory(error);
}

/* Whether a field is told of at all. What is none of the object's outward fields changes only by an action of its own. */
static bool is_told(const struct nnreg_field *field, bool whole)
{
    if (field->kind == NNREG_KIND_ONE_OF || field->number == 0)
        return false;
    if (field->mutability == NNREG_MUTABLE || field->mutability == NNREG_MUTABLE_BY_SETTING)
        return true;
    return whole ? field->logged : field->presence == NNREG_INTERNAL;
}

/* Adds what is told of a field, if anything is. The texts are owned, the field's name is the table's. */
static nnreg_status add_change(struct nnreg_array *changes, const struct nnreg_field *field,
                               const struct nnreg_event_change *change, struct nnreg_error *error)
{
    struct nnreg_change_record *told = (struct nnreg_change_record *)changes->items + changes->count;
    bool whole = change->before == NULL || change->after == NULL;
    nnreg_status status = text_of_member(&told->old_value, field, change->before, error);

    if (status == NNREG_OK)
        status = text_of_member(&told->new_value, field, change->after, error);
    if (status == NNREG_OK && (whole || strcmp(told->old_value, told->new_value) != 0)) {
        told->field = (char *)(uintptr_t)field->key;
        changes->count++;
        return NNREG_OK;
    }
    nnreg_free(told->old_value);
    nnreg_free(told->new_value);
    *told = (struct nnreg_change_record){.field = NULL};
    return status;
}

static nnreg_status add_changes(struct nnreg_array *changes, const struct nnreg_event_change *change,
                                struct nnreg_error *error)
{
    const struct nnreg_table *table = nnreg_object_kinds[change->object].table;
    bool whole = change->before == NULL || change->after == NULL;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < table->count && status == NNREG_OK; i++) {
        if (!is_told(&table->fields[i], whole))
            continue;
        assert(changes->count < NNREG_EVENT_FIELDS);
        status = add_change(changes, &table->fields[i], change, error);
    }
    return status;
}

static void free_changes(struct nnreg_array *changes)
{
    struct nnreg_change_record *told = changes->items;

    for (; changes->count > 0; told++, changes->count--) {
        nnreg_free(told->old_value);
        nnreg_free(told->new_value);
    }
}

/* The hash, then the record. */
static nnreg_status put_event(struct nnreg_event_writer *writer, const struct nnreg_event_record *event,
                              struct nnreg_error *error)
{
    struct nnreg_event_last *last = &writer->last;
    struct nnreg_bytes *value = &writer->value;
    struct nnreg_key key;
    nnreg_status status;

    value->size = 0;
    nnreg_bytes_put(value, last->hash, sizeof last->hash); /* its place; the hash is known only at the end */
    status = nnreg_record_encode(value, &nnreg_event_record_table, event, error);
    if (status == NNREG_OK)
        status = nnreg_event_hash(last->hash, &writer->sha, last->hash, value->content + NNREG_SHA256_SIZE,
                                  value->size - NNREG_SHA256_SIZE, error);
    if (status != NNREG_OK)
        return status;
    memcpy(value->content, last->hash, NNREG_SHA256_SIZE);
    return nnreg_kv_put(writer->txn, NNREG_TABLE_EVENTS, nnreg_key_u64(&key, event->sequence),
                        (struct nnreg_slice){value->content, value->size}, error);
}

/* ---------------------------------------------------------------------------------------------- the writer -- */

void nnreg_events_begin(struct nnreg_event_writer *writer, struct nnreg_kv_txn *txn, const char *actor)
{
    *writer = (struct nnreg_event_writer){.txn = txn, .actor = actor != NULL ? actor : ""};
}

nnreg_status nnreg_event_append(struct nnreg_event_writer *writer, const struct nnreg_event_change *change,
                                struct nnreg_error *error)
{
    const void *record = change->after != NULL ? change->after : change->before;
    struct nnreg_change_record told[NNREG_EVENT_FIELDS] = {{.field = NULL}};
    struct nnreg_event_record event = {.action = change->action,
                                       .object = (int)change->object,
                                       .actor = (char *)(uintptr_t)writer->actor,
                                       .changes = {told, 0}};
    struct nnreg_event_last *last = &writer->last;
    int64_t now = nnreg_clock_now();
    nnreg_status status = writer->begun ? NNREG_OK : nnreg_event_last(last, writer->txn, error);

    if (status != NNREG_OK)
        return status;
    writer->begun = true;
    last->sequence++;
    last->time = now > last->time ? now : last->time;
    event.sequence = last->sequence;
    event.time = last->time;
    event.object_id = *nnreg_object_id(&nnreg_object_kinds[change->object], record);
    status = add_changes(&event.changes, change, error);
    if (status == NNREG_OK)
        status = put_event(writer, &event, error);
    free_changes(&event.changes);
    return status;
}

nnreg_status nnreg_events_end(struct nnreg_event_writer *writer, nnreg_status status,
                              struct nnreg_error *error)
{
    nnreg_sha256_free(&writer->sha);
    nnreg_bytes_free(&writer->value);
    return status == NNREG_OK && writer->begun ? put_last(writer->txn, &writer->last, error) : status;
}

nnreg_status nnreg_event_append_only(struct nnreg_kv_txn *txn, const char *actor,
                                     const struct nnreg_event_change *change, struct nnreg_error *error)
{
    struct nnreg_event_writer writer;
    nnreg_status status;

    nnreg_events_begin(&writer, txn, actor);
    status = nnreg_event_append(&writer, change, error);
    return nnreg_events_end(&writer, status, error);
}
