/*
 * The store's own locks: what killed openers and writers, read-only files and vanished files must not do. Here a lock or a
 * byte is put where another process would have put it; who can have no slots is in test_kv_slotless.c.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
#include "failing_calls.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

static struct scratch scratch;
static struct nnreg_error error;

static void set_up(void)
{
    store_make(&scratch);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    scratch_remove(&scratch);
}

static int open_here(const char *name)
{
    int fd = openat(scratch.folder, name, O_RDWR | O_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    return fd;
}

/* --------------------------------------------------------------------------------------------- slots and ids -- */

static nnreg_status do_nothing(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)txn;
    (void)context;
    (void)error_out;
    return NNREG_OK;
}

START_TEST(a_slot_is_kept_for_the_snapshots_to_come)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    struct nnreg_lmdb_reader *first;
    int i;

    for (i = 0; i < 10; i++)
        ck_assert_int_eq(nnreg_kv_read(kv, do_nothing, NULL, &error), NNREG_OK);
    first = nnreg_lmdb_env_of(kv->store)->readers;
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(first->next);
    ck_assert(!first->used);
    nnreg_kv_close(kv);
}
END_TEST

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned locks_asked_for;
static bool may_go_on;

/*
 * Stops whoever asks for the second lock, in front of the call that would wait. (valgrind lets no other thread run while one
 * waits in the call itself.)
 */
static int stop_at_second_lock(const char *call)
{
    if (strcmp(call, "fcntl") != 0)
        return 0;
    pthread_mutex_lock(&mutex);
    locks_asked_for++;
    pthread_cond_broadcast(&changed);
    while (locks_asked_for == 2 && !may_go_on)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    return 0;
}

static void *put_one(void *context)
{
    return store_put(context, 1, 9, NULL) == NNREG_OK ? context : NULL;
}

/* The writer asks for WRITING and then for SLOTS, as if another process, stopped just now, had it. */
START_TEST(a_snapshot_does_not_wait_for_a_thread_that_waits_for_another_process)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    pthread_t writer;
    void *done;

    ck_assert_uint_eq(store_get(kv, 1), 1);
    locks_asked_for = 0;
    may_go_on = false;
    nnreg_fs_use_hook(stop_at_second_lock);
    ck_assert_int_eq(pthread_create(&writer, NULL, put_one, kv), 0);
    pthread_mutex_lock(&mutex);
    while (locks_asked_for < 2)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    ck_assert_uint_eq(store_get(kv, 1), 1); /* it asks for no lock: it has its slot */
    pthread_mutex_lock(&mutex);
    may_go_on = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    ck_assert_int_eq(pthread_join(writer, &done), 0);
    nnreg_fs_use_hook(NULL);
    ck_assert_ptr_nonnull(done);
    ck_assert_uint_eq(store_get(kv, 1), 9);
    nnreg_kv_close(kv);
}
END_TEST

static nnreg_status die(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)txn;
    (void)context;
    (void)error_out;
    raise(SIGKILL);
    return NNREG_OK;
}

