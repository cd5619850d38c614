/*
 * Writers that arrive together. A leader is kept in its commit, by the fs seam, until as many others have queued up as
 * the test wants; so what shares a commit with what is no chance.
 */
#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fsio.h"
#include "failing_calls.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

#define MOST_WRITERS 80

static struct scratch scratch;
static struct nnreg_kv *kv;
static struct nnreg_error error;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned commits, commits_done, queued, gathering, wanted_in_queue, failing_commit;
static bool leader_is_in, gives_up;
static unsigned works, dies_in; /* closures that ran; the one that meets what ends the environment, 0: none */

/* The first commit waits until `wanted_in_queue` writers have queued up behind it. */
static int hook(const char *call)
{
    int refused = 0;

    pthread_mutex_lock(&mutex);
    if (strcmp(call, "queued") == 0)
        queued++;
    if (strcmp(call, "gathering") == 0)
        gathering++;
    if (strcmp(call, "committed") == 0)
        commits_done++;
    if (strcmp(call, "commit") == 0) {
        leader_is_in = true;
        pthread_cond_broadcast(&changed);
        if (++commits == failing_commit)
            refused = EIO;
        while (commits == 1 && queued < wanted_in_queue)
            pthread_cond_wait(&changed, &mutex);
        if (refused != 0 && gives_up)
            (void)nnreg_lmdb_give_up(nnreg_lmdb_env_of(kv->store), NULL, NNREG_IO, "a write failed",
                                     "nobody knows how far");
    }
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    return refused;
}

static void set_up(void)
{
    scratch_make(&scratch);
    ck_assert_int_eq(store_open(&kv, &scratch, (uint64_t)64 << 10, &error), NNREG_OK);
    commits = commits_done = queued = gathering = wanted_in_queue = failing_commit = 0;
    leader_is_in = gives_up = false;
    works = dies_in = 0;
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_kv_close(kv);
    scratch_remove(&scratch);
}

struct writer {
    uint64_t key;
    size_t large; /* bytes to put as well */
    bool refuse;
    unsigned runs;
    bool saw_before; /* its own key, in a run: a run before was not undone */
    nnreg_status status;
    struct nnreg_error error;
    pthread_t thread;
};

static nnreg_status work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct writer *writer = context;
    nnreg_status status;

    writer->runs++;
    if (++works == dies_in) /* as if a snapshot of another thread had met damage */
        atomic_store(&nnreg_lmdb_env_of(kv->store)->dead, true);
    writer->saw_before = writer->saw_before || get_number(txn, writer->key) != UINT64_MAX;
    status = put_number(txn, writer->key, writer->key * 10, error_out);
    if (status == NNREG_OK && writer->large > 0)
        status = put_large(txn, writer->key, writer->large, error_out);
    if (status == NNREG_OK && writer->refuse)
        status =
            nnreg_fail(error_out, NNREG_CONFLICT, "writer %llu is refused", (unsigned long long)writer->key);
    return status;
}

static void *run_writer(void *context)
{
    struct writer *writer = context;

    writer->status = nnreg_kv_write(kv, work, writer, &writer->error);
    return NULL;
}

/* Starts writers 0 to count - 1; the first is alone in its commit, the others wait for it together. */
static void run_together(struct writer *writers, unsigned count, int (*calls)(const char *call))
{
    unsigned i;

    wanted_in_queue = count - 1;
    nnreg_fs_use_hook(calls);
    for (i = 0; i < count; i++) {
        writers[i].key = i + 1;
        ck_assert_int_eq(pthread_create(&writers[i].thread, NULL, run_writer, &writers[i]), 0);
        pthread_mutex_lock(&mutex);
        while (!leader_is_in)
            pthread_cond_wait(&changed, &mutex);
        pthread_mutex_unlock(&mutex);
    }
    for (i = 0; i < count; i++)
        ck_assert_int_eq(pthread_join(writers[i].thread, NULL), 0);
    nnreg_fs_use_hook(NULL);
    for (i = 0; i < count; i++)
        ck_assert(!writers[i].saw_before);
}

START_TEST(writers_that_arrive_together_share_one_commit)
{
    struct writer writers[10] = {{0}};
    unsigned i;

    run_together(writers, 10, hook);
    for (i = 0; i < 10; i++) {
        ck_assert_int_eq(writers[i].status, NNREG_OK);
        ck_assert_uint_eq(writers[i].runs, 1);
        ck_assert_uint_eq(store_get(kv, i + 1), (i + 1) * 10);
    }
    ck_assert_uint_eq(commits, 2);
    ck_assert_uint_eq(commits_done, 2);
}
END_TEST

