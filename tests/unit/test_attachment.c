/*
 * Versions against what they tie together (judge/judge_recognition.h): what the fixtures of tests/cases cannot say, which is
 * the wording of messages and hints, what is asked of whom, and what happens when something fails.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "case_text.h"
#include "judge/judge_recognition.h"
#include "codec/json_records.h"
#include "nnreg.h"

/* -- a spec and a network to attach -- */

static const char spec_text[] =
    "{\"id\": 4, \"name\": \"cats & dogs\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, \"name\": "
    "\"cat\"}, "
    "{\"id\": 2, \"name\": \"dog\"}], \"exclusive\": true, \"roi\": \"NONE\"}}, {\"labels\": {\"labels\": "
    "[{\"id\": 1, \"name\": \"ear\"}], \"exclusive\": false, \"roi\": \"BBOX\"}}]}";

/* A list of the nodes boxes (2 outputs), classes, none (0), own (not known), scores. */
static const char list[] = "\1\0\5boxes\3\0\7classes\2\0\4none\1\0\3own\0\0\6scores\2";

struct attached {
    struct nnreg_spec spec;
    struct nnreg_network network;
    struct nnreg_attachment attachment;
    nnreg_status status; /* what finding them returns */
    unsigned asked;
    uint64_t spec_id, network_id;
};

static void record_of(const struct nnreg_table *table, void *record, const char *text)
{
    struct nnreg_json json;

    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_json_to_record(table, record, &json, json.values, NNREG_JSON_FILLED, NULL),
                     NNREG_OK);
    nnreg_json_free(&json);
}

static void attach_to(struct attached *attached, const char *spec, const char *postprocessings)
{
    struct text text = TEXT_INIT;

    *attached = (struct attached){.status = NNREG_OK};
    text_format(&text,
                "{\"id\": 9, \"name\": \"net\", \"framework\": \"tensorflow-1.x\", \"postprocessings\": ");
    text_put(&text, postprocessings, strlen(postprocessings));
    text_put(&text, "}", 1);
    record_of(&nnreg_spec_table, &attached->spec, spec);
    record_of(&nnreg_network_table, &attached->network, text.content);
    text_free(&text);
    attached->attachment = (struct nnreg_attachment){.spec = &attached->spec,
                                                     .network = &attached->network,
                                                     .tensors = list,
                                                     .tensors_size = sizeof list - 1};
}

static void attach(struct attached *attached, const char *postprocessings)
{
    attach_to(attached, spec_text, postprocessings);
}

static void detach(struct attached *attached)
{
    nnreg_record_clear(&nnreg_spec_table, &attached->spec);
    nnreg_record_clear(&nnreg_network_table, &attached->network);
}

static nnreg_status find(struct nnreg_attachment *attachment, void *context, uint64_t spec_id,
                         uint64_t network_id, struct nnreg_error *error)
{
    struct attached *attached = context;

    attached->asked++;
    attached->spec_id = spec_id;
    attached->network_id = network_id;
    *attachment = attached->attachment;
    return attached->status == NNREG_OK ? NNREG_OK : nnreg_fail(error, attached->status, "it failed");
}

static nnreg_status judge(nnreg_findings *findings, struct attached *attached, const char *text)
{
    struct nnreg_json json = {0};
    nnreg_status status =
        nnreg_judge_version(&json, findings, text, strlen(text), NNREG_FORM_WRITTEN, find, attached, NULL);

    ck_assert(status == NNREG_OK || json.values == NULL);
    nnreg_json_free(&json);
    return status;
}

/* A version whose two entries are as given. */
#define TWO(first, second) \
    "{\"spec_id\": 4, \"network_id\": 9, \"post_processings\": [" first ", " second "]}"
#define CLASSES(tensor) "{\"classification\": {\"output_tensor\": \"" tensor "\"}}"
#define BOXES(members)  "{\"detection\": {\"nms_threshold\": 0.5, \"discard_threshold\": 0, " members "}}"
#define DIRECT(boxes, scores, classes)                                                  \
    "\"direct_output\": {\"boxes_tensor\": \"" boxes "\", \"scores_tensor\": \"" scores \
    "\", \"classes_tensor\": \"" classes "\"}"

static const char sound[] = TWO(CLASSES("scores"), BOXES(DIRECT("boxes:1", "scores:0", "classes")));

/* -- messages -- */

