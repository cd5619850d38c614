/* Which texts a tensor can be (text_origin.h), and what calls that takes (flow_reach.h), of models in text form. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model_facts.h"
#include "nnreg.h"
#include "tensorflow/flow_reach.h"
#include "tensorflow/text_origin.h"

Suite *text_origin_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;
static struct nnreg_flow flow;
static struct nnreg_flow_reach reach;
static struct nnreg_text_origins origins;
static struct nnreg_error error;
static char told[2000];

static bool reads_file(const struct nnreg_savedmodel *facts, const struct nnreg_savedmodel_node *node)
{
    return nnreg_savedmodel_text_is(facts, node->op, "ReadFile");
}

static void take(const char *text)
{
    struct nnreg_savedmodel_failure failure;

    ck_assert_msg(model_from(&model, text, strlen(text), NNREG_SAVEDMODEL_TEXT, &failure) == NNREG_OK,
                  "%s at %llu:%llu", failure.reason, (unsigned long long)failure.line,
                  (unsigned long long)failure.column);
    ck_assert_uint_eq(model->unknown_fields.count, 0);
    graph = nnreg_graph_of(model, 0);
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_flow_reach_make(&reach, &flow, reads_file, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_text_origins_make(&origins, &flow, &error), NNREG_OK);
}

static void end(void)
{
    nnreg_text_origins_free(&origins);
    nnreg_flow_reach_free(&reach);
    nnreg_flow_free(&flow);
    nnreg_savedmodel_free(model);
    model = NULL;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void tell(const struct nnreg_text_origin *origin)
{
    static const char *const words[] = {"asset",    "saver",   "signature", "placeholder",
                                        "argument", "unknown", "more",      "stand-in"};
    const char *texts[NNREG_LIMIT_ORIGIN_TEXTS];
    size_t size;
    unsigned i;

    for (i = 0; i < origin->count; i++)
        texts[i] = nnreg_text_origin_text(&origins, origin->texts[i], &size);
    qsort(texts, origin->count, sizeof *texts, compare_texts);
    for (i = 0; i < origin->count; i++)
        (void)snprintf(told + strlen(told), sizeof told - strlen(told), "'%s' ", texts[i]);
    for (i = 0; i < 8; i++)
        if ((origin->from >> i & 1) != 0)
            (void)snprintf(told + strlen(told), sizeof told - strlen(told), "%s ", words[i]);
}

/* What every ReadFile of the model can read, of the graph first: texts in '', then where else it may come from. */
static const char *reads(void)
{
    uint32_t i, f;

    told[0] = '\0';
    for (i = 0; i < flow.frames.count; i++) {
        const struct nnreg_flow_frame *frame = nnreg_chunks_at(&flow.frames, i);

        for (f = 0; f < frame->nodes; f++) {
            struct nnreg_text_origin origin = {.from = 0};
            uint32_t point = frame->first + frame->arguments + f;

            if (!reads_file(model, nnreg_flow_place(&flow, point).node))
                continue;
            nnreg_text_origin_add(&origin, &origins, point, 0);
            tell(&origin);
            strcat(told, "| ");
        }
    }
    ck_assert(!flow.failed);
    if (strlen(told) >= 3)
        told[strlen(told) - 3] = '\0';
    return told;
}

static const char *read_in(const char *text)
{
    take(text);
    return reads();
}

#define MODEL(nodes, functions, rest) \
    "meta_graphs { graph_def { " nodes " library { " functions " } versions { producer: 440 } } " rest "}"
#define NODE(name, op, inputs) "node { name: '" name "' op: '" op "' " inputs " } "
#define BODY(name, op, inputs) "node_def { name: '" name "' op: '" op "' " inputs " } "
#define VALUE(text) \
    "attr { key: 'value' value { tensor { dtype: DT_STRING tensor_shape { } string_val: '" text "' } } } "
#define CONST(name, text)       NODE(name, "Const", VALUE(text))
#define IN(name)                "input: '" name "' "
#define ATTR(key, text)         "attr { key: '" key "' value { s: '" text "' } } "
#define FUNC(key, function)     "attr { key: '" key "' value { func { name: '" function "' } } } "
#define ARG(name)               "input_arg { name: '" name "' type: DT_STRING } "
#define OUT(name)               "output_arg { name: '" name "' type: DT_STRING } "
#define RET(name, from)         "ret { key: '" name "' value: '" from "' } "
#define FUNCTION(name, args, b) "function { signature { name: '" name "' " args " } " b " } "
#define READ(name)              NODE("read", "ReadFile", IN(name))
#define READING(name)           FUNCTION(name, ARG("path"), BODY("read", "ReadFile", IN("path")))
#define CALL(name, f, inputs)   NODE(name, "PartitionedCall", inputs FUNC("f", f))

