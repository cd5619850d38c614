/*
 * A mean file that is TensorFlow's TensorProto (doc/FORMATS.md, "Mean files"):
 *
 *     dtype 1 | tensor_shape 2: {dim 2: {size 1}…, unknown_rank 3} | tensor_content 4: bytes | *_val from 5 on
 */
#include <inttypes.h>
#include <stdio.h>

#include "formats/dtype.h"
#include "formats/mean_proto.h"

enum tensor_field { TENSOR_DTYPE = 1, TENSOR_SHAPE = 2, TENSOR_CONTENT = 4 };
/* Of a BlobProto that is called by the name of this: its shape in the newer form. In a TensorProto these are integers. */
enum { OTHER_BLOB_SHAPE = 7 };
enum tensor_shape_field { SHAPE_DIM = 2, SHAPE_UNKNOWN_RANK = 3 };

/* Which field a TensorProto has its values in when they are not in tensor_content. */
struct value_row {
    enum nnreg_element element;
    uint32_t field;
    enum nnreg_wire wire;
};

static const struct value_row value_rows[] = {
    {NNREG_ELEMENT_FLOAT, 5, NNREG_WIRE_FIXED32},    {NNREG_ELEMENT_DOUBLE, 6, NNREG_WIRE_FIXED64},
    {NNREG_ELEMENT_INT32, 7, NNREG_WIRE_VARINT},     {NNREG_ELEMENT_INT16, 7, NNREG_WIRE_VARINT},
    {NNREG_ELEMENT_INT8, 7, NNREG_WIRE_VARINT},      {NNREG_ELEMENT_UINT16, 7, NNREG_WIRE_VARINT},
    {NNREG_ELEMENT_UINT8, 7, NNREG_WIRE_VARINT},     {NNREG_ELEMENT_INT64, 10, NNREG_WIRE_VARINT},
    {NNREG_ELEMENT_BOOL, 11, NNREG_WIRE_VARINT},     {NNREG_ELEMENT_HALF, 13, NNREG_WIRE_VARINT},
    {NNREG_ELEMENT_BFLOAT16, 13, NNREG_WIRE_VARINT}, {NNREG_ELEMENT_UINT32, 16, NNREG_WIRE_VARINT},
    {NNREG_ELEMENT_UINT64, 17, NNREG_WIRE_VARINT},
};

#define VALUE_ROWS (sizeof value_rows / sizeof value_rows[0])

struct tensor {
    uint32_t dtype;
    bool unknown_rank;
    uint64_t content_offset;
    uint64_t content_size;
    bool has_shape;
    bool is_blob;        /* channels, as Caffe's older form has them */
    bool has_blob_shape; /* or what may be the newer form's shape */
};

/* TensorShapeProto.Dim: size 1, the name is passed over. Without a size it is 0. */
static void read_tensor_dim(struct nnreg_mean_reading *reading)
{
    struct nnreg_cursor *file = &reading->file;
    uint64_t outer = nnreg_wire_enter(file), size = 0;
    uint32_t field;
    enum nnreg_wire wire;

    while (nnreg_wire_tag(file, &field, &wire)) {
        if (field == 1 && wire == NNREG_WIRE_VARINT)
            size = nnreg_wire_varint(file);
        else
            nnreg_wire_skip(file, field, wire);
    }
    nnreg_cursor_leave(file, outer);
    nnreg_mean_put_dim(reading->mean, size);
}

static void read_tensor_shape(struct nnreg_mean_reading *reading, struct tensor *tensor)
{
    struct nnreg_cursor *file = &reading->file;
    uint64_t outer = nnreg_wire_enter(file);
    uint32_t field;
    enum nnreg_wire wire;

    tensor->has_shape = true;
    while (nnreg_wire_tag(file, &field, &wire)) {
        if (field == SHAPE_DIM && wire == NNREG_WIRE_BYTES)
            read_tensor_dim(reading);
        else if (field == SHAPE_UNKNOWN_RANK && wire == NNREG_WIRE_VARINT)
            tensor->unknown_rank = nnreg_wire_varint(file) != 0;
        else
            nnreg_wire_skip(file, field, wire);
    }
    nnreg_cursor_leave(file, outer);
}

static void read_tensor_field(struct nnreg_mean_reading *reading, struct tensor *tensor, uint32_t field,
                              enum nnreg_wire wire)
{
    struct nnreg_cursor *file = &reading->file;

    if (field == TENSOR_DTYPE && wire == NNREG_WIRE_VARINT) {
        tensor->dtype = (uint32_t)nnreg_wire_varint(file);
    } else if (field == TENSOR_SHAPE && wire == NNREG_WIRE_BYTES) {
        read_tensor_shape(reading, tensor);
    } else if (field == TENSOR_CONTENT && wire == NNREG_WIRE_BYTES) {
        tensor->content_size = nnreg_wire_length(file);
        tensor->content_offset = nnreg_cursor_offset(file);
        nnreg_cursor_skip(file, tensor->content_size);
    } else {
        tensor->is_blob |= field == TENSOR_SHAPE && wire == NNREG_WIRE_VARINT;
        tensor->has_blob_shape |= field == OTHER_BLOB_SHAPE && wire == NNREG_WIRE_BYTES;
        nnreg_wire_skip(file, field, wire);
    }
}

