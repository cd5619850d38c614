/* Walking all nodes of a model for operations that reach outside; for the finding and for nnreg_inspect. */
#ifndef NNREG_TENSORFLOW_JUDGE_UNSAFE_H
#define NNREG_TENSORFLOW_JUDGE_UNSAFE_H

#include "tensorflow/judge_model.h"
#include "tensorflow/unsafe_ops.h"

struct nnreg_unsafe_use {
    const struct nnreg_unsafe_op *row;
    const struct nnreg_savedmodel_node *node;
    const struct nnreg_savedmodel_function *function; /* NULL: in the graph itself */
    uint32_t text; /* what it reaches, where a constant says so: a text of the model */
    bool has_text;
    bool normal; /* it is where it belongs: the saver, an asset */
};

typedef void nnreg_unsafe_visit(const struct nnreg_unsafe_use *use, void *context);

/* Visits every use in every meta graph and function, reachable or not. False: no memory. */
bool nnreg_unsafe_walk(const struct nnreg_savedmodel *model, nnreg_unsafe_visit *visit, void *context);

#endif
