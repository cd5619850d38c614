/* Staging sessions: who may remove one, and what is left when a step of a file's way in fails or is the last. */
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

START_TEST(the_end_of_a_session_removes_what_was_staged_in_it)
{
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    nnreg_fs_close(staged.fd);
    staged.fd = -1;
    nnreg_staging_end(&staging);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
    nnreg_staging_end(&staging);
}
END_TEST

START_TEST(a_sweep_leaves_live_sessions_of_this_and_other_processes_and_removes_dead_ones)
{
    int ready[2];
    struct nnreg_blobs *other;
    pid_t child;
    char byte;
    size_t removed;
    int i;

    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        struct nnreg_staging mine[3];

        for (i = 0; i < 3; i++) {
            CHILD(nnreg_staging_begin(&mine[i], blobs, &error) == NNREG_OK);
            staging = mine[i];
            CHILD(stage("abc", 3) == NNREG_OK);
        }
        CHILD(write(ready[1], "", 1) == 1);
        for (;;)
            pause();
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert_int_eq(nnreg_blobs_open(&other, scratch.folder, true, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_sweep(&removed, other, &error), NNREG_OK);
    ck_assert_uint_eq(removed, 0);
    kill(child, SIGKILL);
    (void)child_wait(child);
    ck_assert_int_eq(nnreg_staging_sweep(&removed, other, &error), NNREG_OK);
    ck_assert_uint_eq(removed, 3);
    ck_assert_ptr_eq(strstr(scratch_list(&scratch, "staging"), staging.name),
                     scratch_list(&scratch, "staging"));
    ck_assert_str_eq(scratch_list(&scratch, session()), "1 ");
    ck_assert_int_eq(nnreg_blobs_install(blobs, &staging, &staged, NULL, NULL, &error), NNREG_OK);
    nnreg_blobs_close(other);
    close(ready[0]);
    close(ready[1]);
}
END_TEST

static void end_session(void)
{
    nnreg_staging_discard(&staging, &staged);
    nnreg_staging_end(&staging);
}

/* A session is called PID-RANDOM, the latter of 16 digits; what is called otherwise is nobody's of ours. */
START_TEST(a_sweep_leaves_what_is_not_called_like_a_session)
{
    static const char *const names[] = {
        "-0123456789abcdef",       "12",
        "12_0123456789abcdef",     "12-0123456789abcde",
        "12-0123456789ABCDEF",     "12-0123456789abcdef0",
        "12-0123456789abcdef.old",
    };
    char before[512];
    size_t removed, i;

    end_session();
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];

        snprintf(path, sizeof path, "staging/%s", names[i]);
        ck_assert_int_eq(mkdirat(scratch.folder, path, 0755), 0);
    }
    snprintf(before, sizeof before, "%s", scratch_list(&scratch, "staging"));
    ck_assert_int_eq(mkdirat(scratch.folder, "staging/12-0123456789abcdef", 0755), 0);
    ck_assert_int_eq(nnreg_staging_sweep(&removed, blobs, &error), NNREG_OK);
    ck_assert_uint_eq(removed, 1);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), before);
}
END_TEST

/* The first failure is told; what can be removed goes all the same. */
static unsigned unlocked;

static int fail_first_flock(const char *call)
{
    return strcmp(call, "flock") == 0 && unlocked++ < 2 ? (unlocked == 1 ? EIO : ENOLCK) : 0;
}

START_TEST(a_sweep_that_fails_of_one_session_goes_on_with_the_others)
{
    size_t removed;

    end_session();
    ck_assert_int_eq(mkdirat(scratch.folder, "staging/12-0123456789abcdef", 0755), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, "staging/13-0123456789abcdef", 0755), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, "staging/14-0123456789abcdef", 0755), 0);
    unlocked = 0;
    nnreg_fs_use_hook(fail_first_flock);
    ck_assert_int_eq(nnreg_staging_sweep(&removed, blobs, &error), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(error.cause, EIO);
    ck_assert_uint_eq(removed, 1);
    ck_assert_int_eq(nnreg_staging_sweep(&removed, blobs, &error), NNREG_OK);
    ck_assert_uint_eq(removed, 2);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
}
END_TEST

