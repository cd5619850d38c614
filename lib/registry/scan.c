/*
 * Scans: see scan.h.
 *
 * A page of a range that is in order reads no entry but its own, and one more. Where the list is a whole table, the count is
 * that of its entries, which the store knows; else it comes from the range's keys, of which no record is read. An offset by id
 * passes whole blocks of 1024 ids, whose live ids are counted, from the nearer end of the list.
 */
#include "registry/scan.h"

#include <string.h>

#include "base/alloc.h"

/* ------------------------------------------------------------------------------------------------------ the scope -- */

/* How many private and public objects are in the block of an id: mostly there are none of the one kind or the other. */
static nnreg_status read_block_of(struct nnreg_listing *listing, uint64_t id, struct nnreg_error *error)
{
    uint64_t block = id / NNREG_BLOCK_IDS;
    struct nnreg_slice value;
    struct nnreg_key key;
    nnreg_status status;

    if (listing->block.known && listing->block.number == block)
        return NNREG_OK;
    status = nnreg_kv_get(&value, listing->txn, listing->selection->kind->blocks, nnreg_key_u64(&key, block),
                          error);
    if (status == NNREG_NOT_FOUND || (status == NNREG_OK && !nnreg_block_read(&listing->block.counts, value)))
        return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" does not count the %s %llu",
                          nnreg_kv_table_names[listing->selection->kind->blocks],
                          listing->selection->kind->table->name, (unsigned long long)id);
    listing->block.number = block;
    listing->block.known = status == NNREG_OK;
    return status;
}

/* Whether the scope, as far as the range does not answer it, lets an object in. */
static nnreg_status is_in_scope(bool *in, struct nnreg_listing *listing, uint64_t id,
                                struct nnreg_error *error)
{
    bool must_be_public = listing->plan.must_be_public;
    struct nnreg_slice slug;
    struct nnreg_key key;
    nnreg_status status;

    *in = true;
    if (!listing->plan.must_be_private && !must_be_public)
        return NNREG_OK;
    status = read_block_of(listing, id, error);
    *in = (listing->block.counts.private_count == 0) == must_be_public;
    if (status != NNREG_OK || listing->block.counts.private_count == 0 ||
        listing->block.counts.public_count == 0)
        return status;
    status = nnreg_kv_get(&slug, listing->txn, (unsigned)listing->selection->kind->public_ids,
                          nnreg_key_u64(&key, id), error);
    *in = (status == NNREG_OK) == must_be_public;
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* What the tables told is_in_scope, the record must say as well: one of them is damaged where it does not. */
nnreg_status nnreg_scan_check_scope(const struct nnreg_list_selection *selection, const void *record,
                                    struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = selection->kind;
    bool is_public;

    if (kind->slugs < 0 || selection->query.scope == NNREG_SCOPE_ALL)
        return NNREG_OK;
    is_public = nnreg_object_slug(kind, record)[0] != '\0';
    if (is_public == (selection->query.scope == NNREG_SCOPE_PUBLIC))
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT, "%s %llu is %s by its record, and %s by the table \"%s\"",
                      kind->table->name, (unsigned long long)*nnreg_object_id(kind, record),
                      is_public ? "public" : "private", is_public ? "private" : "public",
                      nnreg_kv_table_names[kind->public_ids]);
}

/* ------------------------------------------------------------------------------------------------------ the range -- */

/* Where an entry is: -1 before the range, 1 behind it, 0 in it. */
static int side_of_range(const struct nnreg_range *range, struct nnreg_slice key)
{
    if (nnreg_index_key_compare(&range->low, key) > 0)
        return -1;
    return range->high.size > 0 && nnreg_index_key_compare(&range->high, key) <= 0;
}

struct scan {
    struct nnreg_listing *listing;
    nnreg_scan_visit *visit;
};

