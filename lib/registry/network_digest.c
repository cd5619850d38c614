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

size_t nnreg_network_digest_room(const struct nnreg_network *network)
{
    return network->files.count * sizeof(struct digested);
}

void nnreg_network_digest_make(nnreg_digest digest, const struct nnreg_network *network, void *room)
{
    const struct nnreg_roles *roles = nnreg_framework_at(network->framework)->roles;
    const struct nnreg_file *stored = network->files.items;
    struct nnreg_sha256_small sha;
    struct digested *files = room;
    size_t count = network->files.count, i;

    for (i = 0; i < count; i++)
        files[i] = (struct digested){nnreg_loaded_below(roles, stored[i].name), &stored[i]};
    if (count > 1)
        qsort(files, count, sizeof *files, compare_paths);
    nnreg_sha256_small_begin(&sha);
    for (i = 0; i < count; i++)
        nnreg_sha256_small_add(&sha, files[i].file->sha256, sizeof files[i].file->sha256);
    nnreg_sha256_small_end(digest, &sha);
}

nnreg_status nnreg_network_digest_compute(nnreg_digest digest, const struct nnreg_network *network,
                                          struct nnreg_error *error)
{
    void *room = nnreg_alloc(nnreg_network_digest_room(network));

    if (room == NULL)
        return nnreg_fail_memory(error);
    nnreg_network_digest_make(digest, network, room);
    nnreg_free(room);
    return NNREG_OK;
}
