/* What is in each box, and what needs a look there; and what is in none: see scopes.h. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/judge_unsafe.h"
#include "tensorflow/scopes_parts.h"
#include "tensorflow/unknown_ops.h"

struct scopes_counting {
    struct nnreg_scoping *scoping;
    const struct nnreg_savedmodel_node **unsafe; /* sorted */
    size_t unsafe_count, unsafe_room;
    bool *drawn;    /* by the model's body nodes: in some box */
    uint64_t *used; /* a box and an operation, of each that computes something */
    size_t used_count, used_room;
};

/* -------------------------------------------------------------------------------------------- what needs a look -- */

/* No input of a signature is met here: the walk ends in front of those. */
static bool is_unfed(enum nnreg_flow_kind kind)
{
    return kind == NNREG_FLOW_PLACEHOLDER || kind == NNREG_FLOW_QUEUE;
}

static bool is_unknown(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_op_row *row;

    return !nnreg_is_known_op(&row, graph, node->op);
}

static void take_unsafe(const struct nnreg_unsafe_use *use, void *context)
{
    struct scopes_counting *counting = context;
    const struct nnreg_savedmodel_node **grown;

    if (use->normal || counting->scoping->failed)
        return;
    grown =
        nnreg_array_room(counting->unsafe, &counting->unsafe_room, counting->unsafe_count + 1, sizeof *grown);
    if (grown == NULL) {
        counting->scoping->failed = true;
        return;
    }
    counting->unsafe = grown;
    grown[counting->unsafe_count++] = use->node;
}

static int compare_nodes(const void *a, const void *b)
{
    uintptr_t one = (uintptr_t) * (const struct nnreg_savedmodel_node *const *)a;
    uintptr_t other = (uintptr_t) * (const struct nnreg_savedmodel_node *const *)b;

    return (one > other) - (one < other);
}

static bool is_unsafe(const struct scopes_counting *counting, const struct nnreg_savedmodel_node *node)
{
    return counting->unsafe_count > 0 && bsearch(&node, counting->unsafe, counting->unsafe_count,
                                                 sizeof *counting->unsafe, compare_nodes) != NULL;
}

static void mark_node(struct nnreg_scopes_marks *marks, const struct scopes_counting *counting,
                      const struct nnreg_savedmodel_node *node)
{
    marks->unknown += is_unknown(counting->scoping->scopes->graph, node);
    marks->unsafe += is_unsafe(counting, node);
}

/* -------------------------------------------------------------------------------------------------- operations -- */

static bool computes(enum nnreg_flow_kind kind)
{
    return kind != NNREG_FLOW_CONSTANT && kind != NNREG_FLOW_VARIABLE && kind != NNREG_FLOW_READ &&
           kind != NNREG_FLOW_SAME;
}

static void note_used(struct scopes_counting *counting, uint32_t box, uint32_t op)
{
    uint64_t *grown =
        nnreg_array_room(counting->used, &counting->used_room, counting->used_count + 1, sizeof *grown);

    if (grown == NULL) {
        counting->scoping->failed = true;
        return;
    }
    counting->used = grown;
    grown[counting->used_count++] = (uint64_t)box << 32 | op;
}

static void count_node(struct scopes_counting *counting, const struct nnreg_flow_place *place,
                       uint32_t number)
{
    struct nnreg_scopes *scopes = counting->scoping->scopes;
    struct nnreg_scopes_box *box = &scopes->boxes[number];

    box->operations++;
    scopes->operations++;
    box->marks.unfed += is_unfed(place->kind);
    mark_node(&box->marks, counting, place->node);
    if (box->operations == 1)
        box->ops[0].op = place->node->op; /* the only one, if no other comes */
    if (computes(place->kind))
        note_used(counting, number, place->node->op);
}

static int compare_used(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

    return (one > other) - (one < other);
}

