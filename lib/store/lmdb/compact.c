/*
 * The store rewritten smaller, while it is used. A new data file is made beside the old one, and takes its place; everybody who
 * has the old one open moves over by himself (move.c). In this order:
 *
 *   1. WRITING, as for a write: from here on until the end nobody writes, in any process. Readers go on
 *   2. data.mdb.new: the pages of the newest state t, packed, each looked at on the way (pages_copy.c). It has the number t, too:
 *      lock.mdb, which stays, says that t is the newest state, and the two have to agree whichever file is found beside it
 *   3. its meta pages; and, in both files, that it is the successor (lineage.c)
 *   4. every page of it is looked at; it has the rights of the old one; and is on the device
 *   5. it is renamed over data.mdb, and the folder is on the device
 *   6. WRITING is given up, which was that of the old file. Whoever waits for it finds that another file is in place
 *
 * The two files have the same in them until somebody writes to the new one, for which the old one's WRITING has to be free; so it
 * does not matter at which step the process is killed, or who opens which file meanwhile. Up to 5 the old file is in place and
 * data.mdb.new is a leftover, which the next open removes. From there on the new one is in place; that its name is on the
 * device is waited for by whoever opens it, before he writes.
 *
 * A writer who commits t + 1 to the new file says so in lock.mdb, by which those who read the old one know. Their slots there
 * keep him from using room again in the new file, which harms nothing. The pages of the old file stay as they are until the last
 * one has closed it.
 */
#include "base/fsio.h"
#include "store/lmdb/internal.h"

struct compacting {
    struct nnreg_kv_compacted *compacted;
    struct nnreg_lmdb_env *env;
    uint64_t state;
    nnreg_progress *progress;
    void *context;
};

/* Steps 2 to 4. */
static nnreg_status fill_successor(struct compacting *compacting, int fd, struct nnreg_error *error)
{
    int old = compacting->env->file;
    struct nnreg_lmdb_meta meta;
    nnreg_status status = nnreg_lmdb_read_state(&meta, old, compacting->state, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: the meta page of its newest state is gone",
                          NNREG_LMDB_DATA);
    if (status == NNREG_OK)
        status = nnreg_fs_keep_rights(fd, old, error);
    if (status == NNREG_OK)
        status = nnreg_lmdb_pack_pages(&meta, old, fd, compacting->progress, compacting->context, error);
    if (status == NNREG_OK)
        status = nnreg_lmdb_write_meta(fd, &meta, error);
    if (status == NNREG_OK)
        status = nnreg_lmdb_succeed(fd, old, error);
    if (status == NNREG_OK)
        status = nnreg_lmdb_check_pages(fd, true, compacting->progress, compacting->context, error);
    if (status == NNREG_OK)
        compacting->compacted->after = (meta.last_page + 1) * meta.page_size;
    return status == NNREG_OK ? nnreg_fs_sync(fd, error) : status;
}

/* Step 5, unless there is nothing to be gained. */
static nnreg_status take_place(bool *placed, const struct compacting *compacting, struct nnreg_error *error)
{
    int folder = compacting->env->folder;
    nnreg_status status;

    *placed = false;
    if (compacting->compacted->after >= compacting->compacted->before) {
        compacting->compacted->after = compacting->compacted->before;
        return nnreg_fs_remove(folder, NNREG_LMDB_NEW, error);
    }
    status = nnreg_fs_rename(folder, NNREG_LMDB_NEW, folder, NNREG_LMDB_DATA, error);
    *placed = status == NNREG_OK;
    return status == NNREG_OK ? nnreg_fs_sync(folder, error) : status;
}

/* With WRITING, and no transaction of LMDB's open. */
static nnreg_status make_successor(bool *placed, struct compacting *compacting, struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = compacting->env;
    struct nnreg_file_stat stat;
    int fd = -1;
    nnreg_status status = nnreg_fs_stat_fd(&stat, env->file, error);

    *placed = false;
    compacting->compacted->before = stat.size;
    if (status == NNREG_OK)
        status = nnreg_fs_remove(env->folder, NNREG_LMDB_NEW, error);
    if (status == NNREG_OK)
        status = nnreg_fs_create(&fd, env->folder, NNREG_LMDB_NEW, error);
    if (status != NNREG_OK)
        return status;
    status = fill_successor(compacting, fd, error);
    nnreg_fs_close(fd);
    if (status == NNREG_OK)
        status = take_place(placed, compacting, error);
    if (status != NNREG_OK && !*placed)
        (void)nnreg_fs_remove(env->folder, NNREG_LMDB_NEW, NULL);
    return status;
}

nnreg_status nnreg_lmdb_compact(struct nnreg_kv_compacted *compacted, struct nnreg_kv_store *store,
                                nnreg_progress *progress, void *context, struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = nnreg_lmdb_env_of(store);
    struct compacting compacting = {compacted, env, 0, progress, context};
    unsigned generation;
    bool placed;
    MDB_txn *txn;
    nnreg_status status = nnreg_lmdb_begin_write(env, &txn, error);

    if (status != NNREG_OK)
        return status;
    compacting.state = (uint64_t)mdb_txn_id(txn) - 1;
    nnreg_mdb_abort(env,
                    txn); /* it has seen to it that lock.mdb is in step; LMDB's own lock need not be held */
    status = make_successor(&placed, &compacting, error);
    generation = nnreg_lmdb_end_write(env);
    if (placed) /* what fails here is tried again by whoever comes next */
        (void)nnreg_lmdb_move(env, generation, NULL);
    return status;
}
