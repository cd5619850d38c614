/*
 * Frameworks behind their seam (bundle/framework.h): a second one, which only tests know, is served by everything that
 * serves the first, is unknown by name once it is taken away, and changes nothing for the first while it is there.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "case_bundle.h"
#include "case_text.h"
#include "inspection_fixture.h"
#include "judge/frameworks.h"
#include "listed_framework.h"
#include "registry_fixture.h"
#include "tensorflow/tensor_name.h"

Suite *frameworks_suite(void);

static const char sound[] = "input %image UINT8 48x32x3\noutput %scores FLOAT32\noutput %boxes FLOAT32\n";

static void add_framework(void)
{
    nnreg_frameworks_add(&listed_framework, LISTED_WORD);
}

static nnreg_bundle *bundle_of(const char *list)
{
    nnreg_bundle *bundle;

    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, list, strlen(list), "model.list"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "12", 2, "weights/first"), NNREG_OK);
    return bundle;
}

/* Static. `framework` as it stands in the text, with its comma; or "". */
static const char *description(const char *framework, const char *input, const char *output)
{
    static char text[1000];

    (void)snprintf(text, sizeof text,
                   "{\"name\": \"n\", %s\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"%s\", "
                   "\"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", "
                   "\"target_size\": \"48x32\", \"color_channels\": \"RGB\", \"data_type\": \"UINT8\"}}]}, "
                   "\"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"%s\"]}}]}",
                   framework, input, output);
    return text;
}

#define LISTED "\"framework\": \"" LISTED_WORD "\", "

/* -------------------------------------------------------------------------------------------- the table -- */

START_TEST(a_word_and_a_framework_are_one_row)
{
    const struct nnreg_framework *first = nnreg_framework_default();
    size_t count = nnreg_vocab_framework.count;

    ck_assert_uint_eq(count, NNREG_FRAMEWORK_COUNT);
    ck_assert_ptr_eq(nnreg_framework_at(NNREG_FRAMEWORK_TENSORFLOW_1), first);
    ck_assert_str_eq(nnreg_framework_word(first), "tensorflow-1.x");
    add_framework();
    ck_assert_uint_eq(nnreg_vocab_framework.count, count + 1);
    ck_assert_ptr_eq(nnreg_framework_at((int)count), &listed_framework);
    ck_assert_str_eq(nnreg_framework_word(&listed_framework), LISTED_WORD);
    ck_assert_ptr_eq(nnreg_framework_default(), first);
    nnreg_frameworks_forget();
    ck_assert_uint_eq(nnreg_vocab_framework.count, count);
    ck_assert_int_eq(nnreg_vocab_find(&nnreg_vocab_framework, LISTED_WORD), -1);
}
END_TEST

START_TEST(names_are_sorted_and_found_by_their_tensors)
{
    const char *names[] = {"b:1", "b", "a:10", "a:9", "a"};

    ck_assert(nnreg_tensor_sort(&nnreg_tensorflow_tensors, names, 5));
    ck_assert_str_eq(names[0], "a");
    ck_assert_str_eq(names[1], "a:9");
    ck_assert_str_eq(names[2], "a:10");
    ck_assert(nnreg_tensor_among(&nnreg_tensorflow_tensors, names, 5, "b:0"));
    ck_assert(nnreg_tensor_among(&nnreg_tensorflow_tensors, names, 5, "a:0"));
    ck_assert(!nnreg_tensor_among(&nnreg_tensorflow_tensors, names, 5, "a:1"));
    ck_assert(!nnreg_tensor_among(&nnreg_tensorflow_tensors, names, 0, "a"));
    ck_assert(!nnreg_tensor_among(NULL, names, 5, "b:0"));
}
END_TEST

/* ------------------------------------------------------------------------------------------------ check -- */

