/* JSON values into records and back: see json_records.h. */
#include "codec/json_records.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/digest.h"

static nnreg_status unfit(const struct nnreg_field *field, struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the value of \"%s\" is not what its field takes",
                      field->key);
}

static nnreg_status take_string(char **text, const struct nnreg_json *json,
                                const struct nnreg_json_value *value, const struct nnreg_field *field,
                                struct nnreg_error *error)
{
    size_t length;

    if (value->type != NNREG_JSON_STRING)
        return unfit(field, error);
    if (nnreg_json_string(text, &length, json, value) != NNREG_OK)
        return nnreg_fail_memory(error);
    return strlen(*text) == length ? NNREG_OK : unfit(field, error);
}

static nnreg_status take_word(int *word, const struct nnreg_json *json, const struct nnreg_json_value *value,
                              const struct nnreg_field *field, struct nnreg_error *error)
{
    char *text = NULL;
    nnreg_status status = take_string(&text, json, value, field, error);

    if (status == NNREG_OK) {
        int found = nnreg_vocab_find(field->vocab, text);

        if (found < 0)
            status = unfit(field, error);
        else
            *word = found;
    }
    nnreg_free(text);
    return status;
}

static nnreg_status take_text_of(char **text, const struct nnreg_json *json,
                                 const struct nnreg_json_value *value, const struct nnreg_field *field,
                                 struct nnreg_error *error)
{
    if (value->type != NNREG_JSON_OBJECT)
        return unfit(field, error);
    *text = nnreg_strndup(json->text + value->start, value->stop - value->start);
    return *text != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

static nnreg_status take_numbers(struct nnreg_array *array, const struct nnreg_json *json,
                                 const struct nnreg_json_value *value, const struct nnreg_field *field,
                                 struct nnreg_error *error)
{
    const struct nnreg_json_value *entry;

    if (value->type != NNREG_JSON_ARRAY)
        return unfit(field, error);
    array->items = nnreg_alloc_zero(value->count, sizeof(double));
    if (array->items == NULL)
        return nnreg_fail_memory(error);
    for (entry = nnreg_json_first(json, value); entry != NULL; entry = nnreg_json_next(json, entry)) {
        if (entry->type != NNREG_JSON_NUMBER)
            return unfit(field, error);
        ((double *)array->items)[array->count++] = nnreg_json_number(json, entry);
    }
    return NNREG_OK;
}

static nnreg_status take_reference(uint64_t *id, const struct nnreg_json *json,
                                   const struct nnreg_json_value *value, const struct nnreg_field *field,
                                   struct nnreg_error *error)
{
    uint64_t number = 0;

    if (value->type != NNREG_JSON_NULL &&
        (value->type != NNREG_JSON_NUMBER || !nnreg_json_uint64(&number, json, value) || number == 0))
        return unfit(field, error);
    *id = number;
    return NNREG_OK;
}

/* The text of a value as it was written; null is no text. */
static nnreg_status take_any(char **text, const struct nnreg_json *json, const struct nnreg_json_value *value,
                             struct nnreg_error *error)
{
    if (value->type == NNREG_JSON_NULL)
        return NNREG_OK;
    *text = nnreg_strndup(json->text + value->start, value->stop - value->start);
    return *text != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

static nnreg_status take_array(struct nnreg_array *array, const struct nnreg_json *json,
                               const struct nnreg_json_value *value, const struct nnreg_field *field,
                               bool fill, struct nnreg_error *error)
{
    size_t item_size = field->kind == NNREG_KIND_STRINGS ? sizeof(char *) : field->child->size;
    const struct nnreg_json_value *entry;
    nnreg_status status = NNREG_OK;

    if (value->type != NNREG_JSON_ARRAY)
        return unfit(field, error);
    array->items = nnreg_alloc_zero(value->count, item_size);
    if (array->items == NULL)
        return nnreg_fail_memory(error);
    for (entry = nnreg_json_first(json, value); entry != NULL && status == NNREG_OK;
         entry = nnreg_json_next(json, entry)) {
        void *item = (char *)array->items + array->count * item_size;

        array->count++; /* first, so that a half filled entry is freed */
        if (field->kind == NNREG_KIND_STRINGS)
            status = take_string(item, json, entry, field, error);
        else
            status = nnreg_json_to_record(field->child, item, json, entry, fill, error);
    }
    return status;
}

static nnreg_status take_object(void **object, const struct nnreg_json *json,
                                const struct nnreg_json_value *value, const struct nnreg_field *field,
                                bool fill, struct nnreg_error *error)
{
    *object = nnreg_alloc_zero(1, field->child->size);
    if (*object == NULL)
        return nnreg_fail_memory(error);
    return nnreg_json_to_record(field->child, *object, json, value, fill, error);
}

static nnreg_status take_time(int64_t *time, const struct nnreg_json *json,
                              const struct nnreg_json_value *value, const struct nnreg_field *field,
                              struct nnreg_error *error)
{
    char *text = NULL;
    nnreg_status status = take_string(&text, json, value, field, error);

