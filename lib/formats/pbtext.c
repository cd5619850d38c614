/*
 * Protobuf's text form: see pbtext.h (doc/FORMATS.md, "Text form").
 *
 * One byte of look-ahead is all the form needs: next_pbtext_byte tells it, pass_pbtext_byte goes past it and counts lines and
 * columns, nnreg_pbtext_peek goes past white space and comments first. The file is read through the cursor's window, so
 * that nothing may be kept as a pointer into it: words are copied to `word`, texts to the caller's room.
 */
#include "formats/pbtext.h"

#include <math.h>

#include "base/decimal.h"
#include "base/text_location.h"
#include "base/utf8.h"

void nnreg_pbtext_init(struct nnreg_pbtext *text, struct nnreg_cursor *cursor)
{
    memset(text, 0, sizeof(*text));
    text->cursor = cursor;
    text->line = 1;
    text->word_offset = UINT64_MAX;
    text->line_start = nnreg_cursor_offset(cursor);
}

void nnreg_pbtext_fail(struct nnreg_pbtext *text, const char *failure)
{
    nnreg_cursor_fail(text->cursor, nnreg_cursor_offset(text->cursor), failure);
}

uint64_t nnreg_pbtext_column(const struct nnreg_pbtext *text)
{
    return nnreg_cursor_offset(text->cursor) - text->line_start - text->continuations + 1;
}

/* The next byte as it stands, -1 at the end. */
static int next_pbtext_byte(const struct nnreg_pbtext *text)
{
    struct nnreg_cursor *cursor = text->cursor;

    return cursor->here == cursor->stop && !nnreg_cursor_refill(cursor) ? -1 : *cursor->here;
}

/* A line may end behind this byte, which was passed over. Apart, so that the function below is small enough to be inlined. */
static __attribute__((noinline)) void end_pbtext_line(struct nnreg_pbtext *text, int byte)
{
    if (!nnreg_text_ends_line(byte, byte == '\r' ? next_pbtext_byte(text) : -1))
        return;
    text->line++;
    text->line_start = nnreg_cursor_offset(text->cursor);
    text->continuations = 0;
}

/* Passes over the byte that next_pbtext_byte told, and keeps count of the line (base/text_location.h). */
static inline void pass_pbtext_byte(struct nnreg_pbtext *text)
{
    unsigned byte = *text->cursor->here++;

    if (byte == '\n' || byte == '\r')
        end_pbtext_line(text, (int)byte);
    else
        text->continuations += nnreg_text_continues(byte);
}

int nnreg_pbtext_peek(struct nnreg_pbtext *text)
{
    bool in_comment = false;

    for (;;) {
        int byte = next_pbtext_byte(text);

        if (byte < 0)
            return -1;
        if (byte == '#')
            in_comment = true;
        else if (byte == '\n')
            in_comment = false;
        else if (!in_comment && byte != ' ' && (byte < '\t' || byte > '\r'))
            return byte;
        pass_pbtext_byte(text);
    }
}

bool nnreg_pbtext_take(struct nnreg_pbtext *text, int character)
{
    if (nnreg_pbtext_peek(text) != character)
        return false;
    pass_pbtext_byte(text);
    return true;
}

/* -- words -- */

static bool pbtext_is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool pbtext_is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* Letters, digits, and what else of `others` there is. Empty when there is none of them. */
static bool read_pbtext_word(struct nnreg_pbtext *text, const char *others, const char *failure)
{
    int byte = nnreg_pbtext_peek(text);

    text->length = 0;
    text->word_offset = nnreg_cursor_offset(text->cursor);
    text->word_column = nnreg_pbtext_column(text);
    while (byte > 0 && (pbtext_is_letter(byte) || pbtext_is_digit(byte) || strchr(others, byte) != NULL)) {
        if (text->length == NNREG_PBTEXT_WORD) {
            nnreg_pbtext_fail(text, "has a word of more than 256 characters");
            return false;
        }
        text->word[text->length++] = (char)byte;
        pass_pbtext_byte(text);
        byte = next_pbtext_byte(text);
    }
    text->word[text->length] = '\0';
    if (text->length == 0)
        nnreg_pbtext_fail(text, byte < 0 ? "is cut short" : failure);
    return text->length > 0;
}

bool nnreg_pbtext_name(struct nnreg_pbtext *text)
{
    if (pbtext_is_digit(nnreg_pbtext_peek(text))) {
        nnreg_pbtext_fail(text, "has a number where a field's name belongs");
        return false;
    }
    return read_pbtext_word(text, "", "has a character that begins no field");
}