/* What a check says of a description and a bundle of this list. */
static const struct {
    const char *framework, *input, *output, *list, *found;
} checked[] = {
    {LISTED, "%image", "%scores", sound, ""},
    {LISTED, "%image", "%image", sound,
     "error model.tensor-missing /postprocessings/0/tensors_output/tensors/0 1:288\n"},
    {LISTED, "%nothing", "%scores", sound,
     "error model.tensor-missing /preprocessing/inputs/0/tensor_name 1:89\n"},
    {LISTED, "image:0", "%scores", sound,
     "error tensor-name /preprocessing/inputs/0/tensor_name 1:89\n"
     "error model.tensor-missing /preprocessing/inputs/0/tensor_name 1:89\n"},
    {LISTED, "%image", "%scores", "input %image UINT8 48x32x3\nnonsense\n",
     "error model.corrupt model.list 2:1\n"},
    {LISTED, "%image", "%scores", "",
     "error model.tensor-missing /preprocessing/inputs/0/tensor_name 1:89\n"
     "error model.tensor-missing /postprocessings/0/tensors_output/tensors/0 1:288\n"
     "error bundle.empty-file model.list\n"},
    {LISTED, "%image", "%scores", "<html>\n", "error bundle.html-page model.list\n"},
    /* Without a word the model in the bundle says which framework it is, and with a wrong one, too. */
    {"", "%image", "%scores", sound, "error missing-field (document) 1:1\n"},
    {"\"framework\": \"tests-lister\", ", "%image", "%scores", sound, "error enum /framework 1:28\n"},
    /* What the description says counts for more than what the bundle has. */
    {"\"framework\": \"tensorflow-1.x\", ", "x", "y", sound,
     "error bundle.model-missing (bundle)\nerror bundle.unknown-file model.list\n"
     "error bundle.unknown-file weights/first\n"},
};

START_TEST(a_check_judges_by_the_framework)
{
    const char *text = description(checked[_i].framework, checked[_i].input, checked[_i].output);
    nnreg_bundle *bundle = bundle_of(checked[_i].list);
    struct text found = TEXT_INIT;
    nnreg_findings *findings;
    nnreg_status status;

    add_framework();
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    status = nnreg_check(findings, text, strlen(text), bundle, NULL);
    text_put(&found, "", 0);
    text_findings(&found, findings, NULL);
    ck_assert_str_eq(found.content, checked[_i].found);
    ck_assert_int_eq(status, checked[_i].found[0] == '\0' ? NNREG_OK : NNREG_REFUSED);
    nnreg_frameworks_forget();
    /* A library without the framework knows no such word. */
    if (checked[_i].framework[0] != '\0' && strstr(checked[_i].framework, "tensorflow") == NULL) {
        ck_assert_int_eq(nnreg_check(findings, text, strlen(text), NULL, NULL), NNREG_REFUSED);
        ck_assert_str_eq(nnreg_findings_get(findings, 0)->rule, "enum");
    }
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    text_free(&found);
}
END_TEST

/* TensorFlow's files are told why there may be two of them; a framework need not have a word for it. */
START_TEST(a_file_that_is_there_twice_needs_no_note)
{
    const char *text = description(LISTED, "%image", "%scores");
    nnreg_bundle *bundle = bundle_of(sound);
    const struct nnreg_finding *finding;
    nnreg_findings *findings;

    add_framework();
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, sound, sizeof sound - 1, "model.list"), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_check(findings, text, strlen(text), bundle, NULL), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(findings), 1);
    finding = nnreg_findings_get(findings, 0);
    ck_assert_str_eq(finding->rule, "bundle.duplicate-file");
    ck_assert_str_eq(finding->file, "model.list");
    ck_assert_str_eq(finding->message, "the bundle has this file twice");
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    nnreg_frameworks_forget();
}
END_TEST

/* ------------------------------------------------------------------------------------- inspect and draft -- */

static json_t *inspect_list(nnreg_findings *findings, const char *list, unsigned flags)
{
    struct nnreg_call_options options = {.size = sizeof options, .flags = flags};
    nnreg_bundle *bundle = bundle_of(list);
    json_error_t error;
    json_t *report;
    char *json;

    ck_assert_int_eq(nnreg_inspect(&json, findings, bundle, &options), NNREG_OK);
    report = json_loads(json, 0, &error);
    ck_assert_msg(report != NULL, "%s: %s", error.text, json);
    nnreg_free(json);
    nnreg_bundle_free(bundle);
    return report;
}