/* ------------------------------------------------------------------------------------- who comes while a batch runs -- */

/* A writer whose closure goes on when as many have queued up behind it as it wants. */
struct slow_writer {
    struct writer writer;
    unsigned wanted;
};

static nnreg_status slow_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct slow_writer *slow = context;

    pthread_mutex_lock(&mutex);
    leader_is_in = true;
    pthread_cond_broadcast(&changed);
    while (queued < slow->wanted)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    return work(txn, &slow->writer, error_out);
}

static void *run_slow_writer(void *context)
{
    struct slow_writer *slow = context;

    slow->writer.status = nnreg_kv_write(kv, slow_work, slow, &slow->writer.error);
    return NULL;
}

/* A slow writer, and others that come while its closure runs. */
static void run_behind(struct slow_writer *slow, struct writer *writers, unsigned count)
{
    unsigned i;

    slow->writer.key = 100;
    slow->wanted = count;
    nnreg_fs_use_hook(hook);
    ck_assert_int_eq(pthread_create(&slow->writer.thread, NULL, run_slow_writer, slow), 0);
    pthread_mutex_lock(&mutex);
    while (!leader_is_in)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    for (i = 0; i < count; i++) {
        writers[i].key = i + 1;
        ck_assert_int_eq(pthread_create(&writers[i].thread, NULL, run_writer, &writers[i]), 0);
    }
    for (i = 0; i < count; i++)
        ck_assert_int_eq(pthread_join(writers[i].thread, NULL), 0);
    ck_assert_int_eq(pthread_join(slow->writer.thread, NULL), 0);
    nnreg_fs_use_hook(NULL);
}

START_TEST(who_comes_while_a_closure_runs_is_in_its_commit)
{
    struct slow_writer slow = {.wanted = 0};
    struct writer writers[3] = {{0}};
    unsigned i;

    writers[1].refuse = true;
    run_behind(&slow, writers, 3);
    ck_assert_int_eq(slow.writer.status, NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 100), 1000);
    for (i = 0; i < 3; i++) {
        ck_assert_int_eq(writers[i].status, i == 1 ? NNREG_CONFLICT : NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i + 1), i == 1 ? UINT64_MAX : (i + 1) * 10);
        ck_assert_uint_eq(writers[i].runs, 1);
    }
    ck_assert_uint_eq(slow.writer.runs, 1);
    ck_assert_uint_eq(commits, 1);
}
END_TEST

/* It was no part of the write, so that nothing of it could be undone by itself. */
START_TEST(a_first_closure_that_is_refused_is_joined_by_nobody)
{
    struct slow_writer slow = {.writer = {.refuse = true}};
    struct writer writers[2] = {{0}};
    unsigned i;

    run_behind(&slow, writers, 2);
    ck_assert_int_eq(slow.writer.status, NNREG_CONFLICT);
    ck_assert_uint_eq(store_get(kv, 100), UINT64_MAX);
    for (i = 0; i < 2; i++) {
        ck_assert_int_eq(writers[i].status, NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i + 1), (i + 1) * 10);
    }
    ck_assert_uint_eq(commits, 1);
}
END_TEST

START_TEST(a_lone_writer_waits_for_nobody)
{
    struct writer writer = {.key = 1};
    unsigned i;

    nnreg_fs_use_hook(hook);
    for (i = 0; i < 20; i++)
        ck_assert_int_eq(nnreg_kv_write(kv, work, &writer, &error), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(commits, 20);
    ck_assert_uint_eq(gathering, 0);
}
END_TEST

/* Writes twice: the second time when somebody waits for that. */
static void *run_twice(void *context)
{
    struct writer *writer = context;

    (void)run_writer(writer);
    pthread_mutex_lock(&mutex);
    while (gathering == 0)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    writer->key += 10;
    return run_writer(writer);
}

/* The first commit takes so long that an eighth of it is time enough. */
static int slow_hook(const char *call)
{
    if (strcmp(call, "commit") == 0 && commits == 0)
        nnreg_clock_pause(3000);
    return hook(call);
}

/* The first writer is freed by its commit while the second one waits, and is to lead: it waits for the first to come back. */
START_TEST(those_whom_a_commit_has_freed_are_waited_for)
{
    struct writer first = {.key = 1}, second = {.key = 2};

    wanted_in_queue = 1;
    nnreg_fs_use_hook(slow_hook);
    ck_assert_int_eq(pthread_create(&first.thread, NULL, run_twice, &first), 0);
    pthread_mutex_lock(&mutex);
    while (!leader_is_in)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    ck_assert_int_eq(pthread_create(&second.thread, NULL, run_writer, &second), 0);
    ck_assert_int_eq(pthread_join(first.thread, NULL), 0);
    ck_assert_int_eq(pthread_join(second.thread, NULL), 0);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(first.status, NNREG_OK);
    ck_assert_int_eq(second.status, NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 11), 110);
    ck_assert_uint_eq(commits, 2);
    ck_assert_uint_eq(gathering, 1);
}
END_TEST

