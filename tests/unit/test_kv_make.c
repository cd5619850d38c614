/* Making the store, and writing to it, while processes are killed and calls fail. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

static struct scratch scratch;
static struct nnreg_error error;

static void set_up(void)
{
    scratch_make(&scratch);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_fs_pretend_type(0);
    nnreg_alloc_fail_from(0);
    scratch_remove(&scratch);
}

static struct nnreg_kv *open_store(void)
{
    struct nnreg_kv *kv;

    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    return kv;
}

static unsigned steps, strike;
static const char *struck;

static int die_at_step(const char *call)
{
    (void)call;
    if (++steps == strike)
        raise(SIGKILL);
    return 0;
}

START_TEST(a_process_killed_while_it_makes_a_store_leaves_none_or_a_whole_one)
{
    struct nnreg_kv *kv;
    int status = -1;

    for (strike = 1; status != 0; strike++) {
        pid_t child = fork();

        ck_assert_uint_lt(strike, 100);
        if (child == 0) {
            steps = 0;
            nnreg_fs_use_hook(die_at_step);
            CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
            CHILD(store_put(kv, 1, 1, &error) == NNREG_OK);
            nnreg_kv_close(kv);
            child_done();
        }
        status = child_wait(child);
        kv = open_store();
        if (status == 0)
            ck_assert_uint_eq(store_get(kv, 1), 1);
        ck_assert_int_eq(store_put(kv, 2, 2, &error), NNREG_OK);
        nnreg_kv_close(kv);
        if (status != 0) {
            ck_assert_str_eq(scratch_list(&scratch, "."), "closed data.mdb lock.mdb ");
            ck_assert_int_eq(unlinkat(scratch.folder, "data.mdb", 0), 0);
            ck_assert_int_eq(unlinkat(scratch.folder, "lock.mdb", 0), 0);
            ck_assert_int_eq(unlinkat(scratch.folder, "closed", 0), 0);
        }
    }
    ck_assert_uint_gt(strike, 10);
}
END_TEST

static nnreg_status fill_in_vain(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    ck_assert_int_eq(put_number(txn, 1, 1, error_out), NNREG_OK);
    return nnreg_fail(error_out, NNREG_LIMIT, "full");
}

START_TEST(a_store_that_cannot_be_filled_is_not_made)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;

    options.create = true;
    options.fill = fill_in_vain;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_LIMIT);
    ck_assert_str_eq(error.text, "full");
    ck_assert_ptr_null(kv);
    ck_assert_str_eq(scratch_list(&scratch, "."), "");
}
END_TEST

static int fail_at_step(const char *call)
{
    if (++steps != strike)
        return 0;
    struck = call;
    return EIO;
}

START_TEST(an_open_that_fails_at_any_system_call_says_so_and_leaves_nothing_open)
{
    unsigned before = open_descriptors();
    nnreg_status status = NNREG_IO;
    struct nnreg_kv *kv;

    for (strike = 1; strike < 100; strike++) {
        steps = 0;
        struck = NULL;
        nnreg_fs_use_hook(fail_at_step);
        status = store_open(&kv, &scratch, 0, &error);
        nnreg_fs_use_hook(NULL);
        if (status != NNREG_OK) {
            ck_assert_ptr_nonnull(struck);
            ck_assert_int_eq(status, NNREG_IO);
            ck_assert_ptr_null(kv);
            ck_assert_ptr_null(strstr(scratch_list(&scratch, "."), "data.mdb.new"));
        } else {
            nnreg_kv_close(kv);
        }
        ck_assert_uint_eq(open_descriptors(), before);
        (void)unlinkat(scratch.folder, "data.mdb", 0);
        (void)unlinkat(scratch.folder, "lock.mdb", 0);
        (void)unlinkat(scratch.folder, "closed", 0);
        if (struck == NULL)
            break;
        if (strcmp(struck, "committed") != 0)
            ck_assert_int_ne(status, NNREG_OK);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(strike, 10);
}
END_TEST

START_TEST(a_store_is_taken_away_as_it_was_made_alone)
{
    struct nnreg_kv *kv;

    nnreg_kv_unmake(scratch.folder, NULL); /* there is none */
    nnreg_kv_close(open_store());
    nnreg_kv_unmake(scratch.folder, NULL);
    ck_assert_str_eq(scratch_list(&scratch, "."), "");
    kv = open_store();
    nnreg_kv_unmake(scratch.folder, NULL);
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    nnreg_kv_close(kv);
    nnreg_kv_unmake(scratch.folder, NULL);
    ck_assert_str_eq(scratch_list(&scratch, "."), "closed data.mdb lock.mdb ");
}
END_TEST

