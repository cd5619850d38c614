/* What the time is: see clock.h. */
#include "clock.h"

#include <string.h>

/* 0000-01-01T00:00:00Z, and the last microsecond of 9999. */
#define EARLIEST (INT64_C(-62167219200) * CLOCK_SECOND)
#define LATEST   (INT64_C(253402300800) * CLOCK_SECOND - 1)

int64_t clock_now(clockid_t clock)
{
    struct timespec now = {0};

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

/* The last digits of a number, which is none below zero. */
static void put_digits(char *to, int64_t number, int digits)
{
    for (; digits > 0; number /= 10)
        to[--digits] = (char)('0' + number % 10);
}

/* Each line of the log has one, so no formats are read for it. */
void clock_text(char text[CLOCK_TEXT], int64_t time)
{
    int64_t shown = time < EARLIEST ? EARLIEST : time > LATEST ? LATEST : time;
    int64_t fraction = (shown % CLOCK_SECOND + CLOCK_SECOND) % CLOCK_SECOND;
    time_t seconds = (time_t)((shown - fraction) / CLOCK_SECOND);
    struct tm at = {0};

    gmtime_r(&seconds, &at);
    strcpy(text, "YYYY-MM-DDThh:mm:ss.ffffffZ");
    put_digits(text, at.tm_year + 1900, 4);
    put_digits(text + 5, at.tm_mon + 1, 2);
    put_digits(text + 8, at.tm_mday, 2);
    put_digits(text + 11, at.tm_hour, 2);
    put_digits(text + 14, at.tm_min, 2);
    put_digits(text + 17, at.tm_sec, 2);
    put_digits(text + 20, fraction, 6);
}
