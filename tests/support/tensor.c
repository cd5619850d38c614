/*
 * Data types by table.
 */
#include "tensor.h"

#include <stdlib.h>
#include <string.h>

struct dtype_row {
    const char *name;     /* in protobuf text */
    const char *ref_name; /* of the reference type */
    const char *op_name;  /* in an op definition */
    size_t size;
};

#define ROW(NAME, OP_NAME, SIZE)                     \
    {                                                \
        "DT_" NAME, "DT_" NAME "_REF", OP_NAME, SIZE \
    }

static const struct dtype_row dtypes[] = {
    [MW_INVALID] = {"DT_INVALID", NULL, NULL, 0},
    [MW_FLOAT] = ROW("FLOAT", "float", 4),
    [MW_DOUBLE] = ROW("DOUBLE", "double", 8),
    [MW_INT32] = ROW("INT32", "int32", 4),
    [MW_UINT8] = ROW("UINT8", "uint8", 1),
    [MW_INT16] = ROW("INT16", "int16", 2),
    [MW_INT8] = ROW("INT8", "int8", 1),
    [MW_STRING] = ROW("STRING", "string", 0),
    [MW_COMPLEX64] = ROW("COMPLEX64", "complex64", 8),
    [MW_INT64] = ROW("INT64", "int64", 8),
    [MW_BOOL] = ROW("BOOL", "bool", 1),
    [MW_QINT8] = ROW("QINT8", "qint8", 1),
    [MW_QUINT8] = ROW("QUINT8", "quint8", 1),
    [MW_QINT32] = ROW("QINT32", "qint32", 4),
    [MW_BFLOAT16] = ROW("BFLOAT16", "bfloat16", 2),
    [MW_QINT16] = ROW("QINT16", "qint16", 2),
    [MW_QUINT16] = ROW("QUINT16", "quint16", 2),
    [MW_UINT16] = ROW("UINT16", "uint16", 2),
    [MW_COMPLEX128] = ROW("COMPLEX128", "complex128", 16),
    [MW_HALF] = ROW("HALF", "half", 2),
    [MW_RESOURCE] = ROW("RESOURCE", "resource", 0),
    [MW_VARIANT] = ROW("VARIANT", "variant", 0),
    [MW_UINT32] = ROW("UINT32", "uint32", 4),
    [MW_UINT64] = ROW("UINT64", "uint64", 8),
};
#define DTYPES ((int)(sizeof dtypes / sizeof dtypes[0]))

const char *mw_dtype_name(int dtype)
{
    if (dtype >= 0 && dtype < DTYPES)
        return dtypes[dtype].name;
    if (dtype > MW_REF && dtype - MW_REF < DTYPES)
        return dtypes[dtype - MW_REF].ref_name;
    return NULL;
}

int mw_dtype_from_op_name(const char *name, size_t length)
{
    for (int i = 0; i < DTYPES; i++)
        if (dtypes[i].op_name && strlen(dtypes[i].op_name) == length &&
            memcmp(dtypes[i].op_name, name, length) == 0)
            return i;
    return -1;
}

size_t mw_dtype_size(int dtype)
{
    return dtype >= 0 && dtype < DTYPES ? dtypes[dtype].size : 0;
}

uint64_t mw_shape_count(const struct mw_shape *shape)
{
    uint64_t count = 1;
    for (int i = 0; i < shape->rank; i++) {
        if (shape->dim[i] < 0)
            abort();
        count *= (uint64_t)shape->dim[i];
    }
    return count;
}
