/* Walking all nodes of a model for operations that reach outside, and what each reaches; for findings and nnreg_inspect. */
#ifndef NNREG_TENSORFLOW_JUDGE_UNSAFE_H
#define NNREG_TENSORFLOW_JUDGE_UNSAFE_H

#include "tensorflow/judge_model.h"
#include "tensorflow/text_origin.h"
#include "tensorflow/unsafe_ops.h"

struct nnreg_unsafe_use {
    const struct nnreg_unsafe_op *row;
    const struct nnreg_savedmodel_node *node;
    const struct nnreg_savedmodel_function *function; /* NULL: in the graph itself */
    struct nnreg_text_origin origin; /* what it can reach, in all calls; empty where no input says it */
    const struct nnreg_text_origins *origins;
    uint32_t text; /* what it reaches, where a constant or attribute says so: nnreg_text_origin_text */
    bool has_text;
    bool normal; /* it is where it belongs: the saver, an asset */
};

typedef void nnreg_unsafe_visit(const struct nnreg_unsafe_use *use, void *context);

/* Visits every use in every meta graph and function, reachable or not. False: no memory. */
bool nnreg_unsafe_walk(const struct nnreg_judged *judged, nnreg_unsafe_visit *visit, void *context);

#endif
