/*
 * The right to write, and a commit. LMDB has a mutex for writers in lock.mdb, which holds a thread's id and is given up by
 * the kernel when a thread of that id dies: in two PID namespaces the same id is two threads. So nobody begins a
 * transaction of LMDB's without the store's own lock WRITING, and its mutex is always free when it is asked for.
 *
 * A write is, in this order:
 *
 *   1. WRITING; then data.mdb and lock.mdb are still the files that were opened, or nothing is begun; where a compaction has put
 *      the next data.mdb in place, that is opened first (move.c), and its WRITING taken
 *   2. LMDB's begin. The state it begins on is the newest meta page's: lock.mdb has a copy of its number, which an opener
 *      that was killed may have left at 0, and LMDB would then write over the newest state
 *   3. the states that nobody may read now: see locks.c
 *   4. the closures, and LMDB's commit: pages, fdatasync, the meta page, which is waited for, too
 *   5. the files are still the same: what was put into a file that somebody removed meanwhile is not acknowledged
 */
#include "store/lmdb/internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS 100 /* times that a begin is tried again because another process made the file grow */

/* ------------------------------------------------------------------------------------------------------- begin -- */

/* Whether the transaction begins on the newest state there is. */
static nnreg_status is_in_step(struct nnreg_lmdb_env *env, MDB_txn *txn, struct nnreg_error *error)
{
    MDB_envinfo info;

    (void)mdb_env_info(env->mdb, &info);
    if (mdb_txn_id(txn) == info.me_last_txnid + 1)
        return NNREG_OK;
    return nnreg_lmdb_give_up(
        env, error, NNREG_IO, "cannot write to the store",
        "lock.mdb is not in step with data.mdb, as if another program had opened it and been "
        "killed; close the registry in all processes and open it again");
}

/* LMDB's begin, which may look at the readers' slots when the last writer was killed: so with SLOTS. */
static nnreg_status begin_lmdb(struct nnreg_lmdb_env *env, MDB_txn **txn, int *code,
                               struct nnreg_error *error)
{
    nnreg_status status = nnreg_lmdb_lock_slots(env, error);

    if (status != NNREG_OK)
        return status;
    *code = nnreg_mdb_begin(env, NULL, 0, txn);
    nnreg_lmdb_unlock_slots(env);
    return NNREG_OK;
}

/* One try, inside the gate. A failure has the transaction ended. */
static nnreg_status try_begin(struct nnreg_lmdb_env *env, MDB_txn **txn, int *code, struct nnreg_error *error)
{
    nnreg_status status = begin_lmdb(env, txn, code, error);

    if (status != NNREG_OK || *code != MDB_SUCCESS)
        return status;
    status = is_in_step(env, *txn, error);
    if (status == NNREG_OK)
        status = nnreg_lmdb_lock_states(env, (uint64_t)mdb_txn_id(*txn) - 1, error);
    if (status != NNREG_OK)
        nnreg_mdb_abort(env, *txn);
    return status;
}

/* With WRITING. */
static nnreg_status begin_locked(struct nnreg_lmdb_env *env, MDB_txn **txn, bool *gone,
                                 struct nnreg_error *error)
{
    nnreg_status status = nnreg_lmdb_same_files(env, gone, error);
    int code = MDB_MAP_RESIZED;
    unsigned round;

    if (*gone)
        return status;
    for (round = 0; round < ROUNDS && status == NNREG_OK && code == MDB_MAP_RESIZED; round++) {
        unsigned seen;

        nnreg_lmdb_enter(env, true);
        status = try_begin(env, txn, &code, error);
        if (status == NNREG_OK && code == MDB_SUCCESS)
            return NNREG_OK;
        seen = nnreg_lmdb_leave(env, true);
        if (status == NNREG_OK && code == MDB_MAP_RESIZED)
            status = nnreg_lmdb_remap(env, false, seen, error);
    }
    return status != NNREG_OK ? status : nnreg_lmdb_fail(error, code, "cannot write to the store");
}

/*
 * Who waited in the queue while the leader before met damage, or failed, asked when all was well still. After damage LMDB's
 * mutex may be kept for good.
 */
static nnreg_status begin_pinned(struct nnreg_lmdb_env *env, MDB_txn **txn, bool *gone,
                                 struct nnreg_error *error)
{
    nnreg_status status = nnreg_lmdb_alive(env, error);

    *gone = status == NNREG_OK && nnreg_lmdb_is_closed(env);
    if (status == NNREG_OK && !*gone)
        status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_WRITING, true, true, error);
    if (status != NNREG_OK || *gone)
        return status;
    status = begin_locked(env, txn, gone, error);
    if (status != NNREG_OK || *gone)
        nnreg_lmdb_unlock_writing(env);
    return status;
}

nnreg_status nnreg_lmdb_begin_write_here(struct nnreg_lmdb_env *env, MDB_txn **txn, bool *gone,
                                         struct nnreg_error *error)
{
    nnreg_status status;

    nnreg_lmdb_pin(env);
    status = begin_pinned(env, txn, gone, error);
    if (status != NNREG_OK || *gone)
        nnreg_lmdb_unpin(env);
    return status;
}

/* Which generation it is, for a move to be one from there. */
static unsigned generation_of(struct nnreg_lmdb_env *env)
{
    unsigned generation;

    pthread_mutex_lock(&env->gate.mutex);
    generation = env->gate.generation;
    pthread_mutex_unlock(&env->gate.mutex);
    return generation;
}

