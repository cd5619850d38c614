/*
 * Publishing objects and making them private again: `nnreg publish` and `nnreg spec publish` are one piece of code with two rows of
 * the table of kinds (kind.h).
 */
#ifndef NNREG_TOOLS_PUBLISHING_H
#define NNREG_TOOLS_PUBLISHING_H

#include "kind.h"
#include "run.h"

/* Publishes the object of the first operand under the slug of the second. Returns the exit status. */
int publishing_do(struct run *run, const struct kind *kind);

/* Makes the objects that the operands name private again. Returns the exit status. */
int publishing_undo(struct run *run, const struct kind *kind);

#endif
