/*
 * A store that is compacted while it is used: it becomes smaller, and threads and processes that have it open go on with what was
 * acknowledged, whoever writes next and wherever the compaction is killed or fails.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fsio_call.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

#define NUMBERS 6000
#define LARGE   (UINT64_C(100) << 10)

static struct scratch scratch;
static struct nnreg_error error;

static nnreg_status fill_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = NNREG_OK;
    uint64_t i;

    (void)context;
    for (i = 0; i < NUMBERS && status == NNREG_OK; i++)
        status = put_number(txn, i, i + 7, error_out);
    for (i = 0; i < 20 && status == NNREG_OK; i++)
        status = put_large(txn, i, LARGE, error_out);
    return status;
}

static nnreg_status thin_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = NNREG_OK;
    struct nnreg_key at;
    uint64_t i;

    (void)context;
    for (i = 0; i < 19 && status == NNREG_OK; i++)
        status = nnreg_kv_remove(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&at, i), error_out);
    return status;
}

/* Takes room and gives it back, so that there is something to be gained. */
static void make_room(struct nnreg_kv *kv)
{
    ck_assert_int_eq(nnreg_kv_write(kv, fill_work, NULL, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, thin_work, NULL, &error), NNREG_OK);
}

static nnreg_status is_filled_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    unsigned *wrong = context;
    uint64_t i;

    (void)error_out;
    for (i = 10, *wrong = 0; i < NUMBERS; i++)
        *wrong += get_number(txn, i) != i + 7;
    return NNREG_OK;
}

/* Whether everything is there but the first ten numbers, which are for the tests to write. */
static bool is_filled(struct nnreg_kv *kv)
{
    unsigned wrong = 1;

    return nnreg_kv_read(kv, is_filled_work, &wrong, NULL) == NNREG_OK && wrong == 0;
}

static void set_up(void)
{
    struct nnreg_kv *kv;

    store_make(&scratch);
    kv = store_opened(&scratch);
    make_room(kv);
    nnreg_kv_close(kv);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    scratch_remove(&scratch);
}

static nnreg_status compact(struct nnreg_kv *kv)
{
    struct nnreg_kv_compacted compacted;

    return nnreg_kv_compact(&compacted, kv, NULL, NULL, &error);
}

static uint64_t inode_of_data(void)
{
    struct stat st;

    ck_assert_int_eq(fstatat(scratch.folder, "data.mdb", &st, 0), 0);
    return st.st_ino;
}

/* ------------------------------------------------------------------------------------------------ one process -- */

START_TEST(a_compacted_store_is_smaller_and_has_the_same_in_it)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    struct nnreg_kv_compacted compacted;
    struct stat before, after;
    uint64_t i;

    ck_assert_int_eq(fchmodat(scratch.folder, "data.mdb", 0660, 0), 0);
    ck_assert_int_eq(fstatat(scratch.folder, "data.mdb", &before, 0), 0);
    ck_assert_int_eq(nnreg_kv_compact(&compacted, kv, NULL, NULL, &error), NNREG_OK);
    ck_assert_int_eq(fstatat(scratch.folder, "data.mdb", &after, 0), 0);
    ck_assert_uint_eq(compacted.before, (uint64_t)before.st_size);
    ck_assert_uint_eq(compacted.after, (uint64_t)after.st_size);
    ck_assert_int_lt(after.st_size, before.st_size / 2);
    ck_assert_uint_eq(after.st_mode & 07777, 0660);
    ck_assert(is_filled(kv));
    for (i = 0; i < 10; i++)
        ck_assert_int_eq(store_put(kv, i, 500 + i, &error), NNREG_OK);
    nnreg_kv_close(kv);
    ck_assert_str_eq(scratch_list(&scratch, "."), "closed data.mdb lock.mdb ");
    kv = store_opened(&scratch);
    ck_assert(is_filled(kv));
    ck_assert_uint_eq(store_get(kv, 9), 509);
    nnreg_kv_close(kv);
}
END_TEST

