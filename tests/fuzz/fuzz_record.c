/*
 * Fuzz target for records on disk. The input is a byte that says which table (modulo the tables below), eight bytes with the fields
 * that are wanted of the record (0: all), and the record.
 *
 * A record that is read must keep these promises: msgpack-c finds one value in the same bytes, to their end; no beginning of
 * it is a record, nor is it with a byte more; written and read again it is the same, value by value, and written once more
 * the same to the byte; read in part, what was wanted is the same; taken where it lies, looked through or by its index, it is the same. Its JSON is JSON, and read back gives what it was written
 * from. What is no record leaves nothing behind and is told in words.
 */
#include <msgpack.h>

#include "base/alloc.h"
#include "codec/json_records.h"
#include "codec/record.h"
#include "codec/record_view.h"
#include "codec/seal.h"
#include "fuzz_input.h"
#include "records/damage.h"
#include "records/event.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"

static const struct nnreg_table *const tables[] = {
    &nnreg_network_table, &nnreg_spec_table,         &nnreg_version_table,
    &nnreg_task_table,    &nnreg_event_record_table, &nnreg_damage_record_table,
};

#define RECORD_MOST 1024 /* bytes of the largest struct */

union any_record {
    unsigned char bytes[RECORD_MOST];
    max_align_t align;
};

/* ---------------------------------------------------------------------------------------------------- comparing -- */

static bool same_record(const struct nnreg_table *table, const void *a, const void *b, uint64_t wanted);

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_list(const struct nnreg_field *field, const struct nnreg_array *a,
                      const struct nnreg_array *b)
{
    size_t i;

    if (a->count != b->count || (a->items == NULL) != (b->items == NULL))
        return false;
    for (i = 0; i < a->count; i++)
        if (field->kind == NNREG_KIND_NUMBERS
                ? memcmp((double *)a->items + i, (double *)b->items + i, sizeof(double)) != 0
            : field->kind == NNREG_KIND_STRINGS
                ? !same_text(((char **)a->items)[i], ((char **)b->items)[i])
                : !same_record(field->child, (char *)a->items + i * field->child->size,
                               (char *)b->items + i * field->child->size, 0))
            return false;
    return true;
}

static bool same_member(const struct nnreg_field *field, const void *a, const void *b)
{
    const void *left, *right;

    switch (field->kind) {
    case NNREG_KIND_STRING:
    case NNREG_KIND_JSON:
    case NNREG_KIND_VALUE:
        return same_text(*(char *const *)a, *(char *const *)b);
    case NNREG_KIND_OBJECT:
        left = nnreg_member_object(a);
        right = nnreg_member_object(b);
        return left == NULL || right == NULL ? left == right : same_record(field->child, left, right, 0);
    case NNREG_KIND_ARRAY:
    case NNREG_KIND_STRINGS:
    case NNREG_KIND_NUMBERS:
        return same_list(field, a, b);
    default:
        return memcmp(a, b, nnreg_member_size(field)) == 0;
    }
}

static bool same_members(const struct nnreg_table *table, const void *a, const void *b, uint64_t wanted)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF) {
            if (!same_members(field->child, a, b, wanted))
                return false;
        } else if ((wanted == 0 || (nnreg_field_bit(field) & wanted) != 0) &&
                   !same_member(field, nnreg_member(a, field), nnreg_member(b, field))) {
            return false;
        }
    }
    return true;
}

/* `wanted` 0: all of both. */
static bool same_record(const struct nnreg_table *table, const void *a, const void *b, uint64_t wanted)
{
    const struct nnreg_unknown *left = a, *right = b;

    return same_members(table, a, b, wanted) &&
           (wanted != 0 || (left->size == right->size && left->count == right->count &&
                            (left->size == 0 || memcmp(left->content, right->content, left->size) == 0)));
}

static bool is_zero(const union any_record *record, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++)
        if (record->bytes[i] != 0)
            return false;
    return true;
}

/* ----------------------------------------------------------------------------------------------------- promises -- */

