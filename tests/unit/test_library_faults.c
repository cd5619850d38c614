/*
 * What is left when a library below ours gives way: each call of LMDB, of libcrypto, of threads, and for random bytes and address
 * space, in turn fails. What is told is a status of ours, nothing has changed, and once the registry is open again it is sound.
 */
#include <check.h>
#include <errno.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "failing_calls.h"
#include "operations.h"

Suite *library_faults_suite(void);

#define MOST_STEPS 3000 /* of any sweep here: one that goes on and on has a mistake of its own */
#define ANEW       64   /* steps; behind so many the registry is made anew */

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
    (void)failing_calls_failed(NULL);
    operated_end(&operated);
    fixture_end(&fixture);
    scratch_use_memory(false);
}

/* How they fail, and what may be told of it beside that it was done without. */
static const struct {
    const char *calls;
    int code;
    nnreg_status status[2];
    unsigned stride;
} faults[] = {
    {"mdb_", EIO, {NNREG_IO, NNREG_IO}, 7},
    {"mdb_", MDB_CORRUPTED, {NNREG_CORRUPT, NNREG_IO}, 17},
    {"mdb_txn_", MDB_MAP_RESIZED, {NNREG_BUSY, NNREG_BUSY}, 1},
    {"mdb_txn_", MDB_READERS_FULL, {NNREG_BUSY, NNREG_BUSY}, 1},
    {"mdb_cursor_put", MDB_MAP_FULL, {NNREG_LIMIT, NNREG_LIMIT}, 2},
    {"mdb_env_", ENOMEM, {NNREG_NO_MEMORY, NNREG_IO}, 1},
    {"EVP_", 0, {NNREG_NO_MEMORY, NNREG_IO}, 11},
    {"getrandom", EAGAIN, {NNREG_IO, NNREG_BUSY}, 1},
    {"pthread_", EAGAIN, {NNREG_NO_MEMORY, NNREG_BUSY}, 1},
    {"mmap", ENOMEM, {NNREG_NO_MEMORY, NNREG_IO}, 1},
};
#define FAULTS ((int)(sizeof faults / sizeof *faults))

/* Those that come by each of them: the others make the same calls. */
static const char *const names[] = {
    "open",
    "first open",
    "create a network",
    "create a network from an upload",
    "delete a version",
    "list by cursor",
    "count networks",
    "statistics",
    "compact",
    "import",
    "fsck",
    "open a file and verify it",
    "read the history",
    "export a spec",
    "back up",
};
#define NAMES ((int)(sizeof names / sizeof *names))

static const struct operation *named(const char *name)
{
    int i = 0;

    while (i < OPERATIONS && strcmp(operation_at(i)->name, name) != 0)
        i++;
    ck_assert_msg(i < OPERATIONS, "there is no operation \"%s\"", name);
    return operation_at(i);
}

static char *tables(void)
{
    return registry_state(fixture.registry, fixture.dir, STATE_TABLES);
}

/* One step of a sweep; false when no call was left to fail. */
static bool fail_one_call(const struct operation *operation, unsigned n, int fault)
{
    char *before = tables(), what[160];
    const char *call, *said;
    nnreg_status status;
    bool failed;

    operated.said[0] = '\0';
    failing_calls_arm(faults[fault].calls, n, faults[fault].code);
    status = operation->run(&operated);
    failed = failing_calls_failed(&call);
    snprintf(what, sizeof what, "%s, call %u (%s) fails by %d", operation->name, n, failed ? call : "none",
             faults[fault].code);
    said = operated.said[0] != '\0' ? operated.said : nnreg_message(fixture.registry);
    ck_assert_msg(status == NNREG_OK ||
                      (failed && (status == faults[fault].status[0] || status == faults[fault].status[1])) ||
                      operation_found_unreadable(operation, &operated, status, NULL),
                  "%s: %d, %s, %s", what, status, said, fixture_found(&fixture));
    ck_assert_msg(status == NNREG_OK || said[0] != '\0', "%s: nothing said", what);
    fixture_reopen(&fixture, 0);
    if (status != NNREG_OK) {
        state_assert_same(before, tables(), what);
        return true;
    }
    free(before);
    operation_restore(operation, &operated, true);
    return failed;
}

/*
 * Each step leaves more in the history, and a backup makes calls for all of it: for a sweep of every call there would always be one
 * more. What comes first, as the first backup of a place does, is not what the next step sweeps.
 */
static void begin_anew(const struct operation *operation)
{
    end();
    begin();
    ck_assert_int_eq(operation->run(&operated), NNREG_OK);
    fixture_reopen(&fixture, 0);
    operation_restore(operation, &operated, true);
}

/* Where runs are slow each seventh pair of an operation and a fault is taken, which meets all of either. */
static int apart(void)
{
    return fixture_thins() ? 7 : 1;
}

START_TEST(a_call_of_a_library_that_fails_is_told_and_nothing_has_changed)
{
    int fault = _i * apart() % FAULTS;
    const struct operation *operation = named(names[_i * apart() / FAULTS]);
    unsigned n, stride = getenv("NNREG_TEST_COMPLETE") != NULL
                             ? 1
                             : faults[fault].stride * fixture_stride(operation->name, 5);
    const char *wrong;
    unsigned steps = 0;

    for (n = 1; fail_one_call(operation, n, fault); n += stride) {
        ck_assert_uint_lt(n, MOST_STEPS);
        if (++steps % ANEW == 0)
            begin_anew(operation);
    }
    wrong = registry_fault(fixture.registry, fixture.dir, true);
    ck_assert_msg(wrong == NULL, "%s: %s", operation->name, wrong);
}
END_TEST

/* What a registry has from its first moment is there as a whole, or there is none. */
START_TEST(a_registry_that_cannot_be_filled_is_not_made)
{
    static const struct {
        const char *call;
        int code;
        unsigned most;
    } rows[] = {{"mdb_cursor_put", EIO, 100}, {"mdb_put", EIO, 100}, {"getrandom", EAGAIN, 1}};
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    bool failed = true;
    unsigned n;

    options.flags = NNREG_OPEN_CREATE;
    for (n = 1; failed && n <= rows[_i].most; n++) {
        nnreg_status status;
        char name[40], data[60];
        nnreg *made;

        snprintf(name, sizeof name, "made-%d-%u", _i, n);
        snprintf(data, sizeof data, "%s/data.mdb", name);
        failing_calls_arm(rows[_i].call, n, rows[_i].code);
        status = nnreg_open(&made, fixture_path(&fixture, name), &options);
        failed = failing_calls_failed(NULL);
        ck_assert_int_eq(status, failed ? NNREG_IO : NNREG_OK);
        nnreg_close(made);
        ck_assert_int_eq(access(fixture_path(&fixture, data), F_OK) == 0, !failed);
        ck_assert_int_eq(nnreg_open(&made, fixture_path(&fixture, name), &options), NNREG_OK);
        ck_assert_ptr_null(registry_fault(made, fixture_path(&fixture, name), false));
        nnreg_close(made);
    }
}
END_TEST

Suite *library_faults_suite(void)
{
    Suite *suite = suite_create("library_faults");
    TCase *tests = tcase_create("library_faults");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280);
    tcase_add_loop_test(tests, a_call_of_a_library_that_fails_is_told_and_nothing_has_changed, 0,
                        (NAMES * FAULTS + apart() - 1) / apart());
    if (store_is_default())
        tcase_add_loop_test(tests, a_registry_that_cannot_be_filled_is_not_made, 0, 3);
    suite_add_tcase(suite, tests);
    return suite;
}
