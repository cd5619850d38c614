/*
 * Public specifications: found by a slug of their own, listed by scope, and as they are until they are private again. What is no
 * slug, and what public networks are, is in test_recognition.c; here is what a spec has of it, and damage of its two tables.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "damages.h"
#include "registry_fixture.h"

Suite *public_specs_suite(void);

static struct registry_fixture fixture;

/* Network 1; specs 1 and 2, of which the first has no version yet. */
static void begin(void)
{
    fixture_begin(&fixture, 0);
    fixture_add(&fixture, "net", 0);
    fixture_add_spec(&fixture, "first");
    fixture_add_spec(&fixture, "second");
}

static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
}

static nnreg_status publish(uint64_t id, const char *slug)
{
    return nnreg_spec_publish(fixture.registry, id, slug, NULL);
}

static nnreg_status unpublish(uint64_t id)
{
    return nnreg_spec_unpublish(fixture.registry, id, NULL);
}

static nnreg_status update(uint64_t id, const char *json)
{
    return nnreg_spec_update(fixture.registry, id, json, strlen(json), NULL, fixture.findings);
}

/* Who has the slug; 0: nobody. */
static uint64_t spec_of(const char *slug)
{
    nnreg_spec *spec;
    nnreg_status status = nnreg_spec_get_by_slug(fixture.registry, &spec, slug);
    uint64_t id = status == NNREG_OK ? nnreg_spec_id(spec) : 0;
    int exists;

    ck_assert(status == NNREG_OK || status == NNREG_NOT_FOUND);
    if (spec != NULL)
        ck_assert_str_eq(nnreg_spec_slug(spec), slug);
    nnreg_spec_free(spec);
    ck_assert_int_eq(nnreg_spec_exists_by_slug(fixture.registry, &exists, slug), NNREG_OK);
    ck_assert_int_eq(exists, id != 0);
    return id;
}

static uint64_t current_of(uint64_t id)
{
    nnreg_spec *spec;
    uint64_t current;

    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, id), NNREG_OK);
    current = nnreg_spec_current_version_id(spec);
    nnreg_spec_free(spec);
    return current;
}

