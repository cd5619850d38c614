/* Reading the history: lists of events, and waiting for the next one. The proof of it all is history_verify.c. */
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/call_options.h"
#include "base/process.h"
#include "codec/json_records.h"
#include "codec/record.h"
#include "registry/event_chain.h"
#include "registry/events.h"
#include "registry/watch.h"

#define LIST_BYTES ((size_t)32 << 20) /* of stored events in one list; the first is there whatever its size */

struct nnreg_events {
    struct nnreg_event_record *records;
    struct nnreg_event *views;
    size_t count;
};

/* ------------------------------------------------------------------------------------------------------- lists -- */

void nnreg_events_free(nnreg_events *events)
{
    size_t i;

    if (events == NULL)
        return;
    for (i = 0; i < events->count; i++) {
        nnreg_record_clear(&nnreg_event_record_table, &events->records[i]);
        if (events->views != NULL)
            nnreg_free((void *)(uintptr_t)events->views[i].changes);
    }
    nnreg_free(events->records);
    nnreg_free(events->views);
    nnreg_free(events);
}

size_t nnreg_events_count(const nnreg_events *events)
{
    return events->count;
}

const struct nnreg_event *nnreg_events_get(const nnreg_events *events, size_t i)
{
    return i < events->count ? &events->views[i] : NULL;
}

nnreg_status nnreg_event_json(char **text, const nnreg_events *events, size_t i)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    if (text != NULL)
        *text = NULL;
    if (text == NULL || events == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (i >= events->count)
        return NNREG_NOT_FOUND;
    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_record(&writer, &nnreg_event_record_table, &events->records[i]);
    return nnreg_bytes_take(text, &out);
}

static nnreg_status changes_text(char **text, const struct nnreg_event_record *record)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_member(&writer, NNREG_FIELD(event_record, changes), record);
    return nnreg_bytes_take(text, &out);
}

/* The events as their users see them. */
static nnreg_status make_views(nnreg_events *events, struct nnreg_error *error)
{
    size_t i;

    events->views = nnreg_alloc_zero(events->count, sizeof *events->views);
    if (events->views == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < events->count; i++) {
        const struct nnreg_event_record *record = &events->records[i];
        struct nnreg_event *view = &events->views[i];
        char *changes;

        if (changes_text(&changes, record) != NNREG_OK)
            return nnreg_fail_memory(error);
        *view = (struct nnreg_event){.size = sizeof *view,
                                     .sequence = record->sequence,
                                     .time = record->time,
                                     .actor = record->actor,
                                     .action = nnreg_vocab_word(&nnreg_vocab_action, record->action),
                                     .object = nnreg_vocab_word(&nnreg_vocab_object, record->object),
                                     .object_id = record->object_id,
                                     .changes = changes};
        nnreg_hex(view->hash, record->hash);
    }
    return NNREG_OK;
}

struct event_listing {
    nnreg_events *events;
    uint64_t since;
    size_t limit, room, bytes; /* room: how many there are to be had, at most `limit` */
    bool full;                 /* there was no room for more */
    nnreg_digest hash;         /* of the event before */
    struct nnreg_sha256 sha;
};

/* Where the chain is taken up: the hash of the event that the list begins behind. */
static nnreg_status begin_chain(struct event_listing *listing, struct nnreg_kv_txn *txn,
                                struct nnreg_error *error)
{
    struct nnreg_slice value;
    struct nnreg_key key;
    nnreg_status status;

    if (listing->since == 0)
        return NNREG_OK;
    status = nnreg_kv_get(&value, txn, NNREG_KV_EVENTS, nnreg_key_u64(&key, listing->since), error);
    if (status == NNREG_NOT_FOUND || (status == NNREG_OK && value.size < sizeof listing->hash))
        return nnreg_fail(error, NNREG_CORRUPT, "event %llu of the history is missing",
                          (unsigned long long)listing->since);
    if (status == NNREG_OK)
        memcpy(listing->hash, value.content, sizeof listing->hash);
    return status;
}

