/* Conditions on metadata: see where.h. */
#include "registry/where.h"

#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"

/* The next key of a path, unescaped into `key`, which has room for the whole path; the path behind it, NULL at the end. */
static const char *next_key_of_path(char *key, const char *path)
{
    while (*path != '\0' && *path != '.') {
        if (*path == '\\' && path[1] != '\0')
            path++;
        *key++ = *path++;
    }
    *key = '\0';
    return *path == '.' ? path + 1 : NULL;
}

void nnreg_where_put_key(struct nnreg_bytes *out, const char *path)
{
    for (; *path != '\0'; path++) {
        bool is_taken = *path == '\\' && path[1] != '\0';

        path += is_taken;
        if (*path == '\\' || *path == '=' || (*path == '.' && is_taken))
            nnreg_bytes_char(out, '\\');
        nnreg_bytes_char(out, *path);
    }
}

/* The entry of an array whose number the key is; NULL: it is no number, or there is no such entry. */
static const struct nnreg_json_value *entry_at(const struct nnreg_json *json,
                                               const struct nnreg_json_value *array, const char *key)
{
    const struct nnreg_json_value *entry = nnreg_json_first(json, array);
    size_t index = 0, digits = strspn(key, "0123456789");

    /* 7 digits count all values that a text can have (NNREG_LIMIT_JSON_VALUES) and fit a size_t; 01 is no other name of 1. */
    if (digits == 0 || digits > 7 || key[digits] != '\0' || (key[0] == '0' && digits > 1))
        return NULL;
    for (; *key != '\0'; key++)
        index = index * 10 + (size_t)(*key - '0');
    while (entry != NULL && index-- > 0)
        entry = nnreg_json_next(json, entry);
    return entry;
}

/* `key` has room for the whole path, so for the longest key in it: unescaping only makes one shorter. */
static const struct nnreg_json_value *find_value(const struct nnreg_json *json, char *key, const char *path)
{
    const struct nnreg_json_value *value = json->values;

    while (path != NULL && value != NULL) {
        path = next_key_of_path(key, path);
        if (value->type == NNREG_JSON_OBJECT)
            value = nnreg_json_member(json, value, key);
        else
            value = value->type == NNREG_JSON_ARRAY ? entry_at(json, value, key) : NULL;
    }
    return value;
}

/*
 * A decimal number without what does not count: its digits from the first that is not 0 to the last that is none, a point
 * among them passed over, times ten to the exponent. Zero has no digits. It is a whole number where the exponent is not negative.
 */
struct plain_number {
    const char *digits, *stop;
    int64_t exponent;
    bool negative;
};

/* More than any text of digits can bring back, and far from where an int64_t ends. */
enum { EXPONENT_MOST = 1 << 30 };

/* What is behind the e: a sign or none, and at least one digit. */
static int64_t read_exponent(const char *text, const char *stop)
{
    int64_t exponent = 0;
    bool negative = *text == '-';

    for (text += negative || *text == '+'; text < stop; text++)
        exponent = exponent < EXPONENT_MOST ? exponent * 10 + (*text - '0') : EXPONENT_MOST;
    return negative ? -exponent : exponent;
}

/* The text between the two is a number of JSON, so that only what differs between its spellings is looked at. */
static struct plain_number read_plain(const char *text, const char *stop)
{
    struct plain_number plain = {text, text, 0, *text == '-'};
    const char *point = NULL, *c;

    plain.digits += plain.negative;
    for (c = plain.digits; c < stop && *c != 'e' && *c != 'E'; c++)
        point = *c == '.' ? c : point;
    plain.stop = c;
    plain.exponent = c < stop ? read_exponent(c + 1, stop) : 0;
    if (point != NULL)
        plain.exponent -= plain.stop - point - 1;
    while (plain.digits < plain.stop && (*plain.digits == '0' || *plain.digits == '.'))
        plain.digits++;
    for (; plain.stop > plain.digits && (plain.stop[-1] == '0' || plain.stop[-1] == '.'); plain.stop--)
        plain.exponent += plain.stop[-1] == '0';
    if (plain.digits == plain.stop) {
        plain.exponent = 0; /* 0, -0 and 0e9 are one */
        plain.negative = false;
    }
    return plain;
}

static bool same_plain(const struct plain_number *a, const struct plain_number *b)
{
    const char *one = a->digits, *other = b->digits;

    if (a->negative != b->negative || a->exponent != b->exponent)
        return false;
    while (one < a->stop && other < b->stop) {
        one += *one == '.';
        other += *other == '.';
        if (*one++ != *other++)
            return false;
    }
    return one == a->stop && other == b->stop;
}

static struct plain_number plain_of(const struct nnreg_json *json, const struct nnreg_json_value *value)
{
    return read_plain(json->text + value->start, json->text + value->stop);
}

/* Whether the text spells this number, however it is written. */
static bool is_number(const struct nnreg_json *json, const struct nnreg_json_value *value, const char *text,
                      bool *out_of_memory)
{
    struct nnreg_json spelt;
    nnreg_status status = nnreg_json_read(&spelt, text, strlen(text), NULL, NULL, NULL);
    bool same = false;

    if (status != NNREG_OK) {
        if (status == NNREG_NO_MEMORY)
            *out_of_memory = true;
        return false; /* what is no JSON is no number */
    }
    if (spelt.values->type == NNREG_JSON_NUMBER) {
        struct plain_number a = plain_of(json, value), b = plain_of(&spelt, spelt.values);

        /* By their digits where both are whole: beyond 2^53 several of them are one double. */
        if (a.exponent >= 0 && b.exponent >= 0)
            same = same_plain(&a, &b);
        else
            same = nnreg_json_number(json, value) == nnreg_json_number(&spelt, spelt.values);
    }
    nnreg_json_free(&spelt);
    return same;
}

static bool equals(const struct nnreg_json *json, const struct nnreg_json_value *value, const char *text,
                   bool *out_of_memory)
{
    switch (value->type) {
    case NNREG_JSON_STRING:
        return nnreg_json_string_is(json, value, text);
    case NNREG_JSON_NUMBER:
        return is_number(json, value, text, out_of_memory);
    case NNREG_JSON_BOOL:
    case NNREG_JSON_NULL:
        return strlen(text) == value->stop - value->start &&
               memcmp(json->text + value->start, text, value->stop - value->start) == 0;
    default:
        return false; /* a container is no value that could be spelt here */
    }
}

bool nnreg_where_holds(const struct nnreg_where *where, const char *metadata, bool *out_of_memory)
{
    const struct nnreg_json_value *value;
    struct nnreg_json json;
    char *key = nnreg_alloc(strlen(where->key) + 1);
    bool holds = false;

    if (key == NULL || nnreg_json_read(&json, metadata, strlen(metadata), NULL, NULL, NULL) != NNREG_OK) {
        *out_of_memory = true; /* stored metadata is JSON: only memory can be what lacks */
    } else {
        value = find_value(&json, key, where->key);
        holds = value != NULL && equals(&json, value, where->value, out_of_memory);
        nnreg_json_free(&json);
    }
    nnreg_free(key);
    return holds;
}
