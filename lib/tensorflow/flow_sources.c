/*
 * What flows into a point: see flow.h. An edge names a node of its own frame; when that is a call, it stands for what the call
 * gives out, and so for points of the frames that the call opens.
 */
#include "tensorflow/flow_parts.h"

struct source_visit {
    struct nnreg_flow *flow;
    nnreg_flow_visit *visit;
    void *context;
    struct nnreg_flow_source source; /* as far as it is known */
};

static const struct nnreg_flow_frame *frame_at(const struct nnreg_flow *flow, uint32_t frame)
{
    return nnreg_chunks_at(&flow->frames, frame);
}

/* ---------------------------------------------------------------------------------------------- entering calls -- */

static bool is_call(enum nnreg_flow_kind kind)
{
    return kind >= NNREG_FLOW_CALL && kind <= NNREG_FLOW_WHILE;
}

/* Inputs of a call before those that its functions get. */
static uint32_t inputs_before(enum nnreg_flow_kind kind)
{
    return kind == NNREG_FLOW_IF || kind == NNREG_FLOW_CASE ? 1 : 0;
}

/* Frames of one call, in the making. */
struct entering {
    struct nnreg_flow *flow;
    uint32_t call;
    uint32_t first; /* a frame's number */
    bool whole;
};

static void enter_one(struct entering *entering, uint32_t name, enum nnreg_flow_part part)
{
    struct nnreg_flow *flow = entering->flow;

    if (!entering->whole)
        return;
    if (nnreg_flow_frame_of(flow, entering->call, name, part) == NULL)
        entering->whole = false;
    else if (flow->frames.count - 1 > entering->first)
        ((struct nnreg_flow_frame *)nnreg_chunks_at(&flow->frames, flow->frames.count - 2))->next =
            flow->frames.count - 1;
}

/* The functions that an attribute names: one, or the list of a Case. */
static void enter_named(struct entering *entering, const struct nnreg_savedmodel_node *node, const char *key,
                        enum nnreg_flow_part part)
{
    const struct nnreg_savedmodel *model = entering->flow->graph->model;
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(model, node, key);
    uint32_t i, count;

    if (attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_FUNC) {
        enter_one(entering, attr->value, part);
        return;
    }
    count = attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_FUNCS
                ? nnreg_savedmodel_attr_count(model, attr)
                : 0;
    if (count == 0 || count > NNREG_LIMIT_FLOW_BRANCH)
        entering->whole = false;
    for (i = 0; i < count && entering->whole; i++)
        enter_one(entering, nnreg_savedmodel_attr_entry(model, attr, i), part);
}

static void enter_parts(struct entering *entering, const struct nnreg_flow_place *place)
{
    const struct nnreg_graph *graph = entering->flow->graph;

    switch (place->kind) {
    case NNREG_FLOW_IF:
        enter_named(entering, place->node, "then_branch", NNREG_FLOW_PART_BRANCH);
        enter_named(entering, place->node, "else_branch", NNREG_FLOW_PART_BRANCH);
        break;
    case NNREG_FLOW_CASE:
        enter_named(entering, place->node, "branches", NNREG_FLOW_PART_BRANCH);
        break;
    case NNREG_FLOW_WHILE:
        enter_named(entering, place->node, "cond", NNREG_FLOW_PART_CONDITION);
        enter_named(entering, place->node, "body", NNREG_FLOW_PART_LOOP);
        break;
    default:
        if (nnreg_graph_function(graph, place->node->op) != NNREG_SAVEDMODEL_NONE)
            enter_one(entering, place->node->op, NNREG_FLOW_PART_CALLED);
        else
            enter_named(entering, place->node, "f", NNREG_FLOW_PART_CALLED);
    }
}

/* The first frame of a call, which is entered if it was not; a call of which a part cannot be entered is not entered at all. */
static uint32_t entered(struct nnreg_flow *flow, uint32_t call, const struct nnreg_flow_place *place)
{
    struct entering entering = {flow, call, flow->frames.count, true};
    uint32_t first, points = flow->points;

    if (!is_call(place->kind))
        return NNREG_FLOW_NONE;
    first = nnreg_flow_entered(flow, call);
    if (first != NNREG_FLOW_NONE)
        return first;
    enter_parts(&entering, place);
    if (!entering.whole) {
        nnreg_chunks_cut(&flow->frames, entering.first);
        flow->points = points;
        return NNREG_FLOW_NONE;
    }
    nnreg_flow_note_entered(flow, call, entering.first);
    return flow->failed ? NNREG_FLOW_NONE : entering.first;
}

/* -------------------------------------------------------------------------------------------------------- edges -- */

static void tell_point(struct source_visit *visit, uint32_t point, uint32_t output)
{
    visit->source.point = point;
    visit->source.output = output;
    visit->visit(visit->context, &visit->source);
}

/* A point that is read itself. */
static void tell_source(struct source_visit *visit, uint32_t point, uint32_t output)
{
    visit->source.read.point = point;
    visit->source.read.output = output;
    tell_point(visit, point, output);
}

