/* Patterns for the names of tensors: what `inspect --tensors=GLOB` and `tensors ID GLOB` share. */
#ifndef NNREG_TOOLS_TENSOR_GLOB_H
#define NNREG_TOOLS_TENSOR_GLOB_H

#include <stdbool.h>

/* Whether the pattern is that of "node:0", or of "node" alone: one that names no output means all of them. */
bool tensor_glob_matches(const char *name, const char *glob);

/* Whether it is a name, without anything that a pattern has. */
bool tensor_glob_is_name(const char *glob);

#endif
