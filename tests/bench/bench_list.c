/*
 * Pages of a long list, by cursor and by offset, against SQLite by keyset and by OFFSET: a million networks of one kind,
 * of which a page of 100 is read at the beginning, in the middle, and at the end. Both sides hand over whole objects as
 * the caller's own; nnreg counts all that match on the way, too, which SQLite is spared. Then the page as one JSON document, as
 * a server answers with it: nnreg's own, and of SQLite's texts one that jansson puts together.
 *
 * The networks are put in directly, many in one transaction, where memory is the device if there is such a place:
 * what is timed only reads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_networks.h"
#include "store.h"

#ifdef HAVE_SQLITE
#include <sqlite3.h>
#endif
#ifdef HAVE_JANSSON
#include <jansson.h>
#endif

#define PAGE   100u
#define CURSOR 1024
#define ROOM   (UINT64_C(2) << 30)

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
    bool as_json; /* the page as a document */
#ifdef HAVE_SQLITE
    sqlite3_stmt *rows;
#endif
};

static void dump_ours(const struct reading *reading, const nnreg_page *page)
{
    char *json;

    if (nnreg_page_json(&json, page, NULL) != NNREG_OK)
        bench_die(reading->list->bench, "a page has no JSON");
    nnreg_free(json);
}

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
        if (reading->as_json)
            dump_ours(reading, page);
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

#ifdef HAVE_JANSSON
/* The texts of a page as values of one document. */
static void dump_theirs(void *context)
{
    struct reading *reading = context;
    unsigned i;

    for (i = 0; i < reading->their_times; i++) {
        json_t *page = json_object(), *results = json_array();
        char *text;

        while (sqlite3_step(reading->rows) == SQLITE_ROW)
            (void)json_array_append_new(results,
                                        json_loadb((const char *)sqlite3_column_text(reading->rows, 0),
                                                   (size_t)sqlite3_column_bytes(reading->rows, 0), 0, NULL));
        (void)json_object_set_new(page, "count", json_integer(reading->list->networks));
        (void)json_object_set_new(page, "results", results);
        text = json_dumps(page, JSON_COMPACT);
        if (text == NULL || json_array_size(results) != PAGE)
            bench_die(reading->list->bench, "SQLite: a page is not full");
        free(text);
        json_decref(page);
        (void)sqlite3_reset(reading->rows);
    }
}
#endif

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

/* How a page is reached, and what is made of it. */
enum way { BY_CURSOR, BY_OFFSET, AS_JSON };

/* A reading for each place; of theirs far down a list by OFFSET, which take long, one page a round. */
static void prepare_readings(struct reading readings[PLACES], struct list *list, enum nnreg_order order,
                             enum way way)
{
    unsigned times = list->bench->quick ? 2 : 100;
    size_t i;

    for (i = 0; i < PLACES; i++) {
        readings[i] = (struct reading){.list = list,
                                       .order = order,
                                       .offset = offset_of(list, &places[i]),
                                       .times = times,
                                       .their_times = way != BY_OFFSET || i == 0 ? times : 1,
                                       .as_json = way == AS_JSON};
        if (way != BY_OFFSET)
            find_cursor(&readings[i]);
#ifdef HAVE_SQLITE
        prepare_theirs(&readings[i], way != BY_OFFSET);
#endif
    }
}

/* NULL: this program was built without it. */
static void (*rival_of(enum way way))(void *context)
{
#ifdef HAVE_SQLITE
    if (way != AS_JSON)
        return read_theirs;
#ifdef HAVE_JANSSON
    return dump_theirs;
#endif
#endif
    (void)way;
    return NULL;
}

/*
 * Times one page at each place on both sides, in seconds. All take turns, so that a while in which the machine is slow
 * does not fall on one place alone: the places are held against one another, too.
 */
