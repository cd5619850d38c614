/* HTML: see html.h. */
#include "html.h"

#include <stdint.h>
#include <string.h>

#include "clock.h"

static void put_text(struct buffer *page, const char *chars)
{
    static const char *const entities[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

    while (*chars != '\0') {
        size_t plain = strcspn(chars, "&<>\"'");

        buffer_add(page, chars, plain);
        chars += plain;
        if (*chars != '\0')
            buffer_put(page, entities[(unsigned char)*chars++]);
    }
}

static void put_bytes(struct buffer *page, unsigned long long bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    double left = (double)bytes / 1024;
    size_t unit = 0;

    for (; left >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++)
        left /= 1024;
    if (bytes < 1024)
        buffer_printf(page, "%llu bytes", bytes);
    else
        buffer_printf(page, "%.1f %s", left, units[unit]);
}

/* To the second, with all of it for programs: <time datetime="...">. */
static void put_time(struct buffer *page, int64_t time)
{
    char exact[CLOCK_TEXT];

    clock_text(exact, time);
    buffer_printf(page, "<time datetime=\"%s\">%.10s %.8s</time>", exact, exact, exact + 11);
}

void html_put(struct buffer *page, const char *format, ...)
{
    va_list arguments;
    size_t plain;

    va_start(arguments, format);
    while (format[plain = strcspn(format, "%")] != '\0') {
        buffer_add(page, format, plain);
        switch (format[plain + 1]) {
        case 'h':
            put_text(page, va_arg(arguments, const char *));
            break;
        case 'u':
            buffer_printf(page, "%llu", va_arg(arguments, unsigned long long));
            break;
        case 'f':
            buffer_printf(page, "%g", va_arg(arguments, double));
            break;
        case 't':
            put_time(page, va_arg(arguments, int64_t));
            break;
        case 'b':
            put_bytes(page, va_arg(arguments, unsigned long long));
            break;
        default:
            buffer_put(page, "%");
        }
        format += plain + 2;
    }
    buffer_put(page, format);
    va_end(arguments);
}

void html_begin_table(struct buffer *page, const char *const *columns, size_t count)
{
    size_t i;

    html_put(page, "<table><thead><tr>");
    for (i = 0; i < count; i++)
        html_put(page, "<th scope=\"col\">%h</th>", columns[i]);
    html_put(page, "</tr></thead><tbody>\n");
}
