/*
 * Several processes with several threads make, attach, publish, move and delete in one registry, while others list and
 * follow the history. What one does on its own objects comes out as if it were alone; what is read is one moment; the
 * history has no gap; and at the end nothing is left over.
 */
#include <check.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "registry_fixture.h"

Suite *concurrent_versions_suite(void);

enum { PROCESSES = 3, WORKERS = 2, ROUNDS = 24 };

static struct registry_fixture fixture;
static unsigned rounds;
static uint64_t shared_spec, shared_network;

static void begin(void)
{
    unsigned i;

    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    for (i = 0; i < FIXTURE_MODELS; i++) /* here, since the children share the folder */
        fixture_model(&fixture, i);
    rounds = ROUNDS / fixture_share("concurrent versions", 4);
    shared_network = fixture_add(&fixture, "shared", 0);
    shared_spec = fixture_add_spec(&fixture, "fruit");
}

static void end(void)
{
    fixture_end(&fixture);
    scratch_use_memory(false);
}

/* One thread: a worker, a lister or a follower. */
struct worker {
    nnreg *registry;
    nnreg_findings *findings;
    unsigned number; /* over all processes */
    atomic_bool *stop;
    pthread_t thread;
    const char *fault; /* what it met that must not be */
    /* Of the round. */
    uint64_t spec, network, versions[4];
    char description[1024];
};

#define EXPECT(worker, condition)                                                            \
    do {                                                                                     \
        if (!(condition)) {                                                                  \
            (worker)->fault = #condition;                                                    \
            fprintf(stderr, "%s: %s\n", (worker)->fault, nnreg_message((worker)->registry)); \
            return false;                                                                    \
        }                                                                                    \
    } while (0)

/* -------------------------------------------------------------------------------------------------- a round -- */

static bool create_network(struct worker *worker, unsigned round)
{
    char path[700];
    nnreg_bundle *bundle;
    nnreg_status status;

    snprintf(path, sizeof path, "%s/model-%u", fixture.scratch.path,
             (worker->number + round) % FIXTURE_MODELS);
    EXPECT(worker, nnreg_bundle_new(&bundle) == NNREG_OK);
    EXPECT(worker, nnreg_bundle_add_directory(bundle, path) == NNREG_OK);
    status = nnreg_network_create(worker->registry, &worker->network, worker->description,
                                  strlen(worker->description), bundle, NULL, worker->findings);
    nnreg_bundle_free(bundle);
    EXPECT(worker, status == NNREG_OK);
    return true;
}

static bool attach(struct worker *worker, uint64_t *id, uint64_t spec, uint64_t network)
{
    char json[FIXTURE_JSON];

    EXPECT(worker, nnreg_version_create(worker->registry, id, json, fixture_version_json(json, spec, network),
                                        NULL, worker->findings) == NNREG_OK);
    return true;
}

/* Own spec and network with each other twice, and each with the one that all share. */
static bool make(struct worker *worker, unsigned round)
{
    char json[FIXTURE_JSON];
    nnreg_spec *spec;

    EXPECT(worker,
           nnreg_spec_create(worker->registry, &worker->spec, json, fixture_spec_json(json, "fruit", ""),
                             NULL, worker->findings) == NNREG_OK);
    if (!create_network(worker, round) ||
        !attach(worker, &worker->versions[0], worker->spec, worker->network) ||
        !attach(worker, &worker->versions[1], worker->spec, worker->network) ||
        !attach(worker, &worker->versions[2], worker->spec, shared_network) ||
        !attach(worker, &worker->versions[3], shared_spec, worker->network))
        return false;
    EXPECT(worker, nnreg_spec_get(worker->registry, &spec, worker->spec) == NNREG_OK);
    EXPECT(worker, nnreg_spec_current_version_id(spec) == worker->versions[0]);
    nnreg_spec_free(spec);
    return true;
}

static bool look_at_own(struct worker *worker)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    size_t i;

    query.spec_id = worker->spec;
    EXPECT(worker, nnreg_version_list(worker->registry, &page, &query) == NNREG_OK);
    EXPECT(worker, nnreg_page_total(page) == 3 && nnreg_page_count(page) == 3);
    for (i = 0; i < 3; i++)
        EXPECT(worker, nnreg_version_id(nnreg_page_version(page, i)) == worker->versions[i]);
    EXPECT(worker, strcmp(nnreg_version_network_name(nnreg_page_version(page, 2)), "shared") == 0);
    nnreg_page_free(page);
    return true;
}

