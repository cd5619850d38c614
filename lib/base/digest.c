/* Digests: see digest.h. */
#include "base/digest.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <isa-l/crc.h>
#define OPENSSL_SUPPRESS_DEPRECATED /* SHA256_Init and its like: the only ones that take no memory */
#include <openssl/evp.h>
#include <openssl/sha.h>

#define CRC32C_POLYNOMIAL UINT32_C(0x82f63b78)

/*
 * Fetching the algorithm is the costly part of OpenSSL 3, so it is done once for the process, and never freed: all threads
 * use it without a lock, since it does not change (EVP_MD_fetch(3)).
 */
static EVP_MD *sha256_algorithm;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void fetch(void)
{
    sha256_algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
}

nnreg_status nnreg_sha256_begin(struct nnreg_sha256 *sha, struct nnreg_error *error)
{
    sha->context = NULL;
    pthread_once(&fetched, fetch);
    if (sha256_algorithm == NULL)
        return nnreg_fail(error, NNREG_IO, "OpenSSL offers no SHA-256");
    sha->context = EVP_MD_CTX_new();
    if (sha->context == NULL)
        return nnreg_fail_memory(error);
    if (EVP_DigestInit_ex2(sha->context, sha256_algorithm, NULL) == 1)
        return NNREG_OK;
    nnreg_sha256_free(sha);
    return nnreg_fail(error, NNREG_IO, "OpenSSL could not begin a SHA-256");
}

nnreg_status nnreg_sha256_add(struct nnreg_sha256 *sha, const void *content, size_t size,
                              struct nnreg_error *error)
{
    if (EVP_DigestUpdate(sha->context, content, size) == 1)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_IO, "OpenSSL could not continue a SHA-256");
}

nnreg_status nnreg_sha256_end(unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_sha256 *sha,
                              struct nnreg_error *error)
{
    int done = EVP_DigestFinal_ex(sha->context, digest, NULL);

    nnreg_sha256_free(sha);
    return done == 1 ? NNREG_OK : nnreg_fail(error, NNREG_IO, "OpenSSL could not finish a SHA-256");
}

nnreg_status nnreg_sha256_next(unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_sha256 *sha,
                               struct nnreg_error *error)
{
    if (EVP_DigestFinal_ex(sha->context, digest, NULL) == 1 &&
        EVP_DigestInit_ex2(sha->context, sha256_algorithm, NULL) == 1)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_IO, "OpenSSL could not finish a SHA-256");
}

void nnreg_sha256_free(struct nnreg_sha256 *sha)
{
    EVP_MD_CTX_free(sha->context);
    sha->context = NULL;
}

/* OpenSSL's own struct, which is not in the header so that no other file includes OpenSSL's. */
static SHA256_CTX *small_context(struct nnreg_sha256_small *sha)
{
    _Static_assert(sizeof(SHA256_CTX) <= sizeof sha->state && _Alignof(SHA256_CTX) <= _Alignof(uint64_t),
                   "there is room for OpenSSL's");
    return (SHA256_CTX *)(void *)sha->state;
}

void nnreg_sha256_small_begin(struct nnreg_sha256_small *sha)
{
    (void)SHA256_Init(small_context(sha));
}

void nnreg_sha256_small_add(struct nnreg_sha256_small *sha, const void *content, size_t size)
{
    (void)SHA256_Update(small_context(sha), content, size);
}

void nnreg_sha256_small_end(unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_sha256_small *sha)
{
    (void)SHA256_Final(digest, small_context(sha));
}

void nnreg_hex(char out[NNREG_SHA256_TEXT], const unsigned char digest[NNREG_SHA256_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    size_t i;

    for (i = 0; i < NNREG_SHA256_SIZE; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[2 * NNREG_SHA256_SIZE] = '\0';
}

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool nnreg_unhex(unsigned char digest[NNREG_SHA256_SIZE], const char *text)
{
    size_t i;

    for (i = 0; i < NNREG_SHA256_SIZE; i++) {
        int high = nibble(text[2 * i]);
        int low = high < 0 ? -1 : nibble(text[2 * i + 1]);

        if (low < 0)
            return false;
        digest[i] = (unsigned char)(high << 4 | low);
    }
    return text[2 * NNREG_SHA256_SIZE] == '\0';
}

/* Unlike the next one, isa-l's has the inversions inside: 0 is the CRC of nothing. */
uint32_t nnreg_crc32(uint32_t crc, const void *content, size_t size)
{
    return crc32_gzip_refl(crc, content, size);
}

/*
 * isa-l takes an int as length, and leaves the inversions to its caller that RFC 3720 has at the start and at the end. With
 * that of the end undone on entry, 0 is the CRC of nothing, and the CRC of one part what the next goes on from.
 */
uint32_t nnreg_crc32c(uint32_t crc, const void *content, size_t size)
{
    const unsigned char *p = content;
    unsigned int state = ~crc;

    while (size > 0) {
        size_t piece = size < INT_MAX ? size : (size_t)1 << 30;

        state = crc32_iscsi((unsigned char *)(uintptr_t)p, (int)piece, state);
        p += piece;
        size -= piece;
    }
    return ~state;
}

/*
 * a · b modulo the polynomial, over GF(2), where adding is XOR. The coefficient of x^0 is the highest bit, as everywhere in
 * a reflected CRC, so `bit` goes through x^0, x^1, …, and shifting right multiplies by x.
 */
static uint32_t multiply(uint32_t a, uint32_t b)
{
    uint32_t product = 0, bit;

    for (bit = UINT32_C(1) << 31; bit > 0; bit >>= 1) {
        if (a & bit)
            product ^= b;
        b = (b & 1) != 0 ? (b >> 1) ^ CRC32C_POLYNOMIAL : b >> 1;
    }
    return product;
}

/*
 * `size` bytes behind it multiply a CRC by x^(8·size), which squaring gives in as many steps as `size` has bits: `power` is
 * x^8, x^16, x^32, … What the inversions add to the two CRCs cancels out, so they need not be undone.
 */
uint32_t nnreg_crc32c_combine(uint32_t first, uint32_t second, uint64_t second_size)
{
    uint32_t power = UINT32_C(1) << (31 - 8); /* x^8 */

    for (; second_size > 0; second_size >>= 1) {
        if (second_size & 1)
            first = multiply(power, first);
        power = multiply(power, power);
    }
    return first ^ second;
}

uint32_t nnreg_crc32c_mask(uint32_t crc)
{
    return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

uint32_t nnreg_crc32c_unmask(uint32_t masked)
{
    uint32_t rotated = masked - 0xa282ead8u;

    return (rotated << 15) | (rotated >> 17);
}
