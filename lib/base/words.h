/*
 * Bytes taken eight at a time, wherever they lie, for hashing and comparing short texts: a call of memcmp costs more than they
 * do. Of the last eight some are perhaps taken twice, so nothing behind the end is read.
 */
#ifndef NNREG_BASE_WORDS_H
#define NNREG_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Eight bytes wherever they lie: through memcpy, since they are not aligned. */
static inline uint64_t nnreg_words_at(const unsigned char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof(word));
    return word;
}

/* Fewer than eight bytes, at least one, as a number: they tell it apart together with their count. */
static inline uint64_t nnreg_words_short(const unsigned char *bytes, size_t size)
{
    uint32_t first, last;

    if (size < 4)
        return (uint64_t)bytes[0] << 16 | (uint64_t)bytes[size / 2] << 8 | bytes[size - 1];
    memcpy(&first, bytes, sizeof(first));
    memcpy(&last, bytes + size - sizeof(last), sizeof(last));
    return (uint64_t)first << 32 | last;
}

/* Whether two runs of as many bytes, at least one, are the same. */
static inline bool nnreg_words_same(const unsigned char *a, const unsigned char *b, size_t size)
{
    size_t i;

    if (size < 8)
        return nnreg_words_short(a, size) == nnreg_words_short(b, size);
    for (i = 0; i < size - 8; i += 8)
        if (nnreg_words_at(a + i) != nnreg_words_at(b + i))
            return false;
    return nnreg_words_at(a + size - 8) == nnreg_words_at(b + size - 8);
}

#endif
