/*
 * Shapes through a graph: what each tensor's shape is when tensors of given shapes are fed, as TensorFlow would tell it
 * without running anything. Tensors of few whole numbers have their values propagated, too, since graphs compute shapes in
 * them (Shape, StridedSlice, Pack, Reshape).
 *
 * A tensor is two numbers of a pool, in which each shape and each list of values is kept once:
 *
 *     shape   0 unknown, else 's' and each dimension plus one
 *     value   0 unknown, else 'v' and each element (0 unknown, else zigzag plus one), in C order; of a resource the shape of
 *             what the variable behind it holds
 *
 * each number in 7-bit groups. Points of the flow (flow.h) are put into an order in which sources come first, but for the
 * ways back of loops; a pass computes them in that order. What a loop brings back is merged in the next pass, where it differs,
 * and becomes unknown if it still does after NNREG_SHAPES_ROUNDS passes.
 *
 * What operations do with shapes is in shapes_table.c, by the documentation of TensorFlow's operations
 * (tensorflow/core/api_def/base_api). One that is not known there gives out what is unknown; that is no error.
 */
#ifndef NNREG_TENSORFLOW_SHAPES_H
#define NNREG_TENSORFLOW_SHAPES_H

#include "formats/shape.h"
#include "tensorflow/flow.h"

#define NNREG_SHAPES_ROUNDS       3u /* passes in which loops may still change shapes */
#define NNREG_SHAPES_OUTPUTS      256u /* outputs of a point with shapes of their own; further ones are unknown */
#define NNREG_SHAPES_VALUES       64u        /* elements of a tensor whose values are propagated */
#define NNREG_LIMIT_SHAPES_POINT  24u        /* bytes of pool, for each point that is reached … */
#define NNREG_LIMIT_SHAPES_FREE   (1u << 20) /* … and so many more: further shapes are unknown */
#define NNREG_LIMIT_SHAPES_TENSOR 4u         /* tensors, for each point, and NNREG_LIMIT_SHAPES_FREE more */

struct nnreg_shapes_tensor {
    uint32_t shape, value;
};

/* What is known of a point; its outputs lie in a row. */
struct nnreg_shapes_point {
    uint32_t first;   /* in `tensors` */
    uint16_t count;   /* outputs that are kept */
    uint8_t level;    /* conditions of TensorFlow 1 that it hangs on: with one it may not run */
    uint8_t done : 1, /* computed in this pass or an earlier one of this run */
        same : 1,     /* the last output stands for all behind it */
        ordered : 1,  /* private */
        entered : 1,  /* private */
        loops : 1,    /* something comes back to it */
        varies : 1; /* each run may make it another: it hangs on what is fed or comes back, or cannot work */
};

/* What an operation cannot work with. */
enum nnreg_shapes_reason {
    NNREG_SHAPES_FITS,
    NNREG_SHAPES_RANK,      /* `gets` dimensions instead of `needs` */
    NNREG_SHAPES_SIZE,      /* a dimension of `gets` instead of `needs` */
    NNREG_SHAPES_CHANNELS,  /* `gets` channels instead of `needs`, or of groups of so many */
    NNREG_SHAPES_MULTIPLE,  /* `gets` is no multiple of `needs` */
    NNREG_SHAPES_ELEMENTS,  /* `gets` elements cannot take the shape `shape[1]` */
    NNREG_SHAPES_SMALL,     /* a window of `needs` does not fit into `gets` */
    NNREG_SHAPES_BROADCAST, /* the two shapes go together in no way */
    NNREG_SHAPES_RANGE      /* an axis or index `gets` where there are `needs` */
};

/* The first operation in the order that cannot work. */
struct nnreg_shapes_conflict {
    enum nnreg_shapes_reason reason; /* NNREG_SHAPES_FITS: there is none */
    uint32_t point;
    uint32_t shape[2]; /* what it gets, and what that goes with; the second may be 0 */
    int64_t needs, gets;
};

/* A tensor that is fed: `shape` is one of the pool (nnreg_shapes_put). */
struct nnreg_shapes_feed {
    struct nnreg_flow_tensor tensor;
    uint32_t shape;
};

struct nnreg_shapes {
    struct nnreg_flow *flow; /* borrowed */
    struct nnreg_string_pool pool;
    const struct nnreg_shapes_feed *feeds; /* borrowed; sorted by tensor */
    size_t feed_count;
    struct nnreg_shapes_point *points; /* by point of the flow */
    size_t point_room;
    uint32_t point_count;
    struct nnreg_shapes_tensor *tensors;
    size_t tensor_room;
    uint32_t tensor_count;
    uint32_t *order;
    size_t order_room;
    uint32_t order_count;
    uint32_t *loops; /* points to which something comes back */
    size_t loop_room;
    uint32_t loop_count;
    struct nnreg_shapes_rows *rows;     /* the operations that the model has */
    struct nnreg_shapes_lately *lately; /* what was computed a moment ago (shapes_lately.h) */
    struct nnreg_shapes_conflict conflict;
    uint32_t most_inputs; /* of a point in the order; 0: not counted yet */
    uint32_t round;
    bool pinned;  /* nothing that comes back is known */
    bool changed; /* in this pass, by what came back */
    bool cut;     /* the limits were met: more is unknown than need be */
    bool failed;  /* no memory: nothing is to be believed */
};

/*
 * Puts into order all that the tensors are computed from, up to what is fed. The flow, in which calls are entered, and the feeds
 * are borrowed; feeds are sorted here, and their shapes are looked at when a run begins. NNREG_NO_MEMORY. Freed also
 * where that is the answer.
 */
nnreg_status nnreg_shapes_make(struct nnreg_shapes *shapes, struct nnreg_flow *flow,
                               struct nnreg_shapes_feed *feeds, size_t feed_count,
                               const struct nnreg_flow_tensor *tensors, size_t count,
                               struct nnreg_error *error);
void nnreg_shapes_free(struct nnreg_shapes *shapes);

/* The number of a shape; 0 also where the limits are met. */
uint32_t nnreg_shapes_put(struct nnreg_shapes *shapes, const struct nnreg_shape *shape);
void nnreg_shapes_get(struct nnreg_shape *shape, const struct nnreg_shapes *shapes, uint32_t number);

/* Computes all; may be asked again when the feeds' shapes have changed. NNREG_NO_MEMORY. */
nnreg_status nnreg_shapes_run(struct nnreg_shapes *shapes, struct nnreg_error *error);

/* What a run has found of a tensor; of a call, what its functions give out there. Unknown where it was not reached. */
struct nnreg_shapes_tensor nnreg_shapes_of(struct nnreg_shapes *shapes,
                                           const struct nnreg_flow_tensor *tensor);
/* What feeds a tensor; NULL: nothing does. */
const struct nnreg_shapes_feed *nnreg_shapes_feed_of(const struct nnreg_shapes *shapes,
                                                     const struct nnreg_flow_tensor *tensor);
/* Whether a point, which is no call that was entered, was computed. */
bool nnreg_shapes_has(const struct nnreg_shapes *shapes, uint32_t point);

#endif
