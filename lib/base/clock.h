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

/* A condition variable for nnreg_condition_wait; destroyed with pthread_cond_destroy. False: the system refused it. */
bool nnreg_condition_init(pthread_cond_t *condition);
/* Waits for some milliseconds; a signal may cut it short. */
void nnreg_clock_pause(unsigned milliseconds);

/* As pthread_cond_timedwait, until nnreg_clock_steady is at `until`. False: it is. */
bool nnreg_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t until);

#endif
