/*
 * Deleting: an object goes with everything that belongs to it, in one transaction.
 *
 *     a network   the versions that attach it; its task; its list of tensors; its references to files
 *     a spec      its versions
 *     a version   nothing
 *
 * What is public is not deleted, unless the caller has it made private first (NNREG_UNPUBLISH): with an event before all others.
 *
 * A spec that stays and whose current version goes has none then: it is cleared, also one that is public, since that is no change
 * of what its author made. Each object that goes, and each spec that is
 * cleared, has an event, in the order in which they are taken out: versions, the specs that are cleared, the task, the
 * network. Who follows the history and applies the events one by one never has a version or a task without its network.
 *
 * The transaction may run again, and then begins with nothing: counts, list, versions that went and events are of the last
 * run alone. A dry run does the same and ends with NNREG_CANCELLED, by which the store undoes it all: what it tells is what
 * would be, to the last index entry.
 *
 * References are dropped here, files are not: a file that nobody uses any more is put into the trash by the transaction, and
 * unlinked by a second one behind it (refs.c), when the first is durable. Were it unlinked here, a commit that fails would
 * leave a network without its file.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/call_options.h"
#include "registry/cascade_list.h"
#include "registry/entries.h"
#include "registry/events.h"
#include "registry/messages.h"
#include "registry/object_io.h"
#include "registry/refs.h"
#include "registry/slugs.h"
#include "registry/snapshot.h"
#include "registry/versions.h"

/* A version that went. */
struct gone {
    uint64_t spec_id, version_id;
};

struct removal {
    enum nnreg_object object;
    uint64_t id; /* by a slug it is found in the transaction */
    bool by_slug;
    const char *slug;
    bool dry_run;
    struct nnreg_call_options options;
    struct nnreg_cascade cascade;
    struct nnreg_cascade_list list;
    struct gone *gone; /* versions, for the specs that they may have been the current one of */
    size_t gone_count, gone_room;
    const char *name; /* of the network that is removed; NULL: none is */
    struct nnreg_event_writer events;
    struct nnreg_block_tally versions; /* that are taken out of one block's count together */
};

/* Takes an object out of the store, tells it in the history and in the list. */
static nnreg_status remove_object(struct nnreg_kv_txn *txn, struct removal *removal, enum nnreg_object object,
                                  const void *record, const char *name, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[object];
    struct nnreg_event_change change = {.action = NNREG_ACTION_DELETE, .object = object, .before = record};
    nnreg_status status = object == NNREG_OBJECT_VERSION
                              ? nnreg_object_remove_one_of(txn, kind, record, &removal->versions, error)
                              : nnreg_object_remove(txn, kind, record, error);

    if (status == NNREG_OK)
        status = nnreg_event_append(&removal->events, &change, error);
    return status == NNREG_OK ? nnreg_cascade_list_add(&removal->list, kind->table->name,
                                                       *nnreg_object_id(kind, record), name, false, error)
                              : status;
}

/* ---------------------------------------------------------------------------------------------- versions -- */

/* Remembers of which spec a version was, to look at each spec once when all are gone: its record can be large. */
static nnreg_status remember(struct removal *removal, const struct nnreg_version *version,
                             struct nnreg_error *error)
{
    struct gone *grown =
        nnreg_array_room(removal->gone, &removal->gone_room, removal->gone_count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(error);
    removal->gone = grown;
    removal->gone[removal->gone_count++] = (struct gone){version->spec_id, version->id};
    return NNREG_OK;
}

/* For the list: the network of a version that goes without it is looked up. */
static nnreg_status name_version(struct nnreg_kv_txn *txn, const struct removal *removal,
                                 struct nnreg_version *version, struct nnreg_error *error)
{
    if (removal->list.each == NULL)
        return NNREG_OK;
    if (removal->name == NULL)
        return nnreg_version_names(&version->spec_name, &version->network_name, txn, version, error);
    version->network_name = nnreg_strdup(removal->name);
    return version->network_name != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

/*
 * `index`: the table that leads to it, by the id of what is removed; NNREG_KV_VERSIONS: it was asked for itself. The entry
 * is held against the record before anything goes: a damaged index must not take away a version of another network.
 */
static nnreg_status remove_version(struct nnreg_kv_txn *txn, struct removal *removal,
                                   enum nnreg_kv_table index, uint64_t id, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_VERSION];
    struct nnreg_version version;
    struct nnreg_key_pair key;
    nnreg_status status = nnreg_version_load_ties(&version, txn, id, error);

