/* See log_walk.h. */
#include "log_walk.h"

#include <string.h>

#include "report.h"

#define WINDOW 100 /* events that are in memory together */

/* Lists of events, one behind the other: a list can end early (nnreg_events_since), but has one at least. */
struct window {
    nnreg_events *lists[WINDOW];
    size_t count;
};

bool log_filter_meets(const struct log_filter *filter, const struct nnreg_event *event)
{
    return (filter->object == NULL || strcmp(filter->object, event->object) == 0) &&
           (filter->object_id == 0 || filter->object_id == event->object_id) &&
           (filter->actor == NULL || strcmp(filter->actor, event->actor) == 0);
}

static void free_window(struct window *window)
{
    while (window->count > 0)
        nnreg_events_free(window->lists[--window->count]);
}

/* Reads the events after `since` up to `last`, which are WINDOW at most. */
static int read_window(struct run *run, nnreg *registry, struct window *window, uint64_t since, uint64_t last)
{
    window->count = 0;
    while (since < last) {
        nnreg_events **list = &window->lists[window->count];
        nnreg_status status = nnreg_events_since(registry, list, since, (size_t)(last - since), 0, NULL);
        size_t count;

        if (status != NNREG_OK)
            return report_failure(run, status, "%s", nnreg_message(registry));
        window->count++;
        count = nnreg_events_count(*list);
        if (count == 0)
            break;
        since = nnreg_events_get(*list, count - 1)->sequence;
    }
    return STATUS_DONE;
}

static int visit_window(struct run *run, const struct window *window, const struct log_filter *filter,
                        uint64_t *left, log_visit *visit, void *context)
{
    int result = STATUS_DONE;
    size_t list, i;

    for (list = window->count; list > 0; list--)
        for (i = nnreg_events_count(window->lists[list - 1]); i > 0; i--) {
            const nnreg_events *events = window->lists[list - 1];

            if (*left == 0 || result != STATUS_DONE)
                return result;
            if (!log_filter_meets(filter, nnreg_events_get(events, i - 1)))
                continue;
            result = visit(run, context, events, i - 1);
            --*left;
        }
    return result;
}

int log_walk_back(struct run *run, nnreg *registry, uint64_t since, uint64_t last,
                  const struct log_filter *filter, uint64_t most, log_visit *visit, void *context)
{
    struct window window = {.count = 0};
    int result = STATUS_DONE;

    while (last > since && most > 0 && result == STATUS_DONE && run->output_error == 0) {
        uint64_t first = last - since > WINDOW ? last - WINDOW : since;

        result = read_window(run, registry, &window, first, last);
        if (result == STATUS_DONE)
            result = visit_window(run, &window, filter, &most, visit, context);
        free_window(&window);
        last = first;
    }
    return result;
}

/* What log_walk_tail has met so far. */
struct tail {
    uint64_t count, first;
};

static int note_event(struct run *run, void *context, const nnreg_events *events, size_t i)
{
    struct tail *tail = context;

    (void)run;
    tail->count++;
    tail->first = nnreg_events_get(events, i)->sequence;
    return STATUS_DONE;
}

int log_walk_tail(struct run *run, nnreg *registry, uint64_t *since, uint64_t last,
                  const struct log_filter *filter, uint64_t most)
{
    bool any = filter->object == NULL && filter->actor == NULL;
    struct tail tail = {0, 0};
    int result = STATUS_DONE;

    if (any && last > *since && last - *since > most)
        *since = last - most;
    if (!any)
        result = log_walk_back(run, registry, *since, last, filter, most, note_event, &tail);
    if (tail.count > 0 && tail.count == most)
        *since = tail.first - 1;
    return result;
}
