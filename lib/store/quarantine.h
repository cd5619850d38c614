/*
 * Quarantine: where a repair puts what is damaged, instead of deleting it. A folder quarantine/ of the registry's, made when it is
 * first needed; nothing in the library reads what is in it, but for asking whether a digest is named there. An operator looks
 * at it, and removes it.
 *
 * A name is that of what was found and what was wrong with it (registry/fsck_quarantine.c). Whatever is there is not written
 * over: a second thing of a name gets a number behind it. Something else than a folder in its place is NNREG_CORRUPT.
 */
#ifndef NNREG_STORE_QUARANTINE_H
#define NNREG_STORE_QUARANTINE_H

#include "store/blobs.h"

#define NNREG_QUARANTINE_NAME 240 /* bytes of a name, with its NUL; of a longer one it is the beginning */

/*
 * Moves what is met in the place of stored files (`path` as nnreg_blobs_walk and nnreg_blobs_name have it) into the
 * quarantine, durably. `name` is given room for the name that it got. To be called with the right NNREG_KV_RIGHT_FILES.
 * NNREG_NOT_FOUND: there is nothing at the path (any more). NNREG_BUSY: somebody keeps the files (nnreg_blobs_keep).
 */
nnreg_status nnreg_quarantine_move(char name[NNREG_QUARANTINE_NAME], const struct nnreg_blobs *blobs,
                                   const char *path, struct nnreg_error *error);

/* Writes a file of that name into it, durably. `name` becomes the name that it got. */
nnreg_status nnreg_quarantine_write(char name[NNREG_QUARANTINE_NAME], const struct nnreg_blobs *blobs,
                                    const void *content, size_t size, struct nnreg_error *error);

/* Removes what nnreg_quarantine_write has put there, for a transaction that was not to be. */
void nnreg_quarantine_take_back(const struct nnreg_blobs *blobs, const char *name);

/* The names that begin with the digits of a digest: whether there is one. No quarantine is none. */
nnreg_status nnreg_quarantine_has(bool *has, const struct nnreg_blobs *blobs,
                                  const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error);

#endif