START_TEST(a_store_with_nothing_to_gain_stays_as_it_is)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    struct nnreg_kv_compacted compacted;
    uint64_t inode;

    ck_assert_int_eq(compact(kv), NNREG_OK);
    inode = inode_of_data();
    ck_assert_int_eq(nnreg_kv_compact(&compacted, kv, NULL, NULL, &error), NNREG_OK);
    ck_assert_uint_eq(compacted.before, compacted.after);
    ck_assert_uint_eq(inode_of_data(), inode);
    nnreg_kv_close(kv);
    ck_assert_str_eq(scratch_list(&scratch, "."), "closed data.mdb lock.mdb ");
}
END_TEST

START_TEST(nothing_of_a_compacted_store_stays_open)
{
    unsigned before = open_descriptors();
    struct nnreg_kv *kv = store_opened(&scratch);
    unsigned with_store;
    int i;

    ck_assert(is_filled(kv));
    with_store = open_descriptors();
    for (i = 0; i < 5; i++) {
        make_room(kv);
        ck_assert_int_eq(compact(kv), NNREG_OK);
        ck_assert(is_filled(kv));
    }
    ck_assert_uint_eq(open_descriptors(), with_store);
    nnreg_kv_close(kv);
    ck_assert_uint_eq(open_descriptors(), before);
}
END_TEST

static atomic_bool stop_threads;

struct user {
    pthread_t thread;
    struct nnreg_kv *kv;
    uint64_t key, done;
    bool writes, failed;
};

/* Writes numbers that grow to a key of its own, each acknowledged; or reads all keys. */
static void *use_store(void *context)
{
    struct user *user = context;

    while (!atomic_load(&stop_threads) && !user->failed) {
        if (user->writes)
            user->failed = store_put(user->kv, user->key, user->done + 1, NULL) != NNREG_OK ||
                           store_get(user->kv, user->key) != user->done + 1;
        else
            user->failed = !is_filled(user->kv);
        user->done++;
    }
    return NULL;
}

START_TEST(threads_write_and_read_across_compactions)
{
    enum { USERS = 6, COMPACTIONS = 12 };
    int i, compactions = COMPACTIONS / (int)fixture_share("compactions", 4);
    struct nnreg_kv *kv = store_opened(&scratch);
    struct user users[USERS];

    atomic_store(&stop_threads, false);
    for (i = 0; i < USERS; i++) {
        users[i] = (struct user){.kv = kv, .key = (uint64_t)i, .writes = i < 3};
        ck_assert_int_eq(pthread_create(&users[i].thread, NULL, use_store, &users[i]), 0);
    }
    for (i = 0; i < compactions; i++) {
        ck_assert_int_eq(nnreg_kv_write(kv, thin_work, NULL, &error), i == 0 ? NNREG_NOT_FOUND : NNREG_OK);
        ck_assert_int_eq(compact(kv), NNREG_OK);
        ck_assert_int_eq(store_put(kv, 9, (uint64_t)i, &error), NNREG_OK);
        ck_assert_uint_eq(store_get(kv, 9), (uint64_t)i);
        ck_assert_int_eq(nnreg_kv_write(kv, fill_work, NULL, &error), NNREG_OK);
    }
    atomic_store(&stop_threads, true);
    for (i = 0; i < USERS; i++) {
        ck_assert_int_eq(pthread_join(users[i].thread, NULL), 0);
    }
    nnreg_kv_close(kv);
}
END_TEST

/* -------------------------------------------------------------------------------------------- other processes -- */

/*
 * A child that has the store open and does as it is told, by a byte each: 'w' writes the next number to its key, 'r' reads the
 * key 0, 'c' compacts, 'f' looks at all. It answers with the value that it wrote or read.
 */
struct peer {
    pid_t child;
    int to, from;
};

static uint64_t peer_does(struct nnreg_kv *kv, char order, uint64_t *next)
{
    switch (order) {
    case 'w':
        CHILD(store_put(kv, 1, ++*next, &error) == NNREG_OK);
        return *next;
    case 'c':
        CHILD(compact(kv) == NNREG_OK);
        return 0;
    case 'f':
        CHILD(is_filled(kv));
        return 0;
    default:
        return store_get(kv, 0);
    }
}

static void serve_peer(int orders, int answers)
{
    struct nnreg_kv *kv;
    uint64_t next = 0, answer;
    char order;

    CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
    while (read(orders, &order, 1) == 1) {
        answer = peer_does(kv, order, &next);
        CHILD(write(answers, &answer, sizeof answer) == sizeof answer);
    }
    nnreg_kv_close(kv);
    child_done();
}

