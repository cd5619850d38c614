/*
 * One value against the row of its field: type, length, format, bounds, entries. See engine.h. Each step mutes those behind it
 * when it fails: on a number where a text belongs nothing can be said of length, and an empty name is not told that it is no
 * name. Only the formats of one row stand beside each other, since each is a rule of its own.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "check/engine_mend.h"
#include "check/engine_walk.h"
#include "check/foreign_words.h"

enum { VALUE_SHOWN = 40 }; /* bytes of a value that is shown as it was written */

/* Whether a string of the text begins, within its quotes, with one of these characters. */
static bool string_begins(const struct nnreg_engine *engine, const struct nnreg_json_value *value,
                          const char *characters)
{
    const char *text = engine->json->text + value->start + 1;

    while (value->type == NNREG_JSON_STRING && *text == ' ')
        text++;
    return value->type == NNREG_JSON_STRING && strchr(characters, *text) != NULL;
}

/* What leads from a value of the wrong type to one of the right one; NULL: nothing is known. */
static const char *hint_for_type(const struct nnreg_engine *engine, enum nnreg_kind kind,
                                 const char *left_out, const struct nnreg_json_value *value)
{
    unsigned types = nnreg_kind_walks[kind].types;

    if (value->type == NNREG_JSON_NULL && engine->update)
        return kind == NNREG_KIND_JSON ? "write {} to empty it, or leave it out to keep it as it is"
                                       : "leave it out to keep it as it is";
    if (value->type == NNREG_JSON_NULL && left_out != NULL)
        return left_out;
    if ((types & 1U << NNREG_JSON_OBJECT) != 0 && string_begins(engine, value, "{"))
        return "it holds JSON text: write the object itself, without quotes and escapes";
    if ((types & 1U << NNREG_JSON_ARRAY) != 0 && string_begins(engine, value, "["))
        return "it holds JSON text: write the array itself, without quotes and escapes";
    if ((types & 1U << NNREG_JSON_NUMBER) != 0 && string_begins(engine, value, "-0123456789"))
        return "write the number without quotes";
    if ((types & 1U << NNREG_JSON_BOOL) != 0 && string_begins(engine, value, "tTfF"))
        return "write true or false, without quotes";
    return NULL;
}

/* How many bytes of a value are shown, that of a type whose name does not say it already. 0: none. */
static int shown_value(const struct nnreg_engine *engine, const struct nnreg_json_value *value)
{
    size_t size = value->stop - value->start, i;

    if (value->type != NNREG_JSON_NUMBER && value->type != NNREG_JSON_BOOL &&
        value->type != NNREG_JSON_STRING)
        return 0;
    for (i = 0; i < size && i < VALUE_SHOWN; i++)
        if ((unsigned char)engine->json->text[value->start + i] > '~')
            return 0; /* a character must not be cut; a control character is in no value that was read */
    return size <= VALUE_SHOWN ? (int)size : 0;
}

bool nnreg_walk_has_type(struct nnreg_engine *engine, enum nnreg_kind kind, const char *what,
                         const char *left_out, const struct nnreg_json_value *value)
{
    const struct nnreg_kind_walk *row = &nnreg_kind_walks[kind];
    int shown;

    if ((row->types >> value->type & 1) != 0)
        return true;
    shown = shown_value(engine, value);
    nnreg_engine_report(engine, NNREG_RULE_TYPE, value->start, hint_for_type(engine, kind, left_out, value),
                        "%s is %s%s%.*s%s, not %s", what, nnreg_json_type_text(value->type),
                        shown > 0 ? " (" : "", shown, engine->json->text + value->start, shown > 0 ? ")" : "",
                        row->wanted);
    nnreg_mend_type(engine, kind, value);
    return false;
}

