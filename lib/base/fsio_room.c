/*
 * Room on the device: taken before it is needed, or looked for after it was not there.
 *
 * A file that is mapped must have its blocks: a store to a hole of it, when the device is full, ends the process by SIGBUS.
 */
#include "base/fsio.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>

#define PIECE 4096 /* bytes: the least that a file system gives out, or near it */

/*
 * Not again and again on EINTR, as other calls are: where there is a signal in the way, tmpfs gives back all that this call had
 * allocated (fallocate(2): EINTR), so with a timer that ticks faster than the call takes it would never end.
 */
static int allocate(int fd, int mode, uint64_t from, uint64_t size)
{
    int code, tries;

    for (tries = 0; tries < 100; tries++) {
        code = nnreg_fs_step("fallocate");
        if (code == 0 && fallocate(fd, mode, (off_t)from, (off_t)size) != 0)
            code = errno;
        if (code != EINTR)
            break;
    }
    /* Not every file system can (fallocate(2): EOPNOTSUPP; EINVAL and ENODEV from some); then it is as it was. */
    return code == EOPNOTSUPP || code == ENOSYS || code == EINVAL || code == ENODEV ? 0 : code;
}

nnreg_status nnreg_fs_reserve(int fd, uint64_t size, struct nnreg_error *error)
{
    int code = allocate(fd, 0, 0, size);

    return code == 0 ? NNREG_OK : nnreg_fs_fail(error, code, "reserve room for", fd, NULL);
}

int nnreg_fs_lacks_room(int fd)
{
    struct nnreg_file_stat stat;
    struct rlimit limit;
    int code;

    if (nnreg_fs_stat_fd(&stat, fd, NULL) != NNREG_OK)
        return 0;
    /*
     * Looked at, since it cannot be tried: below, the file does not become longer, which is all that this limit is about; and
     * what does go beyond it is answered by SIGXFSZ, which ends the process (setrlimit(2)).
     */
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        stat.size + PIECE > (uint64_t)limit.rlim_cur)
        return EFBIG;
    /* Behind the end, where nobody sees it; and it goes with the next write there, or with the file. */
    code = allocate(fd, FALLOC_FL_KEEP_SIZE, stat.size, PIECE);
    return code == ENOSPC || code == EDQUOT || code == EFBIG ? code : 0;
}
