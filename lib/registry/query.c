/*
 * Lists of objects. Where a range has the order that is asked for and answers every condition, only the entries of the
 * page are read: the count comes from the counts of live ids in each block of 1024 ids, or of the range's keys, and an
 * offset by id passes whole blocks. Otherwise the range is gone through once, each record is held against the conditions,
 * and the places of the page's objects are kept in a heap.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/how.h"
#include "base/utf8.h"
#include "codec/record.h"
#include "registry/access.h"
#include "registry/query.h"

_Atomic uint64_t nnreg_query_looked_at, nnreg_query_visited;

/* A page on the way. */
struct listing {
    nnreg_page *page;
    struct nnreg_selection *selection; /* of the page */
    unsigned char identity[16];
    struct nnreg_kv_txn *txn;
    bool descend;  /* the walk goes from high to low */
    size_t wanted; /* places to be kept: one more than the page has shows that there is another */
    struct nnreg_place_key *places;
    size_t count, room;
    uint64_t skip;     /* objects to pass over */
    bool past_end;     /* there are not so many */
    uint64_t matching; /* of those that were looked at */
    uint64_t behind;   /* of them, those behind the cursor's position, in the walk's direction */
    bool out_of_memory;
};

/* ---------------------------------------------------------------------------------------------------- the query -- */

static nnreg_status take_time(int64_t *time, const char *what, const char *text, struct nnreg_error *error)
{
    char shown[64];

    if (text == NULL || nnreg_time_parse(time, text))
        return NNREG_OK;
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                      "%s \"%s\" is not a time like 2018-02-16T13:45:36.078955Z", what,
                      nnreg_utf8_quote(shown, sizeof shown, text, strlen(text)));
}

static nnreg_status take_word(int *value, const struct nnreg_vocab *vocab, const char *text,
                              struct nnreg_error *error)
{
    char shown[64];

    *value = text == NULL ? -1 : nnreg_vocab_find(vocab, text);
    if (text == NULL || *value >= 0)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "there is no %s \"%s\"", vocab->name,
                      nnreg_utf8_quote(shown, sizeof shown, text, strlen(text)));
}

/* Conditions that some objects do not have. */
static nnreg_status check_applies(const struct nnreg_selection *selection, struct nnreg_error *error)
{
    enum {
        OF_NETWORK = 1 << NNREG_OBJECT_NETWORK,
        OF_SPEC = 1 << NNREG_OBJECT_SPEC,
        OF_VERSION = 1 << NNREG_OBJECT_VERSION,
        OF_TASK = 1 << NNREG_OBJECT_TASK
    };
    const struct nnreg_query *query = &selection->query;
    const struct {
        const char *name;
        bool given;
        int objects;
    } conditions[] = {
        {"scope", query->scope != NNREG_SCOPE_PRIVATE, OF_NETWORK},
        {"framework", query->framework != NULL, OF_NETWORK},
        {"name", query->name != NULL || query->name_prefix != NULL || query->name_glob != NULL,
         OF_NETWORK | OF_SPEC},
        {"metadata", query->where_count > 0, OF_NETWORK | OF_SPEC},
        {"order by name", query->order == NNREG_ORDER_NAME, OF_NETWORK | OF_SPEC},
        {"outputs", query->with_outputs != 0, OF_SPEC},
        {"spec_id", query->spec_id != 0, OF_VERSION},
        {"network_id", query->network_id != 0, OF_VERSION | OF_TASK},
        {"status", query->status != NULL, OF_TASK},
    };
    size_t i;

    for (i = 0; i < sizeof conditions / sizeof *conditions; i++)
        if (conditions[i].given && (conditions[i].objects & 1 << selection->kind->object) == 0)
            return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a list of %ss knows no %s",
                              selection->kind->table->name, conditions[i].name);
    return NNREG_OK;
}

