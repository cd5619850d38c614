/*
 * The shape of a tensor that a version names, held against the labels of its specification (recognition_shapes.c): what fits,
 * and what is said of what does not.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "registry_fixture.h"
#include "words_fixture.h"

Suite *version_shapes_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    fixture_end(&fixture);
}

/* A tensor of this shape out of a network that is fed images of the shape `fed` in an order. */
struct shape_row {
    const char *fed, *order, *shape;
    unsigned labels;
    const char *kind; /* "scores", or the anchors of a grid */
    const char *told; /* of version.shape, "" for nothing */
};

static uint64_t network_of(const struct shape_row *row)
{
    struct words words;
    char nodes[300], json[400];
    uint64_t id = 0;

    words_begin(&words);
    (void)snprintf(nodes, sizeof nodes,
                   "x Placeholder dtype=DT_FLOAT shape=%s; y Placeholder dtype=DT_FLOAT shape=%s", row->fed,
                   row->shape);
    words_add_model(&words, nodes, "",
                    "signature_def { key: 'serving_default' value { inputs { key: 'x' value { name: 'x:0' "
                    "dtype: DT_FLOAT "
                    "} } inputs { key: 'y' value { name: 'y:0' dtype: DT_FLOAT } } outputs { key: 'y' value "
                    "{ name: 'y:0' "
                    "dtype: DT_FLOAT } } } }");
    (void)snprintf(
        json, sizeof json,
        "{'name': 'n', 'framework': 'tensorflow-1.x', 'preprocessing': {'inputs': [{'tensor_name': 'x', "
        "'image': {'dimension_order': '%s', 'resize_type': 'SQUASH', 'target_size': '32x32', "
        "'color_channels': 'RGB'}}]}}",
        row->order);
    words_describe(&words, json);
    ck_assert_msg(nnreg_network_create(fixture.registry, &id, words.json, strlen(words.json), words.bundle,
                                       NULL, fixture.findings) == NNREG_OK,
                  "%s: %s", nnreg_message(fixture.registry), fixture_found(&fixture));
    words_end(&words);
    return id;
}

static uint64_t spec_of(const struct shape_row *row)
{
    struct nnreg_bytes json = NNREG_BYTES_INIT;
    uint64_t id = 0;
    unsigned i;

    nnreg_bytes_text(&json, "{\"name\": \"s\", \"outputs\": [{\"labels\": {\"labels\": [");
    for (i = 0; i < row->labels; i++)
        nnreg_bytes_format(&json, "%s{\"id\": %u, \"name\": \"label %u\"}", i > 0 ? ", " : "", i, i);
    nnreg_bytes_format(&json, "], \"exclusive\": false, \"roi\": \"%s\"}}]}",
                       strcmp(row->kind, "scores") == 0 ? "NONE" : "BBOX");
    ck_assert_int_eq(
        nnreg_spec_create(fixture.registry, &id, json.content, json.size, NULL, fixture.findings), NNREG_OK);
    nnreg_bytes_free(&json);
    return id;
}

/* What is said of the version. */
static const char *told_of_version(const struct shape_row *row)
{
    static char told[600];
    uint64_t network = network_of(row), spec = spec_of(row), id;
    const struct nnreg_finding *finding;
    char json[400], entry[200];
    size_t i;

    if (strcmp(row->kind, "scores") == 0)
        (void)snprintf(entry, sizeof entry, "{\"classification\": {\"output_tensor\": \"y\"}}");
    else
        (void)snprintf(entry, sizeof entry,
                       "{\"detection\": {\"yolo_output\": {\"output_tensor\": \"y\", \"anchors\": [%s]}, "
                       "\"nms_threshold\": 0.5}}",
                       row->kind);
    (void)snprintf(json, sizeof json, "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": [%s]}",
                   (unsigned long long)spec, (unsigned long long)network, entry);
    (void)nnreg_version_create(fixture.registry, &id, json, strlen(json), NULL, fixture.findings);
    told[0] = '\0';
    for (i = 0; (finding = nnreg_findings_get(fixture.findings, i)) != NULL; i++)
        if (strcmp(finding->rule, "version.shape") == 0)
            (void)snprintf(told, sizeof told, "%s (%s)", finding->message, finding->hint);
    return told;
}

static void expect_shapes(const struct shape_row *rows, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        ck_assert_msg(strcmp(told_of_version(&rows[i]), rows[i].told) == 0, "%s for %u labels, %s: %s",
                      rows[i].shape, rows[i].labels, rows[i].kind, told_of_version(&rows[i]));
}

#define EXPECT_SHAPES(rows) expect_shapes(rows, sizeof(rows) / sizeof *(rows))
#define IMAGES              "[-1,32,32,3]"
#define PLANES              "[-1,3,32,32]"
#define EIGHT               "[8,32,32,3]"

