/*
 * A plain tree of a JSON text that the library has accepted, by which other code of the library is held against what a
 * reader of the RFCs would write down: members in their order, keys and strings unescaped. It believes the text.
 */
#ifndef NNREG_TESTS_FUZZ_PLAIN_JSON_H
#define NNREG_TESTS_FUZZ_PLAIN_JSON_H

#include "codec/json.h"
#include "fuzz_input.h"

struct plain_chars {
    char *bytes; /* with a NUL behind them */
    size_t size;
};

struct plain_value {
    char first;       /* of its text: { [ " t f n, or of a number */
    const char *text; /* as it was written; NULL: it was put together */
    size_t size;
    struct plain_chars string;  /* of a string */
    struct plain_chars key;     /* of a member */
    struct plain_value *inside; /* entries, or members */
    size_t count;
};

struct plain_reader {
    const char *at, *end;
};

static inline char plain_next(struct plain_reader *reader)
{
    while (reader->at < reader->end && strchr(" \t\r\n", *reader->at) != NULL)
        reader->at++;
    must(reader->at < reader->end);
    return *reader->at;
}

static inline unsigned plain_hex(const char *digits)
{
    char four[5] = {digits[0], digits[1], digits[2], digits[3], '\0'};

    return (unsigned)strtoul(four, NULL, 16);
}

static inline void plain_put(struct plain_chars *chars, unsigned c)
{
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    int length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (int i = length; i > 1; i--, c >>= 6)
        chars->bytes[chars->size + (size_t)i - 1] = (char)(0x80 | (c & 0x3f));
    chars->bytes[chars->size] = (char)(length > 1 ? marks[length] | c : c);
    chars->size += (size_t)length;
}

static inline struct plain_chars plain_string(struct plain_reader *reader)
{
    static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
    struct plain_chars chars = {malloc((size_t)(reader->end - reader->at) + 1), 0};

    must(chars.bytes != NULL && plain_next(reader) == '"');
    for (reader->at++; *reader->at != '"'; reader->at++) {
        unsigned c;

        if (*reader->at != '\\') {
            chars.bytes[chars.size++] = *reader->at;
            continue;
        }
        reader->at++;
        if (*reader->at != 'u') {
            const char *letter = strchr(letters, *reader->at);

            chars.bytes[chars.size++] = letter != NULL ? meant[letter - letters] : *reader->at;
            continue;
        }
        c = plain_hex(reader->at + 1);
        reader->at += 4;
        if (c >= 0xd800 && c < 0xdc00) {
            c = 0x10000 + ((c - 0xd800) << 10) + (plain_hex(reader->at + 3) - 0xdc00);
            reader->at += 6;
        }
        plain_put(&chars, c);
    }
    reader->at++;
    chars.bytes[chars.size] = '\0';
    return chars;
}

static inline struct plain_value *plain_add(struct plain_value *value)
{
    value->inside = realloc(value->inside, (value->count + 1) * sizeof *value->inside);
    must(value->inside != NULL);
    value->inside[value->count] = (struct plain_value){.text = NULL};
    return &value->inside[value->count++];
}

static inline void plain_read_value(struct plain_value *value, struct plain_reader *reader);

static inline void plain_read_inside(struct plain_value *value, struct plain_reader *reader)
{
    char end = value->first == '{' ? '}' : ']';

    for (reader->at++; plain_next(reader) != end;) {
        struct plain_value *child = plain_add(value);

        if (value->first == '{') {
            child->key = plain_string(reader);
            must(plain_next(reader) == ':');
            reader->at++;
        }
        plain_read_value(child, reader);
        if (plain_next(reader) == ',')
            reader->at++;
    }
    reader->at++;
}

static inline void plain_read_value(struct plain_value *value, struct plain_reader *reader)
{
    value->first = plain_next(reader);
    value->text = reader->at;
    if (value->first == '{' || value->first == '[')
        plain_read_inside(value, reader);
    else if (value->first == '"')
        value->string = plain_string(reader);
    else
        while (reader->at < reader->end && strchr(" \t\r\n,]}", *reader->at) == NULL)
            reader->at++;
    value->size = (size_t)(reader->at - value->text);
}

static inline void plain_free(struct plain_value *value)
{
    for (size_t i = 0; i < value->count; i++)
        plain_free(&value->inside[i]);
    free(value->inside);
    free(value->string.bytes);
    free(value->key.bytes);
}

static inline bool plain_same_chars(const struct plain_chars *a, const struct plain_chars *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

/* The member of an object; NULL: it has none of that key. */
static inline struct plain_value *plain_member(const struct plain_value *object,
                                               const struct plain_chars *key)
{
    for (size_t i = 0; i < object->count; i++)
        if (plain_same_chars(&object->inside[i].key, key))
            return &object->inside[i];
    return NULL;
}

/* False: the library does not accept the text. */
static inline bool plain_read(struct plain_value *value, const char *text, size_t size)
{
    struct plain_reader reader = {text, text + size};
    struct nnreg_json json;
    bool accepted = nnreg_json_read(&json, text, size, NULL, NULL, NULL) == NNREG_OK;

    *value = (struct plain_value){.text = NULL};
    nnreg_json_free(&json);
    if (accepted)
        plain_read_value(value, &reader);
    return accepted;
}

#endif
