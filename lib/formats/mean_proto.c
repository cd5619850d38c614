/*
 * Mean files that are protobuf messages. Fields come in any order, so that a file is walked twice: for its shape and
 * the number of its values, and then for the values.
 *
 *     BlobProto    num 1 | channels 2 | height 3 | width 4 | data 5: float… | shape 7: {dim 1: int64…} |
 *                  double_data 8: double…                       (diff 6 and double_diff 9 are passed over)
 *     TensorProto  dtype 1 | tensor_shape 2: {dim 2: {size 1}…, unknown_rank 3} | tensor_content 4: bytes | *_val
 */
#include <inttypes.h>
#include <stdio.h>

#include "formats/dtype.h"
#include "formats/mean_parts.h"
#include "formats/protowire.h"

enum blob_field { BLOB_NUM = 1, BLOB_WIDTH = 4, BLOB_DATA = 5, BLOB_SHAPE = 7, BLOB_DOUBLE_DATA = 8 };
enum tensor_field { TENSOR_DTYPE = 1, TENSOR_SHAPE = 2, TENSOR_CONTENT = 4 };
enum shape_field { SHAPE_DIM = 2, SHAPE_UNKNOWN_RANK = 3 };

/* A repeated field of numbers: counted on the first walk, taken on the second. */
struct numbers {
    struct nnreg_mean_reading *reading;
    uint32_t field; /* 0: none */
    enum nnreg_wire wire;
    enum nnreg_element element;
    uint64_t count;
    uint64_t first; /* where the first one is in the file, */
    uint64_t end;   /* and the last one */
    double last;    /* its value, on the second walk */
    bool taking;
};

/* Where a number that was just read is: exactly, if it is of fixed width. */
static uint64_t mean_field_offset(const struct numbers *numbers)
{
    uint64_t end = nnreg_cursor_offset(&numbers->reading->file);

    return end - (numbers->wire == NNREG_WIRE_FIXED64 ? 8 : numbers->wire == NNREG_WIRE_FIXED32 ? 4 : 1);
}

/*
 * One number of a repeated field, as it stands on the wire. nnreg_element_value takes bytes, lowest first, so that numbers of
 * this form, of tensor_content and of a NumPy file are made values by one function.
 */
static void take_number(void *context, uint64_t number)
{
    struct numbers *numbers = context;
    unsigned char bytes[8];
    size_t i;

    numbers->end = mean_field_offset(numbers);
    if (numbers->count++ == 0)
        numbers->first = numbers->end;
    if (!numbers->taking)
        return;
    if (numbers->element == NNREG_ELEMENT_BOOL)
        number = number != 0;
    for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
    numbers->last = nnreg_element_value(numbers->element, bytes, false);
    nnreg_mean_values_put(&numbers->reading->mean->values, numbers->last, 1, numbers->end);
}

/* Like nnreg_wire_tag, for the file itself: an editor's newline behind the last field is its end, too. */
static bool next_mean_field(struct nnreg_cursor *file, uint32_t *field, enum nnreg_wire *wire, bool *newline)
{
    *newline = false;
    if (!nnreg_cursor_ok(file) || nnreg_cursor_left(file) != 1)
        return nnreg_wire_tag(file, field, wire);
    if (nnreg_cursor_byte(file) == '\n')
        *newline = true;
    else
        nnreg_cursor_fail(file, nnreg_cursor_offset(file), "is cut short");
    return false;
}

/* The second walk, from the start: the first has found that all of it can be read. */
static void take_values(struct nnreg_mean_reading *reading, struct numbers *numbers)
{
    struct nnreg_cursor *file = &reading->file;
    uint32_t field;
    enum nnreg_wire wire;
    bool newline;

    numbers->taking = true;
    numbers->count = 0;
    nnreg_cursor_seek(file, 0);
    while (next_mean_field(file, &field, &wire, &newline)) {
        if (field == numbers->field)
            (void)nnreg_wire_repeated(file, field, wire, numbers->wire, take_number, numbers);
        else
            nnreg_wire_skip(file, field, wire);
    }
}

/* What the first walk met: false when there is no use in a second. */
static bool walked(struct nnreg_mean_reading *reading, bool newline, const char *other)
{
    const struct nnreg_cursor *file = &reading->file;

    if (file->status == NNREG_CORRUPT)
        nnreg_mean_complain(reading, NNREG_MEAN_PROTO, file->failure_offset, "is no protobuf message: it %s",
                            file->failure);
    if (!nnreg_cursor_ok(file))
        return false;
    if (other != NULL) {
        nnreg_mean_complain(reading, NNREG_MEAN_WRONG_FILE, 0, "is %s, not a %s file", other,
                            nnreg_mean_extension(reading->mean->kind));
        return false;
    }
    if (newline)
        nnreg_mean_complain(reading, NNREG_MEAN_NEWLINE, file->size - 1,
                            "ends with a newline that does not belong to it");
    return true;
}

/* Appends a dimension; those beyond the limit are counted only. */
static void put_dim(void *context, uint64_t size)
{
    struct nnreg_mean *mean = context;

    if (mean->rank < NNREG_MEAN_RANK)
        mean->dims[mean->rank] = (int64_t)size;
    if (mean->rank < UINT32_MAX)
        mean->rank++;
}

static bool rank_is_right(struct nnreg_mean_reading *reading)
{
    if (reading->mean->rank <= NNREG_MEAN_RANK)
        return true;
    nnreg_mean_complain(reading, NNREG_MEAN_SHAPE, 0, "has %" PRIu32 " dimensions", reading->mean->rank);
    reading->mean->rank = 0;
    return false;
}

