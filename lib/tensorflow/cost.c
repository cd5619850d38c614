/*
 * What a model costs: see cost.h. Points are gone through once in the order of the shapes, which is the one in which they would
 * run; what is known by then of a tensor is enough, since its sources come first. When a tensor goes is what its readers leave
 * behind: the last one stays.
 */
#include "tensorflow/cost.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/cost_parts.h"
#include "tensorflow/flow_parts.h"
#include "tensorflow/graph_shapes.h"
#include "tensorflow/savedmodel_values.h"
#include "tensorflow/scopes_parts.h"

enum cost_flag {
    COST_ACTIVE = 1,    /* computed from what is fed */
    COST_PARAMETER = 2, /* and not yet counted */
    COST_LOOPED = 4     /* within a loop of TensorFlow 1 */
};

/* A tensor that the shapes keep, or that is fed. */
struct cost_tensor {
    uint64_t size;  /* bytes of an active one, elements of a parameter */
    uint32_t root;  /* the one whose memory it shares; itself */
    uint32_t born;  /* place in the order */
    uint32_t last;  /* of its last reader; of roots only */
    uint32_t flags; /* enum cost_flag */
};

struct costing {
    struct nnreg_cost *cost;
    const struct nnreg_judged *judged;
    struct nnreg_shapes *shapes;
    uint32_t depth;
    struct cost_tensor *tensors; /* those of the shapes, then what is fed */
    uint32_t tensor_count;
    unsigned char *counted; /* a bit for each node of the model: its parameters are */
    unsigned char *active;  /* by point: it is computed from what is fed, whatever is known of its outputs */
    uint32_t *bases;        /* by point: of a call the scope in which its body's names begin */
    bool failed;

    /* The point in hand. */
    uint32_t point, place;
    struct nnreg_flow_place at;
    uint32_t scope;
    uint32_t first_root; /* what its first source is */
    uint32_t gathered;   /* the flags of all sources, of the roots' and their own */
};

static void cost_add(uint64_t *sum, uint64_t more)
{
    if (__builtin_add_overflow(*sum, more, sum))
        *sum = UINT64_MAX;
}

/* --------------------------------------------------------------------------------------------------------- scopes -- */

/* A call that does nothing but wrap the model says nothing by its name, as in a picture of the graph (scopes.h). */
static bool wraps_model(const struct nnreg_flow_place *place, uint32_t base, const char *name, size_t size)
{
    return place->kind == NNREG_FLOW_CALL && base == 0 && memchr(name, '/', size) == NULL;
}

static uint32_t scope_of(struct costing *costing, const struct nnreg_flow_place *place, bool is_call)
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
static void find_bases(struct costing *costing)
{
    const struct nnreg_flow *flow = costing->judged->flow;
    uint32_t i;

    for (i = 1; i < flow->frames.count && !costing->failed; i++) {
        const struct nnreg_flow_frame *frame = nnreg_chunks_at(&flow->frames, i);
        struct nnreg_flow_place place = nnreg_flow_place(flow, frame->call);

        costing->bases[frame->call] = scope_of(costing, &place, true);
    }
}

static struct nnreg_cost_sums *sums_of(struct costing *costing, uint32_t scope)
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

static void count_unknown(struct costing *costing)
{
    sums_of(costing, costing->scope)->unknown++;
    costing->cost->total.unknown++;
    if (costing->cost->first_unknown == NULL)
        costing->cost->first_unknown = costing->at.node;
}

/* -------------------------------------------------------------------------------------------------------- tensors -- */

/* NNREG_FLOW_NONE: nothing is known of it. */
static uint32_t cost_tensor_of(const struct costing *costing, const struct nnreg_flow_source *source)
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
static void claim_parameters(struct costing *costing, struct cost_tensor *root)
{
    root->flags &= ~(uint32_t)COST_PARAMETER;
    cost_add(&sums_of(costing, costing->scope)->parameters, root->size);
    cost_add(&costing->cost->total.parameters, root->size);
}

static void cost_read_source(void *context, const struct nnreg_flow_source *source)
{
    struct costing *costing = context;
    uint32_t number = source->control || source->chooses ? NNREG_FLOW_NONE : cost_tensor_of(costing, source);
    struct cost_tensor *tensor, *root;

    if (!source->control && !source->chooses && costing->active[source->point])
        costing->gathered |= COST_ACTIVE;
    if (number == NNREG_FLOW_NONE || costing->tensors[number].root == NNREG_FLOW_NONE)
        return; /* what a loop brings back is not there yet */
    tensor = &costing->tensors[number];
    root = &costing->tensors[tensor->root];
    root->last = costing->place;
    costing->gathered |= tensor->flags | (root->flags & COST_ACTIVE);
    if (costing->first_root == NNREG_FLOW_NONE)
        costing->first_root = tensor->root;
}

