/*
 * The bundle: the public object, which is a plan: see bundle.h.
 *
 * Adding a path looks only whether there is something, so that a slip is told at once; nothing is kept open. What is there is
 * looked at anew each time the plan is carried out (nnreg_bundle_list), since by then it may be another file, or none; and once
 * more when it is opened. What is to be stored is copied first, and judged where the copy is (nnreg_bundle_file_move), so that
 * nobody can change it in between.
 */
#include "bundle/bundle.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/bytes.h"
#include "bundle/bundle_archive.h"
#include "bundle/bundle_walk.h"

enum part_kind { PART_FOLDER, PART_FILE, PART_DESCRIPTOR, PART_MEMORY };

/* One thing that was added. */
struct bundle_part {
    enum part_kind kind;
    bool archive; /* it is a zip archive with files, not a file */
    char *path;
    char *name;
    const void *memory;
    size_t size;
    int fd;
    nnreg_upload *upload; /* whose content it is, and what is called with it in the end; NULL */
    void (*release)(nnreg_upload *upload);
};

struct nnreg_bundle {
    struct bundle_part *parts;
    size_t count, room;
    char **excluded; /* names that are passed over in folders and archives */
    size_t excluded_count, excluded_room;
    char *spool_folder; /* NULL: none was set */
    struct nnreg_error error;
};

nnreg_status nnreg_bundle_new(nnreg_bundle **bundle)
{
    if (bundle == NULL)
        return NNREG_INVALID_ARGUMENT;
    *bundle = nnreg_alloc_zero(1, sizeof **bundle);
    return *bundle != NULL ? NNREG_OK : NNREG_NO_MEMORY;
}

static void free_part(struct bundle_part *part)
{
    nnreg_free(part->path);
    nnreg_free(part->name);
}

void nnreg_bundle_free(nnreg_bundle *bundle)
{
    size_t i;

    if (bundle == NULL)
        return;
    for (i = 0; i < bundle->count; i++) {
        free_part(&bundle->parts[i]);
        if (bundle->parts[i].upload != NULL)
            bundle->parts[i].release(bundle->parts[i].upload);
    }
    for (i = 0; i < bundle->excluded_count; i++)
        nnreg_free(bundle->excluded[i]);
    nnreg_free(bundle->parts);
    nnreg_free(bundle->excluded);
    nnreg_free(bundle->spool_folder);
    nnreg_free(bundle);
}

const char *nnreg_bundle_message(const nnreg_bundle *bundle)
{
    return bundle->error.text;
}

/* Adds a copy of the part: `path` and `name` are copied, the rest is taken as it is. */
static nnreg_status add_part(nnreg_bundle *bundle, const struct bundle_part *part)
{
    struct bundle_part copy = *part;
    struct bundle_part *grown =
        nnreg_array_room(bundle->parts, &bundle->room, bundle->count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(&bundle->error);
    bundle->parts = grown;
    copy.path = part->path != NULL ? nnreg_strdup(part->path) : NULL;
    copy.name = part->name != NULL ? nnreg_strdup(part->name) : NULL;
    if ((part->path != NULL && copy.path == NULL) || (part->name != NULL && copy.name == NULL)) {
        free_part(&copy);
        return nnreg_fail_memory(&bundle->error);
    }
    bundle->parts[bundle->count++] = copy;
    return NNREG_OK;
}

struct nnreg_error *nnreg_bundle_enter(nnreg_bundle *bundle)
{
    bundle->error = (struct nnreg_error)NNREG_ERROR_INIT;
    return &bundle->error;
}

/* Begins a call on the bundle. `sound`: its arguments make sense. */
static nnreg_status begin_call(nnreg_bundle *bundle, bool sound)
{
    struct nnreg_error *error;

    if (bundle == NULL)
        return NNREG_INVALID_ARGUMENT;
    error = nnreg_bundle_enter(bundle);
    return sound ? NNREG_OK
                 : nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                              "an argument is NULL, or a descriptor is negative");
}

nnreg_status nnreg_bundle_add_directory(nnreg_bundle *bundle, const char *path)
{
    struct bundle_part part = {.kind = PART_FOLDER, .path = (char *)(uintptr_t)path, .fd = -1};
    nnreg_status status = begin_call(bundle, path != NULL);
    int fd;

    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_open_folder(&fd, AT_FDCWD, path, true, &bundle->error);
    if (status != NNREG_OK)
        return status;
    nnreg_fs_close(fd);
    return add_part(bundle, &part);
}

