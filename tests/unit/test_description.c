/*
 * What the fixtures of tests/cases cannot say of the judgement on a description: the order of the findings, their
 * bound, the severities a caller sets, messages and hints, and a lack of memory.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/findings.h"
#include "base/utf8.h"
#include "case_text.h"
#include "nnreg.h"

/* Checks a text; the list is the caller's. */
static nnreg_findings *check_text(const char *json, nnreg_status expected)
{
    nnreg_findings *findings;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_check(findings, json, strlen(json), NULL, NULL), expected);
    return findings;
}

static void expect(nnreg_findings *findings, const char *lines)
{
    struct text found = TEXT_INIT;

    text_findings(&found, findings, NULL);
    ck_assert_str_eq(found.content, lines);
    text_free(&found);
    nnreg_findings_free(findings);
}

/* The common description with one piece replaced. */
static struct text changed(const char *old, const char *new)
{
    struct text text = TEXT_INIT;

    text_description(&text);
    text_replace(&text, old, new);
    return text;
}

static const struct {
    const char *json, *line;
} places[] = {
    {"\t\t{\"id\": 1}", "read-only /id 1:4"},
    {"{\"description\": \"\xe6\xbc\xa2\xe5\xad\x97\", \"id\": 1}", "read-only /id 1:23"},
    {"{\"description\": \"\xf0\x9f\x98\x80\", \"id\": 1}", "read-only /id 1:22"},
    {"{\"description\": \"e\xcc\x81\", \"id\": 1}", "read-only /id 1:23"},
    {"{\r\n\"id\": 1}", "read-only /id 2:1"},
    {"{\r\"id\": 1}", "read-only /id 2:1"},
    {"{\n\r\n \"id\": 1}", "read-only /id 3:2"},
    {"{\"description\": \"\\u6f22\", \"id\": 1}", "read-only /id 1:27"},
    {"{\"a\xc3\xa9\": {}, \"id\": 1}", "read-only /id 1:12"},
    {"{\"name\":\n\n7}", "type /name 3:1"},
};

START_TEST(a_place_counts_lines_as_editors_do_and_columns_in_characters)
{
    nnreg_findings *findings = check_text(places[_i].json, NNREG_REFUSED);
    struct text found = TEXT_INIT;

    text_findings(&found, findings, NULL);
    ck_assert_msg(strstr(found.content, places[_i].line) != NULL, "%s is not in\n%s", places[_i].line,
                  found.content);
    text_free(&found);
    nnreg_findings_free(findings);
}
END_TEST

START_TEST(the_offset_of_a_finding_is_that_of_its_place)
{
    static const char json[] = "{\"name\": \"\xc3\xa9\",\n \"id\": 1}";
    nnreg_findings *findings = check_text(json, NNREG_REFUSED);
    size_t i;

    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);

        ck_assert(finding->has_offset);
        ck_assert_ptr_null(finding->file);
        if (strcmp(finding->rule, "read-only") == 0)
            ck_assert_uint_eq(finding->offset, (uint64_t)(strstr(json, "\"id\"") - json));
        else
            ck_assert_uint_eq(finding->offset, 0);
    }
    ck_assert_ptr_null(nnreg_findings_get(findings, i));
    nnreg_findings_free(findings);
}
END_TEST

/* Duplicates are found after the entries, variants before the members, missing fields before both. */
START_TEST(findings_come_in_the_order_of_the_document)
{
    expect(check_text("{\"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"a\", \"a\", \"^b\"]}, "
                      "\"standard_output\": {}}, {}],\n"
                      "\"id\": 1,\n"
                      "\"preprocessing\": {\"inputs\": []},\n"
                      "\"x\": 1}",
                      NNREG_REFUSED),
           "error missing-field (document) 1:1\n"
           "error missing-field (document) 1:1\n"
           "error duplicate /postprocessings/0/tensors_output/tensors/1 1:59\n"
           "error tensor-name /postprocessings/0/tensors_output/tensors/2 1:64\n"
           "error exactly-one /postprocessings/0/standard_output 1:72\n"
           "warning deprecated /postprocessings/0/standard_output 1:72\n"
           "error missing-field /postprocessings/0/standard_output 1:91\n"
           "error missing-field /postprocessings/0/standard_output 1:91\n"
           "error exactly-one /postprocessings/1 1:96\n"
           "error read-only /id 2:1\n"
           "error empty /preprocessing/inputs 3:29\n"
           "error unknown-field /x 4:1\n");
}
END_TEST