/* … and for no longer than that. */
START_TEST(who_does_not_come_back_is_not_waited_for)
{
    struct writer writers[2] = {{0}};

    run_together(writers, 2, slow_hook);
    ck_assert_int_eq(writers[1].status, NNREG_OK);
    ck_assert_uint_eq(commits, 2);
    ck_assert_uint_eq(gathering, 1);
}
END_TEST

START_TEST(a_closure_refused_in_a_group_undoes_only_itself)
{
    struct writer writers[6] = {{0}};
    unsigned i;

    writers[2].refuse = writers[5].refuse = true;
    run_together(writers, 6, hook);
    for (i = 0; i < 6; i++) {
        bool refused = i == 2 || i == 5;

        ck_assert_int_eq(writers[i].status, refused ? NNREG_CONFLICT : NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i + 1), refused ? UINT64_MAX : (i + 1) * 10);
    }
    ck_assert_str_eq(writers[2].error.text, "writer 3 is refused");
    ck_assert_str_eq(writers[5].error.text, "writer 6 is refused");
    ck_assert_uint_eq(commits, 2);
}
END_TEST

START_TEST(a_group_of_refused_closures_commits_nothing)
{
    struct writer writers[4] = {{0}};
    unsigned i;

    writers[1].refuse = writers[2].refuse = writers[3].refuse = true;
    run_together(writers, 4, hook);
    for (i = 1; i < 4; i++)
        ck_assert_int_eq(writers[i].status, NNREG_CONFLICT);
    ck_assert_uint_eq(commits, 1);
}
END_TEST

START_TEST(who_waits_while_the_leader_meets_what_ends_the_environment_is_not_run)
{
    struct writer writers[4] = {{0}};
    unsigned i;

    failing_commit = 1;
    gives_up = true;
    run_together(writers, 4, hook);
    for (i = 0; i < 4; i++) {
        ck_assert_int_eq(writers[i].status, NNREG_IO);
        ck_assert_uint_eq(writers[i].runs, i == 0);
    }
    ck_assert_str_eq(writers[3].error.text, "a write failed: nobody knows how far");
    ck_assert_uint_eq(commits, 1);
}
END_TEST

START_TEST(a_failed_commit_fails_its_whole_group_alike_and_no_other)
{
    struct writer writers[5] = {{0}};
    unsigned i;

    failing_commit = 2;
    writers[3].refuse = true;
    run_together(writers, 5, hook);
    ck_assert_int_eq(writers[0].status, NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 10);
    for (i = 1; i < 5; i++) {
        ck_assert_int_eq(writers[i].status, i == 3 ? NNREG_CONFLICT : NNREG_IO);
        if (i != 3)
            ck_assert_str_eq(writers[i].error.text, writers[1].error.text);
        ck_assert_uint_eq(store_get(kv, i + 1), UINT64_MAX);
    }
    ck_assert_ptr_nonnull(strstr(writers[1].error.text, "cannot commit to the store: "));
    ck_assert_uint_eq(commits, 2);
    ck_assert_uint_eq(commits_done, 1);
    ck_assert_int_eq(store_put(kv, 9, 90, &error), NNREG_OK);
}
END_TEST

/* Calls of LMDB by which a part of the second write begins and ends: the others of the group are committed. */
START_TEST(a_part_that_cannot_be_begun_or_ended_fails_its_writer_alone)
{
    static const struct {
        const char *call;
        unsigned n;
    } parts[] = {{"mdb_txn_begin", 3}, {"mdb_txn_commit", 2}};
    struct writer writers[5] = {{0}};
    unsigned i, failed = 0;

    if (!store_is_default())
        return;
    failing_calls_arm(parts[_i].call, parts[_i].n, ENOMEM);
    run_together(writers, 5, hook);
    ck_assert(failing_calls_failed(NULL));
    for (i = 0; i < 5; i++) {
        bool fails = writers[i].status == NNREG_NO_MEMORY;

        ck_assert(fails || writers[i].status == NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i + 1), fails ? UINT64_MAX : (i + 1) * 10);
        failed += fails;
    }
    ck_assert_int_eq(writers[0].status, NNREG_OK);
    ck_assert_uint_eq(failed, 1);
    ck_assert_uint_eq(commits, 2);
}
END_TEST

