/*
 * Opening one environment, and closing it. LMDB's first opener has lock.mdb to itself, sets it to "no transaction yet", and
 * puts the newest one in at its end; one that comes meanwhile waits for it. When the first is killed in between, the other goes
 * on with what it finds, and writes over the newest state. So the whole of opening is under a lock of the store's own, which
 * its holder's death releases only after LMDB's; and lock.mdb is held against data.mdb afterwards.
 *
 *   1. data.mdb is opened for the locks, and OPENING is taken. Did a compaction put another file in its place meanwhile? Then
 *      that one is opened. Nobody PRESENT? Then nobody changes the file
 *   2. what is in data.mdb is looked at (page_checks.c)
 *   3. lock.mdb is made ready (lock_file.c), and SETUP taken: whoever has the file to itself although SETUP is ours is dying, or
 *      another program, and is waited for
 *   4. this process's id: is it another's, in another PID namespace? Then there are no slots for this process
 *   5. LMDB; what a dead process of this very id has left is cleared, and what others have left
 *
 * Where data.mdb must not be written, no lock of ours can be exclusive, and LMDB's lock.mdb is of no use either: then 2 and
 * a slotless environment are all.
 */
#include "store/lmdb/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/lmdb/lmdb_engine.h"

#define OPEN_TRIES \
    20 /* openings of lock.mdb, until what it says holds; times that the file grows meanwhile */

/* ------------------------------------------------------------------------------------------------- the file -- */

/* Something that only a store has beside its data file, where there is no data file. */
static nnreg_status look_for_remain(const struct nnreg_lmdb_env *env, const char *name,
                                    struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, env->folder, name, error);

    /* In this order: another process may be making the store just now, and it makes the data file first. */
    if (status == NNREG_OK)
        status = nnreg_fs_stat(&stat, env->folder, NNREG_LMDB_DATA, error);
    else if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(
            error, NNREG_CORRUPT,
            "%s is missing, but %s is there: this has been a registry; put %s back from a backup",
            NNREG_LMDB_DATA, name, NNREG_LMDB_DATA);
    return status;
}

static nnreg_status look_for_remains(const struct nnreg_lmdb_env *env, const struct nnreg_kv_options *options,
                                     struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    const char *const *name;
    nnreg_status status = nnreg_fs_stat(&stat, env->folder, NNREG_LMDB_DATA, error);

    if (status != NNREG_NOT_FOUND)
        return status;
    status = look_for_remain(env, NNREG_LMDB_LOCK, error);
    if (status == NNREG_OK)
        status = look_for_remain(env, NNREG_LMDB_CLEAN, error);
    for (name = options->remains; status == NNREG_OK && name != NULL && *name != NULL; name++)
        status = look_for_remain(env, *name, error);
    return status;
}

static nnreg_status open_data_file(struct nnreg_lmdb_env *env, const struct nnreg_kv_options *options,
                                   struct nnreg_error *error)
{
    nnreg_status status = look_for_remains(env, options, error);

    if (status == NNREG_OK && options->create && !env->base.read_only)
        status = nnreg_lmdb_make(env->folder, options, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_lmdb_open_file(&env->file, &env->writable, &env->data, env, NNREG_LMDB_DATA, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_NOT_FOUND, "there is no registry: the folder has no %s",
                          NNREG_LMDB_DATA);
    /* A link, a FIFO: nobody gave this path, so it is no argument. */
    return status == NNREG_INVALID_ARGUMENT ? NNREG_CORRUPT : status;
}

/* ------------------------------------------------------------------------------------------------------ LMDB -- */

/* Whether LMDB has opened the same data file as we have. Nothing may be asked of another one under our locks. */
static int is_opened_file(const struct nnreg_lmdb_env *env, MDB_env *mdb)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_file_stat data;
    mdb_filehandle_t fd;

    if (mdb_env_get_fd(mdb, &fd) != MDB_SUCCESS || nnreg_fs_stat_fd(&data, fd, &error) != NNREG_OK)
        return error.cause != 0 ? error.cause : EIO;
    return nnreg_fs_is_same(&data, &env->data) ? MDB_SUCCESS : NNREG_LMDB_REPLACED;
}