/* An event's hash stands beside it, and goes on from that of the event before: no other bytes pass for what was written. */
static nnreg_status check_hash(struct event_listing *listing, uint64_t sequence, struct nnreg_slice value,
                               struct nnreg_error *error)
{
    nnreg_digest hash;
    nnreg_status status;

    if (value.size < sizeof hash)
        return nnreg_fail(error, NNREG_CORRUPT, "event %llu of the history has only %zu bytes",
                          (unsigned long long)sequence, value.size);
    status = nnreg_event_hash(hash, &listing->sha, listing->hash, (const char *)value.content + sizeof hash,
                              value.size - sizeof hash, error);

    if (status == NNREG_OK && memcmp(hash, value.content, sizeof hash) != 0)
        return nnreg_fail(error, NNREG_CORRUPT,
                          "event %llu of the history is not what was written, or the event before it is not",
                          (unsigned long long)sequence);
    memcpy(listing->hash, value.content, sizeof listing->hash);
    return status;
}

/* The events of a list follow each other without a gap, and say so themselves. */
static nnreg_status check_sequence(struct nnreg_slice key, uint64_t next, struct nnreg_error *error)
{
    uint64_t sequence;

    if (!nnreg_key_u64_read(&sequence, key))
        return nnreg_fail(error, NNREG_CORRUPT, "the history has an entry whose key is no number");
    return sequence == next ? NNREG_OK
                            : nnreg_fail(error, NNREG_CORRUPT, "event %llu of the history is missing",
                                         (unsigned long long)next);
}

static nnreg_status take_event(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error)
{
    struct event_listing *listing = context;
    nnreg_events *events = listing->events;
    struct nnreg_event_record *record = &events->records[events->count];
    uint64_t next = listing->since + events->count + 1;
    nnreg_status status = check_sequence(key, next, error);

    listing->bytes += value.size;
    listing->full = events->count > 0 && listing->bytes > LIST_BYTES;
    *stop = listing->full;
    if (status != NNREG_OK || listing->full)
        return status;
    status = check_hash(listing, next, value, error);
    if (status == NNREG_OK)
        status = nnreg_event_decode(record, value, error);
    if (status != NNREG_OK)
        return status;
    events->count++; /* from here on it is freed with the list */
    if (record->sequence != next)
        status = nnreg_fail(error, NNREG_CORRUPT, "event %llu of the history says that it is event %llu",
                            (unsigned long long)next, (unsigned long long)record->sequence);
    *stop = events->count == listing->room;
    return status;
}

static nnreg_status read_events(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct event_listing *listing = context;
    struct nnreg_event_last last;
    struct nnreg_key key;
    nnreg_status status = nnreg_event_last(&last, txn, error);

    if (status != NNREG_OK || last.sequence <= listing->since)
        return status;
    listing->room = last.sequence - listing->since < listing->limit ? (size_t)(last.sequence - listing->since)
                                                                    : listing->limit;
    listing->events->records = nnreg_alloc_zero(listing->room, sizeof *listing->events->records);
    if (listing->events->records == NULL)
        return nnreg_fail_memory(error);
    status = begin_chain(listing, txn, error);
    if (status == NNREG_OK)
        status = nnreg_kv_walk(txn, NNREG_KV_EVENTS, nnreg_key_u64(&key, listing->since + 1), false,
                               take_event, listing, error);
    nnreg_sha256_free(&listing->sha);
    if (status == NNREG_OK && listing->events->count < listing->room && !listing->full)
        status = nnreg_fail(error, NNREG_CORRUPT, "event %llu of the history is missing",
                            (unsigned long long)(listing->since + listing->events->count + 1));
    return status;
}

/* ----------------------------------------------------------------------------------------------------- waiting -- */

void nnreg_events_announce(nnreg *registry)
{
    nnreg_news_announce(&registry->news);
}

/* Only what may be called in a signal handler: no message, which has locks, and no look at the store. */
nnreg_status nnreg_wake(nnreg *registry)
{
    if (registry == NULL || registry->process != nnreg_process_mark())
        return NNREG_INVALID_ARGUMENT;
    nnreg_news_wake(&registry->news);
    return NNREG_OK;
}