/* A child that has the store open until `hold` is closed; returns when it has. */
static pid_t hold_open(const int hold[2])
{
    int ready[2];
    pid_t child;
    char byte;

    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        struct nnreg_kv *kv;

        close(hold[1]);
        CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
        CHILD(write(ready[1], "", 1) == 1 && read(hold[0], &byte, 1) == 0);
        nnreg_kv_close(kv);
        child_done();
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

/* Where in lock.mdb a number of `width` bytes stands; -1: nowhere. */
static off_t find_number(uint64_t number, size_t width, off_t from, off_t step)
{
    unsigned char bytes[8];
    int fd = open_here("lock.mdb");
    off_t at, found = -1;

    for (at = from; found < 0 && pread(fd, bytes, width, at) == (ssize_t)width; at += step)
        if (memcmp(bytes, &number, width) == 0)
            found = at;
    close(fd);
    return found;
}

/* Pid 1 of a container that was killed in a snapshot, and is now started again as pid 1, while others go on. */
START_TEST(a_slot_that_a_dead_process_of_this_id_has_left_is_cleared)
{
    int hold[2];
    pid_t holder, child;
    uint64_t own = (uint64_t)getpid();
    struct nnreg_kv *kv;
    struct nnreg_lmdb_reader *reader;
    off_t slot;
    uint64_t i;

    ck_assert_int_eq(pipe2(hold, O_CLOEXEC), 0);
    holder = hold_open(hold);
    child = fork();
    if (child == 0) {
        kv = store_opened(&scratch);
        (void)nnreg_kv_read(kv, die, NULL, &error);
    }
    (void)child_wait(child);
    slot = find_number((uint64_t)child, 4, 0, 8);
    ck_assert_int_ge(slot, 0);
    scratch_write(&scratch, "lock.mdb", slot, &own, 4);
    kv = store_opened(&scratch);
    ck_assert_ptr_null(nnreg_lmdb_env_of(kv->store)->slotless);
    ck_assert_int_eq(nnreg_lmdb_begin_read(nnreg_lmdb_env_of(kv->store), &reader, &error), NNREG_OK);
    nnreg_lmdb_end_read(nnreg_lmdb_env_of(kv->store), reader);
    for (i = 0; i < 300; i++)
        ck_assert_int_eq(store_put(kv, 1, i, &error), NNREG_OK);
    ck_assert_int_lt(scratch_size(&scratch, "data.mdb"), 1 << 20);
    nnreg_kv_close(kv);
    close(hold[1]);
    ck_assert_int_eq(child_wait(holder), 0);
}
END_TEST

/* ------------------------------------------------------------------------------------- lock.mdb out of step -- */

/*
 * What an opener that is killed in LMDB leaves behind when another waits for it: lock.mdb says that there has been no
 * transaction yet. LMDB would write transaction 1 then, over the newest state.
 */
START_TEST(a_write_on_a_lock_file_that_is_behind_is_refused_and_loses_nothing)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    uint64_t none = 0;
    MDB_envinfo info;
    off_t at;

    ck_assert_int_eq(store_put(kv, 1, 5, &error), NNREG_OK);
    ck_assert_int_eq(mdb_env_info(nnreg_lmdb_env_of(kv->store)->mdb, &info), 0);
    at = find_number(info.me_last_txnid, 8, 8, 8);
    ck_assert_int_ge(at, 0);
    scratch_write(&scratch, "lock.mdb", at, &none, 8);
    ck_assert_int_eq(store_put(kv, 1, 6, &error), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "lock.mdb is not in step with data.mdb"));
    ck_assert_ptr_nonnull(strstr(error.text, "open it again"));
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert_uint_eq(store_get(kv, 1), 5);
    ck_assert_int_eq(store_put(kv, 1, 7, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/* Who has the store open keeps it from being made anew. */
START_TEST(a_lock_file_that_knows_of_no_transaction_is_told_and_not_used)
{
    struct nnreg_kv *kv = store_opened(&scratch), *second;
    uint64_t none = 0;
    MDB_envinfo info;
    int hold[2];
    pid_t holder;
    off_t at;

    ck_assert_int_eq(mdb_env_info(nnreg_lmdb_env_of(kv->store)->mdb, &info), 0);
    nnreg_kv_close(kv);
    ck_assert_int_eq(pipe2(hold, O_CLOEXEC), 0);
    holder = hold_open(hold);
    at = find_number(info.me_last_txnid, 8, 8, 8);
    ck_assert_int_ge(at, 0);
    scratch_write(&scratch, "lock.mdb", at, &none, 8);
    ck_assert_int_eq(store_open(&second, &scratch, 0, &error), NNREG_BUSY);
    ck_assert_str_eq(error.text, "lock.mdb is being made by another program, or was left half made by one");
    close(hold[1]);
    ck_assert_int_eq(child_wait(holder), 0);
    close(hold[0]);
    kv = store_opened(&scratch);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
}
END_TEST

/* As if it were killed when its meta page is down and lock.mdb does not know of it yet. */
_Noreturn static void die_before_lock_file_knows(void)
{
    struct nnreg_kv *kv;
    MDB_envinfo info;
    MDB_txn *txn;
    uint64_t before;
    off_t at;

    CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
    CHILD(store_put(kv, 1, 9, &error) == NNREG_OK);
    (void)mdb_env_info(nnreg_lmdb_env_of(kv->store)->mdb, &info);
    at = find_number(info.me_last_txnid, 8, 8, 8);
    before = info.me_last_txnid - 1;
    CHILD(at > 0 && mdb_txn_begin(nnreg_lmdb_env_of(kv->store)->mdb, NULL, 0, &txn) == 0);
    scratch_write(&scratch, "lock.mdb", at, &before, 8);
    raise(SIGKILL);
    child_done();
}

/* What fails while an open tries to be the writer that puts lock.mdb right: a look at the folder, or another has the lock. */
static const struct {
    const char *call;
    int code;
    nnreg_status told;
} look_faults[] = {{"fstatat", EIO, NNREG_IO}, {"fcntl", EAGAIN, NNREG_BUSY}};

static unsigned looks_left, look_fault;

static int fail_nth_look(const char *call)
{
    return looks_left > 0 && strcmp(call, look_faults[look_fault].call) == 0 && --looks_left == 0
               ? look_faults[look_fault].code
               : 0;
}

static void leave_undecided(void)
{
    pid_t killed = fork();

    if (killed == 0)
        die_before_lock_file_knows();
    (void)child_wait(killed);
}

/* An open that has put lock.mdb right leaves nothing to the next one, so each finds a writer that was killed. */
static void open_with_faults(unsigned fault)
{
    struct nnreg_kv *kv;
    nnreg_status status;
    bool failed = true;
    unsigned n;

    look_fault = fault;
    for (n = 1; failed; n++) {
        leave_undecided();
        looks_left = n;
        nnreg_fs_use_hook(fail_nth_look);
        status = store_open(&kv, &scratch, 0, &error);
        nnreg_fs_use_hook(NULL);
        failed = looks_left == 0;
        ck_assert_msg(status == NNREG_OK || (failed && status == look_faults[fault].told), "%s", error.text);
        nnreg_kv_close(kv);
    }
    ck_assert_uint_gt(n, 3);
}

static void open_without_a_write(void)
{
    struct nnreg_kv *kv;
    nnreg_status status;

    failing_calls_arm("mdb_txn_begin", 2, EIO);
    status = store_open(&kv, &scratch, 0, &error);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_msg(status == NNREG_OK || status == NNREG_IO, "%s", error.text);
    nnreg_kv_close(kv);
}

START_TEST(a_commit_that_a_killed_writer_left_undecided_is_seen_from_the_next_open_on)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;
    int hold[2];
    pid_t holder;

    if (!fixture_mends_mutexes())
        return;
    ck_assert_int_eq(pipe2(hold, O_CLOEXEC), 0);
    holder = hold_open(hold);
    leave_undecided();
    options.read_only = _i == 1;
    options.create = false;
    if (_i == 2)
        open_without_a_write();
    if (_i >= 2)
        open_with_faults((unsigned)_i - 2);
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 9);
    nnreg_kv_close(kv);
    close(hold[1]);
    ck_assert_int_eq(child_wait(holder), 0);
}
END_TEST

