/* See site.h. */
#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "models.h"

void site_give_up(const char *format, ...)
{
    int error = errno;
    va_list arguments;

    fflush(stdout);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, error != 0 ? ": %s\n" : "\n", strerror(error));
    exit(99);
}

/* ---------------------------------------------------------------------------------------------------- folders -- */

const char *site_model(const char *root, unsigned model)
{
    static char path[SITE_PATH + 32];

    snprintf(path, sizeof path, "%s/model-%u", root, model);
    return path;
}

static void write_model(const char *root, unsigned model)
{
    struct mw_recipe recipe;
    struct mw_made made;
    char error[256] = "";

    mw_recipe_init(&recipe);
    recipe.any_scores = true; /* versions of whatever labels fit */
    recipe.seed = model + 1;
    mw_make(&made, &recipe);
    if (mw_made_write(&made, &recipe, site_model(root, model), error, sizeof error) != 0)
        site_give_up("%s", error);
    mw_made_free(&made);
}

const char *site_large(const char *root)
{
    static char path[SITE_PATH + 32];

    snprintf(path, sizeof path, "%s/large.bin", root);
    return path;
}

/* No two blocks of it are alike. */
static void write_large(const char *root)
{
    FILE *file = fopen(site_large(root), "wb");
    uint64_t state = 1;
    unsigned i;

    for (i = 0; file != NULL && i < SITE_LARGE / sizeof state; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        if (fwrite(&state, sizeof state, 1, file) != 1)
            site_give_up("cannot write %s", site_large(root));
    }
    if (file == NULL || fclose(file) != 0)
        site_give_up("cannot write %s", site_large(root));
}

