/*
 * What serves the requests for a spec: the spec, its current version and that version's network, of one moment. Who asks for
 * them one after the other may find that the second is gone, or no longer what the first named.
 */
#include "base/alloc.h"
#include "registry/object_io.h"

/* What is NULL was not asked for. */
struct current_reading {
    uint64_t id;
    struct nnreg_spec *spec;
    struct nnreg_version *version;
    struct nnreg_network *network;
    bool has_spec, has_version, has_network; /* they were read, and are to be cleared */
};

static nnreg_status read_current_network(struct current_reading *reading, struct nnreg_kv_txn *txn,
                                         uint64_t id, uint64_t version_id, struct nnreg_error *error)
{
    nnreg_status status;

    if (reading->network == NULL)
        return NNREG_OK;
    status = nnreg_object_read(reading->network, txn, NNREG_OBJECT_NETWORK, id, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the network %llu of version %llu is missing",
                          (unsigned long long)id, (unsigned long long)version_id);
    reading->has_network = status == NNREG_OK;
    return status;
}

/* The version is read for what it ties together, whether it was asked for or not. */
static nnreg_status read_current_version(struct current_reading *reading, struct nnreg_kv_txn *txn,
                                         uint64_t id, struct nnreg_error *error)
{
    struct nnreg_version own, *version = reading->version != NULL ? reading->version : &own;
    nnreg_status status = reading->version != NULL
                              ? nnreg_object_read(version, txn, NNREG_OBJECT_VERSION, id, error)
                              : nnreg_version_load_ties(version, txn, id, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the current version %llu of spec %llu is missing",
                          (unsigned long long)id, (unsigned long long)reading->id);
    if (status != NNREG_OK)
        return status;
    reading->has_version = version == reading->version;
    if (version->spec_id != reading->id)
        status = nnreg_fail(error, NNREG_CORRUPT, "the current version %llu of spec %llu is one of spec %llu",
                            (unsigned long long)id, (unsigned long long)reading->id,
                            (unsigned long long)version->spec_id);
    else
        status = read_current_network(reading, txn, version->network_id, id, error);
    if (version == &own)
        nnreg_record_clear(&nnreg_version_table, &own);
    return status;
}

static nnreg_status read_current(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct current_reading *reading = context;
    struct nnreg_spec own, *spec = reading->spec != NULL ? reading->spec : &own;
    nnreg_status status = reading->spec != NULL
                              ? nnreg_object_read(spec, txn, NNREG_OBJECT_SPEC, reading->id, error)
                              : nnreg_spec_load_without_outputs(spec, txn, reading->id, error);

    if (status != NNREG_OK)
        return status;
    reading->has_spec = spec == reading->spec;
    if (spec->current_version_id != 0)
        status = read_current_version(reading, txn, spec->current_version_id, error);
    if (spec == &own)
        nnreg_record_clear(&nnreg_spec_table, &own);
    return status;
}

/* Room for a snapshot that is asked for; false: there is no memory. */
static bool make_room(void **record, bool asked, enum nnreg_object object)
{
    *record = asked ? nnreg_alloc_zero(1, nnreg_object_kinds[object].table->size) : NULL;
    return !asked || *record != NULL;
}

/* A snapshot that was read, or NULL; what was not filled is no record yet, and only memory. */
static void *take_read(void *record, bool filled)
{
    if (filled)
        return record;
    nnreg_free(record);
    return NULL;
}

static nnreg_status read_all_current(nnreg *registry, struct current_reading *reading, const bool asked[3],
                                     struct nnreg_error *error)
{
    void *spec, *version = NULL, *network = NULL;
    bool room = make_room(&spec, asked[0], NNREG_OBJECT_SPEC) &&
                make_room(&version, asked[1], NNREG_OBJECT_VERSION) &&
                make_room(&network, asked[2], NNREG_OBJECT_NETWORK);
    nnreg_status status;

    reading->spec = spec;
    reading->version = version;
    reading->network = network;
    status = room ? nnreg_kv_read(registry->kv, read_current, reading, error) : nnreg_fail_memory(error);
    reading->spec = take_read(spec, reading->has_spec);
    reading->version = take_read(version, reading->has_version);
    reading->network = take_read(network, reading->has_network);
    return status;
}

nnreg_status nnreg_spec_get_current(nnreg *registry, nnreg_spec **spec, nnreg_version **version,
                                    nnreg_network **network, uint64_t id)
{
    const bool asked[3] = {spec != NULL, version != NULL, network != NULL};
    struct current_reading reading = {.id = id};
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, false, &error);

    if (status == NNREG_OK)
        status = read_all_current(registry, &reading, asked, &error);
    if (status != NNREG_OK) {
        nnreg_network_free(reading.network);
        nnreg_version_free(reading.version);
        nnreg_spec_free(reading.spec);
        reading = (struct current_reading){.id = id};
    }
    if (spec != NULL)
        *spec = reading.spec;
    if (version != NULL)
        *version = reading.version;
    if (network != NULL)
        *network = reading.network;
    return nnreg_leave(registry, status, &error);
}
