/* Room in an array: see array.h. */
#include "base/array.h"

#include "base/alloc.h"

/* The first block, so that small items do not begin with a few bytes: eight items, or as many as make 64 bytes. */
enum { FIRST_ITEMS = 8, FIRST_BYTES = 64 };

static size_t array_first_room(size_t item_size)
{
    return item_size < FIRST_BYTES / FIRST_ITEMS ? FIRST_BYTES / item_size : FIRST_ITEMS;
}

void *nnreg_array_room(void *items, size_t *room, size_t needed, size_t item_size)
{
    size_t wanted;
    void *grown;

    if (items != NULL && needed <= *room)
        return items;
    if (*room == 0)
        wanted = array_first_room(item_size);
    else if (!nnreg_size_multiply(&wanted, *room, 2))
        wanted = needed; /* which is more than *room, and refused if its bytes are too many */
    if (wanted < needed)
        wanted = needed;
    grown = nnreg_realloc_array(items, wanted, item_size);
    if (grown != NULL)
        *room = wanted;
    return grown;
}
