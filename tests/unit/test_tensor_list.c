/* The list of a graph's tensors (tensor_list.h): what it says is what the graph says; damage is told, never believed. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/tensor_list.h"
#include "inspect_fixture.h"
#include "model_facts.h"
#include "models.h"
#include "nnreg.h"

Suite *tensor_list_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;
static struct nnreg_bytes list;

static void write_list(void)
{
    list = (struct nnreg_bytes)NNREG_BYTES_INIT;
    ck_assert_int_eq(nnreg_tensor_list_write(&list, &graph, NULL, NULL), NNREG_OK);
}

static void write_of_text(const char *text)
{
    struct nnreg_savedmodel_failure failure;

    ck_assert_int_eq(model_from(&model, text, strlen(text), NNREG_SAVEDMODEL_TEXT, &failure), NNREG_OK);
    graph = nnreg_graph_of(model, 0);
    write_list();
}

static void write_of_recipe(const struct mw_recipe *recipe)
{
    struct nnreg_savedmodel_failure failure;
    struct mw_made made;
    struct mw_buf bytes = {NULL, 0, 0};
    const struct mw_model *models[1];

    mw_make(&made, recipe);
    models[0] = &made.model;
    mw_model_encode(&bytes, MW_BINARY, models, 1);
    mw_made_free(&made);
    ck_assert_int_eq(model_from(&model, bytes.data, bytes.size, NNREG_SAVEDMODEL_BINARY, &failure), NNREG_OK);
    mw_buf_free(&bytes);
    graph = nnreg_graph_of(model, 0);
    write_list();
}

static void done(void)
{
    nnreg_bytes_free(&list);
    nnreg_savedmodel_free(model);
}

/* Asks one thing; the answer is freed by the next question. */
static const struct nnreg_tensor_answer *ask(const char *name)
{
    static struct nnreg_tensor_answer answer;

    nnreg_tensor_answers_free(&answer, 1);
    answer.name = name;
    ck_assert_int_eq(nnreg_tensor_list_ask(&answer, 1, list.content, list.size, NULL), NNREG_OK);
    ck_assert_ptr_eq(answer.name, name);
    return &answer;
}

/* The list and the graph say the same of a name. */
static void same_answer(const struct nnreg_tensor_answer *answer)
{
    struct nnreg_graph_tensor tensor;
    bool found = nnreg_graph_tensor(&tensor, &graph, answer->name, strlen(answer->name));

    ck_assert_msg(answer->found == found, "%s: found %d", answer->name, answer->found);
    if (!found)
        return;
    ck_assert_msg(answer->outputs == tensor.outputs, "%s: %u outputs, not %u", answer->name, answer->outputs,
                  tensor.outputs);
    ck_assert_msg(answer->has_output == tensor.has_output, "%s: has output %d", answer->name,
                  answer->has_output);
    ck_assert_ptr_null(answer->nearest[0]);
}

/* Every node, its last output, and the one past it, asked at once. */
static void same_graph(void)
{
    size_t count = (size_t)graph.meta->nodes * 3, i;
    struct nnreg_tensor_answer *answers = calloc(count + 1, sizeof *answers);
    char **names = calloc(count + 1, sizeof *names);

    for (i = 0; i < count; i++) {
        const struct nnreg_savedmodel_node *node =
            nnreg_savedmodel_node_at(model, graph.meta->first_node + (uint32_t)(i / 3));
        uint32_t outputs;
        const char *name = nnreg_savedmodel_text(model, node->name);
        char output[16] = "";

        if (i % 3 > 0 && nnreg_graph_outputs(&outputs, &graph, node))
            (void)snprintf(output, sizeof output, ":%u", i % 3 == 1 && outputs > 0 ? outputs - 1 : outputs);
        names[i] = malloc(strlen(name) + sizeof output);
        (void)sprintf(names[i], "%s%s", name, output);
        answers[i].name = names[i];
    }
    ck_assert_int_eq(nnreg_tensor_list_ask(answers, count, list.content, list.size, NULL), NNREG_OK);
    for (i = 0; i < count; i++) {
        ck_assert_msg(answers[i].found, "%s is not found", names[i]);
        same_answer(&answers[i]);
        free(names[i]);
    }
    nnreg_tensor_answers_free(answers, count);
    free(answers);
    free(names);
}

/* -- what is in it -- */

