/*
 * Changes of what is public: by its slug, and with it made private first (NNREG_UNPUBLISH). Networks and specs behave alike, so each
 * promise is tried with both.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "registry_fixture.h"

Suite *by_slug_suite(void);

#define RENAMED "{\"name\": \"renamed\"}"

static struct registry_fixture fixture;

/* What the two kinds have in common, under one signature. */
struct way {
    const char *is_public, *is_none; /* what a refusal says */
    nnreg_status (*publish)(nnreg *, uint64_t, const char *, const struct nnreg_call_options *);
    nnreg_status (*update)(nnreg *, uint64_t, const char *, size_t, const struct nnreg_call_options *,
                           nnreg_findings *);
    nnreg_status (*update_by_slug)(nnreg *, const char *, const char *, size_t,
                                   const struct nnreg_call_options *, nnreg_findings *);
    nnreg_status (*remove)(nnreg *, uint64_t, const struct nnreg_call_options *, struct nnreg_cascade *);
    nnreg_status (*remove_by_slug)(nnreg *, const char *, const struct nnreg_call_options *,
                                   struct nnreg_cascade *);
    nnreg_status (*exists)(nnreg *, int *, uint64_t);
    nnreg_status (*exists_by_slug)(nnreg *, int *, const char *);
};

static const struct way ways[] = {
    {"network 1 is public as \"a\": unpublish it first", "there is no public network \"b\"",
     nnreg_network_publish, nnreg_network_update, nnreg_network_update_by_slug, nnreg_network_delete,
     nnreg_network_delete_by_slug, nnreg_network_exists, nnreg_network_exists_by_slug},
    {"spec 1 is public as \"a\": unpublish it first", "there is no public spec \"b\"", nnreg_spec_publish,
     nnreg_spec_update, nnreg_spec_update_by_slug, nnreg_spec_delete, nnreg_spec_delete_by_slug,
     nnreg_spec_exists, nnreg_spec_exists_by_slug},
};

#define WAYS ((int)(sizeof ways / sizeof *ways))

/* Networks 1 and 2, specs 1 and 2, and a version of the first ones; the first of each is public as "a". */
static void begin(void)
{
    int i;

    fixture_begin(&fixture, 0);
    for (i = 0; i < 2; i++) {
        fixture_add(&fixture, "n", (unsigned)i);
        fixture_add_spec(&fixture, "s");
    }
    fixture_add_version(&fixture, 1, 1);
    for (i = 0; i < WAYS; i++)
        ck_assert_int_eq(ways[i].publish(fixture.registry, 1, "a", NULL), NNREG_OK);
}

static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
}

static struct nnreg_call_options withdrawing(void)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;

    options.flags = NNREG_UNPUBLISH;
    return options;
}

static nnreg_status update_by_slug(const struct way *way, const char *slug, const char *json,
                                   const struct nnreg_call_options *options)
{
    return way->update_by_slug(fixture.registry, slug, json, strlen(json), options, fixture.findings);
}

static bool there(const struct way *way, uint64_t id)
{
    int exists;

    ck_assert_int_eq(way->exists(fixture.registry, &exists, id), NNREG_OK);
    return exists != 0;
}

static bool public_as(const struct way *way, const char *slug)
{
    int exists;

    ck_assert_int_eq(way->exists_by_slug(fixture.registry, &exists, slug), NNREG_OK);
    return exists != 0;
}

static void events_from(uint64_t after, const char *expected)
{
    char found[300] = "";
    nnreg_events *events;
    size_t i;

    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, after, 10, 0, NULL), NNREG_OK);
    for (i = 0; i < nnreg_events_count(events); i++) {
        const struct nnreg_event *event = nnreg_events_get(events, i);
        size_t used = strlen(found);

        snprintf(found + used, sizeof found - used, "%s%s %s %u", used > 0 ? ", " : "", event->action,
                 event->object, (unsigned)event->object_id);
    }
    nnreg_events_free(events);
    ck_assert_str_eq(found, expected);
}

static uint64_t last_event(void)
{
    uint64_t last;

    ck_assert_int_eq(nnreg_events_last(fixture.registry, &last), NNREG_OK);
    return last;
}

static char *state(void)
{
    return registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
}

START_TEST(what_is_public_is_changed_by_its_slug_when_it_may_be_made_private)
{
    const struct way *way = &ways[_i];
    struct nnreg_call_options options = withdrawing();
    uint64_t last = last_event();
    char *before = state();

    ck_assert_int_eq(update_by_slug(way, "a", RENAMED, NULL), NNREG_CONFLICT);
    ck_assert_str_eq(nnreg_message(fixture.registry), way->is_public);
    ck_assert_int_eq(way->remove_by_slug(fixture.registry, "a", NULL, NULL), NNREG_CONFLICT);
    state_assert_same(before, state(), "what changed nothing");
    ck_assert_int_eq(update_by_slug(way, "a", RENAMED, &options), NNREG_OK);
    ck_assert(!public_as(way, "a") && there(way, 1));
    events_from(last, _i == 0 ? "unpublish network 1, update network 1" : "unpublish spec 1, update spec 1");
}
END_TEST

