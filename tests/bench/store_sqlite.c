/*
 * SQLite (store.h), as somebody careful would keep networks in it: the description as JSON text and the file as a blob
 * in one transaction, synchronous=FULL, prepared statements. All threads share one connection under a lock, which
 * serves many writers better than a connection each that wait for one another by sleeping.
 */
#include "store.h"

#ifdef HAVE_SQLITE

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BEGIN, COMMIT, ADD_NETWORK, ADD_FILE, GET, PAGE, STATEMENTS };

struct sqlite_store {
    struct bench *bench;
    sqlite3 *database;
    sqlite3_stmt *statement[STATEMENTS];
    pthread_mutex_t mutex;
};

static void check(const struct sqlite_store *store, bool ok)
{
    if (!ok)
        bench_die(store->bench, "SQLite: %s", sqlite3_errmsg(store->database));
}

static void run(struct sqlite_store *store, int statement)
{
    check(store, sqlite3_step(store->statement[statement]) == SQLITE_DONE);
    (void)sqlite3_reset(store->statement[statement]);
}

static void *open_with(struct bench *bench, const char *path, const char *journal)
{
    static const char *const texts[STATEMENTS] = {
        [BEGIN] = "BEGIN IMMEDIATE",
        [COMMIT] = "COMMIT",
        [ADD_NETWORK] = "INSERT INTO network (json) VALUES (?)",
        [ADD_FILE] =
            "INSERT INTO file (network_id, name, content) VALUES (last_insert_rowid(), 'saved_model.pb', ?)",
        [GET] = "SELECT json FROM network WHERE id = ?",
        [PAGE] = "SELECT json FROM network ORDER BY id LIMIT ? OFFSET ?",
    };
    struct sqlite_store *store = calloc(1, sizeof *store);
    char file[BENCH_PATH + 160];
    int i;

    if (store == NULL || mkdir(path, 0777) != 0)
        bench_die(bench, "cannot make %s: %s", path, strerror(errno));
    store->bench = bench;
    (void)pthread_mutex_init(&store->mutex, NULL);
    (void)snprintf(file, sizeof file, "%s/networks.sqlite", path);
    check(store, sqlite3_open(file, &store->database) == SQLITE_OK);
    check(store, sqlite3_exec(store->database, journal, NULL, NULL, NULL) == SQLITE_OK);
    check(store,
          sqlite3_exec(
              store->database,
              "PRAGMA synchronous=FULL;"
              "CREATE TABLE network (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL);"
              "CREATE TABLE file (network_id INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL,"
              " PRIMARY KEY (network_id, name));",
              NULL, NULL, NULL) == SQLITE_OK);
    for (i = 0; i < STATEMENTS; i++)
        check(store,
              sqlite3_prepare_v2(store->database, texts[i], -1, &store->statement[i], NULL) == SQLITE_OK);
    return store;
}

static void *open_rollback(struct bench *bench, const char *path)
{
    return open_with(bench, path, "PRAGMA journal_mode=DELETE");
}

static void *open_wal(struct bench *bench, const char *path)
{
    return open_with(bench, path, "PRAGMA journal_mode=WAL");
}

static void add(struct sqlite_store *store, const struct sample *sample, bool with_file)
{
    (void)sqlite3_bind_text(store->statement[ADD_NETWORK], 1, sample->json, (int)sample->json_size,
                            SQLITE_STATIC);
    run(store, ADD_NETWORK);
    if (!with_file)
        return;
    (void)sqlite3_bind_blob(store->statement[ADD_FILE], 1, sample->model, (int)sample->model_size,
                            SQLITE_STATIC);
    run(store, ADD_FILE);
}

static void create(void *context, const struct sample *sample)
{
    struct sqlite_store *store = context;

    pthread_mutex_lock(&store->mutex);
    run(store, BEGIN);
    add(store, sample, true);
    run(store, COMMIT);
    pthread_mutex_unlock(&store->mutex);
}

static void fill(void *context, const struct sample *sample, unsigned count)
{
    struct sqlite_store *store = context;

    run(store, BEGIN);
    for (; count > 0; count--)
        add(store, sample, false);
    run(store, COMMIT);
}

/* Copies the texts of a statement's rows, as the caller's own, and counts them. */
static size_t read_rows(struct sqlite_store *store, int statement)
{
    sqlite3_stmt *rows = store->statement[statement];
    size_t count = 0;
    int code;

    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        size_t size = (size_t)sqlite3_column_bytes(rows, 0);
        char *copy = malloc(size + 1);

        if (copy == NULL)
            bench_die(store->bench, "out of memory");
        memcpy(copy, sqlite3_column_text(rows, 0), size + 1);
        free(copy);
        count++;
    }
    check(store, code == SQLITE_DONE);
    (void)sqlite3_reset(rows);
    return count;
}

static void get(void *context, uint64_t id)
{
    struct sqlite_store *store = context;

    (void)sqlite3_bind_int64(store->statement[GET], 1, (sqlite3_int64)id);
    if (read_rows(store, GET) != 1)
        bench_die(store->bench, "SQLite does not find network %ju", (uintmax_t)id);
}

static size_t page(void *context, uint64_t offset, unsigned limit)
{
    struct sqlite_store *store = context;

    (void)sqlite3_bind_int64(store->statement[PAGE], 1, (sqlite3_int64)limit);
    (void)sqlite3_bind_int64(store->statement[PAGE], 2, (sqlite3_int64)offset);
    return read_rows(store, PAGE);
}

static void close_store(void *context)
{
    struct sqlite_store *store = context;
    int i;

    for (i = 0; i < STATEMENTS; i++)
        (void)sqlite3_finalize(store->statement[i]);
    (void)sqlite3_close(store->database);
    (void)pthread_mutex_destroy(&store->mutex);
    free(store);
}

const struct store store_sqlite = {"SQLite, rollback", open_rollback, create, fill, get, page, close_store};
const struct store store_sqlite_wal = {"SQLite, WAL", open_wal, create, fill, get, page, close_store};

#else

const struct store store_sqlite = {"SQLite, rollback", NULL, NULL, NULL, NULL, NULL, NULL};
const struct store store_sqlite_wal = {"SQLite, WAL", NULL, NULL, NULL, NULL, NULL, NULL};

#endif
