/*
 * What models cost (cost.h), held against what is published of three networks, and small graphs that can be counted by hand.
 */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "model_facts.h"
#include "nnreg.h"
#include "published.h"
#include "tensorflow/cost.h"
#include "tensorflow/op_table.h"
#include "tensorflow/shapes_parts.h"

Suite *cost_suite(void);

static struct nnreg_judged judged;
static struct nnreg_cost cost;
static struct nnreg_sides sides; /* of images, where a test names them */

static void setup(void)
{
    judged = (struct nnreg_judged){.model = NULL};
    cost = (struct nnreg_cost){.rows = NULL};
    sides = (struct nnreg_sides){0, 0};
}

static void teardown(void)
{
    nnreg_cost_free(&cost);
    nnreg_judged_free(&judged);
}

static void count_model(uint32_t depth)
{
    judged.graph = nnreg_graph_of(judged.model, 0);
    judged.loads = true;
    judged.flow = nnreg_alloc_zero(1, sizeof *judged.flow);
    ck_assert_int_eq(nnreg_flow_make(judged.flow, &judged.graph, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_cost_make(&cost, &judged, depth, &sides, NULL), NNREG_OK);
}

static void count_written(struct mw_model *written, uint32_t depth)
{
    struct nnreg_savedmodel_failure failure;
    const struct mw_model *models[1] = {written};
    struct mw_buf bytes = {NULL, 0, 0};

    mw_model_encode(&bytes, MW_BINARY, models, 1);
    ck_assert_int_eq(model_from(&judged.model, bytes.data, bytes.size, NNREG_SAVEDMODEL_BINARY, &failure),
                     NNREG_OK);
    mw_buf_free(&bytes);
    mw_model_free(written);
    count_model(depth);
}

static void count_text(const char *text, uint32_t depth)
{
    judged.model = model_of_text(text);
    count_model(depth);
}

static const struct nnreg_cost_sums *row_of(const char *scope)
{
    size_t i;

    for (i = 0; i < cost.row_count; i++) {
        struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH];
        char name[256] = "";
        uint32_t count = nnreg_cost_parts(parts, &cost, cost.rows[i].scope), k;

        for (k = 0; k < count; k++) {
            strcat(name, k > 0 ? "/" : "");
            strncat(name, parts[k].text, parts[k].size);
        }
        if (strcmp(name, scope) == 0)
            return &cost.rows[i].sums;
    }
    ck_abort_msg("there is no scope %s", scope);
    return NULL;
}

static void all_is_known(void)
{
    ck_assert_uint_eq(cost.total.unknown, 0);
    ck_assert_ptr_null(cost.first_unknown);
    ck_assert(!cost.incomplete);
    ck_assert_uint_eq(cost.in_loops, 0);
}

/* What is published is rounded: the figure is right to half of its last place. */
static void rounds_to(uint64_t figure, uint64_t published, uint64_t place)
{
    ck_assert_uint_eq((figure + place / 2) / place * place, published);
}

/* ------------------------------------------------------------------------------------------------------ published -- */

/*
 * MobileNet 1.0 at 224: 569 million multiply-adds and 4.2 million parameters (Howard and others, arXiv:1704.04861, tables 4 and
 * 8; the table of research/slim/nets/mobilenet_v1.md in tensorflow/models, 569 and 4.24). Those counted are of all
 * convolutions and the last product. Keras' summary of MobileNet has 4,253,864 parameters, 21,888 of them means and variances
 * that are not trained, which the paper leaves out.
 */
START_TEST(mobilenet_costs_what_its_paper_says)
{
    enum { NOT_TRAINED = 21888 };
    struct mw_model model;

    mw_mobilenet(&model);
    count_written(&model, 1);
    all_is_known();
    ck_assert_uint_eq(cost.total.parameters, 4253864);
    rounds_to(cost.total.parameters - NOT_TRAINED, 4200000, 100000);
    rounds_to(cost.total.multiply_adds, 569000000, 1000000);
    ck_assert_uint_eq(cost.total.multiply_adds, 568740352);
    ck_assert_uint_eq(row_of("conv1")->multiply_adds, 10838016);
    ck_assert_uint_eq(row_of("dw1")->multiply_adds, 3612672);
    ck_assert_uint_eq(row_of("pw1")->parameters, 32 * 64 + 4 * 64);
    /* The largest maps, 112 x 112 x 64 floats, one normalised to the other, which gives out four rows of 64 besides. */
    ck_assert_uint_eq(cost.peak_bytes, (UINT64_C(2) * 112 * 112 * 64 + 4 * 64) * 4);
}
END_TEST

/*
 * ResNet-50: 3.8 billion multiply-adds (He and others, arXiv:1512.03385, table 1, cut off: 3.86 with the last product), and 4.09
 * in the form that torchvision's table of models has, in which the 3x3 convolutions have the stride. Keras' summary
 * of ResNet50 has 25,636,712 parameters; torchvision's 25,557,032 leave out biases of convolutions, means and variances.
 */
START_TEST(resnet_50_costs_what_its_paper_says)
{
    struct mw_model model;

    mw_resnet_50(&model, false);
    count_written(&model, 1);
    all_is_known();
    ck_assert_uint_eq(cost.total.parameters, 25636712);
    rounds_to(cost.total.multiply_adds, UINT64_C(3860000000), 10000000);
    ck_assert_uint_eq(cost.total.multiply_adds / 100000000, 38);
}
END_TEST

START_TEST(resnet_50_with_later_strides_costs_what_is_published_of_it)
{
    enum { MEANS_AND_VARIANCES = 53120, BIASES = MEANS_AND_VARIANCES / 2 };
    struct mw_model model;

    mw_resnet_50(&model, true);
    count_written(&model, 2);
    all_is_known();
    ck_assert_uint_eq(cost.total.parameters - MEANS_AND_VARIANCES - BIASES, 25557032);
    rounds_to(cost.total.multiply_adds, UINT64_C(4090000000), 10000000);
    ck_assert_uint_eq(row_of("stage2/block1")->parameters, 76928); /* 75,008 without biases and means */
}
END_TEST

/*
 * Inception-v3 at 299: 5.7 billion multiply-adds (torchvision's table of models has 5.71, the open model zoo 11.469 billion
 * operations, two for each) and 23,851,784 parameters without the side head (Keras' summary of InceptionV3), "less than 25
 * million" in Szegedy and others, arXiv:1512.00567.
 */
