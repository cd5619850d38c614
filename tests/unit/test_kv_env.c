/* Opening the store: sharing in a process, permissions, remote file systems, forks, dead processes. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/process.h"
#include "failing_calls.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

static struct scratch scratch;
static struct nnreg_error error;

static void set_up(void)
{
    scratch_make(&scratch);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_fs_pretend_type(0);
    nnreg_alloc_fail_from(0);
    scratch_remove(&scratch);
}

static struct nnreg_kv *open_store(void)
{
    struct nnreg_kv *kv;

    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    return kv;
}

/* ------------------------------------------------------------------------------------------------- sharing -- */

START_TEST(a_second_open_in_the_process_shares_the_environment)
{
    struct nnreg_kv *first = open_store(), *second;
    int other = open(scratch.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct nnreg_kv_options options = store_options;

    options.create = false;
    ck_assert_int_eq(nnreg_kv_open(&second, other, &options, &error), NNREG_OK);
    close(other);
    ck_assert_ptr_eq(nnreg_lmdb_env_of(first->store), nnreg_lmdb_env_of(second->store));
    ck_assert_int_eq(store_put(first, 1, 1, &error), NNREG_OK);
    nnreg_kv_close(first);
    ck_assert_uint_eq(store_get(second, 1), 1);
    ck_assert_int_eq(store_put(second, 1, 2, &error), NNREG_OK);
    nnreg_kv_close(second);
    first = open_store();
    ck_assert_uint_eq(store_get(first, 1), 2);
    nnreg_kv_close(first);
}
END_TEST

START_TEST(two_stores_in_one_process_are_two)
{
    struct nnreg_kv *first = open_store(), *second;
    struct scratch other;

    scratch_make(&other);
    ck_assert_int_eq(store_open(&second, &other, 0, &error), NNREG_OK);
    ck_assert_int_eq(store_put(first, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(store_put(second, 1, 2, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(first, 1), 1);
    ck_assert_uint_eq(store_get(second, 1), 2);
    nnreg_kv_close(first);
    nnreg_kv_close(second);
    scratch_remove(&other);
}
END_TEST

START_TEST(a_second_open_for_other_purposes_is_refused)
{
    static const char *const others[] = {"settings", "elsewhere"};
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv = open_store(), *second;

    options.read_only = true;
    ck_assert_int_eq(nnreg_kv_open(&second, scratch.folder, &options, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(second);
    ck_assert_str_eq(error.text,
                     "the registry is open in this process already, for writing: it cannot be opened "
                     "read-only as well");
    nnreg_kv_close(kv);
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    ck_assert_int_eq(store_open(&second, &scratch, 0, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(error.text,
                     "the registry is open in this process already, read-only: it cannot be opened for "
                     "writing as well");
    options.tables = others;
    options.table_count = 2;
    ck_assert_int_eq(nnreg_kv_open(&second, scratch.folder, &options, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(error.text, "the store is open in this process with other tables");
    nnreg_kv_close(kv);
}
END_TEST

START_TEST(a_data_file_replaced_while_it_is_open_is_met_at_the_next_open)
{
    struct nnreg_kv *kv = open_store(), *second;

    ck_assert_int_eq(renameat(scratch.folder, "data.mdb", scratch.folder, "old.mdb"), 0);
    scratch_truncate(&scratch, "data.mdb", 8192);
    ck_assert_int_eq(store_open(&second, &scratch, 0, &error), NNREG_CONFLICT);
    ck_assert_ptr_nonnull(
        strstr(error.text,
               "/data.mdb\" was replaced while this process has it open: close the registry and open it"));
    nnreg_kv_close(kv);
}
END_TEST

START_TEST(a_link_in_the_place_of_the_file_of_locks_is_not_followed)
{
    struct nnreg_kv *kv;

    nnreg_kv_close(open_store());
    ck_assert_int_eq(renameat(scratch.folder, "lock.mdb", scratch.folder, "real.mdb"), 0);
    ck_assert_int_eq(symlinkat("real.mdb", scratch.folder, "lock.mdb"), 0);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "/lock.mdb\" is a symbolic link, not a regular file"));
}
END_TEST

/* ------------------------------------------------------------------------------------- options and permissions -- */

START_TEST(without_create_a_folder_without_a_store_is_not_found_and_stays_empty)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;

    options.create = false;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_NOT_FOUND);
    ck_assert_str_eq(error.text, "there is no registry: the folder has no data.mdb");
    options.create = options.read_only = true;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_NOT_FOUND);
    ck_assert_str_eq(scratch_list(&scratch, "."), "");
}
END_TEST

START_TEST(a_store_opened_read_only_reads_and_does_not_write)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv = open_store();

    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    nnreg_kv_close(kv);
    options.read_only = true;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_READ_ONLY);
    ck_assert_str_eq(error.text, "the store was opened read-only");
    nnreg_kv_close(kv);
}
END_TEST

static unsigned opens_left;

static int refuse_nth_open(const char *call)
{
    return opens_left > 0 && strcmp(call, "openat") == 0 && --opens_left == 0 ? EACCES : 0;
}

/* As where the data file may be written to, and the file of locks may only be read: then it takes no slot. */
START_TEST(who_only_reads_needs_to_write_to_neither_file)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv = open_store();
    unsigned n, slotless = 0;
    bool refused = true;

    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    nnreg_kv_close(kv);
    options.read_only = true;
    for (n = 1; refused; n++) {
        nnreg_status status;

        opens_left = n;
        nnreg_fs_use_hook(refuse_nth_open);
        status = nnreg_kv_open(&kv, scratch.folder, &options, &error);
        nnreg_fs_use_hook(NULL);
        refused = opens_left == 0;
        ck_assert_msg(status == NNREG_OK || (refused && (status == NNREG_IO || status == NNREG_READ_ONLY)),
                      "%s", error.text);
        if (status == NNREG_OK) {
            ck_assert_uint_eq(store_get(kv, 1), 1);
            slotless += nnreg_lmdb_env_of(kv->store)->slotless != NULL;
        }
        nnreg_kv_close(kv);
    }
    ck_assert_uint_ge(slotless, 2);
}
END_TEST

START_TEST(the_files_have_the_modes_that_the_umask_allows)
{
    mode_t before = umask(027);
    struct nnreg_kv *kv = open_store();
    struct stat st;

    umask(before);
    ck_assert_int_eq(fstatat(scratch.folder, "data.mdb", &st, 0), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0640);
    ck_assert_int_eq(fstatat(scratch.folder, "lock.mdb", &st, 0), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0640);
    ck_assert_str_eq(scratch_list(&scratch, "."), "data.mdb lock.mdb ");
    nnreg_kv_close(kv);
}
END_TEST

/* As another user, since root may write everything. */
static void read_as_nobody(void)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;

    CHILD(geteuid() != 0 || setuid(65534) == 0);
    options.create = false;
    CHILD(nnreg_kv_open(&kv, scratch.folder, &options, &error) == NNREG_READ_ONLY);
    CHILD(strstr(error.text, "data.mdb\": permission denied; it may be read, and not written to") != NULL);
    options.read_only = true;
    CHILD(nnreg_kv_open(&kv, scratch.folder, &options, &error) == NNREG_OK);
    CHILD(nnreg_lmdb_env_of(kv->store)->mdb == NULL);
    CHILD(store_get(kv, 1) == 1);
    nnreg_kv_close(kv);
    child_done();
}

/* In a child, on a store whose files and folder have these modes. */
static void do_as_nobody(void (*what)(void), mode_t data, mode_t lock, mode_t folder)
{
    struct nnreg_kv *kv = open_store();
    pid_t child;

    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    nnreg_kv_close(kv);
    ck_assert_int_eq(fchmodat(scratch.folder, "data.mdb", data, 0), 0);
    ck_assert_int_eq(fchmodat(scratch.folder, "lock.mdb", lock, 0), 0);
    ck_assert_int_eq(fchmod(scratch.folder, folder), 0);
    child = fork();
    if (child == 0)
        what();
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_int_eq(fchmod(scratch.folder, 0755), 0);
}

START_TEST(who_may_write_nothing_reads_all_the_same)
{
    do_as_nobody(read_as_nobody, 0444, 0444, 0555);
}
END_TEST

/* The data file alone is not enough to write. */
static void want_to_write_as_nobody(void)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;

    CHILD(geteuid() != 0 || setuid(65534) == 0);
    options.create = false;
    CHILD(nnreg_kv_open(&kv, scratch.folder, &options, &error) == NNREG_READ_ONLY);
    CHILD(strstr(error.text, "lock.mdb\": permission denied; it may be read, and not written to") != NULL);
    child_done();
}

