/*
 * What the facts of a model promise, whatever bytes they were read from: every number they hold points to something,
 * every question over them has an answer, and they take no more memory than the input's size allows.
 */
#ifndef FUZZ_MODEL_PROMISES_H
#define FUZZ_MODEL_PROMISES_H

#include <stdbool.h>
#include <stdlib.h>

#include "savedmodel_heap.h"
#include "tensorflow/restored.h"
#include "tensorflow/savedmodel_values.h"

#define PROMISED_HEAP_BASE ((size_t)1 << 20)
#define PROMISED_HEAP_RATE 64 /* bytes on the heap for one of the input */

static void must(bool kept)
{
    if (!kept)
        abort();
}

static void check_text(const struct nnreg_savedmodel *model, uint32_t text)
{
    must(text >> 16 < model->strings.blocks);
    must(nnreg_savedmodel_text(model, text)[nnreg_savedmodel_text_size(model, text)] == '\0');
}

static void check_range(uint32_t first, uint32_t count, const struct nnreg_chunks *array)
{
    must((uint64_t)first + count <= array->count);
}

/* Every element has a value, or none has, and what is no element has none. */
static void check_constant(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_attr *attr)
{
    struct nnreg_savedmodel_tensor tensor;
    struct nnreg_shape shape;
    double number;
    bool first;

    must(nnreg_savedmodel_tensor(&tensor, model, attr));
    check_text(model, tensor.shape);
    nnreg_savedmodel_shape(&shape, model, tensor.shape);
    must(tensor.has_elements || !tensor.has_values);
    if (tensor.dtype == NNREG_DT_STRING)
        return;
    must(tensor.count <= NNREG_LIMIT_MODEL_VALUES);
    first = nnreg_savedmodel_tensor_double(&number, &tensor, 0);
    must(!nnreg_savedmodel_tensor_double(&number, &tensor, UINT64_MAX));
    must(!first || nnreg_savedmodel_tensor_double(&number, &tensor, tensor.elements - 1));
    must(first == (tensor.has_values && tensor.elements > 0));
}

static void check_ints(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_attr *attr)
{
    struct nnreg_savedmodel_ints ints;

    check_text(model, attr->value);
    must(nnreg_savedmodel_ints(&ints, model, attr));
    must(ints.count > 0 && ints.count <= NNREG_LIMIT_MODEL_VALUES);
}

static void check_attr(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_attr *attr)
{
    enum nnreg_attr_kind kind = nnreg_savedmodel_attr_kind(attr);
    struct nnreg_shape shape;
    uint32_t i;

    must(kind > NNREG_ATTR_NONE && kind <= NNREG_ATTR_STRINGS);
    check_text(model, nnreg_savedmodel_attr_key(attr));
    if (kind == NNREG_ATTR_INT)
        nnreg_savedmodel_attr_int(model, attr);
    else if (kind == NNREG_ATTR_SHAPE)
        nnreg_savedmodel_shape(&shape, model, attr->value);
    else if (kind == NNREG_ATTR_TEXT || kind == NNREG_ATTR_FUNC)
        check_text(model, attr->value);
    else if (kind == NNREG_ATTR_TENSOR || kind == NNREG_ATTR_STRINGS)
        check_constant(model, attr);
    else if (kind == NNREG_ATTR_INTS)
        check_ints(model, attr);
    else if (kind == NNREG_ATTR_BOOL)
        must(attr->value <= 1);
    must(nnreg_savedmodel_attr_count(model, attr) <= NNREG_LIMIT_MODEL_LIST);
    for (i = 0; i < nnreg_savedmodel_attr_count(model, attr); i++) {
        uint32_t entry = nnreg_savedmodel_attr_entry(model, attr, i);

        if (kind == NNREG_ATTR_SHAPES)
            nnreg_savedmodel_shape(&shape, model, entry);
        else if (kind != NNREG_ATTR_TYPES)
            check_text(model, entry);
    }
}

static void check_node(const struct nnreg_graph *graph, nnreg_graph_body body,
                       const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel *model = graph->model;
    uint32_t i, count, dtype;

    check_text(model, node->name);
    check_text(model, node->op);
    check_range(node->first_input, node->inputs, &model->inputs);
    check_range(node->first_attr, node->attrs, &model->attrs);
    must(nnreg_graph_node_in(graph, body, node->name) != NNREG_SAVEDMODEL_NONE);
    for (i = 0; i < node->inputs; i++) {
        check_text(model, nnreg_savedmodel_input_at(model, node->first_input + i)->name);
        check_text(model, nnreg_savedmodel_input_at(model, node->first_input + i)->argument);
    }
    for (i = 0; i < node->attrs; i++)
        check_attr(model, nnreg_savedmodel_attr_at(model, node->first_attr + i));
    if (nnreg_graph_outputs(&count, graph, node) && count > 0 &&
        nnreg_graph_output_type(&dtype, graph, node, 0))
        must(dtype != NNREG_DT_INVALID);
}

static void check_tensor(const struct nnreg_graph *graph, uint32_t name)
{
    uint32_t nearest[NNREG_GRAPH_NEAREST];
    struct nnreg_graph_tensor tensor;
    struct nnreg_shape shape;
    const char *text = nnreg_savedmodel_text(graph->model, name);
    size_t size = nnreg_savedmodel_text_size(graph->model, name);

    if (nnreg_graph_tensor(&tensor, graph, text, size))
        nnreg_graph_tensor_shape(&shape, graph, &tensor);
    else
        must(nnreg_graph_nearest(nearest, graph, text, size) <= NNREG_GRAPH_NEAREST);
}

