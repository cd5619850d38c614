/* Finding the functions that lead to nodes of a kind, and entering their calls: see flow_reach.h. */
#include "tensorflow/flow_reach.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/flow_parts.h"

static bool reach_bit(const unsigned char *bits, uint32_t index)
{
    return (bits[index / 8] >> index % 8 & 1) != 0;
}

static void set_reach_bit(unsigned char *bits, uint32_t index)
{
    bits[index / 8] |= (unsigned char)(1u << index % 8);
}

/* ---------------------------------------------------------------------------------------- who names which function -- */

/* Of each function that a node names: by its operation, or by an attribute. An index in the model. */
typedef void visit_name(void *context, uint32_t function);

static void visit_named(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node,
                        visit_name *visit, void *context)
{
    const struct nnreg_savedmodel *model = graph->model;
    uint32_t function = nnreg_graph_function(graph, node->op), i, k;

    if (function != NNREG_SAVEDMODEL_NONE)
        visit(context, function);
    for (i = node->first_attr; i < node->first_attr + node->attrs; i++) {
        const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_at(model, i);
        enum nnreg_attr_kind kind = nnreg_savedmodel_attr_kind(attr);
        uint32_t count = kind == NNREG_ATTR_FUNC    ? 1
                         : kind == NNREG_ATTR_FUNCS ? nnreg_savedmodel_attr_count(model, attr)
                                                    : 0;

        for (k = 0; k < count; k++) {
            function = nnreg_graph_function(
                graph, kind == NNREG_ATTR_FUNC ? attr->value : nnreg_savedmodel_attr_entry(model, attr, k));
            if (function != NNREG_SAVEDMODEL_NONE)
                visit(context, function);
        }
    }
}

/* That a body names a function, both by their number among the functions of the graph. */
struct naming {
    uint32_t named, by;
};

struct naming_list {
    struct nnreg_flow_reach *reach;
    struct naming *list;
    size_t room, count;
    uint32_t by; /* NNREG_FLOW_NONE: the graph */
    bool failed;
};

static uint32_t functions_before(const struct nnreg_flow_reach *reach)
{
    return reach->flow->graph->meta->first_function;
}

static void note_naming(void *context, uint32_t function)
{
    struct naming_list *list = context;
    struct naming *grown;
    uint32_t named = function - functions_before(list->reach);

    set_reach_bit(list->reach->named, named);
    if (list->by == NNREG_FLOW_NONE)
        return;
    grown = nnreg_array_room(list->list, &list->room, list->count + 1, sizeof *grown);
    if (grown == NULL) {
        list->failed = true;
        return;
    }
    list->list = grown;
    list->list[list->count++] = (struct naming){named, list->by};
}

static int compare_namings(const void *a, const void *b)
{
    const struct naming *one = a, *other = b;

    if (one->named != other->named)
        return one->named < other->named ? -1 : 1;
    return (one->by > other->by) - (one->by < other->by);
}

/*
 * All namings, by nodes and by what TensorFlow calls without a node: gradients, and what it may put in the place of another. And as
 * first that lead those functions that have a node which is wanted themselves.
 */
static void find_namings(struct naming_list *list, nnreg_flow_wants *wants)
{
    const struct nnreg_graph *graph = list->reach->flow->graph;
    uint32_t f, i;

    list->by = NNREG_FLOW_NONE;
    for (i = 0; i < graph->meta->gradients; i++) {
        f = nnreg_graph_function(graph,
                                 nnreg_savedmodel_gradient_at(graph->model, graph->meta->first_gradient + i));
        if (f != NNREG_SAVEDMODEL_NONE)
            note_naming(list, f);
    }
    for (i = 0; i < graph->meta->nodes; i++)
        visit_named(graph, nnreg_savedmodel_node_at(graph->model, graph->meta->first_node + i), note_naming,
                    list);
    for (f = 0; f < graph->meta->functions; f++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(graph->model, graph->meta->first_function + f);

        if (body->implements)
            set_reach_bit(list->reach->named, f);
        list->by = f;
        for (i = body->first_node; i < body->first_node + body->nodes; i++) {
            const struct nnreg_savedmodel_node *node = nnreg_savedmodel_body_node_at(graph->model, i);

            visit_named(graph, node, note_naming, list);
            if (wants(graph->model, node))
                set_reach_bit(list->reach->leads, f);
        }
    }
    if (list->count > 1)
        qsort(list->list, list->count, sizeof *list->list, compare_namings);
}

