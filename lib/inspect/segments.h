/*
 * Arrays that only grow, in pieces: an item never moves, nothing is copied to make room, and no more than one piece
 * is unused. A model has tens of thousands of nodes; with these its facts cost what they hold.
 */
#ifndef NNREG_INSPECT_SEGMENTS_H
#define NNREG_INSPECT_SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nnreg_segments {
    unsigned char **piece;
    uint32_t pieces;
    uint32_t room;     /* for pointers to pieces */
    uint32_t count;    /* items */
    uint32_t limit;    /* items, at most */
    uint16_t item;     /* bytes of one */
    uint16_t exponent; /* a piece holds 2^exponent items */
};

#define NNREG_SEGMENTS_INIT(type, exponent, limit)       \
    {                                                    \
        NULL, 0, 0, 0, (limit), sizeof(type), (exponent) \
    }

enum nnreg_segments_result { NNREG_SEGMENTS_OK, NNREG_SEGMENTS_FULL, NNREG_SEGMENTS_NO_MEMORY };

/* Appends an item of zeros and gives it, or NULL in *item. */
enum nnreg_segments_result nnreg_segments_add(void **item, struct nnreg_segments *segments);
/* Drops the items from `count` on. They are zeros again when they are next given out. */
void nnreg_segments_cut(struct nnreg_segments *segments, uint32_t count);
void nnreg_segments_free(struct nnreg_segments *segments);
/* Bytes on the heap. */
size_t nnreg_segments_heap(const struct nnreg_segments *segments);

/* `index` is less than count. */
static inline void *nnreg_segments_at(const struct nnreg_segments *segments, uint32_t index)
{
    uint32_t within = index & ((1u << segments->exponent) - 1);

    return segments->piece[index >> segments->exponent] + (size_t)within * segments->item;
}

#endif