START_TEST(what_is_public_is_deleted_by_its_slug_when_it_may_be_made_private)
{
    const struct way *way = &ways[_i];
    struct nnreg_call_options options = withdrawing();
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    uint64_t last = last_event();

    ck_assert_int_eq(way->remove_by_slug(fixture.registry, "a", &options, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.networks + cascade.specs, 1);
    ck_assert_uint_eq(cascade.versions, 1);
    ck_assert(!public_as(way, "a") && !there(way, 1) && there(way, 2));
    events_from(last, _i == 0 ? "unpublish network 1, delete version 1, update spec 1, delete task 1, "
                                "delete network 1"
                              : "unpublish spec 1, delete version 1, delete spec 1");
}
END_TEST

START_TEST(by_its_id_it_may_be_made_private_too_and_what_is_private_already_is_changed_as_ever)
{
    const struct way *way = &ways[_i];
    struct nnreg_call_options options = withdrawing();
    uint64_t last = last_event();

    ck_assert_int_eq(way->update(fixture.registry, 1, RENAMED, strlen(RENAMED), &options, fixture.findings),
                     NNREG_OK);
    ck_assert(!public_as(way, "a"));
    ck_assert_int_eq(way->remove(fixture.registry, 2, &options, NULL), NNREG_OK);
    events_from(last, _i == 0 ? "unpublish network 1, update network 1, delete task 2, delete network 2"
                              : "unpublish spec 1, update spec 1, delete spec 2");
    ck_assert_int_eq(way->publish(fixture.registry, 1, "a", NULL), NNREG_OK);
    ck_assert_int_eq(way->remove(fixture.registry, 1, &options, NULL), NNREG_OK);
    ck_assert(!public_as(way, "a") && !there(way, 1));
}
END_TEST

START_TEST(a_text_without_members_makes_it_private_and_changes_nothing_else)
{
    const struct way *way = &ways[_i];
    struct nnreg_call_options options = withdrawing();
    uint64_t last = last_event();

    ck_assert_int_eq(update_by_slug(way, "a", "{}", &options), NNREG_OK);
    ck_assert(!public_as(way, "a"));
    events_from(last, _i == 0 ? "unpublish network 1" : "unpublish spec 1");
}
END_TEST

START_TEST(what_is_refused_stays_public)
{
    const struct way *way = &ways[_i];
    struct nnreg_call_options options = withdrawing();
    char *before = state();

    ck_assert_int_eq(update_by_slug(way, "a", "{\"id\": 2}", &options), NNREG_REFUSED);
    ck_assert_int_eq(update_by_slug(&ways[1], "a", "{\"name\": \"x\", \"current_version_id\": 9}", &options),
                     NNREG_REFUSED); /* is found out in the transaction, when it is private already */
    ck_assert_str_eq(fixture_found(&fixture), "error reference /current_version_id");
    ck_assert_int_eq(update_by_slug(way, "b", RENAMED, &options), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), way->is_none);
    ck_assert_int_eq(way->remove_by_slug(fixture.registry, "b", &options, NULL), NNREG_NOT_FOUND);
    ck_assert_int_eq(way->remove_by_slug(fixture.registry, "", &options, NULL), NNREG_NOT_FOUND);
    ck_assert_int_eq(way->remove_by_slug(fixture.registry, NULL, &options, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(
        way->update_by_slug(fixture.registry, NULL, RENAMED, strlen(RENAMED), &options, fixture.findings),
        NNREG_INVALID_ARGUMENT);
    options.if_update_date = "2018-02-16T13:45:36.078955Z";
    ck_assert_int_eq(update_by_slug(way, "a", RENAMED, &options), NNREG_CONFLICT);
    ck_assert_int_eq(way->remove_by_slug(fixture.registry, "a", &options, NULL), NNREG_CONFLICT);
    options.if_update_date = NULL;
    options.flags |= NNREG_DRY_RUN;
    ck_assert_int_eq(way->remove_by_slug(fixture.registry, "a", &options, NULL), NNREG_OK);
    state_assert_same(before, state(), "what changed nothing");
}
END_TEST

Suite *by_slug_suite(void)
{
    Suite *suite = suite_create("by_slug");
    TCase *tcase = tcase_create("by_slug");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, what_is_public_is_changed_by_its_slug_when_it_may_be_made_private, 0, WAYS);
    tcase_add_loop_test(tcase, what_is_public_is_deleted_by_its_slug_when_it_may_be_made_private, 0, WAYS);
    tcase_add_loop_test(
        tcase, by_its_id_it_may_be_made_private_too_and_what_is_private_already_is_changed_as_ever, 0, WAYS);
    tcase_add_loop_test(tcase, a_text_without_members_makes_it_private_and_changes_nothing_else, 0, WAYS);
    tcase_add_loop_test(tcase, what_is_refused_stays_public, 0, WAYS);
    suite_add_tcase(suite, tcase);
    return suite;
}
