/*
 * Creating a network: stage, inspect, judge, store.
 *
 * What is judged is the staged copy, so what was judged is what is kept, whatever the caller's files become meanwhile. The
 * store's transaction comes last and is short: what takes long (copying, reading, waiting for the device) is behind it
 * already, and nothing that it needs can still be refused. Whatever happens before it leaves nothing but a staging folder,
 * which goes at the end, or with the next open if this process dies. Files are moved into place before the
 * transaction and counted as used in it: a crash in between leaves files that nobody refers to, and never a record
 * whose file is missing.
 */
#include <string.h>

#include "base/alloc.h"
#include "check/rules.h"
#include "codec/json_records.h"
#include "judge/frameworks.h"
#include "judge/judge.h"
#include "registry/creation.h"
#include "registry/events.h"
#include "registry/messages.h"
#include "registry/object_io.h"
#include "registry/refs.h"
#include "registry/sealing.h"
#include "registry/settings.h"

/* Judges description and files, as far as the options say. The description stays parsed in creation->json. */
static nnreg_status judge_as_far(struct nnreg_creation *creation, const struct nnreg_judge_options *how_far,
                                 struct nnreg_error *error)
{
    struct nnreg_judge_options options = *how_far;

    options.form = nnreg_object_form(&creation->options);
    nnreg_json_free(&creation->json);
    return nnreg_judge_network(&creation->json, creation->findings, creation->text, creation->length,
                               &creation->files, &options, error);
}

/* ---------------------------------------------------------------------------------------------------------- begin -- */

nnreg_status nnreg_creation_list(struct nnreg_creation *creation, const nnreg_bundle *bundle,
                                 struct nnreg_error *error)
{
    static const struct nnreg_judge_options names = {.depth = NNREG_JUDGE_NAMES};
    nnreg_status status = nnreg_frameworks_list(&creation->files, bundle, error);

    return status == NNREG_OK ? judge_as_far(creation, &names, error) : status;
}

/*
 * The caller's arguments, and what can be said before anything is copied. What is refused by its names already is not
 * copied, but looked into all the same: all findings at once.
 */
static nnreg_status begin_creation(struct nnreg_creation *creation, const nnreg_bundle *bundle,
                                   struct nnreg_error *error)
{
    static const struct nnreg_judge_options contents = {.depth = NNREG_JUDGE_CONTENTS};
    nnreg_status status;

