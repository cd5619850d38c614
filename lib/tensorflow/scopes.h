/*
 * A graph collapsed to its name scopes, to be looked at: a box for all operations whose names begin with the same `depth` parts
 * ("block1/unit_1" of "block1/unit_1/conv/Conv2D" at depth 2), a box for each tensor that a signature takes or gives out, and an
 * edge wherever something flows from one box into another.
 *
 * Layers that stand side by side in a scope are gathered by the numbers in their names, as Keras gives them: "m/conv2_*" at
 * depth 2 and "m/conv2_block1_*" at depth 3 are what "m/conv2_block1_1_conv" is in, at depth 4. A block takes a part of the depth
 * as a scope does; one that a single name is in does not. One that would close a circle is opened (scopes_blocks.c).
 *
 * What is drawn is what the signatures' outputs are computed from (flow.h), so that saving and training are not in the way; of a
 * graph without them all of it. The rest is counted. Functions belong to what calls them:
 *
 *     a call at the top ("StatefulPartitionedCall")   is no box; its body's names begin anew, apart from all others
 *     any other call, conditional or loop             is a scope: "rnn/while" has its body's nodes as "rnn/while/add"
 *     a constant or variable with one box behind it   is counted in that box, wherever its name puts it
 *
 * Time and memory are linear in the points of the flow, but for sorting; so are those of propagating shapes (shapes.h).
 */
#ifndef NNREG_TENSORFLOW_SCOPES_H
#define NNREG_TENSORFLOW_SCOPES_H

#include "nnreg.h"
#include "tensorflow/judge_model.h"

#define NNREG_SCOPES_NONE 0xffffffffu

#define NNREG_LIMIT_SCOPES_BOXES   1000u /* more than anybody can look at */
#define NNREG_LIMIT_SCOPES_EDGES   5000u
#define NNREG_LIMIT_SCOPES_TENSORS 4u /* of an edge that are told apart */
#define NNREG_LIMIT_SCOPES_OPS     3u /* kinds of operations that are told of a box */

enum nnreg_scopes_kind { NNREG_SCOPES_INPUT, NNREG_SCOPES_OPERATIONS, NNREG_SCOPES_OUTPUT };

/* A tensor that a signature takes or gives out. */
struct nnreg_scopes_end {
    struct nnreg_flow_tensor tensor;
    uint32_t info;      /* in the model's `infos` */
    uint32_t name;      /* of the tensor, as the signature has it */
    uint32_t signature; /* its key */
};

/* Operations of a box that need a look. */
struct nnreg_scopes_marks {
    uint32_t unfed;   /* placeholders without a default that no signature feeds, and queues */
    uint32_t unknown; /* operations that are none of TensorFlow (unknown_ops.h) */
    uint32_t unsafe;  /* operations that reach outside, but for those in their normal place */
};

struct nnreg_scopes_box {
    enum nnreg_scopes_kind kind;
    struct nnreg_scopes_end end; /* of an input or output */
    uint32_t scope;              /* of operations: for nnreg_scopes_parts */
    uint32_t operations;
    struct nnreg_scopes_marks marks;
    struct {
        uint32_t op, count;
    } ops
        [NNREG_LIMIT_SCOPES_OPS]; /* the commonest that compute something, or the only one; a count of 0 ends them */
};

struct nnreg_scopes_edge {
    uint32_t from, to; /* boxes */
    struct nnreg_flow_tensor tensors[NNREG_LIMIT_SCOPES_TENSORS];
    uint32_t tensor_count; /* 0: only the order in which things run */
    bool more;             /* tensors than these */
};

enum nnreg_scopes_excess { NNREG_SCOPES_FITS, NNREG_SCOPES_MANY_BOXES, NNREG_SCOPES_MANY_EDGES };

struct nnreg_scopes {
    const struct nnreg_judged *judged;
    const struct nnreg_graph *graph; /* of judged */
    struct nnreg_flow flow;
    uint32_t depth;
    enum nnreg_scopes_excess excess; /* what there is too much of: then there are no boxes and no edges */
    struct nnreg_scopes_box *boxes;  /* inputs, operations, outputs */
    uint32_t box_count;
    struct nnreg_scopes_edge *edges; /* by the boxes they lead from, then to */
    uint32_t edge_count;
    uint64_t operations; /* in the boxes */
    uint64_t elsewhere;  /* operations of the graph that are not: no output needs them */
    struct nnreg_scopes_marks
        elsewhere_marks; /* and of those of functions that are not entered; nothing is unfed there */
    bool incomplete;     /* a call was not entered, because of the flow's limits */
    struct nnreg_scopes_names *names;
    struct nnreg_scopes_shapes *shapes; /* NULL where there are no edges to be shown */
};

/*
 * Collapses the graph of a model, which is borrowed. `depth` is from 1 to NNREG_LIMIT_SCOPE_DEPTH. NNREG_NO_MEMORY. To be freed also where
 * that is the answer.
 */
nnreg_status nnreg_scopes_make(struct nnreg_scopes *scopes, const struct nnreg_judged *judged, uint32_t depth,
                               struct nnreg_error *error);
void nnreg_scopes_free(struct nnreg_scopes *scopes);

/* The parts of a scope's name, the first one first: how many, at most NNREG_LIMIT_SCOPE_DEPTH. Borrowed, not ended by a NUL. */
struct nnreg_scopes_part {
    const char *text;
    size_t size;
};
uint32_t nnreg_scopes_parts(struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH],
                            const struct nnreg_scopes *scopes, uint32_t scope);

/*
 * What is known of the shape of a tensor on an edge: what the file says of it, and what it leaves open as it is propagated from
 * the inputs of the signatures. Of a picture that fits.
 */
void nnreg_scopes_shape(struct nnreg_shape *shape, const struct nnreg_scopes *scopes,
                        const struct nnreg_flow_tensor *tensor);
/* And of an input or output, of which the signature says most. */
void nnreg_scopes_end_shape(struct nnreg_shape *shape, const struct nnreg_scopes *scopes,
                            const struct nnreg_scopes_end *end);

#endif
