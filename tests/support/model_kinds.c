/*
 * The ready-made models in TensorFlow 1's form: classifier, detector, and the one with an asset.
 */
#include <string.h>

#include "network.h"

#define BOXES     100
#define TOP_BOXES 10

void mw_make_classifier(struct mw_network *net)
{
    int width;
    const char *features = mw_net_features(net, mw_net_input(net, "input"), &width);
    mw_net_classifier(net, mw_net_dense(net, "fc", features, width, net->recipe->labels));
    if (!net->frozen)
        mw_net_saver(net);
}

/* --- Detector --- */

/* Boxes pass through a Split and a ConcatV2, so that there are tensors split:1 to split:3 to name. */
static void put_boxes(struct mw_network *net, const char *features, int width)
{
    int64_t batch = mw_net_batch(net);
    const char *flat = mw_net_dense(net, "box_predictor", features, width, BOXES * 4);
    const char *raw = mw_net_reshape(net, "box_predictor/Reshape", flat, MW_SHAPE(batch, BOXES, 4));
    mw_const_int(net->graph, "split/split_dim", 2);
    struct mw_node *n = mw_add(net->graph, "split", "Split", mw_net_format(net, "split/split_dim,%s", raw));
    mw_attr_int(mw_attr_type(n, "T", MW_FLOAT), "num_split", 4);
    for (int i = 0; i < 4; i++)
        mw_output_shape(n, MW_SHAPE(batch, BOXES, 1));
    mw_const_int(net->graph, "boxes/axis", 2);
    n = mw_add(net->graph, "boxes", "ConcatV2", "split,split:1,split:2,split:3,boxes/axis");
    mw_attr_type(mw_attr_int(mw_attr_type(n, "T", MW_FLOAT), "N", 4), "Tidx", MW_INT32);
    mw_output_shape(n, MW_SHAPE(batch, BOXES, 4));
}

static struct mw_shape scores_shape(const struct mw_network *net)
{
    if (net->recipe->flat_scores)
        return MW_SHAPE(mw_net_batch(net), BOXES);
    return MW_SHAPE(mw_net_batch(net), BOXES, net->recipe->labels);
}

static void put_scores(struct mw_network *net, const char *features, int width)
{
    int classes = net->recipe->flat_scores ? 1 : net->recipe->labels;
    const char *flat = mw_net_dense(net, "class_predictor", features, width, BOXES * classes);
    struct mw_node *n = mw_add(net->graph, "class_predictor/Sigmoid", "Sigmoid", flat);
    mw_output_shape(mw_attr_type(n, "T", MW_FLOAT), MW_SHAPE(mw_net_batch(net), BOXES * classes));
    mw_net_reshape(net, "scores", n->name, scores_shape(net));
}

/* The best of the last dimension: its values are top:0, its places top:1. */
static struct mw_shape put_top(struct mw_network *net)
{
    struct mw_shape shape = scores_shape(net);
    shape.dim[shape.rank - 1] = net->recipe->flat_scores ? TOP_BOXES : 1;
    mw_const_int(net->graph, "top/k", shape.dim[shape.rank - 1]);
    struct mw_node *n = mw_add(net->graph, "top", "TopKV2", "scores,top/k");
    mw_attr_bool(mw_attr_type(n, "T", MW_FLOAT), "sorted", true);
    mw_output_shape(mw_output_shape(n, shape), shape);
    return shape;
}

void mw_make_detector(struct mw_network *net)
{
    int width;
    const char *features = mw_net_features(net, mw_net_input(net, "input"), &width);
    put_boxes(net, features, width);
    put_scores(net, features, width);
    struct mw_shape top = put_top(net);
    struct mw_signature *s = mw_add_signature(net->model, "serving_default", "tensorflow/serving/predict");
    mw_add_info(s, false, "input", "input:0", net->recipe->input_dtype,
                mw_net_image_shape(net, net->recipe->channels, 1));
    mw_add_info(s, true, "boxes", "boxes:0", MW_FLOAT, MW_SHAPE(mw_net_batch(net), BOXES, 4));
    mw_add_info(s, true, "classes", "top:1", MW_INT32, top);
    mw_add_info(s, true, "scores", "scores:0", MW_FLOAT, scores_shape(net));
    mw_net_saver(net);
}

/* --- Asset --- */

static void put_label_table(struct mw_network *net)
{
    mw_const_string(net->graph, "labels/filename", net->recipe->asset);
    struct mw_node *n = mw_add(net->graph, "labels/table", "HashTableV2", NULL);
    mw_attr_string(mw_attr_string(n, "container", ""), "shared_name", "labels");
    mw_attr_bool(mw_attr_type(mw_attr_type(n, "key_dtype", MW_INT64), "value_dtype", MW_STRING),
                 "use_node_name_sharing", true);
    mw_output_shape(n, MW_SCALAR);
    n = mw_add(net->graph, "labels/init", "InitializeTableFromTextFileV2", "labels/table,labels/filename");
    mw_attr_int(mw_attr_int(mw_attr_int(n, "key_index", -1), "value_index", -2), "vocab_size", -1);
    mw_attr_string(n, "delimiter", "\t");
    mw_add(net->graph, "init_all_tables", "NoOp", "^labels/init");
    struct mw_collection *c = mw_add_collection(net->model, "saved_model_main_op", MW_COLLECTION_NODES);
    mw_collection_add(c, "init_all_tables", strlen("init_all_tables"), NULL);
}

static void put_lookup(struct mw_network *net)
{
    struct mw_shape shape = MW_SHAPE(mw_net_batch(net));
    mw_const_int(net->graph, "best/dimension", 1);
    struct mw_node *n = mw_add(net->graph, "best", "ArgMax", "probabilities,best/dimension");
    mw_attr_type(mw_attr_type(mw_attr_type(n, "T", MW_FLOAT), "Tidx", MW_INT32), "output_type", MW_INT64);
    mw_output_shape(n, shape);
    mw_const_string(net->graph, "label/unknown", "?");
    n = mw_add(net->graph, "label", "LookupTableFindV2", "labels/table,best,label/unknown");
    mw_attr_type(mw_attr_type(n, "Tin", MW_INT64), "Tout", MW_STRING);
    mw_output_shape(n, shape);
    mw_add_info(net->model->signature[0], true, "label", "label:0", MW_STRING, shape);
}

static void add_label_file(struct mw_network *net)
{
    struct mw_buf text = {0};
    for (int i = 0; i < net->recipe->labels; i++)
        mw_buf_printf(&text, "label %d\n", i);
    struct mw_asset_file *file = mw_arena_alloc(&net->model->arena, sizeof *file);
    file->name = net->recipe->asset;
    file->content = (struct mw_bytes){mw_arena_copy(&net->model->arena, text.data, text.size), text.size};
    net->made->asset_file = file;
    net->made->asset_files = net->recipe->omit_asset ? 0 : 1;
    mw_buf_free(&text);
}

void mw_make_asset(struct mw_network *net)
{
    mw_make_classifier(net);
    put_label_table(net);
    put_lookup(net);
    add_label_file(net);
    if (net->recipe->asset_in_collection) {
        struct mw_collection *c = mw_add_collection(net->model, "saved_model_assets", MW_COLLECTION_ASSETS);
        mw_collection_add(c, net->recipe->asset, strlen(net->recipe->asset) + 1, "labels/filename:0");
    } else {
        mw_add_asset(net->model, "labels/filename:0", net->recipe->asset);
    }
}