/* ----------------------------------------------------------------------------------------- vanished files -- */

static int cannot_be_opened(const char *call)
{
    return strcmp(call, "openat") == 0 ? ENOENT : 0;
}

START_TEST(nothing_is_written_when_a_file_is_not_the_one_that_was_opened)
{
    static const char *const names[] = {"data.mdb", "lock.mdb"};
    const char *name = names[_i];
    struct nnreg_kv *kv = store_opened(&scratch);
    char expected[400];

    ck_assert_int_eq(renameat(scratch.folder, name, scratch.folder, "away"), 0);
    snprintf(expected, sizeof expected,
             "\"%s/%s\" was removed while this process has it open: close the registry and open it again",
             scratch.path, name);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_CONFLICT);
    ck_assert_str_eq(error.text, expected);
    scratch_write(&scratch, name, 0, "another", 7);
    snprintf(expected, sizeof expected,
             "\"%s/%s\" was replaced while this process has it open: close the registry and open it again",
             scratch.path, name);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_CONFLICT);
    ck_assert_str_eq(error.text, expected);
    /* So where it is gone again when it is looked whether it is a successor, and where it is no file. */
    nnreg_fs_use_hook(cannot_be_opened);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_CONFLICT);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(error.text, expected);
    ck_assert_int_eq(unlinkat(scratch.folder, name, 0), 0);
    ck_assert_int_eq(mkdirat(scratch.folder, name, 0700), 0);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_CONFLICT);
    ck_assert_str_eq(error.text, expected);
    ck_assert_int_eq(unlinkat(scratch.folder, name, AT_REMOVEDIR), 0);
    ck_assert_int_eq(renameat(scratch.folder, "away", scratch.folder, name), 0);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/* Who puts a backup back moves the folder away, and another into its place, while a server has it open. */
