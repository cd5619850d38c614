/* What is computed from what (flow.h): across calls, conditionals and loops, of models in text form. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "model_facts.h"
#include "nnreg.h"
#include "tensorflow/flow.h"

Suite *flow_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;
static struct nnreg_flow flow;
static struct nnreg_error error;
static char *seen; /* what the last walk has met, names sorted */

static void follow_graph(const char *text, uint32_t number)
{
    model = model_of_text(text);
    graph = nnreg_graph_of(model, number);
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, &error), NNREG_OK);
}

static void follow(const char *text)
{
    follow_graph(text, 0);
}

static void end(void)
{
    nnreg_flow_free(&flow);
    nnreg_savedmodel_free(model);
    model = NULL;
    free(seen);
    seen = NULL;
}

static struct nnreg_flow_tensor tensor_of(const char *name)
{
    struct nnreg_graph_tensor tensor;
    struct nnreg_flow_tensor result;

    ck_assert_msg(nnreg_graph_tensor(&tensor, &graph, name, strlen(name)), "no %s", name);
    result.point = nnreg_flow_of_node(&flow, tensor.node);
    result.output = tensor.output;
    return result;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A node of a body is told with how deep it lies: "x'" in a function that the graph calls. */
static char *shown_point(uint32_t point)
{
    struct nnreg_flow_place place = nnreg_flow_place(&flow, point);
    char *name = malloc(200);
    size_t length;
    uint32_t i;

    if (place.node == NULL) {
        free(name);
        return NULL;
    }
    length = (size_t)snprintf(name, 100, "%s", nnreg_savedmodel_text(model, place.node->name));
    for (i = 0; i < place.frame->depth && length < 199; i++)
        name[length++] = '\'';
    name[length] = '\0';
    return name;
}

static const char *names_met(struct nnreg_flow_walk *walk)
{
    char *names[200];
    size_t count = 0, i, length = 1;
    uint32_t point;

    while (nnreg_flow_walk_next(&point, walk)) {
        ck_assert_uint_lt(count, 200);
        names[count] = shown_point(point);
        count += names[count] != NULL;
    }
    qsort(names, count, sizeof *names, compare_names);
    free(seen);
    for (i = 0; i < count; i++)
        length += strlen(names[i]) + 1;
    seen = calloc(length, 1);
    for (i = 0; i < count; i++) {
        strcat(seen, i > 0 ? " " : "");
        strcat(seen, names[i]);
        free(names[i]);
    }
    nnreg_flow_walk_free(walk);
    return seen;
}

/* All nodes that a tensor is computed from, where `fed` (NULL: none) is fed. */
static const char *behind(const char *name, const char *fed)
{
    struct nnreg_flow_tensor from, stop = {0, 0};
    struct nnreg_flow_walk walk = {.flow = &flow, .fed = &stop};

    if (fed != NULL) {
        stop = tensor_of(fed);
        walk.fed_count = 1;
    }
    from = tensor_of(name);
    nnreg_flow_walk_from(&walk, &from);
    return names_met(&walk);
}

#define MODEL(nodes, functions) \
    "meta_graphs { graph_def { " nodes " library { " functions " } versions { producer: 440 } } }"
#define NODE(name, op, inputs)     "node { name: '" name "' op: '" op "' " inputs " } "
#define BODY(name, op, inputs)     "node_def { name: '" name "' op: '" op "' " inputs " } "
#define IN(name)                   "input: '" name "' "
#define FUNC(key, function)        "attr { key: '" key "' value { func { name: '" function "' } } } "
#define ARG(name)                  "input_arg { name: '" name "' type: DT_FLOAT } "
#define OUT(name)                  "output_arg { name: '" name "' type: DT_FLOAT } "
#define RET(name, from)            "ret { key: '" name "' value: '" from "' } "
#define FUNCTION(name, args, rest) "function { signature { name: '" name "' " args " } " rest " } "
#define NEG                        FUNCTION("neg", ARG("p") OUT("r"), BODY("n", "Neg", IN("p")) RET("r", "n:y:0"))
#define STEP                       FUNCTION("step", ARG("i") OUT("r"), BODY("s", "AddV2", IN("i")) RET("r", "s:z:0"))

START_TEST(a_tensor_is_computed_from_what_flows_into_its_node)
{
    follow(MODEL(NODE("x", "Placeholder", "") NODE("w", "Const", "") NODE("other", "Placeholder", "")
                     NODE("y", "MatMul", IN("x") IN("w") IN("^init")) NODE("init", "NoOp", IN("^late"))
                         NODE("late", "Placeholder", "") NODE("z", "Relu", IN("other")),
                 ""));
    ck_assert_str_eq(behind("y", NULL), "init late w x y");
    ck_assert_str_eq(behind("y", "x"), "init late w y");
    ck_assert_str_eq(behind("y", "y"), "");
    ck_assert_str_eq(behind("z:0", NULL), "other z");
}
END_TEST

START_TEST(what_is_fed_is_cut_off_at_that_output_alone)
{
    follow(MODEL(NODE("x", "Placeholder", "") NODE("s", "Split", IN("x")) NODE("y", "Relu", IN("s:1"))
                     NODE("z", "Relu", IN("s")),
                 ""));
    ck_assert_str_eq(behind("y", "s:1"), "y");
    ck_assert_str_eq(behind("z", "s:1"), "s x z");
    end();
    follow(MODEL(NODE("x", "Placeholder", "") NODE("s", "Relu", IN("x")) NODE("y", "Relu", IN("^x"))
                     NODE("z", "Relu", IN("^s")),
                 ""));
    ck_assert_str_eq(behind("y", "x"), "y"); /* who waits for it waits for what feeds it */
    ck_assert_str_eq(behind("z", "s"), "s x z");
}
END_TEST

static void follow_calls(void)
{
    follow(MODEL(
        NODE("a", "Placeholder", "") NODE("b", "Placeholder", "")
            NODE("c", "PartitionedCall", IN("a") IN("b") FUNC("f", "pair")) NODE("y", "Relu", IN("c:0"))
                NODE("z", "Relu", IN("c:1")) NODE("d", "pair", IN("b") IN("a")) NODE("v", "Relu", IN("d")),
        FUNCTION("pair", ARG("p") ARG("q") OUT("one") OUT("two"),
                 BODY("n", "Neg", IN("p")) BODY("m", "Abs", IN("q")) BODY("e", "Print", IN("q"))
                     RET("two", "m:y:0") RET("one", "n:y:0") "control_ret { key: 'e' value: 'e' }")));
}

START_TEST(a_call_gives_each_output_from_its_own_inputs)
{
    follow_calls();
    ck_assert_str_eq(behind("y", NULL), "a b c e' n' y"); /* e runs whatever is asked for */
    ck_assert_str_eq(behind("z", NULL), "b c e' m' z");
    ck_assert_str_eq(behind("v", NULL), "a b d e' n' v"); /* d has its own view of the function */
}
END_TEST

START_TEST(where_an_output_of_a_call_is_fed_the_function_is_not_entered_for_it)
{
    follow_calls();
    ck_assert_str_eq(behind("y", "c:0"), "y");
    ck_assert_str_eq(behind("c:0", "c:0"), "");
    ck_assert_str_eq(behind("z", "c:0"), "b c e' m' z"); /* the other output is computed all the same */
}
END_TEST

START_TEST(two_calls_of_one_function_do_not_mix)
{
    follow(MODEL(NODE("a", "Placeholder", "") NODE("b", "Placeholder", "")
                     NODE("c", "PartitionedCall", IN("a") FUNC("f", "neg"))
                         NODE("d", "StatefulPartitionedCall", IN("b") FUNC("f", "neg")),
                 FUNCTION("neg", ARG("p") OUT("r"), BODY("n", "Neg", IN("p")) RET("r", "n:y:0"))));
    ck_assert_str_eq(behind("c", NULL), "a c n'");
    ck_assert_str_eq(behind("d", NULL), "b d n'");
}
END_TEST

/* Of a model with two, as one that was written for training and for serving has; functions of one name are not the same. */
START_TEST(a_graph_has_functions_of_its_own)
{
    const char *text =
        MODEL("", FUNCTION("one", ARG("p") OUT("r"), BODY("x", "Exp", IN("p")) RET("r", "x:y:0"))
                      FUNCTION("two", ARG("p") OUT("r"), BODY("x", "Exp", IN("p")) RET("r", "x:y:0")))
            MODEL(NODE("a", "Placeholder", "") NODE("c", "PartitionedCall", IN("a") FUNC("f", "one"))
                      NODE("d", "PartitionedCall", IN("a") FUNC("f", "four")),
                  FUNCTION("one", ARG("p") OUT("r"), BODY("n", "Neg", IN("p")) RET("r", "n:y:0"))
                      FUNCTION("two", ARG("p") OUT("r"), BODY("x", "Exp", "") RET("r", "x:y:0"))
                          FUNCTION("three", ARG("p") OUT("r"), BODY("x", "Exp", "") RET("r", "x:y:0"))
                              FUNCTION("four", ARG("p") OUT("r"),
                                       BODY("l", "Log", IN("p")) BODY("m", "Mul", IN("l:y:0") IN("p"))
                                           RET("r", "m:z:0")));

    follow_graph(text, 1);
    ck_assert_str_eq(behind("c", NULL), "a c n'");
    ck_assert_str_eq(behind("d", NULL), "a d l' m'");
}
END_TEST

START_TEST(an_output_argument_of_many_tensors_is_counted_through)
{
    follow("meta_graphs { meta_info_def { stripped_op_list { op { name: 'Two'"
           " output_arg { name: 'first' type: DT_FLOAT number_attr: 'N' }"
           " output_arg { name: 'last' type: DT_FLOAT } } op { name: 'Sum' } } } graph_def { "
           "node { name: 'a' op: 'Placeholder' } node { name: 'c' op: 'PartitionedCall' input: 'a' " FUNC(
               "f", "g") "} library { " FUNCTION("g", ARG("p") OUT("r"),
                                                 BODY("t", "Two", IN("p") "attr { key: 'N' value { i: 3 } } ")
                                                     BODY("n", "Neg", IN("t:last:0"))
                                                         BODY("m", "Neg", IN("t:first:2"))
                                                             RET("r", "n:y:0")) "} } }");
    {
        struct nnreg_flow_tensor from = tensor_of("c");
        struct nnreg_flow_walk walk = {.flow = &flow};
        const struct nnreg_savedmodel_node *node;

        nnreg_flow_walk_from(&walk, &from);
        ck_assert_str_eq(names_met(&walk), "a c n' t'");
        node = nnreg_savedmodel_body_node_at(model, 1);
        ck_assert_uint_eq(flow.edges[node->first_input].output, 3);
        node = nnreg_savedmodel_body_node_at(model, 2);
        ck_assert_uint_eq(flow.edges[node->first_input].output, 2);
    }
}
END_TEST

START_TEST(a_conditional_needs_its_condition_and_what_either_branch_needs)
{
    follow(MODEL(
        NODE("p", "Placeholder", "") NODE("a", "Placeholder", "") NODE("b", "Placeholder", "")
            NODE("i", "StatelessIf",
                 IN("p") IN("a") IN("b") FUNC("then_branch", "one") FUNC("else_branch", "other"))
                NODE("k", "Case",
                     IN("p") IN("a")
                         IN("b") "attr { key: 'branches' value { list { func { name: 'one' } func { name: "
                                 "'one' } } } } "),
        FUNCTION("one", ARG("x") ARG("y") OUT("r"), BODY("n", "Neg", IN("x")) RET("r", "n:y:0"))
            FUNCTION("other", ARG("x") ARG("y") OUT("r"), BODY("m", "Neg", IN("y")) RET("r", "m:y:0"))));
    ck_assert_str_eq(behind("i", NULL), "a b i m' n' p");
    ck_assert_str_eq(behind("k", NULL), "a k n' n' p");
}
END_TEST

START_TEST(a_loop_gives_out_what_came_in_and_what_its_body_makes)
{
    follow(MODEL(
        NODE("n", "Const", "") NODE("a", "Placeholder", "") NODE("b", "Placeholder", "")
            NODE("c", "Const", "")
                NODE("l", "While", IN("n") IN("a") IN("b") IN("c") FUNC("cond", "less") FUNC("body", "step"))
                    NODE("y", "Relu", IN("l:1")) NODE("z", "Relu", IN("l:3")),
        FUNCTION("less", ARG("i") ARG("x") ARG("y") ARG("z") OUT("r"),
                 BODY("t", "Less", IN("i")) RET("r", "t:z:0"))
            FUNCTION("step", ARG("i") ARG("x") ARG("y") ARG("z") OUT("i1") OUT("x1") OUT("y1") OUT("z1"),
                     BODY("s", "AddV2", IN("i")) BODY("u", "AddV2", IN("x") IN("y")) RET("i1", "s:z:0")
                         RET("x1", "u:z:0") RET("y1", "y") RET("z1", "z"))));
    ck_assert_str_eq(behind("y", NULL), "a b l n s' t' u' y");
    ck_assert_str_eq(behind("z", NULL), "c l n s' t' z");
}
END_TEST

START_TEST(the_loop_of_tensorflow_1_is_a_cycle_that_a_walk_ends_in)
{
    follow(MODEL(NODE("a", "Placeholder", "") NODE("e", "Enter", IN("a")) NODE("m", "Merge", IN("e") IN("n"))
                     NODE("t", "Less", IN("m")) NODE("c", "LoopCond", IN("t"))
                         NODE("s", "Switch", IN("m") IN("c")) NODE("i", "Identity", IN("s:1"))
                             NODE("n", "NextIteration", IN("i")) NODE("x", "Exit", IN("s")),
                 ""));
    ck_assert_str_eq(behind("x", NULL), "a c e i m n s t x");
}
END_TEST

START_TEST(what_cannot_be_entered_lets_all_through)
{
    follow(MODEL(NODE("a", "Placeholder", "") NODE("b", "Placeholder", "")
                     NODE("c", "PartitionedCall", IN("a") IN("b") FUNC("f", "gone")) NODE(
                         "i", "If", IN("a") IN("b") FUNC("then_branch", "neg") FUNC("else_branch", "gone")),
                 FUNCTION("neg", ARG("p") OUT("r"), BODY("n", "Neg", IN("p")) RET("r", "n:y:0"))));
    ck_assert_str_eq(behind("c", NULL), "a b c");
    ck_assert_str_eq(behind("i", NULL), "a b i");
    ck_assert_uint_eq(flow.frames.count, 1);
    ck_assert_uint_eq(flow.points, 4);
    ck_assert(!flow.incomplete);
}
END_TEST

/* What of a graph is lame, or a part that few have, is walked through as far as it goes. */
static const struct odd_row {
    const char *model, *from, *met;
} odd_rows[] = {
    /* an input that no node has, a Merge in a function, a call that waits */
    {MODEL(NODE("a", "Placeholder", "") NODE("m", "Merge", IN("none") IN("a")), ""), "m", "a m"},
    {MODEL(NODE("a", "Placeholder", "") NODE("c", "PartitionedCall", IN("a") FUNC("f", "g")),
           FUNCTION("g", ARG("p") OUT("r"), BODY("m", "Merge", IN("p")) RET("r", "m:output:0"))),
     "c", "a c m'"},
    {MODEL(NODE("a", "Placeholder", "") NODE("k", "NoOp", "")
               NODE("c", "PartitionedCall", IN("a") IN("^k") FUNC("f", "neg")),
           NEG),
     "c", "a c k n'"},
    /* a call that waits where its function has an argument */
    {MODEL(NODE("k", "NoOp", "") NODE("c", "PartitionedCall", IN("^k") FUNC("f", "neg")), NEG), "c",
     "c k n'"},
    /* of two effects of one name the last */
    {MODEL(NODE("a", "Placeholder", "") NODE("c", "PartitionedCall", IN("a") FUNC("f", "g")),
           FUNCTION("g", ARG("p") OUT("r"),
                    BODY("n", "Neg", IN("p")) BODY("e", "Print", IN("p")) BODY("m", "Abs", IN("p")) RET(
                        "r",
                        "n:y:0") "control_ret { key: 'e' value: 'e' } control_ret { key: 'e' value: 'm' }")),
     "c", "a c m' n'"},
    /* a conditional without inputs, loops whose parts do not go together */
    {MODEL(NODE("i", "If", FUNC("then_branch", "k") FUNC("else_branch", "k")),
           FUNCTION("k", OUT("r"), BODY("n", "Const", "") RET("r", "n:output:0"))),
     "i", "i n' n'"},
    {MODEL(NODE("a", "Placeholder", "") NODE("l", "While", IN("a") FUNC("cond", "less") FUNC("body", "step"))
               NODE("y", "Relu", IN("l:1")),
           FUNCTION("less", ARG("i") OUT("r"), BODY("t", "Less", IN("i")) RET("r", "t:z:0")) STEP),
     "y", "a l s' t' y"},
    {MODEL(NODE("a", "Placeholder", "") NODE("l", "While", IN("a") FUNC("cond", "less") FUNC("body", "step")),
           FUNCTION("less", ARG("i"), BODY("t", "Less", IN("i"))) STEP),
     "l", "a l s'"},
    {MODEL(
         NODE("a", "Placeholder", "") NODE("b", "Placeholder", "")
             NODE("l", "While", IN("a") IN("b") FUNC("cond", "less") FUNC("body", "less")),
         FUNCTION("less", ARG("i") ARG("j") OUT("r"), BODY("t", "Less", IN("i") IN("j")) RET("r", "t:z:0"))),
     "l:1", "a b l t' t'"},
    /* a conditional without branches */
    {MODEL(NODE("p", "Placeholder", "") NODE("a", "Placeholder", "") NODE("k", "Case", IN("p") IN("a")), ""),
     "k", "a k p"},
    /* functions of an age before SavedModels, whose arguments are lists */
    {MODEL(NODE("a", "Placeholder", "") NODE("c", "PartitionedCall", IN("a") FUNC("f", "g")),
           FUNCTION("g", "input_arg { name: 'p' type: DT_FLOAT number_attr: 'N' } " OUT("r"),
                    BODY("n", "Neg", IN("p")) RET("r", "n:y:0"))),
     "c", "a c"},
    {MODEL(NODE("a", "Placeholder", "") NODE("c", "PartitionedCall", IN("a") FUNC("f", "g")),
           FUNCTION("g", "input_arg { name: 'p' type_list_attr: 'T' } " OUT("r"),
                    BODY("n", "Neg", IN("p")) RET("r", "n:y:0"))),
     "c", "a c"},
    {MODEL(NODE("a", "Placeholder", "") NODE("c", "PartitionedCall", IN("a") FUNC("f", "g")),
           FUNCTION("g", ARG("p") OUT("r"),
                    BODY("n", "Neg", IN("p")) BODY("m", "Abs", IN("n"))
                        RET("r", "m"))), /* no argument is named */
     "c", "a c m' n'"},
    {MODEL(NODE("a", "Placeholder", "")
               NODE("c", "PartitionedCall", IN("a") "attr { key: 'f' value { s: 'neg' } } "), /* a text */
           NEG),
     "c", "a c"},
};

START_TEST(odd_parts_of_a_graph_are_walked_through_as_far_as_they_go)
{
    const struct odd_row *row = &odd_rows[_i];

    follow(row->model);
    ck_assert_str_eq(behind(row->from, NULL), row->met);
    ck_assert(!flow.incomplete);
}
END_TEST

START_TEST(a_case_of_more_branches_than_are_entered_lets_all_through)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char *taken;
    unsigned i;

