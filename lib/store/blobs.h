/*
 * Stored files, by what is in them: blobs/ab/cdef… is the file whose SHA-256 is abcdef…, so a file is stored once,
 * however many networks use it. Who uses it is counted in the store (store/keys.h), not here.
 *
 * A file comes in in three steps, so that it can be inspected in between, and so that nothing of it is seen before the
 * store's commit:
 *
 *     nnreg_staging_begin(&staging, &blobs, error);                a session: a folder of its own in staging/
 *     nnreg_staging_add(&staged, &staging, &source, …);            copies the file and computes its digest
 *     … inspect it by staged.fd …
 *     nnreg_staging_sync(&staged, error);                          on the device; from here on it is read-only
 *     nnreg_blobs_install(&blobs, &staging, &staged, …);           in place, so that the transaction need not wait for it
 *     … in the write transaction: nnreg_blobs_hold(…), which sees to it that it still is; put the record; …
 *     nnreg_staging_discard(&staging, &staged);                    closes it, and removes it where it was not moved
 *     nnreg_staging_end(&staging);
 *
 * When the transaction fails in the end, files that were moved into place (staged.moved) are there without a
 * reference. That is harmless; to leave nothing behind, a second transaction removes those that still have none. What it
 * put over a damaged file stays: the right bytes.
 *
 * What a killed process leaves in staging/ is removed by nnreg_blobs_sweep. A session holds a lock (flock) of its
 * folder, so that a live one is known from a dead one, whichever process or handle it belongs to.
 *
 * Threads: struct nnreg_blobs serves all threads. A file is removed only in a write transaction of the store, whose lock
 * orders that over processes, too; so what nnreg_blobs_install has found or put in place is there for certain only after
 * nnreg_blobs_hold in one. A session belongs to one thread at a time.
 */
#ifndef NNREG_STORE_BLOBS_H
#define NNREG_STORE_BLOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/status.h"

#define NNREG_BLOB_PATH (NNREG_SHA256_TEXT + 1) /* bytes of a path below blobs/, "ab/cdef…", with its NUL */

struct nnreg_blobs {
    int registry;                /* the folder of the registry */
    int folder;                  /* blobs/; -1: there was none yet when it was opened, and no file in it */
    _Atomic uint32_t durable[8]; /* a bit for each blobs/ab that is known to be on the device */
};

/*
 * Opens blobs/ in the registry's folder (which stays the caller's, and may be closed after). `create`: makes blobs/
 * and staging/ where they are missing, durably. NNREG_CORRUPT: there is no blobs/. NNREG_IO, …
 */
nnreg_status nnreg_blobs_open(struct nnreg_blobs *blobs, int registry, bool create,
                              struct nnreg_error *error);
/* The same for reading a registry that has no file yet: blobs/ may be missing still, and is opened when it is needed. */
nnreg_status nnreg_blobs_open_empty(struct nnreg_blobs *blobs, int registry, struct nnreg_error *error);
/* Harmless on a failed open, and twice. */
void nnreg_blobs_close(struct nnreg_blobs *blobs);

/* "ab/cdef…": where a stored file is, below blobs/. */
void nnreg_blob_path(char out[NNREG_BLOB_PATH], const unsigned char digest[NNREG_SHA256_SIZE]);

/*
 * Opens a stored file for reading: `*fd` becomes the caller's. NNREG_NOT_FOUND. NNREG_CORRUPT: something else than a file
 * is there.
 */
nnreg_status nnreg_blobs_open_file(int *fd, uint64_t *size, const struct nnreg_blobs *blobs,
                                   const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error);

/*
 * Removes a stored file; one that is not there is as good as removed. It does not wait for the device: a power cut can
 * bring the file back, without a reference.
 */
nnreg_status nnreg_blobs_remove(const struct nnreg_blobs *blobs,
                                const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error);

/* ---------------------------------------------------------------------------------------------------- staging -- */

#define NNREG_STAGING_NAME 40 /* bytes of the name of a session, with its NUL */

struct nnreg_staging {
    int staging; /* staging/ */
    int folder;  /* staging/NAME, locked */
    char name[NNREG_STAGING_NAME];
    unsigned last;        /* files were named 1 to this */
    unsigned char *piece; /* NNREG_PIECE bytes */
};