static const struct {
    const char *declared, *version, *rule, *message, *hint;
} told[] = {
#define GIVEN(more) "[{\"tensors_output\": {\"tensors\": [\"scores\", \"boxes\", \"classes\"" more "]}}]"
    /* a name as long as no other, and one that is nobody's, beside more tensors than are shown */
    {GIVEN(""), TWO(CLASSES("<<60*a>>"), BOXES(DIRECT("boxes", "scores", "classes"))), "model.tensor-missing",
     "there is no tensor \"aaa", "the network gives out \"boxes\", \"classes\", \"scores\""},
    {GIVEN(", \"own:1\", \"own:2\", \"own:3\", \"own:4\""),
     TWO(CLASSES("nothing"), BOXES(DIRECT("boxes", "scores", "classes"))), "model.tensor-missing",
     "there is no tensor \"nothing\"",
     "the network gives out \"boxes\", \"classes\", \"own:1\", \"own:2\", \"own:3\", \"own:4\", and more"},
    {"[]", TWO(CLASSES("<<4097*a>>"), BOXES(DIRECT("boxes", "scores", "classes"))), "too-long",
     "output_tensor has 4097 bytes, at most 4096 are allowed", NULL},
    {"[]", TWO("{\"classification\": 5}", BOXES(DIRECT("boxes", "scores", "classes"))), "type",
     "classification", NULL},
    {"[]", TWO(CLASSES("scorse"), BOXES(DIRECT("boxes", "scores", "classes"))), "model.tensor-missing",
     "there is no tensor \"scorse\" in the graph of network 9 (\"net\")", "did you mean \"scores\"?"},
    {"[]", TWO(CLASSES("completely_different"), BOXES(DIRECT("boxes", "scores", "classes"))),
     "model.tensor-missing", "there is no tensor \"completely_different\"", "names are those of the nodes"},
    {"[{\"tensors_output\": {\"tensors\": [\"scores:0\", \"boxes\", \"classes\"]}}]",
     TWO(CLASSES("score"), BOXES(DIRECT("boxes", "scores", "classes"))), "model.tensor-missing",
     "there is no tensor \"score\"",
     "did you mean \"scores:0\"?; the network gives out \"boxes\", \"classes\", \"scores:0\""},
    {"[]", TWO(CLASSES("scores:1"), BOXES(DIRECT("boxes", "scores", "classes"))), "model.output-index",
     "the node of \"scores:1\" has 1 output, so the index ends at 0", NULL},
    {"[]", TWO(CLASSES("none"), BOXES(DIRECT("boxes", "scores", "classes"))), "model.output-index",
     "the node of \"none\" has no outputs", NULL},
    {"[{\"tensors_output\": {\"tensors\": [\"boxes\", \"classes\"]}}, {\"tensors_output\": {\"tensors\": "
     "[\"scores\"]}}]",
     TWO(CLASSES("boxes:1"), BOXES(DIRECT("boxes", "scores", "classes"))), "version.undeclared-tensor",
     "\"boxes:1\" is in the graph of network 9 (\"net\"), but not in its tensors_output",
     "the network gives out \"boxes\", \"classes\", \"scores\""},
    {"[]", TWO(BOXES(DIRECT("boxes", "scores", "classes")), BOXES(DIRECT("boxes", "scores", "classes"))),
     "version.roi", "a detection is for roi BBOX, but output 0 of the spec has roi NONE",
     "as a classification"},
    {"[]", TWO(CLASSES("scores"), CLASSES("scores")), "version.roi",
     "a classification is for roi NONE, but output 1 of the spec has roi BBOX", "as a detection"},
    {"[]", "{\"spec_id\": 4, \"network_id\": 9, \"post_processings\": [" CLASSES("scores") "]}",
     "version.outputs", "post_processings has 1 entry, but spec 4 (\"cats & dogs\") has 2 outputs",
     "one for each output"},
    {"[]", TWO(CLASSES("scores"), BOXES("\"thresholds\": [0.5, 0.5], " DIRECT("boxes", "scores", "classes"))),
     "version.thresholds", "thresholds has 2 entries, but output 1 of the spec has 1 label",
     "or leave thresholds out"},
    {"[]", "{\"spec_id\": 4, \"network_id\": 9, \"post_processings\": []}", "empty",
     "post_processings has no entry", NULL},
    {"[]",
     TWO("{\"classification\": {\"output_tensor\": \"scores\", \"thresholds\": [0.5, 5]}}",
         BOXES(DIRECT("boxes", "scores", "classes"))),
     "range", "5 at index 1 of thresholds is not from 0 to 1", NULL},
    {"[]",
     TWO("{\"classification\": {\"output_tensor\": \"scores\", \"thresholds\": [0.5, \"5\"]}}",
         BOXES(DIRECT("boxes", "scores", "classes"))),
     "type", "the entry at index 1 of thresholds is a string (\"5\"), not a number", "without quotes"},
};

