/* Questions over a graph (graph.h, restored.h): tensors by name, their types and shapes, what is restored. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/restored.h"
#include "tensorflow/signature_keys.h"
#include "tensorflow/tensor_name.h"
#include "model_facts.h"
#include "models.h"
#include "nnreg.h"

Suite *graph_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;

/* A model in text form, of which the first meta graph is asked. */
static void ask(const char *text)
{
    model = model_of_text(text);
    graph = nnreg_graph_of(model, 0);
}

/* A small model that the model writer makes. */
static void ask_writer(enum mw_kind kind)
{
    struct nnreg_savedmodel_failure failure;
    struct mw_recipe recipe;
    struct mw_made made;
    struct mw_buf bytes = {NULL, 0, 0};
    const struct mw_model *models[1];

    mw_recipe_init(&recipe);
    recipe.kind = kind;
    mw_make(&made, &recipe);
    models[0] = &made.model;
    mw_model_encode(&bytes, MW_BINARY, models, 1);
    mw_made_free(&made);
    ck_assert_int_eq(model_from(&model, bytes.data, bytes.size, NNREG_SAVEDMODEL_BINARY, &failure), NNREG_OK);
    mw_buf_free(&bytes);
    graph = nnreg_graph_of(model, 0);
}

/* -- names -- */

static void parsed(struct nnreg_tensor_name found, const char *node, uint32_t output, bool is_control)
{
    ck_assert_msg(found.length == strlen(node) && memcmp(found.node, node, found.length) == 0, "%s: %.*s",
                  node, (int)found.length, found.node);
    ck_assert_uint_eq(found.output, output);
    ck_assert_int_eq(found.is_control, is_control);
}

#define IN_GRAPH(text) nnreg_tensor_name_split(text, strlen(text))
#define IN_BODY(text)  nnreg_tensor_name_in_body(text, strlen(text))

START_TEST(a_tensor_name_is_taken_apart_as_tensorflow_does)
{
    parsed(IN_GRAPH("a/b"), "a/b", 0, false);
    parsed(IN_GRAPH("a/b:0"), "a/b", 0, false);
    parsed(IN_GRAPH("a:16"), "a", 16, false);
    parsed(IN_GRAPH("a:007"), "a", 7, false);
    parsed(IN_GRAPH("a:b:3"), "a:b", 3, false);
    parsed(IN_GRAPH("^a"), "a", 0, true);
    parsed(IN_GRAPH("a:"), "a:", 0, false);
    parsed(IN_GRAPH(":1"), ":1", 0, false);
    parsed(IN_GRAPH("12"), "12", 0, false);
    parsed(IN_GRAPH(""), "", 0, false);
    parsed(IN_GRAPH("a:99999999999999999999"), "a", NNREG_TENSOR_OUTPUT_MAX, false);
    parsed(IN_BODY("arg"), "arg", 0, false);
    parsed(IN_BODY("node:out:2"), "node", 2, false);
    parsed(IN_BODY("arg:0"), "arg", 0, false);
    parsed(IN_BODY("node:out"), "node", 0, false);
    parsed(IN_BODY("^node"), "node", 0, true);
    parsed(IN_BODY(""), "", 0, false);
    parsed(IN_BODY("^"), "", 0, true);
    parsed(IN_BODY("node:out2"), "node", 0, false);
}
END_TEST

/* -- outputs -- */

#define WIDE "output_arg { number_attr: 'N' type_attr: 'T' } "
#define OPS                                                                                                  \
    "meta_info_def { stripped_op_list {"                                                                     \
    " op { name: 'One' output_arg { name: 'o' type: DT_INT32 } }"                                            \
    " op { name: 'Typed' output_arg { type_attr: 'T' } attr { name: 'T' default_value { type: DT_HALF } } }" \
    " op { name: 'Ref' output_arg { type_attr: 'T' is_ref: true } }"                                         \
    " op { name: 'Split' output_arg { type: DT_INT64 } output_arg { number_attr: 'N' type_attr: 'T' } }"     \
    " op { name: 'Many' output_arg { type_list_attr: 'L' } output_arg { type: DT_BOOL } }"                   \
    " op { name: 'None' input_arg { name: 'i' type: DT_INT32 } }"                                            \
    " op { name: 'Wide' " WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE    \
        WIDE "}"                                                                                             \
    " op { name: 'Twice' " WIDE WIDE "}"                                                                     \
    " op { name: 'Placeholder' output_arg { type_attr: 'dtype' } } } }"

