/*
 * lock.mdb, before LMDB opens it: is it to be had, is somebody dying over it, and has it room for every slot? All three while
 * SETUP is ours, so no other process of this library opens or closes LMDB's environment.
 *
 * The descriptor stays open, for the locks of ours that are in this file, until LMDB has closed its own: to close any
 * descriptor of the file gives up LMDB's POSIX locks of it, which belong to the process.
 */
#include "store/lmdb/internal.h"

#include <pthread.h>

/*
 * What LMDB makes of lock.mdb (MDB_txninfo in mdb.c): what it counts, with the mutex of readers' slots; that of writers; the slots.
 * Each begins in a line of a processor's cache. A mutex has more bytes on some machines than on others.
 */
struct lock_head {
    uint32_t magic, format;
    pthread_mutex_t readers_mutex;
    size_t txn_id;
    unsigned readers;
};

#define CACHE_LINE      ((size_t)64)
#define IN_LINES(bytes) (((bytes) + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE)

uint64_t nnreg_lmdb_lock_file_bytes(unsigned slots)
{
    return IN_LINES(sizeof(struct lock_head)) + IN_LINES(sizeof(pthread_mutex_t)) +
           slots * (uint64_t)CACHE_LINE;
}

/*
 * LMDB's own way to have lock.mdb to itself is a POSIX lock of its first byte. Whoever has it although SETUP is ours is dying,
 * or another program, and it is waited for. Ours is given up at once: another program that opens the file while we hold it
 * would take itself for a second opener, and what is in the file for good.
 */
static nnreg_status wait_for_the_dying(struct nnreg_file_stat *stat, int fd, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_lock_bytes(fd, false, 0, 1, true, error);

    if (status != NNREG_OK)
        return status;
    nnreg_fs_unlock_bytes(fd, 0, 1);
    return nnreg_fs_stat_fd(stat, fd, error); /* it may have been making the file */
}

/*
 * LMDB makes lock.mdb by its length alone, and maps it: a hole for every slot, and a SIGBUS for who first uses one when the
 * device is full. So it gets its blocks here. While anybody has it open its length is left alone, by which all
 * know how many slots there are; whoever is the first makes it as long as it wants.
 */
static nnreg_status reserve_slots(int fd, uint64_t size, uint64_t wanted, struct nnreg_error *error)
{
    bool others = false;
    nnreg_status status = NNREG_OK;

    if (size > 0 && size != wanted)
        status = nnreg_fs_bytes_are_locked(&others, fd, 0, 1, error);
    if (status == NNREG_OK && size > wanted && !others)
        status = nnreg_fs_truncate(fd, wanted, error);
    if (status != NNREG_OK)
        return status;
    return nnreg_fs_reserve(fd, others ? size : wanted, error);
}

/* Everything but SETUP. */
static nnreg_status prepare_locked(struct nnreg_file_stat *stat, const struct nnreg_lmdb_env *env,
                                   struct nnreg_error *error)
{
    nnreg_status status = wait_for_the_dying(stat, env->lock_file, error);

    return status == NNREG_OK ? reserve_slots(env->lock_file, stat->size,
                                              nnreg_lmdb_lock_file_bytes(env->slots_wanted), error)
                              : status;
}

nnreg_status nnreg_lmdb_prepare_lock_file(bool *usable, struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    int fd;
    nnreg_status status = nnreg_lmdb_open_file(&fd, usable, &stat, env, NNREG_LMDB_LOCK, error);

    if (status == NNREG_NOT_FOUND) {
        status = nnreg_fs_create(&fd, env->folder, NNREG_LMDB_LOCK, error);
        *usable = status == NNREG_OK;
    }
    if (status != NNREG_OK) /* a link, a FIFO: nobody gave this path, so it is no argument */
        return status == NNREG_INVALID_ARGUMENT ? NNREG_CORRUPT : status;
    env->lock_file = fd;
    env->lock_writable = *usable;
    status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_USING, false, true, error);
    if (status != NNREG_OK || !*usable)
        return status;
    status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_SETUP, true, true, error);
    return status == NNREG_OK ? prepare_locked(&stat, env, error) : status;
}

void nnreg_lmdb_use_lock_file(struct nnreg_lmdb_env *env)
{
    struct nnreg_file_stat stat;

    if (nnreg_fs_open(&env->lock_file, &stat, env->folder, NNREG_LMDB_LOCK, NULL) == NNREG_OK)
        (void)nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_USING, false, true, NULL);
}
