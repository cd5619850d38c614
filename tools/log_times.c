/* See log_times.h. */
#include "log_times.h"

#include "report.h"

/* Whether there is an event of this number, and it was before the moment. */
static nnreg_status look(bool *before, nnreg *registry, uint64_t number, int64_t moment)
{
    nnreg_events *events;
    nnreg_status status = nnreg_events_since(registry, &events, number - 1, 1, 0, NULL);

    *before =
        status == NNREG_OK && nnreg_events_count(events) > 0 && nnreg_events_get(events, 0)->time < moment;
    nnreg_events_free(events);
    return status;
}

/* The time of an event is never before that of the one before it, so a few looks find the place. */
int log_time_find(struct run *run, uint64_t *since, nnreg *registry, int64_t moment)
{
    uint64_t low = 0, high = 1;
    bool before = true;
    nnreg_status status = NNREG_OK;

    while (status == NNREG_OK && before && high < UINT64_MAX / 2) {
        status = look(&before, registry, high, moment);
        low = before ? high : low;
        high = before ? 2 * high : high;
    }
    while (status == NNREG_OK && high - low > 1) {
        uint64_t middle = low + (high - low) / 2;

        status = look(&before, registry, middle, moment);
        *(before ? &low : &high) = middle;
    }
    *since = low;
    return status == NNREG_OK ? STATUS_DONE : report_failure(run, status, "%s", nnreg_message(registry));
}
