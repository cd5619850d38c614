/*
 * Creating a network: stage, inspect, judge, store. What is judged is the staged copy, so what was judged is what is
 * kept. The store's transaction comes last and is short; whatever happens before it leaves nothing but a staging
 * folder, which goes at the end, and whatever happens in it is undone.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "codec/json_records.h"
#include "judge/frameworks.h"
#include "judge/judge.h"
#include "registry/access.h"
#include "registry/events.h"
#include "registry/healing.h"
#include "registry/refs.h"
#include "registry/settings.h"

/*
 * Copies that stay open during the transaction, so that they can be staged again if it is run again and somebody
 * removed what the first run had moved. A larger bundle fails then, which is as rare as it is harmless.
 */
enum { KEPT_OPEN = 64 };

struct creation {
    nnreg *registry;
    nnreg_findings *findings;
    const char *text;
    size_t length;
    struct nnreg_call_options options;
    struct nnreg_bundle_files files; /* the caller's; from staging on, where their copies are */
    struct nnreg_staging staging;
    struct nnreg_staged *staged; /* staged[i] is files.file[i]; unused for one that is dropped */
    struct nnreg_network network;
    struct nnreg_bytes tensors; /* what its framework keeps of them */
    uint64_t total, before;     /* bytes in all, and in the files before the present one */
    struct nnreg_healing healing;
    bool unreadable; /* a file of the caller's could not be opened */
};

