/*
 * Tables that came later: a store that was made before goes on without them, until they are made, by whoever has it open. And the
 * right to be the only process that has it open.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/fsio.h"
#include "failing_calls.h"
#include "store/kv_engine.h"
#include "store/lmdb/internal.h"
#include "store/lmdb/lmdb_engine.h"
#include "store_fixture.h"

enum { FIRST, SECOND, LATER, LAST, TABLES };
#define OLD_TABLES LATER /* of a store that was made before */

static const char *const names[TABLES] = {"first", "second", "later", "last"};
static struct scratch scratch;
static struct nnreg_kv *kv;
static struct nnreg_error error;

static nnreg_status open_with(struct nnreg_kv **out, size_t count, size_t needed, uint64_t map_size)
{
    const struct nnreg_lmdb_options own = {.map_size = map_size};
    struct nnreg_kv_options options = {
        .tables = names, .table_count = count, .needed_tables = needed, .create = true};

    if (store_is_default())
        options.engine_options = &own;
    return nnreg_kv_open(out, scratch.folder, &options, &error);
}

static void open_again(uint64_t map_size)
{
    nnreg_kv_close(kv);
    ck_assert_msg(open_with(&kv, TABLES, OLD_TABLES, map_size) == NNREG_OK, "%s", error.text);
}

static void set_up(void)
{
    scratch_make(&scratch);
    ck_assert_int_eq(open_with(&kv, OLD_TABLES, 0, 0), NNREG_OK);
    open_again(0);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_kv_close(kv);
    scratch_remove(&scratch);
}

/* ---------------------------------------------------------------------------------------------------- closures -- */

static const struct nnreg_slice a_key = {"key", 3}, a_value = {"value", 5};

static nnreg_status count_one(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                              struct nnreg_error *error_out)
{
    (void)stop, (void)key, (void)value, (void)error_out;
    ++*(uint64_t *)context;
    return NNREG_OK;
}

/* How many entries of a later table there are, by every way of asking; UINT64_MAX: they disagree. */
static uint64_t entries_in(struct nnreg_kv_txn *txn, nnreg_kv_table_id table)
{
    uint64_t counted = 0, walked = 0, walked_back = 0, got;
    struct nnreg_slice value;

    ck_assert_int_eq(nnreg_kv_count(&counted, txn, table, &error), NNREG_OK);
    ck_assert_int_eq(
        nnreg_kv_walk(txn, table, (struct nnreg_slice){NULL, 0}, false, count_one, &walked, &error),
        NNREG_OK);
    ck_assert_int_eq(nnreg_kv_walk(txn, table, a_key, true, count_one, &walked_back, &error), NNREG_OK);
    got = nnreg_kv_get(&value, txn, table, a_key, &error) == NNREG_OK;
    return counted == walked && walked == walked_back && walked_back == got ? counted : UINT64_MAX;
}

struct look {
    uint64_t entries;
    bool has[TABLES];
};

static nnreg_status look_at_store(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct look *look = context;
    unsigned table;

    (void)error_out;
    look->entries = entries_in(txn, LATER);
    for (table = 0; table < TABLES; table++)
        look->has[table] = nnreg_kv_has_table(txn, table);
    return NNREG_OK;
}

static void check_view(struct nnreg_kv *of, bool has, uint64_t entries)
{
    struct look look;

    ck_assert_int_eq(nnreg_kv_read(of, look_at_store, &look, &error), NNREG_OK);
    ck_assert(look.has[FIRST] && look.has[SECOND]);
    ck_assert(look.has[LATER] == has && look.has[LAST] == has);
    ck_assert_uint_eq(look.entries, entries);
}

static nnreg_status put_into(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    return nnreg_kv_put(txn, *(unsigned *)context, a_key, a_value, error_out);
}

static nnreg_status put_in(struct nnreg_kv *of, unsigned table)
{
    return nnreg_kv_write(of, put_into, &table, &error);
}