static struct peer start_peer(void)
{
    int orders[2], answers[2];
    struct peer peer;

    ck_assert_int_eq(pipe2(orders, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(answers, O_CLOEXEC), 0);
    peer.child = fork();
    if (peer.child == 0) {
        close(orders[1]);
        close(answers[0]);
        serve_peer(orders[0], answers[1]);
    }
    close(orders[0]);
    close(answers[1]);
    peer.to = orders[1];
    peer.from = answers[0];
    return peer;
}

static void order_peer(const struct peer *peer, char order)
{
    ck_assert_int_eq(write(peer->to, &order, 1), 1);
}

static uint64_t hear_peer(const struct peer *peer)
{
    uint64_t answer = UINT64_MAX;

    ck_assert_int_eq(read(peer->from, &answer, sizeof answer), sizeof answer);
    return answer;
}

static uint64_t ask_peer(const struct peer *peer, char order)
{
    order_peer(peer, order);
    return hear_peer(peer);
}

static void end_peer(const struct peer *peer)
{
    close(peer->to);
    close(peer->from);
    ck_assert_int_eq(child_wait(peer->child), 0);
}

START_TEST(another_process_goes_on_with_the_new_file)
{
    struct peer peer = start_peer();
    struct nnreg_kv *kv;
    uint64_t round;

    (void)ask_peer(&peer, 'f');
    kv = store_opened(&scratch);
    for (round = 1; round <= 5; round++) {
        if (round % 2 == 0)
            make_room(kv);
        ck_assert_int_eq(compact(kv), NNREG_OK);
        if (round % 2 == 0)
            ck_assert_uint_eq(ask_peer(&peer, 'w'), round / 2); /* the first to write to the new file */
        ck_assert_int_eq(store_put(kv, 0, 100 + round, &error), NNREG_OK);
        ck_assert_uint_eq(ask_peer(&peer, 'r'), 100 + round); /* it reads what is acknowledged */
        (void)ask_peer(&peer, 'f');
    }
    ck_assert_uint_eq(store_get(kv, 1), 2);
    nnreg_kv_close(kv);
    end_peer(&peer);
}
END_TEST

/* One that only reads, and has only locks for it. */
START_TEST(another_process_that_only_reads_goes_on_with_the_new_file)
{
    int orders[2], answers[2];
    struct nnreg_kv *kv = NULL;
    pid_t child;
    char byte;

    ck_assert_int_eq(pipe2(orders, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(answers, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        struct nnreg_kv_options options = store_options;

        options.read_only = true;
        options.create = false;
        CHILD(nnreg_kv_open(&kv, scratch.folder, &options, &error) == NNREG_OK);
        CHILD(is_filled(kv));
        CHILD(write(answers[1], "", 1) == 1 && read(orders[0], &byte, 1) == 1);
        CHILD(store_get(kv, 0) == 77);
        CHILD(is_filled(kv));
        nnreg_kv_close(kv);
        child_done();
    }
    ck_assert_int_eq(read(answers[0], &byte, 1), 1);
    kv = store_opened(&scratch);
    ck_assert_int_eq(compact(kv), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 0, 77, &error), NNREG_OK);
    ck_assert_int_eq(write(orders[1], "", 1), 1);
    ck_assert_int_eq(child_wait(child), 0);
    nnreg_kv_close(kv);
    close(orders[0]);
    close(orders[1]);
    close(answers[0]);
    close(answers[1]);
}
END_TEST

static unsigned syncs;

static int count_fsync(const char *call)
{
    syncs += strcmp(call, "fsync") == 0;
    return 0;
}

/* The mark says that the name of the new file is on the device; so nobody waits for that again. */
START_TEST(a_compacted_store_that_was_closed_is_opened_without_a_wait)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    struct peer peer;

    ck_assert_int_eq(compact(kv), NNREG_OK);
    nnreg_kv_close(kv);
    peer = start_peer();
    (void)ask_peer(&peer, 'f');
    syncs = 0;
    nnreg_fs_use_hook(count_fsync);
    kv = store_opened(&scratch);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(syncs, 0);
    ck_assert(is_filled(kv));
    nnreg_kv_close(kv);
    end_peer(&peer);
}
END_TEST

START_TEST(processes_that_compact_in_turn_find_each_others_writes)
{
    struct peer first = start_peer(), second = start_peer();
    struct nnreg_kv *kv;
    int i;

    (void)ask_peer(&first, 'f');
    (void)ask_peer(&second, 'f');
    kv = store_opened(&scratch);
    for (i = 0; i < 4; i++) {
        make_room(kv);
        order_peer(&first, 'c');
        order_peer(&second, 'c');
        (void)hear_peer(&first);
        (void)hear_peer(&second);
        ck_assert_int_eq(store_put(kv, 0, (uint64_t)i, &error), NNREG_OK);
        ck_assert_uint_eq(ask_peer(&second, 'r'), (uint64_t)i);
        ck_assert_uint_eq(ask_peer(&first, 'r'), (uint64_t)i);
    }
    nnreg_kv_close(kv);
    end_peer(&second); /* which has a copy of the first one's pipe */
    end_peer(&first);
}
END_TEST

static int order_a_write(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct peer *peer = context;

    (void)stage;
    (void)done;
    (void)total;
    if (peer->to >= 0)
        order_peer(peer, 'w');
    peer->to = -1;
    return 0;
}

/* It is told to write while the compaction has the right to: it waits on the old file, and may not write to it. */
START_TEST(a_writer_that_waited_for_the_old_file_writes_to_the_new_one)
{
    struct peer peer = start_peer(), once;
    struct nnreg_kv *kv;
    struct nnreg_kv_compacted compacted;
    uint64_t inode;

    (void)ask_peer(&peer, 'f');
    kv = store_opened(&scratch);
    once = peer;
    inode = inode_of_data();
    ck_assert_int_eq(nnreg_kv_compact(&compacted, kv, order_a_write, &once, &error), NNREG_OK);
    ck_assert_int_eq(once.to, -1);
    ck_assert_uint_eq(hear_peer(&peer), 1);
    ck_assert_uint_ne(inode_of_data(), inode);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
    end_peer(&peer);
    kv = store_opened(&scratch);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
}
END_TEST

/* The peer compacts, and writes to the new file, while a snapshot of the old one is open here. */
static nnreg_status read_across(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    const struct peer *peer = context;
    unsigned wrong;
    int i;

    (void)ask_peer(peer, 'c');
    for (i = 0; i < 30; i++)
        (void)ask_peer(peer, 'w');
    (void)is_filled_work(txn, &wrong, error_out);
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(get_number(txn, 1), 8);
    return NNREG_OK;
}

START_TEST(a_snapshot_stays_what_it_is_while_another_process_compacts_and_writes)
{
    struct peer peer = start_peer();
    struct nnreg_kv *kv;

    (void)ask_peer(&peer, 'f');
    kv = store_opened(&scratch);
    ck_assert_int_eq(nnreg_kv_read(kv, read_across, &peer, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 30);
    nnreg_kv_close(kv);
    end_peer(&peer);
}
END_TEST

/* As a process of this id in another PID namespace: it has the slots of the id. */
START_TEST(a_process_without_slots_goes_on_with_the_new_file)
{
    struct peer peer = start_peer();
    struct nnreg_kv *kv;
    int other;

    (void)ask_peer(&peer, 'f');
    other = openat(scratch.folder, "lock.mdb", O_RDWR | O_CLOEXEC);
    ck_assert_int_eq(
        nnreg_fs_lock_bytes(other, true, NNREG_LMDB_LOCK_PIDS + (uint64_t)getpid(), 1, false, &error),
        NNREG_OK);
    kv = store_opened(&scratch);
    ck_assert_ptr_nonnull(nnreg_lmdb_env_of(kv->store)->slotless);
    ck_assert(is_filled(kv));
    (void)ask_peer(&peer, 'c');
    (void)ask_peer(&peer, 'w');
    ck_assert_uint_eq(store_get(kv, 1), 1);
    ck_assert_int_eq(store_put(kv, 0, 77, &error), NNREG_OK);
    ck_assert_uint_eq(ask_peer(&peer, 'r'), 77);
    nnreg_kv_close(kv);
    end_peer(&peer);
    /* Its descriptor is of lock.mdb: closed while a store is open here, it would take LMDB's locks away. */
    close(other);
}
END_TEST

START_TEST(a_second_open_and_a_read_only_one_find_the_new_file)
{
    struct nnreg_kv_options options = store_options;
    struct peer peer = start_peer();
    struct nnreg_kv *kv, *second;

    (void)ask_peer(&peer, 'f');
    kv = store_opened(&scratch);
    (void)ask_peer(&peer, 'c');
    (void)ask_peer(&peer, 'w');
    second = store_opened(&scratch); /* shares what has the old file open */
    ck_assert_uint_eq(store_get(second, 1), 1);
    nnreg_kv_close(second);
    nnreg_kv_close(kv);
    options.read_only = true;
    options.create = false;
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    (void)ask_peer(&peer, 'w');
    ck_assert_uint_eq(store_get(kv, 1), 2);
    ck_assert_int_eq(compact(kv), NNREG_READ_ONLY);
    nnreg_kv_close(kv);
    end_peer(&peer);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- failures -- */

/* With another process that has the store open, or without. */
START_TEST(a_compaction_killed_at_any_step_loses_nothing)
{
    unsigned n, stride = fixture_stride("steps of a compaction", 17);
    bool died = true;

    for (n = 1; died; n += stride) {
        struct nnreg_kv *kv;
        struct peer peer;
        pid_t child;

        if (_i != 0) {
            peer = start_peer();
            (void)ask_peer(&peer, 'w');
        }
        child = fork();
        if (child == 0) {
            kv = store_opened(&scratch);
            CHILD(store_put(kv, 0, n, &error) == NNREG_OK);
            child_die_at(n);
            CHILD(compact(kv) == NNREG_OK);
            nnreg_fs_use_hook(NULL);
            nnreg_kv_close(kv);
            child_done();
        }
        died = child_died(child);
        if (_i != 0) {
            ck_assert_uint_eq(ask_peer(&peer, 'r'), n);
            ck_assert_uint_eq(ask_peer(&peer, 'w'), 2);
            (void)ask_peer(&peer, 'f');
        }
        kv = store_opened(&scratch);
        ck_assert_str_eq(scratch_list(&scratch, "."), "closed data.mdb lock.mdb ");
        ck_assert_uint_eq(store_get(kv, 0), n);
        ck_assert(is_filled(kv));
        if (_i != 0) {
            ck_assert_uint_eq(store_get(kv, 1), 2);
            ck_assert_int_eq(store_put(kv, 0, 5, &error), NNREG_OK);
            ck_assert_uint_eq(ask_peer(&peer, 'r'), 5);
            end_peer(&peer);
        }
        make_room(kv);
        nnreg_kv_close(kv);
    }
    ck_assert_uint_gt(n, 30);
}
END_TEST

static unsigned steps, strike;
static bool reached;

static int fail_at_step(const char *call)
{
    (void)call;
    reached = reached || steps + 1 == strike;
    return ++steps == strike ? EIO : 0;
}

START_TEST(a_compaction_fails_where_any_call_does_and_the_store_goes_on)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    unsigned stride = fixture_stride("calls of a compaction", 11);

    for (strike = 1, reached = true; reached; strike += stride) {
        nnreg_status status;

        steps = 0;
        reached = false;
        nnreg_fs_use_hook(fail_at_step);
        status = compact(kv);
        nnreg_fs_use_hook(NULL);
        ck_assert(status == NNREG_IO || status == NNREG_OK);
        ck_assert(reached || status == NNREG_OK);
        ck_assert_int_eq(scratch_size(&scratch, "data.mdb.new"), -1);
        ck_assert(is_filled(kv));
        ck_assert_int_eq(store_put(kv, 1, strike, &error), NNREG_OK);
        ck_assert_uint_eq(store_get(kv, 1), strike);
        if (status == NNREG_OK)
            make_room(kv);
    }
    ck_assert_uint_gt(strike, 30);
    nnreg_kv_close(kv);
}
END_TEST

/* Another program puts the numbers of older transactions there before the first of them is read. */
static int put_older_numbers(const char *call)
{
    static const unsigned char nothing[8];
    int fd, i;

    if (strcmp(call, "pread") != 0)
        return 0;
    nnreg_fs_use_hook(NULL);
    fd = openat(scratch.folder, "data.mdb", O_WRONLY | O_CLOEXEC);
    for (i = 0; i < 2; i++) /* behind the head of the page and of the file, two tables and a page's number */
        ck_assert_int_eq(pwrite(fd, nothing, sizeof nothing, i * sysconf(_SC_PAGESIZE) + 144),
                         sizeof nothing);
    close(fd);
    return 0;
}

START_TEST(a_state_whose_meta_page_is_gone_is_not_compacted)
{
    struct nnreg_kv *kv = store_opened(&scratch);

    nnreg_fs_use_hook(put_older_numbers);
    ck_assert_int_eq(compact(kv), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, "data.mdb is damaged: the meta page of its newest state is gone");
    ck_assert_int_eq(scratch_size(&scratch, "data.mdb.new"), -1);
    nnreg_kv_close(kv);
}
END_TEST

/* The call that comes next: a read, a write, or an open of the same store. */
static void go_on_behind(struct nnreg_kv *kv, unsigned round, uint64_t written)
{
    struct nnreg_kv *second;

    if (round % 3 == 1)
        ck_assert_int_eq(store_put(kv, 2, round, &error), NNREG_OK);
    if (round % 3 == 2) {
        second = store_opened(&scratch);
        ck_assert_uint_eq(store_get(second, 1), written);
        nnreg_kv_close(second);
    }
    ck_assert_uint_eq(store_get(kv, 1), written);
}

/* The peer has compacted and written; so the next read or write here moves over. */
START_TEST(a_move_that_fails_anywhere_says_so_and_is_made_by_the_next_call)
{
    struct peer peer = start_peer();
    struct nnreg_kv *kv;
    unsigned stride = fixture_stride("steps of a move", 3), round = 0;
    uint64_t written = 0;

    (void)ask_peer(&peer, 'f');
    kv = store_opened(&scratch);
    for (strike = 1, reached = true; reached; strike += stride) {
        nnreg_status status = NNREG_OK;
        uint64_t found = UINT64_MAX;

        make_room(kv);
        (void)ask_peer(&peer, 'c');
        written = ask_peer(&peer, 'w');
        steps = 0;
        reached = false;
        nnreg_fs_use_hook(fail_at_step);
        if (_i != 0)
            status = store_put(kv, 0, strike, &error);
        else
            found = store_get(kv, 1);
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(status == NNREG_IO || status == NNREG_OK, "%u: %s", strike, error.text);
        ck_assert(found == written || found == UINT64_MAX); /* not what was there before */
        if (_i != 0 && status == NNREG_OK)
            ck_assert_uint_eq(ask_peer(&peer, 'r'), strike);
        if (nnreg_kv_usable(kv, NULL) != NNREG_OK) { /* as after any commit that failed in doubt */
            nnreg_kv_close(kv);
            kv = store_opened(&scratch);
        }
        go_on_behind(kv, round++, written);
    }
    ck_assert_uint_gt(strike, 15);
    nnreg_kv_close(kv);
    end_peer(&peer);
}
END_TEST

static int cancel_later(void *context, const char *stage, uint64_t done, uint64_t total)
{
    const char *at = context;

    (void)done;
    (void)total;
    return strcmp(stage, at) == 0;
}

START_TEST(a_cancelled_compaction_leaves_the_store_as_it_was)
{
    char stages[2][8] = {"copying", "pages"};
    struct nnreg_kv *kv = store_opened(&scratch);
    struct nnreg_kv_compacted compacted;
    uint64_t inode = inode_of_data();

    ck_assert_int_eq(nnreg_kv_write(kv, fill_work, NULL, &error), NNREG_OK); /* more than a piece */
    ck_assert_int_eq(nnreg_kv_compact(&compacted, kv, cancel_later, stages[_i], &error), NNREG_CANCELLED);
    ck_assert_uint_eq(inode_of_data(), inode);
    ck_assert_int_eq(scratch_size(&scratch, "data.mdb.new"), -1);
    ck_assert_int_eq(store_put(kv, 0, 3, &error), NNREG_OK);
    nnreg_kv_close(kv);
}
END_TEST

/* A copy that somebody puts there is a conflict, were it of the same family: it does not come later. */
START_TEST(only_a_successor_takes_the_place_of_an_open_file)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    unsigned char *content;
    int64_t size;

    ck_assert_int_eq(compact(kv), NNREG_OK);
    size = scratch_size(&scratch, "data.mdb");
    content = malloc((size_t)size);
    ck_assert_ptr_nonnull(content);
    scratch_read(&scratch, "data.mdb", 0, content, (size_t)size);
    ck_assert_int_eq(unlinkat(scratch.folder, "data.mdb", 0), 0);
    scratch_write(&scratch, "data.mdb", 0, content, (size_t)size);
    free(content);
    ck_assert_int_eq(store_put(kv, 0, 3, &error), NNREG_CONFLICT);
    ck_assert(is_filled(kv));
    nnreg_kv_close(kv);
}
END_TEST

static void put_data_of(struct scratch *from)
{
    int64_t size = scratch_size(from, "data.mdb");
    unsigned char *content = malloc((size_t)size);

    ck_assert_ptr_nonnull(content);
    scratch_read(from, "data.mdb", 0, content, (size_t)size);
    ck_assert_int_eq(unlinkat(scratch.folder, "data.mdb", 0), 0);
    scratch_write(&scratch, "data.mdb", 0, content, (size_t)size);
    free(content);
}

/* One that was compacted more often is not a later one, where it is of another family. */
START_TEST(a_later_file_of_another_family_is_no_successor)
{
    struct scratch other;
    struct nnreg_kv *kv;
    int i;

    store_make(&other);
    kv = store_opened(&other);
    for (i = 0; i < 2; i++) {
        make_room(kv);
        ck_assert_int_eq(compact(kv), NNREG_OK);
    }
    nnreg_kv_close(kv);
    kv = store_opened(&scratch);
    ck_assert_int_eq(compact(kv), NNREG_OK);
    put_data_of(&other);
    ck_assert_int_eq(store_put(kv, 0, 3, &error), NNREG_CONFLICT);
    ck_assert(is_filled(kv));
    nnreg_kv_close(kv);
    scratch_remove(&other);
}
END_TEST

/* ------------------------------------------------------------------------------------- while a store is opened -- */

static unsigned calls_until;
static bool is_replaced;

/* Puts "next" in the place of data.mdb at that call, as another process does that compacts. */
static int replace_at_call(const char *call)
{
    (void)call;
    if (calls_until == 0 || --calls_until > 0)
        return 0;
    is_replaced = true;
    ck_assert_int_eq(renameat(scratch.folder, "next", scratch.folder, "data.mdb"), 0);
    return 0;
}

static void copy_file(const char *from, const char *to)
{
    int64_t size = scratch_size(&scratch, from);
    unsigned char *content = malloc((size_t)size);

    ck_assert_ptr_nonnull(content);
    scratch_read(&scratch, from, 0, content, (size_t)size);
    (void)unlinkat(scratch.folder, to, 0);
    scratch_write(&scratch, to, 0, content, (size_t)size);
    free(content);
}

/* "old" was compacted once, and "later" is what it was compacted to when 55 had been put. */
static void make_old_and_later(void)
{
    struct nnreg_kv *kv = store_opened(&scratch);

    ck_assert_int_eq(compact(kv), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 0, 44, &error), NNREG_OK);
    nnreg_kv_close(kv);
    copy_file("data.mdb", "old");
    kv = store_opened(&scratch);
    make_room(kv);
    ck_assert_int_eq(store_put(kv, 0, 55, &error), NNREG_OK);
    ck_assert_int_eq(compact(kv), NNREG_OK);
    nnreg_kv_close(kv);
    copy_file("data.mdb", "later");
}

