/*
 * Create, get and list through the public interface against LMDB by hand and SQLite (store.h), in one run.
 *
 * A create is durable when it returns, and nnreg's checks the description and the model on the way, and sums its file.
 * It is timed for one writer alone, and for 32 together, whose commits nnreg joins. Get and list read a store of small
 * networks that lies in memory, at any depth of the list; what comes back is the caller's own in each.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "models.h"
#include "store.h"

#define WRITERS 32
#define PAGE    100u
#define RIVALS  3

static const struct store *const stores[1 + RIVALS] = {&store_nnreg, &store_lmdb, &store_sqlite,
                                                       &store_sqlite_wal};

/* ---------------------------------------------------------------------------------------------------- samples -- */

/* A small frozen classifier. The bytes at its end are a field that no version knows, and make it one of its own. */
static void make_sample(struct bench *bench, struct sample *sample)
{
    static const unsigned char field[9] = {15 << 3 | 1}; /* number 15, eight bytes */
    struct mw_recipe recipe;
    struct mw_made made;
    struct mw_buf out = {0};
    const struct mw_model *model = &made.model;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    mw_make(&made, &recipe);
    mw_model_encode(&out, MW_BINARY, &model, 1);
    sample->model_size = out.size + sizeof field;
    sample->model = malloc(sample->model_size);
    if (sample->model == NULL)
        bench_die(bench, "out of memory");
    memcpy(sample->model, out.data, out.size);
    memcpy(sample->model + out.size, field, sizeof field);
    mw_buf_free(&out);
    mw_made_free(&made);
    sample->json_size =
        (size_t)snprintf(sample->json, sizeof sample->json,
                         "{\"name\": \"a classifier of small images\", \"framework\": \"tensorflow-1.x\",\n"
                         " \"metadata\": {\"team\": \"vision\", \"accuracy\": 0.9321, \"labels\": 10},\n"
                         " \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\n"
                         "  \"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\",\n"
                         "  \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]},\n"
                         " \"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]}");
}

/* The same with a model that no other has. */
static void copy_sample(struct bench *bench, struct sample *copy, const struct sample *sample,
                        uint64_t number)
{
    *copy = *sample;
    copy->model = malloc(sample->model_size);
    if (copy->model == NULL)
        bench_die(bench, "out of memory");
    memcpy(copy->model, sample->model, sample->model_size);
    memcpy(copy->model + sample->model_size - sizeof number, &number, sizeof number);
}

/* ----------------------------------------------------------------------------------------------------- create -- */

struct creating {
    struct bench *bench;
    const struct store *store;
    void *open;
    const struct sample *sample;
    unsigned each; /* networks that each writer creates */
    unsigned writers;
};

static void create_some(void *context, unsigned writer)
{
    static _Atomic uint64_t number;
    struct creating *creating = context;
    struct sample mine;
    unsigned i;

    for (i = 0; i < creating->each; i++) {
        copy_sample(creating->bench, &mine, creating->sample, atomic_fetch_add(&number, 1));
        creating->store->create(creating->open, &mine);
        free(mine.model);
    }
    (void)writer;
}

struct starting {
    void (*work)(void *context, unsigned i);
    void *context;
    unsigned i;
    pthread_t thread;
};

static void *start(void *context)
{
    struct starting *starting = context;

    starting->work(starting->context, starting->i);
    return NULL;
}

void run_threads(struct bench *bench, unsigned threads, void (*work)(void *context, unsigned i),
                 void *context)
{
    struct starting *all = calloc(threads, sizeof *all);
    unsigned i;

    if (all == NULL)
        bench_die(bench, "out of memory");
    for (i = 0; i < threads; i++) {
        all[i] = (struct starting){.work = work, .context = context, .i = i};
        if (pthread_create(&all[i].thread, NULL, start, &all[i]) != 0)
            bench_die(bench, "cannot start a thread");
    }
    for (i = 0; i < threads; i++)
        (void)pthread_join(all[i].thread, NULL);
    free(all);
}

static void create_all(void *context)
{
    struct creating *creating = context;

    if (creating->writers == 1)
        create_some(creating, 0);
    else
        run_threads(creating->bench, creating->writers, create_some, creating);
}

/* Rows of one measure, ours against each rival: a job is so many `times` the operation. */
static void report(struct bench *bench, const char *name, const struct bench_job jobs[1 + RIVALS],
                   double times)
{
    size_t i;

    for (i = 1; i <= RIVALS; i++) {
        if (stores[i]->open == NULL)
            bench_skip(bench, name, "configure found no SQLite (Debian: libsqlite3-dev)");
        else
            bench_time(bench, name, stores[i]->name, jobs[0].best / times, jobs[i].best / times, BENCH_ANY);
    }
}

