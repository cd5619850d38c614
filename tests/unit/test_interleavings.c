/*
 * One operation inside another, at each step that the outer one makes on files or at its commits: creates against deletes,
 * gc and repairs, both ways. What is acknowledged is there, whole; and none fails for the other. In the steps of a write transaction nobody
 * else can write, so there the inner one would wait; all others are taken.
 */
#include <check.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
#include "registry/handle.h"
#include "registry_fixture.h"
#include "store/kv_engine.h"
#include "store_fixture.h"

Suite *interleavings_suite(void);

#define MOST_STEPS 3000

static struct registry_fixture fixture;

/* ------------------------------------------------------------------------------------------- where a write is made -- */

static const struct nnreg_kv_engine *real;
static struct nnreg_kv_engine watched;
static bool writing;

static nnreg_status open_watched(struct nnreg_kv_store **store, int folder,
                                 const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    nnreg_status status = real->open(store, folder, options, error);

    if (status == NNREG_OK)
        (*store)->engine = &watched;
    return status;
}

/*
 * That a write is about to begin is a step, too: what a create or a delete has between its transactions. This process has a
 * leader of its writers by then; so the other one is of another process.
 */
static nnreg_status begin_watched(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                  struct nnreg_error *error)
{
    nnreg_status status;

    if (store_is_default())
        (void)nnreg_fs_step("begin");
    writing = true; /* its steps are on the way to the right to write, or behind it */
    status = real->begin_write(txn, store, error);
    writing = status == NNREG_OK;
    return status;
}

static nnreg_status begin_read_watched(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                       struct nnreg_error *error);

static nnreg_status commit_watched(struct nnreg_kv_txn *txn, bool *retry, struct nnreg_error *error)
{
    nnreg_status status = real->commit(txn, retry, error);

    writing = false;
    return status;
}

static void abort_watched(struct nnreg_kv_txn *txn)
{
    real->abort(txn);
    writing = false;
}

static void watch_engine(void)
{
    real = nnreg_kv_chosen_engine();
    watched = *real;
    watched.open = open_watched;
    watched.begin_read = begin_read_watched;
    watched.begin_write = begin_watched;
    watched.commit = commit_watched;
    watched.abort = abort_watched;
    nnreg_kv_use_engine(&watched);
    scratch_use_memory(true);
}

static void unwatch_engine(void)
{
    scratch_use_memory(false);
    nnreg_kv_use_engine(real);
}

/* ---------------------------------------------------------------------------------------------------- operations -- */

#define LARGE 70 /* files, more than a create holds open */

static uint64_t goes; /* the network that is deleted */
static bool is_large; /* whether one of the two is, and so what is stored before */

static nnreg_bundle *bundle_of(bool large)
{
    static char texts[LARGE][16];
    nnreg_bundle *bundle = fixture_bundle(&fixture, 2);
    char name[32];
    int i;

    for (i = 0; large && i < LARGE; i++) {
        snprintf(texts[i], sizeof texts[i], "asset %d", i);
        snprintf(name, sizeof name, "assets/%d.txt", i);
        ck_assert_int_eq(nnreg_bundle_add_memory(bundle, texts[i], strlen(texts[i]), name), NNREG_OK);
    }
    return bundle;
}

static nnreg_status create_of(bool large)
{
    const char *json = fixture_description("new", "");
    nnreg_bundle *bundle = bundle_of(large);
    nnreg_findings *findings;
    nnreg_status status;
    uint64_t id;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    status = nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, findings);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    return status;
}

static nnreg_status create_small(void)
{
    return create_of(false);
}

static nnreg_status create_large(void)
{
    return create_of(true);
}

static nnreg_status delete_one(void)
{
    return nnreg_network_delete(fixture.registry, goes, NULL, NULL);
}

static nnreg_status collect_all(void)
{
    return nnreg_gc(fixture.registry, NULL, NULL);
}

