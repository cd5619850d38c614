/* Stored files: how they come in, from where, and how they are installed, shared and removed. */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/fsio.h"
#include "failing_calls.h"
#include "store/files/folder_blobs.h"
#include "store/staging.h"
#include "store_fixture.h"

/* SHA-256 of "abc" (FIPS 180-4, appendix B.1). */
#define ABC_FOLDER "ba"
#define ABC_FILE   "7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static struct scratch scratch;
static struct nnreg_blobs *blobs;
static struct nnreg_staging staging;
static struct nnreg_staged staged;
static struct nnreg_error error;

static void set_up(void)
{
    scratch_make(&scratch);
    ck_assert_int_eq(nnreg_blobs_open(&blobs, scratch.folder, true, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_begin(&staging, blobs, &error), NNREG_OK);
    staged = (struct nnreg_staged){.fd = -1};
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    nnreg_staging_discard(&staging, &staged);
    nnreg_staging_end(&staging);
    nnreg_blobs_close(blobs);
    scratch_remove(&scratch);
}

static nnreg_status stage(const void *content, size_t size)
{
    struct nnreg_blob_source source = {.name = "given", .size = size, .content = content, .fd = -1};

    return nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error);
}

static nnreg_status install(void)
{
    return nnreg_blobs_install(blobs, &staging, &staged, NULL, NULL, &error);
}

static void check_content(const void *content, size_t size)
{
    char *found = malloc(size + 1);
    uint64_t length;
    int fd;

    ck_assert_ptr_nonnull(found);
    ck_assert_int_eq(nnreg_blobs_open_file(&fd, &length, blobs, staged.digest, &error), NNREG_OK);
    ck_assert_uint_eq(length, size);
    ck_assert_int_eq(pread(fd, found, size + 1, 0), (ssize_t)size);
    ck_assert_mem_eq(found, content, size);
    close(fd);
    free(found);
}

static const char *session(void)
{
    static char path[sizeof staging.name + 16];

    snprintf(path, sizeof path, "staging/%s", staging.name);
    return path;
}

/* ------------------------------------------------------------------------------------------------- the places -- */

static unsigned waits;

static int count_waits(const char *call)
{
    waits += strcmp(call, "fsync") == 0;
    return 0;
}