static nnreg_status refuse_visit(const struct nnreg_staging_met *met, void *context, struct nnreg_error *why)
{
    ck_assert(met->is_session && !met->is_held);
    ++*(unsigned *)context;
    return nnreg_fail(why, NNREG_CANCELLED, "no more of them");
}

START_TEST(a_visit_that_fails_ends_the_walk)
{
    unsigned visits = 0;

    end_session();
    ck_assert_int_eq(mkdirat(scratch.folder, "staging/12-0123456789abcdef", 0755), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, "staging/13-0123456789abcdef", 0755), 0);
    ck_assert_int_eq(nnreg_staging_walk(blobs, refuse_visit, &visits, &error), NNREG_CANCELLED);
    ck_assert_str_eq(error.text, "no more of them");
    ck_assert_uint_eq(visits, 1);
}
END_TEST

START_TEST(without_a_folder_for_sessions_there_is_none_and_a_file_in_its_place_is_damage)
{
    bool gone = true;
    size_t removed = 7;

    end_session();
    ck_assert_int_eq(unlinkat(scratch.folder, "staging", AT_REMOVEDIR), 0);
    ck_assert_int_eq(nnreg_staging_sweep(&removed, blobs, &error), NNREG_OK);
    ck_assert_uint_eq(removed, 0);
    ck_assert_int_eq(nnreg_staging_remove(&gone, blobs, "12-0123456789abcdef", &error), NNREG_OK);
    ck_assert(!gone);
    scratch_write(&scratch, "staging", 0, "", 0);
    ck_assert_int_eq(nnreg_staging_sweep(&removed, blobs, &error), NNREG_CORRUPT);
    ck_assert_int_eq(nnreg_staging_remove(&gone, blobs, "12-0123456789abcdef", &error), NNREG_CORRUPT);
    ck_assert_int_eq(unlinkat(scratch.folder, "staging", 0), 0);
}
END_TEST

/* Sweeps from inside the system calls of a begin: between the making of the folder and its lock, too. */
static unsigned sweeps_left;

static int sweep_before_lock(const char *call)
{
    if (strcmp(call, "flock") == 0 && sweeps_left > 0) {
        sweeps_left--;
        nnreg_fs_use_hook(NULL);
        (void)nnreg_staging_sweep(NULL, blobs, NULL);
        nnreg_fs_use_hook(sweep_before_lock);
    }
    return 0;
}

START_TEST(a_session_swept_before_it_was_locked_is_begun_again)
{
    struct nnreg_staging other;

    sweeps_left = 3;
    nnreg_fs_use_hook(sweep_before_lock);
    ck_assert_int_eq(nnreg_staging_begin(&other, blobs, &error), NNREG_OK);
    ck_assert_uint_eq(sweeps_left, 0);
    ck_assert_ptr_nonnull(strstr(scratch_list(&scratch, "staging"), other.name));
    nnreg_staging_end(&other);
    sweeps_left = 1000;
    ck_assert_int_eq(nnreg_staging_begin(&other, blobs, &error), NNREG_BUSY);
    nnreg_fs_use_hook(NULL);
    nnreg_staging_end(&staging);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
}
END_TEST

static char replaced[64];

/* At the first look at the name of a session that is locked there is another folder of that name. */
static int replace_session(const char *call)
{
    const char *name, *last;

    if (strcmp(call, "fstatat") != 0 || replaced[0] != '\0')
        return 0;
    name = scratch_list(&scratch, "staging");
    while ((last = strchr(name, ' ')) != NULL && strncmp(name, staging.name, strlen(staging.name)) == 0)
        name = last + 1;
    ck_assert_ptr_nonnull(last);
    snprintf(replaced, sizeof replaced, "staging/%.*s", (int)(last - name), name);
    ck_assert_int_eq(unlinkat(scratch.folder, replaced, AT_REMOVEDIR), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, replaced, 0755), 0);
    return 0;
}

