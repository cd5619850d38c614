/*
 * Reading JSON strictly, against jansson, told to refuse keys that stand twice, as ours does: a description, and 1 MiB of descriptions
 * in an array. Ours keeps the places of all values and converts nothing; jansson makes an object of each.
 */
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "store.h"

#ifdef HAVE_JANSSON

#include <jansson.h>

#define LARGE ((size_t)1 << 20)

struct reading {
    struct bench *bench;
    const char *text;
    size_t size;
    unsigned times;
};

static void read_ours(void *context)
{
    const struct reading *reading = context;
    struct nnreg_json json;
    unsigned i;

    for (i = 0; i < reading->times; i++) {
        if (nnreg_json_read(&json, reading->text, reading->size, NULL, NULL, NULL) != NNREG_OK)
            bench_die(reading->bench, "the JSON is refused");
        nnreg_json_free(&json);
    }
}

static void read_theirs(void *context)
{
    const struct reading *reading = context;
    json_t *json;
    unsigned i;

    for (i = 0; i < reading->times; i++) {
        json = json_loadb(reading->text, reading->size, JSON_REJECT_DUPLICATES, NULL);
        if (json == NULL)
            bench_die(reading->bench, "jansson refuses the JSON");
        json_decref(json);
    }
}

static void race(struct bench *bench, enum bench_goal goal, const char *text, size_t size, unsigned times)
{
    struct reading reading = {bench, text, size, bench->quick ? 1 : times};
    struct bench_job jobs[2] = {{read_ours, &reading, 0}, {read_theirs, &reading, 0}};

    bench_race(jobs, 2, bench->quick ? 2 : 15, BENCH_CPU);
    bench_figure(bench, goal, jobs[0].time / reading.times, jobs[1].time / reading.times);
}

static void run(struct bench *bench)
{
    struct sample sample;
    char *text = malloc(LARGE + sizeof sample.json + 3);
    size_t used = 0;

    if (text == NULL)
        bench_die(bench, "out of memory");
    sample_make(bench, &sample);
    race(bench, BENCH_JSON_SMALL, sample.json, sample.json_size, 5000);
    while (used < LARGE) {
        text[used] = used == 0 ? '[' : ',';
        memcpy(text + used + 1, sample.json, sample.json_size);
        used += sample.json_size + 1;
    }
    text[used++] = ']';
    race(bench, BENCH_JSON_LARGE, text, used, 5);
    free(text);
    free(sample.model);
}

#else

static void run(struct bench *bench)
{
    bench_no_figure(bench, BENCH_JSON_SMALL, NO_JANSSON);
    bench_no_figure(bench, BENCH_JSON_LARGE, NO_JANSSON);
}

#endif

const struct bench_topic bench_json = {"json", "JSON, read strictly", run};