START_TEST(a_public_spec_is_found_by_its_slug_and_refuses_update_and_delete)
{
    char *before;

    ck_assert_int_eq(publish(1, "fruit-1.0_a"), NNREG_OK);
    ck_assert_uint_eq(spec_of("fruit-1.0_a"), 1);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(update(1, "{\"name\": \"x\"}"), NNREG_CONFLICT);
    ck_assert_str_eq(nnreg_message(fixture.registry),
                     "spec 1 is public as \"fruit-1.0_a\": unpublish it first");
    ck_assert_int_eq(update(1, "{\"current_version_id\": null}"), NNREG_CONFLICT);
    ck_assert_int_eq(nnreg_spec_delete(fixture.registry, 1, NULL, NULL), NNREG_CONFLICT);
    ck_assert_int_eq(publish(1, "fruit-1.0_a"), NNREG_OK);
    ck_assert_int_eq(publish(1, "other"), NNREG_CONFLICT);
    ck_assert_int_eq(publish(1, "no slug"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(publish(9, "other"), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "there is no spec 9");
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "what changed nothing");
    ck_assert_int_eq(unpublish(1), NNREG_OK);
    ck_assert_int_eq(unpublish(1), NNREG_OK);
    ck_assert_uint_eq(spec_of("fruit-1.0_a"), 0);
    ck_assert_int_eq(update(1, "{\"name\": \"x\"}"), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
}
END_TEST

START_TEST(versions_of_a_public_spec_come_and_go_and_its_current_one_with_them)
{
    uint64_t first, second;

    ck_assert_int_eq(publish(1, "fruit"), NNREG_OK);
    first = fixture_add_version(&fixture, 1, 1);
    second = fixture_add_version(&fixture, 1, 1);
    ck_assert_uint_eq(current_of(1), first);
    ck_assert_int_eq(nnreg_version_delete(fixture.registry, second, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_version_delete(fixture.registry, first, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(current_of(1), 0);
    first = fixture_add_version(&fixture, 1, 1);
    ck_assert_uint_eq(current_of(1), first);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(current_of(1), 0);
    ck_assert_uint_eq(spec_of("fruit"), 1);
}
END_TEST

START_TEST(a_slug_is_one_specs_and_a_network_may_have_the_same)
{
    nnreg_network *network;

    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "a", NULL), NNREG_OK);
    ck_assert_uint_eq(spec_of("a"), 0);
    ck_assert_int_eq(publish(1, "a"), NNREG_OK);
    ck_assert_int_eq(publish(2, "a"), NNREG_EXISTS);
    ck_assert_str_eq(nnreg_message(fixture.registry), "spec 1 is public as \"a\" already");
    ck_assert_int_eq(unpublish(1), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get_by_slug(fixture.registry, &network, "a"), NNREG_OK);
    nnreg_network_free(network);
    ck_assert_int_eq(publish(2, "a"), NNREG_OK);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    ck_assert_uint_eq(spec_of("a"), 2);
}
END_TEST

/* The last events, as "ACTION OBJECT ID CHANGES; ". */
static const char *events_after(uint64_t since)
{
    static char text[1000];
    nnreg_events *events;
    size_t i, used = 0;

    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, since, 10, 0, NULL), NNREG_OK);
    text[0] = '\0';
    for (i = 0; i < nnreg_events_count(events); i++) {
        const struct nnreg_event *event = nnreg_events_get(events, i);

        used += (size_t)snprintf(text + used, sizeof text - used, "%s %s %u %s; ", event->action,
                                 event->object, (unsigned)event->object_id, event->changes);
    }
    nnreg_events_free(events);
    return text;
}

START_TEST(a_slug_moves_from_one_spec_to_another_in_one_step_and_the_history_tells_of_both)
{
    struct nnreg_call_options moving = NNREG_CALL_OPTIONS_INIT;
    uint64_t last;

    ck_assert_int_eq(publish(1, "a"), NNREG_OK);
    ck_assert_int_eq(nnreg_events_last(fixture.registry, &last), NNREG_OK);
    moving.flags = NNREG_MOVE_SLUG;
    moving.if_update_date = "2018-02-16T13:45:36.078955Z";
    ck_assert_int_eq(nnreg_spec_publish(fixture.registry, 2, "a", &moving), NNREG_CONFLICT);
    moving.if_update_date = NULL;
    ck_assert_int_eq(nnreg_spec_unpublish(fixture.registry, 1, &moving), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_publish(fixture.registry, 2, "a", &moving), NNREG_OK);
    ck_assert_uint_eq(spec_of("a"), 2);
    ck_assert_str_eq(events_after(last),
                     "unpublish spec 1 [{\"field\": \"slug\", \"old\": \"a\", \"new\": \"\"}]; "
                     "publish spec 2 [{\"field\": \"slug\", \"old\": \"\", \"new\": \"a\"}]; ");
    ck_assert_int_eq(update(1, "{\"name\": \"x\"}"), NNREG_OK);
    ck_assert_int_eq(update(2, "{\"name\": \"x\"}"), NNREG_CONFLICT);
}
END_TEST

/* --------------------------------------------------------------------------------------------------------- lists -- */

/* The ids of a list by scope and order, "1 3 ", which its count has to agree with. */
static const char *listed(enum nnreg_scope scope, enum nnreg_order order)
{
    static char text[100];
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    uint64_t count;
    size_t i, used = 0;

    query.scope = scope;
    query.order = order;
    text[0] = '\0';
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &page, &query), NNREG_OK);
    for (i = 0; i < nnreg_page_count(page); i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%u ",
                                 (unsigned)nnreg_spec_id(nnreg_page_spec(page, i)));
    ck_assert_int_eq(nnreg_spec_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(count, nnreg_page_count(page));
    ck_assert_uint_eq(count, nnreg_page_total(page));
    nnreg_page_free(page);
    return text;
}

