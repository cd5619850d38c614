/* Shapes of what is gathered by indices, of blocks of images moved between dimensions, of images, boxes and lists. */
#include <string.h>

#include "tensorflow/shapes_parts.h"

/* ------------------------------------------------------------------------------------------------------- gathering -- */

enum { GATHER_FIRST, GATHER_AXIS, GATHER_RESOURCE };

/* From a vector, by one index or some. */
static void gather_values(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value from, indices, result = {.count = 0};
    uint32_t i;

    if (!nnreg_shapes_in_value(&from, op, 0) || !nnreg_shapes_in_value(&indices, op, 1))
        return;
    for (i = 0; i < indices.count; i++) {
        int64_t at = nnreg_shapes_dim(&indices, i);
        bool known = at >= 0 && at < from.count && (from.known >> at & 1) != 0;

        nnreg_shapes_add_element(&result, known, known ? from.element[at] : 0);
    }
    nnreg_shapes_out_value(op, 0, &result);
}

/* The indices' dimensions take the place of the axis; those that are a batch on both sides are there once. */
static bool put_gathered(struct nnreg_shape *out, const struct nnreg_shape *in,
                         const struct nnreg_shape *indices, uint32_t axis, uint32_t batches)
{
    uint32_t i;

    nnreg_shapes_open(out, 0);
    if (in->rank - 1 + indices->rank - batches > NNREG_LIMIT_RANK)
        return false;
    for (i = 0; i < axis; i++)
        out->dim[out->rank++] = in->dim[i];
    for (i = batches; i < indices->rank; i++)
        out->dim[out->rank++] = indices->dim[i];
    for (i = axis + 1; i < in->rank; i++)
        out->dim[out->rank++] = in->dim[i];
    return true;
}

/* Where the axis is not known, how many dimensions there are still is. */
static void gather_open(struct nnreg_shapes_op *op, const struct nnreg_shape *in,
                        const struct nnreg_shape *indices, int64_t batches)
{
    int64_t rank = (int64_t)in->rank - 1 + indices->rank - batches;
    struct nnreg_shape out;

    if (in->rank == 0 || rank < 0 || rank > NNREG_LIMIT_RANK)
        return;
    nnreg_shapes_open(&out, (uint32_t)rank);
    nnreg_shapes_out(op, 0, &out);
}

void nnreg_shapes_infer_gather(struct nnreg_shapes_op *op)
{
    int64_t number = 0, batches = nnreg_savedmodel_node_int(op->model, op->node, "batch_dims", 0);
    struct nnreg_shape in, indices, out;
    uint32_t axis;

    if (op->row->detail == GATHER_RESOURCE)
        nnreg_shapes_get(&in, op->shapes, op->inputs > 0 ? op->input[0].value : 0);
    else
        (void)nnreg_shapes_in(&in, op, 0);
    if (!in.known || !nnreg_shapes_in(&indices, op, 1))
        return;
    batches = batches < 0 ? batches + indices.rank : batches;
    if (op->row->detail == GATHER_AXIS && !nnreg_shapes_in_number(&number, op, 2)) {
        gather_open(op, &in, &indices, batches);
        return;
    }
    number = op->row->detail == GATHER_RESOURCE ? batches : number;
    if (!nnreg_shapes_axis(&axis, number, in.rank)) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANGE, 0, NNREG_SHAPES_NO_INPUT, in.rank, number);
        return;
    }
    if (batches < 0 || batches > axis || batches > indices.rank ||
        !put_gathered(&out, &in, &indices, axis, (uint32_t)batches))
        return;
    nnreg_shapes_out(op, 0, &out);
    if (in.rank == 1 && op->row->detail != GATHER_RESOURCE)
        gather_values(op);
}

/* Each row of the indices is the beginning of an index. */
void nnreg_shapes_infer_gather_nd(struct nnreg_shapes_op *op)
{
    int64_t depth, batches = nnreg_savedmodel_node_int(op->model, op->node, "batch_dims", 0);
    struct nnreg_shape in, indices, out;
    uint32_t i;

    if (op->row->detail == GATHER_RESOURCE)
        nnreg_shapes_get(&in, op->shapes, op->inputs > 0 ? op->input[0].value : 0);
    else
        (void)nnreg_shapes_in(&in, op, 0);
    if (!in.known || batches != 0 || !nnreg_shapes_in(&indices, op, 1) || indices.rank == 0)
        return;
    depth = indices.dim[indices.rank - 1];
    if (depth < 0)
        return;
    if (depth > in.rank) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, 1, depth, in.rank);
        return;
    }
    if (indices.rank - 1 + in.rank - (uint32_t)depth > NNREG_LIMIT_RANK)
        return;
    nnreg_shapes_open(&out, 0);
    for (i = 0; i + 1 < indices.rank; i++)
        out.dim[out.rank++] = indices.dim[i];
    for (i = (uint32_t)depth; i < in.rank; i++)
        out.dim[out.rank++] = in.dim[i];
    nnreg_shapes_out(op, 0, &out);
}

