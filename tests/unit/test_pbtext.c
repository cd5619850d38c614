/* Protobuf's text form (pbtext.h), and models in it: spellings, and where a mistake is. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/pbtext.h"
#include "model_facts.h"
#include "nnreg.h"

Suite *pbtext_suite(void);

/* -- words and texts -- */

static struct nnreg_cursor cursor;
static struct nnreg_pbtext text;

static void start(const char *content)
{
    nnreg_cursor_memory(&cursor, content, strlen(content));
    nnreg_pbtext_init(&text, &cursor);
}

static const char *string_of(const char *content)
{
    static char out[256];
    uint64_t size;

    start(content);
    ck_assert_msg(nnreg_pbtext_string(&text, out, sizeof(out) - 1, &size), "%s: %s", content, cursor.failure);
    ck_assert_uint_lt(size, sizeof(out));
    out[size] = '\0';
    return out;
}

static void refused(const char *content, uint64_t offset, const char *reason)
{
    char out[16];
    uint64_t size;

    start(content);
    ck_assert_msg(!nnreg_pbtext_string(&text, out, sizeof(out), &size), "%s", content);
    ck_assert_str_eq(cursor.failure, reason);
    ck_assert_msg(cursor.failure_offset == offset, "%s: at %llu", content,
                  (unsigned long long)cursor.failure_offset);
}

START_TEST(every_escape_of_a_text_is_understood)
{
    ck_assert_str_eq(string_of("\"\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"\\?\""), "\a\b\f\n\r\t\v\\'\"?");
    ck_assert_str_eq(string_of("'\\101\\1\\0612'"), "A\00112");
    ck_assert_str_eq(string_of("'\\x41\\X4a\\x9'"), "AJ\t");
    ck_assert_str_eq(string_of("'\\u00e9\\U0001f600\\ud83d\\ude00'"),
                     "\xc3\xa9\xf0\x9f\x98\x80\xf0\x9f\x98\x80");
    ck_assert_str_eq(string_of("'it\"s' \"it's\""), "it\"sit's");
}
END_TEST

START_TEST(adjacent_texts_are_one_across_lines_and_comments)
{
    ck_assert_str_eq(string_of("'a' # first\n  \"b\"\n'c' x"), "abc");
    ck_assert_uint_eq(text.line, 3);
    ck_assert_uint_eq(nnreg_pbtext_column(&text), 5);
}
END_TEST

START_TEST(what_does_not_fit_is_counted)
{
    char out[3];
    uint64_t size;

    start("'abcdef'");
    ck_assert(nnreg_pbtext_string(&text, out, sizeof(out), &size));
    ck_assert_uint_eq(size, 6);
    ck_assert_int_eq(memcmp(out, "abc", 3), 0);
}
END_TEST

START_TEST(bad_texts_are_refused_where_they_are_bad)
{
    refused("abc", 0, "has no text where one belongs");
    refused("'abc", 4, "is cut short");
    refused("'ab\nc'", 3, "has a text that does not end on its line");
    refused("'a\\q'", 3, "has an unknown escape in a text");
    refused("'\\xg'", 3, "has an unknown escape in a text");
    refused("'\\400'", 5, "has an unknown escape in a text");
    refused("'\\u12'", 5, "has an unknown escape in a text");
    refused("'\\ud800x'", 7, "has an unknown escape in a text");
    refused("'\\ud800\\n'", 8, "has an unknown escape in a text");
    refused("'\\ud800\\u12'", 11, "has an unknown escape in a text");
    refused("'\\ud800\\u0041'", 13, "has an unknown escape in a text");
    refused("'\\ud800\\ue000'", 13, "has an unknown escape in a text");
    refused("'\\udc00'", 7, "has an unknown escape in a text");
    refused("'\\U00110000'", 11, "has an unknown escape in a text");
    refused("'\\", 2, "is cut short");
}
END_TEST

static uint64_t integer_of(const char *content)
{
    uint64_t number;

    start(content);
    ck_assert(nnreg_pbtext_word(&text));
    ck_assert_msg(nnreg_pbtext_integer(&text, 64, *content == '-', &number), "%s", content);
    return number;
}

