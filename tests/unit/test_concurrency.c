/*
 * Several processes with several threads each create, update, delete and read in one registry, for a bounded number of
 * rounds. At the end every invariant holds, nothing is left over, and no update was lost.
 */
#include <check.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fsio.h"
#include "registry/refs.h"
#include "registry_fixture.h"

Suite *concurrency_suite(void);

enum { PROCESSES = 3, THREADS = 3, ROUNDS = 8 };

static struct registry_fixture fixture;
static unsigned rounds;

static void begin(void)
{
    unsigned i;

    fixture_begin(&fixture, 0);
    for (i = 0; i < FIXTURE_MODELS; i++) /* here, since the children share the folder */
        fixture_model(&fixture, i);
    rounds = ROUNDS / fixture_share("concurrency", 4);
}

static void end(void)
{
    fixture_end(&fixture);
}

/* One thread of one process. */
struct worker {
    nnreg *registry;
    unsigned number; /* over all processes */
    pthread_t thread;
    const char *fault; /* what it met that must not be */
    uint64_t counted;  /* increments that were acknowledged */
};

#define EXPECT(worker, condition)                                                            \
    do {                                                                                     \
        if (!(condition)) {                                                                  \
            (worker)->fault = #condition;                                                    \
            fprintf(stderr, "%s: %s\n", (worker)->fault, nnreg_message((worker)->registry)); \
            return false;                                                                    \
        }                                                                                    \
    } while (0)

/* Registers one of the models, which others register, too. */
static bool create(struct worker *worker, uint64_t *id, unsigned model, nnreg_findings *findings)
{
    char json[1024], path[700];
    nnreg_bundle *bundle;
    nnreg_status status;

    snprintf(json, sizeof json,
             "{\"name\": \"w%u\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": "
             "[{\"tensor_name\": "
             "\"input:0\", \"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", "
             "\"target_size\": "
             "\"32x32\", \"color_channels\": \"RGB\"}}]}}",
             worker->number);
    snprintf(path, sizeof path, "%s/model-%u", fixture.scratch.path, model);
    EXPECT(worker, nnreg_bundle_new(&bundle) == NNREG_OK);
    EXPECT(worker, nnreg_bundle_add_directory(bundle, path) == NNREG_OK);
    status = nnreg_network_create(worker->registry, id, json, strlen(json), bundle, NULL, findings);
    nnreg_bundle_free(bundle);
    EXPECT(worker, status == NNREG_OK);
    return true;
}

/* Looks at whatever networks there are: each is whole, or has been deleted since. */
static bool look_around(struct worker *worker)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    size_t i;

    query.limit = 5;
    query.descending = worker->number % 2 == 0;
    EXPECT(worker, nnreg_network_list(worker->registry, &page, &query) == NNREG_OK);
    for (i = 0; i < nnreg_page_count(page); i++) {
        const nnreg_network *network = nnreg_page_network(page, i);
        uint64_t size;
        nnreg_status status;
        int fd;

        EXPECT(worker, nnreg_network_file_count(network) == FIXTURE_FILES);
        status = nnreg_network_open_file(worker->registry, &fd, &size, nnreg_network_id(network),
                                         "variables.index");
        EXPECT(worker, status == NNREG_OK || status == NNREG_NOT_FOUND);
        if (status == NNREG_OK)
            close(fd);
    }
    nnreg_page_free(page);
    return true;
}

static bool rename_own(struct worker *worker, uint64_t id, nnreg_findings *findings)
{
    nnreg_network *network;
    char json[64], name[32];
    int length;

    snprintf(name, sizeof name, "network %llu", (unsigned long long)id);
    length = snprintf(json, sizeof json, "{\"name\": \"%s\"}", name);
    EXPECT(worker,
           nnreg_network_update(worker->registry, id, json, (size_t)length, NULL, findings) == NNREG_OK);
    EXPECT(worker, nnreg_network_get(worker->registry, &network, id) == NNREG_OK);
    EXPECT(worker, strcmp(nnreg_network_name(network), name) == 0);
    nnreg_network_free(network);
    return true;
}

