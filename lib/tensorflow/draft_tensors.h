/*
 * Which tensors a draft names: those of the signature that a server uses, or where there is none the placeholders of
 * the graph.
 */
#ifndef NNREG_TENSORFLOW_DRAFT_TENSORS_H
#define NNREG_TENSORFLOW_DRAFT_TENSORS_H

#include "base/findings.h"
#include "tensorflow/judge_model.h"

/* An input or output, by the name that the description is to have. */
struct nnreg_draft_tensor {
    char *name;
    uint32_t dtype; /* NNREG_DTYPE_UNNAMED: not known */
    uint32_t
        shape; /* as the signature has it (nnreg_savedmodel_shape); 0: it does not say, or there is none */
    bool is_there; /* in the graph */
    struct nnreg_graph_tensor tensor;
};

struct nnreg_draft_tensors {
    struct nnreg_draft_tensor *list;
    size_t count, room;
    uint32_t sorted[NNREG_LIMIT_LIST]; /* places in the list, by tensor */
};

struct nnreg_draft_interface {
    struct nnreg_draft_tensors inputs, outputs;
    const struct nnreg_savedmodel_signature *signature; /* NULL: there is none */
};

/*
 * Tells in findings, by pointer into the draft, what was left out and which signature was taken. NNREG_REFUSED: there
 * is nothing that could be an input. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_draft_interface_find(struct nnreg_draft_interface *interface, nnreg_findings *findings,
                                        const struct nnreg_judged *judged);
void nnreg_draft_interface_free(struct nnreg_draft_interface *interface);

/* What is known of the shape: the graph's, and where that is open the signature's. */
void nnreg_draft_shape(struct nnreg_shape *shape, const struct nnreg_graph *graph,
                       const struct nnreg_draft_tensor *tensor);

#endif