START_TEST(whole_numbers_are_decimal_octal_or_hexadecimal)
{
    uint64_t number;
    size_t i;
    static const char *const none[] = {"09",
                                       "1.5",
                                       "x",
                                       "0x",
                                       "0y1",
                                       "0xg",
                                       "0xG",
                                       "-",
                                       "18446744073709551616",
                                       "184467440737095516150",
                                       "-9223372036854775809"};

    ck_assert_uint_eq(integer_of("0"), 0);
    ck_assert_uint_eq(integer_of("027"), 23);
    ck_assert_uint_eq(integer_of("0xFf"), 255);
    ck_assert_uint_eq(integer_of("0X1A"), 26);
    ck_assert_uint_eq(integer_of("18446744073709551615"), UINT64_MAX);
    ck_assert_int_eq((int64_t)integer_of("-9223372036854775808"), INT64_MIN);
    ck_assert_int_eq((int64_t)integer_of("- 1"), -1);
    for (i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        start(none[i]);
        ck_assert_msg(!nnreg_pbtext_word(&text) || (!nnreg_pbtext_integer(&text, 64, false, &number) &&
                                                    !nnreg_pbtext_integer(&text, 64, true, &number)),
                      "%s", none[i]);
    }
}
END_TEST

START_TEST(whole_numbers_fit_the_bits_of_their_field)
{
    static const struct {
        const char *content;
        unsigned bits;
        bool is_signed, fits;
    } numbers[] = {
        {"9223372036854775807", 64, true, true},
        {"9223372036854775808", 64, true, false},
        {"-9223372036854775808", 64, true, true},
        {"-9223372036854775809", 64, true, false},
        {"18446744073709551615", 64, false, true},
        {"18446744073709551616", 64, false, false},
        {"2147483647", 32, true, true},
        {"2147483648", 32, true, false},
        {"-2147483648", 32, true, true},
        {"-2147483649", 32, true, false},
        {"4294967295", 32, false, true},
        {"4294967296", 32, false, false},
        {"-1", 32, false, false},
        {"-0", 64, false, false},
        {"0x7fffffff", 32, true, true},
        {"0x80000000", 32, true, false},
    };
    uint64_t number;
    size_t i;

    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        start(numbers[i].content);
        ck_assert(nnreg_pbtext_word(&text));
        ck_assert_msg(nnreg_pbtext_integer(&text, numbers[i].bits, numbers[i].is_signed, &number) ==
                          numbers[i].fits,
                      "%s", numbers[i].content);
    }
}
END_TEST

START_TEST(truth_has_eight_spellings)
{
    static const char *const words[] = {"false", "f", "False", "0", "true", "t", "True", "1"};
    uint64_t truth;
    size_t i;

    for (i = 0; i < 8; i++) {
        start(words[i]);
        ck_assert(nnreg_pbtext_word(&text) && nnreg_pbtext_bool(&text, &truth));
        ck_assert_uint_eq(truth, i / 4);
    }
    for (i = 0; i < 2; i++) { /* and any other of the two numbers */
        start(i == 0 ? "00" : "0x1");
        ck_assert(nnreg_pbtext_word(&text) && nnreg_pbtext_bool(&text, &truth));
        ck_assert_uint_eq(truth, i);
        start(i == 0 ? "yes" : "2");
        ck_assert(nnreg_pbtext_word(&text) && !nnreg_pbtext_bool(&text, &truth));
    }
}
END_TEST

START_TEST(lines_end_with_lf_with_cr_lf_and_with_cr_alone)
{
    start("a\rb\r\n\nc\r");
    ck_assert(nnreg_pbtext_name(&text));
    ck_assert(nnreg_pbtext_name(&text));
    ck_assert_uint_eq(text.line, 2);
    ck_assert_uint_eq(text.word_column, 1);
    ck_assert(nnreg_pbtext_name(&text));
    ck_assert_uint_eq(text.line, 4);
    ck_assert_uint_eq(text.word_column, 1);
    ck_assert_int_eq(nnreg_pbtext_peek(&text), -1);
    ck_assert_uint_eq(text.line, 5);
    ck_assert(nnreg_cursor_ok(text.cursor));
}
END_TEST

START_TEST(columns_count_characters)
{
    start("'\xc3\xa9\xe2\x82\xac' x");
    ck_assert_uint_eq(strlen(string_of("'\xc3\xa9\xe2\x82\xac' x")), 5);
    ck_assert_int_eq(nnreg_pbtext_peek(&text), 'x');
    ck_assert_uint_eq(nnreg_pbtext_column(&text), 6);
}
END_TEST

