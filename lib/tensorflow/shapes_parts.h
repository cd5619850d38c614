/*
 * What the parts of the shapes have for each other: the pool, and an operation in the making, as its row's function sees it
 * (shapes_table.c). Such a function puts shapes and values of outputs; what it does not put is unknown.
 */
#ifndef NNREG_TENSORFLOW_SHAPES_PARTS_H
#define NNREG_TENSORFLOW_SHAPES_PARTS_H

#include "tensorflow/savedmodel_values.h"
#include "tensorflow/shapes.h"

/* ----------------------------------------------------------------------------------------------------- the pool -- */

/* Whole numbers of a tensor: bit i of `known` says that element i is known. */
struct nnreg_shapes_value {
    uint32_t count;
    uint64_t known;
    int64_t element[NNREG_SHAPES_VALUES];
};

uint32_t nnreg_shapes_put_value(struct nnreg_shapes *shapes, const struct nnreg_shapes_value *value);
/* False when nothing is known of it. */
bool nnreg_shapes_get_value(struct nnreg_shapes_value *value, const struct nnreg_shapes *shapes,
                            uint32_t number);

/* What a tensor is that may be either: where they differ it is unknown. */
struct nnreg_shapes_tensor nnreg_shapes_either(struct nnreg_shapes *shapes, struct nnreg_shapes_tensor a,
                                               struct nnreg_shapes_tensor b);

/* ---------------------------------------------------------------------------------------------- an operation -- */

struct nnreg_shapes_op {
    struct nnreg_shapes *shapes;
    const struct nnreg_savedmodel *model;
    const struct nnreg_savedmodel_node *node;
    const struct nnreg_shapes_row *row;
    uint32_t point;
    uint32_t inputs; /* but for control inputs */
    const struct nnreg_shapes_tensor *input;
    const unsigned char
        *given; /* by input: 0 where it is what a loop brings back, and that was not computed yet */
    struct nnreg_shapes_tensor output[NNREG_SHAPES_OUTPUTS];
    uint32_t outputs; /* put so far */
    uint8_t level;
    bool refused; /* it cannot work */
    bool same;    /* the last output stands for all behind it */
};

/* An operation, what it got, and what it gave out (shapes_lately.h). */
#define NNREG_SHAPES_LATELY_BITS    8 /* places: 2^8 */
#define NNREG_SHAPES_LATELY_INPUTS  4u
#define NNREG_SHAPES_LATELY_OUTPUTS 2u

struct nnreg_shapes_lately {
    const struct nnreg_savedmodel_node *node; /* NULL: nothing is there */
    const struct nnreg_shapes_row *row;
    struct nnreg_shapes_tensor input[NNREG_SHAPES_LATELY_INPUTS];
    struct nnreg_shapes_tensor output[NNREG_SHAPES_LATELY_OUTPUTS];
    unsigned char given[NNREG_SHAPES_LATELY_INPUTS];
    uint8_t inputs, outputs;
    uint8_t before, level; /* conditions that it hung on, and what reads it */
    bool same;
};

typedef void nnreg_shapes_infer(struct nnreg_shapes_op *op);

struct nnreg_shapes_row {
    const char *name;
    nnreg_shapes_infer *infer;
    int detail; /* what distinguishes operations of one function */
};

/* The row of a node's operation, or NULL. */
const struct nnreg_shapes_row *nnreg_shapes_row_of(const struct nnreg_shapes *shapes,
                                                   const struct nnreg_savedmodel_node *node);
/* The rows one after the other, NULL at the end. */
const struct nnreg_shapes_row *nnreg_shapes_row_at(size_t index);
/* NULL: no memory. Freed with nnreg_free. */
struct nnreg_shapes_rows *nnreg_shapes_find_rows(const struct nnreg_savedmodel *model);

/* An input that is not there is unknown. True when its rank is known. */
bool nnreg_shapes_in(struct nnreg_shape *shape, const struct nnreg_shapes_op *op, uint32_t input);
/* True when the values of an input are known, at least in part. */
bool nnreg_shapes_in_value(struct nnreg_shapes_value *value, const struct nnreg_shapes_op *op,
                           uint32_t input);
