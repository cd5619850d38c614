/*
 * The engine's functions for kv: what a closure reads and writes, and what ties kv's transactions to LMDB's. A transaction of
 * kv's has no memory of its own: a snapshot is in the reader that is kept for it, a write in the environment, which has one.
 */
#include "store/lmdb/lmdb_engine.h"

#include <stdio.h>
#include <string.h>

#include "store/lmdb/internal.h"

#define VALUE_LINE    64   /* bytes that come from memory at once */
#define EXPECTED_MOST 2048 /* bytes of a value that are asked for at once */

static const char cannot_read[] = "cannot read the store";
static const char cannot_write[] = "cannot write to the store";

/* kv's struct is the first member of ours. */
static struct nnreg_lmdb_txn *lmdb_txn_of(struct nnreg_kv_txn *txn)
{
    return (struct nnreg_lmdb_txn *)txn;
}

void nnreg_lmdb_txn_init(struct nnreg_lmdb_txn *txn, struct nnreg_lmdb_env *env, MDB_txn *mdb,
                         const MDB_dbi *tables, bool write)
{
    nnreg_kv_txn_init(&txn->base, &env->base, write);
    txn->env = env;
    txn->mdb = mdb;
    txn->tables = tables;
    txn->reader = NULL;
    txn->base.missing = nnreg_lmdb_missing_tables(env, tables);
    if (write)
        memset(txn->cursors, 0, sizeof txn->cursors);
}

static nnreg_status lmdb_usable(const struct nnreg_kv_store *store, struct nnreg_error *error)
{
    return nnreg_lmdb_alive(nnreg_lmdb_env_of(store), error);
}

static void lmdb_suspect(struct nnreg_kv_store *store)
{
    atomic_store(&nnreg_lmdb_env_of(store)->suspect, true);
}

/* --------------------------------------------------------------------------------------------- transactions -- */

static nnreg_status lmdb_begin_read(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                    struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = nnreg_lmdb_env_of(store);
    struct nnreg_lmdb_reader *reader;
    nnreg_status status = nnreg_lmdb_begin_read(env, &reader, error);

    if (status != NNREG_OK)
        return status;
    nnreg_lmdb_txn_init(&reader->view, env, reader->txn, reader->tables, false);
    reader->view.reader = reader;
    *txn = &reader->view.base;
    return NNREG_OK;
}

static void lmdb_end_read(struct nnreg_kv_txn *txn)
{
    (void)nnreg_lmdb_end_read(lmdb_txn_of(txn)->env, lmdb_txn_of(txn)->reader);
}

static nnreg_status lmdb_begin_write(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                     struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = nnreg_lmdb_env_of(store);
    MDB_txn *mdb;
    nnreg_status status = nnreg_lmdb_begin_write(env, &mdb, error);

    if (status != NNREG_OK)
        return status;
    nnreg_lmdb_txn_init(&env->whole, env, mdb, nnreg_lmdb_present_tables(&env->tables), true);
    *txn = &env->whole.base;
    return NNREG_OK;
}

static void lmdb_abort(struct nnreg_kv_txn *txn)
{
    struct nnreg_lmdb_txn *whole = lmdb_txn_of(txn);

    nnreg_mdb_abort(whole->env, whole->mdb);
    whole->env->map_seen = nnreg_lmdb_end_write(whole->env);
}

/* A dead environment is asked nothing: a snapshot of another thread may have met damage while the closures ran. */
static nnreg_status lmdb_commit(struct nnreg_kv_txn *txn, bool *retry, struct nnreg_error *error)
{
    struct nnreg_lmdb_txn *whole = lmdb_txn_of(txn);
    struct nnreg_lmdb_env *env = whole->env;
    nnreg_status status;
    unsigned moves;

    *retry = false;
    if (atomic_load(&env->dead)) {
        lmdb_abort(txn);
        return nnreg_lmdb_fail(error, NNREG_LMDB_ASSERTED, cannot_write);
    }
    moves = env->gate.moves; /* of which there is none before the end */
    status = nnreg_lmdb_commit(env, whole->mdb, retry, error);
    env->map_seen = nnreg_lmdb_end_write(env);
    if (status == NNREG_OK && whole->tables == env->tables.made)
        nnreg_lmdb_publish_tables(env, moves);
    return status;
}

/*
 * The map was too small for a write. Old pages that only dead readers keep would do as well, and cost nothing; or else the map
 * grows.
 */
static nnreg_status lmdb_prepare_retry(struct nnreg_kv_store *store, struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = nnreg_lmdb_env_of(store);
    size_t cleared;
    nnreg_status status = nnreg_lmdb_clear_dead(&cleared, env, error);

    return status == NNREG_OK && cleared == 0 ? nnreg_lmdb_remap(env, true, env->map_seen, error) : status;
}

/* After an assertion no part of the write can be gone on with, and it cannot be committed. */
static void spoil_whole(struct nnreg_lmdb_env *env)
{
    struct nnreg_error reason;
    nnreg_status status = nnreg_lmdb_fail(&reason, NNREG_LMDB_ASSERTED, cannot_write);

    (void)nnreg_kv_spoil(&env->whole.base, status, &reason, NULL);
}

