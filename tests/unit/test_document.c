/* JSON texts in the making: what comes out is JSON that the library reads, and what does not fit is told by its call. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"
#include "store_fixture.h"

Suite *document_suite(void);

static nnreg_document *document;

static void begin(void)
{
    ck_assert_int_eq(nnreg_document_new(&document), NNREG_OK);
}

static void end(void)
{
    nnreg_document_free(document);
}

/* -------------------------------------------------------------------------------------------------- what comes out -- */

static void is_finished(const char *expected)
{
    size_t length;
    char *text;

    ck_assert_msg(nnreg_document_finish(&text, &length, document) == NNREG_OK, "%s",
                  nnreg_document_message(document));
    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(length, strlen(expected));
    ck_assert_str_eq(nnreg_document_message(document), "");
    nnreg_free(text);
}

START_TEST(all_that_json_has_comes_out_in_order)
{
    nnreg_document_open_object(document);
    nnreg_document_key(document, "name");
    nnreg_document_text(document, "say \"a\\b\"\n\x01 \xc3\xa9");
    nnreg_document_key(document, "k\"ey");
    nnreg_document_open_array(document);
    nnreg_document_uint(document, UINT64_MAX);
    nnreg_document_int(document, INT64_MIN);
    nnreg_document_number(document, 0.1);
    nnreg_document_bool(document, 2);
    nnreg_document_bool(document, 0);
    nnreg_document_null(document);
    nnreg_document_chars(document, "abc", 2);
    nnreg_document_open_object(document);
    nnreg_document_close_object(document);
    nnreg_document_close_array(document);
    nnreg_document_key(document, "metadata");
    nnreg_document_raw(document, " {\"n\" :0.10}\n", 13);
    nnreg_document_close_object(document);
    is_finished("{\"name\": \"say \\\"a\\\\b\\\"\\n\\u0001 \xc3\xa9\", \"k\\\"ey\": [18446744073709551615, "
                "-9223372036854775808, 0.1, true, false, null, \"ab\", {}], \"metadata\": {\"n\" :0.10}}");
}
END_TEST

START_TEST(a_text_can_be_any_one_value_and_the_next_one_begins_anew)
{
    nnreg_document_text(document, "");
    is_finished("\"\"");
    nnreg_document_raw(document, "[1, 2]", 6);
    is_finished("[1, 2]");
    nnreg_document_open_array(document);
    nnreg_document_close_array(document);
    is_finished("[]");
}
END_TEST

/* ------------------------------------------------------------------------------------------------- what does not fit -- */

/* One character for each call. */
static void put(char call)
{
    static const double infinity = INFINITY;

    switch (call) {
    case '{':
        nnreg_document_open_object(document);
        break;
    case '}':
        nnreg_document_close_object(document);
        break;
    case '[':
        nnreg_document_open_array(document);
        break;
    case ']':
        nnreg_document_close_array(document);
        break;
    case 'k':
        nnreg_document_key(document, "k");
        break;
    case 'l':
        nnreg_document_key(document, "l");
        break;
    case 'K':
        nnreg_document_key(document, NULL);
        break;
    case 'B':
        nnreg_document_key(document, "a\xff");
        break;
    case 't':
        nnreg_document_text(document, "t");
        break;
    case 'T':
        nnreg_document_text(document, NULL);
        break;
    case 'b':
        nnreg_document_text(document, "a\xed\xa0\x80");
        break;
    case '0':
        nnreg_document_chars(document, "a\0b", 3);
        break;
    case '1':
        nnreg_document_int(document, 1);
        break;
    case 'u':
        nnreg_document_uint(document, 1);
        break;
    case 'n':
        nnreg_document_number(document, 1);
        break;
    case 'N':
        nnreg_document_number(document, (double)NAN);
        break;
    case 'I':
        nnreg_document_number(document, -infinity);
        break;
    case '?':
        nnreg_document_bool(document, 1);
        break;
    case '-':
        nnreg_document_null(document);
        break;
    case 'r':
        nnreg_document_raw(document, "{\"a\": 1}", 8);
        break;
    case 'R':
        nnreg_document_raw(document, "1, 2", 4);
        break;
    case 'D':
        nnreg_document_raw(document, "{\"a\": 1, \"a\": 2}", 16);
        break;
    case 'd':
        nnreg_document_raw(document, "{\"a\":1,\"a\":2,\"b\":3,\"b\":4}", 25);
        break;
    case 'E':
        nnreg_document_raw(document, "", 0);
        break;
    case 'W':
        nnreg_document_raw(document, " \t\r\n", 4);
        break;
    case 'w':
        nnreg_document_raw(document, "\r\n\t [1] \n", 9);
        break;
    case 'Y':
        nnreg_document_raw(document, "\0", 1);
        break;
    case 'y':
        nnreg_document_raw(document, " 1\0 ", 4);
        break;
    case 'Z':
        nnreg_document_raw(document, NULL, 0);
        break;
    default:
        ck_abort_msg("no call '%c'", call);
    }
}