START_TEST(nothing_is_written_when_the_folder_has_another_in_its_place)
{
    struct nnreg_kv *kv = store_opened(&scratch), *second;
    char away[300], data[300], expected[500];
    int folder;

    snprintf(away, sizeof away, "%s.away", scratch.path);
    snprintf(data, sizeof data, "%s/data.mdb", scratch.path);
    ck_assert_int_eq(rename(scratch.path, away), 0);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_OK); /* it is the same registry, under another name */
    ck_assert_int_eq(mkdir(scratch.path, 0700), 0);
    folder = open(scratch.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_ge(folder, 0);
    ck_assert_int_eq(nnreg_fs_create(&(int){-1}, folder, "data.mdb", &error), NNREG_OK);
    snprintf(expected, sizeof expected,
             "\"%s\" was replaced, with its folder, while this process has the old one open: close the "
             "registry and open it again",
             data);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_CONFLICT);
    ck_assert_str_eq(error.text, expected);
    ck_assert_int_eq(store_open(&second, &scratch, 0, &error), NNREG_CONFLICT);
    ck_assert_uint_eq(store_get(kv, 1), 2);
    ck_assert_int_eq(unlinkat(folder, "data.mdb", 0), 0);
    close(folder);
    ck_assert_int_eq(rmdir(scratch.path), 0);
    ck_assert_int_eq(rename(away, scratch.path), 0);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

static int remove_at_commit(const char *call)
{
    if (strcmp(call, "committed") == 0)
        (void)unlinkat(scratch.folder, "data.mdb", 0);
    return 0;
}

START_TEST(a_commit_into_a_file_that_was_removed_meanwhile_is_not_acknowledged)
{
    struct nnreg_kv *kv = store_opened(&scratch);

    nnreg_fs_use_hook(remove_at_commit);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_CONFLICT);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_CONFLICT);
    nnreg_kv_close(kv);
}
END_TEST

/* ------------------------------------------------------------------------------------------- failed handles -- */

/* Has LMDB's writes to the data file fail: its descriptor becomes one that can only be read. */
static void break_writes(struct nnreg_kv *kv)
{
    int broken = openat(scratch.folder, "data.mdb", O_RDONLY | O_CLOEXEC);
    mdb_filehandle_t fd;

    ck_assert_int_eq(mdb_env_get_fd(nnreg_lmdb_env_of(kv->store)->mdb, &fd), 0);
    ck_assert_int_eq(dup2(broken, fd), fd);
    close(broken);
}

START_TEST(a_handle_whose_write_failed_says_so_until_it_is_opened_again)
{
    struct nnreg_kv *kv = store_opened(&scratch), *second;

    break_writes(kv);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "a write to data.mdb failed: "));
    ck_assert_ptr_nonnull(
        strstr(error.text, "it is not known what is on the device; close the registry and open it again"));
    ck_assert_int_eq(nnreg_kv_read(kv, do_nothing, NULL, &error), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "close the registry and open it again"));
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_IO);
    ck_assert_int_eq(store_open(&second, &scratch, 0, &error), NNREG_IO);
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(store_put(kv, 1, 3, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 3);
    nnreg_kv_close(kv);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- the mark -- */

static bool is_clean(const struct nnreg_kv *kv)
{
    bool clean;

    ck_assert_int_eq(nnreg_lmdb_is_clean(&clean, nnreg_lmdb_env_of(kv->store), &error), NNREG_OK);
    return clean;
}

START_TEST(a_store_is_clean_from_its_last_close_until_its_data_file_is_touched)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv = store_opened(&scratch);
    bool untidy = false;
    char byte;

    ck_assert(is_clean(kv));
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_OK);
    ck_assert(!is_clean(kv));
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert(is_clean(kv));
    scratch_read(&scratch, "data.mdb", 8000, &byte, 1);
    scratch_write(&scratch, "data.mdb", 8000, &byte, 1);
    ck_assert(!is_clean(kv));
    scratch_truncate(&scratch, "closed", 10);
    ck_assert(!is_clean(kv));
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert(is_clean(kv));
    /* A mark that is no file is none. */
    ck_assert_int_eq(unlinkat(scratch.folder, "closed", 0), 0);
    ck_assert_int_eq(symlinkat("closed", scratch.folder, "closed"), 0);
    ck_assert(!is_clean(kv));
    nnreg_kv_close(kv);
    ck_assert_int_eq(unlinkat(scratch.folder, "closed", 0), 0);
    options.untidy = &untidy; /* asked for alone, without whether it was made */
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    ck_assert(untidy);
    nnreg_kv_close(kv);
}
END_TEST

