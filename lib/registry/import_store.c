/*
 * The transaction of an import, and what is in front of it. Networks and specs are recognised first, then versions, which are by
 * what they tie together; what is not here is made, in the order of the numbers, so that two that are alike keep their order.
 *
 * The transaction may run again: ids and what was made are set anew each time.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "judge/judge_recognition.h"
#include "registry/format.h"
#include "registry/import.h"
#include "registry/settings.h"
#include "registry/transfer.h"
#include "registry/versions.h"

struct import_putting {
    struct nnreg_import *import;
    struct nnreg_event_writer events;
    char *origin; /* JSON text of where the present object came from */
};

/* --------------------------------------------------------------------------------------------------- recognising -- */

/* Asked once: if the setting changes meanwhile, the import is as if it had come before. */
static nnreg_status ask_what_can_change(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_recognition *known = context;

    return nnreg_format_mutable_description(&known->mutable_description, txn, error);
}

static nnreg_status prepare_networks(struct nnreg_import *import, struct nnreg_error *error)
{
    const struct nnreg_manifest_network *listed = import->reader.manifest.networks.items;
    struct nnreg_recognition *known = &import->known_networks;
    size_t count = import->reader.manifest.networks.count, i;
    nnreg_status status = nnreg_recognise_begin(known, NNREG_OBJECT_NETWORK, count, error);

    if (status == NNREG_OK)
        status = nnreg_kv_read(import->registry->kv, ask_what_can_change, known, error);
    for (i = 0; i < count && status == NNREG_OK; i++) {
        memcpy(known->wanted[i].sha256, listed[i].sha256, sizeof known->wanted[i].sha256);
        status = nnreg_transfer_key(known->wanted[i].key, NNREG_OBJECT_NETWORK, &import->networks[i].network,
                                    known->mutable_description, error);
    }
    return status;
}

static nnreg_status prepare_specs(struct nnreg_import *import, struct nnreg_error *error)
{
    const struct nnreg_manifest_spec *listed = import->reader.manifest.specs.items;
    struct nnreg_recognition *known = &import->known_specs;
    size_t count = import->reader.manifest.specs.count, i;
    nnreg_status status = nnreg_recognise_begin(known, NNREG_OBJECT_SPEC, count, error);

    for (i = 0; i < count && status == NNREG_OK; i++) {
        memcpy(known->wanted[i].sha256, listed[i].sha256, sizeof known->wanted[i].sha256);
        status = nnreg_transfer_key(known->wanted[i].key, NNREG_OBJECT_SPEC, &import->specs[i], false, error);
    }
    return status;
}

static nnreg_status find_known(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_import *import = context;
    nnreg_status status = nnreg_recognise_find(&import->known_networks, txn, 1, error);

    if (status == NNREG_OK)
        status = nnreg_recognise_find(&import->known_specs, txn, 1, error);
    import->seen_networks = import->known_networks.until;
    import->seen_specs = import->known_specs.until;
    return status;
}

/* In the write transaction: with what was made since the snapshot. */
static nnreg_status match_known(struct nnreg_import *import, struct nnreg_kv_txn *txn,
                                struct nnreg_error *error)
{
    nnreg_status status = nnreg_recognise_find(&import->known_networks, txn, import->seen_networks, error);

    if (status == NNREG_OK)
        status = nnreg_recognise_find(&import->known_specs, txn, import->seen_specs, error);
    if (status == NNREG_OK)
        status = nnreg_recognise_match(&import->known_networks, txn, error);
    return status == NNREG_OK ? nnreg_recognise_match(&import->known_specs, txn, error) : status;
}

/* ------------------------------------------------------------------------------------------------------- origins -- */

/* `{"manifest": "…", "number": 3}`: a change that no field of the object has, as the event of its create tells it. */
static nnreg_status tell_origin(struct nnreg_change_record *change, struct import_putting *putting,
                                uint64_t number, struct nnreg_error *error)
{
    static char field[] = "imported_from";
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char hex[NNREG_SHA256_TEXT];

    nnreg_free(putting->origin);
    nnreg_hex(hex, putting->import->reader.digest);
    nnreg_bytes_format(&text, "{\"manifest\": \"%s\", \"number\": %llu}", hex, (unsigned long long)number);
    *change = (struct nnreg_change_record){.field = field};
    if (nnreg_bytes_take(&putting->origin, &text) != NNREG_OK)
        return nnreg_fail_memory(error);
    change->new_value = putting->origin;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------ specs, networks -- */

static nnreg_status put_imported_spec(struct import_putting *putting, size_t index, struct nnreg_error *error)
{
    struct nnreg_spec *spec = &putting->import->specs[index];
    struct nnreg_change_record origin;
    struct nnreg_event_change change = {
        .action = NNREG_ACTION_CREATE, .object = NNREG_OBJECT_SPEC, .after = spec, .more = &origin};
    nnreg_status status = tell_origin(&origin, putting, index + 1, error);

    spec->id = 0; /* of the run before: an id that is there would be kept */
    if (status == NNREG_OK)
        status =
            nnreg_object_insert(putting->events.txn, &nnreg_object_kinds[NNREG_OBJECT_SPEC], spec, error);
    return status == NNREG_OK ? nnreg_event_append(&putting->events, &change, error) : status;
}

static nnreg_status put_specs(struct import_putting *putting, struct nnreg_error *error)
{
    struct nnreg_import *import = putting->import;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < import->reader.manifest.specs.count && status == NNREG_OK; i++) {
        import->specs[i].id = import->known_specs.wanted[i].id;
        if (import->specs[i].id == 0)
            status = put_imported_spec(putting, i, error);
    }
    return status;
}

