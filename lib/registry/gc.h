/*
 * Collecting what nothing needs any more: nnreg_gc, in two halves. First everything is looked at (gc_look.c): sessions in
 * staging/, the trash, all stored files, all references, all networks; then what was found goes (gc_remove.c). Where anything
 * could not be looked at, or does not fit, the second half does not take place: a folder that could not be listed does not
 * make its files unreferenced, nor a record that does not decode.
 *
 * Which files nothing refers to is only a guess until it is asked again in a write transaction of its own that has the right to
 * stored files (NNREG_KV_RIGHT_FILES): a create may have come to its commit since.
 */
#ifndef NNREG_REGISTRY_GC_H
#define NNREG_REGISTRY_GC_H

#include "records/network.h"
#include "registry/handle.h"

/* What became of a file that was met without a reference. */
enum nnreg_gc_fate {
    NNREG_GC_FOUND, /* nothing yet */
    NNREG_GC_GONE,
    NNREG_GC_USED,     /* somebody refers to it by now */
    NNREG_GC_KEPT,     /* a backup keeps the files */
    NNREG_GC_ARRIVING, /* a create may be about to refer to it */
    NNREG_GC_FAILED    /* it could not be removed: `why` tells of the first */
};

struct nnreg_gc_file {
    nnreg_digest digest;
    uint64_t size;
    bool trash; /* its last reference was taken away; else none was ever committed */
    enum nnreg_gc_fate fate;
};

/* Files that are collected together: 13 MB. A registry that has more of them is looked at again for the rest. */
#define NNREG_GC_AT_ONCE ((size_t)1 << 18)

struct nnreg_gc_run {
    nnreg *registry;
    struct nnreg_call_options options;
    struct nnreg_gc found; /* counts, and the caller's `each` */
    struct nnreg_gc_session {
        char *name; /* in staging/ */
        uint64_t bytes;
    } * sessions;
    size_t session_count, session_room;
    struct nnreg_gc_file *files;
    size_t count, room;
    bool more;  /* than fit into `files` */
    bool again; /* not the first look: what it told is not told again */
    /* Of the looks before, the last that was found of each; before the first, none. */
    bool any_trash, any_orphan;
    nnreg_digest last_trash, last_orphan;
    struct nnreg_error why; /* of the first thing that could not be removed */
};

/* Looks at everything, and fills sessions and files. Strays are told at once. */
nnreg_status nnreg_gc_look(struct nnreg_gc_run *run, struct nnreg_error *error);
void nnreg_gc_forget(struct nnreg_gc_run *run);

/* Removes what was found, and tells it; with NNREG_DRY_RUN tells it alone. */
nnreg_status nnreg_gc_remove(struct nnreg_gc_run *run, struct nnreg_error *error);

/* Tells the caller of one thing. */
void nnreg_gc_tell(const struct nnreg_gc_run *run, const char *what, const char *path, uint64_t bytes,
                   const char *reason, bool stays);

/* The caller's progress. NNREG_CANCELLED. */
nnreg_status nnreg_gc_report(const struct nnreg_gc_run *run, const char *stage, uint64_t done, uint64_t total,
                             struct nnreg_error *error);

#endif
