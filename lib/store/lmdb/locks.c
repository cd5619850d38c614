/*
 * The store's own locks (internal.h has the table of them), and whether the files are still those that were opened.
 */
#include "store/lmdb/internal.h"

#include <fcntl.h>
#include <stdio.h>

#include "base/clock.h"

/* How long a writer waits for readers without a slot that stay with an old state. */
#define PATIENCE_MS 10000

nnreg_status nnreg_lmdb_lock(const struct nnreg_lmdb_env *env, uint64_t byte, bool exclusive, bool wait,
                             struct nnreg_error *error)
{
    return nnreg_fs_lock_bytes(env->file, exclusive, byte, 1, wait, error);
}

void nnreg_lmdb_unlock(const struct nnreg_lmdb_env *env, uint64_t byte)
{
    nnreg_fs_unlock_bytes(env->file, byte, 1);
}

/* The mutex first: two threads of a process share the open file, between which its locks do not tell. */
nnreg_status nnreg_lmdb_lock_slots(struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    nnreg_status status;

    pthread_mutex_lock(&env->slots);
    status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_SLOTS, true, true, error);
    if (status != NNREG_OK)
        pthread_mutex_unlock(&env->slots);
    return status;
}

void nnreg_lmdb_unlock_slots(struct nnreg_lmdb_env *env)
{
    nnreg_lmdb_unlock(env, NNREG_LMDB_LOCK_SLOTS);
    pthread_mutex_unlock(&env->slots);
}

/* ------------------------------------------------------------------------------------------------------ states -- */

/*
 * The transaction t + 1, which begins on the state t, may use again the pages that were freed by t - 1 and before. What
 * reads the state t or t - 1 needs none of those, and what reads an older one may.
 */
static nnreg_status wait_for_old_states(const struct nnreg_lmdb_env *env, uint64_t count,
                                        struct nnreg_error *error)
{
    nnreg_status status = NNREG_BUSY;
    unsigned waited;

    for (waited = 0; status == NNREG_BUSY && waited < PATIENCE_MS; waited++) {
        status = nnreg_fs_lock_bytes(env->file, true, NNREG_LMDB_LOCK_STATES, count, false, error);
        if (status == NNREG_BUSY)
            nnreg_clock_pause(1);
    }
    if (status == NNREG_BUSY)
        return nnreg_fail(
            error, NNREG_BUSY,
            "cannot write to %s: a process that has no reader's slot (it runs in another PID namespace "
            "under an id that is in use here, or may not write %s) has been reading an old state "
            "of it for %d seconds: it has to end that, or be ended (fuser -v shows who has the file open)",
            NNREG_LMDB_DATA, NNREG_LMDB_LOCK, PATIENCE_MS / 1000);
    return status;
}

nnreg_status nnreg_lmdb_lock_states(const struct nnreg_lmdb_env *env, uint64_t state,
                                    struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (state >= 2)
        status = wait_for_old_states(env, state - 1, error);
    if (status == NNREG_OK)
        status = nnreg_fs_lock_bytes(env->file, true, NNREG_LMDB_LOCK_STATES + state + 1, 0, true, error);
    return status;
}

/* An opener has OPENING until it is PRESENT, and waits with it for WRITING: so it is not waited for by who has that. */
nnreg_status nnreg_lmdb_lock_alone(struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    nnreg_status status = nnreg_lmdb_lock(env, NNREG_LMDB_LOCK_OPENING, true, false, error);
    bool others = false;

    if (status == NNREG_OK) {
        env->alone = true;
        status = nnreg_fs_bytes_are_locked(&others, env->file, NNREG_LMDB_LOCK_PRESENT, 1, error);
    }
    if (status == NNREG_BUSY || (status == NNREG_OK && others))
        return nnreg_fail(
            error, NNREG_BUSY,
            "%s is open in another process (fuser -v shows which): close it there, and try again",
            NNREG_LMDB_DATA);
    return status;
}

void nnreg_lmdb_unlock_writing(struct nnreg_lmdb_env *env)
{
    if (env->alone)
        nnreg_lmdb_unlock(env, NNREG_LMDB_LOCK_OPENING);
    env->alone = false;
    nnreg_fs_unlock_bytes(env->file, NNREG_LMDB_LOCK_WRITING, 0);
}

/* ---------------------------------------------------------------------------------------------------- identity -- */

static nnreg_status is_file_opened(const struct nnreg_lmdb_env *env, const char *name,
                                   const struct nnreg_file_stat *opened, struct nnreg_error *error)
{
    struct nnreg_file_stat now;
    char path[NNREG_FS_PATH];
    nnreg_status status = nnreg_fs_stat(&now, env->folder, name, error);

    if (status == NNREG_OK && now.device == opened->device && now.inode == opened->inode)
        return NNREG_OK;
    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    if (!nnreg_fs_path(path, env->folder, name))
        (void)snprintf(path, sizeof path, "%s", name);
    return nnreg_fail(error, NNREG_CONFLICT,
                      "\"%s\" was %s while this process has it open: close the registry and open it again",
                      path, status == NNREG_OK ? "replaced" : "removed");
}

/*
 * The files may be in our folder still, and the folder be moved away for another one, as who puts back a backup does: then
 * nobody would look for what is written here. A folder that was moved, and has no other in its place, may be written to.
 */
static nnreg_status is_file_in_place(const struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat now;

    if (env->data_path[0] != '/' || nnreg_fs_stat(&now, AT_FDCWD, env->data_path, NULL) != NNREG_OK ||
        (now.device == env->data.device && now.inode == env->data.inode))
        return NNREG_OK;
    return nnreg_fail(
        error, NNREG_CONFLICT,
        "\"%s\" was replaced, with its folder, while this process has the old one open: close the "
        "registry and open it again",
        env->data_path);
}

nnreg_status nnreg_lmdb_same_files(const struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    nnreg_status status = is_file_opened(env, NNREG_LMDB_DATA, &env->data, error);

    if (status == NNREG_OK)
        status = is_file_in_place(env, error);
    return status == NNREG_OK && env->mdb != NULL ? is_file_opened(env, NNREG_LMDB_LOCK, &env->lock, error)
                                                  : status;
}
