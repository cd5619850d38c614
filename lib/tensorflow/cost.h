/*
 * What a model costs for one example: parameters, multiply-adds and memory of what is computed, by name scope and in all.
 *
 * What is counted is what the outputs of the signature that is served are computed from; of a graph without one, all of it. Each
 * input takes one example where the graph leaves their number open, and an image of the size that is named where it leaves the
 * sides open.
 *
 *     operations       computed from what is fed: not constants, variables, and what is made of these alone
 *     parameters       elements of variables, and of constants of floating-point or quantized numbers that have a rank of 1 or
 *                      more and are not one number repeated, with the first operation that works with them; a reader or a reshape does not
 *     multiply-adds    of convolutions and products of matrices, one for each product of two numbers; all else counts none, as in
 *                      what is published of networks
 *     activations      bytes of the operations' outputs; what only renames or reshapes its input (Identity, Reshape,
 *                      ReadVariableOp, …) shares its memory and has none. Texts and handles have no size and count none
 *     peak             the most bytes of activations that are there at once, when one operation runs after the other in the order of
 *                      shapes.h and none works in place: a tensor is there from its making to its last reader, what is fed from the
 *                      beginning, what is given out to the end. Outputs of one operation that are all alike are there together
 *
 * Loops count once, all branches of conditionals count. An operation of which something of this is not known, for want of a shape
 * or because nobody knows it, is counted as unknown, and with what is known of it.
 */
#ifndef NNREG_TENSORFLOW_COST_H
#define NNREG_TENSORFLOW_COST_H

#include "tensorflow/graph_shapes.h"
#include "tensorflow/scopes.h"

struct nnreg_cost_sums {
    uint64_t operations, parameters, multiply_adds, activation_bytes;
    uint64_t unknown; /* operations, and variables of an unknown shape */
};

struct nnreg_cost_row {
    uint32_t scope; /* for nnreg_cost_parts */
    struct nnreg_cost_sums sums;
};

/* An input that something is computed from. */
struct nnreg_cost_input {
    const struct nnreg_savedmodel_node *node;
    uint32_t output;
    uint32_t shape; /* as it was counted, of the pool */
    enum nnreg_sides_use sides;
};

struct nnreg_cost {
    struct nnreg_cost_row *rows; /* in the order in which scopes begin to work */
    size_t row_room, row_count;
    struct nnreg_cost_sums total;
    struct nnreg_cost_input *inputs; /* in the order of the graph */
    size_t input_count;
    uint64_t peak_bytes;
    uint64_t in_loops; /* operations that may run more than once */
    const struct nnreg_savedmodel_node
        *peak; /* the operation at which the peak is reached; NULL: none is computed */
    const struct nnreg_savedmodel_node *first_unknown;  /* NULL: all is known */
    const struct nnreg_savedmodel_signature *signature; /* whose outputs; NULL: there is none */
    bool incomplete; /* a call was not entered, or shapes not kept, because of the limits */
    struct nnreg_scopes_names *names;
    struct nnreg_graph_shapes shapes; /* for nnreg_cost_input_shape */
};

/*
 * `depth`: parts of names that make a scope, from 1 to NNREG_LIMIT_SCOPE_DEPTH. The model is borrowed, and has a graph; its flow
 * may enter more calls. `sides`: of images; NULL, or without a size: as the graph has them. NNREG_NO_MEMORY. Freed also where
 * that is the answer. Sums that fit no number stay at the largest.
 */
nnreg_status nnreg_cost_make(struct nnreg_cost *cost, const struct nnreg_judged *judged, uint32_t depth,
                             const struct nnreg_sides *sides, struct nnreg_error *error);
void nnreg_cost_free(struct nnreg_cost *cost);

void nnreg_cost_input_shape(struct nnreg_shape *shape, const struct nnreg_cost *cost,
                            const struct nnreg_cost_input *input);

/* The parts of a scope's name, as nnreg_scopes_parts gives them. */
uint32_t nnreg_cost_parts(struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH],
                          const struct nnreg_cost *cost, uint32_t scope);

#endif
