/* The store's transactions: keys and values, order, snapshots, refusals, and how the map grows. */
#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

#define SMALL_MAP ((uint64_t)64 << 10)

static struct scratch scratch;
static struct nnreg_kv *kv;
static struct nnreg_error error;

static void set_up(void)
{
    scratch_make(&scratch);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    nnreg_kv_close(kv);
    scratch_remove(&scratch);
}

/* The same store with a map that is soon too small. */
static void use_small_map(void)
{
    nnreg_kv_close(kv);
    ck_assert_int_eq(store_open(&kv, &scratch, SMALL_MAP, &error), NNREG_OK);
}

/* ----------------------------------------------------------------------------------------- keys and values -- */

static nnreg_status never_run(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)txn, (void)context, (void)error_out;
    ck_abort_msg("there is no store to run it in");
    return NNREG_OK;
}

START_TEST(without_a_store_everything_is_refused)
{
    struct nnreg_kv_statistics statistics;
    struct nnreg_kv_compacted compacted;
    struct nnreg_error none;

    ck_assert_int_eq(nnreg_kv_read(NULL, never_run, NULL, &none), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(none.text, "there is no store");
    ck_assert_int_eq(nnreg_kv_write(NULL, never_run, NULL, &none), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_kv_statistics(&statistics, NULL, 0, NULL, NULL, &none), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_kv_compact(&compacted, NULL, NULL, NULL, &none), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(none.text, "there is no store");
    ck_assert(!nnreg_kv_grew(NULL));
    nnreg_kv_close(NULL);
}
END_TEST

START_TEST(what_was_put_is_there_after_closing_and_opening_again)
{
    ck_assert_int_eq(store_put(kv, 7, 49, &error), NNREG_OK);
    nnreg_kv_close(kv);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 7), 49);
    ck_assert_uint_eq(store_get(kv, 8), UINT64_MAX);
}
END_TEST

static nnreg_status use_bad_arguments(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    static const char bytes[600] = "";
    struct nnreg_slice longest = {bytes, 511}, too_long = {bytes, 512}, empty = {bytes, 0}, found;
    struct nnreg_slice huge = {bytes, (size_t)NNREG_KV_LONGEST_VALUE + 1}; /* only its size is looked at */

    (void)context;
    ck_assert_int_eq(nnreg_kv_put(txn, NNREG_KV_TASKS, longest, empty, error_out), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_put(txn, NNREG_KV_TASKS, too_long, empty, error_out), NNREG_LIMIT);
    ck_assert_str_eq(error_out->text, "a key has 512 bytes, more than 511");
    ck_assert_int_eq(nnreg_kv_put(txn, NNREG_KV_TASKS, empty, longest, error_out), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(error_out->text, "a key is empty");
    ck_assert_int_eq(nnreg_kv_get(&found, txn, NNREG_KV_TASKS, too_long, error_out), NNREG_LIMIT);
    ck_assert_int_eq(nnreg_kv_get(&found, txn, NNREG_KV_TASKS, empty, error_out), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_kv_remove(txn, NNREG_KV_TASKS, too_long, error_out), NNREG_LIMIT);
    ck_assert_int_eq(nnreg_kv_remove(txn, NNREG_KV_TASKS, empty, error_out), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_kv_put(txn, NNREG_KV_TABLE_COUNT, longest, empty, error_out),
                     NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error_out->text, "there is no table number "));
    ck_assert(!nnreg_kv_has_table(txn, NNREG_KV_TABLE_COUNT));
    ck_assert_int_eq(nnreg_kv_put(txn, NNREG_KV_TASKS, longest, huge, error_out), NNREG_LIMIT);
    ck_assert_int_eq(nnreg_kv_get(&found, txn, NNREG_KV_TASKS, longest, error_out), NNREG_OK);
    ck_assert_uint_eq(found.size, 0);
    return NNREG_OK;
}

START_TEST(bad_keys_and_tables_are_refused_and_do_not_spoil_the_transaction)
{
    ck_assert_int_eq(nnreg_kv_write(kv, use_bad_arguments, NULL, &error), NNREG_OK);
}
END_TEST

