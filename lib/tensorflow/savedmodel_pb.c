/*
 * A model in binary form: the field table walked over the wire (protowire.h; doc/FORMATS.md, "Protobuf messages").
 *
 * A field of the table is taken if its wire type is that of its kind; all others are passed over unread, which is most of a
 * model: the bytes of constants, devices, annotations. A message is entered by bounding the cursor to its length, so that no
 * field in it can reach beyond it.
 */
#include "formats/protowire.h"
#include "tensorflow/savedmodel_fields.h"
#include "tensorflow/savedmodel_seen.h"

#define LINE         64 /* bytes that come from memory at once */
#define LONG_MESSAGE (4 * LINE)

/*
 * A text, where it lies when it lies in one piece of the cursor's window; else as a copy. One beyond the limit is a NULL with
 * its size: what takes it decides whether that is a failure.
 */
static bool read_pb_text(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                         const struct nnreg_savedmodel_field *field, struct nnreg_savedmodel_value *value)
{
    uint64_t length = nnreg_wire_length(cursor);
    size_t held = nnreg_savedmodel_held(field);

    value->size = (size_t)length;
    if (length <= (size_t)(cursor->stop - cursor->here)) {
        value->text = (const char *)cursor->here;
        cursor->here += length;
    } else if (length <= held) {
        nnreg_cursor_copy(cursor, builder->held, (size_t)length);
        value->text = builder->held;
    } else {
        value->text = NULL;
        nnreg_cursor_skip(cursor, length);
    }
    if (length > held)
        value->text = NULL;
    return nnreg_cursor_ok(cursor);
}

/* How the values of a kind lie in the file; a kind of any type has none of its own. */
static enum nnreg_wire wire_of_kind(enum nnreg_savedmodel_field_kind kind)
{
    static const unsigned char wires[] = {
        [NNREG_SAVEDMODEL_FIELD_ABSENT] = UINT8_MAX,
        [NNREG_SAVEDMODEL_FIELD_SKIP] = UINT8_MAX,
        [NNREG_SAVEDMODEL_FIELD_TEXT] = NNREG_WIRE_BYTES,
        [NNREG_SAVEDMODEL_FIELD_INT32] = NNREG_WIRE_VARINT,
        [NNREG_SAVEDMODEL_FIELD_INT64] = NNREG_WIRE_VARINT,
        [NNREG_SAVEDMODEL_FIELD_UINT32] = NNREG_WIRE_VARINT,
        [NNREG_SAVEDMODEL_FIELD_UINT64] = NNREG_WIRE_VARINT,
        [NNREG_SAVEDMODEL_FIELD_BOOL] = NNREG_WIRE_VARINT,
        [NNREG_SAVEDMODEL_FIELD_DTYPE] = NNREG_WIRE_VARINT,
        [NNREG_SAVEDMODEL_FIELD_ENUM] = NNREG_WIRE_VARINT,
        [NNREG_SAVEDMODEL_FIELD_FLOAT] = NNREG_WIRE_FIXED32,
        [NNREG_SAVEDMODEL_FIELD_DOUBLE] = NNREG_WIRE_FIXED64,
        [NNREG_SAVEDMODEL_FIELD_MESSAGE] = NNREG_WIRE_BYTES,
    };

    return (enum nnreg_wire)wires[kind];
}

/* A varint as a field of the kind has it: of a narrower one the bits that it has, as protobuf casts them. */
static uint64_t narrow_varint(uint64_t number, enum nnreg_savedmodel_field_kind kind)
{
    switch (kind) {
    case NNREG_SAVEDMODEL_FIELD_INT32:
    case NNREG_SAVEDMODEL_FIELD_DTYPE:
    case NNREG_SAVEDMODEL_FIELD_ENUM:
        return (uint64_t)(int64_t)(int32_t)(uint32_t)number;
    case NNREG_SAVEDMODEL_FIELD_UINT32:
        return (uint32_t)number;
    default:
        return number;
    }
}

/*
 * A number as it lies in the file. What is no number is made the one that the text form's nan is, so that both forms say
 * the same.
 */
static uint64_t read_pb_number(struct nnreg_cursor *cursor, enum nnreg_savedmodel_field_kind kind,
                               enum nnreg_wire wire)
{
    uint64_t number;

    if (wire == NNREG_WIRE_VARINT)
        return narrow_varint(nnreg_wire_varint(cursor), kind);
    number = nnreg_cursor_little(cursor, wire == NNREG_WIRE_FIXED32 ? 4 : 8);
    if (wire == NNREG_WIRE_FIXED32)
        return (number & 0x7fffffff) > 0x7f800000 ? NNREG_SAVEDMODEL_FLOAT_NAN : number;
    return (number & INT64_MAX) > UINT64_C(0x7ff0000000000000) ? NNREG_SAVEDMODEL_DOUBLE_NAN : number;
}

