/* Where the members of a record come from: see origins.h. */
#include "codec/origins.h"

#include <assert.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"

/*
 * Adding and looking up do not alternate: a record is read whole before anything is judged. So a plain list, sorted once in
 * between, does what a hash table would.
 */
nnreg_status nnreg_origins_add(struct nnreg_origins *origins, const struct nnreg_origin *origin)
{
    struct nnreg_origin *grown =
        nnreg_array_room(origins->list, &origins->room, origins->count + 1, sizeof *grown);

    assert(!origins->sorted);
    if (grown == NULL)
        return NNREG_NO_MEMORY;
    origins->list = grown;
    origins->list[origins->count++] = *origin;
    return NNREG_OK;
}

/*
 * Addresses of different objects are compared as numbers: C orders pointers into one object only. No two are equal, so that
 * an order that is not stable will do: a record and its first member are at different addresses, since every record begins
 * with what it does not know (struct nnreg_unknown), which is nobody's member; an array is not where its entries are; and
 * nothing of a record is freed while it is read, so that no address is given out again.
 */
static int origin_order(const void *one, const void *other)
{
    uintptr_t a = (uintptr_t)((const struct nnreg_origin *)one)->address;
    uintptr_t b = (uintptr_t)((const struct nnreg_origin *)other)->address;

    return a < b ? -1 : a > b;
}

/* They are sorted when the first one is looked up: of a text in which nothing is wrong that is never. */
const struct nnreg_origin *nnreg_origins_find(struct nnreg_origins *origins, const void *address)
{
    struct nnreg_origin wanted = {.address = address};

    if (!origins->sorted && origins->count > 1)
        qsort(origins->list, origins->count, sizeof *origins->list, origin_order);
    origins->sorted = true;
    return origins->count > 0
               ? bsearch(&wanted, origins->list, origins->count, sizeof *origins->list, origin_order)
               : NULL;
}

void nnreg_origins_free(struct nnreg_origins *origins)
{
    nnreg_free(origins->list);
    *origins = (struct nnreg_origins)NNREG_ORIGINS_INIT;
}