/*
 * An entry that the store comes to: hands those of the list on. The first one may be outside the range: the store begins at
 * the last key that is not above the upper end, which may be that end itself, and the range is open there.
 */
static nnreg_status visit_entry(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    const struct scan *scan = context;
    struct nnreg_listing *listing = scan->listing;
    const struct nnreg_range *range = &listing->plan.range;
    int side = side_of_range(range, key);
    nnreg_status status;
    uint64_t id;
    bool in;

    listing->value = value;
    if (side != 0) {
        *stop = listing->descend ? side < 0 : side > 0;
        return NNREG_OK;
    }
    if (!nnreg_range_id(&id, range, key))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" leads to no id",
                          nnreg_kv_table_names[range->table]);
    status = is_in_scope(&in, listing, id, error);
    return status == NNREG_OK && in ? scan->visit(stop, listing, id, key, error) : status;
}

/* The ids of the query, in the direction of the scan; those that are not there are passed over. */
static nnreg_status scan_ids(struct scan *scan, struct nnreg_error *error)
{
    struct nnreg_listing *listing = scan->listing;
    const struct nnreg_query *query = &listing->selection->query;
    nnreg_status status = NNREG_OK;
    bool stop = false;
    size_t i;

    for (i = 0; i < query->id_count && status == NNREG_OK && !stop; i++) {
        uint64_t id = query->ids[listing->descend ? query->id_count - 1 - i : i];
        struct nnreg_slice value;
        struct nnreg_key number;
        struct nnreg_slice key = nnreg_key_u64(&number, id);

        status = nnreg_kv_get(&value, listing->txn, listing->plan.range.table, key, error);
        listing->value = value;
        if (status == NNREG_OK)
            status = scan->visit(&stop, listing, id, key, error);
        else if (status == NNREG_NOT_FOUND)
            status = NNREG_OK;
    }
    return status;
}

nnreg_status nnreg_scan_range(struct nnreg_listing *listing, nnreg_scan_visit *visit,
                              struct nnreg_error *error)
{
    struct scan scan = {listing, visit};
    const struct nnreg_range *range = &listing->plan.range;
    const struct nnreg_index_key *from = listing->descend ? &range->high : &range->low;

    if (listing->plan.by_ids)
        return scan_ids(&scan, error);
    return nnreg_kv_walk(listing->txn, range->table, nnreg_index_key_slice(from), listing->descend,
                         visit_entry, &scan, error);
}

/* Counts what the scan meets. */
static nnreg_status count_entry(bool *stop, struct nnreg_listing *listing, uint64_t id,
                                struct nnreg_slice key, struct nnreg_error *error)
{
    (void)stop, (void)id, (void)key, (void)error;
    listing->matching++;
    return NNREG_OK;
}

/* Takes what the scan meets for the page, until it has what is wanted; of the table of records the records, too. */
static nnreg_status take_scanned(bool *stop, struct nnreg_listing *listing, uint64_t id,
                                 struct nnreg_slice key, struct nnreg_error *error)
{
    (void)id;
    if (listing->skip > 0) {
        listing->skip--;
        return NNREG_OK;
    }
    if (!nnreg_listing_add(listing, key) || (listing->plan.range.table == listing->selection->kind->records &&
                                             !nnreg_listing_keep_value(listing)))
        return nnreg_fail_memory(error);
    *stop = listing->count == listing->wanted;
    return NNREG_OK;
}

/* ---------------------------------------------------------------------------------------- the count and the offset -- */

/*
 * The way to the block that the page begins in, in the direction of the scan or against it. `passed` are the objects that were
 * met on it; the page begins behind so many.
 */
struct block_walk {
    struct nnreg_listing *listing;
    uint64_t passed, begin;
    bool against;
    bool found;
};

/* Of the objects that a block counts, those that the list has. */
static uint64_t count_in_scope(const struct nnreg_listing *listing, const struct nnreg_block *block)
{
    if (listing->plan.must_be_private)
        return block->private_count;
    return (int)listing->plan.range.table == listing->selection->kind->public_ids
               ? block->public_count
               : block->private_count + block->public_count;
}

