/*
 * Graphs that are walked: long, wide, with many ends at either side, and circles. They are written as text, since a walk knows
 * nothing of the form that the graph came in.
 */
#include <stdio.h>

#include "subject.h"

#define FALSE_VALUE \
    "attr { key: 'value' value { tensor { dtype: DT_BOOL tensor_shape { } bool_val: false } } }"

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

static void readers_of_one(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    for (i = 0; i + 1 < n; i++)
        nnreg_bytes_format(&subject->other, "node { name: 'node%zu' op: 'Relu' input: 'x' }\n", i);
    nnreg_bytes_format(&subject->other, "node { name: 'node%zu' op: 'AddN'", n - 1);
    for (i = 0; i + 1 < n; i++)
        nnreg_bytes_format(&subject->other, " input: 'node%zu'", i);
    nnreg_bytes_text(&subject->other, " }\n");
    end_graph(subject, last_node);
}

/* One node waits for all. */
static void many_control_edges(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    for (i = 0; i + 1 < n; i++)
        nnreg_bytes_format(&subject->other, "node { name: 'node%zu' op: 'Placeholder' }\n", i);
    nnreg_bytes_format(&subject->other, "node { name: 'node%zu' op: 'Relu' input: 'x'", n - 1);
    for (i = 0; i + 1 < n; i++)
        nnreg_bytes_format(&subject->other, " input: '^node%zu'", i);
    nnreg_bytes_text(&subject->other, " }\n");
    end_graph(subject, last_node);
}

/* Loops of TensorFlow 1, one behind the other, each with its way back. */
static void loops_in_a_chain(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'node0' op: 'Placeholder' }\n");
    for (i = 1; i < n; i++)
        nnreg_bytes_format(&subject->other,
                           "node { name: 'in%zu' op: 'Enter' input: 'node%zu' } node { name: 'merge%zu' op: "
                           "'Merge' input: 'in%zu' input: 'next%zu' } node { name: 'switch%zu' op: 'Switch' "
                           "input: 'merge%zu' input: 'x' } node { name: 'next%zu' op: 'NextIteration' input: "
                           "'switch%zu:1' } node { name: 'node%zu' op: 'Exit' input: 'switch%zu' }\n",
                           i, i - 1, i, i, i, i, i, i, i, i, i);
    end_graph(subject, last_node);
}

/* Each of the placeholders waits for the branch of a condition that is a chain of defaults. */
static void placeholders_in_a_branch(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'hand0' op: 'Const' " FALSE_VALUE " }\n");
    for (i = 1; i < n; i++)
        put(subject, "hand", i, "PlaceholderWithDefault", "hand", i - 1);
    nnreg_bytes_format(
        &subject->other,
        "node { name: 's' op: 'Switch' input: 'hand%zu' input: 'hand%zu' } node { name: 't' op: "
        "'Identity' input: 's:1' }\n",
        n - 1, n - 1);
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other,
                           "node { name: 'fed%zu' op: 'Placeholder' input: '^t' } node { name: 'node%zu' op: "
                           "'Relu' input: 'fed%zu' }\n",
                           i, i, i);
    end_graph(subject, every_node);
}

/* The other way round: one placeholder that waits for many pivots. */
static void pivots_of_a_placeholder(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'c' op: 'Const' " FALSE_VALUE " }\n");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, "node { name: 'pivot%zu' op: 'Switch' input: 'c' input: 'c' }\n",
                           i);
    nnreg_bytes_format(&subject->other, "node { name: 'node%zu' op: 'Placeholder'", n - 1);
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, " input: '^pivot%zu'", i);
    nnreg_bytes_text(&subject->other, " }\n");
    end_graph(subject, last_node);
}

/* Two functions that each call the other twice: what is entered ends at a limit, which grows with the file. */
static void functions_that_call_each_other(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'node0' op: 'Placeholder' }\n");
    for (i = 1; i < n; i++)
        put(subject, "node", i, i % 2 == 0 ? "one" : "other", "node", i - 1);
    for (i = 0; i < 2; i++)
        nnreg_bytes_format(
            &subject->other,
            "%sfunction { signature { name: '%s' input_arg { name: 'a' type: 1 } output_arg { name: "
            "'r' type: 1 } } node_def { name: 'c' op: '%s' input: 'a' } node_def { name: 'd' op: '%s' "
            "input: 'c:r:0' } ret { key: 'r' value: 'd:r:0' } }%s\n",
            i == 0 ? "library { " : "", i == 0 ? "one" : "other", i == 0 ? "other" : "one",
            i == 0 ? "other" : "one", i == 1 ? " }" : "");
    end_graph(subject, last_node);
}

/* A conditional in each branch of a conditional, and so on: twice as many calls with each function. */
static void conditionals_in_conditionals(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_format(
        &subject->other,
        "node { name: 'node%zu' op: 'If' input: 'x' input: 'x' attr { key: 'then_branch' value { "
        "func { name: 'f0' } } } attr { key: 'else_branch' value { func { name: 'f0' } } } }\n"
        "library {\n",
        n - 1);
    for (i = 0; i < n; i++)
        nnreg_bytes_format(
            &subject->other,
            "function { signature { name: 'f%zu' input_arg { name: 'a' type: 1 } output_arg { name: "
            "'r' type: 1 } } node_def { name: 'c' op: 'If' input: 'a' input: 'a' attr { key: "
            "'then_branch' value { func { name: 'f%zu' } } } attr { key: 'else_branch' value { func "
            "{ name: 'f%zu' } } } } ret { key: 'r' value: 'c:output:0' } }\n",
            i, (i + 1) % n, (i + 1) % n);
    nnreg_bytes_text(&subject->other, "}\n");
    end_graph(subject, last_node);
}

/* Each output by its own name and by a signature's key. */
static void outputs_by_key_and_name(struct subject *subject)
{
    size_t i;

    for (i = 0; i < subject->n; i++)
        nnreg_bytes_format(&subject->text, "%s\"key%zu\"",
                           i == 0         ? "{\"tensors_output\": {\"tensors\": ["
                           : i % 500 == 0 ? "]}}, {\"tensors_output\": {\"tensors\": ["
                                          : ", ",
                           i);
    nnreg_bytes_text(&subject->text, "]}}");
}

static void keys_of_one_tensor(struct subject *subject, size_t n)
{
    size_t i;

    begin_graph(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'y' op: 'Relu' input: 'x' } } signature_def { key: "
                                      "'serving_default' value {\n");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, "outputs { key: 'key%zu' value { name: 'y:0' } }\n", i);
    nnreg_bytes_text(&subject->other, "}\n");
    end_graph(subject, outputs_by_key_and_name);
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
    {"readers-of-one", 8000, readers_of_one, run_check},
    {"many-control-edges", 8000, many_control_edges, run_check},
    {"loops-in-a-chain", 4000, loops_in_a_chain, run_check},
    {"placeholders-in-a-branch", 4000, placeholders_in_a_branch, run_check},
    {"pivots-of-a-placeholder", 8000, pivots_of_a_placeholder, run_check},
    {"functions-that-call-each-other", 10000, functions_that_call_each_other, run_check},
    {"conditionals-in-conditionals", 5000, conditionals_in_conditionals, run_check},
    {"keys-of-one-tensor", 2000, keys_of_one_tensor, run_check},
    {"calls-in-a-chain", 4000, calls_in_a_chain, run_check},
    {"one-circle", 8000, one_circle, run_check},
    {"circles-in-functions", 2000, circles_in_functions, run_check},
    {NULL, 0, NULL, NULL},
};
