/*
 * The messages of a handle: each thread its own, for as long as it makes sense, and none that outlives its thread, its
 * handle, or the next call.
 */
#include <check.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "registry/handle.h"
#include "registry/message_list.h"
#include "registry/messages.h"
#include "registry_fixture.h"

Suite *messages_suite(void);

static struct registry_fixture fixture;

/* Messages of all threads and handles. */
static size_t messages_kept(void)
{
    const struct nnreg_message *message;
    size_t count = 0;

    pthread_mutex_lock(&nnreg_message_list.mutex);
    for (message = nnreg_message_list.first; message != NULL; message = message->all[1])
        count++;
    pthread_mutex_unlock(&nnreg_message_list.mutex);
    return count;
}

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    fixture_end(&fixture);
}

static void fail_with(nnreg *registry, uint64_t id)
{
    nnreg_network *network;

    (void)nnreg_network_get(registry, &network, id);
}

static bool says(nnreg *registry, uint64_t id)
{
    char expected[64];

    snprintf(expected, sizeof expected, "there is no network %llu", (unsigned long long)id);
    return strcmp(nnreg_message(registry), expected) == 0;
}

/* One that begins without a message, fails, and ends with its own. */
static void *live(void *context)
{
    uint64_t id = *(const uint64_t *)context;

    if (strcmp(nnreg_message(fixture.registry), "") != 0)
        return (void *)(uintptr_t) "it has another's message";
    fail_with(fixture.registry, id);
    return says(fixture.registry, id) ? NULL : (void *)(uintptr_t) "it has no message of its own";
}

START_TEST(a_message_dies_with_its_thread)
{
    uint64_t id;

    fail_with(fixture.registry, 7);
    for (id = 1000; id < 4000; id++) { /* one after the other: the ids of threads are used again */
        pthread_t thread;
        void *fault;

        ck_assert_int_eq(pthread_create(&thread, NULL, live, &id), 0);
        ck_assert_int_eq(pthread_join(thread, &fault), 0);
        ck_assert_msg(fault == NULL, "thread %u: %s", (unsigned)id, (const char *)fault);
        ck_assert_uint_eq(messages_kept(), 1); /* that of this thread */
    }
    ck_assert(says(fixture.registry, 7));
}
END_TEST

START_TEST(the_next_call_takes_the_message_away)
{
    nnreg *second = fixture_open(&fixture, 0);
    nnreg_page *page;

    fail_with(fixture.registry, 7);
    fail_with(second, 8);
    fail_with(second, 9);
    ck_assert_uint_eq(messages_kept(), 2);
    ck_assert(says(fixture.registry, 7));
    ck_assert(says(second, 9));
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, NULL), NNREG_OK);
    nnreg_page_free(page);
    ck_assert_str_eq(nnreg_message(fixture.registry), "");
    ck_assert(says(second, 9)); /* each handle its own */
    nnreg_close(second);
    ck_assert_uint_eq(messages_kept(), 0);
}
END_TEST

/* Of three messages of one thread the first goes, and the others stay. */
START_TEST(a_message_goes_from_behind_others)
{
    nnreg *second = fixture_open(&fixture, 0), *third = fixture_open(&fixture, 0);
    nnreg_page *page;

    fail_with(fixture.registry, 7);
    fail_with(second, 8);
    fail_with(third, 9);
    ck_assert_uint_eq(messages_kept(), 3);
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, NULL), NNREG_OK);
    nnreg_page_free(page);
    ck_assert_uint_eq(messages_kept(), 2);
    ck_assert(says(second, 8));
    ck_assert(says(third, 9));
    nnreg_close(third);
    nnreg_close(second);
    ck_assert_uint_eq(messages_kept(), 0);
}
END_TEST

/* It would wait for itself here. */
START_TEST(a_call_that_follows_a_success_takes_no_lock_of_the_messages)
{
    nnreg_page *page;
    nnreg_status status;
    bool silent;

    pthread_mutex_lock(&nnreg_message_list.mutex);
    status = nnreg_network_list(fixture.registry, &page, NULL);
    nnreg_page_free(page);
    silent = strcmp(nnreg_message(fixture.registry), "") == 0;
    pthread_mutex_unlock(&nnreg_message_list.mutex);
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert(silent);
}
END_TEST

#define LIVING 8

static pthread_barrier_t barrier;
static nnreg *shared[2];

