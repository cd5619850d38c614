/*
 * Growable text, of the command and of the server. What happens without memory is the program's to say: the command stops (memory.h), the
 * server goes on, and looks at `failed` once (http/text.h).
 */
#ifndef NNREG_TOOLS_BUFFER_H
#define NNREG_TOOLS_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Starts as {0}. `text` ends with a NUL once anything was added; NULL before. */
struct buffer {
    char *text;
    size_t length;
    size_t room;
    bool failed; /* nothing is added any more */
};

/* The text, "" when nothing was added. Borrowed until the next change. */
const char *buffer_text(const struct buffer *buffer);

void buffer_free(struct buffer *buffer);
void buffer_add(struct buffer *buffer, const void *bytes, size_t size);
void buffer_put(struct buffer *buffer, const char *text);
void buffer_fill(struct buffer *buffer, char byte, size_t count);
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Room for one byte more than the length, as read(2) wants it: returns where to write, `*size` how much fits. NULL: failed. */
char *buffer_room(struct buffer *buffer, size_t least, size_t *size);

/* The program's: there is no memory for what is to be added. If it returns, it sets `failed`. */
void buffer_fail(struct buffer *buffer);

#endif
