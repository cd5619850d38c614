/*
 * Whether a record meets the conditions of a query, the cheap ones first: numbers, then the name, then metadata, which is
 * parsed. Each function here may look at no field that nnreg_filter_fields leaves out: it is zero in the record then, and a
 * text NULL. So a condition on a new field is two lines, one here and one there.
 */
#include "registry/filter.h"

#include <string.h>

#include "base/glob.h"
#include "registry/network_digest.h"
#include "registry/where.h"

static bool asks_for_name(const struct nnreg_query *query)
{
    return query->name != NULL || query->name_prefix != NULL || query->name_glob != NULL;
}

static bool name_meets(const struct nnreg_query *query, const char *name)
{
    if (query->name != NULL && strcmp(name, query->name) != 0)
        return false;
    if (query->name_prefix != NULL && strncmp(name, query->name_prefix, strlen(query->name_prefix)) != 0)
        return false;
    return query->name_glob == NULL || nnreg_glob_match(query->name_glob, name);
}

static bool metadata_meets(const struct nnreg_query *query, const char *metadata, bool *out_of_memory)
{
    size_t i;

    for (i = 0; i < query->where_count; i++)
        if (!nnreg_where_holds(&query->where[i], metadata, out_of_memory))
            return false;
    return true;
}

/* The sums are there, so that what fails is memory, for the sum over them. */
static bool digest_meets(const struct nnreg_list_selection *selection, const struct nnreg_network *network,
                         bool *out_of_memory)
{
    nnreg_digest digest;

    if (!selection->by_digest)
        return true;
    if (nnreg_network_digest_compute(digest, network, NULL) != NNREG_OK) {
        *out_of_memory = true;
        return false;
    }
    return memcmp(digest, selection->digest, sizeof digest) == 0;
}

static bool network_meets(const struct nnreg_list_selection *selection, const struct nnreg_network *network)
{
    return selection->framework < 0 || network->framework == selection->framework;
}

static bool version_meets(const struct nnreg_query *query, const struct nnreg_version *version)
{
    return (query->spec_id == 0 || version->spec_id == query->spec_id) &&
           (query->network_id == 0 || version->network_id == query->network_id);
}

/* The ids are in their order. */
static bool id_meets(const struct nnreg_query *query, uint64_t id)
{
    size_t low = 0, high = query->id_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (query->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return query->ids == NULL || (low < query->id_count && query->ids[low] == id);
}

static bool task_meets(const struct nnreg_list_selection *selection, const struct nnreg_task *task)
{
    return (selection->query.network_id == 0 || task->network_id == selection->query.network_id) &&
           (selection->status < 0 || task->status == selection->status) &&
           id_meets(&selection->query, task->id);
}

bool nnreg_filter_meets(const struct nnreg_list_selection *selection, const void *record, bool *out_of_memory)
{
    const struct nnreg_query *query = &selection->query;
    int64_t date = *nnreg_object_update_date(selection->kind, record);

    if (date < selection->since || date >= selection->before)
        return false;
    switch (selection->kind->object) {
    case NNREG_OBJECT_NETWORK:
        return network_meets(selection, record) &&
               name_meets(query, ((const struct nnreg_network *)record)->name) &&
               digest_meets(selection, record, out_of_memory) &&
               metadata_meets(query, ((const struct nnreg_network *)record)->metadata, out_of_memory);
    case NNREG_OBJECT_SPEC:
        return name_meets(query, ((const struct nnreg_spec *)record)->name) &&
               metadata_meets(query, ((const struct nnreg_spec *)record)->metadata, out_of_memory);
    case NNREG_OBJECT_VERSION:
        return version_meets(query, record);
    default:
        return task_meets(selection, record);
    }
}

/* The fields that the conditions of each kind of object look at. */
static uint64_t fields_of_object(enum nnreg_object object)
{
    switch (object) {
    case NNREG_OBJECT_NETWORK:
        return nnreg_field_bit(NNREG_FIELD(network, framework)) | nnreg_field_bit(NNREG_FIELD(network, slug));
    case NNREG_OBJECT_VERSION:
        return nnreg_field_bit(NNREG_FIELD(version, spec_id)) |
               nnreg_field_bit(NNREG_FIELD(version, network_id));
    case NNREG_OBJECT_SPEC:
        return nnreg_field_bit(NNREG_FIELD(spec, slug));
    default:
        return nnreg_field_bit(NNREG_FIELD(task, network_id)) | nnreg_field_bit(NNREG_FIELD(task, status));
    }
}

/* Names, files and metadata, which can be long, are read only where they are asked for. */
uint64_t nnreg_filter_fields(const struct nnreg_list_selection *selection, enum nnreg_kv_table table)
{
    const struct nnreg_query *query = &selection->query;
    const struct nnreg_object_kind *kind = selection->kind;
    uint64_t bits = fields_of_object(kind->object);

    bits |= nnreg_field_bit(nnreg_field_at(kind->table, kind->id_offset));
    bits |= nnreg_field_bit(nnreg_field_at(kind->table, kind->update_date_offset));
    if (kind->name_offset != 0 &&
        (asks_for_name(query) || query->order == NNREG_ORDER_NAME || (int)table == kind->names))
        bits |= nnreg_field_bit(nnreg_field_at(kind->table, kind->name_offset));
    if (selection->by_digest)
        bits |= nnreg_field_bit(NNREG_FIELD(network, files));
    if (kind->metadata_offset != 0 && query->where_count > 0)
        bits |= nnreg_field_bit(nnreg_field_at(kind->table, kind->metadata_offset));
    return bits;
}