START_TEST(a_session_that_another_folder_has_replaced_is_begun_again)
{
    struct nnreg_staging other;

    replaced[0] = '\0';
    nnreg_fs_use_hook(replace_session);
    ck_assert_int_eq(nnreg_staging_begin(&other, blobs, &error), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_ne(replaced, "");
    ck_assert_str_ne(replaced + strlen("staging/"), other.name);
    nnreg_staging_end(&other);
    ck_assert_int_eq(unlinkat(scratch.folder, replaced, AT_REMOVEDIR), 0); /* nobody's of ours */
}
END_TEST

/* ------------------------------------------------------------------------------------------------- failures -- */

static unsigned steps, strike;
static const char *struck;

static int fail_at_step(const char *call)
{
    if (++steps != strike)
        return 0;
    struck = call;
    return ENOSPC;
}

/* A whole way in, by a file in the session or by memory; on failure it cleans up as a caller does. */
static bool small;

static nnreg_status bring_in(struct nnreg_blobs *into, bool *moved)
{
    struct nnreg_blob_source source = {.name = "file", .size = 3, .content = "abc", .fd = -1};
    struct nnreg_staging session_of_it;
    struct nnreg_staged file = {.fd = -1};
    nnreg_status status = small ? nnreg_staging_begin_small(&session_of_it, into, &error)
                                : nnreg_staging_begin(&session_of_it, into, &error);

    *moved = false;
    if (status != NNREG_OK)
        return status;
    status = nnreg_staging_add(&file, &session_of_it, &source, NULL, NULL, &error);
    if (status == NNREG_OK)
        status = nnreg_staging_sync(&file, &error);
    if (status == NNREG_OK)
        status = nnreg_blobs_install(into, &session_of_it, &file, NULL, NULL, &error);
    *moved = file.moved;
    nnreg_staging_discard(&session_of_it, &file);
    nnreg_staging_end(&session_of_it);
    return status;
}

static void check_abc(void)
{
    ck_assert(nnreg_unhex(staged.digest, ABC_FOLDER ABC_FILE));
    check_content("abc", 3);
}

START_TEST(a_failure_at_any_system_call_is_told_and_leaves_nothing)
{
    unsigned before = open_descriptors();
    nnreg_status status = NNREG_IO;
    bool moved;

    small = _i == 1;
    nnreg_staging_end(&staging);
    before = open_descriptors();
    for (strike = 1; strike < 100; strike++) {
        steps = 0;
        struck = NULL;
        nnreg_folder_blobs_of(blobs)->durable[0xba / 32] = 0;
        nnreg_fs_use_hook(fail_at_step);
        status = bring_in(blobs, &moved);
        nnreg_fs_use_hook(NULL);
        ck_assert_uint_eq(open_descriptors(), before);
        if (struck == NULL)
            break;
        if (strcmp(struck, "unlinkat") == 0) { /* it is the cleaning up that failed: the next sweep does it */
            ck_assert_int_eq(nnreg_staging_sweep(NULL, blobs, &error), NNREG_OK);
        } else {
            ck_assert_int_eq(status, NNREG_NO_SPACE);
        }
        ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
        if (faccessat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, F_OK, 0) == 0) {
            ck_assert(moved); /* which is how the caller knows that it may have to go */
            ck_assert_int_eq(unlinkat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, 0), 0);
        }
        (void)unlinkat(scratch.folder, "blobs/" ABC_FOLDER, AT_REMOVEDIR);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(strike, 15);
    check_abc();
}
END_TEST

