/*
 * Mixing numbers for hash tables whose keys come from files: the high and the low half of a 128-bit product, so that every
 * bit of both factors reaches every bit of the result. With a factor that is drawn by chance nobody can choose keys that meet
 * in one slot; it must be odd, or at least not 0, since a product with 0 forgets the other.
 */
#ifndef NNREG_BASE_HASH_H
#define NNREG_BASE_HASH_H

#include <stdint.h>

static inline uint64_t nnreg_hash_mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#endif
