/*
 * Text in the making. A server does not stop for want of memory: the first failure is kept, what is added after it is not, and who
 * hands the text on looks at `failed` once.
 */
#ifndef NNREG_HTTPD_TEXT_H
#define NNREG_HTTPD_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Starts as {0}. `chars` ends with a NUL once anything was added; NULL before. */
struct text {
    char *chars;
    size_t length, room;
    bool failed;
};

/* "" when nothing was added, or nothing could be. Borrowed until the next change. */
const char *text_chars(const struct text *text);
void text_free(struct text *text);

void text_add(struct text *text, const void *bytes, size_t size);
void text_put(struct text *text, const char *chars);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprintf(struct text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* As the text of an HTML element, or the value of an attribute between quotation marks of either kind. */
void text_html(struct text *text, const char *chars);

#endif