START_TEST(an_open_that_fails_at_any_system_call_leaves_nothing_open)
{
    unsigned before = open_descriptors();
    nnreg_status status = NNREG_IO;
    struct nnreg_blobs *other;

    for (strike = 1; strike < 20; strike++) {
        steps = 0;
        struck = NULL;
        nnreg_fs_use_hook(fail_at_step);
        status = nnreg_blobs_open(&other, scratch.folder, true, &error);
        nnreg_fs_use_hook(NULL);
        if (struck == NULL)
            break;
        ck_assert_int_eq(status, NNREG_NO_SPACE);
        ck_assert_uint_eq(open_descriptors(), before);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_eq(strike, 6); /* open, two folders, their durability, open */
    nnreg_blobs_close(other);
}
END_TEST

START_TEST(a_failed_allocation_is_told_and_leaves_nothing)
{
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;
    bool moved;

    small = _i == 1;
    nnreg_staging_end(&staging);
    for (n = 1; n < 20 && status != NNREG_OK; n++) {
        nnreg_alloc_fail_from(n);
        status = bring_in(blobs, &moved);
        nnreg_alloc_fail_from(0);
        ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
        ck_assert_str_eq(scratch_list(&scratch, "blobs"), "");
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 1);
    for (n = 1; n < 20; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_staging_sweep(NULL, blobs, &error);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
    }
    ck_assert_int_eq(status, NNREG_OK);
}
END_TEST

START_TEST(a_kill_at_any_system_call_leaves_the_whole_file_or_none_and_the_rest_is_swept)
{
    bool died = true, moved;
    unsigned n;

    small = _i == 1;
    nnreg_staging_end(&staging);
    for (n = 1; died; n++) {
        pid_t child = fork();

        ck_assert_uint_lt(n, 100);
        if (child == 0) {
            child_die_at(n);
            CHILD(bring_in(blobs, &moved) == NNREG_OK);
            child_done();
        }
        died = child_died(child);
        ck_assert_int_eq(nnreg_staging_sweep(NULL, blobs, &error), NNREG_OK);
        ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
        if (faccessat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, F_OK, 0) == 0)
            check_abc();
        else
            ck_assert(died);
        (void)unlinkat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, 0);
        (void)unlinkat(scratch.folder, "blobs/" ABC_FOLDER, AT_REMOVEDIR);
    }
    ck_assert_uint_gt(n, 15);
}
END_TEST

/* ----------------------------------------------------------------------------------------------- small files -- */

static const struct {
    const char *call;
    int error;
} lacking[] = {
    {"tmpfile", EOPNOTSUPP}, /* no files without a name, */
    {"tmpfile", EISDIR},     /* nor known to the system */
    {"linkat", ENOENT},      /* no /proc */
    {"linkat", EEXIST},      /* somebody was faster */
};

static size_t lacks;

static int lack(const char *call)
{
    return strcmp(call, lacking[lacks].call) == 0 ? lacking[lacks].error : 0;
}

START_TEST(a_small_file_gets_its_place_whatever_the_file_system_lacks)
{
    struct stat st;
    bool moved;

    small = true;
    lacks = (size_t)_i;
    nnreg_staging_end(&staging);
    nnreg_fs_use_hook(lack);
    ck_assert_int_eq(bring_in(blobs, &moved), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert(moved);
    check_abc();
    ck_assert_int_eq(fstatat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, &st, 0), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0444);
    ck_assert_uint_eq(st.st_nlink, 1);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
}
END_TEST

/* Many and large ones are files in the session, which is made for the first of them. */
START_TEST(a_session_holds_as_much_in_memory_as_it_says)
{
    static char much[NNREG_STAGING_SMALL];
    struct nnreg_staged all[NNREG_STAGING_HELD + 1];
    unsigned i;

    nnreg_staging_end(&staging);
    ck_assert_int_eq(nnreg_staging_begin_small(&staging, blobs, &error), NNREG_OK);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
    for (i = 0; i <= NNREG_STAGING_HELD; i++) {
        ck_assert_int_eq(stage("abc", i % 4), NNREG_OK);
        ck_assert_int_eq(staged.content != NULL, i < NNREG_STAGING_HELD);
        ck_assert_int_eq(staged.fd >= 0, i == NNREG_STAGING_HELD);
        all[i] = staged;
    }
    for (i = 0; i <= NNREG_STAGING_HELD; i++)
        nnreg_staging_discard(&staging, &all[i]);
    nnreg_staging_end(&staging);
    ck_assert_int_eq(nnreg_staging_begin_small(&staging, blobs, &error), NNREG_OK);
    ck_assert_int_eq(stage(much, sizeof much - 3), NNREG_OK);
    ck_assert_ptr_nonnull(staged.content);
    all[0] = staged;
    ck_assert_int_eq(stage("abc", 2),
                     NNREG_OK); /* 1 byte more than is left, with that which each file takes */
    ck_assert_ptr_null(staged.content);
    ck_assert_str_eq(scratch_list(&scratch, session()), "2 ");
    nnreg_staging_discard(&staging, &all[0]);
}
END_TEST

