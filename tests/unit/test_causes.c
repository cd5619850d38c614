/*
 * What is said when the system fails: the cause in words, the file, and the registry. The words are written once more
 * here, so that a row cannot be lost or turned into "error 24" without a test that says so.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cause.h"
#include "base/fsio.h"
#include "case_text.h"
#include "operations.h"
#include "registry/messages.h"

Suite *causes_suite(void);

#define MOST_STEPS 2000

static const struct {
    int number;
    nnreg_status status;
    const char *words;
} causes[] = {
    {EIO, NNREG_IO, "the device failed (input/output error)"},
    {ENOSPC, NNREG_NO_SPACE, "no space is left on the device"},
    {EDQUOT, NNREG_NO_SPACE, "the disk quota is used up"},
    {EFBIG, NNREG_NO_SPACE, "larger than a file may be (ulimit -f, or the file system's limit)"},
    {EMFILE, NNREG_BUSY, "this process has too many files open (ulimit -n)"},
    {ENFILE, NNREG_BUSY, "the system has too many files open"},
    {ENOMEM, NNREG_NO_MEMORY, "out of memory"},
    {EACCES, NNREG_IO, "permission denied"},
    {EROFS, NNREG_READ_ONLY, "the file system is mounted read-only"},
    {EINTR, NNREG_IO, "interrupted by a signal"},
};
#define CAUSES ((int)(sizeof causes / sizeof *causes))

static struct registry_fixture fixture;
static struct operated operated;

static void begin(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    operated_begin(&operated, &fixture);
}

static void end(void)
{
    operated_end(&operated);
    fixture_end(&fixture);
    scratch_use_memory(false);
}

START_TEST(each_errno_has_its_status_and_its_words)
{
    char room[NNREG_CAUSE_TEXT];

    ck_assert_int_eq(nnreg_status_of_errno(causes[_i].number), causes[_i].status);
    ck_assert_str_eq(nnreg_cause_text(causes[_i].number, room), causes[_i].words);
}
END_TEST

/* Whatever a call on files can give by POSIX has words, which hold in any locale. */
START_TEST(no_errno_of_a_file_call_is_told_by_its_number)
{
    static const int numbers[] = {
        EACCES, EAGAIN,    EBADF,   EBUSY,  EDEADLK, EDQUOT,    EEXIST,    EFAULT,       EFBIG,     EINTR,
        EINVAL, EIO,       EISDIR,  ELOOP,  EMFILE,  ENFILE,    ENODEV,    ENAMETOOLONG, ENOENT,    ENOLCK,
        ENOMEM, ENOSPC,    ENOSYS,  ENXIO,  EPERM,   ENOTDIR,   EROFS,     ESTALE,       ENOTEMPTY, EXDEV,
        ESPIPE, EOVERFLOW, ETXTBSY, ENODEV, EIO,     ETIMEDOUT, EOPNOTSUPP};
    struct nnreg_error error;
    char room[NNREG_CAUSE_TEXT] = "";
    size_t i;

    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ck_assert_ptr_ne(nnreg_cause_text(numbers[i], room), room);
        (void)nnreg_fail_errno(&error, numbers[i], "cannot");
        ck_assert_ptr_null(strpbrk(error.text, "0123456789"));
    }
    (void)nnreg_fail_errno(&error, 4242, "cannot");
    ck_assert_str_eq(error.text, "cannot: system error 4242");
    ck_assert(!nnreg_cause_is_path(4242));
    ck_assert(nnreg_error_is_systems(&error));
}
END_TEST

/* Somebody else's lock passes; a system that has no room for one says why (nnreg_error_is_others). */
START_TEST(what_is_busy_for_others_has_no_cause)
{
    struct nnreg_error error;

    (void)nnreg_fail(&error, NNREG_BUSY, "another has it");
    ck_assert(nnreg_error_is_others(&error));
    (void)nnreg_fail(&error, NNREG_IO, "another has it");
    ck_assert(!nnreg_error_is_others(&error));
    ck_assert_int_eq(nnreg_fail_errno(&error, EMFILE, "cannot"), NNREG_BUSY);
    ck_assert(!nnreg_error_is_others(&error));
}
END_TEST

