/*
 * Operations that reach outside, in and out of their normal place, and what is told of each: unsafe_uses.c, judge_unsafe.c.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/string_pool.h"
#include "tensorflow/unsafe_ops.h"
#include "words_fixture.h"

Suite *unsafe_uses_suite(void);

static struct words words;

#define RULES "model.unsafe-op model.outside-file"

static void begin(void)
{
    words_begin(&words);
}

static void end(void)
{
    words_end(&words);
}

#define FED                                                                                                  \
    "signature_def { key: 's' value { inputs { key: 'p' value { name: 'p:0' dtype: DT_STRING } } outputs { " \
    "key: 'y' "                                                                                              \
    "value { name: 'y:0' dtype: DT_STRING } } } } "
#define SAVER(file) "saver_def { filename_tensor_name: '" file "' restore_op_name: 'all' version: V2 } "
#define ASSET(node) "asset_file_def { tensor_info { name: '" node "' } filename: 'f' } "
#define NODE(what)  "the node \"y\" is a " what
#define TALKS       ", which uses the network"
#define WRITES      ", which writes a file"

static const struct unsafe_row {
    const char *nodes, *more, *told;
} unsafe_rows[] = {
    /* what an attribute says */
    {"y Abort error_msg=gone", "", NODE("Abort, which stops the process: \"gone\"; ")},
    {"y Abort", "", NODE("Abort, which stops the process; ")},
    {"y Abort error_msg=1", "", NODE("Abort, which stops the process; ")},
    {"y Abort error_msg=''", "", NODE("Abort, which stops the process; ")},
    {"y BigQueryReader project_id=ours", "", NODE("BigQueryReader" TALKS ": \"ours\"; ")},
    {"y Send =#1. recv_device='/job:a'", "", NODE("Send" TALKS ": \"/job:a\"; ")},
    {"y _Recv send_device='/job:b'", "", NODE("_Recv" TALKS ": \"/job:b\"; ")},
    {"y DebugIdentity", "", ""},
    {"y DebugIdentity debug_urls=''", "", ""},
    {"y DebugIdentity debug_urls='grpc://h:1'", "", NODE("DebugIdentity" TALKS ": \"grpc://h:1\"; ")},
    {"y DebugIdentity debug_urls='grpc://h:1','file:///a',", "",
     NODE("DebugIdentity" TALKS ": \"grpc://h:1\"; ")},
    {"y DebugIdentityV2 debug_urls='local',", "", ""},
    {"y DebugIdentity debug_urls='','grpc://h:1',", "", NODE("DebugIdentity" TALKS ": \"grpc://h:1\"; ")},
    {"y DebugIdentity debug_urls='local','','file:///a',", "",
     NODE("DebugIdentity" TALKS ": \"file:///a\"; ")},
    {"y DebugIdentity debug_urls='local','remote',", "", ""},
    {"y Abort error_msg='','gone',", "", NODE("Abort, which stops the process: \"gone\"; ")},
    {"y DebugIdentity debug_urls=1,", "", ""},
    {"y CollectiveReduceScatterV2 =#1.", "", NODE("CollectiveReduceScatterV2" TALKS "; ")},
    {"y RecordInput file_pattern='/data/x-*'", "", NODE("RecordInput, which reads a file: \"/data/x-*\"; ")},
    {"y DecodeProtoV2 =#'x'", "", ""},
    {"y DecodeProtoV2 =#'x' descriptor_source=''", "", ""},
    {"y DecodeProtoV2 =#'x' descriptor_source='local://'", "", ""},
    {"y DecodeProtoV2 =#'x' descriptor_source='bytes://abc'", "", ""},
    {"y DecodeProtoV2 =#'x' descriptor_source='/etc/passwd'", "",
     NODE("DecodeProtoV2, which reads a file: \"/etc/passwd\"; ")},
    {"y EncodeProto =#'x' descriptor_source='local://x'", "",
     NODE("EncodeProto, which reads a file: \"local://x\"; ")},
    {"y PrintV2 =#1. output_stream=stderr", "", ""},
    {"y PrintV2 =#1. output_stream='file:///tmp/x'", "", NODE("PrintV2" WRITES ": \"file:///tmp/x\"; ")},
    {"y Skipgram filename='/data/corpus'", "", NODE("Skipgram, which reads a file: \"/data/corpus\"; ")},
    {"y FixedUnigramCandidateSampler =#1.", "", ""},
    {"y FixedUnigramCandidateSampler =#1. vocab_file=''", "", ""},
    {"y FixedUnigramCandidateSampler =#1. vocab_file='/etc/passwd'", "",
     NODE("FixedUnigramCandidateSampler, which reads a file: \"/etc/passwd\"; ")},
    {"y CollectiveInitializeCommunicator =#1.", "", NODE("CollectiveInitializeCommunicator" TALKS "; ")},
    {"y DatasetFromGraph =#'x'", "",
     NODE("DatasetFromGraph, which runs a graph that it has as bytes, into which nobody looks; ")},
    {"y RemoteCall =#'elsewhere' =#1.", "", NODE("RemoteCall" TALKS ": \"elsewhere\"; ")},
    {"p Placeholder; y RemoteCall p =#1.", FED,
     NODE("RemoteCall" TALKS ": what the caller gives as input \"p\" of the signature \"s\"; ")},
    {"y RemoteCalls =#'x' =#1.", "", ""},
    {"y FileSystemSetConfiguration =#'s3' =#'endpoint' =1:'h:1'", "",
     NODE(
         "FileSystemSetConfiguration, which changes how the whole process reaches files: \"s3\", \"h:1\"; ")},
    {"y FileSystemConfiguration =#'s3'", "", ""},
    {"y DTensorRestoreV2 =#'model' =#'k' =#''", "", ""},
    {"y DTensorRestoreV2 =#'other' =#'k' =#''", "",
     NODE("DTensorRestoreV2, which reads a file: \"other\"; ")},
    /* a path that has to be empty */
    {"y CacheDataset =#1. =#''", "", ""},
    {"y CacheDataset =#1. =#'cache'", "", NODE("CacheDataset" WRITES ": \"cache\"; ")},
    {"p Placeholder; y CacheDataset =#1. p", FED,
     NODE("CacheDataset" WRITES ": what the caller gives as input \"p\" of the signature \"s\"; ")},
    {"a Identity =#''; p Placeholder; m Merge a p; y CacheDataset =#1. m", "",
     NODE("CacheDataset" WRITES ": \"\", or what is fed to a placeholder that no signature has; ")},
    {"m Merge =#'' =#'cache'; y CacheDataset =#1. m", "", NODE("CacheDataset" WRITES ": \"cache\", \"\"; ")},
    {"y CacheDataset =#1.", "", NODE("CacheDataset" WRITES ": what cannot be told; ")},
    /* the saver's parts */
    {"y RestoreV2 =#'model' =#'k' =#''", "", ""},
    {"y RestoreV2 =#'model-1' =#'k' =#''", "", ""},
    {"y RestoreV2 =#'' =#'k' =#''", "", ""},
    {"y RestoreV2 =#'model/../../key' =#'k' =#''", "",
     NODE("RestoreV2, which reads a file: \"model/../../key\"; ")},
    {"y RestoreV2 =#'other' =#'k' =#''", "", NODE("RestoreV2, which reads a file: \"other\"; ")},
    {"p Placeholder; y RestoreV2 p =#'k' =#''", "", ""},
    {"p Placeholder; y RestoreV2 p =#'k' =#''", FED,
     NODE("RestoreV2, which reads a file: what the caller gives as input \"p\" of the signature \"s\"; ")},
    /* one that reads from its first input, and moves to its second */
    {"p Placeholder; y MergeV2Checkpoints p p", SAVER("p:0"), ""},
    {"p Placeholder; y MergeV2Checkpoints =1:'/home/a' p", SAVER("p:0"),
     NODE("MergeV2Checkpoints" WRITES ": \"/home/a\", or the saver's file; ")},
    {"p Placeholder; y MergeV2Checkpoints p =#'/home/b'", SAVER("p:0"),
     NODE("MergeV2Checkpoints" WRITES ": \"/home/b\", or the saver's file; ")},
    {"p Placeholder; y GenerateVocabRemapping p p", ASSET("p:0"), ""},
    {"p Placeholder; y GenerateVocabRemapping p =#'/etc/passwd'", ASSET("p:0"),
     NODE("GenerateVocabRemapping, which reads a file: \"/etc/passwd\", or an asset; ")},
    /* one that never is in its place, but for what the loader puts in */
    {"p Placeholder; y ReadFile p", SAVER("p:0"), ""},
    {"p Placeholder; y ReadFile p", "",
     NODE("ReadFile, which reads a file: what is fed to a placeholder that no signature has; ")},
    {"p Placeholder; y WriteFile p =#'x'", SAVER("p:0"), NODE("WriteFile" WRITES ": the saver's file; ")},
    {"y TextLineReader", "", NODE("TextLineReader, which reads a file; ")},
    {"y ReadFile =#'f\\0g'", "", NODE("ReadFile, which reads a file: \"f\\x00g\"; ")},
    {"r RandomUniform; y ReadFile r", "",
     NODE("ReadFile, which reads a file: what cannot be told (it comes from a RandomUniform); ")},
    /* not one of them, nor a version of one */
    {"y SaveV1 =#'x'", "", ""},
    {"y SaveVx =#'x'", "", ""},
    {"y ReadFiles =#'x'", "", ""},
};