START_TEST(lists_and_counts_have_those_of_their_scope_in_every_order)
{
    static const enum nnreg_order orders[] = {NNREG_ORDER_ID, NNREG_ORDER_NAME, NNREG_ORDER_UPDATE_DATE};
    enum nnreg_order order = orders[_i];

    fixture_add_spec(&fixture, "third");
    ck_assert_str_eq(listed(NNREG_SCOPE_PUBLIC, order), "");
    ck_assert_int_eq(publish(2, "two"), NNREG_OK);
    ck_assert_str_eq(listed(NNREG_SCOPE_PRIVATE, order), "1 3 ");
    ck_assert_str_eq(listed(NNREG_SCOPE_PUBLIC, order), "2 ");
    ck_assert_str_eq(listed(NNREG_SCOPE_ALL, order), "1 2 3 ");
    ck_assert_int_eq(publish(1, "one"), NNREG_OK);
    ck_assert_int_eq(publish(3, "three"), NNREG_OK);
    ck_assert_str_eq(listed(NNREG_SCOPE_PRIVATE, order), "");
    ck_assert_str_eq(listed(NNREG_SCOPE_PUBLIC, order), "1 2 3 ");
}
END_TEST

START_TEST(conditions_hold_beside_the_scope_and_a_cursor_goes_on_in_it)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    struct nnreg_place place = NNREG_PLACE_INIT;
    nnreg_page *page, *next;
    uint64_t count;
    char *cursor;

    fixture_add_spec(&fixture, "third");
    ck_assert_int_eq(publish(1, "one"), NNREG_OK);
    ck_assert_int_eq(publish(3, "three"), NNREG_OK);
    query.scope = NNREG_SCOPE_PUBLIC;
    query.name_glob = "*d";
    ck_assert_int_eq(nnreg_spec_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(count, 1);
    query.name_glob = NULL;
    query.limit = 1;
    query.cursor = "";
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &page, &query), NNREG_OK);
    query.cursor = nnreg_page_next(page);
    ck_assert_ptr_nonnull(query.cursor);
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &next, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_count(next), 1);
    ck_assert_uint_eq(nnreg_spec_id(nnreg_page_spec(next, 0)), 3);
    ck_assert_ptr_null(nnreg_page_next(next));
    nnreg_page_free(next);
    nnreg_page_free(page);
    query.cursor = NULL;
    place.id = 1;
    ck_assert_int_eq(nnreg_spec_cursor(fixture.registry, &cursor, &query, &place), NNREG_OK);
    query.cursor = cursor;
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_spec_id(nnreg_page_spec(page, 0)), 3);
    nnreg_page_free(page);
    nnreg_free(cursor);
}
END_TEST

START_TEST(the_slug_is_in_every_json_of_a_spec_and_nobody_writes_it)
{
    static const char *const expected[] = {"\"slug\": null", "\"slug\": \"fruit\""};
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_spec *spec;
    nnreg_page *page;
    char *text;

    if (_i == 1)
        ck_assert_int_eq(publish(1, "fruit"), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, 1), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_json(&text, spec), NNREG_OK);
    ck_assert_msg(strstr(text, expected[_i]) != NULL, "%s", text);
    nnreg_free(text);
    nnreg_spec_free(spec);
    query.scope = NNREG_SCOPE_ALL;
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_int_eq(nnreg_page_json(&text, page, NULL), NNREG_OK);
    ck_assert_msg(strstr(text, expected[_i]) != NULL, "%s", text);
    nnreg_free(text);
    nnreg_page_free(page);
    ck_assert_int_eq(update(2, "{\"slug\": \"fruit\"}"), NNREG_REFUSED);
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->rule, "read-only");
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->hint,
                     "remove it; publish gives it, and unpublish takes it away");
}
END_TEST

START_TEST(public_specs_are_counted)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;

    ck_assert_int_eq(publish(1, "fruit"), NNREG_OK);
    ck_assert_int_eq(nnreg_get_statistics(fixture.registry, &statistics, NULL), NNREG_OK);
    ck_assert_uint_eq(statistics.specs, 2);
    ck_assert_uint_eq(statistics.public_specs, 1);
    ck_assert_uint_eq(statistics.public_networks, 0);
}
END_TEST

/* ------------------------------------------------------------------------------------------- export and import -- */

