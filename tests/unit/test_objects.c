/* Objects in a folder: whole or not at all, read in any range, removed twice, listed; and what each failing system call leaves. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "store/objects_folder.h"
#include "store_fixture.h"

static struct scratch scratch;
static struct nnreg_object_store *store;
static struct nnreg_error error;
static bool unknown;

static void set_up(void)
{
    scratch_make(&scratch);
    ck_assert_int_eq(nnreg_objects_folder_open(&store, scratch.folder, &error), NNREG_OK);
}

static void tear_down(void)
{
    nnreg_clock_use(NULL);
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    store->driver->close(store);
    scratch_remove(&scratch);
}

static nnreg_status put(const char *name, const char *text)
{
    struct nnreg_object_source source = {.fd = -1, .content = text, .size = strlen(text)};

    return store->driver->put(&unknown, store, name, &source, NULL, NULL, &error);
}

/* The text of a range, or NULL. */
static const char *get(const char *name, uint64_t offset, uint64_t length)
{
    static char text[100];
    nnreg_status status;
    int fd;

    ck_assert_int_eq(nnreg_fs_create_in_memory(&fd, &error), NNREG_OK);
    status = store->driver->get(store, name, offset, length, fd, NULL, NULL, &error);
    memset(text, 0, sizeof text);
    ck_assert_int_ge(pread(fd, text, sizeof text - 1, 0), 0);
    close(fd);
    error.status = status;
    return status == NNREG_OK ? text : NULL;
}

static nnreg_status note_name(const char *name, uint64_t size, void *context, struct nnreg_error *error_out)
{
    size_t length = strlen(context);

    snprintf((char *)context + length, 200 - length, "%s:%ju ", name, (uintmax_t)size);
    return strcmp(name, "last") == 0 ? nnreg_fail(error_out, NNREG_CANCELLED, "enough") : NNREG_OK;
}

static const char *list(const char *prefix)
{
    static char names[200];

    names[0] = '\0';
    ck_assert_int_eq(store->driver->list(store, prefix, note_name, names, &error), NNREG_OK);
    return names;
}

START_TEST(an_object_is_read_in_any_range_and_removed_as_often_as_one_likes)
{
    uint64_t size;

    ck_assert_int_eq(put("abcd/ef", "0123456789"), NNREG_OK);
    ck_assert_int_eq(store->driver->size(&size, store, "abcd/ef", &error), NNREG_OK);
    ck_assert_uint_eq(size, 10);
    ck_assert_str_eq(get("abcd/ef", 0, 10), "0123456789");
    ck_assert_str_eq(get("abcd/ef", 3, 4), "3456");
    ck_assert_str_eq(get("abcd/ef", 10, 0), "");
    ck_assert_ptr_null(get("abcd/ef", 8, 3));
    ck_assert_int_eq(error.status, NNREG_CORRUPT);
    ck_assert_int_eq(put("abcd/ef", "0123456789"), NNREG_OK); /* once more is harmless */
    ck_assert_int_eq(store->driver->remove(store, "abcd/ef", &error), NNREG_OK);
    ck_assert_int_eq(store->driver->remove(store, "abcd/ef", &error), NNREG_OK);
    ck_assert_int_eq(store->driver->remove(store, "zz/never", &error), NNREG_OK);
    ck_assert_int_eq(store->driver->size(&size, store, "abcd/ef", &error), NNREG_NOT_FOUND);
    ck_assert_ptr_null(get("abcd/ef", 0, 1));
    ck_assert_int_eq(error.status, NNREG_NOT_FOUND);
}
END_TEST

START_TEST(a_descriptor_is_read_from_its_beginning_and_one_that_is_too_short_is_told)
{
    struct nnreg_object_source source = {.size = 200000};
    struct stat st;

    scratch_write(&scratch, "file", 199999, "x", 1);
    source.fd = openat(scratch.folder, "file", O_RDONLY | O_CLOEXEC);
    ck_assert_int_ge(source.fd, 0);
    ck_assert_int_eq(store->driver->put(&unknown, store, "aa/1", &source, NULL, NULL, &error), NNREG_OK);
    ck_assert_int_eq(fstatat(scratch.folder, "aa/aa+1", &st, 0), 0);
    ck_assert_int_eq(st.st_size, 200000);
    ck_assert_uint_eq(st.st_mode & 0222, 0);
    source.size++;
    ck_assert_int_eq(store->driver->put(&unknown, store, "aa/2", &source, NULL, NULL, &error), NNREG_IO);
    ck_assert(!unknown);
    close(source.fd);
    ck_assert_str_eq(scratch_list(&scratch, "aa"), "aa+1 ");
}
END_TEST

static int stop(void *context, uint64_t done)
{
    (void)done;
    return --*(int *)context == 0;
}

