/*
 * msgpack into records, through a bounded cursor: see record.h. The forms of the format (the msgpack specification,
 * "Formats") by their first byte:
 *
 *   00-7f fixint, 80-8f fixmap, 90-9f fixarray, a0-bf fixstr, c0 nil, c2/c3 false/true, c4-c6 bin 8/16/32,
 *   c7-c9 ext 8/16/32, ca/cb float 32/64, cc-cf uint 8/16/32/64, d0-d3 int 8/16/32/64, d4-d8 fixext 1/2/4/8/16,
 *   d9-db str 8/16/32, dc/dd array 16/32, de/df map 16/32, e0-ff negative fixint
 */
#include "codec/record.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/utf8.h"
#include "codec/json_records.h"
#include "codec/kinds.h"

enum form {
    FORM_NIL,
    FORM_BOOL,
    FORM_UINT,
    FORM_INT,
    FORM_FLOAT,
    FORM_STR,
    FORM_BIN,
    FORM_ARRAY,
    FORM_MAP,
    FORM_EXT
};

/* The head of a value: its form and what follows from the first bytes. */
struct head {
    enum form form;
    uint64_t
        number; /* a uint, the bits of an int or a float, a bool; bytes of str, bin, ext; entries of array, map */
};

struct nnreg_record_reader {
    uint64_t wanted; /* bits of the numbers that are read of the record that comes next; 0: all */
    struct nnreg_cursor cursor;
    struct nnreg_error *error;
    const char *field; /* for the message */
};

static struct head read_head(struct nnreg_cursor *cursor)
{
    /* Forms with a number behind them: form and width of the number, by first byte from 0xc4. */
    static const struct {
        unsigned char form, width;
    } wide[] = {
        [0x00] = {FORM_BIN, 1},   [0x01] = {FORM_BIN, 2},  [0x02] = {FORM_BIN, 4},   [0x03] = {FORM_EXT, 1},
        [0x04] = {FORM_EXT, 2},   [0x05] = {FORM_EXT, 4},  [0x06] = {FORM_FLOAT, 4}, [0x07] = {FORM_FLOAT, 8},
        [0x08] = {FORM_UINT, 1},  [0x09] = {FORM_UINT, 2}, [0x0a] = {FORM_UINT, 4},  [0x0b] = {FORM_UINT, 8},
        [0x0c] = {FORM_INT, 1},   [0x0d] = {FORM_INT, 2},  [0x0e] = {FORM_INT, 4},   [0x0f] = {FORM_INT, 8},
        [0x15] = {FORM_STR, 1},   [0x16] = {FORM_STR, 2},  [0x17] = {FORM_STR, 4},   [0x18] = {FORM_ARRAY, 2},
        [0x19] = {FORM_ARRAY, 4}, [0x1a] = {FORM_MAP, 2},  [0x1b] = {FORM_MAP, 4},
    };
    uint64_t offset = nnreg_cursor_offset(cursor);
    unsigned first = nnreg_cursor_byte(cursor);
    struct head head = {FORM_NIL, 0};

    if (first < 0x80)
        head = (struct head){FORM_UINT, first};
    else if (first < 0x90)
        head = (struct head){FORM_MAP, first & 0x0f};
    else if (first < 0xa0)
        head = (struct head){FORM_ARRAY, first & 0x0f};
    else if (first < 0xc0)
        head = (struct head){FORM_STR, first & 0x1f};
    else if (first >= 0xe0)
        head = (struct head){FORM_INT, (uint64_t)(int64_t)(int8_t)first};
    else if (first == 0xc2 || first == 0xc3)
        head = (struct head){FORM_BOOL, first == 0xc3};
    else if (first >= 0xd4 && first <= 0xd8)
        head = (struct head){FORM_EXT, (uint64_t)1 << (first - 0xd4)};
    else if (first >= 0xc4) {
        unsigned width = wide[first - 0xc4].width;

        head.form = wide[first - 0xc4].form;
        head.number = nnreg_cursor_big(cursor, width);
        if (head.form == FORM_INT && width < 8 && (head.number >> (8 * width - 1)) != 0)
            head.number |= UINT64_MAX << (8 * width); /* the sign goes all the way up */
    } else if (first == 0xc1) {
        nnreg_cursor_fail(cursor, offset, "has a byte that begins no msgpack value");
    }
    if ((head.form == FORM_ARRAY || head.form == FORM_MAP) && head.number > nnreg_cursor_left(cursor))
        nnreg_cursor_fail(cursor, offset, "claims more entries than it has bytes");
    return head;
}

