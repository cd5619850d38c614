/*
 * All places of a flow (flow.h) where a node of some kind stands: in the graph, and in each call of each function that has
 * one. Every call on the way to such a node is entered, and no other. A function whose calls cannot all be told is entered
 * alone, too: one that no node calls, since Python can; one that an operation runs which is no call to the flow (a dataset's
 * map); one of a call that could not be entered.
 */
#ifndef NNREG_TENSORFLOW_FLOW_REACH_H
#define NNREG_TENSORFLOW_FLOW_REACH_H

#include "tensorflow/flow.h"

typedef bool nnreg_flow_wants(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node);

struct nnreg_flow_reach {
    struct nnreg_flow *flow;
    unsigned char *leads; /* a bit for each function: it has such a node, or leads to one */
    unsigned char *named; /* a bit for each function: a node names it */
    unsigned char *
        refers; /* a bit for each node, of the graph and then of all bodies: it names a function that leads */
    unsigned char *alone; /* a bit for each function: it was, or is to be, entered alone */
    uint32_t *queue;      /* those, by number among the graph's functions */
    uint32_t queued, taken;
    uint32_t *first; /* by function: its frames, as numbers + 1; 0 is none */
    uint32_t *next;  /* by frame */
    size_t next_room;
    uint32_t looked; /* frames whose calls were entered */
    uint32_t linked; /* frames that `first` and `next` have */
    bool whole;      /* each place was entered: false where the limits of the flow were met */
};

/* NNREG_NO_MEMORY. Freed in every case with nnreg_flow_reach_free. */
nnreg_status nnreg_flow_reach_make(struct nnreg_flow_reach *reach, struct nnreg_flow *flow,
                                   nnreg_flow_wants *wants, struct nnreg_error *error);
void nnreg_flow_reach_free(struct nnreg_flow_reach *reach);

/* The frames of a function, an index in the model: the first, and the next of the same. NNREG_FLOW_NONE: there is none. */
uint32_t nnreg_flow_reach_first(const struct nnreg_flow_reach *reach, uint32_t function);
uint32_t nnreg_flow_reach_next(const struct nnreg_flow_reach *reach, uint32_t frame);

#endif
