/*
 * Fuzz target for the JSON reader, writer and merge. A text that is accepted must keep these promises: its values lie
 * inside each other and in order; every string and key can be unescaped; what the writer makes of it is accepted and
 * the same; merging {} into it gives its value's own text, and merging it into itself adds nothing but what is null.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static void must(bool kept)
{
    if (!kept)
        abort();
}

struct heard {
    size_t count;
    size_t length;
};

static void hear(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                 const char *message, const char *hint)
{
    struct heard *heard = context;

    heard->count++;
    must(offset <= heard->length);
    must((problem == NNREG_JSON_DUPLICATE_KEY) == (value != 0));
    must(message != NULL && *message != '\0');
    must(hint == NULL || *hint != '\0');
}

/* A value and all below it lie within [start, stop), children in order. */
static void check_ranges(const struct nnreg_json *json, const struct nnreg_json_value *value)
{
    const struct nnreg_json_value *child;
    uint32_t at = value->start, count = 0, depth = 0;

    must(value->start < value->stop && value->stop <= json->length);
    for (child = nnreg_json_first(json, value); child != NULL; child = nnreg_json_next(json, child)) {
        bool member = value->type == NNREG_JSON_OBJECT;

        must(member == (child->key_stop > 0));
        must(!member || (child->key_start > at && child->key_stop >= child->key_start + 2));
        must(child->start > (member ? child->key_stop : at) && child->stop < value->stop);
        at = child->stop;
        count++;
        depth = child->depth > depth ? child->depth : depth;
        check_ranges(json, child);
    }
    must(count == value->count);
    must(value->depth == (value->type >= NNREG_JSON_ARRAY ? depth + 1 : 0));
}

/* Keys that a C string cannot hold are written as the text they have. */
static void write_key(struct nnreg_json_writer *writer, const struct nnreg_json *json,
                      const struct nnreg_json_value *value)
{
    char *key;
    size_t length;

    must(nnreg_json_key(&key, &length, json, value) == NNREG_OK);
    if (strlen(key) == length) {
        must(nnreg_json_key_is(json, value, key));
        nnreg_json_put_key(writer, key);
    } else {
        nnreg_json_put_raw(writer, json->text + value->key_start, value->key_stop - value->key_start);
        nnreg_bytes_char(writer->out, ':');
        writer->after_key = true;
    }
    nnreg_free(key);
}

static void write_scalar(struct nnreg_json_writer *writer, const struct nnreg_json *json,
                         const struct nnreg_json_value *value)
{
    int64_t as_signed;
    uint64_t as_unsigned;
    char *text;
    size_t length;

    if (value->type == NNREG_JSON_NULL)
        nnreg_json_put_null(writer);
    else if (value->type == NNREG_JSON_BOOL)
        nnreg_json_put_bool(writer, value->truth);
    else if (value->type == NNREG_JSON_STRING) {
        must(nnreg_json_string(&text, &length, json, value) == NNREG_OK);
        must(nnreg_json_string_is(json, value, text) == (strlen(text) == length));
        nnreg_json_put_chars(writer, text, length);
        nnreg_free(text);
    } else if (nnreg_json_int64(&as_signed, json, value))
        nnreg_json_put_int(writer, as_signed);
    else if (nnreg_json_uint64(&as_unsigned, json, value))
        nnreg_json_put_uint(writer, as_unsigned);
    else
        nnreg_json_put_number(writer, nnreg_json_number(json, value));
}

static void write_value(struct nnreg_json_writer *writer, const struct nnreg_json *json,
                        const struct nnreg_json_value *value)
{
    bool object = value->type == NNREG_JSON_OBJECT;
    const struct nnreg_json_value *child;

    if (value->type < NNREG_JSON_ARRAY) {
        write_scalar(writer, json, value);
        return;
    }
    if (object)
        nnreg_json_open_object(writer);
    else
        nnreg_json_open_array(writer);
    for (child = nnreg_json_first(json, value); child != NULL; child = nnreg_json_next(json, child)) {
        if (object)
            write_key(writer, json, child);
        write_value(writer, json, child);
    }
    if (object)
        nnreg_json_close_object(writer);
    else
        nnreg_json_close_array(writer);
}

