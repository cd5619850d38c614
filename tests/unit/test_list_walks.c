/*
 * Lists that are walked while others write, pages without objects, cursors that do not belong, links that can be
 * followed, and what a list costs: a list by a condition that has an index looks at what the index gives, and no more.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "list_cost.h"
#include "registry/plan.h"
#include "registry_fixture.h"

Suite *list_walks_suite(void);

static struct registry_fixture fixture;
static uint64_t random_state;

static uint64_t random_below(uint64_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % n;
}

static void begin(void)
{
    random_state = 88172645463325252u;
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    fixture_end(&fixture);
    scratch_use_memory(false);
}

static void done(nnreg_status status)
{
    ck_assert_msg(status == NNREG_OK, "%s; %s", nnreg_message(fixture.registry), fixture_found(&fixture));
}

static void rename_spec(uint64_t id, const char *name)
{
    char json[200];
    int size = snprintf(json, sizeof json, "{\"name\": \"%s\"}", name);

    done(nnreg_spec_update(fixture.registry, id, json, (size_t)size, NULL, fixture.findings));
}

static nnreg_page *specs(const struct nnreg_query *query)
{
    nnreg_page *page;

    done(nnreg_spec_list(fixture.registry, &page, query));
    return page;
}

/* ------------------------------------------------------------------------------------------------- walking -- */

#define SPECS 40

/* What is asked for by the number of a loop: each order both ways, and with a condition that looks at the records. */
static struct nnreg_query ordered(int i)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.limit = 3;
    query.order = (enum nnreg_order)(i % 3);
    query.descending = i / 3 % 2;
    query.cursor = "";
    if (i / 6 == 1)
        query.name_glob = "*s*";
    return query;
}

/* The names of the specs with an even id stay; the others are there for a while. */
static void write_something(uint64_t ids[SPECS])
{
    uint64_t *changing = &ids[random_below(SPECS / 2) * 2];
    char name[32];

    snprintf(name, sizeof name, "s%02u", (unsigned)random_below(100));
    switch (random_below(3)) {
    case 0:
        rename_spec(*changing, name);
        break;
    case 1:
        done(nnreg_spec_delete(fixture.registry, *changing, NULL, NULL));
        *changing = fixture_add_spec(&fixture, name);
        break;
    default:
        (void)fixture_add_spec(&fixture, name);
        break;
    }
}

static bool stays(const uint64_t ids[SPECS], uint64_t id)
{
    size_t i;

    for (i = 1; i < SPECS; i += 2)
        if (ids[i] == id)
            return true;
    return false;
}

/* Whether a comes before b in the order of the list. */
static bool in_front(const struct nnreg_query *query, const nnreg_spec *a, const nnreg_spec *b)
{
    int order = 0;

    if (query->order == NNREG_ORDER_NAME)
        order = strcmp(nnreg_spec_name(a), nnreg_spec_name(b));
    if (query->order == NNREG_ORDER_UPDATE_DATE)
        order = nnreg_spec_update_date(a) < nnreg_spec_update_date(b)   ? -1
                : nnreg_spec_update_date(a) > nnreg_spec_update_date(b) ? 1
                                                                        : 0;
    if (order == 0)
        order = nnreg_spec_id(a) < nnreg_spec_id(b) ? -1 : 1;
    return query->descending != 0 ? order > 0 : order < 0;
}

START_TEST(a_walk_meets_what_stays_once_and_in_order_whatever_others_write)
{
    struct nnreg_query query = ordered(_i);
    uint64_t ids[SPECS];
    nnreg_page *page, *last = NULL;
    char name[32];
    size_t i, met = 0;

    for (i = 0; i < SPECS; i++) {
        snprintf(name, sizeof name, "s%02u", (unsigned)random_below(100));
        ids[i] = fixture_add_spec(&fixture, name);
    }
    for (page = specs(&query);; page = specs(&query)) {
        const nnreg_spec *before = last != NULL ? nnreg_page_spec(last, nnreg_page_count(last) - 1) : NULL;

        for (i = 0; i < nnreg_page_count(page); i++) {
            const nnreg_spec *spec = nnreg_page_spec(page, i);

            ck_assert_msg(before == NULL || in_front(&query, before, spec), "%llu is not in order",
                          (unsigned long long)nnreg_spec_id(spec));
            met += stays(ids, nnreg_spec_id(spec));
            before = spec;
        }
        nnreg_page_free(last);
        last = page;
        if (nnreg_page_next(page) == NULL)
            break;
        query.cursor = nnreg_page_next(page);
        write_something(ids);
    }
    nnreg_page_free(last);
    ck_assert_uint_eq(met, SPECS / 2);
}
END_TEST

