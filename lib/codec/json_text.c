/*
 * The characters behind the text of a value: escapes undone, and keys compared.
 *
 * Everything here works on what the reader has accepted, so escapes are whole and surrogates come in pairs.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "codec/json_reader.h"

static uint32_t hex_unit(const char *digits)
{
    uint32_t unit = 0;

    for (int i = 0; i < 4; i++) {
        char c = digits[i];

        unit = unit << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return unit;
}

/* Writes what the escape at `*at` stands for, goes behind it, and returns the length of what was written. */
static size_t undo_escape(char out[4], const char **at)
{
    static const char plain[256] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    const char *escape = *at;
    uint32_t code_point;

    if (escape[1] != 'u') {
        out[0] = plain[(unsigned char)escape[1]];
        *at += 2;
        return 1;
    }
    code_point = hex_unit(escape + 2);
    *at += 6;
    if (code_point >= 0xd800 && code_point <= 0xdfff) {
        code_point = 0x10000 + ((code_point & 0x3ff) << 10) + (hex_unit(escape + 8) & 0x3ff);
        *at += 6;
    }
    return nnreg_utf8_put(out, code_point);
}

/* The next character as UTF-8, which `*at` goes behind. */
static size_t next_character(char out[4], const char **at)
{
    unsigned char c = (unsigned char)**at;
    size_t length = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

    if (c == '\\')
        return undo_escape(out, at);
    memcpy(out, *at, length);
    *at += length;
    return length;
}

struct nnreg_json_chars nnreg_json_key_chars(const struct nnreg_json *json,
                                             const struct nnreg_json_value *value)
{
    return (struct nnreg_json_chars){json->text + value->key_start + 1, json->text + value->key_stop - 1,
                                     value->key_escaped};
}

static struct nnreg_json_chars string_chars(const struct nnreg_json *json,
                                            const struct nnreg_json_value *value)
{
    return (struct nnreg_json_chars){json->text + value->start + 1, json->text + value->stop - 1,
                                     value->escaped};
}

static int compare_escaped(struct nnreg_json_chars a, struct nnreg_json_chars b)
{
    char left[4], right[4];
    int order;

    while (a.at < a.stop && b.at < b.stop) {
        /* Character by character the shorter one of two different characters decides before its end. */
        size_t left_length = next_character(left, &a.at), right_length = next_character(right, &b.at);

        order = memcmp(left, right, left_length < right_length ? left_length : right_length);
        if (order != 0)
            return order;
    }
    return (a.at < a.stop) - (b.at < b.stop);
}

int nnreg_json_chars_compare(struct nnreg_json_chars a, struct nnreg_json_chars b)
{
    size_t left = (size_t)(a.stop - a.at), right = (size_t)(b.stop - b.at);
    int order;

    if (a.escaped || b.escaped)
        return compare_escaped(a, b);
    order = memcmp(a.at, b.at, left < right ? left : right);
    return order != 0 ? order : (left > right) - (left < right);
}

/* FNV-1a. */
static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

uint64_t nnreg_json_chars_hash(struct nnreg_json_chars chars)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    char character[4];

    if (!chars.escaped)
        return hash_bytes(hash, chars.at, (size_t)(chars.stop - chars.at));
    while (chars.at < chars.stop) {
        size_t length = next_character(character, &chars.at);

        hash = hash_bytes(hash, character, length);
    }
    return hash;
}

static nnreg_status unescape(char **text, size_t *length, struct nnreg_json_chars chars)
{
    /* No escape is shorter than what it stands for. */
    char *out = nnreg_alloc((size_t)(chars.stop - chars.at) + 1), *end = out;
    char character[4];

    *text = out;
    if (length != NULL)
        *length = 0;
    if (out == NULL)
        return NNREG_NO_MEMORY;
    while (chars.at < chars.stop) {
        size_t width = next_character(character, &chars.at);

        memcpy(end, character, width);
        end += width;
    }
    *end = '\0';
    if (length != NULL)
        *length = (size_t)(end - out);
    return NNREG_OK;
}

nnreg_status nnreg_json_string(char **text, size_t *length, const struct nnreg_json *json,
                               const struct nnreg_json_value *value)
{
    return unescape(text, length, string_chars(json, value));
}

nnreg_status nnreg_json_key(char **text, size_t *length, const struct nnreg_json *json,
                            const struct nnreg_json_value *value)
{
    return unescape(text, length, nnreg_json_key_chars(json, value));
}

/* Whether the characters are those of `text`, which may be any bytes. */
static bool chars_are(struct nnreg_json_chars chars, const char *text)
{
    size_t left = strlen(text);
    char character[4];

    if (!chars.escaped)
        return left == (size_t)(chars.stop - chars.at) && memcmp(text, chars.at, left) == 0;
    while (chars.at < chars.stop) {
        size_t length = next_character(character, &chars.at);

        if (length > left || memcmp(text, character, length) != 0)
            return false;
        text += length;
        left -= length;
    }
    return left == 0;
}

bool nnreg_json_key_is(const struct nnreg_json *json, const struct nnreg_json_value *value, const char *text)
{
    return value->key_stop > 0 && chars_are(nnreg_json_key_chars(json, value), text);
}

bool nnreg_json_string_is(const struct nnreg_json *json, const struct nnreg_json_value *value,
                          const char *text)
{
    return value->type == NNREG_JSON_STRING && chars_are(string_chars(json, value), text);
}

const struct nnreg_json_value *nnreg_json_first(const struct nnreg_json *json,
                                                const struct nnreg_json_value *value)
{
    const struct nnreg_json_value *first = &value[1];

    if (value->count == 0)
        return NULL;
    return first->dropped ? nnreg_json_next(json, first) : first;
}

const struct nnreg_json_value *nnreg_json_next(const struct nnreg_json *json,
                                               const struct nnreg_json_value *value)
{
    do {
        if (value->next == 0)
            return NULL;
        value = &json->values[value->next];
    } while (value->dropped);
    return value;
}

void nnreg_json_drop(struct nnreg_json *json, const struct nnreg_json_value *container,
                     const struct nnreg_json_value *child)
{
    json->values[child - json->values].dropped = true;
    json->values[container - json->values].count--;
}

const struct nnreg_json_value *nnreg_json_member(const struct nnreg_json *json,
                                                 const struct nnreg_json_value *object, const char *key)
{
    const struct nnreg_json_value *member;

    if (object->type != NNREG_JSON_OBJECT)
        return NULL;
    for (member = nnreg_json_first(json, object); member != NULL; member = nnreg_json_next(json, member)) {
        if (nnreg_json_key_is(json, member, key))
            return member;
    }
    return NULL;
}

const char *nnreg_json_type_text(enum nnreg_json_type type)
{
    static const char *const texts[] = {
        [NNREG_JSON_NULL] = "null",       [NNREG_JSON_BOOL] = "a boolean", [NNREG_JSON_NUMBER] = "a number",
        [NNREG_JSON_STRING] = "a string", [NNREG_JSON_ARRAY] = "an array", [NNREG_JSON_OBJECT] = "an object",
    };

    return texts[type];
}
