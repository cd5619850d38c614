/*
 * What a tensor says of the images it takes, and what has to be guessed because no graph says it. Pure: from a shape
 * and a type to the words of a description.
 */
#ifndef NNREG_TENSORFLOW_DRAFT_IMAGE_H
#define NNREG_TENSORFLOW_DRAFT_IMAGE_H

#include "bundle/draft_writer.h"
#include "tensorflow/savedmodel.h"

#define NNREG_DRAFT_SIDE \
    224u /* pixels of a side that the graph leaves open: what most classifiers were trained with */

/* Whether a tensor of this shape and type may be fed with images: of rank 3 or 4, or unknown, and of numbers. */
bool nnreg_draft_takes_images(const struct nnreg_shape *shape, uint32_t dtype);

/* The likeliest image for a tensor, whether it takes images or not. Words are static. */
void nnreg_draft_image_guess(struct nnreg_draft_image *image, const struct nnreg_shape *shape,
                             uint32_t dtype);

#endif
