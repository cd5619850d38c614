/* Graphs that do something to an image before they come to a convolution: long, wide, and with many variables. */
#include "subject.h"

static void begin_pixels(struct subject *subject)
{
    nnreg_bytes_text(
        &subject->other,
        "meta_graphs { meta_info_def { tags: 'serve' } graph_def { node { name: 'x0' op: 'Placeholder' "
        "attr { key: 'dtype' value { type: DT_FLOAT } } } node { name: 'c' op: 'Const' attr { "
        "key: 'dtype' value { type: DT_FLOAT } } attr { key: 'value' value { tensor { dtype: "
        "DT_FLOAT tensor_shape { } float_val: 2 } } } }\n");
}

static void the_image(struct subject *subject)
{
    subject_input(subject, 0, "x0", NULL);
}

static void the_output(struct subject *subject)
{
    nnreg_bytes_text(&subject->text, "{\"tensors_output\": {\"tensors\": [\"y\"]}}");
}

static void end_pixels(struct subject *subject, const char *more)
{
    nnreg_bytes_format(&subject->other, "} %s }\n", more);
    subject_file(subject, subject->other.content, "saved_model.pbtxt");
    subject_description(subject, the_image, the_output);
}

static void pixels_through_a_chain(struct subject *subject, size_t n)
{
    size_t i;

    begin_pixels(subject);
    for (i = 1; i < n; i++)
        nnreg_bytes_format(&subject->other, "node { name: 'x%zu' op: 'Mul' input: 'x%zu' input: 'c' }\n", i,
                           i - 1);
    nnreg_bytes_format(&subject->other, "node { name: 'y' op: 'Conv2D' input: 'x%zu' input: 'c' }\n", n - 1);
    end_pixels(subject, "");
}

static void pixels_joined_again(struct subject *subject, size_t n)
{
    size_t i;

    begin_pixels(subject);
    for (i = 1; i < n; i++)
        nnreg_bytes_format(&subject->other, "node { name: 'x%zu' op: 'Mul' input: 'x0' input: 'c' }\n", i);
    nnreg_bytes_text(&subject->other, "node { name: 'y' op: 'ConcatV2'");
    for (i = 1; i < n; i++)
        nnreg_bytes_format(&subject->other, " input: 'x%zu'", i);
    nnreg_bytes_text(&subject->other, " input: 'c' }\n");
    end_pixels(subject, "");
}

/* Each operation with a variable of its own: the walk asks for as many as it may, and each is in the restore operation. */
static void pixels_with_variables(struct subject *subject, size_t n)
{
    size_t i;

    begin_pixels(subject);
    for (i = 1; i < n; i++)
        nnreg_bytes_format(
            &subject->other,
            "node { name: 'v%zu' op: 'VarHandleOp' } node { name: 'r%zu' op: 'ReadVariableOp' "
            "input: 'v%zu' } node { name: 'x%zu' op: 'Mul' input: 'x%zu' input: 'r%zu' } node { "
            "name: 'a%zu' op: 'AssignVariableOp' input: 'v%zu' input: 'c' }\n",
            i, i, i, i, i - 1, i, i, i);
    nnreg_bytes_format(&subject->other, "node { name: 'y' op: 'Conv2D' input: 'x%zu' input: 'c' }\n", n - 1);
    nnreg_bytes_text(&subject->other, "node { name: 'all' op: 'NoOp'");
    for (i = 1; i < n; i++)
        nnreg_bytes_format(&subject->other, " input: '^a%zu'", i);
    nnreg_bytes_text(&subject->other, " }\n");
    end_pixels(subject, "saver_def { filename_tensor_name: 'c' restore_op_name: 'all' version: V2 }");
}

/* One variable that n operations read. */
static void pixels_with_one_variable(struct subject *subject, size_t n)
{
    size_t i;

    begin_pixels(subject);
    nnreg_bytes_text(&subject->other, "node { name: 'v' op: 'VarHandleOp' }\n");
    for (i = 1; i < n; i++)
        nnreg_bytes_format(
            &subject->other,
            "node { name: 'r%zu' op: 'ReadVariableOp' input: 'v' } node { name: 'x%zu' op: 'Mul' "
            "input: 'x%zu' input: 'r%zu' }\n",
            i, i, i - 1, i);
    nnreg_bytes_format(&subject->other, "node { name: 'y' op: 'Conv2D' input: 'x%zu' input: 'c' }\n", n - 1);
    end_pixels(subject, "");
}

const struct row pixel_rows[] = {
    {"pixels-through-a-chain", 4000, pixels_through_a_chain, run_check},
    {"pixels-joined-again", 4000, pixels_joined_again, run_check},
    {"pixels-with-variables", 4000, pixels_with_variables, run_check},
    {"pixels-with-one-variable", 4000, pixels_with_one_variable, run_check},
    {NULL, 0, NULL, NULL},
};
