/*
 * What a model costs: see cost.h. Points are gone through once in the order of the shapes, which is the one in which they would
 * run (cost_points.c); here is which scope each is in, and, when all have been, how much was there at once.
 */
#include "tensorflow/cost.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/cost_parts.h"
#include "tensorflow/scopes_parts.h"

/* --------------------------------------------------------------------------------------------------------- scopes -- */

/* A call that does nothing but wrap the model says nothing by its name, as in a picture of the graph (scopes.h). */
static bool wraps_model(const struct nnreg_flow_place *place, uint32_t base, const char *name, size_t size)
{
    return place->kind == NNREG_FLOW_CALL && base == 0 && memchr(name, '/', size) == NULL;
}

uint32_t nnreg_costing_scope(struct nnreg_costing *costing, const struct nnreg_flow_place *place,
                             bool is_call)
{
    const struct nnreg_savedmodel *model = costing->judged->model;
    const char *name = nnreg_savedmodel_text(model, place->node->name);
    size_t size = nnreg_savedmodel_text_size(model, place->node->name);
    uint32_t base = place->frame->call == NNREG_FLOW_NONE ? 0 : costing->bases[place->frame->call];
    uint32_t scope;

    if (is_call && wraps_model(place, base, name, size))
        return 0;
    scope = nnreg_scopes_name_of(costing->cost->names, base, costing->depth, name, size);
    costing->failed |= scope == NNREG_SCOPES_NONE;
    return scope == NNREG_SCOPES_NONE ? 0 : scope;
}

/* A frame's call lies in a frame before it. */
static void find_bases(struct nnreg_costing *costing)
{
    const struct nnreg_flow *flow = costing->judged->flow;
    uint32_t i;

    for (i = 1; i < flow->frames.count && !costing->failed; i++) {
        const struct nnreg_flow_frame *frame = nnreg_chunks_at(&flow->frames, i);
        struct nnreg_flow_place place;

        if (frame->call == NNREG_FLOW_NONE)
            continue; /* looked into without a call */
        place = nnreg_flow_place(flow, frame->call);
        costing->bases[frame->call] = nnreg_costing_scope(costing, &place, true);
    }
}

struct nnreg_cost_sums *nnreg_costing_sums(struct nnreg_costing *costing, uint32_t scope)
{
    struct nnreg_scopes_name *name = &costing->cost->names->list[scope];
    struct nnreg_cost *cost = costing->cost;
    struct nnreg_cost_row *grown;

    if (name->box != NNREG_SCOPES_NONE)
        return &cost->rows[name->box].sums;
    grown = nnreg_array_room(cost->rows, &cost->row_room, cost->row_count + 1, sizeof *grown);
    if (grown == NULL) {
        costing->failed = true;
        return &cost->total; /* which nobody will see */
    }
    cost->rows = grown;
    name->box = (uint32_t)cost->row_count;
    grown[cost->row_count] = (struct nnreg_cost_row){.scope = scope};
    return &grown[cost->row_count++].sums;
}

/* ------------------------------------------------------------------------------------------------------ the peak -- */

/* Bytes of what is fed, by the type of the placeholder. */
static void make_fed(struct nnreg_costing *costing)
{
    const struct nnreg_shapes *shapes = costing->shapes;
    size_t i;

    for (i = 0; i < shapes->feed_count; i++) {
        struct nnreg_flow_place place = nnreg_flow_place(shapes->flow, shapes->feeds[i].tensor.point);
        struct nnreg_shape shape;
        uint64_t bytes = 0;
        uint32_t dtype;

        assert(place.node != NULL); /* what is fed is a node's output */
        nnreg_shapes_get(&shape, shapes, shapes->feeds[i].shape);
        if (!nnreg_graph_output_type(&dtype, &costing->judged->graph, place.node,
                                     shapes->feeds[i].tensor.output) ||
            !nnreg_cost_elements(&bytes, &shape) ||
            __builtin_mul_overflow(bytes, (uint64_t)nnreg_dtype_size(nnreg_dtype_base(dtype)), &bytes))
            bytes = 0;
        costing->tensors[shapes->tensor_count + i] = (struct nnreg_cost_tensor){
            bytes, shapes->tensor_count + (uint32_t)i, NNREG_FLOW_NONE, NNREG_FLOW_NONE, NNREG_COST_ACTIVE};
    }
}

