/*
 * msgpack into records: see record.h. A record is a map from record numbers, which are unsigned, to values:
 *
 *   map head, then for each pair: uint record number, value
 *
 * The pairs may come in any order. Which number is which field is the table's to say, and what a value must be is the
 * field's: a function for each kind (codec/kinds.h) takes it. Objects are maps of their own table in turn.
 *
 * A record may come from a disk that lies. Nothing it claims is believed: lengths and counts are held against the bytes
 * there are before memory is taken for them, texts must be UTF-8, numbers finite, each field there once, and behind the last
 * pair there must be nothing.
 */
#include "codec/record.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "codec/json_records.h"
#include "codec/kinds.h"
#include "codec/record_head.h"
#include "codec/seal.h"

struct nnreg_record_reader {
    uint64_t wanted; /* bits of the numbers that are read of the record that comes next; 0: all */
    struct nnreg_cursor cursor;
    struct nnreg_error *error;
    const char *field; /* for the message */
};

/*
 * Says what is wrong with the record. Where the cursor has failed, that is the reason, whatever the caller makes of the zeros
 * that it reads since.
 */
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

static nnreg_status expect_form(struct nnreg_record_reader *reader, struct nnreg_record_head *head,
                                enum nnreg_record_form form)
{
    *head = nnreg_record_head_read(&reader->cursor);
    if (!nnreg_cursor_ok(&reader->cursor))
        return corrupt(reader, "");
    return head->form == form ? NNREG_OK : corrupt(reader, "has a value of the wrong type");
}

/* What these have taken when they fail belongs to the member, and goes with the record: see decode_whole. */

nnreg_status nnreg_unpack_text(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                               void *member)
{
    char **text = member;
    struct nnreg_record_head head;
    nnreg_status status = expect_form(reader, &head, NNREG_FORM_STR);

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
    struct nnreg_record_head head;
    nnreg_status status = expect_form(reader, &head, NNREG_FORM_STR);
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
    struct nnreg_record_head head;
    nnreg_status status = expect_form(reader, &head, NNREG_FORM_FLOAT);

    (void)field;
    if (status != NNREG_OK)
        return status;
    memcpy(number, &head.number, sizeof *number);
    return isfinite(*number) ? NNREG_OK : corrupt(reader, "has a number that is not finite");
}

nnreg_status nnreg_unpack_bool(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                               void *member)
{
    struct nnreg_record_head head;
    nnreg_status status = expect_form(reader, &head, NNREG_FORM_BOOL);

    (void)field;
    if (status == NNREG_OK)
        *(bool *)member = head.number != 0;
    return status;
}

nnreg_status nnreg_unpack_digest(struct nnreg_record_reader *reader, const struct nnreg_field *field,
                                 void *member)
{
    struct nnreg_record_head head;
    nnreg_status status = expect_form(reader, &head, NNREG_FORM_BIN);

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
    struct nnreg_record_head head = nnreg_record_head_read(&reader->cursor);

    if (!nnreg_cursor_ok(&reader->cursor))
        return corrupt(reader, "");
    if (head.form == NNREG_FORM_INT && ((int64_t)head.number >= 0 || sign_allowed))
        head.form = NNREG_FORM_UINT;
    else if (head.form == NNREG_FORM_UINT && sign_allowed && head.number > INT64_MAX)
        head.form = NNREG_FORM_NIL;
    if (head.form != NNREG_FORM_UINT)
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
    struct nnreg_record_head head;
    nnreg_status status = expect_form(reader, &head, NNREG_FORM_ARRAY);

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

const struct nnreg_field *nnreg_record_field(const struct nnreg_table *table, uint64_t number)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            field = nnreg_record_field(field->child, number);
        else if (field->number != number || number == 0)
            continue;
        if (field != NULL)
            return field;
    }
    return NULL;
}

/*
 * Keeps one pair of an unknown number as it is, number and value: from `start` to where the cursor stands after skipping it.
 * Pairs are packed behind each other without anything between, so that writing the record again appends all of them at once
 * (record_write.c) and adds `count` to the head of the map.
 */
static nnreg_status keep_unknown(struct nnreg_record_reader *reader, struct nnreg_unknown *unknown,
                                 uint64_t start)
{
    size_t size;
    char *grown;

    nnreg_record_value_skip(&reader->cursor);
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

/*
 * Gives the fields whose numbers are no bits of `seen` their initial values: an older library did not know them, or they have
 * no value. A table's numbers are below 64, as a test proves. Of the rows of a ONE_OF none is missed (`all_optional`): that one
 * of them is there was judged before the record was written, and it may be one of a newer library, which is an unknown pair
 * here.
 */
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

/*
 * The field of a number, looked for first from where it is if the record has its fields in the order of the table, which is the
 * order that they are written in: so reading a record does not search its table for each pair. `*next` is that place, for the next.
 */
static const struct nnreg_field *next_record_field(const struct nnreg_table *table, uint64_t number,
                                                   size_t *next)
{
    size_t i;

    for (i = *next; i < table->count && number != 0; i++)
        if (table->fields[i].number == number) {
            *next = i + 1;
            return &table->fields[i];
        }
    return nnreg_record_field(table, number);
}

/*
 * Each turn reads one pair. The field is looked up before it is known whether it is wanted, so that `next` stays in step. A
 * number that is 64 or more is of no table, and comes to no shift. A field that is there twice is refused: its member has
 * something already, which the second value would overwrite and nobody free.
 */
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
            nnreg_record_value_skip(&reader->cursor);
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
    struct nnreg_record_head head;
    uint64_t seen = 0, wanted = reader->wanted;
    nnreg_status status = expect_form(reader, &head, NNREG_FORM_MAP);

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
    struct nnreg_sealed sealed;
    nnreg_status status;

    if (!nnreg_unseal(&sealed, content, size))
        return nnreg_fail(reader->error, NNREG_CORRUPT, "a stored record has changed: its checksum differs");
    nnreg_cursor_memory(&reader->cursor, sealed.content,
                        sealed.size); /* owns nothing, so that nothing is freed */
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
