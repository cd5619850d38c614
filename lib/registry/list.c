/* Lists of objects: a page is made of a query in one snapshot. See query.h. */
#include <assert.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "registry/object_io.h"
#include "registry/entries.h"
#include "registry/event_chain.h"
#include "registry/scan.h"
#include "registry/settings.h"
#include "registry/top_n.h"

#define NAMES_COMPARED 16u /* versions of the page that are looked at for a name before the store is */

/* The objects of a page on their way: heads and structs, whose copies are still to be made. */
struct beginning {
    unsigned char *slots;
    size_t stride, count;
    size_t room; /* that the copies take */
};

static struct nnreg_snapshot *slot_at(const struct beginning *beginning, size_t i)
{
    return (struct nnreg_snapshot *)(void *)(beginning->slots + i * beginning->stride);
}

/* A name that one of the versions in front of this one has, if it has it; false: there is no memory. */
static bool copy_known_name(char **name, const char *known)
{
    if (*name == NULL && known != NULL)
        *name = nnreg_strdup(known);
    return known == NULL || *name != NULL;
}

/* The names of a version are mostly those of one before it on the page. */
static nnreg_status name_version_of_page(struct nnreg_listing *listing, const struct beginning *beginning,
                                         struct nnreg_snapshot *snapshot, struct nnreg_error *error)
{
    const struct nnreg_version *version = nnreg_snapshot_record(snapshot);
    struct nnreg_snapshot_names *names = &snapshot->names;
    size_t i;

    for (i = beginning->count; i > 0 && beginning->count - i < NAMES_COMPARED; i--) {
        struct nnreg_snapshot *before = slot_at(beginning, i - 1);
        const struct nnreg_version *other = nnreg_snapshot_record(before);

        if ((other->spec_id == version->spec_id && !copy_known_name(&names->spec, before->names.spec)) ||
            (other->network_id == version->network_id &&
             !copy_known_name(&names->network, before->names.network)))
            return nnreg_fail_memory(error);
    }
    return nnreg_version_names(&names->spec, &names->network, listing->txn, version, error);
}

/* The record of the i-th key: the scan has met it, or it is to be found. */
static nnreg_status find_record(struct nnreg_slice *value, struct nnreg_listing *listing, size_t i,
                                uint64_t id, struct nnreg_error *error)
{
    nnreg_status status;

    if (listing->values != NULL) {
        *value = listing->values[i];
        return NNREG_OK;
    }
    status = nnreg_object_find(value, listing->txn, listing->selection->kind, id, error);
    return status == NNREG_NOT_FOUND
               ? nnreg_entry_leads_nowhere(listing->selection->kind, listing->plan.range.table, id, error)
               : status;
}

static nnreg_status begin_object(struct nnreg_listing *listing, struct beginning *beginning, size_t i,
                                 struct nnreg_error *error)
{
    const struct nnreg_list_selection *selection = listing->selection;
    enum nnreg_object object = selection->kind->object;
    bool leaves_out = object == NNREG_OBJECT_SPEC && !selection->query.with_outputs;
    struct nnreg_snapshot *snapshot = slot_at(beginning, beginning->count);
    uint64_t id = nnreg_index_key_id(&listing->keys[i]);
    struct nnreg_slice value;
    nnreg_status status = find_record(&value, listing, i, id, error);

    if (status == NNREG_OK)
        status = nnreg_snapshot_begin(snapshot, selection->kind, id, value,
                                      leaves_out ? NNREG_FIELD(spec, outputs) : NULL, error);
    if (status == NNREG_OK && object == NNREG_OBJECT_VERSION)
        status = name_version_of_page(listing, beginning, snapshot, error);
    if (status != NNREG_OK) {
        nnreg_snapshot_drop(snapshot);
        return status;
    }
    if (leaves_out)
        ((struct nnreg_spec *)nnreg_snapshot_record(snapshot))->outputs_left_out = true;
    beginning->count++;
    beginning->room += nnreg_snapshot_room(snapshot);
    return NNREG_OK;
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

/* In the order of the list: a page that was reached backwards was met from its end. */
static size_t key_of_object(const struct nnreg_listing *listing, size_t i)
{
    return listing->cursor.backwards ? listing->count - 1 - i : i;
}

/* Makes the copies, all in one piece of memory, hands heads and structs to the page, and holds the objects against their keys. */
static nnreg_status finish_objects(struct nnreg_listing *listing, struct beginning *beginning,
                                   struct nnreg_error *error)
{
    nnreg_page *page = listing->page;
    nnreg_status status = NNREG_OK;
    char *memory = nnreg_alloc(beginning->room);
    size_t i;

