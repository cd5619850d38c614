/*
 * The JSON writer: puts commas, line breaks and indentation between what it is given. It keeps no stack: an open
 * container that had an entry closed in it is a filled one again.
 *
 * Whatever it is given as a string, valid JSON comes out: bytes that are no UTF-8 become U+FFFD.
 */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json.h"
#include "codec/json_number.h"

void nnreg_json_writer_init(struct nnreg_json_writer *writer, struct nnreg_bytes *out, unsigned indent)
{
    *writer = (struct nnreg_json_writer){.out = out, .indent = indent};
}

static void put_line(struct nnreg_json_writer *writer)
{
    static const char line[] = "\n                                ";
    size_t spaces = (size_t)writer->indent * writer->level, most = sizeof line - 2;

    nnreg_bytes_put(writer->out, line, 1 + (spaces < most ? spaces : most));
    for (; spaces > most; spaces--)
        nnreg_bytes_char(writer->out, ' ');
}

/* What stands before a key, or before a value that has none. */
static void begin_entry(struct nnreg_json_writer *writer)
{
    if (writer->after_key) {
        writer->after_key = false;
        return;
    }
    if (writer->level == 0)
        return;
    if (writer->filled)
        nnreg_bytes_char(writer->out, ',');
    if (writer->indent > 0)
        put_line(writer);
    else if (writer->filled)
        nnreg_bytes_char(writer->out, ' ');
    writer->filled = true;
}

static void open_written(struct nnreg_json_writer *writer, char bracket)
{
    begin_entry(writer);
    nnreg_bytes_char(writer->out, bracket);
    writer->level++;
    writer->filled = false;
}

static void close_written(struct nnreg_json_writer *writer, char bracket)
{
    writer->level--;
    if (writer->filled && writer->indent > 0)
        put_line(writer);
    nnreg_bytes_char(writer->out, bracket);
    writer->filled = true;
}

void nnreg_json_open_object(struct nnreg_json_writer *writer)
{
    open_written(writer, '{');
}

void nnreg_json_close_object(struct nnreg_json_writer *writer)
{
    close_written(writer, '}');
}

void nnreg_json_open_array(struct nnreg_json_writer *writer)
{
    open_written(writer, '[');
}

void nnreg_json_close_array(struct nnreg_json_writer *writer)
{
    close_written(writer, ']');
}

static void put_escape(struct nnreg_bytes *out, unsigned char c)
{
    static const char letters[0x60] = {
        ['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};

    if (letters[c] == '\0') {
        nnreg_bytes_format(out, "\\u%04x", (unsigned)c);
        return;
    }
    nnreg_bytes_char(out, '\\');
    nnreg_bytes_char(out, letters[c]);
}

/*
 * How many bytes at `text` can be put as they are. Eight at once where all are ASCII and none is to be escaped: of each byte the
 * highest bit is set where the byte has it, or is less than ' ', or less than 1 once '"' or '\\' are taken out of it.
 */
static size_t plain_run(const char *text, size_t size)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high_bits = 0x80 * ones;
    uint32_t code_point;
    size_t run = 0, length;
    uint64_t eight;

    for (; size - run >= sizeof eight; run += sizeof eight) {
        memcpy(&eight, text + run, sizeof eight);
        if (((eight | (eight - ' ' * ones) | ((eight ^ '"' * ones) - ones) | ((eight ^ '\\' * ones) - ones)) &
             high_bits) != 0)
            break;
    }

    while (run < size) {
        unsigned char c = (unsigned char)text[run];

        if (c < 0x20 || c == '"' || c == '\\')
            break;
        length = c < 0x80 ? 1 : nnreg_utf8_next(&code_point, text + run, size - run);
        if (length == 0)
            break;
        run += length;
    }
    return run;
}

static void put_quoted(struct nnreg_bytes *out, const char *text, size_t length)
{
    const char *end = text + length;

    nnreg_bytes_char(out, '"');
    while (text < end) {
        size_t run = plain_run(text, (size_t)(end - text));

        nnreg_bytes_put(out, text, run);
        text += run;
        if (text == end)
            break;
        if ((unsigned char)*text < 0x80)
            put_escape(out, (unsigned char)*text);
        else
            nnreg_bytes_text(out, "\xef\xbf\xbd");
        text++;
    }
    nnreg_bytes_char(out, '"');
}

void nnreg_json_put_key(struct nnreg_json_writer *writer, const char *key)
{
    begin_entry(writer);
    put_quoted(writer->out, key, strlen(key));
    nnreg_bytes_put(writer->out, ": ", 2);
    writer->after_key = true;
}

void nnreg_json_put_string(struct nnreg_json_writer *writer, const char *text)
{
    nnreg_json_put_chars(writer, text, strlen(text));
}

void nnreg_json_put_chars(struct nnreg_json_writer *writer, const char *text, size_t length)
{
    begin_entry(writer);
    put_quoted(writer->out, text, length);
}

void nnreg_json_put_uint(struct nnreg_json_writer *writer, uint64_t number)
{
    begin_entry(writer);
    nnreg_bytes_decimal(writer->out, number);
}

void nnreg_json_put_int(struct nnreg_json_writer *writer, int64_t number)
{
    begin_entry(writer);
    if (number < 0)
        nnreg_bytes_char(writer->out, '-');
    nnreg_bytes_decimal(writer->out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void nnreg_json_put_number(struct nnreg_json_writer *writer, double number)
{
    begin_entry(writer);
    if (isfinite(number))
        nnreg_json_put_shortest(writer->out, number);
    else
        nnreg_bytes_text(writer->out, "null");
}

void nnreg_json_put_bool(struct nnreg_json_writer *writer, bool truth)
{
    begin_entry(writer);
    nnreg_bytes_text(writer->out, truth ? "true" : "false");
}

void nnreg_json_put_null(struct nnreg_json_writer *writer)
{
    begin_entry(writer);
    nnreg_bytes_text(writer->out, "null");
}

void nnreg_json_put_raw(struct nnreg_json_writer *writer, const char *text, size_t length)
{
    begin_entry(writer);
    nnreg_bytes_put(writer->out, text, length);
}
