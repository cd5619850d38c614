/* POSIX files: see fsio.h. */
#include "base/fsio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/fs.h>

#include "base/alloc.h"
#include "base/array.h"

static _Atomic(nnreg_fs_hook *) hook;
static atomic_long pretended_type;

void nnreg_fs_use_hook(nnreg_fs_hook *new_hook)
{
    atomic_store(&hook, new_hook);
}

int nnreg_fs_step(const char *call)
{
    nnreg_fs_hook *current = atomic_load_explicit(&hook, memory_order_relaxed);

    return current == NULL ? 0 : current(call);
}

/* Runs a system call behind the seam, again when a signal interrupted it; `result` is -1 when it failed. */
#define CALL(result, name, expression)                \
    do {                                              \
        int refused_ = nnreg_fs_step(name);           \
        if (refused_ != 0) {                          \
            errno = refused_;                         \
            (result) = -1;                            \
        } else {                                      \
            do                                        \
                (result) = (expression);              \
            while ((result) == -1 && errno == EINTR); \
        }                                             \
    } while (0)

static void fill_stat(struct nnreg_file_stat *out, const struct stat *st)
{
    out->kind = S_ISREG(st->st_mode)   ? NNREG_FILE_REGULAR
                : S_ISDIR(st->st_mode) ? NNREG_FILE_DIRECTORY
                : S_ISLNK(st->st_mode) ? NNREG_FILE_LINK
                                       : NNREG_FILE_OTHER;
    out->size = st->st_size > 0 ? (uint64_t)st->st_size : 0;
    out->device = (uint64_t)st->st_dev;
    out->inode = (uint64_t)st->st_ino;
    out->changed = (int64_t)st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec;
}

nnreg_status nnreg_fs_stat(struct nnreg_file_stat *out, int folder, const char *path,
                           struct nnreg_error *error)
{
    struct stat st;
    int result;

    CALL(result, "fstatat", fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW));
    if (result != 0)
        return nnreg_fs_fail(error, errno, "look at", folder, path);
    fill_stat(out, &st);
    return NNREG_OK;
}

nnreg_status nnreg_fs_stat_fd(struct nnreg_file_stat *out, int fd, struct nnreg_error *error)
{
    struct stat st;
    int result;

    CALL(result, "fstat", fstat(fd, &st));
    if (result != 0)
        return nnreg_fs_fail(error, errno, "look at", fd, NULL);
    fill_stat(out, &st);
    return NNREG_OK;
}

static nnreg_status not_regular(struct nnreg_file_stat *stat, enum nnreg_file_kind kind, int folder,
                                const char *path, struct nnreg_error *error)
{
    static const char *const what[] = {"a regular file", "a folder", "a symbolic link",
                                       "a device, a FIFO or a socket"};

    char name[NNREG_FS_PATH];

    stat->kind = kind;
    (void)nnreg_fs_path(name, folder, path);
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "\"%s\" is %s, not a regular file", name, what[kind]);
}

static nnreg_status open_regular(int *fd, struct nnreg_file_stat *stat, int folder, const char *path,
                                 int mode, bool *refused, struct nnreg_error *error)
{
    nnreg_status status;
    int opened;

    *fd = -1;
    *stat = (struct nnreg_file_stat){0};
    CALL(opened, "openat", openat(folder, path, mode | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    *refused = opened < 0 && (errno == EACCES || errno == EPERM || errno == EROFS);
    if (opened < 0 && errno == ELOOP) {
        /* ELOOP is also said of a loop on the way to the last part; then there is nothing to look at. */
        struct nnreg_file_stat link;

        if (nnreg_fs_stat(&link, folder, path, NULL) == NNREG_OK && link.kind == NNREG_FILE_LINK)
            return not_regular(stat, NNREG_FILE_LINK, folder, path, error);
        return nnreg_fs_fail(error, ELOOP, "open", folder, path);
    }
    if (opened < 0 && errno == ENXIO) /* a socket, or a device without a driver */
        return not_regular(stat, NNREG_FILE_OTHER, folder, path, error);
    if (opened < 0)
        return nnreg_fs_fail(error, errno, "open", folder, path);
    status = nnreg_fs_stat_fd(stat, opened, error);
    if (status == NNREG_OK && stat->kind != NNREG_FILE_REGULAR)
        status = not_regular(stat, stat->kind, folder, path, error);
    if (status != NNREG_OK) {
        close(opened);
        return status;
    }
    *fd = opened;
    return NNREG_OK;
}

nnreg_status nnreg_fs_open(int *fd, struct nnreg_file_stat *stat, int folder, const char *path,
                           struct nnreg_error *error)
{
    bool refused;

    return open_regular(fd, stat, folder, path, O_RDONLY, &refused, error);
}

nnreg_status nnreg_fs_open_for_update(int *fd, bool *writable, struct nnreg_file_stat *stat, int folder,
                                      const char *path, struct nnreg_error *error)
{
    bool refused = false;
    nnreg_status status = open_regular(fd, stat, folder, path, O_RDWR, &refused, error);

    if (writable == NULL)
        return status;
    *writable = status == NNREG_OK;
    return refused ? open_regular(fd, stat, folder, path, O_RDONLY, &refused, error) : status;
}

nnreg_status nnreg_fs_open_folder(int *fd, int folder, const char *path, bool follow,
                                  struct nnreg_error *error)
{
    CALL(*fd, "openat",
         openat(folder, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW)));
    if (*fd >= 0)
        return NNREG_OK;
    if (errno == ENOTDIR) {
        char name[NNREG_FS_PATH];

        (void)nnreg_fs_path(name, folder, path);
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "\"%s\" is not a folder", name);
    }
    return nnreg_fs_fail(error, errno, "open the folder", folder, path);
}

