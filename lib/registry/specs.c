/* Recognition specifications: create, get, update. Deleting one is cascade.c, listing them list.c. */
#include <string.h>

#include "judge/judge_recognition.h"
#include "codec/json_records.h"
#include "registry/object_io.h"
#include "registry/slugs.h"
#include "registry/update.h"
#include "registry/events.h"

struct spec_creation {
    struct nnreg_spec spec;
    const char *actor;
};

static nnreg_status store_spec(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct spec_creation *creation = context;
    struct nnreg_event_change change = {
        .action = NNREG_ACTION_CREATE, .object = NNREG_OBJECT_SPEC, .after = &creation->spec};
    nnreg_status status;

    creation->spec.id = 0; /* of the run before: an id that is there would be kept */
    status = nnreg_object_insert(txn, &nnreg_object_kinds[NNREG_OBJECT_SPEC], &creation->spec, error);
    return status == NNREG_OK ? nnreg_event_append_only(txn, creation->actor, &change, error) : status;
}

nnreg_status nnreg_spec_create(nnreg *registry, uint64_t *id, const char *json, size_t length,
                               const struct nnreg_call_options *options, nnreg_findings *findings)
{
    struct spec_creation creation = {.actor = NULL};
    struct nnreg_json values = {0};
    struct nnreg_call_options taken;
    struct nnreg_error error;
    nnreg_status status =
        nnreg_object_create_begin(registry, "nnreg_spec_create", id, json, findings, &taken, options, &error);

    if (status == NNREG_OK)
        status = nnreg_judge_spec(&values, findings, json, length, nnreg_object_form(&taken), &error);
    if (status == NNREG_OK)
        status = nnreg_json_to_record(&nnreg_spec_table, &creation.spec, &values, values.values,
                                      NNREG_JSON_WHOLE, &error);
    if (status == NNREG_OK) {
        creation.actor = taken.actor;
        status = nnreg_kv_write(registry->kv, store_spec, &creation, &error);
    }
    if (status == NNREG_OK) {
        *id = creation.spec.id;
        nnreg_events_announce(registry);
    }
    nnreg_record_clear(&nnreg_spec_table, &creation.spec);
    nnreg_json_free(&values);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_spec_get(nnreg *registry, nnreg_spec **spec, uint64_t id)
{
    void *snapshot;
    nnreg_status status = nnreg_object_get(registry, spec != NULL ? &snapshot : NULL, NNREG_OBJECT_SPEC, id);

    if (spec != NULL)
        *spec = snapshot;
    return status;
}

/*
 * What is public stays as it is; and the current version must be one of this very spec. What is seen here holds when the change is committed, and is kept after
 * by the deletion of versions, which takes a current one out of its spec (cascade.c).
 */
static nnreg_status check_spec_change(struct nnreg_kv_txn *txn, struct nnreg_update *update,
                                      const void *before, void *after, struct nnreg_error *error)
{
    const struct nnreg_spec *spec = after;
    unsigned long long current = spec->current_version_id;
    struct nnreg_version version;
    uint64_t spec_of_it;
    nnreg_status status;

    status = nnreg_refuse_public(&nnreg_object_kinds[NNREG_OBJECT_SPEC], before, txn, error);
    if (status != NNREG_OK)
        return status;
    if (current == 0 || !nnreg_update_has(update, NNREG_FIELD(spec, current_version_id)))
        return NNREG_OK;
    status = nnreg_object_load(&version, txn, &nnreg_object_kinds[NNREG_OBJECT_VERSION], current, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_update_refuse(update, error, NNREG_RULE_REFERENCE, NNREG_FIELD(spec, current_version_id),
                                   "give null, or the id of a version of this spec",
                                   "current_version_id %llu is no version", current);
    if (status != NNREG_OK)
        return status;
    spec_of_it = version.spec_id;
    nnreg_record_clear(&nnreg_version_table, &version);
    if (spec_of_it == spec->id)
        return NNREG_OK;
    return nnreg_update_refuse(update, error, NNREG_RULE_REFERENCE, NNREG_FIELD(spec, current_version_id),
                               "give null, or the id of a version of this spec",
                               "current_version_id %llu is a version of another spec, %llu", current,
                               (unsigned long long)spec_of_it);
}

static nnreg_status update_spec(nnreg *registry, const char *call, struct nnreg_update *update,
                                const struct nnreg_call_options *options, nnreg_findings *findings)
{
    update->object = NNREG_OBJECT_SPEC;
    update->check = check_spec_change;
    return nnreg_object_update(registry, call, update, options, NNREG_MERGE_METADATA | NNREG_UNPUBLISH,
                               findings);
}

nnreg_status nnreg_spec_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                               const struct nnreg_call_options *options, nnreg_findings *findings)
{
    struct nnreg_update update = {.id = id, .text = json, .length = length};

    return update_spec(registry, "nnreg_spec_update", &update, options, findings);
}

nnreg_status nnreg_spec_update_by_slug(nnreg *registry, const char *slug, const char *json, size_t length,
                                       const struct nnreg_call_options *options, nnreg_findings *findings)
{
    struct nnreg_update update = {.by_slug = true, .slug = slug, .text = json, .length = length};

    return update_spec(registry, "nnreg_spec_update_by_slug", &update, options, findings);
}
