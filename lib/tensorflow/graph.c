/* Questions over one meta graph: see graph.h. */
#include "tensorflow/graph.h"

#include "tensorflow/tensor_name.h"

struct nnreg_graph nnreg_graph_of(const struct nnreg_savedmodel *model, uint32_t meta)
{
    struct nnreg_graph graph = {model, nnreg_savedmodel_meta_at(model, meta)};

    return graph;
}

/* -- by name -- */

uint32_t nnreg_graph_node_in(const struct nnreg_graph *graph, nnreg_graph_body body, uint32_t name)
{
    if (body != NULL)
        return nnreg_name_index_find(&graph->model->body_index, body->first_node, body->nodes, name);
    return nnreg_name_index_find(&graph->model->node_index, graph->meta->first_node, graph->meta->nodes,
                                 name);
}

uint32_t nnreg_graph_node(const struct nnreg_graph *graph, const char *name, size_t length)
{
    uint32_t text;

    if (!nnreg_string_pool_find(&text, &graph->model->strings, name, length))
        return NNREG_SAVEDMODEL_NONE;
    return nnreg_graph_node_in(graph, NULL, text);
}

uint32_t nnreg_graph_function(const struct nnreg_graph *graph, uint32_t name)
{
    return nnreg_name_index_find(&graph->model->function_index, graph->meta->first_function,
                                 graph->meta->functions, name);
}

bool nnreg_graph_has_argument(const struct nnreg_graph *graph, nnreg_graph_body body, uint32_t name)
{
    return nnreg_name_index_find(&graph->model->arg_index, body->signature.first_arg, body->signature.args,
                                 name) != NNREG_NAME_INDEX_NONE;
}

/* -- shapes -- */

uint32_t nnreg_graph_output_shape(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node,
                                  uint32_t output)
{
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr_named(graph->model, node, "_output_shapes");

    if (attr == NULL || nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_SHAPES ||
        output >= nnreg_savedmodel_attr_count(graph->model, attr))
        return 0;
    return nnreg_savedmodel_attr_entry(graph->model, attr, output);
}

uint32_t nnreg_graph_shape_attr(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(graph->model, node, "shape");

    return attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_SHAPE ? attr->value : 0;
}

static bool is_placeholder(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node)
{
    return nnreg_savedmodel_text_is(graph->model, node->op, "Placeholder") ||
           nnreg_savedmodel_text_is(graph->model, node->op, "PlaceholderV2") ||
           nnreg_savedmodel_text_is(graph->model, node->op, "PlaceholderWithDefault");
}

/*
 * The annotation of the exporter, if it has one; of a placeholder its own attribute, where rank 0 meant any shape up to producer 21
 * (doc/FORMATS.md, "Names, tensors, functions").
 */
void nnreg_graph_tensor_shape(struct nnreg_shape *shape, const struct nnreg_graph *graph,
                              const struct nnreg_graph_tensor *tensor)
{
    const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(graph->model, tensor->node);

    nnreg_savedmodel_shape(shape, graph->model, nnreg_graph_output_shape(graph, node, tensor->output));
    if (shape->known || tensor->output > 0 || !is_placeholder(graph, node))
        return;
    nnreg_savedmodel_shape(shape, graph->model, nnreg_graph_shape_attr(graph, node));
    if (shape->known && shape->rank == 0 && graph->meta->producer <= NNREG_GRAPH_OLD_PRODUCER)
        shape->known = false;
}

/* -- tensors -- */

bool nnreg_graph_tensor(struct nnreg_graph_tensor *tensor, const struct nnreg_graph *graph, const char *name,
                        size_t length)
{
    struct nnreg_tensor_name parts = nnreg_tensor_name_split(name, length);
    const struct nnreg_savedmodel_node *node;

    tensor->node = nnreg_graph_node(graph, parts.node, parts.length);
    tensor->output = parts.output;
    tensor->is_control = parts.is_control;
    tensor->outputs = NNREG_SAVEDMODEL_NONE;
    tensor->dtype = NNREG_DTYPE_UNNAMED;
    tensor->has_output = false;
    if (tensor->node == NNREG_SAVEDMODEL_NONE)
        return false;
    node = nnreg_savedmodel_node_at(graph->model, tensor->node);
    if (!nnreg_graph_outputs(&tensor->outputs, graph, node))
        tensor->outputs = NNREG_SAVEDMODEL_NONE;
    tensor->has_output = !parts.is_control && tensor->output < tensor->outputs;
    if (tensor->has_output)
        nnreg_graph_output_type(&tensor->dtype, graph, node, tensor->output);
    return true;
}

/* -- maps -- */

