/*
 * Variables and tables that are read for an output, and whether anything gives them a value before: judge_values.c. Placeholders,
 * iterators and queues that it needs, and whether anything feeds them: judge_fed.c, judge_branch.c.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "words_fixture.h"

Suite *unset_values_suite(void);

static struct words words;

#define RULES "variables.missing"

static void begin(void)
{
    words_begin(&words);
}

static void end(void)
{
    words_end(&words);
}

#define OUT                                                                                        \
    "signature_def { key: 's' value { outputs { key: 'o' value { name: 'y:0' dtype: DT_FLOAT } } " \
    "method_name: "                                                                                \
    "'tensorflow/serving/predict' } } "
#define INIT(node) \
    OUT "collection_def { key: 'saved_model_main_op' value { node_list { value: '" node "' } } } "
#define TABLES(node) \
    OUT "collection_def { key: 'table_initializer' value { node_list { value: '" node "' } } } "
#define READS(what) "the output \"y:0\" of the signature \"s\" reads the " what
#define UNSET(name)                                                                                    \
    READS("variable \"" name "\", and neither the restore operation nor an init operation gives it a " \
          "value; ")
#define EMPTY(name) READS("lookup table \"" name "\", which nothing fills when the model is loaded; ")
#define BY_PROGRAM(name)                                                                           \
    READS("lookup table \"" name                                                                   \
          "\", which a model server leaves empty: only the collection \"table_initializer\" says " \
          "what fills it; ")
#define TABLE "t HashTableV2 shared_name=t; i InitializeTableV2 t ='a' =1; y LookupTableFindV2 t ='a' =#0"
#define FUNCTION(nodes)                                                                                     \
    "library { function { signature { name: 'f' input_arg { name: 'p' type: DT_RESOURCE } output_arg { "    \
    "name: 'o' type: "                                                                                      \
    "DT_FLOAT } } node_def { name: 'one' op: 'Const' attr { key: 'value' value { tensor { dtype: DT_FLOAT " \
    "tensor_shape { } float_val: 1 } } } } " nodes " ret { key: 'o' value: 'one:output:0' } } } "

#define BODY_OF(name, type, nodes, given)                                                                    \
    "function { signature { name: '" name "' input_arg { name: 'p' type: " type " } output_arg { name: 'o' " \
    "type: DT_FLOAT } } " nodes "ret { key: 'o' value: '" given "' } } "
#define BODY(name, type, nodes, given) "library { " BODY_OF(name, type, nodes, given) "} "

static const struct unset_row {
    const char *nodes, *library, *more, *told;
} unset_rows[] = {
    {"v VarHandleOp; y ReadVariableOp v", "", OUT, UNSET("v")},
    {"v VarHandleOp; h Identity v; y ReadVariableOp h", "", OUT, UNSET("v")},
    {"v VariableV2; y Identity v", "", OUT, UNSET("v")},
    {"v VariableV2; y IsVariableInitialized v", "", OUT, ""},
    {"v MutableHashTableV2; y LookupTableFindV2 v ='a' =#0", "", OUT, ""},
    {"v VarHandleOp; y VarIsInitializedOp v", "", OUT, ""},
    {"y VariableV2", "", OUT, UNSET("y")},
    {"v VarHandleOp; y PartitionedCall v f=@f",
     "library { function { signature { name: 'f' input_arg { name: 'p' type: DT_RESOURCE } output_arg { "
     "name: 'o' type: "
     "DT_FLOAT } } node_def { name: 'v' op: 'VarHandleOp' } node_def { name: 'r' op: 'ReadVariableOp' input: "
     "'v:resource:0' } ret { key: 'o' value: 'r:value:0' } } } ",
     OUT, ""},
    /* by an init operation */
    {"v VarHandleOp; c AssignVariableOp v =#1.; y ReadVariableOp v", "", INIT("c"), ""},
    {"v VarHandleOp; c AssignVariableOp v =#1.; y ReadVariableOp v", "", INIT("n"), UNSET("v")},
    {"v VarHandleOp; c AssignVariableOp v =#1.; n NoOp ^c; y ReadVariableOp v", "", INIT("n"), ""},
    {"v VarHandleOp; c AssignVariableOp v =#1.; y ReadVariableOp v", "", OUT, UNSET("v")},
    {"v VarHandleOp; c AssignVariableOp v =#1.; y ReadVariableOp v ^c", "", OUT, ""},
    {"v VarHandleOp; w VarHandleOp; c AssignVariableOp w =#1.; y ReadVariableOp v", "", INIT("c"),
     UNSET("v")},
    {"v VarHandleOp; c VarIsInitializedOp v; y ReadVariableOp v", "", INIT("c"), UNSET("v")},
    {"v VarHandleOp; c PartitionedCall v f=@f; y ReadVariableOp v",
     FUNCTION("node_def { name: 'a' op: 'AssignVariableOp' input: 'p' input: 'one:output:0' } "), INIT("c"),
     ""},
    {"v VarHandleOp; c PartitionedCall v f=@f; y ReadVariableOp v", FUNCTION(""), INIT("c"), UNSET("v")},
    {"v VarHandleOp; o Odd; c AssignVariableOp o =#1.; y ReadVariableOp v", "", INIT("c"), UNSET("v")},
    /* which nobody can follow */
    {"v VarHandleOp; c Odd v; y ReadVariableOp v", "", INIT("c"), ""},
    {"v VarHandleOp; w VarHandleOp; c Odd w; y ReadVariableOp v", "", INIT("c"), UNSET("v")},
    {"v VarHandleOp; c PartitionedCall v f=@g; y ReadVariableOp v", "", INIT("c"), ""},
    {"v VarHandleOp; o Odd =#1.; c AssignVariableOp o =#1.; y ReadVariableOp v", "", INIT("c"), ""},
    {"v VarHandleOp; w VarHandleOp; m Merge v w; c AssignVariableOp m =#1.; y ReadVariableOp v", "",
     INIT("c"), ""},
    {"v VarHandleOp; c NoOp; d NoOp; y ReadVariableOp v", "",
     OUT "collection_def { key: 'saved_model_main_op' value { node_list { value: 'c' value: 'd' } } } ", ""},
    /* by the saver's part or by a name, of what is nothing else than a variable */
    {"v VarHandleOp; y ReadVariableOp v", "",
     OUT "collection_def { key: 'variables' value { bytes_list { value: '\\n\\001v' } } } ", ""},
    {"v Placeholder; c AssignVariableOp v =#1.; w VarHandleOp; y ReadVariableOp w", "", INIT("c"),
     UNSET("w")},
    {"v VarHandleOp; c AssignVariableOp; y ReadVariableOp v", "", INIT("c"), ""},
    {"v VariableV2; c Assign v =#1.; y Identity v", "", INIT("c"), ""},
    {"v VariableV2; c Assign v =#1.; y Identity v", "", OUT, UNSET("v")},
    {"v Variable; a Assign v =#1.; y Identity a", "", OUT, ""},
    {"q FIFOQueueV2; c QueueEnqueueV2 q =#1.; v VarHandleOp; y ReadVariableOp v", "", INIT("c"), UNSET("v")},
    {"t HashTableV2 shared_name=t; c Odd t; y LookupTableFindV2 t ='a' =#0", "", INIT("c"), ""},
    {"p PartitionedCall f=@f; v VarHandleOp; c Odd v; y ReadVariableOp v", FUNCTION(""), INIT("p"),
     UNSET("v")},
    {"v VarHandleOp; y ReadVariableOp v",
     FUNCTION("node_def { name: 'v' op: 'VarHandleOp' } node_def { name: 'a' op: 'AssignVariableOp' input: "
              "'v:resource:0' input: 'one:output:0' } "),
     OUT, UNSET("v")},
    /* tables */
    {TABLE, "", INIT("i"), ""},
    {TABLE, "", OUT, EMPTY("t")},
    {TABLE, "", TABLES("i"), BY_PROGRAM("t")},
    {TABLE, "", OUT "collection_def { key: 'table_initializer' value { bytes_list { value: 'i' } } } ",
     EMPTY("t")},
    {TABLE, "", TABLES("none"), EMPTY("t")},
    {"v VarHandleOp; c AssignVariableOp v =#1.; y ReadVariableOp v", "", TABLES("c"), UNSET("v")},
    /* whose handle is known, or may be another */
    {"v VarHandleOp; c AssignVariableOp; d AssignVariableOp; n NoOp ^c ^d; y ReadVariableOp v", "", INIT("n"),
     ""},
    {"n NoOp; v VarHandleOp ^n; c AssignVariableOp v =#1.; y ReadVariableOp v", "", INIT("c"), ""},
    {"n NoOp; t HashTableV2 ^n shared_name=t; i InitializeTableV2 t ='a' =1; y LookupTableFindV2 t ='a' =#0",
     "", INIT("i"), ""},
    {"v VarHandleOp; y ReadVariableOp v", "",
     OUT "collection_def { key: 'variables' value { bytes_list { value: '\\n\\003w:0' } } } ", UNSET("v")},
    {TABLE "; v VarHandleOp", "",
     OUT "collection_def { key: 'variables' value { bytes_list { value: '\\n\\001v' } } } ", ""},
    /* across calls */
    {"v VariableV2; y PartitionedCall v f=@f", BODY("f", "DT_FLOAT", "", "p"), OUT, UNSET("v")},
    {"v VarHandleOp; y If =#1 v then_branch=@f else_branch=@f",
     BODY("f", "DT_RESOURCE", "node_def { name: 'r' op: 'ReadVariableOp' input: 'p' } ", "r:value:0"), OUT,
     ""},
    {"v VarHandleOp; r ReadVariableOp v; c PartitionedCall r f=@f; y Identity c",
     "library { " BODY_OF(
         "f", "DT_FLOAT",
         "node_def { name: 'n' op: 'PartitionedCall' input: 'p' attr { key: 'f' value { func { "
         "name: 'g' } } } } ",
         "n:output:0")
         BODY_OF("g", "DT_FLOAT",
                 "node_def { name: 'n' op: 'PartitionedCall' input: 'p' attr { key: 'f' value { func { "
                 "name: 'f' } } } } ",
                 "n:output:0") "} ",
     OUT, ""},
    {"v VarHandleOp; w While v cond=@c body=@b; y ReadVariableOp w",
     "library { " BODY_OF("c", "DT_RESOURCE",
                          "node_def { name: 'k' op: 'Const' attr { key: 'value' value { tensor { dtype: "
                          "DT_BOOL tensor_shape { } bool_val: true } } } } ",
                          "k:output:0") BODY_OF("b", "DT_RESOURCE", "", "p") "} ",
     OUT, UNSET("v")},
    {"v VarHandleOp; c PartitionedCall v f=@f; y ReadVariableOp c",
     BODY("f", "DT_RESOURCE", "node_def { name: 'one' op: 'NoOp' } ", "^one"), OUT, ""},
};