void site_make(char root[SITE_PATH], const char *name, bool in_memory)
{
    const char *base = getenv("TMPDIR");
    unsigned model;

    if (base == NULL)
        base = in_memory && access("/dev/shm", R_OK | W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(root, SITE_PATH, "%s/nnreg-%s-XXXXXX", base, name);
    if (mkdtemp(root) == NULL)
        site_give_up("cannot make %s", root);
    for (model = 0; model < SITE_MODELS; model++)
        write_model(root, model);
    write_large(root);
    errno = 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    (void)remove(
        path); /* what a process that is being killed puts in meanwhile is the next one's to remove */
    return 0;
}

void site_remove(const char *path)
{
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void site_digest_fd(char out[65], int fd)
{
    unsigned char piece[16384], digest[NNREG_SHA256_SIZE];
    struct nnreg_sha256 sha = {NULL};
    ssize_t got = -1;

    out[0] = '\0';
    if (nnreg_sha256_begin(&sha, NULL) == NNREG_OK)
        while ((got = read(fd, piece, sizeof piece)) > 0)
            (void)nnreg_sha256_add(&sha, piece, (size_t)got, NULL);
    if (got == 0 && nnreg_sha256_end(digest, &sha, NULL) == NNREG_OK)
        nnreg_hex(out, digest);
    nnreg_sha256_free(&sha);
}

void site_digest(char out[65], const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    out[0] = '\0';
    if (fd < 0)
        return;
    site_digest_fd(out, fd);
    close(fd);
}

/* ------------------------------------------------------------------------------------------------------ texts -- */

size_t site_network_json(char json[SITE_JSON], const char *name, uint64_t value)
{
    return (size_t)snprintf(
        json, SITE_JSON,
        "{\"name\": \"%s\", \"metadata\": {\"value\": %llu}, \"framework\": \"tensorflow-1.x\", "
        "\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\"dimension_order\": "
        "\"NHWC\", \"resize_type\": \"SQUASH\", \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]}, "
        "\"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]}",
        name, (unsigned long long)value);
}

size_t site_spec_json(char json[SITE_JSON], const char *name, uint64_t value)
{
    return (size_t)snprintf(
        json, SITE_JSON,
        "{\"name\": \"%s\", \"metadata\": {\"value\": %llu}, \"outputs\": [{\"labels\": {\"labels\": "
        "[{\"id\": 1, \"name\": \"apple\"}, {\"id\": 2, \"name\": \"pear\"}], \"exclusive\": true, "
        "\"roi\": \"NONE\"}}]}",
        name, (unsigned long long)value);
}

size_t site_version_json(char json[SITE_JSON], uint64_t spec, uint64_t network)
{
    return (size_t)snprintf(json, SITE_JSON,
                            "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": "
                            "[{\"classification\": {\"output_tensor\": \"probabilities\"}}]}",
                            (unsigned long long)spec, (unsigned long long)network);
}

size_t site_update_json(char json[SITE_JSON], const char *name, uint64_t value)
{
    return (size_t)snprintf(json, SITE_JSON, "{\"name\": \"%s\", \"metadata\": {\"value\": %llu}}", name,
                            (unsigned long long)value);
}

uint64_t site_value(const char *metadata)
{
    static const char before[] = "{\"value\": ";
    char *end = NULL;
    uint64_t value;

    if (strncmp(metadata, before, sizeof before - 1) != 0)
        return UINT64_MAX;
    value = strtoull(metadata + sizeof before - 1, &end, 10);
    return strcmp(end, "}") == 0 ? value : UINT64_MAX;
}

/* --------------------------------------------------------------------------------------------------- the calls -- */

nnreg_status site_open(nnreg **registry, char message[SITE_MESSAGE], const char *dir, unsigned flags)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;

    message[0] = '\0';
    options.flags = flags;
    options.message = message;
    options.message_size = SITE_MESSAGE;
    return nnreg_open(registry, dir, &options);
}

nnreg_status site_create(nnreg *registry, uint64_t *id, const char *root, unsigned model, const char *name,
                         uint64_t value, const struct nnreg_call_options *call, nnreg_findings *findings)
{
    char json[SITE_JSON];
    size_t size = site_network_json(json, name, value);
    nnreg_bundle *bundle;
    nnreg_status status = nnreg_bundle_new(&bundle);

    *id = 0;
    if (status == NNREG_OK)
        status = nnreg_bundle_add_directory(bundle, site_model(root, model));
    if (status == NNREG_OK)
        status = nnreg_network_create(registry, id, json, size, bundle, call, findings);
    nnreg_bundle_free(bundle);
    return status;
}

/* The pieces are of no size of anything's. */
static nnreg_status add_uploaded(nnreg_bundle *bundle, nnreg *registry, const char *path, const char *name,
                                 char said[SITE_MESSAGE])
{
    char piece[10007];
    FILE *file = fopen(path, "rb");
    nnreg_upload *upload;
    nnreg_status status = nnreg_upload_new(registry, &upload);
    size_t got;

    if (file == NULL)
        site_give_up("cannot read %s", path);
    while (status == NNREG_OK && (got = fread(piece, 1, sizeof piece, file)) > 0) {
        status = nnreg_upload_write(upload, piece, got);
        if (status != NNREG_OK)
            snprintf(said, SITE_MESSAGE, "%s", nnreg_upload_message(upload));
    }
    (void)fclose(file);
    if (status == NNREG_OK) {
        status = nnreg_bundle_add_upload(bundle, upload, name);
        if (status != NNREG_OK)
            snprintf(said, SITE_MESSAGE, "%s", nnreg_bundle_message(bundle));
    }
    nnreg_upload_free(upload);
    return status;
}

nnreg_status site_create_uploaded(nnreg *registry, uint64_t *id, const char *root, unsigned model,
                                  const char *name, uint64_t value, const struct nnreg_call_options *call,
                                  nnreg_findings *findings, char said[SITE_MESSAGE])
{
    static const char *const paths[SITE_FILES] = {"saved_model.pb", "variables/variables.index",
                                                  "variables/variables.data-00000-of-00001"};
    char json[SITE_JSON], path[SITE_PATH * 2];
    size_t size = site_network_json(json, name, value), i;
    nnreg_bundle *bundle;
    nnreg_status status = nnreg_bundle_new(&bundle);

    *id = 0;
    said[0] = '\0';
    for (i = 0; i < SITE_FILES && status == NNREG_OK; i++) {
        snprintf(path, sizeof path, "%s/%s", site_model(root, model), paths[i]);
        status = add_uploaded(bundle, registry, path, paths[i], said);
    }
    if (status == NNREG_OK)
        status = add_uploaded(bundle, registry, site_large(root), SITE_LARGE_NAME, said);
    if (status == NNREG_OK)
        status = nnreg_network_create(registry, id, json, size, bundle, call, findings);
    nnreg_bundle_free(bundle);
    return status;
}
