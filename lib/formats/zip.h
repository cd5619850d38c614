/*
 * A zip archive (APPNOTE.TXT 6.3.9; doc/FORMATS.md, "Archives"), from a descriptor or from memory:
 *
 *     { local header | name | extra fields | packed bytes [ | data descriptor ] }*
 *     { entry of the central directory }*   [ zip64 end record | zip64 locator ]   end record | comment
 *
 * Programs disagree about what an archive holds if it says two things in two places, so that what one of them has
 * checked is not what another one takes out. Here an archive is first held against the drawing above: nothing lies
 * between, before, behind or over its parts, and a local header says what the directory says of it (zip_layout.c).
 * Only then are its bytes unpacked, by libzip (zip_read.c).
 *
 * Whatever is wrong is a problem (problems.h) at an offset of the archive, with the name of the entry as its key
 * where it is about one; it is given no verdict. One archive, with its streams, is for one thread at a time: so is
 * libzip's handle. Several archives over one source are as good as several archives.
 */
#ifndef NNREG_FORMATS_ZIP_H
#define NNREG_FORMATS_ZIP_H

#include "base/fsio.h"
#include "base/source.h"
#include "formats/problems.h"

/* X(NAME, what it means) */
#define NNREG_ZIP_PROBLEMS(X)                                                                \
    X(NO_END, "there is no end record")                                                      \
    X(CUT, "a part ends behind the archive")                                                 \
    X(RECORD, "a header or a record is malformed")                                           \
    X(SEVERAL_ENDS, "two end records could be meant")                                        \
    X(TRAILING, "bytes follow the archive")                                                  \
    X(PREFIX, "bytes are in front of the archive")                                           \
    X(GAP, "bytes belong to no part")                                                        \
    X(OVERLAP, "two parts lie over each other")                                              \
    X(DIFFER, "two parts say different things")                                              \
    X(DISKS, "the archive is one of several parts")                                          \
    X(ENCRYPTED, "an entry is encrypted")                                                    \
    X(METHOD, "an entry is packed by a method that is not taken")                            \
    X(NAME, "an entry has a name that leads elsewhere, or is none")                          \
    X(DUPLICATE, "two entries have the same name")                                           \
    X(CLASH, "two entries would be the same file on some systems")                           \
    X(KIND, "an entry is neither a file nor a folder")                                       \
    X(TOO_MANY, "there are more entries, or is more of a directory, than the limits allow")  \
    X(TOO_LARGE, "there are more bytes in the entries than the limits allow")                \
    X(RATIO, "there are more bytes in the entries than such an archive can have in earnest") \
    X(SIZE, "an entry has another size than is declared")                                    \
    X(CRC, "an entry has another checksum than is declared")                                 \
    X(PACKED, "the packed bytes of an entry are no stream of their method")                  \
    X(REFUSED, "libzip does not open the archive")

enum nnreg_zip_problem_code {
#define NNREG_ROW(name, meaning) NNREG_ZIP_##name,
    NNREG_ZIP_PROBLEMS(NNREG_ROW)
#undef NNREG_ROW
        NNREG_ZIP_PROBLEM_COUNT
};

#define NNREG_ZIP_DIRECTORY ((uint64_t)64 << 20) /* bytes of a central directory */

/* What an archive may hold; see the constants NNREG_LIMIT_ARCHIVE_ in nnreg.h, which are the usual ones. */
struct nnreg_zip_limits {
    uint64_t entries;
    uint64_t bytes; /* of all entries, unpacked */
    uint64_t ratio; /* unpacked bytes for each byte of the archive, asked of those above `small` only */
    uint64_t small;
};

enum { NNREG_ZIP_STORED = 0, NNREG_ZIP_DEFLATED = 8, NNREG_ZIP_BZIP2 = 12 };

struct nnreg_zip_entry {
    char *name; /* UTF-8 if it is not faulty, without the slash that a folder's ends with; a NUL follows */
    size_t name_size;
    char *raw; /* as it stands in the headers */
    size_t raw_size;
    uint64_t header, record; /* offsets of the local header, and of the entry of the directory */
    uint64_t data,
        packed_size; /* the packed bytes; those of a stored entry are the file's: a range of the source */
    uint64_t size;
    uint32_t crc; /* CRC-32 (ISO 3309) of the file */
    uint16_t method, flags;
    enum nnreg_file_kind kind; /* by its attributes and its name */
    bool faulty;               /* a problem is about this entry */
};

struct nnreg_zip;

/*
 * Looks through the archive; `source` is copied, what it stands for stays the caller's and must stay. `*zip` NULL
 * with NNREG_OK: the archive is not laid out as it should be, `problems` has the first reason and nothing of it can
 * be trusted. Else `problems` has all that is wrong with single entries (which are `faulty`), with their names, and
 * with what they hold in all. `limits` NULL: the usual ones. NNREG_IO, NNREG_NO_MEMORY.
 */
nnreg_status nnreg_zip_open(struct nnreg_zip **zip, const struct nnreg_source *source,
                            const struct nnreg_zip_limits *limits, struct nnreg_problems *problems,
                            struct nnreg_error *error);
void nnreg_zip_close(struct nnreg_zip *zip);

/* In the order of the directory. */
size_t nnreg_zip_count(const struct nnreg_zip *zip);
const struct nnreg_zip_entry *nnreg_zip_entry(const struct nnreg_zip *zip, size_t i);
const struct nnreg_source *nnreg_zip_source(const struct nnreg_zip *zip);

/*
 * Reads one entry from its beginning to its end, in memory that does not grow with it. Several streams of an archive
 * may be open at once. The stream must not outlive the archive.
 */
struct nnreg_zip_stream {
    struct nnreg_zip *zip;
    const struct nnreg_zip_entry *entry;
    void *file; /* libzip's; NULL: the entry is stored, and read as a range */
    uint64_t done;
    uint32_t crc;
    bool ended;
    struct nnreg_problems *problems;
};

/*
 * NNREG_CORRUPT: `problems` has the reason; of an archive of which nothing can be unpacked (NNREG_ZIP_REFUSED) only those of
 * the first such stream have it. NNREG_IO, NNREG_NO_MEMORY. `problems` must outlive the stream.
 */
nnreg_status nnreg_zip_stream_open(struct nnreg_zip_stream *stream, struct nnreg_zip *zip, size_t i,
                                   struct nnreg_problems *problems, struct nnreg_error *error);

/*
 * Up to `size` bytes; `*got` is less only at the end. The entry is as it was declared, its size and its checksum,
 * when a read has given less than it was asked for. NNREG_CORRUPT: it is not, and `problems` has the reason.
 * NNREG_IO, NNREG_NO_MEMORY.
 */
nnreg_status nnreg_zip_stream_read(size_t *got, struct nnreg_zip_stream *stream, void *out, size_t size,
                                   struct nnreg_error *error);
/* Harmless twice, and after an open that failed. */
void nnreg_zip_stream_close(struct nnreg_zip_stream *stream);

/* Who has dropped what a stream told, to have it told to somebody else: the next stream tells it, whichever it is. */
void nnreg_zip_tell_anew(struct nnreg_zip *zip);

#endif
