/* Shapes of what puts the same elements into another order, takes some, or repeats them. */
#include <assert.h>
#include <string.h>

#include "tensorflow/shapes_parts.h"

/* Of the first input; the output's shape is put before. */
static void pass_values(struct nnreg_shapes_op *op)
{
    assert(op->inputs > 0 && op->outputs > 0);
    op->output[0].value = op->input[0].value;
}

/* --------------------------------------------------------------------------------------------------------- reshape -- */

/* Elements of the dimensions that are known, and how many are not. */
static int64_t known_product(uint32_t *open, const struct nnreg_shape *shape)
{
    int64_t product = 1;
    uint32_t i;

    *open = 0;
    for (i = 0; i < shape->rank; i++)
        if (shape->dim[i] >= 0)
            product = nnreg_shapes_times(product, shape->dim[i]);
        else
            ++*open;
    return product;
}

static void refuse_elements(struct nnreg_shapes_op *op, const struct nnreg_shape *wanted, int64_t elements)
{
    bool is_first = op->shapes->conflict.reason == NNREG_SHAPES_FITS;

    (void)nnreg_shapes_refuse(op, NNREG_SHAPES_ELEMENTS, 0, NNREG_SHAPES_NO_INPUT, 0, elements);
    if (is_first && op->shapes->conflict.reason == NNREG_SHAPES_ELEMENTS)
        op->shapes->conflict.shape[1] = nnreg_shapes_put(op->shapes, wanted);
}

/* One dimension that is open takes what is left; false where the elements cannot be divided so. */
static bool fill_dimension(struct nnreg_shape *out, struct nnreg_shapes_op *op, int64_t elements)
{
    uint32_t open, i;
    int64_t product = known_product(&open, out);
    bool fits = product < 0 || (product == 0 ? elements == 0
                                : open == 0  ? product == elements
                                             : elements % product == 0);

    if (!fits) {
        refuse_elements(op, out, elements);
        return false;
    }
    if (open == 1 && product > 0)
        for (i = 0; i < out->rank; i++)
            if (out->dim[i] < 0)
                out->dim[i] = elements / product;
    return true;
}

/*
 * Of what is left open on both sides, the batch, it is known only that it stays the same where all else has as many elements;
 * then one that is computed from the input's shape is what it was, too.
 */
void nnreg_shapes_infer_reshape(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, out;
    int64_t elements;

    if (!nnreg_shapes_in_as_shape(&out, op, 1))
        return;
    if (nnreg_shapes_in(&in, op, 0)) {
        elements = nnreg_shapes_product(&in, 0, in.rank);
        if (elements >= 0 && !fill_dimension(&out, op, elements))
            return;
    }
    nnreg_shapes_out(op, 0, &out);
    pass_values(op);
}

void nnreg_shapes_infer_expand(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, out;
    int64_t number;
    uint32_t axis, i;

    if (!nnreg_shapes_in(&in, op, 0) || in.rank == NNREG_LIMIT_RANK)
        return;
    nnreg_shapes_open(&out, in.rank + 1);
    if (nnreg_shapes_in_number(&number, op, 1)) {
        if (!nnreg_shapes_axis(&axis, number, out.rank)) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANGE, 0, NNREG_SHAPES_NO_INPUT, out.rank, number);
            return;
        }
        for (i = 0; i < out.rank; i++)
            out.dim[i] = i == axis ? 1 : in.dim[i < axis ? i : i - 1];
    }
    nnreg_shapes_out(op, 0, &out);
    pass_values(op);
}