    if (status == NNREG_OK && !nnreg_time_parse(time, text))
        status = unfit(field, error);
    nnreg_free(text);
    return status;
}

static nnreg_status take_digest(unsigned char *digest, const struct nnreg_json *json,
                                const struct nnreg_json_value *value, const struct nnreg_field *field,
                                struct nnreg_error *error)
{
    char *text = NULL;
    nnreg_status status = take_string(&text, json, value, field, error);

    if (status == NNREG_OK && (strlen(text) != NNREG_SHA256_TEXT - 1 || !nnreg_unhex(digest, text)))
        status = unfit(field, error);
    nnreg_free(text);
    return status;
}

static nnreg_status take_value(const struct nnreg_field *field, void *member, const struct nnreg_json *json,
                               const struct nnreg_json_value *value, bool fill, struct nnreg_error *error)
{
    switch (field->kind) {
    case NNREG_KIND_ID:
    case NNREG_KIND_SIZE:
        return value->type == NNREG_JSON_NUMBER && nnreg_json_uint64(member, json, value)
                   ? NNREG_OK
                   : unfit(field, error);
    case NNREG_KIND_REFERENCE:
        return take_reference(member, json, value, field, error);
    case NNREG_KIND_INTEGER:
        return value->type == NNREG_JSON_NUMBER && nnreg_json_int64(member, json, value)
                   ? NNREG_OK
                   : unfit(field, error);
    case NNREG_KIND_TIME:
        return take_time(member, json, value, field, error);
    case NNREG_KIND_NUMBER:
        if (value->type != NNREG_JSON_NUMBER)
            return unfit(field, error);
        *(double *)member = nnreg_json_number(json, value);
        return NNREG_OK;
    case NNREG_KIND_BOOL:
        *(bool *)member = value->truth;
        return value->type == NNREG_JSON_BOOL ? NNREG_OK : unfit(field, error);
    case NNREG_KIND_STRING:
        return take_string(member, json, value, field, error);
    case NNREG_KIND_ENUM:
        return take_word(member, json, value, field, error);
    case NNREG_KIND_JSON:
        return take_text_of(member, json, value, field, error);
    case NNREG_KIND_DIGEST:
        return take_digest(member, json, value, field, error);
    case NNREG_KIND_OBJECT:
        return take_object(member, json, value, field, fill, error);
    case NNREG_KIND_ARRAY:
    case NNREG_KIND_STRINGS:
        return take_array(member, json, value, field, fill, error);
    case NNREG_KIND_NUMBERS:
        return take_numbers(member, json, value, field, error);
    case NNREG_KIND_VALUE:
        return take_any(member, json, value, error);
    case NNREG_KIND_ONE_OF:
        break;
    }
    return unfit(field, error);
}

nnreg_status nnreg_json_initial(const struct nnreg_field *field, void *record, struct nnreg_error *error)
{
    struct nnreg_json json;
    nnreg_status status = nnreg_json_read(&json, field->initial, strlen(field->initial), NULL, NULL, NULL);

    if (status != NNREG_OK)
        return status == NNREG_NO_MEMORY ? nnreg_fail_memory(error) : unfit(field, error);
    status = take_value(field, nnreg_member(record, field), &json, json.values, true, error);
    nnreg_json_free(&json);
    return status;
}

static nnreg_status replace_text(const struct nnreg_field *field, char **member,
                                 const struct nnreg_json *json, const struct nnreg_json_value *value,
                                 struct nnreg_error *error)
{
    char *text = NULL;
    nnreg_status status = take_value(field, &text, json, value, true, error);

    if (status != NNREG_OK) {
        nnreg_free(text);
        return status;
    }
    nnreg_free(*member);
    *member = text;
    return NNREG_OK;
}

nnreg_status nnreg_json_replace_member(const struct nnreg_table *table, void *record,
                                       const struct nnreg_json *json, const struct nnreg_json_value *value,
                                       struct nnreg_error *error)
{
    const struct nnreg_field *field;
    char *key;

