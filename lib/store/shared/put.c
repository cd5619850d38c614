/*
 * A file's way in: see shared_blobs.h. What a transaction decides goes into the staged file (`suffix`, `has_object`), which is set
 * anew each time it runs.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fsio.h"
#include "store/shared/shared_parts.h"
#include "store/staging.h"

static struct nnreg_shared_id id_of(const struct nnreg_staged *staged)
{
    struct nnreg_shared_id id;

    memcpy(id.digest, staged->digest, sizeof id.digest);
    memcpy(id.suffix, staged->suffix, sizeof id.suffix);
    return id;
}

/* ----------------------------------------------------------------------------------------------------- intents -- */

struct intending {
    struct nnreg_staged *staged;
    size_t count;
    int64_t until;
};

/* A file that is stored already needs no object of its own. It may be removed before it is held: then that is told. */
static nnreg_status intend_one(struct nnreg_kv_txn *txn, struct nnreg_staged *staged, int64_t until,
                               struct nnreg_error *error)
{
    struct nnreg_shared_id found, id = id_of(staged);
    uint64_t size;
    nnreg_status status = nnreg_shared_find(&found, &size, txn, staged->digest, error);

    staged->has_object = status == NNREG_NOT_FOUND;
    if (status != NNREG_NOT_FOUND)
        return status;
    return nnreg_shared_time_put(txn, NNREG_KV_OBJECT_INTENTS, &id, until, error);
}

static nnreg_status intend(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct intending *intending = context;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < intending->count && status == NNREG_OK; i++)
        if (intending->staged[i].number != 0)
            status = intend_one(txn, &intending->staged[i], intending->until, error);
    return status;
}

nnreg_status nnreg_shared_make_places(struct nnreg_blobs *base, struct nnreg_staged *staged, size_t count,
                                      struct nnreg_error *error)
{
    const struct nnreg_shared_blobs *blobs = nnreg_shared_blobs_of(base);
    struct intending intending = {staged, count, nnreg_clock_now() + blobs->lease};
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < count && status == NNREG_OK; i++)
        status = nnreg_shared_suffix(staged[i].suffix, error);
    return status == NNREG_OK ? nnreg_kv_write(blobs->kv, intend, &intending, error) : status;
}

/* ----------------------------------------------------------------------------------------------------- putting -- */

/* The copy as something to be put. A file of many is closed by now: *opened is the caller's to close, or -1. */
static nnreg_status open_source(struct nnreg_object_source *source, int *opened,
                                const struct nnreg_staging *staging, const struct nnreg_staged *staged,
                                struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = NNREG_OK;
    char name[16];

    *opened = -1;
    *source = (struct nnreg_object_source){.fd = staged->content == NULL ? staged->fd : -1,
                                           .content = staged->content,
                                           .size = staged->size,
                                           .digest = staged->digest};
    if (source->fd >= 0 || source->content != NULL)
        return NNREG_OK;
    (void)snprintf(name, sizeof name, "%u", staged->number);
    status = nnreg_fs_open(opened, &stat, staging->folder, name, error);
    source->fd = *opened;
    return status;
}

/* That all of it arrived is asked of the place itself, whatever it answered. */
static nnreg_status put_object(struct nnreg_object_store *objects, const char *name,
                               const struct nnreg_object_source *source, nnreg_blob_progress *progress,
                               void *context, struct nnreg_error *error)
{
    bool unknown;
    uint64_t size;
    nnreg_status status = objects->driver->put(&unknown, objects, name, source, progress, context, error);

    if (status != NNREG_OK)
        return status;
    status = objects->driver->size(&size, objects, name, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_IO, "the object \"%s\" was put, and is not there", name);
    if (status == NNREG_OK && size != source->size)
        return nnreg_fail(error, NNREG_IO, "the object \"%s\" was put with %llu bytes, and has %llu", name,
                          (unsigned long long)source->size, (unsigned long long)size);
    return status;
}

