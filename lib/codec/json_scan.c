/*
 * The tokens of JSON that have an inside: strings and numbers.
 *
 * Most bytes of a description are plain characters of strings, so those are looked at eight at a time; only a byte
 * that ends the string, begins an escape, is a control character or is no ASCII is looked at by itself.
 */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json_reader.h"

#define ONES  UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

/* Longer numbers may be too large for a double even without an exponent (the greatest has 309 digits). */
#define SURELY_FINITE 300

static const char escapes_hint[] =
    "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits; "
    "a backslash itself is written \\\\";

static bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/*
 * Not 0 when one of eight bytes is not plain. A byte minus 0x20 has its highest bit set if it was below; after the exclusive
 * or, a byte that was the quote (or backslash) is 0, and 0 minus 1 sets the bit; a byte that is no ASCII has it set itself. A
 * borrow can set the bit of the byte above, too: then one of the eight is special all the same.
 */
static uint64_t special(uint64_t bytes)
{
    uint64_t quote = bytes ^ ONES * '"', backslash = bytes ^ ONES * '\\';

    return ((bytes - ONES * 0x20) | (quote - ONES) | (backslash - ONES) | bytes) & HIGHS;
}

/* The bytes of the word are in the order of memory: only whether there is one is asked, so that the byte order is no matter. */
static const char *skip_plain(const char *at, const char *stop)
{
    uint64_t bytes;

    while (stop - at >= (ptrdiff_t)sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        if (special(bytes) != 0)
            break;
        at += sizeof bytes;
    }
    while (at < stop && is_plain(*at))
        at++;
    return at;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* The four digits behind a \u at `at`, as many as there are; false after a failure. */
static bool scan_unit(struct nnreg_json_reader *reader, const char *at, uint32_t *unit)
{
    size_t left = (size_t)(reader->stop - at);

    *unit = 0;
    for (size_t i = 2; i < 6 && i < left; i++) {
        if (hex_digit(at[i]) < 0)
            return nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, at + i, escapes_hint,
                                      "\\u needs four hex digits");
        *unit = *unit << 4 | (uint32_t)hex_digit(at[i]);
    }
    return true;
}

static bool lone(struct nnreg_json_reader *reader, const char *at, uint32_t unit)
{
    return nnreg_json_mistake(
        reader, NNREG_JSON_ENCODING, at,
        "characters above U+FFFF are two escapes, \\ud800 to \\udbff and then \\udc00 to "
        "\\udfff",
        "\\u%04x is half of a surrogate pair", unit);
}

/* The end of the \u escape at `at`, with its second half when it is a surrogate pair; NULL after a failure. */
static const char *scan_unicode(struct nnreg_json_reader *reader, const char *at)
{
    uint32_t first, second;

    if (!scan_unit(reader, at, &first))
        return NULL;
    if (reader->stop - at < 6)
        return reader->stop;
    if (first < 0xd800 || first > 0xdfff)
        return at + 6;
    if (first > 0xdbff || reader->stop - at < 8 || at[6] != '\\' || at[7] != 'u') {
        lone(reader, at, first);
        return NULL;
    }
    if (!scan_unit(reader, at + 6, &second))
        return NULL;
    if (reader->stop - at < 12)
        return reader->stop;
    if (second < 0xdc00 || second > 0xdfff) {
        lone(reader, at, first);
        return NULL;
    }
    return at + 12;
}

static const char *scan_escape(struct nnreg_json_reader *reader, const char *at)
{
    static const char known[] = "\"\\/bfnrt";

    if (reader->stop - at < 2)
        return reader->stop;
    if (at[1] == 'u')
        return scan_unicode(reader, at);
    if (at[1] != '\0' && strchr(known, at[1]) != NULL)
        return at + 2;
    if (at[1] > ' ' && at[1] < 0x7f)
        nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, at, escapes_hint, "\\%c is no escape", at[1]);
    else
        nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, at, escapes_hint, "a backslash that begins no escape");
    return NULL;
}

static void control_character(struct nnreg_json_reader *reader, const char *at)
{
    unsigned c = (unsigned char)*at;

    if (c == '\n' || c == '\r')
        nnreg_json_mistake(
            reader, NNREG_JSON_SYNTAX, at,
            "close the string with '\"' on the line where it begins; a line break in it is written "
            "\\n",
            "the line ends inside a string");
    else if (c == '\t')
        nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, at, "write \\t", "a raw tab in a string");
    else
        nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, at,
                           "control characters are written as escapes, like \\u0001",
                           "a raw control character (0x%02x) in a string", c);
}

