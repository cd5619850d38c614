/* nnreg_backup, and the copy of the store: see backup.h. */
#include "registry/backup.h"

#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "base/fsio.h"
#include "base/sized.h"
#include "registry/event_chain.h"
#include "registry/settings.h"

nnreg_status nnreg_backup_report(const struct nnreg_backup_run *run, const char *stage, uint64_t done,
                                 uint64_t total, struct nnreg_error *error)
{
    const struct nnreg_call_options *options = &run->options;

    if (options->progress != NULL && options->progress(options->context, stage, done, total) != 0)
        return nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    return NNREG_OK;
}

/* --------------------------------------------------------------------------------------------------- the store -- */

/* Of the very snapshot that is copied. */
static nnreg_status look_at_moment(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_backup_run *run = context;
    struct nnreg_event_last last;
    nnreg_status status = nnreg_event_last(&last, txn, error);

    if (status == NNREG_OK)
        status = nnreg_kv_count(&run->done.networks, txn, NNREG_KV_NETWORKS, error);
    run->done.event = last.sequence;
    return status;
}

static nnreg_status copy_store_to(struct nnreg_backup_run *run, int fd, struct nnreg_error *error)
{
    struct nnreg_kv_copying how = {.look = look_at_moment,
                                   .look_context = run,
                                   .progress = run->options.progress,
                                   .progress_context = run->options.context};
    struct nnreg_kv_copied copied;
    nnreg_status status = nnreg_kv_copy(&copied, run->source->kv, fd, &how, error);

    run->done.store_bytes = copied.bytes;
    run->done.grew = copied.grew;
    return status;
}

/* From the session to the target, as slowly as the target is. */
static nnreg_status move_store(struct nnreg_backup_run *run, int from, int to, unsigned char *piece,
                               struct nnreg_error *error)
{
    uint64_t offset = 0, size = run->done.store_bytes;
    nnreg_status status = NNREG_OK;
    bool shared = false;
    size_t got = 1;

    status = nnreg_fs_reflink(&shared, to, from, error);
    while (status == NNREG_OK && !shared && got > 0) {
        status = nnreg_fs_read(&got, from, offset, piece, NNREG_PIECE, error);
        if (status == NNREG_OK && got > 0)
            status = nnreg_fs_write(to, offset, piece, got, error);
        offset += got;
        if (status == NNREG_OK)
            status = nnreg_backup_report(run, "moving", offset, size, error);
    }
    return status == NNREG_OK ? nnreg_fs_sync(to, error) : status;
}

static nnreg_status copy_by_session(struct nnreg_backup_run *run, int to, struct nnreg_error *error)
{
    struct nnreg_staging staging;
    int fd = -1;
    nnreg_status status = nnreg_staging_begin(&staging, run->source->blobs, error);

    if (status != NNREG_OK)
        return status;
    staging.last = 1;
    status = nnreg_fs_create(&fd, staging.folder, "1", error);
    if (status == NNREG_OK)
        status = copy_store_to(run, fd, error);
    if (status == NNREG_OK)
        status = move_store(run, fd, to, staging.piece, error);
    nnreg_fs_close(fd);
    nnreg_staging_end(&staging);
    return status;
}

/* A copy of a run before is of a moment that is past. A source that must not be written has no place for a session. */
static nnreg_status copy_store(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    const char *name = nnreg_kv_files()[0];
    int to = -1;
    nnreg_status status = nnreg_fs_remove(run->fresh, name, error);

    if (status == NNREG_OK)
        status = nnreg_fs_create(&to, run->fresh, name, error);
    if (status == NNREG_OK)
        status = run->source->read_only ? copy_store_to(run, to, error) : copy_by_session(run, to, error);
    nnreg_fs_close(to);
    return status == NNREG_OK ? nnreg_fs_sync(run->fresh, error) : status;
}

/* ---------------------------------------------------------------------------------------------------- all of it -- */

static nnreg_status back_up(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    nnreg_status status = nnreg_backup_open_target(run, error);

    if (status == NNREG_OK)
        status = copy_store(run, error);
    if (status == NNREG_OK)
        status = nnreg_backup_open_copy(run, error);
    if (status == NNREG_OK)
        status = nnreg_backup_files(run, error);
    if (status == NNREG_OK)
        status = nnreg_backup_look_at_end(run, error);
    if (status == NNREG_OK)
        status = nnreg_backup_note_old(run, error);
    nnreg_backup_close_copy(run);
    if (status == NNREG_OK)
        status = nnreg_backup_replace(run, error);
    if (status == NNREG_OK) {
        nnreg_backup_remove_old(run);
        nnreg_backup_remove_fresh(
            run); /* last: it has the lock, and the next backup may need what is old to this one */
    }
    return status;
}

static nnreg_status keep_and_back_up(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_blob_lock keeping;
    nnreg_status status = nnreg_blobs_keep(&keeping, run->source->blobs, error);

    if (status == NNREG_OK)
        status = back_up(run, error);
    nnreg_backup_close_target(run);
    nnreg_free(run->old);
    nnreg_blobs_unlock(&keeping);
    if (status == NNREG_CORRUPT)
        run->done.damaged =
            0; /* it is something else, and there is no new backup to which they could belong */
    if (status == NNREG_OK && run->done.damaged > 0) {
        status = NNREG_CORRUPT;
        *error = run->why;
    }
    return status;
}

static const struct nnreg_sized sized_backup = NNREG_SIZED(struct nnreg_backup, rate);

static nnreg_status begin_backup(struct nnreg_backup_run *run, struct nnreg_backup *result,
                                 nnreg_status status, struct nnreg_error *error)
{
    struct nnreg_backup given = NNREG_BACKUP_INIT;
    bool usable;

    status = nnreg_sized_begin(&usable, &sized_backup, &given, result, status, error);
    run->done = (struct nnreg_backup){.rate = given.rate, .each = given.each, .context = given.context};
    if (usable)
        nnreg_sized_give(&sized_backup, result, &run->done);
    return status;
}

nnreg_status nnreg_backup(nnreg *registry, const char *dir, struct nnreg_backup *result,
                          const struct nnreg_call_options *options)
{
    struct nnreg_backup_run run = {
        .source = registry, .dir = dir, .target = -1, .fresh = -1, .why = NNREG_ERROR_INIT};
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, false, &error);

    status = begin_backup(&run, result, status, &error);
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&run.options, options, "nnreg_backup", 0, &error);
    if (status == NNREG_OK && (dir == NULL || dir[0] == '\0'))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "no directory was given");
    if (status == NNREG_OK && nnreg_kv_files()[0] == NULL)
        status = nnreg_fail(&error, NNREG_UNSUPPORTED, "this store has no file that could be copied");
    run.rate.bytes_per_second = run.done.rate;
    if (status == NNREG_OK) {
        status = keep_and_back_up(&run, &error);
        nnreg_sized_give(&sized_backup, result, &run.done);
    }
    return nnreg_leave(registry, status, &error);
}
