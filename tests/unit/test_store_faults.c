/*
 * What is left when the store gives way below the registry: each call and each entry of a walk in turn fails, or is not what was
 * put there. A failure is told and nothing has changed; of damage a look says no more than that, and it changes nothing.
 */
#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "damages.h"
#include "failing_engine.h"
#include "operations.h"
#include "registry/handle.h"

Suite *store_faults_suite(void);

#define MOST_STEPS 5000 /* of any sweep here: one that goes on and on has a mistake of its own */

static struct registry_fixture fixture;
static struct operated operated;

static void begin(void)
{
    scratch_use_memory(true);
    failing_engine_use();
    fixture_begin(&fixture, 0);
    operated_begin(&operated, &fixture);
}

static void end(void)
{
    failing_engine_leave();
    operated_end(&operated);
    fixture_end(&fixture);
    scratch_use_memory(false);
}

static char *state(void)
{
    return registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
}

static void reopen(unsigned flags)
{
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, flags);
}

/* Asserts that the registry, opened once more, is sound but for files that nobody refers to. */
static void assert_sound(const char *what)
{
    const char *fault;

    reopen(0);
    fault = registry_fault(fixture.registry, fixture.dir, true);
    ck_assert_msg(fault == NULL, "%s: %s", what, fault);
}

/* What was open may have been given up by the operation itself. */
static void open_again(void)
{
    if (fixture.registry == NULL)
        fixture.registry = fixture_open(&fixture, 0);
}

/* ----------------------------------------------------------------------------------------- a call that fails -- */

static const nnreg_status failures[] = {NNREG_IO, NNREG_CORRUPT};
#define FAILURES ((int)(sizeof failures / sizeof *failures))

static const char *said(void)
{
    return operated.said[0] != '\0' ? operated.said : nnreg_message(fixture.registry);
}

/* What a look meets on its way it tells as a finding. */
static bool is_told(const struct operation *operation)
{
    size_t i = 0, count = operation->finds ? nnreg_findings_count(fixture.findings) : 0;

    while (i < count && strstr(nnreg_findings_get(fixture.findings, i)->message, FAILING_ENGINE_SAYS) == NULL)
        i++;
    return i < count || strstr(said(), FAILING_ENGINE_SAYS) != NULL;
}

/* With NNREG_TEST_COMPLETE (make faults) everything is compared behind each call, else behind each eighth. */
static bool is_complete(void)
{
    return getenv("NNREG_TEST_COMPLETE") != NULL;
}

/* Those that change nothing even when they are done, of which the tables are looked at in the end only. */
static bool is_read(const struct operation *operation)
{
    return operation >= operation_reads && operation < operation_reads + OPERATION_READS;
}

/* One step of a sweep; false when no call was left to fail. `before`: the state, which is NULL when it is not the same any more. */
static bool fail_one_call(const struct operation *operation, unsigned n, nnreg_status failure, char **before)
{
    unsigned descriptors = open_descriptors();
    const char *call;
    char what[128];
    nnreg_status status;
    bool failed;

    if (*before == NULL)
        *before = state();
    operated.said[0] = '\0';
    failing_engine_arm(n, FAILING_CALL, failure);
    status = operation->run(&operated);
    failed = failing_engine_failed(&call);
    snprintf(what, sizeof what, "%s, call %u (%s) fails with status %d", operation->name, n,
             failed ? call : "none", failure);
    ck_assert_msg(failed || status == NNREG_OK, "%s: %d, %s", what, status, said());
    if (status == NNREG_OK && !is_read(operation)) { /* it did without: all is as it should be then */
        free(*before);
        *before = NULL;
        if (failed)
            assert_sound(what);
        operation_restore(operation, &operated, true);
        return failed;
    }
    ck_assert_msg(status == NNREG_OK || status == failure, "%s: status %d, %s, %s", what, status, said(),
                  fixture_found(&fixture));
    ck_assert_msg(status == NNREG_OK || is_told(operation), "%s: %s", what, said());
    open_again();
    ck_assert_uint_eq(open_descriptors(), descriptors);
    if (!failed || (!is_read(operation) && (n % 8 == 0 || is_complete()))) {
        state_assert_same(*before, state(), what);
        *before = NULL;
    }
    return failed;
}

