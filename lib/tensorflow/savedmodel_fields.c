/* The messages of a SavedModel: see savedmodel_fields.h. The texts of the rows are protobuf's own field names. */
#include "tensorflow/savedmodel_fields.h"

/* The offset of a member, after a proof that it has the type that nnreg_savedmodel_put writes for the kind. */
#define MEMBER(type, record, member)   \
    (offsetof(struct record, member) + \
     0 * sizeof(char[sizeof(((struct record *)0)->member) == sizeof(type) ? 1 : -1]))

#define SKIP(name)                                \
    {                                             \
        name, .kind = NNREG_SAVEDMODEL_FIELD_SKIP \
    }
#define SEEN(name, taker)                                          \
    {                                                              \
        name, .kind = NNREG_SAVEDMODEL_FIELD_SKIP, .take = (taker) \
    }
#define TAKE(name, KIND, taker)                                      \
    {                                                                \
        name, .kind = NNREG_SAVEDMODEL_FIELD_##KIND, .take = (taker) \
    }
#define STORE(name, KIND, type, OBJECT, record, member)                                          \
    {                                                                                            \
        name, .kind = NNREG_SAVEDMODEL_FIELD_##KIND, .object = NNREG_SAVEDMODEL_OBJECT_##OBJECT, \
              .offset = MEMBER(type, record, member)                                             \
    }
#define TEXT(name, OBJECT, record, member)  STORE(name, TEXT, uint32_t, OBJECT, record, member)
#define BOOL(name, OBJECT, record, member)  STORE(name, BOOL, bool, OBJECT, record, member)
#define DTYPE(name, OBJECT, record, member) STORE(name, DTYPE, uint16_t, OBJECT, record, member)
#define INT32(name, OBJECT, record, member) STORE(name, INT32, int64_t, OBJECT, record, member)
#define MESSAGE(name, CHILD, begin, end)                                                                \
    {                                                                                                   \
        name, .kind = NNREG_SAVEDMODEL_FIELD_MESSAGE, .child = NNREG_MESSAGE_##CHILD, .enter = (begin), \
              .leave = (end)                                                                            \
    }

