/*
 * Flags are of one call or another: each call of the library that takes some, with each flag that there is. A call is given
 * arguments with which it comes to nothing, so that of the flags that are its own it can only be seen that they are none of the
 * reasons.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "registry_fixture.h"

Suite *flags_suite(void);

#define FLAG(flag)  \
    {               \
        flag, #flag \
    }

static const struct {
    unsigned flag;
    const char *name;
} flags[] = {
    FLAG(NNREG_DRY_RUN),         FLAG(NNREG_MERGE_METADATA),    FLAG(NNREG_NO_WEIGHTS),
    FLAG(NNREG_INSPECT_TENSORS), FLAG(NNREG_INSPECT_COST),      FLAG(NNREG_REPLACE),
    FLAG(NNREG_HARD_LINKS),      FLAG(NNREG_MAKE_PARENT),       FLAG(NNREG_FROM_OBJECT),
    FLAG(NNREG_MOVE_SLUG),       FLAG(NNREG_UNPUBLISH),         FLAG(NNREG_QUICK),
    FLAG(NNREG_REPAIR),          FLAG(NNREG_OPEN_CREATE),       FLAG(NNREG_OPEN_EXCLUSIVE),
    FLAG(NNREG_OPEN_READ_ONLY),  FLAG(NNREG_OPEN_ALLOW_REMOTE), FLAG(NNREG_OPEN_MUTABLE_DESCRIPTION),
    FLAG(NNREG_OPEN_CHECK),      FLAG(NNREG_OPEN_AMONG_FILES),  FLAG(NNREG_OPEN_KEEP_STAGING),
    FLAG(NNREG_OPEN_DAMAGED),
};

#define FLAGS (sizeof flags / sizeof *flags)

static struct registry_fixture fixture;
static nnreg_bundle *bundle;
static char opening[1024]; /* what nnreg_open said */

static void begin(void)
{
    fixture_begin(&fixture, 0);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
}

static void end(void)
{
    nnreg_bundle_free(bundle);
    fixture_end(&fixture);
}

static const char *said_by_handle(void)
{
    return nnreg_message(fixture.registry);
}

static const char *said_by_list(void)
{
    return nnreg_findings_message(fixture.findings);
}

static const char *said_by_open(void)
{
    return opening;
}

/* ------------------------------------------------------------------------------------------------ the calls -- */

static nnreg_status try_open(const struct nnreg_call_options *how)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg *registry;
    nnreg_status status;

    options.flags = (enum nnreg_open_flags)how->flags;
    options.message = opening;
    options.message_size = sizeof opening;
    status = nnreg_open(&registry, fixture_path(&fixture, "none/none"), &options);
    nnreg_close(registry);
    return status;
}

static struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
static struct nnreg_selection selection = NNREG_SELECTION_INIT;
static nnreg_events *events;
static uint64_t id, size, other;
static unsigned from, to;
static char *text;
static int fd = -1;

/* Frees what a call has made all the same. */
static nnreg_status made(nnreg_status status)
{
    nnreg_free(text);
    text = NULL;
    nnreg_events_free(events);
    events = NULL;
    return status;
}

#define HANDLE   fixture.registry
#define FINDINGS fixture.findings