/* The first calls in turn; of a long row of them, which are alike, ever fewer. */
static unsigned step_from(unsigned n, const struct operation *operation)
{
    if (n < 40 &&
        getenv("NNREG_FAULTS_EACH_WAY") != NULL) /* those that change or read little have hardly more */
        return 1;
    return fixture_stride(operation->name, 25) * (is_complete() ? 1 : 1 + n / 32);
}

/* Each call fails by one status, its neighbour by the other; with NNREG_TEST_COMPLETE by both. */
START_TEST(a_call_of_the_store_that_fails_is_told_and_nothing_has_changed)
{
    const struct operation *operation = operation_at(_i % OPERATIONS);
    unsigned n = 1, turn = (unsigned)_i / OPERATIONS;
    char *before = NULL;

    for (; fail_one_call(operation, n, failures[(n + turn) % FAILURES], &before);
         n += step_from(n, operation))
        ck_assert_uint_lt(n, MOST_STEPS);
    assert_sound(operation->name);
    free(before);
}
END_TEST

START_TEST(damage_that_a_look_after_the_store_meets_is_told)
{
    struct nnreg_kv_statistics statistics;
    struct nnreg_kv_compacted compacted;
    struct nnreg_error error;

    if (!store_is_default())
        return;
    failing_engine_arm(2, FAILING_CALL, NNREG_CORRUPT); /* the first asks whether it can be used */
    ck_assert_int_eq(nnreg_kv_statistics(&statistics, fixture.registry->kv, 0, NULL, NULL, &error),
                     NNREG_CORRUPT);
    ck_assert(failing_engine_failed(NULL));
    failing_engine_arm(2, FAILING_CALL, NNREG_CORRUPT);
    ck_assert_int_eq(nnreg_kv_compact(&compacted, fixture.registry->kv, NULL, NULL, &error), NNREG_CORRUPT);
    ck_assert(failing_engine_failed(NULL));
}
END_TEST

/* ------------------------------------------------------------------------------- an entry that is another one -- */

/* Who reads gets what there is, or is told that it is damaged; never that something else went wrong. */
static bool is_of_damage(nnreg_status status)
{
    return status == NNREG_OK || status == NNREG_CORRUPT || status == NNREG_NOT_FOUND ||
           status == NNREG_UNSUPPORTED || status == NNREG_REFUSED || status == NNREG_CONFLICT ||
           status == NNREG_INVALID_ARGUMENT; /* a cursor is of the registry with another identity */
}

static bool alter_one_entry(const struct operation *operation, unsigned n, enum failing_way way)
{
    unsigned descriptors = open_descriptors();
    const char *call;
    char what[128];
    nnreg_status status;
    bool altered;

    operated.said[0] = '\0';
    failing_engine_arm(n, way, NNREG_OK);
    status = operation->run(&operated);
    altered = failing_engine_failed(&call);
    snprintf(what, sizeof what, "%s, entry %u (%s) altered in way %d", operation->name, n,
             altered ? call : "none", (int)way);
    ck_assert_msg(altered ? is_of_damage(status) : status == NNREG_OK, "%s: %d, %s", what, status, said());
    open_again();
    ck_assert_uint_eq(open_descriptors(), descriptors);
    return altered;
}

START_TEST(an_entry_that_is_another_one_ends_no_read_badly)
{
    char *before = state();
    unsigned n;
    enum failing_way way;
    int i;

    for (i = 0; i < OPERATION_READS; i++)
        for (way = FAILING_MISSING; way < FAILING_WAYS; way++)
            for (n = 1; alter_one_entry(&operation_reads[i], n, way); n += step_from(n, &operation_reads[i]))
                ck_assert_uint_lt(n, MOST_STEPS);
    state_assert_same(before, state(), "reads");
    assert_sound("reads");
}
END_TEST

