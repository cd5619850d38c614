/* What reaches a terminal: see gate.h. */
#include "gate.h"

#include <string.h>

#include "text.h"

/*
 * In order. Not in it: U+FE0E and U+FE0F, which choose between the two looks of an emoji in many honest names. The other
 * variation selectors, and the tags, are invisible and can carry any text; joiners and zero-width spaces make two names
 * look alike that are not.
 */
static const struct {
    uint32_t first, last;
} refused[] = {
    {0x0000, 0x001f},   /* C0 */
    {0x007f, 0x009f},   /* DEL, C1: U+009B is what ESC [ is */
    {0x00ad, 0x00ad},   /* soft hyphen */
    {0x034f, 0x034f},   /* combining grapheme joiner */
    {0x061c, 0x061c},   /* Arabic letter mark */
    {0x115f, 0x1160},   /* Hangul fillers */
    {0x17b4, 0x17b5},   /* Khmer inherent vowels */
    {0x180b, 0x180f},   /* Mongolian selectors, vowel separator */
    {0x200b, 0x200f},   /* zero-width space and joiners, direction marks */
    {0x2028, 0x202e},   /* line and paragraph separators, embeddings, overrides */
    {0x2060, 0x206f},   /* word joiner, invisible operators, isolates, deprecated controls */
    {0x3164, 0x3164},   /* Hangul filler */
    {0xfe00, 0xfe0d},   /* variation selectors */
    {0xfeff, 0xfeff},   /* zero-width no-break space */
    {0xffa0, 0xffa0},   /* half-width Hangul filler */
    {0xfff0, 0xfffb},   /* interlinear annotations */
    {0x1bca0, 0x1bca3}, /* shorthand controls */
    {0x1d173, 0x1d17a}, /* musical controls */
    {0xe0000, 0xe0fff}, /* tags, variation selectors */
};

bool gate_refuses(uint32_t code_point)
{
    size_t i;

    for (i = 0; i < sizeof refused / sizeof *refused && refused[i].first <= code_point; i++)
        if (code_point <= refused[i].last)
            return true;
    return false;
}

/* Bytes of a style as output_style writes it, 0 for anything else: ESC, where the text begins, [ digits and semicolons m. */
static size_t style_length(const char *text, size_t size)
{
    size_t at = 2;

    if (size < 3 || text[1] != '[')
        return 0;
    while (at < size && at < 8 && strchr("0123456789;", text[at]) != NULL && text[at] != '\0')
        at++;
    return at < size && text[at] == 'm' ? at + 1 : 0;
}

void gate_add_text(struct buffer *to, const char *text, size_t size)
{
    size_t at, length, style, i;

    for (at = 0; at < size; at += length) {
        uint32_t code_point = 0;

        length = text_decode(&code_point, text + at, size - at);
        style = length > 0 && code_point == '\033' ? style_length(text + at, size - at) : 0;
        if (style > 0)
            length = style;
        if (style > 0 ||
            (length > 0 && (code_point == '\n' || code_point == '\t' || !gate_refuses(code_point)))) {
            buffer_add(to, text + at, length);
            continue;
        }
        length = length > 0 ? length : 1;
        for (i = 0; i < length; i++)
            buffer_printf(to, "\\x%02x", (unsigned char)text[at + i]);
    }
}

void gate_add_json_escape(struct buffer *to, uint32_t code_point)
{
    if (code_point > 0xffff) {
        buffer_printf(to, "\\u%04x", (unsigned)(0xd800 + ((code_point - 0x10000) >> 10)));
        code_point = 0xdc00 + ((code_point - 0x10000) & 0x3ff);
    }
    buffer_printf(to, "\\u%04x", (unsigned)code_point);
}

void gate_add_json(struct buffer *to, const char *text, size_t size)
{
    size_t at, length;

    for (at = 0; at < size; at += length) {
        uint32_t code_point = 0;

        length = text_decode(&code_point, text + at, size - at);
        if (length == 0)
            gate_add_json_escape(to, 0xfffd);
        else if (code_point >= 0x7f && gate_refuses(code_point))
            gate_add_json_escape(to, code_point);
        else
            buffer_add(to, text + at, length);
        length = length > 0 ? length : 1;
    }
}

/* One character of a file; `length` 0: it is none. */
static bool passes(const struct gate_scan *scan, uint32_t code_point, size_t length)
{
    if (length == 0)
        return false;
    if (code_point == 0xfeff && scan->offset == 0)
        return true;
    return !gate_refuses(code_point) ||
           (code_point != 0 && code_point < 0x20 && strchr("\t\n\r\f", (int)code_point) != NULL);
}

/* Whether a character begins here whose end is not there yet. */
static bool is_cut(const char *bytes, size_t size)
{
    unsigned char lead = (unsigned char)bytes[0];
    size_t wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1, i;

    for (i = 1; i < size; i++)
        if (((unsigned char)bytes[i] & 0xc0) != 0x80)
            return false;
    return lead < 0xf5 && size < wanted;
}

bool gate_scan_piece(struct gate_scan *scan, const char *bytes, size_t size)
{
    size_t at, length;

    for (at = 0; at < size; at += length) {
        char whole[4];
        size_t have = scan->cut_size, more = size - at < 4 - have ? size - at : 4 - have;
        uint32_t code_point = 0;

        memcpy(whole, scan->cut, have);
        memcpy(whole + have, bytes + at, more);
        length = text_decode(&code_point, whole, have + more);
        if (length == 0 && at + more == size && is_cut(whole, have + more)) {
            memcpy(scan->cut, whole, have + more);
            scan->cut_size = have + more;
            return true;
        }
        if (!passes(scan, code_point, length))
            return false;
        scan->offset += length;
        scan->cut_size = 0;
        length -= have;
    }
    return true;
}
