/*
 * Writing a zip archive of stored entries (APPNOTE.TXT 6.3.9), whose bytes follow from the names, sizes and bytes of its
 * entries and from nothing else: no clock, no user, no version of a packer.
 *
 *     { local header | name | [ zip64 extra field ] | the bytes of the file }*
 *     { record of the central directory }*   [ zip64 end record | zip64 locator ]   end record
 *
 * Why not libzip, which the project links: it gives no say in what a local header has in it (it puts zip64 fields where it thinks
 * that they may be needed, and "version made by" and the flags as its release likes), writes to a file of its own making or to
 * a source that can seek, and reads a source once to write it, so that the bytes cannot be looked at on the way by two
 * processors. The layout is 46 numbers.
 *
 * Every entry has the date 1980-01-01 00:00, the first there is; the permissions 0644 of a regular file, as a Unix program
 * says them; no comment. Names are ASCII, so that the flag for UTF-8 is never needed. zip64 fields (4.5.3) are there where a number
 * does not fit without them, and only there.
 *
 * The same functions tell a reader what the bytes around the files have to be (registry/export_reader.c).
 */
#ifndef NNREG_FORMATS_ZIP_STORE_H
#define NNREG_FORMATS_ZIP_STORE_H

#include "base/bytes.h"

struct nnreg_zip_part {
    const char *name;
    uint64_t size;
    uint32_t crc;    /* CRC-32 of the bytes */
    uint64_t offset; /* of its local header: nnreg_zip_lay_out */
};

#define NNREG_ZIP_LOCAL 30 /* bytes of a local header without name and extra field */

/* How many bytes are in front of the file's. */
uint64_t nnreg_zip_local_size(const struct nnreg_zip_part *part);

/* Sets the offsets; *end: where the central directory begins. False: they do not fit 63 bits. */
bool nnreg_zip_lay_out(uint64_t *end, struct nnreg_zip_part *const *parts, size_t count);

/* Each appends its bytes. */
void nnreg_zip_put_local(struct nnreg_bytes *out, const struct nnreg_zip_part *part);
void nnreg_zip_put_record(struct nnreg_bytes *out, const struct nnreg_zip_part *part);
/* What follows a central directory of `size` bytes at `offset`. */
void nnreg_zip_put_end(struct nnreg_bytes *out, uint64_t count, uint64_t offset, uint64_t size);

#endif