static nnreg_status put_networks(struct import_putting *putting, struct nnreg_error *error)
{
    struct nnreg_import *import = putting->import;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < import->reader.manifest.networks.count && status == NNREG_OK; i++) {
        struct nnreg_change_record origin;

        import->networks[i].network.id = import->known_networks.wanted[i].id;
        if (import->networks[i].network.id != 0)
            continue;
        status = tell_origin(&origin, putting, i + 1, error);
        if (status == NNREG_OK)
            status = nnreg_creation_put(&putting->events, &import->networks[i], &origin, error);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------ versions -- */

static bool id_is_taken(const struct nnreg_import *import, size_t before, uint64_t id)
{
    size_t i;

    for (i = 0; i < before; i++)
        if (import->versions[i].id == id)
            return true;
    return false;
}

/*
 * Whether a version here, which nothing before it in the import is, is the same in all that can never change. One that names a
 * tensor by a key of the network that it is of was stored before the tensor was kept in its place.
 */
static nnreg_status is_same_version(bool *same, const nnreg_digest wanted,
                                    const struct nnreg_network *network, struct nnreg_kv_txn *txn,
                                    uint64_t id, struct nnreg_error *error)
{
    struct nnreg_version here;
    nnreg_digest key;
    nnreg_status status = nnreg_object_load(&here, txn, &nnreg_object_kinds[NNREG_OBJECT_VERSION], id, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "an index leads to version %llu, which is missing",
                          (unsigned long long)id);
    if (status != NNREG_OK)
        return status;
    status = nnreg_version_name_tensors(&here, network, NULL, error);
    if (status == NNREG_OK)
        status = nnreg_transfer_key(key, NNREG_OBJECT_VERSION, &here, false, error);
    nnreg_record_clear(&nnreg_version_table, &here);
    *same = status == NNREG_OK && memcmp(key, wanted, sizeof key) == 0;
    return status;
}

/* Only what ties a network and a spec together that both are here already can be here. */
static nnreg_status recognise_version(struct nnreg_import *import, struct nnreg_kv_txn *txn, size_t index,
                                      struct nnreg_error *error)
{
    struct nnreg_import_version *version = &import->versions[index];
    uint64_t *ids = NULL;
    nnreg_digest wanted;
    size_t count = 0, i;
    nnreg_status status;

    version->id = 0;
    if (import->known_networks.wanted[version->network - 1].id == 0 ||
        import->known_specs.wanted[version->spec - 1].id == 0)
        return NNREG_OK;
    status = nnreg_transfer_key(wanted, NNREG_OBJECT_VERSION, &version->record, false, error);
    if (status == NNREG_OK)
        status = nnreg_versions_of(&ids, &count, txn, NNREG_KV_VERSIONS_BY_NETWORK,
                                   version->record.network_id, 0, error);
    for (i = 0; i < count && status == NNREG_OK && version->id == 0; i++) {
        bool same = false;

        if (!id_is_taken(import, index, ids[i]))
            status = is_same_version(&same, wanted, &import->networks[version->network - 1].network, txn,
                                     ids[i], error);
        if (same)
            version->id = ids[i];
    }
    nnreg_free(ids);
    return status;
}

static nnreg_status put_imported_version(struct import_putting *putting, size_t index,
                                         struct nnreg_error *error)
{
    struct nnreg_import_version *version = &putting->import->versions[index];
    struct nnreg_change_record origin;
    struct nnreg_event_change change = {.action = NNREG_ACTION_CREATE,
                                        .object = NNREG_OBJECT_VERSION,
                                        .after = &version->record,
                                        .more = &origin};
    struct nnreg_kv_txn *txn = putting->events.txn;
    nnreg_status status = tell_origin(&origin, putting, index + 1, error);

    version->record.id = 0;
    if (status == NNREG_OK)
        status = nnreg_object_insert(txn, &nnreg_object_kinds[NNREG_OBJECT_VERSION], &version->record, error);
    if (status == NNREG_OK)
        status = nnreg_version_index(txn, &version->record, true, error);
    version->id = version->record.id;
    return status == NNREG_OK ? nnreg_event_append(&putting->events, &change, error) : status;
}

static nnreg_status put_versions(struct import_putting *putting, struct nnreg_error *error)
{
    struct nnreg_import *import = putting->import;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < import->reader.manifest.versions.count && status == NNREG_OK; i++) {
        struct nnreg_import_version *version = &import->versions[i];

        version->record.spec_id = import->specs[version->spec - 1].id;
        version->record.network_id = import->networks[version->network - 1].network.id;
        status = recognise_version(import, putting->events.txn, i, error);
        version->made = version->id == 0;
        if (status == NNREG_OK && version->made)
            status = put_imported_version(putting, i, error);
    }
    return status;
}

