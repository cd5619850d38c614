/*
 * LMDB by hand (store.h), as the floor that nnreg stands on: entries of the kinds that a network has in nnreg, of about the
 * same sizes, in one transaction, and the file written beside it, flushed, renamed, its folder flushed. No checks, no
 * checksums, no findings, and each writer commits for itself. (What a create is held against is more exact: entries.h.)
 */
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store.h"

#define MAP_SIZE ((size_t)4 << 30)
#define EVENT    100 /* bytes of an entry of a history */

enum { NETWORKS, TASKS, REFS, BLOCKS, SETTINGS, BY_DATE, EVENTS, TABLES };

struct lmdb_store {
    struct bench *bench;
    MDB_env *env;
    MDB_dbi table[TABLES];
    int files; /* the folder of files */
    _Atomic uint64_t next_file;
};

static void check(const struct lmdb_store *store, int code, const char *what)
{
    if (code != MDB_SUCCESS)
        bench_die(store->bench, "LMDB: %s: %s", what, mdb_strerror(code));
}

static void *open_store(struct bench *bench, const char *path, bool anew)
{
    static const char *const names[TABLES] = {"networks", "tasks",   "refs",  "blocks",
                                              "settings", "by date", "events"};
    struct lmdb_store *store = calloc(1, sizeof *store);
    MDB_txn *txn;
    int i;

    if (store == NULL || (anew && mkdir(path, 0777) != 0))
        bench_die(bench, "cannot make %s: %s", path, strerror(errno));
    store->bench = bench;
    store->files = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    check(store, mdb_env_create(&store->env), "create");
    check(store, mdb_env_set_mapsize(store->env, MAP_SIZE), "map");
    check(store, mdb_env_set_maxdbs(store->env, TABLES), "tables");
    check(store, mdb_env_open(store->env, path, MDB_NOTLS, 0666), "open");
    check(store, mdb_txn_begin(store->env, NULL, anew ? 0 : MDB_RDONLY, &txn), "begin");
    for (i = 0; i < TABLES; i++)
        check(store, mdb_dbi_open(txn, names[i], anew ? MDB_CREATE : 0, &store->table[i]), "table");
    check(store, mdb_txn_commit(txn), "commit");
    return store;
}

static void big_endian(unsigned char out[8], uint64_t number)
{
    int i;

    for (i = 7; i >= 0; i--, number >>= 8)
        out[i] = (unsigned char)number;
}

static void put(struct lmdb_store *store, MDB_txn *txn, int table, const void *key, size_t key_size,
                size_t size, const void *content)
{
    MDB_val where = {key_size, (void *)(uintptr_t)key}, what = {size, (void *)(uintptr_t)content};

    check(store, mdb_put(txn, store->table[table], &where, &what, 0), "put");
}

static uint64_t next_number(struct lmdb_store *store, MDB_txn *txn, const char *name)
{
    MDB_val key = {strlen(name), (void *)(uintptr_t)name}, value;
    uint64_t number = 1;

    if (mdb_get(txn, store->table[SETTINGS], &key, &value) == MDB_SUCCESS)
        memcpy(&number, value.mv_data, sizeof number);
    number++;
    put(store, txn, SETTINGS, name, strlen(name), sizeof number, &number);
    return number - 1;
}

/* A network is about as large as a record as it is as a text; a task is 40 bytes; the rest is numbers. */
static void put_network(struct lmdb_store *store, MDB_txn *txn, const struct sample *sample, uint64_t file)
{
    unsigned char key[8], block[8], digest[32] = {0}, task[40] = {0}, date[16] = {0}, entry[EVENT] = {0};
    uint64_t id = next_number(store, txn, "next_network"), event = next_number(store, txn, "last_event");

    big_endian(key, id);
    big_endian(block, id / 1024);
    memcpy(digest, &file, sizeof file);
    memcpy(date, sample->json, 8);
    big_endian(date + 8, id);
    put(store, txn, BY_DATE, date, sizeof date, 0, "");
    big_endian(key, event);
    put(store, txn, EVENTS, key, sizeof key, sizeof entry, entry);
    big_endian(key, id);
    put(store, txn, SETTINGS, "next_task", 9, sizeof id, &id);
    put(store, txn, REFS, digest, sizeof digest, sizeof id, &id);
    put(store, txn, BLOCKS, block, sizeof block, sizeof id, &id);
    put(store, txn, TASKS, key, sizeof key, sizeof task, task);
    put(store, txn, NETWORKS, key, sizeof key, sample->json_size, sample->json);
}

