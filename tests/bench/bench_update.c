/*
 * Other metadata for a network that is there, durable when it returns, against SQLite; one writer alone and 8, on the disk as it is,
 * and where memory is the device and its flush is dear. nnreg's is judged as a description is, and goes into the history. The floor is LMDB by hand,
 * on which nnreg stands: three entries and a commit, which takes two flushes where SQLite's takes one; of 8 writers one thread
 * does what all of them ask for, in one commit, so that nobody waits for anybody.
 */
#include <stdlib.h>

#include "flush.h"
#include "store.h"

#define NETWORKS 1000u
#define ROOM     (UINT64_C(512) << 20)

static void begin(struct storing *storing, struct bench *bench, const struct store *store,
                  const struct sample *sample)
{
    *storing = (struct storing){.bench = bench, .store = store, .networks = bench->quick ? 20 : NETWORKS};
    if (store->open == NULL)
        return;
    storing->open = store->open(bench, bench_path(bench, store->name), true);
    store->fill(storing->open, sample, storing->networks);
}

static void race(struct bench *bench, struct storing storing[3], enum bench_goal goal, unsigned writers,
                 bool dear)
{
    struct bench_job jobs[4];
    unsigned i, each = bench->quick ? 1 : 256 / writers;
    double updates = (double)each * writers;

    for (i = 0; i < 3; i++) {
        storing[i].writers = writers;
        storing[i].each = each;
        jobs[i] = (struct bench_job){storing_update, &storing[i], 0};
    }
    jobs[3] = jobs[2];
    jobs[2] = (struct bench_job){storing_update_joined, &storing[1], 0};
    flush_make_dear(dear);
    bench_race(jobs, storing[2].open != NULL ? 4 : 3, bench->quick ? 1 : 7, BENCH_WALL);
    flush_make_dear(false);
    if (storing[2].open != NULL) {
        bench_figure(bench, goal, jobs[0].time / updates, jobs[3].time / updates);
        bench_floor(bench, goal, writers == 1 ? "LMDB by hand" : "LMDB by hand, joined",
                    jobs[2].time / updates, jobs[3].time / updates);
    } else
        bench_no_figure(bench, goal, NO_SQLITE);
    if (writers > 1)
        bench_time(bench, "the same", storing[1].store->name, jobs[0].time / updates, jobs[1].time / updates);
}

/* One writer and 8, in stores of their own on the device that bench_path leads to. */
static void race_on(struct bench *bench, const struct sample *sample, bool dear)
{
    const struct store *const stores[] = {&store_nnreg, &store_lmdb, &store_sqlite};
    struct storing storing[3];
    unsigned i;

    for (i = 0; i < 3; i++)
        begin(&storing[i], bench, stores[i], sample);
    race(bench, storing, dear ? BENCH_UPDATE_1_DEAR : BENCH_UPDATE_1, 1, dear);
    race(bench, storing, dear ? BENCH_UPDATE_8_DEAR : BENCH_UPDATE_8, 8, dear);
    for (i = 0; i < 3; i++)
        if (storing[i].open != NULL)
            stores[i]->close(storing[i].open);
}

static void run(struct bench *bench)
{
    struct sample sample;

    sample_make(bench, &sample);
    race_on(bench, &sample, false);
    bench_make_memory(bench, ROOM);
    bench_swap_memory(bench);
    race_on(bench, &sample, true);
    bench_swap_memory(bench);
    free(sample.model);
}

const struct bench_topic bench_update = {"update", "metadata alone, durable", run};
