/*
 * Looking a registry over: fsck of four stored files of 256 MiB, records and history included, against `openssl dgst -sha256`
 * over the same stored files one after another; all of them in memory.
 */
#include <nnreg.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench.h"
#include "models.h"

#define FILES  4
#define MOST   (1u << 20)
#define SIZE   ((size_t)256 << 20)
#define BRIEF  ((size_t)1 << 20)
#define WANTED 3.0

struct looking {
    struct bench *bench;
    nnreg *registry;
    nnreg_findings *findings;
    char *command;
};

static const char description[] =
    "{\"name\": \"large\", \"framework\": \"tensorflow-1.x\",\n"
    " \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\n"
    "  \"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\",\n"
    "  \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]},\n"
    " \"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]}";

/* Bytes that are no two files' same, nor a hole. */
static void write_file(struct bench *bench, const char *path, size_t size, uint64_t seed)
{
    uint64_t *block = malloc(MOST);
    FILE *file = fopen(path, "we");
    size_t done, i;

    if (block == NULL || file == NULL)
        bench_die(bench, "cannot write \"%s\"", path);
    for (done = 0; done < size; done += MOST) {
        for (i = 0; i < MOST / sizeof *block; i++)
            block[i] = seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        if (fwrite(block, 1, MOST, file) != MOST)
            bench_die(bench, "cannot write \"%s\"", path);
    }
    fclose(file);
    free(block);
}

static void make_large(struct bench *bench)
{
    struct mw_recipe recipe;
    char name[64];
    unsigned i;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    bench_model(bench, &recipe, "large");
    if (mkdir(bench_path(bench, "large/assets.extra"), 0755) != 0)
        bench_die(bench, "cannot make a folder");
    for (i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "large/assets.extra/%u", i);
        write_file(bench, bench_path(bench, name), bench->brief ? BRIEF : SIZE, i + 1);
    }
}

static void register_large(struct looking *looking, const char *folder)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_bundle *bundle;
    uint64_t id;

    options.flags = NNREG_OPEN_CREATE;
    if (nnreg_open(&looking->registry, folder, &options) != NNREG_OK ||
        nnreg_findings_new(&looking->findings, NULL, 0) != NNREG_OK ||
        nnreg_bundle_new(&bundle) != NNREG_OK ||
        nnreg_bundle_add_directory(bundle, bench_path(looking->bench, "large")) != NNREG_OK ||
        nnreg_network_create(looking->registry, &id, description, sizeof description - 1, bundle, NULL,
                             looking->findings) != NNREG_OK)
        bench_die(looking->bench, "the network could not be registered: %s",
                  looking->registry != NULL ? nnreg_message(looking->registry) : "");
    nnreg_bundle_free(bundle);
}

/* The stored files, all but the model. */
static void name_files(struct looking *looking)
{
    const char *folder = bench_path(looking->bench, "fsck");
    struct nnreg_file_info file;
    nnreg_network *network;
    size_t used, room = 4096, i;

    looking->command = malloc(room);
    if (looking->command == NULL || nnreg_network_get(looking->registry, &network, 1) != NNREG_OK)
        bench_die(looking->bench, "the network cannot be read");
    used = (size_t)snprintf(looking->command, room, "exec openssl dgst -sha256");
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (strncmp(file.name, "assets.extra/", 13) == 0)
            used += (size_t)snprintf(looking->command + used, room - used, " '%s/blobs/%.2s/%s'", folder,
                                     file.sha256, file.sha256 + 2);
    snprintf(looking->command + used, room - used, " >/dev/null");
    nnreg_network_free(network);
}

static void look_over(void *context)
{
    struct looking *looking = context;
    struct nnreg_fsck result = NNREG_FSCK_INIT;

    if (nnreg_fsck(looking->registry, looking->findings, &result, NULL) != NNREG_OK ||
        result.bytes < FILES * (looking->bench->brief ? BRIEF : SIZE))
        bench_die(looking->bench, "fsck: %s", nnreg_message(looking->registry));
}

static void run_openssl(void *context)
{
    struct looking *looking = context;

    if (system(looking->command) != 0)
        bench_die(looking->bench, "openssl dgst failed");
}

static void run(struct bench *bench)
{
    struct looking looking = {.bench = bench};
    struct bench_job jobs[2] = {{.run = look_over, .context = &looking},
                                {.run = run_openssl, .context = &looking}};

    if (system("openssl version >/dev/null 2>&1") != 0) {
        bench_skip(bench, "fsck of four files", "there is no openssl");
        return;
    }
    make_large(bench);
    register_large(&looking, bench_path(bench, "fsck"));
    name_files(&looking);
    bench_race(jobs, 2, bench->brief ? 1 : 5, BENCH_WALL);
    bench_time(bench, "fsck of four files", "openssl dgst", jobs[0].best, jobs[1].best,
               bench->brief ? BENCH_ANY : WANTED);
    nnreg_findings_free(looking.findings);
    nnreg_close(looking.registry);
    free(looking.command);
}

const struct bench_topic bench_fsck = {"fsck", "files of a registry against their SHA-256", run};