START_TEST(what_is_read_has_to_be_given_a_value_before)
{
    const struct unset_row *row = &unset_rows[_i];

    words_add_model(&words, row->nodes, row->library, row->more);
    ck_assert_msg(strcmp(words_told(&words, RULES, 0), row->told) == 0, "%s: %s", row->nodes, words.told);
}
END_TEST

START_TEST(without_memory_no_value_is_taken_for_given)
{
    words_add_model(&words,
                    "v VarHandleOp; t HashTableV2; i InitializeTableV2 t ='a' =1; r ReadVariableOp v; "
                    "u LookupTableFindV2 t ='a' =#0; y Add r u",
                    "", TABLES("i"));
    words_survive(&words, RULES);
}
END_TEST

/* What a node of a kind that nobody knows names is run by it, maybe: such a body is entered for what it decodes. */
START_TEST(what_a_body_assigns_that_is_only_named_counts)
{
    static const char *const library =
        "library { function { signature { name: 'f' input_arg { name: 'p' type: DT_STRING } output_arg { "
        "name: 'o' "
        "type: DT_UINT8 } } node_def { name: 'd' op: 'DecodeJpeg' input: 'p' } node_def { name: 'v' op: "
        "'VarHandleOp' } node_def { name: 'a' op: 'AssignVariableOp' input: 'v:resource:0' input: "
        "'d:image:0' } "
        "ret { key: 'o' value: 'd:image:0' } } } ";
    static const char *const described = "{'name': 'n', 'framework': 'tensorflow-1.x', 'preprocessing': "
                                         "{'inputs': [{'tensor_name': 'x', 'image': "
                                         "{'dimension_order': 'NHWC', 'resize_type': 'SQUASH', "
                                         "'target_size': '32x32', 'color_channels': 'RGB'}}]}, "
                                         "'postprocessings': [{'tensors_output': {'tensors': ['y']}}]}";

    words_describe(&words, described);
    words_add_model(&words, "x Placeholder dtype=DT_STRING; d Odd x f=@f; v VarHandleOp; y ReadVariableOp v",
                    library, OUT);
    ck_assert_str_eq(words_told(&words, RULES, 0), "");
    end();
    begin();
    words_describe(&words, described);
    words_add_model(&words, "x Placeholder dtype=DT_STRING; d Odd x; v VarHandleOp; y ReadVariableOp v",
                    library, OUT);
    ck_assert_str_eq(words_told(&words, RULES, 0),
                     "the output \"y\" reads the variable \"v\", and neither the restore operation nor an "
                     "init operation gives it a value; ");
}
END_TEST