START_TEST(a_list_says_of_each_node_of_a_written_model_what_the_graph_says)
{
    struct mw_recipe recipe;

    mw_recipe_init(&recipe);
    recipe.kind = (enum mw_kind)_i;
    write_of_recipe(&recipe);
    ck_assert_uint_gt(graph.meta->nodes, 5);
    same_graph();
    done();
}
END_TEST

#define OPS                                                                        \
    "meta_info_def { stripped_op_list { op { name: 'One' output_arg { type: 1 } }" \
    " op { name: 'Many' output_arg { type: 1 number_attr: 'N' } } op { name: 'No' } } }"

START_TEST(a_list_is_sorted_by_bytes_and_shares_what_names_share)
{
    static const char expected[] = "\3"
                                   "\0\1a\2\1\1\0"
                                   "\1\2/b\0\0"
                                   "\3\1c\1\0"
                                   "\1\1b\4\3\1\0\1\0\1\0"
                                   "\0\2\303\244\2\1\1\0";

    write_of_text(
        "meta_graphs { " OPS " graph_def { node { name: '\\303\\244' op: 'One' } "
        "node { name: 'ab' op: 'Many' attr { key: 'N' value { i: 3 } } } node { name: 'a/bc' op: 'No' } "
        "node { name: 'a' op: 'One' } node { name: 'a/b' op: 'Custom' } node { name: 'a' op: 'No' } "
        "node { name: 'a\\0b' op: 'One' } } }"); /* which nobody can name */
    ck_assert_uint_eq(list.size, sizeof expected - 1);
    ck_assert_mem_eq(list.content, expected, list.size);
    done();
}
END_TEST

START_TEST(an_output_is_there_up_to_their_number_or_where_that_is_unknown)
{
    write_of_text("meta_graphs { " OPS
                  " graph_def { node { name: 'one' op: 'One' } node { name: 'custom' op: 'X' } "
                  "node { name: 'three' op: 'Many' attr { key: 'N' value { i: 3 } } } node { name: 'no' op: "
                  "'No' } } }");
    ck_assert(ask("one")->has_output && ask("one:0")->has_output && !ask("one:1")->has_output);
    ck_assert_uint_eq(ask("one:1")->outputs, 1);
    ck_assert(ask("three:2")->has_output && !ask("three:3")->has_output);
    ck_assert(ask("no")->found && !ask("no")->has_output);
    ck_assert(ask("custom:7")->has_output);
    ck_assert_uint_eq(ask("custom:7")->outputs, NNREG_KEPT_UNKNOWN);
    ck_assert(ask("^one")->found && !ask("^one")->has_output);
    ck_assert(!ask("One")->found);
    ck_assert(!ask("")->found);
    (void)ask("one");
    done();
}
END_TEST

/* What the file says of outputs. */
START_TEST(shapes_are_kept_with_what_is_open_in_them)
{
    static const char expected[] = "\3"
                                   "\0\1a\4\3\1\0\1\3\0\202\1\1\0";
    const struct nnreg_tensor_answer *answer;

    write_of_text("meta_graphs { " OPS
                  " graph_def { node { name: 'a' op: 'Many' attr { key: 'N' value { i: 3 } } attr { key: "
                  "'_output_shapes' value { list { shape { unknown_rank: true } shape { dim { size: -1 } "
                  "dim { size: 129 } } shape { unknown_rank: true } } } } } } }");
    ck_assert_uint_eq(list.size, sizeof expected - 1);
    ck_assert_mem_eq(list.content, expected, list.size);
    answer = ask("a:1");
    ck_assert_uint_eq(answer->rank, 2);
    ck_assert(answer->dim[0] == -1 && answer->dim[1] == 129);
    ck_assert_ptr_null(ask("a:0")->dim);
    ck_assert_ptr_null(ask("a:2")->dim);
    ck_assert_ptr_null(ask("^a")->dim);
    (void)ask("");
    done();
}
END_TEST

/* The type of an output is kept where no shape is; what nothing is known of stands between others, but not behind them. */
START_TEST(types_are_kept_and_unknown_ones_at_the_end_left_out)
{
    static const char expected[] = "\3"
                                   "\0\1a\4\2\0\0\7\0"
                                   "\0\1b\2\0";

    write_of_text(
        "meta_graphs { meta_info_def { stripped_op_list { op { name: 'Three' output_arg { type_attr: 'A' } "
        "output_arg { type: 7 } output_arg { type_attr: 'B' } } op { name: 'T' output_arg { type_attr: "
        "'A' } } } } graph_def { node { name: 'a' op: 'Three' } node { name: 'b' op: 'T' attr { key: 'A' "
        "value { type: 99 } } } } }");
    ck_assert_uint_eq(list.size, sizeof expected - 1);
    ck_assert_mem_eq(list.content, expected, list.size);
    done();
}
END_TEST

