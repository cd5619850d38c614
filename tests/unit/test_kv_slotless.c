/*
 * A process that can have no readers' slots: its id is taken in another PID namespace. The namespaces themselves are in
 * tests/faults; here the lock is put where the other process would have put it.
 */
#include <check.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fsio.h"
#include "failing_calls.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

static struct scratch scratch;
static struct nnreg_error error;

static void set_up(void)
{
    store_make(&scratch);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    scratch_remove(&scratch);
}

/* As a process of this very id in another PID namespace would: it has the slots of the id. */
static int take_own_id(void)
{
    int fd = openat(scratch.folder, "lock.mdb", O_RDWR | O_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(nnreg_fs_lock_bytes(fd, true, NNREG_LMDB_LOCK_PIDS + (uint64_t)getpid(), 1, false, NULL),
                     NNREG_OK);
    return fd;
}

static nnreg_status do_nothing(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)txn, (void)context, (void)error_out;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------- without a slot -- */

START_TEST(an_id_that_is_in_use_elsewhere_reads_and_writes_without_slots)
{
    int other = take_own_id();
    struct nnreg_kv *kv = store_opened(&scratch);
    uint64_t i;

    ck_assert_ptr_nonnull(nnreg_lmdb_env_of(kv->store)->slotless);
    for (i = 0; i < 300; i++) {
        ck_assert_int_eq(store_put(kv, i, 2 * i, &error), NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i), 2 * i);
    }
    nnreg_kv_close(kv);
    close(other);
    kv = store_opened(&scratch);
    ck_assert_ptr_null(nnreg_lmdb_env_of(kv->store)->slotless);
    ck_assert_uint_eq(store_get(kv, 299), 598);
    nnreg_kv_close(kv);
}
END_TEST

struct reading {
    int from_writer, to_writer;
    unsigned wrong;
};

/* Looks at its snapshot after each of the writer's first two commits, which need not wait for it. */
static nnreg_status read_while_others_write(struct nnreg_kv_txn *txn, void *context,
                                            struct nnreg_error *error_out)
{
    struct reading *reading = context;
    char byte;
    int i;
    uint64_t key;

    (void)error_out;
    for (i = 0; i < 2; i++) {
        reading->wrong += write(reading->to_writer, "", 1) != 1 || read(reading->from_writer, &byte, 1) != 1;
        for (key = 0; key < 50; key++)
            reading->wrong += get_number(txn, key) != 7;
    }
    return NNREG_OK;
}

static nnreg_status put_fifty(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = NNREG_OK;
    uint64_t key;

    for (key = 0; key < 50 && status == NNREG_OK; key++)
        status = put_number(txn, key, *(uint64_t *)context, error_out);
    return status;
}

/* Commits two changes when it is told, and as many more as come to use pages again that the old state needed. */
_Noreturn static void write_when_told(int told, int tell)
{
    struct nnreg_kv *kv;
    uint64_t i;
    char byte;

    CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
    for (i = 0; i < 20; i++) {
        if (i < 2)
            CHILD(read(told, &byte, 1) == 1);
        CHILD(nnreg_kv_write(kv, put_fifty, &i, &error) == NNREG_OK);
        if (i < 2)
            CHILD(write(tell, "", 1) == 1);
    }
    nnreg_kv_close(kv);
    child_done();
}

