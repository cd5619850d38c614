/* Parts of a report that all views share, and the tensors: see inspect_view.h. */
#include "inspect_view.h"

#include <string.h>

#include "table.h"
#include "tensor_glob.h"
#include "text.h"

/* Adds a member's characters as they are. */
static bool add_raw_member(struct buffer *text, struct json_part object, const char *key)
{
    struct json_part value;

    return json_pick_member(&value, object, key) && json_pick_add_text(text, value);
}

void inspect_add_member(struct buffer *text, struct json_part object, const char *key)
{
    struct buffer raw = {0};

    if (add_raw_member(&raw, object, key))
        text_add_safe(text, buffer_text(&raw), raw.length);
    buffer_free(&raw);
}

uint64_t inspect_number(struct json_part object, const char *key)
{
    struct json_part value;

    return json_pick_member(&value, object, key) ? json_pick_number(value) : 0;
}

struct json_part inspect_container(struct json_part object, const char *key)
{
    struct json_part value;

    if (!json_pick_member(&value, object, key) || (value.text[0] != '{' && value.text[0] != '['))
        value = (struct json_part){"", 0};
    return value;
}

struct json_part inspect_served(struct json_part report)
{
    struct json_part model = inspect_container(report, "model"), served, item = {"", 0};
    struct json_part metas = inspect_container(model, "meta_graphs");
    uint64_t index;
    size_t at = 0;

    if (!json_pick_member(&served, model, "served") || served.text[0] == 'n')
        return item;
    for (index = json_pick_number(served) + 1; index > 0 && json_pick_next(&item, metas, &at); index--)
        continue;
    return item;
}

void inspect_add_carrier(struct buffer *text, struct json_part info)
{
    struct json_part value;

    if (json_pick_member(&value, info, "sparse")) {
        buffer_put(text, "sparse: values ");
        inspect_add_member(text, value, "values");
        buffer_put(text, ", indices ");
        inspect_add_member(text, value, "indices");
        buffer_put(text, ", dense_shape ");
        inspect_add_member(text, value, "dense_shape");
    } else if (json_pick_member(&value, info, "composite")) {
        struct json_part components = inspect_container(info, "components"), component;
        size_t at = 0, count = 0;

        buffer_put(text, "composite");
        for (; json_pick_next(&component, components, &at); count++) {
            buffer_put(text, count == 0 ? ": " : ", ");
            inspect_add_member(text, component, "tensor"); /* one inside another has no name of its own */
        }
    } else {
        inspect_add_member(text, info, "tensor");
    }
}

void inspect_add_shape(struct buffer *text, struct json_part info)
{
    struct json_part shape = inspect_container(info, "shape");

    if (shape.length > 0)
        buffer_add(text, shape.text, shape.length);
    else
        buffer_put(text, "unknown");
}

void inspect_add_dtype(struct buffer *text, struct json_part info)
{
    size_t before = text->length;

    inspect_add_member(text, info, "dtype");
    if (text->length == before)
        buffer_put(text, "unknown");
}

bool inspect_is_callable(struct json_part signature)
{
    struct buffer name = {0};
    bool callable;

    add_raw_member(&name, signature, "name");
    callable = strcmp(buffer_text(&name), "__saved_model_init_op") != 0 &&
               strcmp(buffer_text(&name), "__saved_model_train_op") != 0;
    buffer_free(&name);
    return callable;
}

/* ------------------------------------------------------------------------------------------ the tensors -- */

static bool matches(struct json_part tensor, const char *glob)
{
    struct buffer name = {0};
    bool match;

    if (glob == NULL)
        return true;
    add_raw_member(&name, tensor, "name");
    match = tensor_glob_matches(buffer_text(&name), glob);
    buffer_free(&name);
    return match;
}

void inspect_add_tensors(struct buffer *text, struct json_part report, const char *glob, bool colour)
{
    static const struct table_column columns[] = {
        {"TENSOR", TABLE_TEXT}, {"DTYPE", TABLE_WHOLE}, {"OP", TABLE_TEXT}, {"SHAPE", TABLE_TEXT}};
    struct json_part tensors = inspect_container(report, "tensors"), tensor;
    struct table table;
    size_t at = 0;

    table_start(&table, columns, 4);
    while (json_pick_next(&tensor, tensors, &at)) {
        struct buffer cells[4] = {{0}};
        size_t i;

        if (!matches(tensor, glob))
            continue;
        inspect_add_member(&cells[0], tensor, "name");
        inspect_add_dtype(&cells[1], tensor);
        inspect_add_member(&cells[2], tensor, "op");
        inspect_add_shape(&cells[3], tensor);
        for (i = 0; i < 4; i++) {
            table_add(&table, buffer_text(&cells[i]));
            buffer_free(&cells[i]);
        }
    }
    table_print(text, &table, colour);
    table_free(&table);
    if (inspect_number(report, "nodes_left_out") > 0)
        buffer_printf(text, "... and those of %llu more nodes\n",
                      (unsigned long long)inspect_number(report, "nodes_left_out"));
}

static void add_matching(struct buffer *text, struct json_part tensors, const char *glob)
{
    struct json_part tensor;
    size_t at = 0, count = 0;

    buffer_put(text, "[");
    while (json_pick_next(&tensor, tensors, &at)) {
        if (!matches(tensor, glob))
            continue;
        buffer_put(text, count++ > 0 ? "," : "");
        json_pick_add_compact(text, tensor);
    }
    buffer_put(text, "]");
}

void inspect_add_filtered(struct buffer *text, struct json_part report, const char *glob)
{
    struct json_part item, key, value;
    size_t at = 0, count = 0;

    buffer_put(text, "{");
    while (json_pick_next(&item, report, &at)) {
        if (!json_pick_pair(&key, &value, item))
            continue;
        buffer_put(text, count++ > 0 ? ",\"" : "\"");
        buffer_add(text, key.text, key.length);
        buffer_put(text, "\":");
        if (key.length == strlen("tensors") && memcmp(key.text, "tensors", key.length) == 0)
            add_matching(text, value, glob);
        else
            json_pick_add_compact(text, value);
    }
    buffer_put(text, "}");
}