START_TEST(an_inspection_tells_what_the_framework_reads)
{
    nnreg_findings *findings;
    json_t *report;

    add_framework();
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    report = inspect_list(findings, sound, NNREG_INSPECT_TENSORS);
    ck_assert_str_eq(member_dump(report, "model"), "{\"first\":\"%image\"}");
    ck_assert_str_eq(member_text(report, "files/0/role"), "list");
    ck_assert_str_eq(member_text(report, "files/1/role"), "weights");
    ck_assert_str_eq(member_dump(report, "tensors"), "[]");
    ck_assert_str_eq(member_dump(report, "variables"), "null");
    ck_assert_str_eq(member_dump(report, "findings"), "[]");
    json_decref(report);
    report = inspect_list(findings, "nonsense\n", 0);
    ck_assert_str_eq(member_dump(report, "model"), "null");
    ck_assert_str_eq(member_text(report, "findings/0/rule"), "model.corrupt");
    json_decref(report);
    nnreg_findings_free(findings);
    nnreg_frameworks_forget();
}
END_TEST

static nnreg_status draft_list(char **json, nnreg_findings *findings, const char *list)
{
    nnreg_bundle *bundle = bundle_of(list);
    nnreg_status status = nnreg_draft(json, findings, bundle);

    nnreg_bundle_free(bundle);
    return status;
}

START_TEST(a_draft_is_accepted_by_the_check_and_tells_its_guesses)
{
    nnreg_bundle *bundle = bundle_of(sound);
    nnreg_findings *findings;
    char *json;

    add_framework();
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(draft_list(&json, findings, sound), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(json, "\"framework\": \"" LISTED_WORD "\""));
    ck_assert_str_eq(draft_image(json, 0), "NHWC SQUASH 48x32 RGB 255.0 UINT8");
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->rule, "draft.guess");
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->pointer, "/name");
    ck_assert_int_eq(nnreg_check(findings, json, strlen(json), bundle, NULL), NNREG_OK);
    nnreg_free(json);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    nnreg_frameworks_forget();
}
END_TEST

START_TEST(a_draft_is_refused_for_what_the_framework_cannot_draft)
{
    static const struct {
        const char *list, *found;
    } refused[] = {{"output %scores FLOAT32\n", "error model.tensor-missing model.list\n"},
                   {"nonsense\n", "error model.corrupt model.list 1:1\n"}};
    nnreg_findings *findings;
    char *json;

    add_framework();
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct text found = TEXT_INIT;

        ck_assert_int_eq(draft_list(&json, findings, refused[i].list), NNREG_REFUSED);
        ck_assert_ptr_null(json);
        text_findings(&found, findings, NULL);
        ck_assert_str_eq(found.content, refused[i].found);
        text_free(&found);
    }
    nnreg_findings_free(findings);
    nnreg_frameworks_forget();
}
END_TEST

/* --------------------------------------------------------------------------------------------- a registry -- */

static nnreg_status create(struct registry_fixture *fixture, uint64_t *id, const char *list)
{
    const char *text = description(LISTED, "%image", "%scores");
    nnreg_bundle *bundle = bundle_of(list);
    nnreg_status status =
        nnreg_network_create(fixture->registry, id, text, strlen(text), bundle, NULL, fixture->findings);

    nnreg_bundle_free(bundle);
    return status;
}

START_TEST(a_network_is_added_and_shown_and_listed)
{
    struct registry_fixture fixture;
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_network *network;
    nnreg_tensors *tensors;
    nnreg_page *page;
    uint64_t id, none = 0;
    size_t size, found;
    char *text;

    add_framework();
    fixture_begin(&fixture, 0);
    ck_assert_int_eq(create(&fixture, &id, sound), NNREG_OK);
    ck_assert_int_eq(create(&fixture, &none, "nonsense\n"), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error model.corrupt model.list");
    (void)fixture_add(&fixture, "another", 0);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_str_eq(nnreg_network_framework(network), LISTED_WORD);
    ck_assert_uint_eq(nnreg_network_file_count(network), 2);
    ck_assert_int_eq(nnreg_network_json(&text, network), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, LISTED_WORD));
    nnreg_free(text);
    nnreg_network_free(network);
    text = fixture_read(fixture.registry, id, "weights/first", &size);
    ck_assert_uint_eq(size, 2);
    free(text);
    ck_assert_int_eq(nnreg_network_tensors(fixture.registry, &tensors, id), NNREG_OK);
    ck_assert_uint_eq(nnreg_tensors_count(tensors), 3);
    ck_assert_int_eq(nnreg_tensors_find(tensors, &found, "%image"), NNREG_OK);
    ck_assert_uint_eq(found, 1); /* behind %boxes */
    nnreg_tensors_free(tensors);
    query.framework = LISTED_WORD;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_count(page), 1);
    nnreg_page_free(page);
    fixture_end(&fixture);
    nnreg_frameworks_forget();
}
END_TEST

