/* A device without room: said so, never taken for a broken one, never a signal, and over when there is room again. */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
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

/* More than the free pages, and at once: LMDB writes pages that follow each other in one call. */
static nnreg_status put_thirty_pages(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return put_large(txn, 1, (size_t)30 * 4096, error_out);
}

/* A device that fills up lets a write end early, and so does a limit of the process: LMDB takes that for an I/O error. */
START_TEST(a_write_that_finds_no_room_says_so_and_the_handle_goes_on_when_there_is_some)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    struct rlimit before, limit;
    struct stat st;

    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(fstatat(scratch.folder, "data.mdb", &st, 0), 0);
    limit = before;
    limit.rlim_cur = (rlim_t)st.st_size + 4096;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(nnreg_kv_write(kv, put_thirty_pages, NULL, &error), NNREG_NO_SPACE);
    ck_assert_ptr_nonnull(strstr(error.text, "larger than a file may be"));
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    ck_assert_int_eq(nnreg_kv_write(kv, put_thirty_pages, NULL, &error), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 3);
    nnreg_kv_close(kv);
}
END_TEST

START_TEST(a_store_for_which_there_is_no_room_is_not_made)
{
    static const char *const files[] = {"data.mdb", "lock.mdb", "closed"};
    struct rlimit before, limit;
    struct nnreg_kv *kv;
    nnreg_status status;
    size_t i;

    for (i = 0; i < sizeof files / sizeof *files; i++)
        ck_assert_int_eq(unlinkat(scratch.folder, files[i], 0), 0);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    limit = before;
    limit.rlim_cur = 10240; /* of pages two and a half */
    (void)setrlimit(RLIMIT_FSIZE, &limit);
    status = store_open(&kv, &scratch, 0, &error);
    (void)setrlimit(RLIMIT_FSIZE, &before);
    ck_assert_int_eq(status, NNREG_NO_SPACE);
    ck_assert_msg(strstr(error.text, "larger than a file may be") != NULL, "%s", error.text);
    ck_assert_str_eq(scratch_list(&scratch, "."), "");
    kv = store_opened(&scratch);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/* LMDB maps lock.mdb; where it has a hole, a full device is a SIGBUS for who takes a slot. */
START_TEST(the_lock_file_has_all_its_blocks)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    struct stat st;

    nnreg_kv_close(kv);
    ck_assert_int_eq(fstatat(scratch.folder, "lock.mdb", &st, 0), 0);
    ck_assert_int_eq(st.st_size,
                     (off_t)nnreg_lmdb_lock_file_bytes(NNREG_LMDB_READERS)); /* LMDB has not made it longer */
    ck_assert_int_ge(st.st_blocks * 512, st.st_size);
    scratch_truncate(&scratch, "lock.mdb", 0); /* as after a copy that leaves holes */
    scratch_truncate(&scratch, "lock.mdb", st.st_size);
    kv = store_opened(&scratch);
    ck_assert_int_eq(fstatat(scratch.folder, "lock.mdb", &st, 0), 0);
    ck_assert_int_ge(st.st_blocks * 512, st.st_size);
    nnreg_kv_close(kv);
}
END_TEST

static int no_room(const char *call)
{
    return strcmp(call, "fallocate") == 0 ? ENOSPC : 0;
}

START_TEST(without_room_for_the_lock_file_a_store_is_read_all_the_same)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv = store_opened(&scratch);

    nnreg_kv_close(kv);
    scratch_truncate(&scratch, "lock.mdb", 0);
    nnreg_fs_use_hook(no_room);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_NO_SPACE);
    ck_assert_ptr_nonnull(strstr(error.text, "lock.mdb\": no space is left on the device"));
    options.read_only = true;
    options.create = false;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
    nnreg_fs_use_hook(NULL);
    kv = store_opened(&scratch);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

Suite *kv_room_suite(void);
Suite *kv_room_suite(void)
{
    Suite *suite = suite_create("kv_room");
    TCase *tests = tcase_create("room");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_write_that_finds_no_room_says_so_and_the_handle_goes_on_when_there_is_some);
    tcase_add_test(tests, a_store_for_which_there_is_no_room_is_not_made);
    tcase_add_test(tests, the_lock_file_has_all_its_blocks);
    tcase_add_test(tests, without_room_for_the_lock_file_a_store_is_read_all_the_same);
    suite_add_tcase(suite, tests);
    return suite;
}
