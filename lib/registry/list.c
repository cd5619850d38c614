/* Lists of objects: a page is made of a query in one snapshot. See listing.h. */
#include <string.h>

#include "base/alloc.h"
#include "base/how.h"
#include "registry/access.h"
#include "registry/listing.h"

/* A place of any order ends with the id. */
static uint64_t id_of_place(const struct nnreg_place_key *place)
{
    uint64_t id;

    (void)nnreg_key_u64_read(&id, (struct nnreg_slice){place->bytes + place->size - 8, 8});
    return id;
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
static nnreg_status make_tokens(struct nnreg_listing *listing, bool more, bool before,
                                struct nnreg_error *error)
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
    listing->count -= more;
    if (!selection->by_cursor)
        before = selection->query.offset > 0;
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

nnreg_status nnreg_recognition_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list(registry, page, NNREG_OBJECT_VERSION, query);
}

nnreg_status nnreg_task_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list(registry, page, NNREG_OBJECT_TASK, query);
}
