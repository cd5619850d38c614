/*
 * What is in the place of stored files and belongs to nobody: names that none has, and files that no network uses and no delete
 * has let go of. A create puts its files in place before it says that they are used; while one does, nobody can tell such a
 * file from one that was left, and nothing is said of it: the next look comes.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/fsio.h"
#include "registry/fsck_run.h"
#include "store/staging.h"

struct stray {
    char *path;
    nnreg_digest digest;
    bool has_digest;
    bool is_stray;
    uint64_t size;
};

struct stray_look {
    struct nnreg_fsck_run *run;
    struct stray *list;
    size_t count, room;
    struct stray *one; /* that is being set aside */
    bool moved, kept;
    char what[500], aside[NNREG_QUARANTINE_NAME];
};

/* ---------------------------------------------------------------------------------------------------- finding -- */

static nnreg_status meet_stray(const struct nnreg_blob_met *met, void *context, struct nnreg_error *error)
{
    struct stray_look *look = context;
    const struct nnreg_fsck_reference *first;
    struct stray *grown;

    if (met->has_digest && nnreg_fsck_references_of(&first, look->run, met->digest) > 0)
        return NNREG_OK;
    grown = nnreg_array_room(look->list, &look->room, look->count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    look->list = grown;
    grown[look->count] = (struct stray){
        .path = nnreg_strdup(met->path), .has_digest = met->has_digest, .is_stray = true, .size = met->size};
    if (grown[look->count].path == NULL)
        return nnreg_fail_memory(error);
    if (met->has_digest)
        memcpy(grown[look->count].digest, met->digest, sizeof met->digest);
    look->count++;
    return NNREG_OK;
}

/* A file that is used by now, or noted to be removed, is none. */
static nnreg_status is_somebodys(bool *known, struct nnreg_kv_txn *txn, const struct stray *stray,
                                 struct nnreg_error *error)
{
    static const enum nnreg_kv_table tables[] = {NNREG_KV_BLOB_REFS, NNREG_KV_TRASH};
    nnreg_status status = NNREG_OK;
    size_t i;

    *known = false;
    for (i = 0; i < sizeof tables / sizeof *tables && stray->has_digest && !*known; i++) {
        struct nnreg_slice value;

        status = nnreg_kv_get(&value, txn, tables[i], nnreg_key_digest(stray->digest), error);
        if (status != NNREG_OK && status != NNREG_NOT_FOUND)
            return status;
        *known = status == NNREG_OK;
    }
    return NNREG_OK;
}

static nnreg_status sort_out(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct stray_look *look = context;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < look->count && status == NNREG_OK; i++) {
        bool known = false;

        status = is_somebodys(&known, txn, &look->list[i], error);
        look->list[i].is_stray = !known;
    }
    return status;
}

/* *arriving: a create is putting files in place. A registry without staging/ has none. */
static nnreg_status lock_arrivals(struct nnreg_blob_lock *lock, bool *arriving,
                                  const struct nnreg_blobs *blobs, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_staging_none_arrives(lock, blobs, &why);

    *arriving = nnreg_error_is_others(&why);
    if (status == NNREG_OK || *arriving || status == NNREG_NOT_FOUND)
        return NNREG_OK;
    return nnreg_fail(error, status, "%s", why.text);
}

/*
 * Whether it is still there. One that was met may have come and gone with a network since; while nobody puts files in place,
 * one that is there behind a snapshot which does not know it is nobody's.
 */
static nnreg_status is_in_place(bool *there, const struct stray *stray, const struct nnreg_blobs *blobs,
                                struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    uint64_t size;
    int fd = -1;
    nnreg_status status = nnreg_blobs_open_file(&fd, &size, blobs, stray->digest, &why);

    nnreg_fs_close(fd);
    *there = status != NNREG_NOT_FOUND;
    if (status == NNREG_BUSY || status == NNREG_NO_MEMORY)
        return nnreg_fail(error, status, "%s", why.text);
    return NNREG_OK;
}

static nnreg_status sort_out_gone(struct stray_look *look, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < look->count && status == NNREG_OK; i++)
        if (look->list[i].is_stray && look->list[i].has_digest)
            status = is_in_place(&look->list[i].is_stray, &look->list[i], look->run->registry->blobs, error);
    return status;
}

