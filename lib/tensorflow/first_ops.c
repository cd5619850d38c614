/* Following what is fed to the first operations: see first_ops.h. */
#include "tensorflow/first_ops_parts.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/savedmodel_values.h"

nnreg_status nnreg_first_ops_make(struct nnreg_first_ops *first, struct nnreg_flow *flow,
                                  const struct nnreg_bundle_files *files, struct nnreg_error *error)
{
    first->steps = 0;
    first->stored = (struct nnreg_stored_values){.readers = &first->readers, .files = files};
    return nnreg_flow_readers_make(&first->readers, flow, error);
}

void nnreg_first_ops_free(struct nnreg_first_ops *first)
{
    nnreg_stored_values_free(&first->stored);
    nnreg_flow_readers_free(&first->readers);
}

/* -------------------------------------------------------------------------------------------- what a row asks -- */

bool nnreg_first_constant(struct nnreg_constant *constant, struct nnreg_first_at *at, uint32_t input)
{
    return nnreg_constant_at(constant, &at->walk->room, at->walk->flow, at->point, input);
}

bool nnreg_first_ints(struct nnreg_constant_ints *ints, struct nnreg_first_at *at, uint32_t input)
{
    struct nnreg_constant constant;

    return nnreg_first_constant(&constant, at, input) && nnreg_constant_ints(ints, &constant);
}

/* Operations that a filter goes through and keeps its shape in. */
static bool keeps_shape(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    static const char *const ops[] = {"Cast", "ReadVariableOp", "FakeQuantWithMinMaxVars",
                                      "FakeQuantWithMinMaxVarsPerChannel", "FakeQuantWithMinMaxArgs"};
    size_t i;

    for (i = 0; i < sizeof ops / sizeof *ops; i++)
        if (nnreg_savedmodel_text_is(model, node->op, ops[i]))
            return true;
    return false;
}

bool nnreg_first_stored_shape(struct nnreg_shape *shape, struct nnreg_first_at *at, uint32_t input)
{
    struct nnreg_flow *flow = at->walk->flow;
    uint32_t origin = nnreg_flow_origin(flow, at->point, input), hops;

    for (hops = 0; hops < NNREG_LIMIT_FIRST_NODES && origin != NNREG_FLOW_NONE; hops++) {
        struct nnreg_flow_place place = nnreg_flow_place(flow, origin);
        struct nnreg_savedmodel_tensor tensor;

        assert(place.node != NULL); /* an origin is a node */
        if (place.kind == NNREG_FLOW_VARIABLE) {
            nnreg_savedmodel_shape(shape, at->model, nnreg_graph_shape_attr(flow->graph, place.node));
            return shape->known;
        }
        if (place.kind == NNREG_FLOW_CONSTANT &&
            nnreg_savedmodel_tensor(&tensor, at->model,
                                    nnreg_savedmodel_attr_named(at->model, place.node, "value"))) {
            nnreg_savedmodel_shape(shape, at->model, tensor.shape);
            return shape->known;
        }
        if (!keeps_shape(at->model, place.node))
            return false;
        origin = nnreg_flow_origin(flow, origin, 0);
    }
    return false;
}

bool nnreg_first_has_rank(struct nnreg_first_way *way, uint32_t rank)
{
    uint32_t i;

    if (way->rank >= 0)
        return (uint32_t)way->rank == rank;
    if (way->astray || rank > NNREG_FIRST_RANK || way->lead >= rank)
        return false;
    way->rank = (int32_t)rank;
    for (i = rank - way->lead + 1; i <= rank; i++)
        way->axis[i] = 0;
    return true;
}

uint32_t nnreg_first_place(const struct nnreg_first_way *way, int64_t axis)
{
    if (axis < 0)
        return axis >= -(int64_t)NNREG_FIRST_RANK && (way->rank < 0 || -axis <= way->rank) ? (uint32_t)-axis
                                                                                           : 0;
    return way->rank >= 0 && axis < way->rank ? (uint32_t)(way->rank - axis) : 0;
}

const char *nnreg_first_data_format(const struct nnreg_first_at *at)
{
    const char *format = nnreg_savedmodel_node_text(at->model, at->node, "data_format", "NHWC");

    return strcmp(format, "NHWC") == 0 || strcmp(format, "NCHW") == 0 ? format : NULL;
}

/* ------------------------------------------------------------------------------------------------------ telling -- */

