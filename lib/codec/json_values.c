/*
 * JSON values of each kind into members of records and back: see json_values.h. The table of them is codec/kinds.c.
 *
 * Each take looks at the type itself, although a check has done so in most cases: initial values, updates and lenient takings
 * come here, too, and a record that is not what its table says would be stored. Bounds and formats are not looked at: they are
 * the rules' (check/engine_value.c).
 */
#include "codec/json_values.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/digest.h"
#include "codec/json_records.h"

/* ------------------------------------------------------------------------------------------ from JSON -- */

static nnreg_status unfit_value(const struct nnreg_json_taking *taking, const struct nnreg_field *field)
{
    return nnreg_fail(taking->error, NNREG_INVALID_ARGUMENT,
                      "the value of \"%s\" is not what its field takes", field->key);
}

/* The text of a value as it was written: metadata is given back so, with the digits and the order of keys that it came with. */
static nnreg_status take_written(const struct nnreg_json_taking *taking, char **text,
                                 const struct nnreg_json_value *value)
{
    *text = nnreg_strndup(taking->json->text + value->start, value->stop - value->start);
    return *text != NULL ? NNREG_OK : nnreg_fail_memory(taking->error);
}

nnreg_status nnreg_take_string(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                               void *member, const struct nnreg_json_value *value)
{
    char **text = member;
    size_t length;

    if (value->type != NNREG_JSON_STRING)
        return unfit_value(taking, field);
    if (nnreg_json_string(text, &length, taking->json, value) != NNREG_OK)
        return nnreg_fail_memory(taking->error);
    return strlen(*text) == length ? NNREG_OK : unfit_value(taking, field);
}

/* Takes a string that is the spelling of something else. */
static nnreg_status take_spelt(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                               void *member, const struct nnreg_json_value *value,
                               bool (*read)(const struct nnreg_field *field, void *member, const char *text))
{
    char *text = NULL;
    nnreg_status status = nnreg_take_string(taking, field, &text, value);

    if (status == NNREG_OK && !read(field, member, text))
        status = unfit_value(taking, field);
    nnreg_free(text);
    return status;
}

static bool read_word_text(const struct nnreg_field *field, void *member, const char *text)
{
    int found = nnreg_vocab_find(field->vocab, text);

    if (found >= 0)
        *(int *)member = found;
    return found >= 0;
}

nnreg_status nnreg_take_enum(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                             void *member, const struct nnreg_json_value *value)
{
    return take_spelt(taking, field, member, value, read_word_text);
}

static bool read_time_text(const struct nnreg_field *field, void *member, const char *text)
{
    (void)field;
    return nnreg_time_parse(member, text) == NNREG_OK;
}

nnreg_status nnreg_take_time(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                             void *member, const struct nnreg_json_value *value)
{
    return take_spelt(taking, field, member, value, read_time_text);
}

static bool read_digest_text(const struct nnreg_field *field, void *member, const char *text)
{
    (void)field;
    return strlen(text) == NNREG_SHA256_TEXT - 1 && nnreg_unhex(member, text);
}

nnreg_status nnreg_take_digest(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                               void *member, const struct nnreg_json_value *value)
{
    return take_spelt(taking, field, member, value, read_digest_text);
}

nnreg_status nnreg_take_uint(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                             void *member, const struct nnreg_json_value *value)
{
    return value->type == NNREG_JSON_NUMBER && nnreg_json_uint64(member, taking->json, value)
               ? NNREG_OK
               : unfit_value(taking, field);
}

nnreg_status nnreg_take_reference(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                  void *member, const struct nnreg_json_value *value)
{
    uint64_t id = 0;

    if (value->type != NNREG_JSON_NULL &&
        (value->type != NNREG_JSON_NUMBER || !nnreg_json_uint64(&id, taking->json, value) || id == 0))
        return unfit_value(taking, field);
    *(uint64_t *)member = id;
    return NNREG_OK;
}

