/*
 * The operations that models of this writer use, with their signatures.
 */
#ifndef MW_OP_DEFS_H
#define MW_OP_DEFS_H

#include <stdbool.h>

#include "twin.h"

struct mw_op {
    const char *name;
    const char *inputs; /* "input: T; filter: T", "dims: N * int32", "ref: Ref(T)", "tensors: dtypes" */
    const char *outputs;
    const char *attrs; /* "T: type in half float = float; N: int >= 1; strides: list(int) = 1 1" */
    bool stateful;
};

/* NULL if there is none. */
const struct mw_op *mw_find_op(const char *name);

/* The OpDef as the named field of the message that is being put. */
void mw_put_op(struct mw_twin *t, uint32_t number, const char *name, const struct mw_op *op);

#endif