/* The first naming of a function in the sorted list. */
static size_t first_naming(const struct naming_list *list, uint32_t named)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (list->list[middle].named < named)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Who names a function that leads leads, too. Each function is on the stack once at most. */
static void spread_leads(struct naming_list *list, uint32_t *stack)
{
    unsigned char *leads = list->reach->leads;
    uint32_t count = 0, f;
    size_t i;

    for (f = 0; f < list->reach->flow->graph->meta->functions; f++)
        if (reach_bit(leads, f))
            stack[count++] = f;
    while (count > 0) {
        f = stack[--count];
        for (i = first_naming(list, f); i < list->count && list->list[i].named == f; i++)
            if (!reach_bit(leads, list->list[i].by)) {
                set_reach_bit(leads, list->list[i].by);
                stack[count++] = list->list[i].by;
            }
    }
}

struct referring {
    const struct nnreg_flow_reach *reach;
    bool refers;
};

static void note_referring(void *context, uint32_t function)
{
    struct referring *referring = context;

    if (reach_bit(referring->reach->leads, function - functions_before(referring->reach)))
        referring->refers = true;
}

static void find_refers(struct nnreg_flow_reach *reach)
{
    const struct nnreg_graph *graph = reach->flow->graph;
    uint32_t f, i;

    for (i = graph->meta->first_node; i < graph->meta->first_node + graph->meta->nodes; i++) {
        struct referring referring = {reach, false};

        visit_named(graph, nnreg_savedmodel_node_at(graph->model, i), note_referring, &referring);
        if (referring.refers)
            set_reach_bit(reach->refers, i);
    }
    for (f = graph->meta->first_function; f < graph->meta->first_function + graph->meta->functions; f++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(graph->model, f);

        for (i = body->first_node; i < body->first_node + body->nodes; i++) {
            struct referring referring = {reach, false};

            visit_named(graph, nnreg_savedmodel_body_node_at(graph->model, i), note_referring, &referring);
            if (referring.refers)
                set_reach_bit(reach->refers, graph->model->nodes.count + i);
        }
    }
}

/* ------------------------------------------------------------------------------------------------------- entering -- */

static const struct nnreg_flow_frame *reach_frame(const struct nnreg_flow_reach *reach, uint32_t frame)
{
    return nnreg_chunks_at(&reach->flow->frames, frame);
}

static void ignore_source(void *context, const struct nnreg_flow_source *source)
{
    (void)context;
    (void)source;
}

/* A function is in the queue once at most. */
static void note_alone(void *context, uint32_t function)
{
    struct nnreg_flow_reach *reach = context;
    uint32_t index = function - functions_before(reach);

    if (!reach_bit(reach->leads, index) || reach_bit(reach->alone, index))
        return;
    set_reach_bit(reach->alone, index);
    reach->queue[reach->queued++] = index;
}

/* What names functions and was not entered as a call: who knows what they are called with. */
static void enter_node(struct nnreg_flow_reach *reach, const struct nnreg_flow_frame *frame, uint32_t node)
{
    uint32_t point = frame->first + frame->arguments + node;

    nnreg_flow_sources(reach->flow, point, ignore_source, NULL);
    if (nnreg_flow_entered(reach->flow, point) == NNREG_FLOW_NONE)
        visit_named(reach->flow->graph, nnreg_flow_place(reach->flow, point).node, note_alone, reach);
}

/* The calls of all frames there are, and of those that this opens. */
static void look_through_frames(struct nnreg_flow_reach *reach)
{
    const struct nnreg_graph *graph = reach->flow->graph;
    uint32_t i;

    for (; reach->looked < reach->flow->frames.count && !reach->flow->failed; reach->looked++) {
        const struct nnreg_flow_frame *frame = reach_frame(reach, reach->looked);
        uint32_t first = frame->body != NULL ? graph->model->nodes.count + frame->body->first_node
                                             : graph->meta->first_node;

        for (i = 0; i < frame->nodes; i++)
            if (reach_bit(reach->refers, first + i))
                enter_node(reach, frame, i);
    }
}

