/*
 * Going through all stored files in a folder: see nnreg_blobs_walk. The names in blobs/ are sorted, and so are those in each
 * blobs/ab; digests in hexadecimal are in the order of their bytes, so files come in the order of digests.
 *
 * A listing that fails half-way fails as a whole (nnreg_fs_list): of a folder either all names are known or none. A name that
 * was listed and is not there when it is looked at was removed in between, by a delete; of a folder blobs/ab, which nobody
 * ever removes, that is no such thing.
 */
#include <stdio.h>
#include <string.h>

#include "store/files/folder_blobs.h"

/* In one folder: at random, 256 of them have as many when there are 268 million files. */
#define MOST_IN_FOLDER ((size_t)1 << 20)

struct blob_walk {
    nnreg_blob_visit *visit;
    void *context;
    struct nnreg_blob_met met;
    char path[NNREG_FS_PATH]; /* "blobs/…" of what is met */
};

static bool is_hexadecimal(const char *name, size_t digits)
{
    return strlen(name) == digits && strspn(name, "0123456789abcdef") == digits;
}

/* `prefix`: the name of the folder below blobs/, or NULL. A name that is too long for a message is cut. */
static nnreg_status visit_one(struct blob_walk *walk, const char *prefix, const char *name,
                              const struct nnreg_file_stat *stat, struct nnreg_error *error)
{
    struct nnreg_blob_met *met = &walk->met;

    (void)snprintf(walk->path, sizeof walk->path, "blobs/%s%s%s", prefix != NULL ? prefix : "",
                   prefix != NULL ? "/" : "", name);
    met->path = walk->path;
    met->kind = stat->kind;
    met->size = stat->kind == NNREG_FILE_REGULAR ? stat->size : 0;
    met->changed = stat->changed;
    return walk->visit(met, walk->context, error);
}

/* A name in blobs/ab. */
static nnreg_status meet_file(struct blob_walk *walk, int folder, const char *prefix, const char *name,
                              struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    char digits[NNREG_SHA256_TEXT];
    nnreg_status status = nnreg_fs_stat(&stat, folder, name, error);

    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status != NNREG_OK)
        return status;
    walk->met.has_digest = is_hexadecimal(name, NNREG_SHA256_TEXT - 3);
    if (!walk->met.has_digest) {
        walk->met.stray = NNREG_BLOB_STRAY_NAME;
    } else {
        (void)snprintf(digits, sizeof digits, "%s%s", prefix, name);
        (void)nnreg_unhex(walk->met.digest, digits);
        walk->met.stray = stat.kind == NNREG_FILE_REGULAR ? NNREG_BLOB_NO_STRAY : NNREG_BLOB_STRAY_KIND;
    }
    return visit_one(walk, prefix, name, &stat, error);
}

/*
 * The names in `folder`, which is `above`/`name`. A folder that was removed lists as empty (readdir(3) of glibc takes the
 * ENOENT for its end), so one that is empty is looked for once more.
 */
static nnreg_status list_whole(struct nnreg_fs_names *names, int folder, int above, const char *name,
                               struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_list(names, folder, MOST_IN_FOLDER, error);

    return status == NNREG_OK && names->count == 0 ? nnreg_fs_stat(&stat, above, name, error) : status;
}

static nnreg_status folder_went(const char *prefix, struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_CORRUPT, "the folder \"blobs/%s\" went away while it was read", prefix);
}

static nnreg_status walk_prefix(struct blob_walk *walk, int blobs, const char *prefix,
                                struct nnreg_error *error)
{
    struct nnreg_fs_names files = {NULL, 0};
    nnreg_status status;
    size_t i;
    int folder;

    status = nnreg_fs_open_folder(&folder, blobs, prefix, false, error);
    if (status == NNREG_OK)
        status = list_whole(&files, folder, blobs, prefix, error);
    if (status == NNREG_NOT_FOUND)
        status = folder_went(prefix, error);
    status = nnreg_folder_blobs_damage(status, error);
    for (i = 0; i < files.count && status == NNREG_OK; i++)
        status = meet_file(walk, folder, prefix, files.name[i], error);
    nnreg_fs_names_free(&files);
    nnreg_fs_close(folder);
    return status;
}

/* A name in blobs/ itself. */
static nnreg_status meet_prefix(struct blob_walk *walk, int blobs, const char *name,
                                struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, blobs, name, error);
    bool named = is_hexadecimal(name, 2);

    if (status == NNREG_NOT_FOUND)
        return named ? folder_went(name, error) : NNREG_OK;
    if (status != NNREG_OK)
        return status;
    if (named && stat.kind == NNREG_FILE_DIRECTORY)
        return walk_prefix(walk, blobs, name, error);
    walk->met.has_digest = false;
    walk->met.stray = named ? NNREG_BLOB_STRAY_KIND : NNREG_BLOB_STRAY_NAME;
    return visit_one(walk, NULL, name, &stat, error);
}

/* A handle that found no blobs/ when it was opened looks again: there may be one by now. */
static nnreg_status open_for_walk(int *folder, const struct nnreg_folder_blobs *blobs,
                                  struct nnreg_error *error)
{
    nnreg_status status;

    if (blobs->folder >= 0)
        return nnreg_fs_open_folder(folder, blobs->folder, ".", false, error);
    status = nnreg_fs_open_folder(folder, blobs->base.registry, "blobs", false, error);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

nnreg_status nnreg_folder_blobs_walk(const struct nnreg_blobs *base, nnreg_blob_visit *visit, void *context,
                                     struct nnreg_error *error)
{
    struct blob_walk walk = {.visit = visit, .context = context};
    struct nnreg_fs_names prefixes = {NULL, 0};
    int folder = -1;
    nnreg_status status = open_for_walk(&folder, nnreg_folder_blobs_of(base), error);
    size_t i;

    if (status == NNREG_OK && folder >= 0)
        status = list_whole(&prefixes, folder, base->registry, "blobs", error);
    if (status == NNREG_NOT_FOUND)
        status = nnreg_fail(error, NNREG_CORRUPT, "the registry's folder \"blobs\" was removed");
    status = nnreg_folder_blobs_damage(status, error);
    for (i = 0; i < prefixes.count && status == NNREG_OK; i++)
        status = meet_prefix(&walk, folder, prefixes.name[i], error);
    nnreg_fs_names_free(&prefixes);
    nnreg_fs_close(folder);
    return status;
}