START_TEST(a_part_for_which_the_map_is_too_small_has_its_group_run_again)
{
    struct writer writers[5] = {{0}};
    unsigned i, runs = 0;

    failing_calls_arm("mdb_txn_commit", 2, MDB_MAP_FULL);
    run_together(writers, 5, hook);
    ck_assert(failing_calls_failed(NULL));
    for (i = 0; i < 5; i++) {
        ck_assert_int_eq(writers[i].status, NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i + 1), (i + 1) * 10);
        runs += writers[i].runs;
    }
    ck_assert_uint_eq(writers[0].runs, 1);
    ck_assert_uint_eq(runs, 6);
}
END_TEST

static void open_again(void)
{
    nnreg_kv_close(kv);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
}

START_TEST(damage_that_is_met_in_a_group_ends_it_and_nothing_of_it_is_kept)
{
    struct writer writers[5] = {{0}};
    unsigned i, runs = 0;

    dies_in = 3; /* the second of the group */
    run_together(writers, 5, hook);
    ck_assert_int_eq(writers[0].status, NNREG_OK);
    for (i = 1; i < 5; i++) {
        ck_assert_int_eq(writers[i].status, NNREG_CORRUPT);
        runs += writers[i].runs;
    }
    ck_assert_uint_eq(runs, 2);
    open_again();
    for (i = 0; i < 5; i++)
        ck_assert_uint_eq(store_get(kv, i + 1), i == 0 ? 10 : UINT64_MAX);
}
END_TEST

START_TEST(damage_that_is_met_in_a_lone_write_ends_it_and_nothing_of_it_is_kept)
{
    struct writer writer = {.key = 1};

    dies_in = 1;
    ck_assert_int_eq(nnreg_kv_write(kv, work, &writer, &error), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "a page does not hold what it should"));
    open_again();
    ck_assert_uint_eq(store_get(kv, 1), UINT64_MAX);
}
END_TEST

/* A part that reads a damaged page: neither it nor any other can be committed. */
START_TEST(a_part_that_meets_damage_ends_its_group)
{
    struct writer writers[4] = {{0}};
    unsigned i;

    failing_calls_arm("mdb_get", 3, NNREG_LMDB_ASSERTED);
    run_together(writers, 4, hook);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_int_eq(writers[0].status, NNREG_OK);
    for (i = 1; i < 4; i++) {
        ck_assert_int_eq(writers[i].status, NNREG_CORRUPT);
        ck_assert_uint_eq(store_get(kv, i + 1), UINT64_MAX);
    }
    ck_assert(!atomic_load(&nnreg_lmdb_env_of(kv->store)->stuck));
    ck_assert_uint_eq(commits, 1);
}
END_TEST

/* In a child, since what is stuck stays so for its process: an assertion in the commit of a part. */
START_TEST(a_part_that_cannot_be_ended_for_damage_keeps_nothing_of_its_group)
{
    pid_t child;
    unsigned i;

    nnreg_kv_close(kv);
    kv = NULL;
    child = fork();
    if (child == 0) {
        struct writer writers[3] = {{0}};

        CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
        failing_calls_arm("mdb_txn_commit", 3, NNREG_LMDB_ASSERTED); /* of the second of the group */
        run_together(writers, 3, hook);
        CHILD(failing_calls_failed(NULL));
        CHILD(writers[0].status == NNREG_OK);
        for (i = 1; i < 3; i++)
            CHILD(writers[i].status == NNREG_CORRUPT);
        CHILD(atomic_load(&nnreg_lmdb_env_of(kv->store)->stuck));
        atomic_store(&nnreg_lmdb_env_of(kv->store)->dead, true); /* as the assertion would have done */
        nnreg_kv_close(kv);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    for (i = 0; i < 3; i++)
        ck_assert_uint_eq(store_get(kv, i + 1), i == 0 ? 10 : UINT64_MAX);
}
END_TEST

START_TEST(a_group_that_does_not_fit_is_run_again_as_a_whole_in_a_larger_map)
{
    struct writer writers[8] = {{0}};
    unsigned i, runs = 0;

    for (i = 1; i < 8; i++)
        writers[i].large = 30000;
    writers[4].refuse = true;
    run_together(writers, 8, hook);
    for (i = 0; i < 8; i++) {
        ck_assert_int_eq(writers[i].status, i == 4 ? NNREG_CONFLICT : NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i + 1), i == 4 ? UINT64_MAX : (i + 1) * 10);
        runs += writers[i].runs;
    }
    ck_assert_uint_eq(writers[0].runs, 1);
    /* Which of them had run when the map was full is the queue's order; it was never nobody. */
    ck_assert_uint_gt(runs, 8);
    ck_assert_str_eq(writers[4].error.text, "writer 5 is refused");
}
END_TEST

