/* See log_times.h. */
#include "log_times.h"

#include <string.h>

#include "report.h"
#include "text.h"

/* Whether the text begins as the pattern, in which 0 is any digit. */
static bool fits(const char *text, const char *pattern)
{
    for (; *pattern != '\0'; pattern++, text++)
        if (*pattern == '0' ? *text < '0' || *text > '9' : *text != *pattern)
            return false;
    return true;
}

bool log_time_read(struct buffer *time, const char *given)
{
    static const char day[] = "0000-00-00", second[] = "0000-00-00T00:00:00";
    size_t digits = 0;

    if (strlen(given) == strlen(day) && fits(given, day)) {
        buffer_printf(time, "%sT00:00:00.000000Z", given);
        return true;
    }
    if (!fits(given, second))
        return false;
    if (given[strlen(second)] == '.')
        digits = strspn(given + strlen(second) + 1, "0123456789");
    if (digits > 6 || strcmp(given + strlen(second) + (digits > 0 ? digits + 1 : 0), "Z") != 0)
        return false;
    buffer_printf(time, "%.*s%s%.*sZ", (int)(strlen(second) + (digits > 0 ? digits + 1 : 0)), given,
                  digits > 0 ? "" : ".", (int)(6 - digits), "000000");
    return true;
}

bool log_time_is_before(const struct nnreg_event *event, const char *time)
{
    struct buffer text = {0};
    bool before;

    text_add_time(&text, event->time, TEXT_MICROSECONDS);
    before = strcmp(buffer_text(&text), time) < 0;
    buffer_free(&text);
    return before;
}

/* Whether there is an event of this number, and it was before the time. */
static nnreg_status look(bool *before, nnreg *registry, uint64_t number, const char *time)
{
    nnreg_events *events;
    nnreg_status status = nnreg_events_since(registry, &events, number - 1, 1, 0, NULL);

    *before = status == NNREG_OK && nnreg_events_count(events) > 0 &&
              log_time_is_before(nnreg_events_get(events, 0), time);
    nnreg_events_free(events);
    return status;
}

/* The time of an event is never before that of the one before it, so a few looks find the place. */
int log_time_find(struct run *run, uint64_t *since, nnreg *registry, const char *time)
{
    uint64_t low = 0, high = 1;
    bool before = true;
    nnreg_status status = NNREG_OK;

    while (status == NNREG_OK && before && high < UINT64_MAX / 2) {
        status = look(&before, registry, high, time);
        low = before ? high : low;
        high = before ? 2 * high : high;
    }
    while (status == NNREG_OK && high - low > 1) {
        uint64_t middle = low + (high - low) / 2;

        status = look(&before, registry, middle, time);
        *(before ? &low : &high) = middle;
    }
    *since = low;
    return status == NNREG_OK ? STATUS_DONE : report_failure(run, status, "%s", nnreg_message(registry));
}
