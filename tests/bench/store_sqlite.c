/*
 * SQLite (store.h), as somebody careful would keep networks in it: the description as JSON text and the file as a blob
 * in one transaction, WAL, synchronous=FULL, prepared statements. All threads share one connection under a lock, which
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

#define BUSY_TIMEOUT 60000 /* milliseconds; another process may write */

enum { BEGIN, COMMIT, ADD_NETWORK, ADD_FILE, GET, UPDATE, STATEMENTS };

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

/* Prepared when it is used first, as somebody does who opens a database for one thing. */
static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ADD_NETWORK] =
        "INSERT INTO network (json, metadata, update_date) VALUES (?, '{}', strftime('%s', 'now'))",
    [ADD_FILE] =
        "INSERT INTO file (network_id, name, content) VALUES (last_insert_rowid(), 'saved_model.pb', ?)",
    [GET] = "SELECT json FROM network WHERE id = ?",
    [UPDATE] = "UPDATE network SET metadata = ?, update_date = ? WHERE id = ?",
};

static sqlite3_stmt *prepared(struct sqlite_store *store, int statement)
{
    if (store->statement[statement] == NULL)
        check(store, sqlite3_prepare_v2(store->database, texts[statement], -1, &store->statement[statement],
                                        NULL) == SQLITE_OK);
    return store->statement[statement];
}

static void execute(const struct sqlite_store *store, const char *sql)
{
    check(store, sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static void run(struct sqlite_store *store, int statement)
{
    check(store, sqlite3_step(prepared(store, statement)) == SQLITE_DONE);
    (void)sqlite3_reset(store->statement[statement]);
}

static void *open_store(struct bench *bench, const char *path, bool anew)
{
    struct sqlite_store *store = calloc(1, sizeof *store);
    char file[BENCH_PATH + 160];

    if (store == NULL || (anew && mkdir(path, 0777) != 0))
        bench_die(bench, "cannot make %s: %s", path, strerror(errno));
    store->bench = bench;
    (void)pthread_mutex_init(&store->mutex, NULL);
    (void)snprintf(file, sizeof file, "%s/networks.sqlite", path);
    check(store, sqlite3_open(file, &store->database) == SQLITE_OK);
    (void)sqlite3_busy_timeout(store->database, BUSY_TIMEOUT);
    if (anew) /* the mode stays with the file, and FULL is what SQLite does by itself */
        execute(store,
                "PRAGMA journal_mode=WAL;"
                "CREATE TABLE network (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL, "
                " metadata TEXT NOT NULL, update_date NOT NULL);"
                "CREATE INDEX by_date ON network (update_date, id);"
                "CREATE TABLE file (network_id INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL,"
                " PRIMARY KEY (network_id, name));");
    return store;
}

static void add(struct sqlite_store *store, const struct sample *sample, bool with_file)
{
    (void)sqlite3_bind_text(prepared(store, ADD_NETWORK), 1, sample->json, (int)sample->json_size,
                            SQLITE_STATIC);
    run(store, ADD_NETWORK);
    if (!with_file)
        return;
    (void)sqlite3_bind_blob(prepared(store, ADD_FILE), 1, sample->model, (int)sample->model_size,
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

    (void)sqlite3_bind_int64(prepared(store, GET), 1, (sqlite3_int64)id);
    if (read_rows(store, GET) != 1)
        bench_die(store->bench, "SQLite does not find network %ju", (uintmax_t)id);
}

/* A transaction of its own. The metadata has a column, so that no text is taken apart. */
static void update(void *context, uint64_t id, uint64_t number)
{
    struct sqlite_store *store = context;
    sqlite3_stmt *statement;
    char metadata[96];

    (void)snprintf(metadata, sizeof metadata, "{\"team\":\"vision\",\"accuracy\":0.9,\"run\":%ju}",
                   (uintmax_t)number);
    pthread_mutex_lock(&store->mutex);
    statement = prepared(store, UPDATE);
    (void)sqlite3_bind_text(statement, 1, metadata, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 2, (sqlite3_int64)number);
    (void)sqlite3_bind_int64(statement, 3, (sqlite3_int64)id);
    run(store, UPDATE);
    pthread_mutex_unlock(&store->mutex);
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

const struct store store_sqlite = {"SQLite WAL FULL", open_store, create, fill, get, update, close_store};

#else

const struct store store_sqlite = {"SQLite WAL FULL", NULL, NULL, NULL, NULL, NULL, NULL};

#endif