/* Makes the places of files whose digests begin with `first` and the `count - 1` numbers behind it. How often it waited. */
static unsigned make_places(unsigned first, unsigned count)
{
    struct nnreg_staged many[256] = {{.number = 0}};
    unsigned i;

    for (i = 0; i < count; i++) {
        many[i].number = 1;
        many[i].digest[0] = (unsigned char)(first + i);
    }
    waits = 0;
    nnreg_fs_use_hook(count_waits);
    ck_assert_int_eq(nnreg_blobs_make_places(blobs, many, 256, &error), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    return waits;
}

START_TEST(what_many_files_need_is_made_with_one_wait_and_nothing_beside_it)
{
    ck_assert_uint_eq(make_places(0, 0), 0);
    ck_assert_str_eq(scratch_list(&scratch, "blobs"), "");
    scratch_write(&scratch, "blobs/README", 0, "x", 1); /* which is nobody's place, */
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/zz", 0777), 0);
    ck_assert_uint_eq(make_places(0xfd, 3), 1);
    ck_assert_str_eq(scratch_list(&scratch, "blobs"), "README fd fe ff zz ");
    ck_assert_int_eq(unlinkat(scratch.folder, "blobs/README", 0), 0);
    ck_assert_int_eq(unlinkat(scratch.folder, "blobs/zz", AT_REMOVEDIR), 0);
    ck_assert_str_eq(scratch_list(&scratch, "blobs"), "fd fe ff ");
    ck_assert_uint_eq(make_places(0xfd, 3), 0);
    ck_assert_uint_eq(make_places(0xfc, 2), 1);
    ck_assert_str_eq(scratch_list(&scratch, "blobs"), "fc fd fe ff ");
}
END_TEST

START_TEST(beside_64_folders_the_next_one_makes_all_and_none_is_waited_for_any_more)
{
    ck_assert_uint_eq(make_places(0, 64), 1);
    ck_assert_uint_eq(strlen(scratch_list(&scratch, "blobs")), 64 * strlen("ab "));
    ck_assert_uint_eq(make_places(0x80, 1), 1);
    ck_assert_uint_eq(strlen(scratch_list(&scratch, "blobs")), 256 * strlen("ab "));
    ck_assert_uint_eq(make_places(0, 256), 0);
    nnreg_blobs_close(blobs); /* a handle does not rely on what others have waited for */
    ck_assert_int_eq(nnreg_blobs_open(&blobs, scratch.folder, true, &error), NNREG_OK);
    ck_assert_uint_eq(make_places(0x80, 1), 1);
    ck_assert_uint_eq(make_places(0, 256), 0);
}
END_TEST

START_TEST(beside_more_names_than_are_listed_folders_are_made_all_the_same)
{
    unsigned i;

    for (i = 0; i <= 4096; i++) {
        char path[40];
        int fd;

        snprintf(path, sizeof path, "blobs/a file %u", i);
        fd = openat(scratch.folder, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        ck_assert_int_ge(fd, 0);
        close(fd);
    }
    ck_assert_uint_eq(make_places(0xfd, 3), 1);
    for (i = 0xfd; i <= 0xff; i++) {
        char path[40];

        snprintf(path, sizeof path, "blobs/%02x", i);
        ck_assert_int_eq(unlinkat(scratch.folder, path, AT_REMOVEDIR), 0);
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------------- the way in -- */

START_TEST(a_file_is_stored_under_its_digest_read_only)
{
    struct stat st;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_str_eq(scratch_list(&scratch, "blobs"), ""); /* nothing is seen before it is installed */
    ck_assert_int_eq(nnreg_staging_sync(&staged, &error), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert(staged.moved);
    ck_assert_str_eq(scratch_list(&scratch, "blobs"), ABC_FOLDER " ");
    ck_assert_str_eq(scratch_list(&scratch, "blobs/" ABC_FOLDER), ABC_FILE " ");
    ck_assert_int_eq(fstatat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, &st, 0), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0444);
    nnreg_staging_discard(&staging, &staged);
    check_content("abc", 3);
    nnreg_staging_end(&staging);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
}
END_TEST

START_TEST(the_umask_is_kept_when_a_file_becomes_read_only)
{
    mode_t before = umask(077);
    struct stat st;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    umask(before);
    ck_assert_int_eq(nnreg_staging_sync(&staged, &error), NNREG_OK);
    ck_assert_int_eq(fstat(staged.fd, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0400);
}
END_TEST

START_TEST(a_file_that_is_there_already_stays_and_the_staged_one_goes)
{
    struct stat first, second;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    nnreg_staging_discard(&staging, &staged);
    ck_assert_int_eq(fstatat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, &first, 0), 0);
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert(!staged.moved);
    ck_assert_str_eq(scratch_list(&scratch, session()), "2 ");
    nnreg_staging_discard(&staging, &staged);
    ck_assert_str_eq(scratch_list(&scratch, session()), "");
    ck_assert_int_eq(fstatat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, &second, 0), 0);
    ck_assert_uint_eq(first.st_ino, second.st_ino);
}
END_TEST

#define ABC_PATH "blobs/" ABC_FOLDER "/" ABC_FILE

static void put_bytes(const char *bytes)
{
    scratch_write(&scratch, ABC_PATH, 0, bytes, strlen(bytes));
}

static void put_other_bytes(void)
{
    put_bytes("abC");
}

static void put_shorter(void)
{
    put_bytes("ab");
}

static void put_longer(void)
{
    put_bytes("abcd");
}

static void put_link(void)
{
    put_bytes("abc"); /* a link is none, whatever it leads to */
    ck_assert_int_eq(renameat(scratch.folder, ABC_PATH, scratch.folder, "elsewhere"), 0);
    ck_assert_int_eq(symlinkat("../../elsewhere", scratch.folder, ABC_PATH), 0);
}

static void put_folder(void)
{
    ck_assert_int_eq(mkdirat(scratch.folder, ABC_PATH, 0777), 0);
}

static void put_fifo(void)
{
    ck_assert_int_eq(mkfifoat(scratch.folder, ABC_PATH, 0666), 0);
}

static void put_socket(void)
{
    ck_assert_int_eq(mknodat(scratch.folder, ABC_PATH, S_IFSOCK | 0666, 0), 0);
}

static const struct {
    const char *what; /* as a message has it; NULL: it is a file that can be opened */
    void (*put)(void);
    enum nnreg_blob_found found;
} damages[] = {
    {NULL, put_other_bytes, NNREG_BLOB_OTHER_BYTES},
    {NULL, put_shorter, NNREG_BLOB_OTHER_SIZE},
    {NULL, put_longer, NNREG_BLOB_OTHER_SIZE},
    {"a symbolic link", put_link, NNREG_BLOB_NO_FILE},
    {"a folder", put_folder, NNREG_BLOB_NO_FILE},
    {"a device, a FIFO or a socket", put_fifo, NNREG_BLOB_NO_FILE},
    {"a device, a FIFO or a socket", put_socket, NNREG_BLOB_NO_FILE},
};

START_TEST(whatever_else_stands_in_the_place_of_a_file_is_replaced_and_told)
{
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    damages[_i].put();
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(staged.found, damages[_i].found);
    ck_assert(staged.moved);
    check_content("abc", 3);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
    check_content("abc", 3);
}
END_TEST

/* In the transaction, too, where what was put in place has given way to something else. */
START_TEST(whatever_else_is_in_the_place_of_a_file_later_is_replaced)
{
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_sync(&staged, &error), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(unlinkat(scratch.folder, ABC_PATH, 0), 0);
    damages[_i].put();
    ck_assert_msg(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error) == NNREG_OK, "%s", error.text);
    check_content("abc", 3);
}
END_TEST

/* The copy that is held open is the very file. */
START_TEST(a_file_that_is_cut_after_it_was_put_in_place_is_told)
{
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_sync(&staged, &error), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(fchmodat(scratch.folder, ABC_PATH, 0644, 0), 0);
    scratch_truncate(&scratch, ABC_PATH, 2);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_IO);
    ck_assert_str_eq(error.text, "\"a staged file\" became shorter than its 3 bytes while it was read");
    ck_assert_int_eq(scratch_size(&scratch, ABC_PATH), 2);
}
END_TEST

static const char *refused;
static int refuse_by;

static int refuse_by_name(const char *call)
{
    return strcmp(call, refused) == 0 ? refuse_by : 0;
}

/* A folder would have to go first; so it is looked what it is. */
START_TEST(what_is_no_file_is_replaced_also_where_it_is_gone_and_not_where_it_cannot_be_looked_at)
{
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_fifo();
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    refused = "fstatat";
    refuse_by = EIO;
    nnreg_fs_use_hook(refuse_by_name);
    ck_assert_int_eq(install(), NNREG_IO);
    ck_assert_int_eq(error.cause, EIO);
    ck_assert(!staged.moved);
    refuse_by = ENOENT;
    ck_assert_int_eq(install(), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert(staged.moved);
    check_content("abc", 3);
}
END_TEST

START_TEST(what_is_no_file_in_the_place_of_one_is_corrupt_and_named)
{
    char expected[200];
    uint64_t size;
    int fd;

    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    damages[_i].put();
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    if (damages[_i].what == NULL)
        return;
    ck_assert_int_eq(nnreg_blobs_open_file(&fd, &size, blobs, staged.digest, &error), NNREG_CORRUPT);
    ck_assert_int_eq(fd, -1);
    snprintf(expected, sizeof expected, "\"%s\" is %s, not a stored file", ABC_PATH, damages[_i].what);
    ck_assert_str_eq(error.text, expected);
}
END_TEST

/* The last byte of several pieces, where a comparison of the first one, or of the size, sees nothing. */
START_TEST(every_byte_is_compared)
{
    size_t size = 2 * NNREG_PIECE + 5;
    char *bytes = calloc(1, size), path[100];
    struct nnreg_staged first;

    ck_assert_ptr_nonnull(bytes);
    ck_assert_int_eq(stage(bytes, size), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(staged.found, NNREG_BLOB_NOTHING);
    first = staged;
    snprintf(path, sizeof path, "blobs/");
    nnreg_blob_path(path + strlen(path), staged.digest);
    ck_assert_int_eq(fchmodat(scratch.folder, path, 0644, 0), 0);
    scratch_write(&scratch, path, (off_t)size - 1, "x", 1);
    ck_assert_int_eq(stage(bytes, size), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(staged.found, NNREG_BLOB_OTHER_BYTES);
    check_content(bytes, size);
    nnreg_staging_discard(&staging, &first);
    free(bytes);
}
END_TEST

/* Also where the copies are not kept open. */
START_TEST(a_copy_that_was_closed_is_compared_and_moved_alike)
{
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_other_bytes();
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    nnreg_fs_close(staged.fd);
    staged.fd = -1;
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(staged.found, NNREG_BLOB_OTHER_BYTES);
    check_content("abc", 3);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
}
END_TEST

static int refuse_second_names(const char *call)
{
    return strcmp(call, "linkat") == 0 ? EPERM : 0;
}

static unsigned opens_left;

static int refuse_nth_open(const char *call)
{
    return opens_left > 0 && strcmp(call, "openat") == 0 && --opens_left == 0 ? EMFILE : 0;
}

/* A copy that was closed has a second name in the session from when it is moved. */
START_TEST(a_closed_copy_is_put_back_when_the_file_was_removed_in_between)
{
    unsigned n;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_sync(&staged, &error), NNREG_OK);
    nnreg_fs_close(staged.fd);
    staged.fd = -1;
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_str_eq(scratch_list(&scratch, session()), "2 ");
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    for (n = 1; n <= 2; n++) { /* its folder, and itself */
        opens_left = n;
        nnreg_fs_use_hook(refuse_nth_open);
        ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_BUSY);
        nnreg_fs_use_hook(NULL);
        ck_assert_int_eq(error.cause, EMFILE);
    }
    ck_assert_msg(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error) == NNREG_OK, "%s", error.text);
    ck_assert(staged.moved);
    check_content("abc", 3);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
    check_content("abc", 3);
    nnreg_staging_discard(&staging, &staged);
    nnreg_staging_end(&staging);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
    check_content("abc", 3);
}
END_TEST

START_TEST(without_second_names_a_closed_copy_that_was_removed_is_told)
{
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    nnreg_fs_close(staged.fd);
    staged.fd = -1;
    if (_i == 0)
        nnreg_fs_use_hook(refuse_second_names);
    else
        staging.last = NNREG_STAGING_FILES; /* there are no more names in the session */
    ck_assert_int_eq(install(), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    staging.last = 1;
    check_content("abc", 3);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_BUSY);
    ck_assert_str_eq(error.text, "another process removed a file that was being registered: try again");
    ck_assert_str_eq(scratch_list(&scratch, "blobs/" ABC_FOLDER), "");
}
END_TEST

START_TEST(a_folder_with_something_in_it_is_left_alone)
{
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_folder();
    scratch_write(&scratch, ABC_PATH "/precious", 0, "x", 1);
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_CORRUPT);
    ck_assert_str_eq(error.text,
                     "\"" ABC_PATH "\" is a folder that cannot be removed, not a stored file: move it away");
    ck_assert(!staged.moved);
    ck_assert_str_eq(scratch_list(&scratch, ABC_PATH), "precious ");
}
END_TEST