/* An output of a call: the results with its number; of a loop what the body gets there, since that is what ends in the output. */
static void tell_results(struct source_visit *visit, uint32_t first, uint32_t output)
{
    uint32_t number;

    for (number = first; number != NNREG_FLOW_NONE; number = frame_at(visit->flow, number)->next) {
        const struct nnreg_flow_frame *frame = frame_at(visit->flow, number);

        if (frame->part == NNREG_FLOW_PART_LOOP && output < frame->arguments)
            tell_point(visit, frame->first + output, 0);
        else if (frame->part <= NNREG_FLOW_PART_BRANCH && output < nnreg_flow_results(frame))
            tell_point(visit, frame->first + frame->arguments + frame->nodes + output, 0);
    }
}

/* A tensor as it is read: of a call that is entered, the call and what it gives out there. */
static void tell_tensor(struct source_visit *visit, uint32_t point, uint32_t output)
{
    struct nnreg_flow_place place = nnreg_flow_place(visit->flow, point);
    uint32_t first = place.node != NULL ? entered(visit->flow, point, &place) : NNREG_FLOW_NONE;

    visit->source.chooses = first != NNREG_FLOW_NONE;
    tell_source(visit, point, output);
    visit->source.chooses = false;
    tell_results(visit, first, output);
}

/* Most nodes are no calls, and are known for that without a look at where they are. */
static bool is_call_in(const struct nnreg_flow *flow, const struct nnreg_flow_frame *frame, uint32_t node)
{
    uint32_t index = frame->body == NULL ? flow->graph->meta->first_node
                                         : flow->graph->model->nodes.count + frame->body->first_node;

    return is_call((enum nnreg_flow_kind)flow->kinds[index + node]);
}

/* What an edge of a frame brings. Frames stay where they are while others are entered. */
static void tell_edge(struct source_visit *visit, const struct nnreg_flow_frame *frame,
                      const struct nnreg_flow_edge *edge)
{
    uint32_t point;

    visit->source.control = edge->output == NNREG_INPUT_CONTROL;
    if (edge->source == NNREG_FLOW_NONE)
        return;
    point = frame->first + (edge->source & ~NNREG_FLOW_ARGUMENT);
    if ((edge->source & NNREG_FLOW_ARGUMENT) == 0)
        point += frame->arguments;
    if (visit->source.control || (edge->source & NNREG_FLOW_ARGUMENT) != 0)
        tell_source(visit, point, 0);
    else if (!is_call_in(visit->flow, frame, edge->source))
        tell_source(visit, point, edge->output);
    else
        tell_tensor(visit, point, edge->output);
}

/* -------------------------------------------------------------------------------------------------------- roles -- */

static bool is_way_back(const struct nnreg_flow *flow, const struct nnreg_flow_place *place,
                        const struct nnreg_flow_edge *edge)
{
    struct nnreg_flow_place source;

    if (place->kind != NNREG_FLOW_MERGE || edge->source == NNREG_FLOW_NONE ||
        (edge->source & NNREG_FLOW_ARGUMENT) != 0)
        return false;
    source = nnreg_flow_place(flow, place->frame->first + place->frame->arguments + edge->source);
    return source.kind == NNREG_FLOW_NEXT_ITERATION;
}

static void tell_input(struct source_visit *visit, const struct nnreg_flow_place *place, uint32_t input)
{
    const struct nnreg_flow_edge *edge = &visit->flow->edges[place->node->first_input + input];

    visit->source.input = input;
    visit->source.back = is_way_back(visit->flow, place, edge);
    tell_edge(visit, place->frame, edge);
    visit->source.back = false;
}

static void tell_inputs(struct source_visit *visit, const struct nnreg_flow_place *place, bool control_only,
                        uint32_t first)
{
    uint32_t i;

    for (i = first; i < place->node->inputs; i++)
        if (!control_only || visit->flow->edges[place->node->first_input + i].output == NNREG_INPUT_CONTROL)
            tell_input(visit, place, i);
}

/* What a function does beside its results. */
static void tell_effects(struct source_visit *visit, const struct nnreg_flow_frame *frame)
{
    const struct nnreg_savedmodel *model = visit->flow->graph->model;
    uint32_t i;

    visit->source.input = NNREG_FLOW_NONE;
    for (i = frame->body->first_ret; i < frame->body->first_ret + frame->body->rets; i++) {
        const struct nnreg_savedmodel_ret *ret = nnreg_savedmodel_ret_at(model, i);
        struct nnreg_flow_edge edge;

        if (!ret->is_control || ret->replaced)
            continue;
        nnreg_flow_resolve_ret(&edge, visit->flow, frame->body, ret);
        tell_edge(visit, frame, &edge);
    }
}

/* What chooses in a call, and what its functions do; what they give out is told where it is read. */
static void tell_call(struct source_visit *visit, const struct nnreg_flow_place *place, uint32_t first)
{
    uint32_t number, before = inputs_before(place->kind);

    if (before > 0 && place->node->inputs > 0)
        tell_input(visit, place, 0);
    tell_inputs(visit, place, true, before);
    for (number = first; number != NNREG_FLOW_NONE; number = frame_at(visit->flow, number)->next) {
        const struct nnreg_flow_frame *frame = frame_at(visit->flow, number);

        tell_effects(visit, frame);
        visit->source.control = false;
        if (frame->part == NNREG_FLOW_PART_CONDITION && nnreg_flow_results(frame) > 0)
            tell_source(visit, frame->first + frame->arguments + frame->nodes, 0);
    }
}

