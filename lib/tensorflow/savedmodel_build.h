/*
 * Facts under construction: what the readers of both syntaxes report, field by field and message by message, becomes
 * items of a model's arrays. Within this reader only.
 *
 * A message of the file is an item of an array (a node, a signature) or a part of one. Entering it appends the item, which
 * becomes the `object` of its kind; its fields are put into that; leaving it settles what only the whole message says. Items of
 * one owner lie one behind the other (the inputs of a node, the nodes of a graph), so an owner holds the index of the first and
 * a count. That holds because messages do not interleave: while a node is read, no other node is.
 */
#ifndef NNREG_TENSORFLOW_SAVEDMODEL_BUILD_H
#define NNREG_TENSORFLOW_SAVEDMODEL_BUILD_H

#include "base/bytes.h"
#include "tensorflow/savedmodel_values.h"

/* The items being filled, which rows of the field table name. */
enum nnreg_savedmodel_object {
    NNREG_SAVEDMODEL_OBJECT_NONE,
    NNREG_SAVEDMODEL_OBJECT_META,
    NNREG_SAVEDMODEL_OBJECT_OP,
    NNREG_SAVEDMODEL_OBJECT_ARG,
    NNREG_SAVEDMODEL_OBJECT_FUNCTION,
    NNREG_SAVEDMODEL_OBJECT_RET,
    NNREG_SAVEDMODEL_OBJECT_NODE,
    NNREG_SAVEDMODEL_OBJECT_CONSTANT,
    NNREG_SAVEDMODEL_OBJECT_SIGNATURE,
    NNREG_SAVEDMODEL_OBJECT_INFO,
    NNREG_SAVEDMODEL_OBJECT_COLLECTION,
    NNREG_SAVEDMODEL_OBJECT_ASSET,
    NNREG_SAVEDMODEL_OBJECT_COUNT
};

/* What is no number has many patterns of bits, which the text form cannot tell apart. */
#define NNREG_SAVEDMODEL_FLOAT_NAN  UINT32_C(0x7fc00000)
#define NNREG_SAVEDMODEL_DOUBLE_NAN UINT64_C(0x7ff8000000000000)

/* A value on its way: a number of any kind, or a text. */
struct nnreg_savedmodel_value {
    uint64_t number;  /* of a float or double: its bits */
    const char *text; /* valid during the call; NULL when it is longer than its field holds */
    size_t size;
};

/* The attribute being read: kept, or not, when its entry ends, because its key may come last. */
struct nnreg_savedmodel_draft {
    uint32_t key;
    enum nnreg_attr_kind kind;
    uint32_t value;
    int64_t number;      /* of an INT */
    uint32_t ints;       /* of INTS; more than NNREG_LIMIT_MODEL_VALUES: too many */
    uint32_t dtype;      /* of a tensor, as the three below */
    uint32_t shape;      /* a text of numbers */
    size_t string_bytes; /* of its texts so far */
    bool has_key;
    bool in_list; /* what is read belongs to a list */
    bool has_value;
    bool is_default;   /* of an operation that a list declares, not of a node */
    bool text_unknown; /* a text is too long, or of a kind that is not kept */
    bool strings_cut;
    bool open_shape; /* of a tensor */
};

/* The lists of a constant, one for the types of some width and kind. */
enum nnreg_savedmodel_list {
    NNREG_SAVEDMODEL_HALVES,
    NNREG_SAVEDMODEL_FLOATS,
    NNREG_SAVEDMODEL_DOUBLES,
    NNREG_SAVEDMODEL_INTS,
    NNREG_SAVEDMODEL_INT64S,
    NNREG_SAVEDMODEL_BOOLS,
    NNREG_SAVEDMODEL_UINT32S,
    NNREG_SAVEDMODEL_UINT64S,
    NNREG_SAVEDMODEL_LISTS
};

struct nnreg_savedmodel_numbers {
    uint32_t count; /* more than NNREG_LIMIT_MODEL_VALUES: too many, and none is looked at */
    uint64_t number[NNREG_LIMIT_MODEL_VALUES]; /* as in struct nnreg_savedmodel_value */
};

#define NNREG_SAVEDMODEL_CONTENT ((size_t)NNREG_LIMIT_MODEL_VALUES * NNREG_TENSOR_WIDTH)

