/*
 * Lines for people: events, differences, sizes, times, paths of files.
 */
#include <nnreg.h>
#include <string.h>

#include "bundle_path.h"
#include "excerpt.h"
#include "finding_place.h"
#include "log_text.h"
#include "parts.h"
#include "text.h"
#include "times.h"
#include "unified_diff.h"

START_TEST(an_event_is_one_line)
{
    static const char same[] = "0123456789012345678901234567890123456789012345678901234567890123456789";
    static const struct {
        const char *action, *changes, *told;
    } rows[] = {
        {"update", "[{\"field\":\"name\",\"old\":\"a\",\"new\":\"b\"}]", "name \"a\" -> \"b\""},
        {"update", "[{\"field\":\"n\",\"old\":1,\"new\":12}]", "n 1 -> 12"},
        {"update", "[{\"field\":\"name\",\"old\":\"a\"},{\"field\":\"name\"},{}]", ""},
        {"create",
         "[{\"field\":\"a\",\"old\":null,\"new\":\"\"},{\"field\":\"b\",\"old\":null,\"new\":{}},"
         "{\"field\":\"c\",\"old\":null,\"new\":null},{\"field\":\"d\",\"old\":null,\"new\":12},"
         "{\"field\":\"e\",\"old\":null,\"new\":true}]",
         "  d 12, e true"},
        {"delete",
         "[{\"field\":\"a\",\"old\":\"x\",\"new\":null},{\"field\":\"b\",\"old\":\"\",\"new\":null}]",
         "  a \"x\""},
        {"heal",
         "[{\"field\":\"files\",\"old\":[{\"name\":\"f\",\"found\":\"g\",\"sha256\":\"s\"}],\"new\":null},"
         "{\"field\":\"network\",\"old\":null,\"new\":4},{\"old\":1},{\"new\":1}]",
         "file f was damaged (g in the place of sha256 s), replaced by the copy of network 4"},
        {"damage",
         "[{\"field\":\"files\",\"new\":[{\"name\":\"f\",\"found\":\"g\",\"sha256\":\"s\"},{\"name\":\"h\"}]}"
         ",{}]",
         "file f is damaged (g in the place of sha256 s), file h is damaged"},
    };
    struct nnreg_event event = {.sequence = 7, .actor = "", .object = "network", .object_id = 3};
    struct buffer text = {0}, long_ones = {0};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        event.action = rows[i].action;
        event.changes = rows[i].changes;
        log_add_line(&text, &event, true);
        parts_has(&text, rows[i].told);
        buffer_free(&text);
    }
    /* Of two long ones that begin alike, only where they differ is told, by whole characters. */
    buffer_printf(&long_ones, "[{\"field\":\"n\",\"old\":\"%s\xc3\xa9xx\",\"new\":\"%s\xc3\xa9yy\"}]", same,
                  same);
    event.action = "update";
    event.changes = buffer_text(&long_ones);
    log_add_line(&text, &event, true);
    parts_has(&text, "...");
    parts_has(&text, "\xc3\xa9xx\" -> ...");
    ck_assert(text_is_utf8(text.text, text.length));
    buffer_free(&text);
    buffer_free(&long_ones);
    buffer_printf(&long_ones, "[{\"field\":\"n\",\"old\":\"a\",\"new\":\"%s\"}]", same);
    event.changes = buffer_text(&long_ones);
    log_add_line(&text, &event, true);
    parts_has(&text, "n \"a\" -> \"0123");
    buffer_free(&text);
    buffer_free(&long_ones);
    buffer_printf(&long_ones, "[{\"field\":\"n\",\"old\":\"%s\",\"new\":\"%s%s\"}]", same, same, same);
    event.changes = buffer_text(&long_ones);
    log_add_line(&text, &event, true);
    parts_has(&text, " -> ...");
    buffer_free(&text);
    buffer_free(&long_ones);
}
END_TEST

static void diff(struct buffer *text, const char *path, const char *from, const char *to)
{
    struct buffer old = {0}, new = {0};

    buffer_put(&old, from);
    buffer_put(&new, to);
    unified_diff_add(text, path, &old, &new);
    buffer_free(&old);
    buffer_free(&new);
}

