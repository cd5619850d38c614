/* Sessions, and copying files into them, or holding them in memory: see staging.h. What killed processes left is in staging_sweep.c. */
#include "store/staging.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/unique_name.h"

#define TRIES 16 /* for a session's name that nobody has and nobody sweeps away */

/* ------------------------------------------------------------------------------------------------- sessions -- */

/*
 * One try to make, open and lock a session. A sweep may meet the folder before it is locked and remove it, or hold its
 * lock: *again, then.
 */
static nnreg_status try_session(bool *again, struct nnreg_staging *staging, struct nnreg_error *error)
{
    struct nnreg_file_stat here, named;
    bool taken = false;
    nnreg_status status = nnreg_fs_make_folder(staging->staging, staging->name, error);

    *again = false;
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_open_folder(&staging->folder, staging->staging, staging->name, false, error);
    if (status == NNREG_OK) {
        status = nnreg_fs_lock(staging->folder, false, error);
        taken = status == NNREG_BUSY;
    }
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&here, staging->folder, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat(&named, staging->staging, staging->name, error);
    if (status == NNREG_OK && !nnreg_fs_is_same(&here, &named))
        status = NNREG_NOT_FOUND;
    *again = status == NNREG_NOT_FOUND || taken;
    if (status == NNREG_OK)
        return NNREG_OK;
    nnreg_fs_close(staging->folder);
    staging->folder = -1;
    if (!*again)
        (void)nnreg_fs_remove_folder(staging->staging, staging->name, NULL);
    return status;
}

static nnreg_status make_session(struct nnreg_staging *staging, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    bool again = true;
    unsigned try;

    for (try = 0; try < TRIES && again; try++) {
        nnreg_unique_name(staging->name, ""); /* one that is taken is met by the lock */
        status = try_session(&again, staging, error);
    }
    return again && status == NNREG_NOT_FOUND
               ? nnreg_fail(error, NNREG_BUSY, "cannot make a folder in \"staging\": others keep removing it")
               : status;
}

nnreg_status nnreg_staging_open_folder(int *folder, const struct nnreg_blobs *blobs,
                                       struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_open_folder(folder, blobs->registry, "staging", false, error);

    if (status == NNREG_NOT_FOUND) {
        status = nnreg_fs_make_folder(blobs->registry, "staging", error);
        if (status == NNREG_OK)
            status = nnreg_fs_open_folder(folder, blobs->registry, "staging", false, error);
    }
    return status == NNREG_INVALID_ARGUMENT ? NNREG_CORRUPT : status; /* something else is in its place */
}

static nnreg_status open_staging(struct nnreg_staging *staging, const struct nnreg_blobs *blobs,
                                 struct nnreg_error *error)
{
    *staging = (struct nnreg_staging){.staging = -1, .folder = -1, .marks = NNREG_STAGING_MARKS};
    return nnreg_staging_open_folder(&staging->staging, blobs, error);
}

nnreg_status nnreg_staging_begin(struct nnreg_staging *staging, const struct nnreg_blobs *blobs,
                                 struct nnreg_error *error)
{
    nnreg_status status = open_staging(staging, blobs, error);

    if (status == NNREG_OK)
        status = nnreg_staging_piece(staging, error);
    if (status == NNREG_OK)
        status = make_session(staging, error);
    if (status != NNREG_OK)
        nnreg_staging_end(staging);
    return status;
}

nnreg_status nnreg_staging_begin_small(struct nnreg_staging *staging, const struct nnreg_blobs *blobs,
                                       struct nnreg_error *error)
{
    nnreg_status status = open_staging(staging, blobs, error);

    staging->room = NNREG_STAGING_SMALL;
    return status;
}

