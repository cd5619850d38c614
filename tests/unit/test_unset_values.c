/* Variables and tables that are read for an output, and whether anything gives them a value before: judge_values.c. */
#include <check.h>
#include <stdio.h>
#include <string.h>

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

Suite *unset_values_suite(void)
{
    Suite *suite = suite_create("unset values");
    TCase *all = tcase_create("told");

    tcase_add_checked_fixture(all, begin, end);
    tcase_add_loop_test(all, what_is_read_has_to_be_given_a_value_before, 0,
                        sizeof unset_rows / sizeof *unset_rows);
    tcase_add_test(all, without_memory_no_value_is_taken_for_given);
    suite_add_tcase(suite, all);
    return suite;
}