static char *exported(const char *name, size_t *size)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    char *content;
    long length;
    FILE *file;

    selection.all = 1;
    ck_assert_int_eq(nnreg_export(fixture.registry, fixture_path(&fixture, name), &selection, NULL, NULL),
                     NNREG_OK);
    file = fopen(fixture_path(&fixture, name), "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    length = ftell(file);
    ck_assert_int_gt(length, 0);
    rewind(file);
    content = malloc((size_t)length);
    ck_assert_ptr_nonnull(content);
    ck_assert_uint_eq(fread(content, 1, (size_t)length, file), (size_t)length);
    fclose(file);
    *size = (size_t)length;
    return content;
}

/* A slug stays behind, so the bytes are those of a private one; and who has it recognises it, public or not. */
START_TEST(an_export_has_no_slug_and_an_import_recognises_a_public_spec)
{
    size_t private_size, public_size;
    char *private_one = exported("private.zip", &private_size), *public_one;
    uint64_t count;
    struct nnreg_query query = NNREG_QUERY_INIT;

    ck_assert_int_eq(publish(1, "fruit"), NNREG_OK);
    public_one = exported("public.zip", &public_size);
    ck_assert_uint_eq(private_size, public_size);
    ck_assert_int_eq(memcmp(private_one, public_one, public_size), 0);
    free(private_one);
    free(public_one);
    ck_assert_int_eq(
        nnreg_import(fixture.registry, fixture_path(&fixture, "public.zip"), NULL, NULL, fixture.findings),
        NNREG_OK);
    query.scope = NNREG_SCOPE_ALL;
    ck_assert_int_eq(nnreg_spec_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(spec_of("fruit"), 1);
}
END_TEST

/* -------------------------------------------------------------------------------------------------------- damage -- */

/* Spec 2 is public as "pub", and so is network 1: neither is damaged by what is done to the other's tables. */
static void publish_both(void)
{
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "pub", NULL), NNREG_OK);
    ck_assert_int_eq(publish(2, "pub"), NNREG_OK);
}

static const struct {
    const char *damage, *found;
} mended[] = {
    {"remove spec_slugs 'pub", "spec 2 has no entry in the table \"spec_slugs\"; "},
    {"remove public_specs 2", "spec 2 has no entry in the table \"public_specs\"; "},
    {"put spec_slugs 'pub 1",
     "the entry of spec 2 in the table \"spec_slugs\" says something else than its record; the table "
     "\"spec_slugs\" leads to spec 1 by another slug than its own, \"\"; "},
    {"put spec_slugs 'other 2",
     "the table \"spec_slugs\" leads to spec 2 by another slug than its own, \"pub\"; "},
    {"put spec_slugs 'ghost 9", "the table \"spec_slugs\" leads to spec 9, which is missing; "},
    {"put public_specs 1 'one", "the table \"public_specs\" has spec 1, which has no slug; "},
    {"put public_specs 2 'other",
     "the entry of spec 2 in the table \"public_specs\" says something else than its record; "},
    {"remove spec_blocks 0",
     "the table \"spec_blocks\" counts 0 private and 0 public in block 0, and there are 1 and 1; "},
};

START_TEST(a_look_names_what_is_wrong_with_a_public_spec_and_a_repair_mends_it)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char found[1000] = "";
    size_t used = 0, i;

    publish_both();
    damage(fixture.registry, fixture.dir, mended[_i].damage);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, NULL), NNREG_CORRUPT);
    for (i = 0; i < nnreg_findings_count(fixture.findings); i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s; ",
                                 nnreg_findings_get(fixture.findings, i)->message);
    ck_assert_str_eq(found, mended[_i].found);
    call.flags = NNREG_REPAIR;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, &call), NNREG_OK);
    fixture_reopen(&fixture, 0);
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(spec_of("pub"), 2);
}
END_TEST

static nnreg_status get_pub(void)
{
    nnreg_spec *spec;
    nnreg_status status = nnreg_spec_get_by_slug(fixture.registry, &spec, "pub");

    nnreg_spec_free(spec);
    return status;
}

static nnreg_status rename_1(void)
{
    return update(1, "{\"name\": \"uno\"}");
}

static nnreg_status delete_1(void)
{
    return nnreg_spec_delete(fixture.registry, 1, NULL, NULL);
}

static nnreg_status unpublish_2(void)
{
    return unpublish(2);
}

