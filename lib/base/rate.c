/* A limit of bytes a second: see rate.h. */
#include "base/rate.h"

#include "base/clock.h"

enum { WAIT_AT_ONCE = 50 /* milliseconds */ };

/* No piece takes longer, so that no sum of places overflows: some three years. */
#define LONGEST 1e14

int64_t nnreg_rate_place(struct nnreg_rate *rate, uint64_t bytes, int64_t now)
{
    int64_t end = atomic_load(&rate->end), place;
    double takes;

    if (rate->bytes_per_second == 0)
        return now;
    takes = (double)bytes * 1e6 / (double)rate->bytes_per_second;
    if (takes > LONGEST)
        takes = LONGEST;
    do
        place = (end < now ? now : end) + (int64_t)takes;
    while (!atomic_compare_exchange_weak(&rate->end, &end, place));
    return place;
}

nnreg_status nnreg_rate_keep(struct nnreg_rate *rate, uint64_t bytes, nnreg_rate_asked *may_go_on,
                             void *context)
{
    int64_t now = nnreg_clock_steady(), place = nnreg_rate_place(rate, bytes, now);
    nnreg_status status = NNREG_OK;

    while (status == NNREG_OK && now < place) {
        int64_t left = (place - now) / 1000 + 1;

        nnreg_clock_pause(left < WAIT_AT_ONCE ? (unsigned)left : WAIT_AT_ONCE);
        status = may_go_on(context);
        now = nnreg_clock_steady();
    }
    return status;
}