struct making {
    nnreg_status end; /* how the closure ends */
    size_t large;     /* bytes that are put as well */
    unsigned runs;
};

static nnreg_status make_and_put(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    static const char zeros[1 << 20];
    struct making *making = context;
    nnreg_status status = nnreg_kv_make_tables(txn, error_out);

    making->runs++;
    if (status == NNREG_OK && making->large > 0)
        status = nnreg_kv_put(txn, SECOND, a_key, (struct nnreg_slice){zeros, making->large}, error_out);
    if (status == NNREG_OK)
        status = nnreg_kv_put(txn, LATER, a_key, a_value, error_out);
    if (status != NNREG_OK)
        return status;
    ck_assert(nnreg_kv_has_table(txn, LATER) && nnreg_kv_has_table(txn, LAST));
    ck_assert_uint_eq(entries_in(txn, LATER), 1);
    return making->end == NNREG_OK ? NNREG_OK : nnreg_fail(error_out, making->end, "no");
}

static nnreg_status make(struct nnreg_kv *of, nnreg_status end)
{
    struct making making = {.end = end};

    return nnreg_kv_write_alone(of, make_and_put, &making, &error);
}

/* ---------------------------------------------------------------------------------------------------- without -- */

static nnreg_status write_without(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    ck_assert_uint_eq(entries_in(txn, LATER), 0);
    ck_assert_int_eq(nnreg_kv_remove(txn, LATER, a_key, error_out), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_kv_put(txn, LAST, a_key, a_value, error_out), NNREG_UNSUPPORTED);
    ck_assert_str_eq(error_out->text,
                     "the registry was made before there was a table \"last\": run `nnreg upgrade`");
    return nnreg_kv_put(txn, SECOND, a_key, a_value, error_out);
}

START_TEST(a_store_without_a_later_table_reads_nothing_in_it_refuses_what_is_put_there_and_goes_on)
{
    check_view(kv, false, 0);
    ck_assert_int_eq(nnreg_kv_write(kv, write_without, NULL, &error), NNREG_OK);
    open_again(0);
    check_view(kv, false, 0);
    ck_assert_int_eq(put_in(kv, FIRST), NNREG_OK);
    ck_assert_int_eq(put_in(kv, LATER), NNREG_UNSUPPORTED);
    if (store_is_default()) {
        struct nnreg_kv_statistics statistics;

        ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, LATER, NULL, NULL, &error), NNREG_OK);
        ck_assert_uint_eq(statistics.table_pages, 2); /* of the two that there are, a page each */
    }
}
END_TEST

START_TEST(a_table_that_every_store_has_is_damage_where_it_is_missing)
{
    nnreg_kv_close(kv);
    kv = NULL;
    ck_assert_int_eq(open_with(&kv, TABLES, OLD_TABLES + 1, 0), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "is damaged: the table \"later\" is missing"));
    ck_assert_int_eq(open_with(&kv, TABLES, 0, 0), NNREG_CORRUPT);
}
END_TEST

