/*
 * Lists held against a reference: some networks, specs and versions with random names, metadata and dates, and random
 * queries over them, whose answers are worked out here by going through all. The seed is told where something differs.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/glob.h"
#include "list_cost.h"
#include "registry/page_cursor.h"
#include "registry/where.h"
#include "registry_fixture.h"

#define NETWORKS 60

static struct registry_fixture fixture;
static uint64_t seed;

static uint64_t random_below(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

static const char *const names[] = {
    "a", "b", "ab", "a b", "A", "z", "\xc3\xa9t\xc3\xa9", "\xe6\x98\xa5", "fruit 1", "fruit 2"};
#define NAMES (sizeof names / sizeof *names)

/* What is known of each network. */
static struct item {
    uint64_t id;
    const char *name;
    unsigned k; /* metadata {"m": {"k": k}} */
    bool is_public;
    int64_t date;
} items[NETWORKS];

static void note_date(struct item *item)
{
    nnreg_network *network;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, item->id), NNREG_OK);
    item->date = nnreg_network_update_date(network);
    nnreg_network_free(network);
}

static void fill(void)
{
    char json[200], slug[32];
    size_t i;

    for (i = 0; i < NETWORKS; i++) {
        struct item *item = &items[i];

        item->name = names[random_below(NAMES)];
        item->k = (unsigned)random_below(3);
        item->is_public = random_below(4) == 0;
        (void)snprintf(
            json, sizeof json,
            ", \"metadata\": {\"m\": {\"k\": %u.0, \"s\": \"v%u\", \"n\": null, \"l\": [true, %u]}}", item->k,
            item->k, item->k);
        item->id = fixture_add_with(&fixture, json);
    }
    for (i = 0; i < NETWORKS; i++) {
        struct item *item = &items[random_below(NETWORKS)];

        (void)snprintf(json, sizeof json, "{\"name\": \"%s\"}", item->name);
        ck_assert_int_eq(fixture_update(&fixture, item->id, json), NNREG_OK);
    }
    for (i = 0; i < NETWORKS; i++) {
        (void)snprintf(json, sizeof json, "{\"name\": \"%s\"}", items[i].name);
        ck_assert_int_eq(fixture_update(&fixture, items[i].id, json), NNREG_OK);
        note_date(&items[i]);
        (void)snprintf(slug, sizeof slug, "slug-%zu", i);
        if (items[i].is_public)
            ck_assert_int_eq(nnreg_network_publish(fixture.registry, items[i].id, slug, NULL), NNREG_OK);
    }
}

static void begin(void)
{
    const char *given = getenv("NNREG_TEST_SEED");

    seed = given != NULL ? strtoull(given, NULL, 10) : 88172645463325252u;
    fixture_begin(&fixture, 0);
    fill();
}

static void end(void)
{
    fixture_end(&fixture);
}

/* ---------------------------------------------------------------------------------------------------- reference -- */

struct question {
    struct nnreg_query query;
    struct nnreg_where where;
    int64_t since, before;
    char since_text[NNREG_TIME_TEXT], before_text[NNREG_TIME_TEXT];
};

static bool meets(const struct question *question, const struct item *item)
{
    const struct nnreg_query *query = &question->query;
    char k[8];

    (void)snprintf(k, sizeof k, "%u", item->k);
    return (query->scope == NNREG_SCOPE_ALL || item->is_public == (query->scope == NNREG_SCOPE_PUBLIC)) &&
           (query->name == NULL || strcmp(query->name, item->name) == 0) &&
           (query->name_prefix == NULL ||
            strncmp(query->name_prefix, item->name, strlen(query->name_prefix)) == 0) &&
           (query->name_glob == NULL || nnreg_glob_match(query->name_glob, item->name)) &&
           (query->where_count == 0 || strcmp(question->where.value, k) == 0) &&
           item->date >= question->since && item->date < question->before;
}

static const struct nnreg_query *ordering;

static int compare_items(const void *a, const void *b)
{
    const struct item *left = *(struct item *const *)a, *right = *(struct item *const *)b;
    int order = 0;

    if (ordering->order == NNREG_ORDER_NAME)
        order = strcmp(left->name, right->name);
    else if (ordering->order == NNREG_ORDER_UPDATE_DATE)
        order = (left->date > right->date) - (left->date < right->date);
    if (order == 0)
        order = (left->id > right->id) - (left->id < right->id);
    return ordering->descending ? -order : order;
}

static size_t answer(const struct item *expected[NETWORKS], const struct question *question)
{
    size_t i, count = 0;

    for (i = 0; i < NETWORKS; i++)
        if (meets(question, &items[i]))
            expected[count++] = &items[i];
    ordering = &question->query;
    qsort(expected, count, sizeof *expected, compare_items);
    return count;
}

static void ask_at_random(struct question *question)
{
    static const char *const globs[] = {"*", "a*", "?", "*\xc3\xa9", "fruit [12]", "[!a-z]*", "fruit 1"};
    static const char *const values[] = {"0", "1", "2", "7"};
    struct nnreg_query *query = &question->query;

    *question = (struct question){.query = NNREG_QUERY_INIT, .since = INT64_MIN, .before = INT64_MAX};
    query->order = (enum nnreg_order)random_below(3);
    query->descending = (int)random_below(2);
    query->scope = (enum nnreg_scope)random_below(3);
    query->limit = (uint32_t)(1 + random_below(20));
    if (random_below(4) == 0)
        query->name = names[random_below(NAMES)];
    if (random_below(4) == 0)
        query->name_prefix = random_below(2) ? "a" : "fruit ";
    if (random_below(4) == 0)
        query->name_glob = globs[random_below(sizeof globs / sizeof *globs)];
    if (random_below(4) == 0) {
        question->where =
            (struct nnreg_where)NNREG_WHERE(random_below(2) ? "m.k" : "m.l.1", values[random_below(4)]);
        query->where = &question->where;
        query->where_count = 1;
    }
    if (random_below(4) == 0) {
        question->since = items[random_below(NETWORKS)].date;
        nnreg_time_format(question->since_text, question->since);
        query->updated_since = question->since_text;
    }
    if (random_below(4) == 0) {
        question->before = items[random_below(NETWORKS)].date;
        nnreg_time_format(question->before_text, question->before);
        query->updated_before = question->before_text;
    }
}

