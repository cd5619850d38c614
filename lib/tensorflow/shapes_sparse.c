/* Shapes of what takes examples apart, of sparse tensors in three parts, of segments, tables and texts. */
#include <string.h>

#include "tensorflow/shapes_parts.h"

/* --------------------------------------------------------------------------------------------------------- examples -- */

/* The parts of sparse features: for all of them places, then values, then shapes; `batches`: dimensions of the batch. */
static uint32_t out_sparse_parts(struct nnreg_shapes_op *op, int64_t count, int64_t batches)
{
    struct nnreg_shape places;
    uint32_t i, parts = (uint32_t)(count > NNREG_SHAPES_OUTPUTS ? NNREG_SHAPES_OUTPUTS
                                   : count < 0                  ? 0
                                                                : count);

    nnreg_shapes_open(&places, 2);
    places.dim[1] = batches >= 0 ? batches + 1 : -1;
    for (i = 0; i < parts; i++) {
        nnreg_shapes_out(op, i, &places);
        nnreg_shapes_out_vector(op, parts + i, -1);
        nnreg_shapes_out_vector(op, 2 * parts + i, places.dim[1]);
    }
    return 3 * parts;
}

/* Dense features: what each example has, behind the dimensions of the batch. */
static void out_dense_parts(struct nnreg_shapes_op *op, uint32_t output, const struct nnreg_shape *batch)
{
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr_named(op->model, op->node, "dense_shapes");
    struct nnreg_shape one, out;
    uint32_t i, count = 0;

    if (attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_SHAPES)
        count = nnreg_savedmodel_attr_count(op->model, attr);
    for (i = 0; i < count && output + i < NNREG_SHAPES_OUTPUTS; i++) {
        nnreg_savedmodel_shape(&one, op->model, nnreg_savedmodel_attr_entry(op->model, attr, i));
        out = *batch;
        if (!one.known || !batch->known || one.rank + batch->rank > NNREG_LIMIT_RANK)
            continue;
        memcpy(out.dim + out.rank, one.dim, one.rank * sizeof *one.dim);
        out.rank += one.rank;
        nnreg_shapes_out(op, output + i, &out);
    }
}

/* One vector of examples. */
void nnreg_shapes_infer_parse(struct nnreg_shapes_op *op)
{
    struct nnreg_shape batch;

    if (nnreg_shapes_in_of_rank(&batch, op, 0, 1))
        out_dense_parts(op,
                        out_sparse_parts(op, nnreg_savedmodel_node_int(op->model, op->node, "Nsparse", 0), 1),
                        &batch);
}

/* A vector of examples, or one. */
void nnreg_shapes_infer_parse_v2(struct nnreg_shapes_op *op)
{
    int64_t sparse = nnreg_savedmodel_node_int(op->model, op->node, "num_sparse", 0);
    struct nnreg_shape batch;

    (void)nnreg_shapes_in(&batch, op, 0);
    out_dense_parts(op, out_sparse_parts(op, sparse, batch.known ? (int64_t)batch.rank : -1), &batch);
}

/* One example, whose features have no batch. */
void nnreg_shapes_infer_parse_single(struct nnreg_shapes_op *op)
{
    int64_t sparse = nnreg_savedmodel_node_int(op->model, op->node, "num_sparse", 0);
    struct nnreg_shape batch;

    nnreg_shapes_open(&batch, 0);
    out_dense_parts(op, out_sparse_parts(op, sparse, 0), &batch);
}

/* ---------------------------------------------------------------------------------------------------------- sparse -- */

/* The second input is the shape. */
void nnreg_shapes_infer_to_dense(struct nnreg_shapes_op *op)
{
    struct nnreg_shape out;

    if (nnreg_shapes_in_as_shape(&out, op, 1))
        nnreg_shapes_out(op, 0, &out);
}

/* As many places as before, in the dimensions of the new shape, which is the third input. */
void nnreg_shapes_infer_sparse_reshape(struct nnreg_shapes_op *op)
{
    struct nnreg_shape places, shape, out;

    if (!nnreg_shapes_in_of_rank(&places, op, 0, 2) || !nnreg_shapes_in_of_rank(&shape, op, 2, 1))
        return;
    nnreg_shapes_open(&out, 2);
    out.dim[0] = places.dim[0];
    out.dim[1] = shape.dim[0];
    nnreg_shapes_out(op, 0, &out);
    nnreg_shapes_out_vector(op, 1, shape.dim[0]);
}

/* Places and values, of which there may be more; which rows were empty; where each value has gone. */
void nnreg_shapes_infer_fill_rows(struct nnreg_shapes_op *op)
{
    struct nnreg_shape places, dense;
    int64_t count;

    if (!nnreg_shapes_in_of_rank(&places, op, 0, 2))
        return;
    count = places.dim[0];
    (void)nnreg_shapes_in_as_shape(&dense, op, 2);
    places.dim[0] = -1;
    nnreg_shapes_out(op, 0, &places);
    nnreg_shapes_out_vector(op, 1, -1);
    nnreg_shapes_out_vector(op, 2, dense.known && dense.rank > 0 ? dense.dim[0] : -1);
    nnreg_shapes_out_vector(op, 3, count);
}

