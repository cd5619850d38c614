/* Times at the command (tools/times.h), in UTC and in a zone with a summer time; `now` is the test's own. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buffer.h"
#include "nnreg.h"
#include "times.h"

Suite *times_suite(void);

#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define NOW    INT64_C(1795430700123456) /* 2026-11-23T10:45:00.123456Z, in Berlin 11:45 */

static char *zone_before; /* NULL: none was set */

static void use_zone(const char *zone)
{
    const char *before = getenv("TZ");

    zone_before = before != NULL ? strdup(before) : NULL;
    ck_assert_int_eq(setenv("TZ", zone, 1), 0);
    tzset();
}

static void give_zone_back(void)
{
    if (zone_before != NULL)
        (void)setenv("TZ", zone_before, 1);
    else
        (void)unsetenv("TZ");
    free(zone_before);
    zone_before = NULL;
    tzset();
}

/* What is given, and the moment as it is shown in UTC. NULL: it is no time. */
static void assert_read(const char *given, const char *shown, bool utc)
{
    struct buffer text = {0};
    int64_t moment = 0;
    bool is_time = times_read_at(&moment, given, NOW, utc);

    ck_assert_msg(is_time == (shown != NULL), "\"%s\" is %s time", given, is_time ? "a" : "no");
    if (is_time) {
        times_add(&text, moment, true);
        ck_assert_msg(strcmp(buffer_text(&text), shown) == 0, "\"%s\" is %s, not %s", given,
                      buffer_text(&text), shown);
    }
    buffer_free(&text);
}

/* Each part is missing, out of its range, or followed by what does not belong there. */
static const char *const no_library_times[] = {
    "",
    "202-11-26T10:30:07Z",
    "20261-11-26T10:30:07Z",
    "x026-11-26T10:30:07Z",
    "2026/11-26T10:30:07Z",
    "2026-1-26T10:30:07Z",
    "2026-00-26T10:30:07Z",
    "2026-13-26T10:30:07Z",
    "2026-11",
    "2026-11/26T10:30:07Z",
    "2026-11-6T10:30:07Z",
    "2026-11-00T10:30:07Z",
    "2026-11-31T10:30:07Z",
    "2026-02-29T10:30:07Z",
    "2100-02-29T10:30:07Z",
    "2026-12-32T10:30:07Z",
    "2026-11-26",
    "2026-11-26 10:30:07Z",
    "2026-11-26T1:30:07Z",
    "2026-11-26T24:30:07Z",
    "2026-11-26T10-30:07Z",
    "2026-11-26T10:3:07Z",
    "2026-11-26T10:60:07Z",
    "2026-11-26T10:30",
    "2026-11-26T10:30.07Z",
    "2026-11-26T10:30:7Z",
    "2026-11-26T10:30:60Z",
    "2026-11-26T10:30:07",
    "2026-11-26T10:30:07.Z",
    "2026-11-26T10:30:07.xZ",
    "2026-11-26T10:30:07.+Z",
    "2026-11-26T10:30:07.5",
    "2026-11-26T10:30:07.1234567Z", /* more than microseconds */
    "2026-11-26T10:30:07z",
    "2026-11-26T10:30:07ZZ",
    "2026-11-26T10:30:07+01:00",
    " 2026-11-26T10:30:07Z",
};

