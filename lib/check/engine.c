/* The table walker: see engine.h. */
#include "check/engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

void nnreg_engine_init(struct nnreg_engine *engine, nnreg_findings *findings, const struct nnreg_json *json)
{
    *engine = (struct nnreg_engine){.findings = findings, .json = json, .path = NNREG_BYTES_INIT};
    engine->counted.line = engine->counted.column = 1;
    nnreg_bytes_put(&engine->path, "", 0);
}

void nnreg_engine_free(struct nnreg_engine *engine)
{
    nnreg_bytes_free(&engine->path);
}

size_t nnreg_engine_enter_key(struct nnreg_engine *engine, const char *key)
{
    size_t mark = engine->path.size;

    nnreg_bytes_char(&engine->path, '/');
    for (; *key != '\0'; key++) { /* RFC 6901, section 3 */
        if (*key == '~' || *key == '/')
            nnreg_bytes_text(&engine->path, *key == '~' ? "~0" : "~1");
        else
            nnreg_bytes_char(&engine->path, *key);
    }
    return mark;
}

size_t nnreg_engine_enter_index(struct nnreg_engine *engine, size_t index)
{
    size_t mark = engine->path.size;

    nnreg_bytes_format(&engine->path, "/%zu", index);
    return mark;
}

void nnreg_engine_leave(struct nnreg_engine *engine, size_t mark)
{
    if (engine->path.failed)
        return;
    engine->path.size = mark;
    engine->path.content[mark] = '\0';
}

/* Line and column of an offset, counted on from the last one where possible: findings come nearly in order. */
static void locate(struct nnreg_engine *engine, struct nnreg_place *place, size_t offset)
{
    const struct nnreg_json *json = engine->json;

    if (offset < engine->counted.offset) {
        engine->counted.offset = 0;
        engine->counted.line = engine->counted.column = 1;
    }
    nnreg_json_locate(&place->line, &place->column, json->text + engine->counted.offset,
                      json->length - engine->counted.offset, offset - engine->counted.offset);
    if (place->line == 1)
        place->column += engine->counted.column - 1;
    place->line += engine->counted.line - 1;
    engine->counted.offset = offset;
    engine->counted.line = place->line;
    engine->counted.column = place->column;
}

NNREG_PRINTF(6, 0)
static void report(struct nnreg_engine *engine, enum nnreg_rule rule, nnreg_severity severity, size_t offset,
                   const char *hint, const char *format, va_list arguments)
{
    struct nnreg_place place = {.offset = offset, .has_offset = true, .order = offset};
    char message[512];

    if (engine->path.failed) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    place.pointer = engine->path.content;
    locate(engine, &place, offset);
    (void)vsnprintf(message, sizeof message, format, arguments);
    nnreg_findings_add(engine->findings, nnreg_rule(rule)->id, severity, &place, hint, message);
}

void nnreg_engine_report(struct nnreg_engine *engine, enum nnreg_rule rule, size_t offset, const char *hint,
                         const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(engine, rule, nnreg_rule(rule)->severity, offset, hint, format, arguments);
    va_end(arguments);
}

void nnreg_engine_report_as(struct nnreg_engine *engine, enum nnreg_rule rule, nnreg_severity severity,
                            size_t offset, const char *hint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(engine, rule, severity, offset, hint, format, arguments);
    va_end(arguments);
}

const char *nnreg_shown(char out[NNREG_SHOWN], const char *text)
{
    return nnreg_utf8_quote(out, NNREG_SHOWN, text, strlen(text));
}

void nnreg_put_names(struct nnreg_bytes *out, const char *const *names, size_t count, const char *between)
{
    char shown[NNREG_SHOWN];
    size_t i;

    for (i = 0; i < count; i++)
        nnreg_bytes_format(out, "%s\"%s\"", i == 0 ? "" : between, nnreg_shown(shown, names[i]));
}

