/* The keys of a page on the way: see listing.h. */
#include "registry/listing.h"

#include "base/alloc.h"
#include "base/array.h"

#define KEYS_AT_ONCE 128u

bool nnreg_listing_is_behind(const struct nnreg_listing *listing, const struct nnreg_index_key *a,
                             const struct nnreg_index_key *b)
{
    int order = nnreg_index_key_compare(a, nnreg_index_key_slice(b));

    return listing->descend ? order < 0 : order > 0;
}

/* Room for `count` at least, and at once for all that is wanted, if that is not too much: keys are large, and moving them shows. */
static size_t room_for(const struct nnreg_listing *listing, size_t count)
{
    size_t first = listing->wanted < KEYS_AT_ONCE ? listing->wanted : KEYS_AT_ONCE;

    return count > first ? count : first;
}

bool nnreg_listing_room(struct nnreg_listing *listing)
{
    struct nnreg_index_key *grown =
        nnreg_array_room(listing->keys, &listing->room, room_for(listing, listing->count + 1), sizeof *grown);

    if (grown == NULL)
        return false;
    listing->keys = grown;
    return true;
}

bool nnreg_listing_add(struct nnreg_listing *listing, struct nnreg_slice key)
{
    if (!nnreg_listing_room(listing))
        return false;
    nnreg_index_key_set(&listing->keys[listing->count++], key);
    return true;
}

bool nnreg_listing_keep_value(struct nnreg_listing *listing)
{
    struct nnreg_slice *grown = nnreg_array_room(listing->values, &listing->values_room,
                                                 room_for(listing, listing->count), sizeof *grown);

    if (grown == NULL)
        return false;
    listing->values = grown;
    listing->values[listing->count - 1] = listing->value;
    return true;
}

void nnreg_listing_free(struct nnreg_listing *listing)
{
    nnreg_free(listing->keys);
    nnreg_free(listing->values);
}
