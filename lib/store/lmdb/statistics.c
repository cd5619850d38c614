/*
 * What can be told of a store, and of who reads it.
 *
 * Readers with a slot are in lock.mdb: process and transaction. Those without one have the state they read locked (STATES,
 * locks.c), and that is all there is to know of them; two of one state are one. LMDB keeps no time, so of a snapshot's age
 * there are bounds only: it is not older than its process; and one that is behind was begun before the last commit, which
 * changed the file.
 */
#include <stdio.h>

#include "base/fsio.h"
#include "store/lmdb/pages.h"

#define ROUNDS 100 /* snapshots until one holds still */

/* ------------------------------------------------------------------------------------------------- the readers -- */

struct reader_census {
    struct nnreg_kv_statistics *statistics;
    nnreg_kv_visit_reader *visit;
    void *context;
    int64_t changed; /* the file: microseconds since 1970 */
    nnreg_status status;
    struct nnreg_error *error;
};

static nnreg_status count_reader(struct reader_census *census, long process, uint64_t state)
{
    struct nnreg_kv_statistics *statistics = census->statistics;
    struct nnreg_kv_reader reader = {.process = process, .state = state};

    statistics->readers++;
    if (state < statistics->oldest_state)
        statistics->oldest_state = state;
    if (census->visit == NULL)
        return NNREG_OK;
    if (state < statistics->state) {
        reader.behind = statistics->state - state;
        reader.not_after = census->changed;
    }
    if (process != 0)
        reader.not_before = nnreg_fs_process_start(process);
    return census->visit(&reader, census->context, census->error);
}

/* A line of LMDB's list of slots: process, thread, and the transaction, or "-" for a slot that is only kept. */
static int count_slot(const char *line, void *context)
{
    struct reader_census *census = context;
    unsigned long long state;
    long process;

    if (sscanf(line, "%ld %*x %llu", &process, &state) == 2)
        census->status = count_reader(census, process, state);
    return census->status == NNREG_OK ? 0 : -1;
}

/*
 * The states whose bytes are from `from` on, `count` of them, that a reader without a slot has locked. The system names one
 * lock of several, so what is before and behind it is asked for, too. A writer's locks are exclusive: where they are is no
 * reader.
 */
static nnreg_status count_states(struct reader_census *census, int fd, uint64_t from, uint64_t count)
{
    uint64_t at, length, i, end = from + count;
    bool exclusive;
    nnreg_status status = NNREG_OK;

    while (status == NNREG_OK && from < end) {
        status = nnreg_fs_find_lock(&at, &length, &exclusive, fd, from, end - from, census->error);
        if (status != NNREG_OK || length == 0)
            return status;
        if (at > from)
            status = count_states(census, fd, from, at - from);
        for (i = 0; i < length && !exclusive && status == NNREG_OK; i++)
            status = count_reader(census, 0, at + i - NNREG_LMDB_LOCK_STATES);
        from = at + length;
    }
    return status;
}

static nnreg_status count_readers(struct reader_census *census, const struct nnreg_lmdb_env *env)
{
    census->statistics->oldest_state = census->statistics->state;
    if (env->mdb != NULL)
        (void)mdb_reader_list(env->mdb, count_slot, census);
    if (census->status != NNREG_OK)
        return census->status;
    return count_states(census, env->file, NNREG_LMDB_LOCK_STATES, census->statistics->state + 1);
}

/* --------------------------------------------------------------------------------------------------- the pages -- */

/* LMDB's own table of free pages is its number 0: each value is a count, and the pages. */
static int count_free(uint64_t *pages, struct nnreg_lmdb_env *env, MDB_txn *txn)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    int code = mdb_cursor_open(txn, 0, &cursor);

    if (code != MDB_SUCCESS)
        return code;
    code = nnreg_mdb_seek(env, cursor, &key, &value, MDB_FIRST);
    while (code == MDB_SUCCESS) {
        if (value.mv_size >= 8)
            *pages += nnreg_page_number(value.mv_data, 8);
        code = nnreg_mdb_seek(env, cursor, &key, &value, MDB_NEXT);
    }
    if (!atomic_load(&env->stuck))
        mdb_cursor_close(cursor);
    return code == MDB_NOTFOUND ? MDB_SUCCESS : code;
}

