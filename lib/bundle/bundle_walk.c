/*
 * Walking a folder: see bundle_walk.h. Names come first: what no model has is passed over, whatever it is, so that a
 * stray link or an editor's socket is no error; only then is a part of the model looked at.
 */
#include "bundle/bundle_walk.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"

struct walk {
    struct nnreg_bundle_files *files;
    struct nnreg_error *error;
    unsigned depth;
};

nnreg_status nnreg_bundle_skip(struct nnreg_bundle_files *files, enum nnreg_bundle_skipped_kind kind,
                               const char *name, const char *text, struct nnreg_error *error)
{
    struct nnreg_bundle_skipped skipped = {kind, nnreg_strdup(name),
                                           text != NULL ? nnreg_strdup(text) : NULL};
    bool copied = skipped.name != NULL && (text == NULL || skipped.text != NULL);

    if (copied && files->skipped_count == files->skipped_room) {
        size_t room = files->skipped_room > 0 ? files->skipped_room * 2 : 8;
        struct nnreg_bundle_skipped *grown = nnreg_realloc_array(files->skipped, room, sizeof *grown);

        copied = grown != NULL;
        if (copied) {
            files->skipped = grown;
            files->skipped_room = room;
        }
    }
    if (!copied) {
        nnreg_free(skipped.name);
        nnreg_free(skipped.text);
        return nnreg_fail_memory(error);
    }
    files->skipped[files->skipped_count++] = skipped;
    return NNREG_OK;
}

nnreg_status nnreg_bundle_skip_unreadable(struct nnreg_bundle_files *files, const char *name,
                                          const struct nnreg_error *reason, struct nnreg_error *error)
{
    if (!nnreg_error_is_systems(reason))
        return nnreg_bundle_skip(files, NNREG_SKIPPED_UNREADABLE, name, reason->text, error);
    if (error != NULL)
        *error = *reason;
    return reason->status;
}

nnreg_status nnreg_bundle_skip_irregular(struct nnreg_bundle_files *files, enum nnreg_file_kind kind,
                                         const char *name, struct nnreg_error *error)
{
    if (kind == NNREG_FILE_LINK)
        return nnreg_bundle_skip(files, NNREG_SKIPPED_LINK, name, "is a symbolic link, which is not followed",
                                 error);
    return nnreg_bundle_skip(files, NNREG_SKIPPED_NOT_REGULAR, name,
                             kind == NNREG_FILE_DIRECTORY ? "is a folder where a file belongs"
                                                          : "is a device, a FIFO or a socket",
                             error);
}

nnreg_status nnreg_bundle_take(struct nnreg_bundle_files *files, const struct nnreg_bundle_file *file,
                               struct nnreg_error *error)
{
    if (files->count < NNREG_LIMIT_FILES)
        return nnreg_bundle_files_add(files, file, error);
    if (files->overflowed)
        return NNREG_OK;
    files->overflowed = true;
    return nnreg_bundle_skip(files, NNREG_SKIPPED_TOO_MANY_FILES, file->name, NULL, error);
}

/* `folder` and `name` with a slash between; NULL on no memory. Freed by the caller. */
static char *join(const char *folder, const char *name)
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

static nnreg_status walk_folder(struct walk *walk, int fd, const char *path, const char *name);

static nnreg_status enter_folder(struct walk *walk, int parent, const char *entry, const char *path,
                                 const char *name)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status;
    int fd;

    if (walk->depth >= NNREG_LIMIT_DIRECTORY_DEPTH)
        return nnreg_bundle_skip(walk->files, NNREG_SKIPPED_TOO_DEEP, name, NULL, walk->error);
    if (nnreg_fs_open_folder(&fd, parent, entry, false, &reason) != NNREG_OK)
        return nnreg_bundle_skip_unreadable(walk->files, name, &reason, walk->error);
    walk->depth++;
    status = walk_folder(walk, fd, path, name);
    walk->depth--;
    nnreg_fs_close(fd);
    return status;
}

