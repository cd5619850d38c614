/*
 * Each call on files by itself: one that the system refuses is a status with its cause, one that a signal interrupts is made again,
 * and where a file system lacks what is asked for there is another way to the same end.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
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

static nnreg_status look_for_lock(struct nnreg_error *error)
{
    bool locked;

    return nnreg_fs_bytes_are_locked(&locked, file, 0, 1, error);
}

static nnreg_status make_file(struct nnreg_error *error)
{
    int fd;
    nnreg_status status = nnreg_fs_create(&fd, scratch.folder, "made", error);

    return close_made(status, fd);
}

static nnreg_status make_unnamed(struct nnreg_error *error)
{
    int fd;
    nnreg_status status = nnreg_fs_create_unnamed(&fd, scratch.path, error);

    return close_made(status, fd);
}

static nnreg_status make_to_link(struct nnreg_error *error)
{
    int fd;
    nnreg_status status = nnreg_fs_create_to_link(&fd, scratch.folder, error);

    return close_made(status, fd);
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

static nnreg_status give_name_by_name(struct nnreg_error *error)
{
    return nnreg_fs_link_name(scratch.folder, "file", "second", error);
}

static nnreg_status remove_file(struct nnreg_error *error)
{
    return nnreg_fs_remove(scratch.folder, "file", error);
}

static const struct {
    nnreg_status (*run)(struct nnreg_error *error);
    const char *call;
    bool nameless;        /* there is no file yet that could be named */
    const char *function; /* of the C library, where it is called otherwise */
} calls[] = {
    {append, "write", false, NULL},
    {cut, "ftruncate", false, NULL},
    {protect, "fstat", false, NULL},
    {protect, "fchmod", false, NULL},
    {keep_rights, "fstat", false, NULL},
    {keep_rights, "fchown", false, NULL},
    {keep_rights, "fchmod", false, NULL},
    {write_through, "fsync", false, NULL},
    {look_at, "fstatat", false, NULL},
    {look_at_open, "fstat", false, NULL},
    {lock, "flock", false, NULL},
    {lock_shared, "flock", false, NULL},
    {try_lock, "flock", false, NULL},
    {find_lock, "fcntl", false, NULL},
    {make_bell, "eventfd", true, NULL},
    {make_in_memory, "memfd_create", true, NULL},
    {find_remote, "fstatfs", false, NULL},
    {make_folder, "mkdirat", false, NULL},
    {rename_file, "renameat", false, NULL},
    {rename_new, "renameat2", false, NULL},
    {exchange, "renameat2", false, NULL},
    {give_name, "linkat", false, NULL},
    {give_name_by_name, "linkat", false, NULL},
    {remove_file, "unlinkat", false, NULL},
    {look_for_lock, "fcntl", false, NULL},
    {make_file, "create", false, "openat"},
    {make_unnamed, "tmpfile", false, "open"},
    {make_to_link, "tmpfile", false, "openat"},
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

static const char *function_of(int call)
{
    return calls[call].function != NULL ? calls[call].function : calls[call].call;
}

static void assert_told(int call)
{
    struct nnreg_error error = NNREG_ERROR_INIT;

    ck_assert_int_eq(calls[call].run(&error), NNREG_IO);
    ck_assert_int_eq(error.cause, EIO);
    ck_assert_msg(strstr(error.text, "the device failed") != NULL, "%s", error.text);
    ck_assert_msg(calls[call].nameless || strstr(error.text, scratch.path) != NULL, "%s", error.text);
}

/* By the seam, and by the system. Where the C library calls it by another name the latter does not fail. */
START_TEST(a_refused_call_is_told_by_its_cause_and_its_file)
{
    struct nnreg_error error = NNREG_ERROR_INIT;

    refuse_each(calls[_i].call, EIO);
    assert_told(_i);
    nnreg_fs_use_hook(NULL);
    failing_calls_arm(function_of(_i), 1, EIO);
    if (calls[_i].run(&error) != NNREG_OK) {
        ck_assert(failing_calls_failed(NULL));
        ck_assert_int_eq(error.cause, EIO);
        ck_assert_int_eq(calls[_i].run(&error), NNREG_OK);
    } else {
        ck_assert(!failing_calls_failed(NULL));
    }
}
END_TEST

/* A handler without SA_RESTART (signal(7)). Where the C library calls it by another name nothing is interrupted. */
START_TEST(an_interrupted_call_is_made_again)
{
    struct nnreg_error error = NNREG_ERROR_INIT;

    failing_calls_arm(function_of(_i), 1, EINTR);
    ck_assert_msg(calls[_i].run(&error) == NNREG_OK, "%s: %s", calls[_i].call, error.text);
}
END_TEST

/* -------------------------------------------------------------------------------------------------- other ways -- */

/* By its number on its device, both: a number is one file on each. */
START_TEST(a_file_is_the_same_by_any_of_its_names)
{
    struct nnreg_file_stat one, alias, another;

    ck_assert_int_eq(linkat(scratch.folder, "file", scratch.folder, "alias", 0), 0);
    ck_assert_int_eq(nnreg_fs_stat_fd(&one, file, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_stat(&alias, scratch.folder, "alias", NULL), NNREG_OK);
    ck_assert(nnreg_fs_is_same(&one, &alias));
    ck_assert_int_eq(nnreg_fs_stat_fd(&another, other, NULL), NNREG_OK);
    ck_assert(!nnreg_fs_is_same(&one, &another));
    another = one;
    another.device++;
    ck_assert(!nnreg_fs_is_same(&one, &another));
}
END_TEST

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
    failing_calls_arm_on("fchown", 1, EPERM);
    ck_assert_int_eq(nnreg_fs_keep_rights(other, file, &error), NNREG_IO);
    ck_assert_int_eq(error.cause, EPERM);
    ck_assert(failing_calls_failed(NULL));
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
    nnreg_fs_use_hook(NULL);
    failing_calls_arm("ioctl", 1, EDQUOT);
    ck_assert_int_eq(nnreg_fs_reflink(&shared, other, file, &error), NNREG_NO_SPACE);
    ck_assert(failing_calls_failed(NULL));
    failing_calls_arm("ioctl", 1, EINTR);
    ck_assert_int_eq(nnreg_fs_reflink(&shared, other, file, &error), NNREG_OK);
    ck_assert(failing_calls_failed(NULL));
}
END_TEST

static int lacks_flags(const char *call)
{
    return strcmp(call, "renameat2") == 0                  ? refuse_by
           : refused != NULL && strcmp(call, refused) == 0 ? EPERM
                                                           : 0;
}

/* By a second name; where there is none to be had, by a plain rename; and never over what is there. */
START_TEST(without_the_flags_of_rename_a_new_name_replaces_nothing)
{
    struct nnreg_error error;

    refuse_by = _i == 0 ? EINVAL : ENOSYS; /* a file system, or a kernel, that does not know them */
    refused = NULL;
    nnreg_fs_use_hook(lacks_flags);
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "file", scratch.folder, "other", &error),
                     NNREG_EXISTS);
    ck_assert_str_eq(scratch_list(&scratch, "."), "file other ");
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "file", scratch.folder, "new", &error), NNREG_OK);
    ck_assert_str_eq(scratch_list(&scratch, "."), "new other ");
    failing_calls_arm("linkat", 1, EINTR);
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "new", scratch.folder, "newer", &error), NNREG_OK);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "newer", scratch.folder, "new", &error), NNREG_OK);
    refused = "linkat";
    failing_calls_arm("fstatat", 1, EIO); /* who cannot look does not know what would be replaced */
    ck_assert_int_eq(nnreg_fs_rename_new(scratch.folder, "new", scratch.folder, "file", &error), NNREG_IO);
    ck_assert_int_eq(error.cause, EIO);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_str_eq(scratch_list(&scratch, "."), "new other ");
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
    refuse_by = EINVAL;
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
    static const int numbers[] = {ENOSYS, EINVAL};
    struct nnreg_error error;
    size_t i;
    int fd;

    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        refuse_each("eventfd", numbers[i]);
        ck_assert_int_eq(nnreg_fs_bell(&fd, &error), NNREG_UNSUPPORTED);
        ck_assert_int_eq(fd, -1);
    }
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
    nnreg_fs_unlock_bytes(again, 5, 3);
    ck_assert_int_eq(nnreg_fs_lock_bytes(again, false, 7, 0, false, &error),
                     NNREG_OK); /* to the end, and behind it */
    ck_assert_int_eq(nnreg_fs_find_lock(&at, &count, &exclusive, file, 0, 100, &error), NNREG_OK);
    ck_assert(at == 7 && count == 93 && !exclusive);
    nnreg_fs_close(again);
}
END_TEST

