/* What the JSON reader says of texts that are none: one problem each, with its place, its message and its hint. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"

Suite *json_mistake_suite(void);

/* clang-format off */
#define ROW(text, problem, offset, line, column, message, hint) \
    {text, sizeof(text) - 1, NNREG_JSON_##problem, offset, line, column, message, hint}
/* clang-format on */

/* `hint` is NULL for none, else a part of it. */
static const struct mistake {
    const char *text;
    size_t length;
    enum nnreg_json_problem problem;
    size_t offset;
    uint64_t line, column;
    const char *message;
    const char *hint;
} mistakes[] = {
    ROW("", SYNTAX, 0, 1, 1, "the text is empty", NULL),
    ROW(" \n ", SYNTAX, 3, 2, 2, "there is only white space in the text", NULL),
    ROW("{\"a\": 1 \"b\": 2}", SYNTAX, 8, 1, 9, "expected ',' or '}' after the value, found '\"'",
        "',' is missing"),
    ROW("[1\r\n\t2]", SYNTAX, 5, 2, 2, "expected ',' or ']' after the value, found '2'", NULL),
    ROW("[1}", SYNTAX, 2, 1, 3, "expected ',' or ']' after the value, found '}'", "ends with ']'"),
    ROW("{\"a\":1]", SYNTAX, 6, 1, 7, "expected ',' or '}' after the value, found ']'", "ends with '}'"),
    ROW("{\"a\"}", SYNTAX, 4, 1, 5, "expected ':' after the key, found '}'", "followed by ':'"),
    ROW("{\"a\" = 1}", SYNTAX, 5, 1, 6, "expected ':' after the key, found '='", "write ':'"),
    ROW("{\"a\":}", SYNTAX, 5, 1, 6, "a value is missing before '}'", NULL),
    ROW("{a: 1}", SYNTAX, 1, 1, 2, "expected a key in double quotes, found a", "the key in double quotes"),
    ROW("{1: 1}", SYNTAX, 1, 1, 2, "expected a key in double quotes, found '1'", NULL),
    ROW("[\xc3\xa9\xc3\xa9\"x\"]", SYNTAX, 1, 1, 2, "expected a value, found '\xc3\xa9' (U+00E9)", NULL),
    ROW("[\"\xe6\xbc\xa2\xf0\x9d\x84\x9e\xc3\xa9\" x]", SYNTAX, 13, 1, 8,
        "expected ',' or ']' after the value, found 'x'", NULL),
    ROW("[1,,2]", SYNTAX, 3, 1, 4, "a value is missing before ','", NULL),
    ROW("[1,\n 2 ,\n]", SYNTAX, 7, 2, 4, "a comma before ']': nothing follows it", "remove the comma"),
    ROW("{\"a\":1,}", SYNTAX, 6, 1, 7, "a comma before '}': nothing follows it", "remove the comma"),
    ROW("{\"a\":1,,}", SYNTAX, 7, 1, 8, "a member is missing before ','", "remove the ','"),
    ROW("[1, // one\n2]", SYNTAX, 4, 1, 5, "a comment: JSON has none", "remove it"),
    ROW("{/* one */}", SYNTAX, 1, 1, 2, "a comment: JSON has none", "remove it"),
    ROW("{} # done", SYNTAX, 3, 1, 4, "a comment: JSON has none", "remove it"),
    ROW("{'a': 1}", SYNTAX, 1, 1, 2, "single quotes: strings and keys have double quotes",
        "straight double quotes"),
    ROW("['a']", SYNTAX, 1, 1, 2, "single quotes: strings and keys have double quotes",
        "straight double quotes"),
    ROW("[\xe2\x80\x9c"
        "a\xe2\x80\x9d]",
        SYNTAX, 1, 1, 2, "a typographic quote, U+201C", "straight double quotes"),
    ROW("[1,\xc2\xa0"
        "2]",
        SYNTAX, 3, 1, 4, "a no-break space, U+00A0", "only space, tab and line breaks"),
    ROW("{\"a\": 1,\n<<<<<<< HEAD\n\"b\": 2}", SYNTAX, 9, 2, 1, "a merge conflict that is not resolved",
        "remove Git's marks"),
    ROW("{\"a\": 1\n=======\n}", SYNTAX, 8, 2, 1, "a merge conflict that is not resolved",
        "remove Git's marks"),
    ROW("[1,\n>>>>>>> theirs\n2]", SYNTAX, 4, 2, 1, "a merge conflict that is not resolved", "the two sides"),
    ROW("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 2\n", SYNTAX, 0, 1, 1,
        "a Git LFS pointer, not the text it stands for", "git lfs pull"),
    ROW("<!DOCTYPE html>\n<html>", SYNTAX, 0, 1, 1, "an HTML page, not the text", "the raw file"),
    ROW("[NaN]", SYNTAX, 1, 1, 2, "NaN is no JSON value", "no NaN and no infinity"),
    ROW("[-Infinity]", SYNTAX, 1, 1, 2, "-Infinity is no JSON value", "no NaN and no infinity"),
    ROW("[-NaN]", SYNTAX, 1, 1, 2, "-NaN is no JSON value", "no NaN and no infinity"),
    ROW("[-inf]", SYNTAX, 1, 1, 2, "-inf is no JSON value", "no NaN and no infinity"),
    ROW("[-nan]", SYNTAX, 1, 1, 2, "-nan is no JSON value", "no NaN and no infinity"),
    ROW("[Infinity]", SYNTAX, 1, 1, 2, "Infinity is no JSON value", "no NaN and no infinity"),
    ROW("[True]", SYNTAX, 1, 1, 2, "True is no JSON value", "write true"),
    ROW("[None]", SYNTAX, 1, 1, 2, "None is no JSON value", "write null"),
    ROW("[nul]", SYNTAX, 1, 1, 2, "expected a value, found nul", "only bare words"),
    ROW("nullx", SYNTAX, 4, 1, 5, "expected the end of the text after the value, found 'x'", NULL),
    ROW("[RGB]", SYNTAX, 1, 1, 2, "expected a value, found RGB", "strings have double quotes"),
    ROW("[RGB", SYNTAX, 1, 1, 2, "expected a value, found RGB", "strings have double quotes"),
    ROW("[a_word_of_52_characters_of_which_not_all_can_be_shown]", SYNTAX, 1, 1, 2,
        "expected a value, found a_word_of_52_characters_of_which_not_all", "strings have double quotes"),
    ROW("[01]", SYNTAX, 1, 1, 2, "a number with a leading zero", "remove the leading zeros"),
    ROW("[-00.5]", SYNTAX, 2, 1, 3, "a number with a leading zero", "remove the leading zeros"),
    ROW("[+1]", SYNTAX, 1, 1, 2, "a number has no '+' before it", "remove the '+'"),
    ROW("[.5]", SYNTAX, 1, 1, 2, "a number has a digit before the '.'", "write 0.5"),
    ROW("[5.]", SYNTAX, 3, 1, 4, "a number needs a digit behind the '.'", "-0.5"),
    ROW("[-]", SYNTAX, 2, 1, 3, "a number needs a digit behind '-'", "-0.5"),
    ROW("[1e+]", SYNTAX, 4, 1, 5, "a number needs a digit behind the exponent's 'e'", "1e-3"),
    ROW("[0x1F]", SYNTAX, 2, 1, 3, "'x' in a number", "numbers are decimal"),
    ROW("[1_000]", SYNTAX, 2, 1, 3, "'_' in a number", "numbers are decimal"),
    ROW("[1.2.3]", SYNTAX, 4, 1, 5, "'.' in a number", "numbers are decimal"),
    ROW("[1G]", SYNTAX, 2, 1, 3, "'G' in a number", "numbers are decimal"),
    ROW("[1b]", SYNTAX, 2, 1, 3, "'b' in a number", "numbers are decimal"),
    ROW("[1[]]", SYNTAX, 2, 1, 3, "expected ',' or ']' after the value, found '['", NULL),
    ROW("[1~]", SYNTAX, 2, 1, 3, "expected ',' or ']' after the value, found '~'", NULL),
    ROW("12-", SYNTAX, 2, 1, 3, "'-' in a number", "numbers are decimal"),
    ROW("-", SYNTAX, 1, 1, 2, "the text ends inside a number", "line 1, column 1"),
    ROW("[1, -1.", SYNTAX, 7, 1, 8, "the text ends inside a number", "line 1, column 5"),
    ROW("[1e999]", NOT_FINITE, 1, 1, 2, "the number is too large for a double", "1.7976931348623157e308"),
    ROW("-1e309", NOT_FINITE, 0, 1, 1, "the number is too large for a double", "1.7976931348623157e308"),
    ROW("[\n\"abc", SYNTAX, 6, 2, 5, "the text ends inside a string",
        "the string that begins at line 2, column 1 has"),
    ROW("\"abc\\", SYNTAX, 5, 1, 6, "the text ends inside a string", "line 1, column 1"),
    ROW("\"abc\\u00", SYNTAX, 8, 1, 9, "the text ends inside a string", "line 1, column 1"),
    ROW("\"\\ud834\\udd1", SYNTAX, 12, 1, 13, "the text ends inside a string", "line 1, column 1"),
    ROW("[1, [2, 3]", SYNTAX, 10, 1, 11, "the text ends inside an array",
        "the array that begins at line 1, column 1"),
    ROW("[\n {\"a\":\n", SYNTAX, 9, 3, 1, "the text ends inside an object", "line 2, column 2"),
    ROW("[1,", SYNTAX, 3, 1, 4, "the text ends inside an array", "line 1, column 1"),
    ROW("[\"a\nb\"]", SYNTAX, 3, 1, 4, "the line ends inside a string", "\\n"),
    ROW("[\"a\tb\"]", SYNTAX, 3, 1, 4, "a raw tab in a string", "write \\t"),
    ROW("[\"a\0b\"]", SYNTAX, 3, 1, 4, "a raw control character (0x00) in a string", "written as escapes"),
    ROW("[\"\x1f\"]", SYNTAX, 2, 1, 3, "a raw control character (0x1f) in a string", "written as escapes"),
    ROW("[\"C:\\models\"]", SYNTAX, 4, 1, 5, "\\m is no escape", "a backslash itself is written \\\\"),
    ROW("[\"\\\n\"]", SYNTAX, 2, 1, 3, "a backslash that begins no escape", "\\\\"),
    ROW("[\"\\\x7f\"]", SYNTAX, 2, 1, 3, "a backslash that begins no escape", "\\\\"),
    ROW("[\"\\ \"]", SYNTAX, 2, 1, 3, "a backslash that begins no escape", "\\\\"),
    ROW("[\"\\u12g4\"]", SYNTAX, 6, 1, 7, "\\u needs four hex digits", "four hex digits"),
    ROW("[\"\\u12/4\"]", SYNTAX, 6, 1, 7, "\\u needs four hex digits", "four hex digits"),
    ROW("[\"\\u12:4\"]", SYNTAX, 6, 1, 7, "\\u needs four hex digits", "four hex digits"),
    ROW("[\"\\u12@4\"]", SYNTAX, 6, 1, 7, "\\u needs four hex digits", "four hex digits"),
    ROW("[\"a\\ud800\"]", ENCODING, 3, 1, 4, "\\ud800 is half of a surrogate pair", "two escapes"),
    ROW("[\"\\ud800\\u0041\"]", ENCODING, 2, 1, 3, "\\ud800 is half of a surrogate pair", "two escapes"),
    ROW("[\"\\ud800\\ue000\"]", ENCODING, 2, 1, 3, "\\ud800 is half of a surrogate pair", "two escapes"),
    ROW("[\"\\udc00\\ud800\"]", ENCODING, 2, 1, 3, "\\udc00 is half of a surrogate pair", "two escapes"),
    ROW("[\"\\uD834\\u0041\"]", ENCODING, 2, 1, 3, "\\ud834 is half of a surrogate pair", "two escapes"),
    ROW("[\"a\xe9\"]", ENCODING, 3, 1, 4, "the byte 0xe9 is not UTF-8 here", "UTF-8"),
    ROW("[\"\xed\xa0\x80\"]", ENCODING, 2, 1, 3, "the byte 0xed is not UTF-8 here", "UTF-8"),
    ROW("[\"\xc0\xaf\"]", ENCODING, 2, 1, 3, "the byte 0xc0 is not UTF-8 here", "UTF-8"),
    ROW("[\"\xf4\x90\x80\x80\"]", ENCODING, 2, 1, 3, "the byte 0xf4 is not UTF-8 here", "UTF-8"),
    ROW("\"\xe6\xbc", ENCODING, 1, 1, 2, "the byte 0xe6 is not UTF-8 here", "UTF-8"),
    ROW("[1]\xff", ENCODING, 3, 1, 4, "the byte 0xff is not UTF-8 here", "UTF-8"),
    ROW("\xef\xbb\xbf{}", ENCODING, 0, 1, 1, "the text begins with a byte order mark",
        "without a byte order mark"),
    ROW("{}\xef\xbb\xbf", SYNTAX, 2, 1, 3, "a byte order mark, U+FEFF", "remove it"),
    ROW("\xff\xfe{\0}\0", ENCODING, 0, 1, 1, "the text is UTF-16 or UTF-32, not UTF-8", "UTF-8"),
    ROW("\xfe\xff\0{\0}", ENCODING, 0, 1, 1, "the text is UTF-16 or UTF-32, not UTF-8", "UTF-8"),
    ROW("\0{\0}", ENCODING, 0, 1, 1, "the text is UTF-16 or UTF-32, not UTF-8", "UTF-8"),
    ROW("{\0}\0", ENCODING, 0, 1, 1, "the text is UTF-16 or UTF-32, not UTF-8", "UTF-8"),
    ROW("{\0\0\0}\0\0\0", ENCODING, 0, 1, 1, "the text is UTF-16 or UTF-32, not UTF-8", "UTF-8"),
    ROW("\0\0\0{\0\0\0}", ENCODING, 0, 1, 1, "the text is UTF-16 or UTF-32, not UTF-8", "UTF-8"),
    ROW("\0", SYNTAX, 0, 1, 1, "expected a value, found a NUL byte", NULL), /* zeros, but of no encoding */
    ROW("\0\0", SYNTAX, 0, 1, 1, "expected a value, found a NUL byte", NULL),
    ROW("\0\0{\0", SYNTAX, 0, 1, 1, "expected a value, found a NUL byte", NULL),
    ROW("\0\0\0\0", SYNTAX, 0, 1, 1, "expected a value, found a NUL byte", NULL),
    ROW("{\0", SYNTAX, 1, 1, 2, "expected a key in double quotes, found a NUL byte", NULL),
    ROW("{\0\0}", SYNTAX, 1, 1, 2, "expected a key in double quotes, found a NUL byte", NULL),
    ROW("{}\0", SYNTAX, 2, 1, 3, "expected the end of the text after the value, found a NUL byte", NULL),
    ROW("1\0", SYNTAX, 1, 1, 2, "expected the end of the text after the value, found a NUL byte", NULL),
    ROW("[\v1]", SYNTAX, 1, 1, 2, "expected a value, found a control character (0x0b)", NULL),
    ROW("{}\n{}", SYNTAX, 3, 2, 1, "expected the end of the text after the value, found '{'",
        "one text holds one"),
    ROW("[]]", SYNTAX, 2, 1, 3, "expected the end of the text after the value, found ']'",
        "more ']' than '['"),
};

struct told {
    const char *text;
    const struct mistake *expected;
    size_t count;
};

static void compare(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                    const char *message, const char *hint)
{
    struct told *told = context;
    const struct mistake *expected = told->expected;
    uint64_t line, column;

    told->count++;
    ck_assert_str_eq(message, expected->message);
    ck_assert_int_eq(problem, expected->problem);
    ck_assert_uint_eq(offset, expected->offset);
    ck_assert_uint_eq(value, 0);
    ck_assert_msg(expected->hint == NULL ? hint == NULL
                                         : hint != NULL && strstr(hint, expected->hint) != NULL,
                  "%s: the hint is %s", message, hint != NULL ? hint : "NULL");
    nnreg_text_locate(&line, &column, told->text, expected->length, offset);
    ck_assert_uint_eq(line, expected->line);
    ck_assert_uint_eq(column, expected->column);
}

START_TEST(every_mistake_has_its_place_message_and_hint)
{
    const struct mistake *mistake = &mistakes[_i];
    /* At the end of its block, where a byte read too far shows. */
    char *block = malloc(mistake->length + 1);
    struct told told = {block + 1, mistake, 0};
    struct nnreg_json json;

    ck_assert_ptr_nonnull(block);
    memcpy(block + 1, mistake->text, mistake->length);
    ck_assert_int_eq(nnreg_json_read(&json, block + 1, mistake->length, NULL, compare, &told), NNREG_REFUSED);
    ck_assert_ptr_null(json.values);
    ck_assert_uint_eq(told.count, 1);
    free(block);
}
END_TEST

static void stays_inside(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                         const char *message, const char *hint)
{
    size_t *length = context;

    (void)problem;
    (void)value;
    (void)hint;
    ck_assert_uint_le(offset, *length);
    ck_assert_uint_gt(strlen(message), 0);
}

START_TEST(a_text_that_is_cut_anywhere_is_refused_within_its_bounds)
{
    static const char text[] =
        "{\"\\ud834\\udd1e\xc3\xa9\": [1.5e+3, -0, \"\\n\xf0\x9d\x84\x9e\", true, false, null, {}]}";
    size_t length;

    for (length = 0; length < sizeof text - 1; length++) {
        char *cut = malloc(length + 1);
        struct nnreg_json json;

        ck_assert_ptr_nonnull(cut);
        memcpy(cut + 1, text, length);
        ck_assert_int_eq(nnreg_json_read(&json, cut + 1, length, NULL, stays_inside, &length), NNREG_REFUSED);
        free(cut);
    }
}
END_TEST

START_TEST(lines_end_with_lf_crlf_or_cr_and_columns_count_characters)
{
    /*                            0 1 23   4 5 6 7 8 9 10           13          14 */
    static const char text[] = "a\nb\xc3\xa9\r\n\rc\n\n\xf0\x9d\x84\x9ex\xff\xfey\r";
    static const struct {
        size_t offset;
        uint64_t line, column;
    } expected[] = {
        {0, 1, 1},  {1, 1, 2},  {2, 2, 1},  {3, 2, 2},  {4, 2, 2},  {5, 2, 3},  {6, 2, 4},
        {7, 3, 1},  {8, 4, 1},  {9, 4, 2},  {10, 5, 1}, {11, 6, 1}, {12, 6, 1}, {14, 6, 1},
        {15, 6, 2}, {16, 6, 3}, {17, 6, 4}, {18, 6, 5}, {19, 6, 6}, {20, 7, 1}, {99, 7, 1},
    };
    struct nnreg_text_location place = NNREG_TEXT_LOCATION_INIT;

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        uint64_t line, column;

        nnreg_text_locate(&line, &column, text, sizeof text - 1, expected[i].offset);
        ck_assert_msg(line == expected[i].line && column == expected[i].column, "%zu is at %d:%d",
                      expected[i].offset, (int)line, (int)column);
        nnreg_text_advance(&place, text, sizeof text - 1, expected[i].offset);
        ck_assert_uint_eq(place.line, line);
        ck_assert_uint_eq(place.column, column);
    }
}
END_TEST

Suite *json_mistake_suite(void)
{
    Suite *suite = suite_create("json_mistake");
    TCase *tests = tcase_create("mistake");

    tcase_add_loop_test(tests, every_mistake_has_its_place_message_and_hint, 0,
                        (int)(sizeof mistakes / sizeof *mistakes));
    tcase_add_test(tests, a_text_that_is_cut_anywhere_is_refused_within_its_bounds);
    tcase_add_test(tests, lines_end_with_lf_crlf_or_cr_and_columns_count_characters);
    suite_add_tcase(suite, tests);
    return suite;
}
