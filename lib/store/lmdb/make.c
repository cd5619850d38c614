/*
 * Making a store's data file. LMDB would create the file first and fill it then, and a process that is killed between
 * the two would leave an empty file, which nobody could tell from a store that somebody truncated. So the file is
 * made under another name, with its tables in it, and renamed into place: a data.mdb is whole from its first moment.
 */
#include "store/lmdb/internal.h"

#include <errno.h>

#include <stdio.h>

#include "base/fsio.h"
#include "store/lmdb/lmdb_engine.h"

enum { MAKING = 1 }; /* the number of the transaction that fills a new file */

/*
 * LMDB takes a path. /proc/self/fd names the open folder itself, wherever it was moved to meanwhile, and needs no
 * buffer of the length of a path.
 */
void nnreg_lmdb_path(char out[64], int folder, const char *name)
{
    (void)snprintf(out, 64, "/proc/self/fd/%d/%s", folder, name);
}

/* What the store has in it from the first. */
static nnreg_status fill_new(struct nnreg_lmdb_env *env, MDB_txn *mdb, const struct nnreg_kv_options *options,
                             struct nnreg_error *error)
{
    nnreg_status status;

    nnreg_lmdb_txn_init(&env->whole, env, mdb, env->tables.found, true);
    status = options->fill != NULL ? options->fill(&env->whole.base, options->context, error) : NNREG_OK;
    return nnreg_kv_judge_txn(&env->whole.base, status, error);
}

/* A write that ends early is EIO to LMDB, as in writing.c. */
static int why_not_made(MDB_env *mdb, int code)
{
    mdb_filehandle_t fd;
    int room = 0;

    if (code == EIO && mdb_env_get_fd(mdb, &fd) == MDB_SUCCESS)
        room = nnreg_fs_lacks_room(fd);
    return room != 0 ? room : code;
}

/* The tables and what is in them, in one transaction. */
static nnreg_status make_tables(struct nnreg_lmdb_env *env, const struct nnreg_kv_options *options,
                                struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    MDB_txn *txn;
    size_t i;
    int code = mdb_txn_begin(env->mdb, NULL, 0, &txn);

    if (code != MDB_SUCCESS)
        return nnreg_lmdb_fail(error, code, "cannot make the store");
    for (i = 0; i < options->table_count && code == MDB_SUCCESS; i++)
        code = mdb_dbi_open(txn, options->tables[i], MDB_CREATE, &env->tables.found[i]);
    if (code == MDB_SUCCESS)
        status = fill_new(env, txn, options, error);
    if (code == MDB_SUCCESS && status == NNREG_OK)
        code = nnreg_fs_step("commit");
    if (code == MDB_SUCCESS && status == NNREG_OK)
        code = why_not_made(env->mdb, mdb_txn_commit(txn));
    else
        mdb_txn_abort(txn);
    return code == MDB_SUCCESS ? status : nnreg_lmdb_fail(error, code, "cannot make the store");
}

/* A data file of its own: nobody else knows the name, so it needs no locks. */
static nnreg_status write_new(int folder, const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_lmdb_env env = {.base = {.engine = &nnreg_lmdb_engine, .table_count = options->table_count}};
    char path[64];
    nnreg_status status;
    int code = mdb_env_create(&env.mdb);

    if (code != MDB_SUCCESS)
        return nnreg_lmdb_fail(error, code, "cannot make the store");
    nnreg_lmdb_path(path, folder, NNREG_LMDB_NEW);
    (void)mdb_env_set_maxdbs(env.mdb, NNREG_KV_MOST_TABLES);
    code = mdb_env_open(env.mdb, path, MDB_NOSUBDIR | MDB_NOLOCK, 0666);
    status = code == MDB_SUCCESS ? make_tables(&env, options, error)
                                 : nnreg_lmdb_fail(error, code, "cannot make the store");
    mdb_env_close(env.mdb);
    return status;
}

