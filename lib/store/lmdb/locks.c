/*
 * The store's own locks (internal.h has the table of them), and whether the files are still those that were opened.
 */
#include "store/lmdb/internal.h"

#include <fcntl.h>
#include <stdio.h>

#include "base/clock.h"

/* How long a writer waits for readers without a slot that stay with an old state. */
#define PATIENCE_MS 10000

nnreg_status nnreg_lmdb_open_file(int *fd, bool *writable, struct nnreg_file_stat *stat,
                                  const struct nnreg_lmdb_env *env, const char *name,
                                  struct nnreg_error *error)
{
    struct nnreg_error refusal = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_fs_open_for_update(fd, writable, stat, env->folder, name, &refusal);

    if (status == NNREG_OK && (*writable || env->base.read_only))
        return NNREG_OK;
    if (status == NNREG_OK) { /* what the refusal tells is of the first try */
        nnreg_fs_close(*fd);
        *fd = -1;
        return nnreg_fail(error, NNREG_READ_ONLY, "%s; it may be read, and not written to", refusal.text);
    }
    if (error != NULL)
        *error = refusal;
    return status;
}

/* In which file a lock is: see internal.h. */
static int file_of_lock(const struct nnreg_lmdb_env *env, uint64_t byte)
{
    bool about_lock_file = byte == NNREG_LMDB_LOCK_SETUP || byte == NNREG_LMDB_LOCK_USING ||
                           byte == NNREG_LMDB_LOCK_SLOTS ||
                           (byte >= NNREG_LMDB_LOCK_PIDS && byte < NNREG_LMDB_LOCK_WRITING);

    return about_lock_file ? env->lock_file : env->file;
}

nnreg_status nnreg_lmdb_lock(const struct nnreg_lmdb_env *env, uint64_t byte, bool exclusive, bool wait,
                             struct nnreg_error *error)
{
    return nnreg_fs_lock_bytes(file_of_lock(env, byte), exclusive, byte, 1, wait, error);
}

void nnreg_lmdb_unlock(const struct nnreg_lmdb_env *env, uint64_t byte)
{
    nnreg_fs_unlock_bytes(file_of_lock(env, byte), byte, 1);
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
    if (status == NNREG_OK && !others)
        status = nnreg_fs_bytes_are_locked(&others, env->lock_file, NNREG_LMDB_LOCK_USING, 1, error);
    if (status == NNREG_BUSY && error != NULL && error->cause != 0)
        return status; /* the system's, and nobody's who has it open */
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

nnreg_status nnreg_lmdb_data_in_place(bool *in_place, const struct nnreg_lmdb_env *env,
                                      struct nnreg_error *error)
{
    struct nnreg_file_stat now;
    nnreg_status status = nnreg_fs_stat(&now, env->folder, NNREG_LMDB_DATA, error);

    *in_place = status == NNREG_OK && nnreg_fs_is_same(&now, &env->data);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* Something that is no file, or gone again, is none. */
static nnreg_status is_successor_in_place(bool *successor, const struct nnreg_lmdb_env *env,
                                          struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    int fd;
    nnreg_status status = nnreg_fs_open(&fd, &stat, env->folder, NNREG_LMDB_DATA, error);

    *successor = false;
    if (status == NNREG_OK)
        status = nnreg_lmdb_is_successor(successor, fd, env, error);
    nnreg_fs_close(fd);
    return status == NNREG_INVALID_ARGUMENT || status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

static nnreg_status is_file_opened(const struct nnreg_lmdb_env *env, const char *name,
                                   const struct nnreg_file_stat *opened, bool *moved,
                                   struct nnreg_error *error)
{
    struct nnreg_file_stat now;
    char path[NNREG_FS_PATH];
    nnreg_status status = nnreg_fs_stat(&now, env->folder, name, error);
    bool gone = status == NNREG_NOT_FOUND;

    if (status == NNREG_OK && nnreg_fs_is_same(&now, opened))
        return NNREG_OK;
    if (status == NNREG_OK && moved != NULL)
        status = is_successor_in_place(moved, env, error);
    if ((status != NNREG_OK && !gone) || (moved != NULL && *moved))
        return status;
    if (!nnreg_fs_path(path, env->folder, name))
        (void)snprintf(path, sizeof path, "%s", name);
    return nnreg_fail(error, NNREG_CONFLICT,
                      "\"%s\" was %s while this process has it open: close the registry and open it again",
                      path, gone ? "removed" : "replaced");
}

/*
 * The files may be in our folder still, and the folder be moved away for another one, as who puts back a backup does: then
 * nobody would look for what is written here. A folder that was moved, and has no other in its place, may be written to.
 */
static nnreg_status is_file_in_place(const struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    struct nnreg_file_stat now;

    if (env->data_path[0] != '/' || nnreg_fs_stat(&now, AT_FDCWD, env->data_path, NULL) != NNREG_OK ||
        nnreg_fs_is_same(&now, &env->data))
        return NNREG_OK;
    return nnreg_fail(
        error, NNREG_CONFLICT,
        "\"%s\" was replaced, with its folder, while this process has the old one open: close the "
        "registry and open it again",
        env->data_path);
}

nnreg_status nnreg_lmdb_same_files(const struct nnreg_lmdb_env *env, bool *moved, struct nnreg_error *error)
{
    nnreg_status status;

    if (moved != NULL)
        *moved = false;
    status = is_file_opened(env, NNREG_LMDB_DATA, &env->data, moved, error);
    if (status != NNREG_OK || (moved != NULL && *moved))
        return status;
    status = is_file_in_place(env, error);
    return status == NNREG_OK && env->mdb != NULL
               ? is_file_opened(env, NNREG_LMDB_LOCK, &env->lock, NULL, error)
               : status;
}