/* A cursor is followed when all that it led to has gone; the way back is there, and leads to what is left. */
START_TEST(a_page_without_objects_leads_back_to_what_there_is)
{
    struct nnreg_query query = ordered(_i);
    nnreg_page *page, *none, *back;
    uint64_t ids[6];
    char name[32];
    size_t i;

    for (i = 0; i < 6; i++) {
        snprintf(name, sizeof name, "s%zu", i);
        ids[i] = fixture_add_spec(&fixture, name);
    }
    page = specs(&query);
    ck_assert_uint_eq(nnreg_page_count(page), 3);
    for (i = 0; i < 3; i++) /* what the page leads to: the other half, whichever way the list goes */
        done(nnreg_spec_delete(fixture.registry, ids[query.descending ? i : 3 + i], NULL, NULL));
    query.cursor = nnreg_page_next(page);
    none = specs(&query);
    ck_assert_uint_eq(nnreg_page_count(none), 0);
    ck_assert_uint_eq(nnreg_page_total(none), 3);
    ck_assert_ptr_null(nnreg_page_next(none));
    ck_assert_ptr_nonnull(nnreg_page_previous(none));
    query.cursor = nnreg_page_previous(none);
    back = specs(&query);
    ck_assert_uint_eq(nnreg_page_count(back), 3);
    for (i = 0; i < 3; i++)
        ck_assert_uint_eq(nnreg_spec_id(nnreg_page_spec(back, i)), nnreg_spec_id(nnreg_page_spec(page, i)));
    nnreg_page_free(back);
    nnreg_page_free(none);
    nnreg_page_free(page);
}
END_TEST

/* The same backwards: what was in front of a page has gone. */
START_TEST(a_page_without_objects_in_front_leads_forward)
{
    struct nnreg_query query = ordered(_i);
    nnreg_page *page, *behind, *none, *forward;
    char name[32];
    size_t i;

    for (i = 0; i < 6; i++) {
        snprintf(name, sizeof name, "s%zu", i);
        (void)fixture_add_spec(&fixture, name);
    }
    page = specs(&query);
    query.cursor = nnreg_page_next(page);
    behind = specs(&query);
    for (i = 0; i < 3; i++)
        done(nnreg_spec_delete(fixture.registry, nnreg_spec_id(nnreg_page_spec(page, i)), NULL, NULL));
    query.cursor = nnreg_page_previous(behind);
    none = specs(&query);
    ck_assert_uint_eq(nnreg_page_count(none), 0);
    ck_assert_ptr_null(nnreg_page_previous(none));
    ck_assert_ptr_nonnull(nnreg_page_next(none));
    query.cursor = nnreg_page_next(none);
    forward = specs(&query);
    ck_assert_uint_eq(nnreg_page_count(forward), 3);
    for (i = 0; i < 3; i++)
        ck_assert_uint_eq(nnreg_spec_id(nnreg_page_spec(forward, i)),
                          nnreg_spec_id(nnreg_page_spec(behind, i)));
    nnreg_page_free(forward);
    nnreg_page_free(none);
    nnreg_page_free(behind);
    nnreg_page_free(page);
}
END_TEST

START_TEST(an_offset_past_the_end_leads_back_by_cursor_and_by_link)
{
    struct nnreg_query query = ordered(_i);
    nnreg_page *none, *back;
    char name[32], *text;
    size_t i;

    for (i = 0; i < 5; i++) {
        snprintf(name, sizeof name, "s%zu", i);
        (void)fixture_add_spec(&fixture, name);
    }
    query.cursor = NULL;
    query.offset = 100;
    none = specs(&query);
    ck_assert_uint_eq(nnreg_page_count(none), 0);
    done(nnreg_page_json(&text, none, NULL));
    ck_assert_msg(strstr(text, "\"next\": null") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "\"previous\": \"?limit=3&offset=2") != NULL, "%s", text);
    nnreg_free(text);
    query.offset = 0;
    query.cursor = nnreg_page_previous(none);
    back = specs(&query);
    ck_assert_uint_eq(nnreg_page_count(back), 3);
    ck_assert_ptr_null(nnreg_page_next(back));
    ck_assert_ptr_nonnull(nnreg_page_previous(back));
    ck_assert_uint_eq(nnreg_spec_id(nnreg_page_spec(back, 2)), query.descending ? 1 : 5);
    nnreg_page_free(back);
    nnreg_page_free(none);
}
END_TEST

