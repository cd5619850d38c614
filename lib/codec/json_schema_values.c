/*
 * Single values in JSON Schema, by their kinds. Patterns end in (?![\s\S]) where one would write $: that matches in
 * front of a final newline, too, in some regular expression engines.
 */
#include "codec/json_schema_parts.h"

#include <string.h>

#include "codec/kinds.h"

#define END          "(?![\\s\\S])"
#define SIDE         "(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"
#define PATTERN_LINE "^[^\\u0000-\\u001f\\u007f-\\u009f]*" END

/* RFC 3986, appendix A, for http and https without a user: what check/string_formats.c judges. */
#define URL_PLAIN   "[A-Za-z0-9._~!$&'()*+,;=-]"
#define URL_ESCAPED "%[0-9A-Fa-f]{2}"
#define URL_PART    "(" URL_PLAIN "|[:@/]|" URL_ESCAPED ")*"
#define URL_HOST    "((" URL_PLAIN "|" URL_ESCAPED ")+|\\[[0-9A-Fa-f:.]+\\])"
#define PATTERN_URL                                                                                         \
    "^[Hh][Tt][Tt][Pp][Ss]?://" URL_HOST "(:[0-9]*)?(/" URL_PART ")?(\\?(" URL_PLAIN "|[:@/?]|" URL_ESCAPED \
    ")*)?(#(" URL_PLAIN "|[:@/?]|" URL_ESCAPED ")*)?" END
#define PATTERN_SIZE "^" SIDE "(x" SIDE ")?" END

/* What registry/public.c judges: the length stands beside it. */
#define PATTERN_SLUG "^(?![0-9]*" END ")[a-z0-9][a-z0-9._-]*" END

#define PATTERN_SHA256 "^[0-9a-f]{64}" END
#define PATTERN_TIME   "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z" END

const char nnreg_schema_one_side[] = "^" SIDE END;
const char nnreg_schema_two_sides[] = "^" SIDE "x" SIDE END;

static const char *const patterns[NNREG_STRING_FORMAT_COUNT] = {
    [NNREG_STRING_FORMAT_TEXT] = "^[^\\u0000]*" END,
    [NNREG_STRING_FORMAT_LINE] = PATTERN_LINE,
    [NNREG_STRING_FORMAT_TENSOR] = NULL, /* what is a tensor name is the frameworks' to say */
    [NNREG_STRING_FORMAT_TENSOR_OR_NONE] = NULL,
    [NNREG_STRING_FORMAT_LICENSE] = PATTERN_LINE, /* what is no expression is a warning only */
    [NNREG_STRING_FORMAT_URL] = PATTERN_URL,
    [NNREG_STRING_FORMAT_TARGET_SIZE] = PATTERN_SIZE,
    [NNREG_STRING_FORMAT_SLUG] = PATTERN_SLUG,
};

void nnreg_schema_pair(struct nnreg_json_writer *writer, const char *key, const char *text)
{
    nnreg_json_put_key(writer, key);
    nnreg_json_put_string(writer, text);
}

void nnreg_schema_null(struct nnreg_json_writer *writer)
{
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, "type", "null");
    nnreg_json_close_object(writer);
}

static void put_bound(struct nnreg_json_writer *writer, const char *key, size_t count)
{
    if (count == 0)
        return;
    nnreg_json_put_key(writer, key);
    nnreg_json_put_uint(writer, count);
}

void nnreg_schema_reference(struct nnreg_json_writer *writer, const struct nnreg_table *table)
{
    struct nnreg_bytes path = NNREG_BYTES_INIT;
    char *text;

    nnreg_bytes_format(&path, "#/$defs/%s", table->name);
    if (nnreg_bytes_take(&text, &path) != NNREG_OK) {
        writer->out->failed = true;
        return;
    }
    nnreg_schema_pair(writer, "$ref", text);
    nnreg_free(text);
}

/* Tensors are named as the frameworks say. NULL: no memory, which the writer has been told. */
static char *pattern_of(struct nnreg_json_writer *writer, enum nnreg_string_format format, const char *names)
{
    struct nnreg_bytes pattern = NNREG_BYTES_INIT;
    char *text;

    if (format == NNREG_STRING_FORMAT_TENSOR)
        nnreg_bytes_format(&pattern, "^%s" END, names);
    else if (format == NNREG_STRING_FORMAT_TENSOR_OR_NONE)
        nnreg_bytes_format(&pattern, "^(%s)?" END, names);
    else
        nnreg_bytes_text(&pattern, patterns[format]);
    if (nnreg_bytes_take(&text, &pattern) != NNREG_OK)
        writer->out->failed = true;
    return text;
}

