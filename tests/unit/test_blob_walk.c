/* Going through all stored files, and through what is in their place and is none. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "store/blobs.h"
#include "store_fixture.h"

/* Digests in their order: 62 digits behind the folder's two. */
#define DIGITS "7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a"
#define EARLY  "0a/" DIGITS "0"
#define MIDDLE "0a/" DIGITS "d"
#define LATE   "f0/" DIGITS "0"

static struct scratch scratch;
static struct nnreg_blobs *blobs;
static struct nnreg_error error;
static char met[4000];

static void set_up(void)
{
    scratch_make(&scratch);
    ck_assert_int_eq(nnreg_blobs_open(&blobs, scratch.folder, true, &error), NNREG_OK);
    met[0] = '\0';
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    nnreg_blobs_close(blobs);
    scratch_remove(&scratch);
}

static void make_folder(const char *path)
{
    ck_assert_int_eq(mkdirat(scratch.folder, path, 0777), 0);
}

static void make_files(void)
{
    make_folder("blobs/f0");
    make_folder("blobs/0a");
    scratch_write(&scratch, "blobs/" LATE, 0, "abcdef", 6);
    scratch_write(&scratch, "blobs/" MIDDLE, 0, "abc", 3);
    scratch_write(&scratch, "blobs/" EARLY, 0, "", 0);
}

static nnreg_status note_met(const struct nnreg_blob_met *seen, void *context, struct nnreg_error *why)
{
    char digits[NNREG_SHA256_TEXT] = "";
    size_t length = strlen(met);

    (void)why;
    (void)context;
    if (seen->has_digest)
        nnreg_hex(digits, seen->digest);
    snprintf(met + length, sizeof met - length, "%d %s %.2s..%s %d %llu\n", (int)seen->stray, seen->path,
             digits, seen->has_digest ? digits + 62 : "", (int)seen->kind, (unsigned long long)seen->size);
    ck_assert_int_gt(seen->changed, 0);
    return NNREG_OK;
}

static nnreg_status walk_all(void)
{
    met[0] = '\0';
    error = (struct nnreg_error)NNREG_ERROR_INIT;
    return nnreg_blobs_walk(blobs, note_met, NULL, &error);
}

START_TEST(files_are_visited_in_the_order_of_digests)
{
    make_files();
    ck_assert_int_eq(walk_all(), NNREG_OK);
    ck_assert_str_eq(met, "0 blobs/" EARLY " 0a..a0 0 0\n"
                          "0 blobs/" MIDDLE " 0a..ad 0 3\n"
                          "0 blobs/" LATE " f0..a0 0 6\n");
}
END_TEST

START_TEST(what_is_no_stored_file_is_told_apart_with_its_path)
{
    make_folder("blobs/0a");
    make_folder("blobs/0b");
    make_folder("blobs/0B");
    make_folder("blobs/0a/" DIGITS "0");
    scratch_write(&scratch, "blobs/0a/" DIGITS "0.tmp", 0, "a", 1);
    scratch_write(&scratch, "blobs/0a/" DIGITS, 0, "ab", 2); /* a digit short */
    scratch_write(&scratch, "blobs/0a/" DIGITS "D", 0, "ab", 2);
    scratch_write(&scratch, "blobs/0a/.nfs01", 0, "ab", 2);
    scratch_write(&scratch, "blobs/0c", 0, "ab", 2);
    scratch_write(&scratch, "blobs/README", 0, "ab", 2);
    ck_assert_int_eq(symlinkat("x", scratch.folder, "blobs/0b/" DIGITS "1"), 0);
    ck_assert_int_eq(mkfifoat(scratch.folder, "blobs/0b/" DIGITS "2", 0600), 0);
    ck_assert_int_eq(walk_all(), NNREG_OK);
    ck_assert_str_eq(met, "1 blobs/0B .. 1 0\n"
                          "1 blobs/0a/.nfs01 .. 0 2\n"
                          "1 blobs/0a/" DIGITS " .. 0 2\n"
                          "2 blobs/0a/" DIGITS "0 0a..a0 1 0\n"
                          "1 blobs/0a/" DIGITS "0.tmp .. 0 1\n"
                          "1 blobs/0a/" DIGITS "D .. 0 2\n"
                          "2 blobs/0b/" DIGITS "1 0b..a1 2 0\n"
                          "2 blobs/0b/" DIGITS "2 0b..a2 3 0\n"
                          "2 blobs/0c .. 0 2\n"
                          "1 blobs/README .. 0 2\n");
}
END_TEST

static nnreg_status visited;

static nnreg_status end_at_second(const struct nnreg_blob_met *seen, void *context, struct nnreg_error *why)
{
    (void)note_met(seen, context, why);
    return strchr(met, '\n')[1] == '\0' ? NNREG_OK : nnreg_fail(why, visited, "enough");
}

START_TEST(what_a_visit_returns_ends_the_walk_and_is_its_status)
{
    static const nnreg_status statuses[] = {NNREG_CANCELLED, NNREG_NOT_FOUND, NNREG_INVALID_ARGUMENT};

    make_files();
    visited = statuses[_i];
    ck_assert_int_eq(nnreg_blobs_walk(blobs, end_at_second, NULL, &error), visited);
    ck_assert_str_eq(error.text, "enough");
    ck_assert_str_eq(met, "0 blobs/" EARLY " 0a..a0 0 0\n"
                          "0 blobs/" MIDDLE " 0a..ad 0 3\n");
}
END_TEST