/* One that is kept since before shapes were. */
START_TEST(a_list_without_shapes_is_read)
{
    struct nnreg_tensor_answer answer = {.name = "b:1"};

    ck_assert_int_eq(nnreg_tensor_list_ask(&answer, 1, "\1\0\1a\2\0\1b\3", 9, NULL), NNREG_OK);
    ck_assert(answer.found && answer.has_output && answer.outputs == 2);
    ck_assert_ptr_null(answer.dim);
}
END_TEST

/* A list with the shapes that a run finds from these tensors back. */
static void write_shaped(const char *text, const struct nnreg_flow_tensor *roots, size_t count)
{
    struct nnreg_flow flow;
    struct nnreg_shapes shapes;

    write_of_text(text);
    nnreg_bytes_free(&list);
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_shapes_make(&shapes, &flow, NULL, 0, roots, count, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_tensor_list_write(&list, &graph, &shapes, NULL), NNREG_OK);
    nnreg_shapes_free(&shapes);
    nnreg_flow_free(&flow);
}

/* What the file leaves open is what was computed: the rest of a shape is what either knows; but not against the file. */
START_TEST(a_shape_that_was_computed_stands_for_an_open_one)
{
    static const char graph_text[] =
        "meta_graphs { graph_def { versions { producer: 1000 } node { name: 'x' op: 'Placeholder' attr { "
        "key: "
        "'shape' value { shape { dim { size: -1 } dim { size: 6 } } } } } node { name: 'w' op: 'Placeholder' "
        "attr { key: 'shape' value { shape { dim { size: 6 } dim { size: 2 } } } } } node { name: 'y' op: "
        "'MatMul' input: 'x' input: 'w' attr { key: '_output_shapes' value { list { shape { dim { size: 9 } "
        "dim { size: %d } } } } } } } }";
    static const struct {
        int said;
        int64_t kept;
    } rows[] = {{-1, 2}, {2, 2}, {5, 5}};
    struct nnreg_flow_tensor root = {2, 0};
    const struct nnreg_tensor_answer *answer;
    char text[sizeof graph_text + 8];
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)snprintf(text, sizeof text, graph_text, rows[i].said);
        write_shaped(text, &root, 1);
        answer = ask("y");
        ck_assert_uint_eq(answer->rank, 2);
        ck_assert(answer->dim[0] == 9 && answer->dim[1] == rows[i].kept);
        (void)ask("");
        done();
    }
}
END_TEST

/* Which of a visited list's tensors have a type, and which a shape. */
struct visited {
    unsigned tensors, types, shapes;
};

static nnreg_status count_visited(void *context, const struct nnreg_kept_tensor *tensor,
                                  struct nnreg_error *error)
{
    struct visited *visited = context;

    (void)error;
    visited->tensors++;
    visited->types += tensor->data_type != NULL;
    visited->shapes += tensor->rank != NNREG_KEPT_UNKNOWN;
    return NNREG_OK;
}

static struct visited visit_list(void)
{
    struct visited visited = {0, 0, 0};

    ck_assert_int_eq(nnreg_tensor_list_visit(count_visited, &visited, list.content, list.size, NULL),
                     NNREG_OK);
    return visited;
}

START_TEST(of_more_outputs_than_are_kept_the_last_have_no_type)
{
    struct visited visited;

    write_of_text("meta_graphs { " OPS
                  " graph_def { node { name: 'm' op: 'Many' attr { key: 'N' value { i: 300 } } } } }");
    visited = visit_list();
    ck_assert_uint_eq(visited.tensors, 300);
    ck_assert_uint_eq(visited.types, NNREG_LIMIT_LIST_OUTPUTS);
    done();
}
END_TEST

