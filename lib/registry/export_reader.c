/* Reading an export: see export_reader.h. */
#include "registry/export_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/hasher.h"
#include "check/report.h"

#define COMPARED ((size_t)128 << 10) /* bytes of the directory at once */
#define AGAIN    "bring the file over once more, or export it again; what was changed by hand cannot be imported"

/* ----------------------------------------------------------------------------------------------------- findings -- */

NNREG_PRINTF(4, 5)
static void report_altered(const struct nnreg_export_reader *reader, const char *name, uint64_t offset,
                           const char *format, ...)
{
    struct nnreg_location place = {
        .file = name, .offset = offset, .has_offset = true, .order = NNREG_ORDER_FILES};
    char what[300];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    nnreg_report_location(reader->findings, NNREG_RULE_EXPORT_ALTERED, NNREG_SEVERITY_OFF, &place, AGAIN,
                          "%s", what);
}

/* Of the manifest, or what should be one. */
static nnreg_status refuse_export(const struct nnreg_export_reader *reader, const char *hint,
                                  const char *what)
{
    nnreg_report_file(reader->findings, NNREG_RULE_EXPORT_MANIFEST, NNREG_SEVERITY_OFF, NULL, hint, "%s",
                      what);
    return NNREG_REFUSED;
}

nnreg_status nnreg_export_reader_report(struct nnreg_export_reader *reader, size_t more,
                                        struct nnreg_error *error)
{
    const struct nnreg_call_options *options = &reader->options;

    reader->done += more;
    if (options->progress == NULL ||
        options->progress(options->context, reader->stage, reader->done, reader->layout.bytes) == 0)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CANCELLED, "cancelled");
}

/* ------------------------------------------------------------------------------------------------------- framing -- */

/* Where the bytes of the file begin to be other ones; *differ past the end of `expected`: nowhere. */
static nnreg_status compare_framing(uint64_t *differ, const struct nnreg_export_reader *reader,
                                    uint64_t offset, const struct nnreg_bytes *expected,
                                    struct nnreg_error *error)
{
    char *found;
    size_t got, i = 0;
    nnreg_status status;

    if (expected->failed)
        return nnreg_fail_memory(error);
    found = nnreg_alloc(expected->size);
    if (found == NULL)
        return nnreg_fail_memory(error);
    status = nnreg_fs_read(&got, reader->fd, offset, found, expected->size, error);
    while (status == NNREG_OK && i < got && found[i] == expected->content[i])
        i++;
    *differ = offset + i;
    nnreg_free(found);
    return status;
}

static nnreg_status check_entry_header(bool *good, struct nnreg_export_reader *reader,
                                       const struct nnreg_export_entry *entry, struct nnreg_error *error)
{
    struct nnreg_bytes expected = NNREG_BYTES_INIT;
    uint64_t differ = 0;
    nnreg_status status;

    nnreg_zip_put_local(&expected, &entry->part);
    status = compare_framing(&differ, reader, entry->part.offset, &expected, error);
    *good = status == NNREG_OK && differ == entry->part.offset + expected.size;
    if (status == NNREG_OK && !*good)
        report_altered(reader, entry->name, differ, "the header in front of the entry was altered");
    nnreg_bytes_free(&expected);
    return status;
}

static nnreg_status check_directory_piece(bool *good, struct nnreg_export_reader *reader, uint64_t offset,
                                          const struct nnreg_bytes *piece, struct nnreg_error *error)
{
    uint64_t differ = 0;
    nnreg_status status = compare_framing(&differ, reader, offset, piece, error);

    *good = status == NNREG_OK && differ == offset + piece->size;
    if (status == NNREG_OK && !*good)
        report_altered(reader, NULL, differ, "the directory at the end of the archive was altered");
    return status;
}

