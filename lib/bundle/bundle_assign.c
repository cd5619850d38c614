/*
 * From what was met to the files of a bundle of one framework: see bundle.h. Names come first: what no bundle of the
 * framework has is passed over, whatever it is, so that a stray link or an editor's socket is no error; only then does it
 * matter what was met.
 *
 * It takes two passes because the framework is chosen by what is met: the first one notes entries for all frameworks
 * (bundle_walk.c), this one goes over them once more for the one that was chosen. It looks at nothing outside of the entries,
 * so that it can be done again for another framework, and gives the same answer to the same entries.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "bundle/bundle_archive.h"

struct assigning {
    struct nnreg_bundle_files *files;
    const struct nnreg_roles *roles;
    uint32_t bit; /* of the roles in an entry's models */
    struct nnreg_error *error;
};

/* Notes what is skipped; `text` may be NULL. Both are copied. */
static nnreg_status skip_entry(struct assigning *assigning, enum nnreg_bundle_skipped_kind kind,
                               const char *name, const char *text)
{
    struct nnreg_bundle_files *files = assigning->files;
    struct nnreg_bundle_skipped skipped = {kind, nnreg_strdup(name),
                                           text != NULL ? nnreg_strdup(text) : NULL};
    bool copied = skipped.name != NULL && (text == NULL || skipped.text != NULL);

    struct nnreg_bundle_skipped *grown =
        nnreg_array_room(files->skipped, &files->skipped_room, files->skipped_count + 1, sizeof *grown);

    if (grown != NULL)
        files->skipped = grown;
    if (!copied || grown == NULL) {
        nnreg_free(skipped.name);
        nnreg_free(skipped.text);
        return nnreg_fail_memory(assigning->error);
    }
    files->skipped[files->skipped_count++] = skipped;
    return NNREG_OK;
}

static nnreg_status skip_problem(struct assigning *assigning, const struct nnreg_bundle_entry *entry,
                                 const char *name)
{
    enum nnreg_bundle_skipped_kind kind = NNREG_SKIPPED_UNREADABLE;

    if (entry->problem == NNREG_ENTRY_TOO_DEEP)
        kind = NNREG_SKIPPED_TOO_DEEP;
    else if (entry->problem == NNREG_ENTRY_TOO_MANY_ENTRIES)
        kind = NNREG_SKIPPED_TOO_MANY_ENTRIES;
    return skip_entry(assigning, kind, name, entry->reason);
}

static nnreg_status skip_unknown(struct assigning *assigning, const struct nnreg_bundle_entry *entry)
{
    enum nnreg_bundle_skipped_kind kind =
        (entry->models & assigning->bit) != 0 ? NNREG_SKIPPED_MODEL_BELOW : NNREG_SKIPPED_UNKNOWN;

    return skip_entry(assigning, kind, entry->name, entry->kind == NNREG_FILE_DIRECTORY ? "folder" : NULL);
}

static nnreg_status skip_irregular(struct assigning *assigning, const struct nnreg_bundle_entry *entry,
                                   const char *name)
{
    if (entry->kind == NNREG_FILE_LINK)
        return skip_entry(assigning, NNREG_SKIPPED_LINK, name, "is a symbolic link, which is not followed");
    return skip_entry(assigning, NNREG_SKIPPED_NOT_REGULAR, name,
                      entry->kind == NNREG_FILE_DIRECTORY ? "is a folder where a file belongs"
                                                          : "is a device, a FIFO or a socket");
}

/* Adds a file under its kept name, or notes once that there are more than NNREG_LIMIT_FILES. */
static nnreg_status take_file(struct assigning *assigning, const struct nnreg_bundle_entry *entry,
                              const char *name)
{
    struct nnreg_bundle_files *files = assigning->files;
    int role = nnreg_role_of(assigning->roles, name);
    struct nnreg_bundle_file file = {.name = (char *)(uintptr_t)name,
                                     .path = entry->path,
                                     .folder = AT_FDCWD,
                                     .memory = entry->memory,
                                     .fd = entry->fd,
                                     .upload = entry->upload,
                                     .archive = entry->archive,
                                     .number = entry->number,
                                     .size = entry->size,
                                     .role = role,
                                     .traits = nnreg_role_traits(assigning->roles, role),
                                     .given = entry->origin != NNREG_ORIGIN_IN_FOLDER};

    if (files->count < NNREG_LIMIT_FILES)
        return nnreg_bundle_files_add(files, &file, assigning->error);
    if (files->overflowed)
        return NNREG_OK;
    files->overflowed = true;
    return skip_entry(assigning, NNREG_SKIPPED_TOO_MANY_FILES, name, NULL);
}