static void has(const char *name, uint32_t outputs, uint32_t dtype)
{
    struct nnreg_graph_tensor tensor;

    ck_assert_msg(nnreg_graph_tensor(&tensor, &graph, name, strlen(name)), "%s", name);
    ck_assert_msg(tensor.outputs == outputs, "%s: %u outputs", name, tensor.outputs);
    ck_assert_msg(tensor.has_output && tensor.dtype == dtype, "%s: type %u", name, tensor.dtype);
}

static void has_not(const char *name, uint32_t outputs)
{
    struct nnreg_graph_tensor tensor;

    ck_assert_msg(nnreg_graph_tensor(&tensor, &graph, name, strlen(name)), "%s", name);
    ck_assert_msg(tensor.outputs == outputs && !tensor.has_output, "%s: %u outputs", name, tensor.outputs);
    ck_assert_uint_eq(tensor.dtype, NNREG_DTYPE_UNNAMED);
}

START_TEST(outputs_behind_more_open_ones_than_are_counted_are_not_known)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned count, i;
    char *taken;

    for (count = NNREG_LIMIT_MODEL_OPENS; count <= NNREG_LIMIT_MODEL_OPENS + 1; count++) {
        nnreg_bytes_text(&text,
                         "meta_graphs { meta_info_def { stripped_op_list { op { name: 'Op' attr { name: 'N' "
                         "default_value { i: 2 } } ");
        for (i = 0; i < count; i++)
            nnreg_bytes_text(&text, "output_arg { number_attr: 'N' type: DT_FLOAT } ");
        nnreg_bytes_text(&text, "} } } graph_def { node { name: 'm' op: 'Op' } } }");
        ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
        ask(taken);
        nnreg_free(taken);
        if (count == NNREG_LIMIT_MODEL_OPENS)
            has("m", 2 * NNREG_LIMIT_MODEL_OPENS, NNREG_DT_FLOAT);
        else
            has("m", NNREG_SAVEDMODEL_NONE, NNREG_DTYPE_UNNAMED);
        nnreg_savedmodel_free(model);
    }
}
END_TEST