START_TEST(texts_go_through_what_hands_them_on)
{
    ck_assert_str_eq(
        read_in(MODEL(CONST("c", "a") NODE("i", "Identity", IN("c")) NODE("r", "Reshape", IN("i"))
                          NODE("n", "IdentityN", IN("r") IN("other")) CONST("other", "b") READ("n:0"),
                      "", "")),
        "'a'");
    end();
    ck_assert_str_eq(
        read_in(MODEL(CONST("a", "a") CONST("b", "b") NODE("n", "IdentityN", IN("a") IN("b")) READ("n:1"), "",
                      "")),
        "'b'");
    end();
    ck_assert_str_eq(read_in(MODEL(CONST("a", "a") CONST("b", "b") NODE("p", "Pack", IN("a") IN("b"))
                                       NODE("s", "StridedSlice", IN("p")) READ("s"),
                                   "", "")),
                     "'a' 'b'");
    end();
    ck_assert_str_eq(read_in(MODEL(CONST("a", "a") NODE("u", "StringUpper", IN("a")) READ("u"), "", "")),
                     "unknown");
    end();
    ck_assert_str_eq(read_in(MODEL(CONST("a", "a") NODE("r", "Reshape\\0", IN("a")) READ("r"), "", "")),
                     "unknown"); /* the NUL is one of the name's bytes */
}
END_TEST

START_TEST(joined_constants_are_one_text)
{
    ck_assert_str_eq(
        read_in(MODEL(CONST("a", "/etc") CONST("b", "passwd") CONST("c", "shadow")
                          NODE("m", "Merge", IN("b") IN("c"))
                              NODE("j", "StringJoin", IN("a") IN("m") ATTR("separator", "/")) READ("j"),
                      "", "")),
        "'/etc/passwd' '/etc/shadow'");
    end();
    ck_assert_str_eq(read_in(MODEL(CONST("a", "/data/") NODE("x", "Placeholder", "")
                                       NODE("j", "StringJoin", IN("a") IN("x")) READ("j"),
                                   "", "")),
                     "placeholder");
    end();
    ck_assert_str_eq(read_in(MODEL(NODE("x", "Placeholder", "") CONST("a", ".part")
                                       NODE("j", "StringJoin", IN("x") IN("a")) READ("j"),
                                   "", "saver_def { filename_tensor_name: 'x:0' } ")),
                     "saver");
    end();
    ck_assert_str_eq(read_in(MODEL(NODE("x", "Placeholder", "") CONST("a", "/tmp/")
                                       NODE("j", "StringJoin", IN("a") IN("x")) READ("j"),
                                   "", "saver_def { filename_tensor_name: 'x:0' } ")),
                     "unknown");
}
END_TEST

START_TEST(more_texts_than_are_told_are_counted_as_more)
{
    ck_assert_str_eq(
        read_in(MODEL(CONST("a", "a") CONST("b", "b") CONST("c", "c") CONST("d", "d") CONST("e", "e")
                          CONST("f", "f") NODE("m", "Merge", IN("a") IN("b") IN("c") IN("d") IN("e") IN("a"))
                              READ("m"),
                      "", "")),
        "'a' 'b' 'c' 'd' 'e'");
    end();
    take(MODEL(CONST("a", "a") CONST("b", "b") CONST("c", "c") CONST("d", "d") CONST("e", "e") CONST("f", "f")
                   NODE("m", "Merge", IN("a") IN("b") IN("c") IN("d") IN("e") IN("f")) READ("m"),
               "", ""));
    ck_assert_ptr_nonnull(strstr(reads(), "more"));
}
END_TEST