/* The numbers of the constant being read, by the field in which they stand: which of them count its type says. */
struct nnreg_savedmodel_constant {
    struct nnreg_savedmodel_numbers list[NNREG_SAVEDMODEL_LISTS];
    size_t content_size; /* of tensor_content; what is larger than the room is not kept */
    unsigned char content[NNREG_SAVEDMODEL_CONTENT];
};

/* An entry of a node's attributes as it lies in the file, and what it has become (savedmodel_seen.h): 64 bytes, a line of the cache. */
#define NNREG_SAVEDMODEL_SEEN_BYTES 54u
#define NNREG_SAVEDMODEL_SEEN_BITS  9 /* places: 2^9 */

struct nnreg_savedmodel_seen {
    struct nnreg_savedmodel_attr attr;
    uint8_t size; /* 0: nothing is there */
    bool is_kept;
    unsigned char bytes[NNREG_SAVEDMODEL_SEEN_BYTES];
};

struct nnreg_savedmodel_builder {
    struct nnreg_savedmodel *model;
    struct nnreg_cursor *cursor; /* where a failure is marked */
    nnreg_status status;         /* why reading was stopped from here, else NNREG_OK */
    void *object[NNREG_SAVEDMODEL_OBJECT_COUNT];
    bool in_function;
    bool texts_stay;  /* where they are: the file is in memory, and in binary form */
    const char *name; /* of the node in hand, not interned yet; NULL: it is, or there is none */
    size_t name_size;
    struct nnreg_savedmodel_draft draft;
    uint32_t *list; /* entries of the list being read */
    uint32_t list_count;
    size_t list_room;
    int64_t ints[NNREG_LIMIT_MODEL_VALUES]; /* the integers of the list being read */
    struct nnreg_savedmodel_constant constant;
    struct nnreg_shape shape;
    int64_t dim;
    struct nnreg_savedmodel_info asset_info; /* the TensorInfo of an asset is no item */
    struct nnreg_savedmodel_asset any_asset;
    struct nnreg_savedmodel_info *info_outer[NNREG_LIMIT_MODEL_COMPOSITE];
    uint32_t info_depth;
    uint32_t func_depth; /* attributes of functions that are being read */
    uint32_t any_url;
    struct nnreg_bytes any_value;
    bool any_is_long; /* its value was not held */
    uint32_t variable_name;
    uint32_t assets_before;             /* of the collection being read */
    struct nnreg_savedmodel_seen *seen; /* places for attributes that were there before */
    char *held; /* NNREG_LIMIT_MODEL_HELD bytes: a text that lies in two windows, or is spelt with escapes */
    /* Keys that are looked for. */
    uint32_t key_value;
    uint32_t key_output_shapes;
    uint32_t key_variables;
    uint32_t key_assets;
};

typedef void nnreg_savedmodel_take(struct nnreg_savedmodel_builder *builder,
                                   const struct nnreg_savedmodel_value *value);
typedef bool nnreg_savedmodel_enter(struct nnreg_savedmodel_builder *builder);
typedef void nnreg_savedmodel_leave(struct nnreg_savedmodel_builder *builder);

/* Ends the reading. `reason` is static. */
void nnreg_savedmodel_stop(struct nnreg_savedmodel_builder *builder, nnreg_status status, const char *reason);
/* The general case of nnreg_savedmodel_add. */
void *nnreg_savedmodel_add_piece(struct nnreg_savedmodel_builder *builder, struct nnreg_chunks *chunks);

/* A new item of zeros; NULL, and the reading ended, when there can be none. */
static inline void *nnreg_savedmodel_add(struct nnreg_savedmodel_builder *builder,
                                         struct nnreg_chunks *chunks)
{
    void *item = nnreg_chunks_next(chunks);

    return item != NULL ? item : nnreg_savedmodel_add_piece(builder, chunks);
}

/* A text's number; 0, and the reading ended, when it cannot be kept. */
uint32_t nnreg_savedmodel_intern(struct nnreg_savedmodel_builder *builder,
                                 const struct nnreg_savedmodel_value *value);
/* Appends a number to an array of such. */
void nnreg_savedmodel_add_number(struct nnreg_savedmodel_builder *builder, struct nnreg_chunks *chunks,
                                 uint32_t number);