    if (status == NNREG_NOT_FOUND && index != NNREG_KV_VERSIONS)
        return nnreg_entry_leads_nowhere(kind, index, id, error);
    if (status != NNREG_OK)
        return status;
    removal->cascade.versions++;
    status = nnreg_entry_check(kind, index, nnreg_key_pair(&key, removal->id, id), &version, error);
    if (status == NNREG_OK)
        status = name_version(txn, removal, &version, error);
    if (status == NNREG_OK)
        status = remove_object(txn, removal, NNREG_OBJECT_VERSION, &version, version.network_name, error);
    if (status == NNREG_OK)
        status = nnreg_version_index(txn, &version, false, error);
    if (status == NNREG_OK)
        status = remember(removal, &version, error);
    nnreg_record_clear(&nnreg_version_table, &version);
    return status;
}

static int by_spec(const void *a, const void *b)
{
    const struct gone *left = a, *right = b;

    if (left->spec_id != right->spec_id)
        return left->spec_id < right->spec_id ? -1 : 1;
    return (left->version_id > right->version_id) - (left->version_id < right->version_id);
}

/* Looks whether one of the versions [first, stop) of a spec was its current one. */
static nnreg_status clear_current(struct nnreg_kv_txn *txn, struct removal *removal, size_t first,
                                  size_t stop, struct nnreg_error *error)
{
    struct nnreg_spec spec;
    nnreg_status status = nnreg_object_load(&spec, txn, &nnreg_object_kinds[NNREG_OBJECT_SPEC],
                                            removal->gone[first].spec_id, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the spec %llu of version %llu is missing",
                          (unsigned long long)removal->gone[first].spec_id,
                          (unsigned long long)removal->gone[first].version_id);
    if (status != NNREG_OK)
        return status;
    while (first < stop && removal->gone[first].version_id != spec.current_version_id)
        first++;
    if (first < stop) {
        removal->cascade.cleared++;
        status = nnreg_spec_set_current(&removal->events, &spec, 0, error);
        if (status == NNREG_OK)
            status = nnreg_cascade_list_add(&removal->list, nnreg_spec_table.name, spec.id, spec.name, true,
                                            error);
    }
    nnreg_record_clear(&nnreg_spec_table, &spec);
    return status;
}

/* Groups the versions that went by their specs, and looks at each spec. A spec that is removed itself needs none of it. */
static nnreg_status clear_currents(struct nnreg_kv_txn *txn, struct removal *removal,
                                   struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i = 0;

    if (removal->gone_count > 1)
        qsort(removal->gone, removal->gone_count, sizeof *removal->gone, by_spec);
    while (i < removal->gone_count && status == NNREG_OK) {
        size_t first = i;

        while (i < removal->gone_count && removal->gone[i].spec_id == removal->gone[first].spec_id)
            i++;
        status = clear_current(txn, removal, first, i, error);
    }
    return status;
}

/* Their ids are collected first: removing changes the index that the walk would go through. */
static nnreg_status remove_versions(struct nnreg_kv_txn *txn, struct removal *removal,
                                    enum nnreg_kv_table index, struct nnreg_error *error)
{
    uint64_t *versions;
    size_t count, i;
    nnreg_status status = nnreg_versions_of(&versions, &count, txn, index, removal->id, 0, error);

    for (i = 0; i < count && status == NNREG_OK; i++)
        status = remove_version(txn, removal, index, versions[i], error);
    nnreg_free(versions);
    return status;
}

/* ---------------------------------------------------------------------------------------------- networks -- */

/* Drops the references to the files and counts the blobs that nobody uses any more. */
static nnreg_status drop_files(struct nnreg_kv_txn *txn, struct removal *removal,
                               const struct nnreg_network *network, struct nnreg_error *error)
{
    const struct nnreg_file *files = network->files.items;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < network->files.count && status == NNREG_OK; i++) {
        uint64_t left;

        status = nnreg_ref_drop(&left, txn, files[i].sha256, error);
        removal->cascade.files++;
        removal->cascade.blobs += left == 0;
        removal->cascade.bytes += left == 0 ? files[i].size : 0;
        if (status == NNREG_OK)
            status = nnreg_cascade_list_add_file(&removal->list, &files[i], left, error);
    }
    return status;
}

