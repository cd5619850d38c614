/*
 * Slices of tensors, StridedSlice above all: its numbers are for the dimensions that the caller wrote down, of which some
 * are new, some go, and one may stand for all that were not written.
 */
#include "tensorflow/shapes_parts.h"
#include "tensorflow/strided.h"

struct strided {
    struct nnreg_shapes_op *op;
    struct nnreg_shape in, out;
    struct nnreg_shapes_value begin, end, stride;
    bool has_begin, has_end, has_stride;
    uint64_t begin_mask, end_mask, ellipsis_mask, new_mask, shrink_mask;
    uint32_t written;           /* dimensions that the caller wrote */
    uint32_t next;              /* dimension of the input */
    int64_t first, step, count; /* of the dimension that was cut last; count -1: not known */
    bool fits;                  /* false: nothing is known of what comes out */
};

static uint64_t mask_attr(const struct nnreg_shapes_op *op, const char *key)
{
    return (uint64_t)nnreg_savedmodel_node_int(op->model, op->node, key, 0);
}

static bool is_marked(uint64_t mask, uint32_t index)
{
    return index < 64 && (mask >> index & 1) != 0;
}

static bool known_number(int64_t *number, bool has, const struct nnreg_shapes_value *value, uint32_t index)
{
    *number = 0;
    if (!has || index >= value->count || (value->known >> index & 1) == 0)
        return false;
    *number = value->element[index];
    return true;
}

/* More dimensions than there can be are none that could be told. */
static void add_dim(struct strided *slicing, int64_t size)
{
    if (slicing->out.rank == NNREG_LIMIT_RANK)
        slicing->fits = false;
    else
        slicing->out.dim[slicing->out.rank++] = size;
}

/* Of a dimension one element is taken, and it goes. */
static void shrink_dim(struct strided *slicing, uint32_t written, int64_t size)
{
    int64_t index;

    slicing->step = 1;
    slicing->count = -1;
    if (!known_number(&index, slicing->has_begin, &slicing->begin, written) || size < 0)
        return;
    slicing->first = index < 0 ? index + size : index;
    slicing->count = 1;
    if (slicing->first < 0 || slicing->first >= size)
        slicing->fits =
            nnreg_shapes_refuse(slicing->op, NNREG_SHAPES_RANGE, 0, NNREG_SHAPES_NO_INPUT, size, index);
}

static void cut_dim(struct strided *slicing, uint32_t written, int64_t size)
{
    struct nnreg_strided slice = {.whole_begin = is_marked(slicing->begin_mask, written),
                                  .whole_end = is_marked(slicing->end_mask, written)};
    bool has_begin = known_number(&slice.begin, slicing->has_begin, &slicing->begin, written);
    bool has_end = known_number(&slice.end, slicing->has_end, &slicing->end, written);

    slicing->count = -1;
    if (size >= 0 && known_number(&slice.step, slicing->has_stride, &slicing->stride, written) &&
        slice.step != 0 && (has_begin || slice.whole_begin) && (has_end || slice.whole_end)) {
        nnreg_strided_range(&slicing->first, &slicing->count, &slice, size);
        slicing->step = slice.step;
    }
    add_dim(slicing, slicing->count);
}

/* Dimensions that were not written down come as they are. */
static void pass_dims(struct strided *slicing, uint32_t end)
{
    while (slicing->next < end) {
        int64_t size = slicing->in.dim[slicing->next++];

        slicing->first = 0;
        slicing->step = 1;
        slicing->count = size;
        add_dim(slicing, size);
    }
}

/* Dimensions of the input that are written from `index` on. */
static uint32_t written_from(const struct strided *slicing, uint32_t index)
{
    uint32_t count = 0;

    for (; index < slicing->written; index++)
        count += !is_marked(slicing->new_mask, index);
    return count;
}

static void slice_one(struct strided *slicing, uint32_t i)
{
    int64_t size;

    if (is_marked(slicing->new_mask, i)) {
        add_dim(slicing, 1);
        return;
    }
    if (slicing->next >= slicing->in.rank) {
        slicing->fits = nnreg_shapes_refuse(slicing->op, NNREG_SHAPES_RANK, 0, NNREG_SHAPES_NO_INPUT,
                                            written_from(slicing, 0), slicing->in.rank);
        return;
    }
    size = slicing->in.dim[slicing->next++];
    if (is_marked(slicing->shrink_mask, i))
        shrink_dim(slicing, i, size);
    else
        cut_dim(slicing, i, size);
}

