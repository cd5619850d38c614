/*
 * The files behind an nnreg_bundle, found and named, not yet judged.
 */
#ifndef NNREG_BUNDLE_BUNDLE_H
#define NNREG_BUNDLE_BUNDLE_H

#include "base/fsio.h"
#include "bundle/roles.h"
#include "base/source.h"
#include "nnreg.h"

/* One file of a bundle. */
struct nnreg_bundle_file {
    char *name; /* in the bundle, "variables/" dropped */
    char *path; /* where it is; NULL for a descriptor or memory */
    int folder; /* an open folder that `path` is relative to, or AT_FDCWD */
    const void *memory;
    int fd; /* the caller's; -1 when there is a path or memory */
    uint64_t size;
    enum nnreg_role role;
    bool given;   /* named by the caller as a file of its own, not met in a folder */
    bool dropped; /* the check found that no server would read it: it is not stored */
    bool unread;  /* the check found that it cannot be read, and has said so */
};

/* What was met and is no file of the bundle. */
enum nnreg_bundle_skipped_kind {
    NNREG_SKIPPED_UNKNOWN,     /* in a folder: no part of a model */
    NNREG_SKIPPED_MODEL_BELOW, /* the same: a folder that has a saved_model of its own */
    NNREG_SKIPPED_BAD_NAME,
    NNREG_SKIPPED_LINK,
    NNREG_SKIPPED_NOT_REGULAR,
    NNREG_SKIPPED_UNREADABLE,
    NNREG_SKIPPED_TOO_MANY_FILES,
    NNREG_SKIPPED_TOO_DEEP,
    NNREG_SKIPPED_TOO_MANY_ENTRIES
};

struct nnreg_bundle_skipped {
    enum nnreg_bundle_skipped_kind kind;
    char *name; /* as the caller would name it: relative to the folder, or the path */
    char *text; /* what is wrong, to follow the name; NULL where the kind says it all */
};

struct nnreg_bundle_files {
    struct nnreg_bundle_file *file; /* sorted by name; names may be there twice */
    size_t count, room;
    struct nnreg_bundle_skipped *skipped;
    size_t skipped_count, skipped_room;
    bool overflowed; /* there are more files than NNREG_LIMIT_FILES */
};

/* Walks the folders and lists everything. NNREG_NO_MEMORY; all else that is wrong is a skipped entry. */
nnreg_status nnreg_bundle_list(struct nnreg_bundle_files *files, const nnreg_bundle *bundle,
                               struct nnreg_error *error);
void nnreg_bundle_files_free(struct nnreg_bundle_files *files);

/* The file with this name, NULL when there is none. */
struct nnreg_bundle_file *nnreg_bundle_find(const struct nnreg_bundle_files *files, const char *name);

/*
 * Opens a file's content. nnreg_bundle_file_close gives back what it took. NNREG_INVALID_ARGUMENT: no longer a
 * regular file. NNREG_NOT_FOUND, NNREG_IO.
 */
nnreg_status nnreg_bundle_file_open(struct nnreg_source *source, const struct nnreg_bundle_file *file,
                                    struct nnreg_error *error);
void nnreg_bundle_file_close(struct nnreg_source *source, const struct nnreg_bundle_file *file);

/* Adds a copy of `file`. NNREG_NO_MEMORY. */
nnreg_status nnreg_bundle_files_add(struct nnreg_bundle_files *files, const struct nnreg_bundle_file *file,
                                    struct nnreg_error *error);

/* From now on the file's content is at `path` below `folder`, which stays the caller's. NNREG_NO_MEMORY. */
nnreg_status nnreg_bundle_file_move(struct nnreg_bundle_file *file, int folder, const char *path,
                                    uint64_t size, struct nnreg_error *error);

#endif
