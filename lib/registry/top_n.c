/*
 * The first n: see top_n.h.
 *
 * Where the range is in order, the keys are kept as they come, behind those that the offset passes over, which are only
 * counted. Where it is not, nobody knows before the end which objects the offset passes over, so they are kept with the
 * page's: offset and limit together, in a heap whose root is the one that is last in the order of those kept. A key that
 * comes is held against the root alone: if it is in front of it, it takes its place. So a range of m objects costs
 * m log n steps and memory for n.
 */
#include "registry/top_n.h"

#include <string.h>

#include "registry/entries.h"
#include "registry/filter.h"
#include "registry/scan.h"

/* ------------------------------------------------------------------------------------------------------ the heap -- */

static void heap_swap(struct nnreg_index_key *a, struct nnreg_index_key *b)
{
    struct nnreg_index_key kept;

    nnreg_index_key_set(&kept, nnreg_index_key_slice(a));
    nnreg_index_key_set(a, nnreg_index_key_slice(b));
    nnreg_index_key_set(b, nnreg_index_key_slice(&kept));
}

/* The root may be out of place: it sinks until neither child is behind it. */
static void heap_sink(struct nnreg_listing *listing)
{
    struct nnreg_index_key *keys = listing->keys;
    size_t i = 0, child;

    while ((child = 2 * i + 1) < listing->count) {
        if (child + 1 < listing->count && nnreg_listing_is_behind(listing, &keys[child + 1], &keys[child]))
            child++;
        if (!nnreg_listing_is_behind(listing, &keys[child], &keys[i]))
            return;
        heap_swap(&keys[i], &keys[child]);
        i = child;
    }
}

