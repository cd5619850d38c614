/* A graph collapsed to its name scopes (scopes.h): of models in text form, told as its boxes and edges. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "model_facts.h"
#include "nnreg.h"
#include "tensorflow/graph_shapes.h"
#include "tensorflow/scopes_parts.h"

Suite *scopes_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_judged judged;
static struct nnreg_flow flow;
static struct nnreg_scopes scopes;
static char *told;

static void read_model(const char *text)
{
    model = model_of_text(text);
    judged = (struct nnreg_judged){.model = model, .graph = nnreg_graph_of(model, 0), .flow = &flow};
    ck_assert_int_eq(nnreg_flow_make(&flow, &judged.graph, NULL), NNREG_OK);
}

static void end(void)
{
    if (scopes.graph != NULL)
        nnreg_scopes_free(&scopes);
    nnreg_flow_free(&flow);
    nnreg_savedmodel_free(model);
    model = NULL;
    nnreg_free(told);
    told = NULL;
}

static void put_name(struct nnreg_bytes *out, uint32_t index)
{
    const struct nnreg_scopes_box *box = &scopes.boxes[index];
    struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH];
    uint32_t count, i;

    if (box->kind != NNREG_SCOPES_OPERATIONS) {
        nnreg_bytes_format(out, "%c%s", box->kind == NNREG_SCOPES_INPUT ? '>' : '<',
                           nnreg_savedmodel_text(model, nnreg_savedmodel_info_at(model, box->end.info)->key));
        return;
    }
    count = nnreg_scopes_parts(parts, &scopes, box->scope);
    for (i = 0; i < count; i++) {
        nnreg_bytes_text(out, i > 0 ? "/" : "");
        nnreg_bytes_put(out, parts[i].text, parts[i].size);
    }
}

/* ">in a:2 b:1 <out | >in-a a-b a.b b-<out": boxes with their operations, edges, those of order alone with a dot. */
static const char *collapsed(uint32_t depth)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    uint32_t i;

    if (scopes.graph != NULL)
        nnreg_scopes_free(&scopes);
    nnreg_free(told);
    ck_assert_int_eq(nnreg_scopes_make(&scopes, &judged, depth, NULL), NNREG_OK);
    for (i = 0; i < scopes.box_count; i++) {
        nnreg_bytes_text(&out, i > 0 ? " " : "");
        put_name(&out, i);
        if (scopes.boxes[i].kind == NNREG_SCOPES_OPERATIONS)
            nnreg_bytes_format(&out, ":%u", scopes.boxes[i].operations);
    }
    nnreg_bytes_text(&out, " |");
    for (i = 0; i < scopes.edge_count; i++) {
        nnreg_bytes_text(&out, " ");
        put_name(&out, scopes.edges[i].from);
        nnreg_bytes_text(&out, scopes.edges[i].tensor_count > 0 ? "-" : ".");
        put_name(&out, scopes.edges[i].to);
    }
    ck_assert_int_eq(nnreg_bytes_take(&told, &out), NNREG_OK);
    return told;
}

static const struct nnreg_scopes_box *box_of(const char *name)
{
    uint32_t i;

    for (i = 0; i < scopes.box_count; i++) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;
        bool is_it;

        put_name(&out, i);
        is_it = out.size == strlen(name) && memcmp(out.content, name, out.size) == 0;
        nnreg_bytes_free(&out);
        if (is_it)
            return &scopes.boxes[i];
    }
    ck_abort_msg("no box %s", name);
    return NULL;
}

#define GRAPH(nodes, functions, signatures)                                                                  \
    "meta_graphs { graph_def { " nodes " library { " functions " } versions { producer: 440 } } " signatures \
    " }"
#define NODE(name, op, inputs)     "node { name: '" name "' op: '" op "' " inputs " } "
#define BODY(name, op, inputs)     "node_def { name: '" name "' op: '" op "' " inputs " } "
#define IN(name)                   "input: '" name "' "
#define FUNC(key, function)        "attr { key: '" key "' value { func { name: '" function "' } } } "
#define ARG(name)                  "input_arg { name: '" name "' type: DT_FLOAT } "
#define OUT(name)                  "output_arg { name: '" name "' type: DT_FLOAT } "
#define RET(name, from)            "ret { key: '" name "' value: '" from "' } "
#define FUNCTION(name, args, rest) "function { signature { name: '" name "' " args " } " rest " } "
#define TENSOR(side, key, name)    side " { key: '" key "' value { name: '" name "' dtype: DT_FLOAT } } "
#define SIGNATURE(name, tensors)   "signature_def { key: '" name "' value { " tensors " } } "
#define SERVING(in, out) \
    SIGNATURE("serving_default", TENSOR("inputs", "in", in) TENSOR("outputs", "out", out))

START_TEST(operations_with_the_same_first_parts_are_one_box)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("a/b/one", "Relu", IN("x"))
                         NODE("a/b/two", "Relu", IN("a/b/one")) NODE("a/c/one", "Relu", IN("a/b/two"))
                             NODE("y", "Relu", IN("a/c/one")),
                     "", SERVING("x:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in a:3 y:1 <out | >in-a a-y y-<out");
    ck_assert_str_eq(collapsed(2), ">in a/b:2 a/c:1 y:1 <out | >in-a/b a/b-a/c a/c-y y-<out");
    ck_assert_str_eq(collapsed(3), ">in a/b/one:1 a/b/two:1 a/c/one:1 y:1 <out | "
                                   ">in-a/b/one a/b/one-a/b/two a/b/two-a/c/one a/c/one-y y-<out");
    ck_assert_str_eq(collapsed(NNREG_LIMIT_SCOPE_DEPTH),
                     ">in a/b/one:1 a/b/two:1 a/c/one:1 y:1 <out | "
                     ">in-a/b/one a/b/one-a/b/two a/b/two-a/c/one a/c/one-y y-<out");
    ck_assert_uint_eq(scopes.operations, 4);
    ck_assert_uint_eq(scopes.elsewhere, 0);
}
END_TEST