#define WAITS " ^n ^n ^n ^n"
#define NEEDS(what, why, way) \
    "the output \"y:0\" of the signature \"s\" needs the " what ", which " why ": " way "; "
#define PLACEHOLDER(way) NEEDS("placeholder \"x\"", "is none of its inputs and has no default", way)

static const struct unset_row unfed_rows[] = {
    /* a handle through a Switch, one that is not known, one that is too far away */
    {"q FIFOQueue; w RefSwitch q =#1; d QueueDequeue w:1; y Identity d", "", OUT,
     NEEDS("queue \"q\"", "nothing is put into", "d -> y")},
    {"d IteratorGetNext; y Identity d", "", OUT, ""},
    {"i IteratorV2; d IteratorGetNext i; y Identity d", "", OUT,
     NEEDS("iterator \"i\"", "nothing starts", "d -> y")},
    {"i IteratorV2; d IteratorGetNext i; c AssignVariableOp; y Identity d", "", INIT("c"), ""},
    /* inputs of the signature that the model has not */
    {"x Placeholder; y Identity x", "",
     "signature_def { key: 's' value { inputs { key: 'a' value { name: 'k:0' } } inputs { key: 'b' value { "
     "name: "
     "'l:0' } } outputs { key: 'o' value { name: 'y:0' dtype: DT_FLOAT } } method_name: "
     "'tensorflow/serving/predict' } } ",
     ""},
    /* what chooses a branch: one of two results, a default, more of them than are followed, nothing that is known */
    {"c If =#1 =#1 then_branch=@f else_branch=@f; s Switch =#1. c; i Identity s:1; x Placeholder ^i; y "
     "Identity x",
     FUNCTION(""), OUT, PLACEHOLDER("x -> y")},
    {"a PlaceholderWithDefault =#1; s Switch =#1. a; i Identity s:0; x Placeholder ^i; y Identity x", "", OUT,
     ""},
    {"a PlaceholderWithDefault =#1; b PlaceholderWithDefault a; c PlaceholderWithDefault b; d "
     "PlaceholderWithDefault c; s Switch =#1. d; i Identity s:0; x Placeholder ^i; y Identity x",
     "", OUT, ""},
    {"a PlaceholderWithDefault =#1; b PlaceholderWithDefault a; c PlaceholderWithDefault b; d "
     "PlaceholderWithDefault c; e PlaceholderWithDefault d; s Switch =#1. e; i Identity s:0; x Placeholder "
     "^i; "
     "y Identity x",
     "", OUT, PLACEHOLDER("x -> y")},
    {"s Switch =#1. =#'a'; i Identity s:1; x Placeholder ^i; y Identity x", "", OUT, PLACEHOLDER("x -> y")},
    {"c HostConst; s Switch =#1. c; i Identity s:1; x Placeholder ^i; y Identity x", "", OUT,
     PLACEHOLDER("x -> y")},
    {"s Switch =#1. =#1; x Placeholder ^s; y Identity x", "", OUT, PLACEHOLDER("x -> y")},
    {"n NoOp; x Placeholder" WAITS WAITS WAITS WAITS " ^n; y Identity x", "", OUT, PLACEHOLDER("x -> y")},
};