START_TEST(each_call_has_its_own_argument)
{
    static const char *const same =
        MODEL(CONST("a", "a") CONST("b", "b") CALL("f", "same", IN("a")) CALL("g", "same", IN("b")) READ("g"),
              FUNCTION("same", ARG("x") OUT("y"), BODY("i", "Identity", IN("x")) RET("y", "i:output:0")), "");

    ck_assert_str_eq(read_in(same), "'b'");
    end();
    ck_assert_str_eq(
        read_in(MODEL(CONST("a", "a") CONST("b", "b") CALL("f", "reads", IN("a")) CALL("g", "reads", IN("b")),
                      READING("reads"), "")),
        "'a' | 'b'");
    end();
    ck_assert_str_eq(read_in(MODEL("", READING("reads"), "")), "argument");
}
END_TEST

START_TEST(a_function_that_no_call_names_is_called_with_what_is_not_known)
{
    ck_assert_str_eq(read_in(MODEL(CONST("a", "a") NODE("m", "MapDataset", IN("a") FUNC("f", "reads")),
                                   READING("reads"), "")),
                     "unknown");
    end();
    ck_assert_str_eq(
        read_in(MODEL(CONST("a", "a") CALL("c", "reads", IN("a")) NODE("m", "MapDataset", FUNC("f", "reads")),
                      READING("reads"), "")),
        "'a' | unknown");
    end();
    ck_assert_ptr_null(strstr(read_in(MODEL("",
                                            FUNCTION("one", ARG("x"),
                                                     BODY("r", "ReadFile", IN("x")) BODY(
                                                         "c", "PartitionedCall", IN("x") FUNC("f", "one"))),
                                            "")),
                              "argument"));
    ck_assert(!reach.whole); /* it calls itself, down to the limit */
}
END_TEST

START_TEST(a_circle_has_one_origin)
{
    ck_assert_str_eq(
        read_in(MODEL(CONST("a", "a") NODE("e", "Enter", IN("a")) NODE("m", "Merge", IN("e") IN("n"))
                          NODE("s", "Switch", IN("m") IN("m:1")) NODE("n", "NextIteration", IN("s:1"))
                              NODE("x", "Exit", IN("s")) READ("x"),
                      "", "")),
        "'a'");
    end();
    ck_assert_str_eq(
        read_in(MODEL(CONST("a", "a") NODE("e", "Enter", IN("a")) NODE("m", "Merge", IN("e") IN("n"))
                          NODE("j", "StringJoin", IN("m") IN("a")) NODE("n", "NextIteration", IN("j"))
                              NODE("x", "Exit", IN("m")) READ("x"),
                      "", "")),
        "'a' unknown");
}
END_TEST

START_TEST(what_is_fed_is_told_by_who_feeds_it)
{
    static const char *const fed =
        "signature_def { key: 's' value { inputs { key: 'k' value { name: 'x:0' dtype: DT_STRING } } } } ";
    char text[1000];

    ck_assert_str_eq(read_in(MODEL(NODE("x", "Placeholder", "") READ("x"), "", "")), "placeholder");
    end();
    (void)snprintf(text, sizeof text, MODEL("%s", "", "%s"), NODE("x", "Placeholder", "") READ("x"), fed);
    ck_assert_str_eq(read_in(text), "signature");
    end();
    (void)snprintf(text, sizeof text, MODEL("%s", "", "%s"), CONST("x", "a") READ("x"), fed);
    ck_assert_str_eq(read_in(text), "'a' signature");
    end();
    ck_assert_str_eq(read_in(MODEL(NODE("x", "Placeholder", "") READ("x"), "",
                                   "asset_file_def { tensor_info { name: 'x:0' } filename: 'f' } ")),
                     "asset");
    end();
    ck_assert_str_eq(read_in(MODEL(CONST("a", "a") NODE("x", "PlaceholderWithDefault", IN("a")) READ("x"), "",
                                   "saver_def { filename_tensor_name: 'x:0' } ")),
                     "'a' saver");
}
END_TEST

START_TEST(a_variable_holds_what_the_graph_assigns)
{
    static const char *const names[][2] = {{"v", "'a'"}, {"w", "'a' 'b'"}};
    char text[1400];
    size_t i;

    for (i = 0; i < 2; i++) {
        (void)snprintf(text, sizeof text,
                       MODEL(CONST("a", "a") CONST("b", "b")
                                 NODE("h", "VarHandleOp", ATTR("shared_name", "w"))
                                     NODE("s", "AssignVariableOp", IN("h") IN("a"))
                                         NODE("g", "VarHandleOp", ATTR("shared_name", "%s"))
                                             NODE("t", "AssignVariableOp", IN("g") IN("b"))
                                                 NODE("r", "ReadVariableOp", IN("h")) READ("r"),
                             "", ""),
                       names[i][0]);
        ck_assert_str_eq(read_in(text), names[i][1]);
        end();
    }
    ck_assert_str_eq(read_in(MODEL(NODE("h", "VarHandleOp", ATTR("shared_name", "w"))
                                       NODE("r", "ReadVariableOp", IN("h")) READ("r"),
                                   "", "")),
                     "unknown");
}
END_TEST

