/* Arrays in pieces: see chunks.h. */
#include "base/chunks.h"

#include <string.h>

#include "base/alloc.h"
#include "nnreg.h"

#define FIRST_ROOM 8

static bool add_piece(struct nnreg_chunks *segments)
{
    if (segments->pieces == segments->room) {
        uint32_t room = segments->room == 0 ? FIRST_ROOM : segments->room * 2;
        unsigned char **piece = nnreg_realloc_array(segments->piece, room, sizeof(*piece));

        if (piece == NULL)
            return false;
        segments->piece = piece;
        segments->room = room;
    }
    segments->piece[segments->pieces] = nnreg_alloc_zero((size_t)1 << segments->exponent, segments->item);
    if (segments->piece[segments->pieces] == NULL)
        return false;
    segments->pieces++;
    return true;
}

enum nnreg_chunks_result nnreg_chunks_add(void **item, struct nnreg_chunks *segments)
{
    *item = NULL;
    if (segments->count >= segments->limit)
        return NNREG_CHUNKS_FULL;
    if (segments->count >> segments->exponent == segments->pieces && !add_piece(segments))
        return NNREG_CHUNKS_NO_MEMORY;
    *item = nnreg_chunks_at(segments, segments->count++);
    return NNREG_CHUNKS_OK;
}

void nnreg_chunks_cut(struct nnreg_chunks *segments, uint32_t count)
{
    while (segments->count > count)
        memset(nnreg_chunks_at(segments, --segments->count), 0, segments->item);
}

void nnreg_chunks_free(struct nnreg_chunks *segments)
{
    uint32_t i;

    for (i = 0; i < segments->pieces; i++)
        nnreg_free(segments->piece[i]);
    nnreg_free(segments->piece);
    segments->piece = NULL;
    segments->pieces = segments->room = segments->count = 0;
}

size_t nnreg_chunks_heap(const struct nnreg_chunks *segments)
{
    return segments->room * sizeof(*segments->piece) +
           segments->pieces * ((size_t)segments->item << segments->exponent);
}