    nnreg_bytes_text(
        &text,
        "meta_graphs { graph_def { " NODE("p", "Placeholder", "")
            NODE("a", "Placeholder",
                 "") "node { name: 'k' op: 'Case' input: 'p' input: 'a' attr { key: 'branches' value { "
                     "list { ");
    for (i = 0; i <= NNREG_LIMIT_FLOW_BRANCH; i++)
        nnreg_bytes_text(&text, "func { name: 'neg' } ");
    nnreg_bytes_text(&text, "} } } } library { " NEG "} } }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    follow(taken);
    nnreg_free(taken);
    ck_assert_str_eq(behind("k", NULL), "a k p");
    ck_assert_uint_eq(flow.frames.count, 1);
}
END_TEST

START_TEST(functions_that_call_themselves_end_at_the_limit)
{
    follow(MODEL(NODE("a", "Placeholder", "") NODE("c", "PartitionedCall", IN("a") FUNC("f", "again")),
                 FUNCTION("again", ARG("p") OUT("r"),
                          BODY("n", "PartitionedCall", IN("p") FUNC("f", "again")) RET("r", "n:output:0"))));
    ck_assert_ptr_nonnull(strstr(behind("c", NULL), "a c n'"));
    ck_assert(flow.incomplete);
    ck_assert_uint_eq(flow.frames.count, 1 + NNREG_LIMIT_FLOW_DEPTH);
}
END_TEST

/* Each function calls the next twice: 2^30 calls, if all were entered. */
START_TEST(calls_that_multiply_end_at_the_limit)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct nnreg_flow_tensor from;
    struct nnreg_flow_walk walk = {.flow = &flow};
    uint32_t i, point, met = 0;
    char *taken;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { " NODE("a", "Placeholder", "")
                                NODE("c", "f0", IN("a")) "library { ");
    for (i = 0; i < 30; i++)
        nnreg_bytes_format(&text,
                           FUNCTION("f%u", ARG("p") OUT("r"),
                                    BODY("one", "f%u", IN("p")) BODY("two", "f%u", IN("one:r:0"))
                                        RET("r", "two:r:0")),
                           i, i + 1, i + 1);
    nnreg_bytes_text(&text, "} } }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    follow(taken);
    nnreg_free(taken);
    from = tensor_of("c");
    nnreg_flow_walk_from(&walk, &from);
    while (nnreg_flow_walk_next(&point, &walk))
        met++;
    nnreg_flow_walk_free(&walk);
    ck_assert(flow.incomplete);
    ck_assert(!flow.failed);
    ck_assert_uint_le(flow.points, 2 + 62 * NNREG_LIMIT_FLOW_TIMES + NNREG_LIMIT_FLOW_FREE);
    ck_assert_uint_gt(met, 10000);
}
END_TEST

/* An operation of more open output arguments than are counted, and one whose attribute is not there. */
START_TEST(where_outputs_cannot_be_counted_the_first_is_read)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    char *taken;
    unsigned i;

