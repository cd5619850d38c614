/*
 * Tables into JSON Schema: see json_schema.h. Patterns end in (?![\s\S]) where one would write $: that matches in
 * front of a final newline, too, in some regular expression engines.
 */
#include "codec/json_schema.h"

#include <string.h>

#define END          "(?![\\s\\S])"
#define SIDE         "(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"
#define PATTERN_N    "^" SIDE END
#define PATTERN_WXH  "^" SIDE "x" SIDE END
#define PATTERN_SIZE "^" SIDE "(x" SIDE ")?" END

static const char *const patterns[] = {
    [NNREG_STRING_FORMAT_TEXT] = "^[^\\u0000]*" END,
    [NNREG_STRING_FORMAT_LINE] = "^[^\\u0000-\\u001f\\u007f-\\u009f]*" END,
    [NNREG_STRING_FORMAT_TENSOR] = NULL, /* what is a tensor name is the frameworks' to say */
    [NNREG_STRING_FORMAT_TENSOR_OR_NONE] = NULL,
    [NNREG_STRING_FORMAT_TARGET_SIZE] = PATTERN_SIZE,
};

/* Whether a description may have the field. */
static bool is_given(const struct nnreg_field *field)
{
    return field->presence == NNREG_REQUIRED || field->presence == NNREG_OPTIONAL;
}

static void put_pair(struct nnreg_json_writer *writer, const char *key, const char *text)
{
    nnreg_json_put_key(writer, key);
    nnreg_json_put_string(writer, text);
}

static void put_count(struct nnreg_json_writer *writer, const char *key, size_t count)
{
    if (count == 0)
        return;
    nnreg_json_put_key(writer, key);
    nnreg_json_put_uint(writer, count);
}

static void put_reference(struct nnreg_json_writer *writer, const struct nnreg_table *table)
{
    struct nnreg_bytes path = NNREG_BYTES_INIT;
    char *text;

    nnreg_bytes_format(&path, "#/$defs/%s", table->name);
    if (nnreg_bytes_take(&text, &path) != NNREG_OK) {
        writer->out->failed = true;
        return;
    }
    put_pair(writer, "$ref", text);
    nnreg_free(text);
}

static void put_tensor_pattern(struct nnreg_json_writer *writer, const char *names, bool or_none)
{
    struct nnreg_bytes pattern = NNREG_BYTES_INIT;
    char *text;

    nnreg_bytes_format(&pattern, or_none ? "^(%s)?" END : "^%s" END, names);
    if (nnreg_bytes_take(&text, &pattern) != NNREG_OK) {
        writer->out->failed = true;
        return;
    }
    put_pair(writer, "pattern", text);
    nnreg_free(text);
}

/* A text's own keywords. Its bytes are at least its characters, so a bound in bytes is one in characters, too. */
static void put_string_rules(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                             const char *names)
{
    put_pair(writer, "type", "string");
    put_count(writer, "minLength", field->least);
    put_count(writer, "maxLength", field->most);
    if (patterns[field->form] != NULL)
        put_pair(writer, "pattern", patterns[field->form]);
    else
        put_tensor_pattern(writer, names, field->form == NNREG_STRING_FORMAT_TENSOR_OR_NONE);
}

static void put_words(struct nnreg_json_writer *writer, const struct nnreg_vocab *vocab)
{
    size_t i;

    nnreg_json_put_key(writer, "enum");
    nnreg_json_open_array(writer);
    for (i = 0; i < vocab->count; i++)
        nnreg_json_put_string(writer, vocab->words[i]);
    nnreg_json_close_array(writer);
}

static void put_number_rules(struct nnreg_json_writer *writer, const struct nnreg_field *field)
{
    put_pair(writer, "type", "number");
    if (field->bounds == NNREG_UNBOUNDED)
        return;
    nnreg_json_put_key(writer, field->bounds == NNREG_BOUNDS_ABOVE ? "exclusiveMinimum" : "minimum");
    nnreg_json_put_number(writer, field->low);
    if (field->bounds == NNREG_BOUNDS_BETWEEN) {
        nnreg_json_put_key(writer, "maximum");
        nnreg_json_put_number(writer, field->high);
    }
}

static void put_integer_rules(struct nnreg_json_writer *writer, const char *least, const char *most)
{
    put_pair(writer, "type", "integer");
    nnreg_json_put_key(writer, "minimum");
    nnreg_json_put_raw(writer, least, strlen(least));
    nnreg_json_put_key(writer, "maximum");
    nnreg_json_put_raw(writer, most, strlen(most));
}

static void put_array_rules(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                            const char *names)
{
    bool strings = field->kind == NNREG_KIND_STRINGS;

    put_pair(writer, "type", "array");
    put_count(writer, "minItems", strings ? 1 : field->least);
    put_count(writer, "maxItems", strings ? NNREG_LIMIT_LIST : field->most);
    nnreg_json_put_key(writer, "items");
    nnreg_json_open_object(writer);
    if (strings)
        put_string_rules(writer, field, names);
    else if (field->kind == NNREG_KIND_NUMBERS)
        put_number_rules(writer, field);
    else
        put_reference(writer, field->child);
    nnreg_json_close_object(writer);
    if (strings && field->unique) {
        nnreg_json_put_key(writer, "uniqueItems");
        nnreg_json_put_bool(writer, true);
    }
}

