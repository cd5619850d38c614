/*
 * The shapes that tensors of a model get by what is said of its inputs: of images by the description, where there is one; of
 * all others by the signatures, where the graph itself says less. For those who want to know shapes, and judge nothing.
 */
#ifndef NNREG_TENSORFLOW_GRAPH_SHAPES_H
#define NNREG_TENSORFLOW_GRAPH_SHAPES_H

#include "tensorflow/judge_model.h"
#include "tensorflow/open_sides.h"
#include "tensorflow/shapes.h"

struct nnreg_graph_shapes {
    struct nnreg_shapes shapes;
    struct nnreg_shapes_feed *feeds;
    size_t feed_count;
    enum nnreg_sides_use *sides; /* by feed; NULL: no size was named */
};

/*
 * Follows all that the tensors are computed from. `network` may be NULL. `batch`: what the first dimension is of an input of
 * which nobody says how many examples it takes; -1: any number. `sides`: of images whose sides are open; NULL, or without a
 * size: they stay open. The model is borrowed, and has a graph; its flow may enter more calls. NNREG_NO_MEMORY. Freed also
 * where that is the answer.
 */
nnreg_status nnreg_graph_shapes_make(struct nnreg_graph_shapes *shapes, const struct nnreg_judged *judged,
                                     const struct nnreg_network *network, int64_t batch,
                                     const struct nnreg_sides *sides, const struct nnreg_flow_tensor *tensors,
                                     size_t count, struct nnreg_error *error);
/* The same of what all signatures give out, by themselves: any number of examples. */
nnreg_status nnreg_graph_shapes_make_outputs(struct nnreg_graph_shapes *shapes,
                                             const struct nnreg_judged *judged, struct nnreg_error *error);
void nnreg_graph_shapes_free(struct nnreg_graph_shapes *shapes);

/* The same of every tensor of the graph, whoever computes it. */
nnreg_status nnreg_graph_shapes_make_all(struct nnreg_graph_shapes *shapes, const struct nnreg_judged *judged,
                                         const struct nnreg_network *network, struct nnreg_error *error);

/* The tensor that a signature's is, in the graph that is served: false where that has none, or it is of several. */
bool nnreg_signature_tensor(struct nnreg_flow_tensor *found, const struct nnreg_judged *judged,
                            const struct nnreg_savedmodel_info *info);
/* What the graph says of such a tensor's shape. */
void nnreg_signature_shape(struct nnreg_shape *shape, const struct nnreg_judged *judged,
                           const struct nnreg_savedmodel_info *info);

/* All that one gives out: NULL on no memory, freed with nnreg_free. */
struct nnreg_flow_tensor *nnreg_signature_outputs(size_t *count, const struct nnreg_judged *judged,
                                                  const struct nnreg_savedmodel_signature *signature);

#endif
