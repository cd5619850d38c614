/* The values of small variables (stored_values.h), of models in text form and bundles made in a folder. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "bundle/bundle_archive.h"
#include "case_bundle.h"
#include "judge/frameworks.h"
#include "model_facts.h"
#include "short_graph.h"
#include "tensorflow/stored_values.h"

Suite *stored_values_suite(void);

static struct case_bundle bundle;
static struct nnreg_bundle_files files;
static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;
static struct nnreg_constant value;
static bool known;
static struct nnreg_error error;

/* Asks for the value of the graph's first node. */
static nnreg_status ask(void)
{
    struct nnreg_flow flow;
    struct nnreg_flow_readers readers = {.flow = NULL};
    struct nnreg_stored_values stored = {.readers = &readers, .files = &files};
    nnreg_status status = nnreg_flow_make(&flow, &graph, &error);

    known = false;
    if (status == NNREG_OK)
        status = nnreg_flow_readers_make(&readers, &flow, &error);
    if (status == NNREG_OK)
        known = nnreg_stored_value(&value, &stored, 0);
    if (status == NNREG_OK)
        status = flow.failed ? NNREG_NO_MEMORY : stored.status;
    nnreg_stored_values_free(&stored);
    nnreg_flow_readers_free(&readers);
    nnreg_flow_free(&flow);
    return status;
}

