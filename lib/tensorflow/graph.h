/*
 * Questions over the facts of one meta graph (savedmodel.h): which tensor a name stands for, its type and shape, and
 * what initializes the graph. Answers are facts, too; "not known" is one of them, and no error.
 */
#ifndef NNREG_TENSORFLOW_GRAPH_H
#define NNREG_TENSORFLOW_GRAPH_H

#include "base/fuzzy.h"
#include "tensorflow/savedmodel.h"

#define NNREG_GRAPH_OLD_PRODUCER 21         /* up to this, a Placeholder's shape of rank 0 meant any rank */
#define NNREG_GRAPH_OUTPUTS      (1u << 16) /* of one node: how many more there are is not known */
#define NNREG_GRAPH_NEAREST      NNREG_FUZZY_MOST /* candidates for a name that does not exist */

struct nnreg_graph {
    const struct nnreg_savedmodel *model;
    const struct nnreg_savedmodel_meta *meta;
};

/* The graph of a meta graph. */
struct nnreg_graph nnreg_graph_of(const struct nnreg_savedmodel *model, uint32_t meta);

/*
 * The body of a function, for questions about its nodes; a node index then is one of `body_nodes`. NULL stands for
 * the graph itself.
 */
typedef const struct nnreg_savedmodel_function *nnreg_graph_body;

/* Nodes and functions by name, NNREG_SAVEDMODEL_NONE when there is none. In a body, `name` is a text of the model. */
uint32_t nnreg_graph_node(const struct nnreg_graph *graph, const char *name, size_t length);
uint32_t nnreg_graph_node_in(const struct nnreg_graph *graph, nnreg_graph_body body, uint32_t name);
uint32_t nnreg_graph_function(const struct nnreg_graph *graph, uint32_t name);
/* Whether a function has an argument of this name: a node of its body may take it as input. */
bool nnreg_graph_has_argument(const struct nnreg_graph *graph, nnreg_graph_body body, uint32_t name);

/* How the operation of a node is declared: in the op list, as a function, or in TensorFlow's core. NULL: nowhere. */
const struct nnreg_savedmodel_op *nnreg_graph_op(const struct nnreg_graph *graph,
                                                 const struct nnreg_savedmodel_node *node);

/* How many outputs a node has: false when that is not known. */
bool nnreg_graph_outputs(uint32_t *count, const struct nnreg_graph *graph,
                         const struct nnreg_savedmodel_node *node);

/*
 * Calls `visit` for each output of a node, in order, with its type (NNREG_DTYPE_UNNAMED: not known), until it returns
 * false. False when it is not known how many outputs there are; some may have been visited.
 */
typedef bool nnreg_graph_visit_output(void *context, uint32_t output, uint32_t dtype);
bool nnreg_graph_each_output(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node,
                             nnreg_graph_visit_output *visit, void *context);

/* The type of an output, possibly a reference: false when there is no such output, or it is not known. */
bool nnreg_graph_output_type(uint32_t *dtype, const struct nnreg_graph *graph,
                             const struct nnreg_savedmodel_node *node, uint32_t output);

/*
 * The output that is the `within`-th tensor of the output argument `argument`, a text; false when the operation is not known,
 * has none of that name, or it cannot be told.
 */
bool nnreg_graph_output_of(uint32_t *output, const struct nnreg_graph *graph,
                           const struct nnreg_savedmodel_node *node, uint32_t argument, uint32_t within);

/* Shapes as the file has them, as number (nnreg_savedmodel_shape); 0 when it does not say. */
uint32_t nnreg_graph_output_shape(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node,
                                  uint32_t output);
uint32_t nnreg_graph_shape_attr(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node);

/* A tensor that a name ("x", "x:0", "^x") stands for. */
struct nnreg_graph_tensor {
    uint32_t node;
    uint32_t output;
    uint32_t outputs; /* of the node; NNREG_SAVEDMODEL_NONE when that is not known */
    uint32_t dtype;   /* NNREG_DTYPE_UNNAMED when that is not known */
    bool is_control;  /* "^x" */
    bool has_output;  /* the node has this output, or it is not known how many it has */
};

/* False when there is no such node; the tensor may still be none: see has_output. */
bool nnreg_graph_tensor(struct nnreg_graph_tensor *tensor, const struct nnreg_graph *graph, const char *name,
                        size_t length);

/*
 * The best that is known of a tensor's shape: what the graph says of the output, else the attribute of a placeholder;
 * one of an old graph and rank 0 means nothing. An unknown rank when nothing is known.
 */
void nnreg_graph_tensor_shape(struct nnreg_shape *shape, const struct nnreg_graph *graph,
                              const struct nnreg_graph_tensor *tensor);

/* Entries of maps, by key; NULL when there is none. */
const struct nnreg_savedmodel_signature *nnreg_graph_signature(const struct nnreg_graph *graph,
                                                               const char *key);
const struct nnreg_savedmodel_collection *nnreg_graph_collection(const struct nnreg_graph *graph,
                                                                 const char *key);
/* A signature's input or output by its key, given as a text; components are none. */
const struct nnreg_savedmodel_info *nnreg_graph_info(const struct nnreg_graph *graph,
                                                     const struct nnreg_savedmodel_signature *signature,
                                                     bool is_output, const char *key, size_t length);

/*
 * The names of the tensors that one is made of: a sparse tensor of three, a composite one of none itself, as its components
 * are infos of their own, and one that a later entry replaces of none. How many there are.
 */
enum { NNREG_INFO_TENSORS = 3 };
size_t nnreg_graph_info_tensors(uint32_t names[NNREG_INFO_TENSORS], const struct nnreg_savedmodel_info *info);

/* What a server runs behind loading. */
enum nnreg_init_source { NNREG_INIT_NONE, NNREG_INIT_SIGNATURE, NNREG_INIT_MAIN_OP, NNREG_INIT_LEGACY };

struct nnreg_graph_init {
    enum nnreg_init_source source;
    uint32_t name;  /* of the operation, as the file has it: perhaps with an output */
    uint32_t count; /* of names in the collection; a server demands one */
};

struct nnreg_graph_init nnreg_graph_init_op(const struct nnreg_graph *graph);

/* Whether a signature only names what initializes or trains the model. */
bool nnreg_graph_is_init_signature(const struct nnreg_graph *graph,
                                   const struct nnreg_savedmodel_signature *signature);

/* The signature a server uses: serving_default, else the first that is one; NULL when there is none. */
const struct nnreg_savedmodel_signature *nnreg_graph_main_signature(const struct nnreg_graph *graph);

/* Whether the assets are those of the list of its own: then those of the collection do not count. */
bool nnreg_graph_has_own_assets(const struct nnreg_graph *graph);

/*
 * Nodes with names like this one, the likeliest first: at most NNREG_GRAPH_NEAREST. A name with a NUL is none that could be
 * meant. Goes through all nodes once; for messages.
 */
uint32_t nnreg_graph_nearest(uint32_t nodes[NNREG_GRAPH_NEAREST], const struct nnreg_graph *graph,
                             const char *name, size_t length);

#endif
