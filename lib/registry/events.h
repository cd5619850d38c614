/*
 * The history: one event for each change of an object, written in the transaction of the change, so that there is neither
 * without the other. The events are a chain (event_chain.h).
 */
#ifndef NNREG_REGISTRY_EVENTS_H
#define NNREG_REGISTRY_EVENTS_H

#include "base/bytes.h"
#include "registry/event_chain.h"
#include "registry/objects.h"

#define NNREG_EVENT_FIELDS 8 /* of one object that an event can tell of; a test holds the tables against it */

/* A change to be told. `before` and `after` are records of the kind; NULL before a create and after a delete. */
struct nnreg_event_change {
    int action; /* NNREG_ACTION_ */
    enum nnreg_object object;
    const void *before;
    const void *after;
    const struct nnreg_change_record *more; /* told behind the fields; NULL: nothing more */
};

/*
 * The events of one transaction: the end of the chain is read before the first, and put back behind the last. In between it
 * is in `last` alone; a transaction that fails or runs again forgets it with the writer.
 */
struct nnreg_event_writer {
    struct nnreg_kv_txn *txn;
    const char *actor;
    bool begun;
    struct nnreg_event_last last;
    struct nnreg_sha256 sha;
    struct nnreg_bytes texts; /* the values that an event tells of, before and after */
    struct nnreg_bytes value; /* what is stored of it */
};

/* `actor` may be NULL: nobody named. Takes nothing until the first event; ended with nnreg_events_end. */
void nnreg_events_begin(struct nnreg_event_writer *writer, struct nnreg_kv_txn *txn, const char *actor);

/*
 * Appends an event. Which fields it tells comes from the tables: at a create and a delete those that can change or are
 * `logged`; else those that differ.
 */
nnreg_status nnreg_event_append(struct nnreg_event_writer *writer, const struct nnreg_event_change *change,
                                struct nnreg_error *error);

/* The same for a change that is none of a field of the record: what it tells is given. Everything stays the caller's. */
nnreg_status nnreg_event_append_changes(struct nnreg_event_writer *writer, int action,
                                        enum nnreg_object object, uint64_t id,
                                        struct nnreg_change_record *changes, size_t count,
                                        struct nnreg_error *error);

/* `status` is how the transaction fared until here: it is passed on, and where it is not NNREG_OK nothing is put back. */
nnreg_status nnreg_events_end(struct nnreg_event_writer *writer, nnreg_status status,
                              struct nnreg_error *error);

/* A transaction of one event: all three. */
nnreg_status nnreg_event_append_only(struct nnreg_kv_txn *txn, const char *actor,
                                     const struct nnreg_event_change *change, struct nnreg_error *error);

/*
 * The body of nnreg_events_verify (history_verify.c), for who is in a call already. NNREG_CORRUPT, with a text: the chain is
 * broken at event *broken_at.
 */
nnreg_status nnreg_history_verify(nnreg *registry, uint64_t *count, uint64_t *broken_at,
                                  const struct nnreg_call_options *options, struct nnreg_error *error);

/*
 * Wakes the threads of this process that wait for an event. To be called behind each commit that had one; a waiter in
 * another process looks for itself.
 */
void nnreg_events_announce(nnreg *registry);

#endif