nnreg_status nnreg_wake_clear(nnreg *registry)
{
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, false, &error);

    if (status == NNREG_OK)
        atomic_store(&registry->news.woken, false);
    return nnreg_leave(registry, status, &error);
}

struct waiting {
    const struct nnreg_call_options *options;
    int64_t start, deadline; /* of nnreg_clock_steady */
    unsigned timeout_ms;
};

static nnreg_status report_waiting(const struct waiting *waiting, struct nnreg_error *error)
{
    uint64_t waited = (uint64_t)(nnreg_clock_steady() - waiting->start) / 1000;

    if (waited > waiting->timeout_ms)
        waited = waiting->timeout_ms;
    if (waiting->options->progress != NULL &&
        waiting->options->progress(waiting->options->context, "waiting", waited, waiting->timeout_ms) != 0)
        return nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    return NNREG_OK;
}

/*
 * Waits until something is announced in this process after `seen`, or it is time to look for what another process has
 * done. *over: the time is up, or nobody is to wait.
 */
static nnreg_status wait_a_while(bool *over, nnreg *registry, const struct waiting *waiting, uint32_t seen,
                                 struct nnreg_error *error)
{
    int64_t now = nnreg_clock_steady(), until = now + NNREG_LOOK_AGAIN;

    *over = now >= waiting->deadline || atomic_load(&registry->news.woken);
    if (*over)
        return NNREG_OK;
    nnreg_news_wait(&registry->news, seen, until < waiting->deadline ? until : waiting->deadline);
    return report_waiting(waiting, error);
}

/* Reads, and while there is nothing waits and reads again. */
static nnreg_status read_or_wait(nnreg *registry, struct event_listing *listing,
                                 const struct waiting *waiting, struct nnreg_error *error)
{
    nnreg_status status;
    bool over = false;

    do {
        uint32_t seen =
            nnreg_news_number(&registry->news); /* before reading: what comes after it is not missed */

        status = nnreg_kv_read(registry->kv, read_events, listing, error);
        if (status == NNREG_OK && listing->events->count == 0)
            status = wait_a_while(&over, registry, waiting, seen, error);
    } while (status == NNREG_OK && listing->events->count == 0 && !over);
    return status;
}

nnreg_status nnreg_events_since(nnreg *registry, nnreg_events **events, uint64_t since, size_t limit,
                                unsigned timeout_ms, const struct nnreg_call_options *options)
{
    struct event_listing listing = {.since = since, .limit = limit};
    struct nnreg_call_options taken;
    struct waiting waiting = {.options = &taken, .timeout_ms = timeout_ms};
    struct nnreg_error error;
    nnreg_status status;

    if (events != NULL)
        *events = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && events == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK && (limit == 0 || limit > NNREG_LIMIT_PAGE))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "the limit %zu of events is not from 1 to %u",
                            limit, NNREG_LIMIT_PAGE);
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&taken, options, "nnreg_events_since", 0, &error);
    if (status == NNREG_OK) {
        waiting.start = nnreg_clock_steady();
        waiting.deadline = waiting.start + (int64_t)timeout_ms * 1000;
        listing.events = nnreg_alloc_zero(1, sizeof *listing.events);
        status = listing.events != NULL ? read_or_wait(registry, &listing, &waiting, &error)
                                        : nnreg_fail_memory(&error);
    }
    if (status == NNREG_OK)
        status = make_views(listing.events, &error);
    if (status == NNREG_OK)
        *events = listing.events;
    else
        nnreg_events_free(listing.events);
    return nnreg_leave(registry, status, &error);
}

/* ------------------------------------------------------------------------------------------------------ the last -- */

static nnreg_status read_last(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    return nnreg_event_last(context, txn, error);
}

nnreg_status nnreg_events_last(nnreg *registry, uint64_t *sequence)
{
    struct nnreg_event_last last = {.sequence = 0};
    struct nnreg_error error;
    nnreg_status status;

    if (sequence != NULL)
        *sequence = 0;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && sequence == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_last, &last, &error);
    if (status == NNREG_OK)
        *sequence = last.sequence;
    return nnreg_leave(registry, status, &error);
}
