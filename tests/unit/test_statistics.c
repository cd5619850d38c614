/* What nnreg_get_statistics tells, held against what was made; and that it fails whole. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "damages.h"
#include "failing_calls.h"
#include "registry/handle.h"
#include "registry_fixture.h"

Suite *statistics_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    nnreg_clock_use(NULL);
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
    char *text;
    size_t i;

    ck_assert_uint_eq(statistics.networks + statistics.tasks + statistics.files + statistics.last_event, 0);
    ck_assert_int_eq(nnreg_statistics_json(fixture.registry, &text, NULL), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"last_event_time\": null"));
    nnreg_free(text);
    ck_assert_uint_eq(statistics.format_version, 4);
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
    ck_assert_int_eq(mkdir(path, 0777), 0); /* what is no file is none */
    ck_assert_uint_eq(now().missing_files, 1);
    ck_assert_int_eq(rmdir(fixture_path(&fixture, "registry/staging")), 0);
    ck_assert_uint_eq(now().staging_sessions, 0);
    nnreg_network_free(network);
}
END_TEST

START_TEST(a_caller_who_knows_less_gets_no_more)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    char *text = (char *)1;

    ck_assert_int_eq(nnreg_statistics_json(NULL, &text, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(text);
    statistics.size = offsetof(struct nnreg_statistics, specs);
    statistics.specs = 77;
    statistics.context = (void *)1;
    ck_assert_int_eq(nnreg_get_statistics(fixture.registry, &statistics, NULL), NNREG_OK);
    ck_assert_uint_eq(statistics.specs, 77);
    ck_assert_uint_eq(statistics.format_version, 4);
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

static void fail_allocation(unsigned n)
{
    nnreg_alloc_fail_from(n);
}

static bool allocation_failed(void)
{
    nnreg_alloc_fail_from(0);
    return true;
}

static void fail_look_up(unsigned n)
{
    failing_calls_arm("mdb_get", n, EIO);
}

static bool look_up_failed(void)
{
    return failing_calls_failed(NULL);
}

static void lose(uint64_t id, size_t which)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char path[600];

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_file(network, which, &file), NNREG_OK);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, file.sha256, file.sha256 + 2);
    ck_assert_int_eq(unlink(path), 0);
    nnreg_network_free(network);
}

/* Files that are lost are noted, and looked up again in the end. */
START_TEST(a_failure_that_meets_lost_files_is_told_and_gives_no_numbers)
{
    nnreg_status status = NNREG_IO;
    uint64_t id = fixture_add(&fixture, "a", 0);
    unsigned n;

    if (_i == 1 && !store_is_default())
        return;
    lose(id, 0);
    lose(id, 1);
    for (n = 1; status != NNREG_OK; n++) {
        struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;

        ck_assert_uint_lt(n, 300);
        if (_i == 0)
            fail_allocation(n);
        else
            fail_look_up(n);
        status = nnreg_get_statistics(fixture.registry, &statistics, NULL);
        (void)(_i == 0 ? allocation_failed() : look_up_failed());
        ck_assert_msg(status == NNREG_OK || status == (_i == 0 ? NNREG_NO_MEMORY : NNREG_IO), "step %u: %d",
                      n, status);
        ck_assert_uint_eq(statistics.missing_files, status == NNREG_OK ? 2 : 0);
    }
    ck_assert_uint_gt(n, 2);
}
END_TEST

/* ------------------------------------------------------------------------------------- a reader that stays behind -- */

/* A process that has a snapshot open from when it tells so until it is killed. */
static nnreg_status stay(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    (void)txn;
    (void)error;
    CHILD(write(*(int *)context, "", 1) == 1);
    for (;;)
        pause();
    return NNREG_OK;
}

static pid_t reader_begun(void)
{
    int ready[2];
    pid_t child;
    char byte;

    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        struct nnreg_error error;
        nnreg *own = fixture_open(&fixture, 0);

        (void)nnreg_kv_read(own->kv, stay, &ready[1], &error);
        _exit(1);
    }
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return child;
}