/* Fails on both handles, of which the first is then closed by another thread; uses the second one on. */
static void *outlive_a_handle(void *context)
{
    uint64_t id = (uint64_t)(uintptr_t)context;
    bool well;

    fail_with(shared[0], id);
    fail_with(shared[1], id + 100);
    (void)pthread_barrier_wait(&barrier);
    (void)pthread_barrier_wait(&barrier); /* closed */
    well = says(shared[1], id + 100);
    fail_with(shared[1], id + 200);
    well = well && says(shared[1], id + 200);
    (void)pthread_barrier_wait(&barrier);
    (void)pthread_barrier_wait(&barrier); /* counted */
    return (void *)(uintptr_t)well;
}

START_TEST(a_close_frees_the_messages_of_all_threads_that_live_on)
{
    pthread_t threads[LIVING];
    uintptr_t i;

    shared[0] = fixture_open(&fixture, 0);
    shared[1] = fixture.registry;
    ck_assert_int_eq(pthread_barrier_init(&barrier, NULL, LIVING + 1), 0);
    for (i = 0; i < LIVING; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, outlive_a_handle, (void *)(i + 1)), 0);
    (void)pthread_barrier_wait(&barrier);
    ck_assert_uint_eq(messages_kept(), 2 * LIVING);
    nnreg_close(shared[0]);
    ck_assert_uint_eq(messages_kept(), LIVING);
    (void)pthread_barrier_wait(&barrier);
    (void)pthread_barrier_wait(&barrier);
    ck_assert_uint_eq(messages_kept(), LIVING);
    (void)pthread_barrier_wait(&barrier);
    for (i = 0; i < LIVING; i++) {
        void *well;

        ck_assert_int_eq(pthread_join(threads[i], &well), 0);
        ck_assert_ptr_nonnull(well);
    }
    ck_assert_uint_eq(messages_kept(), 0);
    (void)pthread_barrier_destroy(&barrier);
}
END_TEST

/* Fails on a handle of its own that it opens and closes, and on the shared one, as fast as it can. */
static void *hurry(void *context)
{
    uint64_t id = (uint64_t)(uintptr_t)context, round;
    bool well = true;

    for (round = 0; round < 50 && well; round++) {
        nnreg *own = fixture_open(&fixture, 0);

        fail_with(own, id);
        fail_with(fixture.registry, id + round);
        well = says(own, id) && says(fixture.registry, id + round);
        nnreg_close(own);
    }
    return (void *)(uintptr_t)well;
}

START_TEST(threads_that_fail_and_close_at_once_do_not_meet)
{
    pthread_t threads[LIVING];
    uintptr_t i;

    for (i = 0; i < LIVING; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, hurry, (void *)(i * 1000 + 1)), 0);
    for (i = 0; i < LIVING; i++) {
        void *well;

        ck_assert_int_eq(pthread_join(threads[i], &well), 0);
        ck_assert_ptr_nonnull(well);
    }
    ck_assert_uint_eq(messages_kept(), 0);
}
END_TEST

/* Until it is told to end, so that it is there when the process forks. */
static void *wait_with_a_message(void *context)
{
    (void)context;
    fail_with(fixture.registry, 5);
    (void)pthread_barrier_wait(&barrier);
    (void)pthread_barrier_wait(&barrier);
    return NULL;
}

static void in_the_child(void)
{
    nnreg *own;

    CHILD(strcmp(nnreg_message(fixture.registry),
                 "this registry was opened before a fork: the child must open it for itself") == 0);
    fail_with(fixture.registry, 8);
    CHILD(!says(fixture.registry, 8));
    CHILD(messages_kept() == 0); /* what threads had that are not here */
    nnreg_close(fixture.registry);
    own = fixture_open(&fixture, 0);
    fail_with(own, 6);
    CHILD(says(own, 6));
    CHILD(messages_kept() == 1);
    nnreg_close(own);
    CHILD(messages_kept() == 0);
    child_done();
}

START_TEST(a_forked_child_has_no_messages_of_threads_that_it_has_not)
{
    pthread_t thread;
    pid_t child;

    ck_assert_int_eq(pthread_barrier_init(&barrier, NULL, 2), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, wait_with_a_message, NULL), 0);
    (void)pthread_barrier_wait(&barrier);
    fail_with(fixture.registry, 7);
    child = fork();
    if (child == 0)
        in_the_child();
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert(says(fixture.registry, 7));
    ck_assert_uint_eq(messages_kept(), 2);
    (void)pthread_barrier_wait(&barrier);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    (void)pthread_barrier_destroy(&barrier);
}
END_TEST

