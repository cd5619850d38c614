/* Lists by offset and limit, both ways, over gaps and the borders of the blocks that offsets are counted by. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "registry_fixture.h"
#include "store/keys.h"

Suite *query_suite(void);

static struct registry_fixture fixture;
static uint64_t ids[4 * NNREG_BLOCK_IDS]; /* the live ones, in order */
static size_t live;

static void begin(void)
{
    fixture_begin(&fixture, 0);
    live = 0;
}

static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
}

/* `count` networks more from id `first` on. */
static void fill(uint64_t first, unsigned count)
{
    unsigned i;

    if (live == 0) {
        fixture_next_id(&fixture, first);
        ck_assert_uint_eq(fixture_add(&fixture, "n", 0), first);
        ids[live++] = first++;
        count--;
    }
    fixture_next_id(&fixture, first);
    fixture_clone(&fixture, ids[0], count);
    for (i = 0; i < count; i++)
        ids[live++] = first + i;
}

static void drop(uint64_t id)
{
    size_t i = 0;

    while (ids[i] != id)
        ck_assert_uint_lt(++i, live);
    memmove(&ids[i], &ids[i + 1], (--live - i) * sizeof *ids);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
}

/* One page against the live ids. */
static void expect(uint64_t offset, unsigned limit, int descending)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    size_t i, expected = offset < live ? live - (size_t)offset : 0;
    nnreg_page *page;

    query.offset = offset;
    query.limit = limit;
    query.descending = descending;
    expected = expected < limit ? expected : limit;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_total(page), live);
    ck_assert_msg(nnreg_page_count(page) == expected, "offset %u limit %u: %zu networks, not %zu",
                  (unsigned)offset, limit, nnreg_page_count(page), expected);
    for (i = 0; i < expected; i++) {
        size_t at = descending ? live - 1 - (size_t)offset - i : (size_t)offset + i;
        uint64_t id = nnreg_network_id(nnreg_page_network(page, i));

        ck_assert_msg(id == ids[at], "offset %u, entry %zu: id %u, not %u", (unsigned)offset, i, (unsigned)id,
                      (unsigned)ids[at]);
    }
    ck_assert_ptr_null(nnreg_page_network(page, expected));
    nnreg_page_free(page);
}

static void expect_both_ways(uint64_t offset, unsigned limit)
{
    expect(offset, limit, 0);
    expect(offset, limit, 1);
}

START_TEST(an_empty_registry_has_an_empty_page)
{
    expect_both_ways(0, 100);
    expect_both_ways(7, 1);
    expect_both_ways(UINT64_MAX, NNREG_LIMIT_PAGE);
}
END_TEST

START_TEST(each_offset_around_the_borders_of_blocks_begins_at_the_right_network)
{
    static const uint64_t around[] = {0,    1,    2,    500,  1019, 1020, 1021,      1022,
                                      1023, 1024, 1025, 1026, 2040, 2046, 2047,      2048,
                                      2049, 2050, 2053, 2054, 2055, 9999, UINT64_MAX};
    size_t i;

    fill(1, 2055);
    for (i = 0; i < sizeof around / sizeof *around; i++)
        expect_both_ways(around[i], 3);
    expect_both_ways(1000, NNREG_LIMIT_PAGE);
}
END_TEST

START_TEST(gaps_that_deletes_leave_are_not_counted)
{
    uint64_t id;
    size_t i;

    fill(1020, 10); /* over the border of blocks 0 and 1 */
    fill(2047, 2);  /* the last of block 1, the first of block 2 */
    fill(5000, 3);  /* block 4: block 3 is empty */
    drop(1023);     /* the last of its block */
    drop(1024);     /* the first */
    drop(2048);     /* the only one: its block is empty now */
    for (i = 0; i <= live + 1; i++) {
        expect_both_ways(i, 1);
        expect_both_ways(i, 4);
    }
    for (id = 5000; id < 5003; id++)
        drop(id);
    expect_both_ways(0, 100);
    while (live > 0)
        drop(ids[live / 2]);
    expect_both_ways(0, 100);
    expect_both_ways(1, 100);
}
END_TEST

