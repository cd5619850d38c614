/*
 * nnreg_draft: where the graph leaves no choice the check accepts what was written, and every guess is told.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/draft_image.h"
#include "inspect_fixture.h"
#include "inspection_fixture.h"
#include "base/bytes.h"
#include "base/fsio.h"
#include "case_bundle.h"
#include "case_text.h"
#include "words_fixture.h"

static struct subject subject;

static nnreg_status check_draft(const char *text)
{
    return nnreg_check(subject.findings, text, strlen(text), subject.bundle, NULL);
}

/* ---------------------------------------------------------------------------------------- what is accepted -- */

static const struct {
    enum mw_kind kind;
    enum mw_syntax syntax;
    int width, height, channels, batch, input_dtype;
    bool nchw;
    const char *image;
} accepted[] = {
    {MW_KIND_CLASSIFIER, MW_BINARY, 32, 32, 3, 0, MW_FLOAT, false, "NHWC SQUASH 32x32 RGB 255.0 FLOAT32"},
    {MW_KIND_FROZEN, MW_BINARY, 32, 32, 3, 0, MW_FLOAT, false, "NHWC SQUASH 32x32 RGB 255.0 FLOAT32"},
    {MW_KIND_TF2, MW_BINARY, 32, 32, 3, 0, MW_FLOAT, false, "NHWC SQUASH 32x32 RGB 255.0 FLOAT32"},
    {MW_KIND_TF2, MW_TEXT, 48, 64, 1, 0, MW_FLOAT, false, "NHWC SQUASH 48x64 L 255.0 FLOAT32"},
    {MW_KIND_DETECTOR, MW_BINARY, 32, 32, 3, 0, MW_FLOAT, false, "NHWC SQUASH 32x32 RGB 255.0 FLOAT32"},
    {MW_KIND_ASSET, MW_BINARY, 32, 32, 3, 0, MW_FLOAT, false, "NHWC SQUASH 32x32 RGB 255.0 FLOAT32"},
    {MW_KIND_UNSAFE, MW_BINARY, 32, 32, 3, 0, MW_FLOAT, false, "NHWC SQUASH 32x32 RGB 255.0 FLOAT32"},
    {MW_KIND_CLASSIFIER, MW_TEXT, 64, 48, 3, 0, MW_FLOAT, false, "NHWC SQUASH 64x48 RGB 255.0 FLOAT32"},
    {MW_KIND_CLASSIFIER, MW_BINARY, 64, 48, 3, 0, MW_FLOAT, true, "NCHW SQUASH 64x48 RGB 255.0 FLOAT32"},
    {MW_KIND_CLASSIFIER, MW_BINARY, 32, 32, 1, 0, MW_FLOAT, true, "NCHW SQUASH 32x32 L 255.0 FLOAT32"},
    {MW_KIND_CLASSIFIER, MW_BINARY, 32, 32, 3, 4, MW_FLOAT, false, "NHWC SQUASH 32x32 RGB 255.0 FLOAT32"},
    {MW_KIND_CLASSIFIER, MW_BINARY, 32, 32, 3, 0, MW_UINT8, false, "NHWC SQUASH 32x32 RGB 255.0 UINT8"},
    {MW_KIND_FROZEN, MW_BINARY, 32, 32, 3, 0, MW_HALF, false, "NHWC SQUASH 32x32 RGB 255.0 FLOAT16"},
    {MW_KIND_FROZEN, MW_BINARY, 32, 32, 3, 0, MW_INT64, false, "NHWC SQUASH 32x32 RGB 255.0 INT64"},
};

static void begin_recipe(int i)
{
    struct mw_recipe recipe;

    mw_recipe_init(&recipe);
    recipe.kind = accepted[i].kind;
    recipe.syntax = accepted[i].syntax;
    recipe.width = accepted[i].width;
    recipe.height = accepted[i].height;
    recipe.channels = accepted[i].channels;
    recipe.batch = accepted[i].batch;
    recipe.input_dtype = accepted[i].input_dtype;
    recipe.nchw = accepted[i].nchw;
    subject_begin(&subject, &recipe);
    subject_write(&subject);
}

