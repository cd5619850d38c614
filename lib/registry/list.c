/* Lists of objects: a page is made of a query in one snapshot. See query.h. */
#include <string.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "registry/object_io.h"
#include "registry/entries.h"
#include "registry/event_chain.h"
#include "registry/scan.h"
#include "registry/settings.h"
#include "registry/top_n.h"

#define NAMES_COMPARED 16u /* versions of the page that are looked at for a name before the store is */

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
    const struct nnreg_list_selection *selection = listing->selection;

    if (selection->kind->object == NNREG_OBJECT_VERSION)
        return load_version(listing, record, id, error);
    if (selection->kind->object == NNREG_OBJECT_SPEC && !selection->query.with_outputs)
        return nnreg_spec_load_without_outputs(record, listing->txn, id, error);
    return nnreg_object_read(record, listing->txn, selection->kind->object, id, error);
}

/* What a page of an index alone is made of: the record must be where the index has it. */
static nnreg_status check_entry(const struct nnreg_listing *listing, const struct nnreg_index_key *key,
                                const void *record, struct nnreg_error *error)
{
    const struct nnreg_list_selection *selection = listing->selection;
    nnreg_status status;

    if (!listing->plan.in_order || listing->plan.must_look)
        return NNREG_OK; /* the key is the record's own, and the entry was held against it */
    status = nnreg_scan_check_scope(selection, record, error);
    if (status != NNREG_OK)
        return status;
    return nnreg_entry_check(selection->kind, listing->plan.range.table, nnreg_index_key_slice(key), record,
                             error);
}