/* The characters of a string value, or NULL with a finding (a NUL in it) or with no memory. Freed by the caller. */
static char *chars_of(struct nnreg_engine *engine, const char *what, const struct nnreg_json_value *value)
{
    char *text;
    size_t length;

    if (nnreg_json_string(&text, &length, engine->json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return NULL;
    }
    if (strlen(text) == length)
        return text;
    nnreg_engine_report(engine, NNREG_RULE_CONTROL_CHARACTER, value->start, "remove the \\u0000",
                        "%s has the character U+0000, which no text here can hold", what);
    nnreg_free(text);
    return NULL;
}

static bool has_length(struct nnreg_engine *engine, const struct nnreg_field *field,
                       const struct nnreg_json_value *value, const char *text)
{
    size_t bytes = strlen(text), length = field->most_bytes ? bytes : nnreg_utf8_length(text, bytes);

    if (length < field->least) {
        nnreg_engine_report(engine, NNREG_RULE_EMPTY, value->start, NULL, "%s is empty", field->key);
        return false;
    }
    if (field->most == 0 || length <= field->most)
        return true;
    nnreg_engine_report(engine, NNREG_RULE_TOO_LONG, value->start, NULL,
                        "%s has %zu %s, at most %zu are allowed", field->key, length,
                        field->most_bytes ? "bytes" : "characters", field->most);
    return false;
}

static void walk_string(struct nnreg_engine *engine, const struct nnreg_field *field,
                        const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    char *text = chars_of(engine, field->key, value);
    size_t i;

    if (text != NULL && has_length(engine, field, value, text))
        for (i = 0; i < NNREG_STRING_FORMATS_MOST && field->formats[i] != NNREG_STRING_FORMAT_TEXT; i++)
            nnreg_judges[field->formats[i]](engine, field, object, value, text);
    nnreg_free(text);
}

static void put_words(struct nnreg_bytes *out, const char *const *words, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        nnreg_bytes_text(out, i == 0 ? "" : i + 1 < count ? ", " : " or ");
        nnreg_bytes_text(out, words[i]);
    }
}

char *nnreg_walk_hint(struct nnreg_engine *engine, const char *word, const char *const *words, size_t count)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    const char *nearest = nnreg_nearest(word, words, count);
    char *hint;

    if (nearest != NULL)
        nnreg_bytes_format(&out, "did you mean \"%s\"?", nearest);
    if (count > 1 || nearest == NULL) {
        nnreg_bytes_text(&out, nearest != NULL ? " it is one of " : count > 1 ? "it is one of " : "it is ");
        put_words(&out, words, count);
    }
    if (nnreg_bytes_take(&hint, &out) != NNREG_OK)
        engine->status = NNREG_NO_MEMORY;
    return hint;
}

static void walk_word(struct nnreg_engine *engine, const struct nnreg_field *field,
                      const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    char *text = chars_of(engine, field->key, value), *hint;
    const char *foreign, *meant;
    char shown[NNREG_SHOWN];

    (void)object;
    if (text != NULL && nnreg_vocab_find(field->vocab, text) < 0) {
        foreign = nnreg_nearest(text, field->vocab->words, field->vocab->count) == NULL
                      ? nnreg_foreign_word_hint(field->vocab, text)
                      : NULL;
        meant = nnreg_foreign_word_for(field->vocab, text); /* "float" is no misspelt FLOAT16 */
        hint = foreign != NULL ? NULL
                               : nnreg_walk_hint(engine, meant != NULL ? meant : text, field->vocab->words,
                                                 field->vocab->count);
        nnreg_engine_report(engine, NNREG_RULE_ENUM, value->start, foreign != NULL ? foreign : hint,
                            "%s \"%s\" is not a known %s", field->key, nnreg_shown(shown, text),
                            field->vocab->name);
        nnreg_mend_word(engine, field->vocab, text, value);
        nnreg_free(hint);
    }
    nnreg_free(text);
}

/* How much of a number is shown as it was written, for "%.*s": it may have a million digits. */
static int digits_shown(const struct nnreg_json_value *value)
{
    return (int)(value->stop - value->start < 40 ? value->stop - value->start : 40);
}

