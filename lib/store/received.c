/* See received.h. */
#include "store/received.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/process.h"
#include "base/unique_name.h"

#define FIRST_ROOM ((size_t)4 << 10)
#define TRIES      16 /* for a folder that nobody sweeps away while a file is made in it */

static atomic_size_t held_by_all;

nnreg_status nnreg_received_begin(struct nnreg_received *received, const struct nnreg_blobs *blobs,
                                  const char *folder, struct nnreg_error *error)
{
    struct nnreg_file_stat stat = {.size = 0};
    nnreg_status status;

    *received = (struct nnreg_received){.process = nnreg_process_mark(), .staging = -1, .fd = -1};
    received->folder = nnreg_strdup(folder);
    if (received->folder == NULL)
        return nnreg_fail_memory(error);
    status = nnreg_staging_open_folder(&received->staging, blobs, error);
    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&stat, received->staging, error);
    received->device = stat.device;
    received->inode = stat.inode;
    return status;
}

/* ---------------------------------------------------------------------------------------------------- in memory -- */

static void free_held(struct nnreg_received *received)
{
    atomic_fetch_sub(&held_by_all, received->room);
    nnreg_free(received->held);
    received->held = NULL;
    received->room = 0;
}

/* *held: there is room for so many bytes in all. Where there is too much in memory already, that is no failure. */
static nnreg_status make_room(bool *held, struct nnreg_received *received, uint64_t size,
                              struct nnreg_error *error)
{
    size_t room = received->room > 0 ? received->room : FIRST_ROOM, more;
    unsigned char *grown;

    *held = size <= received->room;
    if (*held || size > NNREG_STAGING_SMALL)
        return NNREG_OK;
    while (room < size)
        room *= 2;
    more = room - received->room;
    *held = atomic_fetch_add(&held_by_all, more) + more <= NNREG_RECEIVED_HELD;
    grown = *held ? nnreg_realloc_array(received->held, room, 1) : NULL;
    if (grown == NULL) {
        atomic_fetch_sub(&held_by_all, more);
        return *held ? nnreg_fail_memory(error) : NNREG_OK;
    }
    received->held = grown;
    received->room = room;
    return NNREG_OK;
}

/* ---------------------------------------------------------------------------------------------------- in a file -- */

/*
 * For a file system that has no files without a name: one that loses it. It is made in a folder with the name of a session, so that
 * a sweep removes what a kill leaves of it; one that comes in between is met by another try.
 */
static nnreg_status create_unlinked(int *fd, int staging, struct nnreg_error *error)
{
    nnreg_status status = NNREG_NOT_FOUND;
    unsigned try;

    for (try = 0; try < TRIES && status == NNREG_NOT_FOUND; try++) {
        char name[NNREG_UNIQUE_NAME], path[NNREG_UNIQUE_NAME + 2];

        nnreg_unique_name(name, "");
        (void)snprintf(path, sizeof path, "%s/1", name);
        status = nnreg_fs_make_folder(staging, name, error);
        if (status == NNREG_OK)
            status = nnreg_fs_create(fd, staging, path, error);
        (void)nnreg_fs_remove(staging, path, NULL);
        (void)nnreg_fs_remove_folder(staging, name, NULL);
    }
    return status == NNREG_NOT_FOUND ? NNREG_BUSY : status;
}

static nnreg_status create_file(struct nnreg_received *received, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_create_to_link(&received->fd, received->staging, error);

    received->linkable = status == NNREG_OK;
    return status == NNREG_UNSUPPORTED ? create_unlinked(&received->fd, received->staging, error) : status;
}

/* The piece is hashed while it is written. Of a large file the device writes while the next pieces come. */
static nnreg_status write_received(struct nnreg_received *received, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    uint64_t offset = received->written;
    size_t size = received->filled;
    nnreg_status status;

    nnreg_hasher_give(&received->hasher, size);
    status = nnreg_fs_write(received->fd, offset, received->piece, size, &why);
    received->piece = NULL;
    received->filled = 0;
    if (status != NNREG_OK) /* told by the folder: the file has no name */
        return nnreg_fail_errno(error, why.cause, "cannot write an upload to \"%s\"", received->folder);
    received->written = offset + size;
    if (received->written < NNREG_HASHER_BESIDE)
        return NNREG_OK;
    if (offset < NNREG_HASHER_BESIDE)
        offset = 0;
    nnreg_fs_begin_sync(received->fd, offset, received->written - offset);
    nnreg_hasher_expect(&received->hasher, received->written);
    return NNREG_OK;
}

