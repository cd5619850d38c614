/*
 * Waiting for news: see news.h. It is futex(2): the system holds the number against the one that was seen under its own lock, so
 * that an announcement comes either before that, and the wait does not begin, or after it, and ends the wait.
 */
#include "base/news.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"

/* With a time of 64 bits there is a call of its own where `long` has 32. */
#if defined SYS_futex_time64 && (!defined SYS_futex || LONG_MAX == INT32_MAX)
#define FUTEX_CALL SYS_futex_time64
#else
#define FUTEX_CALL SYS_futex
#endif

void nnreg_news_announce(struct nnreg_news *news)
{
    int kept = errno;

    (void)atomic_fetch_add(&news->number, 1);
    (void)syscall(FUTEX_CALL, &news->number, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
    errno = kept;
}

/* First that nobody is to wait, then the number: who has seen the new number has seen that, too. */
void nnreg_news_wake(struct nnreg_news *news)
{
    atomic_store(&news->woken, true);
    nnreg_news_announce(news);
}

void nnreg_news_wait(struct nnreg_news *news, uint32_t seen, int64_t until)
{
    int64_t left;

    while (atomic_load(&news->number) == seen && (left = until - nnreg_clock_steady()) > 0) {
        struct timespec time = {.tv_sec = (time_t)(left / 1000000), .tv_nsec = (long)(left % 1000000) * 1000};

        (void)syscall(FUTEX_CALL, &news->number, FUTEX_WAIT_PRIVATE, seen, &time, NULL, 0);
    }
}