struct cost_change {
    uint64_t comes, goes;
};

/* What is fed and read by nothing is not there. */
static void note_changes(struct cost_change *changes, uint64_t *bytes, const struct nnreg_costing *costing)
{
    uint32_t i;

    for (i = 0; i < costing->tensor_count; i++) {
        const struct nnreg_cost_tensor *tensor = &costing->tensors[i];

        if (tensor->root != i || (tensor->flags & NNREG_COST_ACTIVE) == 0 || tensor->last == NNREG_FLOW_NONE)
            continue;
        nnreg_cost_add(tensor->born == NNREG_FLOW_NONE ? bytes : &changes[tensor->born].comes, tensor->size);
        nnreg_cost_add(&changes[tensor->last].goes, tensor->size);
    }
}

static void find_peak(struct nnreg_costing *costing)
{
    uint32_t count = costing->shapes->order_count, i;
    struct cost_change *changes = nnreg_alloc_zero((size_t)count + 1, sizeof *changes);
    uint64_t bytes = 0;

    if (changes == NULL) {
        costing->failed = true;
        return;
    }
    note_changes(changes, &bytes, costing);
    costing->cost->peak_bytes = bytes;
    for (i = 0; i < count; i++) {
        nnreg_cost_add(&bytes, changes[i].comes);
        if (bytes > costing->cost->peak_bytes) {
            costing->cost->peak_bytes = bytes;
            costing->cost->peak = nnreg_flow_place(costing->shapes->flow, costing->shapes->order[i]).node;
        }
        bytes = bytes > changes[i].goes ? bytes - changes[i].goes : 0;
    }
    nnreg_free(changes);
}

/* ----------------------------------------------------------------------------------------------------------- all -- */

/* Who asks for an output reads it when all is done. */
static void keep_outputs_alive(struct nnreg_costing *costing, const struct nnreg_flow_tensor *tensors,
                               size_t count)
{
    size_t i;

    costing->place = costing->shapes->order_count;
    for (i = 0; i < count; i++)
        nnreg_flow_tensor_sources(costing->shapes->flow, &tensors[i], nnreg_costing_read, costing);
}

/* What is fed and read: known when all has been counted. */
static void note_inputs(struct nnreg_costing *costing)
{
    const struct nnreg_shapes *shapes = costing->shapes;
    const enum nnreg_sides_use *sides = costing->cost->shapes.sides;
    struct nnreg_cost *cost = costing->cost;
    size_t i;

    cost->inputs = nnreg_alloc_zero(shapes->feed_count + 1, sizeof *cost->inputs);
    costing->failed |= cost->inputs == NULL;
    for (i = 0; cost->inputs != NULL && i < shapes->feed_count; i++) {
        const struct nnreg_shapes_feed *feed = &shapes->feeds[i];
        struct nnreg_flow_place place = nnreg_flow_place(shapes->flow, feed->tensor.point);

        if (costing->tensors[shapes->tensor_count + i].last != NNREG_FLOW_NONE)
            cost->inputs[cost->input_count++] =
                (struct nnreg_cost_input){place.node, feed->tensor.output, feed->shape,
                                          sides != NULL ? sides[i] : NNREG_SIDES_NO_IMAGE};
    }
}