/* The counts of a block, which cannot be more than it has ids. */
static nnreg_status read_block(struct nnreg_block *block, uint64_t *number, enum nnreg_kv_table table,
                               struct nnreg_slice key, struct nnreg_slice value, struct nnreg_error *error)
{
    if (!nnreg_key_u64_read(number, key) || !nnreg_block_read(block, value))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" is none",
                          nnreg_kv_table_names[table]);
    if (block->private_count <= NNREG_BLOCK_IDS &&
        block->public_count <= NNREG_BLOCK_IDS - block->private_count)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" counts more in block %llu than it has ids",
                      nnreg_kv_table_names[table], (unsigned long long)*number);
}

/* Lets the range begin at a block's first id, or where it is gone through from high to low at its last. */
static void begin_at_block(struct nnreg_listing *listing, uint64_t number)
{
    struct nnreg_range *range = &listing->plan.range;
    uint64_t first = number * NNREG_BLOCK_IDS;
    struct nnreg_key id;

    if (listing->descend)
        nnreg_index_key_set(&range->high, nnreg_key_u64(&id, first + NNREG_BLOCK_IDS));
    else
        nnreg_index_key_set(&range->low, nnreg_key_u64(&id, first));
}

/* The page begins in this block if it begins behind fewer objects than were met with it; against the scan, with so many. */
static nnreg_status pass_block(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error)
{
    struct block_walk *walk = context;
    struct nnreg_listing *listing = walk->listing;
    struct nnreg_block block;
    uint64_t number, count;
    nnreg_status status = read_block(&block, &number, listing->selection->kind->blocks, key, value, error);

    if (status != NNREG_OK)
        return status;
    count = count_in_scope(listing, &block);
    walk->passed += count;
    if (walk->against ? walk->passed < walk->begin : walk->passed <= walk->begin)
        return NNREG_OK;
    listing->skip = walk->against ? walk->passed - walk->begin : walk->begin - (walk->passed - count);
    begin_at_block(listing, number);
    walk->found = *stop = true;
    return NNREG_OK;
}

/* Goes to the block that an offset in the order of ids is in: from the end of the list, where that is nearer. */
static nnreg_status find_offset_block(struct nnreg_listing *listing, struct nnreg_error *error)
{
    uint64_t total = listing->page->total, rest = total - listing->skip;
    bool against = rest < listing->skip;
    struct block_walk walk = {
        .listing = listing, .against = against, .begin = against ? rest : listing->skip};
    enum nnreg_kv_table blocks = listing->selection->kind->blocks;
    nnreg_status status = nnreg_kv_walk(listing->txn, blocks, (struct nnreg_slice){NULL, 0},
                                        listing->descend != against, pass_block, &walk, error);

    if (status != NNREG_OK || (walk.found && walk.passed <= total))
        return status;
    return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" counts %llu, and there are %llu",
                      nnreg_kv_table_names[blocks], (unsigned long long)walk.passed,
                      (unsigned long long)total);
}

/* How many objects of a whole list there are: all, or the public ones, or the others. */
static nnreg_status add_entry_counts(struct nnreg_listing *listing, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = listing->selection->kind;
    uint64_t of_public = 0, all;
    nnreg_status status = nnreg_kv_count(&all, listing->txn, kind->records, error);

    if (status == NNREG_OK && kind->public_ids >= 0)
        status = nnreg_kv_count(&of_public, listing->txn, (unsigned)kind->public_ids, error);
    if (status != NNREG_OK)
        return status;
    if (of_public > all)
        return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" has %llu entries, and there are %llu",
                          nnreg_kv_table_names[kind->public_ids], (unsigned long long)of_public,
                          (unsigned long long)all);
    listing->page->total = listing->plan.must_be_private                        ? all - of_public
                           : (int)listing->plan.range.table == kind->public_ids ? of_public
                                                                                : all;
    return NNREG_OK;
}