START_TEST(a_diff_names_its_file_as_git_does)
{
    struct buffer text = {0};

    diff(&text, "f", "same\n", "same\n");
    parts_is(&text, "");
    diff(&text, "a b", "1\n", "2\n");
    parts_is(&text, "--- a/a b\t\n+++ b/a b\t\n@@ -1,1 +1,1 @@\n-1\n+2\n");
    diff(&text, "q\"\\\001\tz", "1\n", "");
    parts_is(&text,
             "--- \"a/q\\042\\134\\001\\011z\"\n+++ \"b/q\\042\\134\\001\\011z\"\n@@ -1,1 +0,0 @@\n-1\n");
    diff(&text, "f", "", "1");
    parts_is(&text, "--- a/f\n+++ b/f\n@@ -0,0 +1,1 @@\n+1\n\\ No newline at end of file\n");
    /* Nothing that they share is near. */
    diff(&text, "f", "a\nb\nc\n", "x\ny\nz\nw\n");
    parts_has(&text, "@@ -1,3 +1,4 @@\n-a\n-b\n-c\n+x\n+y\n+z\n+w\n");
    buffer_free(&text);
}
END_TEST

/* More changes than are kept at first, far enough from one another to be hunks of their own. */
START_TEST(a_diff_has_as_many_hunks_as_there_are)
{
    struct buffer from = {0}, to = {0}, text = {0};
    size_t i, hunks = 0;
    const char *at;

    for (i = 0; i < 400; i++) {
        buffer_printf(&from, "line %zu\n", i);
        buffer_printf(&to, i % 10 == 5 ? "other %zu\n" : "line %zu\n", i);
    }
    unified_diff_add(&text, "f", &from, &to);
    for (at = text.text; (at = strstr(at, "\n@@ ")) != NULL; at++)
        hunks++;
    ck_assert_uint_eq(hunks, 40);
    buffer_free(&from);
    buffer_free(&to);
    buffer_free(&text);
}
END_TEST

/* More than are looked through for one that both have. */
START_TEST(texts_that_share_no_line_are_told_whole)
{
    struct buffer from = {0}, to = {0}, text = {0}, line = {0};
    size_t i;

    for (i = 0; i < 70; i++) {
        buffer_printf(&from, "a%zu\n", i);
        buffer_printf(&to, "b%zu\n", i);
    }
    unified_diff_add(&text, "f", &from, &to);
    for (i = 0; i < 70; i++) {
        const char *at;

        buffer_printf(&line, "\n-a%zu\n", i);
        at = strstr(buffer_text(&text), buffer_text(&line));
        ck_assert_msg(at != NULL && strstr(at + 1, buffer_text(&line)) == NULL, "-a%zu", i);
        buffer_free(&line);
        buffer_printf(&line, "\n+b%zu\n", i);
        at = strstr(buffer_text(&text), buffer_text(&line));
        ck_assert_msg(at != NULL && strstr(at + 1, buffer_text(&line)) == NULL, "+b%zu", i);
        buffer_free(&line);
    }
    buffer_free(&from);
    buffer_free(&to);
    buffer_free(&text);
}
END_TEST

START_TEST(only_utf_8_is_utf_8)
{
    static const char *const bad[] = {"\x80",
                                      "\xc3",
                                      "\xc1\x81",
                                      "\xe0\x80\x80",
                                      "\xed\xa0\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf0\x8f\x80\x80",
                                      "\xff",
                                      "\xe2\x82x",
                                      "\xf5\x80\x80\x80"};
    uint32_t c;
    size_t i;

    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_uint_eq(text_decode(&c, bad[i], strlen(bad[i])), 0);
        ck_assert(!text_is_utf8(bad[i], strlen(bad[i])));
    }
    ck_assert_uint_eq(text_decode(&c, "\xf4\x8f\xbf\xbf", 4), 4);
    ck_assert_uint_eq(c, 0x10ffff);
    ck_assert_uint_eq(text_next_length("", 0), 0);
    ck_assert_uint_eq(text_next_length("\xff", 1), 1);
    ck_assert_uint_eq(text_width("\xf0\x9f\x98\x80\xcc\x81", 6), 2);
}
END_TEST