START_TEST(a_file_in_the_place_of_a_folder_is_corrupt)
{
    scratch_write(&scratch, "blobs/" ABC_FOLDER, 0, "x", 1);
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, "\"blobs/" ABC_FOLDER "\" is no folder, as it must be");
}
END_TEST

START_TEST(a_loop_of_links_in_the_place_of_a_folder_is_corrupt)
{
    uint64_t size;
    int fd;

    ck_assert_int_eq(symlinkat(ABC_FOLDER, scratch.folder, "blobs/" ABC_FOLDER), 0);
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_open_file(&fd, &size, blobs, staged.digest, &error), NNREG_CORRUPT);
    ck_assert_int_eq(fd, -1);
}
END_TEST

static unsigned reads_left, fail_with;

/* A disk that does not give back what it holds: the read of the stored file, which follows that of the copy. */
static int fail_a_read(const char *call)
{
    return strcmp(call, "pread") == 0 && --reads_left == 0 ? (int)fail_with : 0;
}

START_TEST(a_stored_file_that_cannot_be_read_is_replaced)
{
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_bytes("abc");
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    reads_left = 2;
    fail_with = EIO;
    nnreg_fs_use_hook(fail_a_read);
    ck_assert_int_eq(install(), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(staged.found, NNREG_BLOB_UNREADABLE);
    ck_assert(staged.moved);
    check_content("abc", 3);
}
END_TEST

START_TEST(a_copy_that_cannot_be_read_replaces_nothing)
{
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_bytes("abC");
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    reads_left = 1;
    fail_with = EIO;
    nnreg_fs_use_hook(fail_a_read);
    ck_assert_int_eq(install(), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert(!staged.moved);
}
END_TEST

START_TEST(a_copy_that_is_cut_or_gone_replaces_nothing)
{
    char path[sizeof staging.name + 20];

    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_bytes("abc");
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    snprintf(path, sizeof path, "%s/1", session());
    scratch_truncate(&scratch, path, 2);
    ck_assert_int_eq(install(), NNREG_IO);
    ck_assert_str_eq(error.text, "a staged file has changed");
    ck_assert(!staged.moved);
    nnreg_fs_close(staged.fd);
    staged.fd = -1;
    ck_assert_int_eq(unlinkat(scratch.folder, path, 0), 0);
    ck_assert_int_eq(install(), NNREG_NOT_FOUND);
    ck_assert(!staged.moved);
    check_content("abc", 3);
}
END_TEST

static int cut_at_the_second_read(const char *call)
{
    if (strcmp(call, "pread") == 0 && --reads_left == 0)
        scratch_truncate(&scratch, ABC_PATH, 1);
    return 0;
}

START_TEST(a_stored_file_that_is_cut_while_it_is_compared_is_replaced)
{
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_bytes("abc");
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    reads_left = 2;
    nnreg_fs_use_hook(cut_at_the_second_read);
    ck_assert_int_eq(install(), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(staged.found, NNREG_BLOB_OTHER_BYTES);
    ck_assert(staged.moved);
    check_content("abc", 3);
}
END_TEST

static int refuse_to_open(const char *call)
{
    return strcmp(call, "openat") == 0 && --reads_left == 0 ? (int)fail_with : 0;
}

/* What the process lacks (descriptors, a permission) says nothing of the file. */
START_TEST(a_stored_file_that_may_not_be_opened_is_not_taken_for_a_damaged_one)
{
    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_bytes("abc");
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    reads_left = 2; /* the first opens the folder */
    fail_with = EMFILE;
    nnreg_fs_use_hook(refuse_to_open);
    ck_assert_int_ne(install(), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert(!staged.moved);
}
END_TEST

static int stop_comparing(void *context, uint64_t done)
{
    uint64_t *last = context;

    *last = done;
    return 1;
}

START_TEST(comparing_can_be_cancelled)
{
    uint64_t last = 0;

    ck_assert_int_eq(mkdirat(scratch.folder, "blobs/" ABC_FOLDER, 0777), 0);
    put_bytes("abc");
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_install(blobs, &staging, &staged, stop_comparing, &last, &error),
                     NNREG_CANCELLED);
    ck_assert_uint_eq(last, 3);
    ck_assert(!staged.moved);
}
END_TEST

static unsigned calls;

static int count_calls(const char *call)
{
    (void)call;
    calls++;
    return 0;
}

/* The write transaction of the store waits for nothing: neither for a comparison nor for the device. */
START_TEST(holding_what_is_in_place_is_one_look)
{
    struct nnreg_staged first;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    first = staged;
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(staged.found, NNREG_BLOB_SAME);
    calls = 0;
    nnreg_fs_use_hook(count_calls);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &first, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(calls, 2);
    /* Another file system may have a file of the same number. */
    first.device++;
    calls = 0;
    nnreg_fs_use_hook(count_calls);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &first, &error), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_gt(calls, 1);
    nnreg_staging_discard(&staging, &first);
    check_content("abc", 3);
}
END_TEST

START_TEST(installing_again_is_harmless_even_when_the_file_was_removed_in_between)
{
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_sync(&staged, &error), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
    ck_assert(staged.moved);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
    ck_assert(staged.moved);
    check_content("abc", 3);
    nnreg_staging_discard(&staging, &staged);
    ck_assert_str_eq(scratch_list(&scratch, session()), "");
    check_content("abc", 3);
}
END_TEST

START_TEST(a_removed_file_that_cannot_be_put_back_is_told_and_leaves_nothing)
{
    static const char *const steps[] = {"create", "fsync"};
    size_t i;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_sync(&staged, &error), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    for (i = 0; i < sizeof steps / sizeof *steps; i++) {
        refused = steps[i];
        refuse_by = ENOSPC;
        nnreg_fs_use_hook(refuse_by_name);
        ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_NO_SPACE);
        nnreg_fs_use_hook(NULL);
        ck_assert_str_eq(scratch_list(&scratch, session()), "");
    }
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
    /* And one that somebody has changed before it went. */
    ck_assert_int_eq(fchmodat(scratch.folder, ABC_PATH, 0644, 0), 0);
    put_other_bytes();
    ck_assert_int_eq(unlinkat(scratch.folder, ABC_PATH, 0), 0);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_IO);
    ck_assert_str_eq(error.text, "a staged file has changed");
    ck_assert_str_eq(scratch_list(&scratch, session()), "");
    ck_assert_str_eq(scratch_list(&scratch, "blobs/" ABC_FOLDER), "");
}
END_TEST

