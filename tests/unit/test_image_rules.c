/*
 * Images that are declared, held against the mean that is subtracted and against what the graph does first: what each combination
 * is told, word by word, and what is right and so told nothing. Which findings there are is told by the folders of tests/cases;
 * here is what lies between them.
 */
#include <check.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_text.h"
#include "mean_writer.h"
#include "nnreg.h"
#include "words_fixture.h"

Suite *image_rules_suite(void);

/*
 * A description with one image, of which `image` has the members, '"' written "'". The mean is of such dimensions and values,
 * "32x24x3:0,1", the last value standing for all further ones; behind "blob " it is a .binaryproto. What is fed is the
 * placeholder "x" of this shape, and `nodes` read it (short_graph.h).
 */
struct row {
    const char *image, *mean, *fed, *nodes;
    const char *told; /* findings of these rules, "rule: message (hint); ", "" for none */
};

static struct words words;
static struct mw_buf mean;

#define RULES                                                                                 \
    "mean.shape mean.layout mean.range pixel-range pixel-factor model.layout model.channels " \
    "model.scaling-twice "                                                                    \
    "model.scaling-missing model.channel-order model.resize-twice"

static void begin(void)
{
    words_begin(&words);
}

/* The same words, whatever decimal comma the host has. */
static bool has_comma;

static void begin_with_comma(void)
{
    has_comma = true;
    begin();
}

static void end(void)
{
    words_end(&words);
    mw_buf_free(&mean);
}

static void add_mean(const char *text)
{
    bool blob = strncmp(text, "blob ", 5) == 0;
    struct mw_shape shape = {.rank = 0};
    double *values, value = 0;
    size_t count = 1, i;
    char *at = (char *)(uintptr_t)text + (blob ? 5 : 0);

    while (*at != ':') {
        shape.dim[shape.rank] = strtoll(at, &at, 10);
        count *= (size_t)shape.dim[shape.rank++];
        at += *at == 'x';
    }
    values = calloc(count + 1, sizeof *values);
    ck_assert_ptr_nonnull(values);
    for (i = 0; i < count; i++) {
        if (*at != '\0')
            value = strtod(at + 1, &at);
        values[i] = value;
    }
    if (blob)
        mw_blob_encode(&mean, &(struct mw_blob_options){0}, &shape, values);
    else
        ck_assert_int_eq(mw_npy_encode(&mean, &(struct mw_npy_options){0}, &shape, values), 0);
    free(values);
    ck_assert_int_eq(
        nnreg_bundle_add_memory(words.bundle, mean.data, mean.size, blob ? "mean.binaryproto" : "mean.npy"),
        NNREG_OK);
}

static void add_model(const char *fed, const char *nodes)
{
    char all[1000];

    (void)snprintf(all, sizeof all, "x Placeholder dtype=DT_FLOAT shape=%s; %s", fed, nodes);
    words_add_model(&words, all, "",
                    "signature_def { key: 'serving_default' value { inputs { key: 'x' value { name: 'x:0' "
                    "dtype: DT_FLOAT "
                    "} } outputs { key: 'y' value { name: 'y:0' dtype: DT_FLOAT } } } }");
}

static void end_with_comma(void)
{
    end();
    has_comma = false;
}

static const char *told_of_row(const struct row *row, const char *rules)
{
    const char *told;
    char json[1000];

    if (row->mean != NULL)
        add_mean(row->mean);
    if (row->nodes != NULL)
        add_model(row->fed, row->nodes);
    (void)snprintf(
        json, sizeof json,
        "{'name': 'n', 'framework': 'tensorflow-1.x', 'preprocessing': {'inputs': [{'tensor_name': 'x:0', "
        "'image': {%s%s}}]}}",
        row->image,
        row->mean == NULL                     ? ""
        : strncmp(row->mean, "blob ", 5) == 0 ? ", 'mean_file': 'mean.binaryproto'"
                                              : ", 'mean_file': 'mean.npy'");
    words_describe(&words, json);
    if (has_comma)
        take_locale_with_comma("image rules");
    told = words_told(&words, rules, 1);
    setlocale(LC_ALL, "C");
    return told;
}

static void expect_rows(const struct row *rows, size_t count, const char *rules)
{
    struct text wrong = TEXT_INIT;
    size_t i;

    text_format(&wrong, "%s", "");
    for (i = 0; i < count; i++) {
        if (strcmp(told_of_row(&rows[i], rules), rows[i].told) != 0)
            text_format(&wrong, "%s, mean %s, %s is told\n%s\nand not\n%s\n", rows[i].image,
                        rows[i].mean != NULL ? rows[i].mean : "-",
                        rows[i].nodes != NULL ? rows[i].nodes : "-", words.told, rows[i].told);
        end();
        begin();
    }
    ck_assert_msg(wrong.length == 0, "%s", wrong.content);
    text_free(&wrong);
}