/* It reads the files in threads of its own, whose steps are counted, too. */
static nnreg_status repair_all(void)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_findings *findings;
    nnreg_status status;

    call.flags = NNREG_REPAIR;
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    status = nnreg_fsck(fixture.registry, findings, NULL, &call);
    nnreg_findings_free(findings);
    return status;
}

/* ------------------------------------------------------------------------------- what is there of the files before -- */

static void nothing_stored(void)
{
}

/* The network that goes has them. */
static void stored_and_used(void)
{
    ck_assert_int_eq(create_of(is_large), NNREG_OK);
    goes++;
}

/* … and one of them has other bytes by now, of the same size. */
static void stored_and_damaged(void)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char path[500];
    int fd;

    stored_and_used();
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, goes), NNREG_OK);
    ck_assert_int_eq(nnreg_network_file(network, 0, &file), NNREG_OK);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    ck_assert_int_eq(chmod(path, 0600), 0);
    fd = open(path, O_WRONLY | O_CLOEXEC);
    ck_assert_int_eq(pwrite(fd, "!", 1, 0), 1);
    ck_assert_int_eq(fchmod(fd, 0444), 0);
    close(fd);
}

/* A delete has let go of them while a backup kept them. */
static void stored_in_trash(void)
{
    struct nnreg_blob_lock lock;

    ck_assert_int_eq(create_of(is_large), NNREG_OK);
    ck_assert_int_eq(nnreg_blobs_keep(&lock, fixture.registry->blobs, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, goes + 1, NULL, NULL), NNREG_OK);
    nnreg_blobs_unlock(&lock);
}

static nnreg_status take_first(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error)
{
    (void)value, (void)error;
    memcpy(context, key.content, NNREG_SHA256_SIZE);
    *stop = true;
    return NNREG_OK;
}

/* A create that was killed has put them in place: as in the trash, without an entry there. */
static nnreg_status forget_trash(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    unsigned char digest[NNREG_SHA256_SIZE];
    nnreg_status status = NNREG_OK;
    uint64_t count = 1;

    (void)context;
    while (status == NNREG_OK && count > 0) {
        status = nnreg_kv_count(&count, txn, NNREG_KV_TRASH, error);
        if (status != NNREG_OK || count == 0)
            break;
        status = nnreg_kv_walk(txn, NNREG_KV_TRASH, (struct nnreg_slice){NULL, 0}, false, take_first, digest,
                               error);
        if (status == NNREG_OK)
            status = nnreg_kv_remove(txn, NNREG_KV_TRASH, nnreg_key_digest(digest), error);
    }
    return status;
}

static void stored_as_orphans(void)
{
    stored_in_trash();
    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, forget_trash, NULL, NULL), NNREG_OK);
}

static void begin(void (*state)(void))
{
    fixture_begin(&fixture, 0);
    fixture_add(&fixture, "stays", 0);
    goes = fixture_add(&fixture, "goes", 1);
    state();
    writing = false;
}

/* -------------------------------------------------------------------------------------------------- one in another -- */

static nnreg_status (*inner)(void);
static unsigned at;
static atomic_uint step;
static atomic_bool inside, was_inside;
static nnreg_status inner_status;
static char inner_message[1024];

