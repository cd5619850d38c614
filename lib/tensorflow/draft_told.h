/*
 * What the first operations of a graph tell of an image that is drafted (first_ops.h): a value that they tell is no guess, and
 * is written with its evidence.
 */
#ifndef NNREG_TENSORFLOW_DRAFT_TOLD_H
#define NNREG_TENSORFLOW_DRAFT_TOLD_H

#include "base/bytes.h"
#include "bundle/draft_writer.h"
#include "tensorflow/first_ops.h"

/* Evidence, as texts that the image borrows. */
struct nnreg_draft_told {
    struct nnreg_bytes order, size, colors, scaling;
};

/*
 * Fills the image, where the tensor's shape and type tell less. `image` is borrowed from `texts` then, which are freed with
 * nnreg_draft_told_free. False on no memory.
 */
bool nnreg_draft_image_tell(struct nnreg_draft_image *image, struct nnreg_draft_told *texts,
                            const struct nnreg_flow *flow, const struct nnreg_first_told *told,
                            const struct nnreg_shape *shape, uint32_t dtype);
void nnreg_draft_told_free(struct nnreg_draft_told *texts);

#endif
