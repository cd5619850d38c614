/* Shapes of products of matrices, and of what works on rows: softmax, the largest of a row. */
#include <string.h>

#include "tensorflow/shapes_parts.h"

/* Rows and columns of a matrix, of which there may be many; transposed where the attribute says so. */
static void matrix_of(int64_t *rows, int64_t *columns, const struct nnreg_shape *shape, bool turned)
{
    int64_t last = shape->dim[shape->rank - 1], before = shape->dim[shape->rank - 2];

    *rows = turned ? last : before;
    *columns = turned ? before : last;
}

static bool is_turned(const struct nnreg_shapes_op *op, const char *key)
{
    return nnreg_savedmodel_node_bool(op->model, op->node, key, false);
}

void nnreg_shapes_infer_matmul(struct nnreg_shapes_op *op)
{
    int64_t rows, inner, needs, columns, common;
    struct nnreg_shape a, b, out;

    if (!nnreg_shapes_in_of_rank(&a, op, 0, 2) || !nnreg_shapes_in_of_rank(&b, op, 1, 2))
        return;
    matrix_of(&rows, &inner, &a, is_turned(op, "transpose_a"));
    matrix_of(&needs, &columns, &b, is_turned(op, "transpose_b"));
    if (!nnreg_shapes_same(&common, inner, needs)) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_SIZE, 0, 1, needs, inner);
        return;
    }
    nnreg_shapes_open(&out, 2);
    out.dim[0] = rows;
    out.dim[1] = columns;
    nnreg_shapes_out(op, 0, &out);
}

/* The row's detail: whether what is in front of the matrices is broadcast. */
static bool join_batches(struct nnreg_shape *out, const struct nnreg_shapes_op *op,
                         const struct nnreg_shape *a, const struct nnreg_shape *b)
{
    struct nnreg_shape one = *a, other = *b;
    uint32_t i;

    one.rank -= 2;
    other.rank -= 2;
    if (op->row->detail != 0)
        return nnreg_shapes_broadcast(out, &one, &other);
    nnreg_shapes_open(out, one.rank);
    if (one.rank != other.rank)
        return false;
    for (i = 0; i < one.rank; i++)
        if (!nnreg_shapes_same(&out->dim[i], one.dim[i], other.dim[i]))
            return false;
    return true;
}

void nnreg_shapes_infer_batch_matmul(struct nnreg_shapes_op *op)
{
    int64_t rows, inner, needs, columns, common;
    struct nnreg_shape a, b, out;

    if (!nnreg_shapes_in(&a, op, 0) || !nnreg_shapes_in(&b, op, 1))
        return;
    if (a.rank < 2 || b.rank < 2) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, a.rank < 2 ? 0 : 1, NNREG_SHAPES_NO_INPUT, 2,
                                  a.rank < 2 ? a.rank : b.rank);
        return;
    }
    matrix_of(&rows, &inner, &a, is_turned(op, "adj_x"));
    matrix_of(&needs, &columns, &b, is_turned(op, "adj_y"));
    if (!nnreg_shapes_same(&common, inner, needs)) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_SIZE, 0, 1, needs, inner);
        return;
    }
    if (!join_batches(&out, op, &a, &b)) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_BROADCAST, 0, 1, 0, 0);
        return;
    }
    out.dim[out.rank++] = rows;
    out.dim[out.rank++] = columns;
    nnreg_shapes_out(op, 0, &out);
}

/* ------------------------------------------------------------------------------------------------------- einsum -- */

/* "abc,cd->abd": a letter is a dimension, the same wherever it stands. An ellipsis is not followed. */
enum { LETTERS = 128 };

