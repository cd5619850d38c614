/* Reading keras_metadata.pb: see keras_metadata.h. */
#include "tensorflow/keras_metadata.h"

#include "base/alloc.h"
#include "base/array.h"
#include "formats/protowire.h"

enum { FIELD_NODES = 1, FIELD_METADATA = 5 };

struct keras_reading {
    struct nnreg_cursor *cursor;
    nnreg_keras_visit *visit;
    void *context;
    char *text; /* of the object in hand */
    size_t room;
    bool failed, ended;
};

static void read_metadata(struct keras_reading *reading)
{
    uint64_t size = nnreg_wire_length(reading->cursor);
    char *grown;

    if (size > NNREG_LIMIT_KERAS_TEXT) {
        nnreg_cursor_fail(reading->cursor, nnreg_cursor_offset(reading->cursor),
                          "has an object of more than 8 MiB");
        return;
    }
    grown = nnreg_array_room(reading->text, &reading->room, (size_t)size + 1, 1);
    if (grown == NULL) {
        reading->failed = true;
        return;
    }
    reading->text = grown;
    nnreg_cursor_copy(reading->cursor, reading->text, (size_t)size);
    if (nnreg_cursor_ok(reading->cursor))
        reading->ended = !reading->visit(reading->context, reading->text, (size_t)size);
}

static void read_keras_object(struct keras_reading *reading)
{
    uint64_t outer = nnreg_wire_enter(reading->cursor);
    enum nnreg_wire wire;
    uint32_t field;

    while (!reading->failed && !reading->ended && nnreg_wire_tag(reading->cursor, &field, &wire))
        if (field == FIELD_METADATA && wire == NNREG_WIRE_BYTES)
            read_metadata(reading);
        else
            nnreg_wire_skip(reading->cursor, field, wire);
    nnreg_cursor_leave(reading->cursor, outer);
}

bool nnreg_keras_metadata_read(struct nnreg_cursor *cursor, nnreg_keras_visit *visit, void *context)
{
    struct keras_reading reading = {.cursor = cursor, .visit = visit, .context = context};
    enum nnreg_wire wire;
    uint32_t field;

    while (!reading.failed && !reading.ended && nnreg_wire_tag(cursor, &field, &wire))
        if (field == FIELD_NODES && wire == NNREG_WIRE_BYTES)
            read_keras_object(&reading);
        else
            nnreg_wire_skip(cursor, field, wire);
    nnreg_free(reading.text);
    return !reading.failed;
}