START_TEST(a_word_has_a_limit)
{
    char word[NNREG_PBTEXT_WORD + 2];

    memset(word, 'a', sizeof(word) - 1);
    word[sizeof(word) - 1] = '\0';
    start(word + 1);
    ck_assert(nnreg_pbtext_name(&text));
    start(word);
    ck_assert(!nnreg_pbtext_name(&text));
    ck_assert_str_eq(cursor.failure, "has a word of more than 256 characters");
    ck_assert_uint_eq(cursor.failure_offset, NNREG_PBTEXT_WORD);
    memset(word, '1', sizeof(word) - 1);
    word[0] = '-'; /* which is one of the characters, too */
    start(word);
    ck_assert(!nnreg_pbtext_word(&text));
    ck_assert_str_eq(cursor.failure, "has a word of more than 256 characters");
    ck_assert_uint_eq(cursor.failure_offset, NNREG_PBTEXT_WORD + 1);
}
END_TEST

/* -- models -- */

static struct nnreg_savedmodel *model;
static struct nnreg_savedmodel_failure failure;

static char *facts_of(const char *content)
{
    char *facts;

    ck_assert_msg(model_from(&model, content, strlen(content), NNREG_SAVEDMODEL_TEXT, &failure) == NNREG_OK,
                  "%s: %s at %llu:%llu", content, failure.reason, (unsigned long long)failure.line,
                  (unsigned long long)failure.column);
    facts = model_facts(model);
    nnreg_savedmodel_free(model);
    return facts;
}

#define PLAIN                                                                                            \
    "saved_model_schema_version: 1\nmeta_graphs {\n  meta_info_def {\n    tags: \"serve\"\n    tags: "   \
    "\"gpu\"\n  }\n"                                                                                     \
    "  graph_def {\n    node {\n      name: \"x\"\n      op: \"Op\"\n      attr {\n        key: \"T\"\n" \
    "        value {\n          list {\n            type: DT_FLOAT\n            type: DT_INT32_REF\n"    \
    "          }\n        }\n      }\n    }\n  }\n}\n"

START_TEST(every_spelling_of_a_message_says_the_same)
{
    static const char *const spellings[] = {
        "saved_model_schema_version:1 "
        "meta_graphs{meta_info_def{tags:\"serve\"tags:\"gpu\"}graph_def{node{name:\"x\" "
        "op:\"Op\" attr{key:\"T\"value{list{type:DT_FLOAT type:DT_INT32_REF}}}}}}",
        "saved_model_schema_version: 0x1, meta_graphs: < meta_info_def: < tags: ['serve', \"g\" 'pu']; >, "
        "graph_def < "
        "node: [ { op: 'O\\160' name: '\\x78' attr: < value { list { type: [1, 103] } } key: 'T' > } ] > >;",
        "\xef\xbb\xbf# comment\r\nsaved_model_schema_version # here, too\r\n: 01\r\nmeta_graphs [ { "
        "meta_info_def { "
        "tags: \"serve\" } meta_info_def { tags: \"gpu\" } graph_def { } graph_def { node { name: \"y\" "
        "name: \"x\" "
        "op: \"Op\" attr { value { list { type: [] type: 1 } list { type: DT_INT32_REF } } key: \"T\" } } } "
        "} ]",
    };
    char *plain = facts_of(PLAIN);
    size_t i;

    for (i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        char *facts = facts_of(spellings[i]);

        ck_assert_str_eq(facts, plain);
        nnreg_free(facts);
    }
    nnreg_free(plain);
}
END_TEST