/* A page holds these objects from `from` on, and knows how many there are in all. */
static void is_page(const nnreg_page *page, const struct question *question,
                    const struct item *const *expected, size_t count, size_t from, uint64_t run)
{
    size_t i, there = from < count ? count - from : 0;

    if (there > question->query.limit)
        there = question->query.limit;
    ck_assert_msg(nnreg_page_total(page) == count, "question %llu: %llu in all, not %zu",
                  (unsigned long long)run, (unsigned long long)nnreg_page_total(page), count);
    ck_assert_msg(nnreg_page_count(page) == there, "question %llu from %zu: %zu, not %zu",
                  (unsigned long long)run, from, nnreg_page_count(page), there);
    for (i = 0; i < there; i++)
        ck_assert_msg(nnreg_network_id(nnreg_page_network(page, i)) == expected[from + i]->id,
                      "question %llu: place %zu has network %llu, not %llu", (unsigned long long)run,
                      from + i, (unsigned long long)nnreg_network_id(nnreg_page_network(page, i)),
                      (unsigned long long)expected[from + i]->id);
}

static nnreg_page *list(const struct nnreg_query *query)
{
    nnreg_page *page;

    ck_assert_msg(nnreg_network_list(fixture.registry, &page, query) == NNREG_OK, "%s",
                  nnreg_message(fixture.registry));
    return page;
}

/* Forwards by `next` to the end, and back by `previous` to the beginning. */
static void walk_by_cursor(struct question question, const struct item *const *expected, size_t count,
                           uint64_t run)
{
    char *cursor = nnreg_strdup("");
    size_t from = 0;
    bool back = false;

    for (;;) {
        const char *next;
        nnreg_page *page;

        question.query.cursor = cursor;
        page = list(&question.query);
        is_page(page, &question, expected, count, from, run);
        ck_assert_msg((nnreg_page_next(page) != NULL) == (from + question.query.limit < count),
                      "question %llu from %zu of %zu: next", (unsigned long long)run, from, count);
        ck_assert_msg((nnreg_page_previous(page) != NULL) == (from > 0), "question %llu from %zu: previous",
                      (unsigned long long)run, from);
        back = back || nnreg_page_next(page) == NULL;
        next = back ? nnreg_page_previous(page) : nnreg_page_next(page);
        nnreg_free(cursor);
        cursor = next != NULL ? nnreg_strdup(next) : NULL;
        nnreg_page_free(page);
        if (cursor == NULL)
            return;
        from = back ? from - question.query.limit : from + question.query.limit;
    }
}

START_TEST(every_page_of_every_query_is_what_going_through_all_gives)
{
    const struct item *expected[NETWORKS];
    unsigned run, runs = 400 / fixture_share("queries", 8);

    for (run = 0; run < runs; run++) {
        struct question question;
        size_t count, from;

        ask_at_random(&question);
        count = answer(expected, &question);
        for (from = 0; from <= count; from += question.query.limit) {
            nnreg_page *page;

            question.query.offset = from;
            page = list(&question.query);
            is_page(page, &question, expected, count, from, run);
            nnreg_page_free(page);
        }
        question.query.offset = 0;
        walk_by_cursor(question, expected, count, run);
    }
}
END_TEST

/* Whatever page it is asked for. */
START_TEST(the_count_of_every_query_is_what_going_through_all_gives)
{
    const struct item *expected[NETWORKS];
    unsigned run, runs = 400 / fixture_share("queries", 8);

    for (run = 0; run < runs; run++) {
        struct question question;
        uint64_t count;

        ask_at_random(&question);
        question.query.offset = random_below(2 * NETWORKS);
        ck_assert_int_eq(nnreg_network_count(fixture.registry, &count, &question.query), NNREG_OK);
        ck_assert_msg(count == answer(expected, &question), "question %u: %llu", run,
                      (unsigned long long)count);
    }
}
END_TEST

