/*
 * The harness of the benchmarks: a clock, races, and a table of what came out.
 *
 * Every figure is a comparison made in one run on one machine, so that it means something elsewhere: the library
 * against the plain use of what it is built on, or against what somebody would use instead. Contenders take turns, and
 * of each the best round counts: what else the machine does only ever adds time.
 *
 *     name                       ours       theirs   rival      ratio  wanted
 *
 * A ratio above 1 is in our favour. Where one is promised and missed, the run goes on, and ends with exit status 1.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define BENCH_PATH 512

struct bench {
    bool brief;              /* everything small: to see that it works, not what comes out */
    const char *path;        /* where the scratch folder is made */
    char folder[BENCH_PATH]; /* the scratch folder, removed at the end */
    char memory[BENCH_PATH]; /* another while it is needed, where memory is the device; else "" */
    FILE *lines;             /* NULL, or where each row also goes as a line of tab-separated fields */
    unsigned rows;
    unsigned missed;
};

struct bench_topic {
    const char *name;
    const char *what;
    void (*run)(struct bench *bench);
};

extern const struct bench_topic bench_archive, bench_cascade, bench_export, bench_fsck, bench_graph,
    bench_list, bench_locks, bench_memory, bench_pages, bench_registry, bench_weights;

/* ------------------------------------------------------------------------------------------------- measuring -- */

/*
 * Time on the clock, for what waits for a device; the processors' time of all threads, for what only computes: other
 * work on the machine does not show in it.
 */
enum bench_clock { BENCH_WALL, BENCH_CPU };

/* Seconds, from an arbitrary moment on. */
double bench_now(enum bench_clock clock);

/* Something to be timed. */
struct bench_job {
    void (*run)(void *context);
    void *context;
    double best; /* seconds of its fastest round */
};

/* Runs the jobs in turn, `rounds` times each. */
void bench_race(struct bench_job *jobs, size_t count, unsigned rounds, enum bench_clock clock);

/* ------------------------------------------------------------------------------------------------- reporting -- */

#define BENCH_ANY 0.0 /* no ratio is wanted */

/* A row of two times, in seconds for one operation. */
void bench_time(struct bench *bench, const char *name, const char *rival, double ours, double theirs,
                double wanted);

/* A row of a size that must stay below a limit, both in bytes. */
void bench_size(struct bench *bench, const char *name, size_t ours, size_t limit);

/* A row that could not be measured here, and why. */
void bench_skip(struct bench *bench, const char *name, const char *why);

/* A benchmark that cannot go on: removes the scratch folder, and ends with exit status 2. */
_Noreturn void bench_die(struct bench *bench, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ----------------------------------------------------------------------------------------------------- files -- */

/* "FOLDER/name" in one of a few buffers that take turns. */
const char *bench_path(const struct bench *bench, const char *name);

/* Removes a folder and everything in it. */
void bench_remove(const char *path);

/* A file of the scratch folder, mapped for reading, its pages in memory. */
struct bench_mapping {
    const unsigned char *content;
    size_t size;
};

void bench_map(struct bench *bench, struct bench_mapping *mapping, const char *path);
void bench_unmap(struct bench_mapping *mapping);

/* Writes a model of the model writer to `name` in the scratch folder; `kind` as in models.h. */
struct mw_recipe;
void bench_model(struct bench *bench, const struct mw_recipe *recipe, const char *name);

#endif
