/*
 * How many outputs a node has, and of which types: see graph.h (doc/FORMATS.md, "Names, tensors, functions").
 *
 * A node's operation has an OpDef, in the op list, as the signature of a function of that name, or in TensorFlow's core. Its
 * output arguments are one tensor each, or open: as many as an attribute of the node says. savedmodel_outputs.c has counted and
 * chained them once for each operation, because graphs have nodes by the million, of operations with arguments by the thousand.
 * What cannot be told (an operation that is nowhere declared, an attribute that is missing) is unknown, and never an answer by
 * guess.
 */
#include "tensorflow/graph.h"

/*
 * An operation of the op list comes before a function of the same name, as when TensorFlow loads them; what neither has is
 * declared as in TensorFlow's core (savedmodel_core.c).
 */
const struct nnreg_savedmodel_op *nnreg_graph_op(const struct nnreg_graph *graph,
                                                 const struct nnreg_savedmodel_node *node)
{
    uint32_t op =
        nnreg_name_index_find(&graph->model->op_index, graph->meta->first_op, graph->meta->ops, node->op);
    uint32_t function;

    if (op != NNREG_NAME_INDEX_NONE)
        return nnreg_savedmodel_op_at(graph->model, op);
    function = nnreg_graph_function(graph, node->op);
    if (function != NNREG_SAVEDMODEL_NONE)
        return &nnreg_savedmodel_function_at(graph->model, function)->signature;
    op = nnreg_name_index_find(&graph->model->core_op_index, graph->model->first_core_op,
                               graph->model->ops.count - graph->model->first_core_op, node->op);
    return op != NNREG_NAME_INDEX_NONE ? nnreg_savedmodel_op_at(graph->model, op) : NULL;
}

/* The node's attribute, else its default: an exporter may leave out what equals it. */
static const struct nnreg_savedmodel_attr *attr_or_default(const struct nnreg_graph *graph,
                                                           const struct nnreg_savedmodel_node *node,
                                                           const struct nnreg_savedmodel_op *op, uint32_t key)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr(graph->model, node, key);
    uint32_t i;

    for (i = 0; attr == NULL && i < op->defaults; i++) {
        const struct nnreg_savedmodel_attr *candidate =
            nnreg_savedmodel_default_at(graph->model, op->first_default + i);

        if (nnreg_savedmodel_attr_key(candidate) == key)
            attr = candidate;
    }
    return attr;
}

/* How many tensors an open output is: the node's attribute says so, else its default. */
static bool open_count(uint32_t *count, const struct nnreg_graph *graph,
                       const struct nnreg_savedmodel_node *node, const struct nnreg_savedmodel_arg *arg)
{
    bool is_number = arg->number_attr != 0;
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr(graph->model, node, is_number ? arg->number_attr : arg->list_attr);
    int64_t number;

    if (attr == NULL && arg->default_attr != NNREG_SAVEDMODEL_NONE)
        attr = nnreg_savedmodel_default_at(graph->model, arg->default_attr);
    if (attr == NULL)
        return false;
    if (is_number) {
        if (nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_INT)
            return false;
        number = nnreg_savedmodel_attr_int(graph->model, attr);
        *count = (uint32_t)number;
        return number >= 0 && number <= NNREG_GRAPH_OUTPUTS;
    }
    if (nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_TYPES &&
        nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_LIST)
        return false;
    *count = nnreg_savedmodel_attr_count(graph->model, attr);
    return true;
}

static bool is_open(const struct nnreg_savedmodel_arg *arg)
{
    return arg->number_attr != 0 || arg->list_attr != 0;
}

bool nnreg_graph_outputs(uint32_t *count, const struct nnreg_graph *graph,
                         const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel_op *op = nnreg_graph_op(graph, node);
    uint64_t sum = 0;
    uint32_t at, here;

    *count = 0;
    if (op == NULL || op->opens > NNREG_LIMIT_MODEL_OPENS)
        return false;
    sum = op->fixed;
    for (at = op->first_open; at != NNREG_SAVEDMODEL_NONE;
         at = nnreg_savedmodel_arg_at(graph->model, at)->next_open) {
        if (!open_count(&here, graph, node, nnreg_savedmodel_arg_at(graph->model, at)))
            return false;
        sum += here;
    }
    *count = (uint32_t)sum;
    return sum <= NNREG_GRAPH_OUTPUTS;
}

/* Among the outputs that are one tensor each, the one with so many before it: the last argument of which that is so. */
static const struct nnreg_savedmodel_arg *fixed_output(const struct nnreg_graph *graph,
                                                       const struct nnreg_savedmodel_op *op, uint32_t before)
{
    uint32_t low = 0, high = op->args;

    if (before >= op->fixed)
        return NULL;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (nnreg_savedmodel_arg_at(graph->model, op->first_arg + middle)->before <= before)
            low = middle + 1;
        else
            high = middle;
    }
    return nnreg_savedmodel_arg_at(graph->model, op->first_arg + low - 1);
}

