/*
 * The protobuf wire form, as far as a writer needs it.
 *
 *   message = field…
 *   field   = tag value;  tag = varint(number << 3 | wire type)
 *   value   = varint (0) | 8 bytes (1) | varint length, bytes (2) | 4 bytes (5);  all little-endian
 *
 * A nested message is a length and its bytes, so the length is inserted once the content is there. Contents are
 * small (a node, an index entry), and moving them costs less than measuring every message twice.
 * The messages themselves are in doc/FORMATS.md, "Protobuf messages".
 */
#include "protoenc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *mw_xrealloc(void *old, size_t size)
{
    void *p = realloc(old, size ? size : 1);
    if (!p)
        abort();
    return p;
}

void mw_buf_free(struct mw_buf *b)
{
    free(b->data);
    *b = (struct mw_buf){0};
}

static void reserve(struct mw_buf *b, size_t n)
{
    if (n > SIZE_MAX - b->size)
        abort();
    if (b->size + n <= b->room)
        return;
    size_t room = b->room > SIZE_MAX / 2 ? SIZE_MAX : b->room * 2;
    if (room < 64)
        room = 64;
    if (room < b->size + n)
        room = b->size + n;
    b->data = mw_xrealloc(b->data, room);
    b->room = room;
}

void mw_buf_append(struct mw_buf *b, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    reserve(b, n);
    memcpy(b->data + b->size, bytes, n);
    b->size += n;
}

void mw_buf_byte(struct mw_buf *b, unsigned char byte)
{
    mw_buf_append(b, &byte, 1);
}

void mw_buf_insert(struct mw_buf *b, size_t at, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    reserve(b, n);
    memmove(b->data + at + n, b->data + at, b->size - at);
    memcpy(b->data + at, bytes, n);
    b->size += n;
}

static size_t varint_bytes(unsigned char out[10], uint64_t v)
{
    size_t n = 0;
    for (; v >= 0x80; v >>= 7)
        out[n++] = (unsigned char)(v | 0x80);
    out[n++] = (unsigned char)v;
    return n;
}

size_t mw_varint_size(uint64_t v)
{
    unsigned char bytes[10];
    return varint_bytes(bytes, v);
}

void mw_buf_varint(struct mw_buf *b, uint64_t v)
{
    unsigned char bytes[10];
    mw_buf_append(b, bytes, varint_bytes(bytes, v));
}

static void append_le(struct mw_buf *b, uint64_t v, size_t n)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < n; i++)
        bytes[i] = (unsigned char)(v >> (8 * i));
    mw_buf_append(b, bytes, n);
}

void mw_buf_u16(struct mw_buf *b, uint16_t v)
{
    append_le(b, v, 2);
}

void mw_buf_u32(struct mw_buf *b, uint32_t v)
{
    append_le(b, v, 4);
}

void mw_buf_u64(struct mw_buf *b, uint64_t v)
{
    append_le(b, v, 8);
}

void mw_buf_printf(struct mw_buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        abort();
    reserve(b, (size_t)n + 1);
    va_start(args, format);
    vsnprintf((char *)b->data + b->size, (size_t)n + 1, format, args);
    va_end(args);
    b->size += (size_t)n;
}

void mw_pb_tag(struct mw_buf *b, uint32_t field, enum mw_wire wire)
{
    mw_buf_varint(b, (uint64_t)field << 3 | (uint64_t)wire);
}

void mw_pb_varint(struct mw_buf *b, uint32_t field, uint64_t v)
{
    mw_pb_tag(b, field, MW_WIRE_VARINT);
    mw_buf_varint(b, v);
}

void mw_pb_fixed32(struct mw_buf *b, uint32_t field, uint32_t v)
{
    mw_pb_tag(b, field, MW_WIRE_FIXED32);
    mw_buf_u32(b, v);
}

void mw_pb_fixed64(struct mw_buf *b, uint32_t field, uint64_t v)
{
    mw_pb_tag(b, field, MW_WIRE_FIXED64);
    mw_buf_u64(b, v);
}

uint32_t mw_float_bits(float v)
{
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

void mw_pb_float(struct mw_buf *b, uint32_t field, float v)
{
    mw_pb_fixed32(b, field, mw_float_bits(v));
}

void mw_pb_bytes(struct mw_buf *b, uint32_t field, const void *bytes, size_t n)
{
    mw_pb_tag(b, field, MW_WIRE_BYTES);
    mw_buf_varint(b, n);
    mw_buf_append(b, bytes, n);
}

void mw_pb_string(struct mw_buf *b, uint32_t field, const char *text)
{
    mw_pb_bytes(b, field, text, strlen(text));
}

size_t mw_pb_begin(const struct mw_buf *b)
{
    return b->size;
}

void mw_pb_end(struct mw_buf *b, uint32_t field, size_t mark)
{
    struct mw_buf head = {0};
    mw_pb_tag(&head, field, MW_WIRE_BYTES);
    mw_buf_varint(&head, b->size - mark);
    mw_buf_insert(b, mark, head.data, head.size);
    mw_buf_free(&head);
}