START_TEST(inception_v3_costs_what_is_published_of_it)
{
    struct mw_model model;

    mw_inception_v3(&model);
    count_written(&model, 1);
    all_is_known();
    ck_assert_uint_eq(cost.total.parameters, 23851784);
    rounds_to(cost.total.multiply_adds, UINT64_C(5710000000), 10000000);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- open sides -- */

static void cost_of(struct nnreg_cost_sums *total, uint64_t *peak, struct mw_model *model)
{
    count_written(model, 1);
    *total = cost.total;
    *peak = cost.peak_bytes;
    teardown();
    judged = (struct nnreg_judged){.model = NULL};
}

/* What a network costs with its sides open and a size named is what it costs with its sides fixed; by channels, too. */
static void costs_the_same_with_open_sides(void (*make)(struct mw_model *model), uint32_t size)
{
    static const int channels[] = {3, -1};
    struct nnreg_cost_sums fixed, open;
    uint64_t fixed_peak, open_peak;
    struct mw_model model;
    size_t i;

    make(&model);
    cost_of(&fixed, &fixed_peak, &model);
    ck_assert_uint_eq(fixed.unknown, 0);
    for (i = 0; i < 2; i++) {
        make(&model);
        mw_open_sides(&model, channels[i]);
        sides = (struct nnreg_sides){size, size};
        cost_of(&open, &open_peak, &model);
        ck_assert_mem_eq(&open, &fixed, sizeof open);
        ck_assert_uint_eq(open_peak, fixed_peak);
        make(&model);
        mw_open_sides(&model, channels[i]);
        sides = (struct nnreg_sides){0, 0};
        cost_of(&open, &open_peak, &model);
        ck_assert_uint_gt(open.unknown, 0);
    }
}

static void make_resnet_50(struct mw_model *model)
{
    mw_resnet_50(model, false);
}

START_TEST(a_size_for_open_sides_costs_what_fixed_sides_do)
{
    costs_the_same_with_open_sides(mw_mobilenet, 224);
    costs_the_same_with_open_sides(make_resnet_50, 224);
    costs_the_same_with_open_sides(mw_inception_v3, 299);
}
END_TEST

/* The width is the first of a size, and the second of the sides in a tensor of NHWC. */
START_TEST(the_width_of_a_size_stands_behind_the_height)
{
    struct nnreg_shape shape;
    struct mw_model model;

    mw_mobilenet(&model);
    mw_open_sides(&model, -1);
    sides = (struct nnreg_sides){320, 64};
    count_written(&model, 1);
    all_is_known();
    ck_assert_uint_eq(cost.input_count, 1);
    ck_assert_int_eq(cost.inputs[0].sides, NNREG_SIDES_TAKEN);
    nnreg_cost_input_shape(&shape, &cost, &cost.inputs[0]);
    ck_assert_uint_eq(shape.rank, 4);
    ck_assert_int_eq(shape.dim[0], 1);
    ck_assert_int_eq(shape.dim[1], 64);
    ck_assert_int_eq(shape.dim[2], 320);
    ck_assert_int_eq(shape.dim[3], 3);
}
END_TEST

START_TEST(fixed_sides_stay_as_they_are)
{
    struct mw_model model;

    mw_mobilenet(&model);
    sides = (struct nnreg_sides){192, 192};
    count_written(&model, 1);
    ck_assert_int_eq(cost.inputs[0].sides, NNREG_SIDES_FIXED);
    ck_assert_uint_eq(cost.total.multiply_adds, 568740352);
    nnreg_cost_free(&cost);
    sides = (struct nnreg_sides){224, 224};
    ck_assert_int_eq(nnreg_cost_make(&cost, &judged, 1, &sides, NULL), NNREG_OK);
    ck_assert_int_eq(cost.inputs[0].sides, NNREG_SIDES_TAKEN);
}
END_TEST

static enum nnreg_sides_use taken(struct nnreg_shape *shape, const char *order, uint32_t dtype)
{
    struct nnreg_sides size = {32, 16};
    struct nnreg_first_told told = {.channels = 0};

    strcpy(told.order, order);
    return nnreg_sides_take(shape, &size, &told, dtype);
}

static const char *dimensions(const struct nnreg_shape *shape)
{
    static char shown[NNREG_SHAPE_SHOWN];

    return nnreg_shape_shown(shown, shape);
}

START_TEST(sides_are_found_by_order_and_channels)
{
    static const struct {
        int rank;
        int64_t dim[4];
        const char *order;
        uint32_t dtype;
        const char *then; /* NULL: it takes no image */
    } rows[] = {
        {4, {-1, -1, -1, 3}, "", NNREG_DT_FLOAT, "[-1, 16, 32, 3]"},
        {4, {-1, 3, -1, -1}, "", NNREG_DT_FLOAT, "[-1, 3, 16, 32]"},
        {4, {-1, 16, -1, 3}, "", NNREG_DT_UINT8, "[-1, 16, 32, 3]"},
        {4, {-1, -1, -1, -1}, "NCHW", NNREG_DT_FLOAT, "[-1, -1, 16, 32]"},
        {3, {-1, -1, 3, 0}, "", NNREG_DT_UINT8, "[16, 32, 3]"},
        {3, {-1, -1, -1, 0}, "HWC", NNREG_DT_FLOAT, "[16, 32, -1]"},
        {3,
         {-1, -1, 3, 0},
         "NHWC",
         NNREG_DT_UINT8,
         "[16, 32, 3]"}, /* an order of another rank, or of no sides */
        {3, {-1, -1, 3, 0}, "HC", NNREG_DT_UINT8, "[16, 32, 3]"},
        {3, {-1, -1, 96, 0}, "", NNREG_DT_FLOAT, NULL}, /* a series */
        {-1, {0, 0, 0, 0}, "NHWC", NNREG_DT_FLOAT, "[-1, 16, 32, -1]"},
        {-1, {0, 0, 0, 0}, "", NNREG_DT_FLOAT, NULL},
        {2, {-1, 784, 0, 0}, "", NNREG_DT_FLOAT, NULL},
        {4, {-1, -1, -1, 3}, "", NNREG_DT_STRING, NULL},
        {1, {-1, 0, 0, 0}, "", NNREG_DT_STRING, NULL},
    };
    struct nnreg_shape shape;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        shape = (struct nnreg_shape){.known = rows[i].rank >= 0, .rank = (uint32_t)rows[i].rank};
        memcpy(shape.dim, rows[i].dim, sizeof rows[i].dim);
        ck_assert_int_eq(taken(&shape, rows[i].order, rows[i].dtype),
                         rows[i].then != NULL ? NNREG_SIDES_TAKEN : NNREG_SIDES_NO_IMAGE);
        if (rows[i].then != NULL)
            ck_assert_str_eq(dimensions(&shape), rows[i].then);
    }
}
END_TEST

/* --------------------------------------------------------------------------------------------------------- by hand -- */

#define NODE(name, op, rest) "node { name: '" name "' op: '" op "' " rest "} "
#define IN(name)             "input: '" name "' "
#define FLOATS               "attr { key: 'T' value { type: DT_FLOAT } } "
#define DTYPE                "attr { key: 'dtype' value { type: DT_FLOAT } } "
#define SHAPE(dims)          "attr { key: 'shape' value { shape { " dims "} } } "
#define DIM(size)            "dim { size: " size " } "
#define MODEL(nodes, output)                                                                               \
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { versions { "  \
    "producer: 1000 } " nodes "} signature_def { key: 'serving_default' value { outputs { key: 'y' value " \
    "{ name: '" output ":0' dtype: DT_FLOAT } } method_name: 'm' } } }"
#define INPUT NODE("x", "Placeholder", DTYPE SHAPE(DIM("-1") DIM("10")))

/* x and a are there while b is made; c needs b alone, and a stays for d. */
START_TEST(a_tensor_is_there_until_its_last_reader)
{
    count_text(MODEL(INPUT NODE("a", "Relu", IN("x") FLOATS) NODE("b", "Relu", IN("a") FLOATS)
                         NODE("c", "Relu", IN("b") FLOATS) NODE("d", "AddV2", IN("c") IN("a") FLOATS),
                     "d"),
               1);
    all_is_known();
    ck_assert_uint_eq(cost.total.operations, 4);
    ck_assert_uint_eq(cost.total.activation_bytes, 160);
    ck_assert_uint_eq(cost.peak_bytes, 120);
    ck_assert_str_eq(nnreg_savedmodel_text(judged.model, cost.peak->name), "c");
}
END_TEST

/* What shares the memory of its input keeps it there, and has none of its own. */
START_TEST(what_only_renames_shares_memory)
{
    count_text(MODEL(INPUT NODE("a", "Relu", IN("x") FLOATS) NODE("i", "Identity", IN("a") FLOATS)
                         NODE("b", "Relu", IN("x") FLOATS) NODE("c", "Relu", IN("b") FLOATS)
                             NODE("d", "AddV2", IN("i") IN("c") FLOATS),
                     "d"),
               1);
    ck_assert_uint_eq(row_of("i")->activation_bytes, 0);
    ck_assert_uint_eq(row_of("i")->operations, 1);
    ck_assert_uint_eq(cost.peak_bytes, 120);
}
END_TEST

#define HOLDER(name, dims) NODE(name, "Placeholder", DTYPE SHAPE(dims))
#define NORM(op)                                                                                             \
    MODEL(HOLDER("x", DIM("-1") DIM("4") DIM("4") DIM("8")) HOLDER("v", DIM("8")) NODE(                      \
              "n", op,                                                                                       \
              IN("x") IN("v") IN("v") IN("v") IN("v") FLOATS "attr { key: 'U' value { type: DT_FLOAT } } "), \
          "n")

