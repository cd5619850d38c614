/*
 * Finds an item of an array by its name within a range: a node of one graph, of one function's body. An item begins
 * with the number of its name (string_pool.h).
 */
#ifndef NNREG_BASE_NAME_INDEX_H
#define NNREG_BASE_NAME_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/chunks.h"
#include "base/string_pool.h"

#define NNREG_NAME_INDEX_NONE 0xffffffffu

struct nnreg_name_index {
    const struct nnreg_chunks *items;
    uint32_t *slot; /* open addressing; an item's index + 1, 0 is free */
    uint32_t slots; /* a power of two */
    uint64_t seed[2];
    struct nnreg_string_pool *marked; /* not NULL: the marks of these texts have an item of each name */
};

/* An empty index for all items of an array; `seed` as in string_pool.h. False: no memory. */
bool nnreg_name_index_init(struct nnreg_name_index *index, const struct nnreg_chunks *items,
                           const uint64_t seed[2]);
/*
 * The same by the marks of a pool, of which no other index has them: a name is then looked up where it lies. `ranges`: how many
 * there are; of several, names that are in more than one need the table beside the marks.
 */
bool nnreg_name_index_init_marked(struct nnreg_name_index *index, const struct nnreg_chunks *items,
                                  struct nnreg_string_pool *pool, uint32_t ranges);
void nnreg_name_index_free(struct nnreg_name_index *index);
/*
 * Enters an item under its name in the range that starts at `first`, unless one is there: gives that one, or NONE.
 * `put_over` takes its place instead.
 */
uint32_t nnreg_name_index_add(struct nnreg_name_index *index, uint32_t first, uint32_t item, bool put_over);

/* The item of this name in the range, or NNREG_NAME_INDEX_NONE. */
uint32_t nnreg_name_index_find(const struct nnreg_name_index *index, uint32_t first, uint32_t count,
                               uint32_t name);

#endif
