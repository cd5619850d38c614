/*
 * Writing an export: see export.h. Where everything lies is known before the first byte (manifest.h). What is not known is the
 * CRC-32 of each stored file, which zip wants in front of it: in a file the header is written behind the bytes, to a stream the
 * files are read once before.
 *
 * A file is handed out as it was registered, or not at all: its SHA-256 is computed from the very bytes that are written.
 */
#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/hasher.h"
#include "registry/export.h"
#include "registry/stored_file.h"

struct export_writing {
    struct nnreg_exporting *export;
    struct nnreg_hasher hasher;
    int fd;
    bool stream;
    struct nnreg_bytes head; /* headers, and pieces of the directory */
};

#define HEAD_PIECE ((size_t)128 << 10) /* of the directory at once */

/* ------------------------------------------------------------------------------------------------------ one file -- */

/* The first network, by numbers, that has the file of an entry, and what it calls it. */
static const struct nnreg_export_object *
owner_of(const struct nnreg_file **file, const struct nnreg_exporting *export, const nnreg_digest digest)
{
    size_t i, k;

    for (i = 0; i < export->networks.count; i++) {
        const struct nnreg_array *files = &export->networks.numbered[i]->record.network.files;

        for (k = 0; k < files->count; k++) {
            *file = (const struct nnreg_file *)files->items + k;
            if (memcmp((*file)->sha256, digest, sizeof(*file)->sha256) == 0)
                return export->networks.numbered[i];
        }
    }
    return NULL;
}

static nnreg_status open_entry(struct nnreg_stored_file *stored, const struct nnreg_exporting *export,
                               const struct nnreg_export_entry *entry, struct nnreg_error *error)
{
    const struct nnreg_file *file;
    const struct nnreg_export_object *owner = owner_of(&file, export, entry->sha256);

    assert(owner != NULL); /* the entries were made of the networks' files */
    *stored = (struct nnreg_stored_file){
        .registry = export->registry, .id = owner->id, .name = file->name, .fd = -1};
    return nnreg_stored_file_open_later(stored, file, error);
}

static nnreg_status report_export(struct nnreg_exporting *export, size_t more, struct nnreg_error *error)
{
    export->done += more;
    if (export->options.progress == NULL ||
        export->options.progress(export->options.context, "exporting", export->done, export->total) == 0)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CANCELLED, "cancelled");
}

/* Where the bytes of a file go. */
enum export_pass { PASS_LOOK, PASS_PLACE, PASS_STREAM };

static nnreg_status put_piece(struct export_writing *writing, enum export_pass pass, uint64_t offset,
                              const void *piece, size_t size, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (pass == PASS_PLACE)
        status = nnreg_fs_write(writing->fd, offset, piece, size, error);
    else if (pass == PASS_STREAM)
        status = nnreg_fs_append(writing->fd, piece, size, error);
    if (pass == PASS_PLACE && status == NNREG_OK)
        nnreg_fs_begin_sync(writing->fd, offset,
                            size); /* the device writes while the next pieces are hashed */
    return status;
}

/* Reads the bytes, hashes them and writes them. A file that ends too early is told by its digest. */
static nnreg_status pass_file(uint32_t *crc, struct export_writing *writing, enum export_pass pass,
                              const struct nnreg_stored_file *stored, const struct nnreg_export_entry *entry,
                              struct nnreg_error *error)
{
    uint64_t place = entry->part.offset + nnreg_zip_local_size(&entry->part), done = 0;
    nnreg_status status = NNREG_OK;
    size_t got = 1;

    *crc = 0;
    nnreg_hasher_expect(&writing->hasher, entry->part.size);
    while (status == NNREG_OK && done < entry->part.size && got > 0) {
        unsigned char *piece = nnreg_hasher_room(&writing->hasher);
        uint64_t left = entry->part.size - done;

        status = nnreg_stored_file_read(&got, stored, done, piece,
                                        left < NNREG_HASHER_PIECE ? (size_t)left : NNREG_HASHER_PIECE, error);
        if (status != NNREG_OK)
            break;
        nnreg_hasher_give(&writing->hasher, got);
        *crc = nnreg_crc32(*crc, piece, got);
        status = put_piece(writing, pass, place + done, piece, got, error);
        done += got;
        if (status == NNREG_OK)
            status = report_export(writing->export, got, error);
    }
    return status;
}

/* A stored file in one pass; its CRC-32 is known then. */
static nnreg_status copy_entry(struct export_writing *writing, enum export_pass pass,
                               struct nnreg_export_entry *entry, struct nnreg_error *error)
{
    struct nnreg_stored_file stored;
    nnreg_digest digest = {0};
    uint32_t crc = 0;
    nnreg_status status = open_entry(&stored, writing->export, entry, error), hashed;

    if (status == NNREG_OK) {
        status = pass_file(&crc, writing, pass, &stored, entry, error);
        hashed = nnreg_hasher_take(&writing->hasher, digest, status == NNREG_OK ? error : NULL);
        status = status == NNREG_OK ? hashed : status;
    }
    if (status == NNREG_OK)
        status = nnreg_stored_file_compare(&stored, digest, error);
    nnreg_fs_close(stored.fd);
    if (status == NNREG_CORRUPT)
        nnreg_stored_file_note(&stored, writing->export->options.actor);
    entry->part.crc = crc;
    return status;
}