/* What was written over entries that were no true ones may be wrong: the next finds all made anew. False: none was left to alter. */
static bool alter_one_of_change(const struct operation *operation, unsigned n, enum failing_way way)
{
    const char *call;
    char *before = state(), what[128];
    nnreg_status status;
    bool altered;

    operated.said[0] = '\0';
    failing_engine_arm(n, way, NNREG_OK);
    status = operation->run(&operated);
    altered = failing_engine_failed(&call);
    snprintf(what, sizeof what, "%s, entry %u (%s) altered in way %d", operation->name, n,
             altered ? call : "none", (int)way);
    ck_assert_msg(altered ? is_of_damage(status) : status == NNREG_OK, "%s: %d, %s", what, status, said());
    if (status != NNREG_OK) {
        ck_assert_msg(said()[0] != '\0', "%s: nothing said", what);
        state_assert_same(before, state(), what);
        return altered;
    }
    free(before);
    end();
    begin();
    return altered;
}

START_TEST(an_entry_that_is_another_one_ends_no_change_badly)
{
    const struct operation *operation = &operation_changes[_i];
    unsigned n;
    enum failing_way way;

    for (way = FAILING_MISSING; way < FAILING_WAYS; way++)
        for (n = 1; alter_one_of_change(operation, n, way);
             n += fixture_stride(operation->name, 25) * (is_complete() ? 1 : 1 + n / 4))
            ck_assert_uint_lt(n, MOST_STEPS);
    assert_sound(operation->name);
}
END_TEST

/* ---------------------------------------------------------------------------- looking over what is damaged -- */

/* Each of them with some of what a look over meets. */
static const char *const damages[] = {
    "put specs 77 'junk\nremove network_names first\nput network_blocks 0 5/0\nfile flip saved_model.pb\n"
    "blob notes.txt",
    "remove tasks 1\nremove tasks 2\nremove versions 1\nput slugs 'pub 1\nremove public 2\nfile remove "
    "saved_model.pb\n"
    "blob 12/34567890123456789012345678901234567890123456789012345678901234\n"
    "blob 13/34567890123456789012345678901234567890123456789012345678901234\n"
    "blob 14/34567890123456789012345678901234567890123456789012345678901234",
    "remove networks 1\nunseal tasks 2\nput versions_by_spec 2/1 none\ncut events last\nput network_updates "
    "5/1 none\n"
    "blob 12/3",
    "cut settings 'last_event\nremove settings 'format_version\nremove settings 'features\n"
    "remove settings 'next_task_id\nremove events last\nput public 1 'one\nremove network_tensors 1\n"
    "put spec_names 'x none",
    "clear blob_refs\ncut specs 1\nput tasks 3 none\nremove slugs 'pub\nput network_blocks 9 1/0\n"
    "remove network_blocks 0\n"
    "put damage #0000000000000000000000000000000000000000000000000000000000000000 "
    "#8401a76e6f7468696e6702cd25f203cf0006615bf8e3b66e0901",
};
#define DAMAGES ((int)(sizeof damages / sizeof *damages))

/* Networks 1 and 2, the second public; spec 1 with versions 1 and 3, spec 2 with version 2. */
static void make_some(void)
{
    scratch_use_memory(true);
    failing_engine_use();
    fixture_begin(&fixture, 0);
    fixture_add_some(&fixture);
}

static void end_some(void)
{
    failing_engine_leave();
    damage_end();
    fixture_end(&fixture);
    scratch_use_memory(false);
}

static void make_damaged(const char *lines)
{
    make_some();
    damage(fixture.registry, fixture.dir, lines);
    reopen(NNREG_OPEN_DAMAGED);
}

static nnreg_status look_over(unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = flags;
    return nnreg_fsck(fixture.registry, fixture.findings, NULL, &call);
}