/* `lines` as in case_bundle.h. */
static void make(const char *lines, const char *text)
{
    case_bundle_make(&bundle, lines, strlen(lines), NULL);
    ck_assert_int_eq(nnreg_frameworks_list(&files, bundle.bundle, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_assign(&files, nnreg_framework_default()->roles, NULL), NNREG_OK);
    model = model_of_text(text);
    graph = nnreg_graph_of(model, 0);
}

static void end(void)
{
    nnreg_savedmodel_free(model);
    model = NULL;
    nnreg_bundle_files_free(&files);
    case_bundle_free(&bundle);
}

static void expect(bool expected, const char *lines, const char *text)
{
    make(lines, text);
    ck_assert_int_eq(ask(), NNREG_OK);
    end();
    ck_assert_msg(known == expected, "%sof %s", lines, text);
}

#define NODE(name, op, inputs) "node { name: '" name "' op: '" op "' " inputs " } "
#define IN(name)               "input: '" name "' "
#define TYPE(type)             "attr { key: 'dtype' value { type: " type " } } "
#define TEXTS(name, texts)                                                                               \
    NODE(name, "Const",                                                                                  \
         TYPE("DT_STRING") "attr { key: 'value' value { tensor { dtype: DT_STRING tensor_shape { dim { " \
                           "size: 1 } } " texts " } } }")
#define KEY(name, key) TEXTS(name, "string_val: '" key "'")
#define RESTORE(nodes)               \
    TEXTS("file", "string_val: 'f'") \
    KEY("k", "mean")                 \
    KEY("s", "")                     \
    NODE("r", "RestoreV2", IN("file") IN("k") IN("s")) NODE("a", "AssignVariableOp", IN("v") IN("r")) nodes
#define HANDLE NODE("v", "VarHandleOp", TYPE("DT_FLOAT"))
#define SAVER  "saver_def { filename_tensor_name: 'file:0' restore_op_name: 'a' version: V2 } "
#define OUTPUT(name)                                                                                       \
    "signature_def { key: 'serving_default' value { outputs { key: 'y' value { name: '" name ":0' dtype: " \
    "DT_FLOAT } } method_name: 'tensorflow/serving/predict' } } "
#define MODEL(nodes, more) "meta_graphs { graph_def { " nodes " } " SAVER more " }"
#define READ               NODE("y", "ReadVariableOp", IN("v"))
#define PLAIN              MODEL(HANDLE RESTORE(READ), OUTPUT("y"))
#define MEAN               "variables mean=float[3]:1,2.5,-3\n"

START_TEST(a_variable_that_is_restored_has_its_stored_value)
{
    make(MEAN, PLAIN);
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert(known);
    ck_assert(value.rank == 1 && value.dim[0] == 3 && value.count == 3 && !value.is_whole);
    ck_assert(value.element[0] == 1 && value.element[1] == 2.5 && value.element[2] == -3);
}
END_TEST

START_TEST(every_type_of_numbers_is_read)
{
    static const char *const types[] = {"float", "half",  "bfloat16", "double", "int8",   "int16",
                                        "int32", "int64", "uint8",    "uint16", "uint32", "uint64"};
    static const char *const orders[] = {"", "big-endian "};
    char lines[200];
    size_t i, k;

    for (i = 0; i < sizeof types / sizeof *types; i++)
        for (k = 0; k < 2; k++) {
            (void)snprintf(lines, sizeof lines, "variables %smean=%s[2,2]:5,6,7,8\n", orders[k], types[i]);
            make(lines, MODEL(NODE("v", "VarHandleOp", "") RESTORE(READ), OUTPUT("y")));
            ck_assert_int_eq(ask(), NNREG_OK);
            ck_assert_msg(known && value.count == 4 && value.rank == 2 && value.element[2] == 7, "%s", lines);
            ck_assert_int_eq(value.is_whole, strstr(types[i], "int") != NULL);
            end();
        }
    make(MEAN, PLAIN);
}
END_TEST

START_TEST(files_in_memory_are_read)
{
    make(MEAN "memory variables/variables.index\nmemory variables/variables.data-00000-of-00001\n", PLAIN);
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert(known && value.element[1] == 2.5);
}
END_TEST

START_TEST(elements_that_are_equal_are_one_up_to_64_of_them)
{
    make("variables mean=float[8,8]:4\n", PLAIN);
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert(known && value.count == 1 && value.element[0] == 4 && value.dim[1] == 8);
    end();
    expect(false, "variables mean=float[65]:4\n", PLAIN);
    make(MEAN, PLAIN);
}
END_TEST

START_TEST(what_is_wrong_with_files_leaves_the_value_unknown)
{
    static const char *const faults[] = {
        "truncate-shard:0",  "omit-shard:0", "empty-shard:0", "bad-crc:mean",          "flipped-bit:mean",
        "drop-entry:mean",   "omit-index",   "empty-index",   "past-end:mean",         "negative-offset:mean",
        "truncate-index:40", "bad-magic",    "no-header",     "negative-shard-id:mean"};
    char lines[200];
    size_t i;

    for (i = 0; i < sizeof faults / sizeof *faults; i++) {
        (void)snprintf(lines, sizeof lines, "variables fault=%s mean=float[3]:1,2,3\n", faults[i]);
        expect(false, lines, PLAIN);
    }
    expect(false, "folder\n", PLAIN);
    expect(false, "variables mean=double[3]:1\n", PLAIN);
    make(MEAN, PLAIN);
}
END_TEST

START_TEST(the_key_is_that_of_the_restore_operation_and_not_the_name)
{
    expect(false, "variables v=float[3]:1\n", PLAIN);
    expect(false, MEAN,
           MODEL(HANDLE READ TEXTS("file", "string_val: 'f'") KEY("k", "mean") KEY("s", "")
                     NODE("r", "RestoreV2", IN("file") IN("k") IN("s")) KEY("a", "x"),
                 OUTPUT("y")));
    make(MEAN, PLAIN);
}
END_TEST

/* Another assignment of the variable, which a node asks for. */
#define CHANGED(op) NODE("one", "Const", "") NODE("c", op, IN("v") IN("one"))

START_TEST(what_a_server_does_not_run_changes_nothing)
{
    expect(true, MEAN, MODEL(HANDLE RESTORE(READ CHANGED("AssignVariableOp")), OUTPUT("y")));
    expect(true, MEAN, MODEL(HANDLE RESTORE(READ CHANGED("AssignSubVariableOp")), OUTPUT("y")));
    make(MEAN, PLAIN);
}
END_TEST

START_TEST(what_a_server_runs_may_change_the_value)
{
    static const char init[] = MODEL(HANDLE RESTORE(READ CHANGED("AssignVariableOp")),
                                     OUTPUT("y") "collection_def { key: 'saved_model_main_op' value { "
                                                 "node_list { value: 'c' } } } ");
    static const char output[] =
        MODEL(HANDLE RESTORE(NODE("y", "ReadVariableOp", IN("v") IN("^c")) CHANGED("AssignSubVariableOp")),
              OUTPUT("y"));
    static const char restored_again[] =
        MODEL(HANDLE RESTORE(READ NODE("one", "Const", "") NODE(
                  "c", "AssignVariableOp",
                  IN("v") IN("one"))) "node "
                                      "{ name: 'all' op: 'NoOp' input: '^a' input: '^c' } ",
              OUTPUT("y"));
    char text[4000];
    char *at;

    expect(false, MEAN, init);
    expect(false, MEAN, output);
    (void)snprintf(text, sizeof text, "%s", restored_again);
    at = strstr(text, "restore_op_name: 'a'");
    ck_assert_ptr_nonnull(at);
    memcpy(at, "restore_op_name:'al'", 20);
    expect(true, MEAN, restored_again);
    at = strstr(text, "name: 'all'");
    memcpy(at, "name: 'al' ", 11);
    expect(false, MEAN, text);
    make(MEAN, PLAIN);
}
END_TEST

START_TEST(without_signatures_updates_count_and_first_values_do_not)
{
    expect(true, MEAN, MODEL(HANDLE RESTORE(READ CHANGED("AssignVariableOp")), ""));
    expect(false, MEAN, MODEL(HANDLE RESTORE(READ CHANGED("AssignSubVariableOp")), ""));
    make(MEAN, PLAIN);
}
END_TEST

START_TEST(an_operation_that_is_not_known_may_change_what_it_gets)
{
    expect(false, MEAN, MODEL(HANDLE RESTORE(NODE("y", "Odd", IN("v"))), OUTPUT("y")));
    expect(true, MEAN, MODEL(HANDLE RESTORE(READ NODE("z", "Odd", IN("v"))), OUTPUT("y")));
    make(MEAN, PLAIN);
}
END_TEST

START_TEST(a_slice_or_a_second_node_of_the_name_is_not_the_whole_variable)
{
    static const char sliced[] =
        MODEL(HANDLE TEXTS("file", "string_val: 'f'") KEY("k", "mean") KEY("s", "3 0,3")
                  NODE("r", "RestoreV2", IN("file") IN("k") IN("s"))
                      NODE("a", "AssignVariableOp", IN("v") IN("r")) READ,
              OUTPUT("y"));
    static const char twice[] =
        MODEL(HANDLE RESTORE(READ NODE("w", "VarHandleOp", "attr { key: 'shared_name' value { s: 'v' } } ")),
              OUTPUT("y"));

    expect(false, MEAN, sliced);
    expect(false, MEAN, twice);
    make(MEAN, PLAIN);
}
END_TEST

/* TensorFlow 1: the variable flows out itself, and what takes a reference is by its declaration. */
#define REFERENCE NODE("v", "VariableV2", TYPE("DT_FLOAT"))
#define RESTORE_REFERENCE(nodes)     \
    TEXTS("file", "string_val: 'f'") \
    KEY("k", "mean")                 \
    KEY("s", "") NODE("r", "RestoreV2", IN("file") IN("k") IN("s")) NODE("a", "Assign", IN("v") IN("r")) nodes

START_TEST(a_reference_is_read_by_what_takes_no_reference)
{
    expect(true, MEAN, MODEL(REFERENCE RESTORE_REFERENCE(NODE("y", "Relu", IN("v"))), OUTPUT("y")));
    expect(
        false, MEAN,
        MODEL(REFERENCE RESTORE_REFERENCE(NODE("one", "Const", "") NODE("y", "AssignAdd", IN("v") IN("one"))),
              OUTPUT("y")));
    expect(true, MEAN,
           MODEL(REFERENCE RESTORE_REFERENCE(NODE("y", "Relu", IN("v")) NODE("one", "Const", "")
                                                 NODE("z", "AssignAdd", IN("v") IN("one"))),
                 OUTPUT("y")));
    make(MEAN, PLAIN);
}
END_TEST

START_TEST(no_failed_allocation_of_a_value_is_lost)
{
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned n;

    make(MEAN, PLAIN);
    for (n = 1; status == NNREG_NO_MEMORY && n < 1000; n++) {
        nnreg_alloc_fail_from(n);
        status = ask();
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 10);
    ck_assert(known);
}
END_TEST

static int run_out_of_descriptors(const char *call)
{
    return strcmp(call, "openat") == 0 || strcmp(call, "open") == 0 ? EMFILE : 0;
}

static int run_out_of_memory(const char *call)
{
    return strcmp(call, "openat") == 0 || strcmp(call, "open") == 0 ? ENOMEM : 0;
}

static unsigned opens_until, reads_until;

static int run_out_of_descriptors_later(const char *call)
{
    return (strcmp(call, "openat") == 0 || strcmp(call, "open") == 0) && --opens_until == 0 ? EMFILE : 0;
}

/* The one with that number, from 1. */
static int refuse_one_read(const char *call)
{
    return strcmp(call, "pread") == 0 && reads_until > 0 && --reads_until == 0 ? EACCES : 0;
}

START_TEST(a_file_that_cannot_be_read_has_no_value_and_a_failing_system_is_told)
{
    unsigned before;

    make(MEAN, PLAIN);
    before = open_descriptors();
    nnreg_fs_use_hook(refuse_reads);
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert(!known);
    nnreg_fs_use_hook(run_out_of_descriptors);
    ck_assert_int_eq(ask(), NNREG_BUSY);
    nnreg_fs_use_hook(run_out_of_memory);
    ck_assert_int_eq(ask(), NNREG_NO_MEMORY);
    opens_until = 2; /* of the index, and then of the shard */
    nnreg_fs_use_hook(run_out_of_descriptors_later);
    ck_assert_int_eq(ask(), NNREG_BUSY);
    nnreg_fs_use_hook(NULL);
    ck_assert(!known);
    ck_assert_uint_eq(open_descriptors(), before);
}
END_TEST

START_TEST(a_read_that_is_refused_anywhere_leaves_the_value_unknown)
{
    unsigned n;

    make(MEAN, PLAIN);
    for (n = 1, known = false; !known && n < 100; n++) {
        reads_until = n;
        nnreg_fs_use_hook(refuse_one_read);
        ck_assert_int_eq(ask(), NNREG_OK);
        nnreg_fs_use_hook(NULL);
        ck_assert_int_eq(known, reads_until > 0);
    }
    ck_assert(known);
    ck_assert_uint_gt(n, 2);
}
END_TEST

/* A file in an archive is one once it is unpacked; one that nobody could read, or that is none of the model's, never is. */
START_TEST(a_file_that_is_not_there_yet_or_no_more_has_no_value)
{
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    size_t i;

    make(MEAN, PLAIN);
    nnreg_bundle_find(&files, "variables.index")->unread = true;
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert(!known);
    end();
    make(MEAN, PLAIN);
    nnreg_bundle_find(&files, "variables.data-00000-of-00001")->dropped = true;
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert(!known);
    end();
    make(MEAN "pack deflated\n", PLAIN);
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert(!known);
    for (i = 0; i < files.count; i++)
        ck_assert_int_eq(nnreg_bundle_file_unpack(&files, &files.file[i], NULL, NULL, &problems, &error),
                         NNREG_OK);
    nnreg_problems_free(&problems);
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert(known && value.element[1] == 2.5);
}
END_TEST

START_TEST(of_more_variables_than_may_be_asked_for_nothing_is_known)
{
    struct nnreg_flow flow;
    struct nnreg_flow_readers readers = {.flow = NULL};
    struct nnreg_stored_values stored = {.readers = &readers, .files = &files};
    unsigned i;

    make(MEAN, PLAIN);
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_flow_readers_make(&readers, &flow, &error), NNREG_OK);
    for (i = 0; i < NNREG_LIMIT_STORED_ASKED; i++)
        ck_assert(nnreg_stored_value(&value, &stored, 0));
    ck_assert(!nnreg_stored_value(&value, &stored, 0));
    nnreg_stored_values_free(&stored);
    nnreg_flow_readers_free(&readers);
    nnreg_flow_free(&flow);
}
END_TEST

