/*
 * The files of a backup: each one that the copy of the store refers to is read in the target and held against its digest, or
 * copied there if it is missing or another one; see backup.h. So at the end every file of the backup was read once, on whichever
 * side, and a file that was damaged in the target since the last run is made good. One that is damaged in the registry alone
 * stays as the target has it: it was verified there.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/fsio.h"
#include "registry/backup.h"
#include "registry/damage.h"
#include "registry/refs.h"

enum { FILES_AT_ONCE = 256 }; /* copied in one session */

/* ------------------------------------------------------------------------------------------------------- damage -- */

/* Each network once: it can have the same file under two names. */
static size_t list_unsaved_networks(uint64_t *ids, const struct nnreg_fsck_reference *first, size_t count)
{
    size_t i, distinct = 0;

    for (i = 0; i < count; i++)
        if (distinct == 0 || ids[distinct - 1] != first[i].network)
            ids[distinct++] = first[i].network;
    return distinct;
}

/* It goes on: what is whole is saved. The registry has it noted, if it can be (damage.h); that it cannot keeps nothing from it. */
static nnreg_status tell_unsaved(struct nnreg_backup_run *run, const struct nnreg_fsck_lost *lost,
                                 struct nnreg_error *error)
{
    char text[NNREG_SHA256_TEXT];
    uint64_t *ids = nnreg_alloc(lost->count * sizeof *ids);
    struct nnreg_unsaved unsaved = {
        .size = sizeof unsaved, .sha256 = text, .reason = lost->why.text, .networks = ids};

    if (ids == NULL)
        return nnreg_fail_memory(error);
    nnreg_hex(text, lost->first->digest);
    unsaved.network_count = list_unsaved_networks(ids, lost->first, lost->count);
    run->done.damaged++;
    if (run->why.status == NNREG_OK)
        run->why = lost->why;
    if (run->done.each != NULL)
        run->done.each(run->done.context, &unsaved);
    nnreg_free(ids);
    if (!run->source->damaged)
        (void)nnreg_damage_note(run->source, lost->first->digest, lost->found, run->options.actor, NULL);
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------------ one file -- */

/* A file that is being read, on either side. */
struct backup_reading {
    struct nnreg_backup_run *run;
    uint64_t done;
};

static nnreg_status tell_read(void *context)
{
    const struct backup_reading *reading = context;
    const struct nnreg_backup_run *run = reading->run;

    return nnreg_backup_report(run, "backing up", run->done.bytes + reading->done, run->total, NULL);
}

static nnreg_status after_verified(void *context, size_t bytes)
{
    struct backup_reading *reading = context;

    reading->done += bytes;
    return tell_read(reading);
}

/* Reads a file of the target whole. *same: it is what its name says. What cannot be read is not. */
static nnreg_status verify_in_backup(bool *same, struct nnreg_backup_run *run,
                                     const struct nnreg_fsck_reference *first, struct nnreg_error *error)
{
    struct nnreg_fsck_lost there = {.first = first, .count = 1, .why = NNREG_ERROR_INIT};
    struct backup_reading reading = {run, 0};
    nnreg_status status = nnreg_fsck_look(&there, run->copy.blobs, true, after_verified, &reading, error);

    *same = status == NNREG_OK && there.found == NNREG_BLOB_SAME;
    if (*same)
        run->done.bytes += first->size;
    return status == NNREG_CANCELLED ? nnreg_fail(error, status, "cancelled") : status;
}

/* A nnreg_blob_progress of a copy: `done` bytes of it. */
static int after_copied(void *context, uint64_t done)
{
    struct backup_reading *reading = context;
    uint64_t piece = done - reading->done;

    reading->done = done;
    return tell_read(reading) != NNREG_OK ||
           nnreg_rate_keep(&reading->run->rate, piece, tell_read, reading) != NNREG_OK;
}

static nnreg_status put_in_place(struct nnreg_backup_run *run, struct nnreg_staging *staging,
                                 struct nnreg_staged *staged, struct nnreg_error *error)
{
    nnreg_status status = nnreg_staging_sync(staged, error);

    if (status == NNREG_OK)
        status = nnreg_blobs_install(run->copy.blobs, staging, staged, NULL, NULL, error);
    if (status != NNREG_OK)
        return status;
    run->done.copied++;
    run->done.copied_bytes += staged->size;
    run->done.bytes += staged->size;
    return NNREG_OK;
}

/* Copies one that the target lacks. lost->found: what the registry has in its place; not NNREG_BLOB_SAME: it cannot be saved. */
static nnreg_status copy_file(struct nnreg_backup_run *run, struct nnreg_fsck_lost *lost,
                              struct nnreg_staging *staging, struct nnreg_error *error)
{
    const unsigned char *digest = lost->first->digest;
    struct backup_reading reading = {run, 0};
    struct nnreg_staged staged = {.fd = -1};
    struct nnreg_blob_source source = {.fd = -1};
    char name[NNREG_BLOB_NAME];
    nnreg_status status =
        nnreg_blobs_open_file(&source.fd, &source.size, run->source->blobs, digest, &lost->why);