/* clang-format off */
#define CALLS(X) \
    X(nnreg_check, said_by_list, NNREG_NO_WEIGHTS | NNREG_FROM_OBJECT, (FINDINGS, "", 0, NULL, how)) \
    X(nnreg_check_object, said_by_list, NNREG_FROM_OBJECT, (FINDINGS, "spec", "", 0, how)) \
    X(nnreg_inspect, said_by_list, NNREG_NO_WEIGHTS | NNREG_INSPECT_TENSORS | NNREG_INSPECT_COST, \
      (&text, FINDINGS, bundle, how)) \
    X(nnreg_export_verify, said_by_list, 0, (FINDINGS, "/none", how, NULL)) \
    X(nnreg_set_mutable_description, said_by_handle, 0, (HANDLE, 0, how)) \
    X(nnreg_upgrade, said_by_handle, NNREG_DRY_RUN, (HANDLE, &from, &to, how)) \
    X(nnreg_network_create, said_by_handle, NNREG_FROM_OBJECT, (HANDLE, &id, "", 0, bundle, how, FINDINGS)) \
    X(nnreg_network_update, said_by_handle, NNREG_MERGE_METADATA | NNREG_UNPUBLISH, (HANDLE, 9, "{}", 2, how, FINDINGS)) \
    X(nnreg_network_update_by_slug, said_by_handle, NNREG_MERGE_METADATA | NNREG_UNPUBLISH, \
      (HANDLE, "none", "{}", 2, how, FINDINGS)) \
    X(nnreg_network_delete, said_by_handle, NNREG_DRY_RUN | NNREG_UNPUBLISH, (HANDLE, 9, how, NULL)) \
    X(nnreg_network_delete_by_slug, said_by_handle, NNREG_DRY_RUN | NNREG_UNPUBLISH, (HANDLE, "none", how, NULL)) \
    X(nnreg_network_open_verified, said_by_handle, 0, (HANDLE, &fd, &size, 9, "none", how)) \
    X(nnreg_network_checkout, said_by_handle, NNREG_REPLACE | NNREG_HARD_LINKS | NNREG_MAKE_PARENT, \
      (HANDLE, 9, "/none/none/none", how)) \
    X(nnreg_network_publish, said_by_handle, NNREG_MOVE_SLUG, (HANDLE, 9, "slug", how)) \
    X(nnreg_network_unpublish, said_by_handle, 0, (HANDLE, 9, how)) \
    X(nnreg_get_statistics, said_by_handle, 0, (HANDLE, &statistics, how)) \
    X(nnreg_statistics_json, said_by_handle, 0, (HANDLE, &text, how)) \
    X(nnreg_spec_create, said_by_handle, NNREG_FROM_OBJECT, (HANDLE, &id, "", 0, how, FINDINGS)) \
    X(nnreg_spec_update, said_by_handle, NNREG_MERGE_METADATA | NNREG_UNPUBLISH, (HANDLE, 9, "{}", 2, how, FINDINGS)) \
    X(nnreg_spec_update_by_slug, said_by_handle, NNREG_MERGE_METADATA | NNREG_UNPUBLISH, \
      (HANDLE, "none", "{}", 2, how, FINDINGS)) \
    X(nnreg_spec_delete, said_by_handle, NNREG_DRY_RUN | NNREG_UNPUBLISH, (HANDLE, 9, how, NULL)) \
    X(nnreg_spec_delete_by_slug, said_by_handle, NNREG_DRY_RUN | NNREG_UNPUBLISH, (HANDLE, "none", how, NULL)) \
    X(nnreg_spec_publish, said_by_handle, NNREG_MOVE_SLUG, (HANDLE, 9, "slug", how)) \
    X(nnreg_spec_unpublish, said_by_handle, 0, (HANDLE, 9, how)) \
    X(nnreg_version_create, said_by_handle, NNREG_FROM_OBJECT, (HANDLE, &id, "", 0, how, FINDINGS)) \
    X(nnreg_version_delete, said_by_handle, NNREG_DRY_RUN, (HANDLE, 9, how, NULL)) \
    X(nnreg_task_update, said_by_handle, 0, (HANDLE, 9, "{}", 2, how, FINDINGS)) \
    X(nnreg_events_since, said_by_handle, 0, (HANDLE, &events, 0, 1, 0, how)) \
    X(nnreg_events_verify, said_by_handle, 0, (HANDLE, &id, &other, how)) \
    X(nnreg_compact, said_by_handle, 0, (HANDLE, NULL, how)) \
    X(nnreg_fsck, said_by_handle, NNREG_QUICK | NNREG_REPAIR, (HANDLE, FINDINGS, NULL, how)) \
    X(nnreg_gc, said_by_handle, NNREG_DRY_RUN, (HANDLE, NULL, how)) \
    X(nnreg_backup, said_by_handle, 0, (HANDLE, "/none/none/none", NULL, how)) \
    X(nnreg_export, said_by_handle, NNREG_REPLACE, (HANDLE, "/none/none/none", &selection, how, NULL)) \
    X(nnreg_export_fd, said_by_handle, 0, (HANDLE, fd, &selection, how, NULL)) \
    X(nnreg_import, said_by_handle, 0, (HANDLE, "/none", how, NULL, FINDINGS)) \
    X(nnreg_import_fd, said_by_handle, 0, (HANDLE, 0, how, NULL, FINDINGS))
