/* What the first operations of a graph tell of images (first_ops.h), of models in text form. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "model_facts.h"
#include "nnreg.h"
#include "tensorflow/first_ops.h"

Suite *first_ops_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;
static struct nnreg_flow flow;
static struct nnreg_first_told told;
static struct nnreg_error error;

static struct nnreg_shape shape; /* of what is fed */

static nnreg_status tell_again(void)
{
    struct nnreg_flow_tensor tensor = {0, 0};
    struct nnreg_first_ops first;
    nnreg_status status = nnreg_flow_make(&flow, &graph, &error);

    if (status == NNREG_OK) {
        status = nnreg_first_ops_make(&first, &flow, NULL, &error);
        if (status == NNREG_OK)
            nnreg_first_ops_tell(&told, &first, &tensor, &shape);
        if (flow.failed)
            status = NNREG_NO_MEMORY;
        nnreg_first_ops_free(&first);
    }
    nnreg_flow_free(&flow);
    return status;
}

/* Of the first node, whose shape is not known unless tell_of has said it. */
static void tell(const char *text)
{
    struct nnreg_savedmodel_failure failure;

    ck_assert_msg(model_from(&model, text, strlen(text), NNREG_SAVEDMODEL_TEXT, &failure) == NNREG_OK,
                  "%s at %llu:%llu", failure.reason, (unsigned long long)failure.line,
                  (unsigned long long)failure.column);
    graph = nnreg_graph_of(model, 0);
    ck_assert_int_eq(tell_again(), NNREG_OK);
}

static void end(void)
{
    nnreg_savedmodel_free(model);
    model = NULL;
    shape.known = false;
}

/* Of this shape the first node is. */
static void tell_of(const struct nnreg_shape *fed, const char *text)
{
    shape = *fed;
    tell(text);
}

#define MODEL(nodes)           "meta_graphs { graph_def { " nodes " } }"
#define NODE(name, op, inputs) "node { name: '" name "' op: '" op "' " inputs " } "
#define IN(name)               "input: '" name "' "
#define NUMBER(name, number)                                                                        \
    NODE(name, "Const",                                                                             \
         "attr { key: 'value' value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: " number \
         " } } }")
#define WHOLE(name, shape, numbers)                                                                 \
    NODE(name, "Const",                                                                             \
         "attr { key: 'value' value { tensor { dtype: DT_INT32 tensor_shape { " shape " } " numbers \
         " } } }")
#define X NODE("x", "Placeholder", "")

START_TEST(dividing_by_255_tells_the_range_of_pixels)
{
    tell(MODEL(X NUMBER("c", "255") NODE("s", "RealDiv", IN("x") IN("c")) NODE("y", "Conv2D", IN("s"))));
    ck_assert(told.computes);
    ck_assert_double_eq(told.scale[0], 1 / 255.0);
    ck_assert_double_eq(nnreg_first_pixels(&told).highest, 255);
    ck_assert(nnreg_first_pixels(&told).scales);
    ck_assert_str_eq(told.order, "NHWC");
}
END_TEST

START_TEST(a_constant_that_the_graph_computes_is_one)
{
    tell(MODEL(X NUMBER("c", "16256.25") NODE("r", "Sqrt", IN("c")) NUMBER("one", "1") NODE(
        "s", "RealDiv", IN("x") IN("r")) NODE("t", "Sub", IN("s") IN("one")) NODE("y", "MatMul", IN("t"))));
    ck_assert_double_eq(told.scale[0], 1 / 127.5);
    ck_assert_double_eq(told.shift[0], -1);
    ck_assert_str_eq(told.order, "");
}
END_TEST

START_TEST(a_way_that_is_not_known_leaves_what_is_done_to_pixels_untold)
{
    tell(MODEL(X NUMBER("c", "255") NODE("s", "RealDiv", IN("x") IN("c")) NODE("y", "Conv2D", IN("s"))
                   NODE("z", "Exp", IN("x"))));
    ck_assert(!told.computes);
    ck_assert_str_eq(told.order, "NHWC");
}
END_TEST

