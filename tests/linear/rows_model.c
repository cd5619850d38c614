/*
 * Models of many parts that are wrong, or ask for one another. Their messages are put together here and not by the
 * model writer (tests/support), which is not made to write what no model has.
 */
#include <stdio.h>
#include <string.h>

#include "subject.h"

/* doc/FORMATS.md, "Protobuf messages": the numbers of fields. */
enum { MODEL_META = 2 };
enum {
    META_INFO = 1,
    META_GRAPH = 2,
    META_SAVER = 3,
    META_COLLECTION = 4,
    META_SIGNATURE = 5,
    META_ASSET = 6
};
enum { INFO_OPS = 2, INFO_TAG = 4 };
enum { GRAPH_NODE = 1, GRAPH_LIBRARY = 2 };
enum { NODE_NAME = 1, NODE_OP = 2, NODE_INPUT = 3, NODE_ATTR = 5 };
enum { MAP_KEY = 1, MAP_VALUE = 2 };

static const char *name_of(const char *format, size_t i)
{
    static char name[64];
    size_t before = strcspn(format, "#");

    (void)snprintf(name, sizeof name, "%.*s%zu%s", (int)before, format, i,
                   format[before] != '\0' ? format + before + 1 : "");
    return name;
}

static void put_node(struct mw_buf *out, const char *name, const char *op, const char *input)
{
    size_t mark = mw_pb_begin(out);

    mw_pb_string(out, NODE_NAME, name);
    mw_pb_string(out, NODE_OP, op);
    if (input != NULL)
        mw_pb_string(out, NODE_INPUT, input);
    mw_pb_end(out, GRAPH_NODE, mark);
}

/* A node with the constant text "t". */
static void put_constant(struct mw_buf *out, const char *name)
{
    size_t node = mw_pb_begin(out), attr, value, tensor;

    mw_pb_string(out, NODE_NAME, name);
    mw_pb_string(out, NODE_OP, "Const");
    attr = mw_pb_begin(out);
    mw_pb_string(out, MAP_KEY, "value");
    value = mw_pb_begin(out);
    tensor = mw_pb_begin(out);
    mw_pb_varint(out, 1, 7);
    mw_pb_string(out, 8, "t");
    mw_pb_end(out, 8, tensor);
    mw_pb_end(out, MAP_VALUE, value);
    mw_pb_end(out, NODE_ATTR, attr);
    mw_pb_end(out, GRAPH_NODE, node);
}

static void put_info(struct mw_buf *out)
{
    size_t mark = mw_pb_begin(out);

    mw_pb_string(out, INFO_TAG, "serve");
    mw_pb_end(out, META_INFO, mark);
}

/* A meta graph that a caller fills; the description names the tensor "x". */
static void make_model(struct subject *subject, size_t n, void (*fill)(struct mw_buf *, size_t))
{
    size_t mark;

    mw_pb_varint(&subject->model, 1, 1);
    mark = mw_pb_begin(&subject->model);
    put_info(&subject->model);
    fill(&subject->model, n);
    mw_pb_end(&subject->model, MODEL_META, mark);
    subject_model(subject);
    if (subject->text.size == 0)
        subject_description(subject, NULL, NULL);
}

/* -- graphs -- */

static void chain(struct mw_buf *out, size_t n)
{
    size_t mark = mw_pb_begin(out), i;
    char input[64];

    put_node(out, "node0", "Placeholder", NULL);
    for (i = 1; i < n; i++) {
        (void)snprintf(input, sizeof input, "node%zu", i - 1);
        put_node(out, name_of("node#", i), "Identity", input);
    }
    mw_pb_end(out, META_GRAPH, mark);
}

static void many_nodes(struct subject *subject, size_t n)
{
    make_model(subject, n, chain);
}

/* A chain that goes through all of 50 scopes again and again, with a constant for each node. */
static void scoped_chain(struct mw_buf *out, size_t n)
{
    size_t mark = mw_pb_begin(out), i, node;
    char name[64], before[64], constant[64];

    put_node(out, "start", "Placeholder", NULL);
    (void)snprintf(before, sizeof before, "start");
    for (i = 0; i < n; i++) {
        (void)snprintf(name, sizeof name, "scope%zu/inner/node%zu", i % 50, i);
        (void)snprintf(constant, sizeof constant, "constant%zu", i);
        put_node(out, constant, "Const", NULL);
        node = mw_pb_begin(out);
        mw_pb_string(out, NODE_NAME, name);
        mw_pb_string(out, NODE_OP, "AddV2");
        mw_pb_string(out, NODE_INPUT, before);
        mw_pb_string(out, NODE_INPUT, constant);
        mw_pb_end(out, GRAPH_NODE, node);
        (void)snprintf(before, sizeof before, "%s", name);
    }
    mw_pb_end(out, META_GRAPH, mark);
}

