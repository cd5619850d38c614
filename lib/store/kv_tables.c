/*
 * The tables of a store, LMDB's named databases: opened once, in a transaction of each environment, whose commit is what
 * keeps their handles. A store is made with all of them at once, so one that lacks some is damaged, and one that has none
 * is another program's.
 */
#include "store/kv_internal.h"

#define TRIES 20 /* times that the file is found to have grown meanwhile */

int nnreg_kv_begin_plainly(struct nnreg_kv_env *env, MDB_env *mdb, MDB_txn **txn)
{
    int code = mdb_txn_begin(mdb, NULL, MDB_RDONLY, txn);
    unsigned tries;

    for (tries = 0; tries < TRIES && code == MDB_MAP_RESIZED; tries++) {
        if (nnreg_kv_remap(env, false, env->gate.generation, NULL) != NNREG_OK)
            break;
        code = mdb_txn_begin(mdb, NULL, MDB_RDONLY, txn);
    }
    return code;
}

struct finding {
    const char *missing; /* the first */
    size_t found;
};

/* Opens those that there are, and ends the transaction. */
static int find_tables(struct finding *finding, struct nnreg_kv_env *env, MDB_txn *txn, MDB_dbi *tables)
{
    int code = MDB_SUCCESS;
    size_t i;

    for (i = 0; i < env->table_count && code == MDB_SUCCESS; i++) {
        code = nnreg_lmdb_open_table(env, txn, env->names[i], 0, &tables[i]);
        if (code == MDB_SUCCESS)
            finding->found++;
        else if (code == MDB_NOTFOUND && finding->missing == NULL)
            finding->missing = env->names[i];
        if (code == MDB_NOTFOUND)
            code = MDB_SUCCESS;
    }
    if (code == MDB_SUCCESS)
        return nnreg_lmdb_commit(env, txn);
    nnreg_lmdb_abort(env, txn);
    return code;
}

static nnreg_status find_in_snapshot(struct finding *finding, struct nnreg_kv_env *env, MDB_env *mdb,
                                     MDB_dbi *tables, struct nnreg_error *error)
{
    bool slots = mdb != env->slotless;
    nnreg_status status = slots ? nnreg_kv_lock_slots(env, error) : NNREG_OK;
    MDB_txn *txn;
    int code;

    if (status != NNREG_OK)
        return status;
    code = nnreg_kv_begin_plainly(env, mdb, &txn);
    if (code == MDB_SUCCESS)
        code = find_tables(finding, env, txn, tables);
    if (slots)
        nnreg_kv_unlock_slots(env);
    return code == MDB_SUCCESS ? NNREG_OK : nnreg_kv_fail(error, code, "cannot open the store's tables");
}

/* A process that can have no slots writes all the same, and a snapshot of what it writes to would take one. */
static nnreg_status find_in_write(struct finding *finding, struct nnreg_kv_env *env,
                                  struct nnreg_error *error)
{
    MDB_txn *txn;
    nnreg_status status = nnreg_kv_begin_write(env, &txn, error);
    int code;

    if (status != NNREG_OK)
        return status;
    code = find_tables(finding, env, txn, env->tables);
    (void)nnreg_kv_end_write(env);
    return code == MDB_SUCCESS ? NNREG_OK : nnreg_kv_fail(error, code, "cannot open the store's tables");
}

static nnreg_status judge(const struct finding *finding, const struct nnreg_kv_env *env,
                          struct nnreg_error *error)
{
    if (finding->found == 0)
        return nnreg_fail(error, NNREG_CORRUPT,
                          "%s is a file of LMDB, but of another program: none of the %zu tables is in it",
                          NNREG_KV_DATA, env->table_count);
    if (finding->missing != NULL)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: the table \"%s\" is missing", NNREG_KV_DATA,
                          finding->missing);
    return NNREG_OK;
}

nnreg_status nnreg_kv_open_tables(struct nnreg_kv_env *env, struct nnreg_error *error)
{
    struct finding finding = {NULL, 0};
    nnreg_status status = NNREG_OK;

    if (env->slotless != NULL)
        status = find_in_snapshot(&finding, env, env->slotless, env->slotless_tables, error);
    if (status == NNREG_OK && env->slotless != NULL && env->mdb != NULL)
        status = find_in_write(&finding, env, error);
    if (status == NNREG_OK && env->slotless == NULL)
        status = find_in_snapshot(&finding, env, env->mdb, env->tables, error);
    return status == NNREG_OK ? judge(&finding, env, error) : status;
}
