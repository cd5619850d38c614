/*
 * See objects_folder.h. The object "ab…/cd" is the file ab/ab…+cd: folders by the first two characters of names, so that none gets too
 * many, and never removed. It is written under a name of its own, and on the device before it gets its right one, as the folder is
 * behind that. What a killed process leaves under such a name is no object; a listing passes it over, and removes it when it is old.
 */
#include "store/objects_folder.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "base/unique_name.h"

#define IN_PUTTING  ".put-"
#define FORSAKEN    (INT64_C(7) * 24 * 3600 * 1000000) /* microseconds */
#define MOST_NAMES  ((size_t)1 << 22)                  /* in one folder */
#define FOLDER_NAME 3                                  /* bytes, with its NUL */

struct objects_folder {
    struct nnreg_object_store base;
    int folder;
};

struct object_place {
    char folder[FOLDER_NAME];
    char name[NNREG_OBJECT_NAME];
    char path[FOLDER_NAME + NNREG_OBJECT_NAME]; /* both */
};

static struct objects_folder *folder_of(struct nnreg_object_store *store)
{
    return (struct objects_folder *)store;
}

static nnreg_status find_place(struct object_place *place, const char *name, struct nnreg_error *error)
{
    size_t i, length = strlen(name);

    if (length < 2 || length >= sizeof place->name || name[0] == '/' || name[1] == '/' || name[0] == '.' ||
        strchr(name, '+') != NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "\"%.200s\" is no name of an object", name);
    (void)snprintf(place->folder, sizeof place->folder, "%.2s", name);
    for (i = 0; i <= length; i++)
        place->name[i] = name[i] == '/' ? '+' : name[i];
    (void)snprintf(place->path, sizeof place->path, "%s/%s", place->folder, place->name);
    return NNREG_OK;
}

static void close_objects(struct nnreg_object_store *store)
{
    nnreg_fs_close(folder_of(store)->folder);
    nnreg_free(store);
}

/* ----------------------------------------------------------------------------------------------------- putting -- */