START_TEST(a_look_over_damage_that_fails_is_told_and_the_next_finds_the_same)
{
    unsigned n, stride = fixture_stride("look", 20);
    char *before, found[8000];
    bool failed = true;

    make_damaged(damages[_i / FAILURES]);
    before = state();
    ck_assert_int_eq(look_over(0), NNREG_CORRUPT);
    snprintf(found, sizeof found, "%s", fixture_found(&fixture));
    for (n = 1; failed; n += stride) {
        nnreg_status status;
        const char *call;

        ck_assert_uint_lt(n, MOST_STEPS);
        failing_engine_arm(n, FAILING_CALL, failures[_i % FAILURES]);
        status = look_over(0);
        failed = failing_engine_failed(&call);
        ck_assert_msg(status == (failed ? failures[_i % FAILURES] : NNREG_CORRUPT), "call %u (%s): %d, %s", n,
                      failed ? call : "none", status, nnreg_message(fixture.registry));
    }
    ck_assert_int_eq(look_over(0), NNREG_CORRUPT);
    ck_assert_str_eq(fixture_found(&fixture), found);
    state_assert_same(before, state(), "a look");
    end_some();
}
END_TEST

START_TEST(a_repair_that_fails_is_told_and_the_next_mends_as_much)
{
    unsigned n, stride = fixture_stride("repair", 10) * (is_complete() ? 1 : 9);
    nnreg_status last;
    bool failed = true;
    char *mended;

    make_damaged(damages[_i]);
    (void)look_over(NNREG_REPAIR);
    last = look_over(NNREG_REPAIR);
    mended = fixture_found(&fixture)[0] != '\0' ? strdup(fixture_found(&fixture)) : strdup("");
    end_some();
    for (n = 1; failed; n += stride) {
        nnreg_status status;
        const char *call;

        ck_assert_uint_lt(n, MOST_STEPS);
        make_damaged(damages[_i]);
        failing_engine_arm(n, FAILING_CALL, NNREG_IO);
        status = look_over(NNREG_REPAIR);
        failed = failing_engine_failed(&call);
        ck_assert_msg(!failed || status == NNREG_IO, "call %u (%s): %d, %s", n, failed ? call : "none",
                      status, nnreg_message(fixture.registry));
        (void)look_over(NNREG_REPAIR);
        ck_assert_int_eq(look_over(NNREG_REPAIR), last);
        ck_assert_msg(strcmp(fixture_found(&fixture), mended) == 0, "call %u (%s): %s", n,
                      failed ? call : "none", fixture_found(&fixture));
        end_some();
    }
    free(mended);
}
END_TEST

/* How many things the store is asked for by it. */
static unsigned calls_of(unsigned flags)
{
    failing_engine_arm(UINT_MAX, FAILING_CALL, NNREG_IO);
    (void)look_over(flags);
    return UINT_MAX - failing_engine_left();
}

static const nnreg_status last_failures[] = {NNREG_IO, NNREG_CORRUPT, NNREG_BUSY, NNREG_CONFLICT};
#define LAST_FAILURES ((int)(sizeof last_failures / sizeof *last_failures))

/* What is done behind the tables: files are few, and what is noted of them is the end of a look. */
START_TEST(the_last_calls_of_a_look_may_fail_one_by_one)
{
    static const char *const lines[] = {"file flip saved_model.pb", "file remove saved_model.pb"};
    const nnreg_status failure = last_failures[_i / 2];
    unsigned n, calls, stride = fixture_stride("last calls of a look", 9);
    char found[8000];

    make_damaged(lines[_i % 2]);
    ck_assert_int_eq(look_over(0), NNREG_CORRUPT);
    snprintf(found, sizeof found, "%s", fixture_found(&fixture));
    end_some();
    make_damaged(lines[_i % 2]);
    calls = calls_of(0);
    end_some();
    for (n = calls > 100 ? calls - 100 : 1; n <= calls; n += stride) {
        nnreg_status status;
        const char *call;

        make_damaged(lines[_i % 2]);
        failing_engine_arm(n, FAILING_CALL, failure);
        status = look_over(0);
        if (!failing_engine_failed(&call))
            call = "none";
        ck_assert_msg(status == failure || status == NNREG_CORRUPT, "call %u of %u (%s): %d, %s", n, calls,
                      call, status, nnreg_message(fixture.registry));
        ck_assert_int_eq(look_over(0), NNREG_CORRUPT);
        ck_assert_msg(strcmp(fixture_found(&fixture), found) == 0, "call %u (%s): %s", n, call,
                      fixture_found(&fixture));
        end_some();
    }
}
END_TEST