static const char *type_wanted(enum nnreg_kind kind, enum nnreg_json_type *type)
{
    static const enum nnreg_json_type types[] = {
        [NNREG_KIND_ID] = NNREG_JSON_NUMBER,        [NNREG_KIND_SIZE] = NNREG_JSON_NUMBER,
        [NNREG_KIND_TIME] = NNREG_JSON_STRING,      [NNREG_KIND_NUMBER] = NNREG_JSON_NUMBER,
        [NNREG_KIND_BOOL] = NNREG_JSON_BOOL,        [NNREG_KIND_STRING] = NNREG_JSON_STRING,
        [NNREG_KIND_ENUM] = NNREG_JSON_STRING,      [NNREG_KIND_JSON] = NNREG_JSON_OBJECT,
        [NNREG_KIND_DIGEST] = NNREG_JSON_STRING,    [NNREG_KIND_OBJECT] = NNREG_JSON_OBJECT,
        [NNREG_KIND_ARRAY] = NNREG_JSON_ARRAY,      [NNREG_KIND_STRINGS] = NNREG_JSON_ARRAY,
        [NNREG_KIND_NUMBERS] = NNREG_JSON_ARRAY,    [NNREG_KIND_INTEGER] = NNREG_JSON_NUMBER,
        [NNREG_KIND_REFERENCE] = NNREG_JSON_NUMBER,
    };

    *type = types[kind];
    return kind == NNREG_KIND_REFERENCE ? "a number or null" : nnreg_json_type_text(*type);
}

/* Reports a value of the wrong type; true when the type is right. `what` names the value. */
static bool has_type(struct nnreg_engine *engine, enum nnreg_kind kind, const char *what, bool optional,
                     const struct nnreg_json_value *value)
{
    enum nnreg_json_type type;
    const char *wanted = type_wanted(kind, &type);

    if (value->type == type || kind == NNREG_KIND_VALUE ||
        (kind == NNREG_KIND_REFERENCE && value->type == NNREG_JSON_NULL))
        return true;
    nnreg_engine_report(engine, NNREG_RULE_TYPE, value->start,
                        optional && value->type == NNREG_JSON_NULL ? "leave it out to have its default"
                                                                   : NULL,
                        "%s is %s, not %s", what, nnreg_json_type_text(value->type), wanted);
    return false;
}

/* The characters of a string value, or NULL with a finding (a NUL in it) or with no memory. Freed by the caller. */
static char *text_of(struct nnreg_engine *engine, const char *what, const struct nnreg_json_value *value)
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
    char *text = text_of(engine, field->key, value);

    if (text != NULL && has_length(engine, field, value, text))
        nnreg_judges[field->form](engine, field, object, value, text);
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

/* A hint that names the nearest of some words, or all of them. NULL on no memory. Freed by the caller. */
static char *hint_of_words(struct nnreg_engine *engine, const char *word, const char *const *words,
                           size_t count)
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
                      const struct nnreg_json_value *value)
{
    char *text = text_of(engine, field->key, value), *hint;
    char shown[NNREG_SHOWN];

    if (text != NULL && nnreg_vocab_find(field->vocab, text) < 0) {
        hint = hint_of_words(engine, text, field->vocab->words, field->vocab->count);
        nnreg_engine_report(engine, NNREG_RULE_ENUM, value->start, hint, "%s \"%s\" is not a known %s",
                            field->key, nnreg_shown(shown, text), field->vocab->name);
        nnreg_free(hint);
    }
    nnreg_free(text);
}

/* The digits of a number for a message: "%s %.*s". */
static int digits_shown(const struct nnreg_json_value *value)
{
    return (int)(value->stop - value->start < 40 ? value->stop - value->start : 40);
}

