/* Stored files, whatever keeps them: see blobs.h. */
#include "store/blobs.h"

#include "base/fsio.h"

nnreg_status nnreg_blobs_open(struct nnreg_blobs **blobs, int registry, bool create,
                              struct nnreg_error *error)
{
    *blobs = NULL;
    return nnreg_blob_default_backend()->open(blobs, registry, create, error);
}

nnreg_status nnreg_blobs_open_empty(struct nnreg_blobs **blobs, int registry, struct nnreg_error *error)
{
    *blobs = NULL;
    return nnreg_blob_default_backend()->open_empty(blobs, registry, error);
}

void nnreg_blobs_close(struct nnreg_blobs *blobs)
{
    if (blobs != NULL)
        blobs->backend->close(blobs);
}

void nnreg_blobs_name(char out[NNREG_BLOB_NAME], const struct nnreg_blobs *blobs,
                      const unsigned char digest[NNREG_SHA256_SIZE])
{
    blobs->backend->name(out, digest);
}

nnreg_status nnreg_blobs_open_file(int *fd, uint64_t *size, const struct nnreg_blobs *blobs,
                                   const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    return blobs->backend->open_file(fd, size, blobs, digest, error);
}

nnreg_status nnreg_blobs_remove(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                                const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    return blobs->backend->remove(blobs, txn, digest, error);
}

nnreg_status nnreg_blobs_make_places(struct nnreg_blobs *blobs, struct nnreg_staged *staged, size_t count,
                                     struct nnreg_error *error)
{
    return blobs->backend->make_places(blobs, staged, count, error);
}

nnreg_status nnreg_blobs_install(struct nnreg_blobs *blobs, struct nnreg_staging *staging,
                                 struct nnreg_staged *staged, nnreg_blob_progress *progress,
                                 void *progress_context, struct nnreg_error *error)
{
    return blobs->backend->install(blobs, staging, staged, progress, progress_context, error);
}

nnreg_status nnreg_blobs_hold(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                              struct nnreg_staging *staging, struct nnreg_staged *staged,
                              struct nnreg_error *error)
{
    return blobs->backend->hold(blobs, txn, staging, staged, error);
}

nnreg_status nnreg_blobs_give_up(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                                 const struct nnreg_staged *staged, struct nnreg_error *error)
{
    return blobs->backend->give_up != NULL ? blobs->backend->give_up(blobs, txn, staged, error) : NNREG_OK;
}

nnreg_status nnreg_blobs_walk(const struct nnreg_blobs *blobs, nnreg_blob_visit *visit, void *context,
                              struct nnreg_error *error)
{
    return blobs->backend->walk(blobs, visit, context, error);
}

/* ---------------------------------------------------------------------------------------------- keeping files -- */

nnreg_status nnreg_blobs_keep(struct nnreg_blob_lock *lock, const struct nnreg_blobs *blobs,
                              struct nnreg_error *error)
{
    lock->fd = -1;
    return blobs->backend->lock(&lock->fd, blobs, false, error);
}

nnreg_status nnreg_blobs_may_remove(struct nnreg_blob_lock *lock, const struct nnreg_blobs *blobs,
                                    struct nnreg_error *error)
{
    lock->fd = -1;
    return blobs->backend->lock(&lock->fd, blobs, true, error);
}

void nnreg_blobs_unlock(struct nnreg_blob_lock *lock)
{
    nnreg_fs_unlock(lock->fd);
    nnreg_fs_close(lock->fd);
    lock->fd = -1;
}
