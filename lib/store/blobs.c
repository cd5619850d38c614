/* The stored files: see blobs.h. Staging is in staging.c. */
#include "store/blobs.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/fsio.h"

#define BLOB_PATH (NNREG_SHA256_TEXT + 1) /* ab/cdef… and a NUL */

/* "ab/cdef…"; the first two digits are its folder. */
static void blob_path(char out[BLOB_PATH], const unsigned char digest[NNREG_SHA256_SIZE])
{
    char text[NNREG_SHA256_TEXT];

    nnreg_hex(text, digest);
    (void)snprintf(out, BLOB_PATH, "%.2s/%s", text, text + 2);
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

void nnreg_blobs_close(struct nnreg_blobs *blobs)
{
    nnreg_fs_close(blobs->folder);
    nnreg_fs_close(blobs->registry);
    blobs->folder = blobs->registry = -1;
}

nnreg_status nnreg_blobs_open_file(int *fd, uint64_t *size, const struct nnreg_blobs *blobs,
                                   const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    char path[BLOB_PATH];
    nnreg_status status;

    blob_path(path, digest);
    status = nnreg_fs_open(fd, &stat, blobs->folder, path, error);
    *size = stat.size;
    return as_damage(status, error);
}

nnreg_status nnreg_blobs_remove(const struct nnreg_blobs *blobs,
                                const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    char path[BLOB_PATH];

    blob_path(path, digest);
    return nnreg_fs_remove(blobs->folder, path, error);
}

/* ------------------------------------------------------------------------------------------------- installing -- */

/*
 * Opens blobs/ab, which it makes where it is missing. That somebody else made it does not mean that it is on the
 * device, so each handle waits for that once.
 */
static nnreg_status open_prefix(int *folder, struct nnreg_blobs *blobs, const char *path, unsigned number,
                                struct nnreg_error *error)
{
    _Atomic uint32_t *bits = &blobs->durable[number / 32];
    uint32_t bit = UINT32_C(1) << number % 32;
    char prefix[3] = {path[0], path[1], '\0'};
    nnreg_status status = nnreg_fs_open_folder(folder, blobs->folder, prefix, false, error);

    if (status == NNREG_OK && (atomic_load(bits) & bit) != 0)
        return NNREG_OK;
    if (status == NNREG_NOT_FOUND) {
        status = nnreg_fs_make_folder(blobs->folder, prefix, error);
        if (status == NNREG_OK)
            status = nnreg_fs_open_folder(folder, blobs->folder, prefix, false, error);
    }
    if (status == NNREG_OK)
        status = nnreg_fs_sync(blobs->folder, error);
    if (status == NNREG_OK)
        atomic_fetch_or(bits, bit);
    return as_damage(status, error);
}

/*
 * The file had been moved into place before, by a run of the transaction that was not committed, and somebody removed
 * it since, as a file that nobody refers to. Its bytes are still there, by its descriptor.
 */
static nnreg_status stage_again(struct nnreg_staging *staging, struct nnreg_staged *staged,
                                struct nnreg_error *error)
{
    struct nnreg_blob_source source = {.name = "a staged file", .size = staged->size, .fd = staged->fd};
    struct nnreg_staged copy;
    nnreg_status status = nnreg_staging_add(&copy, staging, &source, NULL, NULL, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_staging_sync(&copy, error);
    if (status == NNREG_OK && memcmp(copy.digest, staged->digest, sizeof copy.digest) != 0)
        status = nnreg_fail(error, NNREG_IO, "a staged file has changed");
    if (status != NNREG_OK) {
        nnreg_staging_discard(staging, &copy);
        return status;
    }
    nnreg_fs_close(staged->fd);
    *staged = copy;
    return NNREG_OK;
}

static nnreg_status move_into_place(int prefix, const char *name, struct nnreg_staging *staging,
                                    struct nnreg_staged *staged, struct nnreg_error *error)
{
    nnreg_status status = staged->moved ? stage_again(staging, staged, error) : NNREG_OK;
    char from[16];

    if (status != NNREG_OK)
        return status;
    (void)snprintf(from, sizeof from, "%u", staged->number);
    status = nnreg_fs_rename(staging->folder, from, prefix, name, error);
    staged->moved = status == NNREG_OK;
    return status;
}

/*
 * Whether the very file that this session moved into place, and then waited for, is still there. Its descriptor is open,
 * so no other file can have its inode.
 */
static bool is_in_place(const struct nnreg_blobs *blobs, const char *path, const struct nnreg_staged *staged)
{
    struct nnreg_file_stat present;

    return staged->moved && staged->settled && staged->fd >= 0 &&
           nnreg_fs_stat(&present, blobs->folder, path, NULL) == NNREG_OK &&
           present.device == staged->device && present.inode == staged->inode;
}

/* Remembers which file was moved, once its folder is on the device. */
static nnreg_status settle(struct nnreg_staged *staged, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status;

    if (!staged->moved || staged->fd < 0)
        return NNREG_OK;
    status = nnreg_fs_stat_fd(&stat, staged->fd, error);
    staged->device = stat.device;
    staged->inode = stat.inode;
    staged->settled = status == NNREG_OK;
    return status;
}

nnreg_status nnreg_blobs_install(struct nnreg_blobs *blobs, struct nnreg_staging *staging,
                                 struct nnreg_staged *staged, struct nnreg_error *error)
{
    struct nnreg_file_stat present;
    char path[BLOB_PATH];
    nnreg_status status;
    int prefix = -1;

    blob_path(path, staged->digest);
    if (is_in_place(blobs, path, staged))
        return NNREG_OK;
    staged->settled = false;
    status = open_prefix(&prefix, blobs, path, staged->digest[0], error);
    if (status != NNREG_OK)
        goto out;
    status = nnreg_fs_stat(&present, prefix, path + 3, error);
    /* One of another size was damaged since it was stored: the right one takes its place. */
    if (status == NNREG_NOT_FOUND ||
        (status == NNREG_OK && (present.kind != NNREG_FILE_REGULAR || present.size != staged->size)))
        status = move_into_place(prefix, path + 3, staging, staged, error);
    /* Also when it was there: who put it there may have been killed before this. */
    if (status == NNREG_OK)
        status = nnreg_fs_sync(prefix, error);
    if (status == NNREG_OK)
        status = settle(staged, error);
out:
    nnreg_fs_close(prefix);
    return status;
}
