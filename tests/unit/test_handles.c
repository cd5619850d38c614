/*
 * Handles that are good for less: none at all, one of the process that forked, one that only reads. Each operation in turn says so,
 * by its status, and has changed nothing.
 */
#include <check.h>
#include <string.h>
#include <unistd.h>

#include "operations.h"

Suite *handles_suite(void);

static struct registry_fixture fixture;
static struct operated operated;

static void begin(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    operated_begin(&operated, &fixture);
}

static void end(void)
{
    operated_end(&operated);
    fixture_end(&fixture);
    scratch_use_memory(false);
}

/* Those that are given no handle: they open one of their own, or need none. */
static bool uses_none(const struct operation *operation)
{
    static const char *const names[] = {"open", "first open", "check", "verify an export"};
    size_t i = 0;

    while (i < sizeof names / sizeof *names && strcmp(names[i], operation->name) != 0)
        i++;
    return i < sizeof names / sizeof *names;
}

static char *state(void)
{
    return registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
}

/* What was refused has left it as it was, and it can be changed. */
static void assert_untouched(char *before, const char *what)
{
    state_assert_same(before, state(), what);
    ck_assert_int_eq(operation_changes[0].run(&operated), NNREG_OK);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
}

START_TEST(without_a_handle_each_operation_is_an_invalid_argument)
{
    nnreg *registry = fixture.registry;
    char *before = state();
    int i;

    for (i = 0; i < OPERATIONS; i++) {
        const struct operation *operation = operation_at(i);
        nnreg_status status;

        fixture.registry = NULL;
        status = uses_none(operation) ? NNREG_INVALID_ARGUMENT : operation->run(&operated);
        fixture.registry = registry;
        ck_assert_msg(status == NNREG_INVALID_ARGUMENT, "%s: %d", operation->name, status);
    }
    assert_untouched(before, "without a handle");
}
END_TEST

/* The parent goes on with it: nothing was unlocked or closed under its hands. */
START_TEST(in_a_forked_child_each_operation_is_an_invalid_argument)
{
    char *before = state();
    pid_t child = fork();
    int i;

    for (i = 0; child == 0 && i < OPERATIONS; i++)
        CHILD(uses_none(operation_at(i)) || operation_at(i)->run(&operated) == NNREG_INVALID_ARGUMENT);
    if (child == 0)
        child_done();
    ck_assert_int_eq(child_wait(child), 0);
    assert_untouched(before, "in a child");
}
END_TEST

START_TEST(a_handle_that_only_reads_changes_nothing)
{
    char *before = state();
    int i;

    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    for (i = 0; i < OPERATION_CHANGES; i++) {
        nnreg_status status = operation_changes[i].run(&operated);

        ck_assert_msg(status == NNREG_READ_ONLY, "%s: %d, %s", operation_changes[i].name, status,
                      nnreg_message(fixture.registry));
        ck_assert_str_ne(nnreg_message(fixture.registry), "");
    }
    fixture_reopen(&fixture, 0);
    assert_untouched(before, "read-only");
}
END_TEST

Suite *handles_suite(void)
{
    Suite *suite = suite_create("handles");
    TCase *tests = tcase_create("handles");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, without_a_handle_each_operation_is_an_invalid_argument);
    tcase_add_test(tests, in_a_forked_child_each_operation_is_an_invalid_argument);
    tcase_add_test(tests, a_handle_that_only_reads_changes_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
