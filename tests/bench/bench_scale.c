/*
 * What each operation costs in registries of a thousand to a million networks, side by side, where memory is the device, so
 * that it is the structure's growth that is told and no device's. The largest is held against the smallest; a line through
 * the times of the four sizes over the logarithm of the size, which is what the depth of a tree follows, says what ten times
 * as many would take. The floor of a get, and of what goes by names, is LMDB alone on
 * the same file: where the records of a thousand networks lie in the processor's cache, those of a million do not.
 */
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "bench_networks.h"
#include "heap.h"
#include "scale.h"
#include "store/keys.h"

#define SIZES 4
#define ROOM  (UINT64_C(4) << 30)
#define MAP   ((size_t)8 << 30)

static double times_of(const struct scale_place *place, enum scale_kind kind)
{
    const unsigned times[] = {[SCALE_READS] = place->reads,
                              [SCALE_FOURTHS] = place->reads / 4,
                              [SCALE_PAGES] = place->pages,
                              [SCALE_WRITES] = place->writes};

    return times[kind];
}

/* ------------------------------------------------------------------------------------------------ the places -- */

/* The cursor in front of the page at an offset: the end of the page before it. */
static void find_cursor(const struct scale_place *place, char out[SCALE_CURSOR], enum nnreg_order order,
                        uint64_t offset)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    const char *next;

    out[0] = '\0';
    if (offset < SCALE_PAGE)
        return;
    query.limit = SCALE_PAGE;
    query.order = order;
    query.offset = offset - SCALE_PAGE;
    scale_must(place, nnreg_network_list(place->registry, &page, &query));
    next = nnreg_page_next(page);
    (void)snprintf(out, SCALE_CURSOR, "%s", next != NULL ? next : "");
    nnreg_page_free(page);
}

/* The name that is first behind a cursor in the order of names. */
static void find_middle_name(struct scale_place *place)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;

    query.limit = 1;
    query.order = NNREG_ORDER_NAME;
    query.cursor = place->by_name;
    scale_must(place, nnreg_network_list(place->registry, &page, &query));
    (void)snprintf(place->middle_name, sizeof place->middle_name, "%s",
                   nnreg_network_name(nnreg_page_network(page, 0)));
    nnreg_page_free(page);
}

static void open_raw(struct scale_place *place)
{
    MDB_txn *txn;

    if (mdb_env_create(&place->env) != 0 || mdb_env_set_mapsize(place->env, MAP) != 0 ||
        mdb_env_set_maxdbs(place->env, NNREG_KV_TABLE_COUNT) != 0 ||
        mdb_env_open(place->env, place->path, MDB_RDONLY | MDB_NOLOCK | MDB_NOTLS, 0666) != 0 ||
        mdb_txn_begin(place->env, NULL, MDB_RDONLY, &txn) != 0 ||
        mdb_dbi_open(txn, nnreg_kv_table_names[NNREG_KV_NETWORKS], 0, &place->table) != 0 ||
        mdb_dbi_open(txn, nnreg_kv_table_names[NNREG_KV_NETWORK_NAMES], 0, &place->names) != 0 ||
        mdb_txn_commit(txn) != 0)
        bench_die(place->bench, "LMDB does not open %s", place->path);
}

static void fill(struct scale_place *place, struct bench *bench, const struct sample *sample,
                 unsigned networks)
{
    char name[32];
    double begun = bench_now(BENCH_CPU);

    *place = (struct scale_place){.bench = bench,
                                  .sample = sample,
                                  .networks = networks,
                                  .random = 88172645463325252u,
                                  .reads = bench->quick ? 8 : 4000,
                                  .pages = bench->quick ? 1 : 50,
                                  .writes = bench->quick ? 1 : SCALE_BATCH};
    (void)snprintf(name, sizeof name, "scale-%u", networks);
    (void)snprintf(place->path, sizeof place->path, "%s", bench_memory_path(bench, name));
    nnreg_close(bench_fill(bench, place->path, networks));
    place->fill_time = (bench_now(BENCH_CPU) - begun) / networks;
}

