/*
 * Looking a registry over: fsck of four stored files of 256 MiB, records and history included, against `openssl dgst -sha256`
 * over the same stored files one after another; all of them in memory.
 *
 * How much faster that can be is a question of how many processors there are. So the floor is measured in the same run:
 * libcrypto's SHA-256 of the same files and nothing else, on all processors. fsck is held against both.
 */
#include <nnreg.h>

#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"
#include "models.h"

#define FILES 4
#define MOST  (1u << 20)
#define SIZE  ((size_t)256 << 20)
#define QUICK ((size_t)1 << 20)
#define PIECE ((size_t)256 << 10)

struct looking {
    struct bench *bench;
    nnreg *registry;
    nnreg_findings *findings;
    char *command;
    char path[FILES][BENCH_PATH];
    unsigned count;   /* of paths */
    atomic_uint next; /* the floor's next file */
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
        write_file(bench, bench_path(bench, name), bench->quick ? QUICK : SIZE, i + 1);
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
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    size_t used, room = FILES * (BENCH_PATH + 8), i;

    looking->command = malloc(room);
    if (looking->command == NULL || nnreg_network_get(looking->registry, &network, 1) != NNREG_OK)
        bench_die(looking->bench, "the network cannot be read");
    used = (size_t)snprintf(looking->command, room, "exec openssl dgst -sha256");
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (strncmp(file.name, "assets.extra/", 13) == 0) {
            (void)snprintf(looking->path[looking->count], BENCH_PATH, "%s/blobs/%.2s/%s", folder, file.sha256,
                           file.sha256 + 2);
            used += (size_t)snprintf(looking->command + used, room - used, " '%s'",
                                     looking->path[looking->count++]);
        }
    snprintf(looking->command + used, room - used, " >/dev/null");
    nnreg_network_free(network);
}

static void look_over(void *context)
{
    struct looking *looking = context;
    struct nnreg_fsck result = NNREG_FSCK_INIT;

    if (nnreg_fsck(looking->registry, looking->findings, &result, NULL) != NNREG_OK ||
        result.bytes < FILES * (looking->bench->quick ? QUICK : SIZE))
        bench_die(looking->bench, "fsck: %s", nnreg_message(looking->registry));
}

static void run_openssl(void *context)
{
    struct looking *looking = context;

    if (system(looking->command) != 0)
        bench_die(looking->bench, "openssl dgst failed");
}

/* ---------------------------------------------------------------------------------------------------- floor -- */

static void sum_file(struct looking *looking, const char *path, EVP_MD_CTX *sha, unsigned char *piece)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = 1;

    if (fd < 0 || EVP_DigestInit_ex(sha, EVP_sha256(), NULL) != 1)
        bench_die(looking->bench, "cannot open \"%s\"", path);
    while ((got = read(fd, piece, PIECE)) > 0)
        if (EVP_DigestUpdate(sha, piece, (size_t)got) != 1)
            bench_die(looking->bench, "libcrypto failed");
    if (got < 0 || EVP_DigestFinal_ex(sha, digest, NULL) != 1)
        bench_die(looking->bench, "cannot read \"%s\"", path);
    close(fd);
}

static void *sum_files(void *context)
{
    struct looking *looking = context;
    EVP_MD_CTX *sha = EVP_MD_CTX_new();
    unsigned char *piece = malloc(PIECE);
    unsigned i;

    if (sha == NULL || piece == NULL)
        bench_die(looking->bench, "out of memory");
    while ((i = atomic_fetch_add(&looking->next, 1)) < looking->count)
        sum_file(looking, looking->path[i], sha, piece);
    free(piece);
    EVP_MD_CTX_free(sha);
    return NULL;
}

static void sum_on_all(void *context)
{
    struct looking *looking = context;
    long processors = sysconf(_SC_NPROCESSORS_ONLN), i, threads;
    pthread_t thread[FILES];

    atomic_store(&looking->next, 0);
    threads = processors < FILES ? processors : FILES;
    for (i = 1; i < threads; i++)
        if (pthread_create(&thread[i], NULL, sum_files, looking) != 0)
            bench_die(looking->bench, "there can be no thread");
    (void)sum_files(looking);
    for (i = 1; i < threads; i++)
        (void)pthread_join(thread[i], NULL);
}

/* -------------------------------------------------------------------------------------------------- the race -- */

static void report(struct bench *bench, double ours, double theirs, double floor)
{
    bench_figure(bench, BENCH_FSCK, ours, floor);
    bench_figure(bench, BENCH_FSCK_OPENSSL, ours, theirs);
    bench_floor(bench, BENCH_FSCK_OPENSSL, "SHA-256 on all processors", floor, theirs);
}

static void run(struct bench *bench)
{
    struct looking looking = {.bench = bench};
    struct bench_job jobs[3] = {{.run = look_over, .context = &looking},
                                {.run = run_openssl, .context = &looking},
                                {.run = sum_on_all, .context = &looking}};

    if (system("openssl version >/dev/null 2>&1") != 0) {
        bench_no_figure(bench, BENCH_FSCK, "there is no openssl");
        bench_no_figure(bench, BENCH_FSCK_OPENSSL, "there is no openssl");
        return;
    }
    make_large(bench);
    register_large(&looking, bench_path(bench, "fsck"));
    name_files(&looking);
    bench_race(jobs, 3, bench->quick ? 1 : 5, BENCH_WALL);
    report(bench, jobs[0].time, jobs[1].time, jobs[2].time);
    nnreg_findings_free(looking.findings);
    nnreg_close(looking.registry);
    free(looking.command);
}

const struct bench_topic bench_fsck = {"fsck", "files of a registry against their SHA-256", run};
