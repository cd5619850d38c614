/* What an operation cannot work with, in words: the parts of judge_shapes.c. */
#ifndef NNREG_TENSORFLOW_JUDGE_SHAPES_H
#define NNREG_TENSORFLOW_JUDGE_SHAPES_H

#include "base/bytes.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/shapes.h"

/*
 * The conflict that the last run has found: the operation and its name, what it needs, what it gets, and the image it was made
 * of last. `size` is the target_size that was fed, or NULL. No memory is the bytes' failure.
 */
void nnreg_shapes_conflict_text(struct nnreg_bytes *out, struct nnreg_shapes *shapes, const char *size);

#endif
