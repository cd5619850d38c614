/* Networks whose cost is published: see published.h. */
#include "published.h"

/* How a convolution goes on: with a bias, with a normalisation (with a scale of its own or without), with an activation. */
struct layer {
    const char *name;
    int height, width, outputs, stride;
    bool valid, bias, norm, scale;
    const char *activation; /* an operation; NULL: none */
};

/* A tensor on the way, and its channels. */
struct flowing {
    const char *name;
    int channels;
};

static struct mw_node *add_node(struct mw_graph *g, const char *name, const char *op, const char *inputs)
{
    return mw_attr_type(mw_add(g, name, op, inputs), "T", MW_FLOAT);
}

static const char *add_variable(struct mw_graph *g, const char *scope, const char *what,
                                struct mw_shape shape)
{
    const char *name = mw_arena_printf(g->arena, "%s/%s", scope, what);

    mw_attr_shape(mw_attr_type(mw_add(g, name, "VariableV2", NULL), "dtype", MW_FLOAT), "shape", shape);
    return name;
}

static void window(struct mw_node *node, int size, int stride, bool valid)
{
    int64_t sizes[4] = {1, size, size, 1}, strides[4] = {1, stride, stride, 1};

    if (size > 0)
        mw_attr_ints(node, "ksize", sizes, 4);
    mw_attr_ints(node, "strides", strides, 4);
    mw_attr_string(node, "padding", valid ? "VALID" : "SAME");
}

static struct mw_node *then(struct mw_graph *g, struct flowing *at, const char *scope, const char *what,
                            const char *op, const char *more)
{
    const char *inputs, *name;
    struct mw_node *node;

    inputs = mw_arena_printf(g->arena, "%s%s%s", at->name, more[0] != '\0' ? "," : "", more);
    name = mw_arena_printf(g->arena, "%s/%s", scope, what);
    node = add_node(g, name, op, inputs);
    at->name = name;
    return node;
}

static void normalise(struct mw_graph *g, struct flowing *at, const struct layer *layer)
{
    static const float one = 1;
    const char *names[4], *inputs;
    struct mw_value ones = {.dtype = MW_FLOAT, .shape = MW_SHAPE(at->channels), .floats = &one, .count = 1};

    if (layer->scale) {
        names[0] = add_variable(g, layer->name, "gamma", MW_SHAPE(at->channels));
    } else {
        names[0] = mw_arena_printf(g->arena, "%s/ones", layer->name);
        mw_const(g, names[0], &ones);
    }
    names[1] = add_variable(g, layer->name, "beta", MW_SHAPE(at->channels));
    names[2] = add_variable(g, layer->name, "moving_mean", MW_SHAPE(at->channels));
    names[3] = add_variable(g, layer->name, "moving_variance", MW_SHAPE(at->channels));
    inputs = mw_arena_printf(g->arena, "%s,%s,%s,%s", names[0], names[1], names[2], names[3]);
    mw_attr_type(then(g, at, layer->name, "norm", "FusedBatchNormV3", inputs), "U", MW_FLOAT);
}

static void finish(struct mw_graph *g, struct flowing *at, const struct layer *layer)
{
    const char *bias;

    if (layer->bias) {
        bias = add_variable(g, layer->name, "bias", MW_SHAPE(at->channels));
        then(g, at, layer->name, "biased", "BiasAdd", bias);
    }
    if (layer->norm)
        normalise(g, at, layer);
    if (layer->activation != NULL)
        then(g, at, layer->name, "act", layer->activation, "");
}

static struct flowing convolution(struct mw_graph *g, struct flowing at, const struct layer *layer)
{
    const char *weights;

    weights = add_variable(g, layer->name, "weights",
                           MW_SHAPE(layer->height, layer->width, at.channels, layer->outputs));
    then(g, &at, layer->name, "conv", "Conv2D", weights);
    window(mw_find(g, at.name), 0, layer->stride, layer->valid);
    at.channels = layer->outputs;
    finish(g, &at, layer);
    return at;
}

static struct flowing depthwise(struct mw_graph *g, struct flowing at, const struct layer *layer)
{
    const char *weights;

