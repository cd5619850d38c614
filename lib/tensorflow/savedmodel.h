/*
 * What a saved_model.pb or saved_model.pbtxt says, as facts: names, types, shapes, numbers, and where one refers to
 * another. No verdicts. Both syntaxes give equal facts; graph.h answers questions over them.
 *
 * Nothing here is a pointer: a text is a number (string_pool.h), and everything else lies in arrays (chunks.h) of which
 * its owner names a range [first, first + count). A model of 50,000 nodes has to fit into a few megabytes. Contents
 * of tensors are not read, but for the texts and the few numbers of constants, within limits (savedmodel_values.h).
 *
 * In a map a later entry with the same key replaces an earlier one; the earlier is still here, marked `replaced`.
 * Attributes of a node are looked up from the last.
 */
#ifndef NNREG_TENSORFLOW_SAVEDMODEL_H
#define NNREG_TENSORFLOW_SAVEDMODEL_H

#include "base/cursor.h"
#include "base/status.h"
#include "formats/dtype.h"
#include "formats/shape.h"
#include "base/name_index.h"
#include "bundle/file_signature.h"
#include "base/chunks.h"
#include "base/string_pool.h"

#define NNREG_SAVEDMODEL_NONE 0xffffffffu /* an index of nothing */

#define NNREG_LIMIT_MODEL_NODES      (1u << 23) /* graph nodes of all meta graphs; nodes of all functions */
#define NNREG_LIMIT_MODEL_INPUTS     (1u << 25) /* inputs of all nodes; attributes; numbers in lists */
#define NNREG_LIMIT_MODEL_METAS      (1u << 12)
#define NNREG_LIMIT_MODEL_ITEMS      (1u << 20) /* everything else: operations, signatures, tags, assets … */
#define NNREG_LIMIT_MODEL_ARGS       (1u << 14) /* arguments of one operation or function */
#define NNREG_LIMIT_MODEL_DEFAULTS   4096u      /* default values of one operation */
#define NNREG_LIMIT_MODEL_OPENS      16u /* outputs whose number an attribute says, where outputs are counted */
#define NNREG_LIMIT_MODEL_SIGNATURE  (1u << 16) /* tensors of all signatures */
#define NNREG_LIMIT_MODEL_LIST       (1u << 16) /* entries of one list attribute; of a constant's texts */
#define NNREG_LIMIT_MODEL_VALUES     64u /* numbers of a constant, or of a list of integers, that are kept */
#define NNREG_LIMIT_MODEL_STRINGS    (4u << 20)  /* bytes of a constant's texts in all */
#define NNREG_LIMIT_MODEL_HELD       (64u << 10) /* bytes of a text value that are looked at */
#define NNREG_LIMIT_MODEL_NODE_ATTRS 4096u       /* attributes kept of one node */
#define NNREG_LIMIT_MODEL_COMPOSITE  16u         /* composite tensors inside each other in a signature */
#define NNREG_LIMIT_MODEL_TEXT_DEPTH 100u        /* messages inside each other in the text form */
#define NNREG_LIMIT_MODEL_FUNC_DEPTH 16u         /* attributes of functions inside each other */

/* In every array the first member is the item's name or key: an index (name_index.h) finds it by that. */

enum nnreg_attr_kind {
    NNREG_ATTR_NONE,   /* the value is of a kind that is not kept */
    NNREG_ATTR_INT,    /* value: where its two halves are in `numbers`, low first */
    NNREG_ATTR_TYPE,   /* value: an enum nnreg_dtype, possibly a reference */
    NNREG_ATTR_SHAPE,  /* value: a shape (nnreg_savedmodel_shape) */
    NNREG_ATTR_TEXT,   /* value: a text; kept for keys that say what an operation does, reads or writes */
    NNREG_ATTR_FUNC,   /* value: the function's name */
    NNREG_ATTR_TENSOR, /* value: a text that nnreg_savedmodel_tensor takes apart; for the key "value" only */
    NNREG_ATTR_BOOL,   /* value: 0 or 1 */
    NNREG_ATTR_FLOAT,  /* value: its bits */
    NNREG_ATTR_INTS,   /* value: a text that nnreg_savedmodel_ints takes apart; a list that is not empty */
    NNREG_ATTR_LIST,   /* an empty list */
    /* Lists: value is where the count is in `numbers`; the entries follow, each as above. */
    NNREG_ATTR_TYPES,
    NNREG_ATTR_SHAPES,
    NNREG_ATTR_TEXTS,
    NNREG_ATTR_FUNCS,
    /* A tensor of texts: dtype STRING, all of the constant's texts. As the lists; its shape is in front of the count. */
    NNREG_ATTR_STRINGS
};