START_TEST(an_operation_is_told_where_it_is_not_in_its_place)
{
    const struct unsafe_row *row = &unsafe_rows[_i];

    words_add_model(&words, row->nodes, "", row->more);
    ck_assert_str_eq(words_told(&words, "model.unsafe-op", 0), row->told);
}
END_TEST

/* What lies behind the name in the table is no part of it: at some distance there is a NUL. */
START_TEST(a_name_that_goes_on_behind_a_nul_is_that_of_another_operation)
{
    char name[256] = "ReadFile";
    size_t length;

    ck_assert_ptr_nonnull(nnreg_unsafe_op_find(name, 8));
    for (length = 9; length < sizeof name; length++)
        ck_assert_msg(nnreg_unsafe_op_find(name, length) == NULL, "%zu", length);
}
END_TEST

START_TEST(all_meta_graphs_and_functions_are_looked_through)
{
    words_add_model(
        &words, "y PyFunc",
        "library { function { signature { name: 'f' input_arg { name: 'a' type: DT_STRING } output_arg { "
        "name: "
        "'o' type: DT_STRING } } node_def { name: 'r' op: 'ReadFile' input: 'a' } ret { key: 'o' value: "
        "'r:contents:0' } } }",
        "} meta_graphs { meta_info_def { tags: 'train' } graph_def { node { name: 'z' op: 'ReadFile' } }");
    ck_assert_str_eq(
        words_told(&words, "model.unsafe-op", 0),
        "the node \"y\" is a PyFunc, which runs Python code of the process that saved it; "
        "the node \"r\" of the function \"f\" is a ReadFile, which reads a file: what the function is called "
        "with, which no node of the graph says; "
        "the node \"z\" is a ReadFile, which reads a file: what cannot be told; ");
    words_survive(&words, "model.unsafe-op");
}
END_TEST

