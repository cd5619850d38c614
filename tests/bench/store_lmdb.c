/*
 * LMDB by hand (store.h), as the floor that nnreg stands on: the entries that a network has in nnreg, of the same
 * sizes, in one transaction, and the file written beside it, flushed, renamed, its folder flushed. No checks, no
 * checksums, no findings, and each writer commits for itself.
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

enum { NETWORKS, TASKS, REFS, BLOCKS, SETTINGS, TABLES };

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

static void *open_store(struct bench *bench, const char *path)
{
    static const char *const names[TABLES] = {"networks", "tasks", "refs", "blocks", "settings"};
    struct lmdb_store *store = calloc(1, sizeof *store);
    MDB_txn *txn;
    int i;

    if (store == NULL || mkdir(path, 0777) != 0)
        bench_die(bench, "cannot make %s: %s", path, strerror(errno));
    store->bench = bench;
    store->files = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    check(store, mdb_env_create(&store->env), "create");
    check(store, mdb_env_set_mapsize(store->env, MAP_SIZE), "map");
    check(store, mdb_env_set_maxdbs(store->env, TABLES), "tables");
    check(store, mdb_env_open(store->env, path, MDB_NOTLS, 0666), "open");
    check(store, mdb_txn_begin(store->env, NULL, 0, &txn), "begin");
    for (i = 0; i < TABLES; i++)
        check(store, mdb_dbi_open(txn, names[i], MDB_CREATE, &store->table[i]), "table");
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

static uint64_t next_id(struct lmdb_store *store, MDB_txn *txn)
{
    char name[] = "next_network";
    MDB_val key = {sizeof name, name}, value;
    uint64_t id = 1;

    if (mdb_get(txn, store->table[SETTINGS], &key, &value) == MDB_SUCCESS)
        memcpy(&id, value.mv_data, sizeof id);
    id++;
    put(store, txn, SETTINGS, name, sizeof name, sizeof id, &id);
    return id - 1;
}

/* A network is about as large as a record as it is as a text; a task is 40 bytes; the rest is numbers. */
static void put_network(struct lmdb_store *store, MDB_txn *txn, const struct sample *sample, uint64_t file)
{
    unsigned char key[8], block[8], digest[32] = {0}, task[40] = {0};
    uint64_t id = next_id(store, txn);

    big_endian(key, id);
    big_endian(block, id / 1024);
    memcpy(digest, &file, sizeof file);
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

/* By the key itself, which only somebody who never deletes can do: LMDB knows no offsets. */
static size_t page(void *context, uint64_t offset, unsigned limit)
{
    struct lmdb_store *store = context;
    unsigned char key[8];
    MDB_val where = {sizeof key, key}, value;
    MDB_cursor *cursor;
    MDB_txn *txn;
    size_t count = 0;
    int code;

    big_endian(key, offset + 1);
    check(store, mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn), "begin");
    check(store, mdb_cursor_open(txn, store->table[NETWORKS], &cursor), "cursor");
    code = mdb_cursor_get(cursor, &where, &value, MDB_SET_RANGE);
    for (; code == MDB_SUCCESS && count < limit; count++) {
        copy_value(store, &value);
        code = mdb_cursor_get(cursor, &where, &value, MDB_NEXT);
    }
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    return count;
}

static void close_store(void *context)
{
    struct lmdb_store *store = context;

    mdb_env_close(store->env);
    (void)close(store->files);
    free(store);
}

const struct store store_lmdb = {"LMDB by hand", open_store, create, fill, get, page, close_store};
