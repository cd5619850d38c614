/* Tasks: how far the deployment of each network is. They are made and deleted with their networks. */
#include <string.h>

#include "registry/object_io.h"
#include "registry/snapshot.h"
#include "registry/update.h"

nnreg_status nnreg_task_get(nnreg *registry, nnreg_task **task, uint64_t id)
{
    void *snapshot;
    nnreg_status status = nnreg_object_get(registry, task != NULL ? &snapshot : NULL, NNREG_OBJECT_TASK, id);

    if (task != NULL)
        *task = snapshot;
    return status;
}

/* There is a text exactly where there is an error. A text of before goes when the task moves on. */
static nnreg_status check_error(struct nnreg_kv_txn *txn, struct nnreg_update *update, const void *before,
                                void *after, struct nnreg_error *error)
{
    struct nnreg_task *task = after;
    bool given = nnreg_update_has(update, NNREG_FIELD(task, error));

    (void)txn, (void)before;
    if (task->status == NNREG_TASK_ERROR && task->error[0] == '\0')
        return nnreg_update_refuse(update, error, NNREG_RULE_TASK_ERROR,
                                   given ? NNREG_FIELD(task, error) : NNREG_FIELD(task, status),
                                   "say why the deployment failed: {\"status\": \"error\", \"error\": \"…\"}",
                                   "status \"error\" comes without a text in error");
    if (task->status == NNREG_TASK_ERROR)
        return NNREG_OK;
    if (given && task->error[0] != '\0')
        return nnreg_update_refuse(update, error, NNREG_RULE_TASK_ERROR, NNREG_FIELD(task, error),
                                   "leave it out", "error has a text, but status is \"%s\"",
                                   nnreg_vocab_word(&nnreg_vocab_task_status, task->status));
    task->error[0] = '\0'; /* `before` has a text of its own, which the event tells */
    return NNREG_OK;
}

nnreg_status nnreg_task_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                               const struct nnreg_call_options *options, nnreg_findings *findings)
{
    struct nnreg_update update = {
        .object = NNREG_OBJECT_TASK, .id = id, .text = json, .length = length, .check = check_error};

    return nnreg_object_update(registry, "nnreg_task_update", &update, options, 0, findings);
}

/* -------------------------------------------------------------------------------------------- snapshots -- */

void nnreg_task_free(nnreg_task *task)
{
    nnreg_snapshot_free(task);
}

uint64_t nnreg_task_id(const nnreg_task *task)
{
    return task->id;
}

uint64_t nnreg_task_network_id(const nnreg_task *task)
{
    return task->network_id;
}

const char *nnreg_task_status(const nnreg_task *task)
{
    return nnreg_vocab_word(&nnreg_vocab_task_status, task->status);
}

const char *nnreg_task_error(const nnreg_task *task)
{
    return task->error;
}

int64_t nnreg_task_create_date(const nnreg_task *task)
{
    return task->create_date;
}

int64_t nnreg_task_update_date(const nnreg_task *task)
{
    return task->update_date;
}

nnreg_status nnreg_task_json(char **text, const nnreg_task *task)
{
    return nnreg_object_json(text, task, NNREG_OBJECT_TASK);
}
