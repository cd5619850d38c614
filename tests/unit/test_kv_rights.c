/*
 * The rights of kv.h: who relies on one asks for it, and where an engine cannot give it nothing is done. Whatever engine is under
 * test stands behind one that notes what is asked for, and refuses one right.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operations.h"
#include "registry/handle.h"
#include "registry_fixture.h"
#include "store/kv_engine.h"

#define RIGHT(name) (1u << NNREG_KV_RIGHT_##name)

static const struct nnreg_kv_engine *real;
static struct nnreg_kv_engine watched;
static unsigned asked; /* a bit for each right */
static unsigned calls;
static int refused; /* -1: none */

static struct registry_fixture fixture;
static struct operated operated;

static nnreg_status open_watched(struct nnreg_kv_store **store, int folder,
                                 const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    nnreg_status status = real->open(store, folder, options, error);

    if (status == NNREG_OK)
        (*store)->engine = &watched;
    return status;
}

static nnreg_status note_claim(struct nnreg_kv_txn *txn, enum nnreg_kv_right right, struct nnreg_error *error)
{
    asked |= 1u << right;
    calls++;
    if ((int)right == refused)
        return nnreg_fail(error, NNREG_UNSUPPORTED, "this engine cannot give right %d", (int)right);
    return real->claim(txn, right, error);
}

static void begin(void)
{
    real = nnreg_kv_chosen_engine();
    watched = *real;
    watched.open = open_watched;
    watched.claim = note_claim;
    refused = -1;
    nnreg_kv_use_engine(&watched);
    fixture_begin(&fixture, 0);
    operated_begin(&operated, &fixture);
}

static void end(void)
{
    operated_end(&operated);
    fixture_end(&fixture);
    nnreg_kv_use_engine(real);
}

/* In the order of operation_changes. */
static const struct {
    const char *name;
    unsigned rights;
} needs[OPERATION_CHANGES] = {
    {"create a network", RIGHT(FILES) | RIGHT(IDS) | RIGHT(EVENTS)},
    {"create a network from an upload", RIGHT(FILES) | RIGHT(IDS) | RIGHT(EVENTS)},
    {"update a network", RIGHT(EVENTS)},
    {"merge metadata", RIGHT(EVENTS)},
    {"delete a network", RIGHT(FILES) | RIGHT(EVENTS)},
    {"delete a network with its versions", RIGHT(FILES) | RIGHT(EVENTS)},
    {"publish a network", RIGHT(EVENTS)},
    {"move a slug", RIGHT(EVENTS)},
    {"unpublish a network", RIGHT(EVENTS)},
    {"update a public network", RIGHT(EVENTS)},
    {"create a spec", RIGHT(IDS) | RIGHT(EVENTS)},
    {"update a spec", RIGHT(EVENTS)},
    {"delete a spec with its versions", RIGHT(EVENTS)},
    {"publish a spec", RIGHT(EVENTS)},
    {"move a spec's slug", RIGHT(EVENTS)},
    {"unpublish a spec", RIGHT(EVENTS)},
    {"delete a public spec", RIGHT(EVENTS)},
    {"create a version", RIGHT(IDS) | RIGHT(EVENTS)},
    {"create the first version of a spec", RIGHT(IDS) | RIGHT(EVENTS)},
    {"delete a version", RIGHT(EVENTS)},
    {"move a task", RIGHT(EVENTS)},
    {"change a setting", RIGHT(EVENTS)},
    {"import", RIGHT(FILES) | RIGHT(IDS) | RIGHT(EVENTS)},
};

START_TEST(each_operation_asks_for_what_it_relies_on_and_for_nothing_else)
{
    const struct operation *operation = &operation_changes[_i];

    ck_assert_str_eq(operation->name, needs[_i].name);
    asked = 0;
    ck_assert_int_eq(operation->run(&operated), NNREG_OK);
    ck_assert_uint_eq(asked, needs[_i].rights);
}
END_TEST

START_TEST(reading_asks_for_nothing)
{
    size_t i;

    asked = 0;
    for (i = 0; i < OPERATION_READS; i++) {
        if (strcmp(operation_reads[i].name, "rehearse a delete") == 0) /* which is one, and undone */
            continue;
        (void)operation_reads[i].run(&operated);
        ck_assert_msg(asked == 0, "%s", operation_reads[i].name);
    }
}
END_TEST

/*
 * But for the files of what is deleted: that it cannot remove them makes no failure of a delete. They are kept, and known not to
 * be referred to.
 */