/* The argument that an output is a tensor of, the `*within`-th; NULL when there is none, or it cannot be told. */
static const struct nnreg_savedmodel_arg *output_arg(uint32_t *within, const struct nnreg_graph *graph,
                                                     const struct nnreg_savedmodel_node *node,
                                                     const struct nnreg_savedmodel_op *op, uint32_t output)
{
    const struct nnreg_savedmodel_arg *arg;
    uint32_t at, here;

    if (op->opens > NNREG_LIMIT_MODEL_OPENS)
        return NULL;
    for (at = op->first_open; at != NNREG_SAVEDMODEL_NONE; at = arg->next_open) {
        arg = nnreg_savedmodel_arg_at(graph->model, at);
        if (output < arg->before)
            break;
        if (!open_count(&here, graph, node, arg))
            return NULL;
        *within = output - arg->before;
        if (*within < here)
            return arg;
        output -= here; /* as if this one were not there: `before` counts the fixed ones only */
    }
    *within = 0;
    return fixed_output(graph, op, output);
}

/* The type of the `within`-th tensor of an output argument. */
static bool arg_type(uint32_t *dtype, const struct nnreg_graph *graph,
                     const struct nnreg_savedmodel_node *node, const struct nnreg_savedmodel_op *op,
                     const struct nnreg_savedmodel_arg *arg, uint32_t within)
{
    const struct nnreg_savedmodel_attr *attr = NULL;

    *dtype = arg->type;
    if (arg->list_attr != 0)
        attr = attr_or_default(graph, node, op, arg->list_attr);
    else if (arg->type == NNREG_DT_INVALID)
        attr = attr_or_default(graph, node, op, arg->type_attr);
    if (attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TYPES &&
        within < nnreg_savedmodel_attr_count(graph->model, attr))
        *dtype = nnreg_savedmodel_attr_entry(graph->model, attr, within);
    else if (attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TYPE)
        *dtype = attr->value;
    if (*dtype == NNREG_DT_INVALID)
        *dtype = NNREG_DTYPE_UNNAMED;
    if (*dtype == NNREG_DTYPE_UNNAMED)
        return false;
    if (arg->is_ref && *dtype < NNREG_DTYPE_REF)
        *dtype += NNREG_DTYPE_REF;
    return true;
}

bool nnreg_graph_output_type(uint32_t *dtype, const struct nnreg_graph *graph,
                             const struct nnreg_savedmodel_node *node, uint32_t output)
{
    const struct nnreg_savedmodel_op *op = nnreg_graph_op(graph, node);
    const struct nnreg_savedmodel_arg *arg;
    uint32_t within;

    *dtype = NNREG_DTYPE_UNNAMED;
    arg = op != NULL ? output_arg(&within, graph, node, op, output) : NULL;
    return arg != NULL && arg_type(dtype, graph, node, op, arg, within);
}

/* All arguments in their order: for those who want every output, this is one pass, where asking for each would go along the chain. */
bool nnreg_graph_each_output(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node,
                             nnreg_graph_visit_output *visit, void *context)
{
    const struct nnreg_savedmodel_op *op = nnreg_graph_op(graph, node);
    uint32_t i, within, here, output = 0, dtype;

    for (i = 0; op != NULL && i < op->args; i++) {
        const struct nnreg_savedmodel_arg *arg = nnreg_savedmodel_arg_at(graph->model, op->first_arg + i);

        if (!arg->is_output)
            continue;
        here = 1;
        if (is_open(arg) && !open_count(&here, graph, node, arg))
            return false;
        for (within = 0; within < here; within++) {
            if (output == NNREG_GRAPH_OUTPUTS)
                return false;
            if (!arg_type(&dtype, graph, node, op, arg, within))
                dtype = NNREG_DTYPE_UNNAMED;
            if (!visit(context, output++, dtype))
                return true;
        }
    }
    return op != NULL;
}

/* What lies before the argument: the fixed ones as it knows itself, and the open ones of the chain. */
bool nnreg_graph_output_of(uint32_t *output, const struct nnreg_graph *graph,
                           const struct nnreg_savedmodel_node *node, uint32_t argument, uint32_t within)
{
    const struct nnreg_savedmodel_op *op = nnreg_graph_op(graph, node);
    uint32_t index, at, here;
    uint64_t sum;

    if (op == NULL || op->opens > NNREG_LIMIT_MODEL_OPENS)
        return false;
    index = nnreg_name_index_find(&graph->model->output_index, op->first_arg, op->args, argument);
    if (index == NNREG_NAME_INDEX_NONE)
        return false;
    sum = (uint64_t)nnreg_savedmodel_arg_at(graph->model, index)->before + within;
    for (at = op->first_open; at < index; at = nnreg_savedmodel_arg_at(graph->model, at)->next_open) {
        if (!open_count(&here, graph, node, nnreg_savedmodel_arg_at(graph->model, at)))
            return false;
        sum += here;
    }
    *output = (uint32_t)sum;
    return sum < NNREG_GRAPH_OUTPUTS;
}
