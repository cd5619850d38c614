/* What the parts of the cost have in common: see cost.h. */
#ifndef NNREG_TENSORFLOW_COST_PARTS_H
#define NNREG_TENSORFLOW_COST_PARTS_H

#include "tensorflow/cost.h"

/* ----------------------------------------------------------------------------------- an operation by itself (cost_ops.c) -- */

#define NNREG_COST_INPUTS 3u /* that multiply-adds depend on */

struct nnreg_cost_op {
    const struct nnreg_savedmodel *model;
    const struct nnreg_savedmodel_node *node;
    struct nnreg_shape input[NNREG_COST_INPUTS], output; /* the first ones */
};

/* Whether an operation multiplies and adds: then its shapes are asked for. */
bool nnreg_cost_multiplies(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node);
/* Its multiply-adds. False: they cannot be told, or fit no number. */
bool nnreg_cost_multiply_adds(uint64_t *count, const struct nnreg_cost_op *op);

/* Whether what an operation gives out is an input of it, in the same memory, and which: at `output` of a list, or the first. */
enum nnreg_cost_sharing { NNREG_COST_OWN, NNREG_COST_SHARES_FIRST, NNREG_COST_SHARES_EACH };
enum nnreg_cost_sharing nnreg_cost_sharing(const struct nnreg_savedmodel *model,
                                           const struct nnreg_flow_place *place);

/* Elements of a shape: false when one of its dimensions is not known, or they fit no number. */
bool nnreg_cost_elements(uint64_t *count, const struct nnreg_shape *shape);

#endif
