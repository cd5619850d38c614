/*
 * Which range of which table drives a list. A condition that has an index is answered by its range; the order's own
 * table is taken where there is none. What the range does not answer is left to the records.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/glob.h"
#include "registry/entries.h"
#include "registry/query.h"
#include "registry/versions.h"

static void set_key(struct nnreg_place_key *place, struct nnreg_slice key)
{
    memcpy(place->bytes, key.content, key.size);
    place->size = key.size;
}

int nnreg_place_compare(const struct nnreg_place_key *a, const struct nnreg_place_key *b)
{
    size_t size = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->bytes, b->bytes, size);

    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

void nnreg_place_of(struct nnreg_place_key *place, const struct nnreg_selection *selection,
                    const void *record)
{
    uint64_t id = *nnreg_object_id(selection->kind, record);
    struct nnreg_key number;
    struct nnreg_key_pair pair;
    struct nnreg_key_name name;

    switch (selection->query.order) {
    case NNREG_ORDER_NAME:
        set_key(place, nnreg_key_name(&name, nnreg_object_name(selection->kind, record), id));
        break;
    case NNREG_ORDER_UPDATE_DATE:
        set_key(place, nnreg_key_pair(
                           &pair, nnreg_key_time(*nnreg_object_update_date(selection->kind, record)), id));
        break;
    case NNREG_ORDER_ID:
        set_key(place, nnreg_key_u64(&number, id));
        break;
    }
}

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

/* The entries under one id of an index of pairs. */
static void set_pairs(struct nnreg_range *range, enum nnreg_kv_table table, uint64_t id)
{
    struct nnreg_key_pair key;

    range->table = table;
    set_key(&range->low, nnreg_key_pair(&key, id, 0));
    set_key(&range->high, nnreg_key_pair(&key, id, UINT64_MAX));
}

/* Names that begin with these bytes; `whole`: that are they. UTF-8 has no byte 0xff. */
static void set_names(struct nnreg_range *range, const struct nnreg_object_kind *kind, const char *name,
                      bool whole)
{
    struct nnreg_key_name key;

    range->table = (enum nnreg_kv_table)kind->names;
    set_key(&range->low, nnreg_key_name_prefix(&key, name));
    range->high = range->low;
    if (whole) {
        range->low.bytes[range->low.size++] = 0;
        range->high.bytes[range->high.size++] = 1;
    } else {
        range->high.bytes[range->high.size++] = 0xff;
    }
}

/* A range of names where the query has a condition on them; false: it has none that begins with a letter. */
static bool choose_names(struct nnreg_selection *selection)
{
    const struct nnreg_query *query = &selection->query;
    char prefix[NNREG_KEY_NAME + 1];

    if (query->name != NULL) {
        set_names(&selection->range, selection->kind, query->name, true);
        selection->must_look = selection->must_look || query->name_prefix != NULL ||
                               query->name_glob != NULL || strlen(query->name) >= NNREG_KEY_NAME;
        return true;
    }
    if (query->name_prefix != NULL && query->name_prefix[0] != '\0') {
        set_names(&selection->range, selection->kind, query->name_prefix, false);
        selection->must_look =
            selection->must_look || query->name_glob != NULL || strlen(query->name_prefix) > NNREG_KEY_NAME;
        return true;
    }
    if (query->name_glob == NULL || strcmp(query->name_glob, "*") == 0)
        return false;
    selection->must_look = true;
    prefix[nnreg_glob_prefix(prefix, NNREG_KEY_NAME, query->name_glob)] = '\0';
    if (prefix[0] == '\0')
        return false;
    set_names(&selection->range, selection->kind, prefix, false);
    return true;
}

static void choose_dates(struct nnreg_selection *selection)
{
    struct nnreg_key_pair key;

    selection->range.table = selection->kind->updates;
    set_key(&selection->range.low, nnreg_key_pair(&key, nnreg_key_time(selection->since), 0));
    set_key(&selection->range.high, nnreg_key_pair(&key, nnreg_key_time(selection->before), 0));
}