/* The last one may be out of place: it rises until it is not behind its parent. */
static void heap_rise(struct nnreg_listing *listing)
{
    struct nnreg_index_key *keys = listing->keys;
    size_t i = listing->count - 1;

    while (i > 0 && nnreg_listing_is_behind(listing, &keys[i], &keys[(i - 1) / 2])) {
        heap_swap(&keys[i], &keys[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
}

/* Keeps a key if it is among the `wanted` first ones. */
static void heap_keep(struct nnreg_listing *listing, const struct nnreg_index_key *key)
{
    if (listing->count == listing->wanted) {
        if (nnreg_listing_is_behind(listing, key, &listing->keys[0]))
            return;
        nnreg_index_key_set(&listing->keys[0], nnreg_index_key_slice(key));
        heap_sink(listing);
        return;
    }
    if (!nnreg_listing_room(listing)) {
        listing->out_of_memory = true;
        return;
    }
    nnreg_index_key_set(&listing->keys[listing->count++], nnreg_index_key_slice(key));
    heap_rise(listing);
}

/* Takes the heap apart, from the last to the first, so that the keys are in the order of the scan. */
static void heap_sort(struct nnreg_listing *listing)
{
    size_t count = listing->count;

    while (listing->count > 1) {
        heap_swap(&listing->keys[0], &listing->keys[--listing->count]);
        heap_sink(listing);
    }
    listing->count = count;
}

/* ----------------------------------------------------------------------------------------------- looking at records -- */

/* Decodes what a condition or the order asks for of a record, and holds it against the entry that led to it. */
static nnreg_status decode_entry(union nnreg_any_object *record, const struct nnreg_listing *listing,
                                 uint64_t id, struct nnreg_slice key, struct nnreg_error *error)
{
    const struct nnreg_list_selection *selection = listing->selection;
    enum nnreg_kv_table table = listing->plan.range.table;
    struct nnreg_slice value;
    struct nnreg_key number;
    nnreg_status status =
        nnreg_kv_get(&value, listing->txn, selection->kind->records, nnreg_key_u64(&number, id), error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_entry_leads_nowhere(selection->kind, table, id, error);
    if (status != NNREG_OK)
        return status;
    status =
        nnreg_object_decode(record, selection->kind, id, nnreg_filter_fields(selection, table), value, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_entry_check(selection->kind, table, key, record, error);
    if (status == NNREG_OK)
        status = nnreg_scan_check_scope(selection, record, error);
    if (status != NNREG_OK)
        nnreg_record_clear(selection->kind->table, record);
    return status;
}

/* An object that meets the conditions. */
static void take_match(struct nnreg_listing *listing, const struct nnreg_index_key *key)
{
    listing->matching++;
    if (listing->cursor.place.size > 0 && !nnreg_listing_is_behind(listing, key, &listing->cursor.place))
        return;
    listing->behind++;
    if (!listing->plan.in_order)
        heap_keep(listing, key);
    else if (listing->skip > 0)
        listing->skip--;
    else if (listing->count < listing->wanted && !nnreg_listing_add(listing, nnreg_index_key_slice(key)))
        listing->out_of_memory = true;
}

/* Whether the object that an entry leads to meets the conditions, and then its place in the order. */
static nnreg_status hold_entry(bool *meets, struct nnreg_index_key *key, struct nnreg_listing *listing,
                               uint64_t id, struct nnreg_slice entry, struct nnreg_error *error)
{
    const struct nnreg_list_selection *selection = listing->selection;
    union nnreg_any_object record;
    nnreg_status status = decode_entry(&record, listing, id, entry, error);

    if (status != NNREG_OK)
        return status;
    *meets = nnreg_filter_meets(selection, &record, &listing->out_of_memory);
    if (*meets)
        nnreg_index_key_of(key, selection->kind, selection->query.order, &record);
    nnreg_record_clear(selection->kind->table, &record);
    return listing->out_of_memory ? nnreg_fail_memory(error) : NNREG_OK;
}

/* Goes on where the page is full, too: what meets the conditions is counted to the end. */
static nnreg_status look_at_entry(bool *stop, struct nnreg_listing *listing, uint64_t id,
                                  struct nnreg_slice entry, struct nnreg_error *error)
{
    struct nnreg_index_key key;
    bool meets;
    nnreg_status status = hold_entry(&meets, &key, listing, id, entry, error);

    (void)stop;
    if (status != NNREG_OK)
        return status;
    if (meets)
        take_match(listing, &key);
    return listing->out_of_memory ? nnreg_fail_memory(error) : NNREG_OK;
}

static nnreg_status count_match(bool *stop, struct nnreg_listing *listing, uint64_t id,
                                struct nnreg_slice entry, struct nnreg_error *error)
{
    struct nnreg_index_key key;
    bool meets;
    nnreg_status status = hold_entry(&meets, &key, listing, id, entry, error);

    (void)stop;
    if (status == NNREG_OK)
        listing->matching += meets;
    return status;
}

nnreg_status nnreg_top_n_count(struct nnreg_listing *listing, struct nnreg_error *error)
{
    nnreg_status status = nnreg_scan_range(listing, count_match, error);

    listing->page->total = listing->matching;
    return status;
}

/* Takes the keys in front of the page away again. */
static void drop_skipped(struct nnreg_listing *listing)
{
    size_t passed = listing->skip < listing->count ? (size_t)listing->skip : listing->count;

    heap_sort(listing);
    if (passed > 0)
        memmove(listing->keys, listing->keys + passed, (listing->count - passed) * sizeof *listing->keys);
    listing->count -= passed;
}

nnreg_status nnreg_top_n_page(struct nnreg_listing *listing, bool *before, struct nnreg_error *error)
{
    bool in_order = listing->plan.in_order;
    nnreg_status status;

    if (!in_order) /* at most NNREG_PLAN_KEPT, or the plan would have taken the order's range */
        listing->wanted += (size_t)listing->skip;
    status = nnreg_scan_range(listing, look_at_entry, error);
    if (status != NNREG_OK)
        return status;
    if (!in_order)
        drop_skipped(listing);
    listing->page->total = listing->matching;
    *before = listing->matching > listing->behind;
    return NNREG_OK;
}
