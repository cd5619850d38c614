/* Stored files that somebody keeps are not removed, and those that are arriving are no orphans. */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
#include "store/quarantine.h"
#include "store/staging.h"
#include "store_fixture.h"

static struct scratch scratch;
static struct nnreg_blobs *blobs;
static struct nnreg_staging staging;
static struct nnreg_staged staged;
static struct nnreg_blob_lock lock;
static struct nnreg_error error;

static nnreg_status install_abc(void)
{
    struct nnreg_blob_source source = {.name = "given", .size = 3, .content = "abc", .fd = -1};
    nnreg_status status = nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error);

    return status == NNREG_OK ? nnreg_blobs_install(blobs, &staging, &staged, NULL, NULL, &error) : status;
}

static void set_up(void)
{
    scratch_make(&scratch);
    lock = (struct nnreg_blob_lock)NNREG_BLOB_LOCK_INIT;
    ck_assert_int_eq(nnreg_blobs_open(&blobs, scratch.folder, true, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_begin(&staging, blobs, &error), NNREG_OK);
    ck_assert_int_eq(install_abc(), NNREG_OK);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_blobs_unlock(&lock);
    nnreg_staging_discard(&staging, &staged);
    nnreg_staging_end(&staging);
    nnreg_blobs_close(blobs);
    scratch_remove(&scratch);
}

static bool is_there(void)
{
    uint64_t size;
    int fd;
    nnreg_status status = nnreg_blobs_open_file(&fd, &size, blobs, staged.digest, NULL);

    nnreg_fs_close(fd);
    return status == NNREG_OK;
}

/* Another handle, as of another thread or process. */
static nnreg_status remove_by_another(void)
{
    struct nnreg_blobs *other;
    nnreg_status status;

    error = (struct nnreg_error)NNREG_ERROR_INIT;
    ck_assert_int_eq(nnreg_blobs_open(&other, scratch.folder, false, &error), NNREG_OK);
    status = nnreg_blobs_remove(other, NULL, staged.digest, &error);
    nnreg_blobs_close(other);
    return status;
}

START_TEST(a_file_that_is_kept_stays_until_the_last_lets_go)
{
    struct nnreg_blob_lock second;

    ck_assert_int_eq(nnreg_blobs_keep(&lock, blobs, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_keep(&second, blobs, &error), NNREG_OK);
    ck_assert_int_eq(remove_by_another(), NNREG_BUSY);
    ck_assert_str_eq(error.text, "kept for a backup or an export that runs");
    nnreg_blobs_unlock(&lock);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_BUSY);
    ck_assert(is_there());
    nnreg_blobs_unlock(&second);
    nnreg_blobs_unlock(&second); /* harmless */
    ck_assert_int_eq(remove_by_another(), NNREG_OK);
    ck_assert(!is_there());
}
END_TEST

START_TEST(who_removes_files_has_them_alone)
{
    struct nnreg_blob_lock second;

    ck_assert_int_eq(nnreg_blobs_may_remove(&lock, blobs, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_may_remove(&second, blobs, &error), NNREG_BUSY);
    ck_assert_int_eq(second.fd, -1);
    nnreg_blobs_unlock(&lock);
    ck_assert_int_eq(nnreg_blobs_may_remove(&second, blobs, &error), NNREG_OK);
    nnreg_blobs_unlock(&second);
}
END_TEST

START_TEST(what_another_process_keeps_is_let_go_when_it_is_killed)
{
    int ready[2];
    char byte;
    pid_t child;

    ck_assert_int_eq(pipe(ready), 0);
    child = fork();
    if (child == 0) {
        CHILD(nnreg_blobs_keep(&lock, blobs, &error) == NNREG_OK);
        CHILD(write(ready[1], "k", 1) == 1);
        for (;;)
            pause();
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert_int_eq(remove_by_another(), NNREG_BUSY);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    (void)child_wait(child);
    ck_assert_int_eq(remove_by_another(), NNREG_OK);
    close(ready[0]);
    close(ready[1]);
}
END_TEST

/* A child that a host forks for its own ends has copies of all descriptors, and must not keep the files for ever. */
START_TEST(a_forked_child_keeps_nothing_that_its_parent_lets_go)
{
    int end[2];
    pid_t child;

    ck_assert_int_eq(pipe(end), 0);
    ck_assert_int_eq(nnreg_blobs_keep(&lock, blobs, &error), NNREG_OK);
    child = fork();
    if (child == 0) {
        char byte;

        close(end[1]);
        CHILD(read(end[0], &byte, 1) == 0); /* until the parent closes it */
        child_done();
    }
    nnreg_blobs_unlock(&lock);
    ck_assert_int_eq(remove_by_another(), NNREG_OK);
    close(end[1]);
    ck_assert_int_eq(child_wait(child), 0);
    close(end[0]);
}
END_TEST

START_TEST(a_registry_that_had_no_file_yet_has_none_to_keep)
{
    struct nnreg_blobs *empty;
    struct scratch other;

    scratch_make(&other);
    ck_assert_int_eq(nnreg_blobs_open_empty(&empty, other.folder, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_keep(&lock, empty, &error), NNREG_OK);
    nnreg_blobs_unlock(&lock);
    ck_assert_str_eq(scratch_list(&other, "."), "");
    nnreg_blobs_close(empty);
    scratch_remove(&other);
}
END_TEST

static int fail_flock(const char *call)
{
    return strcmp(call, "flock") == 0 ? ENOLCK : 0;
}

START_TEST(a_lock_that_cannot_be_had_removes_and_keeps_nothing)
{
    nnreg_fs_use_hook(fail_flock);
    ck_assert_int_ne(nnreg_blobs_keep(&lock, blobs, &error), NNREG_OK);
    ck_assert_int_eq(lock.fd, -1);
    ck_assert_int_ne(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    ck_assert_ptr_null(strstr(error.text, "backup"));
    ck_assert_int_ne(nnreg_staging_none_arrives(&lock, blobs, &error), NNREG_OK);
    ck_assert_ptr_null(strstr(error.text, "registered"));
    nnreg_fs_use_hook(NULL);
    ck_assert(is_there());
}
END_TEST

START_TEST(files_are_arriving_from_the_first_that_is_put_in_place_to_the_end_of_the_session)
{
    struct nnreg_staging second;

    ck_assert_int_eq(nnreg_staging_begin(&second, blobs, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_none_arrives(&lock, blobs, &error), NNREG_BUSY);
    ck_assert_str_eq(error.text, "a network is being registered");
    nnreg_staging_discard(&staging, &staged);
    nnreg_staging_end(&staging);
    ck_assert_int_eq(nnreg_staging_none_arrives(&lock, blobs, &error),
                     NNREG_OK); /* the second has put nothing */
    nnreg_blobs_unlock(&lock);
    ck_assert_int_eq(nnreg_staging_arrive(&second, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_arrive(&second, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_none_arrives(&lock, blobs, &error), NNREG_BUSY);
    nnreg_staging_end(&second);
    ck_assert_int_eq(nnreg_staging_none_arrives(&lock, blobs, &error), NNREG_OK);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- quarantine -- */

START_TEST(something_else_in_the_place_of_the_quarantine_is_damage)
{
    char name[NNREG_QUARANTINE_NAME] = "x";
    bool has = true;

    scratch_write(&scratch, "quarantine", 0, "x", 1);
    ck_assert_int_eq(nnreg_quarantine_has(&has, blobs, staged.digest, &error), NNREG_CORRUPT);
    ck_assert_msg(strstr(error.text, "quarantine\" is not a folder") != NULL, "%s", error.text);
    ck_assert(!has);
    ck_assert_int_eq(nnreg_quarantine_write(name, blobs, "x", 1, &error), NNREG_CORRUPT);
    ck_assert_msg(strstr(error.text, "quarantine\" is not a folder") != NULL, "%s", error.text);
    ck_assert_int_eq(scratch_size(&scratch, "quarantine"), 1);
}
END_TEST

static const char *refused;

static int refuse_by_name(const char *call)
{
    return strcmp(call, refused) == 0 ? EIO : 0;
}

START_TEST(a_quarantine_that_cannot_be_looked_into_is_a_failure)
{
    static const char *const steps[] = {"openat", "readdir"};
    char name[NNREG_QUARANTINE_NAME] = "x";
    bool has;
    size_t i;

    ck_assert_int_eq(nnreg_quarantine_has(&has, blobs, staged.digest, &error), NNREG_OK); /* there is none */
    ck_assert(!has);
    nnreg_hex(name, staged.digest);
    ck_assert_int_eq(nnreg_quarantine_write(name, blobs, "x", 1, &error), NNREG_OK);
    for (i = 0; i < sizeof steps / sizeof *steps; i++) {
        refused = steps[i];
        nnreg_fs_use_hook(refuse_by_name);
        ck_assert_int_eq(nnreg_quarantine_has(&has, blobs, staged.digest, &error), NNREG_IO);
        nnreg_fs_use_hook(NULL);
        ck_assert_int_eq(error.cause, EIO);
    }
    ck_assert_int_eq(nnreg_quarantine_has(&has, blobs, staged.digest, &error), NNREG_OK);
    ck_assert(has);
}
END_TEST

/* Whatever is there is not written over: what comes later gets a number, up to a thousand. */
START_TEST(a_second_thing_of_a_name_in_the_quarantine_gets_a_number)
{
    char name[NNREG_QUARANTINE_NAME] = "x";
    unsigned i;

    nnreg_quarantine_take_back(blobs, "x");
    ck_assert_str_eq(scratch_list(&scratch, "."), "blobs staging ");
    ck_assert_int_eq(nnreg_quarantine_write(name, blobs, "1", 1, &error), NNREG_OK);
    ck_assert_str_eq(name, "x");
    ck_assert_int_eq(nnreg_quarantine_write(name, blobs, "22", 2, &error), NNREG_OK);
    ck_assert_str_eq(name, "x.2");
    ck_assert_int_eq(scratch_size(&scratch, "quarantine/x"), 1);
    ck_assert_int_eq(scratch_size(&scratch, "quarantine/x.2"), 2);
    nnreg_quarantine_take_back(blobs, "x.2");
    ck_assert_str_eq(scratch_list(&scratch, "quarantine"), "x ");
    for (i = 2; i <= 1000; i++) {
        char path[40];

        snprintf(path, sizeof path, "quarantine/x.%u", i);
        ck_assert_int_eq(mkdirat(scratch.folder, path, 0777), 0);
    }
    snprintf(name, sizeof name, "x");
    ck_assert_int_eq(nnreg_quarantine_write(name, blobs, "1", 1, &error), NNREG_LIMIT);
    ck_assert_str_eq(error.text, "there are 1000 things in quarantine/ that are called \"x\" already");
}
END_TEST

Suite *blob_keep_suite(void);
Suite *blob_keep_suite(void)
{
    Suite *suite = suite_create("blob_keep");
    TCase *keeping = tcase_create("keep");

    tcase_add_checked_fixture(keeping, set_up, tear_down);
    tcase_add_test(keeping, a_file_that_is_kept_stays_until_the_last_lets_go);
    tcase_add_test(keeping, who_removes_files_has_them_alone);
    tcase_add_test(keeping, what_another_process_keeps_is_let_go_when_it_is_killed);
    tcase_add_test(keeping, a_forked_child_keeps_nothing_that_its_parent_lets_go);
    tcase_add_test(keeping, a_registry_that_had_no_file_yet_has_none_to_keep);
    tcase_add_test(keeping, a_lock_that_cannot_be_had_removes_and_keeps_nothing);
    tcase_add_test(keeping, files_are_arriving_from_the_first_that_is_put_in_place_to_the_end_of_the_session);
    tcase_add_test(keeping, something_else_in_the_place_of_the_quarantine_is_damage);
    tcase_add_test(keeping, a_quarantine_that_cannot_be_looked_into_is_a_failure);
    tcase_add_test(keeping, a_second_thing_of_a_name_in_the_quarantine_gets_a_number);
    suite_add_tcase(suite, keeping);
    return suite;
}
