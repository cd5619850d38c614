/*
 * Content behind its checksum, so that bytes that changed where they lie are told and not believed:
 *
 *     0xc1 | CRC32C of all that follows, 4 bytes, the highest first | bytes of the index | the index | the content
 *
 * No msgpack begins with 0xc1 (https://github.com/msgpack/msgpack/blob/master/spec.md). What begins with another byte has no checksum,
 * and is taken as it is: registries were made without them. What an index says of the content is for who made it (codec/record_view.h).
 */
#ifndef NNREG_CODEC_SEAL_H
#define NNREG_CODEC_SEAL_H

#include "base/bytes.h"

#define NNREG_SEAL_SIZE       6u /* bytes in front of the index */
#define NNREG_SEAL_INDEX_MOST 255u

struct nnreg_sealed {
    const void *content;
    size_t size;
    const void *index;
    size_t index_size; /* 0: there is none */
};

/* Appends it. The index has at most NNREG_SEAL_INDEX_MOST bytes. */
void nnreg_seal(struct nnreg_bytes *out, const struct nnreg_sealed *what);

bool nnreg_is_sealed(const void *content, size_t size);

/* What is behind the seal, where there is one. False: its checksum is not that of what follows. */
bool nnreg_unseal(struct nnreg_sealed *what, const void *content, size_t size);

/* The same in two steps, for who has something to do between them: the parts, which nothing is known of yet, … */
bool nnreg_seal_open(struct nnreg_sealed *what, const void *content, size_t size);
/* … and whether the checksum is right, where there is one. For what opens only: its seal is there as a whole. */
bool nnreg_seal_holds(const void *content, size_t size);

#endif
