/*
 * The proof of the history: the chain of hashes is computed again, from the first event to the one that the settings call
 * the last (event_chain.h). It goes over several snapshots, each of which begins behind the last event that was proven: events
 * are only ever added, so what was proven stays so, and no snapshot is held for long.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/call_options.h"
#include "registry/event_chain.h"
#include "registry/events.h"

enum { VERIFIED_AT_ONCE = 1000 }; /* events in one snapshot */

struct verifying {
    uint64_t next; /* the number that comes now */
    int64_t time;  /* of the event before */
    nnreg_digest hash;
    struct nnreg_sha256 sha;
    uint64_t end; /* the last event's number, in this snapshot */
    size_t looked_at;
    bool done;
};

NNREG_PRINTF(3, 4)
static nnreg_status broken(const struct verifying *verifying, struct nnreg_error *error, const char *format,
                           ...)
{
    char what[200];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return nnreg_fail(error, NNREG_CORRUPT, "the history is broken at event %llu: %s",
                      (unsigned long long)verifying->next, what);
}

/* What an event that is as it was written must say of itself. */
static nnreg_status check_record(struct verifying *verifying, struct nnreg_slice value,
                                 struct nnreg_error *error)
{
    struct nnreg_event_record record;
    struct nnreg_error why;
    nnreg_status status = nnreg_event_decode(&record, value, &why);

    if (status == NNREG_CORRUPT)
        return broken(verifying, error, "%s", why.text);
    if (status != NNREG_OK)
        return nnreg_fail(error, status, "%s", why.text);
    if (record.sequence != verifying->next)
        status =
            broken(verifying, error, "it says that it is event %llu", (unsigned long long)record.sequence);
    else if (record.time < verifying->time)
        status = broken(verifying, error, "it is earlier than the event before it");
    verifying->time = record.time;
    nnreg_record_clear(&nnreg_event_record_table, &record);
    return status;
}

static nnreg_status check_event(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    struct verifying *verifying = context;
    uint64_t sequence;
    nnreg_digest hash;
    nnreg_status status;

    if (!nnreg_key_u64_read(&sequence, key))
        return broken(verifying, error, "there is an entry whose key is no number");
    if (sequence < verifying->next || sequence > verifying->end)
        return broken(verifying, error, "there is an entry with the number %llu, which was never given",
                      (unsigned long long)sequence);
    if (sequence > verifying->next)
        return broken(verifying, error, "it is missing");
    if (value.size < sizeof hash)
        return broken(verifying, error, "it is cut short");
    status = nnreg_event_hash(hash, &verifying->sha, verifying->hash,
                              (const char *)value.content + sizeof hash, value.size - sizeof hash, error);
    if (status == NNREG_OK && memcmp(hash, value.content, sizeof hash) != 0)
        status = broken(verifying, error, "it is not what was written, or the event before it is not");
    if (status == NNREG_OK)
        status = check_record(verifying, value, error);
    if (status != NNREG_OK)
        return status;
    memcpy(verifying->hash, hash, sizeof hash);
    verifying->next++;
    *stop = ++verifying->looked_at == VERIFIED_AT_ONCE;
    return NNREG_OK;
}

/* One snapshot's worth of events. At the end of the table the last event must be the one that the settings know. */
static nnreg_status verify_some(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct verifying *verifying = context;
    struct nnreg_slice from = {NULL, 0};
    struct nnreg_event_last last;
    struct nnreg_key key;
    nnreg_status status = nnreg_event_last(&last, txn, error);

    if (status != NNREG_OK)
        return status;
    verifying->end = last.sequence;
    verifying->looked_at = 0;
    if (verifying->next > 1)
        from = nnreg_key_u64(&key, verifying->next);
    status = nnreg_kv_walk(txn, NNREG_KV_EVENTS, from, false, check_event, verifying, error);
    if (status != NNREG_OK || verifying->looked_at == VERIFIED_AT_ONCE)
        return status;
    if (verifying->next <= last.sequence)
        return broken(verifying, error, "it is missing");
    if (memcmp(verifying->hash, last.hash, sizeof last.hash) != 0 || verifying->time != last.time) {
        verifying->next = last.sequence;
        return broken(verifying, error, "it is not the last event that was written");
    }
    verifying->done = true;
    return NNREG_OK;
}

nnreg_status nnreg_history_verify(nnreg *registry, uint64_t *count, uint64_t *broken_at,
                                  const struct nnreg_call_options *options, struct nnreg_error *error)
{
    struct verifying verifying = {.next = 1};
    nnreg_status status = NNREG_OK;

    *count = *broken_at = 0;
    while (status == NNREG_OK && !verifying.done) {
        status = nnreg_kv_read(registry->kv, verify_some, &verifying, error);
        if (status == NNREG_OK && options->progress != NULL &&
            options->progress(options->context, "verifying", verifying.next - 1, verifying.end) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    nnreg_sha256_free(&verifying.sha);
    if (status == NNREG_OK)
        *count = verifying.next - 1;
    else if (status == NNREG_CORRUPT)
        *broken_at = verifying.next;
    return status;
}

nnreg_status nnreg_events_verify(nnreg *registry, uint64_t *count, uint64_t *broken_at,
                                 const struct nnreg_call_options *options)
{
    struct nnreg_call_options taken;
    struct nnreg_error error;
    nnreg_status status;

    if (count != NULL)
        *count = 0;
    if (broken_at != NULL)
        *broken_at = 0;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && (count == NULL || broken_at == NULL))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&taken, options, "nnreg_events_verify", 0, &error);
    if (status == NNREG_OK)
        status = nnreg_history_verify(registry, count, broken_at, &taken, &error);
    return nnreg_leave(registry, status, &error);
}