START_TEST(one_key_of_an_output_and_an_input_is_two_keys)
{
    struct nnreg_signature_keys keys;
    struct nnreg_graph_tensor tensor;

    ask("meta_graphs { graph_def { node { name: 'a' op: 'Relu' } node { name: 'b' op: 'Relu' } } "
        "signature_def { "
        "key: 's' value { outputs { key: 't' value { name: 'a:0' } } inputs { key: 't' value { name: 'b:0' } "
        "} } } "
        "}");
    ck_assert(nnreg_signature_keys_find(&keys, &graph));
    ck_assert(nnreg_signature_keys_tensor(&tensor, &keys, &graph, "t", 1, false));
    ck_assert_uint_eq(tensor.node, 1);
    ck_assert(nnreg_signature_keys_tensor(&tensor, &keys, &graph, "t", 1, true));
    ck_assert_uint_eq(tensor.node, 0);
    nnreg_signature_keys_free(&keys);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(outputs_and_types_follow_the_op_list)
{
    struct nnreg_graph_tensor tensor;

    ask("meta_graphs { " OPS " graph_def { "
        "node { name: 'one' op: 'One' } node { name: 'default' op: 'Typed' } "
        "node { name: 'typed' op: 'Typed' attr { key: 'T' value { type: DT_UINT8 } } } "
        "node { name: 'ref' op: 'Ref' attr { key: 'T' value { type: DT_FLOAT } } } "
        "node { name: 'split' op: 'Split' attr { key: 'N' value { i: 3 } } attr { key: 'T' value { type: "
        "DT_FLOAT } } } "
        "node { name: 'huge' op: 'Split' attr { key: 'N' value { i: 65536 } } } "
        "node { name: 'nothing' op: 'Split' attr { key: 'N' value { i: -3 } } } "
        "node { name: 'many' op: 'Many' attr { key: 'L' value { list { type: [DT_INT8, DT_STRING] } } } } "
        "node { name: 'few' op: 'Many' attr { key: 'L' value { list { } } } } "
        "node { name: 'none' op: 'None' } node { name: 'custom' op: 'ZeroOut' } "
        "library { function { signature { name: 'f' output_arg { name: 'o' type: DT_DOUBLE } } } } "
        "node { name: 'call' op: 'f' } } }");
    has("one", 1, NNREG_DT_INT32);
    has("default:0", 1, NNREG_DT_HALF);
    has("typed", 1, NNREG_DT_UINT8);
    has("ref", 1, NNREG_DT_FLOAT + NNREG_DTYPE_REF);
    has("split", 4, NNREG_DT_INT64);
    has("split:3", 4, NNREG_DT_FLOAT);
    has_not("split:4", 4);
    has("many:1", 3, NNREG_DT_STRING);
    has("many:2", 3, NNREG_DT_BOOL);
    has("few:0", 1, NNREG_DT_BOOL);
    has_not("none", 0);
    has("call", 1, NNREG_DT_DOUBLE);
    has_not("^one", 1);
    has("custom:5", NNREG_SAVEDMODEL_NONE, NNREG_DTYPE_UNNAMED);
    has("nothing", NNREG_SAVEDMODEL_NONE, NNREG_DT_INT64);
    has("huge", NNREG_SAVEDMODEL_NONE, NNREG_DT_INT64);
    ck_assert(!nnreg_graph_tensor(&tensor, &graph, "ghost:0", 7));
    nnreg_savedmodel_free(model);
}
END_TEST

#define ATTR(key, value) "attr { key: '" key "' value { " value " } } "

/* Attributes of another kind than the operation has, and more outputs of an open number than are counted. */
START_TEST(what_an_attribute_does_not_say_of_outputs_is_not_known)
{
    ask("meta_graphs { " OPS " graph_def { "
        "node { name: 'float' op: 'Split' " ATTR(
            "N",
            "f: 3") "} "
                    "node { name: 'typed-list' op: 'Many' " ATTR(
                        "L",
                        "type: DT_INT8") "} "
                                         "node { name: 'list-typed' op: 'Split' " ATTR("N", "i: 3") ATTR(
                                             "T",
                                             "list { type: [DT_INT8] }") "} "
                                                                         "node { name: 'ref' op: 'Ref' " ATTR(
                                                                             "T",
                                                                             "type: DT_FLOAT_REF") "} "
                                                                                                   "node { "
                                                                                                   "name: "
                                                                                                   "'wide' "
                                                                                                   "op: "
                                                                                                   "'Wide'"
                                                                                                   " " ATTR(
                                                                                                       "N",
                                                                                                       "i: 1")
                                                                                                       ATTR(
                                                                                                           "T",
                                                                                                           "t"
                                                                                                           "y"
                                                                                                           "p"
                                                                                                           "e"
                                                                                                           ":"
                                                                                                           " "
                                                                                                           "D"
                                                                                                           "T"
                                                                                                           "_"
                                                                                                           "F"
                                                                                                           "L"
                                                                                                           "O"
                                                                                                           "A"
                                                                                                           "T") "} } }");
    has("float", NNREG_SAVEDMODEL_NONE, NNREG_DT_INT64);
    has("typed-list", NNREG_SAVEDMODEL_NONE, NNREG_DTYPE_UNNAMED);
    has("list-typed:1", 4, NNREG_DT_INT8);
    has("list-typed:2", 4, NNREG_DTYPE_UNNAMED);
    has("ref", 1, NNREG_DT_FLOAT + NNREG_DTYPE_REF);
    has("wide", NNREG_SAVEDMODEL_NONE, NNREG_DTYPE_UNNAMED);
    nnreg_savedmodel_free(model);
}
END_TEST

static bool count_output(void *context, uint32_t output, uint32_t dtype)
{
    uint32_t *count = context;

    ck_assert_uint_eq(output, (*count)++);
    ck_assert_uint_eq(dtype, NNREG_DT_HALF);
    return true;
}

START_TEST(more_outputs_than_a_node_may_have_are_not_gone_through)
{
    uint32_t count = 0;

    ask("meta_graphs { " OPS " graph_def { node { name: 't' op: 'Twice' " ATTR("N", "i: 65536")
            ATTR("T", "type: DT_HALF") "} } }");
    ck_assert(!nnreg_graph_each_output(&graph, nnreg_savedmodel_node_at(model, 0), count_output, &count));
    ck_assert_uint_eq(count, NNREG_GRAPH_OUTPUTS);
    nnreg_savedmodel_free(model);
}
END_TEST

/* What no op list has is declared as in TensorFlow's core; of an attribute that is left out the default is not known. */
START_TEST(outputs_of_what_no_list_declares_follow_the_table)
{
    ask("meta_graphs { meta_info_def { stripped_op_list { op { name: 'Relu' } } } graph_def { "
        "node { name: 'abs' op: 'Abs' attr { key: 'T' value { type: DT_HALF } } } "
        "node { name: 'open' op: 'Abs' } node { name: 'shape' op: 'Shape' } node { name: 'top' op: 'TopKV2' "
        "} "
        "node { name: 'split' op: 'Split' attr { key: 'num_split' value { i: 3 } } attr { key: 'T' value { "
        "type: DT_FLOAT } } } node { name: 'splits' op: 'Split' } node { name: 'product' op: "
        "'QuantizedMatMul' } "
        "node { name: 'n' op: 'IdentityN' attr { key: 'T' value { list { type: [DT_INT8, DT_STRING] } } } } "
        "node { name: 'variable' op: 'VariableV2' attr { key: 'dtype' value { type: DT_FLOAT } } } "
        "node { name: 'none' op: 'NoOp' } node { name: 'relu' op: 'Relu' } node { name: 'f' op: 'Softmax' } "
        "library { function { signature { name: 'Softmax' output_arg { name: 'o' type: DT_BOOL } } } } } } "
        "meta_graphs { graph_def { "
        "node { name: 'relu' op: 'Relu' attr { key: 'T' value { type: DT_INT8 } } } } }");
    has("abs", 1, NNREG_DT_HALF);
    has("open", 1, NNREG_DTYPE_UNNAMED);
    has("shape", 1, NNREG_DTYPE_UNNAMED);
    has("top:1", 2, NNREG_DTYPE_UNNAMED);
    has("product:1", 3, NNREG_DT_FLOAT);
    has("split:2", 3, NNREG_DT_FLOAT);
    has_not("split:3", 3);
    has("splits", NNREG_SAVEDMODEL_NONE, NNREG_DTYPE_UNNAMED);
    has("n:1", 2, NNREG_DT_STRING);
    has("variable", 1, NNREG_DT_FLOAT + NNREG_DTYPE_REF);
    has_not("none", 0);
    has_not("relu", 0);
    has("f", 1, NNREG_DT_BOOL);
    ck_assert_uint_eq(graph.meta->ops, 1);
    graph = nnreg_graph_of(model, 1);
    has("relu", 1, NNREG_DT_INT8);
    nnreg_savedmodel_free(model);
}
END_TEST

/* -- shapes -- */

static const char *shape_of(const char *name)
{
    static char text[64];
    struct nnreg_graph_tensor tensor;
    struct nnreg_shape shape;
    size_t i, at = 0;

    ck_assert_msg(nnreg_graph_tensor(&tensor, &graph, name, strlen(name)), "%s", name);
    nnreg_graph_tensor_shape(&shape, &graph, &tensor);
    if (!shape.known)
        return "?";
    text[at++] = '[';
    for (i = 0; i < shape.rank; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "%s%lld", i > 0 ? "," : "",
                               (long long)shape.dim[i]);
    snprintf(text + at, sizeof(text) - at, "]");
    return text;
}

#define SHAPED(name, attrs) \
    "node { name: '" name "' op: 'Placeholder' attr { key: 'dtype' value { type: DT_FLOAT } } " attrs "} "
#define SHAPE(dims) "attr { key: 'shape' value { shape { " dims " } } } "
#define OUT(shapes) "attr { key: '_output_shapes' value { list { " shapes " } } } "

#define SHAPED_NODES                                                                                  \
    SHAPED("both", SHAPE("dim { size: 1 }") OUT("shape { dim { size: -1 } dim { size: 3 } }"))        \
    SHAPED("attr", SHAPE("dim { size: 0 } dim { size: 9223372036854775807 }"))                        \
    SHAPED("unknown", SHAPE("dim { size: 2 }") OUT("shape { unknown_rank: true dim { size: 5 } }"))   \
    SHAPED("scalar", SHAPE(""))                                                                       \
    SHAPED("silent", "")                                                                              \
    "node { name: 'other' op: 'One' " SHAPE("dim { size: 4 }") "} "                                   \
                                                               "node { name: 'exact' op: 'One' " OUT( \
                                                                   "shape { }") "} "

START_TEST(a_shape_is_what_the_graph_says_of_the_output_else_what_a_placeholder_says)
{
    ask("meta_graphs { " OPS " graph_def { " SHAPED_NODES SHAPED(
        "number",
        "attr { key: 'shape' value { i: 3 } } ") "node { name: 'second' op: 'PlaceholderV2' attr { key: "
                                                 "'shape' value { shape { dim { size: 4 } } } } } versions { "
                                                 "producer: 22 } } }");
    ck_assert_str_eq(shape_of("both"), "[-1,3]");
    ck_assert_str_eq(shape_of("attr:0"), "[0,9223372036854775807]");
    ck_assert_str_eq(shape_of("attr:1"), "?");
    ck_assert_str_eq(shape_of("unknown"), "[2]");
    ck_assert_str_eq(shape_of("scalar"), "[]");
    ck_assert_str_eq(shape_of("silent"), "?");
    ck_assert_str_eq(shape_of("number"), "?");
    ck_assert_str_eq(shape_of("second"), "[4]");
    ck_assert_str_eq(shape_of("other"), "?");
    ck_assert_str_eq(shape_of("exact"), "[]");
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(a_placeholder_of_rank_zero_in_an_old_graph_has_any_rank)
{
    ask("meta_graphs { " OPS " graph_def { " SHAPED_NODES " versions { producer: 21 } } }");
    ck_assert_str_eq(shape_of("scalar"), "?");
    ck_assert_str_eq(shape_of("unknown"), "[2]");
    ck_assert_str_eq(shape_of("exact"), "[]");
    nnreg_savedmodel_free(model);
}
END_TEST

/* -- initialization -- */

#define COLLECTION(key, names) "collection_def { key: '" key "' value { node_list { value: [" names "] } } } "

START_TEST(the_init_op_is_that_of_the_signature_then_of_the_main_then_of_the_legacy_collection)
{
    static const char *const parts[] = {COLLECTION("legacy_init_op", "'old'"),
                                        COLLECTION("saved_model_main_op", "'main', 'second'"),
                                        "signature_def { key: '__saved_model_init_op' value { outputs { key: "
                                        "'__saved_model_init_op' value { name: "
                                        "'NoOp' } } } } "};
    static const char *const names[] = {"", "old", "main", "NoOp"};
    char text[1024] = "meta_graphs { graph_def { } ";
    size_t i;

    for (i = 0; i < 4; i++) {
        char whole[1100];
        struct nnreg_graph_init init;

        if (i > 0)
            strncat(text, parts[i - 1], sizeof(text) - strlen(text) - 1);
        snprintf(whole, sizeof(whole), "%s }", text);
        ask(whole);
        init = nnreg_graph_init_op(&graph);
        ck_assert_str_eq(nnreg_savedmodel_text(model, init.name), names[i]);
        ck_assert_uint_eq(init.count, i == 0 ? 0 : i == 2 ? 2 : 1);
        nnreg_savedmodel_free(model);
    }
}
END_TEST

/* What comes twice counts as it was last, and what is of another kind is nothing. */
START_TEST(keys_lead_to_what_they_say)
{
    const struct nnreg_savedmodel_signature *signature;

    ask("meta_graphs { graph_def { } signature_def { key: '__saved_model_train_op' value { } } signature_def "
        "{ key: "
        "'__saved_model_init_op' value { } } signature_def { key: 'a' value { inputs { key: 'x' value { "
        "name: 'old:0' } } "
        "} } signature_def { key: 'a' value { inputs { key: 'x' value { name: 'p:0' } } inputs { key: 'x' "
        "value { name: "
        "'q:0' } } outputs { key: 'x' value { name: 'r:0' } } outputs { key: 'whole' value { "
        "composite_tensor { "
        "components { name: 'part:0' } } } } } } signature_def { key: 'b' value { } } " COLLECTION("k",
                                                                                                   "'first'")
            COLLECTION(
                "k",
                "'last'") "collection_def { key: 'saved_model_main_op' value { bytes_list { value: 'm' } } } "
                          "collection_def { key: 'legacy_init_op' value { node_list { } } } }");
    signature = nnreg_graph_main_signature(&graph);
    ck_assert_ptr_nonnull(signature);
    ck_assert_str_eq(nnreg_savedmodel_text(model, signature->key), "a");
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_graph_info(&graph, signature, false, "x", 1)->name),
                     "q:0");
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_graph_info(&graph, signature, true, "x", 1)->name),
                     "r:0");
    ck_assert_ptr_null(nnreg_graph_info(&graph, signature, false, "whole", 5));
    ck_assert_ptr_null(nnreg_graph_info(&graph, signature, false, "never written", 13));
    ck_assert_ptr_null(nnreg_graph_signature(&graph, "c"));
    ck_assert_ptr_null(nnreg_graph_collection(&graph, "c"));
    ck_assert_str_eq(
        nnreg_savedmodel_text(
            model, nnreg_savedmodel_value_at(model, nnreg_graph_collection(&graph, "k")->first_value)),
        "last");
    ck_assert_int_eq(nnreg_graph_init_op(&graph).source, NNREG_INIT_LEGACY);
    ck_assert_uint_eq(nnreg_graph_init_op(&graph).count, 0);
    nnreg_savedmodel_free(model);
    ask("meta_graphs { graph_def { } signature_def { key: '__saved_model_train_op' value { } } }");
    ck_assert_ptr_null(nnreg_graph_main_signature(&graph));
    nnreg_savedmodel_free(model);
}
END_TEST