START_TEST(a_file_dropped_for_another_is_installed_when_that_one_was_removed_in_between)
{
    struct nnreg_staged other;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    other = staged;
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
    ck_assert(staged.moved);
    check_content("abc", 3);
    nnreg_staging_discard(&staging, &other);
}
END_TEST

START_TEST(a_removed_file_is_not_found_and_removing_it_again_is_fine)
{
    uint64_t size;
    int fd;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_open_file(&fd, &size, blobs, staged.digest, &error), NNREG_NOT_FOUND);
    ck_assert_int_eq(fd, -1);
    ck_assert_str_eq(scratch_list(&scratch, "blobs/" ABC_FOLDER), "");
}
END_TEST

START_TEST(without_create_missing_folders_are_corrupt)
{
    struct nnreg_blobs *other;

    ck_assert_int_eq(nnreg_blobs_open(&other, scratch.folder, false, &error), NNREG_OK);
    nnreg_blobs_close(other);
    ck_assert_int_eq(unlinkat(scratch.folder, "blobs", AT_REMOVEDIR), 0);
    ck_assert_int_eq(nnreg_blobs_open(&other, scratch.folder, false, &error), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, "the registry has no folder \"blobs\": put it back from a backup");
    nnreg_blobs_close(other);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- sources -- */

/* A source of `size` bytes by offset; zeros but for one byte each 1 MiB. What it gives ends at `ends`. */
struct made {
    uint64_t ends;
    uint64_t fails_at;
    unsigned reads;
};

static nnreg_status read_made(size_t *got, void *context, uint64_t offset, void *out, size_t size,
                              struct nnreg_error *error_out)
{
    struct made *made = context;
    uint64_t left = made->ends > offset ? made->ends - offset : 0;

    made->reads++;
    if (offset >= made->fails_at)
        return nnreg_fail(error_out, NNREG_IO, "the source broke");
    *got = left < size ? (size_t)left : size;
    memset(out, 0, *got);
    if (*got > 0 && offset % (1 << 20) == 0)
        *(unsigned char *)out = 1;
    return NNREG_OK;
}

static nnreg_status stage_made(struct made *made, uint64_t size, nnreg_blob_progress *progress, void *context)
{
    struct nnreg_blob_source source = {
        .name = "made", .size = size, .read = read_made, .context = made, .fd = -1};

    return nnreg_staging_add(&staged, &staging, &source, progress, context, &error);
}

static int count_progress(void *context, uint64_t done)
{
    uint64_t *last = context;

    ck_assert_uint_gt(done, *last);
    *last = done;
    return 0;
}

START_TEST(pieces_of_zeros_become_holes_and_the_digest_is_that_of_all_bytes)
{
    struct made made = {.ends = (64 << 20) + 5, .fails_at = UINT64_MAX};
    struct nnreg_sha256 sha;
    unsigned char digest[NNREG_SHA256_SIZE], *piece = calloc(1, NNREG_PIECE);
    uint64_t last = 0, offset;
    struct stat st;
    size_t got;

    ck_assert_ptr_nonnull(piece);
    ck_assert_int_eq(stage_made(&made, made.ends, count_progress, &last), NNREG_OK);
    ck_assert_uint_eq(last, made.ends);
    ck_assert_uint_eq(made.reads, 64 * 2 + 2); /* each piece once, and that there is no more */
    ck_assert_int_eq(fstat(staged.fd, &st), 0);
    ck_assert_int_eq(st.st_size, (off_t)made.ends);
    ck_assert_int_lt(st.st_blocks * 512, 10 << 20); /* 65 pieces of 512 */
    ck_assert_int_eq(nnreg_sha256_begin(&sha, &error), NNREG_OK);
    for (offset = 0; offset < made.ends; offset += got) {
        ck_assert_int_eq(read_made(&got, &made, offset, piece, NNREG_PIECE, &error), NNREG_OK);
        ck_assert_int_eq(nnreg_sha256_add(&sha, piece, got, &error), NNREG_OK);
    }
    ck_assert_int_eq(nnreg_sha256_end(digest, &sha, &error), NNREG_OK);
    ck_assert_mem_eq(staged.digest, digest, sizeof digest);
    free(piece);
}
END_TEST

START_TEST(an_empty_file_is_a_file)
{
    ck_assert_int_eq(stage("", 0), NNREG_OK);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_str_eq(scratch_list(&scratch, "blobs/e3"),
                     "b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ");
    check_content("", 0);
}
END_TEST

START_TEST(a_descriptor_is_copied_byte_for_byte_and_stays_the_callers)
{
    struct nnreg_blob_source source = {.name = "file"};
    size_t size = 3 * NNREG_PIECE + 17, i;
    unsigned char *bytes = malloc(size);

    ck_assert_ptr_nonnull(bytes);
    for (i = 0; i < size; i++)
        bytes[i] = (unsigned char)(i * 2654435761u >> 11);
    scratch_write(&scratch, "file", 0, bytes, size);
    source.size = size;
    source.fd = openat(scratch.folder, "file", O_RDONLY | O_CLOEXEC);
    ck_assert_int_eq(nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error), NNREG_OK);
    ck_assert_int_ge(fcntl(source.fd, F_GETFD), 0);
    ck_assert_int_eq(install(), NNREG_OK);
    check_content(bytes, size);
    source.size = size + 1;
    nnreg_staging_discard(&staging, &staged);
    ck_assert_int_eq(nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error), NNREG_IO);
    source.size = size - 1;
    ck_assert_int_eq(nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error), NNREG_IO);
    close(source.fd);
    free(bytes);
}
END_TEST