/* The image and four vectors are made by each of them; the sixth output is for a gradient, and of no known shape. */
START_TEST(what_only_a_gradient_reads_takes_no_memory)
{
    static const char *const norms[] = {NORM("FusedBatchNorm"), NORM("FusedBatchNormV2"),
                                        NORM("FusedBatchNormV3")};

    count_text(norms[_i], 1);
    all_is_known();
    ck_assert_uint_eq(cost.total.activation_bytes, (4 * 4 * 8 + 4 * 8) * 4);
}
END_TEST

/* Rows that are filled: how many there will be nobody knows, and where they came from nobody asks. */
START_TEST(where_filled_rows_came_from_takes_no_memory)
{
    count_text(
        MODEL("node { name: 'i' op: 'Placeholder' attr { key: 'dtype' value { type: DT_INT64 } } " SHAPE(
                  DIM("100") DIM("2")) "} " HOLDER("v", DIM("100"))
                  HOLDER("d", "") "node { name: 's' op: 'Placeholder' attr { key: 'dtype' value { type: "
                                  "DT_INT64 } } " SHAPE(DIM("2")) "} " NODE(
                                      "f", "SparseFillEmptyRows", IN("i") IN("v") IN("s") IN("d") FLOATS),
              "f"),
        1);
    ck_assert_uint_eq(cost.total.unknown, 1);
    ck_assert_uint_eq(cost.total.activation_bytes, 0);
}
END_TEST

/* As many outputs as these have, and all of them are read by somebody. */
START_TEST(of_another_operation_each_output_takes_memory)
{
#define PARTS(count)                                                                                        \
    MODEL(                                                                                                  \
        "node { name: 'k' op: 'Const' attr { key: 'dtype' value { type: DT_INT32 } } attr { key: "          \
        "'value' value { tensor { dtype: DT_INT32 tensor_shape { } int_val: 1 } } } } " HOLDER(             \
            "x", DIM("-1") DIM("12"))                                                                       \
            NODE("y", "Split", IN("k") IN("x") FLOATS "attr { key: 'num_split' value { i: " count " } } "), \
        "y")
    static const char *const parts[] = {PARTS("4"), PARTS("6")};

    count_text(parts[_i], 1);
    all_is_known();
    ck_assert_uint_eq(cost.total.activation_bytes, 12 * 4);
}
END_TEST

static bool has_shapes(const char *op)
{
    const struct nnreg_shapes_row *row;
    size_t i;

    for (i = 0; (row = nnreg_shapes_row_at(i)) != NULL; i++)
        if (strcmp(row->name, op) == 0)
            return true;
    return false;
}

/* Who gives shapes to an operation that keeps something for its gradient has to say here what it then costs. */
START_TEST(each_operation_that_keeps_for_its_gradient_is_judged)
{
    static const char *const keeping[] = {"reserve_space",   "reserve_space_1", "reserve_space_2",
                                          "reserve_space_3", "host_reserved",   "reverse_index_map"};
    static const char judged_ones[] =
        " FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 SparseFillEmptyRows ";
    size_t i, k, n, found = 0;

    for (i = 0; i < nnreg_op_count(); i++) {
        const struct nnreg_op_row *row = nnreg_op_at(i);
        const char *name = nnreg_op_text(row->name);
        bool keeps = false;
        char word[64];

        for (k = 0; k < row->outputs; k++)
            for (n = 0; n < sizeof keeping / sizeof *keeping; n++)
                keeps |= strcmp(nnreg_op_text(nnreg_op_output(row, k)->name), keeping[n]) == 0;
        (void)snprintf(word, sizeof word, " %s ", name);
        ck_assert_msg(!keeps || !has_shapes(name) || strstr(judged_ones, word) != NULL, "%s", name);
        found += keeps && strstr(judged_ones, word) != NULL;
    }
    ck_assert_uint_eq(found, 4);
}
END_TEST

/* Nobody knows what Strange gives out, so what is behind it is not known either; the rest is counted. */
START_TEST(what_is_not_known_is_counted_and_named)
{
    count_text(MODEL(INPUT NODE("a", "Relu", IN("x") FLOATS) NODE("s", "Strange", IN("a"))
                         NODE("b", "Relu", IN("s") FLOATS),
                     "b"),
               1);
    ck_assert_uint_eq(cost.total.unknown, 2);
    ck_assert_str_eq(nnreg_savedmodel_text(judged.model, cost.first_unknown->name), "s");
    ck_assert_uint_eq(cost.total.activation_bytes, 40);
    ck_assert_uint_eq(row_of("s")->unknown, 1);
}
END_TEST

/* Weights count once, with what works with them first; ones, scalars and what nobody asks for are none. */
START_TEST(weights_count_with_what_works_with_them)
{
    count_text(
        MODEL(
            INPUT NODE("w", "VariableV2", DTYPE SHAPE(DIM("10") DIM("3"))) NODE(
                "r", "Identity", IN("w") FLOATS) NODE("unused", "VariableV2", DTYPE SHAPE(DIM("99")))
                NODE("k", "Const",
                     DTYPE
                     "attr { key: 'value' value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 3 } } "
                     "float_val: 1 float_val: 2 float_val: 3 } } } ")
                    NODE("ones", "Const",
                         DTYPE "attr { key: 'value' value { tensor { dtype: DT_FLOAT tensor_shape { dim { "
                               "size: 3 } } float_val: 1 } } } ")
                        NODE("one/m", "MatMul", IN("x") IN("r") FLOATS)
                            NODE("one/b", "BiasAdd", IN("one/m") IN("k") FLOATS)
                                NODE("two/b", "AddV2", IN("one/b") IN("ones") FLOATS)
                                    NODE("two/c", "BiasAdd", IN("two/b") IN("k") FLOATS),
            "two/c"),
        1);
    all_is_known();
    ck_assert_uint_eq(cost.total.parameters, 33);
    ck_assert_uint_eq(row_of("one")->parameters, 33);
    ck_assert_uint_eq(row_of("one")->multiply_adds, 30);
    ck_assert_uint_eq(row_of("two")->parameters, 0);
    ck_assert_uint_eq(cost.row_count, 2);
}
END_TEST

/* One operation of placeholders: their shapes as "[2,-1]" or "?", by spaces; a number of examples that is open counts as 1. */
static void count_operation(const char *op, const char *inputs, const char *attrs)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT, names = NNREG_BYTES_INIT;
    unsigned count = 0;
    char *made;

    nnreg_bytes_text(&text, "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } "
                            "graph_def { versions { producer: 1000 } ");
    for (; *inputs != '\0'; inputs += *inputs == ' ') {
        nnreg_bytes_format(
            &text, "node { name: 'i%u' op: 'Placeholder' " DTYPE "attr { key: 'shape' value { shape { ",
            count);
        nnreg_bytes_format(&names, "input: 'i%u' ", count++);
        if (*inputs == '?')
            nnreg_bytes_text(&text, "unknown_rank: true ");
        while (*inputs != '\0' && *inputs != ' ') {
            char *end = NULL;
            long long size = strtoll(inputs + 1, &end, 10);

            if (end != inputs + 1)
                nnreg_bytes_format(&text, "dim { size: %lld } ", size);
            inputs = end != inputs + 1 ? end : inputs + 1;
        }
        nnreg_bytes_text(&text, "} } } } ");
    }
    nnreg_bytes_format(&text, "node { name: 'y' op: '%s' %s " FLOATS "%s } } ", op, names.content, attrs);
    nnreg_bytes_text(&text,
                     "signature_def { key: 'serving_default' value { outputs { key: 'y' value { name: 'y:0' "
                     "dtype: DT_FLOAT } } method_name: 'm' } } }");
    ck_assert_int_eq(nnreg_bytes_take(&made, &text), NNREG_OK);
    nnreg_bytes_free(&names);
    count_text(made, 1);
    nnreg_free(made);
}

