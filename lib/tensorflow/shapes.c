/*
 * The order of a graph's points, and the passes over it: see shapes.h. What an operation does with shapes is its row's
 * function; what is computed across the borders of calls is the flow's.
 */
#include "tensorflow/shapes_lately.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

/* -------------------------------------------------------------------------------------------------------- feeds -- */

static int compare_feeds(const void *a, const void *b)
{
    const struct nnreg_shapes_feed *one = a, *other = b;

    if (one->tensor.point != other->tensor.point)
        return one->tensor.point < other->tensor.point ? -1 : 1;
    return (one->tensor.output > other->tensor.output) - (one->tensor.output < other->tensor.output);
}

const struct nnreg_shapes_feed *nnreg_shapes_feed_of(const struct nnreg_shapes *shapes,
                                                     const struct nnreg_flow_tensor *tensor)
{
    struct nnreg_shapes_feed key = {.tensor = *tensor};

    if (shapes->feed_count == 0 || tensor->point < shapes->feeds[0].tensor.point ||
        tensor->point > shapes->feeds[shapes->feed_count - 1].tensor.point)
        return NULL;
    return bsearch(&key, shapes->feeds, shapes->feed_count, sizeof key, compare_feeds);
}

/* -------------------------------------------------------------------------------------------------------- order -- */

/*
 * The way down is on the heap: a point, and once it is entered the same with a mark, under its sources; when the mark comes up
 * again all of them are in the order. What comes back in loops is begun when all else is done.
 */
#define ORDER_LEFT (1u << 31)

struct ordering {
    struct nnreg_shapes *shapes;
    uint32_t *stack, *later;
    size_t stack_room, later_room;
    uint32_t stack_count, later_count;
    uint32_t point;
};

static bool push_number(struct nnreg_shapes *shapes, uint32_t **list, size_t *room, uint32_t *count,
                        uint32_t number)
{
    uint32_t *grown = nnreg_array_room(*list, room, (size_t)*count + 1, sizeof *grown);

    if (grown == NULL) {
        shapes->failed = true;
        return false;
    }
    *list = grown;
    grown[(*count)++] = number;
    return true;
}

/* Room for all points that there are by now. */
static bool know_points(struct nnreg_shapes *shapes)
{
    struct nnreg_shapes_point *grown;
    uint32_t count = shapes->flow->points;

    if (count <= shapes->point_count)
        return true;
    grown = nnreg_array_room(shapes->points, &shapes->point_room, count, sizeof *grown);
    if (grown == NULL) {
        shapes->failed = true;
        return false;
    }
    memset(grown + shapes->point_count, 0, (count - shapes->point_count) * sizeof *grown);
    shapes->points = grown;
    shapes->point_count = count;
    return true;
}

static void order_source(void *context, const struct nnreg_flow_source *source)
{
    struct ordering *ordering = context;
    struct nnreg_shapes *shapes = ordering->shapes;

    if (source->control || source->chooses || !know_points(shapes) ||
        nnreg_shapes_feed_of(shapes, &source->read) != NULL)
        return;
    if (source->back) {
        struct nnreg_shapes_point *point = &shapes->points[ordering->point];

        if (!point->loops)
            (void)push_number(shapes, &shapes->loops, &shapes->loop_room, &shapes->loop_count,
                              ordering->point);
        point->loops = true;
        (void)push_number(shapes, &ordering->later, &ordering->later_room, &ordering->later_count,
                          source->point);
    } else if (!shapes->points[source->point].entered) {
        (void)push_number(shapes, &ordering->stack, &ordering->stack_room, &ordering->stack_count,
                          source->point);
    }
}

static void order_down(struct ordering *ordering)
{
    struct nnreg_shapes *shapes = ordering->shapes;

    while (ordering->stack_count > 0 && !shapes->failed) {
        uint32_t top = ordering->stack[--ordering->stack_count], point = top & ~ORDER_LEFT;

        if (top != point) {
            (void)push_number(shapes, &shapes->order, &shapes->order_room, &shapes->order_count, point);
            continue;
        }
        if (shapes->points[point].entered)
            continue;
        shapes->points[point].entered = true;
        ordering->point = point;
        if (push_number(shapes, &ordering->stack, &ordering->stack_room, &ordering->stack_count,
                        point | ORDER_LEFT))
            nnreg_flow_sources(shapes->flow, point, order_source, ordering);
    }
}