START_TEST(two_ways_that_do_not_agree_tell_nothing)
{
    tell(MODEL(X NUMBER("c", "255") NODE("s", "RealDiv", IN("x") IN("c")) NODE("y", "Conv2D", IN("s"))
                   NODE("z", "Conv2D", IN("x") "attr { key: 'data_format' value { s: 'NCHW' } } ")));
    ck_assert(!told.computes);
    ck_assert_str_eq(told.order, "");
}
END_TEST

START_TEST(a_transpose_is_looked_through)
{
    tell(MODEL(X WHOLE("p", "dim { size: 4 }", "int_val: [0, 3, 1, 2]")
                   NODE("t", "Transpose", IN("x") IN("p"))
                       NODE("y", "MaxPool", IN("t") "attr { key: 'data_format' value { s: 'NCHW' } } ")));
    ck_assert_str_eq(told.order, "NHWC");
}
END_TEST

START_TEST(an_image_that_a_batch_is_made_of_has_none)
{
    tell(MODEL(X WHOLE("a", "", "int_val: 0") NODE("t", "ExpandDims", IN("x") IN("a"))
                   NODE("y", "Conv2D", IN("t"))));
    ck_assert_str_eq(told.order, "HWC");
}
END_TEST

START_TEST(a_batch_along_a_dimension_that_there_is_not_tells_no_order)
{
    tell(MODEL(X WHOLE("a", "", "int_val: -9") NODE("t", "ExpandDims", IN("x") IN("a"))
                   NODE("y", "Conv2D", IN("t"))));
    ck_assert_str_eq(told.order, "");
}
END_TEST

#define SPLIT(first, second, third)                                                       \
    MODEL(X WHOLE("a", "", "int_val: -1") NODE("s", "Split",                              \
                                               IN("a") IN("x") "attr { key: 'num_split' " \
                                                               "value { i: 3 } } ")       \
              NODE("j", "ConcatV2", IN(first) IN(second) IN(third) IN("a")) NODE("y", "Conv2D", IN("j")))

START_TEST(channels_that_are_joined_the_other_way_round_are_turned)
{
    tell(SPLIT("s:2", "s:1", "s:0"));
    ck_assert(told.computes && told.turned);
    end();
    tell(SPLIT("s", "s:1", "s:2"));
    ck_assert(told.computes && !told.turned);
    end();
    tell(SPLIT("s", "s:1", "s:1"));
    ck_assert(!told.computes);
}
END_TEST

START_TEST(functions_that_are_called_are_gone_into_and_out_of)
{
    tell(
        "meta_graphs { graph_def { " X NUMBER("c", "255") NODE(
            "f", "PartitionedCall", IN("x") IN("c") "attr { key: 'f' value { func { name: 'scale' } } } ")
            NODE("y", "Conv2D", IN("f")) "library { function { signature { name: 'scale' input_arg { name: "
                                         "'p' type: DT_FLOAT } input_arg { name: 'q' type: DT_FLOAT } "
                                         "output_arg { name: 'r' type: DT_FLOAT } } node_def { name: 'd' op: "
                                         "'RealDiv' input: 'p' input: 'q' } ret { key: 'r' value: 'd:z:0' } "
                                         "} } } }");
    ck_assert(told.computes);
    ck_assert_double_eq(told.scale[0], 1 / 255.0);
}
END_TEST

#define FUNCTION(args, nodes, given)                                                                      \
    "library { function { signature { name: 'g' " args "output_arg { name: 'r' type: DT_FLOAT } } " nodes \
    "ret { "                                                                                              \
    "key: 'r' value: '" given "' } } } "
#define CALL(inputs) NODE("f", "PartitionedCall", inputs "attr { key: 'f' value { func { name: 'g' } } } ")