/* The numbers of a constant, in the list of the type. */
#define VALUES(name, KIND, LIST)                                                                 \
    {                                                                                            \
        name, .kind = NNREG_SAVEDMODEL_FIELD_##KIND, .object = NNREG_SAVEDMODEL_OBJECT_CONSTANT, \
              .offset = MEMBER(struct nnreg_savedmodel_numbers, nnreg_savedmodel_constant,       \
                               list[NNREG_SAVEDMODEL_##LIST]),                                   \
              .repeated = true                                                                   \
    }

static const char *const saver_versions[] = {"LEGACY", "V1", "V2", NULL};

static const struct nnreg_savedmodel_field saved_model[] = {
    [1] = TAKE("saved_model_schema_version", INT64, nnreg_build_schema_version),
    [2] = MESSAGE("meta_graphs", META_GRAPH, nnreg_build_meta_graph, NULL),
};

static const struct nnreg_savedmodel_field meta_graph[] = {
    [1] = MESSAGE("meta_info_def", META_INFO, NULL, NULL),
    [2] = MESSAGE("graph_def", GRAPH, nnreg_build_graph, NULL),
    [3] = MESSAGE("saver_def", SAVER, nnreg_build_saver, NULL),
    [4] = MESSAGE("collection_def", COLLECTION_ENTRY, nnreg_build_collection, nnreg_build_collection_end),
    [5] = MESSAGE("signature_def", SIGNATURE_ENTRY, nnreg_build_signature, NULL),
    [6] = MESSAGE("asset_file_def", ASSET, nnreg_build_asset, NULL),
    [7] = MESSAGE("object_graph_def", OBJECT_GRAPH, nnreg_build_object_graph, NULL),
};

static const struct nnreg_savedmodel_field meta_info[] = {
    [1] = TEXT("meta_graph_version", META, nnreg_savedmodel_meta, meta_graph_version),
    [2] = MESSAGE("stripped_op_list", OP_LIST, nnreg_build_op_list, NULL),
    [3] = SKIP("any_info"),
    [4] = TAKE("tags", TEXT, nnreg_build_tag),
    [5] = TEXT("tensorflow_version", META, nnreg_savedmodel_meta, tensorflow_version),
    [6] = TEXT("tensorflow_git_version", META, nnreg_savedmodel_meta, tensorflow_git_version),
    [7] = BOOL("stripped_default_attrs", META, nnreg_savedmodel_meta, stripped_default_attrs),
    [8] = SKIP("function_aliases"),
};

static const struct nnreg_savedmodel_field op_list[] = {
    [1] = MESSAGE("op", OP, nnreg_build_op, NULL),
};

static const struct nnreg_savedmodel_field op[] = {
    [1] = TEXT("name", OP, nnreg_savedmodel_op, name),
    [2] = MESSAGE("input_arg", ARG, nnreg_build_input_arg, NULL),
    [3] = MESSAGE("output_arg", ARG, nnreg_build_output_arg, NULL),
    [4] = MESSAGE("attr", ATTR_DEF, nnreg_build_attr, nnreg_build_op_attr_end),
    [5] = SKIP("summary"),
    [6] = SKIP("description"),
    [8] = SKIP("deprecation"),
    [16] = SKIP("is_aggregate"),
    [17] = BOOL("is_stateful", OP, nnreg_savedmodel_op, is_stateful),
    [18] = SKIP("is_commutative"),
    [19] = SKIP("allows_uninitialized_input"),
    [20] = SKIP("control_output"),
    [21] = SKIP("is_distributed_communication"),
};

static const struct nnreg_savedmodel_field arg[] = {
    [1] = TEXT("name", ARG, nnreg_savedmodel_arg, name),
    [2] = SKIP("description"),
    [3] = DTYPE("type", ARG, nnreg_savedmodel_arg, type),
    [4] = TEXT("type_attr", ARG, nnreg_savedmodel_arg, type_attr),
    [5] = TEXT("number_attr", ARG, nnreg_savedmodel_arg, number_attr),
    [6] = TEXT("type_list_attr", ARG, nnreg_savedmodel_arg, list_attr),
    [7] = SKIP("handle_data"),
    [16] = BOOL("is_ref", ARG, nnreg_savedmodel_arg, is_ref),
    [17] = SKIP("experimental_full_type"),
};

static const struct nnreg_savedmodel_field attr_def[] = {
    [1] = TAKE("name", TEXT, nnreg_build_attr_key),
    [2] = SKIP("type"),
    [3] = MESSAGE("default_value", ATTR_VALUE, nnreg_build_attr_default, NULL),
    [4] = SKIP("description"),
    [5] = SKIP("has_minimum"),
    [6] = SKIP("minimum"),
    [7] = SKIP("allowed_values"),
};

static const struct nnreg_savedmodel_field graph[] = {
    [1] = MESSAGE("node", NODE, nnreg_build_node, nnreg_build_node_end),
    [2] = MESSAGE("library", LIBRARY, NULL, NULL),
    [3] = SKIP("version"),
    [4] = MESSAGE("versions", VERSIONS, NULL, NULL),
    [5] = SKIP("debug_info"),
};

static const struct nnreg_savedmodel_field versions[] = {
    [1] = INT32("producer", META, nnreg_savedmodel_meta, producer),
    [2] = INT32("min_consumer", META, nnreg_savedmodel_meta, min_consumer),
    [3] = SKIP("bad_consumers"),
};

static const struct nnreg_savedmodel_field library[] = {
    [1] = MESSAGE("function", FUNCTION, nnreg_build_function, NULL),
    [2] = MESSAGE("gradient", GRADIENT, NULL, NULL),
    [3] = SKIP("registered_gradients"),
};

static const struct nnreg_savedmodel_field gradient[] = {
    [1] = SKIP("function_name"),
    [2] = TAKE("gradient_func", TEXT, nnreg_build_gradient),
};

static const struct nnreg_savedmodel_field function[] = {
    [1] = MESSAGE("signature", OP, nnreg_build_function_signature, NULL),
    [3] = MESSAGE("node_def", NODE, nnreg_build_body_node, nnreg_build_node_end),
    [4] = MESSAGE("ret", RET_ENTRY, nnreg_build_ret, NULL),
    [5] = MESSAGE("attr", FUNCTION_ATTR, NULL, NULL),
    [6] = MESSAGE("control_ret", RET_ENTRY, nnreg_build_control_ret, NULL),
    [7] = SKIP("arg_attr"),
    [8] = SKIP("resource_arg_unique_id"),
};

static const struct nnreg_savedmodel_field function_attr[] = {
    [1] = TAKE("key", TEXT, nnreg_build_function_attr_key),
    [2] = SKIP("value"),
};

static const struct nnreg_savedmodel_field ret_entry[] = {
    [1] = TEXT("key", RET, nnreg_savedmodel_ret, name),
    [2] = TAKE("value", TEXT, nnreg_build_ret_value),
};

static const struct nnreg_savedmodel_field node[] = {
    [1] = TAKE("name", TEXT, nnreg_build_node_name),
    [2] = TEXT("op", NODE, nnreg_savedmodel_node, op),
    [3] = TAKE("input", TEXT, nnreg_build_node_input),
    [4] = SKIP("device"),
    [5] = {"attr", .kind = NNREG_SAVEDMODEL_FIELD_MESSAGE, .child = NNREG_MESSAGE_ATTR_ENTRY,
           .enter = nnreg_build_attr, .leave = nnreg_build_node_attr_end, .recurs = true},
    [6] = SKIP("experimental_debug_info"),
    [7] = SKIP("experimental_type"),
};

static const struct nnreg_savedmodel_field attr_entry[] = {
    [1] = TAKE("key", TEXT, nnreg_build_attr_key),
    [2] = MESSAGE("value", ATTR_VALUE, nnreg_build_attr_value, NULL),
};

static const struct nnreg_savedmodel_field attr_value[] = {
    [1] = MESSAGE("list", LIST_VALUE, nnreg_build_attr_list, nnreg_build_attr_list_end),
    [2] = TAKE("s", TEXT, nnreg_build_attr_text),
    [3] = TAKE("i", INT64, nnreg_build_attr_int),
    [4] = TAKE("f", FLOAT, nnreg_build_attr_float),
    [5] = TAKE("b", BOOL, nnreg_build_attr_bool),
    [6] = TAKE("type", DTYPE, nnreg_build_attr_type),
    [7] = MESSAGE("shape", SHAPE, nnreg_build_shape, nnreg_build_attr_shape_end),
    [8] = MESSAGE("tensor", TENSOR, nnreg_build_attr_tensor, nnreg_build_attr_tensor_end),
    [9] = SEEN("placeholder", nnreg_build_attr_other),
    [10] = MESSAGE("func", FUNC, NULL, NULL),
};

static const struct nnreg_savedmodel_field list_value[] = {
    [2] = TAKE("s", TEXT, nnreg_build_attr_text),
    [3] = {"i", .kind = NNREG_SAVEDMODEL_FIELD_INT64, .take = nnreg_build_attr_int, .repeated = true},
    [4] = SEEN("f", nnreg_build_attr_other),
    [5] = SEEN("b", nnreg_build_attr_other),
    [6] = {"type", .kind = NNREG_SAVEDMODEL_FIELD_DTYPE, .take = nnreg_build_attr_type, .repeated = true},
    [7] = MESSAGE("shape", SHAPE, nnreg_build_shape, nnreg_build_attr_shape_end),
    [8] = SEEN("tensor", nnreg_build_attr_other),
    [9] = MESSAGE("func", FUNC, NULL, NULL),
};

static const struct nnreg_savedmodel_field func[] = {
    [1] = TAKE("name", TEXT, nnreg_build_attr_func),
    [2] = MESSAGE("attr", FUNC_ATTR, nnreg_build_func_attr, nnreg_build_func_attr_end),
};

/* What a function is given by the node that names it: of all that only the functions are looked at. */
static const struct nnreg_savedmodel_field func_attr[] = {
    [1] = SKIP("key"),
    [2] = MESSAGE("value", FUNC_VALUE, NULL, NULL),
};

static const struct nnreg_savedmodel_field func_value[] = {
    [1] = MESSAGE("list", FUNC_LIST, NULL, NULL),
    [2] = SKIP("s"),
    [3] = SKIP("i"),
    [4] = SKIP("f"),
    [5] = SKIP("b"),
    [6] = SKIP("type"),
    [7] = SKIP("shape"),
    [8] = SKIP("tensor"),
    [9] = SKIP("placeholder"),
    [10] = MESSAGE("func", INNER_FUNC, NULL, NULL),
};

static const struct nnreg_savedmodel_field func_list[] = {
    [2] = SKIP("s"),      [3] = SKIP("i"),
    [4] = SKIP("f"),      [5] = SKIP("b"),
    [6] = SKIP("type"),   [7] = SKIP("shape"),
    [8] = SKIP("tensor"), [9] = MESSAGE("func", INNER_FUNC, NULL, NULL),
};

static const struct nnreg_savedmodel_field inner_func[] = {
    [1] = TAKE("name", TEXT, nnreg_build_inner_func),
    [2] = MESSAGE("attr", FUNC_ATTR, nnreg_build_func_attr, nnreg_build_func_attr_end),
};

static const struct nnreg_savedmodel_field shape[] = {
    [2] = MESSAGE("dim", DIM, nnreg_build_dim, nnreg_build_dim_end),
    [3] = TAKE("unknown_rank", BOOL, nnreg_build_unknown_rank),
};

static const struct nnreg_savedmodel_field dim[] = {
    [1] = TAKE("size", INT64, nnreg_build_dim_size),
    [2] = SKIP("name"),
};

static const struct nnreg_savedmodel_field tensor[] = {
    [1] = TAKE("dtype", DTYPE, nnreg_build_tensor_type),
    [2] = MESSAGE("tensor_shape", SHAPE, nnreg_build_shape, NULL),
    [3] = SKIP("version_number"),
    [4] = {"tensor_content", .kind = NNREG_SAVEDMODEL_FIELD_TEXT, .take = nnreg_build_tensor_content,
           .most = NNREG_SAVEDMODEL_CONTENT},
    [5] = VALUES("float_val", FLOAT, FLOATS),
    [6] = VALUES("double_val", DOUBLE, DOUBLES),
    [7] = VALUES("int_val", INT32, INTS),
    [8] = TAKE("string_val", TEXT, nnreg_build_tensor_string),
    [9] = SKIP("scomplex_val"),
    [10] = VALUES("int64_val", INT64, INT64S),
    [11] = VALUES("bool_val", BOOL, BOOLS),
    [12] = SKIP("dcomplex_val"),
    [13] = VALUES("half_val", INT32, HALVES),
    [14] = SKIP("resource_handle_val"),
    [15] = SKIP("variant_val"),
    [16] = VALUES("uint32_val", UINT32, UINT32S),
    [17] = VALUES("uint64_val", UINT64, UINT64S),
    [18] = SKIP("float8_val"),
};

static const struct nnreg_savedmodel_field saver[] = {
    [1] = TEXT("filename_tensor_name", META, nnreg_savedmodel_meta, saver.filename_tensor),
    [2] = TEXT("save_tensor_name", META, nnreg_savedmodel_meta, saver.save_tensor),
    [3] = TEXT("restore_op_name", META, nnreg_savedmodel_meta, saver.restore_op),
    [4] = SKIP("max_to_keep"),
    [5] = BOOL("sharded", META, nnreg_savedmodel_meta, saver.sharded),
    [6] = SKIP("keep_checkpoint_every_n_hours"),
    [7] = {"version", .kind = NNREG_SAVEDMODEL_FIELD_ENUM, .object = NNREG_SAVEDMODEL_OBJECT_META,
           .names = saver_versions, .offset = MEMBER(int32_t, nnreg_savedmodel_meta, saver.version)},
};

static const struct nnreg_savedmodel_field collection_entry[] = {
    [1] = TEXT("key", COLLECTION, nnreg_savedmodel_collection, key),
    [2] = MESSAGE("value", COLLECTION, NULL, NULL),
};

static const struct nnreg_savedmodel_field collection[] = {
    [1] = MESSAGE("node_list", NODE_LIST, nnreg_build_node_list, NULL),
    [2] = MESSAGE("bytes_list", BYTES_LIST, nnreg_build_bytes_list, NULL),
    [3] = SEEN("int64_list", nnreg_build_number_list),
    [4] = SEEN("float_list", nnreg_build_number_list),
    [5] = MESSAGE("any_list", ANY_LIST, nnreg_build_any_list, NULL),
};

static const struct nnreg_savedmodel_field node_list[] = {
    [1] = TAKE("value", TEXT, nnreg_build_node_value),
};

static const struct nnreg_savedmodel_field bytes_list[] = {
    [1] = TAKE("value", TEXT, nnreg_build_bytes_value),
};

static const struct nnreg_savedmodel_field any_list[] = {
    [1] = MESSAGE("value", ANY, nnreg_build_any, nnreg_build_any_end),
};

static const struct nnreg_savedmodel_field any[] = {
    [1] = TAKE("type_url", TEXT, nnreg_build_any_url),
    [2] = TAKE("value", TEXT, nnreg_build_any_value),
};

static const struct nnreg_savedmodel_field signature_entry[] = {
    [1] = TEXT("key", SIGNATURE, nnreg_savedmodel_signature, key),
    [2] = MESSAGE("value", SIGNATURE, NULL, NULL),
};

static const struct nnreg_savedmodel_field signature[] = {
    [1] = MESSAGE("inputs", INFO_ENTRY, nnreg_build_input_info, NULL),
    [2] = MESSAGE("outputs", INFO_ENTRY, nnreg_build_output_info, NULL),
    [3] = TEXT("method_name", SIGNATURE, nnreg_savedmodel_signature, method),
    [4] = SKIP("defaults"),
};

static const struct nnreg_savedmodel_field info_entry[] = {
    [1] = TEXT("key", INFO, nnreg_savedmodel_info, key),
    [2] = MESSAGE("value", INFO, NULL, NULL),
};

static const struct nnreg_savedmodel_field info[] = {
    [1] = TAKE("name", TEXT, nnreg_build_info_name),
    [2] = DTYPE("dtype", INFO, nnreg_savedmodel_info, dtype),
    [3] = MESSAGE("tensor_shape", SHAPE, nnreg_build_shape, nnreg_build_info_shape_end),
    [4] = MESSAGE("coo_sparse", SPARSE, nnreg_build_sparse, NULL),
    [5] = MESSAGE("composite_tensor", COMPOSITE, nnreg_build_composite, NULL),
};

static const struct nnreg_savedmodel_field sparse[] = {
    [1] = TEXT("values_tensor_name", INFO, nnreg_savedmodel_info, name),
    [2] = TEXT("indices_tensor_name", INFO, nnreg_savedmodel_info, indices),
    [3] = TEXT("dense_shape_tensor_name", INFO, nnreg_savedmodel_info, dense_shape),
};

static const struct nnreg_savedmodel_field composite[] = {
    [1] = MESSAGE("type_spec", TYPE_SPEC, NULL, NULL),
    [2] = MESSAGE("components", INFO, nnreg_build_component, nnreg_build_component_end),
};

static const struct nnreg_savedmodel_field type_spec[] = {
    [1] = SKIP("type_spec_class"),
    [2] = SKIP("type_state"),
    [3] = TEXT("type_spec_class_name", INFO, nnreg_savedmodel_info, name),
    [4] = SKIP("num_flat_components"),
};

static const struct nnreg_savedmodel_field asset[] = {
    [1] = MESSAGE("tensor_info", INFO, nnreg_build_asset_info, nnreg_build_asset_info_end),
    [2] = TEXT("filename", ASSET, nnreg_savedmodel_asset, filename),
};

static const struct nnreg_savedmodel_field object_graph[] = {
    [1] = SEEN("nodes", nnreg_build_object_node),
    [2] = SKIP("concrete_functions"),
};

static const struct nnreg_savedmodel_field variable[] = {
    [1] = TAKE("variable_name", TEXT, nnreg_build_variable_name),
};

#define FIELDS(MESSAGE, table) [NNREG_MESSAGE_##MESSAGE] = {table, sizeof(table) / sizeof((table)[0])}

const struct nnreg_savedmodel_message_fields nnreg_savedmodel_message_fields[NNREG_MESSAGE_COUNT] = {
    FIELDS(SAVED_MODEL, saved_model),
    FIELDS(META_GRAPH, meta_graph),
    FIELDS(META_INFO, meta_info),
    FIELDS(OP_LIST, op_list),
    FIELDS(OP, op),
    FIELDS(ARG, arg),
    FIELDS(ATTR_DEF, attr_def),
    FIELDS(GRAPH, graph),
    FIELDS(VERSIONS, versions),
    FIELDS(LIBRARY, library),
    FIELDS(FUNCTION, function),
    FIELDS(RET_ENTRY, ret_entry),
    FIELDS(NODE, node),
    FIELDS(ATTR_ENTRY, attr_entry),
    FIELDS(ATTR_VALUE, attr_value),
    FIELDS(LIST_VALUE, list_value),
    FIELDS(FUNC, func),
    FIELDS(FUNC_ATTR, func_attr),
    FIELDS(FUNC_VALUE, func_value),
    FIELDS(FUNC_LIST, func_list),
    FIELDS(INNER_FUNC, inner_func),
    FIELDS(FUNCTION_ATTR, function_attr),
    FIELDS(GRADIENT, gradient),
    FIELDS(SHAPE, shape),
    FIELDS(DIM, dim),
    FIELDS(TENSOR, tensor),
    FIELDS(SAVER, saver),
    FIELDS(COLLECTION_ENTRY, collection_entry),
    FIELDS(COLLECTION, collection),
    FIELDS(NODE_LIST, node_list),
    FIELDS(BYTES_LIST, bytes_list),
    FIELDS(ANY_LIST, any_list),
    FIELDS(ANY, any),
    FIELDS(SIGNATURE_ENTRY, signature_entry),
    FIELDS(SIGNATURE, signature),
    FIELDS(INFO_ENTRY, info_entry),
    FIELDS(INFO, info),
    FIELDS(SPARSE, sparse),
    FIELDS(COMPOSITE, composite),
    FIELDS(TYPE_SPEC, type_spec),
    FIELDS(ASSET, asset),
    FIELDS(OBJECT_GRAPH, object_graph),
    FIELDS(VARIABLE, variable),
};

const struct nnreg_savedmodel_field *nnreg_savedmodel_field_by_name(enum nnreg_savedmodel_message message,
                                                                    const char *name, size_t length)
{
    const struct nnreg_savedmodel_message_fields *fields = &nnreg_savedmodel_message_fields[message];
    size_t i;

    for (i = 0; i < fields->count; i++) {
        const char *known = fields->field[i].name;

        if (known != NULL && strncmp(known, name, length) == 0 && known[length] == '\0')
            return &fields->field[i];
    }
    return NULL;
}
