/*
 * A graph as data flow: what each node is computed from, across the borders of functions. A function's body is entered once
 * for each call that is reached, so that what flows into one call is not mixed with what flows into another:
 *
 *     frame 0   the graph      nodes
 *     frame 1   call of f      arguments | nodes of f's body | results
 *     frame 2   a loop's cond  arguments | nodes | results
 *     frame 3   and its body   arguments | nodes | results
 *
 * Arguments, nodes and results of all frames have one numbering, in the order in which frames are entered; such a number is
 * called a point. A point's sources are those points that it is computed from:
 *
 *     a node        its inputs; of what a call gives out, the call and the results with that number in what it entered
 *     a call        what chooses (the index, the condition's result), and what its bodies do beside their results
 *     an argument   the input of its call; in a loop also the body's result with that number
 *     a result      the node or argument in the body that its function names
 *
 * What the format lets a graph say and what is not known (a call of no function, one beyond the limits) is an ordinary node:
 * all that flows in flows out. Frames are entered when they are first asked for, so a model costs what is reached of it.
 *
 * The meaning of calls, conditionals and loops is that of TensorFlow's functional operations
 * (tensorflow/core/ops/functional_ops.cc) and of its control flow (tensorflow/core/ops/control_flow_ops.cc).
 */
#ifndef NNREG_TENSORFLOW_FLOW_H
#define NNREG_TENSORFLOW_FLOW_H

#include "tensorflow/graph.h"

#define NNREG_FLOW_NONE 0xffffffffu

#define NNREG_LIMIT_FLOW_DEPTH  64u /* calls inside each other that are entered */
#define NNREG_LIMIT_FLOW_TIMES  1u  /* points of all calls: so many as the file has nodes, times this … */
#define NNREG_LIMIT_FLOW_FREE   (1u << 14) /* … and so many more */
#define NNREG_LIMIT_FLOW_BRANCH 64u        /* branches of one Case that are entered */
#define NNREG_LIMIT_FLOW_ORIGIN 64u        /* points between a handle's use and the node that makes it */

/* What an operation is to the flow. */
enum nnreg_flow_kind {
    NNREG_FLOW_ORDINARY,
    NNREG_FLOW_PLACEHOLDER, /* is fed, or nothing comes out */
    NNREG_FLOW_DEFAULT,     /* a placeholder with a default: its input, unless it is fed */
    NNREG_FLOW_CONSTANT,
    NNREG_FLOW_SAME,     /* gives out what comes in at the same place: Identity, StopGradient, … */
    NNREG_FLOW_VARIABLE, /* holds a value: Variable, VariableV2, VarHandleOp, … */
    NNREG_FLOW_TABLE,    /* a lookup table, which somebody has to fill */
    NNREG_FLOW_READ,     /* ReadVariableOp, ResourceGather, LookupTableFind, … of input 0 */
    NNREG_FLOW_ASSIGN,   /* gives the variable at input 0 the value at input 1 */
    NNREG_FLOW_CALL,     /* PartitionedCall and kin, and operations that are functions */
    NNREG_FLOW_IF,
    NNREG_FLOW_CASE,
    NNREG_FLOW_WHILE,
    NNREG_FLOW_MERGE,          /* what comes first of its inputs */
    NNREG_FLOW_NEXT_ITERATION, /* the way back of a loop */
    NNREG_FLOW_ITERATOR,       /* gives what a dataset gives, which somebody has to start */
    NNREG_FLOW_QUEUE,          /* gives what a queue's threads put in */
    NNREG_FLOW_START,          /* starts the iterator at input 1 with the dataset at input 0 */
    NNREG_FLOW_ENQUEUE         /* puts something into the queue at input 0 */
};

