/* Text for people: see text.h. */
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gate.h"
#include "memory.h"

/* Code points from `first` to `last`; the tables are in order. */
struct range {
    uint32_t first, last;
};

/* Take no column: combining marks, joiners, variation selectors (Unicode general categories Mn, Me, some Cf). */
static const struct range zero_width[] = {
    {0x0300, 0x036f},   {0x0483, 0x0489},   {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2},
    {0x05c4, 0x05c5},   {0x0610, 0x061a},   {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06dc},
    {0x0900, 0x0902},   {0x093c, 0x093c},   {0x0941, 0x0948}, {0x094d, 0x094d}, {0x0e31, 0x0e31},
    {0x0e34, 0x0e3a},   {0x0e47, 0x0e4e},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200d},
    {0x20d0, 0x20f0},   {0x302a, 0x302d},   {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef},
};

/* Take two columns: East Asian wide and full-width characters, and the emoji that terminals draw as such. */
static const struct range double_width[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x25fd, 0x25fe},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26a1, 0x26a1},   {0x26bd, 0x26be},   {0x2705, 0x2705},
    {0x270a, 0x270b},   {0x2728, 0x2728},   {0x274c, 0x274c},   {0x2753, 0x2755},   {0x2795, 0x2797},
    {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18aff}, {0x1b000, 0x1b2ff},
    {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320},
    {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3},
    {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc},
    {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f567}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f},
    {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb},
    {0x1f90c, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
};

static bool in_ranges(uint32_t code_point, const struct range *ranges, size_t count)
{
    size_t i;

    for (i = 0; i < count && ranges[i].first <= code_point; i++)
        if (code_point <= ranges[i].last)
            return true;
    return false;
}

#define IN(code_point, ranges) in_ranges(code_point, ranges, sizeof(ranges) / sizeof((ranges)[0]))

size_t text_decode(uint32_t *code_point, const char *text, size_t size)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    size_t length = lead < 0x80   ? 1
                    : lead < 0xc2 ? 0
                    : lead < 0xe0 ? 2
                    : lead < 0xf0 ? 3
                    : lead < 0xf5 ? 4
                                  : 0;
    size_t i;

    if (length == 0 || length > size)
        return 0;
    *code_point = length == 1 ? lead : lead & (0x7fu >> length);
    for (i = 1; i < length; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
        *code_point = *code_point << 6 | ((unsigned char)text[i] & 0x3f);
    }
    if (*code_point < smallest[length] || *code_point > 0x10ffff || (*code_point & 0xfffff800) == 0xd800)
        return 0;
    return length;
}

size_t text_next_length(const char *text, size_t size)
{
    uint32_t code_point;
    size_t length;

    if (size == 0)
        return 0;
    length = text_decode(&code_point, text, size);
    return length > 0 ? length : 1;
}

bool text_is_utf8(const char *text, size_t size)
{
    uint32_t code_point;
    size_t at, length;

    for (at = 0; at < size; at += length) {
        length = text_decode(&code_point, text + at, size - at);
        if (length == 0)
            return false;
    }
    return true;
}

/* Columns of the one character at `text`, which takes `*length` bytes. */
static size_t character_width(const char *text, size_t size, size_t *length)
{
    uint32_t code_point;

    *length = text_decode(&code_point, text, size);
    if (*length == 0) {
        *length = 1;
        return 4; /* \xNN */
    }
    if (code_point == '\t')
        return TEXT_TAB;
    if (gate_refuses(code_point))
        return 4 * *length;
    return IN(code_point, zero_width) ? 0 : IN(code_point, double_width) ? 2 : 1;
}

size_t text_width(const char *text, size_t size)
{
    size_t at, length, width = 0;

    for (at = 0; at < size; at += length)
        width += character_width(text + at, size - at, &length);
    return width;
}

void text_add_safe(struct buffer *buffer, const char *text, size_t size)
{
    size_t at, length, i;

    for (at = 0; at < size; at += length) {
        uint32_t code_point = 0;

        length = text_decode(&code_point, text + at, size - at);
        if (length > 0 && code_point == '\t')
            buffer_fill(buffer, ' ', TEXT_TAB);
        else if (length > 0 && !gate_refuses(code_point))
            buffer_add(buffer, text + at, length);
        else {
            length = length > 0 ? length : 1;
            for (i = 0; i < length; i++)
                buffer_printf(buffer, "\\x%02x", (unsigned char)text[at + i]);
        }
    }
}

/* How many bytes of the text fit into so many columns. */
static size_t fitting(const char *text, size_t size, size_t columns)
{
    size_t at = 0, length, width = 0;

    while (at < size) {
        width += character_width(text + at, size - at, &length);
        if (width > columns)
            break;
        at += length;
    }
    return at;
}

void text_add_cut(struct buffer *buffer, const char *text, size_t columns)
{
    static const char ellipsis[] = "\xe2\x80\xa6"; /* one column */
    size_t size = strlen(text);

    if (text_width(text, size) <= columns)
        buffer_put(buffer, text);
    else {
        buffer_add(buffer, text, fitting(text, size, columns - 1));
        buffer_put(buffer, ellipsis);
    }
}

/* A copy without newlines, of malloc. */
static char *copy_line(const char *text)
{
    char *line = memory_copy(text), *at;

    for (at = line; *at != '\0'; at++)
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    return line;
}

void text_add_line(struct buffer *buffer, const char *text)
{
    char *line = copy_line(text);

    text_add_safe(buffer, line, strlen(line));
    free(line);
}

void text_add_short(struct buffer *buffer, const char *text, size_t columns)
{
    static const char dots[] = "...";
    size_t size = strlen(text);
    char *line = copy_line(text);

    if (text_width(line, size) <= columns)
        text_add_safe(buffer, line, size);
    else {
        text_add_safe(buffer, line, fitting(line, size, columns - strlen(dots)));
        buffer_put(buffer, dots);
    }
    free(line);
}

void text_add_size(struct buffer *buffer, uint64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    size_t unit = 0;
    double size = (double)bytes;

    while (size >= 1023.95) { /* what would be printed as 1024.0 */
        size /= 1024;
        unit++;
    }
    buffer_printf(buffer, unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
}

void text_add_time(struct buffer *buffer, int64_t microseconds, enum text_precision precision)
{
    int64_t fraction = microseconds % 1000000;
    time_t seconds;
    struct tm tm;
    char text[64];

    if (fraction < 0)
        fraction += 1000000;
    seconds = (time_t)((microseconds - fraction) / 1000000);
    if (gmtime_r(&seconds, &tm) == NULL || strftime(text, sizeof text, "-%m-%dT%H:%M:%S", &tm) == 0)
        text[0] = '\0';
    else
        buffer_printf(buffer, "%04d", tm.tm_year + 1900); /* which strftime does not fill up */
    buffer_put(buffer, text);
    if (precision == TEXT_MICROSECONDS)
        buffer_printf(buffer, ".%06d", (int)fraction);
    buffer_put(buffer, "Z");
}

void text_add_shell_word(struct buffer *buffer, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";

    if (text[0] != '\0' && text[strspn(text, plain)] == '\0') {
        buffer_put(buffer, text);
        return;
    }
    buffer_put(buffer, "'");
    for (; *text != '\0'; text++)
        if (*text == '\'')
            buffer_put(buffer, "'\\''");
        else
            buffer_add(buffer, text, 1);
    buffer_put(buffer, "'");
}