nnreg_status nnreg_lmdb_begin_write(struct nnreg_lmdb_env *env, MDB_txn **txn, struct nnreg_error *error)
{
    unsigned round;

    for (round = 0; round < ROUNDS; round++) {
        unsigned seen = generation_of(env);
        bool gone;
        nnreg_status status = nnreg_lmdb_begin_write_here(env, txn, &gone, error);

        if (status == NNREG_OK && gone)
            status = nnreg_lmdb_move(env, seen, error);
        else
            return status;
        if (status != NNREG_OK)
            return status;
    }
    return nnreg_fail(error, NNREG_BUSY, "cannot write to %s: it is being compacted again and again",
                      NNREG_LMDB_DATA);
}

/* A write that cannot be ended keeps LMDB's mutex, so nobody else may come to wait for it: the right to write is kept. */
unsigned nnreg_lmdb_end_write(struct nnreg_lmdb_env *env)
{
    unsigned generation = nnreg_lmdb_leave(env, true);

    if (!atomic_load(&env->stuck))
        nnreg_lmdb_unlock_writing(env);
    nnreg_lmdb_unpin(env);
    return generation;
}

/* ------------------------------------------------------------------------------------------------------ commit -- */

nnreg_status nnreg_lmdb_give_up(struct nnreg_lmdb_env *env, struct nnreg_error *error, nnreg_status status,
                                const char *what, const char *why)
{
    if (!atomic_load(&env->failed)) {
        (void)nnreg_fail(&env->failure, status, "%s: %s", what, why);
        atomic_store(&env->failed, true);
    }
    return nnreg_fail(error, status, "%s: %s", what, why);
}

/* Whether LMDB refuses everything from now on: its meta page could not be written. */
static bool is_panicked(struct nnreg_lmdb_env *env)
{
    MDB_txn *txn;
    int code = nnreg_mdb_begin(env, NULL, 0, &txn);

    if (code == MDB_SUCCESS)
        nnreg_mdb_abort(env, txn);
    return code == MDB_PANIC;
}

/*
 * Whether a failed commit leaves it open what is on the device: a page could not be written through, or the meta page could
 * not be put down. The kernel tells of a failed write-back once, and holds the pages for written after that. A full
 * device is told before anything is written back, mostly: then a second look finds all well, and the next write may work.
 */
static bool is_in_doubt(struct nnreg_lmdb_env *env, int code)
{
    switch (code) {
    case MDB_MAP_FULL:
    case ENOMEM:
        return false;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return nnreg_fs_sync(env->file, NULL) != NNREG_OK || is_panicked(env);
    default:
        return code > 0 || code == MDB_PANIC;
    }
}

/*
 * LMDB makes EIO of a write that ends early, which is how a full device, a quota or a limit of the process begins to show. What
 * could not be written was to no page that is in use; and a failure to put down the meta page shows otherwise (is_panicked).
 */
static int why_short(const struct nnreg_lmdb_env *env)
{
    int code = nnreg_fs_lacks_room(env->file);

    return code != 0 ? code : EIO;
}

static nnreg_status commit_failed(struct nnreg_lmdb_env *env, int code, struct nnreg_error *error)
{
    nnreg_status status = nnreg_lmdb_fail(error, code, "cannot commit to the store");
    struct nnreg_error cause;

    if (!is_in_doubt(env, code))
        return status;
    (void)nnreg_lmdb_fail(&cause, code, "a write to " NNREG_LMDB_DATA " failed");
    return nnreg_lmdb_give_up(env, error, status, cause.text,
                              "it is not known what is on the device; close the registry and open it again");
}

/* For who wants to say why the file grows. With WRITING. */
static void note_growth(struct nnreg_lmdb_env *env)
{
    uint64_t pages, step;
    MDB_envinfo info;
    MDB_stat stat;

    (void)mdb_env_info(env->mdb, &info);
    (void)mdb_env_stat(env->mdb, &stat);
    pages = (uint64_t)info.me_last_pgno + 1;
    step = NNREG_LMDB_GROWTH / stat.ms_psize;
    if (step < env->told_pages / 4)
        step = env->told_pages / 4;
    if (env->told_pages != 0 && pages < env->told_pages + step)
        return;
    atomic_store(&env->base.grew, env->told_pages != 0);
    env->told_pages = pages;
}

nnreg_status nnreg_lmdb_commit(struct nnreg_lmdb_env *env, MDB_txn *txn, bool *full,
                               struct nnreg_error *error)
{
    int code = nnreg_fs_step("commit");

    *full = false;
    if (code != 0) {
        nnreg_mdb_abort(env, txn);
        return nnreg_lmdb_fail(error, code, "cannot commit to the store");
    }
    code = nnreg_mdb_commit(env, txn);
    if (code == EIO)
        code = why_short(env);
    *full = code == MDB_MAP_FULL;
    if (code != MDB_SUCCESS)
        return commit_failed(env, code, error);
    (void)nnreg_fs_step("committed");
    note_growth(env);
    /* It is done: that it cannot be looked at makes no failure of it. */
    return nnreg_lmdb_same_files(env, NULL, error) == NNREG_CONFLICT ? NNREG_CONFLICT : NNREG_OK;
}