static void walk_number(struct nnreg_engine *engine, const struct nnreg_field *field, const char *what,
                        const struct nnreg_json_value *value)
{
    const char *text = engine->json->text + value->start;
    double number = nnreg_json_number(engine->json, value);

    if (field->bounds == NNREG_BOUNDS_ABOVE && !(number > field->low))
        nnreg_engine_report(engine, NNREG_RULE_RANGE, value->start, NULL, "%s %.*s is not greater than %g",
                            what, digits_shown(value), text, field->low);
    else if (field->bounds == NNREG_BOUNDS_BETWEEN && !(number >= field->low && number <= field->high))
        nnreg_engine_report(engine, NNREG_RULE_RANGE, value->start, NULL, "%s %.*s is not from %g to %g",
                            what, digits_shown(value), text, field->low, field->high);
}

/* Ids and integers: whole, and of 64 bits. null is a reference to nothing. */
static void walk_integer(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *value)
{
    const char *text = engine->json->text + value->start;
    int64_t number;
    uint64_t id;

    if (value->type == NNREG_JSON_NULL)
        return;
    if (field->kind == NNREG_KIND_INTEGER) {
        if (!nnreg_json_int64(&number, engine->json, value))
            nnreg_engine_report(
                engine, NNREG_RULE_RANGE, value->start, "write it without fraction and exponent",
                "%s %.*s is not a whole number of 64 bits", field->key, digits_shown(value), text);
    } else if (!nnreg_json_uint64(&id, engine->json, value) || id == 0) {
        nnreg_engine_report(engine, NNREG_RULE_RANGE, value->start,
                            field->kind == NNREG_KIND_REFERENCE ? "ids are whole numbers from 1; none is null"
                                                                : "ids are whole numbers from 1",
                            "%s %.*s is not an id", field->key, digits_shown(value), text);
    }
}

static void walk_json_text(struct nnreg_engine *engine, const struct nnreg_field *field,
                           const struct nnreg_json_value *value)
{
    size_t bytes = value->stop - value->start;

    if (field->most > 0 && bytes > field->most)
        nnreg_engine_report(engine, NNREG_RULE_JSON_TOO_LARGE, value->start,
                            "keep large data in a file under assets.extra/",
                            "%s has %zu bytes, at most %zu are allowed", field->key, bytes, field->most);
    if (value->depth > NNREG_LIMIT_METADATA_DEPTH)
        nnreg_engine_report(engine, NNREG_RULE_JSON_TOO_DEEP, value->start, NULL,
                            "%s is nested %u levels deep, at most %u are allowed", field->key, value->depth,
                            NNREG_LIMIT_METADATA_DEPTH);
}

static bool has_count(struct nnreg_engine *engine, const char *key, const struct nnreg_json_value *value,
                      size_t least, size_t most)
{
    if (value->count < least)
        nnreg_engine_report(engine, NNREG_RULE_EMPTY, value->start, NULL, "%s has no entry", key);
    else if (most > 0 && value->count > most)
        nnreg_engine_report(engine, NNREG_RULE_TOO_LONG, value->start, NULL,
                            "%s has %u entries, at most %zu are allowed", key, value->count, most);
    else
        return true;
    return false;
}

/* What must be different in the entries of a list: texts, tensors, numbers. */
struct unique {
    size_t entry;    /* its place in the list */
    char *text;      /* NULL: a number */
    size_t length;   /* of what is compared of the text: of a tensor the node */
    uint64_t number; /* the number; of a tensor its output */
    const struct nnreg_json_value *value;
};

static int by_value(const void *one, const void *other)
{
    const struct unique *a = one, *b = other;
    int order = a->length != b->length ? (a->length < b->length ? -1 : 1) : 0;

    if (order == 0 && a->length > 0)
        order = memcmp(a->text, b->text, a->length);
    if (order == 0 && a->number != b->number)
        order = a->number < b->number ? -1 : 1;
    if (order == 0)
        order = a->entry < b->entry ? -1 : a->entry > b->entry;
    return order;
}

