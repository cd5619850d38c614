/* See folder_blobs.h. Putting a staged file in its place is in install.c, going through all of them in walk.c. */
#include "store/files/folder_blobs.h"

#include <errno.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/fsio.h"

void nnreg_blob_path(char out[NNREG_BLOB_PATH], const unsigned char digest[NNREG_SHA256_SIZE])
{
    char text[NNREG_SHA256_TEXT];

    nnreg_hex(text, digest);
    (void)snprintf(out, NNREG_BLOB_PATH, "%.2s/%s", text, text + 2);
}

static void folder_blob_name(char out[NNREG_BLOB_NAME], const unsigned char digest[NNREG_SHA256_SIZE])
{
    char path[NNREG_BLOB_PATH];

    nnreg_blob_path(path, digest);
    (void)snprintf(out, NNREG_BLOB_NAME, "blobs/%s", path);
}

/* ---------------------------------------------------------------------------------------- opening and closing -- */

static nnreg_status make_folders(int registry, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_make_folder(registry, "blobs", error);

    if (status == NNREG_OK)
        status = nnreg_fs_make_folder(registry, "staging", error);
    return status == NNREG_OK ? nnreg_fs_sync(registry, error) : status;
}

nnreg_status nnreg_folder_blobs_damage(nnreg_status status, const struct nnreg_error *error)
{
    bool is_other = status == NNREG_IO && error != NULL && (error->cause == ENOTDIR || error->cause == ELOOP);

    return status == NNREG_INVALID_ARGUMENT || is_other ? NNREG_CORRUPT : status;
}

static void close_folders(struct nnreg_blobs *blobs)
{
    nnreg_fs_close(nnreg_folder_blobs_of(blobs)->folder);
    nnreg_fs_close(blobs->registry);
    nnreg_free(blobs);
}

/* With the registry's folder open, and blobs/ not yet. */
static nnreg_status begin_folders(struct nnreg_folder_blobs **out, int registry, struct nnreg_error *error)
{
    struct nnreg_folder_blobs *blobs = nnreg_alloc_zero(1, sizeof *blobs);
    nnreg_status status;

    if (blobs == NULL)
        return nnreg_fail_memory(error);
    blobs->base.backend = &nnreg_folder_blobs_backend;
    blobs->folder = -1;
    status = nnreg_fs_open_folder(&blobs->base.registry, registry, ".", false, error);
    if (status != NNREG_OK) {
        nnreg_free(blobs);
        return nnreg_folder_blobs_damage(status, error);
    }
    *out = blobs;
    return NNREG_OK;
}

static nnreg_status open_folders(struct nnreg_blobs **out, int registry, bool create,
                                 struct nnreg_error *error)
{
    struct nnreg_folder_blobs *blobs;
    nnreg_status status = begin_folders(&blobs, registry, error);

    if (status != NNREG_OK)
        return status;
    if (create)
        status = make_folders(blobs->base.registry, error);
    if (status == NNREG_OK)
        status = nnreg_fs_open_folder(&blobs->folder, blobs->base.registry, "blobs", false, error);
    if (status == NNREG_NOT_FOUND)
        status = nnreg_fail(error, NNREG_CORRUPT,
                            "the registry has no folder \"blobs\": put it back from a backup");
    if (status == NNREG_OK)
        *out = &blobs->base;
    else
        close_folders(&blobs->base);
    return nnreg_folder_blobs_damage(status, error);
}

static nnreg_status open_empty_folders(struct nnreg_blobs **out, int registry, struct nnreg_error *error)
{
    struct nnreg_folder_blobs *blobs;
    struct nnreg_file_stat stat;
    nnreg_status status;

    if (nnreg_fs_stat(&stat, registry, "blobs", NULL) != NNREG_NOT_FOUND)
        return open_folders(out, registry, false, error);
    status = begin_folders(&blobs, registry, error);
    if (status == NNREG_OK)
        *out = &blobs->base;
    return status;
}

/* ------------------------------------------------------------------------------------------------ stored files -- */

