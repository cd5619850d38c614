/* UTF-8: see utf8.h. */
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

size_t nnreg_utf8_next(uint32_t *code_point, const char *text, size_t size)
{
    const unsigned char *s = (const unsigned char *)text;
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length, i;
    uint32_t c;

    if (size == 0)
        return 0;
    /* 0x80 to 0xbf go on a character; 0xc0 and 0xc1 could only begin an overlong one; 0xf5 on is above U+10FFFF. */
    c = s[0];
    length = c < 0x80                ? 1
             : c >= 0xc2 && c < 0xe0 ? 2
             : c >= 0xe0 && c < 0xf0 ? 3
             : c >= 0xf0 && c < 0xf5 ? 4
                                     : 0;
    if (length == 0 || length > size)
        return 0;
    if (length > 1)
        c &= 0x7fu >> length; /* 110xxxxx, 1110xxxx, 11110xxx: the bits behind the first 0 */
    for (i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3fu);
    }
    if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return 0;
    *code_point = c;
    return length;
}

size_t nnreg_utf8_put(char out[4], uint32_t c)
{
    size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    size_t i;

    for (i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(lead[length] | c);
    return length;
}

/* How many bytes from here on are ASCII, counted in eights; copied, since a text begins at any address. */
static size_t ascii_run(const char *text, size_t size)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    size_t length = 0;
    uint64_t eight;

    while (size - length >= sizeof eight) {
        memcpy(&eight, text + length, sizeof eight);
        if ((eight & high_bits) != 0)
            break;
        length += sizeof eight;
    }
    return length;
}

bool nnreg_utf8_valid(const char *text, size_t size)
{
    uint32_t c;
    size_t i = ascii_run(text, size), length;

    while (i < size) {
        length = nnreg_utf8_next(&c, text + i, size - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

/* Whether eight bytes are ASCII without a NUL: a byte that is 0 borrows from its highest bit when 1 is taken from each. */
static bool are_plain(const char *text)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
    uint64_t eight;

    memcpy(&eight, text, sizeof eight);
    return ((eight | (eight - ones)) & high_bits) == 0;
}

/* The last eight overlap those before them, so that a text that is not a multiple of eight long is looked at in eights, too. */
static bool is_plain_text(const char *text, size_t size)
{
    size_t i;

    if (size < 8) {
        for (i = 0; i < size; i++)
            if (text[i] == '\0' || (unsigned char)text[i] >= 0x80)
                return false;
        return true;
    }
    for (i = 0; i + 8 < size; i += 8)
        if (!are_plain(text + i))
            return false;
    return are_plain(text + size - 8);
}

bool nnreg_utf8_is_text(const char *text, size_t size)
{
    return is_plain_text(text, size) || (memchr(text, '\0', size) == NULL && nnreg_utf8_valid(text, size));
}

size_t nnreg_utf8_length(const char *text, size_t size)
{
    size_t i, count = 0;

    for (i = 0; i < size; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

bool nnreg_utf8_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

const char *nnreg_utf8_quote(char *out, size_t out_size, const char *text, size_t size)
{
    static const char cut[] = "\xe2\x80\xa6";
    size_t used = 0, i = 0;

    /* At the head there is room for `cut` at `used`: a piece is taken only if it leaves that, or is the last one. */
    while (i < size) {
        char piece[8];
        uint32_t c = 0;
        size_t length = nnreg_utf8_next(&c, text + i, size - i), width = length;

        if (length > 0 && !nnreg_utf8_is_control(c)) {
            memcpy(piece, text + i, length);
        } else {
            width = (size_t)snprintf(piece, sizeof piece, "\\x%02x", (unsigned char)text[i]);
            length = 1;
        }
        if (used + width + (i + length < size ? sizeof cut : 1) > out_size) {
            memcpy(out + used, cut, sizeof cut);
            return out;
        }
        memcpy(out + used, piece, width);
        used += width;
        i += length;
    }
    out[used] = '\0';
    return out;
}