/* A chain of Relu from x, which is fed, in the order of the names; the last one is given out. */
static void read_chain(const char *const *names, size_t count)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char *chain;
    size_t i;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { " NODE("x", "Placeholder", ""));
    for (i = 0; i < count; i++)
        nnreg_bytes_format(&text, "node { name: '%s' op: 'Relu' input: '%s' } ", names[i],
                           i == 0 ? "x" : names[i - 1]);
    nnreg_bytes_format(&text,
                       "versions { producer: 440 } } signature_def { key: 'serving_default' value { inputs { "
                       "key: 'in' value { name: 'x:0' dtype: DT_FLOAT } } outputs { key: 'out' value { name: "
                       "'%s:0' dtype: DT_FLOAT } } } } }",
                       names[count - 1]);
    ck_assert_int_eq(nnreg_bytes_take(&chain, &text), NNREG_OK);
    read_model(chain);
    nnreg_free(chain);
}

#define READ_CHAIN(...)                            \
    read_chain((const char *const[]){__VA_ARGS__}, \
               sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* As Keras names the layers of a residual network: what is between two numbers takes a part of the depth. */
START_TEST(layers_side_by_side_are_gathered_by_the_numbers_in_their_names)
{
    READ_CHAIN("m/conv1_conv/C", "m/conv1_bn/B", "m/conv2_block1_1_conv/C", "m/conv2_block1_1_bn/B",
               "m/conv2_block1_out/R", "m/conv2_block2_1_conv/C", "m/conv2_block2_out/R", "m/top/M");
    ck_assert_str_eq(collapsed(1), ">in m:8 <out | >in-m m-<out");
    ck_assert_str_eq(collapsed(2), ">in m/conv1_*:2 m/conv2_*:5 m/top:1 <out | >in-m/conv1_* "
                                   "m/conv1_*-m/conv2_* m/conv2_*-m/top m/top-<out");
    ck_assert_str_eq(collapsed(3), ">in m/conv1_conv:1 m/conv1_bn:1 m/conv2_block1_*:3 m/conv2_block2_*:2 "
                                   "m/top/M:1 <out | >in-m/conv1_conv m/conv1_conv-m/conv1_bn "
                                   "m/conv1_bn-m/conv2_block1_* m/conv2_block1_*-m/conv2_block2_* "
                                   "m/conv2_block2_*-m/top/M m/top/M-<out");
    collapsed(4);
    ck_assert_uint_eq(box_of("m/conv2_block1_1_conv")->operations, 1);
    ck_assert_uint_eq(box_of("m/conv1_conv/C")->operations, 1);
}
END_TEST

/* What Keras called them before: each convolution of a block has its normalisation in a block of another name. */
START_TEST(a_block_that_would_close_a_circle_is_none)
{
    READ_CHAIN("res2a_branch2a", "bn2a_branch2a", "res2a_branch2b", "bn2a_branch2b", "fc1_a", "fc1_b");
    ck_assert_str_eq(collapsed(1),
                     ">in res2a_branch2a:1 bn2a_branch2a:1 res2a_branch2b:1 bn2a_branch2b:1 fc1_*:2 <out | "
                     ">in-res2a_branch2a res2a_branch2a-bn2a_branch2a bn2a_branch2a-res2a_branch2b "
                     "res2a_branch2b-bn2a_branch2b bn2a_branch2b-fc1_* fc1_*-<out");
}
END_TEST

START_TEST(one_name_makes_no_block)
{
    READ_CHAIN("m1_x/conv1_a/C", "m1_x/conv1_a/D", "m1_x/conv2_a/C", "m1_x/Reshape_1", "m1_x/Reshape_2");
    ck_assert_str_eq(collapsed(1), ">in m1_x:5 <out | >in-m1_x m1_x-<out");
    ck_assert_str_eq(collapsed(2),
                     ">in m1_x/conv1_a:2 m1_x/conv2_a:1 m1_x/Reshape_1:1 m1_x/Reshape_2:1 <out | "
                     ">in-m1_x/conv1_a m1_x/conv1_a-m1_x/conv2_a m1_x/conv2_a-m1_x/Reshape_1 "
                     "m1_x/Reshape_1-m1_x/Reshape_2 m1_x/Reshape_2-<out");
}
END_TEST

/* A block's name is longer by two than what stands in front of it, and no name is longer than that. */
START_TEST(a_name_too_long_for_a_block_is_in_none)
{
    static const size_t sizes[] = {NNREG_STRING_POOL_LONG - 2, NNREG_STRING_POOL_LONG - 1,
                                   NNREG_STRING_POOL_LONG};
    char *name = nnreg_alloc_zero(NNREG_STRING_POOL_LONG + 1, 1), *taken;
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    size_t i;

    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        memset(name, 'a', sizes[i] - 1);
        name[sizes[i] - 1] = '1';
        if (i > 0)
            end();
        nnreg_bytes_format(&text, "meta_graphs { graph_def { node { name: '%s' op: 'Relu' } } }", name);
        ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
        read_model(taken);
        nnreg_free(taken);
        (void)collapsed(1);
        ck_assert_uint_eq(scopes.box_count, 1);
        ck_assert_uint_eq(box_of(name)->operations, 1);
    }
    nnreg_free(name);
}
END_TEST

