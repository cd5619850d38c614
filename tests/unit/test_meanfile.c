/* Mean files: which reader a name asks for, what a file looks like, and the two that are protobuf messages. */
#include <check.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "formats/mean_file.h"
#include "inspect_fixture.h"
#include "mean_writer.h"

static struct mw_buf file;
static struct nnreg_mean mean;
static struct nnreg_problems problems;
static struct nnreg_error error;

struct runs {
    uint64_t calls, elements, next;
};

/* Values come in order, and in runs. */
static void count_runs(void *context, uint64_t index, uint64_t count, double value)
{
    struct runs *runs = context;

    ck_assert_uint_eq(index, runs->next);
    ck_assert(!isnan(value));
    runs->calls++;
    runs->elements += count;
    runs->next = index + count;
}

static void read_as(enum nnreg_mean_kind kind, struct runs *runs)
{
    unsigned char *copy =
        calloc(file.size > 0 ? file.size : 1, 1); /* so that a sanitizer sees a read past the end */
    struct nnreg_source source = nnreg_source_memory(copy, file.size);

    if (file.size > 0)
        memcpy(copy, file.data, file.size);
    nnreg_mean_free(&mean);
    nnreg_problems_free(&problems);
    ck_assert_int_eq(
        nnreg_mean_read(&mean, kind, &source, runs != NULL ? count_runs : NULL, runs, &problems, &error),
        NNREG_OK);
    free(copy);
}

static void set_up(void)
{
    memset(&file, 0, sizeof file);
    memset(&mean, 0, sizeof mean);
    memset(&problems, 0, sizeof problems);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    mw_buf_free(&file);
    nnreg_mean_free(&mean);
    nnreg_problems_free(&problems);
}

static const struct nnreg_problem *expect_one(int code)
{
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_msg(problems.list[0].code == code, "%s: %s",
                  nnreg_mean_problem_rows[problems.list[0].code].name, problems.list[0].text);
    return &problems.list[0];
}

static void expect_sound(void)
{
    ck_assert_msg(problems.count == 0, "%s", problems.count > 0 ? problems.list[0].text : "");
    ck_assert(mean.complete);
}

/* --------------------------------------------------------------------------------------------- names, looks -- */

START_TEST(the_extension_tells_the_reader)
{
    enum nnreg_mean_kind kind;

    ck_assert(nnreg_mean_kind_of(&kind, "mean.npy") && kind == NNREG_MEAN_NPY);
    ck_assert(nnreg_mean_kind_of(&kind, "a/b.binaryproto") && kind == NNREG_MEAN_BLOB);
    ck_assert(nnreg_mean_kind_of(&kind, "mean.v2.proto.bin") && kind == NNREG_MEAN_TENSOR);
    ck_assert(!nnreg_mean_kind_of(&kind, "mean.bin"));
    ck_assert(!nnreg_mean_kind_of(&kind, ".npy"));
    ck_assert(!nnreg_mean_kind_of(&kind, "mean.npz"));
    ck_assert_str_eq(nnreg_mean_extension(NNREG_MEAN_TENSOR), ".proto.bin");
}
END_TEST

START_TEST(a_file_of_another_kind_is_named)
{
    static const struct {
        const char *bytes;
        size_t size;
        enum nnreg_mean_kind kind;
        const char *what;
    } cases[] = {
        {"\x93NUMPY\1\0v\0{", 11, NNREG_MEAN_BLOB, "a NumPy array"},
        {"\x80\x02"
         "cnumpy",
         8, NNREG_MEAN_NPY, "a Python pickle"},
        {"PK\x03\x04....", 8, NNREG_MEAN_NPY, "zip"},
        {"\x89PNG\r\n\x1a\n", 8, NNREG_MEAN_BLOB, "PNG"},
        {"\x08\x01\x10\x03\x18\x20\x20\x20\x2a", 9, NNREG_MEAN_NPY, "a Caffe BlobProto"},
        {"\x08\x01\x12\x04\x12\x02\x08\x03", 8, NNREG_MEAN_BLOB, "a TensorFlow TensorProto"},
        {"\x08\x01\x10\x03\x18\x20\x20\x20", 8, NNREG_MEAN_TENSOR, "a Caffe BlobProto"},
        {"\x10\x03\x18\x01\x20\x01", 6, NNREG_MEAN_TENSOR, "a Caffe BlobProto"},
        {"\x3a\x03\x0a\x01\x01\x2a\x04\0\0\x80\x3f", 11, NNREG_MEAN_TENSOR, "a Caffe BlobProto"},
        {"\x12\x04\x12\x02\x08\x03\x08\x01", 8, NNREG_MEAN_BLOB, "a TensorFlow TensorProto"},
        {"num: 1\nchannels: 3", 18, NNREG_MEAN_BLOB, "text form"},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mw_buf_free(&file);
        mw_buf_append(&file, cases[i].bytes, cases[i].size);
        read_as(cases[i].kind, NULL);
        ck_assert_msg(strstr(expect_one(NNREG_MEAN_WRONG_FILE)->text, cases[i].what) != NULL, "%zu: %s", i,
                      problems.list[0].text);
        ck_assert(!mean.complete);
    }
}
END_TEST