/* Small damage, so that each step is a registry of its own. */
static const char *const small_damages[] = {
    "clear network_names", "flip settings 'last_event", "file flip saved_model.pb",
    "blob 12/34567890123456789012345678901234567890123456789012345678901234"};
#define SMALL_DAMAGES ((int)(sizeof small_damages / sizeof *small_damages))

START_TEST(the_last_calls_of_a_repair_may_fail_one_by_one)
{
    const char *lines = small_damages[_i % SMALL_DAMAGES];
    const nnreg_status failure = last_failures[_i / SMALL_DAMAGES];
    unsigned n, calls, stride = fixture_stride("last calls of a repair", 23);
    unsigned each = _i / SMALL_DAMAGES < FAILURES && getenv("NNREG_FAULTS_EACH_WAY") != NULL ? 60 : 0;

    make_damaged(lines);
    calls = calls_of(NNREG_REPAIR);
    end_some();
    for (n = calls > 250 ? calls - 250 : 1; n <= calls; n += calls - n < each ? 1 : stride) {
        nnreg_status status;
        const char *call;

        make_damaged(lines);
        failing_engine_arm(n, FAILING_CALL, failure);
        status = look_over(NNREG_REPAIR);
        if (!failing_engine_failed(&call))
            call = "none";
        ck_assert_msg(status == failure || status == NNREG_OK || status == NNREG_CORRUPT,
                      "call %u of %u (%s): %d, %s", n, calls, call, status, nnreg_message(fixture.registry));
        ck_assert_msg(look_over(NNREG_REPAIR) == NNREG_OK, "call %u (%s): %s", n, call,
                      nnreg_message(fixture.registry));
        ck_assert_msg(look_over(0) == NNREG_OK, "call %u (%s): %s", n, call, fixture_found(&fixture));
        end_some();
    }
}
END_TEST

START_TEST(a_repair_of_little_without_memory_is_told_and_the_next_mends_it)
{
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned n, stride = fixture_stride("repair of little without memory", 23);

    for (n = 1; status == NNREG_NO_MEMORY; n += stride) {
        ck_assert_uint_lt(n, MOST_STEPS);
        make_damaged(small_damages[_i]);
        nnreg_alloc_fail_from(n);
        status = look_over(NNREG_REPAIR);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(look_over(NNREG_REPAIR), NNREG_OK);
        ck_assert_int_eq(look_over(0), NNREG_OK);
        end_some();
    }
    ck_assert_int_eq(status, NNREG_OK);
}
END_TEST

/* Notes, of two files that are right: one behind the other they are forgotten, each with its events. */
static void make_noted(void)
{
    static const char note[] = "8301a76e6f7468696e6702cd25f203cf0006615bf8e3b66e";
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char line[300];
    size_t i;

    make_some();
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_OK);
    for (i = 0; i < 2; i++) {
        ck_assert_int_eq(nnreg_network_file(network, i, &file), NNREG_OK);
        snprintf(line, sizeof line, "put damage #%s #%s", file.sha256, note);
        damage(fixture.registry, fixture.dir, line);
    }
    nnreg_network_free(network);
    reopen(0);
}

static size_t noted_files(void)
{
    nnreg_damage *noted;
    size_t count;

    ck_assert_int_eq(nnreg_damage_list(fixture.registry, &noted, 0), NNREG_OK);
    count = nnreg_damage_count(noted);
    nnreg_damage_free(noted);
    return count;
}

