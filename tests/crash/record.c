/*
 * The wrapped calls: see record.h. They are defined in the program itself, which comes before the C library where a shared library
 * looks for a name. What is not recorded goes straight through.
 *
 * A file is known by its inode, a name by the inode of its folder; whoever reads the record starts from a list of both. A folder
 * or a file that is gone may leave its inode to another, which is seen by its being made. Sharing of blocks (FICLONE,
 * copy_file_range) is refused, as many file systems do, so all bytes come by writes. What is written through a shared map (LMDB's
 * lock file is) is recorded whole in front of each sync and each mark.
 */
#undef _FORTIFY_SOURCE
#undef _FILE_OFFSET_BITS
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "record.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/fs.h>

#define REAL(name)                 \
    static __typeof__(&name) real; \
    if (real == NULL)              \
    real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define MAPS 8

static struct {
    int log; /* 0: nothing is recorded */
    char root[PATH_MAX];
    size_t root_length;
    struct {
        void *at;
        size_t size;
        uint64_t inode, last; /* the sum of what was recorded of it */
    } map[MAPS];
} record;

/* Held from in front of a call until it is recorded, so that the order is the one in which things happened. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* ------------------------------------------------------------------------------------------------- the log -- */

static void put(const void *bytes, size_t size)
{
    const char *from = bytes;

    while (size > 0) {
        long wrote = syscall(SYS_write, record.log, from, size);

        if (wrote <= 0)
            abort();
        from += wrote;
        size -= (size_t)wrote;
    }
}

static void put_entry(const struct crash_entry *entry, const void *bytes)
{
    put(entry, sizeof *entry);
    if (bytes != NULL)
        put(bytes, (size_t)entry->size);
}

/* A file that never had a name is shown as "FOLDER/#INODE (deleted)". */
static void call_unnamed(char *path)
{
    char *last = strrchr(path, '/');

    last = last != NULL ? last + 1 : path;
    if (last[0] == '#' && strspn(last + 1, "0123456789") + strlen("# (deleted)") == strlen(last))
        snprintf(last, strlen(last) + 1, "(unnamed)");
}

/* The path of a descriptor below the root; false: it is elsewhere. */
static bool path_below(char out[CRASH_PATH], int fd)
{
    char link[64], path[PATH_MAX];
    ssize_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < (ssize_t)record.root_length)
        return false;
    path[length] = '\0';
    if (memcmp(path, record.root, record.root_length) != 0 ||
        (path[record.root_length] != '\0' && path[record.root_length] != '/'))
        return false;
    call_unnamed(path);
    snprintf(out, CRASH_PATH, "%s", path + record.root_length + (path[record.root_length] == '/'));
    return true;
}

/* What a descriptor stands for. */
static bool know_fd(struct crash_entry *entry, int fd)
{
    struct stat st;

    memset(entry, 0, sizeof *entry);
    if (record.log == 0 || fd < 0 || !path_below(entry->path, fd) || fstat(fd, &st) != 0)
        return false;
    entry->inode = st.st_ino;
    return true;
}

/* What a name stands for: its folder, and the last part. */
static bool know_name(uint64_t *folder, char name[CRASH_NAME], char path[CRASH_PATH], int at,
                      const char *given)
{
    const char *last = strrchr(given, '/');
    char parent[PATH_MAX] = ".", below[CRASH_PATH];
    struct stat st;
    bool known = false;
    int fd;

    if (record.log == 0)
        return false;
    if (last != NULL)
        snprintf(parent, sizeof parent, "%.*s", (int)(last == given ? 1 : last - given), given);
    fd = (int)syscall(SYS_openat, at, parent, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd < 0)
        return false;
    if (path_below(below, fd) && fstat(fd, &st) == 0) {
        *folder = st.st_ino;
        snprintf(name, CRASH_NAME, "%s", last != NULL ? last + 1 : given);
        if (snprintf(path, CRASH_PATH, "%s%s%s", below, below[0] != '\0' ? "/" : "", name) >= CRASH_PATH)
            abort();
        known = true;
    }
    syscall(SYS_close, fd);
    return known;
}

static uint64_t inode_at(int at, const char *path)
{
    struct stat st;

    return fstatat(at, path, &st, AT_SYMLINK_NOFOLLOW) == 0 ? st.st_ino : 0;
}

static uint64_t sum(const unsigned char *bytes, size_t size)
{
    uint64_t sum = 1;
    size_t i;

    for (i = 0; i < size; i++)
        sum = (sum ^ bytes[i]) * UINT64_C(0x100000001b3);
    return sum;
}

