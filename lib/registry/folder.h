/* The folder that a registry is made in. */
#ifndef NNREG_REGISTRY_FOLDER_H
#define NNREG_REGISTRY_FOLDER_H

#include "base/status.h"

/*
 * Whether a registry may be made in an open folder, which messages call `dir`: NNREG_OK where it is empty, or there is
 * nothing but what a new file system has and what a process leaves that was killed while it made a registry; and also where
 * a registry is, or what is left of one, which is for the store to judge. NNREG_CONFLICT: it holds other files. NNREG_IO, …
 */
nnreg_status nnreg_folder_is_free(int folder, const char *dir, struct nnreg_error *error);

#endif
