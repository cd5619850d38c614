/* .npy files: headers as NumPy writes them, as it once did, and as nobody does; values in every order and type. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "formats/mean_file.h"
#include "formats/npy.h"
#include "inspect_fixture.h"
#include "mean_writer.h"

static struct mw_buf file;
static struct nnreg_mean mean;
static struct nnreg_problems problems;
static struct nnreg_error error;

static void read_file(void)
{
    unsigned char *copy =
        calloc(file.size > 0 ? file.size : 1, 1); /* so that a sanitizer sees a read past the end */
    struct nnreg_source source = nnreg_source_memory(copy, file.size);

    if (file.size > 0)
        memcpy(copy, file.data, file.size);
    nnreg_mean_free(&mean);
    nnreg_problems_free(&problems);
    ck_assert_int_eq(nnreg_mean_read(&mean, NNREG_MEAN_NPY, &source, NULL, NULL, &problems, &error),
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
    nnreg_alloc_fail_from(0);
    mw_buf_free(&file);
    nnreg_mean_free(&mean);
    nnreg_problems_free(&problems);
}

static void expect_one(int code, uint64_t offset)
{
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_msg(problems.list[0].code == code, "%s: %s",
                  nnreg_mean_problem_rows[problems.list[0].code].name, problems.list[0].text);
    ck_assert_uint_eq(problems.list[0].offset, offset);
}

/* A version 1 file with this header text and `size` zero bytes of elements. */
static void make_header(const char *text, size_t size)
{
    mw_buf_free(&file);
    mw_buf_append(&file, "\x93NUMPY\1\0", 8);
    mw_buf_u16(&file, (uint16_t)strlen(text));
    mw_buf_append(&file, text, strlen(text));
    for (; size > 0; size--)
        mw_buf_byte(&file, 0);
}

START_TEST(every_type_version_and_order_is_read)
{
    static const struct {
        const char *descr;
        double last; /* of 0, 1, …, 22, 23.5 as this type has it */
    } types[] = {{"<f4", 23.5}, {">f4", 23.5}, {"<f8", 23.5}, {">f8", 23.5}, {"<f2", 23.5},
                 {"|u1", 23},   {"|i1", 23},   {"<i2", 23},   {">i4", 23},   {"<i8", 23}};
    double values[24];
    size_t type, version, fortran, i;

    for (i = 0; i < 24; i++)
        values[i] = i < 23 ? (double)i : 23.5;
    for (type = 0; type < sizeof types / sizeof types[0]; type++)
        for (version = 1; version <= 3; version++)
            for (fortran = 0; fortran < 2; fortran++) {
                struct mw_npy_options options = {
                    .version = (int)version, .descr = types[type].descr, .fortran_order = fortran == 1};

                mw_buf_free(&file);
                ck_assert_int_eq(mw_npy_encode(&file, &options, &MW_SHAPE(2, 3, 4), values), 0);
                read_file();
                ck_assert_msg(problems.count == 0, "%s: %s", types[type].descr,
                              problems.count > 0 ? problems.list[0].text : "");
                ck_assert(mean.complete);
                ck_assert_str_eq(mean.type, types[type].descr);
                ck_assert_uint_eq(mean.rank, 3);
                ck_assert_int_eq(mean.dims[2], 4);
                for (i = 0; i < 23; i++)
                    ck_assert_double_eq(mean.values.kept[i], (double)i);
                ck_assert_double_eq(mean.values.kept[23], types[type].last);
                ck_assert_double_eq(mean.values.least, 0);
                ck_assert_double_eq(mean.values.most, types[type].last);
            }
}
END_TEST

