/* What the files of this folder share. */
#ifndef NNREG_STORE_SHARED_SHARED_PARTS_H
#define NNREG_STORE_SHARED_SHARED_PARTS_H

#include "store/shared/account.h"
#include "store/shared/cache.h"
#include "store/shared/shared_blobs.h"

struct nnreg_shared_blobs {
    struct nnreg_blobs base;
    struct nnreg_kv *kv;
    struct nnreg_object_store *objects;
    struct nnreg_shared_cache cache;
    int64_t lease;
};

static inline struct nnreg_shared_blobs *nnreg_shared_blobs_of(const struct nnreg_blobs *blobs)
{
    return (struct nnreg_shared_blobs *)(uintptr_t)blobs;
}

/* put.c: as blobs.h says of nnreg_blobs_make_places, nnreg_blobs_install, nnreg_blobs_hold and
 * nnreg_blobs_give_up. */
nnreg_status nnreg_shared_make_places(struct nnreg_blobs *blobs, struct nnreg_staged *staged, size_t count,
                                      struct nnreg_error *error);
nnreg_status nnreg_shared_install(struct nnreg_blobs *blobs, struct nnreg_staging *staging,
                                  struct nnreg_staged *staged, nnreg_blob_progress *progress,
                                  void *progress_context, struct nnreg_error *error);
nnreg_status nnreg_shared_hold(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                               struct nnreg_staging *staging, struct nnreg_staged *staged,
                               struct nnreg_error *error);
nnreg_status nnreg_shared_give_up(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                                  const struct nnreg_staged *staged, struct nnreg_error *error);

#endif