/* "NHWC" of what is fed, from that of what an operation gets; false where dimensions are missing or stand in no usual order. */
static bool order_fed(char out[NNREG_FIRST_ORDER], const struct nnreg_first_way *way, const char *order)
{
    uint32_t i, fed = 0;

    memset(out, 0, NNREG_FIRST_ORDER);
    if ((way->gone & ~1u) != 0)
        return false;
    for (i = 1; i <= 4; i++)
        fed += way->axis[i] != 0;
    if (fed < 3)
        return false;
    for (i = 1; i <= 4; i++) {
        if (way->axis[i] > fed)
            return false;
        if (way->axis[i] != 0)
            out[fed - way->axis[i]] = order[4 - i];
    }
    assert(strlen(out) == fed); /* each dimension stands in one place */
    return fed == 4 ? out[0] == 'N' : strchr(out, 'N') == NULL;
}

void nnreg_first_tell_order(struct nnreg_first_at *at, const char *order)
{
    struct nnreg_first_told *told = at->walk->told;
    char fed[NNREG_FIRST_ORDER];

    if (!nnreg_first_has_rank(&at->way, 4) || !order_fed(fed, &at->way, order))
        return;
    if (told->order[0] == '\0') {
        memcpy(told->order, fed, sizeof fed);
        told->order_at = at->point;
    } else if (strcmp(told->order, fed) != 0) {
        at->walk->orders_differ = true;
    }
}

/* ------------------------------------------------------------------------------------------------------- walking -- */

static void push_step(struct nnreg_first_walk *walk, const struct nnreg_flow_tensor *tensor,
                      const struct nnreg_first_way *way)
{
    struct nnreg_first_step *grown;

    if (walk->steps_left == 0) {
        walk->lost = true;
        return;
    }
    walk->steps_left--;
    grown = nnreg_array_room(walk->steps, &walk->step_room, walk->step_count + 1, sizeof *grown);
    if (grown == NULL) {
        walk->flow->failed = true;
        return;
    }
    walk->steps = grown;
    walk->steps[walk->step_count++] = (struct nnreg_first_step){*tensor, *way};
}

void nnreg_first_go_on(struct nnreg_first_at *at, uint32_t output)
{
    struct nnreg_flow_tensor tensor = {at->point, output};

    push_step(at->walk, &tensor, &at->way);
}

/* Whether two ways have done the same to the pixels. */
static bool ways_agree(const struct nnreg_first_way *a, const struct nnreg_first_way *b)
{
    uint32_t i;

    if (!a->known || !b->known || a->dimension != b->dimension || a->parts != b->parts ||
        a->places != b->places || a->width != b->width || a->height != b->height || a->whole != b->whole)
        return false;
    for (i = 0; i < a->parts; i++)
        if (a->scale[i] != b->scale[i] || a->shift[i] != b->shift[i])
            return false;
    return memcmp(a->place, b->place, a->places) == 0;
}

static void end_way(struct nnreg_first_walk *walk, const struct nnreg_first_way *way)
{
    if (walk->ends++ == 0)
        walk->end = *way;
    if (!ways_agree(&walk->end, way))
        walk->lost = true;
}

static uint32_t data_inputs(const struct nnreg_flow *flow, const struct nnreg_savedmodel_node *node)
{
    uint32_t i = 0;

    while (i < node->inputs && flow->edges[node->first_input + i].output != NNREG_INPUT_CONTROL)
        i++;
    return i;
}

/* What reads the tensor of a step. */
struct first_reading {
    struct nnreg_first_walk *walk;
    const struct nnreg_first_way *way;
};

static void meet_use(void *context, const struct nnreg_flow_use *use)
{
    struct first_reading *reading = context;
    struct nnreg_first_walk *walk = reading->walk;
    struct nnreg_first_at at = {.walk = walk,
                                .model = walk->model,
                                .point = use->tensor.point,
                                .input = use->input,
                                .way = *reading->way};
    const struct nnreg_first_row *row;

    if (use->passes) {
        push_step(walk, &use->tensor, reading->way);
        return;
    }
    at.node = nnreg_flow_place(walk->flow, use->tensor.point).node;
    row = nnreg_first_row_of(walk->model, at.node);
    if (row == NULL) {
        walk->lost = true;
        return;
    }
    at.detail = row->detail;
    at.inputs = data_inputs(walk->flow, at.node);
    switch (row->meet(&at)) {
    case NNREG_FIRST_ON:
        nnreg_first_go_on(&at, 0);
        break;
    case NNREG_FIRST_END:
        end_way(walk, &at.way);
        break;
    case NNREG_FIRST_LOST:
        walk->lost = true;
        break;
    case NNREG_FIRST_PASSED:
        break;
    }
}