START_TEST(a_count_reads_no_record_unless_a_condition_has_no_index)
{
    struct nnreg_where where = NNREG_WHERE("m.k", "1");
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t count, looked = list_cost_records(), visited = list_cost_entries();

    query.scope = NNREG_SCOPE_ALL;
    query.offset = 3;
    ck_assert_int_eq(nnreg_network_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(count, NETWORKS);
    ck_assert_uint_eq(list_cost_entries(), visited); /* the blocks have it */
    query.order = NNREG_ORDER_UPDATE_DATE; /* a list by date would look at each record with this name */
    query.name = "fruit 1";
    ck_assert_int_eq(nnreg_network_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(list_cost_records(), looked);
    ck_assert_uint_eq(list_cost_entries() - visited, count);
    visited = list_cost_entries();
    query.where = &where;
    query.where_count = 1;
    ck_assert_int_eq(nnreg_network_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(list_cost_records() - looked, list_cost_entries() - visited);
}
END_TEST

START_TEST(a_count_refuses_what_a_list_refuses_and_counts_nothing_then)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t count = 7;

    query.limit = 0;
    ck_assert_int_eq(nnreg_network_count(fixture.registry, &count, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_uint_eq(count, 0);
    query.limit = 1;
    query.framework = "none";
    ck_assert_int_eq(nnreg_network_count(fixture.registry, &count, &query), NNREG_INVALID_ARGUMENT);
    query.framework = "tensorflow-1.x";
    ck_assert_int_eq(nnreg_spec_count(fixture.registry, &count, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_version_count(fixture.registry, &count, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_task_count(fixture.registry, &count, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_network_count(fixture.registry, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_network_count(NULL, &count, NULL), NNREG_INVALID_ARGUMENT);
    query.cursor = "none that a page gave"; /* of pages, as the offset is */
    ck_assert_int_eq(nnreg_network_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_gt(count, 0);
}
END_TEST

START_TEST(no_filter_that_has_an_index_looks_at_other_records)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t looked, visited;
    nnreg_page *page;

    query.limit = 5;
    query.scope = NNREG_SCOPE_ALL;
    looked = list_cost_records();
    visited = list_cost_entries();
    nnreg_page_free(list(&query)); /* the first page alone is visited, and one more entry */
    ck_assert_uint_eq(list_cost_records(), looked);
    ck_assert_uint_eq(list_cost_entries() - visited, 6);
    query.name = "fruit 1";
    page = list(&query);
    ck_assert_uint_eq(list_cost_records() - looked, nnreg_page_total(page)); /* the order is another */
    nnreg_page_free(page);
    query.order = NNREG_ORDER_NAME;
    looked = list_cost_records();
    visited = list_cost_entries();
    page = list(&query);
    ck_assert_uint_eq(list_cost_records(), looked);
    ck_assert_uint_le(list_cost_entries() - visited, 2 * nnreg_page_total(page) + 2);
    nnreg_page_free(page);
}
END_TEST

START_TEST(a_cursor_is_a_place_and_outlives_what_it_points_at)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    const struct item *expected[NETWORKS];
    struct question question = {.query = NNREG_QUERY_INIT, .since = INT64_MIN, .before = INT64_MAX};
    size_t count = answer(expected, &question);
    nnreg_page *page, *behind;

    ck_assert_uint_gt(count, 8);
    query.limit = 3;
    page = list(&query);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, expected[2]->id, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, expected[4]->id, NULL, NULL), NNREG_OK);
    query.cursor = nnreg_page_next(page);
    behind = list(&query);
    ck_assert_uint_eq(nnreg_network_id(nnreg_page_network(behind, 0)), expected[3]->id);
    ck_assert_uint_eq(nnreg_network_id(nnreg_page_network(behind, 1)), expected[5]->id);
    nnreg_page_free(behind);
    nnreg_page_free(page);
}
END_TEST

/* Behind each object of a list, and in front of it, made of its id alone or of what was known of it. */
START_TEST(a_cursor_can_be_made_of_any_object_of_any_list)
{
    const struct item *expected[NETWORKS];
    unsigned run, runs = 200 / fixture_share("queries", 8);

    for (run = 0; run < runs; run++) {
        struct nnreg_place place = NNREG_PLACE_INIT;
        struct question question;
        size_t count, at, limit;
        nnreg_page *page;
        char *cursor;

        ask_at_random(&question);
        limit = question.query.limit;
        count = answer(expected, &question);
        if (count == 0)
            continue;
        at = random_below(count);
        place.id = expected[at]->id;
        place.name = random_below(2) ? expected[at]->name : NULL;
        place.update_date = random_below(2) ? expected[at]->date : 0;
        ck_assert_msg(nnreg_network_cursor(fixture.registry, &cursor, &question.query, &place) == NNREG_OK,
                      "%s", nnreg_message(fixture.registry));
        question.query.cursor = cursor;
        page = list(&question.query);
        is_page(page, &question, expected, count, at + 1, run);
        nnreg_page_free(page);
        nnreg_free(cursor);
        place.before = 1;
        ck_assert_int_eq(nnreg_network_cursor(fixture.registry, &cursor, &question.query, &place), NNREG_OK);
        question.query.cursor = cursor;
        page = list(&question.query);
        if (at < limit)
            question.query.limit = (uint32_t)at; /* what is_page expects at most */
        is_page(page, &question, expected, count, at - question.query.limit, run);
        nnreg_page_free(page);
        nnreg_free(cursor);
    }
}
END_TEST

/* It is the very text that the page gives: pages go on from it, and it goes on from pages. */
START_TEST(a_made_cursor_is_the_pages_own)
{
    struct nnreg_place place = NNREG_PLACE_INIT;
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    char *cursor;

    query.limit = 3;
    query.order = NNREG_ORDER_UPDATE_DATE;
    page = list(&query);
    place.id = nnreg_network_id(nnreg_page_network(page, 2));
    ck_assert_int_eq(nnreg_network_cursor(fixture.registry, &cursor, &query, &place), NNREG_OK);
    ck_assert_str_eq(cursor, nnreg_page_next(page));
    nnreg_free(cursor);
    nnreg_page_free(page);
}
END_TEST

/* Of what was expected, what is still there. */
static size_t drop_deleted(const struct item *expected[NETWORKS], size_t count)
{
    size_t i, kept = 0;
    int exists;

    for (i = 0; i < count; i++) {
        ck_assert_int_eq(nnreg_network_exists(fixture.registry, &exists, expected[i]->id), NNREG_OK);
        if (exists)
            expected[kept++] = expected[i];
    }
    return kept;
}

START_TEST(a_place_outlives_its_object_where_it_is_told)
{
    struct nnreg_place place = NNREG_PLACE_INIT;
    struct nnreg_query query = NNREG_QUERY_INIT;
    struct question question = {.query = NNREG_QUERY_INIT, .since = INT64_MIN, .before = INT64_MAX};
    const struct item *expected[NETWORKS];
    nnreg_page *page;
    char *cursor;
    size_t i;
    static const enum nnreg_order orders[] = {NNREG_ORDER_ID, NNREG_ORDER_NAME, NNREG_ORDER_UPDATE_DATE};

    for (i = 0; i < 3; i++) {
        size_t count;

        query.order = question.query.order = orders[i];
        count = answer(expected, &question);
        count = drop_deleted(expected, count);
        ck_assert_uint_gt(count, 8);
        place = (struct nnreg_place)NNREG_PLACE_INIT;
        place.id = expected[2]->id;
        place.name = expected[2]->name;
        place.update_date = expected[2]->date;
        ck_assert_int_eq(nnreg_network_delete(fixture.registry, place.id, NULL, NULL), NNREG_OK);
        ck_assert_int_eq(nnreg_network_cursor(fixture.registry, &cursor, &query, &place), NNREG_OK);
        query.cursor = cursor;
        page = list(&query);
        ck_assert_uint_eq(nnreg_network_id(nnreg_page_network(page, 0)), expected[3]->id);
        nnreg_page_free(page);
        nnreg_free(cursor);
        query.cursor = NULL;
        place.name = NULL;
        place.update_date = 0;
        ck_assert_int_eq(nnreg_network_cursor(fixture.registry, &cursor, &query, &place),
                         orders[i] == NNREG_ORDER_ID ? NNREG_OK : NNREG_NOT_FOUND);
        ck_assert((cursor != NULL) == (orders[i] == NNREG_ORDER_ID));
        nnreg_free(cursor);
    }
}
END_TEST

/* No object has the largest number, and the place behind it is itself. */
START_TEST(from_behind_the_largest_number_a_cursor_leads_back)
{
    struct question question = {.query = NNREG_QUERY_INIT, .since = INT64_MIN, .before = INT64_MAX};
    struct nnreg_place place = NNREG_PLACE_INIT;
    struct nnreg_query query = NNREG_QUERY_INIT;
    const struct item *expected[NETWORKS];
    size_t count = drop_deleted(expected, answer(expected, &question));
    nnreg_page *page, *back;
    char *cursor;

    place.id = UINT64_MAX;
    query.limit = 3;
    ck_assert_int_eq(nnreg_network_cursor(fixture.registry, &cursor, &query, &place), NNREG_OK);
    query.cursor = cursor;
    page = list(&query);
    ck_assert_uint_eq(nnreg_page_count(page), 0);
    ck_assert_ptr_null(nnreg_page_next(page));
    query.cursor = nnreg_page_previous(page);
    back = list(&query);
    ck_assert_uint_eq(nnreg_page_count(back), 3);
    ck_assert_uint_eq(nnreg_network_id(nnreg_page_network(back, 2)), expected[count - 1]->id);
    nnreg_page_free(back);
    nnreg_page_free(page);
    nnreg_free(cursor);
}
END_TEST

START_TEST(a_place_that_is_none_gives_no_cursor)
{
    struct nnreg_place place = NNREG_PLACE_INIT;
    struct nnreg_query query = NNREG_QUERY_INIT;
    char *cursor = (char *)&place;

#define INVALID(call) ck_assert_int_eq(call, NNREG_INVALID_ARGUMENT)
    INVALID(nnreg_network_cursor(fixture.registry, &cursor, NULL, &place));
    ck_assert_ptr_null(cursor);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), "the place of an object has the object's id"));
    place.id = 1;
    INVALID(nnreg_network_cursor(fixture.registry, &cursor, NULL, NULL));
    INVALID(nnreg_network_cursor(fixture.registry, NULL, NULL, &place));
    INVALID(nnreg_network_cursor(NULL, &cursor, NULL, &place));
    query.order = NNREG_ORDER_NAME;
    INVALID(nnreg_version_cursor(fixture.registry, &cursor, &query, &place));
    INVALID(nnreg_task_cursor(fixture.registry, &cursor, &query, &place));
    ck_assert_int_eq(nnreg_spec_cursor(fixture.registry, &cursor, &query, &place), NNREG_NOT_FOUND);
    place.size = 0;
    INVALID(nnreg_network_cursor(fixture.registry, &cursor, NULL, &place));
#undef INVALID
    place.size =
        sizeof place.size + sizeof place.id; /* of a caller that knew no more: by id that is enough */
    ck_assert_int_eq(nnreg_task_cursor(fixture.registry, &cursor, NULL, &place), NNREG_OK);
    nnreg_free(cursor);
}
END_TEST

START_TEST(a_cursor_that_is_damaged_or_of_another_list_is_refused)
{
    struct nnreg_query query = NNREG_QUERY_INIT, other;
    nnreg_page *page, *none;
    char cursor[200], longer[4001] = "";
    size_t i, bit;

    query.limit = 3;
    page = list(&query);
    (void)snprintf(cursor, sizeof cursor, "%s", nnreg_page_next(page));
    nnreg_page_free(page);
    query.cursor = cursor;
    for (i = 0; cursor[i] != '\0'; i++) {
        for (bit = 0; bit < 7; bit++) {
            cursor[i] ^= (char)(1 << bit);
            ck_assert_int_eq(nnreg_network_list(fixture.registry, &none, &query), NNREG_INVALID_ARGUMENT);
            ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "the cursor is damaged"));
            cursor[i] ^= (char)(1 << bit);
        }
    }
    memset(longer, 'A', sizeof longer - 1);
    other = query;
    other.cursor = longer;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &none, &other), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "the cursor is damaged"));
    other = query;
    other.descending = 1;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &none, &other), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "the cursor belongs to another list"));
    other = query;
    other.name = "a";
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &none, &other), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &none, &query), NNREG_INVALID_ARGUMENT);
    query.offset = 1;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &none, &query), NNREG_INVALID_ARGUMENT);
    query.offset = 0;
    query.limit = 7; /* the size of a page is no matter */
    nnreg_page_free(list(&query));
}
END_TEST