static nnreg_status check_numbers(const struct nnreg_query *query, struct nnreg_error *error)
{
    size_t i;

    if (query->limit == 0 || query->limit > NNREG_LIMIT_PAGE)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the limit %u of a list is not from 1 to %u",
                          (unsigned)query->limit, NNREG_LIMIT_PAGE);
    if ((unsigned)query->order > NNREG_ORDER_UPDATE_DATE || (unsigned)query->scope > NNREG_SCOPE_ALL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the order or the scope of a list is none");
    if (query->cursor != NULL && query->offset > 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a list goes by offset or by cursor, not by both");
    if (query->where_count > NNREG_LIMIT_WHERE || (query->where_count > 0 && query->where == NULL))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a list has more than %u conditions on metadata",
                          NNREG_LIMIT_WHERE);
    for (i = 0; i < query->where_count; i++)
        if (query->where[i].key == NULL || query->where[i].value == NULL)
            return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                              "a condition on metadata lacks its key or its value");
    return NNREG_OK;
}

static nnreg_status take_query(struct nnreg_selection *selection, enum nnreg_object object,
                               const struct nnreg_query *given, struct nnreg_error *error)
{
    struct nnreg_query *query = &selection->query;
    nnreg_status status;

    *selection = (struct nnreg_selection){.kind = &nnreg_object_kinds[object],
                                          .query = NNREG_QUERY_INIT,
                                          .since = INT64_MIN,
                                          .before = INT64_MAX};
    if (given != NULL && given->size < sizeof given->size)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the size of struct nnreg_query is not set");
    if (given != NULL)
        memcpy(query, given, given->size < sizeof *query ? given->size : sizeof *query);
    selection->by_cursor = query->cursor != NULL;
    status = check_numbers(query, error);
    if (status == NNREG_OK)
        status = check_applies(selection, error);
    if (status == NNREG_OK)
        status = take_time(&selection->since, "updated_since", query->updated_since, error);
    if (status == NNREG_OK)
        status = take_time(&selection->before, "updated_before", query->updated_before, error);
    if (status == NNREG_OK)
        status = take_word(&selection->framework, &nnreg_vocab_framework, query->framework, error);
    if (status == NNREG_OK)
        status = take_word(&selection->status, &nnreg_vocab_task_status, query->status, error);
    return status;
}

/* --------------------------------------------------------------------------------------------------- the places -- */

/* Whether a is behind b in the direction of the walk. */
static bool is_behind(const struct listing *listing, const struct nnreg_place_key *a,
                      const struct nnreg_place_key *b)
{
    int order = nnreg_place_compare(a, b);

    return listing->descend ? order < 0 : order > 0;
}

static bool make_room(struct listing *listing)
{
    size_t room = listing->room * 2 + 16;
    struct nnreg_place_key *grown;

    if (listing->count < listing->room)
        return true;
    grown = nnreg_realloc_array(listing->places, room, sizeof *grown);
    if (grown == NULL)
        return false;
    listing->places = grown;
    listing->room = room;
    return true;
}

static void swap(struct nnreg_place_key *a, struct nnreg_place_key *b)
{
    struct nnreg_place_key kept = *a;

    *a = *b;
    *b = kept;
}

/* places[0] is the last of those kept: it goes when a better one comes. */
static void sift_down(struct listing *listing)
{
    size_t i = 0, child;

    while ((child = 2 * i + 1) < listing->count) {
        if (child + 1 < listing->count &&
            is_behind(listing, &listing->places[child + 1], &listing->places[child]))
            child++;
        if (!is_behind(listing, &listing->places[child], &listing->places[i]))
            return;
        swap(&listing->places[i], &listing->places[child]);
        i = child;
    }
}

static void keep_place(struct listing *listing, const struct nnreg_place_key *place)
{
    size_t i;

    if (listing->count == listing->wanted) {
        if (is_behind(listing, place, &listing->places[0]))
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
         i > 0 && is_behind(listing, &listing->places[i], &listing->places[(i - 1) / 2]); i = (i - 1) / 2)
        swap(&listing->places[i], &listing->places[(i - 1) / 2]);
}

/* Takes the heap apart, from the last to the first, so that the places are in the order of the walk. */
static void sort_places(struct listing *listing)
{
    size_t count = listing->count;

    while (listing->count > 1) {
        swap(&listing->places[0], &listing->places[--listing->count]);
        sift_down(listing);
    }
    listing->count = count;
}

