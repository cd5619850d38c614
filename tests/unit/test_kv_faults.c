/*
 * What is left when a call below the store gives way: of a process that opens a store, reads it, writes to it, looks after it and
 * closes it, in turn each call on files, of LMDB, for memory and for address space fails. So for one that has readers' slots, for
 * one that can have none, and for those who only read, or may do no more. What is told is a cause of ours; what was
 * acknowledged is there, and what comes next finds the store sound.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "failing_calls.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

Suite *kv_faults_suite(void);

#define MOST_STEPS 2000 /* of any sweep here: one that goes on and on has a mistake of its own */

static struct scratch scratch;
static struct nnreg_error error;
static int other; /* who has the slots of this process's id, or -1 */

/* How a process has the store. */
static const struct way {
    const char *name;
    bool slotless, read_only, unwritable;
} ways[] = {
    {.name = "with slots"},
    {.name = "without slots", .slotless = true},
    {.name = "read-only", .read_only = true},
    {.name = "of a file that may only be read", .read_only = true, .unwritable = true},
};
#define WAYS ((int)(sizeof ways / sizeof *ways))

/* What fails: a call on files at the seam, a call of a library, or an allocation and all behind it. */
enum fault_kind { AT_SEAM, OF_LIBRARY, OF_MEMORY };

/* `calls`: what their names begin with; and what may be told, beside that it was done without. */
static const struct {
    enum fault_kind kind;
    const char *calls;
    int code;
    bool on; /* and each one behind it */
    nnreg_status told[3];
} faults[] = {
    {AT_SEAM, "", EIO, false, {NNREG_IO, NNREG_IO, NNREG_IO}},
    {AT_SEAM, "fcntl", EAGAIN, false, {NNREG_BUSY, NNREG_BUSY, NNREG_BUSY}},
    {AT_SEAM, "fcntl", ENOLCK, false, {NNREG_BUSY, NNREG_IO, NNREG_LIMIT}},
    {AT_SEAM, "fstatat", ENOENT, false, {NNREG_CONFLICT, NNREG_CORRUPT, NNREG_NOT_FOUND}},
    {AT_SEAM, "openat", ENOENT, false, {NNREG_EXISTS, NNREG_CORRUPT, NNREG_NOT_FOUND}},
    {AT_SEAM, "f", ENOSPC, false, {NNREG_NO_SPACE, NNREG_NO_SPACE, NNREG_NO_SPACE}},
    {AT_SEAM, "openat", EACCES, false, {NNREG_READ_ONLY, NNREG_IO, NNREG_IO}},
    {OF_LIBRARY, "mdb_", EIO, false, {NNREG_IO, NNREG_IO, NNREG_IO}},
    {OF_LIBRARY, "mdb_", EIO, true, {NNREG_IO, NNREG_IO, NNREG_IO}},
    {OF_LIBRARY, "mdb_txn_commit", MDB_PANIC, false, {NNREG_IO, NNREG_IO, NNREG_IO}},
    {OF_LIBRARY, "mdb_", MDB_CORRUPTED, false, {NNREG_CORRUPT, NNREG_IO, NNREG_IO}},
    {OF_LIBRARY, "mdb_dbi_open", MDB_NOTFOUND, false, {NNREG_CORRUPT, NNREG_CORRUPT, NNREG_CORRUPT}},
    {OF_LIBRARY, "mdb_txn_", MDB_MAP_RESIZED, false, {NNREG_BUSY, NNREG_BUSY, NNREG_BUSY}},
    {OF_LIBRARY, "mdb_txn_", MDB_MAP_FULL, false, {NNREG_LIMIT, NNREG_LIMIT, NNREG_LIMIT}},
    {OF_LIBRARY, "mdb_txn_", MDB_READERS_FULL, false, {NNREG_BUSY, NNREG_BUSY, NNREG_BUSY}},
    {OF_LIBRARY, "mdb_txn_begin", MDB_MAP_RESIZED, true, {NNREG_BUSY, NNREG_BUSY, NNREG_BUSY}},
    {OF_LIBRARY, "mdb_txn_renew", MDB_MAP_RESIZED, true, {NNREG_BUSY, NNREG_BUSY, NNREG_BUSY}},
    {OF_LIBRARY, "mdb_txn_", MDB_READERS_FULL, true, {NNREG_BUSY, NNREG_BUSY, NNREG_BUSY}},
    {OF_LIBRARY, "mmap", ENOMEM, false, {NNREG_NO_MEMORY, NNREG_IO, NNREG_IO}},
    {OF_MEMORY, "", 0, false, {NNREG_NO_MEMORY, NNREG_NO_MEMORY, NNREG_NO_MEMORY}},
};
#define FAULTS ((int)(sizeof faults / sizeof *faults))

