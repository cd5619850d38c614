/*
 * The bytes of one variable in its shard, read forward through a window that several small variables share. Each
 * thread has one. Failures are sticky; behind the end, and after a failure, bytes are zeros.
 */
#ifndef NNREG_TENSORFLOW_TENSOR_BYTES_H
#define NNREG_TENSORFLOW_TENSOR_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/source.h"

struct nnreg_tensor_bytes {
    const struct nnreg_source *source;
    const unsigned char *here;                /* the next byte */
    size_t ready;                             /* bytes at `here` that belong to the variable */
    uint64_t left;                            /* of the variable, behind those */
    uint64_t next;                            /* offset in the shard of what is behind `here` + `ready` */
    unsigned char *window;                    /* NNREG_TENSOR_PIECE bytes; NULL until a file is read */
    const struct nnreg_source *window_source; /* what the window holds: source, offset, bytes */
    uint64_t window_offset;
    size_t window_size;
    uint64_t read;       /* bytes given out as ready, in all */
    bool cut;            /* bytes were asked for behind the variable's end */
    nnreg_status status; /* NNREG_CORRUPT: the file became shorter; NNREG_NO_MEMORY; NNREG_IO */
    struct nnreg_error *error;
};

/* Goes to a range that lies within `source`. */
void nnreg_tensor_bytes_begin(struct nnreg_tensor_bytes *bytes, const struct nnreg_source *source,
                              uint64_t offset, uint64_t size);

void nnreg_tensor_bytes_free(struct nnreg_tensor_bytes *bytes);

/* Makes `ready` at least 1: false at the end of the range and on failure. */
bool nnreg_tensor_bytes_more(struct nnreg_tensor_bytes *bytes);

/* Copies; false, and `cut`, when there are fewer. */
bool nnreg_tensor_bytes_copy(struct nnreg_tensor_bytes *bytes, void *out, size_t size);
/* A varint of up to 10 bytes; false, and `cut`, when it is none. */
bool nnreg_tensor_bytes_varint(struct nnreg_tensor_bytes *bytes, uint64_t *number);
/* Continues a CRC32C over the next `size` bytes. */
bool nnreg_tensor_bytes_crc(struct nnreg_tensor_bytes *bytes, uint32_t *crc, uint64_t size);

static inline uint64_t nnreg_tensor_bytes_left(const struct nnreg_tensor_bytes *bytes)
{
    return bytes->left + bytes->ready;
}

#endif
