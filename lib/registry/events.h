/*
 * The history: one event for each change of an object, written in the transaction of the change. Each holds the hash of
 * the one before (doc/RECORDS.md, "Events"), and the settings hold the hash of the last, so that an event that was
 * edited, dropped or cut off shows.
 */
#ifndef NNREG_REGISTRY_EVENTS_H
#define NNREG_REGISTRY_EVENTS_H

#include "model/event.h"
#include "registry/objects.h"

/* A change to be told. `before` and `after` are records of the kind; NULL before a create and after a delete. */
struct nnreg_event_change {
    const char *actor; /* NULL: nobody named */
    int action;        /* NNREG_ACTION_ */
    enum nnreg_object object;
    const void *before;
    const void *after;
};

/*
 * Appends an event. Which fields it tells comes from the tables: at a create and a delete those that can change or are
 * `logged`; else those that differ.
 */
nnreg_status nnreg_event_append(struct nnreg_kv_txn *txn, const struct nnreg_event_change *change,
                                struct nnreg_error *error);

/*
 * Wakes the threads of this process that wait for an event. To be called behind each commit that had one; a waiter in
 * another process looks for itself.
 */
void nnreg_events_announce(nnreg *registry);

#endif