static nnreg_status begin(struct creation *creation, const nnreg_bundle *bundle, struct nnreg_error *error)
{
    static const struct nnreg_judge_options names = {.depth = NNREG_JUDGE_NAMES};
    static const struct nnreg_judge_options contents = {.depth = NNREG_JUDGE_CONTENTS};
    struct nnreg_json json = {0};
    nnreg_status status = nnreg_frameworks_list(&creation->files, bundle, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_judge_network(&json, creation->findings, creation->text, creation->length,
                                 &creation->files, &names, error);
    nnreg_json_free(&json);
    /* What is refused by its names already is not copied, but looked into all the same: all findings at once. */
    if (status == NNREG_REFUSED)
        status = nnreg_judge_network(&json, creation->findings, creation->text, creation->length,
                                     &creation->files, &contents, error);
    nnreg_json_free(&json);
    return status;
}

static int report_progress(struct creation *creation, const char *stage, uint64_t done)
{
    if (creation->options.progress == NULL)
        return 0;
    return creation->options.progress(creation->options.context, stage, creation->before + done,
                                      creation->total);
}

static int report_staging(void *context, uint64_t done)
{
    return report_progress(context, "staging", done);
}

static int report_comparing(void *context, uint64_t done)
{
    return report_progress(context, "comparing", done);
}

/* Copies a file and puts the copy in its place in the list. */
static nnreg_status stage_file(struct creation *creation, size_t i, struct nnreg_error *error)
{
    struct nnreg_bundle_file *file = &creation->files.file[i];
    struct nnreg_staged *staged = &creation->staged[i];
    struct nnreg_blob_source from = {.name = file->name, .fd = -1};
    struct nnreg_source source;
    char path[16];
    nnreg_status status = nnreg_bundle_file_open(&source, file, error);

    creation->unreadable = status != NNREG_OK && (error == NULL || !nnreg_error_is_systems(error));
    if (status != NNREG_OK)
        return status;
    from.size = source.size;
    from.content = source.memory;
    from.fd = source.fd;
    status = nnreg_staging_add(staged, &creation->staging, &from, report_staging, creation, error);
    nnreg_bundle_file_close(&source, file);
    if (status != NNREG_OK)
        return status;
    /* Kept by name, not open: a bundle may have more files than a process may have descriptors. */
    nnreg_fs_close(staged->fd);
    staged->fd = -1;
    creation->before += staged->size;
    (void)snprintf(path, sizeof path, "%u", staged->number);
    return nnreg_bundle_file_move(file, creation->staging.folder, path, staged->size, error);
}

static nnreg_status stage(struct creation *creation, struct nnreg_error *error)
{
    nnreg_status status = nnreg_staging_begin(&creation->staging, &creation->registry->blobs, error);
    size_t i;

    creation->staged = nnreg_alloc_zero(creation->files.count, sizeof *creation->staged);
    if (status == NNREG_OK && creation->staged == NULL)
        status = nnreg_fail_memory(error);
    for (i = 0; creation->staged != NULL && i < creation->files.count; i++)
        creation->staged[i].fd = -1;
    for (i = 0; i < creation->files.count; i++)
        creation->total += creation->files.file[i].dropped ? 0 : creation->files.file[i].size;
    for (i = 0; i < creation->files.count && status == NNREG_OK; i++)
        if (!creation->files.file[i].dropped)
            status = stage_file(creation, i, error);
    return status;
}

/* A file of the caller's that cannot be opened is a finding, as it is for nnreg_check. */
static nnreg_status explain(struct creation *creation, nnreg_status status)
{
    static const struct nnreg_judge_options contents = {.depth = NNREG_JUDGE_CONTENTS};
    struct nnreg_json json = {0};
    nnreg_status judged = nnreg_judge_network(&json, creation->findings, creation->text, creation->length,
                                              &creation->files, &contents, NULL);

    nnreg_json_free(&json);
    if (judged == NNREG_REFUSED)
        return judged;
    nnreg_findings_clear(creation->findings);
    return status;
}

static nnreg_status fill_files(struct creation *creation, struct nnreg_error *error)
{
    struct nnreg_file *files = nnreg_alloc_zero(creation->files.count, sizeof *files);
    struct nnreg_array *array = &creation->network.files;
    size_t i;

    if (files == NULL)
        return nnreg_fail_memory(error);
    array->items = files;
    for (i = 0; i < creation->files.count; i++) {
        struct nnreg_file *file = &files[array->count];

        if (creation->files.file[i].dropped)
            continue;
        file->name = nnreg_strdup(creation->files.file[i].name);
        if (file->name == NULL)
            return nnreg_fail_memory(error);
        file->size = creation->staged[i].size;
        memcpy(file->sha256, creation->staged[i].digest, sizeof file->sha256);
        array->count++;
    }
    return NNREG_OK;
}

/* The copies are the registry's own: that one cannot be read is no fault of the bundle. */
static nnreg_status unreadable_copy(const struct creation *creation, nnreg_status status,
                                    struct nnreg_error *error)
{
    const char *rule = nnreg_rule(NNREG_RULE_BUNDLE_UNREADABLE)->id;
    const struct nnreg_finding *finding;
    size_t i = 0;

    while ((finding = nnreg_findings_get(creation->findings, i)) != NULL && strcmp(finding->rule, rule) != 0)
        i++;
    if (finding == NULL)
        return status;
    status = nnreg_fail(error, NNREG_IO, "the copy of \"%s\" cannot be read: %s",
                        finding->file != NULL ? finding->file : "", finding->message);
    nnreg_findings_clear(creation->findings);
    return status;
}

/* Keeps of the model what versions of recognition will ask of it. */
static void keep_tensors(void *context, const struct nnreg_framework *framework, const void *facts)
{
    struct creation *creation = context;

    (void)framework->keep(&creation->tensors, facts, NULL); /* a failure sticks there */
}

/*
 * What the registry's own files cannot be is no mistake of the caller's: a copy that is gone or replaced is not "not
 * found".
 */
static nnreg_status own_failure(nnreg_status status)
{
    return status == NNREG_NOT_FOUND || status == NNREG_EXISTS || status == NNREG_INVALID_ARGUMENT ? NNREG_IO
                                                                                                   : status;
}

/*
 * Judges the copies and makes the record of them. The caller's files were judged by their names at most: between a judgement
 * on them and the copying anybody could change them, and a description accepted for one model would be kept with another.
 * Nobody else writes to the staging folder, so what is found in the copies holds for what is kept. The digests are those of
 * the bytes as they were copied; what a file's copy cannot give back is the registry's failure (unreadable_copy).
 */
static nnreg_status judge_copies(struct creation *creation, struct nnreg_error *error)
{
    const struct nnreg_observer observer = {.model = keep_tensors, .context = creation};
    struct nnreg_judge_options options = {.depth = NNREG_JUDGE_CONTENTS,
                                          .progress = creation->options.progress,
                                          .context = creation->options.context,
                                          .observer = &observer};
    struct nnreg_json json = {0};
    nnreg_status status = nnreg_judge_network(&json, creation->findings, creation->text, creation->length,
                                              &creation->files, &options, error);

    if (status == NNREG_OK || status == NNREG_REFUSED)
        status = unreadable_copy(creation, status, error);
    if (status == NNREG_OK)
        status =
            nnreg_json_to_record(&nnreg_network_table, &creation->network, &json, json.values, true, error);
    if (status == NNREG_OK)
        status = fill_files(creation, error);
    if (status == NNREG_OK && creation->tensors.failed)
        status = nnreg_fail_memory(error);
    nnreg_json_free(&json);
    return status;
}

static nnreg_status sync_copies(struct creation *creation, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < creation->files.count && status == NNREG_OK; i++) {
        struct nnreg_staged *staged = &creation->staged[i];
        struct nnreg_file_stat stat;

        if (creation->files.file[i].dropped)
            continue;
        status =
            nnreg_fs_open(&staged->fd, &stat, creation->staging.folder, creation->files.file[i].path, error);
        if (status == NNREG_OK)
            status = nnreg_staging_sync(staged, error);
        if (creation->files.count > KEPT_OPEN) {
            nnreg_fs_close(staged->fd);
            staged->fd = -1;
        }
    }
    return status;
}

