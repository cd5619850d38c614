/*
 * What the store's own locks cost: beginning a write and giving it up, and a snapshot, each against LMDB alone, which has
 * a mutex for the one and a slot for the other. Nothing is written, so no device is in it.
 */
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"
#include "store/keys.h"
#include "store/lmdb/internal.h"

struct locking {
    struct bench *bench;
    struct nnreg_kv *kv;
    MDB_env *mdb;
    unsigned rounds;
};

static void begin_write(void *context)
{
    const struct locking *locking = context;
    struct nnreg_lmdb_env *env = nnreg_lmdb_env_of(locking->kv->store);
    struct nnreg_error error;
    MDB_txn *txn;
    unsigned i;

    for (i = 0; i < locking->rounds; i++) {
        if (nnreg_lmdb_begin_write(env, &txn, &error) != NNREG_OK)
            bench_die(locking->bench, "%s", error.text);
        nnreg_mdb_abort(env, txn);
        (void)nnreg_lmdb_end_write(env);
    }
}

static void begin_snapshot(void *context)
{
    const struct locking *locking = context;
    struct nnreg_lmdb_reader *reader;
    struct nnreg_error error;
    unsigned i;

    for (i = 0; i < locking->rounds; i++) {
        if (nnreg_lmdb_begin_read(nnreg_lmdb_env_of(locking->kv->store), &reader, &error) != NNREG_OK)
            bench_die(locking->bench, "%s", error.text);
        nnreg_lmdb_end_read(nnreg_lmdb_env_of(locking->kv->store), reader);
    }
}

static void begin_plainly(const struct locking *locking, unsigned flags)
{
    MDB_txn *txn;
    unsigned i;

    for (i = 0; i < locking->rounds; i++) {
        if (mdb_txn_begin(locking->mdb, NULL, flags, &txn) != 0)
            bench_die(locking->bench, "LMDB does not begin");
        mdb_txn_abort(txn);
    }
}

static void begin_plain_write(void *context)
{
    begin_plainly(context, 0);
}

static void begin_plain_snapshot(void *context)
{
    begin_plainly(context, MDB_RDONLY);
}

static void race(struct locking *locking)
{
    unsigned rounds = locking->bench->quick ? 5 : 20;
    struct bench_job jobs[] = {{begin_write, locking, 0},
                               {begin_plain_write, locking, 0},
                               {begin_snapshot, locking, 0},
                               {begin_plain_snapshot, locking, 0}};

    bench_race(jobs, 4, rounds, BENCH_WALL);
    bench_time(locking->bench, "begin and give up a write", "LMDB", jobs[0].time / locking->rounds,
               jobs[1].time / locking->rounds);
    bench_time(locking->bench, "begin and end a snapshot", "LMDB", jobs[2].time / locking->rounds,
               jobs[3].time / locking->rounds);
}

static void run(struct bench *bench)
{
    const struct nnreg_kv_options options = {
        .tables = nnreg_kv_table_names, .table_count = NNREG_KV_TABLE_COUNT, .create = true};
    struct locking locking = {.bench = bench, .rounds = bench->quick ? 1000 : 20000};
    struct nnreg_error error;
    const char *ours = bench_path(bench, "ours"), *theirs = bench_path(bench, "theirs");
    int folder;

    if (mkdir(ours, 0777) != 0 || mkdir(theirs, 0777) != 0)
        bench_die(bench, "cannot make a folder");
    folder = open(ours, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (nnreg_kv_open(&locking.kv, folder, &options, &error) != NNREG_OK)
        bench_die(bench, "%s", error.text);
    close(folder);
    if (mdb_env_create(&locking.mdb) != 0 || mdb_env_open(locking.mdb, theirs, MDB_NOTLS, 0666) != 0)
        bench_die(bench, "LMDB does not open");
    race(&locking);
    mdb_env_close(locking.mdb);
    nnreg_kv_close(locking.kv);
}

const struct bench_topic bench_locks = {"locks", "the store's own locks", run};
