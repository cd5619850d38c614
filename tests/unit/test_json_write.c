/* The JSON writer, and the numbers of JSON in both directions. */
#include <check.h>
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "case_text.h"
#include "codec/json.h"
#include "store_fixture.h"

Suite *json_write_suite(void);

/* SplitMix64: the same numbers on every machine. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void put_example(struct nnreg_bytes *out, unsigned indent)
{
    struct nnreg_json_writer writer;

    nnreg_json_writer_init(&writer, out, indent);
    nnreg_json_open_object(&writer);
    nnreg_json_put_key(&writer, "name");
    nnreg_json_put_string(&writer, "a \"b\"");
    nnreg_json_put_key(&writer, "none");
    nnreg_json_open_array(&writer);
    nnreg_json_close_array(&writer);
    nnreg_json_put_key(&writer, "some");
    nnreg_json_open_array(&writer);
    nnreg_json_put_uint(&writer, UINT64_MAX);
    nnreg_json_put_int(&writer, INT64_MIN);
    nnreg_json_put_number(&writer, 255);
    nnreg_json_open_object(&writer);
    nnreg_json_close_object(&writer);
    nnreg_json_close_array(&writer);
    nnreg_json_put_key(&writer, "metadata");
    nnreg_json_put_raw(&writer, "{\"n\" :0.10}", 11);
    nnreg_json_put_key(&writer, "on");
    nnreg_json_put_bool(&writer, true);
    nnreg_json_put_key(&writer, "off");
    nnreg_json_put_bool(&writer, false);
    nnreg_json_put_key(&writer, "nil");
    nnreg_json_put_null(&writer);
    nnreg_json_close_object(&writer);
}

START_TEST(one_line_has_spaces_behind_commas_and_colons_only)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;

    put_example(&out, 0);
    ck_assert_str_eq(
        out.content,
        "{\"name\": \"a \\\"b\\\"\", \"none\": [], \"some\": [18446744073709551615, "
        "-9223372036854775808, 255.0, {}], \"metadata\": {\"n\" :0.10}, \"on\": true, \"off\": false, "
        "\"nil\": null}");
    nnreg_bytes_free(&out);
}
END_TEST

START_TEST(indented_text_has_a_line_for_each_entry_and_none_for_empty_containers)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;

    put_example(&out, 2);
    ck_assert_str_eq(out.content, "{\n"
                                  "  \"name\": \"a \\\"b\\\"\",\n"
                                  "  \"none\": [],\n"
                                  "  \"some\": [\n"
                                  "    18446744073709551615,\n"
                                  "    -9223372036854775808,\n"
                                  "    255.0,\n"
                                  "    {}\n"
                                  "  ],\n"
                                  "  \"metadata\": {\"n\" :0.10},\n"
                                  "  \"on\": true,\n"
                                  "  \"off\": false,\n"
                                  "  \"nil\": null\n"
                                  "}");
    nnreg_bytes_free(&out);
}
END_TEST

/* Deeper than any one piece of white space that the writer has. */
START_TEST(a_deep_value_is_indented_by_all_of_its_levels)
{
    enum { DEEP = 40 };
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char last[2 + 2 * DEEP + 1];
    int i;

    nnreg_json_writer_init(&writer, &out, 2);
    for (i = 0; i < DEEP; i++)
        nnreg_json_open_array(&writer);
    nnreg_json_put_uint(&writer, 7);
    for (i = 0; i < DEEP; i++)
        nnreg_json_close_array(&writer);
    nnreg_bytes_char(&out, '\0');
    snprintf(last, sizeof last, "\n%*s7", 2 * DEEP, "");
    ck_assert_ptr_nonnull(strstr(out.content, last));
    nnreg_bytes_free(&out);
}
END_TEST

START_TEST(strings_escape_what_json_asks_for_and_nothing_else)
{
    static const char text[] = "\0\x01\b\t\n\v\f\r\x1f \"\\/\x7f\xc3\xa9\xf0\x9d\x84\x9e";
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_chars(&writer, text, sizeof text - 1);
    ck_assert_str_eq(out.content,
                     "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\x7f\xc3\xa9\xf0\x9d\x84\x9e\"");
    nnreg_bytes_free(&out);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_are_written_as_replacement_characters)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_open_object(&writer);
    nnreg_json_put_key(&writer, "\xff");
    nnreg_json_put_string(&writer, "a\xe9z\xc3");
    nnreg_json_close_object(&writer);
    ck_assert_str_eq(out.content, "{\"\xef\xbf\xbd\": \"a\xef\xbf\xbdz\xef\xbf\xbd\"}");
    nnreg_bytes_free(&out);
}
END_TEST

