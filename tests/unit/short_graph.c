/* Graphs in a few words: see short_graph.h. */
#include "short_graph.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void short_dims_put(struct nnreg_bytes *out, const char *text)
{
    char *end;

    if (*text == '?') {
        nnreg_bytes_text(out, "unknown_rank: true ");
        return;
    }
    if (text[1] == '#') {
        unsigned long i, rank = strtoul(text + 2, &end, 10);

        for (i = 0; i < rank; i++)
            nnreg_bytes_text(out, "dim { size: 1 } ");
        return;
    }
    for (text++; *text != ']'; text = *end == ',' ? end + 1 : end)
        nnreg_bytes_format(out, "dim { size: %lld } ", strtoll(text, &end, 10));
}

/* ---------------------------------------------------------------------------------------------------- constants -- */

/* The type that numbers are of, and the field they stand in. */
static const struct short_type {
    const char *type, *field;
} types[] = {{"DT_INT32", "int_val"},
             {"DT_INT64", "int64_val"},
             {"DT_FLOAT", "float_val"},
             {"DT_STRING", "string_val"}};

static const struct short_type *type_of(const char *text, const char *end)
{
    size_t length = (size_t)(end - text), digits = 0, i;

    if (memchr(text, '\'', length) != NULL)
        return &types[3];
    if (memchr(text, '.', length) != NULL)
        return &types[2];
    for (i = 0; i < length && digits < 10; i++)
        digits = text[i] >= '0' && text[i] <= '9' ? digits + 1 : 0;
    return &types[digits == 10];
}

void short_constant_put(struct nnreg_bytes *out, const char *text, const char *end)
{
    bool wide = *text == 'L';
    const char *first = text + wide, *colon = memchr(first, ':', (size_t)(end - first)), *at;
    const char *values = colon != NULL ? colon + 1 : first + (*first == '#');
    const struct short_type *type = wide ? &types[1] : type_of(values, end);
    unsigned count = 0;
    size_t length;

    nnreg_bytes_format(out, "op: 'Const' attr { key: 'value' value { tensor { dtype: %s ", type->type);
    for (at = values; at < end; at += length + (at + length < end)) {
        length = strcspn(at, ", ;");
        nnreg_bytes_format(out, "%s: %.*s ", type->field, (int)length, at);
        count++;
    }
    nnreg_bytes_text(out, "tensor_shape { ");
    for (at = first; colon != NULL && at < colon; at += length + 1) {
        length = strcspn(at, "x:");
        nnreg_bytes_format(out, "dim { size: %.*s } ", (int)length, at);
    }
    if (colon == NULL && *first != '#')
        nnreg_bytes_format(out, "dim { size: %u } ", count);
    nnreg_bytes_text(out, "} } } } ");
}

/* --------------------------------------------------------------------------------------------------- attributes -- */

static void put_short_shapes(struct nnreg_bytes *out, const char *text, const char *end)
{
    nnreg_bytes_text(out, "list { ");
    for (text++; text < end && *text != '}'; text += *text == ',') {
        nnreg_bytes_text(out, "shape { ");
        short_dims_put(out, text);
        nnreg_bytes_text(out, "} ");
        text = *text == '?' ? text + 1 : strchr(text, ']') + 1;
    }
    nnreg_bytes_text(out, "} ");
}

static void put_attr_value(struct nnreg_bytes *out, const char *text, const char *end)
{
    int length = (int)(end - text);

    if (*text == '[' || *text == '?') {
        nnreg_bytes_text(out, "shape { ");
        short_dims_put(out, text);
        nnreg_bytes_text(out, "} ");
    } else if (*text == '{') {
        put_short_shapes(out, text, end);
    } else if (*text == '\'' && end[-1] == ',') {
        nnreg_bytes_format(out, "list { s: [%.*s] } ", length - 1, text);
    } else if (*text == '\'') {
        nnreg_bytes_format(out, "s: %.*s ", length, text);
    } else if (*text == '@') {
        nnreg_bytes_format(out, "func { name: '%.*s' } ", length - 1, text + 1);
    } else if (end[-1] == ',') {
        nnreg_bytes_format(out, "list { i: [%.*s] } ", length - 1, text);
    } else if (strchr("-0123456789", *text) != NULL) {
        nnreg_bytes_format(out, "%s: %.*s ", memchr(text, '.', (size_t)length) != NULL ? "f" : "i", length,
                           text);
    } else if (strncmp(text, "DT_", 3) == 0) {
        int skipped = text[3] >= '0' && text[3] <= '9' ? 3 : 0;

        nnreg_bytes_format(out, "type: %.*s ", length - skipped, text + skipped);
    } else if (*text == 't' || *text == 'f') {
        nnreg_bytes_format(out, "b: %.*s ", length, text);
    } else {
        nnreg_bytes_format(out, "s: '%.*s' ", length, text);
    }
}

static void put_attr(struct nnreg_bytes *out, const char *equals, const char *text, const char *end)
{
    nnreg_bytes_format(out, "attr { key: '%.*s' value { ", (int)(equals - text), text);
    put_attr_value(out, equals + 1, end);
    nnreg_bytes_text(out, "} } ");
}

void short_attrs_put(struct nnreg_bytes *out, const char *text)
{
    while (*text != '\0') {
        const char *equals = strchr(text, '='), *end = equals + strcspn(equals, " ");

        put_attr(out, equals, text, end);
        text = end + strspn(end, " ");
    }
}

/* -------------------------------------------------------------------------------------------------------- nodes -- */

/* The next word of a node; false at its end. */
static bool next_word(const char **word, const char **end)
{
    *word = *end + strspn(*end, " ");
    *end = *word + strcspn(*word, " ;");
    return *end > *word;
}

/* Constants stand before the node that reads them, and are named by it. */
static void put_constants(struct nnreg_bytes *out, const char *name, const char *end)
{
    int length = (int)(end - name);
    unsigned count = 0;
    const char *word;

    while (next_word(&word, &end))
        if (*word == '=') {
            nnreg_bytes_format(out, "node { name: '%.*s-%u' ", length, name, count++);
            short_constant_put(out, word + 1, end);
            nnreg_bytes_text(out, "} ");
        }
}

static const char *put_node(struct nnreg_bytes *out, const char *text)
{
    const char *name, *end = text, *word;
    unsigned count = 0;
    int length;

    (void)next_word(&name, &end);
    length = (int)(end - name);
    put_constants(out, name, end);
    (void)next_word(&word, &end);
    nnreg_bytes_format(out, "node { name: '%.*s' op: '%.*s' ", length, name, (int)(end - word), word);
    while (next_word(&word, &end)) {
        const char *equals = memchr(word, '=', (size_t)(end - word));

        if (equals == word)
            nnreg_bytes_format(out, "input: '%.*s-%u' ", length, name, count++);
        else if (equals != NULL)
            put_attr(out, equals, word, end);
        else
            nnreg_bytes_format(out, "input: '%.*s' ", (int)(end - word), word);
    }
    nnreg_bytes_text(out, "} ");
    return end;
}

void short_nodes_put(struct nnreg_bytes *out, const char *nodes)
{
    while (*nodes != '\0') {
        nodes = put_node(out, nodes);
        nodes += strspn(nodes, "; ");
    }
}
