/*
 * Protobuf text form: the spelling of values.
 *
 *   string = quoted bytes; \n \r \t \" \' \\ and three-digit octal for what is not printable ASCII; adjacent strings are one
 *   float  = decimal, inf, -inf, nan
 *
 * doc/FORMATS.md, "Text form".
 */
#include "twin_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNUSUAL_PIECE 7

static const char simple_escape[256] = {
    ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', ['"'] = '"', ['\''] = '\'', ['\\'] = '\\',
};

void mw_text_escape(struct mw_buf *out, enum mw_syntax syntax, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) {
        if (simple_escape[p[i]]) {
            mw_buf_byte(out, '\\');
            mw_buf_byte(out, (unsigned char)simple_escape[p[i]]);
        } else if (p[i] >= 0x20 && p[i] < 0x7f) {
            mw_buf_byte(out, p[i]);
        } else {
            /* Three octal digits always end; a hexadecimal escape would swallow a digit that follows, so the
             * unusual syntax, which uses them, ends its string after each. */
            char escape[8];
            int length =
                snprintf(escape, sizeof escape, syntax == MW_TEXT_UNUSUAL ? "\\x%02x''" : "\\%03o", p[i]);
            mw_buf_append(out, escape, (size_t)length);
        }
    }
}

void mw_text_quote(struct mw_buf *out, enum mw_syntax syntax, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    if (syntax != MW_TEXT_UNUSUAL) {
        mw_buf_byte(out, '"');
        mw_text_escape(out, syntax, p, n);
        mw_buf_byte(out, '"');
        return;
    }
    size_t at = 0;
    do {
        size_t take = n - at < UNUSUAL_PIECE ? n - at : UNUSUAL_PIECE;
        mw_buf_printf(out, at ? " '" : "'");
        mw_text_escape(out, syntax, p + at, take);
        mw_buf_byte(out, '\'');
        at += take;
    } while (at < n);
}

void mw_text_float(struct mw_buf *out, float v)
{
    char text[32];
    if (isnan(v) || isinf(v)) {
        mw_buf_printf(out, isnan(v) ? "nan" : v < 0 ? "-inf" : "inf");
        return;
    }
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)v);
        if (mw_float_bits(strtof(text, NULL)) == mw_float_bits(v))
            break;
    }
    mw_buf_append(out, text, strlen(text));
}