/* Ends of blocks are marked with a bar, in names as models have them. */
START_TEST(blocks_end_behind_numbers)
{
    static const char *const rows[] = {"conv2|_block1|_1_conv",
                                       "block_1|_expand_BN",
                                       "conv_dw_1|_bn",
                                       "conv_dw_1|",
                                       "block4a|_se_reduce",
                                       "block2d|_dwconv",
                                       "conv2d_1|_input",
                                       "conv2d_bn",
                                       "conv2d_94|",
                                       "strided_slice_4|",
                                       "conv1_1",
                                       "predictions",
                                       "max_pooling2d_x",
                                       "branch_1x1",
                                       "Conv2d_0a|_depthwise",
                                       "mixed5|",
                                       "1_2_3",
                                       "",
                                       "_",
                                       "__1_a",
                                       "scale_to_z_score_1|",
                                       "b3x3dbl_1_a",
                                       "a1|_b_2|_c",
                                       "avg_pool3D_b",
                                       "conv0d|_x",
                                       "a1._b"};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[64] = "", marked[64] = "";
        size_t at = 0, end = 0, k;

        for (k = 0; rows[i][k] != '\0'; k++)
            if (rows[i][k] != '|')
                name[at++] = rows[i][k];
        for (k = 0; (end = nnreg_scopes_block_end(name, at, end)) > 0;) {
            strncat(marked, name + k, end - k);
            strcat(marked, "|");
            k = end;
        }
        strcat(marked, name + k);
        ck_assert_str_eq(marked, rows[i]);
    }
}
END_TEST

START_TEST(what_no_output_needs_is_counted_and_not_drawn)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("y", "Relu", IN("x"))
                         NODE("save/f", "ReadFile", IN("save/n")) NODE("save/n", "Const", "")
                             NODE("late", "Relu", IN("^y")),
                     FUNCTION("unused", ARG("p") OUT("r"), BODY("n", "Neg", IN("p")) RET("r", "n:y:0")),
                     SERVING("x:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in y:1 <out | >in-y y-<out");
    ck_assert_uint_eq(scopes.elsewhere, 4);
    ck_assert_uint_eq(scopes.elsewhere_marks.unsafe, 1);
}
END_TEST

START_TEST(a_graph_without_outputs_is_drawn_as_a_whole)
{
    read_model(
        GRAPH(NODE("x", "Placeholder", "") NODE("y", "Relu", IN("x")) NODE("z", "Relu", IN("^y")), "", ""));
    ck_assert_str_eq(collapsed(1), "x:1 y:1 z:1 | x-y y.z");
    ck_assert_uint_eq(box_of("x")->marks.unfed, 1);
}
END_TEST

START_TEST(a_constant_belongs_to_the_one_box_that_uses_it)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("c", "Const", "") NODE("v", "VariableV2", "")
                         NODE("v/read", "Identity", IN("v")) NODE("a/m", "MatMul", IN("x") IN("v/read"))
                             NODE("a/n", "Mul", IN("a/m") IN("c")) NODE("b", "Mul", IN("a/n") IN("c"))
                                 NODE("d", "Const", "") NODE("y", "Mul", IN("b") IN("d")),
                     "", SERVING("x:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in c:1 a:4 b:1 y:2 <out | >in-a c-a c-b a-b b-y y-<out");
}
END_TEST

START_TEST(a_call_at_the_top_is_seen_through)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("w", "VarHandleOp", "")
                         NODE("c", "StatefulPartitionedCall", IN("x") IN("w") FUNC("f", "outer")),
                     FUNCTION("outer", ARG("p") ARG("q") OUT("r"),
                              BODY("call", "PartitionedCall", IN("p") IN("q") FUNC("f", "inner"))
                                  RET("r", "call:output:0"))
                         FUNCTION("inner", ARG("p") ARG("q") OUT("r"),
                                  BODY("net/a/m", "MatMul", IN("p") IN("net/a/v:value:0"))
                                      BODY("net/a/v", "ReadVariableOp", IN("q")) BODY(
                                          "net/b", "Relu", IN("net/a/m:product:0")) RET("r", "net/b:y:0")),
                     SERVING("x:0", "c:0")));
    ck_assert_str_eq(collapsed(1), ">in net:4 <out | >in-net net-<out");
    ck_assert_str_eq(collapsed(2), ">in net/a:3 net/b:1 <out | >in-net/a net/a-net/b net/b-<out");
    ck_assert_uint_eq(scopes.elsewhere, 0);
}
END_TEST

START_TEST(two_calls_of_one_function_at_the_top_stand_apart)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("c", "PartitionedCall", IN("x") FUNC("f", "neg"))
                         NODE("d", "PartitionedCall", IN("c") FUNC("f", "neg")),
                     FUNCTION("neg", ARG("p") OUT("r"), BODY("n", "Neg", IN("p")) RET("r", "n:y:0")),
                     SERVING("x:0", "d:0")));
    ck_assert_str_eq(collapsed(1), ">in n:1 n:1 <out | >in-n n-<out n-n");
}
END_TEST