START_TEST(a_source_that_changes_its_size_is_told)
{
    struct made made = {.ends = 200000, .fails_at = UINT64_MAX};

    ck_assert_int_eq(stage_made(&made, 200001, NULL, NULL), NNREG_IO);
    ck_assert_str_eq(error.text, "\"made\" became shorter than its 200001 bytes while it was read");
    ck_assert_int_eq(staged.fd, -1);
    ck_assert_int_eq(stage_made(&made, 199999, NULL, NULL), NNREG_IO);
    ck_assert_str_eq(error.text, "\"made\" became longer than its 199999 bytes while it was read");
    made.ends = 0;
    ck_assert_int_eq(stage_made(&made, 1, NULL, NULL), NNREG_IO);
    ck_assert_str_eq(scratch_list(&scratch, session()), "");
}
END_TEST

START_TEST(a_source_that_fails_has_its_failure_handed_on)
{
    struct made made = {.ends = 1 << 20, .fails_at = 2 * NNREG_PIECE};

    ck_assert_int_eq(stage_made(&made, made.ends, NULL, NULL), NNREG_IO);
    ck_assert_str_eq(error.text, "the source broke");
    ck_assert_str_eq(scratch_list(&scratch, session()), "");
}
END_TEST

static int cancel_later(void *context, uint64_t done)
{
    (void)context;
    return done > NNREG_HASHER_PIECE;
}