/* "node" or "node_def" of an operation, whose attribute has this value. */
static void put_with_attr(struct nnreg_bytes *out, const char *field, const char *op, const char *key,
                          const char *value)
{
    nnreg_bytes_format(out, "%s { name: 'y' op: '%s' attr { key: '%s' value { %s } } } ", field, op, key,
                       value);
}

/* What a placeholder of a body stands for is said by each call; and what is very long is not kept. */
START_TEST(an_attribute_that_is_not_known_is_in_no_place)
{
#define CANNOT_TELL ": what cannot be told; "
    static const struct {
        const char *op, *key, *value; /* %s: a text that is not kept */
        const char *told;
    } rows[] = {
        {"DebugIdentity", "debug_urls", "placeholder: 'u'", "DebugIdentity" TALKS CANNOT_TELL},
        {"DebugIdentity", "debug_urls", "s: '%s'", "DebugIdentity" TALKS CANNOT_TELL},
        {"DebugIdentity", "debug_urls", "list { s: ['grpc://h:1', '%s', ''] }",
         "DebugIdentity" TALKS CANNOT_TELL},
        {"DebugIdentity", "debug_urls", "list { s: ['%s', ''] }", "DebugIdentity" TALKS CANNOT_TELL},
        {"DebugIdentity", "debug_urls", "list { s: '%s' } s: 'local'", NULL},
        {"DebugIdentity", "other", "placeholder: 'u'", NULL},
        {"PrintV2", "output_stream", "placeholder: 'u'", "PrintV2" WRITES CANNOT_TELL},
        {"EncodeProto", "descriptor_source", "placeholder: 'd'",
         "EncodeProto, which reads a file" CANNOT_TELL},
        {"Abort", "error_msg", "s: '%s'", "Abort, which stops the process" CANNOT_TELL},
    };
    char *text = nnreg_alloc_zero(NNREG_STRING_POOL_LONG + 2, 1), *library;
    size_t i, k;

    ck_assert_ptr_nonnull(text);
    memset(text, 'u', NNREG_STRING_POOL_LONG + 1);
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        for (k = 0; k < 2; k++) {
            struct nnreg_bytes value = NNREG_BYTES_INIT, out = NNREG_BYTES_INIT;
            const char *at = strstr(rows[i].value, "%s");
            char wanted[200] = "";

            nnreg_bytes_put(&value, rows[i].value,
                            at != NULL ? (size_t)(at - rows[i].value) : strlen(rows[i].value));
            if (at != NULL)
                nnreg_bytes_format(&value, "%s%s", text, at + 2);
            nnreg_bytes_put(&value, "", 1);
            if (k == 1)
                nnreg_bytes_text(&out, "library { function { signature { name: 'f' } ");
            put_with_attr(&out, k == 0 ? "node" : "node_def", rows[i].op, rows[i].key, value.content);
            nnreg_bytes_text(&out, k == 0 ? "" : "} }");
            nnreg_bytes_free(&value);
            ck_assert_int_eq(nnreg_bytes_take(&library, &out), NNREG_OK);
            words_add_model(&words, "", library, "");
            nnreg_free(library);
            if (rows[i].told != NULL)
                (void)snprintf(wanted, sizeof wanted, "the node \"y\"%s is a %s",
                               k == 0 ? "" : " of the function \"f\"", rows[i].told);
            ck_assert_msg(strcmp(words_told(&words, "model.unsafe-op", 0), wanted) == 0, "row %zu, %zu: %s",
                          i, k, words.told);
            end();
            begin();
        }
    nnreg_free(text);
}
END_TEST

