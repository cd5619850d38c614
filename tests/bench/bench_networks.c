/*
 * A registry of many networks of one kind, put in directly, many in one transaction: for what is measured on reading
 * them, or on the file that they make.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench_networks.h"
#include "models.h"
#include "registry/objects.h"
#include "registry/handle.h"

#define AT_ONCE 10000u /* networks of one transaction */

static const char description[] =
    "{\"name\": \"network 0000000\", \"framework\": \"tensorflow-1.x\", \"metadata\": {\"team\": \"vision\", "
    "\"accuracy\": 0.9321}, \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": "
    "{\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", \"target_size\": \"32x32\", "
    "\"color_channels\": "
    "\"RGB\"}}]}, \"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]}";

void bench_name_network(char name[32], unsigned number)
{
    /* In another order than the ids are. */
    (void)snprintf(name, 32, "network %07u", number * 7919u % 10000000u);
}

static void add_first(struct bench *bench, nnreg *registry)
{
    struct mw_recipe recipe;
    struct mw_made made;
    struct mw_buf out = {0};
    const struct mw_model *model = &made.model;
    nnreg_findings *findings;
    nnreg_bundle *bundle;
    uint64_t id;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    mw_make(&made, &recipe);
    mw_model_encode(&out, MW_BINARY, &model, 1);
    if (nnreg_bundle_new(&bundle) != NNREG_OK || nnreg_findings_new(&findings, NULL, 0) != NNREG_OK ||
        nnreg_bundle_add_memory(bundle, out.data, out.size, "saved_model.pb") != NNREG_OK)
        bench_die(bench, "out of memory");
    if (nnreg_network_create(registry, &id, description, sizeof description - 1, bundle, NULL, findings) !=
        NNREG_OK)
        bench_die(bench, "%s", nnreg_message(registry));
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    mw_buf_free(&out);
    mw_made_free(&made);
}

struct filling {
    unsigned from, to;
};

static nnreg_status fill_some(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct filling *filling = context;
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network network;
    nnreg_status status = nnreg_object_load(&network, txn, kind, 1, error);
    char name[32], *own = network.name;
    unsigned i;

    for (i = filling->from; i < filling->to && status == NNREG_OK; i++) {
        bench_name_network(name, i);
        network.name = name;
        network.id = 0;
        status = nnreg_object_insert(txn, kind, &network, error);
    }
    network.name = own;
    nnreg_record_clear(kind->table, &network);
    return status;
}

void bench_copy_first(struct bench *bench, nnreg *registry, unsigned networks)
{
    struct filling filling = {1, 1};

    while (filling.to < networks) {
        filling.from = filling.to;
        filling.to = networks - filling.from < AT_ONCE ? networks : filling.from + AT_ONCE;
        if (nnreg_kv_write(registry->kv, fill_some, &filling, NULL) != NNREG_OK)
            bench_die(bench, "cannot put networks into the registry");
    }
}

nnreg *bench_fill(struct bench *bench, const char *folder, unsigned networks)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[256] = "";
    nnreg *registry;

    options.flags = NNREG_OPEN_CREATE;
    options.message = message;
    options.message_size = sizeof message;
    if (nnreg_open(&registry, folder, &options) != NNREG_OK)
        bench_die(bench, "%s", message);
    add_first(bench, registry);
    bench_copy_first(bench, registry, networks);
    return registry;
}