START_TEST(moments_are_read_and_written)
{
    static const struct {
        const char *given;
        bool reads;
    } rows[] = {
        {"2026-11-26", true},
        {"2026-11-26T10:30", true},
        {"2026-11-26T10:30:59.25Z", true},
        {"2026-11-26T10:30+01:00", true},
        {"2026-11-26T10:30:59.25+01:00", true},
        {"2026-11-26T10:30-05:30", true},
        {"2026-13-26", false},
        {"2026-11", false},
        {"2026-1x-26", false},
        {"2026-11-26T10", false},
        {"2026-11-26T10:30:60", false},
        {"2026-11-26T10:30+24:00", false},
        {"2026-11-26T10:30+01", false},
        {"2026-11-26T10:30+01:60", false},
        {"2026-02-30", false},
        {"today", true},
        {"yesterday", true},
        {"2 days ago", true},
        {"1 hour ago", true},
        {"99999999999 days ago", false},
        {"2 moons ago", false},
        {"2 days hence", false},
        {"now", true},
        {"-1-11-26", false},
        {"", false},
        {"2026-11-26T10:30:59.Z", false},
        {"2026-11-26Z", false},
        {"2026-11-32", false},
        {"2026-11-26T10:30:59.1234567Z", false},
        {"2026-11-26T10:30:59.123456Z", true},
        {"2 days", false},
        {"2 ", false},
        {"999999 days ago", false},
        {"9999999 days ago", false},
        {"999999 hours ago", true},
    };
    const int64_t now = INT64_C(1795689000) * 1000000 + 250000;
    struct buffer text = {0};
    int64_t moment;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(times_read_at(&moment, rows[i].given, now, true) == rows[i].reads, "%s", rows[i].given);
    ck_assert(times_read_at(&moment, "1 hour ago", now, false));
    ck_assert_int_eq(moment, now - INT64_C(3600) * 1000000);
    times_add(&text, -1, true);
    parts_is(&text, "1969-12-31T23:59:59Z");
    times_add(&text, INT64_MAX, true);
    parts_has(&text, "29");
    buffer_free(&text);
    text_add_time(&text, -1, TEXT_MICROSECONDS);
    parts_is(&text, "1969-12-31T23:59:59.999999Z");
    text_add_shell_word(&text, "");
    parts_is(&text, "''");
    text_add_shell_word(&text, "it's");
    parts_is(&text, "'it'\\''s'");
    text_add_shell_word(&text, "plain-1.json");
    parts_is(&text, "plain-1.json");
    text_add_line(&text, "a\nb\tc");
    parts_has(&text, "a b");
    buffer_free(&text);
    text_add_line(&text, "a\rb");
    parts_is(&text, "a b");
}
END_TEST

/* Where single files are given, what is missing belongs beside its like. */
START_TEST(a_missing_file_has_its_place)
{
    static const struct {
        char *operands[3];
        size_t count;
        const char *name, *path;
    } rows[] = {
        {{NULL}, 0, "saved_model.pb", "saved_model.pb"},
        {{"m/saved_model.pb"}, 1, "saved_model.pb", "m/saved_model.pb"},
        {{"m/xsaved_model.pb"}, 1, "saved_model.pb", "m/saved_model.pb"},
        {{"saved_model.pb"}, 1, "variables.index", "variables/variables.index"},
        {{"m/saved_model.pb", "m/variables/variables.index"},
         2,
         "variables.data-00000-of-00001",
         "m/variables/variables.data-00000-of-00001"},
        {{"m/variables/variables.index"}, 1, "saved_model.pb", "m/saved_model.pb"},
        {{"variables/variables.index"}, 1, "saved_model.pb", "saved_model.pb"},
        {{"m/other/variables.index"}, 1, "saved_model.pb", "m/other/saved_model.pb"},
        {{"m/elsewhere/variables.index"}, 1, "saved_model.pb", "m/elsewhere/saved_model.pb"},
        {{""}, 1, "mean.npy", "mean.npy"},
        {{"v/variables.index"}, 1, "saved_model.pb", "v/saved_model.pb"},
        {{"m/saved_model.pb"}, 1, "mean.npy", "m/mean.npy"},
        {{"variables.index"}, 1, "mean.npy", "mean.npy"},
        {{"/"}, 1, "variables.index", "/variables/variables.index"},
        {{"/proc", "/sys"}, 2, "mean.npy", "/proc/mean.npy"},
        {{"/sys", "/proc"}, 2, "version", "/proc/version"},
    };
    static const char *const no_archives[] = {"/nowhere.zip", "/proc", "/proc/version"};
    struct buffer path = {0};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)bundle_path_add(&path, rows[i].operands, rows[i].count, rows[i].name); /* most are not there */
        parts_is(&path, rows[i].path);
    }
    for (i = 0; i < sizeof no_archives / sizeof *no_archives; i++) {
        bool is = true;

        ck_assert_int_eq(bundle_path_is_archive(&is, no_archives[i]), 0);
        ck_assert(!is);
    }
}
END_TEST

