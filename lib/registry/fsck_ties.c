/*
 * What records say of each other. The order is that in which one depends on the other: a version that is about nothing goes
 * before its specification is asked for its current one, and a task that is another network's before its network is asked for its
 * own. A record that cannot be read has a finding of its own, and is for the others as if it were there.
 */
#include <stdio.h>

#include "codec/record.h"
#include "registry/fsck_run.h"
#include "registry/sealing.h"

/* What is said of a record that is taken out. */
#define TAKEN_OUT "its record is moved to quarantine/"

static unsigned long long number(uint64_t id)
{
    return (unsigned long long)id;
}

/* Takes a record out, with the entries that it must have; those that it has beyond them are found with the indexes. */
static nnreg_status take_record_out(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                    const void *record, struct nnreg_slice key, struct nnreg_slice value,
                                    struct nnreg_error *error)
{
    struct nnreg_key_pair date;
    uint64_t id = *nnreg_object_id(kind, record);
    nnreg_status status = nnreg_fsck_set_aside(run, kind->records, key, value, error);

    if (status == NNREG_OK)
        status = nnreg_fsck_remove(
            run, kind->updates,
            nnreg_key_pair(&date, nnreg_key_time(*nnreg_object_update_date(kind, record)), id), error);
    return status;
}

static nnreg_status is_missing(bool *missing, const struct nnreg_fsck_run *run, enum nnreg_object object,
                               uint64_t id, struct nnreg_error *error)
{
    bool exists = false;
    nnreg_status status =
        id == 0 ? NNREG_OK : nnreg_object_exists(&exists, run->txn, &nnreg_object_kinds[object], id, error);

    *missing = !exists;
    return status;
}

/* Reads what a record of a walk says; *readable is false where that cannot be told. */
static nnreg_status read_tie(bool *readable, void *record, const struct nnreg_object_kind *kind,
                             struct nnreg_slice key, struct nnreg_slice value, struct nnreg_error *error)
{
    uint64_t id;
    nnreg_status status;

    *readable = false;
    if (!nnreg_key_u64_read(&id, key))
        return NNREG_OK;
    status = nnreg_object_decode(record, kind, id, 0, value, error);
    *readable = status == NNREG_OK;
    return status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED ? NNREG_OK : status;
}

/* ------------------------------------------------------------------------------------------------- versions -- */

static nnreg_status take_version_out(struct nnreg_fsck_run *run, const struct nnreg_version *version,
                                     struct nnreg_slice key, struct nnreg_slice value,
                                     struct nnreg_error *error)
{
    struct nnreg_key_pair pair;
    nnreg_status status =
        take_record_out(run, &nnreg_object_kinds[NNREG_OBJECT_VERSION], version, key, value, error);

    if (status == NNREG_OK)
        status = nnreg_fsck_remove(run, NNREG_KV_VERSIONS_BY_SPEC,
                                   nnreg_key_pair(&pair, version->spec_id, version->id), error);
    if (status == NNREG_OK)
        status = nnreg_fsck_remove(run, NNREG_KV_VERSIONS_BY_NETWORK,
                                   nnreg_key_pair(&pair, version->network_id, version->id), error);
    return status;
}

static nnreg_status check_version_ties(struct nnreg_fsck_run *run, const struct nnreg_version *version,
                                       struct nnreg_slice key, struct nnreg_slice value,
                                       struct nnreg_error *error)
{
    bool no_spec, no_network = false;
    nnreg_status status = is_missing(&no_spec, run, NNREG_OBJECT_SPEC, version->spec_id, error);

    if (status == NNREG_OK)
        status = is_missing(&no_network, run, NNREG_OBJECT_NETWORK, version->network_id, error);
    if (status != NNREG_OK || (!no_spec && !no_network))
        return status;
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL, TAKEN_OUT, NULL,
                    "version %llu ties spec %llu%s and network %llu%s", number(version->id),
                    number(version->spec_id), no_spec ? ", which is missing," : "",
                    number(version->network_id), no_network ? ", which is missing" : "");
    return take_version_out(run, version, key, value, error);
}

static nnreg_status look_at_version_ties(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                         void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_VERSION];
    struct nnreg_version version;
    bool readable;
    nnreg_status status = read_tie(&readable, &version, kind, key, value, error);

    (void)stop;
    if (!readable)
        return status;
    status = check_version_ties(context, &version, key, value, error);
    nnreg_record_clear(kind->table, &version);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- tasks -- */