/* ------------------------------------------------------------------------------------------------------- walking -- */

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

/* Whether the scope, as far as the range does not answer it, lets an object in. */
static nnreg_status in_scope(bool *in, struct listing *listing, uint64_t id, struct nnreg_error *error)
{
    struct nnreg_slice slug;
    struct nnreg_key key;
    nnreg_status status;

    *in = true;
    if (!listing->selection->must_be_private && !listing->selection->must_be_public)
        return NNREG_OK;
    status = nnreg_kv_get(&slug, listing->txn, NNREG_TABLE_PUBLIC, nnreg_key_u64(&key, id), error);
    *in = (status == NNREG_OK) == listing->selection->must_be_public;
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* The id of an entry of the range; *stop: the range has ended. False: the entry does not count. */
static bool take_entry(uint64_t *id, bool *stop, struct listing *listing, struct nnreg_slice key,
                       nnreg_status *status, struct nnreg_error *error)
{
    const struct nnreg_range *range = &listing->selection->range;
    int side = side_of(range, key);
    bool in;

    atomic_fetch_add_explicit(&nnreg_query_visited, 1, memory_order_relaxed);
    *status = NNREG_OK;
    if (side != 0) {
        *stop = listing->descend ? side < 0 : side > 0;
        return false;
    }
    if (!nnreg_range_id(id, range, key)) {
        *status = nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" leads to no id",
                             nnreg_table_names[range->table]);
        return false;
    }
    *status = in_scope(&in, listing, *id, error);
    return *status == NNREG_OK && in;
}

static nnreg_status walk(struct listing *listing, nnreg_kv_visit *visit, struct nnreg_error *error)
{
    const struct nnreg_range *range = &listing->selection->range;

    return nnreg_kv_walk(listing->txn, range->table, slice_of(listing->descend ? &range->high : &range->low),
                         listing->descend, visit, listing, error);
}

static nnreg_status count_entry(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    struct listing *listing = context;
    nnreg_status status;
    uint64_t id;

    (void)value;
    if (take_entry(&id, stop, listing, key, &status, error))
        listing->matching++;
    return status;
}

/* An entry of a range that is in order and answers all conditions. */
static nnreg_status take_place(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error)
{
    struct listing *listing = context;
    nnreg_status status;
    uint64_t id;

    (void)value;
    if (!take_entry(&id, stop, listing, key, &status, error))
        return status;
    if (listing->skip > 0) {
        listing->skip--;
        return NNREG_OK;
    }
    if (!make_room(listing))
        return nnreg_fail_memory(error);
    memcpy(listing->places[listing->count].bytes, key.content, key.size);
    listing->places[listing->count++].size = key.size;
    *stop = listing->count == listing->wanted;
    return NNREG_OK;
}

/* ---------------------------------------------------------------------------------------- the count and the offset -- */

struct blocks {
    struct listing *listing;
    uint64_t total, skip;
    bool found;
};

static uint64_t scope_count(const struct listing *listing, const struct nnreg_block *block)
{
    if (listing->selection->must_be_private)
        return block->private_count;
    return listing->selection->range.table == NNREG_TABLE_PUBLIC ? block->public_count
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
                          nnreg_table_names[blocks->listing->selection->kind->blocks]);
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
static nnreg_status count_blocks(struct listing *listing, struct nnreg_error *error)
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

