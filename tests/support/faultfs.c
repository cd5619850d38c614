/*
 * The wrappers of the preload library: each file function that LMDB or nnreg calls, and its siblings. What becomes of a
 * call is decided in faultfs_plan.c, which says how to ask for it.
 *
 * A wrapper is made by WRAP: the function's type, name and group, its parameters, what its call is known by (a descriptor,
 * a path), and its arguments. Those that read or write are made by hand, since they can be made shorter; so are those
 * that are not always about files.
 */
/* The libc's own declarations: without the inline functions of a fortified build, and with both sizes of offsets. */
#undef _FORTIFY_SOURCE
#undef _FILE_OFFSET_BITS
#define _GNU_SOURCE /* config.h is not there to say it: the preload library wants the libc as it is */
#include "faultfs.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

/* The function that is wrapped: looked up at the first call, which any number of threads may do at once. */
#define REAL(name)                 \
    static __typeof__(&name) real; \
    if (real == NULL)              \
    real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define JUDGE(name, group, fd, path)                         \
    struct faultfs_call call_ = {name, group, fd, path};     \
    struct faultfs_verdict verdict_ = faultfs_judge(&call_); \
    if (verdict_.error != 0) {                               \
        errno = verdict_.error;                              \
        return -1;                                           \
    }

#define WRAP(type, name, known_as, group, fd, path, parameters, arguments) \
    EXPORT type name parameters;                                           \
    EXPORT type name parameters                                            \
    {                                                                      \
        type result;                                                       \
        REAL(name);                                                        \
        JUDGE(known_as, group, fd, path)                                   \
        result = real arguments;                                           \
        faultfs_made(&verdict_);                                           \
        return result;                                                     \
    }

/* ---------------------------------------------------------------------------------------------- opening -- */

/* `mode` is there only when a file can be made. */
#define TAKE_MODE(flags)                                              \
    mode_t mode = 0;                                                  \
    if (((flags)&O_CREAT) != 0 || ((flags)&O_TMPFILE) == O_TMPFILE) { \
        va_list more;                                                 \
        va_start(more, flags);                                        \
        mode = va_arg(more, mode_t);                                  \
        va_end(more);                                                 \
    }

#define WRAP_OPEN(name)                                \
    EXPORT int name(const char *path, int flags, ...); \
    EXPORT int name(const char *path, int flags, ...)  \
    {                                                  \
        int result;                                    \
        TAKE_MODE(flags)                               \
        REAL(name);                                    \
        JUDGE("open", "open", -1, path)                \
        result = real(path, flags, mode);              \
        faultfs_made(&verdict_);                       \
        return result;                                 \
    }
#define WRAP_OPENAT(name)                                          \
    EXPORT int name(int folder, const char *path, int flags, ...); \
    EXPORT int name(int folder, const char *path, int flags, ...)  \
    {                                                              \
        int result;                                                \
        TAKE_MODE(flags)                                           \
        REAL(name);                                                \
        JUDGE("openat", "open", folder, path)                      \
        result = real(folder, path, flags, mode);                  \
        faultfs_made(&verdict_);                                   \
        return result;                                             \
    }

WRAP_OPEN(open)
WRAP_OPEN(open64)
WRAP_OPENAT(openat)
WRAP_OPENAT(openat64)

/* What a fortified program calls where it gives no mode. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);
int __openat64_2(int folder, const char *path, int flags);
WRAP(int, __open_2, "open", "open", -1, path, (const char *path, int flags), (path, flags))
WRAP(int, __open64_2, "open", "open", -1, path, (const char *path, int flags), (path, flags))
WRAP(int, __openat_2, "openat", "open", folder, path, (int folder, const char *path, int flags),
     (folder, path, flags))
WRAP(int, __openat64_2, "openat", "open", folder, path, (int folder, const char *path, int flags),
     (folder, path, flags))

/* A close that fails has closed all the same. */
EXPORT int close(int fd)
{
    struct faultfs_call call = {"close", "close", fd, NULL};
    struct faultfs_verdict verdict = faultfs_judge(&call);
    int result;

    REAL(close);
    result = real(fd);
    faultfs_made(&verdict);
    if (verdict.error != 0)
        errno = verdict.error;
    return verdict.error != 0 ? -1 : result;
}

/* ------------------------------------------------------------------------------------- reading and writing -- */

#define WRAP_SIZED(name, known_as, group, parameters, arguments) \
    EXPORT ssize_t name parameters;                              \
    EXPORT ssize_t name parameters                               \
    {                                                            \
        ssize_t result;                                          \
        REAL(name);                                              \
        JUDGE(known_as, group, fd, NULL)                         \
        size = faultfs_size(&verdict_, size);                    \
        result = real arguments;                                 \
        faultfs_made(&verdict_);                                 \
        return result;                                           \
    }

