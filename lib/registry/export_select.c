/*
 * What an export has in it: see export.h.
 *
 *     a network that is named   the versions that attach it, and the specifications of these
 *     a spec that is named      its versions, and the networks that they attach
 *
 * What goes along takes nothing along: else one network would draw in, over a specification, all others that were ever attached to
 * it. All records are read in one snapshot, so that the export is of one moment; it costs memory for the records, not for files.
 */
#include "registry/export.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "registry/object_io.h"
#include "registry/versions.h"

/* Ids, which may be there twice until they are sorted. */
struct export_ids {
    uint64_t *ids;
    size_t count, room;
};

static nnreg_status add_export_id(struct export_ids *ids, uint64_t id, struct nnreg_error *error)
{
    uint64_t *grown = nnreg_array_room(ids->ids, &ids->room, ids->count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(error);
    ids->ids = grown;
    ids->ids[ids->count++] = id;
    return NNREG_OK;
}

static int by_number(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

static void sort_export_ids(struct export_ids *ids)
{
    size_t kept = 0, i;

    if (ids->count > 1)
        qsort(ids->ids, ids->count, sizeof *ids->ids, by_number);
    for (i = 0; i < ids->count; i++)
        if (kept == 0 || ids->ids[kept - 1] != ids->ids[i])
            ids->ids[kept++] = ids->ids[i];
    ids->count = kept;
}

struct choosing {
    struct export_ids networks, specs, versions;
};

static void free_choosing(struct choosing *choosing)
{
    nnreg_free(choosing->networks.ids);
    nnreg_free(choosing->specs.ids);
    nnreg_free(choosing->versions.ids);
}

/* ----------------------------------------------------------------------------------------------------- everything -- */

static nnreg_status note_export_key(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error)
{
    uint64_t id;

    (void)stop, (void)value;
    if (!nnreg_key_u64_read(&id, key))
        return nnreg_fail(error, NNREG_CORRUPT, "a key of a table of objects is no number");
    return add_export_id(context, id, error);
}

static nnreg_status choose_table(struct export_ids *ids, struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                                 struct nnreg_error *error)
{
    return nnreg_kv_walk(txn, table, (struct nnreg_slice){NULL, 0}, false, note_export_key, ids, error);
}

static nnreg_status choose_all(struct choosing *choosing, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    nnreg_status status = choose_table(&choosing->networks, txn, NNREG_KV_NETWORKS, error);

    if (status == NNREG_OK)
        status = choose_table(&choosing->specs, txn, NNREG_KV_SPECS, error);
    return status == NNREG_OK ? choose_table(&choosing->versions, txn, NNREG_KV_VERSIONS, error) : status;
}

/* ------------------------------------------------------------------------------------------------- what is named -- */

/* A version goes along, and what is on its other side. */
static nnreg_status choose_version(struct choosing *choosing, struct nnreg_kv_txn *txn, uint64_t id,
                                   struct nnreg_error *error)
{
    struct nnreg_version version;
    nnreg_status status = nnreg_version_load_ties(&version, txn, id, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "an index leads to version %llu, which is missing",
                          (unsigned long long)id);
    if (status != NNREG_OK)
        return status;
    status = add_export_id(&choosing->versions, id, error);
    if (status == NNREG_OK)
        status = add_export_id(&choosing->networks, version.network_id, error);
    if (status == NNREG_OK)
        status = add_export_id(&choosing->specs, version.spec_id, error);
    nnreg_record_clear(&nnreg_version_table, &version);
    return status;
}

static nnreg_status choose_named(struct choosing *choosing, struct nnreg_kv_txn *txn,
                                 enum nnreg_object object, uint64_t id, struct nnreg_error *error)
{
    bool network = object == NNREG_OBJECT_NETWORK, exists;
    uint64_t *versions = NULL;
    size_t count = 0, i;
    nnreg_status status = nnreg_object_exists(&exists, txn, &nnreg_object_kinds[object], id, error);

    if (status == NNREG_OK && !exists)
        return nnreg_fail(error, NNREG_NOT_FOUND, "there is no %s %llu",
                          nnreg_object_kinds[object].table->name, (unsigned long long)id);
    if (status == NNREG_OK)
        status = add_export_id(network ? &choosing->networks : &choosing->specs, id, error);
    if (status == NNREG_OK)
        status = nnreg_versions_of(&versions, &count, txn,
                                   network ? NNREG_KV_VERSIONS_BY_NETWORK : NNREG_KV_VERSIONS_BY_SPEC, id, 0,
                                   error);
    for (i = 0; i < count && status == NNREG_OK; i++)
        status = choose_version(choosing, txn, versions[i], error);
    nnreg_free(versions);
    return status;
}

static nnreg_status choose_selected(struct choosing *choosing, struct nnreg_kv_txn *txn,
                                    const struct nnreg_selection *selection, struct nnreg_error *error)
{
    nnreg_status status = selection->all ? choose_all(choosing, txn, error) : NNREG_OK;
    size_t i;

    for (i = 0; i < selection->network_count && status == NNREG_OK; i++)
        status = choose_named(choosing, txn, NNREG_OBJECT_NETWORK, selection->networks[i], error);
    for (i = 0; i < selection->spec_count && status == NNREG_OK; i++)
        status = choose_named(choosing, txn, NNREG_OBJECT_SPEC, selection->specs[i], error);
    sort_export_ids(&choosing->networks);
    sort_export_ids(&choosing->specs);
    sort_export_ids(&choosing->versions);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- records -- */

/* What a version refers to is there, or the registry is damaged: what was named was looked for before. */
static nnreg_status load_chosen(struct nnreg_export_objects *objects, struct nnreg_kv_txn *txn,
                                const struct export_ids *ids, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[objects->object];
    nnreg_status status = NNREG_OK;
    size_t i;

    objects->items = nnreg_alloc_zero(ids->count, sizeof *objects->items);
    if (objects->items == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < ids->count && status == NNREG_OK; i++) {
        struct nnreg_export_object *item = &objects->items[objects->count];

        item->id = ids->ids[i];
        status = nnreg_object_load(&item->record, txn, kind, item->id, error);
        if (status == NNREG_NOT_FOUND)
            status = nnreg_fail(error, NNREG_CORRUPT, "a version refers to %s %llu, which is missing",
                                kind->table->name, (unsigned long long)item->id);
        objects->count += status == NNREG_OK;
    }
    return status;
}

/* The snapshot; it may be read again, and then begins with nothing. */
static nnreg_status read_chosen(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_exporting *export = context;
    struct choosing choosing = {{NULL, 0, 0}, {NULL, 0, 0}, {NULL, 0, 0}};
    nnreg_status status;

    nnreg_export_empty(&export->networks);
    nnreg_export_empty(&export->specs);
    nnreg_export_empty(&export->versions);
    status = choose_selected(&choosing, txn, &export->selection, error);
    if (status == NNREG_OK)
        status = load_chosen(&export->networks, txn, &choosing.networks, error);
    if (status == NNREG_OK)
        status = load_chosen(&export->specs, txn, &choosing.specs, error);
    if (status == NNREG_OK)
        status = load_chosen(&export->versions, txn, &choosing.versions, error);
    free_choosing(&choosing);
    return status;
}

nnreg_status nnreg_export_select(struct nnreg_exporting *export, struct nnreg_error *error)
{
    export->networks.object = NNREG_OBJECT_NETWORK;
    export->specs.object = NNREG_OBJECT_SPEC;
    export->versions.object = NNREG_OBJECT_VERSION;
    return nnreg_kv_read(export->registry->kv, read_chosen, export, error);
}

static int by_export_id(const void *key, const void *item)
{
    uint64_t left = *(const uint64_t *)key, right = ((const struct nnreg_export_object *)item)->id;

    return (left > right) - (left < right);
}

struct nnreg_export_object *nnreg_export_find(const struct nnreg_export_objects *objects, uint64_t id)
{
    return bsearch(&id, objects->items, objects->count, sizeof *objects->items, by_export_id);
}

void nnreg_export_empty(struct nnreg_export_objects *objects)
{
    size_t i;

    for (i = 0; i < objects->count; i++) {
        nnreg_record_clear(nnreg_object_kinds[objects->object].table, &objects->items[i].record);
        nnreg_free(objects->items[i].text);
    }
    nnreg_free(objects->items);
    nnreg_free(objects->numbered);
    *objects = (struct nnreg_export_objects){.object = objects->object};
}