START_TEST(an_empty_list_has_no_neighbours_at_any_offset)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    char *text;

    query.offset = 7;
    page = specs(&query);
    ck_assert_ptr_null(nnreg_page_previous(page));
    done(nnreg_page_json(&text, page, NULL));
    ck_assert_msg(strstr(text, "\"previous\": null") != NULL, "%s", text);
    nnreg_free(text);
    nnreg_page_free(page);
}
END_TEST

START_TEST(a_cursor_of_another_registry_is_refused)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_page *page, *none;
    nnreg *other;

    (void)fixture_add_spec(&fixture, "a");
    (void)fixture_add_spec(&fixture, "b");
    query.limit = 1;
    page = specs(&query);
    options.flags = NNREG_OPEN_CREATE;
    done(nnreg_open(&other, fixture_path(&fixture, "other"), &options));
    query.cursor = nnreg_page_next(page);
    ck_assert_int_eq(nnreg_spec_list(other, &none, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(none);
    ck_assert_msg(strstr(nnreg_message(other), "of the same registry") != NULL, "%s", nnreg_message(other));
    nnreg_close(other);
    nnreg_page_free(page);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- links -- */

/* Undoes percent-encoding, in place. */
static void decode(char *text)
{
    char *to = text;

    for (; *text != '\0'; text++) {
        unsigned byte;

        if (*text == '%' && sscanf(text + 1, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            text += 2;
        } else {
            ck_assert_msg(*text != ' ' && *text != '"' && *text != '+' && (unsigned char)*text < 0x80,
                          "'%c' is not encoded", *text);
            *to++ = *text;
        }
    }
    *to = '\0';
}

/* The value of a parameter of a link, decoded, in a static buffer. */
static const char *parameter(const char *link, const char *key)
{
    static char value[600];
    char wanted[64];
    const char *found;
    size_t length;

    snprintf(wanted, sizeof wanted, "&%s=", key);
    found = strstr(link, wanted);
    ck_assert_msg(found != NULL, "%s has no %s", link, key);
    found += strlen(wanted);
    length = strcspn(found, "&");
    ck_assert_uint_lt(length, sizeof value);
    memcpy(value, found, length);
    value[length] = '\0';
    decode(value);
    return value;
}

START_TEST(what_a_link_says_is_what_was_asked_for_character_by_character)
{
    static const char prefix[] = "a&b=c%d+e #\xc3\xa9\xe6\x98\xa5/?~";
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    char *text, *link;

    (void)fixture_add_spec(&fixture, "a&b=c%d+e #\xc3\xa9\xe6\x98\xa5/?~1");
    query.limit = 1;
    query.offset = 4;
    query.name_prefix = prefix;
    query.name_glob = "*[0-9]";
    query.order = NNREG_ORDER_NAME;
    query.descending = 1;
    query.updated_since = "2018-02-16T13:45:36Z";
    query.with_outputs = 1;
    page = specs(&query);
    ck_assert_uint_eq(nnreg_page_total(page), 1);
    done(nnreg_page_json(&text, page, "https://host/specs?v=1"));
    link = strstr(text, "\"previous\": \"");
    ck_assert_ptr_nonnull(link);
    link += strlen("\"previous\": \"");
    *strchr(link, '"') = '\0';
    ck_assert_msg(strncmp(link, "https://host/specs?v=1&limit=1&offset=0&", 40) == 0, "%s", link);
    ck_assert_str_eq(parameter(link, "name_prefix"), prefix);
    ck_assert_str_eq(parameter(link, "name_glob"), "*[0-9]");
    ck_assert_str_eq(parameter(link, "order"), "-name");
    ck_assert_str_eq(parameter(link, "updated_since"), "2018-02-16T13:45:36Z");
    ck_assert_str_eq(parameter(link, "with_outputs"), "1");
    nnreg_free(text);
    nnreg_page_free(page);
}
END_TEST

/* A key with a '=' in it is told from its value, and each key is in the one spelling that all of its spellings have. */
static const struct {
    const char *metadata;
    struct nnreg_where where;
    const char *link;
} conditions[] = {
    {"{\"n\": \"s1\"}", NNREG_WHERE("n", "s1"), "n=s1"},
    {"{\"a=b\": \"c=d\"}", NNREG_WHERE("a=b", "c=d"), "a\\=b=c=d"},
    {"{\"a=b\": \"c=d\"}", NNREG_WHERE("a\\=b", "c=d"), "a\\=b=c=d"},
    {"{\"a\": \"b=c=d\"}", NNREG_WHERE("a", "b=c=d"), "a=b=c=d"},
    {"{\"a.b\": {\"c\": \"1 & 1\"}}", NNREG_WHERE("a\\.b.c", "1 & 1"), "a\\.b.c=1 & 1"},
    {"{\"a\": 1}", NNREG_WHERE("\\a", "1"), "a=1"},
    {"{\"a\\\\\": 1}", NNREG_WHERE("a\\\\", "1"), "a\\\\=1"},
    {"{\"a\\\\\": 1}", NNREG_WHERE("a\\", "1"), "a\\\\=1"},
};

START_TEST(a_condition_in_a_link_ends_its_key_at_the_first_equals_sign_without_a_backslash)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    char json[300], *text, *link;
    uint64_t id = fixture_add_spec(&fixture, "s");
    int size = snprintf(json, sizeof json, "{\"metadata\": %s}", conditions[_i].metadata);

    done(nnreg_spec_update(fixture.registry, id, json, (size_t)size, NULL, fixture.findings));
    query.limit = 1;
    query.offset = 1;
    query.where = &conditions[_i].where;
    query.where_count = 1;
    page = specs(&query);
    ck_assert_uint_eq(nnreg_page_total(page), 1);
    done(nnreg_page_json(&text, page, NULL));
    link = strstr(text, "\"previous\": \"");
    ck_assert_ptr_nonnull(link);
    link += strlen("\"previous\": \"");
    *strchr(link, '"') = '\0';
    ck_assert_str_eq(parameter(link, "where"), conditions[_i].link);
    nnreg_free(text);
    nnreg_page_free(page);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- costs -- */

#define MANY 300

static struct {
    uint64_t networks[2], specs[2];
} many;

/* 300 networks, the last named apart and public; 300 versions of one spec, 300 of one network, and one of both. */
static void fill(void)
{
    unsigned i;

    many.networks[0] = fixture_add(&fixture, "common", 0);
    fixture_clone(&fixture, many.networks[0], MANY);
    many.networks[1] = fixture_add(&fixture, "rare", 0);
    done(nnreg_network_publish(fixture.registry, many.networks[1], "rare", NULL));
    many.specs[0] = fixture_add_spec(&fixture, "common");
    many.specs[1] = fixture_add_spec(&fixture, "rare");
    for (i = 0; i < MANY; i++) {
        (void)fixture_add_version(&fixture, many.specs[0], many.networks[0]);
        if (i < 2)
            (void)fixture_add_version(&fixture, many.specs[1], many.networks[0]);
        if (i < 2)
            (void)fixture_add_version(&fixture, many.specs[0], many.networks[1]);
    }
}

typedef nnreg_status list_call(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);

/* A list gives `total`, and for that has met at most so many entries and records. */
static void costs(list_call *list, const struct nnreg_query *query, uint64_t total, uint64_t visited,
                  uint64_t looked)
{
    uint64_t visited_before = list_cost_entries(), looked_before = list_cost_records();
    nnreg_page *page;

    done(list(fixture.registry, &page, query));
    ck_assert_uint_eq(nnreg_page_total(page), total);
    ck_assert_uint_le(list_cost_entries() - visited_before, visited);
    ck_assert_uint_le(list_cost_records() - looked_before, looked);
    nnreg_page_free(page);
}

/* So many entries does a range cost that has all of what is asked for: to count them, and for the page with one more. */
#define RANGE(total) (2 * (total) + 4)

START_TEST(a_condition_that_has_an_index_costs_what_the_index_gives)
{
    struct nnreg_query query;
    nnreg_network *network;
    char since[NNREG_TIME_TEXT];

    fill();
    /* Names: exact, beginning, pattern. */
    query = (struct nnreg_query)NNREG_QUERY_INIT;
    query.scope = NNREG_SCOPE_ALL;
    query.order = NNREG_ORDER_NAME;
    query.name = "rare";
    costs(nnreg_network_list, &query, 1, RANGE(1), 0);
    query.name = NULL;
    query.name_prefix = "ra";
    costs(nnreg_network_list, &query, 1, RANGE(1), 0);
    query.name_prefix = NULL;
    query.name_glob = "ra*e";
    costs(nnreg_network_list, &query, 1, RANGE(1), 1);
    query.order = NNREG_ORDER_ID;
    costs(nnreg_network_list, &query, 1, RANGE(1), 1);
    /* Public ones. */
    query = (struct nnreg_query)NNREG_QUERY_INIT;
    query.scope = NNREG_SCOPE_PUBLIC;
    costs(nnreg_network_list, &query, 1, RANGE(1), 0);
    query.order = NNREG_ORDER_UPDATE_DATE;
    costs(nnreg_network_list, &query, 1, RANGE(1), 1);
    /* Dates; an empty beginning of the name, or any name, is no condition. */
    done(nnreg_network_get(fixture.registry, &network, many.networks[1]));
    nnreg_time_format(since, nnreg_network_update_date(network));
    nnreg_network_free(network);
    query = (struct nnreg_query)NNREG_QUERY_INIT;
    query.scope = NNREG_SCOPE_ALL;
    query.order = NNREG_ORDER_UPDATE_DATE;
    query.updated_since = since;
    costs(nnreg_network_list, &query, 1, RANGE(1), 0);
    query.name_prefix = "";
    costs(nnreg_network_list, &query, 1, RANGE(1), 0);
    query.name_glob = "*";
    costs(nnreg_network_list, &query, 1, RANGE(1), 0);
    query.order = NNREG_ORDER_NAME;
    costs(nnreg_network_list, &query, 1, RANGE(1), 1);
    /* The task of a network. */
    query = (struct nnreg_query)NNREG_QUERY_INIT;
    query.network_id = many.networks[1];
    costs(nnreg_task_list, &query, 1, RANGE(1), 0);
    query.status = "pending";
    costs(nnreg_task_list, &query, 1, RANGE(1), 1);
}
END_TEST

START_TEST(versions_of_a_spec_and_a_network_cost_what_the_rarer_of_them_has)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;

    fill();
    query.limit = 10;
    query.spec_id = many.specs[1];
    costs(nnreg_version_list, &query, 2, RANGE(2), 0);
    query.network_id = many.networks[0];
    costs(nnreg_version_list, &query, 2, RANGE(2), 2);
    query.spec_id = many.specs[0];
    query.network_id = many.networks[1];
    costs(nnreg_version_list, &query, 2, RANGE(2), 2);
    /* Of both there are as many as can be counted at all. */
    query.network_id = many.networks[0];
    done(nnreg_version_list(fixture.registry, &page, &query));
    ck_assert_uint_eq(nnreg_page_total(page), MANY);
    nnreg_page_free(page);
    query.network_id = many.networks[1];
    query.spec_id = 0;
    costs(nnreg_version_list, &query, 2, RANGE(2), 0);
    /* By id they come as they are in the index: each is counted, and the page is read. */
    query.network_id = many.networks[0];
    costs(nnreg_version_list, &query, MANY + 2, MANY + 2 + 2 * 10 + 4, 0);
}
END_TEST

START_TEST(an_offset_in_the_order_of_the_range_takes_no_memory_for_what_it_passes)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t near, far;
    nnreg_page *page;

    fill();
    query.limit = 1;
    query.scope = NNREG_SCOPE_ALL;
    query.framework = "tensorflow-1.x"; /* is looked at in each record */
    nnreg_alloc_fail_from(0);
    done(nnreg_network_list(fixture.registry, &page, &query));
    near = nnreg_alloc_count();
    nnreg_page_free(page);
    query.offset = MANY;
    nnreg_alloc_fail_from(0);
    done(nnreg_network_list(fixture.registry, &page, &query));
    far = nnreg_alloc_count();
    ck_assert_uint_eq(nnreg_page_total(page), MANY + 2);
    ck_assert_uint_eq(nnreg_page_count(page), 1);
    nnreg_page_free(page);
    ck_assert_uint_le(far, near + 3); /* for the cursor of the page before */
}
END_TEST

/* Beyond so many objects another way is taken, and must lead to the same. */
START_TEST(a_page_behind_very_many_objects_is_the_same_as_one_that_begins_before)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *near, *far;
    size_t i;

    fixture_clone(&fixture, fixture_add(&fixture, "common", 0), NNREG_PLAN_KEPT + 20);
    query.scope = NNREG_SCOPE_ALL;
    query.order = NNREG_ORDER_UPDATE_DATE;
    query.descending = 1;
    query.name_prefix = "com";
    query.offset = NNREG_PLAN_KEPT;
    done(nnreg_network_list(fixture.registry, &near, &query));
    query.offset++;
    done(nnreg_network_list(fixture.registry, &far, &query));
    ck_assert_uint_eq(nnreg_page_total(near), NNREG_PLAN_KEPT + 21);
    ck_assert_uint_eq(nnreg_page_total(far), NNREG_PLAN_KEPT + 21);
    ck_assert_uint_eq(nnreg_page_count(near), 21);
    ck_assert_uint_eq(nnreg_page_count(far), 20);
    for (i = 0; i < 20; i++)
        ck_assert_uint_eq(nnreg_network_id(nnreg_page_network(far, i)),
                          nnreg_network_id(nnreg_page_network(near, i + 1)));
    nnreg_page_free(far);
    nnreg_page_free(near);
}
END_TEST

