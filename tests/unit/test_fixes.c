/*
 * What mends findings: each kind of fix gives exactly the text that somebody who knew of the mistake would have written, and leaves
 * every other byte as it was; what could be meant in two ways has none.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "case_bundle.h"
#include "case_text.h"
#include "nnreg.h"
#include "registry_fixture.h"

Suite *fixes_suite(void);

enum { ROUNDS = 10 };

/* -------------------------------------------------------------------------------------------- one fix, exactly -- */

/* In the common description `old` becomes `wrong`, which `fixed` mends. */
static const struct {
    const char *old, *wrong, *fixed, *rule;
    nnreg_fix_action action;
} rows[] = {
    {"\"name\"", "\"Name\"", "\"name\"", "unknown-field", NNREG_FIX_RENAME},
    {"\"framework\"", "\"frame\\u0077ork_\"", "\"framework\"", "unknown-field", NNREG_FIX_RENAME},
    {"\"tensor_name\"", "\"tensorName\"", "\"tensor_name\"", "unknown-field", NNREG_FIX_RENAME},
    {"\"tensor_name\"", "\"tensor-name\"", "\"tensor_name\"", "unknown-field", NNREG_FIX_RENAME},
    {"\"color_channels\"", "\"colour_chanels\"", "\"color_channels\"", "unknown-field", NNREG_FIX_RENAME},
    {"\"tensors_output\"", "\"tensor_output\"", "\"tensors_output\"", "unknown-field", NNREG_FIX_RENAME},
    {"\"tensors\":", "\"tensor\" :", "\"tensors\" :", "unknown-field", NNREG_FIX_RENAME},
    {"\"NHWC\"", "\"nhwc\"", "\"NHWC\"", "enum", NNREG_FIX_REPLACE},
    {"\"RGB\"", "\" r\\u0067b\"", "\"RGB\"", "enum", NNREG_FIX_REPLACE},
    {"\"RGB\"", "\"GRAY\"", "\"L\"", "enum", NNREG_FIX_REPLACE},
    {"\"SQUASH\"", "\"squahs\"", "\"SQUASH\"", "enum", NNREG_FIX_REPLACE},
    {"\"RGB\"", "\"RGB\", \"data_type\": \"FLAOT32\"", "\"RGB\", \"data_type\": \"FLOAT32\"", "enum",
     NNREG_FIX_REPLACE},
    {"\"SQUASH\"", "\"stretch\"", "\"SQUASH\"", "enum", NNREG_FIX_REPLACE},
    {"\"tensorflow-1.x\"", "\"TensorFlow 1.x\"", "\"tensorflow-1.x\"", "enum", NNREG_FIX_REPLACE},
    {"\"RGB\"", "\"RGB\", \"data_type\": \"fp32\"", "\"RGB\", \"data_type\": \"FLOAT32\"", "enum",
     NNREG_FIX_REPLACE},
    {"\"RGB\"", "\"RGB\", \"data_type\": \"uint-8\"", "\"RGB\", \"data_type\": \"UINT8\"", "enum",
     NNREG_FIX_REPLACE},
    {"\"32x32\"", "\"32X32\"", "\"32x32\"", "target-size", NNREG_FIX_REPLACE},
    {"\"32x32\"", "\" 32 \xc3\x97 32 \"", "\"32x32\"", "target-size", NNREG_FIX_REPLACE},
    {"\"RGB\"", "\"RGB\", \"pixel_scaling\": \"1e0\"", "\"RGB\", \"pixel_scaling\": 1e0", "type",
     NNREG_FIX_REPLACE},
    {"\"preprocessing\": {", "\"preprocessing\": {\"batched_output\": \"FALSE\",",
     "\"preprocessing\": {\"batched_output\": false,", "type", NNREG_FIX_REPLACE},
    {"\"name\": \"digits\"", "\"name\": 7.50", "\"name\": \"7.50\"", "type", NNREG_FIX_REPLACE},
    {"\"framework\"", "\"metadata\": \"{\\\"a\\\": [1]}\\n\", \"framework\"",
     "\"metadata\": {\"a\": [1]}, \"framework\"", "type", NNREG_FIX_REPLACE},
    {"[\"probabilities\"]", "\"[\\\"probabilities\\\"]\"", "[\"probabilities\"]", "type", NNREG_FIX_REPLACE},
    {"\"preprocessing\": {", "\"preprocessing\": {\"batched_output\": \"True\",",
     "\"preprocessing\": {\"batched_output\": true,", "type", NNREG_FIX_REPLACE},
    {"\"input:0\"", "\" input:0\\t\"", "\"input:0\"", "tensor-name", NNREG_FIX_REPLACE},
    {"\"input:0\"", "\"^input\"", "\"input\"", "tensor-name", NNREG_FIX_REPLACE},
    {"\"RGB\"", "\"RGB\", \"data_type\": null", "\"RGB\"", "type", NNREG_FIX_REMOVE},
    {"\"target_size\"", "\"mean_file\"  :  null  ,  \"target_size\"", "\"target_size\"", "type",
     NNREG_FIX_REMOVE},
    {"\"framework\"", "\"license\": null, \"framework\"", "\"framework\"", "type", NNREG_FIX_REMOVE},
    {"\"framework\"", "\"authors\":null,\"framework\"", "\"framework\"", "type", NNREG_FIX_REMOVE},
    {"\"inputs\"", "\"batched_output\": false,\r\n \"inputs\"", "\"inputs\"", "deprecated", NNREG_FIX_REMOVE},
    {"\"tensors_output\": {\"tensors\": [\"probabilities\"]}",
     "\"standard_output\": { \"scores_tensor\": \"s\", \"boxes_tensor\": \"\\u0062\" }",
     "\"tensors_output\": {\"tensors\": [\"\\u0062\", \"s\"]}", "deprecated", NNREG_FIX_REPLACE},
};

