/* Text in the making: see text.h. */
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256

const char *text_chars(const struct text *text)
{
    return text->chars != NULL ? text->chars : "";
}

void text_free(struct text *text)
{
    free(text->chars);
    *text = (struct text){0};
}

/* Room for so many bytes more, and the NUL. */
static bool make_room(struct text *text, size_t size)
{
    size_t room = text->room > 0 ? text->room : FIRST_ROOM;
    char *chars;

    if (text->failed || size > SIZE_MAX / 4 - text->length) {
        text->failed = true;
        return false;
    }
    if (text->room > text->length + size)
        return true;
    while (room <= text->length + size)
        room *= 2;
    chars = realloc(text->chars, room);
    if (chars == NULL) {
        text->failed = true;
        return false;
    }
    text->chars = chars;
    text->room = room;
    return true;
}

void text_add(struct text *text, const void *bytes, size_t size)
{
    if (!make_room(text, size))
        return;
    if (size > 0)
        memcpy(text->chars + text->length, bytes, size);
    text->length += size;
    text->chars[text->length] = '\0';
}

void text_put(struct text *text, const char *chars)
{
    text_add(text, chars, strlen(chars));
}

void text_vprintf(struct text *text, const char *format, va_list arguments)
{
    va_list again;
    int size;

    va_copy(again, arguments);
    size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0 || !make_room(text, (size_t)size)) {
        text->failed = true;
        return;
    }
    vsnprintf(text->chars + text->length, (size_t)size + 1, format, arguments);
    text->length += (size_t)size;
}

void text_printf(struct text *text, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    text_vprintf(text, format, arguments);
    va_end(arguments);
}

void text_html(struct text *text, const char *chars)
{
    static const char *const entities[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

    while (*chars != '\0') {
        size_t plain = strcspn(chars, "&<>\"'");

        text_add(text, chars, plain);
        chars += plain;
        if (*chars != '\0')
            text_put(text, entities[(unsigned char)*chars++]);
    }
}
