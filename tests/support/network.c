/*
 * Layers, as TensorFlow 1 builds and names them.
 *
 * A variable is four nodes: an initial value, the VariableV2, the Assign that initialises it, and the Identity that
 * the layers read. In a frozen network it is a Const and the Identity.
 */
#include "network.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FEATURES    8
#define KERNEL_SIZE 3
#define STRIDE      2

const char *mw_net_format(struct mw_network *net, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return mw_arena_strdup(&net->model->arena, text);
}

int64_t mw_net_batch(const struct mw_network *net)
{
    return net->recipe->batch > 0 ? net->recipe->batch : -1;
}

/* [batch, height, width, channels] or [batch, channels, height, width], after a stride with padding SAME. */
struct mw_shape mw_net_image_shape(const struct mw_network *net, int channels, int stride)
{
    int64_t height = (net->recipe->height + stride - 1) / stride;
    int64_t width = (net->recipe->width + stride - 1) / stride;
    if (net->recipe->nchw)
        return MW_SHAPE(mw_net_batch(net), channels, height, width);
    return MW_SHAPE(mw_net_batch(net), height, width, channels);
}

static struct mw_node *op(struct mw_network *net, const char *name, const char *type, const char *inputs,
                          struct mw_shape shape)
{
    struct mw_node *n = mw_add(net->graph, name, type, inputs);
    return mw_output_shape(mw_attr_type(n, "T", MW_FLOAT), shape);
}

const char *mw_net_input(struct mw_network *net, const char *name)
{
    struct mw_shape shape = mw_net_image_shape(net, net->recipe->channels, 1);
    struct mw_node *n = mw_add(net->graph, name, "Placeholder", NULL);
    mw_attr_type(n, "dtype", net->recipe->input_dtype);
    mw_output_shape(mw_attr_shape(n, "shape", shape), shape);
    if (net->recipe->input_dtype == MW_FLOAT)
        return n->name;
    n = mw_add(net->graph, "ToFloat", "Cast", name);
    mw_attr_type(mw_attr_type(n, "SrcT", net->recipe->input_dtype), "DstT", MW_FLOAT);
    return mw_output_shape(n, shape)->name;
}

/* Two slices along the first dimension, in different shards if there are several. */
static void slice(struct mw_network *net, struct mw_tensor *t)
{
    struct mw_slice *s = mw_arena_alloc(&net->model->arena, 2 * sizeof *s);
    int64_t half = t->shape.dim[0] / 2;
    for (int part = 0; part < 2; part++) {
        for (int i = 0; i < t->shape.rank; i++)
            s[part].length[i] = -1;
        s[part].start[0] = part ? half : 0;
        s[part].length[0] = part ? t->shape.dim[0] - half : half;
        s[part].shard = (t->shard + part) % net->recipe->shards;
        s[part].fill = t->fill;
        s[part].fill.size = t->fill.size / (uint64_t)t->shape.dim[0] * (uint64_t)s[part].length[0];
        s[part].fill.seed = t->fill.seed + (uint64_t)part;
    }
    t->slices = s;
    t->slice_count = 2;
}

/* Declares a tensor of the bundle; the shards take turns. */
struct mw_tensor *mw_net_tensor(struct mw_network *net, const char *key, int dtype, struct mw_shape shape)
{
    struct mw_made *made = net->made;
    made->tensor = mw_arena_grow(&net->model->arena, made->tensor, made->tensors, sizeof *made->tensor);
    struct mw_tensor *t = &made->tensor[made->tensors];
    uint64_t size = mw_shape_count(&shape) * mw_dtype_size(dtype);
    *t = (struct mw_tensor){.key = mw_arena_strdup(&net->model->arena, key), .dtype = dtype, .shape = shape};
    t->shard = (int)(made->tensors % (size_t)net->recipe->shards);
    t->fill = net->recipe->sparse ? mw_fill_zeros(size)
                                  : mw_fill_floats(size, mw_random(net->recipe->seed, made->tensors));
    made->tensors++;
    if (net->recipe->sliced && shape.rank >= 2 && shape.dim[0] >= 2)
        slice(net, t);
    return t;
}

static void frozen_variable(struct mw_network *net, const char *name, struct mw_shape shape)
{
    uint64_t size = mw_shape_count(&shape) * sizeof(float);
    uint64_t seed = mw_random(net->recipe->seed, net->graph->nodes);
    struct mw_fill content = net->recipe->sparse ? mw_fill_zeros(size) : mw_fill_floats(size, seed);
    mw_const(net->graph, name,
             &(struct mw_value){.dtype = MW_FLOAT, .shape = shape, .has_content = true, .content = content});
}

static void trained_variable(struct mw_network *net, const char *name, struct mw_shape shape)
{
    const char *initial = mw_net_format(net, "%s/Initializer/zeros", name);
    const float zero = 0;
    mw_const(net->graph, initial,
             &(struct mw_value){.dtype = MW_FLOAT, .shape = shape, .floats = &zero, .count = 1});
    struct mw_node *n = mw_add(net->graph, name, "VariableV2", NULL);
    mw_attr_shape(mw_attr_type(n, "dtype", MW_FLOAT), "shape", shape);
    mw_output_shape(mw_attr_string(mw_attr_string(n, "container", ""), "shared_name", ""), shape);
    n = op(net, mw_net_format(net, "%s/Assign", name), "Assign", mw_net_format(net, "%s,%s", name, initial),
           shape);
    mw_attr_bool(mw_attr_bool(n, "use_locking", true), "validate_shape", true);
    mw_attr_strings(n, "_class", (const char *[]){mw_net_format(net, "loc:@%s", name)}, 1);
    mw_net_tensor(net, name, MW_FLOAT, shape);
}

