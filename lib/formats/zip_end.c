/*
 * The end of an archive: see zip_end.h. What is read here (APPNOTE 4.3.14 to 4.3.16), the last 22 bytes of a small
 * archive without a comment, and what each number is held against:
 *
 *     zip64 end record   "PK" 6 6 | its size, 8 | made by, 2 | needs, 2 | disk, 4 | directory's disk, 4 | entries here, 8 | entries, 8 |
 *                        size of the directory, 8 | its offset, 8 | [what no version 1 has]
 *     zip64 locator      "PK" 6 7 | disk, 4 | offset of the record, 8 | disks, 4
 *     end record         "PK" 5 6 | disk, 2 | directory's disk, 2 | entries here, 2 | entries, 2 | size of the directory, 4 | its offset,
 *                        4 | size of the comment, 2 | comment
 *
 * Readers look for the end record from the end on, backwards, since a comment may follow; they stop at what looks
 * like one, and not all of them ask whether its comment ends where the file does. So here the last "PK" 5 6 of the
 * file is the record, and its comment ends the file, or there is none. An archive that lies in this one as it is,
 * stored, has an end record before, whose comment ends elsewhere.
 */
#include "formats/zip_end.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"

enum {
    END_SIZE = 22,
    LOCATOR_SIZE = 20,
    RECORD_SIZE = 56, /* of a zip64 end record, version 1 */
    RECORD_HEAD = 12, /* of it, what its own size does not count */
    TAIL_SIZE = END_SIZE + 0xffff + LOCATOR_SIZE
};

/* The last bytes of the archive. */
struct zip_tail {
    const unsigned char *bytes;
    size_t size;
    uint64_t start; /* its offset */
};

static const unsigned char *end_at(const struct zip_tail *tail, size_t position)
{
    const unsigned char *at = tail->bytes + position;

    return tail->size - position >= END_SIZE && memcmp(at, "PK\5\6", 4) == 0 ? at : NULL;
}

/* The last end record before `position`, and whether its comment ends the file; false: there is none. */
static bool find_end(size_t *found, bool *fits, const struct zip_tail *tail, size_t position)
{
    while (position > 0) {
        const unsigned char *at = end_at(tail, --position);

        if (at == NULL)
            continue;
        *found = position;
        *fits = tail->size - position - END_SIZE == nnreg_zip_u16(at + 20);
        return true;
    }
    return false;
}

static bool no_end(const struct zip_tail *tail, uint64_t size, struct nnreg_problems *problems)
{
    bool begun = tail->start == 0 && tail->size >= 4 && memcmp(tail->bytes, "PK\3\4", 4) == 0;

    return nnreg_zip_fail(problems, NNREG_ZIP_NO_END, size, "%s",
                          begun ? "is cut short: a zip archive has a record at its end, which is not there"
                                : "has no end record, so that it is no zip archive, or the front of one");
}

/* Why the last end record does not fit: another one does, or its comment is longer or shorter than what follows. */
static bool misfit(const struct zip_tail *tail, size_t position, struct nnreg_problems *problems)
{
    uint64_t offset = tail->start + position;
    size_t behind = tail->size - position - END_SIZE, other = position;
    unsigned comment = nnreg_zip_u16(tail->bytes + position + 20);
    bool fits = false;

    while (!fits && find_end(&other, &fits, tail, other))
        continue;
    if (fits)
        return nnreg_zip_fail(problems, NNREG_ZIP_SEVERAL_ENDS, offset,
                              "has another end record in the comment of its end record, at %" PRIu64,
                              tail->start + other);
    if (comment > behind)
        return nnreg_zip_fail(problems, NNREG_ZIP_CUT, offset,
                              "has an end record with a comment of %u bytes, of which %zu are there", comment,
                              behind);
    return nnreg_zip_fail(problems, NNREG_ZIP_TRAILING, offset + END_SIZE + comment,
                          "has %zu bytes behind its end", behind - comment);
}

/* Where the end record is. One before it whose comment ends the file, too, would be taken by others. */
static bool choose_end(size_t *position, const struct zip_tail *tail, uint64_t size,
                       struct nnreg_problems *problems)
{
    size_t other;
    bool fits;

