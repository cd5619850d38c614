/*
 * JSON as the command takes it apart and writes it. What is no JSON is never read beyond its end.
 */
#include <string.h>

#include "gate.h"
#include "json_out.h"
#include "parts.h"

START_TEST(escapes_become_their_characters)
{
    static const struct {
        const char *json, *text;
    } rows[] = {
        {"\"a\\n\\t\\b\\f\\r\\\"\\\\\\/\"", "a\n\t\b\f\r\"\\/"},
        {"\"\\u0041\\u00e9\\u20ac\"", "A\xc3\xa9\xe2\x82\xac"},
        {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"},
        {"\"\\ud83d\"", "\xed\xa0\xbd"}, /* half of a pair: no library writes it */
        {"\"\\ud83dabcdefgh\"", "\xed\xa0\xbd"
                                "abcdefgh"},
        {"\"\\udc00abcdefgh\"", "\xed\xb0\x80"
                                "abcdefgh"},
        {"\"\\u00", ""}, /* cut off: nonsense, within its bounds */
    };
    struct buffer text = {0};
    size_t i;

    for (i = 0; i + 1 < sizeof rows / sizeof *rows; i++) {
        ck_assert(json_pick_add_text(&text, parts_json(rows[i].json)));
        parts_is(&text, rows[i].text);
    }
    (void)json_pick_add_text(&text, parts_json(rows[i].json));
    buffer_free(&text);
    ck_assert(!json_pick_add_text(&text, parts_json("12")));
    ck_assert(!json_pick_add_text(&text, parts_json("\"")));
    (void)json_pick_add_text(&text, parts_json("\"a\\\\"));
    buffer_free(&text);
    (void)json_pick_add_text(&text, (struct json_part){"\"\\\0x\"", 5}); /* nonsense, as well */
    ck_assert_uint_le(text.length, 3);
    buffer_free(&text);
}
END_TEST

START_TEST(members_are_found_where_they_are)
{
    struct json_part value, key,
        object = parts_json("{ \"a\" : {\"b\": [1, \"]}\\\"\"]} , \"c\":[{}], \"n\": 170 }");
    size_t at = 0;

    ck_assert(json_pick_member(&value, object, "c"));
    ck_assert_uint_eq(value.length, 4);
    ck_assert(json_pick_member(&value, object, "n"));
    ck_assert_uint_eq(json_pick_number(value), 170);
    ck_assert(!json_pick_member(&value, object, "b"));
    ck_assert(!json_pick_member(&value, object, "d"));
    ck_assert_uint_eq(json_pick_number(parts_json("x")), 0);
    ck_assert_uint_eq(json_pick_number(parts_json("12")), 12);
    ck_assert_uint_eq(json_pick_number(parts_json("-1")), 0);
    ck_assert(!json_pick_next(&value, parts_json(""), &at));
    ck_assert(!json_pick_pair(&key, &value, parts_json("")));
    ck_assert(!json_pick_pair(&key, &value, parts_json("7")));
    ck_assert(!json_pick_pair(&key, &value, parts_json("\"key\"")));
    ck_assert(json_pick_next(&value, parts_json("[}]"), &(size_t){0}) || true); /* no JSON: it comes back */
    ck_assert(!json_pick_member(&value, parts_json("{1, \"a\": 2}"), "b"));
}
END_TEST

START_TEST(white_space_goes_outside_of_strings)
{
    struct buffer text = {0};

    json_pick_add_compact(&text, parts_json("{ \"a b\" : [ 1 ,\n\t\" \\\" \" ] }"));
    parts_is(&text, "{\"a b\":[1,\" \\\" \"]}");
}
END_TEST

START_TEST(what_steers_a_terminal_is_shown)
{
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"\033[1;31mred\033[0m", "\033[1;31mred\033[0m"},
        {"\033[2J", "\\x1b[2J"},
        {"\033[", "\\x1b["},
        {"\033]0;x", "\\x1b]0;x"},
        {"\033[111111111m", "\\x1b[111111111m"},
        {"\033[1", "\\x1b[1"},
        {"a\tb\nc\r", "a\tb\nc\\x0d"},
        {"\xe2\x80\xae", "\\xe2\\x80\\xae"}, /* right to left from here on */
        {"\xff\xc3", "\\xff\\xc3"},
        {"\xf3\xa0\x80\x81", "\\xf3\\xa0\\x80\\x81"}, /* a tag */
    };
    struct buffer text = {0};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        gate_add_text(&text, rows[i].text, strlen(rows[i].text));
        parts_is(&text, rows[i].shown);
    }
    gate_add_text(&text, "\033[\0m", 4);
    parts_is(&text, "\\x1b[\\x00m");
    gate_add_json(&text, "\"\xe2\x80\xae\xf3\xa0\x80\x81\xff\xc3\xa9\"", 13);
    parts_is(&text, "\"\\u202e\\udb40\\udc01\\ufffd\xc3\xa9\"");
}
END_TEST

/* A file piece by piece, whose characters the pieces cut. */
START_TEST(a_character_may_be_cut_by_a_piece)
{
    static const struct {
        const char *first, *second;
        bool passes;
    } rows[] = {
        {"plain\r\n\f\t", "text", true},
        {"\xef\xbb\xbf"
         "mark",
         "", true},
        {"x\xef\xbb\xbf", "", false},
        {"\xc3", "\xa9", true},
        {"\xe2\x82", "\xac", true},
        {"\xf0\x9f", "\x98\x80", true},
        {"\xf0", "\x9f\x98\x80x", true},
        {"\xe2", "\x80\xae", false},
        {"\xc3", "x", false},
        {"\xff", "x", false},
        {"\xff"
         "abcde",
         "x", false},
        {"\xe2x", "x", false},
        {"\x80", "x", false},
        {"\xf6\x80", "\x80\x80", false},
        {"\xe2\x82", "x", false},
        {"\033", "[2J", false},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct gate_scan scan = {.cut_size = 0};
        bool passes = gate_scan_piece(&scan, rows[i].first, strlen(rows[i].first)) &&
                      gate_scan_piece(&scan, rows[i].second, strlen(rows[i].second));

        ck_assert_msg(passes == rows[i].passes, "row %zu", i);
    }
    ck_assert(!gate_scan_piece(&(struct gate_scan){.cut_size = 0}, "\0", 1));
}
END_TEST

START_TEST(controls_are_escaped_in_what_is_written)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    json_out_open(&out, '{');
    json_out_member_text(&out, "a", "\b\f\n\r\t\"\\\001\177\xc3\xa9\xff");
    json_out_close(&out, '}');
    parts_has(&text, "\\b\\f\\n\\r\\t\\\"\\\\\\u0001");
    buffer_free(&text);
}
END_TEST

Suite *parts_json_suite(void)
{
    Suite *suite = suite_create("json");
    TCase *tests = tcase_create("json");

    tcase_add_test(tests, escapes_become_their_characters);
    tcase_add_test(tests, members_are_found_where_they_are);
    tcase_add_test(tests, white_space_goes_outside_of_strings);
    tcase_add_test(tests, what_steers_a_terminal_is_shown);
    tcase_add_test(tests, a_character_may_be_cut_by_a_piece);
    tcase_add_test(tests, controls_are_escaped_in_what_is_written);
    suite_add_tcase(suite, tests);
    return suite;
}
