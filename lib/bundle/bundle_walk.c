/*
 * Walking a folder: see bundle_walk.h. Which framework the bundle is of is not known yet, so a folder is entered where any
 * framework has files, and whatever lies in it is noted. What no framework enters is not looked into, whatever it is, but
 * for one thing that is worth looking for in it: a model of its own.
 *
 * During the walk names are looked at below the open folder that they were listed in, so that a folder that is renamed
 * meanwhile leads nowhere else; no link is entered, but for the folder that the user named. Each level costs a descriptor and
 * some stack, which NNREG_LIMIT_DIRECTORY_DEPTH bounds. A folder is noted before what is in it, entries in the order of their
 * names, whatever order the file system has.
 */
#include "bundle/bundle_walk.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/bytes.h"

struct walk {
    struct nnreg_bundle_files *files;
    struct nnreg_error *error;
    unsigned depth;
};

static bool walk_copy(char **text)
{
    *text = nnreg_strdup(*text);
    return *text != NULL;
}

/* In a path several slashes are one. */
static void join_slashes(char *path)
{
    char *end = path;
    const char *at;

    for (at = path; *at != '\0'; at++)
        if (*at != '/' || end == path || end[-1] != '/')
            *end++ = *at;
    *end = '\0';
}

nnreg_status nnreg_bundle_note(struct nnreg_bundle_files *files, const struct nnreg_bundle_entry *entry,
                               struct nnreg_error *error)
{
    struct nnreg_bundle_entry copy = *entry;
    struct nnreg_bundle_entry *grown =
        nnreg_array_room(files->entry, &files->entry_room, files->entry_count + 1, sizeof *grown);
    bool copied;

    if (grown == NULL)
        return nnreg_fail_memory(error);
    files->entry = grown;
    copied = walk_copy(&copy.name);
    copied = (entry->path == NULL || walk_copy(&copy.path)) && copied;
    copied = (entry->reason == NULL || walk_copy(&copy.reason)) && copied;
    if (!copied) {
        nnreg_free(copy.name);
        nnreg_free(copy.path);
        nnreg_free(copy.reason);
        return nnreg_fail_memory(error);
    }
    if (copy.origin == NNREG_ORIGIN_PATH)
        join_slashes(copy.name);
    files->entry[files->entry_count++] = copy;
    return NNREG_OK;
}

nnreg_status nnreg_bundle_blame(struct nnreg_bundle_entry *entry, struct nnreg_error *reason,
                                struct nnreg_error *error)
{
    if (!nnreg_error_is_systems(reason)) {
        entry->problem = NNREG_ENTRY_UNREADABLE;
        entry->reason = reason->text;
        return NNREG_OK;
    }
    if (error != NULL)
        *error = *reason;
    return reason->status;
}

/* `folder` and `name` with a slash between; NULL on no memory. Freed by the caller. */
static char *walk_join(const char *folder, const char *name)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    size_t length = strlen(folder);
    char *path;

    nnreg_bytes_text(&out, folder);
    if (length > 0 && folder[length - 1] != '/')
        nnreg_bytes_char(&out, '/');
    nnreg_bytes_text(&out, name);
    (void)nnreg_bytes_take(&path, &out);
    return path;
}

/* Whether a file that makes a bundle one of this framework lies right in the folder. */
static nnreg_status find_model_below(bool *found, const struct nnreg_roles *roles, int parent,
                                     const char *folder, struct nnreg_error *error)
{
    size_t i;

    *found = false;
    for (i = 0; i < roles->count && !*found; i++) {
        const struct nnreg_role_row *row = &roles->rows[i];
        struct nnreg_file_stat model;
        char *path;

        if ((row->traits & NNREG_ROLE_IS_MODEL) == 0 || row->name == NULL || row->below)
            continue;
        path = walk_join(folder, row->name);
        if (path == NULL)
            return nnreg_fail_memory(error);
        *found = nnreg_fs_stat(&model, parent, path, NULL) == NNREG_OK && model.kind != NNREG_FILE_DIRECTORY;
        nnreg_free(path);
    }
    return NNREG_OK;
}

/*
 * Which frameworks enter the folder; where one does not, whether its model lies there. The bits are for each framework by
 * itself: when one is chosen, the others are as if they were not known.
 */
static nnreg_status look_into_folder(bool *entered, struct walk *walk, struct nnreg_bundle_entry *entry,
                                     int parent, const char *name)
{
    const struct nnreg_bundle_files *files = walk->files;
    nnreg_status status = NNREG_OK;
    size_t i;

    *entered = false;
    for (i = 0; i < files->all_count && status == NNREG_OK; i++) {
        bool found = false;

        if (name[0] != '.' && nnreg_role_folder(files->all[i], entry->name))
            *entered = true;
        else
            status = find_model_below(&found, files->all[i], parent, name, walk->error);
        entry->models |= found ? (uint32_t)1 << i : 0;
    }
    return status;
}

