/*
 * Pages of a range that has the order that is asked for and answers every condition: only the entries of the page are
 * read. The count comes from the counts of live ids in each block of 1024 ids, or of the range's keys, and an offset by id
 * passes whole blocks.
 */
#include <stdatomic.h>
#include <string.h>

#include "base/alloc.h"
#include "registry/listing.h"

_Atomic uint64_t nnreg_query_visited;

static struct nnreg_slice slice_of(const struct nnreg_place_key *key)
{
    return (struct nnreg_slice){key->bytes, key->size};
}

static int compare_slice(const struct nnreg_place_key *a, struct nnreg_slice b)
{
    size_t size = a->size < b.size ? a->size : b.size;
    int order = memcmp(a->bytes, b.content, size);

    return order != 0 ? order : (a->size > b.size) - (a->size < b.size);
}

/* Where an entry is: -1 before the range, 1 behind it, 0 in it. */
static int side_of(const struct nnreg_range *range, struct nnreg_slice key)
{
    if (compare_slice(&range->low, key) > 0)
        return -1;
    return range->high.size > 0 && compare_slice(&range->high, key) <= 0;
}

/* How many private and public objects are in the block of an id: mostly there are none of the one kind or the other. */
static nnreg_status count_around(struct nnreg_listing *listing, uint64_t id, struct nnreg_error *error)
{
    uint64_t block = id / NNREG_BLOCK_IDS;
    struct nnreg_slice value;
    struct nnreg_key key;
    nnreg_status status;

    if (listing->block_known && listing->block == block)
        return NNREG_OK;
    status = nnreg_kv_get(&value, listing->txn, listing->selection->kind->blocks, nnreg_key_u64(&key, block),
                          error);
    if (status == NNREG_NOT_FOUND || (status == NNREG_OK && !nnreg_block_read(&listing->counts, value)))
        return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" does not count the %s %llu",
                          nnreg_kv_table_names[listing->selection->kind->blocks],
                          listing->selection->kind->table->name, (unsigned long long)id);
    listing->block = block;
    listing->block_known = status == NNREG_OK;
    return status;
}

/* Whether the scope, as far as the range does not answer it, lets an object in. */
static nnreg_status in_scope(bool *in, struct nnreg_listing *listing, uint64_t id, struct nnreg_error *error)
{
    bool must_be_public = listing->selection->must_be_public;
    struct nnreg_slice slug;
    struct nnreg_key key;
    nnreg_status status;

    *in = true;
    if (!listing->selection->must_be_private && !must_be_public)
        return NNREG_OK;
    status = count_around(listing, id, error);
    *in = (listing->counts.private_count == 0) == must_be_public;
    if (status != NNREG_OK || listing->counts.private_count == 0 || listing->counts.public_count == 0)
        return status;
    status = nnreg_kv_get(&slug, listing->txn, NNREG_KV_PUBLIC, nnreg_key_u64(&key, id), error);
    *in = (status == NNREG_OK) == must_be_public;
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* What the tables told in_scope, the record must say as well. */
nnreg_status nnreg_listing_check_scope(const struct nnreg_selection *selection, const void *record,
                                       struct nnreg_error *error)
{
    const struct nnreg_network *network = record;
    bool is_public;

    if (selection->kind->object != NNREG_OBJECT_NETWORK || selection->query.scope == NNREG_SCOPE_ALL)
        return NNREG_OK;
    is_public = network->slug[0] != '\0';
    if (is_public == (selection->query.scope == NNREG_SCOPE_PUBLIC))
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT, "network %llu is %s by its record, and %s by the table \"%s\"",
                      (unsigned long long)network->id, is_public ? "public" : "private",
                      is_public ? "private" : "public", nnreg_kv_table_names[NNREG_KV_PUBLIC]);
}