START_TEST(a_call_inside_a_scope_is_a_scope_itself)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("s/c", "PartitionedCall", IN("x") FUNC("f", "neg")),
                     FUNCTION("neg", ARG("p") OUT("r"),
                              BODY("n", "Neg", IN("p")) BODY("m/k", "Neg", IN("n:y:0")) RET("r", "m/k:y:0")),
                     SERVING("x:0", "s/c:0")));
    ck_assert_str_eq(collapsed(1), ">in s:3 <out | >in-s s-<out");
    ck_assert_str_eq(collapsed(2), ">in s/c:3 <out | >in-s/c s/c-<out");
    ck_assert_str_eq(collapsed(3), ">in s/c:1 s/c/n:1 s/c/m:1 <out | "
                                   ">in-s/c/n s/c-<out s/c/n-s/c/m s/c/m-s/c");
}
END_TEST

START_TEST(a_loop_comes_back_to_its_own_box)
{
    read_model(GRAPH(NODE("x", "Placeholder", "")
                         NODE("l", "While", IN("x") FUNC("cond", "less") FUNC("body", "step")),
                     FUNCTION("less", ARG("i") OUT("r"), BODY("t", "Less", IN("i")) RET("r", "t:z:0"))
                         FUNCTION("step", ARG("i") OUT("r"), BODY("s", "Neg", IN("i")) RET("r", "s:y:0")),
                     SERVING("x:0", "l:0")));
    ck_assert_str_eq(collapsed(1), ">in l:3 <out | >in-l l-<out");
    ck_assert_str_eq(collapsed(2), ">in l:1 l/t:1 l/s:1 <out | >in-l l-l/t l-l/s l-<out l/t-l l/s-l");
}
END_TEST

START_TEST(a_conditional_gets_what_its_branches_give)
{
    read_model(GRAPH(NODE("p", "Placeholder", "") NODE("x", "Placeholder", "") NODE(
                         "i", "If", IN("p") IN("x") FUNC("then_branch", "one") FUNC("else_branch", "two")),
                     FUNCTION("one", ARG("a") OUT("r"), BODY("n", "Neg", IN("a")) RET("r", "n:y:0"))
                         FUNCTION("two", ARG("a") OUT("r"), BODY("m", "Neg", IN("a")) RET("r", "m:y:0")),
                     SIGNATURE("s", TENSOR("inputs", "p", "p:0") TENSOR("inputs", "x", "x:0")
                                        TENSOR("outputs", "out", "i:0"))));
    ck_assert_str_eq(collapsed(1), ">p >x i:3 <out | >p-i >x-i i-<out");
    ck_assert_str_eq(collapsed(2), ">p >x i:1 i/n:1 i/m:1 <out | >p-i >x-i/n >x-i/m i-<out i/n-i i/m-i");
}
END_TEST

START_TEST(what_needs_a_look_is_marked_where_it_is)
{
    read_model("meta_graphs { meta_info_def { stripped_op_list { op { name: 'Placeholder' " OUT(
        "o") "} op { name: 'ReadFile' } "
             "op { name: 'PlaceholderWithDefault' } op { name: 'Const' } op { name: 'AddV2' " OUT(
                 "o") "} } } graph_def { " NODE("x", "Placeholder", "") NODE("keep", "Placeholder", "")
                   NODE("d", "PlaceholderWithDefault",
                        IN("x")) NODE("a/file", "Const",
                                      "attr { key: 'value' value { tensor { dtype: DT_STRING tensor_shape { "
                                      "} string_val: '/etc/passwd' } } }")
                       NODE("a/read", "ReadFile", IN("a/file")) NODE("b/strange", "TurboEncabulate", IN("x"))
                           NODE("y", "AddV2", IN("keep") IN("a/read") IN("b/strange") IN("d")) "} " SERVING(
                               "x:0", "y:0") "}");
    ck_assert_str_eq(collapsed(1), ">in keep:1 d:1 a:2 b:1 y:1 <out | >in-d >in-b keep-y d-y a-y b-y y-<out");
    ck_assert_uint_eq(box_of("keep")->marks.unfed, 1);
    ck_assert_uint_eq(box_of("d")->marks.unfed, 0);
    ck_assert_uint_eq(box_of("a")->marks.unsafe, 1);
    ck_assert_uint_eq(box_of("b")->marks.unknown, 1);
    ck_assert_uint_eq(box_of("y")->marks.unknown + box_of("y")->marks.unsafe + box_of("y")->marks.unfed, 0);
}
END_TEST

START_TEST(an_input_in_the_middle_hides_what_is_behind_it)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("decode", "Relu", IN("x"))
                         NODE("y", "Relu", IN("decode")),
                     "", SERVING("decode:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in y:1 <out | >in-y y-<out");
    end();
    read_model(GRAPH(NODE("x", "Placeholder", ""), "", SERVING("x:0", "x:0")));
    ck_assert_str_eq(collapsed(1), ">in <out | >in-<out");
}
END_TEST

