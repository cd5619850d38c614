/*
 * What the first operations of a graph tell of the images that it was trained with. From a tensor that is fed all ways are
 * followed forward (flow_readers.h), through what only moves or scales pixels, to the first operation that works on them as a
 * picture: a convolution, a pooling, a product of matrices. A way carries what was done to the pixels so far:
 *
 *     axes     which dimension of what is fed stands where now
 *     numbers  each pixel x of channel c is now  scale[c] * x + shift[c]
 *     places   which channel of what is fed stands at each place of that dimension now
 *
 * Channels are joined again where they were split (Split … ConcatV2). Told is only what all ways agree in. Of a way that ends in
 * an operation whose doing is not known here, or that goes beyond the limits, nothing is known, and then nothing is told of what
 * was done to pixels; of the order of dimensions each convolution is a witness by itself.
 *
 * What operations do is by their documentation (tensorflow/core/api_def/base_api).
 */
#ifndef NNREG_TENSORFLOW_FIRST_OPS_H
#define NNREG_TENSORFLOW_FIRST_OPS_H

#include "base/bytes.h"
#include "tensorflow/flow_readers.h"
#include "tensorflow/stored_values.h"

#define NNREG_FIRST_CHANNELS      4u
#define NNREG_LIMIT_FIRST_STEPS   1024u  /* tensors that are followed from one that is fed */
#define NNREG_LIMIT_FIRST_ALL     16384u /* … and from all of them */
#define NNREG_LIMIT_FIRST_READERS 256u   /* of one tensor */
#define NNREG_LIMIT_FIRST_JOINS   16u    /* places where channels that were split come together */
#define NNREG_LIMIT_FIRST_NODES   8u     /* nodes that are named in evidence */
#define NNREG_FIRST_ORDER         5u     /* letters of an order of dimensions, and the end */

/* What a graph does to what is fed; a point of the flow says where, NNREG_FLOW_NONE where it does not. */
struct nnreg_first_told {
    char order
        [NNREG_FIRST_ORDER]; /* of the dimensions of what is fed, "NHWC" or without a batch "HWC"; "": not told */
    uint32_t order_at;
    uint32_t channels; /* of what is fed; 0: not told */
    uint64_t filters;  /* of the convolution that tells; 0 where each channel has its own */
    uint32_t channels_at;

    bool computes;  /* what is done to the pixels is known: */
    uint32_t parts; /* scale and shift by channel; 1: the same for all */
    double scale[NNREG_FIRST_CHANNELS];
    double shift[NNREG_FIRST_CHANNELS];
    bool whole; /* they are made whole numbers, and are not scaled before */
    uint32_t scale_at, shift_at, whole_at;
    bool turned; /* the channels are put into the reverse order */
    uint32_t turned_at;
    uint32_t width, height; /* that images are brought to; 0: not told */
    uint32_t resize_at;
};

/* For all tensors that are asked for, so that readers are sorted out once. */
struct nnreg_first_ops {
    struct nnreg_flow_readers readers;
    struct nnreg_stored_values stored; /* its status: see stored_values.h */
    uint32_t steps;                    /* made so far */
};

/*
 * NNREG_NO_MEMORY. `flow` and `files`, which may be NULL, are borrowed; `first` stays where it is. Freed also where that is the
 * answer.
 */
nnreg_status nnreg_first_ops_make(struct nnreg_first_ops *first, struct nnreg_flow *flow,
                                  const struct nnreg_bundle_files *files, struct nnreg_error *error);
void nnreg_first_ops_free(struct nnreg_first_ops *first);

/* What is told of a tensor that is fed; `shape` is what is known of it. On no memory flow->failed is set. */
void nnreg_first_ops_tell(struct nnreg_first_told *told, struct nnreg_first_ops *first,
                          const struct nnreg_flow_tensor *tensor, const struct nnreg_shape *shape);

/* ------------------------------------------------------------------------------------------------- conclusions -- */

enum nnreg_first_colors { NNREG_FIRST_COLORS_UNKNOWN, NNREG_FIRST_COLORS_RGB, NNREG_FIRST_COLORS_BGR };

/* The pixels that a graph was made for, by what it computes of them. */
struct nnreg_first_pixels {
    double highest;                 /* they go from 0 to this: 1, 255 or 65535; 0: not told */
    bool scales;                    /* the graph brings them from there to about 1 */
    bool centers;                   /* the graph subtracts a mean */
    enum nnreg_first_colors colors; /* by the mean of each channel */
};

struct nnreg_first_pixels nnreg_first_pixels(const struct nnreg_first_told *told);

/* `it computes x / 127.5 - 1 of a pixel x (RealDiv "div", Sub "sub")`, for messages. */
void nnreg_first_formula_put(struct nnreg_bytes *out, const struct nnreg_flow *flow,
                             const struct nnreg_first_told *told);
/* `Conv2D "conv1"`: the operation and name of the node at a point. */
void nnreg_first_node_put(struct nnreg_bytes *out, const struct nnreg_flow *flow, uint32_t point);

#endif
