/*
 * The JSON reader's structure: containers, members and the array of values. See json.h for what is promised.
 *
 * No stack is kept beside the values. While a container is open, its own fields hold what a stack would: `stop` the
 * container around it, `next` its last child so far, `depth` the deepest of its closed children. Closing it puts the
 * final meaning there.
 *
 * Values lie in document order, so the first child of a container is the value behind it, and all that is in it lies between
 * it and its next sibling. A value's parts are offsets of 32 bits, its place in the array is one, too: json.h limits both.
 *
 *     [1,{"a":2}]      0 array  next -, count 2
 *                      1 number next 2
 *                      2 object next -, count 1
 *                      3 number next -, key "a"
 */
#include "codec/json.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "codec/json_reader.h"

/* What a byte can begin. */
enum { NOTHING, SPACE, STRING, OPENING, NUMBER, WORD };

static const uint8_t kinds[256] = {
    [' '] = SPACE,   ['\t'] = SPACE, ['\n'] = SPACE, ['\r'] = SPACE, ['"'] = STRING, ['{'] = OPENING,
    ['['] = OPENING, ['-'] = NUMBER, ['0'] = NUMBER, ['1'] = NUMBER, ['2'] = NUMBER, ['3'] = NUMBER,
    ['4'] = NUMBER,  ['5'] = NUMBER, ['6'] = NUMBER, ['7'] = NUMBER, ['8'] = NUMBER, ['9'] = NUMBER,
    ['t'] = WORD,    ['f'] = WORD,   ['n'] = WORD,
};

static const struct {
    char text[6];
    uint8_t length;
    uint8_t type;
} words[] = {
    {"true", 4, NNREG_JSON_BOOL},
    {"false", 5, NNREG_JSON_BOOL},
    {"null", 4, NNREG_JSON_NULL},
};

static uint32_t json_offset(const struct nnreg_json_reader *reader, const char *at)
{
    return (uint32_t)(at - reader->text);
}

static void skip_space(struct nnreg_json_reader *reader)
{
    while (reader->at < reader->stop && kinds[(unsigned char)*reader->at] == SPACE)
        reader->at++;
}

static bool is_next(const struct nnreg_json_reader *reader, char character)
{
    return reader->at < reader->stop && *reader->at == character;
}

/* The array may move: whoever holds a value across add_value looks it up again by its index. */
static bool grow_values(struct nnreg_json_reader *reader)
{
    struct nnreg_json *json = reader->json;
    struct nnreg_json_value *grown =
        nnreg_array_room(json->values, &reader->capacity, json->count + 1, sizeof *grown);

    if (grown == NULL) {
        reader->status = NNREG_NO_MEMORY;
        return false;
    }
    json->values = grown;
    return true;
}

/* Appends the value that begins at reader->at to the open container; `key` is NULL or what a key has filled in. */
static struct nnreg_json_value *add_value(struct nnreg_json_reader *reader, enum nnreg_json_type type,
                                          const struct nnreg_json_value *key)
{
    struct nnreg_json *json = reader->json;
    struct nnreg_json_value *value, *parent;

    if (json->count >= reader->limits.values) {
        nnreg_json_mistake(reader, NNREG_JSON_TOO_LARGE, reader->at, NULL, "there are more than %zu values",
                           reader->limits.values);
        return NULL;
    }
    if (json->count == reader->capacity && !grow_values(reader))
        return NULL;
    value = &json->values[json->count];
    *value = key != NULL ? *key : (struct nnreg_json_value){0};
    value->type = (uint8_t)type;
    value->start = json_offset(reader, reader->at);
    value->stop = value->start;
    if (reader->open != NNREG_JSON_NONE) {
        parent = &json->values[reader->open];
        if (parent->count++ > 0)
            json->values[parent->next].next = (uint32_t)json->count;
        parent->next = (uint32_t)json->count;
    }
    json->count++;
    return value;
}