struct nnreg_savedmodel_attr {
    uint32_t key_and_kind; /* the kind above NNREG_STRING_POOL_BITS */
    uint32_t value;
};

#define NNREG_INPUT_CONTROL (1u << 31)

/* "name", "name:7", "^name"; in a function also "node:argument:7", whose number counts within the argument. */
struct nnreg_savedmodel_input {
    uint32_t name;
    uint32_t output;   /* or NNREG_INPUT_CONTROL */
    uint32_t argument; /* the output argument of the node, 0 where none is said */
};

enum nnreg_node_flags {
    NNREG_NODE_HAS_VALUE = 1,    /* there is an attribute "value" */
    NNREG_NODE_VALUE_TENSOR = 2, /* which is a tensor */
    NNREG_NODE_VALUE_OPEN = 4,   /* whose shape is not fully known: TensorFlow does not load that */
    NNREG_NODE_STRINGS_CUT = 8,  /* it has texts that are not kept, and none was */
    NNREG_NODE_TEXT_UNKNOWN = 16 /* an attribute whose text would be kept has one that is not known */
};

struct nnreg_savedmodel_node {
    uint32_t name;
    uint32_t op;
    uint32_t first_input;
    uint32_t inputs;
    uint32_t first_attr;
    uint16_t attrs;
    uint16_t flags;
};

struct nnreg_savedmodel_arg {
    uint32_t name;
    uint32_t type_attr;
    uint32_t number_attr;
    uint32_t list_attr;
    uint16_t type; /* enum nnreg_dtype */
    bool is_ref;
    bool is_output;
    uint32_t before;    /* tensors of its operation's outputs before it, but for those of open ones */
    uint32_t next_open; /* of an open output, which is as many tensors as an attribute says: the next one */
    uint32_t default_attr; /* of an open output: the default value of that attribute */
    uint32_t number;       /* among the inputs, or the outputs, of its operation */
};

/* An operation as the op list, or a function, declares it. Its arguments come inputs and outputs mixed. */
struct nnreg_savedmodel_op {
    uint32_t name;
    uint32_t first_arg;
    uint32_t args;
    uint32_t inputs, outputs; /* arguments of either kind */
    uint32_t first_default;   /* in `defaults`: the attributes that have a default value */
    uint32_t defaults;
    uint32_t fixed; /* tensors of its outputs, but for those of open ones */
    uint32_t opens; /* open outputs */
    uint32_t
        first_open; /* in `args`, as next_open: NNREG_SAVEDMODEL_NONE where there is none (no further one) */
    bool is_stateful;
};

struct nnreg_savedmodel_function {
    struct nnreg_savedmodel_op signature;
    uint32_t first_node; /* in `body_nodes` */
    uint32_t nodes;
    uint32_t first_ret; /* in `rets` */
    uint32_t rets;
    bool implements; /* it may be called instead of another that does the same ("api_implements") */
};

/* What a function gives out: of each output argument the tensor of the body; of each control output the node. */
struct nnreg_savedmodel_ret {
    uint32_t name; /* the output argument, or the control output */
    uint32_t node; /* of the body, or one of the function's inputs */
    uint32_t argument;
    uint32_t output; /* as in an input of a node of the body */
    bool is_control;
    bool replaced;
};

enum nnreg_info_form { NNREG_INFO_NONE, NNREG_INFO_DENSE, NNREG_INFO_SPARSE, NNREG_INFO_COMPOSITE };

/* A tensor of a signature. The components of a composite one follow it, one deeper. */
struct nnreg_savedmodel_info {
    uint32_t key;
    uint32_t name;    /* dense: the tensor; sparse: of the values; composite: the class of its type */
    uint32_t indices; /* sparse */
    uint32_t dense_shape;
    uint32_t shape; /* 0: not said */
    uint16_t dtype;
    uint8_t form;  /* enum nnreg_info_form */
    uint8_t depth; /* 0, or inside how many composite ones */
    bool is_output;
    bool replaced;
};

struct nnreg_savedmodel_signature {
    uint32_t key;
    uint32_t method;
    uint32_t first_info;
    uint32_t infos;
    bool replaced;
};

enum nnreg_collection_kind {
    NNREG_COLLECTION_NONE,
    NNREG_COLLECTION_NODES,
    NNREG_COLLECTION_BYTES,
    NNREG_COLLECTION_NUMBERS,
    NNREG_COLLECTION_ANY
};

struct nnreg_savedmodel_collection {
    uint32_t key;
    uint32_t
        first_value; /* in `values`: NODES, the names; BYTES and the key "variables", the variables' names */
    uint32_t values;
    uint32_t count; /* of entries, whether their values are kept or not */
    uint8_t kind;
    bool replaced;
};