void nnreg_shapes_infer_sparse_matmul(struct nnreg_shapes_op *op)
{
    bool turned = nnreg_savedmodel_node_bool(op->model, op->node, "adjoint_a", false);
    bool turned_b = nnreg_savedmodel_node_bool(op->model, op->node, "adjoint_b", false);
    struct nnreg_shape a, b, out;

    if (!nnreg_shapes_in_of_rank(&b, op, 3, 2))
        return;
    (void)nnreg_shapes_in_as_shape(&a, op, 2);
    nnreg_shapes_open(&out, 2);
    out.dim[0] = a.known && a.rank == 2 ? a.dim[turned ? 1 : 0] : -1;
    out.dim[1] = b.dim[turned_b ? 0 : 1];
    nnreg_shapes_out(op, 0, &out);
}

/* -------------------------------------------------------------------------------------------------------- segments -- */

/* Rows are joined; how many there are then is in the tensors, or (the row's detail) the third input. */
void nnreg_shapes_infer_segment(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, segments, out;
    uint32_t from = 1, i;
    int64_t count;

    if (!nnreg_shapes_in(&in, op, 0))
        return;
    if (op->row->detail != 0) {
        if (!nnreg_shapes_in(&segments, op, 1))
            return;
        from = segments.rank;
    }
    if (!nnreg_shapes_in_number(&count, op, 2) || count < 0)
        count = -1;
    if (from > in.rank || in.rank - from == NNREG_LIMIT_RANK)
        return;
    nnreg_shapes_open(&out, 1);
    out.dim[0] = count;
    for (i = from; i < in.rank; i++)
        out.dim[out.rank++] = in.dim[i];
    nnreg_shapes_out(op, 0, &out);
}

/* Rows are chosen by an index first. */
void nnreg_shapes_infer_sparse_segment(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in;

    if (!nnreg_shapes_in(&in, op, 0) || in.rank == 0)
        return;
    in.dim[0] = -1;
    nnreg_shapes_out(op, 0, &in);
}

/* The different elements, of each input element which one, and (the row's detail) how often each was there. */
void nnreg_shapes_infer_unique(struct nnreg_shapes_op *op)
{
    nnreg_shapes_out_vector(op, 0, -1);
    nnreg_shapes_out_number(op, 1, op->inputs > 0 ? op->input[0].shape : 0);
    if (op->row->detail != 0)
        nnreg_shapes_out_vector(op, 2, -1);
}

/* Each feature is a vector. */
void nnreg_shapes_infer_bucketize(struct nnreg_shapes_op *op)
{
    int64_t count = nnreg_savedmodel_node_int(op->model, op->node, "num_features", 0);
    uint32_t i;

    for (i = 0; i < count && i < NNREG_SHAPES_OUTPUTS; i++)
        nnreg_shapes_out_number(op, i, i < op->inputs ? op->input[i].shape : 0);
}

/* ---------------------------------------------------------------------------------------------------- texts, tables -- */

/* Texts are joined element by element; single ones go with each. */
void nnreg_shapes_infer_string_join(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, out;
    uint32_t i, k;

    nnreg_shapes_open(&out, 0);
    for (i = 0; i < op->inputs; i++) {
        if (!nnreg_shapes_in(&in, op, i))
            return;
        if (in.rank > 0 && out.rank == 0)
            out = in;
        for (k = 0; k < in.rank && in.rank == out.rank; k++)
            (void)nnreg_shapes_same(&out.dim[k], out.dim[k], in.dim[k]);
    }
    nnreg_shapes_out(op, 0, &out);
}

/* What a table holds under each key is behind its handle, as with variables. Old handles (the row's detail) are two texts. */
void nnreg_shapes_infer_table(struct nnreg_shapes_op *op)
{
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr_named(op->model, op->node, "value_shape");
    struct nnreg_shape value;

    if (op->row->detail != 0)
        nnreg_shapes_out_vector(op, 0, 2);
    else
        nnreg_shapes_out_scalar(op, 0);
    nnreg_shapes_open(&value, 0);
    if (attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_SHAPE)
        nnreg_savedmodel_shape(&value, op->model, attr->value);
    if (value.known && value.rank == 0)
        op->output[0].value = nnreg_shapes_put(op->shapes, &value);
}

/* One value for each key, where both are single. */
void nnreg_shapes_infer_find(struct nnreg_shapes_op *op)
{
    struct nnreg_shape value;

    nnreg_shapes_get(&value, op->shapes, op->inputs > 0 ? op->input[0].value : 0);
    if (value.known && value.rank == 0 && op->inputs > 1)
        nnreg_shapes_out_number(op, 0, op->input[1].shape);
}

/* A handle, and a number that orders what is done with it. */
void nnreg_shapes_infer_tensor_array(struct nnreg_shapes_op *op)
{
    nnreg_shapes_out_vector(op, 0, 2);
    nnreg_shapes_out_scalar(op, 1);
}
