/*
 * Recognition versions: create and get. What a version names is read in one snapshot and judged outside of any
 * transaction; all of it that matters cannot change, so that the transaction only has to see that it is still there.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "judge/judge_recognition.h"
#include "codec/json_records.h"
#include "registry/object_io.h"
#include "registry/events.h"
#include "registry/sealing.h"
#include "registry/versions.h"

/* ------------------------------------------------------------------------------------------- attachment -- */

struct attaching {
    nnreg *registry;
    uint64_t spec_id, network_id; /* 0: not told */
    bool has_spec, has_network;
    struct nnreg_spec spec;
    struct nnreg_network network;
    struct nnreg_bytes tensors;
};

static void forget(struct attaching *attaching)
{
    if (attaching->has_spec)
        nnreg_record_clear(&nnreg_spec_table, &attaching->spec);
    if (attaching->has_network)
        nnreg_record_clear(&nnreg_network_table, &attaching->network);
    nnreg_bytes_free(&attaching->tensors);
    attaching->has_spec = attaching->has_network = false;
}

static nnreg_status load_if_there(bool *there, void *record, struct nnreg_kv_txn *txn,
                                  enum nnreg_object object, uint64_t id, struct nnreg_error *error)
{
    nnreg_status status;

    *there = false;
    if (id == 0)
        return NNREG_OK;
    status = nnreg_object_load(record, txn, &nnreg_object_kinds[object], id, error);
    *there = status == NNREG_OK;
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

static nnreg_status read_attached(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct attaching *attaching = context;
    struct nnreg_slice list;
    nnreg_status status = load_if_there(&attaching->has_spec, &attaching->spec, txn, NNREG_OBJECT_SPEC,
                                        attaching->spec_id, error);

    if (status == NNREG_OK)
        status = load_if_there(&attaching->has_network, &attaching->network, txn, NNREG_OBJECT_NETWORK,
                               attaching->network_id, error);
    if (status != NNREG_OK || !attaching->has_network)
        return status;
    status = nnreg_sealed_get(&list, txn, NNREG_KV_NETWORK_TENSORS, attaching->network_id, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the list of tensors of network %llu is missing",
                          (unsigned long long)attaching->network_id);
    if (status == NNREG_OK)
        nnreg_bytes_put(&attaching->tensors, list.content, list.size);
    return attaching->tensors.failed ? nnreg_fail_memory(error) : status;
}

/* What the attachment borrows stays until the next call, or the end of the create: longer than the snapshot it is from. */
static nnreg_status find_attached(struct nnreg_attachment *attachment, void *context, uint64_t spec_id,
                                  uint64_t network_id, struct nnreg_error *error)
{
    struct attaching *attaching = context;
    nnreg_status status;

    forget(attaching);
    attaching->spec_id = spec_id;
    attaching->network_id = network_id;
    status = nnreg_kv_read(attaching->registry->kv, read_attached, attaching, error);
    if (status != NNREG_OK)
        return status;
    attachment->spec = attaching->has_spec ? &attaching->spec : NULL;
    attachment->network = attaching->has_network ? &attaching->network : NULL;
    attachment->tensors = attaching->tensors.content;
    attachment->tensors_size = attaching->tensors.size;
    return NNREG_OK;
}

/* ----------------------------------------------------------------------------------------------- create -- */

struct version_creation {
    struct nnreg_version version;
    const char *actor;
    enum nnreg_description_form form;
    bool vanished; /* the spec or the network, since it was judged */
};

nnreg_status nnreg_version_index(struct nnreg_kv_txn *txn, const struct nnreg_version *version, bool add,
                                 struct nnreg_error *error)
{
    const struct {
        enum nnreg_kv_table table;
        uint64_t id;
    } indexes[] = {{NNREG_KV_VERSIONS_BY_SPEC, version->spec_id},
                   {NNREG_KV_VERSIONS_BY_NETWORK, version->network_id}};
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < sizeof indexes / sizeof *indexes && status == NNREG_OK; i++) {
        struct nnreg_key_pair key;
        struct nnreg_slice at = nnreg_key_pair(&key, indexes[i].id, version->id);

        status = add ? nnreg_kv_put(txn, indexes[i].table, at, (struct nnreg_slice){"", 0}, error)
                     : nnreg_kv_remove(txn, indexes[i].table, at, error);
        if (status == NNREG_NOT_FOUND)
            status = nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" is missing",
                                nnreg_kv_table_names[indexes[i].table]);
    }
    return status;
}