/* One that only waits gives out nothing, and an input that the function has no argument for goes nowhere. */
START_TEST(of_a_call_whose_parts_do_not_go_together_nothing_is_told)
{
    tell(MODEL(X CALL("") NODE("s", "RealDiv", IN("x") IN("f")) NODE("y", "Conv2D", IN("s")) FUNCTION(
        "",
        "node_def { name: 'k' op: 'Const' attr { key: 'value' value { tensor { dtype: DT_FLOAT "
        "tensor_shape { } float_val: 255 } } } } ",
        "^k")));
    ck_assert(!told.computes);
    ck_assert_str_eq(told.order, "");
    end();
    tell(MODEL(X NUMBER("c", "255") CALL(IN("c") IN("x")) NODE("y", "Conv2D", IN("f")) FUNCTION(
        "input_arg { name: 'p' type: DT_FLOAT } ", "node_def { name: 'k' op: 'Neg' input: 'p' } ", "k:y:0")));
    ck_assert(!told.computes);
    ck_assert_str_eq(told.order, "");
}
END_TEST

START_TEST(a_circle_and_100000_readers_end)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned i;
    char *taken;

    tell(MODEL(X NODE("a", "Merge", IN("x") IN("b")) NODE("b", "Identity", IN("a"))));
    ck_assert(!told.computes);
    end();
    nnreg_bytes_text(&text, "meta_graphs { graph_def { " X);
    for (i = 0; i < 100000; i++)
        nnreg_bytes_format(&text, "node { name: 'n%u' op: 'Conv2D' input: 'x' }\n", i);
    nnreg_bytes_text(&text, "} }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    tell(taken);
    nnreg_free(taken);
    ck_assert(!told.computes);
}
END_TEST

START_TEST(no_failed_allocation_is_lost)
{
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned n;

    tell(SPLIT("s:2", "s:1", "s:0"));
    for (n = 1; status == NNREG_NO_MEMORY && n < 1000; n++) {
        nnreg_alloc_fail_from(n);
        status = tell_again();
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 5);
    ck_assert(told.turned);
}
END_TEST

/* ------------------------------------------------------------------------------- each operation: told, and not told -- */

static const struct nnreg_shape picture = {.known = true, .rank = 4, .dim = {-1, 32, 32, 3}};

#define FLOATS(name, count, numbers)                                                                      \
    NODE(name, "Const",                                                                                   \
         "attr { key: 'value' value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: " count " } } " \
         "float_val: [" numbers "] } } }")
#define FILTER                                                                                             \
    NODE("f", "Const",                                                                                     \
         "attr { key: 'value' value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 3 } dim { size:" \
         " 3 } dim { size: 3 } dim { size: 8 } } float_val: 0.1 } } }")
#define END_OF(name)     NODE("y", "Conv2D", IN(name))
#define BY_255(name, of) NUMBER("c", "255") NODE(name, "RealDiv", IN(of) IN("c"))
#define TYPES(from, to) \
    "attr { key: 'SrcT' value { type: " from " } } attr { key: 'DstT' value { type: " to " } } "

#define NORM(training)                                                                          \
    MODEL(X FLOATS("g", "3", "1") FLOATS("b", "3", "0") FLOATS("m", "3", "127.5") FLOATS(       \
        "v", "3", "16256.25") NODE("n", "FusedBatchNormV3",                                     \
                                   IN("x") IN("g") IN("b") IN("m")                              \
                                       IN("v") "attr { key: 'is_training' value { b: " training \
                                               " } } attr { key: 'epsilon' value { f: 0 } } ") END_OF("n"))

START_TEST(a_batch_norm_of_constants_is_computed_unless_it_trains)
{
    tell(NORM("false"));
    ck_assert(told.computes);
    ck_assert_double_eq(told.scale[0], 1 / 127.5);
    ck_assert_double_eq(told.shift[0], -1);
    ck_assert_double_eq(nnreg_first_pixels(&told).highest, 255);
    end();
    tell(NORM("true"));
    ck_assert(!told.computes);
    ck_assert_str_eq(told.order, "NHWC");
}
END_TEST

