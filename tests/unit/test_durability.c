/*
 * What is left when something gives way: each system call in turn fails, each allocation in turn fails, the process is
 * killed in front of each system call and around each commit. Acknowledged is acknowledged; everything else has not
 * happened; and the registry opens and is sound.
 */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "operations.h"

Suite *durability_suite(void);

#define MOST_STEPS 2000 /* of any sweep here: one that goes on and on has a mistake of its own */

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

/* Asserts that the registry, opened once more, is sound. */
static void assert_sound(bool strays, const char *what)
{
    const char *fault;

    fixture_reopen(&fixture, 0);
    fault = registry_fault(fixture.registry, fixture.dir, strays);
    ck_assert_msg(fault == NULL, "%s: %s", what, fault);
}

/*
 * What looks after a registry makes many calls that are alike, for each stored file and each record; suites of their own go through
 * every one of them (backup, fsck_faults, gc, kv_compact).
 */
static unsigned stride_of(const struct operation *operation, unsigned quick)
{
    bool upkeep = operation >= operation_upkeep && operation < operation_upkeep + OPERATION_UPKEEP;

    return fixture_stride(operation->name, quick) * (upkeep ? 5 : 1);
}

static char *state(void)
{
    return registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
}

/* Changes that empty the trash: none is left then. */
static void delete_target(void)
{
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, operated.target, NULL, NULL), NNREG_OK);
}

/* ----------------------------------------------------------------------------------- the n-th system call fails -- */

static const struct {
    int error;
    nnreg_status status;
} system_errors[] = {{EIO, NNREG_IO}, {ENOSPC, NNREG_NO_SPACE}};

/* That the system failed is no fault of the bundle, whether it was a source or a copy that could not be read. */
static bool is_told(const struct operation *operation, nnreg_status status, nnreg_status expected)
{
    return (status == expected && nnreg_findings_count(fixture.findings) == 0) ||
           operation_found_unreadable(operation, &operated, status, NULL);
}

/* Those that have something to lose on the way: all but those that only read. */
#define WRITERS (OPERATION_CHANGES + OPERATION_UPKEEP)

static const struct operation *writer_at(int i)
{
    return i < OPERATION_CHANGES ? &operation_changes[i] : &operation_upkeep[i - OPERATION_CHANGES];
}

/* One step of a sweep; false when no call was left to fail. */
static bool fail_one_call(const struct operation *operation, unsigned n, size_t error)
{
    char *before = state(), what[128];
    unsigned descriptors = open_descriptors();
    const char *call;
    nnreg_status status;

    operated.said[0] = '\0';
    fixture_fail_call(n, system_errors[error].error, false);
    status = operation->run(&operated);
    if (!fixture_call_failed(&call)) {
        ck_assert_int_eq(status, NNREG_OK);
        free(before);
        operation_restore(operation, &operated, true);
        return false;
    }
    snprintf(what, sizeof what, "%s, call %u (%s) fails with errno %d", operation->name, n, call,
             system_errors[error].error);
    if (status == NNREG_OK) { /* it did without: all is as it should be then */
        free(before);
        assert_sound(true, what);
        operation_restore(operation, &operated, true);
        return true;
    }
    ck_assert_msg(is_told(operation, status, system_errors[error].status), "%s: status %d, %s, %s", what,
                  status, nnreg_message(fixture.registry), fixture_found(&fixture));
    ck_assert_msg(operated.said[0] != '\0' || nnreg_message(fixture.registry)[0] != '\0', "%s: nothing said",
                  what);
    ck_assert_uint_eq(open_descriptors(),
                      descriptors); /* none is left open, and none of the host's is closed */
    state_assert_same(before, state(), what);
    return true;
}

START_TEST(a_system_call_that_fails_is_told_and_nothing_has_changed)
{
    const struct operation *operation = writer_at(_i / 2);
    unsigned n = 1, stride = stride_of(operation, 13);

    while (fail_one_call(operation, n, (size_t)_i % 2)) {
        n += stride;
        ck_assert_uint_lt(n, MOST_STEPS);
    }
    ck_assert_uint_gt(n, 1);
    assert_sound(true, operation->name);
    delete_target(); /* which empties the trash that failed deletes have left */
    assert_sound(false, "after the last delete");
}
END_TEST

