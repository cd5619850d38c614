/*
 * Slice keys in OrderedCode: a form whose byte order is the order of what it encodes.
 *
 *   key     = number 0 | name | number of dimensions | (signed start, signed length) per dimension
 *   name    = its bytes with 00 -> 00 ff and ff -> ff 00, then 00 01
 *   number  = count of bytes, then these bytes, big-endian; 0 is the single byte 00
 *   signed  = n bytes, two's complement, big-endian, whose first n bits are the length: n - 1 further bits equal to the
 *             inverted sign follow the first, so that longer means farther from zero. [-64, 64) takes one byte.
 *
 * A whole dimension has start 0 and length -1. doc/FORMATS.md, "TensorBundle", "entries".
 */
#include "slice_key.h"

static void put_number(struct mw_buf *out, uint64_t v)
{
    unsigned char bytes[8];
    size_t n = 0;
    for (; v; v >>= 8)
        bytes[n++] = (unsigned char)v;
    mw_buf_byte(out, (unsigned char)n);
    while (n > 0)
        mw_buf_byte(out, bytes[--n]);
}

static void put_name(struct mw_buf *out, const char *name)
{
    for (const unsigned char *p = (const unsigned char *)name; *p; p++) {
        mw_buf_byte(out, *p);
        if (*p == 0xff)
            mw_buf_byte(out, 0x00);
    }
    mw_buf_append(out, "\x00\x01", 2);
}

/* n bytes hold 7n - 1 bits beside the sign. */
static size_t signed_length(int64_t v)
{
    uint64_t magnitude = v < 0 ? ~(uint64_t)v : (uint64_t)v;
    size_t n = 1;
    while (7 * n - 1 < 64 && magnitude >> (7 * n - 1))
        n++;
    return n;
}

static void put_signed(struct mw_buf *out, int64_t v)
{
    unsigned char bytes[10];
    size_t n = signed_length(v);
    for (size_t i = 0; i < 10; i++)
        bytes[9 - i] = i < 8 ? (unsigned char)((uint64_t)v >> (8 * i)) : (unsigned char)(v < 0 ? 0xff : 0x00);
    unsigned length_bits = 0xffffu << (16 - n) & 0xffff;
    unsigned char *first = bytes + 10 - n;
    first[0] = (unsigned char)(first[0] ^ length_bits >> 8);
    if (n > 1)
        first[1] = (unsigned char)(first[1] ^ (length_bits & 0xff));
    mw_buf_append(out, first, n);
}

void mw_slice_key(struct mw_buf *out, const char *name, int rank, const int64_t *start, const int64_t *length)
{
    put_number(out, 0);
    put_name(out, name);
    put_number(out, (uint64_t)rank);
    for (int i = 0; i < rank; i++) {
        put_signed(out, length[i] < 0 ? 0 : start[i]);
        put_signed(out, length[i]);
    }
}
