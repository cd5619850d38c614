/*
 * The classifier as TensorFlow 2 saves it.
 *
 * The graph holds only a Placeholder per argument, a VarHandleOp per variable and its read, and one
 * StatefulPartitionedCall each for the signature, the save and the restore. The layers are in functions, where inputs
 * are spelt "argument" or "node:output:K". Keys are object paths, and the object graph is stored under a key of its own.
 * doc/FORMATS.md, "Names, tensors, functions" and "Variables".
 */
#include <string.h>

#include "network.h"

#define FEATURES         8
#define OBJECT_GRAPH_KEY "_CHECKPOINTABLE_OBJECT_GRAPH"
#define VARIABLES        4
#define PRODUCER         1087

static const char *const paths[VARIABLES] = {"conv1/kernel", "conv1/bias", "fc/kernel", "fc/bias"};
static const char *const arguments[VARIABLES] = {"conv1_kernel", "conv1_bias", "fc_kernel", "fc_bias"};

static struct mw_shape variable_shape(const struct mw_network *net, int i)
{
    const struct mw_shape shapes[VARIABLES] = {
        MW_SHAPE(3, 3, net->recipe->channels, FEATURES),
        MW_SHAPE(FEATURES),
        MW_SHAPE(FEATURES, net->recipe->labels),
        MW_SHAPE(net->recipe->labels),
    };
    return shapes[i];
}

static struct mw_shape output_shape(const struct mw_network *net)
{
    return MW_SHAPE(mw_net_batch(net), net->recipe->labels);
}

static struct mw_node *typed(struct mw_graph *g, const char *name, const char *op, const char *inputs)
{
    return mw_attr_type(mw_add(g, name, op, inputs), "T", MW_FLOAT);
}

/* --- The graph --- */

static void put_variables(struct mw_network *net)
{
    for (int i = 0; i < VARIABLES; i++) {
        struct mw_shape shape = variable_shape(net, i);
        struct mw_node *n = mw_add(net->graph, paths[i], "VarHandleOp", NULL);
        mw_attr_shape(mw_attr_type(n, "dtype", MW_FLOAT), "shape", shape);
        mw_attr_string(mw_attr_string(n, "container", ""), "shared_name", paths[i]);
        mw_output_shape(mw_attr_strings(n, "allowed_devices", NULL, 0), MW_SCALAR);
        n = mw_add(net->graph, mw_net_format(net, "%s/Read/ReadVariableOp", paths[i]), "ReadVariableOp",
                   paths[i]);
        mw_output_shape(mw_attr_type(n, "dtype", MW_FLOAT), shape);
        mw_add_object_variable(net->model, paths[i], MW_FLOAT, shape);
        mw_net_tensor(net, mw_object_key(&net->model->arena, paths[i]), MW_FLOAT, shape);
    }
}

static void put_object_graph(struct mw_network *net)
{
    struct mw_buf message = {0};
    struct mw_bytes *string = mw_arena_alloc(&net->model->arena, sizeof *string);
    mw_encode_trackable_graph(&message, net->model);
    *string = (struct mw_bytes){mw_arena_copy(&net->model->arena, message.data, message.size), message.size};
    mw_buf_free(&message);
    struct mw_tensor *t = mw_net_tensor(net, OBJECT_GRAPH_KEY, MW_STRING, MW_SCALAR);
    t->strings = string;
    t->shard = 0;
    /* What the save function is fed with. It is the stored value itself in real models, which matters to nobody here. */
    mw_const_string(net->graph, "Const", "");
    net->model->has_object_graph = true;
}

/* A StatefulPartitionedCall of the function; the types of its inputs are given, and those of its only output. */
static struct mw_node *put_call(struct mw_network *net, const char *name, const char *function,
                                const char *inputs, const int64_t *input_types, size_t count, int output_type)
{
    struct mw_node *n = mw_add(net->graph, name, "StatefulPartitionedCall", inputs);
    mw_attr_func(mw_attr_types(n, "Tin", input_types, count), "f", function);
    mw_attr_types(n, "Tout", (int64_t[]){output_type}, 1);
    mw_attr_string(mw_attr_string(n, "config", ""), "config_proto",
                   "\n\x07\n\x03"
                   "CPU\x10\x01");
    mw_attr_string(n, "executor_type", "");
    return mw_attr_ints(n, "_collective_manager_ids", NULL, 0);
}

