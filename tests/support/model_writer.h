/*
 * A SavedModel as a description in memory, and its file in either syntax.
 *
 * A test builds a struct mw_model with the mw_add_… and mw_attr_… functions (or takes a ready one from models.h and
 * changes it), and writes it. Whatever is handed in is copied into the model's arena, except tensor contents (struct
 * mw_fill), which are borrowed. Fields may be set by hand: the structs are the interface.
 * doc/FORMATS.md, "Protobuf messages".
 */
#ifndef MW_MODEL_WRITER_H
#define MW_MODEL_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "fill.h"
#include "folder.h"
#include "tensor.h"
#include "twin.h"

/* --- Nodes --- */

/* The values of a Const. Exactly one of content, floats, ints, strings says them; floats, ints and strings may be fewer than
 * the shape has elements (the last one repeats), and none of all is zeros. */
struct mw_value {
    int dtype;
    struct mw_shape shape;
    bool has_content;
    struct mw_fill content;
    const float *floats;
    const int64_t *ints; /* int32, int64 and bool */
    const char *const *strings;
    size_t count; /* of floats, ints or strings */
};

enum mw_attr_kind {
    MW_ATTR_STRING,
    MW_ATTR_INT,
    MW_ATTR_FLOAT,
    MW_ATTR_BOOL,
    MW_ATTR_TYPE,
    MW_ATTR_SHAPE,
    MW_ATTR_TENSOR,
    MW_ATTR_FUNC,
    MW_ATTR_STRINGS,
    MW_ATTR_INTS,
    MW_ATTR_TYPES,
    MW_ATTR_SHAPES,
};

struct mw_attr {
    const char *name;
    enum mw_attr_kind kind;
    const char *text; /* STRING, FUNC */
    int64_t number;   /* INT, BOOL, TYPE */
    float real;
    struct mw_shape shape;
    struct mw_value value;
    size_t count; /* of the lists */
    const char **strings;
    int64_t *numbers; /* INTS, TYPES */
    struct mw_shape *shapes;
};

struct mw_node {
    struct mw_arena *arena;
    const char *name, *op, *device;
    const char **input;
    size_t inputs;
    struct mw_attr *attr;
    size_t attrs;
};

struct mw_graph {
    struct mw_arena *arena;
    struct mw_node **node;
    size_t nodes;
};

/* inputs is a comma-separated list ("a,b:1,^init"), "" or NULL for none. */
struct mw_node *mw_add(struct mw_graph *g, const char *name, const char *op, const char *inputs);
struct mw_node *mw_find(const struct mw_graph *g, const char *name); /* NULL if there is none */
void mw_remove(struct mw_graph *g, const char *name);
void mw_add_input(struct mw_node *n, const char *input);

/* Attributes return the node, so that they can be strung together; one of the same name is replaced. */
struct mw_node *mw_attr_string(struct mw_node *n, const char *name, const char *v);
struct mw_node *mw_attr_int(struct mw_node *n, const char *name, int64_t v);
struct mw_node *mw_attr_float(struct mw_node *n, const char *name, float v);
struct mw_node *mw_attr_bool(struct mw_node *n, const char *name, bool v);
struct mw_node *mw_attr_type(struct mw_node *n, const char *name, int dtype);
struct mw_node *mw_attr_shape(struct mw_node *n, const char *name, struct mw_shape v);
struct mw_node *mw_attr_tensor(struct mw_node *n, const char *name, const struct mw_value *v);
struct mw_node *mw_attr_func(struct mw_node *n, const char *name, const char *function);
struct mw_node *mw_attr_ints(struct mw_node *n, const char *name, const int64_t *v, size_t count);
struct mw_node *mw_attr_types(struct mw_node *n, const char *name, const int64_t *v, size_t count);
struct mw_node *mw_attr_strings(struct mw_node *n, const char *name, const char *const *v, size_t count);
/* The shape of the node's next output, into its list _output_shapes. */
struct mw_node *mw_output_shape(struct mw_node *n, struct mw_shape shape);
void mw_drop_attr(struct mw_node *n, const char *name);

/* Constants with dtype, value and _output_shapes. */
struct mw_node *mw_const(struct mw_graph *g, const char *name, const struct mw_value *value);
struct mw_node *mw_const_strings(struct mw_graph *g, const char *name, const char *const *v, size_t count);
struct mw_node *mw_const_string(struct mw_graph *g, const char *name, const char *v); /* a scalar */
struct mw_node *mw_const_ints(struct mw_graph *g, const char *name, const int64_t *v,
                              size_t count);                                   /* int32 [count] */
struct mw_node *mw_const_int(struct mw_graph *g, const char *name, int64_t v); /* int32 scalar */
struct mw_node *mw_const_zeros(struct mw_graph *g, const char *name, int dtype, struct mw_shape shape);

/* --- Functions: their nodes' inputs are spelt "argument" or "node:output:K" --- */

struct mw_argument {
    const char *name;
    int dtype;
};

struct mw_return {
    const char *name;
    const char *value; /* "node:output:K" */
};