/* With the folder's lock. What a killed process left is in the way of nobody else. */
static nnreg_status make_locked(int folder, const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, folder, NNREG_LMDB_DATA, error);

    if (status != NNREG_NOT_FOUND)
        return status;
    status = nnreg_fs_stat(&stat, folder, NNREG_LMDB_NEW, error);
    if (status == NNREG_OK)
        status = nnreg_fs_remove(folder, NNREG_LMDB_NEW, error);
    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    status = write_new(folder, options, error);
    if (status == NNREG_OK)
        status = nnreg_fs_rename(folder, NNREG_LMDB_NEW, folder, NNREG_LMDB_DATA, error);
    if (status != NNREG_OK) {
        (void)nnreg_fs_remove(folder, NNREG_LMDB_NEW, NULL);
        return status == NNREG_NOT_FOUND
                   ? nnreg_fail(error, NNREG_IO, "cannot make the store: is /proc mounted?")
                   : status;
    }
    (void)nnreg_fs_step("committed");
    if (options->made != NULL)
        *options->made = true;
    return nnreg_fs_sync(folder, error);
}

/* -------------------------------------------------------------------------------------------------- taken away -- */

/* With OPENING: that it is still in place, nobody has it open, and nobody had who wrote to it. */
static nnreg_status is_as_made(bool *as_made, const struct nnreg_lmdb_env *env)
{
    struct nnreg_lmdb_meta meta = {.transaction = 0};
    bool in_place = false, others = true;
    nnreg_status status = nnreg_lmdb_data_in_place(&in_place, env, NULL);

    if (status == NNREG_OK)
        status = nnreg_fs_bytes_are_locked(&others, env->file, NNREG_LMDB_LOCK_PRESENT, 1, NULL);
    if (status == NNREG_OK && in_place && !others)
        status = nnreg_lmdb_read_meta(&meta, env->file, NULL);
    *as_made = status == NNREG_OK && meta.transaction == MAKING;
    return status;
}

/* The data file goes last, as it came first: where the others are without it, somebody has lost a store. */
static void remove_store(int folder, const char *const *remains)
{
    nnreg_status status = NNREG_OK;

    for (; remains != NULL && *remains != NULL && status == NNREG_OK; remains++)
        status = nnreg_fs_remove_folder(folder, *remains, NULL);
    if (status == NNREG_OK)
        status = nnreg_fs_remove(folder, NNREG_LMDB_LOCK, NULL);
    if (status == NNREG_OK)
        status = nnreg_fs_remove(folder, NNREG_LMDB_CLEAN, NULL);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(folder, NULL);
    if (status == NNREG_OK)
        (void)nnreg_fs_remove(folder, NNREG_LMDB_DATA, NULL);
}

void nnreg_lmdb_unmake(int folder, const char *const *remains)
{
    struct nnreg_lmdb_env env = {.folder = folder, .file = -1};
    bool as_made = false;

    if (nnreg_lmdb_open_file(&env.file, &env.writable, &env.data, &env, NNREG_LMDB_DATA, NULL) == NNREG_OK &&
        nnreg_lmdb_lock(&env, NNREG_LMDB_LOCK_OPENING, true, true, NULL) == NNREG_OK &&
        is_as_made(&as_made, &env) == NNREG_OK && as_made)
        remove_store(folder, remains);
    nnreg_fs_close(env.file);
}

/* -------------------------------------------------------------------------------------------------------- made -- */

nnreg_status nnreg_lmdb_make(int folder, const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, folder, NNREG_LMDB_DATA, error);
    int lock;

    if (status != NNREG_NOT_FOUND)
        return status;
    status = nnreg_fs_open_folder(&lock, folder, ".", false, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_lock(lock, true, error);
    if (status == NNREG_OK)
        status = make_locked(folder, options, error);
    nnreg_fs_close(lock);
    return status;
}