bool nnreg_pbtext_type(struct nnreg_pbtext *text)
{
    return read_pbtext_word(text, "./-%", "has no name of a type in brackets");
}

/* A '-' may stand apart from its number. */
bool nnreg_pbtext_word(struct nnreg_pbtext *text)
{
    bool is_negative = nnreg_pbtext_take(text, '-');

    if (!read_pbtext_word(text, ".+-", "has a character that begins no value"))
        return false;
    if (!is_negative)
        return true;
    if (text->length == NNREG_PBTEXT_WORD) {
        nnreg_pbtext_fail(text, "has a word of more than 256 characters");
        return false;
    }
    memmove(text->word + 1, text->word, text->length + 1);
    text->word[0] = '-';
    text->length++;
    return true;
}

/* A digit of any base up to 36; 99 is none of any. */
static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

/*
 * Octal with a 0 in front, hexadecimal with 0x, else decimal. The sign is taken apart from the digits, so that the smallest
 * number, whose digits alone do not fit, is one, and nothing below it.
 */
bool nnreg_pbtext_integer(const struct nnreg_pbtext *text, unsigned bits, bool is_signed, uint64_t *number)
{
    const char *digit = text->word;
    bool is_negative = *digit == '-';
    uint64_t most = UINT64_MAX >> (64 - bits + is_signed);
    unsigned base = 10;
    uint64_t value = 0;

    digit += is_negative;
    if (digit[0] == '0' && (digit[1] == 'x' || digit[1] == 'X')) {
        base = 16;
        digit += 2;
    } else if (digit[0] == '0' && digit[1] != '\0') {
        base = 8;
        digit++;
    }
    if (*digit == '\0')
        return false;
    for (; *digit != '\0'; digit++) {
        int next = digit_of(*digit);

        if (next >= (int)base || __builtin_mul_overflow(value, (uint64_t)base, &value) ||
            __builtin_add_overflow(value, (uint64_t)next, &value))
            return false;
    }
    *number = is_negative ? 0 - value : value;
    return is_negative ? is_signed && value <= most + 1 : value <= most;
}

static const char *pass_decimals(const char *at)
{
    while (pbtext_is_digit(*at))
        at++;
    return at;
}

/*
 * Whether a word without its sign is a decimal number: digits with a point or none, an exponent, an f behind it. As in
 * protobuf's own reader a zero in front begins an octal number, and that is none here.
 */
static bool is_decimal(const char *at)
{
    const char *whole = at, *fraction;

    at = pass_decimals(at);
    if (at - whole > 1 && *whole == '0')
        return false;
    if (*at == '.') {
        fraction = at + 1;
        at = pass_decimals(fraction);
        if (fraction - whole == 1 && at == fraction)
            return false;
    } else if (at == whole) {
        return false;
    }
    if (*at == 'e' || *at == 'E') {
        at += at[1] == '+' || at[1] == '-' ? 2 : 1;
        if (!pbtext_is_digit(*at))
            return false;
        at = pass_decimals(at);
    }
    at += *at == 'f' || *at == 'F';
    return *at == '\0';
}

/* Letters of either case, whatever the locale calls one. */
static bool is_word_of_any_case(const char *word, const char *small)
{
    while (*small != '\0' && (*word | 0x20) == *small) {
        word++;
        small++;
    }
    return *small == '\0' && *word == '\0';
}

bool nnreg_pbtext_float(const struct nnreg_pbtext *text, double *number)
{
    bool is_negative = text->word[0] == '-';
    const char *size = text->word + is_negative;

    if (is_word_of_any_case(size, "nan")) {
        *number = (double)NAN;
        return true;
    }
    if (is_word_of_any_case(size, "inf") || is_word_of_any_case(size, "infinity")) {
        *number = is_negative ? -(double)INFINITY : (double)INFINITY;
        return true;
    }
    if (!is_decimal(size))
        return false;
    *number = nnreg_decimal_to_double(text->word);
    return true;
}

bool nnreg_pbtext_bool(const struct nnreg_pbtext *text, uint64_t *truth)
{
    static const char *const words[] = {"false", "true", "False", "True", "f", "t", "0", "1"};
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(text->word, words[i]) == 0) {
            *truth = i % 2;
            return true;
        }
    }
    return nnreg_pbtext_integer(text, 64, false, truth) && *truth <= 1;
}

/* -- texts -- */

/* Where a text goes: what does not fit is counted, and thrown away. */
struct sink {
    char *out;
    size_t room;
    uint64_t size;
};

