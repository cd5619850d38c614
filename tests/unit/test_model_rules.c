/*
 * What a check tells of a model's parts, whatever is declared: how many findings there are of a kind, what the last one counts, and
 * what lies next to each boundary. Which findings there are is told by the folders of tests/cases.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "nnreg.h"
#include "tensorflow/unknown_ops.h"
#include "words_fixture.h"

Suite *model_rules_suite(void);

static struct words words;

static void begin(void)
{
    words_begin(&words);
}

static void end(void)
{
    words_end(&words);
}

static const char *told_of(const char *rule, const char *nodes, const char *library, const char *more)
{
    static char told[sizeof words.told];

    words_add_model(&words, nodes, library, more);
    (void)snprintf(told, sizeof told, "%s", words_told(&words, rule, 0));
    end();
    begin();
    return told;
}

/* `text`, in which "#" is the turn, so many times. */
static const char *repeated(unsigned count, const char *text)
{
    static char all[20000];
    size_t length = 0;
    unsigned i;

    all[0] = '\0';
    for (i = 0; i < count; i++) {
        const char *at;

        for (at = text; *at != '\0'; at++)
            length += (size_t)(*at == '#' ? snprintf(all + length, sizeof all - length, "%u", i)
                                          : snprintf(all + length, sizeof all - length, "%c", *at));
        ck_assert_uint_lt(length, sizeof all);
    }
    return all;
}

static unsigned count_of(const char *what, const char *told)
{
    unsigned count = 0;

    for (; (told = strstr(told, what)) != NULL; told++)
        count++;
    return count;
}

/* -- operations -- */

START_TEST(models_of_2_10_and_later_are_told)
{
    static const struct {
        const char *version;
        bool is_told;
    } rows[] = {
        {"2.9.3", false},  {"2.9", false},     {"2", false}, {"2.10.0", true}, {"2.11.0-dev2022", true},
        {"3", true},       {"3.0.0", true},    {"", false},  {"x", false},     {"1.15.5", false},
        {"1.99.0", false}, {"2-beta1", false}, {"20", true}};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        char more[100];
        const char *told;

        (void)snprintf(more, sizeof more, "meta_info_def { tensorflow_version: '%s' }", rows[i].version);
        told = told_of("model.tensorflow-version", "x Placeholder", "", more);
        ck_assert_msg((told[0] != '\0') == rows[i].is_told, "%s: %s", rows[i].version, told);
    }
}
END_TEST

START_TEST(operations_that_came_later_are_named)
{
#define NEWER "meta_info_def { tensorflow_version: '2.10.0' }"
#define TRY   "try it on the server it is meant for before it goes into production"
    static const struct {
        const char *nodes, *hint;
    } rows[] = {
        {"a Abs", "TensorFlow 1 has all of its operations, if not all of their attributes; " TRY},
        {"a Odd", TRY},
        {"a XlaSplitND", "XlaSplitND is an operation that came after TensorFlow 1; " TRY},
        {"a XlaSplitND; b XlaSplitND; c Abs",
         "XlaSplitND is an operation that came after TensorFlow 1; " TRY},
        {"a XlaSplitND; b XlaConcatND",
         "XlaSplitND, XlaConcatND are operations that came after TensorFlow 1; " TRY},
        {"a XlaSplitND; b XlaConcatND; c AnonymousHashTable; d ApproxTopK; e AssertPrevDataset",
         "XlaSplitND, XlaConcatND, AnonymousHashTable and 2 more are operations that came after TensorFlow "
         "1; " TRY},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        char expected[500];

        (void)snprintf(expected, sizeof expected, "(%s); ", rows[i].hint);
        words_add_model(&words, rows[i].nodes, "", NEWER);
        (void)words_told(&words, "model.tensorflow-version", 1);
        ck_assert_msg(strstr(words.told, expected) != NULL, "%s: %s", rows[i].nodes, words.told);
        end();
        begin();
    }
}
END_TEST

START_TEST(of_many_unknown_operations_the_rest_is_counted)
{
    const char *told = told_of("model.unknown-op", repeated(20, "n# Odd#; "), "", "");

    ck_assert_uint_eq(count_of("; ", told), 20);
    ck_assert_ptr_null(strstr(told, "more operations"));
    told = told_of("model.unknown-op", repeated(22, "n# Odd#; "), "", "");
    ck_assert_uint_eq(count_of("; ", told), 21);
    ck_assert_ptr_nonnull(strstr(told, "; 2 more operations are not in TensorFlow itself; "));
    told = told_of("model.unknown-op", repeated(NNREG_LIMIT_UNKNOWN_OPS + 1, "n# Odd#; "), "", "");
    ck_assert_ptr_nonnull(strstr(told, "; at least "));
}
END_TEST

/* -- what cannot be loaded -- */

START_TEST(of_many_nodes_that_cannot_be_loaded_the_rest_is_counted)
{
    const char *told = told_of("model.unloadable", repeated(5, "n# Abs missing#; "), "", "");

    ck_assert_uint_eq(count_of("has an input that does not exist", told), 5);
    ck_assert_ptr_null(strstr(told, "more nodes"));
    told = told_of("model.unloadable", repeated(8, "n# Abs missing#; c# Const; "), "", "");
    ck_assert_uint_eq(count_of("has an input that does not exist", told), 5);
    ck_assert_uint_eq(count_of("is a Const without a value", told), 5);
    ck_assert_ptr_nonnull(strstr(told, "; 6 more nodes are wrong in these ways; "));
}
END_TEST