/* The list is a whole table: no condition but the scope. */
static bool is_whole(const struct nnreg_plan *plan)
{
    return plan->range.low.size == 0 && plan->range.high.size == 0 && !plan->must_be_public;
}

/* ------------------------------------------------------------------------------------------------------- the page -- */

/*
 * Narrows a range that is in order to what is behind the cursor's place. A range has its lower end and has not its upper
 * one; so going down the place itself is the upper end, and going up the lower one is the key that comes next to it in any
 * table: the place with a byte 0 behind it.
 */
static void narrow(struct nnreg_listing *listing)
{
    struct nnreg_range *range = &listing->plan.range;
    struct nnreg_index_key from;

    if (listing->cursor.place.size == 0)
        return;
    from = nnreg_range_key(range, &listing->cursor.place);
    if (listing->descend) {
        if (range->high.size == 0 || nnreg_index_key_compare(&from, nnreg_index_key_slice(&range->high)) < 0)
            range->high = from;
    } else {
        from.bytes[from.size++] = 0;
        if (nnreg_index_key_compare(&from, nnreg_index_key_slice(&range->low)) > 0)
            range->low = from;
    }
}

/* One is enough. */
static nnreg_status see_one(bool *stop, struct nnreg_listing *listing, uint64_t id, struct nnreg_slice key,
                            struct nnreg_error *error)
{
    (void)id, (void)key, (void)error;
    listing->matching = 1;
    *stop = true;
    return NNREG_OK;
}

/*
 * Whether there is an object on the other side of the cursor's place: the page then has a neighbour there. One is looked
 * for, going the other way from the place, which is on that side itself.
 */
static nnreg_status look_back(bool *there, struct nnreg_listing *listing, const struct nnreg_plan *whole,
                              struct nnreg_error *error)
{
    struct nnreg_listing back = {.page = listing->page,
                                 .selection = listing->selection,
                                 .plan = *whole,
                                 .txn = listing->txn,
                                 .descend = !listing->descend};
    struct nnreg_index_key from;
    nnreg_status status;

    *there = false;
    if (listing->cursor.place.size == 0)
        return NNREG_OK;
    from = nnreg_range_key(&whole->range, &listing->cursor.place);
    if (back.descend) {
        from.bytes[from.size++] = 0;
        back.plan.range.high = from;
    } else {
        back.plan.range.low = from;
    }
    status = nnreg_scan_range(&back, see_one, error);
    *there = back.matching > 0;
    return status;
}

nnreg_status nnreg_scan_count(struct nnreg_listing *listing, struct nnreg_error *error)
{
    nnreg_status status;

    listing->by_tables = is_whole(&listing->plan);
    if (listing->by_tables)
        return add_entry_counts(listing, error);
    status = nnreg_scan_range(listing, count_entry, error);
    listing->page->total = listing->matching;
    return status;
}

nnreg_status nnreg_scan_page(struct nnreg_listing *listing, bool *before, struct nnreg_error *error)
{
    const struct nnreg_plan whole = listing->plan; /* an offset and a cursor narrow the listing's */
    bool seeks = listing->selection->query.order == NNREG_ORDER_ID && listing->skip > 0;
    nnreg_status status = nnreg_scan_count(listing, error);

    if (status != NNREG_OK)
        return status;
    listing->past_end = listing->skip > 0 && listing->skip >= listing->page->total;
    if (listing->past_end)
        return NNREG_OK;
    if (seeks && listing->by_tables)
        status = find_offset_block(listing, error);
    narrow(listing);
    if (status == NNREG_OK)
        status = nnreg_scan_range(listing, take_scanned, error);
    return status == NNREG_OK ? look_back(before, listing, &whole, error) : status;
}