    weights = add_variable(g, layer->name, "weights", MW_SHAPE(layer->height, layer->width, at.channels, 1));
    then(g, &at, layer->name, "conv", "DepthwiseConv2dNative", weights);
    window(mw_find(g, at.name), 0, layer->stride, false);
    finish(g, &at, layer);
    return at;
}

static struct flowing pool(struct mw_graph *g, struct flowing at, const char *scope, const char *op,
                           int stride, bool valid)
{
    then(g, &at, scope, "pool", op, "");
    window(mw_find(g, at.name), 3, stride, valid);
    return at;
}

static struct flowing begin(struct mw_model *m, int size)
{
    struct flowing at = {"images", 3};

    mw_model_init(m);
    m->omit_op_list = true; /* which TensorFlow knows by itself */
    mw_add_tag(m, "serve");
    mw_attr_shape(mw_attr_type(mw_add(&m->graph, at.name, "Placeholder", NULL), "dtype", MW_FLOAT), "shape",
                  MW_SHAPE(-1, size, size, 3));
    return at;
}

static struct flowing average_all(struct mw_graph *g, struct flowing at)
{
    mw_const_ints(g, "average/axes", (const int64_t[]){1, 2}, 2);
    then(g, &at, "average", "mean", "Mean", "average/axes");
    return at;
}

/* A signature whose output is of a shape that nobody says. */
static void end(struct mw_model *m, struct flowing at, int size)
{
    struct mw_signature *s;
    const char *output;

    then(&m->graph, &at, "probabilities", "softmax", "Softmax", "");
    output = mw_arena_printf(m->graph.arena, "%s:0", at.name);
    s = mw_add_signature(m, "serving_default", "tensorflow/serving/predict");
    mw_add_info(s, false, "images", "images:0", MW_FLOAT, MW_SHAPE(-1, size, size, 3));
    mw_add_info(s, true, "probabilities", output, MW_FLOAT, MW_UNKNOWN_SHAPE);
}

static struct flowing dense(struct mw_graph *g, struct flowing at, int outputs)
{
    const char *weights;
    struct layer layer = {.name = "logits", .bias = true};

    weights = add_variable(g, layer.name, "weights", MW_SHAPE(at.channels, outputs));
    then(g, &at, layer.name, "product", "MatMul", weights);
    at.channels = outputs;
    finish(g, &at, &layer);
    return at;
}

void mw_open_sides(struct mw_model *m, int channels)
{
    struct mw_shape open = MW_SHAPE(-1, -1, -1, channels);

    mw_attr_shape(mw_find(&m->graph, "images"), "shape", open);
    m->signature[0]->input[0].shape = open;
}

/* ------------------------------------------------------------------------------------------------------ MobileNet -- */

/* Howard and others, "MobileNets", arXiv:1704.04861, table 1. */
void mw_mobilenet(struct mw_model *m)
{
    static const struct {
        int outputs, stride;
    } blocks[] = {{64, 1},  {128, 2}, {128, 1}, {256, 2}, {256, 1},  {512, 2}, {512, 1},
                  {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1}};
    struct flowing at = begin(m, 224);
    const char *name;
    size_t i;

    at = convolution(&m->graph, at, &(struct layer){"conv1", 3, 3, 32, 2, false, false, true, true, "Relu6"});
    for (i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        name = mw_arena_printf(m->graph.arena, "dw%zu", i + 1);
        at = depthwise(&m->graph, at,
                       &(struct layer){name, 3, 3, 0, blocks[i].stride, false, false, true, true, "Relu6"});
        name = mw_arena_printf(m->graph.arena, "pw%zu", i + 1);
        at =
            convolution(&m->graph, at,
                        &(struct layer){name, 1, 1, blocks[i].outputs, 1, false, false, true, true, "Relu6"});
    }
    end(m, dense(&m->graph, average_all(&m->graph, at), 1000), 224);
}

/* --------------------------------------------------------------------------------------------------------- ResNet -- */

static struct flowing part(struct mw_graph *g, struct flowing at, const char *block, const char *what,
                           int size, int outputs, int stride, const char *activation)
{
    const char *name;

    name = mw_arena_printf(g->arena, "%s%s", block, what);
    return convolution(
        g, at, &(struct layer){name, size, size, outputs, stride, false, true, true, true, activation});
}