/* Names of handles and what uses them, and what can then be read. */
START_TEST(a_variable_is_what_its_name_says)
{
#define HANDLE(name, attrs)     NODE(name, "VarHandleOp", attrs)
#define ASSIGN(name, to, value) NODE(name, "AssignVariableOp", IN(to) IN(value))
#define READ_OF(handle)         NODE("r", "ReadVariableOp", IN(handle)) READ("r")
#define OF_FUNCTION(b)          FUNCTION("f", "", b)
#define SAID_BY_CALL(key)       "attr { key: '" key "' value { placeholder: 'said' } } "
    static const struct {
        const char *text, *read;
    } rows[] = {
        /* names in any order, and handles that have none */
        {MODEL(CONST("a", "a") CONST("b", "b") HANDLE("h", ATTR("shared_name", "z"))
                   HANDLE("g", ATTR("shared_name", "c")) HANDLE("k", ATTR("shared_name", "m"))
                       ASSIGN("s", "h", "a") ASSIGN("t", "g", "b") ASSIGN("u", "k", "a") READ_OF("g"),
               "", ""),
         "'b'"},
        {MODEL(CONST("a", "a") CONST("b", "b") HANDLE("h", "")
                   HANDLE("g", "attr { key: 'shared_name' value { i: 1 } } ") ASSIGN("s", "h", "a")
                       ASSIGN("t", "g", "b") READ_OF("h"),
               "", ""),
         "'a' 'b'"},
        /* what goes into another variable, and what waits for one */
        {MODEL(CONST("a", "a") HANDLE("h", ATTR("shared_name", "z")) HANDLE("g", ATTR("shared_name", "c"))
                   ASSIGN("s", "h", "a") ASSIGN("t", "g", "h") READ_OF("h"),
               "", ""),
         "'a' unknown"},
        {MODEL(CONST("a", "a") HANDLE("h", "") ASSIGN("s", "h", "a") NODE("n", "NoOp", IN("^h") IN("missing"))
                   READ_OF("h"),
               "", ""),
         "'a'"},
        {MODEL(CONST("a", "a") HANDLE("h", "") ASSIGN("s", "h", "a") NODE("i", "VarIsInitializedOp", IN("h"))
                   READ_OF("h"),
               "", ""),
         "'a'"},
        {MODEL(CONST("a", "a") HANDLE("h", "") ASSIGN("s", "h", "a") NODE("i", "Identity", IN("h"))
                   READ_OF("h"),
               "", ""),
         "'a' unknown"},
        /* a function's own handle of the name, and of another one */
        {MODEL(CONST("a", "a") HANDLE("h", ATTR("shared_name", "z")) ASSIGN("s", "h", "a") READ_OF("h"),
               OF_FUNCTION(BODY("h", "VarHandleOp", ATTR("shared_name", "z"))), ""),
         "'a' unknown"},
        {MODEL(CONST("a", "a") HANDLE("h", ATTR("shared_name", "z")) ASSIGN("s", "h", "a") READ_OF("h"),
               OF_FUNCTION(BODY("h", "VarHandleOp", ATTR("shared_name", "y")) BODY("n", "NoOp", "")), ""),
         "'a'"},
        {MODEL(CONST("a", "a"),
               OF_FUNCTION(BODY("h", "VarHandleOp", "") BODY("r", "ReadVariableOp", IN("h:resource:0"))
                               BODY("read", "ReadFile", IN("r:value:0"))),
               ""),
         "unknown"},
        /* what is kept in another way */
        {MODEL(NODE("v", "VariableV2", "") READ("v"), "", ""), "unknown"},
        {MODEL(NODE("v", "VariableV2", "") NODE("r", "ReadVariableOp", IN("v")) READ("r"), "", ""),
         "unknown"},
        {MODEL(NODE("t", "HashTableV2", "") NODE("l", "LookupTableFindV2", IN("t")) READ("l"), "", ""),
         "unknown"},
        /* joined with what nobody knows, and with nothing */
        {MODEL(CONST("a", "a") NODE("x", "Odd", "") NODE("j", "StringJoin", IN("a") IN("x")) READ("j"), "",
               ""),
         "unknown"},
        {MODEL(CONST("a", "a") NODE("x", "Odd", "") NODE("j", "StringJoin", IN("x") IN("a")) READ("j"), "",
               ""),
         "unknown"},
        {MODEL(NODE("j", "StringJoin", "") READ("j"), "", ""), "unknown"},
        /* what the calls of a function say: a name of any variable, a separator, a constant */
        {MODEL(CONST("a", "a") HANDLE("h", ATTR("shared_name", "z")) ASSIGN("s", "h", "a") READ_OF("h"),
               OF_FUNCTION(BODY("h", "VarHandleOp", SAID_BY_CALL("shared_name"))), ""),
         "'a' unknown"},
        {MODEL(CONST("a", "a"),
               OF_FUNCTION(BODY("a", "Const", VALUE("a")) BODY(
                   "j", "StringJoin", IN("a:output:0") IN("a:output:0") SAID_BY_CALL("separator"))
                               BODY("read", "ReadFile", IN("j:output:0"))),
               ""),
         "'aa' unknown"},
        {MODEL("",
               OF_FUNCTION(BODY("a", "Const", VALUE("a")) BODY("b", "Const", SAID_BY_CALL("value"))
                               BODY("m", "Merge", IN("a:output:0") IN("b:output:0"))
                                   BODY("read", "ReadFile", IN("m:output:0"))),
               ""),
         "'a' unknown"},
        /* texts in the packed form, of which the list beside them is none */
        {MODEL(NODE("a", "Const",
                    "attr { key: 'value' value { tensor { dtype: DT_STRING tensor_shape { } string_val: 'a' "
                    "tensor_content: '\\001b' } } } ") READ("a"),
               "", ""),
         "more"},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i > 0)
            end();
        ck_assert_msg(strcmp(read_in(rows[i].text), rows[i].read) == 0, "row %zu: %s", i, told);
    }
}
END_TEST