START_TEST(after_a_success_the_callers_buffer_is_empty)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[200] = "of an earlier call", dir[sizeof fixture.dir + 8];
    nnreg *registry;

    options.message = message;
    options.message_size = sizeof message;
    options.message_size = 0; /* none, then */
    ck_assert_int_eq(nnreg_open(&registry, fixture.dir, &options), NNREG_OK);
    ck_assert_str_eq(message, "of an earlier call");
    nnreg_close(registry);
    options.message_size = sizeof message;
    ck_assert_int_eq(nnreg_open(&registry, fixture.dir, &options), NNREG_OK);
    ck_assert_str_eq(message, "");
    nnreg_close(registry);
    snprintf(dir, sizeof dir, "%s-2", fixture.dir);
    options.flags = NNREG_OPEN_CREATE; /* on the way nothing is there yet, which is no failure */
    ck_assert_int_eq(nnreg_open(&registry, dir, &options), NNREG_OK);
    ck_assert_str_eq(message, "");
    nnreg_close(registry);
}
END_TEST

static char logged[400];

static void keep_logged(void *context, nnreg_severity severity, const char *text)
{
    (void)context;
    snprintf(logged, sizeof logged, "%s: %s", nnreg_severity_text(severity), text);
}

/* The registry's own failures, and of those what may pass is a warning; what a caller asked wrongly is none. */
START_TEST(the_hosts_log_has_what_is_wrong_with_the_registry)
{
    static const struct {
        nnreg_status status;
        const char *logged;
    } rows[] = {
        {NNREG_BUSY, "warning: it is so"},
        {NNREG_IO, "error: it is so"},
        {NNREG_CORRUPT, "error: it is so"},
        {NNREG_READ_ONLY, ""},
        {NNREG_NOT_FOUND, ""},
        {NNREG_INVALID_ARGUMENT, ""},
    };
    struct nnreg_error error;
    size_t i;

    fixture.registry->log = keep_logged;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        logged[0] = '\0';
        (void)nnreg_fail(&error, rows[i].status, "it is so");
        nnreg_messages_log_failure(fixture.registry, &error);
        ck_assert_str_eq(logged, rows[i].logged);
    }
    logged[0] = '\0';
    nnreg_messages_remark(fixture.registry, &error);
    ck_assert_str_eq(logged, "warning: it is so");
    ck_assert_str_eq(nnreg_message(fixture.registry), "it is so");
    fixture.registry->log = NULL;
    logged[0] = '\0';
    nnreg_messages_log_failure(fixture.registry, &error);
    ck_assert_str_eq(logged, "");
}
END_TEST

/* Where nobody tells the folder's path, it is as it was given; its end is what is told of a long one. */
START_TEST(a_long_path_leaves_room_for_what_happened)
{
    struct nnreg registry = {.dir = NULL};
    struct nnreg_error error;
    char dir[4000];

    memset(dir, 'a', sizeof dir - 5);
    memcpy(dir + sizeof dir - 5, "/end", 5);
    ck_assert_int_eq(nnreg_messages_name(&registry, -1, dir, &error), NNREG_OK);
    ck_assert_uint_eq(strlen(registry.dir), NNREG_FS_PATH - 1);
    ck_assert_str_eq(registry.dir + strlen(registry.dir) - 4, "/end");
    (void)nnreg_fail(&error, NNREG_IO, "it is so");
    nnreg_messages_add_directory(&error, &registry);
    ck_assert_ptr_nonnull(strstr(error.text, "a/end\": it is so"));
    nnreg_free(registry.dir);
    ck_assert_int_eq(nnreg_messages_name(&registry, -1, "short", &error), NNREG_OK);
    ck_assert_str_eq(registry.dir, "short");
    nnreg_free(registry.dir);
}
END_TEST

Suite *messages_suite(void)
{
    Suite *suite = suite_create("messages");
    TCase *tests = tcase_create("messages");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_message_dies_with_its_thread);
    tcase_add_test(tests, a_call_that_follows_a_success_takes_no_lock_of_the_messages);
    tcase_add_test(tests, the_next_call_takes_the_message_away);
    tcase_add_test(tests, a_message_goes_from_behind_others);
    tcase_add_test(tests, a_close_frees_the_messages_of_all_threads_that_live_on);
    tcase_add_test(tests, threads_that_fail_and_close_at_once_do_not_meet);
    tcase_add_test(tests, a_forked_child_has_no_messages_of_threads_that_it_has_not);
    tcase_add_test(tests, the_hosts_log_has_what_is_wrong_with_the_registry);
    tcase_add_test(tests, a_long_path_leaves_room_for_what_happened);
    tcase_add_test(tests, after_a_success_the_callers_buffer_is_empty);
    suite_add_tcase(suite, tests);
    return suite;
}
