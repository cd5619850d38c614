/* Picking parts out of JSON text: see json_pick.h. */
#include "json_pick.h"

#include <stdlib.h>
#include <string.h>

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static struct json_part trimmed(const char *text, size_t length)
{
    while (length > 0 && is_space(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_space(text[length - 1]))
        length--;
    return (struct json_part){text, length};
}

/* The index behind the string that begins at `at`. */
static size_t skip_string(struct json_part part, size_t at)
{
    for (at++; at < part.length && part.text[at] != '"'; at++)
        if (part.text[at] == '\\')
            at++;
    return at < part.length ? at + 1 : part.length;
}

/* The index of the first byte of `stops` that is outside of strings and brackets, from `at` on; else the length. */
static size_t find_outside(struct json_part part, size_t at, const char *stops)
{
    size_t depth = 0;

    while (at < part.length) {
        char byte = part.text[at];

        if (depth == 0 && byte != '\0' && strchr(stops, byte) != NULL)
            return at;
        if (byte == '"') {
            at = skip_string(part, at);
            continue;
        }
        if (byte == '{' || byte == '[')
            depth++;
        else if ((byte == '}' || byte == ']') && depth > 0)
            depth--;
        at++;
    }
    return part.length;
}

bool json_pick_next(struct json_part *item, struct json_part container, size_t *at)
{
    size_t start = *at > 0 ? *at : 1; /* behind the opening bracket */
    size_t stop;

    if (start >= container.length)
        return false;
    stop = find_outside(container, start, ",]}");
    *item = trimmed(container.text + start, stop - start);
    *at = stop + 1;
    return item->length > 0;
}

bool json_pick_pair(struct json_part *key, struct json_part *value, struct json_part item)
{
    size_t colon;

    if (item.length == 0 || item.text[0] != '"')
        return false;
    colon = skip_string(item, 0);
    *key = (struct json_part){item.text + 1, colon - 2};
    colon = find_outside(item, colon, ":");
    if (colon == item.length)
        return false;
    *value = trimmed(item.text + colon + 1, item.length - colon - 1);
    return true;
}

bool json_pick_member(struct json_part *value, struct json_part object, const char *key)
{
    struct json_part item, found;
    size_t at = 0;

    while (json_pick_next(&item, object, &at))
        if (json_pick_pair(&found, value, item) && found.length == strlen(key) &&
            memcmp(found.text, key, found.length) == 0)
            return true;
    return false;
}

void json_pick_add_compact(struct buffer *buffer, struct json_part part)
{
    size_t at = 0, stop;

    while (at < part.length) {
        stop = part.text[at] == '"' ? skip_string(part, at) : at + 1;
        if (!is_space(part.text[at]))
            buffer_add(buffer, part.text + at, stop - at);
        at = stop;
    }
}

/* The four hexadecimal digits at `at`; anything else counts as 0. */
static unsigned hex4(struct json_part part, size_t at)
{
    char digits[5] = "";

    if (at + 4 <= part.length)
        memcpy(digits, part.text + at, 4);
    return (unsigned)strtoul(digits, NULL, 16);
}

static void add_code_point(struct buffer *buffer, unsigned c)
{
    char out[4];
    size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4, i;

    for (i = size; i > 1; i--) {
        out[i - 1] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(size == 1 ? c : (0xf00u >> size & 0xffu) | c);
    buffer_add(buffer, out, size);
}

/* Adds what the escape at the backslash `at` stands for; returns the index of its last byte. */
static size_t add_escape(struct buffer *buffer, struct json_part part, size_t at)
{
    static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
    const char *letter;
    unsigned c;

    if (++at >= part.length)
        return at;
    letter = strchr(letters, part.text[at]);
    if (part.text[at] != 'u') {
        buffer_add(buffer, letter != NULL && *letter != '\0' ? controls + (letter - letters) : part.text + at,
                   1);
        return at;
    }
    c = hex4(part, at + 1);
    at += 4;
    if (c >= 0xd800 && c < 0xdc00 && at + 6 < part.length && part.text[at + 1] == '\\') {
        c = 0x10000 + ((c - 0xd800) << 10) + (hex4(part, at + 3) & 0x3ffu);
        at += 6;
    }
    add_code_point(buffer, c);
    return at;
}

bool json_pick_add_text(struct buffer *buffer, struct json_part value)
{
    size_t at;

    if (value.length < 2 || value.text[0] != '"')
        return false;
    for (at = 1; at + 1 < value.length; at++) {
        if (value.text[at] == '\\')
            at = add_escape(buffer, value, at);
        else
            buffer_add(buffer, value.text + at, 1);
    }
    buffer_add(buffer, "", 0);
    return true;
}

uint64_t json_pick_number(struct json_part value)
{
    uint64_t number = 0;
    size_t at;

    for (at = 0; at < value.length && value.text[at] >= '0' && value.text[at] <= '9'; at++)
        number = number * 10 + (uint64_t)(value.text[at] - '0');
    return number;
}