static void run_in_child(void)
{
    pid_t child = fork();

    if (child == 0) {
        nnreg_fs_use_hook(NULL);
        fixture.registry = NULL;
        CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
        CHILD(inner() == NNREG_OK);
        nnreg_close(fixture.registry);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
}

/* While a repair looks whose files they are, nobody puts files in place: a create would wait. */
static bool are_arrivals_locked(void)
{
    char path[400];
    bool locked;
    int staging;

    snprintf(path, sizeof path, "%s/staging", fixture.dir);
    staging = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (staging < 0)
        return false;
    locked = flock(staging, LOCK_SH | LOCK_NB) != 0;
    close(staging);
    return locked;
}

static int run_inner(const char *call)
{
    /* A lock of a byte is waited for under a mutex of the process: another thread would wait, and so would we. */
    if (inside || writing || strcmp(call, "fcntl") == 0 || are_arrivals_locked() ||
        atomic_fetch_add(&step, 1) + 1 != at)
        return 0;
    inside = true;
    was_inside = true;
    if (strcmp(call, "begin") == 0) {
        run_in_child();
    } else {
        inner_status = inner();
        snprintf(inner_message, sizeof inner_message, "%s", nnreg_message(fixture.registry));
    }
    inside = false;
    return 0;
}

static const struct {
    const char *name;
    nnreg_status (*outer)(void), (*inner)(void);
} pairs[] = {
    {"gc in a create", create_small, collect_all},
    {"gc in a large create", create_large, collect_all},
    {"a delete in a create", create_small, delete_one},
    {"a delete in a large create", create_large, delete_one},
    {"a create in a gc", collect_all, create_small},
    {"a large create in a gc", collect_all, create_large},
    {"a delete in a gc", collect_all, delete_one},
    {"a create in a delete", delete_one, create_small},
    {"a large create in a delete", delete_one, create_large},
    {"gc in a delete", delete_one, collect_all},
    {"a create in a create", create_small, create_small},
    {"gc in a gc", collect_all, collect_all},
    {"a repair in a create", create_small, repair_all},
    {"a repair in a large create", create_large, repair_all},
    {"a create in a repair", repair_all, create_small},
    {"a large create in a repair", repair_all, create_large},
};
#define PAIRS (int)(sizeof pairs / sizeof *pairs)

static const struct {
    const char *name;
    void (*make)(void);
} states[] = {
    {"nothing stored", nothing_stored}, {"stored and used", stored_and_used},
    {"in the trash", stored_in_trash},  {"orphans", stored_as_orphans},
    {"damaged", stored_and_damaged}, /* which a create makes good */
};
#define STATES (int)(sizeof states / sizeof *states)

static void assert_sound(bool strays, const char *what)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, strays);

    ck_assert_msg(fault == NULL, "%s: %s", what, fault);
}

static bool has_create(nnreg_status (*operation)(void))
{
    return operation == create_small || operation == create_large;
}

START_TEST(what_is_acknowledged_is_there_whatever_runs_inside_of_it)
{
    int pair = _i / STATES, state = _i % STATES;
    unsigned stride = fixture_stride(pairs[pair].name, 41), steps = 0;
    char what[200];

    is_large = pairs[pair].outer == create_large || pairs[pair].inner == create_large;
    if (states[state].make == stored_and_damaged && !has_create(pairs[pair].outer) &&
        !has_create(pairs[pair].inner))
        return;
    if (is_large) /* its files are alike */
        stride *= pairs[pair].outer == create_large ? 53 : 7;
    if (states[state].make == stored_and_damaged && pairs[pair].outer == repair_all && !is_large)
        stride = 1; /* which moves what it takes for damaged */

    was_inside = true;
    for (at = 1; was_inside; at += stride) {
        nnreg_status status;

        ck_assert_uint_lt(at, MOST_STEPS + stride); /* at the step before, the one that ran had more to do */
        begin(states[state].make);
        snprintf(what, sizeof what, "%s at step %u, %s", pairs[pair].name, at, states[state].name);
        inner = pairs[pair].inner;
        step = 0;
        inside = false;
        was_inside = false;
        inner_status = NNREG_OK;
        nnreg_fs_use_hook(run_inner);
        status = pairs[pair].outer();
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(status == NNREG_OK, "%s: %d, %s", what, status, nnreg_message(fixture.registry));
        ck_assert_msg(inner_status == NNREG_OK, "%s: the inner one: %d, %s", what, inner_status,
                      inner_message);
        if (states[state].make == stored_and_damaged && !was_inside) /* nobody has made it good */
            ck_assert_int_eq(create_of(is_large), NNREG_OK);
        assert_sound(true, what);
        /* What stayed for the other one goes now. */
        ck_assert_msg(nnreg_gc(fixture.registry, NULL, NULL) == NNREG_OK, "%s: %s", what,
                      nnreg_message(fixture.registry));
        assert_sound(false, what);
        fixture_end(&fixture);
        steps++;
    }
    /* Where the store has no files, an operation may have but one step. */
    ck_assert_uint_gt(steps, !store_is_default() ? 0 : stride > 1 ? 1 : 2);
}
END_TEST

