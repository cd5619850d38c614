/*
 * What each point of a graph costs: see cost.h. What is known of its sources by then is enough, since they come first. When a
 * tensor goes is what its readers leave behind: the last one stays.
 */
#include <assert.h>

#include "tensorflow/cost_parts.h"
#include "tensorflow/flow_parts.h"
#include "tensorflow/savedmodel_values.h"

static void count_unknown(struct nnreg_costing *costing)
{
    nnreg_costing_sums(costing, costing->scope)->unknown++;
    costing->cost->total.unknown++;
    if (costing->cost->first_unknown == NULL)
        costing->cost->first_unknown = costing->at.node;
}

/* -------------------------------------------------------------------------------------------------------- tensors -- */

/* NNREG_FLOW_NONE: nothing is known of it. */
static uint32_t cost_tensor_of(const struct nnreg_costing *costing, const struct nnreg_flow_source *source)
{
    const struct nnreg_shapes *shapes = costing->shapes;
    const struct nnreg_shapes_feed *feed = nnreg_shapes_feed_of(shapes, &source->read);
    const struct nnreg_shapes_point *point;

    if (feed != NULL)
        return shapes->tensor_count + (uint32_t)(feed - shapes->feeds);
    if (!nnreg_shapes_has(shapes, source->point))
        return NNREG_FLOW_NONE;
    point = &shapes->points[source->point];
    if (source->output < point->count)
        return point->first + source->output;
    return point->same && point->count > 0 ? point->first + point->count - 1 : NNREG_FLOW_NONE;
}

/* A parameter counts with what reads it first, unless that only hands it on. */
static void claim_parameters(struct nnreg_costing *costing, struct nnreg_cost_tensor *root)
{
    root->flags &= ~(uint32_t)NNREG_COST_PARAMETER;
    nnreg_cost_add(&nnreg_costing_sums(costing, costing->scope)->parameters, root->size);
    nnreg_cost_add(&costing->cost->total.parameters, root->size);
}

void nnreg_costing_read(void *context, const struct nnreg_flow_source *source)
{
    struct nnreg_costing *costing = context;
    uint32_t number = source->control || source->chooses ? NNREG_FLOW_NONE : cost_tensor_of(costing, source);
    struct nnreg_cost_tensor *tensor, *root;

    if (!source->control && !source->chooses && costing->active[source->point])
        costing->gathered |= NNREG_COST_ACTIVE;
    if (number == NNREG_FLOW_NONE || costing->tensors[number].root == NNREG_FLOW_NONE)
        return; /* what a loop brings back is not there yet */
    tensor = &costing->tensors[number];
    root = &costing->tensors[tensor->root];
    root->last = costing->place;
    costing->gathered |= tensor->flags | (root->flags & NNREG_COST_ACTIVE);
    if (costing->first_root == NNREG_FLOW_NONE)
        costing->first_root = tensor->root;
}

static void claim_source(void *context, const struct nnreg_flow_source *source)
{
    struct nnreg_costing *costing = context;
    uint32_t number = source->control || source->chooses ? NNREG_FLOW_NONE : cost_tensor_of(costing, source);

    if (number == NNREG_FLOW_NONE || costing->tensors[number].root == NNREG_FLOW_NONE)
        return;
    number = costing->tensors[number].root;
    if ((costing->tensors[number].flags & NNREG_COST_PARAMETER) != 0)
        claim_parameters(costing, &costing->tensors[number]);
}

static void make_tensor(struct nnreg_costing *costing, uint32_t number, uint32_t root, uint32_t flags,
                        uint64_t size)
{
    costing->tensors[number] = (struct nnreg_cost_tensor){size, root, costing->place, costing->place, flags};
}

/* ----------------------------------------------------------------------------------------------------- parameters -- */

static uint32_t node_number(const struct nnreg_costing *costing)
{
    const struct nnreg_flow_frame *frame = costing->at.frame;

    return frame->body == NULL
               ? costing->judged->graph.meta->first_node + costing->at.index
               : costing->judged->model->nodes.count + frame->body->first_node + costing->at.index;
}