START_TEST(what_nothing_leads_to_is_drawn_by_itself)
{
    /* edges of order and what is fed are no constants of anybody */
    read_model(GRAPH(NODE("c", "Const", "") NODE("i", "Identity", IN("^c")) NODE("y", "Relu", IN("i")), "",
                     SIGNATURE("s", TENSOR("outputs", "out", "y:0"))));
    ck_assert_str_eq(collapsed(1), "c:1 i:1 y:1 <out | c.i i-y y-<out");
    end();
    read_model(GRAPH(NODE("c", "Const", "") NODE("y", "Identity", IN("c")), "", SERVING("c:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in y:1 <out | >in-y y-<out");
    end();
    read_model(GRAPH(NODE("q", "QueueDequeueV2", "") NODE("y", "Relu", IN("q")), "",
                     SIGNATURE("s", TENSOR("outputs", "out", "y:0"))));
    ck_assert_str_eq(collapsed(1), "q:1 y:1 <out | q-y y-<out");
    ck_assert_uint_eq(box_of("q")->marks.unfed, 1);
    end();
    read_model(GRAPH(NODE("x", "Placeholder", ""), "", SIGNATURE("s", TENSOR("inputs", "in", "x:0"))));
    ck_assert_str_eq(collapsed(1), ">in |");
}
END_TEST

START_TEST(ends_are_those_of_the_signatures_that_count)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("y", "Relu", IN("x")), "",
                     SERVING("x:0", "y:0") SIGNATURE("s", TENSOR("outputs", "o", "y:1"))));
    ck_assert_str_eq(collapsed(1), ">in y:1 <out | >in-y y-<out");
    end();
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("a", "Relu", IN("x")) NODE("y", "Relu", IN("x")), "",
                     SERVING("x:0", "a:0") SERVING("x:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in y:1 <out | >in-y y-<out");
    end();
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("s", "Split", IN("x")) NODE("y", "Relu", IN("s:1")),
                     "", SERVING("s:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in x:1 s:1 y:1 <out | x-s s-y y-<out");
    end();
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("s", "Split", IN("x")) NODE("y", "Relu", IN("s")), "",
                     SERVING("s:1", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in x:1 s:1 y:1 <out | x-s s-y y-<out");
}
END_TEST

START_TEST(of_a_call_that_is_fed_the_rest_is_drawn)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("c", "PartitionedCall", IN("x") FUNC("f", "two")),
                     FUNCTION("two", ARG("p") OUT("r") OUT("s"),
                              BODY("n", "Neg", IN("p")) BODY("m", "Neg", IN("p")) RET("r", "n:y:0")
                                  RET("s", "m:y:0")),
                     SIGNATURE("q", TENSOR("inputs", "in", "c:0") TENSOR("inputs", "x", "x:0")
                                        TENSOR("outputs", "out", "c:0") TENSOR("outputs", "more", "c:1"))));
    ck_assert_str_eq(collapsed(1), ">x >in m:1 <out <more | >x-m >in-<out m-<more");
    end();
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("c", "PartitionedCall", IN("x") FUNC("f", "odd"))
                         NODE("y", "Relu", IN("c")),
                     FUNCTION("odd", ARG("p") OUT("r"), BODY("n", "NoOp", "") RET("r", "^n")),
                     SERVING("x:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in y:1 n:1 <out | y-<out");
}
END_TEST

/* One more of them is opened in each round, and there are more than there are rounds. */
START_TEST(blocks_inside_each_other_that_all_close_circles_are_opened_in_the_end)
{
    READ_CHAIN("r1_s1_t1_u1_a", "q1_s1_t1_u1_a", "r1_s1_t1_u1_b", "q1_s1_t1_u1_b", "r1_x", "r1_s1_x",
               "r1_s1_t1_x", "q1_x", "q1_s1_x", "q1_s1_t1_x");
    ck_assert_str_eq(
        collapsed(1),
        ">in r1_s1_t1_u1_a:1 q1_s1_t1_u1_a:1 r1_s1_t1_u1_b:1 q1_s1_t1_u1_b:1 r1_x:1 r1_s1_x:1 r1_s1_t1_x:1 "
        "q1_x:1 q1_s1_x:1 q1_s1_t1_x:1 <out | >in-r1_s1_t1_u1_a r1_s1_t1_u1_a-q1_s1_t1_u1_a "
        "q1_s1_t1_u1_a-r1_s1_t1_u1_b r1_s1_t1_u1_b-q1_s1_t1_u1_b q1_s1_t1_u1_b-r1_x r1_x-r1_s1_x "
        "r1_s1_x-r1_s1_t1_x r1_s1_t1_x-q1_x q1_x-q1_s1_x q1_s1_x-q1_s1_t1_x q1_s1_t1_x-<out");
}
END_TEST

START_TEST(edges_tell_the_shapes_of_a_few_tensors)
{
    struct nnreg_shape shape;

    read_model(GRAPH(
        NODE("x", "Placeholder", "attr { key: 'shape' value { shape { dim { size: -1 } dim { size: 7 } } } }")
            NODE("a", "Split", IN("x"))
                NODE("y", "AddN", IN("a") IN("a:1") IN("a:2") IN("a:3") IN("a:4") IN("a")),
        "", SERVING("x:0", "y:0")));
    ck_assert_str_eq(collapsed(1), ">in a:1 y:1 <out | >in-a a-y y-<out");
    nnreg_scopes_shape(&shape, &scopes, &scopes.edges[0].tensors[0]);
    ck_assert(shape.known);
    ck_assert_int_eq(shape.dim[1], 7);
    ck_assert_uint_eq(scopes.edges[1].tensor_count, NNREG_LIMIT_SCOPES_TENSORS);
    ck_assert(scopes.edges[1].more);
    ck_assert(!scopes.edges[0].more);
}
END_TEST

#define FLOATS "attr { key: 'T' value { type: DT_FLOAT } } "
#define FED(name, dims) \
    "inputs { key: 'in' value { name: '" name "' dtype: DT_FLOAT tensor_shape { " dims " } } } "
#define DIM(size_) "dim { size: " #size_ " } "
#define PERM(values)                                                                                       \
    "attr { key: 'dtype' value { type: DT_INT32 } } attr { key: 'value' value { tensor { dtype: DT_INT32 " \
    "tensor_shape { dim { size: 2 } } " values " } } } "
#define SHAPES(name, dims) "attr { key: '" name "' value { list { shape { " dims " } } } } "