static bool enter_container(struct nnreg_json_reader *reader, const struct nnreg_json_value *key)
{
    enum nnreg_json_type type = *reader->at == '{' ? NNREG_JSON_OBJECT : NNREG_JSON_ARRAY;
    struct nnreg_json_value *value;

    if (reader->level >= reader->limits.depth)
        return nnreg_json_mistake(reader, NNREG_JSON_TOO_DEEP, reader->at, NULL,
                                  "more than %zu arrays and objects inside each other", reader->limits.depth);
    value = add_value(reader, type, key);
    if (value == NULL)
        return false;
    value->stop = reader->open;
    reader->open = (uint32_t)(value - reader->json->values);
    reader->level++;
    reader->at++;
    return true;
}

/* Ends the innermost container before reader->at. */
static void leave_container(struct nnreg_json_reader *reader)
{
    struct nnreg_json_value *values = reader->json->values, *value = &values[reader->open];

    reader->open = value->stop;
    value->stop = json_offset(reader, reader->at);
    value->next = 0;
    value->depth++;
    if (reader->open != NNREG_JSON_NONE && values[reader->open].depth < value->depth)
        values[reader->open].depth = value->depth;
    reader->level--;
}

static bool read_json_string(struct nnreg_json_reader *reader, const struct nnreg_json_value *key)
{
    struct nnreg_json_value *value = add_value(reader, NNREG_JSON_STRING, key);

    if (value == NULL || !nnreg_json_scan_string(reader, &value->escaped))
        return false;
    value->stop = json_offset(reader, reader->at);
    return true;
}

static bool read_json_number(struct nnreg_json_reader *reader, const struct nnreg_json_value *key)
{
    struct nnreg_json_value *value = add_value(reader, NNREG_JSON_NUMBER, key);

    if (value == NULL || !nnreg_json_scan_number(reader))
        return false;
    value->stop = json_offset(reader, reader->at);
    return true;
}

static bool read_json_word(struct nnreg_json_reader *reader, const struct nnreg_json_value *key)
{
    size_t i = *reader->at == 't' ? 0 : *reader->at == 'f' ? 1 : 2;
    size_t length = words[i].length;
    struct nnreg_json_value *value;

    if ((size_t)(reader->stop - reader->at) < length || memcmp(reader->at, words[i].text, length) != 0)
        return nnreg_json_unexpected(reader, NNREG_JSON_WANT_VALUE);
    value = add_value(reader, words[i].type, key);
    if (value == NULL)
        return false;
    value->truth = i == 0;
    reader->at += length;
    value->stop = json_offset(reader, reader->at);
    return true;
}

/* A whole scalar, or the opening of a container. */
static bool read_json_value(struct nnreg_json_reader *reader, const struct nnreg_json_value *key)
{
    switch (reader->at < reader->stop ? kinds[(unsigned char)*reader->at] : NOTHING) {
    case STRING:
        return read_json_string(reader, key);
    case NUMBER:
        return read_json_number(reader, key);
    case OPENING:
        return enter_container(reader, key);
    case WORD:
        return read_json_word(reader, key);
    default:
        return nnreg_json_unexpected(reader, NNREG_JSON_WANT_VALUE);
    }
}

/* object = "{" [ member { "," member } ] "}", member = string ":" value (RFC 8259, 4). */
static bool read_json_member(struct nnreg_json_reader *reader)
{
    struct nnreg_json_value key = {0};

    if (!is_next(reader, '"'))
        return nnreg_json_unexpected(reader, NNREG_JSON_WANT_KEY);
    key.key_start = json_offset(reader, reader->at);
    if (!nnreg_json_scan_string(reader, &key.key_escaped))
        return false;
    key.key_stop = json_offset(reader, reader->at);
    skip_space(reader);
    if (!is_next(reader, ':'))
        return nnreg_json_unexpected(reader, NNREG_JSON_WANT_COLON);
    reader->at++;
    skip_space(reader);
    return read_json_value(reader, &key);
}