static void check_same_text(const char *a, size_t a_length, const char *b, size_t b_length)
{
    must(a_length == b_length && memcmp(a, b, a_length) == 0);
}

/* Structure, keys and strings are the same, value by value; numbers as doubles. */
static void check_same(const struct nnreg_json *a, const struct nnreg_json *b)
{
    must(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct nnreg_json_value *left = &a->values[i], *right = &b->values[i];
        char *mine, *other;
        size_t mine_length, other_length;

        must(left->type == right->type && left->next == right->next && left->count == right->count &&
             left->depth == right->depth && left->truth == right->truth);
        must((left->key_stop > 0) == (right->key_stop > 0));
        if (left->type == NNREG_JSON_NUMBER)
            must(nnreg_json_number(a, left) == nnreg_json_number(b, right));
        if (left->type == NNREG_JSON_STRING) {
            must(nnreg_json_string(&mine, &mine_length, a, left) == NNREG_OK);
            must(nnreg_json_string(&other, &other_length, b, right) == NNREG_OK);
            check_same_text(mine, mine_length, other, other_length);
            nnreg_free(mine);
            nnreg_free(other);
        }
        if (left->key_stop > 0) {
            must(nnreg_json_key(&mine, &mine_length, a, left) == NNREG_OK);
            must(nnreg_json_key(&other, &other_length, b, right) == NNREG_OK);
            check_same_text(mine, mine_length, other, other_length);
            nnreg_free(mine);
            nnreg_free(other);
        }
    }
}

static void check_written(const struct nnreg_json *json, unsigned indent)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    struct nnreg_json again;

    nnreg_json_writer_init(&writer, &out, indent);
    write_value(&writer, json, json->values);
    must(!out.failed && writer.level == 0);
    must(nnreg_json_read(&again, out.content, out.size, NULL, NULL, NULL) == NNREG_OK);
    check_same(json, &again);
    nnreg_json_free(&again);
    nnreg_bytes_free(&out);
}

static void check_merge(const struct nnreg_json *json)
{
    const struct nnreg_json_value *root = json->values;
    struct nnreg_json again;
    char *text;

    must(nnreg_json_merge(&text, json->text, json->length, "{}", 2, NULL) == NNREG_OK);
    if (root->type == NNREG_JSON_OBJECT)
        check_same_text(text, strlen(text), json->text + root->start, root->stop - root->start);
    else
        check_same_text(text, strlen(text), "{}", 2);
    nnreg_free(text);
    must(nnreg_json_merge(&text, json->text, json->length, json->text, json->length, NULL) == NNREG_OK);
    must(nnreg_json_read(&again, text, strlen(text), NULL, NULL, NULL) == NNREG_OK);
    must(again.count <= json->count);
    nnreg_json_free(&again);
    nnreg_free(text);
}

/* The input cut in two: a target and a patch that have nothing to do with each other. */
static void check_two(const char *text, size_t size)
{
    const char *patch = memchr(text, '\n', size);
    struct nnreg_json json;
    char *merged;

    if (patch == NULL || nnreg_json_merge(&merged, text, (size_t)(patch - text), patch,
                                          size - (size_t)(patch - text), NULL) != NNREG_OK)
        return;
    must(nnreg_json_read(&json, merged, strlen(merged), NULL, NULL, NULL) == NNREG_OK);
    nnreg_json_free(&json);
    nnreg_free(merged);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    const char *text = (const char *)input;
    struct heard heard = {0, size};
    struct nnreg_json json;
    nnreg_status status = nnreg_json_read(&json, text, size, NULL, hear, &heard);

    if (size > 0)
        check_two(text, size);
    must(status == NNREG_OK ? heard.count == 0 : status == NNREG_REFUSED && heard.count > 0);
    if (status == NNREG_OK) {
        check_ranges(&json, json.values);
        check_written(&json, 0);
        check_written(&json, 3);
        check_merge(&json);
    }
    nnreg_json_free(&json);
    return 0;
}