static struct text common_with(const char *old, const char *new)
{
    struct text text = TEXT_INIT;

    text_description(&text);
    text_replace(&text, old, new);
    return text;
}

static nnreg_findings *check_text(const struct text *text)
{
    nnreg_findings *findings;
    nnreg_status status;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    status = nnreg_check(findings, text->content, text->length, NULL, NULL);
    ck_assert(status == NNREG_OK || status == NNREG_REFUSED);
    return findings;
}

START_TEST(a_mistake_with_one_answer_is_mended_to_exactly_that_text)
{
    struct text wrong = common_with(rows[_i].old, rows[_i].wrong),
                right = common_with(rows[_i].old, rows[_i].fixed);
    nnreg_findings *findings = check_text(&wrong);
    const struct nnreg_fix *fix = nnreg_findings_fix(findings, 0);
    size_t length, applied;
    char *fixed;

    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->rule, rows[_i].rule);
    ck_assert_ptr_nonnull(fix);
    ck_assert_int_eq(fix->action, rows[_i].action);
    ck_assert_uint_eq(fix->size, sizeof(struct nnreg_fix));
    ck_assert_int_eq(nnreg_findings_apply(&fixed, &length, &applied, findings, wrong.content, wrong.length),
                     NNREG_OK);
    ck_assert_str_eq(fixed, right.content);
    ck_assert_uint_eq(length, right.length);
    ck_assert_uint_eq(applied, 1);
    nnreg_free(fixed);
    nnreg_findings_free(findings);
    text_free(&wrong);
    text_free(&right);
}
END_TEST