START_TEST(processes_that_make_one_store_at_the_same_time_make_one)
{
    enum { CHILDREN = 6 };
    pid_t children[CHILDREN];
    struct nnreg_kv *kv;
    int start[2];
    uint64_t i;

    ck_assert_int_eq(pipe2(start, O_CLOEXEC), 0);
    for (i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            char byte;

            close(start[1]);
            CHILD(read(start[0], &byte, 1) == 0); /* all at once */
            CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
            CHILD(store_put(kv, i, i, &error) == NNREG_OK);
            nnreg_kv_close(kv);
            child_done();
        }
    }
    close(start[0]);
    close(start[1]);
    for (i = 0; i < CHILDREN; i++)
        ck_assert_int_eq(child_wait(children[i]), 0);
    kv = open_store();
    for (i = 0; i < CHILDREN; i++)
        ck_assert_uint_eq(store_get(kv, i), i);
    nnreg_kv_close(kv);
}
END_TEST

static const char *deadly;

static int die_at_call(const char *call)
{
    if (strcmp(call, deadly) == 0)
        raise(SIGKILL);
    return 0;
}

START_TEST(a_kill_before_the_commit_loses_the_change_and_one_after_it_does_not)
{
    struct nnreg_kv *kv;
    pid_t child;

    if (!fixture_mends_mutexes())
        return;
    kv = open_store();
    deadly = _i == 0 ? "commit" : "committed";
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    child = fork();
    if (child == 0) {
        CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
        nnreg_fs_use_hook(die_at_call);
        (void)store_put(kv, 1, 2, &error);
        child_done();
    }
    ck_assert(WIFSIGNALED(child_wait(child)));
    ck_assert_uint_eq(store_get(kv, 1), _i == 0 ? 1 : 2);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK); /* its lock went with it */
    nnreg_kv_close(kv);
}
END_TEST

static nnreg_status count_visits(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                 struct nnreg_error *error_out)
{
    (void)stop;
    (void)key;
    (void)value;
    (void)error_out;
    ++*(unsigned *)context;
    return NNREG_OK;
}

static nnreg_status walk_all(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    return nnreg_kv_walk(txn, NNREG_KV_TASKS, (struct nnreg_slice){NULL, 0}, false, count_visits, context,
                         error_out);
}

/* Opens, writes, walks, with the n-th allocation failing. */
START_TEST(an_allocation_that_fails_is_an_error_that_changes_nothing)
{
    unsigned before = open_descriptors(), visits, puts = 0;
    nnreg_status status = NNREG_NO_MEMORY;
    struct nnreg_kv *kv;
    uint64_t n;

    for (n = 1; n < 50 && status != NNREG_OK; n++) {
        nnreg_alloc_fail_from(n);
        status = store_open(&kv, &scratch, 0, &error);
        if (status == NNREG_OK) {
            visits = 0;
            status = store_put(kv, n, n, &error);
            puts += status == NNREG_OK; /* it is kept, even if it cannot be read just now */
            if (status == NNREG_OK)
                status = nnreg_kv_read(kv, walk_all, &visits, &error);
            nnreg_kv_close(kv);
        }
        nnreg_alloc_fail_from(0);
        if (status != NNREG_OK) {
            ck_assert_int_eq(status, NNREG_NO_MEMORY);
            ck_assert_str_eq(error.text, "out of memory");
        }
        ck_assert_uint_eq(open_descriptors(), before);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_eq(visits, puts);
    ck_assert_uint_gt(n, 3);
}
END_TEST

Suite *kv_make_suite(void);
Suite *kv_make_suite(void)
{
    Suite *suite = suite_create("kv_make");
    TCase *tests = tcase_create("make");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, an_open_that_fails_at_any_system_call_says_so_and_leaves_nothing_open);
    tcase_add_test(tests, an_allocation_that_fails_is_an_error_that_changes_nothing);
    tcase_add_test(tests, a_process_killed_while_it_makes_a_store_leaves_none_or_a_whole_one);
    tcase_add_test(tests, a_store_that_cannot_be_filled_is_not_made);
    tcase_add_test(tests, a_store_is_taken_away_as_it_was_made_alone);
    tcase_add_test(tests, processes_that_make_one_store_at_the_same_time_make_one);
    tcase_add_loop_test(tests, a_kill_before_the_commit_loses_the_change_and_one_after_it_does_not, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