START_TEST(scores_are_as_many_as_the_labels)
{
#define VALUES(shape, values, labels) \
    "\"y\" has the shape " shape ", which is " values " for an image, but output 0 of the spec has " labels
#define EACH \
    " (each value takes a label, in the order of the network; or name the tensor that has the scores)"
#define BACKGROUND \
    " (one of the values may be a background class: give it a label, too, at the place that it has)"
#define SINGLE " (a single value is the score of a single label: give the output one label, not exclusive)"
    static const struct shape_row rows[] = {
        {IMAGES, "NHWC", "[5]", 5, "scores", ""},
        {IMAGES, "NHWC", "[-1,5]", 5, "scores", ""},
        {IMAGES, "NHWC", "[-1,5,1,1]", 5, "scores", ""},
        {IMAGES, "NHWC", "[-1,-1]", 5, "scores", ""},
        {IMAGES, "NHWC", "?", 5, "scores", ""},
        {IMAGES, "NHWC", "[]", 1, "scores", ""},
        {IMAGES, "NHWC", "[-1]", 5, "scores", ""},
        {EIGHT, "NHWC", "[8]", 1, "scores", ""},
        {EIGHT, "NHWC", "[8,1]", 1, "scores", ""},
        {EIGHT, "NHWC", "[8]", 8, "scores", ""},
        {IMAGES, "NHWC", "[7]", 5, "scores", VALUES("[7]", "7 values", "5 labels") EACH},
        {EIGHT, "NHWC", "[7]", 5, "scores", VALUES("[7]", "7 values", "5 labels") EACH},
        {EIGHT, "NHWC", "[8]", 5, "scores", VALUES("[8]", "1 value", "5 labels") SINGLE},
        {IMAGES, "NHWC", "[4,1]", 5, "scores", VALUES("[4, 1]", "1 value", "5 labels") SINGLE},
        {IMAGES, "NHWC", "[-1,6]", 5, "scores", VALUES("[-1, 6]", "6 values", "5 labels") BACKGROUND},
        {IMAGES, "NHWC", "[-1,3]", 1, "scores", VALUES("[-1, 3]", "3 values", "1 label") EACH},
        {IMAGES, "NHWC", "[]", 5, "scores", VALUES("[]", "1 value", "5 labels") SINGLE},
    };

    EXPECT_SHAPES(rows);
}
END_TEST

START_TEST(a_grid_has_room_for_each_anchor)
{
#define THREE "1, 2, 3, 4, 5, 6"
#define GRID(shape)                                                                                       \
    "\"y\" has the shape " shape ", but 3 pairs of anchors and 5 labels make 30 channels (each of the 3 " \
    "anchors has 5 numbers of its box and 5 scores)"
    static const struct shape_row rows[] = {
        {IMAGES, "NHWC", "[-1,13,13,30]", 5, THREE, ""},
        {IMAGES, "NHWC", "[-1,13,13,-1]", 5, THREE, ""},
        {IMAGES, "NHWC", "[-1,13,13,3,10]", 5, THREE, ""},
        {IMAGES, "NHWC", "[-1,507,10]", 5, THREE, ""},
        {IMAGES, "NHWC", "[-1,-1,10]", 5, THREE, ""},
        {IMAGES, "NHWC", "[-1,30,13,13]", 5, THREE, ""},
        {PLANES, "NCHW", "[-1,-1,13,13]", 5, THREE, ""},
        {IMAGES, "NHWC", "[-1,3,10,13,13]", 5, THREE, ""},
        {IMAGES, "NHWC", "[-1,-1,10,13,13]", 5, THREE, ""},
        {IMAGES, "NHWC", "?", 5, THREE, ""},
        {IMAGES, "NHWC", "[-1,13,13,31]", 5, THREE, GRID("[-1, 13, 13, 31]")},
        {IMAGES, "NHWC", "[-1,508,10]", 5, THREE, GRID("[-1, 508, 10]")},
        {IMAGES, "NHWC", "[10]", 5, THREE, GRID("[10]")},
        {IMAGES, "NHWC", "[]", 5, THREE, GRID("[]")},
        {IMAGES, "NHWC", "[10,13,13]", 5, THREE, GRID("[10, 13, 13]")},
        {IMAGES, "NHWC", "[-1,-1,13,13]", 5, THREE, GRID("[-1, -1, 13, 13]")},
        {PLANES, "NCHW", "[-1,31,13,13]", 5, THREE, GRID("[-1, 31, 13, 13]")},
        {IMAGES, "NHWC", "[-1,4,10,13,13]", 5, THREE, GRID("[-1, 4, 10, 13, 13]")},
        {IMAGES, "NHWC", "[-1,3,11,13,13]", 5, THREE, GRID("[-1, 3, 11, 13, 13]")},
        {IMAGES, "NHWC", "[-1,13,13,7]", 1, "1, 2",
         "\"y\" has the shape [-1, 13, 13, 7], but 1 pair of anchors and 1 label make 6 channels (each of "
         "the 1 anchor has "
         "5 numbers of its box and 1 score)"},
        {IMAGES, "NHWC", "[-1,13,13,30]", 5, "1",
         "anchors has 1 number, which are no pairs (give the width and the height of each anchor, one behind "
         "the other)"},
        {IMAGES, "NHWC", "[-1,13,13,30]", 5, "1, 2, 3",
         "anchors has 3 numbers, which are no pairs (give the width and the height of each anchor, one "
         "behind the other)"},
        {IMAGES, "NHWC", "[-1,13,13,31]", 5, "", ""}, /* none: has a finding of its own */
    };

    EXPECT_SHAPES(rows);
}
END_TEST

Suite *version_shapes_suite(void)
{
    Suite *suite = suite_create("version shapes");
    TCase *all = tcase_create("told");

    tcase_add_checked_fixture(all, begin, end);
    tcase_add_test(all, scores_are_as_many_as_the_labels);
    tcase_add_test(all, a_grid_has_room_for_each_anchor);
    suite_add_tcase(suite, all);
    return suite;
}
