/* See cache.h. */
#include "store/shared/cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "base/unique_name.h"

#define MOST_COPIES ((size_t)1 << 20)              /* in one folder */
#define TOUCHED     (INT64_C(3600) * 1000000)      /* microseconds: that one was used is noted so often */
#define ABANDONED   (INT64_C(24) * 3600 * 1000000) /* one in the making is nobody's after that */
#define COPY_PATH   (NNREG_SHA256_TEXT + 1)        /* "ab/cdef…", with its NUL */
#define IN_MAKING   ".new-"

static void copy_path(char out[COPY_PATH], const unsigned char digest[NNREG_SHA256_SIZE])
{
    char text[NNREG_SHA256_TEXT];

    nnreg_hex(text, digest);
    (void)snprintf(out, COPY_PATH, "%.2s/%s", text, text + 2);
}

static int64_t age_of(const struct nnreg_file_stat *stat)
{
    return nnreg_clock_now() - stat->changed / 1000;
}

nnreg_status nnreg_shared_cache_open(struct nnreg_shared_cache *cache, int folder, uint64_t limit,
                                     struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_make_folder(folder, "cache", error);

    cache->folder = -1;
    cache->limit = limit;
    atomic_init(&cache->added, UINT64_MAX);
    return status == NNREG_OK ? nnreg_fs_open_folder(&cache->folder, folder, "cache", false, error) : status;
}

void nnreg_shared_cache_close(struct nnreg_shared_cache *cache)
{
    nnreg_fs_close(cache->folder);
    cache->folder = -1;
}

/* That it was asked for is noted as the time of its last change, of its mode, which stays what it is. */
nnreg_status nnreg_shared_cache_find(int *fd, uint64_t *size, const struct nnreg_shared_cache *cache,
                                     const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    struct nnreg_file_stat stat = {.size = 0};
    char path[COPY_PATH];
    nnreg_status status;

    copy_path(path, digest);
    status = nnreg_fs_open(fd, &stat, cache->folder, path, error);
    *size = stat.size;
    if (status == NNREG_INVALID_ARGUMENT)
        return nnreg_fail(error, NNREG_CORRUPT, "\"cache/%s\" is not a file: remove it", path);
    if (status == NNREG_OK && age_of(&stat) > TOUCHED)
        (void)nnreg_fs_protect(*fd, NULL);
    return status;
}

/* --------------------------------------------------------------------------------------------- what is too much -- */

struct cached {
    char path[NNREG_UNIQUE_NAME + 16]; /* in cache/ */
    uint64_t size;
    int64_t changed;
};

struct cached_copies {
    struct cached *copy;
    size_t count, room;
    uint64_t bytes;
};

static int compare_copies(const void *a, const void *b)
{
    const struct cached *left = a, *right = b;

    return (left->changed > right->changed) - (left->changed < right->changed);
}

/* Copies, and those in the making that nobody can be at any more. What is neither is left alone, and not counted. */
static nnreg_status note_copy(struct cached_copies *copies, const struct nnreg_shared_cache *cache,
                              const char *prefix, const char *name)
{
    struct nnreg_file_stat stat;
    struct cached copy, *grown;

    if (snprintf(copy.path, sizeof copy.path, "%s/%s", prefix, name) >= (int)sizeof copy.path ||
        nnreg_fs_stat(&stat, cache->folder, copy.path, NULL) != NNREG_OK || stat.kind != NNREG_FILE_REGULAR)
        return NNREG_OK;
    if (strncmp(name, IN_MAKING, strlen(IN_MAKING)) == 0) {
        if (age_of(&stat) > ABANDONED)
            (void)nnreg_fs_remove(cache->folder, copy.path, NULL);
        return NNREG_OK;
    }
    grown = nnreg_array_room(copies->copy, &copies->room, copies->count + 1, sizeof *grown);
    if (grown == NULL)
        return NNREG_NO_MEMORY;
    copies->copy = grown;
    copy.size = stat.size;
    copy.changed = stat.changed;
    copies->copy[copies->count++] = copy;
    copies->bytes += stat.size;
    return NNREG_OK;
}

static nnreg_status note_copies(struct cached_copies *copies, const struct nnreg_shared_cache *cache,
                                const char *prefix)
{
    struct nnreg_fs_names names = {.count = 0};
    int folder;
    size_t i;
    nnreg_status status = nnreg_fs_open_folder(&folder, cache->folder, prefix, false, NULL);

    if (status != NNREG_OK)
        return NNREG_OK;
    status = nnreg_fs_list(&names, folder, MOST_COPIES, NULL);
    nnreg_fs_close(folder);
    for (i = 0; i < names.count && status == NNREG_OK; i++)
        status = note_copy(copies, cache, prefix, names.name[i]);
    nnreg_fs_names_free(&names);
    return status;
}

