/*
 * What is said about a text that is no JSON: one message with the place, and how to mend it where a usual mistake is
 * recognised. Nothing here is on the way of a good text.
 *
 * An unexpected byte is looked up in the table of usual mistakes by itself and by what was wanted there; only when
 * nothing fits, the message is "expected … found …".
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json_reader.h"

#define WANT(what) (1u << NNREG_JSON_WANT_##what)
#define ANYWHERE   0x1fu

static const char *const wanted_text[] = {
    [NNREG_JSON_WANT_VALUE] = "a value",
    [NNREG_JSON_WANT_KEY] = "a key in double quotes",
    [NNREG_JSON_WANT_COLON] = "':' after the key",
    [NNREG_JSON_WANT_COMMA] = "',' or the end", /* said more exactly for the container */
    [NNREG_JSON_WANT_END] = "the end of the text after the value",
};

/* A usual mistake by what the text goes on with. The first row that fits is taken; `message` NULL: "expected …". */
struct usual {
    const char *begin;
    unsigned wanted;
    const char *message;
    const char *hint;
};

static const char comment_hint[] = "remove it";
static const char finite_hint[] =
    "there is no NaN and no infinity in JSON: write null, or leave the member out";
static const char quotes_hint[] = "write straight double quotes: \"";

static const char conflict_hint[] = "decide between the two sides, and remove Git's marks";
static const char page_hint[] = "download the raw file; this is what the web server answered instead";

static const struct usual usuals[] = {
    {"<<<<<<<", ANYWHERE, "a merge conflict that is not resolved", conflict_hint},
    {"=======", ANYWHERE, "a merge conflict that is not resolved", conflict_hint},
    {">>>>>>>", ANYWHERE, "a merge conflict that is not resolved", conflict_hint},
    {"version https://git-lfs.github.com/spec/", WANT(VALUE), "a Git LFS pointer, not the text it stands for",
     "run `git lfs pull` in the repository it came from, and take the file again"},
    {"<!DOCTYPE html", WANT(VALUE), "an HTML page, not the text", page_hint},
    {"<!doctype html", WANT(VALUE), "an HTML page, not the text", page_hint},
    {"<html", WANT(VALUE), "an HTML page, not the text", page_hint},
    {"//", ANYWHERE, "a comment: JSON has none", comment_hint},
    {"/*", ANYWHERE, "a comment: JSON has none", comment_hint},
    {"#", ANYWHERE, "a comment: JSON has none", comment_hint},
    {"'", WANT(VALUE) | WANT(KEY), "single quotes: strings and keys have double quotes", quotes_hint},
    {"\xe2\x80\x9c", ANYWHERE, "a typographic quote, U+201C", quotes_hint},
    {"\xe2\x80\x9d", ANYWHERE, "a typographic quote, U+201D", quotes_hint},
    {"\xe2\x80\x9e", ANYWHERE, "a typographic quote, U+201E", quotes_hint},
    {"\xe2\x80\x98", ANYWHERE, "a typographic quote, U+2018", quotes_hint},
    {"\xe2\x80\x99", ANYWHERE, "a typographic quote, U+2019", quotes_hint},
    {"`", WANT(VALUE) | WANT(KEY), NULL, quotes_hint},
    {"\xc2\xa0", ANYWHERE, "a no-break space, U+00A0",
     "only space, tab and line breaks stand between values"},
    {"\xef\xbb\xbf", ANYWHERE, "a byte order mark, U+FEFF", "remove it"},
    {"NaN", WANT(VALUE), "NaN is no JSON value", finite_hint},
    {"-NaN", WANT(VALUE), "-NaN is no JSON value", finite_hint},
    {"nan", WANT(VALUE), "nan is no JSON value", finite_hint},
    {"-nan", WANT(VALUE), "-nan is no JSON value", finite_hint},
    {"Infinity", WANT(VALUE), "Infinity is no JSON value", finite_hint},
    {"-Infinity", WANT(VALUE), "-Infinity is no JSON value", finite_hint},
    {"inf", WANT(VALUE), "inf is no JSON value", finite_hint},
    {"Inf", WANT(VALUE), "Inf is no JSON value", finite_hint},
    {"-Inf", WANT(VALUE), "-Inf is no JSON value", finite_hint},
    {"-inf", WANT(VALUE), "-inf is no JSON value", finite_hint},
    {"True", WANT(VALUE), "True is no JSON value", "write true"},
    {"TRUE", WANT(VALUE), "TRUE is no JSON value", "write true"},
    {"False", WANT(VALUE), "False is no JSON value", "write false"},
    {"FALSE", WANT(VALUE), "FALSE is no JSON value", "write false"},
    {"None", WANT(VALUE), "None is no JSON value", "write null"},
    {"NULL", WANT(VALUE), "NULL is no JSON value", "write null"},
    {"Null", WANT(VALUE), "Null is no JSON value", "write null"},
    {"nil", WANT(VALUE), "nil is no JSON value", "write null"},
    {"undefined", WANT(VALUE), "undefined is no JSON value", "write null"},
    {"+", WANT(VALUE), "a number has no '+' before it", "remove the '+'"},
    {".", WANT(VALUE), "a number has a digit before the '.'", "write 0.5, not .5"},
    {",", WANT(VALUE), "a value is missing before ','", NULL},
    {"}", WANT(VALUE), "a value is missing before '}'", NULL},
    {"]", WANT(VALUE), "a value is missing before ']'", NULL},
    {",", WANT(KEY), "a member is missing before ','", "remove the ','"},
    {",", WANT(COLON), NULL, "a key is followed by ':' and its value"},
    {"}", WANT(COLON), NULL, "a key is followed by ':' and its value"},
    {"\"", WANT(COLON), NULL, "write ':' between key and value"},
    {"=", WANT(COLON), NULL, "write ':' between key and value"},
    {";", WANT(COMMA), NULL, "write ',' between values"},
    {":", WANT(COMMA), NULL, "only an object, in { and }, has keys"},
    {"\"", WANT(COMMA), NULL, "a ',' is missing between this and the value before"},
    {"{", WANT(COMMA), NULL, "a ',' is missing between this and the value before"},
    {"]", WANT(COMMA) | WANT(KEY), NULL, "an object that begins with '{' ends with '}'"},
    {"}", WANT(COMMA), NULL, "an array that begins with '[' ends with ']'"},
    {"{", WANT(END), NULL, "one text holds one value: read them one by one, or make them an array"},
    {",", WANT(END), NULL, "one text holds one value: nothing but white space follows it"},
    {"}", WANT(END), NULL, "there are more '}' than '{'"},
    {"]", WANT(END), NULL, "there are more ']' than '['"},
};