START_TEST(an_error_beyond_the_thousandth_finding_still_refuses)
{
    static const char source[] =
        "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\", \"postprocessings\": [<<1023*"
        "{\"standard_output\": {\"boxes_tensor\": \"b\", \"scores_tensor\": \"s\"}}, >>{}], "
        "\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"t\", \"image\": "
        "{\"dimension_order\": \"NHWC\", \"resize_type\": \"CROP\", \"target_size\": \"1x1\", "
        "\"color_channels\": \"L\"}}]}}";
    struct text json = TEXT_INIT;
    nnreg_findings *findings;
    const struct nnreg_finding *last;

    text_expand(&json, source, sizeof source - 1);
    findings = check_text(json.content, NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(findings), NNREG_LIMIT_FINDINGS);
    ck_assert_int_eq(nnreg_findings_worst(findings), NNREG_SEVERITY_ERROR);
    last = nnreg_findings_get(findings, NNREG_LIMIT_FINDINGS - 1);
    ck_assert_str_eq(last->rule, "findings.limit");
    ck_assert_int_eq(last->severity, NNREG_SEVERITY_NOTE);
    ck_assert_str_eq(last->message, "25 more findings are not shown: there are 1024 in all");
    ck_assert_int_eq(nnreg_findings_get(findings, 0)->severity, NNREG_SEVERITY_WARNING);
    nnreg_findings_free(findings);
    text_free(&json);
}
END_TEST

