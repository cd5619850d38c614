/* The shapes of the declared outputs: told with the findings of a check, and what follows from them. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "nnreg.h"

Suite *outputs_suite(void);

/* Images of any size and number; a convolution, the mean of each channel, and a product with 10 columns. */
static const char graph[] =
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: \"serve\" } graph_def { "
    "node { name: \"images\" op: \"Placeholder\" attr { key: \"dtype\" value { type: DT_FLOAT } } "
    "attr { key: \"shape\" value { shape { dim { size: -1 } dim { size: -1 } dim { size: -1 } dim { size: 3 "
    "} } } } } "
    "node { name: \"filter\" op: \"Placeholder\" attr { key: \"shape\" value { shape { dim { size: 3 } dim { "
    "size: 3 } "
    "dim { size: 3 } dim { size: %d } } } } } "
    "node { name: \"map\" op: \"Conv2D\" input: \"images\" input: \"filter\" attr { key: \"padding\" value { "
    "s: \"SAME\" } } "
    "attr { key: \"strides\" value { list { i: 1 i: 2 i: 2 i: 1 } } } } "
    "node { name: \"axes\" op: \"Const\" attr { key: \"value\" value { tensor { dtype: DT_INT32 "
    "tensor_shape { dim { size: 2 } } int_val: 1 int_val: 2 } } } } "
    "node { name: \"means\" op: \"Mean\" input: \"map\" input: \"axes\" } } }";

static nnreg_findings *findings;

static void setup(void)
{
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
}

static void teardown(void)
{
    nnreg_findings_free(findings);
}

static void check_network(int channels, const char *size, const char *outputs)
{
    char text[2048], description[1024];
    nnreg_bundle *bundle;
    int length = snprintf(text, sizeof text, graph, channels);

    (void)snprintf(
        description, sizeof description,
        "{\"name\":\"n\",\"framework\":\"tensorflow-1.x\",\"preprocessing\":{\"inputs\":[{\"tensor_name\":"
        "\"images\",\"image\":{\"dimension_order\":\"NHWC\",\"target_size\":\"%s\",\"resize_type\":"
        "\"SQUASH\",\"color_channels\":\"RGB\",\"pixel_scaling\":{\"uniform\":{\"low\":0,\"high\":1}},"
        "\"data_type\":\"FLOAT32\"}}]},\"postprocessings\":[%s]}",
        size, outputs);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, text, (size_t)length, "saved_model.pbtxt"), NNREG_OK);
    (void)nnreg_check(findings, description, strlen(description), bundle, NULL);
    nnreg_bundle_free(bundle);
}

static size_t count_of(const char *rule)
{
    size_t i, count = 0;

    for (i = 0; i < nnreg_findings_count(findings); i++)
        count += strcmp(nnreg_findings_get(findings, i)->rule, rule) == 0;
    return count;
}

START_TEST(an_output_is_told_for_one_image_and_for_many)
{
    check_network(10, "32x48", "{\"tensors_output\":{\"tensors\":[\"map\",\"means:0\"]}}");
    ck_assert_str_eq(nnreg_findings_outputs(findings),
                     "[{\"tensor\": \"map\", \"role\": \"tensors\", \"shape\": null, "
                     "\"shape_of_one\": [1, 24, 16, 10], \"shape_of_many\": [-1, 24, 16, 10]}, "
                     "{\"tensor\": \"means:0\", \"role\": \"tensors\", \"shape\": null, "
                     "\"shape_of_one\": [1, 10], \"shape_of_many\": [-1, 10]}]");
}
END_TEST

/* The first run's numbers must not stay behind in a list that is used again. */
START_TEST(a_list_forgets_the_outputs_of_the_check_before)
{
    check_network(10, "32x32", "{\"tensors_output\":{\"tensors\":[\"means\"]}}");
    ck_assert_str_ne(nnreg_findings_outputs(findings), "[]");
    check_network(10, "32x32", "{\"tensors_output\":{\"tensors\":[\"nowhere\"]}}");
    ck_assert_str_eq(nnreg_findings_outputs(findings), "[]");
    nnreg_findings_clear(findings);
    ck_assert_str_eq(nnreg_findings_outputs(findings), "[]");
}
END_TEST

START_TEST(boxes_of_which_the_file_says_nothing_are_judged_by_what_they_become)
{
    static const char outputs[] = "{\"standard_output\":{\"type\":\"DETECTION\",\"boxes_tensor\":\"means\","
                                  "\"scores_tensor\":\"means\"}}";

    check_network(4, "32x32", outputs);
    ck_assert_uint_eq(count_of("model.shape"), 0);
    ck_assert_ptr_nonnull(strstr(nnreg_findings_outputs(findings), "\"role\": \"boxes_tensor\""));
    check_network(5, "32x32", outputs);
    ck_assert_uint_eq(count_of("model.shape"), 1);
}
END_TEST

Suite *outputs_suite(void)
{
    Suite *suite = suite_create("outputs");
    TCase *tcase = tcase_create("outputs");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, an_output_is_told_for_one_image_and_for_many);
    tcase_add_test(tcase, a_list_forgets_the_outputs_of_the_check_before);
    tcase_add_test(tcase, boxes_of_which_the_file_says_nothing_are_judged_by_what_they_become);
    suite_add_tcase(suite, tcase);
    return suite;
}