/* -- what is restored -- */

#define CONST(name, texts) \
    "node { name: '" name  \
    "' op: 'Const' attr { key: 'value' value { tensor { dtype: DT_STRING string_val: [" texts "] } } } } "
#define RESTORE(name, keys, slices) \
    "node { name: '" name "' op: 'RestoreV2' input: 'file' input: '" keys "' input: '" slices "' } "
#define SAVER "saver_def { filename_tensor_name: 'file:0' restore_op_name: 'all' version: V2 } "

static void restores(const char *keys, bool complete, enum nnreg_variables_need need)
{
    struct nnreg_restored restored;
    char found[256] = "";
    uint32_t i;

    ck_assert_int_eq(nnreg_restored_find(&restored, &graph, NULL), NNREG_OK);
    for (i = 0; i < restored.count; i++) {
        strcat(found, nnreg_savedmodel_text(model, restored.list[i].key));
        if (restored.list[i].slice != 0) {
            strcat(found, "@");
            strcat(found, nnreg_savedmodel_text(model, restored.list[i].slice));
        }
        strcat(found, ";");
    }
    ck_assert_str_eq(found, keys);
    ck_assert_int_eq(restored.complete, complete);
    ck_assert_int_eq(nnreg_restored_need(&restored, &graph), need);
    nnreg_restored_free(&restored);
    nnreg_savedmodel_free(model);
}