START_TEST(a_mistake_is_told_with_line_column_and_offset)
{
    static const struct {
        const char *content;
        uint64_t offset, line, column;
        const char *reason;
    } mistakes[] = {
        {"meta_graphs {\n  graph_def {\n", 28, 3, 1, "is cut short"},
        {"meta_graphs {\n  meta_info_def \"x\"\n}", 30, 2, 17,
         "has a field's name with neither ':' nor '{' behind it"},
        {"meta_graphs { [!]: 1 }", 15, 1, 16, "has no name of a type in brackets"},
        {"saved_model_schema_version: one", 28, 1, 29, "has a value that is no whole number"},
        {"saved_model_schema_version: 9223372036854775808", 28, 1, 29,
         "has a number that its field has no room for"},
        {"meta_graphs { graph_def { versions { producer: -2147483649 } } }", 48, 1, 49,
         "has a number that its field has no room for"},
        {"meta_graphs { graph_def { node { attr { value { tensor { uint64_val: -1 } } } } } }", 70, 1, 71,
         "has a number that its field has no room for"},
        {"meta_graphs { graph_def { node { attr { value { tensor { uint32_val: 4294967296 } } } } } }", 69, 1,
         70, "has a number that its field has no room for"},
        {"saved_model_schema_version: 'a'", 28, 1, 29, "has a character that begins no value"},
        {"saved_model_schema_version: { }", 29, 1, 30, "has a message where a value belongs"},
        {"meta_graphs: 5", 13, 1, 14, "has a value where a message belongs"},
        {"meta_graphs {\n}\n}", 16, 3, 1, "has a character that begins no field"},
        {"1: 5", 0, 1, 1, "has a number where a field's name belongs"},
        {"meta_graphs [ { }", 17, 1, 18, "is cut short"},
        {"meta_graphs [ { } x", 18, 1, 19, "has a list without its ']'"},
        {"meta_graphs { > }", 14, 1, 15, "has a character that begins no field"},
        {"meta_graphs { meta_info_def { stripped_default_attrs: maybe } }", 54, 1, 55,
         "has a value that is neither true nor false"},
        {"# \xc3\xa9\nmeta_graphs { meta_info_def { tags: '\xc3\xa9\\q' } }", 45, 2, 40,
         "has an unknown escape in a text"},
    };
    size_t i;

    for (i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        const char *content = mistakes[i].content;

        ck_assert_int_eq(model_from(&model, content, strlen(content), NNREG_SAVEDMODEL_TEXT, &failure),
                         NNREG_CORRUPT);
        ck_assert_ptr_null(model);
        ck_assert_str_eq(failure.reason, mistakes[i].reason);
        ck_assert_msg(failure.offset == mistakes[i].offset && failure.line == mistakes[i].line &&
                          failure.column == mistakes[i].column,
                      "%s: at %llu, %llu:%llu", content, (unsigned long long)failure.offset,
                      (unsigned long long)failure.line, (unsigned long long)failure.column);
    }
}
END_TEST

START_TEST(messages_inside_each_other_are_limited)
{
    char content[4 * NNREG_LIMIT_MODEL_TEXT_DEPTH + 16];
    size_t size = 0;
    unsigned i;

    for (i = 0; i <= NNREG_LIMIT_MODEL_TEXT_DEPTH; i++)
        size += (size_t)snprintf(content + size, sizeof(content) - size, "a{");
    ck_assert_int_eq(model_from(&model, content, size, NNREG_SAVEDMODEL_TEXT, &failure), NNREG_LIMIT);
    ck_assert_str_eq(failure.reason, "has too many messages inside each other");
    ck_assert_uint_eq(failure.offset, size);
    ck_assert_int_eq(model_from(&model, content, size - 2, NNREG_SAVEDMODEL_TEXT, &failure), NNREG_CORRUPT);
    ck_assert_str_eq(failure.reason, "is cut short");
}
END_TEST

START_TEST(unknown_fields_and_values_are_passed_over_counted_and_the_first_is_told)
{
    static const char content[] =
        "meta_graphs {\n  newer { a: [1, 'x', -inf] b < c: 1e-3f > [a.b/c.D] { e: F } }\n"
        "  later: 7\n  signature_def { value { inputs { value { dtype: DT_NEW } } } }\n}";

    ck_assert_int_eq(model_from(&model, content, sizeof(content) - 1, NNREG_SAVEDMODEL_TEXT, &failure),
                     NNREG_OK);
    ck_assert_uint_eq(model->unknown_fields.count, 2);
    ck_assert_str_eq(nnreg_savedmodel_text(model, model->unknown_fields.name), "newer");
    ck_assert_uint_eq(model->unknown_fields.line, 2);
    ck_assert_uint_eq(model->unknown_fields.column, 3);
    ck_assert_uint_eq(model->unknown_fields.offset, 16);
    ck_assert_uint_eq(model->unknown_enums.count, 1);
    ck_assert_str_eq(nnreg_savedmodel_text(model, model->unknown_enums.name), "DT_NEW");
    ck_assert_uint_eq(model->unknown_enums.line, 4);
    ck_assert_uint_eq(nnreg_savedmodel_info_at(model, 0)->dtype, NNREG_DTYPE_UNNAMED);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(an_asset_in_the_collection_is_read_raw_and_expanded)
{
    static const char raw[] = "type_url: 'type.googleapis.com/tensorflow.AssetFileDef' "
                              "value: '\\n\\005\\n\\003x:0\\022\\001f'";
    static const char expanded[] =
        "[type.googleapis.com/tensorflow.AssetFileDef] { tensor_info { name: 'x:0' } filename: 'f' }";
    const char *values[] = {raw, expanded};
    char content[512];
    size_t i;

    for (i = 0; i < 2; i++) {
        int size = snprintf(content, sizeof(content),
                            "meta_graphs { collection_def { value { any_list { value { %s } } } "
                            "key: 'saved_model_assets' } collection_def { key: 'other' value { any_list { "
                            "value { %s } } } } }",
                            values[i], values[i]);

        ck_assert_int_eq(model_from(&model, content, (size_t)size, NNREG_SAVEDMODEL_TEXT, &failure),
                         NNREG_OK);
        ck_assert_uint_eq(nnreg_savedmodel_meta_at(model, 0)->assets, 1);
        ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_asset_at(model, 0)->tensor), "x:0");
        ck_assert_str_eq(nnreg_savedmodel_text(model, nnreg_savedmodel_asset_at(model, 0)->filename), "f");
        ck_assert(nnreg_savedmodel_asset_at(model, 0)->from_collection);
        nnreg_savedmodel_free(model);
    }
}
END_TEST

