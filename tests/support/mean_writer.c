/*
 * Writing mean files.
 *
 *   .npy          93 "NUMPY" | major minor | header length (u16, from version 2 u32) | Python dict, spaces, '\n' | data
 *   .binaryproto  BlobProto { num 1, channels 2, height 3, width 4, data 5 packed floats, shape 7 { dim 1 packed },
 *                             double_data 8 }
 *   .proto.bin    TensorProto { dtype 1, tensor_shape 2, tensor_content 4 or float_val 5 }
 *
 * doc/FORMATS.md, "Mean files".
 */
#include "mean_writer.h"

#include <stdlib.h>
#include <string.h>

#include "fill.h"

#define DEFAULT_ALIGNMENT 64

/* --- .npy --- */

static uint16_t half_bits(double v)
{
    uint32_t bits = mw_float_bits((float)v);
    uint32_t sign = bits >> 16 & 0x8000, exponent = bits >> 23 & 0xff, fraction = bits >> 13 & 0x3ff;
    if (exponent == 0xff)
        return (uint16_t)(sign | 0x7c00 | (bits & 0x7fffff ? 0x200 : 0));
    if (exponent < 113)
        return (uint16_t)sign; /* too small for a normal half */
    if (exponent > 142)
        return (uint16_t)(sign | 0x7c00);
    return (uint16_t)(sign | (exponent - 112) << 10 | fraction);
}

/* The element's bits, as an integer of the size in bytes; false for a type this cannot write. */
static bool element_bits(uint64_t *bits, char kind, int size, double v)
{
    switch (kind) {
    case 'f':
        if (size == 2)
            *bits = half_bits(v);
        else if (size == 4)
            *bits = mw_float_bits((float)v);
        else
            memcpy(bits, &v, sizeof v);
        return size == 2 || size == 4 || size == 8;
    case 'i':
        *bits = (uint64_t)(int64_t)v;
        return size == 1 || size == 2 || size == 4 || size == 8;
    case 'u':
        *bits = (uint64_t)v;
        return size == 1 || size == 2 || size == 4 || size == 8;
    case 'b':
        *bits = v != 0;
        return size == 1;
    default:
        return false;
    }
}

static void put_element(struct mw_buf *out, char order, int size, uint64_t bits)
{
    for (int i = 0; i < size; i++)
        mw_buf_byte(out, (unsigned char)(bits >> 8 * (order == '>' ? size - 1 - i : i)));
}

/* Where the i-th element in Fortran order (first dimension fastest) stands in C order. */
static size_t c_index(const struct mw_shape *shape, size_t i)
{
    size_t index = 0, stride = 1;
    size_t place[MW_MAX_RANK];
    for (int d = 0; d < shape->rank; d++) {
        place[d] = i % (size_t)shape->dim[d];
        i /= (size_t)shape->dim[d];
    }
    for (int d = shape->rank - 1; d >= 0; d--) {
        index += place[d] * stride;
        stride *= (size_t)shape->dim[d];
    }
    return index;
}

static void put_dict(struct mw_buf *out, const char *descr, bool fortran, const struct mw_shape *shape)
{
    mw_buf_printf(out, "{'descr': '%s', 'fortran_order': %s, 'shape': (", descr, fortran ? "True" : "False");
    for (int i = 0; i < shape->rank; i++)
        mw_buf_printf(out, "%s%jd%s", i ? " " : "", (intmax_t)shape->dim[i],
                      i + 1 < shape->rank || shape->rank == 1 ? "," : "");
    mw_buf_printf(out, "), }");
}

static void put_npy_header(struct mw_buf *out, int version, size_t alignment, const struct mw_buf *dict)
{
    size_t before = version == 1 ? 10 : 12;
    size_t total = (before + dict->size + 1 + alignment - 1) / alignment * alignment;
    mw_buf_append(out, "\x93NUMPY", 6);
    mw_buf_byte(out, (unsigned char)version);
    mw_buf_byte(out, 0);
    if (version == 1)
        mw_buf_u16(out, (uint16_t)(total - before));
    else
        mw_buf_u32(out, (uint32_t)(total - before));
    mw_buf_append(out, dict->data, dict->size);
    for (size_t at = before + dict->size; at + 1 < total; at++)
        mw_buf_byte(out, ' ');
    mw_buf_byte(out, '\n');
}

