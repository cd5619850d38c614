/* Networks: get, update, delete, open a file. Creating one is create.c, listing them is query.c. */
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "check/judge.h"
#include "codec/json_model.h"
#include "inspect/roles.h"
#include "base/how.h"
#include "registry/refs.h"

/* ------------------------------------------------------------------------------------------------- get -- */

struct reading {
    uint64_t id;
    struct nnreg_network network;
};

static nnreg_status read_network(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct reading *reading = context;

    return nnreg_network_load(&reading->network, txn, reading->id, error);
}

nnreg_status nnreg_network_get(nnreg *registry, nnreg_network **network, uint64_t id)
{
    struct reading reading = {.id = id};
    struct nnreg_error error;
    nnreg_status status;

    if (network != NULL)
        *network = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && network == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_network, &reading, &error);
    if (status == NNREG_OK) {
        *network = nnreg_alloc(sizeof **network);
        if (*network != NULL)
            **network = reading.network;
        else
            status = nnreg_fail_memory(&error);
    }
    if (status != NNREG_OK)
        nnreg_record_clear(&nnreg_network_table, &reading.network);
    return nnreg_leave(registry, status, &error);
}

/* ---------------------------------------------------------------------------------------------- update -- */

struct change {
    uint64_t id;
    struct nnreg_how how;
    const struct nnreg_json *json;
    bool too_large; /* the merged metadata is */
};

static nnreg_status check_date(const struct nnreg_network *network, const char *expected,
                               struct nnreg_error *error)
{
    char now[NNREG_TIME_TEXT];
    int64_t date;

    if (expected == NULL)
        return NNREG_OK;
    if (!nnreg_time_parse(&date, expected))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "if_update_date \"%.40s\" is not a time like 2018-02-16T13:45:36.078955Z",
                          expected);
    nnreg_time_format(now, network->update_date);
    if (date == network->update_date)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CONFLICT,
                      "network %llu was changed at %s: look at it again, and update with that date",
                      (unsigned long long)network->id, now);
}

static nnreg_status replace(char **text, char *new_text, struct nnreg_error *error)
{
    if (new_text == NULL)
        return nnreg_fail_memory(error);
    nnreg_free(*text);
    *text = new_text;
    return NNREG_OK;
}

static nnreg_status merge_metadata(struct nnreg_network *network, struct change *change,
                                   const struct nnreg_json_value *patch, struct nnreg_error *error)
{
    static const struct nnreg_json_limits limits = {NNREG_LIMIT_METADATA, NNREG_LIMIT_JSON_VALUES,
                                                    NNREG_LIMIT_METADATA_DEPTH};
    char *merged;
    nnreg_status status =
        nnreg_json_merge(&merged, network->metadata, strlen(network->metadata),
                         change->json->text + patch->start, patch->stop - patch->start, &limits);

    if (status == NNREG_OK && strlen(merged) > NNREG_LIMIT_METADATA) {
        nnreg_free(merged);
        status = NNREG_LIMIT;
    }
    if (status == NNREG_LIMIT) {
        change->too_large = true;
        return nnreg_fail(error, NNREG_REFUSED, "the merged metadata is too large");
    }
    return status == NNREG_OK ? replace(&network->metadata, merged, error) : nnreg_fail_memory(error);
}

/* Puts the members of the update, which is judged already, into the record; *changed: there was one. */
static nnreg_status apply(struct nnreg_network *network, struct change *change, bool *changed,
                          struct nnreg_error *error)
{
    const struct nnreg_json *json = change->json;
    const struct nnreg_json_value *value;
    nnreg_status status = NNREG_OK;

    *changed = false;
    for (value = nnreg_json_first(json, json->values); value != NULL && status == NNREG_OK;
         value = nnreg_json_next(json, value)) {
        *changed = true;
        if ((change->how.flags & NNREG_MERGE_METADATA) != 0 && nnreg_json_key_is(json, value, "metadata"))
            status = merge_metadata(network, change, value, error);
        else
            status = nnreg_json_replace_member(&nnreg_network_table, network, json, value, error);
    }
    return status;
}