/* Passes over one whole value, however deep: what is left to read is a count, so that depth costs no stack. */
static void skip_value(struct nnreg_cursor *cursor)
{
    uint64_t left = 1;

    while (left > 0 && nnreg_cursor_ok(cursor)) {
        struct head head = read_head(cursor);

        left--;
        if (head.form == FORM_STR || head.form == FORM_BIN)
            nnreg_cursor_skip(cursor, head.number);
        else if (head.form == FORM_EXT)
            nnreg_cursor_skip(cursor, head.number + 1); /* its type */
        else if (head.form == FORM_ARRAY)
            left += head.number;
        else if (head.form == FORM_MAP)
            left += 2 * head.number;
    }
}

static nnreg_status corrupt(struct nnreg_record_reader *reader, const char *what)
{
    const struct nnreg_cursor *cursor = &reader->cursor;

    if (cursor->failure != NULL)
        what = cursor->failure;
    return nnreg_fail(
        reader->error, NNREG_CORRUPT, "a stored record %s, at byte %llu, in field %s", what,
        (unsigned long long)(cursor->failure != NULL ? cursor->failure_offset : nnreg_cursor_offset(cursor)),
        reader->field != NULL ? reader->field : "(none)");
}

static nnreg_status expect_form(struct nnreg_record_reader *reader, struct head *head, enum form form)
{
    *head = read_head(&reader->cursor);
    if (!nnreg_cursor_ok(&reader->cursor))
        return corrupt(reader, "");
    return head->form == form ? NNREG_OK : corrupt(reader, "has a value of the wrong type");
}

nnreg_status nnreg_unpack_text(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                               void *member)
{
    char **text = member;
    struct head head;
    nnreg_status status = expect_form(reader, &head, FORM_STR);

    (void)field;
    if (status != NNREG_OK)
        return status;
    if (head.number > nnreg_cursor_left(&reader->cursor))
        return corrupt(reader, "is cut short");
    *text = nnreg_alloc((size_t)head.number + 1);
    if (*text == NULL)
        return nnreg_fail_memory(reader->error);
    nnreg_cursor_copy(&reader->cursor, *text, (size_t)head.number);
    (*text)[head.number] = '\0';
    if (memchr(*text, '\0', (size_t)head.number) != NULL || !nnreg_utf8_valid(*text, (size_t)head.number))
        return corrupt(reader, "has a text that is no UTF-8");
    return NNREG_OK;
}

nnreg_status nnreg_unpack_enum(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                               void *member)
{
    int *value = member;
    char word[NNREG_VOCAB_WORD], shown[NNREG_VOCAB_WORD]; /* what is longer is none of its words */
    struct head head;
    nnreg_status status = expect_form(reader, &head, FORM_STR);
    size_t length = head.number < sizeof word ? (size_t)head.number : sizeof word - 1;

    if (status != NNREG_OK)
        return status;
    if (head.number > nnreg_cursor_left(&reader->cursor))
        return corrupt(reader, "is cut short");
    nnreg_cursor_copy(&reader->cursor, word, length);
    nnreg_cursor_skip(&reader->cursor, head.number - length);
    word[length] = '\0';
    *value = strlen(word) == head.number ? nnreg_vocab_find(field->vocab, word) : -1;
    if (*value >= 0)
        return NNREG_OK;
    *value = 0;
    return nnreg_fail(reader->error, NNREG_UNSUPPORTED, "a stored record has the unknown %s \"%s\"",
                      field->vocab->name, nnreg_utf8_quote(shown, sizeof shown, word, length));
}

nnreg_status nnreg_unpack_number(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                 void *member)
{
    double *number = member;
    struct head head;
    nnreg_status status = expect_form(reader, &head, FORM_FLOAT);

    (void)field;
    if (status != NNREG_OK)
        return status;
    memcpy(number, &head.number, sizeof *number);
    return isfinite(*number) ? NNREG_OK : corrupt(reader, "has a number that is not finite");
}

nnreg_status nnreg_unpack_bool(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                               void *member)
{
    struct head head;
    nnreg_status status = expect_form(reader, &head, FORM_BOOL);

    (void)field;
    if (status == NNREG_OK)
        *(bool *)member = head.number != 0;
    return status;
}