START_TEST(a_finding_says_what_was_found_and_how_to_mend_it)
{
    struct attached attached;
    const struct nnreg_finding *finding;
    nnreg_findings *findings;
    struct text version = TEXT_INIT;

    attach(&attached, told[_i].declared);
    text_expand(&version, told[_i].version, strlen(told[_i].version));
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(judge(findings, &attached, version.content), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    finding = nnreg_findings_get(findings, 0);
    ck_assert_str_eq(finding->rule, told[_i].rule);
    ck_assert_msg(strstr(finding->message, told[_i].message) != NULL, "%s", finding->message);
    ck_assert_int_eq(finding->hint != NULL, told[_i].hint != NULL);
    if (told[_i].hint != NULL)
        ck_assert_msg(strstr(finding->hint, told[_i].hint) != NULL, "%s", finding->hint);
    nnreg_findings_free(findings);
    detach(&attached);
    text_free(&version);
}
END_TEST

START_TEST(names_that_are_as_near_are_all_told)
{
    static const char three[] = "\1\0\5boxes\2\0\7classes\2\0\6score1\2\5\1"
                                "2\2\5\1"
                                "3\2"; /* five letters of the name before */
    struct attached attached;
    nnreg_findings *findings;

    attach(&attached, "[]");
    attached.attachment.tensors = three;
    attached.attachment.tensors_size = sizeof three - 1;
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(
        judge(findings, &attached, TWO(CLASSES("score"), BOXES(DIRECT("boxes", "score1", "classes")))),
        NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->hint,
                     "did you mean \"score1\" or \"score2\" or \"score3\"?");
    nnreg_findings_free(findings);
    detach(&attached);
}
END_TEST

/* A name is compared with a thousand; and of those that share a million comparisons, 16 for two words, as long as they last. */
START_TEST(a_misspelt_name_is_compared_with_so_many)
{
    static const char outputs[] =
        "{\"id\": 4, \"name\": \"s\", \"outputs\": [<<41*{\"labels\": {\"labels\": [{\"id\": 1, \"name\": "
        "\"a\"}], \"exclusive\": true, \"roi\": \"NONE\"}}, >>{\"labels\": {\"labels\": [{\"id\": 1, "
        "\"name\": \"a\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]}";
    static const char entries[] = "{\"spec_id\": 4, \"network_id\": 9, \"post_processings\": [<<41*" CLASSES(
        "laier_#") ", >>" CLASSES("laier_41") "]}";
    static const char *const declared[] = {
        "[{\"tensors_output\": {\"tensors\": [<<999*\"layer_#\", >>\"layer_999\"]}}]",
        "[{\"tensors_output\": {\"tensors\": [<<1000*\"layer_#\", >>\"layer_1000\"]}}]"};
    struct text spec = TEXT_INIT, network = TEXT_INIT, version = TEXT_INIT;
    struct attached attached;
    nnreg_findings *findings;
    size_t i;

    text_expand(&spec, outputs, sizeof outputs - 1);
    text_expand(&network, declared[_i], strlen(declared[_i]));
    text_expand(&version, entries, sizeof entries - 1);
    attach_to(&attached, spec.content, network.content);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(judge(findings, &attached, version.content), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(findings), 42);
    for (i = 0; i < 42; i++) {
        const char *hint = nnreg_findings_get(findings, i)->hint;

        ck_assert_msg((strstr(hint, "did you mean \"layer_") != NULL) == (_i == 0 && i < 40), "%zu: %s", i,
                      hint);
        ck_assert_ptr_nonnull(strstr(hint, "the network gives out \"layer_0\""));
    }
    nnreg_findings_free(findings);
    detach(&attached);
    text_free(&spec);
    text_free(&network);
    text_free(&version);
}
END_TEST

/* -- silence -- */

static void must_be_sound(struct attached *attached, const char *text)
{
    nnreg_findings *findings;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(judge(findings, attached, text), NNREG_OK);
    ck_assert_uint_eq(nnreg_findings_count(findings), 0);
    nnreg_findings_free(findings);
}

START_TEST(what_is_named_is_asked_for_once_by_the_ids_of_the_text)
{
    static const struct {
        const char *text;
        uint64_t spec_id, network_id;
    } ids[] = {
        {sound, 4, 9},
        {"{\"spec_id\": \"4\", \"network_id\": 0}", 0, 0},
        {"{\"spec_id\": 4.0, \"network_id\": 18446744073709551615}", 0, UINT64_MAX},
        {"[4, 9]", 0, 0},
    };
    struct attached attached;
    nnreg_findings *findings;
    size_t i;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (i = 0; i < sizeof ids / sizeof *ids; i++) {
        attach(&attached, "[]");
        (void)judge(findings, &attached, ids[i].text);
        ck_assert_uint_eq(attached.asked, 1);
        ck_assert_uint_eq(attached.spec_id, ids[i].spec_id);
        ck_assert_uint_eq(attached.network_id, ids[i].network_id);
        detach(&attached);
    }
    nnreg_findings_free(findings);
}
END_TEST

START_TEST(where_the_spec_or_network_is_not_known_only_that_is_told)
{
    static const char wrong[] = TWO(CLASSES("no_such"), CLASSES("no_such"));
    struct attached attached;
    nnreg_findings *findings;
    struct text lines = TEXT_INIT;

    attach(&attached, "[]");
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    attached.attachment = (struct nnreg_attachment){NULL, NULL, NULL, 0};
    ck_assert_int_eq(judge(findings, &attached, wrong), NNREG_REFUSED);
    text_findings(&lines, findings, NULL);
    ck_assert_str_eq(lines.content, "error reference /spec_id 1:13\nerror reference /network_id 1:30\n");
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->message, "there is no spec 4");
    ck_assert_str_eq(nnreg_findings_get(findings, 1)->message, "there is no network 9");
    text_free(&lines);
    nnreg_findings_free(findings);
    detach(&attached);
}
END_TEST