START_TEST(who_may_not_write_the_file_of_locks_may_not_write)
{
    do_as_nobody(want_to_write_as_nobody, 0666, 0444, 0755);
}
END_TEST

START_TEST(a_remote_file_system_is_refused_by_name_unless_it_is_allowed)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;

    nnreg_fs_pretend_type(0x6969);
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(error.text,
                     "the registry is on a remote file system (NFS), where the locks of other hosts may "
                     "not hold");
    ck_assert_str_eq(scratch_list(&scratch, "."), "");
    options.allow_remote = true;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/* A registry is made with all its tables: one that is not there has been lost with what was in it. */
START_TEST(a_store_that_lacks_a_table_is_damaged_and_the_table_is_named)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;

    options.table_count = 1; /* settings */
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    nnreg_kv_close(kv);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, "data.mdb is damaged: the table \"networks\" is missing");
    options = store_options;
    options.read_only = true;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_CORRUPT);
}
END_TEST

START_TEST(a_folder_that_has_what_belongs_to_a_data_file_is_no_place_for_a_new_one)
{
    static const char *const belongs[] = {"blobs", "lock.mdb", "closed"};
    static const char *const remains[] = {"blobs", NULL};
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;
    char expected[200];
    size_t i;

    options.remains = remains;
    for (i = 0; i < 2 * sizeof belongs / sizeof *belongs; i++) {
        const char *name = belongs[i / 2];

        options.create = i % 2 == 0;
        scratch_write(&scratch, name, 0, "", 1);
        snprintf(
            expected, sizeof expected,
            "data.mdb is missing, but %s is there: this has been a registry; put data.mdb back from a backup",
            name);
        ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_CORRUPT);
        ck_assert_str_eq(error.text, expected);
        ck_assert_int_eq(unlinkat(scratch.folder, name, 0), 0);
    }
    options.create = true;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- forks -- */

