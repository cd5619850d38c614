/*
 * Whether there is an object of an id: one look into the table of its kind, and no record is read. By slug it is slugs.c.
 */
#include "registry/handle.h"
#include "registry/objects.h"

struct asking {
    enum nnreg_object object;
    uint64_t id;
    bool there;
};

static nnreg_status look_for_object(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct asking *asking = context;

    return nnreg_object_exists(&asking->there, txn, &nnreg_object_kinds[asking->object], asking->id, error);
}

static nnreg_status object_exists(nnreg *registry, int *exists, enum nnreg_object object, uint64_t id)
{
    struct asking asking = {.object = object, .id = id};
    struct nnreg_error error;
    nnreg_status status;

    if (exists != NULL)
        *exists = 0;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && exists == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, look_for_object, &asking, &error);
    if (status == NNREG_OK)
        *exists = asking.there;
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_exists(nnreg *registry, int *exists, uint64_t id)
{
    return object_exists(registry, exists, NNREG_OBJECT_NETWORK, id);
}

nnreg_status nnreg_spec_exists(nnreg *registry, int *exists, uint64_t id)
{
    return object_exists(registry, exists, NNREG_OBJECT_SPEC, id);
}

nnreg_status nnreg_version_exists(nnreg *registry, int *exists, uint64_t id)
{
    return object_exists(registry, exists, NNREG_OBJECT_VERSION, id);
}

nnreg_status nnreg_task_exists(nnreg *registry, int *exists, uint64_t id)
{
    return object_exists(registry, exists, NNREG_OBJECT_TASK, id);
}