/* ---------------------------------------------------------------------------------- each way to be known, and not -- */

#define MADE_OF(type)    "v VarHandleOp dtype=" type "; "
#define FROM(key, slice) "r RestoreV2 ='f' =" key " =" slice "; "
#define ASSIGNED         MADE_OF("DT_FLOAT") FROM("'mean'", "''") "a AssignVariableOp v r; "
#define AS_READ          "y ReadVariableOp v"
#define SAVED_BY(op)     "saver_def { filename_tensor_name: 'file:0' restore_op_name: '" op "' version: V2 } "
#define SERVED           SAVED_BY("a") OUTPUT("y")
#define FUNCTION(name, nodes)                                         \
    "library { function { signature { name: '" name                   \
    "' input_arg { name: 'p' type: DT_RESOURCE } output_arg { name: " \
    "'o' type: DT_FLOAT } } " nodes " ret { key: 'o' value: 'r:value:0' } } } "
#define INSIDE(name, op, inputs) "node_def { name: '" name "' op: '" op "' " inputs " } "
#define READS                    INSIDE("r", "ReadVariableOp", "input: 'p'")
#define CHANGES \
    INSIDE("one", "Const", "") INSIDE("c", "AssignSubVariableOp", "input: 'p' input: 'one:output:0'") READS