static struct nnreg_reader seen_reader;
static unsigned readers_seen;

static void see_old_reader(void *context, const struct nnreg_reader *reader)
{
    (void)context;
    if (reader->behind == 0)
        return;
    seen_reader = *reader;
    readers_seen++;
}

/* How many lines the log has had, how many warnings of a grown file there were, and the last. */
static unsigned lines, warnings;
static char warned[1200];

static void hear(void *context, nnreg_severity severity, const char *message)
{
    (void)context;
    lines++;
    if (severity != NNREG_SEVERITY_WARNING)
        return;
    warnings++;
    snprintf(warned, sizeof warned, "%s", message);
}

static void reopen_with_log(void)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;

    options.log = hear;
    lines = warnings = 0;
    nnreg_close(fixture.registry);
    ck_assert_int_eq(nnreg_open(&fixture.registry, fixture.dir, &options), NNREG_OK);
}

#define LARGE (1000u << 10)

/* Takes 1 MB of pages anew at each time, and leaves as many. */
static void update_large(uint64_t id, unsigned times)
{
    char *json = malloc(LARGE + 100);

    ck_assert_ptr_nonnull(json);
    while (times-- > 0) {
        int size = snprintf(json, 100, "{\"metadata\": {\"value\": \"%u", times);

        memset(json + size, 'x', LARGE);
        strcpy(json + size + LARGE, "\"}}");
        ck_assert_int_eq(fixture_update(&fixture, id, json), NNREG_OK);
    }
    free(json);
}

START_TEST(a_reader_that_stays_behind_is_told_with_its_process_its_age_and_what_it_keeps)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    uint64_t id;
    int64_t before, after;
    char *json, said[64];
    pid_t reader;

    if (!store_is_default())
        return;
    id = fixture_add(&fixture, "a", 0);
    before = now().last_event_time;
    reader = reader_begun();
    update_large(id, 1);
    after = now().last_event_time;
    update_large(id, 2);
    statistics.each_reader = see_old_reader;
    readers_seen = 0;
    ck_assert_int_eq(nnreg_get_statistics(fixture.registry, &statistics, NULL), NNREG_OK);
    ck_assert_uint_eq(readers_seen, 1);
    ck_assert_int_eq(seen_reader.process, reader);
    ck_assert_uint_eq(seen_reader.behind, 3);
    ck_assert_uint_eq(seen_reader.commit, statistics.commits - 3);
    ck_assert_int_ge(seen_reader.not_before, before); /* later, where its process was started later */
    ck_assert_int_eq(seen_reader.not_after, after);
    ck_assert_uint_eq(seen_reader.pinned_bytes, statistics.pinned_bytes);
    ck_assert_uint_gt(statistics.pinned_bytes, LARGE); /* the texts of the two that were replaced since */
    ck_assert_uint_lt(statistics.pinned_bytes, 3 * LARGE);
    ck_assert_uint_eq(statistics.reader_slots, 4096);
    ck_assert_int_eq(nnreg_statistics_json(fixture.registry, &json, NULL), NNREG_OK);
    snprintf(said, sizeof said, "\"process\": %ld, \"behind\": 3, \"commit\": ", (long)reader);
    ck_assert_msg(strstr(json, said) != NULL, "%s", json);
    nnreg_free(json);
    kill(reader, SIGKILL);
    (void)child_wait(reader);
    ck_assert_uint_eq(now().pinned_bytes, 0);
}
END_TEST

/* The reader, as it is told now. */
static nnreg_status see_reader(void)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;

    statistics.each_reader = see_old_reader;
    readers_seen = 0;
    return nnreg_get_statistics(fixture.registry, &statistics, NULL);
}

static int64_t second_1(void)
{
    return 1000000;
}

