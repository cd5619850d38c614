/*
 * The shape of a tensor that a version names, held against the labels of its specification (recognition_shapes.c): what fits,
 * and what is said of what does not.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
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

/* `nodes`, of which "x" is fed, and `signature`. */
static uint64_t network_with(const char *nodes, const char *order, const char *signature)
{
    struct words words;
    char json[400];
    uint64_t id = 0;

    words_begin(&words);
    words_add_model(&words, nodes, "", signature);
    (void)snprintf(
        json, sizeof json,
        "{'name': 'n', 'framework': 'tensorflow-1.x', 'preprocessing': {'inputs': [{'tensor_name': 'x', "
        "'image': {'dimension_order': '%s', 'resize_type': 'SQUASH', 'target_size': '32x32', "
        "'color_channels': 'RGB'}}]}}",
        order);
    words_describe(&words, json);
    ck_assert_msg(nnreg_network_create(fixture.registry, &id, words.json, strlen(words.json), words.bundle,
                                       NULL, fixture.findings) == NNREG_OK,
                  "%s: %s", nnreg_message(fixture.registry), fixture_found(&fixture));
    words_end(&words);
    return id;
}

static uint64_t network_of(const struct shape_row *row)
{
    char nodes[300];

    (void)snprintf(nodes, sizeof nodes,
                   "x Placeholder dtype=DT_FLOAT shape=%s; y Placeholder dtype=DT_FLOAT shape=%s", row->fed,
                   row->shape);
    return network_with(
        nodes, row->order,
        "signature_def { key: 'serving_default' value { inputs { key: 'x' value { name: 'x:0' "
        "dtype: DT_FLOAT "
        "} } inputs { key: 'y' value { name: 'y:0' dtype: DT_FLOAT } } outputs { key: 'y' value "
        "{ name: 'y:0' "
        "dtype: DT_FLOAT } } } }");
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

/* ------------------------------------------------------------------------------------------------------- boxes -- */

/* Three tensors, "a", "b" and "c", that stand for those of a form in its order, and three that do for a second output. */
struct boxes_row {
    const char *form, *shapes[3];
    unsigned labels;
    const char *told; /* as above, each with the member in front */
};

static uint64_t network_of_boxes(const struct boxes_row *row)
{
    char nodes[400];

    (void)snprintf(nodes, sizeof nodes,
                   "x Placeholder dtype=DT_FLOAT shape=" IMAGES "; a Placeholder dtype=DT_FLOAT shape=%s; b "
                   "Placeholder dtype=DT_FLOAT shape=%s; c Placeholder dtype=DT_FLOAT shape=%s",
                   row->shapes[0], row->shapes[1], row->shapes[2]);
    return network_with(nodes, "NHWC", "");
}

static const char *told_of_boxes(nnreg_status *status, uint64_t spec, uint64_t network, const char *form,
                                 unsigned outputs)
{
    static char told[2000];
    bool direct = strcmp(form, "direct") == 0;
    const struct nnreg_finding *finding;
    char json[1000], entry[300];
    size_t i, length = 0;
    uint64_t id;

    (void)snprintf(entry, sizeof entry,
                   "{\"detection\": {\"%s_output\": {\"%s\": \"a\", \"%s\": \"b\", \"%s\": \"c\"}, "
                   "\"nms_threshold\": 0.5}}",
                   form, direct ? "boxes_tensor" : "anchors_tensor",
                   direct ? "scores_tensor" : "offsets_tensor", direct ? "classes_tensor" : "scores_tensor");
    (void)snprintf(json, sizeof json,
                   "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": [%s%s%s]}",
                   (unsigned long long)spec, (unsigned long long)network, entry, outputs > 1 ? ", " : "",
                   outputs > 1 ? entry : "");
    *status = nnreg_version_create(fixture.registry, &id, json, strlen(json), NULL, fixture.findings);
    told[0] = '\0';
    for (i = 0; (finding = nnreg_findings_get(fixture.findings, i)) != NULL; i++)
        if (strcmp(finding->rule, "version.shape") == 0)
            length += (size_t)snprintf(told + length, sizeof told - length, "%s: %s (%s); ",
                                       strrchr(finding->pointer, '/') + 1, finding->message, finding->hint);
    return told;
}

static uint64_t spec_of_boxes(unsigned labels, unsigned outputs)
{
    struct nnreg_bytes json = NNREG_BYTES_INIT;
    uint64_t id = 0;
    unsigned i, k;

    nnreg_bytes_text(&json, "{\"name\": \"s\", \"outputs\": [");
    for (k = 0; k < outputs; k++) {
        nnreg_bytes_format(&json, "%s{\"labels\": {\"labels\": [", k > 0 ? ", " : "");
        for (i = 0; i < labels; i++)
            nnreg_bytes_format(&json, "%s{\"id\": %u, \"name\": \"label %u\"}", i > 0 ? ", " : "", i, i);
        nnreg_bytes_text(&json, "], \"exclusive\": false, \"roi\": \"BBOX\"}}");
    }
    nnreg_bytes_text(&json, "]}");
    ck_assert_int_eq(
        nnreg_spec_create(fixture.registry, &id, json.content, json.size, NULL, fixture.findings), NNREG_OK);
    nnreg_bytes_free(&json);
    return id;
}

