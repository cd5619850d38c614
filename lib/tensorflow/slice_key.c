/*
 * Keys of slices: see slice_key.h (doc/FORMATS.md, "entries").
 *
 * OrderedCode makes keys whose order as bytes is the order of what they say. Of signed numbers the header does that: as many
 * bits as the number has bytes, each the complement of the sign, so that among positive numbers a longer one has more ones in
 * front, and among negative ones more zeros. In memory the number is sign-extended to so many bytes, its top bits equal the
 * sign, and flipping the first n bits makes them the header: writing and reading flip alike.
 *
 *     0 → 80         1 → 81         63 → bf        64 → c0 40        -1 → 7f        -64 → 40       -65 → 3f bf
 */
#include "tensorflow/slice_key.h"

#include <assert.h>
#include <string.h>

#include "base/cursor.h"

#define SIGNED_BYTES 10 /* of the longest signed number: 64 bits and 10 bits of header */

/* 00 and ff are doubled with their complement, so that the end, 00 01, comes before anything a name can go on with. */
static void write_name(struct nnreg_bytes *key, const unsigned char *name, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++) {
        nnreg_bytes_char(key, (char)name[i]);
        if (name[i] == 0)
            nnreg_bytes_char(key, (char)0xff);
        if (name[i] == 0xff)
            nnreg_bytes_char(key, 0);
    }
    nnreg_bytes_put(key, "\0\1", 2);
}

/* An unsigned number is how many bytes it has, and these: none of 0, and one of any other rank that there is. */
static void write_rank(struct nnreg_bytes *key, uint32_t rank)
{
    assert(rank <= NNREG_RANK_MAX);
    nnreg_bytes_char(key, rank > 0);
    if (rank > 0)
        nnreg_bytes_char(key, (char)rank);
}

/* Bytes that a number needs: one has 7 bits of it with the sign's, and each further one 7 more. */
static unsigned signed_width(int64_t number)
{
    uint64_t magnitude = number < 0 ? ~(uint64_t)number : (uint64_t)number;
    unsigned width = 1;

    while (width < SIGNED_BYTES && magnitude >> (7 * width - 1) != 0)
        width++;
    return width;
}

/* Bit `bit` of the header, from the highest of the first byte: flipped for all of the first `width` bits. */
static void flip_header(unsigned char *bytes, unsigned width)
{
    unsigned bit;

    for (bit = 0; bit < width; bit++)
        bytes[bit / 8] ^= (unsigned char)(0x80u >> bit % 8);
}

static void write_signed(struct nnreg_bytes *key, int64_t number)
{
    unsigned char bytes[SIGNED_BYTES];
    unsigned width = signed_width(number), i;

    for (i = 0; i < width; i++) {
        unsigned shift = 8 * (width - 1 - i);
        uint64_t rest = shift < 64 ? (uint64_t)number >> shift : number < 0 ? UINT64_MAX : 0;

        bytes[i] = (unsigned char)(rest & 0xff);
    }
    flip_header(bytes, width);
    nnreg_bytes_put(key, bytes, width);
}

void nnreg_slice_key_begin(struct nnreg_bytes *key, const void *name, size_t name_size, uint32_t rank)
{
    nnreg_bytes_char(key, 0);
    write_name(key, name, name_size);
    write_rank(key, rank);
}

void nnreg_slice_key_extents(struct nnreg_bytes *key, const int64_t *extents, uint32_t rank)
{
    uint32_t i;

    for (i = 0; i < 2 * rank; i++)
        write_signed(key, extents[i]);
}

void nnreg_slice_key_write(struct nnreg_bytes *key, const void *name, size_t name_size,
                           const int64_t *extents, uint32_t rank)
{
    nnreg_slice_key_begin(key, name, name_size, rank);
    nnreg_slice_key_extents(key, extents, rank);
}

/* Up to its end, 00 01. An escape that is neither is no spelling of a name. */
static void read_slice_name(struct nnreg_bytes *name, struct nnreg_cursor *in)
{
    while (nnreg_cursor_ok(in)) {
        unsigned byte = nnreg_cursor_byte(in), next;

        if (byte != 0 && byte != 0xff) {
            nnreg_bytes_char(name, (char)byte);
            continue;
        }
        next = nnreg_cursor_byte(in);
        if (byte == 0 && next == 1)
            return;
        if (next != (byte ^ 0xffu))
            nnreg_cursor_fail(in, nnreg_cursor_offset(in), "has a key that is no slice's");
        nnreg_bytes_char(name, (char)byte);
    }
}

/* The header's length is that of the run of bits that equal the first. */
static unsigned width_of(unsigned first, unsigned second)
{
    unsigned bits = first << 8 | second, lead = bits >> 15, width = 0;

    while (width < 16 && (bits >> (15 - width) & 1) == lead)
        width++;
    return width;
}

/*
 * The header ends with the first bit that differs from the very first. It can reach into the second byte only if the first is all
 * ones or all zeros; else a second byte that differs in all bits is as good as any.
 */
static int64_t read_signed(struct nnreg_cursor *in)
{
    unsigned char bytes[SIGNED_BYTES] = {0};
    unsigned width, i;
    uint64_t number;

    bytes[0] = (unsigned char)nnreg_cursor_byte(in);
    if (bytes[0] == 0 || bytes[0] == 0xff)
        bytes[1] = (unsigned char)nnreg_cursor_byte(in);
    width = width_of(bytes[0], bytes[0] == 0 || bytes[0] == 0xff ? bytes[1] : (bytes[0] & 1 ? 0u : 0xffu));
    if (width > SIGNED_BYTES) {
        nnreg_cursor_fail(in, nnreg_cursor_offset(in), "has a key that is no slice's");
        return 0;
    }
    i = bytes[0] == 0 || bytes[0] == 0xff ? 2 : 1;
    for (; i < width; i++)
        bytes[i] = (unsigned char)nnreg_cursor_byte(in);
    flip_header(bytes, width);
    number = bytes[0] & 0x80 ? UINT64_MAX : 0;
    for (i = 0; i < width; i++)
        number = number << 8 | bytes[i];
    return (int64_t)number;
}

static uint64_t read_unsigned(struct nnreg_cursor *in)
{
    unsigned width = nnreg_cursor_byte(in);

    if (width > 8) {
        nnreg_cursor_fail(in, nnreg_cursor_offset(in), "has a key that is no slice's");
        return 0;
    }
    return nnreg_cursor_big(in, width);
}

bool nnreg_slice_key_read(struct nnreg_bytes *name, int64_t extents[2 * NNREG_RANK_MAX], uint32_t *rank,
                          const void *key, size_t key_size)
{
    struct nnreg_bytes again = NNREG_BYTES_INIT;
    struct nnreg_cursor in;
    uint64_t dimensions;
    uint32_t i;
    bool same;

    nnreg_cursor_memory(&in, key, key_size);
    if (nnreg_cursor_byte(&in) != 0)
        return false;
    read_slice_name(name, &in);
    dimensions = read_unsigned(&in);
    if (dimensions > NNREG_RANK_MAX)
        return false;
    *rank = (uint32_t)dimensions;
    for (i = 0; i < 2 * *rank; i++)
        extents[i] = read_signed(&in);
    if (!nnreg_cursor_ok(&in) || nnreg_cursor_left(&in) > 0 || name->failed)
        return false;
    /* There are longer spellings of the same, which no reader would look up. */
    nnreg_slice_key_write(&again, name->content, name->size, extents, *rank);
    name->failed = again.failed;
    same = !again.failed && again.size == key_size && memcmp(again.content, key, key_size) == 0;
    nnreg_bytes_free(&again);
    return same;
}