    if (!find_end(position, &fits, tail, tail->size))
        return no_end(tail, size, problems);
    if (!fits)
        return misfit(tail, *position, problems);
    for (other = *position; find_end(&other, &fits, tail, other);)
        if (fits)
            return nnreg_zip_fail(problems, NNREG_ZIP_SEVERAL_ENDS, tail->start + other,
                                  "has two end records, here and at %" PRIu64, tail->start + *position);
    return true;
}

static bool one_disk(uint64_t disk, uint64_t directory_disk, uint64_t entries_here, uint64_t entries,
                     uint64_t offset, struct nnreg_problems *problems)
{
    if (disk == 0 && directory_disk == 0 && entries_here == entries)
        return true;
    return nnreg_zip_fail(problems, NNREG_ZIP_DISKS, offset, "is one of several parts of an archive");
}

/* A number of the end record that zip64 gives once more: the same, or all ones, which stand for "see there". */
static bool says_the_same(uint64_t narrow, uint64_t ones, uint64_t wide)
{
    return narrow == ones || narrow == wide;
}

/* The zip64 record against the end record that it goes with. */
static bool take_wide(struct nnreg_zip_end *end, const unsigned char *record, const unsigned char *narrow,
                      struct nnreg_problems *problems)
{
    uint64_t entries_here = nnreg_zip_u64(record + 24);

    end->entries = nnreg_zip_u64(record + 32);
    end->directory_size = nnreg_zip_u64(record + 40);
    end->directory = nnreg_zip_u64(record + 48);
    if (!one_disk(nnreg_zip_u32(record + 16), nnreg_zip_u32(record + 20), entries_here, end->entries,
                  end->start, problems))
        return false;
    if (says_the_same(nnreg_zip_u16(narrow + 4), 0xffff, 0) &&
        says_the_same(nnreg_zip_u16(narrow + 6), 0xffff, 0) &&
        says_the_same(nnreg_zip_u16(narrow + 8), 0xffff, end->entries) &&
        says_the_same(nnreg_zip_u16(narrow + 10), 0xffff, end->entries) &&
        says_the_same(nnreg_zip_u32(narrow + 12), 0xffffffff, end->directory_size) &&
        says_the_same(nnreg_zip_u32(narrow + 16), 0xffffffff, end->directory))
        return true;
    return nnreg_zip_fail(problems, NNREG_ZIP_DIFFER, end->start,
                          "has a zip64 end record that says other than its end record");
}

/* The record that a locator leads to lies right before it: its own size says so. */
static bool read_wide(struct nnreg_zip_end *end, const struct nnreg_zip *zip, const unsigned char *locator,
                      uint64_t offset, const unsigned char *narrow, struct nnreg_problems *problems,
                      struct nnreg_error *error)
{
    unsigned char buffer[RECORD_SIZE];
    const unsigned char *record;
    uint64_t where = nnreg_zip_u64(locator + 8);
    nnreg_status status;

    if (nnreg_zip_u32(locator + 4) != 0 || nnreg_zip_u32(locator + 16) > 1)
        return one_disk(1, 0, 0, 0, offset, problems);
    if (offset < RECORD_SIZE || where > offset - RECORD_SIZE)
        return nnreg_zip_fail(problems, NNREG_ZIP_RECORD, offset,
                              "has a zip64 locator that leads to no zip64 end record");
    status = nnreg_source_read(&record, &zip->source, where, buffer, sizeof buffer, error);
    if (status == NNREG_CORRUPT)
        return nnreg_zip_fail(problems, NNREG_ZIP_CUT, where, "became shorter while it was read");
    if (status != NNREG_OK)
        return false;
    if (memcmp(record, "PK\6\6", 4) != 0 || nnreg_zip_u64(record + 4) != offset - where - RECORD_HEAD)
        return nnreg_zip_fail(problems, NNREG_ZIP_RECORD, offset,
                              "has a zip64 locator that leads to no zip64 end record");
    end->start = where;
    return take_wide(end, record, narrow, problems);
}

static bool read_end(struct nnreg_zip_end *end, const struct nnreg_zip *zip, const struct zip_tail *tail,
                     struct nnreg_problems *problems, struct nnreg_error *error)
{
    const unsigned char *record;
    size_t position;