#define EQUATION(text) "attr { key: 'equation' value { s: '" text "' } } "
#define TRUE_ATTR(key) "attr { key: '" key "' value { b: true } } "
#define SAME           "attr { key: 'padding' value { s: 'SAME' } } "

/* Counted by hand from what the operations are defined as; NOT_KNOWN where a shape that it takes is not. */
START_TEST(each_product_is_counted_by_its_shapes)
{
    enum { NOT_KNOWN = -1 };
    static const struct {
        const char *op, *inputs, *attrs;
        int64_t count;
    } products[] = {
        {"Conv2D", "[1,8,8,3] [3,3,3,4]", SAME, 8 * 8 * 4 * 27},
        {"Conv2D", "[-1,8,8,3] [3,3,3,4]", SAME, 8 * 8 * 4 * 27},
        {"Conv2D", "[1,8,8,3] [3,-1,3,4]", SAME, NOT_KNOWN},
        {"Conv2D", "[1,8,-1,3] [3,3,3,4]", SAME, NOT_KNOWN},
        {"Conv2D", "[1,8,8,3] ?", SAME, NOT_KNOWN},
        {"Conv2D", "[1,8,8,3] []", SAME, NOT_KNOWN},
        {"Conv2D", "[1,4611686018427387904,8,3] [3,3,3,4]", SAME, NOT_KNOWN}, /* more than fits a number */
        {"Conv2D", "[1,2305843009213693952,1,3] [3,3,3,4]", SAME, NOT_KNOWN},
        {"Conv3D", "[1,4,4,4,2] [2,2,2,2,3]", SAME, 4 * 4 * 4 * 3 * 16},
        {"DepthwiseConv2dNative", "[1,8,8,6] [3,3,6,2]", SAME, 8 * 8 * 12 * 9},
        {"DepthwiseConv2dNative", "[1,8,8,6] [3,-1,6,2]", SAME, NOT_KNOWN},
        {"DepthwiseConv2dNative", "[1,8,-1,6] [3,3,6,2]", SAME, NOT_KNOWN},
        {"DepthwiseConv2dNative", "[1,8,8,6] [3,3,6]", SAME, NOT_KNOWN},
        {"DepthwiseConv2dNative", "[1,8,8,6] ?", SAME, NOT_KNOWN},
        {"DepthwiseConv2dNative", "[1,1152921504606846976,1,1] [4,4,1,1]", SAME, NOT_KNOWN},
        {"Conv2DBackpropInput", "[4] ? [2,4,4,7]", SAME, NOT_KNOWN},
        {"Conv2DBackpropInput", "[4] [] [2,4,4,7]", SAME, NOT_KNOWN},
        {"Conv2DBackpropInput", "[4] [3,3,5,7] ?", SAME, NOT_KNOWN},
        {"Conv2DBackpropInput", "[4] [3,-1,5,7] [2,4,4,7]", SAME, NOT_KNOWN},
        {"Conv2DBackpropInput", "[4] [3,3,5,7] [2,4,-1,7]", SAME, NOT_KNOWN},
        {"MatMul", "[2,3] [3,4]", "", 2 * 4 * 3},
        {"MatMul", "[3,2] [3,4]", TRUE_ATTR("transpose_a"), 2 * 4 * 3},
        {"BatchMatMul", "[5,3,2] [5,3,6]", TRUE_ATTR("adj_x"), 5 * 2 * 6 * 3},
        {"BatchMatMulV3", "[5,2,3] [3,6]", "attr { key: 'Tout' value { type: DT_FLOAT } } ", 5 * 2 * 6 * 3},
        {"MatMul", "[2,-1] [3,4]", "", NOT_KNOWN},
        {"MatMul", "[2,3] [3,-1]", "", NOT_KNOWN},
        {"MatMul", "? [3,4]", "", NOT_KNOWN},
        {"MatMul", "[3] [3,4]", "", NOT_KNOWN},
        {"MatMul", "[2147483648,4294967296] [4294967296,2147483648]", "", NOT_KNOWN},
        {"Einsum", "[2,3] [3,4]", EQUATION("ab,bc->ac"), 2 * 3 * 4},
        {"Einsum", "[2,3] [3,4]", EQUATION("a b, b c -> ac"), 2 * 3 * 4},
        {"Einsum", "[2,3]", EQUATION("ab->ba"), NOT_KNOWN},
        {"Einsum", "[2,3]", EQUATION("ab"), NOT_KNOWN},
        {"Einsum", "[2] [3] [4]", EQUATION("a,b,c->abc"), NOT_KNOWN},
        {"Einsum", "[2,3] [3,4]", EQUATION("...b,bc->...c"), NOT_KNOWN},
        {"Einsum", "[2,3] [3,4]", EQUATION("a\\303\\244,bc->ac"), NOT_KNOWN},
        {"Einsum", "? [3,4]", EQUATION("ab,bc->ac"), NOT_KNOWN},
        {"Einsum", "[2] [3,4]", EQUATION("ab,bc->ac"), NOT_KNOWN},
        {"Einsum", "[2,-1] [3,-1]", EQUATION("ab,bc->ac"), NOT_KNOWN},
        {"Einsum", "[4294967296,2] [2,4294967296]", EQUATION("ab,bc->ac"), NOT_KNOWN},
        {"SparseTensorDenseMatMul", "[9,2] [9] [2] [5,6]", "", NOT_KNOWN},
    };
    size_t i;

    for (i = 0; i < sizeof products / sizeof *products; i++) {
        count_operation(products[i].op, products[i].inputs, products[i].attrs);
        ck_assert_msg(cost.total.multiply_adds == (products[i].count < 0 ? 0 : (uint64_t)products[i].count) &&
                          cost.total.unknown == (products[i].count < 0),
                      "%s of %s with %s: %llu multiply-adds, %llu unknown", products[i].op,
                      products[i].inputs, products[i].attrs, (unsigned long long)cost.total.multiply_adds,
                      (unsigned long long)cost.total.unknown);
        teardown();
        setup();
    }
}
END_TEST

/* What is spread out, with all that each of its elements is multiplied by: the sizes of what comes out are of another tensor. */
START_TEST(a_transposed_convolution_is_counted_by_what_it_spreads)
{
    count_text(
        MODEL(
            "node { name: 's' op: 'Const' attr { key: 'dtype' value { type: DT_INT32 } } attr { key: 'value' "
            "value { tensor { dtype: DT_INT32 tensor_shape { dim { size: 4 } } int_val: [2, 8, 8, 5] } } } "
            "} " HOLDER("f", DIM("3") DIM("3") DIM("5") DIM("7"))
                HOLDER("x", DIM("2") DIM("4") DIM("4") DIM("7"))
                    NODE("y", "Conv2DBackpropInput", IN("s") IN("f") IN("x") FLOATS SAME),
            "y"),
        1);
    all_is_known();
    ck_assert_uint_eq(cost.total.multiply_adds, 2 * 4 * 4 * 7 * 3 * 3 * 5);
    ck_assert_uint_eq(cost.total.activation_bytes, 2 * 8 * 8 * 5 * 4);
}
END_TEST

