/*
 * Copies of objects in a local folder, cache/ab/cdef… by their digests: made whole, verified, and shared by all processes that have the
 * folder. A copy that is too much goes, the one that was not asked for the longest first; whoever has it open keeps it.
 *
 * A copy is on the device before it has its name, since a power cut may leave anything of one that is not; its name need not be.
 */
#ifndef NNREG_STORE_SHARED_CACHE_H
#define NNREG_STORE_SHARED_CACHE_H

#include <stdatomic.h>

#include "base/digest.h"
#include "store/objects.h"

struct nnreg_shared_cache {
    int folder;             /* cache/ */
    uint64_t limit;         /* bytes */
    _Atomic uint64_t added; /* bytes since it was looked over, by this handle; UINT64_MAX: it never was */
};

/* Makes what is missing of it in `folder`, which may be closed after. */
nnreg_status nnreg_shared_cache_open(struct nnreg_shared_cache *cache, int folder, uint64_t limit,
                                     struct nnreg_error *error);
void nnreg_shared_cache_close(struct nnreg_shared_cache *cache);

/* The copy of a file: `*fd` is the caller's. NNREG_NOT_FOUND, without a text: there is none that can be used. */
nnreg_status nnreg_shared_cache_find(int *fd, uint64_t *size, const struct nnreg_shared_cache *cache,
                                     const unsigned char digest[NNREG_SHA256_SIZE],
                                     struct nnreg_error *error);

/*
 * Makes one of the object `name`, which has `size` bytes. NNREG_NOT_FOUND, without a text: there is no such object. NNREG_CORRUPT:
 * it is not what the digest says. NNREG_NO_SPACE, NNREG_IO, …: as of any file that is written.
 */
nnreg_status nnreg_shared_cache_fill(int *fd, struct nnreg_shared_cache *cache,
                                     const unsigned char digest[NNREG_SHA256_SIZE], uint64_t size,
                                     struct nnreg_object_store *objects, const char *name,
                                     struct nnreg_error *error);

#endif