/* A part is a transaction of LMDB's inside the whole one. */
static nnreg_status lmdb_begin_part(struct nnreg_kv_txn **txn, struct nnreg_kv_txn *whole,
                                    struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = lmdb_txn_of(whole)->env;
    MDB_txn *mdb = NULL;
    int code = atomic_load(&env->dead) ? NNREG_LMDB_ASSERTED
                                       : nnreg_mdb_begin(env, lmdb_txn_of(whole)->mdb, 0, &mdb);

    if (code == NNREG_LMDB_ASSERTED)
        spoil_whole(env);
    if (code != MDB_SUCCESS)
        return nnreg_lmdb_fail(error, code, cannot_write);
    nnreg_lmdb_txn_init(&env->part, env, mdb, env->whole.tables, true);
    *txn = &env->part.base;
    return NNREG_OK;
}

static nnreg_status lmdb_end_part(struct nnreg_kv_txn *txn, bool keep, bool *retry, struct nnreg_error *error)
{
    struct nnreg_lmdb_txn *part = lmdb_txn_of(txn);
    int code;

    if (!keep) {
        nnreg_mdb_abort(part->env, part->mdb);
        return NNREG_OK;
    }
    code = nnreg_mdb_commit(part->env, part->mdb);
    if (code == MDB_SUCCESS)
        return NNREG_OK;
    if (code == NNREG_LMDB_ASSERTED)
        spoil_whole(part->env);
    *retry = code == MDB_MAP_FULL;
    return nnreg_lmdb_fail(error, code, cannot_write);
}

/* The right to write is all of them at once, but for that to be alone: see lmdb_engine.h. */
static nnreg_status lmdb_claim(struct nnreg_kv_txn *txn, enum nnreg_kv_right right, struct nnreg_error *error)
{
    return right == NNREG_KV_RIGHT_ALONE ? nnreg_lmdb_lock_alone(lmdb_txn_of(txn)->env, error) : NNREG_OK;
}

static nnreg_status lmdb_make_tables(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    return nnreg_lmdb_make_tables(lmdb_txn_of(txn), error);
}

/* ------------------------------------------------------------------------------------------------ in a closure -- */

static nnreg_status lmdb_failed(struct nnreg_lmdb_txn *txn, int code, const char *what,
                                struct nnreg_error *error)
{
    if (code == MDB_MAP_FULL)
        txn->base.retry = true;
    if (code == NNREG_LMDB_ASSERTED && txn == &txn->env->part)
        spoil_whole(txn->env);
    return nnreg_lmdb_fail(error, code, what);
}

/* LMDB does not write through what it is given, but its type is not const. */
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

/*
 * The caller goes along the value next, byte by byte, and of a large table none of it is in the processor's caches: asked for at once its
 * lines come at the same time, instead of one after another.
 */
static void expect_value(const MDB_val *value)
{
    const char *bytes = value->mv_data;
    size_t at;

    for (at = 0; at < value->mv_size && at < EXPECTED_MOST; at += VALUE_LINE)
        __builtin_prefetch(bytes + at);
}

static nnreg_status lmdb_get(struct nnreg_slice *value, struct nnreg_kv_txn *kv_txn, nnreg_kv_table_id table,
                             struct nnreg_slice key, struct nnreg_error *error)
{
    struct nnreg_lmdb_txn *txn = lmdb_txn_of(kv_txn);
    MDB_val wanted = to_val(key), found;
    int code;

    code = nnreg_mdb_get(txn->env, txn->mdb, txn->tables[table], &wanted, &found);
    if (code == MDB_NOTFOUND)
        return NNREG_NOT_FOUND;
    if (code != MDB_SUCCESS)
        return lmdb_failed(txn, code, cannot_read, error);
    expect_value(&found);
    *value = to_slice(found);
    return NNREG_OK;
}

/* The cursor that writes to a table. */
static int lmdb_writer_of(MDB_cursor **cursor, struct nnreg_lmdb_txn *txn, nnreg_kv_table_id table)
{
    int code = MDB_SUCCESS;

    if (txn->cursors[table] == NULL)
        code = mdb_cursor_open(txn->mdb, txn->tables[table], &txn->cursors[table]);
    *cursor = txn->cursors[table];
    return code;
}

static nnreg_status lmdb_put(struct nnreg_kv_txn *kv_txn, nnreg_kv_table_id table, struct nnreg_slice key,
                             struct nnreg_slice value, struct nnreg_error *error)
{
    struct nnreg_lmdb_txn *txn = lmdb_txn_of(kv_txn);
    MDB_val where = to_val(key), what = to_val(value);
    MDB_cursor *cursor;
    int code = lmdb_writer_of(&cursor, txn, table);

    if (code == MDB_SUCCESS)
        code = nnreg_mdb_put(txn->env, cursor, &where, &what);
    return code == MDB_SUCCESS ? NNREG_OK : lmdb_failed(txn, code, cannot_write, error);
}

