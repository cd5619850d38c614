/*
 * The tensors that are kept with a network, as its users see them: an owned list, made of what the framework wrote when the
 * network was registered (bundle/framework.h). No file is opened. Names lie behind each other in one block and dimensions in
 * another, as a graph can have millions of tensors.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/bytes.h"
#include "base/sized.h"
#include "judge/frameworks.h"
#include "registry/objects.h"
#include "registry/sealing.h"

/* A tensor of the list. */
struct listed_tensor {
    size_t name;           /* where it begins in the block of names */
    size_t dim;            /* and its first dimension in that of dimensions */
    const char *data_type; /* static, or NULL */
    uint32_t rank;         /* NNREG_KEPT_UNKNOWN: not known */
};

struct nnreg_tensors {
    const struct nnreg_tensor_syntax *syntax; /* of the names */
    struct listed_tensor *items;              /* in the order of nnreg_tensor_compare */
    size_t count, item_room;
    struct nnreg_bytes names; /* each with the NUL behind it */
    int64_t *dims;
    size_t dim_count, dim_room;
};

/* ------------------------------------------------------------------------------------------------- making it -- */

static size_t bytes_of(const nnreg_tensors *tensors)
{
    return tensors->count * sizeof *tensors->items + tensors->names.size +
           tensors->dim_count * sizeof *tensors->dims;
}

static nnreg_status add_dims(nnreg_tensors *tensors, const struct nnreg_kept_tensor *tensor,
                             struct nnreg_error *error)
{
    int64_t *dims;

    if (tensor->rank == NNREG_KEPT_UNKNOWN || tensor->rank == 0)
        return NNREG_OK;
    dims =
        nnreg_array_room(tensors->dims, &tensors->dim_room, tensors->dim_count + tensor->rank, sizeof *dims);
    if (dims == NULL)
        return nnreg_fail_memory(error);
    memcpy(dims + tensors->dim_count, tensor->dim, tensor->rank * sizeof *dims);
    tensors->dims = dims;
    tensors->dim_count += tensor->rank;
    return NNREG_OK;
}

static nnreg_status add_tensor(void *context, const struct nnreg_kept_tensor *tensor,
                               struct nnreg_error *error)
{
    nnreg_tensors *tensors = context;
    struct listed_tensor *items;

    if (bytes_of(tensors) > NNREG_LIMIT_TENSORS)
        return nnreg_fail(error, NNREG_LIMIT, "the list of its tensors takes more than %u bytes",
                          NNREG_LIMIT_TENSORS);
    items = nnreg_array_room(tensors->items, &tensors->item_room, tensors->count + 1, sizeof *items);
    if (items == NULL)
        return nnreg_fail_memory(error);
    tensors->items = items;
    items[tensors->count] = (struct listed_tensor){.name = tensors->names.size,
                                                   .dim = tensors->dim_count,
                                                   .data_type = tensor->data_type,
                                                   .rank = tensor->rank};
    nnreg_bytes_put(&tensors->names, tensor->name, strlen(tensor->name) + 1);
    if (tensors->names.failed)
        return nnreg_fail_memory(error);
    tensors->count++;
    return add_dims(tensors, tensor, error);
}

struct tensor_reading {
    nnreg_tensors *tensors;
    uint64_t id;
};

static nnreg_status read_tensors(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct tensor_reading *reading = context;
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    const struct nnreg_framework *framework;
    struct nnreg_network network;
    struct nnreg_slice kept;
    nnreg_status status = nnreg_object_load_only(&network, txn, kind, reading->id,
                                                 nnreg_field_bit(NNREG_FIELD(network, framework)), error);

    if (status != NNREG_OK)
        return status;
    framework = nnreg_framework_at(network.framework);
    nnreg_record_clear(kind->table, &network);
    status = nnreg_sealed_get(&kept, txn, NNREG_KV_NETWORK_TENSORS, reading->id, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the list of tensors of network %llu is missing",
                          (unsigned long long)reading->id);
    reading->tensors->syntax = framework->tensors;
    if (status == NNREG_OK && kept.size > 0)
        status = framework->visit(add_tensor, reading->tensors, kept.content, kept.size, error);
    return status;
}

nnreg_status nnreg_network_tensors(nnreg *registry, nnreg_tensors **tensors, uint64_t id)
{
    struct tensor_reading reading = {.id = id};
    struct nnreg_error error;
    nnreg_status status;

    if (tensors != NULL)
        *tensors = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && tensors == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK) {
        reading.tensors = nnreg_alloc_zero(1, sizeof *reading.tensors);
        status = reading.tensors != NULL ? NNREG_OK : nnreg_fail_memory(&error);
    }
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_tensors, &reading, &error);
    if (status == NNREG_OK)
        *tensors = reading.tensors;
    else
        nnreg_tensors_free(reading.tensors);
    return nnreg_leave(registry, status, &error);
}

void nnreg_tensors_free(nnreg_tensors *tensors)
{
    if (tensors == NULL)
        return;
    nnreg_free(tensors->items);
    nnreg_bytes_free(&tensors->names);
    nnreg_free(tensors->dims);
    nnreg_free(tensors);
}

/* ------------------------------------------------------------------------------------------------ reading it -- */

size_t nnreg_tensors_count(const nnreg_tensors *tensors)
{
    return tensors->count;
}

static const char *name_of(const nnreg_tensors *tensors, size_t i)
{
    return tensors->names.content + tensors->items[i].name;
}

nnreg_status nnreg_tensors_get(const nnreg_tensors *tensors, size_t i, struct nnreg_tensor_info *tensor)
{
    static const struct nnreg_sized sized_tensor = NNREG_SIZED(struct nnreg_tensor_info, name);
    struct nnreg_tensor_info known = NNREG_TENSOR_INFO_INIT;
    const struct listed_tensor *item;

    if (tensors == NULL || nnreg_sized_check(&sized_tensor, tensor, NULL) != NNREG_OK)
        return NNREG_INVALID_ARGUMENT;
    item = i < tensors->count ? &tensors->items[i] : NULL;
    if (item != NULL) {
        known.name = name_of(tensors, i);
        known.data_type = item->data_type;
        known.rank = item->rank != NNREG_KEPT_UNKNOWN ? (int)item->rank : -1;
        known.shape = known.rank > 0 ? tensors->dims + item->dim : NULL;
    }
    nnreg_sized_give(&sized_tensor, tensor, &known);
    return item != NULL ? NNREG_OK : NNREG_NOT_FOUND;
}

nnreg_status nnreg_tensors_find(const nnreg_tensors *tensors, size_t *i, const char *name)
{
    size_t low = 0, high;

    if (i != NULL)
        *i = 0;
    if (tensors == NULL || i == NULL || name == NULL)
        return NNREG_INVALID_ARGUMENT;
    high = tensors->count;
    while (low < high) { /* what is the tensor, if anything, lies in [low, high) */
        size_t middle = low + (high - low) / 2;
        int order = nnreg_tensor_compare(tensors->syntax, name_of(tensors, middle), name);

        if (order == 0) {
            *i = middle;
            return NNREG_OK;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NNREG_NOT_FOUND;
}
