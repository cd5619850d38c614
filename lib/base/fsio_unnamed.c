/*
 * Files without a name, for what has to be somewhere while a call lasts: they are gone with their descriptor, however
 * the process ends. Where a file system has no such files (O_TMPFILE, open(2)), one is made under a name and loses it
 * at once.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fsio_call.h"

nnreg_status nnreg_fs_create_in_memory(int *fd, struct nnreg_error *error)
{
    NNREG_FS_CALL(*fd, "memfd_create", memfd_create("nnreg", MFD_CLOEXEC));
    return *fd >= 0 ? NNREG_OK : nnreg_fail_errno(error, errno, "cannot make a file in memory");
}

static nnreg_status create_and_unname(int *fd, int folder, struct nnreg_error *error)
{
    uint64_t random;
    char name[32];
    nnreg_status status;

    if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random)
        random = (uint64_t)nnreg_clock_now();
    (void)snprintf(name, sizeof name, ".nnreg-%016llx", (unsigned long long)random);
    status = nnreg_fs_create(fd, folder, name, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_remove(folder, name, error);
    if (status != NNREG_OK) {
        nnreg_fs_close(*fd);
        *fd = -1;
    }
    return status;
}

nnreg_status nnreg_fs_create_unnamed(int *fd, const char *folder, struct nnreg_error *error)
{
    nnreg_status status;
    int opened;

    NNREG_FS_CALL(*fd, "tmpfile", open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600));
    if (*fd >= 0)
        return NNREG_OK;
    if (errno != EOPNOTSUPP && errno != EISDIR) /* the latter from kernels that do not know it */
        return nnreg_fs_fail(error, errno, "make a file in", AT_FDCWD, folder);
    status = nnreg_fs_open_folder(&opened, AT_FDCWD, folder, true, error);
    if (status != NNREG_OK)
        return status;
    status = create_and_unname(fd, opened, error);
    nnreg_fs_close(opened);
    return status;
}

/* Without O_EXCL, which would keep it from ever getting a name (open(2)). */
nnreg_status nnreg_fs_create_to_link(int *fd, int folder, struct nnreg_error *error)
{
    NNREG_FS_CALL(*fd, "tmpfile", openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0444));
    if (*fd >= 0)
        return NNREG_OK;
    if (errno == EOPNOTSUPP || errno == EISDIR)
        return nnreg_fail(error, NNREG_UNSUPPORTED, "the file system has no files without a name");
    return nnreg_fs_fail(error, errno, "make a file in", folder, NULL);
}
