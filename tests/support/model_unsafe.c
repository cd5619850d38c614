/*
 * The frozen classifier with one operation that touches what a model has no business with: in the graph, in a
 * function that the graph calls, or in a function that nothing calls.
 *
 * Where the operation has a file, pattern or address, a constant (or an attribute) says it. doc/FORMATS.md, "Unsafe
 * operations".
 */
#include <stdlib.h>
#include <string.h>

#include "network.h"
#include "op_defs.h"

#define FUNCTION_NAME "__inference_unsafe_7"
#define MAX_INPUTS    8

/* inputs: v the value, t some text, l a list of one string, i an int64 zero, f a float. */
struct unsafe_row {
    const char *op, *inputs;
    const char *string_attr, *list_attr; /* an attribute that takes the value */
};

static const struct unsafe_row rows[] = {
    {"Abort", "", "error_msg", NULL},
    {"DebugIdentityV2", "f", NULL, "debug_urls"},
    {"FixedLengthRecordDataset", "viiii", NULL, NULL},
    {"ImmutableConst", "", "memory_region_name", NULL},
    {"MatchingFiles", "v", NULL, NULL},
    {"PrintV2", "t", "output_stream", NULL},
    {"PyFunc", "", "token", NULL},
    {"ReadFile", "v", NULL, NULL},
    {"RestoreV2", "vle", NULL, NULL},
    {"SaveV2", "vlef", NULL, NULL},
    {"WriteFile", "vt", NULL, NULL},
};
#define ROWS (sizeof rows / sizeof rows[0])

const char *const mw_unsafe_ops[] = {"Abort",          "DebugIdentityV2", "FixedLengthRecordDataset",
                                     "ImmutableConst", "MatchingFiles",   "PrintV2",
                                     "PyFunc",         "ReadFile",        "RestoreV2",
                                     "SaveV2",         "WriteFile",       NULL};

static const struct unsafe_row *find_row(const char *op)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].op, op) == 0)
            return &rows[i];
    abort();
}

static void put_input(struct mw_graph *g, const char *name, char kind, const char *value)
{
    static const int64_t zero = 0;
    static const char *const text = "some text", *const key = "some/key", *const whole = "";
    switch (kind) {
    case 'v':
        mw_const_string(g, name, value);
        break;
    case 't':
        mw_const_string(g, name, text);
        break;
    case 'l':
        mw_const_strings(g, name, &key, 1);
        break;
    case 'e':
        mw_const_strings(g, name, &whole, 1);
        break;
    case 'i':
        mw_const(g, name, &(struct mw_value){.dtype = MW_INT64, .ints = &zero, .count = 1});
        break;
    default:
        mw_const_zeros(g, name, MW_FLOAT, MW_SCALAR);
        break;
    }
}

/* The type attributes that the operation declares, by the names they have. */
static void put_types(struct mw_node *n, const struct mw_op *op)
{
    static const int64_t one[] = {MW_FLOAT};
    if (strncmp(op->attrs, "T: type", 7) == 0)
        mw_attr_type(n, "T", MW_FLOAT);
    if (strstr(op->attrs, "dtype: type"))
        mw_attr_shape(mw_attr_type(n, "dtype", MW_FLOAT), "shape", MW_SHAPE(1));
    if (strstr(op->attrs, "dtypes: list(type)"))
        mw_attr_types(n, "dtypes", one, 1);
    if (strstr(op->attrs, "Tin: list(type)"))
        mw_attr_types(mw_attr_types(n, "Tin", NULL, 0), "Tout", one, 1);
}

static void put_operation(struct mw_network *net, struct mw_graph *g, bool in_function)
{
    const struct unsafe_row *row = find_row(net->recipe->unsafe_op);
    const char *value = net->recipe->unsafe_value;
    const char *input[MAX_INPUTS];
    for (size_t i = 0; row->inputs[i]; i++) {
        input[i] = mw_net_format(net, "unsafe/input_%zu", i);
        put_input(g, input[i], row->inputs[i], value);
    }
    struct mw_node *n = mw_add(g, "unsafe/operation", row->op, NULL);
    for (size_t i = 0; row->inputs[i]; i++)
        mw_add_input(n, mw_net_format(net, in_function ? "%s:output:0" : "%s", input[i]));
    put_types(n, mw_find_op(row->op));
    if (row->string_attr)
        mw_attr_string(n, row->string_attr, value);
    if (row->list_attr)
        mw_attr_strings(n, row->list_attr, &value, 1);
}

static void put_function(struct mw_network *net)
{
    struct mw_function *f = mw_add_function(net->model, FUNCTION_NAME);
    put_operation(net, &f->body, true);
    mw_const_zeros(&f->body, "result", MW_FLOAT, MW_SCALAR);
    mw_function_output(f, "result", MW_FLOAT, "result:output:0");
    mw_function_control(f, "unsafe", "unsafe/operation");
    if (net->recipe->unsafe_place == MW_PLACE_UNREACHABLE)
        return;
    struct mw_node *n = mw_add(net->graph, "unsafe/call", "StatefulPartitionedCall", NULL);
    mw_attr_func(mw_attr_types(n, "Tin", NULL, 0), "f", FUNCTION_NAME);
    mw_output_shape(mw_attr_types(n, "Tout", (int64_t[]){MW_FLOAT}, 1), MW_SCALAR);
}

void mw_make_unsafe(struct mw_network *net)
{
    mw_make_classifier(net);
    if (net->recipe->unsafe_place == MW_PLACE_GRAPH)
        put_operation(net, net->graph, false);
    else
        put_function(net);
}
