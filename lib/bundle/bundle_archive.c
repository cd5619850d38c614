/* Opening the archives of a bundle, and closing them: see bundle_archive.h. */
#include "bundle/bundle_archive.h"

#include <fcntl.h>

#include "base/alloc.h"
#include "base/array.h"
#include "bundle/bundle_walk.h"

/* Makes a source of it: by its path or its descriptor it must be a regular file. `*what` tells what is there otherwise. */
static nnreg_status open_archive_place(struct nnreg_source *source, struct nnreg_file_stat *what,
                                       const struct nnreg_bundle_archive_place *place,
                                       struct nnreg_error *error)
{
    nnreg_status status;
    int fd = place->fd;

    *what = (struct nnreg_file_stat){.kind = NNREG_FILE_REGULAR, .size = place->size};
    if (place->path == NULL && fd < 0) {
        *source = nnreg_source_memory(place->memory, place->size);
        return NNREG_OK;
    }
    if (place->path != NULL)
        status = nnreg_fs_open(&fd, what, AT_FDCWD, place->path, error);
    else
        status = nnreg_fs_stat_fd(what, fd, error);
    if (status == NNREG_OK && what->kind != NNREG_FILE_REGULAR)
        status = NNREG_INVALID_ARGUMENT;
    if (status == NNREG_OK)
        *source = nnreg_source_file(fd, what->size);
    return status;
}

/* There is no such file, or it is none: told as it is told of any file that is named. */
static nnreg_status note_unopened(struct nnreg_bundle_files *files, const char *name,
                                  const struct nnreg_file_stat *what, struct nnreg_error *reason,
                                  struct nnreg_error *error)
{
    struct nnreg_bundle_entry entry = {
        .origin = NNREG_ORIGIN_PATH, .name = (char *)(uintptr_t)name, .kind = what->kind, .fd = -1};
    nnreg_status status = NNREG_OK;

    if (what->kind == NNREG_FILE_REGULAR)
        status = nnreg_bundle_blame(&entry, reason, error);
    return status == NNREG_OK ? nnreg_bundle_note(files, &entry, error) : status;
}

/* Takes the source over. */
static nnreg_status add_opened(struct nnreg_bundle_files *files, const struct nnreg_source *source,
                               bool opened, const char *name, struct nnreg_error *error)
{
    struct nnreg_bundle_archive *grown =
        nnreg_array_room(files->archive, &files->archive_room, files->archive_count + 1, sizeof *grown);
    struct nnreg_bundle_archive *archive;

    if (grown == NULL) {
        if (opened)
            nnreg_fs_close(source->fd);
        return nnreg_fail_memory(error);
    }
    files->archive = grown;
    archive = &grown[files->archive_count++];
    *archive = (struct nnreg_bundle_archive){
        .name = nnreg_strdup(name), .source = *source, .opened = opened, .problems = NNREG_PROBLEMS_INIT};
    if (archive->name == NULL)
        return nnreg_fail_memory(error);
    return nnreg_zip_open(&archive->zip, source, NULL, &archive->problems, error);
}

/* Whether there may be files in it: nothing is unpacked of one that has too much in it. */
static bool can_be_unpacked(const struct nnreg_bundle_archive *archive)
{
    return archive->zip != NULL && archive->problems.met[NNREG_ZIP_TOO_LARGE] == 0 &&
           archive->problems.met[NNREG_ZIP_RATIO] == 0;
}

nnreg_status nnreg_bundle_add_archive(struct nnreg_bundle_files *files,
                                      const struct nnreg_bundle_archive_place *place, const char *name,
                                      struct nnreg_error *error)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;
    struct nnreg_file_stat what;
    struct nnreg_source source;
    nnreg_status status = open_archive_place(&source, &what, place, &reason);

    if (status != NNREG_OK)
        return note_unopened(files, name, &what, &reason, error);
    status = add_opened(files, &source, place->path != NULL, name, error);
    if (status == NNREG_OK && can_be_unpacked(&files->archive[files->archive_count - 1]))
        status = nnreg_bundle_note_archive(files, files->archive_count - 1, error);
    return status;
}

void nnreg_bundle_archives_free(struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->archive_count; i++) {
        struct nnreg_bundle_archive *archive = &files->archive[i];

        nnreg_zip_close(archive->zip);
        nnreg_problems_free(&archive->problems);
        nnreg_free(archive->name);
        if (archive->opened)
            nnreg_fs_close(archive->source.fd);
    }
    nnreg_free(files->archive);
    if (files->spool_open)
        nnreg_fs_close(files->spool);
}

bool nnreg_bundle_archives_are_sound(const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->archive_count; i++)
        if (files->archive[i].zip == NULL || files->archive[i].problems.count > 0)
            return false;
    return true;
}
