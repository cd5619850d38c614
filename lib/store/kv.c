/* Reading, and what a closure does in a transaction: see kv.h. */
#include "store/kv.h"

#include <stdio.h>
#include <string.h>

#include "store/kv_internal.h"

nnreg_status nnreg_kv_read(struct nnreg_kv *kv, nnreg_kv_work *work, void *context, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_usable(kv, error);
    struct nnreg_kv_txn txn = {.write = false};
    struct nnreg_kv_reader *reader;

    if (status != NNREG_OK)
        return status;
    status = nnreg_kv_begin_read(kv->env, &reader, error);
    if (status != NNREG_OK)
        return status;
    txn.env = kv->env;
    txn.mdb = reader->txn;
    txn.tables = kv->env->slotless != NULL ? kv->env->slotless_tables : kv->env->tables;
    status = work(&txn, context, error);
    nnreg_kv_end_read(kv->env, reader);
    if (status == NNREG_OK && txn.failed != NNREG_OK)
        status = nnreg_fail(error, txn.failed, "%s", txn.reason);
    if (status == NNREG_CORRUPT)
        atomic_store(&kv->env->suspect, true);
    return status;
}

/* ------------------------------------------------------------------------------------------------ in a closure -- */

/* Keeps the first failure of the engine in the transaction, which is spoilt by it, and reports it. */
static nnreg_status failed(struct nnreg_kv_txn *txn, int code, const char *what, struct nnreg_error *error)
{
    struct nnreg_error reason;

    if (code == MDB_MAP_FULL)
        txn->full = true;
    (void)nnreg_kv_fail(&reason, code, what);
    if (txn->failed == NNREG_OK) {
        txn->failed = reason.status;
        (void)snprintf(txn->reason, sizeof txn->reason, "%s", reason.text);
    }
    return nnreg_fail(error, reason.status, "%s", reason.text);
}

/* What every call in a closure begins with. A spoilt transaction says why it is. */
static nnreg_status look(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_error *error)
{
    if (table >= txn->env->table_count)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "there is no table number %u", table);
    if (txn->failed != NNREG_OK)
        return nnreg_fail(error, txn->failed, "%s", txn->reason);
    return NNREG_OK;
}

static nnreg_status look_at_key(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_slice key,
                                struct nnreg_error *error)
{
    nnreg_status status = look(txn, table, error);

    if (status != NNREG_OK)
        return status;
    if (key.size == 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a key is empty");
    if (key.size > NNREG_KV_KEY)
        return nnreg_fail(error, NNREG_LIMIT, "a key has %zu bytes, more than %d", key.size, NNREG_KV_KEY);
    return NNREG_OK;
}

/* The engine does not write through what it is given, but its type is not const. */
static MDB_val to_val(struct nnreg_slice slice)
{
    MDB_val val;

    val.mv_size = slice.size;
    memcpy(&val.mv_data, &slice.content, sizeof val.mv_data);
    return val;
}

static struct nnreg_slice to_slice(MDB_val val)
{
    struct nnreg_slice slice = {val.mv_data, val.mv_size};

    return slice;
}

nnreg_status nnreg_kv_get(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_table_id table,
                          struct nnreg_slice key, struct nnreg_error *error)
{
    nnreg_status status;
    MDB_val wanted = to_val(key), found;
    int code;

    *value = (struct nnreg_slice){NULL, 0};
    status = look_at_key(txn, table, key, error);
    if (status != NNREG_OK)
        return status;
    if (txn->tables[table] == 0)
        return NNREG_NOT_FOUND;
    code = nnreg_lmdb_get(txn->env, txn->mdb, txn->tables[table], &wanted, &found);
    if (code == MDB_NOTFOUND)
        return NNREG_NOT_FOUND;
    if (code != MDB_SUCCESS)
        return failed(txn, code, "cannot read the store", error);
    *value = to_slice(found);
    return NNREG_OK;
}

/* The cursor that writes to a table. */
static int writer_of(MDB_cursor **cursor, struct nnreg_kv_txn *txn, nnreg_table_id table)
{
    int code = MDB_SUCCESS;

    if (txn->cursors[table] == NULL)
        code = mdb_cursor_open(txn->mdb, txn->tables[table], &txn->cursors[table]);
    *cursor = txn->cursors[table];
    return code;
}

static nnreg_status look_to_write(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_slice key,
                                  struct nnreg_error *error)
{
    if (!txn->write)
        return nnreg_fail(error, NNREG_READ_ONLY, "a snapshot of the store cannot be written to");
    return look_at_key(txn, table, key, error);
}

nnreg_status nnreg_kv_put(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_slice key,
                          struct nnreg_slice value, struct nnreg_error *error)
{
    nnreg_status status = look_to_write(txn, table, key, error);
    MDB_val where = to_val(key), what = to_val(value);
    MDB_cursor *cursor;
    int code;

