/* What the progress of each long call is told: of each stage no less than before, and no more than there is in all. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operations.h"

Suite *progress_suite(void);

static struct registry_fixture fixture;
static struct operated operated;

static void begin(void)
{
    fixture_begin(&fixture, 0);
    operated_begin(&operated, &fixture);
}

static void end(void)
{
    operated_end(&operated);
    fixture_end(&fixture);
}

/* What was told last. */
struct heard {
    const char *call;
    char stage[40];
    uint64_t done;
    char stages[400]; /* each once, in the order in which they came: "staging,comparing," */
};

static int hear(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct heard *heard = context;
    size_t used = strlen(heard->stages);

    if (strcmp(heard->stage, stage) != 0) {
        snprintf(heard->stages + used, sizeof heard->stages - used, "%s,", stage);
        snprintf(heard->stage, sizeof heard->stage, "%s", stage);
        heard->done = 0;
    }
    ck_assert_msg(done >= heard->done, "%s, %s: %llu after %llu", heard->call, stage,
                  (unsigned long long)done, (unsigned long long)heard->done);
    ck_assert_msg(total == 0 || done <= total, "%s, %s: %llu of %llu", heard->call, stage,
                  (unsigned long long)done, (unsigned long long)total);
    heard->done = done;
    return 0;
}

/* ------------------------------------------------------------------------------------------------ the calls -- */

static nnreg_status check_one(const struct nnreg_call_options *how)
{
    const char *json = fixture_description("n", "");

    return nnreg_check(fixture.findings, json, strlen(json), operated.bundle, how);
}

static nnreg_status create_one(const struct nnreg_call_options *how)
{
    const char *json = fixture_description("n", "");
    uint64_t id;

    return nnreg_network_create(fixture.registry, &id, json, strlen(json), operated.bundle, how,
                                fixture.findings);
}

static nnreg_status check_out_one(const struct nnreg_call_options *how)
{
    return nnreg_network_checkout(fixture.registry, operated.target, fixture_path(&fixture, "out"), how);
}

static nnreg_status export_all(const struct nnreg_call_options *how)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.all = 1;
    return nnreg_export(fixture.registry, fixture_path(&fixture, "all.zip"), &selection, how, NULL);
}

static nnreg_status import_one(const struct nnreg_call_options *how)
{
    return nnreg_import(fixture.registry, operated.brought, how, NULL, fixture.findings);
}

static nnreg_status verify_one(const struct nnreg_call_options *how)
{
    return nnreg_export_verify(fixture.findings, operated.brought, how, NULL);
}

static nnreg_status verify_events(const struct nnreg_call_options *how)
{
    uint64_t count, broken;

    return nnreg_events_verify(fixture.registry, &count, &broken, how);
}

static nnreg_status look_it_over(const struct nnreg_call_options *how)
{
    return nnreg_fsck(fixture.registry, fixture.findings, NULL, how);
}

static nnreg_status collect(const struct nnreg_call_options *how)
{
    return nnreg_gc(fixture.registry, NULL, how);
}

static nnreg_status compact(const struct nnreg_call_options *how)
{
    return nnreg_compact(fixture.registry, NULL, how);
}

static nnreg_status back_up(const struct nnreg_call_options *how)
{
    return nnreg_backup(fixture.registry, fixture_path(&fixture, "backup"), NULL, how);
}

static nnreg_status measure(const struct nnreg_call_options *how)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;

    return nnreg_get_statistics(fixture.registry, &statistics, how);
}

static const struct {
    const char *name;
    nnreg_status (*run)(const struct nnreg_call_options *how);
    const char *stage; /* one that is always told */
} calls[] = {
    {"check", check_one, "weights,"},
    {"create", create_one, "staging,"},
    {"checkout", check_out_one, "checking out,"},
    {"export", export_all, "exporting,"},
    {"import", import_one, "staging,"},
    {"export_verify", verify_one, "verifying,"},
    {"events_verify", verify_events, "verifying,"},
    {"fsck", look_it_over, "records,"},
    {"gc", collect, "looking,"},
    {"compact", compact, ""},
    {"backup", back_up, "copying,"},
    {"statistics", measure, "measuring,"},
};

START_TEST(the_progress_of_a_stage_never_goes_back_and_never_beyond_its_total)
{
    struct nnreg_call_options how = NNREG_CALL_OPTIONS_INIT;
    struct heard heard = {.call = calls[_i].name};
    nnreg_status status;

    how.progress = hear;
    how.context = &heard;
    status = calls[_i].run(&how);
    ck_assert_msg(status == NNREG_OK, "%s: %d %s; %s", heard.call, status, nnreg_message(fixture.registry),
                  fixture_found(&fixture));
    ck_assert_msg(strstr(heard.stages, calls[_i].stage) != NULL, "%s: %s", heard.call, heard.stages);
}
END_TEST

/* ---------------------------------------------------------------------------------------------- given up -- */

#define MOST_STEPS 2000 /* of a sweep: one that goes on and on has a mistake of its own */

struct patience {
    unsigned left;
    bool is_end; /* it was given up when all was done already */
};

static int give_up_at(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct patience *patience = context;

    (void)stage;
    if (patience->left > 0)
        patience->left--;
    patience->is_end = patience->left == 0 && done == total;
    return patience->left == 0;
}

static char *state(void)
{
    return registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
}

/* At each call of the progress in turn: it is told, nothing is left behind, and the next call goes through. */
START_TEST(what_is_given_up_at_any_moment_is_told_and_has_changed_nothing)
{
    struct nnreg_call_options how = NNREG_CALL_OPTIONS_INIT;
    struct patience patience = {.left = 0};
    unsigned n, descriptors, stride = fixture_stride(calls[_i].name, 5), given_up = 0;
    nnreg_status status;
    char *before = state();

    how.progress = give_up_at;
    how.context = &patience;
    for (n = 1; patience.left == 0; n += stride) {
        ck_assert_uint_lt(n, MOST_STEPS);
        descriptors = open_descriptors();
        patience.left = n;
        status = calls[_i].run(&how);
        ck_assert_uint_eq(open_descriptors(), descriptors);
        if (status == NNREG_OK && (patience.left > 0 || patience.is_end))
            break;
        ck_assert_msg(status == NNREG_CANCELLED, "%s, given up at %u: %d %s; %s", calls[_i].name, n, status,
                      nnreg_message(fixture.registry), fixture_found(&fixture));
        state_assert_same(before, state(), calls[_i].name);
        before = state();
        given_up++;
    }
    free(before);
    ck_assert(given_up > 0 || strcmp(calls[_i].name, "compact") == 0); /* where nothing is gained */
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, true));
}
END_TEST

Suite *progress_suite(void)
{
    Suite *suite = suite_create("progress");
    TCase *tests = tcase_create("progress");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, the_progress_of_a_stage_never_goes_back_and_never_beyond_its_total, 0,
                        (int)(sizeof calls / sizeof *calls));
    tcase_add_loop_test(tests, what_is_given_up_at_any_moment_is_told_and_has_changed_nothing, 0,
                        (int)(sizeof calls / sizeof *calls));
    suite_add_tcase(suite, tests);
    return suite;
}
