/*
 * The parts of judge_shapes.c: what an operation cannot work with, in words (judge_shapes_text.c), and the shapes of the
 * declared outputs (shaped_outputs.c).
 */
#ifndef NNREG_TENSORFLOW_JUDGE_SHAPES_H
#define NNREG_TENSORFLOW_JUDGE_SHAPES_H

#include "base/bytes.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/shapes.h"

/*
 * The conflict that the last run has found: the operation and its name, what it needs, what it gets, and the image it was made
 * of last. `size` is the target_size that was fed, or NULL. No memory is the bytes' failure.
 */
void nnreg_shapes_conflict_text(struct nnreg_bytes *out, struct nnreg_shapes *shapes, const char *size);

/* For how many images an output has a shape. */
enum nnreg_shaped_for { NNREG_SHAPED_ONE, NNREG_SHAPED_MANY, NNREG_SHAPED_COUNT };

struct nnreg_shaped_output {
    char *const *name; /* of the description */
    const char *role;  /* the member that names it: "tensors", "boxes_tensor", … */
    struct nnreg_graph_tensor tensor;
    uint32_t shape[NNREG_SHAPED_COUNT]; /* of the pool; 0: not known */
};

/* The declared outputs, in their order. */
struct nnreg_shaped_outputs {
    const struct nnreg_judged *judged;
    struct nnreg_shaped_output *list;
    struct nnreg_flow_tensor *tensors; /* the same, for nnreg_shapes_make */
    size_t count;
    bool failed; /* no memory */
};

/* False: there are none, not all of their tensors are there (which has a finding of its own), or no memory. */
bool nnreg_shaped_outputs_find(struct nnreg_shaped_outputs *outputs, const struct nnreg_judged *judged,
                               const struct nnreg_network *network);
void nnreg_shaped_outputs_free(struct nnreg_shaped_outputs *outputs);
/* What the last run gives them. */
void nnreg_shaped_outputs_note(struct nnreg_shaped_outputs *outputs, struct nnreg_shapes *shapes,
                               enum nnreg_shaped_for images);
/* Boxes that are not N x 4, where only the shapes tell it; and keeps what is told of all with the findings. */
void nnreg_shaped_outputs_judge(struct nnreg_engine *engine, struct nnreg_shaped_outputs *outputs,
                                const struct nnreg_shapes *shapes);

#endif
