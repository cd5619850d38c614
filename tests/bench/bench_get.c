/*
 * One network by id, from a store that lies in memory: as a typed snapshot of the caller's own, of which members are read,
 * against the same bytes by LMDB alone, and against a prepared select of SQLite's that hands out the description as a text.
 * What reading all members costs, and the JSON of it, is told beside it.
 */
#include <stdlib.h>
#include <string.h>

#include "nnreg.h"
#include "store.h"

#define NETWORKS 20000u
#define RIVALS   2

/* ----------------------------------------------------------------------------------------------- more than a get -- */

struct whole {
    struct bench *bench;
    nnreg *registry;
    unsigned networks, times;
};

/* A sum of all of them, so that nothing is left out. */
static size_t read_members(const nnreg_network *network)
{
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t sum = strlen(nnreg_network_name(network)) + strlen(nnreg_network_framework(network));
    size_t i;

    if (nnreg_network_metadata(network) != NULL)
        sum += strlen(nnreg_network_metadata(network));
    for (i = 0; i < nnreg_network_input_count(network); i++)
        if (nnreg_network_input(network, i, &input) == NNREG_OK)
            sum += strlen(input.tensor_name);
    for (i = 0; i < nnreg_network_file_count(network); i++)
        if (nnreg_network_file(network, i, &file) == NNREG_OK)
            sum += file.bytes;
    return sum;
}

static void get_members(void *context)
{
    struct whole *whole = context;
    uint64_t random = 88172645463325252u;
    nnreg_network *network;
    unsigned i;

    for (i = 0; i < whole->times; i++) {
        if (nnreg_network_get(whole->registry, &network, 1 + bench_random(&random) % whole->networks) !=
            NNREG_OK)
            bench_die(whole->bench, "%s", nnreg_message(whole->registry));
        if (read_members(network) == 0)
            bench_die(whole->bench, "a network has no members");
        nnreg_network_free(network);
    }
}

static void get_json(void *context)
{
    struct whole *whole = context;
    uint64_t random = 88172645463325252u;
    nnreg_network *network;
    char *json;
    unsigned i;

    for (i = 0; i < whole->times; i++) {
        if (nnreg_network_get(whole->registry, &network, 1 + bench_random(&random) % whole->networks) !=
                NNREG_OK ||
            nnreg_network_json(&json, network) != NNREG_OK)
            bench_die(whole->bench, "%s", nnreg_message(whole->registry));
        nnreg_free(json);
        nnreg_network_free(network);
    }
}

/* --------------------------------------------------------------------------------------------------- the race -- */

static void race(struct bench *bench, struct storing storing[1 + RIVALS], struct whole *whole)
{
    struct bench_job jobs[] = {{storing_get, &storing[0], 0},
                               {storing_get, &storing[1], 0},
                               {get_members, whole, 0},
                               {get_json, whole, 0},
                               {storing_get, &storing[2], 0}};
    double times = storing[0].each;

    bench_race(jobs, storing[2].open != NULL ? 5 : 4, bench->quick ? 1 : 15, BENCH_CPU);
    bench_figure(bench, BENCH_GET_RAW, jobs[0].time / times, jobs[1].time / times);
    if (storing[2].open != NULL) {
        bench_figure(bench, BENCH_GET_SQLITE, jobs[0].time / times, jobs[4].time / times);
        bench_floor(bench, BENCH_GET_SQLITE, "mdb_get and a copy", jobs[1].time / times,
                    jobs[4].time / times);
    } else
        bench_no_figure(bench, BENCH_GET_SQLITE, NO_SQLITE);
    bench_time(bench, "get, and each of its members", "mdb_get and a copy", jobs[2].time / times,
               jobs[1].time / times);
    bench_time(bench, "get, and its JSON", "mdb_get and a copy", jobs[3].time / times, jobs[1].time / times);
}

static void run(struct bench *bench)
{
    const struct store *const stores[] = {&store_nnreg, &store_lmdb, &store_sqlite};
    struct storing storing[1 + RIVALS];
    struct whole whole = {.bench = bench};
    struct sample sample;
    unsigned i;

    sample_make(bench, &sample);
    bench_make_memory(bench, UINT64_C(512) << 20);
    for (i = 0; i <= RIVALS; i++) {
        storing[i] = (struct storing){.bench = bench,
                                      .store = stores[i],
                                      .networks = bench->quick ? 50 : NETWORKS,
                                      .each = bench->quick ? 20 : 20000};
        if (stores[i]->open == NULL)
            continue;
        storing[i].open = stores[i]->open(bench, bench_memory_path(bench, stores[i]->name), true);
        stores[i]->fill(storing[i].open, &sample, storing[i].networks);
    }
    whole.networks = storing[0].networks;
    whole.times = storing[0].each;
    if (nnreg_open(&whole.registry, bench_memory_path(bench, stores[0]->name), NULL) != NNREG_OK)
        bench_die(bench, "the registry does not open");
    race(bench, storing, &whole);
    nnreg_close(whole.registry);
    for (i = 0; i <= RIVALS; i++)
        if (storing[i].open != NULL)
            stores[i]->close(storing[i].open);
    free(sample.model);
}

const struct bench_topic bench_get = {"get", "one network by id", run};