static void begin(struct scale_place *place)
{
    if (nnreg_open(&place->registry, place->path, NULL) != NNREG_OK ||
        nnreg_findings_new(&place->findings, NULL, 0) != NNREG_OK)
        bench_die(place->bench, "%s does not open", place->path);
    find_cursor(place, place->middle, NNREG_ORDER_ID, place->networks / 2);
    find_cursor(place, place->last, NNREG_ORDER_ID, place->networks - SCALE_PAGE);
    find_cursor(place, place->by_name, NNREG_ORDER_NAME, place->networks / 2);
    find_cursor(place, place->by_date, NNREG_ORDER_UPDATE_DATE, place->networks / 2);
    find_middle_name(place);
    open_raw(place);
}

static void end(struct scale_place *place)
{
    mdb_env_close(place->env);
    nnreg_findings_free(place->findings);
    nnreg_close(place->registry);
}

/* The heap that one of each reading operation takes, at its peak. */
static void weigh(struct scale_place *place)
{
    struct scale_place once = *place;
    size_t i;

    if (!heap_counts())
        return;
    once.reads = 4;
    once.pages = 1;
    heap_begin();
    for (i = 0; i < SCALE_OPERATIONS; i++)
        if (scale_operations[i].kind != SCALE_WRITES)
            scale_operations[i].run(&once);
    place->heap = heap_end();
}

/* ------------------------------------------------------------------------------------------------- the table -- */

/* What the line through the four times says of ten times the largest size. */
static double extrapolate(const struct scale_place places[SIZES], const double times[SIZES])
{
    double sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0, slope;
    unsigned i;

    for (i = 0; i < SIZES; i++) {
        double x = log10(places[i].networks);

        sum_x += x;
        sum_y += times[i];
        sum_xx += x * x;
        sum_xy += x * times[i];
    }
    slope = (SIZES * sum_xy - sum_x * sum_y) / (SIZES * sum_xx - sum_x * sum_x);
    return times[SIZES - 1] + (slope > 0 ? slope : 0);
}

static void put_times(struct bench *bench, const struct scale_place places[SIZES], const char *name,
                      const double times[SIZES])
{
    char text[32];
    unsigned i;

    (void)fprintf(bench->tables, "| %s |", name);
    for (i = 0; i < SIZES; i++)
        (void)fprintf(bench->tables, " %s |", bench_text(text, times[i], false));
    (void)fprintf(bench->tables, " %.2f | %s |\n", times[SIZES - 1] / times[0],
                  bench_text(text, extrapolate(places, times), false));
}

static void put_head(struct bench *bench, const struct scale_place places[SIZES])
{
    unsigned i;

    (void)fprintf(bench->tables, "\n| operation |");
    for (i = 0; i < SIZES; i++)
        (void)fprintf(bench->tables, " at %u |", places[i].networks);
    (void)fprintf(bench->tables, " last over first | at %u, extrapolated |\n|---|---|---|---|---|---|---|\n",
                  places[SIZES - 1].networks * 10);
}

static size_t file_size(const struct scale_place *place)
{
    char path[BENCH_PATH + 16];
    struct stat stat_;

    (void)snprintf(path, sizeof path, "%s/data.mdb", place->path);
    if (stat(path, &stat_) != 0)
        bench_die(place->bench, "there is no %s", path);
    return (size_t)stat_.st_size;
}