static nnreg_status do_nothing(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)txn;
    (void)error_out;
    *(bool *)context = true;
    return NNREG_OK;
}

/* What a child may do with the handle of its parent, and with one of its own. */
static void use_in_child(struct nnreg_kv *inherited)
{
    struct nnreg_kv *own;
    bool ran = false;

    CHILD(nnreg_kv_read(inherited, do_nothing, &ran, &error) == NNREG_INVALID_ARGUMENT);
    CHILD(strstr(error.text, "opened before fork") != NULL);
    CHILD(nnreg_kv_write(inherited, do_nothing, &ran, &error) == NNREG_INVALID_ARGUMENT);
    CHILD(!ran);
    CHILD(store_open(&own, &scratch, 0, &error) == NNREG_OK);
    CHILD(nnreg_lmdb_env_of(own->store) != nnreg_lmdb_env_of(inherited->store));
    nnreg_kv_close(inherited);
    CHILD(store_get(own, 1) == 1);
    CHILD(store_put(own, 2, 2, &error) == NNREG_OK);
    nnreg_kv_close(own);
}

struct fork_in_read {
    struct nnreg_kv *kv;
    int child_status;
    uint64_t after;
};

static nnreg_status fork_in_snapshot(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct fork_in_read *forked = context;
    pid_t child = fork();

    (void)error_out;
    if (child == 0) {
        use_in_child(forked->kv);
        child_done();
    }
    forked->child_status = child_wait(child);
    forked->after = get_number(txn, 2);
    return NNREG_OK;
}

