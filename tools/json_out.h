/*
 * A small JSON writer: compact, commas by itself, strings escaped; bytes that are no UTF-8 (a path can have them) become
 * U+FFFD, so that what comes out is always JSON. A document is one line.
 */
#ifndef NNREG_TOOLS_JSON_OUT_H
#define NNREG_TOOLS_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

/* Starts as {&buffer, false}. */
struct json_out {
    struct buffer *to;
    bool comma; /* the next value at this level needs one before it */
};

void json_out_open(struct json_out *out, char bracket);  /* '{' or '[' */
void json_out_close(struct json_out *out, char bracket); /* '}' or ']' */
void json_out_key(struct json_out *out, const char *key);
void json_out_text(struct json_out *out, const char *text); /* NULL: null */
void json_out_number(struct json_out *out, uint64_t number);
void json_out_bool(struct json_out *out, bool truth);
void json_out_raw(struct json_out *out,
                  const char *json); /* made compact: not for metadata, which stays as it is */

/* The key and the value at once. */
void json_out_member_text(struct json_out *out, const char *key, const char *text);
void json_out_member_number(struct json_out *out, const char *key, uint64_t number);
void json_out_member_bool(struct json_out *out, const char *key, bool truth);
void json_out_member_raw(struct json_out *out, const char *key, const char *json);

#endif