START_TEST(a_snapshot_without_a_slot_stays_what_it_is_and_the_writer_waits_for_it_at_the_third_commit)
{
    int other = take_own_id(), up[2], down[2];
    struct nnreg_kv *kv = store_opened(&scratch);
    uint64_t seven = 7;
    struct reading reading = {0};
    pid_t child;

    ck_assert_int_eq(nnreg_kv_write(kv, put_fifty, &seven, &error), NNREG_OK);
    ck_assert_int_eq(pipe2(up, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(down, O_CLOEXEC), 0);
    child = fork();
    if (child == 0)
        write_when_told(down[0], up[1]);
    reading.from_writer = up[0];
    reading.to_writer = down[1];
    ck_assert_int_eq(nnreg_kv_read(kv, read_while_others_write, &reading, &error), NNREG_OK);
    ck_assert_uint_eq(reading.wrong, 0);
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_uint_eq(store_get(kv, 49), 19);
    nnreg_kv_close(kv);
    close(other);
}
END_TEST

static nnreg_status look_at_states(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_kv *kv = context;
    uint64_t state = (uint64_t)mdb_txn_id(((struct nnreg_lmdb_txn *)txn)->mdb) - (txn->write ? 1 : 0);
    int fd = openat(scratch.folder, "data.mdb", O_RDWR | O_CLOEXEC);
    bool older, own, newer;

    (void)error_out;
    ck_assert_int_eq(nnreg_fs_bytes_are_locked(&older, fd, NNREG_LMDB_LOCK_STATES, state - 1, NULL),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_fs_bytes_are_locked(&own, fd, NNREG_LMDB_LOCK_STATES + state - 1, 2, NULL),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_fs_bytes_are_locked(&newer, fd, NNREG_LMDB_LOCK_STATES + state + 1, 1, NULL),
                     NNREG_OK);
    close(fd);
    ck_assert_int_eq(older, txn->write);
    ck_assert_int_eq(newer, txn->write);
    ck_assert_int_eq(own, !txn->write && nnreg_lmdb_env_of(kv->store)->slotless != NULL);
    return NNREG_OK;
}

START_TEST(a_writer_has_all_states_but_the_last_two_and_a_reader_without_a_slot_has_its_own)
{
    int other = take_own_id();
    struct nnreg_kv *kv = store_opened(&scratch);
    uint64_t i;

    for (i = 0; i < 5; i++)
        ck_assert_int_eq(store_put(kv, 1, i, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, look_at_states, kv, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_read(kv, look_at_states, kv, &error), NNREG_OK);
    nnreg_kv_close(kv);
    close(other);
    kv = store_opened(&scratch);
    ck_assert_int_eq(nnreg_kv_read(kv, look_at_states, kv, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/*
 * In front of each lock of a state another commit is made, so many times; the lock is refused, as by a writer that has gone on
 * meanwhile, or comes too late.
 */
static struct {
    struct nnreg_kv *kv;
    unsigned left; /* commits to be made */
    uint64_t value;
    int refusal; /* 0: it is given */
    bool inside;
} overtaking;

static int overtake(const char *call)
{
    if (strcmp(call, "fcntl") != 0 || overtaking.inside || overtaking.left == 0)
        return 0;
    overtaking.inside = true;
    overtaking.left--;
    ck_assert_int_eq(store_put(overtaking.kv, 1, ++overtaking.value, NULL), NNREG_OK);
    overtaking.inside = false;
    return overtaking.refusal;
}

/* One that is refused without a commit between: the writer of the state is just ending, and is waited for. */
static int refuse_once_then_overtake(const char *call)
{
    if (strcmp(call, "fcntl") != 0 || overtaking.inside || overtaking.left == 0)
        return 0;
    if (overtaking.left == 2) {
        overtaking.left--;
        return EAGAIN;
    }
    return overtake(call);
}

static nnreg_status get_one(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)error_out;
    *(uint64_t *)context = get_number(txn, 1);
    return NNREG_OK;
}

START_TEST(a_state_that_others_have_gone_beyond_is_left_for_the_newest)
{
    static const struct {
        int (*hook)(const char *);
        unsigned commits;
        int refusal;
        nnreg_status status;
    } races[] = {
        {overtake, 1, 0, NNREG_OK},
        {overtake, 3, 0, NNREG_OK},
        {overtake, 1, EAGAIN, NNREG_OK},
        {overtake, 3, EAGAIN, NNREG_OK},
        {refuse_once_then_overtake, 2, 0, NNREG_OK},
        {overtake, 1000, EAGAIN, NNREG_BUSY},
        {overtake, 1000, 0, NNREG_BUSY},
    };
    int other = take_own_id();
    struct nnreg_kv *kv = store_opened(&scratch);
    uint64_t found;
    size_t i;

    overtaking.kv = kv;
    overtaking.value = 100;
    for (i = 0; i < sizeof races / sizeof *races; i++) {
        nnreg_status status;

        found = 0;
        overtaking.left = races[i].commits;
        overtaking.refusal = races[i].refusal;
        nnreg_fs_use_hook(races[i].hook);
        status = nnreg_kv_read(kv, get_one, &found, &error);
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(status == races[i].status, "race %zu: %d, %s", i, status, error.text);
        if (status == NNREG_OK)
            ck_assert_uint_eq(found, overtaking.value);
        else
            ck_assert_str_eq(error.text, "cannot read data.mdb: it is being changed too often");
        ck_assert_uint_eq(store_get(kv, 1), overtaking.value);
    }
    nnreg_kv_close(kv);
    close(other);
}
END_TEST

static int
    newest_held; /* who has the newest state exclusively, as the writer of it has until its commit ends */
static unsigned locks_asked;
static bool wait_fails;

static int meet_second_lock(const char *call)
{
    if (strcmp(call, "fcntl") != 0 || ++locks_asked != 2)
        return 0;
    if (wait_fails)
        return EIO;
    close(newest_held);
    newest_held = -1;
    return 0;
}

/* A reader waits for it; the wait may fail, or the snapshot behind it. */
START_TEST(a_newest_state_that_cannot_be_had_is_told)
{
    int other = take_own_id();
    struct nnreg_kv *kv = store_opened(&scratch);
    struct nnreg_kv_statistics statistics;

    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error), NNREG_OK);
    newest_held = openat(scratch.folder, "data.mdb", O_RDWR | O_CLOEXEC);
    ck_assert_int_eq(
        nnreg_fs_lock_bytes(newest_held, true, NNREG_LMDB_LOCK_STATES + statistics.state, 1, false, &error),
        NNREG_OK);
    locks_asked = 0;
    wait_fails = true;
    nnreg_fs_use_hook(meet_second_lock);
    ck_assert_int_eq(nnreg_kv_read(kv, do_nothing, NULL, &error), NNREG_IO);
    ck_assert_uint_ge(locks_asked, 2);
    locks_asked = 0;
    wait_fails = false;
    failing_calls_arm("mdb_txn_renew", 3, EIO);
    ck_assert_int_eq(nnreg_kv_read(kv, do_nothing, NULL, &error), NNREG_IO);
    ck_assert(failing_calls_failed(NULL));
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(newest_held, -1);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
    close(other);
}
END_TEST

static nnreg_status read_in_replaced(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status;

    ck_assert_int_eq(renameat(scratch.folder, "data.mdb", scratch.folder, "away"), 0);
    scratch_write(&scratch, "data.mdb", 0, "another", 7);
    status = nnreg_kv_read(context, do_nothing, NULL, error_out);
    ck_assert_int_eq(unlinkat(scratch.folder, "data.mdb", 0), 0);
    ck_assert_int_eq(renameat(scratch.folder, "away", scratch.folder, "data.mdb"), 0);
    ck_assert_uint_eq(get_number(txn, 1), 1);
    return status;
}

/* A second snapshot opens the file for itself, which may be another one by then. */
START_TEST(a_reader_that_finds_another_file_in_place_is_told)
{
    int other = take_own_id();
    struct nnreg_kv *kv = store_opened(&scratch);

    ck_assert_int_eq(nnreg_kv_read(kv, read_in_replaced, kv, &error), NNREG_CONFLICT);
    ck_assert_msg(strstr(error.text, "was replaced while this process has it open") != NULL, "%s",
                  error.text);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
    close(other);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- opening -- */

/* What is done in front of the first table that is opened, between LMDB's begin and its first look at a page. */
static void (*before_tables)(void);

/* LMDB's, as the library meets it: the program's own symbol comes first. */
int mdb_dbi_open(MDB_txn *txn, const char *name, unsigned flags, MDB_dbi *dbi)
{
    union {
        void *object;
        int (*function)(MDB_txn *, const char *, unsigned, MDB_dbi *);
    } real;
    void (*before)(void) = before_tables;

    before_tables = NULL;
    if (before != NULL)
        before();
    real.object = dlsym(RTLD_NEXT, "mdb_dbi_open");
    return real.function(txn, name, flags, dbi);
}

static int writer_told, writer_tells;

/* Lets the writer begin, and gives it the time for more commits than a snapshot that nothing holds would live through. */
static void let_others_write(void)
{
    struct pollfd done = {writer_tells, POLLIN, 0};

    ck_assert_int_eq(write(writer_told, "", 1), 1);
    ck_assert_int_ge(poll(&done, 1, 500), 0);
}

_Noreturn static void write_many(int told, int tell)
{
    struct nnreg_kv *kv;
    uint64_t i;
    char byte;

    CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
    CHILD(write(tell, "", 1) == 1);
    CHILD(read(told, &byte, 1) == 1);
    for (i = 0; i < 20; i++)
        CHILD(nnreg_kv_write(kv, put_fifty, &i, &error) == NNREG_OK);
    CHILD(write(tell, "", 1) == 1);
    nnreg_kv_close(kv);
    child_done();
}

START_TEST(the_state_in_which_the_tables_are_looked_for_stays_while_others_write)
{
    int other = take_own_id(), up[2], down[2];
    struct nnreg_kv *kv;
    pid_t child;
    char byte;

    ck_assert_int_eq(pipe2(up, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(down, O_CLOEXEC), 0);
    child = fork();
    if (child == 0)
        write_many(down[0], up[1]);
    ck_assert_int_eq(read(up[0], &byte, 1), 1);
    writer_told = down[1];
    writer_tells = up[0];
    before_tables = let_others_write;
    kv = store_opened(&scratch);
    ck_assert_ptr_null(before_tables);
    ck_assert_ptr_nonnull(nnreg_lmdb_env_of(kv->store)->slotless);
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_uint_eq(store_get(kv, 49), 19);
    nnreg_kv_close(kv);
    close(other);
}
END_TEST

Suite *kv_slotless_suite(void);
Suite *kv_slotless_suite(void)
{
    Suite *suite = suite_create("kv_slotless");
    TCase *tests = tcase_create("slotless");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, an_id_that_is_in_use_elsewhere_reads_and_writes_without_slots);
    tcase_add_test(
        tests, a_snapshot_without_a_slot_stays_what_it_is_and_the_writer_waits_for_it_at_the_third_commit);
    tcase_add_test(tests, a_writer_has_all_states_but_the_last_two_and_a_reader_without_a_slot_has_its_own);
    tcase_add_test(tests, a_state_that_others_have_gone_beyond_is_left_for_the_newest);
    tcase_add_test(tests, a_newest_state_that_cannot_be_had_is_told);
    tcase_add_test(tests, a_reader_that_finds_another_file_in_place_is_told);
    tcase_add_test(tests, the_state_in_which_the_tables_are_looked_for_stays_while_others_write);
    suite_add_tcase(suite, tests);
    return suite;
}