START_TEST(keys_are_found_by_walking_back_over_control_edges_and_into_functions)
{
    ask("meta_graphs { graph_def { node { name: 'all' op: 'NoOp' input: '^shard' } "
        "node { name: 'shard' op: 'Assign' input: 'v' input: 'r:1' } " CONST("k", "'b', 'a'")
            CONST("s", "'', '4 0,4'") RESTORE("r", "k:0", "s") CONST("k2", "'unrelated'") RESTORE(
                "r2", "k2",
                "s") "node { name: 'v' op: 'PartitionedCall' attr { key: 'f' value { func { name: 'outer' } "
                     "} } } "
                     "library { function { signature { name: 'outer' } node_def { name: 'if' op: 'If' "
                     "attr { key: 'branches' value { list { func { name: 'inner' } func { name: 'gone' } } } "
                     "} } } "
                     "function { signature { name: 'inner' } "
                     "node_def { name: 'k' op: 'Const' attr { key: 'value' value { tensor { dtype: DT_STRING "
                     "string_val: 'c' } } } } "
                     "node_def { name: 'i' op: 'Identity' input: 'k:output:0' } "
                     "node_def { name: 'r' op: 'RestoreV2' input: 'f' input: 'i:output:0' input: "
                     "'k:output:0' } "
                     "node_def { name: 'again' op: 'inner' } } } } " SAVER "}");
    restores("a@4 0,4;b;c@c;", true, NNREG_NEED_VARIABLES);
}
END_TEST

