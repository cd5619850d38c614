/* A picture of the signatures for Graphviz: see inspect_view.h. */
#include "inspect_view.h"

/* `\n` of the label's own is put by the caller. */
void inspect_add_dot_text(struct buffer *text, const struct buffer *plain)
{
    size_t i;

    for (i = 0; i < plain->length; i++) {
        if (plain->text[i] == '"' || plain->text[i] == '\\')
            buffer_put(text, "\\");
        buffer_add(text, plain->text + i, 1);
    }
}

static void add_line(struct buffer *text, struct json_part object,
                     void (*add)(struct buffer *, struct json_part))
{
    struct buffer plain = {0};

    add(&plain, object);
    buffer_put(text, "\\n");
    inspect_add_dot_text(text, &plain);
    buffer_free(&plain);
}

static void add_member(struct buffer *text, struct json_part object, const char *key)
{
    struct buffer plain = {0};

    inspect_add_member(&plain, object, key);
    inspect_add_dot_text(text, &plain);
    buffer_free(&plain);
}

/* The tensors of one side of a signature, each with its edge. */
static size_t add_side(struct buffer *text, struct json_part infos, size_t signature, const char *side)
{
    struct json_part info;
    size_t at = 0, i;

    for (i = 0; json_pick_next(&info, infos, &at); i++) {
        buffer_printf(text, "        %s%zu_%zu [shape=ellipse, label=\"", side, signature, i);
        add_member(text, info, "key");
        add_line(text, info, inspect_add_carrier);
        add_line(text, info, inspect_add_dtype);
        buffer_put(text, " ");
        inspect_add_shape(text, info); /* numbers in brackets: nothing to escape */
        buffer_put(text, "\"];\n");
        if (side[0] == 'i')
            buffer_printf(text, "        i%zu_%zu -> n%zu;\n", signature, i, signature);
        else
            buffer_printf(text, "        n%zu -> o%zu_%zu;\n", signature, signature, i);
    }
    return i;
}

static void add_signature(struct buffer *text, struct json_part signature, size_t index,
                          struct json_part meta)
{
    buffer_printf(text, "    subgraph cluster%zu {\n        label=\"", index);
    add_member(text, signature, "name");
    buffer_printf(
        text, "\";\n        n%zu [shape=box, style=bold, label=\"network\\n%llu nodes, %llu functions\"];\n",
        index, (unsigned long long)inspect_number(meta, "nodes"),
        (unsigned long long)inspect_number(meta, "functions"));
    add_side(text, inspect_container(signature, "inputs"), index, "i");
    add_side(text, inspect_container(signature, "outputs"), index, "o");
    buffer_put(text, "    }\n");
}

void inspect_add_dot(struct buffer *text, struct json_part report)
{
    struct json_part meta = inspect_served(report), signature;
    struct json_part signatures = inspect_container(meta, "signatures");
    size_t at = 0, index = 0;

    buffer_put(text, "digraph model {\n    rankdir=LR;\n    node [fontname=\"sans-serif\", fontsize=11];\n"
                     "    graph [fontname=\"sans-serif\", fontsize=12];\n");
    while (json_pick_next(&signature, signatures, &at))
        if (inspect_is_callable(signature))
            add_signature(text, signature, index++, meta);
    buffer_put(text, "}\n");
}