static nnreg_status write_change(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct change *change = context;
    struct nnreg_network network;
    bool changed = false;
    nnreg_status status = nnreg_network_load(&network, txn, change->id, error);

    change->too_large = false;
    if (status != NNREG_OK)
        return status;
    status = check_date(&network, change->how.if_update_date, error);
    if (status == NNREG_OK)
        status = apply(&network, change, &changed, error);
    if (status == NNREG_OK && changed) {
        int64_t now = nnreg_clock_now();

        /* Always later than before, even when the clock is not: if_update_date tells two updates apart by it. */
        network.update_date = now > network.update_date ? now : network.update_date + 1;
        status = nnreg_network_store(txn, &network, error);
    }
    nnreg_record_clear(&nnreg_network_table, &network);
    return status;
}

static nnreg_status report_too_large(nnreg_findings *findings, const struct nnreg_json *json,
                                     struct nnreg_error *error)
{
    const struct nnreg_json_value *patch = nnreg_json_member(json, json->values, "metadata");
    struct nnreg_engine engine;
    nnreg_status status;

    nnreg_engine_init(&engine, findings, json);
    (void)nnreg_engine_enter_key(&engine, "metadata");
    nnreg_engine_report(&engine, NNREG_RULE_JSON_TOO_LARGE, patch->start, "remove members by merging null",
                        "the merged metadata would be larger than %u bytes, or nested deeper than %u levels",
                        NNREG_LIMIT_METADATA, NNREG_LIMIT_METADATA_DEPTH);
    status = engine.status == NNREG_OK ? nnreg_findings_status(findings) : engine.status;
    nnreg_engine_free(&engine);
    return status == NNREG_NO_MEMORY ? nnreg_fail_memory(error) : NNREG_REFUSED;
}

nnreg_status nnreg_network_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                                  const struct nnreg_how *how, nnreg_findings *findings)
{
    struct nnreg_json values = {0};
    struct change change = {.id = id, .json = &values};
    struct nnreg_error error;
    nnreg_status status;

    if (findings != NULL)
        nnreg_findings_clear(findings);
    status = nnreg_enter(registry, true, &error);
    if (status == NNREG_OK && (json == NULL || findings == NULL))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_how_take(&change.how, how, NNREG_MERGE_METADATA, &error);
    if (status == NNREG_OK)
        status = nnreg_judge_update(&values, findings, json, length, registry->mutable_description, &error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(registry->kv, write_change, &change, &error);
    if (status == NNREG_REFUSED && change.too_large)
        status = report_too_large(findings, &values, &error);
    nnreg_json_free(&values);
    return nnreg_leave(registry, status, &error);
}

/* ---------------------------------------------------------------------------------------------- delete -- */

struct removal {
    uint64_t id;
    bool dry_run;
    struct nnreg_cascade cascade;
};

/* Drops the references to the files and counts the blobs that nobody uses any more. */
static nnreg_status drop_files(struct nnreg_kv_txn *txn, const struct nnreg_network *network,
                               struct nnreg_cascade *cascade, struct nnreg_error *error)
{
    const struct nnreg_file *files = network->files.items;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < network->files.count && status == NNREG_OK; i++) {
        bool last;

        status = nnreg_ref_drop(&last, txn, files[i].sha256, error);
        cascade->files++;
        if (last) {
            cascade->blobs++;
            cascade->bytes += files[i].size;
        }
    }
    return status;
}

static nnreg_status remove_record(struct nnreg_kv_txn *txn, enum nnreg_kv_table table, uint64_t id,
                                  const char *what, struct nnreg_error *error)
{
    struct nnreg_key key;
    nnreg_status status = nnreg_kv_remove(txn, table, nnreg_key_u64(&key, id), error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the %s %llu of the network is missing", what,
                          (unsigned long long)id);
    return status;
}

/* A dry run does the same and is undone at the end: what it says is what would be. */
static nnreg_status remove_all(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct removal *removal = context;
    struct nnreg_network network;
    nnreg_status status = nnreg_network_load(&network, txn, removal->id, error);

    if (status != NNREG_OK)
        return status;
    removal->cascade = (struct nnreg_cascade){.networks = 1, .tasks = 1};
    status = drop_files(txn, &network, &removal->cascade, error);
    if (status == NNREG_OK)
        status = remove_record(txn, NNREG_TABLE_TASKS, network.task_id, "task", error);
    if (status == NNREG_OK)
        status = remove_record(txn, NNREG_TABLE_NETWORKS, network.id, "record", error);
    if (status == NNREG_OK)
        status = nnreg_block_add(txn, network.id, -1, error);
    nnreg_record_clear(&nnreg_network_table, &network);
    return status == NNREG_OK && removal->dry_run ? NNREG_CANCELLED : status;
}