/* ------------------------------------------------------------------------------------ met in a folder -- */

/* Whether the framework would have entered all folders above: what another one's folders hold is none of its affair. */
static bool is_reached(const struct nnreg_roles *roles, const char *name)
{
    char above[(NNREG_LIMIT_DIRECTORY_DEPTH + 1) * 256]; /* a part of a path has 255 bytes at most */
    const char *slash;

    for (slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        size_t length = (size_t)(slash - name);

        if (length >= sizeof above)
            return true; /* longer than a kept name can be, which is told of it */
        memcpy(above, name, length);
        above[length] = '\0';
        if (!nnreg_role_folder(roles, above))
            return false;
    }
    return true;
}

/*
 * The order of the questions is that of what a user can do about it. Something below a folder that this framework does not
 * enter is not mentioned: the folder itself is, as a stranger. What could not be looked at is told whatever its name, because it
 * may hide files of the model; but a folder only if this framework enters it. Hidden files are strangers by their dot alone
 * (.git, .DS_Store). A link under the name of a folder of the model is no stranger: it was not followed, and the model lacks
 * what is behind it. Only what has a role needs a name that can be kept, and only a regular file has content.
 */
static nnreg_status assign_met(struct assigning *assigning, const struct nnreg_bundle_entry *entry)
{
    const struct nnreg_roles *roles = assigning->roles;
    const char *name = nnreg_kept_name(roles, entry->name), *slash = strrchr(entry->name, '/');
    bool folder = nnreg_role_folder(roles, entry->name);
    const char *fault;

    if (!is_reached(roles, entry->name))
        return NNREG_OK;
    if (entry->problem != NNREG_ENTRY_FINE && (entry->kind != NNREG_FILE_DIRECTORY || folder))
        return skip_problem(assigning, entry, entry->name);
    if ((slash != NULL ? slash[1] : entry->name[0]) == '.')
        return skip_unknown(assigning, entry);
    if (entry->kind == NNREG_FILE_DIRECTORY && folder)
        return NNREG_OK; /* it was entered */
    if (nnreg_role_of(roles, name) == NNREG_ROLE_UNKNOWN && !(entry->kind == NNREG_FILE_LINK && folder))
        return skip_unknown(assigning, entry);
    fault = nnreg_name_fault(name);
    if (fault != NULL)
        return skip_entry(assigning, NNREG_SKIPPED_BAD_NAME, name, fault);
    return entry->kind == NNREG_FILE_REGULAR ? take_file(assigning, entry, name)
                                             : skip_irregular(assigning, entry, name);
}

/* ------------------------------------------------------------------------------------- added by itself -- */

/*
 * The name a path gives a file: the last part, or the last two when the one before is a folder that a model has. So
 * "model/variables/variables.index" is what it would be called if "model" had been added. `above` goes back over the slash,
 * and then over the part before it.
 */
static const char *name_of_path(const struct nnreg_roles *roles, const char *path)
{
    const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path, *above = name;
    char folder[32]; /* what is longer is no folder of a model */
    size_t length;

    above -= above > path;
    length = 0;
    while (above > path && above[-1] != '/') {
        above--;
        length++;
    }
    if (length == 0 || length >= sizeof folder)
        return name;
    memcpy(folder, above, length);
    folder[length] = '\0';
    return nnreg_role_folder(roles, folder) ? above : name;
}

static const char *given_name(const struct nnreg_roles *roles, const struct nnreg_bundle_entry *entry)
{
    return entry->origin == NNREG_ORIGIN_PATH ? name_of_path(roles, entry->name) : entry->name;
}

/* The same limit as for folders that are met: a bundle that is taken can be made a folder, and that be given again. */
static nnreg_status take_given(struct assigning *assigning, const struct nnreg_bundle_entry *entry,
                               const char *name)
{
    char folder[NNREG_LIMIT_FILE_NAME + 1]; /* nnreg_name_fault has seen that a name is no longer */
    const char *slash = strchr(name, '/');
    size_t depth;

    for (depth = 0; slash != NULL && depth < NNREG_LIMIT_DIRECTORY_DEPTH; depth++)
        slash = strchr(slash + 1, '/');
    if (slash == NULL || nnreg_role_of(assigning->roles, name) == NNREG_ROLE_UNKNOWN)
        return take_file(assigning, entry, name);
    memcpy(folder, name, (size_t)(slash - name));
    folder[slash - name] = '\0';
    return skip_entry(assigning, NNREG_SKIPPED_TOO_DEEP, folder, NULL);
}

