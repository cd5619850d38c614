/*
 * Copies of a store, and what can be told of one: a copy has what one snapshot has, whatever is written meanwhile; what fails
 * leaves nothing that could be taken for one; and numbers of pages and readers are those that are there.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

static struct scratch scratch, target;
static struct nnreg_error error;
static struct nnreg_kv *kv;

static void set_up(void)
{
    store_make(&scratch);
    scratch_make(&target);
    kv = store_opened(&scratch);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_kv_close(kv);
    scratch_remove(&target);
    scratch_remove(&scratch);
}

static int make_target(void)
{
    int fd = openat(target.folder, "data.mdb", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    ck_assert_int_ge(fd, 0);
    return fd;
}

/* The copy as a store, each page of it looked at. */
static struct nnreg_kv *open_copy(void)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *copy;

    options.create = false;
    options.check = true;
    ck_assert_msg(nnreg_kv_open(&copy, target.folder, &options, &error) == NNREG_OK, "%s", error.text);
    return copy;
}

/* ---------------------------------------------------------------------------------------------------- contents -- */

#define NUMBERS 3000
#define LARGE   (UINT64_C(200) << 10) /* bytes of a value with pages of its own */

static nnreg_status fill_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = NNREG_OK;
    uint64_t i;

    (void)context;
    for (i = 0; i < NUMBERS && status == NNREG_OK; i++)
        status = put_number(txn, i, 3 * i, error_out);
    for (i = 0; i < 20 && status == NNREG_OK; i++)
        status = put_large(txn, i, LARGE + i, error_out);
    return status;
}

static nnreg_status thin_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_key at;
    uint64_t i;

    (void)context;
    for (i = 0; i < 18; i++)
        ck_assert_int_eq(nnreg_kv_remove(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&at, i), error_out), NNREG_OK);
    return NNREG_OK;
}

/* Two thousand pages, of which most are free. */
static void fill_and_thin(void)
{
    ck_assert_int_eq(nnreg_kv_write(kv, fill_work, NULL, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, thin_work, NULL, &error), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
}

static nnreg_status is_as_filled(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_slice value;
    struct nnreg_key at;
    uint64_t i, count;

    (void)context;
    for (i = 0; i < NUMBERS; i++)
        ck_assert_uint_eq(get_number(txn, i), 3 * i);
    ck_assert_int_eq(nnreg_kv_count(&count, txn, NNREG_KV_NETWORKS, error_out), NNREG_OK);
    ck_assert_uint_eq(count, 2);
    for (i = 18; i < 20; i++) {
        ck_assert_int_eq(nnreg_kv_get(&value, txn, NNREG_KV_NETWORKS, nnreg_key_u64(&at, i), error_out),
                         NNREG_OK);
        ck_assert_uint_eq(value.size, LARGE + i);
        ck_assert_int_eq(((const unsigned char *)value.content)[LARGE - 1], (int)i);
    }
    return NNREG_OK;
}

START_TEST(a_copy_is_a_store_with_the_same_in_it_and_can_be_written_to)
{
    struct nnreg_kv_copying how = {.compact = _i != 0};
    struct nnreg_kv_copied copied;
    struct nnreg_kv *copy;
    int fd = make_target();
    uint64_t i;

    fill_and_thin();
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, fd, &how, &error), NNREG_OK);
    close(fd);
    ck_assert_int_eq(scratch_size(&target, "data.mdb"), (int64_t)copied.bytes);
    copy = open_copy();
    ck_assert_int_eq(nnreg_kv_read(copy, is_as_filled, NULL, &error), NNREG_OK);
    for (i = 0; i < 20; i++)
        ck_assert_int_eq(store_put(copy, NUMBERS + i, i, &error), NNREG_OK);
    nnreg_kv_close(copy);
    copy = open_copy();
    ck_assert_uint_eq(store_get(copy, NUMBERS + 19), 19);
    nnreg_kv_close(copy);
}
END_TEST

START_TEST(a_compact_copy_has_nothing_free_in_it_and_is_smaller)
{
    struct nnreg_kv_copying how = {.compact = true};
    struct nnreg_kv_statistics before, after;
    struct nnreg_kv_copied copied;
    struct nnreg_kv *copy;
    int fd = make_target();

    fill_and_thin();
    ck_assert_int_eq(nnreg_kv_statistics(&before, kv, 0, NULL, NULL, &error), NNREG_OK);
    ck_assert_uint_gt(before.free_pages, 800);
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, fd, &how, &error), NNREG_OK);
    close(fd);
    copy = open_copy();
    ck_assert_int_eq(nnreg_kv_statistics(&after, copy, 0, NULL, NULL, &error), NNREG_OK);
    ck_assert_uint_eq(after.free_pages, 0);
    ck_assert_uint_eq(after.table_pages, before.table_pages);
    ck_assert_uint_eq(after.state, before.state);
    ck_assert_uint_eq(after.bytes, after.pages * after.page_size);
    ck_assert_uint_lt(after.bytes, before.bytes / 4);
    nnreg_kv_close(copy);
}
END_TEST