/* The task that goes with every network. */
static nnreg_status store_task(struct nnreg_event_writer *events, const struct creation *creation,
                               struct nnreg_error *error)
{
    char none[] = "";
    struct nnreg_task task = {.id = creation->network.task_id,
                              .network_id = creation->network.id,
                              .status = NNREG_TASK_PENDING,
                              .error = none};
    struct nnreg_event_change change = {
        .action = NNREG_ACTION_CREATE, .object = NNREG_OBJECT_TASK, .after = &task};
    nnreg_status status =
        nnreg_object_insert(events->txn, &nnreg_object_kinds[NNREG_OBJECT_TASK], &task, error);

    return status == NNREG_OK ? nnreg_event_append(events, &change, error) : status;
}

/*
 * Moves the files into place. Before the transaction: the device is waited for, and what is there already is compared, by
 * each writer for itself, not by all in the store's lock.
 */
static nnreg_status install_files(struct creation *creation, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    creation->before = 0;
    for (i = 0; i < creation->files.count && status == NNREG_OK; i++) {
        struct nnreg_staged *staged = &creation->staged[i];

        if (creation->files.file[i].dropped)
            continue;
        status = nnreg_blobs_install(&creation->registry->blobs, &creation->staging, staged, report_comparing,
                                     creation, error);
        creation->before += staged->size;
    }
    return status;
}

/* In the transaction: sees to it that the files are there, and counts them as used. */
static nnreg_status hold_files(struct nnreg_kv_txn *txn, struct creation *creation, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < creation->files.count && status == NNREG_OK; i++) {
        if (creation->files.file[i].dropped)
            continue;
        status =
            nnreg_blobs_hold(&creation->registry->blobs, &creation->staging, &creation->staged[i], error);
        if (status == NNREG_OK)
            status = nnreg_ref_add(txn, creation->staged[i].digest, error);
    }
    return status;
}