static nnreg_status open_blob_file(int *fd, uint64_t *size, const struct nnreg_blobs *base,
                                   const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    static const char *const what[] = {[NNREG_FILE_REGULAR] = "a regular file",
                                       [NNREG_FILE_DIRECTORY] = "a folder",
                                       [NNREG_FILE_LINK] = "a symbolic link",
                                       [NNREG_FILE_OTHER] = "a device, a FIFO or a socket"};
    const struct nnreg_folder_blobs *blobs = nnreg_folder_blobs_of(base);
    struct nnreg_file_stat stat = {.size = 0};
    char path[NNREG_BLOB_PATH];
    nnreg_status status = NNREG_OK;
    int folder = -1;

    nnreg_blob_path(path, digest);
    *fd = -1;
    if (blobs->folder < 0)
        status = nnreg_fs_open_folder(&folder, base->registry, "blobs", false, error);
    if (status == NNREG_OK)
        status = nnreg_fs_open(fd, &stat, blobs->folder < 0 ? folder : blobs->folder, path, error);
    nnreg_fs_close(folder);
    *size = stat.size;
    if (status == NNREG_INVALID_ARGUMENT && stat.kind == NNREG_FILE_REGULAR)
        return nnreg_folder_blobs_damage(status, error); /* blobs/ itself is none */
    if (status == NNREG_INVALID_ARGUMENT)
        return nnreg_fail(error, NNREG_CORRUPT, "\"blobs/%s\" is %s, not a stored file", path,
                          what[stat.kind]);
    return nnreg_folder_blobs_damage(status, error);
}

static nnreg_status remove_blob_file(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                                     const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    struct nnreg_blob_lock lock;
    char path[NNREG_BLOB_PATH];
    nnreg_status status = nnreg_blobs_may_remove(&lock, blobs, error);

    (void)txn;
    nnreg_blob_path(path, digest);
    if (status == NNREG_OK)
        status = nnreg_fs_remove(nnreg_folder_blobs_of(blobs)->folder, path, error);
    nnreg_blobs_unlock(&lock);
    return status;
}

/*
 * A flock(2) of blobs/ itself, opened anew, since the lock is the open file's: several threads may each keep the files, and
 * one of them may remove some when no other does. It needs no more than to read the folder. (Not of the registry's folder,
 * which whoever runs flock(1) around a command might have chosen.) No blobs/: nothing to keep.
 */
static nnreg_status lock_blobs_folder(int *fd, const struct nnreg_blobs *base, bool alone,
                                      struct nnreg_error *error)
{
    bool kept = false;
    nnreg_status status = nnreg_fs_open_folder(fd, base->registry, "blobs", false, error);

    if (status == NNREG_NOT_FOUND && nnreg_folder_blobs_of(base)->folder < 0)
        return NNREG_OK;
    if (status != NNREG_OK)
        return nnreg_folder_blobs_damage(status, error);
    status = alone ? nnreg_fs_try_lock(&kept, *fd, error) : nnreg_fs_lock_shared(*fd, error);
    if (kept)
        status = nnreg_fail(error, NNREG_BUSY, "kept for a backup or an export that runs");
    if (status == NNREG_OK)
        return NNREG_OK;
    nnreg_fs_close(*fd);
    *fd = -1;
    return status;
}

static nnreg_status move_blob_out(const struct nnreg_blobs *blobs, const char *path, int folder,
                                  const char *name, struct nnreg_error *error)
{
    return nnreg_fs_rename(blobs->registry, path, folder, name, error);
}

const struct nnreg_blob_backend nnreg_folder_blobs_backend = {
    .open = open_folders,
    .open_empty = open_empty_folders,
    .close = close_folders,
    .name = folder_blob_name,
    .open_file = open_blob_file,
    .remove = remove_blob_file,
    .make_places = nnreg_folder_blobs_make_places,
    .install = nnreg_folder_blobs_install,
    .hold = nnreg_folder_blobs_hold,
    .walk = nnreg_folder_blobs_walk,
    .move_out = move_blob_out,
    .lock = lock_blobs_folder,
};