/* Narrows a range that is in order to what is behind the cursor's position. */
static void narrow(struct listing *listing)
{
    struct nnreg_range *range = &listing->selection->range;
    struct nnreg_place_key from = listing->selection->position;

    if (from.size == 0)
        return;
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
static nnreg_status look_back(bool *there, struct listing *listing, const struct nnreg_range *whole,
                              struct nnreg_error *error)
{
    struct listing back = {
        .page = listing->page, .txn = listing->txn, .descend = !listing->descend, .wanted = 1};
    struct nnreg_selection selection = *listing->selection;
    nnreg_status status;

    *there = false;
    if (selection.position.size == 0)
        return NNREG_OK;
    back.selection = &selection;
    selection.range = *whole;
    /* The position itself is on that side. */
    if (back.descend) {
        selection.position.bytes[selection.position.size++] = 0;
        selection.range.high = selection.position;
    } else {
        selection.range.low = selection.position;
    }
    status = walk(&back, take_place, error);
    *there = back.count > 0;
    nnreg_free(back.places);
    return status;
}

static nnreg_status read_in_order(struct listing *listing, bool *before, struct nnreg_error *error)
{
    struct nnreg_range whole = listing->selection->range;
    bool is_all = is_whole(listing->selection); /* which a block to begin at would hide */
    nnreg_status status = is_all ? count_blocks(listing, error) : walk(listing, count_entry, error);

    if (!is_all)
        listing->page->total = listing->matching;
    if (status != NNREG_OK || listing->past_end)
        return status;
    narrow(listing);
    status = walk(listing, take_place, error);
    if (status == NNREG_OK)
        status = look_back(before, listing, &whole, error);
    return status;
}

/* ------------------------------------------------------------------------------------------- looking at the records -- */

static nnreg_status look_at(struct listing *listing, uint64_t id, struct nnreg_error *error)
{
    const struct nnreg_selection *selection = listing->selection;
    union nnreg_any_object record;
    struct nnreg_place_key place;
    struct nnreg_slice value;
    struct nnreg_key key;
    bool meets;
    nnreg_status status =
        nnreg_kv_get(&value, listing->txn, selection->kind->records, nnreg_key_u64(&key, id), error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" names the %s %llu, which is missing",
                          nnreg_table_names[selection->range.table], selection->kind->table->name,
                          (unsigned long long)id);
    if (status != NNREG_OK)
        return status;
    atomic_fetch_add_explicit(&nnreg_query_looked_at, 1, memory_order_relaxed);
    memset(&record, 0, selection->kind->table->size);
    status = nnreg_record_decode_only(selection->kind->table, &record, nnreg_filter_fields(selection),
                                      value.content, value.size, error);
    if (status != NNREG_OK)
        return status;
    meets = nnreg_filter_meets(selection, &record, &listing->out_of_memory);
    if (meets)
        nnreg_place_of(&place, selection, &record);
    nnreg_record_clear(selection->kind->table, &record);
    if (!meets)
        return NNREG_OK;
    listing->matching++;
    if (selection->position.size > 0 && !is_behind(listing, &place, &selection->position))
        return NNREG_OK;
    listing->behind++;
    keep_place(listing, &place);
    return NNREG_OK;
}

static nnreg_status look_at_entry(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                  struct nnreg_error *error)
{
    struct listing *listing = context;
    nnreg_status status;
    uint64_t id;

    (void)value;
    if (take_entry(&id, stop, listing, key, &status, error))
        status = look_at(listing, id, error);
    if (status == NNREG_OK && listing->out_of_memory)
        status = nnreg_fail_memory(error);
    return status;
}

static nnreg_status look_through(struct listing *listing, bool *before, struct nnreg_error *error)
{
    nnreg_status status;
    size_t passed;

    listing->wanted = listing->skip < SIZE_MAX / 2 ? listing->wanted + (size_t)listing->skip : SIZE_MAX / 2;
    status = walk(listing, look_at_entry, error);
    if (status != NNREG_OK)
        return status;
    sort_places(listing);
    listing->page->total = listing->matching;
    *before = listing->matching > listing->behind;
    passed = listing->skip < listing->count ? (size_t)listing->skip : listing->count;
    if (passed > 0)
        memmove(listing->places, listing->places + passed,
                (listing->count - passed) * sizeof *listing->places);
    listing->count -= passed;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------------- the page -- */

/* A place of any order ends with the id. */
static uint64_t id_of_place(const struct nnreg_place_key *place)
{
    uint64_t id;

    (void)nnreg_key_u64_read(&id, (struct nnreg_slice){place->bytes + place->size - 8, 8});
    return id;
}

static nnreg_status load_records(struct listing *listing, struct nnreg_error *error)
{
    nnreg_page *page = listing->page;
    const struct nnreg_object_kind *kind = listing->selection->kind;
    nnreg_status status = NNREG_OK;
    size_t i;

    page->records = nnreg_alloc_zero(listing->count, kind->table->size);
    if (page->records == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < listing->count && status == NNREG_OK; i++) {
        size_t from = listing->selection->backwards ? listing->count - 1 - i : i;
        void *record = page->records + page->count * kind->table->size;

        status = kind->object == NNREG_OBJECT_SPEC && !listing->selection->query.with_outputs
                     ? nnreg_spec_load_without_outputs(record, listing->txn,
                                                       id_of_place(&listing->places[from]), error)
                     : nnreg_object_read(record, listing->txn, kind->object,
                                         id_of_place(&listing->places[from]), error);
        page->count += status == NNREG_OK;
        if (status == NNREG_NOT_FOUND)
            status = nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" names a %s that is missing",
                                nnreg_table_names[listing->selection->range.table], kind->table->name);
    }
    return status;
}

/* Tokens for the pages behind and before this one. */
static nnreg_status make_tokens(struct listing *listing, bool more, bool before, struct nnreg_error *error)
{
    nnreg_page *page = listing->page;
    const struct nnreg_selection *selection = listing->selection;
    bool has_next = selection->backwards ? before : more, has_previous = selection->backwards ? more : before;
    struct nnreg_place_key first, last;
    nnreg_status status = NNREG_OK;

    if (page->count == 0)
        return NNREG_OK;
    nnreg_place_of(&first, selection, page->records);
    nnreg_place_of(&last, selection, page->records + (page->count - 1) * selection->kind->table->size);
    if (has_next)
        status = nnreg_token_make(&page->next, selection, listing->identity, &last, false, error);
    if (status == NNREG_OK && has_previous)
        status = nnreg_token_make(&page->previous, selection, listing->identity, &first, true, error);
    return status;
}

static nnreg_status read_page(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct listing *listing = context;
    struct nnreg_selection *selection = listing->selection;
    bool before = false, more;
    nnreg_status status = nnreg_identity(listing->identity, txn, error);

    listing->txn = txn;
    if (status == NNREG_OK && selection->by_cursor && selection->query.cursor[0] != '\0')
        status = nnreg_token_read(selection, listing->identity, selection->query.cursor, error);
    if (status == NNREG_OK)
        status = nnreg_range_choose(selection, txn, error);
    if (status != NNREG_OK)
        return status;
    listing->descend = (selection->query.descending != 0) != selection->backwards;
    listing->skip = selection->query.offset;
    listing->wanted = (size_t)selection->query.limit + 1;
    status = selection->in_order && !selection->must_look ? read_in_order(listing, &before, error)
                                                          : look_through(listing, &before, error);
    if (status != NNREG_OK)
        return status;
    more = listing->count > selection->query.limit;
    listing->count -= more;
    if (!selection->by_cursor)
        before = selection->query.offset > 0;
    status = load_records(listing, error);
    return status == NNREG_OK ? make_tokens(listing, more, before, error) : status;
}

static nnreg_status list(nnreg *registry, nnreg_page **page, enum nnreg_object object,
                         const struct nnreg_query *query)
{
    struct listing listing = {.page = NULL};
    struct nnreg_selection selection;
    struct nnreg_error error;
    nnreg_status status;

    if (page != NULL)
        *page = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && page == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = take_query(&selection, object, query, &error);
    if (status == NNREG_OK)
        status = nnreg_page_new(&listing.page, &selection, &error);
    if (status == NNREG_OK) {
        listing.selection = &listing.page->selection;
        status = nnreg_kv_read(registry->kv, read_page, &listing, &error);
    }
    nnreg_free(listing.places);
    if (status == NNREG_OK)
        *page = listing.page;
    else
        nnreg_page_free(listing.page);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list(registry, page, NNREG_OBJECT_NETWORK, query);
}

nnreg_status nnreg_spec_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list(registry, page, NNREG_OBJECT_SPEC, query);
}

nnreg_status nnreg_recognition_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list(registry, page, NNREG_OBJECT_VERSION, query);
}

nnreg_status nnreg_task_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list(registry, page, NNREG_OBJECT_TASK, query);
}
