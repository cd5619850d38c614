/* What a request names: see uri.h. */
#include "uri.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../number.h"

#define NUMBER_MAX UINT64_C(999999999999999999) /* of 18 digits */

/*
 * Decodes `size` bytes to `*to`, which is moved behind the NUL that is put there. In a query '+' is a space, as forms send it (WHATWG URL,
 * application/x-www-form-urlencoded).
 */
static const char *decode(char **to, const char *from, size_t size, bool is_query)
{
    size_t i;

    for (i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)from[i];

        if (byte == '%') {
            char digits[3] = "";

            /* No digit stands behind the end: what ends a part is none. */
            if (!isxdigit((unsigned char)from[i + 1]) || !isxdigit((unsigned char)from[i + 2]))
                return "a '%' has to have two hexadecimal digits behind it";
            memcpy(digits, from + i + 1, 2);
            byte = (unsigned char)strtoul(digits, NULL, 16);
            i += 2;
            if (byte == '/' && !is_query)
                return "%2F is no part of a name";
        } else if (byte <= ' ' || byte >= 0x7f)
            return "an address has visible ASCII characters alone; others are written with '%'";
        else if (byte == '+' && is_query)
            byte = ' ';
        if (byte == '\0' || ((byte < ' ' || byte == 0x7f) && !is_query))
            return "control characters have no place in a path, nor NUL in a query";
        *(*to)++ = (char)byte;
    }
    *(*to)++ = '\0';
    return NULL;
}

static const char *read_path(struct uri *uri, char **to, const char *path, const char *end)
{
    if (*path != '/')
        return "the path has to begin with '/'";
    while (++path < end) {
        size_t length = strcspn(path, "/?");
        const char *segment = *to, *wrong;

        if (length == 0)
            return "two slashes in a row";
        if (uri->segment_count == URI_SEGMENTS)
            return "the path has too many parts";
        wrong = decode(to, path, length, false);
        if (wrong != NULL)
            return wrong;
        if (strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0)
            return "\".\" and \"..\" are no parts of a path here";
        uri->segments[uri->segment_count++] = segment;
        path += length;
    }
    return NULL;
}

static const char *read_query(struct uri *uri, char **to, const char *query)
{
    for (; *query != '\0'; query += *query == '&') {
        const char *end = query + strcspn(query, "&"), *value = query + strcspn(query, "=&"), *wrong;
        struct uri_pair *pair = &uri->pairs[uri->pair_count];
        size_t key = (size_t)(value - query);

        if (end == query)
            continue;
        if (uri->pair_count == URI_PAIRS)
            return "the query has too many parameters";
        pair->key = *to;
        wrong = decode(to, query, key, true);
        pair->value = *to;
        value += value < end;
        if (wrong == NULL)
            wrong = decode(to, value, (size_t)(end - value), true);
        if (wrong != NULL)
            return wrong;
        uri->pair_count++;
        query = end;
    }
    return NULL;
}

const char *uri_path(const char *target)
{
    size_t scheme = strlen(URI_SCHEME);

    return strncasecmp(target, URI_SCHEME, scheme) == 0 ? target + scheme + strcspn(target + scheme, "/?#")
                                                        : target;
}

const char *uri_read(struct uri *uri, const char *target)
{
    const char *query = target + strcspn(target, "?"), *wrong;
    char *to = uri->store;

    uri->segment_count = uri->pair_count = 0;
    if (strlen(target) > URI_MAX)
        return "the address is too long";
    wrong = read_path(uri, &to, target, query);
    return wrong == NULL && *query == '?' ? read_query(uri, &to, query + 1) : wrong;
}

bool uri_rest(const struct uri *uri, size_t first, char *room, size_t size)
{
    size_t used = 0, i;

    for (i = first; i < uri->segment_count; i++) {
        size_t length = strlen(uri->segments[i]);

        if (used + length + 2 > size)
            return false;
        if (i > first)
            room[used++] = '/';
        memcpy(room + used, uri->segments[i], length + 1);
        used += length;
    }
    return i > first;
}

const char *uri_value(const struct uri *uri, const char *key)
{
    size_t i;

    for (i = 0; i < uri->pair_count; i++)
        if (strcmp(uri->pairs[i].key, key) == 0)
            return uri->pairs[i].value;
    return NULL;
}

bool uri_number(uint64_t *number, const char *text)
{
    return number_read(number, text, 0, NUMBER_MAX);
}