struct collecting {
    uint64_t id;
    uint64_t *ids;
    size_t count, room, most;
};

static nnreg_status collect_version(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error)
{
    struct collecting *collecting = context;
    uint64_t id, version, *grown;

    (void)value;
    if (!nnreg_key_pair_read(&id, &version, key))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of an index of versions is not two ids");
    if (id != collecting->id) {
        *stop = true;
        return NNREG_OK;
    }
    grown = nnreg_array_room(collecting->ids, &collecting->room, collecting->count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    collecting->ids = grown;
    collecting->ids[collecting->count++] = version;
    *stop = collecting->count == collecting->most;
    return NNREG_OK;
}

/* The walk begins in front of the first entry of `id`, since no version has the id 0, and ends at the first of another. */
nnreg_status nnreg_versions_of(uint64_t **versions, size_t *count, struct nnreg_kv_txn *txn,
                               enum nnreg_kv_table index, uint64_t id, size_t most, struct nnreg_error *error)
{
    struct collecting collecting = {.id = id, .most = most};
    struct nnreg_key_pair key;
    nnreg_status status =
        nnreg_kv_walk(txn, index, nnreg_key_pair(&key, id, 0), false, collect_version, &collecting, error);

    if (status != NNREG_OK) {
        nnreg_free(collecting.ids);
        collecting = (struct collecting){.id = id};
    }
    *versions = collecting.ids;
    *count = collecting.count;
    return status;
}

nnreg_status nnreg_spec_set_current(struct nnreg_event_writer *events, const struct nnreg_spec *spec,
                                    uint64_t version_id, struct nnreg_error *error)
{
    struct nnreg_spec after = *spec; /* what it points at is that of `spec`, and does not change */
    struct nnreg_event_change change = {
        .action = NNREG_ACTION_UPDATE, .object = NNREG_OBJECT_SPEC, .before = spec, .after = &after};
    nnreg_status status;

    after.current_version_id = version_id;
    status = nnreg_object_replace(events->txn, &nnreg_object_kinds[NNREG_OBJECT_SPEC], spec, &after, error);
    return status == NNREG_OK ? nnreg_event_append(events, &change, error) : status;
}

static nnreg_status look_again(struct nnreg_kv_txn *txn, struct version_creation *creation,
                               struct nnreg_error *error)
{
    bool spec, network;
    nnreg_status status = nnreg_object_exists(&spec, txn, &nnreg_object_kinds[NNREG_OBJECT_SPEC],
                                              creation->version.spec_id, error);

    if (status == NNREG_OK)
        status = nnreg_object_exists(&network, txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK],
                                     creation->version.network_id, error);
    if (status != NNREG_OK)
        return status;
    creation->vanished = !spec || !network;
    return creation->vanished ? nnreg_fail(error, NNREG_REFUSED, "the spec or the network was deleted")
                              : NNREG_OK;
}

