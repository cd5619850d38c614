/* What the time is: see clock.h. */
#include "clock.h"

#include <stdio.h>

int64_t clock_now(clockid_t clock)
{
    struct timespec now = {0};

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

void clock_text(char text[CLOCK_TEXT])
{
    int64_t now = clock_now(CLOCK_REALTIME);
    time_t seconds = (time_t)(now / CLOCK_SECOND);
    struct tm parts = {0};
    size_t length;

    gmtime_r(&seconds, &parts);
    length = strftime(text, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text + length, CLOCK_TEXT - length, ".%06dZ", (int)(now % CLOCK_SECOND));
}