static void order_all(struct nnreg_shapes *shapes, const struct nnreg_flow_tensor *tensors, size_t count)
{
    struct ordering ordering = {.shapes = shapes};
    size_t i;

    for (i = 0; i < count && !shapes->failed; i++)
        if (nnreg_shapes_feed_of(shapes, &tensors[i]) == NULL) {
            nnreg_flow_tensor_sources(shapes->flow, &tensors[i], order_source, &ordering);
            order_down(&ordering);
        }
    while (ordering.later_count > 0 && !shapes->failed) {
        uint32_t point = ordering.later[--ordering.later_count];

        if (!shapes->points[point].entered &&
            push_number(shapes, &ordering.stack, &ordering.stack_room, &ordering.stack_count, point))
            order_down(&ordering);
    }
    nnreg_free(ordering.stack);
    nnreg_free(ordering.later);
}

/* ------------------------------------------------------------------------------------------------------ tensors -- */

/* What was computed. */
static struct nnreg_shapes_tensor tensor_at(const struct nnreg_shapes *shapes, uint32_t number,
                                            uint32_t output)
{
    struct nnreg_shapes_tensor unknown = {0, 0};
    const struct nnreg_shapes_point *point;

    if (number >= shapes->point_count)
        return unknown;
    point = &shapes->points[number];
    if (point->done && output < point->count)
        return shapes->tensors[point->first + output];
    if (point->done && point->same && point->count > 0)
        return shapes->tensors[point->first + point->count - 1];
    return unknown;
}

/* What several sources give: any of them may be the one. */
struct source_shapes {
    struct nnreg_shapes *shapes;
    struct nnreg_shapes_tensor *tensors; /* by input; sources that are none go to the first */
    unsigned char *given;                /* by input */
    uint32_t count;
    uint8_t level;
    bool varies;
};

/* What a source gives: what is fed, in the place of all that the tensor is computed from, else what was computed. */
static struct nnreg_shapes_tensor given_by(struct source_shapes *gathering,
                                           const struct nnreg_flow_source *source)
{
    const struct nnreg_shapes *shapes = gathering->shapes;
    const struct nnreg_shapes_feed *feed = nnreg_shapes_feed_of(shapes, &source->read);

    if (feed != NULL) {
        gathering->varies = true;
        return (struct nnreg_shapes_tensor){feed->shape, 0};
    }
    if (source->back && shapes->pinned)
        return (struct nnreg_shapes_tensor){0, 0};
    return tensor_at(shapes, source->point, source->output);
}

static void gather_source(void *context, const struct nnreg_flow_source *source)
{
    struct source_shapes *gathering = context;
    struct nnreg_shapes *shapes = gathering->shapes;
    const struct nnreg_shapes_point *point =
        source->point < shapes->point_count ? &shapes->points[source->point] : NULL;
    uint32_t input = source->input < gathering->count ? source->input : 0;
    bool is_done = point != NULL && point->done;
    struct nnreg_shapes_tensor tensor;

    if (source->control || source->chooses)
        return;
    gathering->varies = gathering->varies || source->back || !is_done || point->varies;
    if (source->back && !is_done)
        return;
    tensor = given_by(gathering, source);
    gathering->tensors[input] =
        gathering->given[input] ? nnreg_shapes_either(shapes, gathering->tensors[input], tensor) : tensor;
    gathering->given[input] = 1;
    if (is_done && !source->back && point->level > gathering->level)
        gathering->level = point->level;
}

/* A point's outputs are kept where they were; where they have become more, behind all others. */
static void keep_outputs(struct nnreg_shapes *shapes, uint32_t number, const struct nnreg_shapes_tensor *list,
                         uint32_t count)
{
    struct nnreg_shapes_point *point = &shapes->points[number];
    uint64_t most = (uint64_t)shapes->order_count * NNREG_LIMIT_SHAPES_TENSOR + NNREG_LIMIT_SHAPES_FREE;
    struct nnreg_shapes_tensor *grown;

    point->done = true;
    if (count > point->count) {
        if (shapes->tensor_count + (uint64_t)count > most) {
            shapes->cut = true;
            point->count = 0;
            return;
        }
        grown = nnreg_array_room(shapes->tensors, &shapes->tensor_room, (size_t)shapes->tensor_count + count,
                                 sizeof *grown);
        if (grown == NULL) {
            shapes->failed = true;
            return;
        }
        shapes->tensors = grown;
        point->first = shapes->tensor_count;
        shapes->tensor_count += count;
    }
    point->count = (uint16_t)count;
    if (count > 0)
        memcpy(shapes->tensors + point->first, list, count * sizeof *list);
}

