/*
 * Looking a registry over, and mending it, while the system fails, the process is killed, and others write: what was right stays,
 * what was not is not called right, and the next call goes on.
 */
#include <check.h>
#include <fcntl.h>
#include <sys/file.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "damages.h"
#include "registry_fixture.h"

#define ORPHAN  "12/34567890123456789012345678901234567890123456789012345678901234"
#define ORPHAN2 "13/34567890123456789012345678901234567890123456789012345678901234"

enum { MOST_CALLS = 3000 };

static struct registry_fixture fixture;

/* Some of each: a record, an index, a count, a file, a stray one. */
static const char damages[] = "put specs 77 'junk\nremove network_names first\nput network_blocks 0 5/0\n"
                              "file flip saved_model.pb\nblob notes.txt";

static void set_up(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    fixture_add(&fixture, "one", 0);
    fixture_add(&fixture, "two", 1);
    fixture_add_spec(&fixture, "first");
    fixture_add_version(&fixture, 1, 1);
}

static void tear_down(void)
{
    fixture_end(&fixture);
    scratch_use_memory(false);
}

static void set_up_damaged(void)
{
    set_up();
    damage(fixture.registry, fixture.dir, damages);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, NNREG_OPEN_DAMAGED);
}

static nnreg_status fsck(unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = flags;
    return nnreg_fsck(fixture.registry, fixture.findings, NULL, &call);
}

/* A repair that goes on where another was ended, and the look after it: only what waits for its file is told. */
static void assert_mended(const char *what)
{
    ck_assert_msg(fsck(NNREG_REPAIR) == NNREG_OK, "%s: %s", what, nnreg_message(fixture.registry));
    ck_assert_msg(fsck(0) == NNREG_OK, "%s: %s", what, nnreg_message(fixture.registry));
    ck_assert_msg(strncmp(fixture_found(&fixture), "warning fsck.file-lost", 22) == 0 &&
                      nnreg_findings_count(fixture.findings) == 1,
                  "%s: %s", what, fixture_found(&fixture));
    fixture_add(&fixture, "brings it back", 0);
    ck_assert_msg(fsck(0) == NNREG_OK && nnreg_findings_count(fixture.findings) == 0, "%s: %s", what,
                  fixture_found(&fixture));
    ck_assert_msg(registry_fault(fixture.registry, fixture.dir, false) == NULL, "%s", what);
}

static void reopen_sound(void)
{
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, 0);
}

/* A sound registry: whatever fails, it is never called sound by a look that has not seen all of it, nor damaged for good. */
START_TEST(a_look_of_which_a_call_fails_is_no_clean_one_and_the_next_is)
{
    char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    const char *call;
    unsigned n;

    for (n = 1; n < MOST_CALLS; n++) {
        nnreg_status status;

        fixture_fail_call(n, EIO, false);
        status = fsck(0);
        if (!fixture_call_failed(&call))
            break;
        ck_assert_msg(status != NNREG_OK, "call %u (%s) failed, and all was well", n, call);
        ck_assert_msg(fsck(0) == NNREG_OK && nnreg_findings_count(fixture.findings) == 0,
                      "after call %u (%s): %s", n, call, fixture_found(&fixture));
    }
    ck_assert_uint_lt(n, MOST_CALLS);
    ck_assert_uint_gt(n, 10);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "a look");
}
END_TEST

/* A file that belongs to nobody is told; whatever fails, that it was not is no clean look. */
START_TEST(a_stray_is_told_or_the_look_has_failed)
{
    const char *call;
    unsigned n;

    damage(fixture.registry, fixture.dir, "blob " ORPHAN);
    for (n = 1; n < MOST_CALLS; n++) {
        nnreg_status status;

        fixture_fail_call(n, EMFILE, false);
        status = fsck(0);
        if (!fixture_call_failed(&call))
            break;
        ck_assert_msg(status != NNREG_OK || strstr(fixture_found(&fixture), "fsck.file-stray") != NULL,
                      "call %u (%s) failed, and all was well", n, call);
    }
    ck_assert_uint_lt(n, MOST_CALLS);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "fsck.file-stray"));
}
END_TEST

