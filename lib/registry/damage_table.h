/*
 * The table `damage`: which stored files were found damaged, by their digests; bookkeeping of a write transaction. An entry comes
 * when damage is noted (damage.h), and goes when a create has brought a good copy (healing.h), or when nobody uses the file any
 * more (refs.h): so what is in the table is used by a network, and that is what makes it damage.
 *
 * A registry of format version 1 has no such table: there is never an entry, and none can be put.
 */
#ifndef NNREG_REGISTRY_DAMAGE_TABLE_H
#define NNREG_REGISTRY_DAMAGE_TABLE_H

#include "base/digest.h"
#include "records/damage.h"
#include "store/blobs.h"
#include "store/keys.h"

/* The record's number for what was found, and back. Not of NNREG_BLOB_SAME. */
static inline int nnreg_damage_found(enum nnreg_blob_found found)
{
    return (int)found - 1;
}
static inline enum nnreg_blob_found nnreg_damage_blob_found(int found)
{
    return (enum nnreg_blob_found)(found + 1);
}

/* Whether a file is noted as damaged. */
nnreg_status nnreg_damage_is_noted(bool *noted, struct nnreg_kv_txn *txn, const nnreg_digest digest,
                                   struct nnreg_error *error);
/* As what; to be cleared by its table. NNREG_NOT_FOUND, without a text: it is not noted, and there is nothing to clear. */
nnreg_status nnreg_damage_get(struct nnreg_damage_record *record, struct nnreg_kv_txn *txn,
                              const nnreg_digest digest, struct nnreg_error *error);
nnreg_status nnreg_damage_put(struct nnreg_kv_txn *txn, const nnreg_digest digest,
                              const struct nnreg_damage_record *record, struct nnreg_error *error);
/* Harmless where there is no entry. */
nnreg_status nnreg_damage_forget(struct nnreg_kv_txn *txn, const nnreg_digest digest,
                                 struct nnreg_error *error);

/* In the order of digests. The record is cleared behind the call. */
typedef nnreg_status nnreg_damage_visit(const nnreg_digest digest, const struct nnreg_damage_record *record,
                                        void *context, struct nnreg_error *error);
nnreg_status nnreg_damage_walk(struct nnreg_kv_txn *txn, nnreg_damage_visit *visit, void *context,
                               struct nnreg_error *error);

#endif
