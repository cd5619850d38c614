/* What a file looks like that is not what its name says: the traces of a clone or a download gone wrong. */
#ifndef NNREG_BUNDLE_LOOKS_H
#define NNREG_BUNDLE_LOOKS_H

#include "base/source.h"

enum nnreg_looks {
    NNREG_LOOKS_UNREMARKABLE,
    NNREG_LOOKS_LFS_POINTER, /* github.com/git-lfs/git-lfs, docs/spec.md: a small text that begins with "version " */
    NNREG_LOOKS_HTML_PAGE
};

/* Judges by the first bytes. NNREG_IO, NNREG_NO_MEMORY. */
nnreg_status nnreg_looks_like(enum nnreg_looks *looks, const struct nnreg_source *source,
                              struct nnreg_error *error);

#endif