START_TEST(a_library_that_does_not_know_the_framework_says_its_name)
{
    struct registry_fixture fixture;
    nnreg_network *network;
    uint64_t id, other;

    add_framework();
    fixture_begin(&fixture, 0);
    ck_assert_int_eq(create(&fixture, &id, sound), NNREG_OK);
    other = fixture_add(&fixture, "another", 0);
    nnreg_frameworks_forget();
    fixture_reopen(&fixture, 0);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_UNSUPPORTED);
    ck_assert_ptr_null(network);
    ck_assert_msg(strstr(nnreg_message(fixture.registry), "framework \"" LISTED_WORD "\"") != NULL, "%s",
                  nnreg_message(fixture.registry));
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, other), NNREG_OK);
    nnreg_network_free(network);
    add_framework();
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    nnreg_network_free(network);
    fixture_end(&fixture);
    nnreg_frameworks_forget();
}
END_TEST

/* What a version that takes this tensor of the network is told. */
static const char *version_of(struct registry_fixture *fixture, uint64_t spec, uint64_t network,
                              const char *tensor)
{
    char json[FIXTURE_JSON];
    uint64_t id;
    int size = snprintf(json, sizeof json,
                        "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": "
                        "[{\"classification\": {\"output_tensor\": \"%s\"}}]}",
                        (unsigned long long)spec, (unsigned long long)network, tensor);

    (void)nnreg_version_create(fixture->registry, &id, json, (size_t)size, NULL, fixture->findings);
    return fixture_found(fixture);
}

START_TEST(a_version_is_judged_by_the_framework_of_its_network)
{
    static const char at[] = "/post_processings/0/classification/output_tensor";
    struct registry_fixture fixture;
    uint64_t id, spec, other;
    char expected[200];

    add_framework();
    fixture_begin(&fixture, 0);
    ck_assert_int_eq(create(&fixture, &id, sound), NNREG_OK);
    other = fixture_add(&fixture, "another", 0);
    spec = fixture_add_spec(&fixture, "spec");
    ck_assert_str_eq(version_of(&fixture, spec, id, "%scores"), "");
    (void)snprintf(expected, sizeof expected, "error version.undeclared-tensor %s", at);
    ck_assert_str_eq(version_of(&fixture, spec, id, "%boxes"), expected);
    (void)snprintf(expected, sizeof expected, "error model.tensor-missing %s", at);
    ck_assert_str_eq(version_of(&fixture, spec, id, "%nothing"), expected);
    (void)snprintf(expected, sizeof expected, "error tensor-name %s", at);
    ck_assert_str_eq(version_of(&fixture, spec, id, "probabilities"), expected);
    ck_assert_str_eq(version_of(&fixture, spec, other, "%scores"), expected);
    ck_assert_str_eq(version_of(&fixture, spec, other, "probabilities:0"), "");
    fixture_end(&fixture);
    nnreg_frameworks_forget();
}
END_TEST

/* ---------------------------------------------------------------------------------------------- the schema -- */

START_TEST(the_schema_has_the_word_and_the_names_of_every_framework)
{
    static const char alone[] = "\"^[A-Za-z0-9._][A-Za-z0-9_./\\\\\\\\>-]*(:[0-9]+)?(?![\\\\s\\\\S])\"";
    static const char both[] =
        "\"^([A-Za-z0-9._][A-Za-z0-9_./\\\\\\\\>-]*(:[0-9]+)?|%[a-z]+)(?![\\\\s\\\\S])\"";
    char *text;

    ck_assert_int_eq(nnreg_schema(&text, "network"), NNREG_OK);
    ck_assert_ptr_null(strstr(text, LISTED_WORD));
    ck_assert_ptr_nonnull(strstr(text, alone));
    nnreg_free(text);
    add_framework();
    ck_assert_int_eq(nnreg_schema(&text, "network"), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"" LISTED_WORD "\""));
    ck_assert_ptr_nonnull(strstr(text, both));
    ck_assert_ptr_null(strstr(text, alone));
    nnreg_free(text);
    nnreg_frameworks_forget();
}
END_TEST