/* The row of the tensor's type; NULL, and told, when no mean is made of such. */
static const struct value_row *find_values(struct nnreg_mean_reading *reading, const struct tensor *tensor)
{
    const char *name = nnreg_dtype_name(tensor->dtype);
    size_t i;

    (void)snprintf(reading->mean->type, sizeof reading->mean->type, "%s", name != NULL ? name : "unknown");
    for (i = 0; i < VALUE_ROWS; i++) {
        if (nnreg_element_rows[value_rows[i].element].dtype == tensor->dtype) {
            reading->mean->element = value_rows[i].element;
            return &value_rows[i];
        }
    }
    nnreg_mean_complain(reading, NNREG_MEAN_TYPE, 0,
                        "has elements of the type %s (%" PRIu32 "), of which no mean is made",
                        reading->mean->type, tensor->dtype);
    return NULL;
}

/* tensor_content: the elements as they lie in memory of the machine that wrote them, the lowest byte first. */
static void take_content(struct nnreg_mean_reading *reading, const struct tensor *tensor)
{
    struct nnreg_mean *mean = reading->mean;
    struct nnreg_cursor *file = &reading->file;
    unsigned char bytes[NNREG_ELEMENT_BYTES];
    size_t width = nnreg_element_rows[mean->element].bytes;
    uint64_t i;

    mean->data_offset = tensor->content_offset;
    if (tensor->content_size != mean->count * width) {
        nnreg_mean_complain(reading, NNREG_MEAN_COUNT, tensor->content_offset,
                            "has %" PRIu64 " bytes of elements where its shape makes %" PRIu64,
                            tensor->content_size, mean->count * width);
        return;
    }
    if (!nnreg_mean_begin_values(reading))
        return;
    nnreg_cursor_seek(file, tensor->content_offset);
    for (i = 0; i < mean->count && nnreg_cursor_ok(file); i++) {
        nnreg_cursor_copy(file, bytes, width);
        if (nnreg_cursor_ok(file))
            nnreg_mean_values_put(&mean->values, nnreg_element_value(mean->element, bytes, false), 1,
                                  tensor->content_offset + i * width);
    }
}

/* Fewer values than elements: the last one stands for the rest; without any all are zero. */
static void take_mean_numbers(struct nnreg_mean_reading *reading, const struct value_row *row)
{
    struct nnreg_mean *mean = reading->mean;
    struct nnreg_mean_values *values = &mean->values;
    struct nnreg_mean_numbers numbers = {
        .reading = reading, .field = row->field, .wire = row->wire, .element = row->element};

    nnreg_mean_take_values(reading, &numbers);
    if (!nnreg_cursor_ok(&reading->file))
        return;
    mean->data_offset = numbers.first;
    if (numbers.count == 0 && mean->count > 0)
        nnreg_mean_complain(reading, NNREG_MEAN_NO_VALUES, 0,
                            "has no values for its %" PRIu64 " elements: all are zero", mean->count);
    if (numbers.count > mean->count)
        nnreg_mean_complain(reading, NNREG_MEAN_EXCESS, numbers.first,
                            "has %" PRIu64 " values where its shape makes %" PRIu64, numbers.count,
                            mean->count);
    nnreg_mean_values_put(values, numbers.last, mean->count - values->seen, numbers.end);
}

/* tensor_content counts if it has bytes; else the field that belongs to the type, whatever else is there. */
static void read_tensor_values(struct nnreg_mean_reading *reading, const struct tensor *tensor)
{
    const struct value_row *row = find_values(reading, tensor);

    if (row == NULL || !nnreg_mean_rank_is_right(reading))
        return;
    if (tensor->unknown_rank) {
        nnreg_mean_complain(reading, NNREG_MEAN_NO_SHAPE, 0, "has a shape of unknown rank");
        return;
    }
    if (!nnreg_mean_measure(reading))
        return;
    if (tensor->content_size > 0)
        take_content(reading, tensor);
    else if (nnreg_mean_begin_values(reading))
        take_mean_numbers(reading, row);
}

/* A tensor that has neither type nor shape, and where its integers would be something that is no single one. */
static bool is_blob(const struct tensor *tensor)
{
    return tensor->is_blob || (tensor->dtype == 0 && !tensor->has_shape && tensor->has_blob_shape);
}

void nnreg_mean_read_tensor(struct nnreg_mean_reading *reading)
{
    struct tensor tensor = {0};
    uint32_t field;
    enum nnreg_wire wire;
    bool newline;

    while (nnreg_mean_next_field(&reading->file, &field, &wire, &newline))
        read_tensor_field(reading, &tensor, field, wire);
    if (nnreg_mean_walked(reading, newline, is_blob(&tensor) ? "a Caffe BlobProto (.binaryproto)" : NULL))
        read_tensor_values(reading, &tensor);
}