/* The end of whatever is not plain at `at`, NULL after a failure. */
static const char *scan_special(struct nnreg_json_reader *reader, const char *at)
{
    uint32_t code_point;
    size_t length;

    if (*at == '\\')
        return scan_escape(reader, at);
    if ((unsigned char)*at < 0x20) {
        control_character(reader, at);
        return NULL;
    }
    length = nnreg_utf8_next(&code_point, at, (size_t)(reader->stop - at));
    if (length == 0)
        nnreg_json_mistake(reader, NNREG_JSON_ENCODING, at, "save the text as UTF-8",
                           "the byte 0x%02x is not UTF-8 here", (unsigned char)*at);
    return length > 0 ? at + length : NULL;
}

bool nnreg_json_scan_string(struct nnreg_json_reader *reader, bool *escaped)
{
    const char *begin = reader->at, *at = begin + 1;

    for (;;) {
        at = skip_plain(at, reader->stop);
        if (at == reader->stop)
            return nnreg_json_cut_short(reader, "string", begin);
        if (*at == '"')
            break;
        *escaped |= *at == '\\';
        at = scan_special(reader, at);
        if (at == NULL)
            return false;
    }
    reader->at = at + 1;
    return true;
}

static const char *skip_digits(const char *at, const char *stop)
{
    while (at < stop && *at >= '0' && *at <= '9')
        at++;
    return at;
}

/* The end of the digits at `at`, of which there must be one; NULL after a failure. */
static const char *scan_digits(struct nnreg_json_reader *reader, const char *at, const char *behind)
{
    const char *end = skip_digits(at, reader->stop);

    if (end > at)
        return end;
    if (at == reader->stop)
        nnreg_json_cut_short(reader, "number", reader->at);
    else
        nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, at, "numbers are written like 42, -0.5 or 1e-3",
                           "a number needs a digit behind %s", behind);
    return NULL;
}

/* Behind a whole number at `at`: what cannot follow one, but people write. */
static bool check_behind(struct nnreg_json_reader *reader, const char *at)
{
    char c = at < reader->stop ? *at : ',';

    if (hex_digit(c) < 0 && (c < 'A' || (c | 0x20) > 'z') && c != '.' && c != '_' && c != '+' && c != '-')
        return true;
    return nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, at, "numbers are decimal: 42, -0.5 or 1e-3",
                              "'%c' in a number", c);
}

/* Reading the number as a double costs more than scanning it, and only one that is long, or has an exponent, can be too large. */
static bool check_finite(struct nnreg_json_reader *reader, const char *end, bool exponent)
{
    size_t length = (size_t)(end - reader->at);

    if (!exponent && length <= SURELY_FINITE)
        return true;
    if (isfinite(nnreg_json_to_double(reader->at, length, reader->stop)))
        return true;
    return nnreg_json_mistake(reader, NNREG_JSON_NOT_FINITE, reader->at,
                              "numbers are from -1.7976931348623157e308 to 1.7976931348623157e308",
                              "the number is too large for a double");
}

static const char *scan_exponent(struct nnreg_json_reader *reader, const char *at)
{
    at++;
    if (at < reader->stop && (*at == '+' || *at == '-'))
        at++;
    return scan_digits(reader, at, "the exponent's 'e'");
}

/* The minus sign and the digits before the point; NULL after a failure. */
static const char *scan_integer(struct nnreg_json_reader *reader)
{
    bool minus = *reader->at == '-';
    const char *at = reader->at + minus, *end;

    if (at < reader->stop && minus && (*at == 'I' || *at == 'N' || *at == 'i' || *at == 'n')) {
        nnreg_json_unexpected(reader, NNREG_JSON_WANT_VALUE);
        return NULL;
    }
    end = scan_digits(reader, at, "'-'");
    if (end != NULL && *at == '0' && end > at + 1) {
        nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, at, "remove the leading zeros (numbers are decimal)",
                           "a number with a leading zero");
        return NULL;
    }
    return end;
}

bool nnreg_json_scan_number(struct nnreg_json_reader *reader)
{
    const char *at = scan_integer(reader);
    bool exponent;

    if (at != NULL && at < reader->stop && *at == '.')
        at = scan_digits(reader, at + 1, "the '.'");
    if (at == NULL)
        return false;
    exponent = at < reader->stop && (*at == 'e' || *at == 'E');
    if (exponent)
        at = scan_exponent(reader, at);
    if (at == NULL || !check_behind(reader, at) || !check_finite(reader, at, exponent))
        return false;
    reader->at = at;
    return true;
}
