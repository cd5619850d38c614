/*
 * A checkout is there as a whole or not at all: whichever call fails or is the last, and whoever looks or comes in between
 * meanwhile.
 */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "checkout_fixture.h"
#include "damages.h"
#include "failing_calls.h"

Suite *checkout_faults_suite(void);

#define MOST_STEPS 400

/* ------------------------------------------------------------------------------------------------------ what fails -- */

/* The sweeps go through these: to a new place, in the place of another, and by links. */
static const unsigned swept_flags[] = {0, NNREG_REPLACE, NNREG_REPLACE | NNREG_HARD_LINKS, NNREG_MAKE_PARENT};
#define SWEPT (int)(sizeof swept_flags / sizeof *swept_flags)

static uint64_t
    swept[2]; /* networks: the one that is there before a replacing checkout, and the one that comes */

/* Each one to a target as at the beginning: none, or the first network's. */
static void before_swept(unsigned flags)
{
    if (flags == NNREG_MAKE_PARENT)
        snprintf(target, sizeof target, "%s", fixture_path(&fixture, "out/versions/3"));
    if (swept[0] == 0) {
        swept[0] = fixture_add(&fixture, "old", 0);
        swept[1] = fixture_add(&fixture, "new", 1);
    }
    if ((flags & NNREG_REPLACE) != 0)
        checked_out(swept[0], target, NNREG_REPLACE);
    else
        ck_assert_int_eq(nnreg_fs_remove_tree(fixture.scratch.folder, "out", NULL), NNREG_OK);
    (void)mkdir(fixture_path(&fixture, "out"), 0777);
}

/* Nothing of it is to be seen. */
static void assert_untouched(unsigned flags, const char *what)
{
    const char *found = checkout_listed("out");

    ck_assert_msg(strcmp(found, (flags & NNREG_REPLACE) != 0 ? "model " : "") == 0, "%s: %s", what, found);
    if ((flags & NNREG_REPLACE) != 0)
        checkout_same(target, swept[0]);
}

/* The network is looked up once more, as it may have been deleted. */
START_TEST(a_lost_file_is_told_whichever_call_of_the_store_fails)
{
    bool failed = true;
    uint64_t id;
    unsigned n;

    if (!store_is_default())
        return;
    id = fixture_add(&fixture, "old", 0);
    ck_assert_int_eq(unlink(damage_path(fixture.registry, fixture.dir, id, "saved_model.pb")), 0);
    for (n = 1; failed; n++) {
        nnreg_status status;

        ck_assert_uint_lt(n, MOST_STEPS);
        failing_calls_arm("mdb_", n, EIO);
        status = check_out(id, target, 0);
        failed = failing_calls_failed(NULL);
        ck_assert_msg(status == NNREG_CORRUPT || (failed && status == NNREG_IO), "step %u: %d, %s", n, status,
                      nnreg_message(fixture.registry));
        ck_assert_int_ne(access(target, F_OK), 0);
        fixture_reopen(&fixture, 0);
    }
    ck_assert_uint_gt(n, 3);
    fixture_add(&fixture, "heals", 0);
}
END_TEST

