/* Tasks by their ids: which of them come, in which order, by pages, beside other conditions. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "failing_calls.h"
#include "registry_fixture.h"

enum { TASKS = 12 };

static struct registry_fixture fixture;

static void begin(void)
{
    unsigned i;

    fixture_begin(&fixture, 0);
    for (i = 1; i <= TASKS; i++)
        ck_assert_uint_eq(fixture_add(&fixture, "n", 0), i);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 5, NULL, NULL), NNREG_OK); /* and its task */
    ck_assert_int_eq(
        nnreg_task_update(fixture.registry, 3, "{\"status\": \"success\"}", 21, NULL, fixture.findings),
        NNREG_OK); /* which is the last that changed */
}

static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
}

/* What a page has, as "3 1 of 7". */
static void is_page(const struct nnreg_query *query, const char *expected)
{
    nnreg_page *page;
    char found[300];
    size_t i, used = 0;

    ck_assert_msg(nnreg_task_list(fixture.registry, &page, query) == NNREG_OK, "%s",
                  nnreg_message(fixture.registry));
    for (i = 0; i < nnreg_page_count(page); i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%u ",
                                 (unsigned)nnreg_task_id(nnreg_page_task(page, i)));
    snprintf(found + used, sizeof found - used, "of %u", (unsigned)nnreg_page_total(page));
    ck_assert_str_eq(found, expected);
    nnreg_page_free(page);
}

static const uint64_t named[] = {9, 3, 5, 3, 1, 0, 99, UINT64_MAX};

static struct nnreg_query of_named(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.ids = named;
    query.id_count = sizeof named / sizeof *named;
    return query;
}

START_TEST(those_that_are_there_come_once_in_the_order_of_the_list)
{
    struct nnreg_query query = of_named();

    is_page(&query, "1 3 9 of 3");
    query.descending = 1;
    is_page(&query, "9 3 1 of 3");
    query.order = NNREG_ORDER_UPDATE_DATE;
    is_page(&query, "3 9 1 of 3");
    query.descending = 0;
    is_page(&query, "1 9 3 of 3");
}
END_TEST

/* A count, and a cursor of the caller's, are of the list that the same query gives. */
START_TEST(counts_and_cursors_take_them_as_the_list_does)
{
    struct nnreg_query query = of_named();
    struct nnreg_place place = NNREG_PLACE_INIT;
    uint64_t count;
    char *cursor;

    ck_assert_int_eq(nnreg_task_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(count, 3);
    place.id = 1;
    ck_assert_int_eq(nnreg_task_cursor(fixture.registry, &cursor, &query, &place), NNREG_OK);
    query.cursor = cursor;
    is_page(&query, "3 9 of 3");
    nnreg_free(cursor);
    query.cursor = NULL;
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_task_count(fixture.registry, &count, &query), NNREG_NO_MEMORY);
    ck_assert_int_eq(nnreg_task_cursor(fixture.registry, &cursor, &query, &place), NNREG_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert_uint_eq(count, 0);
    ck_assert_ptr_null(cursor);
}
END_TEST

START_TEST(of_no_ids_there_are_no_tasks)
{
    struct nnreg_query query = of_named();

    query.id_count = 0;
    is_page(&query, "of 0");
    query.ids = NULL;
    query.limit = 1;
    is_page(&query, "1 of 11");
}
END_TEST

START_TEST(they_come_by_pages_of_an_offset)
{
    struct nnreg_query query = of_named();
    int order;

    for (order = NNREG_ORDER_ID; order <= NNREG_ORDER_UPDATE_DATE; order += NNREG_ORDER_UPDATE_DATE) {
        query.order = (enum nnreg_order)order;
        query.limit = 2;
        query.offset = 0;
        is_page(&query, order == NNREG_ORDER_ID ? "1 3 of 3" : "1 9 of 3");
        query.offset = 2;
        is_page(&query, order == NNREG_ORDER_ID ? "9 of 3" : "3 of 3");
        query.offset = 3;
        is_page(&query, "of 3");
        query.offset = UINT64_MAX;
        is_page(&query, "of 3");
    }
}
END_TEST

START_TEST(they_come_by_pages_of_a_cursor_which_is_theirs_alone)
{
    struct nnreg_query query = of_named(), other;
    const uint64_t others[] = {1, 3, 8}, same[] = {1, 3, 5, 9, 99, 0, UINT64_MAX};
    nnreg_page *page, *next;

    query.limit = 2;
    query.cursor = "";
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_OK);
    query.cursor = nnreg_page_next(page);
    ck_assert_ptr_nonnull(query.cursor);
    is_page(&query, "9 of 3");
    other = query;
    other.ids = same; /* the same ones, said otherwise */
    other.id_count = sizeof same / sizeof *same;
    is_page(&other, "9 of 3");
    other.ids = others;
    other.id_count = 3;
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &next, &other), NNREG_INVALID_ARGUMENT);
    other.ids = NULL;
    other.id_count = 0;
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &next, &other), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &next, &query), NNREG_OK);
    other = query;
    other.cursor = nnreg_page_previous(next);
    ck_assert_ptr_nonnull(other.cursor);
    is_page(&other, "1 3 of 3");
    nnreg_page_free(next);
    nnreg_page_free(page);
}
END_TEST