START_TEST(an_open_that_a_compaction_comes_into_is_one_of_the_new_file)
{
    int other = -1;
    unsigned n;

    make_old_and_later();
    if (_i == 1) {
        other = openat(scratch.folder, "lock.mdb", O_RDWR | O_CLOEXEC);
        ck_assert_int_eq(
            nnreg_fs_lock_bytes(other, true, NNREG_LMDB_LOCK_PIDS + (uint64_t)getpid(), 1, false, &error),
            NNREG_OK);
    }
    for (n = 1, is_replaced = true; is_replaced; n++) {
        struct nnreg_kv *kv;
        nnreg_status status;

        copy_file("old", "data.mdb");
        copy_file("later", "next");
        scratch_write(&scratch, "data.mdb.new", 0, "", 0);
        is_replaced = false;
        calls_until = n;
        nnreg_fs_use_hook(replace_at_call);
        status = store_open(&kv, &scratch, 0, &error);
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(status == NNREG_OK, "call %u: %s", n, error.text);
        /* A write is to the file that is in place, whenever it came there. */
        ck_assert_msg(store_put(kv, 1, n, &error) == NNREG_OK, "call %u: %s", n, error.text);
        ck_assert_msg(store_get(kv, 0) == (is_replaced ? 55 : 44), "call %u", n);
        nnreg_kv_close(kv);
    }
    ck_assert_uint_gt(n, 20);
    if (other >= 0)
        close(other);
}
END_TEST