START_TEST(a_batch_norm_of_variables_without_files_is_not_known)
{
    tell(MODEL(X FLOATS("g", "3", "1") FLOATS("b", "3", "0") NODE("m", "VariableV2", "") FLOATS("v", "3", "1")
                   NODE("n", "FusedBatchNorm",
                        IN("x") IN("g") IN("b") IN("m") IN("v") "attr { key: "
                                                                "'is_training' value { b: "
                                                                "false } } ") END_OF("n")));
    ck_assert(!told.computes);
    ck_assert_str_eq(told.order, "NHWC");
}
END_TEST

#define BIAS(op)                                                                   \
    MODEL(X FLOATS("b", "3", "-103.939, -116.779, -123.68") NODE("e", op, IN("b")) \
              NODE("s", "BiasAdd", IN("x") IN("e")) END_OF("s"))

START_TEST(a_bias_is_a_shift_of_each_channel_where_it_is_known)
{
    tell(BIAS("Identity"));
    ck_assert(told.computes && told.parts == 3);
    ck_assert_int_eq(nnreg_first_pixels(&told).colors, NNREG_FIRST_COLORS_BGR);
    end();
    tell(BIAS("Exp"));
    ck_assert(!told.computes);
}
END_TEST

START_TEST(a_cast_to_whole_numbers_tells_whole_pixels_unless_they_were_scaled)
{
    tell(MODEL(X NODE("w", "Cast", IN("x") TYPES("DT_FLOAT", "DT_UINT8")) END_OF("w")));
    ck_assert(told.computes && told.whole);
    ck_assert_double_eq(nnreg_first_pixels(&told).highest, 255);
    end();
    tell(MODEL(X BY_255("s", "x") NODE("w", "Cast", IN("s") TYPES("DT_FLOAT", "DT_INT32")) END_OF("w")));
    ck_assert(!told.computes);
}
END_TEST

START_TEST(convert_image_dtype_is_a_scaling_to_floats_and_not_known_to_bytes)
{
    tell(MODEL(X NODE("f", "Cast", IN("x") TYPES("DT_UINT8", "DT_FLOAT")) NUMBER("c", "0.003921569")
                   NODE("s", "Mul", IN("f") IN("c")) END_OF("s")));
    ck_assert(told.computes && !told.whole);
    ck_assert(nnreg_first_pixels(&told).scales);
    end();
    tell(MODEL(X NUMBER("c", "255.5") NODE("s", "Mul", IN("x") IN("c"))
                   NODE("w", "Cast", IN("s") TYPES("DT_FLOAT", "DT_UINT8")) END_OF("w")));
    ck_assert(!told.computes);
}
END_TEST

#define SLICE(stride, masks)                                                                                 \
    MODEL(X WHOLE("b", "dim { size: 2 }", "int_val: [0, 0]") WHOLE(                                          \
        "e", "dim { size: 2 }", "int_val: [0, 0]") WHOLE("t", "dim { size: 2 }", "int_val: [1, " stride "]") \
              NODE("s", "StridedSlice",                                                                      \
                   IN("x") IN("b") IN("e") IN("t") "attr { key: 'ellipsis_mask' value { i: 1 } } " masks)    \
                  END_OF("s"))
#define WHOLE_SLICE "attr { key: 'begin_mask' value { i: 2 } } attr { key: 'end_mask' value { i: 2 } } "

START_TEST(a_slice_backwards_turns_channels_and_tells_no_order_of_one_of_them)
{
    tell(SLICE("-1", WHOLE_SLICE));
    ck_assert(told.computes && told.turned);
    end();
    tell(SLICE("1", WHOLE_SLICE));
    ck_assert(told.computes && !told.turned);
    end();
    tell(SLICE("1", "attr { key: 'shrink_axis_mask' value { i: 2 } } "));
    ck_assert(told.computes && !told.turned);
    ck_assert_str_eq(told.order, "");
}
END_TEST

