/*
 * Counting: how many objects a query has, without a page of them. It is the total that a page would tell, from the same ranges
 * and counts, in one snapshot; no record is read but those that a condition has to look at.
 */
#include "base/alloc.h"
#include "registry/handle.h"
#include "registry/scan.h"
#include "registry/top_n.h"

/* What makes a page of the list makes no difference: the order is that of the ids, which every range is good for. */
static void forget_page(struct nnreg_list_selection *selection)
{
    selection->query.order = NNREG_ORDER_ID;
    selection->query.descending = 0;
    selection->query.offset = 0;
    selection->query.cursor = NULL;
    selection->by_cursor = true; /* no offset, for which the range would begin at a block */
}

static nnreg_status read_count(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_listing *listing = context;
    nnreg_status status = nnreg_plan_make(&listing->plan, listing->selection, txn, error);

    listing->txn = txn;
    if (status != NNREG_OK)
        return status;
    return listing->plan.must_look ? nnreg_top_n_count(listing, error) : nnreg_scan_count(listing, error);
}

static nnreg_status count_matching(nnreg *registry, uint64_t *count, enum nnreg_object object,
                                   const struct nnreg_query *query)
{
    struct nnreg_page page = {.total = 0}; /* the texts of the query stay the caller's */
    struct nnreg_listing listing = {.page = &page, .selection = &page.selection};
    struct nnreg_error error;
    nnreg_status status;
    bool owned;

    if (count != NULL)
        *count = 0;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && count == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_selection_take(&page.selection, object, query, &error);
    if (status == NNREG_OK) {
        forget_page(&page.selection);
        owned = nnreg_query_own_ids(&page.selection.query);
        status =
            owned ? nnreg_kv_read(registry->kv, read_count, &listing, &error) : nnreg_fail_memory(&error);
        nnreg_free((void *)(uintptr_t)page.selection.query.ids);
    }
    if (status == NNREG_OK)
        *count = page.total;
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_count(nnreg *registry, uint64_t *count, const struct nnreg_query *query)
{
    return count_matching(registry, count, NNREG_OBJECT_NETWORK, query);
}

nnreg_status nnreg_spec_count(nnreg *registry, uint64_t *count, const struct nnreg_query *query)
{
    return count_matching(registry, count, NNREG_OBJECT_SPEC, query);
}

nnreg_status nnreg_version_count(nnreg *registry, uint64_t *count, const struct nnreg_query *query)
{
    return count_matching(registry, count, NNREG_OBJECT_VERSION, query);
}

nnreg_status nnreg_task_count(nnreg *registry, uint64_t *count, const struct nnreg_query *query)
{
    return count_matching(registry, count, NNREG_OBJECT_TASK, query);
}