/* A file or an archive at a path; in an open descriptor; in memory. */
static nnreg_status add_path(nnreg_bundle *bundle, struct bundle_part part, const char *path)
{
    struct nnreg_file_stat stat;
    nnreg_status status = begin_call(bundle, path != NULL);

    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_stat(&stat, AT_FDCWD, path, &bundle->error);
    part.path = (char *)(uintptr_t)path;
    part.fd = -1;
    return status == NNREG_OK ? add_part(bundle, &part) : status;
}

static nnreg_status add_descriptor(nnreg_bundle *bundle, struct bundle_part part, int fd)
{
    struct nnreg_file_stat stat;
    nnreg_status status = begin_call(bundle, part.name != NULL && fd >= 0);

    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_stat_fd(&stat, fd, &bundle->error);
    part.fd = fd;
    return status == NNREG_OK ? add_part(bundle, &part) : status;
}

static nnreg_status add_content(nnreg_bundle *bundle, struct bundle_part part, const void *content,
                                size_t size)
{
    nnreg_status status = begin_call(bundle, part.name != NULL && (content != NULL || size == 0));

    if (status != NNREG_OK)
        return status;
    part.memory = content != NULL ? content : "";
    part.size = size;
    part.fd = -1;
    return add_part(bundle, &part);
}

/* `name` NULL: what the path says depends on the framework. */
nnreg_status nnreg_bundle_add_file(nnreg_bundle *bundle, const char *path, const char *name)
{
    return add_path(bundle, (struct bundle_part){.kind = PART_FILE, .name = (char *)(uintptr_t)name}, path);
}

nnreg_status nnreg_bundle_add_fd(nnreg_bundle *bundle, int fd, const char *name)
{
    return add_descriptor(bundle,
                          (struct bundle_part){.kind = PART_DESCRIPTOR, .name = (char *)(uintptr_t)name}, fd);
}

nnreg_status nnreg_bundle_add_memory(nnreg_bundle *bundle, const void *content, size_t size, const char *name)
{
    return add_content(bundle, (struct bundle_part){.kind = PART_MEMORY, .name = (char *)(uintptr_t)name},
                       content, size);
}

nnreg_status nnreg_bundle_add_zip(nnreg_bundle *bundle, const char *path)
{
    return add_path(bundle, (struct bundle_part){.kind = PART_FILE, .archive = true}, path);
}

nnreg_status nnreg_bundle_add_zip_fd(nnreg_bundle *bundle, int fd, const char *name)
{
    return add_descriptor(
        bundle,
        (struct bundle_part){.kind = PART_DESCRIPTOR, .archive = true, .name = (char *)(uintptr_t)name}, fd);
}

nnreg_status nnreg_bundle_add_zip_memory(nnreg_bundle *bundle, const void *content, size_t size,
                                         const char *name)
{
    return add_content(
        bundle, (struct bundle_part){.kind = PART_MEMORY, .archive = true, .name = (char *)(uintptr_t)name},
        content, size);
}

nnreg_status nnreg_bundle_add_received(nnreg_bundle *bundle, const struct nnreg_bundle_received *received,
                                       bool archive, const char *name)
{
    const struct bundle_part part = {.kind = received->memory != NULL ? PART_MEMORY : PART_DESCRIPTOR,
                                     .archive = archive,
                                     .name = (char *)(uintptr_t)name,
                                     .memory = received->memory,
                                     .size = received->size,
                                     .fd = received->fd,
                                     .upload = received->upload,
                                     .release = received->release};

    return add_part(bundle, &part);
}

