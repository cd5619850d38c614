/*
 * Removing what was found, or saying why it stays: see gc.h. Files go in write transactions of their own, some at a time, so
 * that others can write in between. In each, what the look has found is asked again:
 *
 *     the count of references     a create or a delete may have come to its commit since; nobody else can now
 *     nobody keeps the files      nnreg_blobs_remove: else the file is let be
 *     no file is arriving         for orphans: a create has put files in place that it will refer to, and this may be one. What
 *                                 is in the trash was referred to once; who brings it in again finds it gone, as behind a delete
 *
 * The transaction may run again, and what it has unlinked is gone then: a file that is not there is as good as removed. Where
 * it fails in the end, entries of the trash are left whose file is gone, which the next delete or gc finds so.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "registry/gc.h"
#include "registry/refs.h"
#include "store/staging.h"

enum { REMOVED_AT_ONCE = 256 };

static const char not_now_kept[] = "kept for a backup or an export that runs";
static const char not_now_arriving[] = "a network is being registered, which may need it";

/* A failure is told by the first. */
static void note_failure(struct nnreg_gc_run *run, const struct nnreg_error *why)
{
    if (run->why.status == NNREG_OK)
        run->why = *why;
}

static bool is_dry(const struct nnreg_gc_run *run)
{
    return (run->options.flags & NNREG_DRY_RUN) != 0;
}

/* ------------------------------------------------------------------------------------------- sessions, leftovers -- */

static void remove_session(struct nnreg_gc_run *run, const struct nnreg_gc_session *session)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    char path[NNREG_UNIQUE_NAME + sizeof "staging/"];
    bool gone = true;
    nnreg_status status = NNREG_OK;

    if (!is_dry(run))
        status = nnreg_staging_remove(&gone, run->registry->blobs, session->name, &why);
    if (status == NNREG_OK && !gone) /* another was faster */
        return;
    (void)snprintf(path, sizeof path, "staging/%s", session->name);
    if (status == NNREG_OK) {
        run->found.sessions++;
        run->found.bytes += session->bytes;
        nnreg_gc_tell(run, "session", path, session->bytes, "left by a process that ended before it was done",
                      false);
        return;
    }
    run->found.stayed++;
    why.status = status;
    note_failure(run, &why);
    nnreg_gc_tell(run, "session", path, session->bytes, why.text, true);
}

static nnreg_status remove_sessions(struct nnreg_gc_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < run->session_count && status == NNREG_OK; i++) {
        remove_session(run, &run->sessions[i]);
        status = nnreg_gc_report(run, "removing", run->found.bytes, run->found.bytes, error);
    }
    return status;
}

/* The engine's own files in the making: while it is open and somebody has the right to write, nobody makes any. */
static nnreg_status remove_leftovers(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct nnreg_gc_run *run = context;
    const char *const *name;
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);

    for (name = nnreg_kv_leftovers(); *name != NULL && status == NNREG_OK; name++)
        status = nnreg_fs_remove(run->registry->blobs->registry, *name, error);
    return status;
}

static nnreg_status collect_leftovers(struct nnreg_gc_run *run, struct nnreg_error *error)
{
    uint64_t sizes[8], any = 0;
    const char *const *names = nnreg_kv_leftovers();
    struct nnreg_file_stat stat;
    nnreg_status status;
    size_t i;

    for (i = 0; names[i] != NULL; i++) {
        assert(i < sizeof sizes / sizeof *sizes); /* an engine has one or two */
        status = nnreg_fs_stat(&stat, run->registry->blobs->registry, names[i], error);
        if (status != NNREG_OK && status != NNREG_NOT_FOUND)
            return status;
        sizes[i] = status == NNREG_OK ? stat.size : UINT64_MAX;
        any += status == NNREG_OK;
    }
    if (any > 0 && !is_dry(run)) {
        status = nnreg_kv_write_alone(run->registry->kv, remove_leftovers, run, error);
        if (status != NNREG_OK)
            return status;
    }
    while (i-- > 0) {
        if (sizes[i] == UINT64_MAX)
            continue;
        run->found.leftovers++;
        run->found.bytes += sizes[i];
        nnreg_gc_tell(run, "leftover", names[i], sizes[i], "a store in the making, of a process that ended",
                      false);
    }
    return NNREG_OK;
}

