/* Arrays in pieces: see segments.h. */
#include "inspect/segments.h"

#include <string.h>

#include "base/alloc.h"
#include "nnreg.h"

#define FIRST_ROOM 8

static bool add_piece(struct nnreg_segments *segments)
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

enum nnreg_segments_result nnreg_segments_add(void **item, struct nnreg_segments *segments)
{
    *item = NULL;
    if (segments->count >= segments->limit)
        return NNREG_SEGMENTS_FULL;
    if (segments->count >> segments->exponent == segments->pieces && !add_piece(segments))
        return NNREG_SEGMENTS_NO_MEMORY;
    *item = nnreg_segments_at(segments, segments->count++);
    return NNREG_SEGMENTS_OK;
}

void nnreg_segments_cut(struct nnreg_segments *segments, uint32_t count)
{
    while (segments->count > count)
        memset(nnreg_segments_at(segments, --segments->count), 0, segments->item);
}

void nnreg_segments_free(struct nnreg_segments *segments)
{
    uint32_t i;

    for (i = 0; i < segments->pieces; i++)
        nnreg_free(segments->piece[i]);
    nnreg_free(segments->piece);
    segments->piece = NULL;
    segments->pieces = segments->room = segments->count = 0;
}

size_t nnreg_segments_heap(const struct nnreg_segments *segments)
{
    return segments->room * sizeof(*segments->piece) +
           segments->pieces * ((size_t)segments->item << segments->exponent);
}
