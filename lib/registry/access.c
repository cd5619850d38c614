/* Getting and describing objects of any kind: see access.h. */
#include "registry/access.h"

#include <string.h>

#include "base/alloc.h"
#include "codec/json_model.h"

/* The present name of another object. */
static nnreg_status name_of(char **name, struct nnreg_kv_txn *txn, enum nnreg_object object, uint64_t id,
                            struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[object];
    union nnreg_any_object other;
    nnreg_status status = nnreg_object_load(&other, txn, kind, id, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the %s %llu of a version is missing", kind->table->name,
                          (unsigned long long)id);
    if (status != NNREG_OK)
        return status;
    *name = nnreg_strdup(nnreg_object_name(kind, &other));
    nnreg_record_clear(kind->table, &other);
    return *name != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

nnreg_status nnreg_object_complete(void *record, struct nnreg_kv_txn *txn, enum nnreg_object object,
                                   struct nnreg_error *error)
{
    struct nnreg_recognition *version = record;
    nnreg_status status;

    if (object != NNREG_OBJECT_VERSION)
        return NNREG_OK;
    status = name_of(&version->spec_name, txn, NNREG_OBJECT_SPEC, version->spec_id, error);
    return status == NNREG_OK
               ? name_of(&version->network_name, txn, NNREG_OBJECT_NETWORK, version->network_id, error)
               : status;
}

nnreg_status nnreg_object_read(void *record, struct nnreg_kv_txn *txn, enum nnreg_object object, uint64_t id,
                               struct nnreg_error *error)
{
    nnreg_status status = nnreg_object_load(record, txn, &nnreg_object_kinds[object], id, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_object_complete(record, txn, object, error);
    if (status != NNREG_OK)
        nnreg_record_clear(nnreg_object_kinds[object].table, record);
    return status;
}

/* -------------------------------------------------------------------------------------------- snapshots -- */

struct reading {
    enum nnreg_object object;
    uint64_t id;
    void *record;
};

static nnreg_status read_object(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct reading *reading = context;

    return nnreg_object_read(reading->record, txn, reading->object, reading->id, error);
}

nnreg_status nnreg_get_object(nnreg *registry, void **snapshot, enum nnreg_object object, uint64_t id)
{
    struct reading reading = {.object = object, .id = id};
    struct nnreg_error error;
    nnreg_status status;

    if (snapshot != NULL)
        *snapshot = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && snapshot == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK) {
        reading.record = nnreg_alloc_zero(1, nnreg_object_kinds[object].table->size);
        status = reading.record != NULL ? nnreg_kv_read(registry->kv, read_object, &reading, &error)
                                        : nnreg_fail_memory(&error);
    }
    if (status == NNREG_OK)
        *snapshot = reading.record;
    else
        nnreg_free(reading.record);
    return nnreg_leave(registry, status, &error);
}

void nnreg_free_object(void *snapshot, enum nnreg_object object)
{
    if (snapshot == NULL)
        return;
    nnreg_record_clear(nnreg_object_kinds[object].table, snapshot);
    nnreg_free(snapshot);
}

nnreg_status nnreg_object_json(char **text, const void *snapshot, enum nnreg_object object)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    if (text != NULL)
        *text = NULL;
    if (text == NULL || snapshot == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_json_put_record(&writer, nnreg_object_kinds[object].table, snapshot);
    return nnreg_bytes_take(text, &out);
}