/* Those of the first open are those of the process: what was opened with them has their numbers. */
START_TEST(a_second_open_with_other_tables_is_refused)
{
    static const char *const others[TABLES] = {"first", "other", "later", "last"};
    struct nnreg_kv_options options = {.tables = others, .table_count = TABLES, .needed_tables = OLD_TABLES};
    struct nnreg_kv *second;

    ck_assert_int_eq(nnreg_kv_open(&second, scratch.folder, &options, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(error.text, "the store is open in this process with other tables");
    ck_assert_int_eq(open_with(&second, OLD_TABLES, 0, 0), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(second);
    nnreg_kv_close(kv);
    ck_assert_int_eq(open_with(&kv, OLD_TABLES, 0, 0), NNREG_OK);
    ck_assert_int_eq(open_with(&second, TABLES, OLD_TABLES, 0), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(error.text, "the store is open in this process with other tables");
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- making -- */

START_TEST(tables_that_are_made_are_there_in_their_write_and_for_all_who_come_later)
{
    struct nnreg_kv *second;

    ck_assert_int_eq(open_with(&second, TABLES, OLD_TABLES, 0), NNREG_OK);
    check_view(second, false, 0); /* whose snapshot is kept for the next */
    ck_assert_int_eq(make(kv, NNREG_OK), NNREG_OK);
    check_view(kv, true, 1);
    check_view(second, true, 1);
    ck_assert_int_eq(put_in(second, LAST), NNREG_OK);
    ck_assert_int_eq(make(second, NNREG_OK), NNREG_OK); /* nothing to make */
    nnreg_kv_close(second);
    open_again(0);
    check_view(kv, true, 1);
}
END_TEST

static void *make_in_thread(void *context)
{
    return make(context, NNREG_OK) == NNREG_OK ? context : NULL;
}

static nnreg_status look_around_a_make(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    pthread_t thread;
    void *made;

    (void)error_out;
    ck_assert(!nnreg_kv_has_table(txn, LATER));
    ck_assert_int_eq(pthread_create(&thread, NULL, make_in_thread, context), 0);
    ck_assert_int_eq(pthread_join(thread, &made), 0);
    ck_assert_ptr_eq(made, context);
    ck_assert(!nnreg_kv_has_table(txn, LATER));
    ck_assert_uint_eq(entries_in(txn, LATER), 0);
    return NNREG_OK;
}

START_TEST(a_snapshot_that_began_before_sees_no_table_to_its_end)
{
    ck_assert_int_eq(nnreg_kv_read(kv, look_around_a_make, kv, &error), NNREG_OK);
    check_view(kv, true, 1);
}
END_TEST

static int refuse_commit(const char *call)
{
    return strcmp(call, "commit") == 0 ? ENOSPC : 0;
}

START_TEST(what_is_undone_has_made_no_table_and_it_can_be_made_again)
{
    ck_assert_int_eq(make(kv, NNREG_REFUSED), NNREG_REFUSED);
    check_view(kv, false, 0);
    nnreg_fs_use_hook(refuse_commit);
    ck_assert_int_eq(make(kv, NNREG_OK), NNREG_NO_SPACE);
    nnreg_fs_use_hook(NULL);
    check_view(kv, false, 0);
    ck_assert_int_eq(put_in(kv, LATER), NNREG_UNSUPPORTED);
    ck_assert_int_eq(make(kv, NNREG_OK), NNREG_OK);
    check_view(kv, true, 1);
}
END_TEST

/* What failed first is what all later calls of the closure say, and the write ends by it. */
static nnreg_status go_on_when_spoilt(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    failing_calls_arm("mdb_cursor_put", 1, EIO);
    ck_assert_int_eq(nnreg_kv_put(txn, FIRST, a_key, a_value, error_out), NNREG_IO);
    ck_assert(failing_calls_failed(NULL));
    error_out->text[0] = '\0';
    ck_assert_int_eq(nnreg_kv_make_tables(txn, error_out), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error_out->text, "the device failed"));
    error_out->text[0] = '\0';
    ck_assert_int_eq(nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error_out), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error_out->text, "the device failed"));
    return NNREG_OK;
}

static nnreg_status fail_to_make(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    ck_assert_int_eq(nnreg_kv_make_tables(txn, error_out), NNREG_IO);
    return NNREG_OK;
}

START_TEST(a_write_that_is_spoilt_makes_no_table_and_gets_no_right)
{
    nnreg_status status;

    if (!store_is_default())
        return;
    ck_assert_int_eq(nnreg_kv_write_alone(kv, go_on_when_spoilt, NULL, &error), NNREG_IO);
    check_view(kv, false, 0);
    failing_calls_arm("mdb_dbi_open", 1, EIO);
    status = nnreg_kv_write_alone(kv, fail_to_make, NULL, &error);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_int_eq(status, NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "cannot make the store's tables: "));
    check_view(kv, false, 0);
    ck_assert_int_eq(make(kv, NNREG_OK), NNREG_OK);
    check_view(kv, true, 1);
}
END_TEST

static nnreg_status remove_without_memory(struct nnreg_kv_txn *txn, void *context,
                                          struct nnreg_error *error_out)
{
    nnreg_status status;

    (void)context;
    failing_calls_arm("mdb_cursor_open", 1, ENOMEM);
    status = nnreg_kv_remove(txn, FIRST, a_key, error_out);
    ck_assert(failing_calls_failed(NULL));
    return status;
}

static nnreg_status is_in_first(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_slice value;

    (void)context;
    return nnreg_kv_get(&value, txn, FIRST, a_key, error_out);
}

START_TEST(a_remove_without_memory_leaves_the_entry)
{
    if (!store_is_default())
        return;
    ck_assert_int_eq(put_in(kv, FIRST), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, remove_without_memory, NULL, &error), NNREG_NO_MEMORY);
    ck_assert_int_eq(nnreg_kv_read(kv, is_in_first, NULL, &error), NNREG_OK);
}
END_TEST