static size_t count_threads(void)
{
    DIR *tasks = opendir("/proc/self/task");
    size_t count = 0;

    ck_assert_ptr_nonnull(tasks);
    while (readdir(tasks) != NULL)
        count++;
    (void)closedir(tasks);
    return count - 2; /* "." and ".." */
}

static void check_digest_of_made(uint64_t size)
{
    struct made made = {.ends = size, .fails_at = UINT64_MAX};
    struct nnreg_sha256 sha;
    unsigned char digest[NNREG_SHA256_SIZE], *piece = malloc(1 << 20);
    uint64_t at;
    size_t got;

    ck_assert_ptr_nonnull(piece);
    ck_assert_int_eq(nnreg_sha256_begin(&sha, &error), NNREG_OK);
    for (at = 0; at < size; at += got) {
        ck_assert_int_eq(read_made(&got, &made, at, piece, 1 << 20, &error), NNREG_OK);
        ck_assert_int_eq(nnreg_sha256_add(&sha, piece, got, &error), NNREG_OK);
    }
    ck_assert_int_eq(nnreg_sha256_end(digest, &sha, &error), NNREG_OK);
    ck_assert_mem_eq(staged.digest, digest, sizeof digest);
    free(piece);
}

/* What a copy that failed has given to the thread is not in the sum of the next. */
START_TEST(a_large_file_is_hashed_beside_where_a_thread_is_to_be_had)
{
    static const struct {
        uint64_t size;
        bool denied;
        size_t threads; /* more than there were */
    } rows[] = {{NNREG_HASHER_BESIDE - 1, false, 0},
                {NNREG_HASHER_BESIDE, false, 1},
                {NNREG_HASHER_BESIDE + 1, true, 0},
                {3 * NNREG_HASHER_BESIDE + 5, false, 1}};
    struct made made = {.ends = rows[_i].size, .fails_at = made.ends / 2};
    size_t before = count_threads();

    if (rows[_i].denied)
        failing_calls_arm_on("pthread_create", 1, EAGAIN);
    ck_assert_int_eq(stage_made(&made, made.ends, NULL, NULL), NNREG_IO);
    ck_assert_str_eq(error.text, "the source broke");
    made.fails_at = UINT64_MAX;
    ck_assert_int_eq(stage_made(&made, made.ends, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(count_threads() - before, rows[_i].threads);
    ck_assert(!rows[_i].denied || failing_calls_failed(NULL));
    check_digest_of_made(made.ends);
    nnreg_staging_discard(&staging, &staged);
    nnreg_staging_end(&staging);
    while (count_threads() > before) /* one that was joined is seen for a moment yet */
        sched_yield();
    ck_assert_uint_eq(count_threads(), before);
}
END_TEST

/* Of a large file whose parts have CRCs, as far as the session has room for marks; the rest of the copy is the same. */
START_TEST(of_a_large_file_whose_parts_have_crcs_marks_are_taken)
{
    static const struct {
        uint64_t size;
        bool has_crcs;
        size_t room;
        bool marked;
    } rows[] = {{NNREG_HASHER_BESIDE - 1, true, NNREG_STAGING_MARKS, false},
                {NNREG_HASHER_BESIDE, false, NNREG_STAGING_MARKS, false},
                {NNREG_HASHER_BESIDE, true, NNREG_STAGING_MARKS, true},
                {NNREG_HASHER_BESIDE + NNREG_CRC_STEP + 5, true, 65, true},
                {NNREG_HASHER_BESIDE + NNREG_CRC_STEP + 5, true, 64, false}};
    struct made made = {.ends = rows[_i].size, .fails_at = UINT64_MAX};
    struct nnreg_blob_source source = {.name = "made",
                                       .size = made.ends,
                                       .read = read_made,
                                       .context = &made,
                                       .fd = -1,
                                       .has_crcs = rows[_i].has_crcs};
    unsigned char *bytes = malloc(made.ends);
    uint64_t at;
    size_t got;

    staging.marks = rows[_i].room;
    ck_assert_int_eq(nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error), NNREG_OK);
    check_digest_of_made(made.ends);
    ck_assert_int_eq(staged.marks != NULL, rows[_i].marked);
    ck_assert_uint_eq(rows[_i].room - staging.marks, rows[_i].marked ? made.ends / NNREG_CRC_STEP : 0);
    for (at = 0; at < made.ends; at += got)
        ck_assert_int_eq(read_made(&got, &made, at, bytes + at, 1 << 20, &error), NNREG_OK);
    for (at = NNREG_CRC_STEP; rows[_i].marked && at <= made.ends; at += NNREG_CRC_STEP)
        ck_assert_uint_eq(nnreg_crc_marks_crc(staged.marks, 0, at), nnreg_crc32c(0, bytes, (size_t)at));
    free(bytes);
}
END_TEST

START_TEST(without_memory_for_marks_there_is_no_copy)
{
    struct made made = {.ends = NNREG_HASHER_BESIDE, .fails_at = UINT64_MAX};
    struct nnreg_blob_source source = {
        .name = "made", .size = made.ends, .read = read_made, .context = &made, .fd = -1, .has_crcs = true};
    unsigned n = 0;
    nnreg_status status;

    ck_assert_int_eq(stage_made(&made, made.ends, NULL, NULL), NNREG_OK); /* what the first needs is there */
    nnreg_staging_discard(&staging, &staged);
    do {
        nnreg_alloc_fail_from(++n);
        status = nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
        ck_assert_int_eq(staged.marks != NULL, status == NNREG_OK);
        ck_assert_int_eq(*scratch_list(&scratch, session()) != 0, status == NNREG_OK);
    } while (status != NNREG_OK && n < 9);
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 1);
}
END_TEST

