/*
 * Who uses which stored file: bookkeeping of a write transaction.
 *
 * Each reference of a network to a file is one in the count of its digest (table blob_refs, which has no entry for 0), two
 * files of one network with the same bytes included. A file whose last reference goes is noted in the table trash, in the
 * same transaction; that it was damaged is forgotten then. So at each commit a file that is in place is referred to, or in the trash, or an orphan of a create
 * that failed or is under way; and one that is referred to is in no danger, since files are unlinked only
 *
 *     - in a write transaction, which nobody shares and in which the count is read again, and it is 0,
 *     - after the transaction that let go of the file is durable.
 *
 * A create that brings the same bytes in meanwhile is ordered by the same right to write: either it counts its reference
 * first, and the file stays, or it finds the file gone and puts its own copy in place (nnreg_blobs_hold).
 */
#ifndef NNREG_REGISTRY_REFS_H
#define NNREG_REGISTRY_REFS_H

#include "records/network.h"
#include "registry/handle.h"
#include "store/keys.h"

/* One more reference to a file; takes it out of the trash. */
nnreg_status nnreg_ref_add(struct nnreg_kv_txn *txn, const nnreg_digest digest, struct nnreg_error *error);

/* One reference less; *left: so many are left, and at 0 the file is in the trash now. */
nnreg_status nnreg_ref_drop(uint64_t *left, struct nnreg_kv_txn *txn, const nnreg_digest digest,
                            struct nnreg_error *error);

/* References to a file; 0 for none. */
nnreg_status nnreg_ref_count(uint64_t *count, struct nnreg_kv_txn *txn, const nnreg_digest digest,
                             struct nnreg_error *error);

/*
 * Unlinks what is in the trash and still unreferenced, in a transaction that shares its commit with nobody: a file may
 * not go before the delete that let it go is durable. What cannot be unlinked stays in
 * the trash for the next time: `*stayed` such files, of which `error` tells about the first, also on NNREG_OK.
 */
nnreg_status nnreg_empty_trash(uint64_t *stayed, nnreg *registry, struct nnreg_error *error);

#endif
