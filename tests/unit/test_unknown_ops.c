/* What a graph needs beside TensorFlow's core (unknown_ops.h), and which library brings it (custom_libraries.h). */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model_facts.h"
#include "nnreg.h"
#include "tensorflow/custom_libraries.h"
#include "tensorflow/unknown_ops.h"

Suite *unknown_ops_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;
static struct nnreg_unknown_ops unknown;

static void read_text(const char *text)
{
    struct nnreg_savedmodel_failure failure;

    ck_assert_msg(model_from(&model, text, strlen(text), NNREG_SAVEDMODEL_TEXT, &failure) == NNREG_OK,
                  "%s at %llu:%llu", failure.reason, (unsigned long long)failure.line,
                  (unsigned long long)failure.column);
    graph = nnreg_graph_of(model, 0);
}

static void find_in(const char *text)
{
    read_text(text);
    ck_assert_int_eq(nnreg_unknown_ops_find(&unknown, &graph, NULL), NNREG_OK);
}

static void end_find(void)
{
    nnreg_unknown_ops_free(&unknown);
    nnreg_savedmodel_free(model);
    model = NULL;
}

static const struct nnreg_unknown_op *unknown_op(const char *name)
{
    uint32_t i;

    for (i = 0; i < unknown.count; i++)
        if (nnreg_savedmodel_text_is(model, unknown.list[i].op, name))
            return &unknown.list[i];
    return NULL;
}

static const char *node_of(const struct nnreg_unknown_op *op)
{
    return nnreg_savedmodel_text(model, op->node->name);
}

START_TEST(the_files_own_op_list_makes_no_operation_known)
{
    find_in("meta_graphs { meta_info_def { stripped_op_list { op { name: 'Mine' } op { name: 'Abs' } } } "
            "graph_def { node { name: 'a' op: 'Abs' } node { name: 'b' op: 'Mine' } "
            "node { name: 'c' op: 'Mine' } node { name: 'd' op: '_Arg' } } }");
    ck_assert_uint_eq(unknown.count, 1);
    ck_assert_ptr_nonnull(unknown_op("Mine"));
    ck_assert_uint_eq(unknown_op("Mine")->nodes, 2);
    ck_assert_str_eq(node_of(unknown_op("Mine")), "b");
    ck_assert(unknown_op("Mine")->is_reached);
    end_find();
}
END_TEST

#define FUNCTION(name, node) "library { function { signature { name: '" name "' } node_def { " node " } } } "

START_TEST(in_a_function_it_is_reached_when_the_function_is_called)
{
    find_in("meta_graphs { graph_def { "
            "node { name: 'call' op: 'PartitionedCall' attr { key: 'f' value { func { name: 'f' } } } } "
            "node { name: 'twice' op: 'PartitionedCall' attr { key: 'f' value { func { name: 'f' } } } } "
            "node { name: 'case' op: 'Case' attr { key: 'branches' value { list { func { name: 'x' } "
            "func { name: 'branch' } } } } } " //
            FUNCTION("spare", "name: 'n0' op: 'Both'") FUNCTION("f", "name: 'n1' op: 'g'")
                FUNCTION("g", "name: 'n2' op: 'Both'") FUNCTION("branch", "name: 'n3' op: 'InBranch'")
                    FUNCTION("alone", "name: 'n4' op: 'alone'") FUNCTION("other", "name: 'n5' op: 'Spare'")
                        FUNCTION("other2", "name: 'n6' op: 'alone'")
                            FUNCTION("gradient",
                                     "name: 'n7' op: 'InGradient'") "library { gradient { function_name: 'f' "
                                                                    "gradient_func: 'gradient' } } } }");
    ck_assert_uint_eq(unknown.count, 4);
    ck_assert(unknown_op("InGradient")->is_reached);
    ck_assert(unknown_op("Both")->is_reached);
    ck_assert_str_eq(node_of(unknown_op("Both")), "n2");
    ck_assert_uint_eq(unknown_op("Both")->nodes, 2);
    ck_assert(unknown_op("InBranch")->is_reached);
    ck_assert(!unknown_op("Spare")->is_reached);
    ck_assert_str_eq(nnreg_savedmodel_text(model, unknown_op("Spare")->body->signature.name), "other");
    end_find();
}
END_TEST

