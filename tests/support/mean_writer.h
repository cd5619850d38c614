/*
 * Mean files: NumPy arrays, Caffe blobs, TensorFlow tensors.
 *
 * All take values in C order (last dimension fastest) and convert them. Everything goes into memory.
 */
#ifndef MW_MEAN_WRITER_H
#define MW_MEAN_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protoenc.h"
#include "tensor.h"

struct mw_npy_options {
    int version;       /* 1, 2 or 3; 0 means 1 */
    const char *descr; /* "<f4", ">f8", "<f2", "|u1", "<i8", "|b1", …; NULL means "<f4" */
    bool fortran_order;
    size_t alignment; /* of the data: 64, or 16 as old NumPy; 0 means 64 */
};

/* 0, or -1 if the descr or version is none that this can write. */
int mw_npy_encode(struct mw_buf *out, const struct mw_npy_options *options, const struct mw_shape *shape,
                  const double *values);

struct mw_blob_options {
    bool legacy;      /* num, channels, height, width (missing ones are 1) instead of shape */
    bool unpacked;    /* a tag for each value */
    bool double_data; /* values as double */
};

void mw_blob_encode(struct mw_buf *out, const struct mw_blob_options *options, const struct mw_shape *shape,
                    const double *values);

enum mw_tensor_form { MW_TENSOR_CONTENT, MW_TENSOR_FLOAT_VAL, MW_TENSOR_FLOAT_VAL_UNPACKED };

/* A TensorProto of floats. */
void mw_tensorproto_encode(struct mw_buf *out, enum mw_tensor_form form, const struct mw_shape *shape,
                           const double *values);

/* A plausible mean image: as many values in [90, 140) as the shape has elements; the caller frees them. */
double *mw_mean_values(const struct mw_shape *shape, uint64_t seed);

#endif