/* -------------------------------------------------------------------------------------------------------- files -- */

struct gc_removal {
    struct nnreg_gc_run *run;
    struct nnreg_gc_file *files;
    size_t count;
    struct nnreg_error *whys; /* of each that could not be removed */
};

static enum nnreg_gc_fate why_it_stays(const struct nnreg_error *why, enum nnreg_gc_fate for_others)
{
    return nnreg_error_is_others(why) ? for_others : NNREG_GC_FAILED;
}

static nnreg_status remove_file(struct nnreg_kv_txn *txn, const struct nnreg_gc_run *run,
                                struct nnreg_gc_file *file, struct nnreg_error *why,
                                const struct nnreg_error *arriving, struct nnreg_error *error)
{
    uint64_t count;
    nnreg_status status = nnreg_ref_count(&count, txn, file->digest, error);

    file->fate = NNREG_GC_USED;
    if (status != NNREG_OK || count > 0)
        return status;
    file->fate = NNREG_GC_GONE;
    if (!file->trash && arriving->status != NNREG_OK) {
        *why = *arriving;
        file->fate = why_it_stays(why, NNREG_GC_ARRIVING);
    } else if (nnreg_blobs_remove(run->registry->blobs, txn, file->digest, why) != NNREG_OK)
        file->fate = why_it_stays(why, NNREG_GC_KEPT);
    if (file->fate != NNREG_GC_GONE)
        return NNREG_OK;
    status = nnreg_kv_remove(txn, NNREG_KV_TRASH, nnreg_key_digest(file->digest), error);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

static nnreg_status remove_some(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct gc_removal *removal = context;
    struct nnreg_blob_lock none_arrives = NNREG_BLOB_LOCK_INIT;
    struct nnreg_error arriving = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);
    size_t i;

    if (status == NNREG_OK)
        (void)nnreg_staging_none_arrives(&none_arrives, removal->run->registry->blobs, &arriving);
    for (i = 0; i < removal->count && status == NNREG_OK; i++)
        status = remove_file(txn, removal->run, &removal->files[i], &removal->whys[i], &arriving, error);
    nnreg_blobs_unlock(&none_arrives);
    return status;
}

/* What would become of them just now: in a snapshot from behind the lock, what was in place before and is to be used is used. */
static nnreg_status foresee_some(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct gc_removal *removal = context;
    nnreg_status status = NNREG_OK;
    uint64_t count;
    size_t i;

    for (i = 0; i < removal->count && status == NNREG_OK; i++) {
        status = nnreg_ref_count(&count, txn, removal->files[i].digest, error);
        removal->files[i].fate = count > 0 ? NNREG_GC_USED : NNREG_GC_GONE;
    }
    return status;
}

/*
 * Who would keep them, told by taking for a moment the lock of who removes some. (A delete in that moment lets its files be: they
 * go with the next.)
 */
static void look_for_keepers(struct nnreg_error *kept, const struct nnreg_blobs *blobs)
{
    struct nnreg_blob_lock lock = NNREG_BLOB_LOCK_INIT;

    *kept = (struct nnreg_error)NNREG_ERROR_INIT;
    (void)nnreg_blobs_may_remove(&lock, blobs, kept);
    nnreg_blobs_unlock(&lock);
}

