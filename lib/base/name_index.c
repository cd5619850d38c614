/*
 * Finding items by name: see name_index.h.
 *
 * One table serves all ranges of an array: what is hashed is the start of the range together with the name. So a model with a
 * thousand small graphs has one table, and items of different ranges with one name stand in different slots, or are told
 * apart by their number, which lies in the range or not. Nothing is taken out, so a probe ends at the first free slot.
 *
 * A table is all over memory, and a name is not: who looks for it has just met it, or it lies beside others that are looked for.
 * So where the texts of names are marked most items need no place in the table.
 */
#include "base/name_index.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "nnreg.h"

#define LEAST_SLOTS 8u
#define AHEAD       8u /* items */

/* Half as many slots again as items, at least: probes stay short. */
bool nnreg_name_index_init(struct nnreg_name_index *index, const struct nnreg_chunks *items,
                           const uint64_t seed[2])
{
    uint32_t slots = LEAST_SLOTS;

    while (slots - slots / 3 < items->count)
        slots *= 2;
    index->items = items;
    index->marked = NULL;
    index->slots = slots;
    index->seed[0] = seed[0] | 1;
    index->seed[1] = seed[1] | 1;
    index->slot = nnreg_alloc_zero(slots, sizeof(*index->slot));
    return index->slot != NULL;
}

bool nnreg_name_index_init_marked(struct nnreg_name_index *index, const struct nnreg_chunks *items,
                                  struct nnreg_string_pool *pool, uint32_t ranges)
{
    *index = (struct nnreg_name_index){.items = items};
    if (ranges > 1 && !nnreg_name_index_init(index, items, pool->seed))
        return false;
    index->marked = pool;
    return true;
}

void nnreg_name_index_free(struct nnreg_name_index *index)
{
    nnreg_free(index->slot);
    index->slot = NULL;
    index->slots = 0;
}

static uint32_t name_index_name(const struct nnreg_name_index *index, uint32_t item)
{
    return *(const uint32_t *)nnreg_chunks_at(index->items, item);
}

/*
 * Secret seeds: names and ranges cannot be chosen to meet. Names are numbers at even steps, which a multiplication alone
 * leaves at even steps, so that with one seed in a hundred they would come to lie in a few heaps.
 */
static uint32_t start_of(const struct nnreg_name_index *index, uint32_t first, uint32_t name)
{
    uint64_t both = (uint64_t)first << 32 | name;

    return (uint32_t)nnreg_hash_mix(nnreg_hash_mix(both ^ index->seed[0], index->seed[1]), index->seed[0]) &
           (index->slots - 1);
}

/* The slot of the item of this name within [first, end), or the free one where it belongs. */
static uint32_t *name_index_slot(const struct nnreg_name_index *index, uint32_t first, uint64_t end,
                                 uint32_t name)
{
    uint32_t i = start_of(index, first, name);

    while (index->slot[i] != 0) {
        uint32_t item = index->slot[i] - 1;

        if (item >= first && item < end && name_index_name(index, item) == name)
            break;
        i = (i + 1) & (index->slots - 1);
    }
    return &index->slot[i];
}

/*
 * The slots of a large table are all over memory. Those of the items that come next, of the same range most likely, are asked
 * for while this one is entered, so that nobody waits for them.
 */
static void expect_item(const struct nnreg_name_index *index, uint32_t first, uint32_t item)
{
    if (item < index->items->count)
        __builtin_prefetch(&index->slot[start_of(index, first, name_index_name(index, item))], 1);
}

static uint32_t add_to_table(struct nnreg_name_index *index, uint32_t first, uint32_t item, bool put_over)
{
    /* Whatever is in the range already has a lower index: items are entered in their order. */
    uint32_t *slot = name_index_slot(index, first, item, name_index_name(index, item));
    uint32_t before = *slot;

    expect_item(index, first, item + AHEAD);
    if (before == 0 || put_over)
        *slot = item + 1;
    return before == 0 ? NNREG_NAME_INDEX_NONE : before - 1;
}

/* A mark is an item's index + 1: of the range in which the name was met first. In others it is in the table. */
uint32_t nnreg_name_index_add(struct nnreg_name_index *index, uint32_t first, uint32_t item, bool put_over)
{
    uint32_t name = name_index_name(index, item), mark;

    if (index->marked == NULL)
        return add_to_table(index, first, item, put_over);
    mark = nnreg_string_pool_mark(index->marked, name);
    if (mark != 0 && mark - 1 < first) {
        assert(index->slots > 0);
        return add_to_table(index, first, item, put_over);
    }
    assert(!put_over); /* asked for where nothing is marked alone */
    if (mark == 0)
        nnreg_string_pool_set_mark(index->marked, name, item + 1);
    return mark - 1;
}

uint32_t nnreg_name_index_find(const struct nnreg_name_index *index, uint32_t first, uint32_t count,
                               uint32_t name)
{
    if (index->marked != NULL) {
        uint32_t item = nnreg_string_pool_mark(index->marked, name) - 1;

        if (item == NNREG_NAME_INDEX_NONE || (item >= first && item - first < count))
            return item;
    }
    if (index->slots == 0 || count == 0)
        return NNREG_NAME_INDEX_NONE;
    return *name_index_slot(index, first, (uint64_t)first + count, name) - 1;
}
