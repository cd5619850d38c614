/* The harness: see bench.h. */
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "models.h"

#define OPEN_FOLDERS 16 /* while a tree is removed */

/* ------------------------------------------------------------------------------------------------- measuring -- */

double bench_now(enum bench_clock clock)
{
    struct timespec now;

    (void)clock_gettime(clock == BENCH_WALL ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void bench_race(struct bench_job *jobs, size_t count, unsigned rounds, enum bench_clock clock)
{
    unsigned round;
    size_t i;

    for (round = 0; round < rounds; round++) {
        for (i = 0; i < count; i++) {
            double begin = bench_now(clock), taken;

            jobs[i].run(jobs[i].context);
            taken = bench_now(clock) - begin;
            if (round == 0 || taken < jobs[i].best)
                jobs[i].best = taken;
        }
    }
}

/* ------------------------------------------------------------------------------------------------- reporting -- */

static const char *time_text(char out[32], double seconds)
{
    if (seconds < 1e-6)
        (void)snprintf(out, 32, "%.0f ns", seconds * 1e9);
    else if (seconds < 1e-3)
        (void)snprintf(out, 32, "%.2f us", seconds * 1e6);
    else if (seconds < 1)
        (void)snprintf(out, 32, "%.2f ms", seconds * 1e3);
    else
        (void)snprintf(out, 32, "%.2f s", seconds);
    return out;
}

static const char *size_text(char out[32], size_t size)
{
    (void)snprintf(out, 32, "%.2f MiB", (double)size / (1 << 20));
    return out;
}

/* The line is for programs: seconds or bytes, the ratio, what is wanted (0: nothing), and "ok" or "missed". */
static void put_row(struct bench *bench, const char *name, const char *rival, const char *ours,
                    const char *theirs, double values[2], double ratio, double wanted)
{
    bool ok = ratio >= wanted;
    char wish[32] = "";

    if (wanted > 0)
        (void)snprintf(wish, sizeof wish, "(%.3g)%s", wanted, ok ? "" : "  MISSED");
    (void)printf("%-46s %11s %11s  %-18s %8.2f  %s\n", name, ours, theirs, rival, ratio, wish);
    (void)fflush(stdout);
    if (bench->lines != NULL)
        (void)fprintf(bench->lines, "%s\t%s\t%.9g\t%.9g\t%.4g\t%.4g\t%s\n", name, rival, values[0], values[1],
                      ratio, wanted, ok ? "ok" : "missed");
    bench->rows++;
    if (!ok)
        bench->missed++;
}

void bench_time(struct bench *bench, const char *name, const char *rival, double ours, double theirs,
                double wanted)
{
    double values[2] = {ours, theirs};
    char first[32], second[32];

    put_row(bench, name, rival, time_text(first, ours), time_text(second, theirs), values, theirs / ours,
            wanted);
}

void bench_size(struct bench *bench, const char *name, size_t ours, size_t limit)
{
    double values[2] = {(double)ours, (double)limit};
    char first[32], second[32];

    put_row(bench, name, "at most", size_text(first, ours), size_text(second, limit), values,
            (double)limit / (double)(ours > 0 ? ours : 1), 1);
}

void bench_skip(struct bench *bench, const char *name, const char *why)
{
    (void)printf("%-46s skipped: %s\n", name, why);
    if (bench->lines != NULL)
        (void)fprintf(bench->lines, "%s\t\t\t\t\t\tskipped\n", name);
}

void bench_die(struct bench *bench, const char *format, ...)
{
    va_list arguments;

    (void)fprintf(stderr, "bench: ");
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fprintf(stderr, "\n");
    bench_remove(bench->memory);
    bench_remove(bench->folder);
    exit(2);
}

/* ----------------------------------------------------------------------------------------------------- files -- */

const char *bench_path(const struct bench *bench, const char *name)
{
    static char paths[8][BENCH_PATH + 128];
    static unsigned turn;
    char *path = paths[turn++ % 8];

    (void)snprintf(path, sizeof paths[0], "%s/%s", bench->folder, name);
    return path;
}

static int remove_one(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
    (void)stat, (void)type, (void)walk;
    return remove(path);
}

void bench_remove(const char *path)
{
    if (path[0] != '\0' && nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        (void)fprintf(stderr, "bench: cannot remove %s: %s\n", path, strerror(errno));
}

void bench_map(struct bench *bench, struct bench_mapping *mapping, const char *path)
{
    struct stat stat;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    void *content;

    if (fd < 0 || fstat(fd, &stat) != 0)
        bench_die(bench, "cannot open %s: %s", path, strerror(errno));
    content = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (content == MAP_FAILED)
        bench_die(bench, "cannot map %s: %s", path, strerror(errno));
    (void)close(fd);
    *mapping = (struct bench_mapping){content, (size_t)stat.st_size};
}

void bench_unmap(struct bench_mapping *mapping)
{
    (void)munmap((void *)(uintptr_t)mapping->content, mapping->size);
    *mapping = (struct bench_mapping){NULL, 0};
}

void bench_model(struct bench *bench, const struct mw_recipe *recipe, const char *name)
{
    struct mw_made made;
    char error[256] = "";

    mw_make(&made, recipe);
    if (mw_made_write(&made, recipe, bench_path(bench, name), error, sizeof error) != 0)
        bench_die(bench, "%s", error);
    mw_made_free(&made);
}
