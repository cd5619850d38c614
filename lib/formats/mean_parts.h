/* What the files of mean_file have for each other: see mean_file.h. */
#ifndef NNREG_FORMATS_MEAN_PARTS_H
#define NNREG_FORMATS_MEAN_PARTS_H

#include "base/cursor.h"
#include "formats/mean_file.h"

/* A mean file while it is read. */
struct nnreg_mean_reading {
    struct nnreg_mean *mean;
    struct nnreg_cursor file;
    nnreg_mean_visit *visit;
    void *context;
    struct nnreg_problems *problems;
    struct nnreg_error *error;
    nnreg_status status; /* what is not the file's fault */
};

void nnreg_mean_complain(struct nnreg_mean_reading *reading, int code, uint64_t offset, const char *format,
                         ...) NNREG_PRINTF(4, 5);

/* Counts the elements of mean->dims: false, and told, when a dimension is negative or they are too many. */
bool nnreg_mean_measure(struct nnreg_mean_reading *reading);
/* Makes ready for `count` values. */
bool nnreg_mean_begin_values(struct nnreg_mean_reading *reading);

/* mean_blob.c and mean_tensor.c: each takes the file from its start. */
void nnreg_mean_read_blob(struct nnreg_mean_reading *reading);
void nnreg_mean_read_tensor(struct nnreg_mean_reading *reading);

#endif
