/*
 * Checksums of weights: 1 GiB of variables in four shards, verified from a mapping, against isa-l's CRC32C over the
 * same bytes of the same mapping; on one thread, and on as many as there are processors. What the index's reading, the
 * division among threads and the joining of checksums cost is the difference. Then through descriptors, as the check of a
 * folder reads them, whose floor is isa-l over what the same threads read.
 */
#include <fcntl.h>
#include <isa-l.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "tensorflow/tensor_crc.h"
#include "models.h"

#define SHARDS  4
#define PIECE   ((size_t)1 << 20) /* isa-l takes an int */
#define THREADS 64                /* at most */

struct weights {
    struct bench *bench;
    struct bench_mapping index, shard[SHARDS];
    char name[SHARDS][64];
    int fd[SHARDS];
    struct nnreg_shard_file mapped[SHARDS], opened[SHARDS];
    unsigned threads;
    const struct nnreg_shard_file *files; /* one of the two */
};

/* ------------------------------------------------------------------------------------------------------ ours -- */

static void verify(void *context)
{
    struct weights *weights = context;
    struct nnreg_source index = nnreg_source_memory(weights->index.content, weights->index.size);
    struct nnreg_tensor_crc_options how = {.threads = weights->threads};
    struct nnreg_checkpoint checkpoint;
    struct nnreg_tensor_crc result;
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    struct nnreg_error error = {0};
    nnreg_status status;
    uint64_t total = 0;
    int i;

    status = nnreg_checkpoint_read(&checkpoint, &index, weights->files, SHARDS, &problems, &error);
    if (status == NNREG_OK)
        status = nnreg_tensor_crc_verify(&result, &checkpoint, &how, &problems, &error);
    for (i = 0; i < SHARDS; i++)
        total += weights->shard[i].size;
    if (status != NNREG_OK || problems.count > 0 || result.bytes != total)
        bench_die(weights->bench, "the weights could not be verified: %s", error.text);
    nnreg_checkpoint_free(&checkpoint);
    nnreg_problems_free(&problems);
}

/* ---------------------------------------------------------------------------------------------------- theirs -- */

struct part {
    const struct weights *weights;
    unsigned number, of;
    uint32_t crc; /* so that it is not optimised away */
};

/* One of the equal parts of every shard. */
static void *sum_part(void *context)
{
    struct part *part = context;
    size_t i;

    for (i = 0; i < SHARDS; i++) {
        const struct bench_mapping *shard = &part->weights->shard[i];
        size_t at = shard->size / part->of * part->number;
        size_t end = part->number + 1 == part->of ? shard->size : at + shard->size / part->of;

        for (; at < end; at += PIECE) {
            unsigned char *bytes = (unsigned char *)(uintptr_t)(shard->content + at);

            part->crc = crc32_iscsi(bytes, (int)(end - at < PIECE ? end - at : PIECE), part->crc);
        }
    }
    return NULL;
}

static void sum_in_threads(struct weights *weights, void *(*sum)(void *part))
{
    struct part part[THREADS];
    pthread_t thread[THREADS];
    unsigned i;

    for (i = 0; i < weights->threads; i++) {
        part[i] = (struct part){weights, i, weights->threads, 0};
        if (i > 0 && pthread_create(&thread[i], NULL, sum, &part[i]) != 0)
            bench_die(weights->bench, "cannot start a thread");
    }
    (void)sum(&part[0]);
    for (i = 1; i < weights->threads; i++)
        (void)pthread_join(thread[i], NULL);
}

static void sum_bare(void *context)
{
    sum_in_threads(context, sum_part);
}

/* -------------------------------------------------------------------------------------------------- the race -- */