/* Adds 1 to the number in the first network's metadata, on the state it has seen; may meet others doing so. */
static bool count_up(struct worker *worker, nnreg_findings *findings)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char seen[NNREG_TIME_TEXT], json[64];
    nnreg_network *network;
    unsigned long number;
    nnreg_status status;
    int length;

    do {
        EXPECT(worker, nnreg_network_get(worker->registry, &network, 1) == NNREG_OK);
        nnreg_time_format(seen, nnreg_network_update_date(network));
        number = strtoul(nnreg_network_metadata(network) + strlen("{\"n\":"), NULL, 10);
        nnreg_network_free(network);
        length = snprintf(json, sizeof json, "{\"metadata\": {\"n\":%lu}}", number + 1);
        call.if_update_date = seen;
        status = nnreg_network_update(worker->registry, 1, json, (size_t)length, &call, findings);
    } while (status == NNREG_CONFLICT); /* somebody else got on: it cannot go on for ever */
    EXPECT(worker, status == NNREG_OK);
    worker->counted++;
    return true;
}

static bool work_rounds(struct worker *worker, nnreg_findings *findings)
{
    unsigned round;
    uint64_t id;

    for (round = 0; round < rounds; round++) {
        if (!create(worker, &id, (worker->number + round) % FIXTURE_MODELS, findings) ||
            !look_around(worker) || !rename_own(worker, id, findings) || !count_up(worker, findings))
            return false;
        if (round % 4 != 3) /* every fourth network stays */
            EXPECT(worker, nnreg_network_delete(worker->registry, id, NULL, NULL) == NNREG_OK);
    }
    return true;
}

static void *work(void *context)
{
    struct worker *worker = context;
    nnreg_findings *findings;

    if (nnreg_findings_new(&findings, NULL, 0) != NNREG_OK) {
        worker->fault = "no findings";
        return NULL;
    }
    (void)work_rounds(worker, findings);
    nnreg_findings_free(findings);
    return NULL;
}

/* Runs the threads of a process on its own handle; false when one met a fault. */
static bool run_threads(nnreg *registry, unsigned process)
{
    struct worker workers[THREADS];
    bool good = true;
    unsigned i;

    memset(workers, 0, sizeof workers);
    for (i = 0; i < THREADS; i++) {
        workers[i].registry = registry;
        workers[i].number = process * THREADS + i;
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
            return false;
    }
    for (i = 0; i < THREADS; i++) {
        (void)pthread_join(workers[i].thread, NULL);
        good = good && workers[i].fault == NULL && workers[i].counted == rounds;
    }
    return good;
}

/* The first network counts; the rest of what is there must be what was left on purpose. */
static void assert_all_there(unsigned processes)
{
    char expected[64];
    nnreg_network *network;
    nnreg_page *page;
    const char *fault;

    fault = registry_fault(fixture.registry, fixture.dir, false);
    ck_assert_msg(fault == NULL, "%s", fault);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_OK);
    snprintf(expected, sizeof expected, "{\"n\":%u}", processes * THREADS * rounds);
    ck_assert_str_eq(nnreg_network_metadata(network), expected);
    nnreg_network_free(network);
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_total(page), 1 + processes * THREADS * (rounds / 4));
    nnreg_page_free(page);
    ck_assert_uint_eq(fixture_add(&fixture, "next", 0), 2 + processes * THREADS * rounds);
}

START_TEST(threads_on_one_handle_lose_nothing)
{
    fixture_add_with(&fixture, ", \"metadata\": {\"n\":0}");
    ck_assert(run_threads(fixture.registry, 0));
    assert_all_there(1);
}
END_TEST

START_TEST(processes_with_threads_lose_nothing)
{
    fixture_add_with(&fixture, ", \"metadata\": {\"n\":0}");
    fixture_in_processes(&fixture, PROCESSES, run_threads);
    assert_all_there(PROCESSES);
}
END_TEST

/* One is opened, used and closed again and again while others work: the shared environment outlives each. */
static void *open_and_close(void *context)
{
    atomic_bool *stop = context;
    nnreg *registry;
    nnreg_page *page;
    unsigned failures = 0;

    while (!atomic_load(stop)) {
        failures += nnreg_open(&registry, fixture.dir, NULL) != NNREG_OK ||
                    nnreg_network_list(registry, &page, NULL) != NNREG_OK;
        nnreg_page_free(page);
        nnreg_close(registry);
    }
    return failures > 0 ? context : NULL;
}

