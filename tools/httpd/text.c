/* Text for pages: see text.h. */
#include "text.h"

#include <string.h>

void buffer_fail(struct buffer *buffer)
{
    buffer->failed = true;
}

void text_html(struct buffer *text, const char *chars)
{
    static const char *const entities[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

    while (*chars != '\0') {
        size_t plain = strcspn(chars, "&<>\"'");

        buffer_add(text, chars, plain);
        chars += plain;
        if (*chars != '\0')
            buffer_put(text, entities[(unsigned char)*chars++]);
    }
}
