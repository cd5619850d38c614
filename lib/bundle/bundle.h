/*
 * The files behind an nnreg_bundle, found and named, not yet judged. They are found without knowing the framework: a folder
 * is entered where any framework would have files in it, and everything that is met becomes an entry. Once the framework
 * is chosen, nnreg_bundle_assign tells from the entries which of them are files of a bundle of this framework, as if no
 * other were known.
 */
#ifndef NNREG_BUNDLE_BUNDLE_H
#define NNREG_BUNDLE_BUNDLE_H

#include "base/fsio.h"
#include "base/source.h"
#include "bundle/roles.h"
#include "nnreg.h"

enum nnreg_bundle_origin {
    NNREG_ORIGIN_FOLDER,    /* a folder that was added, which could not be listed */
    NNREG_ORIGIN_IN_FOLDER, /* met in a folder that was added */
    NNREG_ORIGIN_NAMED,     /* added by itself, with a name */
    NNREG_ORIGIN_PATH       /* added by itself, to be named by its path */
};

enum nnreg_entry_problem {
    NNREG_ENTRY_FINE,
    NNREG_ENTRY_UNREADABLE,
    NNREG_ENTRY_TOO_DEEP,        /* a folder that was not entered */
    NNREG_ENTRY_TOO_MANY_ENTRIES /* the same */
};

/* One thing that was met. */
struct nnreg_bundle_entry {
    enum nnreg_bundle_origin origin;
    char *name; /* relative to the folder that was added; as given; or the path */
    char *path; /* where it is; NULL for a descriptor or memory */
    const void *memory;
    int fd;               /* the caller's; -1 when there is a path or memory */
    nnreg_upload *upload; /* whose content memory or descriptor is; NULL: nobody's */
    size_t archive;       /* that it lies in, counted from 1; 0: in none */
    size_t number;        /* of its entry there */
    enum nnreg_file_kind kind;
    uint64_t size;
    enum nnreg_entry_problem problem;
    char *reason; /* of the problem; NULL: the problem says it all */
    uint32_t
        models; /* of a folder: the roles (a bit for each, in their order) whose model lies right in it */
};

/* One file of a bundle. */
struct nnreg_bundle_file {
    char *name; /* under which it is kept */
    char *path; /* where it is; NULL for a descriptor or memory */
    int folder; /* an open folder that `path` is relative to, or AT_FDCWD */
    const void *memory;
    int fd;                      /* the caller's; -1 when there is a path or memory */
    nnreg_upload *upload;        /* as above, for the create that takes it */
    size_t archive, number;      /* as above: such a file is opened once it is unpacked (bundle_archive.h) */
    struct nnreg_source content; /* where it is then: in the archive, or in the spool */
    const struct nnreg_crc_marks *marks; /* of the content, the caller's; NULL: none were taken */
    bool unpacked;
    uint64_t size;
    int role;
    unsigned traits;  /* of the role */
    bool given;       /* named by the caller as a file of its own, not met in a folder */
    bool dropped;     /* the check found that no server would read it: it is not stored */
    bool passed_over; /* the same, because another file comes first; it is stored, and not looked into */
    bool unread;      /* the check found that it cannot be read, and has said so */
};

