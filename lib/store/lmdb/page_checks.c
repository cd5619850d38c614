/*
 * When the pages of data.mdb are looked at, and under which lock (how they are is pages.c). LMDB follows page numbers and
 * offsets unchecked, and nothing catches what it then does to the process; so they are looked at before it maps the file:
 *
 *   always               the meta pages and the length
 *   nobody else has the store open
 *                        every page of a very small file: no slower than not to look
 *   no mark of a good end, and nobody else has the store open
 *                        every page of a small file; of a large one, whose pages take seconds to read, the branch pages, the
 *                        tables and the free pages
 *   asked for            every page
 *
 * A process that has the store open already has looked, or has written what is there; so one that comes to it need not.
 */
#include <stdio.h>
#include <string.h>

#include "store/lmdb/internal.h"

#define TINY       (UINT64_C(2) << 20) /* bytes of a file that is read whole whenever it can be: a millisecond */
#define SMALL      (UINT64_C(64) << 20) /* bytes of a file that is read whole: some 30 milliseconds */
#define LOOK_TRIES 100

/* Shares the lock of the newest state, as a reader without a slot does: its pages are not used again then. */
static nnreg_status hold_newest(uint64_t *byte, int file, struct nnreg_error *error)
{
    struct nnreg_lmdb_meta before, after;
    nnreg_status status = NNREG_OK;
    unsigned tries;

    for (tries = 0; tries < LOOK_TRIES; tries++) {
        status = nnreg_lmdb_read_meta(&before, file, error);
        if (status != NNREG_OK)
            return status;
        *byte = NNREG_LMDB_LOCK_STATES + before.transaction;
        status = nnreg_fs_lock_bytes(file, false, *byte, 1, true, error);
        if (status != NNREG_OK)
            return status;
        status = nnreg_lmdb_read_meta(&after, file, error);
        if (status == NNREG_OK && after.transaction == before.transaction)
            return NNREG_OK;
        nnreg_fs_unlock_bytes(file, *byte, 1);
        if (status != NNREG_OK)
            return status;
    }
    return nnreg_fail(error, NNREG_BUSY, "%s is being changed too often to be looked at", NNREG_LMDB_DATA);
}

static nnreg_status look_at_pages(int file, bool writable, bool full, bool alone, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    uint64_t byte = NNREG_LMDB_LOCK_WRITING;

    if (!writable)
        status = hold_newest(&byte, file, error);
    else if (!alone)
        status = nnreg_fs_lock_bytes(file, true, byte, 1, true, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_lmdb_check_pages(file, full, NULL, NULL, error);
    if (!writable || !alone)
        nnreg_fs_unlock_bytes(file, byte, 1);
    return status;
}

/* Pages are mended by nobody: nnreg_fsck begins above them. So it is said what is left to do. */
static nnreg_status point_to_backup(nnreg_status status, struct nnreg_error *error)
{
    size_t used;

    if (status != NNREG_CORRUPT || error == NULL)
        return status;
    used = strlen(error->text);
    (void)snprintf(error->text + used, sizeof error->text - used, "; put %s back from a backup",
                   NNREG_LMDB_DATA);
    return status;
}

nnreg_status nnreg_lmdb_check_open(const struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    bool writable;
    int file;
    nnreg_status status =
        nnreg_fs_open_for_update(&file, &writable, &stat, env->folder, NNREG_LMDB_DATA, error);

    if (status == NNREG_OK)
        status = look_at_pages(file, writable, true, false, error);
    nnreg_fs_close(file);
    return point_to_backup(status, error);
}

static nnreg_status check_at_open(uint64_t *bytes, bool *untidy, struct nnreg_lmdb_env *env, bool full,
                                  bool alone, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_lmdb_check_file(bytes, env->file, error);
    bool clean = !alone; /* who has it open would know */

    if (status == NNREG_OK && alone)
        status = nnreg_lmdb_is_clean(&clean, env, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&stat, env->file, error);
    *untidy = !clean;
    if (status != NNREG_OK || (clean && !full && (!alone || stat.size > TINY)))
        return status;
    /* Who made the store or put it here may have been killed before its name was on the device. */
    if (!clean && !env->base.read_only)
        status = nnreg_fs_sync(env->folder, error);
    if (status != NNREG_OK)
        return status;
    return look_at_pages(env->file, env->writable, full || stat.size <= SMALL, alone, error);
}

nnreg_status nnreg_lmdb_check_at_open(uint64_t *bytes, bool *untidy, struct nnreg_lmdb_env *env, bool full,
                                      bool alone, struct nnreg_error *error)
{
    return point_to_backup(check_at_open(bytes, untidy, env, full, alone, error), error);
}
