/* Making an object from a JSON description alone: what `nnreg spec add` and `nnreg version add` share. */
#ifndef NNREG_TOOLS_CREATION_H
#define NNREG_TOOLS_CREATION_H

#include "buffer.h"
#include "kind.h"
#include "run.h"

/*
 * Makes the object of the description in the file that the first operand names. `members`, "" for none, is
 * `"key":value,…` that the description is to have besides: they go in front of its own. Prints the id, or the findings
 * with their places in the file. Returns the exit status.
 */
int creation_run(struct run *run, nnreg *registry, const struct kind *kind, const struct buffer *description,
                 const char *members);

#endif