static int count_tables(uint64_t *pages, struct nnreg_lmdb_env *env, MDB_txn *txn, const MDB_dbi *tables)
{
    MDB_stat stat;
    int code = MDB_SUCCESS;
    size_t i;

    for (i = 0; i < env->base.table_count && code == MDB_SUCCESS; i++) {
        if (tables[i] == 0)
            continue;
        code = nnreg_mdb_stat(env, txn, tables[i], &stat);
        if (code == MDB_SUCCESS)
            *pages += stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages;
    }
    return code;
}

/* NNREG_NOT_FOUND: the meta page was written over meanwhile. */
static nnreg_status count_pages(struct nnreg_kv_statistics *statistics, struct nnreg_lmdb_env *env,
                                const struct nnreg_lmdb_reader *reader, struct nnreg_error *error)
{
    MDB_txn *txn = reader->txn;
    struct nnreg_lmdb_meta meta;
    uint64_t free_pages = 0, table_pages = 0;
    nnreg_status status;
    int code;

    statistics->state = (uint64_t)mdb_txn_id(txn);
    status = nnreg_lmdb_read_state(&meta, env->file, statistics->state, error);
    if (status != NNREG_OK)
        return status;
    code = count_free(&free_pages, env, txn);
    if (code == MDB_SUCCESS)
        code = count_tables(&table_pages, env, txn, reader->tables);
    if (code != MDB_SUCCESS)
        return nnreg_lmdb_fail(error, code, "cannot read the store");
    statistics->page_size = meta.page_size;
    statistics->pages = meta.last_page + 1;
    statistics->free_pages = free_pages;
    statistics->table_pages = table_pages;
    return NNREG_OK;
}

static nnreg_status look_at_store(struct nnreg_kv_statistics *statistics, struct nnreg_lmdb_env *env,
                                  struct nnreg_error *error)
{
    struct nnreg_lmdb_reader *reader;
    nnreg_status status = NNREG_NOT_FOUND;
    MDB_envinfo info;
    unsigned round;

    for (round = 0; round < ROUNDS && status == NNREG_NOT_FOUND; round++) {
        status = nnreg_lmdb_begin_read(env, &reader, error);
        if (status != NNREG_OK)
            return status;
        status = count_pages(statistics, env, reader, error);
        (void)mdb_env_info(env->mdb != NULL ? env->mdb : env->slotless, &info);
        statistics->map_bytes = info.me_mapsize;
        (void)nnreg_lmdb_end_read(env, reader);
    }
    return status == NNREG_NOT_FOUND
               ? nnreg_fail(error, NNREG_BUSY, "%s is being changed too often to be looked at",
                            NNREG_LMDB_DATA)
               : status;
}

nnreg_status nnreg_lmdb_statistics(struct nnreg_kv_statistics *statistics, struct nnreg_kv_store *store,
                                   nnreg_kv_visit_reader *visit, void *context, struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = nnreg_lmdb_env_of(store);
    struct nnreg_file_stat stat;
    nnreg_status status = look_at_store(statistics, env, error);

    if (status != NNREG_OK)
        return status;
    nnreg_lmdb_pin(env);
    if (!nnreg_lmdb_is_closed(env))
        status = nnreg_fs_stat_fd(&stat, env->file, error);
    if (status == NNREG_OK && !nnreg_lmdb_is_closed(env)) {
        struct reader_census census = {statistics, visit, context, stat.changed / 1000, NNREG_OK, error};

        statistics->bytes = stat.size;
        status = count_readers(&census, env);
    }
    nnreg_lmdb_unpin(env);
    return status;
}