START_TEST(without_memory_for_the_piece_that_files_are_copied_by_none_is_staged)
{
    static char much[NNREG_STAGING_SMALL];

    nnreg_staging_end(&staging);
    ck_assert_int_eq(nnreg_staging_begin_small(&staging, blobs, &error), NNREG_OK);
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(stage(much, sizeof much), NNREG_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert(staged.fd < 0 && staged.content == NULL);
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
}
END_TEST

START_TEST(a_small_file_that_was_removed_meanwhile_is_put_back_and_a_damaged_one_replaced)
{
    struct nnreg_staged first;

    nnreg_staging_end(&staging);
    ck_assert_int_eq(nnreg_staging_begin_small(&staging, blobs, &error), NNREG_OK);
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_install(blobs, &staging, &staged, NULL, NULL, &error), NNREG_OK);
    ck_assert_int_eq(staged.found, NNREG_BLOB_NOTHING);
    ck_assert_int_eq(nnreg_blobs_remove(blobs, NULL, staged.digest, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_hold(blobs, NULL, &staging, &staged, &error), NNREG_OK);
    ck_assert(staged.moved);
    check_abc();
    ck_assert_int_eq(fchmodat(scratch.folder, "blobs/" ABC_FOLDER "/" ABC_FILE, 0644, 0), 0);
    scratch_write(&scratch, "blobs/" ABC_FOLDER "/" ABC_FILE, 1, "B", 1);
    first = staged;
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_install(blobs, &staging, &staged, NULL, NULL, &error), NNREG_OK);
    ck_assert_int_eq(staged.found, NNREG_BLOB_OTHER_BYTES);
    ck_assert(staged.moved);
    check_abc();
    nnreg_staging_discard(&staging, &first);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- sources -- */

/* A source that gives so many bytes in all, and then fails where it is told to. */
struct giver {
    size_t size;
    bool fails;
};

static nnreg_status give(size_t *got, void *context, uint64_t offset, void *out, size_t size,
                         struct nnreg_error *why)
{
    const struct giver *giver = context;

    if (giver->fails && offset + size > giver->size)
        return nnreg_fail(why, NNREG_IO, "the giver gives no more");
    *got = offset >= giver->size ? 0 : giver->size - offset < size ? giver->size - (size_t)offset : size;
    memset(out, 'x', *got);
    return NNREG_OK;
}

static int give_up(void *context, uint64_t done)
{
    (void)done;
    return ++*(unsigned *)context == 1;
}

/* Whether it comes to memory or to the device, by a function or a descriptor, and with what it says of its size. */
START_TEST(a_source_that_is_not_what_it_says_is_told_and_leaves_nothing)
{
    static const struct {
        size_t said, given;
        bool fails;
        nnreg_status status;
        const char *text;
    } rows[] = {
        {3, 3, false, NNREG_OK, ""},
        {0, 0, false, NNREG_OK, ""},
        {5, 3, false, NNREG_IO, "\"given\" became shorter than its 5 bytes while it was read"},
        {3, 5, false, NNREG_IO, "\"given\" became longer than its 3 bytes while it was read"},
        {0, 1, false, NNREG_IO, "\"given\" became longer than its 0 bytes while it was read"},
        {5, 3, true, NNREG_IO, "the giver gives no more"},
        {3, 3, true, NNREG_IO, "the giver gives no more"},
    };
    bool in_memory = _i % 2 == 1, by_function = _i >= 2;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct giver giver = {rows[i].given, rows[i].fails};
        struct nnreg_blob_source source = {.name = "given", .size = rows[i].said, .fd = -1};
        nnreg_status status;

        if (rows[i].fails && !by_function)
            continue;
        nnreg_staging_end(&staging);
        ck_assert_int_eq(in_memory ? nnreg_staging_begin_small(&staging, blobs, &error)
                                   : nnreg_staging_begin(&staging, blobs, &error),
                         NNREG_OK);
        if (by_function) {
            source.read = give;
            source.context = &giver;
        } else {
            scratch_write(&scratch, "given", 0, "xxxxx", giver.size);
            scratch_truncate(&scratch, "given", (int64_t)giver.size);
            source.fd = openat(scratch.folder, "given", O_RDONLY | O_CLOEXEC);
        }
        error.text[0] = '\0';
        status = nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error);
        ck_assert_msg(status == rows[i].status && strcmp(error.text, rows[i].text) == 0, "row %zu: %d, %s", i,
                      status, error.text);
        ck_assert_int_eq(staged.fd >= 0 || staged.content != NULL, status == NNREG_OK);
        if (!in_memory)
            ck_assert_str_eq(scratch_list(&scratch, session()), status == NNREG_OK ? "1 " : "");
        nnreg_staging_discard(&staging, &staged);
        nnreg_fs_close(source.fd);
    }
}
END_TEST