/* NNREG_BUSY, NNREG_NO_MEMORY, NNREG_NO_SPACE, NNREG_READ_ONLY, NNREG_IO. */
nnreg_status nnreg_staging_begin(struct nnreg_staging *staging, const struct nnreg_blobs *blobs,
                                 struct nnreg_error *error);
/* Removes the session with everything in it. Harmless on a failed begin, and twice. */
void nnreg_staging_end(struct nnreg_staging *staging);

/* Reads up to `size` bytes at `offset`, in order, each once; `*got` is less only at the end. */
typedef nnreg_status nnreg_blob_read(size_t *got, void *context, uint64_t offset, void *out, size_t size,
                                     struct nnreg_error *error);

/* Where a file comes from: `read`; or else `content`; or else `fd`, an open regular file that stays the caller's. */
struct nnreg_blob_source {
    const char *name; /* for messages */
    uint64_t size;    /* of the whole: another one met while reading is NNREG_IO */
    nnreg_blob_read *read;
    void *context;
    const void *content;
    int fd;
};

/* Called after each piece with the bytes done; not 0: stop (NNREG_CANCELLED). */
typedef int nnreg_blob_progress(void *context, uint64_t done);

/* What stood in the place of a file when it was installed. The words are told in the history (registry/healing.c). */
enum nnreg_blob_found {
    NNREG_BLOB_SAME, /* the very same bytes; also before it was looked at */
    NNREG_BLOB_NOTHING,
    NNREG_BLOB_OTHER_SIZE,
    NNREG_BLOB_OTHER_BYTES,
    NNREG_BLOB_UNREADABLE, /* the device does not give it back */
    NNREG_BLOB_NO_FILE,    /* a link, a folder, a FIFO, … */
    NNREG_BLOB_FOUND_COUNT
};

struct nnreg_staged {
    int fd; /* the copy, or the stored file that is the same, for reading; -1 when there is none */
    uint64_t size;
    unsigned char digest[NNREG_SHA256_SIZE];
    unsigned number; /* its name in the session */
    bool moved;   /* nnreg_blobs_install has moved it into place (it may have been there already: then not) */
    bool settled; /* it is in place, and its folder on the device; device and inode say which file it is */
    uint64_t device, inode;
    enum nnreg_blob_found found;
};

/*
 * Copies a file into the session: blocks are shared with the source where the file system can, pieces of zeros become
 * holes, and memory does not grow with the size. `progress` may be NULL. A failed call leaves nothing in the session,
 * and staged->fd is -1.
 */
nnreg_status nnreg_staging_add(struct nnreg_staged *staged, struct nnreg_staging *staging,
                               const struct nnreg_blob_source *source, nnreg_blob_progress *progress,
                               void *progress_context, struct nnreg_error *error);

/* Makes the file read-only and waits until it is on the device. Before the store's transaction, which is short. */
nnreg_status nnreg_staging_sync(const struct nnreg_staged *staged, struct nnreg_error *error);

/* Closes the file, and removes it unless it was moved into place. Harmless twice. */
void nnreg_staging_discard(struct nnreg_staging *staging, struct nnreg_staged *staged);

/*
 * Moves a staged and synced file into place, durably. Where a file is there already it is compared with the copy, byte by
 * byte: the same one stays, and any other thing is replaced, which staged->found tells. To be called before the
 * transaction, so that the comparing and the waiting for the device are done outside of the store's lock. NNREG_CORRUPT: a
 * folder with something in it is there. NNREG_CANCELLED by `progress` (may be NULL). NNREG_IO, NNREG_NO_MEMORY, …
 */
nnreg_status nnreg_blobs_install(struct nnreg_blobs *blobs, struct nnreg_staging *staging,
                                 struct nnreg_staged *staged, nnreg_blob_progress *progress,
                                 void *progress_context, struct nnreg_error *error);

/*
 * Sees to it that an installed file is still there. To be called in the write transaction, any number of times for the same
 * file, even if somebody removes the stored file in between; costs next to nothing where it is still there.
 */
nnreg_status nnreg_blobs_hold(struct nnreg_blobs *blobs, struct nnreg_staging *staging,
                              struct nnreg_staged *staged, struct nnreg_error *error);

/*
 * Removes the sessions in staging/ that nobody holds. What can't be removed stays, and the first such failure is
 * returned. *removed (may be NULL): how many sessions went.
 */
nnreg_status nnreg_blobs_sweep(size_t *removed, const struct nnreg_blobs *blobs, struct nnreg_error *error);

#endif
