/* The places of a page on the way: in order as they come, or a heap of the best: see listing.h. */
#include <string.h>

#include "base/array.h"
#include "registry/listing.h"

bool nnreg_is_behind(const struct nnreg_listing *listing, const struct nnreg_place_key *a,
                     const struct nnreg_place_key *b)
{
    int order = nnreg_place_compare(a, b);

    return listing->descend ? order < 0 : order > 0;
}

static bool make_room(struct nnreg_listing *listing)
{
    struct nnreg_place_key *grown =
        nnreg_array_room(listing->places, &listing->room, listing->count + 1, sizeof *grown);

    if (grown == NULL)
        return false;
    listing->places = grown;
    return true;
}

bool nnreg_place_add(struct nnreg_listing *listing, struct nnreg_slice key)
{
    struct nnreg_place_key *place;

    if (!make_room(listing))
        return false;
    place = &listing->places[listing->count++];
    memcpy(place->bytes, key.content, key.size);
    place->size = key.size;
    return true;
}

static void swap(struct nnreg_place_key *a, struct nnreg_place_key *b)
{
    struct nnreg_place_key kept = *a;

    *a = *b;
    *b = kept;
}

/* places[0] is the last of those kept: it goes when a better one comes. */
static void sift_down(struct nnreg_listing *listing)
{
    size_t i = 0, child;

    while ((child = 2 * i + 1) < listing->count) {
        if (child + 1 < listing->count &&
            nnreg_is_behind(listing, &listing->places[child + 1], &listing->places[child]))
            child++;
        if (!nnreg_is_behind(listing, &listing->places[child], &listing->places[i]))
            return;
        swap(&listing->places[i], &listing->places[child]);
        i = child;
    }
}

void nnreg_place_keep(struct nnreg_listing *listing, const struct nnreg_place_key *place)
{
    size_t i;

    if (listing->count == listing->wanted) {
        if (nnreg_is_behind(listing, place, &listing->places[0]))
            return;
        listing->places[0] = *place;
        sift_down(listing);
        return;
    }
    if (!make_room(listing)) {
        listing->out_of_memory = true;
        return;
    }
    listing->places[listing->count] = *place;
    for (i = listing->count++;
         i > 0 && nnreg_is_behind(listing, &listing->places[i], &listing->places[(i - 1) / 2]);
         i = (i - 1) / 2)
        swap(&listing->places[i], &listing->places[(i - 1) / 2]);
}

/* Takes the heap apart, from the last to the first, so that the places are in the order of the walk. */
void nnreg_places_sort(struct nnreg_listing *listing)
{
    size_t count = listing->count;

    while (listing->count > 1) {
        swap(&listing->places[0], &listing->places[--listing->count]);
        sift_down(listing);
    }
    listing->count = count;
}