/* ------------------------------------------------------------------------------------- run again, as an engine asks -- */

/* The engine under test, but the put of this number cannot be done now, and the write is to be run again. */
static const struct nnreg_kv_engine *real;
static struct nnreg_kv_engine hesitant;
static unsigned puts_seen, failing_put, retries;
static bool retry_fails;

static nnreg_status open_hesitant(struct nnreg_kv_store **store, int folder,
                                  const struct nnreg_kv_options *options, struct nnreg_error *error_out)
{
    nnreg_status status = real->open(store, folder, options, error_out);

    if (status == NNREG_OK)
        (*store)->engine = &hesitant;
    return status;
}

static nnreg_status put_hesitantly(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                                   struct nnreg_slice value, struct nnreg_error *error_out)
{
    if (++puts_seen == failing_put) {
        txn->retry = true;
        return nnreg_fail(error_out, NNREG_BUSY, "not now");
    }
    return real->put(txn, table, key, value, error_out);
}

static nnreg_status prepare_hesitantly(struct nnreg_kv_store *store, struct nnreg_error *error_out)
{
    (void)store;
    retries++;
    return retry_fails ? nnreg_fail(error_out, NNREG_LIMIT, "there is no way") : NNREG_OK;
}

static void use_hesitant(unsigned put)
{
    nnreg_kv_close(kv);
    real = nnreg_kv_chosen_engine();
    hesitant = *real;
    hesitant.open = open_hesitant;
    hesitant.put = put_hesitantly;
    hesitant.prepare_retry = prepare_hesitantly;
    puts_seen = retries = 0;
    failing_put = put;
    retry_fails = false;
    nnreg_kv_use_engine(&hesitant);
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    nnreg_kv_use_engine(real);
}

START_TEST(a_write_that_cannot_be_kept_as_it_is_is_run_again)
{
    use_hesitant(1);
    ck_assert_int_eq(store_put(kv, 1, 10, &error), NNREG_OK);
    ck_assert_uint_eq(puts_seen, 2);
    ck_assert_uint_eq(retries, 1);
    ck_assert_uint_eq(store_get(kv, 1), 10);
}
END_TEST

START_TEST(a_group_that_cannot_be_kept_as_it_is_is_run_again_as_a_whole)
{
    struct writer writers[8] = {{0}};
    unsigned i;

    writers[3].refuse = true;
    use_hesitant(1 + 5); /* the fifth of the group, behind the one that is alone */
    run_together(writers, 8, hook);
    for (i = 0; i < 8; i++) {
        ck_assert_int_eq(writers[i].status, i == 3 ? NNREG_CONFLICT : NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i + 1), i == 3 ? UINT64_MAX : (i + 1) * 10);
    }
    ck_assert_uint_eq(writers[0].runs, 1);
    ck_assert_uint_eq(puts_seen, 1 + 5 + 7);
    ck_assert_uint_eq(retries, 1);
    ck_assert_uint_eq(commits, 2);
}
END_TEST

START_TEST(a_group_that_cannot_be_run_again_fails_as_a_whole)
{
    struct writer writers[6] = {{0}};
    unsigned i;

    use_hesitant(1 + 3);
    retry_fails = true;
    run_together(writers, 6, hook);
    ck_assert_int_eq(writers[0].status, NNREG_OK);
    for (i = 1; i < 6; i++) {
        ck_assert_int_eq(writers[i].status, NNREG_LIMIT);
        ck_assert_str_eq(writers[i].error.text, "there is no way");
        ck_assert_uint_eq(store_get(kv, i + 1), UINT64_MAX);
    }
    ck_assert_uint_eq(commits, 1);
    ck_assert_int_eq(store_put(kv, 9, 90, &error), NNREG_OK);
}
END_TEST

