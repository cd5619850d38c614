/*
 * Adding a network from a zip archive of stored files, against what anybody does who takes such an archive with
 * libzip: reads each file, takes its SHA-256, and writes it to where it is kept. Ours does that, and judges the model
 * with all checksums of its weights. Where memory is the device, so that it is the work that is compared.
 */
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "bench.h"
#include "models.h"
#include "nnreg.h"

#define PIECE ((size_t)128 << 10)

static const char *const names[] = {"saved_model.pb", "variables/variables.index",
                                    "variables/variables.data-00000-of-00001"};
#define NAMES (sizeof names / sizeof names[0])

static const char description[] =
    "{\"name\": \"large\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": "
    "[{\"tensor_name\": "
    "\"input:0\", \"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", \"target_size\": "
    "\"32x32\", "
    "\"color_channels\": \"RGB\"}}]}, \"postprocessings\": [{\"tensors_output\": {\"tensors\": "
    "[\"probabilities\"]}}]}";

struct archived {
    struct bench *bench;
    char path[BENCH_PATH * 2]; /* of the archive */
    char out[BENCH_PATH * 2];  /* where the rival writes */
    nnreg *registry;
    nnreg_findings *findings;
    size_t bytes;
    bool writes; /* the rival */
    unsigned char piece[PIECE];
};

/* ------------------------------------------------------------------------------------------------------ ours -- */

static void add_network(void *context)
{
    struct archived *archived = context;
    nnreg_bundle *bundle;
    uint64_t id;

    if (nnreg_bundle_new(&bundle) != NNREG_OK || nnreg_bundle_add_zip(bundle, archived->path) != NNREG_OK)
        bench_die(archived->bench, "the archive cannot be taken");
    if (nnreg_network_create(archived->registry, &id, description, sizeof description - 1, bundle, NULL,
                             archived->findings) != NNREG_OK)
        bench_die(archived->bench, "%s", nnreg_message(archived->registry));
    if (nnreg_network_delete(archived->registry, id, NULL, NULL) !=
        NNREG_OK) /* so that the next is no duplicate */
        bench_die(archived->bench, "%s", nnreg_message(archived->registry));
    nnreg_bundle_free(bundle);
}

/* ---------------------------------------------------------------------------------------------------- theirs -- */

static void take_entry(struct archived *archived, zip_t *zip, zip_uint64_t i, EVP_MD_CTX *sha)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    zip_file_t *file = zip_fopen_index(zip, i, 0);
    int fd = archived->writes ? open(archived->out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    zip_int64_t got;

    if (file == NULL || EVP_DigestInit_ex(sha, EVP_sha256(), NULL) != 1)
        bench_die(archived->bench, "libzip cannot open an entry");
    while ((got = zip_fread(file, archived->piece, PIECE)) > 0) {
        if (EVP_DigestUpdate(sha, archived->piece, (size_t)got) != 1 ||
            (fd >= 0 && write(fd, archived->piece, (size_t)got) != got))
            bench_die(archived->bench, "an entry cannot be written");
    }
    if (got < 0 || EVP_DigestFinal_ex(sha, digest, NULL) != 1)
        bench_die(archived->bench, "libzip cannot read an entry");
    zip_fclose(file);
    if (fd >= 0 && (close(fd) != 0 || unlink(archived->out) != 0))
        bench_die(archived->bench, "an entry cannot be written");
}

static void take_by_libzip(void *context)
{
    struct archived *archived = context;
    EVP_MD_CTX *sha = EVP_MD_CTX_new();
    int failed;
    zip_t *zip = zip_open(archived->path, ZIP_RDONLY, &failed);
    zip_uint64_t i;

    if (zip == NULL || sha == NULL)
        bench_die(archived->bench, "libzip cannot open the archive");
    for (i = 0; i < NAMES; i++)
        take_entry(archived, zip, i, sha);
    EVP_MD_CTX_free(sha);
    zip_discard(zip);
}

/* -------------------------------------------------------------------------------------------------- the race -- */

static void pack_model(struct archived *archived)
{
    struct bench *bench = archived->bench;
    int failed;
    zip_t *zip = zip_open(archived->path, ZIP_CREATE | ZIP_TRUNCATE, &failed);
    char path[96];
    size_t i;

    for (i = 0; i < NAMES && zip != NULL; i++) {
        zip_source_t *source;
        zip_int64_t added;

        (void)snprintf(path, sizeof path, "model/%s", names[i]);
        source = zip_source_file(zip, bench_path(bench, path), 0, -1);
        added = source != NULL ? zip_file_add(zip, names[i], source, 0) : -1;
        if (added < 0 || zip_set_file_compression(zip, (zip_uint64_t)added, ZIP_CM_STORE, 0) != 0)
            bench_die(bench, "libzip cannot pack the model");
    }
    if (zip == NULL || zip_close(zip) != 0)
        bench_die(bench, "libzip cannot write the archive");
}

/* Seconds of each, ours first. */
static void race(struct archived *archived, enum bench_clock clock, double times[2])
{
    struct bench_job jobs[2] = {{add_network, archived, 0}, {take_by_libzip, archived, 0}};

    bench_race_of_writers(archived->bench, jobs, 2, archived->bench->quick ? 1 : 5, clock, archived->bytes);
    times[0] = jobs[0].time;
    times[1] = jobs[1].time;
}

static void open_registry(struct archived *archived)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;

    options.flags = NNREG_OPEN_CREATE;
    if (nnreg_open(&archived->registry, bench_memory_path(archived->bench, "registry"), &options) !=
            NNREG_OK ||
        nnreg_findings_new(&archived->findings, NULL, 0) != NNREG_OK)
        bench_die(archived->bench, "the registry cannot be made");
}

static void measure(struct archived *archived)
{
    double times[2];

    archived->writes = true;
    race(archived, BENCH_WALL, times);
    bench_figure(archived->bench, BENCH_ARCHIVE, times[0], times[1]);
    race(archived, BENCH_CPU, times);
    bench_time(archived->bench, "the same, processor time", "libzip", times[0], times[1]);
    archived->writes = false;
    race(archived, BENCH_WALL, times);
    bench_time(archived->bench, "the same, elapsed", "libzip, nothing written", times[0], times[1]);
}

static void run(struct bench *bench)
{
    struct archived *archived = calloc(1, sizeof *archived);
    size_t bytes = bench->quick ? (size_t)2 << 20 : (size_t)1 << 30;
    struct mw_recipe recipe;

    if (archived == NULL)
        bench_die(bench, "out of memory");
    bench_make_memory(bench, 4 * bytes);
    archived->bench = bench;
    archived->bytes = bytes;
    (void)snprintf(archived->path, sizeof archived->path, "%s", bench_memory_path(bench, "model.zip"));
    (void)snprintf(archived->out, sizeof archived->out, "%s", bench_memory_path(bench, "out"));
    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_BIG_VARIABLES;
    recipe.bytes = bytes;
    recipe.nodes = 64; /* variables */
    bench_model(bench, &recipe, "model");
    pack_model(archived);
    open_registry(archived);
    measure(archived);
    nnreg_close(archived->registry);
    nnreg_findings_free(archived->findings);
    free(archived);
}

const struct bench_topic bench_archive = {
    "archive", "adding 1 GiB of variables from a zip archive of stored files", run};
