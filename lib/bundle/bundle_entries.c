/*
 * The entries of an archive as a walk would have met them: see bundle_archive.h.
 *
 * A walk notes a folder before what is in it and does not look into folders that no framework enters; an archive need
 * not have entries for its folders, has them in any order, and often has all of them in a folder, or several, that
 * stand for the one that was packed ("model/1/saved_model.pb"). So the folders at the top are taken off, the names
 * are sorted, and each folder is noted when the first name below it comes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bundle/bundle_archive.h"
#include "bundle/bundle_walk.h"

struct packed_name {
    const char *name; /* without the folders at the top */
    size_t size;
    size_t number; /* of the entry */
    bool folder;
};

struct packed_names {
    struct nnreg_bundle_files *files;
    size_t archive;
    struct packed_name *list;
    size_t count;
    struct nnreg_error *error;
};

/* ----------------------------------------------------------------------------------------- folders at the top -- */

/* What packers add beside the folder that was packed: macOS its second half of files, Java its manifest, others hidden files. */
static bool is_beside(const char *part, size_t size)
{
    static const char *const names[] = {"__MACOSX", "META-INF"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == size && memcmp(part, names[i], size) == 0)
            return true;
    return part[0] == '.';
}

static size_t part_size(const struct packed_name *name, size_t from)
{
    const char *slash = memchr(name->name + from, '/', name->size - from);

    return slash != NULL ? (size_t)(slash - name->name) - from : name->size - from;
}

/* Whether the name lies below the folders that were found, whose names have `top` bytes, the last slash among them. */
static bool is_below(const struct packed_name *name, const char *folders, size_t top)
{
    return name->size > top && memcmp(name->name, folders, top) == 0;
}

/* The one folder that is below the first `top` bytes of `folders`, which then begins with it, too; false: there is not just one. */
static bool find_top(const struct packed_names *names, const char **folders, size_t *top)
{
    const char *found = NULL;
    size_t size = 0, i;

    for (i = 0; i < names->count; i++) {
        const struct packed_name *name = &names->list[i];
        size_t here;

        if (!is_below(name, *folders, *top))
            continue;
        here = part_size(name, *top);
        if (is_beside(name->name + *top, here))
            continue;
        if (*top + here == name->size && !name->folder)
            return false;
        if (found != NULL && (here != size || memcmp(name->name + *top, found + *top, size) != 0))
            return false;
        found = name->name;
        size = here;
    }
    if (found == NULL)
        return false;
    *folders = found;
    *top += size + 1;
    return true;
}

/* Whether a framework has files in a folder of this name: then it is no folder that a bundle was packed in. */
static bool is_entered(const struct nnreg_bundle_files *files, const char *folder)
{
    const char *last = strrchr(folder, '/');
    size_t i;

    if ((last != NULL ? last[1] : folder[0]) == '.')
        return false;
    for (i = 0; i < files->all_count; i++)
        if (nnreg_role_folder(files->all[i], folder))
            return true;
    return false;
}

/*
 * Takes of a name what it has of the folders at the top: what lies beside the last of them ("model/.DS_Store") loses those above
 * alone. One of these folders itself is left without a name.
 */
static void take_top_off(struct packed_name *name, const char *folders, size_t top)
{
    size_t below = 0, i;

    for (i = 0; i < top; i++) {
        if (folders[i] != '/')
            continue;
        if (name->folder && name->size == i && memcmp(name->name, folders, i) == 0)
            below = i;
        else if (is_below(name, folders, i + 1))
            below = i + 1;
    }
    name->name += below;
    name->size -= below;
}

static nnreg_status take_tops_off(struct packed_names *names)
{
    const char *folders = "";
    size_t top = 0, next = 0, depth, i;
    char *folder;
    bool entered = false;

    for (depth = 0; depth < NNREG_LIMIT_DIRECTORY_DEPTH && find_top(names, &folders, &next); depth++) {
        folder = nnreg_strndup(folders + top, next - 1 - top);
        if (folder == NULL)
            return nnreg_fail_memory(names->error);
        entered = is_entered(names->files, folder);
        nnreg_free(folder);
        if (entered)
            break;
        top = next;
    }
    for (i = 0; i < names->count; i++)
        take_top_off(&names->list[i], folders, top);
    return NNREG_OK;
}

/* ----------------------------------------------------------------------------------------------------- noting -- */

/* The slash before all others, so that what is in a folder follows the folder. */
static int compare_packed(const void *left, const void *right)
{
    const struct packed_name *a = left, *b = right;
    size_t common = a->size < b->size ? a->size : b->size, i = 0;

    while (i < common && a->name[i] == b->name[i])
        i++;
    if (i == common)
        return (a->size > b->size) - (a->size < b->size);
    if (a->name[i] == '/' || b->name[i] == '/')
        return a->name[i] == '/' ? -1 : 1;
    return (unsigned char)a->name[i] < (unsigned char)b->name[i] ? -1 : 1;
}

/* Whether the first `size` bytes are the name of the thing itself, or of a folder that it is in. */
static bool is_on_the_way(const struct packed_name *name, size_t size)
{
    return name->size == size || (name->size > size && name->name[size] == '/');
}