static void claim_source(void *context, const struct nnreg_flow_source *source)
{
    struct costing *costing = context;
    uint32_t number = source->control || source->chooses ? NNREG_FLOW_NONE : cost_tensor_of(costing, source);

    if (number == NNREG_FLOW_NONE || costing->tensors[number].root == NNREG_FLOW_NONE)
        return;
    number = costing->tensors[number].root;
    if ((costing->tensors[number].flags & COST_PARAMETER) != 0)
        claim_parameters(costing, &costing->tensors[number]);
}

static void make_tensor(struct costing *costing, uint32_t number, uint32_t root, uint32_t flags,
                        uint64_t size)
{
    costing->tensors[number] = (struct cost_tensor){size, root, costing->place, costing->place, flags};
}

/* ----------------------------------------------------------------------------------------------------- parameters -- */

static uint32_t node_number(const struct costing *costing)
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
static void held_shape(struct nnreg_shape *shape, const struct costing *costing, uint32_t number)
{
    const struct nnreg_shapes_tensor *tensor = &costing->shapes->tensors[number];
    bool is_handle = nnreg_savedmodel_text_is(costing->judged->model, costing->at.node->op, "VarHandleOp");

    nnreg_shapes_get(shape, costing->shapes, is_handle ? tensor->value : tensor->shape);
}

/* One number repeated, as ones and zeros are, was not learnt: a constant of one is none of the weights. */
static bool is_of_one_number(const struct costing *costing)
{
    const struct nnreg_savedmodel *model = costing->judged->model;
    struct nnreg_savedmodel_tensor tensor;

    return nnreg_savedmodel_tensor(&tensor, model,
                                   nnreg_savedmodel_attr_named(model, costing->at.node, "value")) &&
           tensor.has_values && tensor.count == 1 && tensor.elements > 1;
}

static bool has_weights(const struct costing *costing, const struct nnreg_shape *shape)
{
    uint32_t dtype;

    return shape->known && shape->rank > 0 &&
           nnreg_graph_output_type(&dtype, &costing->judged->graph, costing->at.node, 0) &&
           is_number_of_weights(dtype) && !is_of_one_number(costing);
}

/* A function that is called twice has its constants once. */
static bool counts_already(struct costing *costing)
{
    uint32_t node = node_number(costing);
    bool counts = (costing->counted[node / 8] & 1u << node % 8) != 0;

    costing->counted[node / 8] |= (unsigned char)(1u << node % 8);
    return counts;
}

static void make_stored(struct costing *costing, const struct nnreg_shapes_point *point)
{
    bool is_constant = costing->at.kind == NNREG_FLOW_CONSTANT;
    struct nnreg_shape shape;
    uint64_t elements = 0;
    uint32_t i;
    bool known;

    if (point->count == 0)
        return;
    held_shape(&shape, costing, point->first);
    known = nnreg_cost_elements(&elements, &shape);
    if (counts_already(costing) || (is_constant && (!known || !has_weights(costing, &shape))))
        elements = 0;
    else if (!known)
        count_unknown(costing);
    for (i = 0; i < point->count; i++)
        make_tensor(costing, point->first + i, point->first + i, elements > 0 ? COST_PARAMETER : 0,
                    i == 0 ? elements : 0);
}

/* ----------------------------------------------------------------------------------------------------- operations -- */

/* One output's bytes; false when they are not known. Of what has no fixed size, none. */
static bool output_bytes(uint64_t *bytes, const struct costing *costing, uint32_t number, uint32_t output)
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
static uint32_t outputs_alike(const struct costing *costing, const struct nnreg_shapes_point *point,
                              uint32_t output)
{
    uint32_t outputs;

    if (!point->same || output + 1u < point->count ||
        !nnreg_graph_outputs(&outputs, &costing->judged->graph, costing->at.node) || outputs <= output)
        return 1;
    return outputs - output;
}

/* Outputs that are the operation's own. False: not all is known. */
static bool make_own(struct costing *costing, const struct nnreg_shapes_point *point, uint32_t flags)
{
    uint64_t bytes, sum = 0;
    uint32_t i, outputs;
    bool known = !nnreg_graph_outputs(&outputs, &costing->judged->graph, costing->at.node)
                     ? point->count > 0
                     : outputs <= point->count || (point->same && point->count > 0);

    for (i = 0; i < point->count; i++) {
        if ((flags & COST_ACTIVE) == 0)
            bytes = 0;
        else if (!output_bytes(&bytes, costing, point->first + i, i))
            known = false;
        if (__builtin_mul_overflow(bytes, (uint64_t)outputs_alike(costing, point, i), &bytes))
            bytes = UINT64_MAX;
        make_tensor(costing, point->first + i, point->first + i, flags, bytes);
        cost_add(&sum, bytes);
    }
    cost_add(&sums_of(costing, costing->scope)->activation_bytes, sum);
    cost_add(&costing->cost->total.activation_bytes, sum);
    return known;
}