static nnreg_status copy_object(int to, const struct nnreg_object_source *source,
                                nnreg_object_progress *progress, void *context, struct nnreg_error *error)
{
    unsigned char *piece = nnreg_alloc(NNREG_PIECE);
    nnreg_status status = piece != NULL ? NNREG_OK : nnreg_fail_memory(error);
    uint64_t offset = 0;

    while (status == NNREG_OK && offset < source->size) {
        size_t wanted = source->size - offset < NNREG_PIECE ? (size_t)(source->size - offset) : NNREG_PIECE;
        const unsigned char *content = piece;
        size_t got = wanted;

        if (source->fd >= 0)
            status = nnreg_fs_read(&got, source->fd, offset, piece, wanted, error);
        else
            content = (const unsigned char *)source->content + offset;
        if (status == NNREG_OK && got != wanted)
            status = nnreg_fail(error, NNREG_IO, "a file became shorter while it was stored");
        if (status == NNREG_OK)
            status = nnreg_fs_write(to, offset, content, wanted, error);
        offset += wanted;
        if (status == NNREG_OK && progress != NULL && progress(context, offset) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    nnreg_free(piece);
    return status;
}

static nnreg_status open_object_folder(int *folder, const struct objects_folder *objects,
                                       const struct object_place *place, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_open_folder(folder, objects->folder, place->folder, false, error);

    if (status != NNREG_NOT_FOUND)
        return status;
    status = nnreg_fs_make_folder(objects->folder, place->folder, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(objects->folder, error);
    return status == NNREG_OK ? nnreg_fs_open_folder(folder, objects->folder, place->folder, false, error)
                              : status;
}

static nnreg_status put_in_folder(bool *unknown, int folder, const struct object_place *place,
                                  const struct nnreg_object_source *source, nnreg_object_progress *progress,
                                  void *context, struct nnreg_error *error)
{
    char making[NNREG_UNIQUE_NAME];
    nnreg_status status;
    int fd;

    nnreg_unique_name(making, IN_PUTTING);
    status = nnreg_fs_create(&fd, folder, making, error);
    if (status != NNREG_OK)
        return status;
    status = copy_object(fd, source, progress, context, error);
    if (status == NNREG_OK)
        status = nnreg_fs_protect(fd, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(fd, error);
    nnreg_fs_close(fd);
    if (status == NNREG_OK) {
        *unknown = true;
        status = nnreg_fs_rename(folder, making, folder, place->name, error);
        if (status == NNREG_OK)
            return nnreg_fs_sync(folder, error);
    }
    (void)nnreg_fs_remove(folder, making, NULL);
    return status;
}

static nnreg_status put_object_file(bool *unknown, struct nnreg_object_store *store, const char *name,
                                    const struct nnreg_object_source *source, nnreg_object_progress *progress,
                                    void *context, struct nnreg_error *error)
{
    struct object_place place;
    nnreg_status status = find_place(&place, name, error);
    int folder = -1;

    *unknown = false;
    if (status == NNREG_OK)
        status = open_object_folder(&folder, folder_of(store), &place, error);
    if (status == NNREG_OK)
        status = put_in_folder(unknown, folder, &place, source, progress, context, error);
    nnreg_fs_close(folder);
    return status;
}

/* ----------------------------------------------------------------------------------------------------- reading -- */

static nnreg_status object_file_size(uint64_t *size, struct nnreg_object_store *store, const char *name,
                                     struct nnreg_error *error)
{
    struct object_place place;
    struct nnreg_file_stat stat;
    nnreg_status status = find_place(&place, name, error);

    if (status == NNREG_OK)
        status = nnreg_fs_stat(&stat, folder_of(store)->folder, place.path, error);
    if (status == NNREG_OK && stat.kind != NNREG_FILE_REGULAR)
        return nnreg_fail(error, NNREG_CORRUPT, "\"%s\" is not a file", place.path);
    if (status == NNREG_OK)
        *size = stat.size;
    return status;
}

static nnreg_status copy_range(int from, uint64_t offset, uint64_t length, int to, const char *path,
                               nnreg_object_progress *progress, void *context, struct nnreg_error *error)
{
    unsigned char *piece = nnreg_alloc(NNREG_PIECE);
    nnreg_status status = piece != NULL ? NNREG_OK : nnreg_fail_memory(error);
    uint64_t done = 0;

    while (status == NNREG_OK && done < length) {
        size_t wanted = length - done < NNREG_PIECE ? (size_t)(length - done) : NNREG_PIECE, got = 0;

        status = nnreg_fs_read(&got, from, offset + done, piece, wanted, error);
        if (status == NNREG_OK && got != wanted)
            status = nnreg_fail(error, NNREG_CORRUPT, "\"%s\" is shorter than it should be", path);
        if (status == NNREG_OK)
            status = nnreg_fs_write(to, done, piece, got, error);
        done += got;
        if (status == NNREG_OK && progress != NULL && progress(context, done) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    nnreg_free(piece);
    return status;
}

static nnreg_status get_object_file(struct nnreg_object_store *store, const char *name, uint64_t offset,
                                    uint64_t length, int fd, nnreg_object_progress *progress, void *context,
                                    struct nnreg_error *error)
{
    struct object_place place;
    struct nnreg_file_stat stat;
    nnreg_status status = find_place(&place, name, error);
    int from = -1;

    if (status == NNREG_OK)
        status = nnreg_fs_open(&from, &stat, folder_of(store)->folder, place.path, error);
    if (status == NNREG_OK)
        status = copy_range(from, offset, length, fd, place.path, progress, context, error);
    nnreg_fs_close(from);
    return status;
}

static nnreg_status remove_object_file(struct nnreg_object_store *store, const char *name,
                                       struct nnreg_error *error)
{
    struct object_place place;
    nnreg_status status = find_place(&place, name, error);

    if (status == NNREG_OK)
        status = nnreg_fs_remove(folder_of(store)->folder, place.path, error);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* ----------------------------------------------------------------------------------------------------- listing -- */

struct object_listing {
    const char *prefix;
    nnreg_object_visit *visit;
    void *context;
};

static nnreg_status list_file(const struct object_listing *listing, int folder, char *file,
                              struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, folder, file, error);
    char *c;

    if (status != NNREG_OK)
        return status == NNREG_NOT_FOUND ? NNREG_OK : status;
    if (strncmp(file, IN_PUTTING, strlen(IN_PUTTING)) == 0) {
        if (nnreg_clock_now() - stat.changed / 1000 > FORSAKEN)
            (void)nnreg_fs_remove(folder, file, NULL);
        return NNREG_OK;
    }
    for (c = file; *c != '\0'; c++)
        *c = *c == '+' ? '/' : *c;
    if (stat.kind != NNREG_FILE_REGULAR || strncmp(file, listing->prefix, strlen(listing->prefix)) != 0)
        return NNREG_OK;
    return listing->visit(file, stat.size, listing->context, error);
}

static nnreg_status list_folder(const struct object_listing *listing, int root, const char *name,
                                struct nnreg_error *error)
{
    struct nnreg_fs_names files = {.count = 0};
    int folder;
    size_t i;
    nnreg_status status = nnreg_fs_open_folder(&folder, root, name, false, error);

    if (status == NNREG_INVALID_ARGUMENT || status == NNREG_NOT_FOUND) /* none of ours, or gone */
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_fs_list(&files, folder, MOST_NAMES, error);
    for (i = 0; i < files.count && status == NNREG_OK; i++)
        status = list_file(listing, folder, files.name[i], error);
    nnreg_fs_names_free(&files);
    nnreg_fs_close(folder);
    return status;
}

static nnreg_status list_in_folder(struct nnreg_object_store *store, const char *prefix,
                                   nnreg_object_visit *visit, void *context, struct nnreg_error *error)
{
    const struct object_listing listing = {prefix, visit, context};
    struct nnreg_fs_names folders;
    nnreg_status status = nnreg_fs_list(&folders, folder_of(store)->folder, MOST_NAMES, error);
    size_t i;

    for (i = 0; i < folders.count && status == NNREG_OK; i++)
        if (strlen(folders.name[i]) == FOLDER_NAME - 1)
            status = list_folder(&listing, folder_of(store)->folder, folders.name[i], error);
    nnreg_fs_names_free(&folders);
    return status;
}

static const struct nnreg_object_driver folder_driver = {.name = "folder",
                                                         .close = close_objects,
                                                         .put = put_object_file,
                                                         .size = object_file_size,
                                                         .get = get_object_file,
                                                         .remove = remove_object_file,
                                                         .list = list_in_folder};

nnreg_status nnreg_objects_folder_open(struct nnreg_object_store **store, int folder,
                                       struct nnreg_error *error)
{
    struct objects_folder *objects = nnreg_alloc_zero(1, sizeof *objects);
    nnreg_status status;

    *store = NULL;
    if (objects == NULL)
        return nnreg_fail_memory(error);
    objects->base.driver = &folder_driver;
    status = nnreg_fs_open_folder(&objects->folder, folder, ".", false, error);
    if (status != NNREG_OK) {
        nnreg_free(objects);
        return status;
    }
    *store = &objects->base;
    return NNREG_OK;
}