static void put_maps(void)
{
    size_t i;

    for (i = 0; i < MAPS; i++) {
        struct crash_entry entry = {.call = CRASH_WRITE, .inode = record.map[i].inode};
        uint64_t now;

        if (record.map[i].at == NULL)
            continue;
        now = sum(record.map[i].at, record.map[i].size);
        if (now == record.map[i].last)
            continue;
        record.map[i].last = now;
        entry.size = record.map[i].size;
        snprintf(entry.path, sizeof entry.path, "a shared map");
        put_entry(&entry, record.map[i].at);
    }
}

void crash_record_begin(const char *root, const char *log)
{
    snprintf(record.root, sizeof record.root, "%s", root);
    record.root_length = strlen(root);
    record.log = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (record.log <= 0)
        abort();
}

void crash_record_mark(const char *text)
{
    struct crash_entry entry = {.call = CRASH_MARK, .size = strlen(text) + 1};

    if (record.log == 0)
        return;
    pthread_mutex_lock(&mutex);
    put_maps();
    put_entry(&entry, text);
    pthread_mutex_unlock(&mutex);
}

void crash_record_end(void)
{
    if (record.log != 0)
        syscall(SYS_close, record.log);
    record.log = 0;
}

/* ------------------------------------------------------------------------------------------------- opening -- */

static void note_unnamed(int fd)
{
    struct crash_entry entry;

    if (!know_fd(&entry, fd))
        return;
    entry.call = CRASH_MAKE_UNNAMED;
    put_entry(&entry, NULL);
}

static int opened_file(int (*open_it)(int, const char *, int, mode_t), int at, const char *path, int flags,
                       mode_t mode)
{
    struct crash_entry entry = {.call = CRASH_MAKE_FILE};
    bool known, there;
    int fd;

    if (record.log == 0 || ((flags & (O_CREAT | O_TRUNC)) == 0 && (flags & O_TMPFILE) != O_TMPFILE))
        return open_it(at, path, flags, mode);
    pthread_mutex_lock(&mutex);
    if ((flags & O_TMPFILE) == O_TMPFILE) {
        fd = open_it(at, path, flags, mode);
        note_unnamed(fd);
        pthread_mutex_unlock(&mutex);
        return fd;
    }
    known = know_name(&entry.folder, entry.name, entry.path, at, path);
    there = known && inode_at(at, path) != 0;
    fd = open_it(at, path, flags, mode);
    if (known && fd >= 0 && (!there || (flags & O_TRUNC) != 0)) {
        struct stat st;

        entry.call = there ? CRASH_SIZE : CRASH_MAKE_FILE;
        if (fstat(fd, &st) != 0)
            abort();
        entry.inode = st.st_ino;
        put_entry(&entry, NULL);
    }
    pthread_mutex_unlock(&mutex);
    return fd;
}

/* From here on the functions are those of the C library, which LMDB has to find here. */
#pragma GCC visibility push(default)

static int open_really(int at, const char *path, int flags, mode_t mode)
{
    return (int)syscall(SYS_openat, at, path, flags, mode);
}

#define TAKE_MODE(flags)                                              \
    mode_t mode = 0;                                                  \
    if (((flags)&O_CREAT) != 0 || ((flags)&O_TMPFILE) == O_TMPFILE) { \
        va_list more;                                                 \
        va_start(more, flags);                                        \
        mode = va_arg(more, mode_t);                                  \
        va_end(more);                                                 \
    }
#define WRAP_OPEN(name)                                               \
    int name(const char *path, int flags, ...)                        \
    {                                                                 \
        TAKE_MODE(flags)                                              \
        return opened_file(open_really, AT_FDCWD, path, flags, mode); \
    }
#define WRAP_OPENAT(name)                                       \
    int name(int at, const char *path, int flags, ...)          \
    {                                                           \
        TAKE_MODE(flags)                                        \
        return opened_file(open_really, at, path, flags, mode); \
    }
WRAP_OPEN(open)
WRAP_OPEN(open64)
WRAP_OPENAT(openat)
WRAP_OPENAT(openat64)

/* ------------------------------------------------------------------------------------------- content and size -- */

static void put_write(int fd, const void *bytes, ssize_t size, int64_t offset)
{
    struct crash_entry entry;

    if (size <= 0 || !know_fd(&entry, fd))
        return;
    entry.call = CRASH_WRITE;
    entry.size = (uint64_t)size;
    entry.offset = (uint64_t)(offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR) - size);
    entry.synced = (fcntl(fd, F_GETFL) & O_DSYNC) != 0;
    put_entry(&entry, bytes);
}