/* Reads it, or sees that it is refused as it should be. */
static nnreg_status decode(union any_record *record, const struct nnreg_table *table, uint64_t wanted,
                           const void *content, size_t size)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    nnreg_status status;

    memset(record, 0, sizeof *record);
    status = nnreg_record_decode_only(table, record, wanted, content, size, &error);
    must(status == NNREG_OK || status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED);
    must(status == NNREG_OK || (is_zero(record, table->size) &&
                                strncmp(error.text, "a stored record ", 16) == 0 && error.text[16] != '\0'));
    return status;
}

/* Of what msgpack-c takes, too: it knows how deep it goes, and the record may go deeper in what is unknown. */
static void check_other_reader(const uint8_t *content, size_t size)
{
    msgpack_unpacked unpacked;
    size_t offset = 0;

    msgpack_unpacked_init(&unpacked);
    if (msgpack_unpack_next(&unpacked, (const char *)content, size, &offset) == MSGPACK_UNPACK_SUCCESS)
        must(offset == size && unpacked.data.type == MSGPACK_OBJECT_MAP);
    msgpack_unpacked_destroy(&unpacked);
}

static void check_borders(const struct nnreg_table *table, const uint8_t *content, size_t size)
{
    union any_record record;
    uint8_t *longer = malloc(size + 1);
    size_t cut, step = size / 16 + 1;

    must(longer != NULL);
    memcpy(longer, content, size);
    longer[size] = 0;
    must(decode(&record, table, 0, longer, size + 1) == NNREG_CORRUPT);
    free(longer);
    for (cut = 0; cut < size; cut += step)
        must(decode(&record, table, 0, content, cut) != NNREG_OK);
}

static void check_written(const struct nnreg_table *table, const union any_record *record)
{
    struct nnreg_bytes first = NNREG_BYTES_INIT, second = NNREG_BYTES_INIT;
    union any_record again;

    must(nnreg_record_encode(&first, table, record, NULL) == NNREG_OK);
    must(decode(&again, table, 0, first.content, first.size) == NNREG_OK);
    must(same_record(table, record, &again, 0));
    must(nnreg_record_encode(&second, table, &again, NULL) == NNREG_OK);
    must(first.size == second.size && memcmp(first.content, second.content, first.size) == 0);
    nnreg_record_clear(table, &again);
    nnreg_bytes_free(&first);
    nnreg_bytes_free(&second);
}

static void check_part(const struct nnreg_table *table, const union any_record *record, uint64_t wanted,
                       const uint8_t *content, size_t size)
{
    union any_record part;

    must(decode(&part, table, wanted, content, size) == NNREG_OK);
    must(same_record(table, record, &part, wanted));
    nnreg_record_clear(table, &part);
}

/* Takes a record where it lies, as a snapshot does. Its JSON; NULL: it is not taken. */
static char *view_json(const struct nnreg_table *table, const void *content, size_t size)
{
    union any_record seen = {{0}};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    struct nnreg_record_view view;
    void *memory;
    char *json;

    if (!nnreg_record_view_look(&view, table, &seen, content, size, NULL))
        return NULL;
    memory = malloc(nnreg_record_view_room(&view));
    must(memory != NULL);
    nnreg_record_view_copy(&view, table, &seen, memory);
    nnreg_record_view_lay_out(&view, table, &seen, memory);
    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_record(&writer, table, &seen);
    must(nnreg_bytes_take(&json, &out) == NNREG_OK);
    free(memory);
    return json;
}

