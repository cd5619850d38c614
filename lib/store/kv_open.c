/*
 * Opening one environment, and closing it. LMDB's first opener has lock.mdb to itself, sets it to "no transaction yet", and
 * puts the newest one in at its end; one that comes meanwhile waits for it. When the first is killed in between, the other goes
 * on with what it finds, and writes over the newest state. So the whole of opening is under a lock of the store's own, which
 * its holder's death releases only after LMDB's; and lock.mdb is held against data.mdb afterwards.
 *
 *   1. data.mdb is opened for the locks, and OPENING is taken. Nobody PRESENT? Then nobody changes the file
 *   2. what is in data.mdb is looked at (kv_check.c)
 *   3. whoever has lock.mdb to itself although OPENING is ours is dying, or another program: it is waited for
 *   4. this process's id: is it another's, in another PID namespace? Then there are no slots for this process
 *   5. LMDB; what a dead process of this very id has left is cleared, and what others have left
 *
 * Where data.mdb must not be written, no lock of ours can be exclusive, and LMDB's lock.mdb is of no use either: then 2 and
 * a slotless environment are all.
 */
#include "store/kv_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"

#define TRIES 20 /* openings of lock.mdb, until what it says holds; times that the file grows meanwhile */

/* What LMDB makes of lock.mdb: 64 bytes for each reader but one, behind 192 of its own. */
#define LOCK_BYTES (((uint64_t)NNREG_KV_READERS - 1) * 64 + 192)

/* ------------------------------------------------------------------------------------------------- the file -- */

/* Something that only a store has beside its data file, where there is no data file. */
static nnreg_status look_for_remain(const struct nnreg_kv_env *env, const char *name,
                                    struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, env->folder, name, error);

    /* In this order: another process may be making the store just now, and it makes the data file first. */
    if (status == NNREG_OK)
        status = nnreg_fs_stat(&stat, env->folder, NNREG_KV_DATA, error);
    else if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(
            error, NNREG_CORRUPT,
            "%s is missing, but %s is there: this has been a registry; put %s back from a backup",
            NNREG_KV_DATA, name, NNREG_KV_DATA);
    return status;
}

static nnreg_status look_for_remains(const struct nnreg_kv_env *env, const struct nnreg_kv_options *options,
                                     struct nnreg_error *error)
{
    nnreg_status status = look_for_remain(env, NNREG_KV_LOCK, error);
    const char *const *name;

    if (status == NNREG_OK)
        status = look_for_remain(env, NNREG_KV_CLEAN, error);
    for (name = options->remains; status == NNREG_OK && name != NULL && *name != NULL; name++)
        status = look_for_remain(env, *name, error);
    return status;
}

static nnreg_status open_data_file(struct nnreg_kv_env *env, const struct nnreg_kv_options *options,
                                   struct nnreg_error *error)
{
    nnreg_status status = look_for_remains(env, options, error);

    if (status == NNREG_OK && options->create && !env->read_only)
        status = nnreg_kv_make(env->folder, options, error);
    if (status != NNREG_OK)
        return status;
    env->writable = true;
    status = nnreg_fs_open_for_update(&env->file, env->read_only ? &env->writable : NULL, &env->data,
                                      env->folder, NNREG_KV_DATA, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_NOT_FOUND, "there is no registry: the folder has no %s",
                          NNREG_KV_DATA);
    /* A link, a FIFO: nobody gave this path, so it is no argument. */
    return status == NNREG_INVALID_ARGUMENT ? NNREG_CORRUPT : status;
}

/* -------------------------------------------------------------------------------------------------- lock.mdb -- */

/*
 * Step 3. LMDB's own way to have lock.mdb to itself is a POSIX lock of its first byte. This process has none there now, so
 * none is lost when the descriptor is closed.
 */
static nnreg_status wait_for_the_dying(const struct nnreg_kv_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    bool writable;
    int fd;
    nnreg_status status = nnreg_fs_open_for_update(&fd, &writable, &stat, env->folder, NNREG_KV_LOCK, error);

    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_fs_lock_bytes(fd, false, 0, 1, true, error);
    nnreg_fs_close(fd);
    return status;
}

/*
 * LMDB makes lock.mdb by its length alone, and maps it: a hole for every slot, and a SIGBUS for who first uses one when the
 * device is full. So it gets its blocks here. While another program has it open its length is left alone, by which
 * that program knows how many slots there are.
 */
static nnreg_status reserve_slots(const struct nnreg_kv_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    bool writable, others = false;
    int fd;
    nnreg_status status = nnreg_fs_open_for_update(&fd, &writable, &stat, env->folder, NNREG_KV_LOCK, error);

    if (status == NNREG_NOT_FOUND) {
        status = nnreg_fs_create(&fd, env->folder, NNREG_KV_LOCK, error);
        writable = status == NNREG_OK;
        stat.size = 0;
    } else if (status == NNREG_OK && stat.size < LOCK_BYTES) {
        status = nnreg_fs_bytes_are_locked(&others, fd, 0, 1, error);
    }
    if (status == NNREG_OK && writable)
        status = nnreg_fs_reserve(fd, others || stat.size > LOCK_BYTES ? stat.size : LOCK_BYTES, error);
    nnreg_fs_close(fd);
    return status;
}

