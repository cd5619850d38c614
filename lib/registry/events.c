/* Writing the history: see events.h. Reading it is history.c. */
#include "registry/events.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "codec/json_records.h"
#include "codec/record.h"

/* Whether a field is told of at all. What publishing gives and takes is in none but its events: who creates or deletes has no slug. */
static bool is_field_told(const struct nnreg_field *field, bool whole)
{
    if (field->number == 0)
        return false;
    if (field->mutability == NNREG_MUTABLE || field->mutability == NNREG_MUTABLE_BY_SETTING)
        return true;
    return whole ? field->logged : field->mutability == NNREG_PUBLISHED;
}

/* What is told of one field, and where its texts begin among those of the event. */
struct told {
    const char *field;
    size_t old_value, new_value;
};
#define NO_TEXT SIZE_MAX

/* Puts the JSON text of a member, if it has a value, behind the others, with a NUL behind it. */
static size_t put_event_text(struct nnreg_bytes *texts, const struct nnreg_field *field, const void *record)
{
    struct nnreg_json_writer writer;
    size_t at = texts->size;

    if (record == NULL || nnreg_is_absent(field, record))
        return NO_TEXT;
    nnreg_json_writer_init(&writer, texts, 0);
    nnreg_json_put_member(&writer, field, record);
    nnreg_bytes_char(texts, '\0');
    return at;
}

/* Whether both records have the very same text, as one and a changed copy of it can. */
static bool shares_text(const struct nnreg_field *field, const struct nnreg_event_change *change)
{
    if (field->kind != NNREG_KIND_STRING && field->kind != NNREG_KIND_JSON)
        return false;
    return *(char *const *)nnreg_member(change->before, field) ==
           *(char *const *)nnreg_member(change->after, field);
}

static bool is_same_text(const struct nnreg_bytes *texts, const struct told *told)
{
    if (told->old_value == NO_TEXT || told->new_value == NO_TEXT)
        return told->old_value == told->new_value;
    return strcmp(texts->content + told->old_value, texts->content + told->new_value) == 0;
}

/* False: the field did not change. */
static bool tell_field(struct told *told, struct nnreg_bytes *texts, const struct nnreg_field *field,
                       const struct nnreg_event_change *change)
{
    bool whole = change->before == NULL || change->after == NULL;
    size_t size = texts->size;

    if (!whole && shares_text(field, change))
        return false;
    told->field = field->key;
    told->old_value = put_event_text(texts, field, change->before);
    told->new_value = put_event_text(texts, field, change->after);
    if (whole || texts->failed || !is_same_text(texts, told))
        return true;
    texts->size = size;
    return false;
}

static char *text_at(const struct nnreg_bytes *texts, size_t at)
{
    return at != NO_TEXT ? texts->content + at : NULL;
}

/*
 * Fills in the changes. Their texts are in `texts`, which moves as it grows: while it does they are known by where they begin
 * in it, and become pointers when all are there. The fields' names are the table's.
 */
static nnreg_status tell_changes(struct nnreg_array *changes, struct nnreg_bytes *texts,
                                 const struct nnreg_event_change *change, struct nnreg_error *error)
{
    const struct nnreg_table *table = nnreg_object_kinds[change->object].table;
    struct nnreg_change_record *records = changes->items;
    bool whole = change->before == NULL || change->after == NULL;
    struct told told[NNREG_EVENT_FIELDS];
    size_t i;

    texts->size = 0;
    for (i = 0; i < table->count; i++) {
        if (!is_field_told(&table->fields[i], whole))
            continue;
        assert(changes->count < NNREG_EVENT_FIELDS);
        changes->count += tell_field(&told[changes->count], texts, &table->fields[i], change);
    }
    if (texts->failed)
        return nnreg_fail_memory(error);
    for (i = 0; i < changes->count; i++) {
        records[i].field = (char *)(uintptr_t)told[i].field;
        records[i].old_value = text_at(texts, told[i].old_value);
        records[i].new_value = text_at(texts, told[i].new_value);
    }
    return NNREG_OK;
}

/*
 * The hash, then the record, in one value. `last->hash` is the one before until the call of nnreg_event_hash, and this
 * event's behind it.
 */
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
    return nnreg_kv_put(writer->txn, NNREG_KV_EVENTS, nnreg_key_u64(&key, event->sequence),
                        (struct nnreg_slice){value->content, value->size}, error);
}

/* ---------------------------------------------------------------------------------------------- the writer -- */

void nnreg_events_begin(struct nnreg_event_writer *writer, struct nnreg_kv_txn *txn, const char *actor)
{
    *writer = (struct nnreg_event_writer){.txn = txn, .actor = actor != NULL ? actor : ""};
}

/* The number and the time of the next event. */
static nnreg_status next_event(struct nnreg_event_writer *writer, struct nnreg_error *error)
{
    struct nnreg_event_last *last = &writer->last;
    int64_t now = nnreg_clock_now();
    nnreg_status status = nnreg_kv_claim(writer->txn, NNREG_KV_RIGHT_EVENTS, error);

    if (status == NNREG_OK && !writer->begun)
        status = nnreg_event_last(last, writer->txn, error);
    if (status != NNREG_OK)
        return status;
    writer->begun = true;
    last->sequence++;
    last->time = now > last->time ? now : last->time;
    return NNREG_OK;
}

nnreg_status nnreg_event_append_changes(struct nnreg_event_writer *writer, int action,
                                        enum nnreg_object object, uint64_t id,
                                        struct nnreg_change_record *changes, size_t count,
                                        struct nnreg_error *error)
{
    nnreg_status status = next_event(writer, error);
    struct nnreg_event_record event = {.sequence = writer->last.sequence,
                                       .time = writer->last.time,
                                       .actor = (char *)(uintptr_t)writer->actor,
                                       .action = action,
                                       .object = (int)object,
                                       .object_id = id,
                                       .changes = {changes, count}};

    return status == NNREG_OK ? put_event(writer, &event, error) : status;
}

nnreg_status nnreg_event_append(struct nnreg_event_writer *writer, const struct nnreg_event_change *change,
                                struct nnreg_error *error)
{
    const void *record = change->after != NULL ? change->after : change->before;
    struct nnreg_change_record told[NNREG_EVENT_FIELDS + 1] = {{.field = NULL}};
    struct nnreg_array changes = {told, 0};
    nnreg_status status = tell_changes(&changes, &writer->texts, change, error);

    if (status != NNREG_OK)
        return status;
    if (change->more != NULL)
        told[changes.count++] = *change->more;
    return nnreg_event_append_changes(writer, change->action, change->object,
                                      *nnreg_object_id(&nnreg_object_kinds[change->object], record), told,
                                      changes.count, error);
}

nnreg_status nnreg_events_end(struct nnreg_event_writer *writer, nnreg_status status,
                              struct nnreg_error *error)
{
    nnreg_sha256_free(&writer->sha);
    nnreg_bytes_free(&writer->texts);
    nnreg_bytes_free(&writer->value);
    return status == NNREG_OK && writer->begun ? nnreg_event_put_last(writer->txn, &writer->last, error)
                                               : status;
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
