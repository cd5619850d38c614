/*
 * A growable byte buffer and the protobuf wire form written into it.
 *
 * Both serve the model writer only. Running out of memory aborts: a test that cannot allocate its own
 * fixtures has nothing left to prove.
 */
#ifndef MW_PROTOENC_H
#define MW_PROTOENC_H

#include <stddef.h>
#include <stdint.h>

struct mw_buf {
    unsigned char *data; /* NULL while empty */
    size_t size;
    size_t room;
};

enum mw_wire { MW_WIRE_VARINT = 0, MW_WIRE_FIXED64 = 1, MW_WIRE_BYTES = 2, MW_WIRE_FIXED32 = 5 };

void *mw_xrealloc(void *old, size_t size);

void mw_buf_free(struct mw_buf *b); /* leaves an empty, usable buffer */
void mw_buf_append(struct mw_buf *b, const void *bytes, size_t n);
void mw_buf_byte(struct mw_buf *b, unsigned char byte);
void mw_buf_insert(struct mw_buf *b, size_t at, const void *bytes, size_t n);
void mw_buf_varint(struct mw_buf *b, uint64_t v);
void mw_buf_u16(struct mw_buf *b, uint16_t v); /* little-endian, as the three below */
void mw_buf_u32(struct mw_buf *b, uint32_t v);
void mw_buf_u64(struct mw_buf *b, uint64_t v);
void mw_buf_printf(struct mw_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

size_t mw_varint_size(uint64_t v);

/* One field each: the tag, then the value. They write what they are given, zero included. */
void mw_pb_tag(struct mw_buf *b, uint32_t field, enum mw_wire wire);
void mw_pb_varint(struct mw_buf *b, uint32_t field, uint64_t v);
void mw_pb_fixed32(struct mw_buf *b, uint32_t field, uint32_t v);
void mw_pb_fixed64(struct mw_buf *b, uint32_t field, uint64_t v);
void mw_pb_float(struct mw_buf *b, uint32_t field, float v);
void mw_pb_bytes(struct mw_buf *b, uint32_t field, const void *bytes, size_t n);
void mw_pb_string(struct mw_buf *b, uint32_t field, const char *text);

/* A nested message: what is written between the two calls becomes its content. mw_pb_begin() returns the mark
 * that mw_pb_end() takes; marks nest. */
size_t mw_pb_begin(const struct mw_buf *b);
void mw_pb_end(struct mw_buf *b, uint32_t field, size_t mark);

uint32_t mw_float_bits(float v);

#endif