static unsigned heals(void)
{
    nnreg_events *events;
    unsigned count = 0;
    size_t i;

    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 12, NNREG_LIMIT_PAGE, 0, NULL), NNREG_OK);
    for (i = 0; i < nnreg_events_count(events); i++)
        count += strcmp(nnreg_events_get(events, i)->action, "heal") == 0;
    nnreg_events_free(events);
    return count;
}

START_TEST(notes_of_sound_files_go_or_stay)
{
    unsigned n, calls, stride = fixture_stride("notes of sound files", 9);
    nnreg_status status = NNREG_NO_MEMORY;

    make_noted();
    ck_assert_uint_eq(noted_files(), 2);
    calls = calls_of(0);
    ck_assert_uint_eq(noted_files(), 0);
    ck_assert_uint_eq(heals(), 4); /* of both networks, which have them both */
    end_some();
    for (n = _i == 0 ? calls - 60 : 1; _i == 0 ? n <= calls : status == NNREG_NO_MEMORY; n += stride) {
        size_t left;

        ck_assert_uint_lt(n, MOST_STEPS);
        make_noted();
        if (_i == 0)
            failing_engine_arm(n, FAILING_CALL, NNREG_IO);
        else
            nnreg_alloc_fail_from(n);
        status = look_over(0);
        nnreg_alloc_fail_from(0);
        (void)failing_engine_failed(NULL);
        left = noted_files();
        ck_assert_msg(status == NNREG_OK ? left == 0 : status == (_i == 0 ? NNREG_IO : NNREG_NO_MEMORY),
                      "%u: %d, %zu left, %s", n, status, left, nnreg_message(fixture.registry));
        ck_assert_int_eq(look_over(0), NNREG_OK);
        ck_assert_uint_eq(noted_files(), 0);
        end_some();
    }
}
END_TEST

/* The same where memory ends, from the n-th allocation on. */
START_TEST(a_look_over_damage_without_memory_is_told_and_the_next_finds_the_same)
{
    unsigned n, stride = fixture_stride("look without memory", 7);
    nnreg_status status = NNREG_NO_MEMORY;
    char *before, found[8000];

    make_damaged(damages[_i]);
    before = state();
    ck_assert_int_eq(look_over(0), NNREG_CORRUPT);
    snprintf(found, sizeof found, "%s", fixture_found(&fixture));
    for (n = 1; status == NNREG_NO_MEMORY; n += stride) {
        ck_assert_uint_lt(n, MOST_STEPS);
        nnreg_alloc_fail_from(n);
        status = look_over(0);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_CORRUPT);
    ck_assert_str_eq(fixture_found(&fixture), found);
    state_assert_same(before, state(), "a look");
    end_some();
}
END_TEST

/* Nothing that it took out is lost: the next has as little to tell as one that was not stopped. */
START_TEST(a_repair_without_memory_is_told_and_the_next_mends_as_much)
{
    unsigned n, stride = fixture_stride("repair without memory", 4) * (is_complete() ? 1 : 5);
    nnreg_status status = NNREG_NO_MEMORY, last;
    char *mended;

    make_damaged(damages[_i]);
    (void)look_over(NNREG_REPAIR);
    last = look_over(NNREG_REPAIR);
    mended = strdup(fixture_found(&fixture));
    end_some();
    for (n = 1; status == NNREG_NO_MEMORY; n += stride) {
        ck_assert_uint_lt(n, MOST_STEPS);
        make_damaged(damages[_i]);
        nnreg_alloc_fail_from(n);
        status = look_over(NNREG_REPAIR);
        nnreg_alloc_fail_from(0);
        (void)look_over(NNREG_REPAIR);
        ck_assert_int_eq(look_over(NNREG_REPAIR), last);
        ck_assert_msg(strcmp(fixture_found(&fixture), mended) == 0, "allocation %u: %s", n,
                      fixture_found(&fixture));
        end_some();
    }
    ck_assert(status == NNREG_OK || status == NNREG_CORRUPT);
    free(mended);
}
END_TEST

