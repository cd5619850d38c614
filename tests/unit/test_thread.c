/* Threads of the library's own, and what of the host's does not reach them. */
#include <check.h>
#include <errno.h>
#include <signal.h>

#include "base/thread.h"
#include "failing_calls.h"

static void *tell_mask(void *context)
{
    (void)pthread_sigmask(SIG_BLOCK, NULL, context);
    return context;
}

START_TEST(no_signal_of_the_hosts_reaches_it_but_its_own_faults_do)
{
    static const int sent[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGCHLD, SIGPIPE, SIGPROF},
                     caused[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    sigset_t mine, seen, after;
    pthread_t thread;
    size_t i;
    int signal;

    (void)sigemptyset(&mine);
    (void)sigaddset(&mine, SIGUSR2);
    (void)pthread_sigmask(SIG_SETMASK, &mine, NULL);
    (void)sigemptyset(&seen);
    ck_assert(nnreg_thread_start(&thread, tell_mask, &seen));
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    for (i = 0; i < sizeof sent / sizeof *sent; i++)
        ck_assert_int_eq(sigismember(&seen, sent[i]), 1);
    for (i = 0; i < sizeof caused / sizeof *caused; i++)
        ck_assert_int_eq(sigismember(&seen, caused[i]), 0);
    (void)pthread_sigmask(SIG_SETMASK, NULL, &after);
    for (signal = 1; signal < 32; signal++)
        ck_assert_int_eq(sigismember(&after, signal), signal == SIGUSR2);
}
END_TEST

START_TEST(where_none_is_to_be_had_the_callers_signals_are_as_they_were)
{
    sigset_t seen, after;
    pthread_t thread;

    failing_calls_arm("pthread_create", 1, EAGAIN);
    ck_assert(!nnreg_thread_start(&thread, tell_mask, &seen));
    ck_assert(failing_calls_failed(NULL));
    (void)pthread_sigmask(SIG_SETMASK, NULL, &after);
    ck_assert_int_eq(sigismember(&after, SIGTERM), 0);
}
END_TEST

Suite *thread_suite(void);
Suite *thread_suite(void)
{
    Suite *suite = suite_create("thread");
    TCase *threads = tcase_create("threads");

    tcase_add_test(threads, no_signal_of_the_hosts_reaches_it_but_its_own_faults_do);
    tcase_add_test(threads, where_none_is_to_be_had_the_callers_signals_are_as_they_were);
    suite_add_tcase(suite, threads);
    return suite;
}