START_TEST(a_writer_without_memory_fails_once_and_for_all)
{
    uint64_t n;

    for (n = 1; n < 100; n++) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;
        char *text;
        nnreg_status status;

        nnreg_alloc_fail_from(n);
        put_example(&out, 4);
        status = nnreg_bytes_take(&text, &out);
        nnreg_alloc_fail_from(0);
        nnreg_free(text);
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
    }
    ck_assert_uint_gt(n, 2);
    ck_assert_uint_lt(n, 100);
}
END_TEST

static char *shortest(double number)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char *text;

    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_number(&writer, number);
    ck_assert_int_eq(nnreg_bytes_take(&text, &out), NNREG_OK);
    return text;
}

static const struct {
    double number;
    const char *text;
} known_numbers[] = {
    {0.0, "0.0"},
    {-0.0, "-0.0"},
    {1.0, "1.0"},
    {255.0, "255.0"},
    {-255.5, "-255.5"},
    {0.1, "0.1"},
    {0.30000000000000004, "0.30000000000000004"},
    {1.0 / 3, "0.3333333333333333"},
    {1 / 255.0, "0.00392156862745098"},
    {123.675, "123.675"},
    {0.00001, "0.00001"},
    {0.000001, "1e-6"},
    {0.00000125, "1.25e-6"},
    {1e15, "1000000000000000.0"},
    {9007199254740993.0, "9007199254740992.0"},
    {1e16, "1e16"},
    {1e22, "1e22"},
    {1e23, "1e23"},
    {123456789012345678.0, "1.2345678901234568e17"},
    {DBL_MAX, "1.7976931348623157e308"},
    {-DBL_MAX, "-1.7976931348623157e308"},
    {DBL_MIN, "2.2250738585072014e-308"},
    {4.9406564584124654e-324, "5e-324"},
    {2.2250738585072009e-308, "2.225073858507201e-308"},
    {0x1p-44, "5.684341886080802e-14"}, /* not the nearest 16 digits, but they read back */
    {9.5e-323, "9.4e-323"},
    {INFINITY, "null"},
    {NAN, "null"},
};

START_TEST(known_numbers_have_their_shortest_text)
{
    char *text = shortest(known_numbers[_i].number);

    ck_assert_str_eq(text, known_numbers[_i].text);
    nnreg_free(text);
}
END_TEST

static size_t digits_of(const char *text)
{
    size_t count = 0, zeros = 0;

    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text == '0' && count > 0)
            zeros++;
        else if (*text >= '1' && *text <= '9') {
            count += zeros + 1;
            zeros = 0;
        }
    }
    return count;
}

/* Reads the number back, and sees that printf finds none with fewer digits that does. */
static void check_round_trip(double number)
{
    char *text = shortest(number), other[64];
    struct nnreg_json json;
    double back;

    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    back = nnreg_json_number(&json, json.values);
    ck_assert_msg(memcmp(&back, &number, sizeof number) == 0, "%.17g came back from %s as %.17g", number,
                  text, back);
    ck_assert_msg(strpbrk(text, ".e") != NULL, "%s has neither point nor exponent", text);
    if (digits_of(text) > 1) {
        snprintf(other, sizeof other, "%.*e", (int)digits_of(text) - 2, number);
        ck_assert_msg(strtod(other, NULL) != number, "%s is shorter than %s", other, text);
    }
    nnreg_json_free(&json);
    nnreg_free(text);
}

START_TEST(random_doubles_come_back_bit_by_bit)
{
    int rounds = 15000 / (int)fixture_share("doubles", 10);
    uint64_t state = 42;

    for (int i = 0; i < rounds; i++) {
        uint64_t bits = next_random(&state);
        double number;

        memcpy(&number, &bits, sizeof number);
        if (isfinite(number))
            check_round_trip(number);
        check_round_trip((double)(bits >> 40) / 1000);
        check_round_trip((double)(float)((double)(bits >> 11) * 0x1p-53));
    }
    for (int exponent = -1074; exponent < 1024; exponent++)
        check_round_trip(ldexp(1, exponent));
}
END_TEST