static nnreg_status remove_task(struct nnreg_kv_txn *txn, struct removal *removal,
                                const struct nnreg_network *network, struct nnreg_error *error)
{
    struct nnreg_task task;
    nnreg_status status = nnreg_task_of(&task, txn, network, error);

    if (status != NNREG_OK)
        return status;
    removal->cascade.tasks++;
    status = remove_object(txn, removal, NNREG_OBJECT_TASK, &task, "", error);
    nnreg_record_clear(&nnreg_task_table, &task);
    return status;
}

/* Versions and the task refer to the network, so they go before it; its files go last, when nothing can be refused any more. */
static nnreg_status remove_network(struct nnreg_kv_txn *txn, struct removal *removal, const void *record,
                                   struct nnreg_error *error)
{
    const struct nnreg_network *network = record;
    struct nnreg_key key;
    nnreg_status status = nnreg_refuse_public(&nnreg_object_kinds[NNREG_OBJECT_NETWORK], network, txn, error);

    removal->name = network->name;
    if (status == NNREG_OK)
        status = remove_versions(txn, removal, NNREG_KV_VERSIONS_BY_NETWORK, error);
    removal->name = NULL;
    if (status == NNREG_OK)
        status = clear_currents(txn, removal, error);
    if (status == NNREG_OK)
        status = remove_task(txn, removal, network, error);
    removal->cascade.networks++;
    if (status == NNREG_OK)
        status = remove_object(txn, removal, NNREG_OBJECT_NETWORK, network, network->name, error);
    if (status == NNREG_OK)
        status = nnreg_kv_remove(txn, NNREG_KV_NETWORK_TENSORS, nnreg_key_u64(&key, network->id), error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the list of tensors of network %llu is missing",
                          (unsigned long long)network->id);
    return status == NNREG_OK ? drop_files(txn, removal, network, error) : status;
}

static nnreg_status remove_spec(struct nnreg_kv_txn *txn, struct removal *removal, const void *record,
                                struct nnreg_error *error)
{
    const struct nnreg_spec *spec = record;
    nnreg_status status = nnreg_refuse_public(&nnreg_object_kinds[NNREG_OBJECT_SPEC], spec, txn, error);

    if (status == NNREG_OK)
        status = remove_versions(txn, removal, NNREG_KV_VERSIONS_BY_SPEC, error);
    removal->cascade.specs++;
    return status == NNREG_OK ? remove_object(txn, removal, NNREG_OBJECT_SPEC, spec, spec->name, error)
                              : status;
}

/* ------------------------------------------------------------------------------------------ the operation -- */

