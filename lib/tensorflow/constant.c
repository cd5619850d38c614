/* Computing small constants: see constant.h. */
#include "tensorflow/constant.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/savedmodel_values.h"

enum { SLOT_INPUTS = 4 };

struct nnreg_constant_slot {
    struct nnreg_flow_tensor tensor; /* of a node */
    const struct constant_op *op;    /* NULL: it is a constant of the graph, or a variable */
    uint32_t inputs;
    uint32_t input[SLOT_INPUTS]; /* slots behind this one */
    struct nnreg_constant value;
};

/* From the inputs to the value: false when it is not known. */
typedef bool constant_compute(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                              const struct constant_op *op, const struct nnreg_savedmodel *model,
                              const struct nnreg_savedmodel_node *node);

struct constant_op {
    const char *name;
    constant_compute *compute;
    uint32_t least, most; /* inputs; further ones are not looked at */
    double (*one)(double);
    double (*two)(double, double);
};

/* ------------------------------------------------------------------------------------------------------- shapes -- */

/* Elements by the dimensions. */
static int64_t constant_size(const struct nnreg_constant *value)
{
    int64_t size = 1;
    uint32_t i;

    for (i = 0; i < value->rank; i++)
        size *= value->dim[i];
    return size;
}

double nnreg_constant_element(const struct nnreg_constant *constant, uint32_t i)
{
    return constant->element[constant->count == 1 ? 0 : i];
}

bool nnreg_constant_ints(struct nnreg_constant_ints *ints, const struct nnreg_constant *constant)
{
    int64_t size = constant_size(constant);
    uint32_t i;

    if (!constant->is_whole || constant->rank > 1 || size > NNREG_CONSTANT_ELEMENTS)
        return false;
    ints->count = (uint32_t)size;
    for (i = 0; i < ints->count; i++)
        ints->value[i] = (int64_t)nnreg_constant_element(constant, i);
    return true;
}

static bool compute_reshape(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                            const struct constant_op *op, const struct nnreg_savedmodel *model,
                            const struct nnreg_savedmodel_node *node)
{
    int64_t size = constant_size(inputs[0]), rest = 1;
    struct nnreg_constant_ints dims;
    uint32_t i, open = NNREG_CONSTANT_RANK;

    (void)op, (void)model, (void)node;
    if (!nnreg_constant_ints(&dims, inputs[1]) || dims.count > NNREG_CONSTANT_RANK)
        return false;
    *value = *inputs[0];
    value->rank = dims.count;
    for (i = 0; i < dims.count; i++) {
        value->dim[i] = dims.value[i];
        if (dims.value[i] == -1 && open == NNREG_CONSTANT_RANK)
            open = i;
        else if (dims.value[i] < 1 || __builtin_mul_overflow(rest, dims.value[i], &rest))
            return false;
    }
    if (open == NNREG_CONSTANT_RANK)
        return rest == size;
    value->dim[open] = size / rest;
    return size % rest == 0;
}

static bool compute_expand(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                           const struct constant_op *op, const struct nnreg_savedmodel *model,
                           const struct nnreg_savedmodel_node *node)
{
    struct nnreg_constant_ints axis;
    int64_t at;

    (void)op, (void)model, (void)node;
    *value = *inputs[0];
    if (!nnreg_constant_ints(&axis, inputs[1]) || axis.count != 1 || value->rank == NNREG_CONSTANT_RANK)
        return false;
    at = axis.value[0] < 0 ? axis.value[0] + value->rank + 1 : axis.value[0];
    if (at < 0 || at > value->rank)
        return false;
    memmove(value->dim + at + 1, value->dim + at, (value->rank - (size_t)at) * sizeof *value->dim);
    value->dim[at] = 1;
    value->rank++;
    return true;
}

/* All dimensions of 1: with fewer of them the constant is broadcast in the same way. */
static bool compute_squeeze(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                            const struct constant_op *op, const struct nnreg_savedmodel *model,
                            const struct nnreg_savedmodel_node *node)
{
    struct nnreg_savedmodel_ints axes = {.count = 0};
    uint32_t i;

    (void)op;
    (void)nnreg_savedmodel_node_ints(&axes, model, node, "squeeze_dims");
    if (axes.count > 0)
        return false;
    *value = *inputs[0];
    value->rank = 0;
    for (i = 0; i < inputs[0]->rank; i++)
        if (inputs[0]->dim[i] != 1)
            value->dim[value->rank++] = inputs[0]->dim[i];
    return true;
}