/* The value of "v", which stands first in `nodes` (short_graph.h); `library` is in the graph, `more` beside it. */
static const struct stored_row {
    const char *lines, *nodes, *library, *more;
    bool known;
} stored_rows[] = {
    {MEAN, ASSIGNED AS_READ, "", SERVED, true},
    /* what is stored */
    {"variables mean=float[0]:1\n", ASSIGNED AS_READ, "", SERVED, false},
    {"variables mean=float[1,1,1,1,1,3]:1,2\n", ASSIGNED AS_READ, "", SERVED, true},
    {"variables mean=float[1,1,1,1,1,1,3]:1,2\n", ASSIGNED AS_READ, "", SERVED, false},
    {"variables mean=bool[3]:1\n", MADE_OF("DT_BOOL") FROM("'mean'", "''") "a AssignVariableOp v r; " AS_READ,
     "", SERVED, true},
    {MEAN, MADE_OF("DT_DOUBLE") FROM("'mean'", "''") "a AssignVariableOp v r; " AS_READ, "", SERVED, false},
    {MEAN, MADE_OF("1") FROM("'mean'", "''") "a AssignVariableOp v r; " AS_READ, "", SERVED, true},
    {MEAN "pack deflated\n", ASSIGNED AS_READ, "", SERVED, false}, /* nobody has unpacked it yet */
    /* where it is restored from */
    {MEAN, MADE_OF("DT_FLOAT") FROM("'mean'", "''") "i Identity r; a AssignVariableOp v i; " AS_READ, "",
     SERVED, true},
    {MEAN, MADE_OF("DT_FLOAT") "k Placeholder; r RestoreV2 ='f' k =''; a AssignVariableOp v r; " AS_READ, "",
     SERVED, false},
    {MEAN, MADE_OF("DT_FLOAT") "k Placeholder; r RestoreV2 ='f' ='mean' k; a AssignVariableOp v r; " AS_READ,
     "", SERVED, false},
    {MEAN, MADE_OF("DT_FLOAT") "r RestoreV2 ='f'; a AssignVariableOp v r; " AS_READ, "", SERVED, false},
    {MEAN, MADE_OF("DT_FLOAT") "k Const; r RestoreV2 ='f' k =''; a AssignVariableOp v r; " AS_READ, "",
     SERVED, false},
    {MEAN, MADE_OF("DT_FLOAT") FROM("1", "''") "a AssignVariableOp v r; " AS_READ, "", SERVED, false},
    {MEAN, MADE_OF("DT_FLOAT") FROM("'mean'", "''") "a AssignVariableOp v r:1; " AS_READ, "", SERVED, false},
    {MEAN, MADE_OF("DT_FLOAT") FROM("'b','mean'", "'',''") "a AssignVariableOp v r:1; " AS_READ, "", SERVED,
     true},
    {MEAN, MADE_OF("DT_FLOAT") "a AssignVariableOp v =1.,2.; " AS_READ, "", SERVED, false},
    {MEAN, MADE_OF("DT_FLOAT") "a AssignVariableOp v; " AS_READ, "", SERVED, false},
    {MEAN, MADE_OF("DT_FLOAT") AS_READ, "", SERVED, false},
    {MEAN,
     MADE_OF("DT_FLOAT")
         FROM("'mean','mean'",
              "'',''") "a AssignVariableOp v r; b AssignVariableOp v r:1; all NoOp ^a ^b; " AS_READ,
     "", SAVED_BY("all") OUTPUT("y"), true},
    {MEAN,
     MADE_OF("DT_FLOAT") FROM(
         "'mean','b'", "'',''") "a AssignVariableOp v r; b AssignVariableOp v r:1; all NoOp ^a ^b; " AS_READ,
     "", SAVED_BY("all") OUTPUT("y"), false},
    {MEAN, ASSIGNED AS_READ, "", SAVED_BY("^a") OUTPUT("y"), true},
    {MEAN, ASSIGNED AS_READ, "", SAVED_BY("b") OUTPUT("y"), false},
    {MEAN, ASSIGNED AS_READ, "", SAVED_BY("") OUTPUT("y"), false},
    {MEAN, ASSIGNED AS_READ, "", OUTPUT("y"), false},
    /* what else is done to it */
    {MEAN, ASSIGNED "i VarIsInitializedOp v; s SaveV2 ='f' ='mean' ='' v; y ReadVariableOp v ^i ^s", "",
     SERVED, true},
    {MEAN, ASSIGNED "h Identity v; y ReadVariableOp h", "", SERVED, true},
    {MEAN, ASSIGNED "h Identity v; c AssignSubVariableOp h =1.; y ReadVariableOp v ^c", "", SERVED, false},
    {MEAN, ASSIGNED "h Identity v; c AssignSubVariableOp h =1.; y ReadVariableOp v", "", SERVED, true},
    {MEAN, ASSIGNED "c AssignSubVariableOp v =1.; y ReadVariableOp v", "",
     SAVED_BY(
         "a") "signature_def { key: 's' value { inputs { key: 'x' value { name: 'c:0' } } outputs { key: 'y' "
              "value "
              "{ name: 'y:0' } } outputs { key: 'z' value { name: 'c:0' } } outputs { key: 'z' value { name: "
              "'y:0' } } } } ",
     true},
    {MEAN, ASSIGNED AS_READ, "",
     SERVED "signature_def { key: 'b' value { outputs { key: 'z' value { name: 'a:0' } } } } ",
     false}, /* restored again for an output */
    {MEAN, "v VariableV2 dtype=DT_FLOAT; " FROM("'mean'", "''") "a Assign v r; i Identity v; y Relu i", "",
     SERVED, true},
    {MEAN, "v VariableV2 dtype=DT_FLOAT; " FROM("'mean'", "''") "a Assign v r; y Odd v", "", SERVED, false},
    {MEAN, "v VariableV2 dtype=DT_FLOAT; " FROM("'mean'", "''") "a Assign v r; y Odd v", "",
     SERVED "meta_info_def { stripped_op_list { op { name: 'Odd' input_arg { name: 'a' type: DT_FLOAT } "
            "output_arg { name: "
            "'b' type: DT_FLOAT is_ref: true } } } } ",
     true},
    {MEAN, "v VariableV2 dtype=DT_FLOAT; " FROM("'mean'", "''") "a Assign v r; y Odd v", "",
     SERVED "meta_info_def { stripped_op_list { op { name: 'Odd' input_arg { name: 'a' type: DT_FLOAT "
            "is_ref: true } "
            "output_arg { name: 'b' type: DT_FLOAT } } } } ",
     false},
    /* a signature that was replaced counts no more, and what is not known is not looked at again */
    {MEAN, ASSIGNED "c AssignSubVariableOp v =1.; " AS_READ, "",
     SAVED_BY(
         "a") "signature_def { key: 'serving_default' value { outputs { key: 'z' value { name: 'c:0' dtype: "
              "DT_FLOAT } } } } " OUTPUT("y"),
     true},
    {MEAN, ASSIGNED "c AssignSubVariableOp v =1.; d AssignSubVariableOp v =1.; y ReadVariableOp v ^c ^d", "",
     SERVED, false},
    {MEAN, ASSIGNED "c AssignSubVariableOp v =1.; all NoOp ^a ^c; " AS_READ, "", SAVED_BY("all") OUTPUT("y"),
     false},
    /* what it gives another */
    {MEAN,
     "v VariableV2 dtype=DT_FLOAT; w VariableV2 dtype=DT_FLOAT; " FROM(
         "'mean'", "''") "a Assign v r; c Assign w v; y Relu v",
     "", SERVED, true},
    /* in functions */
    {MEAN, ASSIGNED "x Placeholder; z PartitionedCall x f=@again; " AS_READ,
     "library { function { signature { name: 'again' input_arg { name: 'p' type: DT_FLOAT } output_arg { "
     "name: 'o' "
     "type: DT_FLOAT } } node_def { name: 'r' op: 'PartitionedCall' input: 'p' attr { key: 'f' value { func "
     "{ name: "
     "'again' } } } } ret { key: 'o' value: 'r:output:0' } } } ",
     SERVED "signature_def { key: 't' value { outputs { key: 'z' value { name: 'z:0' } } } } ", false},
    {MEAN, ASSIGNED "y PartitionedCall v f=@reads", FUNCTION("reads", READS), SERVED, true},
    {MEAN, ASSIGNED "y PartitionedCall v f=@changes", FUNCTION("changes", CHANGES), SERVED, false},
    {MEAN, ASSIGNED "z PartitionedCall v f=@changes; " AS_READ, FUNCTION("changes", CHANGES), SERVED, true},
    {MEAN, ASSIGNED AS_READ, FUNCTION("makes", INSIDE("v", "VarHandleOp", "") READS), SERVED, false},
    {MEAN, ASSIGNED AS_READ, FUNCTION("makes", INSIDE("w", "VarHandleOp", "") READS), SERVED, true},
    {MEAN, ASSIGNED "w VarHandleOp shared_name=v; " AS_READ, "", SERVED, false},
    {MEAN, ASSIGNED "w VarHandleOp shared_name=1; " AS_READ, "", SERVED, true},
    /* no variable */
    {MEAN, "v Placeholder; " FROM("'mean'", "''") "a AssignVariableOp v r; " AS_READ, "", SERVED, false},
};