/* As when a device is gone, or full, and stays so: nothing can be tidied up either. */
START_TEST(a_system_that_fails_for_good_leaves_the_tables_as_they_were)
{
    const struct operation *operation = writer_at(_i);
    unsigned n, stride = stride_of(operation, 13);
    char *before;
    nnreg_status status;
    bool failed = true;

    for (n = 1; failed; n += stride) {
        ck_assert_uint_lt(n, MOST_STEPS);
        before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
        fixture_fail_call(n, EIO, true);
        status = operation->run(&operated);
        failed = fixture_call_failed(NULL);
        if (status == NNREG_OK) {
            free(before);
            assert_sound(true, operation->name);
            operation_restore(operation, &operated, true);
            continue;
        }
        ck_assert_msg(is_told(operation, status, NNREG_IO), "%s: call %u: %d", operation->name, n, status);
        state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES),
                          operation->name);
        assert_sound(true, operation->name);
        operation_restore(operation, &operated, false);
    }
    ck_assert_int_eq(operation->run(&operated), NNREG_OK); /* over what was left behind */
    assert_sound(true, operation->name);
}
END_TEST

/* ------------------------------------------------------------------------------------- the n-th allocation fails -- */

START_TEST(an_allocation_that_fails_is_told_and_nothing_has_changed)
{
    const struct operation *operation = operation_at(_i);
    uint64_t n = 1, asked, stride = stride_of(operation, 41);
    nnreg_status status;
    char *before;

    for (;; n += stride) {
        unsigned descriptors = open_descriptors();

        ck_assert_uint_lt(n, 20 * MOST_STEPS);
        before = state();
        nnreg_alloc_fail_from(n);
        status = operation->run(&operated);
        asked = nnreg_alloc_count();
        nnreg_alloc_fail_from(0);
        if (asked < n)
            break;
        if (status == NNREG_OK) { /* what a delete tidies up after its commit may fail */
            free(before);
            assert_sound(true, operation->name);
            if (_i <
                OPERATION_CHANGES) /* what more events are looked at takes more allocations than are left */
                operation_restore(operation, &operated, true);
            continue;
        }
        ck_assert_msg(status == NNREG_NO_MEMORY, "%s: allocation %u: %d", operation->name, (unsigned)n,
                      status);
        if (fixture.registry == NULL)
            fixture.registry = fixture_open(&fixture, 0);
        ck_assert_uint_eq(open_descriptors(), descriptors);
        state_assert_same(before, state(), operation->name);
    }
    free(before);
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert(n > 1 || _i >= OPERATION_CHANGES); /* whether something is there is told without memory */
    assert_sound(true, operation->name);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- kill -9 -- */

/* What the parent learns of a child that was to be killed in front of its n-th step. */
struct death {
    bool lived;        /* there was no such step */
    bool acknowledged; /* the call had returned NNREG_OK */
    char step[64];     /* the name of the step it did not make */
};

/* In the child: opens the registry for itself, makes the change, and tells so. The parent has nothing open. */
static void live(const struct operation *operation, unsigned n, int report)
{
    if (strcmp(operation->name, "init") != 0) {
        nnreg_findings_clear(fixture.findings);
        fixture.registry = NULL;
        CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
    }
    fixture_wait_at(n, report);
    CHILD(operation->run(&operated) == NNREG_OK);
    nnreg_fs_use_hook(NULL);
    CHILD(write(report, "!", 1) == 1);
    child_done();
}

static void die(struct death *death, const struct operation *operation, unsigned n)
{
    char told[64] = "";
    int ends[2], status;
    size_t used = 0;
    ssize_t got;
    pid_t child;

    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    ck_assert_int_eq(pipe(ends), 0);
    child = fork();
    if (child == 0)
        live(operation, n, ends[1]);
    close(ends[1]);
    while (strchr(told, '?') == NULL && used < sizeof told - 1 &&
           (got = read(ends[0], told + used, sizeof told - 1 - used)) > 0)
        used += (size_t)got;
    if (strchr(told, '?') != NULL)
        ck_assert_int_eq(kill(child, SIGKILL), 0);
    close(ends[0]);
    status = child_wait(child);
    death->lived = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    ck_assert_msg(death->lived || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL),
                  "%s, step %u: ended with %x", operation->name, n, (unsigned)status);
    death->acknowledged = strchr(told, '!') != NULL;
    snprintf(death->step, sizeof death->step, "%.*s", (int)strcspn(told, "?!"), told);
}