/* clang-format off */
static const struct {
    const char *calls;
    const char *message; /* what it begins with */
} misfits[] = {
    {"", "call 1, nnreg_document_finish: the text has no value yet"},
    {"{", "call 2, nnreg_document_finish: an array or object is still open"},
    {"[1", "call 3, nnreg_document_finish: an array or object is still open"},
    {"tt", "call 2, nnreg_document_text: the text has its one value already"},
    {"{}{", "call 3, nnreg_document_open_object: the text has its one value already"},
    {"{}r", "call 3, nnreg_document_raw: the text has its one value already"},
    {"{t", "call 2, nnreg_document_text: in an object a value stands behind a key (nnreg_document_key)"},
    {"{kt1", "call 4, nnreg_document_int: in an object a value stands behind a key"},
    {"{u", "call 2, nnreg_document_uint: in an object"},
    {"{n", "call 2, nnreg_document_number: in an object"},
    {"{?", "call 2, nnreg_document_bool: in an object"},
    {"{-", "call 2, nnreg_document_null: in an object"},
    {"{[", "call 2, nnreg_document_open_array: in an object"},
    {"k", "call 1, nnreg_document_key: keys stand in objects, and none is open here"},
    {"[k", "call 2, nnreg_document_key: keys stand in objects, and none is open here"},
    {"{kl", "call 3, nnreg_document_key: the key before it has no value"},
    {"{k}", "call 3, nnreg_document_close_object: the last key has no value"},
    {"}", "call 1, nnreg_document_close_object: what was opened last is no object"},
    {"[}", "call 2, nnreg_document_close_object: what was opened last is no object"},
    {"{]", "call 2, nnreg_document_close_array: what was opened last is no array"},
    {"{kt}}", "call 5, nnreg_document_close_object: what was opened last is no object"},
    {"[T", "call 2, nnreg_document_text: the text is NULL (nnreg_document_null writes null)"},
    {"{K", "call 2, nnreg_document_key: the text is NULL"},
    {"{B", "call 2, nnreg_document_key: \"a\\xff\" is not UTF-8"},
    {"b", "call 1, nnreg_document_text: \"a\\xed\\xa0\\x80\" is not UTF-8"},
    {"0", "call 1, nnreg_document_chars: there is a NUL in the text"},
    {"[N", "call 2, nnreg_document_number: JSON has no number for NaN"},
    {"I", "call 1, nnreg_document_number: JSON has no number for infinity"},
    {"R", "call 1, nnreg_document_raw: the text is no JSON: at byte 1: "},
    {"[D", "call 2, nnreg_document_raw: the text is no JSON: at byte "},
    {"E", "call 1, nnreg_document_raw: the text is no JSON: at byte 0: "},
    {"d", "call 1, nnreg_document_raw: the text is no JSON: at byte 7: "}, /* the first key that is there twice */
    {"W", "call 1, nnreg_document_raw: the text is no JSON: at byte 4: "},
    {"Y", "call 1, nnreg_document_raw: the text is no JSON: at byte 0: "},
    {"y", "call 1, nnreg_document_raw: the text is no JSON: at byte 2: "},
    {"ww", "call 2, nnreg_document_raw: the text has its one value already"},
    {"Z", "call 1, nnreg_document_raw: the text is NULL"},
    {"{k1lrk-}", "call 9, nnreg_document_finish: at byte "},
    {"TN}", "call 1, nnreg_document_text: the text is NULL"}, /* the first one is told */
};
/* clang-format on */
#define MISFITS (int)(sizeof misfits / sizeof *misfits)

