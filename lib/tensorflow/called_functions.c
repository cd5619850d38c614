/*
 * Following calls from the graph proper into its functions: see called_functions.h. Functions that were met wait in a list of their
 * own, in which each stands once; so functions that call each other end, and the C stack stays as it is.
 */
#include "tensorflow/called_functions.h"

#include "base/alloc.h"

struct call_search {
    const struct nnreg_graph *graph;
    unsigned char *called;
    uint32_t *waiting; /* functions, counted from the graph's first */
    uint32_t count;
};

/* A function by its name; any other name is that of an operation. */
static void meet_function(struct call_search *search, uint32_t name)
{
    uint32_t function = nnreg_graph_function(search->graph, name);
    unsigned char bit;

    if (function == NNREG_SAVEDMODEL_NONE)
        return;
    function -= search->graph->meta->first_function;
    bit = (unsigned char)(1u << function % 8);
    if ((search->called[function / 8] & bit) != 0)
        return;
    search->called[function / 8] |= bit;
    search->waiting[search->count++] = function;
}

static void meet_calls(struct call_search *search, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel *model = search->graph->model;
    uint32_t i, k;

    meet_function(search, node->op);
    for (i = 0; i < node->attrs; i++) {
        const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_at(model, node->first_attr + i);

        if (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_FUNC)
            meet_function(search, attr->value);
        for (k = 0; nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_FUNCS &&
                    k < nnreg_savedmodel_attr_count(model, attr);
             k++)
            meet_function(search, nnreg_savedmodel_attr_entry(model, attr, k));
    }
}

static void follow_calls(struct call_search *search)
{
    const struct nnreg_savedmodel *model = search->graph->model;
    const struct nnreg_savedmodel_meta *meta = search->graph->meta;
    uint32_t next, i;

    for (i = 0; i < meta->nodes; i++)
        meet_calls(search, nnreg_savedmodel_node_at(model, meta->first_node + i));
    for (i = 0; i < meta->gradients; i++)
        meet_function(search, nnreg_savedmodel_gradient_at(model, meta->first_gradient + i));
    for (next = 0; next < search->count; next++) {
        const struct nnreg_savedmodel_function *function =
            nnreg_savedmodel_function_at(model, meta->first_function + search->waiting[next]);

        for (i = 0; i < function->nodes; i++)
            meet_calls(search, nnreg_savedmodel_body_node_at(model, function->first_node + i));
    }
}

unsigned char *nnreg_called_functions(const struct nnreg_graph *graph)
{
    struct call_search search = {.graph = graph};

    search.called = nnreg_alloc_zero(graph->meta->functions / 8 + 1, 1);
    search.waiting = nnreg_alloc_zero(graph->meta->functions + 1u, sizeof *search.waiting);
    if (search.called == NULL || search.waiting == NULL) {
        nnreg_free(search.called);
        search.called = NULL;
    } else
        follow_calls(&search);
    nnreg_free(search.waiting);
    return search.called;
}
