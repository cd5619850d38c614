/*
 * A file with the mean that is subtracted from an image, in one of three formats that have little in common
 * (doc/FORMATS.md, "Mean files"): a NumPy array (npy.h), a Caffe BlobProto, a TensorFlow TensorProto. Which it is, the
 * name says; what it looks like is looked at only to say better what is wrong.
 */
#ifndef NNREG_FORMATS_MEAN_FILE_H
#define NNREG_FORMATS_MEAN_FILE_H

#include "formats/mean_problem.h"
#include "formats/mean_values.h"
#include "formats/problems.h"
#include "base/source.h"

#define NNREG_MEAN_TYPE_TEXT 24 /* bytes of the name of a type, with its NUL */

enum nnreg_mean_kind {
    NNREG_MEAN_NPY,    /* .npy */
    NNREG_MEAN_BLOB,   /* .binaryproto */
    NNREG_MEAN_TENSOR, /* .proto.bin */
    NNREG_MEAN_KIND_COUNT
};

struct nnreg_mean {
    enum nnreg_mean_kind kind;
    enum nnreg_mean_kind
        other; /* of a file that is of another kind than its name says; NNREG_MEAN_KIND_COUNT: it is not */
    char type[NNREG_MEAN_TYPE_TEXT]; /* of the elements, as the format calls it: "<f4", "float", "DT_FLOAT" */
    enum nnreg_element element;
    bool fortran;
    bool has_shape; /* the three below are known */
    uint32_t rank;
    int64_t dims[NNREG_MEAN_RANK];
    uint64_t count;       /* elements */
    uint64_t data_offset; /* of the first value; 0 when there is none */
    bool complete;        /* `values` is about all elements */
    struct nnreg_mean_values values;
};

/* By the name's extension: false when it is none of a mean file's. */
bool nnreg_mean_kind_of(enum nnreg_mean_kind *kind, const char *name);
/* ".npy" */
const char *nnreg_mean_extension(enum nnreg_mean_kind kind);

/*
 * Reads a whole file, and gives each value to `visit` if that is not NULL. NNREG_OK also when the file is wrong:
 * `problems` tells. NNREG_NO_MEMORY, NNREG_IO. Freed in every case with nnreg_mean_free.
 */
nnreg_status nnreg_mean_read(struct nnreg_mean *mean, enum nnreg_mean_kind kind,
                             const struct nnreg_source *source, nnreg_mean_visit *visit, void *context,
                             struct nnreg_problems *problems, struct nnreg_error *error);
void nnreg_mean_free(struct nnreg_mean *mean);

#endif
