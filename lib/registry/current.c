/*
 * What serves the requests for a spec: the spec, its current version and that version's network, of one moment. Who asks for
 * them one after the other may find that the second is gone, or no longer what the first named.
 */
#include "registry/object_io.h"
#include "registry/snapshot.h"

struct current_reading {
    uint64_t id;
    bool asked_spec, asked_version, asked_network;
    void *spec, *version, *network; /* snapshots of what was asked for */
};

static nnreg_status read_current_network(struct current_reading *reading, struct nnreg_kv_txn *txn,
                                         uint64_t id, uint64_t version_id, struct nnreg_error *error)
{
    nnreg_status status;

    if (!reading->asked_network)
        return NNREG_OK;
    status = nnreg_snapshot_read(&reading->network, txn, NNREG_OBJECT_NETWORK, id, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the network %llu of version %llu is missing",
                          (unsigned long long)id, (unsigned long long)version_id);
    return status;
}

/* The version is read for what it ties together, whether it was asked for or not. */
static nnreg_status read_ties(uint64_t *spec_id, uint64_t *network_id, struct current_reading *reading,
                              struct nnreg_kv_txn *txn, uint64_t id, struct nnreg_error *error)
{
    const struct nnreg_version *version;
    struct nnreg_version own;
    nnreg_status status = reading->asked_version
                              ? nnreg_snapshot_read(&reading->version, txn, NNREG_OBJECT_VERSION, id, error)
                              : nnreg_version_load_ties(&own, txn, id, error);

    if (status != NNREG_OK)
        return status;
    version = reading->asked_version ? reading->version : &own;
    *spec_id = version->spec_id;
    *network_id = version->network_id;
    if (version == &own)
        nnreg_record_clear(&nnreg_version_table, &own);
    return NNREG_OK;
}

static nnreg_status read_current_version(struct current_reading *reading, struct nnreg_kv_txn *txn,
                                         uint64_t id, struct nnreg_error *error)
{
    uint64_t spec_id, network_id;
    nnreg_status status = read_ties(&spec_id, &network_id, reading, txn, id, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the current version %llu of spec %llu is missing",
                          (unsigned long long)id, (unsigned long long)reading->id);
    if (status != NNREG_OK)
        return status;
    if (spec_id != reading->id)
        return nnreg_fail(error, NNREG_CORRUPT, "the current version %llu of spec %llu is one of spec %llu",
                          (unsigned long long)id, (unsigned long long)reading->id,
                          (unsigned long long)spec_id);
    return read_current_network(reading, txn, network_id, id, error);
}

/* The spec is read for its current version, whether it was asked for or not. */
static nnreg_status read_spec(uint64_t *version_id, struct current_reading *reading, struct nnreg_kv_txn *txn,
                              struct nnreg_error *error)
{
    uint64_t wanted = nnreg_field_bit(NNREG_FIELD(spec, current_version_id));
    struct nnreg_spec own;
    nnreg_status status;

    if (reading->asked_spec) {
        status = nnreg_snapshot_read(&reading->spec, txn, NNREG_OBJECT_SPEC, reading->id, error);
        if (status == NNREG_OK)
            *version_id = ((const struct nnreg_spec *)reading->spec)->current_version_id;
        return status;
    }
    status =
        nnreg_object_load_only(&own, txn, &nnreg_object_kinds[NNREG_OBJECT_SPEC], reading->id, wanted, error);
    if (status == NNREG_OK) {
        *version_id = own.current_version_id;
        nnreg_record_clear(&nnreg_spec_table, &own);
    }
    return status;
}

static nnreg_status read_current(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct current_reading *reading = context;
    uint64_t version_id = 0;
    nnreg_status status = read_spec(&version_id, reading, txn, error);

    return status == NNREG_OK && version_id != 0 ? read_current_version(reading, txn, version_id, error)
                                                 : status;
}

nnreg_status nnreg_spec_get_current(nnreg *registry, nnreg_spec **spec, nnreg_version **version,
                                    nnreg_network **network, uint64_t id)
{
    struct current_reading reading = {.id = id,
                                      .asked_spec = spec != NULL,
                                      .asked_version = version != NULL,
                                      .asked_network = network != NULL};
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, false, &error);

    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_current, &reading, &error);
    if (status != NNREG_OK) {
        nnreg_snapshot_free(reading.network);
        nnreg_snapshot_free(reading.version);
        nnreg_snapshot_free(reading.spec);
        reading.network = reading.version = reading.spec = NULL;
    }
    if (spec != NULL)
        *spec = reading.spec;
    if (version != NULL)
        *version = reading.version;
    if (network != NULL)
        *network = reading.network;
    return nnreg_leave(registry, status, &error);
}