    if (memory == NULL)
        return nnreg_fail_memory(error);
    page->memory = memory;
    page->snapshots = beginning->slots;
    beginning->slots = NULL;
    for (i = 0; i < beginning->count; i++)
        memory = nnreg_snapshot_finish(nnreg_page_snapshot(page, i), memory);
    assert(memory == page->memory + beginning->room);
    page->count = beginning->count;
    for (i = 0; i < page->count && status == NNREG_OK; i++)
        status = check_entry(listing, &listing->keys[key_of_object(listing, i)],
                             nnreg_snapshot_record(nnreg_page_snapshot(page, i)), error);
    return status;
}

static nnreg_status load_objects(struct nnreg_listing *listing, struct nnreg_error *error)
{
    struct beginning beginning = {.stride = nnreg_snapshot_stride(listing->selection->kind)};
    nnreg_status status = NNREG_OK;
    size_t i;

    if (listing->count == 0)
        return NNREG_OK;
    beginning.slots = nnreg_alloc_zero(listing->count, beginning.stride);
    if (beginning.slots == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < listing->count && status == NNREG_OK; i++)
        status = begin_object(listing, &beginning, key_of_object(listing, i), error);
    if (status == NNREG_OK)
        status = finish_objects(listing, &beginning, error);
    if (beginning.slots != NULL) /* else the copies have dropped what was to be dropped */
        for (i = 0; i < beginning.count; i++)
            nnreg_snapshot_drop(slot_at(&beginning, i));
    nnreg_free(beginning.slots);
    return status;
}

/* Once for all cursors of a page. */
static nnreg_status name_list(struct nnreg_listing *listing, struct nnreg_error *error)
{
    unsigned char identity[16];
    nnreg_status status;

    if (listing->listed)
        return NNREG_OK;
    status = nnreg_identity(identity, listing->txn, error);
    if (status == NNREG_OK)
        status = nnreg_page_cursor_list(listing->list, listing->selection, identity, error);
    listing->listed = status == NNREG_OK;
    return status;
}

static nnreg_status write_cursor(char **text, struct nnreg_listing *listing,
                                 const struct nnreg_index_key *place, bool backwards,
                                 struct nnreg_error *error)
{
    const struct nnreg_page_cursor cursor = {*place, backwards};

    nnreg_status status = name_list(listing, error);

    return status == NNREG_OK ? nnreg_page_cursor_write(text, &cursor, listing->list, error) : status;
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

static void key_of_snapshot(struct nnreg_index_key *key, const nnreg_page *page, enum nnreg_order order,
                            size_t i)
{
    nnreg_index_key_of(key, page->selection.kind, order, nnreg_snapshot_record(nnreg_page_snapshot(page, i)));
}

/* The cursors of the pages behind and before this one: behind its last object, before its first. */
static nnreg_status write_cursors(struct nnreg_listing *listing, bool more, bool before,
                                  struct nnreg_error *error)
{
    nnreg_page *page = listing->page;
    enum nnreg_order order = listing->selection->query.order;
    bool has_next = listing->cursor.backwards ? before : more;
    bool has_previous = listing->cursor.backwards ? more : before;
    struct nnreg_index_key first, last;
    nnreg_status status = NNREG_OK;

    if (page->count == 0)
        return write_cursor_of_none(listing, before, error);
    key_of_snapshot(&first, page, order, 0);
    key_of_snapshot(&last, page, order, page->count - 1);
    if (has_next)
        status = write_cursor(&page->next, listing, &last, false, error);
    if (status == NNREG_OK && has_previous)
        status = write_cursor(&page->previous, listing, &first, true, error);
    return status;
}

/*
 * The count of a whole list is that of the entries of its tables: where the page is known to have so many objects in front of
 * it, and either is the last, or is not, the two must agree.
 */
static nnreg_status check_total(const struct nnreg_listing *listing, bool more, bool before,
                                struct nnreg_error *error)
{
    const struct nnreg_list_selection *selection = listing->selection;
    uint64_t there = (selection->by_cursor ? 0 : selection->query.offset) + listing->count;

    if (!listing->by_tables || listing->past_end || (selection->by_cursor && before))
        return NNREG_OK;
    if (more ? listing->page->total >= there : listing->page->total == there)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" counts %llu, and there are %s%llu",
                      nnreg_kv_table_names[selection->kind->records],
                      (unsigned long long)listing->page->total, more ? "at least " : "",
                      (unsigned long long)there);
}

/* How the list is gone through for this page. */
static nnreg_status begin_page(struct nnreg_listing *listing, struct nnreg_error *error)
{
    const struct nnreg_list_selection *selection = listing->selection;
    nnreg_status status = NNREG_OK;

    if (selection->by_cursor)
        status = name_list(listing, error);
    if (status == NNREG_OK && selection->by_cursor && selection->query.cursor[0] != '\0')
        status = nnreg_page_cursor_read(&listing->cursor, selection->query.cursor, selection->query.order,
                                        listing->list, error);
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
    nnreg_listing_free(&listing);
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