START_TEST(an_empty_file_is_no_mean)
{
    int kind;

    for (kind = 0; kind < NNREG_MEAN_KIND_COUNT; kind++) {
        read_as((enum nnreg_mean_kind)kind, NULL);
        (void)expect_one(NNREG_MEAN_EMPTY);
    }
}
END_TEST

/* -------------------------------------------------------------------------------------------------- BlobProto -- */

START_TEST(blobs_of_every_form_are_read)
{
    struct mw_shape shape = MW_SHAPE(1, 3, 4, 2);
    double values[24];
    size_t i;

    for (i = 0; i < 24; i++)
        values[i] = 100 + (double)i / 2;
    mw_blob_encode(&file, &(struct mw_blob_options){_i & 1, _i & 2, _i & 4}, &shape, values);
    read_as(NNREG_MEAN_BLOB, &(struct runs){0});
    expect_sound();
    ck_assert_str_eq(mean.type, _i & 4 ? "double" : "float");
    ck_assert_uint_eq(mean.rank, 4);
    ck_assert_int_eq(mean.dims[1], 3);
    ck_assert_uint_eq(mean.count, 24);
    for (i = 0; i < 24; i++)
        ck_assert_double_eq(mean.values.kept[i], values[i]);
    ck_assert_int_eq(mean.values.channel_axis, 1);
    ck_assert_double_eq(mean.values.channel_mean[0], 101.75);
    ck_assert_double_eq(mean.values.channel_mean[2], 109.75);
}
END_TEST

START_TEST(a_newline_that_an_editor_added_is_passed_over)
{
    double values[3] = {1, 2, 3};

    if (_i == 0)
        mw_blob_encode(&file, &(struct mw_blob_options){.legacy = true}, &MW_SHAPE(1, 3, 1, 1), values);
    else
        mw_tensorproto_encode(&file, MW_TENSOR_CONTENT, &MW_SHAPE(3), values);
    mw_buf_byte(&file, '\n');
    read_as(_i == 0 ? NNREG_MEAN_BLOB : NNREG_MEAN_TENSOR, NULL);
    ck_assert_uint_eq(expect_one(NNREG_MEAN_NEWLINE)->offset, file.size - 1);
    ck_assert(mean.complete);
    ck_assert_double_eq(mean.values.mean, 2);
}
END_TEST