static nnreg_status remove_twice(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_key key;
    struct nnreg_slice slice = nnreg_key_u64(&key, 1);
    uint64_t *counts = context;

    strcpy(error_out->text, "untouched");
    ck_assert_int_eq(nnreg_kv_count(&counts[0], txn, NNREG_KV_TASKS, error_out), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_remove(txn, NNREG_KV_TASKS, slice, error_out), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_remove(txn, NNREG_KV_TASKS, slice, error_out), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_kv_get(&slice, txn, NNREG_KV_TASKS, slice, error_out), NNREG_NOT_FOUND);
    ck_assert_ptr_null(slice.content);
    ck_assert_int_eq(nnreg_kv_count(&counts[1], txn, NNREG_KV_TASKS, error_out), NNREG_OK);
    ck_assert_str_eq(error_out->text, "untouched");
    return NNREG_OK;
}

START_TEST(removing_what_is_not_there_is_not_found_without_a_text)
{
    uint64_t counts[2];

    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 2, 1, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, remove_twice, counts, &error), NNREG_OK);
    ck_assert_uint_eq(counts[0], 2);
    ck_assert_uint_eq(counts[1], 1);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- walking -- */

struct trip {
    uint64_t from; /* UINT64_MAX: no key */
    bool backwards;
    uint64_t stop_at;
    uint64_t fail_at;
    char seen[128];
};

static nnreg_status note(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                         struct nnreg_error *error_out)
{
    struct trip *trip = context;
    uint64_t number, payload;
    size_t used = strlen(trip->seen);

    ck_assert(nnreg_key_u64_read(&number, key));
    ck_assert(nnreg_key_u64_read(&payload, value));
    ck_assert_uint_eq(payload, number * number);
    snprintf(trip->seen + used, sizeof trip->seen - used, "%llu ", (unsigned long long)number);
    if (number == trip->fail_at)
        return nnreg_fail(error_out, NNREG_CANCELLED, "enough");
    *stop = number == trip->stop_at;
    return NNREG_OK;
}

static nnreg_status walk_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct trip *trip = context;
    struct nnreg_slice from = {NULL, 0};
    struct nnreg_key key;

    trip->seen[0] = '\0';
    if (trip->from != UINT64_MAX)
        from = nnreg_key_u64(&key, trip->from);
    return nnreg_kv_walk(txn, NNREG_KV_TASKS, from, trip->backwards, note, trip, error_out);
}

static void check_walk(uint64_t from, bool backwards, const char *expected)
{
    struct trip trip = {.from = from, .backwards = backwards};

    ck_assert_int_eq(nnreg_kv_read(kv, walk_work, &trip, &error), NNREG_OK);
    ck_assert_str_eq(trip.seen, expected);
}

static void put_squares(void)
{
    static const uint64_t keys[] = {256, 3, 70000, 5, 255};
    size_t i;

    for (i = 0; i < sizeof keys / sizeof *keys; i++)
        ck_assert_int_eq(store_put(kv, keys[i], keys[i] * keys[i], &error), NNREG_OK);
}

START_TEST(a_walk_goes_in_the_order_of_the_numbers_both_ways_from_anywhere)
{
    check_walk(UINT64_MAX, false, "");
    check_walk(UINT64_MAX, true, "");
    check_walk(1, true, "");
    put_squares();
    check_walk(UINT64_MAX, false, "3 5 255 256 70000 ");
    check_walk(UINT64_MAX, true, "70000 256 255 5 3 ");
    check_walk(0, false, "3 5 255 256 70000 ");
    check_walk(5, false, "5 255 256 70000 ");
    check_walk(6, false, "255 256 70000 ");
    check_walk(70001, false, "");
    check_walk(70001, true, "70000 256 255 5 3 ");
    check_walk(256, true, "256 255 5 3 ");
    check_walk(254, true, "5 3 ");
    check_walk(2, true, "");
}
END_TEST