/* ---------------------------------------------------------------------------------------------------- elements -- */

static bool compute_same(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                         const struct constant_op *op, const struct nnreg_savedmodel *model,
                         const struct nnreg_savedmodel_node *node)
{
    (void)op, (void)model, (void)node;
    *value = *inputs[0];
    return true;
}

bool nnreg_constant_is_whole(uint32_t dtype)
{
    switch (nnreg_dtype_base(dtype)) {
    case NNREG_DT_UINT8:
    case NNREG_DT_INT8:
    case NNREG_DT_UINT16:
    case NNREG_DT_INT16:
    case NNREG_DT_INT32:
    case NNREG_DT_UINT32:
    case NNREG_DT_INT64:
    case NNREG_DT_UINT64:
        return true;
    default:
        return false;
    }
}

static bool compute_cast(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                         const struct constant_op *op, const struct nnreg_savedmodel *model,
                         const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(model, node, "DstT");
    uint32_t i;

    (void)op;
    if (attr == NULL || nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_TYPE)
        return false;
    *value = *inputs[0];
    value->is_whole = nnreg_constant_is_whole(attr->value);
    for (i = 0; value->is_whole && i < value->count; i++)
        value->element[i] = trunc(value->element[i]);
    return true;
}

static bool compute_one(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                        const struct constant_op *op, const struct nnreg_savedmodel *model,
                        const struct nnreg_savedmodel_node *node)
{
    uint32_t i;

    (void)model, (void)node;
    *value = *inputs[0];
    for (i = 0; i < value->count; i++)
        value->element[i] = op->one(value->element[i]);
    return true;
}

/* Dimensions of both are those of one; a constant all of whose elements are equal is broadcast into the other. */
static bool compute_two(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                        const struct constant_op *op, const struct nnreg_savedmodel *model,
                        const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_constant *a = inputs[0], *b = inputs[1];
    uint32_t i;

    (void)model, (void)node;
    if (constant_size(b) == 1 && b->rank <= a->rank)
        *value = *a;
    else if (constant_size(a) == 1 && a->rank <= b->rank)
        *value = *b;
    else if (a->rank == b->rank && memcmp(a->dim, b->dim, a->rank * sizeof *a->dim) == 0)
        *value = a->count > 1 ? *a : *b;
    else
        return false;
    for (i = 0; i < value->count; i++)
        value->element[i] = op->two(nnreg_constant_element(a, i), nnreg_constant_element(b, i));
    return true;
}

/* Of one number each: a size that is put together. */
static bool compute_pack(struct nnreg_constant *value, const struct nnreg_constant *const *inputs,
                         const struct constant_op *op, const struct nnreg_savedmodel *model,
                         const struct nnreg_savedmodel_node *node)
{
    int64_t parts = nnreg_savedmodel_node_int(model, node, "N", 0);
    uint32_t i;

    (void)op;
    if (parts < 1 || parts > SLOT_INPUTS)
        return false;
    *value = (struct nnreg_constant){
        .rank = 1, .dim = {parts}, .count = (uint32_t)parts, .is_whole = inputs[0]->is_whole};
    for (i = 0; i < value->count; i++) {
        if (inputs[i] == NULL || inputs[i]->rank != 0)
            return false;
        value->element[i] = inputs[i]->element[0];
    }
    return true;
}

static double add_two(double a, double b)
{
    return a + b;
}
static double subtract_two(double a, double b)
{
    return a - b;
}
static double multiply_two(double a, double b)
{
    return a * b;
}
static double divide_two(double a, double b)
{
    return a / b;
}
static double negate_one(double a)
{
    return -a;
}
static double square_one(double a)
{
    return a * a;
}
static double invert_one(double a)
{
    return 1 / a;
}
static double inverse_root_one(double a)
{
    return 1 / sqrt(a);
}

