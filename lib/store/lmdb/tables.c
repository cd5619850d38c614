/*
 * The tables of a store, LMDB's named databases: opened once, in a transaction of each environment, whose commit is what
 * keeps their handles. A store is made with all of them at once, so one that lacks some is damaged, and one that has none
 * is another program's.
 */
#include "store/lmdb/internal.h"

struct finding {
    const char *missing; /* the first */
    size_t found;
};

/* Opens those that there are, and ends the transaction. */
static int find_tables(struct finding *finding, struct nnreg_lmdb_env *env, MDB_txn *txn, MDB_dbi *tables)
{
    int code = MDB_SUCCESS;
    size_t i;

    for (i = 0; i < env->base.table_count && code == MDB_SUCCESS; i++) {
        code = nnreg_mdb_open_table(env, txn, env->base.tables[i], 0, &tables[i]);
        if (code == MDB_SUCCESS)
            finding->found++;
        else if (code == MDB_NOTFOUND && finding->missing == NULL)
            finding->missing = env->base.tables[i];
        if (code == MDB_NOTFOUND)
            code = MDB_SUCCESS;
    }
    if (code == MDB_SUCCESS)
        return nnreg_mdb_commit(env, txn);
    nnreg_mdb_abort(env, txn);
    return code;
}

/* In a snapshot like any other: one that nothing holds may have its pages used again while the tables are looked for. */
static nnreg_status find_in_snapshot(struct finding *finding, struct nnreg_lmdb_env *env, MDB_dbi *tables,
                                     struct nnreg_error *error)
{
    struct nnreg_lmdb_reader *reader;
    unsigned seen;
    bool gone;
    nnreg_status status = nnreg_lmdb_begin_read_here(env, &reader, &gone, &seen, error);
    int code;

    if (status == NNREG_OK && gone)
        return nnreg_lmdb_fail(error, NNREG_LMDB_REPLACED, "cannot open the store");
    if (status != NNREG_OK)
        return status;
    code = find_tables(finding, env, reader->txn, tables);
    reader->txn = NULL;
    (void)nnreg_lmdb_end_read(env, reader);
    return code == MDB_SUCCESS ? NNREG_OK : nnreg_lmdb_fail(error, code, "cannot open the store's tables");
}

/* A process that can have no slots writes all the same, and a snapshot of what it writes to would take one. */
static nnreg_status find_in_write(struct finding *finding, struct nnreg_lmdb_env *env,
                                  struct nnreg_error *error)
{
    MDB_txn *txn;
    bool gone;
    nnreg_status status = nnreg_lmdb_begin_write_here(env, &txn, &gone, error);
    int code;

    if (status == NNREG_OK && gone)
        return nnreg_lmdb_fail(error, NNREG_LMDB_REPLACED, "cannot open the store");
    if (status != NNREG_OK)
        return status;
    code = find_tables(finding, env, txn, env->tables);
    (void)nnreg_lmdb_end_write(env);
    return code == MDB_SUCCESS ? NNREG_OK : nnreg_lmdb_fail(error, code, "cannot open the store's tables");
}

static nnreg_status judge_tables(const struct finding *finding, const struct nnreg_lmdb_env *env,
                                 struct nnreg_error *error)
{
    if (finding->found == 0)
        return nnreg_fail(error, NNREG_CORRUPT,
                          "%s is a file of LMDB, but of another program: none of the %zu tables is in it",
                          NNREG_LMDB_DATA, env->base.table_count);
    if (finding->missing != NULL)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: the table \"%s\" is missing", NNREG_LMDB_DATA,
                          finding->missing);
    return NNREG_OK;
}

nnreg_status nnreg_lmdb_open_tables(struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    struct finding finding = {NULL, 0};
    nnreg_status status = NNREG_OK;

    if (env->slotless != NULL)
        status = find_in_snapshot(&finding, env, env->slotless_tables, error);
    if (status == NNREG_OK && env->slotless != NULL && env->mdb != NULL)
        status = find_in_write(&finding, env, error);
    if (status == NNREG_OK && env->slotless == NULL)
        status = find_in_snapshot(&finding, env, env->tables, error);
    return status == NNREG_OK ? judge_tables(&finding, env, error) : status;
}