/* ------------------------------------------------------------------------------------------------------- passes -- */

static void compute_node(struct nnreg_shapes *shapes, uint32_t point, const struct nnreg_flow_place *place,
                         const struct source_shapes *gathering)
{
    struct nnreg_shapes_op op; /* large: its outputs are not zeroed */

    op.shapes = shapes;
    op.model = shapes->flow->graph->model;
    op.node = place->node;
    op.point = point;
    op.input = gathering->tensors;
    op.given = gathering->given;
    op.inputs = place->node->inputs;
    while (op.inputs > 0 &&
           shapes->flow->edges[place->node->first_input + op.inputs - 1].output == NNREG_INPUT_CONTROL)
        op.inputs--;
    op.outputs = 0;
    op.same = op.refused = false;
    op.level = gathering->level;
    if (!nnreg_shapes_recall(&op)) {
        op.row = nnreg_shapes_row_of(shapes, place->node);
        if (op.row != NULL)
            op.row->infer(&op);
        nnreg_shapes_note(&op, gathering->level);
    }
    shapes->points[point].level = op.level;
    shapes->points[point].same = op.same;
    keep_outputs(shapes, point, op.output, op.outputs);
}

/* An argument or a result. */
static void compute_joint(struct nnreg_shapes *shapes, uint32_t point, struct source_shapes *gathering)
{
    shapes->points[point].level = gathering->level;
    keep_outputs(shapes, point, gathering->tensors, 1);
}

static void compute_point(struct nnreg_shapes *shapes, uint32_t point, struct source_shapes *gathering)
{
    struct nnreg_flow_place place = nnreg_flow_place(shapes->flow, point);
    uint32_t inputs = place.node != NULL && place.node->inputs > 0 ? place.node->inputs : 1, i;

    gathering->count = inputs;
    gathering->level = 0;
    gathering->varies = false;
    for (i = 0; i < inputs; i++) { /* two, mostly: no calls of memset */
        gathering->tensors[i] = (struct nnreg_shapes_tensor){0, 0};
        gathering->given[i] = 0;
    }
    nnreg_flow_sources(shapes->flow, point, gather_source, gathering);
    shapes->points[point].varies = gathering->varies;
    if (place.node != NULL)
        compute_node(shapes, point, &place, gathering);
    else
        compute_joint(shapes, point, gathering);
}

/* Inputs of the node that has most. */
static uint32_t most_inputs(const struct nnreg_shapes *shapes)
{
    uint32_t most = 1, i;

    for (i = 0; i < shapes->order_count; i++) {
        struct nnreg_flow_place place = nnreg_flow_place(shapes->flow, shapes->order[i]);

        if (place.node != NULL && place.node->inputs > most)
            most = place.node->inputs;
    }
    return most;
}

/*
 * What no run makes another stays from the one before, which is most of a model: its weights and what is made of them. Its tensors
 * are in the order of its points, and move up to the front. Where there are loops, or there was no room for all, nothing stays.
 */
static void begin_run(struct nnreg_shapes *shapes)
{
    bool stays = shapes->loop_count == 0 && !shapes->cut;
    uint32_t count = 0, i;

    for (i = 0; i < shapes->order_count; i++) {
        struct nnreg_shapes_point *point = &shapes->points[shapes->order[i]];

        if (!stays || point->varies)
            point->done = false;
        if (!point->done) {
            point->count = 0;
            continue;
        }
        assert(point->count == 0 || point->first >= count);
        if (point->count > 0 && point->first != count)
            memmove(shapes->tensors + count, shapes->tensors + point->first,
                    point->count * sizeof *shapes->tensors);
        point->first = count;
        count += point->count;
    }
    shapes->tensor_count = count;
    shapes->pinned = false;
    shapes->round = 0;
}

/* In the first pass what stays from the run before is there already. */
static void pass(struct nnreg_shapes *shapes, struct source_shapes *gathering)
{
    uint32_t i;

    shapes->conflict = (struct nnreg_shapes_conflict){.reason = NNREG_SHAPES_FITS};
    for (i = 0; i < shapes->order_count && !shapes->failed; i++)
        if (shapes->round > 0 || !shapes->points[shapes->order[i]].done)
            compute_point(shapes, shapes->order[i], gathering);
}