START_TEST(without_a_list_of_tensors_nothing_is_missing)
{
    struct attached attached;

    attach(&attached, "[]");
    attached.attachment.tensors = NULL;
    attached.attachment.tensors_size = 0;
    must_be_sound(&attached, TWO(CLASSES("no_such"), BOXES(DIRECT("a", "b", "c"))));
    detach(&attached);
}
END_TEST

/* The network's own check accepts the key of a signature for a tensor; it is no node, and so in no list. */
START_TEST(what_the_network_declares_is_there_whatever_the_list_says)
{
    struct attached attached;

    attach(&attached,
           "[{\"tensors_output\": {\"tensors\": [\"images\", \"scores\", \"boxes\", \"classes\"]}}]");
    must_be_sound(&attached, TWO(CLASSES("images:0"), BOXES(DIRECT("boxes", "scores", "classes"))));
    detach(&attached);
    attach(&attached,
           "[{\"standard_output\": {\"boxes_tensor\": \"found\", \"scores_tensor\": \"scored\"}}]");
    must_be_sound(&attached, TWO(CLASSES("scored"), BOXES(DIRECT("found", "scored", "classes"))));
    detach(&attached);
}
END_TEST

START_TEST(an_unknown_number_of_outputs_and_no_normalisation_are_no_mistake)
{
    struct attached attached;

    attach(&attached, "[]");
    must_be_sound(&attached, sound);
    must_be_sound(&attached,
                  TWO(CLASSES("own:5"),
                      BOXES("\"normalize_wrt_tensor\": \"\", " DIRECT("boxes", "scores", "classes"))));
    detach(&attached);
}
END_TEST

/* A newer library may know outputs that are no labels: this one has no rule for them. */
START_TEST(an_output_of_an_unknown_kind_has_no_rule)
{
    struct attached attached;
    struct nnreg_output *outputs;

    attach(&attached, "[]");
    outputs = attached.spec.outputs.items;
    nnreg_record_clear(&nnreg_labels_table, outputs[0].labels);
    nnreg_free(outputs[0].labels);
    outputs[0].labels = NULL;
    must_be_sound(&attached, TWO(BOXES(DIRECT("boxes", "scores", "classes")),
                                 BOXES(DIRECT("boxes", "scores", "classes"))));
    detach(&attached);
}
END_TEST

/* -- failures -- */