START_TEST(no_place_for_files_is_none_only_where_it_was_so_at_the_open)
{
    static const unsigned char digest[NNREG_SHA256_SIZE] = {0};
    struct nnreg_blobs *empty;
    uint64_t size;
    int fd;

    nnreg_blobs_close(blobs);
    ck_assert_int_eq(unlinkat(scratch.folder, "blobs", AT_REMOVEDIR), 0);
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_blobs_open_empty(&blobs, scratch.folder, &error), NNREG_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(nnreg_blobs_open_empty(&empty, scratch.folder, &error), NNREG_OK);
    blobs = empty;
    scratch_write(&scratch, "blobs", 0, "x", 1);
    ck_assert_int_eq(nnreg_blobs_open_file(&fd, &size, blobs, digest, &error), NNREG_CORRUPT);
    ck_assert_msg(strstr(error.text, "blobs\" is not a folder") != NULL, "%s", error.text);
    ck_assert_int_eq(unlinkat(scratch.folder, "blobs", 0), 0);
    ck_assert_int_eq(walk_all(), NNREG_OK);
    ck_assert_str_eq(met, "");
    make_folder("blobs"); /* by another process, later */
    make_files();
    ck_assert_int_eq(walk_all(), NNREG_OK);
    ck_assert_uint_eq(strlen(met), 3 * strlen("0 blobs/" EARLY " 0a..a0 0 0\n"));
}
END_TEST

START_TEST(a_place_that_was_removed_is_damage)
{
    ck_assert_int_eq(unlinkat(scratch.folder, "blobs", AT_REMOVEDIR), 0);
    ck_assert_int_eq(walk_all(), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, "the registry's folder \"blobs\" was removed");
}
END_TEST

static int is_gone(const char *call)
{
    return strcmp(call, "fstatat") == 0 ? ENOENT : 0;
}

START_TEST(what_is_no_place_may_go_while_the_walk_is_there)
{
    scratch_write(&scratch, "blobs/README", 0, "x", 1);
    nnreg_fs_use_hook(is_gone);
    ck_assert_int_eq(walk_all(), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(met, "");
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ failing -- */

static unsigned calls, failing;
static int failure;
static const char *failing_call;

static int fail_one(const char *call)
{
    if (++calls != failing)
        return 0;
    failing_call = call;
    return failure;
}

/* EIO is a device; ENOENT what a listing says that runs into a folder's removal. Removed files are no failure. */
START_TEST(a_call_that_fails_ends_the_walk_and_is_never_taken_for_nothing_there)
{
    static const int failures[] = {EIO, ENOENT, EACCES, EMFILE};
    unsigned n, passed = 0;

    make_files();
    make_folder("blobs/55"); /* empty */
    failure = failures[_i];
    calls = 0; /* where tests share a process, another left its count */
    for (n = 1; calls == 0 || calls >= failing; n++) {
        nnreg_status status;

        calls = 0;
        failing = n;
        failing_call = NULL;
        nnreg_fs_use_hook(fail_one);
        status = walk_all();
        nnreg_fs_use_hook(NULL);
        if (status == NNREG_OK) {
            ck_assert_msg(failing_call == NULL || (failure == ENOENT && strcmp(failing_call, "fstatat") == 0),
                          "call %u, %s", n, failing_call);
            passed++;
        } else {
            ck_assert_ptr_nonnull(failing_call);
            ck_assert_str_ne(error.text, "");
        }
    }
    ck_assert_uint_gt(n, 15);
    ck_assert_uint_eq(passed,
                      failure == ENOENT ? 4 : 1); /* three files that went, and the run without a failure */
    ck_assert_int_eq(walk_all(), NNREG_OK);
}
END_TEST

START_TEST(without_memory_the_walk_fails)
{
    unsigned n;
    nnreg_status status = NNREG_NO_MEMORY;

    make_files();
    for (n = 1; status != NNREG_OK; n++) {
        nnreg_alloc_fail_from(n);
        status = walk_all();
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
    }
    ck_assert_uint_gt(n, 5);
}
END_TEST

Suite *blob_walk_suite(void);
Suite *blob_walk_suite(void)
{
    Suite *suite = suite_create("blob_walk");
    TCase *walks = tcase_create("walk"), *failures = tcase_create("failures");

    tcase_add_checked_fixture(walks, set_up, tear_down);
    tcase_add_test(walks, files_are_visited_in_the_order_of_digests);
    tcase_add_test(walks, what_is_no_stored_file_is_told_apart_with_its_path);
    tcase_add_loop_test(walks, what_a_visit_returns_ends_the_walk_and_is_its_status, 0, 3);
    tcase_add_test(walks, no_place_for_files_is_none_only_where_it_was_so_at_the_open);
    tcase_add_test(walks, a_place_that_was_removed_is_damage);
    tcase_add_test(walks, what_is_no_place_may_go_while_the_walk_is_there);
    suite_add_tcase(suite, walks);

    tcase_add_checked_fixture(failures, set_up, tear_down);
    tcase_add_loop_test(failures, a_call_that_fails_ends_the_walk_and_is_never_taken_for_nothing_there, 0, 4);
    tcase_add_test(failures, without_memory_the_walk_fails);
    suite_add_tcase(suite, failures);
    return suite;
}
