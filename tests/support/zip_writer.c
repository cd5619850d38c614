/* Zip archives: see zip_writer.h. Deflate without compression, or of zeros alone, needs no library. */
#include "zip_writer.h"

#include <string.h>

uint32_t mw_zip_crc(const void *bytes, size_t size)
{
    const unsigned char *p = bytes;
    uint32_t crc = 0xffffffff;
    int bit;

    for (; size > 0; size--) {
        crc ^= *p++;
        for (bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }
    return ~crc;
}

/* A map of 32 bits to 32 that is linear (of exclusive or), by what it makes of each bit. */
static uint32_t apply(const uint32_t map[32], uint32_t value)
{
    uint32_t result = 0;
    int bit;

    for (bit = 0; bit < 32; bit++)
        result ^= (value >> bit & 1) != 0 ? map[bit] : 0;
    return result;
}

/* What a zero makes of a CRC is such a map; of many it is that map's power, by squares. */
static uint32_t crc_of_zeros(uint64_t count)
{
    uint32_t crc = 0xffffffff, map[32], square[32];
    int i, bit;

    for (i = 0; i < 32; i++) {
        map[i] = UINT32_C(1) << i;
        for (bit = 0; bit < 8; bit++)
            map[i] = (map[i] >> 1) ^ ((map[i] & 1) != 0 ? 0xedb88320 : 0);
    }
    for (; count > 0; count >>= 1) {
        if ((count & 1) != 0)
            crc = apply(map, crc);
        for (i = 0; i < 32; i++)
            square[i] = apply(map, map[i]);
        memcpy(map, square, sizeof map);
    }
    return ~crc;
}

/* RFC 1951, 3.2.4: blocks that are stored. */
static void deflate_stored(struct mw_buf *out, const unsigned char *bytes, size_t size)
{
    do {
        size_t piece = size < 0xffff ? size : 0xffff;

        mw_buf_byte(out, size == piece);
        mw_buf_u16(out, (uint16_t)piece);
        mw_buf_u16(out, (uint16_t)~piece);
        mw_buf_append(out, bytes, piece);
        bytes += piece;
        size -= piece;
    } while (size > 0);
}

struct bits {
    struct mw_buf *out;
    unsigned held, count;
};

static void put_bit(struct bits *bits, unsigned bit)
{
    bits->held |= (bit & 1) << bits->count;
    if (++bits->count < 8)
        return;
    mw_buf_byte(bits->out, (unsigned char)bits->held);
    bits->held = bits->count = 0;
}

/* A code of Huffman's: from its highest bit on. */
static void put_code(struct bits *bits, unsigned code, unsigned width)
{
    while (width > 0)
        put_bit(bits, code >> --width);
}

/* RFC 1951, 3.2.6: one block of fixed codes: zeros one by one, and 258 at a time, from one byte back. */
static void deflate_zeros(struct mw_buf *out, uint64_t count)
{
    struct bits bits = {.out = out};
    uint64_t left = count;

    put_bit(&bits, 1);
    put_bit(&bits, 1);
    put_bit(&bits, 0);
    while (left > 0) {
        if (left < count && left >= 258) {
            put_code(&bits, 0xc5, 8); /* 285 */
            put_code(&bits, 0, 5);
            left -= 258;
        } else {
            put_code(&bits, 0x30, 8);
            left--;
        }
    }
    put_code(&bits, 0, 7);
    while (bits.count > 0)
        put_bit(&bits, 0);
}

static void pack(struct mw_buf *out, const struct mw_zip_entry *entry)
{
    if (entry->packed != NULL)
        mw_buf_append(out, entry->packed, entry->packed_size);
    else if (entry->zeros > 0)
        deflate_zeros(out, entry->zeros);
    else if (entry->method == 8)
        deflate_stored(out, entry->content, entry->size);
    else
        mw_buf_append(out, entry->content, entry->size);
}

/* What both headers say. */
struct numbers {
    uint32_t crc;
    uint64_t packed_size, size;
    uint64_t offset;
    unsigned flags;
};

static void put_sizes(struct mw_buf *out, const struct numbers *numbers, bool wide)
{
    mw_buf_u32(out, numbers->crc);
    mw_buf_u32(out, wide ? 0xffffffff : (uint32_t)numbers->packed_size);
    mw_buf_u32(out, wide ? 0xffffffff : (uint32_t)numbers->size);
}

static void put_extra(struct mw_buf *out, const struct mw_zip_entry *entry, const struct numbers *numbers,
                      bool with_offset)
{
    if (entry->wide) {
        mw_buf_u16(out, 1);
        mw_buf_u16(out, with_offset ? 24 : 16);
        mw_buf_u64(out, numbers->size);
        mw_buf_u64(out, numbers->packed_size);
        if (with_offset)
            mw_buf_u64(out, numbers->offset);
    }
    mw_buf_append(out, entry->extra, entry->extra_size);
}

static void put_local(struct mw_buf *out, const struct mw_zip_entry *entry, const struct numbers *known)
{
    static const struct numbers unknown;
    const char *name = entry->local_name != NULL ? entry->local_name : entry->name;
    size_t name_size = entry->local_name != NULL || entry->name_size == 0 ? strlen(name) : entry->name_size;
    const struct numbers *numbers = entry->descriptor > 0 ? &unknown : known;

    mw_buf_append(out, "PK\3\4", 4);
    mw_buf_u16(out, entry->wide ? 45 : 20);
    mw_buf_u16(out, (uint16_t)known->flags);
    mw_buf_u16(out, (uint16_t)entry->method);
    mw_buf_u32(out, 0x00210000); /* 1980-01-01 */
    put_sizes(out, numbers, entry->wide);
    mw_buf_u16(out, (uint16_t)name_size);
    mw_buf_u16(out, (uint16_t)(entry->extra_size + (entry->wide ? 20 : 0)));
    mw_buf_append(out, name, name_size);
    put_extra(out, entry, numbers, false);
}

static void put_descriptor(struct mw_buf *out, unsigned size, const struct numbers *numbers)
{
    if (size == 16 || size == 24)
        mw_buf_append(out, "PK\7\10", 4);
    if (size >= 12)
        mw_buf_u32(out, numbers->crc);
    if (size == 12 || size == 16) {
        mw_buf_u32(out, (uint32_t)numbers->packed_size);
        mw_buf_u32(out, (uint32_t)numbers->size);
    } else if (size > 16) {
        mw_buf_u64(out, numbers->packed_size);
        mw_buf_u64(out, numbers->size);
    }
}

static void put_record(struct mw_buf *out, const struct mw_zip_entry *entry, const struct numbers *numbers)
{
    size_t name_size = entry->name_size == 0 ? strlen(entry->name) : entry->name_size;

    mw_buf_append(out, "PK\1\2", 4);
    mw_buf_u16(out, 0x314);
    mw_buf_u16(out, entry->wide ? 45 : 20);
    mw_buf_u16(out, (uint16_t)numbers->flags);
    mw_buf_u16(out, (uint16_t)entry->method);
    mw_buf_u32(out, 0x00210000);
    put_sizes(out, numbers, entry->wide);
    mw_buf_u16(out, (uint16_t)name_size);
    mw_buf_u16(out, (uint16_t)(entry->extra_size + (entry->wide ? 28 : 0)));
    mw_buf_u16(out, 0); /* comment */
    mw_buf_u16(out, 0); /* disk */
    mw_buf_u16(out, 0);
    mw_buf_u32(out, entry->attributes);
    mw_buf_u32(out, entry->wide ? 0xffffffff : (uint32_t)numbers->offset);
    mw_buf_append(out, entry->name, name_size);
    put_extra(out, entry, numbers, true);
}

void mw_zip_add(struct mw_zip *zip, const struct mw_zip_entry *entry)
{
    struct mw_zip_place *place = &zip->place[zip->count < MW_ZIP_ENTRIES ? zip->count : MW_ZIP_ENTRIES - 1];
    struct mw_buf packed = {0};
    struct numbers numbers = {.size = entry->zeros > 0 ? entry->zeros : entry->size,
                              .offset = zip->file.size,
                              .flags = entry->flags | (entry->descriptor > 0 ? 8 : 0)};

    pack(&packed, entry);
    numbers.crc = entry->zeros > 0 ? crc_of_zeros(entry->zeros) : mw_zip_crc(entry->content, entry->size);
    numbers.packed_size = packed.size;
    if (entry->claimed != NULL)
        numbers.size = *entry->claimed;
    place->header = zip->file.size;
    put_local(&zip->file, entry, &numbers);
    place->data = zip->file.size;
    mw_buf_append(&zip->file, packed.data, packed.size);
    place->behind = zip->file.size;
    put_descriptor(&zip->file, entry->descriptor, &numbers);
    place->record = zip->directory.size;
    zip->count++;
    put_record(&zip->directory, entry, &numbers);
    mw_buf_free(&packed);
}

static void put_wide_end(struct mw_zip *zip)
{
    zip->wide = zip->file.size;
    mw_buf_append(&zip->file, "PK\6\6", 4);
    mw_buf_u64(&zip->file, 44);
    mw_buf_u16(&zip->file, 0x314);
    mw_buf_u16(&zip->file, 45);
    mw_buf_u64(&zip->file, 0); /* disks */
    mw_buf_u64(&zip->file, zip->count);
    mw_buf_u64(&zip->file, zip->count);
    mw_buf_u64(&zip->file, zip->directory.size);
    mw_buf_u64(&zip->file, zip->start);
    mw_buf_append(&zip->file, "PK\6\7", 4);
    mw_buf_u32(&zip->file, 0);
    mw_buf_u64(&zip->file, zip->wide);
    mw_buf_u32(&zip->file, 1);
}

void mw_zip_finish(struct mw_zip *zip, const struct mw_zip_end *end)
{
    static const struct mw_zip_end plain;
    size_t i;

    if (end == NULL)
        end = &plain;
    zip->start = zip->file.size;
    for (i = 0; i < zip->count && i < MW_ZIP_ENTRIES; i++)
        zip->place[i].record += zip->start;
    mw_buf_append(&zip->file, zip->directory.data, zip->directory.size);
    if (end->wide)
        put_wide_end(zip);
    zip->end = zip->file.size;
    mw_buf_append(&zip->file, "PK\5\6", 4);
    mw_buf_u32(&zip->file, 0); /* disks */
    mw_buf_u16(&zip->file, (uint16_t)zip->count);
    mw_buf_u16(&zip->file, (uint16_t)zip->count);
    mw_buf_u32(&zip->file, end->wide ? 0xffffffff : (uint32_t)zip->directory.size);
    mw_buf_u32(&zip->file, end->wide ? 0xffffffff : (uint32_t)zip->start);
    mw_buf_u16(&zip->file, (uint16_t)end->comment_size);
    mw_buf_append(&zip->file, end->comment, end->comment_size);
}

void mw_zip_patch(struct mw_zip *zip, size_t offset, unsigned width, uint64_t value)
{
    for (; width > 0; width--) {
        zip->file.data[offset++] = (unsigned char)value;
        value >>= 8;
    }
}

void mw_zip_free(struct mw_zip *zip)
{
    mw_buf_free(&zip->file);
    mw_buf_free(&zip->directory);
    *zip = (struct mw_zip){.count = 0};
}