/* Names the value itself: "pixel_scaling 0"; of an entry, "5 at index 1 of thresholds". `index` NULL: it is no entry. */
static void walk_bounds(struct nnreg_engine *engine, const struct nnreg_field *field, const char *index,
                        const struct nnreg_json_value *value)
{
    const char *text = engine->json->text + value->start;
    double number = nnreg_json_number(engine->json, value);
    char what[192], bounds[80];

    if (field->bounds == NNREG_BOUNDS_ABOVE && !(number > field->low))
        (void)snprintf(bounds, sizeof bounds, "greater than %s", NNREG_DECIMAL(field->low));
    else if (field->bounds == NNREG_BOUNDS_BETWEEN && !(number >= field->low && number <= field->high))
        (void)snprintf(bounds, sizeof bounds, "from %s to %s", NNREG_DECIMAL(field->low),
                       NNREG_DECIMAL(field->high));
    else
        return;
    if (index == NULL)
        (void)snprintf(what, sizeof what, "%s %.*s", field->key, digits_shown(value), text);
    else
        (void)snprintf(what, sizeof what, "%.*s at index %s of %s", digits_shown(value), text, index,
                       field->key);
    nnreg_engine_report(engine, NNREG_RULE_RANGE, value->start, NULL, "%s is not %s", what, bounds);
}

static void walk_number(struct nnreg_engine *engine, const struct nnreg_field *field,
                        const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    (void)object;
    walk_bounds(engine, field, NULL, value);
}

/* Ids and integers: whole, and of 64 bits. null is a reference to nothing. */
static void walk_integer(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    const char *text = engine->json->text + value->start;
    int64_t number;
    uint64_t id;

    (void)object;
    if (value->type == NNREG_JSON_NULL)
        return;
    if (field->kind == NNREG_KIND_INTEGER) {
        if (nnreg_json_int64(&number, engine->json, value))
            return;
        nnreg_engine_report(engine, NNREG_RULE_RANGE, value->start, "write it without fraction and exponent",
                            "%s %.*s is not a whole number of 64 bits", field->key, digits_shown(value),
                            text);
        nnreg_mend_integer(engine, value);
    } else if (!nnreg_json_uint64(&id, engine->json, value) || id == 0) {
        nnreg_engine_report(engine, NNREG_RULE_RANGE, value->start,
                            field->kind == NNREG_KIND_REFERENCE ? "ids are whole numbers from 1; none is null"
                                                                : "ids are whole numbers from 1",
                            "%s %.*s is not an id", field->key, digits_shown(value), text);
        nnreg_mend_integer(engine, value);
    }
}

static void walk_json_text(struct nnreg_engine *engine, const struct nnreg_field *field,
                           const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    size_t bytes = value->stop - value->start;

    (void)object;
    if (field->most > 0 && bytes > field->most)
        nnreg_engine_report(engine, NNREG_RULE_JSON_TOO_LARGE, value->start,
                            "keep large data in a file under assets.extra/",
                            "%s has %zu bytes, at most %zu are allowed", field->key, bytes, field->most);
    if (value->depth > NNREG_LIMIT_METADATA_DEPTH)
        nnreg_engine_report(engine, NNREG_RULE_JSON_TOO_DEEP, value->start, NULL,
                            "%s is nested %u levels deep, at most %u are allowed", field->key, value->depth,
                            NNREG_LIMIT_METADATA_DEPTH);
}

static bool has_count(struct nnreg_engine *engine, const struct nnreg_field *field,
                      const struct nnreg_json_value *value)
{
    size_t most = nnreg_list_most(field);

    if (value->count < nnreg_list_least(field))
        nnreg_engine_report(engine, NNREG_RULE_EMPTY, value->start, NULL, "%s has no entry", field->key);
    else if (value->count > most)
        nnreg_engine_report(engine, NNREG_RULE_TOO_LONG, value->start, NULL,
                            "%s has %u entries, at most %zu are allowed", field->key, value->count, most);
    else
        return true;
    return false;
}