static void put_pattern(struct nnreg_json_writer *writer, enum nnreg_string_format format, const char *names)
{
    char *pattern = pattern_of(writer, format, names);

    if (pattern != NULL)
        nnreg_schema_pair(writer, "pattern", pattern);
    nnreg_free(pattern);
}

/* One pattern is a keyword of the value; of several each has a schema of its own, and all of them hold. */
static void put_patterns(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    size_t i;

    if (field->formats[0] == NNREG_STRING_FORMAT_TEXT || field->formats[1] == NNREG_STRING_FORMAT_TEXT) {
        put_pattern(writer, field->formats[0], names);
        return;
    }
    nnreg_json_put_key(writer, "allOf");
    nnreg_json_open_array(writer);
    for (i = 0; i < NNREG_STRING_FORMATS_MOST && field->formats[i] != NNREG_STRING_FORMAT_TEXT; i++) {
        nnreg_json_open_object(writer);
        put_pattern(writer, field->formats[i], names);
        nnreg_json_close_object(writer);
    }
    nnreg_json_close_array(writer);
}

/* A text's own keywords. Its bytes are at least its characters, so a bound in bytes is one in characters, too. */
void nnreg_schema_string(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    nnreg_schema_pair(writer, "type", "string");
    put_bound(writer, "minLength", field->least);
    put_bound(writer, "maxLength", field->most);
    put_patterns(writer, field, names);
}

void nnreg_schema_enum(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    size_t i;

    (void)names;
    nnreg_json_put_key(writer, "enum");
    nnreg_json_open_array(writer);
    for (i = 0; i < field->vocab->count; i++)
        nnreg_json_put_string(writer, field->vocab->words[i]);
    nnreg_json_close_array(writer);
}

void nnreg_schema_number(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)names;
    nnreg_schema_pair(writer, "type", "number");
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
    nnreg_schema_pair(writer, "type", "integer");
    nnreg_json_put_key(writer, "minimum");
    nnreg_json_put_raw(writer, least, strlen(least));
    nnreg_json_put_key(writer, "maximum");
    nnreg_json_put_raw(writer, most, strlen(most));
}

void nnreg_schema_id(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)field, (void)names;
    put_integer_rules(writer, "1", "18446744073709551615");
}

void nnreg_schema_integer(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                          const char *names)
{
    (void)field, (void)names;
    put_integer_rules(writer, "-9223372036854775808", "9223372036854775807");
}

void nnreg_schema_size(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)field, (void)names;
    put_integer_rules(writer, "0", "18446744073709551615");
}

/* An id, or null: none. */
void nnreg_schema_id_or_null(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                             const char *names)
{
    nnreg_json_put_key(writer, "anyOf");
    nnreg_json_open_array(writer);
    nnreg_json_open_object(writer);
    nnreg_schema_id(writer, field, names);
    nnreg_json_close_object(writer);
    nnreg_schema_null(writer);
    nnreg_json_close_array(writer);
}

void nnreg_schema_time(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)field, (void)names;
    nnreg_schema_pair(writer, "type", "string");
    nnreg_schema_pair(writer, "format", "date-time");
    nnreg_schema_pair(writer, "pattern", PATTERN_TIME);
}

void nnreg_schema_digest(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)field, (void)names;
    nnreg_schema_pair(writer, "type", "string");
    nnreg_schema_pair(writer, "pattern", PATTERN_SHA256);
}

void nnreg_schema_bool(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)field, (void)names;
    nnreg_schema_pair(writer, "type", "boolean");
}

void nnreg_schema_json(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)field, (void)names;
    nnreg_schema_pair(writer, "type", "object");
}

void nnreg_schema_none(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)writer, (void)field, (void)names;
}

/* A list, whose entries `put` says. */
static void put_list_rules(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                           nnreg_schema_put *put, const char *names)
{
    size_t most = nnreg_list_most(field);

    nnreg_schema_pair(writer, "type", "array");
    put_bound(writer, "minItems", nnreg_list_least(field));
    put_bound(writer, "maxItems", most != SIZE_MAX ? most : 0);
    nnreg_json_put_key(writer, "items");
    nnreg_json_open_object(writer);
    put(writer, field, names);
    nnreg_json_close_object(writer);
}

void nnreg_schema_object(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    (void)names;
    nnreg_schema_reference(writer, field->child);
}

void nnreg_schema_array(struct nnreg_json_writer *writer, const struct nnreg_field *field, const char *names)
{
    put_list_rules(writer, field, nnreg_schema_object, names);
}

void nnreg_schema_strings(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                          const char *names)
{
    put_list_rules(writer, field, nnreg_schema_string, names);
    if (!field->unique)
        return;
    nnreg_json_put_key(writer, "uniqueItems");
    nnreg_json_put_bool(writer, true);
}

void nnreg_schema_numbers(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                          const char *names)
{
    put_list_rules(writer, field, nnreg_schema_number, names);
}