WRAP_SIZED(read, "read", "read", (int fd, void *out, size_t size), (fd, out, size))
WRAP_SIZED(pread, "pread", "read", (int fd, void *out, size_t size, off_t at), (fd, out, size, at))
WRAP_SIZED(pread64, "pread", "read", (int fd, void *out, size_t size, off64_t at), (fd, out, size, at))
WRAP_SIZED(write, "write", "write", (int fd, const void *from, size_t size), (fd, from, size))
WRAP_SIZED(pwrite, "pwrite", "write", (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
WRAP_SIZED(pwrite64, "pwrite", "write", (int fd, const void *from, size_t size, off64_t at),
           (fd, from, size, at))

/* What a fortified program calls where it knows the size of `out`. */
ssize_t __read_chk(int fd, void *out, size_t size, size_t room);
ssize_t __pread_chk(int fd, void *out, size_t size, off_t at, size_t room);
ssize_t __pread64_chk(int fd, void *out, size_t size, off64_t at, size_t room);
WRAP_SIZED(__read_chk, "read", "read", (int fd, void *out, size_t size, size_t room), (fd, out, size, room))
WRAP_SIZED(__pread_chk, "pread", "read", (int fd, void *out, size_t size, off_t at, size_t room),
           (fd, out, size, at, room))
WRAP_SIZED(__pread64_chk, "pread", "read", (int fd, void *out, size_t size, off64_t at, size_t room),
           (fd, out, size, at, room))

WRAP(off_t, lseek, "lseek", "seek", fd, NULL, (int fd, off_t at, int whence), (fd, at, whence))
WRAP(off64_t, lseek64, "lseek", "seek", fd, NULL, (int fd, off64_t at, int whence), (fd, at, whence))

/* The first half of the pieces; half of the piece, when it is one. */
static int shorten_pieces(struct iovec *one, const struct iovec **pieces, int count,
                          const struct faultfs_verdict *verdict)
{
    if (!verdict->shortened || count < 1)
        return count;
    if (count > 1)
        return count / 2;
    *one = (*pieces)[0];
    one->iov_len = faultfs_size(verdict, one->iov_len);
    *pieces = one;
    return 1;
}

#define WRAP_PIECES(name, known_as, parameters, arguments)       \
    EXPORT ssize_t name parameters;                              \
    EXPORT ssize_t name parameters                               \
    {                                                            \
        struct iovec one;                                        \
        ssize_t result;                                          \
        REAL(name);                                              \
        JUDGE(known_as, "write", fd, NULL)                       \
        count = shorten_pieces(&one, &pieces, count, &verdict_); \
        result = real arguments;                                 \
        faultfs_made(&verdict_);                                 \
        return result;                                           \
    }

WRAP_PIECES(writev, "writev", (int fd, const struct iovec *pieces, int count), (fd, pieces, count))
WRAP_PIECES(pwritev, "pwritev", (int fd, const struct iovec *pieces, int count, off_t at),
            (fd, pieces, count, at))
WRAP_PIECES(pwritev64, "pwritev", (int fd, const struct iovec *pieces, int count, off64_t at),
            (fd, pieces, count, at))

/* ---------------------------------------------------------------------------------- durability, size, mapping -- */

WRAP(int, fsync, "fsync", "sync", fd, NULL, (int fd), (fd))
WRAP(int, fdatasync, "fdatasync", "sync", fd, NULL, (int fd), (fd))
WRAP(int, sync_file_range, "sync_file_range", "sync", fd, NULL,
     (int fd, off64_t at, off64_t size, unsigned flags), (fd, at, size, flags))
WRAP(int, ftruncate, "ftruncate", "truncate", fd, NULL, (int fd, off_t size), (fd, size))
WRAP(int, ftruncate64, "ftruncate", "truncate", fd, NULL, (int fd, off64_t size), (fd, size))
WRAP(int, fallocate, "fallocate", "truncate", fd, NULL, (int fd, int mode, off_t from, off_t size),
     (fd, mode, from, size))
WRAP(int, fallocate64, "fallocate", "truncate", fd, NULL, (int fd, int mode, off64_t from, off64_t size),
     (fd, mode, from, size))

/* Memory has no path: it counts as the root itself. Nobody here syncs any that is not the store's. */
WRAP(int, msync, "msync", "sync", -1, "", (void *at, size_t size, int flags), (at, size, flags))

#define WRAP_MAP(name, offset_type)                                                                  \
    EXPORT void *name(void *at, size_t size, int protection, int flags, int fd, offset_type offset); \
    EXPORT void *name(void *at, size_t size, int protection, int flags, int fd, offset_type offset)  \
    {                                                                                                \
        struct faultfs_call call = {"mmap", "map", fd, NULL};                                        \
        struct faultfs_verdict verdict = {0, false, false};                                          \
        void *result;                                                                                \
        REAL(name);                                                                                  \
        if ((flags & MAP_ANONYMOUS) == 0)                                                            \
            verdict = faultfs_judge(&call);                                                          \
        if (verdict.error != 0) {                                                                    \
            errno = verdict.error;                                                                   \
            return MAP_FAILED;                                                                       \
        }                                                                                            \
        result = real(at, size, protection, flags, fd, offset);                                      \
        faultfs_made(&verdict);                                                                      \
        return result;                                                                               \
    }

WRAP_MAP(mmap, off_t)
WRAP_MAP(mmap64, off64_t)

/* ------------------------------------------------------------------------------------- names, modes, statuses -- */

WRAP(int, rename, "rename", "name", -1, to, (const char *from, const char *to), (from, to))
WRAP(int, renameat, "renameat", "name", to_folder, to,
     (int from_folder, const char *from, int to_folder, const char *to), (from_folder, from, to_folder, to))
WRAP(int, renameat2, "renameat2", "name", to_folder, to,
     (int from_folder, const char *from, int to_folder, const char *to, unsigned flags),
     (from_folder, from, to_folder, to, flags))
WRAP(int, link, "link", "name", -1, to, (const char *from, const char *to), (from, to))
WRAP(int, linkat, "linkat", "name", to_folder, to,
     (int from_folder, const char *from, int to_folder, const char *to, int flags),
     (from_folder, from, to_folder, to, flags))
WRAP(int, unlink, "unlink", "name", -1, path, (const char *path), (path))
WRAP(int, unlinkat, "unlinkat", "name", folder, path, (int folder, const char *path, int flags),
     (folder, path, flags))
WRAP(int, mkdir, "mkdir", "name", -1, path, (const char *path, mode_t mode), (path, mode))
WRAP(int, mkdirat, "mkdirat", "name", folder, path, (int folder, const char *path, mode_t mode),
     (folder, path, mode))
WRAP(int, rmdir, "rmdir", "name", -1, path, (const char *path), (path))
WRAP(int, fchmod, "fchmod", "mode", fd, NULL, (int fd, mode_t mode), (fd, mode))
WRAP(int, fstat, "fstat", "stat", fd, NULL, (int fd, struct stat *out), (fd, out))
WRAP(int, fstat64, "fstat", "stat", fd, NULL, (int fd, struct stat64 *out), (fd, out))
/* What programs linked with a glibc before 2.33 call; Debian's LMDB is one. */
int __fxstat(int version, int fd, struct stat *out);
WRAP(int, __fxstat, "fstat", "stat", fd, NULL, (int version, int fd, struct stat *out), (version, fd, out))
WRAP(int, stat, "stat", "stat", -1, path, (const char *restrict path, struct stat *restrict out), (path, out))
WRAP(int, lstat, "lstat", "stat", -1, path, (const char *restrict path, struct stat *restrict out),
     (path, out))
WRAP(int, access, "access", "stat", -1, path, (const char *path, int mode), (path, mode))
WRAP(int, fstatat, "fstatat", "stat", folder, path,
     (int folder, const char *restrict path, struct stat *restrict out, int flags),
     (folder, path, out, flags))
WRAP(int, fstatat64, "fstatat", "stat", folder, path,
     (int folder, const char *restrict path, struct stat64 *restrict out, int flags),
     (folder, path, out, flags))

/* ------------------------------------------------------------------------------------------------------- locks -- */

WRAP(int, flock, "flock", "lock", fd, NULL, (int fd, int operation), (fd, operation))

static bool is_lock(int command)
{
    return command == F_SETLK || command == F_SETLKW || command == F_GETLK || command == F_OFD_SETLK ||
           command == F_OFD_SETLKW || command == F_OFD_GETLK;
}

/* Every third argument of fcntl fits in a pointer. Only locks count. */
#define WRAP_FCNTL(name)                        \
    EXPORT int name(int fd, int command, ...);  \
    EXPORT int name(int fd, int command, ...)   \
    {                                           \
        void *argument;                         \
        va_list more;                           \
        int result;                             \
        REAL(name);                             \
        va_start(more, command);                \
        argument = va_arg(more, void *);        \
        va_end(more);                           \
        if (!is_lock(command))                  \
            return real(fd, command, argument); \
        JUDGE("fcntl", "lock", fd, NULL)        \
        result = real(fd, command, argument);   \
        faultfs_made(&verdict_);                \
        return result;                          \
    }

WRAP_FCNTL(fcntl)
WRAP_FCNTL(fcntl64)
