/* A small JSON writer: see json_out.h. */
#include "json_out.h"

#include <string.h>

#include "gate.h"
#include "json_pick.h"
#include "text.h"

static void before_value(struct json_out *out)
{
    if (out->comma)
        buffer_put(out->to, ",");
    out->comma = true;
}

void json_out_open(struct json_out *out, char bracket)
{
    before_value(out);
    buffer_add(out->to, &bracket, 1);
    out->comma = false;
}

void json_out_close(struct json_out *out, char bracket)
{
    buffer_add(out->to, &bracket, 1);
    out->comma = true;
}

/* One of a string, which no NUL is. */
static void add_character(struct buffer *to, const char *character, size_t length)
{
    static const char controls[] = "\b\f\n\r\t", letters[] = "bfnrt";
    unsigned char byte = (unsigned char)character[0];
    const char *control = strchr(controls, character[0]);

    if (control != NULL)
        buffer_printf(to, "\\%c", letters[control - controls]);
    else if (byte < 0x20)
        buffer_printf(to, "\\u%04x", byte);
    else if (byte == '"' || byte == '\\')
        buffer_printf(to, "\\%c", byte);
    else if (length == 1 && byte >= 0x80)
        buffer_put(to, "\xef\xbf\xbd");
    else
        gate_add_json(to, character, length);
}

static void add_string(struct buffer *to, const char *text)
{
    size_t size = strlen(text), at, length;

    buffer_put(to, "\"");
    for (at = 0; at < size; at += length) {
        length = text_next_length(text + at, size - at);
        add_character(to, text + at, length);
    }
    buffer_put(to, "\"");
}

void json_out_key(struct json_out *out, const char *key)
{
    before_value(out);
    add_string(out->to, key);
    buffer_put(out->to, ":");
    out->comma = false;
}

void json_out_text(struct json_out *out, const char *text)
{
    before_value(out);
    if (text == NULL)
        buffer_put(out->to, "null");
    else
        add_string(out->to, text);
}

void json_out_number(struct json_out *out, uint64_t number)
{
    before_value(out);
    buffer_printf(out->to, "%llu", (unsigned long long)number);
}

void json_out_bool(struct json_out *out, bool truth)
{
    before_value(out);
    buffer_put(out->to, truth ? "true" : "false");
}

void json_out_raw(struct json_out *out, const char *json)
{
    struct buffer compact = {0};

    before_value(out);
    json_pick_add_compact(&compact, (struct json_part){json, strlen(json)});
    gate_add_json(out->to, buffer_text(&compact), compact.length);
    buffer_free(&compact);
}

void json_out_member_text(struct json_out *out, const char *key, const char *text)
{
    json_out_key(out, key);
    json_out_text(out, text);
}

void json_out_member_number(struct json_out *out, const char *key, uint64_t number)
{
    json_out_key(out, key);
    json_out_number(out, number);
}

void json_out_member_bool(struct json_out *out, const char *key, bool truth)
{
    json_out_key(out, key);
    json_out_bool(out, truth);
}

void json_out_member_raw(struct json_out *out, const char *key, const char *json)
{
    json_out_key(out, key);
    json_out_raw(out, json);
}
