/*
 * Moving over. A compaction, in this process or in another, puts a new data file in the place of the old one (compact.c); a
 * process that has the old one open finds out, and goes on with the new one:
 *
 *   who writes             once it has WRITING of the file it has open, it looks whether that is still the one in place, as it
 *                          always did (writing.c). A compaction holds WRITING until the new file is in place, so nothing is
 *                          ever written to a file that is not
 *   who reads by a slot    LMDB takes the number of the newest state from lock.mdb, which the two files share, and the new file
 *                          begins with the very state that the old one ends with. So as long as nothing was written to the new
 *                          file a snapshot of the old one is as good; and once something was, the number is one that
 *                          the old file does not have. That costs a look at its meta pages, which are mapped
 *   who reads without one  gets the number from the file itself, and so looks at the path each time
 *
 * Who found out has to close the old file before LMDB can open the new one: two environments with one lock.mdb in a process
 * would take each other's POSIX locks away. So everybody else of the process is waited for, as for a change of the map, and
 * new ones wait: a reader that is inside goes on with the old file to its end.
 */
#include "store/lmdb/internal.h"

#include <string.h>

#include "base/alloc.h"

bool nnreg_lmdb_is_closed(const struct nnreg_lmdb_env *env)
{
    return env->mdb == NULL && env->slotless == NULL;
}

/* Of another file than a successor it is the writers who complain; readers go on with what they have. */
nnreg_status nnreg_lmdb_has_moved(bool *moved, const struct nnreg_lmdb_env *env, MDB_txn *snapshot,
                                  struct nnreg_error *error)
{
    bool in_place = true;
    MDB_envinfo info;
    nnreg_status status;

    *moved = false;
    if (env->slotless == NULL) {
        (void)mdb_env_info(env->mdb, &info);
        if (mdb_txn_id(snapshot) <= info.me_last_txnid)
            return NNREG_OK;
    }
    status = nnreg_lmdb_data_in_place(&in_place, env, error);
    if (status == NNREG_OK && !in_place)
        status = nnreg_lmdb_same_files(env, moved, error);
    return status == NNREG_CONFLICT ? NNREG_OK : status;
}

/* With nobody inside. The handles that are open keep the environment; of its files nothing stays. */
static nnreg_status reopen_env(struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    struct nnreg_kv_options options = {.tables = env->base.tables,
                                       .table_count = env->base.table_count,
                                       .needed_tables = env->base.needed_tables,
                                       .read_only = env->base.read_only};
    nnreg_status status;

    nnreg_lmdb_lock_environments();
    nnreg_lmdb_release_readers(env);
    nnreg_lmdb_close_env(env);
    memset(env->tables.found, 0, sizeof env->tables.found);
    memset(env->slotless_tables.found, 0, sizeof env->slotless_tables.found);
    status = nnreg_lmdb_open_env(env, &options, error);
    /* Whoever made the file may have been killed before its name was on the device. */
    if (status == NNREG_OK && !env->base.read_only)
        status = nnreg_fs_sync(env->folder, error);
    if (status != NNREG_OK) {
        nnreg_lmdb_release_readers(env);
        nnreg_lmdb_close_env(env);
    }
    nnreg_lmdb_unlock_environments();
    return status;
}

nnreg_status nnreg_lmdb_move(struct nnreg_lmdb_env *env, unsigned seen, struct nnreg_error *error)
{
    struct nnreg_lmdb_gate *gate = &env->gate;
    nnreg_status status = NNREG_OK;
    bool mine;

    pthread_mutex_lock(&gate->mutex);
    if (gate->growing++ == 0)
        gate->passed = 0; /* from here on readers are counted: map.c */
    nnreg_lmdb_watch(gate);
    while ((atomic_load(&gate->readers) > 0 || gate->writing || gate->pinned > 0 || gate->moving) &&
           gate->generation == seen)
        pthread_cond_wait(&gate->changed, &gate->mutex);
    gate->growing--;
    mine = gate->generation == seen;
    gate->moving = gate->moving || mine;
    if (mine)
        gate->mover = pthread_self();
    nnreg_lmdb_watch(gate);
    pthread_mutex_unlock(&gate->mutex);
    if (mine)
        status = reopen_env(env, error);
    pthread_mutex_lock(&gate->mutex);
    if (mine) {
        gate->moving = false;
        gate->moves++;
        gate->generation++;
        nnreg_lmdb_watch(gate);
    }
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->mutex);
    return status;
}