static bool same_value(const struct unique *a, const struct unique *b)
{
    return a->length == b->length && a->number == b->number &&
           (a->length == 0 || memcmp(a->text, b->text, a->length) == 0);
}

/* What must be unique in an entry: the entry itself, or the member `key` of it. False: there is nothing of the kind. */
static bool take_unique(struct nnreg_engine *engine, struct unique *unique, const struct nnreg_field *field,
                        const char *key, const struct nnreg_json_value *entry)
{
    const struct nnreg_json_value *value = entry;
    int64_t number;

    if (key != NULL)
        value = entry->type == NNREG_JSON_OBJECT ? nnreg_json_member(engine->json, entry, key) : NULL;
    unique->value = value;
    if (value != NULL && field->kind == NNREG_KIND_INTEGER && value->type == NNREG_JSON_NUMBER &&
        nnreg_json_int64(&number, engine->json, value)) {
        unique->number = (uint64_t)number;
        return true;
    }
    if (value == NULL || field->kind == NNREG_KIND_INTEGER || value->type != NNREG_JSON_STRING)
        return false;
    if (nnreg_json_string(&unique->text, NULL, engine->json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return false;
    }
    unique->length = field->form == NNREG_FORM_TENSOR ? nnreg_tensor_name(&unique->number, unique->text)
                                                      : strlen(unique->text);
    return true;
}

static void report_same(struct nnreg_engine *engine, const struct nnreg_field *field, const char *key,
                        const struct unique *first, const struct unique *second)
{
    size_t mark = nnreg_engine_enter_index(engine, second->entry);
    char shown[NNREG_SHOWN];

    if (key != NULL)
        (void)nnreg_engine_enter_key(engine, key);
    if (second->text == NULL)
        nnreg_engine_report(engine, NNREG_RULE_DUPLICATE, second->value->start, NULL,
                            "%s %lld is already that of entry %zu", field->key, (long long)second->number,
                            first->entry);
    else
        nnreg_engine_report(engine, NNREG_RULE_DUPLICATE, second->value->start, NULL,
                            "%s \"%s\" is already named by entry %zu%s", field->key,
                            nnreg_shown(shown, second->text), first->entry,
                            strcmp(first->text, second->text) == 0 ? "" : ": x and x:0 are the same tensor");
    nnreg_engine_leave(engine, mark);
}

/*
 * Reports the second and each further one of equals. They lie together once sorted; `first` then has for each entry of
 * the list the first that equals it, so that the reports come in the order of the list.
 */
static void report_equals(struct nnreg_engine *engine, const struct nnreg_field *field, const char *key,
                          struct unique *list, size_t count, const struct unique **pairs, size_t entries)
{
    const struct unique *first = list;
    size_t i;

    qsort(list, count, sizeof *list, by_value);
    for (i = 1; i < count; i++) {
        if (!same_value(first, &list[i])) {
            first = &list[i];
            continue;
        }
        pairs[2 * list[i].entry] = first;
        pairs[2 * list[i].entry + 1] = &list[i];
    }
    for (i = 0; i < entries; i++)
        if (pairs[2 * i] != NULL)
            report_same(engine, field, key, pairs[2 * i], pairs[2 * i + 1]);
}

static void walk_unique(struct nnreg_engine *engine, const struct nnreg_field *field, const char *key,
                        const struct nnreg_json_value *array)
{
    struct unique *list = nnreg_alloc_zero(array->count, sizeof *list);
    const struct unique **pairs = nnreg_alloc_zero(array->count, 2 * sizeof *pairs);
    const struct nnreg_json_value *entry = nnreg_json_first(engine->json, array);
    size_t count = 0, i;

    if (list == NULL || pairs == NULL)
        engine->status = NNREG_NO_MEMORY;
    for (i = 0; engine->status == NNREG_OK && entry != NULL;
         i++, entry = nnreg_json_next(engine->json, entry)) {
        list[count].entry = i;
        count += take_unique(engine, &list[count], field, key, entry);
    }
    if (engine->status == NNREG_OK && count > 0)
        report_equals(engine, field, key, list, count, pairs, array->count);
    for (i = 0; i < count; i++)
        nnreg_free(list[i].text);
    nnreg_free(list);
    nnreg_free(pairs);
}

static void walk_strings(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *array)
{
    const struct nnreg_json_value *entry;
    size_t i = 0;

    if (!has_count(engine, field->key, array, 1, NNREG_LIMIT_LIST))
        return;
    for (entry = nnreg_json_first(engine->json, array); entry != NULL;
         entry = nnreg_json_next(engine->json, entry)) {
        size_t mark = nnreg_engine_enter_index(engine, i++);

        if (has_type(engine, NNREG_KIND_STRING, "the entry", false, entry))
            walk_string(engine, field, array, entry);
        nnreg_engine_leave(engine, mark);
    }
    if (field->unique)
        walk_unique(engine, field, NULL, array);
}

static void walk_numbers(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *array)
{
    const struct nnreg_json_value *entry;
    size_t i = 0;

    if (!has_count(engine, field->key, array, field->least, field->most))
        return;
    for (entry = nnreg_json_first(engine->json, array); entry != NULL;
         entry = nnreg_json_next(engine->json, entry)) {
        size_t mark = nnreg_engine_enter_index(engine, i++);

        if (has_type(engine, NNREG_KIND_NUMBER, "the entry", false, entry))
            walk_number(engine, field, "the entry", entry);
        nnreg_engine_leave(engine, mark);
    }
}

static void walk_array(struct nnreg_engine *engine, const struct nnreg_field *field,
                       const struct nnreg_json_value *array)
{
    const struct nnreg_json_value *entry;
    size_t i = 0;

    if (!has_count(engine, field->key, array, field->least, field->most))
        return;
    for (entry = nnreg_json_first(engine->json, array); entry != NULL;
         entry = nnreg_json_next(engine->json, entry)) {
        size_t mark = nnreg_engine_enter_index(engine, i++);

        nnreg_engine_walk(engine, field->child, entry);
        nnreg_engine_leave(engine, mark);
    }
    for (i = 0; i < field->child->count; i++)
        if (field->child->fields[i].unique)
            walk_unique(engine, &field->child->fields[i], field->child->fields[i].key, array);
}

static void walk_deprecated(struct nnreg_engine *engine, const struct nnreg_field *field,
                            const struct nnreg_json_value *value)
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
}

