/*
 * What is compared of a network: see diff.h. Fields are taken apart to their leaves, so that one word that differs is one
 * change, whatever it stands in.
 */
#include "diff.h"

#include <string.h>

#include "field_keys.h"
#include "inspect_view.h"
#include "json_out.h"

/* ------------------------------------------------------------------------------------------------------- fields -- */

/* A step of a JSON Pointer (RFC 6901). */
static void add_step(struct buffer *pointer, const char *text)
{
    buffer_put(pointer, "/");
    for (; *text != '\0'; text++)
        if (*text == '~')
            buffer_put(pointer, "~0");
        else if (*text == '/')
            buffer_put(pointer, "~1");
        else
            buffer_add(pointer, text, 1);
}

static void add_key_step(struct buffer *pointer, struct json_part key)
{
    struct json_part quoted = {key.text - 1, key.length + 2};
    struct buffer text = {0};

    (void)json_pick_add_text(&text, quoted);
    add_step(pointer, buffer_text(&text));
    buffer_free(&text);
}

/* Back from a step that was added. */
static void cut_back(struct buffer *pointer, size_t length)
{
    pointer->length = length;
    pointer->text[length] = '\0';
}

/* A text is written anew, so that it is the same however its characters were escaped. */
static void add_leaf(struct diff_side *side, const char *pointer, struct json_part value)
{
    struct buffer json = {0}, text = {0};
    struct json_out out = {&json, false};

    if (json_pick_add_text(&text, value))
        json_out_text(&out, buffer_text(&text));
    else
        json_pick_add_compact(&json, value);
    diff_add(side, DIFF_FIELDS, pointer, buffer_text(&json));
    buffer_free(&text);
    buffer_free(&json);
}

static bool is_container(struct json_part value)
{
    struct json_part item;
    size_t at = 0;

    return value.length > 0 && (value.text[0] == '{' || value.text[0] == '[') &&
           json_pick_next(&item, value, &at);
}

/* Calls itself no deeper than NNREG_LIMIT_METADATA_DEPTH and the few levels above metadata: the registry holds no deeper ones. */
static void add_leaves(struct diff_side *side, struct buffer *pointer, struct json_part value)
{
    struct json_part item, key, member;
    size_t at = 0, index = 0, before = pointer->length;

    if (!is_container(value)) {
        add_leaf(side, buffer_text(pointer), value);
        return;
    }
    while (json_pick_next(&item, value, &at)) {
        member = item;
        if (value.text[0] == '[')
            buffer_printf(pointer, "/%zu", index++);
        else if (json_pick_pair(&key, &member, item))
            add_key_step(pointer, key);
        add_leaves(side, pointer, member);
        cut_back(pointer, before);
    }
}

/* What a description can have the schema tells: the rest of an object the registry has assigned. */
void diff_add_fields(struct diff_side *side, struct json_part network, struct json_part schema)
{
    struct json_part fields = inspect_container(schema, "properties"), item, key, value, known;
    struct buffer pointer = {0}, name = {0};
    size_t at = 0;

    while (json_pick_next(&item, network, &at)) {
        if (!json_pick_pair(&key, &value, item))
            continue;
        buffer_free(&name);
        buffer_add(&name, key.text, key.length);
        if (!json_pick_member(&known, fields, buffer_text(&name)))
            continue;
        buffer_printf(&pointer, "/%s", buffer_text(&name));
        add_leaves(side, &pointer, value);
        cut_back(&pointer, 0);
    }
    buffer_free(&name);
    buffer_free(&pointer);
}

void diff_add_files(struct diff_side *side, const nnreg_network *network)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t i;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        struct buffer json = {0};
        struct json_out out = {&json, false};

        json_out_open(&out, '{');
        json_out_member_number(&out, KEY_SIZE, file.bytes);
        json_out_member_text(&out, KEY_SHA256, file.sha256);
        json_out_close(&out, '}');
        diff_add(side, DIFF_FILES, file.name, buffer_text(&json));
        buffer_free(&json);
    }
}

/* -------------------------------------------------------------------------------------------------- the report -- */

