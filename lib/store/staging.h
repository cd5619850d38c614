/*
 * Staging: files on their way in. Every backend of stored files (blobs.h) takes them from here: what comes in is judged by
 * descriptor, as often as the judge likes, so it has to be a file of this host's, in a folder staging/ of the registry's.
 *
 * What a killed process leaves in staging/ is removed by nnreg_staging_sweep. A session holds a lock (flock) of its
 * folder, so that a live one is known from a dead one, whichever process or handle it belongs to. A session belongs to one
 * thread at a time.
 *
 * Making a folder and removing it costs a journal more than a small file does, and a name that is used for a moment only is
 * written for nothing. So small files can be held in memory until they get their place (nnreg_staging_begin_small); a session
 * has a folder from when a file needs one.
 */
#ifndef NNREG_STORE_STAGING_H
#define NNREG_STORE_STAGING_H

#include <stdatomic.h>

#include "base/crc_marks.h"
#include "base/hasher.h"
#include "base/unique_name.h"
#include "store/blobs.h"

#define NNREG_STAGING_FILES ((size_t)1 << 20)  /* in a session, at most */
#define NNREG_STAGING_SMALL ((size_t)64 << 10) /* bytes of files that a session holds in memory, at most */
#define NNREG_STAGING_MARKS ((size_t)1 << 18)  /* of CRC32C of all its files, at most: 1 MiB of them */
#define NNREG_STAGING_HELD  64 /* the same in files: in their place each keeps its descriptor */

struct nnreg_staging {
    int staging; /* staging/ */
    int folder;  /* staging/NAME, locked; -1: there is none yet */
    char name[NNREG_UNIQUE_NAME];
    unsigned last;        /* files were named 1 to this */
    unsigned char *piece; /* NNREG_PIECE bytes; of a small session NULL until it needs them */
    struct nnreg_hasher hasher;
    bool hashing;  /* `hasher` has begun: from the first file that is copied on */
    bool arriving; /* nnreg_staging_arrive has the lock */
    size_t room;   /* bytes that may still be held in memory */
    size_t marks;  /* of CRC32C that may still be taken */
};

/* NNREG_BUSY, NNREG_NO_MEMORY, NNREG_NO_SPACE, NNREG_READ_ONLY, NNREG_IO. */
nnreg_status nnreg_staging_begin(struct nnreg_staging *staging, const struct nnreg_blobs *blobs,
                                 struct nnreg_error *error);
/* The same with a folder only from when one is needed, and with files in memory, NNREG_STAGING_SMALL bytes of them together. */
nnreg_status nnreg_staging_begin_small(struct nnreg_staging *staging, const struct nnreg_blobs *blobs,
                                       struct nnreg_error *error);
/* Opens staging/ itself, which is made where it is missing. NNREG_CORRUPT: something else is in its place. */
nnreg_status nnreg_staging_open_folder(int *folder, const struct nnreg_blobs *blobs,
                                       struct nnreg_error *error);
/* staging->piece, for who compares, or copies without hashing. NNREG_NO_MEMORY. */
nnreg_status nnreg_staging_piece(struct nnreg_staging *staging, struct nnreg_error *error);
/*
 * From the first file that a session puts in its place until the session ends, files may be in place that nobody refers to yet,
 * and are about to. A delete does not touch these: it removes what is in the trash. Who looks for files without a reference
 * (gc) does, and the session would have to put its copies back within its transaction. So a session says so (each backend does it, before it looks at what is in place): a lock, shared with other sessions; and who takes such files
 * away has to have it alone, from before it counts references until the files are gone. Waits for that.
 */
nnreg_status nnreg_staging_arrive(struct nnreg_staging *staging, struct nnreg_error *error);
/* The lock of who takes away what nobody refers to. NNREG_BUSY: files are arriving. Ended with nnreg_blobs_unlock. */
nnreg_status nnreg_staging_none_arrives(struct nnreg_blob_lock *lock, const struct nnreg_blobs *blobs,
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
    bool has_crcs; /* who judges it compares CRC32Cs of its parts: of a large one marks are taken */
};

