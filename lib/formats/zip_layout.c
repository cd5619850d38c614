/*
 * Whether an archive is what zip.h draws: the entries of its directory, and the local header that each leads to
 * (APPNOTE 4.3.7, 4.3.9, 4.3.12, 4.5.3). Numbers are little-endian:
 *
 *     entry of the directory   "PK" 1 2 | made by, 2 | needs, 2 | flags, 2 | method, 2 | time, 2 | date, 2 | CRC-32, 4 | packed size, 4 |
 *                              size, 4 | sizes of name, extra fields and comment, 2 each | disk, 2 | internal attributes, 2 |
 *                              external attributes, 4 | offset of the local header, 4 | name | extra fields | comment
 *     local header             "PK" 3 4 | needs, 2 | flags, 2 | method, 2 | time, 2 | date, 2 | CRC-32, 4 | packed size, 4 | size, 4 |
 *                              sizes of name and extra fields, 2 each | name | extra fields
 *     data descriptor          ["PK" 7 8] | CRC-32, 4 | packed size, 4 or 8 | size, 4 or 8
 *
 * A number of 32 bits that is all ones stands in the extra field 1 (zip64), with 64 bits. A header that was written
 * before its file was packed has zeros for what was not known, and a bit that says so: the descriptor has it then,
 * behind the packed bytes.
 *
 * The entries are taken in the order of their places in the file, whatever order the directory has. Each must begin
 * where the one before ends, the first at 0, and the directory must begin where the last ends. No sum of two offsets
 * is made before it is known to be within the archive.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "formats/zip_end.h"

enum {
    ENTRY_SIZE = 46,
    HEADER_SIZE = 30,
    FLAGS_COMPARED = 0x2849, /* encrypted, descriptor, strongly encrypted, UTF-8, masked */
    FLAG_DESCRIPTOR = 8
};

struct zip_layout {
    struct nnreg_zip *zip;
    struct nnreg_zip_end end;
    struct nnreg_cursor in;
    struct nnreg_problems *problems;
    struct nnreg_error *error;
    unsigned char *extra; /* of the header that is being read: 64 KiB */
    char *name;           /* the same */
};

static bool broken_zip(struct zip_layout *layout, struct nnreg_zip_entry *entry, uint64_t offset,
                       const char *what)
{
    if (entry == NULL)
        return nnreg_zip_fail(layout->problems, NNREG_ZIP_RECORD, offset, "has %s", what);
    return nnreg_zip_fail_entry(layout->problems, entry, NNREG_ZIP_RECORD, offset, "has %s", what);
}

/* What the cursor met: the end of the bytes it may read, or a failure of the system. */
static bool layout_cut(struct zip_layout *layout)
{
    struct nnreg_cursor *in = &layout->in;

    if (in->status == NNREG_CORRUPT)
        return nnreg_zip_fail(layout->problems, NNREG_ZIP_CUT, in->failure_offset, "%s", in->failure);
    *layout->error = in->error;
    return false;
}

/* ---------------------------------------------------------------------------------------------- directory -- */

/* What it is: by the mode that Unix gives it, whoever made it, since that is what programs go by; and by its name. */
static enum nnreg_file_kind kind_of(const struct nnreg_zip_entry *entry, uint32_t attributes)
{
    enum { TYPE = 0170000, REGULAR = 0100000, FOLDER = 0040000, LINK = 0120000, REPARSE = 0x400 };
    bool folder = entry->raw_size > 0 && entry->raw[entry->raw_size - 1] == '/';
    uint32_t type = attributes >> 16 & TYPE;

    if (type == LINK || (type == 0 && (attributes & REPARSE) != 0))
        return NNREG_FILE_LINK;
    if (type != 0 && type != (folder ? FOLDER : REGULAR))
        return NNREG_FILE_OTHER;
    return folder ? NNREG_FILE_DIRECTORY : NNREG_FILE_REGULAR;
}