/* The networks there are. */
static uint64_t count(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    uint64_t total;

    query.scope = NNREG_SCOPE_ALL;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    total = nnreg_page_total(page);
    nnreg_page_free(page);
    return total;
}

/* The change is there, whole, or not at all; once its commit was made, it is. */
START_TEST(a_kill_in_front_of_any_step_loses_nothing_acknowledged)
{
    const struct operation *operation = &operation_changes[_i];
    unsigned n, stride = stride_of(operation, 19), killed_around_commit = 0;
    uint64_t before, after;
    struct death death = {.lived = false};
    bool committed;

    for (n = 1; !death.lived; n += stride) {
        char what[128], *tables = registry_state(fixture.registry, fixture.dir, STATE_TABLES), *now;

        ck_assert_uint_lt(n, MOST_STEPS);
        before = count();
        die(&death, operation, n);
        ck_assert(death.lived == death.acknowledged);
        snprintf(what, sizeof what, "%s, killed before step %u (%s)", operation->name, n, death.step);
        assert_sound(true, what);
        now = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
        committed = strcmp(tables, now) != 0;
        killed_around_commit += strncmp(death.step, "commit", 6) == 0;
        ck_assert_msg(committed || !death.acknowledged, "%s: lost", what);
        ck_assert_msg(committed || strcmp(death.step, "committed") != 0, "%s: lost", what);
        after = count();
        ck_assert_uint_eq(after, before + (uint64_t)(committed ? operation->networks : 0));
        operation_restore(operation, &operated, committed);
        free(tables);
        free(now);
    }
    if (stride == 1)
        ck_assert_uint_eq(killed_around_commit,
                          operation->networks < 0 ? 4 : 2); /* a delete empties the trash after it */
    delete_target();
    assert_sound(true, "at the end");
}
END_TEST

/* Looking after it changes no table, however far it came; and the next one, over what is left of it, comes to its end. */
START_TEST(a_kill_while_it_is_looked_after_loses_nothing_and_the_next_one_is_done)
{
    const struct operation *operation = &operation_upkeep[_i];
    unsigned n, stride = stride_of(operation, 19);
    struct death death = {.lived = false};

    for (n = 1; !death.lived; n += stride) {
        char what[128], *tables = registry_state(fixture.registry, fixture.dir, STATE_TABLES);

        ck_assert_uint_lt(n, MOST_STEPS);
        die(&death, operation, n);
        ck_assert(death.lived == death.acknowledged);
        snprintf(what, sizeof what, "%s, killed before step %u (%s)", operation->name, n, death.step);
        assert_sound(true, what);
        ck_assert_msg(operation->run(&operated) == NNREG_OK, "%s, once more: %s", what,
                      nnreg_message(fixture.registry));
        assert_sound(true, what);
        state_assert_same(tables, registry_state(fixture.registry, fixture.dir, STATE_TABLES), what);
        operation_restore(operation, &operated, true);
    }
    delete_target();
    assert_sound(false, "at the end");
}
END_TEST

static nnreg_status make_registry(struct operated *unused)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_status status;
    nnreg *registry;

    (void)unused;
    options.flags = NNREG_OPEN_CREATE;
    status = nnreg_open(&registry, fixture.dir, &options);
    nnreg_close(registry);
    return status;
}

START_TEST(a_kill_while_a_registry_is_made_leaves_what_can_be_made)
{
    static const struct operation init = {.name = "init", .run = make_registry};
    unsigned n, stride = fixture_stride("init", 5);
    struct death death = {.lived = false};

    for (n = 1; !death.lived; n += stride) {
        char name[32];

        ck_assert_uint_lt(n, MOST_STEPS);
        snprintf(name, sizeof name, "new-%u", n);
        snprintf(fixture.dir, sizeof fixture.dir, "%s/%s", fixture.scratch.path, name);
        die(&death, &init, n);
        fixture.registry = fixture_open(&fixture, NNREG_OPEN_CREATE);
        ck_assert_uint_eq(fixture_add(&fixture, "n", 0), 1);
        ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
    }
    ck_assert_uint_gt(n, 2);
}
END_TEST

/* ------------------------------------------------------------------------------------------- what is waited for -- */

static unsigned waits;

static int count_waits(const char *call)
{
    waits += strcmp(call, "fsync") == 0;
    return 0;
}