#define EXPECT_ROWS(rows) expect_rows(rows, sizeof(rows) / sizeof *(rows), RULES)

#define IMAGE(order, size, colors, more)                                             \
    "'dimension_order': '" order "', 'resize_type': 'SQUASH', 'target_size': '" size \
    "', 'color_channels': '" colors "'" more
#define COLOR(more) IMAGE("NHWC", "32x24", "RGB", more)
#define GRAY(more)  IMAGE("NHWC", "32x24", "L", more)

START_TEST(a_mean_has_the_shape_of_the_image_or_of_its_channels)
{
#define SHAPE(text)          "mean.shape: the mean has the shape " text
#define CHANNELS(shape, has) SHAPE(shape ", and the image has " has " (-); ")
#define SIZE(shape)                                                                                         \
    SHAPE(                                                                                                  \
        shape                                                                                               \
        ", and the image is 32x24 (width x height) (crop or scale the mean to the target size, or use one " \
        "value for each channel); ")
#define NO_IMAGE(shape) SHAPE(shape ", which is no image and no list of channels (-); ")
    static const struct row rows[] = {
        {COLOR(""), "24x32x3:90", NULL, NULL, ""},
        {COLOR(""), "1x24x32x3:90", NULL, NULL, ""},
        {COLOR(""), "1x1x3:90", NULL, NULL, ""},
        {COLOR(""), "24x1x3:90", NULL, NULL, ""},
        {COLOR(""), "3:90", NULL, NULL, ""},
        {GRAY(""), "1:90", NULL, NULL, ""},
        {GRAY(""), "24x32:90", NULL, NULL, ""},
        {GRAY(""), "1x32:90", NULL, NULL, ""},
        {IMAGE("NWHC", "32x24", "L", ""), "32x24:90", NULL, NULL, ""},
        {"'target_size': '32x24', 'resize_type': 'SQUASH', 'color_channels': 'L'", "24x32:90", NULL, NULL,
         ""},
        {"'target_size': '32x24', 'resize_type': 'SQUASH', 'color_channels': 'RGB'", "3x24x32:90", NULL, NULL,
         ""},
        {"'target_size': '32x24', 'resize_type': 'SQUASH', 'color_channels': 'RGB'", "24x32x3:90", NULL, NULL,
         ""},
        {"'dimension_order': 'NHWC', 'resize_type': 'SQUASH', 'target_size': '32x24'", "24x32x5:90", NULL,
         NULL, ""},
        {"'dimension_order': 'NHWC', 'resize_type': 'SQUASH', 'color_channels': 'RGB'", "5x7x3:90", NULL,
         NULL, ""},
        {"'dimension_order': 'NHWC', 'resize_type': 'NETWORK', 'target_size': '300', 'color_channels': 'RGB'",
         "5x7x3:90", NULL, NULL, ""},
        {IMAGE("NHWC", "wide", "RGB", ""), "5x7x3:90", NULL, NULL, ""},
        {IMAGE("NHWC", "32x24", "XYZ", ""), "3:90", NULL, NULL, ""},
        {COLOR(""), "blob 3x24x32:90", NULL, NULL, ""},
        {IMAGE("NWHC", "32x24", "L", ""), "blob 24x32:90", NULL, NULL, ""},
        /* other channels */
        {COLOR(""), "4:90", NULL, NULL, CHANNELS("[4]", "3 channels")},
        {GRAY(""), "3:90", NULL, NULL, CHANNELS("[3]", "1 channel")},
        {COLOR(""), "24x32:90", NULL, NULL, CHANNELS("[24, 32]", "3 channels")},
        {COLOR(""), "24x32x4:90", NULL, NULL, CHANNELS("[24, 32, 4]", "3 channels")},
        /* another size */
        {COLOR(""), "24x24x3:90", NULL, NULL, SIZE("[24, 24, 3]")},
        {GRAY(""), "32x24:90", NULL, NULL, SIZE("[32, 24]")},
        {GRAY(""), "24x31:90", NULL, NULL, SIZE("[24, 31]")},
        {GRAY(""), "blob 32x24:90", NULL, NULL, SIZE("[32, 24]")},
        {IMAGE("NCWH", "32x24", "L", ""), "24x32:90", NULL, NULL, SIZE("[24, 32]")},
        /* no image */
        {COLOR(""), ":90", NULL, NULL, NO_IMAGE("[]")},
        {COLOR(""), "2x24x32x3:90", NULL, NULL, NO_IMAGE("[2, 24, 32, 3]")},
    };

    EXPECT_ROWS(rows);
}
END_TEST