static bool is_number_of_weights(uint32_t dtype)
{
    switch (nnreg_dtype_base(dtype)) {
    case NNREG_DT_FLOAT:
    case NNREG_DT_DOUBLE:
    case NNREG_DT_HALF:
    case NNREG_DT_BFLOAT16:
    case NNREG_DT_COMPLEX64:
    case NNREG_DT_COMPLEX128:
    case NNREG_DT_QINT8:
    case NNREG_DT_QUINT8:
    case NNREG_DT_QINT16:
    case NNREG_DT_QUINT16:
    case NNREG_DT_QINT32:
        return true;
    default:
        return false;
    }
}

/* The shape of what a node holds: of a handle that of the variable behind it. */
static void held_shape(struct nnreg_shape *shape, const struct nnreg_costing *costing, uint32_t number)
{
    const struct nnreg_shapes_tensor *tensor = &costing->shapes->tensors[number];
    bool is_handle = nnreg_savedmodel_text_is(costing->judged->model, costing->at.node->op, "VarHandleOp");

    nnreg_shapes_get(shape, costing->shapes, is_handle ? tensor->value : tensor->shape);
}

/* One number repeated, as ones and zeros are, was not learnt: a constant of one is none of the weights. */
static bool is_of_one_number(const struct nnreg_costing *costing)
{
    const struct nnreg_savedmodel *model = costing->judged->model;
    struct nnreg_savedmodel_tensor tensor;

    return nnreg_savedmodel_tensor(&tensor, model,
                                   nnreg_savedmodel_attr_named(model, costing->at.node, "value")) &&
           tensor.has_values && tensor.count == 1 && tensor.elements > 1;
}

/* Of a constant whose shape is known. */
static bool has_weights(const struct nnreg_costing *costing, const struct nnreg_shape *shape)
{
    uint32_t dtype;

    return shape->rank > 0 && nnreg_graph_output_type(&dtype, &costing->judged->graph, costing->at.node, 0) &&
           is_number_of_weights(dtype) && !is_of_one_number(costing);
}

/* A function that is called twice has its constants once. */
static bool counts_already(struct nnreg_costing *costing)
{
    uint32_t node = node_number(costing);
    bool counts = (costing->counted[node / 8] & 1u << node % 8) != 0;

    costing->counted[node / 8] |= (unsigned char)(1u << node % 8);
    return counts;
}

static void make_stored(struct nnreg_costing *costing, const struct nnreg_shapes_point *point)
{
    bool is_constant = costing->at.kind == NNREG_FLOW_CONSTANT;
    struct nnreg_shape shape;
    uint64_t elements = 0;
    bool known;

    assert(point->count <= 1);
    if (point->count == 0)
        return;
    held_shape(&shape, costing, point->first);
    known = nnreg_cost_elements(&elements, &shape);
    if (counts_already(costing) || (is_constant && (!known || !has_weights(costing, &shape)))) {
        elements = 0;
    } else if (!known) {
        /* Not what was multiplied up to an open dimension, or to one that made it too large. */
        elements = 0;
        count_unknown(costing);
    }
    make_tensor(costing, point->first, point->first, elements > 0 ? NNREG_COST_PARAMETER : 0, elements);
}

/* ----------------------------------------------------------------------------------------------------- operations -- */

/* One output's bytes; false when they are not known. Of what has no fixed size, none. */
static bool output_bytes(uint64_t *bytes, const struct nnreg_costing *costing, uint32_t number,
                         uint32_t output)
{
    struct nnreg_shape shape;
    uint32_t dtype;
    size_t size;

    *bytes = 0;
    if (!nnreg_graph_output_type(&dtype, &costing->judged->graph, costing->at.node, output))
        return false;
    size = nnreg_dtype_size(nnreg_dtype_base(dtype));
    if (size == 0)
        return true;
    nnreg_shapes_get(&shape, costing->shapes, costing->shapes->tensors[number].shape);
    if (nnreg_cost_elements(bytes, &shape) && !__builtin_mul_overflow(*bytes, (uint64_t)size, bytes))
        return true;
    *bytes = 0;
    return false;
}

/* How many outputs the tensor that stands for the last ones is. */
static uint32_t outputs_alike(const struct nnreg_costing *costing, const struct nnreg_shapes_point *point,
                              uint32_t output)
{
    uint32_t outputs;

    if (!point->same || output + 1u < point->count ||
        !nnreg_graph_outputs(&outputs, &costing->judged->graph, costing->at.node) || outputs <= output)
        return 1;
    return outputs - output;
}