START_TEST(a_walk_stops_where_asked_and_hands_a_failure_on)
{
    struct trip trip = {.from = UINT64_MAX, .stop_at = 255};

    put_squares();
    ck_assert_int_eq(nnreg_kv_read(kv, walk_work, &trip, &error), NNREG_OK);
    ck_assert_str_eq(trip.seen, "3 5 255 ");
    trip.stop_at = 0;
    trip.fail_at = 5;
    ck_assert_int_eq(nnreg_kv_read(kv, walk_work, &trip, &error), NNREG_CANCELLED);
    ck_assert_str_eq(trip.seen, "3 5 ");
    ck_assert_str_eq(error.text, "enough");
}
END_TEST

START_TEST(numbers_as_keys_come_back_and_other_sizes_are_none)
{
    static const uint64_t numbers[] = {0, 1, 255, 256, UINT64_C(0x0102030405060708), UINT64_MAX};
    static const unsigned char zeros[600] = {0};
    struct nnreg_key key;
    struct nnreg_slice slice;
    uint64_t back;
    size_t i, length;

    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        slice = nnreg_key_u64(&key, numbers[i]);
        ck_assert_uint_eq(slice.size, 8);
        ck_assert(nnreg_key_u64_read(&back, slice));
        ck_assert_uint_eq(back, numbers[i]);
    }
    slice = nnreg_key_u64(&key, UINT64_C(0x0102030405060708));
    ck_assert_mem_eq(slice.content, "\1\2\3\4\5\6\7\10", 8);
    slice.size = 7;
    ck_assert(!nnreg_key_u64_read(&back, slice));
    ck_assert(!nnreg_key_name_read(&back, &length, (struct nnreg_slice){zeros, sizeof zeros}));
    ck_assert_uint_eq(nnreg_key_text("abc").size, 3);
    ck_assert_uint_eq(nnreg_key_digest((const unsigned char *)"0123456789abcdef0123456789abcdef").size, 32);
}
END_TEST

/* ----------------------------------------------------------------------------------- refusals and snapshots -- */

static nnreg_status put_and_refuse(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    ck_assert_int_eq(put_number(txn, 1, 2, error_out), NNREG_OK);
    ck_assert_uint_eq(get_number(txn, 1), 2);
    return nnreg_fail(error_out, NNREG_REFUSED, "no");
}

START_TEST(a_refused_closure_changes_nothing)
{
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, put_and_refuse, NULL, &error), NNREG_REFUSED);
    ck_assert_str_eq(error.text, "no");
    ck_assert_uint_eq(store_get(kv, 1), 1);
}
END_TEST

static nnreg_status write_in_snapshot(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_key key;

    (void)context;
    ck_assert_int_eq(nnreg_kv_remove(txn, NNREG_KV_TASKS, nnreg_key_u64(&key, 1), error_out),
                     NNREG_READ_ONLY);
    return put_number(txn, 1, 2, error_out);
}

START_TEST(a_snapshot_cannot_be_written_to)
{
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_read(kv, write_in_snapshot, NULL, &error), NNREG_READ_ONLY);
    ck_assert_str_eq(error.text, "a snapshot of the store cannot be written to");
    ck_assert_uint_eq(store_get(kv, 1), 1);
}
END_TEST

static void *put_in_thread(void *value)
{
    struct nnreg_error own;

    return store_put(kv, 1, *(uint64_t *)value, &own) == NNREG_OK ? value : NULL;
}

static nnreg_status watch_a_writer(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    uint64_t two = 2;
    pthread_t writer;
    void *wrote;

    (void)context;
    (void)error_out;
    ck_assert_uint_eq(get_number(txn, 1), 1);
    ck_assert_int_eq(pthread_create(&writer, NULL, put_in_thread, &two), 0);
    ck_assert_int_eq(pthread_join(writer, &wrote), 0);
    ck_assert_ptr_eq(wrote, &two); /* it did not wait for this reader */
    ck_assert_uint_eq(get_number(txn, 1), 1);
    return NNREG_OK;
}

START_TEST(a_reader_keeps_its_snapshot_while_a_writer_commits)
{
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_read(kv, watch_a_writer, NULL, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 2);
}
END_TEST

static int refuse_commit(const char *call)
{
    return strcmp(call, "commit") == 0 ? ENOSPC : 0;
}