/* ------------------------------------------------------------------------------------- while others write -- */

/* Commits `times` numbers, after which no page of the snapshot's is where it was, and its meta page is written over. */
static void *write_some(void *context)
{
    const uint64_t *times = context;
    uint64_t i;

    for (i = 0; i < *times; i++)
        if (store_put(kv, 1, 1000 + i, NULL) != NNREG_OK)
            return NULL;
    return context;
}

static void write_in_a_thread(uint64_t times)
{
    pthread_t writer;
    void *done;

    ck_assert_int_eq(pthread_create(&writer, NULL, write_some, &times), 0);
    ck_assert_int_eq(pthread_join(writer, &done), 0);
    ck_assert_ptr_nonnull(done);
}

static int write_meanwhile(void *context, const char *stage, uint64_t done, uint64_t total)
{
    unsigned *calls = context;

    ck_assert_str_eq(stage, "copying");
    ck_assert_uint_le(done, total);
    ++*calls;
    write_in_a_thread(5);
    return 0;
}

START_TEST(a_copy_has_what_its_snapshot_has_whatever_is_written_meanwhile)
{
    unsigned calls = 0;
    struct nnreg_kv_copying how = {
        .compact = _i != 0, .progress = write_meanwhile, .progress_context = &calls};
    struct nnreg_kv_copied copied;
    struct nnreg_kv *copy;
    int fd = make_target();

    fill_and_thin();
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, fd, &how, &error), NNREG_OK);
    close(fd);
    ck_assert_uint_ge(calls, 2);
    copy = open_copy();
    ck_assert_int_eq(nnreg_kv_read(copy, is_as_filled, NULL, &error), NNREG_OK);
    nnreg_kv_close(copy);
    ck_assert_uint_eq(store_get(kv, 1), 1004);
}
END_TEST

/* What is written before the copy begins takes the snapshot's meta page away; so another snapshot is looked at. */
static nnreg_status look_late(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    uint64_t *seen = context;

    (void)error_out;
    seen[0]++;
    seen[1] = get_number(txn, 1);
    if (seen[0] == 1)
        write_in_a_thread(3);
    return NNREG_OK;
}

START_TEST(a_snapshot_is_looked_at_and_is_the_one_that_is_copied)
{
    uint64_t seen[2] = {0, 0};
    struct nnreg_kv_copying how = {.look = look_late, .look_context = seen};
    struct nnreg_kv_copied copied;
    struct nnreg_kv *copy;
    int fd = make_target();

    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, fd, &how, &error), NNREG_OK);
    close(fd);
    ck_assert_uint_eq(seen[0], 2);
    ck_assert_uint_eq(seen[1], 1002);
    copy = open_copy();
    ck_assert_uint_eq(store_get(copy, 1), 1002);
    nnreg_kv_close(copy);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- failures -- */

static unsigned steps, failing_step;

static int fail_nth(const char *call)
{
    (void)call;
    return ++steps == failing_step ? EIO : 0;
}

START_TEST(a_copy_fails_where_any_call_does_and_the_store_goes_on)
{
    struct nnreg_kv_copying how = {.compact = _i != 0};
    struct nnreg_kv_copied copied;
    unsigned stride = fixture_stride("calls of a copy", 7);
    nnreg_status status = NNREG_IO;

    fill_and_thin();
    for (failing_step = 1; status != NNREG_OK; failing_step += status == NNREG_OK ? 0 : stride) {
        int fd = make_target();

        steps = 0;
        nnreg_fs_use_hook(fail_nth);
        status = nnreg_kv_copy(&copied, kv, fd, &how, &error);
        nnreg_fs_use_hook(NULL);
        close(fd);
        ck_assert(status == NNREG_IO || (status == NNREG_OK && steps < failing_step));
    }
    ck_assert_uint_gt(failing_step, 10);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_read(kv, is_as_filled, NULL, &error), NNREG_OK);
}
END_TEST

static int cancel_at_once(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context;
    (void)stage;
    (void)done;
    (void)total;
    return 1;
}