static const struct constant_op constant_ops[] = {
    {"Identity", compute_same, 1, 1, NULL, NULL},
    {"StopGradient", compute_same, 1, 1, NULL, NULL},
    {"Snapshot", compute_same, 1, 1, NULL, NULL},
    {"Enter", compute_same, 1, 1, NULL, NULL},
    {"Cast", compute_cast, 1, 1, NULL, NULL},
    {"Reshape", compute_reshape, 2, 2, NULL, NULL},
    {"ExpandDims", compute_expand, 2, 2, NULL, NULL},
    {"Squeeze", compute_squeeze, 1, 1, NULL, NULL},
    {"Pack", compute_pack, 1, SLOT_INPUTS, NULL, NULL},
    {"Neg", compute_one, 1, 1, negate_one, NULL},
    {"Square", compute_one, 1, 1, square_one, NULL},
    {"Sqrt", compute_one, 1, 1, sqrt, NULL},
    {"Rsqrt", compute_one, 1, 1, inverse_root_one, NULL},
    {"Reciprocal", compute_one, 1, 1, invert_one, NULL},
    {"Inv", compute_one, 1, 1, invert_one, NULL},
    {"Add", compute_two, 2, 2, NULL, add_two},
    {"AddV2", compute_two, 2, 2, NULL, add_two},
    {"Sub", compute_two, 2, 2, NULL, subtract_two},
    {"Mul", compute_two, 2, 2, NULL, multiply_two},
    {"RealDiv", compute_two, 2, 2, NULL, divide_two},
    {"Maximum", compute_two, 2, 2, NULL, fmax},
    {"Minimum", compute_two, 2, 2, NULL, fmin},
};

static const struct constant_op *constant_op_of(const struct nnreg_savedmodel *model,
                                                const struct nnreg_savedmodel_node *node)
{
    size_t i;

    for (i = 0; i < sizeof constant_ops / sizeof *constant_ops; i++)
        if (nnreg_savedmodel_text_is(model, node->op, constant_ops[i].name))
            return &constant_ops[i];
    return NULL;
}

/* ---------------------------------------------------------------------------------------------- taking apart -- */

/* A constant of the graph: few elements, or many that are equal. */
static bool read_constant(struct nnreg_constant *value, const struct nnreg_savedmodel *model,
                          const struct nnreg_savedmodel_node *node)
{
    struct nnreg_savedmodel_tensor tensor;
    struct nnreg_shape shape;
    uint32_t i;

    if (!nnreg_savedmodel_tensor(&tensor, model, nnreg_savedmodel_attr_named(model, node, "value")) ||
        !tensor.has_values || tensor.elements == 0 || tensor.elements > INT64_MAX)
        return false;
    nnreg_savedmodel_shape(&shape, model, tensor.shape);
    if (shape.rank > NNREG_CONSTANT_RANK || (tensor.count > 1 && tensor.elements > NNREG_CONSTANT_ELEMENTS))
        return false;
    value->rank = shape.rank;
    value->count = tensor.count <= 1 ? 1 : (uint32_t)tensor.elements;
    value->is_whole = nnreg_constant_is_whole(tensor.dtype);
    memcpy(value->dim, shape.dim, shape.rank * sizeof *shape.dim);
    for (i = 0; i < value->count; i++)
        if (!nnreg_savedmodel_tensor_double(&value->element[i], &tensor, i))
            return false;
    return true;
}

/* What flows into a point, where that is one tensor. */
struct constant_source {
    struct nnreg_flow_tensor tensor;
    uint32_t count;
};

static void take_constant_source(void *context, const struct nnreg_flow_source *source)
{
    struct constant_source *only = context;

    if (source->control || source->chooses)
        return;
    only->tensor = (struct nnreg_flow_tensor){source->point, source->output};
    only->count++;
}

/* The node that gives what an input gets, over the borders of calls: false when there is none, or several. */
static bool constant_source(struct nnreg_flow_tensor *tensor, struct nnreg_flow *flow, uint32_t point,
                            uint32_t input)
{
    struct constant_source only = {.count = 0};
    uint32_t hops;

    nnreg_flow_input(flow, point, input, take_constant_source, &only);
    for (hops = 0; hops < 2 * NNREG_LIMIT_FLOW_DEPTH && only.count == 1; hops++) {
        *tensor = only.tensor;
        if (nnreg_flow_place(flow, tensor->point).node != NULL)
            return true;
        only.count = 0;
        nnreg_flow_sources(flow, tensor->point, take_constant_source, &only);
    }
    return false;
}

/* The variable whose value a node gives out; NNREG_FLOW_NONE: it gives out none, or something else. */
static uint32_t variable_given(struct nnreg_flow *flow, uint32_t point)
{
    struct nnreg_flow_place place = nnreg_flow_place(flow, point);

    if (nnreg_savedmodel_text_is(flow->graph->model, place.node->op, "ReadVariableOp"))
        return nnreg_flow_origin(flow, point, 0);
    return nnreg_savedmodel_text_is(flow->graph->model, place.node->op, "VariableV2") ||
                   nnreg_savedmodel_text_is(flow->graph->model, place.node->op, "Variable")
               ? point
               : NNREG_FLOW_NONE;
}