static void follow_steps(struct nnreg_first_walk *walk)
{
    while (walk->step_count > 0 && !walk->flow->failed) {
        struct nnreg_first_step step = walk->steps[--walk->step_count];
        struct first_reading reading = {walk, &step.way};

        if (!nnreg_flow_uses(&walk->first->readers, &step.tensor, NNREG_LIMIT_FIRST_READERS, meet_use,
                             &reading))
            walk->lost = true;
    }
}

/* ---------------------------------------------------------------------------------------------------------- all -- */

static struct nnreg_first_way way_at_first(const struct nnreg_shape *shape)
{
    struct nnreg_first_way way = {
        .rank = shape->known && shape->rank <= NNREG_FIRST_RANK ? (int32_t)shape->rank : -1,
        .astray = shape->known && shape->rank > NNREG_FIRST_RANK,
        .known = true,
        .parts = 1,
        .scale = {1},
        .places = 1,
        .factor = 1,
        .scale_at = NNREG_FLOW_NONE,
        .shift_at = NNREG_FLOW_NONE,
        .whole_at = NNREG_FLOW_NONE,
        .turned_at = NNREG_FLOW_NONE,
        .resize_at = NNREG_FLOW_NONE};
    uint8_t i;

    for (i = 1; i <= NNREG_FIRST_RANK; i++)
        way.axis[i] = i;
    return way;
}

/* The dimension of what is fed that the order has for C; 0: not told. */
static uint32_t channel_dimension(const struct nnreg_first_told *told)
{
    const char *at = strchr(told->order, 'C');

    return at != NULL ? (uint32_t)strlen(at) : 0;
}

static bool are_turned(const struct nnreg_first_way *way)
{
    uint32_t i;

    for (i = 0; i < way->places; i++)
        if (way->place[i] != way->places - 1 - i)
            return false;
    return way->places == 3;
}

/* What differs along another dimension than that of the channels was taken for what it is not: then nothing is known. */
static void tell_numbers(struct nnreg_first_told *told, const struct nnreg_first_way *way)
{
    uint32_t channel = channel_dimension(told);

    if (way->dimension != 0 && channel != 0 && way->dimension != channel)
        return;
    told->computes = true;
    told->parts = way->parts;
    memcpy(told->scale, way->scale, sizeof told->scale);
    memcpy(told->shift, way->shift, sizeof told->shift);
    told->whole = way->whole;
    told->scale_at = way->scale_at;
    told->shift_at = way->shift_at;
    told->whole_at = way->whole_at;
    told->turned = are_turned(way);
    told->turned_at = way->turned_at;
    told->width = way->width;
    told->height = way->height;
    told->resize_at = way->resize_at;
}

static void conclude(struct nnreg_first_walk *walk)
{
    struct nnreg_first_told *told = walk->told;
    size_t i;

    for (i = 0; i < walk->join_count; i++)
        walk->lost |= walk->joins[i].arrived < walk->joins[i].inputs;
    if (walk->orders_differ)
        told->order[0] = '\0';
    if (walk->channels_differ)
        told->channels = 0;
    if (walk->lost || walk->ends == 0)
        return;
    assert(walk->end.known); /* else it would not agree with itself */
    tell_numbers(told, &walk->end);
}

void nnreg_first_ops_tell(struct nnreg_first_told *told, struct nnreg_first_ops *first,
                          const struct nnreg_flow_tensor *tensor, const struct nnreg_shape *shape)
{
    struct nnreg_first_walk walk = {.first = first,
                                    .flow = first->readers.flow,
                                    .model = first->readers.flow->graph->model,
                                    .shape = shape,
                                    .room = {.read = nnreg_stored_value, .context = &first->stored},
                                    .told = told};
    struct nnreg_first_way way = way_at_first(shape);
    uint32_t budget;

    *told = (struct nnreg_first_told){.order_at = NNREG_FLOW_NONE, .channels_at = NNREG_FLOW_NONE};
    budget = first->steps < NNREG_LIMIT_FIRST_ALL ? NNREG_LIMIT_FIRST_ALL - first->steps : 0;
    budget = budget < NNREG_LIMIT_FIRST_STEPS ? budget : NNREG_LIMIT_FIRST_STEPS;
    walk.steps_left = budget;
    push_step(&walk, tensor, &way);
    follow_steps(&walk);
    first->steps += budget - walk.steps_left;
    conclude(&walk);
    nnreg_constant_room_free(&walk.room);
    nnreg_free(walk.steps);
    nnreg_free(walk.joins);
}