/* "[-1, 7]": of the first tensor of an edge. */
static const char *shape_of_edge(uint32_t edge)
{
    static char text[64];
    struct nnreg_shape shape;
    size_t at = 0;
    uint32_t i;

    nnreg_scopes_shape(&shape, &scopes, &scopes.edges[edge].tensors[0]);
    if (!shape.known)
        return "?";
    text[0] = '\0';
    for (i = 0; i < shape.rank && at < sizeof text - 24; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%lld", i > 0 ? "," : "",
                               (long long)shape.dim[i]);
    return text;
}

START_TEST(what_the_file_leaves_open_is_propagated_from_the_signature)
{
    read_model(
        GRAPH(NODE("x", "Placeholder", "") NODE("p", "Const", PERM("int_val: 1 int_val: 0"))
                  NODE("t", "Transpose", IN("x") IN("p") FLOATS) NODE("y", "Relu", IN("t") FLOATS),
              "", SIGNATURE("serving_default", FED("x:0", DIM(-1) DIM(7)) TENSOR("outputs", "out", "y:0"))));
    ck_assert_str_eq(collapsed(1), ">in t:2 y:1 <out | >in-t t-y y-<out");
    ck_assert_str_eq(shape_of_edge(0), "-1,7");
    ck_assert_str_eq(shape_of_edge(1), "7,-1");
    ck_assert_str_eq(shape_of_edge(2), "7,-1");
}
END_TEST

START_TEST(what_the_file_says_of_a_shape_counts_and_only_gaps_are_filled)
{
    read_model(
        GRAPH(NODE("x", "Placeholder", "")
                  NODE("a", "Relu", IN("x") FLOATS SHAPES("_output_shapes", DIM(-1) DIM(-1)))
                      NODE("b", "Relu", IN("a") FLOATS SHAPES("_output_shapes", DIM(3) DIM(8)))
                          NODE("c", "Relu", IN("b") FLOATS SHAPES("_output_shapes", DIM(9))),
              "", SIGNATURE("serving_default", FED("x:0", DIM(-1) DIM(7)) TENSOR("outputs", "out", "c:0"))));
    ck_assert_str_eq(collapsed(1), ">in a:1 b:1 c:1 <out | >in-a a-b b-c c-<out");
    ck_assert_str_eq(shape_of_edge(1), "-1,7");
    ck_assert_str_eq(shape_of_edge(2), "3,8");
    ck_assert_str_eq(shape_of_edge(3), "9");
}
END_TEST

/* As everywhere: of two with one key the later one counts. */
START_TEST(a_signature_that_was_replaced_says_no_shape)
{
    struct nnreg_graph_shapes shapes;
    struct nnreg_shape shape;

    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("y", "Relu", IN("x") FLOATS), "",
                     SIGNATURE("s", FED("x:0", DIM(1) DIM(8)) TENSOR("outputs", "out", "y:0"))
                         SIGNATURE("s", FED("x:0", DIM(1) DIM(16)) TENSOR("outputs", "out", "y:0"))));
    ck_assert_int_eq(nnreg_graph_shapes_make_all(&shapes, &judged, NULL, NULL), NNREG_OK);
    nnreg_shapes_get(&shape, &shapes.shapes,
                     nnreg_shapes_of(&shapes.shapes, &(struct nnreg_flow_tensor){1, 0}).shape);
    ck_assert(shape.known && shape.rank == 2 && shape.dim[0] == 1 && shape.dim[1] == 16);
    nnreg_graph_shapes_free(&shapes);
}
END_TEST

/* A body is drawn once for each call, with the shapes that it has there. */
START_TEST(inside_a_function_shapes_are_those_of_the_call)
{
    read_model(
        GRAPH(NODE("x", "Placeholder", "") NODE("call", "PartitionedCall", IN("x") FUNC("f", "body")),
              FUNCTION("body", ARG("a") OUT("r"),
                       BODY("one/relu", "Relu", IN("a") FLOATS)
                           BODY("two/relu", "Relu", IN("one/relu:activations:0") FLOATS)
                               RET("r", "two/relu:activations:0")),
              SIGNATURE("serving_default", FED("x:0", DIM(2) DIM(5)) TENSOR("outputs", "out", "call:0"))));
    ck_assert_str_eq(collapsed(1), ">in one:1 two:1 <out | >in-one one-two two-<out");
    ck_assert_str_eq(shape_of_edge(1), "2,5");
    ck_assert_str_eq(shape_of_edge(2), "2,5");
}
END_TEST

START_TEST(shapes_of_what_nobody_knows_stay_unknown)
{
    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("a", "Mystery", IN("x"))
                         NODE("y", "Relu", IN("a") FLOATS),
                     "", SIGNATURE("serving_default", FED("x:0", DIM(2)) TENSOR("outputs", "out", "y:0"))));
    ck_assert_str_eq(collapsed(1), ">in a:1 y:1 <out | >in-a a-y y-<out");
    ck_assert_str_eq(shape_of_edge(0), "2");
    ck_assert_str_eq(shape_of_edge(1), "?");
    ck_assert_str_eq(shape_of_edge(2), "?");
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- hostile -- */

