/*
 * The process's environments. LMDB must not open one store twice in a process: its locks are of the kind that the
 * process loses when any descriptor of the lock file is closed. So there is one table for the process, by the device
 * and inode of the folder, and a second open shares what the first one opened.
 *
 * A child made by fork has the parent's table in its memory, but neither its locks nor its readers' slots. Entries
 * carry the process that made them, and the child opens its own. It cannot close the parent's: mdb_env_close would
 * free the parent's reader slots, which are in shared memory, so in the child they stay as they are.
 */
#include "store/lmdb/internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/process.h"
#include "store/lmdb/lmdb_engine.h"

static struct {
    pthread_mutex_t mutex;
    struct nnreg_lmdb_env *first;
} environments = {PTHREAD_MUTEX_INITIALIZER, NULL};

void nnreg_lmdb_lock_environments(void)
{
    pthread_mutex_lock(&environments.mutex);
}

void nnreg_lmdb_unlock_environments(void)
{
    pthread_mutex_unlock(&environments.mutex);
}

/*
 * A fork waits for an open or close that is under way, and for a change of a list of readers, so that the child finds them
 * whole and unlocked.
 */
static void before_fork(void)
{
    struct nnreg_lmdb_env *env;

    nnreg_lmdb_lock_environments();
    for (env = environments.first; env != NULL; env = env->next) {
        pthread_mutex_lock(&env->slots);
        pthread_mutex_lock(&env->listing);
    }
}

static void after_fork(void)
{
    struct nnreg_lmdb_env *env;

    for (env = environments.first; env != NULL; env = env->next) {
        pthread_mutex_unlock(&env->listing);
        pthread_mutex_unlock(&env->slots);
    }
    nnreg_lmdb_unlock_environments();
}

/*
 * The locks of an open file are the child's as well, as long as it has the descriptor: they would outlive the parent. To
 * close it here takes nothing from the parent.
 */
static void after_fork_in_child(void)
{
    struct nnreg_lmdb_env *env;
    struct nnreg_lmdb_reader *reader;

    for (env = environments.first; env != NULL; env = env->next) {
        nnreg_fs_close(env->file);
        nnreg_fs_close(env->lock_file);
        env->file = env->lock_file = -1;
        for (reader = atomic_load(&env->readers); reader != NULL; reader = reader->next) {
            nnreg_fs_close(reader->file);
            reader->file = -1;
        }
    }
    after_fork();
}

static void guard_forks(void)
{
    (void)pthread_atfork(before_fork, after_fork, after_fork_in_child);
}

nnreg_status nnreg_lmdb_alive(const struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    if (atomic_load(&env->dead))
        return nnreg_fail(
            error, NNREG_CORRUPT,
            "the store cannot be used any more: damage was met in it, or the memory for it is gone");
    if (atomic_load(&env->failed))
        return nnreg_fail(error, env->failure.status, "%s", env->failure.text);
    return NNREG_OK;
}

/* ----------------------------------------------------------------------------------------------- the process's -- */

static void free_environment(struct nnreg_lmdb_env *env)
{
    nnreg_lmdb_free_readers(env);
    nnreg_lmdb_close_env(env);
    nnreg_fs_close(env->folder);
    (void)pthread_mutex_destroy(&env->listing);
    (void)pthread_mutex_destroy(&env->slots);
    (void)pthread_cond_destroy(&env->gate.changed);
    (void)pthread_mutex_destroy(&env->gate.mutex);
    nnreg_kv_store_clear(&env->base);
    nnreg_free(env);
}