#define GATHER(numbers)                                                                           \
    MODEL(X WHOLE("i", "dim { size: 3 }", "int_val: [" numbers "]") WHOLE("a", "", "int_val: -1") \
              NODE("s", "GatherV2", IN("x") IN("i") IN("a")) END_OF("s"))

START_TEST(channels_that_are_gathered_each_once_are_turned)
{
    tell(GATHER("2, 1, 0"));
    ck_assert(told.computes && told.turned);
    end();
    tell(GATHER("0, 1, 2"));
    ck_assert(told.computes && !told.turned);
    end();
    tell(GATHER("0, 0, 2"));
    ck_assert(!told.computes);
}
END_TEST

#define PACK(inputs)                                                                                     \
    MODEL(X NODE("u", "Unpack",                                                                          \
                 IN("x") "attr { key: 'num' value { i: 3 } } attr { key: 'axis' value { "                \
                         "i: -1 } } ") NODE("p", "Pack", inputs "attr { key: 'axis' value { i: -1 } } ") \
              END_OF("p"))

START_TEST(channels_that_are_unpacked_are_known_where_all_are_packed_again)
{
    tell(PACK(IN("u:2") IN("u:1") IN("u")));
    ck_assert(told.computes && told.turned);
    end();
    tell(PACK(IN("u:2") IN("u:1")));
    ck_assert(!told.computes);
}
END_TEST

#define RESHAPE(rank, dims)                                                              \
    MODEL(X BY_255("d", "x") WHOLE("s", "dim { size: " rank " }", "int_val: [" dims "]") \
              NODE("r", "Reshape", IN("d") IN("s")) END_OF("r"))

START_TEST(a_reshape_to_the_same_sizes_keeps_dimensions_and_any_other_loses_them)
{
    tell_of(&picture, RESHAPE("4", "-1, 32, 32, 3"));
    ck_assert(told.computes);
    ck_assert_str_eq(told.order, "NHWC");
    end();
    tell_of(&picture, RESHAPE("4", "-1, 3, 32, 32"));
    ck_assert(told.computes); /* all pixels alike */
    ck_assert_double_eq(told.scale[0], 1 / 255.0);
    ck_assert_str_eq(told.order, "");
}
END_TEST

#define PAD(numbers)                                                                \
    MODEL(X WHOLE("p", "dim { size: 4 } dim { size: 2 }", "int_val: [" numbers "]") \
              FILTER NODE("s", "Pad", IN("x") IN("p")) NODE("y", "Conv2D", IN("s") IN("f")))

START_TEST(a_border_leaves_channels_told_unless_it_adds_some)
{
    tell_of(&picture, PAD("0, 0, 1, 1, 1, 1, 0, 0"));
    ck_assert_uint_eq(told.channels, 3);
    end();
    tell_of(&picture, PAD("0, 0, 1, 1, 1, 1, 0, 1"));
    ck_assert_uint_eq(told.channels, 0);
    ck_assert_str_eq(told.order, "NHWC");
}
END_TEST

#define BRANCH(name, by)                                                                                     \
    "function { signature { name: '" name "' input_arg { name: 'p' type: DT_FLOAT } output_arg { name: 'r' " \
    "type: DT_FLOAT } } node_def { name: 'c' op: 'Const' attr { key: 'value' value { tensor { dtype: "       \
    "DT_FLOAT tensor_shape { } float_val: " by " } } } } node_def { name: 'd' op: 'RealDiv' input: 'p' "     \
    "input: 'c:output:0' } ret { key: 'r' value: 'd:z:0' } } "
#define CHOICE(op, attrs, one, other)                                                                \
    "meta_graphs { graph_def { " X NODE("i", "Placeholder", "") NODE("c", op, IN("i") IN("x") attrs) \
        END_OF("c") "library { " BRANCH("one", one) BRANCH("other", other) "} } }"
#define IF(one, other)                                                                                     \
    CHOICE("If",                                                                                           \
           "attr { key: 'then_branch' value { func { name: 'one' } } } attr { key: 'else_branch' value { " \
           "func { name: 'other' } } } ",                                                                  \
           one, other)