/* Dimensions of 1 go: those that are named, or all. False where which these are is not known, or one is not 1. */
static bool find_squeezed(bool squeezed[NNREG_LIMIT_RANK], struct nnreg_shapes_op *op,
                          const struct nnreg_shape *in)
{
    struct nnreg_savedmodel_ints dims;
    uint32_t i, axis;

    if (!nnreg_savedmodel_node_ints(&dims, op->model, op->node, "squeeze_dims"))
        dims.count = 0;
    for (i = 0; i < in->rank; i++) {
        squeezed[i] = dims.count == 0 && in->dim[i] == 1;
        if (dims.count == 0 && in->dim[i] < 0)
            return false;
    }
    for (i = 0; i < dims.count; i++) {
        if (!nnreg_shapes_axis(&axis, dims.value[i], in->rank))
            return nnreg_shapes_refuse(op, NNREG_SHAPES_RANGE, 0, NNREG_SHAPES_NO_INPUT, in->rank,
                                       dims.value[i]);
        if (in->dim[axis] >= 0 && in->dim[axis] != 1)
            return nnreg_shapes_refuse(op, NNREG_SHAPES_SIZE, 0, NNREG_SHAPES_NO_INPUT, 1, in->dim[axis]);
        squeezed[axis] = true;
    }
    return true;
}

void nnreg_shapes_infer_squeeze(struct nnreg_shapes_op *op)
{
    bool squeezed[NNREG_LIMIT_RANK];
    struct nnreg_shape in, out;
    uint32_t i;

    if (!nnreg_shapes_in(&in, op, 0) || !find_squeezed(squeezed, op, &in))
        return;
    nnreg_shapes_open(&out, 0);
    for (i = 0; i < in.rank; i++)
        if (!squeezed[i])
            out.dim[out.rank++] = in.dim[i];
    nnreg_shapes_out(op, 0, &out);
    pass_values(op);
}

void nnreg_shapes_infer_transpose(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, order, out;
    struct nnreg_shapes_value turned;
    uint32_t i, axis;

    if (!nnreg_shapes_in(&in, op, 0)) {
        if (nnreg_shapes_in_as_shape(&order, op, 1)) {
            nnreg_shapes_open(&out, order.rank);
            nnreg_shapes_out(op, 0, &out);
        }
        return;
    }
    nnreg_shapes_open(&out, in.rank);
    if (nnreg_shapes_in_value(&turned, op, 1)) {
        if (turned.count != in.rank) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, NNREG_SHAPES_NO_INPUT, turned.count, in.rank);
            return;
        }
        for (i = 0; i < in.rank; i++)
            if ((turned.known >> i & 1) != 0 && nnreg_shapes_axis(&axis, turned.element[i], in.rank))
                out.dim[i] = in.dim[axis];
    }
    nnreg_shapes_out(op, 0, &out);
}

/* ---------------------------------------------------------------------------------------------- joining, parting -- */

/* What the inputs from `first` to before `end` have in common but for one dimension, in which they follow each other. */
static bool join_along(struct nnreg_shape *out, struct nnreg_shapes_op *op, uint32_t first, uint32_t end,
                       int64_t number)
{
    struct nnreg_shape in;
    int64_t length = 0;
    uint32_t i, k, axis = 0;

    for (i = first; i < end; i++) {
        if (!nnreg_shapes_in(&in, op, i)) {
            length = -1;
            continue;
        }
        if (!out->known)
            *out = in;
        if (in.rank != out->rank)
            return nnreg_shapes_refuse(op, NNREG_SHAPES_BROADCAST, i, first, 0, 0);
        if (!nnreg_shapes_axis(&axis, number, in.rank))
            return nnreg_shapes_refuse(op, NNREG_SHAPES_RANGE, i, NNREG_SHAPES_NO_INPUT, in.rank, number);
        for (k = 0; k < in.rank; k++)
            if (k != axis && !nnreg_shapes_same(&out->dim[k], out->dim[k], in.dim[k]))
                return nnreg_shapes_refuse(op, NNREG_SHAPES_BROADCAST, i, first, out->dim[k], in.dim[k]);
        length = nnreg_shapes_plus(length, in.dim[axis]);
    }
    if (out->known)
        out->dim[axis] = length;
    return true;
}

