/*
 * SHA-256 of files, piece by piece; of large ones in a thread of its own, while the caller writes the same bytes: hashing takes about as
 * long as writing does, and both are one after the other without it. Where no thread can be had, it is done in the caller's.
 *
 *     nnreg_hasher_begin(&hasher, error);
 *     for each file:
 *         nnreg_hasher_expect(&hasher, size);
 *         while there are bytes:
 *             piece = nnreg_hasher_room(&hasher);         to be filled with up to NNREG_HASHER_PIECE bytes
 *             nnreg_hasher_give(&hasher, size);           from here on the bytes are not changed, but may be read
 *         nnreg_hasher_take(&hasher, digest, error);      waits for all of them
 *     nnreg_hasher_end(&hasher);
 *
 * A piece is the caller's from room to the next room. One thread's at a time, but for what it has inside.
 */
#ifndef NNREG_BASE_HASHER_H
#define NNREG_BASE_HASHER_H

#include <pthread.h>

#include "base/digest.h"

#define NNREG_HASHER_PIECE  ((size_t)512 << 10)
#define NNREG_HASHER_PIECES 4
#define NNREG_HASHER_BESIDE ((uint64_t)4 << 20) /* a thread for less is not worth its start */

struct nnreg_hasher {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool threaded, ready; /* `ready`: mutex and condition are made */
    bool ending;
    unsigned char *pieces; /* NNREG_HASHER_PIECES of them */
    size_t sizes[NNREG_HASHER_PIECES];
    unsigned given, taken; /* pieces so far: given and not taken are those that wait */
    struct nnreg_sha256 sha;
    nnreg_status status;
    struct nnreg_error error;
};

/* NNREG_NO_MEMORY. nnreg_hasher_end is to be called whatever is returned. */
nnreg_status nnreg_hasher_begin(struct nnreg_hasher *hasher, struct nnreg_error *error);
/* So many bytes come now: from NNREG_HASHER_BESIDE on a thread is started, if there is none yet. It stays until the end. */
void nnreg_hasher_expect(struct nnreg_hasher *hasher, uint64_t size);
unsigned char *nnreg_hasher_room(struct nnreg_hasher *hasher);
void nnreg_hasher_give(struct nnreg_hasher *hasher, size_t size);
/* The SHA-256 of what was given since the last one; a failure on the way is told here. */
nnreg_status nnreg_hasher_take(struct nnreg_hasher *hasher, unsigned char digest[NNREG_SHA256_SIZE],
                               struct nnreg_error *error);
void nnreg_hasher_end(struct nnreg_hasher *hasher);
/* The same in a forked child, which has the memory of it and not the thread. */
void nnreg_hasher_forget(struct nnreg_hasher *hasher);

#endif