START_TEST(links_repeat_the_query)
{
    struct nnreg_where where = NNREG_WHERE("m.s", "v1");
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    char *text;

    query.limit = 1;
    query.where = &where;
    query.where_count = 1;
    query.scope = NNREG_SCOPE_ALL;
    query.order = NNREG_ORDER_NAME;
    query.descending = 1;
    query.name_glob = "*";
    page = list(&query);
    ck_assert_int_eq(nnreg_page_json(&text, page, "http://h/n"), NNREG_OK);
    ck_assert_msg(
        strstr(
            text,
            "\"next\": \"http://h/n?limit=1&offset=1&order=-name&scope=all&name_glob=%2A&where=m.s%3Dv1\"") !=
            NULL,
        "%.400s", text);
    nnreg_free(text);
    nnreg_page_free(page);
    query.cursor = "";
    page = list(&query);
    ck_assert_int_eq(nnreg_page_json(&text, page, NULL), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"next\": \"?limit=1&cursor="));
    ck_assert_ptr_nonnull(strstr(text, "\"previous\": null"));
    nnreg_free(text);
    nnreg_page_free(page);
}
END_TEST

START_TEST(what_does_not_apply_is_refused)
{
    static const struct {
        nnreg_status (*list)(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);
        struct nnreg_query query;
        const char *said;
    } refused[] = {
        {nnreg_spec_list,
         {sizeof refused[0].query, .limit = 1, .framework = "tensorflow-1.x"},
         "knows no framework"},
        {nnreg_version_list,
         {sizeof refused[0].query, .limit = 1, .scope = NNREG_SCOPE_ALL},
         "knows no scope"},
        {nnreg_version_list, {sizeof refused[0].query, .limit = 1, .name = "a"}, "knows no name"},
        {nnreg_version_list,
         {sizeof refused[0].query, .limit = 1, .order = NNREG_ORDER_NAME},
         "order by name"},
        {nnreg_task_list, {sizeof refused[0].query, .limit = 1, .spec_id = 1}, "knows no spec_id"},
        {nnreg_task_list,
         {sizeof refused[0].query, .limit = 1, .status = "done"},
         "there is no task status \"done\""},
        {nnreg_network_list, {sizeof refused[0].query, .limit = 1, .status = "error"}, "knows no status"},
        {nnreg_network_list,
         {sizeof refused[0].query, .limit = 1, .framework = "caffe"},
         "there is no framework"},
        {nnreg_network_list,
         {sizeof refused[0].query, .limit = 1, .updated_since = "now"},
         "updated_since \"now\""},
        {nnreg_network_list, {sizeof refused[0].query, .limit = 1001}, "limit 1001"},
    };
    size_t i;

    for (i = 0; i < sizeof refused / sizeof *refused; i++) {
        nnreg_page *page = (nnreg_page *)1;

        ck_assert_int_eq(refused[i].list(fixture.registry, &page, &refused[i].query), NNREG_INVALID_ARGUMENT);
        ck_assert_ptr_null(page);
        ck_assert_msg(strstr(nnreg_message(fixture.registry), refused[i].said) != NULL, "%s",
                      nnreg_message(fixture.registry));
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------- the other objects -- */

static const char *ids_of_versions(const struct nnreg_query *query)
{
    static char text[200];
    nnreg_page *page;
    size_t i, used = 0;

    ck_assert_int_eq(nnreg_version_list(fixture.registry, &page, query), NNREG_OK);
    text[0] = '\0';
    for (i = 0; i < nnreg_page_count(page); i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%llu ",
                                 (unsigned long long)nnreg_version_id(nnreg_page_version(page, i)));
    nnreg_page_free(page);
    return text;
}

START_TEST(versions_are_listed_by_spec_and_by_network_with_their_present_names)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;

    fixture_add_spec(&fixture, "s1");
    fixture_add_spec(&fixture, "s2");
    fixture_add_version(&fixture, 1, items[0].id);
    fixture_add_version(&fixture, 2, items[0].id);
    fixture_add_version(&fixture, 1, items[1].id);
    ck_assert_str_eq(ids_of_versions(&query), "1 2 3 ");
    query.spec_id = 1;
    ck_assert_str_eq(ids_of_versions(&query), "1 3 ");
    query.network_id = items[0].id;
    ck_assert_str_eq(ids_of_versions(&query), "1 ");
    query.spec_id = 0;
    query.descending = 1;
    ck_assert_str_eq(ids_of_versions(&query), "2 1 ");
    ck_assert_int_eq(nnreg_version_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_str_eq(nnreg_version_spec_name(nnreg_page_version(page, 0)), "s2");
    ck_assert_str_eq(nnreg_version_network_name(nnreg_page_version(page, 0)), items[0].name);
    ck_assert_ptr_null(nnreg_page_network(page, 0)); /* of another kind */
    nnreg_page_free(page);
}
END_TEST

START_TEST(specs_are_listed_without_their_outputs_unless_these_are_asked_for)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    char *text;

    fixture_add_spec(&fixture, "s1");
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_int_eq(nnreg_page_json(&text, page, NULL), NNREG_OK);
    ck_assert_ptr_null(strstr(text, "outputs"));
    ck_assert_ptr_nonnull(strstr(text, "\"current_version_id\": null"));
    ck_assert_uint_eq(nnreg_spec_output_count(nnreg_page_spec(page, 0)), 0);
    nnreg_free(text);
    nnreg_page_free(page);
    query.with_outputs = 1;
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_spec_output_count(nnreg_page_spec(page, 0)), 1);
    nnreg_page_free(page);
}
END_TEST