START_TEST(a_system_call_that_fails_is_told_and_nothing_has_changed)
{
    static const struct {
        int error;
        nnreg_status status;
    } kinds[] = {{EIO, NNREG_IO}, {ENOSPC, NNREG_NO_SPACE}};
    unsigned flags = swept_flags[_i / 2], n, stride = fixture_stride("checkout", 7);
    bool failed = true;

    swept[0] = 0;
    for (n = 1; failed; n += stride) {
        unsigned descriptors;
        nnreg_status status;
        const char *call;
        char what[80];

        ck_assert_uint_lt(n, MOST_STEPS);
        before_swept(flags);
        descriptors = open_descriptors();
        fixture_fail_call(n, kinds[_i % 2].error, false);
        status = check_out(swept[1], target, flags);
        failed = fixture_call_failed(&call);
        snprintf(what, sizeof what, "call %u (%s)", n, failed ? call : "none");
        ck_assert_uint_eq(open_descriptors(), descriptors);
        if (status == NNREG_OK) { /* it did without, or only what was to be tidied up stays */
            checkout_same(target, swept[1]);
            checked_out(swept[0], target, NNREG_REPLACE);
            checkout_same(target, swept[0]);
            ck_assert_str_eq(checkout_listed("out"), flags == NNREG_MAKE_PARENT ? "versions " : "model ");
            continue;
        }
        ck_assert_msg(status == kinds[_i % 2].status, "%s: %s", what, nnreg_message(fixture.registry));
        assert_untouched(flags, what);
    }
    ck_assert_uint_gt(n, 30);
}
END_TEST

/* With an asset two folders deep, so that folders are made for it. */
static uint64_t add_deep(const char *name)
{
    const char *json = fixture_description(name, "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 1);
    uint64_t id;

    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "deep", 4, "assets.extra/a/b/c.txt"), NNREG_OK);
    ck_assert_msg(nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL,
                                       fixture.findings) == NNREG_OK,
                  "%s", fixture_found(&fixture));
    nnreg_bundle_free(bundle);
    return id;
}

START_TEST(a_folder_of_an_asset_that_cannot_be_made_is_told)
{
    uint64_t id = add_deep("deep");
    bool failed = true;
    unsigned n, stride = fixture_stride("deep checkout", 7);

    for (n = 1; failed; n += stride) {
        nnreg_status status;

        ck_assert_uint_lt(n, MOST_STEPS);
        fixture_fail_call(n, EIO, false);
        status = check_out(id, target, 0);
        failed = fixture_call_failed(NULL);
        ck_assert_int_eq(status == NNREG_OK || (failed && status == NNREG_IO), 1);
        if (status == NNREG_OK)
            checkout_same(target, id);
        else
            ck_assert_str_eq(checkout_listed("out"), "");
        (void)nnreg_fs_remove_tree(fixture.scratch.folder, "out", NULL);
        ck_assert_int_eq(mkdir(fixture_path(&fixture, "out"), 0777), 0);
    }
    ck_assert_uint_gt(n, 30);
}
END_TEST

START_TEST(a_system_that_fails_for_good_leaves_what_the_next_one_tidies_up)
{
    unsigned flags = swept_flags[_i], n, stride = fixture_stride("checkout", 7);
    bool failed = true;

    swept[0] = 0;
    for (n = 1; failed; n += stride) {
        nnreg_status status;

        ck_assert_uint_lt(n, MOST_STEPS);
        before_swept(flags);
        fixture_fail_call(n, EIO, true);
        status = check_out(swept[1], target, flags);
        failed = fixture_call_failed(NULL);
        if (status != NNREG_OK) {
            struct stat st;

            ck_assert_int_eq(status, NNREG_IO);
            if (stat(target, &st) == 0) /* the new one, if it could not be taken back: but whole */
                ck_assert_uint_eq(checkout_count(target), FIXTURE_FILES);
        }
        checked_out(swept[1], target, flags | NNREG_REPLACE);
        checkout_same(target, swept[1]);
        ck_assert_str_eq(checkout_listed("out"), flags == NNREG_MAKE_PARENT ? "versions " : "model ");
    }
}
END_TEST

START_TEST(an_allocation_that_fails_is_told_and_nothing_has_changed)
{
    unsigned flags = swept_flags[_i];
    uint64_t n, stride = fixture_stride("checkout", 7);
    nnreg_status status = NNREG_NO_MEMORY;

    swept[0] = 0;
    for (n = 1; status != NNREG_OK; n += stride) {
        ck_assert_uint_lt(n, MOST_STEPS);
        before_swept(flags);
        nnreg_alloc_fail_from(n);
        status = check_out(swept[1], target, flags);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
        checked_out(swept[1], target,
                    flags | NNREG_REPLACE); /* sweeps what could not be listed without memory */
        ck_assert_str_eq(checkout_listed("out"), flags == NNREG_MAKE_PARENT ? "versions " : "model ");
    }
    checkout_same(target, swept[1]);
}
END_TEST

