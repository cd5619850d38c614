/*
 * Backups: nnreg_backup, in parts. A backup is a registry; to restore one is to open it.
 *
 *     1. the stored files are kept (nnreg_blobs_keep), until the end
 *     2. the store is copied into a staging session of the source, at full speed, and from there to the target (backup.c): so
 *        a slow target holds no snapshot of the source open
 *     3. the copy is looked over as nnreg_fsck does, all but the files (backup_look.c); this tells which files there have to be
 *     4. each of them is verified in the target, or copied there and verified on the way (backup_files.c)
 *     5. nnreg_fsck's look at files, with NNREG_QUICK: they are all there, with their sizes. Together 3. to 5. are a whole fsck of
 *        the copy: what 3. has read does not change any more, and each file was read once in this run, in 4.
 *     6. the copy of the store takes its place in the target by one rename (backup_target.c); until here the target is the old
 *        backup, from here on the new one
 *     7. files that only the old one referred to are removed from the target
 *
 * Whatever is killed or fails before 6. leaves the old backup as it was, with files more that the next run finds there. The target
 * has a folder backup.new meanwhile, by which a backup that was begun is known from other files.
 */
#ifndef NNREG_REGISTRY_BACKUP_H
#define NNREG_REGISTRY_BACKUP_H

#include "base/rate.h"
#include "registry/fsck_run.h"
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
    struct nnreg
        copy; /* the new backup as a handle for reading: the store in backup.new, the files of the target */
    struct nnreg_fsck_run look; /* of the copy; its references are the files that there have to be */
    struct nnreg_rate rate;     /* of files that are copied */
    uint64_t total;             /* bytes of all files, for the progress */
    struct nnreg_error why;     /* of the first file that is damaged */
    nnreg_digest *old;          /* files that only the old backup refers to */
    size_t old_count, old_room;
};

/*
 * The target is empty, or a backup of this registry and not ahead of it, whole or begun; else NNREG_CONFLICT. NNREG_BUSY: somebody has it open, or
 * makes one there.
 */
nnreg_status nnreg_backup_open_target(struct nnreg_backup_run *run, struct nnreg_error *error);
/* NNREG_CONFLICT: the backup that is there has changes that the registry has not (backup_ahead.c). */
nnreg_status nnreg_backup_is_behind(const struct nnreg_backup_run *run, struct nnreg_kv_txn *backup,
                                    struct nnreg_error *error);
/* Puts the copy of the store in its place. */
nnreg_status nnreg_backup_replace(struct nnreg_backup_run *run, struct nnreg_error *error);
/* Removes what was noted as old, unless somebody has come to use it. */
void nnreg_backup_remove_old(struct nnreg_backup_run *run);
/* Removes backup.new: another backup may be made there from then on. */
void nnreg_backup_remove_fresh(const struct nnreg_backup_run *run);
void nnreg_backup_close_target(struct nnreg_backup_run *run);

/* Opens the copy of the store in backup.new, and looks it over. NNREG_CORRUPT: something in it is damaged. */
nnreg_status nnreg_backup_open_copy(struct nnreg_backup_run *run, struct nnreg_error *error);
/* Looks whether the files of the copy, but for those that were told as damaged, are there. NNREG_CORRUPT: one is not. */
nnreg_status nnreg_backup_look_at_end(struct nnreg_backup_run *run, struct nnreg_error *error);
void nnreg_backup_close_copy(struct nnreg_backup_run *run);

/* Sees to each file that the copy refers to. */
nnreg_status nnreg_backup_files(struct nnreg_backup_run *run, struct nnreg_error *error);
/* Notes the files in the target that the copy does not refer to. */
nnreg_status nnreg_backup_note_old(struct nnreg_backup_run *run, struct nnreg_error *error);

/* The caller's progress. NNREG_CANCELLED. */
nnreg_status nnreg_backup_report(const struct nnreg_backup_run *run, const char *stage, uint64_t done,
                                 uint64_t total, struct nnreg_error *error);

#endif