/* So is what a network has lost, whatever stands in its place and whichever call fails. */
START_TEST(a_loss_is_told_or_the_look_has_failed)
{
    static const char *const losses[] = {"file flip saved_model.pb", "file remove saved_model.pb",
                                         "file folder saved_model.pb"};
    static const int codes[] = {EMFILE, EIO};
    bool read_only = _i % 2 == 1;
    const char *call;
    unsigned n;

    damage(fixture.registry, fixture.dir, losses[_i / 4]);
    if (read_only)
        fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    for (n = 1; n < MOST_CALLS; n++) {
        nnreg_status status;

        fixture_fail_call(n, codes[_i / 2 % 2], false);
        status = fsck(0);
        if (!fixture_call_failed(&call))
            break;
        ck_assert_msg(status != NNREG_OK && (status == NNREG_CORRUPT || status == NNREG_IO ||
                                             (status == NNREG_BUSY && codes[_i / 2 % 2] == EMFILE)),
                      "call %u (%s) failed: %d, %s", n, call, status, fixture_found(&fixture));
    }
    ck_assert_uint_lt(n, MOST_CALLS);
    ck_assert_int_eq(fsck(0), NNREG_CORRUPT);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 1);
}
END_TEST

static int refuse_to_read(const char *call)
{
    return strcmp(call, "pread") == 0 ? EIO : 0;
}

/* By a device that gives nothing: it is looked at once, and nothing is noted of it, nor set aside. */
START_TEST(a_file_that_cannot_be_read_is_told_and_left)
{
    const struct nnreg_finding *finding;
    nnreg_status status;
    size_t i;

    nnreg_fs_use_hook(refuse_to_read);
    status = fsck(_i == 0 ? 0 : NNREG_REPAIR);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(status, NNREG_CORRUPT);
    for (i = 0; (finding = nnreg_findings_get(fixture.findings, i)) != NULL; i++)
        ck_assert_str_eq(finding->rule, "fsck.file-unreadable");
    ck_assert_uint_gt(i, 0);
    ck_assert_int_eq(fsck(0), NNREG_OK);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 0);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, true));
}
END_TEST

/* What keeps a repair from setting it aside is told for what it is. */
START_TEST(too_many_open_files_are_no_backup_that_keeps_them)
{
    const struct nnreg_finding *finding;
    bool failed = true;
    unsigned n, stride = fixture_stride("too many open files", 3);
    size_t i;

    for (n = 1; n < MOST_CALLS && failed; n += stride) {
        damage(fixture.registry, fixture.dir, "blob " ORPHAN);
        fixture_fail_call(n, EMFILE, false);
        (void)fsck(NNREG_REPAIR);
        failed = fixture_call_failed(NULL);
        for (i = 0; (finding = nnreg_findings_get(fixture.findings, i)) != NULL; i++)
            ck_assert_msg(finding->hint == NULL || strstr(finding->hint, "a backup keeps") == NULL,
                          "call %u failed: %s", n, finding->hint);
    }
    ck_assert_uint_lt(n, MOST_CALLS);
}
END_TEST

START_TEST(a_look_without_memory_is_told_and_changes_nothing)
{
    char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    nnreg_status status;
    uint64_t n = 0;

    do {
        nnreg_alloc_fail_from(++n);
        status = fsck(0);
        nnreg_alloc_fail_from(0);
        ck_assert_msg(status == NNREG_OK || status == NNREG_NO_MEMORY, "allocation %llu: %d",
                      (unsigned long long)n, status);
    } while (status != NNREG_OK && n < MOST_CALLS);
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 20);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "a look");
}
END_TEST