START_TEST(what_is_needed_has_to_be_fed)
{
    const struct unset_row *row = &unfed_rows[_i];

    words_add_model(&words, row->nodes, row->library, row->more);
    ck_assert_msg(strcmp(words_told(&words, "model.unfed-input", 0), row->told) == 0, "%s: %s", row->nodes,
                  words.told);
}
END_TEST

/* Of an iterator so many Switches away. */
static const char *told_behind_switches(unsigned count)
{
    struct nnreg_bytes nodes = NNREG_BYTES_INIT;
    char *text;
    unsigned i;

    nnreg_bytes_format(&nodes, "d IteratorGetNext s0; y Identity d; s%u IteratorV2", count);
    for (i = 0; i < count; i++)
        nnreg_bytes_format(&nodes, "; s%u Switch s%u =#0", i, i + 1);
    ck_assert_int_eq(nnreg_bytes_take(&text, &nodes), NNREG_OK);
    words_add_model(&words, text, "", OUT);
    nnreg_free(text);
    return words_told(&words, "model.unfed-input", 0);
}

START_TEST(a_handle_behind_too_many_switches_is_not_known)
{
    ck_assert_str_eq(told_behind_switches(3), NEEDS("iterator \"s3\"", "nothing starts", "d -> y"));
    end();
    begin();
    ck_assert_str_eq(told_behind_switches(70), "");
}
END_TEST