/* The first of an input's sources of which a shape is known. */
struct input_shape {
    const struct costing *costing;
    struct nnreg_shape *shape;
};

static void take_input_shape(void *context, const struct nnreg_flow_source *source)
{
    struct input_shape *input = context;
    const struct nnreg_shapes *shapes = input->costing->shapes;
    uint32_t number = source->control || source->chooses || input->shape->known
                          ? NNREG_FLOW_NONE
                          : cost_tensor_of(input->costing, source);

    if (number != NNREG_FLOW_NONE)
        nnreg_shapes_get(input->shape, shapes,
                         number < shapes->tensor_count ? shapes->tensors[number].shape
                                                       : shapes->feeds[number - shapes->tensor_count].shape);
}

static bool count_multiply_adds(struct costing *costing, const struct nnreg_shapes_point *point)
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
    cost_add(&sums_of(costing, costing->scope)->multiply_adds, count);
    cost_add(&costing->cost->total.multiply_adds, count);
    return known;
}

/* Outputs that are inputs: each the input at its place, or all of them the first. */
static void make_shared(struct costing *costing, const struct nnreg_shapes_point *point,
                        enum nnreg_cost_sharing sharing, uint32_t flags)
{
    uint32_t first = costing->first_root, i;

    for (i = 0; i < point->count; i++) {
        if (i > 0 && sharing == NNREG_COST_SHARES_EACH) {
            costing->first_root = NNREG_FLOW_NONE;
            nnreg_flow_input(costing->shapes->flow, costing->point, i, cost_read_source, costing);
            first = costing->first_root;
        }
        make_tensor(costing, point->first + i, first != NNREG_FLOW_NONE ? first : point->first + i, flags, 0);
    }
}

static bool in_loop(const struct costing *costing)
{
    const struct nnreg_flow_frame *frame = costing->at.frame;

    while (frame->call != NNREG_FLOW_NONE) {
        if (frame->part == NNREG_FLOW_PART_LOOP || frame->part == NNREG_FLOW_PART_CONDITION)
            return true;
        frame = nnreg_flow_place(costing->judged->flow, frame->call).frame;
    }
    return (costing->gathered & COST_LOOPED) != 0;
}

/* Where what is fed comes from when nobody says it. */
static bool is_fed_by_itself(const struct costing *costing)
{
    return costing->at.kind == NNREG_FLOW_PLACEHOLDER || costing->at.kind == NNREG_FLOW_ITERATOR ||
           costing->at.kind == NNREG_FLOW_QUEUE;
}

/* What the loops of TensorFlow 1 begin and end with. */
static uint32_t loop_flags(const struct costing *costing, uint32_t flags)
{
    const struct nnreg_savedmodel *model = costing->judged->model;
    uint32_t op = costing->at.node->op;

    if (nnreg_savedmodel_text_is(model, op, "Enter") || nnreg_savedmodel_text_is(model, op, "RefEnter"))
        return flags | COST_LOOPED;
    if (nnreg_savedmodel_text_is(model, op, "Exit") || nnreg_savedmodel_text_is(model, op, "RefExit"))
        return flags & ~(uint32_t)COST_LOOPED;
    return flags;
}

static void count_operation(struct costing *costing, const struct nnreg_shapes_point *point)
{
    enum nnreg_cost_sharing sharing = nnreg_cost_sharing(costing->judged->model, &costing->at);
    bool active = (costing->gathered & COST_ACTIVE) != 0 || is_fed_by_itself(costing), known = true;
    uint32_t flags = loop_flags(costing, (costing->gathered & COST_LOOPED) | (active ? COST_ACTIVE : 0));

    if (sharing != NNREG_COST_OWN)
        make_shared(costing, point, sharing, flags);
    else
        known = make_own(costing, point, flags);
    if (sharing == NNREG_COST_OWN)
        nnreg_flow_sources(costing->shapes->flow, costing->point, claim_source, costing);
    if (!active)
        return;
    costing->active[costing->point] = 1;
    sums_of(costing, costing->scope)->operations++;
    costing->cost->total.operations++;
    costing->cost->in_loops += in_loop(costing);
    known = count_multiply_adds(costing, point) && known;
    if (!known)
        count_unknown(costing);
}

