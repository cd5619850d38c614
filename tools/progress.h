/*
 * A bar on the terminal for a call that takes longer than half a second, and the way by which Ctrl-C reaches it.
 */
#ifndef NNREG_TOOLS_PROGRESS_H
#define NNREG_TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "run.h"

struct progress {
    bool shown;  /* whether a bar may be drawn at all: standard error is a terminal, no -q */
    bool drawn;  /* whether one stands there now */
    int64_t due; /* when to draw next, in milliseconds of the monotonic clock */
};

void progress_start(struct progress *progress, const struct run *run);

/* An nnreg_progress; `context` is a struct progress. Cancels after a signal. */
int progress_call(void *context, const char *stage, uint64_t done, uint64_t total);

/* Wipes the bar. */
void progress_stop(struct progress *progress);

#endif