static nnreg_status fill_pieces(struct nnreg_received *received, const unsigned char *content, size_t size,
                                struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    while (size > 0 && status == NNREG_OK) {
        size_t part;

        if (received->piece == NULL)
            received->piece = nnreg_hasher_room(&received->hasher);
        part = NNREG_HASHER_PIECE - received->filled;
        part = size < part ? size : part;
        memcpy(received->piece + received->filled, content, part);
        received->filled += part;
        content += part;
        size -= part;
        if (received->filled == NNREG_HASHER_PIECE)
            status = write_received(received, error);
    }
    return status;
}

/* From memory to a file. */
static nnreg_status begin_file(struct nnreg_received *received, struct nnreg_error *error)
{
    nnreg_status status = create_file(received, error);

    if (status != NNREG_OK)
        return status;
    received->hashing = true;
    status = nnreg_hasher_begin(&received->hasher, error);
    if (status == NNREG_OK)
        status = fill_pieces(received, received->held, (size_t)received->size, error);
    free_held(received);
    nnreg_fs_close(received->staging);
    received->staging = -1;
    return status;
}

/* ---------------------------------------------------------------------------------------------------- receiving -- */

/* A failure stays: what was written behind it would leave a gap. */
static nnreg_status tell_failure(const struct nnreg_received *received, struct nnreg_error *error)
{
    if (received->failed.status != NNREG_OK && error != NULL)
        *error = received->failed;
    return received->failed.status;
}

nnreg_status nnreg_received_append(struct nnreg_received *received, const void *content, size_t size,
                                   struct nnreg_error *error)
{
    nnreg_status status = received->failed.status;
    bool held = false;

    if (status == NNREG_OK && received->fd < 0)
        status = make_room(&held, received, received->size + size, &received->failed);
    if (status == NNREG_OK && received->fd < 0 && !held)
        status = begin_file(received, &received->failed);
    if (status == NNREG_OK && held && size > 0)
        memcpy(received->held + received->size, content, size);
    else if (status == NNREG_OK)
        status = fill_pieces(received, content, size, &received->failed);
    if (status == NNREG_OK)
        received->size += size;
    received->failed.status = status; /* what was done in another way has left its own */
    return tell_failure(received, error);
}

static nnreg_status end_file(struct nnreg_received *received, struct nnreg_error *error)
{
    nnreg_status status = received->failed.status;

    if (status == NNREG_OK && received->filled > 0)
        status = write_received(received, error);
    if (status == NNREG_OK)
        status = nnreg_hasher_take(&received->hasher, received->digest, error);
    nnreg_hasher_end(&received->hasher);
    received->hashing = false;
    return status;
}

/* To one that has ended nothing is written any more: bundles of several threads may have it. */
nnreg_status nnreg_received_end(struct nnreg_received *received, struct nnreg_error *error)
{
    if (!received->ended && received->hashing)
        received->failed.status = end_file(received, &received->failed);
    if (!received->ended)
        received->ended = true;
    return tell_failure(received, error);
}

nnreg_status nnreg_received_digest(unsigned char digest[NNREG_SHA256_SIZE],
                                   const struct nnreg_received *received, struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = NNREG_OK;

    if (received->fd >= 0) {
        memcpy(digest, received->digest, NNREG_SHA256_SIZE);
        return NNREG_OK;
    }
    status = nnreg_sha256_begin(&sha, error);
    if (status == NNREG_OK && received->size > 0)
        status = nnreg_sha256_add(&sha, received->held, (size_t)received->size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    return status;
}

void nnreg_received_free(struct nnreg_received *received)
{
    bool own = received->process == nnreg_process_mark();

    if (received->hashing)
        (own ? nnreg_hasher_end : nnreg_hasher_forget)(&received->hasher);
    nnreg_fs_close(received->staging);
    nnreg_fs_close(received->fd);
    free_held(received);
    nnreg_free(received->folder);
    *received = (struct nnreg_received){.staging = -1, .fd = -1};
}

/* ------------------------------------------------------------------------------------------------------ lending -- */

bool nnreg_received_lend(struct nnreg_staged *staged, struct nnreg_staging *staging,
                         struct nnreg_received *received)
{
    struct nnreg_file_stat stat;

    if (!received->linkable || received->size <= NNREG_STAGING_SMALL)
        return false;
    if (received->process != nnreg_process_mark() ||
        nnreg_fs_stat_fd(&stat, staging->staging, NULL) != NNREG_OK || stat.device != received->device ||
        stat.inode != received->inode)
        return false;
    if (atomic_exchange(&received->lender.lent, true))
        return false;
    if (received->lender.spent) {
        atomic_store(&received->lender.lent, false);
        return false;
    }
    *staged = (struct nnreg_staged){
        .fd = received->fd, .lender = &received->lender, .size = received->size, .number = ++staging->last};
    memcpy(staged->digest, received->digest, sizeof staged->digest);
    return true;
}