START_TEST(a_handle_from_before_a_fork_is_refused_in_the_child_which_can_open_its_own)
{
    struct fork_in_read forked = {.kv = open_store()};
    int dead = -1;

    ck_assert_int_eq(store_put(forked.kv, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_read(forked.kv, fork_in_snapshot, &forked, &error), NNREG_OK);
    ck_assert_int_eq(forked.child_status, 0);
    ck_assert_uint_eq(forked.after, UINT64_MAX); /* the parent's snapshot is what it was */
    ck_assert_uint_eq(store_get(forked.kv, 2), 2);
    ck_assert_int_eq(mdb_reader_check(nnreg_lmdb_env_of(forked.kv->store)->mdb, &dead), 0);
    ck_assert_int_eq(dead, 0);
    nnreg_kv_close(forked.kv);
}
END_TEST

/* By the bare system call, of which no handler of the C library hears. */
START_TEST(whoever_is_forked_in_whatever_way_has_a_mark_of_its_own)
{
    uint64_t own = nnreg_process_mark();
    long child;

    ck_assert_uint_eq(nnreg_process_mark(), own);
    if (!fixture_forgets_on_fork())
        return;
#ifdef __s390__ /* where the stack comes first (clone(2)) */
    child = syscall(SYS_clone, 0L, (long)SIGCHLD, 0L, 0L, 0L);
#else
    child = syscall(SYS_clone, (long)SIGCHLD, 0L, 0L, 0L, 0L);
#endif
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        CHILD(nnreg_process_mark() != own);
        CHILD(nnreg_process_mark() == nnreg_process_mark());
        _exit(0);
    }
    ck_assert_int_eq(child_wait((pid_t)child), 0);
    ck_assert_uint_eq(nnreg_process_mark(), own);
}
END_TEST

/* The first process of a PID namespace. -1: the system allows none. */
static pid_t fork_apart(void)
{
    long flags = (geteuid() != 0 ? CLONE_NEWUSER : 0) | CLONE_NEWPID | SIGCHLD;

#ifdef __s390__
    return (pid_t)syscall(SYS_clone, 0L, flags, 0L, 0L, 0L);
#else
    return (pid_t)syscall(SYS_clone, flags, 0L, 0L, 0L, 0L);
#endif
}

static void be_the_second_first(struct nnreg_kv *inherited)
{
    struct nnreg_error why;
    struct nnreg_kv *own;

    CHILD(getpid() == 1);
    CHILD(nnreg_kv_usable(inherited, &why) == NNREG_INVALID_ARGUMENT);
    own = open_store();
    CHILD(own != NULL && own->store != inherited->store);
    CHILD(store_put(own, 3, 3, &why) == NNREG_OK);
    nnreg_kv_close(inherited);
    nnreg_kv_close(own);
}

static void be_the_first(void)
{
    struct nnreg_kv *kv;
    struct nnreg_error why;
    pid_t child;

    CHILD(getpid() == 1);
    kv = open_store();
    CHILD(kv != NULL && store_put(kv, 1, 1, &why) == NNREG_OK && store_get(kv, 1) == 1);
    CHILD(unshare(CLONE_NEWPID) == 0);
    child = fork();
    if (child == 0) {
        be_the_second_first(kv);
        child_done();
    }
    CHILD(child_wait(child) == 0);
    CHILD(store_get(kv, 3) == 3 && store_put(kv, 2, 2, &why) == NNREG_OK);
    nnreg_kv_close(kv);
}

/* The first process of a container that makes a container has the id 1, and so has its child. */
START_TEST(a_child_that_has_the_id_of_its_parent_is_another_process)
{
    pid_t child = fixture_forgets_on_fork() ? fork_apart() : -1;

    if (child == 0) {
        be_the_first();
        child_done();
    }
    if (child < 0)
        printf("skipped: no PID namespace can be made\n");
    else
        ck_assert_int_eq(child_wait(child), 0);
}
END_TEST

