/* The folder that a registry is made in, or a backup of one: see folder.h. */
#include "registry/folder.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/fsio.h"
#include "store/kv.h"

#define MOST_ENTRIES \
    ((size_t)1 << 10) /* looked at to name one; a folder with more holds other files for certain */

/*
 * By these a registry is known, whole or damaged, and by the files of its store. What is made first, those of the store, is
 * whole when it appears, so where they are missing and another is there, they were lost.
 */
static const char *const signs[] = {"blobs", "staging", NULL};

/* What may be there before: left by the file system (a mounted ext4 has lost+found), or by who made a store. */
static const char *const harmless[] = {"lost+found", NULL};

static bool is_among(const char *const *names, const char *name)
{
    while (*names != NULL && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static nnreg_status look_for_signs(const char *const *names, int folder, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = NNREG_NOT_FOUND;

    for (; *names != NULL && status == NNREG_NOT_FOUND; names++)
        status = nnreg_fs_stat(&stat, folder, *names, error);
    return status;
}

static nnreg_status refuse_folder(const char *dir, const char *example, struct nnreg_error *error)
{
    if (example == NULL)
        return nnreg_fail(error, NNREG_CONFLICT,
                          "\"%.200s\" holds other files: a registry needs a folder of its own", dir);
    return nnreg_fail(error, NNREG_CONFLICT,
                      "\"%.200s\" holds other files (\"%.100s\"): a registry needs a folder of its own", dir,
                      example);
}

/* NNREG_NOT_FOUND: there is none. */
static nnreg_status look_for_registry(int folder, struct nnreg_error *error)
{
    nnreg_status status = look_for_signs(nnreg_kv_files(), folder, error);

    return status == NNREG_NOT_FOUND ? look_for_signs(signs, folder, error) : status;
}

/* That the folder holds nothing but what is harmless. */
static nnreg_status look_for_others(int folder, const char *dir, struct nnreg_error *error)
{
    struct nnreg_fs_names names;
    nnreg_status status = nnreg_fs_list(&names, folder, MOST_ENTRIES, error);
    size_t i;

    if (status == NNREG_LIMIT)
        return refuse_folder(dir, NULL, error);
    for (i = 0; i < names.count && status == NNREG_OK; i++)
        if (!is_among(harmless, names.name[i]) && !is_among(nnreg_kv_leftovers(), names.name[i]))
            status = refuse_folder(dir, names.name[i], error);
    nnreg_fs_names_free(&names);
    return status;
}

/* Somebody may make a registry there just now, whose first files are listed then: it has its signs by that time. */
nnreg_status nnreg_folder_is_free(int folder, const char *dir, struct nnreg_error *error)
{
    struct nnreg_error refusal = NNREG_ERROR_INIT;
    nnreg_status status = look_for_registry(folder, error);

    if (status != NNREG_NOT_FOUND)
        return status;
    status = look_for_others(folder, dir, &refusal);
    if (status == NNREG_CONFLICT && look_for_registry(folder, NULL) == NNREG_OK)
        return NNREG_OK;
    if (status != NNREG_OK)
        *error = refusal;
    return status;
}

nnreg_status nnreg_folder_sync_above(int folder, struct nnreg_error *error)
{
    struct nnreg_error refusal = NNREG_ERROR_INIT;
    int above = -1;
    nnreg_status status = nnreg_fs_open_folder(&above, folder, "..", false, &refusal);

    if (status != NNREG_OK && refusal.cause == EACCES)
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_fs_sync(above, &refusal);
    nnreg_fs_close(above);
    if (status != NNREG_OK)
        *error = refusal;
    return status;
}
