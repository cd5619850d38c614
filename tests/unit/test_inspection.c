/*
 * nnreg_inspect: what is in a bundle is told without a description, and what can be judged without one is judged.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "inspect_fixture.h"
#include "base/bytes.h"
#include "inspection_fixture.h"
#include "sstable_writer.h"
#include "words_fixture.h"

static struct subject subject;

START_TEST(a_model_is_told_in_full)
{
    struct mw_recipe recipe;
    json_t *report;

    mw_recipe_init(&recipe);
    recipe.shards = 2;
    subject_begin(&subject, &recipe);
    subject_write(&subject);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(member_text(report, "files/0/name"), "saved_model.pb");
    ck_assert_str_eq(member_text(report, "files/0/role"), "model");
    ck_assert_str_eq(member_text(report, "files/1/role"), "shard");
    ck_assert_str_eq(member_text(report, "files/3/role"), "index");
    ck_assert_str_eq(member_text(report, "model/file"), "saved_model.pb");
    ck_assert_str_eq(member_text(report, "model/form"), "binary");
    ck_assert_str_eq(member_dump(report, "model/schema_version"), "1");
    ck_assert_str_eq(member_dump(report, "model/served"), "0");
    ck_assert_str_eq(member_dump(report, "model/meta_graphs/0/tags"), "[\"serve\"]");
    ck_assert_str_eq(member_text(report, "model/meta_graphs/0/tensorflow_version"), "1.15.5");
    ck_assert_uint_eq((size_t)json_integer_value(member(report, "model/meta_graphs/0/nodes")),
                      subject.made.model.graph.nodes);
    ck_assert_str_eq(
        member_dump(report, "model/meta_graphs/0/signatures"),
        "[{\"name\":\"serving_default\",\"method\":\"tensorflow/serving/predict\",\"inputs\":"
        "[{\"key\":\"input\",\"tensor\":\"input:0\",\"dtype\":\"DT_FLOAT\",\"shape\":[-1,32,32,3],"
        "\"images\":{\"order\":\"NHWC\",\"channels\":3}}],"
        "\"outputs\":[{\"key\":\"probabilities\",\"tensor\":\"probabilities:0\",\"dtype\":\"DT_FLOAT\","
        "\"shape\":[-1,10]}]}]");
    ck_assert_str_eq(member_dump(report, "model/meta_graphs/0/restores"),
                     "{\"need\":\"variables\",\"keys\":4}");
    ck_assert_str_eq(member_dump(report, "unsafe_operations"), "[]");
    ck_assert_str_eq(member_dump(report, "variables/entries"), "4");
    ck_assert_str_eq(member_dump(report, "variables/parameters"), "314");
    ck_assert_str_eq(member_dump(report, "variables/bytes"), "1256");
    ck_assert_uint_eq(json_array_size(member(report, "variables/shards")), 2);
    ck_assert_str_eq(member_text(report, "variables/tensors/1/name"), "conv1/weights");
    ck_assert_str_eq(member_text(report, "variables/tensors/1/dtype"), "DT_FLOAT");
    ck_assert_str_eq(member_dump(report, "variables/tensors/1/shape"), "[3,3,3,8]");
    ck_assert_str_eq(member_dump(report, "variables/tensors/1/size"), "864");
    ck_assert_str_eq(member_dump(report, "weights_checked"), "true");
    ck_assert_str_eq(member_dump(report, "findings"), "[]");
    ck_assert_ptr_null(member(report, "tensors"));
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(a_text_model_is_told_as_its_binary_twin)
{
    json_t *report[2];
    size_t i;

    for (i = 0; i < 2; i++) {
        struct mw_recipe recipe;

        mw_recipe_init(&recipe);
        recipe.kind = MW_KIND_TF2;
        recipe.syntax = i == 0 ? MW_BINARY : MW_TEXT;
        subject_begin(&subject, &recipe);
        subject_write(&subject);
        report[i] = subject_inspect(&subject, NNREG_INSPECT_TENSORS);
        subject_end(&subject);
    }
    ck_assert_str_eq(member_text(report[1], "model/form"), "text");
    ck_assert(json_equal(member(report[0], "model/meta_graphs"), member(report[1], "model/meta_graphs")));
    ck_assert(json_equal(member(report[0], "tensors"), member(report[1], "tensors")));
    ck_assert_uint_gt(json_array_size(member(report[0], "tensors")), 5);
    json_decref(report[0]);
    json_decref(report[1]);
}
END_TEST

START_TEST(functions_are_counted)
{
    size_t nodes = 0, i;
    json_t *report;

    subject_of_kind(&subject, MW_KIND_TF2);
    report = subject_inspect(&subject, 0);
    for (i = 0; i < subject.made.model.functions; i++)
        nodes += subject.made.model.function[i]->body.nodes;
    ck_assert_uint_eq((size_t)json_integer_value(member(report, "model/meta_graphs/0/functions")),
                      subject.made.model.functions);
    ck_assert_uint_eq((size_t)json_integer_value(member(report, "model/meta_graphs/0/function_nodes")),
                      nodes);
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(what_is_not_known_is_null)
{
    struct mw_recipe recipe;
    struct mw_info *info;
    json_t *report;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    subject_begin(&subject, &recipe);
    info = mw_add_info(subject.made.model.signature[0], false, "any", "input:0", MW_FLOAT, MW_UNKNOWN_SHAPE);
    info->dtype = 77;
    subject.made.model.schema_version = -1;
    subject_write(&subject);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(member_dump(report, "model/meta_graphs/0/signatures/0/inputs/1"),
                     "{\"key\":\"any\",\"tensor\":\"input:0\",\"dtype\":null,\"shape\":null,"
                     "\"images\":{\"order\":\"NHWC\",\"channels\":3}}");
    ck_assert_str_eq(member_dump(report, "model/schema_version"), "null");
    ck_assert_str_eq(member_dump(report, "variables"), "null");
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(sparse_and_composite_tensors_are_shown_as_such)
{
    struct mw_recipe recipe;
    struct mw_info *info;
    struct mw_info component[2];
    json_t *report;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    subject_begin(&subject, &recipe);
    info = mw_add_info(subject.made.model.signature[0], true, "few", "values:0", MW_INT64, MW_SHAPE(-1, 7));
    mw_info_sparse(info, &subject.made.model.arena, "indices:0", "dense:0");
    info = mw_add_info(subject.made.model.signature[0], true, "rows", NULL, MW_FLOAT, MW_SHAPE(-1));
    component[0] =
        (struct mw_info){.kind = MW_INFO_DENSE, .tensor = "a:0", .dtype = MW_FLOAT, .shape = MW_SHAPE(-1)};
    component[1] =
        (struct mw_info){.kind = MW_INFO_DENSE, .tensor = "b:0", .dtype = MW_INT64, .shape = MW_SHAPE(2)};
    info->kind = MW_INFO_COMPOSITE;
    info->component = component;
    info->components = 2;
    subject_write(&subject);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(member_dump(report, "model/meta_graphs/0/signatures/0/outputs/1"),
                     "{\"key\":\"few\",\"sparse\":{\"values\":\"values:0\",\"indices\":\"indices:0\","
                     "\"dense_shape\":\"dense:0\"},\"dtype\":\"DT_INT64\",\"shape\":[-1,7]}");
    ck_assert_str_eq(member_text(report, "model/meta_graphs/0/signatures/0/outputs/2/key"), "rows");
    ck_assert_str_eq(member_dump(report, "model/meta_graphs/0/signatures/0/outputs/2/components"),
                     "[{\"tensor\":\"a:0\",\"dtype\":\"DT_FLOAT\",\"shape\":[-1]},"
                     "{\"tensor\":\"b:0\",\"dtype\":\"DT_INT64\",\"shape\":[2]}]");
    ck_assert_uint_eq(json_array_size(member(report, "model/meta_graphs/0/signatures/0/outputs")), 3);
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(tensors_are_listed_when_they_are_asked_for)
{
    json_t *report, *tensor;
    size_t i, found = 0;

    subject_of_kind(&subject, MW_KIND_CLASSIFIER);
    report = subject_inspect(&subject, NNREG_INSPECT_TENSORS);
    json_array_foreach(member(report, "tensors"), i, tensor)
    {
        if (strcmp(member_text(tensor, "name"), "input:0") == 0) {
            ck_assert_str_eq(member_dump(tensor, ""),
                             "{\"name\":\"input:0\",\"dtype\":\"DT_FLOAT\",\"shape\":"
                             "[-1,32,32,3],\"op\":\"Placeholder\"}");
            found++;
        }
        found += strcmp(member_text(tensor, "name"), "conv1/weights:0") == 0 &&
                 strcmp(member_text(tensor, "dtype"), "DT_FLOAT_REF") == 0;
        ck_assert_str_ne(member_text(tensor, "op"), "NoOp");
    }
    ck_assert_uint_eq(found, 2);
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(a_node_of_very_many_outputs_is_cut_short)
{
    static const int64_t outputs[] = {60000, 2000000000};
    size_t i, listed[2] = {0, 0};
    struct mw_recipe recipe;
    struct mw_node *node;
    json_t *report, *tensor;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    subject_begin(&subject, &recipe);
    for (i = 0; i < 2; i++) {
        node = mw_add(&subject.made.model.graph, i == 0 ? "many" : "beyond", "Split", "input,input");
        mw_attr_type(mw_attr_int(node, "num_split", outputs[i]), "T", MW_FLOAT);
    }
    subject_write(&subject);
    report = subject_inspect(&subject, NNREG_INSPECT_TENSORS);
    json_array_foreach(member(report, "tensors"), i, tensor)
    {
        listed[0] += strncmp(member_text(tensor, "name"), "many:", 5) == 0;
        listed[1] += strncmp(member_text(tensor, "name"), "beyond:", 7) == 0;
    }
    ck_assert_uint_eq(listed[0], 1024);
    ck_assert_uint_eq(listed[1], 1); /* how many it has is not known */
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(variables_alone_are_judged)
{
    struct mw_recipe recipe;
    json_t *report;

    mw_recipe_init(&recipe);
    subject_begin(&subject, &recipe);
    ck_assert_int_eq(mw_made_write(&subject.made, &subject.recipe, subject.folder, NULL, 0), 0);
    strcat(subject.folder, "/variables");
    ck_assert_int_eq(nnreg_bundle_add_directory(subject.bundle, subject.folder), NNREG_OK);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(findings_told(subject.findings), "bundle.model-missing note -;");
    ck_assert_str_eq(member_dump(report, "model"), "null");
    ck_assert_str_eq(member_dump(report, "unsafe_operations"), "[]");
    ck_assert_str_eq(member_dump(report, "variables/parameters"), "314");
    ck_assert_str_eq(member_dump(report, "weights_checked"), "true");
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(a_bundle_without_anything_lacks_a_model)
{
    json_t *report;

    subject_of_kind(&subject, MW_KIND_FROZEN);
    nnreg_bundle_free(subject.bundle);
    ck_assert_int_eq(nnreg_bundle_new(&subject.bundle), NNREG_OK);
    report = subject_inspect(&subject, NNREG_INSPECT_TENSORS);
    ck_assert_str_eq(findings_told(subject.findings), "bundle.model-missing error -;");
    ck_assert_str_eq(member_dump(report, "files"), "[]");
    ck_assert_str_eq(member_dump(report, "tensors"), "[]");
    ck_assert_str_eq(member_dump(report, "variables"), "null");
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(a_wrong_checksum_is_found_and_not_looked_for_without_weights)
{
    struct mw_recipe recipe;
    json_t *report;

    mw_recipe_init(&recipe);
    recipe.bundle.fault.kind = MW_FAULT_FLIPPED_BIT;
    recipe.bundle.fault.key = "fc/weights";
    subject_begin(&subject, &recipe);
    subject_write(&subject);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(findings_told(subject.findings), "variables.crc error variables.data-00000-of-00001;");
    ck_assert_str_eq(member_text(report, "findings/0/rule"), "variables.crc");
    ck_assert_int_eq(nnreg_findings_weights_checked(subject.findings), 1);
    json_decref(report);
    report = subject_inspect(&subject, NNREG_NO_WEIGHTS);
    ck_assert_uint_eq(nnreg_findings_count(subject.findings), 0);
    ck_assert_str_eq(member_dump(report, "weights_checked"), "false");
    ck_assert_int_eq(nnreg_findings_weights_checked(subject.findings), 0);
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(a_damaged_model_does_not_hide_its_variables)
{
    json_t *report;

    subject_of_kind(&subject, MW_KIND_CLASSIFIER);
    scratch_truncate(&subject.scratch, "model/saved_model.pb", 5000);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(findings_told(subject.findings), "model.corrupt error saved_model.pb;");
    ck_assert_str_eq(member_dump(report, "model"), "null");
    ck_assert_str_eq(member_dump(report, "variables/entries"), "4");
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(slices_are_told_by_their_variable)
{
    struct mw_recipe recipe;
    json_t *report, *variable;
    size_t i, sliced = 0;

    mw_recipe_init(&recipe);
    recipe.sliced = true;
    subject_begin(&subject, &recipe);
    subject_write(&subject);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(member_dump(report, "variables/parameters"), "314");
    ck_assert_str_eq(member_dump(report, "variables/bytes"), "1256");
    ck_assert_uint_eq(json_array_size(member(report, "variables/tensors")), 4);
    json_array_foreach(member(report, "variables/tensors"), i, variable)
    {
        if (strcmp(member_text(variable, "name"), "conv1/weights") != 0)
            continue;
        ck_assert_str_eq(member_dump(variable, ""),
                         "{\"name\":\"conv1/weights\",\"dtype\":\"DT_FLOAT\",\"shape\":"
                         "[3,3,3,8],\"slices\":2,\"size\":864}");
        sliced++;
    }
    ck_assert_uint_eq(sliced, 1);
    json_decref(report);
    subject_end(&subject);
}
END_TEST

/* ------------------------------------------------------------------------------------------ graphs in words -- */

static struct words worded;

#define S_OF(input)                                                            \
    "signature_def { key: 's' value { inputs { key: 'x' value { name: '" input \
    ":0' dtype: DT_FLOAT } } outputs { "                                       \
    "key: 'y' value { name: 'y:0' } } method_name: 'tensorflow/serving/predict' } } "

static json_t *inspect_words(unsigned flags, unsigned depth)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    json_t *report;
    char *text;

    call.flags = flags;
    call.depth = depth;
    ck_assert_int_eq(nnreg_inspect(&text, worded.findings, worded.bundle, &call), NNREG_OK);
    report = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(report);
    nnreg_free(text);
    return report;
}

/* What the first operations tell of images: each that they tell, and nothing of the rest. */
static const struct {
    const char *nodes, *images;
} images_rows[] = {
    {"x Placeholder dtype=DT_FLOAT shape=[-1,24,32,3]; c Cast x SrcT=DT_FLOAT DstT=DT_UINT8; y Conv2D c "
     "=3x3x3x8:1.",
     "{\"order\":\"NHWC\",\"channels\":3,\"highest\":255,\"pixels\":\"it computes x of a pixel x (Cast "
     "\\\"c\\\")\"}"},
    {"x Placeholder dtype=DT_FLOAT shape=[-1,7]; d RealDiv x =#255.; y MatMul d =7x2:1.",
     "{\"highest\":255,\"pixels\":\"it computes x / 255 of a pixel x (RealDiv \\\"d\\\")\"}"},
    {"x Placeholder dtype=DT_FLOAT; y Conv2D x =3x3x3x8:1.; z Conv2D x =3x3x3x8:1. data_format=NCHW",
     "{\"channels\":3}"},
    {"x Placeholder dtype=DT_FLOAT; z ResizeBilinear x =24,32; w Placeholder dtype=DT_FLOAT; y Conv2D z w; v "
     "Conv2D z w data_format=NCHW",
     "{\"width\":32,\"height\":24}"},
    {"x Placeholder dtype=DT_FLOAT; y Exp x", NULL},
};

START_TEST(what_is_told_of_images_alone_is_shown)
{
    json_t *report;

    words_begin(&worded);
    words_add_model(&worded, images_rows[_i].nodes, "", S_OF("x"));
    report = inspect_words(0, 0);
    if (images_rows[_i].images == NULL)
        ck_assert_ptr_null(member(report, "model/meta_graphs/0/signatures/0/inputs/0/images"));
    else
        ck_assert_str_eq(member_dump(report, "model/meta_graphs/0/signatures/0/inputs/0/images"),
                         images_rows[_i].images);
    json_decref(report);
    words_end(&worded);
}
END_TEST

/* A name that is there to confuse is cut. */
START_TEST(of_a_scope_of_any_length_the_beginning_is_shown)
{
    struct nnreg_bytes nodes = NNREG_BYTES_INIT;
    char *text, name[1101], shown[1025];
    json_t *report;

    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    memset(shown, 'a', sizeof shown - 1);
    shown[sizeof shown - 1] = '\0';
    nnreg_bytes_format(&nodes, "x Placeholder dtype=DT_FLOAT shape=[-1,7]; %s/b/c Relu x; y Relu %s/b/c",
                       name, name);
    ck_assert_int_eq(nnreg_bytes_take(&text, &nodes), NNREG_OK);
    words_begin(&worded);
    words_add_model(&worded, text, "", S_OF("x"));
    nnreg_free(text);
    report = inspect_words(NNREG_INSPECT_COST, 3);
    ck_assert_msg(strstr(member_dump(report, "cost/scopes"), shown) != NULL, "%s",
                  member_dump(report, "cost/scopes"));
    ck_assert_ptr_null(strstr(member_dump(report, "cost/scopes"), "ab"));
    json_decref(report);
    words_end(&worded);
}
END_TEST

/* Each of 101 scopes with each. */
START_TEST(a_picture_of_too_many_edges_is_none)
{
    struct nnreg_bytes nodes = NNREG_BYTES_INIT;
    json_t *report;
    char *text;
    unsigned i, k;

    for (i = 0; i < 101; i++) {
        nnreg_bytes_format(&nodes, "%sn%u Sum", i > 0 ? "; " : "", i);
        for (k = 0; k < i; k++)
            nnreg_bytes_format(&nodes, " n%u", k);
    }
    ck_assert_int_eq(nnreg_bytes_take(&text, &nodes), NNREG_OK);
    words_begin(&worded);
    words_add_model(&worded, text, "", "");
    nnreg_free(text);
    report = inspect_words(0, 1);
    ck_assert_str_eq(member_text(report, "scopes/too_many"), "edges");
    ck_assert_str_eq(member_dump(report, "scopes/most"), "5000");
    json_decref(report);
    words_end(&worded);
}
END_TEST

/* An output that is one tensor, and one of as many as nobody says. */
START_TEST(of_outputs_that_cannot_be_counted_those_before_are_listed)
{
    static const char text[] = "meta_graphs { meta_info_def { tags: 'serve' stripped_op_list { op { name: "
                               "'Two' output_arg { name: 'a' type: "
                               "DT_FLOAT } output_arg { name: 'b' type: DT_FLOAT number_attr: 'N' } } } } "
                               "graph_def { node { name: 't' op: "
                               "'Two' } } }";
    json_t *report;

    words_begin(&worded);
    ck_assert_int_eq(nnreg_bundle_add_memory(worded.bundle, text, sizeof text - 1, "saved_model.pbtxt"),
                     NNREG_OK);
    report = inspect_words(NNREG_INSPECT_TENSORS, 0);
    ck_assert_str_eq(member_dump(report, "tensors"),
                     "[{\"name\":\"t:0\",\"dtype\":\"DT_FLOAT\",\"shape\":null,\"op\":\"Two\"}]");
    json_decref(report);
    words_end(&worded);
}
END_TEST

/* As TensorFlow 1 writes them: the collection is for programs that know no better. */
START_TEST(assets_in_both_places_are_listed_once)
{
    json_t *report;

    words_begin(&worded);
    words_add_model(&worded, "x Placeholder dtype=DT_STRING shape=[]", "",
                    "asset_file_def { tensor_info { name: 'x:0' } filename: 'words' } collection_def { key: "
                    "'saved_model_assets' value { any_list { value { type_url: "
                    "'type.googleapis.com/tensorflow.AssetFileDef' value: '\\022\\005other' } } } } ");
    report = inspect_words(0, 0);
    ck_assert_str_eq(member_dump(report, "model/meta_graphs/0/assets"),
                     "[{\"filename\":\"words\",\"tensor\":\"x:0\"}]");
    json_decref(report);
    words_end(&worded);
}
END_TEST

/* Of a type that has no size, and of more bytes than a number holds: [2^62] doubles. */
START_TEST(a_sliced_variable_of_no_size_that_is_known_has_none)
{
    static const char huge[] =
        "\x08\x02\x12\x0c\x12\x0a\x08\x80\x80\x80\x80\x80\x80\x80\x80\x40\x3a\x02\x0a\x00";
    static const char none[] = "\x08\x14\x12\x04\x12\x02\x08\x03\x3a\x02\x0a\x00";
    struct mw_sstable index;
    json_t *report;

    mw_sstable_begin(&index, NULL);
    mw_sstable_add(&index, "", 0, "\x08\x01\x1a\x02\x08\x01", 6);
    mw_sstable_add(&index, "v", 1, huge, sizeof huge - 1);
    mw_sstable_add(&index, "w", 1, none, sizeof none - 1);
    mw_sstable_finish(&index);
    words_begin(&worded);
    ck_assert_int_eq(
        nnreg_bundle_add_memory(worded.bundle, index.file.data, index.file.size, "variables/variables.index"),
        NNREG_OK);
    report = inspect_words(0, 0);
    ck_assert_str_eq(
        member_dump(report, "variables/tensors/0"),
        "{\"name\":\"v\",\"dtype\":\"DT_DOUBLE\",\"shape\":[4611686018427387904],\"slices\":1,\"size\":0}");
    ck_assert_str_eq(member_dump(report, "variables/tensors/1"),
                     "{\"name\":\"w\",\"dtype\":\"DT_RESOURCE\",\"shape\":[3],\"slices\":0,\"size\":0}");
    json_decref(report);
    words_end(&worded);
    mw_sstable_free(&index);
}
END_TEST

static const struct {
    const char *nodes, *more, *why;
} sizes_refused[] = {
    {"x Placeholder dtype=DT_FLOAT shape=[-1,784]; y Relu x", S_OF("x"),
     "the size 32x32 is of no use: no input of the model takes images, as far as can be told"},
    /* of two that are fixed the first is told */
    {"x Placeholder dtype=DT_FLOAT shape=[-1,24,24,3]; z Placeholder dtype=DT_FLOAT shape=[-1,28,28,3]; u "
     "Conv2D x "
     "=3x3x3x8:1.; v Conv2D z =3x3x3x8:1.; y Add u v",
     S_OF("x"),
     "the size 32x32 does not go with the input \"x\": its sides are fixed, its shape is [1, 24, 24, 3]"},
    {"x\\0a Placeholder dtype=DT_FLOAT shape=[-1,24,24,3]; y Relu x\\0a", S_OF("x\\0a"),
     "the size 32x32 does not go with the input \"x\\x00a\": its sides are fixed, its shape is [1, 24, 24, "
     "3]"},
};

START_TEST(a_size_that_is_of_no_use_is_refused)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char *text;

    call.flags = NNREG_INSPECT_COST;
    call.width = call.height = 32;
    words_begin(&worded);
    words_add_model(&worded, sizes_refused[_i].nodes, "", sizes_refused[_i].more);
    ck_assert_int_eq(nnreg_inspect(&text, worded.findings, worded.bundle, &call), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(text);
    ck_assert_str_eq(nnreg_findings_message(worded.findings), sizes_refused[_i].why);
    words_end(&worded);
}
END_TEST

START_TEST(what_reaches_outside_is_listed_with_its_function)
{
    struct mw_recipe recipe;
    json_t *report;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_UNSAFE;
    recipe.unsafe_op = "ReadFile";
    recipe.unsafe_value = "/etc/shadow";
    recipe.unsafe_place = MW_PLACE_UNREACHABLE;
    subject_begin(&subject, &recipe);
    subject_write(&subject);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(findings_told(subject.findings),
                     "model.unsafe-op warning saved_model.pb;model.outside-file warning saved_model.pb;");
    ck_assert_uint_eq(json_array_size(member(report, "unsafe_operations")), 1);
    ck_assert_str_eq(member_text(report, "unsafe_operations/0/class"), "file-read");
    ck_assert_str_eq(member_text(report, "unsafe_operations/0/op"), "ReadFile");
    ck_assert_str_eq(member_text(report, "unsafe_operations/0/reaches"), "/etc/shadow");
    ck_assert_str_eq(member_text(report, "unsafe_operations/0/origins/0/from"), "constant");
    ck_assert_str_eq(member_text(report, "unsafe_operations/0/origins/0/text"), "/etc/shadow");
    ck_assert(json_is_string(member(report, "unsafe_operations/0/function")));
    json_decref(report);
    subject_end(&subject);
}
END_TEST

START_TEST(the_assets_and_the_missing_one_are_told)
{
    struct mw_recipe recipe;
    json_t *report;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_ASSET;
    recipe.asset = "names.txt";
    recipe.omit_asset = true;
    subject_begin(&subject, &recipe);
    subject_write(&subject);
    report = subject_inspect(&subject, 0);
    ck_assert_str_eq(member_text(report, "model/meta_graphs/0/assets/0/filename"), "names.txt");
    ck_assert_str_eq(findings_told(subject.findings), "model.asset-missing warning assets/names.txt;");
    json_decref(report);
    subject_end(&subject);
}
END_TEST

static int stop(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage, (void)done, (void)total;
    ++*(int *)context;
    return 1;
}

START_TEST(an_inspection_can_be_stopped)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char *text = (char *)"";
    int calls = 0;

    subject_of_kind(&subject, MW_KIND_CLASSIFIER);
    call.progress = stop;
    call.context = &calls;
    ck_assert_int_eq(nnreg_inspect(&text, subject.findings, subject.bundle, &call), NNREG_CANCELLED);
    ck_assert_ptr_null(text);
    ck_assert_int_eq(calls, 1);
    subject_end(&subject);
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char *text = (char *)"";

    subject_of_kind(&subject, MW_KIND_FROZEN);
    ck_assert_int_eq(nnreg_inspect(NULL, subject.findings, subject.bundle, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_inspect(&text, NULL, subject.bundle, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(text);
    ck_assert_int_eq(nnreg_inspect(&text, subject.findings, NULL, NULL), NNREG_INVALID_ARGUMENT);
    call.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_inspect(&text, subject.findings, subject.bundle, &call), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_findings_message(subject.findings), "NNREG_DRY_RUN is no flag of nnreg_inspect");
    subject_end(&subject);
}
END_TEST

START_TEST(a_depth_and_a_size_are_within_their_limits)
{
#define SIDE NNREG_LIMIT_SIDE
    static const struct {
        unsigned depth, width, height;
        bool cost;
        const char *message; /* of NNREG_INVALID_ARGUMENT; NULL: NNREG_OK */
    } rows[] = {
        {NNREG_LIMIT_SCOPE_DEPTH, 0, 0, true, NULL},
        {NNREG_LIMIT_SCOPE_DEPTH + 1, 0, 0, true, "the depth of scopes is more than"},
        {NNREG_LIMIT_SCOPE_DEPTH + 1, 0, 0, false, "the depth of scopes is more than"},
        {0, 0, 0, false, NULL},
        {0, 8, 8, false, "a size of images is of NNREG_INSPECT_COST"},
        {0, 0, 8, false, "a size of images is of NNREG_INSPECT_COST"},
        {0, 0, 8, true, "the size of images is 0x8: a side is from 1 to"},
        {0, 8, 0, true, "the size of images is 8x0: a side is from 1 to"},
        {0, SIDE + 1, 8, true, "the size of images is"},
        {0, 8, SIDE + 1, true, "the size of images is"},
        {0, 8, 8, true, "does not go with the input \"input\": its sides are fixed"},
    };
    size_t i;

    subject_of_kind(&subject, MW_KIND_FROZEN);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
        char *text = NULL;

        call.flags = rows[i].cost ? NNREG_INSPECT_COST : 0;
        call.depth = rows[i].depth;
        call.width = rows[i].width;
        call.height = rows[i].height;
        ck_assert_msg(nnreg_inspect(&text, subject.findings, subject.bundle, &call) ==
                          (rows[i].message == NULL ? NNREG_OK : NNREG_INVALID_ARGUMENT),
                      "row %zu: %s", i, nnreg_findings_message(subject.findings));
        ck_assert_msg(rows[i].message == NULL ||
                          strstr(nnreg_findings_message(subject.findings), rows[i].message) != NULL,
                      "row %zu: %s", i, nnreg_findings_message(subject.findings));
        ck_assert((text != NULL) == (rows[i].message == NULL));
        nnreg_free(text);
    }
    subject_end(&subject);
}
END_TEST

/* Every allocation fails once, and all after it. */
static void inspect_without_memory(nnreg_findings *findings, nnreg_bundle *bundle, unsigned side)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    call.flags = NNREG_INSPECT_TENSORS | NNREG_INSPECT_COST;
    call.depth = 2;
    call.width = call.height = side;
    for (n = 1; status == NNREG_NO_MEMORY && n < 5000; n++) {
        char *text = (char *)"";

        nnreg_alloc_fail_from(n);
        status = nnreg_inspect(&text, findings, bundle, &call);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || (status == NNREG_NO_MEMORY && text == NULL));
        nnreg_free(status == NNREG_OK ? text : NULL);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 50);
}

START_TEST(no_memory_leaves_nothing_behind)
{
    struct mw_recipe recipe;

    mw_recipe_init(&recipe);
    recipe.sliced = _i == 0;
    recipe.kind = _i == 0 ? recipe.kind : _i == 1 ? MW_KIND_FROZEN : MW_KIND_UNSAFE;
    subject_begin(&subject, &recipe);
    subject_write(&subject);
    inspect_without_memory(subject.findings, subject.bundle, 0);
    if (_i == 0)
        inspect_without_memory(subject.findings, subject.bundle, 32);
    subject_end(&subject);
}
END_TEST

START_TEST(no_memory_leaves_nothing_behind_of_a_graph_of_few_nodes)
{
    words_begin(&worded);
    words_add_model(
        &worded,
        "x Placeholder dtype=DT_FLOAT shape=[-1,24,32,3]; d RealDiv x =#255.; y Conv2D d =3x3x3x8:1.", "",
        S_OF("x"));
    inspect_without_memory(worded.findings, worded.bundle, 0);
    words_end(&worded);
}
END_TEST

/* ------------------------------------------------------------------------------------------ real models -- */

static json_t *inspect_folder(nnreg_findings *findings, const char *folder)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_bundle *bundle;
    json_t *report;
    char *text;

    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle, folder), NNREG_OK);
    ck_assert_int_eq(nnreg_inspect(&text, findings, bundle, &call), NNREG_OK);
    report = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_msg(report != NULL, "%s: %s", folder, text);
    nnreg_free(text);
    nnreg_bundle_free(bundle);
    return report;
}