/* One finding for all of it: what follows a record that was changed, or left out, is not where it should be. */
static nnreg_status check_directory(struct nnreg_export_reader *reader, struct nnreg_error *error)
{
    const struct nnreg_export_layout *layout = &reader->layout;
    struct nnreg_bytes piece = NNREG_BYTES_INIT;
    uint64_t offset = layout->directory;
    nnreg_status status = NNREG_OK;
    bool good = true;
    size_t i;

    for (i = 0; i < layout->count && status == NNREG_OK && good; i++) {
        nnreg_zip_put_record(&piece, layout->parts[i]);
        if (piece.size < COMPARED)
            continue;
        status = check_directory_piece(&good, reader, offset, &piece, error);
        offset += piece.size;
        piece.size = 0;
    }
    nnreg_zip_put_end(&piece, layout->count, layout->directory, offset + piece.size - layout->directory);
    if (status == NNREG_OK && good)
        status = check_directory_piece(&good, reader, offset, &piece, error);
    nnreg_bytes_free(&piece);
    return status;
}

nnreg_status nnreg_export_reader_end(struct nnreg_export_reader *reader, struct nnreg_error *error)
{
    uint64_t size = reader->layout.size;

    /* The directory has the CRC-32 of each entry, and so differs where one of them does: one mistake is one finding. */
    if (reader->size == size)
        return nnreg_findings_status(reader->findings) == NNREG_OK ? check_directory(reader, error)
                                                                   : NNREG_OK;
    report_altered(reader, NULL, reader->size < size ? reader->size : size,
                   "the file has %llu bytes instead of %llu: it was cut, or something was added to it",
                   (unsigned long long)reader->size, (unsigned long long)size);
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------------- entries -- */

bool nnreg_export_reader_has(struct nnreg_export_reader *reader, const struct nnreg_export_entry *entry)
{
    uint64_t begin = entry->part.offset + nnreg_zip_local_size(&entry->part);

    if (begin <= reader->size && entry->part.size <= reader->size - begin)
        return true;
    report_altered(reader, entry->name, entry->part.offset, "the file ends before the entry does");
    return false;
}

/* A file that became shorter since gives less, which is told by the digest. */
static nnreg_status read_of_entry(size_t *got, const struct nnreg_export_reader *reader,
                                  struct nnreg_export_entry *entry, uint64_t offset, void *out, size_t size,
                                  struct nnreg_error *error)
{
    uint64_t left = entry->part.size - offset;
    nnreg_status status;

    *got = 0;
    status = nnreg_fs_read(got, reader->fd, entry->part.offset + nnreg_zip_local_size(&entry->part) + offset,
                           out, size < left ? size : (size_t)left, error);
    if (offset == 0)
        entry->part.crc = 0;
    entry->part.crc = nnreg_crc32(entry->part.crc, out, *got);
    return status;
}

nnreg_status nnreg_export_reader_read(size_t *got, struct nnreg_export_reader *reader,
                                      struct nnreg_export_entry *entry, uint64_t offset, void *out,
                                      size_t size, struct nnreg_error *error)
{
    nnreg_status status = read_of_entry(got, reader, entry, offset, out, size, error);

    return status == NNREG_OK ? nnreg_export_reader_report(reader, *got, error) : status;
}

nnreg_status nnreg_export_reader_settle(bool *good, struct nnreg_export_reader *reader,
                                        struct nnreg_export_entry *entry, const nnreg_digest found,
                                        struct nnreg_error *error)
{
    char found_text[NNREG_SHA256_TEXT], expected_text[NNREG_SHA256_TEXT];

    *good = memcmp(found, entry->sha256, NNREG_SHA256_SIZE) == 0;
    if (*good)
        return check_entry_header(good, reader, entry, error);
    nnreg_hex(found_text, found);
    nnreg_hex(expected_text, entry->sha256);
    report_altered(reader, entry->name, entry->part.offset, "the entry has the SHA-256 %s instead of %s",
                   found_text, expected_text);
    return NNREG_OK;
}

static nnreg_status digest_of(nnreg_digest digest, const void *content, size_t size,
                              struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = nnreg_sha256_begin(&sha, error);

    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, content, size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    return status;
}

/*
 * What the library writes is no larger than any text it reads, so a larger one is not asked memory for. All entries were proved to be
 * in the file before; one that became shorter since is told by the digest.
 */
nnreg_status nnreg_export_reader_text(char **text, struct nnreg_export_reader *reader,
                                      struct nnreg_export_entry *entry, struct nnreg_error *error)
{
    size_t size = (size_t)entry->part.size, got;
    nnreg_digest found;
    bool good = false;
    nnreg_status status;

    *text = NULL;
    if (entry->part.size > NNREG_LIMIT_JSON) {
        report_altered(reader, entry->name, entry->part.offset, "the entry is larger than a text may be");
        return NNREG_OK;
    }
    *text = nnreg_alloc(size + 1);
    if (*text == NULL)
        return nnreg_fail_memory(error);
    (*text)[size] = '\0';
    status = read_of_entry(&got, reader, entry, 0, *text, size, error); /* which was told of before */
    if (status == NNREG_OK)
        status = digest_of(found, *text, got, error);
    if (status == NNREG_OK)
        status = nnreg_export_reader_settle(&good, reader, entry, found, error);
    if (status == NNREG_OK && good)
        return NNREG_OK;
    nnreg_free(*text);
    *text = NULL;
    return status;
}

static nnreg_status hash_entry(nnreg_digest found, struct nnreg_export_reader *reader,
                               struct nnreg_export_entry *entry, struct nnreg_hasher *hasher,
                               struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK, hashed;
    uint64_t done = 0;
    size_t got = 1;

    nnreg_hasher_expect(hasher, entry->part.size);
    while (status == NNREG_OK && done < entry->part.size && got > 0) {
        unsigned char *piece = nnreg_hasher_room(hasher);

        status = nnreg_export_reader_read(&got, reader, entry, done, piece, NNREG_HASHER_PIECE, error);
        if (status == NNREG_OK)
            nnreg_hasher_give(hasher, got);
        done += got;
    }
    hashed = nnreg_hasher_take(hasher, found, status == NNREG_OK ? error : NULL);
    return status == NNREG_OK ? hashed : status;
}

nnreg_status nnreg_export_reader_prove(struct nnreg_export_reader *reader, struct nnreg_export_entry *entry,
                                       struct nnreg_error *error)
{
    struct nnreg_hasher hasher;
    nnreg_digest found = {0};
    nnreg_status status;
    bool good;

    if (!nnreg_export_reader_has(reader, entry))
        return NNREG_OK;
    status = nnreg_hasher_begin(&hasher, error);
    if (status == NNREG_OK)
        status = hash_entry(found, reader, entry, &hasher, error);
    nnreg_hasher_end(&hasher);
    return status == NNREG_OK ? nnreg_export_reader_settle(&good, reader, entry, found, error) : status;
}

/* ------------------------------------------------------------------------------------------------------ manifest -- */

static uint32_t little_32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

#define HEADER_CRC  14 /* where these stand in a local header (APPNOTE.TXT 4.3.7) */
#define HEADER_SIZE 22
#define NAME_SIZE   (sizeof NNREG_MANIFEST_NAME - 1)

/* Takes size and CRC-32 from the header that the file begins with, which has to be that of a manifest in all else. */
static nnreg_status read_first_header(struct nnreg_zip_part *part, struct nnreg_export_reader *reader,
                                      struct nnreg_error *error)
{
    unsigned char found[NNREG_ZIP_LOCAL + NAME_SIZE];
    struct nnreg_bytes expected = NNREG_BYTES_INIT;
    size_t got;
    bool good;
    nnreg_status status = nnreg_fs_read(&got, reader->fd, 0, found, sizeof found, error);

    if (status != NNREG_OK)
        return status;
    memset(found + got, 0, sizeof found - got);
    *part = (struct nnreg_zip_part){.name = NNREG_MANIFEST_NAME,
                                    .size = little_32(found + HEADER_SIZE),
                                    .crc = little_32(found + HEADER_CRC)};
    nnreg_zip_put_local(&expected, part);
    status = expected.failed ? nnreg_fail_memory(error) : NNREG_OK;
    good = status == NNREG_OK && expected.size == sizeof found &&
           memcmp(expected.content, found, sizeof found) == 0 && part->size <= NNREG_LIMIT_JSON &&
           part->size <= reader->size;
    nnreg_bytes_free(&expected);
    if (status != NNREG_OK || good)
        return status;
    return refuse_export(reader, "a bundle, zipped or not, is registered by `nnreg add`",
                         "the file is no export: it does not begin with a manifest as an export has it");
}

/* The entry behind the manifest, which has to be what follows from it. */
static nnreg_status check_digest(struct nnreg_export_reader *reader, const struct nnreg_zip_part *manifest,
                                 struct nnreg_error *error)
{
    char text[NNREG_MANIFEST_DIGEST_SIZE + 1];
    struct nnreg_zip_part part = {.name = NNREG_MANIFEST_DIGEST, .size = NNREG_MANIFEST_DIGEST_SIZE};
    struct nnreg_bytes expected = NNREG_BYTES_INIT;
    uint64_t offset = nnreg_zip_local_size(manifest) + manifest->size, differ = 0;
    nnreg_status status;

    nnreg_manifest_digest_text(text, reader->digest);
    part.crc = nnreg_crc32(0, text, NNREG_MANIFEST_DIGEST_SIZE);
    nnreg_zip_put_local(&expected, &part);
    nnreg_bytes_text(&expected, text);
    status = compare_framing(&differ, reader, offset, &expected, error);
    if (status == NNREG_OK && differ != offset + expected.size)
        status = refuse_export(reader, AGAIN,
                               "the manifest is not the one that the SHA-256 behind it is of: one of the two "
                               "was altered");
    nnreg_bytes_free(&expected);
    return status;
}

static nnreg_status take_text(struct nnreg_export_reader *reader, const struct nnreg_zip_part *part,
                              char *text, struct nnreg_error *error)
{
    size_t got;
    nnreg_status status =
        nnreg_fs_read(&got, reader->fd, nnreg_zip_local_size(part), text, (size_t)part->size, error);

    if (status == NNREG_OK)
        status = digest_of(reader->digest, text, got, error);
    if (status == NNREG_OK && (got < part->size || nnreg_crc32(0, text, got) != part->crc))
        status = refuse_export(reader, AGAIN, "the manifest is not as it was written");
    if (status == NNREG_OK)
        status = check_digest(reader, part, error);
    if (status == NNREG_OK)
        status = nnreg_manifest_read(&reader->manifest, text, got, reader->findings, error);
    return status;
}

/* The two first entries are proved already: what is to be known of them for the directory is filled in. */
static nnreg_status lay_out_read(struct nnreg_export_reader *reader, const struct nnreg_zip_part *part,
                                 struct nnreg_error *error)
{
    char text[NNREG_MANIFEST_DIGEST_SIZE + 1];
    nnreg_status status = nnreg_export_lay_out(&reader->layout, &reader->manifest, (size_t)part->size, error);

    if (status == NNREG_LIMIT) /* sizes that no file has */
        return refuse_export(reader, AGAIN, "the sizes in the manifest are larger than a file can be");
    if (status != NNREG_OK)
        return status;
    nnreg_manifest_digest_text(text, reader->digest);
    reader->layout.entries[0].part.crc = part->crc;
    reader->layout.entries[1].part.crc = nnreg_crc32(0, text, NNREG_MANIFEST_DIGEST_SIZE);
    return NNREG_OK;
}

nnreg_status nnreg_export_reader_open(struct nnreg_export_reader *reader, struct nnreg_error *error)
{
    struct nnreg_zip_part part;
    nnreg_status status = read_first_header(&part, reader, error);
    char *text = NULL;

    if (status == NNREG_OK) {
        text = nnreg_alloc((size_t)part.size);
        status = text != NULL ? take_text(reader, &part, text, error) : nnreg_fail_memory(error);
    }
    nnreg_free(text);
    return status == NNREG_OK ? lay_out_read(reader, &part, error) : status;
}

void nnreg_export_reader_close(struct nnreg_export_reader *reader)
{
    nnreg_export_layout_free(&reader->layout);
    nnreg_record_clear(&nnreg_manifest_table, &reader->manifest);
}