/* True when an input is one number, and that is known. */
bool nnreg_shapes_in_number(int64_t *number, const struct nnreg_shapes_op *op, uint32_t input);
/* A tensor that holds a shape: its dimensions as far as they are known. True when how many there are is known. */
bool nnreg_shapes_in_as_shape(struct nnreg_shape *shape, const struct nnreg_shapes_op *op, uint32_t input);
/* The rank of an input, or -1. */
int64_t nnreg_shapes_in_rank(const struct nnreg_shapes_op *op, uint32_t input);

void nnreg_shapes_out(struct nnreg_shapes_op *op, uint32_t output, const struct nnreg_shape *shape);
/* A shape of the pool. */
void nnreg_shapes_out_number(struct nnreg_shapes_op *op, uint32_t output, uint32_t shape);
void nnreg_shapes_out_scalar(struct nnreg_shapes_op *op, uint32_t output);
/* One dimension. */
void nnreg_shapes_out_vector(struct nnreg_shapes_op *op, uint32_t output, int64_t size);
/* An output has these values; they have to be as many as its shape, which is put before, has elements. */
void nnreg_shapes_out_value(struct nnreg_shapes_op *op, uint32_t output,
                            const struct nnreg_shapes_value *value);

/* Of this rank, NNREG_LIMIT_RANK at most; nothing more known. */
void nnreg_shapes_open(struct nnreg_shape *shape, uint32_t rank);

/*
 * The operation cannot work. The first in the order is kept; its outputs are best left unknown. Unconditionally false, for
 * `return nnreg_shapes_refuse(…)`.
 */
bool nnreg_shapes_refuse(struct nnreg_shapes_op *op, enum nnreg_shapes_reason reason, uint32_t input,
                         uint32_t other, int64_t needs, int64_t gets);
#define NNREG_SHAPES_NO_INPUT 0xffffffffu

/* An input has this rank, or an unknown one: false where it is refused. The shape is of the rank, open where it is unknown. */
bool nnreg_shapes_in_of_rank(struct nnreg_shape *shape, struct nnreg_shapes_op *op, uint32_t input,
                             uint32_t rank);
/* The inputs from `first` on have to be of one shape, of which each tells what it knows: false where it is refused. */
bool nnreg_shapes_join(struct nnreg_shape *shape, struct nnreg_shapes_op *op, uint32_t first);
/* A dimension that is both: the known one of two; false when they differ. */
bool nnreg_shapes_same(int64_t *dim, int64_t a, int64_t b);
/* From -rank…rank-1 to 0…rank-1: false when it is none (nothing is refused). */
bool nnreg_shapes_axis(uint32_t *axis, int64_t number, uint32_t rank);
/* The shape in which two are broadcast; false when they cannot be. Unknown where either is. */
bool nnreg_shapes_broadcast(struct nnreg_shape *shape, const struct nnreg_shape *a,
                            const struct nnreg_shape *b);
/* A dimension from a value that may not be known. Negative numbers are not known. */
static inline int64_t nnreg_shapes_dim(const struct nnreg_shapes_value *value, uint32_t index)
{
    return (value->known >> index & 1) != 0 && value->element[index] >= 0 ? value->element[index] : -1;
}

/* Products and sums of dimensions: -1 is unknown, and so is what fits no number. */
int64_t nnreg_shapes_times(int64_t a, int64_t b);
int64_t nnreg_shapes_plus(int64_t a, int64_t b);
/* Elements of some dimensions of a shape whose rank is known, -1 where they are not. */
int64_t nnreg_shapes_product(const struct nnreg_shape *shape, uint32_t first, uint32_t end);

static inline void nnreg_shapes_add_element(struct nnreg_shapes_value *value, bool known, int64_t element)
{
    value->element[value->count] = element;
    value->known |= (uint64_t)known << value->count++;
}

/* ----------------------------------------------------------------------------------- functions of the table -- */

