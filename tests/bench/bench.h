/*
 * The harness of the benchmarks: a clock, races, and a table of what came out.
 *
 * Every figure is a comparison made in one run on one machine, so that it means something elsewhere: the library
 * against the plain use of what it is built on, or against what somebody would use instead. Contenders take turns.
 *
 *     name                       ours       theirs   rival      ratio  goal
 *
 * Without a goal the ratio is their time over ours. What has one is reported under its name in goals.h, which says what
 * the ratio is; the table at the end of a run holds these.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "goals.h"

#define BENCH_PATH   512
#define BENCH_TOPICS 32 /* at most */
#define BENCH_ROUNDS 64 /* of a race, at most */

struct bench_topic;

struct bench {
    bool quick;              /* everything small: to see that it works, not what comes out */
    const char *path;        /* where the scratch folder is made */
    char folder[BENCH_PATH]; /* the scratch folder, removed at the end */
    char memory[BENCH_PATH]; /* another while it is needed, where memory is the device; else "" */
    FILE *lines;             /* NULL, or where each row also goes as a line of tab-separated fields */
    FILE *page;              /* NULL, or where tables go as Markdown besides */
    FILE *tables;            /* what follows the table of the goals, on the page, too */
    char *tables_text;
    size_t tables_size;
    pid_t process;                                  /* the bench itself, not what it forked */
    const struct bench_topic *topics[BENCH_TOPICS]; /* that ran */
    size_t topic_count;
};

struct bench_topic {
    const char *name;
    const char *what;
    void (*run)(struct bench *bench);
};

extern const struct bench_topic bench_add, bench_archive, bench_cascade, bench_create, bench_export,
    bench_fsck, bench_get, bench_graph, bench_json, bench_list, bench_locks, bench_memory, bench_open,
    bench_pages, bench_readers, bench_scale, bench_start, bench_update, bench_weights;

bool bench_has_run(const struct bench *bench, const char *topic);

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
    double time; /* seconds of a round */
};

/*
 * Runs the jobs in turn, `rounds` times each. Of what computes the best round counts: what else the machine does only ever
 * adds time. Of what waits for a device it is the median, whose best is luck.
 */
void bench_race(struct bench_job *jobs, size_t count, unsigned rounds, enum bench_clock clock);

/*
 * The same of jobs that write large files: before each round of each, untimed, so many bytes are written to another one and it
 * is removed, so that their memory was in use a moment ago. A virtual machine gives back to its host what nobody used for
 * seconds, and whoever comes next waits for it, page by page: as long as for writing 1 GiB, and it would fall on one of the jobs.
 */
void bench_race_of_writers(struct bench *bench, struct bench_job *jobs, size_t count, unsigned rounds,
                           enum bench_clock clock, size_t bytes);

/* ------------------------------------------------------------------------------------------------- reporting -- */

/* A row of two times without a goal, in seconds for one operation. */
void bench_time(struct bench *bench, const char *name, const char *rival, double ours, double theirs);

/* A row of two times or sizes; what the goals' rows are made of. */
void bench_row(struct bench *bench, const char *name, const char *rival, double ours, double theirs,
               bool bytes, double ratio, const char *note);

/* A time in the unit that fits it, or a size. */
const char *bench_text(char out[32], double value, bool bytes);

/* A row that could not be measured here, and why. */
void bench_skip(struct bench *bench, const char *name, const char *why);

/* A benchmark that cannot go on: removes the scratch folder, but for in a forked child, and ends with exit status 2. */
_Noreturn void bench_die(struct bench *bench, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Runs work(context, i) for each i < threads in a thread of its own, and waits for all. */
void bench_threads(struct bench *bench, unsigned threads, void (*work)(void *context, unsigned i),
                   void *context);

/* ----------------------------------------------------------------------------------------------------- files -- */

/* "FOLDER/name" in one of a few buffers that take turns. */
const char *bench_path(const struct bench *bench, const char *name);

/* The same in the folder where memory is the device, if bench_make_memory made one. */
const char *bench_memory_path(const struct bench *bench, const char *name);

/* Where memory is the device, a folder in bench->memory, if it has room for `bytes`; else that is "". */
void bench_make_memory(struct bench *bench, uint64_t bytes);
void bench_remove_memory(struct bench *bench);

/* From now on bench_path leads there, if there is one; or back again. */
void bench_swap_memory(struct bench *bench);

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