#define CASE(one, other)                                                                                    \
    CHOICE("Case",                                                                                          \
           "attr { key: 'branches' value { list { func { name: 'one' } func { name: 'other' } } } } ", one, \
           other)

START_TEST(branches_tell_where_all_do_the_same)
{
    tell(IF("255", "255"));
    ck_assert(told.computes);
    ck_assert_double_eq(told.scale[0], 1 / 255.0);
    end();
    tell(IF("255", "1"));
    ck_assert(!told.computes);
    end();
    tell(CASE("255", "255"));
    ck_assert(told.computes);
    end();
    tell(CASE("255", "127.5"));
    ck_assert(!told.computes);
}
END_TEST

START_TEST(a_channel_that_arrives_twice_is_not_known)
{
    tell("meta_graphs { graph_def { " X NODE("i", "Placeholder", "") WHOLE("a", "", "int_val: -1")
             NODE("s", "Split", IN("a") IN("x") "attr { key: 'num_split' value { i: 3 } } ") NODE(
                 "c", "If",
                 IN("i") IN("s") "attr { key: 'then_branch' value { func { name: 'one' } } } attr { key: "
                                 "'else_branch' value { func { name: 'other' } } } ")
                 NODE("j", "ConcatV2", IN("c") IN("s:1") IN("s:2") IN("a"))
                     END_OF("j") "library { " BRANCH("one", "255") BRANCH("other", "255") "} } }");
    ck_assert(!told.computes);
}
END_TEST

/* A constant that is handed through so many calls of a function, one after the other. */
static void tell_through_calls(unsigned calls)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned i;
    char *taken;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { " X NUMBER("f0", "255"));
    for (i = 1; i <= calls; i++)
        nnreg_bytes_format(
            &text,
            "node { name: 'f%u' op: 'PartitionedCall' input: 'f%u' attr { key: 'f' value { func { "
            "name: 'same' } } } } ",
            i, i - 1);
    nnreg_bytes_format(
        &text,
        "node { name: 's' op: 'RealDiv' input: 'x' input: 'f%u' } node { name: 'y' op: 'Conv2D' "
        "input: 's' } library { function { signature { name: 'same' input_arg { name: 'p' type: "
        "DT_FLOAT } output_arg { name: 'r' type: DT_FLOAT } } ret { key: 'r' value: 'p' } } } } }",
        calls);
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    tell(taken);
    nnreg_free(taken);
}

START_TEST(a_constant_is_looked_for_through_as_many_calls_as_are_followed)
{
    tell_through_calls(NNREG_LIMIT_FLOW_DEPTH - 1);
    ck_assert(told.computes);
    ck_assert_double_eq(told.scale[0], 1 / 255.0);
    end();
    tell_through_calls(NNREG_LIMIT_FLOW_DEPTH + 1);
    ck_assert(!told.computes);
}
END_TEST

START_TEST(beyond_the_steps_for_all_that_is_fed_nothing_is_told)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct nnreg_first_ops first;
    unsigned i;
    char *taken;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { " X NODE("w", "Placeholder", "") NODE(
                                "y", "Conv2D", IN("w")) "node { name: 'n0' op: 'Identity' input: 'x' } ");
    for (i = 1; i < 2 * NNREG_LIMIT_FIRST_STEPS; i++)
        nnreg_bytes_format(&text, "node { name: 'n%u' op: 'Identity' input: 'n%u' }\n", i, i - 1);
    nnreg_bytes_text(&text, "} }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    tell(taken);
    nnreg_free(taken);
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_first_ops_make(&first, &flow, NULL, &error), NNREG_OK);
    for (i = 0; i < NNREG_LIMIT_FIRST_ALL / NNREG_LIMIT_FIRST_STEPS; i++) {
        nnreg_first_ops_tell(&told, &first, &(struct nnreg_flow_tensor){1, 0}, &shape);
        ck_assert(told.computes);
        nnreg_first_ops_tell(&told, &first, &(struct nnreg_flow_tensor){0, 0}, &shape);
        ck_assert(!told.computes);
    }
    ck_assert_uint_eq(first.steps, NNREG_LIMIT_FIRST_ALL);
    nnreg_first_ops_tell(&told, &first, &(struct nnreg_flow_tensor){1, 0}, &shape);
    ck_assert(!told.computes);
    nnreg_first_ops_free(&first);
    nnreg_flow_free(&flow);
}
END_TEST

