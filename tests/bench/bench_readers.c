/*
 * Two processes that read networks by id, as fast as they can, beside a third that changes metadata, one durable change after
 * another, as fast as it can; nnreg, LMDB by hand and SQLite in WAL mode take turns. What counts is the time of a get as the
 * readers see it: how many they are together in a while. What the writer got done meanwhile is told, too, as a store whose
 * writer stands still reads easily.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store.h"

#define NETWORKS 20000u
#define READERS  2
#define STORES   3

/* Memory that the processes share. */
struct shared {
    atomic_bool go, stop;
    atomic_uint ready;
    _Atomic uint64_t reads, writes;
};

struct side {
    struct bench *bench;
    const struct store *store;
    char path[BENCH_PATH];
    unsigned networks;
    double get, update; /* seconds of one, in the round that is over */
};

static void read_or_write(const struct side *side, struct shared *shared, unsigned number)
{
    void *store = side->store->open(side->bench, side->path, false);
    uint64_t random = 88172645463325252u + number, done = 0;

    (void)atomic_fetch_add(&shared->ready, 1);
    while (!atomic_load(&shared->go))
        continue;
    for (; !atomic_load(&shared->stop); done++) {
        uint64_t id = 1 + bench_random(&random) % side->networks;

        if (number == READERS)
            side->store->update(store, id, random >> 32);
        else
            side->store->get(store, id);
    }
    (void)atomic_fetch_add(number == READERS ? &shared->writes : &shared->reads, done);
    side->store->close(store);
}

static void start_processes(const struct side *side, struct shared *shared, pid_t children[READERS + 1])
{
    unsigned i;

    (void)fflush(NULL);
    for (i = 0; i <= READERS; i++) {
        children[i] = fork();
        if (children[i] < 0)
            bench_die(side->bench, "cannot fork");
        if (children[i] == 0) {
            read_or_write(side, shared, i);
            _exit(0);
        }
    }
}

/* Once all have opened the store. A child that failed never comes so far. */
static void wait_until_ready(const struct side *side, struct shared *shared)
{
    const struct timespec while_ = {0, 1000000};
    int status;

    while (atomic_load(&shared->ready) <= READERS) {
        (void)nanosleep(&while_, NULL);
        if (waitpid(-1, &status, WNOHANG) > 0)
            bench_die(side->bench, "%s: a process has failed", side->store->name);
    }
}

static void run_round(struct side *side, struct shared *shared, double seconds)
{
    const struct timespec length = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    pid_t children[READERS + 1];
    double begun, taken;
    int status;
    unsigned i;

    atomic_store(&shared->go, false);
    atomic_store(&shared->stop, false);
    atomic_store(&shared->ready, 0);
    atomic_store(&shared->reads, 0);
    atomic_store(&shared->writes, 0);
    start_processes(side, shared, children);
    wait_until_ready(side, shared);
    begun = bench_now(BENCH_WALL);
    atomic_store(&shared->go, true);
    (void)nanosleep(&length, NULL);
    atomic_store(&shared->stop, true);
    taken = bench_now(BENCH_WALL) - begun;
    for (i = 0; i <= READERS; i++)
        if (waitpid(children[i], &status, 0) != children[i] || status != 0)
            bench_die(side->bench, "%s: a process has failed", side->store->name);
    side->get = taken / (double)(atomic_load(&shared->reads) + 1);
    side->update = taken / (double)(atomic_load(&shared->writes) + 1);
}

static void fill(struct side *side, struct bench *bench, const struct store *store,
                 const struct sample *sample)
{
    void *open;

    *side = (struct side){.bench = bench, .store = store, .networks = bench->quick ? 20 : NETWORKS};
    (void)snprintf(side->path, sizeof side->path, "%s", bench_path(bench, store->name));
    if (store->open == NULL)
        return;
    open = store->open(bench, side->path, true);
    store->fill(open, sample, side->networks);
    store->close(open);
}

static int compare_times(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;

    return (first > second) - (first < second);
}

/* The medians of the rounds. */
static void race(struct side side[STORES], struct shared *shared, unsigned rounds, double seconds)
{
    double gets[STORES][BENCH_ROUNDS], updates[STORES][BENCH_ROUNDS];
    unsigned i, round;

    for (round = 0; round < rounds; round++)
        for (i = 0; i < STORES; i++) {
            if (side[i].store->open != NULL)
                run_round(&side[i], shared, seconds);
            gets[i][round] = side[i].get;
            updates[i][round] = side[i].update;
        }
    for (i = 0; i < STORES; i++) {
        qsort(gets[i], rounds, sizeof gets[i][0], compare_times);
        qsort(updates[i], rounds, sizeof updates[i][0], compare_times);
        side[i].get = gets[i][rounds / 2];
        side[i].update = updates[i][rounds / 2];
    }
}

static void run(struct bench *bench)
{
    const struct store *const stores[STORES] = {&store_nnreg, &store_lmdb, &store_sqlite};
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct side side[STORES];
    struct sample sample;
    unsigned i;

    if (shared == MAP_FAILED)
        bench_die(bench, "out of memory");
    sample_make(bench, &sample);
    for (i = 0; i < STORES; i++)
        fill(&side[i], bench, stores[i], &sample);
    free(sample.model);
    race(side, shared, bench->quick ? 1 : 7, bench->quick ? 0.01 : 1);
    (void)munmap(shared, sizeof *shared);
    if (stores[2]->open == NULL) {
        bench_no_figure(bench, BENCH_READERS, NO_SQLITE);
        return;
    }
    bench_figure(bench, BENCH_READERS, side[0].get, side[2].get);
    bench_floor(bench, BENCH_READERS, stores[1]->name, side[1].get, side[2].get);
    bench_time(bench, "what the writer's changes took meanwhile", stores[2]->name, side[0].update,
               side[2].update);
}

const struct bench_topic bench_readers = {"readers", "two reading processes beside a busy writer", run};