    nnreg_blobs_name(name, run->source->blobs, digest);
    source.name = name;
    if (status == NNREG_NOT_FOUND)
        (void)nnreg_fail(&lost->why, NNREG_CORRUPT, "\"%s\" is missing", name);
    if (status == NNREG_NOT_FOUND || status == NNREG_CORRUPT) {
        lost->found = status == NNREG_CORRUPT ? NNREG_BLOB_NO_FILE : NNREG_BLOB_NOTHING;
        return NNREG_OK;
    }
    if (status != NNREG_OK) {
        *error = lost->why;
        return status;
    }
    status = nnreg_staging_add(&staged, staging, &source, after_copied, &reading, error);
    nnreg_fs_close(source.fd);
    if (status == NNREG_OK && memcmp(staged.digest, digest, NNREG_SHA256_SIZE) != 0) {
        (void)nnreg_fail(&lost->why, NNREG_CORRUPT, "\"%s\" is damaged: its bytes are others", name);
        lost->found = staged.size != lost->first->size ? NNREG_BLOB_OTHER_SIZE : NNREG_BLOB_OTHER_BYTES;
    } else if (status == NNREG_OK) {
        status = put_in_place(run, staging, &staged, error);
    }
    nnreg_staging_discard(staging, &staged);
    return status;
}

/* *saved: it is in the target as it should be. */
static nnreg_status see_to_file(bool *saved, struct nnreg_backup_run *run,
                                const struct nnreg_fsck_reference *first, size_t count,
                                struct nnreg_staging *staging, struct nnreg_error *error)
{
    struct nnreg_fsck_lost lost = {
        .first = first, .count = count, .found = NNREG_BLOB_SAME, .why = NNREG_ERROR_INIT};
    nnreg_status status = verify_in_backup(saved, run, first, error);

    run->done.files++;
    if (status != NNREG_OK || *saved)
        return status;
    status = copy_file(run, &lost, staging, error);
    *saved = status == NNREG_OK && lost.found == NNREG_BLOB_SAME;
    return status == NNREG_OK && !*saved ? tell_unsaved(run, &lost, error) : status;
}

/* ----------------------------------------------------------------------------------------------------- all files -- */

/* How many references there are of the file at `at`. */
static size_t count_users(const struct nnreg_fsck_run *look, size_t at)
{
    size_t end = at + 1;

    while (end < look->reference_count &&
           memcmp(look->references[end].digest, look->references[at].digest, sizeof(nnreg_digest)) == 0)
        end++;
    return end - at;
}

/* For the progress alone. */
static void add_sizes(struct nnreg_backup_run *run)
{
    size_t i;

    for (i = 0; i < run->look.reference_count; i += count_users(&run->look, i))
        if (__builtin_add_overflow(run->total, run->look.references[i].size, &run->total))
            run->total = UINT64_MAX; /* a record that says too much */
}

/* From `*at` on; `*kept` references are of files that were saved, and come first then. */
static nnreg_status see_to_some(struct nnreg_backup_run *run, size_t *at, size_t *kept,
                                struct nnreg_error *error)
{
    struct nnreg_fsck_reference *list = run->look.references;
    struct nnreg_staging staging;
    nnreg_status status = nnreg_staging_begin(&staging, run->copy.blobs, error);
    size_t files = 0, count;
    bool saved;

    if (status != NNREG_OK)
        return status;
    for (; *at < run->look.reference_count && files < FILES_AT_ONCE && status == NNREG_OK; files++) {
        count = count_users(&run->look, *at);
        status = see_to_file(&saved, run, &list[*at], count, &staging, error);
        if (status == NNREG_OK && saved) {
            memmove(&list[*kept], &list[*at], count * sizeof *list);
            *kept += count;
        }
        *at += count;
    }
    nnreg_staging_end(&staging);
    return status;
}

/* Those that were told as damaged are taken from the list: the look at the end is for the others. */
nnreg_status nnreg_backup_files(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t at = 0, kept = 0;

    add_sizes(run);
    while (at < run->look.reference_count && status == NNREG_OK)
        status = see_to_some(run, &at, &kept, error);
    run->look.reference_count = kept;
    return status;
}

/* ------------------------------------------------------------------------------------------------ what is old now -- */

struct old_question {
    const unsigned char *digest;
    uint64_t count;
};

static nnreg_status count_in_copy(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct old_question *question = context;

    return nnreg_ref_count(&question->count, txn, question->digest, error);
}

static nnreg_status note_old(const struct nnreg_blob_met *met, void *context, struct nnreg_error *error)
{
    struct nnreg_backup_run *run = context;
    struct old_question question = {.digest = met->digest};
    nnreg_digest *grown;
    nnreg_status status;

    if (met->stray != NNREG_BLOB_NO_STRAY)
        return NNREG_OK;
    status = nnreg_kv_read(run->copy.kv, count_in_copy, &question, error);
    if (status != NNREG_OK || question.count > 0)
        return status;
    grown = nnreg_array_room(run->old, &run->old_room, run->old_count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    run->old = grown;
    memcpy(grown[run->old_count++], met->digest, sizeof *grown);
    return NNREG_OK;
}

nnreg_status nnreg_backup_note_old(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    return nnreg_blobs_walk(run->copy.blobs, note_old, run, error);
}