/* An argument or a result is what it is given. */
static void count_point(struct costing *costing, uint32_t place)
{
    const struct nnreg_shapes_point *point;

    costing->place = place;
    costing->point = costing->shapes->order[place];
    costing->at = nnreg_flow_place(costing->shapes->flow, costing->point);
    costing->first_root = NNREG_FLOW_NONE;
    costing->gathered = 0;
    point = &costing->shapes->points[costing->point];
    nnreg_flow_sources(costing->shapes->flow, costing->point, cost_read_source, costing);
    if (costing->at.node == NULL) {
        make_shared(costing, point, NNREG_COST_SHARES_FIRST, costing->gathered);
        return;
    }
    costing->scope = scope_of(costing, &costing->at, false);
    if (costing->at.node->inputs == 0 &&
        (costing->at.kind == NNREG_FLOW_CONSTANT || costing->at.kind == NNREG_FLOW_VARIABLE))
        make_stored(costing, point);
    else
        count_operation(costing, point);
}

/* ------------------------------------------------------------------------------------------------------ the peak -- */

/* Bytes of what is fed, by the type of the placeholder. */
static void make_fed(struct costing *costing)
{
    const struct nnreg_shapes *shapes = costing->shapes;
    size_t i;

    for (i = 0; i < shapes->feed_count; i++) {
        struct nnreg_flow_place place = nnreg_flow_place(shapes->flow, shapes->feeds[i].tensor.point);
        struct nnreg_shape shape;
        uint64_t bytes = 0;
        uint32_t dtype;

        nnreg_shapes_get(&shape, shapes, shapes->feeds[i].shape);
        if (place.node == NULL ||
            !nnreg_graph_output_type(&dtype, &costing->judged->graph, place.node,
                                     shapes->feeds[i].tensor.output) ||
            !nnreg_cost_elements(&bytes, &shape) ||
            __builtin_mul_overflow(bytes, (uint64_t)nnreg_dtype_size(nnreg_dtype_base(dtype)), &bytes))
            bytes = 0;
        costing->tensors[shapes->tensor_count + i] = (struct cost_tensor){
            bytes, shapes->tensor_count + (uint32_t)i, NNREG_FLOW_NONE, NNREG_FLOW_NONE, COST_ACTIVE};
    }
}

struct cost_change {
    uint64_t comes, goes;
};

/* What is fed and read by nothing is not there. */
static void note_changes(struct cost_change *changes, uint64_t *bytes, const struct costing *costing)
{
    uint32_t i;

    for (i = 0; i < costing->tensor_count; i++) {
        const struct cost_tensor *tensor = &costing->tensors[i];

        if (tensor->root != i || (tensor->flags & COST_ACTIVE) == 0 || tensor->last == NNREG_FLOW_NONE)
            continue;
        cost_add(tensor->born == NNREG_FLOW_NONE ? bytes : &changes[tensor->born].comes, tensor->size);
        cost_add(&changes[tensor->last].goes, tensor->size);
    }
}

static void find_peak(struct costing *costing)
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
        cost_add(&bytes, changes[i].comes);
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
static void keep_outputs_alive(struct costing *costing, const struct nnreg_flow_tensor *tensors, size_t count)
{
    size_t i;

    costing->place = costing->shapes->order_count;
    for (i = 0; i < count; i++)
        nnreg_flow_tensor_sources(costing->shapes->flow, &tensors[i], cost_read_source, costing);
}

static bool make_cost_rooms(struct costing *costing)
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

static void count_points(struct costing *costing, const struct nnreg_flow_tensor *tensors, size_t count)
{
    uint32_t i;

    costing->failed = !make_cost_rooms(costing);
    if (!costing->failed) {
        find_bases(costing);
        make_fed(costing);
    }
    for (i = 0; i < costing->shapes->order_count && !costing->failed; i++)
        count_point(costing, i);
    if (!costing->failed) {
        keep_outputs_alive(costing, tensors, count);
        find_peak(costing);
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
                             struct nnreg_error *error)
{
    struct costing costing = {.cost = cost, .judged = judged, .depth = depth};
    struct nnreg_graph_shapes shapes;
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
    status = nnreg_graph_shapes_make(&shapes, judged, NULL, 1, tensors, count, error);
    costing.shapes = &shapes.shapes;
    if (status == NNREG_OK)
        count_points(&costing, tensors, count);
    nnreg_graph_shapes_free(&shapes);
    nnreg_free(tensors);
    return status == NNREG_OK && (costing.failed || judged->flow->failed) ? nnreg_fail_memory(error) : status;
}

void nnreg_cost_free(struct nnreg_cost *cost)
{
    nnreg_scopes_names_free(cost->names);
    nnreg_free(cost->rows);
    *cost = (struct nnreg_cost){.rows = NULL};
}

uint32_t nnreg_cost_parts(struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH],
                          const struct nnreg_cost *cost, uint32_t scope)
{
    return nnreg_scopes_name_parts(parts, cost->names, scope);
}
