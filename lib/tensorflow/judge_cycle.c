/*
 * Nodes that wait for each other. TensorFlow's graph constructor takes one way back only, from a NextIteration into the Merge of
 * its loop, and refuses any other circle (graph_constructor.cc, graph_def_builder of a function's body likewise).
 *
 * A walk from sources to sources, with the nodes on the way in hand on a stack of its own: a source that is on it closes a
 * circle, which is the stack from there on. Each node is walked from once, in the graph and in each body by itself, since no
 * edge leads from one into another.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/flow_way.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

enum { CYCLES_SHOWN = 5 };

enum node_state { NODE_NEW, NODE_IN_HAND, NODE_DONE };

struct cycle_step {
    uint32_t node;  /* within the graph or body */
    uint32_t input; /* the next to be followed */
};

struct cycle_search {
    nnreg_findings *findings;
    const struct nnreg_judged *judged;
    nnreg_graph_body body; /* NULL: the graph */
    uint32_t nodes;
    unsigned char *state; /* of each, enum node_state */
    size_t state_room;
    struct cycle_step *step;
    size_t step_room, steps;
    uint32_t found; /* graphs and bodies with one */
    bool failed;
};

static const struct nnreg_savedmodel_node *searched_node(const struct cycle_search *search, uint32_t node)
{
    const struct nnreg_savedmodel *model = search->judged->model;

    return search->body != NULL
               ? nnreg_savedmodel_body_node_at(model, search->body->first_node + node)
               : nnreg_savedmodel_node_at(model, search->judged->graph.meta->first_node + node);
}

static unsigned char searched_kind(const struct cycle_search *search, uint32_t node)
{
    const struct nnreg_judged *judged = search->judged;

    return judged->flow
        ->kinds[search->body != NULL ? judged->model->nodes.count + search->body->first_node + node
                                     : judged->graph.meta->first_node + node];
}

static void take_in_hand(struct cycle_search *search, uint32_t node)
{
    struct cycle_step *grown =
        nnreg_array_room(search->step, &search->step_room, search->steps + 1, sizeof *grown);

    if (grown == NULL) {
        search->failed = true;
        return;
    }
    search->step = grown;
    search->step[search->steps++] = (struct cycle_step){node, 0};
    search->state[node] = NODE_IN_HAND;
}

/* A node on the stack is computed from the one above it. */
static void report_cycle(struct cycle_search *search, uint32_t closing)
{
    const struct nnreg_savedmodel *model = search->judged->model;
    struct nnreg_flow_way way = {.count = 0};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    size_t i = search->steps;
    char in[NNREG_SHOWN];

    if (++search->found > CYCLES_SHOWN)
        return;
    nnreg_flow_way_add(&way, searched_node(search, closing)->name);
    for (; search->step[i - 1].node != closing; i--)
        nnreg_flow_way_add(&way, searched_node(search, search->step[i - 1].node)->name);
    nnreg_flow_way_add(&way, searched_node(search, closing)->name);
    nnreg_flow_way_put(&out, &way, model);
    search->failed |= out.failed;
    if (!out.failed)
        nnreg_report_file(
            search->findings, NNREG_RULE_MODEL_CYCLE, NNREG_SEVERITY_OFF, search->judged->file,
            "save the model again; the file may have been edited or damaged",
            "nodes%s%s%s wait for each other: %s", search->body != NULL ? " of the function \"" : "",
            search->body != NULL ? nnreg_model_shown(in, model, search->body->signature.name) : "",
            search->body != NULL ? "\"" : "", out.content);
    nnreg_bytes_free(&out);
}

/* Whether an edge leads to a node that has to be there first: not to an argument, and not the way back of a loop. */
static bool is_followed(const struct cycle_search *search, uint32_t node, const struct nnreg_flow_edge *edge)
{
    return edge->source < NNREG_FLOW_ARGUMENT &&
           (edge->output == NNREG_INPUT_CONTROL || searched_kind(search, node) != NNREG_FLOW_MERGE ||
            searched_kind(search, edge->source) != NNREG_FLOW_NEXT_ITERATION);
}

/* Follows the next input of the node on top; true when it closes a circle. */
static bool follow_input(struct cycle_search *search)
{
    struct cycle_step *top = &search->step[search->steps - 1];
    const struct nnreg_savedmodel_node *node = searched_node(search, top->node);
    const struct nnreg_flow_edge *edge;

    if (top->input == node->inputs) {
        search->state[top->node] = NODE_DONE;
        search->steps--;
        return false;
    }
    edge = &search->judged->flow->edges[node->first_input + top->input++];
    if (!is_followed(search, top->node, edge))
        return false;
    if (search->state[edge->source] == NODE_IN_HAND) {
        report_cycle(search, edge->source);
        return true;
    }
    if (search->state[edge->source] == NODE_NEW)
        take_in_hand(search, edge->source);
    return false;
}

static bool is_waiting(const struct cycle_search *search, uint32_t node)
{
    const struct nnreg_savedmodel_node *waiting = searched_node(search, node);
    const struct nnreg_flow_edge *edge = search->judged->flow->edges + waiting->first_input;
    uint32_t i;

    for (i = 0; i < waiting->inputs; i++, edge++)
        if (is_followed(search, node, edge) && search->state[edge->source] != NODE_DONE)
            return true;
    return false;
}

/*
 * Most exporters write nodes behind those that they wait for: such are done one after the other, without a walk, and lead to no
 * circle. A second time is for those that wait for a few that stand at the end.
 */
static void pass_over_ordered(struct cycle_search *search, uint32_t nodes)
{
    uint32_t times, i, left = nodes;

    for (times = 0; times < 2 && left > 0; times++)
        for (i = 0; i < nodes; i++)
            if (search->state[i] == NODE_NEW && !is_waiting(search, i)) {
                search->state[i] = NODE_DONE;
                left--;
            }
}

/* One circle is told of each: whoever unties it sees the next. */
static void search_nodes(struct cycle_search *search, nnreg_graph_body body, uint32_t nodes)
{
    unsigned char *grown = nnreg_array_room(search->state, &search->state_room, (size_t)nodes + 1, 1);
    bool closed = false;
    uint32_t i;

    if (grown == NULL) {
        search->failed = true;
        return;
    }
    search->state = grown;
    memset(search->state, NODE_NEW, nodes);
    search->body = body;
    search->steps = 0;
    pass_over_ordered(search, nodes);
    for (i = 0; i < nodes && !closed && !search->failed; i++) {
        if (search->state[i] == NODE_NEW)
            take_in_hand(search, i);
        while (search->steps > 0 && !closed && !search->failed)
            closed = follow_input(search);
    }
}

void nnreg_judge_cycles(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    struct cycle_search search = {.findings = findings, .judged = judged};
    uint32_t i;

    search_nodes(&search, NULL, meta->nodes);
    for (i = meta->first_function; i < meta->first_function + meta->functions && !search.failed; i++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(judged->model, i);

        nnreg_flow_resolve_function(judged->flow, i);
        search_nodes(&search, body, body->nodes);
    }
    nnreg_free(search.state);
    nnreg_free(search.step);
    if (search.failed)
        nnreg_findings_fail_memory(findings);
    if (search.found > CYCLES_SHOWN)
        nnreg_report_file(findings, NNREG_RULE_MODEL_CYCLE, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "%u more functions have nodes that wait for each other",
                          search.found - CYCLES_SHOWN);
}