START_TEST(a_commit_is_shared_by_64_at_most_and_the_rest_takes_the_next)
{
    struct writer writers[MOST_WRITERS] = {{0}};
    unsigned i;

    run_together(writers, NNREG_KV_MOST_SHARED + 3, hook);
    for (i = 0; i < NNREG_KV_MOST_SHARED + 3; i++) {
        ck_assert_int_eq(writers[i].status, NNREG_OK);
        ck_assert_uint_eq(store_get(kv, i + 1), (i + 1) * 10);
    }
    ck_assert_uint_eq(commits, 3);
}
END_TEST

#define COUNTING_THREADS 8
#define COUNTING_ROUNDS  25

static nnreg_status count_up(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    uint64_t now = get_number(txn, 1);

    *(uint64_t *)context = now;
    return put_number(txn, 1, now + 1, error_out);
}

static void *count_in_thread(void *context)
{
    unsigned *good = context;
    struct nnreg_error own;
    uint64_t seen, last = 0;
    unsigned i;

    for (i = 0; i < COUNTING_ROUNDS; i++) {
        *good += nnreg_kv_write(kv, count_up, &seen, &own) == NNREG_OK && (i == 0 || seen > last) &&
                 store_get(kv, 1) > seen;
        last = seen;
    }
    return NULL;
}

START_TEST(no_writer_of_many_is_lost_or_left_waiting)
{
    pthread_t threads[COUNTING_THREADS];
    unsigned good[COUNTING_THREADS] = {0}, i;

    ck_assert_int_eq(store_put(kv, 1, 0, &error), NNREG_OK);
    for (i = 0; i < COUNTING_THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, count_in_thread, &good[i]), 0);
    for (i = 0; i < COUNTING_THREADS; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
    for (i = 0; i < COUNTING_THREADS; i++)
        ck_assert_uint_eq(good[i], COUNTING_ROUNDS);
    ck_assert_uint_eq(store_get(kv, 1), COUNTING_THREADS * COUNTING_ROUNDS);
}
END_TEST

Suite *kv_group_suite(void);
Suite *kv_group_suite(void)
{
    Suite *suite = suite_create("kv_group");
    TCase *tests = tcase_create("group");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, writers_that_arrive_together_share_one_commit);
    tcase_add_test(tests, who_comes_while_a_closure_runs_is_in_its_commit);
    tcase_add_test(tests, a_first_closure_that_is_refused_is_joined_by_nobody);
    tcase_add_test(tests, a_lone_writer_waits_for_nobody);
    tcase_add_test(tests, those_whom_a_commit_has_freed_are_waited_for);
    tcase_add_test(tests, who_does_not_come_back_is_not_waited_for);
    tcase_add_test(tests, a_closure_refused_in_a_group_undoes_only_itself);
    tcase_add_test(tests, a_group_of_refused_closures_commits_nothing);
    if (store_is_default())
        tcase_add_test(tests, who_waits_while_the_leader_meets_what_ends_the_environment_is_not_run);
    tcase_add_test(tests, a_failed_commit_fails_its_whole_group_alike_and_no_other);
    tcase_add_loop_test(tests, a_part_that_cannot_be_begun_or_ended_fails_its_writer_alone, 0, 2);
    if (store_is_default()) {
        tcase_add_test(tests, a_part_for_which_the_map_is_too_small_has_its_group_run_again);
        tcase_add_test(tests, damage_that_is_met_in_a_group_ends_it_and_nothing_of_it_is_kept);
        tcase_add_test(tests, damage_that_is_met_in_a_lone_write_ends_it_and_nothing_of_it_is_kept);
        tcase_add_test(tests, a_part_that_meets_damage_ends_its_group);
        tcase_add_test(tests, a_part_that_cannot_be_ended_for_damage_keeps_nothing_of_its_group);
    }
    if (store_is_default())
        tcase_add_test(tests, a_group_that_does_not_fit_is_run_again_as_a_whole_in_a_larger_map);
    tcase_add_test(tests, a_commit_is_shared_by_64_at_most_and_the_rest_takes_the_next);
    tcase_add_test(tests, a_write_that_cannot_be_kept_as_it_is_is_run_again);
    tcase_add_test(tests, a_group_that_cannot_be_kept_as_it_is_is_run_again_as_a_whole);
    tcase_add_test(tests, a_group_that_cannot_be_run_again_fails_as_a_whole);
    tcase_add_test(tests, no_writer_of_many_is_lost_or_left_waiting);
    suite_add_tcase(suite, tests);
    return suite;
}
