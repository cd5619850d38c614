/*
 * Graphs in which texts come a long way: what unsafe operations can reach is followed back, and what becomes of an input of
 * strings. In text form, since following knows nothing of the form that a graph came in.
 */
#include <stdio.h>

#include "subject.h"

static void begin_origins(struct subject *subject)
{
    nnreg_bytes_text(&subject->other, "meta_graphs { meta_info_def { tags: 'serve' } graph_def {\n");
}

/* What is behind the graph's nodes, and the end of the model. */
static void end_origins(struct subject *subject, const char *rest)
{
    nnreg_bytes_text(&subject->other, rest);
    nnreg_bytes_text(&subject->other, "} }\n");
    subject_file(subject, subject->other.content, "saved_model.pbtxt");
    subject_description(subject, NULL, NULL);
}

static void put_text(struct subject *subject, size_t i)
{
    nnreg_bytes_format(
        &subject->other,
        "node { name: 'text%zu' op: 'Const' attr { key: 'value' value { tensor { dtype: DT_STRING "
        "tensor_shape { } string_val: 'file%zu' } } } }\n",
        i, i);
}

static void put_link(struct subject *subject, const char *name, size_t i, const char *op, const char *from,
                     size_t of)
{
    nnreg_bytes_format(&subject->other, "node { name: '%s%zu' op: '%s' input: '%s%zu' ", name, i, op, from,
                       of);
}

/* Each place of a chain is read. */
static void reads_along_a_chain(struct subject *subject, size_t n)
{
    size_t i;

    begin_origins(subject);
    put_text(subject, 0);
    nnreg_bytes_text(&subject->other, "node { name: 'at0' op: 'Identity' input: 'text0' }\n");
    for (i = 1; i < n; i++) {
        put_link(subject, "at", i, "Identity", "at", i - 1);
        nnreg_bytes_text(&subject->other, "}\n");
        put_link(subject, "read", i, "ReadFile", "at", i);
        nnreg_bytes_text(&subject->other, "}\n");
    }
    end_origins(subject, "");
}

/* A chain to which one text more comes at each place, by `op`. */
static void put_growing(struct subject *subject, size_t n, const char *op)
{
    size_t i;

    begin_origins(subject);
    put_text(subject, 0);
    nnreg_bytes_text(&subject->other, "node { name: 'at0' op: 'Identity' input: 'text0' }\n");
    for (i = 1; i < n; i++) {
        put_text(subject, i);
        put_link(subject, "at", i, op, "at", i - 1);
        nnreg_bytes_format(&subject->other, "input: 'text%zu' }\n", i);
        put_link(subject, "read", i, "ReadFile", "at", i);
        nnreg_bytes_text(&subject->other, "}\n");
    }
    end_origins(subject, "");
}

static void texts_that_come_together(struct subject *subject, size_t n)
{
    put_growing(subject, n, "Merge");
}

static void texts_that_grow(struct subject *subject, size_t n)
{
    put_growing(subject, n, "StringJoin");
}

/* All are computed from each other, and each is read. */
static void a_circle_that_is_read(struct subject *subject, size_t n)
{
    size_t i;

    begin_origins(subject);
    put_text(subject, 0);
    for (i = 0; i < n; i++) {
        put_link(subject, "at", i, "Merge", "at", (i + 1) % n);
        nnreg_bytes_text(&subject->other, "input: 'text0' }\n");
        put_link(subject, "read", i, "ReadFile", "at", i);
        nnreg_bytes_text(&subject->other, "}\n");
    }
    end_origins(subject, "");
}

#define READING                                                                                      \
    "library { function { signature { name: 'reading' input_arg { name: 'path' type: DT_STRING } } " \
    "node_def { name: 'read' op: 'ReadFile' input: 'path' } } }\n"

static void calls_that_read(struct subject *subject, size_t n)
{
    size_t i;

    begin_origins(subject);
    for (i = 0; i < n; i++) {
        put_text(subject, i);
        put_link(subject, "call", i, "reading", "text", i);
        nnreg_bytes_text(&subject->other, "}\n");
    }
    end_origins(subject, READING);
}

/* Each function calls the next, and all read. */
static void functions_that_read(struct subject *subject, size_t n)
{
    size_t i;

    begin_origins(subject);
    nnreg_bytes_text(&subject->other, "library {\n");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(
            &subject->other,
            "function { signature { name: 'f%zu' input_arg { name: 'path' type: DT_STRING } } "
            "node_def { name: 'read' op: 'ReadFile' input: 'path' } node_def { name: 'next' op: "
            "'f%zu' input: 'path' } }\n",
            i, i + 1);
    end_origins(subject, "}\n");
}

/* One variable with many handles, each of which is assigned and read. */
static void handles_of_one_variable(struct subject *subject, size_t n)
{
    size_t i;

    begin_origins(subject);
    for (i = 0; i < n; i++) {
        put_text(subject, i);
        nnreg_bytes_format(&subject->other,
                           "node { name: 'handle%zu' op: 'VarHandleOp' attr { key: 'shared_name' value { s: "
                           "'one' } } }\n",
                           i);
        put_link(subject, "set", i, "AssignVariableOp", "handle", i);
        nnreg_bytes_format(&subject->other, "input: 'text%zu' }\n", i);
        put_link(subject, "get", i, "ReadVariableOp", "handle", i);
        nnreg_bytes_text(&subject->other, "}\n");
        put_link(subject, "read", i, "ReadFile", "get", i);
        nnreg_bytes_text(&subject->other, "}\n");
    }
    end_origins(subject, "");
}

static void every_text(struct subject *subject)
{
    size_t i;

    for (i = 0; i < subject->n; i++) {
        char name[32];

        (void)snprintf(name, sizeof name, "fed%zu", i);
        subject_input(subject, i, name, NULL);
    }
}

/* Each input goes into a chain, of which each place is decoded. */
static void inputs_of_strings(struct subject *subject, size_t n)
{
    size_t i;

    begin_origins(subject);
    for (i = 0; i < n; i++) {
        nnreg_bytes_format(
            &subject->other,
            "node { name: 'fed%zu' op: 'Placeholder' attr { key: 'dtype' value { type: DT_STRING "
            "} } attr { key: '_output_shapes' value { list { shape { } } } } }\n",
            i);
        put_link(subject, "at", i, "StringJoin", "fed", i);
        nnreg_bytes_format(&subject->other, "input: 'at%zu' }\n", i > 0 ? i - 1 : 0);
        put_link(subject, "image", i, "DecodeJpeg", "at", i);
        nnreg_bytes_format(&subject->other, "attr { key: 'channels' value { i: %zu } } }\n", i % 4);
    }
    nnreg_bytes_text(&subject->other, "}\n}\n");
    subject_file(subject, subject->other.content, "saved_model.pbtxt");
    subject_description(subject, every_text, NULL);
}

const struct row origin_rows[] = {
    {"reads-along-a-chain", 4000, reads_along_a_chain, run_check},
    {"texts-that-come-together", 4000, texts_that_come_together, run_check},
    {"texts-that-grow", 4000, texts_that_grow, run_check},
    {"a-circle-that-is-read", 4000, a_circle_that_is_read, run_inspect},
    {"calls-that-read", 4000, calls_that_read, run_check},
    {"functions-that-read", 2000, functions_that_read, run_check},
    {"handles-of-one-variable", 4000, handles_of_one_variable, run_inspect},
    {"inputs-of-strings", 500, inputs_of_strings, run_check},
    {NULL, 0, NULL, NULL},
};