nnreg_status nnreg_take_integer(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                void *member, const struct nnreg_json_value *value)
{
    return value->type == NNREG_JSON_NUMBER && nnreg_json_int64(member, taking->json, value)
               ? NNREG_OK
               : unfit_value(taking, field);
}

nnreg_status nnreg_take_number(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                               void *member, const struct nnreg_json_value *value)
{
    if (value->type != NNREG_JSON_NUMBER)
        return unfit_value(taking, field);
    *(double *)member = nnreg_json_number(taking->json, value);
    return NNREG_OK;
}

nnreg_status nnreg_take_bool(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                             void *member, const struct nnreg_json_value *value)
{
    if (value->type != NNREG_JSON_BOOL)
        return unfit_value(taking, field);
    *(bool *)member = value->truth;
    return NNREG_OK;
}

nnreg_status nnreg_take_json(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                             void *member, const struct nnreg_json_value *value)
{
    return value->type == NNREG_JSON_OBJECT ? take_written(taking, member, value)
                                            : unfit_value(taking, field);
}

nnreg_status nnreg_take_value(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                              void *member, const struct nnreg_json_value *value)
{
    (void)field;
    return value->type == NNREG_JSON_NULL ? NNREG_OK : take_written(taking, member, value);
}

nnreg_status nnreg_take_object(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                               void *member, const struct nnreg_json_value *value)
{
    void **object = member;
    struct nnreg_origin step = {.parent = member, .index = NNREG_ORIGIN_NO_INDEX};

    if (value->type != NNREG_JSON_OBJECT)
        return unfit_value(taking, field);
    *object = nnreg_alloc_zero(1, field->child->size);
    if (*object == NULL)
        return nnreg_fail_memory(taking->error);
    return nnreg_json_take_record(taking, field->child, *object, value, step);
}

/*
 * Takes each entry of a list by `take`, into zeroed items of `size` bytes. `count` is that of the items which may own something:
 * it runs ahead of the taking, and never behind it. A list with more entries than its row allows has a finding, and is not taken:
 * what is judged does not grow with what was refused, and nothing is stored that was not judged.
 */
static nnreg_status
take_entries(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
             struct nnreg_array *array, const struct nnreg_json_value *value, size_t size,
             nnreg_status (*take)(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                  void *item, const struct nnreg_json_value *entry, struct nnreg_origin step))
{
    const struct nnreg_json_value *entry;
    nnreg_status status = NNREG_OK;

    if (value->type != NNREG_JSON_ARRAY)
        return unfit_value(taking, field);
    if (value->count > nnreg_list_most(field))
        return nnreg_fail(taking->error, NNREG_INVALID_ARGUMENT, "the list \"%s\" has more than %zu entries",
                          field->key, nnreg_list_most(field));
    array->items = nnreg_alloc_zero(value->count, size);
    if (array->items == NULL)
        return nnreg_fail_memory(taking->error);
    for (entry = nnreg_json_first(taking->json, value); entry != NULL && status == NNREG_OK;
         entry = nnreg_json_next(taking->json, entry)) {
        void *item = (char *)array->items + array->count * size;
        struct nnreg_origin step = {.address = item,
                                    .parent = array,
                                    .value = (uint32_t)(entry - taking->json->values),
                                    .index = (uint32_t)array->count};

        array->count++; /* first, so that a half filled entry is freed */
        status = take(taking, field, item, entry, step);
    }
    return status;
}

static nnreg_status take_record_entry(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                      void *item, const struct nnreg_json_value *entry,
                                      struct nnreg_origin step)
{
    return nnreg_json_take_record(taking, field->child, item, entry, step);
}

