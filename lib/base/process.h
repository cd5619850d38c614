/* The present process, as who is asked for it in every call wants it: without a system call. */
#ifndef NNREG_BASE_PROCESS_H
#define NNREG_BASE_PROCESS_H

/*
 * The id of the process, as getpid(2) gives it: in a forked child the child's, however it was forked. Safe from any thread, and
 * in a signal handler.
 */
long nnreg_process_id(void);

#endif
