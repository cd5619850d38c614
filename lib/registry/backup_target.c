/*
 * The target of a backup: what may be in it, and how the new store takes its place: see backup.h. A backup that was begun is known
 * by the identity of its registry in backup.new, which is the first thing made there. That folder is locked from then on: one backup is
 * made in a target at a time.
 */
#include <fcntl.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "registry/backup.h"
#include "registry/folder.h"
#include "registry/refs.h"
#include "registry/settings.h"

#define FRESH    "backup.new"
#define IDENTITY "identity"
#define MOST     ((size_t)64) /* entries of backup.new */

/* ------------------------------------------------------------------------------------------------- what is there -- */

static nnreg_status read_identity(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    return nnreg_identity(context, txn, error);
}

/* Not the source, nor anywhere in it: there it would be taken for the source's, and a backup of it would never end. */
static nnreg_status is_outside(const struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_file_stat source, here, last = {.inode = 0};
    int folder = -1, above = -1;
    nnreg_status status = nnreg_fs_stat_fd(&source, run->source->blobs->registry, error);

    if (status == NNREG_OK)
        status = nnreg_fs_open_folder(&folder, run->target, ".", false, error);
    while (status == NNREG_OK) {
        status = nnreg_fs_stat_fd(&here, folder, error);
        if (status == NNREG_OK && nnreg_fs_is_same(&here, &source))
            status = nnreg_fail(error, NNREG_CONFLICT, "\"%.300s\" is the registry itself, or inside it",
                                run->dir);
        if (status != NNREG_OK || nnreg_fs_is_same(&here, &last))
            break; /* the root is above itself */
        last = here;
        status = nnreg_fs_open_folder(&above, folder, "..", false, error);
        nnreg_fs_close(folder);
        folder = above;
    }
    nnreg_fs_close(folder);
    return status;
}

/* The registry at the target, whatever it is. */
static nnreg_status open_at_target(nnreg **there, const struct nnreg_backup_run *run,
                                   struct nnreg_error *error)
{
    char message[NNREG_ERROR_TEXT];
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_status status;

    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(there, run->dir, &options);
    return status == NNREG_OK
               ? NNREG_OK
               : nnreg_fail(error, status, "the backup that is there cannot be opened: %.900s", message);
}

struct backup_claim {
    const struct nnreg_backup_run *run;
    bool replace; /* the copy of the store takes its place, while nobody else can open it */
    bool taken;   /* somebody has it open */
};

static nnreg_status claim_alone(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct backup_claim *claim = context;
    const char *name = nnreg_kv_files()[0];
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_ALONE, error);

    claim->taken = status != NNREG_OK && nnreg_error_is_others(error);
    if (status == NNREG_OK)
        status = nnreg_backup_is_behind(claim->run, txn, error);
    if (status == NNREG_OK && claim->replace)
        status = nnreg_fs_rename(claim->run->fresh, name, claim->run->target, name, error);
    return status == NNREG_OK ? NNREG_CANCELLED : status; /* nothing is to be written */
}

