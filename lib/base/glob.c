/* Matching patterns: see glob.h. */
#include "base/glob.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define UTF8_MOST 4 /* bytes of a character */

/* The character at `text`, and the text behind it. What is no UTF-8 is a byte. */
static uint32_t take_glob_character(const char **text)
{
    uint32_t c = 0;
    size_t length = nnreg_utf8_next(&c, *text, strnlen(*text, UTF8_MOST));

    if (length == 0) {
        c = (unsigned char)**text;
        length = 1;
    }
    *text += length;
    return c;
}

/* The end of a set that begins at `pattern`, behind its '['; NULL: it has none, and the '[' is a character. */
static const char *set_end(const char *pattern)
{
    if (*pattern == '!')
        pattern++;
    if (*pattern == ']') /* at the beginning it is one of the set */
        pattern++;
    while (*pattern != '\0' && *pattern != ']')
        pattern++;
    return *pattern == ']' ? pattern : NULL;
}

static bool in_set(const char *pattern, const char *end, uint32_t c)
{
    bool negated = *pattern == '!', found = false;

    pattern += negated;
    while (pattern < end) {
        uint32_t first = take_glob_character(&pattern), last = first;

        if (pattern + 1 < end && *pattern == '-') {
            pattern++;
            last = take_glob_character(&pattern);
        }
        found = found || (c >= first && c <= last);
    }
    return found != negated;
}

/*
 * Matches one character of the text with what the pattern has for it, and moves both on. From `*unclosed` on no set has
 * an end: that is found out once.
 */
static bool match_one(const char **pattern, const char **text, const char **unclosed)
{
    uint32_t c = take_glob_character(text), wanted = take_glob_character(pattern);
    const char *end = NULL;

    if (wanted == '?')
        return true;
    if (wanted == '[' && *pattern < *unclosed) {
        end = set_end(*pattern);
        *unclosed = end == NULL ? *pattern : *unclosed;
    }
    if (end != NULL) {
        const char *set = *pattern;

        *pattern = end + 1;
        return in_set(set, end, c);
    }
    if (wanted == '\\' && **pattern != '\0')
        wanted = take_glob_character(pattern);
    return c == wanted;
}

bool nnreg_glob_match(const char *pattern, const char *text)
{
    const char *unclosed = pattern + strlen(pattern) + 1;
    const char *star = NULL, *resume = NULL; /* behind the last '*', and where its characters end so far */

    while (*text != '\0') {
        const char *next_pattern = pattern, *next_text = text;

        if (*pattern == '*') {
            star = ++pattern;
            resume = text;
        } else if (*pattern != '\0' && match_one(&next_pattern, &next_text, &unclosed)) {
            pattern = next_pattern;
            text = next_text;
        } else if (star != NULL) {
            (void)take_glob_character(&resume);
            text = resume;
            pattern = star;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

size_t nnreg_glob_prefix(char *out, size_t room, const char *pattern)
{
    size_t used = 0;

    while (*pattern != '\0' && strchr("*?[", *pattern) == NULL && used < room) {
        if (*pattern == '\\' && pattern[1] != '\0')
            pattern++;
        out[used++] = *pattern++;
    }
    return used;
}
