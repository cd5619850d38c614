/*
 * Following texts back: see text_origin.h. A walk in depth over the points, with Tarjan's way of telling which of them are
 * computed from each other ("Depth-first search and linear graph algorithms", 1972): a point stays open until all that it is
 * computed from is known, and a circle is closed, with one origin for all of it, by the point that was entered first. The
 * stacks are on the heap.
 *
 *     states   0: not entered    n + 1: open, the n-th in `open`    STATE_DONE and a set: known
 */
#include "tensorflow/text_origin_parts.h"

#include "base/alloc.h"
#include "base/array.h"

#define STATE_DONE (1u << 31)

/* ------------------------------------------------------------------------------------------------------ walking -- */

/* A set that is taken over as it is is shared. */
static void put_set(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame, uint32_t set)
{
    if (frame->set == 0) {
        frame->set = set;
        frame->own_set = false;
    } else if (frame->set != set) {
        nnreg_text_origin_put(origins, frame, nnreg_text_origin_set(origins, set));
    }
}

static bool make_states(struct nnreg_text_origins *origins)
{
    uint32_t *grown;

    if (origins->state_count >= origins->flow->points)
        return true;
    grown = nnreg_array_room(origins->states, &origins->state_room, origins->flow->points, sizeof *grown);
    if (grown == NULL)
        return false;
    origins->states = grown;
    while (origins->state_count < origins->flow->points)
        origins->states[origins->state_count++] = 0;
    return true;
}

static struct nnreg_origin_frame *push_frame(struct nnreg_text_origins *origins, uint32_t point)
{
    struct nnreg_origin_frame *grown =
        nnreg_array_room(origins->frames, &origins->frame_room, origins->frame_count + 1, sizeof *grown);

    if (grown == NULL) {
        origins->flow->failed = true;
        return NULL;
    }
    origins->frames = grown;
    grown += origins->frame_count++;
    *grown = (struct nnreg_origin_frame){
        .point = point, .low = (uint32_t)origins->open_count, .edges = (uint32_t)origins->edge_count};
    return grown;
}

static void enter_point(struct nnreg_text_origins *origins, uint32_t point)
{
    struct nnreg_origin_frame *frame = push_frame(origins, point);
    uint32_t *grown =
        nnreg_array_room(origins->open, &origins->open_room, origins->open_count + 1, sizeof *grown);

    if (frame == NULL || grown == NULL) {
        origins->flow->failed = true;
        return;
    }
    origins->open = grown;
    origins->open[origins->open_count++] = point;
    origins->states[point] = (uint32_t)origins->open_count;
    nnreg_text_origin_begin(origins, frame);
}

/* An operation that hands many tensors on is passed at once, since its point stands for all of them. */
static bool pass_many(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                      const struct nnreg_origin_edge *edge, const struct nnreg_flow_place *place)
{
    struct nnreg_edge_collecting collecting = {origins, edge->input};
    size_t edges = origins->edge_count;

    if (place->kind != NNREG_FLOW_SAME || !nnreg_text_origin_is_op(origins, place, "IdentityN"))
        return false;
    if (frame->passed < NNREG_LIMIT_ORIGIN_PASSED) {
        frame->passed++;
        nnreg_flow_input(origins->flow, edge->tensor.point, edge->tensor.output, nnreg_text_origin_collect,
                         &collecting);
    }
    if (origins->edge_count == edges)
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, place->node->op);
    return true;
}

static void follow_state(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame, uint32_t point)
{
    uint32_t state;

    if (!make_states(origins)) {
        origins->flow->failed = true;
        return;
    }
    state = origins->states[point];
    if (state == 0) {
        enter_point(origins, point);
    } else if ((state & STATE_DONE) != 0) {
        put_set(origins, frame, state & ~STATE_DONE);
    } else {
        if (state - 1 < frame->low)
            frame->low = state - 1;
        if (frame->joins) /* what grows with each turn */
            nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, 0);
    }
}

static void follow_edge(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                        const struct nnreg_origin_edge *edge)
{
    struct nnreg_flow_place place = nnreg_flow_place(origins->flow, edge->tensor.point);

    if (place.node != NULL && place.frame->body == NULL) {
        const struct nnreg_fed_input *fed = nnreg_text_origin_find_fed(origins, &edge->tensor);
        struct nnreg_text_origin origin = {.from = NNREG_TEXT_FROM_SIGNATURE};

        if (fed != NULL) {
            origin.fed = (uint32_t)(fed - origins->fed);
            nnreg_text_origin_put(origins, frame, &origin);
            if (place.kind == NNREG_FLOW_PLACEHOLDER)
                return;
        }
    }
    if (place.node == NULL || !pass_many(origins, frame, edge, &place))
        follow_state(origins, frame, edge->tensor.point);
}