static nnreg_status store(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct creation *creation = context;
    struct nnreg_network *network = &creation->network;
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_event_change change = {
        .action = NNREG_ACTION_CREATE, .object = NNREG_OBJECT_NETWORK, .after = network};
    struct nnreg_event_writer events;
    struct nnreg_key key;
    nnreg_status status = hold_files(txn, creation, error);

    nnreg_events_begin(&events, txn, creation->options.actor);
    network->id = 0;
    if (status == NNREG_OK)
        status = nnreg_next_id(&network->task_id, txn, NNREG_SETTING_NEXT_TASK, error);
    if (status == NNREG_OK)
        status = nnreg_object_insert(txn, kind, network, error);
    if (status == NNREG_OK)
        status = nnreg_kv_put(txn, NNREG_TABLE_NETWORK_TENSORS, nnreg_key_u64(&key, network->id),
                              (struct nnreg_slice){creation->tensors.content, creation->tensors.size}, error);
    if (status == NNREG_OK)
        status = nnreg_event_append(&events, &change, error);
    if (status == NNREG_OK)
        status = store_task(&events, creation, error);
    if (status == NNREG_OK)
        status = nnreg_healing_tell(&creation->healing, &events, network->id, error);
    return nnreg_events_end(&events, status, error);
}

/* Removes files that a failed transaction had moved into place and that nobody else uses by now. */
static nnreg_status take_back(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct creation *creation = context;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < creation->files.count && status == NNREG_OK; i++) {
        uint64_t count;

        if (!creation->staged[i].moved)
            continue;
        status = nnreg_ref_count(&count, txn, creation->staged[i].digest, error);
        if (status == NNREG_OK && count == 0)
            status = nnreg_blobs_remove(&creation->registry->blobs, creation->staged[i].digest, error);
    }
    return status;
}

static nnreg_status keep(struct creation *creation, struct nnreg_error *error)
{
    nnreg_status status = sync_copies(creation, error);
    bool moved = false;
    size_t i;

    if (status == NNREG_OK)
        status = nnreg_healing_begin(&creation->healing, creation->registry->kv, error);
    if (status == NNREG_OK)
        status = install_files(creation, error);
    if (status == NNREG_OK)
        status = nnreg_healing_find(&creation->healing, creation->registry->kv, creation->staged,
                                    creation->files.count, error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(creation->registry->kv, store, creation, error);
    for (i = 0; i < creation->files.count; i++)
        moved = moved || creation->staged[i].moved;
    if (status != NNREG_OK && moved) /* if this fails, too, they are orphans, which harm nobody */
        (void)nnreg_kv_write_alone(creation->registry->kv, take_back, creation, NULL);
    return status;
}

static void end(struct creation *creation)
{
    size_t i;

    for (i = 0; creation->staged != NULL && i < creation->files.count; i++)
        nnreg_staging_discard(&creation->staging, &creation->staged[i]);
    nnreg_staging_end(&creation->staging);
    nnreg_record_clear(&nnreg_network_table, &creation->network);
    nnreg_bytes_free(&creation->tensors);
    nnreg_healing_free(&creation->healing);
    nnreg_bundle_files_free(&creation->files);
    nnreg_free(creation->staged);
}

nnreg_status nnreg_network_create(nnreg *registry, uint64_t *id, const char *json, size_t length,
                                  const nnreg_bundle *bundle, const struct nnreg_call_options *options,
                                  nnreg_findings *findings)
{
    struct creation creation = {.registry = registry,
                                .findings = findings,
                                .text = json,
                                .length = length,
                                .tensors = NNREG_BYTES_INIT,
                                .staging = {.staging = -1, .folder = -1}};
    struct nnreg_error error;
    nnreg_status status =
        nnreg_create_begin(registry, id, json, findings, &creation.options, options, &error);

    if (status == NNREG_OK && bundle == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = begin(&creation, bundle, &error);
    if (status == NNREG_OK) {
        status = stage(&creation, &error);
        if (status != NNREG_OK)
            status = creation.unreadable ? explain(&creation, status) : own_failure(status);
    }
    if (status == NNREG_OK)
        status = judge_copies(&creation, &error);
    if (status == NNREG_OK)
        status = own_failure(keep(&creation, &error));
    if (status == NNREG_OK) {
        *id = creation.network.id;
        nnreg_events_announce(registry);
    }
    end(&creation);
    return nnreg_leave(registry, status, &error);
}