/* There is a whole registry: this one's backup, with nothing in it that this one has not, which nobody else has open. */
static nnreg_status is_our_backup(const struct nnreg_backup_run *run, bool replace, struct nnreg_error *error)
{
    struct backup_claim claim = {.run = run, .replace = replace};
    unsigned char identity[NNREG_BACKUP_IDENTITY];
    nnreg *there;
    nnreg_status status = open_at_target(&there, run, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_kv_read(there->kv, read_identity, identity, error);
    if (status == NNREG_OK && memcmp(identity, run->identity, sizeof identity) != 0)
        status = nnreg_fail(error, NNREG_CONFLICT, "\"%.300s\" is another registry, not a backup of this one",
                            run->dir);
    if (status == NNREG_OK)
        status = nnreg_kv_write_alone(there->kv, claim_alone, &claim, error);
    nnreg_close(there);
    if (status == NNREG_BUSY && claim.taken)
        return nnreg_fail(error, status, "the backup \"%.300s\" is open in another process", run->dir);
    return status == NNREG_CANCELLED ? NNREG_OK : status;
}

/* backup.new of this registry's, or of another's, or none (NNREG_NOT_FOUND). */
static nnreg_status is_our_beginning(const struct nnreg_backup_run *run, struct nnreg_error *error)
{
    unsigned char identity[NNREG_BACKUP_IDENTITY + 1];
    struct nnreg_file_stat stat;
    size_t got = 0;
    int fd;
    nnreg_status status = nnreg_fs_open(&fd, &stat, run->target, FRESH "/" IDENTITY, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_read(&got, fd, 0, identity, sizeof identity, error);
    nnreg_fs_close(fd);
    if (status == NNREG_OK && (got != NNREG_BACKUP_IDENTITY || memcmp(identity, run->identity, got) != 0))
        status = nnreg_fail(error, NNREG_CONFLICT,
                            "\"%.300s\" is the beginning of a backup of another registry", run->dir);
    return status;
}

static nnreg_status fail_as_taken(const struct nnreg_backup_run *run, struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_BUSY, "another backup to \"%.300s\" is under way", run->dir);
}

/* Opens backup.new and locks it; who had it may have removed it between the two. NNREG_NOT_FOUND: there is none. */
static nnreg_status take_fresh(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_file_stat here, named;
    bool taken;
    nnreg_status status = nnreg_fs_open_folder(&run->fresh, run->target, FRESH, false, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_try_lock(&taken, run->fresh, error);
    if (status == NNREG_OK && taken)
        return fail_as_taken(run, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&here, run->fresh, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat(&named, run->target, FRESH, error);
    if (status == NNREG_NOT_FOUND || (status == NNREG_OK && !nnreg_fs_is_same(&here, &named)))
        return fail_as_taken(run, error);
    return status;
}

/* A beginning whose identity was not written any more: the folder alone, or with an empty file in it. It has the lock. */
static nnreg_status drop_stump(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, run->target, FRESH "/" IDENTITY, error);

    if (status == NNREG_OK && stat.size < NNREG_BACKUP_IDENTITY)
        status = nnreg_fs_remove(run->target, FRESH "/" IDENTITY, error);
    if ((status == NNREG_OK || status == NNREG_NOT_FOUND) &&
        nnreg_fs_remove_folder(run->target, FRESH, NULL) == NNREG_OK) { /* goes only if it is empty */
        nnreg_fs_close(run->fresh);
        run->fresh = -1;
    }
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

static nnreg_status judge_target(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    static const char *const remains[] = {"blobs", "staging"};
    struct nnreg_file_stat stat;
    size_t i;
    nnreg_status status = nnreg_fs_stat(&stat, run->target, nnreg_kv_files()[0], error);

    if (status == NNREG_OK)
        return is_our_backup(run, false, error);
    if (status != NNREG_NOT_FOUND)
        return status;
    status = run->fresh >= 0 ? drop_stump(run, error) : NNREG_OK;
    if (status == NNREG_OK)
        status = run->fresh >= 0 ? is_our_beginning(run, error) : NNREG_NOT_FOUND;
    if (status != NNREG_NOT_FOUND)
        return status;
    for (i = 0; i < sizeof remains / sizeof *remains; i++) {
        status = nnreg_fs_stat(&stat, run->target, remains[i], error);
        if (status == NNREG_OK)
            return nnreg_fail(error, NNREG_CONFLICT, "\"%.300s\" is what is left of a registry, not a backup",
                              run->dir);
        if (status != NNREG_NOT_FOUND)
            return status;
    }
    status = nnreg_folder_is_free(run->target, run->dir, error);
    return status == NNREG_CONFLICT
               ? nnreg_fail(error, status, "\"%.300s\" holds other files: a backup needs a folder of its own",
                            run->dir)
               : status;
}

/* ------------------------------------------------------------------------------------------------------ opening -- */

static nnreg_status write_beginning(const struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    int fd;
    nnreg_status status = nnreg_fs_stat(&stat, run->fresh, IDENTITY, error);

    if (status != NNREG_NOT_FOUND)
        return status;
    status = nnreg_fs_create(&fd, run->fresh, IDENTITY, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_write(fd, 0, run->identity, sizeof run->identity, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(fd, error);
    nnreg_fs_close(fd);
    return status == NNREG_OK ? nnreg_fs_sync(run->fresh, error) : status;
}

static nnreg_status begin_target(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (run->fresh < 0) {
        status = nnreg_fs_make_folder(run->target, FRESH, error);
        if (status == NNREG_OK)
            status = take_fresh(run, error);
        if (status == NNREG_NOT_FOUND)
            status = fail_as_taken(run, error);
    }
    if (status == NNREG_OK)
        status = write_beginning(run, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(run->target, error);
    if (status == NNREG_OK)
        status = nnreg_folder_sync_above(run->target, error);
    if (status == NNREG_OK)
        status = nnreg_blobs_open(&run->copy.blobs, run->target, true, error);
    /* Where there is a whole backup it was opened, and is swept; what a first one has left when it was killed nobody has met yet. */
    if (status == NNREG_OK)
        (void)nnreg_staging_sweep(NULL, run->copy.blobs, NULL);
    return status;
}

/*
 * Takes backup.new, where there is one, and judges the rest. Where there was none another backup may have begun since, whose first files
 * are none of a registry yet: so what would be refused for other files is looked at once more.
 */
static nnreg_status take_and_judge(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status = take_fresh(run, error), judged;

    if (status != NNREG_OK && status != NNREG_NOT_FOUND && status != NNREG_INVALID_ARGUMENT)
        return status;
    judged = judge_target(run, &why); /* what has the name of backup.new and is no folder, too */
    if (judged == NNREG_CONFLICT && status == NNREG_NOT_FOUND) {
        status = take_fresh(run, error);
        if (status == NNREG_OK)
            return judge_target(run, error);
        if (status != NNREG_NOT_FOUND && status != NNREG_INVALID_ARGUMENT)
            return status;
    }
    if (judged != NNREG_OK)
        *error = why;
    return judged;
}

nnreg_status nnreg_backup_open_target(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_read(run->source->kv, read_identity, run->identity, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_open_folder(&run->target, AT_FDCWD, run->dir, true, error);
    if (status == NNREG_NOT_FOUND) {
        status = nnreg_fs_make_folder(AT_FDCWD, run->dir, error);
        if (status == NNREG_OK)
            status = nnreg_fs_open_folder(&run->target, AT_FDCWD, run->dir, true, error);
    }
    if (status == NNREG_OK)
        status = is_outside(run, error);
    if (status == NNREG_OK)
        status = take_and_judge(run, error);
    return status == NNREG_OK ? begin_target(run, error) : status;
}

/* The lock is given up, not only closed: a child that was forked meanwhile has the descriptor, too. */
void nnreg_backup_close_target(struct nnreg_backup_run *run)
{
    nnreg_blobs_close(run->copy.blobs);
    nnreg_fs_unlock(run->fresh);
    nnreg_fs_close(run->fresh);
    nnreg_fs_close(run->target);
    run->copy.blobs = NULL;
    run->fresh = run->target = -1;
}

/* ------------------------------------------------------------------------------------------------- the replacing -- */

/* What opening the copy has left beside it, and the identity. What cannot be removed harms nobody, and goes the next time. */
void nnreg_backup_remove_fresh(const struct nnreg_backup_run *run)
{
    struct nnreg_fs_names names;
    size_t i;

    if (nnreg_fs_list(&names, run->fresh, MOST, NULL) != NNREG_OK)
        return;
    for (i = 0; i < names.count; i++)
        (void)nnreg_fs_remove(run->fresh, names.name[i], NULL);
    nnreg_fs_names_free(&names);
    (void)nnreg_fs_remove_folder(run->target, FRESH, NULL);
}

/* Somebody may have opened the old backup meanwhile, and would have its files taken away. Nobody else can until the new one is there. */
nnreg_status nnreg_backup_replace(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    const char *name = nnreg_kv_files()[0];
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, run->target, name, error);

    if (status == NNREG_OK)
        status = is_our_backup(run, true, error);
    else if (status == NNREG_NOT_FOUND)
        status = nnreg_fs_rename(run->fresh, name, run->target, name, error);
    return status == NNREG_OK ? nnreg_fs_sync(run->target, error) : status;
}

/* ------------------------------------------------------------------------------------------------ what is old now -- */

enum { OLD_AT_ONCE = 256 }; /* removed in one transaction: others write in between */

struct backup_removal {
    const struct nnreg_backup_run *run;
    nnreg *there;
    size_t from, to; /* of run->old */
    uint64_t removed;
};

/* It may run again: what is gone by then is as good as removed. */
static nnreg_status remove_some_old(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct backup_removal *removal = context;
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);
    uint64_t count;
    size_t i;

    removal->removed = 0;
    for (i = removal->from; i < removal->to && status == NNREG_OK; i++) {
        status = nnreg_ref_count(&count, txn, removal->run->old[i], error);
        if (status == NNREG_OK && count == 0)
            removal->removed +=
                nnreg_blobs_remove(removal->there->blobs, NULL, removal->run->old[i], NULL) == NNREG_OK;
    }
    return status;
}

/*
 * The new backup is in place, and needed none of them. It is a registry that others may have opened since, and made networks in; so
 * its store is asked. What cannot be removed goes the next time.
 */
void nnreg_backup_remove_old(struct nnreg_backup_run *run)
{
    struct backup_removal removal = {.run = run};
    nnreg_status status;

    if (run->old_count == 0 || open_at_target(&removal.there, run, NULL) != NNREG_OK)
        return;
    do {
        removal.from = removal.to;
        removal.to =
            run->old_count - removal.from < OLD_AT_ONCE ? run->old_count : removal.from + OLD_AT_ONCE;
        status = nnreg_kv_write_alone(removal.there->kv, remove_some_old, &removal, NULL);
        run->done.removed += status == NNREG_OK ? removal.removed : 0;
    } while (status == NNREG_OK && removal.to < run->old_count);
    nnreg_close(removal.there);
}
