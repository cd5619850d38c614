/* Writing the history: see events.h. Reading it is history.c. */
#include "registry/events.h"

#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "codec/json_model.h"
#include "codec/record.h"
#include "registry/event_chain.h"

nnreg_status nnreg_event_hash(nnreg_digest hash, const nnreg_digest previous, const void *record, size_t size,
                              struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = nnreg_sha256_begin(&sha, error);

    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, previous, NNREG_SHA256_SIZE, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, record, size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(hash, &sha, error);
    nnreg_sha256_free(&sha);
    return status;
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

static nnreg_status add_change(struct nnreg_array *changes, const struct nnreg_field *field,
                               const struct nnreg_event_change *change, struct nnreg_error *error)
{
    struct nnreg_change_record *told = (struct nnreg_change_record *)changes->items + changes->count;
    bool whole = change->before == NULL || change->after == NULL;
    nnreg_status status = text_of_member(&told->old_value, field, change->before, error);

    if (status == NNREG_OK)
        status = text_of_member(&told->new_value, field, change->after, error);
    if (status == NNREG_OK && (whole || strcmp(told->old_value, told->new_value) != 0)) {
        told->field = nnreg_strdup(field->key);
        if (told->field != NULL) {
            changes->count++;
            return NNREG_OK;
        }
        status = nnreg_fail_memory(error);
    }
    nnreg_free(told->old_value);
    nnreg_free(told->new_value);
    *told = (struct nnreg_change_record){.field = NULL};
    return status;
}

static nnreg_status add_changes(struct nnreg_event_record *event, const struct nnreg_event_change *change,
                                struct nnreg_error *error)
{
    const struct nnreg_table *table = nnreg_object_kinds[change->object].table;
    bool whole = change->before == NULL || change->after == NULL;
    nnreg_status status = NNREG_OK;
    size_t i;

    event->changes.items = nnreg_alloc_zero(table->count, sizeof(struct nnreg_change_record));
    if (event->changes.items == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < table->count && status == NNREG_OK; i++)
        if (is_told(&table->fields[i], whole))
            status = add_change(&event->changes, &table->fields[i], change, error);
    return status;
}

/* The hash, then the record. */
static nnreg_status put_event(struct nnreg_kv_txn *txn, const struct nnreg_event_record *event,
                              struct nnreg_event_last *last, struct nnreg_error *error)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_key key;
    nnreg_status status;

    nnreg_bytes_put(&out, last->hash, sizeof last->hash); /* its place; the hash is known only at the end */
    status = nnreg_record_encode(&out, &nnreg_event_record_table, event, error);
    if (status == NNREG_OK)
        status = nnreg_event_hash(last->hash, last->hash, out.content + NNREG_SHA256_SIZE,
                                  out.size - NNREG_SHA256_SIZE, error);
    if (status == NNREG_OK) {
        memcpy(out.content, last->hash, NNREG_SHA256_SIZE);
        status = nnreg_kv_put(txn, NNREG_TABLE_EVENTS, nnreg_key_u64(&key, event->sequence),
                              (struct nnreg_slice){out.content, out.size}, error);
    }
    nnreg_bytes_free(&out);
    return status;
}

nnreg_status nnreg_event_append(struct nnreg_kv_txn *txn, const struct nnreg_event_change *change,
                                struct nnreg_error *error)
{
    const void *record = change->after != NULL ? change->after : change->before;
    struct nnreg_event_record event = {.action = change->action, .object = (int)change->object};
    struct nnreg_event_last last;
    int64_t now = nnreg_clock_now();
    nnreg_status status = nnreg_event_last(&last, txn, error);

    if (status != NNREG_OK)
        return status;
    last.sequence++;
    last.time = now > last.time ? now : last.time;
    event.sequence = last.sequence;
    event.time = last.time;
    event.object_id = *nnreg_object_id(&nnreg_object_kinds[change->object], record);
    event.actor = nnreg_strdup(change->actor != NULL ? change->actor : "");
    status = event.actor != NULL ? add_changes(&event, change, error) : nnreg_fail_memory(error);
    if (status == NNREG_OK)
        status = put_event(txn, &event, &last, error);
    if (status == NNREG_OK)
        status = put_last(txn, &last, error);
    nnreg_record_clear(&nnreg_event_record_table, &event);
    return status;
}