    if (bundle == NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    status = nnreg_creation_list(creation, bundle, error);
    return status == NNREG_REFUSED ? judge_as_far(creation, &contents, error) : status;
}

/* ---------------------------------------------------------------------------------------------------------- stage -- */

/* A file of the caller's that cannot be opened is a finding, as it is for nnreg_check. */
static nnreg_status explain_unreadable(struct nnreg_creation *creation, nnreg_status status)
{
    static const struct nnreg_judge_options contents = {.depth = NNREG_JUDGE_CONTENTS};

    if (judge_as_far(creation, &contents, NULL) == NNREG_REFUSED)
        return NNREG_REFUSED;
    nnreg_findings_clear(creation->findings);
    return status;
}

nnreg_status nnreg_creation_own_failure(nnreg_status status)
{
    return status == NNREG_NOT_FOUND || status == NNREG_EXISTS || status == NNREG_INVALID_ARGUMENT ? NNREG_IO
                                                                                                   : status;
}

static nnreg_status stage_files(struct nnreg_creation *creation, struct nnreg_error *error)
{
    nnreg_status status = nnreg_creation_stage(creation, error);

    if (status == NNREG_OK)
        return NNREG_OK;
    return creation->unreadable ? explain_unreadable(creation, status) : nnreg_creation_own_failure(status);
}

/* -------------------------------------------------------------------------------------------------------- inspect -- */

/* Keeps of the model what versions of recognition will ask of it, and what the description calls its tensors. */
static void keep_tensors(void *context, const struct nnreg_framework *framework, const void *facts,
                         const struct nnreg_network *network)
{
    struct nnreg_creation *creation = context;

    (void)framework->keep(&creation->tensors, facts, network, NULL); /* a failure sticks there */
    nnreg_renaming_find(&creation->renaming, framework, facts, network);
}

/* The copies are the registry's own: that one cannot be read is no fault of the bundle. */
static nnreg_status unreadable_copy(const struct nnreg_creation *creation, nnreg_status status,
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

/*
 * The caller's files were judged by their names at most: between a judgement on them and the copying anybody could change them,
 * and a description accepted for one model would be kept with another.
 */
nnreg_status nnreg_creation_inspect(struct nnreg_creation *creation, struct nnreg_error *error)
{
    const struct nnreg_observer observer = {.described = keep_tensors, .context = creation};
    const struct nnreg_judge_options options = {.depth = NNREG_JUDGE_CONTENTS,
                                                .progress = creation->options.progress,
                                                .context = creation->options.context,
                                                .observer = &observer};
    nnreg_status status = judge_as_far(creation, &options, error);

    creation->verdict = status;
    return status == NNREG_REFUSED ? NNREG_OK : status;
}

/* ---------------------------------------------------------------------------------------------------------- judge -- */

static nnreg_status fill_files(struct nnreg_creation *creation, struct nnreg_error *error)
{
    struct nnreg_file *files = nnreg_alloc_zero(creation->files.count, sizeof *files);
    struct nnreg_array *array = &creation->network.files;
    size_t i;

    if (files == NULL)
        return nnreg_fail_memory(error);
    array->items = files;
    for (i = 0; i < creation->files.count; i++) {
        struct nnreg_file *file = &files[array->count];

        if (creation->files.file[i].dropped) {
            creation->staged[i].number = 0; /* it stays behind, and goes with the session */
            continue;
        }
        file->name = nnreg_strdup(creation->files.file[i].name);
        if (file->name == NULL)
            return nnreg_fail_memory(error);
        file->size = creation->staged[i].size;
        memcpy(file->sha256, creation->staged[i].digest, sizeof file->sha256);
        array->count++;
    }
    if (array->count == 0) /* which has findings, but somebody may have made little of them */
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the network has no files, without which it cannot be stored");
    return NNREG_OK;
}

nnreg_status nnreg_creation_judge(struct nnreg_creation *creation, struct nnreg_error *error)
{
    const struct nnreg_json *json = &creation->json;
    nnreg_status status = unreadable_copy(creation, creation->verdict, error);

    if (status == NNREG_OK)
        status = nnreg_json_to_record(&nnreg_network_table, &creation->network, json, json->values,
                                      NNREG_JSON_WHOLE, error);
    if (status == NNREG_OK)
        status = nnreg_renaming_apply(&creation->renaming, &creation->network, error);
    if (status == NNREG_OK)
        status = fill_files(creation, error);
    nnreg_renaming_free(&creation->renaming);
    nnreg_json_free(&creation->json);
    return status == NNREG_OK && creation->tensors.failed ? nnreg_fail_memory(error) : status;
}

/* ---------------------------------------------------------------------------------------------------------- store -- */

/* The task that goes with every network. */
static nnreg_status put_task(struct nnreg_event_writer *events, const struct nnreg_creation *creation,
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

/* The network's record with its indexes and its tensors, and its event. The task's id is taken first: the record has it. */
static nnreg_status put_network(struct nnreg_event_writer *events, struct nnreg_creation *creation,
                                const struct nnreg_change_record *more, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    const struct nnreg_slice tensors = {creation->tensors.content, creation->tensors.size};
    struct nnreg_network *network = &creation->network;
    struct nnreg_event_change change = {
        .action = NNREG_ACTION_CREATE, .object = NNREG_OBJECT_NETWORK, .after = network, .more = more};
    nnreg_status status = nnreg_next_id(&network->task_id, events->txn, NNREG_SETTING_NEXT_TASK, error);

    network->id =
        0; /* a run before this one has set it, and nnreg_object_insert gives none to a record that has one */
    if (status == NNREG_OK)
        status = nnreg_object_insert(events->txn, kind, network, error);
    if (status == NNREG_OK)
        status = nnreg_sealed_put(events->txn, NNREG_KV_NETWORK_TENSORS, network->id, tensors, error);
    return status == NNREG_OK ? nnreg_event_append(events, &change, error) : status;
}

/* One reference for each file of the network, also where two of them have the same bytes. */
static nnreg_status count_files(struct nnreg_kv_txn *txn, const struct nnreg_network *network,
                                struct nnreg_error *error)
{
    const struct nnreg_file *files = network->files.items;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < network->files.count && status == NNREG_OK; i++)
        status = nnreg_ref_add(txn, files[i].sha256, error);
    return status;
}

nnreg_status nnreg_creation_put(struct nnreg_event_writer *events, struct nnreg_creation *creation,
                                const struct nnreg_change_record *more, struct nnreg_error *error)
{
    nnreg_status status = count_files(events->txn, &creation->network, error);

    if (status == NNREG_OK)
        status = put_network(events, creation, more, error);
    return status == NNREG_OK ? put_task(events, creation, error) : status;
}

/*
 * The transaction. It may be run again, perhaps in another thread: what it writes to the store was undone then, the ids are
 * taken anew (mostly they are the same), and holding a file that is held is nothing. The files come first: of all that is
 * done here they alone can be missing.
 */
static nnreg_status put_all(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_creation *creation = context;
    struct nnreg_event_writer events;
    nnreg_status status = nnreg_creation_hold(txn, creation, error);

    nnreg_events_begin(&events, txn, creation->options.actor);
    if (status == NNREG_OK)
        status = nnreg_creation_put(&events, creation, NULL, error);
    if (status == NNREG_OK)
        status = nnreg_healing_tell(&creation->healing, &events, creation->network.id, error);
    return nnreg_events_end(&events, status, error);
}

/*
 * The order is what makes it safe: the copies are on the device before they get the names under which they are found; they
 * have these names before a record refers to them; and whom a damaged file had hurt is asked before the transaction, which
 * has no time for it, by the ids that there were before the files were put in place.
 */
static nnreg_status store_network(struct nnreg_creation *creation, struct nnreg_error *error)
{
    struct nnreg_kv *kv = creation->registry->kv;
    nnreg_status status = nnreg_creation_sync(creation, error);

    if (status == NNREG_OK)
        status = nnreg_healing_begin(&creation->healing, kv, creation->staged, creation->staged_count, error);
    if (status == NNREG_OK)
        status = nnreg_creation_install(creation, error);
    if (status == NNREG_OK)
        status = nnreg_healing_find(&creation->healing, kv, creation->staged, creation->staged_count, error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(kv, put_all, creation, error);
    if (status != NNREG_OK)
        nnreg_creation_take_back(creation);
    else
        nnreg_healing_log(&creation->healing, creation->registry, creation->network.id);
    return nnreg_creation_own_failure(status);
}

/* ------------------------------------------------------------------------------------------------------- creating -- */

void nnreg_creation_forget(struct nnreg_creation *creation)
{
    nnreg_record_clear(&nnreg_network_table, &creation->network);
    nnreg_bytes_free(&creation->tensors);
    nnreg_renaming_free(&creation->renaming);
    nnreg_healing_free(&creation->healing);
    nnreg_bundle_files_free(&creation->files);
    nnreg_json_free(&creation->json);
}

nnreg_status nnreg_network_create(nnreg *registry, uint64_t *id, const char *json, size_t length,
                                  const nnreg_bundle *bundle, const struct nnreg_call_options *options,
                                  nnreg_findings *findings)
{
    struct nnreg_creation creation = {.registry = registry,
                                      .findings = findings,
                                      .text = json,
                                      .length = length,
                                      .tensors = NNREG_BYTES_INIT,
                                      .staging = {.staging = -1, .folder = -1}};
    struct nnreg_error error;
    nnreg_status status = nnreg_object_create_begin(registry, "nnreg_network_create", id, json, findings,
                                                    &creation.options, options, &error);

    if (status == NNREG_OK)
        status = begin_creation(&creation, bundle, &error);
    if (status == NNREG_OK)
        status = stage_files(&creation, &error);
    if (status == NNREG_OK)
        status = nnreg_creation_inspect(&creation, &error);
    if (status == NNREG_OK)
        status = nnreg_creation_judge(&creation, &error);
    if (status == NNREG_OK)
        status = store_network(&creation, &error);
    if (status == NNREG_OK) {
        *id = creation.network.id;
        nnreg_events_announce(registry);
    }
    nnreg_creation_discard(&creation);
    nnreg_creation_forget(&creation);
    return nnreg_leave(registry, status, &error);
}