START_TEST(closing_in_a_child_leaves_the_locks_of_the_parent)
{
    struct nnreg_kv *kv = open_store();
    pid_t child = fork();

    if (child == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
        int fd;

        nnreg_kv_close(kv);
        fd = openat(scratch.folder, "lock.mdb", O_RDWR | O_CLOEXEC);
        CHILD(fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0);
        CHILD(lock.l_type == F_RDLCK && lock.l_pid == getppid()); /* how LMDB says "in use" */
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/* ---------------------------------------------------------------------------------------------- dead readers -- */

static nnreg_status die_in_snapshot(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)txn;
    (void)context;
    (void)error_out;
    raise(SIGKILL);
    return NNREG_OK;
}

static void die_while_reading(void)
{
    pid_t child = fork();
    struct nnreg_kv *own;
    int status;

    if (child == 0) {
        CHILD(store_open(&own, &scratch, 0, &error) == NNREG_OK);
        (void)nnreg_kv_read(own, die_in_snapshot, NULL, &error);
        child_done();
    }
    status = child_wait(child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), SIGKILL);
}

START_TEST(an_open_clears_the_readers_of_dead_processes)
{
    struct nnreg_kv *kv = open_store();
    pid_t child;
    int dead = -1;

    die_while_reading();
    ck_assert_int_eq(mdb_reader_check(nnreg_lmdb_env_of(kv->store)->mdb, &dead), 0);
    ck_assert_int_eq(dead, 1); /* so a dead reader does leave something */
    die_while_reading();
    child = fork();
    if (child == 0) {
        struct nnreg_kv *own;

        CHILD(store_open(&own, &scratch, 0, &error) == NNREG_OK);
        nnreg_kv_close(own);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_int_eq(mdb_reader_check(nnreg_lmdb_env_of(kv->store)->mdb, &dead), 0);
    ck_assert_int_eq(dead, 0);
    nnreg_kv_close(kv);
}
END_TEST

/* A child that takes all slots for readers, tells so, and waits to be killed. */
static pid_t take_all_slots(void)
{
    int ready[2];
    pid_t child;
    char byte;

    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        struct nnreg_kv *own;
        MDB_txn *txn;
        int code = MDB_SUCCESS;

        CHILD(store_open(&own, &scratch, 0, &error) == NNREG_OK);
        while (code == MDB_SUCCESS)
            code = mdb_txn_begin(nnreg_lmdb_env_of(own->store)->mdb, NULL, MDB_RDONLY, &txn);
        CHILD(code == MDB_READERS_FULL);
        CHILD(write(ready[1], "", 1) == 1);
        for (;;)
            pause();
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

START_TEST(without_a_slot_for_readers_it_is_busy_until_their_process_is_dead)
{
    struct nnreg_kv *kv = open_store();
    pid_t child;
    bool ran = false;

    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    child = take_all_slots();
    ck_assert_int_eq(nnreg_kv_read(kv, do_nothing, &ran, &error), NNREG_BUSY);
    ck_assert_ptr_nonnull(
        strstr(error.text, "cannot read the store: all readers' slots of lock.mdb are taken"));
    ck_assert(!ran);
    kill(child, SIGKILL);
    (void)child_wait(child);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
}
END_TEST

/* -------------------------------------------------------------------------------------------- the number of slots -- */

static struct nnreg_kv *open_with_slots(unsigned max_readers)
{
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;

    options.max_readers = max_readers;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    return kv;
}

static uint64_t slots_of(struct nnreg_kv *kv)
{
    struct nnreg_kv_statistics statistics;

    ck_assert_int_eq(nnreg_kv_statistics(&statistics, kv, 0, NULL, NULL, &error), NNREG_OK);
    return statistics.slots;
}

/* Whether another process, which asks for as many slots, finds so many. */
static bool finds_slots(unsigned asked, uint64_t expected)
{
    pid_t child = fork();

    if (child == 0) {
        struct nnreg_kv *own = open_with_slots(asked);

        CHILD(slots_of(own) == expected);
        nnreg_kv_close(own);
        child_done();
    }
    return child_wait(child) == 0;
}

START_TEST(who_opens_first_says_how_many_slots_there_are_until_all_have_closed)
{
    static const unsigned wanted[] = {126, 1000, 5, 0};
    struct nnreg_kv *kv;
    size_t i;

    nnreg_kv_close(open_store());
    for (i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        unsigned slots = wanted[i] != 0 ? wanted[i] : 4096;

        kv = open_with_slots(wanted[i]);
        ck_assert_uint_eq(slots_of(kv), slots);
        ck_assert_int_eq(scratch_size(&scratch, "lock.mdb"), (int64_t)nnreg_lmdb_lock_file_bytes(slots));
        ck_assert(finds_slots(7, slots));
        ck_assert(finds_slots(5000, slots));
        ck_assert(finds_slots(0, slots));
        ck_assert_int_eq(store_put(kv, i, i, &error), NNREG_OK);
        nnreg_kv_close(kv);
    }
    kv = open_store();
    for (i = 0; i < sizeof wanted / sizeof *wanted; i++)
        ck_assert_uint_eq(store_get(kv, i), i);
    nnreg_kv_close(kv);
}
END_TEST

static const char *failing_call;
static unsigned calls_left;

static int fail_nth_of_name(const char *call)
{
    return calls_left > 0 && strcmp(call, failing_call) == 0 && --calls_left == 0 ? EIO : 0;
}

/* Who has lock.mdb open cannot be asked, or it cannot be made shorter. */
START_TEST(slots_that_cannot_be_changed_are_changed_by_the_next_who_opens)
{
    static const char *const names[] = {"fcntl", "ftruncate"};
    struct nnreg_kv_options options = store_options;
    struct nnreg_kv *kv;
    unsigned n, told = 0;
    size_t i;

    options.max_readers = 100;
    nnreg_kv_close(open_store());
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        bool failed = true;

        for (n = 1; failed; n++) {
            nnreg_status status;

            nnreg_kv_close(open_with_slots(200));
            failing_call = names[i];
            calls_left = n;
            nnreg_fs_use_hook(fail_nth_of_name);
            status = nnreg_kv_open(&kv, scratch.folder, &options, &error);
            nnreg_fs_use_hook(NULL);
            failed = calls_left == 0;
            ck_assert_msg(status == NNREG_OK || (failed && status == NNREG_IO), "%s", error.text);
            told += status == NNREG_IO;
            nnreg_kv_close(kv);
            kv = open_with_slots(100);
            ck_assert_uint_eq(slots_of(kv), 100);
            nnreg_kv_close(kv);
        }
        ck_assert_uint_gt(n, 2);
    }
    ck_assert_uint_gt(told, 2);
}
END_TEST

/* A process of its own, which has a snapshot open until it is killed. */
static pid_t hold_a_slot(void)
{
    int ready[2];
    pid_t child;
    char byte;

    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        struct nnreg_kv *own;
        MDB_txn *txn;

        CHILD(store_open(&own, &scratch, 0, &error) == NNREG_OK);
        CHILD(mdb_txn_begin(nnreg_lmdb_env_of(own->store)->mdb, NULL, MDB_RDONLY, &txn) == MDB_SUCCESS);
        CHILD(write(ready[1], "", 1) == 1);
        for (;;)
            pause();
    }
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return child;
}

