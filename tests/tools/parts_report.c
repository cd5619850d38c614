/*
 * Reports of nnreg_inspect as people see them, of models that hold what the model writer does not make.
 */
#include <string.h>

#include "inspect_view.h"
#include "parts.h"

static void show(struct buffer *text, const char *report)
{
    inspect_add_text(text, parts_json(report), false);
}

START_TEST(a_report_without_anything_says_so)
{
    struct buffer text = {0};

    show(&text, "{}");
    parts_is(&text, "model       none that could be read\n");
    show(
        &text,
        "{\"model\": null, \"variables\": {\"entries\": 1, \"parameters\": 1, \"bytes\": 4, \"shards\": [1], "
        "\"tensors\": [{\"name\": \"a\", \"size\": 4, \"slices\": 2}]}, \"weights_checked\": false}");
    parts_has(&text, "variables   1 entry, 1 parameter, 4 B in 1 shard\n");
    parts_has(&text, "unknown in 2 slices");
    parts_has(&text, "weights     not checked");
    buffer_free(&text);
    show(&text, "{\"variables\": {\"entries\": 2, \"parameters\": 2, \"bytes\": 4, \"shards\": [1, 2]}}");
    parts_has(&text, "variables   2 entries, 2 parameters, 4 B in 2 shards\n");
    parts_lacks(&text, "weights");
    buffer_free(&text);
}
END_TEST

START_TEST(a_meta_graph_tells_what_it_restores)
{
    static const struct {
        const char *restores, *told;
    } rows[] = {
        {"{\"need\": \"none\"}", "restores    nothing\n"},
        {"{\"need\": \"variables\", \"keys\": 1}", "restores    1 variable\n"},
        {"{\"need\": \"variables\", \"keys\": 2}", "restores    2 variables\n"},
        {"{\"need\": \"hub\"}", "restores    variables, as a TF-Hub module\n"},
        {"{\"need\": \"python-only\"}",
         "restores    nothing on a model server; Python wants the variable files\n"},
        {"{\"need\": \"unknown\"}", "restores    something that the graph does not tell\n"},
        {"null", "restores    something that the graph does not tell\n"},
    };
    struct buffer text = {0}, report = {0};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        buffer_printf(&report,
                      "{\"model\": {\"file\": \"m\", \"form\": \"text\", \"meta_graphs\": [{\"tags\": [], "
                      "\"nodes\": 1, \"function_nodes\": 1, \"restores\": %s}]}}",
                      rows[i].restores);
        show(&text, buffer_text(&report));
        parts_has(&text, rows[i].told);
        parts_has(&text, "(no tags)");
        parts_has(&text, "(it does not say which)");
        parts_has(&text, "1 node\n");
        parts_has(&text, "with 1 node\n");
        buffer_free(&text);
        buffer_free(&report);
    }
}
END_TEST

START_TEST(a_meta_graph_tells_all_there_is)
{
    static const char report[] =
        "{\"model\": {\"file\": \"m\", \"form\": \"binary\", \"served\": 1, \"meta_graphs\": [{}, {\"tags\": "
        "[\"serve\", "
        "\"gpu\", 7], \"tensorflow_version\": \"2.1\", \"init_op\": \"init\", \"nodes\": 3, "
        "\"function_nodes\": 0, "
        "\"assets\": [{\"filename\": \"a\"}, {\"filename\": \"b\"}], \"signatures\": [{\"name\": "
        "\"__saved_model_train_op\"}, {\"name\": \"__saved_model_init_op\"}, {\"name\": \"s\", \"inputs\": "
        "[{\"key\": "
        "\"x\", \"composite\": {}, \"components\": [{\"tensor\": \"c:0\"}, {}], \"dtype\": \"DT_FLOAT\", "
        "\"images\": "
        "{\"pixels\": \"0 to 1\"}}, {\"key\": \"y\", \"sparse\": {\"values\": \"v\", \"indices\": \"i\", "
        "\"dense_shape\": \"d\"}, \"shape\": [2], \"images\": {}}, {\"key\": \"w\"}], \"outputs\": "
        "[{\"key\": \"z\", "
        "\"tensor\": \"t\", "
        "\"shape\": [-1], \"computed\": [5]}]}, {\"name\": \"p\", \"method\": \"predict\"}]}]}, "
        "\"unsafe_operations\": "
        "[{\"class\": \"file\", \"op\": \"ReadFile\", \"node\": \"n\", \"reaches\": \"files\", \"origins\": "
        "[{\"from\": "
        "\"signature\"}, {\"from\": \"constant\"}, {\"from\": \"unknown\"}]}, {\"class\": \"x\", "
        "\"origins\": "
        "[{\"from\": \"state\"}]}, {\"class\": \"y\", \"origins\": [{\"from\": \"constant\"}]}, {\"class\": "
        "\"w\"}]}";
    struct buffer text = {0};

    show(&text, report);
    parts_has(&text, "serve, gpu, ");
    parts_has(&text, "TensorFlow 2.1");
    parts_has(&text, "init op     init\n");
    parts_has(&text, "assets      a, b\n");
    parts_lacks(&text, "__saved_model");
    parts_has(&text, "composite: c:0, ");
    parts_has(&text, "sparse: values v, indices i, dense_shape d");
    parts_has(&text, "[-1], computed [5]");
    parts_has(&text, "images of x: 0 to 1\n");
    parts_lacks(&text, "images of y");
    parts_lacks(&text, "images of w");
    parts_has(&text, "signature p (predict)\n");
    parts_has(&text, "files (signature, unknown)");
    parts_has(&text, "(state)");
    buffer_free(&text);
    ck_assert_uint_gt(inspect_served(parts_json(report)).length, 2);
    ck_assert_uint_eq(
        inspect_served(parts_json("{\"model\": {\"served\": null, \"meta_graphs\": [{}]}}")).length, 0);
    ck_assert_uint_eq(inspect_served(parts_json("{\"model\": {\"meta_graphs\": [{}]}}")).length, 0);
}
END_TEST