static void check_signatures(const struct nnreg_graph *graph)
{
    const struct nnreg_savedmodel *model = graph->model;
    uint32_t i, k;

    check_range(graph->meta->first_signature, graph->meta->signatures, &model->signatures);
    for (i = 0; i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(model, graph->meta->first_signature + i);

        check_text(model, signature->key);
        check_text(model, signature->method);
        check_range(signature->first_info, signature->infos, &model->infos);
        for (k = 0; k < signature->infos && k < 64; k++) {
            const struct nnreg_savedmodel_info *info =
                nnreg_savedmodel_info_at(model, signature->first_info + k);
            struct nnreg_shape shape;

            check_text(model, info->key);
            check_text(model, info->indices);
            check_text(model, info->dense_shape);
            nnreg_savedmodel_shape(&shape, model, info->shape);
            check_tensor(graph, info->name);
        }
    }
}

static void check_parts(const struct nnreg_graph *graph)
{
    const struct nnreg_savedmodel *model = graph->model;
    const struct nnreg_savedmodel_meta *meta = graph->meta;
    uint32_t i, k;

    check_range(meta->first_tag, meta->tags, &model->tags);
    check_range(meta->first_op, meta->ops, &model->ops);
    check_range(meta->first_collection, meta->collections, &model->collections);
    check_range(meta->first_asset, meta->assets, &model->assets);
    check_range(meta->first_gradient, meta->gradients, &model->gradients);
    for (i = 0; i < meta->tags; i++)
        check_text(model, nnreg_savedmodel_tag_at(model, meta->first_tag + i));
    for (i = 0; i < meta->assets; i++)
        check_text(model, nnreg_savedmodel_asset_at(model, meta->first_asset + i)->filename);
    for (i = 0; i < meta->collections; i++) {
        const struct nnreg_savedmodel_collection *collection =
            nnreg_savedmodel_collection_at(model, meta->first_collection + i);

        check_range(collection->first_value, collection->values, &model->values);
        for (k = 0; k < collection->values; k++)
            check_text(model, nnreg_savedmodel_value_at(model, collection->first_value + k));
    }
    for (i = 0; i < meta->ops; i++) {
        const struct nnreg_savedmodel_op *op = nnreg_savedmodel_op_at(model, meta->first_op + i);

        check_range(op->first_arg, op->args, &model->args);
        check_range(op->first_default, op->defaults, &model->defaults);
        for (k = 0; k < op->defaults; k++)
            check_attr(model, nnreg_savedmodel_default_at(model, op->first_default + k));
    }
}

static void check_meta(const struct nnreg_savedmodel *model, uint32_t index)
{
    struct nnreg_graph graph = nnreg_graph_of(model, index);
    struct nnreg_restored restored;
    uint32_t i, k;

    check_range(graph.meta->first_node, graph.meta->nodes, &model->nodes);
    check_range(graph.meta->first_function, graph.meta->functions, &model->functions);
    for (i = 0; i < graph.meta->nodes; i++)
        check_node(&graph, NULL, nnreg_savedmodel_node_at(model, graph.meta->first_node + i));
    for (i = 0; i < graph.meta->functions; i++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(model, graph.meta->first_function + i);

        check_range(body->first_node, body->nodes, &model->body_nodes);
        check_range(body->first_ret, body->rets, &model->rets);
        for (k = 0; k < body->rets; k++) {
            const struct nnreg_savedmodel_ret *ret = nnreg_savedmodel_ret_at(model, body->first_ret + k);

            check_text(model, ret->name);
            check_text(model, ret->node);
            check_text(model, ret->argument);
        }
        check_range(body->signature.first_arg, body->signature.args, &model->args);
        for (k = 0; k < body->nodes; k++)
            check_node(&graph, body, nnreg_savedmodel_body_node_at(model, body->first_node + k));
    }
    check_signatures(&graph);
    check_parts(&graph);
    check_text(model, nnreg_graph_init_op(&graph).name);
    must(nnreg_restored_find(&restored, &graph, NULL) == NNREG_OK);
    nnreg_restored_need(&restored, &graph);
    for (i = 0; i < restored.count; i++)
        must(nnreg_restored_has(&restored, model, nnreg_savedmodel_text(model, restored.list[i].key),
                                nnreg_savedmodel_text_size(model, restored.list[i].key)));
    nnreg_restored_free(&restored);
}

/* Reads the input and holds what comes of it against the promises. */
static void check_model(const uint8_t *input, size_t size, enum nnreg_savedmodel_syntax syntax)
{
    struct nnreg_savedmodel_failure failure;
    struct nnreg_cursor cursor;
    struct nnreg_savedmodel *model;
    nnreg_status status;
    uint32_t i;

    nnreg_cursor_memory(&cursor, input, size);
    status = nnreg_savedmodel_read(&model, &cursor, syntax, &failure, NULL);
    if (status != NNREG_OK) {
        must(status == NNREG_CORRUPT || status == NNREG_LIMIT);
        must(model == NULL && failure.reason != NULL && failure.reason[0] != '\0' && failure.offset <= size);
        must(syntax == NNREG_SAVEDMODEL_BINARY || (failure.line > 0 && failure.column > 0));
        return;
    }
    must(savedmodel_heap(model) <= PROMISED_HEAP_BASE + size * PROMISED_HEAP_RATE);
    for (i = 0; i < model->metas.count; i++)
        check_meta(model, i);
    nnreg_savedmodel_free(model);
}

#endif
