/* The present process, as who is asked for it in every call wants it: without a system call. */
#ifndef NNREG_BASE_PROCESS_H
#define NNREG_BASE_PROCESS_H

#include <stdint.h>

/*
 * By which something that belongs to a process is known as its own: in a forked child, however it was forked, it is another one than in
 * its parent, and in all before that. So it is where the child has the id of one of them, as the first process of a PID namespace
 * has that the first process of another one made. It means nothing to other processes. Safe from any thread, and in a signal handler.
 */
uint64_t nnreg_process_mark(void);

#endif