START_TEST(a_cancelled_copy_is_no_store)
{
    struct nnreg_kv_copying how = {.compact = _i != 0, .progress = cancel_at_once};
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv_copied copied;
    struct nnreg_kv *copy;
    int fd = make_target();

    fill_and_thin();
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, fd, &how, &error), NNREG_CANCELLED);
    close(fd);
    ck_assert_int_eq(nnreg_kv_open(&copy, target.folder, &options, &error), NNREG_CORRUPT);
}
END_TEST

START_TEST(a_copy_goes_into_an_empty_file_only)
{
    struct nnreg_kv_copying how = {.compact = false};
    struct nnreg_kv_copied copied;
    int fd = make_target(), ends[2];

    ck_assert_int_eq(write(fd, "x", 1), 1);
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, fd, &how, &error), NNREG_INVALID_ARGUMENT);
    close(fd);
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, ends[1], &how, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(error.text, "a store is copied into an empty file only");
    close(ends[0]);
    close(ends[1]);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- statistics -- */

struct seen_readers {
    struct nnreg_kv_reader last;
    unsigned count;
};

static nnreg_status see_reader(const struct nnreg_kv_reader *reader, void *context,
                               struct nnreg_error *error_out)
{
    struct seen_readers *seen = context;

    (void)error_out;
    seen->last = *reader;
    seen->count++;
    return NNREG_OK;
}

static nnreg_status look_behind(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_kv_statistics *statistics = context;
    struct seen_readers seen = {.count = 0};

    (void)txn;
    write_in_a_thread(3);
    ck_assert_int_eq(nnreg_kv_statistics(statistics, kv, NNREG_KV_TASKS, see_reader, &seen, error_out),
                     NNREG_OK);
    ck_assert_uint_eq(seen.count, 1);
    ck_assert_uint_eq(seen.last.behind, 3);
    ck_assert_uint_eq(seen.last.state, statistics->oldest_state);
    ck_assert_uint_eq(seen.last.state + 3, statistics->state);
    ck_assert_uint_gt(seen.last.pinned, 0);
    ck_assert_uint_lt(seen.last.pinned, 200);
    ck_assert_uint_gt(statistics->free_pages, 250);
    ck_assert(seen.last.counted);
    ck_assert_uint_eq(seen.last.entries, 1); /* and not those that came since */
    ck_assert_int_le(seen.last.not_before, nnreg_clock_now());
    ck_assert_int_le(seen.last.not_after, nnreg_clock_now());
    if (seen.last.process != 0) {
        ck_assert_int_eq(seen.last.process, getpid());
        ck_assert_int_gt(seen.last.not_before, 0);
        ck_assert_int_lt(seen.last.not_before, seen.last.not_after);
    }
    /* Of a table that there is not nothing is counted; and who asks for no readers is told of none, only how many. */
    ck_assert_int_eq(nnreg_kv_statistics(statistics, kv, NNREG_KV_TABLE_COUNT, see_reader, &seen, error_out),
                     NNREG_OK);
    ck_assert_uint_eq(seen.count, 2);
    ck_assert(!seen.last.counted && seen.last.behind == 3);
    ck_assert_int_eq(nnreg_kv_statistics(statistics, kv, NNREG_KV_TASKS, NULL, NULL, error_out), NNREG_OK);
    return NNREG_OK;
}

static nnreg_status put_a_megabyte(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return put_large(txn, 5, 1 << 20, error_out);
}

static nnreg_status remove_it(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_key key;

    (void)context;
    return nnreg_kv_remove(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, 5), error_out);
}

START_TEST(a_reader_that_is_behind_is_told_with_its_process)
{
    struct nnreg_kv_statistics statistics;

    /* Pages that were free before are not kept by it. */
    ck_assert_int_eq(nnreg_kv_write(kv, put_a_megabyte, NULL, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, remove_it, NULL, &error), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_read(kv, look_behind, &statistics, &error), NNREG_OK);
    ck_assert_uint_eq(statistics.readers, 1);
    ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error), NNREG_OK);
    ck_assert_uint_eq(statistics.readers, 0);
    ck_assert_uint_eq(statistics.oldest_state, statistics.state);
}
END_TEST

/* A writer is at work as well, and has locks on what nobody may read. */
static nnreg_status look_from_a_write(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct seen_readers *seen = context;
    struct nnreg_kv_statistics statistics;

    (void)txn;
    return nnreg_kv_statistics(&statistics, kv, 0, see_reader, seen, error_out);
}

