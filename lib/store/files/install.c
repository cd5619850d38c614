/*
 * Putting a staged file in its place, in a folder: see blobs.h. What is there already is looked at before the transaction, byte by
 * byte: it may have been damaged since it was stored, and then the fresh copy takes its place. In the transaction, where
 * nobody may wait for long, only what kind of thing is there, and how large, is looked at again.
 *
 * A stored file that has the very same bytes stays. To put the copy over it, too, would cost no more than a rename, but
 * whoever has the stored file open or mapped would go on with one file, and who opens it later with another one: twice the
 * memory and twice the disk for one model. A sector that went bad under pages that are still in memory is not seen by
 * that; it is by the next that reads it from the device, and another copy heals it then.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "store/files/folder_blobs.h"
#include "store/staging.h"

/* Where a file belongs. */
struct target {
    char path[NNREG_BLOB_PATH]; /* below blobs/ */
    int prefix;                 /* the folder blobs/ab */
    const char *name;           /* in it */
};

/* --------------------------------------------------------------------------------------- what is there already -- */

/* The staged copy, which is closed where there are many: *opened is the caller's to close, or -1. In memory it has none. */
static nnreg_status open_copy(int *copy, int *opened, const struct nnreg_staging *staging,
                              const struct nnreg_staged *staged, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = NNREG_OK;
    char name[16];

    *opened = -1;
    if (staged->fd < 0 && staged->content == NULL) {
        (void)snprintf(name, sizeof name, "%u", staged->number);
        status = nnreg_fs_open(opened, &stat, staging->folder, name, error);
    }
    *copy = staged->fd >= 0 ? staged->fd : *opened;
    return status;
}

/* A piece of the copy, in memory or read from `copy`. */
static nnreg_status piece_of_copy(const unsigned char **piece, const struct nnreg_staged *staged, int copy,
                                  struct nnreg_staging *staging, uint64_t offset, size_t size,
                                  struct nnreg_error *error)
{
    nnreg_status status;
    size_t got;

    *piece = staged->content != NULL ? staged->content + offset : staging->piece;
    if (staged->content != NULL)
        return NNREG_OK;
    status = nnreg_fs_read(&got, copy, offset, staging->piece, size, error);
    return status == NNREG_OK && got != size ? nnreg_fail(error, NNREG_IO, "a staged file has changed")
                                             : status;
}

/* Compares one piece. A stored file that cannot be read is none; a copy that cannot is a failure. */
static nnreg_status compare_piece(enum nnreg_blob_found *found, int stored, const unsigned char *copied,
                                  unsigned char *room, uint64_t offset, size_t size,
                                  struct nnreg_error *error)
{
    size_t got;
    nnreg_status status = nnreg_fs_read(&got, stored, offset, room, size, error);

    if (status == NNREG_IO)
        *found = NNREG_BLOB_UNREADABLE;
    else if (status != NNREG_OK)
        return status;
    else if (got != size || memcmp(room, copied, size) != 0)
        *found = NNREG_BLOB_OTHER_BYTES;
    return NNREG_OK;
}

