/*
 * Constants that a graph computes (constant.h), by what is told where they are added to pixels: "? x*1+0.5" where 0.5 is known,
 * "? ?" where the constant is not.
 */
#include <check.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "told_fixture.h"

Suite *constant_suite(void);

#define TEN         "0.,1,2,3,4,5,6,7,8,9"
#define ADDED(of)   "; a Add x " of "; y MatMul a"
#define KNOWN(text) "? x*1+" text
#define UNKNOWN     "? ?"

START_TEST(a_constant_of_few_numbers_or_equal_ones_is_read)
{
    static const struct told_row rows[] = {
        {"?", "c Identity =#0.5" ADDED("c"), KNOWN("0.5")},
        {"?", "c Identity =1.,2.,3." ADDED("c"), KNOWN("(1,2,3)")},
        {"?", "c Identity =3:2." ADDED("c"), KNOWN("2")},
        {"?", "c Identity =100:2." ADDED("c"), KNOWN("2")},
        {"?", "c Identity =4:1.,2." ADDED("c"), KNOWN("(1,2,2,2)")},
        {"?", "c Identity =70:1.,2." ADDED("c"), UNKNOWN},
        {"?", "c Identity =" TEN "," TEN "," TEN "," TEN "," TEN "," TEN ",1,2,3,4,5" ADDED("c"), UNKNOWN},
        {"?", "c Identity =1x1x1x1x1x1:2." ADDED("c"), KNOWN("2")},
        {"?", "c Identity =1x1x1x1x1x1x1:2." ADDED("c"), UNKNOWN},
        {"?", "c Identity =4294967296x2147483648:2." ADDED("c"), UNKNOWN}, /* more than can be counted */
        {"?", "c Identity =4294967296x1:2." ADDED("c"), KNOWN("2")},
        {"?", "c Identity =0:" ADDED("c"), UNKNOWN},
        {"?", "c Identity ='text'" ADDED("c"), UNKNOWN},
        {"?", "c Const" ADDED("c"), UNKNOWN},
        {"?", "c Const value=1" ADDED("c"), UNKNOWN},
        {"?", "c Identity =#1.; b IdentityN c" ADDED("b"), UNKNOWN}, /* an operation that is not computed */
        {"?", "c Identity =#1." ADDED("c:1"), UNKNOWN},              /* an output that there is not */
        {"?", "v Variable" ADDED("v"), UNKNOWN},
        {"?", "v VariableV2" ADDED("v"), UNKNOWN},
        {"?", "v VarHandleOp; c ReadVariableOp v" ADDED("c"), UNKNOWN},
        {"?", "c Neg" ADDED("c"), UNKNOWN},
        {"?", "b NoOp; c Neg ^b" ADDED("c"), UNKNOWN},
        {"?", "b NoOp; c Neg =#1. ^b" ADDED("c"), KNOWN("-1")},
        {"?", "c Sub =#1." ADDED("c"), UNKNOWN},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(each_operation_computes_what_tensorflow_does)
{
    static const struct told_row rows[] = {
        {"?", "c StopGradient =#4." ADDED("c"), KNOWN("4")},
        {"?", "c Snapshot =#4." ADDED("c"), KNOWN("4")},
        {"?", "c Neg =#4." ADDED("c"), KNOWN("-4")},
        {"?", "c Square =#4." ADDED("c"), KNOWN("16")},
        {"?", "c Sqrt =#4." ADDED("c"), KNOWN("2")},
        {"?", "c Rsqrt =#4." ADDED("c"), KNOWN("0.5")},
        {"?", "c Reciprocal =#4." ADDED("c"), KNOWN("0.25")},
        {"?", "c Inv =1.,2.,4." ADDED("c"), KNOWN("(1,0.5,0.25)")},
        {"?", "c Add =#4. =#3." ADDED("c"), KNOWN("7")},
        {"?", "c AddV2 =#4. =#3." ADDED("c"), KNOWN("7")},
        {"?", "c Sub =#4. =#3." ADDED("c"), KNOWN("1")},
        {"?", "c Mul =#4. =#3." ADDED("c"), KNOWN("12")},
        {"?", "c RealDiv =#6. =#3." ADDED("c"), KNOWN("2")},
        {"?", "c Maximum =#4. =#3." ADDED("c"), KNOWN("4")},
        {"?", "c Minimum =#4. =#3." ADDED("c"), KNOWN("3")},
        /* what is no number is not known */
        {"?", "c RealDiv =#6. =#0." ADDED("c"), UNKNOWN},
        {"?", "c Sqrt =#-1." ADDED("c"), UNKNOWN},
        {"?", "c Inv =1.,0.,4." ADDED("c"), UNKNOWN},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(one_of_two_is_broadcast_into_the_other)
{
    static const struct told_row rows[] = {
        {"?", "c Sub =1.,2.,3. =#1." ADDED("c"), KNOWN("(0,1,2)")},
        {"?", "c Sub =#1. =1.,2.,3." ADDED("c"), KNOWN("(0,-1,-2)")},
        {"?", "c Sub =1:1. =1.,2.,3." ADDED("c"), KNOWN("(0,-1,-2)")},
        {"?", "c Sub =1.,2.,3. =3.,2.,1." ADDED("c"), KNOWN("(-2,0,2)")},
        {"?", "c Sub =1.,2.,3. =3:1." ADDED("c"), KNOWN("(0,1,2)")},
        {"?", "c Sub =3:1. =1.,2.,3." ADDED("c"), KNOWN("(0,-1,-2)")},
        {"?", "c Sub =3:1. =3:3." ADDED("c"), KNOWN("-2")},
        /* what comes out would have dimensions of neither */
        {"?", "c Sub =1.,2.,3. =1x1:1." ADDED("c"), UNKNOWN},
        {"?", "c Sub =1x1:1. =1.,2.,3." ADDED("c"), UNKNOWN},
        {"?", "c Sub =1x3:1.,2.,3. =1.,2.,3." ADDED("c"), UNKNOWN},
        {"?", "c Sub =1.,2.,3. =1.,2." ADDED("c"), UNKNOWN},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(dimensions_of_a_constant_are_changed)
{
    static const struct told_row rows[] = {
        {"?", "c Reshape =1.,2.,3. =1,1,-1" ADDED("c"), KNOWN("(1,2,3)")},
        {"?", "c Reshape =1.,2.,3. =1,3" ADDED("c"), KNOWN("(1,2,3)")},
        {"?", "c Reshape =1x3:1.,2.,3. =#3" ADDED("c"), KNOWN("(1,2,3)")},
        {"?", "c Reshape =1x1:5. =0:" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =2,2" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =2,-1" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =5,-1" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =-1,-1" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =-1,0" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =-3,-1" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =4294967296,4294967296" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =1,1,1,1,1,1,3" ADDED("c"), UNKNOWN},
        {"?", "c Reshape =1.,2.,3. =3." ADDED("c"), UNKNOWN},    /* no whole number */
        {"?", "c Reshape =1.,2.,3. =1x1:3" ADDED("c"), UNKNOWN}, /* no list */
        {"?", "c ExpandDims =1.,2.,3. =#0" ADDED("c"), KNOWN("(1,2,3)")},
        {"?", "c ExpandDims =1.,2.,3. =#-2" ADDED("c"), KNOWN("(1,2,3)")},
        {"[3,2]", "c ExpandDims =1.,2.,3. =#1" ADDED("c"), KNOWN("(1,2,3)")}, /* along the first then */
        {"[3,2]", "c ExpandDims =1.,2.,3. =#-1" ADDED("c"), KNOWN("(1,2,3)")},
        {"?", "c ExpandDims =1.,2.,3. =#2" ADDED("c"), UNKNOWN},
        {"?", "c ExpandDims =1.,2.,3. =#-3" ADDED("c"), UNKNOWN},
        {"?", "c ExpandDims =1.,2.,3. =0,1" ADDED("c"), UNKNOWN},
        {"?", "c ExpandDims =1.,2.,3. =#0." ADDED("c"), UNKNOWN},
        {"?", "c ExpandDims =1x1x1x1x1x1:1. =#0" ADDED("c"), UNKNOWN},
        {"[2,3]", "c Squeeze =1x1x3:1.,2.,3." ADDED("c"), KNOWN("(1,2,3)")},
        {"[2,3]", "c Squeeze =1x1x3:1.,2.,3. squeeze_dims=0," ADDED("c"), UNKNOWN},
        {"[3,2]", "c Squeeze =1x3x1:1.,2.,3.; d ExpandDims c =#1" ADDED("d"), KNOWN("(1,2,3)")},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_cast_to_whole_numbers_cuts_what_is_behind_the_point)
{
    static const char *const types[][2] = {
        {"DT_UINT8", "(1,2,3)"},      {"DT_INT8", "(1,2,3)"},   {"DT_UINT16", "(1,2,3)"},
        {"DT_INT16", "(1,2,3)"},      {"DT_INT32", "(1,2,3)"},  {"DT_UINT32", "(1,2,3)"},
        {"DT_INT64", "(1,2,3)"},      {"DT_UINT64", "(1,2,3)"}, {"DT_FLOAT", "(1.5,2.5,3.5)"},
        {"DT_HALF", "(1.5,2.5,3.5)"},
    };
    static const struct told_row rows[] = {
        {"?", "c Cast =#-1.5 DstT=DT_INT32" ADDED("c"), KNOWN("-1")},
        {"?", "c Cast =#0.5 DstT=DT_INT32; e ExpandDims =1.,2.,3. c" ADDED("e"), KNOWN("(1,2,3)")},
        {"?", "c Cast =#1.5" ADDED("c"), UNKNOWN},
        {"?", "c Cast =#1.5 DstT=1" ADDED("c"), UNKNOWN},
    };
    char nodes[200], told[60];
    size_t i;

    TOLD_EXPECT(rows);
    for (i = 0; i < sizeof types / sizeof *types; i++) {
        (void)snprintf(nodes, sizeof nodes, "c Cast =1.5,2.5,3.5 DstT=%s" ADDED("c"), types[i][0]);
        (void)snprintf(told, sizeof told, KNOWN("%s"), types[i][1]);
        ck_assert_str_eq(told_of("?", nodes), told);
    }
}
END_TEST

START_TEST(a_size_is_packed_of_single_numbers)
{
#define SIZED "; z ResizeArea x p; y Conv2D z"
    static const struct told_row rows[] = {
        {"?", "p Pack =#8 =#9 N=2" SIZED, "NHWC x*1+0 9x8"},
        {"?", "p Pack =#8 =#9 =#7 N=2" SIZED, "NHWC x*1+0 9x8"},
        {"?", "p Pack =#8 =#9 =#7 =#6 N=4" SIZED, "NHWC x*1+0"},
        {"?", "p Pack =#8 =#9 =#7 =#6 =#5 N=5" SIZED, "NHWC x*1+0"},
        {"?", "p Pack =#8. =#9. N=2" SIZED, "NHWC x*1+0"}, /* no whole numbers */
        {"?", "p Pack =8 =#9 N=2" SIZED, "NHWC x*1+0"},
        {"?", "p Pack =#8 =#9" SIZED, "NHWC x*1+0"},
        {"?", "p Pack =#8 N=2" SIZED, "NHWC x*1+0"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

/* A chain of sums has two slots for each, and one more. */
START_TEST(an_expression_larger_than_the_slots_is_not_known)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned count, i, most = (NNREG_LIMIT_CONSTANT_SLOTS - 1) / 2;
    char *taken, told[40];

    for (count = most; count <= most + 1; count++) {
        nnreg_bytes_text(&text, "s0 Add =#1. =#1.; ");
        for (i = 1; i < count; i++)
            nnreg_bytes_format(&text, "s%u Add s%u =#1.; ", i, i - 1);
        nnreg_bytes_format(&text, "a Add x s%u; y MatMul a", count - 1);
        ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
        (void)snprintf(told, sizeof told, KNOWN("%u"), count + 1);
        ck_assert_str_eq(told_of("?", taken), count == most ? told : UNKNOWN);
        nnreg_free(taken);
    }
}
END_TEST

Suite *constant_suite(void)
{
    Suite *suite = suite_create("constant");
    TCase *all = tcase_create("computed");

    tcase_add_test(all, a_constant_of_few_numbers_or_equal_ones_is_read);
    tcase_add_test(all, each_operation_computes_what_tensorflow_does);
    tcase_add_test(all, one_of_two_is_broadcast_into_the_other);
    tcase_add_test(all, dimensions_of_a_constant_are_changed);
    tcase_add_test(all, a_cast_to_whole_numbers_cuts_what_is_behind_the_point);
    tcase_add_test(all, a_size_is_packed_of_single_numbers);
    tcase_add_test(all, an_expression_larger_than_the_slots_is_not_known);
    suite_add_tcase(suite, all);
    return suite;
}