START_TEST(a_blob_must_have_as_many_values_as_its_shape)
{
    mw_buf_append(&file, "\x08\x01\x10\x03\x18\x02\x20\x01\x2a\x04\0\0\x80\x3f", 14);
    read_as(NNREG_MEAN_BLOB, NULL);
    ck_assert_uint_eq(expect_one(NNREG_MEAN_COUNT)->offset, 10);
    ck_assert_uint_eq(mean.count, 6);
    mw_buf_free(&file);
    mw_buf_append(&file, "\x2a\x04\0\0\x80\x3f", 6);
    read_as(NNREG_MEAN_BLOB, NULL);
    (void)expect_one(NNREG_MEAN_NO_SHAPE);
    mw_buf_free(&file);
    mw_buf_append(&file, "\x3a\x0b\x0a\x09\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x2a\x04\0\0\x80\x3f", 19);
    read_as(NNREG_MEAN_BLOB, NULL);
    (void)expect_one(NNREG_MEAN_SHAPE);
    mw_buf_free(&file);
    mw_buf_append(&file, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x10\x01\x18\x01\x20\x01", 17);
    read_as(NNREG_MEAN_BLOB, NULL);
    (void)expect_one(NNREG_MEAN_SHAPE); /* num is -1 */
}
END_TEST

/* Field 2 as four bytes is neither the channels of a blob nor the shape of a tensor; 6 is the difference. */
START_TEST(what_is_not_known_in_a_blob_is_passed_over)
{
    mw_buf_append(&file, "\x15\0\0\0\0\x32\4\0\0\0\0", 11);
    mw_blob_encode(&file, &(struct mw_blob_options){0}, &MW_SHAPE(1, 3, 1, 1), (double[]){1, 2, 3});
    read_as(NNREG_MEAN_BLOB, NULL);
    expect_sound();
    ck_assert_uint_eq(mean.count, 3);
    ck_assert_double_eq(mean.values.mean, 2);
}
END_TEST

/* Field 7 as a number is no shape, and in a shape 2 is no dimension. */
START_TEST(what_is_not_known_in_the_shape_of_a_blob_is_passed_over)
{
    mw_buf_append(&file, "\x38\5\x3a\x0a\x10\5\x08\1\x08\3\x08\1\x08\1", 14);
    mw_buf_append(&file, "\x2a\x0c\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40", 14); /* 1, 2, 3 */
    read_as(NNREG_MEAN_BLOB, NULL);
    expect_sound();
    ck_assert_uint_eq(mean.rank, 4);
    ck_assert_int_eq(mean.dims[1], 3);
    ck_assert_double_eq(mean.values.mean, 2);
}
END_TEST

START_TEST(a_packed_field_must_hold_whole_values)
{
    mw_buf_append(&file, "\x08\x01\x10\x01\x18\x01\x20\x01\x2a\x05\0\0\x80\x3f\0", 15);
    read_as(NNREG_MEAN_BLOB, NULL);
    ck_assert_uint_eq(expect_one(NNREG_MEAN_PROTO)->offset, 15);
}
END_TEST

START_TEST(the_first_value_that_is_not_finite_is_found)
{
    mw_buf_append(&file, "\x08\x01\x10\x03\x18\x01\x20\x01\x2a\x0c\0\0\x80\x3f\0\0\xc0\x7f\0\0\x80\xff", 22);
    read_as(NNREG_MEAN_BLOB, NULL);
    ck_assert_uint_eq(expect_one(NNREG_MEAN_NOT_FINITE)->offset, 14);
    ck_assert_uint_eq(mean.values.not_finite, 2);
    ck_assert_uint_eq(mean.values.bad_index, 1);
}
END_TEST

/* ------------------------------------------------------------------------------------------------ TensorProto -- */

START_TEST(tensors_of_every_form_are_read)
{
    struct mw_shape shape = MW_SHAPE(1, 2, 4, 3);
    double values[24];
    size_t i;

    for (i = 0; i < 24; i++)
        values[i] = (double)(i % 3) + 0.5;
    mw_tensorproto_encode(&file, (enum mw_tensor_form)_i, &shape, values);
    read_as(NNREG_MEAN_TENSOR, &(struct runs){0});
    expect_sound();
    ck_assert_str_eq(mean.type, "DT_FLOAT");
    ck_assert_uint_eq(mean.count, 24);
    for (i = 0; i < 24; i++)
        ck_assert_double_eq(mean.values.kept[i], values[i]);
    ck_assert_int_eq(mean.values.channel_axis, 3);
    ck_assert_double_eq(mean.values.channel_mean[1], 1.5);
}
END_TEST

/* Fields that are not known, or are written in another way, are passed over, as protobuf does: "\x08\1" is a type, DT_FLOAT. */
START_TEST(what_is_not_known_in_a_shape_is_passed_over)
{
#define VALUES "\x2a\x04\0\0\x80\x3f" /* one value, 1 */
    static const struct {
        const char *bytes;
        size_t size;
        int code;         /* -1: sound */
        uint64_t rank;    /* then all dimensions are 1 */
        const char *text; /* in that of the problem */
    } rows[] = {
#define TENSOR(bytes) bytes, sizeof(bytes) - 1
        {TENSOR("\x08\1\x12\x04\x12\x02\x08\1" VALUES), -1, 1, NULL},
        {TENSOR("\x08\1\x12\x07\x12\x05\x12\1n\x08\1" VALUES), -1, 1, NULL},    /* a name */
        {TENSOR("\x08\1\x12\x08\x12\x06\x0a\2\0\0\x08\1" VALUES), -1, 1, NULL}, /* a size that is none */
        {TENSOR("\x08\1\x12\x06\x12\x02\x08\1\x10\1" VALUES), -1, 1, NULL},     /* a dimension that is none */
        {TENSOR("\x08\1\x12\x07\x12\x02\x08\1\x1a\1x" VALUES), -1, 1, NULL},    /* a rank that is no number */
        {TENSOR("\x08\1\x12\x06\x12\x02\x08\1\x18\0" VALUES), -1, 1, NULL},     /* a rank that is known */
        {TENSOR("\x08\1\x12\x06\x12\x02\x08\1\x20\1" VALUES), -1, 1, NULL},     /* a field of later */
        {TENSOR("\x08\1\x12\x02\x18\1" VALUES), NNREG_MEAN_NO_SHAPE, 0, "unknown rank"},
        {TENSOR("\x0d\0\0\0\0\x08\1\x12\x04\x12\x02\x08\1" VALUES), -1, 1, NULL}, /* a type that is none */
        {TENSOR("\x15\0\0\0\0\x08\1\x12\x04\x12\x02\x08\1" VALUES), -1, 1, NULL}, /* a shape that is none */
        {TENSOR("\x08\x7b\x12\x04\x12\x02\x08\1" VALUES), NNREG_MEAN_TYPE, 0, "type DT_UINT64_REF (123)"},
        {TENSOR("\x08\x63\x12\x04\x12\x02\x08\1" VALUES), NNREG_MEAN_TYPE, 0, "type unknown (99)"},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        mw_buf_free(&file);
        mw_buf_append(&file, rows[i].bytes, rows[i].size);
        read_as(NNREG_MEAN_TENSOR, NULL);
        if (rows[i].code >= 0) {
            const struct nnreg_problem *problem = expect_one(rows[i].code);

            ck_assert_msg(strstr(problem->text, rows[i].text) != NULL, "row %zu: %s", i, problem->text);
            continue;
        }
        ck_assert_msg(problems.count == 0, "row %zu: %s", i, problems.count > 0 ? problems.list[0].text : "");
        ck_assert_uint_eq(mean.rank, rows[i].rank);
        ck_assert_uint_eq(mean.count, 1);
        ck_assert_double_eq(mean.values.kept[0], 1);
    }
}
END_TEST

START_TEST(other_types_have_fields_of_their_own)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *type;
        double values[2];
    } cases[] = {
        {"\x08\x02\x12\x04\x12\x02\x08\x02\x32\x10\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40",
         26,
         "DT_DOUBLE",
         {1, 2}},
        {"\x08\x03\x12\x04\x12\x02\x08\x02\x3a\x0b\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x05",
         21,
         "DT_INT32",
         {-1, 5}},
        {"\x08\x04\x12\x04\x12\x02\x08\x02\x38\x80\x01\x38\x7f", 13, "DT_UINT8", {128, 127}},
        {"\x08\x09\x12\x04\x12\x02\x08\x02\x52\x03\x80\x01\x05", 13, "DT_INT64", {128, 5}},
        {"\x08\x0a\x12\x04\x12\x02\x08\x02\x5a\x03\x80\x02\x00", 13, "DT_BOOL", {1, 0}},
        {"\x08\x13\x12\x04\x12\x02\x08\x02\x6a\x04\x80\x78\x80\x40", 14, "DT_HALF", {1, 0x1p-1}},
        {"\x08\x0e\x12\x04\x12\x02\x08\x02\x22\x04\x80\x3f\0\x40", 14, "DT_BFLOAT16", {1, 2}},
        {"\x08\x17\x12\x04\x12\x02\x08\x02\x8a\x01\x02\x01\x02", 13, "DT_UINT64", {1, 2}},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mw_buf_free(&file);
        mw_buf_append(&file, cases[i].bytes, cases[i].size);
        read_as(NNREG_MEAN_TENSOR, NULL);
        expect_sound();
        ck_assert_str_eq(mean.type, cases[i].type);
        ck_assert_double_eq(mean.values.kept[0], cases[i].values[0]);
        if (strcmp(cases[i].type, "DT_HALF") != 0)
            ck_assert_double_eq(mean.values.kept[1], cases[i].values[1]);
    }
}
END_TEST

