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
        int64_t a, b;

        /* As integers where both are: beyond 2^53 several of them are one double. */
        if (nnreg_json_int64(&a, json, value) && nnreg_json_int64(&b, &spelt, spelt.values))
            same = a == b;
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