/* The status of an open by another process. */
static nnreg_status open_elsewhere(void)
{
    nnreg_status opened = NNREG_OK;
    int ends[2];
    pid_t child;

    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        struct nnreg_kv *own;

        opened = store_open(&own, &scratch, 0, &error);
        CHILD(opened == NNREG_OK || strstr(error.text, "all readers' slots of lock.mdb are taken") != NULL);
        if (opened == NNREG_OK)
            nnreg_kv_close(own);
        CHILD(write(ends[1], &opened, sizeof opened) == sizeof opened);
        child_done();
    }
    close(ends[1]);
    ck_assert_int_eq(read(ends[0], &opened, sizeof opened), sizeof opened);
    close(ends[0]);
    ck_assert_int_eq(child_wait(child), 0);
    return opened;
}

START_TEST(the_process_that_finds_no_slot_is_told_so_and_finds_one_when_a_reader_has_died)
{
    struct nnreg_kv *kv = open_with_slots(4);
    pid_t readers[3];
    size_t i;

    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 1); /* with a slot, which it keeps */
    for (i = 0; i < 3; i++)
        readers[i] = hold_a_slot();
    ck_assert_int_eq(open_elsewhere(), NNREG_BUSY);
    failing_calls_arm("mdb_reader_check", 1, EIO); /* nor can the dead be looked for */
    ck_assert_int_eq(open_elsewhere(), NNREG_BUSY);
    (void)failing_calls_failed(NULL);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(store_put(kv, 1, 2, &error), NNREG_OK); /* which takes none */
    kill(readers[1], SIGKILL);
    (void)child_wait(readers[1]);
    ck_assert_int_eq(open_elsewhere(), NNREG_OK); /* the slot is still the dead one's: the open clears it */
    kill(readers[0], SIGKILL);
    (void)child_wait(readers[0]);
    kill(readers[2], SIGKILL);
    (void)child_wait(readers[2]);
    ck_assert_uint_eq(store_get(kv, 1), 2);
    nnreg_kv_close(kv);
}
END_TEST

