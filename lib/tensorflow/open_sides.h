/*
 * Images of a size that whoever asks names, for inputs whose sides the graph leaves open. Which dimensions are sides is told by
 * the first operations (first_ops.h), or by where the channels stand; how many channels there are where the graph does not
 * say it, by the filter that is first.
 */
#ifndef NNREG_TENSORFLOW_OPEN_SIDES_H
#define NNREG_TENSORFLOW_OPEN_SIDES_H

#include "tensorflow/first_ops.h"

/* Pixels; 0: no size is named. */
struct nnreg_sides {
    uint32_t width, height;
};

enum nnreg_sides_use {
    NNREG_SIDES_NO_IMAGE, /* the tensor takes none, as far as can be told: its shape stays */
    NNREG_SIDES_FIXED,    /* a side is another by the graph: its shape stays */
    NNREG_SIDES_TAKEN     /* the shape has them now, or had them */
};

/*
 * `shape` and `dtype` are what is said of the tensor, `told` what its first operations tell. Of an image without a batch, which
 * has three dimensions, none stands for how many there are.
 */
enum nnreg_sides_use nnreg_sides_take(struct nnreg_shape *shape, const struct nnreg_sides *sides,
                                      const struct nnreg_first_told *told, uint32_t dtype);

#endif