static bool read_term(int64_t dims[LETTERS], const char **at, struct nnreg_shapes_op *op, uint32_t input)
{
    struct nnreg_shape shape;
    bool has = nnreg_shapes_in(&shape, op, input);
    uint32_t index = 0;

    for (; **at != ',' && **at != '-' && **at != '\0'; (*at)++) {
        unsigned char letter = (unsigned char)**at;

        if (letter == ' ')
            continue;
        if (letter == '.' || letter >= LETTERS)
            return false;
        if (has && index < shape.rank && !nnreg_shapes_same(&dims[letter], dims[letter], shape.dim[index]))
            return nnreg_shapes_refuse(op, NNREG_SHAPES_SIZE, input, input == 0 ? 1 : 0, dims[letter],
                                       shape.dim[index]);
        index++;
    }
    if (has && index != shape.rank)
        return nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, input, NNREG_SHAPES_NO_INPUT, index, shape.rank);
    return true;
}

void nnreg_shapes_infer_einsum(struct nnreg_shapes_op *op)
{
    const char *at = nnreg_savedmodel_node_text(op->model, op->node, "equation", "");
    int64_t dims[LETTERS];
    struct nnreg_shape out;
    uint32_t i;

    for (i = 0; i < LETTERS; i++)
        dims[i] = -1;
    for (i = 0; i < op->inputs; i++) {
        if (!read_term(dims, &at, op, i))
            return;
        if (*at == ',')
            at++;
    }
    if (strncmp(at, "->", 2) != 0)
        return;
    nnreg_shapes_open(&out, 0);
    for (at += 2; *at != '\0'; at++) {
        if (*at == ' ')
            continue;
        if (*at == '.' || (unsigned char)*at >= LETTERS || out.rank == NNREG_LIMIT_RANK)
            return;
        out.dim[out.rank++] = dims[(unsigned char)*at];
    }
    nnreg_shapes_out(op, 0, &out);
}

/* --------------------------------------------------------------------------------------------------------- rows -- */

/* As the input, which needs as many dimensions as the row says. */
void nnreg_shapes_infer_softmax(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in;

    if (!nnreg_shapes_in(&in, op, 0))
        return;
    if (in.rank < (uint32_t)op->row->detail) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, NNREG_SHAPES_NO_INPUT, op->row->detail, in.rank);
        return;
    }
    nnreg_shapes_out(op, 0, &in);
}

/* Of rank 4 in any case. */
void nnreg_shapes_infer_lrn(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in;

    if (nnreg_shapes_in_of_rank(&in, op, 0, 4))
        nnreg_shapes_out(op, 0, &in);
}

/* The largest of each row, and where they were. The row's detail: their number is an attribute. */
void nnreg_shapes_infer_top_k(struct nnreg_shapes_op *op)
{
    int64_t count = -1;
    struct nnreg_shape in;

    if (op->row->detail != 0)
        count = nnreg_savedmodel_node_int(op->model, op->node, "k", -1);
    else if (!nnreg_shapes_in_number(&count, op, 1))
        count = -1;
    if (!nnreg_shapes_in(&in, op, 0))
        return;
    if (in.rank == 0) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, NNREG_SHAPES_NO_INPUT, 1, 0);
        return;
    }
    if (count >= 0 && in.dim[in.rank - 1] >= 0 && in.dim[in.rank - 1] < count) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_SMALL, 0, NNREG_SHAPES_NO_INPUT, count,
                                  in.dim[in.rank - 1]);
        return;
    }
    in.dim[in.rank - 1] = count;
    nnreg_shapes_out(op, 0, &in);
    op->same = true;
}

void nnreg_shapes_infer_in_top_k(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in;

    if (nnreg_shapes_in_of_rank(&in, op, 0, 2))
        nnreg_shapes_out_vector(op, 0, in.dim[0]);
}

/* A loss for each row, and its gradient. */
void nnreg_shapes_infer_cross_entropy(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in;

    if (!nnreg_shapes_in_of_rank(&in, op, 0, 2))
        return;
    nnreg_shapes_out_vector(op, 0, in.dim[0]);
    nnreg_shapes_out(op, 1, &in);
}