START_TEST(an_entry_that_is_another_one_ends_no_look_badly)
{
    unsigned n, stride = fixture_stride("look", 20);
    char *before;
    enum failing_way way;
    bool altered;

    make_some();
    before = state();
    for (way = FAILING_MISSING; way < FAILING_WAYS; way++)
        for (n = 1, altered = true; altered; n += stride) {
            const char *call;
            nnreg_status status;

            ck_assert_uint_lt(n, MOST_STEPS);
            failing_engine_arm(n, way, NNREG_OK);
            status = look_over(_i == 0 ? 0 : NNREG_QUICK);
            altered = failing_engine_failed(&call);
            ck_assert_msg(status == NNREG_OK ||
                              (altered && (status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED)),
                          "way %d, entry %u (%s): %d, %s", (int)way, n, altered ? call : "none", status,
                          nnreg_message(fixture.registry));
            ck_assert_msg(status != NNREG_CORRUPT || nnreg_findings_count(fixture.findings) > 0,
                          "way %d, entry %u: corrupt without a finding", (int)way, n);
        }
    state_assert_same(before, state(), "a look");
    ck_assert_int_eq(look_over(0), NNREG_OK);
    end_some();
}
END_TEST

/* "Not there" is the store's word for an entry; to who makes a network it is damage. */
START_TEST(a_create_without_a_counter_is_told_of_the_damage)
{
    uint64_t id;

    make_some();
    damage(fixture.registry, fixture.dir, "remove settings 'next_network_id");
    ck_assert_int_eq(fixture_create(&fixture, &id, "three", 3), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), ": the counter \"next_network_id\" is missing"));
    end_some();
}
END_TEST

Suite *store_faults_suite(void)
{
    Suite *suite = suite_create("store_faults");
    TCase *calls = tcase_create("calls"), *looks = tcase_create("looks");

    tcase_add_checked_fixture(calls, begin, end);
    tcase_set_timeout(calls, 280);
    tcase_add_loop_test(calls, a_call_of_the_store_that_fails_is_told_and_nothing_has_changed, 0,
                        is_complete() ? OPERATIONS * FAILURES : OPERATIONS);
    tcase_add_test(calls, damage_that_a_look_after_the_store_meets_is_told);
    tcase_add_test(calls, an_entry_that_is_another_one_ends_no_read_badly);
    tcase_add_loop_test(calls, an_entry_that_is_another_one_ends_no_change_badly, 0, OPERATION_CHANGES);
    suite_add_tcase(suite, calls);
    tcase_set_timeout(looks, 280);
    tcase_add_test(looks, a_create_without_a_counter_is_told_of_the_damage);
    tcase_add_loop_test(looks, a_look_over_damage_that_fails_is_told_and_the_next_finds_the_same, 0,
                        DAMAGES * FAILURES);
    tcase_add_loop_test(looks, a_repair_that_fails_is_told_and_the_next_mends_as_much, 0, DAMAGES);
    tcase_add_loop_test(looks, the_last_calls_of_a_look_may_fail_one_by_one, 0, 2 * LAST_FAILURES);
    tcase_add_loop_test(looks, the_last_calls_of_a_repair_may_fail_one_by_one, 0,
                        SMALL_DAMAGES * LAST_FAILURES);
    tcase_add_loop_test(looks, a_repair_of_little_without_memory_is_told_and_the_next_mends_it, 0,
                        SMALL_DAMAGES);
    tcase_add_loop_test(looks, notes_of_sound_files_go_or_stay, 0, 2);
    tcase_add_loop_test(looks, a_look_over_damage_without_memory_is_told_and_the_next_finds_the_same, 0,
                        DAMAGES);
    tcase_add_loop_test(looks, a_repair_without_memory_is_told_and_the_next_mends_as_much, 0, DAMAGES);
    tcase_add_loop_test(looks, an_entry_that_is_another_one_ends_no_look_badly, 0, 2);
    suite_add_tcase(suite, looks);
    return suite;
}