START_TEST(putting_and_getting_can_be_cancelled)
{
    static char much[300000];
    struct nnreg_object_source source = {.fd = -1, .content = much, .size = sizeof much};
    int left = 2, fd;

    ck_assert_int_eq(store->driver->put(&unknown, store, "aa/1", &source, stop, &left, &error),
                     NNREG_CANCELLED);
    ck_assert_str_eq(scratch_list(&scratch, "aa"), "");
    ck_assert_int_eq(store->driver->put(&unknown, store, "aa/1", &source, NULL, NULL, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_create_in_memory(&fd, &error), NNREG_OK);
    left = 2;
    ck_assert_int_eq(store->driver->get(store, "aa/1", 0, sizeof much, fd, stop, &left, &error),
                     NNREG_CANCELLED);
    close(fd);
}
END_TEST

START_TEST(names_that_are_none_are_refused)
{
    static const char *const none[] = {"", "a", "/ab", "a/b", "..", ".hidden", "aa+b"};
    char longest[NNREG_OBJECT_NAME + 1];
    uint64_t size;
    size_t i;

    for (i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_int_eq(put(none[i], "x"), NNREG_INVALID_ARGUMENT);
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    ck_assert_int_eq(put(longest, "x"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(store->driver->size(&size, store, longest, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(store->driver->remove(store, longest, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(get(longest, 0, 1));
    ck_assert_int_eq(put(longest + 1, "x"), NNREG_OK);
    ck_assert_str_eq(scratch_list(&scratch, "."), "aa ");
}
END_TEST

static int64_t next_month(void)
{
    return INT64_MAX / 2;
}

/* What others have in the folder is none, nor what somebody is just putting. */
START_TEST(all_objects_are_listed_and_nothing_else)
{
    char names[200] = "";

    ck_assert_int_eq(put("abcd/ef", "123"), NNREG_OK);
    ck_assert_int_eq(put("abcd/gh", "1"), NNREG_OK);
    ck_assert_int_eq(put("cdcd", ""), NNREG_OK);
    scratch_write(&scratch, "README", 0, "x", 1);
    scratch_write(&scratch, "xx", 0, "x", 1);
    scratch_write(&scratch, "ab/.put-17-0123456789abcdef", 0, "x", 1);
    ck_assert_int_eq(mkdirat(scratch.folder, "ab/ab+folder", 0777), 0);
    ck_assert_str_eq(list(""), "abcd/ef:3 abcd/gh:1 cdcd:0 ");
    ck_assert_str_eq(list("abcd/"), "abcd/ef:3 abcd/gh:1 ");
    ck_assert_str_eq(list("abcd/g"), "abcd/gh:1 ");
    ck_assert_str_eq(scratch_list(&scratch, "ab"), ".put-17-0123456789abcdef ab+folder abcd+ef abcd+gh ");
    nnreg_clock_use(next_month); /* nobody is putting it any more */
    ck_assert_str_eq(list("cd"), "cdcd:0 ");
    ck_assert_str_eq(scratch_list(&scratch, "ab"), "ab+folder abcd+ef abcd+gh ");
    ck_assert_int_eq(put("last", ""), NNREG_OK);
    ck_assert_int_eq(store->driver->list(store, "last", note_name, names, &error), NNREG_CANCELLED);
}
END_TEST

static unsigned steps, strike;
static const char *struck;

static int fail_at_step(const char *call)
{
    if (++steps != strike)
        return 0;
    struck = call;
    return EIO;
}

/* Behind a failure there is no object, or it is told that there may be; a second go is always right. */
START_TEST(a_failure_at_any_system_call_is_told_and_leaves_no_half_of_an_object)
{
    nnreg_status status = NNREG_IO;
    unsigned before = open_descriptors();
    uint64_t size;

    for (strike = 1; status != NNREG_OK; strike++) {
        steps = 0;
        struck = NULL;
        nnreg_fs_use_hook(fail_at_step);
        status = put("abcd/ef", "0123456789");
        nnreg_fs_use_hook(NULL);
        ck_assert_int_eq(status == NNREG_OK, struck == NULL);
        ck_assert_uint_eq(open_descriptors(), before);
        if (status == NNREG_OK)
            break;
        if (store->driver->size(&size, store, "abcd/ef", &error) == NNREG_OK) {
            ck_assert(unknown);
            ck_assert_str_eq(get("abcd/ef", 0, size), "0123456789");
        }
        ck_assert_int_eq(store->driver->remove(store, "abcd/ef", &error), NNREG_OK);
    }
    ck_assert_uint_gt(strike, 6);
    ck_assert_str_eq(get("abcd/ef", 0, 10), "0123456789");
}
END_TEST

START_TEST(without_memory_nothing_is_put_and_nothing_opened)
{
    struct nnreg_object_store *other;

    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_objects_folder_open(&other, scratch.folder, &error), NNREG_NO_MEMORY);
    ck_assert_ptr_null(other);
    ck_assert_int_eq(put("abcd/ef", "123"), NNREG_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(put("abcd/ef", "123"), NNREG_OK);
    nnreg_alloc_fail_from(1);
    ck_assert_ptr_null(get("abcd/ef", 0, 3));
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(error.status, NNREG_NO_MEMORY);
}
END_TEST

Suite *objects_suite(void);
Suite *objects_suite(void)
{
    Suite *suite = suite_create("objects");
    TCase *tests = tcase_create("folder");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_object_is_read_in_any_range_and_removed_as_often_as_one_likes);
    tcase_add_test(tests, a_descriptor_is_read_from_its_beginning_and_one_that_is_too_short_is_told);
    tcase_add_test(tests, putting_and_getting_can_be_cancelled);
    tcase_add_test(tests, names_that_are_none_are_refused);
    tcase_add_test(tests, all_objects_are_listed_and_nothing_else);
    tcase_add_test(tests, a_failure_at_any_system_call_is_told_and_leaves_no_half_of_an_object);
    tcase_add_test(tests, without_memory_nothing_is_put_and_nothing_opened);
    suite_add_tcase(suite, tests);
    return suite;
}