/* Two files change places for as long as anybody looks. */
static int exchange_at_lock(const char *call)
{
    if (strcmp(call, "fcntl") == 0)
        ck_assert_int_eq(renameat2(scratch.folder, "old", scratch.folder, "data.mdb", RENAME_EXCHANGE), 0);
    return 0;
}

START_TEST(an_open_of_a_file_that_is_replaced_each_time_is_given_up)
{
    struct nnreg_kv *kv = store_opened(&scratch);
    struct scratch another;

    nnreg_kv_close(kv);
    copy_file("data.mdb", "old");
    store_make(&another);
    put_data_of(&another);
    nnreg_fs_use_hook(exchange_at_lock);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_CONFLICT);
    nnreg_fs_use_hook(NULL);
    ck_assert_msg(strstr(error.text, "replaced") != NULL, "%s", error.text);
    scratch_remove(&another);
}
END_TEST

Suite *kv_compact_suite(void);
Suite *kv_compact_suite(void)
{
    Suite *suite = suite_create("kv_compact");
    TCase *tests = tcase_create("compact");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, a_compacted_store_is_smaller_and_has_the_same_in_it);
    tcase_add_test(tests, a_store_with_nothing_to_gain_stays_as_it_is);
    tcase_add_test(tests, nothing_of_a_compacted_store_stays_open);
    tcase_add_test(tests, threads_write_and_read_across_compactions);
    tcase_add_test(tests, another_process_goes_on_with_the_new_file);
    tcase_add_test(tests, another_process_that_only_reads_goes_on_with_the_new_file);
    tcase_add_test(tests, a_compacted_store_that_was_closed_is_opened_without_a_wait);
    tcase_add_test(tests, processes_that_compact_in_turn_find_each_others_writes);
    tcase_add_test(tests, a_writer_that_waited_for_the_old_file_writes_to_the_new_one);
    tcase_add_test(tests, a_snapshot_stays_what_it_is_while_another_process_compacts_and_writes);
    tcase_add_test(tests, a_process_without_slots_goes_on_with_the_new_file);
    tcase_add_test(tests, a_second_open_and_a_read_only_one_find_the_new_file);
    tcase_add_loop_test(tests, a_compaction_killed_at_any_step_loses_nothing, 0, 2);
    tcase_add_test(tests, a_compaction_fails_where_any_call_does_and_the_store_goes_on);
    tcase_add_test(tests, a_state_whose_meta_page_is_gone_is_not_compacted);
    tcase_add_loop_test(tests, a_move_that_fails_anywhere_says_so_and_is_made_by_the_next_call, 0, 2);
    tcase_add_loop_test(tests, a_cancelled_compaction_leaves_the_store_as_it_was, 0, 2);
    tcase_add_test(tests, only_a_successor_takes_the_place_of_an_open_file);
    tcase_add_test(tests, a_later_file_of_another_family_is_no_successor);
    tcase_add_loop_test(tests, an_open_that_a_compaction_comes_into_is_one_of_the_new_file, 0, 2);
    tcase_add_test(tests, an_open_of_a_file_that_is_replaced_each_time_is_given_up);
    suite_add_tcase(suite, tests);
    return suite;
}
