/* Text without memory, and in addresses: see text.h. */
#include "text.h"

#include <ctype.h>
#include <string.h>

void buffer_fail(struct buffer *buffer)
{
    buffer->failed = true;
}

void text_percent(struct buffer *text, const char *chars, const char *plain)
{
    for (; *chars != '\0'; chars++) {
        unsigned char byte = (unsigned char)*chars;
        bool stays = (byte < 0x80 && isalnum(byte)) || strchr(plain, byte) != NULL;

        buffer_printf(text, stays ? "%c" : "%%%02X", byte);
    }
}
