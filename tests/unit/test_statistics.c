/* What nnreg_get_statistics tells, held against what was made; and that it fails whole. */
#include <check.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "registry_fixture.h"

Suite *statistics_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    fixture_end(&fixture);
}

static struct nnreg_statistics now(void)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;

    ck_assert_int_eq(nnreg_get_statistics(fixture.registry, &statistics, NULL), NNREG_OK);
    return statistics;
}

START_TEST(the_numbers_are_those_of_what_was_made)
{
    struct nnreg_statistics statistics = now();
    uint64_t first, bytes = 0, shared = 0;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    size_t i;

    ck_assert_uint_eq(statistics.networks + statistics.tasks + statistics.files + statistics.last_event, 0);
    ck_assert_uint_eq(statistics.format_version, 3);
    ck_assert_int_eq(statistics.upgrade_due, 0);
    first = fixture_add(&fixture, "a", 0);
    fixture_add(&fixture, "b", 0);
    fixture_add(&fixture, "c", 1); /* shares the model alone */
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, first, "a", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, first), NNREG_OK);
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        bytes += file.bytes;
        if (strcmp(file.name, "saved_model.pb") == 0)
            shared = file.bytes;
    }
    nnreg_network_free(network);
    statistics = now();
    ck_assert_uint_eq(statistics.networks, 3);
    ck_assert_uint_eq(statistics.public_networks, 1);
    ck_assert_uint_eq(statistics.tasks, 3);
    ck_assert_uint_eq(statistics.files, 9);
    ck_assert_uint_eq(statistics.stored_files, 5);
    ck_assert_uint_eq(statistics.used_bytes, 3 * bytes); /* the models are alike in size */
    ck_assert_uint_eq(statistics.stored_bytes, 2 * bytes - shared);
    ck_assert_uint_eq(statistics.missing_files + statistics.damaged_files + statistics.trash_files, 0);
    ck_assert_uint_eq(statistics.last_event, 7);
    ck_assert_int_gt(statistics.last_event_time, 0);
    if (store_is_default()) {
        ck_assert_uint_gt(statistics.store_bytes, 0);
        ck_assert_uint_ge(statistics.pages, statistics.free_pages + statistics.table_pages);
    }
}
END_TEST

START_TEST(what_is_missing_or_known_to_be_damaged_is_counted)
{
    uint64_t id = fixture_add(&fixture, "a", 0), size;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char path[600];
    int fd;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_file(network, 0, &file), NNREG_OK);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, file.sha256, file.sha256 + 2);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_uint_eq(now().missing_files, 1);
    ck_assert_uint_eq(now().damaged_files, 0);
    ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &size, id, file.name, NULL),
                     NNREG_CORRUPT);
    ck_assert_uint_eq(now().damaged_files, 1);
    nnreg_network_free(network);
}
END_TEST

START_TEST(a_caller_who_knows_less_gets_no_more)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;

    statistics.size = offsetof(struct nnreg_statistics, specs);
    statistics.specs = 77;
    statistics.context = (void *)1;
    ck_assert_int_eq(nnreg_get_statistics(fixture.registry, &statistics, NULL), NNREG_OK);
    ck_assert_uint_eq(statistics.specs, 77);
    ck_assert_uint_eq(statistics.format_version, 3);
    statistics.size = 0;
    ck_assert_int_eq(nnreg_get_statistics(fixture.registry, &statistics, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_statistics_json(fixture.registry, NULL, NULL), NNREG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(a_failure_anywhere_is_told_and_gives_no_numbers)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    nnreg_status status = NNREG_IO;
    char *text = NULL;
    unsigned n;

    fixture_add(&fixture, "a", 0);
    for (n = 1; status != NNREG_OK && n < 300; n++) {
        statistics.networks = 77;
        if (_i == 0)
            fixture_fail_call(n, EIO, true);
        else
            nnreg_alloc_fail_from(n);
        status = nnreg_get_statistics(fixture.registry, &statistics, NULL);
        (void)fixture_call_failed(NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_uint_eq(statistics.networks, status == NNREG_OK ? 1 : 0); /* nor 77, of an earlier call */
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 2);
    status = NNREG_IO;
    for (n = 1; status != NNREG_OK && n < 300; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_statistics_json(fixture.registry, &text, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert((text != NULL) == (status == NNREG_OK));
    }
    ck_assert_ptr_nonnull(strstr(text, "\"networks\": 1,"));
    nnreg_free(text);
}
END_TEST

Suite *statistics_suite(void)
{
    Suite *suite = suite_create("statistics");
    TCase *told = tcase_create("told");

    tcase_add_checked_fixture(told, begin, end);
    tcase_add_test(told, the_numbers_are_those_of_what_was_made);
    tcase_add_test(told, what_is_missing_or_known_to_be_damaged_is_counted);
    tcase_add_test(told, a_caller_who_knows_less_gets_no_more);
    tcase_add_loop_test(told, a_failure_anywhere_is_told_and_gives_no_numbers, 0, 2);
    suite_add_tcase(suite, told);
    return suite;
}