/* Then it is told as closely as that can be without: later than its process began, and earlier than the file was last changed. */
START_TEST(where_events_tell_nothing_of_when_a_reader_began_its_process_does)
{
    static const struct {
        const char *what, *how;
        unsigned which; /* 0: the last event that the reader sees, 1: the one behind it */
    } damages[] = {
        {"set events", " time 9000000000000000", 0}, /* the clock was put back */
        {"set events", " time 5", 1},
        {"set events", " time 9000000000000000", 1},
        {"cut events", "", 1},
        {"cut events", "", 0},
        {"remove events", "", 1},
        {"remove events", "", 0},
    };
    unsigned long long last;
    char lines_of_damage[100];
    pid_t reader;
    size_t i;

    if (!store_is_default())
        return;
    nnreg_clock_use(second_1);
    (void)fixture_add(&fixture, "a", 0);
    last = now().last_event;
    reader = reader_begun();
    (void)fixture_add_spec(&fixture, "a spec");
    nnreg_clock_use(NULL);
    ck_assert_int_eq(see_reader(), NNREG_OK);
    ck_assert_uint_eq(readers_seen, 1);
    ck_assert_int_eq(seen_reader.not_after, second_1()); /* by the clock that the events had */
    ck_assert_int_eq(seen_reader.not_before, second_1());
    for (i = 0; i < sizeof damages / sizeof *damages; i++) {
        snprintf(lines_of_damage, sizeof lines_of_damage, "%s %llu%s", damages[i].what,
                 last + damages[i].which, damages[i].how);
        damage(fixture.registry, fixture.dir, lines_of_damage);
        ck_assert_msg(see_reader() == NNREG_OK, "%s: %s", lines_of_damage, nnreg_message(fixture.registry));
        ck_assert_uint_eq(readers_seen, 1);
        ck_assert_int_le(seen_reader.not_before, seen_reader.not_after);
        ck_assert_int_eq(seen_reader.not_after == 5, i == 1);
        ck_assert_int_eq(seen_reader.not_before == 5, i == 1);
    }
    kill(reader, SIGKILL);
    (void)child_wait(reader);
}
END_TEST

static void fail_system_call(unsigned n)
{
    fixture_fail_call(n, EIO, false);
}

static bool system_call_failed(void)
{
    return fixture_call_failed(NULL);
}

static void fail_call_of_lmdb(unsigned n)
{
    failing_calls_arm("mdb_", n, EIO);
}

static bool call_of_lmdb_failed(void)
{
    return failing_calls_failed(NULL);
}

/* What looks for readers goes on without those of whom nothing is known; what it counts is all there, or it says why not. */
START_TEST(with_a_reader_behind_a_failure_anywhere_is_told_or_does_no_harm)
{
    static const struct {
        void (*arm)(unsigned n);
        bool (*failed)(void);
    } ways[] = {{fail_allocation, allocation_failed},
                {fail_system_call, system_call_failed},
                {fail_call_of_lmdb, call_of_lmdb_failed}};
    nnreg_status status = NNREG_IO;
    bool failed = true;
    unsigned n;
    pid_t reader, later;

    if (!store_is_default())
        return;
    (void)fixture_add(&fixture, "a", 0);
    reader = reader_begun();
    later = reader_begun();
    (void)fixture_add_spec(&fixture, "a spec");
    for (n = 1; failed && (ways[_i].arm != fail_allocation || status != NNREG_OK); n++) {
        ck_assert_uint_lt(n, 1000);
        ways[_i].arm(n);
        status = see_reader();
        failed = ways[_i].failed();
        ck_assert_msg(status == NNREG_OK || status == NNREG_NO_MEMORY ||
                          nnreg_message(fixture.registry)[0] != '\0',
                      "step %u: %d", n, status);
        ck_assert_msg(readers_seen == (status == NNREG_OK ? 2 : 0), "step %u: %d, %u readers", n, status,
                      readers_seen);
    }
    ck_assert_int_eq(see_reader(), NNREG_OK);
    ck_assert_uint_eq(readers_seen, 2);
    kill(reader, SIGKILL);
    (void)child_wait(reader);
    kill(later, SIGKILL);
    (void)child_wait(later);
}
END_TEST