/* What is no answer, or one of two. */
static const struct {
    const char *old, *wrong;
} guesses[] = {
    {"\"name\"", "\"note\""},                                    /* nearly any word is near a short one */
    {"\"name\"", "\"nam\""},                                     /* the same */
    {"\"RGB\"", "\"RBG\""},                                      /* a short word */
    {"\"NHWC\"", "\"NHCW\""},                                    /* as near to two */
    {"\"RGB\"", "\"RGB\", \"data_type\": \"UINT32\""},           /* INT32 is another type */
    {"\"RGB\"", "\"RGB\", \"data_type\": \"INT12\""},            /* INT16, INT32 */
    {"\"tensorflow-1.x\"", "\"tensorflow-2.x\""},                /* another version */
    {"\"tensorflow-1.x\"", "\"tensorflow\""},                    /* which version? */
    {"\"RGB\"", "\"green\""},                                    /* begins like gray */
    {"\"32x32\"", "\"32\""},                                     /* the other side? */
    {"\"32x32\"", "\"32 32\""},                                  /* one number or two? */
    {"\"32x32\"", "\" 32 \""},                                   /* the other side, too */
    {"\"32x32\"", "\"32                           X32\""},       /* longer than any size */
    {"\"32x32\"", "\"032x32\""},                                 /* no such number */
    {"\"RGB\"", "\"RGB\", \"pixel_scaling\": \"0x10\""},         /* no JSON number */
    {"\"RGB\"", "\"RGB\", \"pixel_scaling\": \"1 2\""},          /* two */
    {"\"RGB\"", "\"RGB\", \"pixel_scaling\": true"},             /* 1? */
    {"\"input:0\"", "\"in put:0\""},                             /* a space inside */
    {"\"input:0\"", "\"^\""},                                    /* nothing is left */
    {"\"name\": \"digits\"", "\"name\": \"digits\", \"id\": 1"}, /* or --from-object */
    {"\"name\": \"digits\"", "\"name\": [\"digits\"]"},          /* another type */
    {"\"name\": \"digits\"", "\"names\": [\"digits\"]"},         /* other things than a name */
    {"\"name\": \"digits\"", "\"name\": \"digits\", \"Name\": \"x\""},
    {"\"name\"", "\"name\\u0000\""},
    {"\"name\": \"digits\"", "\"NAME\": \"digits\", \"Name\": \"x\""},
    {"\"tensors_output\": {", "\"standard_outputs\": {}, \"tensor_output\": {"},
    {"\"framework\"", "\"metadata\": \"{\\\"a\\\": 1, \\\"a\\\": 2}\", \"framework\""},
    {"\"framework\"", "\"metadata\": \"{\\\"a\\\": 1\", \"framework\""},
    {"\"framework\"", "\"metadata\": \"[1]\", \"framework\""},
    {"\"framework\"", "\"metadata\": null, \"name\": \"twice\", \"framework\""}, /* no document to mend */
    {"\"tensors_output\": {\"tensors\": [\"probabilities\"]}",
     "\"standard_output\": {\"scores_tensor\": \"a\", \"boxes_tensor\": \"\\u0061\"}"},
    {"\"tensors_output\": {\"tensors\": [\"probabilities\"]}",
     "\"standard_output\": {\"scores_tensor\": \"a\", \"zzz\": \"b\"}"},
    {"\"tensors_output\": {\"tensors\": [\"probabilities\"]}",
     "\"standard_output\": {\"scores_tensor\": \"a\", \"boxes_tensor\": [7]}"},
    {"\"preprocessing\": {", "\"preprocessing\": {\"batched_output\": \"true\\u0000\","},
    {"\"preprocessing\": {", "\"preprocessing\": {\"batched_output\": \"yes\","},
};

START_TEST(what_could_be_meant_in_two_ways_has_no_fix)
{
    struct text wrong = common_with(guesses[_i].old, guesses[_i].wrong);
    nnreg_findings *findings = check_text(&wrong);
    size_t applied = 1, i;
    char *fixed;

    ck_assert_uint_gt(nnreg_findings_count(findings), 0);
    for (i = 0; i < nnreg_findings_count(findings); i++)
        ck_assert_ptr_null(nnreg_findings_fix(findings, i));
    ck_assert_ptr_null(nnreg_findings_fix(findings, i));
    ck_assert_int_eq(nnreg_findings_apply(&fixed, NULL, &applied, findings, wrong.content, wrong.length),
                     NNREG_OK);
    ck_assert_str_eq(fixed, wrong.content);
    ck_assert_uint_eq(applied, 0);
    nnreg_free(fixed);
    nnreg_findings_free(findings);
    text_free(&wrong);
}
END_TEST

/* A whole number that is written with a fraction of zeros is one; `fixed`: NULL for none. */
static const struct {
    const char *number, *fixed;
} integers[] = {
    {"3.0", "3"},
    {"17.000", "17"},
    {"123456789012345678.0", "123456789012345678"},
    {"1234567890123456789.0", NULL}, /* it may be beyond 64 bits */
    {"-3.0", NULL},                  /* no id is below 1 */
    {"3.5", NULL},
    {"3.05", NULL},
    {"3.0e1", NULL},
    {"30000000000000000000", NULL},
    {"3.00000000000000000000000000000000000000000000000000000000000000000000", NULL}, /* a slip is shorter */
};

START_TEST(an_integer_with_a_fraction_of_zeros_is_written_without)
{
    static const char spec[] =
        "{\"name\": \"a\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": %s, \"name\": "
        "\"x\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]}";
    struct text wrong = TEXT_INIT, right = TEXT_INIT;
    nnreg_findings *findings;
    const char *fixed = integers[_i].fixed;
    char *made;

    text_format(&wrong, spec, integers[_i].number);
    text_format(&right, spec, fixed != NULL ? fixed : integers[_i].number);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_check_object(findings, "spec", wrong.content, wrong.length, NULL), NNREG_REFUSED);
    ck_assert_str_eq(fixture_findings(findings), "error range /outputs/0/labels/labels/0/id");
    ck_assert_int_eq(nnreg_findings_fix(findings, 0) != NULL, fixed != NULL);
    ck_assert_int_eq(nnreg_findings_apply(&made, NULL, NULL, findings, wrong.content, wrong.length),
                     NNREG_OK);
    ck_assert_str_eq(made, right.content);
    nnreg_free(made);
    nnreg_findings_free(findings);
    text_free(&wrong);
    text_free(&right);
}
END_TEST