/* Opens an environment that is not in the table yet, and enters it. */
static nnreg_status add_environment(struct nnreg_lmdb_env **out, int folder,
                                    const struct nnreg_file_stat *stat,
                                    const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = nnreg_alloc_zero(1, sizeof *env);
    nnreg_status status;

    if (env == NULL)
        return nnreg_fail_memory(error);
    env->process = nnreg_process_mark();
    env->folder_device = stat->device;
    env->folder_inode = stat->inode;
    env->folder = env->file = env->lock_file = -1;
    env->slots_wanted = options->max_readers > 0 ? options->max_readers : NNREG_LMDB_READERS;
    nnreg_kv_store_init(&env->base, &nnreg_lmdb_engine, options);
    (void)pthread_mutex_init(&env->gate.mutex, NULL);
    (void)pthread_cond_init(&env->gate.changed, NULL);
    (void)pthread_mutex_init(&env->slots, NULL);
    (void)pthread_mutex_init(&env->listing, NULL);
    status = nnreg_fs_open_folder(&env->folder, folder, ".", false, error);
    if (status == NNREG_OK)
        status = nnreg_lmdb_open_env(env, options, error);
    if (status != NNREG_OK) {
        free_environment(env);
        return status;
    }
    env->next = environments.first;
    environments.first = env;
    *out = env;
    return NNREG_OK;
}

static struct nnreg_lmdb_env *find_environment(const struct nnreg_file_stat *stat)
{
    struct nnreg_lmdb_env *env = environments.first;

    while (env != NULL && (env->process != nnreg_process_mark() || env->folder_device != stat->device ||
                           env->folder_inode != stat->inode))
        env = env->next;
    return env;
}

/* Whether an environment that is open already will do. */
static nnreg_status may_share_environment(const struct nnreg_lmdb_env *env,
                                          const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    nnreg_status status;
    bool moved; /* then it moves over at its next transaction */

    if (atomic_load(&env->dead))
        return nnreg_fail(error, NNREG_CORRUPT, "the store is open in this process, which met damage in it");
    if (atomic_load(&env->failed)) /* as long as another handle is open */
        return nnreg_fail(error, env->failure.status, "%s", env->failure.text);
    status = nnreg_kv_may_share(&env->base, options, error);
    if (status != NNREG_OK || nnreg_lmdb_is_closed(env))
        return status;
    return nnreg_lmdb_same_files(env, &moved, error);
}

static nnreg_status open_in_table(struct nnreg_lmdb_env **env, int folder,
                                  const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    const char *remote = NULL;
    nnreg_status status = nnreg_fs_stat_fd(&stat, folder, error);

    if (status == NNREG_OK && !options->allow_remote)
        status = nnreg_fs_remote(&remote, folder, error);
    if (status != NNREG_OK)
        return status;
    if (remote != NULL)
        return nnreg_fail(
            error, NNREG_INVALID_ARGUMENT,
            "the registry is on a remote file system (%s), where the locks of other hosts may not hold",
            remote);
    *env = find_environment(&stat);
    if (*env == NULL)
        return add_environment(env, folder, &stat, options, error);
    status = may_share_environment(*env, options, error);
    return status == NNREG_OK && options->check ? nnreg_lmdb_check_open(*env, error) : status;
}

nnreg_status nnreg_lmdb_open(struct nnreg_kv_store **store, int folder,
                             const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct nnreg_lmdb_env *env = NULL;
    nnreg_status status;

    (void)pthread_once(&once, guard_forks);
    nnreg_lmdb_lock_environments();
    status = open_in_table(&env, folder, options, error);
    if (status == NNREG_OK)
        env->handles++;
    nnreg_lmdb_unlock_environments();
    if (status == NNREG_OK)
        *store = &env->base;
    return status;
}

/* A stuck environment stays in the table: its memory is in LMDB's hands, and no second one may be opened. */
void nnreg_lmdb_close(struct nnreg_kv_store *store)
{
    struct nnreg_lmdb_env *env = nnreg_lmdb_env_of(store), **link;

    nnreg_lmdb_lock_environments();
    if (--env->handles == 0 && !atomic_load(&env->stuck)) {
        for (link = &environments.first; *link != env;)
            link = &(*link)->next;
        *link = env->next;
        free_environment(env);
    }
    nnreg_lmdb_unlock_environments();
}
