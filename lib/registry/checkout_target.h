/* What may be where a checkout is to go. */
#ifndef NNREG_REGISTRY_CHECKOUT_TARGET_H
#define NNREG_REGISTRY_CHECKOUT_TARGET_H

#include <stdbool.h>

#include "base/status.h"

/*
 * Judges the target `name` in the open folder `parent`, which messages call `path`. *there: it is a folder that may be
 * replaced. NNREG_INVALID_ARGUMENT: it is in the registry, whose folder is `registry`, or the registry is in it, or that is
 * too deep to tell. NNREG_EXISTS: it is there, and not to be replaced, or is no folder. NNREG_CONFLICT: it holds something
 * that is no file of a model. Who leaves out the number of a version names the folder of all versions, and it is removed
 * with all that is in it.
 */
nnreg_status nnreg_checkout_target(bool *there, int parent, const char *name, const char *path, bool replace,
                                   int registry, struct nnreg_error *error);

#endif
