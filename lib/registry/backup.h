/*
 * Backups: nnreg_backup, in parts. A backup is a registry; to restore one is to open it.
 *
 *     1. the stored files are kept (nnreg_blobs_keep), until the end
 *     2. the store is copied into a staging session of the source, at full speed, and from there to the target (backup.c): so
 *        a slow target holds no snapshot of the source open
 *     3. each file that this copy refers to is verified in the target, or copied there (backup_files.c)
 *     4. the copy of the store takes its place in the target by one rename (backup_target.c); until here the target is the old
 *        backup, from here on the new one
 *     5. files that only the old one referred to are removed from the target
 *
 * Whatever is killed or fails before 4. leaves the old backup as it was, with files more that the next run finds there. The target
 * has a folder backup.new meanwhile, by which a backup that was begun is known from other files.
 */
#ifndef NNREG_REGISTRY_BACKUP_H
#define NNREG_REGISTRY_BACKUP_H

#include "records/network.h"
#include "registry/handle.h"
#include "store/staging.h"

#define NNREG_BACKUP_IDENTITY 16

struct nnreg_backup_run {
    nnreg *source;
    const char *dir;
    struct nnreg_call_options options;
    struct nnreg_backup done; /* counts, and the caller's `each` */
    unsigned char identity[NNREG_BACKUP_IDENTITY];
    int target; /* its folder */
    int fresh;  /* backup.new in it */
    struct nnreg_kv *copy;
    struct nnreg_blobs *files; /* of the target */
    uint64_t total;            /* bytes of all files, for the progress */
    int64_t began;             /* files are copied since, by nnreg_clock_steady */
    uint64_t read;             /* bytes of files that were copied, for the limit */
    struct nnreg_error why;    /* of the first file that is damaged */
    nnreg_digest *old;         /* files that only the old backup refers to */
    size_t old_count, old_room;
};

/* The target is empty, or a backup of this registry, whole or begun, that nobody else has open; else NNREG_CONFLICT, NNREG_BUSY. */
nnreg_status nnreg_backup_open_target(struct nnreg_backup_run *run, struct nnreg_error *error);
/* Puts the copy of the store in its place. */
nnreg_status nnreg_backup_replace(struct nnreg_backup_run *run, struct nnreg_error *error);
void nnreg_backup_close_target(struct nnreg_backup_run *run);

/* Opens the copy of the store in backup.new, looks at all of it, and sees to each file that it refers to. */
nnreg_status nnreg_backup_open_copy(struct nnreg_backup_run *run, struct nnreg_error *error);
nnreg_status nnreg_backup_files(struct nnreg_backup_run *run, struct nnreg_error *error);
/* Notes the files in the target that the copy does not refer to, and removes what was noted. */
nnreg_status nnreg_backup_note_old(struct nnreg_backup_run *run, struct nnreg_error *error);
void nnreg_backup_remove_old(struct nnreg_backup_run *run);

/* The caller's progress. NNREG_CANCELLED. */
nnreg_status nnreg_backup_report(const struct nnreg_backup_run *run, const char *stage, uint64_t done,
                                 uint64_t total, struct nnreg_error *error);

#endif
