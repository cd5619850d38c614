/*
 * Waking who waits for events, and the descriptor that tells of them: nothing that comes is missed, however it falls between the
 * steps of who looks for it.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "failing_calls.h"
#include "registry/event_chain.h"
#include "registry/handle.h"
#include "registry_fixture.h"

Suite *waking_suite(void);

#define PATIENCE_MS 60000 /* what a test waits at most for what comes at once */

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    fixture_end(&fixture);
}

/* An event. */
static void change(nnreg *registry)
{
    char json[FIXTURE_JSON];
    uint64_t id;
    size_t size = fixture_spec_json(json, "s", "");

    ck_assert_msg(nnreg_spec_create(registry, &id, json, size, NULL, fixture.findings) == NNREG_OK, "%s",
                  nnreg_message(registry));
}

/* How many events there are after *since, which goes there. */
static size_t look(nnreg *registry, uint64_t *since, unsigned timeout_ms)
{
    nnreg_events *events;
    size_t count;

    ck_assert_msg(nnreg_events_since(registry, &events, *since, NNREG_LIMIT_PAGE, timeout_ms, NULL) ==
                      NNREG_OK,
                  "%s", nnreg_message(registry));
    count = nnreg_events_count(events);
    *since += count;
    nnreg_events_free(events);
    return count;
}

/* ------------------------------------------------------------------------------------------------------- waking -- */

static int cancel(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    return 1;
}

/* Called by who waits, so it is on its way to wait again. */
static int wake(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage, (void)done, (void)total;
    return nnreg_wake(context) != NNREG_OK;
}

static void wake_by_signal(int signal)
{
    (void)signal;
    (void)nnreg_wake(fixture.registry);
}

static int send_signal(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    return raise(SIGUSR1);
}

static nnreg_status wait_with(nnreg *registry, nnreg_progress *progress, size_t *count)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_events *events;
    nnreg_status status;

    call.progress = progress;
    call.context = registry;
    status = nnreg_events_since(registry, &events, 0, 10, PATIENCE_MS, &call);
    *count = status == NNREG_OK ? nnreg_events_count(events) : 0;
    nnreg_events_free(events);
    return status;
}

