/* The harness: see bench.h. */
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "models.h"

#define MEMORY       "/dev/shm"
#define OPEN_FOLDERS 16 /* while a tree is removed */

/* ------------------------------------------------------------------------------------------------- measuring -- */

double bench_now(enum bench_clock clock)
{
    struct timespec now;

    (void)clock_gettime(clock == BENCH_WALL ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int compare_times(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;

    return (first > second) - (first < second);
}

/* By a file that never gets to its device, as this is what the cache of the next one is taken from. */
static void use_memory(struct bench *bench, const char *path, size_t bytes)
{
    static const char piece[256 << 10] = "x";
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    size_t at;

    for (at = 0; at < bytes; at += sizeof piece)
        if (fd < 0 || write(fd, piece, sizeof piece) != (ssize_t)sizeof piece)
            bench_die(bench, "cannot write %s: %s", path, strerror(errno));
    if (unlink(path) != 0 || close(fd) != 0)
        bench_die(bench, "cannot remove %s: %s", path, strerror(errno));
}

static void race(struct bench *bench, struct bench_job *jobs, size_t count, unsigned rounds,
                 enum bench_clock clock, size_t bytes)
{
    double(*times)[BENCH_ROUNDS] = calloc(count, sizeof *times);
    unsigned round;
    size_t i;

    if (times == NULL || rounds > BENCH_ROUNDS)
        abort();
    for (round = 0; round < rounds; round++)
        for (i = 0; i < count; i++) {
            double begin;

            if (bytes > 0)
                use_memory(bench, bench_path(bench, "passing"), bytes);
            begin = bench_now(clock);
            jobs[i].run(jobs[i].context);
            times[i][round] = bench_now(clock) - begin;
        }
    for (i = 0; i < count; i++) {
        qsort(times[i], rounds, sizeof times[i][0], compare_times);
        jobs[i].time = times[i][clock == BENCH_WALL ? (rounds - 1) / 2 : 0];
    }
    free(times);
}

void bench_race(struct bench_job *jobs, size_t count, unsigned rounds, enum bench_clock clock)
{
    race(NULL, jobs, count, rounds, clock, 0);
}

void bench_race_of_writers(struct bench *bench, struct bench_job *jobs, size_t count, unsigned rounds,
                           enum bench_clock clock, size_t bytes)
{
    race(bench, jobs, count, rounds, clock, bytes);
}

/* ------------------------------------------------------------------------------------------------- reporting -- */

static void time_text(char out[32], double seconds)
{
    if (seconds < 1e-6)
        (void)snprintf(out, 32, "%.0f ns", seconds * 1e9);
    else if (seconds < 1e-3)
        (void)snprintf(out, 32, "%.2f us", seconds * 1e6);
    else if (seconds < 1)
        (void)snprintf(out, 32, "%.2f ms", seconds * 1e3);
    else
        (void)snprintf(out, 32, "%.2f s", seconds);
}

const char *bench_text(char out[32], double value, bool bytes)
{
    if (bytes)
        (void)snprintf(out, 32, "%.2f MiB", value / (1 << 20));
    else
        time_text(out, value);
    return out;
}

/* The line is for programs: seconds or bytes, the ratio, and what is said of it. */
void bench_row(struct bench *bench, const char *name, const char *rival, double ours, double theirs,
               bool bytes, double ratio, const char *note)
{
    char first[32], second[32];

    (void)printf("%-46s %11s %11s  %-26s %8.2f  %s\n", name, bench_text(first, ours, bytes),
                 bench_text(second, theirs, bytes), rival, ratio, note);
    (void)fflush(stdout);
    if (bench->lines != NULL)
        (void)fprintf(bench->lines, "%s\t%s\t%.9g\t%.9g\t%.4g\t%s\n", name, rival, ours, theirs, ratio, note);
}

void bench_time(struct bench *bench, const char *name, const char *rival, double ours, double theirs)
{
    bench_row(bench, name, rival, ours, theirs, false, theirs / ours, "");
}

void bench_skip(struct bench *bench, const char *name, const char *why)
{
    (void)printf("%-46s skipped: %s\n", name, why);
    if (bench->lines != NULL)
        (void)fprintf(bench->lines, "%s\t\t\t\t\tskipped\n", name);
}

void bench_die(struct bench *bench, const char *format, ...)
{
    va_list arguments;

    (void)fprintf(stderr, "bench: ");
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fprintf(stderr, "\n");
    if (getpid() != bench->process)
        _exit(2);
    bench_remove(bench->memory);
    bench_remove(bench->folder);
    exit(2);
}

/* --------------------------------------------------------------------------------------------------- threads -- */

struct starting {
    void (*work)(void *context, unsigned i);
    void *context;
    unsigned i;
    pthread_t thread;
};

static void *start(void *context)
{
    struct starting *starting = context;

    starting->work(starting->context, starting->i);
    return NULL;
}

void bench_threads(struct bench *bench, unsigned threads, void (*work)(void *context, unsigned i),
                   void *context)
{
    struct starting *all = calloc(threads, sizeof *all);
    unsigned i;

    if (all == NULL)
        bench_die(bench, "out of memory");
    for (i = 0; i < threads; i++) {
        all[i] = (struct starting){.work = work, .context = context, .i = i};
        if (pthread_create(&all[i].thread, NULL, start, &all[i]) != 0)
            bench_die(bench, "cannot start a thread");
    }
    for (i = 0; i < threads; i++)
        (void)pthread_join(all[i].thread, NULL);
    free(all);
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

const char *bench_memory_path(const struct bench *bench, const char *name)
{
    struct bench there = {0};

    (void)snprintf(there.folder, sizeof there.folder, "%s",
                   bench->memory[0] != '\0' ? bench->memory : bench->folder);
    return bench_path(&there, name);
}

void bench_make_memory(struct bench *bench, uint64_t bytes)
{
    struct statvfs there;

    (void)snprintf(bench->memory, sizeof bench->memory, MEMORY "/nnreg-bench-XXXXXX");
    if (statvfs(MEMORY, &there) != 0 || (uint64_t)there.f_bavail * there.f_frsize < bytes ||
        mkdtemp(bench->memory) == NULL)
        bench->memory[0] = '\0';
}

void bench_remove_memory(struct bench *bench)
{
    bench_remove(bench->memory);
    bench->memory[0] = '\0';
}

void bench_swap_memory(struct bench *bench)
{
    char folder[BENCH_PATH];

    if (bench->memory[0] == '\0')
        return;
    memcpy(folder, bench->folder, sizeof folder);
    memcpy(bench->folder, bench->memory, sizeof folder);
    memcpy(bench->memory, folder, sizeof folder);
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