/*
 * Whoever lends a session a file that has no name yet and stays open (received.h): to one session at a time. Once it is spent it is
 * lent no more: it may have a name by then, so that what becomes of the stored file becomes of it, or may never come to the device.
 * `spent` is of who has it lent.
 */
struct nnreg_staging_lender {
    atomic_bool lent;
    bool spent;
};

struct nnreg_staged {
    int fd; /* the copy, or the stored file that is the same, for reading; -1 when there is none */
    struct nnreg_staging_lender *lender; /* `fd` is lent; NULL: it is the session's own */
    unsigned char *content; /* the copy where it is held in memory, until nnreg_staging_discard; else NULL */
    struct nnreg_crc_marks *marks; /* until nnreg_staging_discard; NULL: none were taken */
    uint64_t size;
    unsigned char digest[NNREG_SHA256_SIZE];
    unsigned number;   /* its name in the session */
    bool is_elsewhere; /* the session has no copy: it was lent one, and holds the stored file instead */
    bool moved;   /* nnreg_blobs_install has moved it into place (it may have been there already: then not) */
    bool settled; /* it is in place, and its folder on the device; device and inode say which file it is */
    uint64_t device, inode;
    enum nnreg_blob_found found;
    /* Where files are objects (shared/): what makes the name of its own unlike all others; and whether it has one. */
    unsigned char suffix[NNREG_OBJECT_SUFFIX];
    bool has_object;
};

/*
 * Copies a file into the session: blocks are shared with the source where the file system can, pieces of zeros become
 * holes, and memory does not grow with the size. `progress` may be NULL. A failed call leaves nothing in the session,
 * and staged->fd is -1. So it is where the copy is held in memory (staged->content).
 */
nnreg_status nnreg_staging_add(struct nnreg_staged *staged, struct nnreg_staging *staging,
                               const struct nnreg_blob_source *source, nnreg_blob_progress *progress,
                               void *progress_context, struct nnreg_error *error);

/*
 * Makes the file read-only and waits until it is on the device. Before the store's transaction, which is short. Nothing to do
 * for one that is held in memory: it comes to the device with its name.
 */
nnreg_status nnreg_staging_sync(const struct nnreg_staged *staged, struct nnreg_error *error);

/* Writes a file that is held in memory into the session's folder, synced: staged->fd is the copy then. */
nnreg_status nnreg_staging_write_out(struct nnreg_staged *staged, struct nnreg_staging *staging,
                                     struct nnreg_error *error);

/* Closes the file, or gives it back: staged->fd is -1 then. */
void nnreg_staged_close(struct nnreg_staged *staged);

/* Closes the file, and removes it unless it was moved into place. Harmless twice. */
void nnreg_staging_discard(struct nnreg_staging *staging, struct nnreg_staged *staged);

/* Something in staging/. */
struct nnreg_staging_met {
    const char *name; /* in staging/, borrowed for the call */
    bool is_session;  /* by its name, and a folder; else it is none of the registry's */
    bool is_held;     /* by somebody who lives */
    uint64_t files;   /* in a session that nobody holds */
    uint64_t bytes;
};

/* Anything but NNREG_OK ends the walk, and is what it returns. */
typedef nnreg_status nnreg_staging_visit(const struct nnreg_staging_met *met, void *context,
                                         struct nnreg_error *error);

/* Visits all that is in staging/, in the order of names. What cannot be listed or looked at ends the walk: NNREG_IO, … */
nnreg_status nnreg_staging_walk(const struct nnreg_blobs *blobs, nnreg_staging_visit *visit, void *context,
                                struct nnreg_error *error);

/* Removes a session, unless somebody holds it or it is gone: *gone tells whether this call did it. */
nnreg_status nnreg_staging_remove(bool *gone, const struct nnreg_blobs *blobs, const char *name,
                                  struct nnreg_error *error);

/*
 * Removes the sessions in staging/ that nobody holds. What can't be removed stays, and the first such failure is
 * returned. *removed (may be NULL): how many sessions went.
 */
nnreg_status nnreg_staging_sweep(size_t *removed, const struct nnreg_blobs *blobs, struct nnreg_error *error);

#endif
