/*
 * Choosing the range that drives a list: see plan.h.
 *
 * What narrows most is taken first, as far as it is known without counting: one spec's or network's versions, one network's
 * task, single ids, names, then public objects (few, in a registry of private ones), then dates. What the range does not
 * answer is left to the records.
 */
#include "registry/plan.h"
#include <string.h>

#include "base/alloc.h"
#include "base/glob.h"
#include "registry/entries.h"
#include "registry/versions.h"

bool nnreg_range_id(uint64_t *id, const struct nnreg_range *range, struct nnreg_slice key)
{
    uint64_t first;
    size_t length;

    switch (range->table) {
    case NNREG_KV_NETWORK_NAMES:
    case NNREG_KV_SPEC_NAMES:
        return nnreg_key_name_read(id, &length, key);
    case NNREG_KV_NETWORK_UPDATES:
    case NNREG_KV_SPEC_UPDATES:
    case NNREG_KV_VERSION_UPDATES:
    case NNREG_KV_TASK_UPDATES:
    case NNREG_KV_VERSIONS_BY_SPEC:
    case NNREG_KV_VERSIONS_BY_NETWORK:
        return nnreg_key_pair_read(&first, id, key);
    default:
        return nnreg_key_u64_read(id, key);
    }
}

/* Below one spec or network the versions are in the order of their ids, behind that one's. */
struct nnreg_index_key nnreg_range_key(const struct nnreg_range *range, const struct nnreg_index_key *place)
{
    struct nnreg_index_key key = *place;

    if (range->table == NNREG_KV_VERSIONS_BY_SPEC || range->table == NNREG_KV_VERSIONS_BY_NETWORK) {
        memcpy(key.bytes, range->low.bytes, 8);
        memcpy(key.bytes + 8, place->bytes, place->size);
        key.size += 8;
    }
    return key;
}

/* The entries under one id of an index of pairs. */
static void set_pairs(struct nnreg_range *range, enum nnreg_kv_table table, uint64_t id)
{
    struct nnreg_key_pair key;

    range->table = table;
    nnreg_index_key_set(&range->low, nnreg_key_pair(&key, id, 0));
    nnreg_index_key_set(&range->high, nnreg_key_pair(&key, id, UINT64_MAX));
}

/* Names that begin with these bytes; `whole`: that are they. UTF-8 has no byte 0xff. */
static void set_names(struct nnreg_range *range, const struct nnreg_object_kind *kind, const char *name,
                      bool whole)
{
    struct nnreg_key_name key;

    range->table = (enum nnreg_kv_table)kind->names;
    nnreg_index_key_set(&range->low, nnreg_key_name_prefix(&key, name));
    range->high = range->low;
    if (whole) {
        range->low.bytes[range->low.size++] = 0;
        range->high.bytes[range->high.size++] = 1;
    } else {
        range->high.bytes[range->high.size++] = 0xff;
    }
}

/* A range of names where the query has a condition on them; false: it has none that begins with a letter. */
static bool choose_name_range(struct nnreg_plan *plan, const struct nnreg_list_selection *selection)
{
    const struct nnreg_query *query = &selection->query;
    char prefix[NNREG_KEY_NAME + 1];

    if (query->name != NULL) {
        set_names(&plan->range, selection->kind, query->name, true);
        plan->must_look = plan->must_look || query->name_prefix != NULL || query->name_glob != NULL ||
                          strlen(query->name) >= NNREG_KEY_NAME;
        return true;
    }
    if (query->name_prefix != NULL && query->name_prefix[0] != '\0') {
        set_names(&plan->range, selection->kind, query->name_prefix, false);
        plan->must_look =
            plan->must_look || query->name_glob != NULL || strlen(query->name_prefix) > NNREG_KEY_NAME;
        return true;
    }
    if (query->name_glob == NULL || strcmp(query->name_glob, "*") == 0)
        return false;
    plan->must_look = true;
    prefix[nnreg_glob_prefix(prefix, NNREG_KEY_NAME, query->name_glob)] = '\0';
    if (prefix[0] == '\0')
        return false;
    set_names(&plan->range, selection->kind, prefix, false);
    return true;
}

static void choose_date_range(struct nnreg_plan *plan, const struct nnreg_list_selection *selection)
{
    struct nnreg_key_pair key;

    plan->range.table = selection->kind->updates;
    nnreg_index_key_set(&plan->range.low, nnreg_key_pair(&key, nnreg_key_time(selection->since), 0));
    nnreg_index_key_set(&plan->range.high, nnreg_key_pair(&key, nnreg_key_time(selection->before), 0));
}

/* The one task of a network; where there is no such network, the range of id 0, which no task has. */
static nnreg_status choose_task_range(struct nnreg_plan *plan, const struct nnreg_list_selection *selection,
                                      struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_network network;
    struct nnreg_task task;
    struct nnreg_key key;
    nnreg_status status = nnreg_object_load(&network, txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK],
                                            selection->query.network_id, error);
    uint64_t id = 0;

    if (status == NNREG_OK) {
        status = nnreg_task_of(&task, txn, &network, error);
        id = network.task_id;
        nnreg_record_clear(&nnreg_network_table, &network);
        if (status == NNREG_OK)
            nnreg_record_clear(&nnreg_task_table, &task);
    }
    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    plan->range.table = selection->kind->records;
    nnreg_index_key_set(&plan->range.low, nnreg_key_u64(&key, id));
    nnreg_index_key_set(&plan->range.high, nnreg_key_u64(&key, id + 1));
    return NNREG_OK;
}

