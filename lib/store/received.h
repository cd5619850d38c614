/*
 * A file that comes in piece by piece, for a session of staging that will take it once it is whole:
 *
 *     nnreg_received_begin(&received, blobs, error);
 *     for each piece: nnreg_received_append(&received, content, size, error);
 *     nnreg_received_end(&received, error);                        no more of it comes; its SHA-256 is known
 *     … by received.fd or received.held it can be read, as often as one likes …
 *     nnreg_received_lend(&staged, &staging, &received);           it is the copy that a session would have made
 *     nnreg_received_free(&received);
 *
 * It is written to a file without a name in staging/, which gets its first name where stored files are, once it is installed. So
 * nothing of it is ever left behind: what has no name goes with its descriptor, however the process ends, and there is nothing to lock
 * or to sweep. A short one is held in memory.
 *
 * One thread at a time, but that several sessions may ask at once for one that has ended: it is lent to one of them, and the others
 * copy it.
 */
#ifndef NNREG_STORE_RECEIVED_H
#define NNREG_STORE_RECEIVED_H

#include "base/hasher.h"
#include "store/staging.h"

#define NNREG_RECEIVED_HELD ((size_t)16 << 20) /* bytes that all of a process hold in memory, at most */

struct nnreg_received {
    uint64_t process;       /* nnreg_process_mark */
    char *folder;           /* staging/, for messages */
    int staging;            /* the same, open until there is a file; else -1 */
    uint64_t device, inode; /* of it */
    int fd;                 /* the file; -1: what has come is in memory */
    bool linkable;          /* the file can get a name */
    unsigned char *held;    /* NULL where there is a file */
    size_t room;            /* bytes that fit there */
    uint64_t size;          /* of what has come */
    uint64_t written;       /* of it, to the file; what is behind it is in `piece` */
    struct nnreg_hasher hasher;
    bool hashing; /* `hasher` has begun */
    unsigned char *piece;
    size_t filled;
    bool ended;
    unsigned char digest[NNREG_SHA256_SIZE]; /* once it has ended, of a file; else by nnreg_received_digest */
    struct nnreg_staging_lender lender;
    struct nnreg_error failed; /* the failure that ended it, which every further call returns */
};

/* `folder` is what messages call staging/; it is copied. NNREG_NO_MEMORY, NNREG_NO_SPACE, NNREG_READ_ONLY, NNREG_IO, … */
nnreg_status nnreg_received_begin(struct nnreg_received *received, const struct nnreg_blobs *blobs,
                                  const char *folder, struct nnreg_error *error);
nnreg_status nnreg_received_append(struct nnreg_received *received, const void *content, size_t size,
                                   struct nnreg_error *error);
/* Nothing can be appended behind it. Harmless twice. */
nnreg_status nnreg_received_end(struct nnreg_received *received, struct nnreg_error *error);
/* Its SHA-256, once it has ended. */
nnreg_status nnreg_received_digest(unsigned char digest[NNREG_SHA256_SIZE],
                                   const struct nnreg_received *received, struct nnreg_error *error);
/* Harmless on a failed begin, and in a forked child, where it is memory and a descriptor. */
void nnreg_received_free(struct nnreg_received *received);

/*
 * Makes its file the staged copy of a session, as nnreg_staging_add would have made one. False: it is to be copied, since it is in
 * memory, is short enough for that, belongs to another registry or process, or was or is another session's copy.
 */
bool nnreg_received_lend(struct nnreg_staged *staged, struct nnreg_staging *staging,
                         struct nnreg_received *received);

#endif