/* Each node in a scope of its own, of 500 parts. */
static void deep_chain(struct mw_buf *out, size_t n)
{
    size_t mark = mw_pb_begin(out), i, k;
    char name[1100], before[1100];
    int end;

    put_node(out, "start", "Placeholder", NULL);
    (void)snprintf(before, sizeof before, "start");
    for (i = 0; i < n; i++) {
        end = snprintf(name, sizeof name, "scope%zu", i);
        for (k = 1; k < 500; k++) {
            name[end++] = '/';
            name[end++] = 'p';
        }
        name[end] = '\0';
        put_node(out, name, "Identity", before);
        memcpy(before, name, (size_t)end + 1);
    }
    mw_pb_end(out, META_GRAPH, mark);
}

static void deep_scopes(struct subject *subject, size_t n)
{
    make_model(subject, n, deep_chain);
}

/* Each node reads the 60 before it: edges between all boxes that there may be. */
static void dense_chain(struct mw_buf *out, size_t n)
{
    size_t mark = mw_pb_begin(out), i, k, node;
    char name[64];

    for (i = 0; i < n; i++) {
        (void)snprintf(name, sizeof name, "scope%zu/add%zu", i % 900, i);
        node = mw_pb_begin(out);
        mw_pb_string(out, NODE_NAME, name);
        mw_pb_string(out, NODE_OP, "AddN");
        for (k = i > 60 ? i - 60 : 0; k < i; k++) {
            (void)snprintf(name, sizeof name, "scope%zu/add%zu", k % 900, k);
            mw_pb_string(out, NODE_INPUT, name);
        }
        mw_pb_end(out, GRAPH_NODE, node);
    }
    mw_pb_end(out, META_GRAPH, mark);
}

static void dense_nodes(struct subject *subject, size_t n)
{
    make_model(subject, n, dense_chain);
}

static void many_scoped_nodes(struct subject *subject, size_t n)
{
    make_model(subject, n, scoped_chain);
}

static void twins(struct mw_buf *out, size_t n)
{
    size_t mark = mw_pb_begin(out), i;

    for (i = 0; i < n; i++)
        put_node(out, "x", "Placeholder", "gone");
    mw_pb_end(out, META_GRAPH, mark);
}

static void nodes_of_one_name(struct subject *subject, size_t n)
{
    make_model(subject, n, twins);
}

static void misspelt(struct subject *subject)
{
    size_t i, k;

    for (i = 0; i * 1000 < subject->n; i++) {
        nnreg_bytes_format(&subject->text, "%s{\"tensors_output\": {\"tensors\": [", i > 0 ? "," : "");
        for (k = 0; k < 1000; k++)
            nnreg_bytes_format(&subject->text, "%s\"nodes%zu\"", k > 0 ? "," : "", i * 1000 + k);
        nnreg_bytes_text(&subject->text, "]}}");
    }
}

static void misspelt_names_against_nodes(struct subject *subject, size_t n)
{
    subject_description(subject, NULL, misspelt);
    make_model(subject, n, chain);
}

/* Of each two placeholders one is fed, and an output is computed from both. */
static void fed_and_unfed(struct mw_buf *out, size_t n)
{
    size_t mark = mw_pb_begin(out), node, i;

    for (i = 0; i < n; i++) {
        put_node(out, name_of("fed#", i), "Placeholder", NULL);
        put_node(out, name_of("unfed#", i), "Placeholder", NULL);
        node = mw_pb_begin(out);
        mw_pb_string(out, NODE_NAME, name_of("out#", i));
        mw_pb_string(out, NODE_OP, "AddV2");
        mw_pb_string(out, NODE_INPUT, name_of("fed#", i));
        mw_pb_string(out, NODE_INPUT, name_of("unfed#", i));
        mw_pb_end(out, GRAPH_NODE, node);
    }
    mw_pb_end(out, META_GRAPH, mark);
}