static void put_calls(struct mw_network *net)
{
    static const int64_t serve[] = {MW_FLOAT, MW_RESOURCE, MW_RESOURCE, MW_RESOURCE, MW_RESOURCE};
    static const int64_t save[] = {MW_STRING, MW_FLOAT, MW_FLOAT, MW_FLOAT, MW_FLOAT, MW_STRING};
    static const int64_t restore[] = {MW_STRING, MW_RESOURCE, MW_RESOURCE, MW_RESOURCE, MW_RESOURCE};
    int64_t types[VARIABLES + 1];
    memcpy(types, serve, sizeof types);
    types[0] = net->recipe->input_dtype;
    struct mw_node *n =
        put_call(net, "StatefulPartitionedCall", "__inference_signature_wrapper_123",
                 "serving_default_input,conv1/kernel,conv1/bias,fc/kernel,fc/bias", types, 5, MW_FLOAT);
    mw_attr_ints(n, "_read_only_resource_inputs", (int64_t[]){1, 2, 3, 4}, 4);
    mw_output_shape(n, output_shape(net));
    n = put_call(net, "StatefulPartitionedCall_1", "__inference__traced_save_200",
                 "saver_filename,conv1/kernel/Read/ReadVariableOp,conv1/bias/Read/ReadVariableOp,"
                 "fc/kernel/Read/ReadVariableOp,fc/bias/Read/ReadVariableOp,Const",
                 save, 6, MW_STRING);
    mw_output_shape(n, MW_SCALAR);
    n = put_call(net, "StatefulPartitionedCall_2", "__inference__traced_restore_220",
                 "saver_filename,conv1/kernel,conv1/bias,fc/kernel,fc/bias", restore, 5, MW_STRING);
    mw_output_shape(n, MW_SCALAR);
}

static void put_graph(struct mw_network *net)
{
    struct mw_shape image = mw_net_image_shape(net, net->recipe->channels, 1);
    put_variables(net);
    put_object_graph(net);
    mw_add(net->graph, "NoOp", "NoOp", "^Const");
    struct mw_node *n = mw_add(net->graph, "serving_default_input", "Placeholder", NULL);
    mw_output_shape(mw_attr_shape(mw_attr_type(n, "dtype", net->recipe->input_dtype), "shape", image), image);
    n = mw_add(net->graph, "saver_filename", "Placeholder", NULL);
    mw_output_shape(mw_attr_shape(mw_attr_type(n, "dtype", MW_STRING), "shape", MW_SCALAR), MW_SCALAR);
    put_calls(net);
}

/* --- The layers --- */

static void add_arguments(struct mw_network *net, struct mw_function *f, const char *first, int dtype)
{
    mw_function_input(f, first, dtype);
    for (int i = 0; i < VARIABLES; i++)
        mw_function_input(f, mw_net_format(net, "%s", arguments[i]), MW_RESOURCE);
}

static void read_variable(struct mw_graph *g, const char *name, const char *argument)
{
    mw_attr_type(mw_add(g, name, "ReadVariableOp", argument), "dtype", MW_FLOAT);
}

static void put_convolution(struct mw_network *net, struct mw_graph *g, const char *input)
{
    bool nchw = net->recipe->nchw;
    const char *format = nchw ? "NCHW" : "NHWC";
    read_variable(g, "conv1/Conv2D/ReadVariableOp", "conv1_kernel");
    read_variable(g, "conv1/BiasAdd/ReadVariableOp", "conv1_bias");
    struct mw_node *n = typed(g, "conv1/Conv2D", "Conv2D",
                              mw_net_format(net, "%s,conv1/Conv2D/ReadVariableOp:value:0", input));
    mw_attr_ints(n, "strides", nchw ? (int64_t[]){1, 1, 2, 2} : (int64_t[]){1, 2, 2, 1}, 4);
    mw_attr_string(mw_attr_string(n, "padding", "SAME"), "data_format", format);
    mw_output_shape(n, mw_net_image_shape(net, FEATURES, 2));
    n = typed(g, "conv1/BiasAdd", "BiasAdd", "conv1/Conv2D:output:0,conv1/BiasAdd/ReadVariableOp:value:0");
    mw_attr_string(n, "data_format", format);
    typed(g, "conv1/Relu", "Relu", "conv1/BiasAdd:output:0");
    mw_const_ints(g, "pool/reduction_indices", (int64_t[]){nchw ? 2 : 1, nchw ? 3 : 2}, 2);
    n = typed(g, "pool", "Mean", "conv1/Relu:activations:0,pool/reduction_indices:output:0");
    mw_attr_type(mw_attr_bool(n, "keep_dims", false), "Tidx", MW_INT32);
}

