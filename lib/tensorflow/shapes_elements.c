/* Shapes of what is computed element by element, and of reductions; with the values of small whole numbers. */
#include "tensorflow/shapes_arithmetic.h"
#include "tensorflow/shapes_parts.h"

/* ----------------------------------------------------------------------------------------------------- values -- */

/* Types that are narrower than what is computed with here would wrap round. */
static bool fits_type(const struct nnreg_shapes_op *op, const char *key, int64_t number)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(op->model, op->node, key);
    uint32_t type = attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TYPE ? attr->value : 0;

    switch (type) {
    case NNREG_DT_INT64:
        return true;
    case NNREG_DT_INT32:
        return number >= INT32_MIN && number <= INT32_MAX;
    case NNREG_DT_BOOL:
        return number == 0 || number == 1;
    default:
        return number >= 0 && number <= INT8_MAX; /* whatever it is, a whole number of this size is itself */
    }
}

/* The element of a value that is broadcast: of one number it is that. */
static bool element_of(int64_t *element, const struct nnreg_shapes_value *value, uint32_t index)
{
    if (value->count == 1)
        index = 0;
    *element = value->element[index];
    return (value->known >> index & 1) != 0;
}

/* Only of numbers and vectors, which go together by their numbers of elements alone. */
static void compute_values(struct nnreg_shapes_op *op, uint32_t rank)
{
    struct nnreg_shapes_value a, b, result = {.count = 0};
    uint32_t count, i;

    if (rank > 1 || op->row->detail == NNREG_SHAPES_NO_VALUE || !nnreg_shapes_in_value(&a, op, 0) ||
        !nnreg_shapes_in_value(&b, op, 1))
        return;
    count = a.count > b.count ? a.count : b.count;
    if ((a.count != count && a.count != 1) || (b.count != count && b.count != 1))
        return;
    for (i = 0; i < count; i++) {
        int64_t one, other, number = 0;
        bool has = element_of(&one, &a, i), known = element_of(&other, &b, i) && has;

        known =
            known && nnreg_shapes_compute(&number, (enum nnreg_shapes_arithmetic)op->row->detail, one, other);
        known = known && (op->row->detail >= NNREG_SHAPES_LESS || fits_type(op, "T", number));
        nnreg_shapes_add_element(&result, known, number);
    }
    nnreg_shapes_out_value(op, 0, &result);
}

/* ------------------------------------------------------------------------------------------------------ functions -- */

void nnreg_shapes_infer_unary(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value value, result = {.count = 0};
    uint32_t i;

    nnreg_shapes_out_number(op, 0, op->inputs > 0 ? op->input[0].shape : 0);
    if (op->row->detail == NNREG_SHAPES_NO_VALUE || !nnreg_shapes_in_value(&value, op, 0))
        return;
    for (i = 0; i < value.count; i++) {
        int64_t number = 0;
        bool known =
            (value.known >> i & 1) != 0 &&
            nnreg_shapes_compute(&number, (enum nnreg_shapes_arithmetic)op->row->detail, value.element[i], 0);

        nnreg_shapes_add_element(&result, known && fits_type(op, "T", number), number);
    }
    nnreg_shapes_out_value(op, 0, &result);
}

void nnreg_shapes_infer_cast(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value value;
    uint32_t i;

    nnreg_shapes_out_number(op, 0, op->inputs > 0 ? op->input[0].shape : 0);
    if (!nnreg_shapes_in_value(&value, op, 0))
        return;
    for (i = 0; i < value.count; i++)
        if (!fits_type(op, "DstT", value.element[i]))
            value.known &= ~((uint64_t)1 << i);
    nnreg_shapes_out_value(op, 0, &value);
}

/* Comparisons may be told that what does not go together is different, which is no mistake then. */
void nnreg_shapes_infer_binary(struct nnreg_shapes_op *op)
{
    struct nnreg_shape a, b, result;

    (void)nnreg_shapes_in(&a, op, 0);
    (void)nnreg_shapes_in(&b, op, 1);
    if (!nnreg_shapes_broadcast(&result, &a, &b)) {
        if (nnreg_savedmodel_node_bool(op->model, op->node, "incompatible_shape_error", true))
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_BROADCAST, 0, 1, 0, 0);
        return;
    }
    nnreg_shapes_out(op, 0, &result);
    if (result.known)
        compute_values(op, result.rank);
}

void nnreg_shapes_infer_add_n(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    if (nnreg_shapes_join(&shape, op, 0))
        nnreg_shapes_out(op, 0, &shape);
}

/* The condition may be one number, or a vector that chooses rows. */
void nnreg_shapes_infer_select(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;
    int64_t which;

    if (!nnreg_shapes_join(&shape, op, 1))
        return;
    nnreg_shapes_out(op, 0, &shape);
    if (nnreg_shapes_in_number(&which, op, 0) && op->inputs == 3)
        op->output[0].value = op->input[which != 0 ? 1 : 2].value;
}