static void walk_value(struct nnreg_engine *engine, const struct nnreg_field *field,
                       const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    if (!has_type(engine, field->kind, field->key, field->initial != NULL, value))
        return;
    walk_deprecated(engine, field, value);
    switch (field->kind) {
    case NNREG_KIND_STRING:
        walk_string(engine, field, object, value);
        break;
    case NNREG_KIND_ENUM:
        walk_word(engine, field, value);
        break;
    case NNREG_KIND_NUMBER:
        walk_number(engine, field, field->key, value);
        break;
    case NNREG_KIND_NUMBERS:
        walk_numbers(engine, field, value);
        break;
    case NNREG_KIND_ID:
    case NNREG_KIND_REFERENCE:
    case NNREG_KIND_INTEGER:
        walk_integer(engine, field, value);
        break;
    case NNREG_KIND_JSON:
        walk_json_text(engine, field, value);
        break;
    case NNREG_KIND_OBJECT:
        nnreg_engine_walk(engine, field->child, value);
        break;
    case NNREG_KIND_ARRAY:
        walk_array(engine, field, value);
        break;
    case NNREG_KIND_STRINGS:
        walk_strings(engine, field, value);
        break;
    case NNREG_KIND_BOOL: /* the type is all there is to know */
    case NNREG_KIND_SIZE: /* assigned: never part of what a caller gives */
    case NNREG_KIND_VALUE:
    case NNREG_KIND_TIME:
    case NNREG_KIND_DIGEST:
    case NNREG_KIND_ONE_OF:
        break;
    }
}

