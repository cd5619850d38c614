/*
 * An arena: memory that is given out in pieces and given back all at once.
 *
 * A model description is hundreds of small strings and lists with one lifetime; the arena is that lifetime.
 */
#ifndef MW_ARENA_H
#define MW_ARENA_H

#include <stddef.h>

struct mw_arena {
    struct mw_arena_chunk *chunk; /* NULL while empty */
};

void *mw_arena_alloc(struct mw_arena *a, size_t size); /* zeroed, aligned for anything */
void *mw_arena_copy(struct mw_arena *a, const void *bytes, size_t size);
char *mw_arena_strdup(struct mw_arena *a, const char *text); /* NULL for NULL */
char *mw_arena_printf(struct mw_arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes place for one more item in an array of count items that grew only by this call; returns the array, which
 * may have moved. */
void *mw_arena_grow(struct mw_arena *a, void *array, size_t count, size_t item_size);

void mw_arena_free(struct mw_arena *a);  /* leaves an empty, usable arena */
void mw_arena_reset(struct mw_arena *a); /* the same, but keeps one chunk for the next use */

#endif