nnreg_status nnreg_bundle_exclude(nnreg_bundle *bundle, const char *name)
{
    nnreg_status status = begin_call(bundle, name != NULL);
    char **grown, *copy;

    if (status != NNREG_OK)
        return status;
    grown =
        nnreg_array_room(bundle->excluded, &bundle->excluded_room, bundle->excluded_count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(&bundle->error);
    bundle->excluded = grown;
    copy = nnreg_strdup(name);
    if (copy == NULL)
        return nnreg_fail_memory(&bundle->error);
    bundle->excluded[bundle->excluded_count++] = copy;
    return NNREG_OK;
}

nnreg_status nnreg_bundle_set_spool(nnreg_bundle *bundle, const char *folder)
{
    nnreg_status status = begin_call(bundle, folder != NULL);
    char *copy;

    if (status != NNREG_OK)
        return status;
    copy = nnreg_strdup(folder);
    if (copy == NULL)
        return nnreg_fail_memory(&bundle->error);
    nnreg_free(bundle->spool_folder);
    bundle->spool_folder = copy;
    return NNREG_OK;
}

/* What a path or a descriptor turns out to be now; memory stays what it was. */
static nnreg_status stat_part(struct nnreg_file_stat *stat, const struct bundle_part *part,
                              struct nnreg_error *error)
{
    *stat = (struct nnreg_file_stat){.kind = NNREG_FILE_REGULAR, .size = part->size};
    if (part->kind == PART_FILE)
        return nnreg_fs_stat(stat, AT_FDCWD, part->path, error);
    return part->kind == PART_DESCRIPTOR ? nnreg_fs_stat_fd(stat, part->fd, error) : NNREG_OK;
}

static nnreg_status note_part(struct nnreg_bundle_files *files, const struct bundle_part *part,
                              struct nnreg_error *error)
{
    struct nnreg_bundle_entry entry = {.origin = part->name != NULL ? NNREG_ORIGIN_NAMED : NNREG_ORIGIN_PATH,
                                       .name = part->name != NULL ? part->name : part->path,
                                       .path = part->path,
                                       .memory = part->memory,
                                       .fd = part->fd,
                                       .upload = part->upload};
    struct nnreg_file_stat stat;
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status = stat_part(&stat, part, &reason);

    if (status == NNREG_OK) {
        entry.kind = stat.kind;
        entry.size = stat.size;
    } else {
        status = nnreg_bundle_blame(&entry, &reason, error);
    }
    return status == NNREG_OK ? nnreg_bundle_note(files, &entry, error) : status;
}

static nnreg_status list_archive(struct nnreg_bundle_files *files, const struct bundle_part *part,
                                 struct nnreg_error *error)
{
    const struct nnreg_bundle_archive_place place = {
        .path = part->path, .fd = part->fd, .memory = part->memory, .size = part->size};

    return nnreg_bundle_add_archive(files, &place, part->name != NULL ? part->name : part->path, error);
}

/* A folder is none of the files that can be named, and stays. */
static bool is_excluded(const nnreg_bundle *bundle, const struct nnreg_bundle_entry *entry)
{
    size_t i = 0;

    if (entry->origin != NNREG_ORIGIN_IN_FOLDER || entry->kind == NNREG_FILE_DIRECTORY)
        return false;
    while (i < bundle->excluded_count && strcmp(bundle->excluded[i], entry->name) != 0)
        i++;
    return i < bundle->excluded_count;
}

/* As if they had not been met: before anybody asks which framework the entries are of. */
static void drop_excluded(struct nnreg_bundle_files *files, const nnreg_bundle *bundle)
{
    size_t kept = 0, i;

    for (i = 0; i < files->entry_count; i++)
        if (is_excluded(bundle, &files->entry[i]))
            nnreg_bundle_entry_free(&files->entry[i]);
        else
            files->entry[kept++] = files->entry[i];
    files->entry_count = kept;
}

nnreg_status nnreg_bundle_list(struct nnreg_bundle_files *files, const nnreg_bundle *bundle,
                               const struct nnreg_roles *const *all, size_t count, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    *files = (struct nnreg_bundle_files){.all_count = count, .spool_folder = bundle->spool_folder};
    for (i = 0; i < count; i++)
        files->all[i] = all[i];
    for (i = 0; i < bundle->count && status == NNREG_OK; i++) {
        if (bundle->parts[i].kind == PART_FOLDER)
            status = nnreg_bundle_walk(files, bundle->parts[i].path, error);
        else if (bundle->parts[i].archive)
            status = list_archive(files, &bundle->parts[i], error);
        else
            status = note_part(files, &bundle->parts[i], error);
    }
    if (status == NNREG_OK)
        drop_excluded(files, bundle);
    else
        nnreg_bundle_files_free(files);
    return status;
}
