/*
 * The chain of events, as writing (events.c) and reading (history.c, history_verify.c) see it: doc/RECORDS.md, "Events".
 *
 * Under its sequence number an event has a hash, 32 bytes, and its record behind it:
 *
 *     hash(n) = SHA-256(hash(n - 1), record(n))          hash(0) = 32 zero bytes
 *
 * so that the hash of one stands for all that was before it. The settings hold number, time and hash of the last one. Whoever
 * edits an event, or takes one out of the middle, would have to make all hashes behind it anew; whoever cuts some off at
 * the end, the settings'; and a hash that was written down elsewhere shows even a chain that was made anew. The hash is over
 * the record as it is stored, so that it is proven without decoding, whatever a later version adds to records.
 *
 * Numbers have no gaps and times never go back, though clocks may: both follow from the one before, which is read in the
 * write transaction. That is what the history needs the store's single right to write for.
 */
#ifndef NNREG_REGISTRY_EVENT_CHAIN_H
#define NNREG_REGISTRY_EVENT_CHAIN_H

#include "records/event.h"
#include "registry/settings.h"

/* The last event: zero when there is none. In the settings: sequence and time, 8 bytes big-endian each, and the hash. */
#define NNREG_EVENT_LAST_SIZE (8 + 8 + NNREG_SHA256_SIZE)
struct nnreg_event_last {
    uint64_t sequence;
    int64_t time;
    nnreg_digest hash;
};

nnreg_status nnreg_event_last(struct nnreg_event_last *last, struct nnreg_kv_txn *txn,
                              struct nnreg_error *error);

nnreg_status nnreg_event_put_last(struct nnreg_kv_txn *txn, const struct nnreg_event_last *last,
                                  struct nnreg_error *error);

/* Reads what stands under a number. `record` is zeroed before, and cleared again on a failure. */
nnreg_status nnreg_event_decode(struct nnreg_event_record *record, struct nnreg_slice value,
                                struct nnreg_error *error);

/*
 * SHA-256 over the hash of the event before (of the first: 32 zero bytes) and the record. May overwrite `previous`. `sha`
 * is zeroed, or of the call before; in the end it is the caller's to free.
 */
nnreg_status nnreg_event_hash(nnreg_digest hash, struct nnreg_sha256 *sha, const nnreg_digest previous,
                              const void *record, size_t size, struct nnreg_error *error);

#endif