/* What is taken where it lies, looked through or by its index, is what is decoded. An index that lies does no harm. */
static void check_view(const struct nnreg_table *table, const union any_record *record, uint64_t wanted,
                       const uint8_t *content, size_t size)
{
    struct nnreg_bytes index = NNREG_BYTES_INIT, sealed = NNREG_BYTES_INIT, out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    bool indexed = nnreg_record_view_index(&index, table, content, size);
    char *plain = view_json(table, content, size), *by_index, *expected;

    nnreg_seal(&sealed, &(struct nnreg_sealed){content, size, index.content, indexed ? index.size : 0});
    by_index = view_json(table, sealed.content, sealed.size);
    must((plain == NULL) == (by_index == NULL));
    if (plain != NULL) {
        nnreg_json_writer_init(&writer, &out, 0);
        nnreg_json_put_record(&writer, table, record);
        must(nnreg_bytes_take(&expected, &out) == NNREG_OK);
        must(strcmp(plain, expected) == 0 && strcmp(by_index, expected) == 0);
        nnreg_free(expected);
    }
    nnreg_bytes_free(&sealed);
    nnreg_seal(&sealed, &(struct nnreg_sealed){content, size, &wanted, wanted % 9});
    nnreg_free(view_json(table, sealed.content, sealed.size));
    nnreg_bytes_free(&sealed);
    nnreg_bytes_free(&index);
    nnreg_free(plain);
    nnreg_free(by_index);
}

/* A text that is to be JSON is so in a record that was judged before it was written: here it is made so. */
static void mend_texts(const struct nnreg_table *table, void *record)
{
    size_t i, j;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        void *member = nnreg_member(record, field);
        struct nnreg_array *array = member;

        if (field->kind == NNREG_KIND_ONE_OF)
            mend_texts(field->child, record);
        else if (field->kind == NNREG_KIND_OBJECT && nnreg_member_object(member) != NULL)
            mend_texts(field->child, nnreg_member_object(member));
        else if (field->kind == NNREG_KIND_ARRAY)
            for (j = 0; j < array->count; j++)
                mend_texts(field->child, (char *)array->items + j * field->child->size);
        else if ((field->kind == NNREG_KIND_JSON || field->kind == NNREG_KIND_VALUE) &&
                 *(char **)member != NULL) {
            nnreg_free(*(char **)member);
            *(char **)member = nnreg_strdup("{\"a\": [1.50]}");
        }
    }
}

/* The JSON of a record is JSON, and gives the same JSON when it is read. */
static void check_json(const struct nnreg_table *table, union any_record *record)
{
    struct nnreg_bytes first = NNREG_BYTES_INIT, second = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    struct nnreg_json json;
    union any_record again = {{0}};

    mend_texts(table, record);
    nnreg_json_writer_init(&writer, &first, 2);
    nnreg_json_put_record(&writer, table, record);
    must(!first.failed && writer.level == 0);
    must(nnreg_json_read(&json, first.content, first.size, NULL, NULL, NULL) == NNREG_OK);
    if (nnreg_json_to_record(table, &again, &json, json.values, NNREG_JSON_AS_GIVEN, NULL) == NNREG_OK) {
        nnreg_json_writer_init(&writer, &second, 2);
        nnreg_json_put_record(&writer, table, &again);
        must(first.size == second.size && memcmp(first.content, second.content, first.size) == 0);
    }
    nnreg_record_clear(table, &again);
    nnreg_json_free(&json);
    nnreg_bytes_free(&first);
    nnreg_bytes_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    struct fuzz_input rest = {input, size};
    const struct nnreg_table *table = tables[take_number(&rest, 1) % (sizeof tables / sizeof *tables)];
    uint64_t wanted = take_number(&rest, 8);
    union any_record record;

    must(table->size <= sizeof record);
    if (decode(&record, table, wanted, rest.at, rest.left) == NNREG_OK)
        nnreg_record_clear(table, &record);
    if (decode(&record, table, 0, rest.at, rest.left) != NNREG_OK) {
        must(view_json(table, rest.at, rest.left) == NULL); /* nor is it taken where it lies */
        return 0;
    }
    check_other_reader(rest.at, rest.left);
    check_borders(table, rest.at, rest.left);
    check_written(table, &record);
    check_part(table, &record, wanted, rest.at, rest.left);
    check_view(table, &record, wanted, rest.at, rest.left);
    check_json(table, &record);
    nnreg_record_clear(table, &record);
    return 0;
}