/* What is in front of a wait: the pipe that was full has room again. */
static int drained_pipe;

static int drain(const char *call)
{
    static char taken[1 << 16];

    if (strcmp(call, "poll") == 0)
        ck_assert_int_gt(read(drained_pipe, taken, sizeof taken), 0);
    return 0;
}

START_TEST(a_full_pipe_is_waited_for_also_where_a_signal_ends_the_wait)
{
    static const char much[1 << 17];
    struct nnreg_error error;
    int ends[2];

    ck_assert_int_eq(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    drained_pipe = ends[0];
    nnreg_fs_use_hook(drain);
    failing_calls_arm("poll", 1, EINTR);
    ck_assert_int_eq(nnreg_fs_append(ends[1], much, sizeof much, &error), NNREG_OK);
    ck_assert(failing_calls_failed(NULL));
    nnreg_fs_use_hook(NULL);
    failing_calls_arm("poll", 1, ENOMEM);
    ck_assert_int_eq(nnreg_fs_append(ends[1], much, sizeof much, &error), NNREG_NO_MEMORY);
    ck_assert(failing_calls_failed(NULL));
    close(ends[0]);
    close(ends[1]);
}
END_TEST

START_TEST(a_loop_of_links_on_the_way_is_no_link_at_the_end_of_it)
{
    struct nnreg_file_stat stat;
    struct nnreg_error error;
    int fd;

    ck_assert_int_eq(symlinkat("loop", scratch.folder, "loop"), 0);
    ck_assert_int_eq(nnreg_fs_open(&fd, &stat, scratch.folder, "loop", &error), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "is a symbolic link, not a regular file"));
    ck_assert_int_eq(nnreg_fs_open(&fd, &stat, scratch.folder, "loop/file", &error), NNREG_IO);
    ck_assert_int_eq(error.cause, ELOOP);
    refuse_each("openat", ELOOP); /* a link that somebody replaced by a file meanwhile */
    ck_assert_int_eq(nnreg_fs_open(&fd, &stat, scratch.folder, "file", &error), NNREG_IO);
    ck_assert_int_eq(error.cause, ELOOP);
    ck_assert_int_eq(fd, -1);
}
END_TEST