/* BlobProto: its shape is in four fields of the old form, if one of them is there, or in a message. */
struct blob {
    struct numbers floats;
    struct numbers doubles;
    bool old_form;
    int32_t old_dims[4];
    bool is_tensor;
};

static void read_blob_shape(struct nnreg_mean_reading *reading)
{
    struct nnreg_cursor *file = &reading->file;
    uint64_t outer = nnreg_wire_enter(file);
    uint32_t field;
    enum nnreg_wire wire;

    while (nnreg_wire_tag(file, &field, &wire)) {
        if (field == 1)
            (void)nnreg_wire_repeated(file, field, wire, NNREG_WIRE_VARINT, put_dim, reading->mean);
        else
            nnreg_wire_skip(file, field, wire);
    }
    nnreg_cursor_leave(file, outer);
}

/*
 * num, channels, height and width have the numbers 1 to 4, in the order of the dimensions they stand for. Field 2 as a message
 * is no field of a BlobProto but the shape of a TensorProto.
 */
static void read_blob_field(struct nnreg_mean_reading *reading, struct blob *blob, uint32_t field,
                            enum nnreg_wire wire)
{
    struct nnreg_cursor *file = &reading->file;

    if (field >= BLOB_NUM && field <= BLOB_WIDTH && wire == NNREG_WIRE_VARINT) {
        blob->old_form = true;
        blob->old_dims[field - BLOB_NUM] = (int32_t)nnreg_wire_varint(file);
    } else if (field == BLOB_SHAPE && wire == NNREG_WIRE_BYTES) {
        read_blob_shape(reading);
    } else if (field == BLOB_DATA) {
        (void)nnreg_wire_repeated(file, field, wire, blob->floats.wire, take_number, &blob->floats);
    } else if (field == BLOB_DOUBLE_DATA) {
        (void)nnreg_wire_repeated(file, field, wire, blob->doubles.wire, take_number, &blob->doubles);
    } else {
        blob->is_tensor |= field == TENSOR_SHAPE && wire == NNREG_WIRE_BYTES;
        nnreg_wire_skip(file, field, wire);
    }
}

/* If one of the old four is there they are the shape, an absent one being 0; else the message is. */
static bool find_blob_shape(struct nnreg_mean_reading *reading, const struct blob *blob)
{
    struct nnreg_mean *mean = reading->mean;
    size_t i;

    if (blob->old_form) {
        mean->rank = 4;
        for (i = 0; i < 4; i++)
            mean->dims[i] = blob->old_dims[i];
    } else if (mean->rank == 0) {
        nnreg_mean_complain(reading, NNREG_MEAN_NO_SHAPE, 0, "has no dimensions: it is no BlobProto");
        return false;
    }
    return rank_is_right(reading) && nnreg_mean_measure(reading);
}

static void read_blob_values(struct nnreg_mean_reading *reading, struct numbers *numbers)
{
    struct nnreg_mean *mean = reading->mean;

    mean->element = numbers->element;
    mean->data_offset = numbers->first;
    (void)snprintf(mean->type, sizeof mean->type, "%s",
                   numbers->element == NNREG_ELEMENT_FLOAT ? "float" : "double");
    if (numbers->count != mean->count) {
        nnreg_mean_complain(reading, NNREG_MEAN_COUNT, numbers->first,
                            "has %" PRIu64 " values where its dimensions make %" PRIu64, numbers->count,
                            mean->count);
        return;
    }
    if (nnreg_mean_begin_values(reading))
        take_values(reading, numbers);
}

void nnreg_mean_read_blob(struct nnreg_mean_reading *reading)
{
    struct blob blob = {.floats = {.reading = reading,
                                   .field = BLOB_DATA,
                                   .wire = NNREG_WIRE_FIXED32,
                                   .element = NNREG_ELEMENT_FLOAT},
                        .doubles = {.reading = reading,
                                    .field = BLOB_DOUBLE_DATA,
                                    .wire = NNREG_WIRE_FIXED64,
                                    .element = NNREG_ELEMENT_DOUBLE}};
    uint32_t field;
    enum nnreg_wire wire;
    bool newline;

    while (next_mean_field(&reading->file, &field, &wire, &newline))
        read_blob_field(reading, &blob, field, wire);
    if (walked(reading, newline, blob.is_tensor ? "a TensorFlow TensorProto (.proto.bin)" : NULL) &&
        find_blob_shape(reading, &blob))
        read_blob_values(reading, blob.doubles.count > 0 ? &blob.doubles : &blob.floats);
}

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
    bool is_blob;
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
    put_dim(reading->mean, size);
}

static void read_tensor_shape(struct nnreg_mean_reading *reading, struct tensor *tensor)
{
    struct nnreg_cursor *file = &reading->file;
    uint64_t outer = nnreg_wire_enter(file);
    uint32_t field;
    enum nnreg_wire wire;

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
    struct numbers numbers = {
        .reading = reading, .field = row->field, .wire = row->wire, .element = row->element};

    take_values(reading, &numbers);
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

    if (row == NULL || !rank_is_right(reading))
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

void nnreg_mean_read_tensor(struct nnreg_mean_reading *reading)
{
    struct tensor tensor = {0};
    uint32_t field;
    enum nnreg_wire wire;
    bool newline;

    while (next_mean_field(&reading->file, &field, &wire, &newline))
        read_tensor_field(reading, &tensor, field, wire);
    if (walked(reading, newline, tensor.is_blob ? "a Caffe BlobProto (.binaryproto)" : NULL))
        read_tensor_values(reading, &tensor);
}
