/*
 * The history from its end: the newest events first, or the place from which the newest of them begin. The library gives
 * events forwards only; here they are read in windows, the last one first.
 */
#ifndef NNREG_TOOLS_LOG_WALK_H
#define NNREG_TOOLS_LOG_WALK_H

#include <nnreg.h>

#include "run.h"

/* Which events are wanted. */
struct log_filter {
    const char *object; /* "network"; NULL: of any kind */
    uint64_t object_id; /* 0: of any of the kind */
    const char *actor;  /* NULL: by anybody */
};

bool log_filter_meets(const struct log_filter *filter, const struct nnreg_event *event);

/* An event that is wanted. Returns STATUS_DONE, or the exit status after having said what is wrong; then it is the last one. */
typedef int log_visit(struct run *run, void *context, const nnreg_events *events, size_t i);

/*
 * Visits the events with numbers after `since` up to `last` that meet the filter, the newest first, `most` at most. Returns
 * the exit status.
 */
int log_walk_back(struct run *run, nnreg *registry, uint64_t since, uint64_t last,
                  const struct log_filter *filter, uint64_t most, log_visit *visit, void *context);

/* Moves `*since` forward, so that behind it up to `last` are the newest `most` events that meet the filter. Likewise. */
int log_walk_tail(struct run *run, nnreg *registry, uint64_t *since, uint64_t last,
                  const struct log_filter *filter, uint64_t most);

#endif