/* More slots than lock.mdb has are no use: its length says how many there are, and lock_file.c has seen to that. */
static int open_lmdb(struct nnreg_lmdb_env *env, MDB_env **mdb, uint64_t map_size, unsigned flags)
{
    int code = mdb_env_create(mdb);
    char path[64];

    if (code != MDB_SUCCESS) {
        *mdb = NULL;
        return code;
    }
    nnreg_lmdb_catch_assertions(*mdb);
    nnreg_lmdb_path(path, env->folder, "");
    (void)mdb_env_set_maxdbs(*mdb, NNREG_KV_MOST_TABLES);
    (void)mdb_env_set_maxreaders(*mdb, env->slots_wanted);
    (void)mdb_env_set_mapsize(*mdb, (size_t)map_size);
    code = mdb_env_open(*mdb, path, flags | MDB_NOTLS, 0666);
    if (code == MDB_SUCCESS)
        code = is_opened_file(env, *mdb);
    if (code != MDB_SUCCESS) {
        mdb_env_close(*mdb);
        *mdb = NULL;
    }
    return code;
}

/* A line of LMDB's list of slots begins with the process's id, but the first. */
static int is_own_slot(const char *line, void *context)
{
    *(bool *)context |= strtol(line, NULL, 10) == (long)getpid();
    return 0;
}

/*
 * A writer that is killed between its meta page and lock.mdb leaves a commit that nobody sees, until the next writer finds
 * LMDB's mutex without its owner and puts lock.mdb right. That it may turn up late, after somebody looked and did not find
 * it, is prevented by being that writer, where nobody writes.
 */
static void settle_lock_file(struct nnreg_lmdb_env *env)
{
    MDB_txn *txn;
    bool in_place;

    if (nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_WRITING, true, false, NULL) != NNREG_OK)
        return;
    /* Where the file has its successor in place, that one's writers have lock.mdb. */
    if (nnreg_lmdb_data_in_place(&in_place, env, NULL) == NNREG_OK && in_place &&
        nnreg_mdb_begin(env, NULL, 0, &txn) == MDB_SUCCESS)
        nnreg_mdb_abort(env, txn);
    nnreg_lmdb_unlock_writing(env);
}

/* A snapshot of which no page is looked at, only its number. The file may grow meanwhile. */
static int begin_plainly(struct nnreg_lmdb_env *env, MDB_txn **txn)
{
    int code = mdb_txn_begin(env->mdb, NULL, MDB_RDONLY, txn);
    unsigned tries;

    for (tries = 0; tries < OPEN_TRIES && code == MDB_MAP_RESIZED; tries++) {
        if (nnreg_lmdb_remap(env, false, env->gate.generation, NULL) != NNREG_OK)
            break;
        code = mdb_txn_begin(env->mdb, NULL, MDB_RDONLY, txn);
    }
    return code;
}

/*
 * Whether lock.mdb can be relied on: it is in step with data.mdb, which has one transaction at least, and no slot in it
 * bears this process's id, as a dead process of that id may have left it. LMDB takes such a slot for ours; closing an
 * environment in which a snapshot was begun clears it.
 */
static int lock_file_holds(struct nnreg_lmdb_env *env, bool *holds)
{
    bool own = false;
    uint64_t state;
    MDB_envinfo info;
    MDB_txn *txn;
    int code = begin_plainly(env, &txn);

    *holds = false;
    if (code != MDB_SUCCESS)
        return code;
    state = (uint64_t)mdb_txn_id(txn);
    nnreg_mdb_abort(env, txn);
    (void)mdb_reader_list(env->mdb, is_own_slot, &own);
    (void)mdb_env_info(env->mdb, &info);
    if (state != info.me_last_txnid)
        settle_lock_file(env);
    *holds = state > 0 && !own;
    return MDB_SUCCESS;
}

/* As lock_file_holds. Where all slots are taken some may be of dead processes, which go first. */
static int has_slots(struct nnreg_lmdb_env *env, bool *holds)
{
    int dead = 0, code = lock_file_holds(env, holds);

    if (code == MDB_READERS_FULL && mdb_reader_check(env->mdb, &dead) == MDB_SUCCESS && dead > 0)
        code = lock_file_holds(env, holds);
    return code;
}

