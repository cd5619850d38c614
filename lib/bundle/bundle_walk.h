/* Walking a folder of a bundle, and noting what is met. For bundle.c. */
#ifndef NNREG_BUNDLE_BUNDLE_WALK_H
#define NNREG_BUNDLE_BUNDLE_WALK_H

#include "bundle/bundle.h"

nnreg_status nnreg_bundle_walk(struct nnreg_bundle_files *files, const char *path, struct nnreg_error *error);

/* Notes an entry; its texts are copied. NNREG_NO_MEMORY. */
nnreg_status nnreg_bundle_note(struct nnreg_bundle_files *files, const struct nnreg_bundle_entry *entry,
                               struct nnreg_error *error);

/*
 * Something could not be looked at: `entry` gets it as a problem where the path is to blame; a failure of the system is
 * returned. `entry->reason` is borrowed from `reason`.
 */
nnreg_status nnreg_bundle_blame(struct nnreg_bundle_entry *entry, struct nnreg_error *reason,
                                struct nnreg_error *error);

#endif