/* ------------------------------------------------------------------------------------------------- what fails -- */

static const struct way *way;
static unsigned opens, strike; /* of the calls that are counted; 0: none more */
static const char *calls;
static int code;
static bool struck;

/* The second open of a life is of the data file, to write to it: the first is of the folder. */
static int strike_at_call(const char *call)
{
    if (way->unwritable && strcmp(call, "openat") == 0 && ++opens == 2)
        return EACCES;
    if (strike == 0 || strncmp(call, calls, strlen(calls)) != 0 || --strike > 0)
        return 0;
    struck = true;
    return code;
}

static void arm(int fault, unsigned n)
{
    enum fault_kind kind = faults[fault].kind;

    opens = 0;
    struck = false;
    calls = faults[fault].calls;
    code = faults[fault].code;
    strike = kind == AT_SEAM ? n : 0;
    nnreg_fs_use_hook(strike_at_call);
    if (kind == OF_LIBRARY)
        (faults[fault].on ? failing_calls_arm_on : failing_calls_arm)(calls, n, code);
    if (kind == OF_MEMORY)
        nnreg_alloc_fail_from(n);
}

/* Whether it came to that. */
static bool disarm(int fault, unsigned n)
{
    bool failed = failing_calls_failed(NULL);

    nnreg_fs_use_hook(NULL);
    if (faults[fault].kind == OF_MEMORY)
        failed = nnreg_alloc_count() >= n;
    nnreg_alloc_fail_from(0);
    return faults[fault].kind == AT_SEAM ? struck : failed;
}

/* ---------------------------------------------------------------------------------------------------- a life -- */

static uint64_t acknowledged,
    tried; /* the value of the one entry: what it has to be at least, and may be at most */
static uint64_t seen;

static nnreg_status look(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_key key;
    struct nnreg_slice value;
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_TASKS, nnreg_key_u64(&key, 1), error_out);

    (void)context;
    seen = UINT64_MAX;
    if (status == NNREG_OK)
        ck_assert(nnreg_key_u64_read(&seen, value));
    return status;
}

static nnreg_status read_value(struct nnreg_kv *kv)
{
    nnreg_status status = nnreg_kv_read(kv, look, NULL, &error);

    if (status == NNREG_OK)
        ck_assert_uint_eq(seen, acknowledged);
    return status;
}

static nnreg_status write_value(struct nnreg_kv *kv)
{
    nnreg_status status = store_put(kv, 1, ++tried, &error);

    if (status == NNREG_OK)
        acknowledged = tried;
    return status;
}

static nnreg_status open_store(struct nnreg_kv **kv, bool check)
{
    struct nnreg_kv_options options = store_options;

    options.read_only = way->read_only;
    options.create = !way->read_only;
    options.check = check;
    return nnreg_kv_open(kv, scratch.folder, &options, &error);
}

static nnreg_status check_again(struct nnreg_kv *kv)
{
    struct nnreg_kv *second;
    nnreg_status status = open_store(&second, true);

    (void)kv;
    nnreg_kv_close(second);
    return status;
}

static nnreg_status count_all(struct nnreg_kv *kv)
{
    struct nnreg_kv_statistics statistics;

    return nnreg_kv_statistics(&statistics, kv, NNREG_KV_TASKS, NULL, NULL, &error);
}

static nnreg_status copy_all(struct nnreg_kv *kv)
{
    const struct nnreg_kv_copying how = {.compact = true};
    struct nnreg_kv_copied copied;
    int fd = openat(scratch.folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    nnreg_status status;

    ck_assert_int_ge(fd, 0);
    status = nnreg_kv_copy(&copied, kv, fd, &how, &error);
    close(fd);
    return status;
}

static nnreg_status put_alone(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_ALONE, error_out);

    (void)context;
    return status == NNREG_OK ? put_number(txn, 1, tried, error_out) : status;
}

/* Beside `other` nobody has the store open: it has a lock of its own there, but not the one by which that is known. */
static nnreg_status write_alone(struct nnreg_kv *kv)
{
    nnreg_status status;

    tried++;
    status = nnreg_kv_write_alone(kv, put_alone, NULL, &error);
    if (status == NNREG_OK)
        acknowledged = tried;
    return status;
}