Suite *kv_env_suite(void);
Suite *kv_env_suite(void)
{
    Suite *suite = suite_create("kv_env");
    TCase *sharing = tcase_create("opening"), *processes = tcase_create("processes");

    tcase_add_checked_fixture(sharing, set_up, tear_down);
    tcase_set_timeout(sharing, 60);
    tcase_add_test(sharing, a_second_open_in_the_process_shares_the_environment);
    tcase_add_test(sharing, two_stores_in_one_process_are_two);
    tcase_add_test(sharing, a_second_open_for_other_purposes_is_refused);
    tcase_add_test(sharing, a_data_file_replaced_while_it_is_open_is_met_at_the_next_open);
    tcase_add_test(sharing, a_link_in_the_place_of_the_file_of_locks_is_not_followed);
    tcase_add_test(sharing, without_create_a_folder_without_a_store_is_not_found_and_stays_empty);
    tcase_add_test(sharing, a_store_opened_read_only_reads_and_does_not_write);
    tcase_add_test(sharing, who_only_reads_needs_to_write_to_neither_file);
    tcase_add_test(sharing, the_files_have_the_modes_that_the_umask_allows);
    tcase_add_test(sharing, who_may_write_nothing_reads_all_the_same);
    tcase_add_test(sharing, who_may_not_write_the_file_of_locks_may_not_write);
    tcase_add_test(sharing, a_remote_file_system_is_refused_by_name_unless_it_is_allowed);
    tcase_add_test(sharing, a_store_that_lacks_a_table_is_damaged_and_the_table_is_named);
    tcase_add_test(sharing, a_folder_that_has_what_belongs_to_a_data_file_is_no_place_for_a_new_one);
    suite_add_tcase(suite, sharing);
    tcase_add_checked_fixture(processes, set_up, tear_down);
    tcase_set_timeout(processes, 60);
    tcase_add_test(processes, a_handle_from_before_a_fork_is_refused_in_the_child_which_can_open_its_own);
    tcase_add_test(processes, whoever_is_forked_in_whatever_way_has_a_mark_of_its_own);
    tcase_add_test(processes, a_child_that_has_the_id_of_its_parent_is_another_process);
    tcase_add_test(processes, closing_in_a_child_leaves_the_locks_of_the_parent);
    tcase_add_test(processes, an_open_clears_the_readers_of_dead_processes);
    tcase_add_test(processes, without_a_slot_for_readers_it_is_busy_until_their_process_is_dead);
    tcase_add_test(processes, who_opens_first_says_how_many_slots_there_are_until_all_have_closed);
    tcase_add_test(processes, slots_that_cannot_be_changed_are_changed_by_the_next_who_opens);
    tcase_add_test(processes, the_process_that_finds_no_slot_is_told_so_and_finds_one_when_a_reader_has_died);
    suite_add_tcase(suite, processes);
    return suite;
}
