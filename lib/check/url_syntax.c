/*
 * Absolute http and https URLs (RFC 3986, appendix A; RFC 9110, section 4.2):
 *
 *     URL  = ("http" / "https") "://" host [":" port] ["/" path] ["?" query] ["#" fragment]
 *     host = 1*(unreserved / pct-encoded / sub-delims) / "[" IP-literal "]"
 *
 * A user before the host is refused, as RFC 9110 (4.2.4) has it. Of an IP literal only the characters are looked at.
 */
#include "check/url_syntax.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/letters.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS  "0123456789"
#define HEX     DIGITS "ABCDEFabcdef"
#define PLAIN   LETTERS DIGITS "-._~!$&'()*+,;=" /* unreserved and sub-delims */

/* How many bytes of the text are these characters, or escaped ones. */
static size_t span(const char *text, const char *characters)
{
    size_t length = 0;

    for (;;) {
        length += strspn(text + length, characters);
        if (text[length] != '%' || text[length + 1] == '\0' || strchr(HEX, text[length + 1]) == NULL ||
            text[length + 2] == '\0' || strchr(HEX, text[length + 2]) == NULL)
            return length;
        length += 3;
    }
}

/* The length of "http://" or "https://", 0 when it begins with neither. Schemes are read in any case. */
static size_t scheme_length(const char *text)
{
    if (nnreg_letters_begin(text, "http://"))
        return 7;
    return nnreg_letters_begin(text, "https://") ? 8 : 0;
}

/* The length of the host, 0 when there is none. */
static size_t host_length(const char *text)
{
    size_t length;

    if (*text != '[')
        return span(text, PLAIN);
    length = 1 + strspn(text + 1, HEX ":.");
    return length > 1 && text[length] == ']' ? length + 1 : 0;
}

const char *nnreg_url_fault(const char *text)
{
    size_t length = scheme_length(text), authority;

    if (length == 0)
        return "does not begin with https:// or http://";
    text += length;
    authority = strcspn(text, "/?#");
    if (memchr(text, '@', authority) != NULL)
        return "has a user name";
    length = host_length(text);
    if (length == 0)
        return "has no host";
    text += length;
    if (*text == ':')
        text += 1 + strspn(text + 1, DIGITS);
    if (*text == '/')
        text += span(text, PLAIN ":@/");
    if (*text == '?')
        text += 1 + span(text + 1, PLAIN ":@/?");
    if (*text == '#')
        text += 1 + span(text + 1, PLAIN ":@/?");
    return *text == '\0' ? NULL : "has a character that is to be escaped, or stands in no URL there";
}