nnreg_status nnreg_fs_make_folder(int folder, const char *path, struct nnreg_error *error)
{
    int result;

    CALL(result, "mkdirat", mkdirat(folder, path, 0777));
    if (result == 0 || errno == EEXIST)
        return NNREG_OK;
    return nnreg_fs_fail(error, errno, "make the folder", folder, path);
}

nnreg_status nnreg_fs_create(int *fd, int folder, const char *path, struct nnreg_error *error)
{
    CALL(*fd, "create", openat(folder, path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    return *fd >= 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "create", folder, path);
}

nnreg_status nnreg_fs_read(size_t *got, int fd, uint64_t offset, void *content, size_t size,
                           struct nnreg_error *error)
{
    *got = 0;
    while (*got < size) {
        ssize_t n;

        CALL(n, "pread", pread(fd, (char *)content + *got, size - *got, (off_t)(offset + *got)));
        if (n < 0)
            return nnreg_fs_fail(error, errno, "read", fd, NULL);
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    return NNREG_OK;
}

nnreg_status nnreg_fs_write(int fd, uint64_t offset, const void *content, size_t size,
                            struct nnreg_error *error)
{
    size_t done = 0;

    while (done < size) {
        ssize_t n;

        CALL(n, "pwrite", pwrite(fd, (const char *)content + done, size - done, (off_t)(offset + done)));
        if (n < 0)
            return nnreg_fs_fail(error, errno, "write", fd, NULL);
        done += (size_t)n;
    }
    return NNREG_OK;
}

nnreg_status nnreg_fs_truncate(int fd, uint64_t size, struct nnreg_error *error)
{
    int result;

    CALL(result, "ftruncate", ftruncate(fd, (off_t)size));
    return result == 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "set the size of", fd, NULL);
}

nnreg_status nnreg_fs_protect(int fd, struct nnreg_error *error)
{
    struct stat st;
    int result;

    CALL(result, "fstat", fstat(fd, &st));
    if (result == 0)
        CALL(result, "fchmod", fchmod(fd, st.st_mode & 0444));
    return result == 0 ? NNREG_OK
                       : nnreg_fs_fail(error, errno, "take away the write permission of", fd, NULL);
}

nnreg_status nnreg_fs_reflink(bool *shared, int to, int from, struct nnreg_error *error)
{
    int result;

    CALL(result, "reflink", ioctl(to, FICLONE, from));
    *shared = result == 0;
    if (result != 0 && (errno == ENOSPC || errno == EDQUOT))
        return nnreg_fs_fail(error, errno, "share blocks with", to, NULL);
    return NNREG_OK; /* every other errno says that these two files cannot share: the caller copies */
}

nnreg_status nnreg_fs_sync(int fd, struct nnreg_error *error)
{
    int result;

    CALL(result, "fsync", fsync(fd));
    return result == 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "write to the device", fd, NULL);
}

static nnreg_status fail_rename(struct nnreg_error *error, int number, int from_folder, const char *from,
                                int to_folder, const char *to)
{
    char source[NNREG_FS_PATH], target[NNREG_FS_PATH];

    (void)nnreg_fs_path(source, from_folder, from);
    (void)nnreg_fs_path(target, to_folder, to);
    return nnreg_fail_errno(error, number, "cannot rename \"%s\" to \"%s\"", source, target);
}

nnreg_status nnreg_fs_rename(int from_folder, const char *from, int to_folder, const char *to,
                             struct nnreg_error *error)
{
    int result;

    CALL(result, "renameat", renameat(from_folder, from, to_folder, to));
    return result == 0 ? NNREG_OK : fail_rename(error, errno, from_folder, from, to_folder, to);
}

static nnreg_status remove_entry(int folder, const char *path, int flags, struct nnreg_error *error)
{
    int result;

    CALL(result, "unlinkat", unlinkat(folder, path, flags));
    if (result == 0 || errno == ENOENT)
        return NNREG_OK;
    return nnreg_fs_fail(error, errno, "remove", folder, path);
}

nnreg_status nnreg_fs_remove(int folder, const char *path, struct nnreg_error *error)
{
    return remove_entry(folder, path, 0, error);
}

