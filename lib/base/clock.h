/* Time: microseconds since 1970-01-01T00:00:00Z, written as ISO 8601 (RFC 3339): 2018-02-16T13:45:36.078955Z. */
#ifndef NNREG_BASE_CLOCK_H
#define NNREG_BASE_CLOCK_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NNREG_TIME_TEXT 28 /* with its NUL */

int64_t nnreg_clock_now(void);

/* The seam: what nnreg_clock_now returns from now on; NULL for the system's clock. Tests only. */
void nnreg_clock_use(int64_t (*now)(void));

/* Years 0000 to 9999; times beyond are written as the nearest end. */
void nnreg_time_format(char out[NNREG_TIME_TEXT], int64_t microseconds);

/* Accepts exactly the form above, with 0 to 6 digits of fraction. False when `text` is none. */
bool nnreg_time_parse(int64_t *microseconds, const char *text);

/* Microseconds of a clock that nobody sets, from an arbitrary moment on: for waiting. */
int64_t nnreg_clock_steady(void);

/* Microseconds since the system was started, those asleep among them. */
int64_t nnreg_clock_since_boot(void);

/* Waits for some milliseconds; a signal may cut it short. */
void nnreg_clock_pause(unsigned milliseconds);

#endif