/* ------------------------------------------------------------------------------------------------------- the rest -- */

/* The bytes of an entry that is no stored file. */
static void entry_text(const char **text, char digest[NNREG_MANIFEST_DIGEST_SIZE + 1],
                       const struct nnreg_exporting *export, const struct nnreg_export_entry *entry)
{
    switch (entry->kind) {
    case NNREG_EXPORT_MANIFEST:
        *text = export->text.content;
        break;
    case NNREG_EXPORT_NETWORK:
        *text = export->networks.numbered[entry->index]->text;
        break;
    case NNREG_EXPORT_SPEC:
        *text = export->specs.numbered[entry->index]->text;
        break;
    case NNREG_EXPORT_VERSION_OF_SPEC:
        *text = export->versions.numbered[entry->index]->text;
        break;
    default:
        nnreg_manifest_digest_text(digest, export->digest);
        *text = digest;
        break;
    }
}

static nnreg_status put_head(struct export_writing *writing, uint64_t offset, struct nnreg_error *error)
{
    const struct nnreg_bytes *head = &writing->head;

    if (head->failed)
        return nnreg_fail_memory(error);
    return put_piece(writing, writing->stream ? PASS_STREAM : PASS_PLACE, offset, head->content, head->size,
                     error);
}

static nnreg_status put_text(struct export_writing *writing, struct nnreg_export_entry *entry,
                             struct nnreg_error *error)
{
    char digest[NNREG_MANIFEST_DIGEST_SIZE + 1];
    const char *text;

    entry_text(&text, digest, writing->export, entry);
    entry->part.crc = nnreg_crc32(0, text, (size_t)entry->part.size);
    writing->head.size = 0;
    nnreg_zip_put_local(&writing->head, &entry->part);
    nnreg_bytes_put(&writing->head, text, (size_t)entry->part.size);
    return put_head(writing, entry->part.offset, error);
}

/* To a stream the header goes first, with the CRC-32 of the pass before: what changed since is told by it. */
static nnreg_status put_entry(struct export_writing *writing, struct nnreg_export_entry *entry,
                              struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (entry->kind != NNREG_EXPORT_FILE)
        return put_text(writing, entry, error);
    if (!writing->stream)
        status = copy_entry(writing, PASS_PLACE, entry, error);
    writing->head.size = 0;
    nnreg_zip_put_local(&writing->head, &entry->part);
    if (status == NNREG_OK)
        status = put_head(writing, entry->part.offset, error);
    return status == NNREG_OK && writing->stream ? copy_entry(writing, PASS_STREAM, entry, error) : status;
}

static nnreg_status put_directory(struct export_writing *writing, struct nnreg_error *error)
{
    const struct nnreg_export_layout *layout = &writing->export->layout;
    uint64_t offset = layout->directory;
    nnreg_status status = NNREG_OK;
    size_t i;

    writing->head.size = 0;
    for (i = 0; i < layout->count && status == NNREG_OK; i++) {
        nnreg_zip_put_record(&writing->head, layout->parts[i]);
        if (writing->head.size < HEAD_PIECE)
            continue;
        status = put_head(writing, offset, error);
        offset += writing->head.size;
        writing->head.size = 0;
    }
    nnreg_zip_put_end(&writing->head, layout->count, layout->directory,
                      offset + writing->head.size - layout->directory);
    return status == NNREG_OK ? put_head(writing, offset, error) : status;
}

static nnreg_status check_files_first(struct export_writing *writing, struct nnreg_error *error)
{
    struct nnreg_export_layout *layout = &writing->export->layout;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < layout->count && status == NNREG_OK; i++)
        if (layout->entries[i].kind == NNREG_EXPORT_FILE)
            status = copy_entry(writing, PASS_LOOK, &layout->entries[i], error);
    return status;
}

static nnreg_status write_archive(struct nnreg_exporting *export, int fd, bool stream,
                                  struct nnreg_error *error)
{
    struct export_writing writing = {.export = export, .fd = fd, .stream = stream, .head = NNREG_BYTES_INIT};
    nnreg_status status = nnreg_hasher_begin(&writing.hasher, error);
    size_t i;

    export->done = 0;
    export->total = 0;
    for (i = 0; i < export->layout.count; i++)
        if (export->layout.entries[i].kind == NNREG_EXPORT_FILE)
            export->total += export->layout.entries[i].part.size * (stream ? 2 : 1);
    if (status == NNREG_OK && stream)
        status = check_files_first(&writing, error);
    for (i = 0; i < export->layout.count && status == NNREG_OK; i++)
        status = put_entry(&writing, &export->layout.entries[i], error);
    if (status == NNREG_OK)
        status = put_directory(&writing, error);
    nnreg_hasher_end(&writing.hasher);
    nnreg_bytes_free(&writing.head);
    return status;
}

nnreg_status nnreg_export_write(struct nnreg_exporting *export, int fd, struct nnreg_error *error)
{
    return write_archive(export, fd, false, error);
}

nnreg_status nnreg_export_stream(struct nnreg_exporting *export, int fd, struct nnreg_error *error)
{
    return write_archive(export, fd, true, error);
}
