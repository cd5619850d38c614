/*
 * Graphs that are walked: long, wide, with many ends at either side, and circles. They are written as text, since a walk knows
 * nothing of the form that the graph came in.
 */
#include <stdio.h>

#include "subject.h"

static void begin_graph(struct subject *subject)
{
    nnreg_bytes_text(&subject->other, "meta_graphs { meta_info_def { tags: 'serve' } graph_def { "
                                      "node { name: 'x' op: 'Placeholder' }\n");
}

static void end_graph(struct subject *subject, void (*postprocessings)(struct subject *))
{
    nnreg_bytes_text(&subject->other, "} }\n");
    subject_file(subject, subject->other.content, "saved_model.pbtxt");
    subject_description(subject, NULL, postprocessings);
}

static void put(struct subject *subject, const char *name, size_t i, const char *op, const char *input,
                size_t of)
{
    nnreg_bytes_format(&subject->other, "node { name: '%s%zu' op: '%s' input: '%s%zu' }\n", name, i, op,
                       input, of);
}

/* node0 is what is not fed. */
static void put_chain(struct subject *subject, const char *op, size_t n)
{
    size_t i;

    nnreg_bytes_text(&subject->other, "node { name: 'node0' op: 'Placeholder' }\n");
    for (i = 1; i < n; i++)
        put(subject, "node", i, op, "node", i - 1);
}

static void last_node(struct subject *subject)
{
    nnreg_bytes_format(&subject->text, "{\"tensors_output\": {\"tensors\": [\"node%zu\"]}}", subject->n - 1);
}

/* In lists that may have a thousand entries each. */
static void every_node(struct subject *subject)
{
    size_t i;

    for (i = 0; i < subject->n; i++)
        nnreg_bytes_format(&subject->text, "%s\"node%zu\"",
                           i == 0          ? "{\"tensors_output\": {\"tensors\": ["
                           : i % 1000 == 0 ? "]}}, {\"tensors_output\": {\"tensors\": ["
                                           : ", ",
                           i);
    nnreg_bytes_text(&subject->text, "]}}");
}

static void a_chain(struct subject *subject, size_t n)
{
    begin_graph(subject);
    put_chain(subject, "Relu", n);
    end_graph(subject, last_node);
}

static void outputs_along_a_chain(struct subject *subject, size_t n)
{
    begin_graph(subject);
    put_chain(subject, "Relu", n);
    end_graph(subject, every_node);
}

/* Each output needs a placeholder of its own. */
static void outputs_of_placeholders(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    for (i = 0; i < n; i++) {
        nnreg_bytes_format(&subject->other, "node { name: 'fed%zu' op: 'Placeholder' }\n", i);
        put(subject, "node", i, "Relu", "fed", i);
    }
    end_graph(subject, every_node);
}

static void a_wide_join(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, "node { name: 'fed%zu' op: 'Placeholder' }\n", i);
    nnreg_bytes_format(&subject->other, "node { name: 'node%zu' op: 'AddN'", n - 1);
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, " input: 'fed%zu'", i);
    nnreg_bytes_text(&subject->other, " }\n");
    end_graph(subject, last_node);
}

/* Every node is an output of a signature of its own. */
static void signatures_along_a_chain(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    put_chain(subject, "Relu", n);
    nnreg_bytes_text(&subject->other, "}\n");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other,
                           "signature_def { key: 's%zu' value { outputs { key: 'y' value { name: 'node%zu:0' "
                           "} } } }\n",
                           i, i);
    nnreg_bytes_text(&subject->other, "}\n");
    subject_file(subject, subject->other.content, "saved_model.pbtxt");
    subject_description(subject, NULL, NULL);
}

/* The handle goes through a chain, and is read at each place of it. */
static void reads_of_a_handle_far_away(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'hand0' op: 'VarHandleOp' }\n");
    for (i = 1; i < n; i++)
        put(subject, "hand", i, "Identity", "hand", i - 1);
    for (i = 0; i < n; i++)
        put(subject, "node", i, "ReadVariableOp", "hand", i);
    end_graph(subject, every_node);
}

static void handles_given_out(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, "node { name: 'node%zu' op: 'VarHandleOp' }\n", i);
    end_graph(subject, every_node);
}

/* Each table is filled by a node that a collection names. */
static void tables_of_programs(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    for (i = 0; i < n; i++) {
        nnreg_bytes_format(&subject->other, "node { name: 'table%zu' op: 'HashTableV2' }\n", i);
        put(subject, "fill", i, "InitializeTableV2", "table", i);
        put(subject, "node", i, "LookupTableSizeV2", "table", i);
    }
    nnreg_bytes_text(&subject->other, "} collection_def { key: 'table_initializer' value { node_list {\n");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, "value: 'fill%zu'\n", i);
    nnreg_bytes_text(&subject->other, "} }\n");
    end_graph(subject, every_node);
}

/* Each call hands its argument to the next, of one function with a call inside. */
static void calls_in_a_chain(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'node0' op: 'Placeholder' }\n");
    for (i = 1; i < n; i++)
        put(subject, "node", i, "outer", "node", i - 1);
    nnreg_bytes_text(
        &subject->other,
        "library { function { signature { name: 'outer' input_arg { name: 'a' type: 1 } output_arg "
        "{ name: 'r' type: 1 } } node_def { name: 'c' op: 'inner' input: 'a' } ret { key: 'r' value: "
        "'c:r:0' } } function { signature { name: 'inner' input_arg { name: 'a' type: 1 } output_arg "
        "{ name: 'r' type: 1 } } node_def { name: 'e' op: 'Relu' input: 'a' } ret { key: 'r' value: "
        "'e:activations:0' } } }\n");
    end_graph(subject, last_node);
}

static void one_circle(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    for (i = 0; i < n; i++)
        put(subject, "node", i, "Relu", "node", (i + 1) % n);
    end_graph(subject, last_node);
}

static void circles_in_functions(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'node0' op: 'Relu' input: 'x' } library {\n");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(
            &subject->other,
            "function { signature { name: 'f%zu' } node_def { name: 'a' op: 'Relu' input: "
            "'b:activations:0' } node_def { name: 'b' op: 'Relu' input: 'a:activations:0' } }\n",
            i);
    nnreg_bytes_text(&subject->other, "}\n");
    end_graph(subject, NULL);
}

const struct row flow_rows[] = {
    {"a-chain", 8000, a_chain, run_check},
    {"outputs-along-a-chain", 4000, outputs_along_a_chain, run_check},
    {"outputs-of-placeholders", 4000, outputs_of_placeholders, run_check},
    {"a-wide-join", 8000, a_wide_join, run_check},
    {"signatures-along-a-chain", 4000, signatures_along_a_chain, run_check},
    {"reads-of-a-far-handle", 4000, reads_of_a_handle_far_away, run_check},
    {"handles-given-out", 4000, handles_given_out, run_check},
    {"tables-of-programs", 4000, tables_of_programs, run_check},
    {"calls-in-a-chain", 4000, calls_in_a_chain, run_check},
    {"one-circle", 8000, one_circle, run_check},
    {"circles-in-functions", 2000, circles_in_functions, run_check},
    {NULL, 0, NULL, NULL},
};
