/* What the model costs for one example, as a table by name scope: see inspect_view.h. */
#include <string.h>

#include "inspect_view.h"
#include "table.h"

static const char *const cost_keys[] = {"operations", "parameters", "multiply_adds", "activation_bytes",
                                        "unknown"};

enum {
    COST_KEYS = sizeof cost_keys / sizeof *cost_keys,
    COST_INPUTS = 4 /* inputs that are named */
};

static unsigned long long cost_number(struct json_part object, const char *key)
{
    return (unsigned long long)inspect_number(object, key);
}

static void add_cost_row(struct table *table, struct json_part sums, const char *scope)
{
    size_t i;

    table_add(table, scope);
    for (i = 0; i < COST_KEYS; i++)
        table_addf(table, "%llu", cost_number(sums, cost_keys[i]));
}

static void add_cost_table(struct buffer *text, struct json_part cost, bool colour)
{
    static const struct table_column columns[] = {{"SCOPE", false},           {"OPERATIONS", true},
                                                  {"PARAMETERS", true},       {"MULTIPLY-ADDS", true},
                                                  {"ACTIVATION BYTES", true}, {"UNKNOWN", true}};
    struct json_part scopes = inspect_container(cost, "scopes"), scope;
    struct table table;
    size_t at = 0;

    table_start(&table, columns, sizeof columns / sizeof *columns);
    while (json_pick_next(&scope, scopes, &at)) {
        struct buffer name = {0};

        inspect_add_member(&name, scope, "scope");
        add_cost_row(&table, scope, buffer_text(&name));
        buffer_free(&name);
    }
    add_cost_row(&table, cost, "total");
    table_print(text, &table, colour);
    table_free(&table);
    if (cost_number(cost, "scopes_left_out") > 0)
        buffer_printf(text, "... and %llu more scopes\n", cost_number(cost, "scopes_left_out"));
}

static void add_cost_node(struct buffer *text, struct json_part cost, const char *key, const char *before)
{
    struct json_part node = inspect_container(cost, key);

    if (node.length == 0)
        return;
    buffer_put(text, before);
    inspect_add_member(text, node, "op");
    buffer_put(text, " \"");
    inspect_add_member(text, node, "node");
    buffer_put(text, "\"");
}

/* As a shape is printed: of three or four dimensions, one of which is open. */
static bool is_open_image(const char *shape)
{
    size_t commas = 0;
    const char *c;

    for (c = shape; *c != '\0'; c++)
        commas += *c == ',';
    return (commas == 2 || commas == 3) && strstr(shape, "-1") != NULL;
}

/* What it was counted for. A side that is open hides most of the cost: how to name one is told then. */
static void add_cost_inputs(struct buffer *text, struct json_part cost)
{
    struct json_part inputs = inspect_container(cost, "inputs"), input;
    size_t at = 0, count = 0;
    bool open = false;

    while (json_pick_next(&input, inputs, &at)) {
        struct buffer shape = {0};

        inspect_add_shape(&shape, input);
        open |= is_open_image(buffer_text(&shape));
        if (count++ < COST_INPUTS) {
            buffer_put(text, count == 1 ? "counted for " : ", ");
            inspect_add_member(text, input, "tensor");
            buffer_printf(text, " %s", buffer_text(&shape));
        }
        buffer_free(&shape);
    }
    count += (size_t)cost_number(cost, "inputs_left_out");
    if (count > COST_INPUTS)
        buffer_printf(text, " and %zu more", count - COST_INPUTS);
    if (count > 0)
        buffer_put(text, "\n");
    if (open && cost_number(cost, "unknown") > 0)
        buffer_put(text, "sides that are open hide what is behind them: --size WxH names those of images\n");
}

static bool is_incomplete(struct json_part cost)
{
    struct json_part value;

    return json_pick_member(&value, cost, "incomplete") && value.text[0] == 't';
}

static void add_unknown(struct buffer *text, struct json_part cost)
{
    unsigned long long unknown = cost_number(cost, "unknown");

    if (unknown > 0) {
        buffer_printf(text, "%llu operation%s of which not all is known", unknown, unknown == 1 ? "" : "s");
        add_cost_node(text, cost, "first_unknown", unknown == 1 ? ": " : ", the first is ");
        buffer_put(text, "\n");
    }
    if (cost_number(cost, "in_loops") > 0)
        buffer_printf(text, "%llu operation%s in loops, counted once\n", cost_number(cost, "in_loops"),
                      cost_number(cost, "in_loops") == 1 ? "" : "s");
    if (is_incomplete(cost))
        buffer_put(text, "the graph is too large to follow all of it: there is more than this\n");
}

void inspect_add_cost(struct buffer *text, struct json_part report, bool colour)
{
    struct json_part cost = inspect_container(report, "cost");

    if (cost.length == 0)
        return; /* there is no model: the findings tell why */
    add_cost_table(text, cost, colour);
    buffer_put(text, "\n");
    add_cost_inputs(text, cost);
    buffer_printf(text, "at most %llu bytes of activations at once", cost_number(cost, "peak_bytes"));
    add_cost_node(text, cost, "peak_at", ", at ");
    buffer_put(text, cost_number(cost, "unknown") > 0 ? ", as far as is known\n" : "\n");
    add_unknown(text, cost);
}