enum {
    KEYS_MOST = 64,   /* fields of one table; a test holds the tables against it */
    MEMBERS_SEEN = 32 /* members looked at for a misspelt key: more is not a slip of the pen */
};

/* Whether an update may change the field. */
static bool may_change(const struct nnreg_engine *engine, const struct nnreg_field *field)
{
    return field->mutability == NNREG_MUTABLE ||
           (field->mutability == NNREG_MUTABLE_BY_SETTING && engine->mutable_description);
}

/* The keys that may be given here: what somebody who wrote another one may have meant. */
static size_t keys_given(const struct nnreg_engine *engine, const char *keys[KEYS_MOST],
                         const struct nnreg_table *table)
{
    size_t i, count = 0;

    if (!engine->update)
        return nnreg_table_keys(keys, KEYS_MOST, table);
    for (i = 0; i < table->count; i++)
        if (table->fields[i].kind != NNREG_KIND_ONE_OF && may_change(engine, &table->fields[i]))
            keys[count++] = table->fields[i].key;
    return count;
}

static void report_unknown(struct nnreg_engine *engine, const struct nnreg_table *table, const char *key,
                           const struct nnreg_json_value *value)
{
    const char *keys[KEYS_MOST];
    size_t count = keys_given(engine, keys, table);
    bool full =
        nnreg_findings_count(engine->findings) >= NNREG_LIMIT_FINDINGS; /* nobody would see the hint */
    char *hint = full || count == 0 ? NULL : hint_of_words(engine, key, keys, count);
    char shown[NNREG_SHOWN];

    nnreg_engine_report(engine, NNREG_RULE_UNKNOWN_FIELD, value->key_start, hint,
                        "\"%s\" is no field of the %s", nnreg_shown(shown, key), table->name);
    nnreg_free(hint);
}

/* Whether the field may be given here at all; if not, says so. */
static bool may_be_given(struct nnreg_engine *engine, const struct nnreg_table *table,
                         const struct nnreg_field *field, const struct nnreg_json_value *value)
{
    char hint[96];

    if (engine->update ? may_change(engine, field) : field->presence != NNREG_ASSIGNED)
        return true;
    if (!engine->update || field->mutability == NNREG_NEVER_GIVEN) {
        nnreg_engine_report(engine, NNREG_RULE_READ_ONLY, value->key_start,
                            may_change(engine, field) ? "remove it; an update can change it" : "remove it",
                            "%s is assigned by the registry and cannot be given", field->key);
        return false;
    }
    (void)snprintf(hint, sizeof hint, "remove it, or register a new %s with the new value", table->name);
    nnreg_engine_report(engine, NNREG_RULE_IMMUTABLE, value->key_start, hint,
                        "%s cannot be changed after the %s was registered", field->key, table->name);
    return false;
}

