/* Times in the history: where the events from a time on begin. */
#ifndef NNREG_TOOLS_LOG_TIMES_H
#define NNREG_TOOLS_LOG_TIMES_H

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

/*
 * A time as --since and --before of the lists take it, a day (its first instant) or up to the second or less, in UTC, as all its
 * digits: "2026-11-26T00:00:00.000000Z". So two of them are compared as texts. False: it is none.
 */
bool log_time_read(struct buffer *time, const char *given);

/* Whether an event was before such a time. */
bool log_time_is_before(const struct nnreg_event *event, const char *time);

/* The number of the last event before it, 0 for none: what nnreg_events_since takes. Returns the exit status. */
int log_time_find(struct run *run, uint64_t *since, nnreg *registry, const char *time);

#endif
