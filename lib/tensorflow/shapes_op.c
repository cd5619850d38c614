/* What functions of the table (shapes_table.c) ask and answer with: see shapes_parts.h. */
#include <assert.h>

#include "tensorflow/flow_parts.h"
#include "tensorflow/shapes_parts.h"

/* ------------------------------------------------------------------------------------------------------- inputs -- */

bool nnreg_shapes_in(struct nnreg_shape *shape, const struct nnreg_shapes_op *op, uint32_t input)
{
    nnreg_shapes_get(shape, op->shapes, input < op->inputs ? op->input[input].shape : 0);
    return shape->known;
}

bool nnreg_shapes_in_value(struct nnreg_shapes_value *value, const struct nnreg_shapes_op *op, uint32_t input)
{
    return nnreg_shapes_get_value(value, op->shapes, input < op->inputs ? op->input[input].value : 0);
}

bool nnreg_shapes_in_number(int64_t *number, const struct nnreg_shapes_op *op, uint32_t input)
{
    struct nnreg_shapes_value value;

    if (!nnreg_shapes_in_value(&value, op, input) || value.count != 1 || value.known != 1)
        return false;
    *number = value.element[0];
    return true;
}

int64_t nnreg_shapes_in_rank(const struct nnreg_shapes_op *op, uint32_t input)
{
    struct nnreg_shape shape;

    return nnreg_shapes_in(&shape, op, input) ? (int64_t)shape.rank : -1;
}

bool nnreg_shapes_in_of_rank(struct nnreg_shape *shape, struct nnreg_shapes_op *op, uint32_t input,
                             uint32_t rank)
{
    if (!nnreg_shapes_in(shape, op, input)) {
        nnreg_shapes_open(shape, rank);
        return true;
    }
    if (shape->rank != rank)
        return nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, input, NNREG_SHAPES_NO_INPUT, rank, shape->rank);
    return true;
}

/* ------------------------------------------------------------------------------------------------------ outputs -- */

/* Outputs before it that were not put are unknown. */
static struct nnreg_shapes_tensor *output_at(struct nnreg_shapes_op *op, uint32_t output)
{
    if (output >= NNREG_SHAPES_OUTPUTS)
        return NULL;
    while (op->outputs <= output)
        op->output[op->outputs++] = (struct nnreg_shapes_tensor){0, 0};
    return &op->output[output];
}

void nnreg_shapes_out_number(struct nnreg_shapes_op *op, uint32_t output, uint32_t shape)
{
    struct nnreg_shapes_tensor *tensor = output_at(op, output);

    if (tensor != NULL)
        tensor->shape = shape;
}

void nnreg_shapes_out(struct nnreg_shapes_op *op, uint32_t output, const struct nnreg_shape *shape)
{
    nnreg_shapes_out_number(op, output, nnreg_shapes_put(op->shapes, shape));
}

void nnreg_shapes_out_scalar(struct nnreg_shapes_op *op, uint32_t output)
{
    struct nnreg_shape scalar;

    nnreg_shapes_open(&scalar, 0);
    nnreg_shapes_out(op, output, &scalar);
}

void nnreg_shapes_out_vector(struct nnreg_shapes_op *op, uint32_t output, int64_t size)
{
    struct nnreg_shape vector;

    nnreg_shapes_open(&vector, 1);
    vector.dim[0] = size;
    nnreg_shapes_out(op, output, &vector);
}

void nnreg_shapes_out_value(struct nnreg_shapes_op *op, uint32_t output,
                            const struct nnreg_shapes_value *value)
{
    assert(output < op->outputs);
    op->output[output].value = nnreg_shapes_put_value(op->shapes, value);
}

/* ------------------------------------------------------------------------------------------------------- refusal -- */

/* Whether the operation runs whenever the graph does: branches, conditions and bodies of loops may not. */
static bool is_certain(const struct nnreg_shapes_op *op)
{
    const struct nnreg_flow *flow = op->shapes->flow;
    uint32_t point = op->point;

    if (op->level > 0)
        return false;
    for (;;) {
        const struct nnreg_flow_frame *frame = nnreg_flow_place(flow, point).frame;

        if (frame->part != NNREG_FLOW_PART_CALLED)
            return false;
        if (frame->call == NNREG_FLOW_NONE)
            return true;
        point = frame->call;
    }
}

bool nnreg_shapes_refuse(struct nnreg_shapes_op *op, enum nnreg_shapes_reason reason, uint32_t input,
                         uint32_t other, int64_t needs, int64_t gets)
{
    struct nnreg_shapes_conflict *conflict = &op->shapes->conflict;

    assert(input < op->inputs); /* nothing is refused for what is not there, which is unknown */
    op->refused = true;
    op->shapes->points[op->point].varies = true; /* each run has to find it, if it is the first */
    if (conflict->reason != NNREG_SHAPES_FITS || !is_certain(op))
        return false;
    conflict->reason = reason;
    conflict->point = op->point;
    conflict->shape[0] = op->input[input].shape;
    conflict->shape[1] = other < op->inputs ? op->input[other].shape : 0;
    conflict->needs = needs;
    conflict->gets = gets;
    return false;
}