/* What counts as weights of a constant: numbers with a fraction, more than one, that are not all the same. */
START_TEST(a_constant_has_weights_if_they_may_have_been_learnt)
{
    static const struct {
        const char *dtype, *tensor;
        uint64_t weights;
    } constants[] = {
        {"DT_FLOAT", "tensor_shape { dim { size: 3 } } float_val: [1, 2, 3]", 3},
        {"DT_DOUBLE", "tensor_shape { dim { size: 3 } } double_val: [1, 2, 3]", 3},
        {"DT_HALF", "tensor_shape { dim { size: 2 } } half_val: [1, 2]", 2},
        {"DT_BFLOAT16", "tensor_shape { dim { size: 2 } } half_val: [1, 2]", 2},
        {"DT_COMPLEX64", "tensor_shape { dim { size: 2 } } scomplex_val: [1, 2, 3, 4]", 2},
        {"DT_COMPLEX128", "tensor_shape { dim { size: 2 } } dcomplex_val: [1, 2, 3, 4]", 2},
        {"DT_QINT8", "tensor_shape { dim { size: 2 } } int_val: [1, 2]", 2},
        {"DT_QUINT8", "tensor_shape { dim { size: 2 } } int_val: [1, 2]", 2},
        {"DT_QINT16", "tensor_shape { dim { size: 2 } } int_val: [1, 2]", 2},
        {"DT_QUINT16", "tensor_shape { dim { size: 2 } } int_val: [1, 2]", 2},
        {"DT_QINT32", "tensor_shape { dim { size: 2 } } int_val: [1, 2]", 2},
        {"DT_FLOAT", "tensor_shape { dim { size: 1 } } float_val: 1", 1},
        {"DT_FLOAT", "tensor_shape { dim { size: 3 } } float_val: 1", 0}, /* ones */
        {"DT_FLOAT", "tensor_shape { dim { size: 3 } }", 0},              /* zeros */
        {"DT_FLOAT", "tensor_shape { dim { size: 2 } } float_val: [1, 2, 3]", 2},
        {"DT_FLOAT", "tensor_shape { } float_val: 1", 0},
        {"DT_FLOAT", "tensor_shape { dim { size: 0 } }", 0},
        {"DT_FLOAT", "tensor_shape { dim { size: -1 } } float_val: 1", 0},
        {"DT_FLOAT", "tensor_shape { unknown_rank: true } float_val: 1", 0},
        {"DT_INT32", "tensor_shape { dim { size: 3 } } int_val: [1, 2, 3]", 0},
        {"DT_STRING", "tensor_shape { dim { size: 1 } } string_val: 'a'", 0},
        {"DT_INVALID", "tensor_shape { dim { size: 3 } } float_val: [1, 2, 3]", 0},
    };
    size_t i;

    for (i = 0; i < sizeof constants / sizeof *constants; i++) {
        struct nnreg_bytes text = NNREG_BYTES_INIT;
        char *made;

        nnreg_bytes_format(
            &text,
            MODEL(INPUT "node { name: 'k' op: 'Const' attr { key: 'dtype' value { type: %s } } "
                        "attr { key: 'value' value { tensor { dtype: %s %s } } } } " NODE("y", "Strange",
                                                                                          IN("x") IN("k")),
                  "y"),
            constants[i].dtype, constants[i].dtype, constants[i].tensor);
        ck_assert_int_eq(nnreg_bytes_take(&made, &text), NNREG_OK);
        count_text(made, 1);
        nnreg_free(made);
        ck_assert_msg(cost.total.parameters == constants[i].weights, "%s %s: %llu", constants[i].dtype,
                      constants[i].tensor, (unsigned long long)cost.total.parameters);
        teardown();
        setup();
    }
}
END_TEST

/* A function that two nodes call works twice, and has what it holds once. */
START_TEST(a_function_works_as_often_as_it_is_called_and_has_its_weights_once)
{
    count_text(
        "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { versions { "
        "producer: 1000 } " INPUT NODE("one/f", "PartitionedCall",
                                       IN("x") "attr { key: 'f' value { func { name: 'f' } } } "
                                               "attr { key: 'Tin' value { list { type: DT_FLOAT } } } attr { "
                                               "key: 'Tout' value { list { type: DT_FLOAT } } } ")
            NODE("two", "PartitionedCall",
                 IN("one/f") "attr { key: 'f' value { func { name: 'f' } } } "
                             "attr { key: 'Tin' value { list { type: DT_FLOAT } } } attr { key: 'Tout' value "
                             "{ list { type: DT_FLOAT } } } ") "library { function { signature { name: 'f' "
                                                               "input_arg { name: 'a' type: DT_FLOAT } "
                                                               "output_arg { name: 'r' type: "
                                                               "DT_FLOAT } } node_def { name: 'k' op: "
                                                               "'Const' " DTYPE "attr { key: 'value' value { "
                                                               "tensor { dtype: DT_FLOAT "
                                                               "tensor_shape { dim { size: 10 } dim { size: "
                                                               "10 } } float_val: [1, 2] } } } } node_def { "
                                                               "name: 'm' op: 'MatMul' "
                                                               "input: 'a' input: 'k:output:0' " FLOATS
                                                               "} ret { key: 'r' value: 'm:product:0' } } } "
                                                               "} signature_def { key: "
                                                               "'serving_default' value { outputs { key: 'y' "
                                                               "value { name: 'two:0' dtype: DT_FLOAT } } "
                                                               "method_name: 'm' } } }",
        2);
    all_is_known();
    ck_assert_uint_eq(cost.total.multiply_adds, 2 * 10 * 10);
    ck_assert_uint_eq(cost.total.parameters, 10 * 10);
    ck_assert_uint_eq(row_of("one/f")->multiply_adds, 10 * 10);
    ck_assert_uint_eq(cost.total.activation_bytes, 2 * 10 * 4);
}
END_TEST

#define FUNC(key, name) "attr { key: '" key "' value { func { name: '" name "' } } } "
#define CALL(kind, name, input, function)                                                              \
    kind " { name: '" name "' op: 'PartitionedCall' input: '" input                                    \
         "' " FUNC("f", function) "attr { key: 'Tin' value { list { type: DT_FLOAT } } } attr { key: " \
                                  "'Tout' value { list { type: DT_FLOAT } } } } "
#define FUNCTION(name, nodes, given)                                         \
    "function { signature { name: '" name                                    \
    "' input_arg { name: 'a' type: DT_FLOAT } output_arg { name: 'r' type: " \
    "DT_FLOAT } } " nodes "ret { key: 'r' value: '" given "' } } "
#define MODEL_OF(nodes, functions, output) MODEL(nodes "library { " functions "} ", output)

/* What is in a function has the scope of the call, and a call within a call that of both. */
START_TEST(a_call_within_a_call_is_in_the_scopes_of_both)
{
    count_text(MODEL_OF(INPUT CALL("node", "one/f", "x", "h"),
                        FUNCTION("h", CALL("node_def", "inner", "a", "f"), "inner:output:0")
                            FUNCTION("f", "node_def { name: 'r' op: 'Relu' input: 'a' " FLOATS "} ",
                                     "r:activations:0"),
                        "one/f"),
               3);
    all_is_known();
    ck_assert_uint_eq(row_of("one/f/inner")->operations, 1);
    ck_assert_uint_eq(row_of("one/f/inner")->activation_bytes, 10 * 4);
}
END_TEST

START_TEST(calls_that_are_not_entered_leave_a_count_incomplete)
{
    count_text(MODEL_OF(INPUT CALL("node", "y", "x", "f"),
                        FUNCTION("f", CALL("node_def", "again", "a", "f"), "again:output:0"), "y"),
               1);
    ck_assert(cost.incomplete);
}
END_TEST

START_TEST(outputs_that_are_alike_and_nobody_can_count_have_no_bytes)
{
    count_text(MODEL(NODE("x", "Placeholder", DTYPE SHAPE(DIM("2") DIM("3")))
                         NODE("y", "Unpack", IN("x") FLOATS) NODE("z", "Strange", IN("y")),
                     "z"),
               1);
    ck_assert_uint_eq(cost.total.activation_bytes, 0);
    ck_assert_uint_eq(cost.total.unknown, 2);
    teardown();
    setup();
    count_text(MODEL(NODE("x", "Placeholder", DTYPE SHAPE(DIM("2") DIM("-1")))
                         NODE("y", "Unpack",
                              IN("x") FLOATS "attr { key: 'num' value { i: 0 } } attr { key: 'axis' "
                                             "value { i: 1 } } ") NODE("z", "Strange", IN("y")),
                     "z"),
               1);
    ck_assert_uint_eq(cost.total.activation_bytes, 0);
}
END_TEST

