/*
 * The process's environments. LMDB must not open one store twice in a process: its locks are of the kind that the
 * process loses when any descriptor of the lock file is closed. So there is one table for the process, by the device
 * and inode of the folder, and a second open shares what the first one opened.
 *
 * A child made by fork has the parent's table in its memory, but neither its locks nor its readers' slots. Entries
 * carry the process that made them, and the child opens its own. It cannot close the parent's: mdb_env_close would
 * free the parent's reader slots, which are in shared memory, so in the child they stay as they are.
 */
#include "store/kv_internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"

static struct {
    pthread_mutex_t mutex;
    struct nnreg_kv_env *first;
} environments = {PTHREAD_MUTEX_INITIALIZER, NULL};

/* A fork waits for an open or close that is under way, so that the child finds the table whole and unlocked. */
static void lock_environments(void)
{
    pthread_mutex_lock(&environments.mutex);
}

static void unlock_environments(void)
{
    pthread_mutex_unlock(&environments.mutex);
}

static void guard_forks(void)
{
    (void)pthread_atfork(lock_environments, unlock_environments, unlock_environments);
}

nnreg_status nnreg_kv_usable(const struct nnreg_kv *kv, struct nnreg_error *error)
{
    if (kv == NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "there is no store");
    if (kv->pid != getpid())
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the store was opened before fork: the child process has to open it itself");
    if (atomic_load(&kv->env->dead))
        return nnreg_fail(
            error, NNREG_CORRUPT,
            "the store cannot be used any more: damage was met in it, or the memory for it is gone");
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------- the tables -- */

/* Opens those tables that exist; the others stay 0. */
static nnreg_status find_tables(struct nnreg_kv_env *env, size_t *found, struct nnreg_error *error)
{
    MDB_txn *txn;
    nnreg_status status = nnreg_kv_begin_read(env, &txn, error);
    int code = MDB_SUCCESS;
    size_t i;

    *found = 0;
    if (status != NNREG_OK)
        return status;
    for (i = 0; i < env->table_count && code == MDB_SUCCESS; i++) {
        code = nnreg_lmdb_open_table(env, txn, env->names[i], 0, &env->tables[i]);
        if (code == MDB_SUCCESS)
            ++*found;
        else if (code == MDB_NOTFOUND)
            code = MDB_SUCCESS;
    }
    if (code == MDB_SUCCESS)
        code = nnreg_lmdb_commit(env,
                                 txn); /* which is what keeps the handles of the tables; it writes nothing */
    else
        nnreg_lmdb_abort(env, txn);
    nnreg_kv_leave(env, false);
    return code == MDB_SUCCESS ? NNREG_OK : nnreg_kv_fail(error, code, "cannot open the store's tables");
}

/* One try; *full: the map has to grow first. */
static nnreg_status try_add_tables(struct nnreg_kv_env *env, bool *full, struct nnreg_error *error)
{
    MDB_txn *txn;
    nnreg_status status = nnreg_kv_begin_write(env, &txn, error);
    unsigned seen;
    int code = MDB_SUCCESS;
    size_t i;

    *full = false;
    if (status != NNREG_OK)
        return status;
    for (i = 0; i < env->table_count && code == MDB_SUCCESS; i++)
        code = nnreg_lmdb_open_table(env, txn, env->names[i], MDB_CREATE, &env->tables[i]);
    if (code == MDB_SUCCESS) {
        status = nnreg_kv_commit(env, txn, full, error);
    } else {
        nnreg_lmdb_abort(env, txn);
        *full = code == MDB_MAP_FULL;
        status = nnreg_kv_fail(error, code, "cannot make the store's tables");
    }
    seen = nnreg_kv_leave(env, true);
    return *full ? nnreg_kv_remap(env, true, seen, error) : status;
}

/* A store is made with all its tables at once, so one that lacks some is older, and one that has none is another's. */
static nnreg_status open_tables(struct nnreg_kv_env *env, struct nnreg_error *error)
{
    size_t found;
    nnreg_status status = find_tables(env, &found, error);
    bool full = true;

    if (status != NNREG_OK || found == env->table_count)
        return status;
    if (found == 0)
        return nnreg_fail(error, NNREG_CORRUPT,
                          "%s is a file of LMDB, but of another program: none of the %zu tables "
                          "is in it",
                          NNREG_KV_DATA, env->table_count);
    while (status == NNREG_OK && full && !env->read_only)
        status = try_add_tables(env, &full, error);
    return status;
}

/* ----------------------------------------------------------------------------------------------------- opening -- */

/* The data file as it is before LMDB maps it: there, whole, of a known version. */
static nnreg_status look_at_file(uint64_t *bytes, int folder, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status;
    int fd;

    status = nnreg_fs_open(&fd, &stat, folder, NNREG_KV_DATA, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_NOT_FOUND, "there is no registry: the folder has no %s",
                          NNREG_KV_DATA);
    if (status != NNREG_OK)
        return status;
    status = nnreg_kv_check_file(bytes, fd, error);
    nnreg_fs_close(fd); /* LMDB's locks are on the other file, so this close does not lose them */
    return status;
}

static int open_engine(struct nnreg_kv_env *env, uint64_t map_size)
{
    int code = mdb_env_create(&env->mdb);
    char path[64];
    int dead;

    if (code != MDB_SUCCESS) {
        env->mdb = NULL;
        return code;
    }
    nnreg_kv_catch_assertions(env->mdb);
    nnreg_kv_path(path, env->folder, "");
    (void)mdb_env_set_maxdbs(env->mdb, NNREG_KV_TABLES);
    (void)mdb_env_set_maxreaders(env->mdb, NNREG_KV_READERS);
    (void)mdb_env_set_mapsize(env->mdb, (size_t)map_size);
    code = mdb_env_open(env->mdb, path, MDB_NOTLS | (env->read_only ? MDB_RDONLY : 0), 0666);
    if (code == MDB_SUCCESS)
        (void)mdb_reader_check(env->mdb,
                               &dead); /* processes that died while they read keep old pages in use */
    return code;
}

static nnreg_status open_store(struct nnreg_kv_env *env, const struct nnreg_kv_options *options,
                               struct nnreg_error *error)
{
    uint64_t bytes, map_size = options->map_size > 0 ? options->map_size : NNREG_KV_MAP_FIRST;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    nnreg_status status = NNREG_OK;
    mdb_filehandle_t fd;
    struct nnreg_file_stat data;
    int code;

    if (options->create && !options->read_only)
        status = nnreg_kv_make(env->folder, options, error);
    if (status == NNREG_OK)
        status = look_at_file(&bytes, env->folder, error);
    if (status != NNREG_OK)
        return status;
    map_size = nnreg_kv_map_size((map_size + page - 1) / page * page, bytes);
    if (map_size == 0 || map_size > SIZE_MAX)
        return nnreg_fail(error, NNREG_LIMIT, "the store is larger than this library can map");
    code = open_engine(env, map_size);
    if (code == EACCES)
        return nnreg_kv_fail(error, code,
                             "cannot open the store (readers, too, must be allowed to write lock.mdb)");
    if (code != MDB_SUCCESS)
        return nnreg_kv_fail(error, code, "cannot open the store");
    if (mdb_env_get_fd(env->mdb, &fd) != MDB_SUCCESS)
        return nnreg_fail(error, NNREG_IO, "cannot look at the store's file");
    status = nnreg_fs_stat_fd(&data, fd, error);
    if (status != NNREG_OK)
        return status;
    env->data_device = data.device;
    env->data_inode = data.inode;
    return open_tables(env, error);
}

static void free_environment(struct nnreg_kv_env *env)
{
    if (env->mdb != NULL)
        mdb_env_close(env->mdb);
    nnreg_fs_close(env->folder);
    (void)pthread_cond_destroy(&env->gate.changed);
    (void)pthread_mutex_destroy(&env->gate.mutex);
    (void)pthread_mutex_destroy(&env->queue.mutex);
    nnreg_free(env);
}

/* Opens an environment that is not in the table yet, and enters it. */
static nnreg_status add_environment(struct nnreg_kv_env **out, int folder, const struct nnreg_file_stat *stat,
                                    const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_kv_env *env = nnreg_alloc_zero(1, sizeof *env);
    nnreg_status status;

    if (env == NULL)
        return nnreg_fail_memory(error);
    env->pid = getpid();
    env->folder_device = stat->device;
    env->folder_inode = stat->inode;
    env->read_only = options->read_only;
    env->names = options->tables;
    env->table_count = options->table_count;
    (void)pthread_mutex_init(&env->gate.mutex, NULL);
    (void)pthread_cond_init(&env->gate.changed, NULL);
    (void)pthread_mutex_init(&env->queue.mutex, NULL);
    status = nnreg_fs_open_folder(&env->folder, folder, ".", false, error);
    if (status == NNREG_OK)
        status = open_store(env, options, error);
    if (status != NNREG_OK) {
        free_environment(env);
        return status;
    }
    env->next = environments.first;
    environments.first = env;
    *out = env;
    return NNREG_OK;
}

static struct nnreg_kv_env *find_environment(const struct nnreg_file_stat *stat)
{
    struct nnreg_kv_env *env = environments.first;

    while (env != NULL &&
           (env->pid != getpid() || env->folder_device != stat->device || env->folder_inode != stat->inode))
        env = env->next;
    return env;
}

/* Whether an environment that is open already will do. */
static nnreg_status share(const struct nnreg_kv_env *env, const struct nnreg_kv_options *options,
                          struct nnreg_error *error)
{
    struct nnreg_file_stat data;
    nnreg_status status;
    size_t i;

    if (atomic_load(&env->dead))
        return nnreg_fail(error, NNREG_CORRUPT, "the store is open in this process, which met damage in it");
    if (env->read_only != options->read_only)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the registry is open in this process already, %s",
                          env->read_only ? "read-only: it cannot be opened for writing as well"
                                         : "for writing: it cannot be opened read-only as well");
    for (i = 0; i < options->table_count && i < env->table_count; i++)
        if (strcmp(env->names[i], options->tables[i]) != 0)
            break;
    if (i < options->table_count || i < env->table_count)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the store is open in this process with other tables");
    status = nnreg_fs_stat(&data, env->folder, NNREG_KV_DATA, error);
    if (status == NNREG_OK && (data.device != env->data_device || data.inode != env->data_inode))
        status = nnreg_fail(error, NNREG_CONFLICT, "%s was replaced while this process has it open",
                            NNREG_KV_DATA);
    return status;
}

