/* Growable output: see bytes.h. */
#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

void nnreg_bytes_free(struct nnreg_bytes *bytes)
{
    nnreg_free(bytes->content);
    *bytes = (struct nnreg_bytes)NNREG_BYTES_INIT;
}

/* Makes room for `more` bytes and the NUL behind them. */
static bool reserve(struct nnreg_bytes *bytes, size_t more)
{
    size_t wanted, doubled;
    char *grown;

    if (bytes->failed)
        return false;
    if (!nnreg_size_add(&wanted, bytes->size, more) || !nnreg_size_add(&wanted, wanted, 1)) {
        bytes->failed = true;
        return false;
    }
    if (wanted <= bytes->capacity)
        return true;
    doubled = bytes->capacity > 0 ? bytes->capacity * 2 : 64;
    if (doubled < wanted)
        doubled = wanted;
    grown = nnreg_realloc_array(bytes->content, doubled, 1);
    if (grown == NULL) {
        bytes->failed = true;
        return false;
    }
    bytes->content = grown;
    bytes->capacity = doubled;
    return true;
}

void nnreg_bytes_put(struct nnreg_bytes *bytes, const void *content, size_t size)
{
    if (!reserve(bytes, size))
        return;
    if (size > 0)
        memcpy(bytes->content + bytes->size, content, size);
    bytes->size += size;
    bytes->content[bytes->size] = '\0';
}

void nnreg_bytes_char(struct nnreg_bytes *bytes, char character)
{
    nnreg_bytes_put(bytes, &character, 1);
}

void nnreg_bytes_text(struct nnreg_bytes *bytes, const char *text)
{
    nnreg_bytes_put(bytes, text, strlen(text));
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
