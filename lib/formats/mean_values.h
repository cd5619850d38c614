/*
 * The values of a mean file as they come, in whatever type: counted, summed by channel, looked at for what is not
 * finite, and kept if they are few. A run of equal values costs as much as one.
 */
#ifndef NNREG_FORMATS_MEAN_VALUES_H
#define NNREG_FORMATS_MEAN_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define NNREG_MEAN_RANK     32                /* dimensions, NumPy's own limit before 2.0 */
#define NNREG_MEAN_CHANNELS 16                /* of which means are made */
#define NNREG_MEAN_KEPT     ((uint64_t)65536) /* values kept in memory */

/* X(NAME, bytes, how a .npy file calls it, enum nnreg_dtype or INVALID) */
#define NNREG_ELEMENTS(X)            \
    X(BOOL, 1, "b1", BOOL)           \
    X(INT8, 1, "i1", INT8)           \
    X(INT16, 2, "i2", INT16)         \
    X(INT32, 4, "i4", INT32)         \
    X(INT64, 8, "i8", INT64)         \
    X(UINT8, 1, "u1", UINT8)         \
    X(UINT16, 2, "u2", UINT16)       \
    X(UINT32, 4, "u4", UINT32)       \
    X(UINT64, 8, "u8", UINT64)       \
    X(HALF, 2, "f2", HALF)           \
    X(BFLOAT16, 2, "", BFLOAT16)     \
    X(FLOAT, 4, "f4", FLOAT)         \
    X(DOUBLE, 8, "f8", DOUBLE)       \
    X(COMPLEX64, 8, "c8", COMPLEX64) \
    X(COMPLEX128, 16, "c16", COMPLEX128)

enum nnreg_element {
#define NNREG_ROW(NAME, bytes, npy, dtype) NNREG_ELEMENT_##NAME,
    NNREG_ELEMENTS(NNREG_ROW)
#undef NNREG_ROW
        NNREG_ELEMENT_COUNT
};

#define NNREG_ELEMENT_BYTES 16 /* of the largest */

struct nnreg_element_row {
    size_t bytes;
    const char *npy;
    uint32_t dtype; /* enum nnreg_dtype */
};
extern const struct nnreg_element_row nnreg_element_rows[NNREG_ELEMENT_COUNT];

/* A stored element as a number. Of a complex one it is the real part, or the imaginary one if only that is not finite. */
double nnreg_element_value(enum nnreg_element element, const unsigned char *bytes, bool big_endian);

/* `count` equal values from element `index` on, in C order, but for a Fortran file with several dimensions (count 1). */
typedef void nnreg_mean_visit(void *context, uint64_t index, uint64_t count, double value);

struct nnreg_mean_values {
    uint64_t count; /* elements of the shape */
    uint64_t seen;  /* of them, in file order */
    uint64_t not_finite;
    uint64_t bad_index;  /* of the first in file order that is not finite: its index in C order, */
    uint64_t bad_offset; /* and where it is in the file */
    double least, most;  /* of the finite ones; 0 when there is none */
    double mean;
    int32_t channel_axis; /* -1: there is no dimension that looks like channels */
    uint32_t channels;
    double channel_mean[NNREG_MEAN_CHANNELS]; /* of the finite values */
    double *kept; /* all values in C order, NULL when they are more than NNREG_MEAN_KEPT */

    /* private: */
    nnreg_mean_visit *visit;
    void *context;
    uint64_t finite;
    uint64_t channel_inner; /* elements in file order between two channels */
    uint64_t channel_count[NNREG_MEAN_CHANNELS];
    bool odometer; /* file order is not C order */
    uint32_t rank;
    uint64_t at[NNREG_MEAN_RANK];
    uint64_t dims[NNREG_MEAN_RANK];
    uint64_t strides[NNREG_MEAN_RANK];
    uint64_t index; /* in C order, of the next */
};

/* The dimensions are such that their product fits. `visit` may be NULL. NNREG_NO_MEMORY. */
nnreg_status nnreg_mean_values_begin(struct nnreg_mean_values *values, const int64_t *dims, uint32_t rank,
                                     bool fortran, nnreg_mean_visit *visit, void *context,
                                     struct nnreg_error *error);
/* The next `run` elements in file order have this value; `offset` is where it is in the file. More than fit: dropped. */
void nnreg_mean_values_put(struct nnreg_mean_values *values, double value, uint64_t run, uint64_t offset);
void nnreg_mean_values_end(struct nnreg_mean_values *values);
void nnreg_mean_values_free(struct nnreg_mean_values *values);

#endif