nnreg_status nnreg_staging_piece(struct nnreg_staging *staging, struct nnreg_error *error)
{
    if (staging->piece == NULL)
        staging->piece = nnreg_alloc(NNREG_PIECE);
    return staging->piece != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

static void remove_number(const struct nnreg_staging *staging, unsigned number)
{
    char name[16];

    (void)snprintf(name, sizeof name, "%u", number);
    (void)nnreg_fs_remove(staging->folder, name, NULL);
}

/* What can't be removed now is swept later. Nothing is allocated here: memory may be what ran out. */
void nnreg_staging_end(struct nnreg_staging *staging)
{
    unsigned number;

    if (staging->folder >= 0) {
        for (number = 1; number <= staging->last; number++)
            remove_number(staging, number);
        (void)nnreg_fs_remove_folder(staging->staging, staging->name, NULL);
    }
    nnreg_fs_close(staging->folder);
    nnreg_fs_unlock(staging->staging);
    nnreg_fs_close(staging->staging);
    nnreg_free(staging->piece);
    nnreg_hasher_end(&staging->hasher);
    *staging = (struct nnreg_staging){.staging = -1, .folder = -1};
}

/* ---------------------------------------------------------------------------------------------------- arriving -- */

/* A flock(2) of staging/, by the session's own descriptor of it. */
nnreg_status nnreg_staging_arrive(struct nnreg_staging *staging, struct nnreg_error *error)
{
    nnreg_status status = staging->arriving ? NNREG_OK : nnreg_fs_lock_shared(staging->staging, error);

    staging->arriving = status == NNREG_OK;
    return status;
}

nnreg_status nnreg_staging_none_arrives(struct nnreg_blob_lock *lock, const struct nnreg_blobs *blobs,
                                        struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_open_folder(&lock->fd, blobs->registry, "staging", false, error);
    bool arriving = false;

    if (status == NNREG_INVALID_ARGUMENT)
        return NNREG_CORRUPT;
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_try_lock(&arriving, lock->fd, error);
    if (arriving)
        status = nnreg_fail(error, NNREG_BUSY, "a network is being registered");
    if (status == NNREG_OK)
        return NNREG_OK;
    nnreg_fs_close(lock->fd);
    lock->fd = -1;
    return status;
}

/* ---------------------------------------------------------------------------------------------------- copying -- */

static nnreg_status read_source(size_t *got, const struct nnreg_blob_source *source, int fd, uint64_t offset,
                                void *out, size_t size, struct nnreg_error *error)
{
    if (source->read != NULL)
        return source->read(got, source->context, offset, out, size, error);
    if (source->content == NULL)
        return nnreg_fs_read(got, fd, offset, out, size, error);
    *got = size < source->size - offset ? size : (size_t)(source->size - offset);
    memcpy(out, (const unsigned char *)source->content + offset, *got);
    return NNREG_OK;
}

static bool all_zero(const unsigned char *piece, size_t size)
{
    return size == 0 || (piece[0] == 0 && memcmp(piece, piece + 1, size - 1) == 0);
}

static nnreg_status source_resized(const struct nnreg_blob_source *source, const char *how,
                                   struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_IO, "\"%s\" became %s than its %llu bytes while it was read", source->name,
                      how, (unsigned long long)source->size);
}

/* Pieces of zeros are not written: the file has a hole there. Of a large file the device writes while the next pieces come. */
static nnreg_status write_piece(const struct nnreg_staged *staged, const unsigned char *piece,
                                uint64_t offset, size_t size, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t at, part;

    for (at = 0; at < size && status == NNREG_OK; at += part) {
        part = size - at < NNREG_PIECE ? size - at : NNREG_PIECE;
        if (!all_zero(piece + at, part))
            status = nnreg_fs_write(staged->fd, offset + at, piece + at, part, error);
    }
    if (status == NNREG_OK && staged->size >= NNREG_HASHER_BESIDE)
        nnreg_fs_begin_sync(staged->fd, offset, size);
    return status;
}

/*
 * Copies the piece at `offset`, unless the staged file has its bytes already (`shared`); it may be hashed meanwhile. So marks are
 * taken of it here, in a time in which this thread would wait for the hashing.
 */
static nnreg_status copy_piece(size_t *done, const struct nnreg_staged *staged, struct nnreg_staging *staging,
                               const struct nnreg_blob_source *source, bool shared, uint64_t offset,
                               struct nnreg_error *error)
{
    unsigned char *piece = nnreg_hasher_room(&staging->hasher);
    uint64_t left = source->size - offset;
    size_t wanted = left < NNREG_HASHER_PIECE ? (size_t)left : NNREG_HASHER_PIECE;
    int fd = shared ? staged->fd : source->fd;
    nnreg_status status = read_source(done, source, fd, offset, piece, wanted, error);

