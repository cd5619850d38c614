/*
 * The tensors of one detection that belong together, anchored and direct outputs, held against each other and the labels:
 * which forms they may have, whether they are of as many boxes, and which of them are swapped.
 */
#ifndef NNREG_JUDGE_RECOGNITION_BOXES_H
#define NNREG_JUDGE_RECOGNITION_BOXES_H

#include "formats/shape.h"
#include "judge/recognition_shapes.h"

/* What a version's tensor was found to be; NULL: nothing was asked of it. */
const struct nnreg_tensor_answer *nnreg_version_shape_of(struct nnreg_version_shapes *shapes,
                                                         char *const *member);

void nnreg_judge_anchored_shapes(struct nnreg_engine *engine, const struct nnreg_anchored_output *output,
                                 struct nnreg_version_shapes *shapes, size_t labels);
void nnreg_judge_direct_shapes(struct nnreg_engine *engine, const struct nnreg_direct_output *output,
                               struct nnreg_version_shapes *shapes, size_t labels);

/* For a message: "[-1, 100, 4]". Returns `out`. */
const char *nnreg_answer_shown(char out[NNREG_SHAPE_SHOWN], const struct nnreg_tensor_answer *tensor);

#endif