/* Each call in its turn, in a registry damaged anew. */
START_TEST(a_repair_of_which_a_call_fails_loses_nothing_and_the_next_goes_on)
{
    bool failed = true;
    unsigned n, stride = fixture_stride("repair", 7);

    for (n = 1; failed && n < MOST_CALLS; n += stride) {
        const char *call;
        nnreg_status status;
        char what[100];

        fixture_fail_call(n, _i == 0 ? EIO : ENOSPC, false);
        status = fsck(NNREG_REPAIR);
        failed = fixture_call_failed(&call);
        snprintf(what, sizeof what, "call %u (%s): %d", n, failed ? call : "none", status);
        if (!failed)
            ck_assert_msg(status == NNREG_OK, "%s: %s", what, nnreg_message(fixture.registry));
        nnreg_close(fixture.registry);
        fixture.registry = NULL;
        fixture.registry = fixture_open(&fixture, NNREG_OPEN_DAMAGED);
        ck_assert_msg(fsck(NNREG_REPAIR) == NNREG_OK, "%s: %s", what, nnreg_message(fixture.registry));
        reopen_sound();
        assert_mended(what);
        tear_down();
        set_up_damaged();
    }
    ck_assert(!failed);
    ck_assert_uint_gt(n, 30);
}
END_TEST

/* In the child: repairs, and waits in front of its n-th call. */
static void live_repairing(unsigned n, int report)
{
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, NNREG_OPEN_DAMAGED);
    fixture_wait_at(n, report);
    (void)fsck(NNREG_REPAIR);
    nnreg_fs_use_hook(NULL);
    _exit(write(report, "!", 1) == 1 ? 0 : 1);
}

/* Whether the child came to its n-th call; it is dead then. */
static bool die_repairing(unsigned n)
{
    char told[64] = "";
    size_t used = 0;
    int ends[2];
    ssize_t got;
    pid_t child;

    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    ck_assert_int_eq(pipe(ends), 0);
    child = fork();
    if (child == 0)
        live_repairing(n, ends[1]);
    close(ends[1]);
    while (strpbrk(told, "?!") == NULL && used < sizeof told - 1 &&
           (got = read(ends[0], told + used, sizeof told - 1 - used)) > 0)
        used += (size_t)got;
    kill(child, SIGKILL);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    close(ends[0]);
    return strchr(told, '?') != NULL;
}

START_TEST(a_repair_that_is_killed_anywhere_has_done_each_thing_or_not_and_the_next_goes_on)
{
    unsigned n, stride;
    bool died = true;

    if (getenv("NNREG_ENGINE") != NULL)
        return; /* what is in memory goes with the process */
    stride = fixture_stride("repair killed", 5);
    for (n = 1; died && n < MOST_CALLS; n += stride) {
        char what[60];

        died = die_repairing(n);
        snprintf(what, sizeof what, "killed at call %u", n);
        fixture.registry = fixture_open(&fixture, NNREG_OPEN_DAMAGED);
        ck_assert_msg(fsck(NNREG_REPAIR) == NNREG_OK, "%s: %s", what, nnreg_message(fixture.registry));
        reopen_sound();
        assert_mended(what);
        tear_down();
        set_up_damaged();
    }
    ck_assert(!died);
    ck_assert_uint_gt(n, 30);
}
END_TEST

/* ------------------------------------------------------------------------------------------------ beside writers -- */

enum { WRITERS = 3, ROUNDS = 10 };

static atomic_uint writing;

struct writer {
    pthread_t thread;
    nnreg_bundle *bundle;
    const char *json;
    bool failed;
};

/* Two of them bring the same files, and take them away again. */
static void *write_and_delete(void *argument)
{
    struct writer *writer = argument;
    nnreg_findings *findings = NULL;
    unsigned round;

    writer->failed = nnreg_findings_new(&findings, NULL, 0) != NNREG_OK;
    for (round = 0; round < ROUNDS && !writer->failed; round++) {
        uint64_t id, kept;
        nnreg_status status = nnreg_network_create(fixture.registry, &id, writer->json, strlen(writer->json),
                                                   writer->bundle, NULL, findings);
        char *content;
        size_t size;

        /* What is acknowledged can be read, whatever a repair does meanwhile. */
        kept = id;
        content = status == NNREG_OK ? fixture_read(fixture.registry, kept, "saved_model.pb", &size) : NULL;
        writer->failed =
            content == NULL || nnreg_network_delete(fixture.registry, id, NULL, NULL) != NNREG_OK;
        free(content);
    }
    nnreg_findings_free(findings);
    atomic_fetch_sub(&writing, 1);
    return NULL;
}

