/* Times in the history: where the events from a time on begin. */
#ifndef NNREG_TOOLS_LOG_TIMES_H
#define NNREG_TOOLS_LOG_TIMES_H

#include <nnreg.h>

#include "run.h"

/* The number of the last event before a moment, 0 for none: what nnreg_events_since takes. Returns the exit status. */
int log_time_find(struct run *run, uint64_t *since, nnreg *registry, int64_t moment);

#endif