static void fed_inputs(struct subject *subject)
{
    size_t i;

    for (i = 0; i < subject->n; i++)
        subject_input(subject, i, name_of("fed#", i), NULL);
}

static void computed_outputs(struct subject *subject)
{
    size_t i;

    nnreg_bytes_text(&subject->text, "{\"tensors_output\": {\"tensors\": [");
    for (i = 0; i < subject->n; i++)
        nnreg_bytes_format(&subject->text, "%s\"%s\"", i > 0 ? "," : "", name_of("out#", i));
    nnreg_bytes_text(&subject->text, "]}}");
}

static void inputs_and_outputs(struct subject *subject, size_t n)
{
    subject_description(subject, fed_inputs, computed_outputs);
    make_model(subject, n, fed_and_unfed);
}

/* -- signatures -- */

static void put_signature(struct mw_buf *out, const char *name, const char *key, const char *tensor)
{
    size_t entry = mw_pb_begin(out), signature, input, info;

    mw_pb_string(out, MAP_KEY, name);
    signature = mw_pb_begin(out);
    input = mw_pb_begin(out);
    mw_pb_string(out, MAP_KEY, key);
    info = mw_pb_begin(out);
    mw_pb_string(out, 1, tensor);
    mw_pb_varint(out, 2, 1);
    mw_pb_end(out, MAP_VALUE, info);
    mw_pb_end(out, 1, input);
    mw_pb_end(out, MAP_VALUE, signature);
    mw_pb_end(out, META_SIGNATURE, entry);
}

static void lost_signatures(struct mw_buf *out, size_t n)
{
    char key[64];
    size_t i;

    chain(out, 2);
    for (i = 0; i < n; i++) {
        (void)snprintf(key, sizeof key, "key%zu", i);
        put_signature(out, name_of("signature#", i), key, "gone");
    }
}

static void many_signatures(struct subject *subject, size_t n)
{
    make_model(subject, n, lost_signatures);
}

static void inputs_by_key(struct subject *subject)
{
    char tensor[64];
    size_t i;

    for (i = 0; i < subject->n; i++) {
        (void)snprintf(tensor, sizeof tensor, "key%zu", i);
        subject_input(subject, i, tensor, NULL);
    }
}

/* Each name is a key, but none of a tensor that is there. */
static void keys_against_signatures(struct subject *subject, size_t n)
{
    subject_description(subject, inputs_by_key, NULL);
    make_model(subject, n, lost_signatures);
}

static void one_signature(struct mw_buf *out, size_t n)
{
    size_t entry, signature, input, info, i;

    chain(out, n);
    entry = mw_pb_begin(out);
    mw_pb_string(out, MAP_KEY, "serving_default");
    signature = mw_pb_begin(out);
    for (i = 0; i < n; i++) {
        input = mw_pb_begin(out);
        mw_pb_string(out, MAP_KEY, name_of("key#", i));
        info = mw_pb_begin(out);
        mw_pb_string(out, 1, name_of("node#:0", i));
        mw_pb_varint(out, 2, 1);
        mw_pb_end(out, MAP_VALUE, info);
        mw_pb_end(out, 1, input);
    }
    mw_pb_end(out, MAP_VALUE, signature);
    mw_pb_end(out, META_SIGNATURE, entry);
}

static void a_signature_of_many_inputs(struct subject *subject, size_t n)
{
    make_model(subject, n, one_signature);
}

/* -- functions and operations -- */

static void functions(struct mw_buf *out, size_t n)
{
    size_t graph = mw_pb_begin(out), library, function, part, i;

    put_node(out, "x", "f0", NULL);
    library = mw_pb_begin(out);
    for (i = 0; i < n; i++) {
        function = mw_pb_begin(out);
        part = mw_pb_begin(out);
        mw_pb_string(out, 1, name_of("f#", i));
        mw_pb_end(out, 1, part);
        part = mw_pb_begin(out);
        mw_pb_string(out, NODE_NAME, "call");
        mw_pb_string(out, NODE_OP, name_of("f#", i + 1));
        mw_pb_end(out, 3, part);
        mw_pb_end(out, 1, function);
    }
    mw_pb_end(out, GRAPH_LIBRARY, library);
    mw_pb_end(out, META_GRAPH, graph);
}

static void many_functions(struct subject *subject, size_t n)
{
    make_model(subject, n, functions);
}