/* Each of its 16384 arguments may need a look at 4097 attributes. */
START_TEST(types_that_cost_too_much_to_find_are_not_kept)
{
    enum { NODES = 6 };
    struct mw_buf arg = {NULL, 0, 0}, value = {NULL, 0, 0}, attr = {NULL, 0, 0}, op = {NULL, 0, 0},
                  ops = {NULL, 0, 0}, info = {NULL, 0, 0}, meta = {NULL, 0, 0}, node = {NULL, 0, 0},
                  bytes = {NULL, 0, 0}, file = {NULL, 0, 0};
    struct nnreg_savedmodel_failure failure;
    unsigned i, known;
    char name[2] = "a";

    mw_pb_string(&op, 1, "Op");
    mw_pb_string(&arg, 4, "T");
    for (i = 0; i < NNREG_LIMIT_MODEL_ARGS; i++)
        mw_pb_bytes(&op, 3, arg.data, arg.size);
    mw_buf_free(&arg);
    mw_pb_varint(&value, 6, NNREG_DT_FLOAT);
    mw_pb_string(&attr, 1, "T");
    mw_pb_bytes(&attr, 3, value.data, value.size);
    for (i = 0; i < NNREG_LIMIT_MODEL_DEFAULTS; i++)
        mw_pb_bytes(&op, 4, attr.data, attr.size);
    mw_buf_free(&attr);
    mw_buf_free(&value);
    mw_pb_bytes(&ops, 1, op.data, op.size);
    mw_buf_free(&op);
    mw_pb_bytes(&info, 2, ops.data, ops.size);
    mw_buf_free(&ops);
    mw_pb_bytes(&meta, 1, info.data, info.size);
    mw_buf_free(&info);
    for (i = 0; i < NODES; i++, name[0]++) {
        mw_pb_string(&node, 1, name);
        mw_pb_string(&node, 2, "Op");
        mw_pb_bytes(&bytes, 1, node.data, node.size);
        mw_buf_free(&node);
    }
    mw_pb_bytes(&meta, 2, bytes.data, bytes.size);
    mw_buf_free(&bytes);
    mw_pb_bytes(&file, 2, meta.data, meta.size);
    mw_buf_free(&meta);
    ck_assert_int_eq(model_from(&model, file.data, file.size, NNREG_SAVEDMODEL_BINARY, &failure), NNREG_OK);
    mw_buf_free(&file);
    graph = nnreg_graph_of(model, 0);
    write_list();
    known = (unsigned)(NNREG_LIMIT_LIST_WORK /
                       ((uint64_t)NNREG_LIMIT_MODEL_ARGS * (NNREG_LIMIT_MODEL_DEFAULTS + 1)));
    ck_assert_uint_lt(known, NODES);
    ck_assert_uint_eq(visit_list().types, known * NNREG_LIMIT_LIST_OUTPUTS);
    done();
}
END_TEST

