/*
 * Unpacking snappy's raw form: see snappy.h.
 *
 *     packed   = length of what is unpacked, a varint of at most 32 bits | elements
 *     element  = tag, whose lower two bits are its kind | what belongs to it
 *
 *     kind 0   a literal: the upper six bits are its length less 1, or 60 to 63: the length less 1 lies in the next one to
 *              four bytes; the bytes themselves follow
 *     kind 1   a copy of 4 to 11 bytes: three bits for the length less 4, three bits and a byte for how far back
 *     kind 2   a copy of 1 to 64 bytes: six bits for the length less 1, two bytes for how far back
 *     kind 3   the same with four bytes for how far back
 *
 * Numbers are little-endian. A copy may reach into what it writes: so runs are stored. It may not reach back beyond the first
 * byte that was unpacked, and no element may make more than what was claimed.
 */
#include "formats/snappy.h"

#include <string.h>

#define LENGTH_BYTES  5  /* of a varint of 32 bits */
#define LITERAL_SHORT 60 /* lengths less than or equal to this stand in the tag itself */

struct snappy {
    const unsigned char *in, *in_end;
    unsigned char *start, *out, *out_end;
};

/* The varint, and where it ends: NULL where it is none. */
static const unsigned char *read_length(uint32_t *length, const unsigned char *packed, size_t size)
{
    size_t i;

    *length = 0;
    for (i = 0; i < LENGTH_BYTES && i < size; i++) {
        if (i == LENGTH_BYTES - 1 && packed[i] > 0x0f) /* beyond the 32nd bit */
            return NULL;
        *length |= (uint32_t)(packed[i] & 0x7f) << 7 * i;
        if (packed[i] < 0x80)
            return packed + i + 1;
    }
    return NULL;
}

bool nnreg_snappy_length(uint32_t *length, const unsigned char *packed, size_t size)
{
    return read_length(length, packed, size) != NULL;
}

/* A number of up to four bytes; false where the packed bytes end within it. */
static bool take_number(uint32_t *number, struct snappy *snappy, size_t bytes)
{
    size_t i;

    *number = 0;
    if (bytes > (size_t)(snappy->in_end - snappy->in))
        return false;
    for (i = 0; i < bytes; i++)
        *number |= (uint32_t)snappy->in[i] << 8 * i;
    snappy->in += bytes;
    return true;
}

static bool put_literal(struct snappy *snappy, unsigned tag)
{
    uint32_t less_one = tag >> 2;
    size_t length;

    if (less_one >= LITERAL_SHORT && !take_number(&less_one, snappy, less_one - LITERAL_SHORT + 1))
        return false;
    length = (size_t)less_one + 1;
    if (length > (size_t)(snappy->in_end - snappy->in) || length > (size_t)(snappy->out_end - snappy->out))
        return false;
    memcpy(snappy->out, snappy->in, length);
    snappy->in += length;
    snappy->out += length;
    return true;
}

/* Byte by byte where the copy reads what it has written itself. */
static bool put_copy(struct snappy *snappy, unsigned tag)
{
    static const unsigned char offset_bytes[] = {[1] = 1, [2] = 2, [3] = 4};
    unsigned kind = tag & 3;
    size_t length = kind == 1 ? (tag >> 2 & 7) + 4 : (tag >> 2) + 1;
    const unsigned char *from;
    uint32_t offset;

    if (!take_number(&offset, snappy, offset_bytes[kind]))
        return false;
    if (kind == 1)
        offset |= (uint32_t)(tag >> 5) << 8;
    if (offset == 0 || offset > (size_t)(snappy->out - snappy->start) ||
        length > (size_t)(snappy->out_end - snappy->out))
        return false;
    from = snappy->out - offset;
    if (offset >= length) {
        memcpy(snappy->out, from, length);
        snappy->out += length;
        return true;
    }
    for (; length > 0; length--)
        *snappy->out++ = *from++;
    return true;
}

bool nnreg_snappy_unpack(unsigned char *out, uint32_t length, const unsigned char *packed, size_t size)
{
    uint32_t claimed;
    struct snappy snappy = {.in = read_length(&claimed, packed, size),
                            .in_end = packed + size,
                            .start = out,
                            .out = out,
                            .out_end = out + length};

    if (snappy.in == NULL || claimed != length)
        return false;
    while (snappy.in < snappy.in_end) {
        unsigned tag = *snappy.in++;

        if (!((tag & 3) == 0 ? put_literal(&snappy, tag) : put_copy(&snappy, tag)))
            return false;
    }
    return snappy.out == snappy.out_end;
}