#define WRAP_WRITE(name, parameters, arguments, offset) \
    ssize_t name parameters                             \
    {                                                   \
        ssize_t result;                                 \
        REAL(name);                                     \
        if (record.log == 0)                            \
            return real arguments;                      \
        pthread_mutex_lock(&mutex);                     \
        result = real arguments;                        \
        put_write(fd, from, result, offset);            \
        pthread_mutex_unlock(&mutex);                   \
        return result;                                  \
    }
WRAP_WRITE(write, (int fd, const void *from, size_t size), (fd, from, size), -1)
WRAP_WRITE(pwrite, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at), at)
WRAP_WRITE(pwrite64, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at), at)

/* Each piece is a write of its own, as far as the call came: on the device they are in no order. */
static void put_pieces(int fd, const struct iovec *pieces, int count, ssize_t wrote, int64_t at)
{
    int i;

    if (at < 0)
        at = lseek(fd, 0, SEEK_CUR) - wrote;
    for (i = 0; i < count && wrote > 0; i++) {
        ssize_t size = (ssize_t)pieces[i].iov_len < wrote ? (ssize_t)pieces[i].iov_len : wrote;

        put_write(fd, pieces[i].iov_base, size, at);
        at += size;
        wrote -= size;
    }
}

#define WRAP_PIECES(name, parameters, arguments, offset) \
    ssize_t name parameters                              \
    {                                                    \
        ssize_t result;                                  \
        REAL(name);                                      \
        if (record.log == 0)                             \
            return real arguments;                       \
        pthread_mutex_lock(&mutex);                      \
        result = real arguments;                         \
        put_pieces(fd, pieces, count, result, offset);   \
        pthread_mutex_unlock(&mutex);                    \
        return result;                                   \
    }
WRAP_PIECES(writev, (int fd, const struct iovec *pieces, int count), (fd, pieces, count), -1)
WRAP_PIECES(pwritev, (int fd, const struct iovec *pieces, int count, off_t at), (fd, pieces, count, at), at)
WRAP_PIECES(pwritev64, (int fd, const struct iovec *pieces, int count, off64_t at), (fd, pieces, count, at),
            at)

static void put_size(int fd)
{
    struct crash_entry entry;
    struct stat st;

    if (!know_fd(&entry, fd) || fstat(fd, &st) != 0)
        return;
    entry.call = CRASH_SIZE;
    entry.size = (uint64_t)st.st_size;
    put_entry(&entry, NULL);
}

static void put_sync(int fd)
{
    struct crash_entry entry;

    if (!know_fd(&entry, fd))
        return;
    put_maps();
    entry.call = CRASH_SYNC;
    put_entry(&entry, NULL);
}

#define WRAP_FD(name, parameters, arguments, put_it) \
    int name parameters                              \
    {                                                \
        int result;                                  \
        REAL(name);                                  \
        if (record.log == 0)                         \
            return real arguments;                   \
        pthread_mutex_lock(&mutex);                  \
        result = real arguments;                     \
        if (result == 0)                             \
            put_it(fd);                              \
        pthread_mutex_unlock(&mutex);                \
        return result;                               \
    }
WRAP_FD(ftruncate, (int fd, off_t size), (fd, size), put_size)
WRAP_FD(ftruncate64, (int fd, off64_t size), (fd, size), put_size)
WRAP_FD(fallocate, (int fd, int mode, off_t from, off_t size), (fd, mode, from, size), put_size)
WRAP_FD(fallocate64, (int fd, int mode, off64_t from, off64_t size), (fd, mode, from, size), put_size)
WRAP_FD(fsync, (int fd), (fd), put_sync)
WRAP_FD(fdatasync, (int fd), (fd), put_sync)

