/*
 * Picking parts out of JSON that the library wrote, and that therefore is valid, without reading all of it. Text that
 * is no JSON gives nonsense, but is not read beyond its end.
 */
#ifndef NNREG_TOOLS_JSON_PICK_H
#define NNREG_TOOLS_JSON_PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

/* Part of a longer text. */
struct json_part {
    const char *text;
    size_t length;
};

/* The value of `key` (as written, no escapes) in an object. Returns whether it has one. */
bool json_pick_member(struct json_part *value, struct json_part object, const char *key);

/*
 * Goes through an array, or through an object, whose items then are `"key":value`. Start with `*at` 0; false at the
 * end.
 */
bool json_pick_next(struct json_part *item, struct json_part container, size_t *at);

/* Splits `"key":value`; the key comes without its quotes. */
bool json_pick_pair(struct json_part *key, struct json_part *value, struct json_part item);

/* Adds the characters of a string, unescaped. False, and nothing is added, when the value is no string. */
bool json_pick_add_text(struct buffer *buffer, struct json_part value);

/* A whole number that is not negative; 0 when the value is none. */
uint64_t json_pick_number(struct json_part value);

/* Adds the text without the white space outside of its strings. */
void json_pick_add_compact(struct buffer *buffer, struct json_part part);

#endif
