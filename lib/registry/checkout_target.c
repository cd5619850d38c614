/* See checkout_target.h. */
#include "registry/checkout_target.h"

#include <string.h>

#include "base/fsio.h"
#include "judge/frameworks.h"

#define LEVELS_MOST 1024 /* folders above a folder: the path of so many ".." is one that the system takes */

/*
 * Whether a folder is another one or lies in it, whatever paths lead to the two: by going up. Only looking is needed for that,
 * as a folder above may be closed to reading. One may lie deeper than that reaches.
 */
static nnreg_status lies_in(bool *within, int folder, const struct nnreg_file_stat *top,
                            struct nnreg_error *error)
{
    char up[LEVELS_MOST * 3 + 2] = ".";
    struct nnreg_file_stat here, below = {.inode = 0};
    nnreg_status status;
    unsigned level;

    *within = false;
    for (level = 0; level < LEVELS_MOST; level++) {
        status = nnreg_fs_stat(&here, folder, up, error);
        if (status != NNREG_OK || (level > 0 && nnreg_fs_is_same(&here, &below)))
            return status; /* above the root is the root */
        *within = nnreg_fs_is_same(&here, top);
        if (*within)
            return status;
        below = here;
        memcpy(up + (level == 0 ? 0 : 3 * level - 1), level == 0 ? ".." : "/..", level == 0 ? 3 : 4);
    }
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                      "it cannot be told what a folder is in that has %d others above it", LEVELS_MOST);
}

static nnreg_status judge_registry(int parent, const char *path, int registry, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    bool within;
    nnreg_status status = nnreg_fs_stat_fd(&stat, registry, error);

    if (status == NNREG_OK)
        status = lies_in(&within, parent, &stat, error);
    if (status == NNREG_OK && within)
        status = nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                            "\"%.300s\" would be in the folder of the registry itself", path);
    return status;
}

/* Whether a framework has files of this name, or in a folder of this name. */
static bool is_of_a_model(const char *name)
{
    size_t i;

    for (i = 0; i < nnreg_vocab_framework.count; i++) {
        const struct nnreg_roles *roles = nnreg_framework_at((int)i)->roles;

        if (nnreg_role_of(roles, name) != NNREG_ROLE_UNKNOWN || nnreg_role_folder(roles, name))
            return true;
    }
    return false;
}

static nnreg_status judge_content(int folder, const char *path, struct nnreg_error *error)
{
    struct nnreg_fs_names names;
    nnreg_status status = nnreg_fs_list(&names, folder, NNREG_LIMIT_DIRECTORY, error);
    size_t i;

    for (i = 0; i < names.count && status == NNREG_OK; i++)
        if (!is_of_a_model(names.name[i]))
            status =
                nnreg_fail(error, NNREG_CONFLICT,
                           "\"%.300s\" is not replaced: it holds \"%.255s\", which is no part of a model",
                           path, names.name[i]);
    nnreg_fs_names_free(&names);
    return status;
}

static nnreg_status judge_folder(int parent, const char *name, const char *path, int registry,
                                 struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    bool within = false;
    int folder;
    nnreg_status status = nnreg_fs_open_folder(&folder, parent, name, false, error);

    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&stat, folder, error);
    if (status == NNREG_OK)
        status = lies_in(&within, registry, &stat, error);
    if (status == NNREG_OK && within)
        status = nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                            "\"%.300s\" is not replaced: the registry itself is in it", path);
    if (status == NNREG_OK)
        status = judge_content(folder, path, error);
    nnreg_fs_close(folder);
    return status;
}

nnreg_status nnreg_checkout_target(bool *there, int parent, const char *name, const char *path, bool replace,
                                   int registry, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = judge_registry(parent, path, registry, error);

    *there = false;
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_stat(&stat, parent, name, error);
    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status != NNREG_OK)
        return status;
    if (!replace)
        return nnreg_fail(error, NNREG_EXISTS, "\"%.300s\" is there already", path);
    if (stat.kind != NNREG_FILE_DIRECTORY)
        return nnreg_fail(error, NNREG_EXISTS, "\"%.300s\" is no folder, and only a folder is replaced",
                          path);
    *there = true;
    return judge_folder(parent, name, path, registry, error);
}
