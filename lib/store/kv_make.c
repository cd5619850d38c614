/*
 * Making a store's data file. LMDB would create the file first and fill it then, and a process that is killed between
 * the two would leave an empty file, which nobody could tell from a store that somebody truncated. So the file is
 * made under another name, with its tables in it, and renamed into place: a data.mdb is whole from its first moment.
 */
#include "store/kv_internal.h"

#include <stdio.h>

#include "base/fsio.h"

/*
 * LMDB takes a path. /proc/self/fd names the open folder itself, wherever it was moved to meanwhile, and needs no
 * buffer of the length of a path.
 */
void nnreg_kv_path(char out[64], int folder, const char *name)
{
    (void)snprintf(out, 64, "/proc/self/fd/%d/%s", folder, name);
}

/* The tables, in one transaction. */
static int fill(MDB_env *mdb, const struct nnreg_kv_options *options)
{
    MDB_txn *txn;
    MDB_dbi dbi;
    size_t i;
    int code = mdb_txn_begin(mdb, NULL, 0, &txn);

    if (code != MDB_SUCCESS)
        return code;
    for (i = 0; i < options->table_count && code == MDB_SUCCESS; i++)
        code = mdb_dbi_open(txn, options->tables[i], MDB_CREATE, &dbi);
    if (code == MDB_SUCCESS)
        code = nnreg_fs_step("commit");
    if (code == MDB_SUCCESS)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return code;
}

/* A data file of its own: nobody else knows the name, so it needs no locks. */
static int write_new(int folder, const struct nnreg_kv_options *options)
{
    char path[64];
    MDB_env *mdb;
    int code = mdb_env_create(&mdb);

    if (code != MDB_SUCCESS)
        return code;
    nnreg_kv_path(path, folder, NNREG_KV_NEW);
    (void)mdb_env_set_maxdbs(mdb, NNREG_KV_TABLES);
    code = mdb_env_open(mdb, path, MDB_NOSUBDIR | MDB_NOLOCK, 0666);
    if (code == MDB_SUCCESS)
        code = fill(mdb, options);
    mdb_env_close(mdb);
    return code;
}

/* With the folder's lock. What a killed process left is in the way of nobody else. */
static nnreg_status make_locked(int folder, const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, folder, NNREG_KV_DATA, error);
    int code;

    if (status != NNREG_NOT_FOUND)
        return status;
    status = nnreg_fs_remove(folder, NNREG_KV_NEW, error);
    if (status != NNREG_OK)
        return status;
    code = write_new(folder, options);
    if (code == MDB_SUCCESS)
        status = nnreg_fs_rename(folder, NNREG_KV_NEW, folder, NNREG_KV_DATA, error);
    else
        status = nnreg_kv_fail(error, code, "cannot make the store");
    if (status != NNREG_OK) {
        (void)nnreg_fs_remove(folder, NNREG_KV_NEW, NULL);
        return status == NNREG_NOT_FOUND
                   ? nnreg_fail(error, NNREG_IO, "cannot make the store: is /proc mounted?")
                   : status;
    }
    (void)nnreg_fs_step("committed");
    return nnreg_fs_sync(folder, error);
}

nnreg_status nnreg_kv_make(int folder, const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, folder, NNREG_KV_DATA, error);
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
