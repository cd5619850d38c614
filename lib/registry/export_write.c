/*
 * Writing an export: see export.h. Where everything lies is known before the first byte (manifest.h). What is not known is the
 * CRC-32 of each stored file, which zip wants in front of it: in a file the header is written behind the bytes, to a stream the
 * files are read once before.
 *
 * A file is handed out as it was registered, or not at all: its SHA-256 is computed from the very bytes that are written.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "registry/export.h"
#include "registry/hasher.h"

struct export_writing {
    struct nnreg_exporting *export;
    struct nnreg_hasher hasher;
    int fd;
    bool stream;
    struct nnreg_bytes head; /* headers, and pieces of the directory */
};

#define PAGE       UINT64_C(65536)     /* as large as any */
#define HEAD_PIECE ((size_t)128 << 10) /* of the directory at once */

/* ------------------------------------------------------------------------------------------------------ one file -- */

/* The first network, by numbers, that has a file, and what it calls it: for messages. */
static const struct nnreg_export_object *owner_of(const char **name, const struct nnreg_exporting *export,
                                                  const nnreg_digest digest)
{
    size_t i, k;

    *name = "";
    for (i = 0; i < export->networks.count; i++) {
        const struct nnreg_array *files = &export->networks.numbered[i]->record.network.files;

        for (k = 0; k < files->count; k++) {
            const struct nnreg_file *file = (const struct nnreg_file *)files->items + k;

            *name = file->name;
            if (memcmp(file->sha256, digest, sizeof file->sha256) == 0)
                return export->networks.numbered[i];
        }
    }
    return NULL;
}

/* `what`: what is found in the place of the stored file. */
static nnreg_status tell_damage(const struct nnreg_exporting *export, const struct nnreg_export_entry *entry,
                                const char *what, struct nnreg_error *error)
{
    char path[NNREG_BLOB_NAME];
    const char *name;
    const struct nnreg_export_object *owner = owner_of(&name, export, entry->sha256);

    nnreg_blobs_name(path, export->registry->blobs, entry->sha256);
    return nnreg_fail(
        error, NNREG_CORRUPT,
        "\"%.255s\" of network %llu is damaged: \"%s\" %.300s; add a good copy again: it takes its "
        "place",
        name, (unsigned long long)(owner != NULL ? owner->id : 0), path, what);
}

struct owner_look {
    uint64_t id;
    bool exists;
};

static nnreg_status look_for_owner(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct owner_look *look = context;

    return nnreg_object_exists(&look->exists, txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], look->id,
                               error);
}

/* Deleted since the snapshot, or lost? A network that is still there has lost it. */
static nnreg_status missing_file(const struct nnreg_exporting *export, const struct nnreg_export_entry *entry,
                                 struct nnreg_error *error)
{
    const char *name;
    const struct nnreg_export_object *owner = owner_of(&name, export, entry->sha256);
    struct owner_look look = {.id = owner != NULL ? owner->id : 0};
    nnreg_status status = nnreg_kv_read(export->registry->kv, look_for_owner, &look, error);

    if (status != NNREG_OK)
        return status;
    if (look.exists)
        return tell_damage(export, entry, "is missing", error);
    return nnreg_fail(error, NNREG_NOT_FOUND, "network %llu was deleted while it was exported",
                      (unsigned long long)look.id);
}

static nnreg_status open_entry(int *fd, const struct nnreg_exporting *export,
                               const struct nnreg_export_entry *entry, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    char what[100];
    uint64_t size;
    nnreg_status status = nnreg_blobs_open_file(fd, &size, export->registry->blobs, entry->sha256, &why);

    if (status == NNREG_NOT_FOUND)
        return missing_file(export, entry, error);
    if (status == NNREG_CORRUPT)
        return tell_damage(export, entry, "is no file", error);
    if (status != NNREG_OK)
        return nnreg_fail(error, status, "%s", why.text);
    if (size == entry->part.size)
        return NNREG_OK;
    nnreg_fs_close(*fd);
    *fd = -1;
    (void)snprintf(what, sizeof what, "has %llu bytes instead of %llu", (unsigned long long)size,
                   (unsigned long long)entry->part.size);
    return tell_damage(export, entry, what, error);
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

/*
 * The device writes while the next pieces are hashed. Whole pages only: the last one is written to by the next piece, which
 * would wait until the device is done with it.
 */
static void begin_writing(const struct export_writing *writing, uint64_t offset, size_t size)
{
    uint64_t from = offset & ~(PAGE - 1), to = (offset + size) & ~(PAGE - 1);

    if (to > from)
        nnreg_fs_begin_sync(writing->fd, from, to - from);
}

static nnreg_status put_piece(struct export_writing *writing, enum export_pass pass, uint64_t offset,
                              const void *piece, size_t size, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (pass == PASS_PLACE)
        status = nnreg_fs_write(writing->fd, offset, piece, size, error);
    else if (pass == PASS_STREAM)
        status = nnreg_fs_append(writing->fd, piece, size, error);
    if (pass == PASS_PLACE && status == NNREG_OK)
        begin_writing(writing, offset, size);
    return status;
}

/* Reads the bytes, hashes them and writes them. A file that ends too early is told by its digest. */
static nnreg_status pass_file(uint32_t *crc, struct export_writing *writing, enum export_pass pass, int fd,
                              const struct nnreg_export_entry *entry, struct nnreg_error *error)
{
    uint64_t place = entry->part.offset + nnreg_zip_local_size(&entry->part), done = 0;
    nnreg_status status = NNREG_OK;
    size_t got = 1;

    *crc = 0;
    while (status == NNREG_OK && done < entry->part.size && got > 0) {
        unsigned char *piece = nnreg_hasher_room(&writing->hasher);
        uint64_t left = entry->part.size - done;

        status = nnreg_fs_read(&got, fd, done, piece,
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

static nnreg_status check_sum(const struct export_writing *writing, const struct nnreg_export_entry *entry,
                              const nnreg_digest found, struct nnreg_error *error)
{
    char found_text[NNREG_SHA256_TEXT], expected_text[NNREG_SHA256_TEXT], what[200];

    if (memcmp(found, entry->sha256, NNREG_SHA256_SIZE) == 0)
        return NNREG_OK;
    nnreg_hex(found_text, found);
    nnreg_hex(expected_text, entry->sha256);
    (void)snprintf(what, sizeof what, "has the SHA-256 %s instead of %s", found_text, expected_text);
    return tell_damage(writing->export, entry, what, error);
}

/* A stored file in one pass; its CRC-32 is known then. */
static nnreg_status copy_entry(struct export_writing *writing, enum export_pass pass,
                               struct nnreg_export_entry *entry, struct nnreg_error *error)
{
    nnreg_digest digest = {0};
    uint32_t crc;
    int fd = -1;
    nnreg_status status = open_entry(&fd, writing->export, entry, error), hashed;

    if (status != NNREG_OK)
        return status;
    status = pass_file(&crc, writing, pass, fd, entry, error);
    nnreg_fs_close(fd);
    hashed = nnreg_hasher_take(&writing->hasher, digest, status == NNREG_OK ? error : NULL);
    if (status == NNREG_OK)
        status = hashed;
    if (status == NNREG_OK)
        status = check_sum(writing, entry, digest, error);
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
