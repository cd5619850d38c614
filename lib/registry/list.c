/* Lists of objects: a page is made of a query in one snapshot. See listing.h. */
#include <string.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "registry/access.h"
#include "registry/entries.h"
#include "registry/listing.h"
#include "registry/settings.h"

#define NAMES_COMPARED 16u /* versions of the page that are looked at for a name before the store is */

/* A place of any order ends with the id. */
static uint64_t id_of_place(const struct nnreg_place_key *place)
{
    uint64_t id;

    (void)nnreg_key_u64_read(&id, (struct nnreg_slice){place->bytes + place->size - 8, 8});
    return id;
}

/* The names of a version are mostly those of one before it on the page. */
static nnreg_status load_version(struct nnreg_listing *listing, struct nnreg_version *version, uint64_t id,
                                 struct nnreg_error *error)
{
    const struct nnreg_version *before = (const void *)listing->page->records;
    const char *spec_name = NULL, *network_name = NULL;
    nnreg_status status =
        nnreg_object_load(version, listing->txn, &nnreg_object_kinds[NNREG_OBJECT_VERSION], id, error);
    size_t i;

    if (status != NNREG_OK)
        return status;
    for (i = listing->page->count; i > 0 && listing->page->count - i < NAMES_COMPARED; i--) {
        if (before[i - 1].spec_id == version->spec_id)
            spec_name = before[i - 1].spec_name;
        if (before[i - 1].network_id == version->network_id)
            network_name = before[i - 1].network_name;
    }
    status = nnreg_version_complete(version, listing->txn, spec_name, network_name, error);
    if (status != NNREG_OK)
        nnreg_record_clear(&nnreg_version_table, version);
    return status;
}

static nnreg_status load_record(struct nnreg_listing *listing, void *record, uint64_t id,
                                struct nnreg_error *error)
{
    const struct nnreg_selection *selection = listing->selection;

    if (selection->kind->object == NNREG_OBJECT_VERSION)
        return load_version(listing, record, id, error);
    if (selection->kind->object == NNREG_OBJECT_SPEC && !selection->query.with_outputs)
        return nnreg_spec_load_without_outputs(record, listing->txn, id, error);
    return nnreg_object_read(record, listing->txn, selection->kind->object, id, error);
}

/* What a page of an index alone is made of: the record must be where the index has it. */
static nnreg_status check_place(const struct nnreg_listing *listing, const struct nnreg_place_key *place,
                                const void *record, struct nnreg_error *error)
{
    const struct nnreg_selection *selection = listing->selection;
    nnreg_status status;

    if (!selection->in_order || selection->must_look)
        return NNREG_OK; /* the place is the record's own, and the entry was held against it */
    status = nnreg_listing_check_scope(selection, record, error);
    if (status != NNREG_OK)
        return status;
    return nnreg_entry_check(selection->kind, selection->range.table,
                             (struct nnreg_slice){place->bytes, place->size}, record, error);
}

static nnreg_status load_place(struct nnreg_listing *listing, const struct nnreg_place_key *place,
                               struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = listing->selection->kind;
    nnreg_page *page = listing->page;
    void *record = page->records + page->count * kind->table->size;
    uint64_t id = id_of_place(place);
    nnreg_status status = load_record(listing, record, id, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_entry_leads_nowhere(kind, listing->selection->range.table, id, error);
    if (status != NNREG_OK)
        return status;
    page->count++; /* from here on it is freed with the page */
    return check_place(listing, place, record, error);
}

static nnreg_status load_records(struct nnreg_listing *listing, struct nnreg_error *error)
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

        status = load_place(listing, &listing->places[from], error);
    }
    return status;
}

/* The place next to another: every place ends with an id, and there is no object between two that differ by one. */
static struct nnreg_place_key beside(const struct nnreg_place_key *place, bool above)
{
    struct nnreg_place_key next = *place;
    uint64_t id = id_of_place(place);
    struct nnreg_key key;

    if (above ? id < UINT64_MAX : id > 0)
        id = above ? id + 1 : id - 1;
    memcpy(next.bytes + next.size - 8, nnreg_key_u64(&key, id).content, 8);
    return next;
}

/* A place that every object of the list is in front of. */
static struct nnreg_place_key end_of_list(const struct nnreg_selection *selection)
{
    bool descending = selection->query.descending != 0;
    struct nnreg_place_key end;

