/*
 * The kinds of objects that a registry holds, as a table, and what is done with each alike: its record, its indexes, and
 * the counts of live ids, all kept in the one write transaction that changes the object.
 */
#ifndef NNREG_REGISTRY_OBJECTS_H
#define NNREG_REGISTRY_OBJECTS_H

#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"
#include "registry/handle.h"
#include "store/keys.h"

/* Room for any kind's record. */
union nnreg_any_object {
    struct nnreg_network network;
    struct nnreg_spec spec;
    struct nnreg_version version;
    struct nnreg_task task;
};

struct nnreg_object_kind {
    enum nnreg_object object;
    const struct nnreg_table *table; /* its name is the kind's word: "network" */
    enum nnreg_kv_table records, blocks, updates;
    int names; /* an enum nnreg_kv_table, or -1: the objects have no name of their own */
    const char *counter;
    size_t id_offset, update_date_offset, create_date_offset; /* of the members */
    size_t name_offset, metadata_offset;                      /* 0: there is none */
    int slugs, public_ids; /* an enum nnreg_kv_table, or -1: objects of the kind are never public */
    size_t slug_offset;    /* 0: there is none */
    unsigned public_since; /* the format version from which on they can be public */
};

/* By enum nnreg_object. */
extern const struct nnreg_object_kind nnreg_object_kinds[NNREG_OBJECT_COUNT];

static inline uint64_t *nnreg_object_id(const struct nnreg_object_kind *kind, const void *record)
{
    return (uint64_t *)((char *)(uintptr_t)record + kind->id_offset);
}

static inline int64_t *nnreg_object_update_date(const struct nnreg_object_kind *kind, const void *record)
{
    return (int64_t *)((char *)(uintptr_t)record + kind->update_date_offset);
}

/* NULL: it has none. */
const char *nnreg_object_name(const struct nnreg_object_kind *kind, const void *record);

/* The slug that it is public under, "" while it is private; NULL: objects of the kind have none. */
const char *nnreg_object_slug(const struct nnreg_object_kind *kind, const void *record);

/* The record of an id as it is stored, as long as the transaction. NNREG_NOT_FOUND, with "there is no network 7". */
nnreg_status nnreg_object_find(struct nnreg_slice *value, struct nnreg_kv_txn *txn,
                               const struct nnreg_object_kind *kind, uint64_t id, struct nnreg_error *error);

/*
 * Reads the record of an id into memory of the table's size. NNREG_NOT_FOUND, with "there is no network 7"; nothing is
 * to be cleared then.
 */
nnreg_status nnreg_object_load(void *record, struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                               uint64_t id, struct nnreg_error *error);

/*
 * Decodes what stands under an id: the fields whose record numbers are bits of `wanted` (0: all), and the id, which must be
 * that one (else NNREG_CORRUPT).
 */
nnreg_status nnreg_object_decode(void *record, const struct nnreg_object_kind *kind, uint64_t id,
                                 uint64_t wanted, struct nnreg_slice value, struct nnreg_error *error);

/* Reads the fields whose record numbers are bits of `wanted` (0: all) and the id alone; the others stay zero. */
nnreg_status nnreg_object_load_only(void *record, struct nnreg_kv_txn *txn,
                                    const struct nnreg_object_kind *kind, uint64_t id, uint64_t wanted,
                                    struct nnreg_error *error);

/* Whether there is such an object, without reading its record. */
nnreg_status nnreg_object_exists(bool *exists, struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                 uint64_t id, struct nnreg_error *error);

/*
 * Gives a new record its id, unless it has one already, and both dates, and stores it with its indexes. NNREG_CORRUPT:
 * there is an object of that id.
 */
nnreg_status nnreg_object_insert(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind, void *record,
                                 struct nnreg_error *error);

/*
 * Stores a changed record in place of what it was, moves its index entries, and sets its update_date: later than before,
 * even when the clock is not, because if_update_date tells two updates apart by it.
 */
nnreg_status nnreg_object_replace(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                  const void *before, void *after, struct nnreg_error *error);

/* The same, leaving update_date as it is: for what is no part of the object as others see it. */
nnreg_status nnreg_object_store(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                const void *record, struct nnreg_error *error);

nnreg_status nnreg_object_remove(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                 const void *record, struct nnreg_error *error);

/* Objects of one kind that go in one transaction: one count for those of a block, if they come in order. */
struct nnreg_block_tally {
    uint64_t block;
    int gone; /* 0: none of this block yet */
};

/* As nnreg_object_remove; what the tally holds in the end is counted by nnreg_block_settle. */
nnreg_status nnreg_object_remove_one_of(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                        const void *record, struct nnreg_block_tally *tally,
                                        struct nnreg_error *error);
nnreg_status nnreg_block_settle(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                struct nnreg_block_tally *tally, struct nnreg_error *error);

/*
 * How many live ids there are in a block of NNREG_BLOCK_IDS: those of private objects, and those of public ones. Kept under
 * id / NNREG_BLOCK_IDS, as the two counts one behind the other (nnreg_key_pair); there is no entry for a block without any.
 * Only networks and specs can be public, and what is public cannot be removed: so it is always the private count that an insert or
 * a removal changes, and publishing moves one from the one to the other.
 */
struct nnreg_block {
    uint64_t private_count, public_count;
};

/* The counts in a value of a table of blocks; false when it is none. */
bool nnreg_block_read(struct nnreg_block *block, struct nnreg_slice value);

/* Adds to the counts of the block that `id` is in. */
nnreg_status nnreg_block_add(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind, uint64_t id,
                             int private_difference, int public_difference, struct nnreg_error *error);

#endif