START_TEST(looks_and_repairs_beside_writers_find_nothing_and_take_nothing)
{
    static const unsigned models[WRITERS] = {2, 3, 2};
    struct writer writers[WRITERS];
    char json[4000], wrong[1000] = "";
    unsigned looks = 0;
    size_t i;

    snprintf(json, sizeof json, "%s", fixture_description("n", ""));
    for (i = 0; i < WRITERS; i++)
        writers[i] = (struct writer){.bundle = fixture_bundle(&fixture, models[i]), .json = json};
    atomic_store(&writing, WRITERS);
    for (i = 0; i < WRITERS; i++)
        ck_assert_int_eq(pthread_create(&writers[i].thread, NULL, write_and_delete, &writers[i]), 0);
    while (atomic_load(&writing) > 0 || looks < 2) {
        nnreg_status status = fsck(looks++ % 2 == 0 ? 0 : NNREG_REPAIR);

        if (wrong[0] == '\0' && (status != NNREG_OK || nnreg_findings_count(fixture.findings) > 0))
            snprintf(wrong, sizeof wrong, "look %u: %d, %s, %s", looks, status, fixture_found(&fixture),
                     nnreg_message(fixture.registry));
    }
    for (i = 0; i < WRITERS; i++)
        ck_assert_int_eq(pthread_join(writers[i].thread, NULL), 0);
    ck_assert_msg(wrong[0] == '\0', "%s", wrong);
    for (i = 0; i < WRITERS; i++) {
        ck_assert(!writers[i].failed);
        nnreg_bundle_free(writers[i].bundle);
    }
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
}
END_TEST

/* ------------------------------------------------------------------------- a create at each step of a look -- */

static atomic_uint steps_left; /* for the threads of a look all together */
static bool create_done;
static nnreg_status create_status;
static uint64_t created;

/* Whether somebody keeps files from arriving (store/staging.h). */
static bool creates_wait(void)
{
    char path[700];
    int staging;
    bool locked;

    snprintf(path, sizeof path, "%s/staging", fixture.dir);
    staging = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    locked = staging >= 0 && flock(staging, LOCK_SH | LOCK_NB) != 0;
    if (staging >= 0)
        close(staging);
    return locked;
}

/* Whether this is the n-th step: true for one thread alone. */
static bool step_has_come(void)
{
    unsigned left = atomic_load(&steps_left);

    while (left > 0 && !atomic_compare_exchange_weak(&steps_left, &left, left - 1))
        ;
    return left == 1;
}

/* In front of the n-th call of the look the same content is added, by another handle, as another process would. */
static int create_in_between(const char *call)
{
    nnreg_bundle *bundle;
    nnreg_findings *findings;
    nnreg *other;
    const char *json;

    (void)call;
    if (!step_has_come())
        return 0;
    if (creates_wait()) { /* for this very look: it would wait for itself */
        atomic_store(&steps_left, 1);
        return 0;
    }
    json = fixture_description("between", "");
    nnreg_fs_use_hook(NULL);
    create_done = true;
    other = fixture_open(&fixture, 0);
    bundle = fixture_bundle(&fixture, 0);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    create_status = nnreg_network_create(other, &created, json, strlen(json), bundle, NULL, findings);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    nnreg_close(other);
    return 0;
}