/* Each entry of a list of the right length. False: it is of another, and no entry is looked at, so that work has a bound. */
static bool walk_entries(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *array, nnreg_walk *walk)
{
    const struct nnreg_json_value *entry;
    size_t i = 0;

    if (!has_count(engine, field, array))
        return false;
    for (entry = nnreg_json_first(engine->json, array); entry != NULL;
         entry = nnreg_json_next(engine->json, entry)) {
        size_t mark = nnreg_engine_enter_index(engine, i++);

        walk(engine, field, array, entry);
        nnreg_engine_leave(engine, mark);
    }
    return true;
}

enum { ENTRY_INDEX = 24, ENTRY_NAMED = 128 };

/* The entry in hand by its place: "the entry at index 1 of thresholds". The path ends with its index. */
static const char *entry_named(char what[ENTRY_NAMED], char index[ENTRY_INDEX],
                               const struct nnreg_engine *engine, const struct nnreg_field *field)
{
    size_t size = engine->path.size, digits = 0;

    while (digits < size && digits + 1 < ENTRY_INDEX && engine->path.content[size - digits - 1] != '/')
        digits++;
    memcpy(index, engine->path.content + size - digits, digits);
    index[digits] = '\0';
    (void)snprintf(what, ENTRY_NAMED, "the entry at index %s of %s", index, field->key);
    return what;
}

static void walk_string_entry(struct nnreg_engine *engine, const struct nnreg_field *field,
                              const struct nnreg_json_value *array, const struct nnreg_json_value *entry)
{
    char index[ENTRY_INDEX], what[ENTRY_NAMED];

    if (nnreg_walk_has_type(engine, NNREG_KIND_STRING, entry_named(what, index, engine, field), NULL, entry))
        walk_string(engine, field, array, entry);
}

static void walk_number_entry(struct nnreg_engine *engine, const struct nnreg_field *field,
                              const struct nnreg_json_value *array, const struct nnreg_json_value *entry)
{
    char index[ENTRY_INDEX], what[ENTRY_NAMED];

    (void)array;
    if (nnreg_walk_has_type(engine, NNREG_KIND_NUMBER, entry_named(what, index, engine, field), NULL, entry))
        walk_bounds(engine, field, index, entry);
}

static void walk_child(struct nnreg_engine *engine, const struct nnreg_field *field,
                       const struct nnreg_json_value *parent, const struct nnreg_json_value *value)
{
    (void)parent;
    nnreg_engine_walk(engine, field->child, value);
}

static void walk_strings(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *object, const struct nnreg_json_value *array)
{
    (void)object;
    if (walk_entries(engine, field, array, walk_string_entry) && field->unique)
        nnreg_walk_unique(engine, field, NULL, array);
}

static void walk_numbers(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *object, const struct nnreg_json_value *array)
{
    (void)object;
    (void)walk_entries(engine, field, array, walk_number_entry);
}

static void walk_array(struct nnreg_engine *engine, const struct nnreg_field *field,
                       const struct nnreg_json_value *object, const struct nnreg_json_value *array)
{
    size_t i;

    (void)object;
    if (!walk_entries(engine, field, array, walk_child))
        return;
    for (i = 0; i < field->child->count; i++)
        if (field->child->fields[i].unique)
            nnreg_walk_unique(engine, &field->child->fields[i], field->child->fields[i].key, array);
}

/* The type is all there is to know, or it is never part of what a caller gives. */
static void walk_no_further(struct nnreg_engine *engine, const struct nnreg_field *field,
                            const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    (void)engine, (void)field, (void)object, (void)value;
}

#define ONE(TYPE) (1U << NNREG_JSON_##TYPE)
#define ANY_TYPE  ((2U << NNREG_JSON_OBJECT) - 1)