static void write_file(struct lmdb_store *store, const struct sample *sample, uint64_t number)
{
    char staged[32], final[32];
    int fd;

    (void)snprintf(staged, sizeof staged, "staged-%ju", (uintmax_t)number);
    (void)snprintf(final, sizeof final, "file-%ju", (uintmax_t)number);
    fd = openat(store->files, staged, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, sample->model, sample->model_size) != (ssize_t)sample->model_size ||
        fsync(fd) != 0 || close(fd) != 0 || renameat(store->files, staged, store->files, final) != 0 ||
        fsync(store->files) != 0)
        bench_die(store->bench, "cannot write a file: %s", strerror(errno));
}

static void create(void *context, const struct sample *sample)
{
    struct lmdb_store *store = context;
    uint64_t file = atomic_fetch_add(&store->next_file, 1);
    MDB_txn *txn;

    write_file(store, sample, file);
    check(store, mdb_txn_begin(store->env, NULL, 0, &txn), "begin");
    put_network(store, txn, sample, file);
    check(store, mdb_txn_commit(txn), "commit");
}

static void fill(void *context, const struct sample *sample, unsigned count)
{
    struct lmdb_store *store = context;
    MDB_txn *txn;

    check(store, mdb_txn_begin(store->env, NULL, 0, &txn), "begin");
    for (; count > 0; count--)
        put_network(store, txn, sample, 0);
    check(store, mdb_txn_commit(txn), "commit");
}

static void copy_value(struct lmdb_store *store, const MDB_val *value)
{
    void *copy = malloc(value->mv_size);

    if (copy == NULL)
        bench_die(store->bench, "out of memory");
    memcpy(copy, value->mv_data, value->mv_size);
    free(copy);
}

static void get(void *context, uint64_t id)
{
    struct lmdb_store *store = context;
    unsigned char key[8];
    MDB_val where = {sizeof key, key}, value;
    MDB_txn *txn;

    big_endian(key, id);
    check(store, mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn), "begin");
    check(store, mdb_get(txn, store->table[NETWORKS], &where, &value), "get");
    copy_value(store, &value);
    mdb_txn_abort(txn);
}

/* The record, its place in the order of dates, and what the history says of it. */
static void put_update(struct lmdb_store *store, MDB_txn *txn, uint64_t id, uint64_t number)
{
    unsigned char key[8], date[16] = {0}, record[2048], event[EVENT] = {0};
    MDB_val where = {sizeof key, key}, value, old = {sizeof date, date};
    uint64_t last;

    big_endian(key, id);
    check(store, mdb_get(txn, store->table[NETWORKS], &where, &value), "get");
    memcpy(record, value.mv_data, value.mv_size);
    memcpy(date, record, sizeof number);
    memcpy(date + 8, key, sizeof key);
    (void)mdb_del(txn, store->table[BY_DATE], &old, NULL);
    memcpy(record, &number, sizeof number);
    memcpy(date, &number, sizeof number);
    put(store, txn, BY_DATE, date, sizeof date, 0, "");
    put(store, txn, NETWORKS, key, sizeof key, value.mv_size, record);
    last = next_number(store, txn, "last_event");
    big_endian(key, last);
    put(store, txn, EVENTS, key, sizeof key, sizeof event, event);
}

static void update(void *context, uint64_t id, uint64_t number)
{
    struct lmdb_store *store = context;
    MDB_txn *txn;

    check(store, mdb_txn_begin(store->env, NULL, 0, &txn), "begin");
    put_update(store, txn, id, number);
    check(store, mdb_txn_commit(txn), "commit");
}

void storing_update_joined(void *context)
{
    const struct storing *storing = context;
    struct lmdb_store *store = storing->open;
    uint64_t random = 88172645463325252u;
    unsigned i, k;
    MDB_txn *txn;

    for (i = 0; i < storing->each; i++) {
        check(store, mdb_txn_begin(store->env, NULL, 0, &txn), "begin");
        for (k = 0; k < storing->writers; k++)
            put_update(store, txn, 1 + bench_random(&random) % storing->networks, random >> 32);
        check(store, mdb_txn_commit(txn), "commit");
    }
}

static void close_store(void *context)
{
    struct lmdb_store *store = context;

    mdb_env_close(store->env);
    (void)close(store->files);
    free(store);
}

const struct store store_lmdb = {"LMDB by hand", open_store, create, fill, get, update, close_store};