#define CONST_NUMBER                                                                                        \
    "node { name: 'fed' op: 'Const' attr { key: 'value' value { tensor { dtype: DT_INT32 int_val: 1 } } } " \
    "} "

START_TEST(what_is_not_a_constant_is_not_known)
{
    static const char *const behind[] = {"",
                                         "node { name: 'fed' op: 'Placeholder' } ",
                                         "node { name: 'fed' op: 'Identity' } ",
                                         "node { name: 'fed' op: 'Identity' input: 'fed' } ",
                                         "node { name: 'fed' op: 'Const' } ",
                                         CONST_NUMBER};
    char text[700];
    size_t i;

    for (i = 0; i < sizeof behind / sizeof *behind; i++) {
        (void)snprintf(text, sizeof text,
                       "meta_graphs { graph_def { %s" CONST("s", "''") RESTORE("all", "fed", "s") "} " SAVER
                                                                                                  "}",
                       behind[i]);
        ask(text);
        restores("", false, NNREG_NEED_UNCERTAIN);
    }
}
END_TEST

/* The older operations, keys without a slice beside them, and keys that two ask for: each is there once. */
START_TEST(each_restore_operation_asks_for_its_keys)
{
    ask("meta_graphs { graph_def { " CONST("k", "'a', 'b'") CONST("s", "'4 0,4'") CONST(
        "o", "'c'") "node { name: 'all' op: 'NoOp' input: '^r1' input: '^r2' input: '^r3' } " RESTORE("r1",
                                                                                                      "k",
                                                                                                      "s")
            RESTORE(
                "r2", "k",
                "s") "node { name: 'r3' op: 'RestoreSlice' input: 'file' input: 'o' input: 's' input: 'r4' } "
                     "node { name: 'r4' op: 'Restore' input: 'file' input: 'o' } } " SAVER "}");
    restores("a@4 0,4;b;c@4 0,4;", true, NNREG_NEED_VARIABLES);
}
END_TEST