#define DIRECT_OF(labels)                                                                                    \
    "boxes_tensor is N x L x 4 or N x 4, scores_tensor is N x L or N, classes_tensor is N x L or N, with N " \
    "boxes and L = " labels

static const struct boxes_row boxes[] = {
    {"direct", {"[-1,100,3,4]", "[-1,100,3]", "[-1,100,3]"}, 3, ""},
    {"direct", {"[-1,100,4]", "[-1,100]", "[-1,100]"}, 1, ""},
    {"direct",
     {"[-1,100,5]", "[-1,100]", "[-1,100]"},
     1,
     "boxes_tensor: \"a\" has the shape [-1, 100, 5], which as boxes_tensor of 1 label is to be N x L x 4 or "
     "N "
     "x 4 (" DIRECT_OF("1") "); "},
    {"direct",
     {"[-1,100]", "[-1,100,4]", "[-1,100]"},
     3,
     "boxes_tensor: boxes_tensor and scores_tensor are swapped: boxes_tensor [-1, 100], scores_tensor [-1, "
     "100, 4], classes_tensor [-1, 100] (set boxes_tensor to \"b\", scores_tensor to \"a\"); "},
    /* beside one that is wrong by itself, and one that is not known */
    {"direct",
     {"[-1,100]", "[-1,100,4]", "[-1,100,7]"},
     3,
     "boxes_tensor: boxes_tensor and scores_tensor are swapped: boxes_tensor [-1, 100], scores_tensor [-1, "
     "100, 4], classes_tensor [-1, 100, 7] (set boxes_tensor to \"b\", scores_tensor to \"a\"); "
     "classes_tensor: \"c\" has the shape [-1, 100, 7], which as classes_tensor of 3 labels is to be N x L "
     "or "
     "N (" DIRECT_OF("3") "); "},
    {"anchored",
     {"?", "[-1,100,4]", "[-1,100,4,4]"},
     3,
     "offsets_tensor: offsets_tensor and scores_tensor are swapped: offsets_tensor [-1, 100, 4], "
     "scores_tensor [-1, 100, 4, 4] (set offsets_tensor to \"c\", scores_tensor to \"b\"); "},
    {"direct",
     {"[-1,100,4]", "[-1,90]", "[-1,100]"},
     3,
     "scores_tensor: the shapes do not go together: boxes_tensor [-1, 100, 4], scores_tensor [-1, 90], "
     "classes_tensor [-1, 100] (" DIRECT_OF("3") "); "},
};

START_TEST(the_tensors_of_boxes_go_together)
{
    uint64_t network = network_of_boxes(&boxes[_i]), spec = spec_of_boxes(boxes[_i].labels, 1);
    nnreg_status status;

    ck_assert_str_eq(told_of_boxes(&status, spec, network, boxes[_i].form, 1), boxes[_i].told);
    ck_assert_int_eq(status, boxes[_i].told[0] != '\0' ? NNREG_REFUSED : NNREG_OK);
}
END_TEST

/* Of two outputs, so that there is something behind the first failure. */
START_TEST(without_memory_nothing_is_said_of_boxes)
{
    uint64_t network = network_of_boxes(&boxes[_i]), spec = spec_of_boxes(boxes[_i].labels, 2), n;
    nnreg_status status = NNREG_NO_MEMORY;

    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        const char *told;

        nnreg_alloc_fail_from(n);
        told = told_of_boxes(&status, spec, network, boxes[_i].form, 2);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(told[0] != '\0', status == NNREG_REFUSED);
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    ck_assert_uint_gt(n, 20);
}
END_TEST

#define BOXES_ROWS ((int)(sizeof boxes / sizeof *boxes))

Suite *version_shapes_suite(void)
{
    Suite *suite = suite_create("version shapes");
    TCase *all = tcase_create("told");

    tcase_add_checked_fixture(all, begin, end);
    tcase_add_test(all, scores_are_as_many_as_the_labels);
    tcase_add_test(all, a_grid_has_room_for_each_anchor);
    tcase_add_loop_test(all, the_tensors_of_boxes_go_together, 0, BOXES_ROWS);
    tcase_add_loop_test(all, without_memory_nothing_is_said_of_boxes, 2, BOXES_ROWS);
    suite_add_tcase(suite, all);
    return suite;
}
