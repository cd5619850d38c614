/* Growable output: see bytes.h. */
#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

void nnreg_bytes_free(struct nnreg_bytes *bytes)
{
    nnreg_free(bytes->content);
    *bytes = (struct nnreg_bytes)NNREG_BYTES_INIT;
}

/* No room is left after a failure, so that it is looked at only where there is none. */
static bool fail(struct nnreg_bytes *bytes)
{
    bytes->failed = true;
    bytes->capacity = bytes->size;
    return false;
}

static bool grow(struct nnreg_bytes *bytes, size_t more)
{
    size_t needed;
    char *grown;

    if (bytes->failed || !nnreg_size_add(&needed, bytes->size, more) || !nnreg_size_add(&needed, needed, 1))
        return fail(bytes);
    grown = nnreg_array_room(bytes->content, &bytes->capacity, needed, 1);
    if (grown == NULL)
        return fail(bytes);
    bytes->content = grown;
    return true;
}

/* Makes room for `more` bytes and the NUL behind them. */
static inline bool reserve(struct nnreg_bytes *bytes, size_t more)
{
    return more < bytes->capacity - bytes->size || grow(bytes, more);
}

void nnreg_bytes_put(struct nnreg_bytes *bytes, const void *content, size_t size)
{
    if (!reserve(bytes, size))
        return;
    if (size == 1) /* as most of what is put into a record */
        bytes->content[bytes->size] = *(const char *)content;
    else if (size > 0)
        memcpy(bytes->content + bytes->size, content, size);
    bytes->size += size;
    bytes->content[bytes->size] = '\0';
}

void nnreg_bytes_char(struct nnreg_bytes *bytes, char character)
{
    if (!reserve(bytes, 1))
        return;
    bytes->content[bytes->size++] = character;
    bytes->content[bytes->size] = '\0';
}

void nnreg_bytes_text(struct nnreg_bytes *bytes, const char *text)
{
    nnreg_bytes_put(bytes, text, strlen(text));
}

void nnreg_bytes_decimal(struct nnreg_bytes *bytes, uint64_t number)
{
    char digits[20]; /* of UINT64_MAX */
    size_t first = sizeof digits;

    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    nnreg_bytes_put(bytes, digits + first, sizeof digits - first);
}

void nnreg_bytes_format(struct nnreg_bytes *bytes, const char *format, ...)
{
    va_list arguments, again;
    int length;

    va_start(arguments, format);
    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, arguments);
    if (length < 0)
        bytes->failed = true;
    else if (reserve(bytes, (size_t)length)) {
        (void)vsnprintf(bytes->content + bytes->size, (size_t)length + 1, format, again);
        bytes->size += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

nnreg_status nnreg_bytes_take(char **text, struct nnreg_bytes *bytes)
{
    *text = NULL;
    nnreg_bytes_put(bytes, "", 0);
    if (bytes->failed) {
        nnreg_bytes_free(bytes);
        return NNREG_NO_MEMORY;
    }
    *text = bytes->content;
    *bytes = (struct nnreg_bytes)NNREG_BYTES_INIT;
    return NNREG_OK;
}
