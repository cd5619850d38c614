/*
 * Whether a point that lies in branches of conditionals is ever come to. What chooses is followed back to a constant, through
 * placeholders with a default that the question does not feed; where it is computed, either branch may be taken.
 *
 * A conditional of TensorFlow 2 is a call (If, Case) with a frame for each branch. In TensorFlow 1 (tf.cond) it is a Switch, of
 * which every node of a branch without other inputs waits: for the branch's pivot, an Identity of one of its outputs.
 */
#include "tensorflow/flow_parts.h"
#include "tensorflow/judge_flow.h"
#include "tensorflow/savedmodel_values.h"

enum {
    DEFAULTS_FOLLOWED = 4, /* behind each other: export scripts stack two */
    PIVOTS_LOOKED_AT = 16  /* inputs of a node: what waits for a pivot waits for little else */
};

/* The number at a node's input: false when it is not known. */
static bool choosing_number(int64_t *number, const struct nnreg_following *following, uint32_t point,
                            uint32_t input)
{
    struct nnreg_flow *flow = following->judged->flow;
    const struct nnreg_savedmodel *model = flow->graph->model;
    uint32_t origin = nnreg_flow_origin(flow, point, input), hops;
    struct nnreg_savedmodel_tensor tensor;
    struct nnreg_flow_place place;

    for (hops = 0; origin != NNREG_FLOW_NONE; hops++) {
        place = nnreg_flow_place(flow, origin);
        if (place.kind != NNREG_FLOW_DEFAULT || hops == DEFAULTS_FOLLOWED ||
            nnreg_followed_is_fed(following, origin))
            break;
        origin = nnreg_flow_origin(flow, origin, 0);
    }
    if (origin == NNREG_FLOW_NONE || place.kind != NNREG_FLOW_CONSTANT)
        return false;
    return nnreg_savedmodel_tensor(&tensor, model, nnreg_savedmodel_attr_named(model, place.node, "value")) &&
           nnreg_savedmodel_tensor_int(number, &tensor, 0);
}

static enum nnreg_branch branch_of(bool known, bool chosen)
{
    return !known ? NNREG_BRANCH_PERHAPS : chosen ? NNREG_BRANCH_TAKEN : NNREG_BRANCH_NEVER;
}

/* Of branches inside each other, the one that is least sure to be taken tells of all. */
static enum nnreg_branch less_sure(enum nnreg_branch one, enum nnreg_branch other)
{
    return one > other ? one : other;
}

/* ------------------------------------------------------------------------------------------------ TensorFlow 2 -- */

/* A Case takes its last branch for every number that it has no branch for. */
static bool is_chosen(const struct nnreg_flow *flow, const struct nnreg_flow_frame *branch, bool is_if,
                      int64_t number)
{
    uint32_t at = nnreg_flow_entered(flow, branch->call), index = 0, own = 0, last;

    for (last = 0; at != NNREG_FLOW_NONE; index++) {
        const struct nnreg_flow_frame *frame = nnreg_chunks_at(&flow->frames, at);

        own = frame == branch ? index : own;
        last = index;
        at = frame->next;
    }
    if (is_if)
        return own == (number != 0 ? 0 : 1);
    return own == (number >= 0 && number <= last ? (uint32_t)number : last);
}

/* Of the branch that a frame is. */
static enum nnreg_branch frame_branch(const struct nnreg_following *following,
                                      const struct nnreg_flow_frame *frame)
{
    struct nnreg_flow *flow = following->judged->flow;
    bool is_if = nnreg_flow_place(flow, frame->call).kind == NNREG_FLOW_IF, known;
    int64_t number = 0;

    known = choosing_number(&number, following, frame->call, 0);
    return branch_of(known, known && is_chosen(flow, frame, is_if, number));
}

/* ------------------------------------------------------------------------------------------------ TensorFlow 1 -- */

/* The node that an input of one of the graph's nodes names, as a point; NNREG_FLOW_NONE. */
static uint32_t source_point(const struct nnreg_flow *flow, const struct nnreg_savedmodel_node *node,
                             uint32_t input, uint32_t *output)
{
    const struct nnreg_flow_edge *edge = &flow->edges[node->first_input + input];

    *output = edge->output;
    return edge->source;
}

/* Of what waits for a Switch or its pivot. */
static enum nnreg_branch pivot_branch(const struct nnreg_following *following,
                                      const struct nnreg_savedmodel_node *node, uint32_t input)
{
    const struct nnreg_flow *flow = following->judged->flow;
    const struct nnreg_savedmodel *model = flow->graph->model;
    uint32_t output, point = source_point(flow, node, input, &output);
    struct nnreg_flow_place place;
    int64_t number;
    bool known;

    if (point == NNREG_FLOW_NONE)
        return NNREG_BRANCH_NONE;
    place = nnreg_flow_place(flow, point);
    if (place.node->inputs > 0 && nnreg_savedmodel_text_is(model, place.node->op, "Identity")) {
        point = source_point(flow, place.node, 0, &output);
        if (point == NNREG_FLOW_NONE)
            return NNREG_BRANCH_NONE;
        place = nnreg_flow_place(flow, point);
    }
    if (!nnreg_savedmodel_text_is(model, place.node->op, "Switch"))
        return NNREG_BRANCH_NONE;
    known = output <= 1 && choosing_number(&number, following, point, 1);
    return branch_of(known, known && output == (number != 0));
}

/* Of all that lies in a frame. Asked for many points of one frame after each other. */
static enum nnreg_branch frames_branch(struct nnreg_following *following,
                                       const struct nnreg_flow_frame *frame)
{
    const struct nnreg_flow *flow = following->judged->flow;
    const struct nnreg_flow_frame *at;

    if (following->branch_frame == frame)
        return following->branch;
    following->branch_frame = frame;
    following->branch = NNREG_BRANCH_NONE;
    for (at = frame; at->body != NULL && at->call != NNREG_FLOW_NONE;
         at = nnreg_flow_place(flow, at->call).frame)
        if (at->part == NNREG_FLOW_PART_BRANCH)
            following->branch = less_sure(following->branch, frame_branch(following, at));
    return following->branch;
}

enum nnreg_branch nnreg_followed_branch(struct nnreg_following *following, uint32_t point)
{
    struct nnreg_flow_place place = nnreg_flow_place(following->judged->flow, point);
    enum nnreg_branch branch = frames_branch(following, place.frame);
    uint32_t i;

    for (i = 0;
         place.frame->body == NULL && place.node != NULL && i < place.node->inputs && i < PIVOTS_LOOKED_AT;
         i++)
        branch = less_sure(branch, pivot_branch(following, place.node, i));
    return branch;
}