static nnreg_status compact_all(struct nnreg_kv *kv)
{
    struct nnreg_kv_compacted compacted;

    return nnreg_kv_compact(&compacted, kv, NULL, NULL, &error);
}

/* In this order, up to the first that fails. */
static const struct {
    nnreg_status (*does)(struct nnreg_kv *kv);
    bool writes;
} doings[] = {
    {read_value, false},  {write_value, true}, {write_alone, true}, {read_value, false},
    {check_again, false}, {count_all, false},  {copy_all, false},   {compact_all, true},
    {read_value, false},  {write_value, true}, {read_value, false},
};

static nnreg_status live(void)
{
    struct nnreg_kv *kv;
    nnreg_status status = open_store(&kv, way->unwritable);
    size_t i;

    for (i = 0; i < sizeof doings / sizeof *doings && status == NNREG_OK; i++)
        if (!doings[i].writes || !way->read_only)
            status = doings[i].does(kv);
    nnreg_kv_close(kv);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ sweeps -- */

static void begin_ways(void)
{
    scratch_use_memory(true);
    store_make(&scratch);
    acknowledged = tried = 1;
    other = -1;
}

static void end_ways(void)
{
    (void)failing_calls_failed(NULL);
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    if (other >= 0)
        close(other);
    scratch_remove(&scratch);
    scratch_use_memory(false);
}

static void take_the_slots(void)
{
    other = openat(scratch.folder, "lock.mdb", O_RDWR | O_CLOEXEC);
    ck_assert_int_ge(other, 0);
    ck_assert_int_eq(
        nnreg_fs_lock_bytes(other, true, NNREG_LMDB_LOCK_PIDS + (uint64_t)getpid(), 1, false, NULL),
        NNREG_OK);
}

/* What was acknowledged is there; what was not may be: a commit may have been done before something failed. */
static void assert_sound(const char *what)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;

    options.check = true;
    ck_assert_msg(nnreg_kv_open(&kv, scratch.folder, &options, &error) == NNREG_OK, "%s: then %s", what,
                  error.text);
    ck_assert_msg(nnreg_kv_read(kv, look, NULL, &error) == NNREG_OK, "%s: then %s", what, error.text);
    ck_assert_msg(seen >= acknowledged && seen <= tried, "%s: %llu is not in %llu to %llu", what,
                  (unsigned long long)seen, (unsigned long long)acknowledged, (unsigned long long)tried);
    acknowledged = tried = seen;
    nnreg_kv_close(kv);
    ck_assert_str_eq(scratch_list(&scratch, "."), "closed data.mdb lock.mdb ");
}

/* False when no call was left to fail. */
static bool fail_one(int fault, unsigned n)
{
    unsigned descriptors = open_descriptors();
    nnreg_status status;
    char what[160];
    bool failed;

    error.text[0] = '\0';
    arm(fault, n);
    status = live();
    failed = disarm(fault, n);
    snprintf(what, sizeof what, "%s, call %u of \"%s\" fails by %d", way->name, n, faults[fault].calls,
             faults[fault].code);
    ck_assert_msg(status == NNREG_OK ||
                      (failed && (status == faults[fault].told[0] || status == faults[fault].told[1] ||
                                  status == faults[fault].told[2])),
                  "%s: %d, %s", what, status, error.text);
    ck_assert_msg(status == NNREG_OK || error.text[0] != '\0', "%s: nothing said", what);
    ck_assert_msg(open_descriptors() == descriptors, "%s: a file is left open", what);
    assert_sound(what);
    return failed;
}

START_TEST(a_call_that_fails_is_told_and_nothing_acknowledged_is_lost)
{
    int fault = _i % FAULTS;
    unsigned n, stride = fixture_stride("calls of a life", 30);

    way = &ways[_i / FAULTS];
    if (way->slotless)
        take_the_slots();
    for (n = 1; fail_one(fault, n); n += stride)
        ck_assert_uint_lt(n, MOST_STEPS);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- a new store -- */

/* False when no call was left to fail. */
static bool fail_to_make(int fault, unsigned n)
{
    unsigned descriptors = open_descriptors();
    struct nnreg_kv *kv;
    nnreg_status status;
    bool failed;

    (void)unlinkat(scratch.folder, "data.mdb", 0);
    (void)unlinkat(scratch.folder, "lock.mdb", 0);
    (void)unlinkat(scratch.folder, "closed", 0);
    arm(fault, n);
    status = store_open(&kv, &scratch, 0, &error);
    failed = disarm(fault, n);
    ck_assert_msg(status == NNREG_OK ||
                      (failed && (status == faults[fault].told[0] || status == faults[fault].told[1] ||
                                  status == faults[fault].told[2])),
                  "call %u of \"%s\" fails by %d: %d, %s", n, faults[fault].calls, faults[fault].code, status,
                  error.text);
    nnreg_kv_close(kv);
    ck_assert_uint_eq(open_descriptors(), descriptors);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, n, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), n);
    nnreg_kv_close(kv);
    ck_assert_str_eq(scratch_list(&scratch, "."), "closed data.mdb lock.mdb ");
    return failed;
}