/* ---------------------------------------------------------------------------------------------------------- blocks -- */

static int64_t block_at(const struct nnreg_shapes_value *blocks, bool has, uint32_t index)
{
    int64_t block = has ? nnreg_shapes_dim(blocks, index) : -1;

    return block > 0 ? block : -1;
}

static int64_t both_paddings(const struct nnreg_shapes_value *paddings, bool has, uint32_t index)
{
    if (!has || 2 * index + 1 >= paddings->count)
        return -1;
    return nnreg_shapes_plus(nnreg_shapes_dim(paddings, 2 * index),
                             nnreg_shapes_dim(paddings, 2 * index + 1));
}

/* Blocks of an image become images of the batch; the borders are filled up before. */
void nnreg_shapes_infer_space_to_batch(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value blocks, paddings;
    bool has = nnreg_shapes_in_value(&blocks, op, 1), has_paddings = nnreg_shapes_in_value(&paddings, op, 2);
    struct nnreg_shape in;
    uint32_t i;

    if (!nnreg_shapes_in(&in, op, 0))
        return;
    for (i = 0; i + 1 < in.rank && (!has || i < blocks.count); i++) {
        int64_t block = block_at(&blocks, has, i);
        int64_t padded = nnreg_shapes_plus(in.dim[i + 1], both_paddings(&paddings, has_paddings, i));

        in.dim[0] = nnreg_shapes_times(in.dim[0], block);
        if (padded >= 0 && block > 0 && padded % block != 0) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_MULTIPLE, 0, NNREG_SHAPES_NO_INPUT, block, padded);
            return;
        }
        in.dim[i + 1] = padded >= 0 && block > 0 ? padded / block : -1;
    }
    nnreg_shapes_out(op, 0, &in);
}

void nnreg_shapes_infer_batch_to_space(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value blocks, crops;
    bool has = nnreg_shapes_in_value(&blocks, op, 1), has_crops = nnreg_shapes_in_value(&crops, op, 2);
    struct nnreg_shape in;
    uint32_t i;

    if (!nnreg_shapes_in(&in, op, 0))
        return;
    for (i = 0; i + 1 < in.rank && (!has || i < blocks.count); i++) {
        int64_t block = block_at(&blocks, has, i), cropped = both_paddings(&crops, has_crops, i);
        int64_t size = nnreg_shapes_times(in.dim[i + 1], block);

        if (in.dim[0] >= 0 && block > 0 && in.dim[0] % block != 0) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_MULTIPLE, 0, NNREG_SHAPES_NO_INPUT, block, in.dim[0]);
            return;
        }
        in.dim[0] = in.dim[0] >= 0 && block > 0 ? in.dim[0] / block : -1;
        in.dim[i + 1] = size >= 0 && cropped >= 0 && cropped <= size ? size - cropped : -1;
    }
    nnreg_shapes_out(op, 0, &in);
}

static int64_t divided(int64_t dim, int64_t by)
{
    return dim >= 0 && by > 0 ? dim / by : -1;
}

/* Blocks of an image become channels, or (the row's detail) channels blocks. */
void nnreg_shapes_infer_depth_space(struct nnreg_shapes_op *op)
{
    int64_t block = nnreg_savedmodel_node_int(op->model, op->node, "block_size", -1), square;
    const char *format = nnreg_savedmodel_node_text(op->model, op->node, "data_format", "NHWC");
    bool is_first = strcmp(format, "NCHW") == 0;
    uint32_t space = is_first ? 2 : 1, channel = is_first ? 1 : 3, i;
    struct nnreg_shape in;

    if (strcmp(format, "NCHW_VECT_C") == 0 || !nnreg_shapes_in_of_rank(&in, op, 0, 4))
        return;
    square = nnreg_shapes_times(block, block);
    for (i = space; i < space + 2; i++) {
        int64_t dim = in.dim[i];

        if (op->row->detail == 0 && dim >= 0 && block > 0 && dim % block != 0) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_MULTIPLE, 0, NNREG_SHAPES_NO_INPUT, block, dim);
            return;
        }
        in.dim[i] = op->row->detail == 0 ? divided(dim, block) : nnreg_shapes_times(dim, block);
    }
    if (op->row->detail != 0 && in.dim[channel] >= 0 && square > 0 && in.dim[channel] % square != 0) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_MULTIPLE, 0, NNREG_SHAPES_NO_INPUT, square,
                                  in.dim[channel]);
        return;
    }
    in.dim[channel] =
        op->row->detail == 0 ? nnreg_shapes_times(in.dim[channel], square) : divided(in.dim[channel], square);
    nnreg_shapes_out(op, 0, &in);
}