/* The one task of a network. */
static nnreg_status choose_task(struct nnreg_selection *selection, struct nnreg_kv_txn *txn,
                                struct nnreg_error *error)
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
    selection->range.table = selection->kind->records;
    set_key(&selection->range.low, nnreg_key_u64(&key, id));
    set_key(&selection->range.high, nnreg_key_u64(&key, id + 1));
    return NNREG_OK;
}

static void choose_order(struct nnreg_selection *selection)
{
    const struct nnreg_object_kind *kind = selection->kind;

    selection->range.table = selection->query.order == NNREG_ORDER_NAME ? (enum nnreg_kv_table)kind->names
                             : selection->query.order == NNREG_ORDER_UPDATE_DATE ? kind->updates
                                                                                 : kind->records;
}

/* Gives up the range of a condition for the order: takes longer, and no memory for what an offset passes over. */
static void go_by_order(struct nnreg_selection *selection)
{
    selection->range = (struct nnreg_range){.low = {.size = 0}};
    choose_order(selection);
    selection->in_order = true;
    selection->must_look = true;
}

/* Whether a range is in the order that is asked for. */
static bool is_in_order(const struct nnreg_selection *selection)
{
    enum nnreg_kv_table table = selection->range.table;

    switch (selection->query.order) {
    case NNREG_ORDER_NAME:
        return table == (enum nnreg_kv_table)selection->kind->names;
    case NNREG_ORDER_UPDATE_DATE:
        return table == selection->kind->updates;
    case NNREG_ORDER_ID:
        return table == selection->kind->records || table == NNREG_KV_PUBLIC ||
               table == NNREG_KV_VERSIONS_BY_SPEC || table == NNREG_KV_VERSIONS_BY_NETWORK;
    }
    return false;
}

#define COUNTED_FIRST 16u /* versions of each side, then four times as many … */
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
static nnreg_status choose_versions(struct nnreg_selection *selection, struct nnreg_kv_txn *txn,
                                    struct nnreg_error *error)
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
        set_pairs(&selection->range, NNREG_KV_VERSIONS_BY_SPEC, spec_id);
    else
        set_pairs(&selection->range, NNREG_KV_VERSIONS_BY_NETWORK, network_id);
    selection->must_look = selection->must_look || both;
    return status;
}

nnreg_status nnreg_range_choose(struct nnreg_selection *selection, struct nnreg_kv_txn *txn,
                                struct nnreg_error *error)
{
    const struct nnreg_query *query = &selection->query;
    bool is_network = selection->kind->object == NNREG_OBJECT_NETWORK;
    bool dated = selection->since != INT64_MIN || selection->before != INT64_MAX;
    nnreg_status status = NNREG_OK;
    bool dates_left = dated;

    selection->must_look = query->where_count > 0 || selection->framework >= 0 || selection->status >= 0;
    selection->must_be_private = is_network && query->scope == NNREG_SCOPE_PRIVATE;
    selection->must_be_public = is_network && query->scope == NNREG_SCOPE_PUBLIC;
    if (selection->kind->object == NNREG_OBJECT_VERSION && (query->spec_id != 0 || query->network_id != 0)) {
        status = choose_versions(selection, txn, error);
    } else if (selection->kind->object == NNREG_OBJECT_TASK && query->network_id != 0) {
        status = choose_task(selection, txn, error);
    } else if (choose_names(selection)) {
        ;
    } else if (selection->must_be_public) {
        selection->range.table = NNREG_KV_PUBLIC;
        selection->must_be_public = false;
    } else if (dated) {
        choose_dates(selection);
        dates_left = false;
    } else {
        choose_order(selection);
    }
    selection->must_look = selection->must_look || dates_left;
    selection->in_order = is_in_order(selection);
    if (!selection->in_order && query->offset > NNREG_QUERY_KEPT)
        go_by_order(selection);
    return status;
}
