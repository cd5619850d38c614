/*
 * Tensor content by rule.
 *
 * The generator is SplitMix64 used as a hash of the position: word i of seed s is mix(s, i). Random access comes
 * free, there is no state to carry from one piece to the next, and equal arguments give equal files.
 */
#include "fill.h"

#include <string.h>

struct mw_fill mw_fill_bytes(const void *bytes, uint64_t size)
{
    return (struct mw_fill){.kind = MW_FILL_BYTES, .bytes = bytes, .size = size};
}

struct mw_fill mw_fill_zeros(uint64_t size)
{
    return (struct mw_fill){.kind = MW_FILL_ZEROS, .size = size};
}

struct mw_fill mw_fill_random(uint64_t size, uint64_t seed)
{
    return (struct mw_fill){.kind = MW_FILL_RANDOM, .size = size, .seed = seed};
}

struct mw_fill mw_fill_floats(uint64_t size, uint64_t seed)
{
    return (struct mw_fill){.kind = MW_FILL_FLOATS, .size = size, .seed = seed};
}

uint64_t mw_random(uint64_t seed, uint64_t counter)
{
    uint64_t z = seed * 0xd1342543de82ef95u + (counter + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint32_t float_bits_of(uint32_t random)
{
    /* 24 bits are what a float holds exactly, so the value is the same whatever the rounding mode. */
    float v = (float)(random >> 8) / 16777216.0f - 0.5f;
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

static uint64_t word_at(const struct mw_fill *fill, uint64_t index)
{
    uint64_t word = mw_random(fill->seed, index);
    if (fill->kind == MW_FILL_FLOATS)
        word = (uint64_t)float_bits_of((uint32_t)(word >> 32)) << 32 | float_bits_of((uint32_t)word);
    return word;
}

static void store_le(unsigned char out[8], uint64_t word)
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(word >> (8 * i));
}

static void generate(const struct mw_fill *fill, uint64_t offset, unsigned char *out, size_t n)
{
    while (n > 0) {
        unsigned char word[8];
        size_t skip = (size_t)(offset % 8);
        size_t take = 8 - skip < n ? 8 - skip : n;
        store_le(word, word_at(fill, offset / 8));
        memcpy(out, word + skip, take);
        out += take;
        offset += take;
        n -= take;
    }
}

void mw_fill_read(const struct mw_fill *fill, uint64_t offset, void *out, size_t n)
{
    if (n == 0)
        return;
    switch (fill->kind) {
    case MW_FILL_BYTES:
        memcpy(out, (const unsigned char *)fill->bytes + offset, n);
        break;
    case MW_FILL_ZEROS:
        memset(out, 0, n);
        break;
    case MW_FILL_RANDOM:
    case MW_FILL_FLOATS:
        generate(fill, offset, out, n);
        break;
    }
}
