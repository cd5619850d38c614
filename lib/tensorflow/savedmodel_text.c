/*
 * A model in text form: the field table walked over the text (pbtext.h).
 *
 * Fields that the table does not have are passed over and counted: the TensorFlow that wrote the file may be newer
 * than the table, and knows them. Likewise enum values. It is for the judgement to say what that means.
 *
 * The recursion is read_text_fields → read_text_field → read_text_values → read_text_value → read_text_message, one round for
 * each message inside another, and limited by NNREG_LIMIT_MODEL_TEXT_DEPTH. Unlike in the binary form a message must be read
 * to find its end, also one that nobody wants: it is walked as NNREG_MESSAGE_OPAQUE, which has no fields in the table.
 */
#include "formats/pbtext.h"
#include "tensorflow/savedmodel_fields.h"

struct text_reader {
    struct nnreg_savedmodel_builder *builder;
    struct nnreg_pbtext text;
};

static void read_text_fields(struct text_reader *reader, enum nnreg_savedmodel_message message, int closer,
                             unsigned depth);

static bool is_ok(const struct text_reader *reader)
{
    return nnreg_cursor_ok(reader->text.cursor);
}

/* The field's name, or the value, just read is one that the tables do not have. */
static void note_unknown_name(struct text_reader *reader, struct nnreg_savedmodel_unknown *unknown)
{
    struct nnreg_savedmodel_value name = {.text = reader->text.word, .size = reader->text.length};

    if (unknown->count++ > 0)
        return;
    unknown->name = nnreg_savedmodel_intern(reader->builder, &name);
    unknown->line = reader->text.line;
    unknown->column = reader->text.word_column;
    unknown->offset = reader->text.word_offset;
}

static void fail_word(struct text_reader *reader, const char *failure)
{
    nnreg_cursor_fail(reader->text.cursor, reader->text.word_offset, failure);
}

/* -- values -- */

/* The number of an enum, which may be one that it has no name for. */
static bool read_enum_number(struct text_reader *reader, uint64_t *number)
{
    return nnreg_pbtext_integer(&reader->text, 32, true, number);
}

/* A DataType by its name or number; one that is not known is a number that no type has. */
static uint64_t read_dtype(struct text_reader *reader)
{
    uint64_t number;
    uint32_t dtype;

    if (nnreg_dtype_by_name(&dtype, reader->text.word, reader->text.length))
        return dtype;
    if (read_enum_number(reader, &number))
        return number;
    note_unknown_name(reader, &reader->builder->model->unknown_enums);
    return NNREG_DTYPE_UNNAMED;
}

/* The same for an enum of the row: its names stand at their numbers. */
static uint64_t read_enum(struct text_reader *reader, const struct nnreg_savedmodel_field *field)
{
    uint64_t number;

    for (number = 0; field->names[number] != NULL; number++)
        if (strcmp(field->names[number], reader->text.word) == 0)
            return number;
    if (!read_enum_number(reader, &number)) {
        note_unknown_name(reader, &reader->builder->model->unknown_enums);
        return UINT64_MAX;
    }
    return number;
}

/* The bits of a float or double by its text. A float is the one nearest to the double, as protobuf's own reader has it. */
static bool read_float(struct text_reader *reader, enum nnreg_savedmodel_field_kind kind, uint64_t *bits)
{
    bool is_float = kind == NNREG_SAVEDMODEL_FIELD_FLOAT;
    double number;
    float nearest;
    uint32_t float_bits;

    if (!nnreg_pbtext_float(&reader->text, &number))
        return false;
    nearest = (float)number;
    memcpy(&float_bits, &nearest, sizeof float_bits);
    memcpy(bits, &number, sizeof *bits);
    if (number != number)
        *bits = is_float ? NNREG_SAVEDMODEL_FLOAT_NAN : NNREG_SAVEDMODEL_DOUBLE_NAN;
    else if (is_float)
        *bits = float_bits;
    return true;
}

static void read_whole(struct text_reader *reader, enum nnreg_savedmodel_field_kind kind, uint64_t *number)
{
    bool is_signed = kind == NNREG_SAVEDMODEL_FIELD_INT32 || kind == NNREG_SAVEDMODEL_FIELD_INT64;
    bool is_narrow = kind == NNREG_SAVEDMODEL_FIELD_INT32 || kind == NNREG_SAVEDMODEL_FIELD_UINT32;

    if (nnreg_pbtext_integer(&reader->text, is_narrow ? 32 : 64, is_signed, number))
        return;
    fail_word(reader, nnreg_pbtext_integer(&reader->text, 64, true, number) ||
                              nnreg_pbtext_integer(&reader->text, 64, false, number)
                          ? "has a number that its field has no room for"
                          : "has a value that is no whole number");
}