static nnreg_status list_by_name(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.scope = NNREG_SCOPE_PRIVATE;
    query.name = "second";
    status = nnreg_spec_list(fixture.registry, &page, &query);
    nnreg_page_free(page);
    return status;
}

static const struct {
    const char *damage;
    nnreg_status (*call)(void);
    const char *said;
} disagreements[] = {
    {"put spec_slugs 'pub 1", get_pub, "the slug \"pub\" leads to spec 1, whose slug is \"\""},
    {"put spec_slugs 'pub 9", get_pub, "the slug \"pub\" leads to spec 9, which is missing"},
    {"put spec_slugs 'pub 1", unpublish_2, "spec 2 is public as \"pub\", and the slug leads to 1"},
    {"remove public_specs 2", unpublish_2,
     "spec 2 has the slug \"pub\", and the table \"public_specs\" has \"\""},
    {"put public_specs 1 'one", rename_1,
     "spec 1 has the slug \"\", and the table \"public_specs\" has \"one\""},
    {"put public_specs 1 'one", delete_1,
     "spec 1 has the slug \"\", and the table \"public_specs\" has \"one\""},
    {"remove public_specs 2", list_by_name,
     "spec 2 is public by its record, and private by the table \"public_specs\""},
};

START_TEST(tables_that_disagree_about_a_spec_are_told_with_both_and_nothing_is_changed)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    publish_both();
    damage(fixture.registry, fixture.dir, disagreements[_i].damage);
    ck_assert_int_eq(disagreements[_i].call(), NNREG_CORRUPT);
    ck_assert_msg(strstr(nnreg_message(fixture.registry), disagreements[_i].said) != NULL, "%s",
                  nnreg_message(fixture.registry));
    call.flags = NNREG_REPAIR;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, &call), NNREG_OK);
}
END_TEST

START_TEST(a_null_where_there_may_be_none_is_an_invalid_argument)
{
    nnreg *registry = fixture.registry;
    nnreg_spec *spec;
    int exists;

    ck_assert_int_eq(nnreg_spec_publish(NULL, 1, "a", NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_publish(registry, 1, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_unpublish(NULL, 1, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_get_by_slug(NULL, &spec, "a"), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(spec);
    ck_assert_int_eq(nnreg_spec_get_by_slug(registry, NULL, "a"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_get_by_slug(registry, &spec, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_exists_by_slug(NULL, &exists, "a"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_exists_by_slug(registry, NULL, "a"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_exists_by_slug(registry, &exists, NULL), NNREG_INVALID_ARGUMENT);
}
END_TEST

#define ROWS(table) (int)(sizeof(table) / sizeof *(table))

Suite *public_specs_suite(void)
{
    Suite *suite = suite_create("public_specs");
    TCase *tests = tcase_create("public_specs");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, a_public_spec_is_found_by_its_slug_and_refuses_update_and_delete);
    tcase_add_test(tests, versions_of_a_public_spec_come_and_go_and_its_current_one_with_them);
    tcase_add_test(tests, a_slug_is_one_specs_and_a_network_may_have_the_same);
    tcase_add_test(tests, a_slug_moves_from_one_spec_to_another_in_one_step_and_the_history_tells_of_both);
    tcase_add_loop_test(tests, lists_and_counts_have_those_of_their_scope_in_every_order, 0, 3);
    tcase_add_test(tests, conditions_hold_beside_the_scope_and_a_cursor_goes_on_in_it);
    tcase_add_loop_test(tests, the_slug_is_in_every_json_of_a_spec_and_nobody_writes_it, 0, 2);
    tcase_add_test(tests, public_specs_are_counted);
    tcase_add_test(tests, an_export_has_no_slug_and_an_import_recognises_a_public_spec);
    tcase_add_loop_test(tests, a_look_names_what_is_wrong_with_a_public_spec_and_a_repair_mends_it, 0,
                        ROWS(mended));
    tcase_add_loop_test(tests, tables_that_disagree_about_a_spec_are_told_with_both_and_nothing_is_changed, 0,
                        ROWS(disagreements));
    tcase_add_test(tests, a_null_where_there_may_be_none_is_an_invalid_argument);
    suite_add_tcase(suite, tests);
    return suite;
}
