/* The library's own side of store.h, through the public interface. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nnreg.h"
#include "store.h"

struct nnreg_store {
    struct bench *bench;
    nnreg *registry;
};

struct filling {
    struct nnreg_store *store;
    const struct sample *sample;
    unsigned threads, count;
};

#define FILL_THREADS 32 /* their commits are joined */

static void *open_store(struct bench *bench, const char *path)
{
    struct nnreg_store *store = malloc(sizeof *store);
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[512];

    options.flags = NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE;
    options.message = message;
    options.message_size = sizeof message;
    if (store == NULL || nnreg_open(&store->registry, path, &options) != NNREG_OK)
        bench_die(bench, "%s", store == NULL ? "out of memory" : message);
    store->bench = bench;
    return store;
}

static void create(void *context, const struct sample *sample)
{
    struct nnreg_store *store = context;
    nnreg_bundle *bundle;
    nnreg_findings *findings;
    uint64_t id;

    if (nnreg_bundle_new(&bundle) != NNREG_OK || nnreg_findings_new(&findings, NULL, 0) != NNREG_OK ||
        nnreg_bundle_add_memory(bundle, sample->model, sample->model_size, "saved_model.pb") != NNREG_OK)
        bench_die(store->bench, "out of memory");
    if (nnreg_network_create(store->registry, &id, sample->json, sample->json_size, bundle, NULL, findings) !=
        NNREG_OK)
        bench_die(store->bench, "cannot create a network: %s", nnreg_message(store->registry));
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
}

static void fill_some(void *context, unsigned i)
{
    struct filling *filling = context;

    for (; i < filling->count; i += filling->threads)
        create(filling->store, filling->sample);
}

static void fill(void *context, const struct sample *sample, unsigned count)
{
    struct filling filling = {context, sample, FILL_THREADS, count};

    run_threads(filling.store->bench, FILL_THREADS, fill_some, &filling);
}

static void get(void *context, uint64_t id)
{
    struct nnreg_store *store = context;
    nnreg_network *network;

    if (nnreg_network_get(store->registry, &network, id) != NNREG_OK)
        bench_die(store->bench, "cannot get network %ju: %s", (uintmax_t)id, nnreg_message(store->registry));
    nnreg_network_free(network);
}

static size_t page(void *context, uint64_t offset, unsigned limit)
{
    struct nnreg_store *store = context;
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *found;
    size_t count;

    query.offset = offset;
    query.limit = limit;
    if (nnreg_network_list(store->registry, &found, &query) != NNREG_OK)
        bench_die(store->bench, "cannot list networks: %s", nnreg_message(store->registry));
    count = nnreg_page_count(found);
    nnreg_page_free(found);
    return count;
}

static void close_store(void *context)
{
    struct nnreg_store *store = context;

    nnreg_close(store->registry);
    free(store);
}

const struct store store_nnreg = {"nnreg", open_store, create, fill, get, page, close_store};