/* Of those that are not kept nothing is looked for that would be a hint; they are counted all the same. */
START_TEST(what_is_missing_behind_the_thousandth_finding_is_counted)
{
    static const char source[] =
        "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": [<<300*"
        "{\"tensor_name\": \"t#\", \"image\": {}}, >>{\"tensor_name\": \"u\", \"image\": "
        "{\"dimension_order\": \"NHWC\", \"resize_type\": \"CROP\", \"target_size\": \"1x1\", "
        "\"color_channels\": \"L\", \"mean_file\": \"gone.npy\"}}]}}";
    struct text json = TEXT_INIT;
    size_t more[2];
    int i;

    text_expand(&json, source, sizeof source - 1);
    for (i = 0; i < 2; i++) {
        nnreg_findings *findings;
        nnreg_bundle *bundle;

        ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
        ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
        ck_assert_int_eq(nnreg_check(findings, json.content, json.length, bundle, NULL), NNREG_REFUSED);
        ck_assert_uint_eq(nnreg_findings_count(findings), NNREG_LIMIT_FINDINGS);
        ck_assert_str_eq(nnreg_findings_get(findings, 0)->rule, "missing-field");
        ck_assert_ptr_nonnull(nnreg_findings_get(findings, 0)->hint);
        ck_assert_str_eq(nnreg_findings_get(findings, NNREG_LIMIT_FINDINGS - 1)->rule, "findings.limit");
        ck_assert_int_eq(
            sscanf(nnreg_findings_get(findings, NNREG_LIMIT_FINDINGS - 1)->message, "%zu", &more[i]), 1);
        nnreg_bundle_free(bundle);
        nnreg_findings_free(findings);
        if (i == 0)
            text_replace(&json, "\"gone.npy\"", "\"\"");
    }
    ck_assert_uint_gt(more[0], 200);
    ck_assert_uint_eq(more[0], more[1] + 1);
    text_free(&json);
}
END_TEST

static void add_findings(nnreg_findings *findings, size_t count)
{
    struct nnreg_location place = {.order = 1};

    for (; count > 0; count--)
        nnreg_findings_add(findings, "empty", NNREG_SEVERITY_WARNING, &place, NULL, "nothing there");
}

START_TEST(what_is_missing_is_counted_on_when_a_full_list_goes_on)
{
    static const struct nnreg_rule_severity muted = NNREG_RULE_SEVERITY("range", NNREG_SEVERITY_OFF);
    struct nnreg_location place = {.order = 2};
    nnreg_findings *findings;

    ck_assert_int_eq(nnreg_findings_new(&findings, &muted, 1), NNREG_OK);
    add_findings(findings, 1500);
    nnreg_findings_add(findings, "range", NNREG_SEVERITY_ERROR, &place, NULL, "muted: it counts for nothing");
    nnreg_findings_finish(findings, "findings.limit");
    ck_assert_str_eq(nnreg_findings_get(findings, NNREG_LIMIT_FINDINGS - 1)->message,
                     "501 more findings are not shown: there are 1500 in all");
    ck_assert_int_eq(nnreg_findings_worst(findings), NNREG_SEVERITY_WARNING);
    add_findings(findings, 7);
    nnreg_findings_finish(findings, "findings.limit");
    ck_assert_uint_eq(nnreg_findings_count(findings), NNREG_LIMIT_FINDINGS);
    ck_assert_str_eq(nnreg_findings_get(findings, NNREG_LIMIT_FINDINGS - 1)->message,
                     "508 more findings are not shown: there are 1507 in all");
    nnreg_findings_free(findings);
}
END_TEST

START_TEST(what_is_missing_from_a_list_that_is_not_full_takes_the_place_of_none)
{
    nnreg_findings *full, *findings;

    ck_assert_int_eq(nnreg_findings_new(&full, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    add_findings(full, 1500);
    nnreg_findings_add_dropped(findings, full);
    nnreg_findings_finish(findings, "findings.limit");
    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->message,
                     "500 more findings are not shown: there are 500 in all");
    add_findings(findings, 2);
    nnreg_findings_add_dropped(findings, full);
    nnreg_findings_finish(findings, "findings.limit");
    ck_assert_uint_eq(nnreg_findings_count(findings), 3);
    ck_assert_str_eq(nnreg_findings_get(findings, 1)->message, "nothing there");
    ck_assert_str_eq(nnreg_findings_get(findings, 2)->message,
                     "1000 more findings are not shown: there are 1002 in all");
    nnreg_findings_free(findings);
    nnreg_findings_free(full);
}
END_TEST

START_TEST(without_memory_for_what_is_missing_the_list_says_so)
{
    nnreg_findings *full, *findings;

    ck_assert_int_eq(nnreg_findings_new(&full, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    add_findings(full, 1500);
    nnreg_findings_add_dropped(findings, full);
    nnreg_alloc_fail_from(1);
    nnreg_findings_finish(findings, "findings.limit");
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(nnreg_findings_status(findings), NNREG_NO_MEMORY);
    ck_assert_uint_eq(nnreg_findings_count(findings), 0);
    nnreg_findings_free(findings);
    nnreg_findings_free(full);
}
END_TEST

/* -- severities -- */

static nnreg_status check_with(struct text *lines, const char *json,
                               const struct nnreg_rule_severity *severities, size_t count)
{
    nnreg_findings *findings;
    nnreg_status status;

    ck_assert_int_eq(nnreg_findings_new(&findings, severities, count), NNREG_OK);
    status = nnreg_check(findings, json, strlen(json), NULL, NULL);
    text_findings(lines, findings, NULL);
    nnreg_findings_free(findings);
    return status;
}

static const struct {
    struct nnreg_rule_severity severities[2];
    size_t count;
    nnreg_status status;
    const char *lines;
} severities[] = {
    {{NNREG_RULE_SEVERITY(NULL, NNREG_SEVERITY_OFF)},
     0,
     NNREG_REFUSED,
     "warning deprecated /preprocessing/batched_output 5:9\nerror enum "
     "/preprocessing/inputs/0/image/color_channels "
     "12:39\n"},
    {{NNREG_RULE_SEVERITY("enum", NNREG_SEVERITY_OFF)},
     1,
     NNREG_OK,
     "warning deprecated /preprocessing/batched_output 5:9\n"},
    {{NNREG_RULE_SEVERITY("enum", NNREG_SEVERITY_NOTE)},
     1,
     NNREG_OK,
     "warning deprecated /preprocessing/batched_output 5:9\nnote enum "
     "/preprocessing/inputs/0/image/color_channels "
     "12:39\n"},
    {{NNREG_RULE_SEVERITY("enum", NNREG_SEVERITY_WARNING),
      NNREG_RULE_SEVERITY("deprecated", NNREG_SEVERITY_OFF)},
     2,
     NNREG_OK,
     "warning enum /preprocessing/inputs/0/image/color_channels 12:39\n"},
    {{NNREG_RULE_SEVERITY("enum", NNREG_SEVERITY_OFF),
      NNREG_RULE_SEVERITY("deprecated", NNREG_SEVERITY_ERROR)},
     2,
     NNREG_REFUSED,
     "error deprecated /preprocessing/batched_output 5:9\n"},
    {{NNREG_RULE_SEVERITY("enum", NNREG_SEVERITY_ERROR), NNREG_RULE_SEVERITY("enum", NNREG_SEVERITY_OFF)},
     2,
     NNREG_OK,
     "warning deprecated /preprocessing/batched_output 5:9\n"},
};

START_TEST(a_caller_sets_how_strictly_a_rule_is_taken)
{
    struct text json = changed("\"inputs\"", "\"batched_output\": false, \"inputs\""), lines = TEXT_INIT;

    text_replace(&json, "\"RGB\"", "\"RBG\"");
    ck_assert_int_eq(check_with(&lines, json.content, severities[_i].severities, severities[_i].count),
                     severities[_i].status);
    ck_assert_str_eq(lines.content, severities[_i].lines);
    text_free(&lines);
    text_free(&json);
}
END_TEST

START_TEST(a_rule_that_is_fixed_or_none_or_a_severity_that_is_none_is_refused)
{
    const struct nnreg_rule_info *rule;
    size_t i, fixed = 0;
    nnreg_findings *findings;
    struct nnreg_rule_severity severity = NNREG_RULE_SEVERITY("no-such-rule", NNREG_SEVERITY_OFF);

    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++) {
        struct nnreg_rule_severity off = NNREG_RULE_SEVERITY(rule->id, NNREG_SEVERITY_OFF);

        ck_assert_int_eq(nnreg_findings_new(&findings, &off, 1),
                         rule->fixed ? NNREG_INVALID_ARGUMENT : NNREG_OK);
        ck_assert_int_eq(findings != NULL, !rule->fixed);
        nnreg_findings_free(findings);
        fixed += rule->fixed != 0;
    }
    ck_assert_uint_ge(fixed, 9);
    ck_assert_int_eq(nnreg_findings_new(&findings, &severity, 1), NNREG_NOT_FOUND);
    ck_assert_ptr_null(findings);
    severity.rule = NULL;
    ck_assert_int_eq(nnreg_findings_new(&findings, &severity, 1), NNREG_NOT_FOUND);
    severity = (struct nnreg_rule_severity)NNREG_RULE_SEVERITY("type", (nnreg_severity)4);
    ck_assert_int_eq(nnreg_findings_new(&findings, &severity, 1), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 1), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_findings_new(NULL, NULL, 0), NNREG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(a_description_has_the_name_that_the_list_was_given_in_the_json_of_its_findings)
{
    struct text json = changed("\"RGB\"", "\"RBG\"");
    nnreg_findings *findings;
    char *text;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_ptr_null(nnreg_findings_description_name(findings));
    ck_assert_int_eq(nnreg_findings_set_description_name(findings, "fruit.json"), NNREG_OK);
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_findings_set_description_name(findings, "x"), NNREG_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(nnreg_check(findings, json.content, strlen(json.content), NULL, NULL), NNREG_REFUSED);
    ck_assert_str_eq(nnreg_findings_description_name(findings),
                     "fruit.json"); /* the call has emptied the list */
    ck_assert_ptr_null(nnreg_findings_get(findings, 0)->file);
    ck_assert_int_eq(nnreg_findings_json(&text, findings), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"file\": \"fruit.json\""));
    nnreg_free(text);
    ck_assert_int_eq(nnreg_findings_set_description_name(findings, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_json(&text, findings), NNREG_OK);
    ck_assert_ptr_null(strstr(text, "\"file\""));
    nnreg_free(text);
    ck_assert_int_eq(nnreg_findings_set_description_name(NULL, "x"), NNREG_INVALID_ARGUMENT);
    nnreg_findings_free(findings);
    text_free(&json);
}
END_TEST

START_TEST(the_catalogue_finds_each_rule_by_its_id_and_the_nearest_to_a_slip)
{
    const struct nnreg_rule_info *rule;
    size_t i, j;

    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++) {
        ck_assert_uint_eq(rule->size, sizeof(struct nnreg_rule_info));
        ck_assert_ptr_eq(nnreg_rule_find(rule->id), rule);
        ck_assert(rule->meaning[0] != '\0' && rule->text[0] != '\0');
        ck_assert_uint_eq(strspn(rule->id, "abcdefghijklmnopqrstuvwxyz-."), strlen(rule->id));
        for (j = 0; j < i; j++)
            ck_assert_str_ne(nnreg_rule_get(j)->id, rule->id);
    }
    ck_assert_ptr_null(nnreg_rule_find("Type"));
    ck_assert_ptr_null(nnreg_rule_find(""));
    ck_assert_ptr_null(nnreg_rule_find(NULL));
    ck_assert_pstr_eq(nnreg_rule_nearest("taget-size"), "target-size");
    ck_assert_ptr_null(nnreg_rule_nearest("nothing like it"));
    ck_assert_ptr_null(nnreg_rule_nearest(NULL));
}
END_TEST

/* -- texts -- */

static const struct {
    const char *old, *new, *hint;
} hints[] = {
    {"\"framework\"", "\"framewrok\"", "did you mean \"framework\"?"},
    {"\"RGB\"", "\"RBG\"", "did you mean \"RGB\"?"},
    {"\"RGB\"", "\"rgb\"", "did you mean \"RGB\"?"},
    {"\"NHWC\"", "\"HWC\"", "NHWC"},
    {"\"tensors_output\"", "\"tensor_output\"", "did you mean \"tensors_output\"?"},
    {"\"tensorflow-1.x\"", "\"caffe\"", "MMdnn"},
    {"\"tensorflow-1.x\"", "\"nv-caffe-0.x-mod\"", "only SavedModels are served"},
    {"\"tensorflow-1.x\"", "\"PyTorch\"", "torch.onnx.export"},
    {"\"tensorflow-1.x\"", "\"my-own\"", "convert the network"},
    {"\"framework\": \"tensorflow-1.x\",", "", "tensorflow-1.x"},
    {"{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}",
     "{\"classification\": {\"output_tensor\": \"probabilities\"}}",
     "it belongs into post_processings of a version (nnreg version add)"},
    {"\"RGB\"", "\"GRAY\"", "\"L\""},
    {"\"RGB\"", "\"Greyscale\"", "\"L\""},
    {"\"SQUASH\"", "\"letterbox\"", "\"FILL\""},
    {"\"input:0\"", "\"input:0 \"", "leave the white space out"},
    {"\"input:0\"", "\"\\tinput:0\"", "leave the white space out"},
    {"\"RGB\"", "\"RGB\", \"data_type\": \"float\"", "did you mean \"FLOAT32\"?"},
    {"\"RGB\"", "\"RGB\", \"data_type\": \"DT_FLOAT\"", "\"FLOAT32\""},
    {"\"RGB\"", "\"RGB\", \"data_type\": \"fp64\"", "\"FLOAT64\""},
    {"\"name\": \"digits\"", "\"name\": \"digits\", \"metadata\": \"{\\\"a\\\": 1}\"", "it holds JSON text"},
    {"[\"probabilities\"]", "\"[1]\"", "write the array itself"},
    {"\"RGB\"", "\"RGB\", \"pixel_scaling\": \"255\"", "without quotes"},
    {"\"RGB\"", "\"RGB\", \"pixel_scaling\": \"  255\"", "without quotes"},
    {"\"name\": \"digits\"", "\"name\": \"digits\", \"metadata\": null", "leave it out"},
    {"\"32x32\"", "\"32\"", "224x224"},
    {"\"name\": \"digits\"", "\"name\": \"digits\", \"description\": null", "leave it out"},
    {"\"name\": \"digits\"", "\"name\": \"digits\", \"license\": null", "leave it out"},
    {"\"name\": \"digits\"", "\"name\": \"digits\", \"authors\": null", "leave it out"},
};

START_TEST(a_hint_names_what_was_meant)
{
    struct text json = changed(hints[_i].old, hints[_i].new);
    nnreg_findings *findings = check_text(json.content, NNREG_REFUSED);

    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    ck_assert_ptr_nonnull(nnreg_findings_get(findings, 0)->hint);
    ck_assert_msg(strstr(nnreg_findings_get(findings, 0)->hint, hints[_i].hint) != NULL, "the hint is \"%s\"",
                  nnreg_findings_get(findings, 0)->hint);
    nnreg_findings_free(findings);
    text_free(&json);
}
END_TEST

static const struct {
    const char *size, *message;
} sizes[] = {
    {"65536x1", "a side that is not from 1 to 65535"},
    {"1x99999999999999999999", "a side that is not from 1 to 65535"},
    {"0x32", "a side that is not from 1 to 65535"},
    {"65536", "a side that is not from 1 to 65535"},
    {"032x32", "leading zeros"},
    {"32x", "is not WxH or N"},
    {"x32", "is not WxH or N"},
    {"32x32x3", "is not WxH or N"},
    {"32X32", "is not WxH or N"},
    {"-1x32", "is not WxH or N"},
    {"", "is not WxH or N"},
};

START_TEST(a_size_of_the_right_form_is_told_that_its_side_is_wrong)
{
    struct text json = changed("32x32", sizes[_i].size);
    nnreg_findings *findings = check_text(json.content, NNREG_REFUSED);

    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->rule, "target-size");
    ck_assert_msg(strstr(nnreg_findings_get(findings, 0)->message, sizes[_i].message) != NULL,
                  "the message is \"%s\"", nnreg_findings_get(findings, 0)->message);
    nnreg_findings_free(findings);
    text_free(&json);
}
END_TEST

/* What is hostile to a terminal or a log stays out of it; what is long is cut between characters. */
START_TEST(a_message_is_one_line_of_clean_text_whatever_it_quotes)
{
    static const char source[] =
        "{\"\\u001b[31m\\n\\u0007<<3000*\xe6\xbc\xa2>>\": 1, \"framework\": \"\\u009b<<3000*"
        "\xc3\xa9>>\", \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"\\u0000\\ud83d\\ude00\", "
        "\"image\": {\"target_size\": \"\\r<<3000*x>>\"}}]}}";
    struct text json = TEXT_INIT;
    nnreg_findings *findings;
    size_t i;

    text_expand(&json, source, sizeof source - 1);
    findings = check_text(json.content, NNREG_REFUSED);
    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const char *message = nnreg_findings_get(findings, i)->message, *c;

        ck_assert_uint_lt(strlen(message), 512);
        ck_assert_msg(nnreg_utf8_valid(message, strlen(message)), "%s", message);
        for (c = message; *c != '\0'; c++)
            ck_assert_msg((unsigned char)*c >= 0x20 && *c != 0x7f, "a control character in: %s", message);
    }
    ck_assert_uint_ge(i, 6);
    nnreg_findings_free(findings);
    text_free(&json);
}
END_TEST

START_TEST(findings_as_json_have_what_applies_and_nothing_else)
{
    nnreg_findings *findings = check_text(
        "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": 1}", NNREG_REFUSED);
    char *text;

    ck_assert_int_eq(nnreg_findings_json(&text, findings), NNREG_OK);
    ck_assert_str_eq(text, "[\n"
                           "  {\n"
                           "    \"rule\": \"type\",\n"
                           "    \"severity\": \"error\",\n"
                           "    \"message\": \"preprocessing is a number (1), not an object\",\n"
                           "    \"pointer\": \"/preprocessing\",\n"
                           "    \"line\": 1,\n"
                           "    \"column\": 63,\n"
                           "    \"offset\": 62\n"
                           "  }\n"
                           "]");
    nnreg_free(text);
    nnreg_findings_clear(findings);
    ck_assert_int_eq(nnreg_findings_json(&text, findings), NNREG_OK);
    ck_assert_str_eq(text, "[]");
    nnreg_free(text);
    nnreg_findings_free(findings);
}
END_TEST

/* -- the call -- */

START_TEST(a_list_is_emptied_before_it_is_filled_again)
{
    struct text good = TEXT_INIT;
    nnreg_findings *findings = check_text("{", NNREG_REFUSED);

    text_description(&good);
    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    ck_assert_int_eq(nnreg_check(findings, good.content, good.length, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_findings_count(findings), 0);
    ck_assert_int_eq(nnreg_findings_worst(findings), NNREG_SEVERITY_OFF);
    ck_assert_str_eq(nnreg_findings_message(findings), "");
    nnreg_findings_free(findings);
    text_free(&good);
}
END_TEST

START_TEST(a_call_without_a_list_or_a_text_makes_no_sense)
{
    nnreg_findings *findings;
    char *json;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_check(NULL, "{}", 2, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_check(findings, NULL, 0, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_findings_json(NULL, findings), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_findings_json(&json, NULL), NNREG_INVALID_ARGUMENT);
    nnreg_findings_free(findings);
    nnreg_findings_free(NULL);
    nnreg_findings_clear(NULL);
}
END_TEST

/* Only `length` bytes are the text: what is behind them is not looked at. */
START_TEST(a_text_ends_where_its_length_says)
{
    struct text json = TEXT_INIT;
    nnreg_findings *findings;

    text_description(&json);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    text_put(&json, "garbage", 7);
    ck_assert_int_eq(nnreg_check(findings, json.content, json.length - 7, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_check(findings, json.content, json.length, NULL, NULL), NNREG_REFUSED);
    nnreg_findings_free(findings);
    text_free(&json);
}
END_TEST

/* A description with many kinds of mistakes. */
static const char faulty[] =
    "{\"nmae\": \"a\", \"a_key_that_makes_of_its_path_more_than_the_64_bytes_that_are_taken_for_it_first\": "
    "1, \"id\": 1, \"description\": 1, \"framework\": \"caffe\", \"metadata\": {\"a\": [1, "
    "{}]}, "
    "\"preprocessing\": {\"batched_output\": false, \"inputs\": [{\"tensor_name\": \"x\", \"data_type\": "
    "\"FLOAT32\", \"image\": {\"mean_file\": "
    "\"m.png\", \"target_size\": \"1\", \"resize_type\": \"CROP\"}}, {\"tensor_name\": \"x:0\"}]}, "
    "\"postprocessings\": "
    "[{}, {\"tensors_output\": {\"tensors\": [\"a\", \"a\", \"^a\", \"\"]}}, {\"standard_output\": {}}]}";

START_TEST(a_failed_allocation_anywhere_is_told_and_the_list_can_be_used_again)
{
    nnreg_findings *findings;
    struct text whole = TEXT_INIT, again = TEXT_INIT;
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_check(findings, faulty, sizeof faulty - 1, NULL, NULL);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_NO_MEMORY)
            ck_assert_str_ne(nnreg_findings_message(findings), "");
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    ck_assert_uint_gt(n, 100);
    text_findings(&whole, findings, NULL);
    ck_assert_int_eq(nnreg_check(findings, faulty, sizeof faulty - 1, NULL, NULL), NNREG_REFUSED);
    text_findings(&again, findings, NULL);
    ck_assert_str_eq(whole.content, again.content);
    text_free(&whole);
    text_free(&again);
    nnreg_findings_free(findings);
}
END_TEST

/* What has no files is judged by its own table; a version alone, since no registry says what its ids name. */
START_TEST(specs_and_versions_are_checked_without_a_registry)
{
    static const struct {
        const char *object, *json, *rule, *pointer;
    } rows[] = {
        {"spec", "{\"name\": \"a\", \"outputs\": []}", "empty", "/outputs"},
        {"spec", "{\"name\": \"a\", \"outputs\": [{\"labels\": 1}]}", "type", "/outputs/0/labels"},
        {"spec", "{", "json.syntax", NULL},
        {"version", "{\"spec_id\": 0, \"network_id\": 1, \"post_processings\": []}", NULL, NULL},
    };
    nnreg_findings *findings;
    const struct nnreg_finding *first;
    size_t i;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_int_eq(
            nnreg_check_object(findings, rows[i].object, rows[i].json, strlen(rows[i].json), NULL),
            NNREG_REFUSED);
        first = nnreg_findings_get(findings, 0);
        ck_assert_ptr_nonnull(first);
        if (rows[i].rule != NULL)
            ck_assert_str_eq(first->rule, rows[i].rule);
        if (rows[i].pointer != NULL)
            ck_assert_str_eq(first->pointer, rows[i].pointer);
    }
    ck_assert_int_eq(nnreg_check_object(findings, "version",
                                        "{\"spec_id\": 7, \"network_id\": 9, \"post_processings\": "
                                        "[{\"classification\": {\"output_tensor\": \"a\"}}]}",
                                        97, NULL),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_check_object(findings, "task", "{}", 2, NULL), NNREG_NOT_FOUND);
    ck_assert_uint_eq(nnreg_findings_count(findings), 0);
    ck_assert_int_eq(nnreg_check_object(findings, "spec", NULL, 0, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_check_object(NULL, "spec", "{}", 2, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_check_object(findings, NULL, "{}", 2, NULL), NNREG_INVALID_ARGUMENT);
    nnreg_findings_free(findings);
}
END_TEST

START_TEST(a_failed_allocation_while_a_list_a_schema_or_json_is_made_is_told)
{
    static const struct nnreg_rule_severity severity[] = {NNREG_RULE_SEVERITY("type", NNREG_SEVERITY_OFF),
                                                          NNREG_RULE_SEVERITY("enum", NNREG_SEVERITY_OFF)};
    nnreg_findings *findings = NULL;
    nnreg_status status = NNREG_NO_MEMORY;
    char *text;
    uint64_t n;

    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_findings_new(&findings, severity, 2);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(findings != NULL, status == NNREG_OK);
    }
    ck_assert_int_eq(nnreg_check(findings, faulty, sizeof faulty - 1, NULL, NULL), NNREG_REFUSED);
    for (n = 1, status = NNREG_NO_MEMORY; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_findings_json(&text, findings);
        nnreg_alloc_fail_from(0);
    }
    nnreg_free(text);
    for (n = 1, status = NNREG_NO_MEMORY; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_schema(&text, NULL);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_OK);
    nnreg_free(text);
    nnreg_findings_free(findings);
}
END_TEST

Suite *description_suite(void);
Suite *description_suite(void)
{
    Suite *suite = suite_create("description");
    TCase *order = tcase_create("order"), *strict = tcase_create("severities"),
          *texts = tcase_create("texts"), *call = tcase_create("call");

    tcase_add_loop_test(order, a_place_counts_lines_as_editors_do_and_columns_in_characters, 0,
                        (int)(sizeof places / sizeof *places));
    tcase_add_test(order, the_offset_of_a_finding_is_that_of_its_place);
    tcase_add_test(order, findings_come_in_the_order_of_the_document);
    tcase_add_test(order, what_is_missing_is_counted_on_when_a_full_list_goes_on);
    tcase_add_test(order, what_is_missing_from_a_list_that_is_not_full_takes_the_place_of_none);
    tcase_add_test(order, without_memory_for_what_is_missing_the_list_says_so);
    tcase_add_test(order, an_error_beyond_the_thousandth_finding_still_refuses);
    tcase_add_test(order, what_is_missing_behind_the_thousandth_finding_is_counted);
    suite_add_tcase(suite, order);
    tcase_add_loop_test(strict, a_caller_sets_how_strictly_a_rule_is_taken, 0,
                        (int)(sizeof severities / sizeof *severities));
    tcase_add_test(strict, a_rule_that_is_fixed_or_none_or_a_severity_that_is_none_is_refused);
    tcase_add_test(strict, a_description_has_the_name_that_the_list_was_given_in_the_json_of_its_findings);
    tcase_add_test(strict, the_catalogue_finds_each_rule_by_its_id_and_the_nearest_to_a_slip);
    suite_add_tcase(suite, strict);
    tcase_add_loop_test(texts, a_hint_names_what_was_meant, 0, (int)(sizeof hints / sizeof *hints));
    tcase_add_loop_test(texts, a_size_of_the_right_form_is_told_that_its_side_is_wrong, 0,
                        (int)(sizeof sizes / sizeof *sizes));
    tcase_add_test(texts, a_message_is_one_line_of_clean_text_whatever_it_quotes);
    tcase_add_test(texts, findings_as_json_have_what_applies_and_nothing_else);
    suite_add_tcase(suite, texts);
    tcase_add_test(call, a_list_is_emptied_before_it_is_filled_again);
    tcase_add_test(call, a_call_without_a_list_or_a_text_makes_no_sense);
    tcase_add_test(call, a_text_ends_where_its_length_says);
    tcase_add_test(call, a_failed_allocation_anywhere_is_told_and_the_list_can_be_used_again);
    tcase_add_test(call, specs_and_versions_are_checked_without_a_registry);
    tcase_add_test(call, a_failed_allocation_while_a_list_a_schema_or_json_is_made_is_told);
    suite_add_tcase(suite, call);
    return suite;
}