nnreg_status nnreg_network_delete(nnreg *registry, uint64_t id, const struct nnreg_how *how,
                                  struct nnreg_cascade *cascade)
{
    struct removal removal = {.id = id};
    struct nnreg_how taken;
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, true, &error);

    if (status == NNREG_OK && cascade != NULL && cascade->size < sizeof cascade->size)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "the cascade's size is not set");
    if (status == NNREG_OK)
        status = nnreg_how_take(&taken, how, NNREG_DRY_RUN, &error);
    if (status == NNREG_OK) {
        removal.dry_run = (taken.flags & NNREG_DRY_RUN) != 0;
        status = nnreg_kv_write(registry->kv, remove_all, &removal, &error);
    }
    if (status == NNREG_CANCELLED && removal.dry_run)
        status = NNREG_OK;
    else if (status == NNREG_OK)
        (void)nnreg_empty_trash(registry,
                                NULL); /* the network is gone; what stays in the trash is tried again */
    if (status == NNREG_OK && cascade != NULL) {
        removal.cascade.size = cascade->size;
        memcpy(cascade, &removal.cascade, cascade->size < sizeof *cascade ? cascade->size : sizeof *cascade);
    }
    return nnreg_leave(registry, status, &error);
}

/* ----------------------------------------------------------------------------------------------- files -- */

struct opening {
    struct nnreg *registry;
    uint64_t id;
    const char *name;
    int fd;
    uint64_t size;
    bool missed; /* the record is there, and its stored file is not */
};

/* Opens within the snapshot: a delete unlinks only after its own commit, so what the record names can be there. */
static nnreg_status open_file(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct opening *opening = context;
    struct nnreg_network network;
    const struct nnreg_file *file = NULL;
    size_t i;
    nnreg_status status = nnreg_network_load(&network, txn, opening->id, error);

    if (status != NNREG_OK)
        return status;
    for (i = 0; i < network.files.count && file == NULL; i++)
        if (strcmp(((struct nnreg_file *)network.files.items)[i].name, opening->name) == 0)
            file = &((struct nnreg_file *)network.files.items)[i];
    if (file == NULL)
        status = nnreg_fail(error, NNREG_NOT_FOUND, "network %llu has no file \"%.255s\"",
                            (unsigned long long)opening->id, opening->name);
    else
        status = nnreg_blobs_open_file(&opening->fd, &opening->size, &opening->registry->blobs, file->sha256,
                                       error);
    if (file != NULL && status == NNREG_NOT_FOUND) {
        if (opening->missed)
            status =
                nnreg_fail(error, NNREG_CORRUPT, "the stored file of \"%.255s\" of network %llu is missing",
                           opening->name, (unsigned long long)opening->id);
        opening->missed = true;
    }
    if (status == NNREG_OK && opening->size != file->size) {
        nnreg_fs_close(opening->fd);
        opening->fd = -1;
        status = nnreg_fail(error, NNREG_CORRUPT, "the stored file of \"%s\" has %llu bytes instead of %llu",
                            opening->name, (unsigned long long)opening->size, (unsigned long long)file->size);
    }
    nnreg_record_clear(&nnreg_network_table, &network);
    return status;
}

nnreg_status nnreg_network_open_file(nnreg *registry, int *fd, uint64_t *size, uint64_t id, const char *name)
{
    struct opening opening = {.registry = registry, .id = id, .fd = -1};
    struct nnreg_error error;
    nnreg_status status;

    if (fd != NULL)
        *fd = -1;
    if (size != NULL)
        *size = 0;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && (fd == NULL || size == NULL || name == NULL))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK) {
        opening.name = nnreg_drop_variables(name);
        status = nnreg_kv_read(registry->kv, open_file, &opening, &error);
        /* Deleted since the snapshot, or lost? A network that is still there has lost it. */
        if (status == NNREG_NOT_FOUND && opening.missed)
            status = nnreg_kv_read(registry->kv, open_file, &opening, &error);
    }
    if (status == NNREG_OK) {
        *fd = opening.fd;
        *size = opening.size;
    }
    return nnreg_leave(registry, status, &error);
}