    nnreg_bytes_text(&text, "meta_graphs { meta_info_def { stripped_op_list { op { name: 'Wide' ");
    for (i = 0; i <= NNREG_LIMIT_MODEL_OPENS; i++)
        nnreg_bytes_format(&text, "output_arg { name: 'o%u' type: DT_FLOAT number_attr: 'N' } ", i);
    nnreg_bytes_text(
        &text,
        "output_arg { name: 'last' type: DT_FLOAT } } op { name: 'Two' output_arg { name: 'first' type: "
        "DT_FLOAT number_attr: 'N' } output_arg { name: 'last' type: DT_FLOAT } } } } graph_def { " NODE(
            "c", "PartitionedCall",
            FUNC("f", "g")) "library { " FUNCTION("g", OUT("r"),
                                                  BODY("t", "Two", "")
                                                      BODY("w", "Wide", "attr { key: 'N' value { i: 3 } } ")
                                                          BODY("n", "Neg", IN("t:last:0"))
                                                              BODY("m", "Neg", IN("w:last:0"))
                                                                  RET("r", "n:y:0")) "} } }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    follow(taken);
    nnreg_free(taken);
    ck_assert_str_eq(behind("c", NULL), "c n' t'");
    for (i = 2; i < 4; i++)
        ck_assert_uint_eq(flow.edges[nnreg_savedmodel_body_node_at(model, i)->first_input].output, 0);
}
END_TEST

/* A source a line: its node with the output, how it is read, and by which input. */
static struct nnreg_bytes told_sources;

static void tell(void *context, const struct nnreg_flow_source *source)
{
    char *name = shown_point(source->point);

    (void)context;
    nnreg_bytes_format(&told_sources, "%s%s:%u%s%s%s by %d", told_sources.size > 0 ? ", " : "",
                       name != NULL ? name : "point", source->output, source->control ? " control" : "",
                       source->back ? " back" : "", source->chooses ? " chooses" : "", (int)source->input);
    free(name);
}

static void check_sources(const char *expected)
{
    char *text;

    nnreg_bytes_text(&told_sources, "");
    ck_assert_int_eq(nnreg_bytes_take(&text, &told_sources), NNREG_OK);
    ck_assert_str_eq(text, expected);
    nnreg_free(text);
    told_sources = (struct nnreg_bytes)NNREG_BYTES_INIT;
}

START_TEST(a_source_says_how_it_is_read_and_one_input_can_be_asked_for_alone)
{
    follow_calls();
    nnreg_flow_sources(&flow, tensor_of("y").point, tell, NULL);
    check_sources("c:0 chooses by 0, point:0 by 0");
    nnreg_flow_input(&flow, tensor_of("d").point, 1, tell, NULL);
    check_sources("a:0 by 1");
    nnreg_flow_input(&flow, tensor_of("d").point, 2, tell, NULL);
    check_sources("");
    end();
    follow(MODEL(NODE("e", "Enter", "") NODE("m", "Merge", IN("e") IN("n:1") IN("^e"))
                     NODE("n", "NextIteration", IN("m")),
                 ""));
    nnreg_flow_sources(&flow, tensor_of("m").point, tell, NULL);
    check_sources("e:0 by 0, n:1 back by 1, e:0 control by 2");
    nnreg_flow_input(&flow, tensor_of("m").point, 2, tell, NULL);
    check_sources("");
}
END_TEST

/* The number of a point in the call that is entered last; the node is its `index`-th. */
static uint32_t point_in_last_frame(uint32_t index)
{
    const struct nnreg_flow_frame *frame = nnreg_chunks_at(&flow.frames, flow.frames.count - 1);

    return frame->first + frame->arguments + index;
}

/* The first input is a call's output that is fed; the second, of the same call, is not. */
START_TEST(beside_a_fed_output_of_a_call_the_others_are_computed)
{
    follow(MODEL(NODE("a", "Placeholder", "") NODE("b", "Placeholder", "") NODE("c", "pair", IN("a") IN("b"))
                     NODE("y", "Mul", IN("c:0") IN("c:1")),
                 FUNCTION("pair", ARG("p") ARG("q") OUT("one") OUT("two"),
                          BODY("n", "Neg", IN("p")) BODY("m", "Abs", IN("q")) RET("one", "n:y:0")
                              RET("two", "m:y:0"))));
    ck_assert_str_eq(behind("y", "c:0"), "b c m' y");
    ck_assert_str_eq(behind("y", "c:1"), "a c n' y");
}
END_TEST

static const char *origin_name(uint32_t point, uint32_t input)
{
    uint32_t origin = nnreg_flow_origin(&flow, point, input);

    return origin != NNREG_FLOW_NONE
               ? nnreg_savedmodel_text(model, nnreg_flow_place(&flow, origin).node->name)
               : NULL;
}

START_TEST(a_handle_is_followed_out_of_functions_to_where_it_is_made)
{
    follow(MODEL(
        NODE("v", "VarHandleOp", "") NODE("w", "VarHandleOp", "") NODE("i", "IdentityN", IN("w") IN("v"))
            NODE("c", "PartitionedCall", IN("i:1") FUNC("f", "outer")),
        FUNCTION("outer", ARG("h") OUT("r"), BODY("d", "inner", IN("h")) RET("r", "d:r:0")) FUNCTION(
            "inner", ARG("h") OUT("r"), BODY("read", "ReadVariableOp", IN("h")) RET("r", "read:value:0"))));
    ck_assert_str_eq(behind("c", NULL), "c d' i read'' v w");
    ck_assert_str_eq(origin_name(point_in_last_frame(0), 0), "v");
    ck_assert_ptr_null(origin_name(point_in_last_frame(0), 1));
}
END_TEST

START_TEST(a_handle_that_a_call_gives_out_is_followed_into_it)
{
    follow(MODEL(NODE("v", "VarHandleOp", "") NODE("c", "PartitionedCall", IN("v") FUNC("f", "pass"))
                     NODE("y", "ReadVariableOp", IN("c")),
                 FUNCTION("pass", ARG("h") OUT("r"), RET("r", "h"))));
    ck_assert_str_eq(origin_name(tensor_of("y").point, 0), "v");
}
END_TEST

START_TEST(where_a_handle_may_be_one_of_two_no_origin_is_told)
{
    follow(MODEL(
        NODE("v", "VarHandleOp", "") NODE("w", "VarHandleOp", "") NODE("p", "Placeholder", "")
            NODE("c", "If", IN("p") IN("v") IN("w") FUNC("then_branch", "one") FUNC("else_branch", "other"))
                NODE("y", "ReadVariableOp", IN("c")),
        FUNCTION("one", ARG("g") ARG("h") OUT("r"), RET("r", "g"))
            FUNCTION("other", ARG("g") ARG("h") OUT("r"), RET("r", "h"))));
    ck_assert_ptr_null(origin_name(tensor_of("y").point, 0));
}
END_TEST

START_TEST(a_handle_that_goes_round_ends_at_the_limit)
{
    follow(MODEL(NODE("a", "Identity", IN("b")) NODE("b", "Identity", IN("a"))
                     NODE("y", "ReadVariableOp", IN("a")),
                 ""));
    ck_assert_ptr_null(origin_name(tensor_of("y").point, 0));
}
END_TEST

START_TEST(what_lies_in_a_branch_is_known_to)
{
    follow(MODEL(NODE("p", "Placeholder", "") NODE("a", "Placeholder", "")
                     NODE("i", "If", IN("p") IN("a") FUNC("then_branch", "neg") FUNC("else_branch", "neg"))
                         NODE("c", "neg", IN("a")),
                 FUNCTION("neg", ARG("x") OUT("r"), BODY("n", "Neg", IN("x")) RET("r", "n:y:0"))));
    ck_assert_str_eq(behind("i", NULL), "a i n' n' p");
    ck_assert(nnreg_flow_in_branch(&flow, point_in_last_frame(0)));
    ck_assert(!nnreg_flow_in_branch(&flow, tensor_of("i").point));
    ck_assert_str_eq(behind("c", NULL), "a c n'");
    ck_assert(!nnreg_flow_in_branch(&flow, point_in_last_frame(0)));
}
END_TEST

START_TEST(control_edges_are_left_out_where_only_data_is_asked_for)
{
    struct nnreg_flow_walk walk = {.flow = &flow, .data_only = true};
    struct nnreg_flow_tensor from;

    follow_calls();
    from = tensor_of("y");
    nnreg_flow_walk_from(&walk, &from);
    ck_assert_str_eq(names_met(&walk), "a c n' y");
}
END_TEST

START_TEST(without_memory_a_walk_ends_and_says_so)
{
    unsigned n;

    follow_calls();
    for (n = 1; n < 60; n++) {
        struct nnreg_flow_walk walk = {.flow = &flow};
        struct nnreg_flow_tensor from;
        nnreg_status status;
        uint32_t point;

        nnreg_flow_free(&flow);
        nnreg_alloc_fail_from(n);
        status = nnreg_flow_make(&flow, &graph, &error);
        if (status == NNREG_OK) {
            from = tensor_of("y");
            nnreg_flow_walk_from(&walk, &from);
            while (nnreg_flow_walk_next(&point, &walk))
                ;
        }
        nnreg_alloc_fail_from(0);
        nnreg_flow_walk_free(&walk);
        if (status == NNREG_OK && !flow.failed)
            break;
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
    }
    ck_assert_uint_gt(n, 8);
    ck_assert_uint_lt(n, 60);
}
END_TEST

Suite *flow_suite(void)
{
    Suite *suite = suite_create("flow");
    TCase *walks = tcase_create("walks");

    tcase_add_checked_fixture(walks, NULL, end);
    tcase_add_test(walks, a_tensor_is_computed_from_what_flows_into_its_node);
    tcase_add_test(walks, what_is_fed_is_cut_off_at_that_output_alone);
    tcase_add_test(walks, a_call_gives_each_output_from_its_own_inputs);
    tcase_add_test(walks, where_an_output_of_a_call_is_fed_the_function_is_not_entered_for_it);
    tcase_add_test(walks, two_calls_of_one_function_do_not_mix);
    tcase_add_test(walks, a_graph_has_functions_of_its_own);
    tcase_add_test(walks, an_output_argument_of_many_tensors_is_counted_through);
    tcase_add_test(walks, where_outputs_cannot_be_counted_the_first_is_read);
    tcase_add_test(walks, a_conditional_needs_its_condition_and_what_either_branch_needs);
    tcase_add_test(walks, a_loop_gives_out_what_came_in_and_what_its_body_makes);
    tcase_add_test(walks, the_loop_of_tensorflow_1_is_a_cycle_that_a_walk_ends_in);
    tcase_add_test(walks, what_cannot_be_entered_lets_all_through);
    tcase_add_loop_test(walks, odd_parts_of_a_graph_are_walked_through_as_far_as_they_go, 0,
                        sizeof odd_rows / sizeof *odd_rows);
    tcase_add_test(walks, a_case_of_more_branches_than_are_entered_lets_all_through);
    tcase_add_test(walks, functions_that_call_themselves_end_at_the_limit);
    tcase_add_test(walks, calls_that_multiply_end_at_the_limit);
    tcase_add_test(walks, a_source_says_how_it_is_read_and_one_input_can_be_asked_for_alone);
    tcase_add_test(walks, control_edges_are_left_out_where_only_data_is_asked_for);
    tcase_add_test(walks, beside_a_fed_output_of_a_call_the_others_are_computed);
    tcase_add_test(walks, a_handle_is_followed_out_of_functions_to_where_it_is_made);
    tcase_add_test(walks, a_handle_that_a_call_gives_out_is_followed_into_it);
    tcase_add_test(walks, where_a_handle_may_be_one_of_two_no_origin_is_told);
    tcase_add_test(walks, a_handle_that_goes_round_ends_at_the_limit);
    tcase_add_test(walks, what_lies_in_a_branch_is_known_to);
    tcase_add_test(walks, without_memory_a_walk_ends_and_says_so);
    suite_add_tcase(suite, walks);
    return suite;
}