/* clang-format on */

#define TRY(call, said, own, arguments)                                  \
    static nnreg_status try_##call(const struct nnreg_call_options *how) \
    {                                                                    \
        return made(call arguments);                                     \
    }
CALLS(TRY)

static const struct call {
    const char *name;
    const char *(*said)(void);
    unsigned own;
    nnreg_status (*try)(const struct nnreg_call_options *how);
} calls[] = {{"nnreg_open", said_by_open,
              NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE | NNREG_OPEN_READ_ONLY | NNREG_OPEN_ALLOW_REMOTE |
                  NNREG_OPEN_MUTABLE_DESCRIPTION | NNREG_OPEN_CHECK | NNREG_OPEN_AMONG_FILES |
                  NNREG_OPEN_KEEP_STAGING | NNREG_OPEN_DAMAGED,
              try_open},
#define ROW(call, said, own, arguments) {#call, said, own, try_##call},
             CALLS(ROW)};

#define COUNT ((int)(sizeof calls / sizeof *calls))

static nnreg_status call_with(const struct call *call, unsigned flag)
{
    struct nnreg_call_options how = NNREG_CALL_OPTIONS_INIT;

    how.flags = (enum nnreg_call_flags)flag;
    return call->try(&how);
}

START_TEST(no_flag_of_one_call_is_a_flag_of_another_by_its_number_alone)
{
    size_t i, k;

    for (i = 0; i < FLAGS; i++)
        for (k = 0; k < FLAGS; k++)
            ck_assert_msg(i == k || (flags[i].flag & flags[k].flag) == 0, "%s is %s, too", flags[i].name,
                          flags[k].name);
}
END_TEST

START_TEST(a_flag_that_is_not_the_calls_own_is_refused_by_its_name_and_its_own_are_not)
{
    const struct call *call = &calls[_i];
    char refusal[200];
    size_t i;

    for (i = 0; i < FLAGS; i++) {
        nnreg_status status = call_with(call, flags[i].flag);

        snprintf(refusal, sizeof refusal, "%s is no flag of %s", flags[i].name, call->name);
        if ((call->own & flags[i].flag) != 0) {
            ck_assert_msg(strstr(call->said(), "is no flag of") == NULL, "%s", call->said());
        } else {
            ck_assert_msg(status == NNREG_INVALID_ARGUMENT, "%s: %d", refusal, status);
            ck_assert_str_eq(call->said(), refusal);
        }
    }
}
END_TEST

START_TEST(a_flag_that_there_is_not_is_refused_by_every_call)
{
    const struct call *call = &calls[_i];
    unsigned known = 0, bit;
    size_t i;

    for (i = 0; i < FLAGS; i++)
        known |= flags[i].flag;
    for (bit = 0; bit < 32; bit++) {
        if ((known & 1u << bit) != 0)
            continue;
        ck_assert_int_eq(call_with(call, 1u << bit | call->own), NNREG_INVALID_ARGUMENT);
        ck_assert_msg(strstr(call->said(), call->name) != NULL && strstr(call->said(), "0x") != NULL, "%s",
                      call->said());
    }
}
END_TEST

Suite *flags_suite(void)
{
    Suite *suite = suite_create("flags");
    TCase *tests = tcase_create("flags");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, no_flag_of_one_call_is_a_flag_of_another_by_its_number_alone);
    tcase_add_loop_test(tests, a_flag_that_is_not_the_calls_own_is_refused_by_its_name_and_its_own_are_not, 0,
                        COUNT);
    tcase_add_loop_test(tests, a_flag_that_there_is_not_is_refused_by_every_call, 0, COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