/* ------------------------------------------------------------------------------------------------ coming and going -- */

/*
 * The one network goes whenever a file or folder is to be opened, and is there again whenever a snapshot begins, by other
 * processes: so what a snapshot refers to is gone when it is looked for.
 */
static bool comes_and_goes, is_there;
static uint64_t last_id;
static unsigned times;

static void come_or_go(void)
{
    pid_t child;

    inside = true;
    child = fork();
    if (child == 0) {
        nnreg_fs_use_hook(NULL);
        fixture.registry = NULL;
        CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
        CHILD((is_there ? delete_one() : create_small()) == NNREG_OK);
        nnreg_close(fixture.registry);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    if (!is_there)
        goes = ++last_id;
    is_there = !is_there;
    times++;
    inside = false;
}

static int go_before_open(const char *call)
{
    if (!inside && !writing && is_there && strcmp(call, "openat") == 0)
        come_or_go();
    return 0;
}

static nnreg_status begin_read_watched(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                       struct nnreg_error *error)
{
    if (comes_and_goes && !inside && !writing && !is_there && !are_arrivals_locked())
        come_or_go();
    return real->begin_read(txn, store, error);
}

static nnreg_status look_over(void)
{
    nnreg_findings *findings;
    nnreg_status status;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    status = nnreg_fsck(fixture.registry, findings, NULL, NULL);
    if (status == NNREG_OK)
        ck_assert_str_eq(fixture_findings(findings), "");
    nnreg_findings_free(findings);
    return status;
}

static nnreg_status rehearse_gc(void)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = NNREG_DRY_RUN;
    return nnreg_gc(fixture.registry, NULL, &call);
}

static const struct {
    const char *name;
    nnreg_status (*look)(void);
    unsigned flags;
} looks[] = {
    {"fsck, read-only", look_over, NNREG_OPEN_READ_ONLY},
    {"fsck", look_over, 0},
    {"gc --dry-run", rehearse_gc, NNREG_OPEN_READ_ONLY},
    {"gc", collect_all, 0},
    {"a repair", repair_all, 0},
};

START_TEST(what_comes_and_goes_is_not_taken_for_lost)
{
    nnreg_status status;

    if (!store_is_default())
        return;
    fixture_begin(&fixture, 0);
    ck_assert_int_eq(create_small(), NNREG_OK);
    goes = last_id = 1;
    is_there = true;
    fixture_reopen(&fixture, looks[_i].flags);
    times = 0;
    inside = writing = false;
    comes_and_goes = true;
    nnreg_fs_use_hook(go_before_open);
    status = looks[_i].look();
    nnreg_fs_use_hook(NULL);
    comes_and_goes = false;
    ck_assert_msg(status == NNREG_OK, "%s: %d, %s", looks[_i].name, status, nnreg_message(fixture.registry));
    ck_assert_uint_gt(times, 2);
    assert_sound(true, looks[_i].name);
    fixture_end(&fixture);
}
END_TEST

Suite *interleavings_suite(void)
{
    Suite *suite = suite_create("interleavings");
    TCase *tests = tcase_create("interleavings");

    tcase_add_checked_fixture(tests, watch_engine, unwatch_engine);
    tcase_set_timeout(tests, 280);
    tcase_add_loop_test(tests, what_is_acknowledged_is_there_whatever_runs_inside_of_it, 0, PAIRS * STATES);
    tcase_add_loop_test(tests, what_comes_and_goes_is_not_taken_for_lost, 0, sizeof looks / sizeof *looks);
    suite_add_tcase(suite, tests);
    return suite;
}