/* A function of an age before SavedModels, whose argument is a list, is not gone into. */
START_TEST(in_a_function_that_is_not_entered_a_path_cannot_be_told)
{
    words_add_model(
        &words, "",
        "library { function { signature { name: 'f' input_arg { name: 'p' type: DT_STRING number_attr: 'N' "
        "} } node_def { name: 'r' op: 'ReadFile' input: 'p' } } }",
        "");
    ck_assert_str_eq(
        words_told(&words, "model.unsafe-op", 0),
        "the node \"r\" of the function \"f\" is a ReadFile, which reads a file: what cannot be told; ");
}
END_TEST

START_TEST(without_memory_no_function_that_is_called_is_left_out)
{
    words_add_model(
        &words, "y PartitionedCall =#'a' f=@f",
        "library { function { signature { name: 'f' input_arg { name: 'p' type: DT_STRING } output_arg { "
        "name: 'o' type: DT_STRING } } node_def { name: 'c' op: 'PartitionedCall' input: 'p' attr { key: "
        "'f' value { func { name: 'g' } } } } ret { key: 'o' value: 'c:output:0' } } function { signature "
        "{ name: 'g' input_arg { name: 'p' type: DT_STRING } output_arg { name: 'o' type: DT_STRING } } "
        "node_def { name: 'r' op: 'ReadFile' input: 'p' } ret { key: 'o' value: 'r:contents:0' } } }",
        "");
    ck_assert_str_eq(words_told(&words, "model.unsafe-op", 0),
                     "the node \"r\" of the function \"g\" is a ReadFile, which reads a file: \"a\"; ");
    words_survive(&words, RULES);
}
END_TEST