/* ---------------------------------------------------------------------------------------------- on the device -- */

static struct {
    unsigned syncs_before, syncs_after, renames;
    bool removed_first; /* something was removed between the rename and the sync of its folder */
} order;

static int note_order(const char *call)
{
    if (strcmp(call, "renameat2") == 0)
        order.renames++;
    else if (strcmp(call, "fsync") == 0 && order.renames == 0)
        order.syncs_before++;
    else if (strcmp(call, "fsync") == 0)
        order.syncs_after++;
    else if (strcmp(call, "unlinkat") == 0 && order.renames > 0 && order.syncs_after == 0)
        order.removed_first = true;
    return 0;
}

START_TEST(files_and_folders_are_on_the_device_before_the_name_and_the_name_before_the_end)
{
    unsigned flags = swept_flags[_i], folders = 2;                        /* the model's, and variables/ */
    unsigned files = (flags & NNREG_HARD_LINKS) != 0 ? 0 : FIXTURE_FILES; /* stored ones are there already */

    swept[0] = 0;
    before_swept(flags);
    memset(&order, 0, sizeof order);
    nnreg_fs_use_hook(note_order);
    checked_out(swept[1], target, flags);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(order.renames, 1);
    ck_assert_uint_eq(order.syncs_before, files + folders + (flags == NNREG_MAKE_PARENT ? 1 : 0));
    ck_assert_uint_eq(order.syncs_after, 1);
    ck_assert(!order.removed_first);
}
END_TEST

static unsigned renames_made;

/* The name is there and cannot be made durable; nor can it be taken back. */
static int no_way_back(const char *call)
{
    if (strncmp(call, "renameat", strlen("renameat")) == 0)
        return renames_made++ > 0 ? EIO : 0;
    return strcmp(call, "fsync") == 0 && renames_made > 0 ? EIO : 0;
}

START_TEST(what_cannot_be_taken_back_stays_and_whole)
{
    unsigned flags = swept_flags[_i];

    swept[0] = 0;
    before_swept(flags);
    renames_made = 0;
    nnreg_fs_use_hook(no_way_back);
    ck_assert_int_eq(check_out(swept[1], target, flags), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    checkout_same(target, swept[1]);
}
END_TEST

/* ------------------------------------------------------------------------------------- somebody else at the target -- */

static bool others_make;

/* Just before it gets its name, somebody makes an empty folder there, or takes away what was. */
static int others_hook(const char *call)
{
    if (strcmp(call, "renameat2") == 0 && others_make)
        (void)mkdir(target, 0777);
    else if (strcmp(call, "renameat2") == 0)
        (void)rename(target, fixture_path(&fixture, "taken"));
    return 0;
}

START_TEST(what_comes_or_goes_at_the_last_moment_is_told)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    struct stat st;

    others_make = true;
    nnreg_fs_use_hook(others_hook);
    checkout_refused(check_out(id, target, 0), NNREG_EXISTS, "\"SCRATCH/out/model\" is there already");
    ck_assert_str_eq(checkout_listed("out"), "model ");
    ck_assert_str_eq(checkout_listed("out/model"), "");
    others_make = false;
    checkout_refused(check_out(id, target, NNREG_REPLACE), NNREG_CONFLICT,
                     "\"SCRATCH/out/model\" was removed meanwhile");
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(checkout_listed("out"), "");
    ck_assert_int_eq(stat(fixture_path(&fixture, "taken"), &st), 0);
}
END_TEST

/* Before it is looked at once more what was to be replaced is gone, or a file has its name. */
static bool leaves_file;