/* What stands at the ends of an expression; false where it is neither, or not known. */
static bool read_value(struct nnreg_constant *value, struct nnreg_constant_room *room,
                       struct nnreg_flow *flow, uint32_t point)
{
    struct nnreg_flow_place place = nnreg_flow_place(flow, point);
    uint32_t variable;

    if (place.kind == NNREG_FLOW_CONSTANT)
        return read_constant(value, flow->graph->model, place.node);
    variable = variable_given(flow, point);
    return variable != NNREG_FLOW_NONE && room->read(value, room->context, variable);
}

/* A slot for what an input gets. */
static bool add_slot(uint32_t *number, struct nnreg_constant_room *room, struct nnreg_flow *flow,
                     uint32_t point, uint32_t input)
{
    struct nnreg_constant_slot *slot = &room->slots[room->count];
    const struct nnreg_savedmodel_node *node;

    if (room->count == NNREG_LIMIT_CONSTANT_SLOTS || !constant_source(&slot->tensor, flow, point, input) ||
        slot->tensor.output != 0)
        return false;
    node = nnreg_flow_place(flow, slot->tensor.point).node;
    slot->op = constant_op_of(flow->graph->model, node);
    slot->inputs = 0;
    *number = room->count++;
    return slot->op != NULL || read_value(&slot->value, room, flow, slot->tensor.point);
}

static bool is_data_input(const struct nnreg_flow *flow, const struct nnreg_savedmodel_node *node,
                          uint32_t input)
{
    return input < node->inputs && flow->edges[node->first_input + input].output != NNREG_INPUT_CONTROL;
}

static bool take_apart(struct nnreg_constant_room *room, struct nnreg_flow *flow)
{
    uint32_t i;

    for (i = 0; i < room->count; i++) {
        struct nnreg_constant_slot *slot = &room->slots[i];
        const struct nnreg_savedmodel_node *node = nnreg_flow_place(flow, slot->tensor.point).node;

        if (slot->op == NULL)
            continue;
        while (slot->inputs < slot->op->most && is_data_input(flow, node, slot->inputs)) {
            if (!add_slot(&slot->input[slot->inputs], room, flow, slot->tensor.point, slot->inputs))
                return false;
            slot->inputs++;
        }
        if (slot->inputs < slot->op->least)
            return false;
    }
    return true;
}

static bool all_finite(const struct nnreg_constant *value)
{
    uint32_t i;

    for (i = 0; i < value->count && isfinite(value->element[i]); i++)
        ;
    return i == value->count;
}

/* Each slot's inputs stand behind it. */
static bool compute_slots(struct nnreg_constant_room *room, const struct nnreg_flow *flow)
{
    const struct nnreg_constant *inputs[SLOT_INPUTS];
    uint32_t i, k;

    for (i = room->count; i-- > 0;) {
        struct nnreg_constant_slot *slot = &room->slots[i];

        for (k = 0; k < SLOT_INPUTS; k++)
            inputs[k] = k < slot->inputs ? &room->slots[slot->input[k]].value : NULL;
        if (slot->op != NULL && !slot->op->compute(&slot->value, inputs, slot->op, flow->graph->model,
                                                   nnreg_flow_place(flow, slot->tensor.point).node))
            return false;
        if (!all_finite(&slot->value))
            return false;
    }
    return true;
}

bool nnreg_constant_at(struct nnreg_constant *constant, struct nnreg_constant_room *room,
                       struct nnreg_flow *flow, uint32_t point, uint32_t input)
{
    uint32_t first;

    if (room->slots == NULL)
        room->slots = nnreg_alloc_zero(NNREG_LIMIT_CONSTANT_SLOTS, sizeof *room->slots);
    if (room->slots == NULL) {
        flow->failed = true;
        return false;
    }
    room->count = 0;
    if (!add_slot(&first, room, flow, point, input) || !take_apart(room, flow) || !compute_slots(room, flow))
        return false;
    *constant = room->slots[0].value;
    return true;
}

void nnreg_constant_room_free(struct nnreg_constant_room *room)
{
    nnreg_free(room->slots);
    room->slots = NULL;
}
