/* Walking the messages that are mean files: see mean_proto.h. */
#include "formats/mean_proto.h"

#include <inttypes.h>

/* Where a number that was just read is: exactly, if it is of fixed width. */
static uint64_t mean_field_offset(const struct nnreg_mean_numbers *numbers)
{
    uint64_t end = nnreg_cursor_offset(&numbers->reading->file);

    return end - (numbers->wire == NNREG_WIRE_FIXED64 ? 8 : numbers->wire == NNREG_WIRE_FIXED32 ? 4 : 1);
}

/*
 * One number of a repeated field, as it stands on the wire. nnreg_element_value takes bytes, lowest first, so that numbers of
 * this form, of tensor_content and of a NumPy file are made values by one function.
 */
void nnreg_mean_take_number(void *context, uint64_t number)
{
    struct nnreg_mean_numbers *numbers = context;
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
bool nnreg_mean_next_field(struct nnreg_cursor *file, uint32_t *field, enum nnreg_wire *wire, bool *newline)
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
void nnreg_mean_take_values(struct nnreg_mean_reading *reading, struct nnreg_mean_numbers *numbers)
{
    struct nnreg_cursor *file = &reading->file;
    uint32_t field;
    enum nnreg_wire wire;
    bool newline;

    numbers->taking = true;
    numbers->count = 0;
    nnreg_cursor_seek(file, 0);
    while (nnreg_mean_next_field(file, &field, &wire, &newline)) {
        if (field == numbers->field)
            (void)nnreg_wire_repeated(file, field, wire, numbers->wire, nnreg_mean_take_number, numbers);
        else
            nnreg_wire_skip(file, field, wire);
    }
}

/* What the first walk met: false when there is no use in a second. */
bool nnreg_mean_walked(struct nnreg_mean_reading *reading, bool newline, const char *other)
{
    const struct nnreg_cursor *file = &reading->file;

    if (file->status == NNREG_CORRUPT)
        nnreg_mean_complain(reading, NNREG_MEAN_PROTO, file->failure_offset, "is no protobuf message: it %s",
                            file->failure);
    if (!nnreg_cursor_ok(file))
        return false;
    if (other != NULL) { /* the two messages are each the only other one that the walk knows */
        reading->mean->other = reading->mean->kind == NNREG_MEAN_BLOB ? NNREG_MEAN_TENSOR : NNREG_MEAN_BLOB;
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
void nnreg_mean_put_dim(void *context, uint64_t size)
{
    struct nnreg_mean *mean = context;

    if (mean->rank < NNREG_MEAN_RANK)
        mean->dims[mean->rank] = (int64_t)size;
    if (mean->rank < UINT32_MAX)
        mean->rank++;
}

bool nnreg_mean_rank_is_right(struct nnreg_mean_reading *reading)
{
    if (reading->mean->rank <= NNREG_MEAN_RANK)
        return true;
    nnreg_mean_complain(reading, NNREG_MEAN_SHAPE, 0, "has %" PRIu32 " dimensions", reading->mean->rank);
    reading->mean->rank = 0;
    return false;
}
