/* The bytes of a zip archive of stored entries: see zip_store.h. Sections are those of APPNOTE.TXT. */
#include "formats/zip_store.h"

#include <string.h>

#define LOCAL_MAGIC     UINT32_C(0x04034b50)
#define RECORD_MAGIC    UINT32_C(0x02014b50)
#define END64_MAGIC     UINT32_C(0x06064b50)
#define LOCATOR_MAGIC   UINT32_C(0x07064b50)
#define END_MAGIC       UINT32_C(0x06054b50)
#define NEEDED          10            /* 4.4.3: to extract what is stored; */
#define NEEDED_64       45            /* with zip64 fields */
#define MADE_BY         (3 << 8 | 45) /* 4.4.2: Unix, which says how the attributes are meant */
#define FIRST_DATE      (1 << 5 | 1)  /* 4.4.6: 1 January of the year 0, which is 1980 */
#define FILE_ATTRIBUTES (UINT32_C(0100644) << 16)
#define EXTRA_64        1 /* 4.5.3: the zip64 extra field */
#define FULL_16         UINT16_C(0xffff)
#define FULL_32         UINT32_C(0xffffffff)

static void put_little(struct nnreg_bytes *out, uint64_t number, unsigned size)
{
    unsigned char bytes[8];
    unsigned i;

    for (i = 0; i < size; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    nnreg_bytes_put(out, bytes, size);
}

static uint64_t capped(uint64_t number, uint64_t full)
{
    return number < full ? number : full;
}

/* Both sizes are the file's, so both need the wider field or neither does. */
static bool is_large(const struct nnreg_zip_part *part)
{
    return part->size >= FULL_32;
}

uint64_t nnreg_zip_local_size(const struct nnreg_zip_part *part)
{
    return NNREG_ZIP_LOCAL + strlen(part->name) + (is_large(part) ? 4 + 16 : 0);
}

bool nnreg_zip_lay_out(uint64_t *end, struct nnreg_zip_part *const *parts, size_t count)
{
    uint64_t offset = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        parts[i]->offset = offset;
        if (__builtin_add_overflow(offset, nnreg_zip_local_size(parts[i]), &offset) ||
            __builtin_add_overflow(offset, parts[i]->size, &offset) || offset > INT64_MAX)
            return false;
    }
    *end = offset;
    return true;
}

/* What a local header and a record of the directory have alike (4.3.7, 4.3.12): from the version needed to the length of the name. */
static void put_common(struct nnreg_bytes *out, const struct nnreg_zip_part *part, bool wide)
{
    put_little(out, wide ? NEEDED_64 : NEEDED, 2);
    put_little(out, 0, 2); /* flags: none */
    put_little(out, 0, 2); /* method: stored */
    put_little(out, 0, 2); /* time */
    put_little(out, FIRST_DATE, 2);
    put_little(out, part->crc, 4);
    put_little(out, capped(part->size, FULL_32), 4); /* packed */
    put_little(out, capped(part->size, FULL_32), 4);
    put_little(out, strlen(part->name), 2);
}

void nnreg_zip_put_local(struct nnreg_bytes *out, const struct nnreg_zip_part *part)
{
    put_little(out, LOCAL_MAGIC, 4);
    put_common(out, part, is_large(part));
    put_little(out, is_large(part) ? 4 + 16 : 0, 2);
    nnreg_bytes_text(out, part->name);
    if (!is_large(part))
        return;
    put_little(out, EXTRA_64, 2);
    put_little(out, 16, 2);
    put_little(out, part->size, 8);
    put_little(out, part->size, 8);
}

void nnreg_zip_put_record(struct nnreg_bytes *out, const struct nnreg_zip_part *part)
{
    bool far = part->offset >= FULL_32;
    unsigned extra = (is_large(part) ? 16 : 0) + (far ? 8 : 0);

    put_little(out, RECORD_MAGIC, 4);
    put_little(out, MADE_BY, 2);
    put_common(out, part, extra > 0);
    put_little(out, extra > 0 ? 4 + extra : 0, 2);
    put_little(out, 0, 2); /* comment: none */
    put_little(out, 0, 2); /* disk */
    put_little(out, 0, 2); /* internal attributes */
    put_little(out, FILE_ATTRIBUTES, 4);
    put_little(out, capped(part->offset, FULL_32), 4);
    nnreg_bytes_text(out, part->name);
    if (extra == 0)
        return;
    put_little(out, EXTRA_64, 2);
    put_little(out, extra, 2);
    if (is_large(part)) {
        put_little(out, part->size, 8);
        put_little(out, part->size, 8);
    }
    if (far)
        put_little(out, part->offset, 8);
}

/* 4.3.14 and 4.3.15. */
static void put_end_64(struct nnreg_bytes *out, uint64_t count, uint64_t offset, uint64_t size)
{
    put_little(out, END64_MAGIC, 4);
    put_little(out, 44, 8); /* bytes of the record from here on */
    put_little(out, MADE_BY, 2);
    put_little(out, NEEDED_64, 2);
    put_little(out, 0, 8); /* this disk, that of the directory */
    put_little(out, count, 8);
    put_little(out, count, 8);
    put_little(out, size, 8);
    put_little(out, offset, 8);
    put_little(out, LOCATOR_MAGIC, 4);
    put_little(out, 0, 4);
    put_little(out, offset + size, 8);
    put_little(out, 1, 4); /* disks */
}

void nnreg_zip_put_end(struct nnreg_bytes *out, uint64_t count, uint64_t offset, uint64_t size)
{
    if (count >= FULL_16 || offset >= FULL_32 || size >= FULL_32)
        put_end_64(out, count, offset, size);
    put_little(out, END_MAGIC, 4);
    put_little(out, 0, 4); /* disks */
    put_little(out, capped(count, FULL_16), 2);
    put_little(out, capped(count, FULL_16), 2);
    put_little(out, capped(size, FULL_32), 4);
    put_little(out, capped(offset, FULL_32), 4);
    put_little(out, 0, 2); /* comment: none */
}