static void race_create(struct bench *bench, const struct sample *sample, const char *name, unsigned writers,
                        unsigned each)
{
    struct creating creating[1 + RIVALS];
    struct bench_job jobs[1 + RIVALS];
    char path[32];
    size_t i;

    for (i = 0; i <= RIVALS; i++) {
        (void)snprintf(path, sizeof path, "create-%u-%zu", writers, i);
        creating[i] = (struct creating){bench, stores[i], NULL, sample, each, writers};
        if (stores[i]->open != NULL)
            creating[i].open = stores[i]->open(bench, bench_path(bench, path));
        jobs[i] = (struct bench_job){create_all, &creating[i], 0};
    }
    bench_race(jobs, stores[2]->open != NULL ? 1 + RIVALS : 2, bench->brief ? 1 : 7, BENCH_WALL);
    report(bench, name, jobs, (double)each * writers);
    for (i = 0; i <= RIVALS; i++)
        if (creating[i].open != NULL)
            stores[i]->close(creating[i].open);
}

/* ----------------------------------------------------------------------------------------------- get and list -- */

struct reading {
    struct bench *bench;
    const struct store *store;
    void *open;
    unsigned networks;
    unsigned times;
    uint64_t offset;
};

static void get_some(void *context)
{
    struct reading *reading = context;
    uint64_t random = 88172645463325252u;
    unsigned i;

    for (i = 0; i < reading->times; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        reading->store->get(reading->open, 1 + random % reading->networks);
    }
}

static void list_some(void *context)
{
    struct reading *reading = context;
    unsigned i;

    for (i = 0; i < reading->times; i++)
        if (reading->store->page(reading->open, reading->offset, PAGE) != PAGE)
            bench_die(reading->bench, "%s: a page is not full", reading->store->name);
}

static void race_reading(struct reading reading[1 + RIVALS], const char *name, void (*run)(void *context),
                         unsigned times, uint64_t offset)
{
    struct bench *bench = reading[0].bench;
    struct bench_job jobs[1 + RIVALS];
    size_t i;

    for (i = 0; i <= RIVALS; i++) {
        reading[i].times = times;
        reading[i].offset = offset;
        jobs[i] = (struct bench_job){run, &reading[i], 0};
    }
    bench_race(jobs, stores[2]->open != NULL ? 1 + RIVALS : 2, bench->brief ? 2 : 10, BENCH_CPU);
    report(bench, name, jobs, times);
}

/*
 * The stores that are only read are filled where memory is the device, if there is such a place: nothing of what is
 * timed touches a device, and 20,000 durable creates take minutes.
 */
static void make_memory(struct bench *bench)
{
    (void)snprintf(bench->memory, sizeof bench->memory, "/dev/shm/nnreg-bench-XXXXXX");
    if (mkdtemp(bench->memory) == NULL)
        bench->memory[0] = '\0';
}

static void fill_stores(struct reading reading[1 + RIVALS], struct bench *bench, const struct sample *sample)
{
    unsigned networks = bench->brief ? 1000 : 20000;
    char path[BENCH_PATH + 32];
    size_t i;

    make_memory(bench);
    for (i = 0; i <= RIVALS; i++) {
        (void)snprintf(path, sizeof path, "%s/read-%zu",
                       bench->memory[0] != '\0' ? bench->memory : bench->folder, i);
        reading[i] = (struct reading){.bench = bench, .store = stores[i], .networks = networks};
        if (stores[i]->open == NULL)
            continue;
        reading[i].open = stores[i]->open(bench, path);
        stores[i]->fill(reading[i].open, sample, networks);
    }
}

static void race_readers(struct bench *bench, const struct sample *sample)
{
    static const unsigned depths[] = {0, 50, 90}; /* percent */
    struct reading reading[1 + RIVALS];
    char name[64];
    size_t i;

    fill_stores(reading, bench, sample);
    (void)snprintf(name, sizeof name, "get one of %u at random", reading[0].networks);
    race_reading(reading, name, get_some, bench->brief ? 100 : 20000, 0);
    for (i = 0; i < sizeof depths / sizeof depths[0]; i++) {
        (void)snprintf(name, sizeof name, "list 100 of %u from %u %% on", reading[0].networks, depths[i]);
        race_reading(reading, name, list_some, bench->brief ? 5 : 200,
                     (uint64_t)reading[0].networks * depths[i] / 100);
    }
    for (i = 0; i <= RIVALS; i++)
        if (reading[i].open != NULL)
            stores[i]->close(reading[i].open);
    bench_remove(bench->memory);
    bench->memory[0] = '\0';
}

static void run(struct bench *bench)
{
    struct sample sample;

    make_sample(bench, &sample);
    race_create(bench, &sample, "create, one writer alone", 1, bench->brief ? 3 : 20);
    race_create(bench, &sample, "create, 32 writers together", WRITERS, bench->brief ? 1 : 8);
    race_readers(bench, &sample);
    free(sample.model);
}

const struct bench_topic bench_registry = {"registry", "create, get and list", run};
