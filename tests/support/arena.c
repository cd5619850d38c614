/*
 * The arena: a list of chunks, the newest first; pieces are cut from the newest one.
 */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protoenc.h"

#define CHUNK_SIZE 16384
#define ALIGNMENT  _Alignof(max_align_t)

struct mw_arena_chunk {
    struct mw_arena_chunk *next;
    size_t used;
    size_t size;
    max_align_t bytes[];
};

static void *cut(struct mw_arena *a, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct mw_arena_chunk *c = a->chunk;
    if (!c || c->size - c->used < rounded) {
        size_t room = rounded > CHUNK_SIZE ? rounded : CHUNK_SIZE;
        c = mw_xrealloc(NULL, sizeof *c + room);
        *c = (struct mw_arena_chunk){.next = a->chunk, .size = room};
        a->chunk = c;
    }
    void *piece = (unsigned char *)c->bytes + c->used;
    c->used += rounded;
    return piece;
}

void *mw_arena_alloc(struct mw_arena *a, size_t size)
{
    return memset(cut(a, size), 0, size);
}

void *mw_arena_copy(struct mw_arena *a, const void *bytes, size_t size)
{
    void *copy = cut(a, size);
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

char *mw_arena_strdup(struct mw_arena *a, const char *text)
{
    return text ? mw_arena_copy(a, text, strlen(text) + 1) : NULL;
}

char *mw_arena_printf(struct mw_arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        abort();
    char *text = cut(a, (size_t)n + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return text;
}

void *mw_arena_grow(struct mw_arena *a, void *array, size_t count, size_t item_size)
{
    /* Room is the next power of two, so the count alone tells when it is used up. */
    if (count & (count - 1))
        return array;
    void *larger = mw_arena_alloc(a, (count ? 2 * count : 1) * item_size);
    if (count)
        memcpy(larger, array, count * item_size);
    return larger;
}

void mw_arena_free(struct mw_arena *a)
{
    while (a->chunk) {
        struct mw_arena_chunk *next = a->chunk->next;
        free(a->chunk);
        a->chunk = next;
    }
}

void mw_arena_reset(struct mw_arena *a)
{
    while (a->chunk && a->chunk->next) {
        struct mw_arena_chunk *next = a->chunk->next;
        free(a->chunk);
        a->chunk = next;
    }
    if (a->chunk)
        a->chunk->used = 0;
}