/* A number with up to 2000 digits on either side of its point, some of them runs of zeros; it may be too large. */
static void put_random_number(char *out, uint64_t *state, int round)
{
    size_t before = next_random(state) % (round % 10 == 0 ? 2000 : 20);
    size_t after = next_random(state) % (round % 7 == 0 ? 2000 : 30);

    out += sprintf(out, "%s%c", round % 2 == 0 ? "-" : "", before == 0 ? '0' : '1');
    for (size_t i = 1; i < before; i++)
        *out++ = (char)('0' + (round % 3 != 0 ? next_random(state) % 10 : 0));
    *out++ = '.';
    for (size_t i = 0; i <= after; i++)
        *out++ = (char)('0' + (round % 5 != 0 || i + 3 > after ? next_random(state) % 10 : 0));
    sprintf(out, "e%d", (int)(next_random(state) % 660) - 340 - (int)before);
}

/* What a text's first number is read as; infinite when it is refused. */
static double read_number(const char *text)
{
    struct nnreg_json json;
    double number = INFINITY;

    if (nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL) == NNREG_OK)
        number = nnreg_json_number(&json, &json.values[json.count - 1]);
    nnreg_json_free(&json);
    return number;
}

START_TEST(a_number_means_the_same_alone_and_inside_a_text)
{
    uint64_t state = 7;
    int refused = 0;

    for (int i = 0; i < 5000; i++) {
        char alone[4200], inside[4210];
        double expected;

        put_random_number(alone, &state, i);
        snprintf(inside, sizeof inside, "[%s]", alone);
        expected = strtod(alone, NULL);
        expected = isfinite(expected) ? expected : INFINITY;
        refused += !isfinite(expected);
        ck_assert_msg(read_number(inside) == expected, "%s", inside);
        ck_assert_msg(read_number(alone) == expected, "%s", alone);
    }
    ck_assert_int_gt(refused, 10);
}
END_TEST

START_TEST(an_exponent_of_any_length_is_counted)
{
    ck_assert(read_number("1e-10000000000000000") == 0);
    ck_assert(read_number("0e10000000000000000") == 0);
    ck_assert(read_number("1e10000000000000000") == INFINITY); /* refused */
}
END_TEST

/* The double in the middle between 1 and its neighbour, in full, and a little more behind 900 zeros. */
START_TEST(the_thousandth_digit_still_decides_how_a_number_is_rounded)
{
    static const char middle[] = "1.00000000000000011102230246251565404236316680908203125";
    char text[1200];
    struct nnreg_json json;

    ck_assert_int_eq(nnreg_json_read(&json, middle, sizeof middle - 1, NULL, NULL, NULL), NNREG_OK);
    ck_assert_double_eq(nnreg_json_number(&json, json.values), 1.0);
    nnreg_json_free(&json);
    snprintf(text, sizeof text, "%s%0900d1", middle, 0);
    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    ck_assert_double_eq(nnreg_json_number(&json, json.values), 1.0 + DBL_EPSILON);
    nnreg_json_free(&json);
}
END_TEST

/* 2 to the -1075, in full: the middle between 0 and the smallest double, so it is rounded to the even one. */
START_TEST(the_longest_middle_between_two_doubles_is_rounded_to_even)
{
    /* The digits, 5 to the 1075, grow towards the front. */
    char text[1100];
    char *const end = text + sizeof text - 16;
    char *first = end - 1;

    *first = '5';
    for (int i = 1; i < 1075; i++) {
        int carry = 0;

        for (char *digit = end; digit-- > first;) {
            carry += (*digit - '0') * 5;
            *digit = (char)('0' + carry % 10);
            carry /= 10;
        }
        if (carry > 0)
            *--first = (char)('0' + carry);
    }
    ck_assert_int_eq(end - first, 752);
    memcpy(end, "e-1075", 7);
    ck_assert(read_number(first) == 0);
    memcpy(end, "01e-1077", 9);
    ck_assert(read_number(first) == 0x1p-1074);
}
END_TEST