static void join_values(struct nnreg_shapes_op *op, uint32_t first, uint32_t end)
{
    struct nnreg_shapes_value value, result = {.count = 0};
    struct nnreg_shape in;
    uint32_t i, k;

    for (i = first; i < end; i++) {
        bool has = nnreg_shapes_in_value(&value, op, i);

        if (!nnreg_shapes_in(&in, op, i) || in.dim[0] < 0 ||
            in.dim[0] > (int64_t)(NNREG_SHAPES_VALUES - result.count))
            return;
        for (k = 0; k < (uint32_t)in.dim[0]; k++)
            nnreg_shapes_add_element(&result, has && (value.known >> k & 1) != 0, has ? value.element[k] : 0);
    }
    nnreg_shapes_out_value(op, 0, &result);
}

/* The row's detail: the axis is the first input, and not the last. */
void nnreg_shapes_infer_concat(struct nnreg_shapes_op *op)
{
    uint32_t first = op->row->detail != 0 ? 1 : 0, end, i;
    struct nnreg_shape out;
    int64_t number;

    if (op->inputs < 2)
        return;
    end = op->row->detail != 0 ? op->inputs : op->inputs - 1;
    out.known = false;
    out.rank = 0;
    if (!nnreg_shapes_in_number(&number, op, first == 0 ? end : 0)) {
        for (i = first; i < end && !out.known; i++)
            if (nnreg_shapes_in(&out, op, i))
                nnreg_shapes_open(&out, out.rank);
        nnreg_shapes_out(op, 0, &out);
        return;
    }
    if (!join_along(&out, op, first, end, number))
        return;
    nnreg_shapes_out(op, 0, &out);
    if (out.known && out.rank == 1)
        join_values(op, first, end);
}

/* Along an axis, which is the first input, into parts of one size. */
void nnreg_shapes_infer_split(struct nnreg_shapes_op *op)
{
    int64_t number, parts = nnreg_savedmodel_node_int(op->model, op->node, "num_split", -1);
    struct nnreg_shape in;
    uint32_t axis;

    if (!nnreg_shapes_in(&in, op, 1))
        return;
    if (!nnreg_shapes_in_number(&number, op, 0) || parts < 1) {
        nnreg_shapes_open(&in, in.rank);
    } else if (!nnreg_shapes_axis(&axis, number, in.rank)) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANGE, 1, NNREG_SHAPES_NO_INPUT, in.rank, number);
        return;
    } else if (in.dim[axis] >= 0) {
        if (in.dim[axis] % parts != 0) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_MULTIPLE, 1, NNREG_SHAPES_NO_INPUT, parts,
                                      in.dim[axis]);
            return;
        }
        in.dim[axis] /= parts;
    }
    nnreg_shapes_out(op, 0, &in);
    op->same = true;
}

/* The one size that is -1 is what the others leave. */
static int64_t left_over(const struct nnreg_shapes_value *sizes, int64_t whole)
{
    int64_t sum = 0;
    uint32_t i;

    for (i = 0; i < sizes->count; i++)
        if ((sizes->known >> i & 1) == 0)
            return -1;
        else if (sizes->element[i] >= 0)
            sum = nnreg_shapes_plus(sum, sizes->element[i]);
    return sum < 0 || whole < sum ? -1 : whole - sum;
}

/* Into parts of the sizes that the second input has; the axis is the third. */
void nnreg_shapes_infer_split_v(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value sizes;
    struct nnreg_shape in;
    int64_t number, left;
    uint32_t axis, i;

    if (!nnreg_shapes_in(&in, op, 0))
        return;
    if (!nnreg_shapes_in_number(&number, op, 2) || !nnreg_shapes_axis(&axis, number, in.rank)) {
        nnreg_shapes_open(&in, in.rank);
        nnreg_shapes_out(op, 0, &in);
        op->same = true;
        return;
    }
    if (!nnreg_shapes_in_value(&sizes, op, 1)) {
        in.dim[axis] = -1;
        nnreg_shapes_out(op, 0, &in);
        op->same = true;
        return;
    }
    left = left_over(&sizes, in.dim[axis]);
    for (i = 0; i < sizes.count; i++) {
        bool is_open = (sizes.known >> i & 1) != 0 && sizes.element[i] < 0;

        in.dim[axis] = is_open ? left : nnreg_shapes_dim(&sizes, i);
        nnreg_shapes_out(op, i, &in);
    }
}