START_TEST(the_default_page_is_the_first_100)
{
    nnreg_page *page;

    fill(1, 101);
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_count(page), 100);
    ck_assert_uint_eq(nnreg_page_total(page), 101);
    ck_assert_uint_eq(nnreg_network_id(nnreg_page_network(page, 99)), 100);
    nnreg_page_free(page);
}
END_TEST

START_TEST(a_limit_out_of_range_is_refused)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;

    query.limit = 0;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
    query.limit = NNREG_LIMIT_PAGE + 1;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_message(fixture.registry), "the limit 1001 of a list is not from 1 to 1000");
    query.limit = 1;
    query.size = 0;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
}
END_TEST

/* `next` and `previous` as they should be; NULL for null. */
static const struct {
    uint64_t offset;
    uint32_t limit;
    int descending;
    const char *base_url, *next, *previous;
} links[] = {
    {0, 2, 0, NULL, "?limit=2&offset=2", NULL},
    {2, 2, 0, "https://host/v1/networks", "https://host/v1/networks?limit=2&offset=4",
     "https://host/v1/networks?limit=2&offset=0"},
    {4, 2, 0, NULL, NULL, "?limit=2&offset=2"},
    {3, 2, 0, "/networks?a=1", NULL, "/networks?a=1&limit=2&offset=1"},
    {1, 2, 0, NULL, "?limit=2&offset=3", "?limit=2&offset=0"},
    {0, 5, 0, NULL, NULL, NULL},
    {0, 4, 1, NULL, "?limit=4&offset=4&order=-id", NULL},
    {4, 4, 1, "", NULL, "?limit=4&offset=0&order=-id"},
};

static void expect_link(const json_t *page, const char *key, const char *expected)
{
    const json_t *link = json_object_get(page, key);

    if (expected == NULL)
        ck_assert(json_is_null(link));
    else
        ck_assert_str_eq(json_string_value(link), expected);
}

START_TEST(a_page_as_json_counts_all_and_links_its_neighbours)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    json_t *json, *results;
    char *text;
    size_t i;

    fill(1, 5);
    query.offset = links[_i].offset;
    query.limit = links[_i].limit;
    query.descending = links[_i].descending;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_int_eq(nnreg_page_json(&text, page, links[_i].base_url), NNREG_OK);
    json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(json);
    ck_assert_uint_eq(json_object_size(json), 4);
    ck_assert_int_eq(json_integer_value(json_object_get(json, "count")), 5);
    expect_link(json, "next", links[_i].next);
    expect_link(json, "previous", links[_i].previous);
    results = json_object_get(json, "results");
    ck_assert_uint_eq(json_array_size(results), nnreg_page_count(page));
    for (i = 0; i < json_array_size(results); i++)
        ck_assert_uint_eq((uint64_t)json_integer_value(json_object_get(json_array_get(results, i), "id")),
                          nnreg_network_id(nnreg_page_network(page, i)));
    json_decref(json);
    nnreg_free(text);
    nnreg_page_free(page);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- parameters -- */

static void set(nnreg_parameters *parameters, const char *key, const char *value)
{
    ck_assert_msg(nnreg_parameters_set(parameters, key, value, NULL) == NNREG_OK, "%s=%s", key, value);
}

/* In the members that a value which is none could have come into. */
static bool is_untouched(const struct nnreg_query *query)
{
    return query->limit == 100 && query->offset == 0 && query->spec_id == 0 && query->ids == NULL &&
           query->id_count == 0 && query->where_count == 0 && query->order == NNREG_ORDER_ID &&
           query->descending == 0 && query->scope == NNREG_SCOPE_PRIVATE && query->with_outputs == 0;
}