static nnreg_status open_locked(struct nnreg_kv_env **env, int folder, const struct nnreg_kv_options *options,
                                struct nnreg_error *error)
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
    return *env != NULL ? share(*env, options, error) : add_environment(env, folder, &stat, options, error);
}

nnreg_status nnreg_kv_open(struct nnreg_kv **out, int folder, const struct nnreg_kv_options *options,
                           struct nnreg_error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct nnreg_kv_env *env = NULL;
    struct nnreg_kv *kv;
    nnreg_status status;

    *out = NULL;
    if (options->table_count == 0 || options->table_count > NNREG_KV_TABLES)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a store has 1 to %d tables", NNREG_KV_TABLES);
    kv = nnreg_alloc_zero(1, sizeof *kv);
    if (kv == NULL)
        return nnreg_fail_memory(error);
    (void)pthread_once(&once, guard_forks);
    lock_environments();
    status = open_locked(&env, folder, options, error);
    if (status == NNREG_OK)
        env->handles++;
    unlock_environments();
    if (status != NNREG_OK) {
        nnreg_free(kv);
        return status;
    }
    kv->env = env;
    kv->pid = getpid();
    *out = kv;
    return NNREG_OK;
}

/* A stuck environment stays in the table: its memory is in the engine's hands, and no second one may be opened. */
void nnreg_kv_close(struct nnreg_kv *kv)
{
    struct nnreg_kv_env **link;

    if (kv == NULL)
        return;
    if (kv->pid == getpid()) {
        lock_environments();
        if (--kv->env->handles == 0 && !atomic_load(&kv->env->stuck)) {
            for (link = &environments.first; *link != kv->env;)
                link = &(*link)->next;
            *link = kv->env->next;
            free_environment(kv->env);
        }
        unlock_environments();
    }
    nnreg_free(kv);
}