START_TEST(what_ends_well_says_nothing_in_the_log)
{
    nnreg_network *network;
    uint64_t id;

    (void)fixture_add(&fixture, "a", 0);
    reopen_with_log();
    id = fixture_add(&fixture, "b", 0);
    (void)fixture_add_spec(&fixture, "a spec");
    ck_assert_int_eq(fixture_update(&fixture, id, "{\"metadata\": {\"a\": 1}}"), NNREG_OK);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, id, "b", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, id, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    nnreg_network_free(network);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(lines, 0);
}
END_TEST

START_TEST(a_file_that_grows_by_an_old_snapshot_is_a_warning_in_the_log_and_one_that_grows_by_itself_is_none)
{
    uint64_t id;
    char said[80];
    pid_t reader, later;

    if (!store_is_default())
        return;
    id = fixture_add(&fixture, "a", 0);
    reopen_with_log();
    update_large(id, 40); /* each time into the room that the one before the last has left */
    fixture_clone(&fixture, id, 20);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, id, "a", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, id, NULL), NNREG_OK);
    ck_assert_uint_eq(warnings, 0);
    reopen_with_log();
    reader = reader_begun();
    update_large(id, 20);
    later = reader_begun(); /* which keeps less */
    update_large(id, 20);
    ck_assert_uint_ge(warnings, 1);
    ck_assert_uint_le(warnings, 4); /* by 8 MiB or a quarter each, not at each write */
    snprintf(said, sizeof said, "cannot be used again as long as process %ld reads a state that is ",
             (long)reader);
    ck_assert_msg(strstr(warned, said) != NULL && strstr(warned, "data.mdb has grown to ") != NULL &&
                      strstr(warned, fixture.dir) != NULL,
                  "%s", warned);
    kill(reader, SIGKILL);
    (void)child_wait(reader);
    kill(later, SIGKILL);
    (void)child_wait(later);
    warnings = 0;
    update_large(id, 20);
    ck_assert_uint_eq(warnings, 0);
}
END_TEST

START_TEST(the_number_of_slots_is_an_option_of_the_open)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[200];

    nnreg_close(fixture.registry);
    options.max_readers = 126;
    options.message = message;
    options.message_size = sizeof message;
    ck_assert_int_eq(nnreg_open(&fixture.registry, fixture.dir, &options), NNREG_OK);
    if (store_is_default())
        ck_assert_uint_eq(now().reader_slots, 126);
    nnreg_close(fixture.registry);
    options.max_readers = NNREG_LIMIT_READERS + 1;
    ck_assert_int_eq(nnreg_open(&fixture.registry, fixture.dir, &options), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(message, "max_readers is 65537, and can be 65536 at most");
    options.max_readers = NNREG_LIMIT_READERS;
    ck_assert_int_eq(nnreg_open(&fixture.registry, fixture.dir, &options), NNREG_OK);
    if (store_is_default())
        ck_assert_uint_eq(now().reader_slots, NNREG_LIMIT_READERS);
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
    tcase_add_loop_test(told, a_failure_that_meets_lost_files_is_told_and_gives_no_numbers, 0, 2);
    tcase_add_loop_test(told, a_failure_anywhere_is_told_and_gives_no_numbers, 0, 2);
    tcase_add_test(told, a_reader_that_stays_behind_is_told_with_its_process_its_age_and_what_it_keeps);
    tcase_add_test(
        told,
        a_file_that_grows_by_an_old_snapshot_is_a_warning_in_the_log_and_one_that_grows_by_itself_is_none);
    tcase_add_test(told, what_ends_well_says_nothing_in_the_log);
    tcase_add_test(told, where_events_tell_nothing_of_when_a_reader_began_its_process_does);
    tcase_add_loop_test(told, with_a_reader_behind_a_failure_anywhere_is_told_or_does_no_harm, 0, 3);
    tcase_add_test(told, the_number_of_slots_is_an_option_of_the_open);
    suite_add_tcase(suite, told);
    return suite;
}
