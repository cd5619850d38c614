/*
 * Each call on files by itself: one that the system refuses is a status with its cause, one that a signal interrupts is made again,
 * and where a file system lacks what is asked for there is another way to the same end.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
#include "failing_calls.h"
#include "store_fixture.h"

Suite *fsio_suite(void);

static struct scratch scratch;
static int file, other; /* "file" and "other", open in the scratch folder */

static void begin(void)
{
    scratch_make(&scratch);
    ck_assert_int_eq(nnreg_fs_create(&file, scratch.folder, "file", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_create(&other, scratch.folder, "other", NULL), NNREG_OK);
}

static void end(void)
{
    (void)failing_calls_failed(NULL);
    nnreg_fs_use_hook(NULL);
    nnreg_fs_close(file);
    nnreg_fs_close(other);
    scratch_remove(&scratch);
}

/* --------------------------------------------------------------------------------------------------- the calls -- */

static nnreg_status close_made(nnreg_status status, int fd)
{
    ck_assert((status == NNREG_OK) == (fd >= 0));
    nnreg_fs_close(fd);
    return status;
}

static nnreg_status append(struct nnreg_error *error)
{
    return nnreg_fs_append(file, "x", 1, error);
}

static nnreg_status cut(struct nnreg_error *error)
{
    return nnreg_fs_truncate(file, 0, error);
}

static nnreg_status protect(struct nnreg_error *error)
{
    return nnreg_fs_protect(file, error);
}

static nnreg_status keep_rights(struct nnreg_error *error)
{
    return nnreg_fs_keep_rights(other, file, error);
}

static nnreg_status write_through(struct nnreg_error *error)
{
    return nnreg_fs_sync(file, error);
}

static nnreg_status look_at(struct nnreg_error *error)
{
    struct nnreg_file_stat stat;

    return nnreg_fs_stat(&stat, scratch.folder, "file", error);
}

static nnreg_status look_at_open(struct nnreg_error *error)
{
    struct nnreg_file_stat stat;

    return nnreg_fs_stat_fd(&stat, file, error);
}

static nnreg_status lock(struct nnreg_error *error)
{
    return nnreg_fs_lock(file, false, error);
}

static nnreg_status lock_shared(struct nnreg_error *error)
{
    return nnreg_fs_lock_shared(file, error);
}

static nnreg_status try_lock(struct nnreg_error *error)
{
    bool taken;

    return nnreg_fs_try_lock(&taken, file, error);
}

static nnreg_status find_lock(struct nnreg_error *error)
{
    uint64_t at, count;
    bool exclusive;

    return nnreg_fs_find_lock(&at, &count, &exclusive, file, 0, 10, error);
}

static nnreg_status make_bell(struct nnreg_error *error)
{
    int fd;
    nnreg_status status = nnreg_fs_bell(&fd, error);

    return close_made(status, fd);
}

static nnreg_status make_in_memory(struct nnreg_error *error)
{
    int fd;
    nnreg_status status = nnreg_fs_create_in_memory(&fd, error);

    return close_made(status, fd);
}

static nnreg_status find_remote(struct nnreg_error *error)
{
    const char *name;
    nnreg_status status = nnreg_fs_remote(&name, scratch.folder, error);

    ck_assert_ptr_null(name);
    return status;
}

static nnreg_status make_folder(struct nnreg_error *error)
{
    return nnreg_fs_make_folder(scratch.folder, "folder", error);
}

static nnreg_status rename_file(struct nnreg_error *error)
{
    return nnreg_fs_rename(scratch.folder, "file", scratch.folder, "renamed", error);
}

static nnreg_status rename_new(struct nnreg_error *error)
{
    return nnreg_fs_rename_new(scratch.folder, "file", scratch.folder, "renamed", error);
}

static nnreg_status exchange(struct nnreg_error *error)
{
    return nnreg_fs_exchange(scratch.folder, "file", scratch.folder, "other", "aside", error);
}

static nnreg_status give_name(struct nnreg_error *error)
{
    return nnreg_fs_link(file, scratch.folder, "second", error);
}

static nnreg_status remove_file(struct nnreg_error *error)
{
    return nnreg_fs_remove(scratch.folder, "file", error);
}

static const struct {
    nnreg_status (*run)(struct nnreg_error *error);
    const char *call;
    bool nameless; /* there is no file yet that could be named */
} calls[] = {
    {append, "write", false},         {cut, "ftruncate", false},
    {protect, "fstat", false},        {protect, "fchmod", false},
    {keep_rights, "fstat", false},    {keep_rights, "fchown", false},
    {keep_rights, "fchmod", false},   {write_through, "fsync", false},
    {look_at, "fstatat", false},      {look_at_open, "fstat", false},
    {lock, "flock", false},           {lock_shared, "flock", false},
    {try_lock, "flock", false},       {find_lock, "fcntl", false},
    {make_bell, "eventfd", true},     {make_in_memory, "memfd_create", true},
    {find_remote, "fstatfs", false},  {make_folder, "mkdirat", false},
    {rename_file, "renameat", false}, {rename_new, "renameat2", false},
    {exchange, "renameat2", false},   {give_name, "linkat", false},
    {remove_file, "unlinkat", false},
};
#define CALLS ((int)(sizeof calls / sizeof *calls))

static const char *refused;
static int refuse_by;

static int refuse(const char *call)
{
    return strcmp(call, refused) == 0 ? refuse_by : 0;
}

static void refuse_each(const char *call, int number)
{
    refused = call;
    refuse_by = number;
    nnreg_fs_use_hook(refuse);
}

START_TEST(a_refused_call_is_told_by_its_cause_and_its_file)
{
    struct nnreg_error error = NNREG_ERROR_INIT;

    refuse_each(calls[_i].call, EIO);
    ck_assert_int_eq(calls[_i].run(&error), NNREG_IO);
    ck_assert_int_eq(error.cause, EIO);
    ck_assert_msg(strstr(error.text, "the device failed") != NULL, "%s", error.text);
    ck_assert_msg(calls[_i].nameless || strstr(error.text, scratch.path) != NULL, "%s", error.text);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(calls[_i].run(&error), NNREG_OK);
}
END_TEST

/* A handler without SA_RESTART (signal(7)). Where the C library calls it by another name nothing is interrupted. */
START_TEST(an_interrupted_call_is_made_again)
{
    struct nnreg_error error = NNREG_ERROR_INIT;

    failing_calls_arm(calls[_i].call, 1, EINTR);
    ck_assert_msg(calls[_i].run(&error) == NNREG_OK, "%s: %s", calls[_i].call, error.text);
}
END_TEST

/* -------------------------------------------------------------------------------------------------- other ways -- */

START_TEST(a_descriptor_that_does_not_block_is_waited_for)
{
    struct nnreg_error error;

    failing_calls_arm("write", 1, EAGAIN);
    ck_assert_int_eq(nnreg_fs_append(file, "abc", 3, &error), NNREG_OK);
    ck_assert_int_eq(scratch_size(&scratch, "file"), 3);
    refuse_each("poll", ENOMEM);
    failing_calls_arm("write", 1, EAGAIN);
    ck_assert_int_eq(nnreg_fs_append(file, "abc", 3, &error), NNREG_NO_MEMORY);
    ck_assert_int_eq(error.cause, ENOMEM);
    ck_assert_int_eq(scratch_size(&scratch, "file"), 3);
}
END_TEST

START_TEST(who_may_not_give_a_file_away_gives_it_its_group)
{
    struct nnreg_error error;
    struct stat st;

    ck_assert_int_eq(fchmod(file, 0640), 0);
    failing_calls_arm("fchown", 1, EPERM);
    ck_assert_int_eq(nnreg_fs_keep_rights(other, file, &error), NNREG_OK);
    ck_assert_int_eq(fstat(other, &st), 0);
    ck_assert_int_eq(st.st_mode & 07777, 0640);
    refuse_each("fchown", EPERM);
    ck_assert_int_eq(nnreg_fs_keep_rights(other, file, &error), NNREG_IO);
    ck_assert_int_eq(error.cause, EPERM);
}
END_TEST

START_TEST(files_that_share_no_blocks_are_no_failure_and_a_full_device_is)
{
    static const struct {
        int number;
        nnreg_status status;
    } causes[] = {
        {EXDEV, NNREG_OK}, {EOPNOTSUPP, NNREG_OK}, {ENOSPC, NNREG_NO_SPACE}, {EDQUOT, NNREG_NO_SPACE}};
    struct nnreg_error error;
    bool shared = true;
    size_t i;

    for (i = 0; i < sizeof causes / sizeof *causes; i++) {
        refuse_each("reflink", causes[i].number);
        ck_assert_int_eq(nnreg_fs_reflink(&shared, other, file, &error), causes[i].status);
        ck_assert(!shared);
    }
}
END_TEST

static int lacks_flags(const char *call)
{
    return strcmp(call, "renameat2") == 0                  ? EINVAL
           : refused != NULL && strcmp(call, refused) == 0 ? EPERM
                                                           : 0;
}

/* By a second name; where there is none to be had, by a plain rename; and never over what is there. */
START_TEST(without_the_flags_of_rename_a_new_name_replaces_nothing)
{
    struct nnreg_error error;

    refused = NULL;
    nnreg_fs_use_hook(lacks_flags);
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "file", scratch.folder, "other", &error),
                     NNREG_EXISTS);
    ck_assert_str_eq(scratch_list(&scratch, "."), "file other ");
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "file", scratch.folder, "new", &error), NNREG_OK);
    ck_assert_str_eq(scratch_list(&scratch, "."), "new other ");
    refused = "linkat";
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "new", scratch.folder, "other", &error),
                     NNREG_EXISTS);
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "new", scratch.folder, "file", &error), NNREG_OK);
    ck_assert_str_eq(scratch_list(&scratch, "."), "file other ");
}
END_TEST

