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
#include "tensorflow/savedmodel.h"

/* The items being filled, which rows of the field table name. */
enum nnreg_savedmodel_object {
    NNREG_SAVEDMODEL_OBJECT_NONE,
    NNREG_SAVEDMODEL_OBJECT_META,
    NNREG_SAVEDMODEL_OBJECT_OP,
    NNREG_SAVEDMODEL_OBJECT_ARG,
    NNREG_SAVEDMODEL_OBJECT_FUNCTION,
    NNREG_SAVEDMODEL_OBJECT_RET,
    NNREG_SAVEDMODEL_OBJECT_NODE,
    NNREG_SAVEDMODEL_OBJECT_SIGNATURE,
    NNREG_SAVEDMODEL_OBJECT_INFO,
    NNREG_SAVEDMODEL_OBJECT_COLLECTION,
    NNREG_SAVEDMODEL_OBJECT_ASSET,
    NNREG_SAVEDMODEL_OBJECT_COUNT
};

/* A value on its way: a number of any kind, or a text. */
struct nnreg_savedmodel_value {
    uint64_t number;
    const char *text; /* valid during the call; NULL when it is longer than NNREG_LIMIT_MODEL_HELD */
    size_t size;
};

/* The attribute being read: kept, or not, when its entry ends, because its key may come last. */
struct nnreg_savedmodel_draft {
    uint32_t key;
    enum nnreg_attr_kind kind;
    uint32_t value;
    int64_t number;      /* of an INT */
    size_t string_bytes; /* of a tensor's texts so far */
    bool has_key;
    bool in_list; /* what is read belongs to a list */
    bool has_value;
    bool strings_cut;
    bool open_shape; /* of a tensor */
};

struct nnreg_savedmodel_builder {
    struct nnreg_savedmodel *model;
    struct nnreg_cursor *cursor; /* where a failure is marked */
    nnreg_status status;         /* why reading was stopped from here, else NNREG_OK */
    void *object[NNREG_SAVEDMODEL_OBJECT_COUNT];
    bool in_function;
    struct nnreg_savedmodel_draft draft;
    uint32_t *list; /* entries of the list being read */
    uint32_t list_count;
    size_t list_room;
    struct nnreg_shape shape;
    int64_t dim;
    struct nnreg_savedmodel_info asset_info; /* the TensorInfo of an asset is no item */
    struct nnreg_savedmodel_asset any_asset;
    struct nnreg_savedmodel_info *info_outer[NNREG_LIMIT_MODEL_COMPOSITE];
    uint32_t info_depth;
    uint32_t any_url;
    struct nnreg_bytes any_value;
    uint32_t variable_name;
    uint32_t assets_before; /* of the collection being read */
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
/* A new item of zeros; NULL, and the reading ended, when there can be none. */
void *nnreg_savedmodel_add(struct nnreg_savedmodel_builder *builder, struct nnreg_chunks *chunks);
/* A text's number; 0, and the reading ended, when it cannot be kept. */
uint32_t nnreg_savedmodel_intern(struct nnreg_savedmodel_builder *builder,
                                 const struct nnreg_savedmodel_value *value);
/* Appends a number to an array of such. */
void nnreg_savedmodel_add_number(struct nnreg_savedmodel_builder *builder, struct nnreg_chunks *chunks,
                                 uint32_t number);

static inline struct nnreg_savedmodel_meta *nnreg_build_meta(struct nnreg_savedmodel_builder *builder)
{
    return builder->object[NNREG_SAVEDMODEL_OBJECT_META];
}

/* What the field table calls. savedmodel_graph.c: graphs, nodes, functions, operations. */
nnreg_savedmodel_enter nnreg_build_graph, nnreg_build_node, nnreg_build_body_node, nnreg_build_function,
    nnreg_build_function_signature, nnreg_build_ret, nnreg_build_control_ret, nnreg_build_op_list,
    nnreg_build_op, nnreg_build_input_arg, nnreg_build_output_arg;
nnreg_savedmodel_take nnreg_build_node_input, nnreg_build_ret_value;

/* savedmodel_attr.c: attributes and shapes. */
nnreg_savedmodel_enter nnreg_build_attr, nnreg_build_attr_value, nnreg_build_attr_default,
    nnreg_build_attr_list, nnreg_build_attr_tensor, nnreg_build_shape, nnreg_build_dim;
nnreg_savedmodel_leave nnreg_build_node_attr_end, nnreg_build_op_attr_end, nnreg_build_attr_list_end,
    nnreg_build_attr_shape_end, nnreg_build_tensor_shape_end, nnreg_build_info_shape_end, nnreg_build_dim_end;
nnreg_savedmodel_take nnreg_build_attr_key, nnreg_build_attr_int, nnreg_build_attr_type,
    nnreg_build_attr_text, nnreg_build_attr_func, nnreg_build_attr_other, nnreg_build_tensor_type,
    nnreg_build_tensor_string, nnreg_build_unknown_rank, nnreg_build_dim_size;

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

/* Takes together what the operations say of their outputs, when all are read (savedmodel_outputs.c). */
void nnreg_savedmodel_settle_outputs(struct nnreg_savedmodel *model);

#endif