/* What was met and is no file of the bundle. */
enum nnreg_bundle_skipped_kind {
    NNREG_SKIPPED_UNKNOWN,     /* in a folder: no part of a model */
    NNREG_SKIPPED_MODEL_BELOW, /* the same: a folder that has a model of its own */
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

enum { NNREG_ROLES_MOST = 32 }; /* frameworks there can be: a bit for each */

struct nnreg_bundle_files {
    struct nnreg_bundle_entry *entry; /* what was met, in the order of the walk */
    size_t entry_count, entry_room;
    const struct nnreg_roles *all[NNREG_ROLES_MOST]; /* whom the bits of `models` stand for */
    size_t all_count;
    const struct nnreg_roles *roles; /* by which the rest of this was made; NULL: not yet */
    struct nnreg_bundle_file *file;  /* sorted by name; names may be there twice */
    size_t count, room;
    struct nnreg_bundle_skipped *skipped;
    size_t skipped_count, skipped_room;
    bool overflowed;                      /* there are more files than NNREG_LIMIT_FILES */
    struct nnreg_bundle_archive *archive; /* bundle_archive.h */
    size_t archive_count, archive_room;
    const char *spool_folder; /* for what is unpacked: borrowed from the bundle; NULL: /tmp */
    int spool;                /* what is unpacked, one file behind the other, if `spool_open` */
    bool spool_open;
    uint64_t spooled; /* bytes */
};

/*
 * Content of an upload, which the bundle holds on to: `release` is called with it when the bundle goes. It is in memory, or in a file
 * that stays open for as long.
 */
struct nnreg_bundle_received {
    nnreg_upload *upload;
    void (*release)(nnreg_upload *upload);
    const void *memory; /* NULL: it is in `fd` */
    size_t size;        /* of what is in memory */
    int fd;
};

/* Begins a call on a bundle, which is not NULL: where its failure goes, for nnreg_bundle_message. */
struct nnreg_error *nnreg_bundle_enter(nnreg_bundle *bundle);
/* Adds it as a file, or as an archive. NNREG_NO_MEMORY: then it is not held on to. */
nnreg_status nnreg_bundle_add_received(nnreg_bundle *bundle, const struct nnreg_bundle_received *received,
                                       bool archive, const char *name);

/*
 * Walks the folders and notes everything that is met, for whichever of the `count` frameworks' roles. NNREG_NO_MEMORY,
 * NNREG_IO and the like; all that is wrong with what is met is told by nnreg_bundle_assign.
 */
nnreg_status nnreg_bundle_list(struct nnreg_bundle_files *files, const nnreg_bundle *bundle,
                               const struct nnreg_roles *const *all, size_t count, struct nnreg_error *error);

/* Whether something that was met has the name of a model by these roles. */
bool nnreg_bundle_has_model(const struct nnreg_bundle_files *files, const struct nnreg_roles *roles);

/*
 * Makes the files and what is skipped of the entries, by the roles of one of the frameworks that were listed for. A list
 * that has these roles already is left as it is, so that its files can be elsewhere by now. NNREG_NO_MEMORY; what is
 * wrong otherwise is a skipped entry.
 */
nnreg_status nnreg_bundle_assign(struct nnreg_bundle_files *files, const struct nnreg_roles *roles,
                                 struct nnreg_error *error);
/* Forgets what was assigned; the entries stay. */
void nnreg_bundle_unassign(struct nnreg_bundle_files *files);
void nnreg_bundle_entry_free(struct nnreg_bundle_entry *entry);
void nnreg_bundle_files_free(struct nnreg_bundle_files *files);

/* The file with this name, NULL when there is none. */
struct nnreg_bundle_file *nnreg_bundle_find(const struct nnreg_bundle_files *files, const char *name);

/* Whether it is there by a name that has a role, and is a link, a folder or a device: it has a finding, and nobody's content. */
bool nnreg_bundle_is_irregular(const struct nnreg_bundle_skipped *skipped);

/* Whether a part of the bundle was not seen, which has its own finding: then nothing can be said to be missing. */
bool nnreg_bundle_is_half_seen(const struct nnreg_bundle_files *files);

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

/* From now on the file's content is at `path` below `folder`, which stays the caller's, without marks. NNREG_NO_MEMORY. */
nnreg_status nnreg_bundle_file_move(struct nnreg_bundle_file *file, int folder, const char *path,
                                    uint64_t size, struct nnreg_error *error);
/* The same in memory, or, where that is NULL, in the open file `fd`. Either stays the caller's. */
void nnreg_bundle_file_move_open(struct nnreg_bundle_file *file, const void *memory, int fd, uint64_t size);

#endif
