/*
 * "Adding a bundle of any size takes a bounded amount of memory": the heap's peak while a network of 1 GiB goes in,
 * from opening the registry to closing it, the libraries' heap included. The bundle's content is zeros, holes in a
 * file; what that costs is the same as for any other content.
 */
#include <string.h>

#include "bench.h"
#include "heap.h"
#include "models.h"
#include "nnreg.h"

#define HEAP ((size_t)16 << 20)

static const char description[] =
    "{\"name\": \"large\", \"framework\": \"tensorflow-1.x\",\n"
    " \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\n"
    "  \"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\",\n"
    "  \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]},\n"
    " \"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]}";

static void add(struct bench *bench, const char *registry_path, const char *model_path)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg *registry;
    nnreg_bundle *bundle;
    nnreg_findings *findings;
    nnreg_status status;
    uint64_t id;

    options.flags = NNREG_OPEN_CREATE;
    if (nnreg_open(&registry, registry_path, &options) != NNREG_OK || nnreg_bundle_new(&bundle) != NNREG_OK ||
        nnreg_findings_new(&findings, NULL, 0) != NNREG_OK)
        bench_die(bench, "cannot open a registry at %s", registry_path);
    if (nnreg_bundle_add_directory(bundle, model_path) != NNREG_OK)
        bench_die(bench, "%s", nnreg_bundle_message(bundle));
    status = nnreg_network_create(registry, &id, description, strlen(description), bundle, NULL, findings);
    if (status != NNREG_OK)
        bench_die(bench, "cannot add %s: status %d, %s", model_path, (int)status, nnreg_message(registry));
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    nnreg_close(registry);
}

static void measure(struct bench *bench, const char *name, enum mw_kind kind, uint64_t bytes)
{
    struct mw_recipe recipe;

    mw_recipe_init(&recipe);
    recipe.kind = kind;
    recipe.bytes = bytes;
    recipe.sparse = true;
    recipe.shards = 4;
    bench_model(bench, &recipe, "model");
    heap_begin();
    add(bench, bench_path(bench, "registry"), bench_path(bench, "model"));
    bench_size(bench, name, heap_end(), HEAP);
    bench_remove(bench_path(bench, "registry"));
    bench_remove(bench_path(bench, "model"));
}

static void run(struct bench *bench)
{
    uint64_t size = bench->brief ? (uint64_t)64 << 20 : (uint64_t)1 << 30;

    if (!heap_counts()) {
        bench_skip(bench, "heap while adding 1 GiB",
                   "heap is counted with glibc and without sanitizers only");
        return;
    }
    measure(bench, "heap, adding 1 MiB of variables", MW_KIND_BIG_VARIABLES, (uint64_t)1 << 20);
    measure(bench, bench->brief ? "heap, adding 64 MiB of variables" : "heap, adding 1 GiB of variables",
            MW_KIND_BIG_VARIABLES, size);
    measure(bench, bench->brief ? "heap, adding 64 MiB of constants" : "heap, adding 1 GiB of constants",
            MW_KIND_BIG_GRAPH, size);
}

const struct bench_topic bench_memory = {"memory", "heap at its peak while a network is added", run};
