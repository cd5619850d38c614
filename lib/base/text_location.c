/* Lines and columns of a text: see text_location.h. */
#include "base/text_location.h"

#include "base/utf8.h"

void nnreg_text_advance(struct nnreg_text_location *location, const char *text, size_t length, size_t offset)
{
    uint32_t code_point;
    size_t i = location->offset;

    while (i < offset && i < length) {
        size_t width = (unsigned char)text[i] < 0x80 ? 1 : nnreg_utf8_next(&code_point, text + i, length - i);

        width = width > 0 ? width : 1; /* a bad byte counts as a character */
        if (width > offset - i)
            break; /* inside this character: its own location is meant */
        if (nnreg_text_ends_line(text[i], i + 1 < length ? text[i + 1] : -1)) {
            location->line++;
            location->column = 1;
        } else {
            location->column++;
        }
        i += width;
    }
    location->offset = i;
}

void nnreg_text_locate(uint64_t *line, uint64_t *column, const char *text, size_t length, size_t offset)
{
    struct nnreg_text_location location = NNREG_TEXT_LOCATION_INIT;

    nnreg_text_advance(&location, text, length, offset);
    *line = location.line;
    *column = location.column;
}