START_TEST(the_verdict_on_each_folder_of_variables_is_the_expected_one)
{
    static const char *const words[] = {[NNREG_SEVERITY_OFF] = "ok",
                                        [NNREG_SEVERITY_NOTE] = "ok",
                                        [NNREG_SEVERITY_WARNING] = "warning",
                                        [NNREG_SEVERITY_ERROR] = "error"};
    const char *models = models_folder(), *name;
    nnreg_findings *findings;
    char path[1400];
    json_t *expected, *row;
    size_t seen = 0;

    if (models == NULL)
        return;
    (void)snprintf(path, sizeof path, "%.1000s/_synthetic/EXPECTED.json", models);
    expected = json_load_file(path, 0, NULL);
    ck_assert_ptr_nonnull(expected);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    json_object_foreach(expected, name, row)
    {
        json_t *report;

        (void)snprintf(path, sizeof path, "%.1000s/_synthetic/%.300s", models, name);
        report = inspect_folder(findings, path);
        ck_assert_msg(strncmp(words[nnreg_findings_worst(findings)], member_text(row, "expect"), 4) == 0,
                      "%s: %s", name, findings_told(findings));
        json_decref(report);
        seen++;
    }
    ck_assert_uint_gt(seen, 30);
    nnreg_findings_free(findings);
    json_decref(expected);
}
END_TEST

