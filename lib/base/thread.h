/* Threads of the library's own. */
#ifndef NNREG_BASE_THREAD_H
#define NNREG_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/*
 * Starts one, which is joined like any other; false: none is to be had. No signal that is sent to the process is delivered to it: a handler
 * of the host's is never run in a thread that the host does not know. What the thread causes itself (SIGSEGV and its like) is
 * delivered as the host has it.
 */
bool nnreg_thread_start(pthread_t *thread, void *(*run)(void *context), void *context);

#endif
