/* Sorting out what reads what, and following it over calls: see flow_readers.h. */
#include "tensorflow/flow_readers.h"

#include <assert.h>

#include "base/alloc.h"
#include "tensorflow/flow_parts.h"

nnreg_status nnreg_flow_readers_make(struct nnreg_flow_readers *readers, struct nnreg_flow *flow,
                                     struct nnreg_error *error)
{
    readers->flow = flow;
    readers->bodies = nnreg_alloc_zero((size_t)flow->graph->meta->functions + 1, sizeof *readers->bodies);
    return readers->bodies != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

void nnreg_flow_readers_free(struct nnreg_flow_readers *readers)
{
    uint32_t i;

    for (i = 0; readers->bodies != NULL && i <= readers->flow->graph->meta->functions; i++) {
        nnreg_free(readers->bodies[i].first);
        nnreg_free(readers->bodies[i].list);
    }
    nnreg_free(readers->bodies);
    *readers = (struct nnreg_flow_readers){.flow = NULL};
}

/* ------------------------------------------------------------------------------------------------- sorting out -- */

static const struct nnreg_savedmodel_node *node_in(const struct nnreg_flow *flow,
                                                   const struct nnreg_flow_frame *frame, uint32_t node)
{
    const struct nnreg_savedmodel *model = flow->graph->model;

    return frame->body != NULL ? nnreg_savedmodel_body_node_at(model, frame->body->first_node + node)
                               : nnreg_savedmodel_node_at(model, flow->graph->meta->first_node + node);
}

/* What a body gives out, behind its nodes. */
static const struct nnreg_flow_edge *return_of(const struct nnreg_flow *flow,
                                               const struct nnreg_flow_frame *frame, uint32_t result)
{
    return &flow->returns[frame->body->signature.first_arg + result];
}

/* The place of what an edge comes from, in `first`; NNREG_FLOW_NONE of one that brings no tensor. */
static uint32_t place_of_source(const struct nnreg_flow_frame *frame, const struct nnreg_flow_edge *edge)
{
    if (edge->source == NNREG_FLOW_NONE || edge->output == NNREG_INPUT_CONTROL)
        return NNREG_FLOW_NONE;
    return (edge->source & NNREG_FLOW_ARGUMENT) != 0 ? edge->source & ~NNREG_FLOW_ARGUMENT
                                                     : frame->arguments + edge->source;
}

/*
 * By counting: how many readers each has, where they begin, and then each to its place. An edge is counted two places behind that
 * of its source, so that in the end each place says where its own begin; `list` NULL: they are counted.
 */
static void sort_edge(struct nnreg_flow_body_readers *body, const struct nnreg_flow_frame *frame,
                      const struct nnreg_flow_edge *edge, struct nnreg_flow_reader reader)
{
    uint32_t place = place_of_source(frame, edge);

    if (place == NNREG_FLOW_NONE)
        return;
    if (body->list == NULL)
        body->first[place + 2]++;
    else
        body->list[body->first[place + 1]++] = reader;
}

/* All edges of a frame's body: what each node gets, and then what the body gives out. */
static void sort_edges(struct nnreg_flow_body_readers *body, const struct nnreg_flow *flow,
                       const struct nnreg_flow_frame *frame)
{
    uint32_t i, k;

    for (i = 0; i < frame->nodes; i++) {
        const struct nnreg_savedmodel_node *node = node_in(flow, frame, i);

        for (k = 0; k < node->inputs; k++)
            sort_edge(body, frame, &flow->edges[node->first_input + k], (struct nnreg_flow_reader){i, k});
    }
    for (i = 0; i < nnreg_flow_results(frame); i++)
        sort_edge(body, frame, return_of(flow, frame, i), (struct nnreg_flow_reader){frame->nodes + i, 0});
}

static bool sort_readers(struct nnreg_flow_body_readers *body, const struct nnreg_flow *flow,
                         const struct nnreg_flow_frame *frame)
{
    uint32_t sources = frame->arguments + frame->nodes, i;

    body->first = nnreg_alloc_zero((size_t)sources + 2, sizeof *body->first);
    if (body->first == NULL)
        return false;
    sort_edges(body, flow, frame);
    for (i = 2; i < sources + 2; i++)
        body->first[i] += body->first[i - 1];
    body->list = nnreg_alloc_zero((size_t)body->first[sources + 1] + 1, sizeof *body->list);
    if (body->list == NULL) {
        nnreg_free(body->first);
        body->first = NULL;
        return false;
    }
    sort_edges(body, flow, frame);
    return true;
}

static struct nnreg_flow_body_readers *readers_of_body(struct nnreg_flow_readers *readers,
                                                       const struct nnreg_flow_frame *frame)
{
    const struct nnreg_graph *graph = readers->flow->graph;
    struct nnreg_flow_body_readers *body = readers->bodies;

    if (frame->body != NULL)
        body += 1 + nnreg_graph_function(graph, frame->body->signature.name) - graph->meta->first_function;
    if (body->first == NULL && !sort_readers(body, readers->flow, frame)) {
        readers->flow->failed = true;
        return NULL;
    }
    return body;
}

/* ---------------------------------------------------------------------------------------------------- following -- */

struct use_visit {
    struct nnreg_flow_readers *readers;
    nnreg_flow_visit_use *visit;
    void *context;
};

static void pass_on(const struct use_visit *visit, uint32_t point, uint32_t output)
{
    struct nnreg_flow_use use = {.tensor = {point, output}, .passes = true};

    visit->visit(visit->context, &use);
}

static void enter_only(void *context, const struct nnreg_flow_source *source)
{
    (void)context;
    (void)source;
}

/* What is handed to the functions of a call: false where the node itself reads it. */
static bool pass_into_call(const struct use_visit *visit, uint32_t point, enum nnreg_flow_kind kind,
                           uint32_t input)
{
    struct nnreg_flow *flow = visit->readers->flow;
    uint32_t before = kind == NNREG_FLOW_CALL ? 0 : 1, number;

    if ((kind != NNREG_FLOW_CALL && kind != NNREG_FLOW_IF && kind != NNREG_FLOW_CASE) || input < before)
        return false;
    nnreg_flow_sources(flow, point, enter_only, NULL);
    number = nnreg_flow_entered(flow, point);
    if (number == NNREG_FLOW_NONE)
        return false;
    while (number != NNREG_FLOW_NONE) {
        const struct nnreg_flow_frame *frame = nnreg_chunks_at(&flow->frames, number);

        if (input - before < frame->arguments)
            pass_on(visit, frame->first + input - before, 0);
        number = frame->next;
    }
    return true;
}

/* A result of a call is the call's output; no other functions are gone into. */
static void pass_result(const struct use_visit *visit, const struct nnreg_flow_frame *frame, uint32_t result)
{
    assert(frame->call != NNREG_FLOW_NONE && frame->part <= NNREG_FLOW_PART_BRANCH);
    pass_on(visit, frame->call, result);
}

static void visit_reader(const struct use_visit *visit, const struct nnreg_flow_frame *frame,
                         const struct nnreg_flow_reader *reader)
{
    struct nnreg_flow_use use = {.input = reader->input};
    struct nnreg_flow_place place;

    if (reader->node >= frame->nodes) {
        pass_result(visit, frame, reader->node - frame->nodes);
        return;
    }
    use.tensor.point = frame->first + frame->arguments + reader->node;
    place = nnreg_flow_place(visit->readers->flow, use.tensor.point);
    if (!pass_into_call(visit, use.tensor.point, place.kind, reader->input))
        visit->visit(visit->context, &use);
}

/* The output that a reader takes: of an argument there is one. */
static bool takes_output(const struct nnreg_flow *flow, const struct nnreg_flow_frame *frame,
                         const struct nnreg_flow_reader *reader, uint32_t output)
{
    const struct nnreg_flow_edge *edge =
        reader->node < frame->nodes
            ? &flow->edges[node_in(flow, frame, reader->node)->first_input + reader->input]
            : return_of(flow, frame, reader->node - frame->nodes);

    return (edge->source & NNREG_FLOW_ARGUMENT) != 0 || edge->output == output;
}

bool nnreg_flow_uses(struct nnreg_flow_readers *readers, const struct nnreg_flow_tensor *tensor,
                     uint32_t most, nnreg_flow_visit_use *visit, void *context)
{
    struct use_visit visiting = {readers, visit, context};
    const struct nnreg_flow_frame *frame = nnreg_flow_place(readers->flow, tensor->point).frame;
    const struct nnreg_flow_body_readers *body = readers_of_body(readers, frame);
    uint32_t place = tensor->point - frame->first, i;

    if (body == NULL)
        return false;
    assert(place < frame->arguments + frame->nodes); /* a result passes before it is asked for */
    if (body->first[place + 1] - body->first[place] > most)
        return false;
    for (i = body->first[place]; i < body->first[place + 1] && !readers->flow->failed; i++)
        if (takes_output(readers->flow, frame, &body->list[i], tensor->output))
            visit_reader(&visiting, frame, &body->list[i]);
    return !readers->flow->failed;
}