int mw_npy_encode(struct mw_buf *out, const struct mw_npy_options *options, const struct mw_shape *shape,
                  const double *values)
{
    const char *descr = options && options->descr ? options->descr : "<f4";
    int version = options && options->version ? options->version : 1;
    bool fortran = options && options->fortran_order;
    uint64_t count = mw_shape_count(shape), bits;
    if (strlen(descr) != 3 || version < 1 || version > 3 || !element_bits(&bits, descr[1], descr[2] - '0', 0))
        return -1;
    struct mw_buf dict = {0};
    put_dict(&dict, descr, fortran, shape);
    put_npy_header(out, version, options && options->alignment ? options->alignment : DEFAULT_ALIGNMENT,
                   &dict);
    mw_buf_free(&dict);
    for (size_t i = 0; i < count; i++) {
        element_bits(&bits, descr[1], descr[2] - '0', values[fortran ? c_index(shape, i) : i]);
        put_element(out, descr[0], descr[2] - '0', bits);
    }
    return 0;
}

/* --- .binaryproto --- */

static void put_blob_shape(struct mw_buf *out, const struct mw_blob_options *o, const struct mw_shape *shape)
{
    if (o->legacy) {
        for (int field = 1; field <= 4; field++) {
            int dim = shape->rank - 5 + field;
            mw_pb_varint(out, (uint32_t)field, dim >= 0 ? (uint64_t)shape->dim[dim] : 1);
        }
        return;
    }
    size_t outer = mw_pb_begin(out);
    size_t inner = mw_pb_begin(out);
    for (int i = 0; i < shape->rank; i++)
        if (o->unpacked)
            mw_pb_varint(out, 1, (uint64_t)shape->dim[i]);
        else
            mw_buf_varint(out, (uint64_t)shape->dim[i]);
    if (!o->unpacked)
        mw_pb_end(out, 1, inner);
    mw_pb_end(out, 7, outer);
}

static void put_blob_value(struct mw_buf *out, const struct mw_blob_options *o, uint32_t field, double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    if (o->unpacked)
        mw_pb_tag(out, field, o->double_data ? MW_WIRE_FIXED64 : MW_WIRE_FIXED32);
    if (o->double_data)
        mw_buf_u64(out, bits);
    else
        mw_buf_u32(out, mw_float_bits((float)v));
}

void mw_blob_encode(struct mw_buf *out, const struct mw_blob_options *options, const struct mw_shape *shape,
                    const double *values)
{
    static const struct mw_blob_options plain = {0};
    const struct mw_blob_options *o = options ? options : &plain;
    uint32_t field = o->double_data ? 8 : 5;
    if (o->legacy)
        put_blob_shape(out, o, shape);
    size_t mark = mw_pb_begin(out);
    for (size_t i = 0; i < mw_shape_count(shape); i++)
        put_blob_value(out, o, field, values[i]);
    if (!o->unpacked)
        mw_pb_end(out, field, mark);
    if (!o->legacy)
        put_blob_shape(out, o, shape);
}

/* --- .proto.bin --- */

static void put_tensor_shape(struct mw_buf *out, const struct mw_shape *shape)
{
    size_t outer = mw_pb_begin(out);
    for (int i = 0; i < shape->rank; i++) {
        size_t inner = mw_pb_begin(out);
        mw_pb_varint(out, 1, (uint64_t)shape->dim[i]);
        mw_pb_end(out, 2, inner);
    }
    mw_pb_end(out, 2, outer);
}

void mw_tensorproto_encode(struct mw_buf *out, enum mw_tensor_form form, const struct mw_shape *shape,
                           const double *values)
{
    uint64_t count = mw_shape_count(shape);
    mw_pb_varint(out, 1, MW_FLOAT);
    put_tensor_shape(out, shape);
    size_t mark = mw_pb_begin(out);
    for (size_t i = 0; i < count; i++)
        if (form == MW_TENSOR_FLOAT_VAL_UNPACKED)
            mw_pb_float(out, 5, (float)values[i]);
        else
            mw_buf_u32(out, mw_float_bits((float)values[i]));
    if (form != MW_TENSOR_FLOAT_VAL_UNPACKED)
        mw_pb_end(out, form == MW_TENSOR_CONTENT ? 4 : 5, mark);
}

double *mw_mean_values(const struct mw_shape *shape, uint64_t seed)
{
    uint64_t count = mw_shape_count(shape);
    double *values = mw_xrealloc(NULL, count * sizeof *values);
    for (uint64_t i = 0; i < count; i++)
        values[i] = 90 + (double)(mw_random(seed, i) % 3200) / 64;
    return values;
}