START_TEST(tasks_are_listed_by_status_and_by_network)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;

    ck_assert_int_eq(
        nnreg_task_update(fixture.registry, 3, "{\"status\": \"success\"}", 21, NULL, fixture.findings),
        NNREG_OK);
    query.status = "success";
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_total(page), 1);
    ck_assert_uint_eq(nnreg_task_id(nnreg_page_task(page, 0)), 3);
    nnreg_page_free(page);
    query.status = NULL;
    query.network_id = items[4].id;
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_total(page), 1);
    ck_assert_uint_eq(nnreg_task_network_id(nnreg_page_task(page, 0)), items[4].id);
    nnreg_page_free(page);
    query.network_id = 9999;
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_total(page), 0);
    nnreg_page_free(page);
}
END_TEST

/* The link to the next page of a list says all that was asked for. */
static void expect_next(nnreg_status (*list_some)(nnreg *, nnreg_page **, const struct nnreg_query *),
                        const struct nnreg_query *query, const char *next)
{
    nnreg_page *page;
    char *text;

    ck_assert_int_eq(list_some(fixture.registry, &page, query), NNREG_OK);
    ck_assert_int_eq(nnreg_page_json(&text, page, "http://h/n"), NNREG_OK);
    ck_assert_msg(strstr(text, next) != NULL, "no %s in %.400s", next, text);
    nnreg_free(text);
    nnreg_page_free(page);
}