struct nnreg_savedmodel_asset {
    uint32_t tensor;
    uint32_t filename;
    bool from_collection; /* "saved_model_assets"; it counts only where the list of its own is empty */
};

struct nnreg_savedmodel_saver {
    uint32_t filename_tensor;
    uint32_t save_tensor;
    uint32_t restore_op;
    int32_t version; /* 0 legacy, 1, 2 */
    bool present;
    bool sharded;
};

struct nnreg_savedmodel_meta {
    uint32_t first_tag, tags; /* in `tags` */
    uint32_t first_node, nodes;
    uint32_t first_function, functions;
    uint32_t first_op, ops;
    uint32_t first_signature, signatures;
    uint32_t first_collection, collections;
    uint32_t first_asset, assets;
    uint32_t first_gradient, gradients;
    uint32_t tensorflow_version;
    uint32_t tensorflow_git_version;
    uint32_t meta_graph_version;
    uint32_t duplicate_nodes; /* nodes with a name that an earlier one has */
    uint32_t object_nodes;    /* of the object graph */
    int64_t producer;
    int64_t min_consumer;
    struct nnreg_savedmodel_saver saver;
    bool has_graph;
    bool has_op_list;
    bool has_object_graph;
    bool stripped_default_attrs;
};

/* What a text model has that these tables do not: a newer TensorFlow may know it, an older one refuses the file. */
struct nnreg_savedmodel_unknown {
    uint32_t count;
    uint32_t name; /* of the first */
    uint64_t line; /* both from 1 */
    uint64_t column;
    uint64_t offset;
};

struct nnreg_savedmodel {
    struct nnreg_string_pool strings; /* every name and text of the model */
    struct nnreg_chunks metas;
    struct nnreg_chunks tags; /* uint32_t texts */
    struct nnreg_chunks nodes;
    struct nnreg_chunks body_nodes;
    struct nnreg_chunks inputs;
    struct nnreg_chunks attrs;
    struct nnreg_chunks numbers; /* uint32_t */
    struct nnreg_chunks functions;
    struct nnreg_chunks rets;
    struct nnreg_chunks ops; /* of the op lists; then those that none has, from the table (op_table.h) */
    uint32_t first_core_op;  /* the first of these */
    struct nnreg_chunks args;
    struct nnreg_chunks defaults; /* struct nnreg_savedmodel_attr */
    struct nnreg_chunks signatures;
    struct nnreg_chunks infos;
    struct nnreg_chunks collections;
    struct nnreg_chunks values; /* uint32_t texts */
    struct nnreg_chunks assets;
    struct nnreg_chunks gradients; /* uint32_t texts: the functions that are called as another's gradient */
    struct nnreg_name_index node_index;
    struct nnreg_name_index body_index;
    struct nnreg_name_index function_index;
    struct nnreg_name_index op_index;
    struct nnreg_name_index core_op_index; /* those from first_core_op on */
    struct nnreg_name_index arg_index;     /* the input arguments */
    struct nnreg_name_index output_index;  /* the output arguments */
    struct nnreg_name_index ret_index;     /* what functions give out, control outputs left out */
    int64_t schema_version;
    bool has_schema_version;
    bool is_text;
    struct nnreg_savedmodel_unknown unknown_fields; /* text form only */
    struct nnreg_savedmodel_unknown unknown_enums;
    enum nnreg_file_signature
        looks; /* what the file looks like: another kind may parse as a model without meta graphs */
};

enum nnreg_savedmodel_syntax { NNREG_SAVEDMODEL_BINARY, NNREG_SAVEDMODEL_TEXT };

/* Why there are no facts. */
struct nnreg_savedmodel_failure {
    const char *reason; /* static; continues "saved_model.pb …" */
    uint64_t offset;
    uint64_t line; /* text form, both from 1; binary form 0 */
    uint64_t column;
    enum nnreg_file_signature looks;
};

/*
 * Reads a model. NNREG_OK: there are facts, perhaps of no meta graph (an empty file). NNREG_CORRUPT: the bytes are no
 * model, and `failure` tells why; NNREG_LIMIT: likewise, one of the limits above. Else NNREG_NO_MEMORY, NNREG_IO, with
 * `error`. The cursor stays the caller's, and is used up.
 */
nnreg_status nnreg_savedmodel_read(struct nnreg_savedmodel **model, struct nnreg_cursor *cursor,
                                   enum nnreg_savedmodel_syntax syntax,
                                   struct nnreg_savedmodel_failure *failure, struct nnreg_error *error);
void nnreg_savedmodel_free(struct nnreg_savedmodel *model);