START_TEST(every_page_is_looked_at_when_it_is_asked_for_also_in_a_store_that_is_open)
{
    static const char noise[4096] = "noise";
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv = store_opened(&scratch), *second;
    struct nnreg_lmdb_meta meta;
    uint64_t page;

    ck_assert_int_eq(nnreg_lmdb_read_meta(&meta, nnreg_lmdb_env_of(kv->store)->file, &error), NNREG_OK);
    page = meta.tables.root;
    options.check = true;
    ck_assert_int_eq(nnreg_kv_open(&second, scratch.folder, &options, &error), NNREG_OK);
    nnreg_kv_close(second);
    scratch_write(&scratch, "data.mdb", (int64_t)(page * meta.page_size), noise, sizeof noise);
    ck_assert_int_eq(nnreg_kv_open(&second, scratch.folder, &options, &error), NNREG_CORRUPT);
    ck_assert_ptr_eq(strstr(error.text, "data.mdb is damaged: page "), error.text);
    options.check = false; /* whoever has it open has looked: nobody looks again */
    ck_assert_int_eq(nnreg_kv_open(&second, scratch.folder, &options, &error), NNREG_OK);
    nnreg_kv_close(second);
    nnreg_kv_close(kv);
    ck_assert_int_eq(nnreg_kv_open(&second, scratch.folder, &options, &error), NNREG_CORRUPT);
}
END_TEST

static nnreg_status meet_damage(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)txn;
    (void)context;
    return nnreg_fail(error_out, NNREG_CORRUPT, "a record is damaged");
}

/* Its own mark would cover the damage, and the next one to open would not look. */
START_TEST(who_met_damage_leaves_no_mark_that_all_is_well)
{
    struct nnreg_kv *kv = store_opened(&scratch);

    ck_assert(is_clean(kv));
    if (_i == 0)
        ck_assert_int_eq(nnreg_kv_read(kv, meet_damage, NULL, &error), NNREG_CORRUPT);
    else
        ck_assert_int_eq(nnreg_kv_write(kv, meet_damage, NULL, &error), NNREG_CORRUPT);
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert(!is_clean(kv));
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert(is_clean(kv));
    nnreg_kv_close(kv);
}
END_TEST

/* As rsync -t and cp -p do it. Writes until the file's time is another: it goes in steps. */
START_TEST(a_store_is_not_clean_when_its_data_file_was_written_and_its_time_set_back)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    struct stat before, after;
    char byte;

    ck_assert(is_clean(kv));
    ck_assert_int_eq(fstatat(scratch.folder, "data.mdb", &before, 0), 0);
    scratch_read(&scratch, "data.mdb", 8000, &byte, 1);
    do {
        scratch_write(&scratch, "data.mdb", 8000, &byte, 1);
        ck_assert_int_eq(fstatat(scratch.folder, "data.mdb", &after, 0), 0);
    } while (after.st_mtim.tv_sec == before.st_mtim.tv_sec &&
             after.st_mtim.tv_nsec == before.st_mtim.tv_nsec);
    ck_assert_int_eq(
        utimensat(scratch.folder, "data.mdb", (const struct timespec[]){before.st_atim, before.st_mtim}, 0),
        0);
    ck_assert(!is_clean(kv));
    nnreg_kv_close(kv);
}
END_TEST

static unsigned syncs;

static int count_syncs(const char *call)
{
    syncs += strcmp(call, "fsync") == 0;
    return 0;
}

static unsigned syncs_of_opening(void)
{
    struct nnreg_kv *kv;

    syncs = 0;
    nnreg_fs_use_hook(count_syncs);
    kv = store_opened(&scratch);
    nnreg_fs_use_hook(NULL);
    nnreg_kv_close(kv);
    return syncs;
}