/* Behind a thousand others a finding is counted and not kept, and its fix is not that of the one which was kept last. */
START_TEST(a_finding_that_is_not_kept_leaves_no_fix)
{
    struct text wrong = common_with(rows[_i].old, rows[_i].wrong), many = TEXT_INIT;
    nnreg_findings *findings;
    size_t i;

    ck_assert_uint_eq(wrong.content[0], '{');
    text_put(&many, "{", 1);
    for (i = 0; i < NNREG_LIMIT_FINDINGS; i++)
        text_format(&many, "\"%zu\": 0,\n", 100000 + i);
    text_put(&many, wrong.content + 1, wrong.length - 1);
    findings = check_text(&many);
    ck_assert_uint_ge(nnreg_findings_count(findings), NNREG_LIMIT_FINDINGS);
    for (i = 0; i < nnreg_findings_count(findings); i++)
        ck_assert_ptr_null(nnreg_findings_fix(findings, i));
    nnreg_findings_free(findings);
    text_free(&many);
    text_free(&wrong);
}
END_TEST

/* ------------------------------------------------------------------------------------- what a fix says of itself -- */

START_TEST(a_fix_says_where_its_bytes_are_in_lines_and_columns)
{
    static const char json[] = "{\"description\": \"\xc3\xa4\", \"Name\":\n\"x\", \"metadata\": null,\r\n"
                               " \"preprocessing\": {\"inputs\": [],\n\n\t\"batched_output\": false}}";
    struct text text = {(char *)(uintptr_t)json, sizeof json - 1, 0};
    nnreg_findings *findings = check_text(&text);
    const struct nnreg_fix *fix;
    size_t i, seen = 0;

    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const char *rule = nnreg_findings_get(findings, i)->rule;

        fix = nnreg_findings_fix(findings, i);
        if (strcmp(rule, "unknown-field") == 0) {
            ck_assert_str_eq(fix->pointer, "/Name");
            ck_assert_str_eq(fix->value, "\"name\"");
            ck_assert_uint_eq(fix->line, 1);
            ck_assert_uint_eq(fix->column, 22);
            ck_assert_uint_eq(fix->end_column, 28);
            ck_assert_uint_eq(fix->offset, 22);
            ck_assert_uint_eq(fix->length, 6);
            seen++;
        } else if (strcmp(rule, "deprecated") == 0) { /* the last member: from behind the one before */
            ck_assert_str_eq(fix->pointer, "/preprocessing/batched_output");
            ck_assert_ptr_null(fix->value);
            ck_assert_str_eq(fix->text, "");
            ck_assert_uint_eq(fix->line, 3);
            ck_assert_uint_eq(fix->column, 32);
            ck_assert_uint_eq(fix->end_line, 5);
            ck_assert_uint_eq(fix->end_column, 25);
            seen++;
        }
    }
    ck_assert_uint_eq(seen, 2);
    nnreg_findings_free(findings);
}
END_TEST

START_TEST(a_fix_is_told_with_the_findings_as_json)
{
    struct text wrong = common_with("\"NHWC\"", "\"nhwc\"");
    nnreg_findings *findings = check_text(&wrong);
    char *json;

    ck_assert_int_eq(nnreg_findings_json(&json, findings), NNREG_OK);
    ck_assert_ptr_nonnull(
        strstr(json, "\"fix\": {\n      \"kind\": \"replace\",\n      \"pointer\": "
                     "\"/preprocessing/inputs/0/image/dimension_order\",\n      \"value\": \"NHWC\","));
    ck_assert_ptr_nonnull(strstr(json, "\"text\": \"\\\"NHWC\\\"\""));
    nnreg_free(json);
    nnreg_findings_free(findings);
    text_free(&wrong);
}
END_TEST