#define NO_TEXT(name)   \
    NODE(name, "Const", \
         "attr { key: 'value' value { tensor { dtype: DT_STRING tensor_shape { dim { size: 0 } } } } } ")
#define SIGNED(name) \
    "signature_def { key: 's' value { inputs { key: 'k' value { name: '" name "' dtype: DT_STRING } } } } "
#define ASSET(name) "asset_file_def { tensor_info { name: '" name "' } filename: 'f' } "
#define SAVER(name) "saver_def { filename_tensor_name: '" name "' } "

START_TEST(what_leads_nowhere_or_back_to_itself_adds_nothing)
{
    static const struct {
        const char *text, *read;
    } rows[] = {
        /* one text twice, and circles that meet */
        {MODEL(CONST("a", "a") NODE("p", "Pack", IN("a") IN("a")) READ("p"), "", ""), "'a'"},
        {MODEL(CONST("k", "a") NODE("a", "Merge", IN("k") IN("b")) NODE("b", "Merge", IN("k") IN("c"))
                   NODE("c", "Merge", IN("b") IN("a")) READ("a"),
               "", ""),
         "'a'"},
        {MODEL(CONST("k", "a") NODE("m", "Merge", IN("k") IN("j")) NODE("j", "StringJoin", IN("i") IN("k"))
                   NODE("i", "Identity", IN("m")) READ("m"),
               "", ""),
         "'a' unknown"},
        /* joined: what comes two ways into one input, a separator that is none, what nobody may join */
        {MODEL(CONST("a", "a") NODE("p", "Placeholder", "")
                   NODE("c", "If", IN("p") IN("a") FUNC("then_branch", "same") FUNC("else_branch", "same"))
                       NODE("j", "StringJoin", IN("c") IN("a")) READ("j"),
               FUNCTION("same", ARG("x") OUT("y"), RET("y", "x")), ""),
         "'aa'"},
        {MODEL(CONST("a", "a") NODE("j", "StringJoin",
                                    IN("a") IN("a") "attr { key: 'separator' value { i: 1 } } ") READ("j"),
               "", ""),
         "'aa'"},
        {MODEL(CONST("a", "a") CONST("b", "b") NODE("ab", "StringJoin", IN("a") IN("b")) READ("ab"), "", ""),
         "'ab'"},
        {MODEL(NODE("x", "Placeholder", "") NODE("p", "Placeholder", "")
                   NODE("j", "StringJoin", IN("x") IN("p")) READ("j"),
               "", SAVER("x:0")),
         "placeholder unknown"},
        {MODEL(NODE("d", "TextLineDataset", "") NODE("i", "IteratorV2", "")
                   NODE("s", "MakeIterator", IN("d") IN("i")) NODE("n", "IteratorGetNext", IN("i")) READ("n"),
               "", ""),
         "unknown"},
        {MODEL(NODE("x", "Placeholder", "") READ("x"), "", SAVER("x:0")), "saver"},
        {MODEL(NODE("x", "Placeholder", "") READ("x"), "", SAVER("x\\0:0")), "placeholder"},
        {MODEL(NODE("k", "Const", "") CONST("a", "a") NODE("j", "StringJoin", IN("k") IN("a")) READ("j"), "",
               ""),
         "unknown"},
        {MODEL(NO_TEXT("k") CONST("a", "a") NODE("j", "StringJoin", IN("k") IN("a")) READ("j"), "", ""),
         "unknown"},
        {MODEL(NO_TEXT("k") CONST("a", "a") NODE("j", "StringJoin", IN("a") IN("k")) READ("j"), "", ""),
         "unknown"},
        {MODEL(NO_TEXT("k") NODE("x", "Placeholder", "") NODE("j", "StringJoin", IN("x") IN("k")) READ("j"),
               "", SAVER("x:0")),
         "unknown"},
        /* ends that are another output's, no node's, or none of a tensor */
        {MODEL(CONST("a", "a") CONST("b", "b") NODE("s", "IdentityN", IN("a") IN("b")) READ("s:0"), "",
               SIGNED("s:1")),
         "'a'"},
        {MODEL(CONST("a", "a") CONST("b", "b") NODE("s", "IdentityN", IN("a") IN("b")) READ("s:1"), "",
               SIGNED("s:0")),
         "'b'"},
        {MODEL(CONST("a", "a") READ("a"), "", ASSET("gone:0")), "'a'"},
        {MODEL(CONST("a", "a") READ("a"), "", SIGNED("^a")), "'a'"},
        /* results and inputs that are not there */
        {MODEL(CONST("a", "a") CALL("c", "f", IN("a")) READ("c"),
               FUNCTION("f", ARG("x") OUT("y"), BODY("i", "Identity", IN("x")) RET("y", "^i")), ""),
         "unknown"},
        {MODEL(CONST("a", "a") CALL("c", "f", IN("a")) READ("c"),
               FUNCTION("f", ARG("x") OUT("y"), BODY("i", "Identity", IN("x"))), ""),
         "unknown"},
        {MODEL(NODE("i", "Identity", "") READ("i"), "", ""), "unknown"},
        {MODEL(NODE("i", "Identity", IN("k")) NO_TEXT("k") READ("i"), "", ""), "unknown"},
        /* variables: two handles of one name, names in any order, a function's without one */
        {MODEL(CONST("a", "a") HANDLE("h", ATTR("shared_name", "w")) HANDLE("g", ATTR("shared_name", "w"))
                   ASSIGN("s", "h", "a") READ_OF("g"),
               "", ""),
         "'a'"},
        {MODEL(CONST("a", "a") CONST("b", "b") HANDLE("h", ATTR("shared_name", "z")) HANDLE(
                   "g", ATTR("shared_name", "a")) ASSIGN("s", "h", "a") ASSIGN("t", "g", "b") READ_OF("g"),
               "", ""),
         "'b'"},
        {MODEL(CONST("a", "a") HANDLE("h", ATTR("shared_name", "z")) ASSIGN("s", "h", "a") READ_OF("h"),
               OF_FUNCTION(BODY("h", "VarHandleOp", "")), ""),
         "'a'"},
        /* a body's placeholders, which nothing feeds */
        {MODEL("", OF_FUNCTION(BODY("p", "Placeholder", "") BODY("read", "ReadFile", IN("p:output:0"))), ""),
         "unknown"},
        {MODEL("",
               OF_FUNCTION(BODY("k", "Const", VALUE("a"))
                               BODY("p", "PlaceholderWithDefault", IN("k:output:0"))
                                   BODY("read", "ReadFile", IN("p:output:0"))),
               ""),
         "'a'"},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i > 0)
            end();
        ck_assert_msg(strcmp(read_in(rows[i].text), rows[i].read) == 0, "row %zu: %s", i, told);
    }
}
END_TEST

