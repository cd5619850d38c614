/*
 * Snapshots: what users hold of an object. One is a single piece of memory: a head, the struct of the record, and a copy of
 * the stored record (codec/record_view.h) behind them, in which the texts are. Numbers, words, texts and how many entries a
 * list has are there at once. What is in objects and lists, and the digest of a network, is made when a getter first asks for
 * it, in memory that is there for it: so no getter can fail for want of memory, and who asks for none of it does not pay.
 *
 * The objects of a page are in one piece of memory, too: all heads with their structs, then all copies.
 *
 * What users are given is the address of the struct. Only what was made here may be asked for its head.
 */
#ifndef NNREG_REGISTRY_SNAPSHOT_H
#define NNREG_REGISTRY_SNAPSHOT_H

#include <stdatomic.h>

#include "codec/record_view.h"
#include "registry/objects.h"

/* Names of other objects that are no part of the record: those of a version. */
struct nnreg_snapshot_names {
    char *spec, *network; /* owned; NULL: there are none */
};

/* The head of a snapshot; on its way there, `own` and `names` are to be freed by nnreg_snapshot_drop. */
struct nnreg_snapshot {
    const struct nnreg_object_kind *kind;
    struct nnreg_record_view view;
    char *memory;        /* the copy */
    atomic_bool settled; /* objects and lists are there, too */
    char *own;           /* the record, where what is stored could not be taken as it stands; NULL else */
    struct nnreg_snapshot_names names;
};

/* A head and a struct of any kind. */
struct nnreg_snapshot_slot {
    struct nnreg_snapshot head;
    union nnreg_any_object record;
};

/* From one head to the next, where there are many of a kind. */
size_t nnreg_snapshot_stride(const struct nnreg_object_kind *kind);

/* The struct behind a head. */
void *nnreg_snapshot_record(struct nnreg_snapshot *snapshot);

/*
 * Begins a snapshot of what is stored under an id, in zeroed memory of a stride's size: nothing is copied yet, and `value` has
 * to stay. Of the record its numbers, words and ids are there. `without`: as for nnreg_record_view_look. Failures as those of
 * nnreg_object_decode; nothing is to be dropped then.
 */
nnreg_status nnreg_snapshot_begin(struct nnreg_snapshot *snapshot, const struct nnreg_object_kind *kind,
                                  uint64_t id, struct nnreg_slice value, const struct nnreg_field *without,
                                  struct nnreg_error *error);

/* How much memory its copy takes; a multiple of 8. */
size_t nnreg_snapshot_room(struct nnreg_snapshot *snapshot);

/* Makes the copy, and gives what is behind it, so many bytes further. The head must be where it stays by now. */
char *nnreg_snapshot_finish(struct nnreg_snapshot *snapshot, char *memory);

/* Frees what a snapshot on its way has beside its copy. */
void nnreg_snapshot_drop(struct nnreg_snapshot *snapshot);

/*
 * The present names of the spec and the network of a version, owned; one that is known already (not NULL) stays. What is there
 * after a failure is to be freed, too.
 */
nnreg_status nnreg_version_names(char **spec_name, char **network_name, struct nnreg_kv_txn *txn,
                                 const struct nnreg_version *version, struct nnreg_error *error);

/*
 * Reads a whole object within a transaction as an owned snapshot; *record is its struct. As nnreg_object_load.
 */
nnreg_status nnreg_snapshot_read(void **record, struct nnreg_kv_txn *txn, enum nnreg_object object,
                                 uint64_t id, struct nnreg_error *error);

/* Frees an owned snapshot; NULL is nothing. */
void nnreg_snapshot_free(void *record);

/* Lets all of a snapshot be there. Any number of threads may ask at once. */
void nnreg_snapshot_settle(const void *record);

#endif