/* "u" and "v" are 256 tensors each, of a shape of more than 2 KiB. */
START_TEST(shapes_of_too_many_bytes_are_not_kept)
{
    static const struct nnreg_flow_tensor roots[] = {{1, 0}, {2, 0}};
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct visited visited;
    char *taken;
    unsigned i;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { versions { producer: 1000 } node { name: 'x' op: "
                            "'Placeholder' attr { key: 'shape' value { shape { dim { size: 256 } ");
    for (i = 1; i < NNREG_LIMIT_RANK; i++)
        nnreg_bytes_text(&text, "dim { size: 4611686018427387904 } ");
    nnreg_bytes_text(&text, "} } } } ");
    for (i = 0; i < 2; i++)
        nnreg_bytes_format(
            &text, "node { name: '%c' op: 'Unpack' input: 'x' attr { key: 'num' value { i: 256 } } } ",
            'u' + (int)i);
    nnreg_bytes_text(&text, "} }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    write_shaped(taken, roots, 2);
    nnreg_free(taken);
    visited = visit_list();
    ck_assert_uint_gt(visited.shapes, 257); /* "x", all of "u" and some of "v" */
    ck_assert_uint_lt(visited.shapes, 513);
    done();
}
END_TEST

START_TEST(a_graph_without_nodes_has_a_list_without_names)
{
    write_of_text("meta_graphs { }");
    ck_assert_uint_eq(list.size, 1);
    ck_assert(!ask("x")->found);
    ck_assert_ptr_null(ask("x")->nearest[0]);
    ck_assert_int_eq(nnreg_tensor_list_ask(NULL, 0, list.content, list.size, NULL), NNREG_OK);
    done();
}
END_TEST

/* -- the nearest -- */

/* Equally good ones come in the order of names here and of nodes there: they must be as good, place by place. */
static void as_good(const char *wanted, const struct nnreg_tensor_answer *answer)
{
    uint32_t nodes[NNREG_GRAPH_NEAREST], count = nnreg_graph_nearest(nodes, &graph, wanted, strlen(wanted)),
                                         i;
    struct nnreg_fuzzy here, there;

    nnreg_fuzzy_init(&here, wanted, strlen(wanted));
    nnreg_fuzzy_init(&there, wanted, strlen(wanted));
    for (i = 0; i < count; i++) {
        const char *name = nnreg_savedmodel_text(model, nnreg_savedmodel_node_at(model, nodes[i])->name);

        ck_assert_ptr_nonnull(answer->nearest[i]);
        (void)nnreg_fuzzy_offer(&here, answer->nearest[i], strlen(answer->nearest[i]));
        (void)nnreg_fuzzy_offer(&there, name, strlen(name));
    }
    ck_assert(count == NNREG_KEPT_NEAREST || answer->nearest[count] == NULL);
    ck_assert_mem_eq(here.score, there.score, sizeof here.score);
}

START_TEST(the_nearest_names_are_as_good_as_those_of_the_graph)
{
    struct mw_recipe recipe;
    uint32_t i;

    mw_recipe_init(&recipe);
    write_of_recipe(&recipe);
    for (i = 0; i < graph.meta->nodes; i++) {
        char wanted[300];

        (void)snprintf(
            wanted, sizeof wanted, "%sq",
            nnreg_savedmodel_text(model, nnreg_savedmodel_node_at(model, graph.meta->first_node + i)->name));
        ck_assert_ptr_nonnull(ask(wanted)->nearest[0]);
        as_good(wanted, ask(wanted));
        wanted[0] = '?';
        as_good(wanted, ask(wanted));
    }
    (void)ask("x");
    done();
}
END_TEST

START_TEST(the_likeliest_comes_first)
{
    const struct nnreg_tensor_answer *answer;

    write_of_text("meta_graphs { graph_def { node { name: 'scope/scores' } node { name: 'scorse' } "
                  "node { name: 'score' } node { name: 'Scores' } node { name: 'other' } } }");
    answer = ask("scores:3");
    ck_assert(!answer->found && !answer->has_output);
    ck_assert_str_eq(answer->nearest[0], "Scores");
    ck_assert_str_eq(answer->nearest[1], "score");
    ck_assert_str_eq(answer->nearest[2], "scorse");
    answer = ask("elsewhere/scores");
    ck_assert_str_eq(answer->nearest[0], "scope/scores");
    (void)ask("score");
    done();
}
END_TEST

START_TEST(names_in_another_scope_and_in_another_case_are_like_what_is_wanted)
{
    static const char *const cases[] = {"conv", "CONV", "cONV"};
    struct nnreg_fuzzy fuzzy;
    char far[700];
    unsigned tolerance;
    size_t i;

    nnreg_fuzzy_init(&fuzzy, "elsewhere/", 10);
    ck_assert_uint_eq(nnreg_fuzzy_offer(&fuzzy, "xyz/", 4), NNREG_FUZZY_MOST); /* nothing is no last part */
    nnreg_fuzzy_init(&fuzzy, "elsewhere/scores", 16);
    memset(far, 'x', 600);
    memcpy(far + 600, "/scores", 8);
    ck_assert_uint_eq(nnreg_fuzzy_offer(&fuzzy, far, 607), 0);
    ck_assert_uint_eq(nnreg_fuzzy_offer(&fuzzy, "a/scores", 8), 0);
    ck_assert_uint_lt(fuzzy.score[0], fuzzy.score[1]);
    nnreg_fuzzy_init(&fuzzy, "Conv", 4);
    tolerance = fuzzy.tolerance;
    for (i = 0; i < NNREG_FUZZY_MOST; i++)
        ck_assert_uint_eq(nnreg_fuzzy_offer(&fuzzy, cases[i], 4), i);
    ck_assert_uint_eq(nnreg_fuzzy_offer(&fuzzy, "Conv", 4), NNREG_FUZZY_MOST);
    ck_assert_uint_eq(fuzzy.tolerance, tolerance);
}
END_TEST

START_TEST(only_the_first_of_many_that_are_not_found_have_nearest_names)
{
    enum { ASKED = NNREG_KEPT_HINTS + 3 };
    struct nnreg_tensor_answer answers[ASKED] = {{.name = NULL}};
    size_t i;

    write_of_text("meta_graphs { graph_def { node { name: 'scores' } node { name: 'aaaaaa' } } }");
    for (i = 0; i < ASKED; i++)
        answers[i].name = i == 1 ? "scores" : i + 1 == ASKED ? "aaaaab" : "score";
    ck_assert_int_eq(nnreg_tensor_list_ask(answers, ASKED, list.content, list.size, NULL), NNREG_OK);
    for (i = 0; i < ASKED; i++) {
        ck_assert_int_eq(answers[i].found, i == 1);
        ck_assert_int_eq(answers[i].nearest[0] != NULL, i != 1 && i <= NNREG_KEPT_HINTS);
    }
    nnreg_tensor_answers_free(answers, ASKED);
    done();
}
END_TEST

/* -- real models -- */

static void same_probes(const char *name, json_t *expected)
{
    json_t *probe;
    const char *key;
    char path[1024];
    struct content content;
    struct nnreg_savedmodel_failure failure;
    bool text = strcmp(json_string_value(json_object_get(expected, "format")), "pb") != 0;

    (void)snprintf(path, sizeof path, "%s/%s/%s", models_folder(), name,
                   text ? "saved_model.pbtxt" : "saved_model.pb");
    content = content_load(path);
    if (content.bytes == NULL)
        return;
    if (model_from(&model, content.bytes, content.size,
                   text ? NNREG_SAVEDMODEL_TEXT : NNREG_SAVEDMODEL_BINARY, &failure) == NNREG_OK) {
        json_t *meta = json_array_get(json_object_get(expected, "meta_graphs"), 0);

        if (meta != NULL) {
            graph = nnreg_graph_of(model, 0);
            write_list();
            same_graph();
            json_object_foreach(json_object_get(meta, "probes"), key, probe)
            {
                ck_assert_msg(ask(key)->found == json_is_true(json_object_get(probe, "exists")), "%s: %s",
                              name, key);
                same_answer(ask(key));
            }
            (void)ask("");
            nnreg_bytes_free(&list);
        }
        nnreg_savedmodel_free(model);
    }
    free(content.bytes);
}

START_TEST(a_list_says_of_real_models_what_an_independent_reader_found)
{
    char path[1024];
    const char *name;
    json_t *all, *expected;

    if (models_folder() == NULL)
        return;
    (void)snprintf(path, sizeof path, "%s/EXPECTED.json", models_folder());
    all = json_load_file(path, 0, NULL);
    ck_assert_ptr_nonnull(all);
    json_object_foreach(all, name, expected) if (json_is_array(json_object_get(expected, "meta_graphs")))
        same_probes(name, expected);
    json_decref(all);
}
END_TEST

/* -- damage -- */

/* A list of which the names share, end and repeat in every way; asked for something found and something not. */
static nnreg_status ask_two(const void *content, size_t size, struct nnreg_error *error)
{
    struct nnreg_tensor_answer answers[2] = {{.name = "conv2d/kernel"}, {.name = "nothing_like/it:3"}};
    nnreg_status status = nnreg_tensor_list_ask(answers, 2, content, size, error);

    nnreg_tensor_answers_free(answers, 2);
    return status;
}

START_TEST(a_list_cut_short_anywhere_is_damaged_unless_between_two_names)
{
    struct mw_recipe recipe;
    struct nnreg_error error;
    size_t size, whole = 0, damaged = 0;

    mw_recipe_init(&recipe);
    write_of_recipe(&recipe);
    for (size = 0; size < list.size; size++) {
        unsigned char *part = malloc(size + 1); /* of this very size, so that a byte too many is seen */
        nnreg_status status;

        part = realloc(part, size > 0 ? size : 1);
        memcpy(part, list.content, size);
        status = ask_two(part, size, &error);
        ck_assert(status == NNREG_OK || status == NNREG_CORRUPT);
        if (status == NNREG_CORRUPT)
            ck_assert_ptr_nonnull(strstr(error.text, "list of a graph's tensors"));
        whole += status == NNREG_OK;
        damaged += status == NNREG_CORRUPT;
        free(part);
    }
    ck_assert_uint_eq(whole,
                      graph.meta->nodes); /* behind the version's byte, and behind each name but the last */
    ck_assert_uint_gt(damaged, whole);
    done();
}
END_TEST

START_TEST(no_flipped_bit_does_harm)
{
    struct mw_recipe recipe;
    size_t i, damaged = 0;

    mw_recipe_init(&recipe);
    write_of_recipe(&recipe);
    for (i = 0; i < list.size * 8; i++) {
        nnreg_status status;

        list.content[i / 8] = (char)(list.content[i / 8] ^ 1 << i % 8);
        status = ask_two(list.content, list.size, NULL);
        ck_assert(status == NNREG_OK || status == NNREG_CORRUPT);
        damaged += status == NNREG_CORRUPT;
        list.content[i / 8] = (char)(list.content[i / 8] ^ 1 << i % 8);
    }
    ck_assert_uint_gt(damaged, list.size);
    done();
}
END_TEST

#define BYTES(text) text, sizeof text - 1

static const struct {
    const char *bytes;
    size_t size;
    const char *why;
} hostile[] = {
    {BYTES(""), "cut short"},
    {BYTES("\4"), "unknown form"},
    {BYTES("\0"), "unknown form"},
    {BYTES("\3\0\1a\2\1\143\0"), "bad type"},       /* 99 is none */
    {BYTES("\3\0\1a\2\1\201\200\4\0"), "bad type"}, /* nor is 65537 */
    {BYTES("\2\0\1a\2\2\0\0"), "not there"},        /* two shapes, one output */
    {BYTES("\2\0\1a\0\201\2"), "not there"},        /* 257 shapes */
    {BYTES("\2\0\1a\2\1\200\2"), "bad shape"},      /* rank 255 */
    {BYTES("\2\0\1a\2\1\4\1\1"), "cut short"},      /* rank 3 of two dimensions */
    {BYTES("\2\0\1a\2\1\2\377\377\377\377\377\377\377\377\377\1"), "bad dimension"},
    {BYTES("\1\1\1a\0"), "bad name"},                              /* shares with no name before */
    {BYTES("\1\0\1a\0\1\0\0"), "bad name"},                        /* the same name again */
    {BYTES("\1\0\1b\0\0\1a\0"), "out of order"},                   /* descending */
    {BYTES("\1\0\2ab\0\1\1b\0"), "out of order"},                  /* shares less than it could */
    {BYTES("\1\0\1a\202\200\004"), "number of outputs"},           /* 65538 */
    {BYTES("\1\0\377\377\377\377\17a\0"), "bad name"},             /* 4 GiB of name */
    {BYTES("\1\0\201\200\001a\0"), "bad name"},                    /* one byte more than a name may have */
    {BYTES("\1\0\377\377\377\377\377\377\377\377\377\1a"), "bad"}, /* 2^64 - 1 */
    {BYTES("\1\0\200\200\200\200\200\200\200\200\200\200\200"), ""},
    {BYTES("\1\0\5ab"), "cut short"},
};

START_TEST(a_list_that_lies_is_refused_and_told_where)
{
    struct nnreg_error error = NNREG_ERROR_INIT;

    ck_assert_int_eq(ask_two(hostile[_i].bytes, hostile[_i].size, &error), NNREG_CORRUPT);
    ck_assert_msg(strstr(error.text, hostile[_i].why) != NULL, "%s", error.text);
}
END_TEST

/* -- no memory -- */

START_TEST(a_failed_allocation_anywhere_is_told_and_leaves_nothing)
{
    struct mw_recipe recipe;
    struct nnreg_bytes again = NNREG_BYTES_INIT;
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    mw_recipe_init(&recipe);
    write_of_recipe(&recipe);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_bytes_free(&again);
        nnreg_alloc_fail_from(n);
        status = nnreg_tensor_list_write(&again, &graph, NULL, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(again.failed, status == NNREG_NO_MEMORY);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    ck_assert_uint_eq(again.size, list.size);
    for (n = 1, status = NNREG_NO_MEMORY; status == NNREG_NO_MEMORY; n++) {
        struct nnreg_tensor_answer answers[2] = {{.name = "logit"}, {.name = "dense/kernal"}};

        nnreg_alloc_fail_from(n);
        status = nnreg_tensor_list_ask(answers, 2, list.content, list.size, NULL);
        nnreg_alloc_fail_from(0);
        nnreg_tensor_answers_free(answers, 2);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 4);
    nnreg_bytes_free(&again);
    done();
}
END_TEST

/* Of a node with many outputs the list grows while something of it is kept; and a call is entered while it is written. */
START_TEST(a_failed_allocation_within_a_node_is_told)
{
    static const char called[] = "meta_graphs { graph_def { node { name: 'x' op: 'Placeholder' } node { "
                                 "name: 'c' op: 'PartitionedCall' "
                                 "input: 'x' attr { key: 'f' value { func { name: 'f' } } } } library { "
                                 "function { signature { name: 'f' "
                                 "input_arg { name: 'a' type: DT_FLOAT } output_arg { name: 'r' type: "
                                 "DT_FLOAT } } ret { key: 'r' value: "
                                 "'a' } } } } }";
    static const struct nnreg_flow_tensor root = {0, 0};
    nnreg_status status = NNREG_NO_MEMORY;
    struct nnreg_flow flow;
    struct nnreg_shapes shapes;
    uint64_t n;

    write_of_text("meta_graphs { " OPS
                  " graph_def { node { name: 'm' op: 'Many' attr { key: 'N' value { i: 300 } } } } }");
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        struct nnreg_bytes again = NNREG_BYTES_INIT;

        nnreg_alloc_fail_from(n);
        status = nnreg_tensor_list_write(&again, &graph, NULL, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(again.failed, status == NNREG_NO_MEMORY);
        nnreg_bytes_free(&again);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 4);
    done();

    write_of_text(called);
    for (n = 1, status = NNREG_NO_MEMORY; status == NNREG_NO_MEMORY; n++) {
        struct nnreg_bytes again = NNREG_BYTES_INIT;

        ck_assert_int_eq(nnreg_flow_make(&flow, &graph, NULL), NNREG_OK);
        ck_assert_int_eq(nnreg_shapes_make(&shapes, &flow, NULL, 0, &root, 1, NULL), NNREG_OK);
        ck_assert_int_eq(nnreg_shapes_run(&shapes, NULL), NNREG_OK);
        nnreg_alloc_fail_from(n);
        status = nnreg_tensor_list_write(&again, &graph, &shapes, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(again.failed, status == NNREG_NO_MEMORY);
        nnreg_bytes_free(&again);
        nnreg_shapes_free(&shapes);
        nnreg_flow_free(&flow);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    done();
}
END_TEST

Suite *tensor_list_suite(void)
{
    Suite *suite = suite_create("tensor_list");
    TCase *content = tcase_create("content"), *nearest = tcase_create("nearest"),
          *real = tcase_create("real models"), *damage = tcase_create("damage"),
          *memory = tcase_create("no memory");

    tcase_add_loop_test(content, a_list_says_of_each_node_of_a_written_model_what_the_graph_says, 0,
                        MW_KIND_COUNT);
    tcase_add_test(content, a_list_is_sorted_by_bytes_and_shares_what_names_share);
    tcase_add_test(content, an_output_is_there_up_to_their_number_or_where_that_is_unknown);
    tcase_add_test(content, shapes_are_kept_with_what_is_open_in_them);
    tcase_add_test(content, types_are_kept_and_unknown_ones_at_the_end_left_out);
    tcase_add_test(content, a_list_without_shapes_is_read);
    tcase_add_test(content, a_shape_that_was_computed_stands_for_an_open_one);
    tcase_add_test(content, of_more_outputs_than_are_kept_the_last_have_no_type);
    tcase_add_test(content, types_that_cost_too_much_to_find_are_not_kept);
    tcase_add_test(content, shapes_of_too_many_bytes_are_not_kept);
    tcase_add_test(content, a_graph_without_nodes_has_a_list_without_names);
    suite_add_tcase(suite, content);
    tcase_add_test(nearest, the_nearest_names_are_as_good_as_those_of_the_graph);
    tcase_add_test(nearest, the_likeliest_comes_first);
    tcase_add_test(nearest, names_in_another_scope_and_in_another_case_are_like_what_is_wanted);
    tcase_add_test(nearest, only_the_first_of_many_that_are_not_found_have_nearest_names);
    suite_add_tcase(suite, nearest);
    tcase_add_test(real, a_list_says_of_real_models_what_an_independent_reader_found);
    suite_add_tcase(suite, real);
    tcase_add_test(damage, a_list_cut_short_anywhere_is_damaged_unless_between_two_names);
    tcase_add_test(damage, no_flipped_bit_does_harm);
    tcase_add_loop_test(damage, a_list_that_lies_is_refused_and_told_where, 0,
                        (int)(sizeof hostile / sizeof *hostile));
    suite_add_tcase(suite, damage);
    tcase_add_test(memory, a_failed_allocation_within_a_node_is_told);
    tcase_add_test(memory, a_failed_allocation_anywhere_is_told_and_leaves_nothing);
    suite_add_tcase(suite, memory);
    return suite;
}