/* The name and the extra fields behind the numbers; `name_size` bytes and `extra_size` bytes, which the cursor may read. */
static bool read_directory_texts(struct zip_layout *layout, struct nnreg_zip_entry *entry, size_t name_size,
                                 size_t extra_size)
{
    struct nnreg_cursor *in = &layout->in;

    entry->raw = nnreg_alloc(name_size + 1);
    if (entry->raw == NULL) {
        nnreg_fail_memory(layout->error);
        return false;
    }
    entry->raw_size = name_size;
    nnreg_cursor_copy(in, entry->raw, name_size);
    entry->raw[name_size] = '\0';
    nnreg_cursor_copy(in, layout->extra, extra_size);
    if (!nnreg_cursor_ok(in))
        return layout_cut(layout);
    if (!nnreg_zip_extra_is_whole(layout->extra, extra_size))
        return broken_zip(layout, NULL, entry->record,
                          "an entry of its directory whose extra fields are malformed");
    return nnreg_zip_name(entry, layout->extra, extra_size, layout->problems, layout->error);
}

static bool read_directory_entry(struct zip_layout *layout, struct nnreg_zip_entry *entry)
{
    struct nnreg_cursor *in = &layout->in;
    uint64_t *const wide[] = {&entry->size, &entry->packed_size, &entry->header};
    unsigned char raw[ENTRY_SIZE];
    size_t extra_size, comment_size;

    entry->record = nnreg_cursor_offset(in);
    nnreg_cursor_copy(in, raw, sizeof raw);
    if (!nnreg_cursor_ok(in))
        return layout_cut(layout);
    if (memcmp(raw, "PK\1\2", 4) != 0)
        return broken_zip(layout, NULL, entry->record, "something else in its directory than an entry");
    entry->flags = (uint16_t)nnreg_zip_u16(raw + 8);
    entry->method = (uint16_t)nnreg_zip_u16(raw + 10);
    entry->crc = nnreg_zip_u32(raw + 16);
    entry->packed_size = nnreg_zip_u32(raw + 20);
    entry->size = nnreg_zip_u32(raw + 24);
    entry->header = nnreg_zip_u32(raw + 42);
    extra_size = nnreg_zip_u16(raw + 30);
    comment_size = nnreg_zip_u16(raw + 32);
    if (!read_directory_texts(layout, entry, nnreg_zip_u16(raw + 28), extra_size))
        return false;
    entry->kind = kind_of(entry, nnreg_zip_u32(raw + 38));
    nnreg_cursor_skip(in, comment_size);
    if (!nnreg_cursor_ok(in))
        return layout_cut(layout);
    if (!nnreg_zip_widen(wide, 3, layout->extra, extra_size, true))
        return broken_zip(layout, entry, entry->record, "a zip64 field of another size than is asked of it");
    if (nnreg_zip_u16(raw + 34) != 0)
        return nnreg_zip_fail(layout->problems, NNREG_ZIP_DISKS, entry->record,
                              "is one of several parts of an archive");
    return true;
}

static bool read_directory(struct zip_layout *layout)
{
    struct nnreg_zip *zip = layout->zip;
    struct nnreg_cursor *in = &layout->in;
    uint64_t outer, i;

    if (layout->end.entries > layout->end.directory_size / ENTRY_SIZE)
        return broken_zip(layout, NULL, layout->end.start, "more entries than its directory has room for");
    zip->entries = nnreg_alloc_zero((size_t)layout->end.entries, sizeof *zip->entries);
    if (zip->entries == NULL) {
        nnreg_fail_memory(layout->error);
        return false;
    }
    nnreg_cursor_seek(in, layout->end.directory);
    outer = nnreg_cursor_enter(in, layout->end.directory_size);
    for (i = 0; i < layout->end.entries; i++) {
        zip->count++;
        if (!read_directory_entry(layout, &zip->entries[i]))
            return false;
    }
    if (nnreg_cursor_left(in) > 0)
        return broken_zip(layout, NULL, nnreg_cursor_offset(in),
                          "more in its directory than the entries it counts");
    nnreg_cursor_leave(in, outer);
    return true;
}

/* ------------------------------------------------------------------------------------------ local headers -- */

static bool differs(struct zip_layout *layout, struct nnreg_zip_entry *entry, const char *what)
{
    return nnreg_zip_fail_entry(layout->problems, entry, NNREG_ZIP_DIFFER, entry->header,
                                "has %s in its local header than in the directory", what);
}

/* Numbers that were not known yet when the header was written are 0 there. */
static bool known_alike(uint64_t local, uint64_t central, bool later)
{
    return local == central || (later && local == 0);
}