START_TEST(more_operations_than_are_followed_tell_nothing)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned i;
    char *taken;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { " X NUMBER("c", "255"));
    for (i = 0; i < 2 * NNREG_LIMIT_FIRST_STEPS; i++)
        nnreg_bytes_format(&text, "node { name: 'n%u' op: 'Identity' input: '%s%.0u' }\n", i + 1,
                           i > 0 ? "n" : "x", i);
    nnreg_bytes_format(&text, "node { name: 'y' op: 'Conv2D' input: 'n%u' } } }", i);
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    tell(taken);
    nnreg_free(taken);
    ck_assert(!told.computes);
    ck_assert_str_eq(told.order, "");
}
END_TEST

Suite *first_ops_suite(void)
{
    Suite *suite = suite_create("first ops");
    TCase *all = tcase_create("told");

    tcase_add_checked_fixture(all, NULL, end);
    tcase_add_test(all, dividing_by_255_tells_the_range_of_pixels);
    tcase_add_test(all, a_constant_that_the_graph_computes_is_one);
    tcase_add_test(all, a_way_that_is_not_known_leaves_what_is_done_to_pixels_untold);
    tcase_add_test(all, two_ways_that_do_not_agree_tell_nothing);
    tcase_add_test(all, a_transpose_is_looked_through);
    tcase_add_test(all, an_image_that_a_batch_is_made_of_has_none);
    tcase_add_test(all, a_batch_along_a_dimension_that_there_is_not_tells_no_order);
    tcase_add_test(all, channels_that_are_joined_the_other_way_round_are_turned);
    tcase_add_test(all, functions_that_are_called_are_gone_into_and_out_of);
    tcase_add_test(all, of_a_call_whose_parts_do_not_go_together_nothing_is_told);
    tcase_add_test(all, a_circle_and_100000_readers_end);
    tcase_add_test(all, no_failed_allocation_is_lost);
    tcase_add_test(all, a_batch_norm_of_constants_is_computed_unless_it_trains);
    tcase_add_test(all, a_batch_norm_of_variables_without_files_is_not_known);
    tcase_add_test(all, a_bias_is_a_shift_of_each_channel_where_it_is_known);
    tcase_add_test(all, a_cast_to_whole_numbers_tells_whole_pixels_unless_they_were_scaled);
    tcase_add_test(all, convert_image_dtype_is_a_scaling_to_floats_and_not_known_to_bytes);
    tcase_add_test(all, a_slice_backwards_turns_channels_and_tells_no_order_of_one_of_them);
    tcase_add_test(all, channels_that_are_gathered_each_once_are_turned);
    tcase_add_test(all, channels_that_are_unpacked_are_known_where_all_are_packed_again);
    tcase_add_test(all, a_reshape_to_the_same_sizes_keeps_dimensions_and_any_other_loses_them);
    tcase_add_test(all, a_border_leaves_channels_told_unless_it_adds_some);
    tcase_add_test(all, branches_tell_where_all_do_the_same);
    tcase_add_test(all, a_channel_that_arrives_twice_is_not_known);
    tcase_add_test(all, a_constant_is_looked_for_through_as_many_calls_as_are_followed);
    tcase_add_test(all, beyond_the_steps_for_all_that_is_fed_nothing_is_told);
    tcase_add_test(all, more_operations_than_are_followed_tell_nothing);
    suite_add_tcase(suite, all);
    return suite;
}
