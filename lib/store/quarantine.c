/* Quarantine: see quarantine.h. */
#include "store/quarantine.h"

#include <stdio.h>
#include <string.h>

#include "base/fsio.h"

#define QUARANTINE      "quarantine"
#define MOST_SET_ASIDE  ((size_t)1 << 20)
#define NAMES_TO_TRY    1000u
#define QUARANTINE_PATH (NNREG_QUARANTINE_NAME + 8)

/* Something else in the folder's place is damage, and no mistake of who asks. */
static nnreg_status open_present(int *folder, const struct nnreg_blobs *blobs, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_open_folder(folder, blobs->registry, QUARANTINE, false, error);

    return status == NNREG_INVALID_ARGUMENT ? NNREG_CORRUPT : status;
}

/* Makes the folder where it is missing, and waits until its name is on the device. */
static nnreg_status open_quarantine(int *folder, const struct nnreg_blobs *blobs, struct nnreg_error *error)
{
    nnreg_status status = open_present(folder, blobs, error);

    if (status != NNREG_NOT_FOUND)
        return status;
    status = nnreg_fs_make_folder(blobs->registry, QUARANTINE, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(blobs->registry, error);
    return status == NNREG_OK ? open_present(folder, blobs, error) : status;
}

/*
 * A name that nothing has: the one asked for, or that with ".2", ".3", … behind it. Only repairs make names here, and two of
 * them at once are kept apart by the right to files.
 */
static nnreg_status free_name(char name[NNREG_QUARANTINE_NAME], int folder, struct nnreg_error *error)
{
    char tried[QUARANTINE_PATH];
    struct nnreg_file_stat stat;
    unsigned i;

    for (i = 1; i <= NAMES_TO_TRY; i++) {
        nnreg_status status;

        if (i == 1)
            (void)snprintf(tried, sizeof tried, "%s", name);
        else
            (void)snprintf(tried, sizeof tried, "%.*s.%u", NNREG_QUARANTINE_NAME - 8, name, i);
        status = nnreg_fs_stat(&stat, folder, tried, error);
        if (status == NNREG_NOT_FOUND) {
            (void)snprintf(name, NNREG_QUARANTINE_NAME, "%.*s", NNREG_QUARANTINE_NAME - 1, tried);
            return NNREG_OK;
        }
        if (status != NNREG_OK)
            return status;
    }
    return nnreg_fail(error, NNREG_LIMIT, "there are %u things in quarantine/ that are called \"%s\" already",
                      NAMES_TO_TRY, name);
}

nnreg_status nnreg_quarantine_move(char name[NNREG_QUARANTINE_NAME], const struct nnreg_blobs *blobs,
                                   const char *path, struct nnreg_error *error)
{
    struct nnreg_blob_lock lock = NNREG_BLOB_LOCK_INIT;
    int folder = -1;
    nnreg_status status = nnreg_blobs_may_remove(&lock, blobs, error);

    if (status != NNREG_OK)
        return status;
    status = open_quarantine(&folder, blobs, error);
    if (status == NNREG_OK)
        status = free_name(name, folder, error);
    if (status == NNREG_OK)
        status = blobs->backend->move_out(blobs, path, folder, name, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(folder, error);
    nnreg_fs_close(folder);
    nnreg_blobs_unlock(&lock);
    return status;
}

nnreg_status nnreg_quarantine_write(char name[NNREG_QUARANTINE_NAME], const struct nnreg_blobs *blobs,
                                    const void *content, size_t size, struct nnreg_error *error)
{
    int folder = -1, fd = -1;
    bool made = false;
    nnreg_status status = open_quarantine(&folder, blobs, error);

    if (status == NNREG_OK)
        status = free_name(name, folder, error);
    if (status == NNREG_OK) {
        status = nnreg_fs_create(&fd, folder, name, error);
        made = status == NNREG_OK;
    }
    if (status == NNREG_OK)
        status = nnreg_fs_write(fd, 0, content, size, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(fd, error);
    nnreg_fs_close(fd);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(folder, error);
    else if (made)
        (void)nnreg_fs_remove(folder, name, NULL);
    nnreg_fs_close(folder);
    return status;
}

void nnreg_quarantine_take_back(const struct nnreg_blobs *blobs, const char *name)
{
    int folder;

    if (nnreg_fs_open_folder(&folder, blobs->registry, QUARANTINE, false, NULL) != NNREG_OK)
        return;
    (void)nnreg_fs_remove(folder, name, NULL);
    nnreg_fs_close(folder);
}

nnreg_status nnreg_quarantine_has(bool *has, const struct nnreg_blobs *blobs,
                                  const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    struct nnreg_fs_names names;
    char digits[NNREG_SHA256_TEXT];
    int folder;
    nnreg_status status = open_present(&folder, blobs, error);
    size_t i;

    *has = false;
    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status != NNREG_OK)
        return status;
    nnreg_hex(digits, digest);
    status = nnreg_fs_list(&names, folder, MOST_SET_ASIDE, error);
    for (i = 0; status == NNREG_OK && i < names.count && !*has; i++)
        *has = strncmp(names.name[i], digits, NNREG_SHA256_TEXT - 1) == 0;
    nnreg_fs_names_free(&names);
    nnreg_fs_close(folder);
    return status;
}
