/*
 * CRC32C (Castagnoli): reflected polynomial 0x82f63b78, initial and final exclusive-or 0xffffffff.
 * "123456789" gives 0xe3069283. The mask is rotate right by 15, plus 0xa282ead8.
 * doc/FORMATS.md, "TensorBundle".
 *
 * Eight tables let eight bytes be taken in one step (slicing by 8). They are built on first use by pthread_once,
 * because benches and tests write models from several threads.
 */
#include "crc32c_table.h"

#include <pthread.h>

#define POLYNOMIAL 0x82f63b78u
#define MASK_DELTA 0xa282ead8u

static uint32_t table[8][256];
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static void build_tables(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
        table[0][i] = crc;
    }
    for (int slice = 1; slice < 8; slice++)
        for (uint32_t i = 0; i < 256; i++)
            table[slice][i] = table[slice - 1][i] >> 8 ^ table[0][table[slice - 1][i] & 0xff];
}

static uint32_t step8(uint32_t crc, const unsigned char *p)
{
    uint32_t low = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    low ^= crc;
    return table[7][low & 0xff] ^ table[6][low >> 8 & 0xff] ^ table[5][low >> 16 & 0xff] ^
           table[4][low >> 24] ^ table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
}

uint32_t mw_crc32c(uint32_t crc, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    pthread_once(&table_once, build_tables);
    crc = ~crc;
    for (; n >= 8; n -= 8, p += 8)
        crc = step8(crc, p);
    for (; n > 0; n--, p++)
        crc = crc >> 8 ^ table[0][(crc ^ *p) & 0xff];
    return ~crc;
}

/* a times b modulo the polynomial. Bit 31 is the coefficient of x^0, as in every reflected sum. */
static uint32_t multiply(uint32_t a, uint32_t b)
{
    uint32_t product = 0;
    for (uint32_t bit = 1u << 31; bit; bit >>= 1) {
        if (a & bit)
            product ^= b;
        b = b & 1 ? b >> 1 ^ POLYNOMIAL : b >> 1;
    }
    return product;
}

uint32_t mw_crc32c_zeros(uint32_t crc, uint64_t n)
{
    /* A zero byte multiplies the register by x^8, so n of them multiply it by x^(8n): square and multiply. */
    uint32_t power = 1u << 23; /* x^8 */
    uint32_t shift = 1u << 31; /* x^0 */
    for (; n; n >>= 1) {
        if (n & 1)
            shift = multiply(shift, power);
        power = multiply(power, power);
    }
    return ~multiply(~crc, shift);
}

uint32_t mw_crc32c_mask(uint32_t crc)
{
    return (crc >> 15 | crc << 17) + MASK_DELTA;
}

uint32_t mw_crc32c_unmask(uint32_t masked)
{
    uint32_t rotated = masked - MASK_DELTA;
    return rotated >> 17 | rotated << 15;
}