static int take_away(const char *call)
{
    if (strcmp(call, "fsync") != 0)
        return 0;
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(rename(target, fixture_path(&fixture, "taken")), 0);
    if (leaves_file)
        scratch_write(&fixture.scratch, "out/model", 0, "a file", 6);
    return 0;
}

START_TEST(what_is_to_be_replaced_is_looked_at_again_at_the_end)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    checked_out(id, target, 0);
    leaves_file = _i == 1;
    nnreg_fs_use_hook(take_away);
    if (leaves_file)
        checkout_refused(check_out(id, target, NNREG_REPLACE), NNREG_EXISTS,
                         "\"SCRATCH/out/model\" is no folder, and only a folder is replaced");
    else
        checkout_refused(check_out(id, target, NNREG_REPLACE), NNREG_CONFLICT,
                         "\"SCRATCH/out/model\" was removed meanwhile");
    ck_assert_str_eq(checkout_listed("out"), leaves_file ? "model " : "");
}
END_TEST

/* ------------------------------------------------------------------------------------- others at the working folder -- */

static char working[PATH_ROOM]; /* the folder of a checkout that has no lock yet, or has just made it */

/* Finds it; false: there is none. */
static bool find_working(void)
{
    DIR *out = opendir(fixture_path(&fixture, "out"));
    struct dirent *entry;
    bool found = false;

    ck_assert_ptr_nonnull(out);
    while (!found && (entry = readdir(out)) != NULL)
        if (strncmp(entry->d_name, ".nnreg-checkout-", 16) == 0) {
            snprintf(working, sizeof working, "%s/%s", fixture_path(&fixture, "out"), entry->d_name);
            found = true;
        }
    closedir(out);
    return found;
}

static void put_lock(void)
{
    char path[PATH_ROOM + 20];
    int fd;

    snprintf(path, sizeof path, "%s/checkout", working);
    (void)unlink(path);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

static void remove_working(void)
{
    ck_assert_int_eq(rmdir(working), 0);
}

static const struct at_work {
    const char *call; /* in front of which something is done */
    void (*act)(void);
    bool each;
} at_work[] = {{"create", remove_working, false},
               {"create", put_lock, false},
               {"flock", put_lock, false},
               {"create", remove_working, true}};
#define AT_WORK (int)(sizeof at_work / sizeof *at_work)

static const struct at_work *at_work_now;
static unsigned at_work_done;

static int meddle_with_working(const char *call)
{
    if (strcmp(call, at_work_now->call) != 0 || (at_work_done > 0 && !at_work_now->each) || !find_working())
        return 0;
    at_work_done++;
    at_work_now->act();
    return 0;
}

START_TEST(a_working_folder_that_others_get_at_is_made_anew)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    nnreg_status status;

    at_work_now = &at_work[_i];
    at_work_done = 0;
    nnreg_fs_use_hook(meddle_with_working);
    status = check_out(id, target, 0);
    nnreg_fs_use_hook(NULL);
    if (at_work_now->each) {
        ck_assert_uint_gt(at_work_done, 10);
        ck_assert_int_eq(status, NNREG_BUSY);
        ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "others keep removing it"));
        ck_assert_str_eq(checkout_listed("out"), "");
        return;
    }
    ck_assert_uint_eq(at_work_done, 1);
    ck_assert_msg(status == NNREG_OK, "%s", nnreg_message(fixture.registry));
    checkout_same(target, id);
    checked_out(id, target, NNREG_REPLACE);
    ck_assert_str_eq(checkout_listed("out"), "model ");
}
END_TEST

