/*
 * The saver subgraph of TensorFlow 1, for every tensor that the bundle will hold.
 *
 *   save/filename/input (Const "model") -> save/filename -> save/Const          the prefix, fed by the loader
 *   save/SaveV2 (prefix, tensor_names, shape_and_slices, variables…) -> save/MergeV2Checkpoints -> save/Identity
 *   save/RestoreV2 (prefix, tensor_names, shape_and_slices) -> save/Assign… -> save/restore_shard -> save/restore_all
 *
 * doc/FORMATS.md, "Variables".
 */
#include <string.h>

#include "network.h"

static struct mw_node *string_op(struct mw_network *net, const char *name, const char *op, const char *inputs)
{
    return mw_output_shape(mw_add(net->graph, name, op, inputs), MW_SCALAR);
}

static void put_prefix(struct mw_network *net)
{
    mw_const_string(net->graph, "save/filename/input", "model");
    struct mw_node *n = string_op(net, "save/filename", "PlaceholderWithDefault", "save/filename/input");
    mw_attr_shape(mw_attr_type(n, "dtype", MW_STRING), "shape", MW_SCALAR);
    n = string_op(net, "save/Const", "PlaceholderWithDefault", "save/filename");
    mw_attr_shape(mw_attr_type(n, "dtype", MW_STRING), "shape", MW_SCALAR);
}

/* NAME/tensor_names and NAME/shape_and_slices. */
static void put_keys(struct mw_network *net, const char *name)
{
    const struct mw_made *made = net->made;
    const char **keys = mw_arena_alloc(&net->model->arena, made->tensors * sizeof *keys);
    const char **slices = mw_arena_alloc(&net->model->arena, made->tensors * sizeof *slices);
    for (size_t i = 0; i < made->tensors; i++) {
        keys[i] = made->tensor[i].key;
        slices[i] = "";
    }
    mw_const_strings(net->graph, mw_net_format(net, "%s/tensor_names", name), keys, made->tensors);
    mw_const_strings(net->graph, mw_net_format(net, "%s/shape_and_slices", name), slices, made->tensors);
}

static const int64_t *dtypes(struct mw_network *net)
{
    int64_t *types = mw_arena_alloc(&net->model->arena, net->made->tensors * sizeof *types);
    for (size_t i = 0; i < net->made->tensors; i++)
        types[i] = net->made->tensor[i].dtype;
    return types;
}

static void put_shard_name(struct mw_network *net)
{
    mw_const_string(net->graph, "save/StringJoin/inputs_1", "_temp_0123456789abcdef/part");
    struct mw_node *n =
        string_op(net, "save/StringJoin", "StringJoin", "save/Const,save/StringJoin/inputs_1");
    mw_attr_string(mw_attr_int(n, "N", 2), "separator", "");
    mw_const_int(net->graph, "save/num_shards", 1);
    mw_const_int(net->graph, "save/ShardedFilename/shard", 0);
    string_op(net, "save/ShardedFilename", "ShardedFilename",
              "save/StringJoin,save/ShardedFilename/shard,save/num_shards");
}

static void put_save(struct mw_network *net)
{
    put_shard_name(net);
    put_keys(net, "save/SaveV2");
    struct mw_node *n = mw_add(net->graph, "save/SaveV2", "SaveV2",
                               "save/ShardedFilename,save/SaveV2/tensor_names,save/SaveV2/shape_and_slices");
    for (size_t i = 0; i < net->made->tensors; i++)
        mw_add_input(n, net->made->tensor[i].key);
    mw_attr_types(n, "dtypes", dtypes(net), net->made->tensors);
    n = string_op(net, "save/control_dependency", "Identity", "save/ShardedFilename,^save/SaveV2");
    mw_attr_type(n, "T", MW_STRING);
    n = mw_add(net->graph, "save/MergeV2Checkpoints/checkpoint_prefixes", "Pack",
               "save/ShardedFilename,^save/control_dependency");
    mw_attr_int(mw_attr_int(mw_attr_type(n, "T", MW_STRING), "N", 1), "axis", 0);
    mw_output_shape(n, MW_SHAPE(1));
    n = mw_add(net->graph, "save/MergeV2Checkpoints", "MergeV2Checkpoints",
               "save/MergeV2Checkpoints/checkpoint_prefixes,save/Const");
    mw_attr_bool(n, "delete_old_dirs", true);
    n = string_op(net, "save/Identity", "Identity",
                  "save/Const,^save/MergeV2Checkpoints,^save/control_dependency");
    mw_attr_type(n, "T", MW_STRING);
}

static const char *put_assign(struct mw_network *net, size_t i)
{
    const struct mw_tensor *t = &net->made->tensor[i];
    const char *name = i ? mw_net_format(net, "save/Assign_%zu", i) : "save/Assign";
    const char *value = i ? mw_net_format(net, "save/RestoreV2:%zu", i) : "save/RestoreV2";
    struct mw_node *n = mw_add(net->graph, name, "Assign", mw_net_format(net, "%s,%s", t->key, value));
    mw_attr_bool(mw_attr_bool(mw_attr_type(n, "T", t->dtype), "use_locking", true), "validate_shape", true);
    mw_attr_strings(n, "_class", (const char *[]){mw_net_format(net, "loc:@%s", t->key)}, 1);
    return mw_output_shape(n, t->shape)->name;
}

static void put_restore(struct mw_network *net)
{
    put_keys(net, "save/RestoreV2");
    struct mw_node *restore =
        mw_add(net->graph, "save/RestoreV2", "RestoreV2",
               "save/Const,save/RestoreV2/tensor_names,save/RestoreV2/shape_and_slices");
    mw_attr_types(restore, "dtypes", dtypes(net), net->made->tensors);
    struct mw_node *shard = NULL;
    const char **assigns = mw_arena_alloc(&net->model->arena, net->made->tensors * sizeof *assigns);
    for (size_t i = 0; i < net->made->tensors; i++) {
        mw_output_shape(restore, MW_UNKNOWN_SHAPE);
        assigns[i] = put_assign(net, i);
    }
    shard = mw_add(net->graph, "save/restore_shard", "NoOp", NULL);
    for (size_t i = 0; i < net->made->tensors; i++)
        mw_add_input(shard, mw_net_format(net, "^%s", assigns[i]));
    mw_add(net->graph, "save/restore_all", "NoOp", "^save/restore_shard");
}

static void put_init(struct mw_network *net)
{
    struct mw_node *init = mw_add(net->graph, "init", "NoOp", NULL);
    struct mw_collection *all = mw_add_collection(net->model, "variables", MW_COLLECTION_BYTES);
    struct mw_collection *trainable =
        mw_add_collection(net->model, "trainable_variables", MW_COLLECTION_BYTES);
    for (size_t i = 0; i < net->made->tensors; i++) {
        mw_add_input(init, mw_net_format(net, "^%s/Assign", net->made->tensor[i].key));
        mw_collection_add_variable(all, net->made->tensor[i].key, false);
        mw_collection_add_variable(trainable, net->made->tensor[i].key, false);
    }
}

void mw_net_saver(struct mw_network *net)
{
    put_init(net);
    put_prefix(net);
    put_save(net);
    put_restore(net);
    net->model->has_saver = true;
    net->model->saver = (struct mw_saver){"save/Const:0", "save/Identity:0", "save/restore_all", true};
}
