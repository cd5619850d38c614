/*
 * A mean file that is Caffe's BlobProto (doc/FORMATS.md, "Mean files"):
 *
 *     num 1 | channels 2 | height 3 | width 4 | data 5: float… | shape 7: {dim 1: int64…} | double_data 8: double…
 *
 * diff 6 and double_diff 9 are passed over.
 */
#include <inttypes.h>
#include <stdio.h>

#include "formats/mean_proto.h"

enum blob_field { BLOB_NUM = 1, BLOB_WIDTH = 4, BLOB_DATA = 5, BLOB_SHAPE = 7, BLOB_DOUBLE_DATA = 8 };

#define SHAPE_MESSAGE 2 /* which a TensorProto has as a message where a BlobProto has a number */

/* BlobProto: its shape is in four fields of the old form, if one of them is there, or in a message. */
struct blob {
    struct nnreg_mean_numbers floats;
    struct nnreg_mean_numbers doubles;
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
            (void)nnreg_wire_repeated(file, field, wire, NNREG_WIRE_VARINT, nnreg_mean_put_dim,
                                      reading->mean);
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
        (void)nnreg_wire_repeated(file, field, wire, blob->floats.wire, nnreg_mean_take_number,
                                  &blob->floats);
    } else if (field == BLOB_DOUBLE_DATA) {
        (void)nnreg_wire_repeated(file, field, wire, blob->doubles.wire, nnreg_mean_take_number,
                                  &blob->doubles);
    } else {
        blob->is_tensor |= field == SHAPE_MESSAGE && wire == NNREG_WIRE_BYTES;
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
    return nnreg_mean_rank_is_right(reading) && nnreg_mean_measure(reading);
}

static void read_blob_values(struct nnreg_mean_reading *reading, struct nnreg_mean_numbers *numbers)
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
        nnreg_mean_take_values(reading, numbers);
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

    while (nnreg_mean_next_field(&reading->file, &field, &wire, &newline))
        read_blob_field(reading, &blob, field, wire);
    if (nnreg_mean_walked(reading, newline,
                          blob.is_tensor ? "a TensorFlow TensorProto (.proto.bin)" : NULL) &&
        find_blob_shape(reading, &blob))
        read_blob_values(reading, blob.doubles.count > 0 ? &blob.doubles : &blob.floats);
}