static bool make_cost_rooms(struct nnreg_costing *costing)
{
    const struct nnreg_savedmodel *model = costing->judged->model;
    size_t nodes = (size_t)model->nodes.count + model->body_nodes.count;
    uint32_t i;

    costing->tensor_count = costing->shapes->tensor_count + (uint32_t)costing->shapes->feed_count;
    costing->tensors = nnreg_alloc_zero((size_t)costing->tensor_count + 1, sizeof *costing->tensors);
    costing->counted = nnreg_alloc_zero(nodes / 8 + 1, 1);
    costing->bases = nnreg_alloc_zero((size_t)costing->judged->flow->points + 1, sizeof *costing->bases);
    costing->active = nnreg_alloc_zero((size_t)costing->judged->flow->points + 1, 1);
    if (costing->tensors == NULL || costing->counted == NULL || costing->bases == NULL ||
        costing->active == NULL)
        return false;
    for (i = 0; i < costing->tensor_count; i++)
        costing->tensors[i].root = NNREG_FLOW_NONE;
    return true;
}

static void count_points(struct nnreg_costing *costing, const struct nnreg_flow_tensor *tensors, size_t count)
{
    uint32_t i;

    costing->failed = !make_cost_rooms(costing);
    if (!costing->failed) {
        find_bases(costing);
        make_fed(costing);
    }
    for (i = 0; i < costing->shapes->order_count && !costing->failed; i++)
        nnreg_costing_point(costing, i);
    if (!costing->failed) {
        keep_outputs_alive(costing, tensors, count);
        find_peak(costing);
        note_inputs(costing);
    }
    costing->cost->incomplete = costing->judged->flow->incomplete || costing->shapes->cut;
    nnreg_free(costing->tensors);
    nnreg_free(costing->counted);
    nnreg_free(costing->bases);
    nnreg_free(costing->active);
}

/* Of a graph without signature every node is an output. */
static struct nnreg_flow_tensor *cost_outputs(size_t *count, const struct nnreg_judged *judged,
                                              const struct nnreg_savedmodel_signature *signature)
{
    struct nnreg_flow_tensor *tensors;
    uint32_t i;

    if (signature != NULL)
        return nnreg_signature_outputs(count, judged, signature);
    tensors = nnreg_alloc_zero((size_t)judged->graph.meta->nodes + 1, sizeof *tensors);
    *count = tensors != NULL ? judged->graph.meta->nodes : 0;
    for (i = 0; i < *count; i++)
        tensors[i].point = i;
    return tensors;
}

nnreg_status nnreg_cost_make(struct nnreg_cost *cost, const struct nnreg_judged *judged, uint32_t depth,
                             const struct nnreg_sides *sides, struct nnreg_error *error)
{
    struct nnreg_costing costing = {.cost = cost, .judged = judged, .depth = depth};
    struct nnreg_flow_tensor *tensors;
    size_t count;
    nnreg_status status;

    *cost = (struct nnreg_cost){.names = nnreg_scopes_names_make(),
                                .signature = nnreg_graph_main_signature(&judged->graph)};
    tensors = cost_outputs(&count, judged, cost->signature);
    if (cost->names == NULL || tensors == NULL) {
        nnreg_free(tensors);
        return nnreg_fail_memory(error);
    }
    status = nnreg_graph_shapes_make(&cost->shapes, judged, NULL, 1, sides, tensors, count, error);
    costing.shapes = &cost->shapes.shapes;
    if (status == NNREG_OK)
        count_points(&costing, tensors, count);
    nnreg_free(tensors);
    return status == NNREG_OK && (costing.failed || judged->flow->failed) ? nnreg_fail_memory(error) : status;
}

void nnreg_cost_free(struct nnreg_cost *cost)
{
    nnreg_scopes_names_free(cost->names);
    nnreg_graph_shapes_free(&cost->shapes);
    nnreg_free(cost->rows);
    nnreg_free(cost->inputs);
    *cost = (struct nnreg_cost){.rows = NULL};
}

void nnreg_cost_input_shape(struct nnreg_shape *shape, const struct nnreg_cost *cost,
                            const struct nnreg_cost_input *input)
{
    nnreg_shapes_get(shape, &cost->shapes.shapes, input->shape);
}

uint32_t nnreg_cost_parts(struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH],
                          const struct nnreg_cost *cost, uint32_t scope)
{
    return nnreg_scopes_name_parts(parts, cost->names, scope);
}