static void put_dense(struct mw_graph *g)
{
    read_variable(g, "fc/MatMul/ReadVariableOp", "fc_kernel");
    read_variable(g, "fc/BiasAdd/ReadVariableOp", "fc_bias");
    struct mw_node *n = typed(g, "fc/MatMul", "MatMul", "pool:output:0,fc/MatMul/ReadVariableOp:value:0");
    mw_attr_bool(mw_attr_bool(n, "transpose_a", false), "transpose_b", false);
    n = typed(g, "fc/BiasAdd", "BiasAdd", "fc/MatMul:product:0,fc/BiasAdd/ReadVariableOp:value:0");
    mw_attr_string(n, "data_format", "NHWC");
    typed(g, "fc/Softmax", "Softmax", "fc/BiasAdd:output:0");
}

static void put_model_function(struct mw_network *net, const char *name)
{
    struct mw_function *f = mw_add_function(net->model, name);
    const char *input = "input";
    add_arguments(net, f, "input", net->recipe->input_dtype);
    if (net->recipe->input_dtype != MW_FLOAT) {
        struct mw_node *cast = mw_add(&f->body, "Cast", "Cast", "input");
        mw_attr_type(mw_attr_type(cast, "SrcT", net->recipe->input_dtype), "DstT", MW_FLOAT);
        input = "Cast:y:0";
    }
    put_convolution(net, &f->body, input);
    put_dense(&f->body);
    typed(&f->body, "Identity", "Identity", "fc/Softmax:softmax:0,^fc/BiasAdd/ReadVariableOp");
    mw_function_output(f, "identity", MW_FLOAT, "Identity:output:0");
}

static void put_wrapper(struct mw_network *net)
{
    struct mw_function *f = mw_add_function(net->model, "__inference_signature_wrapper_123");
    add_arguments(net, f, "input", net->recipe->input_dtype);
    struct mw_node *n = mw_add(&f->body, "StatefulPartitionedCall", "StatefulPartitionedCall",
                               "input,conv1_kernel,conv1_bias,fc_kernel,fc_bias");
    mw_attr_types(n, "Tin",
                  (int64_t[]){net->recipe->input_dtype, MW_RESOURCE, MW_RESOURCE, MW_RESOURCE, MW_RESOURCE},
                  5);
    mw_attr_types(n, "Tout", (int64_t[]){MW_FLOAT}, 1);
    mw_attr_func(n, "f", "__inference__wrapped_model_100");
    typed(&f->body, "Identity", "Identity", "StatefulPartitionedCall:output:0");
    mw_function_output(f, "identity", MW_FLOAT, "Identity:output:0");
}

/* --- Save and restore --- */

static void put_keys(struct mw_network *net, struct mw_graph *g, const char *op)
{
    const char *keys[VARIABLES + 1], *slices[VARIABLES + 1];
    for (int i = 0; i < VARIABLES; i++) {
        keys[i] = mw_object_key(&net->model->arena, paths[i]);
        slices[i] = "";
    }
    keys[VARIABLES] = OBJECT_GRAPH_KEY;
    slices[VARIABLES] = "";
    mw_const_strings(g, mw_net_format(net, "%s/tensor_names", op), keys, VARIABLES + 1);
    mw_const_strings(g, mw_net_format(net, "%s/shape_and_slices", op), slices, VARIABLES + 1);
}

static const int64_t stored_types[VARIABLES + 1] = {MW_FLOAT, MW_FLOAT, MW_FLOAT, MW_FLOAT, MW_STRING};

static void put_shard_name(struct mw_graph *g)
{
    mw_const_string(g, "Const", "_temp_0123456789abcdef/part");
    struct mw_node *n = mw_add(g, "StringJoin", "StringJoin", "file_prefix,Const:output:0");
    mw_attr_string(mw_attr_int(n, "N", 2), "separator", "");
    mw_const_int(g, "num_shards", 1);
    mw_const_int(g, "ShardedFilename/shard", 0);
    mw_add(g, "ShardedFilename", "ShardedFilename",
           "StringJoin:output:0,ShardedFilename/shard:output:0,num_shards:output:0");
}