    if (nnreg_json_key(&key, NULL, json, value) != NNREG_OK)
        return nnreg_fail_memory(error);
    field = nnreg_table_field(table, key);
    nnreg_free(key);
    assert(field != NULL);
    switch (field->kind) {
    case NNREG_KIND_STRING:
    case NNREG_KIND_JSON:
        return replace_text(field, nnreg_member(record, field), json, value, error);
    case NNREG_KIND_REFERENCE:
        return take_reference(nnreg_member(record, field), json, value, field, error);
    case NNREG_KIND_ENUM:
        return take_word(nnreg_member(record, field), json, value, field, error);
    default: /* a field of another kind that becomes mutable needs its own way here */
        return unfit(field, error);
    }
}

static nnreg_status take_members(const struct nnreg_table *table, void *record, const struct nnreg_json *json,
                                 const struct nnreg_json_value *object, bool fill, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < table->count && status == NNREG_OK; i++) {
        const struct nnreg_field *field = &table->fields[i];
        const struct nnreg_json_value *value;

        if (field->kind == NNREG_KIND_ONE_OF) {
            status = take_members(field->child, record, json, object, fill, error);
            continue;
        }
        value = nnreg_json_member(json, object, field->key);
        if (value != NULL)
            status = take_value(field, nnreg_member(record, field), json, value, fill, error);
        else if (fill && field->initial != NULL)
            status = nnreg_json_initial(field, record, error);
    }
    return status;
}

nnreg_status nnreg_json_to_record(const struct nnreg_table *table, void *record,
                                  const struct nnreg_json *json, const struct nnreg_json_value *object,
                                  bool fill, struct nnreg_error *error)
{
    nnreg_status status;

    if (object->type != NNREG_JSON_OBJECT)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a %s is not an object", table->name);
    status = take_members(table, record, json, object, fill, error);
    if (status != NNREG_OK)
        nnreg_record_clear(table, record);
    return status;
}

static void put_array(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                      const struct nnreg_array *array)
{
    size_t i;

    nnreg_json_open_array(writer);
    for (i = 0; i < array->count; i++) {
        if (field->kind == NNREG_KIND_STRINGS)
            nnreg_json_put_string(writer, ((char *const *)array->items)[i]);
        else if (field->kind == NNREG_KIND_NUMBERS)
            nnreg_json_put_number(writer, ((const double *)array->items)[i]);
        else
            nnreg_json_put_record(writer, field->child, (const char *)array->items + i * field->child->size);
    }
    nnreg_json_close_array(writer);
}

static void put_value(struct nnreg_json_writer *writer, const struct nnreg_field *field, const void *member)
{
    char text[NNREG_SHA256_TEXT];
    char time[NNREG_TIME_TEXT];

    switch (field->kind) {
    case NNREG_KIND_ID:
    case NNREG_KIND_SIZE:
        nnreg_json_put_uint(writer, *(const uint64_t *)member);
        break;
    case NNREG_KIND_REFERENCE:
        if (*(const uint64_t *)member == 0)
            nnreg_json_put_null(writer);
        else
            nnreg_json_put_uint(writer, *(const uint64_t *)member);
        break;
    case NNREG_KIND_INTEGER:
        nnreg_json_put_int(writer, *(const int64_t *)member);
        break;
    case NNREG_KIND_TIME:
        nnreg_time_format(time, *(const int64_t *)member);
        nnreg_json_put_string(writer, time);
        break;
    case NNREG_KIND_NUMBER:
        nnreg_json_put_number(writer, *(const double *)member);
        break;
    case NNREG_KIND_BOOL:
        nnreg_json_put_bool(writer, *(const bool *)member);
        break;
    case NNREG_KIND_STRING:
        nnreg_json_put_string(writer, *(char *const *)member);
        break;
    case NNREG_KIND_ENUM:
        nnreg_json_put_string(writer, nnreg_vocab_word(field->vocab, *(const int *)member));
        break;
    case NNREG_KIND_JSON:
        nnreg_json_put_raw(writer, *(char *const *)member, strlen(*(char *const *)member));
        break;
    case NNREG_KIND_VALUE:
        if (*(char *const *)member == NULL)
            nnreg_json_put_null(writer);
        else
            nnreg_json_put_raw(writer, *(char *const *)member, strlen(*(char *const *)member));
        break;
    case NNREG_KIND_DIGEST:
        nnreg_hex(text, member);
        nnreg_json_put_string(writer, text);
        break;
    case NNREG_KIND_OBJECT:
        nnreg_json_put_record(writer, field->child, *(void *const *)member);
        break;
    case NNREG_KIND_ARRAY:
    case NNREG_KIND_STRINGS:
    case NNREG_KIND_NUMBERS:
        put_array(writer, field, member);
        break;
    case NNREG_KIND_ONE_OF: /* put_members goes into it */
        break;
    }
}

static void put_members(struct nnreg_json_writer *writer, const struct nnreg_table *table, const void *record)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        const void *member = nnreg_member(record, field);

        if (field->kind == NNREG_KIND_ONE_OF) {
            put_members(writer, field->child, record);
        } else if (nnreg_is_public(field) &&
                   (field->kind == NNREG_KIND_VALUE || !nnreg_is_absent(field, record))) {
            nnreg_json_put_key(writer, field->key);
            put_value(writer, field, member);
        }
    }
}

void nnreg_json_put_member(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                           const void *record)
{
    put_value(writer, field, nnreg_member(record, field));
}

void nnreg_json_put_record(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                           const void *record)
{
    nnreg_json_open_object(writer);
    put_members(writer, table, record);
    nnreg_json_close_object(writer);
}