/* In the collection of variables, in the bodies that an init operation runs, and for what fills tables. */
static const struct unset_row survivors[] = {
    {"v VarHandleOp; c PartitionedCall v f=@f; w VarHandleOp; y ReadVariableOp w",
     "library { " BODY_OF("g", "DT_RESOURCE", "", "p") BODY_OF(
         "f", "DT_RESOURCE",
         "node_def { name: 'h' op: 'PartitionedCall' input: 'p' attr { key: 'f' value { func { name: 'g' "
         "} } } } node_def { name: 'k' op: 'Const' attr { key: 'value' value { tensor { dtype: DT_FLOAT "
         "tensor_shape { } float_val: 1 } } } } node_def { name: 'a' op: 'AssignVariableOp' input: "
         "'h:output:0' input: 'k:output:0' } node_def { name: 'n' op: 'NoOp' } ",
         "k:output:0") "} ",
     INIT("c"), UNSET("w")},
    {"v VarHandleOp; w VarHandleOp; u VarHandleOp; t HashTableV2 shared_name=t; i InitializeTableV2 t ='a' "
     "=1; s "
     "HashTableV2 shared_name=s; j InitializeTableV2 s ='a' =1; y ReadVariableOp u",
     "",
     OUT "collection_def { key: 'variables' value { bytes_list { value: '\\n\\001v' value: '\\n\\001w' } } } "
         "collection_def { key: 'table_initializer' value { node_list { value: 'i' value: 'j' } } } ",
     UNSET("u")},
};