START_TEST(tensors_are_filtered)
{
    static const char report[] = "{\"a\": { }, 7, \"tensorz\": 1, \"tensors\": [{\"name\": \"x\", \"dtype\": "
                                 "\"DT_INT8\"}, {\"name\": \"y\"}, {\"name\": "
                                 "\"xx\"}], \"nodes_left_out\": 3}";
    struct buffer text = {0};

    inspect_add_filtered(&text, parts_json(report), "x*");
    parts_is(&text, "{\"a\":{},\"tensorz\":1,\"tensors\":[{\"name\":\"x\",\"dtype\":\"DT_INT8\"},{\"name\":"
                    "\"xx\"}],\"nodes_left_out\":3}");
    inspect_add_tensors(&text, parts_json(report), NULL, false);
    parts_has(&text, "unknown");
    parts_has(&text, "... and those of 3 more nodes\n");
    buffer_free(&text);
}
END_TEST

START_TEST(a_cost_tells_what_is_not_in_it)
{
    static const struct {
        const char *cost, *told[3];
    } rows[] = {
        {"{\"unknown\": 1, \"first_unknown\": {\"op\": \"Op\", \"node\": \"n\"}, \"in_loops\": 1, "
         "\"inputs\": [{\"tensor\": "
         "\"x\", \"shape\": [-1,3,3,3]}]}",
         {"1 operation of which not all is known: Op \"n\"\n", "1 operation in loops, counted once\n",
          "sides that are open hide"}},
        {"{\"unknown\": 2, \"first_unknown\": {\"op\": \"Op\", \"node\": \"n\"}, \"in_loops\": 2, "
         "\"incomplete\": true, "
         "\"scopes_left_out\": 4}",
         {"2 operations of which not all is known, the first is Op \"n\"\n",
          "2 operations in loops, counted once\n", "there is more than this"}},
        {"{\"incomplete\": false, \"inputs\": [{\"tensor\": \"a\"}, {\"tensor\": \"b\", \"shape\": "
         "[-1,2,3]}, {\"tensor\": "
         "\"c\", \"shape\": [1,2,3]}, {\"tensor\": \"d\"}, {\"tensor\": \"e\"}], \"inputs_left_out\": 2, "
         "\"scopes\": [{\"scope\": \"s\"}]}",
         {"counted for a unknown, b [-1,2,3], c [1,2,3], d unknown and 3 more\n", "at most 0 bytes",
          "total"}},
        {"{\"unknown\": 3, \"scopes_left_out\": 4}",
         {"... and 4 more scopes\n", "3 operations", "as far as is known"}},
    };
    struct buffer text = {0}, report = {0};
    size_t i, k;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        buffer_printf(&report, "{\"cost\": %s}", rows[i].cost);
        inspect_add_cost(&text, parts_json(buffer_text(&report)), true);
        for (k = 0; k < 3; k++)
            parts_has(&text, rows[i].told[k]);
        buffer_free(&text);
        buffer_free(&report);
    }
    inspect_add_cost(&text, parts_json("{}"), false);
    parts_is(&text, "");
}
END_TEST

Suite *parts_report_suite(void)
{
    Suite *suite = suite_create("report");
    TCase *tests = tcase_create("report");

    tcase_add_test(tests, a_report_without_anything_says_so);
    tcase_add_test(tests, a_meta_graph_tells_what_it_restores);
    tcase_add_test(tests, a_meta_graph_tells_all_there_is);
    tcase_add_test(tests, tensors_are_filtered);
    tcase_add_test(tests, a_cost_tells_what_is_not_in_it);
    suite_add_tcase(suite, tests);
    return suite;
}