/* Step 5. */
static nnreg_status open_with_slots(struct nnreg_lmdb_env *env, uint64_t map_size, struct nnreg_error *error)
{
    nnreg_status status = nnreg_lmdb_lock_slots(env, error);
    int code = MDB_SUCCESS, dead;
    bool holds = false;
    unsigned tries;

    if (status != NNREG_OK)
        return status;
    for (tries = 0; tries < OPEN_TRIES && code == MDB_SUCCESS && !holds; tries++) {
        if (tries > 1)
            nnreg_clock_pause(5);
        if (env->mdb != NULL)
            mdb_env_close(env->mdb);
        code = open_lmdb(env, &env->mdb, map_size, 0);
        /* Of another process of this id, nothing can be told by the slots, and nothing may be cleared. */
        if (code == MDB_SUCCESS && env->slotless != NULL)
            holds = true;
        else if (code == MDB_SUCCESS)
            code = has_slots(env, &holds);
    }
    if (code == MDB_SUCCESS)
        (void)mdb_reader_check(env->mdb, &dead); /* what it can't clear shows when there is no slot */
    nnreg_lmdb_unlock_slots(env);
    if (code != MDB_SUCCESS)
        return nnreg_lmdb_fail(error, code, "cannot open the store");
    return holds ? NNREG_OK
                 : nnreg_fail(error, NNREG_BUSY,
                              "%s is being made by another program, or was left half made by one",
                              NNREG_LMDB_LOCK);
}

static nnreg_status open_slotless(struct nnreg_lmdb_env *env, uint64_t map_size, struct nnreg_error *error)
{
    int code = open_lmdb(env, &env->slotless, map_size, MDB_RDONLY | MDB_NOLOCK);

    return code == MDB_SUCCESS ? NNREG_OK : nnreg_lmdb_fail(error, code, "cannot open the store");
}

/* Steps 3 to 5. */
static nnreg_status open_environments(struct nnreg_lmdb_env *env, uint64_t map_size,
                                      struct nnreg_error *error)
{
    bool slots = false;
    nnreg_status status = env->writable ? nnreg_lmdb_prepare_lock_file(&slots, env, error) : NNREG_OK;

    if (!env->writable)
        nnreg_lmdb_use_lock_file(env);
    if (status == NNREG_NO_SPACE && env->base.read_only) {
        status = NNREG_OK;
        slots = false;
    }
    if (slots && status == NNREG_OK) {
        status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_PIDS + (uint64_t)getpid(), true, false, error);
        slots = status != NNREG_BUSY;
        if (status == NNREG_BUSY)
            status = NNREG_OK;
    }
    if (status == NNREG_OK && !slots)
        status = open_slotless(env, map_size, error);
    if (status == NNREG_OK && (slots || !env->base.read_only))
        status = open_with_slots(env, map_size, error);
    return status;
}

/* Which files they are, for who looks later whether they are still in place. */
static nnreg_status identify_files(struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    if (!nnreg_fs_path(env->data_path, env->folder, NNREG_LMDB_DATA))
        env->data_path[0] = '\0';
    return env->mdb != NULL ? nnreg_fs_stat(&env->lock, env->folder, NNREG_LMDB_LOCK, error) : NNREG_OK;
}

/* ----------------------------------------------------------------------------------------- opening and closing -- */

/*
 * A compaction may have been killed after its rename, before that was on the device; whoever writes from here on relies on it.
 * (Where nobody else has the store open, step 2 has seen to that.)
 */
static nnreg_status wait_for_rename(const struct nnreg_lmdb_env *env, bool others, struct nnreg_error *error)
{
    struct nnreg_lmdb_lineage lineage;
    bool clean = false;
    nnreg_status status = NNREG_OK;

    if (env->base.read_only || !others)
        return NNREG_OK;
    status = nnreg_lmdb_read_lineage(&lineage, env->file, error);
    if (status == NNREG_OK && lineage.number > 1)
        status = nnreg_lmdb_is_clean(&clean, env, error);
    return status == NNREG_OK && lineage.number > 1 && !clean ? nnreg_fs_sync(env->folder, error) : status;
}

/* What a compaction has left that was killed. One that is under way has WRITING. */
static nnreg_status remove_leftover(const struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    bool in_place = false;
    nnreg_status status =
        env->base.read_only ? NNREG_NOT_FOUND : nnreg_fs_stat(&stat, env->folder, NNREG_LMDB_NEW, error);

    if (status == NNREG_OK)
        status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_WRITING, true, false, error);
    if (status != NNREG_OK)
        return status == NNREG_NOT_FOUND || status == NNREG_BUSY ? NNREG_OK : status;
    status = nnreg_lmdb_data_in_place(&in_place, env, error);
    if (in_place)
        status = nnreg_fs_remove(env->folder, NNREG_LMDB_NEW, error);
    nnreg_lmdb_unlock(env, NNREG_LMDB_LOCK_WRITING);
    return status;
}