nnreg_status nnreg_unpack_digest(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                 void *member)
{
    struct head head;
    nnreg_status status = expect_form(reader, &head, FORM_BIN);

    (void)field;
    if (status != NNREG_OK)
        return status;
    if (head.number != NNREG_SHA256_SIZE)
        return corrupt(reader, "has a digest of the wrong size");
    nnreg_cursor_copy(&reader->cursor, member, NNREG_SHA256_SIZE);
    return nnreg_cursor_ok(&reader->cursor) ? NNREG_OK : corrupt(reader, "");
}

/* Unsigned and signed numbers: msgpack writes a signed one that is not negative in an unsigned form. */
static nnreg_status read_integer(struct nnreg_record_reader *reader, void *number, bool sign_allowed)
{
    struct head head = read_head(&reader->cursor);

    if (!nnreg_cursor_ok(&reader->cursor))
        return corrupt(reader, "");
    if (head.form == FORM_INT && ((int64_t)head.number >= 0 || sign_allowed))
        head.form = FORM_UINT;
    else if (head.form == FORM_UINT && sign_allowed && head.number > INT64_MAX)
        head.form = FORM_NIL;
    if (head.form != FORM_UINT)
        return corrupt(reader, "has a number that does not fit its field");
    memcpy(number, &head.number, sizeof head.number);
    return NNREG_OK;
}

nnreg_status nnreg_unpack_uint(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                               void *member)
{
    (void)field;
    return read_integer(reader, member, false);
}

nnreg_status nnreg_unpack_integer(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                  void *member)
{
    (void)field;
    return read_integer(reader, member, true);
}

/* Recursion goes along the tables, which end, and not along what the record claims. */
static nnreg_status read_record(struct nnreg_record_reader *reader, const struct nnreg_table *table,
                                void *record);

/* Reads each entry of a list by `unpack`, into zeroed items of `size` bytes. */
static nnreg_status unpack_entries(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                   struct nnreg_array *array, size_t size, nnreg_unpack *unpack)
{
    struct head head;
    nnreg_status status = expect_form(reader, &head, FORM_ARRAY);

    if (status != NNREG_OK)
        return status;
    array->items = nnreg_alloc_zero((size_t)head.number, size);
    if (array->items == NULL)
        return nnreg_fail_memory(reader->error);
    while (status == NNREG_OK && array->count < head.number) {
        void *item = (char *)array->items + array->count * size;

        array->count++; /* first, so that a half read entry is freed */
        status = unpack(reader, field, item);
    }
    return status;
}

static nnreg_status unpack_record_entry(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                        void *item)
{
    return read_record(reader, field->child, item);
}

nnreg_status nnreg_unpack_array(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                void *member)
{
    return unpack_entries(reader, field, member, field->child->size, unpack_record_entry);
}

nnreg_status nnreg_unpack_strings(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                  void *member)
{
    return unpack_entries(reader, field, member, sizeof(char *), nnreg_unpack_text);
}

nnreg_status nnreg_unpack_numbers(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                  void *member)
{
    return unpack_entries(reader, field, member, sizeof(double), nnreg_unpack_number);
}

nnreg_status nnreg_unpack_object(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                 void *member)
{
    void **object = member;

    *object = nnreg_alloc_zero(1, field->child->size);
    return *object != NULL ? read_record(reader, field->child, *object) : nnreg_fail_memory(reader->error);
}

nnreg_status nnreg_unpack_nothing(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                  void *member)
{
    (void)field, (void)member;
    return corrupt(reader, "has a field that cannot be stored");
}

static const struct nnreg_field *field_of_number(const struct nnreg_table *table, uint64_t number)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            field = field_of_number(field->child, number);
        else if (field->number != number || number == 0)
            continue;
        if (field != NULL)
            return field;
    }
    return NULL;
}

/* Keeps one pair of an unknown number as it is: from `start` to where the cursor stands after skipping it. */
static nnreg_status keep_unknown(struct nnreg_record_reader *reader, struct nnreg_unknown *unknown,
                                 uint64_t start)
{
    size_t size;
    char *grown;

    skip_value(&reader->cursor);
    if (!nnreg_cursor_ok(&reader->cursor))
        return corrupt(reader, "");
    size = (size_t)(nnreg_cursor_offset(&reader->cursor) - start);
    grown = nnreg_realloc_array(unknown->content, unknown->size + size, 1);
    if (grown == NULL)
        return nnreg_fail_memory(reader->error);
    unknown->content = grown;
    nnreg_cursor_seek(&reader->cursor, start);
    nnreg_cursor_copy(&reader->cursor, grown + unknown->size, size);
    unknown->size += size;
    unknown->count++;
    return NNREG_OK;
}

