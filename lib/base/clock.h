/* The clocks. Times are microseconds since 1970-01-01T00:00:00Z, whose texts are the public nnreg_time_format's (nnreg.h). */
#ifndef NNREG_BASE_CLOCK_H
#define NNREG_BASE_CLOCK_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nnreg.h"

int64_t nnreg_clock_now(void);

/* The seam: what nnreg_clock_now returns from now on; NULL for the system's clock. Tests only. */
void nnreg_clock_use(int64_t (*now)(void));

/* Microseconds of a clock that nobody sets, from an arbitrary moment on: for waiting. */
int64_t nnreg_clock_steady(void);

/* Microseconds since the system was started, those asleep among them. */
int64_t nnreg_clock_since_boot(void);

/* Waits for some milliseconds; a signal may cut it short. */
void nnreg_clock_pause(unsigned milliseconds);

#endif