/* ---------------------------------------------------------------------------- TensorFlow, all the same -- */

/* Bundles of TensorFlow, among them some with what another framework would know. */
static const char *const bundles[] = {
    "model classifier\n",
    "model classifier flat sliced\nfile stray 3\nmkdir .git\n",
    "model tf2 text\nlink saved_model.cpb saved_model.pb\n",
    "model classifier\nfile weights/a 3\nfile weights/deep/b 4\nfile weights/.c 4\n",
    "model classifier\ntext model.list input %x FLOAT32 1x1x3\n",
    "model classifier\nfile weights 3\n",
    "folder\ntext sub/model.list nonsense\n",
    "model classifier in=weights\n",
    "model classifier in=sub\ntext weights/model.list nonsense\n",
    "model classifier\nfile weights/a 3\ngiven weights/a\n",
    "folder\n",
};

/* What a check and an inspection say, as one text. */
static void tell_all(struct text *told, const struct case_bundle *made)
{
    struct text json = TEXT_INIT;
    nnreg_findings *findings;
    char *report, *list;

    text_description(&json);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    (void)nnreg_check(findings, json.content, json.length, made->bundle, NULL);
    ck_assert_int_eq(nnreg_findings_json(&list, findings), NNREG_OK);
    ck_assert_int_eq(nnreg_inspect(&report, findings, made->bundle, NULL), NNREG_OK);
    text_put(told, list, strlen(list));
    text_put(told, report, strlen(report));
    nnreg_free(list);
    nnreg_free(report);
    nnreg_findings_free(findings);
    text_free(&json);
}

START_TEST(another_framework_changes_nothing_for_tensorflow)
{
    struct text before = TEXT_INIT, with = TEXT_INIT, after = TEXT_INIT;
    struct case_bundle made;

    case_bundle_make(&made, bundles[_i], strlen(bundles[_i]), NULL);
    tell_all(&before, &made);
    add_framework();
    tell_all(&with, &made);
    nnreg_frameworks_forget();
    tell_all(&after, &made);
    ck_assert_str_eq(before.content, with.content);
    ck_assert_str_eq(before.content, after.content);
    case_bundle_free(&made);
    text_free(&before);
    text_free(&with);
    text_free(&after);
}
END_TEST