static nnreg_status check_task_ties(struct nnreg_fsck_run *run, const struct nnreg_task *task,
                                    struct nnreg_slice key, struct nnreg_slice value,
                                    struct nnreg_error *error)
{
    const struct nnreg_object_kind *networks = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network network = {.task_id = 0};
    uint64_t own;
    nnreg_status status = nnreg_object_load_only(&network, run->txn, networks, task->network_id,
                                                 nnreg_field_bit(NNREG_FIELD(network, task_id)), error);

    if (status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED)
        return NNREG_OK;
    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    own = network.task_id;
    nnreg_record_clear(networks->table, &network);
    if (status == NNREG_OK && own == task->id)
        return NNREG_OK;
    if (status == NNREG_NOT_FOUND)
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL, TAKEN_OUT, NULL,
                        "task %llu is of network %llu, which is missing", number(task->id),
                        number(task->network_id));
    else
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL, TAKEN_OUT, NULL,
                        "task %llu is of network %llu, whose task is %llu", number(task->id),
                        number(task->network_id), number(own));
    return take_record_out(run, &nnreg_object_kinds[NNREG_OBJECT_TASK], task, key, value, error);
}

static nnreg_status look_at_task_ties(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                      void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_TASK];
    struct nnreg_task task;
    bool readable;
    nnreg_status status = read_tie(&readable, &task, kind, key, value, error);

    (void)stop;
    if (!readable)
        return status;
    status = check_task_ties(context, &task, key, value, error);
    nnreg_record_clear(kind->table, &task);
    return status;
}

/* A task in the place of one that is gone, as the create has made it. */
static nnreg_status make_task(struct nnreg_fsck_run *run, const struct nnreg_network *network,
                              struct nnreg_error *error)
{
    char none[] = "";
    const struct nnreg_task task = {.id = network->task_id,
                                    .network_id = network->id,
                                    .status = NNREG_TASK_PENDING,
                                    .error = none,
                                    .create_date = network->create_date,
                                    .update_date = network->create_date};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_key_pair date;
    struct nnreg_key key;
    nnreg_status status = nnreg_sealed_encode(&out, run->txn, &nnreg_task_table, &task, error);

    if (status == NNREG_OK)
        status = nnreg_fsck_put(run, NNREG_KV_TASKS, nnreg_key_u64(&key, task.id),
                                (struct nnreg_slice){out.content, out.size}, error);
    if (status == NNREG_OK)
        status = nnreg_fsck_put(run, NNREG_KV_TASK_UPDATES,
                                nnreg_key_pair(&date, nnreg_key_time(task.update_date), task.id),
                                (struct nnreg_slice){"", 0}, error);
    nnreg_bytes_free(&out);
    return status;
}

static void tell_task_of_other(struct nnreg_fsck_run *run, uint64_t id, uint64_t task, uint64_t other)
{
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL, NULL, "restore it from a backup, or delete it",
                    "network %llu has the task %llu, which is of network %llu", number(id), number(task),
                    number(other));
}

static void tell_task_missing(struct nnreg_fsck_run *run, uint64_t id, uint64_t task)
{
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL,
                    nnreg_fsck_is_id(task) ? "a pending task is made in its place" : NULL,
                    "restore it from a backup, or delete it",
                    "network %llu has the task %llu, which is missing", number(id), number(task));
}

/* A task that is missing, and several networks say that it is theirs, is made for the first. */
static nnreg_status settle_task(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                const struct nnreg_fsck_claim *claim, uint64_t first,
                                struct nnreg_error *error)
{
    struct nnreg_network network;
    nnreg_status status = nnreg_object_load(&network, run->txn, kind, claim->id, error);

    if (status != NNREG_OK)
        return status;
    if (first == claim->id) {
        tell_task_missing(run, claim->id, network.task_id);
        status = make_task(run, &network, error);
    } else
        tell_task_of_other(run, claim->id, network.task_id, first);
    nnreg_record_clear(kind->table, &network);
    return status;
}

static nnreg_status claim_task(struct nnreg_fsck_run *run, const struct nnreg_network *network,
                               struct nnreg_error *error)
{
    char wish[24];

    if (!nnreg_fsck_is_id(network->task_id)) {
        tell_task_missing(run, network->id, network->task_id);
        return NNREG_OK;
    }
    if (network->task_id > run->last_id[NNREG_OBJECT_TASK])
        run->last_id[NNREG_OBJECT_TASK] = network->task_id;
    (void)snprintf(wish, sizeof wish, "%llu", number(network->task_id));
    return nnreg_fsck_claim(run, wish, network->id, error);
}