/*
 * The version that is current where the spec comes from is so here, where the spec has no version but those of the import: one
 * that was here keeps what its users chose.
 */
static nnreg_status put_current(struct import_putting *putting, const struct nnreg_import_version *version,
                                struct nnreg_error *error)
{
    struct nnreg_import *import = putting->import;
    struct nnreg_kv_txn *txn = putting->events.txn;
    uint64_t *ids = NULL;
    size_t count = 0, i, others = 0;
    struct nnreg_spec spec;
    nnreg_status status =
        nnreg_versions_of(&ids, &count, txn, NNREG_KV_VERSIONS_BY_SPEC, version->record.spec_id, 0, error);

    for (i = 0; i < count; i++) {
        size_t k = 0, all = import->reader.manifest.versions.count;

        while (k < all && (import->versions[k].id != ids[i] || !import->versions[k].made))
            k++;
        others += k == all;
    }
    nnreg_free(ids);
    if (status != NNREG_OK || others > 0)
        return status;
    status =
        nnreg_object_load(&spec, txn, &nnreg_object_kinds[NNREG_OBJECT_SPEC], version->record.spec_id, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the spec %llu of a version is missing",
                          (unsigned long long)version->record.spec_id);
    if (status != NNREG_OK)
        return status;
    if (spec.current_version_id == 0)
        status = nnreg_spec_set_current(&putting->events, &spec, version->id, error);
    nnreg_record_clear(&nnreg_spec_table, &spec);
    return status;
}

static nnreg_status put_currents(struct import_putting *putting, struct nnreg_error *error)
{
    struct nnreg_import *import = putting->import;
    const struct nnreg_manifest_version *listed = import->reader.manifest.versions.items;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < import->reader.manifest.versions.count && status == NNREG_OK; i++)
        if (listed[i].current && import->versions[i].made)
            status = put_current(putting, &import->versions[i], error);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- everything -- */

/* Whose copy took the place of a damaged file: the first network that has it. */
static uint64_t healer_of(const struct nnreg_import *import)
{
    const struct nnreg_manifest *manifest = &import->reader.manifest;
    size_t i, k;

    for (i = 0; i < manifest->networks.count; i++) {
        const struct nnreg_array *files = &import->networks[i].network.files;

        for (k = 0; k < files->count; k++) {
            const struct nnreg_manifest_file *file =
                nnreg_manifest_find(manifest, ((const struct nnreg_file *)files->items)[k].sha256);

            if (import->session.staged[file - (struct nnreg_manifest_file *)manifest->files.items].found !=
                NNREG_BLOB_SAME)
                return import->networks[i].network.id;
        }
    }
    return 0;
}

static nnreg_status put_import(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_import *import = context;
    struct import_putting putting = {.import = import};
    nnreg_status status = nnreg_creation_hold(txn, &import->session, error);

    nnreg_events_begin(&putting.events, txn, import->options.actor);
    if (status == NNREG_OK)
        status = match_known(import, txn, error);
    if (status == NNREG_OK)
        status = put_specs(&putting, error);
    if (status == NNREG_OK)
        status = put_networks(&putting, error);
    if (status == NNREG_OK)
        status = put_versions(&putting, error);
    if (status == NNREG_OK)
        status = put_currents(&putting, error);
    if (status == NNREG_OK)
        status = nnreg_healing_tell(&import->session.healing, &putting.events, healer_of(import), error);
    status = nnreg_events_end(&putting.events, status, error);
    nnreg_free(putting.origin);
    return status;
}

/* As store_network in create.c, with the files of all networks, and with looking for what is here. */
nnreg_status nnreg_import_store(struct nnreg_import *import, struct nnreg_error *error)
{
    struct nnreg_creation *session = &import->session;
    struct nnreg_kv *kv = import->registry->kv;
    nnreg_status status = prepare_networks(import, error);

    if (status == NNREG_OK)
        status = prepare_specs(import, error);
    nnreg_recognise_sort(&import->known_networks);
    nnreg_recognise_sort(&import->known_specs);
    if (status == NNREG_OK)
        status = nnreg_creation_sync(session, error);
    if (status == NNREG_OK)
        status = nnreg_healing_begin(&session->healing, kv, session->staged, session->staged_count, error);
    if (status == NNREG_OK)
        status = nnreg_creation_install(session, error);
    if (status == NNREG_OK)
        status = nnreg_healing_find(&session->healing, kv, session->staged, session->staged_count, error);
    if (status == NNREG_OK)
        status = nnreg_kv_read(kv, find_known, import, error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(kv, put_import, import, error);
    if (status != NNREG_OK)
        nnreg_creation_take_back(session);
    else
        nnreg_healing_log(&session->healing, import->registry, healer_of(import));
    return nnreg_creation_own_failure(status);
}
