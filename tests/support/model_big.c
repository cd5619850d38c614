/*
 * Models of any size, in constant memory.
 *
 * A big graph is a chain: layer i is a constant, its mean, and the sum of that and layer i - 1. Its nodes are made
 * while the file is written (struct mw_node_stream). Big variables are further VariableV2 of the classifier, summed in
 * the same way; their content is a rule (struct mw_fill).
 */
#include "network.h"

#define NODES_PER_LAYER 3
#define DEFAULT_NODES   1000

struct layers {
    uint64_t count;
    uint64_t elements;       /* of each constant */
    uint64_t first_elements; /* the first one takes what is left over */
    uint64_t seed;
    bool sparse;
    struct mw_shape sum_shape;
};

static struct mw_node *with_type(struct mw_node *n, struct mw_shape shape)
{
    return mw_output_shape(mw_attr_type(n, "T", MW_FLOAT), shape);
}

static void put_constant(struct mw_graph *g, const struct layers *l, uint64_t i)
{
    uint64_t elements = i == 0 ? l->first_elements : l->elements;
    uint64_t size = elements * sizeof(float);
    struct mw_value value = {.dtype = MW_FLOAT, .shape = MW_SHAPE((int64_t)elements), .has_content = true};
    value.content = l->sparse ? mw_fill_zeros(size) : mw_fill_floats(size, mw_random(l->seed, i));
    mw_const(g, mw_arena_printf(g->arena, "layer_%ju/weights", (uintmax_t)i), &value);
}

static void make_layer(struct mw_graph *g, uint64_t i, const void *context)
{
    const struct layers *l = context;
    const char *scope = mw_arena_printf(g->arena, "layer_%ju", (uintmax_t)i);
    const char *before = i ? mw_arena_printf(g->arena, "layer_%ju/add", (uintmax_t)i - 1) : "fc/BiasAdd";
    put_constant(g, l, i);
    struct mw_node *n = mw_add(g, mw_arena_printf(g->arena, "%s/mean", scope), "Mean",
                               mw_arena_printf(g->arena, "%s/weights,reduction_indices", scope));
    with_type(mw_attr_type(mw_attr_bool(n, "keep_dims", false), "Tidx", MW_INT32), MW_SCALAR);
    n = mw_add(g, mw_arena_printf(g->arena, "%s/add", scope), "AddV2",
               mw_arena_printf(g->arena, "%s,%s/mean", before, scope));
    with_type(n, l->sum_shape);
}

/* Chooses the constants' size so that the file has the size asked for: the lengths around a constant grow with it, so
 * the size is measured again with a first guess. */
static void fit_size(const struct mw_model *model, struct layers *l, uint64_t bytes)
{
    l->elements = l->first_elements = 0;
    uint64_t frame = mw_model_size(&model, 1);
    if (bytes <= frame)
        return;
    for (int round = 0; round < 2; round++) {
        uint64_t content = (bytes - frame) / sizeof(float);
        l->elements = content / l->count;
        l->first_elements = content - l->elements * (l->count - 1);
        uint64_t size = mw_model_size(&model, 1);
        if (size - content * sizeof(float) < bytes)
            frame = size - content * sizeof(float);
    }
}

void mw_make_big_graph(struct mw_network *net)
{
    static const char *const ops[] = {"AddV2", "Const", "Mean", NULL};
    int width;
    const char *features = mw_net_features(net, mw_net_input(net, "input"), &width);
    mw_net_dense(net, "fc", features, width, net->recipe->labels);
    mw_const_ints(net->graph, "reduction_indices", (int64_t[]){0}, 1);
    uint64_t nodes = net->recipe->nodes ? net->recipe->nodes : DEFAULT_NODES;
    uint64_t frame = net->graph->nodes + 1; /* these and the Softmax */
    struct layers *l = mw_arena_alloc(&net->model->arena, sizeof *l);
    l->count = nodes > frame + NODES_PER_LAYER ? (nodes - frame) / NODES_PER_LAYER : 1;
    l->seed = net->recipe->seed;
    l->sparse = net->recipe->sparse;
    l->sum_shape = MW_SHAPE(mw_net_batch(net), net->recipe->labels);
    mw_net_classifier(net, mw_net_format(net, "layer_%ju/add", (uintmax_t)l->count - 1));
    net->model->stream = (struct mw_node_stream){l->count, make_layer, l, ops};
    fit_size(net->model, l, net->recipe->bytes);
}

/* --- Variables --- */

static const char *add_variable(struct mw_network *net, uint64_t i, uint64_t elements, const char *before)
{
    struct mw_shape shape = MW_SHAPE(mw_net_batch(net), net->recipe->labels);
    const char *scope = mw_net_format(net, "big_%ju", (uintmax_t)i);
    const char *read =
        mw_net_variable(net, mw_net_format(net, "%s/weights", scope), MW_SHAPE((int64_t)elements));
    struct mw_node *n = mw_add(net->graph, mw_net_format(net, "%s/mean", scope), "Mean",
                               mw_net_format(net, "%s,reduction_indices", read));
    with_type(mw_attr_type(mw_attr_bool(n, "keep_dims", false), "Tidx", MW_INT32), MW_SCALAR);
    n = mw_add(net->graph, mw_net_format(net, "%s/add", scope), "AddV2",
               mw_net_format(net, "%s,%s", before, mw_net_format(net, "%s/mean", scope)));
    return with_type(n, shape)->name;
}

void mw_make_big_variables(struct mw_network *net)
{
    int width;
    const char *features = mw_net_features(net, mw_net_input(net, "input"), &width);
    const char *sum = mw_net_dense(net, "fc", features, width, net->recipe->labels);
    uint64_t count = net->recipe->nodes ? net->recipe->nodes : (uint64_t)net->recipe->shards;
    uint64_t elements = net->recipe->bytes / sizeof(float);
    mw_const_ints(net->graph, "reduction_indices", (int64_t[]){0}, 1);
    for (uint64_t i = 0; i < count; i++)
        sum = add_variable(net, i, elements * (i + 1) / count - elements * i / count, sum);
    mw_net_classifier(net, sum);
    mw_net_saver(net);
}