/* Numbers seen so far are bits of `seen`; a table's numbers are below 64, as a test proves. */
static nnreg_status fill_missing(struct nnreg_record_reader *reader, const struct nnreg_table *table,
                                 void *record, uint64_t seen, bool all_optional)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < table->count && status == NNREG_OK; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF) {
            status = fill_missing(reader, field->child, record, seen, true);
        } else if (field->number > 0 && (seen >> field->number & 1) == 0 && !all_optional &&
                   !nnreg_may_be_absent(field)) {
            reader->field = field->key;
            status = field->initial != NULL ? nnreg_json_initial(field, record, reader->error)
                                            : corrupt(reader, "lacks a value");
        }
    }
    return status;
}

/* The field of a number, looked for first where it is if the record has all fields in the order of the table. */
static const struct nnreg_field *next_record_field(const struct nnreg_table *table, uint64_t number,
                                                   size_t *next)
{
    size_t i = *next;

    *next = i + 1;
    if (i < table->count && number != 0 && table->fields[i].number == number)
        return &table->fields[i];
    return field_of_number(table, number);
}

static nnreg_status read_pairs(struct nnreg_record_reader *reader, const struct nnreg_table *table,
                               void *record, uint64_t count, uint64_t wanted, uint64_t *seen)
{
    nnreg_status status = NNREG_OK;
    size_t next = 0;

    for (; count > 0 && status == NNREG_OK; count--) {
        uint64_t start = nnreg_cursor_offset(&reader->cursor), number = 0;
        const struct nnreg_field *field;

        status = read_integer(reader, &number, false);
        if (status != NNREG_OK)
            break;
        field = next_record_field(table, number, &next);
        if (wanted != 0 && (number >= 64 || (wanted >> number & 1) == 0)) {
            skip_value(&reader->cursor);
            status = nnreg_cursor_ok(&reader->cursor) ? NNREG_OK : corrupt(reader, "");
            continue;
        }
        if (field == NULL) {
            status = keep_unknown(reader, record, start);
            continue;
        }
        reader->field = field->key;
        if ((*seen >> number & 1) != 0)
            return corrupt(reader, "has a field twice");
        *seen |= UINT64_C(1) << number;
        status = nnreg_kind_codecs[field->kind].unpack(reader, field, nnreg_member(record, field));
    }
    return status;
}

static nnreg_status read_record(struct nnreg_record_reader *reader, const struct nnreg_table *table,
                                void *record)
{
    struct head head;
    uint64_t seen = 0, wanted = reader->wanted;
    nnreg_status status = expect_form(reader, &head, FORM_MAP);

    reader->wanted = 0; /* what is inside is read whole */
    if (status != NNREG_OK)
        return status;
    status = read_pairs(reader, table, record, head.number, wanted, &seen);
    if (wanted != 0)
        seen |= ~wanted; /* what is not wanted is not missed */
    if (status == NNREG_OK)
        status = fill_missing(reader, table, record, seen, false);
    return status;
}

static nnreg_status decode_whole(struct nnreg_record_reader *reader, const struct nnreg_table *table,
                                 void *record, const void *content, size_t size)
{
    nnreg_status status;

    nnreg_cursor_memory(&reader->cursor, content, size);
    status = read_record(reader, table, record);
    if (status == NNREG_OK && nnreg_cursor_left(&reader->cursor) > 0)
        status = corrupt(reader, "goes on behind its end");
    if (status != NNREG_OK)
        nnreg_record_clear(table, record);
    return status;
}

nnreg_status nnreg_record_decode(const struct nnreg_table *table, void *record, const void *content,
                                 size_t size, struct nnreg_error *error)
{
    struct nnreg_record_reader reader = {.error = error};

    return decode_whole(&reader, table, record, content, size);
}

nnreg_status nnreg_record_decode_only(const struct nnreg_table *table, void *record, uint64_t wanted,
                                      const void *content, size_t size, struct nnreg_error *error)
{
    struct nnreg_record_reader reader = {.error = error, .wanted = wanted};

    return decode_whole(&reader, table, record, content, size);
}
