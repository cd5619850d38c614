/*
 * Folders with all that is in them: see fsio.h.
 *
 * Both go down by open folders, never by paths, and follow no link, so that nothing outside is touched whatever somebody
 * else does to the names meanwhile.
 */
#include "base/fsio.h"

#define TREE_DEPTH_MOST 256 /* folders inside each other, each of which takes a descriptor on the way down */

/* What is done with the entries of a folder, and then with the folder itself. */
struct tree_walk {
    bool removes; /* what is gone is as it should be */
    nnreg_status (*file)(int folder, const char *name, struct nnreg_error *error);
    nnreg_status (*folder)(int above, const char *name, int folder, struct nnreg_error *error);
};

static nnreg_status walk_fs_tree(const struct tree_walk *walk, int above, const char *name, unsigned depth,
                                 struct nnreg_error *error);

static nnreg_status walk_in_tree(const struct tree_walk *walk, int folder, const char *name, unsigned depth,
                                 struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, folder, name, error);

    if (status == NNREG_NOT_FOUND) /* somebody else was faster */
        return NNREG_OK;
    if (status == NNREG_OK && stat.kind == NNREG_FILE_DIRECTORY) {
        status = walk_fs_tree(walk, folder, name, depth + 1, error);
        return status == NNREG_NOT_FOUND && walk->removes ? NNREG_OK : status;
    }
    return status == NNREG_OK && walk->file != NULL ? walk->file(folder, name, error) : status;
}

static nnreg_status walk_fs_tree(const struct tree_walk *walk, int above, const char *name, unsigned depth,
                                 struct nnreg_error *error)
{
    struct nnreg_fs_names names = {NULL, 0};
    nnreg_status status;
    size_t i;
    int folder;

    if (depth > TREE_DEPTH_MOST)
        return nnreg_fail(error, NNREG_LIMIT, "more than %d folders are inside each other", TREE_DEPTH_MOST);
    status = nnreg_fs_open_folder(&folder, above, name, false, error);
    if (status == NNREG_OK)
        status = nnreg_fs_list(&names, folder, SIZE_MAX, error);
    for (i = 0; i < names.count && status == NNREG_OK; i++)
        status = walk_in_tree(walk, folder, names.name[i], depth, error);
    if (status == NNREG_OK)
        status = walk->folder(above, name, folder, error);
    nnreg_fs_names_free(&names);
    nnreg_fs_close(folder);
    return status;
}

static nnreg_status remove_emptied(int above, const char *name, int folder, struct nnreg_error *error)
{
    (void)folder;
    return nnreg_fs_remove_folder(above, name, error);
}

/* That something is gone is taken for gone only when its folder can go: nobody who was told so by mistake has removed the tree. */
nnreg_status nnreg_fs_remove_tree(int folder, const char *path, struct nnreg_error *error)
{
    static const struct tree_walk walk = {.removes = true, .file = nnreg_fs_remove, .folder = remove_emptied};
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status = walk_fs_tree(&walk, folder, path, 1, &why);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fs_remove_folder(folder, path, error);
    return status == NNREG_OK ? status : nnreg_fail(error, status, "%s", why.text);
}

static nnreg_status sync_names(int above, const char *name, int folder, struct nnreg_error *error)
{
    (void)above, (void)name;
    return nnreg_fs_sync(folder, error);
}

nnreg_status nnreg_fs_sync_folders(int folder, const char *path, struct nnreg_error *error)
{
    static const struct tree_walk walk = {.folder = sync_names};

    return walk_fs_tree(&walk, folder, path, 1, error);
}
