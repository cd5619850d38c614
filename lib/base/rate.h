/*
 * A limit of bytes a second that several threads share. Their pieces stand in one line: each moves the end of it by the time that
 * the limit allows it, and waits until its own place has come. Who comes when the line has ended begins a new one at that moment,
 * so that nothing is made up for: after a pause nobody reads faster than the limit.
 */
#ifndef NNREG_BASE_RATE_H
#define NNREG_BASE_RATE_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/status.h"

struct nnreg_rate {
    uint64_t bytes_per_second; /* 0: no limit; does not change while it is used */
    atomic_int_least64_t end;  /* of the line, by nnreg_clock_steady */
};

/* Puts a piece into the line. Returns when it may go on: `now` or later, in microseconds. Any number of threads at once. */
int64_t nnreg_rate_place(struct nnreg_rate *rate, uint64_t bytes, int64_t now);

/* Not NNREG_OK: the wait is over, with that. */
typedef nnreg_status nnreg_rate_asked(void *context);

/*
 * Puts a piece that was just read into the line, and waits for its place. `may_go_on` is called at least 20 times a second
 * meanwhile, and not at all where there is nothing to wait for.
 */
nnreg_status nnreg_rate_keep(struct nnreg_rate *rate, uint64_t bytes, nnreg_rate_asked *may_go_on,
                             void *context);

#endif