START_TEST(a_failure_to_find_or_a_damaged_list_is_a_failure_and_no_finding)
{
    struct attached attached;
    nnreg_findings *findings;

    attach(&attached, "[]");
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    attached.status = NNREG_IO;
    ck_assert_int_eq(judge(findings, &attached, sound), NNREG_IO);
    attached.status = NNREG_OK;
    attached.attachment.tensors_size--;
    ck_assert_int_eq(judge(findings, &attached, sound), NNREG_CORRUPT);
    nnreg_findings_free(findings);
    detach(&attached);
}
END_TEST

START_TEST(a_failed_allocation_anywhere_is_told)
{
    static const char faulty[] =
        TWO(CLASSES("scorse"), BOXES("\"normalize_wrt_tensor\": \"none\", \"thresholds\": [], " DIRECT(
                                   "boxes:1", "score", "classes:3")));
    struct attached attached;
    nnreg_findings *findings;
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    attach(&attached, "[{\"tensors_output\": {\"tensors\": [\"scores\", \"boxes\"]}}]");
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = judge(findings, &attached, faulty);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    ck_assert_uint_gt(n, 20);
    ck_assert_uint_eq(nnreg_findings_count(findings), 6);
    nnreg_findings_free(findings);
    detach(&attached);
}
END_TEST

/* Each with each would be 5,000,000,000 comparisons. */
START_TEST(a_hundred_thousand_labels_are_compared_by_their_order)
{
    static const char source[] =
        "{\"name\": \"n\", \"outputs\": [{\"labels\": {\"labels\": [<<50000*{\"id\": #, \"name\": \"l\"}, >>"
        "<<50000*{\"id\": #, \"name\": \"l\"}, >>{\"id\": 50000, \"name\": \"l\"}], \"exclusive\": true, "
        "\"roi\": "
        "\"NONE\"}}]}";
    struct text text = TEXT_INIT;
    struct nnreg_json json = {0};
    nnreg_findings *findings;

    text_expand(&text, source, sizeof source - 1);
    text_replace(&text, "{\"id\": 49999, \"name\": \"l\"}, {\"id\": 0, \"name\": \"l\"}, ",
                 "{\"id\": 49999, \"name\": \"l\"}, ");
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_judge_spec(&json, findings, text.content, text.length, NNREG_FORM_WRITTEN, NULL),
                     NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(findings), NNREG_LIMIT_FINDINGS);
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->message, "id 1 is already that of entry 1");
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->pointer, "/outputs/0/labels/labels/50000/id");
    ck_assert_str_eq(nnreg_findings_get(findings, 998)->pointer, "/outputs/0/labels/labels/50998/id");
    nnreg_findings_free(findings);
    text_free(&text);
}
END_TEST

Suite *attachment_suite(void);
Suite *attachment_suite(void)
{
    Suite *suite = suite_create("attachment");
    TCase *messages = tcase_create("messages"), *silence = tcase_create("silence"),
          *failures = tcase_create("failures"), *large = tcase_create("large");

    tcase_add_loop_test(messages, a_finding_says_what_was_found_and_how_to_mend_it, 0,
                        (int)(sizeof told / sizeof *told));
    tcase_add_test(messages, names_that_are_as_near_are_all_told);
    tcase_add_loop_test(messages, a_misspelt_name_is_compared_with_so_many, 0, 2);
    suite_add_tcase(suite, messages);
    tcase_add_test(silence, what_is_named_is_asked_for_once_by_the_ids_of_the_text);
    tcase_add_test(silence, where_the_spec_or_network_is_not_known_only_that_is_told);
    tcase_add_test(silence, without_a_list_of_tensors_nothing_is_missing);
    tcase_add_test(silence, what_the_network_declares_is_there_whatever_the_list_says);
    tcase_add_test(silence, an_unknown_number_of_outputs_and_no_normalisation_are_no_mistake);
    tcase_add_test(silence, an_output_of_an_unknown_kind_has_no_rule);
    suite_add_tcase(suite, silence);
    tcase_add_test(failures, a_failure_to_find_or_a_damaged_list_is_a_failure_and_no_finding);
    tcase_add_test(failures, a_failed_allocation_anywhere_is_told);
    suite_add_tcase(suite, failures);
    tcase_add_test(large, a_hundred_thousand_labels_are_compared_by_their_order);
    suite_add_tcase(suite, large);
    return suite;
}
