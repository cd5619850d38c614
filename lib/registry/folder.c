/* The folder that a registry is made in: see folder.h. */
#include "registry/folder.h"

#include <stdbool.h>
#include <string.h>

#include "base/fsio.h"

#define MOST_ENTRIES \
    ((size_t)1 << 10) /* looked at to name one; a folder with more holds other files for certain */

/*
 * By these a registry is known, whole or damaged: what is made first, the data file, is whole when it appears, so where it is
 * missing and another is there, it was lost.
 */
static const char *const signs[] = {"data.mdb", "blobs", "closed", "lock.mdb", "staging"};

/* What may be there before: left in the making, or by the file system (a mounted ext4 has lost+found). */
static const char *const harmless[] = {"data.mdb.new", "lost+found"};

static bool is_harmless(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (strcmp(name, harmless[i]) == 0)
            return true;
    return false;
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

nnreg_status nnreg_folder_is_free(int folder, const char *dir, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    struct nnreg_fs_names names;
    nnreg_status status = NNREG_NOT_FOUND;
    size_t i;

    for (i = 0; i < sizeof signs / sizeof *signs && status == NNREG_NOT_FOUND; i++)
        status = nnreg_fs_stat(&stat, folder, signs[i], error);
    if (status != NNREG_NOT_FOUND)
        return status;
    status = nnreg_fs_list(&names, folder, MOST_ENTRIES, error);
    if (status == NNREG_LIMIT)
        return refuse_folder(dir, NULL, error);
    for (i = 0; i < names.count && status == NNREG_OK; i++)
        if (!is_harmless(names.name[i]))
            status = refuse_folder(dir, names.name[i], error);
    nnreg_fs_names_free(&names);
    return status;
}