bool nnreg_json_mistake(struct nnreg_json_reader *reader, enum nnreg_json_problem problem, const char *at,
                        const char *hint, const char *format, ...)
{
    va_list arguments;

    assert(reader->status == NNREG_OK); /* whoever fails goes back at once */
    reader->status = NNREG_REFUSED;
    reader->problem = problem;
    reader->offset = (size_t)(at - reader->text);
    va_start(arguments, format);
    (void)vsnprintf(reader->message, sizeof reader->message, format, arguments);
    va_end(arguments);
    (void)snprintf(reader->hint, sizeof reader->hint, "%s", hint != NULL ? hint : "");
    return false;
}

bool nnreg_json_cut_short(struct nnreg_json_reader *reader, const char *thing, const char *begin)
{
    uint64_t line, column;
    char hint[128];

    nnreg_text_locate(&line, &column, reader->text, (size_t)(reader->stop - reader->text),
                      (size_t)(begin - reader->text));
    (void)snprintf(hint, sizeof hint, "the %s that begins at line %llu, column %llu has no end", thing,
                   (unsigned long long)line, (unsigned long long)column);
    return nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, reader->stop, hint, "the text ends inside %s %s",
                              strchr("aeiou", thing[0]) != NULL ? "an" : "a", thing);
}

static bool ends_early(struct nnreg_json_reader *reader)
{
    const struct nnreg_json_value *container;

    if (reader->open == NNREG_JSON_NONE)
        return nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, reader->stop, NULL,
                                  reader->stop == reader->text ? "the text is empty"
                                                               : "there is only white space in the text");
    container = &reader->json->values[reader->open];
    return nnreg_json_cut_short(reader, container->type == NNREG_JSON_OBJECT ? "object" : "array",
                                reader->text + container->start);
}

static const char *expectation(const struct nnreg_json_reader *reader, enum nnreg_json_wanted wanted)
{
    if (wanted != NNREG_JSON_WANT_COMMA)
        return wanted_text[wanted];
    return reader->json->values[reader->open].type == NNREG_JSON_OBJECT ? "',' or '}' after the value"
                                                                        : "',' or ']' after the value";
}