/* Elements of each type, the highest byte first; the lowest first says the same. */
START_TEST(an_element_is_the_number_that_its_bytes_are)
{
    static const struct {
        enum nnreg_element element;
        unsigned char bytes[16];
        double number;
    } rows[] = {
        {NNREG_ELEMENT_BOOL, {2}, 1},
        {NNREG_ELEMENT_BOOL, {0}, 0},
        {NNREG_ELEMENT_INT8, {0x80}, -128},
        {NNREG_ELEMENT_INT16, {0xff, 0xfe}, -2},
        {NNREG_ELEMENT_INT32, {0x80, 0, 0, 0}, -2147483648.0},
        {NNREG_ELEMENT_INT64, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, -1},
        {NNREG_ELEMENT_UINT8, {0x80}, 128},
        {NNREG_ELEMENT_UINT16, {0xff, 0xfe}, 65534},
        {NNREG_ELEMENT_UINT32, {0x80, 0, 0, 0}, 2147483648.0},
        {NNREG_ELEMENT_UINT64, {0x80, 0, 0, 0, 0, 0, 0, 0}, 9223372036854775808.0},
        {NNREG_ELEMENT_HALF, {0x3e, 0}, 1.5},
        {NNREG_ELEMENT_BFLOAT16, {0xbf, 0xc0}, -1.5},
        {NNREG_ELEMENT_FLOAT, {0x3f, 0xc0, 0, 0}, 1.5},
        {NNREG_ELEMENT_DOUBLE, {0x3f, 0xf8, 0, 0, 0, 0, 0, 0}, 1.5},
        {NNREG_ELEMENT_COMPLEX64, {0x3f, 0xc0, 0, 0, 0x40, 0, 0, 0}, 1.5},
        {NNREG_ELEMENT_COMPLEX64, {0x3f, 0xc0, 0, 0, 0x7f, 0x80, 0, 0}, INFINITY}, /* the imaginary part */
        {NNREG_ELEMENT_COMPLEX64, {0xff, 0x80, 0, 0, 0x7f, 0x80, 0, 0}, -INFINITY},
        {NNREG_ELEMENT_COMPLEX128, {0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0x40, 0}, 1.5},
        {NNREG_ELEMENT_COMPLEX128, {0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0x7f, 0xf0}, INFINITY},
        {NNREG_ELEMENT_COMPLEX128, {0xff, 0xf0, 0, 0, 0, 0, 0, 0, 0x7f, 0xf0}, -INFINITY},
    };
    size_t i, k;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t width = nnreg_element_rows[rows[i].element].bytes;
        bool is_complex = rows[i].element >= NNREG_ELEMENT_COMPLEX64;
        size_t part = is_complex ? width / 2 : width;
        unsigned char turned[16];

        for (k = 0; k < width; k++)
            turned[k] = rows[i].bytes[k / part * part + part - 1 - k % part];
        ck_assert_msg(nnreg_element_value(rows[i].element, rows[i].bytes, true) == rows[i].number, "row %zu",
                      i);
        ck_assert_msg(nnreg_element_value(rows[i].element, turned, false) == rows[i].number,
                      "row %zu, turned", i);
    }
}
END_TEST