/* Something no model has at this place; the one thing worth looking for in it is a model of its own. */
static nnreg_status note_unknown(struct walk *walk, int parent, const char *entry, const char *name,
                                 const struct nnreg_file_stat *stat)
{
    static const char *const models[] = {"saved_model.pb", "saved_model.pbtxt"};
    enum nnreg_bundle_skipped_kind kind = NNREG_SKIPPED_UNKNOWN;
    size_t i;

    for (i = 0; stat->kind == NNREG_FILE_DIRECTORY && i < 2; i++) {
        struct nnreg_file_stat model;
        char *path = join(entry, models[i]);

        if (path == NULL)
            return nnreg_fail_memory(walk->error);
        if (nnreg_fs_stat(&model, parent, path, NULL) == NNREG_OK)
            kind = NNREG_SKIPPED_MODEL_BELOW;
        nnreg_free(path);
    }
    return nnreg_bundle_skip(walk->files, kind, name, stat->kind == NNREG_FILE_DIRECTORY ? "folder" : NULL,
                             walk->error);
}

static nnreg_status add_file(struct walk *walk, const char *path, const char *name,
                             const struct nnreg_file_stat *stat)
{
    const char *fault = nnreg_name_fault(name);
    struct nnreg_bundle_file file = {.name = (char *)(uintptr_t)name,
                                     .path = (char *)(uintptr_t)path,
                                     .folder = AT_FDCWD,
                                     .fd = -1,
                                     .size = stat->size,
                                     .role = nnreg_role_of(name)};

    if (fault != NULL)
        return nnreg_bundle_skip(walk->files, NNREG_SKIPPED_BAD_NAME, name, fault, walk->error);
    if (stat->kind != NNREG_FILE_REGULAR)
        return nnreg_bundle_skip_irregular(walk->files, stat->kind, name, walk->error);
    return nnreg_bundle_take(walk->files, &file, walk->error);
}

static nnreg_status visit(struct walk *walk, int parent, const char *entry, const char *path,
                          const char *full_name)
{
    const char *name = nnreg_drop_variables(full_name);
    struct nnreg_error reason = NNREG_ERROR_INIT;
    struct nnreg_file_stat stat;

    if (nnreg_fs_stat(&stat, parent, entry, &reason) != NNREG_OK)
        return nnreg_bundle_skip_unreadable(walk->files, full_name, &reason, walk->error);
    if (entry[0] == '.')
        return note_unknown(walk, parent, entry, full_name, &stat);
    if (stat.kind == NNREG_FILE_DIRECTORY && nnreg_role_folder(full_name))
        return enter_folder(walk, parent, entry, path, full_name);
    if (nnreg_role_of(name) == NNREG_ROLE_UNKNOWN &&
        !(stat.kind == NNREG_FILE_LINK && nnreg_role_folder(full_name)))
        return note_unknown(walk, parent, entry, full_name, &stat);
    return add_file(walk, path, name, &stat);
}

static nnreg_status walk_folder(struct walk *walk, int fd, const char *path, const char *name)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;
    struct nnreg_fs_names names;
    nnreg_status status = nnreg_fs_list(&names, fd, NNREG_LIMIT_DIRECTORY, &reason);
    size_t i;

    if (status == NNREG_LIMIT)
        return nnreg_bundle_skip(walk->files, NNREG_SKIPPED_TOO_MANY_ENTRIES, name[0] != '\0' ? name : path,
                                 reason.text, walk->error);
    if (status != NNREG_OK)
        return nnreg_bundle_skip_unreadable(walk->files, name[0] != '\0' ? name : path, &reason, walk->error);
    for (i = 0; i < names.count && status == NNREG_OK; i++) {
        char *entry_path = join(path, names.name[i]), *entry_name = join(name, names.name[i]);

        if (entry_path == NULL || entry_name == NULL)
            status = nnreg_fail_memory(walk->error);
        else
            status = visit(walk, fd, names.name[i], entry_path, entry_name);
        nnreg_free(entry_path);
        nnreg_free(entry_name);
    }
    nnreg_fs_names_free(&names);
    return status;
}

nnreg_status nnreg_bundle_walk(struct nnreg_bundle_files *files, const char *path, struct nnreg_error *error)
{
    struct walk walk = {.files = files, .error = error};
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status;
    int fd;

    if (nnreg_fs_open_folder(&fd, AT_FDCWD, path, true, &reason) != NNREG_OK)
        return nnreg_bundle_skip_unreadable(files, path, &reason, error);
    status = walk_folder(&walk, fd, path, "");
    nnreg_fs_close(fd);
    return status;
}