/* ------------------------------------------------------------------------------------------------ padding, repeating -- */

/* The second input has, for each dimension, how many are put in front and how many behind. */
void nnreg_shapes_infer_pad(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value paddings;
    struct nnreg_shape in, rows;
    bool has = nnreg_shapes_in_value(&paddings, op, 1);
    uint32_t i;

    if (!nnreg_shapes_in(&in, op, 0)) {
        if (!nnreg_shapes_in(&rows, op, 1) || rows.rank != 2 || rows.dim[0] < 0 ||
            rows.dim[0] > NNREG_LIMIT_RANK)
            return;
        nnreg_shapes_open(&in, (uint32_t)rows.dim[0]);
        has = false;
    }
    if (has && paddings.count != 2 * in.rank) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, 1, paddings.count / 2, in.rank);
        return;
    }
    for (i = 0; i < in.rank; i++) {
        int64_t before = has ? nnreg_shapes_dim(&paddings, 2 * i) : -1;
        int64_t after = has ? nnreg_shapes_dim(&paddings, 2 * i + 1) : -1;

        in.dim[i] = nnreg_shapes_plus(in.dim[i], nnreg_shapes_plus(before, after));
    }
    nnreg_shapes_out(op, 0, &in);
}

void nnreg_shapes_infer_tile(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, times;
    uint32_t i;

    (void)nnreg_shapes_in_as_shape(&times, op, 1);
    if (!nnreg_shapes_in(&in, op, 0)) {
        if (!times.known)
            return;
        nnreg_shapes_open(&in, times.rank);
    }
    if (times.known && times.rank != in.rank) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, 1, times.rank, in.rank);
        return;
    }
    for (i = 0; i < in.rank; i++)
        in.dim[i] = nnreg_shapes_times(in.dim[i], times.known ? times.dim[i] : -1);
    nnreg_shapes_out(op, 0, &in);
}

void nnreg_shapes_infer_broadcast_to(struct nnreg_shapes_op *op)
{
    struct nnreg_shape out;

    if (nnreg_shapes_in_as_shape(&out, op, 1))
        nnreg_shapes_out(op, 0, &out);
}

/* The shape is the third input. */
void nnreg_shapes_infer_scatter_nd(struct nnreg_shapes_op *op)
{
    struct nnreg_shape out;

    if (nnreg_shapes_in_as_shape(&out, op, 2))
        nnreg_shapes_out(op, 0, &out);
}

/* A dimension is put in, as long as the second input says. */
void nnreg_shapes_infer_one_hot(struct nnreg_shapes_op *op)
{
    int64_t number = nnreg_savedmodel_node_int(op->model, op->node, "axis", -1), depth;
    struct nnreg_shape in, out;
    uint32_t axis, i;

    if (!nnreg_shapes_in_number(&depth, op, 1))
        depth = -1;
    if (!nnreg_shapes_in(&in, op, 0) || in.rank == NNREG_LIMIT_RANK ||
        !nnreg_shapes_axis(&axis, number, in.rank + 1))
        return;
    nnreg_shapes_open(&out, in.rank + 1);
    for (i = 0; i < out.rank; i++)
        out.dim[i] = i == axis ? depth : in.dim[i < axis ? i : i - 1];
    nnreg_shapes_out(op, 0, &out);
}

/* The places of what is not zero, one a row. */
void nnreg_shapes_infer_where(struct nnreg_shapes_op *op)
{
    struct nnreg_shape out;

    nnreg_shapes_open(&out, 2);
    out.dim[1] = nnreg_shapes_in_rank(op, 0);
    nnreg_shapes_out(op, 0, &out);
}

/* In another order along some axis. */
void nnreg_shapes_infer_reverse(struct nnreg_shapes_op *op)
{
    nnreg_shapes_out_number(op, 0, op->inputs > 0 ? op->input[0].shape : 0);
}
