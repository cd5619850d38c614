/*
 * The file that an export becomes: see export.h. Until it is whole and on the device it has a name of its own beside its place,
 * `.NAME.nnreg-part`, so that nobody takes a part for an export, and a failure leaves what was there. The name follows from that
 * of the target, so that what a killed export has left is found, and removed, by the next one to the same place; a live
 * one holds a lock of it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "registry/export.h"

#define PART_TRIES 16 /* for a name that others keep removing */

/* The folder of a path, and the name in it. */
static nnreg_status open_target_folder(struct nnreg_export_target *target, const char *path,
                                       struct nnreg_error *error)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    char *folder = slash == NULL ? nnreg_strdup(".") : nnreg_strndup(path, length);
    struct nnreg_bytes part = NNREG_BYTES_INIT;
    nnreg_status status;

    target->name = slash != NULL ? slash + 1 : path;
    nnreg_bytes_format(&part, ".%s.nnreg-part", target->name);
    status = nnreg_bytes_take(&target->part, &part);
    if (status != NNREG_OK || folder == NULL)
        status = nnreg_fail_memory(error);
    else if (target->name[0] == '\0' || strcmp(target->name, ".") == 0 || strcmp(target->name, "..") == 0)
        status = nnreg_fail(error, NNREG_INVALID_ARGUMENT, "\"%.300s\" is no name of a file", path);
    else
        status = nnreg_fs_open_folder(&target->folder, AT_FDCWD, folder, true, error);
    nnreg_free(folder);
    return status;
}

/* That nothing is in the way; asked again at the end: in one step with the renaming, where nothing is to be replaced. */
static nnreg_status look_at_target(const struct nnreg_export_target *target, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, target->folder, target->name, &why);
    char name[NNREG_FS_PATH];

    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status != NNREG_OK)
        return nnreg_fail(error, status, "%s", why.text);
    (void)nnreg_fs_path(name, target->folder, target->name);
    if (!target->replace)
        return nnreg_fail(error, NNREG_EXISTS, "\"%s\" is there already", name);
    if (stat.kind == NNREG_FILE_REGULAR)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_EXISTS, "\"%s\" is no regular file, and is not replaced", name);
}

/* Whether the open file is the one that has the part's name: between opening and locking it others may have taken that. */
static nnreg_status has_part_name(bool *named, const struct nnreg_export_target *target, int fd,
                                  struct nnreg_error *error)
{
    struct nnreg_file_stat here, there;
    nnreg_status status = nnreg_fs_stat_fd(&here, fd, error);

    *named = false;
    if (status == NNREG_OK)
        status = nnreg_fs_stat(&there, target->folder, target->part, error);
    if (status == NNREG_OK)
        *named = nnreg_fs_is_same(&here, &there);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* Removes what a killed export has left. NNREG_BUSY: a live one has it. */
static nnreg_status remove_part_left(struct nnreg_export_target *target, struct nnreg_error *error)
{
    char name[NNREG_FS_PATH];
    struct nnreg_file_stat stat;
    bool writable, named = false;
    int fd;
    nnreg_status status =
        nnreg_fs_open_for_update(&fd, &writable, &stat, target->folder, target->part, error);

    if (status == NNREG_NOT_FOUND) /* its export is done with it */
        return NNREG_OK;
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_lock(fd, false, error);
    if (status == NNREG_OK)
        status = has_part_name(&named, target, fd, error);
    if (status == NNREG_OK && named)
        status = nnreg_fs_remove(target->folder, target->part, error);
    nnreg_fs_close(fd);
    (void)nnreg_fs_path(name, target->folder, target->name);
    return status == NNREG_BUSY ? nnreg_fail(error, status, "another export to \"%s\" is under way", name)
                                : status;
}

/*
 * Makes the file and locks it; between the two another export may take it for a leftover: *again, then. It is told from what is
 * under that name now.
 */
static nnreg_status try_part(bool *again, struct nnreg_export_target *target, struct nnreg_error *error)
{
    bool named = false;
    nnreg_status status = nnreg_fs_create(&target->fd, target->folder, target->part, error);

    *again = status == NNREG_EXISTS;
    if (*again)
        return remove_part_left(target, error);
    if (status != NNREG_OK)
        return status;
    target->made = true;
    status = nnreg_fs_lock(target->fd, false, error);
    if (status == NNREG_OK)
        status = has_part_name(&named, target, target->fd, error);
    *again = status == NNREG_BUSY || (status == NNREG_OK && !named);
    if (!*again)
        return status;
    target->made = false; /* what has the name is another's */
    nnreg_fs_close(target->fd);
    target->fd = -1;
    return NNREG_OK;
}

nnreg_status nnreg_export_target_begin(struct nnreg_export_target *target, const char *path, bool replace,
                                       struct nnreg_error *error)
{
    nnreg_status status;
    bool again = true;
    unsigned tries;

    *target = (struct nnreg_export_target){.folder = -1, .fd = -1, .replace = replace};
    status = open_target_folder(target, path, error);
    if (status == NNREG_OK)
        status = look_at_target(target, error);
    for (tries = 0; tries < PART_TRIES && again && status == NNREG_OK; tries++)
        status = try_part(&again, target, error);
    if (status == NNREG_OK && again)
        status =
            nnreg_fail(error, NNREG_BUSY, "\"%.300s\": others keep making and removing it", target->part);
    return status;
}

/*
 * The file first, then its name, then the folder that has the name. Where the last step fails the name is taken away again, unless it
 * has replaced another file: then the export stays, whole, and what is not known is whether it would survive a power cut.
 */
nnreg_status nnreg_export_target_settle(struct nnreg_export_target *target, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_sync(target->fd, error);

    if (status == NNREG_OK && target->replace)
        status = look_at_target(target, error);
    if (status == NNREG_OK)
        status = target->replace
                     ? nnreg_fs_rename(target->folder, target->part, target->folder, target->name, error)
                     : nnreg_fs_rename_new(target->folder, target->part, target->folder, target->name, error);
    if (status != NNREG_OK)
        return status;
    target->made = false;
    status = nnreg_fs_sync(target->folder, error);
    if (status != NNREG_OK && !target->replace)
        (void)nnreg_fs_remove(target->folder, target->name, NULL);
    return status;
}

void nnreg_export_target_end(struct nnreg_export_target *target)
{
    if (target->made)
        (void)nnreg_fs_remove(target->folder, target->part, NULL);
    nnreg_fs_close(target->fd);
    nnreg_fs_close(target->folder);
    nnreg_free(target->part);
    *target = (struct nnreg_export_target){.folder = -1, .fd = -1};
}