START_TEST(each_action_has_a_word)
{
    ck_assert_str_eq(nnreg_fix_action_text(NNREG_FIX_RENAME), "rename");
    ck_assert_str_eq(nnreg_fix_action_text(NNREG_FIX_REPLACE), "replace");
    ck_assert_str_eq(nnreg_fix_action_text(NNREG_FIX_REMOVE), "remove");
    ck_assert_str_eq(nnreg_fix_action_text(NNREG_FIX_ADD), "add");
    ck_assert_str_eq(nnreg_fix_action_text((nnreg_fix_action)0), "unknown action");
    ck_assert_str_eq(nnreg_fix_action_text((nnreg_fix_action)99), "unknown action");
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- all of them -- */

static size_t errors_of(const nnreg_findings *findings)
{
    size_t i, errors = 0;

    for (i = 0; i < nnreg_findings_count(findings); i++)
        errors += nnreg_findings_get(findings, i)->severity == NNREG_SEVERITY_ERROR;
    return errors;
}

static void judge(nnreg_findings *findings, const struct text *text, struct case_bundle *bundle)
{
    nnreg_status status = bundle != NULL ? case_bundle_check(bundle, findings, text->content, text->length)
                                         : nnreg_check(findings, text->content, text->length, NULL, NULL);

    ck_assert(status == NNREG_OK || status == NNREG_REFUSED);
}

/*
 * Mends until nothing is left to be mended; each round leaves JSON, and no more errors than before, unless what was hidden in an
 * unknown field comes to light.
 */
static void mend_all(const char *what, nnreg_findings *findings, struct text *text,
                     struct case_bundle *bundle, bool uncovers)
{
    size_t applied = 1, length, errors, round;

    judge(findings, text, bundle);
    for (round = 0; applied > 0; round++) {
        struct text fixed = TEXT_INIT;
        char *made;

        ck_assert_msg(round < ROUNDS, "%s: mended over and over", what);
        errors = errors_of(findings);
        ck_assert_int_eq(
            nnreg_findings_apply(&made, &length, &applied, findings, text->content, text->length), NNREG_OK);
        text_put(&fixed, made, length);
        nnreg_free(made);
        text_free(text);
        *text = fixed;
        judge(findings, text, bundle);
        ck_assert_msg(uncovers || errors_of(findings) <= errors, "%s: a fix has made a mistake:\n%s", what,
                      text->content);
        if (applied > 0) /* a text that is none has nothing to be mended */
            ck_assert_msg(nnreg_findings_count(findings) == 0 ||
                              strncmp(nnreg_findings_get(findings, 0)->rule, "json.", 5) != 0,
                          "%s: this is no JSON any more:\n%s", what, text->content);
    }
}

START_TEST(fixes_that_uncover_others_are_made_one_after_the_other)
{
    static const char wrong[] =
        "{\"Name\": 7, \"frame-work\": \"TENSORFLOW-1.X\", \"Preprocessing\": {\"batched-output\": false, "
        "\"input\":\n"
        "[{\"tensorName\": \" x:0\", \"Image\": {\"dimensionOrder\": \"nhwc\", \"resizeType\": \"stretch\",\n"
        "\"target_size\": \"32*32\", \"color_channels\": \"grey\", \"pixel_scaling\": \"255\", "
        "\"data_type\": null}}]},\n"
        "\"post_processings\": [{\"standard_output\": {\"boxes_tensor\": \"b\", \"scores_tensor\": \"s\"}}]}";
    static const char right[] =
        "{\"name\": \"7\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\":\n"
        "[{\"tensor_name\": \"x:0\", \"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": "
        "\"SQUASH\",\n"
        "\"target_size\": \"32x32\", \"color_channels\": \"L\", \"pixel_scaling\": 255}}]},\n"
        "\"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"b\", \"s\"]}}]}";
    struct text text = TEXT_INIT;
    nnreg_findings *findings;

    text_put(&text, wrong, sizeof wrong - 1);
    text_replace(&text, "\"Name\": 7", "\"name\": 7"); /* a name that is no text is not renamed to one */
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    judge(findings, &text, NULL);
    mend_all("uncovered", findings, &text, NULL, true);
    ck_assert_str_eq(text.content, right);
    ck_assert_uint_eq(nnreg_findings_count(findings), 0);
    nnreg_findings_free(findings);
    text_free(&text);
}
END_TEST

START_TEST(two_fixes_of_neighbours_leave_json)
{
    static const char *const objects[] = {
        "\"mean_file\": null, \"pixel_scaling\": null", "\"mean_file\": null",
        "\"Mean_File\": \"a.npy\", \"pixel_scaling\": null, \"Data_Type\": \"float32\""};
    nnreg_findings *findings;
    size_t i;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (i = 0; i < sizeof objects / sizeof *objects; i++) {
        struct text text = TEXT_INIT;

        text_format(&text, "{\"preprocessing\": {\"inputs\": [{\"image\": {%s}}], \"batched_output\": null}}",
                    objects[i]);
        mend_all(objects[i], findings, &text, NULL, false);
        text_free(&text);
    }
    nnreg_findings_free(findings);
}
END_TEST

/* ------------------------------------------------------------------------------------------- against the fixtures -- */

static struct dirent **folders;
static int folder_count;

static int has_description(const struct dirent *entry)
{
    char path[1400];

    (void)snprintf(path, sizeof path, "%s/%s/description.json", cases_folder(), entry->d_name);
    return entry->d_name[0] != '.' && strstr(entry->d_name, ".rejects") != NULL && access(path, R_OK) == 0;
}

static struct case_bundle *bundle_of(struct case_bundle *bundle, const char *folder)
{
    struct text lines = TEXT_INIT;
    char own[1400];

    if (!case_load(&lines, folder, "bundle"))
        return NULL;
    (void)snprintf(own, sizeof own, "%s/%s", cases_folder(), folder);
    case_bundle_make(bundle, lines.content, lines.length, own);
    text_free(&lines);
    return bundle;
}

static void mend_case(struct text *text, nnreg_findings **findings, const char *folder)
{
    struct case_bundle bundle, *made = bundle_of(&bundle, folder);

    ck_assert(case_load(text, folder, "description.json"));
    ck_assert_int_eq(nnreg_findings_new(findings, NULL, 0), NNREG_OK);
    mend_all(folder, *findings, text, made, false);
    if (made != NULL)
        case_bundle_free(made);
}

START_TEST(no_fix_of_any_fixture_makes_a_mistake)
{
    struct text text = TEXT_INIT;
    nnreg_findings *findings;

    mend_case(&text, &findings, folders[_i]->d_name);
    nnreg_findings_free(findings);
    text_free(&text);
}
END_TEST

/* Fixtures of which nothing is left, and what their descriptions have then. */
static const struct {
    const char *folder, *text;
} told_by_graph[] = {
    {"model.dtype.rejects", "\"data_type\": \"FLOAT32\""},
    {"model.layout.rejects", "\"dimension_order\": \"NHWC\""},
    {"model.channels.rejects.gray-graph", "\"color_channels\": \"L\""},
    {"model.shape.rejects", "\"target_size\": \"32x32\""},
    {"deprecated.rejects.batched-output", NULL},
    {"deprecated.rejects.standard-output", "tensors_output"},
    {"enum.rejects.case", NULL},
};

START_TEST(what_the_graph_tells_is_written)
{
    struct text text = TEXT_INIT;
    nnreg_findings *findings;

    mend_case(&text, &findings, told_by_graph[_i].folder);
    ck_assert_msg(errors_of(findings) == 0, "%s", text.content);
    if (told_by_graph[_i].text != NULL)
        ck_assert_msg(strstr(text.content, told_by_graph[_i].text) != NULL, "%s", text.content);
    nnreg_findings_free(findings);
    text_free(&text);
}
END_TEST

/* What is not told is not mended; there need be no finding at all. */
START_TEST(a_member_that_was_left_out_is_not_added_where_its_rule_is_off)
{
    static const char lines[] = "folder\nown saved_model.pbtxt saved_model.pbtxt\n";
    const struct nnreg_rule_severity off = NNREG_RULE_SEVERITY("model.dtype", NNREG_SEVERITY_OFF);
    struct text text = TEXT_INIT;
    struct case_bundle bundle;
    nnreg_findings *findings;
    char folder[1400];

    ck_assert_int_eq(nnreg_findings_new(&findings, &off, 1), NNREG_OK);
    text_description(&text);
    (void)snprintf(folder, sizeof folder, "%s/model.dtype.accepts", cases_folder());
    case_bundle_make(&bundle, lines, sizeof lines - 1, folder);
    judge(findings, &text, &bundle);
    ck_assert_uint_eq(nnreg_findings_count(findings), 0);
    case_bundle_free(&bundle);
    nnreg_findings_free(findings);
    text_free(&text);
}
END_TEST

/* A type that was left out is FLOAT32; where the graph takes another, the member comes behind the last one. */
START_TEST(a_member_that_was_left_out_is_added_as_the_last_one_is_written)
{
    static const char lines[] = "folder\nown saved_model.pbtxt saved_model.pbtxt\n";
    struct text text = TEXT_INIT;
    struct case_bundle bundle;
    nnreg_findings *findings;
    const struct nnreg_fix *fix;
    size_t length, applied;
    char *fixed, folder[1400];

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    text_description(&text);
    (void)snprintf(folder, sizeof folder, "%s/model.dtype.accepts", cases_folder());
    case_bundle_make(&bundle, lines, sizeof lines - 1, folder);
    judge(findings, &text, &bundle);
    fix = nnreg_findings_fix(findings, 0);
    ck_assert_ptr_nonnull(fix);
    ck_assert_int_eq(fix->action, NNREG_FIX_ADD);
    ck_assert_str_eq(fix->pointer, "/preprocessing/inputs/0/image/data_type");
    ck_assert_int_eq(nnreg_findings_apply(&fixed, &length, NULL, findings, text.content, text.length),
                     NNREG_OK);
    ck_assert_ptr_nonnull(strstr(
        fixed,
        "\"color_channels\": \"RGB\",\n                    \"data_type\": \"UINT8\"\n                }"));
    nnreg_free(fixed);
    /* It is found at the object, in front of what is wrong inside, and made behind that: behind the last member in the next round. */
    text_replace(&text, "\"SQUASH\"", "\"squash\"");
    text_replace(&text, "\"RGB\"", "\"rgb\"");
    judge(findings, &text, &bundle);
    ck_assert_int_eq(nnreg_findings_apply(&fixed, NULL, &applied, findings, text.content, text.length),
                     NNREG_OK);
    ck_assert_uint_eq(applied, 2);
    ck_assert_ptr_nonnull(strstr(fixed, "\"color_channels\": \"RGB\"\n                }"));
    nnreg_free(fixed);
    mend_all("three", findings, &text, &bundle, false);
    ck_assert_ptr_nonnull(strstr(text.content, "\"SQUASH\""));
    ck_assert_ptr_nonnull(strstr(
        text.content,
        "\"color_channels\": \"RGB\",\n                    \"data_type\": \"UINT8\"\n                }"));
    text_free(&text);
    text_format(&text, "{\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": { }}]}}");
    mend_all("an empty object", findings, &text, &bundle, false);
    ck_assert_str_eq(text.content,
                     "{\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": "
                     "{\"data_type\": \"UINT8\" }}]}}");
    text_free(&text);
    text_format(&text, "{\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": "
                       "{ \"resize_type\": \"SQUASH\" }}]}}");
    mend_all("an object of one", findings, &text, &bundle, false);
    ck_assert_str_eq(text.content,
                     "{\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": "
                     "{ \"resize_type\": \"SQUASH\", \"data_type\": \"UINT8\" }}]}}");
    case_bundle_free(&bundle);
    nnreg_findings_free(findings);
    text_free(&text);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- the call itself -- */