/* An entry that the range goes by: hands those of the list on. */
static nnreg_status visit_entry(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    struct nnreg_listing *listing = context;
    const struct nnreg_range *range = &listing->selection->range;
    int side = side_of(range, key);
    nnreg_status status;
    uint64_t id;
    bool in;

    (void)value;
    atomic_fetch_add_explicit(&nnreg_query_visited, 1, memory_order_relaxed);
    if (side != 0) {
        *stop = listing->descend ? side < 0 : side > 0;
        return NNREG_OK;
    }
    if (!nnreg_range_id(&id, range, key))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" leads to no id",
                          nnreg_kv_table_names[range->table]);
    status = in_scope(&in, listing, id, error);
    return status == NNREG_OK && in ? listing->visit(stop, listing, id, key, error) : status;
}

nnreg_status nnreg_listing_walk(struct nnreg_listing *listing, nnreg_listing_visit *visit,
                                struct nnreg_error *error)
{
    const struct nnreg_range *range = &listing->selection->range;

    listing->visit = visit;
    return nnreg_kv_walk(listing->txn, range->table, slice_of(listing->descend ? &range->high : &range->low),
                         listing->descend, visit_entry, listing, error);
}

static nnreg_status count_entry(bool *stop, struct nnreg_listing *listing, uint64_t id,
                                struct nnreg_slice key, struct nnreg_error *error)
{
    (void)stop, (void)id, (void)key, (void)error;
    listing->matching++;
    return NNREG_OK;
}

/* An entry of a range that is in order and answers all conditions. */
static nnreg_status take_place(bool *stop, struct nnreg_listing *listing, uint64_t id, struct nnreg_slice key,
                               struct nnreg_error *error)
{
    (void)id;
    if (listing->skip > 0) {
        listing->skip--;
        return NNREG_OK;
    }
    if (!nnreg_place_add(listing, key))
        return nnreg_fail_memory(error);
    *stop = listing->count == listing->wanted;
    return NNREG_OK;
}

/* ---------------------------------------------------------------------------------------- the count and the offset -- */

struct blocks {
    struct nnreg_listing *listing;
    uint64_t total, skip;
    bool found;
};

static uint64_t scope_count(const struct nnreg_listing *listing, const struct nnreg_block *block)
{
    if (listing->selection->must_be_private)
        return block->private_count;
    return listing->selection->range.table == NNREG_KV_PUBLIC ? block->public_count
                                                              : block->private_count + block->public_count;
}

/* Counts all, and passes over whole blocks as long as the offset reaches beyond them. */
static nnreg_status pass_block(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error)
{
    struct blocks *blocks = context;
    struct nnreg_range *range = &blocks->listing->selection->range;
    struct nnreg_block block;
    struct nnreg_key number;
    uint64_t first, count;

    (void)stop;
    if (!nnreg_key_u64_read(&first, key) || !nnreg_block_read(&block, value))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" is none",
                          nnreg_kv_table_names[blocks->listing->selection->kind->blocks]);
    if (block.private_count > NNREG_BLOCK_IDS || block.public_count > NNREG_BLOCK_IDS - block.private_count)
        return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" counts more in block %llu than it has ids",
                          nnreg_kv_table_names[blocks->listing->selection->kind->blocks],
                          (unsigned long long)first);
    count = scope_count(blocks->listing, &block);
    blocks->total += count;
    if (blocks->found)
        return NNREG_OK;
    if (blocks->skip >= count) {
        blocks->skip -= count;
        return NNREG_OK;
    }
    blocks->found = true;
    first *= NNREG_BLOCK_IDS;
    if (blocks->listing->descend) {
        range->high.size = 8;
        memcpy(range->high.bytes, nnreg_key_u64(&number, first + NNREG_BLOCK_IDS).content, 8);
    } else {
        range->low.size = 8;
        memcpy(range->low.bytes, nnreg_key_u64(&number, first).content, 8);
    }
    return NNREG_OK;
}

