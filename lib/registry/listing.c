/* The keys of a page on the way: see listing.h. */
#include "registry/listing.h"

#include "base/array.h"

bool nnreg_listing_is_behind(const struct nnreg_listing *listing, const struct nnreg_index_key *a,
                             const struct nnreg_index_key *b)
{
    int order = nnreg_index_key_compare(a, nnreg_index_key_slice(b));

    return listing->descend ? order < 0 : order > 0;
}

bool nnreg_listing_room(struct nnreg_listing *listing)
{
    struct nnreg_index_key *grown =
        nnreg_array_room(listing->keys, &listing->room, listing->count + 1, sizeof *grown);

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