/* The first version of a spec is its current one. */
static nnreg_status make_current(struct nnreg_event_writer *events, const struct nnreg_version *version,
                                 struct nnreg_error *error)
{
    struct nnreg_spec spec;
    nnreg_status status = nnreg_object_load(&spec, events->txn, &nnreg_object_kinds[NNREG_OBJECT_SPEC],
                                            version->spec_id, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_spec_set_current(events, &spec, version->id, error);
    nnreg_record_clear(&nnreg_spec_table, &spec);
    return status;
}

static nnreg_status store_version(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct version_creation *creation = context;
    struct nnreg_version *version = &creation->version;
    struct nnreg_event_change change = {
        .action = NNREG_ACTION_CREATE, .object = NNREG_OBJECT_VERSION, .after = version};
    struct nnreg_event_writer events;
    uint64_t *others = NULL;
    size_t count = 0;
    nnreg_status status = look_again(txn, creation, error);

    /* Whether it is the first is asked before its own entry is there. */
    nnreg_events_begin(&events, txn, creation->actor);
    version->id = 0; /* of the run before: an id that is there would be kept */
    if (status == NNREG_OK)
        status =
            nnreg_versions_of(&others, &count, txn, NNREG_KV_VERSIONS_BY_SPEC, version->spec_id, 1, error);
    nnreg_free(others);
    if (status == NNREG_OK)
        status = nnreg_object_insert(txn, &nnreg_object_kinds[NNREG_OBJECT_VERSION], version, error);
    if (status == NNREG_OK)
        status = nnreg_version_index(txn, version, true, error);
    if (status == NNREG_OK)
        status = nnreg_event_append(&events, &change, error);
    if (status == NNREG_OK && count == 0)
        status = make_current(&events, version, error);
    return nnreg_events_end(&events, status, error);
}

/* Judges the text and makes the record of it. */
static nnreg_status judge_new_version(struct version_creation *creation, struct attaching *attaching,
                                      nnreg_findings *findings, const char *json, size_t length,
                                      struct nnreg_error *error)
{
    struct nnreg_json values = {0};
    nnreg_status status =
        nnreg_judge_version(&values, findings, json, length, creation->form, find_attached, attaching, error);

    nnreg_record_clear(&nnreg_version_table, &creation->version);
    if (status == NNREG_OK)
        status = nnreg_json_to_record(&nnreg_version_table, &creation->version, &values, values.values,
                                      NNREG_JSON_WHOLE, error);
    if (status == NNREG_OK && attaching->has_network)
        status = nnreg_version_name_tensors(&creation->version, &attaching->network, NULL, error);
    nnreg_json_free(&values);
    return status;
}

nnreg_status nnreg_version_create(nnreg *registry, uint64_t *id, const char *json, size_t length,
                                  const struct nnreg_call_options *options, nnreg_findings *findings)
{
    struct version_creation creation = {.vanished = false};
    struct attaching attaching = {.registry = registry, .tensors = NNREG_BYTES_INIT};
    struct nnreg_call_options taken;
    struct nnreg_error error;
    nnreg_status status = nnreg_object_create_begin(registry, "nnreg_version_create", id, json, findings,
                                                    &taken, options, &error);

    if (status == NNREG_OK) {
        creation.actor = taken.actor;
        creation.form = nnreg_object_form(&taken);
    }
    /*
     * What vanished between the judgement and the transaction is judged again, for the finding that says where the text names
     * it. That ends the loop: ids are never used again, so the judge does not find it either, and refuses.
     */
    do {
        creation.vanished = false;
        if (status == NNREG_OK || status == NNREG_REFUSED)
            status = judge_new_version(&creation, &attaching, findings, json, length, &error);
        if (status == NNREG_OK)
            status = nnreg_kv_write(registry->kv, store_version, &creation, &error);
    } while (creation.vanished);
    if (status == NNREG_OK) {
        *id = creation.version.id;
        nnreg_events_announce(registry);
    }
    forget(&attaching);
    nnreg_record_clear(&nnreg_version_table, &creation.version);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_version_get(nnreg *registry, nnreg_version **version, uint64_t id)
{
    void *snapshot;
    nnreg_status status =
        nnreg_object_get(registry, version != NULL ? &snapshot : NULL, NNREG_OBJECT_VERSION, id);

    if (version != NULL)
        *version = snapshot;
    return status;
}