/* Channels first, and last; in C order, and in Fortran's. */
START_TEST(means_are_made_of_the_channels)
{
    double values[3 * 8 * 5];
    struct mw_shape shape = _i < 2 ? MW_SHAPE(3, 8, 5) : MW_SHAPE(8, 5, 3);
    size_t i;

    for (i = 0; i < 120; i++)
        values[i] = _i < 2 ? (double)(i / 40 * 10) : (double)(i % 3 * 10);
    ck_assert_int_eq(
        mw_npy_encode(&file, &(struct mw_npy_options){.fortran_order = _i % 2 == 1}, &shape, values), 0);
    read_file();
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_int_eq(mean.values.channel_axis, _i < 2 ? 0 : 2);
    ck_assert_uint_eq(mean.values.channels, 3);
    ck_assert_double_eq(mean.values.channel_mean[0], 0);
    ck_assert_double_eq(mean.values.channel_mean[1], 10);
    ck_assert_double_eq(mean.values.channel_mean[2], 20);
    ck_assert_double_eq(mean.values.mean, 10);
}
END_TEST

START_TEST(headers_as_python_may_write_them_are_read)
{
    static const char *const headers[] = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n",
        "{'shape': (2L, 3L), 'fortran_order': False, 'descr': '<f4'}",
        "  {\"descr\":\"<f4\",\n\t\"fortran_order\":False,\"shape\":(2,3,)}   ",
        "{'descr': 'f4', 'fortran_order': True, 'shape': (6,)}",
        "{\r\n\f'descr'\t:\f'<f4',\r'fortran_order':False,'shape':(2,3)\f}\r\n",
    };
    size_t i;

    for (i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        make_header(headers[i], 24);
        read_file();
        ck_assert_msg(problems.count == 0, "%s: %s", headers[i],
                      problems.count > 0 ? problems.list[0].text : "");
        ck_assert_uint_eq(mean.count, 6);
        ck_assert(mean.complete);
    }
}
END_TEST

/* Whatever the other dimensions are: of 4611686018427387904 times 0 there is nothing to count. */
START_TEST(an_array_with_a_side_of_0_has_no_element)
{
    make_header("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 0, 9), }\n", 0);
    read_file();
    ck_assert_uint_eq(mean.rank, 3);
    ck_assert_uint_eq(mean.count, 0);
}
END_TEST

START_TEST(a_scalar_has_one_element)
{
    make_header("{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n", 8);
    read_file();
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_uint_eq(mean.rank, 0);
    ck_assert_uint_eq(mean.count, 1);
    ck_assert_int_eq(mean.values.channel_axis, -1);
}
END_TEST