/* The first "openat", which asks to write as well. */
static int refuse_the_first(const char *call)
{
    int by = strcmp(call, "openat") == 0 ? refuse_by : 0;

    refuse_by = by != 0 ? 0 : refuse_by;
    return by;
}

START_TEST(who_may_not_write_to_a_file_opens_it_for_reading)
{
    static const int numbers[] = {EACCES, EPERM, EROFS};
    struct nnreg_file_stat stat;
    struct nnreg_error error;
    bool writable;
    size_t i;
    int fd;

    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        refuse_by = numbers[i];
        nnreg_fs_use_hook(refuse_the_first);
        ck_assert_int_eq(nnreg_fs_open_for_update(&fd, &writable, &stat, scratch.folder, "file", &error),
                         NNREG_OK);
        ck_assert_int_eq(refuse_by, 0);
        ck_assert(!writable);
        nnreg_fs_close(fd);
        ck_assert_int_eq(nnreg_fs_open_for_update(&fd, &writable, &stat, scratch.folder, "file", &error),
                         NNREG_OK);
        ck_assert(writable);
        nnreg_fs_close(fd);
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------------------- room -- */

/* Where a file system cannot reserve room it is as it was; what it lacks is told. */
START_TEST(room_that_cannot_be_reserved_is_told_but_not_where_none_ever_is)
{
    static const struct {
        int number;
        nnreg_status status;
        int lacks;
    } causes[] = {
        {EOPNOTSUPP, NNREG_OK, 0},
        {ENOSYS, NNREG_OK, 0},
        {EINVAL, NNREG_OK, 0},
        {ENODEV, NNREG_OK, 0},
        {EIO, NNREG_IO, 0},
        {ENOSPC, NNREG_NO_SPACE, ENOSPC},
        {EFBIG, NNREG_NO_SPACE, EFBIG},
        {EDQUOT, NNREG_NO_SPACE, EDQUOT},
        {EINTR, NNREG_IO, 0}, /* again and again: it is given up */
    };
    struct nnreg_error error;
    size_t i;

    for (i = 0; i < sizeof causes / sizeof *causes; i++) {
        refuse_each("fallocate", causes[i].number);
        ck_assert_int_eq(nnreg_fs_reserve(file, 10000, &error), causes[i].status);
        if (causes[i].status != NNREG_OK)
            ck_assert_int_eq(error.cause, causes[i].number);
        ck_assert_int_eq(nnreg_fs_lacks_room(file), causes[i].lacks);
        ck_assert_int_eq(scratch_size(&scratch, "file"), 0);
    }
    refuse_each("fstat", EIO); /* who cannot look knows of no lack */
    ck_assert_int_eq(nnreg_fs_lacks_room(file), 0);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(nnreg_fs_lacks_room(file), 0);
    ck_assert_int_eq(nnreg_fs_reserve(file, 10000, &error), NNREG_OK);
    ck_assert_int_eq(scratch_size(&scratch, "file"), 10000);
}
END_TEST

START_TEST(what_a_process_may_write_is_lacking_where_a_file_comes_near_to_it)
{
    struct rlimit limit, before;
    int far, near;

    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = (rlim_t)1 << 30;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    far = nnreg_fs_lacks_room(file);
    limit.rlim_cur = 100; /* of the file that the tests tell what they do in, too */
    (void)setrlimit(RLIMIT_FSIZE, &limit);
    near = nnreg_fs_lacks_room(file);
    (void)setrlimit(RLIMIT_FSIZE, &before);
    ck_assert_int_eq(far, 0);
    ck_assert_int_eq(near, EFBIG);
}
END_TEST

/* --------------------------------------------------------------------------------------------- without a name -- */

static int no_unnamed(const char *call)
{
    return strcmp(call, "tmpfile") == 0 ? refuse_by : refused != NULL && strcmp(call, refused) == 0 ? EIO : 0;
}

/* Then one is made under a name and loses it, however that is chosen; or there is none, and nothing is left. */
START_TEST(without_files_that_have_no_name_one_loses_its_name_at_once)
{
    static const char *const steps[] = {"openat", "create", "unlinkat"};
    struct nnreg_error error;
    size_t i;
    int fd;

    nnreg_fs_use_hook(no_unnamed);
    refused = NULL;
    refuse_by = _i == 0 ? EOPNOTSUPP : EISDIR; /* a file system, or a kernel, that has none */
    ck_assert_int_eq(nnreg_fs_create_to_link(&fd, scratch.folder, &error), NNREG_UNSUPPORTED);
    ck_assert_int_eq(make_unnamed(&error), NNREG_OK);
    failing_calls_arm("getrandom", 1, EAGAIN);
    ck_assert_int_eq(make_unnamed(&error), NNREG_OK);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_str_eq(scratch_list(&scratch, "."), "file other ");
    for (i = 0; i < sizeof steps / sizeof *steps; i++) {
        unsigned before = open_descriptors();

        refused = steps[i];
        ck_assert_int_eq(make_unnamed(&error), NNREG_IO);
        ck_assert_int_eq(error.cause, EIO);
        ck_assert_uint_eq(open_descriptors(), before);
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------------------- trees -- */

#define DEEP 260 /* folders inside each other: more than a tree may have */

START_TEST(a_tree_that_is_too_deep_is_not_gone_down_to_its_end)
{
    struct nnreg_error error;
    int i, folder = scratch.folder;

    for (i = 0; i < DEEP; i++) {
        int above = folder;

        ck_assert_int_eq(mkdirat(above, "deep", 0755), 0);
        folder = openat(above, "deep", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ck_assert_int_ge(folder, 0);
        if (above != scratch.folder)
            close(above);
    }
    close(folder);
    ck_assert_int_eq(nnreg_fs_sync_folders(scratch.folder, "deep", &error), NNREG_LIMIT);
    ck_assert_int_eq(nnreg_fs_remove_tree(scratch.folder, "deep", &error), NNREG_LIMIT);
    ck_assert_str_eq(error.text, "more than 256 folders are inside each other");
    ck_assert_str_eq(scratch_list(&scratch, "deep"), "deep ");
}
END_TEST

START_TEST(what_somebody_else_removes_from_a_tree_meanwhile_is_no_failure)
{
    struct nnreg_error error;

    ck_assert_int_eq(mkdirat(scratch.folder, "tree", 0755), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, "tree/below", 0755), 0);
    failing_calls_arm("fstatat", 1, ENOENT);
    ck_assert_int_eq(nnreg_fs_sync_folders(scratch.folder, "tree", &error), NNREG_OK);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_int_eq(nnreg_fs_remove_tree(scratch.folder, "tree", &error), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_remove_tree(scratch.folder, "tree", &error), NNREG_OK); /* there is none */
    ck_assert_str_eq(scratch_list(&scratch, "."), "file other ");
}
END_TEST

static unsigned looks_left;

static int tell_gone(const char *call)
{
    bool looks = strcmp(call, "openat") == 0 || strcmp(call, "fstatat") == 0;

    return looks && looks_left > 0 && --looks_left == 0 ? ENOENT : 0;
}

START_TEST(a_tree_that_is_still_there_was_not_removed_whatever_was_said_of_it)
{
    struct nnreg_error error;
    nnreg_status status = NNREG_IO;
    unsigned n;

    ck_assert_int_eq(mkdirat(scratch.folder, "tree", 0755), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, "tree/below", 0755), 0);
    scratch_write(&scratch, "tree/below/file", 0, "x", 1);
    nnreg_fs_use_hook(tell_gone);
    for (n = 1; status != NNREG_OK; n++) {
        looks_left = n;
        error = (struct nnreg_error)NNREG_ERROR_INIT;
        status = nnreg_fs_remove_tree(scratch.folder, "tree", &error);
        ck_assert_msg((faccessat(scratch.folder, "tree", F_OK, 0) == 0) == (status != NNREG_OK), "look %u",
                      n);
        ck_assert((status == NNREG_OK) == (strstr(error.text, "/tree") == NULL));
    }
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_gt(n, 6);
    ck_assert_str_eq(scratch_list(&scratch, "."), "file other ");
}
END_TEST

static bool above_seen;

/* Takes the folder away that was looked at, and is about to be opened. */
static int take_above_away(const char *call)
{
    if (strcmp(call, "openat") == 0 && above_seen)
        (void)unlinkat(scratch.folder, "tree/above", AT_REMOVEDIR);
    above_seen = above_seen || strcmp(call, "fstatat") == 0;
    return 0;
}

START_TEST(what_somebody_else_removes_keeps_nothing_else_of_the_tree)
{
    struct nnreg_error error;

    ck_assert_int_eq(mkdirat(scratch.folder, "tree", 0755), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, "tree/above", 0755), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, "tree/below", 0755), 0);
    above_seen = false;
    nnreg_fs_use_hook(take_above_away);
    ck_assert_int_eq(nnreg_fs_remove_tree(scratch.folder, "tree", &error), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(scratch_list(&scratch, "."), "file other ");
}
END_TEST

/* --------------------------------------------------------------------------------------------------- processes -- */

START_TEST(when_a_process_began_is_known_of_one_that_there_is)
{
    int64_t now = nnreg_clock_now(), begun = nnreg_fs_process_start((long)getpid());

    ck_assert(begun > 0 && begun <= now + 1000000); /* a clock tick is coarse */
    /* the two may have begun in one tick, and each is told with a moment of its own between two clocks */
    ck_assert(nnreg_fs_process_start((long)getppid()) <= begun + 1000000);
    ck_assert_int_eq(nnreg_fs_process_start(0), 0); /* no process has this number, nor one below */
    ck_assert_int_eq(nnreg_fs_process_start(-1), 0);
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
    tcase_add_test(ways, a_file_is_the_same_by_any_of_its_names);
    tcase_add_test(ways, a_descriptor_that_does_not_block_is_waited_for);
    tcase_add_test(ways, who_may_not_give_a_file_away_gives_it_its_group);
    tcase_add_test(ways, files_that_share_no_blocks_are_no_failure_and_a_full_device_is);
    tcase_add_loop_test(ways, without_the_flags_of_rename_a_new_name_replaces_nothing, 0, 2);
    tcase_add_test(ways, without_the_flags_of_rename_two_files_change_places_in_steps);
    tcase_add_test(ways, a_system_without_bells_is_told_so);
    tcase_add_test(ways, a_lock_of_a_part_is_found_where_it_begins_and_ends);
    tcase_add_test(ways, a_full_pipe_is_waited_for_also_where_a_signal_ends_the_wait);
    tcase_add_test(ways, a_loop_of_links_on_the_way_is_no_link_at_the_end_of_it);
    tcase_add_test(ways, who_may_not_write_to_a_file_opens_it_for_reading);
    tcase_add_test(ways, room_that_cannot_be_reserved_is_told_but_not_where_none_ever_is);
    tcase_add_test(ways, what_a_process_may_write_is_lacking_where_a_file_comes_near_to_it);
    tcase_add_loop_test(ways, without_files_that_have_no_name_one_loses_its_name_at_once, 0, 2);
    tcase_add_test(ways, a_tree_that_is_too_deep_is_not_gone_down_to_its_end);
    tcase_add_test(ways, what_somebody_else_removes_from_a_tree_meanwhile_is_no_failure);
    tcase_add_test(ways, a_tree_that_is_still_there_was_not_removed_whatever_was_said_of_it);
    tcase_add_test(ways, what_somebody_else_removes_keeps_nothing_else_of_the_tree);
    tcase_add_test(ways, when_a_process_began_is_known_of_one_that_there_is);
    suite_add_tcase(suite, ways);
    return suite;
}