/* Down to seven eighths, so that it is not looked over with each new copy. Whatever fails is tried again at the next. */
static void trim_cache(const struct nnreg_shared_cache *cache)
{
    struct cached_copies copies = {.count = 0};
    uint64_t enough = cache->limit - cache->limit / 8;
    nnreg_status status = NNREG_OK;
    unsigned number;
    size_t i;

    for (number = 0; number < 256 && status == NNREG_OK; number++) {
        char prefix[3];

        (void)snprintf(prefix, sizeof prefix, "%02x", (unsigned char)number);
        status = note_copies(&copies, cache, prefix);
    }
    if (copies.bytes > cache->limit) {
        qsort(copies.copy, copies.count, sizeof *copies.copy, compare_copies);
        for (i = 0; i < copies.count && copies.bytes > enough; i++) {
            (void)nnreg_fs_remove(cache->folder, copies.copy[i].path, NULL);
            copies.bytes -= copies.copy[i].size;
        }
    }
    nnreg_free(copies.copy);
}

/* Before `size` bytes come: what others have added meanwhile is met when this handle has added a sixteenth by itself. */
static void make_room_for_copy(struct nnreg_shared_cache *cache, uint64_t size)
{
    uint64_t added = atomic_load(&cache->added);

    if (added != UINT64_MAX && added + size <= cache->limit / 16) {
        atomic_fetch_add(&cache->added, size);
        return;
    }
    atomic_store(&cache->added, size);
    trim_cache(cache);
}

/* ------------------------------------------------------------------------------------------------- a new copy -- */

static nnreg_status hash_copy(unsigned char digest[NNREG_SHA256_SIZE], int fd, uint64_t size,
                              struct nnreg_error *error)
{
    unsigned char *piece = nnreg_alloc(NNREG_PIECE);
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = piece != NULL ? nnreg_sha256_begin(&sha, error) : nnreg_fail_memory(error);
    uint64_t offset = 0;
    size_t got = 1;

    while (status == NNREG_OK && offset < size && got > 0) {
        status = nnreg_fs_read(&got, fd, offset, piece, NNREG_PIECE, error);
        if (status == NNREG_OK)
            status = nnreg_sha256_add(&sha, piece, got, error);
        offset += got;
    }
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    nnreg_free(piece);
    return status;
}

static nnreg_status fetch_copy(int fd, const unsigned char digest[NNREG_SHA256_SIZE], uint64_t size,
                               struct nnreg_object_store *objects, const char *name,
                               struct nnreg_error *error)
{
    unsigned char found[NNREG_SHA256_SIZE];
    nnreg_status status = objects->driver->get(objects, name, 0, size, fd, NULL, NULL, error);

    if (status == NNREG_OK)
        status = hash_copy(found, fd, size, error);
    if (status == NNREG_OK && memcmp(found, digest, sizeof found) != 0)
        return nnreg_fail(error, NNREG_CORRUPT, "the object \"%s\" has other bytes than its name says", name);
    return status;
}

static nnreg_status begin_copy(int *fd, int *prefix, char name[NNREG_UNIQUE_NAME],
                               const struct nnreg_shared_cache *cache, const char *path,
                               struct nnreg_error *error)
{
    char folder[3] = {path[0], path[1], '\0'};
    nnreg_status status = nnreg_fs_make_folder(cache->folder, folder, error);

    *fd = *prefix = -1;
    nnreg_unique_name(name, IN_MAKING);
    if (status == NNREG_OK)
        status = nnreg_fs_open_folder(prefix, cache->folder, folder, false, error);
    if (status == NNREG_OK)
        status = nnreg_fs_create(fd, *prefix, name, error);
    return status;
}

nnreg_status nnreg_shared_cache_fill(int *fd, struct nnreg_shared_cache *cache,
                                     const unsigned char digest[NNREG_SHA256_SIZE], uint64_t size,
                                     struct nnreg_object_store *objects, const char *name,
                                     struct nnreg_error *error)
{
    char path[COPY_PATH], making[NNREG_UNIQUE_NAME];
    bool named = false;
    nnreg_status status;
    int prefix;

    copy_path(path, digest);
    make_room_for_copy(cache, size);
    status = begin_copy(fd, &prefix, making, cache, path, error);
    if (status == NNREG_OK)
        status = fetch_copy(*fd, digest, size, objects, name, error);
    if (status == NNREG_OK)
        status = nnreg_fs_protect(*fd, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(*fd, error);
    if (status == NNREG_OK) {
        status = nnreg_fs_rename(prefix, making, prefix, path + 3, error);
        named = status == NNREG_OK;
    }
    if (*fd >= 0 && !named)
        (void)nnreg_fs_remove(prefix, making, NULL);
    nnreg_fs_close(prefix);
    if (status != NNREG_OK) {
        nnreg_fs_close(*fd);
        *fd = -1;
    }
    return status;
}