START_TEST(a_failed_commit_changes_nothing_and_the_next_one_works)
{
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    nnreg_fs_use_hook(refuse_commit);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_NO_SPACE);
    ck_assert_ptr_nonnull(strstr(error.text, "cannot commit to the store: "));
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 3);
}
END_TEST

START_TEST(a_store_without_a_file_is_neither_copied_nor_compacted)
{
    static const struct nnreg_kv_copying how = {.compact = false};
    struct nnreg_kv_compacted compacted;
    struct nnreg_kv_copied copied;
    char expected[128];

    if (store_is_default())
        return;
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, -1, &how, &error), NNREG_UNSUPPORTED);
    snprintf(expected, sizeof expected, "a store in %s has no file to be copied",
             kv->store->engine->data_name);
    ck_assert_str_eq(error.text, expected);
    ck_assert_int_eq(nnreg_kv_compact(&compacted, kv, NULL, NULL, &error), NNREG_UNSUPPORTED);
    snprintf(expected, sizeof expected, "a store in %s has no file to be compacted",
             kv->store->engine->data_name);
    ck_assert_str_eq(error.text, expected);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- the map -- */

struct load {
    size_t size;
    unsigned runs;
    nnreg_status first_put;
    bool look_away; /* says NNREG_OK whatever the put said */
};

static nnreg_status put_load(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct load *load = context;
    nnreg_status status = put_large(txn, 1, load->size, error_out);

    if (load->runs++ == 0)
        load->first_put = status;
    return load->look_away ? NNREG_OK : status;
}

static nnreg_status check_load(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    const struct load *load = context;
    const unsigned char *bytes;
    struct nnreg_slice found;
    struct nnreg_key key;

    ck_assert_int_eq(nnreg_kv_get(&found, txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, 1), error_out),
                     NNREG_OK);
    ck_assert_uint_eq(found.size, load->size);
    bytes = found.content;
    ck_assert_uint_eq(bytes[0], 1);
    ck_assert_uint_eq(bytes[found.size - 1], 1);
    return NNREG_OK;
}

START_TEST(a_put_that_does_not_fit_has_the_map_grown_and_the_closure_run_again)
{
    struct load load = {.size = 1 << 20, .look_away = _i == 1};

    use_small_map();
    ck_assert_int_eq(nnreg_kv_write(kv, put_load, &load, &error), NNREG_OK);
    ck_assert_int_eq(load.first_put, NNREG_LIMIT);
    ck_assert_uint_eq(load.runs, 6); /* 64 KiB doubled five times is the first above 1 MiB */
    ck_assert_int_eq(nnreg_kv_read(kv, check_load, &load, &error), NNREG_OK);
}
END_TEST

/* Among values of all sizes up to the map's there are some that fit when put, and not any more when committed. */
START_TEST(a_commit_that_does_not_fit_has_the_map_grown_and_the_closure_run_again)
{
    size_t pages;
    unsigned at_commit = 0;

    for (pages = 1; pages <= SMALL_MAP / 4096; pages++) {
        struct load load = {.size = pages * 4096 - 16};

        use_small_map();
        ck_assert_int_eq(nnreg_kv_write(kv, put_load, &load, &error), NNREG_OK);
        ck_assert_int_eq(nnreg_kv_read(kv, check_load, &load, &error), NNREG_OK);
        at_commit += load.runs > 1 && load.first_put == NNREG_OK;
        nnreg_kv_close(kv);
        scratch_remove(&scratch);
        scratch_make(&scratch);
        ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    }
    ck_assert_uint_gt(at_commit, 0);
}
END_TEST