START_TEST(a_create_between_any_two_steps_of_a_look_can_be_read)
{
    unsigned n;

    damage(fixture.registry, fixture.dir,
           "blob 12/34567890123456789012345678901234567890123456789012345678901234");
    for (n = 1; n < MOST_CALLS; n++) {
        size_t size;
        char *content;

        steps_left = n;
        create_done = false;
        nnreg_fs_use_hook(create_in_between);
        ck_assert_int_eq(fsck(0), NNREG_OK);
        nnreg_fs_use_hook(NULL);
        if (!create_done)
            break;
        ck_assert_int_eq(create_status, NNREG_OK);
        ck_assert_msg(nnreg_findings_count(fixture.findings) == 1, "create at call %u: %s", n,
                      fixture_found(&fixture));
        content = fixture_read(fixture.registry, created, "saved_model.pb", &size);
        ck_assert_ptr_nonnull(content);
        free(content);
        ck_assert_int_eq(nnreg_network_delete(fixture.registry, created, NULL, NULL), NNREG_OK);
    }
    ck_assert_uint_gt(n, 10);
    ck_assert_uint_lt(n, MOST_CALLS);
}
END_TEST

/* --------------------------------------------------------------- a network that comes and goes within a look -- */

static nnreg *beside; /* a handle of its own, as another process has one */
static uint64_t passing;
static bool passed;

static void create_passing(void)
{
    const char *json = fixture_description("passing", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 2);
    nnreg_findings *findings;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_network_create(beside, &passing, json, strlen(json), bundle, NULL, findings),
                     NNREG_OK);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
}

/* Behind the tables, and outside of any snapshot: none of what was read knows its files, which the walk is to meet. */
static int come_before_the_walk(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)done, (void)total;
    if (passing != 0 || strcmp(stage, "verifying") != 0)
        return 0;
    create_passing();
    return 0;
}

/* In front of the lock that is taken behind the walk, and before the snapshot that sorts out what was met. */
static int go_behind_the_walk(const char *call)
{
    if (passing == 0 || passed || strcmp(call, "flock") != 0)
        return 0;
    passed = true;
    ck_assert_int_eq(nnreg_network_delete(beside, passing, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_gc(beside, NULL, NULL), NNREG_OK);
    return 0;
}

START_TEST(what_comes_before_the_walk_and_goes_behind_it_is_no_stray)
{
    static const unsigned flags[] = {0, NNREG_QUICK, NNREG_REPAIR};
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status;

    passing = 0;
    passed = false;
    beside = fixture_open(&fixture, 0);
    call.flags = flags[_i];
    call.progress = come_before_the_walk;
    nnreg_fs_use_hook(go_behind_the_walk);
    status = nnreg_fsck(fixture.registry, fixture.findings, NULL, &call);
    nnreg_fs_use_hook(NULL);
    nnreg_close(beside);
    ck_assert(passed);
    ck_assert_msg(status == NNREG_OK, "%s", nnreg_message(fixture.registry));
    ck_assert_str_eq(fixture_found(&fixture), "");
}
END_TEST

/* --------------------------------------------------------------------------- what others do to files meanwhile -- */

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static char stored[8][500], away[500];
static unsigned stored_count, acts_left;
static const char *act_at;
static void (*act)(void);
static bool acted;

/* In front of a call, of whichever thread: none is made while it is done. */
static int act_in_front(const char *call)
{
    if (strcmp(call, act_at) != 0)
        return 0;
    (void)pthread_mutex_lock(&one_at_a_time);
    if (!acted && --acts_left == 0) {
        acted = true;
        act();
    }
    (void)pthread_mutex_unlock(&one_at_a_time);
    return 0;
}

static nnreg_status fsck_and_act(unsigned flags, const char *call, unsigned n, void (*what)(void))
{
    nnreg_status status;

    act_at = call;
    acts_left = n;
    act = what;
    acted = false;
    nnreg_fs_use_hook(act_in_front);
    status = fsck(flags);
    nnreg_fs_use_hook(NULL);
    return status;
}

static void store_path(uint64_t network, const char *name)
{
    snprintf(stored[stored_count++], sizeof stored[0], "%s",
             damage_path(fixture.registry, fixture.dir, network, name));
}

static void let_all_grow(void)
{
    unsigned i;

    for (i = 0; i < stored_count; i++) {
        int fd;

        (void)chmod(stored[i], 0644);
        fd = open(stored[i], O_WRONLY | O_APPEND | O_CLOEXEC);
        ck_assert_int_eq(write(fd, "x", 1), 1);
        (void)fchmod(fd, 0444);
        close(fd);
    }
}

START_TEST(a_file_that_grows_while_it_is_read_has_another_size)
{
    const struct nnreg_finding *finding;
    size_t i;

    stored_count = 0;
    store_path(1, "saved_model.pb");
    store_path(1, "variables.index");
    store_path(2, "variables.index");
    store_path(1, "variables.data-00000-of-00001");
    store_path(2, "variables.data-00000-of-00001");
    ck_assert_int_eq(fsck_and_act(0, "pread", 1, let_all_grow), NNREG_CORRUPT);
    ck_assert(acted);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), stored_count);
    for (i = 0; i < stored_count; i++) {
        finding = nnreg_findings_get(fixture.findings, i);
        ck_assert_str_eq(finding->rule, "fsck.file-size");
        ck_assert_ptr_nonnull(strstr(finding->message, "bytes, and should have"));
    }
}
END_TEST