START_TEST(integers_are_exact_up_to_their_ends_and_not_beyond)
{
    static const struct {
        const char *text;
        bool is_signed, is_unsigned;
        int64_t as_signed;
        uint64_t as_unsigned;
    } cases[] = {
        {"0", true, true, 0, 0},
        {"-0", true, true, 0, 0},
        {"-1", true, false, -1, 0},
        {"9007199254740993", true, true, INT64_C(9007199254740993), UINT64_C(9007199254740993)},
        {"9223372036854775807", true, true, INT64_MAX, INT64_MAX},
        {"9223372036854775808", false, true, 0, UINT64_C(9223372036854775808)},
        {"-9223372036854775808", true, false, INT64_MIN, 0},
        {"-9223372036854775809", false, false, 0, 0},
        {"18446744073709551615", false, true, 0, UINT64_MAX},
        {"18446744073709551616", false, false, 0, 0},
        {"18446744073709551620", false, false, 0, 0},
        {"184467440737095516150", false, false, 0, 0},
        {"1.0", false, false, 0, 0},
        {"1e0", false, false, 0, 0},
        {"1E2", false, false, 0, 0},
        {"\"1\"", false, false, 0, 0},
        {"true", false, false, 0, 0},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nnreg_json json;
        int64_t as_signed = 1;
        uint64_t as_unsigned = 1;

        ck_assert_int_eq(nnreg_json_read(&json, cases[i].text, strlen(cases[i].text), NULL, NULL, NULL),
                         NNREG_OK);
        ck_assert_msg(nnreg_json_int64(&as_signed, &json, json.values) == cases[i].is_signed, "%s",
                      cases[i].text);
        ck_assert_msg(nnreg_json_uint64(&as_unsigned, &json, json.values) == cases[i].is_unsigned, "%s",
                      cases[i].text);
        ck_assert_int_eq(as_signed, cases[i].as_signed);
        ck_assert_uint_eq(as_unsigned, cases[i].as_unsigned);
        nnreg_json_free(&json);
    }
}
END_TEST

START_TEST(the_locale_of_the_host_does_not_show)
{
    struct nnreg_json json;
    char *text;

    take_locale_with_comma("the_locale_of_the_host_does_not_show");
    text = shortest(-1234567.25);
    ck_assert_str_eq(text, "-1234567.25");
    nnreg_free(text);
    text = shortest(1.5e300);
    ck_assert_str_eq(text, "1.5e300");
    nnreg_free(text);
    ck_assert_int_eq(nnreg_json_read(&json, "[0.5,1.25e2]", 12, NULL, NULL, NULL), NNREG_OK);
    ck_assert_double_eq(nnreg_json_number(&json, &json.values[1]), 0.5);
    ck_assert_double_eq(nnreg_json_number(&json, &json.values[2]), 125);
    nnreg_json_free(&json);
    setlocale(LC_ALL, "C");
}
END_TEST

Suite *json_write_suite(void)
{
    Suite *suite = suite_create("json_write");
    TCase *tests = tcase_create("write");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, one_line_has_spaces_behind_commas_and_colons_only);
    tcase_add_test(tests, indented_text_has_a_line_for_each_entry_and_none_for_empty_containers);
    tcase_add_test(tests, a_deep_value_is_indented_by_all_of_its_levels);
    tcase_add_test(tests, strings_escape_what_json_asks_for_and_nothing_else);
    tcase_add_test(tests, bytes_that_are_no_utf8_are_written_as_replacement_characters);
    tcase_add_test(tests, a_writer_without_memory_fails_once_and_for_all);
    tcase_add_loop_test(tests, known_numbers_have_their_shortest_text, 0,
                        (int)(sizeof known_numbers / sizeof *known_numbers));
    tcase_add_test(tests, random_doubles_come_back_bit_by_bit);
    tcase_add_test(tests, a_number_means_the_same_alone_and_inside_a_text);
    tcase_add_test(tests, an_exponent_of_any_length_is_counted);
    tcase_add_test(tests, the_thousandth_digit_still_decides_how_a_number_is_rounded);
    tcase_add_test(tests, the_longest_middle_between_two_doubles_is_rounded_to_even);
    tcase_add_test(tests, integers_are_exact_up_to_their_ends_and_not_beyond);
    tcase_add_test(tests, the_locale_of_the_host_does_not_show);
    suite_add_tcase(suite, tests);
    return suite;
}
