/*
 * What reads a tensor: a flow (flow.h) followed forward. An edge names what it comes from; here are the edges of a graph or
 * body by that, so that a tensor's readers lie in one row:
 *
 *     first   by argument, then by node: where its readers begin
 *     list    the readers of the first argument, those of the second, …
 *
 * A body's readers are sorted out when one of its calls is first gone into, once however often it is called, so the cost is
 * that of the bodies that are reached: 4 bytes a node and 8 an input.
 */
#ifndef NNREG_TENSORFLOW_FLOW_READERS_H
#define NNREG_TENSORFLOW_FLOW_READERS_H

#include "tensorflow/flow.h"

/* An input of a node of the same body, by its index in there; from `nodes` on a result of the body. */
struct nnreg_flow_reader {
    uint32_t node, input;
};

struct nnreg_flow_body_readers {
    uint32_t *first; /* NULL: not sorted out yet */
    struct nnreg_flow_reader *list;
};

struct nnreg_flow_readers {
    struct nnreg_flow *flow;                /* borrowed */
    struct nnreg_flow_body_readers *bodies; /* of the graph, then of each of its functions */
};

/* NNREG_NO_MEMORY. Freed also where that is the answer. */
nnreg_status nnreg_flow_readers_make(struct nnreg_flow_readers *readers, struct nnreg_flow *flow,
                                     struct nnreg_error *error);
void nnreg_flow_readers_free(struct nnreg_flow_readers *readers);

/*
 * Something that gets a tensor: a node at one of its data inputs; or, where `passes`, the same tensor on the other side of a
 * call's border: an argument of a function that is called, or an output of the call that the tensor is a result of. What is
 * handed to a loop, or chooses a branch, is read by that node.
 */
struct nnreg_flow_use {
    struct nnreg_flow_tensor tensor; /* of a node: its point and 0 */
    uint32_t input;                  /* of a node */
    bool passes;
};

typedef void nnreg_flow_visit_use(void *context, const struct nnreg_flow_use *use);

/*
 * Visits what gets a tensor, which is one of the graph or was passed on from there: false where its node has more than `most`
 * readers, of which none is visited then. Calls may be entered. On no memory flow->failed is set.
 */
bool nnreg_flow_uses(struct nnreg_flow_readers *readers, const struct nnreg_flow_tensor *tensor,
                     uint32_t most, nnreg_flow_visit_use *visit, void *context);

#endif