/* The lock is had from before the snapshot: what was in place before, and is to be used, is used in it. */
static nnreg_status sort_out_all(struct stray_look *look, struct nnreg_error *error)
{
    struct nnreg_blob_lock lock = NNREG_BLOB_LOCK_INIT;
    bool arriving;
    nnreg_status status = lock_arrivals(&lock, &arriving, look->run->registry->blobs, error);
    size_t i;

    if (status == NNREG_OK && !arriving)
        status = nnreg_kv_read(look->run->registry->kv, sort_out, look, error);
    if (status == NNREG_OK && !arriving)
        status = sort_out_gone(look, error);
    for (i = 0; arriving && i < look->count; i++)
        look->list[i].is_stray = !look->list[i].has_digest;
    nnreg_blobs_unlock(&lock);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- mending -- */

static void name_aside(struct stray_look *look)
{
    char digits[NNREG_SHA256_TEXT];
    char *c;

    if (look->one->has_digest) {
        nnreg_hex(digits, look->one->digest);
        (void)snprintf(look->aside, sizeof look->aside, "%s.stray", digits);
        return;
    }
    (void)snprintf(look->aside, sizeof look->aside, "stray-%.200s", look->one->path);
    for (c = look->aside; *c != '\0'; c++)
        if (*c == '/')
            *c = '-';
}

static void say_moved(char out[NNREG_QUARANTINE_NAME + 40], const struct stray_look *look)
{
    (void)snprintf(out, NNREG_QUARANTINE_NAME + 40, "it is moved to quarantine/%s", look->aside);
}

/* Once; and only what is still there, and nobody's. */
static nnreg_status move_stray(struct stray_look *look, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    bool known;
    nnreg_status status = is_somebodys(&known, txn, look->one, error);

    if (status != NNREG_OK || known)
        return status;
    name_aside(look);
    status = nnreg_quarantine_move(look->aside, look->run->registry->blobs, look->one->path, &why);
    look->moved = status == NNREG_OK;
    look->kept = nnreg_error_is_others(&why);
    if (status == NNREG_OK || look->kept || status == NNREG_NOT_FOUND)
        return NNREG_OK;
    return nnreg_fail(error, status, "%s", why.text);
}

static nnreg_status tell_moved(struct stray_look *look, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_fsck_run *run = look->run;
    char mend[NNREG_QUARANTINE_NAME + 40];

    run->txn = txn;
    run->mended.size = run->mended_count = 0;
    say_moved(mend, look);
    nnreg_fsck_note_mended(run, NNREG_RULE_FSCK_FILE_STRAY, look->what, mend);
    return nnreg_fsck_tell_history(run, error);
}

/* The lock is had within the transaction: who waited for the right to write with it would have all creates wait, too. */
static nnreg_status set_stray_aside(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct stray_look *look = context;
    struct nnreg_blob_lock lock = NNREG_BLOB_LOCK_INIT;
    bool arriving = false;
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);

    if (status == NNREG_OK)
        status = lock_arrivals(&lock, &arriving, look->run->registry->blobs, error);
    if (status == NNREG_OK && !look->moved && (!arriving || !look->one->has_digest))
        status = move_stray(look, txn, error);
    if (status == NNREG_OK && look->moved)
        status = tell_moved(look, txn, error);
    nnreg_blobs_unlock(&lock);
    return status;
}

static nnreg_status mend_stray(struct stray_look *look, struct nnreg_error *error)
{
    look->moved = look->kept = false;
    return nnreg_kv_write_alone(look->run->registry->kv, set_stray_aside, look, error);
}

/* -------------------------------------------------------------------------------------------------------- all -- */

static nnreg_status tell_stray(struct stray_look *look, struct nnreg_error *error)
{
    const struct stray *stray = look->one;
    struct nnreg_fsck_run *run = look->run;
    char mend[NNREG_QUARANTINE_NAME + 40];
    nnreg_status status = NNREG_OK;

    if (stray->has_digest)
        (void)snprintf(look->what, sizeof look->what, "no network uses %.90s, which has %llu bytes",
                       stray->path, (unsigned long long)stray->size);
    else
        (void)snprintf(look->what, sizeof look->what, "%.200s is no stored file, nor a folder of them",
                       stray->path);
    if (run->repair)
        status = mend_stray(look, error);
    if (status != NNREG_OK || (run->repair && !look->moved && !look->kept))
        return status; /* somebody's by now, or gone */
    say_moved(mend, look);
    if (look->moved)
        nnreg_fsck_tell_mended(run, NNREG_RULE_FSCK_FILE_STRAY, stray->path, look->what, mend);
    else
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_FILE_STRAY, stray->path,
                        look->kept ? NULL : "it is moved to quarantine/",
                        "a backup keeps the files: repair it when that is done", "%s", look->what);
    return NNREG_OK;
}

nnreg_status nnreg_fsck_strays(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    struct stray_look look = {.run = run};
    nnreg_status status = nnreg_blobs_walk(run->registry->blobs, meet_stray, &look, error);
    size_t i;

    if (status == NNREG_OK && look.count > 0)
        status = sort_out_all(&look, error);
    for (i = 0; i < look.count && status == NNREG_OK; i++) {
        look.one = &look.list[i];
        if (look.one->is_stray)
            status = tell_stray(&look, error);
    }
    for (i = 0; i < look.count; i++)
        nnreg_free(look.list[i].path);
    nnreg_free(look.list);
    return status;
}
