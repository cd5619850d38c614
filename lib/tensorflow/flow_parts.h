/* What the parts of the flow have in common: see flow.h. */
#ifndef NNREG_TENSORFLOW_FLOW_PARTS_H
#define NNREG_TENSORFLOW_FLOW_PARTS_H

#include "tensorflow/flow.h"

/* What a frame is to its call. */
enum nnreg_flow_part {
    NNREG_FLOW_PART_CALLED,
    NNREG_FLOW_PART_BRANCH,
    NNREG_FLOW_PART_CONDITION,
    NNREG_FLOW_PART_LOOP
};

/* The first frame of a call, a number; NNREG_FLOW_NONE: it was not entered yet, or cannot be. */
uint32_t nnreg_flow_entered(const struct nnreg_flow *flow, uint32_t call);
void nnreg_flow_note_entered(struct nnreg_flow *flow, uint32_t call, uint32_t frame);

/* A new frame of the function with this name; NULL: there is none, it cannot be entered, the limits, or no memory. */
struct nnreg_flow_frame *nnreg_flow_frame_of(struct nnreg_flow *flow, uint32_t call, uint32_t name,
                                             enum nnreg_flow_part part);

/* Where an input in a body comes from, and what a function gives out. */
void nnreg_flow_resolve(struct nnreg_flow_edge *edge, const struct nnreg_flow *flow, nnreg_graph_body body,
                        const struct nnreg_savedmodel_input *from);
void nnreg_flow_resolve_ret(struct nnreg_flow_edge *edge, const struct nnreg_flow *flow,
                            nnreg_graph_body body, const struct nnreg_savedmodel_ret *ret);

#endif
