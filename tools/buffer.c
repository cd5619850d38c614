/* Growable text: see buffer.h. */
#include "buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *buffer_text(const struct buffer *buffer)
{
    return buffer->text != NULL ? buffer->text : "";
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->text);
    *buffer = (struct buffer){0};
}

/* Room for so many bytes in all; false: failed. */
static bool grow(struct buffer *buffer, size_t room)
{
    char *text = realloc(buffer->text, room);

    if (text == NULL) {
        buffer_fail(buffer);
        return false;
    }
    buffer->text = text;
    buffer->room = room;
    return true;
}

char *buffer_room(struct buffer *buffer, size_t least, size_t *size)
{
    size_t room = buffer->room > 0 ? buffer->room : 256;

    if (buffer->failed || least > SIZE_MAX / 4 || buffer->length > SIZE_MAX / 4) {
        buffer_fail(buffer);
        return NULL;
    }
    while (room - buffer->length <= least) /* one byte stays for the NUL */
        room *= 2;
    if (room > buffer->room && !grow(buffer, room))
        return NULL;
    if (size != NULL)
        *size = buffer->room - buffer->length - 1;
    return buffer->text + buffer->length;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
    char *to = buffer_room(buffer, size, NULL);

    if (to == NULL)
        return;
    if (size > 0)
        memcpy(to, bytes, size);
    to[size] = '\0';
    buffer->length += size;
}

void buffer_put(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_fill(struct buffer *buffer, char byte, size_t count)
{
    char *to = buffer_room(buffer, count, NULL);

    if (to == NULL)
        return;
    memset(to, byte, count);
    to[count] = '\0';
    buffer->length += count;
}

void buffer_vprintf(struct buffer *buffer, const char *format, va_list arguments)
{
    char *text = NULL;
    int length = vasprintf(&text, format, arguments);

    if (length < 0) {
        buffer_fail(buffer);
        return;
    }
    buffer_add(buffer, text, (size_t)length);
    free(text);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(buffer, format, arguments);
    va_end(arguments);
}
