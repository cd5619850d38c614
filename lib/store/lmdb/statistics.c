/*
 * What can be told of a store, and of who reads it.
 *
 * Readers with a slot are in lock.mdb: process and transaction. Those without one have the state they read locked (STATES,
 * locks.c), and that is all there is to know of them; two of one state are one. LMDB keeps no time, so of a snapshot's age
 * there are bounds only: it is not older than its process; and one that is behind was begun before the last commit, which
 * changed the file. Closer ones can be had of how many entries a table has in the state it reads (pinned.c).
 */
#include <stdio.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/fsio.h"
#include "store/lmdb/internal.h"

#define ROUNDS 100 /* snapshots until one holds still */

/* ------------------------------------------------------------------------------------------------- the readers -- */

struct reader_seen {
    long process;
    uint64_t state;
};

struct reader_census {
    struct reader_seen *seen;
    size_t count, room;
    int64_t changed; /* the file: microseconds since 1970 */
    nnreg_status status;
    struct nnreg_error *error;
};

static nnreg_status note_reader(struct reader_census *census, long process, uint64_t state)
{
    struct reader_seen *grown =
        nnreg_array_room(census->seen, &census->room, census->count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(census->error);
    census->seen = grown;
    census->seen[census->count++] = (struct reader_seen){process, state};
    return NNREG_OK;
}

/* A line of LMDB's list of slots: process, thread, and the transaction, or "-" for a slot that is only kept. */
static int note_slot(const char *line, void *context)
{
    struct reader_census *census = context;
    unsigned long long state;
    long process;

    if (sscanf(line, "%ld %*x %llu", &process, &state) == 2)
        census->status = note_reader(census, process, state);
    return census->status == NNREG_OK ? 0 : -1;
}

/*
 * The states whose bytes are from `from` on, `count` of them, that a reader without a slot has locked. The system names one
 * lock of several, so what is before and behind it is asked for, too. A writer's locks are exclusive: where they are is no
 * reader.
 */
static nnreg_status note_states(struct reader_census *census, int fd, uint64_t from, uint64_t count)
{
    uint64_t at, length, i, end = from + count;
    bool exclusive;
    nnreg_status status = NNREG_OK;

    while (status == NNREG_OK && from < end) {
        status = nnreg_fs_find_lock(&at, &length, &exclusive, fd, from, end - from, census->error);
        if (status != NNREG_OK || length == 0)
            return status;
        if (at > from)
            status = note_states(census, fd, from, at - from);
        for (i = 0; i < length && !exclusive && status == NNREG_OK; i++)
            status = note_reader(census, 0, at + i - NNREG_LMDB_LOCK_STATES);
        from = at + length;
    }
    return status;
}

/* Of a store that is open. Pinned. */
static nnreg_status note_readers(struct reader_census *census, const struct nnreg_lmdb_env *env)
{
    MDB_envinfo info;
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat_fd(&stat, env->file, census->error);

    census->changed = stat.changed / 1000;
    if (status != NNREG_OK)
        return status;
    (void)mdb_env_info(env->mdb != NULL ? env->mdb : env->slotless, &info);
    if (env->mdb != NULL)
        (void)mdb_reader_list(env->mdb, note_slot, census);
    if (census->status != NNREG_OK)
        return census->status;
    return note_states(census, env->file, NNREG_LMDB_LOCK_STATES, (uint64_t)info.me_last_txnid + 1);
}

/* ------------------------------------------------------------------------------------------------- the snapshot -- */

/* What is looked at in one snapshot, which is newer than all readers that were noted. */
struct store_look {
    struct nnreg_kv_statistics *statistics;
    struct nnreg_lmdb_env *env;
    const struct nnreg_lmdb_reader *reader;
    struct nnreg_lmdb_meta meta;
    struct nnreg_lmdb_freed freed;
    const char *numbered; /* NULL: no table */
};

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
static nnreg_status count_pages(struct store_look *look, struct nnreg_error *error)
{
    struct nnreg_kv_statistics *statistics = look->statistics;
    MDB_txn *txn = look->reader->txn;
    nnreg_status status;
    int code;

    statistics->state = statistics->oldest_state = (uint64_t)mdb_txn_id(txn);
    status = nnreg_lmdb_read_state(&look->meta, look->env->file, statistics->state, error);
    if (status != NNREG_OK)
        return status;
    code = nnreg_lmdb_read_freed(&look->freed, look->env, txn);
    statistics->table_pages = 0;
    if (code == MDB_SUCCESS)
        code = count_tables(&statistics->table_pages, look->env, txn, look->reader->tables);
    if (code != MDB_SUCCESS)
        return nnreg_lmdb_fail(error, code, "cannot read the store");
    statistics->page_size = look->meta.page_size;
    statistics->pages = look->meta.last_page + 1;
    statistics->free_pages = nnreg_lmdb_freed_between(&look->freed, 0, UINT64_MAX);
    return NNREG_OK;
}

static void count_reader(struct nnreg_kv_reader *reader, struct store_look *look,
                         const struct reader_seen *seen, const struct reader_census *census)
{
    struct nnreg_kv_statistics *statistics = look->statistics;

    *reader = (struct nnreg_kv_reader){.process = seen->process, .state = seen->state};
    statistics->readers++;
    if (seen->state < statistics->oldest_state)
        statistics->oldest_state = seen->state;
    if (seen->process != 0)
        reader->not_before = nnreg_fs_process_start(seen->process);
    if (seen->state >= statistics->state)
        return;
    reader->behind = statistics->state - seen->state;
    reader->not_after = census->changed;
    reader->pinned = nnreg_lmdb_freed_between(&look->freed, seen->state, statistics->state);
    if (look->numbered != NULL)
        reader->counted = nnreg_lmdb_old_entries(&reader->entries, look->env, look->reader->txn, &look->meta,
                                                 seen->state, look->numbered);
}

static nnreg_status count_readers(struct nnreg_kv_reader **readers, struct store_look *look,
                                  const struct reader_census *census, struct nnreg_error *error)
{
    size_t i;

    look->statistics->readers = 0;
    *readers = nnreg_alloc_zero(census->count + 1, sizeof **readers);
    if (*readers == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < census->count; i++)
        count_reader(&(*readers)[i], look, &census->seen[i], census);
    return NNREG_OK;
}

static void describe_environment(struct nnreg_kv_statistics *statistics, const struct nnreg_lmdb_env *env)
{
    unsigned slots = 0;
    MDB_envinfo info;

    (void)mdb_env_info(env->mdb != NULL ? env->mdb : env->slotless, &info);
    statistics->map_bytes = info.me_mapsize;
    if (env->mdb != NULL)
        (void)mdb_env_get_maxreaders(env->mdb, &slots);
    statistics->slots = slots;
}

static nnreg_status look_once(struct nnreg_kv_reader **readers, struct store_look *look,
                              const struct reader_census *census, struct nnreg_error *error)
{
    struct nnreg_lmdb_reader *reader;
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_lmdb_begin_read(look->env, &reader, error);

    if (status != NNREG_OK)
        return status;
    look->reader = reader;
    look->freed.count = 0;
    status = count_pages(look, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&stat, look->env->file, error);
    if (status == NNREG_OK) {
        look->statistics->bytes = stat.size;
        describe_environment(look->statistics, look->env);
        status = count_readers(readers, look, census, error);
    }
    (void)nnreg_lmdb_end_read(look->env, reader);
    return status;
}

static nnreg_status look_at_store(struct nnreg_kv_reader **readers, struct store_look *look,
                                  const struct reader_census *census, struct nnreg_error *error)
{
    nnreg_status status = NNREG_NOT_FOUND;
    unsigned round;

    for (round = 0; round < ROUNDS && status == NNREG_NOT_FOUND; round++)
        status = look_once(readers, look, census, error);
    nnreg_free(look->freed.entries);
    return status == NNREG_NOT_FOUND
               ? nnreg_fail(error, NNREG_BUSY, "%s is being changed too often to be looked at",
                            NNREG_LMDB_DATA)
               : status;
}

/* ------------------------------------------------------------------------------------------------------ the call -- */

/*
 * The readers are noted first, so that none of them is newer than what is then looked at; and without those whose processes have
 * died since somebody looked, which nobody should look for. What cannot be cleared is told.
 */
static nnreg_status take_census(struct reader_census *census, struct nnreg_lmdb_env *env,
                                struct nnreg_error *error)
{
    struct nnreg_lmdb_reader *reader;
    size_t dead;
    nnreg_status status =
        nnreg_lmdb_begin_read(env, &reader, error); /* by which a store that was moved is open */

    if (status != NNREG_OK)
        return status;
    (void)nnreg_lmdb_end_read(env, reader);
    (void)nnreg_lmdb_clear_dead(&dead, env, NULL);
    nnreg_lmdb_pin(env);
    if (!nnreg_lmdb_is_closed(env))
        status = note_readers(census, env);
    nnreg_lmdb_unpin(env);
    return status;
}

nnreg_status nnreg_lmdb_statistics(struct nnreg_kv_statistics *statistics, struct nnreg_kv_store *store,
                                   nnreg_kv_table_id numbered, nnreg_kv_visit_reader *visit, void *context,
                                   struct nnreg_error *error)
{
    struct nnreg_lmdb_env *env = nnreg_lmdb_env_of(store);
    struct reader_census census = {.status = NNREG_OK, .error = error};
    struct store_look look = {.statistics = statistics, .env = env};
    struct nnreg_kv_reader *readers = NULL;
    nnreg_status status = take_census(&census, env, error);
    size_t i;

    look.numbered = numbered < store->table_count ? store->tables[numbered] : NULL;
    if (status == NNREG_OK)
        status = look_at_store(&readers, &look, &census, error);
    for (i = 0; i < census.count && status == NNREG_OK && visit != NULL; i++)
        status = visit(&readers[i], context, error);
    nnreg_free(readers);
    nnreg_free(census.seen);
    return status;
}