static void read_text_number(struct text_reader *reader, const struct nnreg_savedmodel_field *field)
{
    struct nnreg_savedmodel_value value = {0};

    if (!nnreg_pbtext_word(&reader->text))
        return;
    switch (field->kind) {
    case NNREG_SAVEDMODEL_FIELD_DTYPE:
        value.number = read_dtype(reader);
        break;
    case NNREG_SAVEDMODEL_FIELD_ENUM:
        value.number = read_enum(reader, field);
        break;
    case NNREG_SAVEDMODEL_FIELD_BOOL:
        if (!nnreg_pbtext_bool(&reader->text, &value.number))
            fail_word(reader, "has a value that is neither true nor false");
        break;
    case NNREG_SAVEDMODEL_FIELD_FLOAT:
    case NNREG_SAVEDMODEL_FIELD_DOUBLE:
        if (!read_float(reader, field->kind, &value.number))
            fail_word(reader, "has a value that is no number");
        break;
    default:
        read_whole(reader, field->kind, &value.number);
    }
    if (is_ok(reader))
        nnreg_savedmodel_put(reader->builder, field, &value);
}

static void read_text_string(struct text_reader *reader, const struct nnreg_savedmodel_field *field)
{
    struct nnreg_savedmodel_value value = {0};
    size_t held = nnreg_savedmodel_held(field);
    uint64_t size;

    if (!nnreg_pbtext_string(&reader->text, reader->builder->held, held, &size))
        return;
    value.size = (size_t)size;
    value.text = size <= held ? reader->builder->held : NULL;
    nnreg_savedmodel_put(reader->builder, field, &value);
}

/* Anything that is no message, unread. */
static void skip_scalar(struct text_reader *reader)
{
    int next = nnreg_pbtext_peek(&reader->text);
    uint64_t size;

    if (next == '"' || next == '\'')
        nnreg_pbtext_string(&reader->text, NULL, 0, &size);
    else
        nnreg_pbtext_word(&reader->text);
}

static void read_scalar(struct text_reader *reader, const struct nnreg_savedmodel_field *field)
{
    if (field->kind == NNREG_SAVEDMODEL_FIELD_SKIP)
        skip_scalar(reader);
    else if (field->kind == NNREG_SAVEDMODEL_FIELD_TEXT)
        read_text_string(reader, field);
    else if (field->kind == NNREG_SAVEDMODEL_FIELD_MESSAGE)
        nnreg_pbtext_fail(&reader->text, "has a value where a message belongs");
    else
        read_text_number(reader, field);
}

static void read_text_message(struct text_reader *reader, const struct nnreg_savedmodel_field *field,
                              int closer, unsigned depth)
{
    enum nnreg_savedmodel_message message = NNREG_MESSAGE_OPAQUE;
    bool entered = false;

    if (field->kind == NNREG_SAVEDMODEL_FIELD_MESSAGE) {
        entered = field->enter == NULL || field->enter(reader->builder);
        if (entered)
            message = field->child;
    } else if (field->kind != NNREG_SAVEDMODEL_FIELD_SKIP) {
        nnreg_pbtext_fail(&reader->text, "has a message where a value belongs");
    }
    if (depth == NNREG_LIMIT_MODEL_TEXT_DEPTH)
        nnreg_savedmodel_stop(reader->builder, NNREG_LIMIT, "has too many messages inside each other");
    if (is_ok(reader))
        read_text_fields(reader, message, closer, depth + 1);
    if (entered && field->leave != NULL && is_ok(reader))
        field->leave(reader->builder);
}

/* One value: a message in either kind of brackets, or a scalar, which only a colon may precede. */
static void read_text_value(struct text_reader *reader, const struct nnreg_savedmodel_field *field,
                            bool colon, unsigned depth)
{
    static const struct nnreg_savedmodel_value nothing;

    if (nnreg_pbtext_take(&reader->text, '{'))
        read_text_message(reader, field, '}', depth);
    else if (nnreg_pbtext_take(&reader->text, '<'))
        read_text_message(reader, field, '>', depth);
    else if (colon)
        read_scalar(reader, field);
    else
        nnreg_pbtext_fail(&reader->text, nnreg_pbtext_peek(&reader->text) < 0
                                             ? "is cut short"
                                             : "has a field's name with neither ':' nor '{' behind it");
    if (is_ok(reader) && field->kind == NNREG_SAVEDMODEL_FIELD_SKIP)
        nnreg_savedmodel_put(reader->builder, field, &nothing);
}

/* What stands behind a field's name: one value, or several in brackets, which is a repeated field written at once. */
static void read_text_values(struct text_reader *reader, const struct nnreg_savedmodel_field *field,
                             unsigned depth)
{
    bool colon = nnreg_pbtext_take(&reader->text, ':');

    if (!nnreg_pbtext_take(&reader->text, '[')) {
        read_text_value(reader, field, colon, depth);
        return;
    }
    if (nnreg_pbtext_take(&reader->text, ']'))
        return;
    do
        read_text_value(reader, field, true, depth);
    while (is_ok(reader) && nnreg_pbtext_take(&reader->text, ','));
    if (is_ok(reader) && !nnreg_pbtext_take(&reader->text, ']'))
        nnreg_pbtext_fail(&reader->text, nnreg_pbtext_peek(&reader->text) < 0 ? "is cut short"
                                                                              : "has a list without its ']'");
}

