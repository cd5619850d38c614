/*
 * Pages of a long list, by cursor and by offset, against SQLite by keyset and by OFFSET: a million networks of one kind,
 * of which a page of 100 is read at the beginning, in the middle, and at the end. Both sides hand over whole objects as
 * the caller's own; nnreg counts all that match on the way, too, which SQLite is spared.
 *
 * The networks are put in directly, many in one transaction, where memory is the device if there is such a place:
 * what is timed only reads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_networks.h"

#ifdef HAVE_SQLITE
#include <sqlite3.h>
#endif

#define PAGE     100u
#define CURSOR   1024
#define ROOM     (UINT64_C(2) << 30)
#define NO_RIVAL "configure found no SQLite (Debian: libsqlite3-dev)"

struct list {
    struct bench *bench;
    unsigned networks;
    nnreg *registry;
    char *json; /* of the first network, which all others are copies of */
#ifdef HAVE_SQLITE
    sqlite3 *database;
#endif
};

/* ------------------------------------------------------------------------------------------------------ ours -- */

static void fill_ours(struct list *list, const char *folder)
{
    nnreg_network *network;

    list->registry = bench_fill(list->bench, folder, list->networks);
    if (nnreg_network_get(list->registry, &network, 1) != NNREG_OK ||
        nnreg_network_json(&list->json, network) != NNREG_OK)
        bench_die(list->bench, "%s", nnreg_message(list->registry));
    nnreg_network_free(network);
}

/* ---------------------------------------------------------------------------------------------------- theirs -- */

#ifdef HAVE_SQLITE
static void must(const struct list *list, bool ok)
{
    if (!ok)
        bench_die(list->bench, "SQLite: %s", sqlite3_errmsg(list->database));
}