static nnreg_status compare_bytes(enum nnreg_blob_found *found, int stored, int copy,
                                  struct nnreg_staging *staging, const struct nnreg_staged *staged,
                                  nnreg_blob_progress *progress, void *context, struct nnreg_error *error)
{
    uint64_t size = staged->size, offset = 0;
    unsigned char *room = nnreg_alloc(size < NNREG_PIECE ? (size_t)size + 1 : NNREG_PIECE);
    nnreg_status status = room != NULL ? NNREG_OK : nnreg_fail_memory(error);

    *found = NNREG_BLOB_SAME;
    if (status == NNREG_OK && staged->content == NULL)
        status = nnreg_staging_piece(staging, error);
    while (status == NNREG_OK && *found == NNREG_BLOB_SAME && offset < size) {
        size_t wanted = size - offset < NNREG_PIECE ? (size_t)(size - offset) : NNREG_PIECE;
        const unsigned char *copied;

        status = piece_of_copy(&copied, staged, copy, staging, offset, wanted, error);
        if (status == NNREG_OK)
            status = compare_piece(found, stored, copied, room, offset, wanted, error);
        offset += wanted;
        if (status == NNREG_OK && progress != NULL && progress(context, offset) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    nnreg_free(room);
    return status;
}

/* A failure to open: by what is there, or by what the process may and has (permissions, descriptors). */
static nnreg_status judge_unopened(enum nnreg_blob_found *found, const struct target *target,
                                   nnreg_status status)
{
    struct nnreg_file_stat stat;

    if (status == NNREG_NOT_FOUND)
        *found = NNREG_BLOB_NOTHING;
    else if (status == NNREG_INVALID_ARGUMENT)
        *found = NNREG_BLOB_NO_FILE;
    else if (status == NNREG_IO && nnreg_fs_stat(&stat, target->prefix, target->name, NULL) == NNREG_IO)
        *found = NNREG_BLOB_UNREADABLE;
    else
        return status;
    return NNREG_OK;
}

/* The stored file is the same: it is held from now on in place of the copy, which is not needed any more. */
static void hold_stored(struct nnreg_staged *staged, int stored)
{
    if (staged->fd < 0 && staged->content == NULL) { /* too many to hold */
        nnreg_fs_close(stored);
        return;
    }
    staged->is_elsewhere = staged->lender != NULL;
    nnreg_staged_close(staged);
    staged->fd = stored;
}

/* Before the transaction: all of what is there. */
static nnreg_status look_closely(enum nnreg_blob_found *found, const struct target *target,
                                 struct nnreg_staging *staging, struct nnreg_staged *staged,
                                 nnreg_blob_progress *progress, void *context, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    int stored, copy, opened = -1;
    nnreg_status status = nnreg_fs_open(&stored, &stat, target->prefix, target->name, error);

    if (status != NNREG_OK)
        return judge_unopened(found, target, status);
    *found = NNREG_BLOB_OTHER_SIZE;
    if (stat.size == staged->size) {
        status = open_copy(&copy, &opened, staging, staged, error);
        if (status == NNREG_OK)
            status = compare_bytes(found, stored, copy, staging, staged, progress, context, error);
        nnreg_fs_close(opened);
    }
    if (status == NNREG_OK && *found == NNREG_BLOB_SAME)
        hold_stored(staged, stored);
    else
        nnreg_fs_close(stored);
    return status;
}

/*
 * In the transaction: a file of the right size that is not the one that was looked at before was put there by another
 * process since, which had hashed it just before.
 */
static nnreg_status look_briefly(enum nnreg_blob_found *found, const struct target *target,
                                 const struct nnreg_staged *staged, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, target->prefix, target->name, error);

    if (status != NNREG_OK)
        return judge_unopened(found, target, status);
    *found = stat.kind != NNREG_FILE_REGULAR ? NNREG_BLOB_NO_FILE
             : stat.size != staged->size     ? NNREG_BLOB_OTHER_SIZE
                                             : NNREG_BLOB_SAME;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------- moving -- */

/*
 * The file had been moved into place before, by a run of the transaction that was not committed, and somebody removed
 * it since, as a file that nobody refers to. Its bytes are still there, by its descriptor or its second name.
 */
static nnreg_status stage_again(struct nnreg_staging *staging, struct nnreg_staged *staged,
                                struct nnreg_error *error)
{
    struct nnreg_blob_source source = {.name = "a staged file", .size = staged->size};
    struct nnreg_staged copy;
    int opened;
    nnreg_status status = open_copy(&source.fd, &opened, staging, staged, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_BUSY,
                          "another process removed a file that was being registered: try again");
    if (status == NNREG_OK)
        status = nnreg_staging_add(&copy, staging, &source, NULL, NULL, error);
    nnreg_fs_close(opened);
    if (status != NNREG_OK)
        return status;
    status = nnreg_staging_sync(&copy, error);
    if (status == NNREG_OK && memcmp(copy.digest, staged->digest, sizeof copy.digest) != 0)
        status = nnreg_fail(error, NNREG_IO, "a staged file has changed");
    if (status != NNREG_OK) {
        nnreg_staging_discard(staging, &copy);
        return status;
    }
    copy.found = staged->found;
    copy.marks = staged->marks;
    nnreg_staged_close(staged);
    *staged = copy;
    return NNREG_OK;
}

/*
 * A file that is held in memory, where there is nothing yet: it gets no name before it is on the device, and then its own. *put is
 * false, and NNREG_OK, where the system has no way to do so, or somebody was faster.
 */
static nnreg_status link_into_place(bool *put, const struct target *target, struct nnreg_staged *staged,
                                    struct nnreg_error *error)
{
    nnreg_status status;
    int fd;

    *put = false;
    status = nnreg_fs_create_to_link(&fd, target->prefix, error);
    if (status == NNREG_UNSUPPORTED)
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_fs_write(fd, 0, staged->content, (size_t)staged->size, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(fd, error);
    if (status == NNREG_OK)
        status = nnreg_fs_link(fd, target->prefix, target->name, error);
    *put = staged->moved = status == NNREG_OK;
    if (!*put) {
        nnreg_fs_close(fd);
        return status == NNREG_EXISTS || status == NNREG_NOT_FOUND ? NNREG_OK : status; /* no /proc */
    }
    nnreg_fs_close(staged->fd);
    staged->fd = fd;
    return NNREG_OK;
}

/*
 * The same for a file that was received, and has no name yet: this is its first. Who may not give it one (a process that has become
 * another user since, link(2)) copies it.
 */
static nnreg_status link_received(bool *put, const struct target *target, struct nnreg_staged *staged,
                                  struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status;

    staged->lender->spent = true;
    status = nnreg_fs_link(staged->fd, target->prefix, target->name, &why);
    *put = staged->moved = status == NNREG_OK;
    if (status == NNREG_OK || status == NNREG_EXISTS || status == NNREG_NOT_FOUND || why.cause == EPERM)
        return NNREG_OK;
    if (error != NULL)
        *error = why;
    return status;
}

/* A rename replaces everything but a folder. What is in one is somebody's, and not ours to throw away. */
static nnreg_status clear_folder(const struct target *target, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat(&stat, target->prefix, target->name, error);

    if (status == NNREG_NOT_FOUND || (status == NNREG_OK && stat.kind != NNREG_FILE_DIRECTORY))
        return NNREG_OK;
    if (status != NNREG_OK || nnreg_fs_remove_folder(target->prefix, target->name, NULL) == NNREG_OK)
        return status;
    return nnreg_fail(error, NNREG_CORRUPT,
                      "\"blobs/%s\" is a folder that cannot be removed, not a stored file: move it away",
                      target->path);
}

/* The copy as a file in the session, synced, whatever has become of it. */
static nnreg_status see_to_copy(struct nnreg_staging *staging, struct nnreg_staged *staged,
                                struct nnreg_error *error)
{
    if (staged->content != NULL)
        return nnreg_staging_write_out(staged, staging, error);
    return staged->moved || staged->is_elsewhere || staged->lender != NULL
               ? stage_again(staging, staged, error)
               : NNREG_OK;
}

/*
 * A copy that was closed is not to be had by a descriptor once it is moved. So it has a second name in the session, which goes with
 * that. Where a file can have only one name (a file system without hard links) it is not put back, should it be removed.
 */
static void give_second_name(struct nnreg_staging *staging, struct nnreg_staged *staged)
{
    char name[16], second[16];

    if (staging->last == NNREG_STAGING_FILES)
        return;
    (void)snprintf(name, sizeof name, "%u", staged->number);
    (void)snprintf(second, sizeof second, "%u", staging->last + 1);
    if (nnreg_fs_link_name(staging->folder, name, second, NULL) == NNREG_OK)
        staged->number = ++staging->last;
}

static nnreg_status move_into_place(const struct target *target, enum nnreg_blob_found found,
                                    struct nnreg_staging *staging, struct nnreg_staged *staged,
                                    struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    bool put = false;
    char from[16];

    if (staged->content != NULL && found == NNREG_BLOB_NOTHING)
        status = link_into_place(&put, target, staged, error);
    else if (staged->lender != NULL && found == NNREG_BLOB_NOTHING && !staged->moved)
        status = link_received(&put, target, staged, error);
    if (status != NNREG_OK || put)
        return status;
    status = see_to_copy(staging, staged, error);
    if (status == NNREG_OK && found == NNREG_BLOB_NO_FILE)
        status = clear_folder(target, error);
    if (status != NNREG_OK)
        return status;
    (void)snprintf(from, sizeof from, "%u", staged->number);
    if (staged->fd < 0)
        give_second_name(staging, staged);
    status = nnreg_fs_rename(staging->folder, from, target->prefix, target->name, error);
    staged->moved = status == NNREG_OK;
    return status;
}

/*
 * Whether the very file that this session moved into place, or found there, and then waited for, is still there. Its
 * descriptor is open, so no other file can have its inode.
 */
static bool is_settled_in_place(const struct nnreg_folder_blobs *blobs, const char *path,
                                const struct nnreg_staged *staged)
{
    struct nnreg_file_stat present;

    return staged->settled && nnreg_fs_stat(&present, blobs->folder, path, NULL) == NNREG_OK &&
           present.device == staged->device && present.inode == staged->inode &&
           present.kind == NNREG_FILE_REGULAR && present.size == staged->size;
}

/* Remembers which file it is, once its folder is on the device. */
static nnreg_status settle_staged(struct nnreg_staged *staged, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status;

    if (staged->fd < 0)
        return NNREG_OK;
    status = nnreg_fs_stat_fd(&stat, staged->fd, error);
    staged->device = stat.device;
    staged->inode = stat.inode;
    staged->settled = status == NNREG_OK;
    return status;
}

static nnreg_status open_target(struct target *target, struct nnreg_folder_blobs *blobs,
                                const struct nnreg_staged *staged, struct nnreg_error *error)
{
    nnreg_blob_path(target->path, staged->digest);
    target->name = target->path + 3;
    return nnreg_folder_blobs_prefix(&target->prefix, blobs, staged->digest[0], error);
}

/* Moves the copy unless the right file is there; waits for the folder also then: who put it there may have been killed. */
static nnreg_status fill_target(const struct target *target, enum nnreg_blob_found found,
                                struct nnreg_staging *staging, struct nnreg_staged *staged,
                                struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (found != NNREG_BLOB_SAME)
        status = move_into_place(target, found, staging, staged, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(target->prefix, error);
    return status == NNREG_OK ? settle_staged(staged, error) : status;
}

nnreg_status nnreg_folder_blobs_install(struct nnreg_blobs *base, struct nnreg_staging *staging,
                                        struct nnreg_staged *staged, nnreg_blob_progress *progress,
                                        void *context, struct nnreg_error *error)
{
    struct nnreg_folder_blobs *blobs = nnreg_folder_blobs_of(base);
    struct target target = {.prefix = -1};
    enum nnreg_blob_found found;
    nnreg_status status = nnreg_staging_arrive(staging, error);

    staged->settled = false;
    if (status == NNREG_OK)
        status = open_target(&target, blobs, staged, error);
    if (status == NNREG_OK)
        status = look_closely(&found, &target, staging, staged, progress, context, error);
    if (status == NNREG_OK)
        status = fill_target(&target, found, staging, staged, error);
    if (status == NNREG_OK)
        staged->found = found;
    nnreg_fs_close(target.prefix);
    return status;
}

nnreg_status nnreg_folder_blobs_hold(struct nnreg_blobs *base, struct nnreg_kv_txn *txn,
                                     struct nnreg_staging *staging, struct nnreg_staged *staged,
                                     struct nnreg_error *error)
{
    struct nnreg_folder_blobs *blobs = nnreg_folder_blobs_of(base);
    struct target target = {.prefix = -1};
    enum nnreg_blob_found found;
    nnreg_status status;
    char path[NNREG_BLOB_PATH];

    (void)txn;
    nnreg_blob_path(path, staged->digest);
    if (is_settled_in_place(blobs, path, staged))
        return NNREG_OK;
    staged->settled = false;
    status = open_target(&target, blobs, staged, error);
    if (status == NNREG_OK)
        status = look_briefly(&found, &target, staged, error);
    if (status == NNREG_OK)
        status = fill_target(&target, found, staging, staged, error);
    nnreg_fs_close(target.prefix);
    return status;
}