static void bring_it_back(void)
{
    ck_assert_int_eq(rename(away, stored[0]), 0);
}

START_TEST(a_file_that_comes_back_is_missing_or_is_not_and_the_next_look_is_clean)
{
    unsigned n = 0;

    stored_count = 0;
    store_path(1, "saved_model.pb");
    snprintf(away, sizeof away, "%s/away", fixture.scratch.path);
    do {
        nnreg_status status;

        ck_assert_int_eq(rename(stored[0], away), 0);
        status = fsck_and_act(0, "openat", ++n, bring_it_back);
        if (status == NNREG_OK)
            ck_assert_str_eq(fixture_found(&fixture), "");
        else
            ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->rule, "fsck.file-missing");
        ck_assert(status == NNREG_OK || status == NNREG_CORRUPT);
        if (!acted)
            bring_it_back();
        ck_assert_int_eq(fsck(0), NNREG_OK);
        ck_assert_str_eq(fixture_found(&fixture), "");
        ck_assert_uint_lt(n, 200);
    } while (acted);
    ck_assert_uint_gt(n, 3);
}
END_TEST

/* In front of each open another damaged file comes into the place. */
static int put_another(const char *call)
{
    int fd;

    if (strcmp(call, "openat") != 0)
        return 0;
    (void)pthread_mutex_lock(&one_at_a_time);
    fd = open(away, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    ck_assert_int_eq(write(fd, "another", 7), 7);
    close(fd);
    ck_assert_int_eq(rename(away, stored[0]), 0);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return 0;
}

/* What is looked at is not what would be set aside; that does not go on for ever. */
START_TEST(a_file_that_is_another_each_time_is_not_looked_at_for_ever)
{
    static const unsigned flags[] = {NNREG_REPAIR, NNREG_QUICK};
    nnreg_status status;

    stored_count = 0;
    store_path(1, "saved_model.pb");
    snprintf(away, sizeof away, "%s/away", fixture.scratch.path);
    nnreg_fs_use_hook(put_another);
    status = fsck(flags[_i]);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(status, NNREG_BUSY);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), "is another file each time it is looked at"));
    ck_assert_int_eq(fsck(NNREG_REPAIR), NNREG_OK);
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->rule, "fsck.file-size");
    fixture_add(&fixture, "brings it back", 0);
    ck_assert_int_eq(fsck(0), NNREG_OK);
}
END_TEST

static void delete_first(void)
{
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
}

/* It is nobody's any more when it would be told. */
START_TEST(a_lost_file_whose_network_is_deleted_meanwhile_is_not_told)
{
    stored_count = 0;
    store_path(1, "variables.index");
    ck_assert_int_eq(unlink(stored[0]), 0);
    ck_assert_int_eq(fsck_and_act(0, "pread", 1, delete_first), NNREG_OK);
    ck_assert(acted);
    ck_assert_str_eq(fixture_found(&fixture), "");
    ck_assert_int_eq(fsck(0), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "");
}
END_TEST