static void leave_over(void)
{
    static const char *const folders[] = {".nnreg-checkout-x", ".nnreg-checkout-x/model",
                                          ".nnreg-checkout-x/aside"};
    static const char *const files[] = {".nnreg-checkout-x/checkout", ".nnreg-checkout-x/model/a",
                                        ".nnreg-checkout-x/aside/b"};
    char name[80];
    size_t i;

    for (i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "out/%s", folders[i]);
        (void)mkdir(fixture_path(&fixture, name), 0777);
    }
    for (i = 0; i < 3; i++) {
        int fd;

        snprintf(name, sizeof name, "out/%s", files[i]);
        fd = open(fixture_path(&fixture, name), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        ck_assert_int_ge(fd, 0);
        close(fd);
    }
}

START_TEST(a_left_over_that_cannot_be_removed_is_in_nobodys_way)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    unsigned n;

    checked_out(id, target, 0);
    for (n = 1; n < 120; n++) {
        nnreg_status status;
        const char *call = "none";

        leave_over();
        fixture_fail_call(n, EIO, false);
        status = check_out(id, target, NNREG_REPLACE);
        (void)fixture_call_failed(&call);
        ck_assert_msg(status == NNREG_OK || status == NNREG_IO, "call %u (%s): %d", n, call, status);
        checked_out(id, target, NNREG_REPLACE);
        checkout_same(target, id);
        ck_assert_str_eq(checkout_listed("out"), "model ");
    }
}
END_TEST

/* ---------------------------------------------------------------------------------- file systems without an exchange -- */

static int no_rename_flags(const char *call)
{
    return strcmp(call, "renameat2") == 0 ? EINVAL : 0;
}

START_TEST(where_names_cannot_be_exchanged_it_goes_in_steps)
{
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 1);

    nnreg_fs_use_hook(no_rename_flags);
    checked_out(a, target, 0);
    ck_assert_int_eq(check_out(b, target, 0), NNREG_EXISTS);
    checkout_same(target, a);
    checked_out(b, target, NNREG_REPLACE);
    checkout_same(target, b);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(checkout_listed("out"), "model ");
}
END_TEST

static unsigned renames_left;

/* The rename after the first, and no flags. */
static int no_second_rename(const char *call)
{
    if (strcmp(call, "renameat2") == 0)
        return EINVAL;
    return strcmp(call, "renameat") == 0 && renames_left-- == 0 ? EIO : 0;
}

START_TEST(a_step_of_it_that_fails_puts_back_what_was_there)
{
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 1);

    checked_out(a, target, 0);
    renames_left = 1;
    nnreg_fs_use_hook(no_second_rename);
    ck_assert_int_eq(check_out(b, target, NNREG_REPLACE), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    checkout_same(target, a);
    ck_assert_str_eq(checkout_listed("out"), "model ");
}
END_TEST

/* --------------------------------------------------------------------------------------- kills, and somebody who looks -- */

/* In a process that is killed in front of its n-th system call on files; false when it came to its end. */
static bool check_out_killed(uint64_t id, unsigned flags, unsigned n)
{
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
        child_die_at(n);
        CHILD(check_out(id, target, flags) == NNREG_OK);
        nnreg_fs_use_hook(NULL);
        nnreg_close(fixture.registry);
        child_done();
    }
    return child_died(child);
}

/* What a server finds at the target: the models it may be, by the content of the files that they do not share. */
struct watched {
    char *content[2][FIXTURE_FILES];
    size_t size[2][FIXTURE_FILES];
    bool always; /* there is something at the target at every moment */
};

static const char *const watched_names[FIXTURE_FILES] = {
    "saved_model.pb", "variables/variables.data-00000-of-00001", "variables/variables.index"};

static void watch(struct watched *watched)
{
    int model, i;

    for (model = 0; model < 2; model++)
        for (i = 0; i < FIXTURE_FILES; i++) {
            char path[PATH_ROOM];

            snprintf(path, sizeof path, "%s/%s", fixture_model(&fixture, (unsigned)model), watched_names[i]);
            watched->content[model][i] = checkout_read(AT_FDCWD, path, &watched->size[model][i]);
            ck_assert_ptr_nonnull(watched->content[model][i]);
        }
}

