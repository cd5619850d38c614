/*
 * Whether outputs can be computed from what is fed and stored: the words of it, in which order it is told, and what happens
 * without memory. Which findings there are is told by the folders of tests/cases, whose models are used here.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "case_text.h"
#include "nnreg.h"

Suite *computable_suite(void);

static struct text model = TEXT_INIT, description = TEXT_INIT;
static nnreg_bundle *bundle;
static nnreg_findings *findings;

static void begin(void)
{
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
}

static void end(void)
{
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    text_free(&model);
    text_free(&description);
}

static nnreg_status check_case(const char *folder)
{
    ck_assert(case_load(&model, folder, "saved_model.pbtxt"));
    if (!case_load(&description, folder, "description.json"))
        text_description(&description);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, model.content, model.length, "saved_model.pbtxt"),
                     NNREG_OK);
    return nnreg_check(findings, description.content, description.length, bundle, NULL);
}

/* The first finding of a rule. */
static const struct nnreg_finding *finding_of(const char *rule)
{
    const struct nnreg_finding *finding;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(findings, i)) != NULL; i++)
        if (strcmp(finding->rule, rule) == 0)
            return finding;
    ck_abort_msg("there is no %s", rule);
    return NULL;
}

static void says(const char *folder, const char *rule, const char *message, const char *hint)
{
    const struct nnreg_finding *finding;

    (void)check_case(folder);
    finding = finding_of(rule);
    ck_assert_str_eq(finding->message, message);
    if (hint != NULL)
        ck_assert_msg(strstr(finding->hint, hint) != NULL, "the hint is: %s", finding->hint);
}

START_TEST(a_long_way_to_what_is_not_fed_is_told_by_its_ends)
{
    says("model.unfed-input.rejects.way", "model.unfed-input",
         "the output \"probabilities\" needs the placeholder \"keep_prob\", which no input feeds and which "
         "has no "
         "default: keep_prob -> step0 -> step1 -> (5 more) -> step7 -> step8 -> probabilities",
         "placeholder_with_default");
}
END_TEST

START_TEST(the_way_goes_through_functions)
{
    says("model.unfed-input.rejects.function", "model.unfed-input",
         "the output \"probabilities\" needs the placeholder \"keep_prob\", which no input feeds and which "
         "has no "
         "default: keep_prob -> scaled -> soft -> probabilities",
         NULL);
}
END_TEST

START_TEST(a_signature_is_named_where_no_output_is_declared)
{
    says("model.unfed-input.rejects.signature", "model.unfed-input",
         "the output \"probabilities:0\" of the signature \"serving_default\" needs the placeholder "
         "\"keep_prob\", "
         "which is none of its inputs and has no default: keep_prob -> dropout -> probabilities",
         NULL);
}
END_TEST

START_TEST(a_queue_is_said_to_be_what_python_fills)
{
    says("model.unfed-input.rejects.queue-runners", "model.unfed-input",
         "the output \"probabilities\" needs the queue \"queue\", which only the queue runners of a Python "
         "session "
         "fill: batch -> both -> probabilities",
         "starts no queue runners");
}
END_TEST

START_TEST(of_many_that_are_not_fed_five_are_named_and_the_rest_counted)
{
    const struct nnreg_finding *finding;
    size_t i, count = 0;

    (void)check_case("model.unfed-input.rejects.many");
    for (i = 0; (finding = nnreg_findings_get(findings, i)) != NULL; i++) {
        ck_assert_str_eq(finding->rule, "model.unfed-input");
        count++;
    }
    ck_assert_uint_eq(count, 6);
    ck_assert_str_eq(nnreg_findings_get(findings, 5)->message,
                     "3 more placeholders, iterators or queues are not fed");
}
END_TEST

START_TEST(a_handle_that_is_given_out_is_told_with_what_reads_it)
{
    says("model.dtype.rejects.handle", "model.dtype",
         "the output has the type DT_RESOURCE, which is a handle and cannot be given out",
         "\"w/Read/ReadVariableOp\" reads it: name that one");
}
END_TEST

START_TEST(a_circle_is_told_by_the_nodes_that_it_goes_through)
{
    says("model.cycle.rejects", "model.cycle", "nodes wait for each other: a -> b -> c -> a", NULL);
}
END_TEST

START_TEST(a_circle_in_a_function_is_told_with_the_function)
{
    says("model.cycle.rejects.function", "model.cycle",
         "nodes of the function \"forward\" wait for each other: a -> b -> a", NULL);
}
END_TEST

/* More signatures than are asked: those that are, the first among them, are told. */
START_TEST(an_iterator_that_a_program_would_start_is_told_with_the_collection)
{
    says("model.unfed-input.rejects.iterator-of-a-program", "model.unfed-input",
         "the output \"probabilities\" needs the iterator \"iterator\", which a model server does not start: "
         "only "
         "the collection \"table_initializer\" says what does: next -> both -> probabilities",
         "init operation");
}
END_TEST

START_TEST(one_tensor_by_two_keys_is_told_with_its_name)
{
    says("duplicate.rejects.two-keys", "duplicate",
         "\"output\" is already named by entry 0: \"scores\" is the same tensor, \"probabilities:0\"",
         "each tensor once");
}
END_TEST

