/* The variables of an index against the nodes of the graph that they are restored into: judge_keys.c. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "sstable_writer.h"
#include "words_fixture.h"

Suite *variable_keys_suite(void);

static struct words words;

static void begin(void)
{
    words_begin(&words);
}

static void end(void)
{
    words_end(&words);
}

#define MORE                                                                                                \
    "saver_def { filename_tensor_name: 'file:0' restore_op_name: 'all' version: V2 } signature_def { key: " \
    "'s' value { "                                                                                          \
    "outputs { key: 'y' value { name: 'y:0' dtype: DT_FLOAT } } } }"
#define RULES "variables.dtype variables.shape variables.missing variables.unused"
#define NODE(attrs)                          \
    "file Placeholder; v VarHandleOp " attrs \
    "; r RestoreV2 file ='v' =''; all AssignVariableOp v r; y ReadVariableOp v"

static const struct key_row {
    const char *files, *nodes, *told;
} key_rows[] = {
    {"variables v=float[3]:1\n", NODE("dtype=DT_FLOAT shape=[3]"), ""},
    /* types */
    {"variables v=double[3]:1\n", NODE("dtype=DT_FLOAT shape=[3]"),
     "the variable \"v\" is DT_FLOAT in the graph and DT_DOUBLE in the index; "},
    {"variables v=double[3]:1\n", NODE("shape=[3]"), ""},
    {"variables v=double[3]:1\n", NODE("dtype=1 shape=[3]"), ""},
    {"variables v=float[3]:1\n", NODE("dtype=DT_NEW shape=[3]"), ""},
    {"variables v=float[3]:1\n", NODE("dtype=DT_200 shape=[3]"),
     "the variable \"v\" is of an unknown type in the graph and DT_FLOAT in the index; "},
    /* shapes */
    {"variables v=float[3]:1\n", NODE("dtype=DT_FLOAT shape=[4]"),
     "the variable \"v\" has the shape [4] in the graph and [3] in the index; "},
    {"variables v=float[3]:1\n", NODE("dtype=DT_FLOAT shape=[3,1]"),
     "the variable \"v\" has the shape [3, 1] in the graph and [3] in the index; "},
    {"variables v=float[2,3]:1\n", NODE("dtype=DT_FLOAT shape=[4,3]"),
     "the variable \"v\" has the shape [4, 3] in the graph and [2, 3] in the index; "},
    {"variables v=float[2,3]:1\n", NODE("dtype=DT_FLOAT shape=[-1,3]"), ""},
    {"variables v=float[2,3]:1\n", NODE("dtype=DT_FLOAT shape=?"), ""},
    {"variables v=float[2,3]:1\n", NODE("dtype=DT_FLOAT"), ""},
    {"variables v=float[2,3]:1\n", NODE("dtype=DT_FLOAT shape=3"), ""},
    /* a key that is the name of another operation */
    {"variables v=double[2]:1\n",
     "file Placeholder; v Const dtype=DT_FLOAT; w VarHandleOp dtype=DT_DOUBLE; r RestoreV2 file ='v' =''; "
     "all AssignVariableOp "
     "w r; y ReadVariableOp w",
     ""},
    {"variables k=double[2]:1\n",
     "file Placeholder; w VarHandleOp dtype=DT_FLOAT; r RestoreV2 file ='k' =''; all AssignVariableOp w r; y "
     "ReadVariableOp w",
     ""},
    /* keys on one side only */
    {"variables v=float[3]:1 w=float[3]:1\n", NODE("dtype=DT_FLOAT shape=[3]"),
     "the variable \"w\" is in the index, and the graph does not restore it; "},
    {"variables v=float[3]:1 _CHECKPOINTABLE_OBJECT_GRAPH=float[3]:1\n", NODE("dtype=DT_FLOAT shape=[3]"),
     ""},
    {"variables v=float[3]:1 _CHECKPOINTABLE_OBJECT_GRAPX=float[3]:1\n", NODE("dtype=DT_FLOAT shape=[3]"),
     "the variable \"_CHECKPOINTABLE_OBJECT_GRAPX\" is in the index, and the graph does not restore it; "},
    {"variables w=float[3]:1\n", NODE("dtype=DT_FLOAT shape=[3]"),
     "the graph restores the variable \"v\", which is not in the index; "
     "the variable \"w\" is in the index, and the graph does not restore it; "},
};