/* A map that is full while they are made has to grow as for any other write. */
START_TEST(tables_for_which_there_is_no_room_are_made_in_a_larger_map)
{
    struct making making = {.runs = 0};

    if (!store_is_default())
        return;
    failing_calls_arm("mdb_dbi_open", 2, MDB_MAP_FULL);
    ck_assert_int_eq(nnreg_kv_write_alone(kv, make_and_put, &making, &error), NNREG_OK);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_uint_eq(making.runs, 2);
    check_view(kv, true, 1);
}
END_TEST

START_TEST(a_make_that_does_not_fit_is_run_again)
{
    struct making making = {.large = 1 << 20};

    open_again((uint64_t)64 << 10);
    ck_assert_int_eq(nnreg_kv_write_alone(kv, make_and_put, &making, &error), NNREG_OK);
    if (store_is_default())
        ck_assert_uint_gt(making.runs, 1);
    check_view(kv, true, 1);
}
END_TEST

/* A part of a write can be undone without the rest, and the handles of its tables could not. */
START_TEST(a_part_of_a_shared_write_makes_no_tables)
{
    const struct nnreg_kv_engine *engine = kv->store->engine;
    struct nnreg_kv_txn *whole, *part;
    bool retry = false;

    ck_assert_int_eq(engine->begin_write(&whole, kv->store, &error), NNREG_OK);
    ck_assert_int_eq(engine->begin_part(&part, whole, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_make_tables(part, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(engine->end_part(part, false, &retry, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_make_tables(whole, &error), NNREG_OK);
    ck_assert_int_eq(engine->begin_part(&part, whole, &error), NNREG_OK);
    ck_assert(nnreg_kv_has_table(part, LATER));
    ck_assert_int_eq(nnreg_kv_put(part, LATER, a_key, a_value, &error), NNREG_OK);
    ck_assert_int_eq(engine->end_part(part, true, &retry, &error), NNREG_OK);
    ck_assert_int_eq(engine->commit(whole, &retry, &error), NNREG_OK);
    check_view(kv, true, 1);
}
END_TEST

static nnreg_status make_in_snapshot(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return nnreg_kv_make_tables(txn, error_out);
}

START_TEST(a_snapshot_makes_no_tables)
{
    ck_assert_int_eq(nnreg_kv_read(kv, make_in_snapshot, NULL, &error), NNREG_READ_ONLY);
}
END_TEST

/* ------------------------------------------------------------------------------------------- other processes -- */

/* A child that has the store open, and goes on when it is told. */
struct other {
    pid_t child;
    int told, tell; /* the parent's ends */
};

static void begin_other(struct other *other, void (*work)(struct nnreg_kv *own))
{
    int to[2], from[2];
    char byte;

    nnreg_kv_close(kv);
    kv = NULL;
    ck_assert_int_eq(pipe(to), 0);
    ck_assert_int_eq(pipe(from), 0);
    other->child = fork();
    if (other->child == 0) {
        struct nnreg_kv *own;

        CHILD(open_with(&own, TABLES, OLD_TABLES, 0) == NNREG_OK);
        CHILD(write(from[1], "", 1) == 1 && read(to[0], &byte, 1) == 1);
        work(own);
        nnreg_kv_close(own);
        child_done();
    }
    other->told = from[0];
    other->tell = to[1];
    close(to[0]);
    close(from[1]);
    ck_assert_int_eq(read(other->told, &byte, 1), 1);
    open_again(0);
}

static void end_other(struct other *other)
{
    ck_assert_int_eq(write(other->tell, "", 1), 1);
    ck_assert_int_eq(child_wait(other->child), 0);
    close(other->told);
    close(other->tell);
}

static void go_on_without(struct nnreg_kv *own)
{
    struct nnreg_kv *again;

    check_view(own, false, 0);
    CHILD(put_in(own, FIRST) == NNREG_OK);
    CHILD(put_in(own, LATER) == NNREG_UNSUPPORTED);
    nnreg_kv_close(own);
    CHILD(open_with(&again, TABLES, OLD_TABLES, 0) == NNREG_OK);
    check_view(again, true, 1);
    CHILD(put_in(again, LAST) == NNREG_OK);
    nnreg_kv_close(again);
    child_done();
}

START_TEST(another_process_goes_on_without_the_tables_until_it_opens_the_store_again)
{
    struct other other;

    if (!store_is_default())
        return;
    begin_other(&other, go_on_without);
    ck_assert_int_eq(make(kv, NNREG_OK), NNREG_OK);
    end_other(&other);
    check_view(kv, true, 1);
}
END_TEST

START_TEST(a_process_without_slots_has_the_tables_that_it_made)
{
    int fd;

    if (!store_is_default())
        return;
    fd = openat(scratch.folder, "lock.mdb", O_RDWR | O_CLOEXEC);
    nnreg_kv_close(kv);
    kv = NULL;
    ck_assert_int_eq(nnreg_fs_lock_bytes(fd, true, NNREG_LMDB_LOCK_PIDS + (uint64_t)getpid(), 1, false, NULL),
                     NNREG_OK);
    open_again(0);
    ck_assert_ptr_nonnull(nnreg_lmdb_env_of(kv->store)->slotless);
    check_view(kv, false, 0);
    ck_assert_int_eq(make(kv, NNREG_OK), NNREG_OK);
    check_view(kv, true, 1);
    ck_assert_int_eq(put_in(kv, LATER), NNREG_OK);
    close(fd);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ alone -- */

static bool is_opening_locked(void)
{
    int fd = openat(scratch.folder, "data.mdb", O_RDWR | O_CLOEXEC);
    bool locked = false;

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(nnreg_fs_bytes_are_locked(&locked, fd, NNREG_LMDB_LOCK_OPENING, 1, NULL), NNREG_OK);
    close(fd);
    return locked;
}

static nnreg_status be_alone(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_ALONE, error_out);

    (void)context;
    if (status == NNREG_OK && store_is_default())
        ck_assert(is_opening_locked()); /* so that nobody comes meanwhile */
    return status;
}

START_TEST(who_is_alone_lets_nobody_open_the_store_until_the_write_is_over)
{
    struct nnreg_kv *second;

    ck_assert_int_eq(open_with(&second, TABLES, OLD_TABLES, 0), NNREG_OK); /* of this process: it may stay */
    ck_assert_int_eq(nnreg_kv_write_alone(kv, be_alone, NULL, &error), NNREG_OK);
    if (store_is_default())
        ck_assert(!is_opening_locked());
    nnreg_kv_close(second);
    open_again(0);
}
END_TEST

static void do_nothing(struct nnreg_kv *own)
{
    (void)own;
}

START_TEST(who_is_not_alone_is_told_so_and_goes_on)
{
    struct other other;

    if (!store_is_default())
        return;
    begin_other(&other, do_nothing);
    ck_assert_int_eq(nnreg_kv_write_alone(kv, be_alone, NULL, &error), NNREG_BUSY);
    ck_assert_str_eq(
        error.text,
        "data.mdb is open in another process (fuser -v shows which): close it there, and try again");
    ck_assert(!is_opening_locked());
    ck_assert_int_eq(put_in(kv, FIRST), NNREG_OK);
    end_other(&other);
    ck_assert_int_eq(nnreg_kv_write_alone(kv, be_alone, NULL, &error), NNREG_OK);
}
END_TEST

/* Who is about to open the store has it open as well. */
START_TEST(who_writes_alone_is_told_of_one_who_opens_the_store_just_then)
{
    nnreg_status status;
    int opener;

    if (!store_is_default())
        return;
    opener = openat(scratch.folder, "data.mdb", O_RDWR | O_CLOEXEC);
    ck_assert_int_eq(nnreg_fs_lock_bytes(opener, true, NNREG_LMDB_LOCK_OPENING, 1, false, &error), NNREG_OK);
    status = nnreg_kv_write_alone(kv, be_alone, NULL, &error);
    close(opener);
    ck_assert_int_eq(status, NNREG_BUSY);
    ck_assert_str_eq(
        error.text,
        "data.mdb is open in another process (fuser -v shows which): close it there, and try again");
    ck_assert_int_eq(nnreg_kv_write_alone(kv, be_alone, NULL, &error), NNREG_OK);
}
END_TEST

Suite *kv_tables_suite(void);
Suite *kv_tables_suite(void)
{
    Suite *suite = suite_create("kv_tables");
    TCase *later = tcase_create("later"), *alone = tcase_create("alone");

    tcase_add_checked_fixture(later, set_up, tear_down);
    tcase_add_test(later,
                   a_store_without_a_later_table_reads_nothing_in_it_refuses_what_is_put_there_and_goes_on);
    tcase_add_test(later, a_table_that_every_store_has_is_damage_where_it_is_missing);
    tcase_add_test(later, a_second_open_with_other_tables_is_refused);
    tcase_add_test(later, tables_that_are_made_are_there_in_their_write_and_for_all_who_come_later);
    tcase_add_test(later, a_snapshot_that_began_before_sees_no_table_to_its_end);
    tcase_add_test(later, what_is_undone_has_made_no_table_and_it_can_be_made_again);
    tcase_add_test(later, a_write_that_is_spoilt_makes_no_table_and_gets_no_right);
    tcase_add_test(later, a_remove_without_memory_leaves_the_entry);
    tcase_add_test(later, tables_for_which_there_is_no_room_are_made_in_a_larger_map);
    tcase_add_test(later, a_make_that_does_not_fit_is_run_again);
    tcase_add_test(later, a_part_of_a_shared_write_makes_no_tables);
    tcase_add_test(later, a_snapshot_makes_no_tables);
    tcase_add_test(later, another_process_goes_on_without_the_tables_until_it_opens_the_store_again);
    tcase_add_test(later, a_process_without_slots_has_the_tables_that_it_made);
    suite_add_tcase(suite, later);
    tcase_add_checked_fixture(alone, set_up, tear_down);
    tcase_add_test(alone, who_is_alone_lets_nobody_open_the_store_until_the_write_is_over);
    tcase_add_test(alone, who_is_not_alone_is_told_so_and_goes_on);
    tcase_add_test(alone, who_writes_alone_is_told_of_one_who_opens_the_store_just_then);
    suite_add_tcase(suite, alone);
    return suite;
}