START_TEST(handles_come_and_go_while_others_work)
{
    atomic_bool stop = false;
    pthread_t thread;
    void *fault;

    fixture_add_with(&fixture, ", \"metadata\": {\"n\":0}");
    ck_assert_int_eq(pthread_create(&thread, NULL, open_and_close, &stop), 0);
    ck_assert(run_threads(fixture.registry, 0));
    atomic_store(&stop, true);
    ck_assert_int_eq(pthread_join(thread, &fault), 0);
    ck_assert_ptr_null(fault);
    assert_all_there(1);
}
END_TEST

/* ------------------------------------------------------------------------------- a delete, and the trash after it -- */

/* What the hook sees, and whom it has wait. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned queued, committed, committed_at_unlink;
    bool held, unlinked;
} steps = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

/* Holds the first commit until two writers wait behind it; notes how many commits come before the first unlink. */
static int watch(const char *call)
{
    pthread_mutex_lock(&steps.mutex);
    if (strcmp(call, "queued") == 0)
        steps.queued++;
    if (strcmp(call, "committed") == 0)
        steps.committed++;
    if (strcmp(call, "unlinkat") == 0 && !steps.unlinked) {
        steps.unlinked = true;
        steps.committed_at_unlink = steps.committed;
    }
    if (strcmp(call, "commit") == 0 && !steps.held) {
        steps.held = true;
        pthread_cond_broadcast(&steps.changed);
        while (steps.queued < 2)
            pthread_cond_wait(&steps.changed, &steps.mutex);
    }
    pthread_cond_broadcast(&steps.changed);
    pthread_mutex_unlock(&steps.mutex);
    return 0;
}

static void await_queued(unsigned queued)
{
    pthread_mutex_lock(&steps.mutex);
    while (!steps.held || steps.queued < queued)
        pthread_cond_wait(&steps.changed, &steps.mutex);
    pthread_mutex_unlock(&steps.mutex);
}

static void *update_first(void *context)
{
    return fixture_update(&fixture, 1, "{\"name\": \"m\"}") == NNREG_OK ? NULL : context;
}

static void *delete_second(void *context)
{
    return nnreg_network_delete(fixture.registry, 2, NULL, NULL) == NNREG_OK ? NULL : context;
}

static void *empty_trash(void *context)
{
    uint64_t stayed;

    return nnreg_empty_trash(&stayed, fixture.registry, NULL) == NNREG_OK && stayed == 0 ? NULL : context;
}

/* Writers that wait together share a commit; the one that unlinks files must not be among them. */
START_TEST(a_file_is_unlinked_only_after_the_commit_that_let_it_go)
{
    static void *(*const works[])(void *) = {update_first, delete_second, empty_trash};
    pthread_t threads[3];
    void *fault;
    unsigned i;

    fixture_add(&fixture, "stays", 0);
    fixture_add(&fixture, "goes", 1);
    steps.queued = steps.committed = steps.committed_at_unlink = 0;
    steps.held = steps.unlinked = false;
    nnreg_fs_use_hook(watch);
    for (i = 0; i < 3; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, works[i], &steps), 0);
        await_queued(i);
    }
    for (i = 0; i < 3; i++) {
        ck_assert_int_eq(pthread_join(threads[i], &fault), 0);
        ck_assert_msg(fault == NULL, "thread %u failed", i);
    }
    nnreg_fs_use_hook(NULL);
    ck_assert(steps.unlinked);
    ck_assert_uint_eq(steps.committed_at_unlink, 2); /* the update's and the delete's */
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
}
END_TEST

Suite *concurrency_suite(void)
{
    Suite *suite = suite_create("concurrency");
    TCase *tests = tcase_create("concurrency");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280);
    tcase_add_test(tests, threads_on_one_handle_lose_nothing);
    if (store_is_default())
        tcase_add_test(tests, processes_with_threads_lose_nothing);
    tcase_add_test(tests, a_file_is_unlinked_only_after_the_commit_that_let_it_go);
    tcase_add_test(tests, handles_come_and_go_while_others_work);
    suite_add_tcase(suite, tests);
    return suite;
}