/* The input of the call; in a loop, what the body gave out the last time, too. Nothing where there is no call. */
static void tell_argument(struct source_visit *visit, const struct nnreg_flow_place *place)
{
    const struct nnreg_flow_frame *frame = place->frame;
    struct nnreg_flow_place call;
    uint32_t input, number;

    if (frame->call == NNREG_FLOW_NONE)
        return;
    call = nnreg_flow_place(visit->flow, frame->call);
    input = inputs_before(call.kind) + place->index;
    if (input < call.node->inputs &&
        visit->flow->edges[call.node->first_input + input].output != NNREG_INPUT_CONTROL)
        tell_input(visit, &call, input);
    if (frame->part < NNREG_FLOW_PART_CONDITION)
        return;
    visit->source.back = true;
    for (number = nnreg_flow_entered(visit->flow, frame->call); number != NNREG_FLOW_NONE;
         number = frame_at(visit->flow, number)->next) {
        const struct nnreg_flow_frame *loop = frame_at(visit->flow, number);

        if (loop->part == NNREG_FLOW_PART_LOOP && place->index < nnreg_flow_results(loop))
            tell_source(visit, loop->first + loop->arguments + loop->nodes + place->index, 0);
    }
}

static void tell_result(struct source_visit *visit, const struct nnreg_flow_place *place)
{
    tell_edge(visit, place->frame,
              &visit->flow->returns[place->frame->body->signature.first_arg + place->index]);
}

/*
 * A node of the graph itself that is no call and closes no loop, as most are: its edges name nodes of the graph, whose numbers are
 * those of their points.
 */
static void tell_plain_node(struct source_visit *visit, uint32_t node)
{
    const struct nnreg_flow *flow = visit->flow;
    const unsigned char *kinds = flow->kinds + flow->graph->meta->first_node;
    const struct nnreg_savedmodel_node *from =
        nnreg_savedmodel_node_at(flow->graph->model, flow->graph->meta->first_node + node);
    const struct nnreg_flow_edge *edge = flow->edges + from->first_input;
    uint32_t i;

    for (i = 0; i < from->inputs; i++, edge++) {
        bool control = edge->output == NNREG_INPUT_CONTROL;

        if (edge->source == NNREG_FLOW_NONE)
            continue;
        visit->source.input = i;
        visit->source.control = control;
        if (!control && is_call((enum nnreg_flow_kind)kinds[edge->source]))
            tell_tensor(visit, edge->source, edge->output);
        else
            tell_source(visit, edge->source, control ? 0 : edge->output);
    }
}

static bool is_plain_node(const struct nnreg_flow *flow, uint32_t point)
{
    enum nnreg_flow_kind kind;

    if (point >= frame_at(flow, 0)->nodes)
        return false;
    kind = (enum nnreg_flow_kind)flow->kinds[flow->graph->meta->first_node + point];
    return !is_call(kind) && kind != NNREG_FLOW_MERGE;
}

static void tell_place(struct source_visit *visit, uint32_t point)
{
    struct nnreg_flow_place place = nnreg_flow_place(visit->flow, point);
    uint32_t first;

    switch (place.role) {
    case NNREG_FLOW_ROLE_ARGUMENT:
        tell_argument(visit, &place);
        break;
    case NNREG_FLOW_ROLE_RESULT:
        tell_result(visit, &place);
        break;
    case NNREG_FLOW_ROLE_NODE:
        first = entered(visit->flow, point, &place);
        if (first != NNREG_FLOW_NONE)
            tell_call(visit, &place, first);
        else
            tell_inputs(visit, &place, false, 0);
        break;
    }
}

void nnreg_flow_sources(struct nnreg_flow *flow, uint32_t point, nnreg_flow_visit *visit, void *context)
{
    struct source_visit telling = {flow, visit, context, {.input = NNREG_FLOW_NONE}};

    if (is_plain_node(flow, point))
        tell_plain_node(&telling, point);
    else
        tell_place(&telling, point);
}

void nnreg_flow_input(struct nnreg_flow *flow, uint32_t point, uint32_t input, nnreg_flow_visit *visit,
                      void *context)
{
    struct source_visit telling = {flow, visit, context, {.input = input}};
    struct nnreg_flow_place place = nnreg_flow_place(flow, point);

    if (place.node != NULL && input < place.node->inputs &&
        flow->edges[place.node->first_input + input].output != NNREG_INPUT_CONTROL)
        tell_input(&telling, &place, input);
}

void nnreg_flow_tensor_sources(struct nnreg_flow *flow, const struct nnreg_flow_tensor *tensor,
                               nnreg_flow_visit *visit, void *context)
{
    struct source_visit telling = {flow, visit, context, {.input = NNREG_FLOW_NONE}};

    tell_tensor(&telling, tensor->point, tensor->output);
}
