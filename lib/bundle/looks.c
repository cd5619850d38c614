/* What a file looks like: see looks.h. */
#include "bundle/looks.h"

#include <stdbool.h>

#define HEAD        512  /* bytes that are looked at */
#define POINTER_MAX 1024 /* a Git LFS pointer is smaller, says its specification */

static unsigned char lower(unsigned char character)
{
    return character >= 'A' && character <= 'Z' ? (unsigned char)(character + ('a' - 'A')) : character;
}

/* `expected` is in small letters. */
static bool begins(const unsigned char *text, size_t size, const char *expected)
{
    size_t i;

    for (i = 0; expected[i] != '\0'; i++)
        if (i == size || lower(text[i]) != (unsigned char)expected[i])
            return false;
    return true;
}

/* The specification's own address, and the two that the first releases of Git LFS wrote. */
static bool is_pointer(const unsigned char *text, size_t size)
{
    return begins(text, size, "version https://git-lfs.github.com/spec/") ||
           begins(text, size, "version http://git-media.io/v/") ||
           begins(text, size, "version https://hawser.github.com/spec/");
}

static bool is_page(const unsigned char *text, size_t size)
{
    size_t at = begins(text, size, "\xef\xbb\xbf") ? 3 : 0; /* a byte order mark */

    while (at < size && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r')))
        at++;
    return begins(text + at, size - at, "<!doctype html") || begins(text + at, size - at, "<html");
}

nnreg_status nnreg_looks_like(enum nnreg_looks *looks, const struct nnreg_source *source,
                              struct nnreg_error *error)
{
    unsigned char buffer[HEAD];
    size_t size = source->size < HEAD ? (size_t)source->size : HEAD;
    const unsigned char *head;
    nnreg_status status;

    *looks = NNREG_LOOKS_UNREMARKABLE;
    if (size == 0)
        return NNREG_OK;
    status = nnreg_source_read(&head, source, 0, buffer, size, error);
    if (status != NNREG_OK)
        return status;
    if (source->size < POINTER_MAX && is_pointer(head, size))
        *looks = NNREG_LOOKS_LFS_POINTER;
    else if (is_page(head, size))
        *looks = NNREG_LOOKS_HTML_PAGE;
    return NNREG_OK;
}