/* What only the condition needs gives out nothing, and is not counted. */
START_TEST(what_runs_in_the_body_of_a_loop_is_in_the_loop)
{
    count_text(
        MODEL_OF(
            INPUT NODE("y", "StatelessWhile",
                       IN("x") FUNC("cond", "c") FUNC("body", "b") "attr { key: 'T' value { list { type: "
                                                                   "DT_FLOAT } } } "),
            FUNCTION("c", "node_def { name: 's' op: 'Relu' input: 'a' " FLOATS "} ", "s:activations:0")
                FUNCTION("b", "node_def { name: 'r' op: 'Relu' input: 'a' " FLOATS "} ", "r:activations:0"),
            "y"),
        1);
    ck_assert_uint_eq(cost.in_loops, 1);
    ck_assert_uint_eq(cost.total.operations, 1);
}
END_TEST

/* A size of images and inputs that are none, or whose type or order is not known. */
START_TEST(a_size_is_taken_by_what_the_graph_says_of_an_input)
{
    static const struct {
        const char *nodes, *output;
        enum nnreg_sides_use use;
        const char *shape;
    } rows[] = {
        /* without a type */
        {NODE("x", "Placeholder", SHAPE(DIM("-1") DIM("-1") DIM("-1") DIM("3")))
             NODE("y", "Relu", IN("x") FLOATS),
         "y", NNREG_SIDES_TAKEN, "[1, 32, 32, 3]"},
        /* a graph that does not load is not asked what it does first */
        {NODE("x", "Placeholder", DTYPE SHAPE(DIM("-1") DIM("-1") DIM("-1") DIM("3")))
             NODE("y", "AddV2", IN("x") IN("none") FLOATS),
         "y", NNREG_SIDES_TAKEN, "[1, 32, 32, 3]"},
        /* one image, of which the graph makes a batch: its first dimension is no batch */
        {NODE("x", "Placeholder", DTYPE SHAPE(DIM("-1") DIM("-1") DIM("3")))
             NODE("a", "Const",
                  "attr { key: 'dtype' value { type: DT_INT32 } } attr { key: 'value' value { tensor { "
                  "dtype: DT_INT32 "
                  "tensor_shape { } int_val: 0 } } } ") NODE("e", "ExpandDims", IN("x") IN("a") FLOATS)
                 NODE("y", "Conv2D", IN("e") IN("w") FLOATS) NODE("w", "Placeholder", DTYPE),
         "y", NNREG_SIDES_TAKEN, "[32, 32, 3]"},
    };
    struct nnreg_shape shape;
    char text[4000];

    sides = (struct nnreg_sides){32, 32};
    snprintf(text, sizeof text, MODEL("%s", "%s"), rows[_i].nodes, rows[_i].output);
    judged.model = model_of_text(text);
    judged.graph = nnreg_graph_of(judged.model, 0);
    judged.loads = _i != 1;
    judged.flow = nnreg_alloc_zero(1, sizeof *judged.flow);
    ck_assert_int_eq(nnreg_flow_make(judged.flow, &judged.graph, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_cost_make(&cost, &judged, 1, &sides, NULL), NNREG_OK);
    ck_assert_uint_ge(cost.input_count, 1);
    ck_assert_int_eq(cost.inputs[0].sides, rows[_i].use);
    nnreg_cost_input_shape(&shape, &cost, &cost.inputs[0]);
    ck_assert_str_eq(dimensions(&shape), rows[_i].shape);
}
END_TEST

#define TF1_LOOP(ref)                                                                                     \
    MODEL(INPUT NODE("p", "Placeholder", "attr { key: 'dtype' value { type: DT_BOOL } } ")                \
              NODE("e", ref "Enter", IN("x") FLOATS "attr { key: 'frame_name' value { s: 'f' } } ")       \
                  NODE("m", ref "Merge", IN("e") IN("n") FLOATS) NODE("c", "LoopCond", IN("p"))           \
                      NODE("s", ref "Switch", IN("m") IN("c") FLOATS) NODE("r", "Relu", IN("s:1") FLOATS) \
                          NODE("n", ref "NextIteration", IN("r") FLOATS)                                  \
                              NODE("q", ref "Exit", IN("s") FLOATS) NODE("y", "Relu", IN("q") FLOATS),    \
          "y")

/* From what begins a loop to what ends it, each operation runs as often as nobody knows: what is in front and behind, once. */
START_TEST(the_operations_of_a_loop_are_told)
{
    static const char *const loops[] = {TF1_LOOP(""), TF1_LOOP("Ref")};

    count_text(loops[_i], 1);
    ck_assert_uint_eq(cost.total.unknown, 0);
    ck_assert_uint_eq(cost.in_loops, 5);                        /* m, s, r, n, q */
    ck_assert_uint_eq(cost.total.activation_bytes, 2 * 10 * 4); /* of r and y */
}
END_TEST

/* Without a signature all that there is counts. */
#define WITHOUT_SIGNATURE                                                                                 \
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { versions { " \
    "producer: 1000 } " INPUT NODE("a", "Relu", IN("x") FLOATS) NODE("b", "Relu", IN("x") FLOATS) "} }"

START_TEST(without_a_signature_every_node_is_asked_for)
{
    count_text(WITHOUT_SIGNATURE, 1);
    all_is_known();
    ck_assert_uint_eq(cost.total.activation_bytes, 2 * 10 * 4);
    ck_assert_ptr_null(cost.signature);
}
END_TEST

/*
 * What signatures feed: each tensor once, whoever names it; with the graph's shape, or the signature's where that says nothing.
 * What nobody reads is no input of the model, and what is no tensor feeds nothing.
 */
START_TEST(what_is_fed_is_what_signatures_name)
{
    static const struct {
        const char *node;
        uint32_t output;
        const char *shape;
    } fed[] = {{"x", 0, "[1, 10]"}, {"z", 0, "[1, 7]"}, {"i", 1, "[1, 4]"}, {"w", 0, "[1, 3]"}};
    struct nnreg_shape shape;
    size_t i;

    count_text(
        "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { versions { "
        "producer: 1000 } " INPUT NODE("z", "Placeholder", DTYPE) NODE("lost", "Placeholder",
                                                                       DTYPE SHAPE(DIM("5")))
            NODE("i", "IteratorGetNext",
                 "attr { key: 'output_types' value { list { type: [DT_FLOAT, DT_FLOAT] } } } "
                 "attr { key: 'output_shapes' value { list { shape { " DIM("-1")
                     DIM("3") "} shape { " DIM("-1") DIM("4") "} } } } ") NODE("w", "Strange", "")
                NODE("y", "Strange",
                     IN("x") IN("z") IN("i:1")
                         IN("w")) "} signature_def { key: 'serving_default' value { "
                                  "inputs { key: 'x' value { name: 'x:0' dtype: DT_FLOAT } } "
                                  "inputs { key: 'z' value { name: 'z:0' dtype: DT_FLOAT tensor_shape { " DIM(
                                      "-1")
                                      DIM("7") "} } } "
                                               "inputs { key: 'i' value { name: 'i:0' dtype: DT_FLOAT } } "
                                               "inputs { key: 'j' value { name: 'i:1' dtype: DT_FLOAT "
                                               "tensor_shape { " DIM("-1") DIM(
                                                   "4") "} } } "
                                                        "inputs { key: 'w' value { name: 'w:0' dtype: "
                                                        "DT_FLOAT tensor_shape "
                                                        "{ " DIM("-1") DIM(
                                                            "3") "} } } "
                                                                 "inputs { key: 'c' value { name: '^z' "
                                                                 "dtype: DT_FLOAT } } "
                                                                 "inputs { key: 'n' value { name: 'nosuch:0' "
                                                                 "dtype: DT_FLOAT "
                                                                 "} } "
                                                                 "inputs { key: 'o' value { name: 'x:5' "
                                                                 "dtype: DT_FLOAT } } "
                                                                 "inputs { key: 'l' value { name: 'lost:0' "
                                                                 "dtype: DT_FLOAT } "
                                                                 "} "
                                                                 "outputs { key: 'y' value { name: 'y:0' "
                                                                 "dtype: DT_FLOAT } } "
                                                                 "method_name: 'm' } } "
                                                                 "signature_def { key: 'other' value { "
                                                                 "inputs { key: 'x' "
                                                                 "value { name: 'x:0' dtype: DT_FLOAT } } "
                                                                 "inputs { key: 'z' value { name: 'z:0' "
                                                                 "dtype: DT_FLOAT } } "
                                                                 "outputs { key: 'y' value { name: 'y:0' "
                                                                 "dtype: DT_FLOAT } } "
                                                                 "method_name: 'm' } } }",
        1);
    ck_assert_uint_eq(cost.input_count, sizeof fed / sizeof *fed);
    for (i = 0; i < cost.input_count; i++) {
        nnreg_cost_input_shape(&shape, &cost, &cost.inputs[i]);
        ck_assert_str_eq(nnreg_savedmodel_text(judged.model, cost.inputs[i].node->name), fed[i].node);
        ck_assert_uint_eq(cost.inputs[i].output, fed[i].output);
        ck_assert_str_eq(dimensions(&shape), fed[i].shape);
    }
}
END_TEST

