/*
 * Protobuf's binary form: see protowire.h (doc/FORMATS.md, "Protobuf messages").
 *
 * The functions called "long" are the general cases; the header has the short ones inline, for a number of one byte that
 * lies in the cursor's window, which most are. What cannot be right is the cursor's failure, at the byte where it begins.
 */
#include "formats/protowire.h"

#define VARINT_BYTES 10
#define FIELD_MAX    ((1u << 29) - 1) /* the highest field number there is */

/* A number that ends within what is in the window, as nearly all do that are longer than a byte; false: all others. */
static bool short_varint(uint64_t *value, struct nnreg_cursor *cursor)
{
    const unsigned char *here = cursor->here, *stop = cursor->stop;
    unsigned shift;

    *value = 0;
    for (shift = 0; here < stop && shift < 7 * (VARINT_BYTES - 1); shift += 7) {
        *value |= (uint64_t)(*here & 0x7f) << shift;
        if (*here++ < 0x80) {
            cursor->here = here;
            return true;
        }
    }
    return false;
}

uint64_t nnreg_wire_long_varint(struct nnreg_cursor *cursor)
{
    uint64_t start = nnreg_cursor_offset(cursor);
    uint64_t value;
    unsigned i;

    if (short_varint(&value, cursor))
        return value;
    value = 0;
    for (i = 0; i < VARINT_BYTES; i++) {
        unsigned byte = nnreg_cursor_byte(cursor);

        /* The tenth byte holds the 64th bit; what a writer set above it is dropped, as libprotobuf does. */
        value |= (uint64_t)(byte & 0x7f) << 7 * i;
        if (byte < 0x80)
            return nnreg_cursor_ok(cursor) ? value : 0;
    }
    nnreg_cursor_fail(cursor, start, "has a number of more than 10 bytes");
    return 0;
}

bool nnreg_wire_long_tag(struct nnreg_cursor *cursor, uint32_t *field, enum nnreg_wire *wire)
{
    uint64_t start, tag;

    *field = 0;
    *wire = NNREG_WIRE_VARINT;
    start = nnreg_cursor_offset(cursor);
    tag = nnreg_wire_varint(cursor);
    if (!nnreg_cursor_ok(cursor))
        return false;
    if (tag >> 3 == 0 || tag >> 3 > FIELD_MAX) {
        nnreg_cursor_fail(cursor, start, "has an impossible field number");
        return false;
    }
    if ((tag & 7) > NNREG_WIRE_FIXED32) {
        nnreg_cursor_fail(cursor, start, "has an unknown wire type");
        return false;
    }
    *field = (uint32_t)(tag >> 3);
    *wire = (enum nnreg_wire)(tag & 7);
    return true;
}

/* A length of two bytes of a value that lies in the window, as most are that are longer; 0: another. */
static uint64_t short_length(struct nnreg_cursor *cursor)
{
    const unsigned char *here = cursor->here;
    uint64_t length;

    if (cursor->stop - here < 2 || here[0] < 0x80 || here[1] >= 0x80)
        return 0;
    length = (uint64_t)(here[0] & 0x7f) | (uint64_t)here[1] << 7;
    if (length > (uint64_t)(cursor->stop - here - 2))
        return 0;
    cursor->here += 2;
    return length;
}

uint64_t nnreg_wire_long_length(struct nnreg_cursor *cursor)
{
    uint64_t start, length = short_length(cursor);

    if (length > 0)
        return length;
    start = nnreg_cursor_offset(cursor);
    length = nnreg_wire_varint(cursor);
    if (length > nnreg_cursor_left(cursor)) {
        nnreg_cursor_fail(cursor, start, "has a field that goes beyond the end");
        return 0;
    }
    return length;
}

/* A group's fields are skipped without recursion: the open groups' numbers are all there is to remember. */
static void skip_group(struct nnreg_cursor *cursor, uint32_t field)
{
    uint32_t open[NNREG_WIRE_GROUP_DEPTH];
    size_t depth = 1;
    enum nnreg_wire wire;

    open[0] = field;
    while (depth > 0) {
        uint64_t start = nnreg_cursor_offset(cursor);

        if (!nnreg_wire_tag(cursor, &field, &wire)) {
            nnreg_cursor_fail(cursor, start, "has a group without an end");
            return;
        }
        if (wire == NNREG_WIRE_GROUP && depth == NNREG_WIRE_GROUP_DEPTH) {
            nnreg_cursor_fail(cursor, start, "has too many groups inside each other");
            return;
        }
        if (wire == NNREG_WIRE_GROUP) {
            open[depth++] = field;
        } else if (wire != NNREG_WIRE_GROUP_END) {
            nnreg_wire_skip(cursor, field, wire);
        } else if (open[--depth] != field) {
            nnreg_cursor_fail(cursor, start, "has the end of another group");
            return;
        }
    }
}

void nnreg_wire_skip(struct nnreg_cursor *cursor, uint32_t field, enum nnreg_wire wire)
{
    uint64_t length;

    switch (wire) {
    case NNREG_WIRE_VARINT:
        nnreg_wire_varint(cursor);
        break;
    case NNREG_WIRE_FIXED64:
        nnreg_cursor_skip(cursor, 8);
        break;
    case NNREG_WIRE_FIXED32:
        nnreg_cursor_skip(cursor, 4);
        break;
    case NNREG_WIRE_BYTES:
        length = nnreg_wire_length(cursor);
        if (length <= (size_t)(cursor->stop - cursor->here))
            cursor->here += length;
        else
            nnreg_cursor_skip(cursor, length);
        break;
    case NNREG_WIRE_GROUP:
        skip_group(cursor, field);
        break;
    case NNREG_WIRE_GROUP_END:
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has the end of a group that was not begun");
        break;
    }
}

/* One number of a wire type that holds one. */
static uint64_t wire_number(struct nnreg_cursor *cursor, enum nnreg_wire wire)
{
    if (wire == NNREG_WIRE_FIXED32)
        return nnreg_cursor_little(cursor, 4);
    if (wire == NNREG_WIRE_FIXED64)
        return nnreg_cursor_little(cursor, 8);
    return nnreg_wire_varint(cursor);
}

/*
 * A repeated scalar comes as one field for each number or packed as one field of bytes, whatever the message's definition
 * says, and both may be mixed. A field of yet another wire type is unknown, and passed over.
 */
bool nnreg_wire_repeated(struct nnreg_cursor *cursor, uint32_t field, enum nnreg_wire wire,
                         enum nnreg_wire element, nnreg_wire_take *take, void *context)
{
    uint64_t outer, number;

    if (wire == element) {
        number = wire_number(cursor, element);
        if (nnreg_cursor_ok(cursor))
            take(context, number);
        return true;
    }
    if (wire != NNREG_WIRE_BYTES) {
        nnreg_wire_skip(cursor, field, wire);
        return false;
    }
    outer = nnreg_wire_enter(cursor);
    while (nnreg_cursor_ok(cursor) && nnreg_cursor_left(cursor) > 0) {
        number = wire_number(cursor, element);
        if (nnreg_cursor_ok(cursor))
            take(context, number);
    }
    nnreg_cursor_leave(cursor, outer);
    return true;
}