static void grow_in_a_child(size_t size)
{
    pid_t child = fork();

    if (child == 0) {
        struct load load = {.size = size};
        struct nnreg_kv *own;

        CHILD(store_open(&own, &scratch, 0, &error) == NNREG_OK);
        CHILD(nnreg_kv_write(own, put_load, &load, &error) == NNREG_OK);
        CHILD(store_put(own, 2, 4, &error) == NNREG_OK);
        nnreg_kv_close(own);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
}

START_TEST(a_reader_follows_when_another_process_has_grown_the_file)
{
    struct load load = {.size = 1 << 20};

    use_small_map();
    grow_in_a_child(load.size);
    ck_assert_int_eq(nnreg_kv_read(kv, check_load, &load, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 2), 4);
}
END_TEST

START_TEST(a_writer_follows_when_another_process_has_grown_the_file)
{
    use_small_map();
    grow_in_a_child(1 << 20);
    ck_assert_int_eq(store_put(kv, 3, 9, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 2), 4);
    ck_assert_uint_eq(store_get(kv, 3), 9);
}
END_TEST

START_TEST(map_sizes_double_and_then_go_in_steps_up_to_the_limit)
{
    ck_assert_uint_eq(nnreg_lmdb_map_size(NNREG_LMDB_MAP_FIRST, 1), NNREG_LMDB_MAP_FIRST);
    ck_assert_uint_eq(nnreg_lmdb_map_size(NNREG_LMDB_MAP_FIRST, NNREG_LMDB_MAP_FIRST + 1),
                      2 * NNREG_LMDB_MAP_FIRST);
    ck_assert_uint_eq(nnreg_lmdb_map_size(NNREG_LMDB_MAP_STEP / 2, NNREG_LMDB_MAP_STEP), NNREG_LMDB_MAP_STEP);
    ck_assert_uint_eq(nnreg_lmdb_map_size(NNREG_LMDB_MAP_STEP, NNREG_LMDB_MAP_STEP + 1),
                      2 * NNREG_LMDB_MAP_STEP);
    ck_assert_uint_eq(nnreg_lmdb_map_size(3 * NNREG_LMDB_MAP_STEP, 3 * NNREG_LMDB_MAP_STEP + 1),
                      4 * NNREG_LMDB_MAP_STEP);
    ck_assert_uint_eq(nnreg_lmdb_map_size(NNREG_LMDB_MAP_STEP, NNREG_LMDB_MAP_MOST), NNREG_LMDB_MAP_MOST);
    ck_assert_uint_eq(nnreg_lmdb_map_size(NNREG_LMDB_MAP_STEP, NNREG_LMDB_MAP_MOST + 1), 0);
    ck_assert_uint_eq(nnreg_lmdb_map_size(NNREG_LMDB_MAP_STEP, UINT64_MAX), 0);
}
END_TEST

/* A reader that stays until it is told to go, and the writer that waits for it to grow the map. */
static pthread_mutex_t stay_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t stay_changed = PTHREAD_COND_INITIALIZER;
static bool staying, may_go;

static nnreg_status stay(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)error_out;
    pthread_mutex_lock(&stay_mutex);
    staying = true;
    pthread_cond_broadcast(&stay_changed);
    while (!may_go)
        pthread_cond_wait(&stay_changed, &stay_mutex);
    pthread_mutex_unlock(&stay_mutex);
    *(uint64_t *)context = get_number(txn, 1);
    return NNREG_OK;
}

static void *stay_in_thread(void *seen)
{
    struct nnreg_error own;

    return nnreg_kv_read(kv, stay, seen, &own) == NNREG_OK ? seen : NULL;
}

static void *load_in_thread(void *load)
{
    struct nnreg_error own;

    return nnreg_kv_write(kv, put_load, load, &own) == NNREG_OK ? load : NULL;
}

static void *read_in_thread(void *value)
{
    *(uint64_t *)value = store_get(kv, 1);
    return value;
}

static unsigned passed_readers(bool *growing)
{
    struct nnreg_lmdb_gate *gate = &nnreg_lmdb_env_of(kv->store)->gate;
    unsigned passed;

    pthread_mutex_lock(&gate->mutex);
    *growing = gate->growing > 0;
    passed = gate->passed;
    pthread_mutex_unlock(&gate->mutex);
    return passed;
}