static void slice_dims(struct strided *slicing)
{
    bool passed = false;
    uint32_t i;

    for (i = 0; i < slicing->written && slicing->fits; i++) {
        if (is_marked(slicing->ellipsis_mask, i)) {
            uint32_t behind = written_from(slicing, i + 1);

            slicing->fits = !passed; /* there is one at most */
            pass_dims(slicing, slicing->in.rank > behind ? slicing->in.rank - behind : 0);
            passed = true;
        } else {
            slice_one(slicing, i);
        }
    }
    if (!passed)
        pass_dims(slicing, slicing->in.rank);
}

/* Of a vector, or of one number that gets dimensions, the values are those of the elements that are taken. */
static void slice_values(struct strided *slicing)
{
    struct nnreg_shapes_value value, result = {.count = 0};
    int64_t i, count = slicing->in.rank == 0 ? 1 : slicing->count;

    if (slicing->in.rank > 1 || !nnreg_shapes_in_value(&value, slicing->op, 0) || count < 0)
        return;
    for (i = 0; i < count; i++) {
        int64_t at = slicing->in.rank == 0 ? 0 : slicing->first + i * slicing->step;

        if (at < 0 || at >= value.count)
            return;
        nnreg_shapes_add_element(&result, (value.known >> at & 1) != 0, value.element[at]);
    }
    nnreg_shapes_out_value(slicing->op, 0, &result);
}

void nnreg_shapes_infer_strided_slice(struct nnreg_shapes_op *op)
{
    struct strided slicing; /* large: not zeroed */
    struct nnreg_shape written;

    slicing.op = op;
    slicing.has_begin = nnreg_shapes_in_value(&slicing.begin, op, 1);
    slicing.has_end = nnreg_shapes_in_value(&slicing.end, op, 2);
    slicing.has_stride = nnreg_shapes_in_value(&slicing.stride, op, 3);
    slicing.begin_mask = mask_attr(op, "begin_mask");
    slicing.end_mask = mask_attr(op, "end_mask");
    slicing.ellipsis_mask = mask_attr(op, "ellipsis_mask");
    slicing.new_mask = mask_attr(op, "new_axis_mask");
    slicing.shrink_mask = mask_attr(op, "shrink_axis_mask");
    if (!nnreg_shapes_in(&slicing.in, op, 0) ||
        (!nnreg_shapes_in_as_shape(&written, op, 3) && !nnreg_shapes_in_as_shape(&written, op, 1)))
        return;
    slicing.written = written.rank;
    slicing.next = 0;
    slicing.first = slicing.count = 0;
    slicing.step = 1;
    slicing.fits = true;
    nnreg_shapes_open(&slicing.out, 0);
    slice_dims(&slicing);
    if (!slicing.fits)
        return;
    nnreg_shapes_out(op, 0, &slicing.out);
    slice_values(&slicing);
}

/* ---------------------------------------------------------------------------------------------- Slice, with sizes -- */

/* What is left behind `begin`, where the size is -1. */
static int64_t sliced_size(const struct strided *slicing, uint32_t i)
{
    int64_t begin, size, whole = slicing->in.dim[i];
    bool has_begin = known_number(&begin, slicing->has_begin, &slicing->begin, i);

    if (!known_number(&size, slicing->has_end, &slicing->end, i))
        return -1;
    if (size >= 0)
        return size;
    return has_begin && begin >= 0 && begin <= whole ? whole - begin : -1;
}

void nnreg_shapes_infer_slice(struct nnreg_shapes_op *op)
{
    struct strided slicing; /* large: not zeroed */
    struct nnreg_shape sizes;
    uint32_t i;

    slicing.op = op;
    slicing.has_begin = nnreg_shapes_in_value(&slicing.begin, op, 1);
    slicing.has_end = nnreg_shapes_in_value(&slicing.end, op, 2);
    (void)nnreg_shapes_in_as_shape(&sizes, op, 2);
    if (!nnreg_shapes_in(&slicing.in, op, 0)) {
        if (!sizes.known && !nnreg_shapes_in_as_shape(&sizes, op, 1))
            return;
        nnreg_shapes_open(&slicing.in, sizes.rank);
    }
    if (sizes.known && sizes.rank != slicing.in.rank) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, 2, sizes.rank, slicing.in.rank);
        return;
    }
    nnreg_shapes_open(&slicing.out, slicing.in.rank);
    for (i = 0; i < slicing.in.rank; i++) {
        slicing.count = slicing.out.dim[i] = sliced_size(&slicing, i);
        if (slicing.count > slicing.in.dim[i] && slicing.in.dim[i] >= 0) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_SIZE, 0, NNREG_SHAPES_NO_INPUT, slicing.count,
                                      slicing.in.dim[i]);
            return;
        }
    }
    nnreg_shapes_out(op, 0, &slicing.out);
    slicing.step = 1;
    if (slicing.in.rank == 1 && known_number(&slicing.first, slicing.has_begin, &slicing.begin, 0))
        slice_values(&slicing);
}
