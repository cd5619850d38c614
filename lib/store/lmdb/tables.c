/*
 * The tables of a store, LMDB's named databases: opened once, in a transaction of each environment, whose commit is what
 * keeps their handles. A store is made with all of them at once, so one that lacks some is damaged, unless they are of those that
 * came later; and one that has none is another program's.
 *
 * What is missing can be made. The write that makes it has handles that nobody else may use before its commit, and a snapshot
 * that began before never: LMDB knows in a transaction what tables there were at its begin. So the handles are in two lists, and
 * each transaction keeps to the one that it began with. After a list with new handles there is no third: nothing is missing then.
 */
#include "store/lmdb/internal.h"

#include <string.h>

struct finding {
    const char *missing; /* the first that every store has */
    size_t found;
};

/* Opens those that there are, and ends the transaction. Of one that is missing the handle stays 0, which no table has. */
static int find_tables(struct finding *finding, struct nnreg_lmdb_env *env, MDB_txn *txn, MDB_dbi *tables)
{
    int code = MDB_SUCCESS;
    size_t i;

    for (i = 0; i < env->base.table_count && code == MDB_SUCCESS; i++) {
        code = nnreg_mdb_open_table(env, txn, env->base.tables[i], 0, &tables[i]);
        if (code == MDB_SUCCESS)
            finding->found++;
        else if (code == MDB_NOTFOUND && finding->missing == NULL && i < env->base.needed_tables)
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
    code = find_tables(finding, env, txn, env->tables.found);
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

    atomic_store(&env->tables.present, env->tables.found);
    atomic_store(&env->slotless_tables.present, env->slotless_tables.found);
    if (env->slotless != NULL)
        status = find_in_snapshot(&finding, env, env->slotless_tables.found, error);
    if (status == NNREG_OK && env->slotless != NULL && env->mdb != NULL)
        status = find_in_write(&finding, env, error);
    if (status == NNREG_OK && env->slotless == NULL)
        status = find_in_snapshot(&finding, env, env->tables.found, error);
    return status == NNREG_OK ? judge_tables(&finding, env, error) : status;
}

uint64_t nnreg_lmdb_missing_tables(const struct nnreg_lmdb_env *env, const MDB_dbi *tables)
{
    uint64_t missing = 0;
    size_t i;

    for (i = env->base.needed_tables; i < env->base.table_count; i++)
        missing |= (uint64_t)(tables[i] == 0) << i;
    return missing;
}

/* ------------------------------------------------------------------------------------------------------ making -- */

/* An aborted write closes the handles that it opened, and its list was never the present one. */
nnreg_status nnreg_lmdb_make_tables(struct nnreg_lmdb_txn *txn, struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = txn->env;
    MDB_dbi *made = env->tables.made;
    int code = MDB_SUCCESS;
    size_t i;

    if (txn != &env->whole)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "tables are made in a write that shares its commit with nobody");
    memcpy(made, txn->tables, sizeof env->tables.made);
    for (i = 0; i < env->base.table_count && code == MDB_SUCCESS; i++)
        if (made[i] == 0)
            code = nnreg_mdb_open_table(env, txn->mdb, env->base.tables[i], MDB_CREATE, &made[i]);
    txn->base.retry = code == MDB_MAP_FULL;
    if (code != MDB_SUCCESS)
        return nnreg_lmdb_fail(error, code, "cannot make the store's tables");
    txn->tables = made;
    txn->base.missing = 0;
    return NNREG_OK;
}

/*
 * Where snapshots have an environment of their own and it cannot be told of the tables, they go on without. What was opened again
 * meanwhile has found them.
 */
void nnreg_lmdb_publish_tables(struct nnreg_lmdb_env *env, unsigned moves)
{
    struct nnreg_lmdb_tables *slotless = &env->slotless_tables;
    struct finding finding = {NULL, 0};
    bool found = false;

    nnreg_lmdb_pin(env);
    if (env->gate.moves == moves)
        atomic_store_explicit(&env->tables.present, env->tables.made, memory_order_release);
    found = env->slotless != NULL;
    nnreg_lmdb_unpin(env);
    if (found)
        found = find_in_snapshot(&finding, env, slotless->made, NULL) == NNREG_OK;
    nnreg_lmdb_pin(env);
    if (found && env->gate.moves == moves)
        atomic_store_explicit(&slotless->present, slotless->made, memory_order_release);
    nnreg_lmdb_unpin(env);
}