/* The whole list is in the blocks: no condition but the scope. */
static bool is_whole(const struct nnreg_selection *selection)
{
    return selection->range.low.size == 0 && selection->range.high.size == 0 && !selection->must_be_public;
}

/* Counts by the blocks; an offset in the order of ids then begins at a block. */
static nnreg_status count_blocks(struct nnreg_listing *listing, struct nnreg_error *error)
{
    struct blocks blocks = {.listing = listing, .skip = listing->skip};
    nnreg_status status;

    blocks.found = listing->selection->query.order != NNREG_ORDER_ID || listing->selection->by_cursor;
    status = nnreg_kv_walk(listing->txn, listing->selection->kind->blocks, (struct nnreg_slice){NULL, 0},
                           listing->descend, pass_block, &blocks, error);
    if (!listing->selection->by_cursor && listing->selection->query.order == NNREG_ORDER_ID) {
        listing->skip = blocks.skip;
        listing->past_end = !blocks.found;
    }
    listing->page->total = blocks.total;
    return status;
}

/* The cursor's position as a key of the range: below one spec or network the versions are in the order of their ids. */
static struct nnreg_place_key position_in(const struct nnreg_range *range,
                                          const struct nnreg_place_key *position)
{
    struct nnreg_place_key key = *position;

    if (range->table == NNREG_KV_VERSIONS_BY_SPEC || range->table == NNREG_KV_VERSIONS_BY_NETWORK) {
        memmove(key.bytes + 8, position->bytes, position->size);
        memcpy(key.bytes, range->low.bytes, 8);
        key.size += 8;
    }
    return key;
}

/* Narrows a range that is in order to what is behind the cursor's position. */
static void narrow(struct nnreg_listing *listing)
{
    struct nnreg_range *range = &listing->selection->range;
    struct nnreg_place_key from;

    if (listing->selection->position.size == 0)
        return;
    from = position_in(range, &listing->selection->position);
    if (listing->descend) {
        if (range->high.size == 0 || nnreg_place_compare(&from, &range->high) < 0)
            range->high = from;
    } else {
        from.bytes[from.size++] = 0;
        if (nnreg_place_compare(&from, &range->low) > 0)
            range->low = from;
    }
}

/* Whether there is an object on the other side of the position: the page then has a neighbour there. */
static nnreg_status look_back(bool *there, struct nnreg_listing *listing, const struct nnreg_range *whole,
                              struct nnreg_error *error)
{
    struct nnreg_listing back = {
        .page = listing->page, .txn = listing->txn, .descend = !listing->descend, .wanted = 1};
    struct nnreg_selection selection = *listing->selection;
    struct nnreg_place_key from;
    nnreg_status status;

    *there = false;
    if (selection.position.size == 0)
        return NNREG_OK;
    back.selection = &selection;
    from = position_in(whole, &selection.position);
    selection.range = *whole;
    /* The position itself is on that side. */
    if (back.descend) {
        from.bytes[from.size++] = 0;
        selection.range.high = from;
    } else {
        selection.range.low = from;
    }
    status = nnreg_listing_walk(&back, take_place, error);
    *there = back.count > 0;
    nnreg_free(back.places);
    return status;
}

nnreg_status nnreg_list_in_order(struct nnreg_listing *listing, bool *before, struct nnreg_error *error)
{
    struct nnreg_range whole = listing->selection->range;
    bool is_all = is_whole(listing->selection); /* which a block to begin at would hide */
    nnreg_status status =
        is_all ? count_blocks(listing, error) : nnreg_listing_walk(listing, count_entry, error);

    listing->by_blocks = is_all;
    if (!is_all)
        listing->page->total = listing->matching;
    if (status != NNREG_OK || listing->past_end)
        return status;
    narrow(listing);
    status = nnreg_listing_walk(listing, take_place, error);
    if (status == NNREG_OK)
        status = look_back(before, listing, &whole, error);
    return status;
}