static struct flowing bottleneck(struct mw_graph *g, struct flowing at, const char *block, int inner,
                                 int stride, bool late, bool first)
{
    struct flowing past = at;

    if (first)
        past = part(g, at, block, "/shortcut", 1, inner * 4, stride, NULL);
    at = part(g, at, block, "/a", 1, inner, late ? 1 : stride, "Relu");
    at = part(g, at, block, "/b", 3, inner, late ? stride : 1, "Relu");
    at = part(g, at, block, "/c", 1, inner * 4, 1, NULL);
    then(g, &at, block, "sum", "AddV2", past.name);
    then(g, &at, block, "out", "Relu", "");
    return at;
}

/* He and others, "Deep Residual Learning for Image Recognition", arXiv:1512.03385, table 1; convolutions have biases. */
void mw_resnet_50(struct mw_model *m, bool late)
{
    static const struct {
        int inner, blocks;
    } stages[] = {{64, 3}, {128, 4}, {256, 6}, {512, 3}};
    struct flowing at = begin(m, 224);
    const char *name;
    size_t i;
    int k;

    at = convolution(&m->graph, at, &(struct layer){"conv1", 7, 7, 64, 2, false, true, true, true, "Relu"});
    at = pool(&m->graph, at, "conv1", "MaxPool", 2, false);
    for (i = 0; i < sizeof stages / sizeof *stages; i++)
        for (k = 0; k < stages[i].blocks; k++) {
            name = mw_arena_printf(m->graph.arena, "stage%zu/block%d", i + 2, k + 1);
            at = bottleneck(&m->graph, at, name, stages[i].inner, i > 0 && k == 0 ? 2 : 1, late, k == 0);
        }
    end(m, dense(&m->graph, average_all(&m->graph, at), 1000), 224);
}

/* ------------------------------------------------------------------------------------------------------ Inception -- */

/* Convolutions in a row: "192 1x1, 320 3x3 /2" is {192, 1, 1, 1}, {320, 3, 3, 2}; a stride of 2 has no padding. */
struct step {
    int outputs, height, width, stride;
};

#define MOST_STEPS 5

/* A way through a module; `split`: its last two steps stand beside each other. */
struct way {
    const char *pool; /* in front of all steps; NULL: none */
    bool split;
    struct step step[MOST_STEPS];
};

static struct flowing take_step(struct mw_graph *g, struct flowing at, const char *way, int number,
                                const struct step *step)
{
    const char *name;

    name = mw_arena_printf(g->arena, "%s/%d", way, number);
    return convolution(g, at,
                       &(struct layer){name, step->height, step->width, step->outputs, step->stride,
                                       step->stride > 1, false, true, false, "Relu"});
}

/* Adds what comes out to what is joined at the end of the module. */
static void take_way(struct mw_graph *g, const char **joined, int *channels, struct flowing at,
                     const char *module, int number, const struct way *way)
{
    const char *name;
    struct flowing beside;
    int count = 0, i;

    name = mw_arena_printf(g->arena, "%s/way%d", module, number);
    while (count < MOST_STEPS && way->step[count].outputs > 0)
        count++;
    if (way->pool != NULL)
        at = pool(g, at, name, way->pool, count > 0 ? 1 : 2, count == 0);
    for (i = 0; i < count - (way->split ? 2 : 0); i++)
        at = take_step(g, at, name, i, &way->step[i]);
    if (way->split) {
        beside = take_step(g, at, name, i, &way->step[i]);
        at = take_step(g, at, name, i + 1, &way->step[i + 1]);
        *joined = mw_arena_printf(g->arena, "%s%s%s", *joined, (*joined)[0] != '\0' ? "," : "", beside.name);
        *channels += beside.channels;
    }
    *joined = mw_arena_printf(g->arena, "%s%s%s", *joined, (*joined)[0] != '\0' ? "," : "", at.name);
    *channels += at.channels;
}

static struct flowing module(struct mw_graph *g, struct flowing at, int number, const struct way ways[4])
{
    const char *name, *axis, *joined = "";
    struct flowing out = {.channels = 0};
    int count = 0, i;