static int open_engine(struct nnreg_kv_env *env, MDB_env **mdb, uint64_t map_size, unsigned flags)
{
    int code = mdb_env_create(mdb);
    char path[64];

    if (code != MDB_SUCCESS) {
        *mdb = NULL;
        return code;
    }
    nnreg_kv_catch_assertions(*mdb);
    nnreg_kv_path(path, env->folder, "");
    (void)mdb_env_set_maxdbs(*mdb, NNREG_KV_TABLES);
    (void)mdb_env_set_maxreaders(*mdb, NNREG_KV_READERS);
    (void)mdb_env_set_mapsize(*mdb, (size_t)map_size);
    code = mdb_env_open(*mdb, path, flags | MDB_NOTLS, 0666);
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
static void settle(struct nnreg_kv_env *env)
{
    MDB_txn *txn;

    if (nnreg_kv_lock(env, NNREG_KV_LOCK_WRITING, true, false, NULL) != NNREG_OK)
        return;
    if (nnreg_lmdb_begin(env, NULL, 0, &txn) == MDB_SUCCESS)
        nnreg_lmdb_abort(env, txn);
    nnreg_kv_unlock_writing(env);
}

/* A snapshot of which no page is looked at, only its number. The file may grow meanwhile. */
static int begin_plainly(struct nnreg_kv_env *env, MDB_txn **txn)
{
    int code = mdb_txn_begin(env->mdb, NULL, MDB_RDONLY, txn);
    unsigned tries;

    for (tries = 0; tries < TRIES && code == MDB_MAP_RESIZED; tries++) {
        if (nnreg_kv_remap(env, false, env->gate.generation, NULL) != NNREG_OK)
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
static int lock_file_holds(struct nnreg_kv_env *env, bool *holds)
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
    nnreg_lmdb_abort(env, txn);
    (void)mdb_reader_list(env->mdb, is_own_slot, &own);
    (void)mdb_env_info(env->mdb, &info);
    if (state != info.me_last_txnid)
        settle(env);
    *holds = state > 0 && !own;
    return MDB_SUCCESS;
}

/* Step 5. */
static nnreg_status open_with_slots(struct nnreg_kv_env *env, uint64_t map_size, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_lock_slots(env, error);
    int code = MDB_SUCCESS, dead;
    bool holds = false;
    unsigned tries;

    if (status != NNREG_OK)
        return status;
    for (tries = 0; tries < TRIES && code == MDB_SUCCESS && !holds; tries++) {
        if (tries > 1)
            nnreg_clock_pause(5);
        if (env->mdb != NULL)
            mdb_env_close(env->mdb);
        code = open_engine(env, &env->mdb, map_size, 0);
        /* Of another process of this id, nothing can be told by the slots, and nothing may be cleared. */
        if (code == MDB_SUCCESS && env->slotless != NULL)
            holds = true;
        else if (code == MDB_SUCCESS)
            code = lock_file_holds(env, &holds);
    }
    if (code == MDB_SUCCESS)
        (void)mdb_reader_check(env->mdb, &dead); /* what it can't clear shows when there is no slot */
    nnreg_kv_unlock_slots(env);
    if (code != MDB_SUCCESS)
        return nnreg_kv_fail(error, code, "cannot open the store");
    return holds ? NNREG_OK
                 : nnreg_fail(error, NNREG_BUSY,
                              "%s is being made by another program, or was left half made by one",
                              NNREG_KV_LOCK);
}

/* ------------------------------------------------------------------------------------------------ the engine -- */

static nnreg_status open_slotless(struct nnreg_kv_env *env, uint64_t map_size, struct nnreg_error *error)
{
    int code = open_engine(env, &env->slotless, map_size, MDB_RDONLY | MDB_NOLOCK);

    return code == MDB_SUCCESS ? NNREG_OK : nnreg_kv_fail(error, code, "cannot open the store");
}

/* Whether lock.mdb can be had at all: a reader may be forbidden to write it where data.mdb is not. */
static nnreg_status may_have_slots(bool *may, const struct nnreg_kv_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status;
    int fd;

    *may = env->writable;
    if (!env->writable)
        return NNREG_OK;
    status = nnreg_fs_open_for_update(&fd, may, &stat, env->folder, NNREG_KV_LOCK, error);
    if (status == NNREG_NOT_FOUND) {
        *may = true;
        return NNREG_OK;
    }
    nnreg_fs_close(fd);
    return status;
}

/* Steps 3 to 5. */
static nnreg_status open_engines(struct nnreg_kv_env *env, uint64_t map_size, struct nnreg_error *error)
{
    bool slots;
    nnreg_status status = may_have_slots(&slots, env, error);

    if (slots && status == NNREG_OK)
        status = wait_for_the_dying(env, error);
    if (slots && status == NNREG_OK)
        status = reserve_slots(env, error);
    if (status == NNREG_NO_SPACE && env->read_only) {
        status = NNREG_OK;
        slots = false;
    }
    if (slots && status == NNREG_OK) {
        status = nnreg_kv_lock(env, NNREG_KV_LOCK_PIDS + (uint64_t)getpid(), true, false, error);
        slots = status != NNREG_BUSY;
        if (status == NNREG_BUSY)
            status = NNREG_OK;
    }
    if (status == NNREG_OK && !slots)
        status = open_slotless(env, map_size, error);
    if (status == NNREG_OK && (slots || !env->read_only))
        status = open_with_slots(env, map_size, error);
    return status;
}

/* Which lock file it is; and that LMDB has opened the same data file as we have. */
static nnreg_status identify(struct nnreg_kv_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat data;
    mdb_filehandle_t fd;
    nnreg_status status;

    if (!nnreg_fs_path(env->place, env->folder, NNREG_KV_DATA))
        env->place[0] = '\0';
    if (mdb_env_get_fd(env->mdb != NULL ? env->mdb : env->slotless, &fd) != MDB_SUCCESS)
        return nnreg_fail(error, NNREG_IO, "cannot look at the store's file");
    status = nnreg_fs_stat_fd(&data, fd, error);
    if (status == NNREG_OK && (data.device != env->data.device || data.inode != env->data.inode))
        status =
            nnreg_fail(error, NNREG_CONFLICT, "%s was replaced while it was being opened", NNREG_KV_DATA);
    if (status == NNREG_OK && env->mdb != NULL)
        status = nnreg_fs_stat(&env->lock, env->folder, NNREG_KV_LOCK, error);
    return status;
}

/* ----------------------------------------------------------------------------------------- opening and closing -- */

/* With OPENING where that can be had. */
static nnreg_status open_under_lock(struct nnreg_kv_env *env, const struct nnreg_kv_options *options,
                                    struct nnreg_error *error)
{
    uint64_t bytes, map_size = options->map_size > 0 ? options->map_size : NNREG_KV_MAP_FIRST;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    bool others;
    nnreg_status status = nnreg_fs_bytes_are_locked(&others, env->file, NNREG_KV_LOCK_PRESENT, 1, error);

    if (status == NNREG_OK)
        status = nnreg_kv_lock(env, NNREG_KV_LOCK_PRESENT, false, true, error);
    if (status == NNREG_OK)
        status = nnreg_kv_check_at_open(&bytes, env, options->check, !others, error);
    if (status != NNREG_OK)
        return status;
    map_size = nnreg_kv_map_size((map_size + page - 1) / page * page, bytes);
    if (map_size == 0 || map_size > SIZE_MAX)
        return nnreg_fail(error, NNREG_LIMIT, "the store is larger than this library can map");
    status = open_engines(env, map_size, error);
    if (status == NNREG_OK)
        status = identify(env, error);
    return status == NNREG_OK ? nnreg_kv_open_tables(env, error) : status;
}

nnreg_status nnreg_kv_open_env(struct nnreg_kv_env *env, const struct nnreg_kv_options *options,
                               struct nnreg_error *error)
{
    nnreg_status status = open_data_file(env, options, error);

    if (status == NNREG_OK && env->writable)
        status = nnreg_kv_lock(env, NNREG_KV_LOCK_OPENING, true, true, error);
    if (status != NNREG_OK)
        return status;
    status = open_under_lock(env, options, error);
    env->opened = status == NNREG_OK;
    if (env->writable)
        nnreg_kv_unlock(env, NNREG_KV_LOCK_OPENING);
    return status;
}

/* The last one to close a store in good order leaves the mark. */
static void leave(struct nnreg_kv_env *env)
{
    bool others = true;

    nnreg_kv_unlock(env, NNREG_KV_LOCK_PRESENT);
    if (atomic_load(&env->suspect))
        nnreg_kv_unmark(env);
    if (atomic_load(&env->suspect) || !env->opened || env->read_only || atomic_load(&env->dead) ||
        atomic_load(&env->failed))
        return;
    if (nnreg_fs_bytes_are_locked(&others, env->file, NNREG_KV_LOCK_PRESENT, 1, NULL) == NNREG_OK && !others)
        nnreg_kv_mark_clean(env);
}

void nnreg_kv_close_env(struct nnreg_kv_env *env)
{
    bool locked = env->file >= 0 && env->writable &&
                  nnreg_kv_lock(env, NNREG_KV_LOCK_OPENING, true, true, NULL) == NNREG_OK;

    nnreg_kv_free_readers(env);
    if (env->slotless != NULL)
        mdb_env_close(env->slotless);
    if (env->mdb != NULL)
        mdb_env_close(env->mdb);
    env->slotless = env->mdb = NULL;
    if (locked)
        leave(env);
    nnreg_fs_close(env->file); /* and with it all its locks */
    env->file = -1;
}