/* Keeps the commonest, in the order of their numbers; of two that are as common the first. */
static void offer_op(struct nnreg_scopes_box *box, uint32_t op, uint32_t count)
{
    uint32_t i, k;

    for (i = 0; i < NNREG_LIMIT_SCOPES_OPS && box->ops[i].count >= count; i++)
        continue;
    if (i == NNREG_LIMIT_SCOPES_OPS)
        return;
    for (k = NNREG_LIMIT_SCOPES_OPS - 1; k > i; k--)
        box->ops[k] = box->ops[k - 1];
    box->ops[i].op = op;
    box->ops[i].count = count;
}

static void find_commonest(struct scopes_counting *counting)
{
    size_t i, begin = 0;

    if (counting->used_count > 1)
        qsort(counting->used, counting->used_count, sizeof *counting->used, compare_used);
    for (i = 1; i <= counting->used_count; i++) {
        if (i < counting->used_count && counting->used[i] == counting->used[begin])
            continue;
        offer_op(&counting->scoping->scopes->boxes[counting->used[begin] >> 32],
                 (uint32_t)counting->used[begin], (uint32_t)(i - begin));
        begin = i;
    }
    for (i = 0; i < counting->scoping->scopes->box_count; i++)
        if (counting->scoping->scopes->boxes[i].operations == 1)
            counting->scoping->scopes->boxes[i].ops[0].count = 1;
}

static void count_boxes(struct scopes_counting *counting)
{
    const struct nnreg_scoping *scoping = counting->scoping;
    uint32_t point;

    for (point = 0; point < scoping->points && !scoping->failed; point++) {
        struct nnreg_flow_place place;

        if (scoping->at[point] == NNREG_SCOPES_NONE)
            continue;
        place = nnreg_flow_place(scoping->flow, point);
        if (place.frame->body != NULL)
            counting->drawn[place.frame->body->first_node + place.index] = true;
        if ((scoping->flags[point] & NNREG_SCOPING_TRANSPARENT) == 0)
            count_node(counting, &place, scoping->scopes->names->list[scoping->at[point]].box);
    }
    find_commonest(counting);
}

/* --------------------------------------------------------------------------------------------------- elsewhere -- */

static bool is_input(const struct nnreg_scoping *scoping, uint32_t point)
{
    struct nnreg_flow_tensor tensor = {point, 0};

    return nnreg_scoping_input(scoping, &tensor) != NULL;
}

/* The body of a function that two calls enter is drawn twice, and here, if at all, counted once. */
static void count_elsewhere(struct scopes_counting *counting)
{
    const struct nnreg_scoping *scoping = counting->scoping;
    struct nnreg_scopes *scopes = scoping->scopes;
    const struct nnreg_savedmodel_meta *meta = scopes->graph->meta;
    const struct nnreg_savedmodel *model = scopes->graph->model;
    uint32_t i, f;

    for (i = 0; i < meta->nodes; i++) {
        if (scoping->at[i] != NNREG_SCOPES_NONE || is_input(scoping, i))
            continue;
        scopes->elsewhere++;
        mark_node(&scopes->elsewhere_marks, counting, nnreg_savedmodel_node_at(model, meta->first_node + i));
    }
    for (f = meta->first_function; f < meta->first_function + meta->functions; f++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(model, f);

        for (i = body->first_node; i < body->first_node + body->nodes; i++) {
            if (counting->drawn[i])
                continue;
            scopes->elsewhere++;
            mark_node(&scopes->elsewhere_marks, counting, nnreg_savedmodel_body_node_at(model, i));
        }
    }
}

void nnreg_scoping_count(struct nnreg_scoping *scoping)
{
    const struct nnreg_savedmodel *model = scoping->scopes->graph->model;
    struct scopes_counting counting = {.scoping = scoping};

    counting.drawn = nnreg_alloc_zero((size_t)model->body_nodes.count + 1, sizeof(bool));
    if (counting.drawn == NULL || !nnreg_unsafe_walk(scoping->scopes->judged, take_unsafe, &counting))
        scoping->failed = true;
    if (!scoping->failed) {
        if (counting.unsafe_count > 1)
            qsort(counting.unsafe, counting.unsafe_count, sizeof *counting.unsafe, compare_nodes);
        count_boxes(&counting);
        count_elsewhere(&counting);
    }
    nnreg_free(counting.unsafe);
    nnreg_free(counting.drawn);
    nnreg_free(counting.used);
}
