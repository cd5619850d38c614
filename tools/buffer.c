/* Growable text and allocation: see buffer.h. */
#include "buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"

static void *checked(void *memory)
{
    if (memory == NULL) {
        fputs("nnreg: out of memory\n", stderr);
        exit(STATUS_SYSTEM);
    }
    return memory;
}

void *memory_zero(size_t count, size_t size)
{
    return checked(calloc(count > 0 ? count : 1, size));
}

char *memory_copy(const char *text)
{
    return checked(strdup(text));
}

const char *buffer_text(const struct buffer *buffer)
{
    return buffer->text != NULL ? buffer->text : "";
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->text);
    *buffer = (struct buffer){0};
}

char *buffer_room(struct buffer *buffer, size_t least, size_t *size)
{
    size_t room = buffer->room > 0 ? buffer->room : 256;

    if (least > SIZE_MAX / 4 || buffer->length > SIZE_MAX / 4)
        checked(NULL);
    while (room - buffer->length <= least) /* one byte stays for the NUL */
        room *= 2;
    if (room > buffer->room) {
        buffer->text = checked(realloc(buffer->text, room));
        buffer->room = room;
    }
    if (size != NULL)
        *size = buffer->room - buffer->length - 1;
    return buffer->text + buffer->length;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
    char *to = buffer_room(buffer, size, NULL);

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

    memset(to, byte, count);
    to[count] = '\0';
    buffer->length += count;
}

void buffer_vprintf(struct buffer *buffer, const char *format, va_list arguments)
{
    char *text = NULL;
    int length = vasprintf(&text, format, arguments);

    if (length < 0)
        checked(NULL);
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