START_TEST(without_memory_what_gives_values_is_not_told_wrongly)
{
    const struct unset_row *row = &survivors[_i];

    words_add_model(&words, row->nodes, row->library, row->more);
    ck_assert_str_eq(words_told(&words, RULES, 0), row->told);
    words_survive(&words, RULES);
}
END_TEST

/* Each of forty variables is assigned by a handle that a call gives out, which is entered to see that. */
START_TEST(without_memory_for_the_calls_of_handles_no_value_is_taken_for_given)
{
    struct nnreg_bytes library = NNREG_BYTES_INIT;
    char *text;
    unsigned i;

    nnreg_bytes_text(&library,
                     "library { " BODY_OF("g", "DT_RESOURCE", "",
                                          "p") "function { signature { name: 'f' input_arg { name: "
                                               "'p' type: DT_RESOURCE } output_arg { name: 'o' type: "
                                               "DT_FLOAT } } node_def { name: 'k' op: 'Const' "
                                               "attr { key: 'value' value { tensor { dtype: DT_FLOAT "
                                               "tensor_shape { } float_val: 1 } } } } ");
    for (i = 0; i < 40; i++)
        nnreg_bytes_format(
            &library,
            "node_def { name: 'h%u' op: 'PartitionedCall' input: 'p' attr { key: 'f' value { func { name: "
            "'g' } } } } node_def { name: 'a%u' op: 'AssignVariableOp' input: 'h%u:output:0' input: "
            "'k:output:0' } ",
            i, i, i);
    nnreg_bytes_text(&library, "ret { key: 'o' value: 'k:output:0' } } } ");
    ck_assert_int_eq(nnreg_bytes_take(&text, &library), NNREG_OK);
    words_add_model(&words, "v VarHandleOp; c PartitionedCall v f=@f; w VarHandleOp; y ReadVariableOp w",
                    text, INIT("c"));
    nnreg_free(text);
    ck_assert_str_eq(words_told(&words, RULES, 0), UNSET("w"));
    words_survive(&words, RULES);
}
END_TEST

/* What an init operation gives values is looked for when one is met that it may start. */
START_TEST(without_memory_nothing_is_taken_for_fed)
{
    words_add_model(
        &words,
        "w Placeholder; x Placeholder; i IteratorV2; n IteratorGetNext i; y AddN w n x; v VarHandleOp; c "
        "AssignVariableOp v =#1.",
        "", INIT("c"));
    words_survive(&words, "model.unfed-input");
}
END_TEST

Suite *unset_values_suite(void)
{
    Suite *suite = suite_create("unset values");
    TCase *all = tcase_create("told");

    tcase_add_checked_fixture(all, begin, end);
    tcase_add_loop_test(all, what_is_read_has_to_be_given_a_value_before, 0,
                        sizeof unset_rows / sizeof *unset_rows);
    tcase_add_test(all, what_a_body_assigns_that_is_only_named_counts);
    tcase_add_test(all, without_memory_no_value_is_taken_for_given);
    tcase_add_loop_test(all, without_memory_what_gives_values_is_not_told_wrongly, 0,
                        sizeof survivors / sizeof *survivors);
    tcase_add_test(all, without_memory_for_the_calls_of_handles_no_value_is_taken_for_given);
    suite_add_tcase(suite, all);
    all = tcase_create("unfed");
    tcase_add_checked_fixture(all, begin, end);
    tcase_add_loop_test(all, what_is_needed_has_to_be_fed, 0, sizeof unfed_rows / sizeof *unfed_rows);
    tcase_add_test(all, a_handle_behind_too_many_switches_is_not_known);
    tcase_add_test(all, without_memory_nothing_is_taken_for_fed);
    suite_add_tcase(suite, all);
    return suite;
}