void nnreg_shapes_infer_select_v2(struct nnreg_shapes_op *op)
{
    struct nnreg_shape condition, a, b, both, result;
    int64_t which;

    (void)nnreg_shapes_in(&condition, op, 0);
    (void)nnreg_shapes_in(&a, op, 1);
    (void)nnreg_shapes_in(&b, op, 2);
    if (!nnreg_shapes_broadcast(&both, &a, &b) || !nnreg_shapes_broadcast(&result, &condition, &both)) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_BROADCAST, 1, 2, 0, 0);
        return;
    }
    nnreg_shapes_out(op, 0, &result);
    if (result.known && result.rank == 0 && nnreg_shapes_in_number(&which, op, 0))
        op->output[0].value = op->input[which != 0 ? 1 : 2].value;
}

/* --------------------------------------------------------------------------------------------------- reductions -- */

/* Which dimensions are reduced, a flag for each: false when that is not known, or they are none of its. */
static bool find_reduced(bool reduced[NNREG_LIMIT_RANK], struct nnreg_shapes_op *op, uint32_t rank)
{
    struct nnreg_shapes_value axes;
    uint32_t i, axis;

    for (i = 0; i < rank; i++)
        reduced[i] = false;
    if (!nnreg_shapes_in_value(&axes, op, 1))
        return false;
    for (i = 0; i < axes.count; i++) {
        if ((axes.known >> i & 1) == 0)
            return false;
        if (!nnreg_shapes_axis(&axis, axes.element[i], rank))
            return nnreg_shapes_refuse(op, NNREG_SHAPES_RANGE, 0, NNREG_SHAPES_NO_INPUT, rank,
                                       axes.element[i]);
        reduced[axis] = true;
    }
    return true;
}

/* All of a vector's elements in one: its product, largest, … */
static void reduce_values(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value value, result = {.count = 0};
    int64_t number;
    uint32_t i;
    bool known;

    if (op->row->detail == NNREG_SHAPES_NO_VALUE || !nnreg_shapes_in_value(&value, op, 0) ||
        (value.count == 0 && op->row->detail != NNREG_SHAPES_MULTIPLY))
        return;
    number = value.count > 0 ? value.element[0] : 1;
    known = value.count == 0 || (value.known & 1) != 0;
    for (i = 1; i < value.count; i++)
        known = known && (value.known >> i & 1) != 0 &&
                nnreg_shapes_compute(&number, (enum nnreg_shapes_arithmetic)op->row->detail, number,
                                     value.element[i]);
    nnreg_shapes_add_element(&result, known && fits_type(op, "T", number), number);
    nnreg_shapes_out_value(op, 0, &result);
}

void nnreg_shapes_infer_reduce(struct nnreg_shapes_op *op)
{
    bool keeps = nnreg_savedmodel_node_bool(op->model, op->node, "keep_dims", false);
    bool reduced[NNREG_LIMIT_RANK];
    struct nnreg_shape in, out;
    uint32_t i;

    if (!nnreg_shapes_in(&in, op, 0))
        return;
    if (!find_reduced(reduced, op, in.rank)) {
        nnreg_shapes_open(&out, in.rank);
        if (keeps)
            nnreg_shapes_out(op, 0, &out);
        return;
    }
    nnreg_shapes_open(&out, 0);
    for (i = 0; i < in.rank; i++)
        if (!reduced[i] || keeps)
            out.dim[out.rank++] = reduced[i] ? 1 : in.dim[i];
    nnreg_shapes_out(op, 0, &out);
    if (in.rank == 1 && reduced[0])
        reduce_values(op);
}

/* The dimension along which the largest is looked for goes. */
void nnreg_shapes_infer_arg(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, out;
    int64_t number;
    uint32_t axis, i;

    if (!nnreg_shapes_in(&in, op, 0))
        return;
    if (in.rank <= 1) {
        nnreg_shapes_out_scalar(op, 0);
        return;
    }
    nnreg_shapes_open(&out, in.rank - 1);
    if (nnreg_shapes_in_number(&number, op, 1)) {
        if (!nnreg_shapes_axis(&axis, number, in.rank)) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANGE, 0, NNREG_SHAPES_NO_INPUT, in.rank, number);
            return;
        }
        for (i = 0; i < out.rank; i++)
            out.dim[i] = in.dim[i < axis ? i : i + 1];
    }
    nnreg_shapes_out(op, 0, &out);
}

/* Sums along an axis, which leave everything where it is. */
void nnreg_shapes_infer_cumulate(struct nnreg_shapes_op *op)
{
    nnreg_shapes_out_number(op, 0, op->inputs > 0 ? op->input[0].shape : 0);
}