START_TEST(a_mean_that_lies_otherwise_is_told_how_to_be_turned)
{
#define LAYOUT(shape, found, order, wanted, turn)                                                            \
    "mean.layout: the mean has the shape " shape ", which is " found ", but with the dimension_order " order \
    " it is taken as " wanted " (save it in " wanted ": numpy.transpose(mean, " turn ")); "
    static const struct row rows[] = {
        {COLOR(""), "3x24x32:90", NULL, NULL, LAYOUT("[3, 24, 32]", "CHW", "NHWC", "HWC", "(1, 2, 0)")},
        {COLOR(""), "32x24x3:90", NULL, NULL, LAYOUT("[32, 24, 3]", "WHC", "NHWC", "HWC", "(1, 0, 2)")},
        {IMAGE("NCHW", "32x24", "RGB", ""), "24x32x3:90", NULL, NULL,
         LAYOUT("[24, 32, 3]", "HWC", "NCHW", "CHW", "(2, 0, 1)")},
        {IMAGE("NCWH", "32x24", "RGB", ""), "3x24x32:90", NULL, NULL,
         LAYOUT("[3, 24, 32]", "CHW", "NCWH", "CWH", "(0, 2, 1)")},
        {COLOR(""), "blob 24x32x3:90", NULL, NULL,
         "mean.layout: the mean has the shape [24, 32, 3], which is HWC, but a .binaryproto is CHW (save it "
         "in CHW: "
         "numpy.transpose(mean, (2, 0, 1))); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

#define TYPED(type, scaling) COLOR(", 'data_type': '" type "', 'pixel_scaling': " scaling)

START_TEST(pixels_fit_into_the_type_that_is_fed)
{
#define LARGE(scaling, type, most, least)                                             \
    "pixel-range: pixels from 0 to " scaling " (pixel_scaling) do not fit into " type \
    ", which ends at " most " (set pixel_scaling to " least ", or to less); "
#define FEW(scaling, type, most)                                                              \
    "pixel-range: pixels from 0 to " scaling " (pixel_scaling) are all but the same as " type \
    ", which holds whole "                                                                    \
    "numbers only (set pixel_scaling to " most ", or data_type to \"FLOAT32\"); "
#define FACTOR(scaling, end)                                                   \
    "pixel-factor: pixel_scaling " scaling " leaves pixels from 0 to " scaling \
    " (it is the upper end of the pixels, not what they are multiplied by: write " end " for that); "
#define UNSIGNED(type)                                                                                      \
    "pixel-range: pixels below the mean are less than 0, which " type " cannot hold (leave mean_file out, " \
    "or set data_type to \"FLOAT32\"); "
    static const struct row rows[] = {
        {TYPED("UINT8", "255"), NULL, NULL, NULL, ""},
        {TYPED("INT8", "127"), NULL, NULL, NULL, ""},
        {TYPED("INT8", "2.5"), NULL, NULL, NULL, ""},
        {TYPED("FLOAT16", "1"), NULL, NULL, NULL, ""},
        {TYPED("FLOAT32", "0.02"), NULL, NULL, NULL, FACTOR("0.02", "5.1")},
        {TYPED("FLOAT32", "0.00390625"), NULL, NULL, NULL, FACTOR("0.00390625", "0.996094")},
        {TYPED("UINT8", "0.00392156862745098"), NULL, NULL, NULL, FACTOR("0.00392157", "1")},
        {TYPED("FLOAT64", "0.0201"), NULL, NULL, NULL, ""},
        {TYPED("FLOAT64", "1e300"), NULL, NULL, NULL, ""},
        {TYPED("FLOAT32", "1e39"), NULL, NULL, NULL, LARGE("1e+39", "FLOAT32", "3.40282e+38", "255")},
        {TYPED("UINT16", "65535"), NULL, NULL, NULL, ""},
        {TYPED("UINT8", "256"), NULL, NULL, NULL, LARGE("256", "UINT8", "255", "255")},
        {TYPED("INT8", "128"), NULL, NULL, NULL, LARGE("128", "INT8", "127", "127")},
        {COLOR(", 'data_type': 'INT8'"), NULL, NULL, NULL, LARGE("255", "INT8", "127", "127")},
        {TYPED("UINT16", "65536"), NULL, NULL, NULL, LARGE("65536", "UINT16", "65535", "255")},
        {TYPED("INT16", "40000"), NULL, NULL, NULL, LARGE("40000", "INT16", "32767", "255")},
        {TYPED("INT32", "3e9"), NULL, NULL, NULL, LARGE("3e+09", "INT32", "2.14748e+09", "255")},
        {TYPED("INT64", "1e19"), NULL, NULL, NULL, LARGE("1e+19", "INT64", "9.22337e+18", "255")},
        {TYPED("FLOAT16", "70000"), NULL, NULL, NULL, LARGE("70000", "FLOAT16", "65504", "255")},
        {TYPED("UINT8", "1"), NULL, NULL, NULL, FEW("1", "UINT8", "255")},
        {TYPED("INT8", "2"), NULL, NULL, NULL, FEW("2", "INT8", "127")},
        {TYPED("INT32", "1"), NULL, NULL, NULL, FEW("1", "INT32", "255")},
        {TYPED("FLOAT64", "255"), "3:90", NULL, NULL, ""},
        {TYPED("BYTE", "1"), NULL, NULL, NULL, ""},      /* no type */
        {TYPED("UINT8", "0"), NULL, NULL, NULL, ""},     /* has a finding of its own */
        {TYPED("UINT8", "1e999"), NULL, NULL, NULL, ""}, /* the same */
        {TYPED("UINT8", "255"), "3:90", NULL, NULL, UNSIGNED("UINT8")},
        {TYPED("UINT8", "255") ", 'mean_file': ''", NULL, NULL, NULL, ""},
        {TYPED("INT8", "255"), "3:127", NULL, NULL,
         "pixel-range: pixels less the mean are from -127 to 128, which do not fit into INT8 (-128 to 127) "
         "(set a "
         "smaller pixel_scaling, or a data_type that holds more); "},
        {TYPED("INT8", "255"), "3:128", NULL, NULL, ""},
        {TYPED("INT8", "255"), "3:129", NULL, NULL,
         "pixel-range: pixels less the mean are from -129 to 126, which do not fit into INT8 (-128 to 127) "
         "(set a "
         "smaller pixel_scaling, or a data_type that holds more); "},
        {TYPED("INT8", "256"), "3:129", NULL, NULL,
         "pixel-range: pixels from 0 to 256 (pixel_scaling) do not fit into INT8, which ends at 127 (set "
         "pixel_scaling to 127, or to less); "},
        {TYPED("INT8", "2"), "3:1", NULL, NULL, FEW("2", "INT8", "127")},
        {TYPED("FLOAT16", "70000"), "3:65000", NULL, NULL, ""},
        {TYPED("FLOAT16", "70000"), "3:90", NULL, NULL,
         "pixel-range: pixels less the mean are from -90 to 69910, which do not fit into FLOAT16 (-65504 to "
         "65504) "
         "(set a smaller pixel_scaling, or a data_type that holds more); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

START_TEST(a_mean_lies_among_the_pixels_that_it_is_subtracted_from)
{
#define SCALED(scaling) COLOR(", 'data_type': 'FLOAT32', 'pixel_scaling': " scaling)
#define RANGE(least, most, scaling)                           \
    "mean.range: the mean has values from " least " to " most \
    ", but the pixels that it is subtracted from are "        \
    "from 0 to " scaling " (pixel_scaling) "
    static const struct row rows[] = {
        {SCALED("255"), "3:0,90,255", NULL, NULL, ""},
        {SCALED("1"), "3:0.5,1,0.25", NULL, NULL, ""},
        {SCALED("255"), "3:0", NULL, NULL, ""},
        {SCALED("60"), "3:0.5", NULL, NULL, ""},
        {SCALED("1"), "3:90,100,110", NULL, NULL,
         RANGE("90", "110",
               "1") "(set pixel_scaling to 255 if the network was trained so, or save the mean divided "
                    "by 255); "},
        {SCALED("255"), "3:-90,-100,-110", NULL, NULL,
         RANGE("-110", "-90", "255") "(the mean is subtracted: save it without the minus); "},
        {SCALED("255"), "3:-90,100,-110", NULL, NULL,
         RANGE("-110", "100",
               "255") "(save the mean of pixels that were normalised to [0, pixel_scaling]); "},
        {SCALED("255"), "3:-90,-100,-300", NULL, NULL,
         RANGE("-300", "-90",
               "255") "(save the mean of pixels that were normalised to [0, pixel_scaling]); "},
        {SCALED("255"), "3:300", NULL, NULL,
         RANGE("300", "300", "255") "(save the mean of pixels that were normalised to [0, pixel_scaling]); "},
        {SCALED("255"), "3:0.5", NULL, NULL,
         "mean.range: the mean has values from 0.5 to 0.5, as of pixels up to 1, but pixels are from 0 to "
         "255 "
         "(pixel_scaling) (set pixel_scaling to 1 if the network was trained so, or save the mean times "
         "255); "},
        {SCALED("-1"), "3:300", NULL, NULL, ""}, /* has a finding of its own */
    };

    EXPECT_ROWS(rows);
}
END_TEST

#define ANY             "[-1,-1,-1,-1]"
#define PLANES          "[-1,-1,32,24]"
#define FILTER(in, out) "=3x3x" in "x" out ":0.1"

START_TEST(order_and_channels_are_held_against_the_first_convolution)
{
#define ORDER(told, graph, hint)                                                                      \
    "model.layout: dimension_order is " told ", but by Conv2D \"y\" the graph takes images as " graph \
    " (" hint "); "
#define TAKES(colors, channels, filter, hint)                \
    "model.channels: color_channels " colors " is " channels \
    ", but the filter of Conv2D \"y\" is for " filter " (" hint "); "
#define AS_TRAINED "set color_channels to \"RGB\" or \"BGR\", as the model was trained"
    static const struct row rows[] = {
        {COLOR(""), NULL, ANY, "y Conv2D x " FILTER("3", "8"), ""},
        {GRAY(""), NULL, ANY, "y Conv2D x " FILTER("1", "8"), ""},
        {COLOR(""), NULL, ANY, "y Conv2D x " FILTER("1", "9"), ""}, /* in groups, with three filters each */
        {COLOR(""), NULL, ANY, "y Conv2D x " FILTER("1", "8"),
         TAKES("RGB", "3 channels", "1", "set color_channels to \"L\"")},
        {COLOR(""), NULL, ANY, "y DepthwiseConv2dNative x " FILTER("1", "9"),
         "model.channels: color_channels RGB is 3 channels, but the filter of DepthwiseConv2dNative \"y\" is "
         "for 1 "
         "(set color_channels to \"L\"); "},
        {GRAY(""), NULL, ANY, "y Conv2D x " FILTER("3", "8"), TAKES("L", "1 channel", "3", AS_TRAINED)},
        {COLOR(""), NULL, ANY, "y Conv2D x " FILTER("4", "8"), TAKES("RGB", "3 channels", "4", "-")},
        {IMAGE("NCHW", "32x24", "RGB", ""), NULL, ANY, "y Conv2D x " FILTER("3", "8"),
         ORDER("NCHW", "NHWC", "set dimension_order to \"NHWC\"")},
        {IMAGE("NWHC", "32x24", "RGB", ""), NULL, ANY, "y Conv2D x " FILTER("3", "8"),
         ""}, /* nobody sees it */
        {IMAGE("NCHW", "32x24", "RGB", ""), NULL, "[-1,-1,-1]",
         "e ExpandDims x =#0; y Conv2D e " FILTER("3", "8"),
         ORDER("NCHW", "HWC", "set dimension_order to \"NHWC\"")},
        {IMAGE("NCHW", "32x24", "RGB", ""), NULL, "?", "y Conv2D x " FILTER("3", "8"),
         ORDER("NCHW", "NHWC", "set dimension_order to \"NHWC\"")},
        {COLOR(""), NULL, ANY, "y Exp x", ""},
        {IMAGE("NCHW", "32x24", "RGB", ""), NULL, "[3,-1,-1,-1,-1]", "u Unpack x num=3 axis=0; y Conv2D u",
         ""},
        /* the tensor's shape says it, or nothing is declared */
        {COLOR(""), NULL, "[-1,-1,-1,3]", "y Conv2D x " FILTER("4", "8"), ""},
        {IMAGE("NAME", "32x24", "RGB", ""), NULL, ANY, "y Conv2D x " FILTER("4", "8"), ""},
        {IMAGE("NHWC", "32x24", "CMYK", ""), NULL, ANY, "y Conv2D x " FILTER("4", "8"), ""},
    };

    EXPECT_ROWS(rows);
}
END_TEST

START_TEST(without_a_description_a_batch_that_is_fixed_is_told)
{
#define BATCH(order, needs)                                                       \
    "the input \"x\" of the signature \"serving_default\" takes images as " order \
    ": every request must " needs "; "
    static const struct {
        const char *fed, *nodes, *told;
    } rows[] = {
        {"[2,32,32,3]", "y Conv2D x " FILTER("3", "8"), BATCH("NHWC", "have exactly 2 images")},
        {"[32,32,3]", "e ExpandDims x =#0; y Conv2D e " FILTER("3", "8"), BATCH("HWC", "be one image")},
        {"[1,32,32,3]", "y Conv2D x " FILTER("3", "8"), ""},
        {"[-1,32,32,3]", "y Conv2D x " FILTER("3", "8"), ""},
        {"?", "y Conv2D x " FILTER("3", "8"), ""},
        {"[3,8,32,32,3]", "u Unpack x num=3 axis=0; y Conv2D u", ""},
        {"[2,32,32,3]", "y Exp x", ""},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        add_model(rows[i].fed, rows[i].nodes);
        words_describe(&words, "{");
        ck_assert_str_eq(words_told(&words, "model.shape", 0), rows[i].told);
        end();
        begin();
    }
}
END_TEST

START_TEST(pixels_are_scaled_and_centred_once)
{
#define BY_255  "d RealDiv x =#255.; y Conv2D d"
#define CENTRED "s Sub x =#127.5; d RealDiv s =#127.5; y Conv2D d"
#define TWICE(scaling, most, formula)                                                                \
    "model.scaling-twice: pixel_scaling is " scaling ", but the graph scales pixels from 0 to " most \
    " itself: it "                                                                                   \
    "computes " formula " (set pixel_scaling to " most "); "
#define MISSING(scaling, most, formula)                                                                     \
    "model.scaling-missing: pixel_scaling is " scaling ", but the graph is made for pixels from 0 to " most \
    ": it "                                                                                                 \
    "computes " formula " (set pixel_scaling to " most "); "
#define X_BY_255 "x / 255 of a pixel x (RealDiv \"d\")"
    static const struct row rows[] = {
        {COLOR(""), NULL, ANY, BY_255, ""},
        {COLOR(", 'mean_file': 1"), NULL, ANY, CENTRED, ""}, /* nobody knows whether it has one */
        {COLOR(", 'pixel_scaling': 1"), NULL, ANY, BY_255, TWICE("1", "255", X_BY_255)},
        {COLOR(", 'pixel_scaling': 2"), NULL, ANY, BY_255, TWICE("2", "255", X_BY_255)},
        {COLOR(", 'pixel_scaling': 64"), NULL, ANY, BY_255, ""},
        {COLOR(", 'pixel_scaling': 63"), NULL, ANY, BY_255, MISSING("63", "255", X_BY_255)},
        {COLOR(", 'pixel_scaling': 1100"), NULL, ANY, BY_255, MISSING("1100", "255", X_BY_255)},
        {COLOR(", 'pixel_scaling': 0"), NULL, ANY, BY_255, ""},
        {COLOR(", 'pixel_scaling': 1"), NULL, ANY, "d Mul x =#255.; y Conv2D d", ""},
        {COLOR(", 'pixel_scaling': 255"), NULL, ANY, "d Mul x =#255.; y Conv2D d",
         MISSING("255", "1", "x * 255 of a pixel x (Mul \"d\")")},
        {COLOR(", 'pixel_scaling': 1, 'data_type': 'FLOAT32'"), NULL, ANY,
         "c Cast x SrcT=DT_FLOAT DstT=DT_UINT8; y Conv2D c",
         MISSING("1", "255", "x of a pixel x (Cast \"c\")")},
        {COLOR(""), "3:90", ANY, BY_255, ""},
        {COLOR(""), "3:90", ANY, CENTRED,
         "model.scaling-twice: a mean is subtracted by mean_file, and another by the graph: it computes x / "
         "127.5 - 1 "
         "of a pixel x (RealDiv \"d\", Sub \"s\") (leave mean_file out); "},
        {COLOR(", 'mean_file': ''"), NULL, ANY, CENTRED, ""},
        {COLOR(", 'pixel_scaling': 1"), NULL, ANY, "d Mul x =#30.; y Conv2D d",
         ""}, /* of no range that is known */
        {COLOR(", 'pixel_scaling': 1"), NULL, ANY, "y Conv2D x", ""},
        {COLOR(", 'pixel_scaling': 1"), NULL, ANY, "d RealDiv x =#255.; e Exp d; y Conv2D e", ""},
    };

    EXPECT_ROWS(rows);
}
END_TEST

START_TEST(the_mean_of_each_colour_tells_their_order)
{
#define RGB_MEANS  "=123.68,116.779,103.939"
#define BGR_MEANS  "=103.939,116.779,123.68"
#define SUB(means) "s Sub x " means "; y Conv2D s"
#define ORDERED(is, first, means, hint)                                                         \
    "model.channel-order: color_channels is " is ", but the graph subtracts the mean of " first \
    " in this order: "                                                                          \
    "it computes x - (" means ") of a pixel x (Sub \"s\") (set color_channels to \"" hint "\"); "
#define AGAIN                                                                                           \
    "model.channel-order: color_channels is BGR, and the graph reverses the channels again (ReverseV2 " \
    "\"r\") (look up "                                                                                  \
    "whether it is to be fed with RGB, as most such graphs are); "
#define BACK(means) \
    "r StridedSlice x =0,2 =0,0 =1,-1 ellipsis_mask=1 end_mask=2; s Sub r " means "; y Conv2D s"
    static const struct row rows[] = {
        {COLOR(""), NULL, ANY, SUB(RGB_MEANS), ""},
        {IMAGE("NHWC", "32x24", "BGR", ""), NULL, ANY, SUB(BGR_MEANS), ""},
        {COLOR(""), NULL, ANY, SUB(BGR_MEANS),
         ORDERED("RGB", "blue, green and red", "103.939, 116.779, 123.68", "BGR")},
        {IMAGE("NHWC", "32x24", "BGR", ""), NULL, ANY, SUB(RGB_MEANS),
         ORDERED("BGR", "red, green and blue", "123.68, 116.779, 103.939", "RGB")},
        {GRAY(""), NULL, ANY, SUB(BGR_MEANS), ""},
        {COLOR(""), NULL, ANY, SUB("=120.,110.,100."), ""}, /* of other pictures */
        {COLOR(""), NULL, ANY, SUB("=100.,110.,123."), ""},
        {COLOR(""), NULL, ANY, "r ReverseV2 x =-1; y Conv2D r", ""},
        {IMAGE("NHWC", "32x24", "BGR", ""), NULL, ANY, "r ReverseV2 x =-1; y Conv2D r", AGAIN},
        {IMAGE("NHWC", "32x24", "BGR", ""), NULL, ANY, "r ReverseV2 x =-1; s Sub r " RGB_MEANS "; y Conv2D s",
         ""},
        {IMAGE("NHWC", "32x24", "BGR", ""), NULL, ANY, BACK(RGB_MEANS), ""},
        {COLOR(""), NULL, ANY, BACK(BGR_MEANS), ""},
        {COLOR(""), NULL, ANY, BACK(RGB_MEANS),
         ORDERED("RGB", "blue, green and red", "103.939, 116.779, 123.68", "BGR")},
        {IMAGE("NHWC", "32x24", "BGR", ""), NULL, ANY, BACK(BGR_MEANS),
         ORDERED("BGR", "red, green and blue", "123.68, 116.779, 103.939", "RGB")},
        {IMAGE("NHWC", "32x24", "BGR", ""), NULL, ANY, "y Conv2D x", ""},
        {IMAGE("NHWC", "32x24", "BGR", ", 'pixel_scaling': 1"), NULL, ANY,
         "s Sub x =0.485,0.456,0.406; y Conv2D s",
         "model.channel-order: color_channels is BGR, but the graph subtracts the mean of red, green and "
         "blue in this "
         "order: it computes x - (0.485, 0.456, 0.406) of a pixel x (Sub \"s\") (set color_channels to "
         "\"RGB\"); "},
    };

    EXPECT_ROWS(rows);
}
END_TEST

START_TEST(a_size_that_the_graph_makes_itself_is_the_one_to_declare)
{
#define RESIZED "z ResizeBilinear x =24,32; y Conv2D z"
#define NETWORK \
    "'dimension_order': 'NHWC', 'color_channels': 'RGB', 'resize_type': 'NETWORK', 'target_size': '300'"
#define HINT "(resize_type SQUASH with target_size \"32x24\" is what the graph does); "
#define OTHER                                                                                               \
    "model.resize-twice: target_size is 24x32 (width x height), but the graph brings every image to 32x24 " \
    "(ResizeBilinear \"z\") " HINT
    static const struct row rows[] = {
        {COLOR(""), NULL, ANY, RESIZED, ""},
        {IMAGE("NHWC", "24x32", "RGB", ""), NULL, ANY, RESIZED, OTHER},
        {IMAGE("NHWC", "32x32", "RGB", ""), NULL, "?", RESIZED,
         "model.resize-twice: target_size is 32x32 (width x height), but the graph brings every image to "
         "32x24 "
         "(ResizeBilinear \"z\") " HINT},
        {IMAGE("NHWC", "24x32", "RGB", ""), NULL, "[-1,-1,3]",
         "e ExpandDims x =#0; z ResizeBilinear e =24,32; y Conv2D z", OTHER},
        {IMAGE("NHWC", "24x32", "RGB", ""), NULL, "[32,24,3]",
         "e ExpandDims x =#0; z ResizeBilinear e =24,32; y Conv2D z", ""},
        {IMAGE("NHWC", "24x32", "RGB", ""), NULL, "[-1,32,24,3]", RESIZED, ""},
        {NETWORK, NULL, ANY, RESIZED,
         "model.resize-twice: resize_type NETWORK keeps the aspect ratio, but the graph brings every image "
         "to 32x24 "
         "(ResizeBilinear \"z\") " HINT},
        {"'dimension_order': 'NHWC', 'color_channels': 'RGB', 'resize_type': 'SQUASH'", NULL, ANY, RESIZED,
         ""},
        {"'dimension_order': 'NHWC', 'color_channels': 'RGB', 'target_size': '24x32'", NULL, ANY, RESIZED,
         ""},
        {IMAGE("NHWC", "wide", "RGB", ""), NULL, ANY, RESIZED, ""},
        {IMAGE("NHWC", "300", "RGB", ""), NULL, ANY, RESIZED, ""},
    };

    EXPECT_ROWS(rows);
}
END_TEST

START_TEST(a_word_of_another_program_is_known_in_any_case)
{
    words_describe(&words, "{'name': 'n', 'framework': 'tensorflow-1.x', 'preprocessing': {'inputs': "
                           "[{'tensor_name': 'x', 'image': {'dimension_order': 'CHANNELS_FIRST', "
                           "'resize_type': 'CROP', 'target_size': '8x8', 'color_channels': 'RGB'}}]}}");
    take_locale_with_comma("image rules");
    (void)words_told(&words, "enum", 1);
    setlocale(LC_ALL, "C");
    ck_assert_str_eq(
        words.told,
        "enum: dimension_order \"CHANNELS_FIRST\" is not a known dimension order (it is \"NCHW\"); ");
}
END_TEST

/* Of each that has words of its own. */
static const struct row swept[] = {
    {IMAGE("NCHW", "32x24", "RGB", ""), NULL, ANY, "y Conv2D x " FILTER("3", "8"), NULL},
    {GRAY(""), NULL, ANY, "y Conv2D x " FILTER("3", "8"), NULL},
    {IMAGE("NHWC", "32x24", "BGR", ""), NULL, ANY, "r ReverseV2 x =-1; y Conv2D r", NULL},
    {IMAGE("NHWC", "24x32", "RGB", ", 'pixel_scaling': 1"), "3:0.5", ANY,
     "d RealDiv x =#255.; z ResizeBilinear d =24,32; y Conv2D z", NULL},
};

START_TEST(without_memory_no_half_of_it_is_told)
{
    (void)told_of_row(&swept[_i], RULES);
    words_survive(&words, RULES);
}
END_TEST

/* Only what a target_size can say is told to be written. */
START_TEST(a_side_that_no_size_can_have_is_not_told_to_be_declared)
{
#define SIDES(shape, hint)                                                                          \
    "model.shape: target_size is 32x24 (width x height), but the input tensor has the shape " shape \
    " in NHWC (" hint "); "
    static const struct row rows[] = {
        {COLOR(""), NULL, "[-1,65535,65535,3]", "y Relu x",
         SIDES("[-1, 65535, 65535, 3]", "set target_size to \"65535x65535\"")},
        {COLOR(""), NULL, "[-1,24,65536,3]", "y Relu x", SIDES("[-1, 24, 65536, 3]", "-")},
        {COLOR(""), NULL, "[-1,65536,-1,3]", "y Relu x", SIDES("[-1, 65536, -1, 3]", "-")},
        {COLOR(""), NULL, "[-1,65535,-1,3]", "y Relu x",
         SIDES("[-1, 65535, -1, 3]", "the height has to be 65535")},
        {COLOR(""), NULL, "[-1,-2,32,3]", "y Relu x", SIDES("[-1, -2, 32, 3]", "-")},
        {COLOR(""), NULL, "[-1,0,32,3]", "y Relu x", SIDES("[-1, 0, 32, 3]", "-")},
    };

    expect_rows(rows, sizeof rows / sizeof *rows, "model.shape");
}
END_TEST

Suite *image_rules_suite(void)
{
    Suite *suite = suite_create("image rules");
    TCase *told = tcase_create("told"), *memory = tcase_create("memory"),
          *comma = tcase_create("with a decimal comma");

    tcase_add_checked_fixture(told, begin, end);
    tcase_add_test(told, a_mean_has_the_shape_of_the_image_or_of_its_channels);
    tcase_add_test(told, a_mean_that_lies_otherwise_is_told_how_to_be_turned);
    tcase_add_test(told, pixels_fit_into_the_type_that_is_fed);
    tcase_add_test(told, a_mean_lies_among_the_pixels_that_it_is_subtracted_from);
    tcase_add_test(told, order_and_channels_are_held_against_the_first_convolution);
    tcase_add_test(told, without_a_description_a_batch_that_is_fixed_is_told);
    tcase_add_test(told, pixels_are_scaled_and_centred_once);
    tcase_add_test(told, the_mean_of_each_colour_tells_their_order);
    tcase_add_test(told, a_size_that_the_graph_makes_itself_is_the_one_to_declare);
    tcase_add_test(told, a_side_that_no_size_can_have_is_not_told_to_be_declared);
    suite_add_tcase(suite, told);
    tcase_add_checked_fixture(comma, begin_with_comma, end_with_comma);
    tcase_add_test(comma, pixels_fit_into_the_type_that_is_fed);
    tcase_add_test(comma, a_mean_lies_among_the_pixels_that_it_is_subtracted_from);
    tcase_add_test(comma, pixels_are_scaled_and_centred_once);
    tcase_add_test(comma, the_mean_of_each_colour_tells_their_order);
    tcase_add_test(comma, a_word_of_another_program_is_known_in_any_case);
    suite_add_tcase(suite, comma);
    tcase_add_checked_fixture(memory, begin, end);
    tcase_add_loop_test(memory, without_memory_no_half_of_it_is_told, 0, sizeof swept / sizeof *swept);
    suite_add_tcase(suite, memory);
    return suite;
}
