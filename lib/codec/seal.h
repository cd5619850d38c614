/*
 * Content behind its checksum, so that bytes that changed where they lie are told and not believed: the byte 0xc1, which no
 * msgpack begins with (https://github.com/msgpack/msgpack/blob/master/spec.md), the CRC32C of the content in 4 bytes, the
 * highest first, and the content. What begins with another byte has no checksum, and is taken as it is: registries were made
 * without them.
 */
#ifndef NNREG_CODEC_SEAL_H
#define NNREG_CODEC_SEAL_H

#include "base/bytes.h"

#define NNREG_SEAL_SIZE 5u /* bytes in front of the content */

/* Room for the seal, in front of content that is written behind it; and puts it there. */
void nnreg_seal_begin(struct nnreg_bytes *out);
void nnreg_seal_end(struct nnreg_bytes *out, size_t begin);

bool nnreg_is_sealed(const void *content, size_t size);

/* Moves *content and *size to what is behind the seal, where there is one. False: it does not fit. */
bool nnreg_unseal(const void **content, size_t *size);

#endif