static nnreg_status check_network_ties(struct nnreg_fsck_run *run, const struct nnreg_network *network,
                                       struct nnreg_error *error)
{
    const struct nnreg_object_kind *tasks = &nnreg_object_kinds[NNREG_OBJECT_TASK];
    struct nnreg_task task = {.network_id = 0};
    nnreg_status status = !nnreg_fsck_is_id(network->task_id)
                              ? NNREG_NOT_FOUND
                              : nnreg_object_load_only(&task, run->txn, tasks, network->task_id,
                                                       nnreg_field_bit(NNREG_FIELD(task, network_id)), error);

    if (status == NNREG_NOT_FOUND)
        return claim_task(run, network, error);
    if (status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED)
        return NNREG_OK;
    if (status != NNREG_OK)
        return status;
    if (task.network_id != network->id)
        tell_task_of_other(run, network->id, network->task_id, task.network_id);
    nnreg_record_clear(tasks->table, &task);
    return NNREG_OK;
}

static nnreg_status look_at_network_ties(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                         void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network network;
    bool readable;
    nnreg_status status = read_tie(&readable, &network, kind, key, value, error);

    (void)stop;
    if (!readable)
        return status;
    status = check_network_ties(context, &network, error);
    nnreg_record_clear(kind->table, &network);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- specs -- */

/* Its update_date stays: to whoever reads it, the version was not there before, either. */
static nnreg_status forget_current(struct nnreg_fsck_run *run, struct nnreg_spec *spec,
                                   struct nnreg_slice key, struct nnreg_error *error)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    nnreg_status status;

    spec->current_version_id = 0;
    status = nnreg_sealed_encode(&out, run->txn, &nnreg_spec_table, spec, error);
    if (status == NNREG_OK)
        status = nnreg_fsck_put(run, NNREG_KV_SPECS, key, (struct nnreg_slice){out.content, out.size}, error);
    nnreg_bytes_free(&out);
    return status;
}

static nnreg_status check_spec_ties(struct nnreg_fsck_run *run, struct nnreg_spec *spec,
                                    struct nnreg_slice key, struct nnreg_error *error)
{
    const struct nnreg_object_kind *versions = &nnreg_object_kinds[NNREG_OBJECT_VERSION];
    struct nnreg_version version = {.spec_id = 0};
    uint64_t of = 0;
    nnreg_status status;

    if (spec->current_version_id == 0)
        return NNREG_OK;
    status = nnreg_object_load_only(&version, run->txn, versions, spec->current_version_id,
                                    nnreg_field_bit(NNREG_FIELD(version, spec_id)), error);
    if (status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED)
        return NNREG_OK;
    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    of = version.spec_id;
    nnreg_record_clear(versions->table, &version);
    if (status == NNREG_OK && of == spec->id)
        return NNREG_OK;
    if (status == NNREG_OK)
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL, "it has no current version", NULL,
                        "spec %llu has the current version %llu, which is of spec %llu", number(spec->id),
                        number(spec->current_version_id), number(of));
    else
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL, "it has no current version", NULL,
                        "spec %llu has the current version %llu, which is missing", number(spec->id),
                        number(spec->current_version_id));
    return forget_current(run, spec, key, error);
}

static nnreg_status look_at_spec_ties(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                      void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_SPEC];
    struct nnreg_spec spec;
    bool readable;
    nnreg_status status = read_tie(&readable, &spec, kind, key, value, error);

    (void)stop;
    if (!readable)
        return status;
    status = check_spec_ties(context, &spec, key, error);
    nnreg_record_clear(kind->table, &spec);
    return status;
}

nnreg_status nnreg_fsck_ties(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    static const struct {
        enum nnreg_kv_table table;
        nnreg_kv_visit *visit;
    } walks[] = {
        {NNREG_KV_VERSIONS, look_at_version_ties},
        {NNREG_KV_TASKS, look_at_task_ties},
        {NNREG_KV_NETWORKS, look_at_network_ties},
        {NNREG_KV_SPECS, look_at_spec_ties},
    };
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < sizeof walks / sizeof *walks && status == NNREG_OK; i++) {
        status = nnreg_kv_walk(run->txn, walks[i].table, (struct nnreg_slice){NULL, 0}, false, walks[i].visit,
                               run, error);
        if (status == NNREG_OK) /* only networks have claimed something */
            status =
                nnreg_fsck_settle_claims(run, settle_task, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], error);
        if (status == NNREG_OK)
            status = nnreg_fsck_apply(run, error);
    }
    return status;
}