START_TEST(circles_and_names_without_sense_are_no_trouble)
{
    read_model(GRAPH(NODE("a", "Relu", IN("b")) NODE("b", "Relu", IN("a") IN("gone") IN("b:9999"))
                         NODE("//", "Relu", IN("a")) NODE("", "Relu", IN("//")) NODE("x/", "Relu", IN("^a")),
                     "",
                     SERVING("gone:0", "x/:0")
                         SIGNATURE("s", TENSOR("outputs", "o", "^a") TENSOR("outputs", "p", ":::"))));
    ck_assert_str_eq(collapsed(3), "a:1 b:1 x/:1 <out | a-b a.x/ b-a x/-<out");
    end();
    /* A call that gets what it gives out, and hands it on untouched. */
    read_model(GRAPH(NODE("c", "PartitionedCall", IN("c") FUNC("f", "same")) NODE("y", "Relu", IN("c")),
                     FUNCTION("same", ARG("p") OUT("r"), RET("r", "p")), SERVING("", "y:0")));
    ck_assert_str_eq(collapsed(1), "y:1 <out | y-<out");
}
END_TEST

START_TEST(functions_that_call_themselves_are_told_as_incomplete)
{
    read_model(
        GRAPH(NODE("a", "Placeholder", "") NODE("c", "PartitionedCall", IN("a") FUNC("f", "again")),
              FUNCTION("again", ARG("p") OUT("r"),
                       BODY("s/n", "PartitionedCall", IN("p") FUNC("f", "again")) RET("r", "s/n:output:0")),
              SERVING("a:0", "c:0")));
    ck_assert_str_eq(collapsed(1), ">in s:64 <out | >in-s s-<out");
    ck_assert(scopes.incomplete);
}
END_TEST

