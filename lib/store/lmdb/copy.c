/*
 * Copies of a store. LMDB has a call for that (mdb_env_copyfd2), which is not used: it writes from a thread of its own, or with
 * its mutex for writers, which nobody may wait for (locks.c); it cannot be stopped, nor a call of it made to fail; it refuses
 * to compact a file that has lost pages, and gives up over a damaged one in an assertion; and what it compacts begins at
 * transaction 1 again, with which the numbers in lock.mdb do not agree. So:
 *
 *   1. the caller's snapshot, of state t, keeps t's pages as they are, whatever writers do
 *   2. t's meta page says where they are. It is one of two, and the writer of t + 2 takes its place: then the snapshot was too
 *      slow, and a newer one is asked for (`retry`)
 *   3. the pages are copied: all, as they lie, in large pieces; or packed, with those that are free left out (pages_copy.c).
 *      A free page may be written to meanwhile, and its copy is half of this and that; nobody looks at it
 *   4. the meta pages come last: until then the copy is no file of LMDB
 */
#include "base/alloc.h"
#include "base/fsio.h"
#include "store/lmdb/internal.h"

/* All pages but the first two. Pages at the end that were never written are missing in the file, and will be in the copy. */
static nnreg_status copy_as_it_lies(uint64_t *bytes, const struct nnreg_lmdb_meta *meta, int fd,
                                    const struct nnreg_kv_copy_target *target, unsigned char *piece,
                                    struct nnreg_error *error)
{
    uint64_t at = 2 * meta->page_size, end = (meta->last_page + 1) * meta->page_size;
    nnreg_status status = NNREG_OK;
    size_t got = 1;

    while (status == NNREG_OK && at < end && got > 0) {
        size_t size = end - at < NNREG_PIECE ? (size_t)(end - at) : NNREG_PIECE;

        status = nnreg_fs_read(&got, fd, at, piece, size, error);
        if (status == NNREG_OK && got > 0)
            status = nnreg_fs_write(target->fd, at, piece, got, error);
        at += got;
        if (status == NNREG_OK && target->progress != NULL &&
            target->progress(target->context, "copying", at, end) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    *bytes = at;
    return status;
}

/* *meta becomes what the copy's meta pages are to say. */
static nnreg_status copy_trees(uint64_t *bytes, struct nnreg_lmdb_meta *meta, int fd,
                               const struct nnreg_kv_copy_target *target, struct nnreg_error *error)
{
    unsigned char *piece;
    nnreg_status status;

    if (target->compact) {
        status = nnreg_lmdb_pack_pages(meta, fd, target->fd, target->progress, target->context, error);
        *bytes = (meta->last_page + 1) * meta->page_size;
        return status;
    }
    piece = nnreg_alloc(NNREG_PIECE);
    if (piece == NULL)
        return nnreg_fail_memory(error);
    status = copy_as_it_lies(bytes, meta, fd, target, piece, error);
    nnreg_free(piece);
    return status;
}

nnreg_status nnreg_lmdb_copy(struct nnreg_kv_copied *copied, struct nnreg_kv_txn *snapshot,
                             const struct nnreg_kv_copy_target *target, struct nnreg_error *error)
{
    const struct nnreg_lmdb_txn *txn = (const struct nnreg_lmdb_txn *)snapshot;
    int fd = txn->env->file;
    struct nnreg_lmdb_meta meta;
    struct nnreg_file_stat before, after;
    nnreg_status status = nnreg_fs_stat_fd(&before, fd, error);

    copied->state = (uint64_t)mdb_txn_id(txn->mdb);
    if (status == NNREG_OK)
        status = nnreg_lmdb_read_state(&meta, fd, copied->state, error);
    snapshot->retry = status == NNREG_NOT_FOUND;
    if (status == NNREG_OK)
        status = copy_trees(&copied->bytes, &meta, fd, target, error);
    if (status == NNREG_OK)
        status = nnreg_lmdb_write_meta(target->fd, &meta, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&after, fd, error);
    if (status == NNREG_OK)
        copied->grew = after.size > before.size ? after.size - before.size : 0;
    return status;
}
