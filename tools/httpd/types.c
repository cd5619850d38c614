/* Which type a field has: see types.h. The text is the library's own and so well-formed: nothing is verified, it is walked through. */
#include "types.h"

#include <stddef.h>
#include <string.h>

#define BLANKS    " \n"
#define REFERENCE "\"#/$defs/"

/* Behind the value that begins here. */
static const char *behind(const char *at)
{
    size_t depth = 0;

    do {
        if (*at == '"')
            for (at++; *at != '"'; at++)
                at += *at == '\\';
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    } while (depth > 0 || strchr(":,]}" BLANKS, *at) == NULL);
    return at;
}

/* The value of an object's member, NULL if it has none. */
static const char *member(const char *object, const char *key, size_t length)
{
    const char *at = object + 1, *end, *value;

    for (;;) {
        at += strspn(at, "," BLANKS);
        if (*at != '"')
            return NULL;
        end = behind(at);
        value = end + strspn(end, ":" BLANKS);
        if ((size_t)(end - at) == length + 2 && memcmp(at + 1, key, length) == 0)
            return value;
        at = behind(value);
    }
}

static const char *keyword(const char *object, const char *key)
{
    return member(object, key, strlen(key));
}

/* The place that a reference leads to; of alternatives, which are a value and null, the first. */
static const char *follow(const char *schema, const char *place)
{
    const char *reference, *any;

    while ((reference = keyword(place, "$ref")) != NULL) {
        reference += strlen(REFERENCE);
        place = member(keyword(schema, "$defs"), reference, strcspn(reference, "\""));
    }
    any = keyword(place, "anyOf");
    return any != NULL ? any + 1 + strspn(any + 1, BLANKS) : place;
}

const char *types_find(const char *schema, const char *place, const char *key)
{
    const char *members, *found = NULL;

    if (place == NULL || types_of(place) == TYPE_FREE)
        return place;
    if (key == NULL)
        found = keyword(place, "items");
    else if ((members = keyword(place, "properties")) != NULL)
        found = keyword(members, key);
    return found != NULL ? follow(schema, found) : NULL;
}

enum type types_of(const char *place)
{
    const char *type = place != NULL ? keyword(place, "type") : NULL;

    switch (type != NULL ? type[1] : '\0') {
    case 'n':
    case 'i':
        return TYPE_NUMBER;
    case 'b':
        return TYPE_BOOLEAN;
    case 'a':
        return TYPE_MANY;
    case 'o':
        return keyword(place, "properties") != NULL ? TYPE_MANY : TYPE_FREE;
    default:
        return TYPE_TEXT;
    }
}