START_TEST(a_cancelled_copy_leaves_nothing)
{
    struct made made = {.ends = 2 << 20, .fails_at = UINT64_MAX};

    ck_assert_int_eq(stage_made(&made, made.ends, cancel_later, NULL), NNREG_CANCELLED);
    ck_assert_uint_eq(made.reads, 2);
    ck_assert_int_eq(staged.fd, -1);
    ck_assert_str_eq(scratch_list(&scratch, session()), "");
}
END_TEST

Suite *blobs_suite(void);
Suite *blobs_suite(void)
{
    Suite *suite = suite_create("blobs");
    TCase *files = tcase_create("files"), *sources = tcase_create("sources");

    tcase_add_checked_fixture(files, set_up, tear_down);
    tcase_add_test(files, what_many_files_need_is_made_with_one_wait_and_nothing_beside_it);
    tcase_add_test(files, beside_64_folders_the_next_one_makes_all_and_none_is_waited_for_any_more);
    tcase_add_test(files, beside_more_names_than_are_listed_folders_are_made_all_the_same);
    tcase_add_test(files, a_file_is_stored_under_its_digest_read_only);
    tcase_add_test(files, the_umask_is_kept_when_a_file_becomes_read_only);
    tcase_add_test(files, a_file_that_is_there_already_stays_and_the_staged_one_goes);
    tcase_add_loop_test(files, whatever_else_stands_in_the_place_of_a_file_is_replaced_and_told, 0,
                        (int)(sizeof damages / sizeof *damages));
    tcase_add_loop_test(files, whatever_else_is_in_the_place_of_a_file_later_is_replaced, 1,
                        (int)(sizeof damages / sizeof *damages));
    tcase_add_test(files, a_file_that_is_cut_after_it_was_put_in_place_is_told);
    tcase_add_test(files,
                   what_is_no_file_is_replaced_also_where_it_is_gone_and_not_where_it_cannot_be_looked_at);
    tcase_add_loop_test(files, what_is_no_file_in_the_place_of_one_is_corrupt_and_named, 0,
                        (int)(sizeof damages / sizeof *damages));
    tcase_add_test(files, every_byte_is_compared);
    tcase_add_test(files, a_copy_that_was_closed_is_compared_and_moved_alike);
    tcase_add_test(files, a_closed_copy_is_put_back_when_the_file_was_removed_in_between);
    tcase_add_loop_test(files, without_second_names_a_closed_copy_that_was_removed_is_told, 0, 2);
    tcase_add_test(files, a_folder_with_something_in_it_is_left_alone);
    tcase_add_test(files, a_file_in_the_place_of_a_folder_is_corrupt);
    tcase_add_test(files, a_loop_of_links_in_the_place_of_a_folder_is_corrupt);
    tcase_add_test(files, a_stored_file_that_cannot_be_read_is_replaced);
    tcase_add_test(files, a_copy_that_cannot_be_read_replaces_nothing);
    tcase_add_test(files, a_copy_that_is_cut_or_gone_replaces_nothing);
    tcase_add_test(files, a_stored_file_that_is_cut_while_it_is_compared_is_replaced);
    tcase_add_test(files, a_stored_file_that_may_not_be_opened_is_not_taken_for_a_damaged_one);
    tcase_add_test(files, comparing_can_be_cancelled);
    tcase_add_test(files, holding_what_is_in_place_is_one_look);
    tcase_add_test(files, installing_again_is_harmless_even_when_the_file_was_removed_in_between);
    tcase_add_test(files, a_removed_file_that_cannot_be_put_back_is_told_and_leaves_nothing);
    tcase_add_test(files, a_file_dropped_for_another_is_installed_when_that_one_was_removed_in_between);
    tcase_add_test(files, a_removed_file_is_not_found_and_removing_it_again_is_fine);
    tcase_add_test(files, without_create_missing_folders_are_corrupt);
    suite_add_tcase(suite, files);
    tcase_add_checked_fixture(sources, set_up, tear_down);
    tcase_add_test(sources, pieces_of_zeros_become_holes_and_the_digest_is_that_of_all_bytes);
    tcase_add_test(sources, an_empty_file_is_a_file);
    tcase_add_test(sources, a_descriptor_is_copied_byte_for_byte_and_stays_the_callers);
    tcase_add_test(sources, a_source_that_changes_its_size_is_told);
    tcase_add_test(sources, a_source_that_fails_has_its_failure_handed_on);
    tcase_add_loop_test(sources, a_large_file_is_hashed_beside_where_a_thread_is_to_be_had, 0, 4);
    tcase_add_loop_test(sources, of_a_large_file_whose_parts_have_crcs_marks_are_taken, 0, 5);
    tcase_add_test(sources, without_memory_for_marks_there_is_no_copy);
    tcase_add_test(sources, a_cancelled_copy_leaves_nothing);
    suite_add_tcase(suite, sources);
    return suite;
}
