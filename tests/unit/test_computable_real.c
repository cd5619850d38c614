/*
 * What the flow of the graph tells of real models, of which each finding is known and was looked at in the graph: one that is new
 * is a mistake until it is shown to be none. Skipped where the real models are not at hand.
 *
 * A model is judged by its own draft, which declares the outputs, and by a description that declares none, so that every
 * signature is asked.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "inspect_fixture.h"
#include "nnreg.h"

Suite *computable_real_suite(void);

/* The rules of which the following counts every finding. */
static const char *const rules[] = {"model.unfed-input", "model.unreachable-input", "variables.missing",
                                    "model.cycle",       "model.unknown-op",        "model.shape-inside"};

enum { RULES = sizeof rules / sizeof *rules };

static const struct {
    const char *model, *rule;
    unsigned drafted, undeclared; /* with the draft, and with no outputs declared */
} known[] = {
    /* ZeroOut is TensorFlow's own example of an operation that is not in it. */
    {"sts_custom_op", "model.unknown-op", 1, 1},
    /* A signature with Placeholder_1, which no node reads. */
    {"t2o_redundant_inputs", "model.unreachable-input", 1, 0},
    /* Two variables that had no value when they were saved: the graph restores them, and the index has no entry of them. */
    {"tf_c_UninitializedVariable", "variables.missing", 2, 2},
    /* Broken by a fuzzer: see test_real_models.c. */
    {"tf_fuzz_generated__const_with_no_value", "variables.missing", 3, 3},
    /* The signatures name input0, and the operation reads input1. */
    {"tf_mlir_batch_use_same_function", "model.unreachable-input", 1, 0},
    /* SimpleMLCreateModelResource, SimpleMLInferenceOpWithHandle, SimpleMLLoadModelFromPathWithHandle. */
    {"tfdf_adult_rf", "model.unknown-op", 3, 3},
    /* The signature for evaluation takes every feature and every transformed one; the losses need some of them. */
    {"tfx_tfma_saved_model", "model.unreachable-input", 7, 0},
    /* Tables that the collection "table_initializer" fills; there is no main operation. */
    {"tfx_tft_saved_model", "variables.missing", 0, 2},
    {"tfx_transform_fn", "variables.missing", 0, 2},
    /* The inner function gets inputs_51 to 53, the components of a sparse tensor, and no node of it reads them. */
    {"tfx_tft_tf2", "model.unreachable-input", 3, 0},
};

static bool is_folder(const char *folder, const char *name)
{
    char path[1024];
    struct stat st;

    if (name[0] == '.' || name[0] == '_')
        return false;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void count_findings(unsigned counts[RULES], const nnreg_bundle *bundle, const char *json)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    const struct nnreg_finding *finding;
    nnreg_findings *findings;
    size_t i, rule;

    memset(counts, 0, RULES * sizeof *counts);
    call.flags = NNREG_NO_WEIGHTS;
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    (void)nnreg_check(findings, json, strlen(json), bundle, &call);
    for (i = 0; (finding = nnreg_findings_get(findings, i)) != NULL; i++)
        for (rule = 0; rule < RULES; rule++)
            counts[rule] += strcmp(finding->rule, rules[rule]) == 0;
    nnreg_findings_free(findings);
}

static void assert_known(const char *model, const unsigned drafted[RULES], const unsigned undeclared[RULES])
{
    unsigned rule, i;

    for (rule = 0; rule < RULES; rule++) {
        unsigned in_draft = 0, in_signatures = 0;

        for (i = 0; i < sizeof known / sizeof *known; i++)
            if (strcmp(known[i].model, model) == 0 && strcmp(known[i].rule, rules[rule]) == 0) {
                in_draft = known[i].drafted;
                in_signatures = known[i].undeclared;
            }
        ck_assert_msg(drafted[rule] == in_draft && undeclared[rule] == in_signatures,
                      "%s: %s is found %u times by its draft, and %u times by its signatures", model,
                      rules[rule], drafted[rule], undeclared[rule]);
    }
}

static void judge_model(const char *folder, const char *model)
{
    static const char no_outputs[] =
        "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": "
        "[{\"tensor_name\": \"no_such\", \"image\": {\"dimension_order\": \"NHWC\", "
        "\"resize_type\": \"NETWORK\", \"target_size\": \"32\", \"color_channels\": "
        "\"RGB\"}}]}}";
    unsigned drafted[RULES] = {0}, undeclared[RULES];
    char path[1024], *draft = NULL;
    nnreg_bundle *bundle;
    nnreg_findings *findings;

    snprintf(path, sizeof path, "%s/%s", folder, model);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle, path), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    if (nnreg_draft(&draft, findings, bundle) == NNREG_OK)
        count_findings(drafted, bundle, draft);
    count_findings(undeclared, bundle, no_outputs);
    assert_known(model, drafted, undeclared);
    nnreg_free(draft);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
}

START_TEST(what_is_found_in_the_flow_of_real_models_is_known)
{
    const char *folder = models_folder();
    struct dirent **entries;
    int i, count;

    if (folder == NULL)
        return;
    count = scandir(folder, &entries, NULL, alphasort);
    ck_assert_int_gt(count, 0);
    for (i = 0; i < count; i++) {
        if (is_folder(folder, entries[i]->d_name))
            judge_model(folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}
END_TEST

Suite *computable_real_suite(void)
{
    Suite *suite = suite_create("computable, real models");
    TCase *tests = tcase_create("real models");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, what_is_found_in_the_flow_of_real_models_is_known);
    suite_add_tcase(suite, tests);
    return suite;
}
