/*
 * Pages of a range that is not in the order that is asked for, or leaves conditions open: it is gone through once, each
 * record is held against the conditions, and the places of the page's objects are kept: as they come where the range is
 * in order, else in a heap, together with those that an offset passes over.
 */
#include <stdatomic.h>
#include <string.h>

#include "registry/entries.h"
#include "registry/listing.h"

_Atomic uint64_t nnreg_query_looked_at;

/* Decodes what a condition or the order asks for of a record, and holds it against the entry that led to it. */
static nnreg_status decode_entry(union nnreg_any_object *record, const struct nnreg_listing *listing,
                                 uint64_t id, struct nnreg_slice key, struct nnreg_error *error)
{
    const struct nnreg_selection *selection = listing->selection;
    struct nnreg_slice value;
    struct nnreg_key number;
    nnreg_status status =
        nnreg_kv_get(&value, listing->txn, selection->kind->records, nnreg_key_u64(&number, id), error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_entry_leads_nowhere(selection->kind, selection->range.table, id, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_object_decode(record, selection->kind, id, nnreg_filter_fields(selection), value, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_entry_check(selection->kind, selection->range.table, key, record, error);
    if (status == NNREG_OK)
        status = nnreg_listing_check_scope(selection, record, error);
    if (status != NNREG_OK)
        nnreg_record_clear(selection->kind->table, record);
    return status;
}

static nnreg_status look_at(struct nnreg_listing *listing, uint64_t id, struct nnreg_slice key,
                            struct nnreg_error *error)
{
    const struct nnreg_selection *selection = listing->selection;
    union nnreg_any_object record;
    struct nnreg_place_key place;
    bool meets;
    nnreg_status status = decode_entry(&record, listing, id, key, error);

    if (status != NNREG_OK)
        return status;
    atomic_fetch_add_explicit(&nnreg_query_looked_at, 1, memory_order_relaxed);
    meets = nnreg_filter_meets(selection, &record, &listing->out_of_memory);
    if (meets)
        nnreg_place_of(&place, selection, &record);
    nnreg_record_clear(selection->kind->table, &record);
    if (!meets)
        return NNREG_OK;
    listing->matching++;
    if (selection->position.size > 0 && !nnreg_is_behind(listing, &place, &selection->position))
        return NNREG_OK;
    listing->behind++;
    if (!selection->in_order)
        nnreg_place_keep(listing, &place);
    else if (listing->skip > 0)
        listing->skip--;
    else if (listing->count < listing->wanted &&
             !nnreg_place_add(listing, (struct nnreg_slice){place.bytes, place.size}))
        listing->out_of_memory = true;
    return NNREG_OK;
}

static nnreg_status look_at_entry(bool *stop, struct nnreg_listing *listing, uint64_t id,
                                  struct nnreg_slice key, struct nnreg_error *error)
{
    nnreg_status status = look_at(listing, id, key, error);

    (void)stop;
    return status == NNREG_OK && listing->out_of_memory ? nnreg_fail_memory(error) : status;
}

/* Takes the places in front of the page away again. */
static void drop_skipped(struct nnreg_listing *listing)
{
    size_t passed = listing->skip < listing->count ? (size_t)listing->skip : listing->count;

    nnreg_places_sort(listing);
    if (passed > 0)
        memmove(listing->places, listing->places + passed,
                (listing->count - passed) * sizeof *listing->places);
    listing->count -= passed;
}

nnreg_status nnreg_list_by_looking(struct nnreg_listing *listing, bool *before, struct nnreg_error *error)
{
    bool in_order = listing->selection->in_order;
    nnreg_status status;

    if (!in_order)
        listing->wanted =
            listing->skip < SIZE_MAX / 2 ? listing->wanted + (size_t)listing->skip : SIZE_MAX / 2;
    status = nnreg_listing_walk(listing, look_at_entry, error);
    if (status != NNREG_OK)
        return status;
    if (!in_order)
        drop_skipped(listing);
    listing->page->total = listing->matching;
    *before = listing->matching > listing->behind;
    return NNREG_OK;
}