/* Its maker may have been killed between the rename and the wait for the folder. */
START_TEST(the_name_of_a_data_file_without_the_mark_is_on_the_device_before_it_is_used)
{
    ck_assert_int_eq(unlinkat(scratch.folder, "closed", 0), 0);
    ck_assert_uint_eq(syncs_of_opening(), 1);
    ck_assert_uint_eq(syncs_of_opening(), 0);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- the check -- */

static struct nnreg_kv *checked;
static unsigned looks, unlocked_looks;

/* Each time that the file is read: have this process's own writers to wait? They write by env->file. */
static int look_at_own_lock(const char *call)
{
    bool locked = false;

    if (strcmp(call, "pread") == 0) {
        looks++;
        ck_assert_int_eq(nnreg_fs_bytes_are_locked(&locked, nnreg_lmdb_env_of(checked->store)->file,
                                                   NNREG_LMDB_LOCK_WRITING, 1, NULL),
                         NNREG_OK);
        unlocked_looks += !locked;
    }
    return 0;
}

START_TEST(the_check_of_a_store_that_is_open_keeps_the_writers_of_its_own_process_out)
{
    struct nnreg_kv *second;
    struct nnreg_kv_options options = store_options;

    checked = store_opened(&scratch);
    options.check = true;
    looks = unlocked_looks = 0;
    nnreg_fs_use_hook(look_at_own_lock);
    ck_assert_int_eq(nnreg_kv_open(&second, scratch.folder, &options, &error), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_gt(looks, 2);
    ck_assert_uint_eq(unlocked_looks, 0);
    ck_assert_int_eq(store_put(checked, 1, 5, &error), NNREG_OK);
    nnreg_kv_close(second);
    nnreg_kv_close(checked);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- forks -- */

/* A child that goes on after its parent was killed must not keep the parent's locks. */
START_TEST(the_locks_of_a_process_end_with_it_though_its_child_lives)
{
    int hold[2], ready[2];
    pid_t parent;
    struct nnreg_kv *kv;
    char byte;
    int fd;

    ck_assert_int_eq(pipe2(hold, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    parent = fork();
    if (parent == 0) {
        kv = store_opened(&scratch);
        CHILD(nnreg_lmdb_lock(nnreg_lmdb_env_of(kv->store), NNREG_LMDB_LOCK_WRITING, true, true, &error) ==
              NNREG_OK);
        if (fork() == 0) {
            close(hold[1]);
            CHILD(write(ready[1], "", 1) == 1);
            CHILD(read(hold[0], &byte, 1) == 0); /* until the test is over */
            child_done();
        }
        CHILD(read(ready[0], &byte, 1) == 1);
        raise(SIGKILL);
    }
    (void)child_wait(parent);
    fd = open_here("data.mdb");
    ck_assert_int_eq(nnreg_fs_lock_bytes(fd, true, NNREG_LMDB_LOCK_OPENING, 0, false, &error), NNREG_OK);
    close(fd);
    close(hold[0]);
    close(hold[1]);
    close(ready[0]);
    close(ready[1]);
}
END_TEST

Suite *kv_locks_suite(void);
Suite *kv_locks_suite(void)
{
    Suite *suite = suite_create("kv_locks");
    TCase *tests = tcase_create("locks");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_slot_is_kept_for_the_snapshots_to_come);
    tcase_add_test(tests, a_snapshot_does_not_wait_for_a_thread_that_waits_for_another_process);
    tcase_add_test(tests, a_slot_that_a_dead_process_of_this_id_has_left_is_cleared);
    tcase_add_test(tests, a_write_on_a_lock_file_that_is_behind_is_refused_and_loses_nothing);
    tcase_add_test(tests, a_lock_file_that_knows_of_no_transaction_is_told_and_not_used);
    tcase_add_loop_test(tests, a_commit_that_a_killed_writer_left_undecided_is_seen_from_the_next_open_on, 0,
                        4);
    tcase_add_loop_test(tests, nothing_is_written_when_a_file_is_not_the_one_that_was_opened, 0, 2);
    tcase_add_test(tests, nothing_is_written_when_the_folder_has_another_in_its_place);
    tcase_add_test(tests, a_commit_into_a_file_that_was_removed_meanwhile_is_not_acknowledged);
    tcase_add_test(tests, a_handle_whose_write_failed_says_so_until_it_is_opened_again);
    tcase_add_test(tests, a_store_is_clean_from_its_last_close_until_its_data_file_is_touched);
    tcase_add_test(tests, every_page_is_looked_at_when_it_is_asked_for_also_in_a_store_that_is_open);
    tcase_add_loop_test(tests, who_met_damage_leaves_no_mark_that_all_is_well, 0, 2);
    tcase_add_test(tests, a_store_is_not_clean_when_its_data_file_was_written_and_its_time_set_back);
    tcase_add_test(tests, the_name_of_a_data_file_without_the_mark_is_on_the_device_before_it_is_used);
    tcase_add_test(tests, the_check_of_a_store_that_is_open_keeps_the_writers_of_its_own_process_out);
    tcase_add_test(tests, the_locks_of_a_process_end_with_it_though_its_child_lives);
    suite_add_tcase(suite, tests);
    return suite;
}