START_TEST(without_the_flags_of_rename_two_files_change_places_in_steps)
{
    struct nnreg_error error;

    ck_assert_int_eq(nnreg_fs_append(file, "abc", 3, &error), NNREG_OK);
    refused = NULL;
    nnreg_fs_use_hook(lacks_flags);
    ck_assert_int_eq(nnreg_fs_exchange(scratch.folder, "file", scratch.folder, "other", "aside", &error),
                     NNREG_OK);
    ck_assert_int_eq(scratch_size(&scratch, "other"), 3);
    refused = "renameat";
    ck_assert_int_eq(nnreg_fs_exchange(scratch.folder, "file", scratch.folder, "other", "aside", &error),
                     NNREG_IO);
    ck_assert_int_eq(scratch_size(&scratch, "other"), 3);
    ck_assert_str_eq(scratch_list(&scratch, "."), "file other ");
}
END_TEST

START_TEST(a_system_without_bells_is_told_so)
{
    struct nnreg_error error;
    int fd;

    refuse_each("eventfd", ENOSYS);
    ck_assert_int_eq(nnreg_fs_bell(&fd, &error), NNREG_UNSUPPORTED);
    ck_assert_int_eq(fd, -1);
}
END_TEST

START_TEST(a_lock_of_a_part_is_found_where_it_begins_and_ends)
{
    struct nnreg_error error;
    uint64_t at, count;
    bool exclusive;
    int again = openat(scratch.folder, "file", O_RDWR | O_CLOEXEC);

    ck_assert_int_ge(again, 0);
    ck_assert_int_eq(nnreg_fs_lock_bytes(again, true, 5, 3, false, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_find_lock(&at, &count, &exclusive, file, 0, 100, &error), NNREG_OK);
    ck_assert(at == 5 && count == 3 && exclusive);
    ck_assert_int_eq(nnreg_fs_find_lock(&at, &count, &exclusive, file, 6, 1, &error), NNREG_OK);
    ck_assert(at == 6 && count == 1);
    ck_assert_int_eq(nnreg_fs_find_lock(&at, &count, &exclusive, file, 8, 9, &error), NNREG_OK);
    ck_assert(count == 0 && !exclusive);
    nnreg_fs_close(again);
}
END_TEST

Suite *fsio_suite(void)
{
    Suite *suite = suite_create("fsio");
    TCase *each = tcase_create("each"), *ways = tcase_create("ways");

    tcase_add_checked_fixture(each, begin, end);
    tcase_add_loop_test(each, a_refused_call_is_told_by_its_cause_and_its_file, 0, CALLS);
    tcase_add_loop_test(each, an_interrupted_call_is_made_again, 0, CALLS);
    suite_add_tcase(suite, each);
    tcase_add_checked_fixture(ways, begin, end);
    tcase_add_test(ways, a_descriptor_that_does_not_block_is_waited_for);
    tcase_add_test(ways, who_may_not_give_a_file_away_gives_it_its_group);
    tcase_add_test(ways, files_that_share_no_blocks_are_no_failure_and_a_full_device_is);
    tcase_add_test(ways, without_the_flags_of_rename_a_new_name_replaces_nothing);
    tcase_add_test(ways, without_the_flags_of_rename_two_files_change_places_in_steps);
    tcase_add_test(ways, a_system_without_bells_is_told_so);
    tcase_add_test(ways, a_lock_of_a_part_is_found_where_it_begins_and_ends);
    suite_add_tcase(suite, ways);
    return suite;
}