static nnreg_status rehearse_some(struct gc_removal *removal, struct nnreg_error *error)
{
    struct nnreg_blob_lock none_arrives = NNREG_BLOB_LOCK_INIT;
    struct nnreg_error kept;
    struct nnreg_error arriving = NNREG_ERROR_INIT;
    nnreg *registry = removal->run->registry;
    nnreg_status status = nnreg_staging_none_arrives(&none_arrives, registry->blobs, &arriving);
    bool arrives = nnreg_error_is_others(&arriving);
    size_t i;

    if (status != NNREG_OK && !arrives && status != NNREG_NOT_FOUND) /* without staging/ nothing arrives */
        return nnreg_fail(error, status, "%s", arriving.text);
    status = nnreg_kv_read(registry->kv, foresee_some, removal, error);
    nnreg_blobs_unlock(&none_arrives);
    look_for_keepers(&kept, registry->blobs);
    for (i = 0; i < removal->count; i++) {
        struct nnreg_gc_file *file = &removal->files[i];

        if (file->fate != NNREG_GC_GONE)
            continue;
        removal->whys[i] = kept;
        if (arrives && !file->trash)
            file->fate = NNREG_GC_ARRIVING;
        else if (kept.status != NNREG_OK)
            file->fate = why_it_stays(&kept, NNREG_GC_KEPT);
    }
    return status;
}

static void tell_file(struct nnreg_gc_run *run, const struct nnreg_gc_file *file,
                      const struct nnreg_error *why)
{
    char path[NNREG_BLOB_NAME];
    const char *reason = file->trash ? "no network uses it any more"
                                     : "no network uses it: a create ended before its commit, or data.mdb is "
                                       "of a backup older than it";
    bool stays = file->fate != NNREG_GC_GONE;

    if (file->fate == NNREG_GC_USED)
        return;
    if (stays) {
        run->found.stayed++;
        reason = file->fate == NNREG_GC_KEPT       ? not_now_kept
                 : file->fate == NNREG_GC_ARRIVING ? not_now_arriving
                                                   : why->text;
    } else {
        run->found.bytes += file->size;
        run->found.trash += file->trash;
        run->found.orphans += !file->trash;
    }
    nnreg_blobs_name(path, run->registry->blobs, file->digest);
    nnreg_gc_tell(run, file->trash ? "trash" : "orphan", path, file->size, reason, stays);
}

static nnreg_status remove_batch(struct nnreg_gc_run *run, struct nnreg_gc_file *files, size_t count,
                                 struct nnreg_error *whys, struct nnreg_error *error)
{
    struct gc_removal removal = {.run = run, .files = files, .count = count, .whys = whys};
    nnreg_status status = is_dry(run) ? rehearse_some(&removal, error)
                                      : nnreg_kv_write_alone(run->registry->kv, remove_some, &removal, error);
    size_t i;

    if (status != NNREG_OK)
        return status;
    for (i = 0; i < count; i++) {
        if (files[i].fate == NNREG_GC_FAILED)
            note_failure(run, &whys[i]);
        tell_file(run, &files[i], &whys[i]);
    }
    return NNREG_OK;
}

static nnreg_status remove_files(struct nnreg_gc_run *run, struct nnreg_error *error)
{
    struct nnreg_error *whys = nnreg_alloc_zero(REMOVED_AT_ONCE, sizeof *whys);
    nnreg_status status = whys != NULL ? NNREG_OK : nnreg_fail_memory(error);
    uint64_t done = 0, total = 0;
    size_t i, j, count;

    for (i = 0; i < run->count; i++)
        total += run->files[i].size;
    for (i = 0; i < run->count && status == NNREG_OK; i += count) {
        count = run->count - i < REMOVED_AT_ONCE ? run->count - i : REMOVED_AT_ONCE;
        status = remove_batch(run, &run->files[i], count, whys, error);
        for (j = 0; j < count; j++)
            done += run->files[i + j].size;
        if (status == NNREG_OK)
            status = nnreg_gc_report(run, "removing", done, total, error);
    }
    nnreg_free(whys);
    return status;
}

nnreg_status nnreg_gc_remove(struct nnreg_gc_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (!run->again)
        status = remove_sessions(run, error);
    if (status == NNREG_OK && !run->again)
        status = collect_leftovers(run, error);
    return status == NNREG_OK ? remove_files(run, error) : status;
}