/* The packed form of a repeated number; what follows when nobody looks at more is passed over unread. */
static void read_pb_numbers(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                            const struct nnreg_savedmodel_field *field)
{
    enum nnreg_wire wire = wire_of_kind(field->kind);
    uint64_t outer = nnreg_wire_enter(cursor);
    uint64_t width = wire == NNREG_WIRE_VARINT ? 1 : wire == NNREG_WIRE_FIXED32 ? 4 : 8;

    if (nnreg_cursor_left(cursor) % width != 0)
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a list that ends within a number");
    while (nnreg_cursor_ok(cursor) && nnreg_cursor_left(cursor) > 0 &&
           !nnreg_savedmodel_is_full(builder, field)) {
        struct nnreg_savedmodel_value value = {.number = read_pb_number(cursor, field->kind, wire)};

        if (nnreg_cursor_ok(cursor))
            nnreg_savedmodel_put(builder, field, &value);
    }
    nnreg_cursor_leave(cursor, outer);
}

/*
 * Within a long message most is likely skipped, and reading goes on at its end: nobody has touched those bytes yet, and by
 * the time that they are read they have come from memory.
 */
static void expect_end(const struct nnreg_cursor *cursor)
{
    if (cursor->stop - cursor->here >= LONG_MESSAGE) {
        __builtin_prefetch(cursor->stop - LINE);
        __builtin_prefetch(cursor->stop);
    }
}

/* The message that the cursor is bounded to. No deeper than messages of the table are inside each other: the only ones that recur are counted where they begin. */
static void read_pb_fields(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                           const struct nnreg_savedmodel_field *field)
{
    bool entered;

    expect_end(cursor);
    entered = nnreg_cursor_ok(cursor) && (field->enter == NULL || field->enter(builder));
    if (entered)
        nnreg_savedmodel_walk(builder, cursor, field->child);
    if (entered && field->leave != NULL && nnreg_cursor_ok(cursor))
        field->leave(builder);
}

static void read_pb_message(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                            const struct nnreg_savedmodel_field *field)
{
    uint64_t outer = nnreg_wire_enter(cursor);

    read_pb_fields(builder, cursor, field);
    nnreg_cursor_leave(cursor, outer);
}

/* A message that was likely there before; only one that is in the window as a whole is compared with it. */
static void read_pb_recurring(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                              const struct nnreg_savedmodel_field *field)
{
    uint64_t length = nnreg_wire_length(cursor), outer;
    const unsigned char *bytes = cursor->here;
    bool is_whole = length <= (uint64_t)(cursor->stop - bytes);
    uint32_t attrs = builder->model->attrs.count;

    if (is_whole && nnreg_savedmodel_recall(builder, bytes, (size_t)length)) {
        cursor->here += length;
        return;
    }
    outer = nnreg_cursor_enter(cursor, length);
    read_pb_fields(builder, cursor, field);
    if (is_whole && nnreg_cursor_ok(cursor))
        nnreg_savedmodel_note_seen(builder, bytes, (size_t)length, attrs);
    nnreg_cursor_leave(cursor, outer);
}

/* Another wire type than that of the field's kind: a list of numbers in the packed form, one of any type, or an unknown field. */
static void read_pb_other(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                          const struct nnreg_savedmodel_field *field, uint32_t number, enum nnreg_wire wire)
{
    const struct nnreg_savedmodel_value nothing = {0};

    if (field->repeated && wire == NNREG_WIRE_BYTES) {
        read_pb_numbers(builder, cursor, field);
        return;
    }
    nnreg_wire_skip(cursor, number, wire);
    if (field->kind == NNREG_SAVEDMODEL_FIELD_SKIP && nnreg_cursor_ok(cursor))
        nnreg_savedmodel_put(builder, field, &nothing);
}

static void read_pb_field(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                          const struct nnreg_savedmodel_field *field, uint32_t number, enum nnreg_wire wire)
{
    struct nnreg_savedmodel_value value;

    if (wire != wire_of_kind(field->kind)) {
        read_pb_other(builder, cursor, field, number, wire);
    } else if (field->recurs) {
        read_pb_recurring(builder, cursor, field);
    } else if (field->kind == NNREG_SAVEDMODEL_FIELD_MESSAGE) {
        read_pb_message(builder, cursor, field);
    } else if (field->kind == NNREG_SAVEDMODEL_FIELD_TEXT) {
        value.number = 0;
        if (read_pb_text(builder, cursor, field, &value))
            nnreg_savedmodel_put(builder, field, &value);
    } else {
        value = (struct nnreg_savedmodel_value){.number = read_pb_number(cursor, field->kind, wire)};
        if (nnreg_cursor_ok(cursor))
            nnreg_savedmodel_put(builder, field, &value);
    }
}

void nnreg_savedmodel_walk(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                           enum nnreg_savedmodel_message message)
{
    enum nnreg_wire wire;
    uint32_t number;

    while (nnreg_wire_tag(cursor, &number, &wire)) {
        const struct nnreg_savedmodel_field *field = nnreg_savedmodel_field_by_number(message, number);

        if (field == NULL)
            nnreg_wire_skip(cursor, number, wire);
        else
            read_pb_field(builder, cursor, field, number, wire);
    }
}