    name = mw_arena_printf(g->arena, "mixed%d", number);
    for (i = 0; i < 4 && (ways[i].pool != NULL || ways[i].step[0].outputs > 0); i++)
        take_way(g, &joined, &out.channels, at, name, i, &ways[i]);
    for (i = 0; joined[i] != '\0'; i++)
        count += joined[i] == ',';
    axis = mw_arena_printf(g->arena, "%s/axis", name);
    mw_const_int(g, axis, 3);
    joined = mw_arena_printf(g->arena, "%s,%s", joined, axis);
    out.name = mw_arena_printf(g->arena, "%s/joined", name);
    mw_attr_int(add_node(g, out.name, "ConcatV2", joined), "N", count + 1);
    return out;
}

#define SEVENS(C)                                                                               \
    {                                                                                           \
        {.step = {{192, 1, 1, 1}}}, {.step = {{C, 1, 1, 1}, {C, 1, 7, 1}, {192, 7, 1, 1}}},     \
            {.step = {{C, 1, 1, 1}, {C, 7, 1, 1}, {C, 1, 7, 1}, {C, 7, 1, 1}, {192, 1, 7, 1}}}, \
            {.pool = "AvgPool", .step = {{192, 1, 1, 1}}},                                      \
    }
#define FIVES(POOLED)                                                        \
    {                                                                        \
        {.step = {{64, 1, 1, 1}}}, {.step = {{48, 1, 1, 1}, {64, 5, 5, 1}}}, \
            {.step = {{64, 1, 1, 1}, {96, 3, 3, 1}, {96, 3, 3, 1}}},         \
            {.pool = "AvgPool", .step = {{POOLED, 1, 1, 1}}},                \
    }
#define SPLITS                                                                                         \
    {                                                                                                  \
        {.step = {{320, 1, 1, 1}}},                                                                    \
            {.split = true, .step = {{384, 1, 1, 1}, {384, 1, 3, 1}, {384, 3, 1, 1}}},                 \
            {.split = true, .step = {{448, 1, 1, 1}, {384, 3, 3, 1}, {384, 1, 3, 1}, {384, 3, 1, 1}}}, \
            {.pool = "AvgPool", .step = {{192, 1, 1, 1}}},                                             \
    }

static const struct way inception_modules[][4] = {
    FIVES(32),
    FIVES(64),
    FIVES(64),
    {{.step = {{384, 3, 3, 2}}},
     {.step = {{64, 1, 1, 1}, {96, 3, 3, 1}, {96, 3, 3, 2}}},
     {.pool = "MaxPool"}},
    SEVENS(128),
    SEVENS(160),
    SEVENS(160),
    SEVENS(192),
    {{.step = {{192, 1, 1, 1}, {320, 3, 3, 2}}},
     {.step = {{192, 1, 1, 1}, {192, 1, 7, 1}, {192, 7, 1, 1}, {192, 3, 3, 2}}},
     {.pool = "MaxPool"}},
    SPLITS,
    SPLITS,
};

static struct flowing stem(struct mw_graph *g, struct flowing at, const char *name, int size, int outputs,
                           int stride, bool valid)
{
    return convolution(g, at,
                       &(struct layer){name, size, size, outputs, stride, valid, false, true, false, "Relu"});
}

/* Szegedy and others, "Rethinking the Inception Architecture for Computer Vision", arXiv:1512.00567, without the side head. */
void mw_inception_v3(struct mw_model *m)
{
    struct flowing at = begin(m, 299);
    struct mw_graph *g = &m->graph;
    size_t i;

    at = stem(g, at, "stem1", 3, 32, 2, true);
    at = stem(g, at, "stem2", 3, 32, 1, true);
    at = stem(g, at, "stem3", 3, 64, 1, false);
    at = pool(g, at, "stem3", "MaxPool", 2, true);
    at = stem(g, at, "stem4", 1, 80, 1, true);
    at = stem(g, at, "stem5", 3, 192, 1, true);
    at = pool(g, at, "stem5", "MaxPool", 2, true);
    for (i = 0; i < sizeof inception_modules / sizeof *inception_modules; i++)
        at = module(g, at, (int)i, inception_modules[i]);
    end(m, dense(g, average_all(g, at), 1000), 299);
}
