/* See flush.h. The libc's functions are looked up once; where nothing is dear, a call costs one branch more. */
/* The libc's own declarations: without the inline functions of a fortified build, and with both sizes of offsets. */
#undef _FORTIFY_SOURCE
#undef _FILE_OFFSET_BITS
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "flush.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define PROBES 15

static atomic_bool is_dear;

static double now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Waits for what is left of the time that a flush takes. */
static void fill_up(double begun)
{
    double left = FLUSH_DEAR - (now() - begun);

    if (left > 0)
        (void)nanosleep(&(struct timespec){0, (long)(left * 1e9)}, NULL);
}

/* A sleep is rounded up by the timer's slack, which a thread has from the one that made it. */
void flush_make_dear(bool dear)
{
    (void)prctl(PR_SET_TIMERSLACK, 1UL);
    atomic_store(&is_dear, dear);
}

/* ------------------------------------------------------------------------------------------------- the calls -- */

#define REAL(name)                 \
    static __typeof__(&name) real; \
    if (real == NULL)              \
    real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define WRAP(type, name, flushes, parameters, arguments)                               \
    EXPORT type name parameters;                                                       \
    EXPORT type name parameters                                                        \
    {                                                                                  \
        bool wait = atomic_load_explicit(&is_dear, memory_order_relaxed) && (flushes); \
        double begun = wait ? now() : 0;                                               \
        type result;                                                                   \
        REAL(name);                                                                    \
        result = real arguments;                                                       \
        if (wait)                                                                      \
            fill_up(begun);                                                            \
        return result;                                                                 \
    }

static bool is_synchronous(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return flags >= 0 && (flags & O_DSYNC) != 0; /* O_SYNC has that bit, too */
}

WRAP(int, fsync, true, (int fd), (fd))
WRAP(int, fdatasync, true, (int fd), (fd))
WRAP(int, syncfs, true, (int fd), (fd))
WRAP(int, msync, (flags & MS_SYNC) != 0, (void *at, size_t size, int flags), (at, size, flags))
WRAP(ssize_t, write, is_synchronous(fd), (int fd, const void *from, size_t size), (fd, from, size))
WRAP(ssize_t, pwrite, is_synchronous(fd), (int fd, const void *from, size_t size, off_t at),
     (fd, from, size, at))
WRAP(ssize_t, pwrite64, is_synchronous(fd), (int fd, const void *from, size_t size, off64_t at),
     (fd, from, size, at))
WRAP(ssize_t, writev, is_synchronous(fd), (int fd, const struct iovec *from, int count), (fd, from, count))
WRAP(ssize_t, pwritev, is_synchronous(fd), (int fd, const struct iovec *from, int count, off_t at),
     (fd, from, count, at))

/* ------------------------------------------------------------------------------------------------- how dear -- */

static int compare_times(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;

    return (first > second) - (first < second);
}

double flush_time(const char *folder)
{
    double times[PROBES];
    char path[1024];
    size_t i;
    int fd;

    (void)snprintf(path, sizeof path, "%s/flush-XXXXXX", folder);
    fd = mkstemp(path);
    if (fd < 0)
        return -1;
    (void)unlink(path);
    for (i = 0; i < PROBES; i++) {
        double begun = now();

        if (pwrite(fd, "flush", 5, 0) != 5 || fdatasync(fd) != 0)
            break;
        times[i] = now() - begun;
    }
    (void)close(fd);
    qsort(times, i, sizeof times[0], compare_times);
    return i == PROBES ? times[PROBES / 2] : -1;
}
