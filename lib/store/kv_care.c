/* Looking after a store: statistics, copies. See kv.h. */
#include <string.h>

#include "base/fsio.h"
#include "store/kv.h"
#include "store/kv_engine.h"

#define COPY_ROUNDS 100 /* snapshots that an engine may ask for */

nnreg_status nnreg_kv_statistics(struct nnreg_kv_statistics *statistics, struct nnreg_kv *kv,
                                 nnreg_kv_table_id numbered, nnreg_kv_visit_reader *visit, void *context,
                                 struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_usable(kv, error);

    memset(statistics, 0, sizeof *statistics);
    if (status != NNREG_OK || kv->store->engine->statistics == NULL)
        return status;
    status = kv->store->engine->statistics(statistics, kv->store, numbered, visit, context, error);
    if (status == NNREG_CORRUPT && kv->store->engine->suspect != NULL)
        kv->store->engine->suspect(kv->store);
    return status;
}

bool nnreg_kv_grew(struct nnreg_kv *kv)
{
    return kv != NULL && atomic_load_explicit(&kv->store->grew, memory_order_relaxed) &&
           atomic_exchange(&kv->store->grew, false);
}

/* ---------------------------------------------------------------------------------------------------- copying -- */

struct copying_work {
    struct nnreg_kv_copied *copied;
    const struct nnreg_kv_copying *how;
    struct nnreg_kv_copy_target target;
    bool retry;
};

static nnreg_status copy_snapshot(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct copying_work *copying = context;
    nnreg_status status = NNREG_OK;

    if (copying->how->look != NULL)
        status = copying->how->look(txn, copying->how->look_context, error);
    status = nnreg_kv_judge_txn(txn, status, error);
    if (status != NNREG_OK)
        return status;
    status = txn->store->engine->copy(copying->copied, txn, &copying->target, error);
    copying->retry = txn->retry;
    return copying->retry ? NNREG_OK : status;
}

nnreg_status nnreg_kv_copy(struct nnreg_kv_copied *copied, struct nnreg_kv *kv, int fd,
                           const struct nnreg_kv_copying *how, struct nnreg_error *error)
{
    struct copying_work copying = {
        copied, how, {fd, how->compact, how->progress, how->progress_context}, true};
    nnreg_status status = nnreg_kv_usable(kv, error);
    struct nnreg_file_stat stat;
    unsigned round;

    memset(copied, 0, sizeof *copied);
    if (status == NNREG_OK && kv->store->engine->copy == NULL)
        return nnreg_fail(error, NNREG_UNSUPPORTED, "a store in %s has no file to be copied",
                          kv->store->engine->data_name);
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&stat, fd, error);
    if (status == NNREG_OK && (stat.kind != NNREG_FILE_REGULAR || stat.size > 0))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a store is copied into an empty file only");
    for (round = 0; round < COPY_ROUNDS && status == NNREG_OK && copying.retry; round++)
        status = nnreg_kv_read(kv, copy_snapshot, &copying, error);
    if (status == NNREG_OK && copying.retry)
        return nnreg_fail(error, NNREG_BUSY, "the store is being changed too often to be copied");
    return status == NNREG_OK ? nnreg_fs_sync(fd, error) : status;
}