START_TEST(fixes_of_another_text_are_refused)
{
    struct text wrong = common_with("\"NHWC\"", "\"nhwc\"");
    nnreg_findings *findings = check_text(&wrong);
    char *fixed = wrong.content;
    size_t length = 1, applied = 1;

    ck_assert_int_eq(nnreg_findings_apply(&fixed, &length, &applied, findings, "{}", 2),
                     NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(fixed);
    ck_assert_uint_eq(length, 0);
    ck_assert_uint_eq(applied, 0);
    ck_assert_int_eq(nnreg_findings_apply(&fixed, NULL, NULL, findings, wrong.content + 1, wrong.length - 1),
                     NNREG_INVALID_ARGUMENT);
    /* It ends inside of what a fix takes away. */
    ck_assert_ptr_nonnull(nnreg_findings_fix(findings, 0));
    ck_assert_int_eq(nnreg_findings_apply(&fixed, NULL, NULL, findings, wrong.content,
                                          (size_t)nnreg_findings_fix(findings, 0)->offset + 1),
                     NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_findings_apply(NULL, NULL, NULL, findings, "{}", 2), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_findings_apply(&fixed, NULL, NULL, NULL, "{}", 2), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_findings_apply(&fixed, NULL, NULL, findings, NULL, 2), NNREG_INVALID_ARGUMENT);
    nnreg_findings_free(findings);
    text_free(&wrong);
}
END_TEST

/* Each metadata in quotes is within the limit of values, but not all of the text with them. */
START_TEST(fixes_that_would_go_over_a_limit_together_are_not_made)
{
    static const char begin[] = "{\"preprocessing\": \"", middle[] = "\", \"metadata\": \"", end[] = "\"}";
    struct text text = TEXT_INIT;
    nnreg_findings *findings;
    char *fixed;
    size_t i;

    text_put(&text, begin, sizeof begin - 1);
    for (i = 0; i < 2; i++) {
        size_t n;

        text_format(&text, "{\\\"a\\\": [0");
        for (n = 0; n < NNREG_LIMIT_JSON_VALUES * 2 / 3; n++)
            text_put(&text, ",0", 2);
        text_put(&text, "]}", 2);
        text_put(&text, i == 0 ? middle : end, strlen(i == 0 ? middle : end));
    }
    findings = check_text(&text);
    ck_assert_int_eq(nnreg_findings_apply(&fixed, NULL, NULL, findings, text.content, text.length),
                     NNREG_LIMIT);
    ck_assert_ptr_null(fixed);
    nnreg_findings_free(findings);
    text_free(&text);
    /* Nor on a text that is another one behind them, and too deep. */
    text_format(&text, "{\"name\": 7}");
    findings = check_text(&text);
    text_free(&text);
    text_format(&text, "{\"name\": 7, \"x\": ");
    for (i = 0; i < 1200; i++)
        text_put(&text, i < 600 ? "[" : "]", 1);
    text_put(&text, "}", 1);
    ck_assert_int_eq(nnreg_findings_apply(&fixed, NULL, NULL, findings, text.content, text.length),
                     NNREG_LIMIT);
    ck_assert_ptr_null(fixed);
    nnreg_findings_free(findings);
    text_free(&text);
}
END_TEST

START_TEST(a_lack_of_memory_loses_no_fix_silently)
{
    static const char json[] =
        "{\"Name\": \"x\", \"framework\": \"TF\", \"preprocessing\": {\"inputs\": [{\"tensor_name\": \" a\", "
        "\"image\":"
        " {\"target_size\": \"1*1\", \"resize_type\": \"crop\", \"pixel_scaling\": \"1\", \"mean_file\": "
        "null}}]},"
        " \"postprocessings\": [{\"standard_output\": {\"boxes_tensor\": \"b\", \"scores_tensor\": \"s\"}}],"
        " \"metadata\": \"{}\"}";
    nnreg_findings *findings;
    nnreg_status status = NNREG_NO_MEMORY;
    size_t applied = 0;
    char *fixed;
    uint64_t n;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_check(findings, json, sizeof json - 1, NULL, NULL);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    for (n = 1, status = NNREG_NO_MEMORY; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_findings_apply(&fixed, NULL, &applied, findings, json, sizeof json - 1);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(fixed != NULL, status == NNREG_OK);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_eq(applied, 8);
    nnreg_free(fixed);
    nnreg_findings_free(findings);
}
END_TEST

Suite *fixes_suite(void)
{
    Suite *suite = suite_create("fixes");
    TCase *one = tcase_create("one"), *all = tcase_create("all"), *call = tcase_create("call");

    if (folders == NULL)
        folder_count = scandir(cases_folder(), &folders, has_description, alphasort);
    tcase_add_loop_test(one, a_mistake_with_one_answer_is_mended_to_exactly_that_text, 0,
                        (int)(sizeof rows / sizeof *rows));
    tcase_add_loop_test(one, what_could_be_meant_in_two_ways_has_no_fix, 0,
                        (int)(sizeof guesses / sizeof *guesses));
    tcase_add_loop_test(one, an_integer_with_a_fraction_of_zeros_is_written_without, 0,
                        (int)(sizeof integers / sizeof *integers));
    tcase_add_loop_test(one, a_finding_that_is_not_kept_leaves_no_fix, 0, (int)(sizeof rows / sizeof *rows));
    tcase_add_test(one, a_fix_says_where_its_bytes_are_in_lines_and_columns);
    tcase_add_test(one, a_fix_is_told_with_the_findings_as_json);
    tcase_add_test(one, each_action_has_a_word);
    suite_add_tcase(suite, one);
    tcase_add_test(all, fixes_that_uncover_others_are_made_one_after_the_other);
    tcase_add_test(all, two_fixes_of_neighbours_leave_json);
    tcase_add_loop_test(all, no_fix_of_any_fixture_makes_a_mistake, 0, folder_count);
    tcase_add_loop_test(all, what_the_graph_tells_is_written, 0,
                        (int)(sizeof told_by_graph / sizeof *told_by_graph));
    tcase_add_test(all, a_member_that_was_left_out_is_not_added_where_its_rule_is_off);
    tcase_add_test(all, a_member_that_was_left_out_is_added_as_the_last_one_is_written);
    suite_add_tcase(suite, all);
    tcase_add_test(call, fixes_of_another_text_are_refused);
    tcase_add_test(call, fixes_that_would_go_over_a_limit_together_are_not_made);
    tcase_add_test(call, a_lack_of_memory_loses_no_fix_silently);
    suite_add_tcase(suite, call);
    return suite;
}