START_TEST(operations_that_came_after_tensorflow_1_are_counted_once_each)
{
    find_in("meta_graphs { graph_def { node { name: 'a' op: 'DisableCopyOnRead' } "
            "node { name: 'b' op: 'XlaSplitND' } node { name: 'c' op: 'DisableCopyOnRead' } "
            "node { name: 'd' op: 'MatMul' } } }");
    ck_assert_uint_eq(unknown.count, 0);
    ck_assert_uint_eq(unknown.later_count, 2);
    ck_assert_str_eq(nnreg_savedmodel_text(model, unknown.later[1]), "XlaSplitND");
    end_find();
}
END_TEST

/* As many as fall to one place of the memory of what was found lately, and more than are told apart. */
START_TEST(of_many_operations_some_are_told_apart_and_the_rest_is_counted)
{
    enum { OPS = 3000, TIMES = 3 };
    char *text = malloc((size_t)OPS * TIMES * 60 + 200);
    size_t at = (size_t)sprintf(text, "meta_graphs { graph_def { node { op: 'DisableCopyOnRead' } ");
    unsigned i;

    for (i = 0; i < OPS * TIMES; i++)
        at += (size_t)sprintf(text + at, "node { name: 'n%u' op: 'Op%u' } ", i, i % OPS);
    sprintf(text + at, "node { op: 'DisableCopyOnRead' } } }");
    find_in(text);
    free(text);
    ck_assert_uint_eq(unknown.count, NNREG_LIMIT_UNKNOWN_OPS);
    for (i = 0; i < unknown.count; i++)
        ck_assert_uint_eq(unknown.list[i].nodes, TIMES);
    ck_assert_uint_eq(unknown.left_out, (OPS - NNREG_LIMIT_UNKNOWN_OPS) * TIMES);
    ck_assert_uint_eq(unknown.later_count, 1); /* of a node in front of them all, and one behind */
    end_find();
}
END_TEST

START_TEST(finding_them_without_memory_fails)
{
    unsigned long n;
    nnreg_status status = NNREG_NO_MEMORY;

    read_text("meta_graphs { graph_def { node { name: 'a' op: 'f' } " FUNCTION(
        "f", "name: 'n' op: 'Mine' } node_def { name: 'm' op: 'Mine'") "} }");
    for (n = 1; status != NNREG_OK; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_unknown_ops_find(&unknown, &graph, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
        if (status != NNREG_OK)
            nnreg_unknown_ops_free(&unknown);
    }
    ck_assert_uint_gt(n, 4);
    ck_assert_uint_eq(unknown.count, 1);
    end_find();
}
END_TEST

static void is_of(const char *op, const char *library)
{
    const char *found = nnreg_custom_library(op, strlen(op));

    if (library == NULL)
        ck_assert_msg(found == NULL, "%s: %s", op, found);
    else
        ck_assert_msg(found != NULL && strstr(found, library) != NULL, "%s: %s", op,
                      found != NULL ? found : "none");
}

START_TEST(a_library_is_named_by_the_names_of_its_operations)
{
    is_of("SimpleMLInferenceOpWithHandle", "Decision Forests");
    is_of("SentencepieceOp", "TensorFlow Text");
    is_of("Sentencepiece", NULL);
    is_of("TRTEngineOp", "TensorRT");
    is_of("TRTEngineOp2", NULL);
    is_of("XlaCallModule", "XLA");
    is_of("Addons>MultiHeadAttention", "Addons");
    is_of("ZeroOut", "guide");
    is_of("ZeroOu", NULL);
    is_of("MyCompanyRelu", NULL);
    is_of("", NULL);
}
END_TEST

Suite *unknown_ops_suite(void)
{
    Suite *suite = suite_create("unknown_ops");
    TCase *tests = tcase_create("unknown_ops");

    tcase_add_test(tests, the_files_own_op_list_makes_no_operation_known);
    tcase_add_test(tests, in_a_function_it_is_reached_when_the_function_is_called);
    tcase_add_test(tests, operations_that_came_after_tensorflow_1_are_counted_once_each);
    tcase_add_test(tests, of_many_operations_some_are_told_apart_and_the_rest_is_counted);
    tcase_add_test(tests, finding_them_without_memory_fails);
    tcase_add_test(tests, a_library_is_named_by_the_names_of_its_operations);
    suite_add_tcase(suite, tests);
    return suite;
}