START_TEST(a_path_is_told_by_where_it_leads)
{
#define WINDOWS "is a path of a Windows machine"
#define STARTED "is a path from where the server was started"
    static const struct {
        const char *path, *told; /* NULL: nothing */
    } rows[] = {
        {"C:/words", WINDOWS},
        {"z:\\\\words", WINDOWS},
        {"C:words", STARTED},
        {"1:/words", STARTED},
        {"[:/words", STARTED},
        {"{:/words", STARTED},
        {"C/words", STARTED},
        {"C:", STARTED},
        {"", NULL},
        {"ram://words", NULL},
        {"other://words", "lies in a store of its own"},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        char nodes[100];
        const char *told;

        if (_i == 0)
            (void)snprintf(nodes, sizeof nodes, "y ReadFile =1:'%s'", rows[i].path);
        else
            (void)snprintf(nodes, sizeof nodes, "y Skipgram filename='%s'", rows[i].path);
        words_add_model(&words, nodes, "", "");
        told = words_told(&words, "model.outside-file", 0);
        ck_assert_msg(rows[i].told != NULL ? strstr(told, rows[i].told) != NULL : told[0] == '\0', "%s: %s",
                      rows[i].path, told);
        end();
        begin();
    }
}
END_TEST

/* Of "inner", which saves to its argument, it is not known what that is where something may call it that no node tells. */
START_TEST(a_function_that_is_named_anywhere_has_no_argument_of_pythons)
{
#define CALL(op, key, value) "node { name: 'c' op: '" op "' attr { key: '" key "' value { " value " } } } "
#define GIVEN(value)         "func { name: 'outer' attr { key: 'fn' value { " value " } } }"
#define INNER                "func { name: 'inner' }"
    static const struct {
        const char *graph, *of_inner, *more;
        bool is_told;
    } rows[] = {
        {"", "", "", false},
        {CALL("PartitionedCall", "f", INNER), "", "", true},
        {CALL("PartitionedCall", "f", GIVEN(INNER)), "", "", true},
        {CALL("PartitionedCall", "f", GIVEN("s: 'inner'")), "", "", false},
        {CALL("PartitionedCall", "f", GIVEN("list { func { name: 'other' } " INNER " }")), "", "", true},
        {CALL("PartitionedCall", "f", GIVEN(GIVEN(INNER))), "", "", true},
        {CALL("Case", "branches", "list { " GIVEN(INNER) " }"), "", "", true},
        {CALL("outer", "_fn", INNER), "", "", true},
        {CALL("outer", "_fn", "list { " INNER " }"), "", "", true},
        {"library { gradient { function_name: 'outer' gradient_func: 'inner' } } ", "", "", true},
        {"library { gradient { function_name: 'inner' gradient_func: 'none' } } ", "", "", false},
        {"", "attr { key: 'api_implements' value { s: 'lstm' } } ", "", true},
        {"", "attr { key: 'api_implementz' value { s: 'lstm' } } ", "", false}, /* as long, and another */
        {"", "attr { key: 'api_implements_' value { s: 'lstm' } } ", "", false},
        {"", "",
         "meta_info_def { stripped_op_list { op { name: 'Op' attr { name: 'f' default_value { " GIVEN(
             INNER) " } } } } } ",
         false},
    };
    char library[1000];
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)snprintf(
            library, sizeof library,
            "%s library { function { signature { name: 'inner' input_arg { name: 'a' type: DT_STRING } } "
            "node_def { name: 'y' op: 'SaveV2' input: 'a' } %s } function { signature { name: 'outer' } } } ",
            rows[i].graph, rows[i].of_inner);
        words_add_model(&words, "", library, rows[i].more);
        words_told(&words, "model.unsafe-op", 0);
        ck_assert_msg(
            strcmp(words.told, rows[i].is_told
                                   ? "the node \"y\" of the function \"inner\" is a SaveV2" WRITES CANNOT_TELL
                                   : "") == 0,
            "row %zu: %s", i, words.told);
        end();
        begin();
    }
}
END_TEST

