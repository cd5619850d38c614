/*
 * Locks of ranges of a file's bytes, of the kind that belongs to an open file (F_OFD_SETLK, fcntl(2), Linux 3.15): they are
 * over when the last descriptor of that open file is closed, so with its process at the latest; another descriptor of the
 * same file, opened and closed elsewhere in the process, does not take them away, as it does with POSIX's own; and they
 * know nothing of process ids, so they hold between PID namespaces.
 */
#include "base/fsio.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static struct flock range(short type, uint64_t from, uint64_t count)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = (off_t)from, .l_len = (off_t)count};

    return lock;
}

/* A lock that another holds is EAGAIN or EACCES, by system. */
nnreg_status nnreg_fs_lock_bytes(int fd, bool exclusive, uint64_t from, uint64_t count, bool wait,
                                 struct nnreg_error *error)
{
    struct flock lock = range(exclusive ? F_WRLCK : F_RDLCK, from, count);
    int result = -1;

    errno = nnreg_fs_step("fcntl");
    if (errno == 0) {
        do
            result = fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock);
        while (result == -1 && errno == EINTR);
    }
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

nnreg_status nnreg_fs_bytes_are_locked(bool *locked, int fd, uint64_t from, uint64_t count,
                                       struct nnreg_error *error)
{
    struct flock lock = range(F_WRLCK, from, count);
    int result = -1;

    *locked = false;
    errno = nnreg_fs_step("fcntl");
    if (errno == 0)
        result = fcntl(fd, F_OFD_GETLK, &lock);
    if (result != 0)
        return nnreg_fs_fail(error, errno, "look at the locks of", fd, NULL);
    *locked = lock.l_type != F_UNLCK;
    return NNREG_OK;
}