/* Beyond so many objects the order drives the list, which lets the others in as well: they are not of the list, no more. */
START_TEST(a_far_offset_of_public_networks_in_another_order_passes_private_ones)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t id = fixture_add(&fixture, "shown", 0);
    nnreg_page *page;

    (void)fixture_add(&fixture, "hidden", 0);
    done(nnreg_network_publish(fixture.registry, id, "shown", NULL));
    query.scope = NNREG_SCOPE_PUBLIC;
    query.order = NNREG_ORDER_NAME;
    query.offset = NNREG_PLAN_KEPT + 1;
    done(nnreg_network_list(fixture.registry, &page, &query));
    ck_assert_uint_eq(nnreg_page_total(page), 1);
    ck_assert_uint_eq(nnreg_page_count(page), 0);
    nnreg_page_free(page);
}
END_TEST

Suite *list_walks_suite(void)
{
    Suite *suite = suite_create("list_walks");
    TCase *tests = tcase_create("list_walks");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, a_walk_meets_what_stays_once_and_in_order_whatever_others_write, 0, 12);
    tcase_add_loop_test(tests, a_page_without_objects_leads_back_to_what_there_is, 0, 12);
    tcase_add_loop_test(tests, a_page_without_objects_in_front_leads_forward, 0, 12);
    tcase_add_loop_test(tests, an_offset_past_the_end_leads_back_by_cursor_and_by_link, 0, 12);
    tcase_add_test(tests, an_empty_list_has_no_neighbours_at_any_offset);
    tcase_add_test(tests, a_cursor_of_another_registry_is_refused);
    tcase_add_test(tests, what_a_link_says_is_what_was_asked_for_character_by_character);
    tcase_add_loop_test(tests,
                        a_condition_in_a_link_ends_its_key_at_the_first_equals_sign_without_a_backslash, 0,
                        (int)(sizeof conditions / sizeof *conditions));
    tcase_add_test(tests, a_condition_that_has_an_index_costs_what_the_index_gives);
    tcase_add_test(tests, versions_of_a_spec_and_a_network_cost_what_the_rarer_of_them_has);
    tcase_add_test(tests, an_offset_in_the_order_of_the_range_takes_no_memory_for_what_it_passes);
    tcase_add_test(tests, a_far_offset_of_public_networks_in_another_order_passes_private_ones);
    tcase_add_test(tests, a_page_behind_very_many_objects_is_the_same_as_one_that_begins_before);
    suite_add_tcase(suite, tests);
    return suite;
}
