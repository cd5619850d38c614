/* Threads: see thread.h. */
#include "base/thread.h"

#include <signal.h>
#include <stddef.h>

/* A thread inherits the mask of who starts it; so it has it from its first instruction on. */
bool nnreg_thread_start(pthread_t *thread, void *(*run)(void *context), void *context)
{
    static const int its_own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT};
    sigset_t blocked, kept;
    size_t i;
    int failed;

    (void)sigfillset(&blocked);
    for (i = 0; i < sizeof its_own / sizeof *its_own; i++)
        (void)sigdelset(&blocked, its_own[i]);
    (void)pthread_sigmask(SIG_SETMASK, &blocked, &kept);
    failed = pthread_create(thread, NULL, run, context);
    (void)pthread_sigmask(SIG_SETMASK, &kept, NULL);
    return failed == 0;
}