START_TEST(links_of_versions_and_tasks_repeat_what_they_are_of)
{
    const uint64_t ids[] = {1, 3};
    struct nnreg_query query = NNREG_QUERY_INIT;

    fixture_add_spec(&fixture, "s1");
    fixture_add_version(&fixture, 1, items[0].id);
    fixture_add_version(&fixture, 1, items[0].id);
    query.limit = 1;
    query.spec_id = 1;
    expect_next(nnreg_version_list, &query, "\"next\": \"http://h/n?limit=1&offset=1&spec_id=1\"");
    query.network_id = items[0].id;
    expect_next(nnreg_version_list, &query,
                "\"next\": \"http://h/n?limit=1&offset=1&spec_id=1&network_id=1\"");
    query = (struct nnreg_query)NNREG_QUERY_INIT;
    query.limit = 1;
    query.ids = ids;
    query.id_count = 2;
    expect_next(nnreg_task_list, &query, "\"next\": \"http://h/n?limit=1&offset=1&ids=1%2C3\"");
    query = (struct nnreg_query)NNREG_QUERY_INIT;
    query.limit = 1;
    query.scope = NNREG_SCOPE_PUBLIC;
    expect_next(nnreg_network_list, &query, "\"next\": \"http://h/n?limit=1&offset=1&scope=public\"");
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- the parts -- */

START_TEST(a_pattern_matches_what_it_says)
{
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"a*c", "abbc", true},
        {"a*c", "abb", false},
        {"?", "\xc3\xa9", true},
        {"??", "\xc3\xa9", false},
        {"[a-c]x", "bx", true},
        {"[!a-c]x", "bx", false},
        {"[abc]x", "bx", true}, /* three, and no range */
        {"[abc]", "d", false},
        {"[]]", "]", true},
        {"[a", "[a", true},
        {"[a[b", "[a[b", true}, /* neither of the two has an end */
        {"[a[b", "[ab", false},
        {"\\*", "*", true},
        {"\\*", "a", false},
        {"*a*b*", "xaxbx", true},
        {"[\xc3\xa0-\xc3\xbf]", "\xc3\xa9", true},
        {"a\\", "a\\", true},
        {"[a-]", "-", true}, /* at the end it is one of the set */
        {"[a-]", "b", false},
        {"?x", "\xffx", true},         /* no UTF-8: byte by byte */
        {"???", "\xe0\x80\x80", true}, /* an overlong form is none */
        {"?", "\xe0\x80\x80", false},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(nnreg_glob_match(cases[i].pattern, cases[i].text) == cases[i].matches, "%s on %s",
                      cases[i].pattern, cases[i].text);
}
END_TEST

START_TEST(the_beginning_of_a_pattern_is_what_all_that_match_begin_with)
{
    static const struct {
        const char *pattern;
        size_t room;
        const char *prefix;
    } cases[] = {
        {"", 8, ""},      {"abc", 8, "abc"},    {"abc*d", 8, "abc"}, {"ab?d", 8, "ab"},
        {"[ab]c", 8, ""}, {"a\\*b*", 8, "a*b"}, {"a\\", 8, "a\\"},   {"abcdef", 3, "abc"},
    };
    char prefix[8 + 1];
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        prefix[nnreg_glob_prefix(prefix, cases[i].room, cases[i].pattern)] = '\0';
        ck_assert_msg(strcmp(prefix, cases[i].prefix) == 0, "%s: %s", cases[i].pattern, prefix);
    }
}
END_TEST