static void put_kind_rules(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                           const char *names)
{
    switch (field->kind) {
    case NNREG_KIND_STRING:
        put_string_rules(writer, field, names);
        break;
    case NNREG_KIND_ENUM:
        put_words(writer, field->vocab);
        break;
    case NNREG_KIND_NUMBER:
        put_number_rules(writer, field);
        break;
    case NNREG_KIND_NUMBERS:
        put_array_rules(writer, field, names);
        break;
    case NNREG_KIND_INTEGER:
        put_integer_rules(writer, "-9223372036854775808", "9223372036854775807");
        break;
    case NNREG_KIND_ID:
        put_integer_rules(writer, "1", "18446744073709551615");
        break;
    case NNREG_KIND_BOOL:
        put_pair(writer, "type", "boolean");
        break;
    case NNREG_KIND_JSON:
        put_pair(writer, "type", "object");
        break;
    case NNREG_KIND_OBJECT:
        put_reference(writer, field->child);
        break;
    case NNREG_KIND_ARRAY:
    case NNREG_KIND_STRINGS:
        put_array_rules(writer, field, names);
        break;
    case NNREG_KIND_REFERENCE: /* assigned, so never part of a description */
    case NNREG_KIND_SIZE:
    case NNREG_KIND_VALUE:
    case NNREG_KIND_TIME:
    case NNREG_KIND_DIGEST:
    case NNREG_KIND_ONE_OF:
        break;
    }
}

static void put_property(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    nnreg_json_put_key(writer, field->key);
    nnreg_json_open_object(writer);
    put_pair(writer, "description", field->doc);
    put_kind_rules(writer, field, names);
    if (field->initial != NULL) {
        nnreg_json_put_key(writer, "default");
        nnreg_json_put_raw(writer, field->initial, strlen(field->initial));
    }
    if (field->deprecated != NULL && field->deprecated_when == NULL) {
        nnreg_json_put_key(writer, "deprecated");
        nnreg_json_put_bool(writer, true);
    }
    nnreg_json_close_object(writer);
}

static void put_properties(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                           const char *names)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        if (table->fields[i].kind == NNREG_KIND_ONE_OF)
            put_properties(writer, table->fields[i].child, names);
        else if (is_given(&table->fields[i]))
            put_property(writer, &table->fields[i], names);
    }
}

static void put_required(struct nnreg_json_writer *writer, const struct nnreg_table *table)
{
    size_t i;

    nnreg_json_put_key(writer, "required");
    nnreg_json_open_array(writer);
    for (i = 0; i < table->count; i++)
        if (table->fields[i].kind != NNREG_KIND_ONE_OF && table->fields[i].presence == NNREG_REQUIRED)
            nnreg_json_put_string(writer, table->fields[i].key);
    nnreg_json_close_array(writer);
}

/* Exactly one of the keys: each alternative requires one of them, and oneOf lets only one be met. */
static void put_one_of(struct nnreg_json_writer *writer, const struct nnreg_table *variants)
{
    size_t i;

    nnreg_json_put_key(writer, "oneOf");
    nnreg_json_open_array(writer);
    for (i = 0; i < variants->count; i++) {
        nnreg_json_open_object(writer);
        nnreg_json_put_key(writer, "required");
        nnreg_json_open_array(writer);
        nnreg_json_put_string(writer, variants->fields[i].key);
        nnreg_json_close_array(writer);
        nnreg_json_close_object(writer);
    }
    nnreg_json_close_array(writer);
}

/* "properties": {key: {keyword: text}} */
static void put_condition(struct nnreg_json_writer *writer, const char *where, const char *key,
                          const char *keyword, const char *text)
{
    nnreg_json_put_key(writer, where);
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "properties");
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, key);
    nnreg_json_open_object(writer);
    put_pair(writer, keyword, text);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
}

static void put_selected_form(struct nnreg_json_writer *writer, const struct nnreg_field *field)
{
    put_condition(writer, "if", field->selector.key, "const", field->selector.word);
    put_condition(writer, "then", field->key, "pattern", PATTERN_N);
    put_condition(writer, "else", field->key, "pattern", PATTERN_WXH);
}

static void put_table(struct nnreg_json_writer *writer, const struct nnreg_table *table, const char *names)
{
    size_t i;

    put_pair(writer, "description", table->doc);
    put_pair(writer, "type", "object");
    nnreg_json_put_key(writer, "properties");
    nnreg_json_open_object(writer);
    put_properties(writer, table, names);
    nnreg_json_close_object(writer);
    put_required(writer, table);
    for (i = 0; i < table->count; i++) {
        if (table->fields[i].kind == NNREG_KIND_ONE_OF)
            put_one_of(writer, table->fields[i].child);
        else if (table->fields[i].selector.key != NULL)
            put_selected_form(writer, &table->fields[i]);
    }
    nnreg_json_put_key(writer, "additionalProperties");
    nnreg_json_put_bool(writer, false);
}

/* Each child table is used in one place only, so walking the tables meets each once. */
static void put_definitions(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                            const char *names)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->child == NULL || !is_given(field))
            continue;
        if (field->kind != NNREG_KIND_ONE_OF) {
            nnreg_json_put_key(writer, field->child->name);
            nnreg_json_open_object(writer);
            put_table(writer, field->child, names);
            nnreg_json_close_object(writer);
        }
        put_definitions(writer, field->child, names);
    }
}

void nnreg_json_schema(struct nnreg_json_writer *writer, const struct nnreg_table *table, const char *title,
                       const char *names)
{
    nnreg_json_open_object(writer);
    put_pair(writer, "$schema", "https://json-schema.org/draft/2020-12/schema");
    put_pair(writer, "title", title);
    put_table(writer, table, names);
    nnreg_json_put_key(writer, "$defs");
    nnreg_json_open_object(writer);
    put_definitions(writer, table, names);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
}
