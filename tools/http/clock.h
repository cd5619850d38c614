/* What the time is: of requests, of connections that are watched, of lines of the log. */
#ifndef HTTP_CLOCK_H
#define HTTP_CLOCK_H

#include <stdint.h>
#include <time.h>

#define CLOCK_SECOND 1000000 /* microseconds */
#define CLOCK_TEXT   28      /* bytes of a time as a text, with its NUL */

/* Microseconds since 1970 of CLOCK_REALTIME, or of CLOCK_MONOTONIC. */
int64_t clock_now(clockid_t clock);

/*
 * Microseconds since 1970 as RFC 3339 has them, in UTC: 2018-02-16T13:45:36.078955Z. Those outside the years 0000 to
 * 9999 are the nearest end.
 */
void clock_text(char text[CLOCK_TEXT], int64_t time);

#endif