const struct nnreg_savedmodel_signature *nnreg_graph_signature(const struct nnreg_graph *graph,
                                                               const char *key)
{
    uint32_t i;

    for (i = 0; i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);

        if (!signature->replaced && nnreg_savedmodel_text_is(graph->model, signature->key, key))
            return signature;
    }
    return NULL;
}

const struct nnreg_savedmodel_collection *nnreg_graph_collection(const struct nnreg_graph *graph,
                                                                 const char *key)
{
    uint32_t i;

    for (i = 0; i < graph->meta->collections; i++) {
        const struct nnreg_savedmodel_collection *collection =
            nnreg_savedmodel_collection_at(graph->model, graph->meta->first_collection + i);

        if (!collection->replaced && nnreg_savedmodel_text_is(graph->model, collection->key, key))
            return collection;
    }
    return NULL;
}

const struct nnreg_savedmodel_info *nnreg_graph_info(const struct nnreg_graph *graph,
                                                     const struct nnreg_savedmodel_signature *signature,
                                                     bool is_output, const char *key, size_t length)
{
    uint32_t text, i;

    if (!nnreg_string_pool_find(&text, &graph->model->strings, key, length))
        return NULL;
    for (i = 0; i < signature->infos; i++) {
        const struct nnreg_savedmodel_info *info =
            nnreg_savedmodel_info_at(graph->model, signature->first_info + i);

        if (info->depth == 0 && !info->replaced && info->is_output == is_output && info->key == text)
            return info;
    }
    return NULL;
}

/* -- the rest -- */

/* The initializer that a collection names: the names it has, of which one is right. */
static struct nnreg_graph_init init_of(const struct nnreg_graph *graph, const char *key,
                                       enum nnreg_init_source source)
{
    const struct nnreg_savedmodel_collection *collection = nnreg_graph_collection(graph, key);
    struct nnreg_graph_init init = {NNREG_INIT_NONE, 0, 0};

    if (collection == NULL || collection->kind != NNREG_COLLECTION_NODES)
        return init;
    init.source = source;
    init.count = collection->count;
    if (collection->values > 0)
        init.name = nnreg_savedmodel_value_at(graph->model, collection->first_value);
    return init;
}

/* In the order in which TensorFlow's loader looks for it (doc/FORMATS.md, "SavedModel folder", 4). */
struct nnreg_graph_init nnreg_graph_init_op(const struct nnreg_graph *graph)
{
    static const char key[] = "__saved_model_init_op";
    const struct nnreg_savedmodel_signature *signature = nnreg_graph_signature(graph, key);
    const struct nnreg_savedmodel_info *info =
        signature != NULL ? nnreg_graph_info(graph, signature, true, key, sizeof(key) - 1) : NULL;
    struct nnreg_graph_init init = {NNREG_INIT_SIGNATURE, 0, 1};

    if (info != NULL) {
        init.name = info->name;
        return init;
    }
    init = init_of(graph, "saved_model_main_op", NNREG_INIT_MAIN_OP);
    return init.source != NNREG_INIT_NONE ? init : init_of(graph, "legacy_init_op", NNREG_INIT_LEGACY);
}

size_t nnreg_graph_info_tensors(uint32_t names[NNREG_INFO_TENSORS], const struct nnreg_savedmodel_info *info)
{
    names[0] = info->name;
    names[1] = info->indices;
    names[2] = info->dense_shape;
    if (info->replaced)
        return 0;
    return info->form == NNREG_INFO_SPARSE ? NNREG_INFO_TENSORS : info->form == NNREG_INFO_DENSE;
}

bool nnreg_graph_is_init_signature(const struct nnreg_graph *graph,
                                   const struct nnreg_savedmodel_signature *signature)
{
    return nnreg_savedmodel_text_is(graph->model, signature->key, "__saved_model_init_op") ||
           nnreg_savedmodel_text_is(graph->model, signature->key, "__saved_model_train_op");
}

/* "serving_default", else the first that is not there for loading or training. */
const struct nnreg_savedmodel_signature *nnreg_graph_main_signature(const struct nnreg_graph *graph)
{
    const struct nnreg_savedmodel_signature *signature = nnreg_graph_signature(graph, "serving_default");
    uint32_t i;

    for (i = 0; signature == NULL && i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *other =
            nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);

        if (!other->replaced && !nnreg_graph_is_init_signature(graph, other))
            signature = other;
    }
    return signature;
}

bool nnreg_graph_has_own_assets(const struct nnreg_graph *graph)
{
    uint32_t i;

    for (i = 0; i < graph->meta->assets; i++)
        if (!nnreg_savedmodel_asset_at(graph->model, graph->meta->first_asset + i)->from_collection)
            return true;
    return false;
}