static void race(struct list *list, enum nnreg_order order, enum way way, double ours[PLACES],
                 double theirs[PLACES])
{
    struct reading readings[PLACES];
    struct bench_job jobs[2 * PLACES];
    size_t i, count = PLACES;

    prepare_readings(readings, list, order, way);
    for (i = 0; i < PLACES; i++)
        jobs[i] = (struct bench_job){read_ours, &readings[i], 0};
    for (i = 0; i < PLACES && rival_of(way) != NULL; i++)
        jobs[count++] = (struct bench_job){rival_of(way), &readings[i], 0};
    bench_race(jobs, count, list->bench->quick ? 2 : 10, BENCH_CPU);
    for (i = 0; i < PLACES; i++) {
        ours[i] = jobs[i].time / readings[i].times;
        theirs[i] = count > PLACES ? jobs[PLACES + i].time / readings[i].their_times : 0;
#ifdef HAVE_SQLITE
        (void)sqlite3_finalize(readings[i].rows);
#endif
    }
}

/* Figures with a goal, at three of the places. */
static void report_goals(struct bench *bench, const enum bench_goal goals[PLACES], const double ours[PLACES],
                         const double theirs[PLACES], const char *why)
{
    size_t i;

    for (i = 0; i < PLACES; i++) {
        if (goals[i] == BENCH_GOAL_COUNT)
            continue;
        if (theirs[i] > 0)
            bench_figure(bench, goals[i], ours[i], theirs[i]);
        else
            bench_no_figure(bench, goals[i], why);
    }
}

static void report(struct bench *bench, const char *what, const char *rival, const double ours[PLACES],
                   const double theirs[PLACES])
{
    char name[64];
    size_t i;

    for (i = 0; i < PLACES; i++) {
        (void)snprintf(name, sizeof name, "%s, %s", what, places[i].name);
        if (theirs[i] > 0)
            bench_time(bench, name, rival, ours[i], theirs[i]);
        else
            bench_skip(bench, name, NO_SQLITE);
    }
}

static void race_by_id(struct list *list)
{
    static const enum bench_goal pages[PLACES] = {BENCH_PAGE_FIRST, BENCH_PAGE_MIDDLE, BENCH_GOAL_COUNT,
                                                  BENCH_PAGE_LAST};
    static const enum bench_goal documents[PLACES] = {BENCH_JSON_FIRST, BENCH_JSON_MIDDLE, BENCH_GOAL_COUNT,
                                                      BENCH_JSON_LAST};
    static const enum bench_goal offsets[PLACES] = {BENCH_GOAL_COUNT, BENCH_GOAL_COUNT, BENCH_PAGE_OFFSET,
                                                    BENCH_GOAL_COUNT};
    double ours[PLACES], theirs[PLACES];

    race(list, NNREG_ORDER_ID, BY_CURSOR, ours, theirs);
    report_goals(list->bench, pages, ours, theirs, NO_SQLITE);
    bench_figure(list->bench, BENCH_PAGE_DEPTH, ours[PLACES - 1], ours[0]);
    race(list, NNREG_ORDER_ID, AS_JSON, ours, theirs);
    report_goals(list->bench, documents, ours, theirs, NO_SQLITE " or no jansson");
    race(list, NNREG_ORDER_ID, BY_OFFSET, ours, theirs);
    report_goals(list->bench, offsets, ours, theirs, NO_SQLITE);
    report(list->bench, "100 by offset", "SQLite OFFSET", ours, theirs);
}

static void race_in_order(struct list *list, enum nnreg_order order, const char *what)
{
    double ours[PLACES], theirs[PLACES];

    race(list, order, BY_CURSOR, ours, theirs);
    report(list->bench, what, "SQLite keyset", ours, theirs);
}

static void run(struct bench *bench)
{
    struct list list = {.bench = bench, .networks = bench->quick ? 400 : 1000000};
    char folder[BENCH_PATH];

    bench_make_memory(bench, ROOM);
    (void)snprintf(folder, sizeof folder, "%s", bench_memory_path(bench, "list"));
    fill_ours(&list, folder);
#ifdef HAVE_SQLITE
    fill_theirs(&list, folder);
#endif
    race_by_id(&list);
    race_in_order(&list, NNREG_ORDER_NAME, "100 by cursor, by name");
    race_in_order(&list, NNREG_ORDER_UPDATE_DATE, "100 by cursor, by date");
#ifdef HAVE_SQLITE
    (void)sqlite3_close(list.database);
#endif
    nnreg_close(list.registry);
    nnreg_free(list.json);
}

const struct bench_topic bench_list = {"list", "pages of a long list", run};