START_TEST(an_asset_of_another_collection_leaves_nothing_behind)
{
    static const char content[] =
        "meta_graphs { collection_def { key: 'other' value { any_list { value { "
        "[type.googleapis.com/tensorflow.AssetFileDef] { tensor_info { name: 'x:0' } filename: 'f' } } } } } "
        "asset_file_def { } }";

    ck_assert_int_eq(model_from(&model, content, sizeof(content) - 1, NNREG_SAVEDMODEL_TEXT, &failure),
                     NNREG_OK);
    ck_assert_uint_eq(nnreg_savedmodel_meta_at(model, 0)->assets, 1);
    ck_assert_uint_eq(nnreg_savedmodel_asset_at(model, 0)->tensor, 0);
    ck_assert_uint_eq(nnreg_savedmodel_asset_at(model, 0)->filename, 0);
    ck_assert(!nnreg_savedmodel_asset_at(model, 0)->from_collection);
    nnreg_savedmodel_free(model);
}
END_TEST

START_TEST(a_float_is_decimal_or_infinite_or_no_number_at_all)
{
    static const char *const good[] = {"0",       "-1", "1.",   ".5",       "1e-3",
                                       "2.5E+2f", "1F", "-Inf", "infinity", "NaN"};
    static const char *const bad[] = {"",    "-",   ".", "0x10",  "007",   "1e",
                                      "1e+", "1ff", "f", "infin", "1.2.3", "--1"};
    struct nnreg_pbtext spelt = {.cursor = NULL};
    double number;
    size_t i;

    for (i = 0; i < sizeof good / sizeof good[0]; i++) {
        snprintf(spelt.word, sizeof spelt.word, "%s", good[i]);
        ck_assert_msg(nnreg_pbtext_float(&spelt, &number), "%s", good[i]);
    }
    for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(spelt.word, sizeof spelt.word, "%s", bad[i]);
        ck_assert_msg(!nnreg_pbtext_float(&spelt, &number), "%s", bad[i]);
    }
    snprintf(spelt.word, sizeof spelt.word, "-2.5e2f");
    ck_assert(nnreg_pbtext_float(&spelt, &number) && number == -250);
}
END_TEST

Suite *pbtext_suite(void)
{
    Suite *suite = suite_create("pbtext");
    TCase *tests = tcase_create("text");

    tcase_add_test(tests, a_float_is_decimal_or_infinite_or_no_number_at_all);
    tcase_add_test(tests, every_escape_of_a_text_is_understood);
    tcase_add_test(tests, adjacent_texts_are_one_across_lines_and_comments);
    tcase_add_test(tests, what_does_not_fit_is_counted);
    tcase_add_test(tests, bad_texts_are_refused_where_they_are_bad);
    tcase_add_test(tests, whole_numbers_are_decimal_octal_or_hexadecimal);
    tcase_add_test(tests, whole_numbers_fit_the_bits_of_their_field);
    tcase_add_test(tests, truth_has_eight_spellings);
    tcase_add_test(tests, lines_end_with_lf_with_cr_lf_and_with_cr_alone);
    tcase_add_test(tests, columns_count_characters);
    tcase_add_test(tests, a_word_has_a_limit);
    tcase_add_test(tests, every_spelling_of_a_message_says_the_same);
    tcase_add_test(tests, a_mistake_is_told_with_line_column_and_offset);
    tcase_add_test(tests, messages_inside_each_other_are_limited);
    tcase_add_test(tests, unknown_fields_and_values_are_passed_over_counted_and_the_first_is_told);
    tcase_add_test(tests, an_asset_in_the_collection_is_read_raw_and_expanded);
    tcase_add_test(tests, an_asset_of_another_collection_leaves_nothing_behind);
    suite_add_tcase(suite, tests);
    return suite;
}