/* An operation that joins goes through its inputs from the last to the first. */
static void join_input(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame, uint32_t next)
{
    const struct nnreg_savedmodel_node *node = nnreg_flow_place(origins->flow, frame->point).node;
    const struct nnreg_savedmodel *model = origins->flow->graph->model;
    const struct nnreg_savedmodel_attr *separator = nnreg_savedmodel_attr_named(model, node, "separator");
    struct nnreg_text_origin joined;

    if (frame->input == next)
        return;
    if (frame->input != NNREG_FLOW_NONE) {
        if (frame->joined == NNREG_FLOW_NONE) {
            frame->joined = frame->set;
        } else {
            joined = nnreg_text_origin_join(origins, nnreg_text_origin_set(origins, frame->set),
                                            nnreg_text_origin_set(origins, frame->joined),
                                            separator != NULL &&
                                                    nnreg_savedmodel_attr_kind(separator) == NNREG_ATTR_TEXT
                                                ? separator->value
                                                : 0);
            frame->joined = nnreg_text_origin_add_set(origins, &joined);
        }
    } else {
        frame->joined = NNREG_FLOW_NONE;
    }
    frame->set = 0;
    frame->own_set = false;
    frame->input = next;
}

static bool has_unknown_separator(const struct nnreg_text_origins *origins,
                                  const struct nnreg_origin_frame *frame)
{
    return (nnreg_flow_place(origins->flow, frame->point).node->flags & NNREG_NODE_TEXT_UNKNOWN) != 0;
}

/* What a frame has found goes to the one that asked. */
static void leave_frame(struct nnreg_text_origins *origins)
{
    struct nnreg_origin_frame *frame = &origins->frames[origins->frame_count - 1], *above = frame - 1;
    uint32_t at = origins->states[frame->point] - 1, low, set;

    if (frame->joins && frame->input != NNREG_FLOW_NONE) {
        join_input(origins, frame, NNREG_FLOW_NONE);
        frame->set = frame->joined;
    }
    if (frame->joins && (frame->low < at || has_unknown_separator(origins, frame)))
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, 0);
    low = frame->low;
    set = frame->set;
    origins->frame_count--;
    if (low == at) {
        while (origins->open_count > at)
            origins->states[origins->open[--origins->open_count]] = STATE_DONE | set;
    } else {
        above->low = low < above->low ? low : above->low;
        if (above->joins)
            nnreg_text_origin_put_from(origins, above, NNREG_TEXT_FROM_UNKNOWN, 0);
    }
    put_set(origins, above, set);
}

/* Until the first frame, which is no point's, has nothing left to follow. */
static void follow_back_texts(struct nnreg_text_origins *origins)
{
    while (!origins->flow->failed) {
        struct nnreg_origin_frame *frame = &origins->frames[origins->frame_count - 1];

        if (origins->edge_count > frame->edges) {
            struct nnreg_origin_edge edge = origins->edges[--origins->edge_count];

            if (frame->joins)
                join_input(origins, frame, edge.input);
            follow_edge(origins, frame, &edge);
        } else if (frame->point != NNREG_FLOW_NONE) {
            leave_frame(origins);
        } else {
            return;
        }
    }
}

void nnreg_text_origin_add(struct nnreg_text_origin *origin, struct nnreg_text_origins *origins,
                           uint32_t point, uint32_t input)
{
    static const struct nnreg_text_origin unknown = {.from = NNREG_TEXT_FROM_UNKNOWN};
    struct nnreg_edge_collecting collecting = {origins, 0};
    const struct nnreg_text_origin *found;

    origins->frame_count = origins->edge_count = origins->open_count = 0;
    if (origins->flow->failed || push_frame(origins, NNREG_FLOW_NONE) == NULL)
        return;
    nnreg_flow_input(origins->flow, point, input, nnreg_text_origin_collect, &collecting);
    follow_back_texts(origins);
    if (origins->flow->failed)
        return;
    found = nnreg_text_origin_set(origins, origins->frames[0].set);
    (void)nnreg_text_origin_merge(origin, found->count == 0 && found->from == 0 ? &unknown : found);
}

/* ------------------------------------------------------------------------------------------------------- making -- */

nnreg_status nnreg_text_origins_make(struct nnreg_text_origins *origins, struct nnreg_flow *flow,
                                     struct nnreg_error *error)
{
    static const struct nnreg_text_origin empty = {.from = 0};

    *origins = (struct nnreg_text_origins){.flow = flow};
    origins->sets = (struct nnreg_chunks)NNREG_CHUNKS_INIT(struct nnreg_text_origin, 6, NNREG_FLOW_NONE / 2);
    if (!nnreg_text_origin_find_ends(origins))
        return nnreg_fail_memory(error);
    (void)nnreg_text_origin_add_set(origins, &empty);
    return flow->failed ? nnreg_fail_memory(error) : NNREG_OK;
}

void nnreg_text_origins_free(struct nnreg_text_origins *origins)
{
    nnreg_chunks_free(&origins->sets);
    if (origins->joined.slot != NULL)
        nnreg_string_pool_free(&origins->joined);
    nnreg_free(origins->assets);
    nnreg_free(origins->fed);
    nnreg_free(origins->variables);
    nnreg_free(origins->assigns);
    nnreg_free(origins->states);
    nnreg_free(origins->frames);
    nnreg_free(origins->edges);
    nnreg_free(origins->open);
    *origins = (struct nnreg_text_origins){.flow = NULL};
}