static void write_list(const char *folder, const char *list)
{
    char path[400];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/model.list", folder);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(list, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* The files that the framework finds in a bundle, a line each. */
static void list_files(struct text *lines, const nnreg_bundle *bundle,
                       const struct nnreg_framework *framework)
{
    struct nnreg_bundle_files files;
    size_t i;

    ck_assert_int_eq(nnreg_frameworks_list(&files, bundle, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_assign(&files, framework->roles, NULL), NNREG_OK);
    for (i = 0; i < files.count; i++)
        text_format(lines, "%s\n", files.file[i].name);
    nnreg_bundle_files_free(&files);
}

/* The other way round: in a folder, with what TensorFlow would know. */
START_TEST(a_folder_is_walked_for_the_framework_that_it_is_of)
{
    static const char lines[] = "folder\nfile weights/a 3\nfile weights/deep/b 4\n"
                                "file assets/labels 3\nfile variables/variables.index 3\n";
    const char *text = description(LISTED, "%image", "%scores");
    struct text found = TEXT_INIT, files = TEXT_INIT, others = TEXT_INIT;
    struct case_bundle made;
    nnreg_findings *findings;

    add_framework();
    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    write_list(made.folder, sound);
    list_files(&files, made.bundle, &listed_framework);
    ck_assert_str_eq(files.content, "model.list\nweights/a\nweights/deep/b\n");
    list_files(&others, made.bundle, nnreg_framework_default());
    ck_assert_str_eq(others.content, "assets/labels\nvariables.index\n");
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_check(findings, text, strlen(text), made.bundle, NULL), NNREG_OK);
    text_findings(&found, findings, NULL);
    ck_assert_str_eq(found.content,
                     "warning bundle.unknown-file assets\nwarning bundle.unknown-file variables\n");
    nnreg_findings_free(findings);
    case_bundle_free(&made);
    text_free(&found);
    text_free(&files);
    text_free(&others);
    nnreg_frameworks_forget();
}
END_TEST

static unsigned opened;

/* The folder is opened, and once more to be listed; then "weights". */
static int deny_the_third(const char *call)
{
    return strcmp(call, "openat") == 0 && ++opened == 3 ? EACCES : 0;
}

/* It was tried for the sake of another framework. */
START_TEST(a_folder_that_only_another_framework_enters_may_be_unreadable)
{
    static const char lines[] = "model frozen\nfile weights/x 1\n";
    struct text json = TEXT_INIT, found = TEXT_INIT;
    struct case_bundle made;
    nnreg_findings *findings;

    add_framework();
    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    text_description(&json);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    opened = 0;
    nnreg_fs_use_hook(deny_the_third);
    ck_assert_int_eq(nnreg_check(findings, json.content, json.length, made.bundle, NULL), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_ge(opened, 3);
    text_findings(&found, findings, NULL);
    ck_assert_str_eq(found.content, "warning bundle.unknown-file weights\n");
    nnreg_findings_free(findings);
    case_bundle_free(&made);
    text_free(&json);
    text_free(&found);
    nnreg_frameworks_forget();
}
END_TEST

START_TEST(an_allocation_that_fails_is_told_and_nothing_else)
{
    static const char lines[] = "folder\nfile weights/a 3\nfile assets/labels 3\nlink odd a\n";
    const char *text = description(LISTED, "%image", "%scores");
    nnreg_status status = NNREG_NO_MEMORY;
    struct case_bundle made;
    nnreg_findings *findings;
    unsigned n;
    char *json;

    add_framework();
    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    write_list(made.folder, sound);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    for (n = 1; status != NNREG_OK; n++) {
        nnreg_alloc_fail_from(n);
        status = _i == 0   ? nnreg_check(findings, text, strlen(text), made.bundle, NULL)
                 : _i == 1 ? nnreg_draft(&json, findings, made.bundle)
                           : nnreg_inspect(&json, findings, made.bundle, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_msg(status == NNREG_OK || status == NNREG_NO_MEMORY, "%u: %d", n, (int)status);
        if (_i > 0)
            nnreg_free(json);
    }
    ck_assert_uint_gt(n, 20);
    nnreg_findings_free(findings);
    case_bundle_free(&made);
    nnreg_frameworks_forget();
}
END_TEST

Suite *frameworks_suite(void)
{
    Suite *suite = suite_create("frameworks");
    TCase *tests = tcase_create("frameworks");

    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_word_and_a_framework_are_one_row);
    tcase_add_test(tests, names_are_sorted_and_found_by_their_tensors);
    tcase_add_loop_test(tests, a_check_judges_by_the_framework, 0, (int)(sizeof checked / sizeof *checked));
    tcase_add_test(tests, a_file_that_is_there_twice_needs_no_note);
    tcase_add_test(tests, an_inspection_tells_what_the_framework_reads);
    tcase_add_test(tests, a_draft_is_accepted_by_the_check_and_tells_its_guesses);
    tcase_add_test(tests, a_draft_is_refused_for_what_the_framework_cannot_draft);
    tcase_add_test(tests, a_network_is_added_and_shown_and_listed);
    tcase_add_test(tests, a_library_that_does_not_know_the_framework_says_its_name);
    tcase_add_test(tests, a_version_is_judged_by_the_framework_of_its_network);
    tcase_add_test(tests, the_schema_has_the_word_and_the_names_of_every_framework);
    tcase_add_loop_test(tests, another_framework_changes_nothing_for_tensorflow, 0,
                        (int)(sizeof bundles / sizeof *bundles));
    tcase_add_test(tests, a_folder_is_walked_for_the_framework_that_it_is_of);
    tcase_add_test(tests, a_folder_that_only_another_framework_enters_may_be_unreadable);
    tcase_add_loop_test(tests, an_allocation_that_fails_is_told_and_nothing_else, 0, 3);
    return suite;
}