/*
 * Operations of the table of shapes whose last output only their gradient reads, and which make nothing of it when they do not
 * train. Other outputs for a gradient (the first two that a batch norm keeps, that of a cross entropy) are made in any case; what
 * CudnnRNN keeps is not known, as nothing of it is.
 */
static const struct {
    const char *op;
    uint32_t outputs;
} gradient_outputs[] = {
    {"FusedBatchNormV3", 6},    /* reserve_space_3: some devices have it */
    {"SparseFillEmptyRows", 4}, /* reverse_index_map: made for who reads it */
};

/* How many outputs a node has that take memory; false when that is not known, and it may be any number. */
static bool outputs_with_memory(uint32_t *outputs, const struct nnreg_costing *costing)
{
    size_t i;

    if (!nnreg_graph_outputs(outputs, &costing->judged->graph, costing->at.node)) {
        *outputs = UINT32_MAX;
        return false;
    }
    for (i = 0; i < sizeof gradient_outputs / sizeof *gradient_outputs; i++)
        if (*outputs == gradient_outputs[i].outputs &&
            nnreg_savedmodel_text_is(costing->judged->model, costing->at.node->op, gradient_outputs[i].op)) {
            --*outputs;
            break;
        }
    return true;
}

/* Outputs that are the operation's own. False: not all is known. */
static bool make_own(struct nnreg_costing *costing, const struct nnreg_shapes_point *point, uint32_t flags)
{
    uint64_t bytes, sum = 0;
    uint32_t i, outputs;
    bool known = !outputs_with_memory(&outputs, costing)
                     ? point->count > 0
                     : outputs <= point->count || (point->same && point->count > 0);

    for (i = 0; i < point->count; i++) {
        if ((flags & NNREG_COST_ACTIVE) == 0 || i >= outputs)
            bytes = 0;
        else if (!output_bytes(&bytes, costing, point->first + i, i))
            known = false;
        if (__builtin_mul_overflow(bytes, (uint64_t)outputs_alike(costing, point, i), &bytes))
            bytes = UINT64_MAX;
        make_tensor(costing, point->first + i, point->first + i, flags, bytes);
        nnreg_cost_add(&sum, bytes);
    }
    nnreg_cost_add(&nnreg_costing_sums(costing, costing->scope)->activation_bytes, sum);
    nnreg_cost_add(&costing->cost->total.activation_bytes, sum);
    return known;
}

/* The first of an input's sources of which a shape is known. */
struct input_shape {
    const struct nnreg_costing *costing;
    struct nnreg_shape *shape;
};

static void take_input_shape(void *context, const struct nnreg_flow_source *source)
{
    struct input_shape *input = context;
    const struct nnreg_shapes *shapes = input->costing->shapes;
    uint32_t number =
        source->chooses || input->shape->known ? NNREG_FLOW_NONE : cost_tensor_of(input->costing, source);

    if (number != NNREG_FLOW_NONE)
        nnreg_shapes_get(input->shape, shapes,
                         number < shapes->tensor_count ? shapes->tensors[number].shape
                                                       : shapes->feeds[number - shapes->tensor_count].shape);
}

static bool count_multiply_adds(struct nnreg_costing *costing, const struct nnreg_shapes_point *point)
{
    struct nnreg_cost_op op;
    uint64_t count;
    uint32_t i;
    bool known;

    if (!nnreg_cost_multiplies(costing->judged->model, costing->at.node))
        return true;
    op.model = costing->judged->model;
    op.node = costing->at.node;
    nnreg_shapes_get(&op.output, costing->shapes,
                     point->count > 0 ? costing->shapes->tensors[point->first].shape : 0);
    for (i = 0; i < NNREG_COST_INPUTS; i++) {
        struct input_shape input = {costing, &op.input[i]};

        op.input[i].known = false;
        nnreg_flow_input(costing->shapes->flow, costing->point, i, take_input_shape, &input);
    }
    known = nnreg_cost_multiply_adds(&count, &op);
    nnreg_cost_add(&nnreg_costing_sums(costing, costing->scope)->multiply_adds, count);
    nnreg_cost_add(&costing->cost->total.multiply_adds, count);
    return known;
}