static bool compare_numbers(struct zip_layout *layout, struct nnreg_zip_entry *entry,
                            const unsigned char *raw, size_t extra_size)
{
    uint64_t size = nnreg_zip_u32(raw + 22), packed_size = nnreg_zip_u32(raw + 18);
    uint64_t *const wide[] = {&size, &packed_size};
    unsigned flags = nnreg_zip_u16(raw + 6);
    bool later = (flags & FLAG_DESCRIPTOR) != 0;

    if (!nnreg_zip_extra_is_whole(layout->extra, extra_size))
        return broken_zip(layout, entry, entry->header, "a local header with malformed extra fields");
    if (!nnreg_zip_widen(wide, 2, layout->extra, extra_size, false))
        return broken_zip(layout, entry, entry->header, "a local header with a short zip64 field");
    if (((flags ^ entry->flags) & FLAGS_COMPARED) != 0)
        return differs(layout, entry, "another set of flags");
    if (nnreg_zip_u16(raw + 8) != entry->method)
        return differs(layout, entry, "another method");
    if (!known_alike(nnreg_zip_u32(raw + 14), entry->crc, later))
        return differs(layout, entry, "another checksum");
    if (!known_alike(size, entry->size, later))
        return differs(layout, entry, "another number of bytes");
    return known_alike(packed_size, entry->packed_size, later) ||
           differs(layout, entry, "another packed size");
}

/* The name as it stands, and the one that a field gives in its place. */
static bool compare_names(struct zip_layout *layout, struct nnreg_zip_entry *entry, size_t name_size,
                          size_t extra_size)
{
    struct nnreg_zip_entry local = {
        .raw = layout->name, .raw_size = name_size, .header = entry->header, .record = entry->header};
    bool same;

    if (name_size != entry->raw_size || memcmp(layout->name, entry->raw, name_size) != 0)
        return differs(layout, entry, "another name");
    if (!nnreg_zip_name(&local, layout->extra, extra_size, layout->problems, layout->error))
        return false;
    same = local.name_size == entry->name_size && memcmp(local.name, entry->name, local.name_size) == 0;
    nnreg_free(local.name);
    return same || differs(layout, entry, "another name in UTF-8");
}

/* The bytes between packed bytes and the next part are the descriptor, in one of four forms that their number tells. */
static bool read_descriptor(struct zip_layout *layout, struct nnreg_zip_entry *entry, uint64_t gap)
{
    uint64_t offset = entry->data + entry->packed_size, packed_size, size;
    unsigned char raw[24];
    const unsigned char *at = raw;
    bool wide = gap >= 20;

    nnreg_cursor_seek(&layout->in, offset);
    nnreg_cursor_copy(&layout->in, raw, (size_t)gap);
    if (!nnreg_cursor_ok(&layout->in))
        return layout_cut(layout);
    if (gap == 16 || gap == 24) {
        if (memcmp(at, "PK\7\10", 4) != 0)
            return broken_zip(layout, entry, offset, "no data descriptor behind its bytes");
        at += 4;
    }
    packed_size = wide ? nnreg_zip_u64(at + 4) : nnreg_zip_u32(at + 4);
    size = wide ? nnreg_zip_u64(at + 12) : nnreg_zip_u32(at + 8);
    if (nnreg_zip_u32(at) == entry->crc && packed_size == entry->packed_size && size == entry->size)
        return true;
    return nnreg_zip_fail_entry(layout->problems, entry, NNREG_ZIP_DIFFER, offset,
                                "has a data descriptor that says other than the directory");
}

static bool fill_gap(struct zip_layout *layout, struct nnreg_zip_entry *entry, uint64_t gap)
{
    bool descriptor = (entry->flags & FLAG_DESCRIPTOR) != 0;

    if (descriptor && (gap == 12 || gap == 16 || gap == 20 || gap == 24))
        return read_descriptor(layout, entry, gap);
    if (descriptor && gap < 12)
        return nnreg_zip_fail_entry(layout->problems, entry, NNREG_ZIP_OVERLAP,
                                    entry->data + entry->packed_size,
                                    "has no room for its data descriptor before the next part");
    if (gap == 0)
        return true;
    return nnreg_zip_fail_entry(layout->problems, entry, NNREG_ZIP_GAP, entry->data + entry->packed_size,
                                "is followed by %" PRIu64 " bytes that belong to nothing", gap);
}