START_TEST(a_reader_without_a_slot_is_told_by_its_state)
{
    struct seen_readers seen = {.count = 0};
    struct nnreg_kv_statistics statistics;
    int fd = openat(scratch.folder, "data.mdb", O_RDWR | O_CLOEXEC);

    ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error), NNREG_OK);
    ck_assert_int_eq(
        nnreg_fs_lock_bytes(fd, false, NNREG_LMDB_LOCK_STATES + statistics.state, 1, false, &error),
        NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, look_from_a_write, &seen, &error), NNREG_OK);
    ck_assert_uint_eq(seen.count, 1);
    ck_assert_int_eq(seen.last.process, 0);
    ck_assert_uint_eq(seen.last.state, statistics.state);
    close(fd);
}
END_TEST

static unsigned locks_left;

static int fail_nth_lock(const char *call)
{
    return locks_left > 0 && strcmp(call, "fcntl") == 0 && --locks_left == 0 ? EIO : 0;
}

/* For want of memory, or since the system does not tell of a lock. */
static void readers_cannot_be_noted(void)
{
    struct nnreg_kv_statistics statistics;
    struct seen_readers seen = {.count = 0};
    nnreg_status status = NNREG_NO_MEMORY;
    bool failed = true;
    unsigned n, told = 0;

    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_kv_statistics(&statistics, kv, 0, see_reader, &seen, &error);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 2);
    for (n = 1; failed; n++) {
        locks_left = n;
        nnreg_fs_use_hook(fail_nth_lock);
        status = nnreg_kv_statistics(&statistics, kv, 0, see_reader, &seen, &error);
        nnreg_fs_use_hook(NULL);
        failed = locks_left == 0;
        ck_assert(status == NNREG_OK || (failed && status == NNREG_IO));
        told += status == NNREG_IO;
    }
    ck_assert_uint_ge(told, 2);
}

/* Next to each other, which the system tells one by one; a lock that keeps readers away is none. */
START_TEST(readers_without_a_slot_are_told_one_by_one_and_a_writers_locks_are_none)
{
    struct seen_readers seen = {.count = 0};
    struct nnreg_kv_statistics statistics;
    int fds[3], i;

    write_in_a_thread(3);
    ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error), NNREG_OK);
    ck_assert_uint_ge(statistics.state, 3);
    for (i = 0; i < 3; i++) {
        fds[i] = openat(scratch.folder, "data.mdb", O_RDWR | O_CLOEXEC);
        ck_assert_int_ge(fds[i], 0);
        ck_assert_int_eq(nnreg_fs_lock_bytes(fds[i], i == 0,
                                             NNREG_LMDB_LOCK_STATES + (i == 0 ? 0 : statistics.state - 2 + i),
                                             i == 0 ? 2 : 1, false, &error),
                         NNREG_OK);
    }
    ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, see_reader, &seen, &error), NNREG_OK);
    ck_assert_uint_eq(statistics.readers, 2);
    ck_assert_uint_eq(seen.count, 2);
    ck_assert_uint_eq(statistics.oldest_state, statistics.state - 1);
    readers_cannot_be_noted();
    for (i = 0; i < 3; i++)
        close(fds[i]);
}
END_TEST

/* From the n-th of these calls on, so many times, the store has two more commits: its meta pages say nothing of a state before. */
static unsigned calls_before, times_left;
static uint64_t overtaken_by;

static int go_beyond(const char *call)
{
    if (strcmp(call, "fstat") != 0 || times_left == 0 || (calls_before > 0 && calls_before-- > 0))
        return 0;
    times_left--;
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(store_put(kv, 1, ++overtaken_by, NULL), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, ++overtaken_by, NULL), NNREG_OK);
    nnreg_fs_use_hook(go_beyond);
    return 0;
}

START_TEST(numbers_are_those_of_one_state_though_others_go_beyond_it)
{
    static const char busy[] = "data.mdb is being changed too often to be looked at";
    struct nnreg_kv_statistics before, statistics;
    unsigned n;

    ck_assert_int_eq(nnreg_kv_statistics(&before, kv, 0, NULL, NULL, &error), NNREG_OK);
    for (n = 0, times_left = 0; times_left == 0; n++) {
        calls_before = n;
        times_left = 1;
        nnreg_fs_use_hook(go_beyond);
        ck_assert_msg(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error) == NNREG_OK, "%u: %s", n,
                      error.text);
        nnreg_fs_use_hook(NULL);
        ck_assert_uint_ge(statistics.state, before.state);
        ck_assert_uint_eq(statistics.table_pages, before.table_pages);
        ck_assert_int_eq(nnreg_kv_statistics(&before, kv, 0, NULL, NULL, &error), NNREG_OK);
        ck_assert_uint_le(statistics.state, before.state);
    }
    ck_assert_uint_ge(n, 3);
    for (n = 1; n < 3; n++) {
        calls_before = n;
        times_left = 100000;
        nnreg_fs_use_hook(go_beyond);
        ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error), NNREG_BUSY);
        nnreg_fs_use_hook(NULL);
        ck_assert_str_eq(error.text, busy);
    }
}
END_TEST