static bool be_public(struct worker *worker, unsigned round)
{
    static const char rename_json[] = "{\"name\": \"x\"}";
    nnreg_network *network;
    char slug[32];

    snprintf(slug, sizeof slug, "w%u-%u", worker->number, round);
    EXPECT(worker, nnreg_network_publish(worker->registry, worker->network, slug, NULL) == NNREG_OK);
    EXPECT(worker, nnreg_network_publish(worker->registry, shared_network, slug, NULL) == NNREG_EXISTS);
    EXPECT(worker, nnreg_network_get_by_slug(worker->registry, &network, slug) == NNREG_OK);
    EXPECT(worker, nnreg_network_id(network) == worker->network);
    EXPECT(worker, nnreg_network_update(worker->registry, worker->network, rename_json,
                                        sizeof rename_json - 1, NULL, worker->findings) == NNREG_CONFLICT);
    EXPECT(worker, nnreg_network_delete(worker->registry, worker->network, NULL, NULL) == NNREG_CONFLICT);
    EXPECT(worker, nnreg_network_unpublish(worker->registry, worker->network, NULL) == NNREG_OK);
    EXPECT(worker, nnreg_task_update(worker->registry, nnreg_network_task_id(network),
                                     "{\"status\": \"success\"}", 21, NULL, worker->findings) == NNREG_OK);
    nnreg_network_free(network);
    return true;
}

/* The network takes along what attaches it, of whichever spec; the spec the rest. */
static bool take_down(struct worker *worker)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    nnreg_spec *spec;

    EXPECT(worker, nnreg_network_delete(worker->registry, worker->network, NULL, &cascade) == NNREG_OK);
    EXPECT(worker,
           cascade.versions == 3 && cascade.tasks == 1 && cascade.cleared >= 1 && cascade.cleared <= 2);
    EXPECT(worker, nnreg_spec_get(worker->registry, &spec, worker->spec) == NNREG_OK);
    EXPECT(worker, nnreg_spec_current_version_id(spec) == 0);
    nnreg_spec_free(spec);
    EXPECT(worker, nnreg_spec_delete(worker->registry, worker->spec, NULL, &cascade) == NNREG_OK);
    EXPECT(worker, cascade.versions == 1 && cascade.specs == 1 && cascade.cleared == 0);
    return true;
}

static bool work_rounds(struct worker *worker)
{
    unsigned round;

    for (round = 0; round < rounds; round++)
        if (!make(worker, round) || !look_at_own(worker) || !be_public(worker, round) || !take_down(worker))
            return false;
    return true;
}

/* --------------------------------------------------------------------------------------------------- beside -- */

/* All versions at once: as many as are counted, and each of a spec and a network that were there at that moment. */
static bool list_versions(struct worker *worker)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    size_t i;

    query.limit = NNREG_LIMIT_PAGE;
    EXPECT(worker, nnreg_version_list(worker->registry, &page, &query) == NNREG_OK);
    EXPECT(worker, nnreg_page_total(page) == nnreg_page_count(page));
    for (i = 0; i < nnreg_page_count(page); i++) {
        const nnreg_version *version = nnreg_page_version(page, i);

        EXPECT(worker, strcmp(nnreg_version_spec_name(version), "fruit") == 0);
        EXPECT(worker, nnreg_version_network_name(version)[0] != '\0');
    }
    nnreg_page_free(page);
    return true;
}

/* From page to page while others write: nothing comes twice, since what is changed goes ahead, and dates only grow. */
static bool walk_networks(struct worker *worker)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    char cursor[300] = "";
    int64_t last = 0;
    bool more = true;

    query.limit = 2;
    query.order = NNREG_ORDER_UPDATE_DATE;
    query.scope = NNREG_SCOPE_ALL;
    query.cursor = cursor;
    while (more) {
        nnreg_page *page;
        size_t i;

        EXPECT(worker, nnreg_network_list(worker->registry, &page, &query) == NNREG_OK);
        for (i = 0; i < nnreg_page_count(page); i++) {
            EXPECT(worker, nnreg_network_update_date(nnreg_page_network(page, i)) >= last);
            last = nnreg_network_update_date(nnreg_page_network(page, i));
        }
        more = nnreg_page_next(page) != NULL;
        if (more)
            snprintf(cursor, sizeof cursor, "%s", nnreg_page_next(page));
        nnreg_page_free(page);
    }
    return true;
}

/* A bounded number of times: one that only reads could keep the processor for itself where threads take turns. */
static bool list_meanwhile(struct worker *worker)
{
    unsigned i;

    for (i = 0; i < 4 * rounds; i++)
        if (!list_versions(worker) || !walk_networks(worker))
            return false;
    return true;
}

