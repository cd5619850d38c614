/*
 * Shapes of tensors against what they are to be, without the batch: what cannot be told from a shape fits. Of the shape may be
 * passed over a dimension of 1, an open one, which may be 1, and a first one that is the batch.
 */
#ifndef NNREG_JUDGE_SHAPE_PATTERN_H
#define NNREG_JUDGE_SHAPE_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "bundle/kept_tensors.h"

#define NNREG_LIMIT_PATTERN      3u
#define NNREG_LIMIT_PATTERN_RANK 8u /* shapes of more dimensions are not judged */
#define NNREG_PATTERN_ANY        (-1)

struct nnreg_shape_pattern {
    uint32_t rank;
    int64_t dim[NNREG_LIMIT_PATTERN]; /* NNREG_PATTERN_ANY: whatever it is */
};

/* Whether a tensor's shape is known well enough to be judged. */
bool nnreg_pattern_judges(const struct nnreg_tensor_answer *tensor);

/* `batch`: how many images the network always takes; 0: any number, or not known. A shape that is not judged fits. */
bool nnreg_pattern_fits(const struct nnreg_shape_pattern *pattern, const struct nnreg_tensor_answer *tensor,
                        int64_t batch);

#endif