nnreg_shapes_infer nnreg_shapes_infer_same, nnreg_shapes_infer_const, nnreg_shapes_infer_placeholder,
    nnreg_shapes_infer_default, nnreg_shapes_infer_variable, nnreg_shapes_infer_handle,
    nnreg_shapes_infer_read, nnreg_shapes_infer_assign, nnreg_shapes_infer_scalar, nnreg_shapes_infer_each,
    nnreg_shapes_infer_switch, nnreg_shapes_infer_merge, nnreg_shapes_infer_exit, nnreg_shapes_infer_ensure,
    nnreg_shapes_infer_listed, nnreg_shapes_infer_vector, nnreg_shapes_infer_second, nnreg_shapes_infer_rank,
    nnreg_shapes_infer_nothing;
nnreg_shapes_infer nnreg_shapes_infer_unary, nnreg_shapes_infer_binary, nnreg_shapes_infer_cast,
    nnreg_shapes_infer_select, nnreg_shapes_infer_select_v2, nnreg_shapes_infer_reduce,
    nnreg_shapes_infer_arg, nnreg_shapes_infer_add_n, nnreg_shapes_infer_cumulate;
nnreg_shapes_infer nnreg_shapes_infer_shape, nnreg_shapes_infer_shape_n, nnreg_shapes_infer_size,
    nnreg_shapes_infer_rank_of, nnreg_shapes_infer_pack, nnreg_shapes_infer_unpack,
    nnreg_shapes_infer_strided_slice, nnreg_shapes_infer_slice, nnreg_shapes_infer_fill,
    nnreg_shapes_infer_range, nnreg_shapes_infer_variable_shape, nnreg_shapes_infer_random;
nnreg_shapes_infer nnreg_shapes_infer_conv, nnreg_shapes_infer_depthwise, nnreg_shapes_infer_deconv,
    nnreg_shapes_infer_pool, nnreg_shapes_infer_bias, nnreg_shapes_infer_norm, nnreg_shapes_infer_matmul,
    nnreg_shapes_infer_batch_matmul, nnreg_shapes_infer_einsum, nnreg_shapes_infer_lrn,
    nnreg_shapes_infer_softmax, nnreg_shapes_infer_top_k, nnreg_shapes_infer_in_top_k,
    nnreg_shapes_infer_cross_entropy;
nnreg_shapes_infer nnreg_shapes_infer_reshape, nnreg_shapes_infer_transpose, nnreg_shapes_infer_concat,
    nnreg_shapes_infer_split, nnreg_shapes_infer_split_v, nnreg_shapes_infer_pad, nnreg_shapes_infer_gather,
    nnreg_shapes_infer_gather_nd, nnreg_shapes_infer_tile, nnreg_shapes_infer_squeeze,
    nnreg_shapes_infer_expand, nnreg_shapes_infer_one_hot, nnreg_shapes_infer_where,
    nnreg_shapes_infer_space_to_batch, nnreg_shapes_infer_batch_to_space, nnreg_shapes_infer_depth_space,
    nnreg_shapes_infer_reverse, nnreg_shapes_infer_scatter_nd, nnreg_shapes_infer_broadcast_to;
nnreg_shapes_infer nnreg_shapes_infer_resize, nnreg_shapes_infer_crop_resize, nnreg_shapes_infer_decode,
    nnreg_shapes_infer_suppress, nnreg_shapes_infer_combined, nnreg_shapes_infer_list_stack,
    nnreg_shapes_infer_array_gather;
nnreg_shapes_infer nnreg_shapes_infer_parse, nnreg_shapes_infer_parse_v2, nnreg_shapes_infer_parse_single,
    nnreg_shapes_infer_to_dense, nnreg_shapes_infer_sparse_reshape, nnreg_shapes_infer_fill_rows,
    nnreg_shapes_infer_segment, nnreg_shapes_infer_sparse_segment, nnreg_shapes_infer_unique,
    nnreg_shapes_infer_string_join, nnreg_shapes_infer_table, nnreg_shapes_infer_find,
    nnreg_shapes_infer_bucketize, nnreg_shapes_infer_sparse_matmul, nnreg_shapes_infer_tensor_array;

#endif