/* Outputs that are inputs: each the input at its place, or all of them the first. */
static void make_shared(struct nnreg_costing *costing, const struct nnreg_shapes_point *point,
                        enum nnreg_cost_sharing sharing, uint32_t flags)
{
    uint32_t first = costing->first_root, i;

    for (i = 0; i < point->count; i++) {
        if (i > 0 && sharing == NNREG_COST_SHARES_EACH) {
            costing->first_root = NNREG_FLOW_NONE;
            nnreg_flow_input(costing->shapes->flow, costing->point, i, nnreg_costing_read, costing);
            first = costing->first_root;
        }
        make_tensor(costing, point->first + i, first != NNREG_FLOW_NONE ? first : point->first + i, flags, 0);
    }
}

static bool in_loop(const struct nnreg_costing *costing)
{
    const struct nnreg_flow_frame *frame = costing->at.frame;

    while (frame->call != NNREG_FLOW_NONE) {
        if (frame->part == NNREG_FLOW_PART_LOOP || frame->part == NNREG_FLOW_PART_CONDITION)
            return true;
        frame = nnreg_flow_place(costing->judged->flow, frame->call).frame;
    }
    return (costing->gathered & NNREG_COST_LOOPED) != 0;
}

/* Where what is fed comes from when nobody says it. */
static bool is_fed_by_itself(const struct nnreg_costing *costing)
{
    return costing->at.kind == NNREG_FLOW_PLACEHOLDER || costing->at.kind == NNREG_FLOW_ITERATOR ||
           costing->at.kind == NNREG_FLOW_QUEUE;
}

/* What the loops of TensorFlow 1 begin and end with. */
static uint32_t loop_flags(const struct nnreg_costing *costing, uint32_t flags)
{
    const struct nnreg_savedmodel *model = costing->judged->model;
    uint32_t op = costing->at.node->op;

    if (nnreg_savedmodel_text_is(model, op, "Enter") || nnreg_savedmodel_text_is(model, op, "RefEnter"))
        return flags | NNREG_COST_LOOPED;
    if (nnreg_savedmodel_text_is(model, op, "Exit") || nnreg_savedmodel_text_is(model, op, "RefExit"))
        return flags & ~(uint32_t)NNREG_COST_LOOPED;
    return flags;
}

static void count_operation(struct nnreg_costing *costing, const struct nnreg_shapes_point *point)
{
    enum nnreg_cost_sharing sharing = nnreg_cost_sharing(costing->judged->model, &costing->at);
    bool active = (costing->gathered & NNREG_COST_ACTIVE) != 0 || is_fed_by_itself(costing), known = true;
    uint32_t flags =
        loop_flags(costing, (costing->gathered & NNREG_COST_LOOPED) | (active ? NNREG_COST_ACTIVE : 0));

    if (sharing != NNREG_COST_OWN)
        make_shared(costing, point, sharing, flags);
    else
        known = make_own(costing, point, flags);
    if (sharing == NNREG_COST_OWN)
        nnreg_flow_sources(costing->shapes->flow, costing->point, claim_source, costing);
    if (!active)
        return;
    costing->active[costing->point] = 1;
    nnreg_costing_sums(costing, costing->scope)->operations++;
    costing->cost->total.operations++;
    costing->cost->in_loops += in_loop(costing);
    known = count_multiply_adds(costing, point) && known;
    if (!known)
        count_unknown(costing);
}

/* An argument or a result is what it is given. */
void nnreg_costing_point(struct nnreg_costing *costing, uint32_t place)
{
    const struct nnreg_shapes_point *point;

    costing->place = place;
    costing->point = costing->shapes->order[place];
    costing->at = nnreg_flow_place(costing->shapes->flow, costing->point);
    costing->first_root = NNREG_FLOW_NONE;
    costing->gathered = 0;
    point = &costing->shapes->points[costing->point];
    nnreg_flow_sources(costing->shapes->flow, costing->point, nnreg_costing_read, costing);
    if (costing->at.node == NULL) {
        make_shared(costing, point, NNREG_COST_SHARES_FIRST, costing->gathered);
        return;
    }
    costing->scope = nnreg_costing_scope(costing, &costing->at, false);
    if (costing->at.node->inputs == 0 &&
        (costing->at.kind == NNREG_FLOW_CONSTANT || costing->at.kind == NNREG_FLOW_VARIABLE))
        make_stored(costing, point);
    else
        count_operation(costing, point);
}