struct mw_function {
    const char *name;
    struct mw_graph body;
    struct mw_argument *input, *output;
    size_t inputs, outputs;
    struct mw_return *ret, *control_ret;
    size_t rets, control_rets;
};

struct mw_model;
struct mw_function *mw_add_function(struct mw_model *m, const char *name);
void mw_function_input(struct mw_function *f, const char *name, int dtype);
void mw_function_output(struct mw_function *f, const char *name, int dtype, const char *value);
void mw_function_control(struct mw_function *f, const char *name, const char *node);

/* --- Signatures, saver, collections, assets --- */

enum mw_info_kind { MW_INFO_DENSE, MW_INFO_SPARSE, MW_INFO_COMPOSITE };

struct mw_info {
    const char *key;
    enum mw_info_kind kind;
    const char *tensor; /* dense: "name:0"; sparse: the values */
    const char *indices, *dense_shape;
    struct mw_info *component; /* composite */
    size_t components;
    int dtype;
    struct mw_shape shape;
    bool omit_shape;
};

struct mw_signature {
    struct mw_arena *arena;
    const char *key, *method;
    struct mw_info *input, *output;
    size_t inputs, outputs;
};

struct mw_signature *mw_add_signature(struct mw_model *m, const char *key, const char *method);
struct mw_info *mw_add_info(struct mw_signature *s, bool output, const char *key, const char *tensor,
                            int dtype, struct mw_shape shape);
void mw_info_sparse(struct mw_info *info, struct mw_arena *a, const char *indices, const char *dense_shape);

struct mw_saver {
    const char *filename, *save, *restore;
    bool sharded;
};

enum mw_collection_kind { MW_COLLECTION_NODES, MW_COLLECTION_BYTES, MW_COLLECTION_ASSETS };

struct mw_collection {
    struct mw_arena *arena;
    const char *key;
    enum mw_collection_kind kind;
    struct mw_collection_item {
        const char *bytes; /* a node's name; a serialized message; an asset's file name */
        size_t size;
        const char *tensor; /* of an asset */
    } * item;
    size_t items;
};

struct mw_collection *mw_add_collection(struct mw_model *m, const char *key, enum mw_collection_kind kind);
void mw_collection_add(struct mw_collection *c, const void *bytes, size_t size, const char *tensor);
/* A VariableDef, as the collections "variables" and "trainable_variables" hold them. */
void mw_collection_add_variable(struct mw_collection *c, const char *name, bool resource);

struct mw_asset {
    const char *tensor, *filename;
};

void mw_add_asset(struct mw_model *m, const char *tensor, const char *filename);

/* One variable in the object graph of a TF2 model. */
struct mw_object_variable {
    const char *path; /* "conv1/kernel": its objects from the root on */
    int dtype;
    struct mw_shape shape;
};

/* --- The model --- */

/* Nodes made while the file is written, after graph's own: the i-th is put into an empty graph. */
struct mw_node_stream {
    uint64_t count;
    void (*make)(struct mw_graph *g, uint64_t i, const void *context);
    const void *context;
    const char *const *ops; /* the ops it uses, NULL-terminated */
};

/* One meta graph, and what the file around it says. */
struct mw_model {
    struct mw_arena arena;
    int64_t schema_version; /* of the file: that of its first model counts; -1 writes no such field */
    const char **tag;
    size_t tags;
    struct mw_graph graph;
    struct mw_node_stream stream;
    struct mw_function **function;
    size_t functions;
    struct mw_signature **signature;
    size_t signatures;
    bool has_saver;
    struct mw_saver saver;
    struct mw_collection **collection;
    size_t collections;
    struct mw_asset *asset;
    size_t assets;
    bool has_object_graph;
    struct mw_object_variable *object_variable;
    size_t object_variables;
    int producer, min_consumer;
    const char *tensorflow_version;
    bool omit_op_list;     /* as hand-made models do */
    bool ops_of_functions; /* list the ops used only in functions, too */
    bool omit_graph;
    bool unpacked; /* binary: repeated numbers one by one */
};

/* An empty model: schema version 1, no tags, producer 440, TensorFlow 1.15.5. */
void mw_model_init(struct mw_model *m);
void mw_model_free(struct mw_model *m);
void mw_add_tag(struct mw_model *m, const char *tag);
void mw_add_object_variable(struct mw_model *m, const char *path, int dtype, struct mw_shape shape);

/* The file with these meta graphs. */
void mw_model_write(struct mw_file *file, enum mw_syntax syntax, const struct mw_model *const *models,
                    size_t count);
void mw_model_encode(struct mw_buf *out, enum mw_syntax syntax, const struct mw_model *const *models,
                     size_t count);
/* The size of the binary form, without making it. */
uint64_t mw_model_size(const struct mw_model *const *models, size_t count);

/* The value of _CHECKPOINTABLE_OBJECT_GRAPH for the model's object variables. */
void mw_encode_trackable_graph(struct mw_buf *out, const struct mw_model *m);
/* "conv1/kernel/.ATTRIBUTES/VARIABLE_VALUE" */
const char *mw_object_key(struct mw_arena *a, const char *path);

#endif