/* Whether what comes back to some point has changed what it gives out. */
static bool has_changed(struct nnreg_shapes *shapes, struct source_shapes *gathering)
{
    uint32_t i;
    bool changed = false;

    for (i = 0; i < shapes->loop_count && !shapes->failed; i++) {
        uint32_t point = shapes->loops[i];
        struct nnreg_shapes_tensor before = tensor_at(shapes, point, 0), after;

        compute_point(shapes, point, gathering);
        after = tensor_at(shapes, point, 0);
        changed |= before.shape != after.shape || before.value != after.value;
    }
    return changed;
}

/*
 * What comes back in loops is let change what goes in, for a few passes; if it still does, all of it counts as unknown, and
 * then nothing depends on it any more.
 */
static void run_passes(struct nnreg_shapes *shapes, struct source_shapes *gathering)
{
    pass(shapes, gathering);
    for (shapes->round = 1; shapes->loop_count > 0 && !shapes->failed; shapes->round++) {
        if (!has_changed(shapes, gathering))
            return;
        shapes->pinned = shapes->round >= NNREG_SHAPES_ROUNDS;
        pass(shapes, gathering);
        if (shapes->pinned)
            return;
    }
}

nnreg_status nnreg_shapes_run(struct nnreg_shapes *shapes, struct nnreg_error *error)
{
    struct source_shapes gathering = {.shapes = shapes};

    if (shapes->most_inputs == 0)
        shapes->most_inputs = most_inputs(shapes);
    begin_run(shapes);
    gathering.tensors = nnreg_alloc_zero(shapes->most_inputs, sizeof *gathering.tensors);
    gathering.given = nnreg_alloc_zero(shapes->most_inputs, 1);
    if (gathering.tensors != NULL && gathering.given != NULL)
        run_passes(shapes, &gathering);
    else
        shapes->failed = true;
    nnreg_free(gathering.tensors);
    nnreg_free(gathering.given);
    return shapes->failed || shapes->flow->failed ? nnreg_fail_memory(error) : NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------------- asking -- */

struct nnreg_shapes_tensor nnreg_shapes_of(struct nnreg_shapes *shapes,
                                           const struct nnreg_flow_tensor *tensor)
{
    struct nnreg_shapes_tensor result = {0, 0};
    unsigned char given = 0;
    struct source_shapes gathering = {.shapes = shapes, .tensors = &result, .given = &given, .count = 1};

    nnreg_flow_tensor_sources(shapes->flow, tensor, gather_source, &gathering);
    return result;
}

bool nnreg_shapes_has(const struct nnreg_shapes *shapes, uint32_t point)
{
    return point < shapes->point_count && shapes->points[point].done;
}

/* ---------------------------------------------------------------------------------------------- making, freeing -- */

nnreg_status nnreg_shapes_make(struct nnreg_shapes *shapes, struct nnreg_flow *flow,
                               struct nnreg_shapes_feed *feeds, size_t feed_count,
                               const struct nnreg_flow_tensor *tensors, size_t count,
                               struct nnreg_error *error)
{
    assert(flow->limit < ORDER_LEFT);
    *shapes = (struct nnreg_shapes){.flow = flow, .feeds = feeds, .feed_count = feed_count};
    if (feed_count > 1)
        qsort(feeds, feed_count, sizeof *feeds, compare_feeds);
    shapes->failed = nnreg_string_pool_init(&shapes->pool) != NNREG_STRING_POOL_OK;
    shapes->rows = shapes->failed ? NULL : nnreg_shapes_find_rows(flow->graph->model);
    shapes->lately = nnreg_alloc_zero((size_t)1 << NNREG_SHAPES_LATELY_BITS, sizeof *shapes->lately);
    shapes->failed = shapes->rows == NULL || shapes->lately == NULL;
    if (shapes->failed)
        return nnreg_fail_memory(error);
    order_all(shapes, tensors, count);
    return shapes->failed || flow->failed ? nnreg_fail_memory(error) : NNREG_OK;
}

void nnreg_shapes_free(struct nnreg_shapes *shapes)
{
    nnreg_string_pool_free(&shapes->pool);
    nnreg_free(shapes->points);
    nnreg_free(shapes->tensors);
    nnreg_free(shapes->order);
    nnreg_free(shapes->loops);
    nnreg_free(shapes->rows);
    nnreg_free(shapes->lately);
    *shapes = (struct nnreg_shapes){.flow = NULL};
}