static nnreg_status lmdb_remove(struct nnreg_kv_txn *kv_txn, nnreg_kv_table_id table, struct nnreg_slice key,
                                struct nnreg_error *error)
{
    struct nnreg_lmdb_txn *txn = lmdb_txn_of(kv_txn);
    MDB_val where = to_val(key);
    MDB_cursor *cursor;
    int code = lmdb_writer_of(&cursor, txn, table);

    if (code == MDB_SUCCESS)
        code = nnreg_mdb_delete(txn->env, cursor, &where);
    if (code == MDB_NOTFOUND)
        return NNREG_NOT_FOUND;
    return code == MDB_SUCCESS ? NNREG_OK : lmdb_failed(txn, code, cannot_write, error);
}

static nnreg_status lmdb_count(uint64_t *count, struct nnreg_kv_txn *kv_txn, nnreg_kv_table_id table,
                               struct nnreg_error *error)
{
    struct nnreg_lmdb_txn *txn = lmdb_txn_of(kv_txn);
    MDB_stat stat;
    int code;

    code = nnreg_mdb_stat(txn->env, txn->mdb, txn->tables[table], &stat);
    if (code != MDB_SUCCESS)
        return lmdb_failed(txn, code, cannot_read, error);
    *count = stat.ms_entries;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------------ walking -- */

/* MDB_SET_RANGE finds the first key >= `from`. Backwards that is one too far, unless it is `from` itself. */
static int lmdb_find_first(struct nnreg_lmdb_env *env, MDB_cursor *cursor, MDB_val *key, MDB_val *value,
                           struct nnreg_slice from, bool backwards)
{
    int code;

    if (from.size == 0)
        return nnreg_mdb_seek(env, cursor, key, value, backwards ? MDB_LAST : MDB_FIRST);
    *key = to_val(from);
    code = nnreg_mdb_seek(env, cursor, key, value, MDB_SET_RANGE);
    if (!backwards)
        return code;
    if (code == MDB_NOTFOUND) /* all keys are less */
        return nnreg_mdb_seek(env, cursor, key, value, MDB_LAST);
    if (code == MDB_SUCCESS &&
        (key->mv_size != from.size || memcmp(key->mv_data, from.content, from.size) != 0))
        return nnreg_mdb_seek(env, cursor, key, value, MDB_PREV);
    return code;
}

static nnreg_status lmdb_walk(nnreg_status *visited, struct nnreg_kv_txn *kv_txn, nnreg_kv_table_id table,
                              struct nnreg_slice from, bool backwards, nnreg_kv_visit *visit, void *context,
                              struct nnreg_error *visit_error, struct nnreg_error *error)
{
    struct nnreg_lmdb_txn *txn = lmdb_txn_of(kv_txn);
    MDB_val key = {0, NULL}, value = {0, NULL};
    MDB_cursor *cursor;
    bool stop = false;
    int code;

    code = mdb_cursor_open(txn->mdb, txn->tables[table], &cursor);
    if (code != MDB_SUCCESS)
        return lmdb_failed(txn, code, cannot_read, error);
    code = lmdb_find_first(txn->env, cursor, &key, &value, from, backwards);
    while (code == MDB_SUCCESS && !stop) {
        *visited = visit(&stop, to_slice(key), to_slice(value), context, visit_error);
        stop = stop || *visited != NNREG_OK;
        if (!stop)
            code = nnreg_mdb_seek(txn->env, cursor, &key, &value, backwards ? MDB_PREV : MDB_NEXT);
    }
    if (!atomic_load(&txn->env->stuck))
        mdb_cursor_close(cursor);
    return code == MDB_SUCCESS || code == MDB_NOTFOUND ? NNREG_OK
                                                       : lmdb_failed(txn, code, cannot_read, error);
}

/* The data file is what is made first, and it is whole when it appears. */
static const char *const lmdb_files[] = {NNREG_LMDB_DATA, NNREG_LMDB_CLEAN, NNREG_LMDB_LOCK, NULL};
static const char *const lmdb_leftovers[] = {NNREG_LMDB_NEW, NULL};

const struct nnreg_kv_engine nnreg_lmdb_engine = {
    .name = "LMDB",
    .data_name = NNREG_LMDB_DATA,
    .longest_key = NNREG_LMDB_LONGEST_KEY,
    .files = lmdb_files,
    .leftovers = lmdb_leftovers,
    .open = nnreg_lmdb_open,
    .close = nnreg_lmdb_close,
    .unmake = nnreg_lmdb_unmake,
    .usable = lmdb_usable,
    .suspect = lmdb_suspect,
    .begin_read = lmdb_begin_read,
    .end_read = lmdb_end_read,
    .begin_write = lmdb_begin_write,
    .commit = lmdb_commit,
    .abort = lmdb_abort,
    .prepare_retry = lmdb_prepare_retry,
    .begin_part = lmdb_begin_part,
    .end_part = lmdb_end_part,
    .claim = lmdb_claim,
    .make_tables = lmdb_make_tables,
    .get = lmdb_get,
    .put = lmdb_put,
    .remove = lmdb_remove,
    .count = lmdb_count,
    .walk = lmdb_walk,
    .statistics = nnreg_lmdb_statistics,
    .copy = nnreg_lmdb_copy,
    .compact = nnreg_lmdb_compact,
};