struct nnreg_flow_frame {
    nnreg_graph_body body;     /* NULL: the graph */
    uint32_t first;            /* its first point */
    uint32_t arguments, nodes; /* and then its results: nnreg_flow_results */
    uint32_t call; /* the point of the call; NNREG_FLOW_NONE of the graph, and of a function entered alone */
    uint32_t next; /* the next frame of the same call; NNREG_FLOW_NONE */
    uint8_t depth; /* of calls: at most NNREG_LIMIT_FLOW_DEPTH */
    uint8_t part;  /* what it is to its call: enum nnreg_flow_part */
    bool named; /* entered alone, of a function that a node names: it is called, and with what is not known */
};

static inline uint32_t nnreg_flow_results(const struct nnreg_flow_frame *frame)
{
    return frame->body != NULL ? frame->body->signature.outputs : 0;
}

/* Where an input comes from, within its graph or body; beside each of the model's inputs. */
struct nnreg_flow_edge {
    uint32_t source; /* an argument's number and NNREG_FLOW_ARGUMENT, or a node's number; NNREG_FLOW_NONE */
    uint32_t output; /* or NNREG_INPUT_CONTROL */
};

#define NNREG_FLOW_ARGUMENT (1u << 31)

struct nnreg_flow {
    const struct nnreg_graph *graph;
    struct nnreg_chunks frames;
    uint32_t points;
    uint32_t limit;                  /* of points */
    unsigned char *kinds;            /* of the nodes of all graphs, then of those of all bodies */
    struct nnreg_flow_edge *edges;   /* by input */
    struct nnreg_flow_edge *returns; /* by a function's first argument and the number of the result */
    unsigned char *resolved;         /* a bit for each function: its edges are there */
    uint32_t *entered;               /* calls by point: open addressing, a frame's number + 1 */
    uint32_t entered_slots, entered_count;
    bool incomplete; /* a call was not entered, because of the limits */
    bool failed;     /* no memory: what was asked since is not to be believed */
};

/* A point taken apart. */
enum nnreg_flow_role { NNREG_FLOW_ROLE_ARGUMENT, NNREG_FLOW_ROLE_NODE, NNREG_FLOW_ROLE_RESULT };

struct nnreg_flow_place {
    const struct nnreg_flow_frame *frame;
    enum nnreg_flow_role role;
    uint32_t index;                           /* among those of its role in the frame */
    const struct nnreg_savedmodel_node *node; /* of a node, else NULL */
    enum nnreg_flow_kind kind;
};

/* The flow of a graph, which is borrowed. NNREG_NO_MEMORY. Freed also where that is the answer. */
nnreg_status nnreg_flow_make(struct nnreg_flow *flow, const struct nnreg_graph *graph,
                             struct nnreg_error *error);
void nnreg_flow_free(struct nnreg_flow *flow);

/* The point of a node of the graph proper, by its index in the model. */
static inline uint32_t nnreg_flow_of_node(const struct nnreg_flow *flow, uint32_t node)
{
    return node - flow->graph->meta->first_node;
}

struct nnreg_flow_place nnreg_flow_place(const struct nnreg_flow *flow, uint32_t point);

/* A tensor: an output of a point. */
struct nnreg_flow_tensor {
    uint32_t point, output;
};

/*
 * Opens a frame of a function (an index in the model) without a call, for those that Python alone calls, or whose calls
 * cannot be entered (`named`): nothing flows into its arguments. The frame's number, or NNREG_FLOW_NONE as where a call
 * cannot be entered.
 */
uint32_t nnreg_flow_enter_alone(struct nnreg_flow *flow, uint32_t function, bool named);

/*
 * What a point gets, one source after the other; those of an input with many (a conditional's) are told with the same `input`.
 * `output`: which output of a source that is a node; 0 of others. `read`: the tensor that the input names; of what a call gives
 * out it is the call's, and who feeds that feeds all these sources.
 */
struct nnreg_flow_source {
    uint32_t point;
    uint32_t output;
    struct nnreg_flow_tensor read;
    uint32_t input; /* the number among the node's inputs; NNREG_FLOW_NONE of what is none */
    bool control;   /* says only what has to run before */
    bool back;      /* the way back of a loop */
    bool
        chooses; /* a call that was entered, beside what it gives out: what it does is the sources of its own */
};

