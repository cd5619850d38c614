/* A report as text: see inspect_view.h. */
#include <string.h>

#include "inspect_view.h"
#include "table.h"
#include "text.h"

static unsigned long long number(struct json_part object, const char *key)
{
    return (unsigned long long)inspect_number(object, key);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* "a, b": the members of objects, or with `key` NULL texts. */
static void add_list(struct buffer *text, struct json_part array, const char *key)
{
    struct json_part item;
    size_t at = 0, count = 0;

    while (json_pick_next(&item, array, &at)) {
        struct buffer raw = {0};

        buffer_put(text, count++ > 0 ? ", " : "");
        if (key != NULL)
            inspect_add_member(text, item, key);
        else if (json_pick_add_text(&raw, item))
            text_add_safe(text, buffer_text(&raw), raw.length);
        buffer_free(&raw);
    }
}

/* ------------------------------------------------------------------------------------------- meta graphs -- */

/* What is computed of a shape that the file leaves open. */
static void add_computed(struct buffer *text, struct json_part info)
{
    struct json_part computed = inspect_container(info, "computed");

    if (computed.length == 0)
        return;
    buffer_put(text, ", computed ");
    buffer_add(text, computed.text, computed.length);
}

static void add_rows(struct table *table, struct json_part infos, const char *what)
{
    struct json_part info;
    size_t at = 0;

    while (json_pick_next(&info, infos, &at)) {
        struct buffer cells[4] = {{0}};
        size_t i;

        inspect_add_member(&cells[0], info, "key");
        inspect_add_carrier(&cells[1], info);
        inspect_add_dtype(&cells[2], info);
        inspect_add_shape(&cells[3], info);
        add_computed(&cells[3], info);
        table_add(table, what);
        for (i = 0; i < 4; i++) {
            table_add(table, buffer_text(&cells[i]));
            buffer_free(&cells[i]);
        }
    }
}

/* What the graph does to the pixels that go into an input, where it is told. */
static void add_images(struct buffer *text, struct json_part infos)
{
    struct json_part info;
    size_t at = 0;

    while (json_pick_next(&info, infos, &at)) {
        struct json_part images = inspect_container(info, "images");
        struct buffer pixels = {0};

        if (images.length > 0)
            inspect_add_member(&pixels, images, "pixels");
        if (pixels.length > 0) {
            buffer_put(text, "images of ");
            inspect_add_member(text, info, "key");
            buffer_printf(text, ": %s\n", buffer_text(&pixels));
        }
        buffer_free(&pixels);
    }
}

static void add_signature(struct buffer *text, struct json_part signature, bool colour)
{
    static const struct table_column columns[] = {
        {"", false}, {"KEY", false}, {"TENSOR", false}, {"DTYPE", false}, {"SHAPE", false}};
    struct buffer method = {0};
    struct table table;

    buffer_put(text, "\nsignature ");
    inspect_add_member(text, signature, "name");
    inspect_add_member(&method, signature, "method");
    if (method.length > 0)
        buffer_printf(text, " (%s)", buffer_text(&method));
    buffer_put(text, "\n");
    table_start(&table, columns, 5);
    add_rows(&table, inspect_container(signature, "inputs"), "input");
    add_rows(&table, inspect_container(signature, "outputs"), "output");
    table_print(text, &table, colour);
    add_images(text, inspect_container(signature, "inputs"));
    table_free(&table);
    buffer_free(&method);
}

/* What has to be restored before the graph can be run. */
static void add_restores(struct buffer *text, struct json_part meta)
{
    struct json_part restores = inspect_container(meta, "restores");
    struct buffer need = {0};
    unsigned long long keys = number(restores, "keys");

    inspect_add_member(&need, restores, "need");
    if (strcmp(buffer_text(&need), "none") == 0)
        buffer_put(text, "restores    nothing\n");
    else if (strcmp(buffer_text(&need), "variables") == 0)
        buffer_printf(text, "restores    %llu variable%s\n", keys, plural(keys));
    else
        buffer_printf(text, "restores    %s\n",
                      strcmp(buffer_text(&need), "hub") == 0 ? "variables, as a TF-Hub module"
                      : strcmp(buffer_text(&need), "python-only") == 0
                          ? "nothing on a model server; Python wants the variable files"
                          : "something that the graph does not tell");
    buffer_free(&need);
}

static void add_meta(struct buffer *text, struct json_part meta, bool colour)
{
    struct json_part signatures = inspect_container(meta, "signatures"),
                     assets = inspect_container(meta, "assets");
    struct json_part item;
    struct buffer version = {0}, init = {0};
    size_t at = 0;

    inspect_add_member(&version, meta, "tensorflow_version");
    inspect_add_member(&init, meta, "init_op");
    buffer_put(text, "\nmeta graph  ");
    add_list(text, inspect_container(meta, "tags"), NULL);
    buffer_printf(text, "%s\nsaved by    TensorFlow %s, producer %llu\n",
                  inspect_container(meta, "tags").length > 2 ? "" : "(no tags)",
                  version.length > 0 ? buffer_text(&version) : "(it does not say which)",
                  number(meta, "producer"));
    buffer_printf(text, "graph       %llu node%s\nfunctions   %llu with %llu node%s\n", number(meta, "nodes"),
                  plural(number(meta, "nodes")), number(meta, "functions"), number(meta, "function_nodes"),
                  plural(number(meta, "function_nodes")));
    add_restores(text, meta);
    if (init.length > 0)
        buffer_printf(text, "init op     %s\n", buffer_text(&init));
    if (assets.length > 2) {
        buffer_put(text, "assets      ");
        add_list(text, assets, "filename");
        buffer_put(text, "\n");
    }
    while (json_pick_next(&item, signatures, &at))
        if (inspect_is_callable(item))
            add_signature(text, item, colour);
    buffer_free(&version);
    buffer_free(&init);
}

/* -------------------------------------------------------------------------------------------- variables -- */

static void add_variable(struct table *table, struct json_part variable)
{
    struct buffer cells[4] = {{0}};
    struct json_part slices;
    size_t i;

    inspect_add_member(&cells[0], variable, "name");
    inspect_add_dtype(&cells[1], variable);
    text_add_size(&cells[2], inspect_number(variable, "size"));
    inspect_add_shape(&cells[3], variable);
    if (json_pick_member(&slices, variable, "slices"))
        buffer_printf(&cells[3], " in %llu slices", (unsigned long long)json_pick_number(slices));
    for (i = 0; i < 4; i++) {
        table_add(table, buffer_text(&cells[i]));
        buffer_free(&cells[i]);
    }
}

static void add_variables(struct buffer *text, struct json_part variables, bool colour)
{
    static const struct table_column columns[] = {
        {"VARIABLE", false}, {"DTYPE", false}, {"SIZE", true}, {"SHAPE", false}};
    struct json_part tensors = inspect_container(variables, "tensors"), item;
    struct json_part shards = inspect_container(variables, "shards");
    size_t at = 0, shard_count = 0;
    struct table table;

    while (json_pick_next(&item, shards, &at))
        shard_count++;
    buffer_printf(text, "\nvariables   %llu entr%s, %llu parameter%s, ", number(variables, "entries"),
                  number(variables, "entries") == 1 ? "y" : "ies", number(variables, "parameters"),
                  plural(number(variables, "parameters")));
    text_add_size(text, inspect_number(variables, "bytes"));
    buffer_printf(text, " in %zu shard%s\n", shard_count, plural(shard_count));
    table_start(&table, columns, 4);
    for (at = 0; json_pick_next(&item, tensors, &at);)
        add_variable(&table, item);
    table_print(text, &table, colour);
    table_free(&table);
}

/* -------------------------------------------------------------------------------------------- the whole -- */

/* What it reaches that is no constant: "(signature, unknown)". */
static void add_origins(struct buffer *cell, struct json_part use)
{
    struct json_part origins, origin;
    size_t at = 0, count = 0;

    if (!json_pick_member(&origins, use, "origins"))
        return;
    while (json_pick_next(&origin, origins, &at)) {
        struct buffer from = {0};

        inspect_add_member(&from, origin, "from");
        if (strcmp(buffer_text(&from), "constant") != 0)
            buffer_printf(cell, "%s%s",
                          count++ > 0        ? ", "
                          : cell->length > 0 ? " ("
                                             : "(",
                          buffer_text(&from));
        buffer_free(&from);
    }
    buffer_put(cell, count > 0 ? ")" : "");
}

static void add_unsafe(struct buffer *text, struct json_part uses, bool colour)
{
    static const struct table_column columns[] = {
        {"UNSAFE", false}, {"OP", false}, {"NODE", false}, {"FUNCTION", false}, {"REACHES", false}};
    static const char *const keys[] = {"class", "op", "node", "function", "reaches"};
    struct json_part use;
    struct table table;
    size_t at = 0, i;

    if (uses.length <= 2)
        return;
    buffer_put(text, "\n");
    table_start(&table, columns, 5);
    while (json_pick_next(&use, uses, &at))
        for (i = 0; i < 5; i++) {
            struct buffer cell = {0};

            inspect_add_member(&cell, use, keys[i]);
            if (i == 4)
                add_origins(&cell, use);
            table_add(&table, cell.length > 0 ? buffer_text(&cell) : "-");
            buffer_free(&cell);
        }
    table_print(text, &table, colour);
    table_free(&table);
}

void inspect_add_text(struct buffer *text, struct json_part report, bool colour)
{
    struct json_part model = inspect_container(report, "model"), meta, checked;
    struct json_part metas = inspect_container(model, "meta_graphs");
    struct json_part variables = inspect_container(report, "variables");
    size_t at = 0;

    buffer_put(text, "model       ");
    if (model.length > 0) {
        inspect_add_member(text, model, "file");
        buffer_put(text, ", ");
        inspect_add_member(text, model, "form");
        buffer_put(text, " form\n");
    } else {
        buffer_put(text, "none that could be read\n");
    }
    while (json_pick_next(&meta, metas, &at))
        add_meta(text, meta, colour);
    if (variables.length > 0)
        add_variables(text, variables, colour);
    add_unsafe(text, inspect_container(report, "unsafe_operations"), colour);
    if (variables.length > 0 && json_pick_member(&checked, report, "weights_checked"))
        buffer_printf(text, "\nweights     %s\n", checked.text[0] == 't' ? "checked" : "not checked");
}
