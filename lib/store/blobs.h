/*
 * Stored files, by what is in them: a file is stored once, under its SHA-256, however many networks use it. Who uses it is
 * counted in the store (store/keys.h), not here. Nothing here says where they are kept: that is a backend's, of which there is
 * one, a folder on disk (files/folder_blobs.h).
 *
 * A file comes in in three steps, so that it can be inspected in between, and so that nothing of it is seen before the
 * store's commit. The first is the same for every backend, since what is inspected is an open file (staging.h):
 *
 *     nnreg_staging_begin(&staging, blobs, error);                 a session: a folder of its own in staging/
 *     nnreg_staging_add(&staged, &staging, &source, …);            copies the file and computes its digest
 *     … inspect it by staged.fd …
 *     nnreg_staging_sync(&staged, error);                          on the device; from here on it is read-only
 *     nnreg_blobs_install(blobs, &staging, &staged, …);            in place, so that the transaction need not wait for it
 *     … in the write transaction: nnreg_blobs_hold(…), which sees to it that it still is; put the record; …
 *     nnreg_staging_discard(&staging, &staged);                    closes it, and removes it where it was not moved
 *     nnreg_staging_end(&staging);
 *
 * When the transaction fails in the end, files that were moved into place (staged.moved) are there without a
 * reference. That is harmless; to leave nothing behind, a second transaction removes those that still have none. What it
 * put over a damaged file stays: the right bytes.
 *
 * Threads: struct nnreg_blobs serves all threads. A file is removed only in a write transaction that has the right
 * NNREG_KV_RIGHT_FILES (kv.h), which nobody else has then, in any process, and only while nobody keeps the files; so what
 * nnreg_blobs_install has found or put in place is there for certain only after nnreg_blobs_hold in one.
 */
#ifndef NNREG_STORE_BLOBS_H
#define NNREG_STORE_BLOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/fsio.h"
#include "base/status.h"

struct nnreg_kv_txn;
struct nnreg_staging;
struct nnreg_staged;
struct nnreg_blob_backend;

/* What every backend's own begins with. */
struct nnreg_blobs {
    const struct nnreg_blob_backend *backend;
    int registry; /* the folder of the registry, in which there is staging/, whatever keeps the files */
};

/*
 * Opens the stored files of the registry's folder (which stays the caller's, and may be closed after). `create`: makes what is
 * missing, durably. NNREG_CORRUPT: there is no place for them. NNREG_IO, NNREG_NO_MEMORY, … *blobs is NULL then.
 */
nnreg_status nnreg_blobs_open(struct nnreg_blobs **blobs, int registry, bool create,
                              struct nnreg_error *error);
/* The same for reading a registry that has no file yet: their place may be missing still, and is opened when it is needed. */
nnreg_status nnreg_blobs_open_empty(struct nnreg_blobs **blobs, int registry, struct nnreg_error *error);
void nnreg_blobs_close(struct nnreg_blobs *blobs);

/* What messages call a stored file: "blobs/ab/cdef…". */
#define NNREG_BLOB_NAME (NNREG_SHA256_TEXT + 16) /* bytes, with its NUL */
void nnreg_blobs_name(char out[NNREG_BLOB_NAME], const struct nnreg_blobs *blobs,
                      const unsigned char digest[NNREG_SHA256_SIZE]);

/*
 * Opens a stored file for reading: `*fd` becomes the caller's. NNREG_NOT_FOUND. NNREG_CORRUPT: something else than a file
 * is there.
 */
nnreg_status nnreg_blobs_open_file(int *fd, uint64_t *size, const struct nnreg_blobs *blobs,
                                   const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error);

/*
 * Removes a stored file; one that is not there is as good as removed. It does not wait for the device: a power cut can
 * bring the file back, without a reference. NNREG_BUSY: somebody keeps the files (nnreg_blobs_keep); it stays.
 * `txn` is the write transaction in which that is done, and of what the store says of the files more than who uses them; NULL where a
 * folder is nobody else's (a backup in the making).
 */
nnreg_status nnreg_blobs_remove(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                                const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error);

