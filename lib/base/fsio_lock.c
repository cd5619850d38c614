/*
 * Locks, of two kinds that both belong to an open file: they are over when the last descriptor of that open file is closed, so
 * with its process at the latest; another descriptor of the same file, opened and closed elsewhere in the process, does not
 * take them away, as it does with POSIX's own (F_SETLK, fcntl(2)); and they know nothing of process ids, so they hold between
 * PID namespaces. The two do not see each other.
 *
 * of the whole     flock(2), which takes a folder, too: there is no other exclusive lock for what cannot be opened for writing
 * of some bytes    F_OFD_SETLK, fcntl(2), Linux 3.15: many locks, shared or exclusive, in one file that is open anyway
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fsio_call.h"

nnreg_status nnreg_fs_lock(int fd, bool wait, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "flock", flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB)));
    if (result == 0)
        return NNREG_OK;
    if (errno == EWOULDBLOCK) {
        char name[NNREG_FS_PATH];

        (void)nnreg_fs_path(name, fd, NULL);
        return nnreg_fail(error, NNREG_BUSY, "somebody else has \"%s\" locked", name);
    }
    return nnreg_fs_fail(error, errno, "lock", fd, NULL);
}

nnreg_status nnreg_fs_lock_shared(int fd, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "flock", flock(fd, LOCK_SH));
    return result == 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "lock", fd, NULL);
}

/* Apart from nnreg_fs_lock, since NNREG_BUSY may also be that the system has no more locks. */
nnreg_status nnreg_fs_try_lock(bool *taken, int fd, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "flock", flock(fd, LOCK_EX | LOCK_NB));
    *taken = result != 0 && errno == EWOULDBLOCK;
    return result == 0 || *taken ? NNREG_OK : nnreg_fs_fail(error, errno, "lock", fd, NULL);
}

/* Not behind the seam, as nnreg_fs_unlock_bytes. */
void nnreg_fs_unlock(int fd)
{
    if (fd >= 0)
        (void)flock(fd, LOCK_UN);
}

/* l_pid stays 0, which the F_OFD_ commands insist on (EINVAL otherwise, fcntl(2)). */
static struct flock range(short type, uint64_t from, uint64_t count)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = (off_t)from, .l_len = (off_t)count};

    return lock;
}

/* A lock that another holds is EAGAIN or EACCES, by system (fcntl(2), F_SETLK). */
nnreg_status nnreg_fs_lock_bytes(int fd, bool exclusive, uint64_t from, uint64_t count, bool wait,
                                 struct nnreg_error *error)
{
    struct flock lock = range(exclusive ? F_WRLCK : F_RDLCK, from, count);
    int result;

    NNREG_FS_CALL(result, "fcntl", fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock));
    if (result == 0)
        return NNREG_OK;
    if (!wait && (errno == EAGAIN || errno == EACCES))
        return nnreg_fail(error, NNREG_BUSY, "another process holds the lock");
    return nnreg_fs_fail(error, errno, "lock a part of", fd, NULL);
}

/* Not behind the seam: it cannot fail, but for a descriptor that is none. */
void nnreg_fs_unlock_bytes(int fd, uint64_t from, uint64_t count)
{
    struct flock lock = range(F_UNLCK, from, count);

    (void)fcntl(fd, F_OFD_SETLK, &lock);
}

nnreg_status nnreg_fs_find_lock(uint64_t *at, uint64_t *count, bool *exclusive, int fd, uint64_t from,
                                uint64_t size, struct nnreg_error *error)
{
    struct flock lock = range(F_WRLCK, from, size);
    uint64_t end = from + size;
    int result;

    *at = *count = 0;
    *exclusive = false;
    NNREG_FS_CALL(result, "fcntl", fcntl(fd, F_OFD_GETLK, &lock));
    if (result != 0)
        return nnreg_fs_fail(error, errno, "look at the locks of", fd, NULL);
    if (lock.l_type == F_UNLCK)
        return NNREG_OK;
    *exclusive = lock.l_type == F_WRLCK;
    *at = (uint64_t)lock.l_start > from ? (uint64_t)lock.l_start : from;
    if (lock.l_len != 0 && (uint64_t)lock.l_start + (uint64_t)lock.l_len < end)
        end = (uint64_t)lock.l_start + (uint64_t)lock.l_len;
    *count = end - *at;
    return NNREG_OK;
}

nnreg_status nnreg_fs_bytes_are_locked(bool *locked, int fd, uint64_t from, uint64_t count,
                                       struct nnreg_error *error)
{
    /* Asked as if for an exclusive one, which a shared one of another would be in the way of, too. */
    struct flock lock = range(F_WRLCK, from, count);
    int result;

    *locked = false;
    NNREG_FS_CALL(result, "fcntl", fcntl(fd, F_OFD_GETLK, &lock));
    if (result != 0)
        return nnreg_fs_fail(error, errno, "look at the locks of", fd, NULL);
    *locked = lock.l_type != F_UNLCK;
    return NNREG_OK;
}