static nnreg_status remove_loaded(struct nnreg_kv_txn *txn, struct removal *removal,
                                  struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[removal->object];
    union nnreg_any_object record;
    nnreg_status status = nnreg_slug_load_target(&record, &removal->id, kind, txn, removal->slug, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_object_check_update_date(kind, &record, &removal->options, error);
    if (status == NNREG_OK && (removal->options.flags & NNREG_UNPUBLISH) != 0)
        status = nnreg_slug_withdraw(&record, kind, &removal->events, error);
    if (status == NNREG_OK)
        status = removal->object == NNREG_OBJECT_NETWORK ? remove_network(txn, removal, &record, error)
                                                         : remove_spec(txn, removal, &record, error);
    nnreg_record_clear(kind->table, &record);
    return status;
}

/* A version that was asked for, not one that goes along. */
static nnreg_status remove_one_version(struct nnreg_kv_txn *txn, struct removal *removal,
                                       struct nnreg_error *error)
{
    struct nnreg_version version;
    nnreg_status status = nnreg_version_load_ties(&version, txn, removal->id, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_object_check_update_date(&nnreg_object_kinds[NNREG_OBJECT_VERSION], &version,
                                            &removal->options, error);
    nnreg_record_clear(&nnreg_version_table, &version);
    if (status == NNREG_OK)
        status = remove_version(txn, removal, NNREG_KV_VERSIONS, removal->id, error);
    return status == NNREG_OK ? clear_currents(txn, removal, error) : status;
}

/* The transaction: begins with nothing, since it may run again. */
static nnreg_status remove_all(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct removal *removal = context;
    nnreg_status status;

    nnreg_cascade_list_empty(&removal->list);
    removal->gone_count = 0;
    removal->cascade = (struct nnreg_cascade)NNREG_CASCADE_INIT;
    removal->versions.gone = 0;
    nnreg_events_begin(&removal->events, txn, removal->options.actor);
    status = removal->object == NNREG_OBJECT_VERSION ? remove_one_version(txn, removal, error)
                                                     : remove_loaded(txn, removal, error);
    if (status == NNREG_OK)
        status =
            nnreg_block_settle(txn, &nnreg_object_kinds[NNREG_OBJECT_VERSION], &removal->versions, error);
    status = nnreg_events_end(&removal->events, status, error);
    return status == NNREG_OK && removal->dry_run ? NNREG_CANCELLED : status;
}

/*
 * The network is gone, and that is durable: what stays in the trash is told, and tried again the next time. Not even a
 * failure of the whole transaction is one of the delete; then all that was put into the trash is still there.
 */
static void empty_trash(nnreg *registry, struct removal *removal)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    uint64_t stayed;
    nnreg_status status = nnreg_empty_trash(&stayed, registry, &why);

    if (status != NNREG_OK && stayed == 0)
        stayed = removal->cascade.blobs;
    removal->cascade.stayed = stayed;
    if (stayed > 0)
        nnreg_messages_remark(registry, &why);
}

static nnreg_status delete_object(nnreg *registry, const char *call, struct removal *removal,
                                  const struct nnreg_call_options *options, struct nnreg_cascade *cascade)
{
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, true, &error);
    unsigned flags = NNREG_DRY_RUN | (removal->object != NNREG_OBJECT_VERSION ? NNREG_UNPUBLISH : 0);

    if (status == NNREG_OK && removal->by_slug && removal->slug == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    status = nnreg_cascade_list_begin(&removal->list, cascade, status, &error);
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&removal->options, options, call, flags, &error);
    if (status == NNREG_OK) {
        removal->dry_run = (removal->options.flags & NNREG_DRY_RUN) != 0;
        status = nnreg_kv_write(registry->kv, remove_all, removal, &error);
    }
    if (status == NNREG_CANCELLED) { /* nothing else cancels it */
        assert(removal->dry_run);
        status = NNREG_OK;
    } else if (status == NNREG_OK) {
        nnreg_events_announce(registry);
        if (removal->object == NNREG_OBJECT_NETWORK)
            empty_trash(registry, removal);
    }
    if (status == NNREG_OK && cascade != NULL)
        nnreg_cascade_list_tell(&removal->list, &removal->cascade, cascade);
    nnreg_cascade_list_free(&removal->list);
    nnreg_free(removal->gone);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_delete(nnreg *registry, uint64_t id, const struct nnreg_call_options *options,
                                  struct nnreg_cascade *cascade)
{
    struct removal removal = {.object = NNREG_OBJECT_NETWORK, .id = id};

    return delete_object(registry, "nnreg_network_delete", &removal, options, cascade);
}

nnreg_status nnreg_network_delete_by_slug(nnreg *registry, const char *slug,
                                          const struct nnreg_call_options *options,
                                          struct nnreg_cascade *cascade)
{
    struct removal removal = {.object = NNREG_OBJECT_NETWORK, .by_slug = true, .slug = slug};

    return delete_object(registry, "nnreg_network_delete_by_slug", &removal, options, cascade);
}

nnreg_status nnreg_spec_delete(nnreg *registry, uint64_t id, const struct nnreg_call_options *options,
                               struct nnreg_cascade *cascade)
{
    struct removal removal = {.object = NNREG_OBJECT_SPEC, .id = id};

    return delete_object(registry, "nnreg_spec_delete", &removal, options, cascade);
}

nnreg_status nnreg_spec_delete_by_slug(nnreg *registry, const char *slug,
                                       const struct nnreg_call_options *options,
                                       struct nnreg_cascade *cascade)
{
    struct removal removal = {.object = NNREG_OBJECT_SPEC, .by_slug = true, .slug = slug};

    return delete_object(registry, "nnreg_spec_delete_by_slug", &removal, options, cascade);
}

nnreg_status nnreg_version_delete(nnreg *registry, uint64_t id, const struct nnreg_call_options *options,
                                  struct nnreg_cascade *cascade)
{
    struct removal removal = {.object = NNREG_OBJECT_VERSION, .id = id};

    return delete_object(registry, "nnreg_version_delete", &removal, options, cascade);
}