/* clang-format off */
const struct nnreg_kind_walk nnreg_kind_walks[NNREG_KIND_COUNT] = {
    [NNREG_KIND_ID]        = {ONE(NUMBER),             "a number",         walk_integer},
    [NNREG_KIND_REFERENCE] = {ONE(NUMBER) | ONE(NULL), "a number or null", walk_integer},
    [NNREG_KIND_INTEGER]   = {ONE(NUMBER),             "a number",         walk_integer},
    [NNREG_KIND_SIZE]      = {ONE(NUMBER),             "a number",         walk_no_further},
    [NNREG_KIND_TIME]      = {ONE(STRING),             "a string",         walk_no_further},
    [NNREG_KIND_NUMBER]    = {ONE(NUMBER),             "a number",         walk_number},
    [NNREG_KIND_BOOL]      = {ONE(BOOL),               "a boolean",        walk_no_further},
    [NNREG_KIND_STRING]    = {ONE(STRING),             "a string",         walk_string},
    [NNREG_KIND_ENUM]      = {ONE(STRING),             "a string",         walk_word},
    [NNREG_KIND_JSON]      = {ONE(OBJECT),             "an object",        walk_json_text},
    [NNREG_KIND_DIGEST]    = {ONE(STRING),             "a string",         walk_no_further},
    [NNREG_KIND_OBJECT]    = {ONE(OBJECT),             "an object",        walk_child},
    [NNREG_KIND_ARRAY]     = {ONE(ARRAY),              "an array",         walk_array},
    [NNREG_KIND_STRINGS]   = {ONE(ARRAY),              "an array",         walk_strings},
    [NNREG_KIND_NUMBERS]   = {ONE(ARRAY),              "an array",         walk_numbers},
    [NNREG_KIND_VALUE]     = {ANY_TYPE,                "any value",        walk_no_further},
    [NNREG_KIND_ONE_OF]    = {ANY_TYPE,                "any value",        walk_no_further},
};
/* clang-format on */

static void walk_deprecated(struct nnreg_engine *engine, const struct nnreg_field *field,
                            const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    size_t length = value->stop - value->start;

    if (field->deprecated == NULL)
        return;
    if (field->deprecated_when != NULL &&
        (strlen(field->deprecated_when) != length ||
         memcmp(field->deprecated_when, engine->json->text + value->start, length) != 0))
        return;
    nnreg_engine_report(engine, NNREG_RULE_DEPRECATED, value->key_start, field->deprecated,
                        "%s%s%s is deprecated", field->key, field->deprecated_when != NULL ? " " : "",
                        field->deprecated_when != NULL ? field->deprecated_when : "");
    nnreg_mend_deprecated(engine, field, object, value);
}

/* An update takes a value away by null, where there need not be one. */
static bool takes_away(const struct nnreg_engine *engine, const struct nnreg_field *field,
                       const struct nnreg_json_value *value)
{
    return engine->update && value->type == NNREG_JSON_NULL && nnreg_may_be_absent(field);
}

/* What comes of leaving a field out, as a hint; NULL: it is required. */
static const char *hint_to_leave_out(const struct nnreg_field *field)
{
    if (field->initial != NULL)
        return "leave it out to have its default";
    return nnreg_may_be_absent(field) ? "leave it out" : NULL;
}

/* A value of the wrong type. null in place of what need not be there is nothing but what comes by leaving it out. */
static bool has_right_type(struct nnreg_engine *engine, const struct nnreg_field *field,
                           const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    const char *left_out = hint_to_leave_out(field);

    if (nnreg_walk_has_type(engine, field->kind, field->key, left_out, value))
        return true;
    if (left_out != NULL && value->type == NNREG_JSON_NULL && !engine->update)
        nnreg_mend_remove(engine, object, value);
    return false;
}

/*
 * Deprecation goes before the value's own rules, though not before its type: `deprecated_when` compares the text of the value,
 * which says something of a value of the right type only.
 */
void nnreg_walk_value(struct nnreg_engine *engine, const struct nnreg_field *field,
                      const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    if (takes_away(engine, field, value) || !has_right_type(engine, field, object, value))
        return;
    walk_deprecated(engine, field, object, value);
    nnreg_kind_walks[field->kind].walk(engine, field, object, value);
}