START_TEST(the_last_value_stands_for_the_rest)
{
    static const unsigned char tensor[] = {0x08, 0x01, 0x12, 0x11, 0x12, 0x05, 0x08, 0x80, 0x80, 0x80, 0x08,
                                           0x12, 0x04, 0x08, 0x80, 0x80, 0x40, 0x12, 0x02, 0x08, 0x03, 0x2a,
                                           0x08, 0,    0,    0x80, 0x3f, 0,    0,    0,    0x40};
    struct runs runs = {0};

    mw_buf_append(&file, tensor, sizeof tensor);
    read_as(NNREG_MEAN_TENSOR, &runs); /* 16777216 × 1048576 × 3 elements, and as quick as one of few */
    expect_sound();
    ck_assert_uint_eq(mean.count, (uint64_t)3 << 44);
    ck_assert_uint_eq(runs.calls, 3);
    ck_assert_uint_eq(runs.elements, mean.count);
    ck_assert_ptr_null(mean.values.kept);
    ck_assert_double_eq(mean.values.least, 1);
    ck_assert_double_eq(mean.values.most, 2);
    ck_assert_int_eq(mean.values.channel_axis, 2);
    ck_assert_double_eq_tol(mean.values.channel_mean[0], 2, 1e-6);
}
END_TEST

START_TEST(channels_are_told_apart_within_a_run)
{
    static const unsigned char tensor[] = {0x08, 0x01, 0x12, 0x0c, 0x12, 0x02, 0x08, 0x03, 0x12, 0x02,
                                           0x08, 0x02, 0x12, 0x02, 0x08, 0x02, 0x2a, 0x0c, 0,    0,
                                           0x80, 0x3f, 0,    0,    0,    0x40, 0,    0,    0x80, 0x40};

    mw_buf_append(&file, tensor, sizeof tensor);
    read_as(NNREG_MEAN_TENSOR, NULL); /* 3×2×2: 1, 2, 4, 4 | 4, 4, 4, 4 | 4, 4, 4, 4 */
    expect_sound();
    ck_assert_double_eq(mean.values.kept[11], 4);
    ck_assert_double_eq(mean.values.channel_mean[0], 2.75);
    ck_assert_double_eq(mean.values.channel_mean[1], 4);
    ck_assert_double_eq(mean.values.channel_mean[2], 4);
}
END_TEST

