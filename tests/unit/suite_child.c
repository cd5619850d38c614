/*
 * See suite_child.h. Where the child is, it notes in memory that it shares with its parent. Check tells each test as it begins
 * by a function that the linker puts ours in front of (--wrap, in tests/local.mk); from a libcheck that is a shared library it
 * is not called, and then a child that dies is told by its suite alone, and none is ended for hanging.
 */
#include "suite_child.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where the child is. The texts are constants of the program, and so at one place in both processes. */
struct progress {
    const char *test, *file;
    int line, run; /* of a loop test, from 0 */
    int begun;     /* tests so far */
    bool at_end;   /* all of them have ended */
    bool passed;   /* and none has failed */
};

static const int stops[] = {SIGHUP, SIGINT, SIGTERM};

static struct progress *progress;
static unsigned patience; /* seconds for a test; 0: any time */
static volatile pid_t running;

void __real_tcase_fn_start(const char *test, const char *file, int line);
void __wrap_tcase_fn_start(const char *test, const char *file, int line);

void __wrap_tcase_fn_start(const char *test, const char *file, int line)
{
    if (progress != NULL) {
        progress->run = progress->test == test ? progress->run + 1 : 0;
        progress->test = test;
        progress->file = file;
        progress->line = line;
        progress->begun++;
        (void)signal(SIGALRM, SIG_DFL); /* Check's own handler would kill the child without a word */
        (void)alarm(patience);
    }
    __real_tcase_fn_start(test, file, line);
}

bool suite_child_is_wanted(void)
{
    const char *unit = getenv("NNREG_FORK"), *fork_tests = getenv("CK_FORK");

    return unit != NULL && strcmp(unit, "suite") == 0 &&
           (fork_tests == NULL || strcmp(fork_tests, "no") != 0);
}

/* As long as Check would give a test that does not say itself how long it may take. */
static unsigned read_patience(void)
{
    const char *seconds = getenv("CK_DEFAULT_TIMEOUT");

    return seconds != NULL ? (unsigned)strtoul(seconds, NULL, 10) : 0;
}

/* The child, with what its tests have started. */
static void end_child(int signal_number)
{
    if (running > 0)
        (void)kill(-running, SIGKILL);
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

/* A signal that is to stop the parent. */
static void on_stops(void (*handler)(int))
{
    size_t i;

    for (i = 0; i < sizeof stops / sizeof *stops; i++)
        (void)signal(stops[i], handler);
}

static void live(Suite *suite)
{
    SRunner *runner = srunner_create(suite);

    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    (void)alarm(0);
    progress->begun = srunner_ntests_run(runner);
    progress->passed = srunner_ntests_failed(runner) == 0;
    srunner_free(runner);
    progress->at_end = true;
    exit(progress->passed ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* An end that Check has not told, with the count that tests/meta/summary.sh reads. */
static void tell_end(const char *topic, int status)
{
    if (progress->at_end)
        fprintf(stderr, "the suite %s: behind its last test", topic);
    else if (progress->test != NULL)
        fprintf(stderr, "%s:%d: the suite %s: in the test %s, run %d, or behind it", progress->file,
                progress->line, topic, progress->test, progress->run);
    else
        fprintf(stderr, "the suite %s", topic);
    if (WIFSIGNALED(status))
        fprintf(stderr, ": the process was ended by signal %d (%s)\n", WTERMSIG(status),
                WTERMSIG(status) == SIGALRM ? "the test took too long" : strsignal(WTERMSIG(status)));
    else
        fprintf(stderr, ": the process ended with exit status %d\n", WEXITSTATUS(status));
    printf("0%%: Checks: 1, Failures: 0, Errors: 1\n");
}

static bool make_progress(void)
{
    if (progress == NULL)
        progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (progress == MAP_FAILED)
        return false;
    *progress = (struct progress){.test = NULL};
    return true;
}

bool suite_child_run(int *ran, const char *topic, Suite *(*make)(void))
{
    int status = 0;
    pid_t child;

    patience = read_patience();
    if (!make_progress() || fflush(NULL) != 0 || (child = fork()) < 0) {
        perror("a child for a suite");
        return false;
    }
    if (child == 0) {
        (void)setpgid(0, 0);
        on_stops(SIG_DFL);
        live(make());
    }
    (void)setpgid(child, child);
    running = child;
    on_stops(end_child);
    (void)waitpid(child, &status, 0);
    running = 0;
    (void)kill(-child, SIGKILL); /* what a test has left running */
    *ran += progress->begun;
    if (progress->at_end && WIFEXITED(status) &&
        WEXITSTATUS(status) == (progress->passed ? EXIT_SUCCESS : EXIT_FAILURE))
        return progress->passed;
    tell_end(topic, status);
    return false;
}
