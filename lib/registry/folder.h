/* The folder that a registry is made in, or a backup of one. */
#ifndef NNREG_REGISTRY_FOLDER_H
#define NNREG_REGISTRY_FOLDER_H

#include "base/status.h"

/*
 * Whether a registry may be made in an open folder, which messages call `dir`: NNREG_OK where it is empty, or there is
 * nothing but what a new file system has and what a process leaves that was killed while it made a registry; and also where
 * a registry is, or what is left of one, which is for the store to judge. NNREG_CONFLICT: it holds other files. NNREG_IO, …
 */
nnreg_status nnreg_folder_is_free(int folder, const char *dir, struct nnreg_error *error);

/*
 * Waits until an open folder's own name is on the device: what is acknowledged in it must not go with it. Who made the folder
 * may have been killed before. Who may make entries in the folder above but not read it cannot wait, and is let go on. NNREG_IO, …
 */
nnreg_status nnreg_folder_sync_above(int folder, struct nnreg_error *error);

#endif