    if (!choose_end(&position, tail, zip->source.size, problems))
        return false;
    record = tail->bytes + position;
    end->start = tail->start + position;
    if (position >= LOCATOR_SIZE && memcmp(record - LOCATOR_SIZE, "PK\6\7", 4) == 0)
        return read_wide(end, zip, record - LOCATOR_SIZE, end->start - LOCATOR_SIZE, record, problems, error);
    end->entries = nnreg_zip_u16(record + 10);
    end->directory_size = nnreg_zip_u32(record + 12);
    end->directory = nnreg_zip_u32(record + 16);
    return one_disk(nnreg_zip_u16(record + 4), nnreg_zip_u16(record + 6), nnreg_zip_u16(record + 8),
                    end->entries, end->start, problems);
}

/*
 * The directory ends before the records do. Where it lies right before them all the same, the offsets are right but
 * for what was put in front of the archive, a program that unpacks it perhaps.
 */
static bool tell_gap(const struct nnreg_zip_end *end, const struct nnreg_zip *zip,
                     struct nnreg_problems *problems, struct nnreg_error *error)
{
    uint64_t gap = end->start - end->directory - end->directory_size;
    unsigned char buffer[4] = {0};
    const unsigned char *there = buffer;
    nnreg_status status = NNREG_OK;

    if (end->directory_size >= sizeof buffer) /* which nothing has held against its entries yet */
        status = nnreg_source_read(&there, &zip->source, end->start - end->directory_size, buffer,
                                   sizeof buffer, error);
    if (status != NNREG_OK && status != NNREG_CORRUPT)
        return false;
    if (end->entries == 0 || (status == NNREG_OK && memcmp(there, "PK\1\2", sizeof buffer) == 0))
        return nnreg_zip_fail(problems, NNREG_ZIP_PREFIX, 0, "has %" PRIu64 " bytes in front of it", gap);
    return nnreg_zip_fail(problems, NNREG_ZIP_GAP, end->directory + end->directory_size,
                          "has %" PRIu64 " bytes between its directory and its end record", gap);
}

/* The directory lies between the entries and the records that were read here, which is the one place it can be. */
static bool directory_fits(const struct nnreg_zip_end *end, const struct nnreg_zip *zip,
                           struct nnreg_problems *problems, struct nnreg_error *error)
{
    if (end->directory_size > NNREG_ZIP_DIRECTORY)
        return nnreg_zip_fail(problems, NNREG_ZIP_TOO_MANY, end->start,
                              "has a directory of %" PRIu64 " bytes, and %" PRIu64 " are the most",
                              end->directory_size, NNREG_ZIP_DIRECTORY);
    if (end->entries > zip->limits.entries)
        return nnreg_zip_fail(problems, NNREG_ZIP_TOO_MANY, end->start,
                              "has %" PRIu64 " entries, and %" PRIu64 " are the most", end->entries,
                              zip->limits.entries);
    if (end->directory > end->start || end->directory_size > end->start - end->directory)
        return nnreg_zip_fail(problems, NNREG_ZIP_OVERLAP, end->start,
                              "has a directory of %" PRIu64 " bytes at %" PRIu64
                              ", which is not all before its end record",
                              end->directory_size, end->directory);
    if (end->directory_size < end->start - end->directory)
        return tell_gap(end, zip, problems, error);
    return true;
}

bool nnreg_zip_read_end(struct nnreg_zip_end *end, const struct nnreg_zip *zip,
                        struct nnreg_problems *problems, struct nnreg_error *error)
{
    struct zip_tail tail = {.size = zip->source.size < TAIL_SIZE ? (size_t)zip->source.size : TAIL_SIZE};
    unsigned char *buffer = nnreg_alloc(TAIL_SIZE);
    nnreg_status status;
    bool right = false;

    *end = (struct nnreg_zip_end){0};
    if (buffer == NULL) {
        nnreg_fail_memory(error);
        return false;
    }
    tail.start = zip->source.size - tail.size;
    status = nnreg_source_read(&tail.bytes, &zip->source, tail.start, buffer, tail.size, error);
    if (status == NNREG_OK)
        right = read_end(end, zip, &tail, problems, error) && directory_fits(end, zip, problems, error);
    else if (status == NNREG_CORRUPT)
        nnreg_zip_fail(problems, NNREG_ZIP_CUT, tail.start, "became shorter while it was read");
    nnreg_free(buffer);
    return right;
}
