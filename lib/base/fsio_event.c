/* A descriptor that others poll, and that is readable once it was rung, until it is read (eventfd): see fsio.h. */
#include <errno.h>
#include <sys/eventfd.h>

#include "base/fsio_call.h"

nnreg_status nnreg_fs_bell(int *fd, struct nnreg_error *error)
{
    NNREG_FS_CALL(*fd, "eventfd", eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (*fd >= 0)
        return NNREG_OK;
    *fd = -1;
    if (errno == ENOSYS || errno == EINVAL)
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          "this system has no eventfd(2), and so no descriptor to poll");
    return nnreg_fail_errno(error, errno, "cannot make a descriptor to poll");
}

void nnreg_fs_ring(int fd)
{
    (void)eventfd_write(fd, 1); /* refused only where it was rung 2^64 - 2 times: it is readable then */
}
