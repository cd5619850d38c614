/* Arrays in pieces: see chunks.h. */
#include "base/chunks.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "nnreg.h"

/* Only pointers to pieces are moved to make room, so this is the one array here that grows by copying. */
static bool add_piece(struct nnreg_chunks *chunks)
{
    unsigned char **grown =
        nnreg_array_room(chunks->piece, &chunks->room, (size_t)chunks->pieces + 1, sizeof(*grown));

    if (grown == NULL)
        return false;
    chunks->piece = grown;
    chunks->piece[chunks->pieces] = nnreg_alloc_zero((size_t)1 << chunks->exponent, chunks->item);
    if (chunks->piece[chunks->pieces] == NULL)
        return false;
    chunks->pieces++;
    return true;
}

/* A piece is zeros when it is made, so an item that is added costs no more than being counted. */
enum nnreg_chunks_result nnreg_chunks_add(void **item, struct nnreg_chunks *chunks)
{
    *item = NULL;
    if (chunks->count >= chunks->limit)
        return NNREG_CHUNKS_FULL;
    if (chunks->count >> chunks->exponent == chunks->pieces && !add_piece(chunks))
        return NNREG_CHUNKS_NO_MEMORY;
    *item = nnreg_chunks_at(chunks, chunks->count++);
    return NNREG_CHUNKS_OK;
}

/* The room stays. */
void nnreg_chunks_cut(struct nnreg_chunks *chunks, uint32_t count)
{
    while (chunks->count > count)
        memset(nnreg_chunks_at(chunks, --chunks->count), 0, chunks->item);
}

void nnreg_chunks_free(struct nnreg_chunks *chunks)
{
    uint32_t i;

    for (i = 0; i < chunks->pieces; i++)
        nnreg_free(chunks->piece[i]);
    nnreg_free(chunks->piece);
    chunks->piece = NULL;
    chunks->room = 0;
    chunks->pieces = chunks->count = 0;
}