/* Only networks and specs are public or private. */
static bool is_scoped(const struct nnreg_list_selection *selection, enum nnreg_scope scope)
{
    return selection->kind->public_ids >= 0 && selection->query.scope == scope;
}

static void choose_order_range(struct nnreg_plan *plan, const struct nnreg_list_selection *selection)
{
    const struct nnreg_object_kind *kind = selection->kind;

    plan->range.table = selection->query.order == NNREG_ORDER_NAME          ? (enum nnreg_kv_table)kind->names
                        : selection->query.order == NNREG_ORDER_UPDATE_DATE ? kind->updates
                                                                            : kind->records;
}

/*
 * Gives up the range of a condition for the order: takes longer, and no memory for what an offset passes over. The scope is
 * no longer answered by the range, either.
 */
static void go_by_order(struct nnreg_plan *plan, const struct nnreg_list_selection *selection)
{
    plan->range = (struct nnreg_range){.low = {.size = 0}};
    choose_order_range(plan, selection);
    plan->must_be_public = is_scoped(selection, NNREG_SCOPE_PUBLIC);
    plan->in_order = true;
    plan->must_look = true;
}

/* Whether a range is in the order that is asked for. */
static bool is_in_order(const struct nnreg_plan *plan, const struct nnreg_list_selection *selection)
{
    enum nnreg_kv_table table = plan->range.table;

    if (selection->query.order == NNREG_ORDER_NAME)
        return table == (enum nnreg_kv_table)selection->kind->names;
    if (selection->query.order == NNREG_ORDER_UPDATE_DATE)
        return table == selection->kind->updates;
    return table == selection->kind->records || (int)table == selection->kind->public_ids ||
           table == NNREG_KV_VERSIONS_BY_SPEC || table == NNREG_KV_VERSIONS_BY_NETWORK;
}

/*
 * So many versions of either side are counted at first, then four times as many, until one side has fewer: so finding out
 * which is the rarer costs no more than a few times what going through it costs. Beyond the most, either will do.
 */
#define COUNTED_FIRST 16u
#define COUNTED_MOST  4096u

static nnreg_status count_versions(size_t *count, struct nnreg_kv_txn *txn, enum nnreg_kv_table index,
                                   uint64_t id, size_t most, struct nnreg_error *error)
{
    uint64_t *versions;
    nnreg_status status = nnreg_versions_of(&versions, count, txn, index, id, most, error);

    nnreg_free(versions);
    return status;
}

/* Versions of a spec, of a network, or of both: then the index with fewer of them drives the list. */
static nnreg_status choose_version_range(struct nnreg_plan *plan,
                                         const struct nnreg_list_selection *selection,
                                         struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    uint64_t spec_id = selection->query.spec_id, network_id = selection->query.network_id;
    bool by_spec = spec_id != 0, both = by_spec && network_id != 0;
    size_t of_spec = 0, of_network = 0, most;
    nnreg_status status = NNREG_OK;

    for (most = COUNTED_FIRST; both && status == NNREG_OK && most <= COUNTED_MOST; most *= 4) {
        status = count_versions(&of_spec, txn, NNREG_KV_VERSIONS_BY_SPEC, spec_id, most, error);
        if (status == NNREG_OK)
            status = count_versions(&of_network, txn, NNREG_KV_VERSIONS_BY_NETWORK, network_id, most, error);
        by_spec = of_spec <= of_network;
        if (of_spec < most || of_network < most)
            break;
    }
    if (by_spec)
        set_pairs(&plan->range, NNREG_KV_VERSIONS_BY_SPEC, spec_id);
    else
        set_pairs(&plan->range, NNREG_KV_VERSIONS_BY_NETWORK, network_id);
    if (both)
        plan->must_look = true;
    return status;
}

/* Each is looked up, and held against what else is asked. */
static void choose_ids(struct nnreg_plan *plan, const struct nnreg_list_selection *selection)
{
    plan->range.table = selection->kind->records;
    plan->by_ids = true;
}

nnreg_status nnreg_plan_make(struct nnreg_plan *plan, const struct nnreg_list_selection *selection,
                             struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    const struct nnreg_query *query = &selection->query;
    bool dated = selection->since != INT64_MIN || selection->before != INT64_MAX;
    nnreg_status status = NNREG_OK;
    bool dates_left = dated;

    *plan = (struct nnreg_plan){.range = {.low = {.size = 0}}};
    plan->must_look = query->where_count > 0 || selection->framework >= 0 || selection->status >= 0 ||
                      selection->by_digest || query->ids != NULL;
    plan->must_be_private = is_scoped(selection, NNREG_SCOPE_PRIVATE);
    plan->must_be_public = is_scoped(selection, NNREG_SCOPE_PUBLIC);
    if (selection->kind->object == NNREG_OBJECT_VERSION && (query->spec_id != 0 || query->network_id != 0)) {
        status = choose_version_range(plan, selection, txn, error);
    } else if (selection->kind->object == NNREG_OBJECT_TASK && query->network_id != 0) {
        status = choose_task_range(plan, selection, txn, error);
    } else if (query->ids != NULL) {
        choose_ids(plan, selection);
    } else if (choose_name_range(plan, selection)) {
        ;
    } else if (plan->must_be_public) {
        plan->range.table = (enum nnreg_kv_table)selection->kind->public_ids;
        plan->must_be_public = false;
    } else if (dated) {
        choose_date_range(plan, selection);
        dates_left = false;
    } else {
        choose_order_range(plan, selection);
    }
    plan->must_look = plan->must_look || dates_left;
    plan->in_order = is_in_order(plan, selection);
    if (!plan->in_order && !plan->by_ids && query->offset > NNREG_PLAN_KEPT)
        go_by_order(plan, selection);
    return status;
}
