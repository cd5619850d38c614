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

static nnreg_status tell_again(void)
{
    struct nnreg_shape shape = {.known = false};
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

/* Of the first node, whose shape is not known. */
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
    tcase_add_test(all, channels_that_are_joined_the_other_way_round_are_turned);
    tcase_add_test(all, functions_that_are_called_are_gone_into_and_out_of);
    tcase_add_test(all, a_circle_and_100000_readers_end);
    tcase_add_test(all, no_failed_allocation_is_lost);
    suite_add_tcase(suite, all);
    return suite;
}