START_TEST(only_the_object_graph_is_needed_by_python_alone)
{
    ask("meta_graphs { graph_def { " CONST("k", "'_CHECKPOINTABLE_OBJECT_GRAPH'")
            RESTORE("all", "k", "k") "} " SAVER "}");
    restores("_CHECKPOINTABLE_OBJECT_GRAPH@_CHECKPOINTABLE_OBJECT_GRAPH;", true, NNREG_NEED_PYTHON_ONLY);
}
END_TEST

START_TEST(a_hub_module_has_variables_and_no_saver)
{
    ask("meta_graphs { graph_def { node { name: 'v' op: 'VarHandleOp' } } collection_def { key: 'variables' "
        "value { "
        "bytes_list { value: '\\n\\001v' } } } }");
    ck_assert_uint_eq(nnreg_graph_collection(&graph, "variables")->values, 1);
    restores("", true, NNREG_NEED_HUB);
    ask("meta_graphs { graph_def { node { name: 'v' op: 'VarHandleOp' } } }");
    restores("", true, NNREG_NEED_NONE);
    ask("meta_graphs { graph_def { node { name: 'v' op: 'VarHandleOp' } } " COLLECTION("variables",
                                                                                       "'v:0'") "}");
    restores("", true, NNREG_NEED_NONE);
    ask("meta_graphs { graph_def { node { name: 'v' op: 'VarHandleOp' } } collection_def { key: 'variables' "
        "value { "
        "bytes_list { } } } }");
    restores("", true, NNREG_NEED_NONE);
    ask("meta_graphs { graph_def { node { name: 'v' op: 'NoOp' } } collection_def { key: 'variables' value { "
        "bytes_list { "
        "value: '\\n\\001v' } } } }");
    restores("", true, NNREG_NEED_NONE);
    ask("meta_graphs { graph_def { " CONST("k", "'a'") RESTORE("r", "k", "k") "} " SAVER "}");
    restores("", true, NNREG_NEED_NONE);
    ask("meta_graphs { graph_def { " CONST("k", "'a'")
            RESTORE("all", "k", "k") "} saver_def { filename_tensor_name: 'file:0' version: V2 } }");
    restores("", true, NNREG_NEED_NONE);
}
END_TEST

START_TEST(the_models_of_the_writer_restore_what_they_hold)
{
    struct nnreg_restored restored;

    ask_writer(MW_KIND_CLASSIFIER);
    ck_assert_int_eq(nnreg_restored_find(&restored, &graph, NULL), NNREG_OK);
    ck_assert_uint_gt(restored.count, 0);
    ck_assert(restored.complete && restored.has_operation);
    ck_assert(!nnreg_restored_has(&restored, model, "nothing", 7));
    ck_assert_int_eq(nnreg_restored_need(&restored, &graph), NNREG_NEED_VARIABLES);
    nnreg_restored_free(&restored);
    nnreg_savedmodel_free(model);
    ask_writer(MW_KIND_TF2);
    ck_assert_int_eq(nnreg_restored_find(&restored, &graph, NULL), NNREG_OK);
    ck_assert(nnreg_restored_has(&restored, model, NNREG_OBJECT_GRAPH_KEY, strlen(NNREG_OBJECT_GRAPH_KEY)));
    ck_assert_uint_gt(restored.count, 1);
    nnreg_restored_free(&restored);
    nnreg_savedmodel_free(model);
    ask_writer(MW_KIND_FROZEN);
    restores("", true, NNREG_NEED_NONE);
}
END_TEST