START_TEST(a_value_is_known_where_it_is_restored_whole_and_stays)
{
    const struct stored_row *row = &stored_rows[_i];
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char *text;

    nnreg_bytes_text(&out, "meta_graphs { graph_def { ");
    short_nodes_put(&out, row->nodes);
    nnreg_bytes_format(&out, "%s } %s }", row->library, row->more);
    ck_assert_int_eq(nnreg_bytes_take(&text, &out), NNREG_OK);
    make(row->lines, text);
    ck_assert_int_eq(ask(), NNREG_OK);
    ck_assert_msg(known == row->known, "%sof %s", row->lines, text);
    nnreg_free(text);
}
END_TEST

/* Which of a function's calls it is of, its key would have to say. */
START_TEST(a_variable_of_a_function_has_no_key)
{
    struct nnreg_flow flow;
    struct nnreg_flow_readers readers = {.flow = NULL};
    struct nnreg_stored_values stored = {.readers = &readers, .files = &files};
    uint32_t frame, key;

    make(MEAN,
         "meta_graphs { graph_def { " HANDLE FUNCTION("makes", INSIDE("v", "VarHandleOp", "") READS) "} }");
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, &error), NNREG_OK);
    frame = nnreg_flow_enter_alone(&flow, 0, false);
    ck_assert_uint_ne(frame, NNREG_FLOW_NONE);
    ck_assert_int_eq(nnreg_flow_readers_make(&readers, &flow, &error), NNREG_OK);
    ck_assert(
        !nnreg_stored_key(&key, &stored,
                          ((struct nnreg_flow_frame *)nnreg_chunks_at(&flow.frames, frame))->first +
                              ((struct nnreg_flow_frame *)nnreg_chunks_at(&flow.frames, frame))->arguments));
    nnreg_stored_values_free(&stored);
    nnreg_flow_readers_free(&readers);
    nnreg_flow_free(&flow);
}
END_TEST