START_TEST(each_way_of_not_being_loaded_is_told)
{
#define FUNCTION(name, nodes) "library { function { signature { name: '" name "' } " nodes " } } "
    static const struct {
        const char *nodes, *library, *told;
    } rows[] = {
        {"a Abs; b Abs a; c Abs ^a", "", ""},
        {"s Split =#0 =1. num_split=2; b Abs s:1", "", ""},
        {"s Split =#0 =1. num_split=2; b Abs s:2", "",
         "the node \"b\" has an input from an output that its node does not have: \"s\"; "},
        {"a Odd; b Abs a:7", "", ""},
        {"a Abs; b Abs a\\0z", "", "the node \"b\" has an input that does not exist: \"a\\x00z\"; "},
        {"a Const", "", "the node \"a\" is a Const without a value; "},
        {"a NoConst", "", ""},
        {"a Abs", FUNCTION("f", "node_def { name: 'n' op: 'f' }"),
         "the node \"n\" of the function \"f\" calls the function it is in; "},
        {"a Abs", FUNCTION("f", "node_def { name: 'n' op: 'g' }"), ""},
        {"a Abs", FUNCTION("f", "node_def { name: 'n' op: 'Const' }"),
         "the node \"n\" of the function \"f\" is a Const without a value; "},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *told = told_of("model.unloadable", rows[i].nodes, rows[i].library, "");

        ck_assert_msg(strcmp(told, rows[i].told) == 0, "%s, %s: %s", rows[i].nodes, rows[i].library, told);
    }
}
END_TEST

START_TEST(of_many_cycles_the_rest_is_counted)
{
#define WAITS                                                                                               \
    "function { signature { name: 'f#' } node_def { name: 'a' op: 'Abs' input: 'b:y:0' } node_def { name: " \
    "'b' op: "                                                                                              \
    "'Abs' input: 'a:y:0' } } "
    char library[8000];
    const char *told;

    (void)snprintf(library, sizeof library, "library { %s } ", repeated(5, WAITS));
    told = told_of("model.cycle", "x Placeholder", library, "");
    ck_assert_uint_eq(count_of("; ", told), 5);
    ck_assert_ptr_null(strstr(told, "more functions"));
    (void)snprintf(library, sizeof library, "library { %s } ", repeated(7, WAITS));
    told = told_of("model.cycle", "x Placeholder", library, "");
    ck_assert_uint_eq(count_of("; ", told), 6);
    ck_assert_ptr_nonnull(strstr(told, "; 2 more functions have nodes that wait for each other; "));
}
END_TEST

/* -- meta graphs -- */

START_TEST(tags_are_shown_up_to_eight)
{
#define META(tags) "} meta_graphs { meta_info_def { " tags " } graph_def { } "
    char more[4000];
    const char *told;

    (void)snprintf(more, sizeof more, "meta_info_def { %s }", repeated(8, "tags: 't#' "));
    told = told_of("model.no-serve-tag", "x Placeholder", "", more);
    ck_assert_ptr_nonnull(strstr(told, " and 1 more}"));
    told = told_of("model.no-serve-tag", "x Placeholder", "", "meta_info_def { tags: 'gpu' }");
    ck_assert_ptr_nonnull(strstr(told, "the tags there are {\"serve\", \"gpu\"}"));
    told = told_of("model.no-serve-tag", "x Placeholder", "", "meta_info_def { tags: 'gpu\\0a' }");
    ck_assert_ptr_nonnull(strstr(told, "the tags there are {\"serve\", \"gpu\\x00a\"}"));
    (void)snprintf(more, sizeof more, "meta_info_def { tags: 'gpu' } %s", repeated(8, META("tags: 't#'")));
    told = told_of("model.no-serve-tag", "x Placeholder", "", more);
    ck_assert_ptr_nonnull(strstr(told, " and 1 more"));
    ck_assert_ptr_nonnull(strstr(told, "by meta graph,"));
}
END_TEST

START_TEST(meta_graphs_of_the_same_tags_are_told)
{
    static const struct {
        const char *more, *told;
    } rows[] = {
        {META("tags: 'train'"), ""},
        {META("tags: 'serve' tags: 'gpu'"), ""},
        {META("tags: 'gpu'") META("tags: 'gpu\\0a'"), ""},
        {META("tags: 'gpu\\0a'") META("tags: 'gpu'"), ""},
        {META("tags: 'serve'"),
         "the meta graph 1 has the same tags as the meta graph 0, so it is never loaded; "},
        {META("tags: 'gpu' tags: 'serve'") META("tags: 'serve' tags: 'gpu'"),
         "the meta graph 2 has the same tags as the meta graph 1, so it is never loaded; "},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *told = told_of("model.same-tags", "x Placeholder", "", rows[i].more);

        ck_assert_msg(strcmp(told, rows[i].told) == 0, "%s: %s", rows[i].more, told);
    }
}
END_TEST

Suite *model_rules_suite(void)
{
    Suite *suite = suite_create("model_rules");
    TCase *rules = tcase_create("rules");

    tcase_add_checked_fixture(rules, begin, end);
    tcase_add_test(rules, models_of_2_10_and_later_are_told);
    tcase_add_test(rules, operations_that_came_later_are_named);
    tcase_add_test(rules, of_many_unknown_operations_the_rest_is_counted);
    tcase_add_test(rules, of_many_nodes_that_cannot_be_loaded_the_rest_is_counted);
    tcase_add_test(rules, each_way_of_not_being_loaded_is_told);
    tcase_add_test(rules, of_many_cycles_the_rest_is_counted);
    tcase_add_test(rules, tags_are_shown_up_to_eight);
    tcase_add_test(rules, meta_graphs_of_the_same_tags_are_told);
    suite_add_tcase(suite, rules);
    return suite;
}
