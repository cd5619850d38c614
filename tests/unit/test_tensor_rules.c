/*
 * Tensors that a description names, held against the graph: what each mistake is told, word by word, and what is right and so told
 * nothing. Which findings there are is told by the folders of tests/cases; here is what lies between them.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "case_text.h"
#include "nnreg.h"
#include "words_fixture.h"

Suite *tensor_rules_suite(void);

static struct words words;

#define RULES                                                                                           \
    "model.tensor-by-key signature-key model.dtype model.shape model.rank model.channels model.layout " \
    "model.tensor-missing model.output-index model.shape-unknown model.shape-inside"

static void begin(void)
{
    words_begin(&words);
}

static void end(void)
{
    words_end(&words);
}

/* ---------------------------------------------------------------------------------------------------------- tools -- */

/* `model`: nodes (short_graph.h), `more` in the meta graph; `members` of the description, '"' written "'". */
struct row {
    const char *nodes, *more, *members;
    const char *
        told; /* findings of these rules, "rule: message (hint); ", and behind one its fix, "[text] "; "" for none */
};

/* `library`: what else is in the graph. */
static const char *told_of_graph(const struct row *row, const char *library)
{
    static char told[sizeof words.told];
    char json[8000];
    size_t i, length = 0;

    words_add_model(&words, row->nodes, library, row->more);
    (void)snprintf(json, sizeof json, "{'name': 'n', 'framework': 'tensorflow-1.x', %s}", row->members);
    words_describe(&words, json);
    (void)words_told(&words, "", 0);
    told[0] = '\0';
    for (i = 0; i < nnreg_findings_count(words.findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(words.findings, i);
        const struct nnreg_fix *fix = nnreg_findings_fix(words.findings, i);

        if (!words_are_among(RULES, finding->rule))
            continue;
        length += (size_t)snprintf(told + length, sizeof told - length, "%s: %s (%s); ", finding->rule,
                                   finding->message, finding->hint != NULL ? finding->hint : "-");
        if (fix != NULL)
            length += (size_t)snprintf(told + length, sizeof told - length, "[%s] ", fix->text);
        ck_assert_uint_lt(length, sizeof told);
    }
    return told;
}

static const char *told_of_row(const struct row *row)
{
    return told_of_graph(row, "");
}

static void expect_rows(const struct row *rows, size_t count)
{
    struct text wrong = TEXT_INIT;
    size_t i;

    for (i = 0; i < count; i++) {
        const char *told = told_of_row(&rows[i]);

        if (strcmp(told, rows[i].told) != 0)
            text_format(&wrong, "%s, %s is told\n%s\nand not\n%s\n", rows[i].nodes, rows[i].members, told,
                        rows[i].told);
        end();
        begin();
    }
    ck_assert_msg(wrong.length == 0, "%.3000s", wrong.content);
    text_free(&wrong);
}

#define EXPECT_ROWS(rows) expect_rows(rows, sizeof(rows) / sizeof *(rows))

#define FED(image) "'preprocessing': {'inputs': [{'tensor_name': 'x:0', 'image': {" image "}}]}"
#define IMAGE(order, size, colors, more)                                             \
    "'dimension_order': '" order "', 'resize_type': 'SQUASH', 'target_size': '" size \
    "', 'color_channels': '" colors "'" more
#define TYPED(type) FED(IMAGE("NHWC", "32x24", "RGB", ", 'data_type': '" type "'"))
#define SIZE(shape)                                                                                 \
    "model.shape: target_size is 32x24 (width x height), but the input tensor has the shape " shape \
    " in NHWC "
#define SIZED(size)       FED(IMAGE("NHWC", size, "RGB", ""))
#define GIVES(tensors)    "'postprocessings': [{'tensors_output': {'tensors': [" tensors "]}}]"
#define FINDS(members)    "'postprocessings': [{'standard_output': {'type': 'DETECTION', " members "}}]"
#define X(type, shape)    "x Placeholder dtype=" type " shape=" shape
#define INPUT(key, name)  "inputs { key: '" key "' value { name: '" name "' dtype: DT_FLOAT } } "
#define OUTPUT(key, name) "outputs { key: '" key "' value { name: '" name "' dtype: DT_FLOAT } } "
#define SIGNATURE(infos)  "signature_def { key: 'serving_default' value { " infos "} } "

/* --------------------------------------------------------------------------------------------------------- images -- */

START_TEST(the_type_of_an_image_is_that_of_the_tensor)
{
    static const struct row rows[] = {
        {X("DT_FLOAT", "[-1,24,32,3]"), "", TYPED("FLOAT32"), ""},
        {X("DT_HALF", "[-1,24,32,3]"), "", TYPED("FLOAT32"),
         "model.dtype: data_type is FLOAT32, but the input tensor has the type DT_HALF (set data_type to "
         "\"FLOAT16\"); [\"FLOAT16\"] "},
        {X("DT_BFLOAT16", "[-1,24,32,3]"), "", TYPED("FLOAT16"),
         "model.dtype: data_type is FLOAT16, and the input tensor has the type DT_BFLOAT16, for which there "
         "is no word: who feeds it has to convert (-); "},
        {X("DT_BFLOAT16", "[-1,24,32,3]"), "", TYPED("UINT8"),
         "model.dtype: data_type is UINT8, but the input tensor has the type DT_BFLOAT16 (-); "},
        {X("DT_BOOL", "[-1,24,32,3]"), "", TYPED("UINT8"),
         "model.dtype: data_type is UINT8, but the input tensor has the type DT_BOOL (-); "},
        {X("DT_BOOL", "[-1,24,32,3]"), "", TYPED("BIT"), ""},
        {"x Placeholder shape=[-1,24,32,3]", "", TYPED("UINT8"),
         "model.shape-unknown: the graph does not say the type of this tensor, so it was not checked (-); "},
        {"x Placeholder dtype=DT_FLOAT", "", TYPED("FLOAT32"),
         "model.shape-unknown: the graph does not say the shape of this tensor, so it was not checked (-); "},
        {"x Placeholder", "", TYPED("FLOAT32"),
         "model.shape-unknown: the graph does not say the shape and type of this tensor, so it was not "
         "checked (-); "},
        {X("DT_200", "[-1,24,32,3]"), "", TYPED("FLOAT32"), ""}, /* a number without a name */
        {"x Placeholder dtype=1 shape=[-1,24,32,3]", "", TYPED("FLOAT32"),
         "model.shape-unknown: the graph does not say the type of this tensor, so it was not checked (-); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

START_TEST(an_image_has_the_sides_of_the_tensor)
{
    static const struct row rows[] = {
        {X("DT_FLOAT", "[-1,24,32,3]"), "", SIZED("32x24"), ""},
        {X("DT_FLOAT", "[-1,-1,-1,3]"), "", SIZED("32x24"), ""},
        {X("DT_FLOAT", "[-1,24,32,3]"), "", SIZED("wide"), ""},
        {X("DT_FLOAT", "[-1,24,32,3]"), "", SIZED("24x32"),
         "model.shape: target_size is 24x32 (width x height), but the input tensor has the shape [-1, 24, "
         "32, 3] in NHWC (width and height are swapped: set target_size to \"32x24\"); "},
        {X("DT_FLOAT", "[-1,24,48,3]"), "", SIZED("32x24"),
         SIZE("[-1, 24, 48, 3]") "(set target_size to \"48x24\"); [\"48x24\"] "},
        {X("DT_FLOAT", "[-1,48,32,3]"), "", SIZED("32x24"),
         SIZE("[-1, 48, 32, 3]") "(set target_size to \"32x48\"); [\"32x48\"] "},
        {X("DT_FLOAT", "[-1,-1,48,3]"), "", SIZED("32x24"),
         SIZE("[-1, -1, 48, 3]") "(the width has to be 48); "},
        {X("DT_FLOAT", "[-1,48,-1,3]"), "", SIZED("32x24"),
         SIZE("[-1, 48, -1, 3]") "(the height has to be 48); "},
        {X("DT_FLOAT", "[-1,32,-1,3]"), "", SIZED("32x24"),
         SIZE("[-1, 32, -1, 3]") "(width and height are swapped: set target_size to \"24x32\"); "},
        {X("DT_FLOAT", "[-1,0,32,3]"), "", SIZED("32x24"), SIZE("[-1, 0, 32, 3]") "(-); "},
        {X("DT_FLOAT", "[-1,24,0,3]"), "", SIZED("32x24"), SIZE("[-1, 24, 0, 3]") "(-); "},
        {X("DT_FLOAT", "[0,24,32,3]"), "", SIZED("32x24"),
         "model.shape: the input tensor has the shape [0, 24, 32, 3]: every request must have exactly 0 "
         "images (save the model with an open batch dimension); "},
        {X("DT_FLOAT", "[1,24,32,3]"), "", SIZED("32x24"), ""},
        {X("DT_FLOAT", "[2,24,32,3]"), "", SIZED("32x24"),
         "model.shape: the input tensor has the shape [2, 24, 32, 3]: every request must have exactly 2 "
         "images (save the model with an open batch dimension); "},
        {X("DT_FLOAT", "[24,32,3]"), "", SIZED("32x24"),
         "model.shape: the input tensor has the shape [24, 32, 3], which has no batch dimension: every "
         "request must be one image (save the model with an open batch dimension); "},
        {X("DT_FLOAT", "[-1,32,3]"), "", SIZED("32x24"), ""},
        {X("DT_FLOAT", "[-1,-1,3]"), "", SIZED("32x24"),
         "model.shape: the input tensor has the shape [-1, -1, 3], which has no batch dimension: every "
         "request must be one image (save the model with an open batch dimension); "},
        {X("DT_FLOAT", "[-1,24,-1]"), "", SIZED("32x24"),
         SIZE("[-1, 24, -1]") "(width and height are swapped: set target_size to \"24x32\"); "},
        {X("DT_FLOAT", "[24,32]"), "", SIZED("32x24"),
         "model.rank: the input tensor has the shape [24, 32], which is no image in NHWC (name the tensor "
         "that takes the image); "},
        {X("DT_FLOAT", "[1,1,24,32,3]"), "", SIZED("32x24"),
         "model.rank: the input tensor has the shape [1, 1, 24, 32, 3], which is no image in NHWC (name the "
         "tensor that takes the image); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

/* The order is mended only where nothing but the order can be wrong. */
START_TEST(an_image_has_the_channels_of_the_tensor)
{
    static const struct row rows[] = {
        {X("DT_FLOAT", "[-1,24,32,1]"), "", SIZED("32x24"),
         "model.channels: color_channels RGB is 3 channels, but the input tensor has the shape [-1, 24, 32, "
         "1] (set color_channels to \"L\"); [\"L\"] "},
        {X("DT_FLOAT", "[-1,24,32,4]"), "", SIZED("32x24"),
         "model.channels: color_channels RGB is 3 channels, but the input tensor has the shape [-1, 24, 32, "
         "4] (-); "},
        {X("DT_FLOAT", "[-1,24,32,3]"), "", FED(IMAGE("NHWC", "32x24", "L", "")),
         "model.channels: color_channels L is 1 channel, but the input tensor has the shape [-1, 24, 32, 3] "
         "(set color_channels to \"RGB\" or \"BGR\", as the model was trained); "},
        {X("DT_FLOAT", "[-1,24,32,3]"), "", FED(IMAGE("NHWC", "32x24", "grey", "")), ""},
        {X("DT_FLOAT", "[-1,24,32,3]"), "", FED(IMAGE("NCHW", "32x24", "RGB", "")),
         "model.layout: dimension_order is NCHW, but the input tensor has the shape [-1, 24, 32, 3], which "
         "is NHWC (set dimension_order to \"NHWC\"); [\"NHWC\"] "},
        {X("DT_FLOAT", "[-1,24,48,3]"), "", FED(IMAGE("NCHW", "32x24", "RGB", "")),
         "model.layout: dimension_order is NCHW, but the input tensor has the shape [-1, 24, 48, 3], which "
         "is NHWC (set dimension_order to \"NHWC\"); "},
        {X("DT_FLOAT", "[-1,48,32,3]"), "", FED(IMAGE("NCHW", "32x24", "RGB", "")),
         "model.layout: dimension_order is NCHW, but the input tensor has the shape [-1, 48, 32, 3], which "
         "is NHWC (set dimension_order to \"NHWC\"); "},
        {X("DT_FLOAT", "[-1,-1,-1,3]"), "", FED(IMAGE("NCHW", "32x24", "RGB", "")),
         "model.shape: target_size is 32x24 (width x height), but the input tensor has the shape [-1, -1, "
         "-1, 3] in NCHW (the width has to be 3); "},
        {X("DT_FLOAT", "[-1,24,32,3]"), "", FED(IMAGE("NCWH", "32x24", "RGB", "")),
         "model.layout: dimension_order is NCWH, but the input tensor has the shape [-1, 24, 32, 3], which "
         "is NHWC (set dimension_order to \"NHWC\"); "},
        {X("DT_FLOAT", "[-1,3,24,32]"), "", SIZED("32x24"),
         "model.layout: dimension_order is NHWC, but the input tensor has the shape [-1, 3, 24, 32], which "
         "is NCHW (set dimension_order to \"NCHW\"); [\"NCHW\"] "},
        {X("DT_FLOAT", "[-1,24,32,3]"), "", FED(IMAGE("NCHW", "wide", "RGB", "")),
         "model.layout: dimension_order is NCHW, but the input tensor has the shape [-1, 24, 32, 3], which "
         "is NHWC (set dimension_order to \"NHWC\"); "},
        {X("DT_FLOAT", "[-1,24,32,3]"), "",
         FED("'dimension_order': 'NCHW', 'resize_type': 'NETWORK', 'target_size': '32', 'color_channels': "
             "'RGB'"),
         "model.layout: dimension_order is NCHW, but the input tensor has the shape [-1, 24, 32, 3], which "
         "is NHWC (set dimension_order to \"NHWC\"); "},
        {X("DT_FLOAT", "[24,32,3]"), "", FED(IMAGE("NCHW", "32x24", "RGB", "")),
         "model.layout: dimension_order is NCHW, but the input tensor has the shape [24, 32, 3], which is "
         "NHWC (set dimension_order to \"NHWC\"); [\"NHWC\"] "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

/* What is wrong behind the input, by numbers, and the image that would fit. */
START_TEST(an_image_goes_through_the_graph)
{
#define SEEN(size) SIZED(size) ", " GIVES("'y'")
#define NHWC       "x Placeholder dtype=DT_FLOAT shape=[-1,-1,-1,3]; "
#define OPEN       "x Placeholder dtype=DT_FLOAT shape=[-1,-1,-1,-1]; "
    static const struct row rows[] = {
        {NHWC "y Conv2D x =3x3x3x8:0.1 strides=1,1,1,1, padding=SAME", "", SEEN("32x24"), ""},
        {NHWC "y MatMul x =3x2:1.", "", SEEN("32x24"),
         "model.shape-inside: MatMul \"y\" needs 2 dimensions and gets 4 ([1, 24, 32, 3]) (-); "},
        {NHWC "r Reshape x =-1,7; y BatchMatMulV2 r =3x2:1.", "", SEEN("32x28"),
         "model.shape-inside: BatchMatMulV2 \"y\" needs 3 values and gets 7 ([384, 7] with [3, 2]) (-); "},
        {NHWC "r Reshape x =-1,3; y MatMul r =4x2:1.", "", SEEN("32x24"),
         "model.shape-inside: MatMul \"y\" needs 4 values and gets 3 ([768, 3] with [4, 2]) (-); "},
        {NHWC "y ConcatV2 x =1x5x5x3:0. =#3", "", SEEN("32x24"),
         "model.shape-inside: ConcatV2 \"y\" gets the shapes [1, 5, 5, 3] and [1, 24, 32, 3], which do not "
         "go together (-); "},
        {NHWC "y AddV2 x =1x5x5x3:0.", "", SEEN("32x24"),
         "model.shape-inside: AddV2 \"y\" gets the shapes [1, 24, 32, 3] and [1, 5, 5, 3], which do not go "
         "together (-); "},
        {NHWC "y Conv2D x =3x3x4x8:0.1 strides=1,1,1,1, padding=SAME", "", SEEN("32x24"),
         "model.shape-inside: Conv2D \"y\" needs 4 channels and gets 3 ([1, 24, 32, 3] with [3, 3, 4, 8]) "
         "(-); "},
        {OPEN "z Conv2D x =3x3x1x8:0.1 strides=1,1,1,1, padding=SAME; y BiasAdd x =1.", "", SEEN("32x24"),
         "model.shape-inside: BiasAdd \"y\" needs 1 channel and gets 3 ([1, 24, 32, 3] with [1]) (set "
         "color_channels to \"L\"); "},
        {OPEN "y BiasAdd x =1.,1.,1.", "", FED(IMAGE("NHWC", "32x24", "L", "")) ", " GIVES("'y'"),
         "model.shape-inside: BiasAdd \"y\" needs 3 channels and gets 1 ([1, 24, 32, 1] with [3]) (set "
         "color_channels to \"RGB\" or \"BGR\", as the model was trained); "},
        {NHWC "y SpaceToDepth x block_size=5", "", SEEN("32x24"),
         "model.shape-inside: SpaceToDepth \"y\" needs a multiple of 5 and gets 24 ([1, 24, 32, 3]) (100x100 "
         "fits: set target_size to \"100x100\"); "},
        {NHWC "y Conv2D x =40x40x3x8:0.1 strides=1,1,1,1, padding=VALID", "", SEEN("32x24"),
         "model.shape-inside: Conv2D \"y\" needs at least 40 and gets 24 ([1, 24, 32, 3]) (48x48 fits: set "
         "target_size to \"48x48\"); "},
        {NHWC
         "v Conv2D x =3x3x3x8:0.1 strides=1,2,2,1, padding=SAME; r Reshape v =-1,1352; y MatMul r =1352x2:1.",
         "", SEEN("32x24"),
         "model.shape-inside: Reshape \"r\" gets 1536 values ([1, 12, 16, 8]), which do not fill the shape "
         "[-1, 1352]: target_size 32x24 gives 12x16x8 (208x208 fits: set target_size to \"208x208\"); "},
        {NHWC "y Conv2D x =3x3x3x8:0.1 strides=1,2,2,1, padding=SAME; q Relu y; r Reshape q =-1,1536; z "
              "MatMul r =1536x2:1.; w "
              "MatMul z =7x2:1.",
         "", SEEN("32x24"), ""},
        {NHWC "y Unpack x num=5 axis=1", "", SEEN("32x24"),
         "model.shape-inside: Unpack \"y\" needs a dimension of 5 and gets one of 24 ([1, 24, 32, 3]) (-); "},
        {NHWC "y StridedSlice x =0,30 =0,31 =1,1 shrink_axis_mask=2", "", SEEN("32x24"),
         "model.shape-inside: StridedSlice \"y\" takes number 30 of 24 ([1, 24, 32, 3]) (24x32 fits: set "
         "target_size to \"24x32\"); "},
        {"x Placeholder dtype=DT_FLOAT shape=[-1,24,-1,3]; r Reshape x =1,2304; y MatMul r =2304x2:1.", "",
         SEEN("48x24"),
         "model.shape-inside: Reshape \"r\" gets 3456 values ([1, 24, 48, 3]), which do not fill the shape "
         "[1, 2304] (32x24 fits: set target_size to \"32x24\"); "},
        {"x Placeholder dtype=DT_FLOAT shape=[-1,-1,32,3]; r Reshape x =1,3072; y MatMul r =3072x2:1.", "",
         SEEN("32x24"),
         "model.shape-inside: Reshape \"r\" gets 2304 values ([1, 24, 32, 3]), which do not fill the shape "
         "[1, 3072] (32x32 fits: set target_size to \"32x32\"); "},
        {"x Placeholder dtype=DT_FLOAT shape=[-1,24,32,3]; r Reshape x =1,3072; y MatMul r =3072x2:1.", "",
         SEEN("32x24"),
         "model.shape-inside: Reshape \"r\" gets 2304 values ([1, 24, 32, 3]), which do not fill the shape "
         "[1, 3072] (-); "},
        /* what the first input was made of is a constant, waits, or is not known whole */
        {NHWC "f Reshape x =-1,7; y MatMul =5x4:1. f", "", SEEN("32x28"),
         "model.shape-inside: MatMul \"y\" needs 384 values and gets 4 ([5, 4] with [384, 7]) (-); "},
        {NHWC "k NoOp; v VarHandleOp dtype=DT_FLOAT shape=[5,4] ^k; r ReadVariableOp v dtype=DT_FLOAT; f "
              "Reshape x "
              "=-1,7; y MatMul r f",
         "", SEEN("32x28"),
         "model.shape-inside: MatMul \"y\" needs 384 values and gets 4 ([5, 4] with [384, 7]) (-); "},
        {NHWC "u Placeholder dtype=DT_FLOAT shape=[1,24,-1,3]; c ConcatV2 x u =#2; y Conv2D c =3x3x5x8:0.1 "
              "strides=1,1,1,1, padding=SAME",
         "", SEEN("32x24"),
         "model.shape-inside: Conv2D \"y\" needs 5 channels and gets 3 ([1, 24, -1, 3] with [3, 3, 5, 8]) "
         "(-); "},
        {NHWC
         "u Placeholder dtype=DT_FLOAT shape=[1,24,32,-1]; c ConcatV2 x u =#3; y MaxPool c ksize=1,40,40,1, "
         "strides=1,1,1,1, padding=VALID",
         "", SEEN("32x24"),
         "model.shape-inside: MaxPool \"y\" needs at least 40 and gets 24 ([1, 24, 32, -1]) (-); "},
        {NHWC "u Placeholder dtype=DT_FLOAT shape=[1,-1,32,3]; c ConcatV2 x u =#1; y Conv2D c =3x3x5x8:0.1 "
              "strides=1,1,1,1, padding=SAME",
         "", SEEN("32x24"),
         "model.shape-inside: Conv2D \"y\" needs 5 channels and gets 3 ([1, -1, 32, 3] with [3, 3, 5, 8]) "
         "(-); "},
        {NHWC "o Odd x; r Reshape o =-1,9; y MatMul r =3x2:1.", "", SEEN("32x24"),
         "model.shape-inside: MatMul \"y\" needs 3 values and gets 9 ([-1, 9] with [3, 2]) (-); "},
        /* another output of what is fed */
        {"x Placeholder dtype=DT_FLOAT shape=[2,24,32,6]; s Split =#3 x num_split=2; r Reshape s:1 =-1,9; y "
         "MatMul r "
         "=3x2:1.",
         "",
         "'preprocessing': {'inputs': [{'tensor_name': 's:0', 'image': {" IMAGE("NHWC", "32x24", "RGB",
                                                                                "") "}}]}, " GIVES("'y'"),
         "model.shape-unknown: the graph does not say the shape and type of this tensor, so it was not "
         "checked (-); model.shape-inside: MatMul \"y\" needs 3 values and gets 9 ([512, 9] with [3, 2]): "
         "target_size 32x24 gives 24x32x3 (-); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

/* The size that is told of is that of an image a few operations away, across a call, too; behind many nobody looks. */
START_TEST(what_an_operation_was_given_is_told_by_the_image_behind_it)
{
    static const char *const function = "library { function { signature { name: 'f' input_arg { name: 'p' "
                                        "type: DT_FLOAT } output_arg { name: 'o' "
                                        "type: DT_FLOAT } } node_def { name: 'r' op: 'Relu' input: 'p' attr "
                                        "{ key: 'T' value { type: DT_FLOAT } } } "
                                        "ret { key: 'o' value: 'r:activations:0' } } } ";
    static const struct row row = {NHWC "c PartitionedCall x f=@f; r Reshape c =-1,7; y MatMul r =3x2:1.", "",
                                   SEEN("32x28"), ""};
    struct nnreg_bytes nodes = NNREG_BYTES_INIT;
    struct row many = row;
    char *text;
    int i;

    ck_assert_str_eq(told_of_graph(&row, function),
                     "model.shape-inside: MatMul \"y\" needs 3 values and gets 7 ([384, 7] with [3, 2]): "
                     "target_size 32x28 gives 28x32x3 (-); ");
    end();
    begin();
    nnreg_bytes_text(&nodes, NHWC "v Relu x; n0 Reshape v =-1,7");
    for (i = 0; i < 70; i++)
        nnreg_bytes_format(&nodes, "; n%d Identity n%d", i + 1, i);
    nnreg_bytes_text(&nodes, "; y MatMul n70 =3x2:1.");
    ck_assert_int_eq(nnreg_bytes_take(&text, &nodes), NNREG_OK);
    many.nodes = text;
    ck_assert_str_eq(
        told_of_row(&many),
        "model.shape-inside: MatMul \"y\" needs 3 values and gets 7 ([384, 7] with [3, 2]) (-); ");
    nnreg_free(text);
}
END_TEST

#define TWO_IMAGES(first, second, key)                                                     \
    "'preprocessing': {'inputs': [{'tensor_name': '" first "', 'image': {" IMAGE(          \
        "NHWC", "32x24", "RGB", "") "}}, "                                                 \
                                    "{'tensor_name': '" second "', 'signature_key': '" key \
                                    "', 'image': {" IMAGE("NHWC", "32x24", "RGB", "") "}}]}"

/* A hint, a key's tensor, and functions that only shapes lead into. */
static const struct {
    struct row row;
    const char *library;
} survivors[] = {
    {{"x Placeholder dtype=DT_FLOAT shape=[-1,24,32,3]; "
      "the_placeholder_of_images_that_has_a_very_long_name_for_what_it_is "
      "Placeholder dtype=DT_FLOAT shape=[-1,24,32,3]; y Add x "
      "the_placeholder_of_images_that_has_a_very_long_name_for_what_it_is",
      SIGNATURE(INPUT("one", "x:0") INPUT(
          "two", "the_placeholder_of_images_that_has_a_very_long_name_for_what_it_is:0") OUTPUT("y", "y:0")),
      TWO_IMAGES("the_placeholder_of_images_that_has_a_very_long_name_for_what_it_was:0", "x:0", "two"), ""},
     ""},
    {{"x Placeholder dtype=DT_FLOAT shape=[-1,4]; c PartitionedCall x f=@f; y Relu c", "",
      "'preprocessing': {'inputs': [{'tensor_name': 'c:0', 'image': {" IMAGE("NHWC", "32x24", "RGB",
                                                                             "") "}}]}, " GIVES("'y'"),
      ""},
     "library { function { signature { name: 'f' input_arg { name: 'p' type: DT_FLOAT } output_arg { name: "
     "'o' type: "
     "DT_FLOAT } } node_def { name: 'r' op: 'Relu' input: 'p' attr { key: 'T' value { type: DT_FLOAT } } } "
     "ret { key: "
     "'o' value: 'r:activations:0' } } } "},
    /* two decoders, from each of which it is gone back */
    {{"x Placeholder dtype=DT_STRING shape=[]; d DecodeJpeg x channels=1; e DecodePng x channels=3", "",
      FED("'color_channels': 'RGB'"), ""},
     ""},
};

START_TEST(without_memory_nothing_of_a_tensor_is_left_out)
{
    (void)told_of_graph(&survivors[_i].row, survivors[_i].library);
    words_survive(&words, RULES);
}
END_TEST

START_TEST(a_declared_image_is_what_the_graph_decodes)
{
#define TEXT "x Placeholder dtype=DT_STRING shape=[]; "
#define DECODES(op)                                                                             \
    "model.rank: the input tensor has the type DT_STRING: the graph decodes images itself (" op \
    ") (feed encoded "                                                                          \
    "images, or name the tensor behind the decoding); "
#define RGB FED("'color_channels': 'RGB'")
    static const struct row rows[] = {
        {TEXT "d DecodeJpeg x channels=3", "", RGB, DECODES("DecodeJpeg")},
        {TEXT "d DecodeJpeg x channels=1", "", RGB,
         DECODES("DecodeJpeg") "model.channels: color_channels RGB is 3 channels, but the graph decodes "
                               "images to 1 (set color_channels to \"L\"); "},
        {TEXT "d DecodePng x channels=4", "", RGB,
         DECODES("DecodePng") "model.channels: color_channels RGB is 3 channels, but the graph decodes "
                              "images to 4 (-); "},
        {TEXT "d DecodePng x channels=4", "", FED("'color_channels': 'L'"),
         DECODES("DecodePng") "model.channels: color_channels L is 1 channel, but the graph decodes images "
                              "to 4 (-); "},
        {TEXT "d DecodeJpeg x channels=3", "", FED("'color_channels': 'L'"),
         DECODES("DecodeJpeg") "model.channels: color_channels L is 1 channel, but the graph decodes images "
                               "to 3 (set color_channels to \"RGB\"); "},
        {TEXT "d DecodeJpeg x channels=3", "", FED("'color_channels': 'grey'"), DECODES("DecodeJpeg")},
        {TEXT "d DecodeJpeg x channels=0", "", RGB, DECODES("DecodeJpeg")},
        {TEXT "d DecodeJpeg x", "", RGB, DECODES("DecodeJpeg")},
        {TEXT "d DecodeJpeg x channels=5", "", RGB, DECODES("DecodeJpeg")},
        {TEXT "d DecodeJpeg x channels=-1", "", RGB, DECODES("DecodeJpeg")},
        {TEXT "d DecodeJpeg x channels=2", "", RGB, DECODES("DecodeJpeg")}, /* which no decoder takes */
        {TEXT "d DecodeJpeg x channels=4294967297", "", RGB, DECODES("DecodeJpeg")},
        {TEXT "d DecodeJpeg x channels=1,", "", RGB, DECODES("DecodeJpeg")},
        {TEXT "d DecodeJpeg x channels=1; e DecodePng x channels=3", "", RGB, DECODES("DecodeJpeg")},
        {TEXT "d DecodePng x channels=3 dtype=DT_UINT16", "", FED("'data_type': 'UINT8'"),
         DECODES("DecodePng") "model.dtype: data_type is UINT8, but the graph decodes images to UINT16 (set "
                              "data_type to \"UINT16\"); "},
        {TEXT "d DecodePng x channels=3 dtype=DT_UINT16", "", FED("'data_type': 'UINT16'"),
         DECODES("DecodePng")},
        {TEXT "d DecodePng x channels=3 dtype=DT_UINT16", "", RGB, DECODES("DecodePng")},
        {TEXT "d DecodePng x channels=3 dtype=16", "", FED("'data_type': 'UINT16'"),
         DECODES("DecodePng") "model.dtype: data_type is UINT16, but the graph decodes images to UINT8 (set "
                              "data_type to \"UINT8\"); "},
        {TEXT "d DecodePng x channels=3 dtype=DT_BOOL", "", FED("'data_type': 'UINT16'"),
         DECODES("DecodePng")},
        {TEXT "d DecodePng x channels=3 dtype=DT_UINT16", "", FED("'data_type': 'WORD'"),
         DECODES("DecodePng")},
        {TEXT "d DecodeRaw x", "", FED("'data_type': 'UINT16', 'color_channels': 'RGB'"),
         "model.rank: the input tensor has the type DT_STRING and takes the raw bytes of numbers (feed such "
         "bytes, or name the tensor behind the decoding); "},
        {TEXT "d DecodeJpeg\\0x x channels=3; e ReadFile\\0 x; f ParseExample\\0 x", "", RGB,
         "model.rank: the input tensor has the type DT_STRING and takes text or bytes: nothing in the graph "
         "decodes images from it (name a tensor that takes an image); "},
        {TEXT "d DecodeOther x; e ParseOther x; f ReadOther x", "", RGB,
         "model.rank: the input tensor has the type DT_STRING and takes text or bytes: nothing in the graph "
         "decodes images from it (name a tensor that takes an image); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------------- names -- */

#define Y "x Placeholder dtype=DT_FLOAT shape=[-1,4]; y Identity x T=DT_FLOAT; other Identity x T=DT_FLOAT"

START_TEST(what_is_named_is_there)
{
#define NONE(name) "model.tensor-missing: there is no tensor \"" name "\" in the graph of saved_model.pbtxt "
    static const struct row rows[] = {
        {Y, "", GIVES("'y', 'y:0'"), ""},
        {Y, "", GIVES("'y:1'"),
         "model.output-index: the node of \"y:1\" has 1 output, so the index ends at 0 (-); "},
        {"x Placeholder dtype=DT_FLOAT; y Split x num_split=2", "", GIVES("'y:2'"),
         "model.output-index: the node of \"y:2\" has 2 outputs, so the index ends at 1 (-); "},
        {Y, "", GIVES("'yy'"), NONE("yy") "(did you mean \"y\"?); "},
        {Y, "", GIVES("'nothing like it at all'"), NONE("nothing like it at all") "(-); "},
        {Y, "", GIVES("'', '^y', 'y:'"), NONE("y:") "(did you mean \"y\"?); "},
        {Y, SIGNATURE(OUTPUT("a", "y:0") OUTPUT("a", "other:0") INPUT("b", "x:0")), GIVES("'zz9'"),
         NONE("zz9") "(the signature's outputs: \"other:0\"); "},
        {Y,
         SIGNATURE(OUTPUT("a", "y:0") OUTPUT("b", "y:0") OUTPUT("c", "y:0") OUTPUT("d", "y:0")
                       OUTPUT("e", "y:0") OUTPUT("f", "y:0")),
         GIVES("'zz9'"),
         NONE("zz9") "(the signature's outputs: \"y:0\", \"y:0\", \"y:0\", \"y:0\", \"y:0\", \"y:0\"); "},
        {Y,
         SIGNATURE(OUTPUT("a", "y:0") OUTPUT("b", "y:0") OUTPUT("c", "y:0") OUTPUT("d", "y:0")
                       OUTPUT("e", "y:0") OUTPUT("f", "y:0") OUTPUT("g", "y:0")),
         GIVES("'zz9'"),
         NONE("zz9") "(the signature's outputs: \"y:0\", \"y:0\", \"y:0\", \"y:0\", \"y:0\", \"y:0\", and "
                     "more); "},
        {Y,
         SIGNATURE(
             "outputs { key: 's' value { coo_sparse { values_tensor_name: 'y:0' indices_tensor_name: 'y:0' "
             "dense_shape_tensor_name: 'y:0' } } } outputs { key: 'c' value { composite_tensor { components "
             "{ name: 'y:0' } } } } "),
         GIVES("'zz9'"), NONE("zz9") "(-); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

/* The first eight misspelt names are compared with all nodes, further ones as long as a million comparisons last. */
START_TEST(of_many_missing_tensors_the_first_have_hints)
{
    struct text nodes = TEXT_INIT, json = TEXT_INIT;
    static const char many_nodes[] = "<<1100*layer_# NoOp; >>last NoOp",
                      many_names[] = "{'name': 'n', 'framework': 'tensorflow-1.x', 'postprocessings': "
                                     "[{'tensors_output': {'tensors': [<<1023*'laier_#', >>'laier_1023']}}]}";
    size_t i, hints = 0;

    text_expand(&nodes, many_nodes, sizeof many_nodes - 1);
    text_expand(&json, many_names, sizeof many_names - 1);
    words_add_model(&words, nodes.content, "", "");
    words_describe(&words, json.content);
    (void)words_told(&words, "", 0);
    ck_assert_uint_eq(nnreg_findings_count(words.findings), NNREG_LIMIT_FINDINGS);
    ck_assert_str_eq(nnreg_findings_get(words.findings, 0)->rule, "missing-field"); /* of inputs */
    for (i = 1; i < NNREG_LIMIT_FINDINGS - 1; i++) {
        ck_assert_str_eq(nnreg_findings_get(words.findings, i)->rule, "model.tensor-missing");
        hints += nnreg_findings_get(words.findings, i)->hint != NULL;
    }
    ck_assert_str_eq(nnreg_findings_get(words.findings, 1)->hint,
                     "did you mean \"layer_0\" or \"layer_1\" or \"layer_2\"?");
    ck_assert_ptr_nonnull(strstr(nnreg_findings_get(words.findings, 9)->hint, "did you mean \"layer_8\""));
    ck_assert_uint_gt(hints, 8);
    ck_assert_ptr_nonnull(nnreg_findings_get(words.findings, hints)->hint);
    ck_assert_ptr_null(nnreg_findings_get(words.findings, hints + 1)->hint);
    ck_assert_ptr_null(nnreg_findings_get(words.findings, NNREG_LIMIT_FINDINGS - 2)->hint);
    text_free(&nodes);
    text_free(&json);
}
END_TEST

/* A member that is to be added, and another that is to be replaced. */
START_TEST(without_memory_nothing_is_mended)
{
    (void)told_of_row(&(struct row){X("DT_UINT8", "[-1,24,48,3]"), "", SIZED("32x24"), NULL});
    words_survive(&words, "model.dtype model.shape");
    ck_assert_int_eq(nnreg_findings_fix(words.findings, 0)->action, NNREG_FIX_ADD);
    ck_assert_int_eq(nnreg_findings_fix(words.findings, 1)->action, NNREG_FIX_REPLACE);
}
END_TEST

START_TEST(a_key_stands_for_the_tensor_of_its_signature)
{
    static const struct row rows[] = {
        {Y, SIGNATURE(OUTPUT("scores", "y:0")), GIVES("'scores'"),
         "model.tensor-by-key: \"scores\" is a key of a signature: it stands for the tensor \"y:0\" (the "
         "registry keeps the tensor, and the key beside it); "},
        {Y, SIGNATURE(OUTPUT("scores", "y:7")), GIVES("'scores'"),
         "model.output-index: the node of \"scores\" has 1 output, so the index ends at 0 (-); "},
        {Y, SIGNATURE(OUTPUT("scores", "zz:0")), GIVES("'scores'"),
         NONE("scores") "(the signature's outputs: \"zz:0\"); "},
        {Y, SIGNATURE(INPUT("scores", "x:0")), GIVES("'scores'"), NONE("scores") "(-); "},
        {Y, SIGNATURE(OUTPUT("other", "y:0")), GIVES("'other'"), ""},
        {Y, SIGNATURE(OUTPUT("^y", "y:0")), GIVES("'^y'"), ""},
        /* a node whose name no tensor can have */
        {"x Placeholder dtype=DT_FLOAT shape=[-1,4]; y|z Identity x T=DT_FLOAT",
         SIGNATURE(OUTPUT("s", "y|z:0")), GIVES("'s'"),
         "signature-key: \"s\" is the key of \"y|z:0\", which is no name that a tensor can have (give the "
         "node a name that TensorFlow takes, and save the model again); "},
        {"x Placeholder dtype=DT_FLOAT shape=[-1,4]; y Identity x T=DT_FLOAT; y\\000z Identity x T=DT_FLOAT",
         SIGNATURE(OUTPUT("s", "y\\000z:0")), GIVES("'s'"),
         "signature-key: \"s\" is the key of \"y\", which is no name that a tensor can have (give the node a "
         "name that TensorFlow takes, and save the model again); "},
        {"x Placeholder dtype=DT_FLOAT shape=[-1,4]; y\\000z Identity x T=DT_FLOAT",
         SIGNATURE(OUTPUT("s", "y\\000z:0")), GIVES("'s'"),
         "signature-key: \"s\" is the key of \"y\", which is no name that a tensor can have (give the node a "
         "name that TensorFlow takes, and save the model again); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

START_TEST(a_key_beside_a_tensor_is_one_of_it)
{
#define KEYED(name, key) \
    "'postprocessings': [{'tensors_output': {'tensors': ['" name "'], 'signature_keys': ['" key "']}}]"
#define OTHERS \
    SIGNATURE(OUTPUT("scores", "y:0") OUTPUT("other", "y:0") OUTPUT("y", "y:0") OUTPUT("far", "y:7"))
    static const struct row rows[] = {
        {Y, OTHERS, KEYED("y", "scores"), ""},
        {Y, OTHERS, KEYED("y:0", "y"), ""},
        {Y, OTHERS, KEYED("y", ""), ""},
        {Y, OTHERS, KEYED("other", "scores"),
         "signature-key: the key \"scores\" stands for the tensor \"y:0\", not for \"other\" (leave the key "
         "out, or name the tensor by it alone); "},
        {Y, OTHERS, KEYED("y", "other"),
         "signature-key: \"other\" is the name of another tensor of the graph, too, and means that one "
         "(leave it out); "},
        {Y, OTHERS, KEYED("y", "none"),
         "signature-key: no signature has an output with the key \"none\" (leave it out); "},
        {Y, OTHERS, KEYED("y", "far"),
         "signature-key: no signature has an output with the key \"far\" (leave it out); "},
        {Y, OTHERS, KEYED("zz9", "scores"),
         NONE("zz9") "(the signature's outputs: \"y:0\", \"y:0\", \"y:0\", \"y:7\"); "},
        {Y, OTHERS, KEYED("y:1", "scores"),
         "model.output-index: the node of \"y:1\" has 1 output, so the index ends at 0 (-); "},
        {"x Placeholder dtype=DT_FLOAT; y Split x num_split=2", SIGNATURE(OUTPUT("first", "y:0")),
         KEYED("y:1", "first"),
         "signature-key: the key \"first\" stands for the tensor \"y:0\", not for \"y:1\" (leave the key "
         "out, or name the tensor by it alone); "},
        {"x Placeholder dtype=DT_FLOAT; y Split =#0 x num_split=2; second Split =#0 x num_split=2",
         SIGNATURE(OUTPUT("y", "y:1")), KEYED("y:1", "y"),
         "signature-key: \"y\" is the name of another tensor of the graph, too, and means that one (leave it "
         "out); "},
        {Y, SIGNATURE(INPUT("in", "x:0")),
         "'preprocessing': {'inputs': [{'tensor_name': 'x', 'signature_key': 'out'}]}",
         "signature-key: no signature has an input with the key \"out\" (leave it out); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

/* --------------------------------------------------------------------------------------------------------- outputs -- */

START_TEST(an_output_is_no_handle)
{
#define HANDLE "which is a handle and cannot be given out (name a tensor that is read or computed from it); "
    static const struct row rows[] = {
        {"v VarHandleOp; r ReadVariableOp v", "", GIVES("'v'"),
         "model.dtype: the output has the type DT_RESOURCE, which is a handle and cannot be given out (\"r\" "
         "reads it: name that one); "},
        {"v VarHandleOp dtype=DT_FLOAT; w VarHandleOp; r ReadVariableOp w; s ReadVariableOp; t "
         "ResourceGather v =0",
         "", GIVES("'v'"), "model.dtype: the output has the type DT_RESOURCE, " HANDLE},
        {"t HashTableV2", "", GIVES("'t'"), "model.dtype: the output has the type DT_RESOURCE, " HANDLE},
        {"t MutableHashTableV2", "", GIVES("'t'"),
         "model.dtype: the output has the type DT_RESOURCE, " HANDLE},
        {"t IteratorV2", "", GIVES("'t'"), "model.dtype: the output has the type DT_RESOURCE, " HANDLE},
        {"x Placeholder dtype=DT_RESOURCE; a Identity x; r ReadVariableOp x", "", GIVES("'x'"),
         "model.dtype: the output has the type DT_RESOURCE, which is a handle and cannot be given out (\"r\" "
         "reads it: name that one); "},
        {"x Placeholder dtype=DT_VARIANT", "", GIVES("'x'"),
         "model.dtype: the output has the type DT_VARIANT, " HANDLE},
        {"x Placeholder", "", GIVES("'x'"), ""},
    };
    /* of two handles that a node hands on, the one that is read is another */
    static const struct row second = {"v VarHandleOp; w VarHandleOp; r ReadVariableOp n", "", GIVES("'n:1'"),
                                      ""};

    EXPECT_ROWS(rows);
    ck_assert_str_eq(told_of_graph(&second,
                                   "node { name: 'n' op: 'IdentityN' input: 'v' input: 'w' attr { key: 'T' "
                                   "value { list { type: [DT_RESOURCE, DT_RESOURCE] } } } } "),
                     "model.dtype: the output has the type DT_RESOURCE, " HANDLE);
}
END_TEST

START_TEST(boxes_are_four_numbers_and_scores_one_for_each_label)
{
#define BOX_OF(shape) \
    "b Placeholder dtype=DT_FLOAT shape=" shape "; s Placeholder dtype=DT_FLOAT shape=[-1,7]"
#define SCORES_OF(shape) \
    "b Placeholder dtype=DT_FLOAT shape=[-1,4]; s Placeholder dtype=DT_FLOAT shape=" shape
#define BOTH FINDS("'boxes_tensor': 'b', 'scores_tensor': 's'")
    static const struct row rows[] = {
        {BOX_OF("[-1,4]"), "", BOTH, ""},
        {BOX_OF("[-1,-1]"), "", BOTH, ""},
        {BOX_OF("[-1,7]"), "", BOTH,
         "model.shape: boxes_tensor has the shape [-1, 7], which does not end in 4 (are boxes and scores "
         "swapped?); "},
        {BOX_OF("[]"), "", BOTH,
         "model.shape: boxes_tensor has the shape [], which does not end in 4 (are boxes and scores "
         "swapped?); "},
        {BOX_OF("?"), "", BOTH, ""},
        {SCORES_OF("[7]"), "", BOTH,
         "model.shape: scores_tensor has the shape [7], which is not N x K (each of the N boxes has K "
         "scores, one for each label); "},
        {SCORES_OF("[]"), "", BOTH,
         "model.shape: scores_tensor has the shape [], which is not N x K (each of the N boxes has K scores, "
         "one for each label); "},
        {SCORES_OF("?"), "", BOTH, ""},
        {SCORES_OF("[1,7,1]"), "", BOTH, ""},
        {SCORES_OF("[1,7,8,9]"), "", BOTH,
         "model.shape: scores_tensor has the shape [1, 7, 8, 9], which is not N x K (each of the N boxes has "
         "K scores, one for each label); "},
        {SCORES_OF("[1,7,8,4]"), "", BOTH,
         "model.shape: scores_tensor has the shape [1, 7, 8, 4], which is not N x K (are boxes and scores "
         "swapped?); "},
        {"b Placeholder dtype=DT_STRING shape=[-1,4]; s Placeholder dtype=DT_BOOL shape=[-1,7]", "", BOTH,
         "model.dtype: boxes_tensor has the type DT_STRING, which is no number (name a tensor of numbers); "
         "model.dtype: scores_tensor has the type DT_BOOL, which is no number (name a tensor of numbers); "},
        {"b Placeholder shape=[-1,4]; s Placeholder shape=[-1,7]", "", BOTH, ""},
        {BOX_OF("[-1,4]"), "", FINDS("'boxes_tensor': 'b'"), ""},
        {BOX_OF("[-1,4]"), "", FINDS("'scores_tensor': 's'"), ""},
        /* with an image, so that shapes are computed: what the file says is judged once */
        {X("DT_FLOAT", "[-1,24,32,3]") "; " BOX_OF("[]"), "",
         FED(IMAGE("NHWC", "32x24", "RGB", "")) ", " BOTH,
         "model.shape: boxes_tensor has the shape [], which does not end in 4 (are boxes and scores "
         "swapped?); "},
        {X("DT_FLOAT", "[-1,24,32,3]") "; " BOX_OF("[-1,-1]"), "",
         FED(IMAGE("NHWC", "32x24", "RGB", "")) ", " BOTH, ""},
        {X("DT_FLOAT", "[-1,24,32,3]") "; " BOX_OF("?"), "", FED(IMAGE("NHWC", "32x24", "RGB", "")) ", " BOTH,
         ""},
        {X("DT_FLOAT", "[-1,24,32,3]") "; b Sum x =0,1,2,3; s Placeholder dtype=DT_FLOAT shape=[-1,7]", "",
         FED(IMAGE("NHWC", "32x24", "RGB", "")) ", " BOTH,
         "model.shape: boxes_tensor becomes of the shape [], which does not end in 4 (are boxes and scores "
         "swapped?); "},
        {BOX_OF("[-1,4]"), "", FINDS("'boxes_tensor': 'c', 'scores_tensor': 't'"),
         NONE("c") "(-); " NONE("t") "(-); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

Suite *tensor_rules_suite(void)
{
    Suite *suite = suite_create("tensor_rules");
    TCase *rules = tcase_create("rules");

    tcase_add_checked_fixture(rules, begin, end);
    tcase_add_test(rules, the_type_of_an_image_is_that_of_the_tensor);
    tcase_add_test(rules, an_image_has_the_sides_of_the_tensor);
    tcase_add_test(rules, an_image_has_the_channels_of_the_tensor);
    tcase_add_test(rules, an_image_goes_through_the_graph);
    tcase_add_test(rules, what_an_operation_was_given_is_told_by_the_image_behind_it);
    tcase_add_loop_test(rules, without_memory_nothing_of_a_tensor_is_left_out, 0,
                        sizeof survivors / sizeof *survivors);
    tcase_add_test(rules, a_declared_image_is_what_the_graph_decodes);
    tcase_add_test(rules, what_is_named_is_there);
    tcase_add_test(rules, of_many_missing_tensors_the_first_have_hints);
    tcase_add_test(rules, without_memory_nothing_is_mended);
    tcase_add_test(rules, a_key_stands_for_the_tensor_of_its_signature);
    tcase_add_test(rules, a_key_beside_a_tensor_is_one_of_it);
    tcase_add_test(rules, an_output_is_no_handle);
    tcase_add_test(rules, boxes_are_four_numbers_and_scores_one_for_each_label);
    suite_add_tcase(suite, rules);
    return suite;
}
