/*
 * Stored files in a folder on disk, blobs/ of the registry's: blobs/ab/cdef… is the file whose SHA-256 is abcdef…. Staging is on
 * the same file system, so a staged file is put in its place by a rename, whole or not at all, and one that is held in memory by a
 * link of a file without a name; and it is on the device before that, as the folder is after it.
 */
#ifndef NNREG_STORE_FILES_FOLDER_BLOBS_H
#define NNREG_STORE_FILES_FOLDER_BLOBS_H

#include "store/blobs.h"

extern const struct nnreg_blob_backend nnreg_folder_blobs_backend;

#define NNREG_BLOB_PATH (NNREG_SHA256_TEXT + 1) /* bytes of a path below blobs/, "ab/cdef…", with its NUL */

struct nnreg_folder_blobs {
    struct nnreg_blobs base;
    int folder;                  /* blobs/; -1: there was none yet when it was opened, and no file in it */
    _Atomic uint32_t durable[8]; /* a bit for each blobs/ab that is known to be on the device */
};

static inline struct nnreg_folder_blobs *nnreg_folder_blobs_of(const struct nnreg_blobs *blobs)
{
    return (struct nnreg_folder_blobs *)(uintptr_t)blobs;
}

/* "ab/cdef…": where a stored file is, below blobs/. */
void nnreg_blob_path(char out[NNREG_BLOB_PATH], const unsigned char digest[NNREG_SHA256_SIZE]);

/*
 * prefixes.c: opens blobs/ab, 0xab being `number`, on the device by then. It is made where it is missing. NNREG_CORRUPT: it is no
 * folder.
 */
nnreg_status nnreg_folder_blobs_prefix(int *folder, struct nnreg_folder_blobs *blobs, unsigned char number,
                                       struct nnreg_error *error);
/* As blobs.h says of nnreg_blobs_make_places. */
nnreg_status nnreg_folder_blobs_make_places(struct nnreg_blobs *blobs, struct nnreg_staged *staged,
                                            size_t count, struct nnreg_error *error);

/* install.c: as blobs.h says of nnreg_blobs_install and nnreg_blobs_hold. */
nnreg_status nnreg_folder_blobs_install(struct nnreg_blobs *blobs, struct nnreg_staging *staging,
                                        struct nnreg_staged *staged, nnreg_blob_progress *progress,
                                        void *progress_context, struct nnreg_error *error);
nnreg_status nnreg_folder_blobs_hold(struct nnreg_blobs *blobs, struct nnreg_kv_txn *txn,
                                     struct nnreg_staging *staging, struct nnreg_staged *staged,
                                     struct nnreg_error *error);

/* walk.c: as blobs.h says of nnreg_blobs_walk. */
nnreg_status nnreg_folder_blobs_walk(const struct nnreg_blobs *blobs, nnreg_blob_visit *visit, void *context,
                                     struct nnreg_error *error);

/*
 * What stands in the place of a stored file or a folder of them, and is none, is damage to the registry: nobody gave its
 * path.
 */
nnreg_status nnreg_folder_blobs_damage(nnreg_status status, const struct nnreg_error *error);

#endif