static void unwatch(struct watched *watched)
{
    int model, i;

    for (model = 0; model < 2; model++)
        for (i = 0; i < FIXTURE_FILES; i++)
            free(watched->content[model][i]);
}

/* A bit for each model that the file is of. */
static unsigned models_of(const struct watched *watched, int i, const char *content, size_t size)
{
    unsigned models = 0;
    int model;

    for (model = 0; model < 2; model++)
        if (watched->size[model][i] == size && memcmp(watched->content[model][i], content, size) == 0)
            models |= 1u << model;
    return models;
}

/* Whether a folder that was opened is still what the target's name leads to. */
static bool is_target(int folder)
{
    struct stat here, named;

    return fstat(folder, &here) == 0 && stat(target, &named) == 0 && here.st_ino == named.st_ino;
}

/*
 * Loads what is at the target as a server does that opens the folder: all files are there, and of one model. Only a folder
 * that was replaced since it was opened may lose files. NULL, or what is wrong.
 */
static const char *load_target(const struct watched *watched)
{
    int folder = open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC), i;
    unsigned models = 3;
    const char *wrong = NULL;

    if (folder < 0)
        return errno == ENOENT && !watched->always ? NULL : "there is nothing at the target";
    for (i = 0; i < FIXTURE_FILES && wrong == NULL; i++) {
        size_t size;
        char *content = checkout_read(folder, watched_names[i], &size);

        if (content == NULL && is_target(folder))
            wrong = "a file is missing";
        if (content == NULL)
            break;
        models &= models_of(watched, i, content, size);
        if (models == 0)
            wrong = "the files are of no model, or of two";
        free(content);
    }
    close(folder);
    return wrong;
}

/* A process that loads until *stop; its status tells whether all was well each time. */
static pid_t start_watcher(const struct watched *watched, atomic_uint *stop, atomic_uint *loads)
{
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child != 0)
        return child;
    while (atomic_load(stop) == 0) {
        const char *wrong = load_target(watched);

        if (wrong != NULL) {
            fprintf(stderr, "a server found: %s\n", wrong);
            _exit(1);
        }
        atomic_fetch_add(loads, 1);
    }
    child_done();
}

static atomic_uint *shared_counters(void)
{
    void *shared =
        mmap(NULL, 2 * sizeof(atomic_uint), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    ck_assert_ptr_ne(shared, MAP_FAILED);
    return shared;
}

static void end_watcher(pid_t watcher, atomic_uint *counters)
{
    int status;

    atomic_store(&counters[0], 1);
    status = child_wait(watcher);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_uint_gt(atomic_load(&counters[1]), 0);
    munmap(counters, 2 * sizeof *counters);
}

/* Beside the target there is nothing but what has the name of a left-over. */
static void assert_hidden(void)
{
    char folder[sizeof target];
    struct dirent *entry;
    DIR *stream;

    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(target, '/') - target), target);
    stream = opendir(folder);
    if (stream == NULL) /* it was not made yet */
        return;
    while ((entry = readdir(stream)) != NULL)
        ck_assert_msg(strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
                          strcmp(entry->d_name, strrchr(target, '/') + 1) == 0 ||
                          strncmp(entry->d_name, ".nnreg-checkout-", 16) == 0,
                      "%s", entry->d_name);
    closedir(stream);
}