int ioctl(int fd, unsigned long request, ...)
{
    va_list more;
    void *argument;
    REAL(ioctl);

    va_start(more, request);
    argument = va_arg(more, void *);
    va_end(more);
    if (record.log != 0 && request == FICLONE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return real(fd, request, argument);
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *to_at, size_t size, unsigned flags)
{
    REAL(copy_file_range);

    if (record.log != 0) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return real(from, at, to, to_at, size, flags);
}

static void note_map(void *at, size_t size, int protection, int flags, int fd)
{
    struct crash_entry entry;
    size_t i;

    if (at == MAP_FAILED || (protection & PROT_WRITE) == 0 || (flags & MAP_SHARED) == 0 ||
        !know_fd(&entry, fd))
        return;
    for (i = 0; i < MAPS; i++)
        if (record.map[i].at == NULL) {
            record.map[i].at = at;
            record.map[i].size = size;
            record.map[i].inode = entry.inode;
            record.map[i].last = 0;
            return;
        }
    abort();
}

#define WRAP_MAP(name, offset_type)                                                              \
    void *name(void *at, size_t size, int protection, int flags, int fd, offset_type offset)     \
    {                                                                                            \
        void *result = (void *)syscall(SYS_mmap, at, size, protection, flags, fd, (long)offset); \
        if (record.log != 0 && (flags & MAP_ANONYMOUS) == 0) {                                   \
            pthread_mutex_lock(&mutex);                                                          \
            note_map(result, size, protection, flags, fd);                                       \
            pthread_mutex_unlock(&mutex);                                                        \
        }                                                                                        \
        return result;                                                                           \
    }
WRAP_MAP(mmap, off_t)
WRAP_MAP(mmap64, off64_t)

int munmap(void *at, size_t size)
{
    size_t i;

    for (i = 0; record.log != 0 && i < MAPS; i++)
        if (record.map[i].at == at) {
            pthread_mutex_lock(&mutex);
            put_maps();
            record.map[i].at = NULL;
            pthread_mutex_unlock(&mutex);
        }
    return (int)syscall(SYS_munmap, at, size);
}

/* ---------------------------------------------------------------------------------------------------- names -- */

static int renamed(int (*rename_it)(int, const char *, int, const char *, unsigned), int at, const char *from,
                   int to_at, const char *to, unsigned flags)
{
    struct crash_entry entry = {.call = CRASH_RENAME};
    char old_path[CRASH_PATH];
    bool known;
    int result;

    if (record.log == 0)
        return rename_it(at, from, to_at, to, flags);
    pthread_mutex_lock(&mutex);
    known = know_name(&entry.folder, entry.name, entry.path, to_at, to) &&
            know_name(&entry.old_folder, entry.old_name, old_path, at, from);
    entry.inode = inode_at(at, from);
    result = rename_it(at, from, to_at, to, flags);
    if (known && result == 0)
        put_entry(&entry, NULL);
    pthread_mutex_unlock(&mutex);
    return result;
}

static int rename_really(int at, const char *from, int to_at, const char *to, unsigned flags)
{
    return (int)syscall(SYS_renameat2, at, from, to_at, to, flags);
}

int rename(const char *from, const char *to)
{
    return renamed(rename_really, AT_FDCWD, from, AT_FDCWD, to, 0);
}
int renameat(int at, const char *from, int to_at, const char *to)
{
    return renamed(rename_really, at, from, to_at, to, 0);
}
int renameat2(int at, const char *from, int to_at, const char *to, unsigned flags)
{
    return renamed(rename_really, at, from, to_at, to, flags);
}

/* A call that gives or takes one name; what it is of is asked after the call (`after`), or before. */
#define WRAP_NAME(function, parameters, arguments, recorded, place, given, after)    \
    int function parameters                                                          \
    {                                                                                \
        struct crash_entry entry = {.call = recorded};                               \
        bool known;                                                                  \
        int result;                                                                  \
        REAL(function);                                                              \
        if (record.log == 0)                                                         \
            return real arguments;                                                   \
        pthread_mutex_lock(&mutex);                                                  \
        known = know_name(&entry.folder, entry.name, entry.path, place, given);      \
        entry.inode = (after) ? 0 : inode_at(place, given);                          \
        result = real arguments;                                                     \
        entry.inode = (after) && result == 0 ? inode_at(place, given) : entry.inode; \
        if (known && result == 0)                                                    \
            put_entry(&entry, NULL);                                                 \
        pthread_mutex_unlock(&mutex);                                                \
        return result;                                                               \
    }
WRAP_NAME(mkdir, (const char *path, mode_t mode), (path, mode), CRASH_MAKE_FOLDER, AT_FDCWD, path, true)
WRAP_NAME(mkdirat, (int at, const char *path, mode_t mode), (at, path, mode), CRASH_MAKE_FOLDER, at, path,
          true)
WRAP_NAME(link, (const char *from, const char *to), (from, to), CRASH_LINK, AT_FDCWD, to, true)
WRAP_NAME(linkat, (int at, const char *from, int to_at, const char *to, int flags),
          (at, from, to_at, to, flags), CRASH_LINK, to_at, to, true)
WRAP_NAME(unlink, (const char *path), (path), CRASH_REMOVE, AT_FDCWD, path, false)
WRAP_NAME(unlinkat, (int at, const char *path, int flags), (at, path, flags), CRASH_REMOVE, at, path, false)
WRAP_NAME(rmdir, (const char *path), (path), CRASH_REMOVE, AT_FDCWD, path, false)

#pragma GCC visibility pop