/* Numbers as a text (nnreg_savedmodel_unpack), and the shape that was read as one. */
uint32_t nnreg_savedmodel_pack(struct nnreg_savedmodel_builder *builder, char letter, const int64_t *numbers,
                               uint32_t count);
uint32_t nnreg_savedmodel_pack_shape(struct nnreg_savedmodel_builder *builder);
/* Appends to the list being read; one of another kind begins it anew, as the last member of a union wins. */
void nnreg_savedmodel_push(struct nnreg_savedmodel_builder *builder, enum nnreg_attr_kind kind,
                           uint32_t entry);

static inline struct nnreg_savedmodel_meta *nnreg_build_meta(struct nnreg_savedmodel_builder *builder)
{
    return builder->object[NNREG_SAVEDMODEL_OBJECT_META];
}

/* What the field table calls. savedmodel_graph.c: graphs, nodes, functions, operations. */
nnreg_savedmodel_enter nnreg_build_graph, nnreg_build_node, nnreg_build_body_node, nnreg_build_function,
    nnreg_build_function_signature, nnreg_build_op_list, nnreg_build_op, nnreg_build_input_arg,
    nnreg_build_output_arg, nnreg_build_ret, nnreg_build_control_ret;
nnreg_savedmodel_leave nnreg_build_node_end;
nnreg_savedmodel_take nnreg_build_node_name, nnreg_build_node_input, nnreg_build_ret_value,
    nnreg_build_function_attr_key, nnreg_build_gradient;

/* savedmodel_attr.c: attributes and shapes. */
nnreg_savedmodel_enter nnreg_build_attr, nnreg_build_attr_value, nnreg_build_attr_default,
    nnreg_build_attr_list, nnreg_build_func_attr, nnreg_build_shape, nnreg_build_dim;
nnreg_savedmodel_leave nnreg_build_node_attr_end, nnreg_build_op_attr_end, nnreg_build_attr_list_end,
    nnreg_build_func_attr_end, nnreg_build_attr_shape_end, nnreg_build_info_shape_end, nnreg_build_dim_end;
nnreg_savedmodel_take nnreg_build_attr_key, nnreg_build_attr_int, nnreg_build_attr_type,
    nnreg_build_attr_bool, nnreg_build_attr_float, nnreg_build_attr_text, nnreg_build_attr_func,
    nnreg_build_attr_other, nnreg_build_inner_func, nnreg_build_unknown_rank, nnreg_build_dim_size;

/* savedmodel_tensor.c: constants. */
nnreg_savedmodel_enter nnreg_build_attr_tensor;
nnreg_savedmodel_leave nnreg_build_attr_tensor_end;
nnreg_savedmodel_take nnreg_build_tensor_type, nnreg_build_tensor_content, nnreg_build_tensor_string;

/* savedmodel_parts.c: everything else of a meta graph. */
nnreg_savedmodel_enter nnreg_build_meta_graph, nnreg_build_saver, nnreg_build_object_graph,
    nnreg_build_collection, nnreg_build_node_list, nnreg_build_bytes_list, nnreg_build_any_list,
    nnreg_build_any, nnreg_build_signature, nnreg_build_input_info, nnreg_build_output_info,
    nnreg_build_sparse, nnreg_build_composite, nnreg_build_component, nnreg_build_asset,
    nnreg_build_asset_info;
nnreg_savedmodel_leave nnreg_build_collection_end, nnreg_build_any_end, nnreg_build_component_end,
    nnreg_build_asset_info_end;
nnreg_savedmodel_take nnreg_build_schema_version, nnreg_build_tag, nnreg_build_object_node,
    nnreg_build_number_list, nnreg_build_node_value, nnreg_build_bytes_value, nnreg_build_any_url,
    nnreg_build_any_value, nnreg_build_info_name, nnreg_build_variable_name;

/* An asset in the expanded text form of an Any: around the fields of AssetFileDef. */
bool nnreg_build_any_asset_begin(struct nnreg_savedmodel_builder *builder);

/* Declares the operations that a file uses and does not declare (savedmodel_core.c). False: no memory. */
bool nnreg_savedmodel_declare_core_ops(struct nnreg_savedmodel *model);

/* Takes together what the operations say of their outputs, when all are read (savedmodel_outputs.c). */
void nnreg_savedmodel_settle_outputs(struct nnreg_savedmodel *model);

#endif