/* ---------------------------------------------------------------------------------------------------- images, boxes -- */

/* To the height and width that the second input has. */
void nnreg_shapes_infer_resize(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, size;

    if (!nnreg_shapes_in_of_rank(&in, op, 0, 4))
        return;
    (void)nnreg_shapes_in_as_shape(&size, op, 1);
    in.dim[1] = size.known && size.rank == 2 ? size.dim[0] : -1;
    in.dim[2] = size.known && size.rank == 2 ? size.dim[1] : -1;
    nnreg_shapes_out(op, 0, &in);
}

void nnreg_shapes_infer_crop_resize(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, boxes, size;

    if (!nnreg_shapes_in_of_rank(&in, op, 0, 4) || !nnreg_shapes_in_of_rank(&boxes, op, 1, 2))
        return;
    (void)nnreg_shapes_in_as_shape(&size, op, 3);
    in.dim[0] = boxes.dim[0];
    in.dim[1] = size.known && size.rank == 2 ? size.dim[0] : -1;
    in.dim[2] = size.known && size.rank == 2 ? size.dim[1] : -1;
    nnreg_shapes_out(op, 0, &in);
}

/* Height, width and channels. */
void nnreg_shapes_infer_decode(struct nnreg_shapes_op *op)
{
    int64_t channels = nnreg_savedmodel_node_int(op->model, op->node, "channels", 0);
    struct nnreg_shape out;

    nnreg_shapes_open(&out, 3);
    out.dim[2] = channels > 0 ? channels : -1;
    nnreg_shapes_out(op, 0, &out);
}

enum { SUPPRESS_PLAIN, SUPPRESS_PADDED, SUPPRESS_SCORED };

/* Which boxes are left: as many as are wanted where the list is filled up. */
void nnreg_shapes_infer_suppress(struct nnreg_shapes_op *op)
{
    bool is_padded = op->row->detail != SUPPRESS_PLAIN &&
                     nnreg_savedmodel_node_bool(op->model, op->node, "pad_to_max_output_size", false);
    int64_t most;

    if (!is_padded || !nnreg_shapes_in_number(&most, op, 2) || most < 0)
        most = -1;
    nnreg_shapes_out_vector(op, 0, most);
    if (op->row->detail == SUPPRESS_SCORED)
        nnreg_shapes_out_vector(op, 1, most);
    if (op->row->detail != SUPPRESS_PLAIN)
        nnreg_shapes_out_scalar(op, op->row->detail == SUPPRESS_SCORED ? 2 : 1);
}

/* Boxes, scores and classes of a batch, and how many there are. */
void nnreg_shapes_infer_combined(struct nnreg_shapes_op *op)
{
    bool is_per_class = nnreg_savedmodel_node_bool(op->model, op->node, "pad_per_class", false);
    struct nnreg_shape boxes, out;
    int64_t most;

    if (is_per_class || !nnreg_shapes_in_number(&most, op, 3) || most < 0)
        most = -1;
    if (!nnreg_shapes_in_of_rank(&boxes, op, 0, 4))
        return;
    nnreg_shapes_open(&out, 3);
    out.dim[0] = boxes.dim[0];
    out.dim[1] = most;
    out.dim[2] = 4;
    nnreg_shapes_out(op, 0, &out);
    out.rank = 2;
    nnreg_shapes_out(op, 1, &out);
    nnreg_shapes_out(op, 2, &out);
    nnreg_shapes_out_vector(op, 3, boxes.dim[0]);
}

/* ----------------------------------------------------------------------------------------------------------- lists -- */

static void out_stacked(struct nnreg_shapes_op *op, const struct nnreg_shape *element, int64_t count)
{
    struct nnreg_shape out;

    if (!element->known || element->rank == NNREG_LIMIT_RANK)
        return;
    nnreg_shapes_open(&out, element->rank + 1);
    out.dim[0] = count;
    memcpy(out.dim + 1, element->dim, element->rank * sizeof *element->dim);
    nnreg_shapes_out(op, 0, &out);
}

void nnreg_shapes_infer_list_stack(struct nnreg_shapes_op *op)
{
    int64_t count = nnreg_savedmodel_node_int(op->model, op->node, "num_elements", -1);
    struct nnreg_shape element;

    if (nnreg_shapes_in_as_shape(&element, op, 1))
        out_stacked(op, &element, count >= 0 ? count : -1);
}

/* The second input has which elements are taken. */
void nnreg_shapes_infer_array_gather(struct nnreg_shapes_op *op)
{
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr_named(op->model, op->node, "element_shape");
    struct nnreg_shape element, indices;

    if (attr == NULL || nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_SHAPE)
        return;
    nnreg_savedmodel_shape(&element, op->model, attr->value);
    out_stacked(op, &element, nnreg_shapes_in(&indices, op, 1) && indices.rank == 1 ? indices.dim[0] : -1);
}