/* The history comes in order and without a gap, to its end. */
static bool follow_until_stopped(struct worker *worker)
{
    uint64_t since = 0;
    int64_t time = 0;
    bool stopped, more = true;

    while (more) {
        nnreg_events *events;
        size_t i;

        stopped = atomic_load(worker->stop); /* before asking: what comes behind the last event is nothing */
        EXPECT(worker,
               nnreg_events_since(worker->registry, &events, since, 50, stopped ? 0 : 100, NULL) == NNREG_OK);
        for (i = 0; i < nnreg_events_count(events); i++) {
            const struct nnreg_event *event = nnreg_events_get(events, i);

            EXPECT(worker, event->sequence == ++since && event->time >= time);
            time = event->time;
        }
        more = nnreg_events_count(events) > 0 || !stopped;
        nnreg_events_free(events);
    }
    EXPECT(worker, since > 0);
    return true;
}

/* ----------------------------------------------------------------------------------------------------- threads -- */

static void *with_findings(struct worker *worker, bool (*work)(struct worker *worker))
{
    if (nnreg_findings_new(&worker->findings, NULL, 0) != NNREG_OK)
        worker->fault = "no findings";
    else
        (void)work(worker);
    nnreg_findings_free(worker->findings);
    return NULL;
}

static void *work(void *context)
{
    return with_findings(context, work_rounds);
}

static void *list(void *context)
{
    return with_findings(context, list_meanwhile);
}

static void *follow(void *context)
{
    return with_findings(context, follow_until_stopped);
}

/* Runs the threads of a process on one handle; false when one met a fault. */
static bool run_threads(nnreg *registry, unsigned process)
{
    struct worker workers[WORKERS + 2];
    atomic_bool stop = false;
    bool good = true;
    unsigned i;

    memset(workers, 0, sizeof workers);
    for (i = 0; i < WORKERS + 2; i++) {
        workers[i].registry = registry;
        workers[i].number = process * WORKERS + i;
        workers[i].stop = &stop;
        snprintf(workers[i].description, sizeof workers[i].description, "%s", fixture_description("own", ""));
    }
    for (i = 0; i < WORKERS + 2; i++)
        if (pthread_create(&workers[i].thread, NULL,
                           i < WORKERS    ? work
                           : i == WORKERS ? list
                                          : follow,
                           &workers[i]) != 0)
            return false;
    for (i = 0; i < WORKERS + 2; i++) {
        if (i == WORKERS)
            atomic_store(&stop, true);
        (void)pthread_join(workers[i].thread, NULL);
        good = good && workers[i].fault == NULL;
    }
    return good;
}

/* What all share is what is left; the history holds, and tells of each object that was made and taken down. */
static void assert_nothing_left(unsigned processes)
{
    uint64_t made = (uint64_t)processes * WORKERS * rounds, count, broken;
    struct nnreg_query query = NNREG_QUERY_INIT;
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);
    nnreg_page *page;

    ck_assert_msg(fault == NULL, "%s", fault);
    ck_assert_int_eq(nnreg_version_list(fixture.registry, &page, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_total(page), 0);
    nnreg_page_free(page);
    ck_assert_int_eq(nnreg_spec_list(fixture.registry, &page, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_total(page), 1);
    ck_assert_uint_eq(nnreg_spec_current_version_id(nnreg_page_spec(page, 0)), 0);
    nnreg_page_free(page);
    query.scope = NNREG_SCOPE_ALL;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_total(page), 1);
    nnreg_page_free(page);
    ck_assert_int_eq(nnreg_events_verify(fixture.registry, &count, &broken, NULL), NNREG_OK);
    /* A round's: 4 versions, 2 of them once current, a spec, a network, its task, publish, unpublish, the task's move. */
    ck_assert_uint_ge(count, 3 + made * (4 + 4 + 1 + 1 + 2 * 3 + 3));
}

START_TEST(threads_that_attach_and_take_down_do_not_meet)
{
    ck_assert(run_threads(fixture.registry, 0));
    assert_nothing_left(1);
}
END_TEST

START_TEST(processes_that_attach_and_take_down_do_not_meet)
{
    fixture_in_processes(&fixture, PROCESSES, run_threads);
    assert_nothing_left(PROCESSES);
}
END_TEST

Suite *concurrent_versions_suite(void)
{
    Suite *suite = suite_create("concurrent_versions");
    TCase *tests = tcase_create("concurrent_versions");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280);
    tcase_add_test(tests, threads_that_attach_and_take_down_do_not_meet);
    if (store_is_default())
        tcase_add_test(tests, processes_that_attach_and_take_down_do_not_meet);
    suite_add_tcase(suite, tests);
    return suite;
}
