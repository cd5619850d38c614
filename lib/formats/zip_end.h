/* The end records of a zip archive, and where they say that its directory is. */
#ifndef NNREG_FORMATS_ZIP_END_H
#define NNREG_FORMATS_ZIP_END_H

#include "formats/zip_parts.h"

struct nnreg_zip_end {
    uint64_t start; /* offset of the first of the records, where the directory ends */
    uint64_t entries;
    uint64_t directory, directory_size; /* its offset, its bytes: they lie right before `start` */
};

/* False: `problems` has the reason, or `error`, whose status is set then. */
bool nnreg_zip_read_end(struct nnreg_zip_end *end, const struct nnreg_zip *zip,
                        struct nnreg_problems *problems, struct nnreg_error *error);

#endif
