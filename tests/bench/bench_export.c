/*
 * An export against cp of the same stored files, 1 GiB in one large file, read from memory. Both end on the device:
 * `cp` and then an fsync of each copy and of the folder, as an export does of itself. An export proves every byte on the way,
 * which a copy does not: the floor is that copy, and SHA-256 of the files in a second thread.
 */
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "models.h"
#include "nnreg.h"

#define LARGE  ((uint64_t)1 << 30)
#define SMALL  ((uint64_t)1 << 20)
#define ROUNDS 5

struct moving {
    struct bench *bench;
    nnreg *registry;
    char blobs[BENCH_PATH], copies[BENCH_PATH], archive[BENCH_PATH];
    struct bench_mapping data; /* of the large stored file */
};

static void export_it(void *context)
{
    struct moving *moving = context;
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.all = 1;
    if (nnreg_export(moving->registry, moving->archive, &selection, NULL, NULL) != NNREG_OK)
        bench_die(moving->bench, "export: %s", nnreg_message(moving->registry));
}

/* In no time that is told: a device that is told of the blocks that are free works for as long as for many that are written. */
static void remove_both(void *context)
{
    struct moving *moving = context;

    (void)unlink(moving->archive);
    bench_remove(moving->copies);
    sync();
}

static void copy_it(void *context)
{
    struct moving *moving = context;
    char command[5 * BENCH_PATH];

    (void)snprintf(command, sizeof command, "cp -r '%s' '%s' && sync '%s'/*/* '%s'", moving->blobs,
                   moving->copies, moving->copies, moving->copies);
    if (system(command) != 0)
        bench_die(moving->bench, "cp failed");
}

static void sum_it(const struct moving *moving)
{
    unsigned char digest[EVP_MAX_MD_SIZE];

    if (EVP_Digest(moving->data.content, moving->data.size, digest, NULL, EVP_sha256(), NULL) != 1)
        bench_die(moving->bench, "libcrypto failed");
}

static void do_one(void *context, unsigned i)
{
    if (i == 0)
        copy_it(context);
    else
        sum_it(context);
}

static void do_both(void *context)
{
    const struct moving *moving = context;

    bench_threads(moving->bench, 2, do_one, context);
}

static void map_data(struct moving *moving)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char path[2 * BENCH_PATH];
    size_t i;

    if (nnreg_network_get(moving->registry, &network, 1) != NNREG_OK)
        bench_die(moving->bench, "%s", nnreg_message(moving->registry));
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (strstr(file.name, ".data-") != NULL) {
            (void)snprintf(path, sizeof path, "%s/%.2s/%s", moving->blobs, file.sha256, file.sha256 + 2);
            bench_map(moving->bench, &moving->data, path);
        }
    nnreg_network_free(network);
}

static void fill_registry(struct bench *bench, struct moving *moving)
{
    static const char json[] = "{\"name\": \"large\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": "
                               "{\"inputs\": [{\"tensor_name\": "
                               "\"input:0\", \"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": "
                               "\"SQUASH\", \"target_size\": "
                               "\"32x32\", \"color_channels\": \"RGB\"}}]}}";
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_findings *findings;
    nnreg_bundle *bundle;
    struct mw_recipe recipe;
    uint64_t id;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_BIG_VARIABLES;
    recipe.bytes = bench->quick ? SMALL : LARGE;
    bench_model(bench, &recipe, "model");
    options.flags = NNREG_OPEN_CREATE;
    if (nnreg_open(&moving->registry, bench_path(bench, "registry"), &options) != NNREG_OK ||
        nnreg_findings_new(&findings, NULL, 0) != NNREG_OK || nnreg_bundle_new(&bundle) != NNREG_OK ||
        nnreg_bundle_add_directory(bundle, bench_path(bench, "model")) != NNREG_OK)
        bench_die(bench, "no registry");
    if (nnreg_network_create(moving->registry, &id, json, sizeof json - 1, bundle, NULL, findings) !=
        NNREG_OK)
        bench_die(bench, "create: %s", nnreg_message(moving->registry));
    nnreg_bundle_free(bundle);
    nnreg_findings_free(findings);
    bench_remove(bench_path(bench, "model"));
}

static void run(struct bench *bench)
{
    struct moving moving = {.bench = bench};
    struct bench_job jobs[] = {{export_it, &moving, 0}, {remove_both, &moving, 0},
                               {copy_it, &moving, 0},   {remove_both, &moving, 0},
                               {do_both, &moving, 0},   {remove_both, &moving, 0}};

    fill_registry(bench, &moving);
    (void)snprintf(moving.blobs, sizeof moving.blobs, "%s", bench_path(bench, "registry/blobs"));
    (void)snprintf(moving.copies, sizeof moving.copies, "%s", bench_path(bench, "copies"));
    (void)snprintf(moving.archive, sizeof moving.archive, "%s", bench_path(bench, "all.zip"));
    map_data(&moving);
    bench_race_of_writers(bench, jobs, 6, bench->quick ? 1 : ROUNDS, BENCH_WALL,
                          bench->quick ? SMALL : LARGE);
    bench_figure(bench, BENCH_EXPORT, jobs[0].time, jobs[2].time);
    bench_floor(bench, BENCH_EXPORT, "both at once", jobs[4].time, jobs[2].time);
    bench_unmap(&moving.data);
    nnreg_close(moving.registry);
}

const struct bench_topic bench_export = {"export", "an export against cp of the stored files", run};