START_TEST(a_look_for_strays_that_fails_is_told_and_the_next_tells_them)
{
    static const struct {
        int error;
        nnreg_status status;
    } rows[] = {{EMFILE, NNREG_BUSY}, {ENOMEM, NNREG_NO_MEMORY}};
    bool failed = true;
    unsigned n;

    damage(fixture.registry, fixture.dir, "blob " ORPHAN "\nblob " ORPHAN2);
    for (n = 1; failed; n++) {
        const char *call;
        nnreg_status status;

        ck_assert_uint_lt(n, MOST_CALLS);
        fixture_fail_call(n, rows[_i].error, false);
        status = fsck(0);
        failed = fixture_call_failed(&call);
        ck_assert_msg(status == NNREG_OK || (failed && status == rows[_i].status), "call %u (%s): %d, %s", n,
                      failed ? call : "none", status, nnreg_message(fixture.registry));
        ck_assert_int_eq(fsck(0), NNREG_OK);
        ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 2);
    }
}
END_TEST

static void unlink_stray(void)
{
    ck_assert_int_eq(unlink(stored[0]), 0);
}

START_TEST(a_stray_that_goes_before_it_is_moved_is_not_told)
{
    damage(fixture.registry, fixture.dir, "blob notes.txt");
    snprintf(stored[0], sizeof stored[0], "%s/blobs/notes.txt", fixture.dir);
    ck_assert_int_eq(fsck_and_act(NNREG_REPAIR, "renameat", 1, unlink_stray), NNREG_OK);
    ck_assert(acted);
    ck_assert_str_eq(fixture_found(&fixture), "");
    ck_assert_str_eq(scratch_list(&fixture.scratch, "registry/quarantine"), "");
}
END_TEST

static int arrivals = -1;

/* As a create that has put its first file in place. */
static void arrive(void)
{
    char path[500];

    snprintf(path, sizeof path, "%s/staging", fixture.dir);
    arrivals = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_ge(arrivals, 0);
    (void)flock(arrivals, LOCK_SH | LOCK_NB);
}

START_TEST(an_orphan_is_moved_or_stays_when_a_create_arrives_meanwhile)
{
    bool moved = false, stayed = false;
    char path[500];
    unsigned n = 0;

    snprintf(path, sizeof path, "%s/blobs/" ORPHAN, fixture.dir);
    do {
        bool there;

        if (access(path, F_OK) != 0)
            damage(fixture.registry, fixture.dir, "blob " ORPHAN);
        ck_assert_int_eq(fsck_and_act(NNREG_REPAIR, "flock", ++n, arrive), NNREG_OK);
        if (acted)
            ck_assert_int_eq(close(arrivals), 0);
        there = access(path, F_OK) == 0;
        stayed = stayed || there;
        moved = moved || !there;
        ck_assert_uint_eq(nnreg_findings_count(fixture.findings), there ? 0 : 1);
        ck_assert_uint_lt(n, 50);
    } while (acted);
    ck_assert(moved && stayed);
}
END_TEST

/* Its file was never in the tables that were looked at: what is noted of it is for the next look. */
static int note_behind_the_tables(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    uint64_t size;
    unsigned turn;
    int fd;

    (void)context, (void)done, (void)total;
    if (passing != 0 || strcmp(stage, "verifying") != 0)
        return 0;
    create_passing();
    ck_assert_int_eq(nnreg_network_get(beside, &network, passing), NNREG_OK);
    ck_assert_int_eq(nnreg_network_file(network, 1, &file), NNREG_OK);
    snprintf(stored[0], sizeof stored[0], "%s/blobs/%.2s/%s", fixture.dir, file.sha256, file.sha256 + 2);
    for (turn = 0; turn < 2; turn++) { /* the second puts it right */
        unsigned char byte;

        ck_assert_int_eq(chmod(stored[0], 0644), 0);
        fd = open(stored[0], O_RDWR | O_CLOEXEC);
        ck_assert_int_eq(pread(fd, &byte, 1, 20), 1);
        byte ^= 1;
        ck_assert_int_eq(pwrite(fd, &byte, 1, 20), 1);
        ck_assert_int_eq(fchmod(fd, 0444), 0);
        close(fd);
        if (turn == 0)
            ck_assert_int_eq(nnreg_network_open_verified(beside, &fd, &size, passing, file.name, NULL),
                             NNREG_CORRUPT);
    }
    nnreg_network_free(network);
    return 0;
}

