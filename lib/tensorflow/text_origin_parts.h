/* What the parts of text_origin.h have in common. */
#ifndef NNREG_TENSORFLOW_TEXT_ORIGIN_PARTS_H
#define NNREG_TENSORFLOW_TEXT_ORIGIN_PARTS_H

#include "tensorflow/text_origin.h"

#define NNREG_ORIGIN_JOINED_TEXT (1u << 31) /* a text is one of `joined`, not of the model */

/* A point that is being followed back. */
struct nnreg_origin_frame {
    uint32_t point; /* NNREG_FLOW_NONE: what was asked for */
    uint32_t set;   /* what is known so far; of an operation that joins, of the input that is looked at */
    uint32_t low;   /* the first in `open` that this leads back to */
    uint32_t edges; /* its own begin there */
    uint32_t joined, input; /* of an operation that joins: the inputs behind that one */
    uint8_t passed;
    bool joins;
    bool own_set; /* no other point has the set: it may be changed */
};

struct nnreg_origin_edge {
    struct nnreg_flow_tensor tensor;
    uint32_t input;
};

/* Of collecting edges, all as those of one input. */
struct nnreg_edge_collecting {
    struct nnreg_text_origins *origins;
    uint32_t input; /* NNREG_FLOW_NONE: as the source says */
};

/* What an operation does with texts. */
struct nnreg_text_op {
    const char *op;
    uint8_t first, behind; /* the inputs that it hands on */
    bool joins;            /* it joins them to one text */
};

enum { NNREG_TEXT_OP_ALL = 255 };

/* NULL: it is not known what it gives out. */
const struct nnreg_text_op *nnreg_text_op_find(const char *op, size_t size);

static inline struct nnreg_text_origin *nnreg_text_origin_set(const struct nnreg_text_origins *origins,
                                                              uint32_t set)
{
    return nnreg_chunks_at(&origins->sets, set);
}

uint32_t nnreg_text_origin_add_set(struct nnreg_text_origins *origins,
                                   const struct nnreg_text_origin *origin);
/* Adds to what a frame knows. */
void nnreg_text_origin_put(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                           const struct nnreg_text_origin *other);
void nnreg_text_origin_put_from(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                                unsigned from, uint32_t op);
/* Begins with a point: what it is by itself, and the edges to what it hands on. */
void nnreg_text_origin_begin(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame);
nnreg_flow_visit nnreg_text_origin_collect; /* of a struct nnreg_edge_collecting */
bool nnreg_text_origin_is_op(const struct nnreg_text_origins *origins, const struct nnreg_flow_place *place,
                             const char *op);

/* Finds the assets, the saver and what the signatures feed. False: no memory. */
bool nnreg_text_origin_find_ends(struct nnreg_text_origins *origins);
/* The first of the signatures' inputs that is this tensor; NULL: none is. */
const struct nnreg_fed_input *nnreg_text_origin_find_fed(const struct nnreg_text_origins *origins,
                                                         const struct nnreg_flow_tensor *tensor);

/* The resource variables of the graph. False: no memory. */
bool nnreg_text_origin_find_variables(struct nnreg_text_origins *origins);
/* The variable that a VarHandleOp stands for; NULL: the graph has none of that name, or several can be meant. */
const struct nnreg_text_variable *nnreg_text_origin_variable(const struct nnreg_text_origins *origins,
                                                             const struct nnreg_savedmodel_node *node);
/* The first assignment of it, or behind it: an index of `assigns`. */
uint32_t nnreg_text_origin_first_assign(const struct nnreg_text_origins *origins,
                                        const struct nnreg_text_variable *variable);

/* `prefix` and behind it `suffix`, as far as that can be told. The separator is a text of the model. */
struct nnreg_text_origin nnreg_text_origin_join(struct nnreg_text_origins *origins,
                                                const struct nnreg_text_origin *prefix,
                                                const struct nnreg_text_origin *suffix, uint32_t separator);

#endif