static void put_pbtext_byte(struct sink *sink, unsigned byte)
{
    if (sink->size < sink->room)
        sink->out[sink->size] = (char)(unsigned char)byte;
    sink->size++;
}

/* Up to `most` digits of a base; false when there is not one (`least` of them). */
static bool read_digits(struct nnreg_pbtext *text, unsigned base, unsigned least, unsigned most,
                        uint32_t *number)
{
    unsigned count;

    *number = 0;
    for (count = 0; count < most; count++) {
        int byte = next_pbtext_byte(text);

        if (byte < 0 || digit_of((char)byte) >= (int)base)
            break;
        *number = *number * base + (uint32_t)digit_of((char)byte);
        pass_pbtext_byte(text);
    }
    return count >= least;
}

/* \u0041, \U0001f600; a pair of surrogates is one character, as in JSON. */
static bool read_code_point(struct nnreg_pbtext *text, struct sink *sink, unsigned digits)
{
    uint32_t code_point, low;
    char bytes[4];
    size_t i, size;

    if (!read_digits(text, 16, digits, digits, &code_point))
        return false;
    if (code_point >= 0xd800 && code_point < 0xdc00) {
        if (next_pbtext_byte(text) != '\\')
            return false;
        pass_pbtext_byte(text);
        if (next_pbtext_byte(text) != 'u')
            return false;
        pass_pbtext_byte(text);
        if (!read_digits(text, 16, 4, 4, &low) || low < 0xdc00 || low > 0xdfff)
            return false;
        code_point = 0x10000 + ((code_point - 0xd800) << 10) + (low - 0xdc00);
    }
    if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff))
        return false;
    size = nnreg_utf8_put(bytes, code_point);
    for (i = 0; i < size; i++)
        put_pbtext_byte(sink, (unsigned char)bytes[i]);
    return true;
}

/* What follows a backslash. */
static bool read_escape(struct nnreg_pbtext *text, struct sink *sink)
{
    static const char letters[] = "abfnrtv\\'\"?";
    static const char meanings[] = "\a\b\f\n\r\t\v\\'\"?";
    int byte = next_pbtext_byte(text);
    const char *letter;
    uint32_t number;

    if (byte >= '0' && byte <= '7') {
        read_digits(text, 8, 1, 3, &number);
        put_pbtext_byte(sink, number & 0xff);
        return number <= 0xff;
    }
    if (byte <= 0)
        return false;
    letter = strchr(letters, byte);
    if (letter != NULL)
        put_pbtext_byte(sink, (unsigned char)meanings[letter - letters]);
    else if (byte != 'x' && byte != 'X' && byte != 'u' && byte != 'U')
        return false;
    pass_pbtext_byte(text);
    if (letter != NULL)
        return true;
    if (byte == 'u' || byte == 'U')
        return read_code_point(text, sink, byte == 'u' ? 4 : 8);
    if (!read_digits(text, 16, 1, 2, &number))
        return false;
    put_pbtext_byte(sink, number);
    return true;
}

/* The rest of a piece, behind its quote. */
static bool read_piece(struct nnreg_pbtext *text, struct sink *sink, int quote)
{
    for (;;) {
        int byte = next_pbtext_byte(text);

        if (byte < 0 || byte == '\n') {
            nnreg_pbtext_fail(text, byte < 0 ? "is cut short" : "has a text that does not end on its line");
            return false;
        }
        pass_pbtext_byte(text);
        if (byte == quote)
            return true;
        if (byte != '\\') {
            put_pbtext_byte(sink, (unsigned)byte);
        } else if (!read_escape(text, sink)) {
            nnreg_pbtext_fail(text, next_pbtext_byte(text) < 0 ? "is cut short"
                                                               : "has an unknown escape in a text");
            return false;
        }
    }
}

/* Neighbours are one text, whichever quotes each has, and whatever white space and comments are between. */
bool nnreg_pbtext_string(struct nnreg_pbtext *text, char *out, size_t room, uint64_t *size)
{
    struct sink sink = {out, room, 0};
    int quote = nnreg_pbtext_peek(text);

    *size = 0;
    if (quote != '"' && quote != '\'') {
        nnreg_pbtext_fail(text, quote < 0 ? "is cut short" : "has no text where one belongs");
        return false;
    }
    while (quote == '"' || quote == '\'') {
        pass_pbtext_byte(text);
        if (!read_piece(text, &sink, quote))
            return false;
        quote = nnreg_pbtext_peek(text);
    }
    *size = sink.size;
    return nnreg_cursor_ok(text->cursor);
}
