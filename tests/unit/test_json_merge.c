/* JSON Merge Patch: the table of RFC 7396, and what is kept of the text it is applied to. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"

Suite *json_merge_suite(void);

struct example {
    const char *target, *patch, *result;
};

/* RFC 7396, appendix A, in its order. */
static const struct example appendix[] = {
    {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
    {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
    {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
    {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
    {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
    {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
    {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
    {"{\"a\":\"foo\"}", "null", "null"},
    {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
    {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
    {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
    {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
};

static const struct example layouts[] = {
    /* Nothing named, nothing changed. */
    {"{ \"a\" :\t1.50 ,\r\n\"b\":12345678901234567890}", "{}",
     "{ \"a\" :\t1.50 ,\r\n\"b\":12345678901234567890}"},
    {"{ }", "{}", "{ }"},
    {" {} \n", "{ }", "{}"},
    /* The text of numbers, strings and white space stays; the order, too. */
    {"{\"z\": 0.10, \"a\": 1E+2, \"m\": \"\\u00e9\"}", "{\"a\": -0}",
     "{\"z\": 0.10, \"a\": -0, \"m\": \"\\u00e9\"}"},
    {"{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "{\"a\":null}", "{\n  \"b\": 2,\n  \"c\": 3\n}"},
    {"{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "{\"b\":null}", "{\n  \"a\": 1,\n  \"c\": 3\n}"},
    {"{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "{\"c\":null}", "{\n  \"a\": 1,\n  \"b\": 2\n}"},
    {"{\n  \"a\": 1,\n  \"b\": 2\n}", "{\"a\":null,\"b\":null}", "{}"},
    {"{\n  \"a\": 1,\n  \"b\": 2\n}", "{\"a\":null,\"b\":null,\"c\":3}", "{\n  \"c\":3\n}"},
    {"{\n  \"a\": 1\n}", "{\"c\": 3,\"b\": 2}", "{\n  \"a\": 1,\n  \"c\": 3,\n  \"b\": 2\n}"},
    {"{\"a\": 1}", "{\"b\": 2}", "{\"a\": 1, \"b\": 2}"},
    {"{\"a\": 1 , \"b\": 2}", "{\"c\": 3}", "{\"a\": 1 , \"b\": 2 , \"c\": 3}"},
    {"{ }", "{\"a\":1,\"b\":2}", "{\"a\":1, \"b\":2}"},
    /* Keys are the same after unescaping; the target's spelling stays. */
    {"{\"\\u0061\":1,\"b\\u0000\":2}", "{\"a\":3,\"b\":4}", "{\"\\u0061\":3,\"b\\u0000\":2,\"b\":4}"},
    {"{\"\xc3\xa9\":1}", "{\"\\u00E9\":null}", "{}"},
    /* A null that is in the target, or in an array, is a value; one in a patch is not, however deep. */
    {"{\"a\":null,\"b\":{\"c\":null}}", "{\"b\":{\"d\":[null,{\"e\":null}]}}",
     "{\"a\":null,\"b\":{\"c\":null,\"d\":[null,{\"e\":null}]}}"},
    {"1", "{ \"a\" : null, \"b\" : { \"c\" : null , \"d\" : 1 } }", "{ \"b\" : { \"d\" : 1 } }"},
    {"{\"a\":[1]}", "{\"a\":{\"b\":{\"c\":null,\"d\":{}}}}", "{\"a\":{\"b\":{\"d\":{}}}}"},
    {"{\"a\":{\"x\":1}}", "{\"a\":5}", "{\"a\":5}"},
};

static void check_example(const struct example *example)
{
    char *text;

    ck_assert_int_eq(nnreg_json_merge(&text, example->target, strlen(example->target), example->patch,
                                      strlen(example->patch), NULL),
                     NNREG_OK);
    ck_assert_str_eq(text, example->result);
    nnreg_free(text);
}

START_TEST(every_example_of_the_rfc_comes_out_as_it_says)
{
    check_example(&appendix[_i]);
}
END_TEST

START_TEST(what_the_patch_does_not_name_keeps_every_byte)
{
    check_example(&layouts[_i]);
}
END_TEST

/* What is between two members sets new ones apart, too; but a text of white space would be as many texts of it. */
START_TEST(wide_white_space_is_kept_and_not_repeated)
{
    static const char patch[] = "{\"c\": 3, \"d\": 4}";
    char target[1100], result[1200], *text;

    (void)snprintf(target, sizeof target, "{\"a\": 1,%1000s\"b\": 2}", "");
    (void)snprintf(result, sizeof result, "{\"a\": 1,%1000s\"b\": 2, \"c\": 3, \"d\": 4}", "");
    ck_assert_int_eq(nnreg_json_merge(&text, target, strlen(target), patch, strlen(patch), NULL), NNREG_OK);
    ck_assert_str_eq(text, result);
    nnreg_free(text);
    (void)snprintf(target, sizeof target, "{%300s\"a\": 1}", "");
    (void)snprintf(result, sizeof result, "{%300s\"a\": 1, \"c\": 3, \"d\": 4}", "");
    ck_assert_int_eq(nnreg_json_merge(&text, target, strlen(target), patch, strlen(patch), NULL), NNREG_OK);
    ck_assert_str_eq(text, result);
    nnreg_free(text);
}
END_TEST

START_TEST(limits_and_bad_texts_are_told_apart)
{
    static const struct {
        const char *target, *patch;
        nnreg_status status;
    } cases[] = {
        {"{\"a\":{\"b\":1}}", "{\"a\":{}}", NNREG_OK},
        {"{\"a\":{\"b\":[]}}", "{}", NNREG_LIMIT},
        {"{}", "{\"a\":{\"b\":[]}}", NNREG_LIMIT},
        {"{}", "{\"a\":1,\"b\":2,\"c\":3}", NNREG_LIMIT},
        {"[1,2,3]", "{}", NNREG_LIMIT},
        {"{\"aaaaaaaaaaaaaaaaaaa\":1}", "{}", NNREG_LIMIT},
        {"{", "{}", NNREG_REFUSED},
        {"{}", "{\"a\":1,\"a\":2}", NNREG_REFUSED},
    };
    struct nnreg_json_limits limits = {22, 3, 2};
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = NULL;

        ck_assert_int_eq(nnreg_json_merge(&text, cases[i].target, strlen(cases[i].target), cases[i].patch,
                                          strlen(cases[i].patch), &limits),
                         cases[i].status);
        ck_assert((text != NULL) == (cases[i].status == NNREG_OK));
        nnreg_free(text);
    }
}
END_TEST

/* {"":{"":…}} */
static char *nested_objects(size_t depth, const char *inside)
{
    char *text = malloc(depth * 5 + strlen(inside) + 1), *end = text;

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < depth; i++)
        end = stpcpy(end, "{\"\":");
    end = stpcpy(end, inside);
    memset(end, '}', depth);
    end[depth] = '\0';
    return text;
}

START_TEST(patches_are_followed_512_levels_deep_whatever_the_caller_allows)
{
    struct nnreg_json_limits limits = {1 << 20, 1 << 20, 1 << 20};
    char *target = nested_objects(512, "1"), *patch = nested_objects(512, "null");
    char *expected = nested_objects(511, "{}"), *deeper = nested_objects(513, "2"), *text;

    ck_assert_int_eq(nnreg_json_merge(&text, target, strlen(target), patch, strlen(patch), &limits),
                     NNREG_OK);
    ck_assert_str_eq(text, expected);
    nnreg_free(text);
    ck_assert_int_eq(nnreg_json_merge(&text, "1", 1, patch, strlen(patch), &limits), NNREG_OK);
    ck_assert_str_eq(text, expected);
    nnreg_free(text);
    ck_assert_int_eq(nnreg_json_merge(&text, "1", 1, deeper, strlen(deeper), &limits), NNREG_LIMIT);
    ck_assert_ptr_null(text);
    free(target);
    free(patch);
    free(expected);
    free(deeper);
}
END_TEST

START_TEST(large_objects_are_merged_member_by_member)
{
    enum { COUNT = 30000 };
    struct nnreg_bytes target = NNREG_BYTES_INIT, patch = NNREG_BYTES_INIT, expected = NNREG_BYTES_INIT;
    char *text;
    int i;

    /* The patch has every second member of the target, backwards, every fourth of them null, and as many new ones. */
    for (i = 0; i < COUNT; i++) {
        nnreg_bytes_format(&target, "%c\"k%d\":%d", i == 0 ? '{' : ',', i, i);
        if (i % 4 != 0)
            nnreg_bytes_format(&expected, "%c\"k%d\":%d", i == 1 ? '{' : ',', i, i % 2 == 0 ? -i : i);
    }
    for (i = COUNT - 2; i >= 0; i -= 2)
        nnreg_bytes_format(&patch, i % 4 == 0 ? "%c\"k%d\":null" : "%c\"k%d\":-%d",
                           i == COUNT - 2 ? '{' : ',', i, i);
    for (i = 0; i < COUNT; i++) {
        nnreg_bytes_format(&patch, ",\"n%d\":%d", i, i);
        nnreg_bytes_format(&expected, ",\"n%d\":%d", i, i);
    }
    nnreg_bytes_char(&target, '}');
    nnreg_bytes_char(&patch, '}');
    nnreg_bytes_char(&expected, '}');
    ck_assert_int_eq(nnreg_json_merge(&text, target.content, target.size, patch.content, patch.size, NULL),
                     NNREG_OK);
    ck_assert_str_eq(text, expected.content);
    nnreg_free(text);
    nnreg_bytes_free(&target);
    nnreg_bytes_free(&patch);
    nnreg_bytes_free(&expected);
}
END_TEST

START_TEST(a_merge_without_memory_gives_nothing_and_leaks_nothing)
{
    static const char target[] = "{\"a\":{\"b\":{\"c\":1}},\"some more text for the result to grow\":\"x\"}";
    static const char patch[] = "{\"a\":{\"b\":{\"c\":null,\"d\":{\"e\":[]}}},\"f\":{\"g\":null}}";
    nnreg_status status = NNREG_NO_MEMORY;
    char *text = NULL;
    uint64_t n;

    for (n = 1; status == NNREG_NO_MEMORY && n < 100; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_json_merge(&text, target, sizeof target - 1, patch, sizeof patch - 1, NULL);
        ck_assert((text != NULL) == (status == NNREG_OK));
    }
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 10);
    ck_assert_str_eq(
        text, "{\"a\":{\"b\":{\"d\":{\"e\":[]}}},\"some more text for the result to grow\":\"x\",\"f\":{}}");
    nnreg_free(text);
}
END_TEST

Suite *json_merge_suite(void)
{
    Suite *suite = suite_create("json_merge");
    TCase *tests = tcase_create("merge");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, every_example_of_the_rfc_comes_out_as_it_says, 0,
                        (int)(sizeof appendix / sizeof *appendix));
    tcase_add_loop_test(tests, what_the_patch_does_not_name_keeps_every_byte, 0,
                        (int)(sizeof layouts / sizeof *layouts));
    tcase_add_test(tests, wide_white_space_is_kept_and_not_repeated);
    tcase_add_test(tests, limits_and_bad_texts_are_told_apart);
    tcase_add_test(tests, patches_are_followed_512_levels_deep_whatever_the_caller_allows);
    tcase_add_test(tests, large_objects_are_merged_member_by_member);
    tcase_add_test(tests, a_merge_without_memory_gives_nothing_and_leaks_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