START_TEST(parameters_are_a_query)
{
    nnreg_parameters *parameters;
    const struct nnreg_query *query;

    ck_assert_int_eq(nnreg_parameters_new(&parameters), NNREG_OK);
    query = nnreg_parameters_query(parameters);
    ck_assert(is_untouched(query));
    set(parameters, "limit", "5000");
    set(parameters, "offset", "9223372036854775807");
    set(parameters, "cursor", "");
    set(parameters, "order", "-update_date");
    set(parameters, "scope", "all");
    set(parameters, "name", "a");
    set(parameters, "name_prefix", "b");
    set(parameters, "name_glob", "c");
    set(parameters, "framework", "d");
    set(parameters, "digest", "e");
    set(parameters, "where", "a\\=b=c=d");
    set(parameters, "where", "f=");
    set(parameters, "updated_since", "g");
    set(parameters, "updated_before", "h");
    set(parameters, "spec_id", "1");
    set(parameters, "network_id", "0");
    set(parameters, "status", "i");
    set(parameters, "ids", "3,1");
    set(parameters, "task_ids", "2");
    set(parameters, "ids", "");
    set(parameters, "with_outputs", "true");
    ck_assert(query->limit == NNREG_LIMIT_PAGE && query->offset == INT64_MAX && *query->cursor == '\0');
    ck_assert(query->order == NNREG_ORDER_UPDATE_DATE && query->descending == 1);
    ck_assert(query->scope == NNREG_SCOPE_ALL && query->spec_id == 1 && query->network_id == 0);
    ck_assert_str_eq(query->name, "a");
    ck_assert_str_eq(query->name_prefix, "b");
    ck_assert_str_eq(query->name_glob, "c");
    ck_assert_str_eq(query->framework, "d");
    ck_assert_str_eq(query->digest, "e");
    ck_assert_uint_eq(query->where_count, 2);
    ck_assert_str_eq(query->where[0].key, "a\\=b");
    ck_assert_str_eq(query->where[0].value, "c=d");
    ck_assert_str_eq(query->where[1].value, "");
    ck_assert_str_eq(query->updated_since, "g");
    ck_assert_str_eq(query->updated_before, "h");
    ck_assert_str_eq(query->status, "i");
    ck_assert(query->id_count == 3 && query->ids[0] == 3 && query->ids[1] == 1 && query->ids[2] == 2);
    ck_assert_int_eq(query->with_outputs, 1);
    set(parameters, "public", "1");
    ck_assert_int_eq(query->scope, NNREG_SCOPE_PUBLIC);
    nnreg_parameters_free(parameters);
}
END_TEST

static const struct {
    const char *key, *value, *wanted;
} no_values[] = {
    {"limit", "0", "a number from 1"},
    {"limit", "", "a number from 1"},
    {"offset", "-1", "a number from 0"},
    {"offset", "01", "a number from 0"},
    {"offset", "9223372036854775808", "a number from 0"},
    {"spec_id", "99999999999999999999", "a number from 0"},
    {"order", "date", "id, name or update_date, or one of them with a '-' in front"},
    {"order", "", "id, name or update_date, or one of them with a '-' in front"},
    {"scope", "both", "private, public or all"},
    {"public", "yes", "0 or 1"},
    {"with_outputs", "", "0 or 1"},
    {"where", "a", "KEY=VALUE, given up to 16 times"},
    {"where", "=a", "KEY=VALUE, given up to 16 times"},
    {"where", "a\\=b", "KEY=VALUE, given up to 16 times"},
    {"where", "a\\", "KEY=VALUE, given up to 16 times"},
    {"ids", "1,,2", "ids between commas, up to 1000 of them"},
    {"ids", "1,x", "ids between commas, up to 1000 of them"},
};