START_TEST(the_check_accepts_a_draft_where_the_graph_leaves_no_choice)
{
    char *text;

    begin_recipe(_i);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(draft_image(text, 0), accepted[_i].image);
    ck_assert_msg(check_draft(text) == NNREG_OK, "%s\n%s", findings_told(subject.findings), text);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(the_outputs_are_those_of_the_signature_in_its_order)
{
    json_t *draft;
    char *text;

    subject_of_kind(&subject, MW_KIND_DETECTOR);
    text = subject_draft(&subject, NNREG_OK);
    draft = json_loads(text, 0, NULL);
    ck_assert_uint_eq(json_array_size(member(draft, "postprocessings/0/tensors_output/tensors")),
                      subject.made.model.signature[0]->outputs);
    ck_assert_str_eq(member_text(draft, "postprocessings/0/tensors_output/tensors/0"),
                     subject.made.model.signature[0]->output[0].tensor);
    ck_assert_str_eq(member_text(draft, "postprocessings/0/tensors_output/tensors/1"),
                     subject.made.model.signature[0]->output[1].tensor);
    json_decref(draft);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

/* ------------------------------------------------------------------------------------------- the guesses -- */

#define NAME_AND_RESIZE "draft.guess note /name;draft.guess note /preprocessing/inputs/0/image/resize_type;"
#define COLORS          "draft.guess note /preprocessing/inputs/0/image/color_channels;"
#define SCALING         "draft.guess note /preprocessing/inputs/0/image/pixel_scaling;"

START_TEST(every_guess_is_told_at_its_place)
{
    const struct nnreg_finding *finding;
    char *text;

    subject_of_kind(&subject, MW_KIND_CLASSIFIER);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(findings_told(subject.findings), NAME_AND_RESIZE COLORS SCALING);
    finding = nnreg_findings_get(subject.findings, 2);
    ck_assert_uint_eq(finding->line, 12);
    ck_assert_uint_eq(finding->column, 29);
    ck_assert(finding->has_offset);
    ck_assert_int_eq(strncmp(text + finding->offset, "\"RGB\"", 5), 0);
    ck_assert_str_eq(finding->message, "RGB is a guess: the graph does not say whether it is RGB or BGR");
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(what_the_graph_says_is_no_guess)
{
    struct mw_recipe recipe;
    char *text;

    mw_recipe_init(&recipe);
    recipe.channels = 1;
    subject_begin(&subject, &recipe);
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(findings_told(subject.findings), NAME_AND_RESIZE SCALING);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(guesses_can_be_muted_by_their_rule)
{
    static const struct nnreg_rule_severity off = NNREG_RULE_SEVERITY("draft.guess", NNREG_SEVERITY_OFF);
    char *text;

    subject_of_kind(&subject, MW_KIND_CLASSIFIER);
    nnreg_findings_free(subject.findings);
    ck_assert_int_eq(nnreg_findings_new(&subject.findings, &off, 1), NNREG_OK);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_uint_eq(nnreg_findings_count(subject.findings), 0);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

/* The input's shape as the signature and the graph have it from now on. */
static void set_input_shape(struct mw_shape shape)
{
    struct mw_node *input = mw_find(&subject.made.model.graph, "input");

    mw_drop_attr(input, "_output_shapes");
    mw_output_shape(mw_attr_shape(input, "shape", shape), shape);
    subject.made.model.signature[0]->input[0].shape = shape;
}

static char *draft_with_shape(struct mw_shape shape)
{
    struct mw_recipe recipe;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    subject_begin(&subject, &recipe);
    set_input_shape(shape);
    subject_write(&subject);
    return subject_draft(&subject, NNREG_OK);
}

START_TEST(an_open_size_is_guessed)
{
    char *text = draft_with_shape(MW_SHAPE(1, -1, -1, 3));

    ck_assert_str_eq(draft_image(text, 0), "NHWC SQUASH 224x224 RGB 255.0 FLOAT32");
    ck_assert_str_eq(findings_told(subject.findings), NAME_AND_RESIZE
                     "draft.guess note /preprocessing/inputs/0/image/target_size;" COLORS SCALING);
    ck_assert_int_eq(check_draft(text), NNREG_OK);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(of_an_unknown_shape_the_convolution_tells_the_order)
{
    char *text = draft_with_shape(MW_UNKNOWN_SHAPE);

    ck_assert_str_eq(draft_image(text, 0), "NHWC SQUASH 224x224 RGB 255.0 FLOAT32");
    ck_assert_str_eq(findings_told(subject.findings),
                     "draft.guess note /name;draft.told note /preprocessing/inputs/0/image/dimension_order;"
                     "draft.guess note /preprocessing/inputs/0/image/resize_type;"
                     "draft.guess note /preprocessing/inputs/0/image/target_size;" COLORS SCALING);
    ck_assert_str_eq(nnreg_findings_get(subject.findings, 1)->message,
                     "NHWC is told by Conv2D \"conv1/Conv2D\"");
    ck_assert_int_eq(check_draft(text), NNREG_OK);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(what_keeps_a_draft_from_being_accepted_is_told)
{
    char *text = draft_with_shape(MW_SHAPE(-1, 32, 32, 4));
    const struct nnreg_finding *finding;
    size_t i, told = 0;

    for (i = 0; (finding = nnreg_findings_get(subject.findings, i)) != NULL; i++) {
        if (strcmp(finding->rule, "model.channels") != 0)
            continue;
        ck_assert_int_eq(finding->severity, NNREG_SEVERITY_WARNING);
        ck_assert_str_eq(finding->pointer, "/preprocessing/inputs/0/image/color_channels");
        ck_assert_int_eq(strncmp(finding->message, "the draft does not pass the check yet: ", 39), 0);
        told++;
    }
    ck_assert_uint_eq(told, 1);
    ck_assert_int_eq(check_draft(text), NNREG_REFUSED);
    ck_assert_str_eq(findings_told(subject.findings),
                     "model.channels error /preprocessing/inputs/0/image/color_channels;");
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

/* ------------------------------------------------------------------------------------- from a tensor alone -- */

static const struct {
    int64_t dim[5]; /* ends with 0; a first dimension of 0: the rank is not known */
    uint32_t dtype;
    bool takes_images;
    const char *order, *colors, *type;
    uint32_t width, height;
    const char *guessed; /* o: order, c: colours, t: type, s: size */
} tensors[] = {
    {{-1, 224, 192, 3}, NNREG_DT_FLOAT, true, "NHWC", "RGB", "FLOAT32", 192, 224, "c"},
    {{-1, 3, 224, 192}, NNREG_DT_FLOAT, true, "NCHW", "RGB", "FLOAT32", 192, 224, "c"},
    {{-1, 3, -1, -1}, NNREG_DT_FLOAT, true, "NCHW", "RGB", "FLOAT32", 224, 224, "cs"},
    {{-1, -1, 96, 1}, NNREG_DT_FLOAT, true, "NHWC", "L", "FLOAT32", 96, 96, "s"},
    {{-1, 64, -1, 1}, NNREG_DT_FLOAT, true, "NHWC", "L", "FLOAT32", 64, 64, "s"},
    {{1, 1, 28, 28}, NNREG_DT_FLOAT, true, "NCHW", "L", "FLOAT32", 28, 28, ""},
    {{28, 28, 3}, NNREG_DT_UINT8, true, "NHWC", "RGB", "UINT8", 28, 28, "c"},
    {{3, 20, 30}, NNREG_DT_UINT8, true, "NCHW", "RGB", "UINT8", 30, 20, "c"},
    {{-1, 3, 3, 3}, NNREG_DT_FLOAT, true, "NHWC", "RGB", "FLOAT32", 3, 3, "oc"},
    {{-1, 3, 20, 1}, NNREG_DT_FLOAT, true, "NCHW", "RGB", "FLOAT32", 1, 20, "oc"},
    {{-1, 1, 7, 3}, NNREG_DT_FLOAT, true, "NHWC", "RGB", "FLOAT32", 7, 1, "oc"},
    {{-1, 8, 8, 64}, NNREG_DT_FLOAT, true, "NHWC", "RGB", "FLOAT32", 8, 8, "oc"},
    {{-1, -1, 8, 64}, NNREG_DT_FLOAT, true, "NCHW", "RGB", "FLOAT32", 64, 8, "oc"},
    {{-1, 100000, 7, 3}, NNREG_DT_FLOAT, true, "NHWC", "RGB", "FLOAT32", 7, 7, "cs"},
    {{0}, NNREG_DTYPE_UNNAMED, true, "NHWC", "RGB", "FLOAT32", 224, 224, "octs"},
    {{-1, 8, 8, 3}, NNREG_DT_BFLOAT16, true, "NHWC", "RGB", "FLOAT32", 8, 8, "ct"},
    {{-1, 8, 8, 3}, NNREG_DT_FLOAT + NNREG_DTYPE_REF, true, "NHWC", "RGB", "FLOAT32", 8, 8, "c"},
    {{-1, 8, 8, 3}, NNREG_DT_BOOL, false, "NHWC", "RGB", "FLOAT32", 8, 8, "ct"},
    {{-1}, NNREG_DT_STRING, false, "NHWC", "RGB", NULL, 224, 224, "ocs"},
    {{-1, 784}, NNREG_DT_FLOAT, false, "NHWC", "RGB", "FLOAT32", 224, 224, "ocs"},
};

START_TEST(a_tensor_gives_the_likeliest_image)
{
    struct nnreg_shape shape = {.known = tensors[_i].dim[0] != 0};
    struct nnreg_draft_image image;
    char guessed[8] = "";

    while (tensors[_i].dim[shape.rank] != 0) {
        shape.dim[shape.rank] = tensors[_i].dim[shape.rank];
        shape.rank++;
    }
    ck_assert_int_eq(nnreg_draft_takes_images(&shape, tensors[_i].dtype), tensors[_i].takes_images);
    nnreg_draft_image_guess(&image, &shape, tensors[_i].dtype, NULL);
    ck_assert_str_eq(image.dimension_order, tensors[_i].order);
    ck_assert_str_eq(image.color_channels, tensors[_i].colors);
    ck_assert_pstr_eq(image.data_type, tensors[_i].type);
    ck_assert_uint_eq(image.width, tensors[_i].width);
    ck_assert_uint_eq(image.height, tensors[_i].height);
    (void)snprintf(guessed, sizeof guessed, "%s%s%s%s", image.order_guessed ? "o" : "",
                   image.colors_guessed ? "c" : "", image.type_guessed ? "t" : "",
                   image.size_guessed ? "s" : "");
    ck_assert_str_eq(guessed, tensors[_i].guessed);
}
END_TEST

/* ------------------------------------------------------------------------------------ which tensors -- */

static void begin_frozen(void)
{
    struct mw_recipe recipe;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    subject_begin(&subject, &recipe);
}

/* The names of the inputs, then those of the outputs; static storage. */
static const char *named(const char *text)
{
    static char told[1000];
    json_t *draft = json_loads(text, 0, NULL), *each;
    size_t i, used = 0;

    ck_assert_ptr_nonnull(draft);
    told[0] = '\0';
    json_array_foreach(member(draft, "preprocessing/inputs"), i, each) used +=
        (size_t)snprintf(told + used, sizeof told - used, "%s ", member_text(each, "tensor_name"));
    used += (size_t)snprintf(told + used, sizeof told - used, "->");
    json_array_foreach(member(draft, "postprocessings/0/tensors_output/tensors"), i, each) used +=
        (size_t)snprintf(told + used, sizeof told - used, " %s", json_string_value(each));
    json_decref(draft);
    return told;
}

START_TEST(a_tensor_of_two_keys_is_named_once)
{
    char *text;

    begin_frozen();
    mw_add_info(subject.made.model.signature[0], false, "again", "input", MW_FLOAT, MW_SHAPE(-1, 32, 32, 3));
    mw_add_info(subject.made.model.signature[0], true, "again", "probabilities", MW_FLOAT, MW_SHAPE(-1, 10));
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(named(text), "input:0 -> probabilities:0");
    ck_assert_int_eq(check_draft(text), NNREG_OK);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(a_switch_with_a_default_is_left_out)
{
    struct mw_node *node;
    char *text;

    begin_frozen();
    mw_const_zeros(&subject.made.model.graph, "off", MW_FLOAT, MW_SCALAR);
    node = mw_add(&subject.made.model.graph, "training", "PlaceholderWithDefault", "off");
    mw_attr_shape(mw_attr_type(node, "dtype", MW_FLOAT), "shape", MW_SCALAR);
    mw_add_info(subject.made.model.signature[0], false, "training", "training:0", MW_FLOAT, MW_SCALAR);
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(named(text), "input:0 -> probabilities:0");
    ck_assert_str_eq(findings_told(subject.findings),
                     "draft.guess note /preprocessing/inputs;" NAME_AND_RESIZE COLORS SCALING);
    ck_assert_int_eq(check_draft(text), NNREG_OK);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(a_sparse_input_is_left_out_and_told)
{
    struct mw_info *info;
    char *text;

    begin_frozen();
    info = mw_add_info(subject.made.model.signature[0], false, "few", "values:0", MW_FLOAT, MW_SHAPE(-1, 7));
    mw_info_sparse(info, &subject.made.model.arena, "indices:0", "dense:0");
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(named(text), "input:0 -> probabilities:0");
    ck_assert_int_eq(
        strncmp(findings_told(subject.findings), "draft.guess warning /preprocessing/inputs;", 42), 0);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

/* Fed as an image it was refused by the check of the draft itself. */
START_TEST(a_switch_that_has_to_be_fed_is_left_out_and_told)
{
    char *text;

    begin_frozen();
    mw_attr_shape(
        mw_attr_type(mw_add(&subject.made.model.graph, "training", "Placeholder", NULL), "dtype", MW_BOOL),
        "shape", MW_SCALAR);
    mw_add_info(subject.made.model.signature[0], false, "training", "training:0", MW_BOOL, MW_SCALAR);
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(named(text), "input:0 -> probabilities:0");
    ck_assert_str_eq(
        nnreg_findings_get(subject.findings, 0)->message,
        "the input \"training\" of the signature has the type DT_BOOL, which no image has: it is left out");
    ck_assert_int_eq(check_draft(text), NNREG_OK);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

/* Numbers of another type become bfloat16, and what a type without a name is only a later library knows: either may be an image. */
START_TEST(an_input_of_a_type_that_no_description_has_is_drafted_as_an_image)
{
    static const struct {
        int dtype;
        const char *told;
    } rows[] = {
        {MW_BFLOAT16, "model.unreachable-input warning /preprocessing/inputs/1/tensor_name;model.dtype note "
                      "/preprocessing/inputs/1/image/data_type;"},
        {99, "model.unreachable-input warning /preprocessing/inputs/1/tensor_name;"},
    };
    char *text;

    begin_frozen();
    mw_attr_shape(mw_attr_type(mw_add(&subject.made.model.graph, "other", "Placeholder", NULL), "dtype",
                               rows[_i].dtype),
                  "shape", MW_SHAPE(-1, 8, 8, 3));
    mw_add_info(subject.made.model.signature[0], false, "other", "other:0", rows[_i].dtype,
                MW_SHAPE(-1, 8, 8, 3));
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(named(text), "input:0 other:0 -> probabilities:0");
    (void)check_draft(text);
    ck_assert_str_eq(findings_told(subject.findings), rows[_i].told);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(a_signature_of_images_is_taken_before_one_of_texts)
{
    struct mw_signature *signature;
    char *text;

    begin_frozen();
    mw_attr_shape(
        mw_attr_type(mw_add(&subject.made.model.graph, "examples", "Placeholder", NULL), "dtype", MW_STRING),
        "shape", MW_SHAPE(-1));
    subject.made.model.signature[0]->key = "images";
    signature = mw_add_signature(&subject.made.model, "serving_default", "tensorflow/serving/classify");
    mw_add_info(signature, false, "inputs", "examples:0", MW_STRING, MW_SHAPE(-1));
    mw_add_info(signature, true, "scores", "probabilities:0", MW_FLOAT, MW_SHAPE(-1, 10));
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(named(text), "input:0 -> probabilities:0");
    ck_assert_str_eq(nnreg_findings_get(subject.findings, 0)->message,
                     "the inputs and outputs are those of the signature \"images\", one of 2");
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(without_a_signature_the_placeholders_are_the_inputs)
{
    char *text;

    begin_frozen();
    subject.made.model.signatures = 0;
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(named(text), "input:0 ->");
    ck_assert_str_eq(
        findings_told(subject.findings),
        "draft.guess note /preprocessing/inputs;draft.guess note /postprocessings;" NAME_AND_RESIZE COLORS
            SCALING);
    ck_assert_int_eq(check_draft(text), NNREG_OK);
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

START_TEST(an_input_that_is_not_in_the_graph_is_told)
{
    char *text;

    begin_frozen();
    subject.made.model.signature[0]->input[0].tensor = "not_there:0";
    subject_write(&subject);
    text = subject_draft(&subject, NNREG_OK);
    ck_assert_str_eq(draft_image(text, 0), "NHWC SQUASH 32x32 RGB 255.0 FLOAT32");
    ck_assert_ptr_nonnull(strstr(findings_told(subject.findings),
                                 "model.tensor-missing warning /preprocessing/inputs/0/tensor_name;"));
    nnreg_free(text);
    subject_end(&subject);
}
END_TEST

/* -------------------------------------------------------------------------------------- of a graph in words -- */

static struct words words;

#define FROM_X(infos)                                                                   \
    "signature_def { key: 's' value { inputs { key: 'x' value { name: 'x:0' } } " infos \
    " outputs { key: 'y' "                                                              \
    "value { name: 'y:0' } } method_name: 'tensorflow/serving/predict' } } "

/* The draft of words.bundle; NULL and the status where there is none. */
static char *words_draft(nnreg_status *status)
{
    char *text = (char *)"";

    *status = nnreg_draft(&text, words.findings, words.bundle);
    ck_assert(*status == NNREG_OK || text == NULL);
    return text;
}

static void words_named(const char *expected)
{
    nnreg_status status;
    char *text = words_draft(&status);

    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_str_eq(named(text), expected);
    nnreg_free(text);
}

static const struct words_row {
    const char *nodes, *more, *named;
} words_rows[] = {
    /* an image with a default, and a type that no word is there for, beside an image */
    {"x Placeholder dtype=DT_FLOAT shape=[-1,32,32,3]; z PlaceholderWithDefault =1x32x32x3:1. dtype=DT_FLOAT "
     "shape=[-1,32,32,3]; y Add x z",
     FROM_X("inputs { key: 'z' value { name: 'z:0' dtype: DT_FLOAT tensor_shape { dim { size: -1 } dim { "
            "size: 32 } "
            "dim { size: 32 } dim { size: 3 } } } } "),
     "x:0 z:0 -> y:0"},
    {"x Placeholder dtype=DT_FLOAT shape=[-1,32,32,3]; b Placeholder dtype=DT_BFLOAT16 shape=[-1,4]; y Add x "
     "b",
     "signature_def { key: 's' value { inputs { key: 'b' value { name: 'b:0' dtype: DT_BFLOAT16 } } inputs { "
     "key: 'x' "
     "value { name: 'x:0' dtype: DT_FLOAT tensor_shape { dim { size: -1 } dim { size: 32 } dim { size: 32 } "
     "dim { "
     "size: 3 } } } } outputs { key: 'y' value { name: 'y:0' } } method_name: 'tensorflow/serving/predict' } "
     "} ",
     "b:0 x:0 -> y:0"},
    /* a placeholder without a type, and no signature */
    {"x Placeholder; y Relu x", "", "x:0 ->"},
    /* names that no description can have, which are cut to one that is there, to one that is not, or are none at all */
    {"x Placeholder; x\\0a Placeholder; b\\0c Placeholder; d\\ne Placeholder", "", "x:0 ->"},
    {"x Placeholder dtype=DT_FLOAT shape=[-1,32,32,3]; y Relu x",
     FROM_X("inputs { key: 'z' value { name: 'z\\0a:0' dtype: DT_FLOAT } } "), "x:0 -> y:0"},
};

START_TEST(what_may_be_an_image_is_an_input)
{
    words_begin(&words);
    words_add_model(&words, words_rows[_i].nodes, "", words_rows[_i].more);
    words_named(words_rows[_i].named);
    words_end(&words);
}
END_TEST

/* With ":0" behind it, which it gets. */
START_TEST(a_placeholder_of_the_longest_name_is_named_and_a_longer_one_left_out)
{
    size_t length;

    for (length = NNREG_LIMIT_TENSOR_NAME - 2; length <= NNREG_LIMIT_TENSOR_NAME - 1; length++) {
        char nodes[NNREG_LIMIT_TENSOR_NAME + 64], name[NNREG_LIMIT_TENSOR_NAME];
        nnreg_status status;
        char *text;

        memset(name, 'a', length);
        name[length] = '\0';
        (void)snprintf(nodes, sizeof nodes, "x Placeholder; %s Placeholder", name);
        words_begin(&words);
        words_add_model(&words, nodes, "", "");
        text = words_draft(&status);
        ck_assert_int_eq(status, NNREG_OK);
        ck_assert_int_eq(strstr(text, name) != NULL, length == NNREG_LIMIT_TENSOR_NAME - 2);
        nnreg_free(text);
        words_end(&words);
    }
}
END_TEST

/* A list of a description has no more. */
START_TEST(of_more_tensors_than_a_description_names_those_that_are_left_out_are_told)
{
    struct nnreg_bytes nodes = NNREG_BYTES_INIT, infos = NNREG_BYTES_INIT;
    const struct nnreg_finding *finding;
    nnreg_status status;
    char *model, *more, *text;
    json_t *draft;
    unsigned i, told = 0;
    size_t k;

    nnreg_bytes_text(&nodes, "x Placeholder dtype=DT_FLOAT shape=[-1,32,32,3]");
    nnreg_bytes_text(&infos, "signature_def { key: 's' value { inputs { key: 'x' value { name: 'x:0' } } ");
    for (i = 0; i <= NNREG_LIMIT_LIST; i++) {
        nnreg_bytes_format(&nodes, "; o%u Relu x", i);
        nnreg_bytes_format(&infos, "outputs { key: 'k%04u' value { name: 'o%u:0' } } ", i, i);
    }
    nnreg_bytes_text(&infos, "method_name: 'm' } } ");
    ck_assert_int_eq(nnreg_bytes_take(&model, &nodes), NNREG_OK);
    ck_assert_int_eq(nnreg_bytes_take(&more, &infos), NNREG_OK);
    words_begin(&words);
    words_add_model(&words, model, "", more);
    text = words_draft(&status);
    ck_assert_int_eq(status, NNREG_OK);
    draft = json_loads(text, 0, NULL);
    ck_assert_uint_eq(json_array_size(member(draft, "postprocessings/0/tensors_output/tensors")),
                      NNREG_LIMIT_LIST);
    for (k = 0; (finding = nnreg_findings_get(words.findings, k)) != NULL; k++)
        told += strcmp(finding->rule, "draft.guess") == 0 && finding->severity == NNREG_SEVERITY_WARNING &&
                strcmp(finding->message, "\"o1024:0\" is one too many: a description can name 1024") == 0;
    ck_assert_uint_eq(told, 1);
    json_decref(draft);
    nnreg_free(text);
    nnreg_free(model);
    nnreg_free(more);
    words_end(&words);
}
END_TEST

START_TEST(of_more_placeholders_than_a_description_names_the_first_are_inputs)
{
    struct nnreg_bytes nodes = NNREG_BYTES_INIT;
    nnreg_status status;
    char *model, *text;
    json_t *draft;
    unsigned i;

    for (i = 0; i <= NNREG_LIMIT_LIST; i++)
        nnreg_bytes_format(&nodes, "%sp%u Placeholder dtype=DT_FLOAT shape=[-1,32,32,3]", i > 0 ? "; " : "",
                           i);
    ck_assert_int_eq(nnreg_bytes_take(&model, &nodes), NNREG_OK);
    words_begin(&words);
    words_add_model(&words, model, "", "");
    text = words_draft(&status);
    ck_assert_int_eq(status, NNREG_OK);
    draft = json_loads(text, 0, NULL);
    ck_assert_uint_eq(json_array_size(member(draft, "preprocessing/inputs")), NNREG_LIMIT_LIST);
    ck_assert_str_eq(member_text(draft, "preprocessing/inputs/1023/tensor_name"), "p1023:0");
    json_decref(draft);
    nnreg_free(text);
    nnreg_free(model);
    words_end(&words);
}
END_TEST

/* Each allocation fails while what the graph tells of images is put in words; then `told` is said of it. */
static const struct {
    const char *nodes, *more, *told;
} survivors[] = {
    {"x Placeholder dtype=DT_FLOAT; y Conv2D x =3x3x3x8:1.", FROM_X(""), "NHWC is told by Conv2D \"y\""},
    {"x Placeholder dtype=DT_FLOAT shape=[-1,-1,-1,3]; z ResizeBilinear x =24,32; y Conv2D z =3x3x3x8:1.",
     FROM_X(""), "32x24"},
    {"x Placeholder dtype=DT_FLOAT; y Conv2D x =3x3x1x8:1.", FROM_X(""), "L is told by"},
    {"x Placeholder dtype=DT_FLOAT shape=[-1,32,32,3]; m Sub x =103.9,116.8,123.7; y Conv2D m =3x3x3x8:1.",
     FROM_X(""), "BGR is told by"},
    {"x Placeholder dtype=DT_FLOAT shape=[-1,32,32,3]; d RealDiv x =#255.; y Conv2D d =3x3x3x8:1.",
     FROM_X(""), "255 is told by the graph"},
    {"x Placeholder; y Relu x", "", "its placeholders are taken as the inputs"},
};

START_TEST(without_memory_nothing_that_the_graph_tells_is_left_out)
{
    nnreg_status status = NNREG_NO_MEMORY;
    const struct nnreg_finding *finding;
    struct nnreg_bytes all = NNREG_BYTES_INIT;
    char *text, *messages;
    uint64_t n;
    size_t i;

    words_begin(&words);
    words_add_model(&words, survivors[_i].nodes, "", survivors[_i].more);
    for (n = 1; status == NNREG_NO_MEMORY && n < 5000; n++) {
        nnreg_alloc_fail_from(n);
        text = words_draft(&status);
        nnreg_alloc_fail_from(0);
        nnreg_free(status == NNREG_OK ? text : NULL);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 50);
    for (i = 0; (finding = nnreg_findings_get(words.findings, i)) != NULL; i++)
        nnreg_bytes_format(&all, "%s; ", finding->message);
    ck_assert_int_eq(nnreg_bytes_take(&messages, &all), NNREG_OK);
    ck_assert_msg(strstr(messages, survivors[_i].told) != NULL, "%s", messages);
    nnreg_free(messages);
    words_end(&words);
}
END_TEST

static unsigned reads, failing_read;

static int fail_nth_read(const char *call)
{
    return strcmp(call, "pread") == 0 && ++reads == failing_read ? EIO : 0;
}

/* Values that the graph computes with are read from the variables. */
START_TEST(a_read_that_fails_is_no_draft_with_values_left_out)
{
    static const char lines[] =
        "folder\nown saved_model.pbtxt saved_model.pbtxt\n"
        "variables layer_with_weights-0/mean/.ATTRIBUTES/VARIABLE_VALUE=float[3]:127.5 "
        "layer_with_weights-0/variance/.ATTRIBUTES/VARIABLE_VALUE=float[3]:16256.25\n";
    struct case_bundle bundle;
    nnreg_findings *findings;
    char own[1400];

    (void)snprintf(own, sizeof own, "%s/model.scaling-twice.rejects.normalization", cases_folder());
    case_bundle_make(&bundle, lines, sizeof lines - 1, own);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    failing_read = 0;
    do {
        nnreg_status status;
        char *text;

        failing_read++;
        reads = 0;
        nnreg_fs_use_hook(fail_nth_read);
        status = nnreg_draft(&text, findings, bundle.bundle);
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(status == (reads < failing_read ? NNREG_OK : NNREG_IO), "%d, read %u of %u", status,
                      failing_read, reads);
        ck_assert_int_eq(nnreg_findings_message(findings)[0] != '\0', status == NNREG_IO);
        ck_assert_int_eq(text != NULL, status == NNREG_OK);
        nnreg_free(text);
    } while (reads >= failing_read);
    ck_assert_uint_gt(failing_read, 3);
    nnreg_findings_free(findings);
    case_bundle_free(&bundle);
}
END_TEST

/* ------------------------------------------------------------------------------------------- no draft -- */

START_TEST(without_an_input_there_is_no_draft)
{
    begin_frozen();
    subject.made.model.signature[0]->inputs = 0;
    subject_write(&subject);
    ck_assert_ptr_null(subject_draft(&subject, NNREG_REFUSED));
    ck_assert_str_eq(findings_told(subject.findings), "model.tensor-missing error saved_model.pb;");
    subject_end(&subject);
}
END_TEST

START_TEST(without_a_model_there_is_no_draft)
{
    subject_of_kind(&subject, MW_KIND_FROZEN);
    scratch_truncate(&subject.scratch, "model/saved_model.pb", 700);
    ck_assert_ptr_null(subject_draft(&subject, NNREG_REFUSED));
    ck_assert_str_eq(findings_told(subject.findings), "model.corrupt error saved_model.pb;");
    scratch_truncate(&subject.scratch, "model/saved_model.pb", 0);
    ck_assert_ptr_null(subject_draft(&subject, NNREG_REFUSED));
    ck_assert_str_eq(findings_told(subject.findings), "bundle.empty-file error saved_model.pb;");
    nnreg_bundle_free(subject.bundle);
    ck_assert_int_eq(nnreg_bundle_new(&subject.bundle), NNREG_OK);
    ck_assert_ptr_null(subject_draft(&subject, NNREG_REFUSED));
    ck_assert_str_eq(findings_told(subject.findings), "bundle.model-missing error -;");
    subject_end(&subject);
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
    char *text = (char *)"";

    subject_of_kind(&subject, MW_KIND_FROZEN);
    ck_assert_int_eq(nnreg_draft(NULL, subject.findings, subject.bundle), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_draft(&text, NULL, subject.bundle), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(text);
    ck_assert_int_eq(nnreg_draft(&text, subject.findings, NULL), NNREG_INVALID_ARGUMENT);
    subject_end(&subject);
}
END_TEST

/* Every allocation fails once, and all after it: of drafts that do not pass the check, and where a rule has a severity of its own. */
START_TEST(no_memory_leaves_nothing_behind)
{
    const struct nnreg_rule_severity note = NNREG_RULE_SEVERITY("model.layout", NNREG_SEVERITY_NOTE);
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    begin_frozen();
    if (_i == 0)
        set_input_shape(MW_SHAPE(-1, 32, 32, 4));
    else if (_i == 1)
        subject.made.model.signature[0]->input[0].tensor = "not_there:0";
    else
        subject.made.model.signature[0]->output[0].tensor = "not_there:0";
    subject_write(&subject);
    nnreg_findings_free(subject.findings);
    ck_assert_int_eq(nnreg_findings_new(&subject.findings, &note, 1), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY && n < 5000; n++) {
        char *text = (char *)"";

        nnreg_alloc_fail_from(n);
        status = nnreg_draft(&text, subject.findings, subject.bundle);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || (status == NNREG_NO_MEMORY && text == NULL));
        nnreg_free(status == NNREG_OK ? text : NULL);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 50);
    subject_end(&subject);
}
END_TEST

START_TEST(without_memory_it_is_not_told_that_there_is_no_model)
{
    nnreg_status status = NNREG_NO_MEMORY;
    char *text;
    uint64_t n;

    ck_assert_int_eq(nnreg_bundle_new(&subject.bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&subject.findings, NULL, 0), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_draft(&text, subject.findings, subject.bundle);
        nnreg_alloc_fail_from(0);
        ck_assert_ptr_null(text);
        ck_assert_uint_eq(nnreg_findings_count(subject.findings), status == NNREG_REFUSED);
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    ck_assert_uint_gt(n, 2);
    ck_assert_str_eq(findings_told(subject.findings), "bundle.model-missing error -;");
    nnreg_findings_free(subject.findings);
    nnreg_bundle_free(subject.bundle);
}
END_TEST

/* ----------------------------------------------------------------------------------------- real models -- */

static const struct {
    const char *folder, *image;
    bool complete;
} images[] = {
    {"mlnet_mnist_conv", "NHWC SQUASH 28x28 L 255.0 FLOAT32", true},
    {"sm_cifar_PARTIAL", "NHWC SQUASH 32x32 RGB 255.0 FLOAT32", false},
    {"tf_trt_sample_model", "NHWC SQUASH 28x28 RGB 255.0 FLOAT32", true},
    {"zoo_not_resource_PARTIAL", "NHWC SQUASH 28x28 L 255.0 FLOAT32", false},
    {"zoo_resource", "NHWC SQUASH 28x28 L 255.0 FLOAT32", true},
};

START_TEST(the_check_accepts_the_drafts_of_real_models_of_images)
{
    const char *models = models_folder();
    size_t i;

    for (i = 0; models != NULL && i < sizeof images / sizeof *images; i++) {
        char path[1400], *text;

        ck_assert_int_eq(nnreg_bundle_new(&subject.bundle), NNREG_OK);
        ck_assert_int_eq(nnreg_findings_new(&subject.findings, NULL, 0), NNREG_OK);
        (void)snprintf(path, sizeof path, "%.1000s/%s", models, images[i].folder);
        ck_assert_int_eq(nnreg_bundle_add_directory(subject.bundle, path), NNREG_OK);
        text = subject_draft(&subject, NNREG_OK);
        ck_assert_str_eq(draft_image(text, 0), images[i].image);
        (void)check_draft(text);
        if (images[i].complete)
            ck_assert_msg(nnreg_findings_worst(subject.findings) < NNREG_SEVERITY_ERROR, "%s: %s",
                          images[i].folder, findings_told(subject.findings));
        ck_assert_ptr_null(strstr(findings_told(subject.findings), "/preprocessing"));
        nnreg_free(text);
        nnreg_findings_free(subject.findings);
        nnreg_bundle_free(subject.bundle);
    }
}
END_TEST

#define ROWS(table) ((int)(sizeof(table) / sizeof(table)[0]))

Suite *draft_suite(void);
Suite *draft_suite(void)
{
    Suite *suite = suite_create("draft");
    TCase *whole = tcase_create("accepted"), *guesses = tcase_create("guesses"),
          *choice = tcase_create("tensors");
    TCase *calls = tcase_create("calls");

    tcase_add_loop_test(whole, the_check_accepts_a_draft_where_the_graph_leaves_no_choice, 0, ROWS(accepted));
    tcase_add_test(whole, the_outputs_are_those_of_the_signature_in_its_order);
    tcase_add_test(whole, the_check_accepts_the_drafts_of_real_models_of_images);
    suite_add_tcase(suite, whole);
    tcase_add_test(guesses, every_guess_is_told_at_its_place);
    tcase_add_test(guesses, what_the_graph_says_is_no_guess);
    tcase_add_test(guesses, guesses_can_be_muted_by_their_rule);
    tcase_add_test(guesses, an_open_size_is_guessed);
    tcase_add_test(guesses, of_an_unknown_shape_the_convolution_tells_the_order);
    tcase_add_test(guesses, what_keeps_a_draft_from_being_accepted_is_told);
    tcase_add_loop_test(guesses, a_tensor_gives_the_likeliest_image, 0, ROWS(tensors));
    suite_add_tcase(suite, guesses);
    tcase_add_test(choice, a_tensor_of_two_keys_is_named_once);
    tcase_add_test(choice, a_switch_with_a_default_is_left_out);
    tcase_add_test(choice, a_sparse_input_is_left_out_and_told);
    tcase_add_test(choice, a_switch_that_has_to_be_fed_is_left_out_and_told);
    tcase_add_loop_test(choice, an_input_of_a_type_that_no_description_has_is_drafted_as_an_image, 0, 2);
    tcase_add_test(choice, a_signature_of_images_is_taken_before_one_of_texts);
    tcase_add_test(choice, without_a_signature_the_placeholders_are_the_inputs);
    tcase_add_test(choice, an_input_that_is_not_in_the_graph_is_told);
    tcase_add_loop_test(choice, what_may_be_an_image_is_an_input, 0, ROWS(words_rows));
    tcase_add_test(choice, a_placeholder_of_the_longest_name_is_named_and_a_longer_one_left_out);
    tcase_add_test(choice, of_more_tensors_than_a_description_names_those_that_are_left_out_are_told);
    tcase_add_test(choice, of_more_placeholders_than_a_description_names_the_first_are_inputs);
    suite_add_tcase(suite, choice);
    tcase_add_test(calls, without_an_input_there_is_no_draft);
    tcase_add_test(calls, without_a_model_there_is_no_draft);
    tcase_add_test(calls, what_makes_no_sense_is_refused);
    tcase_add_loop_test(calls, no_memory_leaves_nothing_behind, 0, 3);
    tcase_add_loop_test(calls, without_memory_nothing_that_the_graph_tells_is_left_out, 0, ROWS(survivors));
    tcase_add_test(calls, a_read_that_fails_is_no_draft_with_values_left_out);
    tcase_add_test(calls, without_memory_it_is_not_told_that_there_is_no_model);
    suite_add_tcase(suite, calls);
    return suite;
}
