/*
 * Zip archives, right and wrong ones, in memory. An entry is written as it is told, and where its parts lie is kept,
 * so that a test can write over them; what is appended to `file` between two calls lies between two entries.
 */
#ifndef MW_ZIP_WRITER_H
#define MW_ZIP_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protoenc.h"

enum { MW_ZIP_ENTRIES = 64, MW_ZIP_UTF8 = 0x800, MW_ZIP_ENCRYPTED = 1 };

#define MW_ZIP_MODE(mode) ((uint32_t)(mode) << 16) /* attributes of a Unix file */

struct mw_zip_entry {
    const char *name;
    size_t name_size; /* 0: up to the NUL */
    const void *content;
    size_t size;
    uint64_t zeros;     /* deflated: instead of a content, so many zeros, packed a thousand to one */
    unsigned method;    /* 8: deflated, in blocks that are stored; another one: as it is */
    const void *packed; /* these packed bytes instead of those that would be right */
    size_t packed_size;
    const uint64_t *claimed; /* this size instead of the right one */
    unsigned flags;
    unsigned
        descriptor; /* bytes of the data descriptor: 12, 16 (with a signature), 20 and 24 (of zip64); 0: none */
    bool wide;      /* sizes and place in zip64 fields */
    uint32_t attributes;
    const void *extra; /* further fields in both headers */
    size_t extra_size;
    const char *local_name; /* another name in the local header */
};

struct mw_zip_place {
    size_t header, data, behind; /* behind: of the packed bytes */
    size_t record;               /* of the entry of the directory, once it is finished */
};

struct mw_zip {
    struct mw_buf file, directory;
    struct mw_zip_place place[MW_ZIP_ENTRIES]; /* of further entries the last one's is kept */
    size_t count;
    size_t start, end; /* of the directory; of the end record: once it is finished */
    size_t wide;       /* of the zip64 end record */
};

struct mw_zip_end {
    bool wide; /* with zip64 end record and locator */
    const char *comment;
    size_t comment_size;
};

void mw_zip_add(struct mw_zip *zip, const struct mw_zip_entry *entry);
void mw_zip_finish(struct mw_zip *zip, const struct mw_zip_end *end);
/* `end` NULL: the plain one. */

/* Writes over `width` bytes, little-endian. */
void mw_zip_patch(struct mw_zip *zip, size_t offset, unsigned width, uint64_t value);
void mw_zip_free(struct mw_zip *zip);

/* CRC-32 (ISO 3309). */
uint32_t mw_zip_crc(const void *bytes, size_t size);

#endif
