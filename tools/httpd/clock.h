/* What the time is: of requests, of connections that are watched, of lines of the log. */
#ifndef NNREG_HTTPD_CLOCK_H
#define NNREG_HTTPD_CLOCK_H

#include <stdint.h>
#include <time.h>

#define CLOCK_SECOND 1000000 /* microseconds */

/* Microseconds since 1970 of CLOCK_REALTIME, or of CLOCK_MONOTONIC. */
static inline int64_t clock_now(clockid_t clock)
{
    struct timespec now = {0};

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

#endif