static bool overlaps(struct zip_layout *layout, struct nnreg_zip_entry *entry, uint64_t stop)
{
    return nnreg_zip_fail_entry(layout->problems, entry, NNREG_ZIP_OVERLAP, entry->header,
                                "goes on over what begins at %" PRIu64, stop);
}

/* The local header of an entry, and all that belongs to it, which ends at `stop`: there the next one begins, or the directory. */
static bool read_local(struct zip_layout *layout, struct nnreg_zip_entry *entry, uint64_t stop)
{
    struct nnreg_cursor *in = &layout->in;
    unsigned char raw[HEADER_SIZE];
    size_t name_size, extra_size;

    if (stop - entry->header < HEADER_SIZE)
        return overlaps(layout, entry, stop);
    nnreg_cursor_seek(in, entry->header);
    nnreg_cursor_copy(in, raw, sizeof raw);
    if (!nnreg_cursor_ok(in))
        return layout_cut(layout);
    if (memcmp(raw, "PK\3\4", 4) != 0)
        return broken_zip(layout, entry, entry->header, "no local header where the directory says");
    name_size = nnreg_zip_u16(raw + 26);
    extra_size = nnreg_zip_u16(raw + 28);
    entry->data = entry->header + HEADER_SIZE + name_size + extra_size;
    if (entry->data > stop)
        return overlaps(layout, entry, stop);
    nnreg_cursor_copy(in, layout->name, name_size);
    nnreg_cursor_copy(in, layout->extra, extra_size);
    if (!nnreg_cursor_ok(in))
        return layout_cut(layout);
    if (!compare_numbers(layout, entry, raw, extra_size) ||
        !compare_names(layout, entry, name_size, extra_size))
        return false;
    if (entry->packed_size > stop - entry->data)
        return overlaps(layout, entry, stop);
    return fill_gap(layout, entry, stop - entry->data - entry->packed_size);
}

static int compare_places(const void *left, const void *right)
{
    const struct nnreg_zip_entry *a = *(struct nnreg_zip_entry *const *)left;
    const struct nnreg_zip_entry *b = *(struct nnreg_zip_entry *const *)right;

    if (a->header != b->header)
        return a->header < b->header ? -1 : 1;
    return a->record < b->record ? -1 : 1;
}

static bool read_locals(struct zip_layout *layout, struct nnreg_zip_entry **order)
{
    const struct nnreg_zip *zip = layout->zip;
    size_t i;

    for (i = 0; i < zip->count; i++)
        order[i] = &zip->entries[i];
    qsort(order, zip->count, sizeof *order, compare_places);
    if (zip->count > 0 && order[zip->count - 1]->header > zip->directory)
        return overlaps(layout, order[zip->count - 1], zip->directory);
    if ((zip->count > 0 ? order[0]->header : zip->directory) > 0)
        return nnreg_zip_fail(layout->problems, NNREG_ZIP_PREFIX, 0, "has %" PRIu64 " bytes in front of it",
                              zip->count > 0 ? order[0]->header : zip->directory);
    for (i = 0; i < zip->count; i++)
        if (!read_local(layout, order[i], i + 1 < zip->count ? order[i + 1]->header : zip->directory))
            return false;
    return true;
}

bool nnreg_zip_read_layout(struct nnreg_zip *zip, struct nnreg_problems *problems, struct nnreg_error *error)
{
    struct zip_layout layout = {.zip = zip, .problems = problems, .error = error};
    struct nnreg_zip_entry **order = NULL;
    bool right = false;

    if (!nnreg_zip_read_end(&layout.end, zip, problems, error))
        return false;
    zip->directory = layout.end.directory;
    if (nnreg_source_cursor(&layout.in, &zip->source, error) != NNREG_OK)
        return false;
    layout.extra = nnreg_alloc(0x10000);
    layout.name = nnreg_alloc(0x10000);
    order = nnreg_alloc_zero((size_t)layout.end.entries, sizeof(struct nnreg_zip_entry *));
    if (layout.extra == NULL || layout.name == NULL || order == NULL)
        nnreg_fail_memory(error);
    else
        right = read_directory(&layout) && read_locals(&layout, order);
    nnreg_cursor_free(&layout.in);
    nnreg_free(layout.extra);
    nnreg_free(layout.name);
    nnreg_free(order);
    return right;
}