static void link_frames(struct nnreg_flow_reach *reach)
{
    uint32_t *grown =
        nnreg_array_room(reach->next, &reach->next_room, reach->flow->frames.count, sizeof *grown);

    if (grown == NULL) {
        reach->flow->failed = true;
        return;
    }
    reach->next = grown;
    for (; reach->linked < reach->flow->frames.count; reach->linked++) {
        const struct nnreg_flow_frame *frame = reach_frame(reach, reach->linked);
        uint32_t function;

        reach->next[reach->linked] = 0;
        if (frame->body == NULL)
            continue;
        function = nnreg_graph_function(reach->flow->graph, frame->body->signature.name);
        if (function == NNREG_SAVEDMODEL_NONE)
            continue;
        function -= functions_before(reach);
        reach->next[reach->linked] = reach->first[function];
        reach->first[function] = reach->linked + 1;
    }
}

/* Those in the queue, and those that come into it meanwhile. */
static void enter_queued(struct nnreg_flow_reach *reach)
{
    for (; reach->taken < reach->queued && !reach->flow->failed; reach->taken++) {
        uint32_t function = reach->queue[reach->taken];

        if (nnreg_flow_enter_alone(reach->flow, functions_before(reach) + function,
                                   reach_bit(reach->named, function)) == NNREG_FLOW_NONE)
            reach->whole = false;
        look_through_frames(reach);
    }
    link_frames(reach);
}

/* First what no node names, which leads to most of the rest; then what is still missing: functions that call each other. */
static void enter_others(struct nnreg_flow_reach *reach)
{
    uint32_t functions = reach->flow->graph->meta->functions, f;

    for (f = 0; f < functions; f++)
        if (!reach_bit(reach->named, f))
            note_alone(reach, functions_before(reach) + f);
    enter_queued(reach);
    for (f = 0; f < functions && !reach->flow->failed; f++)
        if (reach->first[f] == 0) {
            note_alone(reach, functions_before(reach) + f);
            enter_queued(reach);
        }
}

static bool make_bits(struct nnreg_flow_reach *reach)
{
    const struct nnreg_savedmodel *model = reach->flow->graph->model;
    uint32_t functions = reach->flow->graph->meta->functions;

    reach->leads = nnreg_alloc_zero(functions / 8 + 1, 1);
    reach->named = nnreg_alloc_zero(functions / 8 + 1, 1);
    reach->alone = nnreg_alloc_zero(functions / 8 + 1, 1);
    reach->refers = nnreg_alloc_zero(((size_t)model->nodes.count + model->body_nodes.count) / 8 + 1, 1);
    reach->first = nnreg_alloc_zero((size_t)functions + 1, sizeof *reach->first);
    reach->queue = nnreg_alloc_zero((size_t)functions + 1, sizeof *reach->queue);
    return reach->leads != NULL && reach->named != NULL && reach->alone != NULL && reach->refers != NULL &&
           reach->first != NULL && reach->queue != NULL;
}

static bool find_leads(struct nnreg_flow_reach *reach, nnreg_flow_wants *wants)
{
    struct naming_list list = {.reach = reach};
    uint32_t *stack = nnreg_alloc((size_t)reach->flow->graph->meta->functions * sizeof *stack);

    if (stack != NULL) {
        find_namings(&list, wants);
        spread_leads(&list, stack);
        find_refers(reach);
    }
    nnreg_free(list.list);
    nnreg_free(stack);
    return stack != NULL && !list.failed;
}

nnreg_status nnreg_flow_reach_make(struct nnreg_flow_reach *reach, struct nnreg_flow *flow,
                                   nnreg_flow_wants *wants, struct nnreg_error *error)
{
    *reach = (struct nnreg_flow_reach){.flow = flow, .whole = true};
    if (flow->graph->meta->functions == 0)
        return NNREG_OK;
    if (!make_bits(reach) || !find_leads(reach, wants))
        return nnreg_fail_memory(error);
    look_through_frames(reach);
    link_frames(reach);
    enter_others(reach);
    if (flow->incomplete)
        reach->whole = false;
    return flow->failed ? nnreg_fail_memory(error) : NNREG_OK;
}

void nnreg_flow_reach_free(struct nnreg_flow_reach *reach)
{
    nnreg_free(reach->leads);
    nnreg_free(reach->named);
    nnreg_free(reach->alone);
    nnreg_free(reach->refers);
    nnreg_free(reach->first);
    nnreg_free(reach->queue);
    nnreg_free(reach->next);
    *reach = (struct nnreg_flow_reach){.flow = NULL};
}

uint32_t nnreg_flow_reach_first(const struct nnreg_flow_reach *reach, uint32_t function)
{
    return reach->first[function - functions_before(reach)] - 1;
}

uint32_t nnreg_flow_reach_next(const struct nnreg_flow_reach *reach, uint32_t frame)
{
    return reach->next[frame] - 1;
}