static void execute(const struct list *list, const char *sql)
{
    must(list, sqlite3_exec(list->database, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static void fill_theirs(struct list *list, const char *folder)
{
    sqlite3_stmt *insert;
    char path[BENCH_PATH + 32], name[32];
    unsigned i;

    (void)snprintf(path, sizeof path, "%s/networks.sqlite", folder);
    must(list, sqlite3_open(path, &list->database) == SQLITE_OK);
    execute(list,
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-2000000; PRAGMA "
            "mmap_size=8589934592;"
            "CREATE TABLE network (id INTEGER PRIMARY KEY, name TEXT NOT NULL, update_date INTEGER NOT NULL, "
            "json TEXT NOT NULL); BEGIN");
    must(list, sqlite3_prepare_v2(list->database, "INSERT INTO network VALUES (?, ?, ?, ?)", -1, &insert,
                                  NULL) == SQLITE_OK);
    for (i = 0; i < list->networks; i++) {
        bench_name_network(name, i);
        (void)sqlite3_bind_int64(insert, 1, i + 1);
        (void)sqlite3_bind_text(insert, 2, name, -1, SQLITE_STATIC);
        (void)sqlite3_bind_int64(insert, 3, (sqlite3_int64)i * 10);
        (void)sqlite3_bind_text(insert, 4, list->json, -1, SQLITE_STATIC);
        must(list, sqlite3_step(insert) == SQLITE_DONE);
        (void)sqlite3_reset(insert);
    }
    (void)sqlite3_finalize(insert);
    execute(list, "COMMIT; CREATE INDEX by_name ON network (name, id); CREATE INDEX by_date ON network "
                  "(update_date, id); "
                  "ANALYZE");
}
#endif

/* ----------------------------------------------------------------------------------------------------- pages -- */

/* A page of each side, at a place of a list. */
struct reading {
    struct list *list;
    enum nnreg_order order;
    uint64_t offset;
    char cursor[CURSOR]; /* "": by offset */
    unsigned times, their_times;
#ifdef HAVE_SQLITE
    sqlite3_stmt *rows;
#endif
};

static void read_ours(void *context)
{
    struct reading *reading = context;
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    unsigned i;

    query.limit = PAGE;
    query.order = reading->order;
    if (reading->cursor[0] != '\0')
        query.cursor = reading->cursor;
    else
        query.offset = reading->offset;
    for (i = 0; i < reading->times; i++) {
        if (nnreg_network_list(reading->list->registry, &page, &query) != NNREG_OK)
            bench_die(reading->list->bench, "%s", nnreg_message(reading->list->registry));
        if (nnreg_page_count(page) != PAGE || nnreg_page_total(page) != reading->list->networks)
            bench_die(reading->list->bench, "a page is not full");
        nnreg_page_free(page);
    }
}

/* What leads to the page at an offset: `next` of the page before it, or nothing at the beginning. */
static void find_cursor(struct reading *reading)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    const char *next;

    query.limit = PAGE;
    query.order = reading->order;
    query.cursor = "";
    if (reading->offset > 0) {
        query.cursor = NULL;
        query.offset = reading->offset - PAGE;
    }
    if (nnreg_network_list(reading->list->registry, &page, &query) != NNREG_OK)
        bench_die(reading->list->bench, "%s", nnreg_message(reading->list->registry));
    next = reading->offset > 0 ? nnreg_page_next(page) : nnreg_page_previous(page);
    (void)snprintf(reading->cursor, sizeof reading->cursor, "%s", next != NULL ? next : "");
    nnreg_page_free(page);
}

#ifdef HAVE_SQLITE
static void read_theirs(void *context)
{
    struct reading *reading = context;
    unsigned i, count;

    for (i = 0; i < reading->their_times; i++) {
        for (count = 0; sqlite3_step(reading->rows) == SQLITE_ROW; count++) {
            size_t size = (size_t)sqlite3_column_bytes(reading->rows, 0);
            char *copy = malloc(size + 1);

            if (copy == NULL)
                bench_die(reading->list->bench, "out of memory");
            memcpy(copy, sqlite3_column_text(reading->rows, 0), size + 1);
            free(copy);
        }
        if (count != PAGE)
            bench_die(reading->list->bench, "SQLite: a page is not full");
        (void)sqlite3_reset(reading->rows);
    }
}

/* By OFFSET; the row in front of a page; the page behind a row. */
#define SQL(column)                                                                                      \
    {                                                                                                    \
        "SELECT json FROM network ORDER BY " column ", id LIMIT 100 OFFSET ?",                           \
            "SELECT " column ", id FROM network ORDER BY " column ", id LIMIT 1 OFFSET ?",               \
            "SELECT json FROM network WHERE (" column ", id) > (?, ?) ORDER BY " column ", id LIMIT 100" \
    }
static const char *const statements[][3] = {[NNREG_ORDER_ID] = SQL("id"),
                                            [NNREG_ORDER_NAME] = SQL("name"),
                                            [NNREG_ORDER_UPDATE_DATE] = SQL("update_date")};

static sqlite3_stmt *prepare(const struct list *list, const char *sql)
{
    sqlite3_stmt *rows;

    must(list, sqlite3_prepare_v2(list->database, sql, -1, &rows, NULL) == SQLITE_OK);
    return rows;
}

static void prepare_theirs(struct reading *reading, bool keyset)
{
    const char *const *sql = statements[reading->order];
    sqlite3_stmt *before;

    if (!keyset || reading->offset == 0) {
        reading->rows = prepare(reading->list, sql[0]);
        (void)sqlite3_bind_int64(reading->rows, 1, (sqlite3_int64)reading->offset);
        return;
    }
    before = prepare(reading->list, sql[1]);
    (void)sqlite3_bind_int64(before, 1, (sqlite3_int64)reading->offset - 1);
    must(reading->list, sqlite3_step(before) == SQLITE_ROW);
    reading->rows = prepare(reading->list, sql[2]);
    (void)sqlite3_bind_value(reading->rows, 1, sqlite3_column_value(before, 0));
    (void)sqlite3_bind_value(reading->rows, 2, sqlite3_column_value(before, 1));
    (void)sqlite3_finalize(before);
}
#endif

static const struct place {
    unsigned percent;
    const char *name;
} places[] = {{0, "at the start"}, {50, "in the middle"}, {90, "at 90 %"}, {100, "at the end"}};
#define PLACES (sizeof places / sizeof *places)

/* An offset that leaves a full page, and is one of a multiple of pages. */
static uint64_t offset_of(const struct list *list, const struct place *place)
{
    uint64_t last = list->networks - PAGE;

    return last / 100 * place->percent / PAGE * PAGE;
}

/* A reading for each place; of theirs far down a list by OFFSET, which take long, one page a round. */
static void prepare_readings(struct reading readings[PLACES], struct list *list, enum nnreg_order order,
                             bool by_cursor)
{
    unsigned times = list->bench->brief ? 2 : 100;
    size_t i;

    for (i = 0; i < PLACES; i++) {
        readings[i] = (struct reading){.list = list,
                                       .order = order,
                                       .offset = offset_of(list, &places[i]),
                                       .times = times,
                                       .their_times = by_cursor || i == 0 ? times : 1};
        if (by_cursor)
            find_cursor(&readings[i]);
#ifdef HAVE_SQLITE
        prepare_theirs(&readings[i], by_cursor);
#endif
    }
}

/*
 * Times one page at each place on both sides, in seconds. All take turns, so that a while in which the machine is slow
 * does not fall on one place alone: the places are held against one another, too.
 */
static void race(struct list *list, enum nnreg_order order, bool by_cursor, double ours[PLACES],
                 double theirs[PLACES])
{
    struct reading readings[PLACES];
    struct bench_job jobs[2 * PLACES];
    size_t i, count = PLACES;

    prepare_readings(readings, list, order, by_cursor);
    for (i = 0; i < PLACES; i++)
        jobs[i] = (struct bench_job){read_ours, &readings[i], 0};
#ifdef HAVE_SQLITE
    for (i = 0; i < PLACES; i++)
        jobs[count++] = (struct bench_job){read_theirs, &readings[i], 0};
#endif
    bench_race(jobs, count, list->bench->brief ? 2 : 10, BENCH_CPU);
    for (i = 0; i < PLACES; i++) {
        ours[i] = jobs[i].best / readings[i].times;
        theirs[i] = count > PLACES ? jobs[PLACES + i].best / readings[i].their_times : 0;
#ifdef HAVE_SQLITE
        (void)sqlite3_finalize(readings[i].rows);
#endif
    }
}

static void report(struct bench *bench, const char *name, const char *rival, double ours, double theirs,
                   double wanted)
{
    if (theirs > 0)
        bench_time(bench, name, rival, ours, theirs, wanted);
    else
        bench_skip(bench, name, NO_RIVAL);
}

static const char *const orders[] = {
    [NNREG_ORDER_ID] = "id", [NNREG_ORDER_NAME] = "name", [NNREG_ORDER_UPDATE_DATE] = "date"};

static void race_cursors(struct list *list, enum nnreg_order order)
{
    double ours[PLACES], theirs[PLACES];
    char name[64];
    size_t i;

    race(list, order, true, ours, theirs);
    for (i = 0; i < PLACES; i++) {
        (void)snprintf(name, sizeof name, "100 by cursor, by %s, %s", orders[order], places[i].name);
        report(list->bench, name, "SQLite keyset", ours[i], theirs[i], BENCH_ANY);
    }
    /* The last may take 1.3 times as long as the first. */
    (void)snprintf(name, sizeof name, "last page by cursor, by %s", orders[order]);
    bench_time(list->bench, name, "our first page", ours[PLACES - 1], ours[0], 1 / 1.3);
}

static void race_offsets(struct list *list, enum nnreg_order order)
{
    double ours[PLACES], theirs[PLACES];
    char name[64];
    size_t i;

    race(list, order, false, ours, theirs);
    for (i = 0; i < PLACES; i++) {
        bool promised = order == NNREG_ORDER_ID && places[i].percent == 90 && !list->bench->brief;

        (void)snprintf(name, sizeof name, "100 by offset, by %s, %s", orders[order], places[i].name);
        report(list->bench, name, "SQLite OFFSET", ours[i], theirs[i], promised ? 100 : BENCH_ANY);
    }
}

static void run(struct bench *bench)
{
    struct list list = {.bench = bench, .networks = bench->brief ? 2000 : 1000000};
    char folder[BENCH_PATH + 16];

    bench_make_memory(bench, ROOM);
    (void)snprintf(folder, sizeof folder, "%s/list",
                   bench->memory[0] != '\0' ? bench->memory : bench->folder);
    fill_ours(&list, folder);
#ifdef HAVE_SQLITE
    fill_theirs(&list, folder);
#endif
    race_cursors(&list, NNREG_ORDER_ID);
    race_cursors(&list, NNREG_ORDER_NAME);
    race_cursors(&list, NNREG_ORDER_UPDATE_DATE);
    race_offsets(&list, NNREG_ORDER_ID);
#ifdef HAVE_SQLITE
    (void)sqlite3_close(list.database);
#endif
    nnreg_close(list.registry);
    nnreg_free(list.json);
    if (bench->memory[0] != '\0')
        bench_remove(bench->memory);
    bench->memory[0] = '\0';
}

const struct bench_topic bench_list = {"list", "pages of a long list", run};