/* In an open container: its next child, or its end. */
static bool read_entry(struct nnreg_json_reader *reader)
{
    const struct nnreg_json_value *container = &reader->json->values[reader->open];
    bool object = container->type == NNREG_JSON_OBJECT;
    char closing = object ? '}' : ']';
    const char *comma = NULL;

    skip_space(reader);
    if (container->count > 0 && is_next(reader, ',')) {
        comma = reader->at++;
        skip_space(reader);
    }
    if (is_next(reader, closing)) {
        if (comma != NULL)
            return nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, comma, "remove the comma",
                                      "a comma before '%c': nothing follows it", closing);
        reader->at++;
        leave_container(reader);
        return true;
    }
    if (container->count > 0 && comma == NULL)
        return nnreg_json_unexpected(reader, NNREG_JSON_WANT_COMMA);
    return object ? read_json_member(reader) : read_json_value(reader, NULL);
}

/* One value with white space around it, and nothing else (RFC 8259, 2). */
static bool read_document(struct nnreg_json_reader *reader)
{
    if (!nnreg_json_check_encoding(reader))
        return false;
    skip_space(reader);
    if (!read_json_value(reader, NULL))
        return false;
    while (reader->open != NNREG_JSON_NONE) {
        if (!read_entry(reader))
            return false;
    }
    skip_space(reader);
    return reader->at == reader->stop || nnreg_json_unexpected(reader, NNREG_JSON_WANT_END);
}

/* Offsets and indices have 32 bits, whatever the limits say. */
static struct nnreg_json_limits bounded(const struct nnreg_json_limits *limits)
{
    struct nnreg_json_limits result = NNREG_JSON_LIMITS;

    if (limits != NULL)
        result = *limits;
    if (result.size > UINT32_MAX)
        result.size = UINT32_MAX;
    if (result.values > NNREG_JSON_NONE - 1)
        result.values = NNREG_JSON_NONE - 1;
    return result;
}

static void read_json_text(struct nnreg_json_reader *reader, size_t length)
{
    if (length > reader->limits.size) {
        nnreg_json_mistake(reader, NNREG_JSON_TOO_LARGE, reader->text + reader->limits.size, NULL,
                           "the text has more than %zu bytes", reader->limits.size);
        return;
    }
    if (read_document(reader))
        return;
    /* What was read so far is made whole, so that its duplicate keys can be told too. */
    while (reader->open != NNREG_JSON_NONE)
        leave_container(reader);
}

/* Tells what was wrong: the duplicate keys, then what ended the reading. */
static nnreg_status judge_json_text(struct nnreg_json_reader *reader, nnreg_json_complaint *complain,
                                    void *context)
{
    size_t duplicates;
    nnreg_status status;

    if (reader->status == NNREG_NO_MEMORY)
        return NNREG_NO_MEMORY;
    status = nnreg_json_check_unique(&duplicates, reader->json, complain, context);
    if (status != NNREG_OK)
        return status;
    if (reader->status != NNREG_OK && complain != NULL)
        complain(context, reader->problem, reader->offset, 0, reader->message,
                 reader->hint[0] != '\0' ? reader->hint : NULL);
    return duplicates > 0 ? NNREG_REFUSED : reader->status;
}

nnreg_status nnreg_json_read(struct nnreg_json *json, const char *text, size_t length,
                             const struct nnreg_json_limits *limits, nnreg_json_complaint *complain,
                             void *context)
{
    struct nnreg_json_reader reader = {.json = json, .open = NNREG_JSON_NONE, .limits = bounded(limits)};
    nnreg_status status;

    reader.text = length > 0 ? text : "";
    reader.at = reader.text;
    reader.stop = reader.text + length;
    *json = (struct nnreg_json){.text = reader.text, .length = length};
    read_json_text(&reader, length);
    status = judge_json_text(&reader, complain, context);
    if (status != NNREG_OK)
        nnreg_json_free(json);
    return status;
}

void nnreg_json_free(struct nnreg_json *json)
{
    nnreg_free(json->values);
    *json = (struct nnreg_json){0};
}