static void open_weights(struct weights *weights)
{
    struct bench *bench = weights->bench;
    char path[96];
    int i;

    bench_map(bench, &weights->index, bench_path(bench, "model/variables/variables.index"));
    for (i = 0; i < SHARDS; i++) {
        (void)snprintf(weights->name[i], sizeof weights->name[i], "variables.data-%05d-of-%05d", i, SHARDS);
        (void)snprintf(path, sizeof path, "model/variables/%s", weights->name[i]);
        bench_map(bench, &weights->shard[i], bench_path(bench, path));
        weights->fd[i] = open(bench_path(bench, path), O_RDONLY | O_CLOEXEC);
        weights->mapped[i] = (struct nnreg_shard_file){
            weights->name[i], nnreg_source_memory(weights->shard[i].content, weights->shard[i].size)};
        weights->opened[i] = (struct nnreg_shard_file){
            weights->name[i], nnreg_source_file(weights->fd[i], weights->shard[i].size)};
    }
}

static void close_weights(struct weights *weights)
{
    int i;

    bench_unmap(&weights->index);
    for (i = 0; i < SHARDS; i++) {
        bench_unmap(&weights->shard[i]);
        (void)close(weights->fd[i]);
    }
}

/* The same sums of bytes that are read, on as many threads: what the way through descriptors costs by itself. */
static void *read_part(void *context)
{
    struct part *part = context;
    unsigned char *piece = malloc(PIECE);
    size_t i;

    for (i = 0; i < SHARDS && piece != NULL; i++) {
        size_t size = part->weights->shard[i].size, at = size / part->of * part->number;
        size_t end = part->number + 1 == part->of ? size : at + size / part->of, more;

        for (; at < end; at += more) {
            more = end - at < PIECE ? end - at : PIECE;
            if (pread(part->weights->fd[i], piece, more, (off_t)at) != (ssize_t)more)
                bench_die(part->weights->bench, "cannot read the weights");
            part->crc = crc32_iscsi(piece, (int)more, part->crc);
        }
    }
    free(piece);
    return NULL;
}

static void sum_read(void *context)
{
    struct weights *weights = context;

    sum_in_threads(weights, read_part);
}

/* Seconds of each, ours first; the third sums what it reads. */
static void race(struct weights *weights, const struct nnreg_shard_file *files, unsigned threads,
                 enum bench_clock clock, double times[3])
{
    struct bench_job jobs[3] = {{verify, weights, 0}, {sum_bare, weights, 0}, {sum_read, weights, 0}};
    int i;

    weights->threads = threads;
    weights->files = files;
    bench_race(jobs, 3, weights->bench->quick ? 1 : 15, clock);
    for (i = 0; i < 3; i++)
        times[i] = jobs[i].time;
}

static void run(struct bench *bench)
{
    struct weights weights = {.bench = bench};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned threads = processors < 2 ? 2 : processors > THREADS ? THREADS : (unsigned)processors;
    struct mw_recipe recipe;
    double times[3];

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_BIG_VARIABLES;
    recipe.bytes = bench->quick ? (uint64_t)4 << 20 : (uint64_t)1 << 30;
    recipe.nodes = 64; /* variables */
    recipe.shards = SHARDS;
    bench_model(bench, &recipe, "model");
    open_weights(&weights);
    race(&weights, weights.mapped, threads, BENCH_CPU, times);
    bench_figure(bench, BENCH_WEIGHTS_MAPPED, times[0], times[1]);
    race(&weights, weights.opened, threads, BENCH_WALL, times);
    bench_figure(bench, BENCH_WEIGHTS_READ, times[0], times[1]);
    bench_floor(bench, BENCH_WEIGHTS_READ, "pread and isa-l", times[2], times[1]);
    race(&weights, weights.mapped, threads, BENCH_WALL, times);
    bench_time(bench, "weights, mapped, elapsed, all threads", "isa-l", times[0], times[1]);
    race(&weights, weights.opened, 1, BENCH_CPU, times);
    bench_time(bench, "weights by descriptors, one thread", "isa-l", times[0], times[1]);
    close_weights(&weights);
}

const struct bench_topic bench_weights = {"weights", "CRC32C of 1 GiB of variables in four shards", run};