static nnreg_status walk_folder(struct walk *walk, int fd, const char *path, const char *name,
                                struct nnreg_bundle_entry *folder);

/* What goes wrong is told of the folder, by `entry`, which is noted before what is in it: so it is put right there. */
static nnreg_status enter_folder(struct walk *walk, int parent, const char *name,
                                 struct nnreg_bundle_entry *entry)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status;
    int fd;

    if (walk->depth >= NNREG_LIMIT_DIRECTORY_DEPTH) {
        entry->problem = NNREG_ENTRY_TOO_DEEP;
        return nnreg_bundle_note(walk->files, entry, walk->error);
    }
    if (nnreg_fs_open_folder(&fd, parent, name, false, &reason) != NNREG_OK) {
        status = nnreg_bundle_blame(entry, &reason, walk->error);
        return status == NNREG_OK ? nnreg_bundle_note(walk->files, entry, walk->error) : status;
    }
    walk->depth++;
    status = walk_folder(walk, fd, entry->path, entry->name, entry);
    walk->depth--;
    nnreg_fs_close(fd);
    return status;
}

static nnreg_status walk_entry(struct walk *walk, int parent, const char *name,
                               struct nnreg_bundle_entry *entry)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;
    struct nnreg_file_stat stat;
    bool entered = false;
    nnreg_status status = NNREG_OK;

    if (nnreg_fs_stat(&stat, parent, name, &reason) != NNREG_OK) {
        status = nnreg_bundle_blame(entry, &reason, walk->error);
        return status == NNREG_OK ? nnreg_bundle_note(walk->files, entry, walk->error) : status;
    }
    entry->kind = stat.kind;
    entry->size = stat.size;
    if (stat.kind == NNREG_FILE_DIRECTORY)
        status = look_into_folder(&entered, walk, entry, parent, name);
    if (status != NNREG_OK)
        return status;
    return entered ? enter_folder(walk, parent, name, entry)
                   : nnreg_bundle_note(walk->files, entry, walk->error);
}

/* Lists an open folder: notes `folder`, with what keeps it from being listed, and then what is in it. */
static nnreg_status walk_folder(struct walk *walk, int fd, const char *path, const char *name,
                                struct nnreg_bundle_entry *folder)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;
    struct nnreg_fs_names names;
    nnreg_status status = nnreg_fs_list(&names, fd, NNREG_LIMIT_DIRECTORY, &reason);
    size_t i;

    if (status == NNREG_LIMIT) {
        folder->problem = NNREG_ENTRY_TOO_MANY_ENTRIES;
        folder->reason = reason.text;
        return nnreg_bundle_note(walk->files, folder, walk->error);
    }
    if (status != NNREG_OK)
        status = nnreg_bundle_blame(folder, &reason, walk->error);
    if (status == NNREG_OK)
        status = nnreg_bundle_note(walk->files, folder, walk->error);
    for (i = 0; i < names.count && status == NNREG_OK; i++) {
        struct nnreg_bundle_entry entry = {.origin = NNREG_ORIGIN_IN_FOLDER,
                                           .name = walk_join(name, names.name[i]),
                                           .path = walk_join(path, names.name[i]),
                                           .fd = -1};

        if (entry.path == NULL || entry.name == NULL)
            status = nnreg_fail_memory(walk->error);
        else
            status = walk_entry(walk, fd, names.name[i], &entry);
        nnreg_free(entry.path);
        nnreg_free(entry.name);
    }
    nnreg_fs_names_free(&names);
    return status;
}

nnreg_status nnreg_bundle_walk(struct nnreg_bundle_files *files, const char *path, struct nnreg_error *error)
{
    struct walk walk = {.files = files, .error = error};
    struct nnreg_bundle_entry top = {.origin = NNREG_ORIGIN_FOLDER,
                                     .name = (char *)(uintptr_t)path,
                                     .kind = NNREG_FILE_DIRECTORY,
                                     .fd = -1};
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status;
    int fd;

    if (nnreg_fs_open_folder(&fd, AT_FDCWD, path, true, &reason) != NNREG_OK) {
        status = nnreg_bundle_blame(&top, &reason, error);
        return status == NNREG_OK ? nnreg_bundle_note(files, &top, error) : status;
    }
    status = walk_folder(&walk, fd, path, "", &top);
    nnreg_fs_close(fd);
    return status;
}
