/* The stored files: see blobs.h. Staging is in staging.c, putting a staged file in its place in install.c. */
#include "store/blobs.h"

#include <errno.h>
#include <stdio.h>

#include "base/fsio.h"

void nnreg_blob_path(char out[NNREG_BLOB_PATH], const unsigned char digest[NNREG_SHA256_SIZE])
{
    char text[NNREG_SHA256_TEXT];

    nnreg_hex(text, digest);
    (void)snprintf(out, NNREG_BLOB_PATH, "%.2s/%s", text, text + 2);
}

static nnreg_status make_folders(int registry, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_make_folder(registry, "blobs", error);

    if (status == NNREG_OK)
        status = nnreg_fs_make_folder(registry, "staging", error);
    return status == NNREG_OK ? nnreg_fs_sync(registry, error) : status;
}

/*
 * What stands in the place of a stored file or a folder of them, and is none, is damage to the registry: nobody gave its
 * path.
 */
static nnreg_status as_damage(nnreg_status status, const struct nnreg_error *error)
{
    bool is_other = status == NNREG_IO && error != NULL && (error->cause == ENOTDIR || error->cause == ELOOP);

    return status == NNREG_INVALID_ARGUMENT || is_other ? NNREG_CORRUPT : status;
}

nnreg_status nnreg_blobs_open(struct nnreg_blobs *blobs, int registry, bool create, struct nnreg_error *error)
{
    nnreg_status status;

    *blobs = (struct nnreg_blobs){.registry = -1, .folder = -1};
    status = nnreg_fs_open_folder(&blobs->registry, registry, ".", false, error);
    if (status == NNREG_OK && create)
        status = make_folders(blobs->registry, error);
    if (status == NNREG_OK)
        status = nnreg_fs_open_folder(&blobs->folder, blobs->registry, "blobs", false, error);
    if (status == NNREG_NOT_FOUND)
        status = nnreg_fail(error, NNREG_CORRUPT, "the registry has no folder \"blobs\"");
    if (status != NNREG_OK)
        nnreg_blobs_close(blobs);
    return as_damage(status, error);
}

nnreg_status nnreg_blobs_open_empty(struct nnreg_blobs *blobs, int registry, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;

    if (nnreg_fs_stat(&stat, registry, "blobs", NULL) != NNREG_NOT_FOUND)
        return nnreg_blobs_open(blobs, registry, false, error);
    *blobs = (struct nnreg_blobs){.registry = -1, .folder = -1};
    return nnreg_fs_open_folder(&blobs->registry, registry, ".", false, error);
}

void nnreg_blobs_close(struct nnreg_blobs *blobs)
{
    nnreg_fs_close(blobs->folder);
    nnreg_fs_close(blobs->registry);
    blobs->folder = blobs->registry = -1;
}

nnreg_status nnreg_blobs_open_file(int *fd, uint64_t *size, const struct nnreg_blobs *blobs,
                                   const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    static const char *const what[] = {[NNREG_FILE_REGULAR] = "a regular file",
                                       [NNREG_FILE_DIRECTORY] = "a folder",
                                       [NNREG_FILE_LINK] = "a symbolic link",
                                       [NNREG_FILE_OTHER] = "a device, a FIFO or a socket"};
    struct nnreg_file_stat stat = {.size = 0};
    char path[NNREG_BLOB_PATH];
    nnreg_status status = NNREG_OK;
    int folder = -1;

    nnreg_blob_path(path, digest);
    *fd = -1;
    if (blobs->folder < 0)
        status = nnreg_fs_open_folder(&folder, blobs->registry, "blobs", false, error);
    if (status == NNREG_OK)
        status = nnreg_fs_open(fd, &stat, blobs->folder < 0 ? folder : blobs->folder, path, error);
    nnreg_fs_close(folder);
    *size = stat.size;
    if (status == NNREG_INVALID_ARGUMENT && *fd < 0 && stat.kind == NNREG_FILE_REGULAR)
        return as_damage(status, error); /* blobs/ itself is none */
    if (status == NNREG_INVALID_ARGUMENT)
        return nnreg_fail(error, NNREG_CORRUPT, "\"blobs/%s\" is %s, not a stored file", path,
                          what[stat.kind]);
    return as_damage(status, error);
}

nnreg_status nnreg_blobs_remove(const struct nnreg_blobs *blobs,
                                const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    char path[NNREG_BLOB_PATH];

    nnreg_blob_path(path, digest);
    return nnreg_fs_remove(blobs->folder, path, error);
}
