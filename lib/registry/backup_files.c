/*
 * The files of a backup: each one that the copy of the store refers to is read in the target and held against its digest, or
 * copied there if it is missing or another one; see backup.h. So at the end every file of the backup was read once, on whichever
 * side, and a file that was damaged in the target since the last run is made good. One that is damaged in the registry alone
 * stays as the target has it: it was verified there.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "registry/backup.h"
#include "registry/gc.h"
#include "registry/objects.h"
#include "registry/refs.h"

enum { FILES_AT_ONCE = 256 }; /* read of a table in one snapshot, and copied in one session */

/* ----------------------------------------------------------------------------------------------- the copy's tables -- */

nnreg_status nnreg_backup_open_copy(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_kv_options options = {.tables = nnreg_kv_table_names,
                                       .table_count = NNREG_KV_TABLE_COUNT,
                                       .needed_tables = NNREG_KV_TABLES_OF_1,
                                       .read_only = true,
                                       .allow_remote = true,
                                       .check = true};
    nnreg_status status = nnreg_kv_open(&run->copy, run->fresh, &options, error);

    return status == NNREG_OK ? nnreg_gc_look_at_networks(run->copy, error) : status;
}

/* Some of the digests that are referred to. */
struct backup_digests {
    nnreg_digest from;
    nnreg_digest digests[FILES_AT_ONCE];
    size_t count;
    bool more;
};

static nnreg_status note_referenced(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error)
{
    struct backup_digests *read = context;

    (void)value;
    if (key.size != NNREG_SHA256_SIZE)
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" is not a digest",
                          nnreg_kv_table_names[NNREG_KV_BLOB_REFS]);
    if (read->count == FILES_AT_ONCE) {
        memcpy(read->from, key.content, sizeof read->from);
        read->more = *stop = true;
        return NNREG_OK;
    }
    memcpy(read->digests[read->count++], key.content, NNREG_SHA256_SIZE);
    return NNREG_OK;
}

static nnreg_status read_referenced(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct backup_digests *read = context;
    nnreg_digest from;

    memcpy(from, read->from, sizeof from);
    read->count = 0;
    read->more = false;
    return nnreg_kv_walk(txn, NNREG_KV_BLOB_REFS, nnreg_key_digest(from), false, note_referenced, read,
                         error);
}

/* ------------------------------------------------------------------------------------------------------- damage -- */

struct file_users {
    const unsigned char *digest;
    uint64_t *ids;
    size_t count, room;
};

static nnreg_status note_user(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                              struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct file_users *users = context;
    struct nnreg_network network = {.id = 0};
    const struct nnreg_file *files;
    uint64_t id = 0, *grown;
    nnreg_status status;
    size_t i = 0;

    (void)stop;
    (void)nnreg_key_u64_read(&id, key);
    status = nnreg_object_decode(&network, kind, id, 0, value, error);
    if (status != NNREG_OK)
        return status;
    files = network.files.items;
    while (i < network.files.count && memcmp(files[i].sha256, users->digest, NNREG_SHA256_SIZE) != 0)
        i++;
    if (i < network.files.count) {
        grown = nnreg_array_room(users->ids, &users->room, users->count + 1, sizeof *grown);
        if (grown == NULL) {
            status = nnreg_fail_memory(error);
        } else {
            users->ids = grown;
            grown[users->count++] = id;
        }
    }
    nnreg_record_clear(&nnreg_network_table, &network);
    return status;
}

static nnreg_status find_users(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    return nnreg_kv_walk(txn, NNREG_KV_NETWORKS, (struct nnreg_slice){NULL, 0}, false, note_user, context,
                         error);
}