static void put_save(struct mw_network *net)
{
    struct mw_function *f = mw_add_function(net->model, "__inference__traced_save_200");
    mw_function_input(f, "file_prefix", MW_STRING);
    for (int i = 0; i < VARIABLES; i++)
        mw_function_input(f, mw_net_format(net, "savev2_%s_read_readvariableop", arguments[i]), MW_FLOAT);
    mw_function_input(f, "savev2_const", MW_STRING);
    put_shard_name(&f->body);
    put_keys(net, &f->body, "SaveV2");
    struct mw_node *n =
        mw_add(&f->body, "SaveV2", "SaveV2",
               "ShardedFilename:filename:0,SaveV2/tensor_names:output:0,SaveV2/shape_and_slices:output:0");
    for (int i = 0; i < VARIABLES; i++)
        mw_add_input(n, mw_net_format(net, "savev2_%s_read_readvariableop", arguments[i]));
    mw_add_input(n, "savev2_const");
    mw_attr_types(n, "dtypes", stored_types, VARIABLES + 1);
    n = mw_add(&f->body, "MergeV2Checkpoints/checkpoint_prefixes", "Pack",
               "ShardedFilename:filename:0,^SaveV2");
    mw_attr_int(mw_attr_type(n, "T", MW_STRING), "N", 1);
    mw_add(&f->body, "MergeV2Checkpoints", "MergeV2Checkpoints",
           "MergeV2Checkpoints/checkpoint_prefixes:output:0,file_prefix");
    n = mw_add(&f->body, "Identity", "Identity", "file_prefix,^MergeV2Checkpoints");
    mw_attr_type(n, "T", MW_STRING);
    mw_function_output(f, "identity_1", MW_STRING, "Identity:output:0");
    mw_function_control(f, "MergeV2Checkpoints", "MergeV2Checkpoints");
    mw_function_control(f, "SaveV2", "SaveV2");
}

static const char *put_assign(struct mw_network *net, struct mw_function *f, int i)
{
    const char *value = mw_net_format(net, "Identity_%d", i);
    struct mw_node *n = mw_add(&f->body, value, "Identity", mw_net_format(net, "RestoreV2:tensors:%d", i));
    mw_attr_type(n, "T", MW_FLOAT);
    const char *inputs = mw_net_format(net, "assignvariableop_%s,%s:output:0", arguments[i], value);
    n = mw_add(&f->body, mw_net_format(net, "AssignVariableOp_%d", i), "AssignVariableOp", inputs);
    mw_function_control(f, n->name, n->name);
    return mw_attr_type(n, "dtype", MW_FLOAT)->name;
}

static void put_restore(struct mw_network *net)
{
    struct mw_function *f = mw_add_function(net->model, "__inference__traced_restore_220");
    mw_function_input(f, "file_prefix", MW_STRING);
    for (int i = 0; i < VARIABLES; i++)
        mw_function_input(f, mw_net_format(net, "assignvariableop_%s", arguments[i]), MW_RESOURCE);
    put_keys(net, &f->body, "RestoreV2");
    struct mw_node *n =
        mw_add(&f->body, "RestoreV2", "RestoreV2",
               "file_prefix,RestoreV2/tensor_names:output:0,RestoreV2/shape_and_slices:output:0");
    mw_attr_types(n, "dtypes", stored_types, VARIABLES + 1);
    struct mw_node *done = mw_add(&f->body, "Identity", "Identity", "file_prefix");
    mw_attr_type(done, "T", MW_STRING);
    for (int i = 0; i < VARIABLES; i++)
        mw_add_input(done, mw_net_format(net, "^%s", put_assign(net, f, i)));
    mw_function_output(f, "identity_1", MW_STRING, "Identity:output:0");
}

/* --- The whole --- */

static void put_signatures(struct mw_network *net)
{
    struct mw_signature *s = mw_add_signature(net->model, "serving_default", "tensorflow/serving/predict");
    mw_add_info(s, false, "input", "serving_default_input:0", net->recipe->input_dtype,
                mw_net_image_shape(net, net->recipe->channels, 1));
    mw_add_info(s, true, "probabilities", "StatefulPartitionedCall:0", MW_FLOAT, output_shape(net));
    s = mw_add_signature(net->model, "__saved_model_init_op", "");
    mw_add_info(s, true, "__saved_model_init_op", "NoOp", MW_INVALID, MW_UNKNOWN_SHAPE);
}

void mw_make_tf2(struct mw_network *net)
{
    net->model->producer = PRODUCER;
    net->model->tensorflow_version = "2.9.1";
    put_graph(net);
    put_wrapper(net);
    put_model_function(net, "__inference__wrapped_model_100");
    put_model_function(net, "__inference_call_150"); /* for Python callers: nothing in the graph reaches it */
    put_save(net);
    put_restore(net);
    put_signatures(net);
    net->model->has_saver = true;
    net->model->saver = (struct mw_saver){"saver_filename:0", "StatefulPartitionedCall_1:0",
                                          "StatefulPartitionedCall_2", false};
}
