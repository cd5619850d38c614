/* Room in an array that grows at its end: the one place that decides by how much. */
#ifndef NNREG_BASE_ARRAY_H
#define NNREG_BASE_ARRAY_H

#include <stddef.h>

/*
 * Room for `needed` items of `item_size` bytes: `items` itself where *room is enough; else a block twice as large, or as
 * large as is needed, which has taken the items over, and *room says how many it holds. So an item that is added costs
 * the same however many there are. NULL: there is no memory for them, or their size fits no size_t; then `items` and
 * *room are as they were. `items` may be NULL where *room is 0. Freed with nnreg_free.
 *
 *     struct pair *grown = nnreg_array_room(list->pairs, &list->room, list->count + 1, sizeof *grown);
 *
 *     if (grown == NULL)
 *         return nnreg_fail_memory(error);
 *     list->pairs = grown;
 *     list->pairs[list->count++] = pair;
 */
void *nnreg_array_room(void *items, size_t *room, size_t needed, size_t item_size);

#endif