/* It goes on: what is whole is saved. */
static nnreg_status tell_unsaved(struct nnreg_backup_run *run, const nnreg_digest digest,
                                 const struct nnreg_error *why, struct nnreg_error *error)
{
    struct file_users users = {.digest = digest};
    char text[NNREG_SHA256_TEXT];
    struct nnreg_unsaved unsaved = {.sha256 = text, .reason = why->text};
    nnreg_status status = nnreg_kv_read(run->copy, find_users, &users, error);

    nnreg_hex(text, digest);
    unsaved.networks = users.ids;
    unsaved.network_count = users.count;
    run->done.damaged++;
    if (run->why.status == NNREG_OK)
        run->why = *why;
    if (status == NNREG_OK && run->done.each != NULL)
        run->done.each(run->done.context, &unsaved);
    nnreg_free(users.ids);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ one file -- */

/* Reads a file of the target whole. *same: it is what its name says. What cannot be read is not. */
static nnreg_status verify_in_backup(bool *same, struct nnreg_backup_run *run, const nnreg_digest digest,
                                     struct nnreg_staging *staging, struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    nnreg_digest found;
    uint64_t size, offset = 0;
    size_t got = 1;
    int fd;
    nnreg_status status = nnreg_blobs_open_file(&fd, &size, run->files, digest, error);

    *same = false;
    if (status != NNREG_OK)
        return status == NNREG_NOT_FOUND || status == NNREG_CORRUPT ? NNREG_OK : status;
    status = nnreg_sha256_begin(&sha, error);
    while (status == NNREG_OK && got > 0) {
        status = nnreg_fs_read(&got, fd, offset, staging->piece, NNREG_PIECE, error);
        if (status == NNREG_OK && got > 0)
            status = nnreg_sha256_add(&sha, staging->piece, got, error);
        offset += got;
        if (status == NNREG_OK && got > 0)
            status = nnreg_backup_report(run, "backing up", run->done.bytes + offset, run->total, error);
    }
    if (status == NNREG_OK)
        status = nnreg_sha256_end(found, &sha, error);
    *same = status == NNREG_OK && memcmp(found, digest, sizeof found) == 0;
    if (*same)
        run->done.bytes += offset;
    nnreg_sha256_free(&sha);
    nnreg_fs_close(fd);
    return status;
}

/* Called after each piece: waits until so many bytes may have been read. Ctrl-C is seen at least each tenth of a second. */
static int keep_to_rate(void *context, uint64_t done)
{
    struct nnreg_backup_run *run = context;
    uint64_t read = run->read + done;

    for (;;) {
        uint64_t due = 0, now = (uint64_t)(nnreg_clock_steady() - run->began);

        if (nnreg_backup_report(run, "backing up", run->done.bytes + done, run->total, NULL) != NNREG_OK)
            return 1;
        if (run->done.rate > 0)
            due = (uint64_t)((double)read * 1e6 / (double)run->done.rate);
        if (now >= due)
            return 0;
        nnreg_clock_pause(due - now < 100000 ? (unsigned)((due - now) / 1000 + 1) : 100);
    }
}

/* Copies one that the target lacks. *why, with NNREG_OK: the registry does not have it as it should be. */
static nnreg_status copy_file(struct nnreg_backup_run *run, const nnreg_digest digest,
                              struct nnreg_staging *staging, struct nnreg_error *why,
                              struct nnreg_error *error)
{
    struct nnreg_staged staged = {.fd = -1};
    struct nnreg_blob_source source = {.fd = -1};
    char name[NNREG_BLOB_NAME];
    nnreg_status status = nnreg_blobs_open_file(&source.fd, &source.size, run->source->blobs, digest, why);

    nnreg_blobs_name(name, run->source->blobs, digest);
    source.name = name;
    if (status == NNREG_NOT_FOUND)
        (void)nnreg_fail(why, NNREG_CORRUPT, "\"%s\" is missing", name);
    if (status == NNREG_NOT_FOUND || status == NNREG_CORRUPT)
        return NNREG_OK;
    if (status != NNREG_OK) {
        *error = *why;
        return status;
    }
    status = nnreg_staging_add(&staged, staging, &source, keep_to_rate, run, error);
    nnreg_fs_close(source.fd);
    if (status == NNREG_OK && memcmp(staged.digest, digest, NNREG_SHA256_SIZE) != 0) {
        (void)nnreg_fail(why, NNREG_CORRUPT, "\"%s\" is damaged: its bytes are others", name);
    } else if (status == NNREG_OK) {
        run->read += staged.size;
        status = nnreg_staging_sync(&staged, error);
        if (status == NNREG_OK)
            status = nnreg_blobs_install(run->files, staging, &staged, NULL, NULL, error);
        run->done.copied += status == NNREG_OK;
        run->done.copied_bytes += status == NNREG_OK ? staged.size : 0;
        run->done.bytes += status == NNREG_OK ? staged.size : 0;
    }
    nnreg_staging_discard(staging, &staged);
    return status;
}

static nnreg_status see_to_file(struct nnreg_backup_run *run, const nnreg_digest digest,
                                struct nnreg_staging *staging, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    bool same;
    nnreg_status status = verify_in_backup(&same, run, digest, staging, error);

    run->done.files++;
    if (status != NNREG_OK || same)
        return status;
    status = copy_file(run, digest, staging, &why, error);
    return status == NNREG_OK && why.status != NNREG_OK ? tell_unsaved(run, digest, &why, error) : status;
}

/* ----------------------------------------------------------------------------------------------------- all files -- */

/* For the progress alone: what is not there is told when it comes to it. */
static nnreg_status add_sizes(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct backup_digests read = {.count = 0};
    nnreg_status status;
    uint64_t size;
    size_t i;
    int fd;

    do {
        status = nnreg_kv_read(run->copy, read_referenced, &read, error);
        for (i = 0; i < read.count && status == NNREG_OK; i++) {
            if (nnreg_blobs_open_file(&fd, &size, run->source->blobs, read.digests[i], NULL) == NNREG_OK)
                run->total += size;
            nnreg_fs_close(fd);
        }
    } while (status == NNREG_OK && read.more);
    return status;
}

nnreg_status nnreg_backup_files(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct backup_digests read = {.count = 0};
    struct nnreg_staging staging;
    nnreg_status status = run->options.progress != NULL ? add_sizes(run, error) : NNREG_OK;
    size_t i;

    run->began = nnreg_clock_steady();
    while (status == NNREG_OK) {
        status = nnreg_kv_read(run->copy, read_referenced, &read, error);
        if (status == NNREG_OK)
            status = nnreg_staging_begin(&staging, run->files, error);
        if (status != NNREG_OK)
            break;
        for (i = 0; i < read.count && status == NNREG_OK; i++)
            status = see_to_file(run, read.digests[i], &staging, error);
        nnreg_staging_end(&staging);
        if (!read.more)
            break;
    }
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
    status = nnreg_kv_read(run->copy, count_in_copy, &question, error);
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
    return nnreg_blobs_walk(run->files, note_old, run, error);
}

/* The new backup is in place, and needs none of them. What cannot be removed goes the next time. */
void nnreg_backup_remove_old(struct nnreg_backup_run *run)
{
    size_t i;

    for (i = 0; i < run->old_count; i++)
        run->done.removed += nnreg_blobs_remove(run->files, run->old[i], NULL) == NNREG_OK;
}