START_TEST(readers_pass_a_growth_that_waits_but_not_for_ever)
{
    struct load load = {.size = 60000};
    pthread_t reader, writer, late;
    uint64_t seen = 0, late_seen = 0;
    bool growing = false;
    void *result;
    unsigned i;

    use_small_map();
    staying = may_go = false;
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(pthread_create(&reader, NULL, stay_in_thread, &seen), 0);
    pthread_mutex_lock(&stay_mutex);
    while (!staying)
        pthread_cond_wait(&stay_changed, &stay_mutex);
    pthread_mutex_unlock(&stay_mutex);
    ck_assert_int_eq(pthread_create(&writer, NULL, load_in_thread, &load), 0);
    while (!growing) {
        (void)passed_readers(&growing);
        sched_yield();
    }
    for (i = 0; i < NNREG_LMDB_PATIENCE; i++)
        ck_assert_uint_eq(store_get(kv, 1), 1); /* none of them waits */
    ck_assert_uint_eq(passed_readers(&growing), NNREG_LMDB_PATIENCE);
    ck_assert(growing);
    ck_assert_int_eq(pthread_create(&late, NULL, read_in_thread, &late_seen),
                     0); /* has to wait for the growth */
    pthread_mutex_lock(&stay_mutex);
    may_go = true;
    pthread_cond_broadcast(&stay_changed);
    pthread_mutex_unlock(&stay_mutex);
    ck_assert_int_eq(pthread_join(reader, &result), 0);
    ck_assert_ptr_eq(result, &seen);
    ck_assert_int_eq(pthread_join(writer, &result), 0);
    ck_assert_ptr_eq(result, &load);
    ck_assert_int_eq(pthread_join(late, &result), 0);
    ck_assert_uint_eq(seen, 1);
    ck_assert_uint_eq(late_seen, 1);
    ck_assert_uint_eq(load.runs, 2);
    ck_assert_uint_eq(passed_readers(&growing), NNREG_LMDB_PATIENCE); /* the late one did not pass */
    ck_assert(!growing);
}
END_TEST

static void add_map_tests(Suite *suite)
{
    TCase *map = tcase_create("map");

    tcase_add_checked_fixture(map, set_up, tear_down);
    tcase_set_timeout(map, 60);
    tcase_add_loop_test(map, a_put_that_does_not_fit_has_the_map_grown_and_the_closure_run_again, 0, 2);
    tcase_add_test(map, a_commit_that_does_not_fit_has_the_map_grown_and_the_closure_run_again);
    tcase_add_test(map, a_reader_follows_when_another_process_has_grown_the_file);
    tcase_add_test(map, a_writer_follows_when_another_process_has_grown_the_file);
    tcase_add_test(map, map_sizes_double_and_then_go_in_steps_up_to_the_limit);
    tcase_add_test(map, readers_pass_a_growth_that_waits_but_not_for_ever);
    suite_add_tcase(suite, map);
}

Suite *kv_suite(void);
Suite *kv_suite(void)
{
    Suite *suite = suite_create("kv");
    TCase *entries = tcase_create("entries");

    tcase_add_checked_fixture(entries, set_up, tear_down);
    tcase_set_timeout(entries, 60);
    tcase_add_test(entries, without_a_store_everything_is_refused);
    tcase_add_test(entries, what_was_put_is_there_after_closing_and_opening_again);
    tcase_add_test(entries, bad_keys_and_tables_are_refused_and_do_not_spoil_the_transaction);
    tcase_add_test(entries, removing_what_is_not_there_is_not_found_without_a_text);
    tcase_add_test(entries, a_walk_goes_in_the_order_of_the_numbers_both_ways_from_anywhere);
    tcase_add_test(entries, a_walk_stops_where_asked_and_hands_a_failure_on);
    tcase_add_test(entries, numbers_as_keys_come_back_and_other_sizes_are_none);
    tcase_add_test(entries, a_refused_closure_changes_nothing);
    tcase_add_test(entries, a_snapshot_cannot_be_written_to);
    tcase_add_test(entries, a_reader_keeps_its_snapshot_while_a_writer_commits);
    tcase_add_test(entries, a_failed_commit_changes_nothing_and_the_next_one_works);
    tcase_add_test(entries, a_store_without_a_file_is_neither_copied_nor_compacted);
    suite_add_tcase(suite, entries);
    if (store_is_default())
        add_map_tests(suite);
    return suite;
}