/* -- fields -- */

static const struct nnreg_savedmodel_field passed_over = {.kind = NNREG_SAVEDMODEL_FIELD_SKIP};

/*
 * "[type.googleapis.com/tensorflow.AssetFileDef] { … }": an Any, written out. The table's fields for its two members
 * are told the same as of an Any with bytes in it, but for the asset's own, which go where its bytes would.
 */
static void read_expanded(struct text_reader *reader, enum nnreg_savedmodel_message message, unsigned depth)
{
    static const struct nnreg_savedmodel_field asset = {.kind = NNREG_SAVEDMODEL_FIELD_MESSAGE,
                                                        .child = NNREG_MESSAGE_ASSET,
                                                        .enter = nnreg_build_any_asset_begin};
    static const char asset_type[] = "/tensorflow.AssetFileDef";
    struct nnreg_savedmodel_value url = {.text = reader->text.word};
    size_t ending = sizeof(asset_type) - 1;
    bool is_asset;

    if (!nnreg_pbtext_type(&reader->text))
        return;
    if (!nnreg_pbtext_take(&reader->text, ']')) {
        nnreg_pbtext_fail(&reader->text, "has a name in brackets without its ']'");
        return;
    }
    url.size = reader->text.length;
    is_asset = message == NNREG_MESSAGE_ANY && url.size >= ending &&
               memcmp(url.text + url.size - ending, asset_type, ending) == 0;
    if (message == NNREG_MESSAGE_ANY)
        nnreg_build_any_url(reader->builder, &url);
    read_text_values(reader, is_asset ? &asset : &passed_over, depth);
}

static void read_text_field(struct text_reader *reader, enum nnreg_savedmodel_message message, unsigned depth)
{
    const struct nnreg_savedmodel_field *field = &passed_over;

    if (nnreg_pbtext_take(&reader->text, '[')) {
        read_expanded(reader, message, depth);
        return;
    }
    if (!nnreg_pbtext_name(&reader->text))
        return;
    if (message != NNREG_MESSAGE_OPAQUE) {
        field = nnreg_savedmodel_field_by_name(message, reader->text.word, reader->text.length);
        if (field == NULL) {
            note_unknown_name(reader, &reader->builder->model->unknown_fields);
            field = &passed_over;
        }
    }
    read_text_values(reader, field, depth);
}

/* The fields of a message up to its closing bracket, or (0) the end of the file. As deep as messages lie, limited. */
static void read_text_fields(struct text_reader *reader, enum nnreg_savedmodel_message message, int closer,
                             unsigned depth)
{
    while (is_ok(reader)) {
        int next = nnreg_pbtext_peek(&reader->text);

        if (next < 0 && closer == 0)
            return;
        if (next < 0) {
            nnreg_pbtext_fail(&reader->text, "is cut short");
            return;
        }
        if (closer != 0 && nnreg_pbtext_take(&reader->text, closer))
            return;
        read_text_field(reader, message, depth);
        if (is_ok(reader) && !nnreg_pbtext_take(&reader->text, ','))
            nnreg_pbtext_take(&reader->text, ';');
    }
}

/* A byte order mark in front of the text is passed over. */
static void skip_mark(struct nnreg_pbtext *text)
{
    static const unsigned char mark[] = {0xef, 0xbb, 0xbf};
    unsigned char start[sizeof(mark)];
    uint64_t offset = nnreg_cursor_offset(text->cursor);

    if (nnreg_cursor_left(text->cursor) < sizeof(mark))
        return;
    nnreg_cursor_copy(text->cursor, start, sizeof(start));
    if (memcmp(start, mark, sizeof(mark)) == 0)
        text->line_start += sizeof(mark);
    else
        nnreg_cursor_seek(text->cursor, offset);
}

void nnreg_savedmodel_walk_text(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                                struct nnreg_savedmodel_failure *failure)
{
    struct text_reader reader;

    reader.builder = builder;
    nnreg_pbtext_init(&reader.text, cursor);
    skip_mark(&reader.text);
    read_text_fields(&reader, NNREG_MESSAGE_SAVED_MODEL, 0, 0);
    failure->line = reader.text.line;
    failure->column = nnreg_pbtext_column(&reader.text);
    /* A word that was read and found wrong: its place, not what follows it. */
    if (!nnreg_cursor_ok(cursor) && cursor->failure_offset == reader.text.word_offset)
        failure->column = reader.text.word_column;
}