#define LARGE      "2305843009213693952" /* 2^61 */
#define WIDE(name) HOLDER(name, DIM("1") DIM(LARGE))

/* Of each sum the largest number is what it stays at: what is larger is not told as something small. */
START_TEST(sums_stay_at_the_largest_number)
{
    count_text(MODEL(WIDE("x") NODE("a", "Relu", IN("x") FLOATS) NODE("b", "Relu", IN("a") FLOATS) NODE(
                         "v", "VariableV2", DTYPE SHAPE(DIM("1") DIM("5") DIM(LARGE)))
                         NODE("w", "VariableV2", DTYPE SHAPE(DIM("1") DIM("5") DIM(LARGE))) NODE(
                             "c", "AddV2", IN("v") IN("w") FLOATS) NODE("d", "Rank", IN("c") FLOATS)
                             NODE("m0", "MatMul", IN("x") IN("b") FLOATS TRUE_ATTR("transpose_b")) NODE(
                                 "m1", "MatMul", IN("x") IN("b") FLOATS TRUE_ATTR("transpose_b"))
                                 NODE("m2", "MatMul", IN("x") IN("b") FLOATS TRUE_ATTR("transpose_b")) NODE(
                                     "m3", "MatMul", IN("x") IN("b") FLOATS TRUE_ATTR("transpose_b"))
                                     NODE("m4", "MatMul", IN("x") IN("b") FLOATS TRUE_ATTR("transpose_b"))
                                         NODE("m5", "MatMul", IN("x") IN("b") FLOATS TRUE_ATTR("transpose_b"))
                                             NODE("m6", "MatMul",
                                                  IN("x") IN("b") FLOATS TRUE_ATTR("transpose_b"))
                                                 NODE("m7", "MatMul",
                                                      IN("x") IN("b") FLOATS TRUE_ATTR("transpose_b"))
                                                     NODE("z", "AddN",
                                                          IN("m0") IN("m1") IN("m2") IN("m3") IN("m4")
                                                              IN("m5") IN("m6") IN("m7") FLOATS)
                                                         NODE("y", "Mul", IN("z") IN("d") FLOATS),
                     "y"),
               0);
    ck_assert_uint_eq(cost.total.unknown, 0);
    ck_assert_uint_eq(cost.total.activation_bytes, UINT64_MAX);
    ck_assert_uint_eq(cost.total.multiply_adds, UINT64_MAX);
    ck_assert_uint_eq(cost.total.parameters, UINT64_MAX);
    ck_assert_uint_eq(cost.peak_bytes, UINT64_MAX);
}
END_TEST

START_TEST(a_variable_of_an_unknown_size_has_no_parameters)
{
#define VARIABLE(name, dims) NODE(name, "VariableV2", DTYPE SHAPE(dims))
    count_text(MODEL(HOLDER("x", DIM("1") DIM("4")) VARIABLE("known", DIM("1") DIM("4"))
                         VARIABLE("open", DIM("70") DIM("-1")) VARIABLE("any", "unknown_rank: true ")
                             VARIABLE("large", DIM("2147483647") DIM("2147483647") DIM("2147483647"))
                                 NODE("y", "Strange", IN("x") IN("known") IN("open") IN("any") IN("large")),
                     "y"),
               1);
    ck_assert_uint_eq(cost.total.parameters, 4);
    ck_assert_uint_eq(cost.total.unknown, 4);
}
END_TEST

/* Of what is larger than a number of bytes can be nothing is known, and two halves of it are as large as any. */
START_TEST(what_is_larger_than_memory_is_no_small_number)
{
    count_text(MODEL(HOLDER("x", DIM("1") DIM("4611686018427387904")) NODE("y", "Relu", IN("x") FLOATS), "y"),
               1);
    ck_assert_uint_eq(cost.total.unknown, 1);
    ck_assert_uint_eq(cost.total.activation_bytes, 0);
    teardown();
    setup();
    count_text(
        MODEL("node { name: 'k' op: 'Const' attr { key: 'dtype' value { type: DT_INT32 } } attr { key: "
              "'value' value "
              "{ tensor { dtype: DT_INT32 tensor_shape { } int_val: 1 } } } } " HOLDER(
                  "x", DIM("1") DIM("4611686018427387904"))
                  NODE("y", "Split", IN("k") IN("x") FLOATS "attr { key: 'num_split' value { i: 2 } } "),
              "y"),
        1);
    ck_assert_uint_eq(cost.total.unknown, 0);
    ck_assert_uint_eq(cost.total.activation_bytes, UINT64_MAX);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------------- limits -- */

START_TEST(a_failed_allocation_anywhere_in_a_count_is_told)
{
    static const struct {
        const char *text;
        uint64_t activation_bytes;
    } models[] = {
        {MODEL(INPUT NODE("a", "Relu", IN("x") FLOATS) NODE("b", "Relu", IN("a") FLOATS), "b"), 80},
        {MODEL_OF(INPUT CALL("node", "one/f", "x", "f") CALL("node", "two", "one/f", "f"),
                  FUNCTION("f", "node_def { name: 'r' op: 'Relu' input: 'a' " FLOATS "} ", "r:activations:0"),
                  "two"),
         80},
        {WITHOUT_SIGNATURE, 80},
    };
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    sides = (struct nnreg_sides){8, 8};
    count_text(models[_i].text, 2);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_cost_free(&cost);
        nnreg_alloc_fail_from(n);
        status = nnreg_cost_make(&cost, &judged, 2, &sides, NULL);
        nnreg_alloc_fail_from(0);
        judged.flow->failed = false;
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 10);
    ck_assert_uint_eq(cost.total.activation_bytes, models[_i].activation_bytes);
}
END_TEST

/* More scopes of calls than there is room for at first. */
START_TEST(a_failed_allocation_for_the_scope_of_a_call_is_told)
{
    enum { CALLS = 40 };
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    nnreg_status status = NNREG_NO_MEMORY;
    char *taken, input[20] = "x";
    uint64_t n;
    int i;

    nnreg_bytes_text(
        &text, "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { "
               "versions { producer: 1000 } " INPUT);
    for (i = 0; i < CALLS; i++) {
        nnreg_bytes_format(&text, CALL("node", "s%d/f", "%s", "f"), i, input);
        (void)snprintf(input, sizeof input, "s%d/f", i);
    }
    nnreg_bytes_format(
        &text,
        "library { " FUNCTION("f", "node_def { name: 'r' op: 'Relu' input: 'a' " FLOATS "} ",
                              "r:activations:0") "} } signature_def { key: 's' value { outputs { key: "
                                                 "'y' value { name: '%s:0' dtype: DT_FLOAT } } "
                                                 "method_name: 'm' } } }",
        input);
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    count_text(taken, 1);
    nnreg_free(taken);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_cost_free(&cost);
        nnreg_alloc_fail_from(n);
        status = nnreg_cost_make(&cost, &judged, 1, &sides, NULL);
        nnreg_alloc_fail_from(0);
        judged.flow->failed = false;
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_eq(cost.row_count, CALLS);
    ck_assert_uint_eq(cost.total.activation_bytes, CALLS * 10 * 4);
}
END_TEST

/* --------------------------------------------------------------------------------------------------------- telling -- */

