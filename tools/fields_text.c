/* An object as text: see fields_text.h. */
#include "fields_text.h"

#include <stdarg.h>
#include <string.h>

#include "text.h"

#define LABEL_WIDTH 16

static void add_part(struct buffer *text, const char *label, const char *value, size_t length)
{
    do {
        const char *newline = memchr(value, '\n', length);
        size_t line = newline != NULL ? (size_t)(newline - value) : length;

        if (label[0] != '\0' || line > 0)
            buffer_printf(text, "%-*s", LABEL_WIDTH, label);
        text_add_safe(text, value, line);
        buffer_put(text, "\n");
        label = "";
        value += newline != NULL ? line + 1 : line;
        length -= newline != NULL ? line + 1 : line;
    } while (length > 0);
}

void fields_add(struct buffer *text, const char *label, const char *value)
{
    add_part(text, label, value, strlen(value));
}

void fields_addf(struct buffer *text, const char *label, const char *format, ...)
{
    struct buffer value = {0};
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&value, format, arguments);
    va_end(arguments);
    fields_add(text, label, buffer_text(&value));
    buffer_free(&value);
}

void fields_add_number(struct buffer *text, const char *label, uint64_t number)
{
    buffer_printf(text, "%-*s%llu\n", LABEL_WIDTH, label, (unsigned long long)number);
}

void fields_add_time(struct buffer *text, const char *label, int64_t time)
{
    buffer_printf(text, "%-*s", LABEL_WIDTH, label);
    text_add_time(text, time, TEXT_MICROSECONDS);
    buffer_put(text, "\n");
}
