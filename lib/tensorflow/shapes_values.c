/* Shapes and values of what tells shapes, and of what is made of a shape: Shape, Pack, Fill, Range, random numbers. */
#include "tensorflow/shapes_parts.h"

/* The dimensions of a shape as a vector. */
static void out_dims(struct nnreg_shapes_op *op, uint32_t output, const struct nnreg_shape *shape)
{
    struct nnreg_shapes_value value = {.count = 0};
    uint32_t i;

    if (!shape->known) {
        nnreg_shapes_out_vector(op, output, -1);
        return;
    }
    nnreg_shapes_out_vector(op, output, shape->rank);
    if (shape->rank > NNREG_SHAPES_VALUES)
        return;
    for (i = 0; i < shape->rank; i++)
        nnreg_shapes_add_element(&value, shape->dim[i] >= 0, shape->dim[i]);
    nnreg_shapes_out_value(op, output, &value);
}

void nnreg_shapes_infer_shape(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    (void)nnreg_shapes_in(&shape, op, 0);
    out_dims(op, 0, &shape);
}

void nnreg_shapes_infer_shape_n(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;
    uint32_t i;

    for (i = 0; i < op->inputs && i < NNREG_SHAPES_OUTPUTS; i++) {
        (void)nnreg_shapes_in(&shape, op, i);
        out_dims(op, i, &shape);
    }
}

/* Of what is behind a handle. */
void nnreg_shapes_infer_variable_shape(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    nnreg_shapes_get(&shape, op->shapes, op->inputs > 0 ? op->input[0].value : 0);
    out_dims(op, 0, &shape);
}

static void out_number_value(struct nnreg_shapes_op *op, bool known, int64_t number)
{
    struct nnreg_shapes_value value = {.count = 0};

    nnreg_shapes_out_scalar(op, 0);
    nnreg_shapes_add_element(&value, known, number);
    nnreg_shapes_out_value(op, 0, &value);
}

void nnreg_shapes_infer_size(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;
    int64_t size = nnreg_shapes_in(&shape, op, 0) ? nnreg_shapes_product(&shape, 0, shape.rank) : -1;

    out_number_value(op, size >= 0, size);
}

void nnreg_shapes_infer_rank_of(struct nnreg_shapes_op *op)
{
    int64_t rank = nnreg_shapes_in_rank(op, 0);

    out_number_value(op, rank >= 0, rank);
}

/* ----------------------------------------------------------------------------------------------- packing, unpacking -- */

/* The values of all inputs, one behind the other. */
static void pack_values(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value value, result = {.count = 0};
    struct nnreg_shape shape;
    uint32_t i, k;

    for (i = 0; i < op->inputs; i++) {
        int64_t size = nnreg_shapes_in(&shape, op, i) ? nnreg_shapes_product(&shape, 0, shape.rank) : -1;
        bool has = nnreg_shapes_in_value(&value, op, i);

        if (size < 0 || size > (int64_t)(NNREG_SHAPES_VALUES - result.count))
            return;
        for (k = 0; k < (uint32_t)size; k++)
            nnreg_shapes_add_element(&result, has && (value.known >> k & 1) != 0, has ? value.element[k] : 0);
    }
    nnreg_shapes_out_value(op, 0, &result);
}

void nnreg_shapes_infer_pack(struct nnreg_shapes_op *op)
{
    int64_t number = nnreg_savedmodel_node_int(op->model, op->node, "axis", 0);
    struct nnreg_shape in, out;
    uint32_t axis, i;

    if (!nnreg_shapes_join(&in, op, 0) || !in.known || in.rank == NNREG_LIMIT_RANK ||
        !nnreg_shapes_axis(&axis, number, in.rank + 1))
        return;
    nnreg_shapes_open(&out, in.rank + 1);
    for (i = 0; i < out.rank; i++)
        out.dim[i] = i == axis ? (int64_t)op->inputs : in.dim[i < axis ? i : i - 1];
    nnreg_shapes_out(op, 0, &out);
    if (axis == 0)
        pack_values(op);
}

static void unpack_values(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value value;
    uint32_t i;

    if (!nnreg_shapes_in_value(&value, op, 0))
        return;
    for (i = 0; i < value.count; i++) {
        struct nnreg_shapes_value one = {.count = 0};

        nnreg_shapes_add_element(&one, (value.known >> i & 1) != 0, value.element[i]);
        nnreg_shapes_out_scalar(op, i);
        nnreg_shapes_out_value(op, i, &one);
    }
    op->same = false;
}

void nnreg_shapes_infer_unpack(struct nnreg_shapes_op *op)
{
    int64_t number = nnreg_savedmodel_node_int(op->model, op->node, "axis", 0);
    int64_t count = nnreg_savedmodel_node_int(op->model, op->node, "num", -1);
    struct nnreg_shape in, out;
    uint32_t axis, i;

    if (!nnreg_shapes_in(&in, op, 0) || !nnreg_shapes_axis(&axis, number, in.rank))
        return;
    if (in.dim[axis] >= 0 && count >= 0 && in.dim[axis] != count) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_SIZE, 0, NNREG_SHAPES_NO_INPUT, count, in.dim[axis]);
        return;
    }
    nnreg_shapes_open(&out, in.rank - 1);
    for (i = 0; i < out.rank; i++)
        out.dim[i] = in.dim[i < axis ? i : i + 1];
    nnreg_shapes_out(op, 0, &out);
    op->same = true;
    if (in.rank == 1)
        unpack_values(op);
}

/* ------------------------------------------------------------------------------------------------- made of a shape -- */

void nnreg_shapes_infer_random(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    if (nnreg_shapes_in_as_shape(&shape, op, 0))
        nnreg_shapes_out(op, 0, &shape);
}

void nnreg_shapes_infer_fill(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value value = {.count = 0};
    struct nnreg_shape shape;
    int64_t number, size;

    if (!nnreg_shapes_in_as_shape(&shape, op, 0))
        return;
    nnreg_shapes_out(op, 0, &shape);
    size = nnreg_shapes_product(&shape, 0, shape.rank);
    if (size < 0 || size > NNREG_SHAPES_VALUES || !nnreg_shapes_in_number(&number, op, 1))
        return;
    while ((int64_t)value.count < size)
        nnreg_shapes_add_element(&value, true, number);
    nnreg_shapes_out_value(op, 0, &value);
}

/* Numbers from the first to before the last; false when they are not whole numbers, or not known. */
static bool count_range(int64_t *count, int64_t *first, int64_t *step, const struct nnreg_shapes_op *op)
{
    int64_t end, length;

    if (!nnreg_shapes_in_number(first, op, 0) || !nnreg_shapes_in_number(&end, op, 1) ||
        !nnreg_shapes_in_number(step, op, 2) || *step == 0 || __builtin_sub_overflow(end, *first, &length) ||
        length == INT64_MIN)
        return false;
    *count = (length < 0) != (*step < 0) || length == 0 ? 0 : length / *step + (length % *step != 0);
    return true;
}

void nnreg_shapes_infer_range(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value value = {.count = 0};
    int64_t count, first, step;

    if (!count_range(&count, &first, &step, op)) {
        nnreg_shapes_out_vector(op, 0, -1);
        return;
    }
    nnreg_shapes_out_vector(op, 0, count);
    if (count > NNREG_SHAPES_VALUES)
        return;
    while ((int64_t)value.count < count)
        nnreg_shapes_add_element(&value, true, first + (int64_t)value.count * step);
    nnreg_shapes_out_value(op, 0, &value);
}
