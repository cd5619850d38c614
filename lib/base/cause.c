/*
 * Causes in words: see cause.h.
 *
 * The words say what an errno means here, not everywhere it occurs (errno(3)): no call of the library has an argument that
 * could be wrong of itself, so EINVAL is what a file system says that cannot do it. Some have two names of one number on Linux,
 * and the row is by the other one: EWOULDBLOCK (EAGAIN), ENOTSUP (EOPNOTSUPP). What has no row is nobody's path, so that a
 * caller's file is not blamed for what is not known.
 */
#include "base/cause.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>

enum about { SYSTEM, PATH };

static const struct cause {
    int number;
    nnreg_status status;
    enum about about;
    const char *words;
} causes[] = {
    {ENOENT, NNREG_NOT_FOUND, PATH, "there is no such file or folder"},
    {EEXIST, NNREG_EXISTS, PATH, "it is there already"},
    {EACCES, NNREG_IO, PATH, "permission denied"},
    {EPERM, NNREG_IO, PATH, "the system does not permit it"},
    {ENOTDIR, NNREG_IO, PATH, "a part of the path is no folder"},
    {EISDIR, NNREG_IO, PATH, "it is a folder"},
    {ELOOP, NNREG_IO, PATH, "too many symbolic links"},
    {ENAMETOOLONG, NNREG_IO, PATH, "the name is too long for the file system"},
    {ENXIO, NNREG_IO, PATH, "it is a socket, or a device without a driver"},
    {ENOTEMPTY, NNREG_IO, PATH, "the folder is not empty"},
    {EXDEV, NNREG_IO, PATH, "it would lead to another file system"},
    {EINVAL, NNREG_IO, SYSTEM, "the file system does not support it"},
    {EOPNOTSUPP, NNREG_IO, SYSTEM, "the file system does not support it"},
    {ENOSYS, NNREG_IO, SYSTEM, "the system does not support it"},
    {EBADF, NNREG_IO, SYSTEM, "the descriptor is closed, or open for something else"},
    {ESPIPE, NNREG_IO, SYSTEM, "it is a pipe or a socket, which has no places"},
    {EPIPE, NNREG_IO, SYSTEM, "nobody reads from it any more"},
    {EROFS, NNREG_READ_ONLY, SYSTEM, "the file system is mounted read-only"},
    {EMFILE, NNREG_BUSY, SYSTEM, "this process has too many files open (ulimit -n)"},
    {ENFILE, NNREG_BUSY, SYSTEM, "the system has too many files open"},
    {ENOLCK, NNREG_BUSY, SYSTEM, "the system has no lock left to give"},
    {EDEADLK, NNREG_BUSY, SYSTEM, "waiting for the lock would never end"},
    {EAGAIN, NNREG_BUSY, SYSTEM, "the system cannot do it for now"},
    {EBUSY, NNREG_BUSY, SYSTEM, "the system has it in use"},
    {ETXTBSY, NNREG_BUSY, SYSTEM, "it is a program that is running"},
    {ENOSPC, NNREG_NO_SPACE, SYSTEM, "no space is left on the device"},
    {EDQUOT, NNREG_NO_SPACE, SYSTEM, "the disk quota is used up"},
    {EFBIG, NNREG_NO_SPACE, SYSTEM, "larger than a file may be (ulimit -f, or the file system's limit)"},
    {ENOMEM, NNREG_NO_MEMORY, SYSTEM, "out of memory"},
    {EIO, NNREG_IO, SYSTEM, "the device failed (input/output error)"},
    {EINTR, NNREG_IO, SYSTEM, "interrupted by a signal"},
    {ESTALE, NNREG_IO, SYSTEM, "the server no longer knows the file"},
    {ETIMEDOUT, NNREG_IO, SYSTEM, "the server does not answer"},
    {ENODEV, NNREG_IO, SYSTEM, "the device is gone"},
    {EOVERFLOW, NNREG_IO, SYSTEM, "a number is too large for this system"},
    {EFAULT, NNREG_IO, SYSTEM, "an address is not the process's"},
};

static const struct cause *find_cause(int number)
{
    size_t i;

    for (i = 0; i < sizeof causes / sizeof *causes; i++)
        if (causes[i].number == number)
            return &causes[i];
    return NULL;
}

const char *nnreg_cause_text(int number, char room[NNREG_CAUSE_TEXT])
{
    const struct cause *cause = find_cause(number);

    if (cause != NULL)
        return cause->words;
    (void)snprintf(room, NNREG_CAUSE_TEXT, "system error %d", number);
    return room;
}

nnreg_status nnreg_status_of_errno(int number)
{
    const struct cause *cause = find_cause(number);

    return cause != NULL ? cause->status : NNREG_IO;
}

bool nnreg_cause_is_path(int number)
{
    const struct cause *cause = find_cause(number);

    return cause != NULL && cause->about == PATH;
}