/* The character at `at` for a message: 'x', or its number. */
static void describe(char *out, size_t size, const char *at, size_t length, uint32_t code_point)
{
    if (code_point == 0)
        (void)snprintf(out, size, "a NUL byte");
    else if (nnreg_utf8_is_control(code_point))
        (void)snprintf(out, size, "a control character (0x%02x)", (unsigned)code_point);
    else if (code_point < 0x80)
        (void)snprintf(out, size, "'%c'", *at);
    else
        (void)snprintf(out, size, "'%.*s' (U+%04X)", (int)length, at, (unsigned)code_point);
}

static const struct usual *usual_mistake(const struct nnreg_json_reader *reader,
                                         enum nnreg_json_wanted wanted)
{
    size_t left = (size_t)(reader->stop - reader->at);

    for (size_t i = 0; i < sizeof usuals / sizeof *usuals; i++) {
        size_t length = strlen(usuals[i].begin);

        if ((usuals[i].wanted & 1u << wanted) != 0 && length <= left &&
            memcmp(reader->at, usuals[i].begin, length) == 0)
            return &usuals[i];
    }
    return NULL;
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* A bare word where a key or a value should be: most often the quotes are missing. */
static bool bare_word(struct nnreg_json_reader *reader, enum nnreg_json_wanted wanted)
{
    const char *end = reader->at;

    while (end < reader->stop && end - reader->at < 40 &&
           (is_ascii_letter(*end) || (*end >= '0' && *end <= '9')))
        end++;
    return nnreg_json_mistake(
        reader, NNREG_JSON_SYNTAX, reader->at,
        wanted == NNREG_JSON_WANT_KEY ? "write the key in double quotes"
                                      : "strings have double quotes; the only bare words are "
                                        "true, false and null",
        "expected %s, found %.*s", wanted_text[wanted], (int)(end - reader->at), reader->at);
}

bool nnreg_json_unexpected(struct nnreg_json_reader *reader, enum nnreg_json_wanted wanted)
{
    const struct usual *usual;
    uint32_t code_point = 0;
    size_t length = nnreg_utf8_next(&code_point, reader->at, (size_t)(reader->stop - reader->at));
    char found[64];

    if (reader->at == reader->stop)
        return ends_early(reader);
    if (length == 0)
        return nnreg_json_mistake(reader, NNREG_JSON_ENCODING, reader->at, "save the text as UTF-8",
                                  "the byte 0x%02x is not UTF-8 here", (unsigned char)*reader->at);
    usual = usual_mistake(reader, wanted);
    if (usual != NULL && usual->message != NULL)
        return nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, reader->at, usual->hint, "%s", usual->message);
    if (is_ascii_letter(*reader->at) && (WANT(KEY) | WANT(VALUE)) & 1u << wanted)
        return bare_word(reader, wanted);
    describe(found, sizeof found, reader->at, length, code_point);
    return nnreg_json_mistake(reader, NNREG_JSON_SYNTAX, reader->at, usual != NULL ? usual->hint : NULL,
                              "expected %s, found %s", expectation(reader, wanted), found);
}

static bool text_begins(const struct nnreg_json_reader *reader, const char *bytes, size_t length)
{
    return (size_t)(reader->stop - reader->text) >= length && memcmp(reader->text, bytes, length) == 0;
}

/* A JSON text begins with ASCII, so zeros among its first four bytes show wider characters (RFC 4627, section 3). */
static bool has_wide_characters(const struct nnreg_json_reader *reader)
{
    const char *text = reader->text;

    if (text_begins(reader, "\xff\xfe", 2) || text_begins(reader, "\xfe\xff", 2))
        return true;
    if (reader->stop - text < 2)
        return false;
    if (text[0] == '\0')
        return text[1] != '\0' || (reader->stop - text >= 4 && text[2] == '\0' && text[3] != '\0');
    return text[1] == '\0' && reader->stop - text >= 4 && text[3] == '\0';
}

bool nnreg_json_check_encoding(struct nnreg_json_reader *reader)
{
    if (text_begins(reader, "\xef\xbb\xbf", 3))
        return nnreg_json_mistake(reader, NNREG_JSON_ENCODING, reader->text,
                                  "save the text as UTF-8 without a byte order mark",
                                  "the text begins with a byte order mark");
    if (has_wide_characters(reader))
        return nnreg_json_mistake(reader, NNREG_JSON_ENCODING, reader->text, "save the text as UTF-8",
                                  "the text is UTF-16 or UTF-32, not UTF-8");
    return true;
}