    if (status == NNREG_OK && *done != wanted)
        status = source_resized(source, "shorter", error);
    if (status != NNREG_OK)
        return status;
    nnreg_hasher_give(&staging->hasher, wanted);
    if (staged->marks != NULL)
        nnreg_crc_marks_add(staged->marks, piece, wanted);
    return shared ? NNREG_OK : write_piece(staged, piece, offset, wanted, error);
}

/* That the source ends where it should. */
static nnreg_status check_source_end(const struct nnreg_staged *staged,
                                     const struct nnreg_blob_source *source, bool shared,
                                     struct nnreg_error *error)
{
    int fd = shared ? staged->fd : source->fd;
    unsigned char byte;
    size_t more;
    nnreg_status status = read_source(&more, source, fd, source->size, &byte, 1, error);

    return status == NNREG_OK && more > 0 ? source_resized(source, "longer", error) : status;
}

static nnreg_status copy_source(struct nnreg_staged *staged, struct nnreg_staging *staging,
                                const struct nnreg_blob_source *source, nnreg_blob_progress *progress,
                                void *progress_context, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK, hashed;
    bool shared = false;
    uint64_t offset = 0;
    size_t done;

    nnreg_hasher_expect(&staging->hasher, source->size);
    if (source->read == NULL && source->content == NULL)
        status = nnreg_fs_reflink(&shared, staged->fd, source->fd, error);
    while (status == NNREG_OK && offset < source->size) {
        done = 0; /* a source that fails need not set it */
        status = copy_piece(&done, staged, staging, source, shared, offset, error);
        offset += done;
        if (status == NNREG_OK && progress != NULL && progress(progress_context, offset) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    if (status == NNREG_OK)
        status = check_source_end(staged, source, shared, error);
    if (status == NNREG_OK && !shared)
        status = nnreg_fs_truncate(staged->fd, source->size, error); /* zeros at the end were not written */
    hashed = nnreg_hasher_take(&staging->hasher, staged->digest, status == NNREG_OK ? error : NULL);
    return status == NNREG_OK ? hashed : status;
}

static nnreg_status begin_hashing(struct nnreg_staging *staging, struct nnreg_error *error)
{
    nnreg_status status;

    if (staging->hashing)
        return NNREG_OK;
    status = nnreg_hasher_begin(&staging->hasher, error);
    staging->hashing = status == NNREG_OK;
    if (status != NNREG_OK)
        nnreg_hasher_end(&staging->hasher);
    return status;
}

/* Of small files there are none, nor beyond what a session may keep of them: these are read again when they are judged. */
static nnreg_status begin_marks(struct nnreg_staged *staged, struct nnreg_staging *staging,
                                const struct nnreg_blob_source *source, struct nnreg_error *error)
{
    size_t count = nnreg_crc_marks_count(source->size);

    if (!source->has_crcs || source->size < NNREG_HASHER_BESIDE || count > staging->marks)
        return NNREG_OK;
    staged->marks = nnreg_crc_marks_new(source->size);
    if (staged->marks == NULL)
        return nnreg_fail_memory(error);
    staging->marks -= count;
    return NNREG_OK;
}

/* Creates the file that staged->number names, in the session's folder. */
static nnreg_status create_numbered(struct nnreg_staged *staged, struct nnreg_staging *staging,
                                    struct nnreg_error *error)
{
    nnreg_status status = staging->folder < 0 ? make_session(staging, error) : NNREG_OK;
    char name[16];

    (void)snprintf(name, sizeof name, "%u", staged->number);
    return status == NNREG_OK ? nnreg_fs_create(&staged->fd, staging->folder, name, error) : status;
}

/* As copy_source, with nothing on the device. */
static nnreg_status hold_source(struct nnreg_staged *staged, const struct nnreg_blob_source *source,
                                nnreg_blob_progress *progress, void *context, struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    unsigned char more;
    size_t size = (size_t)source->size, got;
    nnreg_status status = read_source(&got, source, source->fd, 0, staged->content, size, error);

    if (status == NNREG_OK && got != size)
        status = source_resized(source, "shorter", error);
    if (status == NNREG_OK)
        status = read_source(&got, source, source->fd, size, &more, 1, error);
    if (status == NNREG_OK && got > 0)
        status = source_resized(source, "longer", error);
    if (status == NNREG_OK)
        status = nnreg_sha256_begin(&sha, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, staged->content, size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(staged->digest, &sha, error);
    nnreg_sha256_free(&sha);
    if (status == NNREG_OK && size > 0 && progress != NULL && progress(context, size) != 0)
        status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    return status;
}

nnreg_status nnreg_staging_add(struct nnreg_staged *staged, struct nnreg_staging *staging,
                               const struct nnreg_blob_source *source, nnreg_blob_progress *progress,
                               void *progress_context, struct nnreg_error *error)
{
    bool small = source->size < staging->room && staging->last < NNREG_STAGING_HELD;
    nnreg_status status;

    *staged = (struct nnreg_staged){.fd = -1, .size = source->size};
    if (staging->last == NNREG_STAGING_FILES)
        return nnreg_fail(error, NNREG_LIMIT, "more than %zu files at once", NNREG_STAGING_FILES);
    staged->number = ++staging->last;
    if (small) {
        staged->content = nnreg_alloc((size_t)source->size + 1); /* an empty file has a content, too */
        if (staged->content == NULL)
            return nnreg_fail_memory(error);
        staging->room -= (size_t)source->size + 1;
        status = hold_source(staged, source, progress, progress_context, error);
    } else {
        status = begin_hashing(staging, error);
        if (status == NNREG_OK)
            status = create_numbered(staged, staging, error);
        if (status != NNREG_OK)
            return status;
        status = begin_marks(staged, staging, source, error);
        if (status == NNREG_OK)
            status = copy_source(staged, staging, source, progress, progress_context, error);
    }
    if (status != NNREG_OK)
        nnreg_staging_discard(staging, staged);
    return status;
}

nnreg_status nnreg_staging_sync(const struct nnreg_staged *staged, struct nnreg_error *error)
{
    bool lent = staged->lender != NULL; /* then it is read-only already (nnreg_fs_create_to_link) */
    nnreg_status status = staged->content == NULL && !lent ? nnreg_fs_protect(staged->fd, error) : NNREG_OK;

    if (status == NNREG_OK && staged->content == NULL)
        status = nnreg_fs_sync(staged->fd, error);
    if (lent && status != NNREG_OK)
        staged->lender->spent = true;
    return status;
}

/* Under a number of its own: a file that was written out before may have been moved, and gone since. */
nnreg_status nnreg_staging_write_out(struct nnreg_staged *staged, struct nnreg_staging *staging,
                                     struct nnreg_error *error)
{
    nnreg_status status;

    nnreg_fs_close(staged->fd);
    staged->fd = -1;
    staged->moved = false;
    if (staging->last == NNREG_STAGING_FILES)
        return nnreg_fail(error, NNREG_LIMIT, "more than %zu files at once", NNREG_STAGING_FILES);
    staged->number = ++staging->last;
    status = create_numbered(staged, staging, error);
    if (status == NNREG_OK)
        status = nnreg_fs_write(staged->fd, 0, staged->content, (size_t)staged->size, error);
    if (status == NNREG_OK)
        status = nnreg_fs_protect(staged->fd, error);
    return status == NNREG_OK ? nnreg_fs_sync(staged->fd, error) : status;
}

void nnreg_staged_close(struct nnreg_staged *staged)
{
    if (staged->lender != NULL)
        atomic_store(&staged->lender->lent, false);
    else
        nnreg_fs_close(staged->fd);
    staged->lender = NULL;
    staged->fd = -1;
}

void nnreg_staging_discard(struct nnreg_staging *staging, struct nnreg_staged *staged)
{
    if (staged->fd >= 0 && staged->lender == NULL && !staged->is_elsewhere && !staged->moved &&
        staging->folder >= 0)
        remove_number(staging, staged->number);
    nnreg_staged_close(staged);
    nnreg_free(staged->content);
    staged->content = NULL;
    nnreg_crc_marks_free(staged->marks);
    staged->marks = NULL;
}
