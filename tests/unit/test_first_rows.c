/*
 * What is told behind each operation that first_ops_table.c has: of what it leaves as it is, of what it changes, and where it
 * is given what nobody can follow. A graph is a line here (short_graph.h), and so is what is told (told_fixture.h).
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "told_fixture.h"

Suite *first_rows_suite(void);

#define PICTURES "[-1,32,32,3]"
#define OPEN     "[-1,-1,-1,3]"
#define PICTURE  "[32,32,3]"
#define PLANES   "[-1,3,32,32]"
#define FILTER   "=3x3x3x8:0.1"
#define CONV(of) "; y Conv2D " of
#define ASTRAY   "l Reshape x =-1,3072; " /* in front of what reads "l": where dimensions stand is not known */
#define MEAN     "b BiasAdd x =1.,2.,3.; "

START_TEST(what_passes_pixels_on_changes_nothing)
{
    static const struct told_row rows[] = {
        {"?", "i Identity x" CONV("i"), "NHWC x*1+0"},
        {"?", "i FakeQuantWithMinMaxVars x =#0. =#1." CONV("i"), "NHWC x*1+0"},
        {"?", "i FakeQuantWithMinMaxVars =#0. x =#1." CONV("i"), "? ?"}, /* a bound */
        {"?", "i IdentityN =#1. x" CONV("i:1"), "NHWC x*1+0"},
        {"?", "i Switch x =#1" CONV("i:1"), "NHWC x*1+0"},
        {"?", "i Switch =#1. x" CONV("i:1"), "? ?"}, /* it chooses */
        {"?", "i Shape x" CONV("x"), "NHWC x*1+0"},
        {"?", "i Exp x" CONV("i"), "? ?"},
        {"?", "y Conv2D\\0 x", "? ?"}, /* another operation: the NUL is one of its name's bytes */
        {"?", "i BiasAdd\\0 x =1.,2.,3." CONV("i"), "? ?"},
        {"[1,1,1,1,1,1,1]", "y MatMul x", "? x*1+0"}, /* of more dimensions than are followed */
        {"[1,1,1,1,1,1,1]", MEAN "y MatMul b", "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_border_leaves_what_it_is_not_put_beside)
{
    static const struct told_row rows[] = {
        {PICTURES, "p Pad x =4x2:0,0,1,1,1,1,0,0" CONV("p " FILTER), "NHWC 3>8 x*1+0"},
        {PICTURES, "p Pad x =4x2:0" CONV("p " FILTER), "NHWC 3>8 x*1+0"},
        {PICTURES, "p Pad x =4x2:1" CONV("p " FILTER), "NHWC x*1+0"},
        {PICTURES, "p Pad x =4x2:0,0,1,1,1,1,0,1" CONV("p " FILTER), "NHWC x*1+0"},
        {PICTURES, MEAN "p Pad b =4x2:0,0,1,1,1,1,0,0" CONV("p"), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN "p Pad b =4x2:0,0,0,0,0,0,1,0" CONV("p"), "NHWC ?"},
        {PICTURES, MEAN "p Pad b =4x2:1" CONV("p"), "NHWC ?"},
        {PICTURE, "e ExpandDims x =#0; p Pad e =4x2:0,1,0,0,0,0,0,0" CONV("p"), "HWC x*1+0"},
        {"?", "p Pad x =4x2:0; t Transpose p =0,1,2,3" CONV("t"), "NHWC x*1+0"},
        {"?", "p Pad x =3x2:0" CONV("p"), "? x*1+0"},
        /* unknown, and none at all */
        {PICTURES, "v VariableV2; p Pad x v" CONV("p " FILTER), "NHWC x*1+0"},
        {PICTURES, "p Pad x =0,0,1,1" CONV("p " FILTER), "NHWC x*1+0"},
        {PICTURES, "p Pad x =2x4:0,0,0,0,1,1,1,1" CONV("p " FILTER), "NHWC x*1+0"},
        {PICTURES, "p Pad x =3x2:0,0,1,1,0,0" CONV("p " FILTER), "NHWC x*1+0"},
        {PICTURES, "p Pad x =4294967300x2:0" CONV("p " FILTER), "NHWC x*1+0"},
        {PICTURES, "p Pad =2x2:1. x" CONV("p"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_dimension_that_is_put_in_is_no_dimension_of_what_is_fed)
{
    static const struct told_row rows[] = {
        {PICTURE, "e ExpandDims x =#0" CONV("e"), "HWC x*1+0"},
        {PICTURE, "e ExpandDims x =#-4" CONV("e"), "HWC x*1+0"},
        {"?", "e ExpandDims x =#0" CONV("e"), "HWC x*1+0"},
        {"[-1,32,32]", "e ExpandDims x =#3" CONV("e"), "? x*1+0"}, /* "NHW" is no order of ours */
        {"[32,32]", "e ExpandDims x =#-1; f ExpandDims e =#0" CONV("f =3x3x1x8:1."), "? x*1+0"},
        {"[1,2,2,2,3]", "e ExpandDims x =#0; b BiasAdd e =1.,2.,3.; y MatMul b", "? x*1+(1,2,3)"},
        /* astray */
        {PICTURE, "e ExpandDims x =#4" CONV("e"), "? x*1+0"},
        {PICTURE, "e ExpandDims x =#-5" CONV("e"), "? x*1+0"},
        {PICTURE, "v VariableV2; e ExpandDims x v" CONV("e"), "? x*1+0"},
        {PICTURE, "e ExpandDims x =0,1" CONV("e"), "? x*1+0"},
        {PICTURE, "e ExpandDims x =70:0" CONV("e"), "? x*1+0"},
        {PICTURE, MEAN "e ExpandDims b =#4" CONV("e"), "? ?"},
        {PICTURES, ASTRAY "e ExpandDims l =#0; b BiasAdd e =1.,2.,3.; y MatMul b", "? ?"},
        {"?", "e ExpandDims x =#-1" CONV("e"), "? x*1+0"},
        {"?", "e ExpandDims x =#1" CONV("e"), "? x*1+0"},
        {"[1,1,2,2,2,3]", "e ExpandDims x =#0; b BiasAdd e =1.,2.,3.; y MatMul b", "? ?"},
        {PICTURE, "e ExpandDims =#1 x" CONV("e"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(what_was_put_in_can_be_taken_away)
{
#define TWICE "e ExpandDims x =#1; f ExpandDims e =#-2; "
    static const struct told_row rows[] = {
        {PICTURES, "e ExpandDims x =#1; s Squeeze e squeeze_dims=1," CONV("s"), "NHWC x*1+0"},
        {PICTURES, "e ExpandDims x =#1; s Squeeze e squeeze_dims=-4," CONV("s"), "NHWC x*1+0"},
        {PICTURES, TWICE "s Squeeze f squeeze_dims=1,4," CONV("s"), "NHWC x*1+0"},
        {PICTURES, TWICE "s Squeeze f squeeze_dims=4,1," CONV("s"), "NHWC x*1+0"},
        {PICTURES, TWICE "s Squeeze f squeeze_dims=1,-2,1," CONV("s"), "NHWC x*1+0"},
        /* one of those that are fed, or nobody knows which */
        {"[1,32,32,3]", "s Squeeze x squeeze_dims=0,; e ExpandDims s =#0" CONV("e"), "? x*1+0"},
        {PICTURES, TWICE "s Squeeze f squeeze_dims=1,2," CONV("s"), "? x*1+0"},
        {PICTURES, "e ExpandDims x =#1; s Squeeze e squeeze_dims=7," CONV("s"), "? x*1+0"},
        {PICTURES, "e ExpandDims x =#1; s Squeeze e" CONV("s"), "? x*1+0"},
        {"?", "e ExpandDims x =#0; s Squeeze e squeeze_dims=0," CONV("s"), "? x*1+0"},
        {PICTURES, ASTRAY "s Squeeze l squeeze_dims=0," CONV("s"), "? x*1+0"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_reshape_is_followed_where_it_changes_nothing)
{
    static const struct told_row rows[] = {
        {PICTURES, "r Reshape x =-1,32,32,3" CONV("r " FILTER), "NHWC 3>8 x*1+0"},
        {PICTURES, "r Reshape x =8,32,32,3" CONV("r"), "NHWC x*1+0"},
        {PICTURES, MEAN "r Reshape b =-1,32,32,3" CONV("r"), "NHWC x*1+(1,2,3)"},
        {PICTURES, "e ExpandDims x =#1; r Reshape e =-1,1,32,32,3; s Squeeze r squeeze_dims=1," CONV("s"),
         "NHWC x*1+0"},
        /* astray: all pixels alike still are what they were */
        {PICTURES, "r Reshape x =-1,3,32,32" CONV("r"), "? x*1+0"},
        {PICTURES, MEAN "r Reshape b =-1,3,32,32" CONV("r"), "? ?"},
        {PICTURES, "r Reshape x =-1,3072; y MatMul r", "? x*1+0"},
        {PICTURES, "v VariableV2; r Reshape x v" CONV("r"), "? x*1+0"},
        {PICTURES, "e ExpandDims x =#1; r Reshape e =-1,2,32,16,3" CONV("r"), "? x*1+0"},
        {OPEN, "r Reshape x =-1,32,32,3" CONV("r"), "? x*1+0"},
        {"?", "t Transpose x =0,1,2,3; r Reshape t =-1,32,32,3" CONV("r"), "? x*1+0"},
        {PICTURES, "z ResizeBilinear x =16,16; r Reshape z =-1,32,32,3; b BiasAdd r =1.,2.,3." CONV("b"),
         "NHWC ?"},
        {PICTURES, "p Pad x =4x2:0,0,1,1,1,1,0,0; r Reshape p =-1,32,32,3" CONV("r"), "? x*1+0"},
        {PICTURES, "r Reshape =1,2 x" CONV("r"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_transpose_moves_dimensions)
{
    static const struct told_row rows[] = {
        {PICTURES, "t Transpose x =0,3,1,2; y MaxPool t data_format=NCHW", "NHWC x*1+0"},
        {PICTURES, "t Transpose x =0,-1,1,2; y MaxPool t data_format=NCHW", "NHWC x*1+0"},
        {PLANES, "t Transpose x =0,2,3,1" CONV("t " FILTER), "NCHW 3>8 x*1+0"},
        {PICTURES,
         MEAN "t Transpose b =0,3,1,2; c BiasAdd t =1.,2.,3. data_format=NCHW" CONV("c data_format=NCHW"),
         "NHWC x*1+(2,4,6)"},
        {"[3]", "t Transpose x =0; b BiasAdd t =1.,2.,3.; y MatMul b", "? x*1+(1,2,3)"},
        {"[]", "t Transpose x =0:; y MatMul t", "? x*1+0"},
        {PICTURES, "t Transpose x =3,0,1,2" CONV("t"), "? x*1+0"}, /* images are in the last place */
        /* astray */
        {PICTURES, "v VariableV2; t Transpose x v" CONV("t"), "? x*1+0"},
        {PICTURES, "t Transpose x =0,1,1,3" CONV("t"), "? x*1+0"},
        {PICTURES, "t Transpose x =0,1,2,4" CONV("t"), "? x*1+0"},
        {PICTURES, "t Transpose x =0,2,1" CONV("t"), "? x*1+0"},
        {PICTURES, MEAN "t Transpose b =4,1,2,3" CONV("t"), "? ?"},
        {PICTURES, MEAN "t Transpose b =0,0,2,3" CONV("t"), "? ?"},
        {PICTURES, MEAN "t Transpose b =0,1,-5,3" CONV("t"), "? ?"},
        {PICTURES, MEAN "t Transpose b =0,1,2,2" CONV("t"), "? ?"},
        {"?", "t Transpose x =0,1,2,3,4,5,6" CONV("t"), "? x*1+0"},
        {"?", "e ExpandDims x =#0; t Transpose e =#0" CONV("t"), "? x*1+0"},
        {PICTURES, ASTRAY "t Transpose l =0,1,2,3" CONV("t"), "? x*1+0"},
        {PICTURES, "t Transpose =0,1 x" CONV("t"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_reverse_turns_channels_and_mirrors_the_rest)
{
    static const struct told_row rows[] = {
        {"?", "r ReverseV2 x =-1" CONV("r"), "NHWC x*1+0 turned"},
        {PICTURES, "r ReverseV2 x =3" CONV("r"), "NHWC x*1+0 turned"},
        {PICTURES, "r ReverseV2 x =1,2" CONV("r"), "NHWC x*1+0"},
        {"[-1,32,32,1]", "r ReverseV2 x =-1" CONV("r"), "NHWC x*1+0"},
        {"[-1,32,32,4]", "r ReverseV2 x =-1" CONV("r"),
         "NHWC x*1+0"}, /* of which three are turned nobody says */
        {"[-1,0,32,3]", "r ReverseV2 x =1" CONV("r"), "NHWC x*1+0"},
        {PICTURE, "e ExpandDims x =#0; r ReverseV2 e =0" CONV("r"), "HWC x*1+0"},
        {PICTURES, MEAN "r ReverseV2 b =-1" CONV("r"), "NHWC x*1+(1,2,3) turned"},
        {PICTURES, "r ReverseV2 x =-1; b BiasAdd r =1.,2.,3." CONV("b"), "NHWC x*1+(3,2,1) turned"},
        {PICTURES, "r ReverseV2 x =-1; s ReverseV2 r =-1" CONV("s"), "NHWC x*1+0"},
        {OPEN, "r ReverseV2 x =2" CONV("r"), "NHWC ?"}, /* as likely as not three columns are channels */
        {OPEN, MEAN "r ReverseV2 b =2" CONV("r"), "NHWC x*1+(1,2,3)"},
        {PICTURES, "r ReverseV2 x =4" CONV("r"), "? ?"},
        {PICTURES, "v VariableV2; r ReverseV2 x v" CONV("r"), "? ?"},
        {PICTURES, "r ReverseV2 =1,2 x" CONV("r"), "? ?"},
        {PICTURES, ASTRAY "r ReverseV2 l =-1; y MatMul r", "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

#define SLICE(of, begin, end, strides, masks) "s StridedSlice " of " =" begin " =" end " =" strides " " masks

START_TEST(a_slice_takes_parts_or_turns)
{
    static const struct told_row rows[] = {
        {PICTURES, SLICE("x", "0,0,0,0", "0,0,0,0", "1,1,1,-1", "begin_mask=15 end_mask=15") CONV("s"),
         "NHWC x*1+0 turned"},
        {"?", SLICE("x", "0,0,0,0", "0,0,0,0", "1,1,1,-1", "begin_mask=15 end_mask=15") CONV("s"),
         "NHWC x*1+0 turned"},
        {PICTURES,
         SLICE("x", "0,0,0", "0,0,0", "1,1,-1", "begin_mask=5 end_mask=5 ellipsis_mask=2") CONV("s"),
         "NHWC x*1+0 turned"},
        {PICTURES,
         SLICE("x", "0,0,0,0", "0,0,0,0", "1,1,-1,1", "begin_mask=15 end_mask=15") CONV("s " FILTER),
         "NHWC 3>8 x*1+0"},
        /* a part of the picture, and of its channels */
        {PICTURES, SLICE("x", "0,8,8,0", "0,24,24,0", "1,1,1,1", "begin_mask=9 end_mask=9") CONV("s " FILTER),
         "NHWC 3>8 x*1+0"},
        {PICTURES,
         SLICE("x", "0,0,0,0", "0,24,24,0", "1,2,2,1", "begin_mask=15 end_mask=15") CONV("s " FILTER),
         "NHWC 3>8 x*1+0"},
        {PICTURES, SLICE("x", "0,0,0,0", "0,0,0,1", "1,1,1,1", "begin_mask=15 end_mask=7") CONV("s " FILTER),
         "NHWC x*1+0"},
        {PICTURES, MEAN SLICE("b", "0,8,8,0", "0,24,24,0", "1,1,1,1", "begin_mask=9 end_mask=9") CONV("s"),
         "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN SLICE("b", "0,0,0,1", "0,0,0,2", "1,1,1,1", "begin_mask=7 end_mask=7") CONV("s"),
         "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN SLICE("b", "0,0,0,1", "0,0,0,3", "1,1,1,1", "begin_mask=7 end_mask=7") CONV("s"),
         "NHWC ?"},
        {PICTURES,
         "v VariableV2 shape=[3]; a Add x v; " SLICE("a", "0,8,8,0", "0,24,24,0", "1,1,1,1",
                                                     "begin_mask=9 end_mask=9") CONV("s"),
         "NHWC ?"},
        /* nobody knows */
        {"?", SLICE("x", "0,0", "0,0", "1,-1", "begin_mask=3 end_mask=3") CONV("s"), "? ?"},
        {"?", SLICE("x", "0,0", "0,0", "1,-1", "begin_mask=3 end_mask=3 ellipsis_mask=2") CONV("s"), "? ?"},
        {"?",
         SLICE("x", "0,0,0,0,0,0,0", "0,0,0,0,0,0,0", "1,1,1,1,1,1,-1", "begin_mask=127 end_mask=127")
             CONV("s"),
         "? ?"},
        {"[3]",
         SLICE("x", "0,0,0", "0,0,0", "1,-1,1", "begin_mask=7 end_mask=7 ellipsis_mask=1") "; y MatMul s",
         "? ?"},
        {PICTURES, SLICE("x", "0", "0", "1", "begin_mask=1 end_mask=1 new_axis_mask=1") CONV("s"), "? ?"},
        {PICTURES, SLICE("x", "0", "0", "1", "begin_mask=1 end_mask=1 shrink_axis_mask=1") CONV("s"), "? ?"},
        {PICTURES, SLICE("x", "0,0", "0,0,0,0", "1,1,1,-1", "begin_mask=15 end_mask=15") CONV("s"), "? ?"},
        {PICTURES, SLICE("x", "0,0,0,0", "0,0", "1,1,1,-1", "begin_mask=15 end_mask=15") CONV("s"), "? ?"},
        {PICTURES, "v VariableV2; s StridedSlice x v =0,0,0,0 =1,1,1,1" CONV("s"), "? ?"},
        {PICTURES, "v VariableV2; s StridedSlice x =0,0,0,0 v =1,1,1,1" CONV("s"), "? ?"},
        {PICTURES, "v VariableV2; s StridedSlice x =0,0,0,0 =0,0,0,0 v" CONV("s"), "? ?"},
        {PICTURES, "s StridedSlice =0,0 x =0,0 =1,1" CONV("s"), "? ?"},
        {PICTURES, ASTRAY SLICE("l", "0", "0", "1", "begin_mask=1 end_mask=1") CONV("s"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

/* Of the last dimension, `x[..., BEGIN:END:STEP]`; masks: 2 where a border is left out. */
#define LAST(of, begin, end, step, masks) SLICE(of, "0," begin, "0," end, "1," step, "ellipsis_mask=1 " masks)
#define NO_END                            "end_mask=2"
#define TURNED_MEAN                       "NHWC x*1+(3,2,1) turned"
#define MEAN_OF(slice)                    slice "; b BiasAdd s =1.,2.,3.; y Conv2D b"
#define SECOND(of, begin, end, step, masks) \
    "s StridedSlice " of " =0," begin ",0,0 =0," end ",0,0 =1," step ",1,1 begin_mask=13 " masks

START_TEST(a_slice_backwards_from_a_border_that_is_written_turns_channels_too)
{
    static const struct told_row rows[] = {
        {PICTURES, MEAN_OF(LAST("x", "2", "0", "-1", NO_END)), TURNED_MEAN},
        {PICTURES, MEAN_OF(LAST("x", "-1", "0", "-1", NO_END)), TURNED_MEAN},
        {PICTURES, MEAN_OF(LAST("x", "2", "-4", "-1", "")), TURNED_MEAN},
        {PICTURES, MEAN_OF(LAST("x", "-1", "-4", "-1", "")), TURNED_MEAN},
        {PICTURES, MEAN_OF(LAST("x", "99", "-99", "-1", "")), TURNED_MEAN},
        {PICTURES, MEAN_OF(LAST("x", "0", "-4", "-1", "begin_mask=2")), TURNED_MEAN},
        {PICTURES, MEAN LAST("b", "2", "0", "-1", NO_END) CONV("s " FILTER),
         "NHWC 3>8 x*1+(1,2,3) turned"}, /* and nothing is cut */
        {PICTURES, LAST("x", "2", "0", "-1", NO_END) "; r ReverseV2 s =-1; b BiasAdd r =1.,2.,3." CONV("b"),
         "NHWC x*1+(1,2,3)"},
        {PLANES,
         SECOND("x", "2", "0", "-1",
                "end_mask=15") "; b BiasAdd s =1.,2.,3. data_format=NCHW" CONV("b data_format=NCHW"),
         "NCHW x*1+(3,2,1) turned"},
        /* of an open dimension as many as the mean is of */
        {"?", MEAN_OF(LAST("x", "2", "0", "-1", NO_END)), TURNED_MEAN},
        {"?", MEAN_OF(LAST("x", "-1", "0", "-1", NO_END)), TURNED_MEAN},
        {"?", MEAN_OF(LAST("x", "1", "0", "-1", NO_END)), "NHWC ?"},
        {"?", MEAN_OF(LAST("x", "-1", "-4", "-1", "")), "NHWC ?"}, /* all of them, if they are three */
        {"?", MEAN_OF(LAST("x", "-2", "0", "-1", NO_END)), "NHWC ?"},
        {"?", LAST("x", "2", "0", "-1", NO_END) CONV("s " FILTER), "NHWC x*1+0 turned"},
        /* forward, and all */
        {PICTURES, MEAN_OF(LAST("x", "0", "3", "1", "")), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF(LAST("x", "-3", "99", "1", "")), "NHWC x*1+(1,2,3)"},
        {PICTURES, LAST("x", "0", "3", "1", "") CONV("s " FILTER), "NHWC 3>8 x*1+0"},
        {"?", MEAN_OF(LAST("x", "0", "3", "1", "")), "NHWC x*1+(1,2,3)"},
        {"?", MEAN_OF(LAST("x", "0", "-1", "1", "")), "NHWC x*1+(1,2,3)"},
        {"?", MEAN_OF(LAST("x", "0", "-2", "1", "")), "NHWC x*1+(1,2,3)"},
        {"?", MEAN_OF(LAST("x", "-3", "0", "1", NO_END)), "NHWC ?"},
        {"?", LAST("x", "0", "3", "1", "") CONV("s " FILTER), "NHWC x*1+0"}, /* there may be a fourth */
        {"[-1,32,32,1]", LAST("x", "0", "0", "-1", NO_END) CONV("s"), "NHWC x*1+0"},
        {PICTURES, MEAN_OF(LAST("x", "2", "0", "0", NO_END)), "? ?"}, /* no step */
    };

    TOLD_EXPECT(rows);
}
END_TEST

#define FOUR "[-1,32,32,4]"

START_TEST(a_part_of_the_channels_is_known_where_it_is_those_in_front)
{
    static const struct told_row rows[] = {
        {FOUR, MEAN_OF(LAST("x", "0", "3", "1", "")), "NHWC x*1+(1,2,3)"},
        {FOUR, MEAN_OF(LAST("x", "0", "-1", "1", "")), "NHWC x*1+(1,2,3)"},
        {FOUR, MEAN_OF(LAST("x", "2", "0", "-1", NO_END)), TURNED_MEAN},
        {FOUR, MEAN_OF(LAST("x", "-2", "-5", "-1", "")), TURNED_MEAN},
        {FOUR, LAST("x", "0", "3", "1", "") "; r ReverseV2 s =-1; b BiasAdd r =1.,2.,3." CONV("b"),
         TURNED_MEAN},
        {PICTURES, LAST("x", "1", "0", "-1", NO_END) "; b BiasAdd s =1.,2." CONV("b"), "NHWC x*1+(2,1)"},
        {FOUR, LAST("x", "2", "0", "-1", NO_END) CONV("s " FILTER), "NHWC x*1+0 turned"},
        {FOUR, "g GatherV2 x =2,1,0 =#-1" CONV("g " FILTER), "NHWC x*1+0 turned"}, /* 3 of 4 */
        /* what is done to all alike is known of others, too */
        {FOUR, MEAN_OF(LAST("x", "1", "0", "1", NO_END)), "NHWC ?"},
        {FOUR, MEAN_OF(LAST("x", "3", "0", "-1", "")), "NHWC ?"},
        {FOUR, LAST("x", "3", "0", "-1", "") "; a Add s =#5." CONV("a"), "NHWC x*1+5"},
        {FOUR, LAST("x", "1", "0", "1", NO_END) "; r ReverseV2 s =-1; b BiasAdd r =1.,2.,3." CONV("b"),
         "NHWC ?"},
        {FOUR, LAST("x", "1", "0", "1", NO_END) "; g GatherV2 s =2,1,0 =#-1" CONV("g"), "? ?"},
        {FOUR, LAST("x", "0", "0", "2", "begin_mask=2 end_mask=2") "; b BiasAdd s =1.,2." CONV("b"),
         "NHWC ?"},
        {PICTURES, MEAN LAST("b", "1", "0", "-1", NO_END) CONV("s"), "NHWC ?"},
        {PICTURES, MEAN LAST("b", "0", "2", "1", "") CONV("s"), "NHWC ?"},
        {PICTURES, MEAN LAST("b", "2", "2", "1", "") CONV("s"), "NHWC ?"}, /* none */
        /* of a dimension of another size nobody knows which is which */
        {"?", LAST("x", "0", "2", "1", "") "; r ReverseV2 s =-1" CONV("r"), "NHWC x*1+0"},
        {"?",
         LAST("x", "0", "4", "1", "") "; t StridedSlice s =0,2 =0,0 =1,-1 ellipsis_mask=1 end_mask=2; "
                                      "b BiasAdd t =1.,2.,3." CONV("b"),
         "NHWC ?"},
        {"[-1,32,32,1]", "p Pad x =4x2:0,0,0,0,0,0,0,2; b BiasAdd p =1.,2.,3." CONV("b"), "NHWC ?"},
        {PICTURES, "p Pad x =4x2:0,0,0,0,0,0,1,0; r ReverseV2 p =-1" CONV("r"), "NHWC x*1+0"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(what_is_no_channel_may_be_sliced_and_mirrored)
{
    static const struct told_row rows[] = {
        {PICTURES, MEAN_OF(SECOND("x", "31", "0", "-1", "end_mask=15")), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF(SECOND("x", "7", "0", "-1", "end_mask=15")), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF(SECOND("x", "2", "0", "-1", "end_mask=15")), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF(SECOND("x", "5", "6", "1", "end_mask=13")), "NHWC x*1+(1,2,3)"},
        {PICTURES,
         SECOND("x", "8", "24", "1",
                "end_mask=13") "; r ReverseV2 s =1; b BiasAdd r =1.,2.,3." CONV("b " FILTER),
         "NHWC 3>8 x*1+(1,2,3)"},
        {OPEN, MEAN_OF(SECOND("x", "8", "24", "1", "end_mask=13")), "NHWC x*1+(1,2,3)"},
        {OPEN, MEAN_OF(SECOND("x", "8", "0", "-1", "end_mask=15")), "NHWC ?"},
        {OPEN, "z ResizeArea x =8,9; r ReverseV2 z =1,2; b BiasAdd r =1.,2.,3." CONV("b " FILTER),
         "NHWC 3>8 x*1+(1,2,3) 9x8"},
        {PLANES, "z ResizeArea x =8,9; y Conv2D z " FILTER " data_format=NCHW", "? x*1+0 9x8"},
        /* images */
        {PICTURES, MEAN_OF(SLICE("x", "0", "0", "-1", "begin_mask=1 end_mask=1")), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF(SLICE("x", "2", "0", "-1", "end_mask=1")), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF(SLICE("x", "0", "1", "1", "")), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF(SLICE("x", "1", "2", "1", "")), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF("s ReverseV2 x =0"), "NHWC x*1+(1,2,3)"},
        {PICTURES, MEAN_OF(SLICE("x", "0", "1", "1", "shrink_axis_mask=1") "; e ExpandDims s =#0"), "? ?"},
        {"[3,32,32,3]",
         "u Unpack x num=3 axis=0; e ExpandDims u =#0; f ExpandDims u:1 =#0; g ExpandDims u:2 "
         "=#0; y Conv2D e; z Conv2D f; w Conv2D g",
         "? ?"}, /* an image of a batch is not what is fed */
        {"[3,32,32,3]", "u Unpack x num=3 axis=0; e ExpandDims u =#0; y Conv2D e", "? x*1+0"},
        /* three entries are of an image, or of a batch of them */
        {"?", SLICE("x", "0,0,0", "0,0,0", "1,1,-1", "begin_mask=7 end_mask=7") CONV("s"), "? ?"},
        {PICTURE,
         SLICE("x", "0,0,0", "0,0,0", "1,1,-1", "begin_mask=7 end_mask=7") "; e ExpandDims s =#0" CONV("e"),
         "HWC x*1+0 turned"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

#define CHANNEL(name, number, mask) name " StridedSlice x =0," number " =0,0 =1,1 ellipsis_mask=1 " mask "; "
#define SHRINK                      "shrink_axis_mask=2"
#define THREE(a, b, c)              CHANNEL("r", a, SHRINK) CHANNEL("g", b, SHRINK) CHANNEL("b", c, SHRINK)
#define ONE(name, a, b)             name " StridedSlice x =0," a " =0," b " =1,1 ellipsis_mask=1; "

START_TEST(channels_that_are_taken_one_by_one_are_known_each)
{
    static const struct told_row rows[] = {
        {PICTURES, THREE("2", "1", "0") "p Pack r g b axis=3" CONV("p"), "NHWC x*1+0 turned"},
        {PICTURES, THREE("-1", "-2", "-3") "p Pack r g b axis=-1" CONV("p"), "NHWC x*1+0 turned"},
        {PICTURES, THREE("0", "1", "2") "p Pack r g b axis=3" CONV("p"), "NHWC x*1+0"},
        {"?", THREE("2", "1", "0") "p Pack r g b axis=-1" CONV("p"), "NHWC x*1+0 turned"},
        {PICTURES, THREE("2", "1", "0") "p Pack r g b axis=3; m BiasAdd p =1.,2.,3." CONV("m"), TURNED_MEAN},
        {PICTURES,
         THREE("2", "1", "0") "i Sub r =#1.; j Sub g =#2.; k Sub b =#3.; p Pack i j k axis=3" CONV("p"),
         "NHWC x*1+(-3,-2,-1) turned"},
        {PICTURES, ONE("r", "2", "3") ONE("g", "1", "2") ONE("b", "0", "1") "p ConcatV2 r g b =#-1" CONV("p"),
         "NHWC x*1+0 turned"},
        {"?", ONE("r", "2", "3") ONE("g", "1", "2") ONE("b", "0", "1") "p ConcatV2 r g b =#-1" CONV("p"),
         "NHWC x*1+0 turned"},
        {PICTURES,
         "r StridedSlice x =0,0,0,2 =0,0,0,0 =1,1,1,1 begin_mask=7 end_mask=7 shrink_axis_mask=8; "
         "e ExpandDims r =#3; y Conv2D e",
         "? x*1+0"},
        /* not known */
        {PICTURES, THREE("2", "1", "1") "p Pack r g b axis=3" CONV("p"), "? ?"},
        {PICTURES, THREE("3", "1", "0") "p Pack r g b axis=3" CONV("p"), "? ?"},
        {PICTURES, THREE("-4", "1", "0") "p Pack r g b axis=3" CONV("p"), "? ?"},
        {"?", THREE("-1", "1", "0") "p Pack r g b axis=-1" CONV("p"), "? ?"},
        {FOUR, THREE("2", "1", "0") "p Pack r g b axis=3" CONV("p"), "? ?"},
        {"[-1,32,32,9]", THREE("2", "1", "0") "p Pack r g b axis=3" CONV("p"), "? ?"},
        {PICTURES, ONE("r", "2", "3") ONE("g", "1", "2") "p ConcatV2 r g x =#-1" CONV("p"), "? ?"},
        {"[-1,2,32,3]",
         MEAN "s StridedSlice b =0,1 =0,0 =1,1 begin_mask=1 end_mask=1 shrink_axis_mask=2; y MatMul s",
         "? ?"}, /* a row, and not one of what a mean was added to */
        /* operations that nobody follows */
        {PICTURES, "r Reverse x =0,0,0,1; b BiasAdd r =1.,2.,3." CONV("b"), "? ?"},
        {PICTURES, "g Gather x =2,1,0; b BiasAdd g =1.,2.,3." CONV("b"), "? ?"},
        {PICTURES, "g ReverseSequence x =3; b BiasAdd g =1.,2.,3." CONV("b"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(channels_are_gathered_each_once)
{
    static const struct told_row rows[] = {
        {PICTURES, "g GatherV2 x =2,1,0 =#-1" CONV("g"), "NHWC x*1+0 turned"},
        {PICTURES, "g GatherV2 x =0,1,2 =#3" CONV("g"), "NHWC x*1+0"},
        {PICTURES, "r ReverseV2 x =-1; g GatherV2 r =2,1,0 =#3" CONV("g"), "NHWC x*1+0"},
        {PICTURES, "g GatherV2 x =0,0,2 =#-1" CONV("g"), "? ?"},
        {PICTURES, "g GatherV2 x =0,1,3 =#-1" CONV("g"), "? ?"},
        {PICTURES, "g GatherV2 x =0,1,-1 =#-1" CONV("g"), "? ?"},
        {PICTURES, "g GatherV2 x =2,1,0 =#4" CONV("g"), "? ?"},
        {PICTURES, "g GatherV2 x =2,1,0 =3,3" CONV("g"), "? ?"},
        {PICTURES, "g GatherV2 x =2,1,0 =#-1 batch_dims=1" CONV("g"), "? ?"},
        {PICTURES, "g GatherV2 x =4,3,2,1,0 =#-1" CONV("g"), "? ?"},
        {PICTURES, "v VariableV2; g GatherV2 x v =#-1" CONV("g"), "? ?"},
        {PICTURES, "v VariableV2; g GatherV2 x =2,1,0 v" CONV("g"), "? ?"},
        {PICTURES, "g GatherV2 =1,2 x =#0" CONV("g"), "? ?"},
        {PICTURES, ASTRAY "g GatherV2 l =2,1,0 =#-1" CONV("g"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

#define SPLIT  "s Split =#-1 x num_split=3; "
#define JOINED "; j ConcatV2 s:2 s:1 s =#-1" CONV("j")

START_TEST(channels_that_are_split_are_known_each)
{
    static const struct told_row rows[] = {
        {PICTURES, "s Split =#3 x num_split=3" JOINED, "NHWC x*1+0 turned"},
        {PICTURES, "s SplitV x =1,1,1 =#-1" JOINED, "NHWC x*1+0 turned"},
        {PICTURES, "s SplitV x =3:1 =#-1" JOINED, "NHWC x*1+0 turned"},
        {PICTURES, MEAN "s Split =#-1 b num_split=3" JOINED, "NHWC x*1+(1,2,3) turned"},
        {PICTURES, "s Unpack x num=3 axis=3; p Pack s:2 s:1 s axis=3" CONV("p"), "NHWC x*1+0 turned"},
        {PICTURES, SPLIT "y Conv2D s; z Conv2D s:1; w Conv2D s:2", "NHWC ?"},
        {PICTURES, "s SplitV x =1,2 =#-1" JOINED, "? ?"},
        {PICTURES, "v VariableV2; s SplitV x v =#-1" JOINED, "? ?"},
        {PICTURES, "v VariableV2; s SplitV x =1,1,1 v" JOINED, "? ?"},
        {PICTURES, "s Split =3,3 x num_split=3" JOINED, "? ?"},
        {PICTURES, "s Split =#7 x num_split=3" JOINED, "? ?"},
        {PICTURES, "s Split =#-1 x num_split=2" JOINED, "? ?"},
        {PICTURES, "s Split =#1 x" JOINED, "? ?"}, /* into none */
        {"[-1,32,32,1]", "s Split =#3 x num_split=1" CONV("s"), "? ?"},
        {PICTURES, "s Split x =1.,1.,1. num_split=3" JOINED, "? ?"},
        {PICTURES, ASTRAY "s Split =#-1 l num_split=3" JOINED, "? ?"},
        {PICTURES, SPLIT "t Split =#-1 s num_split=3" CONV("t"), "? ?"},
        {PICTURES, "s Unpack x num=4294967299 axis=3; p Pack s:2 s:1 s axis=3" CONV("p"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(channels_that_come_together_are_known_where_all_do_and_each_in_its_place)
{
    static const struct told_row rows[] = {
        {PICTURES, SPLIT "j Concat =#-1 s:2 s:1 s" CONV("j"), "NHWC x*1+0 turned"},
        {PICTURES, SPLIT "m Mul s =#2.; j ConcatV2 m s:1 s:2 =#-1" CONV("j"), "NHWC x*(2,1,1)+0"},
        {PICTURES, SPLIT "m Mul s:1 =#2.; a Sub s:2 =#3.; j ConcatV2 a m s =#-1" CONV("j"),
         "NHWC x*(1,2,1)+(0,0,-3) turned"},
        /* not all, more, one twice, not where they were split */
        {PICTURES, SPLIT "j ConcatV2 s s:1 =#-1" CONV("j"), "? ?"},
        {PICTURES, SPLIT "j ConcatV2 s =#-1" CONV("j"), "? ?"},
        {PICTURES, SPLIT "j ConcatV2 s s:1 s:2 s s =#-1" CONV("j"), "? ?"},
        {PICTURES, SPLIT "j ConcatV2 s s:1 s:1 =#-1" CONV("j"), "? ?"},
        {PICTURES, SPLIT "e Exp s:2; j ConcatV2 s s:1 e =#-1" CONV("j"), "? ?"},
        {PICTURES, SPLIT "j ConcatV2 s s:1 s:2 =#2" CONV("j"), "? ?"},
        {PICTURES, SPLIT "j ConcatV2 s s:1 s:2 =#4" CONV("j"), "? ?"},
        {PICTURES, SPLIT "j ConcatV2 s s:1 s:2 =3,3" CONV("j"), "? ?"},
        {PICTURES, SPLIT "v VariableV2; j ConcatV2 s s:1 s:2 v" CONV("j"), "? ?"},
        {PICTURES, SPLIT "b NoOp; j ConcatV2 ^b s s:1 s:2 =#-1" CONV("j"), "? ?"},
        {PICTURES, "j ConcatV2 x =1.,2. =#-1" CONV("j"), "? ?"},   /* nothing was split */
        {PICTURES, SPLIT "j ConcatV2 s s:1 s:2" CONV("j"), "? ?"}, /* a channel as the axis */
        {PICTURES, SPLIT "j Concat s s:1 s:2" CONV("j"), "? ?"},
        {PICTURES, SPLIT "r Reshape s =-1,1024; j ConcatV2 r s:1 s:2 =#-1" CONV("j"), "? ?"},
        /* one that is not known, or stands otherwise */
        {PICTURES, SPLIT "v VariableV2 shape=[]; m Mul s:1 v; j ConcatV2 s m s:2 =#-1" CONV("j"), "? ?"},
        {PICTURES, SPLIT "v VariableV2 shape=[]; m Mul s v; j ConcatV2 m s:1 s:2 =#-1" CONV("j"), "? ?"},
        {PICTURES, MEAN "s Split =#-1 b num_split=3; j ConcatV2 s b s:2 =#-1" CONV("j"), "? ?"},
        {PICTURES, SPLIT "z ResizeArea s =8,9; j ConcatV2 z s:1 s:2 =#-1" CONV("j"), "NHWC ?"},
        {PICTURES,
         SPLIT
         "z ResizeArea s =8,9; w ResizeArea s:1 =7,9; v ResizeArea s:2 =8,9; j ConcatV2 z w v =#-1" CONV("j"),
         "NHWC ?"},
        {PICTURES, SPLIT "v VariableV2; z ResizeArea s v; j ConcatV2 z s:1 s:2 =#-1" CONV("j"), "NHWC ?"},
        {PICTURES, SPLIT "t Transpose s =0,2,1,3; j ConcatV2 t s:1 s:2 =#-1" CONV("j"), "? ?"},
        {PICTURES, SPLIT "e ExpandDims s =#0; j ConcatV2 e s:1 s:2 =#-1" CONV("j"), "? ?"},
        {PICTURES,
         "g GatherV2 x =1,0 =#-1; t Split =#-1 g num_split=2; " SPLIT "j ConcatV2 s t s:2 =#-1" CONV("j"),
         "? ?"},
        {"[-1,3,3,3]", "u Unpack x num=3 axis=3; w Unpack x num=3 axis=1; p Pack u w:1 u:2 axis=3" CONV("p"),
         "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(channels_are_packed_as_a_dimension_where_there_is_room)
{
#define UNPACKED "u Unpack x num=3 axis=-1; "
#define EXPANDED UNPACKED "a ExpandDims u =#0; b ExpandDims u:1 =#0; c ExpandDims u:2 =#0; "
    static const struct told_row rows[] = {
        {"?", UNPACKED "p Pack u:2 u:1 u axis=-1" CONV("p"), "NHWC x*1+0 turned"},
        {"?", UNPACKED "p Pack u:2 u:1 u axis=3" CONV("p"), "? ?"},
        {PICTURES, UNPACKED "p Pack u u:1 u:2 axis=1; y Conv2D p data_format=NCHW", "NHWC x*1+0"},
        {PICTURES, UNPACKED "p Pack u u:1 u:2 axis=4" CONV("p"), "? ?"},
        {"[1,2,2,2,3]", EXPANDED "p Pack a b c axis=-1; y MatMul p", "? x*1+0"},
        {"[1,1,2,2,2,3]", EXPANDED "p Pack a b c axis=-1; y MatMul p", "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(one_place_more_than_are_remembered_is_not_known)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned count, i;
    char *taken;

    for (count = NNREG_LIMIT_FIRST_JOINS; count <= NNREG_LIMIT_FIRST_JOINS + 1; count++) {
        nnreg_bytes_text(&text, SPLIT);
        for (i = 0; i < count; i++)
            nnreg_bytes_format(&text, "j%u ConcatV2 s:2 s:1 s =#-1; y%u Conv2D j%u; ", i, i, i);
        ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
        ck_assert_str_eq(told_of(PICTURES, taken),
                         count > NNREG_LIMIT_FIRST_JOINS ? "NHWC ?" : "NHWC x*1+0 turned");
        nnreg_free(taken);
    }
}
END_TEST

START_TEST(a_picture_that_is_brought_to_a_size_tells_it_once)
{
    static const struct told_row rows[] = {
        {OPEN, "z ResizeBilinear x =224,200" CONV("z"), "NHWC x*1+0 200x224"},
        {OPEN, "z ResizeBicubic x =224,200; w ResizeArea z =8,8" CONV("w"), "NHWC x*1+0 200x224"},
        {OPEN, "v VariableV2; z ResizeBilinear x v; w ResizeArea z =8,8" CONV("w"), "NHWC x*1+0"},
        {OPEN, "c CropAndResize x =1x4:0. =0 =8,8; w ResizeArea c =8,8" CONV("w"), "NHWC x*1+0"},
        {OPEN, "z ResizeBilinear x =65535,1" CONV("z"), "NHWC x*1+0 1x65535"},
        {OPEN, "z ResizeBilinear x =224" CONV("z"), "NHWC x*1+0"},
        {OPEN, "z ResizeBilinear x =0,5" CONV("z"), "NHWC x*1+0"},
        {OPEN, "z ResizeBilinear x =5,0" CONV("z"), "NHWC x*1+0"},
        {OPEN, "z ResizeBilinear x =65536,5" CONV("z"), "NHWC x*1+0"},
        {OPEN, "z ResizeBilinear x =5,65536" CONV("z"), "NHWC x*1+0"},
        {OPEN, "z ResizeBilinear =1x4x4x3:1. x" CONV("z"), "? ?"},
        {OPEN, "c CropAndResize =1x4x4x3:1. x =0 =8,8" CONV("c"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(operations_on_pictures_tell_the_order_and_convolutions_the_channels)
{
    static const struct told_row rows[] = {
        {PICTURES, "y Conv2D x " FILTER, "NHWC 3>8 x*1+0"},
        {PLANES, "y Conv2D x " FILTER " data_format=NCHW", "NCHW 3>8 x*1+0"},
        {PICTURES, "y DepthwiseConv2dNative x " FILTER, "NHWC 3 x*1+0"},
        {PICTURES, "v VarHandleOp shape=[3,3,3,8]; r ReadVariableOp v; c Cast r DstT=DT_FLOAT; y Conv2D x c",
         "NHWC 3>8 x*1+0"},
        {PICTURES, "y Conv2D x " FILTER "; z Conv2D x =1x1x3x4:0.1", "NHWC 3>8 x*1+0"},
        {PICTURES, "y Conv2D x " FILTER "; z Conv2D x =3x3x4x8:0.1",
         "NHWC>8 x*1+0"}, /* which of both is it? */
        {PICTURES, "y Conv2D x =3x3x3x0:", "NHWC 3 x*1+0"},
        /* not told */
        {PICTURES, "y Conv2D x =3x3x0x8:", "NHWC x*1+0"},
        {PICTURES, "y Conv2D x =1x1x65536x1:0.1", "NHWC x*1+0"},
        {PICTURES, "y Conv2D x =3x3x3:0.1", "NHWC x*1+0"},
        {PICTURES, "v VarHandleOp shape=?; r ReadVariableOp v; y Conv2D x r", "NHWC x*1+0"},
        {PICTURES, "c Const; y Conv2D x c", "NHWC x*1+0"},
        {PICTURES, "y Conv2D x", "NHWC x*1+0"},
        {PICTURES, "y Conv2D x " FILTER " data_format=NDHWC", "? x*1+0"},
        {PICTURE, "y Conv2D x " FILTER, "? x*1+0"},
        {"[-1,32,32]", "e ExpandDims x =#3; y Conv2D e =3x3x1x8:0.1", "? x*1+0"},
        {PICTURES, SPLIT "y Conv2D s =3x3x1x8:0.1", "NHWC x*1+0"},
        {PICTURES, ASTRAY "a Add l =2x2x2x2:1.; y Conv2D a " FILTER, "? x*1+1"},
        {"[3,2,8,8,3]", "u Unpack x num=2 axis=1" CONV("u:1"), "? x*1+0"},
        {"[3,3,8,8,3]", "u Unpack x num=3 axis=1; y Conv2D u; z Conv2D u:1; w Conv2D u:2", "? ?"},
        {PICTURES, "y Conv2D =4x4x4x4:1. x", "? ?"},
        {PLANES, "y AvgPool x data_format=NCHW", "NCHW x*1+0"},
        {PICTURES, "y MaxPool x data_format=NCHW_VECT_C", "? x*1+0"},
        {PICTURES, "y LRN =4x4x4x4:1. x", "? ?"},
        {PICTURES, "y MatMul =2x2:1. x", "? x*1+0"},
        {PICTURES, "y Einsum =#1. =#1. x", "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_filter_is_looked_for_a_few_operations_back)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned count, i;
    char *taken;

    for (count = NNREG_LIMIT_FIRST_NODES - 1; count <= NNREG_LIMIT_FIRST_NODES; count++) {
        nnreg_bytes_text(&text, "v VariableV2 shape=[3,3,3,8]; c0 Cast v; ");
        for (i = 1; i < count; i++)
            nnreg_bytes_format(&text, "c%u Cast c%u; ", i, i - 1);
        nnreg_bytes_format(&text, "y Conv2D x c%u", i - 1);
        ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
        ck_assert_str_eq(told_of(PICTURES, taken),
                         count < NNREG_LIMIT_FIRST_NODES ? "NHWC 3>8 x*1+0" : "NHWC x*1+0");
        nnreg_free(taken);
    }
}
END_TEST

START_TEST(arithmetic_is_known_with_a_number_or_one_for_each_channel)
{
    static const struct told_row rows[] = {
        {"?", "a Add =#1. x; y MatMul a", "? x*1+1"},
        {"?", "a Sub =#1. x; y MatMul a", "? x*-1+1"},
        {"?", "a Mul =#2. x; b Div a =#4.; y MatMul b", "? x*0.5+0"},
        {"?", "a AddV2 x =#3.; b Mul a =#2.; y MatMul b", "? x*2+6"},
        {PICTURES, "a Sub x =1.,2.,3.; b Mul a =0.5,0.25,2." CONV("b"), "NHWC x*(0.5,0.25,2)+(-0.5,-0.5,-6)"},
        {PICTURES, "a Add x =1x1x1x3:1.,2.,3." CONV("a"), "NHWC x*1+(1,2,3)"},
        {PLANES, "a Add x =3x1x1:1.,2.,3." CONV("a data_format=NCHW"), "NCHW x*1+(1,2,3)"},
        {"?", "a Add x =1x1x1x3:1.,2.,3." CONV("a"), "NHWC x*1+(1,2,3)"},
        {PICTURE, "a Add x =1x1:2.; e ExpandDims a =#0" CONV("e"), "HWC x*1+2"},
        /* numbers that say nothing */
        {PICTURES, "a Div =#1. x" CONV("a"), "NHWC ?"},
        {PICTURES, "a Mul x =#0." CONV("a"), "NHWC ?"},
        {PICTURES, "a Mul x =#1.0e30; b Mul a =#1.0e30; c Mul b a" CONV("c"), "? ?"},
        {PICTURES,
         "a Mul x =#1.0e-38; b Add a =#1.0e38; c Mul b =#1.0e38; d Mul c =#1.0e38; e Mul d =#1.0e38; f Mul e "
         "=#1.0e38; g Mul f =#1.0e38; h Mul g =#1.0e38; i Mul h =#1.0e38; j Mul i =#1.0e38" CONV("j"),
         "NHWC ?"},
        {PICTURES, "a Mul x =2x3:1.,2.,3.,4.,5.,6." CONV("a"), "NHWC ?"},
        {PICTURES, "a Mul x =1.,2.,3.,4.,5." CONV("a"), "NHWC ?"},
        {OPEN, MEAN "a Mul b =3x1:1.,2.,3." CONV("a"), "NHWC ?"},
        {PICTURES, SPLIT "a Add s =1.,2.,3.; y Conv2D a; z Conv2D s:1; w Conv2D s:2", "NHWC ?"},
        /* numbers that are stored elsewhere */
        {PICTURES, "v VariableV2 shape=[3]; a Add x v" CONV("a"), "NHWC ?"},
        {PICTURES, "v VariableV2 shape=[1,1,1,1,3]; a Add x v" CONV("a"), "? ?"},
        {PICTURES, "v VariableV2 shape=?; a Add x v" CONV("a"), "? ?"},
        {PICTURES, "v Exp =#1.; a Add x v" CONV("a"), "? ?"},
        {PICTURES, "v RandomUniform; a Add x v" CONV("a"), "? ?"},
        /* of which what comes out has other dimensions */
        {PICTURE, "a Add x =1x1x1x1:2." CONV("a"), "? ?"},
        {"?", "a Add x =1x1x1x1x1x1:2.; b Add a =1x1x1x1:2.; y MatMul b", "? x*1+4"},
        {"?", "e ExpandDims x =#0; f ExpandDims e =#0; a Add f =1x1:2.; y MatMul a", "? ?"},
        {PICTURES, "a Add x =#1. =#2." CONV("a"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_bias_and_a_norm_are_by_channel)
{
#define NORM(format) "is_training=false epsilon=0. " format
    static const struct told_row rows[] = {
        {PICTURES, MEAN "y Conv2D b", "NHWC x*1+(1,2,3)"},
        {PLANES, "b BiasAdd x =1.,2.,3. data_format=NCHW" CONV("b data_format=NCHW"), "NCHW x*1+(1,2,3)"},
        {OPEN, MEAN "c BiasAdd b =1.,2.,3. data_format=NCHW" CONV("c"), "NHWC ?"},
        {PICTURES, "v VariableV2; b BiasAdd x v" CONV("b"), "NHWC ?"},
        {PICTURES, "b BiasAdd x =1.,2.,3. data_format=N" CONV("b"), "? ?"},
        {PICTURES, "b BiasAdd =1.,2.,3. x" CONV("b"), "? ?"},
        {PICTURES, "n FusedBatchNorm x =1.,2.,3. =0.,1.,2. =4.,4.,8. =4.,4.,16. " NORM("") CONV("n"),
         "NHWC x*(0.5,1,0.75)+(-2,-3,-4)"},
        {PICTURES, "n FusedBatchNorm x =3:1. =0.,1.,2. =3:0. =3:4. " NORM("") CONV("n"),
         "NHWC x*0.5+(0,1,2)"},
        {PLANES,
         "n FusedBatchNorm x =1.,2.,3. =3:0. =3:0. =3:4. " NORM("data_format=NCHW")
             CONV("n data_format=NCHW"),
         "NCHW x*(0.5,1,1.5)+0"},
        {PICTURES, "n FusedBatchNorm x =1.,2.,3. =3:0. =3:0. =3:4. " CONV("n"),
         "NHWC ?"}, /* trains by default */
        {PICTURES, "n FusedBatchNorm x =1.,2.,3. =1x3:0. =3:0. =3:4. " NORM("") CONV("n"), "NHWC ?"},
        {PICTURES, "n FusedBatchNorm x =1.,2.,3. =3:0. =2:0. =3:4. " NORM("") CONV("n"), "NHWC ?"},
        {PICTURES, "n FusedBatchNorm x =1.,2.,3. =3:0. =3:0. " NORM("") CONV("n"), "NHWC ?"},
        {PICTURES, "n FusedBatchNorm x =3:1. =3:0. =3:0. =3:0. " NORM("") CONV("n"), "NHWC ?"}, /* by 0 */
        {PICTURES, "n FusedBatchNorm x =1.,2.,3. =3:0. =3:0. =3:4. " NORM("data_format=N") CONV("n"), "? ?"},
        {PICTURES, "n FusedBatchNorm =1.,2.,3. x =3:0. =3:0. =3:4. " NORM("") CONV("n"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(casts_to_whole_numbers_are_of_what_was_not_scaled)
{
    static const struct told_row rows[] = {
        {PICTURES, "c Cast x SrcT=DT_FLOAT DstT=DT_UINT8" CONV("c"), "NHWC x*1+0 whole"},
        {PICTURES, "c Cast x SrcT=DT_HALF DstT=DT_INT32" CONV("c"), "NHWC x*1+0 whole"},
        {PICTURES, "c Cast x SrcT=DT_BFLOAT16 DstT=DT_INT64" CONV("c"), "NHWC x*1+0 whole"},
        {PICTURES, "c Cast x SrcT=DT_UINT8 DstT=DT_INT32" CONV("c"), "NHWC x*1+0"},
        {PICTURES, "c Cast x DstT=DT_INT32" CONV("c"), "NHWC x*1+0"},
        {PICTURES, "c Cast x SrcT=DT_UINT8 DstT=DT_DOUBLE" CONV("c"), "NHWC x*1+0"},
        {PICTURES, "a Add x =#1.; c Cast a SrcT=DT_FLOAT DstT=DT_UINT8" CONV("c"), "NHWC ?"},
        {PICTURES, MEAN "c Cast b SrcT=DT_FLOAT DstT=DT_UINT8" CONV("c"), "NHWC ?"},
        {PICTURES, "c Cast x SrcT=DT_FLOAT DstT=DT_BOOL" CONV("c"), "? ?"},
        {PICTURES, "c Cast x SrcT=1 DstT=DT_INT32" CONV("c"), "NHWC x*1+0"},
        {PICTURES, "c Cast x SrcT=DT_FLOAT" CONV("c"), "? ?"},
        {PICTURES, "c Cast x SrcT=DT_FLOAT DstT=1" CONV("c"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_bound_leaves_what_lies_within)
{
    static const struct told_row rows[] = {
        {PICTURES, "c ClipByValue x =#0. =#1." CONV("c"), "NHWC x*1+0"},
        {PICTURES, "c ClipByValue =#0. x =#1." CONV("c"), "? ?"},
        {PICTURES, "c Minimum =#1. x; d Maximum c =#0." CONV("d"), "NHWC x*1+0"},
        {PICTURES, "c Minimum x =1.,2.,3." CONV("c"), "? ?"},
        {PICTURES, "v VariableV2; c Minimum x v" CONV("c"), "? ?"},
        {PICTURE, "c Minimum x =1x1x1x1:1." CONV("c"), "? ?"},
        {PICTURES, "c Minimum x" CONV("c"), "? ?"},
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(ways_that_end_differently_tell_nothing_of_pixels)
{
    static const struct told_row rows[] = {
        {PICTURES, "a Add x =#1." CONV("a") "; b Add x =#1.; z Conv2D b", "NHWC x*1+1"},
        {PICTURES, "a Add x =#1." CONV("a") "; b Add x =#2.; z Conv2D b", "NHWC ?"},
        {PICTURES, "a Mul x =#3." CONV("a") "; b Mul x =#2.; z Conv2D b", "NHWC ?"},
        {PICTURES, "a Add x =#1." CONV("a") "; b Add x =1.,2.,3.; z Conv2D b", "NHWC ?"},
        {PICTURES, "a Add x =3,2,1" CONV("a") "; b Add x =1.,2.,3.; z Conv2D b", "NHWC ?"},
        {PICTURES, "r ReverseV2 x =-1" CONV("r") "; a Add x =0.,0.,0.; z Conv2D a", "NHWC ?"},
        {PICTURES, "g GatherV2 x =1,0 =#-1; z Conv2D g; a Add x =1.,2.,3." CONV("a"), "NHWC ?"},
        {PICTURES, SPLIT "y Conv2D s; a Add x =1.,2.,3.; z Conv2D a", "NHWC ?"},
        {PICTURES, "c Cast x SrcT=DT_FLOAT DstT=DT_INT32" CONV("c") "; z Conv2D x", "NHWC ?"},
        {PICTURES, "a ResizeArea x =8,8" CONV("a") "; b ResizeArea x =8,9; z Conv2D b", "NHWC ?"},
        {PICTURES, "a ResizeArea x =8,8" CONV("a") "; b ResizeArea x =9,8; z Conv2D b", "NHWC ?"},
        {PICTURES, "v VariableV2 shape=[]; a Add x v; z Conv2D a; y Conv2D x", "NHWC ?"},
        {PICTURES, "v VariableV2 shape=[]; a Add x v; y Conv2D x; z Conv2D a", "NHWC ?"},
        {PICTURES, "y Conv2D x; z Conv2D x data_format=NCHW", "? x*1+0"},
        {PICTURES, "a Add x =3x1x1:1.,2.,3." CONV("a"), "NHWC ?"},
        {PICTURES, "a Add x =3x1x1:1.,2.,3.; y MatMul a", "? x*1+(1,2,3)"},
        {PICTURES, "i Identity x", "? ?"}, /* nothing works on it */
    };

    TOLD_EXPECT(rows);
}
END_TEST

START_TEST(a_sentence_names_what_is_computed_and_where)
{
    static const struct {
        const char *nodes, *formula;
    } rows[] = {
        {"m Mul x =#255.; d RealDiv m =#2.; y MatMul d", "it computes x * 127.5 of a pixel x (Mul \"m\")"},
        {"d RealDiv x =#2.; m Mul d =#255.; y MatMul m", "it computes x * 127.5 of a pixel x (Mul \"m\")"},
        {"d RealDiv x =#255.; s Sub d =#0.5; y MatMul s",
         "it computes x / 255 - 0.5 of a pixel x (RealDiv \"d\", Sub \"s\")"},
        {"a Add x =1.,2.,3.; m Mul a =0.5,0.25,1.; y MatMul m",
         "it computes x / (2, 4, 1) + (0.5, 0.5, 3) of a pixel x (Mul \"m\", Add \"a\")"},
        {"n FusedBatchNorm x =3:1. =3:1. =3:0. =3:4. is_training=false epsilon=0.; y MatMul n",
         "it computes x / 2 + 1 of a pixel x (FusedBatchNorm \"n\")"},
        {"c Cast x SrcT=DT_FLOAT DstT=DT_UINT8; y MatMul c", "it computes x of a pixel x (Cast \"c\")"},
        {"y MatMul x", "it computes x of a pixel x"},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_str_eq(told_formula(PICTURES, rows[i].nodes), rows[i].formula);
}
END_TEST

Suite *first_rows_suite(void)
{
    Suite *suite = suite_create("first rows");
    TCase *all = tcase_create("told");

    tcase_add_test(all, what_passes_pixels_on_changes_nothing);
    tcase_add_test(all, a_border_leaves_what_it_is_not_put_beside);
    tcase_add_test(all, a_dimension_that_is_put_in_is_no_dimension_of_what_is_fed);
    tcase_add_test(all, what_was_put_in_can_be_taken_away);
    tcase_add_test(all, a_reshape_is_followed_where_it_changes_nothing);
    tcase_add_test(all, a_transpose_moves_dimensions);
    tcase_add_test(all, a_reverse_turns_channels_and_mirrors_the_rest);
    tcase_add_test(all, a_slice_takes_parts_or_turns);
    tcase_add_test(all, a_slice_backwards_from_a_border_that_is_written_turns_channels_too);
    tcase_add_test(all, a_part_of_the_channels_is_known_where_it_is_those_in_front);
    tcase_add_test(all, what_is_no_channel_may_be_sliced_and_mirrored);
    tcase_add_test(all, channels_that_are_taken_one_by_one_are_known_each);
    tcase_add_test(all, channels_are_gathered_each_once);
    tcase_add_test(all, channels_that_are_split_are_known_each);
    tcase_add_test(all, channels_that_come_together_are_known_where_all_do_and_each_in_its_place);
    tcase_add_test(all, channels_are_packed_as_a_dimension_where_there_is_room);
    tcase_add_test(all, one_place_more_than_are_remembered_is_not_known);
    tcase_add_test(all, a_picture_that_is_brought_to_a_size_tells_it_once);
    tcase_add_test(all, operations_on_pictures_tell_the_order_and_convolutions_the_channels);
    tcase_add_test(all, a_filter_is_looked_for_a_few_operations_back);
    tcase_add_test(all, arithmetic_is_known_with_a_number_or_one_for_each_channel);
    tcase_add_test(all, a_bias_and_a_norm_are_by_channel);
    tcase_add_test(all, casts_to_whole_numbers_are_of_what_was_not_scaled);
    tcase_add_test(all, a_bound_leaves_what_lies_within);
    tcase_add_test(all, ways_that_end_differently_tell_nothing_of_pixels);
    tcase_add_test(all, a_sentence_names_what_is_computed_and_where);
    suite_add_tcase(suite, all);
    return suite;
}