/* One function of n outputs, each named by an attribute of its own, and n nodes that call it. */
static void outputs(struct mw_buf *out, size_t n)
{
    size_t graph = mw_pb_begin(out), library, function, signature, arg, i;
    char input[64];

    put_node(out, "node0", "f", NULL);
    for (i = 1; i < n; i++) {
        (void)snprintf(input, sizeof input, "node%zu", i - 1);
        put_node(out, name_of("node#", i), "f", input);
    }
    library = mw_pb_begin(out);
    function = mw_pb_begin(out);
    signature = mw_pb_begin(out);
    mw_pb_string(out, 1, "f");
    for (i = 0; i < n; i++) {
        arg = mw_pb_begin(out);
        mw_pb_string(out, 1, name_of("out#", i));
        mw_pb_varint(out, 3, 1);
        mw_pb_end(out, 3, arg);
    }
    mw_pb_end(out, 1, signature);
    mw_pb_end(out, 1, function);
    mw_pb_end(out, GRAPH_LIBRARY, library);
    mw_pb_end(out, META_GRAPH, graph);
}

static void calls_of_many_outputs(struct subject *subject, size_t n)
{
    make_model(subject, n, outputs);
}

/* One operation of n outputs, each as many as an attribute says by its default, and n nodes of it. */
static void counted_outputs(struct mw_buf *out, size_t n)
{
    size_t info = mw_pb_begin(out), list, op, part, value, i;

    mw_pb_string(out, INFO_TAG, "serve");
    list = mw_pb_begin(out);
    op = mw_pb_begin(out);
    mw_pb_string(out, 1, "Many");
    for (i = 0; i < n; i++) {
        part = mw_pb_begin(out);
        mw_pb_string(out, 1, name_of("out#", i));
        mw_pb_varint(out, 3, 1);
        mw_pb_string(out, 5, name_of("count#", i));
        mw_pb_end(out, 3, part);
        part = mw_pb_begin(out);
        mw_pb_string(out, 1, name_of("count#", i));
        mw_pb_string(out, 2, "int");
        value = mw_pb_begin(out);
        mw_pb_varint(out, 3, 1);
        mw_pb_end(out, 3, value);
        mw_pb_end(out, 4, part);
    }
    mw_pb_end(out, 1, op);
    mw_pb_end(out, INFO_OPS, list);
    mw_pb_end(out, META_INFO, info);
    part = mw_pb_begin(out);
    put_node(out, "node0", "Many", NULL);
    for (i = 1; i < n; i++)
        put_node(out, name_of("node#", i), "Many", "node0");
    mw_pb_end(out, META_GRAPH, part);
}

static void nodes_of_counted_outputs(struct subject *subject, size_t n)
{
    make_model(subject, n, counted_outputs);
}

static void many_tags(struct subject *subject, size_t n)
{
    size_t meta, info, i, k;

    for (k = 0; k < 2; k++) {
        meta = mw_pb_begin(&subject->model);
        info = mw_pb_begin(&subject->model);
        for (i = 0; i < n; i++)
            mw_pb_string(&subject->model, INFO_TAG, name_of("tag#", k == 0 ? i : n - 1 - i));
        mw_pb_end(&subject->model, META_INFO, info);
        chain(&subject->model, 2);
        mw_pb_end(&subject->model, MODEL_META, meta);
    }
    subject_model(subject);
    subject_description(subject, NULL, NULL);
}

static void collections(struct mw_buf *out, size_t n)
{
    size_t entry, value, i;

    chain(out, 2);
    for (i = 0; i < n; i++) {
        entry = mw_pb_begin(out);
        mw_pb_string(out, MAP_KEY, name_of("collection#", i / 2));
        value = mw_pb_begin(out);
        mw_pb_end(out, MAP_VALUE, value);
        mw_pb_end(out, META_COLLECTION, entry);
    }
}

static void many_collections(struct subject *subject, size_t n)
{
    make_model(subject, n, collections);
}

/* -- assets, and what reaches outside -- */

static void put_asset(struct mw_buf *out, const char *tensor, size_t i)
{
    size_t asset = mw_pb_begin(out), info = mw_pb_begin(out);

    mw_pb_string(out, 1, tensor);
    mw_pb_end(out, 1, info);
    mw_pb_string(out, 2, name_of("file#", i));
    mw_pb_end(out, META_ASSET, asset);
}

static void assets(struct mw_buf *out, size_t n)
{
    char tensor[64];
    size_t i;

    chain(out, 2);
    for (i = 0; i < n; i++) {
        (void)snprintf(tensor, sizeof tensor, "asset%zu:0", i);
        put_asset(out, tensor, i);
    }
}

