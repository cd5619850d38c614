/*
 * The key under which a slice of a partitioned variable is stored, in OrderedCode (doc/FORMATS.md, "entries"):
 *
 *     00 | name, 00 written as 00 ff and ff as ff 00 | 00 01 | rank | start and length of each dimension
 *     rank          = its size in bytes (0 for 0), then its bytes, the highest first
 *     start, length = signed: n bytes, the highest first, whose first n bits are the complement of the sign
 *
 * A length of -1 is a whole dimension. A key has one spelling only, and begins with 00 as no name does.
 */
#ifndef NNREG_TENSORFLOW_SLICE_KEY_H
#define NNREG_TENSORFLOW_SLICE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

#define NNREG_RANK_MAX 254 /* dimensions of a tensor, TensorFlow's own limit */

/* What the keys of all slices of a variable begin with; nnreg_slice_key_extents appends the rest. */
void nnreg_slice_key_begin(struct nnreg_bytes *key, const void *name, size_t name_size, uint32_t rank);
void nnreg_slice_key_extents(struct nnreg_bytes *key, const int64_t *extents, uint32_t rank);

/* `extents` holds start and length for each of the `rank` dimensions. */
void nnreg_slice_key_write(struct nnreg_bytes *key, const void *name, size_t name_size,
                           const int64_t *extents, uint32_t rank);

/*
 * The name of a slice's variable, appended to `name`, and its place: false when `key` is no slice's, or there is no
 * memory (name->failed).
 */
bool nnreg_slice_key_read(struct nnreg_bytes *name, int64_t extents[2 * NNREG_RANK_MAX], uint32_t *rank,
                          const void *key, size_t key_size);

#endif
