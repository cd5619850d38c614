/*
 * A place for objects: bytes under a name, on another machine, or in a folder that several share. What every such place can do, and no
 * more: an object is put whole or not at all, read in any range, removed, and never changed. Names are given out by who keeps account
 * of them (shared_blobs.h), none of them twice; so each call here may be repeated, late or doubled, and nothing is lost by that.
 *
 * An implementation fills the table below: s3/ (any store that speaks Amazon S3's protocol) and objects_folder.c.
 *
 * Threads: one place serves all threads.
 */
#ifndef NNREG_STORE_OBJECTS_H
#define NNREG_STORE_OBJECTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/status.h"

/* A name: letters, digits, '-', '_', '.' and '/', up to so many bytes with its NUL; no part of it is empty, "." or "..". */
#define NNREG_OBJECT_NAME 128

struct nnreg_object_store;

/* What is put: `fd` from its beginning, or where that is -1, `content`. It may be read several times, and by several threads at once. */
struct nnreg_object_source {
    int fd;
    const void *content;
    uint64_t size;
    const unsigned char *digest; /* its SHA-256, NNREG_SHA256_SIZE bytes; a place may refuse what differs */
};

/* Called with the bytes done, now and then; not 0: stop (NNREG_CANCELLED). */
typedef int nnreg_object_progress(void *context, uint64_t done);

/* Anything but NNREG_OK ends the listing, and is what it returns. `name` is borrowed for the call. */
typedef nnreg_status nnreg_object_visit(const char *name, uint64_t size, void *context,
                                        struct nnreg_error *error);

struct nnreg_object_driver {
    const char *name; /* "s3", "folder" */
    void (*close)(struct nnreg_object_store *store);

    /*
     * Stores an object under a name that no object had before; NNREG_OK: it is there for good. *unknown on a failure: it may be
     * there all the same, or turn up later. `progress` may be NULL. NNREG_NO_SPACE, NNREG_READ_ONLY (not permitted), NNREG_BUSY (asked
     * to come later, until that took too long), NNREG_CANCELLED, NNREG_IO, NNREG_NO_MEMORY.
     */
    nnreg_status (*put)(bool *unknown, struct nnreg_object_store *store, const char *name,
                        const struct nnreg_object_source *source, nnreg_object_progress *progress,
                        void *context, struct nnreg_error *error);
    /* NNREG_NOT_FOUND, without a text: there is no such object. Other failures as of `put`, as for all below. */
    nnreg_status (*size)(uint64_t *size, struct nnreg_object_store *store, const char *name,
                         struct nnreg_error *error);
    /* Writes `length` bytes from `offset` on to `fd` at its beginning. NNREG_CORRUPT: the object has fewer. */
    nnreg_status (*get)(struct nnreg_object_store *store, const char *name, uint64_t offset, uint64_t length,
                        int fd, nnreg_object_progress *progress, void *context, struct nnreg_error *error);
    /* One that is not there is as good as removed. */
    nnreg_status (*remove)(struct nnreg_object_store *store, const char *name, struct nnreg_error *error);
    /* All objects whose names begin with `prefix`, in no order; what comes or goes meanwhile is met or not. */
    nnreg_status (*list)(struct nnreg_object_store *store, const char *prefix, nnreg_object_visit *visit,
                         void *context, struct nnreg_error *error);
};

/* What each implementation's own begins with. */
struct nnreg_object_store {
    const struct nnreg_object_driver *driver;
};

#endif
