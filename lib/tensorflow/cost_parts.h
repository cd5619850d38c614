/* What the parts of the cost have in common: see cost.h. */
#ifndef NNREG_TENSORFLOW_COST_PARTS_H
#define NNREG_TENSORFLOW_COST_PARTS_H

#include "tensorflow/cost.h"

/* ----------------------------------------------------------------------------------- an operation by itself (cost_ops.c) -- */

#define NNREG_COST_INPUTS 3u /* that multiply-adds depend on */

struct nnreg_cost_op {
    const struct nnreg_savedmodel *model;
    const struct nnreg_savedmodel_node *node;
    struct nnreg_shape input[NNREG_COST_INPUTS], output; /* the first ones */
};

/* Whether an operation multiplies and adds: then its shapes are asked for. */
bool nnreg_cost_multiplies(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node);
/* Its multiply-adds. False: they cannot be told, or fit no number. */
bool nnreg_cost_multiply_adds(uint64_t *count, const struct nnreg_cost_op *op);

/* Whether what an operation gives out is an input of it, in the same memory, and which: at `output` of a list, or the first. */
enum nnreg_cost_sharing { NNREG_COST_OWN, NNREG_COST_SHARES_FIRST, NNREG_COST_SHARES_EACH };
enum nnreg_cost_sharing nnreg_cost_sharing(const struct nnreg_savedmodel *model,
                                           const struct nnreg_flow_place *place);

/* Elements of a shape: false when one of its dimensions is not known, or they fit no number. */
bool nnreg_cost_elements(uint64_t *count, const struct nnreg_shape *shape);

/* ------------------------------------------------------------------------------------------------- a count on its way -- */

enum nnreg_cost_flag {
    NNREG_COST_ACTIVE = 1,    /* computed from what is fed */
    NNREG_COST_PARAMETER = 2, /* and not yet counted */
    NNREG_COST_LOOPED = 4     /* within a loop of TensorFlow 1 */
};

/* A tensor that the shapes keep, or that is fed. */
struct nnreg_cost_tensor {
    uint64_t size;  /* bytes of an active one, elements of a parameter */
    uint32_t root;  /* the one whose memory it shares; itself */
    uint32_t born;  /* place in the order */
    uint32_t last;  /* of its last reader; of roots only */
    uint32_t flags; /* enum nnreg_cost_flag */
};

struct nnreg_costing {
    struct nnreg_cost *cost;
    const struct nnreg_judged *judged;
    struct nnreg_shapes *shapes;
    uint32_t depth;
    struct nnreg_cost_tensor *tensors; /* those of the shapes, then what is fed */
    uint32_t tensor_count;
    unsigned char *counted; /* a bit for each node of the model: its parameters are */
    unsigned char *active;  /* by point: it is computed from what is fed, whatever is known of its outputs */
    uint32_t *bases;        /* by point: of a call the scope in which its body's names begin */
    bool failed;

    /* The point in hand. */
    uint32_t point, place;
    struct nnreg_flow_place at;
    uint32_t scope;
    uint32_t first_root; /* what its first source is */
    uint32_t gathered;   /* the flags of all sources, of the roots' and their own */
};

/* Sums stay at the largest number. */
static inline void nnreg_cost_add(uint64_t *sum, uint64_t more)
{
    if (__builtin_add_overflow(*sum, more, sum))
        *sum = UINT64_MAX;
}

/* The scope of a node; of a call (`is_call`) that in which the names of its body begin. 0 on no memory, which sticks. */
uint32_t nnreg_costing_scope(struct nnreg_costing *costing, const struct nnreg_flow_place *place,
                             bool is_call);
/* The row of a scope, until another is asked for. */
struct nnreg_cost_sums *nnreg_costing_sums(struct nnreg_costing *costing, uint32_t scope);

/* Counts the point at a place of the order; those before it were counted (cost_points.c). */
void nnreg_costing_point(struct nnreg_costing *costing, uint32_t place);
/* Notes that a source is read by the point in hand. */
void nnreg_costing_read(void *context, const struct nnreg_flow_source *source);

#endif