/* An entry that is a value by itself, of a kind that needs no more than its name of a row: a string or a number. */
static nnreg_status take_plain_entry(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                     enum nnreg_kind kind, void *item, const struct nnreg_json_value *entry,
                                     const struct nnreg_origin *step)
{
    struct nnreg_field row = {.key = field->key, .kind = kind};

    if (taking->origins != NULL && nnreg_origins_add(taking->origins, step) != NNREG_OK)
        return nnreg_fail_memory(taking->error);
    return nnreg_json_take_member(taking, &row, item, entry);
}

static nnreg_status take_string_entry(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                      void *item, const struct nnreg_json_value *entry,
                                      struct nnreg_origin step)
{
    return take_plain_entry(taking, field, NNREG_KIND_STRING, item, entry, &step);
}

static nnreg_status take_number_entry(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                      void *item, const struct nnreg_json_value *entry,
                                      struct nnreg_origin step)
{
    return take_plain_entry(taking, field, NNREG_KIND_NUMBER, item, entry, &step);
}

nnreg_status nnreg_take_array(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                              void *member, const struct nnreg_json_value *value)
{
    return take_entries(taking, field, member, value, field->child->size, take_record_entry);
}

nnreg_status nnreg_take_strings(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                void *member, const struct nnreg_json_value *value)
{
    return take_entries(taking, field, member, value, sizeof(char *), take_string_entry);
}

nnreg_status nnreg_take_numbers(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                void *member, const struct nnreg_json_value *value)
{
    return take_entries(taking, field, member, value, sizeof(double), take_number_entry);
}

/* ------------------------------------------------------------------------------------------ into JSON -- */

void nnreg_put_uint(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    (void)field;
    nnreg_json_put_uint(writer, *(const uint64_t *)member);
}

void nnreg_put_reference(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                         const void *member)
{
    if (*(const uint64_t *)member == 0)
        nnreg_json_put_null(writer);
    else
        nnreg_put_uint(writer, field, member);
}

void nnreg_put_integer(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    (void)field;
    nnreg_json_put_int(writer, *(const int64_t *)member);
}

void nnreg_put_time(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    char text[NNREG_TIME_TEXT];

    (void)field;
    nnreg_time_format(text, *(const int64_t *)member);
    nnreg_json_put_string(writer, text);
}

void nnreg_put_number(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    (void)field;
    nnreg_json_put_number(writer, *(const double *)member);
}

void nnreg_put_bool(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    (void)field;
    nnreg_json_put_bool(writer, *(const bool *)member);
}

void nnreg_put_string(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    (void)field;
    nnreg_json_put_string(writer, *(char *const *)member);
}

void nnreg_put_enum(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    nnreg_json_put_string(writer, nnreg_vocab_word(field->vocab, *(const int *)member));
}

void nnreg_put_json(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    const char *text = *(char *const *)member;

    (void)field;
    nnreg_json_put_raw(writer, text, strlen(text));
}

void nnreg_put_digest(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    char text[NNREG_SHA256_TEXT];

    (void)field;
    nnreg_hex(text, member);
    nnreg_json_put_string(writer, text);
}

void nnreg_put_object(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    nnreg_json_put_record(writer, field->child, nnreg_member_object(member));
}

void nnreg_put_array(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    const struct nnreg_array *array = member;
    size_t i;

    nnreg_json_open_array(writer);
    for (i = 0; i < array->count; i++)
        nnreg_json_put_record(writer, field->child, (const char *)array->items + i * field->child->size);
    nnreg_json_close_array(writer);
}

void nnreg_put_strings(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    const struct nnreg_array *array = member;
    size_t i;

    (void)field;
    nnreg_json_open_array(writer);
    for (i = 0; i < array->count; i++)
        nnreg_json_put_string(writer, ((char *const *)array->items)[i]);
    nnreg_json_close_array(writer);
}

void nnreg_put_numbers(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    const struct nnreg_array *array = member;
    size_t i;

    (void)field;
    nnreg_json_open_array(writer);
    for (i = 0; i < array->count; i++)
        nnreg_json_put_number(writer, ((const double *)array->items)[i]);
    nnreg_json_close_array(writer);
}