/* A text's bytes, ended by a NUL that its size does not count. Borrowed from the model. */
static inline const char *nnreg_savedmodel_text(const struct nnreg_savedmodel *model, uint32_t text)
{
    return nnreg_string_pool_at(&model->strings, text);
}

static inline size_t nnreg_savedmodel_text_size(const struct nnreg_savedmodel *model, uint32_t text)
{
    return nnreg_string_pool_size(&model->strings, text);
}

bool nnreg_savedmodel_text_is(const struct nnreg_savedmodel *model, uint32_t text, const char *expected);

static inline uint32_t nnreg_savedmodel_number(const struct nnreg_savedmodel *model, uint32_t index)
{
    return *(const uint32_t *)nnreg_chunks_at(&model->numbers, index);
}

/* The items, by index. Borrowed from the model. */
#define NNREG_SAVEDMODEL_ITEM(name, type, array)                                                \
    static inline const struct type *name(const struct nnreg_savedmodel *model, uint32_t index) \
    {                                                                                           \
        return (const struct type *)nnreg_chunks_at(&model->array, index);                      \
    }
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_meta_at, nnreg_savedmodel_meta, metas)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_node_at, nnreg_savedmodel_node, nodes)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_body_node_at, nnreg_savedmodel_node, body_nodes)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_input_at, nnreg_savedmodel_input, inputs)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_attr_at, nnreg_savedmodel_attr, attrs)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_function_at, nnreg_savedmodel_function, functions)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_ret_at, nnreg_savedmodel_ret, rets)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_op_at, nnreg_savedmodel_op, ops)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_arg_at, nnreg_savedmodel_arg, args)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_default_at, nnreg_savedmodel_attr, defaults)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_signature_at, nnreg_savedmodel_signature, signatures)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_info_at, nnreg_savedmodel_info, infos)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_collection_at, nnreg_savedmodel_collection, collections)
NNREG_SAVEDMODEL_ITEM(nnreg_savedmodel_asset_at, nnreg_savedmodel_asset, assets)
#undef NNREG_SAVEDMODEL_ITEM

static inline uint32_t nnreg_savedmodel_tag_at(const struct nnreg_savedmodel *model, uint32_t index)
{
    return *(const uint32_t *)nnreg_chunks_at(&model->tags, index);
}

static inline uint32_t nnreg_savedmodel_value_at(const struct nnreg_savedmodel *model, uint32_t index)
{
    return *(const uint32_t *)nnreg_chunks_at(&model->values, index);
}

static inline uint32_t nnreg_savedmodel_gradient_at(const struct nnreg_savedmodel *model, uint32_t index)
{
    return *(const uint32_t *)nnreg_chunks_at(&model->gradients, index);
}

static inline uint32_t nnreg_savedmodel_attr_key(const struct nnreg_savedmodel_attr *attr)
{
    return attr->key_and_kind & NNREG_STRING_POOL_MASK;
}

static inline enum nnreg_attr_kind nnreg_savedmodel_attr_kind(const struct nnreg_savedmodel_attr *attr)
{
    return (enum nnreg_attr_kind)(attr->key_and_kind >> NNREG_STRING_POOL_BITS);
}

/* The value of an INT attribute. */
int64_t nnreg_savedmodel_attr_int(const struct nnreg_savedmodel *model,
                                  const struct nnreg_savedmodel_attr *attr);
/* Entries of a list attribute (or STRINGS, not INTS), and one of them. */
uint32_t nnreg_savedmodel_attr_count(const struct nnreg_savedmodel *model,
                                     const struct nnreg_savedmodel_attr *attr);
uint32_t nnreg_savedmodel_attr_entry(const struct nnreg_savedmodel *model,
                                     const struct nnreg_savedmodel_attr *attr, uint32_t index);

/* A node's attribute, or NULL. */
const struct nnreg_savedmodel_attr *nnreg_savedmodel_attr(const struct nnreg_savedmodel *model,
                                                          const struct nnreg_savedmodel_node *node,
                                                          uint32_t key);
const struct nnreg_savedmodel_attr *nnreg_savedmodel_attr_named(const struct nnreg_savedmodel *model,
                                                                const struct nnreg_savedmodel_node *node,
                                                                const char *key);

/*
 * Some numbers are kept as a text, so that the few different shapes and lists of a model are kept once: a letter, and each
 * zigzag (1 for -1, 2 for 1, …) in 7-bit groups. Returns how many there are, but at most `most`.
 */
uint32_t nnreg_savedmodel_unpack(int64_t *numbers, uint32_t most, const struct nnreg_savedmodel *model,
                                 uint32_t text);
/* What a shape's number stands for. 0 (not said) has an unknown rank. */
void nnreg_savedmodel_shape(struct nnreg_shape *shape, const struct nnreg_savedmodel *model, uint32_t number);

#endif