static void put_sizes(struct bench *bench, const struct scale_place places[SIZES])
{
    size_t largest = file_size(&places[SIZES - 1]), before = file_size(&places[SIZES - 2]);
    double each = (double)(largest - before) / (places[SIZES - 1].networks - places[SIZES - 2].networks);
    char text[32];
    unsigned i;

    (void)fprintf(bench->tables, "| data.mdb |");
    for (i = 0; i < SIZES; i++)
        (void)fprintf(bench->tables, " %s |", bench_text(text, (double)file_size(&places[i]), true));
    (void)fprintf(bench->tables, " %.0f bytes a network | %s |\n| heap, any of the reading operations |",
                  each, bench_text(text, (double)largest + each * 9 * places[SIZES - 1].networks, true));
    for (i = 0; i < SIZES; i++)
        (void)fprintf(bench->tables, " %s |", bench_text(text, (double)places[i].heap, true));
    (void)fprintf(bench->tables, " | the same |\n");
}

/* --------------------------------------------------------------------------------------------------- the race -- */

static void report(struct bench *bench, const struct scale_place places[SIZES], enum bench_goal goal,
                   const char *name, const double times[SIZES])
{
    bench_figure(bench, goal, times[SIZES - 1], times[0]);
    put_times(bench, places, name, times);
}

static void race_opening(struct bench *bench, struct scale_place places[SIZES])
{
    struct bench_job jobs[SIZES];
    double times[SIZES];
    unsigned i;

    for (i = 0; i < SIZES; i++)
        jobs[i] = (struct bench_job){scale_open_and_get, &places[i], 0};
    bench_race(jobs, SIZES, bench->quick ? 1 : 11, BENCH_CPU);
    for (i = 0; i < SIZES; i++)
        times[i] = jobs[i].time / places[i].pages;
    report(bench, places, BENCH_SCALE_OPEN, "open, get, close", times);
}

static void race(struct bench *bench, struct scale_place places[SIZES])
{
    const struct scale_operation *operations[SCALE_OPERATIONS + SCALE_FLOORS];
    struct bench_job jobs[(SCALE_OPERATIONS + SCALE_FLOORS) * SIZES];
    const size_t count = SCALE_OPERATIONS + SCALE_FLOORS;
    double times[SIZES];
    size_t i, k;

    for (i = 0; i < count; i++) {
        operations[i] = i < SCALE_OPERATIONS ? &scale_operations[i] : &scale_floors[i - SCALE_OPERATIONS];
        for (k = 0; k < SIZES; k++)
            jobs[i * SIZES + k] = (struct bench_job){operations[i]->run, &places[k], 0};
    }
    bench_race(jobs, count * SIZES, bench->quick ? 1 : 11, BENCH_CPU);
    for (i = 0; i < count; i++) {
        for (k = 0; k < SIZES; k++)
            times[k] = jobs[i * SIZES + k].time / times_of(&places[k], operations[i]->kind);
        if (i < SCALE_OPERATIONS) {
            report(bench, places, operations[i]->goal, operations[i]->name, times);
        } else {
            bench_floor(bench, operations[i]->goal, "by LMDB alone", times[SIZES - 1], times[0]);
            put_times(bench, places, operations[i]->name, times);
        }
    }
}

static void run(struct bench *bench)
{
    static const unsigned sizes[2][SIZES] = {{1000, 10000, 100000, 1000000}, {200, 210, 220, 230}};
    struct scale_place places[SIZES];
    double fill_times[SIZES];
    struct sample sample;
    unsigned i;

    sample_make(bench, &sample);
    bench_make_memory(bench, ROOM);
    for (i = 0; i < SIZES; i++)
        fill(&places[i], bench, &sample, sizes[bench->quick][i]);
    put_head(bench, places);
    race_opening(bench, places);
    for (i = 0; i < SIZES; i++) {
        begin(&places[i]);
        weigh(&places[i]);
    }
    race(bench, places);
    for (i = 0; i < SIZES; i++)
        fill_times[i] = places[i].fill_time;
    put_times(bench, places, "insert, many in one transaction", fill_times);
    put_sizes(bench, places);
    for (i = 0; i < SIZES; i++)
        end(&places[i]);
    free(sample.model);
}

const struct bench_topic bench_scale = {"scale", "a thousand to a million networks", run};