static nnreg_status assign_given(struct assigning *assigning, const struct nnreg_bundle_entry *entry)
{
    const char *given = given_name(assigning->roles, entry), *name = nnreg_kept_name(assigning->roles, given);
    const char *fault = nnreg_name_fault(name);

    if (fault != NULL)
        return skip_entry(assigning, NNREG_SKIPPED_BAD_NAME, given, fault);
    if (entry->problem != NNREG_ENTRY_FINE)
        return skip_problem(assigning, entry, name);
    return entry->kind == NNREG_FILE_REGULAR ? take_given(assigning, entry, name)
                                             : skip_irregular(assigning, entry, name);
}

/* --------------------------------------------------------------------------------------------- all of it -- */

static nnreg_status assign_entry(struct assigning *assigning, const struct nnreg_bundle_entry *entry)
{
    if (entry->origin == NNREG_ORIGIN_IN_FOLDER)
        return assign_met(assigning, entry);
    if (entry->origin != NNREG_ORIGIN_FOLDER)
        return assign_given(assigning, entry);
    return entry->problem != NNREG_ENTRY_FINE ? skip_problem(assigning, entry, entry->name) : NNREG_OK;
}

bool nnreg_bundle_has_model(const struct nnreg_bundle_files *files, const struct nnreg_roles *roles)
{
    size_t i;

    for (i = 0; i < files->entry_count; i++) {
        const struct nnreg_bundle_entry *entry = &files->entry[i];
        const char *name = nnreg_kept_name(roles, given_name(roles, entry));

        if (entry->origin != NNREG_ORIGIN_FOLDER && entry->kind == NNREG_FILE_REGULAR &&
            (nnreg_role_traits(roles, nnreg_role_of(roles, name)) & NNREG_ROLE_IS_MODEL) != 0)
            return true;
    }
    return false;
}

static uint32_t assigned_bit(const struct nnreg_bundle_files *files, const struct nnreg_roles *roles)
{
    size_t i = 0;

    while (i < files->all_count && files->all[i] != roles)
        i++;
    return i < files->all_count ? (uint32_t)1 << i : 0;
}

static int compare_files_by_name(const void *a, const void *b)
{
    return strcmp(((const struct nnreg_bundle_file *)a)->name, ((const struct nnreg_bundle_file *)b)->name);
}

nnreg_status nnreg_bundle_assign(struct nnreg_bundle_files *files, const struct nnreg_roles *roles,
                                 struct nnreg_error *error)
{
    struct assigning assigning = {files, roles, assigned_bit(files, roles), error};
    nnreg_status status = NNREG_OK;
    size_t i;

    if (files->roles == roles)
        return NNREG_OK;
    nnreg_bundle_unassign(files);
    for (i = 0; i < files->entry_count && status == NNREG_OK; i++)
        status = assign_entry(&assigning, &files->entry[i]);
    if (status == NNREG_OK && files->count > 1)
        qsort(files->file, files->count, sizeof *files->file, compare_files_by_name);
    if (status == NNREG_OK)
        files->roles = roles;
    else
        nnreg_bundle_unassign(files);
    return status;
}

struct nnreg_bundle_file *nnreg_bundle_find(const struct nnreg_bundle_files *files, const char *name)
{
    struct nnreg_bundle_file key = {.name = (char *)(uintptr_t)name};

    if (files->count == 0)
        return NULL;
    return bsearch(&key, files->file, files->count, sizeof key, compare_files_by_name);
}

/* What lies too deep does not count: models and weights are at the top. */
bool nnreg_bundle_is_irregular(const struct nnreg_bundle_skipped *skipped)
{
    return skipped->kind == NNREG_SKIPPED_LINK || skipped->kind == NNREG_SKIPPED_NOT_REGULAR;
}

bool nnreg_bundle_is_half_seen(const struct nnreg_bundle_files *files)
{
    size_t i;

    if (!nnreg_bundle_archives_are_sound(files))
        return true;
    for (i = 0; i < files->skipped_count; i++)
        if (files->skipped[i].kind == NNREG_SKIPPED_UNREADABLE ||
            files->skipped[i].kind == NNREG_SKIPPED_TOO_MANY_FILES ||
            files->skipped[i].kind == NNREG_SKIPPED_TOO_MANY_ENTRIES)
            return true;
    return false;
}