START_TEST(a_wake_ends_a_wait_as_if_the_time_were_up)
{
    size_t count = 7;

    ck_assert_int_eq(wait_with(fixture.registry, wake, &count), NNREG_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(a_wake_holds_for_who_begins_to_wait_later_until_it_is_cleared)
{
    uint64_t since = 0;
    size_t count;

    ck_assert_int_eq(nnreg_wake(fixture.registry), NNREG_OK);
    ck_assert_uint_eq(look(fixture.registry, &since, PATIENCE_MS), 0);
    ck_assert_uint_eq(look(fixture.registry, &since, PATIENCE_MS), 0);
    ck_assert_int_eq(wait_with(fixture.registry, cancel, &count), NNREG_OK); /* it is not even asked */
    ck_assert_int_eq(nnreg_wake_clear(fixture.registry), NNREG_OK);
    ck_assert_int_eq(wait_with(fixture.registry, cancel, &count), NNREG_CANCELLED);
}
END_TEST

START_TEST(who_is_woken_is_given_what_there_is)
{
    uint64_t since = 0;

    ck_assert_int_eq(nnreg_wake(fixture.registry), NNREG_OK);
    change(fixture.registry);
    ck_assert_uint_eq(look(fixture.registry, &since, PATIENCE_MS), 1);
}
END_TEST

START_TEST(a_wake_is_of_one_handle)
{
    nnreg *other = fixture_open(&fixture, 0);
    size_t count;

    ck_assert_int_eq(nnreg_wake(fixture.registry), NNREG_OK);
    ck_assert_int_eq(wait_with(other, cancel, &count), NNREG_CANCELLED);
    nnreg_close(other);
}
END_TEST

START_TEST(a_signal_handler_may_wake_and_errno_stays)
{
    struct sigaction action = {.sa_handler = wake_by_signal}, before;
    size_t count;

    ck_assert_int_eq(sigaction(SIGUSR1, &action, &before), 0);
    ck_assert_int_eq(wait_with(fixture.registry, send_signal, &count), NNREG_OK);
    ck_assert_uint_eq(count, 0);
    errno = ENOTTY;
    ck_assert_int_eq(nnreg_wake(fixture.registry), NNREG_OK);
    ck_assert_int_eq(errno, ENOTTY);
    ck_assert_int_eq(sigaction(SIGUSR1, &before, NULL), 0);
}
END_TEST

static atomic_bool stop;

static void *follow(void *context)
{
    unsigned *failures = context;
    uint64_t since = 0;

    while (!atomic_load(&stop)) {
        nnreg_events *events;

        if (nnreg_events_since(fixture.registry, &events, since, 100, 10 * PATIENCE_MS, NULL) != NNREG_OK)
            ++*failures;
        nnreg_events_free(events);
    }
    return NULL;
}

/* A thread that missed the wake would wait for longer than the test has. */
START_TEST(all_threads_are_stopped_however_near_to_waiting_they_are)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    unsigned failures[THREADS] = {0}, round, i;

    for (round = 0; round < 200; round++) {
        atomic_store(&stop, false);
        ck_assert_int_eq(nnreg_wake_clear(fixture.registry), NNREG_OK);
        for (i = 0; i < THREADS; i++)
            ck_assert_int_eq(pthread_create(&threads[i], NULL, follow, &failures[i]), 0);
        atomic_store(&stop, true);
        ck_assert_int_eq(nnreg_wake(fixture.registry), NNREG_OK);
        for (i = 0; i < THREADS; i++) {
            ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
            ck_assert_uint_eq(failures[i], 0);
        }
    }
}
END_TEST

static atomic_uint queued;

/* Clears, looks into the queue, waits: what is queued in between is not slept over. */
static void *work_off(void *context)
{
    unsigned *done = context;
    uint64_t since = 0;

    while (*done < 2000) {
        nnreg_events *events;

        if (nnreg_wake_clear(fixture.registry) != NNREG_OK)
            break;
        *done += atomic_exchange(&queued, 0);
        if (*done < 2000 &&
            nnreg_events_since(fixture.registry, &events, since, 100, 10 * PATIENCE_MS, NULL) == NNREG_OK)
            nnreg_events_free(events);
    }
    return NULL;
}

START_TEST(who_clears_and_then_looks_misses_nothing_that_is_queued)
{
    unsigned done = 0, i;
    pthread_t thread;

    atomic_store(&queued, 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, work_off, &done), 0);
    for (i = 0; i < 2000; i++) {
        atomic_fetch_add(&queued, 1);
        ck_assert_int_eq(nnreg_wake(fixture.registry), NNREG_OK);
    }
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_uint_eq(done, 2000);
}
END_TEST

START_TEST(a_handle_that_is_none_or_of_before_a_fork_is_not_woken)
{
    pid_t child;

    ck_assert_int_eq(nnreg_wake(NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_wake_clear(NULL), NNREG_INVALID_ARGUMENT);
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        CHILD(nnreg_wake(fixture.registry) == NNREG_INVALID_ARGUMENT);
        CHILD(nnreg_wake_clear(fixture.registry) == NNREG_INVALID_ARGUMENT);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
}
END_TEST

/* ------------------------------------------------------------------------------------------- the descriptor to poll -- */

static int descriptor(nnreg *registry)
{
    int fd;

    ck_assert_msg(nnreg_events_fd(registry, &fd) == NNREG_OK, "%s", nnreg_message(registry));
    return fd;
}

static bool is_readable(int fd, int timeout_ms)
{
    struct pollfd polled = {.fd = fd, .events = POLLIN};

    return poll(&polled, 1, timeout_ms) == 1 && polled.revents == POLLIN;
}

/* As its comment says: read it, then look until there is nothing more. */
static void read_it(int fd)
{
    uint64_t number;
    ssize_t got = read(fd, &number, sizeof number);

    ck_assert(got == (ssize_t)sizeof number || (got == -1 && errno == EAGAIN));
}

/* Turns of a loop that is told by the descriptor alone, until there were so many events. */
static void follow_until(int fd, uint64_t *since, uint64_t count)
{
    while (*since < count) {
        ck_assert(is_readable(fd, PATIENCE_MS));
        read_it(fd);
        while (look(fixture.registry, since, 0) > 0)
            continue;
    }
    ck_assert_uint_eq(*since, count);
}

START_TEST(it_is_readable_for_what_is_there_and_for_what_comes_of_either_handle)
{
    nnreg *other = fixture_open(&fixture, 0);
    int fd = descriptor(fixture.registry);
    uint64_t since = 0;

    ck_assert(is_readable(fd, PATIENCE_MS)); /* there is nothing yet: the first look is one's own */
    read_it(fd);
    ck_assert_uint_eq(look(fixture.registry, &since, 0), 0);
    change(fixture.registry);
    follow_until(fd, &since, 1);
    change(other);
    follow_until(fd, &since, 2);
    nnreg_close(other);
}
END_TEST

START_TEST(it_is_one_close_on_exec_never_blocks_and_goes_with_the_handle)
{
    int fd = descriptor(fixture.registry);
    uint64_t number;

    ck_assert_int_eq(descriptor(fixture.registry), fd);
    ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
    ck_assert(is_readable(fd, PATIENCE_MS));
    read_it(fd);
    ck_assert_int_eq((int)read(fd, &number, sizeof number), -1);
    ck_assert_int_eq(errno, EAGAIN);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
}
END_TEST

START_TEST(the_events_of_another_process_are_told)
{
    enum { CHANGES = 20 };
    int fd = descriptor(fixture.registry);
    uint64_t since = 0;
    pid_t child = fork();
    unsigned i;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        nnreg *own = fixture_open(&fixture, 0);

        for (i = 0; i < CHANGES; i++)
            change(own);
        nnreg_close(own);
        child_done();
    }
    follow_until(fd, &since, CHANGES);
    ck_assert_int_eq(child_wait(child), 0);
}
END_TEST