START_TEST(an_excerpt_goes_on_from_where_it_was)
{
    static const char document[] = "one\ntwo\nthree";
    struct excerpt excerpt = {0};
    struct buffer text = {0};

    excerpt_use(&excerpt, document, strlen(document));
    excerpt_add(&text, false, &excerpt, 2, 2);
    parts_has(&text, "two\n");
    buffer_free(&text);
    excerpt_use(&excerpt, document, strlen(document));
    excerpt_add(&text, false, &excerpt, 2, 1); /* back on the line */
    parts_has(&text, "two\n");
    buffer_free(&text);
    excerpt_add(&text, false, &excerpt, 1, 3); /* and in front of it */
    parts_has(&text, "one\n");
    buffer_free(&text);
    excerpt_add(&text, false, &excerpt, 3, 99); /* past the end is the end */
    parts_has(&text, "three\n");
    buffer_free(&text);
    excerpt_add(&text, false, &excerpt, 4, 1);
    parts_is(&text, "");
    excerpt_use(&excerpt, document, 3); /* another text */
    excerpt_add(&text, false, &excerpt, 1, 1);
    parts_has(&text, "one\n");
    buffer_free(&text);
}
END_TEST

/* The end of what is wrong, by what it begins with. */
START_TEST(a_finding_ends_where_its_word_ends)
{
    static const struct {
        const char *text;
        uint64_t end;
    } rows[] = {
        {"\"abc\": 1", 6}, {"\"a\\\"b\" x", 7}, {"\"open", 6},   {"\"cut\nx\"", 5},
        {"\"a\\\n", 4},    {"true, 1", 5},      {"-1.5e+3]", 8}, {"{\"a\": 1}", 2},
        {"\"a\\", 4},      {"\xc3\xa9x", 2},    {"12", 3},       {"\"cr\r", 4},
    };
    char *operands[] = {".//./a.json", "./m", NULL};
    struct check check = {.operands = operands, .operand_count = 1};
    struct nnreg_finding on_file = {.rule = "x", .file = "f", .line = 3, .column = 2},
                         missing = {.rule = "bundle.model-missing"};
    struct check_path paths[] = {{(char *)"f", (char *)".//f"},
                                 {(char *)"saved_model.pb", (char *)"m/saved_model.pb"}};
    struct finding_place place;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nnreg_finding finding = {
            .rule = "x", .pointer = "/a", .line = 1, .column = 1, .has_offset = 1, .offset = 0};
        check.description = (struct buffer){.text = (char *)rows[i].text, .length = strlen(rows[i].text)};
        finding_place_find(&place, &check, &finding);
        ck_assert_uint_eq(place.line, 1);
        ck_assert_msg(place.end_column == rows[i].end, "row %zu ends at %llu", i,
                      (unsigned long long)place.end_column);
        parts_is(&place.path, "a.json");
        finding.offset = strlen(rows[i].text); /* behind the text there is nothing to end */
        finding_place_find(&place, &check, &finding);
        ck_assert_uint_eq(place.end_column, 0);
        finding_place_free(&place);
    }
    check.description = (struct buffer){.text = (char *)"ab\0c", .length = 4};
    finding_place_find(
        &place, &check,
        &(struct nnreg_finding){.rule = "x", .pointer = "/a", .line = 1, .column = 1, .has_offset = 1});
    ck_assert_uint_eq(place.end_column, 3); /* a NUL ends a word */
    finding_place_free(&place);
    finding_place_find(&place, &check, &on_file); /* of a bundle that is not there */
    ck_assert_uint_eq(place.end_column, 0);
    parts_is(&place.path, "a.json");
    check.operand_count = 2;
    check.paths = paths;
    check.path_count = sizeof paths / sizeof *paths;
    finding_place_find(&place, &check, &on_file);
    parts_is(&place.path, "f");
    finding_place_find(&place, &check, &missing);
    parts_is(&place.path, "m/saved_model.pb");
    on_file.pointer = "/a"; /* in a description that is a file of the bundle */
    finding_place_find(&place, &check, &on_file);
    parts_is(&place.path, "a.json");
    finding_place_find(&place, &check, NULL);
    ck_assert_uint_eq(place.line, 0);
    finding_place_free(&place);
}
END_TEST

Suite *parts_text_suite(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");

    tcase_add_test(tests, an_event_is_one_line);
    tcase_add_test(tests, a_diff_names_its_file_as_git_does);
    tcase_add_test(tests, a_diff_has_as_many_hunks_as_there_are);
    tcase_add_test(tests, texts_that_share_no_line_are_told_whole);
    tcase_add_test(tests, only_utf_8_is_utf_8);
    tcase_add_test(tests, moments_are_read_and_written);
    tcase_add_test(tests, a_missing_file_has_its_place);
    tcase_add_test(tests, an_excerpt_goes_on_from_where_it_was);
    tcase_add_test(tests, a_finding_ends_where_its_word_ends);
    suite_add_tcase(suite, tests);
    return suite;
}