typedef void nnreg_flow_visit(void *context, const struct nnreg_flow_source *source);

/* Calls in the body of the visit enter nothing twice; frames may be added meanwhile. On no memory flow->failed is set. */
void nnreg_flow_sources(struct nnreg_flow *flow, uint32_t point, nnreg_flow_visit *visit, void *context);
/* Of one data input of a node alone, counted from 0. */
void nnreg_flow_input(struct nnreg_flow *flow, uint32_t point, uint32_t input, nnreg_flow_visit *visit,
                      void *context);

/* The points that a tensor stands for: as the sources of what reads it. A call's output is what its functions give out there. */
void nnreg_flow_tensor_sources(struct nnreg_flow *flow, const struct nnreg_flow_tensor *tensor,
                               nnreg_flow_visit *visit, void *context);

/*
 * The node that makes the handle (a variable's, a table's, a queue's) at a node's data input, behind operations that give out
 * what comes in, arguments and results. NNREG_FLOW_NONE: there is none, it may be several, or it is too far away. What is no
 * such operation is itself the answer, so the caller looks at its kind.
 */
uint32_t nnreg_flow_origin(struct nnreg_flow *flow, uint32_t point, uint32_t input);
/* The same with the output that it comes out of: false where the answer above is NNREG_FLOW_NONE. */
bool nnreg_flow_origin_tensor(struct nnreg_flow_tensor *tensor, struct nnreg_flow *flow, uint32_t point,
                              uint32_t input);

/* Whether a point runs only where a conditional (If, Case) chooses the branch that it lies in. */
bool nnreg_flow_in_branch(const struct nnreg_flow *flow, uint32_t point);

/* The edges of a function's body (an index in the model), for those who look at a body without entering a call of it. */
void nnreg_flow_resolve_function(struct nnreg_flow *flow, uint32_t function);

/* ------------------------------------------------------------------------------------------------------ walking -- */

/*
 * A walk from tensors back to all that they are computed from; each point is met once. It stops at tensors that are fed:
 * what reads another output of the same node, or only waits for a node that is no placeholder, goes on behind it.
 */
struct nnreg_flow_walk {
    struct nnreg_flow *flow;
    const struct nnreg_flow_tensor *fed; /* sorted (nnreg_flow_sort_tensors) */
    size_t fed_count;
    bool *fed_met; /* NULL, or zeroed, one for each fed tensor: see nnreg_flow_walk_reads */
    uint32_t
        *via; /* by point: the point it was met from, itself where it was a start; NNREG_FLOW_NONE: not met */
    size_t via_room;
    uint32_t via_count;
    uint32_t *stack;
    size_t stack_room, stack_count;
    uint32_t met;   /* points */
    uint32_t from;  /* the one whose sources are being visited */
    bool data_only; /* control edges are not followed */
};

/* By point and output. */
void nnreg_flow_sort_tensors(struct nnreg_flow_tensor *tensors, size_t count);

/* `walk` is zeroed but for flow, fed, fed_count, fed_met and data_only. */
void nnreg_flow_walk_from(struct nnreg_flow_walk *walk, const struct nnreg_flow_tensor *tensor);
/* The next point: false at the end, and on no memory (flow->failed). */
bool nnreg_flow_walk_next(uint32_t *point, struct nnreg_flow_walk *walk);
bool nnreg_flow_walk_has(const struct nnreg_flow_walk *walk, uint32_t point);
/* The tensor among those that are fed, of equal ones always the same; NULL: it is not fed. */
const struct nnreg_flow_tensor *nnreg_flow_walk_fed(const struct nnreg_flow_walk *walk,
                                                    const struct nnreg_flow_tensor *tensor);
/* Whether what was met is computed from this tensor, which is one of `fed`; fed_met is not NULL. */
bool nnreg_flow_walk_reads(const struct nnreg_flow_walk *walk, const struct nnreg_flow_tensor *tensor);
void nnreg_flow_walk_free(struct nnreg_flow_walk *walk);

#endif