/* A registry is named in front of what does not name it: by its directory or a path in it, in quotation marks. */
START_TEST(the_registry_is_named_once)
{
    static const struct {
        nnreg_status status;
        const char *text, *placed; /* "@": the directory */
    } rows[] = {
        {NNREG_IO, "the device failed", "registry \"@\": the device failed"},
        {NNREG_IO, "cannot open \"@\"", "cannot open \"@\""},
        {NNREG_IO, "cannot open \"@/data.mdb\"", "cannot open \"@/data.mdb\""},
        {NNREG_IO, "@ is full", "registry \"@\": @ is full"},
        {NNREG_IO, "of @", "registry \"@\": of @"},
        {NNREG_IO, "cannot open \"@.old\"", "registry \"@\": cannot open \"@.old\""},
        {NNREG_IO, "cannot open \"@.old\", nor \"@\"", "cannot open \"@.old\", nor \"@\""},
        {NNREG_NOT_FOUND, "there is no network 7", "there is no network 7"},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text text = TEXT_INIT, placed = TEXT_INIT;
        struct nnreg_error error;

        text_format(&text, "%s", rows[i].text);
        while (strchr(text.content, '@') != NULL)
            text_replace(&text, "@", fixture.registry->dir);
        text_format(&placed, "%s", rows[i].placed);
        while (strchr(placed.content, '@') != NULL)
            text_replace(&placed, "@", fixture.registry->dir);
        (void)nnreg_fail(&error, rows[i].status, "%s", text.content);
        nnreg_messages_add_directory(&error, fixture.registry);
        ck_assert_str_eq(error.text, placed.content);
        text_free(&text);
        text_free(&placed);
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------- in each operation -- */

/* A path below the scratch folder in quotation marks, or the store by its own name. */
static bool names_a_file(const char *said)
{
    char quoted[sizeof fixture.scratch.path + 3];

    snprintf(quoted, sizeof quoted, "\"%s/", fixture.scratch.path);
    return strstr(said, "data.mdb") != NULL || strstr(said, quoted) != NULL;
}

static void assert_told(const struct operation *operation, const char *what, nnreg_status status, int cause)
{
    const char *said = operated.said[0] != '\0' ? operated.said : nnreg_message(fixture.registry);

    ck_assert_msg(status == causes[cause].status ||
                      (status == NNREG_READ_ONLY && causes[cause].number == EACCES &&
                       strstr(said, "it may be read, and not written to") != NULL),
                  "%s: status %d: %s", what, status, said);
    ck_assert_msg(strstr(said, causes[cause].words) != NULL, "%s: no cause: %s", what, said);
    ck_assert_msg(names_a_file(said), "%s: no file: %s", what, said);
    if (strcmp(operation->name, "check") != 0) /* which knows of no registry */
        ck_assert_msg(strstr(said, fixture.dir) != NULL || strstr(said, fixture.scratch.path) != NULL,
                      "%s: no registry: %s", what, said);
}

static const char *found_in_words(void)
{
    const struct nnreg_finding *finding = nnreg_findings_get(fixture.findings, 0);

    return finding != NULL ? finding->message : "no finding";
}

/* By EACCES a lock that is not waited for says that another has it, on some systems (fcntl(2), F_SETLK): no failure, then. */
static bool is_lock_of_another(nnreg_status status, const char *call, int cause)
{
    return status == NNREG_BUSY && causes[cause].number == EACCES && strcmp(call, "fcntl") == 0;
}

/* One step of a sweep; false when no call was left to fail. */
static bool fail_one_call(const struct operation *operation, unsigned n, int cause)
{
    char what[160];
    const char *call;
    nnreg_status status;
    bool failed;

    operated.said[0] = '\0';
    fixture_fail_call(n, causes[cause].number, false);
    status = operation->run(&operated);
    failed = fixture_call_failed(&call);
    snprintf(what, sizeof what, "%s, call %u (%s) fails with errno %d", operation->name, n,
             failed ? call : "none", causes[cause].number);
    if (!failed)
        ck_assert_msg(status == NNREG_OK, "%s: %d", what, status);
    else if (status == NNREG_REFUSED) /* of a file of the caller's */
        ck_assert_msg(nnreg_cause_is_path(causes[cause].number) &&
                          (strcmp(operation->name, "check") == 0 ||
                           strstr(fixture_found(&fixture), "error bundle.unreadable ") != NULL),
                      "%s: %s", what, fixture_found(&fixture));
    else if (status == NNREG_CORRUPT && operation->finds)
        ck_assert_msg(operation_found_unreadable(operation, &operated, status, causes[cause].words),
                      "%s: %s: %s", what, nnreg_message(fixture.registry), found_in_words());
    else if (status != NNREG_OK && !is_lock_of_another(status, call, cause))
        assert_told(operation, what, status, cause);
    if (status != NNREG_OK && status != NNREG_REFUSED && status != NNREG_CORRUPT)
        ck_assert_msg(nnreg_findings_count(fixture.findings) == 0, "%s: %s", what, fixture_found(&fixture));
    if (fixture.registry == NULL)
        fixture.registry = fixture_open(&fixture, 0);
    if (status == NNREG_OK)
        operation_restore(operation, &operated, true);
    return failed;
}

/* Each call fails once, the causes taking turns; with NNREG_TEST_COMPLETE (make faults) by each of them. */
START_TEST(a_failed_call_is_told_by_cause_file_and_registry)
{
    const struct operation *operation = operation_at(_i);
    bool complete = getenv("NNREG_TEST_COMPLETE") != NULL;
    unsigned stride = complete ? 1 : fixture_stride(operation->name, 3) * (unsigned)CAUSES, n, failed = 0;
    int cause;

    for (cause = 0; cause < CAUSES; cause++)
        for (n = complete ? 1 : 1 + (unsigned)cause; fail_one_call(operation, n, cause); n += stride) {
            ck_assert_uint_lt(n, MOST_STEPS);
            failed++;
        }
    if (_i < OPERATION_CHANGES)
        ck_assert_uint_gt(failed, 0);
}
END_TEST

/* -------------------------------------------------------------------------------------------------- the paths -- */

START_TEST(an_open_file_is_named_by_where_it_is_now)
{
    char path[NNREG_FS_PATH], expected[NNREG_FS_PATH];
    int fd;

    ck_assert_int_eq(nnreg_fs_create(&fd, fixture.scratch.folder, "old", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_rename(fixture.scratch.folder, "old", fixture.scratch.folder, "new", NULL),
                     NNREG_OK);
    snprintf(expected, sizeof expected, "%s/new", fixture.scratch.path);
    ck_assert(nnreg_fs_path(path, fd, NULL));
    ck_assert_str_eq(path, expected);
    ck_assert(nnreg_fs_path(path, fixture.scratch.folder, "new"));
    ck_assert_str_eq(path, expected);
    ck_assert(nnreg_fs_path(path, fixture.scratch.folder, "."));
    ck_assert_str_eq(path, fixture.scratch.path);
    ck_assert(nnreg_fs_path(path, AT_FDCWD, "as/given"));
    ck_assert_str_eq(path, "as/given");
    ck_assert(nnreg_fs_path(path, fixture.scratch.folder, "/at/the/root"));
    ck_assert_str_eq(path, "/at/the/root");
    nnreg_fs_close(fd);
    ck_assert(!nnreg_fs_path(path, fd, NULL));
    ck_assert(nnreg_fs_path(path, fd, "new"));
    ck_assert_str_eq(path, "new");
}
END_TEST

START_TEST(of_a_long_path_the_end_is_told_and_the_cause_is_not_lost)
{
    char path[NNREG_FS_PATH * 3];
    struct nnreg_error error;
    struct nnreg_file_stat stat;

    memset(path, 'a', sizeof path);
    memcpy(path + sizeof path - 5, "/end", 5);
    memcpy(path + sizeof path - NNREG_FS_PATH + 2, "\xc3\xa4\xc3\xa4", 4); /* cut between characters only */
    ck_assert_int_eq(nnreg_fs_stat(&stat, AT_FDCWD, path, &error), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "cannot look at \"...\xc3\xa4"));
    ck_assert_ptr_nonnull(strstr(error.text, "/end\": the name is too long for the file system"));
}
END_TEST

/* A status of a newer library, say: a text there is for any. */
START_TEST(a_status_that_there_is_not_has_a_text)
{
    ck_assert_str_eq(nnreg_status_text((nnreg_status)NNREG_STATUS_COUNT), "unknown status");
    ck_assert_str_eq(nnreg_status_text((nnreg_status)-1), "unknown status");
}
END_TEST

START_TEST(a_text_that_fills_the_room_is_cut_and_its_cause_stays)
{
    char long_text[2 * sizeof((struct nnreg_error *)NULL)->text];
    struct nnreg_error error = NNREG_ERROR_INIT;

    memset(long_text, 'x', sizeof long_text);
    long_text[sizeof long_text - 1] = '\0';
    ck_assert_int_eq(nnreg_fail_errno(&error, ENOSPC, "%s", long_text), NNREG_NO_SPACE);
    ck_assert_int_eq(error.cause, ENOSPC);
    ck_assert_uint_eq(strlen(error.text), sizeof error.text - 1);
    ck_assert_uint_eq(strspn(error.text, "x"), sizeof error.text - 1);
}
END_TEST

Suite *causes_suite(void)
{
    Suite *suite = suite_create("causes");
    TCase *texts = tcase_create("texts"), *told = tcase_create("told");

    tcase_add_loop_test(texts, each_errno_has_its_status_and_its_words, 0, CAUSES);
    tcase_add_test(texts, a_status_that_there_is_not_has_a_text);
    tcase_add_test(texts, a_text_that_fills_the_room_is_cut_and_its_cause_stays);
    tcase_add_test(texts, no_errno_of_a_file_call_is_told_by_its_number);
    tcase_add_test(texts, what_is_busy_for_others_has_no_cause);
    suite_add_tcase(suite, texts);
    tcase_add_test(told, the_registry_is_named_once);
    tcase_add_checked_fixture(told, begin, end);
    tcase_set_timeout(told, 280);
    tcase_add_loop_test(told, a_failed_call_is_told_by_cause_file_and_registry, 0, OPERATIONS);
    tcase_add_test(told, an_open_file_is_named_by_where_it_is_now);
    tcase_add_test(told, of_a_long_path_the_end_is_told_and_the_cause_is_not_lost);
    suite_add_tcase(suite, told);
    return suite;
}
