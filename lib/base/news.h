/*
 * News: how often something was announced, and waiting until it is announced again. Who waits takes the number first, then looks
 * for what it waits for, and waits only while the number is still the same: so nothing that is announced behind its look is missed.
 * It is a number and no condition variable, so that it needs no lock: a signal handler may wake who waits.
 */
#ifndef NNREG_BASE_NEWS_H
#define NNREG_BASE_NEWS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* All zero to begin with; nothing is to be freed. */
struct nnreg_news {
    _Atomic uint32_t number;
    atomic_bool woken; /* nobody is to wait, until that is taken back */
};

static inline uint32_t nnreg_news_number(const struct nnreg_news *news)
{
    return atomic_load(&news->number);
}

/* Lets all that wait go on. */
void nnreg_news_announce(struct nnreg_news *news);

/* The same, and for those that are still to wait, until it is taken back. Async-signal-safe, with errno as it was. */
void nnreg_news_wake(struct nnreg_news *news);

/* Waits while the number is `seen`, until nnreg_clock_steady is at `until`, at the longest. */
void nnreg_news_wait(struct nnreg_news *news, uint32_t seen, int64_t until);

#endif
