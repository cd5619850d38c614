/* Folders, and the names in them: see fsio.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/fsio_call.h"

/* EEXIST is also said of what is no folder (mkdir(2)); who opens it next is told. */
nnreg_status nnreg_fs_make_folder(int folder, const char *path, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "mkdirat", mkdirat(folder, path, 0777));
    if (result == 0 || errno == EEXIST)
        return NNREG_OK;
    return nnreg_fs_fail(error, errno, "make the folder", folder, path);
}

static nnreg_status fail_rename(struct nnreg_error *error, int number, int from_folder, const char *from,
                                int to_folder, const char *to)
{
    char source[NNREG_FS_PATH], target[NNREG_FS_PATH];

    (void)nnreg_fs_path(source, from_folder, from);
    (void)nnreg_fs_path(target, to_folder, to);
    return nnreg_fail_errno(error, number, "cannot rename \"%s\" to \"%s\"", source, target);
}

/*
 * What is at the target is replaced in one step: at no moment is there nothing, nor a part (rename(2)). That this is so
 * after a power cut, too, and that the name is there at all then, takes an nnreg_fs_sync of the file before, and one of the
 * folder after.
 */
nnreg_status nnreg_fs_rename(int from_folder, const char *from, int to_folder, const char *to,
                             struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "renameat", renameat(from_folder, from, to_folder, to));
    return result == 0 ? NNREG_OK : fail_rename(error, errno, from_folder, from, to_folder, to);
}

/* What renameat2(2) says where the file system, or the kernel, does not know the flag. */
static bool lacks_rename_flags(int number)
{
    return number == EINVAL || number == ENOSYS;
}

/*
 * Without the flag a file gets a second name, which fails where there is one already (link(2)), and loses its first. A folder
 * can have only one: there it is looked first, and what comes in between is replaced only if it is an empty folder (rename(2)).
 */
nnreg_status nnreg_fs_rename_new(int from_folder, const char *from, int to_folder, const char *to,
                                 struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status;
    int result;

    NNREG_FS_CALL(result, "renameat2", renameat2(from_folder, from, to_folder, to, RENAME_NOREPLACE));
    if (result == 0)
        return NNREG_OK;
    if (!lacks_rename_flags(errno))
        return fail_rename(error, errno, from_folder, from, to_folder, to);
    NNREG_FS_CALL(result, "linkat", linkat(from_folder, from, to_folder, to, 0));
    if (result == 0)
        return nnreg_fs_remove(from_folder, from, error);
    if (errno == EEXIST)
        return fail_rename(error, errno, from_folder, from, to_folder, to);
    status = nnreg_fs_stat(&stat, to_folder, to, error);
    if (status == NNREG_OK)
        return fail_rename(error, EEXIST, from_folder, from, to_folder, to);
    return status == NNREG_NOT_FOUND ? nnreg_fs_rename(from_folder, from, to_folder, to, error) : status;
}

/*
 * Without the flag it takes three steps, and for a moment there is nothing at `to`: who looks just then finds none, but
 * never a part. A process killed in that moment leaves what was there under `aside`.
 */
static nnreg_status exchange_in_steps(int from_folder, const char *from, int to_folder, const char *to,
                                      const char *aside, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_rename(to_folder, to, from_folder, aside, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_rename(from_folder, from, to_folder, to, error);
    if (status == NNREG_OK) /* what the caller wants at `to` is there: where the other one is matters less */
        (void)nnreg_fs_rename(from_folder, aside, from_folder, from, NULL);
    else
        (void)nnreg_fs_rename(from_folder, aside, to_folder, to, NULL);
    return status;
}

nnreg_status nnreg_fs_exchange(int from_folder, const char *from, int to_folder, const char *to,
                               const char *aside, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "renameat2", renameat2(from_folder, from, to_folder, to, RENAME_EXCHANGE));
    if (result == 0)
        return NNREG_OK;
    if (lacks_rename_flags(errno))
        return exchange_in_steps(from_folder, from, to_folder, to, aside, error);
    return fail_rename(error, errno, from_folder, from, to_folder, to);
}

/*
 * By the descriptor, so that what was read by it is what gets the name, whatever is at its own path by now. AT_EMPTY_PATH
 * would need a privilege; /proc does not (linkat(2)).
 */
nnreg_status nnreg_fs_link(int fd, int folder, const char *path, struct nnreg_error *error)
{
    char open_file[32];
    int result;

    (void)snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", fd);
    NNREG_FS_CALL(result, "linkat", linkat(AT_FDCWD, open_file, folder, path, AT_SYMLINK_FOLLOW));
    return result == 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "make the hard link", folder, path);
}

nnreg_status nnreg_fs_link_name(int folder, const char *path, const char *second, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "linkat", linkat(folder, path, folder, second, 0));
    return result == 0 ? NNREG_OK : nnreg_fs_fail(error, errno, "make the hard link", folder, second);
}

/* ENOENT: another process cleared it away, or this one did before it was killed. */
static nnreg_status remove_entry(int folder, const char *path, int flags, struct nnreg_error *error)
{
    int result;

    NNREG_FS_CALL(result, "unlinkat", unlinkat(folder, path, flags));
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

static int fs_compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static nnreg_status fs_add_name(struct nnreg_fs_names *names, size_t *room, const char *name,
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

        /* The end and a failure are both NULL; only the latter sets errno, and nothing else clears it (readdir(3)). */
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
        status = fs_add_name(names, &room, entry->d_name, error);
    }
    return status;
}

/*
 * The folder is opened again by ".", and not by dup(2): two descriptors of one open folder share its position, and two
 * threads that list it would each miss what the other got. The stream owns the new descriptor from fdopendir(3) on. The
 * order is the file system's, another one on each machine; sorted, the same folder gives the same findings everywhere.
 */
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
        qsort(names->name, names->count, sizeof *names->name, fs_compare_names);
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