static void compare_meta_graph(const char *name, json_t *found, json_t *expected)
{
    static const char *const pairs[][2] = {{"nodes", "n_nodes"},
                                           {"functions", "n_functions"},
                                           {"function_nodes", "n_function_nodes"},
                                           {"producer", "producer"},
                                           {"tensorflow_version", "tensorflow_version"}};
    size_t i;

    for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ck_assert_msg(json_equal(member(found, pairs[i][0]), member(expected, pairs[i][1])), "%s: %s is %s",
                      name, pairs[i][0], member_dump(found, pairs[i][0]));
    ck_assert_msg(json_array_size(member(found, "signatures")) ==
                      json_object_size(member(expected, "signatures")),
                  "%s: signatures", name);
    ck_assert_msg(json_array_size(member(found, "assets")) == json_array_size(member(expected, "assets")),
                  "%s: assets", name);
    ck_assert_msg((size_t)json_integer_value(member(found, "restores/keys")) ==
                      json_array_size(member(expected, "restore_tensor_names")),
                  "%s: restores %s", name, member_dump(found, "restores"));
}

START_TEST(the_facts_of_each_real_model_are_the_expected_ones)
{
    const char *models = models_folder(), *name;
    nnreg_findings *findings;
    char path[1400];
    json_t *all, *expected;
    size_t seen = 0, i;

    if (models == NULL)
        return;
    (void)snprintf(path, sizeof path, "%.1000s/EXPECTED.json", models);
    all = json_load_file(path, 0, NULL);
    ck_assert_ptr_nonnull(all);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    json_object_foreach(all, name, expected)
    {
        json_t *metas = member(expected, "meta_graphs"), *report;

        (void)snprintf(path, sizeof path, "%.1000s/%.300s", models, name);
        report = inspect_folder(findings, path);
        ck_assert_msg(json_array_size(member(report, "model/meta_graphs")) == json_array_size(metas), "%s",
                      name);
        for (i = 0; i < json_array_size(metas); i++)
            compare_meta_graph(name, json_array_get(member(report, "model/meta_graphs"), i),
                               json_array_get(metas, i));
        if (json_is_object(member(report, "variables")))
            ck_assert_msg(
                json_equal(member(report, "variables/entries"), member(expected, "variables/n_entries")),
                "%s: %s entries", name, member_dump(report, "variables/entries"));
        json_decref(report);
        seen++;
    }
    ck_assert_uint_gt(seen, 60);
    nnreg_findings_free(findings);
    json_decref(all);
}
END_TEST