nnreg_status nnreg_fs_remove_folder(int folder, const char *path, struct nnreg_error *error)
{
    return remove_entry(folder, path, AT_REMOVEDIR, error);
}

/* Not behind the seam, and not retried: Linux frees the descriptor whatever close returns. */
void nnreg_fs_close(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}

nnreg_status nnreg_fs_lock(int fd, bool wait, struct nnreg_error *error)
{
    int result;

    CALL(result, "flock", flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB)));
    if (result == 0)
        return NNREG_OK;
    if (errno == EWOULDBLOCK) {
        char name[NNREG_FS_PATH];

        (void)nnreg_fs_path(name, fd, NULL);
        return nnreg_fail(error, NNREG_BUSY, "somebody else has \"%s\" locked", name);
    }
    return nnreg_fs_fail(error, errno, "lock", fd, NULL);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static nnreg_status add_name(struct nnreg_fs_names *names, size_t *room, const char *name,
                             struct nnreg_error *error)
{
    char **grown = nnreg_array_room(names->name, room, names->count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(error);
    names->name = grown;
    names->name[names->count] = nnreg_strdup(name);
    if (names->name[names->count] == NULL)
        return nnreg_fail_memory(error);
    names->count++;
    return NNREG_OK;
}

static nnreg_status too_many(struct nnreg_error *error, int folder, size_t most)
{
    char name[NNREG_FS_PATH];

    (void)nnreg_fs_path(name, folder, NULL);
    return nnreg_fail(error, NNREG_LIMIT, "the folder \"%s\" has more than %zu entries", name, most);
}

static nnreg_status read_names(struct nnreg_fs_names *names, DIR *stream, size_t most,
                               struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t room = 0;

    while (status == NNREG_OK) {
        struct dirent *entry;

        errno = nnreg_fs_step("readdir");
        entry = errno == 0 ? readdir(stream) : NULL;
        if (entry == NULL && errno != 0)
            return nnreg_fs_fail(error, errno, "list the folder", dirfd(stream), NULL);
        if (entry == NULL)
            break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (names->count == most)
            return too_many(error, dirfd(stream), most);
        status = add_name(names, &room, entry->d_name, error);
    }
    return status;
}

nnreg_status nnreg_fs_list(struct nnreg_fs_names *names, int folder, size_t most, struct nnreg_error *error)
{
    nnreg_status status;
    DIR *stream;
    int fd;

    *names = (struct nnreg_fs_names){NULL, 0};
    status = nnreg_fs_open_folder(&fd, folder, ".", false, error); /* a position of its own */
    if (status != NNREG_OK)
        return status;
    stream = fdopendir(fd);
    if (stream == NULL) {
        status = nnreg_fs_fail(error, errno, "list the folder", fd, NULL);
        close(fd);
        return status;
    }
    status = read_names(names, stream, most, error);
    closedir(stream);
    if (status != NNREG_OK)
        nnreg_fs_names_free(names);
    else if (names->count > 1)
        qsort(names->name, names->count, sizeof *names->name, compare_names);
    return status;
}

void nnreg_fs_names_free(struct nnreg_fs_names *names)
{
    size_t i;

    for (i = 0; i < names->count; i++)
        nnreg_free(names->name[i]);
    nnreg_free(names->name);
    *names = (struct nnreg_fs_names){NULL, 0};
}

nnreg_status nnreg_fs_remote(const char **name, int folder, struct nnreg_error *error)
{
    /* The magic numbers of statfs(2) and linux/magic.h, of file systems whose locks another host may not see. */
    static const struct {
        unsigned long type;
        const char *name;
    } remote[] = {
        {0x6969, "NFS"},
        {0x517b, "SMB"},
        {0xfe534d42, "SMB2"},
        {0xff534d42, "CIFS"},
        {0x5346414f, "AFS"},
        {0x6b414653, "AFS"},
        {0x73757245, "Coda"},
        {0x00c36400, "Ceph"},
        {0x01021997, "9P"},
        {0x0bd00bd0, "Lustre"},
        {0x47504653, "GPFS"},
        {0x7461636f, "OCFS2"},
        {0x01161970, "GFS2"},
        {0x564c, "NCP"},
        {0x19830326, "BeeGFS"},
        {0x20030528, "OrangeFS"},
        {0x786f4256, "VirtualBox shared folder"},
    };
    struct statfs st;
    unsigned long type;
    size_t i;
    int result;

    *name = NULL;
    CALL(result, "fstatfs", fstatfs(folder, &st));
    if (result != 0)
        return nnreg_fs_fail(error, errno, "find out the file system of", folder, NULL);
    type = (unsigned long)st.f_type & 0xffffffffUL;
    if (atomic_load(&pretended_type) != 0)
        type = (unsigned long)atomic_load(&pretended_type) & 0xffffffffUL;
    for (i = 0; i < sizeof remote / sizeof *remote; i++)
        if (remote[i].type == type)
            *name = remote[i].name;
    return NNREG_OK;
}

void nnreg_fs_pretend_type(long type)
{
    atomic_store(&pretended_type, type);
}
