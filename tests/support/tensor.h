/*
 * The nouns that graph and variables share: data types, shapes, and a tensor's values.
 *
 * doc/FORMATS.md, "Protobuf messages" (DataType, TensorShapeProto).
 */
#ifndef MW_TENSOR_H
#define MW_TENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers of TensorFlow's DataType. A reference type is the number plus 100. */
enum mw_dtype {
    MW_INVALID = 0,
    MW_FLOAT = 1,
    MW_DOUBLE = 2,
    MW_INT32 = 3,
    MW_UINT8 = 4,
    MW_INT16 = 5,
    MW_INT8 = 6,
    MW_STRING = 7,
    MW_COMPLEX64 = 8,
    MW_INT64 = 9,
    MW_BOOL = 10,
    MW_QINT8 = 11,
    MW_QUINT8 = 12,
    MW_QINT32 = 13,
    MW_BFLOAT16 = 14,
    MW_QINT16 = 15,
    MW_QUINT16 = 16,
    MW_UINT16 = 17,
    MW_COMPLEX128 = 18,
    MW_HALF = 19,
    MW_RESOURCE = 20,
    MW_VARIANT = 21,
    MW_UINT32 = 22,
    MW_UINT64 = 23,
    MW_REF = 100,
};

#define MW_MAX_RANK 8

struct mw_shape {
    bool unknown_rank;
    int rank;
    int64_t dim[MW_MAX_RANK]; /* -1 is unknown */
};

/* MW_SHAPE(-1, 32, 32, 3); MW_SCALAR has no dimension; MW_UNKNOWN_SHAPE not even a rank. */
#define MW_SHAPE(...)                                                                     \
    ((struct mw_shape){.rank = (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)), \
                       .dim = {__VA_ARGS__}})
#define MW_SCALAR        ((struct mw_shape){.rank = 0})
#define MW_UNKNOWN_SHAPE ((struct mw_shape){.unknown_rank = true})

/* "DT_FLOAT", "DT_FLOAT_REF"; NULL for a number that has no name. */
const char *mw_dtype_name(int dtype);
/* The number for an op definition's spelling ("float", "int32", "string", "resource"); -1 if there is none. */
int mw_dtype_from_op_name(const char *name, size_t length);
/* Bytes of an element in memory and in a data shard; 0 for those of no fixed size. */
size_t mw_dtype_size(int dtype);

/* The number of elements of a fully known shape. */
uint64_t mw_shape_count(const struct mw_shape *shape);

#endif
