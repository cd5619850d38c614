/*
 * The content of a tensor as a rule instead of bytes, so that a gigabyte costs no memory.
 *
 * Content is a function of (rule, offset): any piece can be made at any time, and is the same on every machine.
 */
#ifndef MW_FILL_H
#define MW_FILL_H

#include <stddef.h>
#include <stdint.h>

enum mw_fill_kind {
    MW_FILL_BYTES,  /* a copy of bytes[0..size), which the caller keeps alive */
    MW_FILL_ZEROS,  /* a hole in the file where the file system has holes */
    MW_FILL_RANDOM, /* pseudo-random bytes from the seed */
    MW_FILL_FLOATS, /* pseudo-random float32 values in [-0.5, 0.5), all finite */
};

struct mw_fill {
    enum mw_fill_kind kind;
    const void *bytes;
    uint64_t size;
    uint64_t seed;
};

struct mw_fill mw_fill_bytes(const void *bytes, uint64_t size);
struct mw_fill mw_fill_zeros(uint64_t size);
struct mw_fill mw_fill_random(uint64_t size, uint64_t seed);
struct mw_fill mw_fill_floats(uint64_t size, uint64_t seed);

/* Copies out the n bytes at offset, which must lie inside. */
void mw_fill_read(const struct mw_fill *fill, uint64_t offset, void *out, size_t n);

/* A well-mixed number from a seed and a counter (the generator under MW_FILL_RANDOM). */
uint64_t mw_random(uint64_t seed, uint64_t counter);

#endif
