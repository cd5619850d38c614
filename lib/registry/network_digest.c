/*
 * The digest of a network: see network_digest.h.
 *
 * It is the digest of the subject in the statement that OpenSSF's model signing makes of a folder (the Python package
 * model-signing, github.com/sigstore/model-transparency, `model_signing digest`): the SHA-256 over the SHA-256s of the files,
 * 32 raw bytes each, in the order of their paths. That folder is the one that a checkout makes, so the paths are those in it
 * ("variables/" included); and they are compared part by part (Python's pathlib), so that assets/x comes before
 * assets.extra/x, although '.' is less than '/'. Where no name of a folder begins with another one's this is the order of
 * the record.
 */
#include "registry/network_digest.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "judge/frameworks.h"

/* A file, with the folder that a checkout puts it in; NULL: the name has it all. */
struct digested {
    const char *folder;
    const struct nnreg_file *file;
};

/* The next byte of the path, -1 at its end; '/' is less than any other, which makes an order by bytes one by parts. */
static int next_byte(const char **folder, const char **name)
{
    unsigned char c;

    if (*folder != NULL && **folder == '\0') {
        *folder = NULL;
        return 0;
    }
    c = (unsigned char)(*folder != NULL ? *(*folder)++ : *(*name)++);
    return c == '\0' ? -1 : c == '/' ? 0 : c;
}

static int compare_paths(const void *a, const void *b)
{
    const struct digested *left = a, *right = b;
    const char *left_folder = left->folder, *left_name = left->file->name;
    const char *right_folder = right->folder, *right_name = right->file->name;
    int x, y;

    do {
        x = next_byte(&left_folder, &left_name);
        y = next_byte(&right_folder, &right_name);
    } while (x == y && x >= 0);
    return x - y;
}

static nnreg_status digest_in_order(nnreg_digest digest, const struct digested *files, size_t count,
                                    struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = nnreg_sha256_begin(&sha, error);
    size_t i;

    for (i = 0; i < count && status == NNREG_OK; i++)
        status = nnreg_sha256_add(&sha, files[i].file->sha256, sizeof files[i].file->sha256, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    return status;
}

nnreg_status nnreg_network_digest_compute(nnreg_digest digest, const struct nnreg_network *network,
                                          struct nnreg_error *error)
{
    const struct nnreg_roles *roles = nnreg_framework_at(network->framework)->roles;
    const struct nnreg_file *stored = network->files.items;
    size_t count = network->files.count, i;
    struct digested *files = nnreg_alloc_zero(count > 0 ? count : 1, sizeof *files);
    nnreg_status status;

    if (files == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < count; i++)
        files[i] = (struct digested){nnreg_loaded_below(roles, stored[i].name), &stored[i]};
    qsort(files, count, sizeof *files, compare_paths);
    status = digest_in_order(digest, files, count, error);
    nnreg_free(files);
    return status;
}
