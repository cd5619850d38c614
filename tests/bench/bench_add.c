/*
 * Adding a network of 1 GiB of variables, judged with all checksums of its weights, against what no registry that sums its
 * files and keeps them on the device can leave out: SHA-256 of the same bytes, and writing them to a file and flushing it. The slower
 * of the two, each alone, is what is asked for, as if the machine did the other by the way; what it does of both at once,
 * in two threads, is the floor.
 */
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "models.h"
#include "nnreg.h"

#define LARGE ((uint64_t)1 << 30)
#define QUICK ((uint64_t)2 << 20)
#define PIECE ((size_t)1 << 20)
#define DATA  "model/variables/variables.data-00000-of-00001"

static const char description[] =
    "{\"name\": \"large\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": "
    "[{\"tensor_name\": \"input:0\", \"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", "
    "\"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]}, \"postprocessings\": [{\"tensors_output\": "
    "{\"tensors\": [\"probabilities\"]}}]}";

struct adding {
    struct bench *bench;
    struct bench_mapping data;
    nnreg *registry;
    nnreg_findings *findings;
    uint64_t added; /* the last */
    char out[BENCH_PATH];
};

/* ------------------------------------------------------------------------------------------------------ ours -- */

static void add_network(void *context)
{
    struct adding *adding = context;
    nnreg_bundle *bundle;

    if (nnreg_bundle_new(&bundle) != NNREG_OK ||
        nnreg_bundle_add_directory(bundle, bench_path(adding->bench, "model")) != NNREG_OK ||
        nnreg_network_create(adding->registry, &adding->added, description, sizeof description - 1, bundle,
                             NULL, adding->findings) != NNREG_OK)
        bench_die(adding->bench, "cannot add the model: %s", nnreg_message(adding->registry));
    nnreg_bundle_free(bundle);
}

/* So that the next is no duplicate, nor has a file to cut short or to wait for; in no time that is told. */
static void remove_all(void *context)
{
    struct adding *adding = context;

    if (adding->added != 0 && nnreg_network_delete(adding->registry, adding->added, NULL, NULL) != NNREG_OK)
        bench_die(adding->bench, "%s", nnreg_message(adding->registry));
    adding->added = 0;
    (void)unlink(adding->out);
    sync();
}

/* ---------------------------------------------------------------------------------------------------- theirs -- */

static void sum(void *context)
{
    struct adding *adding = context;
    unsigned char digest[EVP_MAX_MD_SIZE];

    if (EVP_Digest(adding->data.content, adding->data.size, digest, NULL, EVP_sha256(), NULL) != 1)
        bench_die(adding->bench, "libcrypto failed");
}

static void write_through(void *context)
{
    struct adding *adding = context;
    int fd = open(adding->out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    size_t at, size;

    for (at = 0; fd >= 0 && at < adding->data.size; at += size) {
        size = adding->data.size - at < PIECE ? adding->data.size - at : PIECE;
        if (write(fd, adding->data.content + at, size) != (ssize_t)size)
            break;
    }
    if (fd < 0 || at < adding->data.size || fsync(fd) != 0 || close(fd) != 0)
        bench_die(adding->bench, "cannot write %s: %s", adding->out, strerror(errno));
}

static void do_one(void *context, unsigned i)
{
    (i == 0 ? sum : write_through)(context);
}

static void do_both(void *context)
{
    struct adding *adding = context;

    bench_threads(adding->bench, 2, do_one, adding);
}

/* --------------------------------------------------------------------------------------------------- the race -- */

static void prepare(struct adding *adding, struct bench *bench)
{
    struct mw_recipe recipe;
    struct nnreg_options options = NNREG_OPTIONS_INIT;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_BIG_VARIABLES;
    recipe.bytes = bench->quick ? QUICK : LARGE;
    recipe.nodes = 64; /* variables */
    bench_model(bench, &recipe, "model");
    bench_map(bench, &adding->data, bench_path(bench, DATA));
    (void)snprintf(adding->out, sizeof adding->out, "%s", bench_path(bench, "out"));
    options.flags = NNREG_OPEN_CREATE;
    if (nnreg_open(&adding->registry, bench_path(bench, "registry"), &options) != NNREG_OK ||
        nnreg_findings_new(&adding->findings, NULL, 0) != NNREG_OK)
        bench_die(bench, "no registry");
    sync();
}

static void run(struct bench *bench)
{
    struct adding adding = {.bench = bench};
    struct bench_job jobs[] = {
        {add_network, &adding, 0}, {remove_all, &adding, 0}, {write_through, &adding, 0},
        {remove_all, &adding, 0},  {do_both, &adding, 0},    {remove_all, &adding, 0},
        {sum, &adding, 0}};
    double slower;

    prepare(&adding, bench);
    bench_race_of_writers(bench, jobs, 7, bench->quick ? 1 : 5, BENCH_WALL, bench->quick ? QUICK : LARGE);
    slower = jobs[6].time > jobs[2].time ? jobs[6].time : jobs[2].time;
    bench_figure(bench, BENCH_ADD, jobs[0].time, slower);
    bench_time(bench, "the same", "SHA-256", jobs[0].time, jobs[6].time);
    bench_time(bench, "the same", "write and fsync", jobs[0].time, jobs[2].time);
    bench_floor(bench, BENCH_ADD, "both at once", jobs[4].time, slower);
    nnreg_findings_free(adding.findings);
    nnreg_close(adding.registry);
    bench_unmap(&adding.data);
}

const struct bench_topic bench_add = {"add", "adding 1 GiB", run};
