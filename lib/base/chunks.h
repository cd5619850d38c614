/*
 * Arrays that only grow, in pieces: an item never moves, nothing is copied to make room, and no more than one piece
 * is unused. So pointers to items stay good while more are added, and a million items cost what they hold. Item i
 * is the (i mod 2^exponent)-th of piece i / 2^exponent.
 */
#ifndef NNREG_BASE_CHUNKS_H
#define NNREG_BASE_CHUNKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nnreg_chunks {
    unsigned char **piece;
    size_t room; /* for pointers to pieces */
    uint32_t pieces;
    uint32_t count;    /* items */
    uint32_t limit;    /* items, at most */
    uint16_t item;     /* bytes of one */
    uint16_t exponent; /* a piece holds 2^exponent items */
};

#define NNREG_CHUNKS_INIT(type, exponent_of_piece, most)                       \
    {                                                                          \
        .limit = (most), .item = sizeof(type), .exponent = (exponent_of_piece) \
    }

enum nnreg_chunks_result { NNREG_CHUNKS_OK, NNREG_CHUNKS_FULL, NNREG_CHUNKS_NO_MEMORY };

/* Appends an item of zeros and gives it, or NULL in *item. */
enum nnreg_chunks_result nnreg_chunks_add(void **item, struct nnreg_chunks *chunks);
/* Drops the items from `count` on. They are zeros again when they are next given out. */
void nnreg_chunks_cut(struct nnreg_chunks *chunks, uint32_t count);
void nnreg_chunks_free(struct nnreg_chunks *chunks);
/* `index` is less than count. */
static inline void *nnreg_chunks_at(const struct nnreg_chunks *chunks, uint32_t index)
{
    uint32_t within = index & ((1u << chunks->exponent) - 1);

    return chunks->piece[index >> chunks->exponent] + (size_t)within * chunks->item;
}

/* The same as nnreg_chunks_add where there is room in the last piece, as nearly always; else NULL, and nothing done. */
static inline void *nnreg_chunks_next(struct nnreg_chunks *chunks)
{
    if (chunks->count >= chunks->limit || chunks->count >> chunks->exponent == chunks->pieces)
        return NULL;
    return nnreg_chunks_at(chunks, chunks->count++);
}

#endif
