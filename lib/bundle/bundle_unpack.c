/*
 * Files of a bundle that lie in an archive: see bundle_archive.h. Each is read once from its beginning to its end,
 * which proves its size and checksum. A stored one is then read where it lies; the others are unpacked one behind the
 * other into one file without a name, in memory if they are small, so that there is a descriptor for all of them, and
 * readers can go where they want.
 */
#include <stdio.h>

#include "base/alloc.h"
#include "bundle/bundle_archive.h"

static const struct nnreg_zip_entry *archived_entry(const struct nnreg_bundle_files *files,
                                                    const struct nnreg_bundle_file *file)
{
    return nnreg_zip_entry(files->archive[file->archive - 1].zip, file->number);
}

nnreg_status nnreg_bundle_file_stream(struct nnreg_zip_stream *stream, const struct nnreg_bundle_files *files,
                                      const struct nnreg_bundle_file *file, struct nnreg_problems *problems,
                                      struct nnreg_error *error)
{
    return nnreg_zip_stream_open(stream, files->archive[file->archive - 1].zip, file->number, problems,
                                 error);
}

/* What all files would take that have to be unpacked: it is known beforehand, since no file becomes larger than declared. */
static bool fits_memory(const struct nnreg_bundle_files *files)
{
    uint64_t room = NNREG_UNPACKED_IN_MEMORY;
    size_t i;

    for (i = 0; i < files->count; i++) {
        const struct nnreg_bundle_file *file = &files->file[i];

        if (file->archive == 0 || archived_entry(files, file)->method == NNREG_ZIP_STORED)
            continue;
        if (file->size > room)
            return false;
        room -= file->size;
    }
    return true;
}

static nnreg_status open_spool(struct nnreg_bundle_files *files, struct nnreg_error *error)
{
    nnreg_status status;

    if (files->spool_open)
        return NNREG_OK;
    if (fits_memory(files))
        status = nnreg_fs_create_in_memory(&files->spool, error);
    else
        status = nnreg_fs_create_unnamed(&files->spool,
                                         files->spool_folder != NULL ? files->spool_folder : "/tmp", error);
    files->spool_open = status == NNREG_OK;
    if (status == NNREG_NOT_FOUND ||
        status == NNREG_INVALID_ARGUMENT) { /* no such folder: it is not what the caller asks for */
        status = NNREG_IO;
        if (error != NULL)
            error->status = status;
    }
    return status;
}

/* What reads one file. */
struct unpacking {
    struct nnreg_zip_stream stream;
    unsigned char *piece;
    int to; /* -1: it is only read */
    uint64_t at;
    nnreg_bundle_unpack_report *report;
    void *context;
};

static nnreg_status unpack_pieces(struct unpacking *unpacking, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    uint64_t done = 0;
    size_t got = NNREG_PIECE;

    while (status == NNREG_OK && got == NNREG_PIECE) {
        status = nnreg_zip_stream_read(&got, &unpacking->stream, unpacking->piece, NNREG_PIECE, error);
        if (status == NNREG_OK && unpacking->to >= 0 && got > 0)
            status = nnreg_fs_write(unpacking->to, unpacking->at + done, unpacking->piece, got, error);
        done += got;
        if (status == NNREG_OK && unpacking->report != NULL &&
            unpacking->report(unpacking->context, done) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    return status;
}

nnreg_status nnreg_bundle_file_unpack(struct nnreg_bundle_files *files, struct nnreg_bundle_file *file,
                                      nnreg_bundle_unpack_report *report, void *context,
                                      struct nnreg_problems *problems, struct nnreg_error *error)
{
    const struct nnreg_zip_entry *entry = archived_entry(files, file);
    const struct nnreg_source *whole = &files->archive[file->archive - 1].source;
    struct unpacking unpacking = {.to = -1, .at = files->spooled, .report = report, .context = context};
    bool stored = entry->method == NNREG_ZIP_STORED;
    nnreg_status status = stored ? NNREG_OK : open_spool(files, error);
    struct nnreg_source spool;

    if (status != NNREG_OK)
        return status;
    unpacking.to = stored ? -1 : files->spool;
    unpacking.piece = nnreg_alloc(NNREG_PIECE);
    if (unpacking.piece == NULL)
        return nnreg_fail_memory(error);
    status = nnreg_bundle_file_stream(&unpacking.stream, files, file, problems, error);
    if (status == NNREG_OK)
        status = unpack_pieces(&unpacking, error);
    nnreg_zip_stream_close(&unpacking.stream);
    nnreg_free(unpacking.piece);
    if (status != NNREG_OK)
        return status;
    spool = nnreg_source_file(files->spool, files->spooled + entry->size);
    file->content = stored ? nnreg_source_range(whole, entry->data, entry->size)
                           : nnreg_source_range(&spool, files->spooled, entry->size);
    file->unpacked = true;
    files->spooled += stored ? 0 : entry->size;
    return NNREG_OK;
}