    end.size = selection->query.order == NNREG_ORDER_ID            ? 8
               : selection->query.order == NNREG_ORDER_UPDATE_DATE ? 16
               : descending                                        ? 1 + 8
                                                                   : NNREG_KEY_NAME + 1 + 8;
    memset(end.bytes, descending ? 0 : 0xff, end.size);
    if (selection->query.order == NNREG_ORDER_NAME)
        end.bytes[end.size - 9] = 0; /* where the name ends */
    return end;
}

/* Tokens for the pages behind and before a page without objects: its neighbour begins at what it was reached by. */
static nnreg_status make_tokens_of_none(struct nnreg_listing *listing, bool before, struct nnreg_error *error)
{
    const struct nnreg_selection *selection = listing->selection;
    nnreg_page *page = listing->page;
    struct nnreg_place_key from;

    if (!before)
        return NNREG_OK;
    if (selection->position.size == 0)
        from = end_of_list(selection);
    else /* with the object at the position, if it is still there */
        from = beside(&selection->position, !listing->descend);
    return selection->backwards
               ? nnreg_token_make(&page->next, selection, listing->identity, &from, false, error)
               : nnreg_token_make(&page->previous, selection, listing->identity, &from, true, error);
}

/* Tokens for the pages behind and before this one. */
static nnreg_status make_tokens(struct nnreg_listing *listing, bool more, bool before,
                                struct nnreg_error *error)
{
    nnreg_page *page = listing->page;
    const struct nnreg_selection *selection = listing->selection;
    bool has_next = selection->backwards ? before : more, has_previous = selection->backwards ? more : before;
    struct nnreg_place_key first, last;
    nnreg_status status = NNREG_OK;

    if (page->count == 0)
        return make_tokens_of_none(listing, before, error);
    nnreg_place_of(&first, selection, page->records);
    nnreg_place_of(&last, selection, page->records + (page->count - 1) * selection->kind->table->size);
    if (has_next)
        status = nnreg_token_make(&page->next, selection, listing->identity, &last, false, error);
    if (status == NNREG_OK && has_previous)
        status = nnreg_token_make(&page->previous, selection, listing->identity, &first, true, error);
    return status;
}

/*
 * The count of a whole list comes from the blocks: where the page is known to have so many objects in front of it, and
 * either is the last, or is not, the two must agree.
 */
static nnreg_status check_total(const struct nnreg_listing *listing, bool more, bool before,
                                struct nnreg_error *error)
{
    const struct nnreg_selection *selection = listing->selection;
    uint64_t passed = selection->by_cursor ? 0 : selection->query.offset - listing->skip, there;

    if (!listing->by_blocks || listing->past_end || (selection->by_cursor && before))
        return NNREG_OK;
    there = passed + listing->count;
    if (more ? listing->page->total >= there : listing->page->total == there)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" counts %llu, and there are %s%llu",
                      nnreg_kv_table_names[selection->kind->blocks], (unsigned long long)listing->page->total,
                      more ? "at least " : "", (unsigned long long)there);
}

static nnreg_status read_page(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_listing *listing = context;
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
    status = selection->in_order && !selection->must_look ? nnreg_list_in_order(listing, &before, error)
                                                          : nnreg_list_by_looking(listing, &before, error);
    if (status != NNREG_OK)
        return status;
    more = listing->count > selection->query.limit;
    status = check_total(listing, more, before, error);
    if (status != NNREG_OK)
        return status;
    listing->count -= more;
    if (!selection->by_cursor)
        before = selection->query.offset > 0 && listing->page->total > 0;
    status = load_records(listing, error);
    return status == NNREG_OK ? make_tokens(listing, more, before, error) : status;
}

static nnreg_status list(nnreg *registry, nnreg_page **page, enum nnreg_object object,
                         const struct nnreg_query *query)
{
    struct nnreg_listing listing = {.page = NULL};
    struct nnreg_selection selection;
    struct nnreg_error error;
    nnreg_status status;

    if (page != NULL)
        *page = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && page == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_selection_take(&selection, object, query, &error);
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

nnreg_status nnreg_version_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list(registry, page, NNREG_OBJECT_VERSION, query);
}

nnreg_status nnreg_task_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list(registry, page, NNREG_OBJECT_TASK, query);
}
