/*
 * The seam of file calls; what is at a path; opening, making and closing files: see fsio.h.
 *
 * A file is not looked at by name before it is opened: between the two somebody could put another thing in its place. It is
 * opened in a way that harms nobody whatever it is, and then the descriptor is asked what it is.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio_call.h"

/* Set by tests, also while other threads make calls; nothing else goes by it, so the calls read it relaxed. */
static _Atomic(nnreg_fs_hook *) hook;

void nnreg_fs_use_hook(nnreg_fs_hook *new_hook)
{
    atomic_store(&hook, new_hook);
}

int nnreg_fs_step(const char *call)
{
    nnreg_fs_hook *current = atomic_load_explicit(&hook, memory_order_relaxed);

    return current == NULL ? 0 : current(call);
}

static void fill_stat(struct nnreg_file_stat *out, const struct stat *st)
{
    out->kind = S_ISREG(st->st_mode)   ? NNREG_FILE_REGULAR
                : S_ISDIR(st->st_mode) ? NNREG_FILE_DIRECTORY
                : S_ISLNK(st->st_mode) ? NNREG_FILE_LINK
                                       : NNREG_FILE_OTHER;
    /* st_size is signed, and for a device or a pseudo file it is what its driver says. */
    out->size = st->st_size > 0 ? (uint64_t)st->st_size : 0;
    out->device = (uint64_t)st->st_dev;
    out->inode = (uint64_t)st->st_ino;
    out->read_only = (st->st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0;
    out->changed = (int64_t)st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec;
}

nnreg_status nnreg_fs_stat(struct nnreg_file_stat *out, int folder, const char *path,
                           struct nnreg_error *error)
{
    struct stat st;
    int result;

    NNREG_FS_CALL(result, "fstatat", fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW));
    if (result != 0)
        return nnreg_fs_fail(error, errno, "look at", folder, path);
    fill_stat(out, &st);
    return NNREG_OK;
}

bool nnreg_fs_is_same(const struct nnreg_file_stat *a, const struct nnreg_file_stat *b)
{
    return a->inode == b->inode && a->device == b->device;
}

nnreg_status nnreg_fs_stat_fd(struct nnreg_file_stat *out, int fd, struct nnreg_error *error)
{
    struct stat st;
    int result;

    NNREG_FS_CALL(result, "fstat", fstat(fd, &st));
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

/*
 * The flags of open(2), for what a caller's folder may hold instead of a file:
 *
 *     O_NOFOLLOW    a symbolic link, which could lead anywhere, is ELOOP
 *     O_NONBLOCK    a FIFO would wait until somebody writes to it, for ever; reading a regular file it changes nothing
 *     O_NOCTTY      a terminal would become that of a process which has none, with its signals
 */
static nnreg_status open_regular(int *fd, struct nnreg_file_stat *stat, int folder, const char *path,
                                 int mode, bool *refused, struct nnreg_error *error)
{
    nnreg_status status;
    int opened;

    *fd = -1;
    *stat = (struct nnreg_file_stat){0};
    NNREG_FS_CALL(opened, "openat",
                  openat(folder, path, mode | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
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
    /* Tried, not asked: access(2) goes by the real user, and knows nothing of a mount that became read-only just now. */
    *writable = status == NNREG_OK;
    return refused ? open_regular(fd, stat, folder, path, O_RDONLY, &refused, error) : status;
}

nnreg_status nnreg_fs_open_folder(int *fd, int folder, const char *path, bool follow,
                                  struct nnreg_error *error)
{
    NNREG_FS_CALL(
        *fd, "openat",
        openat(folder, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW)));
    if (*fd >= 0)
        return NNREG_OK;
    if (errno ==
        ENOTDIR) { /* also for a symbolic link that is not followed: O_DIRECTORY is looked at first */
        char name[NNREG_FS_PATH];

        (void)nnreg_fs_path(name, folder, path);
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "\"%s\" is not a folder", name);
    }
    return nnreg_fs_fail(error, errno, "open the folder", folder, path);
}

/* O_EXCL with O_CREAT: also a symbolic link that leads nowhere is something that exists (open(2)). */
nnreg_status nnreg_fs_create(int *fd, int folder, const char *path, struct nnreg_error *error)
{
    NNREG_FS_CALL(*fd, "create",
                  openat(folder, path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    return *fd >= 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "create", folder, path);
}

/*
 * Not behind the seam, and not retried: Linux frees the descriptor whatever close returns, EINTR too (close(2)), and another
 * thread may have been given the same number since. What close could tell of lost bytes, nnreg_fs_sync has told before.
 */
void nnreg_fs_close(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}