START_TEST(a_call_that_fails_while_a_store_is_made_leaves_none_or_a_whole_one)
{
    unsigned n, stride = fixture_stride("calls of a making", 9);

    if (faults[_i].code == ENOENT || faults[_i].code == MDB_NOTFOUND)
        return; /* nothing is there yet that could be missed */
    way = &ways[0];
    for (n = 1; fail_to_make(_i, n); n += stride)
        ck_assert_uint_lt(n, MOST_STEPS);
}
END_TEST

/* Also the call by which it is asked why a commit failed. */
START_TEST(a_library_that_fails_from_some_call_on_makes_no_store)
{
    nnreg_status status = NNREG_IO;
    struct nnreg_kv *kv;
    unsigned n;

    for (n = 1; status != NNREG_OK; n++) {
        bool failed;

        ck_assert_uint_lt(n, MOST_STEPS);
        (void)unlinkat(scratch.folder, "data.mdb", 0);
        (void)unlinkat(scratch.folder, "lock.mdb", 0);
        (void)unlinkat(scratch.folder, "closed", 0);
        failing_calls_arm_on("mdb_", n, EIO);
        status = store_open(&kv, &scratch, 0, &error);
        failed = failing_calls_failed(NULL);
        ck_assert_int_eq(status, failed ? NNREG_IO : NNREG_OK);
        nnreg_kv_close(kv);
    }
    ck_assert_uint_gt(n, 10);
}
END_TEST

START_TEST(a_code_of_the_library_without_words_is_told_by_its_number)
{
    ck_assert_int_eq(nnreg_lmdb_fail(&error, -1, "cannot read the store"), NNREG_IO);
    ck_assert_str_eq(error.text, "cannot read the store: LMDB's code -1");
}
END_TEST

/* What LMDB says from then on when its meta page could not be put down. */
START_TEST(a_commit_that_the_library_gives_up_leaves_the_store_in_doubt)
{
    struct nnreg_kv *kv = store_opened(&scratch);

    failing_calls_arm("mdb_txn_commit", 1, MDB_PANIC);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_IO);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_msg(strstr(error.text, "it is not known what is on the device") != NULL, "%s", error.text);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_IO);
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
}
END_TEST

static int fail_sync(const char *call)
{
    return strcmp(call, "fsync") == 0 ? EIO : 0;
}

/* LMDB gives the store up, as the next call of it says. */
static int give_up_at_sync(const char *call)
{
    if (strcmp(call, "fsync") == 0)
        failing_calls_arm("mdb_txn_begin", 1, MDB_PANIC);
    return 0;
}

/* A device that is only full lacks nothing that was written before; where that is not so the store is in doubt. */
START_TEST(a_commit_for_which_there_is_no_room_leaves_the_store_in_doubt_where_more_is_wrong)
{
    static nnreg_fs_hook *const wrong[] = {NULL, fail_sync, give_up_at_sync};
    struct nnreg_kv *kv = store_opened(&scratch);

    failing_calls_arm("mdb_txn_commit", 1, ENOSPC);
    nnreg_fs_use_hook(wrong[_i]);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_NO_SPACE);
    nnreg_fs_use_hook(NULL);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_msg((strstr(error.text, "it is not known what is on the device") != NULL) == (_i > 0), "%s",
                  error.text);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), _i == 0 ? NNREG_OK : NNREG_NO_SPACE);
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert_uint_eq(store_get(kv, 1), _i == 0 ? 3 : 1);
    nnreg_kv_close(kv);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- growth -- */

static nnreg_status put_much(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return put_large(txn, 7, 1 << 20, error_out);
}