START_TEST(a_condition_on_metadata_holds_where_the_value_is_the_same)
{
    static const char metadata[] =
        "{\"a\": {\"b.c\": 1.0, \"d\": [10, {\"e\": \"x\"}]}, \"big\": 9007199254740993, \"t\": true, "
        "\"huge\": 12345678901234567890, \"point\": 9007199254740993.0, \"tens\": -120, \"zero\": -0.0, "
        "\"part\": 0.1, \"tiny\": 1e-99999999999999999999, "
        "\"z\": null, \"s\": \"1\", \"\\\\\": \"q\"}";
    static const struct {
        const char *key, *value;
        bool holds;
    } cases[] = {
        {"a.b\\.c", "1", true},
        {"a.b\\.c", "1e0", true},
        {"a.b\\.c", "2", false},
        {"a.b.c", "1", false},
        {"a.d.0", "10", true},
        {"a.d.1.e", "x", true},
        {"a.d.2", "x", false},
        {"a.d.00", "10", false},
        {"a.d.0th", "10", false},
        {"a.d.00000001", "10", false},
        {"big", "9007199254740993", true},
        {"big", "9007199254740992", false},
        {"big", "many", false},
        {"big", "9007199254740993.0", true},
        {"big", "9007199254740992.0", false},
        {"big", "90071992547409930e-1", true},
        {"big", "-9007199254740993", false},
        {"big", "900719925474099", false},
        {"big", "90071992547409931", false},
        {"huge", "12345678901234567890", true},
        {"huge", "1.2345678901234567890e19", true},
        {"huge", "12345678901234567891", false},
        {"huge", "1234567890123456789", false},
        {"huge", "123456789012345678900", false},
        {"point", "9007199254740993", true},
        {"point", "9007199254740992", false},
        {"tens", "-1.2E+2", true},
        {"tens", "-12e1", true},
        {"tens", "-0120e0", false},
        {"tens", "-12", false},
        {"tens", "-120.5", false},
        {"zero", "0", true},
        {"zero", "0e7", true},
        {"zero", "1", false},
        {"part", "1e-1", true},
        {"part", "0.10", true},
        {"part", "1", false},
        {"tiny", "1", false},
        {"t", "true", true},
        {"t", "1", false},
        {"z", "null", true},
        {"z", "", false},
        {"s", "1", true},
        {"s", "1.0", false},
        {"a", "{}", false},
        {"none", "null", false},
        {"\\\\", "q", true},
    };
    bool out_of_memory = false;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nnreg_where where = NNREG_WHERE(cases[i].key, cases[i].value);

        ck_assert_msg(nnreg_where_holds(&where, metadata, &out_of_memory) == cases[i].holds, "%s=%s",
                      where.key, where.value);
    }
    ck_assert(!out_of_memory);
}
END_TEST

static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Raises the first byte of a cursor, and makes its last four anew: the CRC-32C of those in front. */
static void write_of_another_version(char *text)
{
    unsigned char bytes[100];
    size_t size = 0, i, at;
    uint32_t bits = 0, crc;
    unsigned held = 0;

    for (i = 0; text[i] != '\0'; i++) {
        bits = bits << 6 | (uint32_t)(strchr(base64url, text[i]) - base64url);
        held += 6;
        if (held >= 8) {
            ck_assert_uint_lt(size, sizeof bytes);
            held -= 8;
            bytes[size++] = (unsigned char)(bits >> held & 0xff);
        }
    }
    bytes[0]++;
    crc = nnreg_crc32c(0, bytes, size - 4);
    for (i = 0; i < 4; i++)
        bytes[size - 4 + i] = (unsigned char)(crc >> 8 * i & 0xff);
    for (i = at = bits = held = 0; i < size; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6; held -= 6)
            text[at++] = base64url[bits >> (held - 6) & 63];
    }
    if (held > 0)
        text[at++] = base64url[bits << (6 - held) & 63];
    ck_assert_uint_eq(at, strlen(text));
}

START_TEST(a_place_that_cannot_be_one_of_the_order_is_refused_though_its_checksum_is_right)
{
    static const size_t sizes[] = {1, 7, 9, 16, NNREG_INDEX_KEY_ROOM};
    unsigned char identity[16] = {1}, list[NNREG_CURSOR_LIST];
    struct nnreg_list_selection selection = {.kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK],
                                             .query = NNREG_QUERY_INIT};
    struct nnreg_page_cursor cursor = {.place = {{0}, 8}}, read = {.backwards = true};
    char *text;
    size_t i;

    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_page_cursor_list(list, &selection, identity, NULL), NNREG_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(nnreg_page_cursor_list(list, &selection, identity, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_page_cursor_write(&text, &cursor, list, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_page_cursor_read(&read, text, NNREG_ORDER_ID, list, NULL), NNREG_OK);
    ck_assert_uint_eq(read.place.size, 8);
    ck_assert(!read.backwards);
    ck_assert_str_eq(text, "ASqOWTV10n_TAAAAAAAAAADRGGpK"); /* as every library before gave it */
    nnreg_free(text);
    /* The same of another version of cursors: its text begins with another byte, and ends with the checksum of that. */
    cursor.place.size = 8;
    ck_assert_int_eq(nnreg_page_cursor_write(&text, &cursor, list, NULL), NNREG_OK);
    write_of_another_version(text);
    ck_assert_int_eq(nnreg_page_cursor_read(&read, text, NNREG_ORDER_ID, list, NULL), NNREG_INVALID_ARGUMENT);
    nnreg_free(text);
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        cursor.place.size = sizes[i];
        ck_assert_int_eq(nnreg_page_cursor_write(&text, &cursor, list, NULL), NNREG_OK);
        ck_assert_int_eq(nnreg_page_cursor_read(&read, text, NNREG_ORDER_ID, list, NULL),
                         NNREG_INVALID_ARGUMENT);
        nnreg_free(text);
    }
}
END_TEST

/* 29 bytes are 38 characters and four bits, so that the last character has two bits more than it stands for. */
START_TEST(a_cursor_has_one_text_only)
{
    unsigned char identity[16] = {1}, list[NNREG_CURSOR_LIST];
    struct nnreg_list_selection selection = {.kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK],
                                             .query = NNREG_QUERY_INIT};
    struct nnreg_page_cursor cursor = {.place = {{0}, 16}}, read;
    char *text, *last;

    selection.query.order = NNREG_ORDER_UPDATE_DATE;
    ck_assert_int_eq(nnreg_page_cursor_list(list, &selection, identity, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_page_cursor_write(&text, &cursor, list, NULL), NNREG_OK);
    ck_assert_uint_eq(strlen(text), 39);
    ck_assert_int_eq(nnreg_page_cursor_read(&read, text, NNREG_ORDER_UPDATE_DATE, list, NULL), NNREG_OK);
    last = text + 38;
    *last = base64url[strchr(base64url, *last) - base64url + 1];
    ck_assert_int_eq(nnreg_page_cursor_read(&read, text, NNREG_ORDER_UPDATE_DATE, list, NULL),
                     NNREG_INVALID_ARGUMENT);
    nnreg_free(text);
}
END_TEST