static void missing_assets(struct subject *subject, size_t n)
{
    make_model(subject, n, assets);
}

/* Each reads the file that a constant names, which is held against all assets. */
static void readers(struct mw_buf *out, size_t n)
{
    size_t mark = mw_pb_begin(out), i;
    char tensor[64];

    put_constant(out, "path");
    for (i = 0; i < n; i++)
        put_node(out, name_of("node#", i), "ReadFile", "path");
    mw_pb_end(out, META_GRAPH, mark);
    for (i = 0; i < n; i++) {
        (void)snprintf(tensor, sizeof tensor, "asset%zu:0", i);
        put_asset(out, tensor, i);
    }
}

static void unsafe_operations_against_assets(struct subject *subject, size_t n)
{
    make_model(subject, n, readers);
}

/* Each has an operation of its own, which no TensorFlow has. */
static void customs(struct mw_buf *out, size_t n)
{
    size_t mark = mw_pb_begin(out), i;
    char op[64];

    for (i = 0; i < n; i++) {
        (void)snprintf(op, sizeof op, "Custom%zu", i);
        put_node(out, name_of("node#", i), op, NULL);
    }
    mw_pb_end(out, META_GRAPH, mark);
}

static void operations_of_many_names(struct subject *subject, size_t n)
{
    make_model(subject, n, customs);
}

/* -- the text form -- */

static void a_text_of_unknown_fields(struct subject *subject, size_t n)
{
    size_t i;

    nnreg_bytes_text(&subject->other, "meta_graphs { meta_info_def { tags: \"serve\" } graph_def {\n");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, "node { name: \"n%zu\" op: 'No' 'Op' not_known%zu: [1, 2]\n}", i,
                           i);
    nnreg_bytes_text(&subject->other, "} }\n");
    subject_file(subject, subject->other.content, "saved_model.pbtxt");
    subject_description(subject, NULL, NULL);
}

static void a_text_of_brackets(struct subject *subject, size_t n)
{
    size_t i, k;

    for (i = 0; i < n; i++) {
        for (k = 0; k < 50; k++)
            nnreg_bytes_text(&subject->other, "a {");
        for (k = 0; k < 50; k++)
            nnreg_bytes_text(&subject->other, "}");
    }
    subject_file(subject, subject->other.content, "saved_model.pbtxt");
    subject_description(subject, NULL, NULL);
}

const struct row model_rows[] = {
    {"many-nodes", 10000, many_nodes, run_check},
    {"many-nodes-inspected", 10000, many_nodes, run_inspect},
    {"many-nodes-drawn", 10000, many_scoped_nodes, run_picture},
    {"deep-scopes-drawn", 1000, deep_scopes, run_deep_picture},
    {"dense-nodes-drawn", 2000, dense_nodes, run_deep_picture},
    {"many-nodes-counted", 10000, many_scoped_nodes, run_cost},
    {"nodes-of-one-name", 10000, nodes_of_one_name, run_check},
    {"misspelt-against-nodes", 4000, misspelt_names_against_nodes, run_check},
    {"inputs-and-outputs", 400, inputs_and_outputs, run_check},
    {"many-signatures", 4000, many_signatures, run_check},
    {"keys-against-signatures", 500, keys_against_signatures, run_check},
    {"many-inputs-drafted", 500, a_signature_of_many_inputs, run_draft},
    {"many-signatures-drafted", 4000, many_signatures, run_draft},
    {"many-functions", 4000, many_functions, run_check},
    {"calls-of-many-outputs", 2000, calls_of_many_outputs, run_check},
    {"nodes-of-counted-outputs", 1000, nodes_of_counted_outputs, run_check},
    {"many-tags", 2000, many_tags, run_check},
    {"many-collections", 4000, many_collections, run_check},
    {"missing-assets", 4000, missing_assets, run_check},
    {"unsafe-against-assets", 2000, unsafe_operations_against_assets, run_check},
    {"unsafe-inspected", 2000, unsafe_operations_against_assets, run_inspect},
    {"operations-of-many-names", 4000, operations_of_many_names, run_check},
    {"text-of-unknown-fields", 4000, a_text_of_unknown_fields, run_check},
    {"text-of-brackets", 500, a_text_of_brackets, run_check},
    {NULL, 0, NULL, NULL},
};