static const char *read_made(struct nnreg_bytes *out)
{
    char *text;

    ck_assert_int_eq(nnreg_bytes_take(&text, out), NNREG_OK);
    read_in(text);
    nnreg_free(text);
    return told;
}

START_TEST(what_is_beyond_a_limit_is_told_as_more_or_unknown)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    unsigned i;

    nnreg_bytes_text(&out, "meta_graphs { graph_def { " CONST("n0", "a"));
    for (i = 1; i <= NNREG_LIMIT_ORIGIN_PASSED + 1; i++)
        nnreg_bytes_format(&out, "node { name: 'n%u' op: 'IdentityN' input: 'n%u' } ", i, i - 1);
    nnreg_bytes_format(&out, "node { name: 'read' op: 'ReadFile' input: 'n%u' } } }", i - 1);
    ck_assert_str_eq(read_made(&out), "unknown");
    end();
    nnreg_bytes_text(&out, "meta_graphs { graph_def { " READ("c") "node { name: 'c' op: 'Const' attr { key: "
                                                                  "'value' value { tensor { dtype: DT_STRING "
                                                                  "tensor_shape { } string_val: '");
    for (i = 0; i < 1700; i++)
        nnreg_bytes_text(&out, "0123456789");
    nnreg_bytes_text(&out, "' } } } } } }");
    ck_assert_str_eq(read_made(&out), "more");
    end();
    nnreg_bytes_text(&out, "meta_graphs { graph_def { " READ("c") "node { name: 'c' op: 'Const' attr { key: "
                                                                  "'value' value { tensor { dtype: DT_STRING "
                                                                  "tensor_shape { dim { size: 65 } } ");
    for (i = 0; i <= NNREG_LIMIT_ORIGIN_ENTRIES; i++)
        nnreg_bytes_format(&out, "string_val: '%c' ", i % 2 == 0 ? 'a' : 'b');
    nnreg_bytes_text(&out, "} } } } } }");
    ck_assert_str_eq(read_made(&out), "'a' 'b' more");
}
END_TEST