const char *mw_net_variable(struct mw_network *net, const char *name, struct mw_shape shape)
{
    if (net->frozen)
        frozen_variable(net, name, shape);
    else
        trained_variable(net, name, shape);
    struct mw_node *n = op(net, mw_net_format(net, "%s/read", name), "Identity", name, shape);
    mw_attr_strings(n, "_class", (const char *[]){mw_net_format(net, "loc:@%s", name)}, 1);
    return n->name;
}

const char *mw_net_reshape(struct mw_network *net, const char *name, const char *input, struct mw_shape shape)
{
    const char *target = mw_net_format(net, "%s/shape", name);
    mw_const_ints(net->graph, target, shape.dim, (size_t)shape.rank);
    struct mw_node *n = op(net, name, "Reshape", mw_net_format(net, "%s,%s", input, target), shape);
    return mw_attr_type(n, "Tshape", MW_INT32)->name;
}

static const char *convolution(struct mw_network *net, const char *input)
{
    static const int64_t ones[4] = {1, 1, 1, 1};
    static const int64_t nhwc[4] = {1, STRIDE, STRIDE, 1}, nchw[4] = {1, 1, STRIDE, STRIDE};
    struct mw_shape shape = mw_net_image_shape(net, FEATURES, STRIDE);
    const char *format = net->recipe->nchw ? "NCHW" : "NHWC";
    const char *weights = mw_net_variable(
        net, "conv1/weights", MW_SHAPE(KERNEL_SIZE, KERNEL_SIZE, net->recipe->channels, FEATURES));
    const char *biases = mw_net_variable(net, "conv1/biases", MW_SHAPE(FEATURES));
    struct mw_node *n = op(net, "conv1/Conv2D", "Conv2D", mw_net_format(net, "%s,%s", input, weights), shape);
    mw_attr_ints(mw_attr_ints(n, "strides", net->recipe->nchw ? nchw : nhwc, 4), "dilations", ones, 4);
    mw_attr_bool(mw_attr_string(mw_attr_string(n, "padding", "SAME"), "data_format", format),
                 "use_cudnn_on_gpu", true);
    n = op(net, "conv1/BiasAdd", "BiasAdd", mw_net_format(net, "conv1/Conv2D,%s", biases), shape);
    mw_attr_string(n, "data_format", format);
    return op(net, "conv1/Relu", "Relu", "conv1/BiasAdd", shape)->name;
}

/* A convolution, then the mean over the image: [batch, width]. */
const char *mw_net_features(struct mw_network *net, const char *input, int *width)
{
    int64_t first = net->recipe->nchw ? 2 : 1;
    const char *relu = convolution(net, input);
    struct mw_shape shape = net->recipe->nchw ? MW_SHAPE(mw_net_batch(net), FEATURES, 1, 1)
                                              : MW_SHAPE(mw_net_batch(net), 1, 1, FEATURES);
    mw_const_ints(net->graph, "pool/reduction_indices", (int64_t[]){first, first + 1}, 2);
    struct mw_node *n = op(net, "pool", "Mean", mw_net_format(net, "%s,pool/reduction_indices", relu), shape);
    mw_attr_type(mw_attr_bool(n, "keep_dims", true), "Tidx", MW_INT32);
    *width = FEATURES;
    return mw_net_reshape(net, "flatten/Reshape", "pool", MW_SHAPE(mw_net_batch(net), FEATURES));
}

const char *mw_net_dense(struct mw_network *net, const char *scope, const char *input, int inputs,
                         int outputs)
{
    struct mw_shape shape = MW_SHAPE(mw_net_batch(net), outputs);
    const char *weights =
        mw_net_variable(net, mw_net_format(net, "%s/weights", scope), MW_SHAPE(inputs, outputs));
    const char *biases = mw_net_variable(net, mw_net_format(net, "%s/biases", scope), MW_SHAPE(outputs));
    const char *product = mw_net_format(net, "%s/MatMul", scope);
    struct mw_node *n = op(net, product, "MatMul", mw_net_format(net, "%s,%s", input, weights), shape);
    mw_attr_bool(mw_attr_bool(n, "transpose_a", false), "transpose_b", false);
    n = op(net, mw_net_format(net, "%s/BiasAdd", scope), "BiasAdd",
           mw_net_format(net, "%s,%s", product, biases), shape);
    return mw_attr_string(n, "data_format", "NHWC")->name;
}

/* Which dimensions are left out is only known when it runs. */
static void squeeze_scores(struct mw_network *net, const char *logits)
{
    op(net, "softmax", "Softmax", logits, MW_SHAPE(mw_net_batch(net), net->recipe->labels));
    mw_attr_ints(op(net, "probabilities", "Squeeze", "softmax", MW_UNKNOWN_SHAPE), "squeeze_dims", NULL, 0);
}

/* The output of a classifier and its signature. */
void mw_net_classifier(struct mw_network *net, const char *logits)
{
    struct mw_shape shape = MW_SHAPE(mw_net_batch(net), net->recipe->labels);
    if (net->recipe->any_scores)
        squeeze_scores(net, logits);
    else
        op(net, "probabilities", "Softmax", logits, shape);
    struct mw_signature *s = mw_add_signature(net->model, "serving_default", "tensorflow/serving/predict");
    mw_add_info(s, false, "input", "input:0", net->recipe->input_dtype,
                mw_net_image_shape(net, net->recipe->channels, 1));
    mw_add_info(s, true, "probabilities", "probabilities:0", MW_FLOAT,
                net->recipe->any_scores ? MW_UNKNOWN_SHAPE : shape);
}