START_TEST(killed_at_any_call_it_is_there_or_not_and_a_server_never_sees_a_part)
{
    unsigned flags = swept_flags[_i], n, stride = fixture_stride("checkout killed", 7);
    struct watched watched = {.always = (flags & NNREG_REPLACE) != 0};
    atomic_uint *counters = shared_counters();
    bool killed = true;
    pid_t watcher;

    swept[0] = 0;
    before_swept(flags);
    watch(&watched);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    watcher = start_watcher(&watched, &counters[0], &counters[1]);
    for (n = 1; killed; n += stride) {
        const char *wrong;

        ck_assert_uint_lt(n, MOST_STEPS);
        killed = check_out_killed(swept[n % 2], flags, n);
        wrong = load_target(&watched);
        ck_assert_msg(wrong == NULL, "killed at call %u: %s", n, wrong);
        assert_hidden();
        if ((flags & NNREG_REPLACE) == 0)
            (void)rename(target, fixture_path(&fixture, "taken"));
        (void)nnreg_fs_remove_tree(fixture.scratch.folder, "taken", NULL);
    }
    end_watcher(watcher, counters);
    unwatch(&watched);
    fixture.registry = fixture_open(&fixture, 0);
    checked_out(swept[1], target, flags | NNREG_REPLACE);
    checkout_same(target, swept[1]);
    ck_assert_str_eq(checkout_listed(flags == NNREG_MAKE_PARENT ? "out/versions" : "out"),
                     flags == NNREG_MAKE_PARENT ? "3 " : "model ");
}
END_TEST

START_TEST(a_server_that_looks_all_the_time_never_sees_a_part)
{
    struct watched watched = {.always = true};
    atomic_uint *counters = shared_counters();
    unsigned i;
    pid_t watcher;

    swept[0] = 0;
    before_swept(NNREG_REPLACE);
    watch(&watched);
    watcher = start_watcher(&watched, &counters[0], &counters[1]);
    for (i = 0; i < 200 || atomic_load(&counters[1]) < 200; i++)
        checked_out(swept[i % 2], target, NNREG_REPLACE);
    end_watcher(watcher, counters);
    unwatch(&watched);
    ck_assert_str_eq(checkout_listed("out"), "model ");
}
END_TEST

Suite *checkout_faults_suite(void)
{
    Suite *suite = suite_create("checkout faults");
    TCase *fails = tcase_create("fails"), *kills = tcase_create("kills");

    tcase_add_checked_fixture(fails, checkout_begin, checkout_end);
    tcase_add_test(fails, a_lost_file_is_told_whichever_call_of_the_store_fails);
    tcase_add_loop_test(fails, a_system_call_that_fails_is_told_and_nothing_has_changed, 0, 2 * SWEPT);
    tcase_add_test(fails, a_folder_of_an_asset_that_cannot_be_made_is_told);
    tcase_add_loop_test(fails, a_system_that_fails_for_good_leaves_what_the_next_one_tidies_up, 0, SWEPT);
    tcase_add_loop_test(fails, an_allocation_that_fails_is_told_and_nothing_has_changed, 0, SWEPT);
    tcase_add_loop_test(
        fails, files_and_folders_are_on_the_device_before_the_name_and_the_name_before_the_end, 0, SWEPT);
    tcase_add_loop_test(fails, what_cannot_be_taken_back_stays_and_whole, 0, SWEPT);
    tcase_add_loop_test(fails, what_is_to_be_replaced_is_looked_at_again_at_the_end, 0, 2);
    tcase_add_test(fails, what_comes_or_goes_at_the_last_moment_is_told);
    tcase_add_loop_test(fails, a_working_folder_that_others_get_at_is_made_anew, 0, AT_WORK);
    tcase_add_test(fails, a_left_over_that_cannot_be_removed_is_in_nobodys_way);
    tcase_add_test(fails, where_names_cannot_be_exchanged_it_goes_in_steps);
    tcase_add_test(fails, a_step_of_it_that_fails_puts_back_what_was_there);
    suite_add_tcase(suite, fails);

    tcase_add_checked_fixture(kills, checkout_begin, checkout_end);
    tcase_add_loop_test(kills, killed_at_any_call_it_is_there_or_not_and_a_server_never_sees_a_part, 0,
                        SWEPT);
    tcase_add_test(kills, a_server_that_looks_all_the_time_never_sees_a_part);
    suite_add_tcase(suite, kills);
    return suite;
}