/*
 * Keeping files. A snapshot of the store refers to files that may be unlinked while it is read for long, or has been copied: a
 * delete that is durable behind it has let go of them. Who needs them to stay, as a backup does, keeps them all: a lock, shared
 * with others who keep them, that ends with the process at the latest and holds across processes and containers, for registries
 * that are mounted read-only, too. Who removes one (nnreg_blobs_remove does it by itself) tries to have the same lock alone,
 * without waiting, under NNREG_KV_RIGHT_FILES: where that is not to be had, the file stays in the trash, or an orphan, and goes
 * with the next delete, or gc.
 *
 * The order: files are kept before the snapshot is taken. Who removed one before that had read in a state that was committed
 * already that nothing refers to it, so the later snapshot does not refer to it either (a create that wants it meanwhile puts
 * its own copy in its place); and after it nobody removes any. Waits for who is just removing some, which takes no longer than
 * that.
 */
struct nnreg_blob_lock {
    int fd; /* -1: none */
};
#define NNREG_BLOB_LOCK_INIT \
    {                        \
        -1                   \
    }
nnreg_status nnreg_blobs_keep(struct nnreg_blob_lock *lock, const struct nnreg_blobs *blobs,
                              struct nnreg_error *error);
/* The lock of who takes files away by other means than nnreg_blobs_remove, for no longer than that. NNREG_BUSY: they are kept. */
nnreg_status nnreg_blobs_may_remove(struct nnreg_blob_lock *lock, const struct nnreg_blobs *blobs,
                                    struct nnreg_error *error);
/* Ends either. Harmless twice. */
void nnreg_blobs_unlock(struct nnreg_blob_lock *lock);

/* Called after each piece with the bytes done; not 0: stop (NNREG_CANCELLED). */
typedef int nnreg_blob_progress(void *context, uint64_t done);

#define NNREG_OBJECT_SUFFIX 16 /* bytes of an object's name behind its digest */

/* What stood in the place of a file when it was looked at. The words are told in the history (registry/hurt.c). */
enum nnreg_blob_found {
    NNREG_BLOB_SAME, /* the very same bytes; also before it was looked at */
    NNREG_BLOB_NOTHING,
    NNREG_BLOB_OTHER_SIZE,
    NNREG_BLOB_OTHER_BYTES,
    NNREG_BLOB_UNREADABLE, /* the device does not give it back */
    NNREG_BLOB_NO_FILE,    /* a link, a folder, a FIFO, … */
    NNREG_BLOB_FOUND_COUNT
};

/*
 * Before several are installed: makes what their places need, durably, at once; nnreg_blobs_install does so for each that was not
 * here. Those of number 0 are none.
 */
nnreg_status nnreg_blobs_make_places(struct nnreg_blobs *blobs, struct nnreg_staged *staged, size_t count,
                                     struct nnreg_error *error);

/*
 * Puts a staged and synced file in place, durably. Where a file is there already it is compared with the copy, byte by
 * byte: the same one stays, and any other thing is replaced, which staged->found tells. To be called before the
 * transaction, so that the comparing and the waiting for the device are done outside of the store's lock. NNREG_CORRUPT:
 * something that is not ours to throw away is there. NNREG_CANCELLED by `progress` (may be NULL). NNREG_IO, NNREG_NO_MEMORY, …
 */
nnreg_status nnreg_blobs_install(struct nnreg_blobs *blobs, struct nnreg_staging *staging,
                                 struct nnreg_staged *staged, nnreg_blob_progress *progress,
                                 void *progress_context, struct nnreg_error *error);

/*
 * Sees to it that an installed file is still there. To be called in the write transaction, any number of times for the same
 * file, even if somebody removes the stored file in between; costs next to nothing where it is still there.
 */
nnreg_status nnreg_blobs_hold(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                              struct nnreg_staging *staging, struct nnreg_staged *staged,
                              struct nnreg_error *error);

/*
 * For a staged file whose transaction has failed in the end, in one of its own behind it: lets go of what was written down for its way
 * in. A file that is in use by now stays.
 */
nnreg_status nnreg_blobs_give_up(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                                 const struct nnreg_staged *staged, struct nnreg_error *error);