/* With OPENING where that can be had. */
static nnreg_status open_under_lock(struct nnreg_lmdb_env *env, const struct nnreg_kv_options *options,
                                    struct nnreg_error *error)
{
    const struct nnreg_lmdb_options *own = options->engine_options;
    uint64_t bytes, map_size = own != NULL && own->map_size > 0 ? own->map_size : NNREG_LMDB_MAP_FIRST;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    bool others, untidy = false;
    nnreg_status status = nnreg_fs_bytes_are_locked(&others, env->file, NNREG_LMDB_LOCK_PRESENT, 1, error);

    if (status == NNREG_OK)
        status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_PRESENT, false, true, error);
    if (status == NNREG_OK)
        status = nnreg_lmdb_check_at_open(&bytes, &untidy, env, options->check, !others, error);
    if (options->untidy != NULL)
        *options->untidy = untidy && (options->made == NULL || !*options->made);
    if (status == NNREG_OK)
        status = wait_for_rename(env, others, error);
    if (status == NNREG_OK)
        status = remove_leftover(env, error);
    if (status != NNREG_OK)
        return status;
    map_size = nnreg_lmdb_map_size((map_size + page - 1) / page * page, bytes);
    if (map_size == 0 || map_size > SIZE_MAX)
        return nnreg_fail(error, NNREG_LIMIT, "the store is larger than this library can map");
    status = open_environments(env, map_size, error);
    if (status == NNREG_OK)
        status = identify_files(env, error);
    return status == NNREG_OK ? nnreg_lmdb_open_tables(env, error) : status;
}

/* *replaced: another file is in place of the one that was opened. */
static nnreg_status open_once(bool *replaced, struct nnreg_lmdb_env *env,
                              const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    nnreg_status status = open_data_file(env, options, error);
    bool in_place = false;

    *replaced = false;
    if (status == NNREG_OK && env->writable)
        status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_OPENING, true, true, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_lmdb_data_in_place(&in_place, env, error);
    if (status == NNREG_OK)
        status = in_place ? open_under_lock(env, options, error)
                          : nnreg_lmdb_fail(error, NNREG_LMDB_REPLACED, "cannot open the store");
    env->opened = status == NNREG_OK;
    if (status == NNREG_CONFLICT)
        *replaced = nnreg_lmdb_data_in_place(&in_place, env, NULL) == NNREG_OK && !in_place;
    if (env->lock_writable)
        nnreg_lmdb_unlock(env, NNREG_LMDB_LOCK_SETUP);
    if (env->writable)
        nnreg_lmdb_unlock(env, NNREG_LMDB_LOCK_OPENING);
    return status;
}

nnreg_status nnreg_lmdb_open_env(struct nnreg_lmdb_env *env, const struct nnreg_kv_options *options,
                                 struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    bool replaced = true;
    unsigned tries;

    for (tries = 0; tries < OPEN_TRIES && replaced; tries++) {
        status = open_once(&replaced, env, options, error);
        if (replaced) {
            nnreg_lmdb_release_readers(env);
            nnreg_lmdb_close_env(env);
        }
    }
    return status;
}

/* The last one to close a store in good order leaves the mark. */
static void leave_store(struct nnreg_lmdb_env *env)
{
    bool others = true, in_place;

    nnreg_lmdb_unlock(env, NNREG_LMDB_LOCK_PRESENT);
    if (nnreg_lmdb_data_in_place(&in_place, env, NULL) != NNREG_OK || !in_place)
        return; /* the mark is its successor's */
    if (atomic_load(&env->suspect))
        nnreg_lmdb_unmark(env);
    if (atomic_load(&env->suspect) || !env->opened || env->base.read_only || atomic_load(&env->dead) ||
        atomic_load(&env->failed))
        return;
    if (nnreg_fs_bytes_are_locked(&others, env->file, NNREG_LMDB_LOCK_PRESENT, 1, NULL) == NNREG_OK &&
        !others)
        nnreg_lmdb_mark_clean(env);
}

void nnreg_lmdb_close_env(struct nnreg_lmdb_env *env)
{
    bool locked = env->file >= 0 && env->writable &&
                  nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_OPENING, true, true, NULL) == NNREG_OK;

    if (env->lock_writable)
        (void)nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_SETUP, true, true, NULL);
    if (env->slotless != NULL)
        mdb_env_close(env->slotless);
    if (env->mdb != NULL)
        mdb_env_close(env->mdb);
    env->slotless = env->mdb = NULL;
    nnreg_fs_close(env->lock_file);
    if (locked)
        leave_store(env);
    nnreg_fs_close(env->file); /* and with it all its locks */
    env->file = env->lock_file = -1;
    env->opened = env->lock_writable = false;
}
