/* What the time is: see clock.h. */
#include "clock.h"

#include <stdio.h>

/* 0000-01-01T00:00:00Z, and the last microsecond of 9999. */
#define EARLIEST (INT64_C(-62167219200) * CLOCK_SECOND)
#define LATEST   (INT64_C(253402300800) * CLOCK_SECOND - 1)

int64_t clock_now(clockid_t clock)
{
    struct timespec now = {0};

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

void clock_text(char text[CLOCK_TEXT], int64_t time)
{
    int64_t shown = time < EARLIEST ? EARLIEST : time > LATEST ? LATEST : time;
    int64_t fraction = (shown % CLOCK_SECOND + CLOCK_SECOND) % CLOCK_SECOND;
    time_t seconds = (time_t)((shown - fraction) / CLOCK_SECOND);
    struct tm at = {0};

    gmtime_r(&seconds, &at);
    snprintf(text, CLOCK_TEXT, "%04d", at.tm_year + 1900);
    strftime(text + 4, CLOCK_TEXT - 4, "-%m-%dT%H:%M:%S", &at);
    snprintf(text + 19, CLOCK_TEXT - 19, ".%06dZ", (int)fraction);
}
