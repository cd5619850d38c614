/*
 * The images that a description feeds, as tensors whose shapes are known: what the graph fixes of each dimension, and for what
 * it leaves open what the description says (target_size, color_channels, dimension_order). How many images there are nobody
 * declares; whoever asks says it.
 */
#ifndef NNREG_TENSORFLOW_FED_IMAGES_H
#define NNREG_TENSORFLOW_FED_IMAGES_H

#include "tensorflow/judge_model.h"
#include "tensorflow/shapes.h"

#define NNREG_FED_IMAGES 64u /* with more nothing is followed */

/* An input that is an image, and what is fed of it. */
struct nnreg_fed_image {
    const struct nnreg_image *image;
    struct nnreg_flow_tensor tensor;
    const char *order;                      /* "NHWC" */
    int64_t channels, width, height, batch; /* -1: not known */
    uint32_t rank;
    bool any_rank;    /* the graph does not say it */
    int64_t fixed[4]; /* what the graph says of each dimension; -1: open */
};

struct nnreg_fed_images {
    struct nnreg_fed_image image[NNREG_FED_IMAGES];
    struct nnreg_shapes_feed feeds[NNREG_FED_IMAGES]; /* for nnreg_shapes_make; sorted by it */
    size_t count;
    bool whole; /* every input's tensor is there */
};

/* Of one image each. An input that is none, or whose tensor cannot be an image, is not fed. More inputs than fit: not whole. */
void nnreg_fed_images_take(struct nnreg_fed_images *images, const struct nnreg_judged *judged,
                           const struct nnreg_network *network);

/* How many images each is from now on: -1 for any number. */
void nnreg_fed_images_batch(struct nnreg_fed_images *images, int64_t batch);

/*
 * Gives the feeds, which `shapes` were made with, the shapes that the images have now. False when one does not go with what
 * the graph says of it, which has a finding of its own.
 */
bool nnreg_fed_images_put(struct nnreg_fed_images *images, struct nnreg_shapes *shapes);

/* The shape of one of them as it is fed now. False as for nnreg_fed_images_put. */
bool nnreg_fed_image_shape(struct nnreg_shape *shape, const struct nnreg_fed_image *fed);

/* The size that the graph fixes for the dimension with this letter of "NHWC", -1 where it leaves it open. */
int64_t nnreg_fed_image_fixed(const struct nnreg_fed_image *fed, char letter);

#endif