START_TEST(a_parameter_says_what_its_value_has_to_be)
{
    nnreg_parameters *parameters;
    const char *wanted;

    ck_assert_int_eq(nnreg_parameters_new(&parameters), NNREG_OK);
    ck_assert_int_eq(nnreg_parameters_set(parameters, no_values[_i].key, no_values[_i].value, &wanted),
                     NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(wanted, no_values[_i].wanted);
    ck_assert(is_untouched(nnreg_parameters_query(parameters)));
    nnreg_parameters_free(parameters);
}
END_TEST

START_TEST(parameters_have_limits_and_names)
{
    nnreg_parameters *parameters;
    const char *wanted;
    unsigned i;

    ck_assert_int_eq(nnreg_parameters_new(&parameters), NNREG_OK);
    ck_assert_int_eq(nnreg_parameters_set(parameters, "names", "a", &wanted), NNREG_NOT_FOUND);
    ck_assert_ptr_null(wanted);
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_parameters_set(parameters, "where", "a=b", NULL), NNREG_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert(is_untouched(nnreg_parameters_query(parameters)));
    set(parameters, "name", "a");
    ck_assert_int_eq(nnreg_parameters_set(parameters, "name", "b", &wanted), NNREG_EXISTS);
    ck_assert_str_eq(nnreg_parameters_query(parameters)->name, "a");
    for (i = 0; i < NNREG_LIMIT_WHERE; i++)
        set(parameters, "where", "a=b");
    ck_assert_int_eq(nnreg_parameters_set(parameters, "where", "a=b", NULL), NNREG_INVALID_ARGUMENT);
    for (i = 0; i < NNREG_LIMIT_PAGE; i++)
        set(parameters, "ids", "7");
    ck_assert_int_eq(nnreg_parameters_set(parameters, "ids", "7", NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_uint_eq(nnreg_parameters_query(parameters)->id_count, NNREG_LIMIT_PAGE);
    nnreg_parameters_free(parameters);
    nnreg_parameters_free(NULL);
    ck_assert_int_eq(nnreg_parameters_new(NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_parameters_set(NULL, "name", "a", NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_parameters_new(&parameters), NNREG_OK);
    ck_assert_int_eq(nnreg_parameters_set(parameters, NULL, "a", NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_parameters_set(parameters, "name", NULL, NULL), NNREG_INVALID_ARGUMENT);
    nnreg_parameters_free(parameters);
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_parameters_new(&parameters), NNREG_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert_ptr_null(parameters);
}
END_TEST

/* What a list takes of its parameters is what its query is judged by: a condition that does not apply is none of them. */
START_TEST(lists_have_the_parameters_that_apply)
{
    static const char *const objects[] = {"network", "spec", "version", "task"};
    static const struct {
        const char *key, *value;
    } all[] = {{"scope", "all"},      {"name", "a"},
               {"name_prefix", "a"},  {"name_glob", "a"},
               {"where", "a=b"},      {"framework", "tensorflow-1.x"},
               {"spec_id", "1"},      {"network_id", "1"},
               {"status", "error"},   {"ids", "1"},
               {"with_outputs", "1"}, {"limit", "1"},
               {"offset", "1"},       {"updated_since", "2018-02-16T13:45:36Z"},
               {"order", "-id"}};
    nnreg_status (*const counts[])(nnreg *, uint64_t *, const struct nnreg_query *) = {
        nnreg_network_count, nnreg_spec_count, nnreg_version_count, nnreg_task_count};
    size_t object, i, k;

    for (object = 0; object < 4; object++)
        for (i = 0; i < sizeof all / sizeof *all; i++) {
            nnreg_parameters *parameters;
            const char *key;
            uint64_t count;
            nnreg_status status;

            ck_assert_int_eq(nnreg_parameters_new(&parameters), NNREG_OK);
            set(parameters, all[i].key, all[i].value);
            status = counts[object](fixture.registry, &count, nnreg_parameters_query(parameters));
            for (k = 0;
                 (key = nnreg_parameter_key(objects[object], k)) != NULL && strcmp(key, all[i].key) != 0;)
                k++;
            ck_assert_msg((status == NNREG_OK) == (key != NULL), "%s of %s: %s", all[i].key, objects[object],
                          nnreg_message(fixture.registry));
            nnreg_parameters_free(parameters);
        }
    ck_assert_ptr_null(nnreg_parameter_key("networks", 0));
    for (k = 0; nnreg_parameter_key(NULL, k) != NULL;)
        k++;
    ck_assert_uint_eq(k, 20);
}
END_TEST

Suite *query_suite(void)
{
    Suite *suite = suite_create("query");
    TCase *tests = tcase_create("query");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, an_empty_registry_has_an_empty_page);
    tcase_add_test(tests, each_offset_around_the_borders_of_blocks_begins_at_the_right_network);
    tcase_add_test(tests, gaps_that_deletes_leave_are_not_counted);
    tcase_add_test(tests, the_default_page_is_the_first_100);
    tcase_add_test(tests, a_limit_out_of_range_is_refused);
    tcase_add_loop_test(tests, a_page_as_json_counts_all_and_links_its_neighbours, 0,
                        (int)(sizeof links / sizeof *links));
    tcase_add_test(tests, parameters_are_a_query);
    tcase_add_loop_test(tests, a_parameter_says_what_its_value_has_to_be, 0,
                        (int)(sizeof no_values / sizeof *no_values));
    tcase_add_test(tests, parameters_have_limits_and_names);
    tcase_add_test(tests, lists_have_the_parameters_that_apply);
    suite_add_tcase(suite, tests);
    return suite;
}