START_TEST(an_operation_whose_right_an_engine_cannot_give_is_refused_and_changes_nothing)
{
    const struct operation *operation = &operation_changes[_i];
    char expected[64];

    for (refused = 0; refused < NNREG_KV_RIGHT_COUNT; refused++) {
        unsigned what = STATE_TABLES | (refused == NNREG_KV_RIGHT_FILES ? 0 : STATE_FILES);
        char *before;

        if ((needs[_i].rights >> refused & 1) == 0 ||
            (refused == NNREG_KV_RIGHT_FILES && strncmp(operation->name, "delete", 6) == 0))
            continue;
        before = registry_state(fixture.registry, fixture.dir, what);
        ck_assert_int_eq(operation->run(&operated), NNREG_UNSUPPORTED);
        snprintf(expected, sizeof expected, "this engine cannot give right %d", refused);
        ck_assert_msg(strstr(nnreg_message(fixture.registry), expected) != NULL, "%s",
                      nnreg_message(fixture.registry));
        state_assert_same(before, registry_state(fixture.registry, fixture.dir, what), operation->name);
    }
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, true));
}
END_TEST

START_TEST(a_delete_without_the_right_to_files_leaves_them_to_a_later_one)
{
    char *files = registry_state(fixture.registry, fixture.dir, STATE_FILES), *left;

    refused = NNREG_KV_RIGHT_FILES;
    (void)nnreg_network_delete(fixture.registry, operated.attached, NULL, NULL);
    state_assert_same(files, registry_state(fixture.registry, fixture.dir, STATE_FILES), "files");
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, true)); /* they are in the trash */
    refused = -1;
    files = registry_state(fixture.registry, fixture.dir, STATE_FILES);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, operated.target, NULL, NULL), NNREG_OK);
    left = registry_state(fixture.registry, fixture.dir, STATE_FILES);
    ck_assert_str_ne(files, left);
    free(files);
    free(left);
}
END_TEST

static nnreg_status claim_twice(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_IDS, error);

    (void)context;
    return status == NNREG_OK ? nnreg_kv_claim(txn, NNREG_KV_RIGHT_IDS, error) : status;
}

START_TEST(a_right_is_asked_for_once_in_a_transaction_and_again_in_the_next)
{
    unsigned i;

    calls = 0;
    for (i = 1; i <= 3; i++) {
        ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, claim_twice, NULL, NULL), NNREG_OK);
        ck_assert_uint_eq(calls, i);
    }
}
END_TEST

START_TEST(a_snapshot_gets_no_right)
{
    struct nnreg_error error = NNREG_ERROR_INIT;

    calls = 0;
    ck_assert_int_eq(nnreg_kv_read(fixture.registry->kv, claim_twice, NULL, &error), NNREG_READ_ONLY);
    ck_assert_str_eq(error.text, "a snapshot of the store gives no rights");
    ck_assert_uint_eq(calls, 0);
}
END_TEST

/* Who looks away from a right that was refused has the rest refused, too. */
static nnreg_status look_away(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    *(nnreg_status *)context = nnreg_kv_claim(txn, NNREG_KV_RIGHT_IDS, error);
    (void)put_number(txn, 1, 1, error);
    return NNREG_OK;
}

START_TEST(a_closure_may_not_look_away_from_a_right_that_was_refused)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    nnreg_status claimed = NNREG_OK;

    refused = NNREG_KV_RIGHT_IDS;
    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, look_away, &claimed, &error), NNREG_UNSUPPORTED);
    ck_assert_int_eq(claimed, NNREG_UNSUPPORTED);
    ck_assert_str_eq(error.text, "this engine cannot give right 1");
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES), "tables");
}
END_TEST

Suite *kv_rights_suite(void);
Suite *kv_rights_suite(void)
{
    Suite *suite = suite_create("kv_rights");
    TCase *tests = tcase_create("rights");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, each_operation_asks_for_what_it_relies_on_and_for_nothing_else, 0,
                        OPERATION_CHANGES);
    tcase_add_test(tests, reading_asks_for_nothing);
    tcase_add_loop_test(tests, an_operation_whose_right_an_engine_cannot_give_is_refused_and_changes_nothing,
                        0, OPERATION_CHANGES);
    tcase_add_test(tests, a_delete_without_the_right_to_files_leaves_them_to_a_later_one);
    tcase_add_test(tests, a_right_is_asked_for_once_in_a_transaction_and_again_in_the_next);
    tcase_add_test(tests, a_snapshot_gets_no_right);
    tcase_add_test(tests, a_closure_may_not_look_away_from_a_right_that_was_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