START_TEST(the_first_call_that_does_not_fit_is_told_by_its_number_and_name)
{
    const char *call;
    size_t length = 7;
    char *text = (char *)document;

    for (call = misfits[_i].calls; *call != '\0'; call++)
        put(*call);
    ck_assert_int_eq(nnreg_document_finish(&text, &length, document), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(text);
    ck_assert_uint_eq(length, 0);
    ck_assert_msg(
        strncmp(nnreg_document_message(document), misfits[_i].message, strlen(misfits[_i].message)) == 0,
        "\"%s\" is not \"%s\"", nnreg_document_message(document), misfits[_i].message);
    put('t'); /* the document is empty, and good for another */
    is_finished("\"t\"");
}
END_TEST

/* Whatever is called, in whatever order: JSON or a failure, and never a third. */
START_TEST(whatever_is_called_json_comes_out_or_nothing)
{
    static const char calls[] = "{{{}}}[[]]kkkllKBtttTb01unNI?-rRDEZ";
    uint64_t seed = 88172645463325252u;
    unsigned run, i, whole = 0;

    for (run = 0; run < 20000; run++) {
        unsigned count = 1 + run % 12;
        struct nnreg_json json = {0};
        char *text;
        size_t length;

        for (i = 0; i < count; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            put(calls[seed % (sizeof calls - 1)]);
        }
        if (nnreg_document_finish(&text, &length, document) != NNREG_OK) {
            ck_assert_str_ne(nnreg_document_message(document), "");
            continue;
        }
        whole++;
        ck_assert_int_eq(nnreg_json_read(&json, text, length, NULL, NULL, NULL), NNREG_OK);
        nnreg_json_free(&json);
        nnreg_free(text);
    }
    ck_assert_uint_gt(whole, 100);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------- limits -- */

static void is_over(const char *message)
{
    char *text;

    ck_assert_int_eq(nnreg_document_finish(&text, NULL, document), NNREG_LIMIT);
    ck_assert_ptr_null(text);
    ck_assert_ptr_nonnull(strstr(nnreg_document_message(document), message));
}

START_TEST(what_the_reader_would_not_read_is_a_limit)
{
    char *large = malloc(NNREG_LIMIT_JSON + 1), *text;
    unsigned i;

    ck_assert_ptr_nonnull(large);
    memset(large, 'a', NNREG_LIMIT_JSON + 1);
    for (i = 0; i < NNREG_LIMIT_JSON_DEPTH; i++)
        put('[');
    for (i = 0; i < NNREG_LIMIT_JSON_DEPTH; i++)
        put(']');
    ck_assert_int_eq(nnreg_document_finish(&text, NULL, document), NNREG_OK);
    nnreg_free(text);
    for (i = 0; i <= NNREG_LIMIT_JSON_DEPTH; i++)
        put('[');
    is_over("call 513, nnreg_document_open_array: 512 arrays");
    for (i = 0; i < NNREG_LIMIT_JSON_DEPTH; i++)
        put('[');
    put('r'); /* one more inside them */
    for (i = 0; i < NNREG_LIMIT_JSON_DEPTH; i++)
        put(']');
    is_over("nnreg_document_finish: at byte ");
    nnreg_document_chars(document, large, NNREG_LIMIT_JSON - 2);
    ck_assert_int_eq(nnreg_document_finish(&text, NULL, document), NNREG_OK);
    nnreg_free(text);
    nnreg_document_chars(document, large, NNREG_LIMIT_JSON - 1);
    is_over("call 1, nnreg_document_chars: the text has more than 16777216 bytes");
    nnreg_document_chars(document, large, NNREG_LIMIT_JSON + 1);
    is_over("call 1, nnreg_document_chars: the text has more than 16777216 bytes");
    put('[');
    for (i = 1; i < NNREG_LIMIT_JSON_VALUES; i++)
        put('-');
    put(']');
    ck_assert_int_eq(nnreg_document_finish(&text, NULL, document), NNREG_OK);
    nnreg_free(text);
    put('[');
    for (i = 0; i < NNREG_LIMIT_JSON_VALUES; i++)
        put('-');
    is_over("nnreg_document_null: the text has 1048576 values already");
    for (i = 0; i <= NNREG_LIMIT_JSON_VALUES; i++)
        memcpy(large + 2 * i, i == 0 ? "[0" : ",0", 2);
    large[2 * i] = ']';
    nnreg_document_raw(document, large, 2 * i + 1);
    is_over("call 1, nnreg_document_raw: the text is no JSON: at byte ");
    free(large);
}
END_TEST

START_TEST(no_memory_is_told_at_the_end)
{
    unsigned n;
    nnreg_status status = NNREG_NO_MEMORY;

    for (n = 1; status != NNREG_OK; n++) {
        nnreg_document *own;
        char *text = NULL;

        nnreg_alloc_fail_from(n);
        status = nnreg_document_new(&own);
        if (status == NNREG_OK) {
            nnreg_document_open_object(own);
            nnreg_document_key(own, "k");
            nnreg_document_raw(own, "[1, 2, 3]", 9);
            nnreg_document_close_object(own);
            status = nnreg_document_finish(&text, NULL, own);
        }
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
        ck_assert((status == NNREG_OK) == (text != NULL));
        nnreg_document_free(own);
        nnreg_free(text);
    }
    ck_assert_uint_gt(n, 4);
}
END_TEST

START_TEST(a_document_that_is_null_is_nothing)
{
    char *text = (char *)document;

    nnreg_document_open_object(NULL);
    nnreg_document_close_object(NULL);
    nnreg_document_open_array(NULL);
    nnreg_document_close_array(NULL);
    nnreg_document_key(NULL, "k");
    nnreg_document_text(NULL, "t");
    nnreg_document_chars(NULL, "t", 1);
    nnreg_document_int(NULL, 1);
    nnreg_document_uint(NULL, 1);
    nnreg_document_number(NULL, 1);
    nnreg_document_bool(NULL, 1);
    nnreg_document_null(NULL);
    nnreg_document_raw(NULL, "1", 1);
    nnreg_document_free(NULL);
    ck_assert_int_eq(nnreg_document_finish(&text, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(text);
    nnreg_document_open_array(document);
    ck_assert_int_eq(nnreg_document_finish(NULL, NULL, document), NNREG_INVALID_ARGUMENT);
    put('t'); /* it is empty */
    is_finished("\"t\"");
    ck_assert_int_eq(nnreg_document_new(NULL), NNREG_INVALID_ARGUMENT);
}
END_TEST

Suite *document_suite(void)
{
    Suite *suite = suite_create("document");
    TCase *tests = tcase_create("document");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, all_that_json_has_comes_out_in_order);
    tcase_add_test(tests, a_text_can_be_any_one_value_and_the_next_one_begins_anew);
    tcase_add_loop_test(tests, the_first_call_that_does_not_fit_is_told_by_its_number_and_name, 0, MISFITS);
    tcase_add_test(tests, whatever_is_called_json_comes_out_or_nothing);
    tcase_add_test(tests, what_the_reader_would_not_read_is_a_limit);
    tcase_add_test(tests, no_memory_is_told_at_the_end);
    tcase_add_test(tests, a_document_that_is_null_is_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
