/*
 * Other models out of a model in text form, for targets that take one: its fields are removed, doubled, exchanged for others of
 * their name, and their values changed, so that what comes out can still be read. Bytes that change anywhere mostly end the reading,
 * and what comes behind it is never reached.
 */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tensorflow/op_table.h"

/* A text in a buffer with room for a longer one. */
struct mutated {
    char *text;
    size_t size, room;
    uint64_t random;
};

/* `name: value` or `name { … }`: where it begins, where its value does, and where it ends. */
struct field_place {
    size_t at, name_size, value, end;
};

static inline size_t pick(struct mutated *text, size_t below)
{
    text->random ^= text->random << 13;
    text->random ^= text->random >> 7;
    text->random ^= text->random << 17;
    return below > 0 ? (size_t)(text->random % below) : 0;
}

static inline bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '-' || c == '+';
}

static inline size_t end_of_string(const struct mutated *text, size_t at)
{
    const char quote = text->text[at];

    for (at++; at < text->size && text->text[at] != quote; at++)
        at += text->text[at] == '\\';
    return at < text->size ? at + 1 : text->size;
}

/* Behind the brace that ends what begins with one at `at`. */
static inline size_t end_of_braces(const struct mutated *text, size_t at)
{
    unsigned depth = 0;

    while (at < text->size) {
        const char c = text->text[at];

        if (c == '"' || c == '\'') {
            at = end_of_string(text, at);
            continue;
        }
        at++;
        depth += c == '{';
        if (c == '}' && --depth == 0)
            break;
    }
    return at;
}

/* The first field from `at` on. */
static inline bool next_field(struct field_place *field, const struct mutated *text, size_t at)
{
    const char *bytes = text->text;

    while (at < text->size) {
        size_t name;

        if (!is_word(bytes[at])) {
            at = bytes[at] == '"' || bytes[at] == '\'' ? end_of_string(text, at) : at + 1;
            continue;
        }
        for (name = at; at < text->size && is_word(bytes[at]);)
            at++;
        field->at = name;
        field->name_size = at - name;
        while (at < text->size && (isspace((unsigned char)bytes[at]) || bytes[at] == ':'))
            at++;
        if (at == text->size)
            return false;
        field->value = field->end = at;
        if (bytes[at] == '{')
            field->end = end_of_braces(text, at);
        else if (bytes[at] == '"' || bytes[at] == '\'')
            field->end = end_of_string(text, at);
        else
            while (field->end < text->size && is_word(bytes[field->end]))
                field->end++;
        if (field->end > field->value)
            return true;
    }
    return false;
}

/* Puts `size` bytes of `with` in the place of those from `from` to `to`; not where there is no room. */
static inline void exchange(struct mutated *text, size_t from, size_t to, const char *with, size_t size)
{
    if (text->size - (to - from) + size > text->room)
        return;
    memmove(text->text + from + size, text->text + to, text->size - to);
    memcpy(text->text + from, with, size);
    text->size += size - (to - from);
}

/* What a number may become: those at which something ends. */
static inline void change_number(struct mutated *text, const struct field_place *field)
{
    static const char *const numbers[] = {"-1",         "0",
                                          "1",          "2",
                                          "3",          "4",
                                          "5",          "7",
                                          "8",          "32",
                                          "255",        "-2",
                                          "-4",         "256",
                                          "1025",       "2147483647",
                                          "4294967296", "9223372036854775807",
                                          "0.5",        "nan",
                                          "inf",        "-9223372036854775808"};
    const char *number = numbers[pick(text, sizeof numbers / sizeof *numbers)];

    exchange(text, field->value, field->end, number, strlen(number));
}

static inline void change_word(struct mutated *text, const struct field_place *field)
{
    static const char *const types[] = {
        "DT_FLOAT", "DT_INT32",   "DT_INT64",    "DT_STRING", "DT_BOOL",      "DT_UINT8",    "DT_DOUBLE",
        "DT_HALF",  "DT_VARIANT", "DT_RESOURCE", "DT_INT8",   "DT_FLOAT_REF", "DT_COMPLEX64"};
    const char *word = strncmp(text->text + field->value, "DT_", 3) == 0
                           ? types[pick(text, sizeof types / sizeof *types)]
                       : text->text[field->value] == 't' ? "false"
                                                         : "true";

    exchange(text, field->value, field->end, word, strlen(word));
}

static inline void change_string(struct mutated *text, const struct field_place *field)
{
    static const char *const strings[] = {"\"\"",     "\"^x\"",   "\"x:1\"",  "\"NHWC\"",
                                          "\"NCHW\"", "\"SAME\"", "\"VALID\""};
    char name[160];

    if (field->name_size == 2 && memcmp(text->text + field->at, "op", 2) == 0) {
        (void)snprintf(name, sizeof name, "\"%s\"",
                       nnreg_op_text(nnreg_op_at(pick(text, nnreg_op_count()))->name));
        exchange(text, field->value, field->end, name, strlen(name));
    } else {
        const char *string = strings[pick(text, sizeof strings / sizeof *strings)];

        exchange(text, field->value, field->end, string, strlen(string));
    }
}

static inline void change_value(struct mutated *text, const struct field_place *field)
{
    const char first = text->text[field->value];

    if (first == '"' || first == '\'')
        change_string(text, field);
    else if (isdigit((unsigned char)first) || first == '-')
        change_number(text, field);
    else if (first != '{')
        change_word(text, field);
}

/* The value of another field of that name takes this one's place. */
static inline void take_other(struct mutated *text, const struct field_place *field)
{
    struct field_place other;
    char copy[4096];
    size_t at = pick(text, text->size), tries, size;

    for (tries = 0; tries < 64 && next_field(&other, text, at); tries++) {
        size = other.end - other.value;
        at = other.value + 1;
        if (other.at == field->at || other.name_size != field->name_size || size > sizeof copy ||
            memcmp(text->text + other.at, text->text + field->at, field->name_size) != 0)
            continue;
        memcpy(copy, text->text + other.value, size);
        exchange(text, field->value, field->end, copy, size);
        return;
    }
}

static inline void mutate_once(struct mutated *text)
{
    struct field_place field;
    char copy[4096];
    size_t size;

    if (!next_field(&field, text, pick(text, text->size)))
        return;
    size = field.end - field.at;
    switch (pick(text, 8)) {
    case 0:
        exchange(text, field.at, field.end, "", 0);
        break;
    case 1:
        if (size < sizeof copy) {
            memcpy(copy, text->text + field.at, size);
            copy[size] = ' ';
            exchange(text, field.at, field.at, copy, size + 1);
        }
        break;
    case 2:
    case 3:
    case 4:
        take_other(text, &field);
        break;
    default:
        change_value(text, &field);
        break;
    }
}

/* Changes a text of `size` bytes in a buffer with room for `room`; returns its new size. */
static inline size_t mutate_text(char *text, size_t size, size_t room, unsigned seed)
{
    struct mutated mutated = {text, size, room, seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
    size_t times;

    for (times = 1 + pick(&mutated, 3); times > 0; times--)
        mutate_once(&mutated);
    return mutated.size;
}

#endif
