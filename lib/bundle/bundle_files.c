/*
 * The files that a plan has come to: see bundle.h. What was met, what was assigned of it, and where the content of each file
 * is now: at a path, in a descriptor or in memory of the caller's, or in an archive.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "bundle/bundle.h"
#include "bundle/bundle_archive.h"

void nnreg_bundle_unassign(struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->count; i++) {
        nnreg_free(files->file[i].name);
        nnreg_free(files->file[i].path);
    }
    for (i = 0; i < files->skipped_count; i++) {
        nnreg_free(files->skipped[i].name);
        nnreg_free(files->skipped[i].text);
    }
    files->count = files->skipped_count = 0;
    files->overflowed = false;
    files->roles = NULL;
}

void nnreg_bundle_entry_free(struct nnreg_bundle_entry *entry)
{
    nnreg_free(entry->name);
    nnreg_free(entry->path);
    nnreg_free(entry->reason);
}

void nnreg_bundle_files_free(struct nnreg_bundle_files *files)
{
    size_t i;

    nnreg_bundle_unassign(files);
    for (i = 0; i < files->entry_count; i++)
        nnreg_bundle_entry_free(&files->entry[i]);
    nnreg_free(files->entry);
    nnreg_free(files->file);
    nnreg_free(files->skipped);
    nnreg_bundle_archives_free(files);
    *files = (struct nnreg_bundle_files){.entry = NULL};
}

nnreg_status nnreg_bundle_file_open(struct nnreg_source *source, const struct nnreg_bundle_file *file,
                                    struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status;
    int fd;

    if (file->archive > 0) {
        *source = file->content;
        return file->unpacked
                   ? NNREG_OK
                   : nnreg_fail(error, NNREG_NOT_FOUND, "cannot open \"%s\": it is not unpacked", file->name);
    }
    if (file->memory != NULL) {
        *source = nnreg_source_memory(file->memory, (size_t)file->size);
        return NNREG_OK;
    }
    if (file->fd >= 0) {
        *source = nnreg_source_file(file->fd, file->size);
        source->marks = file->marks;
        return NNREG_OK;
    }
    status = nnreg_fs_open(&fd, &stat, file->folder, file->path, error);
    if (status != NNREG_OK)
        return status;
    *source = nnreg_source_file(fd, stat.size);
    source->marks = stat.size == file->size ? file->marks : NULL;
    return NNREG_OK;
}

/* Descriptors and memory are the caller's, or the archive's: only what was opened by its path was opened here. */
void nnreg_bundle_file_close(struct nnreg_source *source, const struct nnreg_bundle_file *file)
{
    if (file->memory == NULL && file->fd < 0 && file->archive == 0)
        nnreg_fs_close(source->fd);
}

nnreg_status nnreg_bundle_files_add(struct nnreg_bundle_files *files, const struct nnreg_bundle_file *file,
                                    struct nnreg_error *error)
{
    struct nnreg_bundle_file copy = *file;
    struct nnreg_bundle_file *grown =
        nnreg_array_room(files->file, &files->room, files->count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(error);
    files->file = grown;
    copy.name = nnreg_strdup(file->name);
    copy.path = file->path != NULL ? nnreg_strdup(file->path) : NULL;
    if (copy.name == NULL || (file->path != NULL && copy.path == NULL)) {
        nnreg_free(copy.name);
        nnreg_free(copy.path);
        return nnreg_fail_memory(error);
    }
    files->file[files->count++] = copy;
    return NNREG_OK;
}

nnreg_status nnreg_bundle_file_move(struct nnreg_bundle_file *file, int folder, const char *path,
                                    uint64_t size, struct nnreg_error *error)
{
    char *copy = nnreg_strdup(path);

    if (copy == NULL)
        return nnreg_fail_memory(error);
    nnreg_free(file->path);
    file->path = copy;
    file->folder = folder;
    file->memory = NULL;
    file->fd = -1;
    file->archive = 0;
    file->size = size;
    file->marks = NULL;
    return NNREG_OK;
}

void nnreg_bundle_file_move_open(struct nnreg_bundle_file *file, const void *memory, int fd, uint64_t size)
{
    nnreg_free(file->path);
    file->path = NULL;
    file->memory = memory;
    file->fd = memory == NULL ? fd : -1;
    file->archive = 0;
    file->size = size;
    file->marks = NULL;
}
