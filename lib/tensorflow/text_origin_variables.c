/*
 * Texts that are kept in resource variables (text_origin.h): TensorFlow 2 assigns the path of an asset to a variable when the
 * model is loaded, and reads it from there. What a variable holds is what the graph's nodes assign to it, unless its handle
 * goes where something else may do so: into a function, or an operation that is not one of these.
 */
#include "tensorflow/text_origin_parts.h"

#include <stdlib.h>

#include "base/alloc.h"

static int compare_variables(const void *a, const void *b)
{
    const struct nnreg_text_variable *one = a, *other = b;

    if (one->name != other->name)
        return one->name < other->name ? -1 : 1;
    return (one->point > other->point) - (one->point < other->point);
}

static int compare_assigns(const void *a, const void *b)
{
    const struct nnreg_text_assign *one = a, *other = b;

    if (one->variable != other->variable)
        return one->variable < other->variable ? -1 : 1;
    return (one->point > other->point) - (one->point < other->point);
}

static bool is_handle(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    return nnreg_savedmodel_text_is(model, node->op, "VarHandleOp");
}

/* tensorflow/core/kernels/resource_variable_ops.cc, VarHandleOp: the node's name does not count. */
static uint32_t shared_name(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(model, node, "shared_name");

    return attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TEXT ? attr->value : 0;
}

const struct nnreg_text_variable *nnreg_text_origin_variable(const struct nnreg_text_origins *origins,
                                                             const struct nnreg_savedmodel_node *node)
{
    uint32_t name = shared_name(origins->flow->graph->model, node), low = 0, high = origins->variable_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (origins->variables[middle].name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low < origins->variable_count && origins->variables[low].name == name ? &origins->variables[low]
                                                                                 : NULL;
}

uint32_t nnreg_text_origin_first_assign(const struct nnreg_text_origins *origins,
                                        const struct nnreg_text_variable *variable)
{
    uint32_t number = (uint32_t)(variable - origins->variables), low = 0, high = origins->assign_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (origins->assigns[middle].variable < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* One for each name: the first. */
static void drop_equal_names(struct nnreg_text_origins *origins)
{
    uint32_t i, kept = 0;

    for (i = 0; i < origins->variable_count; i++)
        if (kept == 0 || origins->variables[kept - 1].name != origins->variables[i].name)
            origins->variables[kept++] = origins->variables[i];
    origins->variable_count = kept;
}

static bool find_handles(struct nnreg_text_origins *origins)
{
    const struct nnreg_graph *graph = origins->flow->graph;
    uint32_t first = graph->meta->first_node, i, count = 0;

    for (i = first; i < first + graph->meta->nodes; i++)
        count += is_handle(graph->model, nnreg_savedmodel_node_at(graph->model, i));
    origins->variables = nnreg_alloc_zero((size_t)count + 1, sizeof *origins->variables);
    if (origins->variables == NULL)
        return false;
    for (i = first; i < first + graph->meta->nodes; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(graph->model, i);

        if (is_handle(graph->model, node))
            origins->variables[origins->variable_count++] = (struct nnreg_text_variable){
                shared_name(graph->model, node), nnreg_flow_of_node(origins->flow, i), false};
    }
    if (origins->variable_count > 1)
        qsort(origins->variables, origins->variable_count, sizeof *origins->variables, compare_variables);
    drop_equal_names(origins);
    return true;
}

/* A node of the graph that takes a handle as its input number `input`. */
static void note_use(struct nnreg_text_origins *origins, uint32_t index, uint32_t input,
                     const struct nnreg_savedmodel_node *handle)
{
    const struct nnreg_savedmodel *model = origins->flow->graph->model;
    const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(model, index);
    const struct nnreg_text_variable *variable = nnreg_text_origin_variable(origins, handle);
    uint32_t number = (uint32_t)(variable - origins->variables);

    if (nnreg_savedmodel_text_is(model, node->op, "AssignVariableOp") && input == 0)
        origins->assigns[origins->assign_count++] =
            (struct nnreg_text_assign){number, nnreg_flow_of_node(origins->flow, index)};
    else if (!nnreg_savedmodel_text_is(model, node->op, "ReadVariableOp") &&
             !nnreg_savedmodel_text_is(model, node->op, "VarIsInitializedOp"))
        origins->variables[number].escapes = true;
}

static bool find_assigns(struct nnreg_text_origins *origins)
{
    const struct nnreg_graph *graph = origins->flow->graph;
    uint32_t first = graph->meta->first_node, i, k;

    origins->assigns = nnreg_alloc_zero((size_t)graph->meta->nodes + 1, sizeof *origins->assigns);
    if (origins->assigns == NULL)
        return false;
    for (i = first; i < first + graph->meta->nodes; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(graph->model, i), *handle;

        for (k = 0; k < node->inputs; k++) {
            const struct nnreg_flow_edge *edge = &origins->flow->edges[node->first_input + k];

            if (edge->source == NNREG_FLOW_NONE || edge->output == NNREG_INPUT_CONTROL)
                continue;
            handle = nnreg_savedmodel_node_at(graph->model, first + edge->source);
            if (is_handle(graph->model, handle))
                note_use(origins, i, k, handle);
        }
    }
    if (origins->assign_count > 1)
        qsort(origins->assigns, origins->assign_count, sizeof *origins->assigns, compare_assigns);
    return true;
}

static void let_escape(struct nnreg_text_origins *origins, const struct nnreg_text_variable *variable)
{
    if (variable != NULL)
        origins->variables[variable - origins->variables].escapes = true;
}

/* A function may make a handle of its own, by the same name; or by any, where its calls say which. */
static void find_handles_in_functions(struct nnreg_text_origins *origins)
{
    const struct nnreg_graph *graph = origins->flow->graph;
    bool of_any_name = false;
    uint32_t f, i;

    for (f = graph->meta->first_function; f < graph->meta->first_function + graph->meta->functions; f++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(graph->model, f);

        for (i = body->first_node; i < body->first_node + body->nodes; i++) {
            const struct nnreg_savedmodel_node *node = nnreg_savedmodel_body_node_at(graph->model, i);

            if (!is_handle(graph->model, node))
                continue;
            let_escape(origins, nnreg_text_origin_variable(origins, node));
            of_any_name |= (node->flags & NNREG_NODE_TEXT_UNKNOWN) != 0;
        }
    }
    for (i = 0; i < origins->variable_count && of_any_name; i++)
        let_escape(origins, &origins->variables[i]);
}

bool nnreg_text_origin_find_variables(struct nnreg_text_origins *origins)
{
    if (origins->variables_found)
        return true;
    origins->variables_found = true;
    if (!find_handles(origins) || !find_assigns(origins))
        return false;
    find_handles_in_functions(origins);
    return true;
}