START_TEST(a_copy_can_be_given_up_and_leaves_nothing)
{
    struct nnreg_blob_source source = {.name = "given", .size = 3, .content = "abc", .fd = -1};
    unsigned asked = 0;

    nnreg_staging_end(&staging);
    ck_assert_int_eq(_i == 0 ? nnreg_staging_begin_small(&staging, blobs, &error)
                             : nnreg_staging_begin(&staging, blobs, &error),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_staging_add(&staged, &staging, &source, give_up, &asked, &error), NNREG_CANCELLED);
    ck_assert_uint_eq(asked, 1);
    ck_assert(staged.fd < 0 && staged.content == NULL);
    if (_i == 1)
        ck_assert_str_eq(scratch_list(&scratch, session()), "");
    /* Of no bytes there is nothing to report, where they are held. */
    source.size = 0;
    asked = 0;
    ck_assert_int_eq(nnreg_staging_add(&staged, &staging, &source, give_up, &asked, &error), NNREG_OK);
    ck_assert_uint_eq(asked, 0);
}
END_TEST

START_TEST(a_session_that_is_full_says_so)
{
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    nnreg_staging_discard(&staging, &staged);
    nnreg_staging_end(&staging);
    ck_assert_int_eq(nnreg_staging_begin_small(&staging, blobs, &error), NNREG_OK);
    ck_assert_int_eq(stage("abc", 3), NNREG_OK);
    staging.last = NNREG_STAGING_FILES;
    ck_assert_int_eq(nnreg_staging_write_out(&staged, &staging, &error), NNREG_LIMIT);
    nnreg_staging_discard(&staging, &staged);
    ck_assert_int_eq(stage("abc", 3), NNREG_LIMIT);
    ck_assert_ptr_nonnull(strstr(error.text, "files at once"));
    staging.last = 0;
}
END_TEST

/* ------------------------------------------------------------------------------------------------- the folder -- */

static int no_folder(const char *call)
{
    return strcmp(call, "mkdirat") == 0 ? ENOSPC : 0;
}

START_TEST(a_folder_that_is_missing_is_made_again_and_something_else_in_its_place_is_damage)
{
    struct nnreg_blob_lock lock = NNREG_BLOB_LOCK_INIT;

    end_session();
    ck_assert_int_eq(unlinkat(scratch.folder, "staging", AT_REMOVEDIR), 0);
    ck_assert_int_eq(nnreg_staging_none_arrives(&lock, blobs, &error), NNREG_NOT_FOUND);
    nnreg_fs_use_hook(no_folder);
    ck_assert_int_eq(nnreg_staging_begin(&staging, blobs, &error), NNREG_NO_SPACE);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(nnreg_staging_begin(&staging, blobs, &error), NNREG_OK);
    end_session();
    ck_assert_int_eq(unlinkat(scratch.folder, "staging", AT_REMOVEDIR), 0);
    scratch_write(&scratch, "staging", 0, "", 0);
    ck_assert_int_eq(nnreg_staging_begin(&staging, blobs, &error), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "staging\" is not a folder"));
    ck_assert_int_eq(nnreg_staging_none_arrives(&lock, blobs, &error), NNREG_CORRUPT);
    ck_assert_int_lt(lock.fd, 0);
    ck_assert_int_eq(unlinkat(scratch.folder, "staging", 0), 0);
    ck_assert_int_eq(nnreg_staging_begin(&staging, blobs, &error), NNREG_OK);
}
END_TEST