START_TEST(a_condition_that_memory_lacks_for_is_not_taken_for_unmet)
{
    struct nnreg_where where = NNREG_WHERE("k", "1");
    bool lacked = true;
    uint64_t n;

    for (n = 1; lacked; n++) {
        bool holds;

        lacked = false;
        nnreg_alloc_fail_from(n);
        holds = nnreg_where_holds(&where, "{\"k\": 1.0}", &lacked);
        nnreg_alloc_fail_from(0);
        ck_assert(holds != lacked);
    }
    ck_assert_uint_gt(n, 3);
}
END_TEST

START_TEST(no_memory_gives_no_page)
{
    struct nnreg_where where = NNREG_WHERE("m.k", "1");
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    if (_i == 1)
        query.digest = "0000000000000000000000000000000000000000000000000000000000000000";
    query.where = &where;
    query.where_count = 1;
    if (_i == 0) {
        query.where = &where;
        query.where_count = 1;
    } else {
        query.digest = "0000000000000000000000000000000000000000000000000000000000000001";
    }
    query.name_glob = "*";
    query.order = NNREG_ORDER_NAME;
    query.limit = 3;
    for (n = 1; status != NNREG_OK; n++) {
        nnreg_page *page;

        nnreg_alloc_fail_from(n);
        status = nnreg_network_list(fixture.registry, &page, &query);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
        ck_assert((status == NNREG_OK) == (page != NULL));
        nnreg_page_free(page);
    }
    ck_assert_uint_gt(n, 50);
}
END_TEST

START_TEST(no_memory_gives_no_text_of_a_page)
{
    struct nnreg_where where = NNREG_WHERE("m.k", "1");
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_status status = NNREG_NO_MEMORY;
    nnreg_page *page;
    uint64_t n;
    char *text;

    query.where = &where;
    query.where_count = 1;
    query.limit = 1;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    for (n = 1; status != NNREG_OK; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_page_json(&text, page, "http://h");
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(status, text != NULL ? NNREG_OK : NNREG_NO_MEMORY);
    }
    ck_assert_uint_gt(n, 3);
    nnreg_free(text);
    nnreg_page_free(page);
}
END_TEST

/* The index has the beginning of a name alone: what is behind that is held against the record. */
START_TEST(a_beginning_that_is_longer_than_the_index_keeps_is_compared_whole)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    char name[256 * 4 + 1];
    nnreg_page *page;
    size_t i;

    for (i = 0; i < 256; i++)
        memcpy(name + 4 * i, "\xf0\x9f\x8d\x8e", 5);
    fixture_add(&fixture, name, 0);
    query.scope = NNREG_SCOPE_ALL;
    for (i = 0; i < 2; i++) {
        char whole[485];

        memcpy(whole, name, 484);
        whole[484] = '\0';
        if (i == 1)
            whole[483] = '\x8f';
        query.name_prefix = whole;
        ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
        ck_assert_uint_eq(nnreg_page_count(page), 1 - i);
        ck_assert_uint_eq(nnreg_page_total(page), 1 - i);
        nnreg_page_free(page);
    }
}
END_TEST

Suite *lists_suite(void);
Suite *lists_suite(void)
{
    Suite *suite = suite_create("lists");
    TCase *tests = tcase_create("lists"), *parts = tcase_create("parts");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 200);
    tcase_add_test(tests, every_page_of_every_query_is_what_going_through_all_gives);
    tcase_add_test(tests, the_count_of_every_query_is_what_going_through_all_gives);
    tcase_add_test(tests, a_count_reads_no_record_unless_a_condition_has_no_index);
    tcase_add_test(tests, a_count_refuses_what_a_list_refuses_and_counts_nothing_then);
    tcase_add_test(tests, no_filter_that_has_an_index_looks_at_other_records);
    tcase_add_test(tests, a_cursor_is_a_place_and_outlives_what_it_points_at);
    tcase_add_test(tests, a_cursor_can_be_made_of_any_object_of_any_list);
    tcase_add_test(tests, a_made_cursor_is_the_pages_own);
    tcase_add_test(tests, a_place_outlives_its_object_where_it_is_told);
    tcase_add_test(tests, from_behind_the_largest_number_a_cursor_leads_back);
    tcase_add_test(tests, a_place_that_is_none_gives_no_cursor);
    tcase_add_test(tests, a_cursor_that_is_damaged_or_of_another_list_is_refused);
    tcase_add_test(tests, links_repeat_the_query);
    tcase_add_test(tests, links_of_versions_and_tasks_repeat_what_they_are_of);
    tcase_add_test(tests, what_does_not_apply_is_refused);
    tcase_add_test(tests, versions_are_listed_by_spec_and_by_network_with_their_present_names);
    tcase_add_test(tests, specs_are_listed_without_their_outputs_unless_these_are_asked_for);
    tcase_add_test(tests, tasks_are_listed_by_status_and_by_network);
    tcase_add_loop_test(tests, no_memory_gives_no_page, 0, 2);
    tcase_add_test(tests, no_memory_gives_no_text_of_a_page);
    tcase_add_test(tests, a_beginning_that_is_longer_than_the_index_keeps_is_compared_whole);
    suite_add_tcase(suite, tests);
    tcase_add_test(parts, a_place_that_cannot_be_one_of_the_order_is_refused_though_its_checksum_is_right);
    tcase_add_test(parts, a_cursor_has_one_text_only);
    tcase_add_test(parts, a_condition_that_memory_lacks_for_is_not_taken_for_unmet);
    tcase_add_test(parts, a_pattern_matches_what_it_says);
    tcase_add_test(parts, the_beginning_of_a_pattern_is_what_all_that_match_begin_with);
    tcase_add_test(parts, a_condition_on_metadata_holds_where_the_value_is_the_same);
    suite_add_tcase(suite, parts);
    return suite;
}
