/*
 * `nnreg stat` of registries that are in a bad way, which this file makes up: the command asks it, and not the library.
 */
#include <nnreg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parts.h"

static struct nnreg_statistics told;
static struct nnreg_reader readers[12];
static size_t reader_count;

/* In the place of the library's: the program's own function is found before it. */
nnreg_status nnreg_get_statistics(nnreg *registry, struct nnreg_statistics *statistics,
                                  const struct nnreg_call_options *options)
{
    void (*each)(void *, const struct nnreg_reader *) = statistics->each_reader;
    void *context = statistics->context;
    size_t i;

    (void)registry;
    (void)options;
    *statistics = told;
    for (i = 0; i < reader_count; i++)
        each(context, &readers[i]);
    return NNREG_OK;
}

static char place[] = "/tmp/nnreg-tools-XXXXXX";

static void make_registry(void)
{
    struct buffer out = {0};

    memset(&told, 0, sizeof told);
    memset(readers, 0, sizeof readers);
    reader_count = 0;
    ck_assert_ptr_nonnull(mkdtemp(place));
    ck_assert_int_eq(chdir(place), 0);
    ck_assert_int_eq(parts_run(&out, "-q -r reg init"), 0);
    buffer_free(&out);
}

static void remove_registry(void)
{
    char line[64];

    snprintf(line, sizeof line, "rm -rf %s", place);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(line), 0);
}

START_TEST(one_is_not_told_as_many)
{
    struct buffer out = {0};

    told.files = told.trash_files = told.staging_sessions = told.last_event = told.readers = 1;
    told.damaged_files = told.missing_files = told.reader_slots = 1;
    told.used_bytes = 3000;
    told.stored_bytes = 1000;
    told.mutable_description = 1;
    told.last_event_time = 1;
    ck_assert_int_eq(parts_run(&out, "-r reg stat"), 0);
    parts_has(&out, "1 stored file is damaged: ");
    parts_has(&out, "1 stored file is missing: ");
    parts_has(&out, "files      1 file in 0 stored ones, 1000 B; sharing saves 2.0 KiB\n");
    parts_has(&out, "trash      1 file\n");
    parts_has(&out, "staging    1 session\n");
    parts_has(&out, "history    1 event, the last 1970-01-01T00:00:00Z\n");
    parts_has(&out, "readers    1 snapshot of 1 slots\n");
    parts_has(&out, "mutable-description on\n");
    buffer_free(&out);
    told.files = told.trash_files = told.staging_sessions = told.last_event = told.readers = 2;
    told.damaged_files = told.missing_files = 2;
    told.reader_slots = 0;
    told.mutable_description = 0;
    told.upgrade_due = 1;
    told.format_version = 3;
    ck_assert_int_eq(parts_run(&out, "--color=always -r reg stat"), 0);
    parts_has(&out, "2 stored files are damaged");
    parts_has(&out, "2 stored files are missing");
    parts_has(&out, "format version 3\033[0m is not the present one: nnreg upgrade\n");
    parts_has(&out, "2 files in");
    parts_has(&out, "2 files\n");
    parts_has(&out, "2 sessions\n");
    parts_has(&out, "2 events");
    parts_has(&out, "2 snapshots\n");
    buffer_free(&out);
    told.last_event = 0;
    ck_assert_int_eq(parts_run(&out, "-r reg stat"), 0);
    parts_has(&out, "history    0 events\n");
    buffer_free(&out);
    ck_assert_int_eq(parts_run(&out, "-r reg stat --metrics"), 0);
    buffer_free(&out);
}
END_TEST

START_TEST(a_reader_that_is_behind_is_told_of)
{
    struct buffer out = {0};

    reader_count = 1;
    readers[0] = (struct nnreg_reader){.process = 17, .behind = 1, .commit = 5};
    ck_assert_int_eq(parts_run(&out, "-r reg stat"), 0);
    parts_lacks(&out, "reads a state");
    parts_has(&out, "process 17: commit 5, 1 commit behind, keeps 0 B, \n");
    buffer_free(&out);
    readers[0].pinned_bytes = UINT64_C(8) << 20;
    readers[0].not_after = 1000000;
    ck_assert_int_eq(parts_run(&out, "-r reg stat"), 0);
    parts_has(&out, "process 17 reads a state that is 1 commit old: 8.0 MiB of the store");
    parts_has(&out, "; begun before 1970-01-01T00:00:01Z\n");
    buffer_free(&out);
    readers[0] = (struct nnreg_reader){.behind = 100, .not_before = 1, .not_after = 1000000};
    ck_assert_int_eq(parts_run(&out, "-r reg stat"), 0);
    parts_has(&out, "a process without a reader's slot reads a state that is 100 commits old");
    parts_has(&out, "begun after 1970-01-01T00:00:00Z and before 1970-01-01T00:00:01Z");
    buffer_free(&out);
    readers[0].not_after = 0;
    ck_assert_int_eq(parts_run(&out, "-r reg stat"), 0);
    parts_has(&out, "grows instead\n");
    buffer_free(&out);
}
END_TEST

/* In whatever order they come, and however many they are. */
START_TEST(the_oldest_readers_come_first)
{
    static const uint64_t behind[] = {3, 9, 0, 5, 5, 11, 2, 4, 6, 7, 12, 1};
    struct buffer out = {0};
    const char *at;
    uint64_t before = 13, now;
    size_t i, listed = 0;

    reader_count = sizeof behind / sizeof *behind;
    for (i = 0; i < reader_count; i++)
        readers[i] = (struct nnreg_reader){.process = (long)i + 1, .behind = behind[i]};
    ck_assert_int_eq(parts_run(&out, "-r reg stat"), 0);
    for (at = buffer_text(&out); (at = strstr(at, "commit 0, ")) != NULL; listed++, before = now) {
        at += strlen("commit 0, ");
        now = strtoull(at, NULL, 10);
        ck_assert_uint_le(now, before);
        ck_assert_uint_ge(now, 4);
    }
    ck_assert_uint_eq(listed, 8);
    buffer_free(&out);
}
END_TEST

START_TEST(what_was_meant_is_told)
{
    struct buffer out = {0};

    ck_assert_int_eq(parts_run(&out, "stat reg/x"), 2);
    parts_has(&out, "it is of the whole registry, which -r names: nnreg -r reg/x stat");
    buffer_free(&out);
    ck_assert_int_eq(parts_run(&out, "stat 7"), 2);
    parts_has(&out, "of one network: nnreg show 7");
    buffer_free(&out);
    ck_assert_int_eq(parts_run(&out, "stat --json --metrics"), 2);
    parts_has(&out, "are two forms");
    buffer_free(&out);
}
END_TEST

Suite *parts_stat_suite(void)
{
    Suite *suite = suite_create("stat");
    TCase *tests = tcase_create("stat");

    tcase_add_checked_fixture(tests, make_registry, remove_registry);
    tcase_add_test(tests, one_is_not_told_as_many);
    tcase_add_test(tests, a_reader_that_is_behind_is_told_of);
    tcase_add_test(tests, the_oldest_readers_come_first);
    tcase_add_test(tests, what_was_meant_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