/* `open`: the network's sides are; the message of a refusal is copied to `why`. NULL: it was refused. */
static json_t *inspect_with(const struct nnreg_call_options *options, bool open, char why[256])
{
    const struct mw_model *models[1];
    struct mw_buf bytes = {NULL, 0, 0};
    struct mw_model model;
    nnreg_findings *findings;
    nnreg_bundle *bundle;
    nnreg_status status;
    char *text;
    json_t *report = NULL;

    mw_mobilenet(&model);
    if (open)
        mw_open_sides(&model, 3);
    models[0] = &model;
    mw_model_encode(&bytes, MW_BINARY, models, 1);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, bytes.data, bytes.size, "saved_model.pb"), NNREG_OK);
    status = nnreg_inspect(&text, findings, bundle, options);
    snprintf(why, 256, "%s", nnreg_findings_message(findings));
    if (status == NNREG_OK) {
        report = json_loads(text, 0, NULL);
        ck_assert_ptr_nonnull(report);
    } else {
        ck_assert_int_eq(status, NNREG_INVALID_ARGUMENT);
        ck_assert_ptr_null(text);
    }
    nnreg_free(text);
    nnreg_bundle_free(bundle);
    nnreg_findings_free(findings);
    mw_buf_free(&bytes);
    mw_model_free(&model);
    return report;
}

static json_t *inspect_cost(unsigned depth)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    char why[256];

    options.flags = NNREG_INSPECT_COST;
    options.depth = depth;
    return inspect_with(&options, false, why);
}

static json_t *inspect_size(char why[256], unsigned flags, unsigned width, unsigned height, bool open)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;

    options.flags = flags;
    options.width = width;
    options.height = height;
    return inspect_with(&options, open, why);
}

START_TEST(an_inspection_says_for_which_size_it_counts)
{
    static const struct {
        unsigned flags, width, height;
        const char *why;
    } refused[] = {
        {NNREG_INSPECT_COST, 0, 8, "the size of images is 0x8: a side is from 1 to 65535"},
        {NNREG_INSPECT_COST, 8, 65536, "the size of images is 8x65536: a side is from 1 to 65535"},
        {0, 224, 224, "a size of images is of NNREG_INSPECT_COST"},
        {NNREG_INSPECT_COST, 192, 192,
         "the size 192x192 does not go with the input \"images\": its sides are fixed, its shape is "
         "[1, 224, 224, 3]"},
    };
    char why[256], *shown;
    json_t *report = inspect_size(why, NNREG_INSPECT_COST, 160, 128, true);
    size_t i;

    shown = json_dumps(json_object_get(json_object_get(report, "cost"), "inputs"), JSON_COMPACT);
    ck_assert_str_eq(shown, "[{\"tensor\":\"images:0\",\"shape\":[1,128,160,3]}]");
    free(shown);
    json_decref(report);
    for (i = 0; i < sizeof refused / sizeof *refused; i++) {
        ck_assert_ptr_null(inspect_size(why, refused[i].flags, refused[i].width, refused[i].height, false));
        ck_assert_str_eq(why, refused[i].why);
    }
}
END_TEST

START_TEST(an_inspection_tells_costs_and_computed_outputs)
{
    json_t *report = inspect_cost(0), *told = json_object_get(report, "cost"), *output;
    size_t i;
    json_int_t parameters = 0;

    ck_assert_str_eq(json_string_value(json_object_get(told, "signature")), "serving_default");
    ck_assert_int_eq(json_integer_value(json_object_get(told, "multiply_adds")), 568740352);
    for (i = 0; i < json_array_size(json_object_get(told, "scopes")); i++)
        parameters += json_integer_value(
            json_object_get(json_array_get(json_object_get(told, "scopes"), i), "parameters"));
    ck_assert_int_eq(parameters, json_integer_value(json_object_get(told, "parameters")));
    output = json_array_get(
        json_object_get(
            json_array_get(
                json_object_get(
                    json_array_get(json_object_get(json_object_get(report, "model"), "meta_graphs"), 0),
                    "signatures"),
                0),
            "outputs"),
        0);
    ck_assert(json_is_null(json_object_get(output, "shape")));
    ck_assert_int_eq(json_integer_value(json_array_get(json_object_get(output, "computed"), 0)), -1);
    ck_assert_int_eq(json_integer_value(json_array_get(json_object_get(output, "computed"), 1)), 1000);
    json_decref(report);
}
END_TEST

Suite *cost_suite(void)
{
    Suite *suite = suite_create("cost");
    TCase *published = tcase_create("published"), *open = tcase_create("open sides"),
          *by_hand = tcase_create("by hand");

    tcase_add_checked_fixture(published, setup, teardown);
    tcase_add_test(published, mobilenet_costs_what_its_paper_says);
    tcase_add_test(published, resnet_50_costs_what_its_paper_says);
    tcase_add_test(published, resnet_50_with_later_strides_costs_what_is_published_of_it);
    tcase_add_test(published, inception_v3_costs_what_is_published_of_it);
    tcase_add_test(published, an_inspection_tells_costs_and_computed_outputs);
    suite_add_tcase(suite, published);
    tcase_add_checked_fixture(open, setup, teardown);
    tcase_add_test(open, a_size_for_open_sides_costs_what_fixed_sides_do);
    tcase_add_test(open, the_width_of_a_size_stands_behind_the_height);
    tcase_add_test(open, fixed_sides_stay_as_they_are);
    tcase_add_test(open, sides_are_found_by_order_and_channels);
    tcase_add_test(open, an_inspection_says_for_which_size_it_counts);
    suite_add_tcase(suite, open);
    tcase_add_checked_fixture(by_hand, setup, teardown);
    tcase_add_test(by_hand, a_tensor_is_there_until_its_last_reader);
    tcase_add_test(by_hand, what_only_renames_shares_memory);
    tcase_add_loop_test(by_hand, what_only_a_gradient_reads_takes_no_memory, 0, 3);
    tcase_add_test(by_hand, where_filled_rows_came_from_takes_no_memory);
    tcase_add_loop_test(by_hand, of_another_operation_each_output_takes_memory, 0, 2);
    tcase_add_test(by_hand, each_operation_that_keeps_for_its_gradient_is_judged);
    tcase_add_test(by_hand, what_is_not_known_is_counted_and_named);
    tcase_add_test(by_hand, each_product_is_counted_by_its_shapes);
    tcase_add_test(by_hand, a_transposed_convolution_is_counted_by_what_it_spreads);
    tcase_add_test(by_hand, a_constant_has_weights_if_they_may_have_been_learnt);
    tcase_add_test(by_hand, a_function_works_as_often_as_it_is_called_and_has_its_weights_once);
    tcase_add_loop_test(by_hand, the_operations_of_a_loop_are_told, 0, 2);
    tcase_add_test(by_hand, without_a_signature_every_node_is_asked_for);
    tcase_add_test(by_hand, what_is_fed_is_what_signatures_name);
    tcase_add_test(by_hand, a_variable_of_an_unknown_size_has_no_parameters);
    tcase_add_test(by_hand, what_is_larger_than_memory_is_no_small_number);
    tcase_add_test(by_hand, sums_stay_at_the_largest_number);
    tcase_add_test(by_hand, weights_count_with_what_works_with_them);
    tcase_add_loop_test(by_hand, a_failed_allocation_anywhere_in_a_count_is_told, 0, 3);
    tcase_add_test(by_hand, a_failed_allocation_for_the_scope_of_a_call_is_told);
    tcase_add_test(by_hand, a_call_within_a_call_is_in_the_scopes_of_both);
    tcase_add_test(by_hand, calls_that_are_not_entered_leave_a_count_incomplete);
    tcase_add_test(by_hand, outputs_that_are_alike_and_nobody_can_count_have_no_bytes);
    tcase_add_test(by_hand, what_runs_in_the_body_of_a_loop_is_in_the_loop);
    tcase_add_loop_test(by_hand, a_size_is_taken_by_what_the_graph_says_of_an_input, 0, 3);
    suite_add_tcase(suite, by_hand);
    return suite;
}