/* "c0" … and "j0" …: constants of `length` letters, each another, and what it is with a letter behind it, which is read. */
static void take_long_joins(unsigned count, unsigned length, const char *behind)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char *text;
    unsigned i, k;

    nnreg_bytes_format(&out,
                       "meta_graphs { graph_def { node { name: 'x' op: 'Const' attr { key: 'value' value { "
                       "tensor { dtype: DT_STRING tensor_shape { } string_val: '");
    for (k = 0; k < length && behind == NULL; k++)
        nnreg_bytes_text(&out, "z");
    nnreg_bytes_format(&out, "%s' } } } } ", behind != NULL ? behind : "");
    for (i = 0; i < count; i++) {
        nnreg_bytes_format(
            &out,
            "node { name: 'c%u' op: 'Const' attr { key: 'value' value { tensor { dtype: DT_STRING "
            "tensor_shape { } string_val: '",
            i);
        for (k = 0; k < length; k++)
            nnreg_bytes_format(&out, "%c", k < i ? 'b' : 'a');
        nnreg_bytes_format(&out,
                           "' } } } } node { name: 'j%u' op: 'StringJoin' input: 'c%u' input: 'x' } "
                           "node { name: 'r%u' op: 'ReadFile' input: 'j%u' } ",
                           i, i, i, i);
    }
    nnreg_bytes_text(&out, "} }");
    ck_assert_int_eq(nnreg_bytes_take(&text, &out), NNREG_OK);
    take(text);
    nnreg_free(text);
}

/* What the read of number `number` can read. */
static struct nnreg_text_origin joined_origin(unsigned number)
{
    struct nnreg_text_origin origin = {.from = 0};

    nnreg_text_origin_add(&origin, &origins, nnreg_flow_of_node(&flow, 1 + 3 * number + 2), 0);
    return origin;
}

