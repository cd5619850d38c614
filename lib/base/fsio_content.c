/*
 * The bytes of open files, and their way to the device: see fsio.h. All reading and writing says where (pread(2)), so that
 * threads can share a descriptor: there is no position that one could move under another.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/fs.h>

#include "base/fsio_call.h"

#define SYNCED_PAGE UINT64_C(65536) /* as large as any system has */

/* A call returns less than was asked for after a signal, and never more than 0x7ffff000 bytes (read(2)); the end is 0. */
nnreg_status nnreg_fs_read(size_t *got, int fd, uint64_t offset, void *content, size_t size,
                           struct nnreg_error *error)
{
    *got = 0;
    while (*got < size) {
        ssize_t n;

        NNREG_FS_CALL(n, "pread", pread(fd, (char *)content + *got, size - *got, (off_t)(offset + *got)));
        if (n < 0)
            return nnreg_fs_fail(error, errno, "read", fd, NULL);
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    return NNREG_OK;
}

/*
 * Less than was given is written up to a full device or a limit (write(2)): it is the next call that says so. A regular file
 * takes at least a byte or says why not, so the loop ends.
 */
nnreg_status nnreg_fs_write(int fd, uint64_t offset, const void *content, size_t size,
                            struct nnreg_error *error)
{
    size_t done = 0;

    while (done < size) {
        ssize_t n;

        NNREG_FS_CALL(n, "pwrite",
                      pwrite(fd, (const char *)content + done, size - done, (off_t)(offset + done)));
        if (n < 0)
            return nnreg_fs_fail(error, errno, "write", fd, NULL);
        done += (size_t)n;
    }
    return NNREG_OK;
}

/*
 * A descriptor that somebody has made non-blocking says EAGAIN where another would wait (write(2)); who else has it open is
 * not known, so it is left as it is, and waited for.
 */
nnreg_status nnreg_fs_append(int fd, const void *content, size_t size, struct nnreg_error *error)
{
    size_t done = 0;

    while (done < size) {
        ssize_t n;

        NNREG_FS_CALL(n, "write", write(fd, (const char *)content + done, size - done));
        if (n < 0 && errno == EAGAIN) {
            struct pollfd writable = {.fd = fd, .events = POLLOUT};
            int ready;

            NNREG_FS_CALL(ready, "poll", poll(&writable, 1, -1));
            n = ready < 0 ? -1 : 0;
        }
        if (n < 0)
            return nnreg_fs_fail(error, errno, "write", fd, NULL);
        done += (size_t)n;
    }
    return NNREG_OK;
}

/*
 * Neither waits nor promises anything (sync_file_range(2)): whatever it fails of is met by the fsync that follows. Whole pages
 * only: the last one is written to by the next piece, which would wait until the device is done with it.
 */
void nnreg_fs_begin_sync(int fd, uint64_t offset, uint64_t size)
{
    uint64_t from = offset & ~(SYNCED_PAGE - 1), to = (offset + size) & ~(SYNCED_PAGE - 1);

    if (to > from)
        (void)sync_file_range(fd, (off_t)from, (off_t)(to - from), SYNC_FILE_RANGE_WRITE);
}

nnreg_status nnreg_fs_truncate(int fd, uint64_t size, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "ftruncate", ftruncate(fd, (off_t)size));
    return result == 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "set the size of", fd, NULL);
}

/* fchmod(2) does not go by the umask, so what the umask has left of the mode is asked for first. */
nnreg_status nnreg_fs_protect(int fd, struct nnreg_error *error)
{
    struct stat st;
    int result;

    NNREG_FS_CALL(result, "fstat", fstat(fd, &st));
    if (result == 0)
        NNREG_FS_CALL(result, "fchmod", fchmod(fd, st.st_mode & 0444));
    return result == 0 ? NNREG_OK
                       : nnreg_fs_fail(error, errno, "take away the write permission of", fd, NULL);
}

/* Only who is privileged may give a file away (chown(2)), so the owner is tried first; the mode comes last, as chown may alter it. */
nnreg_status nnreg_fs_keep_rights(int to, int from, struct nnreg_error *error)
{
    struct stat st;
    int result;

    NNREG_FS_CALL(result, "fstat", fstat(from, &st));
    if (result == 0)
        NNREG_FS_CALL(result, "fchown", fchown(to, st.st_uid, st.st_gid));
    if (result != 0 && errno == EPERM)
        NNREG_FS_CALL(result, "fchown", fchown(to, (uid_t)-1, st.st_gid));
    if (result == 0)
        NNREG_FS_CALL(result, "fchmod", fchmod(to, st.st_mode & 07777));
    return result == 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "give its group and its mode to", to, NULL);
}

/*
 * FICLONE (ioctl_ficlone(2)) shares the whole file or nothing. It fails for many reasons that are nobody's fault, by file
 * system: two devices (EXDEV), no such request (ENOTTY, EOPNOTSUPP), a swap file (ETXTBSY), unlike flags of the two (EINVAL).
 */
nnreg_status nnreg_fs_reflink(bool *shared, int to, int from, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "reflink", ioctl(to, FICLONE, from));
    *shared = result == 0;
    if (result != 0 && (errno == ENOSPC || errno == EDQUOT))
        return nnreg_fs_fail(error, errno, "share blocks with", to, NULL);
    return NNREG_OK; /* every other errno says that these two files cannot share: the caller copies */
}

/*
 * Of a folder it makes the names in it durable, which fsync of the files named does not (fsync(2)). But for EINTR it is
 * never tried again: Linux drops the pages that it could not write, or takes them for written, so a second call may succeed
 * and mean nothing.
 */
nnreg_status nnreg_fs_sync(int fd, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "fsync", fsync(fd));
    return result == 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "write to the device", fd, NULL);
}