static int hold_each_lock(const char *call)
{
    return strcmp(call, "flock") == 0 ? EWOULDBLOCK : 0;
}

/* Another name each time, and never one of which a sweep has the lock. */
START_TEST(a_session_that_others_lock_first_each_time_is_busy)
{
    struct nnreg_staging other;

    nnreg_fs_use_hook(hold_each_lock);
    ck_assert_int_eq(nnreg_staging_begin(&other, blobs, &error), NNREG_BUSY);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_lt(other.folder, 0);
    ck_assert_int_lt(other.staging, 0);
    ck_assert_int_eq(nnreg_staging_sweep(NULL, blobs, &error), NNREG_OK);
    end_session();
    ck_assert_str_eq(scratch_list(&scratch, "staging"), "");
}
END_TEST

START_TEST(who_wants_that_no_files_arrive_is_told_that_some_do)
{
    struct nnreg_blob_lock lock = NNREG_BLOB_LOCK_INIT;

    ck_assert_int_eq(nnreg_staging_arrive(&staging, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_arrive(&staging, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_none_arrives(&lock, blobs, &error), NNREG_BUSY);
    ck_assert_str_eq(error.text, "a network is being registered");
    ck_assert_int_lt(lock.fd, 0);
    end_session();
    ck_assert_int_eq(nnreg_staging_none_arrives(&lock, blobs, &error), NNREG_OK);
    nnreg_blobs_unlock(&lock);
}
END_TEST

Suite *staging_suite(void);
Suite *staging_suite(void)
{
    Suite *suite = suite_create("staging");
    TCase *tests = tcase_create("staging");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_end_of_a_session_removes_what_was_staged_in_it);
    tcase_add_test(tests, a_sweep_leaves_what_is_not_called_like_a_session);
    tcase_add_test(tests, a_sweep_that_fails_of_one_session_goes_on_with_the_others);
    tcase_add_test(tests, a_visit_that_fails_ends_the_walk);
    tcase_add_test(tests, without_a_folder_for_sessions_there_is_none_and_a_file_in_its_place_is_damage);
    tcase_add_test(tests, a_sweep_leaves_live_sessions_of_this_and_other_processes_and_removes_dead_ones);
    tcase_add_test(tests, a_session_swept_before_it_was_locked_is_begun_again);
    tcase_add_test(tests, a_session_that_another_folder_has_replaced_is_begun_again);
    tcase_add_loop_test(tests, a_failure_at_any_system_call_is_told_and_leaves_nothing, 0, 2);
    tcase_add_test(tests, an_open_that_fails_at_any_system_call_leaves_nothing_open);
    tcase_add_loop_test(tests, a_failed_allocation_is_told_and_leaves_nothing, 0, 2);
    tcase_add_loop_test(tests, a_kill_at_any_system_call_leaves_the_whole_file_or_none_and_the_rest_is_swept,
                        0, 2);
    tcase_add_loop_test(tests, a_small_file_gets_its_place_whatever_the_file_system_lacks, 0,
                        sizeof lacking / sizeof *lacking);
    tcase_add_test(tests, a_session_holds_as_much_in_memory_as_it_says);
    tcase_add_test(tests, without_memory_for_the_piece_that_files_are_copied_by_none_is_staged);
    tcase_add_test(tests, a_small_file_that_was_removed_meanwhile_is_put_back_and_a_damaged_one_replaced);
    tcase_add_loop_test(tests, a_source_that_is_not_what_it_says_is_told_and_leaves_nothing, 0, 4);
    tcase_add_loop_test(tests, a_copy_can_be_given_up_and_leaves_nothing, 0, 2);
    tcase_add_test(tests, a_session_that_is_full_says_so);
    tcase_add_test(tests, a_folder_that_is_missing_is_made_again_and_something_else_in_its_place_is_damage);
    tcase_add_test(tests, a_session_that_others_lock_first_each_time_is_busy);
    tcase_add_test(tests, who_wants_that_no_files_arrive_is_told_that_some_do);
    suite_add_tcase(suite, tests);
    return suite;
}