START_TEST(headers_that_are_wrong_are_told_where)
{
    static const struct {
        const char *text;
        int code;
        uint64_t offset;
    } cases[] = {
        {"", NNREG_MEAN_HEADER, 10},
        {"('descr', '<f4')", NNREG_MEAN_HEADER, 10},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } x", NNREG_MEAN_HEADER, 68},
        {"{'descr': '<f4', 'fortran_order': False}", NNREG_MEAN_HEADER, 50},
        {"{'descr': '<f4' 'fortran_order': False}", NNREG_MEAN_HEADER, 26},
        {"{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", NNREG_MEAN_HEADER, 44},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2)}", NNREG_MEAN_HEADER, 63},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': [2]}", NNREG_MEAN_HEADER, 60},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)}", NNREG_MEAN_HEADER, 63},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", NNREG_MEAN_SHAPE, 61},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,)}", NNREG_MEAN_SHAPE, 79},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904,)}", NNREG_MEAN_SHAPE, 83},
        {"{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_TYPE, 20},
        {"{'descr': '<f4", NNREG_MEAN_HEADER, 24},
        {"{'descr': '<f4', 'extra': 1}", NNREG_MEAN_HEADER, 35},
        {"{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_OBJECTS, 24},
        {"{'descr': '<U10', 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_TYPE, 20},
        {"{'descr': '<f16', 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_TYPE, 20},
        {"{'descr': [('r', '|u1')], 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_TYPE, 20},
        {"{'descr': '', 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_TYPE, 20},
        {"{descr: '<f4', 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_HEADER, 11},
        {"{'descr\\x20': '<f4', 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_HEADER, 17},
        {"{'descr\n': '<f4', 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_HEADER, 17},
        {"{'descr'; '<f4', 'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_HEADER, 18},
        {"{'shapes': (2,), 'descr': '<f4', 'fortran_order': False}", NNREG_MEAN_HEADER, 20},
        {"{'descr': '<f4', 'fortran-order': False, 'shape': (2,)}", NNREG_MEAN_HEADER, 43},
        {"{'descr': '<f4', 'fortran_order': Tru", NNREG_MEAN_HEADER, 44},
        {"{'fortran_order': False, 'shape': (2,)}", NNREG_MEAN_HEADER, 49},
        {"{'descr': '<f4', 'shape': (2,)}", NNREG_MEAN_HEADER, 41},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (a,)}", NNREG_MEAN_HEADER, 61},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2", NNREG_MEAN_HEADER, 62},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2:", NNREG_MEAN_HEADER, 62},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2/3,)}", NNREG_MEAN_HEADER, 62},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (92233720368547758070,)}", NNREG_MEAN_SHAPE, 80},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        make_header(cases[i].text, 8);
        read_file();
        ck_assert_msg(problems.count == 1 && problems.list[0].code == cases[i].code &&
                          problems.list[0].offset == cases[i].offset,
                      "%s: %s at %u: %s", cases[i].text,
                      problems.count > 0 ? nnreg_mean_problem_rows[problems.list[0].code].name : "nothing",
                      problems.count > 0 ? (unsigned)problems.list[0].offset : 0,
                      problems.count > 0 ? problems.list[0].text : "");
        ck_assert(!mean.complete);
    }
}
END_TEST

/* NUL is no white space, and not the end of the text either. */
START_TEST(a_nul_behind_the_dictionary_is_told)
{
    make_header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n\n", 8);
    file.data[67] = '\0';
    read_file();
    expect_one(NNREG_MEAN_HEADER, 67);
    ck_assert(!mean.complete);
}
END_TEST

/* One mean for each channel is a list of 16 at most. */
START_TEST(a_long_list_is_no_mean_of_channels)
{
    double values[17] = {1, 2, 3};
    struct mw_shape shape = _i == 0 ? MW_SHAPE(16) : MW_SHAPE(17);

    ck_assert_int_eq(mw_npy_encode(&file, &(struct mw_npy_options){0}, &shape, values), 0);
    read_file();
    ck_assert_uint_eq(problems.count, 0);
    ck_assert(mean.complete);
    ck_assert_int_eq(mean.values.channel_axis, _i == 0 ? 0 : -1);
    ck_assert_uint_eq(mean.values.channels, _i == 0 ? 16 : 0);
}
END_TEST

START_TEST(the_rank_is_limited)
{
    char text[512] = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
    int i;

    for (i = 0; i < NNREG_MEAN_RANK + _i; i++)
        strcat(text, "1, ");
    strcat(text, ")}");
    make_header(text, 4);
    read_file();
    ck_assert_uint_eq(problems.count, (size_t)_i);
    if (_i == 1)
        ck_assert_int_eq(problems.list[0].code, NNREG_MEAN_SHAPE);
}
END_TEST

START_TEST(unknown_versions_and_long_headers_are_refused)
{
    make_header("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 4);
    file.data[6] = 4;
    read_file();
    expect_one(NNREG_MEAN_VERSION, 6);
    file.data[6] = 2; /* the header's length has four bytes now, two of them the text's */
    read_file();
    expect_one(NNREG_MEAN_HEADER_SIZE, 8);
    file.data[6] = 0;
    read_file();
    expect_one(NNREG_MEAN_VERSION, 6);
    file.data[6] = 1;
    file.data[7] = 1;
    read_file();
    expect_one(NNREG_MEAN_VERSION, 6);
}
END_TEST

START_TEST(bytes_behind_the_elements_are_told)
{
    make_header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 8);
    mw_buf_byte(&file, '\n');
    read_file();
    expect_one(NNREG_MEAN_NEWLINE, file.size - 1);
    ck_assert(mean.complete);
    mw_buf_byte(&file, '\n');
    read_file();
    expect_one(NNREG_MEAN_TRAILING, file.size - 2);
    ck_assert(mean.complete);
}
END_TEST

START_TEST(what_is_not_finite_is_counted_and_the_first_is_named)
{
    static const float values[6] = {1, 2, NAN, INFINITY, -3, 4};
    uint32_t bits;
    unsigned i;

    make_header("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)}", 0);
    for (i = 0; i < 6; i++) {
        memcpy(&bits, &values[i], sizeof bits);
        mw_buf_u32(&file, bits);
    }
    read_file();
    expect_one(NNREG_MEAN_NOT_FINITE, file.size - sizeof values + 8);
    ck_assert_uint_eq(mean.values.not_finite, 2);
    ck_assert_uint_eq(mean.values.bad_index,
                      1); /* row 0, column 1: third in Fortran's order, second in C's */
    ck_assert_double_eq(mean.values.least, -3);
    ck_assert_double_eq(mean.values.most, 4);
    ck_assert_double_eq(mean.values.mean, 1);
}
END_TEST

START_TEST(half_floats_have_all_their_values)
{
    static const struct {
        unsigned char bytes[2];
        double value;
    } cases[] = {{{0x00, 0x3c}, 1},         {{0x00, 0xc0}, -2},
                 {{0xff, 0x7b}, 65504},     {{0x01, 0x00}, 0x1p-24},
                 {{0xff, 0x03}, 0x3ffp-24}, {{0x00, 0x04}, 0x1p-14},
                 {{0x00, 0x7c}, INFINITY},  {{0x00, 0xfc}, -INFINITY},
                 {{0x00, 0x80}, 0},         {{0x55, 0x35}, 0.333251953125}};
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_double_eq(nnreg_element_value(NNREG_ELEMENT_HALF, cases[i].bytes, false), cases[i].value);
    ck_assert(isnan(nnreg_element_value(NNREG_ELEMENT_HALF, (const unsigned char *)"\x01\x7c", false)));
    ck_assert(isinf(
        nnreg_element_value(NNREG_ELEMENT_COMPLEX64, (const unsigned char *)"\0\0\0\0\0\0\x80\x7f", false)));
    ck_assert_double_eq(nnreg_element_value(NNREG_ELEMENT_INT8, (const unsigned char *)"\xff", false), -1);
    ck_assert_double_eq(nnreg_element_value(NNREG_ELEMENT_BFLOAT16, (const unsigned char *)"\x80\x3f", false),
                        1);
}
END_TEST

START_TEST(every_truncation_is_an_error)
{
    double values[6] = {1, 2, 3, 4, 5, 6};
    size_t whole;

    ck_assert_int_eq(
        mw_npy_encode(&file, &(struct mw_npy_options){.version = 1 + _i}, &MW_SHAPE(2, 3), values), 0);
    for (whole = file.size; file.size > 0; file.size--) {
        read_file();
        ck_assert_msg((problems.count == 0) == (file.size == whole), "%zu of %zu bytes", file.size, whole);
        ck_assert_int_eq(mean.complete, file.size == whole);
    }
    read_file();
    expect_one(NNREG_MEAN_EMPTY, 0);
}
END_TEST

START_TEST(a_failing_allocation_is_no_memory_and_leaks_nothing)
{
    struct nnreg_source source;
    uint64_t n, all;

    make_header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 9);
    source = nnreg_source_memory(file.data, file.size);
    nnreg_alloc_fail_from(0);
    read_file();
    expect_one(NNREG_MEAN_TRAILING, file.size - 1);
    all = nnreg_alloc_count();
    for (n = 1; n <= all; n++) {
        nnreg_mean_free(&mean);
        nnreg_problems_free(&problems);
        nnreg_alloc_fail_from(n);
        ck_assert_int_eq(nnreg_mean_read(&mean, NNREG_MEAN_NPY, &source, NULL, NULL, &problems, &error),
                         NNREG_NO_MEMORY);
    }
    ck_assert_uint_gt(all, 3);
}
END_TEST

/* As NumPy reads them: type, rank, and the values that have been looked at there. */
START_TEST(real_files_are_read)
{
    static const struct {
        const char *path;
        const char *type;
        uint32_t rank;
        uint64_t count;
    } cases[] = {
        {"_npy/djl_0d/0d.npy", "<f8", 0, 1},
        {"_npy/djl_boolean/boolean.npy", "|b1", 1, 1},
        {"_npy/djl_fp16/fp16.npy", "<f2", 1, 1},
        {"_npy/djl_fp32/fp32.npy", "<f4", 1, 1},
        {"_npy/djl_int8/int8.npy", "|i1", 1, 1},
        {"_npy/djl_uint8/uint8.npy", "|u1", 1, 1},
        {"_means/cifar_siamese_npy/mean.npy", "<f8", 3, 3072},
        {"_means/ilsvrc_2012/ilsvrc_2012_mean.npy", "<f8", 3, 196608},
    };
    const char *models = models_folder();
    char path[4096];
    size_t i;

    for (i = 0; models != NULL && i < sizeof cases / sizeof cases[0]; i++) {
        struct content content;

        snprintf(path, sizeof path, "%s/%s", models, cases[i].path);
        content = content_load(path);
        ck_assert_msg(content.bytes != NULL, "%s", path);
        mw_buf_free(&file);
        mw_buf_append(&file, content.bytes, content.size);
        free(content.bytes);
        read_file();
        ck_assert_msg(problems.count == 0, "%s: %s", path, problems.count > 0 ? problems.list[0].text : "");
        ck_assert_str_eq(mean.type, cases[i].type);
        ck_assert_uint_eq(mean.rank, cases[i].rank);
        ck_assert_uint_eq(mean.count, cases[i].count);
        ck_assert(mean.complete);
    }
    if (models != NULL) { /* the last one; its means are known from the literature */
        ck_assert_double_eq_tol(mean.values.channel_mean[0], 104.007, 0.001);
        ck_assert_double_eq_tol(mean.values.channel_mean[1], 116.669, 0.001);
        ck_assert_double_eq_tol(mean.values.channel_mean[2], 122.679, 0.001);
        ck_assert_ptr_null(mean.values.kept);
    }
}
END_TEST

Suite *npy_suite(void);

Suite *npy_suite(void)
{
    Suite *suite = suite_create("npy");
    TCase *header = tcase_create("header"), *values = tcase_create("values"),
          *damage = tcase_create("damage");

    tcase_add_checked_fixture(header, set_up, tear_down);
    tcase_add_test(header, headers_as_python_may_write_them_are_read);
    tcase_add_test(header, an_array_with_a_side_of_0_has_no_element);
    tcase_add_test(header, headers_that_are_wrong_are_told_where);
    tcase_add_test(header, a_nul_behind_the_dictionary_is_told);
    tcase_add_loop_test(header, the_rank_is_limited, 0, 2);
    tcase_add_test(header, unknown_versions_and_long_headers_are_refused);
    suite_add_tcase(suite, header);
    tcase_add_checked_fixture(values, set_up, tear_down);
    tcase_add_test(values, every_type_version_and_order_is_read);
    tcase_add_loop_test(values, means_are_made_of_the_channels, 0, 4);
    tcase_add_loop_test(values, a_long_list_is_no_mean_of_channels, 0, 2);
    tcase_add_test(values, a_scalar_has_one_element);
    tcase_add_test(values, what_is_not_finite_is_counted_and_the_first_is_named);
    tcase_add_test(values, half_floats_have_all_their_values);
    tcase_add_test(values, real_files_are_read);
    suite_add_tcase(suite, values);
    tcase_add_checked_fixture(damage, set_up, tear_down);
    tcase_add_test(damage, bytes_behind_the_elements_are_told);
    tcase_add_loop_test(damage, every_truncation_is_an_error, 0, 3);
    tcase_add_test(damage, a_failing_allocation_is_no_memory_and_leaks_nothing);
    suite_add_tcase(suite, damage);
    return suite;
}
