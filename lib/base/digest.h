/* SHA-256 (FIPS 180-4) through OpenSSL, CRC-32 and CRC32C (Castagnoli, RFC 3720 B.4) through isa-l. */
#ifndef NNREG_BASE_DIGEST_H
#define NNREG_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define NNREG_SHA256_SIZE 32
#define NNREG_SHA256_TEXT 65 /* hexadecimal digits and a NUL */

struct nnreg_sha256 {
    void *context; /* EVP_MD_CTX */
};

nnreg_status nnreg_sha256_begin(struct nnreg_sha256 *sha, struct nnreg_error *error);
nnreg_status nnreg_sha256_add(struct nnreg_sha256 *sha, const void *content, size_t size,
                              struct nnreg_error *error);
nnreg_status nnreg_sha256_end(unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_sha256 *sha,
                              struct nnreg_error *error);
/* Ends one and begins another with what begin took: many short ones are twice as fast. */
nnreg_status nnreg_sha256_next(unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_sha256 *sha,
                               struct nnreg_error *error);
/* Releases what begin took; harmless after end, and on a zeroed struct. */
void nnreg_sha256_free(struct nnreg_sha256 *sha);

/* The same without memory, so that it cannot fail: for a few bytes, where there is no room for a failure. */
struct nnreg_sha256_small {
    uint64_t state[16];
};
void nnreg_sha256_small_begin(struct nnreg_sha256_small *sha);
void nnreg_sha256_small_add(struct nnreg_sha256_small *sha, const void *content, size_t size);
void nnreg_sha256_small_end(unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_sha256_small *sha);

/* Lower-case hexadecimal and back; `nnreg_unhex` wants exactly 64 digits. */
void nnreg_hex(char out[NNREG_SHA256_TEXT], const unsigned char digest[NNREG_SHA256_SIZE]);
bool nnreg_unhex(unsigned char digest[NNREG_SHA256_SIZE], const char *text);

/* Continues a CRC-32 as zip and gzip have it (ISO 3309, RFC 1952); begin with 0. */
uint32_t nnreg_crc32(uint32_t crc, const void *content, size_t size);

/* Continues a CRC32C; begin with 0. */
uint32_t nnreg_crc32c(uint32_t crc, const void *content, size_t size);

/* The CRC32C of two parts one behind the other, from that of each and the size of the second. */
uint32_t nnreg_crc32c_combine(uint32_t first, uint32_t second, uint64_t second_size);

/*
 * TensorFlow's masking of a stored CRC (tensorflow/core/lib/hash/crc32c.h): rotate right by 15, add 0xa282ead8. A CRC of bytes
 * that hold CRCs, as the blocks of a table do, would find fewer errors if they were stored as they are.
 */
uint32_t nnreg_crc32c_mask(uint32_t crc);
/* The CRC of a masked one. */
uint32_t nnreg_crc32c_unmask(uint32_t masked);

#endif