static void walk_member(struct nnreg_engine *engine, const struct nnreg_table *table,
                        const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    const struct nnreg_field *field;
    char *key;
    size_t length, mark;

    if (nnreg_json_key(&key, &length, engine->json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    mark = nnreg_engine_enter_key(engine, key);
    field = strlen(key) == length ? nnreg_table_field(table, key) : NULL;
    if (field == NULL || !nnreg_is_public(field))
        report_unknown(engine, table, key, value);
    else if (may_be_given(engine, table, field, value))
        walk_value(engine, field, object, value);
    nnreg_engine_leave(engine, mark);
    nnreg_free(key);
}

/* Whether a key that is no field of the table is there in place of `key`: the finding on it is enough. */
static bool is_misspelt(struct nnreg_engine *engine, const struct nnreg_table *table, const char *key,
                        const struct nnreg_json_value *object)
{
    const char *keys[KEYS_MOST];
    size_t count = nnreg_table_keys(keys, KEYS_MOST, table), seen = 0;
    const struct nnreg_json_value *member = nnreg_json_first(engine->json, object);
    bool found = false;

    for (; member != NULL && seen < MEMBERS_SEEN && !found;
         member = nnreg_json_next(engine->json, member), seen++) {
        const char *nearest;
        char *written;
        size_t length;

        if (nnreg_json_key(&written, &length, engine->json, member) != NNREG_OK) {
            engine->status = NNREG_NO_MEMORY;
            return false;
        }
        if (strlen(written) != length || nnreg_table_field(table, written) == NULL) {
            nearest = nnreg_nearest(written, keys, count);
            found = nearest != NULL && strcmp(nearest, key) == 0;
        }
        nnreg_free(written);
    }
    return found;
}

static void report_missing(struct nnreg_engine *engine, const struct nnreg_table *table, const char *key,
                           const struct nnreg_json_value *object)
{
    if (is_misspelt(engine, table, key, object))
        return;
    nnreg_engine_report(engine, NNREG_RULE_MISSING_FIELD, object->start, NULL,
                        "the %s has no \"%s\", which is required", table->name, key);
}

static void report_no_variant(struct nnreg_engine *engine, const struct nnreg_table *table,
                              const char *const *keys, size_t count, const struct nnreg_json_value *object)
{
    char *hint;
    size_t i;

    for (i = 0; i < count; i++)
        if (is_misspelt(engine, table, keys[i], object))
            return;
    hint = hint_of_words(engine, "", keys, count);
    nnreg_engine_report(engine, NNREG_RULE_EXACTLY_ONE, object->start, hint,
                        "the %s has no type: exactly one key has to say which it is", table->name);
    nnreg_free(hint);
}

/* Exactly one of the variants' keys: none is missed at the object, each one too many is reported at its own key. */
static void walk_one_of(struct nnreg_engine *engine, const struct nnreg_table *table,
                        const struct nnreg_table *variants, const struct nnreg_json_value *object)
{
    const char *keys[16];
    const struct nnreg_field *first = NULL;
    size_t i, count = nnreg_table_keys(keys, sizeof keys / sizeof *keys, variants);

    for (i = 0; i < variants->count; i++) {
        const struct nnreg_field *field = &variants->fields[i];
        const struct nnreg_json_value *value = nnreg_json_member(engine->json, object, field->key);

        if (value != NULL && first != NULL) {
            size_t mark = nnreg_engine_enter_key(engine, field->key);

            nnreg_engine_report(engine, NNREG_RULE_EXACTLY_ONE, value->key_start, "keep one of the two",
                                "%s stands beside %s, and only one of them can be", field->key, first->key);
            nnreg_engine_leave(engine, mark);
        } else if (value != NULL) {
            first = field;
        }
    }
    if (first == NULL && count == 1)
        report_missing(engine, table, keys[0], object);
    else if (first == NULL)
        report_no_variant(engine, table, keys, count, object);
}

void nnreg_engine_walk(struct nnreg_engine *engine, const struct nnreg_table *table,
                       const struct nnreg_json_value *object)
{
    const struct nnreg_json_value *value;
    char what[64];
    size_t i;

    (void)snprintf(what, sizeof what, "the %s", table->name);
    if (!has_type(engine, NNREG_KIND_OBJECT, what, false, object))
        return;
    for (i = 0; i < table->count && !engine->update; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            walk_one_of(engine, table, field->child, object);
        else if (field->presence == NNREG_REQUIRED &&
                 nnreg_json_member(engine->json, object, field->key) == NULL)
            report_missing(engine, table, field->key, object);
    }
    for (value = nnreg_json_first(engine->json, object); value != NULL && engine->status == NNREG_OK;
         value = nnreg_json_next(engine->json, value))
        walk_member(engine, table, object, value);
}