START_TEST(other_conditions_hold_beside_the_ids)
{
    struct nnreg_query query = of_named();

    query.status = "success";
    is_page(&query, "3 of 1");
    query.status = "pending";
    is_page(&query, "1 9 of 2");
    query.network_id = 9;
    is_page(&query, "9 of 1");
    query.network_id = 8;
    is_page(&query, "of 0");
    query.network_id = 9;
    query.id_count = 1; /* each of which is less */
    query.ids = &named[1];
    is_page(&query, "of 0");
    query = of_named();
    query.status = "pending";
    query.updated_before = "2018-02-16T13:45:36Z";
    is_page(&query, "of 0");
}
END_TEST

START_TEST(a_page_keeps_the_ids_and_its_links_repeat_them)
{
    uint64_t given[] = {3, 1, 3};
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    char *text;

    query.ids = given;
    query.id_count = 3;
    query.limit = 1;
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_OK);
    memset(given, 0, sizeof given);
    ck_assert_int_eq(nnreg_page_json(&text, page, NULL), NNREG_OK);
    ck_assert_msg(strstr(text, "\"next\": \"?limit=1&offset=1&ids=1%2C3\"") != NULL, "%s", text);
    nnreg_free(text);
    nnreg_page_free(page);
}
END_TEST

START_TEST(what_no_list_of_ids_is_is_refused)
{
    static uint64_t many[NNREG_LIMIT_PAGE + 1];
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    size_t i;

    for (i = 0; i <= NNREG_LIMIT_PAGE; i++)
        many[i] = NNREG_LIMIT_PAGE + 1 - i;
    query.ids = many;
    query.id_count = NNREG_LIMIT_PAGE + 1;
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_message(fixture.registry), "a list is asked for more than 1000 ids");
    query.id_count = NNREG_LIMIT_PAGE;
    is_page(&query, "2 3 4 6 7 8 9 10 11 12 of 10");
    query.ids = NULL;
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
    query = of_named();
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_message(fixture.registry), "a list of networks knows no ids");
}
END_TEST

START_TEST(a_caller_whose_query_has_no_ids_yet_asks_for_none)
{
    struct nnreg_query query = of_named();

    query.size = offsetof(struct nnreg_query, ids);
    query.limit = 1;
    is_page(&query, "1 of 11");
}
END_TEST

START_TEST(a_list_of_ids_that_finds_no_memory_says_so_and_leaves_nothing)
{
    struct nnreg_query query = of_named();
    nnreg_status status = NNREG_NO_MEMORY;
    nnreg_page *page;
    size_t n;

    query.order = (enum nnreg_order)_i;
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_task_list(fixture.registry, &page, &query);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(page != NULL, status == NNREG_OK);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    nnreg_page_free(page);
}
END_TEST

START_TEST(a_list_of_ids_that_the_store_fails_says_so_and_leaves_nothing)
{
    struct nnreg_query query = of_named();
    nnreg_status status = NNREG_IO;
    nnreg_page *page;
    unsigned n;

    if (!store_is_default())
        return;
    for (n = 1; status == NNREG_IO; n++) {
        failing_calls_arm("mdb_get", n, EIO);
        status = nnreg_task_list(fixture.registry, &page, &query);
        (void)failing_calls_failed(NULL);
        ck_assert_int_eq(page != NULL, status == NNREG_OK);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    nnreg_page_free(page);
}
END_TEST

Suite *list_ids_suite(void);
Suite *list_ids_suite(void)
{
    Suite *suite = suite_create("list_ids");
    TCase *tests = tcase_create("list_ids");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, those_that_are_there_come_once_in_the_order_of_the_list);
    tcase_add_test(tests, counts_and_cursors_take_them_as_the_list_does);
    tcase_add_test(tests, of_no_ids_there_are_no_tasks);
    tcase_add_test(tests, they_come_by_pages_of_an_offset);
    tcase_add_test(tests, they_come_by_pages_of_a_cursor_which_is_theirs_alone);
    tcase_add_test(tests, other_conditions_hold_beside_the_ids);
    tcase_add_test(tests, a_page_keeps_the_ids_and_its_links_repeat_them);
    tcase_add_test(tests, what_no_list_of_ids_is_is_refused);
    tcase_add_test(tests, a_caller_whose_query_has_no_ids_yet_asks_for_none);
    tcase_add_loop_test(tests, a_list_of_ids_that_finds_no_memory_says_so_and_leaves_nothing, NNREG_ORDER_ID,
                        NNREG_ORDER_ID + 1);
    tcase_add_loop_test(tests, a_list_of_ids_that_finds_no_memory_says_so_and_leaves_nothing,
                        NNREG_ORDER_UPDATE_DATE, NNREG_ORDER_UPDATE_DATE + 1);
    tcase_add_test(tests, a_list_of_ids_that_the_store_fails_says_so_and_leaves_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