/*
 * Each way in which three changes can fall between the steps of who follows, which reads the descriptor and looks in turns.
 * The changes are those of another handle, which are found as another process's are. Whatever the order, what was not seen is
 * told. The rows are made: bit i of the number says that step i of seven is a change.
 */
#define STEPS 7

static unsigned changes_in(unsigned order)
{
    unsigned count = 0;

    for (; order != 0; order >>= 1)
        count += order & 1;
    return count;
}

START_TEST(nothing_is_missed_in_whatever_order_it_comes)
{
    nnreg *other = fixture_open(&fixture, 0);
    int fd = descriptor(fixture.registry);
    uint64_t since = 0, made = 0;
    unsigned order, i;

    for (order = 0; order < 1u << STEPS; order++) {
        unsigned step = 0;

        if (changes_in(order) != 3)
            continue;
        for (i = 0; i < STEPS; i++) {
            if ((order >> i & 1) != 0) {
                change(other);
                made++;
            } else if (step++ % 2 == 0) {
                read_it(fd);
            } else {
                (void)look(fixture.registry, &since, 0);
            }
        }
        follow_until(fd, &since, made);
    }
    ck_assert_uint_eq(made, 35 * 3);
    nnreg_close(other);
}
END_TEST

static nnreg_status damage_end(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    (void)context;
    return nnreg_kv_put(txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_LAST_EVENT),
                        (struct nnreg_slice){"x", 1}, error);
}

START_TEST(a_history_that_cannot_be_read_is_told_too)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    int fd = descriptor(fixture.registry);
    nnreg_events *events;
    uint64_t since = 0;
    unsigned more = 0;

    change(fixture.registry);
    follow_until(fd, &since, 1);
    ck_assert(nnreg_kv_write(fixture.registry->kv, damage_end, NULL, &error) == NNREG_OK);
    do { /* it may have been readable for the change still */
        ck_assert(is_readable(fd, PATIENCE_MS));
        read_it(fd);
    } while (nnreg_events_since(fixture.registry, &events, since, 1, 0, NULL) == NNREG_OK);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "is damaged"));
    while (
        is_readable(fd, 250)) { /* it is looked at again and again, and told once: in front of that, or now */
        ck_assert_uint_eq(more++, 0);
        read_it(fd);
    }
}
END_TEST

