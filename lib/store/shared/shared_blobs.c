/* See shared_blobs.h. */
#include "store/shared/shared_blobs.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "store/shared/shared_parts.h"

/* ----------------------------------------------------------------------------------------------- open and close -- */

static void close_shared(struct nnreg_blobs *base)
{
    struct nnreg_shared_blobs *blobs = nnreg_shared_blobs_of(base);

    nnreg_shared_cache_close(&blobs->cache);
    nnreg_fs_close(base->registry);
    nnreg_free(blobs);
}

static void name_shared(char out[NNREG_BLOB_NAME], const unsigned char digest[NNREG_SHA256_SIZE])
{
    char text[NNREG_SHA256_TEXT];

    nnreg_hex(text, digest);
    (void)snprintf(out, NNREG_BLOB_NAME, "objects/%s", text);
}

/* ----------------------------------------------------------------------------------------------------- reading -- */

struct finding_object {
    const unsigned char *digest;
    struct nnreg_shared_id id;
    uint64_t size;
};

static nnreg_status find_object(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct finding_object *finding = context;

    return nnreg_shared_find(&finding->id, &finding->size, txn, finding->digest, error);
}

/*
 * A file that was removed and brought in again meanwhile is another object; so the account is asked again when there is none. That
 * it says the same twice, and there is no such object, is damage.
 */
static nnreg_status fetch_object(int *fd, uint64_t *size, struct nnreg_shared_blobs *blobs,
                                 const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    struct finding_object finding = {.digest = digest}, again = {.digest = digest};
    char name[NNREG_OBJECT_NAME];
    nnreg_status status = nnreg_kv_read(blobs->kv, find_object, &finding, error);

    while (status == NNREG_OK) {
        nnreg_shared_name(name, &finding.id);
        *size = finding.size;
        status =
            nnreg_shared_cache_fill(fd, &blobs->cache, digest, finding.size, blobs->objects, name, error);
        if (status != NNREG_NOT_FOUND)
            return status;
        status = nnreg_kv_read(blobs->kv, find_object, &again, error);
        if (status == NNREG_OK && memcmp(&again.id, &finding.id, sizeof finding.id) == 0)
            return nnreg_fail(error, NNREG_CORRUPT, "the object \"%s\" is not there", name);
        finding = again;
    }
    return status;
}

static nnreg_status open_shared_file(int *fd, uint64_t *size, const struct nnreg_blobs *base,
                                     const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error)
{
    struct nnreg_shared_blobs *blobs = nnreg_shared_blobs_of(base);
    nnreg_status status = nnreg_shared_cache_find(fd, size, &blobs->cache, digest, error);

    return status == NNREG_NOT_FOUND ? fetch_object(fd, size, blobs, digest, error) : status;
}

/* ---------------------------------------------------------------------------------------------------- removing -- */

static nnreg_status remove_shared_file(struct nnreg_blobs *base, struct nnreg_kv_txn *txn,
                                       const unsigned char digest[NNREG_SHA256_SIZE],
                                       struct nnreg_error *error)
{
    struct nnreg_shared_id id;
    uint64_t size;
    nnreg_status status = nnreg_shared_find(&id, &size, txn, digest, error);

    (void)base;
    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_kv_remove(txn, NNREG_KV_OBJECTS, nnreg_key_digest(digest), error);
    if (status == NNREG_OK)
        status = nnreg_shared_time_put(txn, NNREG_KV_OBJECT_TRASH, &id, nnreg_clock_now(), error);
    return status;
}

/* Who reads for long is kept from nothing: an object stays for a while behind its removal. */
static nnreg_status keep_nothing(int *fd, const struct nnreg_blobs *blobs, bool alone,
                                 struct nnreg_error *error)
{
    (void)blobs;
    (void)alone;
    (void)error;
    *fd = -1;
    return NNREG_OK;
}

static nnreg_status move_nothing_out(const struct nnreg_blobs *blobs, const char *path, int folder,
                                     const char *name, struct nnreg_error *error)
{
    (void)blobs;
    (void)folder;
    (void)name;
    return nnreg_fail(error, NNREG_UNSUPPORTED, "\"%s\" is an object, and cannot be moved out of its place",
                      path);
}

/* ----------------------------------------------------------------------------------------------------- walking -- */

enum { VISITED_AT_ONCE = 256 };

struct visiting {
    unsigned char digests[VISITED_AT_ONCE][NNREG_SHA256_SIZE];
    uint64_t sizes[VISITED_AT_ONCE];
    size_t count;
    unsigned char from[NNREG_SHA256_SIZE]; /* the next one is here, or behind */
    bool more;
};