Suite *inspection_suite(void);
Suite *inspection_suite(void)
{
    Suite *suite = suite_create("inspection");
    TCase *facts = tcase_create("facts"), *verdicts = tcase_create("verdicts"),
          *calls = tcase_create("calls");
    TCase *real = tcase_create("real models");

    tcase_add_test(facts, a_model_is_told_in_full);
    tcase_add_test(facts, a_text_model_is_told_as_its_binary_twin);
    tcase_add_test(facts, functions_are_counted);
    tcase_add_test(facts, what_is_not_known_is_null);
    tcase_add_test(facts, sparse_and_composite_tensors_are_shown_as_such);
    tcase_add_test(facts, tensors_are_listed_when_they_are_asked_for);
    tcase_add_test(facts, a_node_of_very_many_outputs_is_cut_short);
    tcase_add_test(facts, slices_are_told_by_their_variable);
    tcase_add_loop_test(facts, what_is_told_of_images_alone_is_shown, 0,
                        sizeof images_rows / sizeof *images_rows);
    tcase_add_test(facts, of_a_scope_of_any_length_the_beginning_is_shown);
    tcase_add_test(facts, a_picture_of_too_many_edges_is_none);
    tcase_add_test(facts, of_outputs_that_cannot_be_counted_those_before_are_listed);
    tcase_add_test(facts, assets_in_both_places_are_listed_once);
    tcase_add_test(facts, a_sliced_variable_of_no_size_that_is_known_has_none);
    suite_add_tcase(suite, facts);
    tcase_add_test(verdicts, variables_alone_are_judged);
    tcase_add_test(verdicts, a_bundle_without_anything_lacks_a_model);
    tcase_add_test(verdicts, a_wrong_checksum_is_found_and_not_looked_for_without_weights);
    tcase_add_test(verdicts, a_damaged_model_does_not_hide_its_variables);
    tcase_add_test(verdicts, what_reaches_outside_is_listed_with_its_function);
    tcase_add_test(verdicts, the_assets_and_the_missing_one_are_told);
    suite_add_tcase(suite, verdicts);
    tcase_add_test(calls, an_inspection_can_be_stopped);
    tcase_add_test(calls, what_makes_no_sense_is_refused);
    tcase_add_loop_test(calls, a_size_that_is_of_no_use_is_refused, 0,
                        sizeof sizes_refused / sizeof *sizes_refused);
    tcase_add_test(calls, a_depth_and_a_size_are_within_their_limits);
    tcase_add_loop_test(calls, no_memory_leaves_nothing_behind, 0, 3);
    tcase_add_test(calls, no_memory_leaves_nothing_behind_of_a_graph_of_few_nodes);
    suite_add_tcase(suite, calls);
    tcase_set_timeout(real, 300);
    tcase_add_test(real, the_verdict_on_each_folder_of_variables_is_the_expected_one);
    tcase_add_test(real, the_facts_of_each_real_model_are_the_expected_ones);
    suite_add_tcase(suite, real);
    return suite;
}