/* Before LMDB gives up the map that it has, it is tried out whether there is room for a larger one. */
START_TEST(a_map_for_which_there_is_no_room_stays_and_the_store_goes_on)
{
    struct nnreg_kv *kv;

    ck_assert_int_eq(store_open(&kv, &scratch, 64 << 10, &error), NNREG_OK);
    failing_calls_arm("mmap", 1, ENOMEM);
    ck_assert_int_eq(nnreg_kv_write(kv, put_much, NULL, &error), NNREG_NO_MEMORY);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_ptr_nonnull(strstr(error.text, "cannot grow the store: no address space for "));
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(nnreg_kv_write(kv, put_much, NULL, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/* Before the map grows the slots of readers that have died are cleared, which may be what it lacks. */
START_TEST(a_map_is_not_grown_where_the_dead_cannot_be_looked_for)
{
    struct nnreg_kv *kv;

    ck_assert_int_eq(store_open(&kv, &scratch, 64 << 10, &error), NNREG_OK);
    failing_calls_arm("mdb_reader_check", 1, EIO);
    ck_assert_int_eq(nnreg_kv_write(kv, put_much, NULL, &error), NNREG_IO);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(nnreg_kv_write(kv, put_much, NULL, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

static nnreg_status fail_in_visit(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                  struct nnreg_error *error_out)
{
    struct nnreg_slice found;

    (void)stop, (void)value;
    failing_calls_arm_on("mdb_", 1, EIO);
    ck_assert_int_eq(nnreg_kv_get(&found, context, NNREG_KV_TASKS, key, error_out), NNREG_IO);
    return NNREG_OK;
}

static nnreg_status look_away(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    ck_assert_int_eq(nnreg_kv_walk(txn, NNREG_KV_TASKS, (struct nnreg_slice){NULL, 0}, false, fail_in_visit,
                                   txn, error_out),
                     NNREG_IO);
    ck_assert(failing_calls_failed(NULL));
    return NNREG_OK;
}

START_TEST(a_snapshot_in_which_two_calls_fail_fails_by_the_first)
{
    struct nnreg_kv *kv = store_opened(&scratch);

    ck_assert_int_eq(nnreg_kv_read(kv, look_away, NULL, &error), NNREG_IO);
    ck_assert_ptr_eq(strstr(error.text, "cannot read the store: "), error.text);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
}
END_TEST

START_TEST(a_map_that_was_lost_is_asked_nothing_until_the_store_is_opened_again)
{
    struct nnreg_kv *kv, *second;

    ck_assert_int_eq(store_open(&kv, &scratch, 64 << 10, &error), NNREG_OK);
    failing_calls_arm("mdb_env_set_mapsize", 1, ENOMEM);
    ck_assert_int_eq(nnreg_kv_write(kv, put_much, NULL, &error), NNREG_NO_MEMORY);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_ptr_nonnull(strstr(error.text, "cannot grow the store: "));
    ck_assert_int_eq(nnreg_kv_read(kv, look, NULL, &error), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "the store cannot be used any more"));
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_CORRUPT);
    ck_assert_int_eq(store_open(&second, &scratch, 0, &error), NNREG_CORRUPT);
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(nnreg_kv_write(kv, put_much, NULL, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

Suite *kv_faults_suite(void)
{
    Suite *suite = suite_create("kv_faults");
    TCase *sweeps = tcase_create("sweeps");

    tcase_add_checked_fixture(sweeps, begin_ways, end_ways);
    tcase_set_timeout(sweeps, 60);
    tcase_add_loop_test(sweeps, a_call_that_fails_is_told_and_nothing_acknowledged_is_lost, 0, WAYS * FAULTS);
    tcase_add_loop_test(sweeps, a_call_that_fails_while_a_store_is_made_leaves_none_or_a_whole_one, 0,
                        FAULTS);
    tcase_add_test(sweeps, a_library_that_fails_from_some_call_on_makes_no_store);
    tcase_add_test(sweeps, a_code_of_the_library_without_words_is_told_by_its_number);
    tcase_add_test(sweeps, a_commit_that_the_library_gives_up_leaves_the_store_in_doubt);
    tcase_add_loop_test(
        sweeps, a_commit_for_which_there_is_no_room_leaves_the_store_in_doubt_where_more_is_wrong, 0, 3);
    tcase_add_test(sweeps, a_map_for_which_there_is_no_room_stays_and_the_store_goes_on);
    tcase_add_test(sweeps, a_map_is_not_grown_where_the_dead_cannot_be_looked_for);
    tcase_add_test(sweeps, a_snapshot_in_which_two_calls_fail_fails_by_the_first);
    tcase_add_test(sweeps, a_map_that_was_lost_is_asked_nothing_until_the_store_is_opened_again);
    suite_add_tcase(suite, sweeps);
    return suite;
}
