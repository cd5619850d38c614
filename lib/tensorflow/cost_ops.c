/*
 * What one operation costs: see cost.h. The numbers are those of the definitions of the operations (tensorflow/core/api_def),
 * a multiply-add for each product of two numbers, whatever an implementation makes of it.
 */
#include <string.h>

#include "tensorflow/cost_parts.h"
#include "tensorflow/savedmodel_values.h"

/* ---------------------------------------------------------------------------------------------------- arithmetic -- */

static bool cost_times(uint64_t *product, uint64_t factor)
{
    return !__builtin_mul_overflow(*product, factor, product);
}

/* The dimensions from `first` on up to `end`. */
static bool cost_times_dims(uint64_t *product, const struct nnreg_shape *shape, uint32_t first, uint32_t end)
{
    uint32_t i;

    for (i = first; i < end; i++)
        if (shape->dim[i] < 0 || !cost_times(product, (uint64_t)shape->dim[i]))
            return false;
    return true;
}

bool nnreg_cost_elements(uint64_t *count, const struct nnreg_shape *shape)
{
    *count = 1;
    return shape->known && cost_times_dims(count, shape, 0, shape->rank);
}

/* ------------------------------------------------------------------------------------------------- multiply-adds -- */

typedef bool multiply_adds(uint64_t *count, const struct nnreg_cost_op *op);

/* A filter [height, width, channels of a group, outputs]: each output element is a sum over all of it but the last. */
static bool of_convolution(uint64_t *count, const struct nnreg_cost_op *op)
{
    const struct nnreg_shape *filter = &op->input[1];

    return filter->known && filter->rank > 0 && nnreg_cost_elements(count, &op->output) &&
           cost_times_dims(count, filter, 0, filter->rank - 1);
}

/* A filter [height, width, channels, multiplier]: each output element is a sum over one channel's window. */
static bool of_depthwise(uint64_t *count, const struct nnreg_cost_op *op)
{
    const struct nnreg_shape *filter = &op->input[1];

    return filter->known && filter->rank == 4 && nnreg_cost_elements(count, &op->output) &&
           cost_times_dims(count, filter, 0, 2);
}

/* Backwards: each element of what is spread out (the third input) is multiplied with all its channel's filter. */
static bool of_transposed(uint64_t *count, const struct nnreg_cost_op *op)
{
    const struct nnreg_shape *filter = &op->input[1];

    return filter->known && filter->rank > 0 && nnreg_cost_elements(count, &op->input[2]) &&
           cost_times_dims(count, filter, 0, filter->rank - 1);
}

/* Each element is a sum over a row: the first matrix's last dimension, or the one before where it is turned. */
static bool of_product(uint64_t *count, const struct nnreg_cost_op *op)
{
    const struct nnreg_shape *a = &op->input[0];
    bool turned = nnreg_savedmodel_node_bool(op->model, op->node, "transpose_a", false) ||
                  nnreg_savedmodel_node_bool(op->model, op->node, "adj_x", false);
    uint32_t inner;

    if (!a->known || a->rank < 2)
        return false;
    inner = a->rank - (turned ? 2 : 1);
    return nnreg_cost_elements(count, &op->output) && cost_times_dims(count, a, inner, inner + 1);
}

/* "abc,cd->abd": a product for each way to choose all letters. An ellipsis, or more than two tensors, is not followed. */
static bool of_einsum(uint64_t *count, const struct nnreg_cost_op *op)
{
    const char *at = nnreg_savedmodel_node_text(op->model, op->node, "equation", "");
    bool seen[128] = {false};
    uint32_t input = 0, dim = 0;

    *count = 1;
    for (; *at != '\0' && *at != '-'; at++) {
        unsigned char letter = (unsigned char)*at;

        if (letter == ',') {
            input++;
            dim = 0;
            continue;
        }
        if (letter == ' ')
            continue;
        if (letter == '.' || letter >= sizeof seen || input > 1 || !op->input[input].known ||
            dim >= op->input[input].rank)
            return false;
        if (!seen[letter] && !cost_times_dims(count, &op->input[input], dim, dim + 1))
            return false;
        seen[letter] = true;
        dim++;
    }
    return input == 1;
}

/* What multiplies in a way that is not told here. */
static bool of_unknown(uint64_t *count, const struct nnreg_cost_op *op)
{
    (void)op;
    *count = 0;
    return false;
}

static const struct {
    const char *op;
    multiply_adds *count;
} multiplying[] = {
    {"Conv2D", of_convolution},
    {"Conv3D", of_convolution},
    {"DepthwiseConv2dNative", of_depthwise},
    {"Conv2DBackpropInput", of_transposed},
    {"Conv3DBackpropInputV2", of_transposed},
    {"MatMul", of_product},
    {"BatchMatMul", of_product},
    {"BatchMatMulV2", of_product},
    {"BatchMatMulV3", of_product},
    {"Einsum", of_einsum},
    {"SparseTensorDenseMatMul", of_unknown},
};

/* NULL: none. */
static multiply_adds *multiply_adds_of(const struct nnreg_savedmodel *model,
                                       const struct nnreg_savedmodel_node *node)
{
    size_t i;

    for (i = 0; i < sizeof multiplying / sizeof *multiplying; i++)
        if (nnreg_savedmodel_text_is(model, node->op, multiplying[i].op))
            return multiplying[i].count;
    return NULL;
}

bool nnreg_cost_multiplies(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    return multiply_adds_of(model, node) != NULL;
}

bool nnreg_cost_multiply_adds(uint64_t *count, const struct nnreg_cost_op *op)
{
    multiply_adds *of = multiply_adds_of(op->model, op->node);

    *count = 0;
    if (of == NULL || of(count, op))
        return true;
    *count = 0;
    return false;
}

/* -------------------------------------------------------------------------------------------------------- sharing -- */

enum nnreg_cost_sharing nnreg_cost_sharing(const struct nnreg_savedmodel *model,
                                           const struct nnreg_flow_place *place)
{
    static const char *const first[] = {"Reshape", "Squeeze",   "ExpandDims", "ReadVariableOp",
                                        "Switch",  "RefSwitch", "Bitcast",    "PlaceholderWithDefault"};
    size_t i;

    switch (place->kind) {
    case NNREG_FLOW_SAME:
        return NNREG_COST_SHARES_EACH;
    case NNREG_FLOW_MERGE:
    case NNREG_FLOW_NEXT_ITERATION:
        return NNREG_COST_SHARES_FIRST;
    default:
        break;
    }
    for (i = 0; i < sizeof first / sizeof *first; i++)
        if (nnreg_savedmodel_text_is(model, place->node->op, first[i]))
            return NNREG_COST_SHARES_FIRST;
    return NNREG_COST_OWN;
}