/* An object of those of the members that there are. */
static void add_members(struct buffer *json, struct json_part object, const char *const *keys, size_t count)
{
    struct json_part value;
    size_t i, added = 0;

    buffer_put(json, "{");
    for (i = 0; i < count; i++)
        if (json_pick_member(&value, object, keys[i])) {
            buffer_printf(json, "%s\"%s\":", added++ > 0 ? "," : "", keys[i]);
            json_pick_add_compact(json, value);
        }
    buffer_put(json, "}");
}

/* An entry for each object of a list, named by its member `name` behind `prefix`. */
static void add_list(struct diff_side *side, enum diff_section section, const struct buffer *prefix,
                     struct json_part list, const char *name, const char *const *keys, size_t count)
{
    struct json_part object, value;
    size_t at = 0;

    while (json_pick_next(&object, list, &at)) {
        struct buffer entry = {0}, word = {0}, json = {0};

        if (json_pick_member(&value, object, name))
            (void)json_pick_add_text(&word, value);
        if (prefix != NULL) {
            buffer_put(&entry, buffer_text(prefix));
            add_step(&entry, buffer_text(&word));
        } else
            buffer_put(&entry, buffer_text(&word));
        add_members(&json, object, keys, count);
        diff_add(side, section, buffer_text(&entry), buffer_text(&json));
        buffer_free(&entry);
        buffer_free(&word);
        buffer_free(&json);
    }
}

/* "/serve/serving_default/inputs/images" */
static void add_signature(struct diff_side *side, const char *tags, struct json_part signature)
{
    static const char *const own[] = {"method"}, *const of_tensors[] = {"tensor", "sparse", "composite",
                                                                        "dtype",  "shape",  "components"};
    static const char *const ends[] = {"inputs", "outputs"};
    struct buffer pointer = {0}, name = {0}, json = {0};
    struct json_part value;
    size_t before, i;

    if (json_pick_member(&value, signature, "name"))
        (void)json_pick_add_text(&name, value);
    add_step(&pointer, tags);
    add_step(&pointer, buffer_text(&name));
    add_members(&json, signature, own, 1);
    diff_add(side, DIFF_SIGNATURES, buffer_text(&pointer), buffer_text(&json));
    before = pointer.length;
    for (i = 0; i < 2; i++) {
        add_step(&pointer, ends[i]);
        add_list(side, DIFF_SIGNATURES, &pointer, inspect_container(signature, ends[i]), "key", of_tensors,
                 6);
        cut_back(&pointer, before);
    }
    buffer_free(&pointer);
    buffer_free(&name);
    buffer_free(&json);
}

static void add_signatures(struct diff_side *side, struct json_part meta)
{
    struct json_part tags = inspect_container(meta, "tags"), item;
    struct json_part signatures = inspect_container(meta, "signatures");
    struct buffer joined = {0};
    size_t at = 0;

    while (json_pick_next(&item, tags, &at)) {
        buffer_put(&joined, joined.length > 0 ? "," : "");
        (void)json_pick_add_text(&joined, item);
    }
    for (at = 0; json_pick_next(&item, signatures, &at);)
        if (inspect_is_callable(item))
            add_signature(side, buffer_text(&joined), item);
    buffer_free(&joined);
}

void diff_add_report(struct diff_side *side, struct json_part report)
{
    static const char *const of_tensors[] = {"op", "dtype", "shape"};
    static const char *const of_variables[] = {"dtype", "shape", "slices", KEY_SIZE, "crc32c"};
    struct json_part metas = inspect_container(inspect_container(report, "model"), "meta_graphs"), meta;
    struct json_part variables = inspect_container(report, "variables");
    size_t at = 0;

    while (json_pick_next(&meta, metas, &at))
        add_signatures(side, meta);
    add_list(side, DIFF_TENSORS, NULL, inspect_container(report, "tensors"), "name", of_tensors, 3);
    add_list(side, DIFF_VARIABLES, NULL, inspect_container(variables, "tensors"), "name", of_variables, 5);
    side->left_out = inspect_number(report, "nodes_left_out");
}