static nnreg_status collect_object(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                   void *context, struct nnreg_error *error)
{
    struct visiting *visiting = context;
    struct nnreg_slice size;

    if (key.size != NNREG_SHA256_SIZE || value.size != NNREG_OBJECT_SUFFIX + sizeof(struct nnreg_key))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"objects\" is none");
    if (visiting->count == VISITED_AT_ONCE) {
        memcpy(visiting->from, key.content, sizeof visiting->from);
        visiting->more = *stop = true;
        return NNREG_OK;
    }
    size = (struct nnreg_slice){(const char *)value.content + NNREG_OBJECT_SUFFIX, sizeof(struct nnreg_key)};
    memcpy(visiting->digests[visiting->count], key.content, NNREG_SHA256_SIZE);
    (void)nnreg_key_u64_read(&visiting->sizes[visiting->count], size);
    visiting->count++;
    return NNREG_OK;
}

static nnreg_status collect_objects(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct visiting *visiting = context;
    unsigned char from[NNREG_SHA256_SIZE];

    memcpy(from, visiting->from, sizeof from);
    visiting->count = 0;
    visiting->more = false;
    return nnreg_kv_walk(txn, NNREG_KV_OBJECTS, nnreg_key_digest(from), false, collect_object, visiting,
                         error);
}

/* By what the tables say: what is in the place itself is asked for one by one, or listed by who looks for waste. */
static nnreg_status walk_shared(const struct nnreg_blobs *base, nnreg_blob_visit *visit, void *context,
                                struct nnreg_error *error)
{
    struct visiting *visiting = nnreg_alloc_zero(1, sizeof *visiting);
    nnreg_status status = visiting != NULL ? NNREG_OK : nnreg_fail_memory(error);
    size_t i;

    while (status == NNREG_OK) {
        status = nnreg_kv_read(nnreg_shared_blobs_of(base)->kv, collect_objects, visiting, error);
        for (i = 0; status == NNREG_OK && i < visiting->count; i++) {
            char name[NNREG_BLOB_NAME];
            struct nnreg_blob_met met = {.stray = NNREG_BLOB_NO_STRAY,
                                         .has_digest = true,
                                         .path = name,
                                         .kind = NNREG_FILE_REGULAR,
                                         .size = visiting->sizes[i]};

            name_shared(name, visiting->digests[i]);
            memcpy(met.digest, visiting->digests[i], sizeof met.digest);
            status = visit(&met, context, error);
        }
        if (!visiting->more)
            break;
    }
    nnreg_free(visiting);
    return status;
}

/* Made by nnreg_shared_blobs_open only: a folder alone does not say where its objects are. */
static const struct nnreg_blob_backend shared_blobs_backend = {
    .close = close_shared,
    .name = name_shared,
    .open_file = open_shared_file,
    .remove = remove_shared_file,
    .make_places = nnreg_shared_make_places,
    .install = nnreg_shared_install,
    .hold = nnreg_shared_hold,
    .give_up = nnreg_shared_give_up,
    .walk = walk_shared,
    .move_out = move_nothing_out,
    .lock = keep_nothing,
};

nnreg_status nnreg_shared_blobs_open(struct nnreg_blobs **out,
                                     const struct nnreg_shared_blobs_options *options,
                                     struct nnreg_error *error)
{
    struct nnreg_shared_blobs *blobs = nnreg_alloc_zero(1, sizeof *blobs);
    nnreg_status status = blobs != NULL ? NNREG_OK : nnreg_fail_memory(error);

    *out = NULL;
    if (status != NNREG_OK)
        return status;
    blobs->base.backend = &shared_blobs_backend;
    blobs->base.registry = -1;
    blobs->kv = options->kv;
    blobs->objects = options->objects;
    blobs->lease = options->lease > 0 ? options->lease : NNREG_SHARED_LEASE;
    blobs->cache.folder = -1;
    status = nnreg_fs_make_folder(options->folder, "staging", error);
    if (status == NNREG_OK)
        status = nnreg_shared_cache_open(&blobs->cache, options->folder,
                                         options->cache_size > 0 ? options->cache_size : NNREG_SHARED_CACHE,
                                         error);
    if (status == NNREG_OK)
        status = nnreg_fs_open_folder(&blobs->base.registry, options->folder, ".", false, error);
    if (status != NNREG_OK) {
        close_shared(&blobs->base);
        return status;
    }
    *out = &blobs->base;
    return NNREG_OK;
}