static unsigned waits_of_open(void)
{
    waits = 0;
    nnreg_fs_use_hook(count_waits);
    fixture.registry = fixture_open(&fixture, 0);
    nnreg_fs_use_hook(NULL);
    return waits;
}

static unsigned waits_of_create(unsigned model)
{
    waits = 0;
    (void)fixture_model(&fixture, model);
    nnreg_fs_use_hook(count_waits);
    (void)fixture_add(&fixture, "waits", model);
    nnreg_fs_use_hook(NULL);
    return waits;
}

/* Besides the store's own, which are the same for each transaction. */
START_TEST(a_create_waits_for_each_of_its_files_and_its_name_and_once_for_their_folders)
{
    /* One of its files is stored already; that its name was waited for is not known. */
    ck_assert_uint_eq(waits_of_create(7), 2 * (FIXTURE_FILES - 1) + 1 + 1);
    ck_assert_uint_eq(waits_of_create(7), FIXTURE_FILES);
}
END_TEST

START_TEST(who_opens_what_a_killed_process_had_waits_for_the_names_that_it_may_not_have_waited_for)
{
    struct death death;

    nnreg_close(fixture.registry);
    ck_assert_uint_eq(waits_of_open(), 0);
    die(&death, &operation_changes[0], MOST_STEPS); /* it ends behind the create, with the registry open */
    ck_assert(death.acknowledged);
    ck_assert_uint_eq(waits_of_open(), 2); /* that of the store in the folder, and that of the folder */
}
END_TEST

START_TEST(what_a_killed_create_left_in_staging_is_gone_after_the_next_open)
{
    const struct operation *create = &operation_changes[0];
    struct death death;
    unsigned n = 0;

    do
        die(&death, create, ++n);
    while (strcmp(death.step, "fsync") != 0 && !death.lived); /* the copies are made */
    ck_assert(!death.lived);
    ck_assert_str_ne(scratch_list(&fixture.scratch, "registry/staging"), "");
    fixture_reopen(&fixture, 0);
    ck_assert_str_eq(scratch_list(&fixture.scratch, "registry/staging"), "");
    assert_sound(false, "after the sweep");
}
END_TEST

/* Opens the registry once more at each piece that is staged, which sweeps. */
static int sweep(void *context, const char *stage, uint64_t done, uint64_t total)
{
    nnreg *second = fixture_open(&fixture, 0);

    (void)context;
    (void)stage;
    (void)done;
    (void)total;
    nnreg_close(second);
    return 0;
}

START_TEST(another_open_does_not_sweep_away_what_a_living_create_has_in_staging)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    const char *json = fixture_description("new", "");
    uint64_t id;

    call.progress = sweep;
    ck_assert_int_eq(nnreg_network_create(fixture.registry, &id, json, strlen(json), operated.bundle, &call,
                                          fixture.findings),
                     NNREG_OK);
    assert_sound(false, "a create that was swept around");
}
END_TEST

Suite *durability_suite(void)
{
    Suite *suite = suite_create("durability");
    TCase *tests = tcase_create("durability");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280);
    tcase_add_loop_test(tests, a_system_call_that_fails_is_told_and_nothing_has_changed, 0, 2 * WRITERS);
    tcase_add_loop_test(tests, a_system_that_fails_for_good_leaves_the_tables_as_they_were, 0, WRITERS);
    tcase_add_loop_test(tests, an_allocation_that_fails_is_told_and_nothing_has_changed, 0, OPERATIONS);
    tcase_add_loop_test(tests, a_kill_in_front_of_any_step_loses_nothing_acknowledged, 0, OPERATION_CHANGES);
    tcase_add_loop_test(tests, a_kill_while_it_is_looked_after_loses_nothing_and_the_next_one_is_done, 0,
                        OPERATION_UPKEEP);
    tcase_add_test(tests, a_kill_while_a_registry_is_made_leaves_what_can_be_made);
    tcase_add_test(tests,
                   who_opens_what_a_killed_process_had_waits_for_the_names_that_it_may_not_have_waited_for);
    tcase_add_test(tests, a_create_waits_for_each_of_its_files_and_its_name_and_once_for_their_folders);
    tcase_add_test(tests, what_a_killed_create_left_in_staging_is_gone_after_the_next_open);
    tcase_add_test(tests, another_open_does_not_sweep_away_what_a_living_create_has_in_staging);
    suite_add_tcase(suite, tests);
    return suite;
}