/* Down to the limit; what it is called with further on cannot be told. */
START_TEST(a_function_that_calls_itself_reads_what_cannot_be_told)
{
    words_add_model(
        &words, "c PartitionedCall =#'a' f=@again",
        "library { function { signature { name: 'again' input_arg { name: 'a' type: DT_STRING } } node_def { "
        "name: 'r' op: 'ReadFile' input: 'a' } node_def { name: 'c' op: 'PartitionedCall' input: 'a' attr { "
        "key: 'f' value { func { name: 'again' } } } } } }",
        "");
    ck_assert_str_eq(
        words_told(&words, "model.unsafe-op", 0),
        "the node \"r\" of the function \"again\" is a ReadFile, which reads a file: \"a\", or what "
        "cannot be told; ");
}
END_TEST

START_TEST(of_several_paths_one_that_lies_outside_is_told)
{
    words_add_model(&words, "m Merge =#'/etc/hosts' =#'/etc/passwd'; y ReadFile m", "", "");
    ck_assert_str_eq(words_told(&words, "model.outside-file", 0),
                     "\"/etc/passwd\", which the node \"y\" reads, is an absolute path, which is not in the "
                     "bundle: the model will not load on another machine; ");
}
END_TEST

START_TEST(of_many_twenty_of_a_class_are_told_and_the_rest_counted)
{
    struct nnreg_bytes nodes = NNREG_BYTES_INIT;
    const char *told;
    unsigned count, i;
    char *text;

    for (count = 20; count <= 22; count += 2) {
        for (i = 0; i < count; i++)
            nnreg_bytes_format(&nodes, "n%u ReadFile =#'/etc/passwd'; p%u PyFunc; ", i, i);
        ck_assert_int_eq(nnreg_bytes_take(&text, &nodes), NNREG_OK);
        words_add_model(&words, text, "", "");
        nnreg_free(text);
        told = words_told(&words, "model.unsafe-op", 0);
        ck_assert_ptr_nonnull(strstr(told, "\"n19\""));
        ck_assert_ptr_nonnull(strstr(told, "\"p19\""));
        ck_assert_ptr_null(strstr(told, "\"n20\""));
        ck_assert_int_eq(strstr(told, "4 more nodes reach outside: ") != NULL, count == 22);
        told = words_told(&words, "model.outside-file", 0);
        ck_assert_ptr_nonnull(strstr(told, "\"/etc/passwd\", which the node \"n19\" reads"));
        ck_assert_ptr_null(strstr(told, "\"n20\""));
        ck_assert_int_eq(strstr(told, "2 more nodes read files that are not in the bundle") != NULL,
                         count == 22);
        end();
        begin();
    }
}
END_TEST

Suite *unsafe_uses_suite(void)
{
    Suite *suite = suite_create("unsafe uses");
    TCase *all = tcase_create("told");

    tcase_add_checked_fixture(all, begin, end);
    tcase_add_loop_test(all, an_operation_is_told_where_it_is_not_in_its_place, 0,
                        sizeof unsafe_rows / sizeof *unsafe_rows);
    tcase_add_test(all, a_name_that_goes_on_behind_a_nul_is_that_of_another_operation);
    tcase_add_test(all, all_meta_graphs_and_functions_are_looked_through);
    tcase_add_test(all, an_attribute_that_is_not_known_is_in_no_place);
    tcase_add_test(all, in_a_function_that_is_not_entered_a_path_cannot_be_told);
    tcase_add_test(all, without_memory_no_function_that_is_called_is_left_out);
    tcase_add_test(all, of_several_paths_one_that_lies_outside_is_told);
    tcase_add_loop_test(all, a_path_is_told_by_where_it_leads, 0, 2); /* an input, an attribute */
    tcase_add_test(all, a_function_that_is_named_anywhere_has_no_argument_of_pythons);
    tcase_add_test(all, a_function_that_calls_itself_reads_what_cannot_be_told);
    tcase_add_test(all, of_many_twenty_of_a_class_are_told_and_the_rest_counted);
    suite_add_tcase(suite, all);
    return suite;
}
