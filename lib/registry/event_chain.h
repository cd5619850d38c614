/* The chain of events, as writing (events.c) and reading (history.c) see it. */
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

/*
 * SHA-256 over the hash of the event before (of the first: 32 zero bytes) and the record. May overwrite `previous`. `sha`
 * is zeroed, or of the call before; in the end it is the caller's to free.
 */
nnreg_status nnreg_event_hash(nnreg_digest hash, struct nnreg_sha256 *sha, const nnreg_digest previous,
                              const void *record, size_t size, struct nnreg_error *error);

#endif