static nnreg_status load_object(struct nnreg_listing *listing, const struct nnreg_index_key *key,
                                struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = listing->selection->kind;
    nnreg_page *page = listing->page;
    void *record = page->records + page->count * kind->table->size;
    uint64_t id = nnreg_index_key_id(key);
    nnreg_status status = load_record(listing, record, id, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_entry_leads_nowhere(kind, listing->plan.range.table, id, error);
    if (status != NNREG_OK)
        return status;
    page->count++; /* from here on it is freed with the page */
    return check_entry(listing, key, record, error);
}

/* In the order of the list: a page that was reached backwards was met from its end. */
static nnreg_status load_objects(struct nnreg_listing *listing, struct nnreg_error *error)
{
    nnreg_page *page = listing->page;
    const struct nnreg_object_kind *kind = listing->selection->kind;
    nnreg_status status = NNREG_OK;
    size_t i;

    page->records = nnreg_alloc_zero(listing->count, kind->table->size);
    if (page->records == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < listing->count && status == NNREG_OK; i++) {
        size_t from = listing->cursor.backwards ? listing->count - 1 - i : i;

        status = load_object(listing, &listing->keys[from], error);
    }
    return status;
}

static nnreg_status write_cursor(char **text, const struct nnreg_listing *listing,
                                 const struct nnreg_index_key *place, bool backwards,
                                 struct nnreg_error *error)
{
    const struct nnreg_page_cursor cursor = {*place, backwards};

    return nnreg_page_cursor_write(text, &cursor, listing->selection, listing->identity, error);
}

/*
 * The cursor of a page without objects, which leads back to where there are some: its neighbour begins at what it was
 * reached by, with the object at that place, if it is still there.
 */
static nnreg_status write_cursor_of_none(struct nnreg_listing *listing, bool before,
                                         struct nnreg_error *error)
{
    const struct nnreg_query *query = &listing->selection->query;
    const struct nnreg_index_key *place = &listing->cursor.place;
    bool backwards = !listing->cursor.backwards; /* than it was reached */
    nnreg_page *page = listing->page;
    struct nnreg_index_key from;

    if (!before)
        return NNREG_OK;
    from = place->size == 0 ? nnreg_index_key_end(query->order, query->descending != 0)
                            : nnreg_index_key_beside(place, !listing->descend);
    return write_cursor(backwards ? &page->previous : &page->next, listing, &from, backwards, error);
}

/* The cursors of the pages behind and before this one: behind its last object, before its first. */
static nnreg_status write_cursors(struct nnreg_listing *listing, bool more, bool before,
                                  struct nnreg_error *error)
{
    nnreg_page *page = listing->page;
    const struct nnreg_object_kind *kind = listing->selection->kind;
    enum nnreg_order order = listing->selection->query.order;
    bool has_next = listing->cursor.backwards ? before : more;
    bool has_previous = listing->cursor.backwards ? more : before;
    struct nnreg_index_key first, last;
    nnreg_status status = NNREG_OK;

    if (page->count == 0)
        return write_cursor_of_none(listing, before, error);
    nnreg_index_key_of(&first, kind, order, page->records);
    nnreg_index_key_of(&last, kind, order, page->records + (page->count - 1) * kind->table->size);
    if (has_next)
        status = write_cursor(&page->next, listing, &last, false, error);
    if (status == NNREG_OK && has_previous)
        status = write_cursor(&page->previous, listing, &first, true, error);
    return status;
}

/*
 * The count of a whole list comes from the blocks: where the page is known to have so many objects in front of it, and
 * either is the last, or is not, the two must agree.
 */
static nnreg_status check_total(const struct nnreg_listing *listing, bool more, bool before,
                                struct nnreg_error *error)
{
    const struct nnreg_list_selection *selection = listing->selection;
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

/* How the list is gone through for this page. */
static nnreg_status begin_page(struct nnreg_listing *listing, struct nnreg_error *error)
{
    const struct nnreg_list_selection *selection = listing->selection;
    nnreg_status status = nnreg_identity(listing->identity, listing->txn, error);

    if (status == NNREG_OK && selection->by_cursor && selection->query.cursor[0] != '\0')
        status = nnreg_page_cursor_read(&listing->cursor, selection->query.cursor, selection,
                                        listing->identity, error);
    if (status == NNREG_OK)
        status = nnreg_plan_make(&listing->plan, selection, listing->txn, error);
    listing->descend = (selection->query.descending != 0) != listing->cursor.backwards;
    listing->skip = selection->query.offset;
    listing->wanted = (size_t)selection->query.limit + 1;
    return status;
}

/*
 * In one snapshot: the plan, the keys of the page's objects and how many there are in all, the objects, the cursors. Only
 * what is on the page is read whole.
 */
/* An end of the history that is damaged is met here only where the registry was opened all the same, to be looked at. */
static nnreg_status note_event(nnreg_page *page, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_event_last last;
    nnreg_status status = nnreg_event_last(&last, txn, error);

    page->event = status == NNREG_OK ? last.sequence : 0;
    return status == NNREG_CORRUPT ? NNREG_OK : status;
}

static nnreg_status read_page(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_listing *listing = context;
    const struct nnreg_list_selection *selection = listing->selection;
    bool before = false, more;
    nnreg_status status;

    listing->txn = txn;
    status = note_event(listing->page, txn, error);
    if (status == NNREG_OK)
        status = begin_page(listing, error);
    if (status == NNREG_OK)
        status = listing->plan.in_order && !listing->plan.must_look
                     ? nnreg_scan_page(listing, &before, error)
                     : nnreg_top_n_page(listing, &before, error);
    if (status != NNREG_OK)
        return status;
    more = listing->count > selection->query.limit;
    status = check_total(listing, more, before, error);
    if (status != NNREG_OK)
        return status;
    listing->count -= more;
    if (!selection->by_cursor)
        before = selection->query.offset > 0 && listing->page->total > 0;
    status = load_objects(listing, error);
    return status == NNREG_OK ? write_cursors(listing, more, before, error) : status;
}

static nnreg_status list_objects(nnreg *registry, nnreg_page **page, enum nnreg_object object,
                                 const struct nnreg_query *query)
{
    struct nnreg_listing listing = {.page = NULL};
    struct nnreg_list_selection selection;
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
    nnreg_free(listing.keys);
    if (status == NNREG_OK)
        *page = listing.page;
    else
        nnreg_page_free(listing.page);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list_objects(registry, page, NNREG_OBJECT_NETWORK, query);
}

nnreg_status nnreg_spec_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list_objects(registry, page, NNREG_OBJECT_SPEC, query);
}

nnreg_status nnreg_version_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list_objects(registry, page, NNREG_OBJECT_VERSION, query);
}

nnreg_status nnreg_task_list(nnreg *registry, nnreg_page **page, const struct nnreg_query *query)
{
    return list_objects(registry, page, NNREG_OBJECT_TASK, query);
}
