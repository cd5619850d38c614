/*
 * Opening a registry that nobody else has open, reading one network, and closing it, as a command or a request handler does
 * that keeps nothing; against SQLite. In memory, so that no device is in it. LMDB alone is the floor.
 */
#include <stdlib.h>

#include "store.h"

#define NETWORKS 20000u

struct opening {
    struct bench *bench;
    const struct store *store;
    char path[BENCH_PATH];
    unsigned times, networks;
};

static void open_and_get(void *context)
{
    struct opening *opening = context;
    uint64_t random = 88172645463325252u;
    unsigned i;

    for (i = 0; i < opening->times; i++) {
        void *store = opening->store->open(opening->bench, opening->path, false);

        opening->store->get(store, 1 + bench_random(&random) % opening->networks);
        opening->store->close(store);
    }
}

static void fill(struct opening *opening, struct bench *bench, const struct store *store,
                 const struct sample *sample)
{
    void *open;

    *opening = (struct opening){.bench = bench,
                                .store = store,
                                .times = bench->quick ? 2 : 100,
                                .networks = bench->quick ? 20 : NETWORKS};
    (void)snprintf(opening->path, sizeof opening->path, "%s", bench_memory_path(bench, store->name));
    if (store->open == NULL)
        return;
    open = store->open(bench, opening->path, true);
    store->fill(open, sample, opening->networks);
    store->close(open);
}

static void run(struct bench *bench)
{
    const struct store *const stores[] = {&store_nnreg, &store_lmdb, &store_sqlite};
    struct opening opening[3];
    struct bench_job jobs[3];
    struct sample sample;
    double times;
    unsigned i;

    sample_make(bench, &sample);
    bench_make_memory(bench, UINT64_C(512) << 20);
    for (i = 0; i < 3; i++) {
        fill(&opening[i], bench, stores[i], &sample);
        jobs[i] = (struct bench_job){open_and_get, &opening[i], 0};
    }
    free(sample.model);
    times = opening[0].times;
    bench_race(jobs, stores[2]->open != NULL ? 3 : 2, bench->quick ? 1 : 15, BENCH_CPU);
    if (stores[2]->open == NULL) {
        bench_no_figure(bench, BENCH_OPEN, NO_SQLITE);
        return;
    }
    bench_figure(bench, BENCH_OPEN, jobs[0].time / times, jobs[2].time / times);
    bench_floor(bench, BENCH_OPEN, stores[1]->name, jobs[1].time / times, jobs[2].time / times);
}

const struct bench_topic bench_open = {"open", "open, get, close", run};