static size_t noted_files(void)
{
    nnreg_damage *noted;
    size_t count;

    ck_assert_int_eq(nnreg_damage_list(fixture.registry, &noted, 0), NNREG_OK);
    count = nnreg_damage_count(noted);
    nnreg_damage_free(noted);
    return count;
}

START_TEST(what_is_noted_of_a_file_that_the_look_did_not_read_stays)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    passing = 0;
    beside = fixture_open(&fixture, 0);
    call.progress = note_behind_the_tables;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, &call), NNREG_OK);
    nnreg_close(beside);
    ck_assert_uint_ne(passing, 0);
    ck_assert_str_eq(fixture_found(&fixture), "");
    ck_assert_uint_eq(noted_files(), 1);
    ck_assert_int_eq(fsck(0), NNREG_OK);
    ck_assert_uint_eq(noted_files(), 0);
}
END_TEST

Suite *fsck_faults_suite(void);
Suite *fsck_faults_suite(void)
{
    Suite *suite = suite_create("fsck_faults");
    TCase *sound = tcase_create("sound"), *damaged = tcase_create("damaged");

    tcase_add_checked_fixture(sound, set_up, tear_down);
    tcase_add_test(sound, a_look_of_which_a_call_fails_is_no_clean_one_and_the_next_is);
    tcase_add_test(sound, a_stray_is_told_or_the_look_has_failed);
    tcase_add_loop_test(sound, a_loss_is_told_or_the_look_has_failed, 0, 12);
    tcase_add_loop_test(sound, a_file_that_cannot_be_read_is_told_and_left, 0, 2);
    tcase_add_test(sound, too_many_open_files_are_no_backup_that_keeps_them);
    tcase_add_test(sound, a_look_without_memory_is_told_and_changes_nothing);
    tcase_add_test(sound, looks_and_repairs_beside_writers_find_nothing_and_take_nothing);
    tcase_add_test(sound, a_create_between_any_two_steps_of_a_look_can_be_read);
    tcase_add_loop_test(sound, what_comes_before_the_walk_and_goes_behind_it_is_no_stray, 0, 3);
    tcase_add_test(sound, a_file_that_grows_while_it_is_read_has_another_size);
    tcase_add_test(sound, a_file_that_comes_back_is_missing_or_is_not_and_the_next_look_is_clean);
    tcase_add_loop_test(sound, a_file_that_is_another_each_time_is_not_looked_at_for_ever, 0, 2);
    tcase_add_test(sound, a_lost_file_whose_network_is_deleted_meanwhile_is_not_told);
    tcase_add_loop_test(sound, a_look_for_strays_that_fails_is_told_and_the_next_tells_them, 0, 2);
    tcase_add_test(sound, a_stray_that_goes_before_it_is_moved_is_not_told);
    tcase_add_test(sound, an_orphan_is_moved_or_stays_when_a_create_arrives_meanwhile);
    tcase_add_test(sound, what_is_noted_of_a_file_that_the_look_did_not_read_stays);
    suite_add_tcase(suite, sound);
    tcase_add_checked_fixture(damaged, set_up_damaged, tear_down);
    tcase_add_loop_test(damaged, a_repair_of_which_a_call_fails_loses_nothing_and_the_next_goes_on, 0, 2);
    tcase_add_test(damaged, a_repair_that_is_killed_anywhere_has_done_each_thing_or_not_and_the_next_goes_on);
    tcase_set_timeout(damaged, 300);
    suite_add_tcase(suite, damaged);
    return suite;
}