/* What is met in the place of stored files. */
enum nnreg_blob_stray {
    NNREG_BLOB_NO_STRAY,   /* a stored file */
    NNREG_BLOB_STRAY_NAME, /* its name is not that of a stored file, nor of a folder of them */
    NNREG_BLOB_STRAY_KIND, /* its name is, but it is a folder, a link, a device, …; or no folder where there must be one */
    NNREG_BLOB_STRAY_COUNT
};

struct nnreg_blob_met {
    enum nnreg_blob_stray stray;
    unsigned char
        digest[NNREG_SHA256_SIZE]; /* of a stored file; of something else in the place of one, too */
    bool has_digest;
    const char *
        path; /* as nnreg_blobs_name, for messages: "blobs/ab/cdef…", "blobs/notes.txt". Borrowed for the call */
    enum nnreg_file_kind kind;
    uint64_t size;   /* bytes, of a regular file */
    int64_t changed; /* as in nnreg_file_stat: nanoseconds since 1970 */
};

/* Anything but NNREG_OK ends the walk, and is what it returns. */
typedef nnreg_status nnreg_blob_visit(const struct nnreg_blob_met *met, void *context,
                                      struct nnreg_error *error);

/*
 * Visits each stored file in the order of digests, and what lies in their place and is none in the order of its name among
 * them. No lock is held: what comes or goes meanwhile is met or not, what is there all the time is met once; `visit` may open
 * transactions and remove files. Memory is that of one folder's names (files are spread over 256 folders by the first byte of
 * their digests, and of more than a million names in one folder it is NNREG_LIMIT). That there is no place for stored files is no
 * file only where the handle was opened so (nnreg_blobs_open_empty); whatever else cannot be listed or looked at ends the walk:
 * NNREG_IO, NNREG_CORRUPT, NNREG_BUSY, NNREG_NO_MEMORY. Who takes something for absent since it was not met needs NNREG_OK.
 */
nnreg_status nnreg_blobs_walk(const struct nnreg_blobs *blobs, nnreg_blob_visit *visit, void *context,
                              struct nnreg_error *error);

/* Each as the function above. `close` is not called with NULL. */
struct nnreg_blob_backend {
    nnreg_status (*open)(struct nnreg_blobs **blobs, int registry, bool create, struct nnreg_error *error);
    nnreg_status (*open_empty)(struct nnreg_blobs **blobs, int registry, struct nnreg_error *error);
    void (*close)(struct nnreg_blobs *blobs);
    void (*name)(char out[NNREG_BLOB_NAME], const unsigned char digest[NNREG_SHA256_SIZE]);
    nnreg_status (*open_file)(int *fd, uint64_t *size, const struct nnreg_blobs *blobs,
                              const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error);
    nnreg_status (*remove)(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                           const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error);
    nnreg_status (*make_places)(struct nnreg_blobs *blobs, struct nnreg_staged *staged, size_t count,
                                struct nnreg_error *error);
    nnreg_status (*install)(struct nnreg_blobs *blobs, struct nnreg_staging *staging,
                            struct nnreg_staged *staged, nnreg_blob_progress *progress,
                            void *progress_context, struct nnreg_error *error);
    nnreg_status (*hold)(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn, struct nnreg_staging *staging,
                         struct nnreg_staged *staged, struct nnreg_error *error);
    /* NULL: nothing was written down. */
    nnreg_status (*give_up)(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                            const struct nnreg_staged *staged, struct nnreg_error *error);
    nnreg_status (*walk)(const struct nnreg_blobs *blobs, nnreg_blob_visit *visit, void *context,
                         struct nnreg_error *error);
    /* Moves what is at `path`, as `walk` tells it, to `name` in `folder`, which is on the same file system (quarantine.h). */
    nnreg_status (*move_out)(const struct nnreg_blobs *blobs, const char *path, int folder, const char *name,
                             struct nnreg_error *error);
    /* nnreg_blobs_keep and nnreg_blobs_may_remove, by `alone`. nnreg_blobs_unlock unlocks the descriptor and closes it. */
    nnreg_status (*lock)(int *fd, const struct nnreg_blobs *blobs, bool alone, struct nnreg_error *error);
};

/* That of every registry: defaults.c. */
const struct nnreg_blob_backend *nnreg_blob_default_backend(void);

#endif
