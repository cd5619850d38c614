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

/* What is known of the image beside its tensor: asked where shape and type leave something open. */
struct nnreg_draft_known {
    const char *order; /* a word, or NULL */
    uint32_t channels; /* 0: not known */
    bool tells_order;  /* set: the order is taken from here */
    bool tells_gray;   /* set: one channel is */
};

/* The likeliest image for a tensor, whether it takes images or not. Words are static. `known` may be NULL. */
void nnreg_draft_image_guess(struct nnreg_draft_image *image, const struct nnreg_shape *shape, uint32_t dtype,
                             struct nnreg_draft_known *known);

#endif
