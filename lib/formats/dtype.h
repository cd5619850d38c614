/*
 * TensorFlow's element types (DataType): their numbers in a file, names, and bytes per stored element. A reference
 * type (DT_FLOAT_REF), of a TF1 variable's own output, is the type + 100; the readers keep it, comparisons strip it.
 */
#ifndef NNREG_FORMATS_DTYPE_H
#define NNREG_FORMATS_DTYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(NAME, number, bytes of an element as a checkpoint stores it; 0: not of a fixed size, or never stored) */
#define NNREG_DTYPES(X)          \
    X(INVALID, 0, 0)             \
    X(FLOAT, 1, 4)               \
    X(DOUBLE, 2, 8)              \
    X(INT32, 3, 4)               \
    X(UINT8, 4, 1)               \
    X(INT16, 5, 2)               \
    X(INT8, 6, 1)                \
    X(STRING, 7, 0)              \
    X(COMPLEX64, 8, 8)           \
    X(INT64, 9, 8)               \
    X(BOOL, 10, 1)               \
    X(QINT8, 11, 1)              \
    X(QUINT8, 12, 1)             \
    X(QINT32, 13, 4)             \
    X(BFLOAT16, 14, 2)           \
    X(QINT16, 15, 2)             \
    X(QUINT16, 16, 2)            \
    X(UINT16, 17, 2)             \
    X(COMPLEX128, 18, 16)        \
    X(HALF, 19, 2)               \
    X(RESOURCE, 20, 0)           \
    X(VARIANT, 21, 0)            \
    X(UINT32, 22, 4)             \
    X(UINT64, 23, 8)             \
    X(FLOAT8_E5M2, 24, 1)        \
    X(FLOAT8_E4M3FN, 25, 1)      \
    X(FLOAT8_E4M3FNUZ, 26, 1)    \
    X(FLOAT8_E4M3B11FNUZ, 27, 1) \
    X(FLOAT8_E5M2FNUZ, 28, 1)    \
    X(INT4, 29, 1)               \
    X(UINT4, 30, 1)              \
    X(INT2, 31, 1)               \
    X(UINT2, 32, 1)              \
    X(FLOAT4_E2M1FN, 33, 0)

enum nnreg_dtype {
#define NNREG_ROW(NAME, number, bytes) NNREG_DT_##NAME = number,
    NNREG_DTYPES(NNREG_ROW)
#undef NNREG_ROW
};

#define NNREG_DTYPE_REF     100u    /* what a reference type adds */
#define NNREG_DTYPE_UNNAMED 0xffffu /* a text model names a type that is not in the list */

/* "DT_FLOAT", "DT_FLOAT_REF"; NULL for a number that is none. Static. */
const char *nnreg_dtype_name(uint32_t dtype);

/* The type by its name, reference types included: false when there is none. */
bool nnreg_dtype_by_name(uint32_t *dtype, const char *name, size_t length);

/* Bytes of an element as stored, 0 when there is no fixed number. */
size_t nnreg_dtype_size(uint32_t dtype);

/* Without the reference. */
static inline uint32_t nnreg_dtype_base(uint32_t dtype)
{
    return dtype > NNREG_DTYPE_REF && dtype != NNREG_DTYPE_UNNAMED ? dtype - NNREG_DTYPE_REF : dtype;
}

#endif
