/*
 * Ctrl-C while something is being stored: the signal sets a flag, the library's progress callback sees it and cancels,
 * the library leaves nothing behind. The flag is the command's one piece of global state: a signal handler can reach
 * nothing else.
 */
#ifndef NNREG_TOOLS_INTERRUPT_H
#define NNREG_TOOLS_INTERRUPT_H

#include <stdbool.h>

/* SIGINT, SIGTERM and SIGHUP set the flag from now on; one that was ignored at the start stays ignored (nohup). */
void interrupt_catch(void);

/* From now on they end the process again, which may have to wait for who reads what it writes. */
void interrupt_release(void);

bool interrupt_came(void);

/* 128 and the number of the signal that came: 130 for SIGINT, also when none has. */
int interrupt_exit_status(void);

#endif
