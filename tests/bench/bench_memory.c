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

static void measure(struct bench *bench, enum bench_goal goal, enum mw_kind kind, uint64_t bytes)
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
    bench_weight(bench, goal, heap_end(), HEAP);
    bench_remove(bench_path(bench, "registry"));
    bench_remove(bench_path(bench, "model"));
}

static void run(struct bench *bench)
{
    static const enum bench_goal goals[] = {BENCH_HEAP_SMALL, BENCH_HEAP_VARIABLES, BENCH_HEAP_CONSTANTS};
    uint64_t large = bench->quick ? (uint64_t)4 << 20 : (uint64_t)1 << 30;
    size_t i;

    for (i = 0; i < sizeof goals / sizeof goals[0] && !heap_counts(); i++)
        bench_no_figure(bench, goals[i], "heap is counted with glibc and without sanitizers only");
    if (!heap_counts())
        return;
    measure(bench, BENCH_HEAP_SMALL, MW_KIND_BIG_VARIABLES, (uint64_t)1 << 20);
    measure(bench, BENCH_HEAP_VARIABLES, MW_KIND_BIG_VARIABLES, large);
    measure(bench, BENCH_HEAP_CONSTANTS, MW_KIND_BIG_GRAPH, large);
}

const struct bench_topic bench_memory = {"memory", "heap at its peak while a network is added", run};