static unsigned stats_seen, parity;

/* The meta pages are read twice, and hold still; but by then the state is not in them any more. */
static int go_beyond_each_second(const char *call)
{
    if (strcmp(call, "fstat") != 0 || ++stats_seen % 2 != parity)
        return 0;
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(store_put(kv, 1, ++overtaken_by, NULL), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, ++overtaken_by, NULL), NNREG_OK);
    nnreg_fs_use_hook(go_beyond_each_second);
    return 0;
}

START_TEST(who_is_overtaken_each_time_says_so)
{
    static const struct nnreg_kv_copying how = {.compact = false};
    struct nnreg_kv_statistics statistics;
    struct nnreg_kv_copied copied;
    unsigned copies_late = 0, looks_late = 0;
    nnreg_status status;

    for (parity = 0; parity < 2; parity++) {
        int fd = make_target();

        stats_seen = 0;
        nnreg_fs_use_hook(go_beyond_each_second);
        status = nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error);
        nnreg_fs_use_hook(NULL);
        looks_late += status == NNREG_BUSY;
        if (status == NNREG_BUSY)
            ck_assert_str_eq(error.text, "data.mdb is being changed too often to be looked at");
        else
            ck_assert_int_eq(status, NNREG_OK);
        stats_seen = 0;
        nnreg_fs_use_hook(go_beyond_each_second);
        status = nnreg_kv_copy(&copied, kv, fd, &how, &error);
        nnreg_fs_use_hook(NULL);
        copies_late +=
            status == NNREG_BUSY && strcmp(error.text, "the store is being changed too often to be "
                                                       "copied") == 0;
        ck_assert(status == NNREG_OK || status == NNREG_BUSY);
        close(fd);
    }
    ck_assert_uint_gt(looks_late, 0);
    ck_assert_uint_gt(copies_late, 0);
}
END_TEST

/* By the open file, whose newest meta page was sound when it was opened. */
START_TEST(a_meta_page_that_is_damaged_while_the_store_is_open_is_no_haste)
{
    static const struct nnreg_kv_copying how = {.compact = false};
    const uint16_t reversed = 2; /* a flag of a tree */
    struct nnreg_kv_statistics statistics;
    struct nnreg_kv_copied copied;
    char expected[120];
    int64_t page;
    int fd = make_target();

    ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error), NNREG_OK);
    page = (int64_t)(statistics.state % 2) * sysconf(_SC_PAGESIZE);
    scratch_write(&scratch, "data.mdb", page + 92, &reversed, sizeof reversed);
    snprintf(expected, sizeof expected,
             "data.mdb is damaged: the meta page at offset %lld gives a tree flags that it does not have",
             (long long)page);
    ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, expected);
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, fd, &how, &error), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, expected);
    close(fd);
}
END_TEST

Suite *kv_copy_suite(void);
Suite *kv_copy_suite(void)
{
    Suite *suite = suite_create("kv_copy");
    TCase *tests = tcase_create("copy");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, a_copy_is_a_store_with_the_same_in_it_and_can_be_written_to, 0, 2);
    tcase_add_test(tests, a_compact_copy_has_nothing_free_in_it_and_is_smaller);
    tcase_add_loop_test(tests, a_copy_has_what_its_snapshot_has_whatever_is_written_meanwhile, 0, 2);
    tcase_add_test(tests, a_snapshot_is_looked_at_and_is_the_one_that_is_copied);
    tcase_add_loop_test(tests, a_copy_fails_where_any_call_does_and_the_store_goes_on, 0, 2);
    tcase_add_loop_test(tests, a_cancelled_copy_is_no_store, 0, 2);
    tcase_add_test(tests, a_copy_goes_into_an_empty_file_only);
    tcase_add_test(tests, a_reader_that_is_behind_is_told_with_its_process);
    tcase_add_test(tests, a_reader_without_a_slot_is_told_by_its_state);
    tcase_add_test(tests, readers_without_a_slot_are_told_one_by_one_and_a_writers_locks_are_none);
    tcase_add_test(tests, numbers_are_those_of_one_state_though_others_go_beyond_it);
    tcase_add_test(tests, who_is_overtaken_each_time_says_so);
    tcase_add_test(tests, a_meta_page_that_is_damaged_while_the_store_is_open_is_no_haste);
    suite_add_tcase(suite, tests);
    return suite;
}