/* Whether the model of this framework lies right in the folder; `at` is its own name, or the first one below it. */
static bool has_model_below(const struct packed_names *names, const struct nnreg_roles *roles, size_t at,
                            const char *folder)
{
    size_t length = strlen(folder), i, row;

    for (i = at; i < names->count; i++) {
        const struct packed_name *name = &names->list[i];

        if (!is_on_the_way(name, length) || memcmp(name->name, folder, length) != 0)
            return false;
        if (name->size == length)
            continue;
        for (row = 0; row < roles->count; row++) {
            const struct nnreg_role_row *model = &roles->rows[row];

            if ((model->traits & NNREG_ROLE_IS_MODEL) != 0 && model->name != NULL && !model->below &&
                !name->folder && strlen(model->name) == name->size - length - 1 &&
                memcmp(model->name, name->name + length + 1, name->size - length - 1) == 0)
                return true;
        }
    }
    return false;
}

/* Notes a folder whose first entry is at `at`. *entered: what is in it is noted, too. */
static nnreg_status note_folder(bool *entered, const struct packed_names *names, size_t at,
                                const char *folder, size_t depth)
{
    struct nnreg_bundle_files *files = names->files;
    struct nnreg_bundle_entry entry = {.origin = NNREG_ORIGIN_IN_FOLDER,
                                       .name = (char *)(uintptr_t)folder,
                                       .kind = NNREG_FILE_DIRECTORY,
                                       .fd = -1};
    const char *last = strrchr(folder, '/') != NULL ? strrchr(folder, '/') + 1 : folder;
    size_t i;

    *entered = is_entered(files, folder);
    for (i = 0; i < files->all_count; i++)
        if (last[0] == '.' || !nnreg_role_folder(files->all[i], folder))
            entry.models |= has_model_below(names, files->all[i], at, folder) ? (uint32_t)1 << i : 0;
    if (*entered && depth > NNREG_LIMIT_DIRECTORY_DEPTH) {
        entry.problem = NNREG_ENTRY_TOO_DEEP;
        *entered = false;
    }
    return nnreg_bundle_note(files, &entry, names->error);
}

static nnreg_status note_packed_file(const struct packed_names *names, const struct packed_name *name,
                                     const char *text)
{
    const struct nnreg_zip *zip = names->files->archive[names->archive].zip;
    struct nnreg_bundle_entry entry = {.origin = NNREG_ORIGIN_IN_FOLDER,
                                       .name = (char *)(uintptr_t)text,
                                       .kind = NNREG_FILE_REGULAR,
                                       .size = nnreg_zip_entry(zip, name->number)->size,
                                       .archive = names->archive + 1,
                                       .number = name->number,
                                       .fd = -1};

    return nnreg_bundle_note(names->files, &entry, names->error);
}

/* Whether both names lead through the folder that the first `size` bytes of them name: then it was noted with the one before. */
static bool was_noted(const struct packed_name *before, const struct packed_name *name, size_t size)
{
    return before != NULL && is_on_the_way(before, size) && is_on_the_way(name, size) &&
           memcmp(before->name, name->name, size) == 0;
}

/*
 * The folders of one name from the top on, and then the file. *shut is the size of the name of a folder that was
 * noted and is not looked into: 0: there is none.
 */
static nnreg_status note_packed(size_t *shut, const struct packed_names *names, size_t at)
{
    const struct packed_name *name = &names->list[at], *before = at > 0 ? name - 1 : NULL;
    nnreg_status status = NNREG_OK;
    size_t size, depth = 0;
    char *text;

    if (*shut > 0 && was_noted(before, name, *shut))
        return NNREG_OK;
    *shut = 0;
    text = nnreg_strndup(name->name, name->size);
    if (text == NULL)
        return nnreg_fail_memory(names->error);
    for (size = 1; size <= name->size && status == NNREG_OK && *shut == 0; size++) {
        bool entered = true;

        if (size < name->size ? name->name[size] != '/' : !name->folder)
            continue;
        depth++;
        text[size] = '\0';
        if (!was_noted(before, name, size))
            status = note_folder(&entered, names, at, text, depth);
        if (size < name->size)
            text[size] = '/';
        *shut = entered ? 0 : size;
    }
    if (status == NNREG_OK && *shut == 0 && !name->folder)
        status = note_packed_file(names, name, text);
    nnreg_free(text);
    return status;
}

static void gather_names(struct packed_names *names, const struct nnreg_zip *zip)
{
    size_t i;

    for (i = 0; i < nnreg_zip_count(zip); i++) {
        const struct nnreg_zip_entry *entry = nnreg_zip_entry(zip, i);

        if (!entry->faulty)
            names->list[names->count++] =
                (struct packed_name){entry->name, entry->name_size, i, entry->kind == NNREG_FILE_DIRECTORY};
    }
}

nnreg_status nnreg_bundle_note_archive(struct nnreg_bundle_files *files, size_t archive,
                                       struct nnreg_error *error)
{
    const struct nnreg_zip *zip = files->archive[archive].zip;
    struct packed_names names = {.files = files, .archive = archive, .error = error};
    nnreg_status status;
    size_t shut = 0, i;

    names.list = nnreg_alloc_zero(nnreg_zip_count(zip), sizeof *names.list);
    if (names.list == NULL)
        return nnreg_fail_memory(error);
    gather_names(&names, zip);
    status = take_tops_off(&names);
    if (names.count > 1)
        qsort(names.list, names.count, sizeof *names.list, compare_packed);
    for (i = 0; i < names.count && status == NNREG_OK; i++)
        if (names.list[i].size > 0)
            status = note_packed(&shut, &names, i);
    nnreg_free(names.list);
    return status;
}