/* An object whose put failed, or may have, is left to the sweep by its intent. */
nnreg_status nnreg_shared_install(struct nnreg_blobs *base, struct nnreg_staging *staging,
                                  struct nnreg_staged *staged, nnreg_blob_progress *progress, void *context,
                                  struct nnreg_error *error)
{
    const struct nnreg_shared_id id = id_of(staged);
    struct nnreg_object_source source;
    char name[NNREG_OBJECT_NAME];
    nnreg_status status;
    int opened;

    staged->found = staged->has_object ? NNREG_BLOB_NOTHING : NNREG_BLOB_SAME;
    if (!staged->has_object)
        return NNREG_OK;
    status = open_source(&source, &opened, staging, staged, error);
    nnreg_shared_name(name, &id);
    if (status == NNREG_OK)
        status = put_object(nnreg_shared_blobs_of(base)->objects, name, &source, progress, context, error);
    nnreg_fs_close(opened);
    return status;
}

/* ----------------------------------------------------------------------------------------------------- holding -- */

/*
 * The object goes into the trash, also where a sweep has put it there already, and may have removed it before it was put: it is
 * known to somebody by that.
 */
static nnreg_status let_go(struct nnreg_kv_txn *txn, const struct nnreg_shared_id *id,
                           struct nnreg_error *error)
{
    nnreg_status status = nnreg_shared_time_remove(txn, NNREG_KV_OBJECT_INTENTS, id, error);

    if (status == NNREG_OK)
        status = nnreg_shared_time_put(txn, NNREG_KV_OBJECT_TRASH, id, nnreg_clock_now(), error);
    return status;
}

static nnreg_status take_object(struct nnreg_kv_txn *txn, const struct nnreg_staged *staged,
                                const struct nnreg_shared_id *id, struct nnreg_error *error)
{
    int64_t until;
    nnreg_status status;

    if (!staged->has_object)
        return nnreg_fail(error, NNREG_BUSY,
                          "a file that was stored already was removed while it was being registered again: "
                          "try again");
    status = nnreg_shared_time(&until, txn, NNREG_KV_OBJECT_INTENTS, id, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_BUSY,
                          "it took so long to store the files that they were taken for abandoned: try again");
    if (status == NNREG_OK)
        status = nnreg_shared_time_remove(txn, NNREG_KV_OBJECT_INTENTS, id, error);
    return status == NNREG_OK ? nnreg_shared_put(txn, id, staged->size, error) : status;
}

nnreg_status nnreg_shared_hold(struct nnreg_blobs *base, struct nnreg_kv_txn *txn,
                               struct nnreg_staging *staging, struct nnreg_staged *staged,
                               struct nnreg_error *error)
{
    const struct nnreg_shared_id id = id_of(staged);
    struct nnreg_shared_id found;
    uint64_t size;
    nnreg_status status = nnreg_shared_find(&found, &size, txn, staged->digest, error);

    (void)base;
    (void)staging;
    if (status == NNREG_NOT_FOUND)
        return take_object(txn, staged, &id, error);
    if (status != NNREG_OK || !staged->has_object || memcmp(&found, &id, sizeof id) == 0)
        return status;
    return let_go(txn, &id, error);
}

nnreg_status nnreg_shared_give_up(struct nnreg_blobs *base, struct nnreg_kv_txn *txn,
                                  const struct nnreg_staged *staged, struct nnreg_error *error)
{
    const struct nnreg_shared_id id = id_of(staged);
    struct nnreg_shared_id found;
    uint64_t size;
    nnreg_status status;

    (void)base;
    if (!staged->has_object)
        return NNREG_OK;
    status = nnreg_shared_find(&found, &size, txn, staged->digest, error);
    if (status == NNREG_OK && memcmp(&found, &id, sizeof id) == 0)
        return NNREG_OK; /* it was committed all the same */
    return status == NNREG_OK || status == NNREG_NOT_FOUND ? let_go(txn, &id, error) : status;
}
