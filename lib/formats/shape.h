/* The shape of a tensor, whatever file it is from. */
#ifndef NNREG_FORMATS_SHAPE_H
#define NNREG_FORMATS_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#define NNREG_LIMIT_RANK 254u /* that of TensorFlow, which has the most */

struct nnreg_shape {
    bool known; /* false: the rank is not known, and there are no dimensions */
    uint32_t rank;
    int64_t dim[NNREG_LIMIT_RANK]; /* -1: unknown; below that: what the file says, which is invalid */
};

/* For a message: "[-1, 224, 224, 3]", "unknown". Returns `out`. */
#define NNREG_SHAPE_SHOWN 160
const char *nnreg_shape_shown(char out[NNREG_SHAPE_SHOWN], const struct nnreg_shape *shape);

#endif