START_TEST(where_there_is_none_that_is_said)
{
    static const struct {
        int number;
        nnreg_status status;
        const char *said;
    } failures[] = {{EMFILE, NNREG_BUSY, "cannot make a descriptor to poll: "},
                    {ENOSYS, NNREG_UNSUPPORTED, "this system has no eventfd(2)"}};
    size_t i;
    int fd;

    for (i = 0; i < sizeof failures / sizeof *failures; i++) {
        fixture_fail_call(1, failures[i].number, false);
        ck_assert_int_eq(nnreg_events_fd(fixture.registry, &fd), failures[i].status);
        ck_assert(fixture_call_failed(NULL));
        ck_assert_int_eq(fd, -1);
        ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), failures[i].said));
    }
    ck_assert_int_eq(nnreg_events_fd(fixture.registry, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_events_fd(NULL, &fd), NNREG_INVALID_ARGUMENT);
    ck_assert_int_ge(descriptor(fixture.registry), 0);
}
END_TEST

/* The child's handle has no thread to end, and what it closes is its own copy. */
START_TEST(where_it_cannot_be_made_that_is_said_and_the_next_call_makes_it)
{
    uint64_t n = 0;
    int fd = 7;
    nnreg_status status;

    failing_calls_arm("pthread_create", 1, EAGAIN);
    ck_assert_int_eq(nnreg_events_fd(fixture.registry, &fd), NNREG_BUSY);
    ck_assert(failing_calls_failed(NULL));
    ck_assert_int_eq(fd, -1);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "cannot start the thread"));
    do {
        nnreg_alloc_fail_from(++n);
        status = nnreg_events_fd(fixture.registry, &fd);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(fd >= 0, status == NNREG_OK);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
    } while (status != NNREG_OK && n < 20);
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 1);
}
END_TEST

START_TEST(a_forked_child_closes_its_copy_and_the_parent_is_told_on)
{
    int fd = descriptor(fixture.registry), own;
    uint64_t since = 0;
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        CHILD(nnreg_events_fd(fixture.registry, &own) == NNREG_INVALID_ARGUMENT && own == -1);
        nnreg_close(fixture.registry);
        CHILD(fcntl(fd, F_GETFD) == -1);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    change(fixture.registry);
    follow_until(fd, &since, 1);
}
END_TEST

/* The thread is there for this only while its handle is open, whatever it was doing when that ended. */
START_TEST(a_handle_can_be_closed_at_any_time)
{
    unsigned i;

    for (i = 0; i < 100; i++) {
        nnreg *other = fixture_open(&fixture, 0);

        (void)descriptor(other);
        if (i % 2 == 0)
            change(other);
        nnreg_close(other);
    }
}
END_TEST

Suite *waking_suite(void)
{
    Suite *suite = suite_create("waking");
    TCase *waking = tcase_create("waking"), *polling = tcase_create("polling");

    tcase_add_checked_fixture(waking, begin, end);
    tcase_add_test(waking, a_wake_ends_a_wait_as_if_the_time_were_up);
    tcase_add_test(waking, a_wake_holds_for_who_begins_to_wait_later_until_it_is_cleared);
    tcase_add_test(waking, who_is_woken_is_given_what_there_is);
    tcase_add_test(waking, a_wake_is_of_one_handle);
    tcase_add_test(waking, a_signal_handler_may_wake_and_errno_stays);
    tcase_add_test(waking, all_threads_are_stopped_however_near_to_waiting_they_are);
    tcase_add_test(waking, who_clears_and_then_looks_misses_nothing_that_is_queued);
    tcase_add_test(waking, a_handle_that_is_none_or_of_before_a_fork_is_not_woken);
    suite_add_tcase(suite, waking);
    tcase_add_checked_fixture(polling, begin, end);
    tcase_add_test(polling, it_is_readable_for_what_is_there_and_for_what_comes_of_either_handle);
    tcase_add_test(polling, it_is_one_close_on_exec_never_blocks_and_goes_with_the_handle);
    tcase_add_test(polling, the_events_of_another_process_are_told);
    tcase_add_test(polling, nothing_is_missed_in_whatever_order_it_comes);
    tcase_add_test(polling, a_history_that_cannot_be_read_is_told_too);
    tcase_add_test(polling, where_there_is_none_that_is_said);
    tcase_add_test(polling, where_it_cannot_be_made_that_is_said_and_the_next_call_makes_it);
    tcase_add_test(polling, a_forked_child_closes_its_copy_and_the_parent_is_told_on);
    tcase_add_test(polling, a_handle_can_be_closed_at_any_time);
    suite_add_tcase(suite, polling);
    return suite;
}