START_TEST(of_more_uses_than_are_followed_nothing_is_known)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    unsigned chain, i;
    char *text;

    for (chain = 0; chain < 2; chain++) {
        nnreg_bytes_text(&out, "meta_graphs { graph_def { ");
        short_nodes_put(&out, ASSIGNED AS_READ);
        for (i = 0; i <= NNREG_LIMIT_STORED_USES; i++)
            if (chain && i > 0)
                nnreg_bytes_format(&out, "node { name: 'v%u' op: 'Identity' input: 'v%u' } ", i, i - 1);
            else
                nnreg_bytes_format(&out, "node { name: 'v%u' op: 'Identity' input: 'v' } ", i);
        nnreg_bytes_text(&out, "} " SERVED "}");
        ck_assert_int_eq(nnreg_bytes_take(&text, &out), NNREG_OK);
        expect(false, MEAN, text);
        nnreg_free(text);
    }
    make(MEAN, PLAIN);
}
END_TEST

Suite *stored_values_suite(void)
{
    Suite *suite = suite_create("stored values");
    TCase *all = tcase_create("stored");

    tcase_add_checked_fixture(all, NULL, end);
    tcase_add_test(all, a_variable_that_is_restored_has_its_stored_value);
    tcase_add_test(all, every_type_of_numbers_is_read);
    tcase_add_test(all, files_in_memory_are_read);
    tcase_add_test(all, elements_that_are_equal_are_one_up_to_64_of_them);
    tcase_add_test(all, what_is_wrong_with_files_leaves_the_value_unknown);
    tcase_add_test(all, the_key_is_that_of_the_restore_operation_and_not_the_name);
    tcase_add_test(all, what_a_server_does_not_run_changes_nothing);
    tcase_add_test(all, what_a_server_runs_may_change_the_value);
    tcase_add_test(all, without_signatures_updates_count_and_first_values_do_not);
    tcase_add_test(all, an_operation_that_is_not_known_may_change_what_it_gets);
    tcase_add_test(all, a_slice_or_a_second_node_of_the_name_is_not_the_whole_variable);
    tcase_add_test(all, a_reference_is_read_by_what_takes_no_reference);
    tcase_add_loop_test(all, a_value_is_known_where_it_is_restored_whole_and_stays, 0,
                        sizeof stored_rows / sizeof *stored_rows);
    tcase_add_test(all, of_more_uses_than_are_followed_nothing_is_known);
    tcase_add_test(all, no_failed_allocation_of_a_value_is_lost);
    tcase_add_test(all, a_file_that_cannot_be_read_has_no_value_and_a_failing_system_is_told);
    tcase_add_test(all, a_read_that_is_refused_anywhere_leaves_the_value_unknown);
    tcase_add_test(all, a_file_that_is_not_there_yet_or_no_more_has_no_value);
    tcase_add_test(all, a_variable_of_a_function_has_no_key);
    tcase_add_test(all, of_more_variables_than_may_be_asked_for_nothing_is_known);
    suite_add_tcase(suite, all);
    return suite;
}