/* --------------------------------------------------------------------------------------------------- dimensions -- */

void nnreg_shapes_open(struct nnreg_shape *shape, uint32_t rank)
{
    assert(rank <= NNREG_LIMIT_RANK);
    shape->known = true;
    shape->rank = 0;
    while (shape->rank < rank)
        shape->dim[shape->rank++] = -1;
}

bool nnreg_shapes_same(int64_t *dim, int64_t a, int64_t b)
{
    *dim = a >= 0 ? a : b;
    return a < 0 || b < 0 || a == b;
}

bool nnreg_shapes_axis(uint32_t *axis, int64_t number, uint32_t rank)
{
    if (number < -(int64_t)rank || number >= (int64_t)rank)
        return false;
    *axis = (uint32_t)(number < 0 ? number + rank : number);
    return true;
}

/* A dimension of 1 takes the other's size; one that is unknown beside a larger one has to be that, or 1. */
static bool broadcast_dim(int64_t *dim, int64_t a, int64_t b)
{
    *dim = a == 1 ? b : b == 1 ? a : a < 0 && b < 0 ? -1 : a < 0 ? b : a;
    return a < 0 || b < 0 || a == 1 || b == 1 || a == b;
}

bool nnreg_shapes_broadcast(struct nnreg_shape *shape, const struct nnreg_shape *a,
                            const struct nnreg_shape *b)
{
    uint32_t rank = a->rank > b->rank ? a->rank : b->rank, i;
    bool fits = true;

    shape->known = a->known && b->known;
    shape->rank = shape->known ? rank : 0;
    for (i = 0; i < shape->rank; i++) { /* from the last dimension */
        int64_t one = i < a->rank ? a->dim[a->rank - 1 - i] : 1;
        int64_t other = i < b->rank ? b->dim[b->rank - 1 - i] : 1;

        fits &= broadcast_dim(&shape->dim[rank - 1 - i], one, other);
    }
    return fits;
}

int64_t nnreg_shapes_times(int64_t a, int64_t b)
{
    int64_t product;

    if (a == 0 || b == 0)
        return 0;
    return a < 0 || b < 0 || __builtin_mul_overflow(a, b, &product) ? -1 : product;
}

int64_t nnreg_shapes_plus(int64_t a, int64_t b)
{
    int64_t sum;

    return a < 0 || b < 0 || __builtin_add_overflow(a, b, &sum) ? -1 : sum;
}

int64_t nnreg_shapes_product(const struct nnreg_shape *shape, uint32_t first, uint32_t end)
{
    int64_t product = 1;

    assert(shape->known && end <= shape->rank);
    while (first < end)
        product = nnreg_shapes_times(product, shape->dim[first++]);
    return product;
}

bool nnreg_shapes_in_as_shape(struct nnreg_shape *shape, const struct nnreg_shapes_op *op, uint32_t input)
{
    struct nnreg_shapes_value value;
    uint32_t i;

    if (nnreg_shapes_in_value(&value, op, input)) {
        nnreg_shapes_open(shape, value.count);
        for (i = 0; i < value.count; i++)
            shape->dim[i] = nnreg_shapes_dim(&value, i);
        return true;
    }
    if (nnreg_shapes_in(shape, op, input) && shape->rank == 1 && shape->dim[0] >= 0 &&
        shape->dim[0] <= NNREG_LIMIT_RANK) {
        nnreg_shapes_open(shape, (uint32_t)shape->dim[0]);
        return true;
    }
    shape->known = false;
    shape->rank = 0;
    return false;
}

bool nnreg_shapes_join(struct nnreg_shape *shape, struct nnreg_shapes_op *op, uint32_t first)
{
    struct nnreg_shape other;
    uint32_t i, k;

    shape->known = false;
    shape->rank = 0;
    for (i = first; i < op->inputs; i++) {
        if (!nnreg_shapes_in(&other, op, i))
            continue;
        if (!shape->known) {
            *shape = other;
            continue;
        }
        if (shape->rank != other.rank)
            return nnreg_shapes_refuse(op, NNREG_SHAPES_BROADCAST, i, first, 0, 0);
        for (k = 0; k < shape->rank; k++)
            if (!nnreg_shapes_same(&shape->dim[k], shape->dim[k], other.dim[k]))
                return nnreg_shapes_refuse(op, NNREG_SHAPES_BROADCAST, i, first, 0, 0);
    }
    return true;
}