START_TEST(a_model_without_the_tag_serve_is_told_with_its_tags)
{
    says("model.no-serve-tag.rejects", "model.no-serve-tag",
         "no meta graph has the tag \"serve\" and no other; the tags there are {\"train\"}",
         "save it with the tag");
}
END_TEST

START_TEST(all_tag_sets_are_told_and_which_was_judged)
{
    says("model.no-serve-tag.rejects.several", "model.no-serve-tag",
         "no meta graph has the tag \"serve\" and no other; the tags there are, by meta graph, {\"train\"}, "
         "{\"serve\", \"tpu\"} (which was judged)",
         "tell the server the tags");
}
END_TEST

START_TEST(tags_that_are_the_letters_of_a_text_are_told_so)
{
    says("model.no-serve-tag.rejects.letters", "model.no-serve-tag",
         "no meta graph has the tag \"serve\" and no other; the tags there are {\"s\", \"e\", \"r\", \"v\", "
         "\"e\"}",
         "the list [\"serve\"]");
}
END_TEST

START_TEST(beyond_the_limit_signatures_are_not_asked)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    static const char json[] = "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\"}";
    unsigned i;

    nnreg_bytes_text(&text, "meta_graphs { meta_info_def { tags: 'serve' } graph_def { ");
    for (i = 0; i < 40000; i++)
        nnreg_bytes_format(&text, "node { name: 'n%u' op: 'Placeholder' }\n", i);
    nnreg_bytes_text(&text, "}\n");
    for (i = 0; i < 200; i++)
        nnreg_bytes_format(
            &text, "signature_def { key: 's%u' value { outputs { key: 'y' value { name: 'n%u:0' } } } }\n", i,
            i);
    nnreg_bytes_text(&text, "}\n");
    ck_assert(!text.failed);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, text.content, text.size, "saved_model.pbtxt"), NNREG_OK);
    ck_assert_int_eq(nnreg_check(findings, json, sizeof json - 1, bundle, NULL), NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(finding_of("model.unfed-input")->message, "of the signature \"s0\""));
    nnreg_bytes_free(&text);
}
END_TEST

static const char *const swept[] = {
    "model.unfed-input.rejects.function",
    "model.unfed-input.rejects.queue-runners",
    "model.unfed-input.rejects.other-signature",
    "model.unreachable-input.rejects",
    "model.cycle.rejects.function",
    "model.no-serve-tag.rejects.letters",
    "duplicate.rejects.two-keys",
    "model.unfed-input.rejects.branch",
    "variables.missing.rejects.table-of-a-program",
    "variables.missing.rejects.table",
    "model.dtype.rejects.handle",
    "model.tensorflow-version.rejects",
    "model.cycle.rejects.long",
};

START_TEST(without_memory_nothing_is_told_but_that)
{
    nnreg_status status = NNREG_NO_MEMORY, whole = check_case(swept[_i]);
    struct text all = TEXT_INIT, again = TEXT_INIT;
    unsigned n;

    text_findings(&all, findings, NULL);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_check(findings, description.content, description.length, bundle, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert(status != NNREG_NO_MEMORY || nnreg_findings_get(findings, 0) == NULL);
    }
    ck_assert_int_eq(status, whole);
    ck_assert_uint_gt(n, 100);
    text_findings(&again, findings, NULL);
    ck_assert_str_eq(all.content, again.content);
    text_free(&all);
    text_free(&again);
}
END_TEST

Suite *computable_suite(void)
{
    Suite *suite = suite_create("computable");
    TCase *words = tcase_create("words"), *memory = tcase_create("memory");

    tcase_add_checked_fixture(words, begin, end);
    tcase_add_test(words, a_long_way_to_what_is_not_fed_is_told_by_its_ends);
    tcase_add_test(words, the_way_goes_through_functions);
    tcase_add_test(words, a_signature_is_named_where_no_output_is_declared);
    tcase_add_test(words, a_queue_is_said_to_be_what_python_fills);
    tcase_add_test(words, of_many_that_are_not_fed_five_are_named_and_the_rest_counted);
    tcase_add_test(words, a_handle_that_is_given_out_is_told_with_what_reads_it);
    tcase_add_test(words, a_circle_is_told_by_the_nodes_that_it_goes_through);
    tcase_add_test(words, a_circle_in_a_function_is_told_with_the_function);
    tcase_add_test(words, an_iterator_that_a_program_would_start_is_told_with_the_collection);
    tcase_add_test(words, one_tensor_by_two_keys_is_told_with_its_name);
    tcase_add_test(words, a_model_without_the_tag_serve_is_told_with_its_tags);
    tcase_add_test(words, all_tag_sets_are_told_and_which_was_judged);
    tcase_add_test(words, tags_that_are_the_letters_of_a_text_are_told_so);
    tcase_add_test(words, beyond_the_limit_signatures_are_not_asked);
    suite_add_tcase(suite, words);
    tcase_add_checked_fixture(memory, begin, end);
    tcase_add_loop_test(memory, without_memory_nothing_is_told_but_that, 0, sizeof swept / sizeof *swept);
    suite_add_tcase(suite, memory);
    return suite;
}