START_TEST(joined_texts_that_are_long_or_many_are_not_known)
{
    struct nnreg_text_origin origin;
    unsigned i, kept = 0;

    take_long_joins(1, 3000, NULL);
    origin = joined_origin(0);
    ck_assert(origin.count == 0 && origin.from == NNREG_TEXT_FROM_UNKNOWN);
    end();
    take_long_joins(70, 4000, "x");
    for (i = 0; i < 70; i++) {
        origin = joined_origin(i);
        kept += origin.count;
        if (i < NNREG_LIMIT_ORIGIN_JOINED / 4001)
            ck_assert(origin.count == 1 && origin.from == 0);
        else
            ck_assert(origin.count == 0 && origin.from == NNREG_TEXT_FROM_UNKNOWN);
    }
    ck_assert_uint_eq(kept, NNREG_LIMIT_ORIGIN_JOINED / 4001);
}
END_TEST

/* The first node of the first function in its first call. */
static uint32_t body_point(void)
{
    const struct nnreg_flow_frame *frame =
        nnreg_chunks_at(&flow.frames, nnreg_flow_reach_first(&reach, graph.meta->first_function));

    return frame->first + frame->arguments;
}

START_TEST(no_memory_is_a_status_at_each_allocation)
{
    uint64_t n, most;

    take(MODEL(CONST("a", "a") CONST("b", "b") NODE("h", "VarHandleOp", ATTR("shared_name", "w"))
                   NODE("s", "AssignVariableOp", IN("h") IN("a")) NODE("r", "ReadVariableOp", IN("h"))
                       NODE("j", "StringJoin", IN("r") IN("b")) NODE("k", "Identity", IN("j"))
                           NODE("l", "Identity", IN("k")) NODE("m", "Identity", IN("l"))
                               NODE("n", "Identity", IN("m")) NODE("o", "Identity", IN("n"))
                                   NODE("p", "Identity", IN("o")) NODE("q", "Identity", IN("p"))
                                       NODE("t", "Identity", IN("q")) CALL("c", "reads", IN("t")),
               READING("reads"), ""));
    ck_assert_str_eq(reads(), "'ab'");
    for (n = 1, most = 100; n < most; n++) {
        struct nnreg_text_origin origin = {.from = 0};
        nnreg_status status;

        nnreg_text_origins_free(&origins);
        nnreg_flow_reach_free(&reach);
        nnreg_flow_free(&flow);
        nnreg_alloc_fail_from(n);
        status = nnreg_flow_make(&flow, &graph, &error);
        if (status == NNREG_OK)
            status = nnreg_flow_reach_make(&reach, &flow, reads_file, &error);
        if (status == NNREG_OK)
            status = nnreg_text_origins_make(&origins, &flow, &error);
        if (status == NNREG_OK)
            nnreg_text_origin_add(&origin, &origins, body_point(), 0);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(status == NNREG_OK, status != NNREG_NO_MEMORY);
        if (status == NNREG_OK && !flow.failed)
            most = n;
    }
    ck_assert_uint_gt(n, 10);
}
END_TEST

Suite *text_origin_suite(void)
{
    Suite *suite = suite_create("text_origin");
    TCase *tcase = tcase_create("origins");

    tcase_add_checked_fixture(tcase, NULL, end);
    tcase_add_test(tcase, texts_go_through_what_hands_them_on);
    tcase_add_test(tcase, joined_constants_are_one_text);
    tcase_add_test(tcase, more_texts_than_are_told_are_counted_as_more);
    tcase_add_test(tcase, each_call_has_its_own_argument);
    tcase_add_test(tcase, a_function_that_no_call_names_is_called_with_what_is_not_known);
    tcase_add_test(tcase, a_circle_has_one_origin);
    tcase_add_test(tcase, what_is_fed_is_told_by_who_feeds_it);
    tcase_add_test(tcase, a_variable_holds_what_the_graph_assigns);
    tcase_add_test(tcase, a_variable_is_what_its_name_says);
    tcase_add_test(tcase, what_leads_nowhere_or_back_to_itself_adds_nothing);
    tcase_add_test(tcase, what_is_beyond_a_limit_is_told_as_more_or_unknown);
    tcase_add_test(tcase, joined_texts_that_are_long_or_many_are_not_known);
    tcase_add_test(tcase, no_memory_is_a_status_at_each_allocation);
    suite_add_tcase(suite, tcase);
    return suite;
}
