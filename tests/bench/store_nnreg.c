/* The library's own side of store.h, through the public interface. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_networks.h"
#include "nnreg.h"
#include "store.h"

struct nnreg_store {
    struct bench *bench;
    nnreg *registry;
};

static void *open_store(struct bench *bench, const char *path, bool anew)
{
    struct nnreg_store *store = malloc(sizeof *store);
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[512];

    options.flags = anew ? NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE : 0;
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

static void fill(void *context, const struct sample *sample, unsigned count)
{
    struct nnreg_store *store = context;

    create(store, sample);
    bench_copy_first(store->bench, store->registry, count);
}

/* Typed: a few of its members are read. */
static void get(void *context, uint64_t id)
{
    struct nnreg_store *store = context;
    nnreg_network *network;

    if (nnreg_network_get(store->registry, &network, id) != NNREG_OK)
        bench_die(store->bench, "cannot get network %ju: %s", (uintmax_t)id, nnreg_message(store->registry));
    if (nnreg_network_id(network) != id || nnreg_network_name(network)[0] == '\0' ||
        nnreg_network_update_date(network) == 0)
        bench_die(store->bench, "network %ju is not what was stored", (uintmax_t)id);
    nnreg_network_free(network);
}

static void update(void *context, uint64_t id, uint64_t number)
{
    struct nnreg_store *store = context;
    nnreg_findings *findings;
    char json[128];
    int size =
        snprintf(json, sizeof json, "{\"metadata\": {\"team\": \"vision\", \"accuracy\": 0.9, \"run\": %ju}}",
                 (uintmax_t)number);

    if (nnreg_findings_new(&findings, NULL, 0) != NNREG_OK ||
        nnreg_network_update(store->registry, id, json, (size_t)size, NULL, findings) != NNREG_OK)
        bench_die(store->bench, "cannot update network %ju: %s", (uintmax_t)id,
                  nnreg_message(store->registry));
    nnreg_findings_free(findings);
}

static void close_store(void *context)
{
    struct nnreg_store *store = context;

    nnreg_close(store->registry);
    free(store);
}

const struct store store_nnreg = {"nnreg", open_store, create, fill, get, update, close_store};