START_TEST(a_variable_is_stored_as_the_graph_has_it)
{
    const struct key_row *row = &key_rows[_i];

    words_add_files(&words, row->files);
    words_add_model(&words, row->nodes, "", MORE);
    ck_assert_str_eq(words_told(&words, RULES, 0), row->told);
}
END_TEST

/* Of a newer TensorFlow, or damaged. */
START_TEST(a_type_of_the_index_without_a_name_is_another_than_the_graphs)
{
    static const char entry[] = "\x08\xc8\x01\x12\x04\x12\x02\x08\x03\x28\x0c", shard[12] = "";
    struct mw_sstable index;

    mw_sstable_begin(&index, NULL);
    mw_sstable_add(&index, "", 0, "\x08\x01\x1a\x02\x08\x01", 6);
    mw_sstable_add(&index, "v", 1, entry, sizeof entry - 1);
    mw_sstable_finish(&index);
    ck_assert_int_eq(
        nnreg_bundle_add_memory(words.bundle, index.file.data, index.file.size, "variables/variables.index"),
        NNREG_OK);
    ck_assert_int_eq(
        nnreg_bundle_add_memory(words.bundle, shard, sizeof shard, "variables/variables.data-00000-of-00001"),
        NNREG_OK);
    words_add_model(&words, NODE("dtype=DT_FLOAT shape=[3]"), "", MORE);
    ck_assert_str_eq(words_told(&words, RULES, 0),
                     "the variable \"v\" is DT_FLOAT in the graph and of an unknown type in the index; ");
    mw_sstable_free(&index);
}
END_TEST

/* Keys a0, a1, … are in the index, and b0, b1, … in the graph. */
START_TEST(of_many_keys_ten_of_a_kind_are_told_and_the_rest_counted)
{
    struct nnreg_bytes files = NNREG_BYTES_INIT, nodes = NNREG_BYTES_INIT;
    char *lines, *text;
    unsigned i;

    nnreg_bytes_text(&files, "variables");
    nnreg_bytes_text(&nodes, "file Placeholder; r RestoreV2 file =");
    for (i = 0; i < 13; i++)
        nnreg_bytes_format(&files, " a%u=float[1]:1", i);
    for (i = 0; i < 12; i++)
        nnreg_bytes_format(&nodes, "%s'b%u'", i > 0 ? "," : "", i);
    nnreg_bytes_text(&nodes, " ='','','','','','','','','','','',''; ");
    for (i = 0; i < 12; i++)
        nnreg_bytes_format(&nodes, "v%u VarHandleOp; s%u AssignVariableOp v%u r:%u; ", i, i, i, i);
    nnreg_bytes_text(&nodes, "all NoOp");
    for (i = 0; i < 12; i++)
        nnreg_bytes_format(&nodes, " ^s%u", i);
    nnreg_bytes_text(&nodes, "; y ReadVariableOp v0");
    nnreg_bytes_text(&files, "\n");
    ck_assert_int_eq(nnreg_bytes_take(&lines, &files), NNREG_OK);
    ck_assert_int_eq(nnreg_bytes_take(&text, &nodes), NNREG_OK);
    words_add_files(&words, lines);
    words_add_model(&words, text, "", MORE);
    nnreg_free(lines);
    nnreg_free(text);
    (void)words_told(&words, RULES, 0);
    ck_assert_ptr_nonnull(strstr(words.told, "2 more variables are not in the index; "));
    ck_assert_ptr_nonnull(strstr(words.told, "3 more variables are not restored by the graph; "));
    ck_assert_ptr_nonnull(strstr(words.told, "the variable \"a5\" is in the index"));
}
END_TEST

Suite *variable_keys_suite(void)
{
    Suite *suite = suite_create("variable keys");
    TCase *all = tcase_create("told");

    tcase_add_checked_fixture(all, begin, end);
    tcase_add_loop_test(all, a_variable_is_stored_as_the_graph_has_it, 0, sizeof key_rows / sizeof *key_rows);
    tcase_add_test(all, a_type_of_the_index_without_a_name_is_another_than_the_graphs);
    tcase_add_test(all, of_many_keys_ten_of_a_kind_are_told_and_the_rest_counted);
    suite_add_tcase(suite, all);
    return suite;
}