START_TEST(tensors_that_no_mean_is_made_of_are_told)
{
    static const struct {
        const char *bytes;
        size_t size;
        int code;
        bool complete;
    } cases[] = {
        {"\x08\x07\x12\x04\x12\x02\x08\x01\x42\x01"
         "a",
         11, NNREG_MEAN_TYPE, false},
        {"\x12\x04\x12\x02\x08\x01", 6, NNREG_MEAN_TYPE, false}, /* no type at all */
        {"\x08\x01\x12\x02\x18\x01\x2a\x04\0\0\x80\x3f", 12, NNREG_MEAN_NO_SHAPE, false},
        {"\x08\x01\x12\x0d\x12\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 17, NNREG_MEAN_SHAPE, false},
        {"\x08\x01\x12\x16\x12\x0a\x08\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x12\x08\x08\xff\xff\xff\xff\xff"
         "\xff\x7f",
         26, NNREG_MEAN_SHAPE, false}, /* 2^63 - 1 times 2^49 - 1 */
        {"\x08\x01\x12\x04\x12\x02\x08\x02\x22\x04\0\0\x80\x3f", 14, NNREG_MEAN_COUNT, false},
        {"\x08\x01\x12\x04\x12\x02\x08\x01\x2a\x08\0\0\x80\x3f\0\0\x80\x3f", 18, NNREG_MEAN_EXCESS, true},
        {"\x08\x01\x12\x04\x12\x02\x08\x02", 8, NNREG_MEAN_NO_VALUES, true},
        {"\x08\x01\x12\x04\x12\x02\x08\x00", 8, NNREG_MEAN_NO_ELEMENTS, false},
        {"\x08\x01\x12\x04\x12\x02\x08\x02\x07", 9, NNREG_MEAN_PROTO, false},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mw_buf_free(&file);
        mw_buf_append(&file, cases[i].bytes, cases[i].size);
        read_as(NNREG_MEAN_TENSOR, NULL);
        (void)expect_one(cases[i].code);
        ck_assert_msg(mean.complete == cases[i].complete, "%zu", i);
    }
}
END_TEST

START_TEST(a_rank_beyond_the_limit_is_told)
{
    enum nnreg_mean_kind kind = _i < 2 ? NNREG_MEAN_TENSOR : NNREG_MEAN_BLOB;
    size_t shape, i;

    if (kind == NNREG_MEAN_TENSOR)
        mw_pb_varint(&file, 1, 1);
    shape = mw_pb_begin(&file);
    for (i = 0; i < NNREG_MEAN_RANK + (size_t)_i % 2; i++)
        if (kind == NNREG_MEAN_TENSOR)
            mw_pb_bytes(&file, 2, "\x08\x01", 2);
        else
            mw_pb_varint(&file, 1, 1);
    mw_pb_end(&file, kind == NNREG_MEAN_TENSOR ? 2 : 7, shape);
    mw_pb_float(&file, 5, 1);
    read_as(kind, NULL);
    if (_i % 2 == 0)
        expect_sound();
    else
        (void)expect_one(NNREG_MEAN_SHAPE);
}
END_TEST

/* Found by fuzzing: the dimensions were counted, and then the message turned out to be damaged. */
START_TEST(without_a_shape_there_are_no_dimensions)
{
    size_t i;

    for (i = 0; i < 2 * NNREG_MEAN_RANK; i++)
        mw_buf_append(&file, "\x3a\x02\x08\x01", 4);
    mw_buf_append(&file, "\x2a\x08\0\0", 4);
    read_as(NNREG_MEAN_BLOB, NULL);
    (void)expect_one(NNREG_MEAN_PROTO);
    ck_assert(!mean.has_shape);
    ck_assert_uint_eq(mean.rank, 0);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- damage -- */

/* Cut between two fields a message is one still; what is missing then is its values. */
START_TEST(every_truncation_is_told)
{
    enum nnreg_mean_kind kind = _i < 2 ? NNREG_MEAN_BLOB : NNREG_MEAN_TENSOR;
    double values[6] = {1, 2, 3, 4, 5, 6};
    size_t whole;

    if (_i < 2)
        mw_blob_encode(&file, &(struct mw_blob_options){.legacy = true, .unpacked = _i == 1},
                       &MW_SHAPE(1, 3, 2, 1), values);
    else
        mw_tensorproto_encode(&file, MW_TENSOR_CONTENT, &MW_SHAPE(3, 2), values);
    for (whole = file.size; file.size > 0; file.size--) {
        read_as(kind, NULL);
        ck_assert_msg((problems.count == 0) == (file.size == whole), "%zu of %zu bytes", file.size, whole);
    }
}
END_TEST

START_TEST(a_failing_allocation_is_no_memory_and_leaks_nothing)
{
    enum nnreg_mean_kind kind = _i < 2 ? NNREG_MEAN_TENSOR : NNREG_MEAN_BLOB;
    double values[6] = {1, 2, 3, 4, 5, INFINITY};
    struct nnreg_source source;
    uint64_t n, all;

    if (kind == NNREG_MEAN_BLOB)
        mw_blob_encode(&file, &(struct mw_blob_options){0}, &MW_SHAPE(6), values);
    else
        mw_tensorproto_encode(&file, _i == 0 ? MW_TENSOR_FLOAT_VAL : MW_TENSOR_CONTENT, &MW_SHAPE(6), values);
    source = nnreg_source_memory(file.data, file.size);
    nnreg_alloc_fail_from(0);
    read_as(kind, NULL);
    (void)expect_one(NNREG_MEAN_NOT_FINITE);
    all = nnreg_alloc_count();
    for (n = 1; n <= all; n++) {
        nnreg_mean_free(&mean);
        nnreg_problems_free(&problems);
        nnreg_alloc_fail_from(n);
        ck_assert_int_eq(nnreg_mean_read(&mean, kind, &source, NULL, NULL, &problems, &error),
                         NNREG_NO_MEMORY);
    }
    ck_assert_uint_ge(all, 3);
}
END_TEST

START_TEST(without_memory_a_file_of_another_kind_is_not_told_as_sound)
{
    static const char png[] = "\x89PNG\r\n\x1a\n";
    struct nnreg_source source = nnreg_source_memory(png, sizeof png - 1);

    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_mean_read(&mean, NNREG_MEAN_NPY, &source, NULL, NULL, &problems, &error),
                     NNREG_NO_MEMORY);
    ck_assert(!mean.complete);
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

START_TEST(a_file_is_read_through_its_descriptor_and_may_become_shorter)
{
    char path[] = "/tmp/nnreg-mean-XXXXXX";
    struct mw_shape shape = MW_SHAPE(1, 3, 256, 256);
    double *values = mw_mean_values(&shape, 3);
    struct nnreg_source source;
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(unlink(path), 0);
    mw_blob_encode(&file, &(struct mw_blob_options){.legacy = true}, &shape, values);
    free(values);
    ck_assert_int_eq(nnreg_fs_write(fd, 0, file.data, file.size, NULL), NNREG_OK);
    source = nnreg_source_file(fd, file.size);
    ck_assert_int_eq(nnreg_mean_read(&mean, NNREG_MEAN_BLOB, &source, NULL, NULL, &problems, &error),
                     NNREG_OK);
    expect_sound();
    ck_assert_double_ge(mean.values.least, 90);
    ck_assert_double_lt(mean.values.most, 140);
    ck_assert_ptr_null(mean.values.kept);
    nnreg_mean_free(&mean);
    ck_assert_int_eq(ftruncate(fd, 500000), 0);
    ck_assert_int_eq(nnreg_mean_read(&mean, NNREG_MEAN_BLOB, &source, NULL, NULL, &problems, &error),
                     NNREG_OK);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert(!mean.complete);
    close(fd);
}
END_TEST

/* A file of which the n-th read fails, or finds that somebody made it shorter. */
static int file_fd;
static unsigned reads, failing_read;

static int fail_mean_read(const char *call)
{
    (void)call;
    return ++reads == failing_read ? EIO : 0;
}

static int cut_mean(const char *call)
{
    (void)call;
    if (++reads == failing_read)
        ck_assert_int_eq(ftruncate(file_fd, 10), 0);
    return 0;
}

static enum nnreg_mean_kind write_mean(size_t form)
{
    struct mw_shape shape = MW_SHAPE(256, 256, 3);
    double *values = mw_mean_values(&shape, 3);
    enum nnreg_mean_kind kind = NNREG_MEAN_TENSOR;

    if (form == 0) {
        ck_assert_int_eq(mw_npy_encode(&file, &(struct mw_npy_options){0}, &shape, values), 0);
        kind = NNREG_MEAN_NPY;
    } else if (form == 1) {
        mw_blob_encode(&file, &(struct mw_blob_options){0}, &shape, values);
        kind = NNREG_MEAN_BLOB;
    } else {
        mw_tensorproto_encode(&file, form == 2 ? MW_TENSOR_CONTENT : MW_TENSOR_FLOAT_VAL, &shape, values);
    }
    free(values);
    return kind;
}

START_TEST(a_read_that_fails_is_a_status_and_one_that_comes_short_a_problem)
{
    enum nnreg_mean_kind kind = write_mean((size_t)_i / 2);

    ck_assert_int_eq(nnreg_fs_create_in_memory(&file_fd, NULL), NNREG_OK);
    failing_read = 0;
    do {
        struct nnreg_source source = nnreg_source_file(file_fd, file.size);
        nnreg_status status;

        ck_assert_int_eq(nnreg_fs_write(file_fd, 0, file.data, file.size, NULL), NNREG_OK);
        nnreg_mean_free(&mean);
        nnreg_problems_free(&problems);
        failing_read++;
        reads = 0;
        nnreg_fs_use_hook(_i % 2 == 0 ? fail_mean_read : cut_mean);
        /* whoever asks for no text has the status all the same */
        status = nnreg_mean_read(&mean, kind, &source, NULL, NULL, &problems,
                                 failing_read % 2 == 0 ? NULL : &error);
        nnreg_fs_use_hook(NULL);
        ck_assert_int_eq(status, _i % 2 == 0 && reads >= failing_read ? NNREG_IO : NNREG_OK);
        ck_assert_uint_eq(problems.count, _i % 2 == 1 && reads >= failing_read);
        ck_assert(mean.complete == (reads < failing_read));
    } while (reads >= failing_read);
    ck_assert_uint_gt(failing_read, 5);
    nnreg_fs_close(file_fd);
}
END_TEST

START_TEST(a_real_mean_of_caffe_is_read)
{
    const char *models = models_folder();
    struct content content;
    char path[4096];

    if (models == NULL)
        return;
    snprintf(path, sizeof path, "%s/_means/cifar_siamese/DB_train_w32_1.binaryproto", models);
    content = content_load(path);
    ck_assert_ptr_nonnull(content.bytes);
    mw_buf_append(&file, content.bytes, content.size);
    free(content.bytes);
    read_as(NNREG_MEAN_BLOB, NULL);
    expect_sound();
    ck_assert_uint_eq(mean.count, 3072);
    ck_assert_int_eq(mean.dims[2], 32);
    ck_assert_int_eq(mean.values.channel_axis, 1);
    ck_assert_double_ge(mean.values.least, 0);
    ck_assert_double_le(mean.values.most, 255);
}
END_TEST

Suite *meanfile_suite(void);

Suite *meanfile_suite(void)
{
    Suite *suite = suite_create("meanfile");
    TCase *looks = tcase_create("names and looks"), *blob = tcase_create("BlobProto");
    TCase *tensor = tcase_create("TensorProto"), *damage = tcase_create("damage");

    tcase_add_checked_fixture(looks, set_up, tear_down);
    tcase_add_test(looks, the_extension_tells_the_reader);
    tcase_add_test(looks, a_file_of_another_kind_is_named);
    tcase_add_test(looks, an_empty_file_is_no_mean);
    suite_add_tcase(suite, looks);
    tcase_add_checked_fixture(blob, set_up, tear_down);
    tcase_add_loop_test(blob, blobs_of_every_form_are_read, 0, 8);
    tcase_add_loop_test(blob, a_newline_that_an_editor_added_is_passed_over, 0, 2);
    tcase_add_test(blob, a_blob_must_have_as_many_values_as_its_shape);
    tcase_add_test(blob, what_is_not_known_in_a_blob_is_passed_over);
    tcase_add_test(blob, what_is_not_known_in_the_shape_of_a_blob_is_passed_over);
    tcase_add_test(blob, a_packed_field_must_hold_whole_values);
    tcase_add_test(blob, the_first_value_that_is_not_finite_is_found);
    tcase_add_test(blob, a_real_mean_of_caffe_is_read);
    suite_add_tcase(suite, blob);
    tcase_add_checked_fixture(tensor, set_up, tear_down);
    tcase_add_loop_test(tensor, tensors_of_every_form_are_read, 0, 3);
    tcase_add_test(tensor, what_is_not_known_in_a_shape_is_passed_over);
    tcase_add_test(tensor, other_types_have_fields_of_their_own);
    tcase_add_test(tensor, an_element_is_the_number_that_its_bytes_are);
    tcase_add_test(tensor, the_last_value_stands_for_the_rest);
    tcase_add_test(tensor, channels_are_told_apart_within_a_run);
    tcase_add_test(tensor, tensors_that_no_mean_is_made_of_are_told);
    tcase_add_loop_test(tensor, a_rank_beyond_the_limit_is_told, 0, 4);
    suite_add_tcase(suite, tensor);
    tcase_add_checked_fixture(damage, set_up, tear_down);
    tcase_add_loop_test(damage, every_truncation_is_told, 0, 3);
    tcase_add_test(damage, without_a_shape_there_are_no_dimensions);
    tcase_add_loop_test(damage, a_failing_allocation_is_no_memory_and_leaks_nothing, 0, 3);
    tcase_add_test(damage, without_memory_a_file_of_another_kind_is_not_told_as_sound);
    tcase_add_test(damage, a_file_is_read_through_its_descriptor_and_may_become_shorter);
    tcase_add_loop_test(damage, a_read_that_fails_is_a_status_and_one_that_comes_short_a_problem, 0, 8);
    suite_add_tcase(suite, damage);
    return suite;
}