    if (status != NNREG_OK)
        return status;
    if (value.size > NNREG_KV_VALUE)
        return nnreg_fail(error, NNREG_LIMIT, "a value has %zu bytes, more than %zu", value.size,
                          (size_t)NNREG_KV_VALUE);
    code = writer_of(&cursor, txn, table);
    if (code == MDB_SUCCESS)
        code = nnreg_lmdb_put(txn->env, cursor, &where, &what);
    return code == MDB_SUCCESS ? NNREG_OK : failed(txn, code, "cannot write to the store", error);
}

nnreg_status nnreg_kv_remove(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_slice key,
                             struct nnreg_error *error)
{
    nnreg_status status = look_to_write(txn, table, key, error);
    MDB_val where = to_val(key);
    MDB_cursor *cursor;
    int code;

    if (status != NNREG_OK)
        return status;
    code = writer_of(&cursor, txn, table);
    if (code == MDB_SUCCESS)
        code = nnreg_lmdb_delete(txn->env, cursor, &where);
    if (code == MDB_NOTFOUND)
        return NNREG_NOT_FOUND;
    return code == MDB_SUCCESS ? NNREG_OK : failed(txn, code, "cannot write to the store", error);
}

nnreg_status nnreg_kv_count(uint64_t *count, struct nnreg_kv_txn *txn, nnreg_table_id table,
                            struct nnreg_error *error)
{
    nnreg_status status = look(txn, table, error);
    MDB_stat stat;
    int code;

    *count = 0;
    if (status != NNREG_OK || txn->tables[table] == 0)
        return status;
    code = nnreg_lmdb_stat(txn->env, txn->mdb, txn->tables[table], &stat);
    if (code != MDB_SUCCESS)
        return failed(txn, code, "cannot read the store", error);
    *count = stat.ms_entries;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------------ walking -- */

/* To the first entry of a walk. */
static int first(struct nnreg_kv_env *env, MDB_cursor *cursor, MDB_val *key, MDB_val *value,
                 struct nnreg_slice from, bool backwards)
{
    int code;

    if (from.size == 0)
        return nnreg_lmdb_seek(env, cursor, key, value, backwards ? MDB_LAST : MDB_FIRST);
    *key = to_val(from);
    code = nnreg_lmdb_seek(env, cursor, key, value, MDB_SET_RANGE);
    if (!backwards)
        return code;
    if (code == MDB_NOTFOUND) /* all keys are less */
        return nnreg_lmdb_seek(env, cursor, key, value, MDB_LAST);
    if (code == MDB_SUCCESS &&
        (key->mv_size != from.size || memcmp(key->mv_data, from.content, from.size) != 0))
        return nnreg_lmdb_seek(env, cursor, key, value, MDB_PREV);
    return code;
}

nnreg_status nnreg_kv_walk(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_slice from,
                           bool backwards, nnreg_kv_visit *visit, void *context, struct nnreg_error *error)
{
    nnreg_status status = from.size > 0 ? look_at_key(txn, table, from, error) : look(txn, table, error);
    bool stop = false;
    MDB_cursor *cursor;
    MDB_val key, value;
    int code;

    if (status != NNREG_OK || txn->tables[table] == 0)
        return status;
    code = mdb_cursor_open(txn->mdb, txn->tables[table], &cursor);
    if (code != MDB_SUCCESS)
        return failed(txn, code, "cannot read the store", error);
    code = first(txn->env, cursor, &key, &value, from, backwards);
    while (code == MDB_SUCCESS && status == NNREG_OK && !stop) {
        status = visit(&stop, to_slice(key), to_slice(value), context, error);
        if (status == NNREG_OK && !stop)
            code = nnreg_lmdb_seek(txn->env, cursor, &key, &value, backwards ? MDB_PREV : MDB_NEXT);
    }
    if (!atomic_load(&txn->env->stuck))
        mdb_cursor_close(cursor);
    if (code != MDB_SUCCESS && code != MDB_NOTFOUND)
        return failed(txn, code, "cannot read the store", error);
    return status;
}