/* `count` nodes, each computed from the one before, or all from "x". */
static void read_many(uint32_t count, bool wide, uint32_t scopes_of)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char *taken;
    uint32_t i;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { node { name: 'x' op: 'Placeholder' }");
    for (i = 0; i < count; i++)
        if (wide || i == 0)
            nnreg_bytes_format(&text, "node { name: 's%u/n%u' op: 'Relu' input: 'x' }\n", i / scopes_of, i);
        else
            nnreg_bytes_format(&text, "node { name: 's%u/n%u' op: 'Relu' input: 's%u/n%u' }\n", i / scopes_of,
                               i, (i - 1) / scopes_of, i - 1);
    nnreg_bytes_text(&text, "} }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    read_model(taken);
    nnreg_free(taken);
}

START_TEST(too_many_boxes_are_none)
{
    read_many(NNREG_LIMIT_SCOPES_BOXES - 1, true, 1);
    (void)collapsed(1);
    ck_assert_int_eq(scopes.excess, NNREG_SCOPES_FITS);
    ck_assert_uint_eq(scopes.box_count, NNREG_LIMIT_SCOPES_BOXES);
    end();
    read_many(NNREG_LIMIT_SCOPES_BOXES, true, 1);
    ck_assert_str_eq(collapsed(1), " |");
    ck_assert_int_eq(scopes.excess, NNREG_SCOPES_MANY_BOXES);
    end();
    read_many(20000, false, 100);
    (void)collapsed(1);
    ck_assert_uint_eq(scopes.box_count, 201);
    ck_assert_uint_eq(scopes.edge_count, 200);
    ck_assert_str_eq(collapsed(2), " |");
}
END_TEST

START_TEST(too_many_names_are_none)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char *taken;
    uint32_t i, k;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { node { name: 'x' op: 'Placeholder' }");
    for (i = 0; i <= NNREG_LIMIT_SCOPES_BOXES; i++) {
        nnreg_bytes_format(&text, "node { name: 's%u", i);
        for (k = 1; k < NNREG_LIMIT_SCOPE_DEPTH; k++)
            nnreg_bytes_text(&text, "/p");
        nnreg_bytes_text(&text, "' op: 'Relu' input: 'x' }\n");
    }
    nnreg_bytes_text(&text, "} }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    read_model(taken);
    nnreg_free(taken);
    ck_assert_str_eq(collapsed(NNREG_LIMIT_SCOPE_DEPTH), " |");
    ck_assert_int_eq(scopes.excess, NNREG_SCOPES_MANY_BOXES);
}
END_TEST

/* Each of 100 scopes with each: 4,950 edges; of 101 it is 5,050. */
static void read_dense(uint32_t count)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char *taken;
    uint32_t i, k;

    nnreg_bytes_text(&text, "meta_graphs { graph_def {");
    for (i = 0; i < count; i++) {
        nnreg_bytes_format(&text, "node { name: 'n%u' op: 'Sum'", i);
        for (k = 0; k < i; k++)
            nnreg_bytes_format(&text, " input: 'n%u'", k);
        nnreg_bytes_text(&text, " }\n");
    }
    nnreg_bytes_text(&text, "} }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    read_model(taken);
    nnreg_free(taken);
}

START_TEST(too_many_edges_are_none)
{
    read_dense(100);
    (void)collapsed(1);
    ck_assert_int_eq(scopes.excess, NNREG_SCOPES_FITS);
    ck_assert_uint_eq(scopes.edge_count, 4950);
    end();
    read_dense(101);
    ck_assert_str_eq(collapsed(1), " |");
    ck_assert_int_eq(scopes.excess, NNREG_SCOPES_MANY_EDGES);
}
END_TEST

/* With each allocation failing in turn; at least so many are made. */
static void survive(unsigned least)
{
    unsigned n;

    for (n = 1; n < 300; n++) {
        nnreg_status status;

        nnreg_alloc_fail_from(n);
        status = nnreg_scopes_make(&scopes, &judged, 1, NULL);
        nnreg_alloc_fail_from(0);
        nnreg_scopes_free(&scopes);
        nnreg_flow_free(&flow); /* which keeps in mind that there was no memory */
        ck_assert_int_eq(nnreg_flow_make(&flow, &judged.graph, NULL), NNREG_OK);
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
    }
    ck_assert_uint_gt(n, least);
    ck_assert_uint_lt(n, 300);
}

START_TEST(without_memory_there_is_no_picture_and_no_leak)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char *taken;
    unsigned i;

    read_model(GRAPH(NODE("x", "Placeholder", "") NODE("r", "ReadFile", IN("x")) NODE("s", "PyFunc", IN("r"))
                         NODE("t", "PyFunc", IN("s")) NODE("c", "PartitionedCall", IN("t") FUNC("f", "neg")),
                     FUNCTION("neg", ARG("p") OUT("r"), BODY("n/m", "Neg", IN("p")) RET("r", "n/m:y:0")),
                     SERVING("x:0", "c:0")));
    survive(15);
    end();
    nnreg_bytes_text(&text, "meta_graphs { graph_def { node { op: 'Relu' name: '");
    for (i = 0; i < 300; i++) /* more than the names' first block has room for */
        nnreg_bytes_text(&text, "0123456789");
    nnreg_bytes_text(&text, "' } } }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    read_model(taken);
    nnreg_free(taken);
    survive(5);
    end();
    /* calls enough for a block of frames, and a conditional that cannot be entered as a whole */
    nnreg_bytes_text(&text, "meta_graphs { graph_def { library { " FUNCTION(
                                "neg", ARG("p") OUT("r"), BODY("n", "Neg", IN("p")) RET("r", "n:y:0")) "} ");
    nnreg_bytes_text(&text, NODE("p", "Placeholder", "") NODE("x", "Placeholder", ""));
    for (i = 1; i <= 15; i++)
        nnreg_bytes_format(&text,
                           "node { name: 'c%u' op: 'PartitionedCall' input: 'x' " FUNC("f", "neg") "} ", i);
    nnreg_bytes_text(&text,
                     NODE("i", "If", IN("p") IN("x") FUNC("then_branch", "neg") FUNC("else_branch", "no")));
    nnreg_bytes_text(&text, "node { name: 'z' op: 'AddN' ");
    for (i = 1; i <= 15; i++)
        nnreg_bytes_format(&text, "input: 'c%u' ", i);
    nnreg_bytes_text(&text, "} " NODE("y", "AddV2", IN("z") IN("i")) "} " SIGNATURE(
                                "s", TENSOR("outputs", "out", "y:0")) "}");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    read_model(taken);
    nnreg_free(taken);
    survive(15);
}
END_TEST

Suite *scopes_suite(void)
{
    Suite *suite = suite_create("scopes");
    TCase *boxes = tcase_create("boxes"), *hostile = tcase_create("hostile");

    tcase_add_checked_fixture(boxes, NULL, end);
    tcase_add_test(boxes, operations_with_the_same_first_parts_are_one_box);
    tcase_add_test(boxes, layers_side_by_side_are_gathered_by_the_numbers_in_their_names);
    tcase_add_test(boxes, a_block_that_would_close_a_circle_is_none);
    tcase_add_test(boxes, one_name_makes_no_block);
    tcase_add_test(boxes, a_name_too_long_for_a_block_is_in_none);
    tcase_add_test(boxes, blocks_end_behind_numbers);
    tcase_add_test(boxes, what_no_output_needs_is_counted_and_not_drawn);
    tcase_add_test(boxes, a_graph_without_outputs_is_drawn_as_a_whole);
    tcase_add_test(boxes, a_constant_belongs_to_the_one_box_that_uses_it);
    tcase_add_test(boxes, a_call_at_the_top_is_seen_through);
    tcase_add_test(boxes, two_calls_of_one_function_at_the_top_stand_apart);
    tcase_add_test(boxes, a_call_inside_a_scope_is_a_scope_itself);
    tcase_add_test(boxes, a_loop_comes_back_to_its_own_box);
    tcase_add_test(boxes, a_conditional_gets_what_its_branches_give);
    tcase_add_test(boxes, what_needs_a_look_is_marked_where_it_is);
    tcase_add_test(boxes, an_input_in_the_middle_hides_what_is_behind_it);
    tcase_add_test(boxes, what_nothing_leads_to_is_drawn_by_itself);
    tcase_add_test(boxes, ends_are_those_of_the_signatures_that_count);
    tcase_add_test(boxes, of_a_call_that_is_fed_the_rest_is_drawn);
    tcase_add_test(boxes, blocks_inside_each_other_that_all_close_circles_are_opened_in_the_end);
    tcase_add_test(boxes, edges_tell_the_shapes_of_a_few_tensors);
    tcase_add_test(boxes, what_the_file_leaves_open_is_propagated_from_the_signature);
    tcase_add_test(boxes, what_the_file_says_of_a_shape_counts_and_only_gaps_are_filled);
    tcase_add_test(boxes, a_signature_that_was_replaced_says_no_shape);
    tcase_add_test(boxes, inside_a_function_shapes_are_those_of_the_call);
    tcase_add_test(boxes, shapes_of_what_nobody_knows_stay_unknown);
    suite_add_tcase(suite, boxes);
    tcase_add_checked_fixture(hostile, NULL, end);
    tcase_add_test(hostile, circles_and_names_without_sense_are_no_trouble);
    tcase_add_test(hostile, functions_that_call_themselves_are_told_as_incomplete);
    tcase_add_test(hostile, too_many_boxes_are_none);
    tcase_add_test(hostile, too_many_names_are_none);
    tcase_add_test(hostile, too_many_edges_are_none);
    tcase_add_test(hostile, without_memory_there_is_no_picture_and_no_leak);
    suite_add_tcase(suite, hostile);
    return suite;
}
