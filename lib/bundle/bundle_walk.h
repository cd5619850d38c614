/* Walking a folder of a bundle, and noting what is skipped. For bundle.c. */
#ifndef NNREG_BUNDLE_BUNDLE_WALK_H
#define NNREG_BUNDLE_BUNDLE_WALK_H

#include "bundle/bundle.h"

nnreg_status nnreg_bundle_walk(struct nnreg_bundle_files *files, const char *path, struct nnreg_error *error);

/* Notes a skipped entry; `text` may be NULL. Both are copied. NNREG_NO_MEMORY. */
nnreg_status nnreg_bundle_skip(struct nnreg_bundle_files *files, enum nnreg_bundle_skipped_kind kind,
                               const char *name, const char *text, struct nnreg_error *error);

/*
 * Something that could not be looked at: skipped where the path is to blame; a failure of the system is returned.
 */
nnreg_status nnreg_bundle_skip_unreadable(struct nnreg_bundle_files *files, const char *name,
                                          const struct nnreg_error *reason, struct nnreg_error *error);

/* The same for something that is no regular file. */
nnreg_status nnreg_bundle_skip_irregular(struct nnreg_bundle_files *files, enum nnreg_file_kind kind,
                                         const char *name, struct nnreg_error *error);

/* Adds a file, or notes once that there are more than NNREG_LIMIT_FILES. */
nnreg_status nnreg_bundle_take(struct nnreg_bundle_files *files, const struct nnreg_bundle_file *file,
                               struct nnreg_error *error);

#endif
