/*
 * Which objects of an import are here already: by what can never change of them (transfer.h), each object here for one of
 * the import's. Going through all records takes time, so it is done in a snapshot; in the write transaction what has been made since
 * is looked at, and whether what was found is still there.
 *
 *     nnreg_recognise_find(&recognition, txn, error);      in a snapshot, then again in the write transaction
 *     nnreg_recognise_match(&recognition, txn, error);     in the write transaction: fills in the ids
 */
#ifndef NNREG_REGISTRY_RECOGNISE_H
#define NNREG_REGISTRY_RECOGNISE_H

#include "registry/objects.h"

/* An object of the import. */
struct nnreg_wanted {
    nnreg_digest key;    /* nnreg_transfer_key */
    nnreg_digest sha256; /* of its description */
    uint64_t id;         /* of the object here that it is; 0: of none */
};

/* An object here that is one of the import's, as far as keys go. */
struct nnreg_candidate {
    nnreg_digest key;
    uint64_t id;
    nnreg_digest sha256; /* of its description: which of several it is */
    bool taken;
};

struct nnreg_recognition {
    enum nnreg_object object; /* a network or a spec */
    bool mutable_description;
    struct nnreg_wanted *wanted;  /* by number */
    struct nnreg_wanted **sorted; /* the same, by key and number */
    size_t wanted_count;
    struct nnreg_candidate *candidates;
    size_t count, room;
    uint64_t until; /* objects of this id and above were not looked at yet */
};

/* Makes room for `count`. NNREG_NO_MEMORY. */
nnreg_status nnreg_recognise_begin(struct nnreg_recognition *recognition, enum nnreg_object object,
                                   size_t count, struct nnreg_error *error);
/* When all keys are filled in. */
void nnreg_recognise_sort(struct nnreg_recognition *recognition);

/*
 * Looks at the objects from `from` on, which is 1 in the snapshot, and what `until` was after it in the write transaction.
 * It forgets what a run before has found from there on.
 */
nnreg_status nnreg_recognise_find(struct nnreg_recognition *recognition, struct nnreg_kv_txn *txn,
                                  uint64_t from, struct nnreg_error *error);
nnreg_status nnreg_recognise_match(struct nnreg_recognition *recognition, struct nnreg_kv_txn *txn,
                                   struct nnreg_error *error);
void nnreg_recognise_free(struct nnreg_recognition *recognition);

#endif
