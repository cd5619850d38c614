/*
 * An export on its way: what is in it, read in one snapshot, and put in an order that does not depend on ids. The stored files
 * are kept from before that snapshot to the end: so what is deleted meanwhile is in it all the same.
 *
 *     select (export_select.c)   which objects, and their records: one snapshot of the registry
 *     order (export_order.c)     numbers by content, descriptions, the manifest, the layout
 *     write (export_write.c)     the archive, to a file or a stream; each file is proved on the way
 *     target (export_target.c)   where a file comes to be: beside it and renamed, when it is on the device
 */
#ifndef NNREG_REGISTRY_EXPORT_H
#define NNREG_REGISTRY_EXPORT_H

#include "registry/manifest.h"
#include "registry/transfer.h"

struct nnreg_export_object {
    uint64_t id;                   /* here */
    uint64_t number;               /* in the export; 0: not known yet */
    union nnreg_any_object record; /* cleared with the kind's table */
    char *text;                    /* its description */
    size_t text_size;
    nnreg_digest sha256; /* of the description */
    nnreg_digest order;  /* by which it is numbered */
};

/* Objects of one kind. */
struct nnreg_export_objects {
    enum nnreg_object object;
    struct nnreg_export_object *items;     /* sorted by id */
    struct nnreg_export_object **numbered; /* numbered[n - 1] has the number n */
    size_t count;
};

struct nnreg_exporting {
    nnreg *registry;
    struct nnreg_selection selection;
    struct nnreg_call_options options;
    struct nnreg_blob_lock keeping;
    struct nnreg_export_objects networks, specs, versions;
    struct nnreg_manifest manifest; /* borrows from the records; not to be cleared */
    struct nnreg_bytes text;        /* of the manifest */
    nnreg_digest digest;            /* of that text */
    struct nnreg_export_layout layout;
    uint64_t done, total; /* bytes of files that were read, for the progress */
};

/* Reads the records of what is selected. NNREG_NOT_FOUND: something that was named is not there. NNREG_CORRUPT. */
nnreg_status nnreg_export_select(struct nnreg_exporting *export, struct nnreg_error *error);

/* Numbers the objects, and makes texts, manifest and layout. NNREG_LIMIT: there is too much for one export. */
nnreg_status nnreg_export_order(struct nnreg_exporting *export, struct nnreg_error *error);

/* Writes the archive to a new file. NNREG_CORRUPT: a stored file is not what its network was registered with. */
nnreg_status nnreg_export_write(struct nnreg_exporting *export, int fd, struct nnreg_error *error);
/* The same to what cannot go back: all files are read first, so that of an export with damage nothing is written. */
nnreg_status nnreg_export_stream(struct nnreg_exporting *export, int fd, struct nnreg_error *error);

/* The object that an id is of, which is there. */
struct nnreg_export_object *nnreg_export_find(const struct nnreg_export_objects *objects, uint64_t id);

void nnreg_export_empty(struct nnreg_export_objects *objects);
void nnreg_export_free(struct nnreg_exporting *export);

/* A file that is made beside another, or beside nothing, and takes its place when it is whole. */
struct nnreg_export_target {
    int folder, fd;
    bool replace, made;
    const char *name; /* in the folder; borrowed from the caller's path */
    char *part;       /* what it is called until then */
};

/*
 * NNREG_EXISTS: something is there, and is not to be replaced. NNREG_BUSY: another export writes to the same place. What a killed one
 * has left there is removed. nnreg_export_target_end is to be called whatever is returned.
 */
nnreg_status nnreg_export_target_begin(struct nnreg_export_target *target, const char *path, bool replace,
                                       struct nnreg_error *error);
/* Waits for the device, and puts it in its place. */
nnreg_status nnreg_export_target_settle(struct nnreg_export_target *target, struct nnreg_error *error);
/* Removes what was not put in its place. */
void nnreg_export_target_end(struct nnreg_export_target *target);

#endif
