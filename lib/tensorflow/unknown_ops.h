/*
 * Which operations of a graph are none of TensorFlow's core, and which are none of TensorFlow 1: what has to be there beside a
 * TensorFlow that is to run it.
 *
 * An operation is known when the table has it (op_table.h), or a function of the graph is called so. That the file's own op list
 * has it says nothing: that is what the program had that saved it. Names that begin with an underscore are TensorFlow's own for
 * what it puts into graphs while it runs them; its histories leave them out, and so they are not judged.
 */
#ifndef NNREG_TENSORFLOW_UNKNOWN_OPS_H
#define NNREG_TENSORFLOW_UNKNOWN_OPS_H

#include "tensorflow/graph.h"
#include "tensorflow/op_table.h"

#define NNREG_LIMIT_UNKNOWN_OPS 256u /* operations that are told apart */
#define NNREG_LATER_OPS         3u   /* of those that TensorFlow 1 has not, are named */

struct nnreg_unknown_op {
    uint32_t op;                              /* a text of the model */
    uint32_t nodes;                           /* that have it; from 1 */
    const struct nnreg_savedmodel_node *node; /* the first of these; of those that are reached, if any is */
    nnreg_graph_body body;                    /* where that one is; NULL: in the graph itself */
    bool is_reached;
};

struct nnreg_unknown_ops {
    struct nnreg_unknown_op *list; /* in the order in which they are met */
    uint32_t count;
    uint32_t left_out;               /* nodes of further ones */
    uint32_t later[NNREG_LATER_OPS]; /* names of operations that only TensorFlow 2 has */
    uint32_t later_count;            /* how many there are */
};

/* NNREG_NO_MEMORY. Freed with nnreg_unknown_ops_free in either case. */
nnreg_status nnreg_unknown_ops_find(struct nnreg_unknown_ops *unknown, const struct nnreg_graph *graph,
                                    struct nnreg_error *error);
void nnreg_unknown_ops_free(struct nnreg_unknown_ops *unknown);

/* Whether the operation of a name (a text of the model) is known. `*row`: its row; NULL where it is a function, or TensorFlow's own. */
bool nnreg_is_known_op(const struct nnreg_op_row **row, const struct nnreg_graph *graph, uint32_t op);

#endif