START_TEST(finding_what_is_restored_without_memory_fails_and_loses_nothing)
{
    struct nnreg_restored restored;
    uint64_t n, needed;

    ask_writer(MW_KIND_TF2);
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(nnreg_restored_find(&restored, &graph, NULL), NNREG_OK);
    needed = nnreg_alloc_count();
    nnreg_restored_free(&restored);
    for (n = 1; n <= needed; n++) {
        nnreg_alloc_fail_from(n);
        ck_assert_int_eq(nnreg_restored_find(&restored, &graph, NULL), NNREG_NO_MEMORY);
        ck_assert_ptr_null(restored.list);
    }
    nnreg_alloc_fail_from(0);
    nnreg_savedmodel_free(model);
}
END_TEST

/* -- likely names -- */

static void nearest(const char *name, const char *first)
{
    uint32_t nodes[NNREG_GRAPH_NEAREST];
    uint32_t count = nnreg_graph_nearest(nodes, &graph, name, strlen(name));

    if (first == NULL) {
        ck_assert_uint_eq(count, 0);
        return;
    }
    ck_assert_msg(count > 0, "%s", name);
    ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_node_at(model, nodes[0])->name), first);
}

START_TEST(a_name_that_does_not_exist_has_likely_ones)
{
    ask("meta_graphs { graph_def { node { name: 'serving_default_input_1' } node { name: "
        "'model/dense/Softmax' } "
        "node { name: 'Logits' } node { name: 'a/very/deep/scope/Softmax' } node { name: 'weights\\0' } } }");
    nearest("serving_default_input", "serving_default_input_1");
    nearest("serving_default_imput_1:0", "serving_default_input_1");
    nearest("logits:0", "Logits");
    nearest("Softmax", "model/dense/Softmax");
    nearest("inception/Softmax:0", "model/dense/Softmax");
    nearest("nothing/of/the/kind", NULL);
    nearest("weights", NULL); /* no description can name what has a NUL in its name */
    nearest("", NULL);
    nnreg_savedmodel_free(model);
}
END_TEST

Suite *graph_suite(void)
{
    Suite *suite = suite_create("graph");
    TCase *tests = tcase_create("graph");

    tcase_add_test(tests, a_tensor_name_is_taken_apart_as_tensorflow_does);
    tcase_add_test(tests, outputs_behind_more_open_ones_than_are_counted_are_not_known);
    tcase_add_test(tests, one_key_of_an_output_and_an_input_is_two_keys);
    tcase_add_test(tests, outputs_and_types_follow_the_op_list);
    tcase_add_test(tests, what_an_attribute_does_not_say_of_outputs_is_not_known);
    tcase_add_test(tests, more_outputs_than_a_node_may_have_are_not_gone_through);
    tcase_add_test(tests, outputs_of_what_no_list_declares_follow_the_table);
    tcase_add_test(tests, a_shape_is_what_the_graph_says_of_the_output_else_what_a_placeholder_says);
    tcase_add_test(tests, a_placeholder_of_rank_zero_in_an_old_graph_has_any_rank);
    tcase_add_test(tests,
                   the_init_op_is_that_of_the_signature_then_of_the_main_then_of_the_legacy_collection);
    tcase_add_test(tests, keys_lead_to_what_they_say);
    tcase_add_test(tests, keys_are_found_by_walking_back_over_control_edges_and_into_functions);
    tcase_add_test(tests, what_is_not_a_constant_is_not_known);
    tcase_add_test(tests, each_restore_operation_asks_for_its_keys);
    tcase_add_test(tests, only_the_object_graph_is_needed_by_python_alone);
    tcase_add_test(tests, a_hub_module_has_variables_and_no_saver);
    tcase_add_test(tests, the_models_of_the_writer_restore_what_they_hold);
    tcase_add_test(tests, finding_what_is_restored_without_memory_fails_and_loses_nothing);
    tcase_add_test(tests, a_name_that_does_not_exist_has_likely_ones);
    suite_add_tcase(suite, tests);
    return suite;
}