START_TEST(the_library_reads_the_times_it_writes_and_no_others)
{
    int64_t time = 7;
    size_t i;

    for (i = 0; i < sizeof no_library_times / sizeof *no_library_times; i++) {
        ck_assert_msg(nnreg_time_parse(&time, no_library_times[i]) == NNREG_INVALID_ARGUMENT, "\"%s\"",
                      no_library_times[i]);
        ck_assert_int_eq(time, 7);
    }
    ck_assert_int_eq(nnreg_time_parse(NULL, "2026-11-26T10:30:07Z"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_time_parse(&time, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_time_parse(&time, "2026-11-23T10:45:00.123456Z"), NNREG_OK);
    ck_assert_int_eq(time, NOW);
    ck_assert_int_eq(nnreg_time_parse(&time, "1969-12-31T23:59:59.5Z"), NNREG_OK);
    ck_assert_int_eq(time, -500000);
    ck_assert_int_eq(nnreg_time_parse(&time, "0000-01-01T00:00:00Z"), NNREG_OK);
    ck_assert_int_eq(time, INT64_C(-62167219200000000));
    ck_assert_int_eq(nnreg_time_parse(&time, "2024-02-29T00:00:00Z"), NNREG_OK);
    ck_assert_int_eq(time, INT64_C(1709164800000000));
}
END_TEST

START_TEST(a_time_is_in_the_zone_it_names_else_in_the_persons)
{
    use_zone(BERLIN);
    assert_read("2026-11-26", "2026-11-25T23:00:00Z", false);
    assert_read("2026-07-26", "2026-07-25T22:00:00Z", false);
    assert_read("2026-11-26T10:30", "2026-11-26T09:30:00Z", false);
    assert_read("2026-11-26 10:30:07", "2026-11-26T09:30:07Z", false);
    assert_read("2026-11-26T10:30:07.5Z", "2026-11-26T10:30:07Z", false);
    assert_read("2026-11-26T10:30Z", "2026-11-26T10:30:00Z", false);
    assert_read("2026-11-26T10:30:00+05:30", "2026-11-26T05:00:00Z", false);
    assert_read("2026-11-26T22:30:00-04:00", "2026-11-27T02:30:00Z", false);
    assert_read("2026-11-26", "2026-11-26T00:00:00Z", true);
    assert_read("2026-11-26T10:30", "2026-11-26T10:30:00Z", true);
    give_zone_back();
}
END_TEST

START_TEST(days_begin_at_midnight_of_the_zone)
{
    use_zone(BERLIN);
    assert_read("now", "2026-11-23T10:45:00Z", false);
    assert_read("today", "2026-11-22T23:00:00Z", false);
    assert_read("yesterday", "2026-11-21T23:00:00Z", false);
    assert_read("today", "2026-11-23T00:00:00Z", true);
    assert_read("yesterday", "2026-11-22T00:00:00Z", true);
    give_zone_back();
}
END_TEST

/* 30 days before is in summer time, an hour earlier in UTC; 720 hours before is not. */
START_TEST(days_ago_keep_the_time_of_the_day_and_hours_ago_do_not)
{
    use_zone(BERLIN);
    assert_read("2 days ago", "2026-11-21T10:45:00Z", false);
    assert_read("1 week ago", "2026-11-16T10:45:00Z", false);
    assert_read("30 days ago", "2026-10-24T09:45:00Z", false);
    assert_read("720 hours ago", "2026-10-24T10:45:00Z", false);
    assert_read("1 hour ago", "2026-11-23T09:45:00Z", false);
    assert_read("90 minutes ago", "2026-11-23T09:15:00Z", false);
    assert_read("1 second ago", "2026-11-23T10:44:59Z", false);
    assert_read("0 days ago", "2026-11-23T10:45:00Z", false);
    give_zone_back();
}
END_TEST

START_TEST(what_is_no_time_is_refused)
{
    static const char *const no_times[] = {
        "",
        "x",
        "7",
        "tomorrow",
        "2026-13-01",
        "2026-02-30",
        "2027-02-29",
        "2026-00-10",
        "2026-1-2",
        "0000-01-01",
        "2026-11-26T",
        "2026-11-26T24:00",
        "2026-11-26T10:60",
        "2026-11-26T10",
        "2026-11-26T10:30:00.",
        "2026-11-26T10:30:00.1234567Z",
        "2026-11-26T10:30:00z",
        "2026-11-26T10:30:00+1",
        "2026-11-26Z",
        "2026-11-26 ",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-00:01",
        "days ago",
        "2 days",
        "2days ago",
        "2 days ago ",
        "2  days ago",
        "2 fortnights ago",
        "-2 days ago",
        "999999 days ago",
        "1000000 hours ago",
        "9999999999999999999999 seconds ago",
    };
    size_t i;

    use_zone("UTC");
    for (i = 0; i < sizeof no_times / sizeof no_times[0]; i++) {
        assert_read(no_times[i], NULL, false);
        assert_read(no_times[i], NULL, true);
    }
    give_zone_back();
}
END_TEST

START_TEST(what_is_shown_tells_its_zone_and_can_be_given_back)
{
    static const struct {
        const char *zone, *shown;
        bool utc;
    } rows[] = {
        {BERLIN, "2026-11-23T11:45:00+01:00", false},
        {BERLIN, "2026-11-23T10:45:00Z", true},
        {"UTC", "2026-11-23T10:45:00Z", false},
        {"NST3:30", "2026-11-23T07:15:00-03:30", false},
    };
    struct buffer text = {0};
    int64_t moment = 0;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        use_zone(rows[i].zone);
        text.length = 0;
        times_add(&text, NOW, rows[i].utc);
        ck_assert_str_eq(buffer_text(&text), rows[i].shown);
        ck_assert(times_read_at(&moment, rows[i].shown, NOW, false));
        ck_assert_int_eq(moment, NOW / 1000000 * 1000000);
        give_zone_back();
    }
    buffer_free(&text);
}
END_TEST

Suite *times_suite(void)
{
    Suite *suite = suite_create("times");
    TCase *tests = tcase_create("times");

    tcase_add_test(tests, the_library_reads_the_times_it_writes_and_no_others);
    tcase_add_test(tests, a_time_is_in_the_zone_it_names_else_in_the_persons);
    tcase_add_test(tests, days_begin_at_midnight_of_the_zone);
    tcase_add_test(tests, days_ago_keep_the_time_of_the_day_and_hours_ago_do_not);
    tcase_add_test(tests, what_is_no_time_is_refused);
    tcase_add_test(tests, what_is_shown_tells_its_zone_and_can_be_given_back);
    suite_add_tcase(suite, tests);
    return suite;
}
