/*
 * lock.mdb, before LMDB opens it: is it to be had, is somebody dying over it, and has it room for every slot? All three with one
 * descriptor, while OPENING is ours, so no other process of this library opens or closes.
 *
 * The descriptor is closed before LMDB opens the file, and nobody of this process has it open meanwhile: to close it would give
 * up LMDB's POSIX locks, which belong to the process.
 */
#include "store/lmdb/internal.h"

/* What LMDB makes of lock.mdb: 64 bytes for each reader but one, behind 192 of its own. */
#define LOCK_BYTES (((uint64_t)NNREG_LMDB_READERS - 1) * 64 + 192)

/*
 * LMDB's own way to have lock.mdb to itself is a POSIX lock of its first byte. Whoever has it although OPENING is ours is dying,
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
 * device is full. So it gets its blocks here. While another program has it open its length is left alone, by which
 * that program knows how many slots there are.
 */
static nnreg_status reserve_slots(int fd, uint64_t size, struct nnreg_error *error)
{
    bool others = false;
    nnreg_status status = NNREG_OK;

    if (size > 0 && size < LOCK_BYTES)
        status = nnreg_fs_bytes_are_locked(&others, fd, 0, 1, error);
    if (status != NNREG_OK)
        return status;
    return nnreg_fs_reserve(fd, others || size > LOCK_BYTES ? size : LOCK_BYTES, error);
}

nnreg_status nnreg_lmdb_prepare_lock_file(bool *usable, const struct nnreg_lmdb_env *env,
                                          struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    int fd;
    nnreg_status status = nnreg_fs_open_for_update(&fd, usable, &stat, env->folder, NNREG_LMDB_LOCK, error);

    if (status == NNREG_NOT_FOUND) {
        stat.size = 0;
        status = nnreg_fs_create(&fd, env->folder, NNREG_LMDB_LOCK, error);
        *usable = status == NNREG_OK;
    } else if (status == NNREG_OK && *usable) {
        status = wait_for_the_dying(&stat, fd, error);
    }
    if (status == NNREG_OK && *usable)
        status = reserve_slots(fd, stat.size, error);
    nnreg_fs_close(fd);
    return status;
}
