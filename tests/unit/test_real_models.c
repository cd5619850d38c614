/*
 * Every real model: what is sound is registered and each of its files comes out byte for byte; what is broken is refused
 * for what is broken in it. Skipped where the real models are not at hand.
 *
 * Few of them are image networks, so what compares an image with the graph is only noted here. The description names
 * the inputs and outputs of the first signature that has both, as EXPECTED.json has it from an independent
 * reader; where there is none, that its tensors are not in the graph is only noted, too.
 */
#include <check.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "case_text.h"
#include "inspect_fixture.h"
#include "registry_fixture.h"

Suite *real_models_suite(void);

/* Those that cannot be served, and a rule that must say so. */
static const struct {
    const char *model, *rule;
} broken[] = {
    {"lfs_inception_data_BROKEN", "bundle.lfs-pointer"},
    {"mathsymbol_PARTIAL_pbtxt", "model.no-graph"}, /* the text of another message */
    {"mlnet_mnist_PARTIAL", "bundle.shard-missing"},
    {"modelaudit_malicious_pyfunc", "model.unloadable"}, /* a Const without a value */
    {"modelaudit_safe_savedmodel", "model.unloadable"},
    {"sagemaker_EMPTY_pb", "bundle.empty-file"},
    {"sm_cifar_PARTIAL", "bundle.shard-missing"},
    {"syn_asset_path_traversal", "model.asset-name"},
    {"syn_dangling_input", "model.unloadable"},
    {"syn_duplicate_node", "model.unloadable"},
    {"syn_graphdef_as_saved_model", "model.no-graph"},
    {"syn_truncated_pb", "model.corrupt"},
    {"tf_c_UninitializedVariable", "variables.missing"},
    {"tf_fuzz_generated__bad_node_attr", "model.unloadable"},
    {"tf_fuzz_generated__const_with_no_value", "model.unloadable"},
    {"tfnet_example1", "bundle.variables-missing"},
    {"zoo_not_resource_PARTIAL", "bundle.shard-missing"},
};

/* What is no matter here: whether the input is the image that the description makes up, and what a server may run. */
static const struct nnreg_rule_severity lenient[] = {
    NNREG_RULE_SEVERITY("model.tensor-missing",
                        NNREG_SEVERITY_NOTE), /* the first: only where there is no signature */
    NNREG_RULE_SEVERITY("model.channels", NNREG_SEVERITY_NOTE),
    NNREG_RULE_SEVERITY("model.dtype", NNREG_SEVERITY_NOTE),
    NNREG_RULE_SEVERITY("model.layout", NNREG_SEVERITY_NOTE),
    NNREG_RULE_SEVERITY("model.rank", NNREG_SEVERITY_NOTE),
    NNREG_RULE_SEVERITY("model.shape", NNREG_SEVERITY_NOTE),
    NNREG_RULE_SEVERITY("model.shape-inside", NNREG_SEVERITY_NOTE),
    NNREG_RULE_SEVERITY("model.shape-unknown", NNREG_SEVERITY_NOTE),
    NNREG_RULE_SEVERITY("model.unsafe-op", NNREG_SEVERITY_NOTE),
};

static struct registry_fixture fixture;
static json_t *expected;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

/* Takes the description's tensors as they must be, or as they may be where the model names none. */
static void be_lenient(bool tensors_too)
{
    size_t from = tensors_too ? 0 : 1;

    nnreg_findings_free(fixture.findings);
    ck_assert_int_eq(
        nnreg_findings_new(&fixture.findings, lenient + from, sizeof lenient / sizeof *lenient - from),
        NNREG_OK);
}

static void end(void)
{
    json_decref(expected);
    expected = NULL;
    fixture_end(&fixture);
}

static const char *rule_for(const char *model)
{
    size_t i;

    for (i = 0; i < sizeof broken / sizeof *broken; i++)
        if (strcmp(broken[i].model, model) == 0)
            return broken[i].rule;
    return NULL;
}

static bool is_found(const char *rule)
{
    const struct nnreg_finding *finding;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(fixture.findings, i)) != NULL; i++)
        if (finding->severity == NNREG_SEVERITY_ERROR && strcmp(finding->rule, rule) == 0)
            return true;
    return false;
}

/* The tensors of one side of a signature, each once. */
static json_t *tensors_of(const json_t *signature, const char *side)
{
    json_t *names = json_array(), *seen = json_object(), *info;
    const char *key, *name;

    json_object_foreach(json_object_get(signature, side), key, info)
    {
        name = json_string_value(json_object_get(info, "name"));
        if (name == NULL || json_object_get(seen, name) != NULL)
            continue;
        json_object_set_new(seen, name, json_true());
        json_array_append_new(names, json_string(name));
    }
    json_decref(seen);
    return names;
}

/* The inputs and outputs of the first signature that has both; false: there is none, and they are made up. */
static bool find_tensors(json_t **inputs, json_t **outputs, const char *model)
{
    json_t *graphs = json_object_get(json_object_get(expected, model), "meta_graphs"), *signature;
    const char *key;

    json_object_foreach(json_object_get(json_array_get(graphs, 0), "signatures"), key, signature)
    {
        *inputs = tensors_of(signature, "inputs");
        *outputs = tensors_of(signature, "outputs");
        if (json_array_size(*inputs) > 0 && json_array_size(*outputs) > 0)
            return true;
        json_decref(*inputs);
        json_decref(*outputs);
    }
    *inputs = json_pack("[s]", "x");
    *outputs = json_pack("[s]", "y");
    return false;
}

/* An image for each: what it says of it is no matter. */
static json_t *images_of(const json_t *names)
{
    json_t *inputs = json_array(), *name;
    size_t i;

    json_array_foreach(names, i, name)
    {
        json_array_append_new(inputs, json_pack("{s:O, s:{s:s, s:s, s:s, s:s}}", "tensor_name", name, "image",
                                                "dimension_order", "NHWC", "resize_type", "SQUASH",
                                                "target_size", "32x32", "color_channels", "RGB"));
    }
    return inputs;
}

/* A plausible description of the model, to be freed; makes the fixture's findings for it. */
static char *describe(const char *model)
{
    json_t *inputs, *outputs, *json;
    char *text;

    be_lenient(!find_tensors(&inputs, &outputs, model));
    json = json_pack("{s:s, s:s, s:{s:o}, s:[{s:{s:O}}]}", "name", model, "framework", "tensorflow-1.x",
                     "preprocessing", "inputs", images_of(inputs), "postprocessings", "tensors_output",
                     "tensors", outputs);
    text = json_dumps(json, JSON_COMPACT);
    ck_assert_ptr_nonnull(text);
    json_decref(json);
    json_decref(inputs);
    json_decref(outputs);
    return text;
}

/* A stored file against what the independent reader has noted of the one that was put in. */
static void same_file(const char *model, uint64_t id, const char *name, const json_t *facts)
{
    unsigned char digest[NNREG_SHA256_SIZE];
    char text[NNREG_SHA256_TEXT];
    struct nnreg_sha256 sha;
    size_t size;
    char *content = fixture_read(fixture.registry, id, name, &size);

    ck_assert_msg(content != NULL, "%s: %s: %s", model, name, nnreg_message(fixture.registry));
    ck_assert_int_eq(nnreg_sha256_begin(&sha, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_add(&sha, content, size, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_end(digest, &sha, NULL), NNREG_OK);
    nnreg_hex(text, digest);
    ck_assert_msg(json_integer_value(json_object_get(facts, "size")) == (json_int_t)size &&
                      strcmp(text, json_string_value(json_object_get(facts, "sha256"))) == 0,
                  "%s: %s does not come out as it was put in", model, name);
    free(content);
}

/* Files that a folder has and a model has not: not stored. */
static bool is_left_out(const char *name)
{
    const char *last = strrchr(name, '/') != NULL ? strrchr(name, '/') + 1 : name;

    return last[0] == '.';
}

static void same_files(const char *model, uint64_t id)
{
    nnreg_network *network;
    const char *name;
    json_t *facts;
    size_t stored = 0;

    json_object_foreach(json_object_get(json_object_get(expected, model), "files"), name, facts)
    {
        if (is_left_out(name))
            continue;
        same_file(model, id, name, facts);
        stored++;
    }
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_uint_eq(nnreg_network_file_count(network), stored);
    nnreg_network_free(network);
}

/* Whether it was registered. */
static bool try_model(const char *folder, const char *model)
{
    const char *rule = rule_for(model);
    char path[1024], *json = describe(model);
    nnreg_bundle *bundle;
    nnreg_status status;
    uint64_t id;

    snprintf(path, sizeof path, "%s/%s", folder, model);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle, path), NNREG_OK);
    status = nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings);
    nnreg_bundle_free(bundle);
    free(json);
    if (rule != NULL) {
        ck_assert_msg(status == NNREG_REFUSED && is_found(rule), "%s: not refused for %s, but %d: %s", model,
                      rule, status, fixture_found(&fixture));
        return false;
    }
    ck_assert_msg(status == NNREG_OK, "%s: %s, %s", model, nnreg_message(fixture.registry),
                  fixture_found(&fixture));
    same_files(model, id);
    return true;
}

static bool is_model(const char *folder, const char *name)
{
    char path[1024];
    struct stat st;

    if (name[0] == '.' || name[0] == '_')
        return false;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A version of each network that has an output which one label fits; how many there are. */
static unsigned attach_all(uint64_t spec)
{
    unsigned attached = 0;
    nnreg_network *network;
    uint64_t id, version;

    for (id = 1; nnreg_network_get(fixture.registry, &network, id) == NNREG_OK; id++) {
        struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;
        char json[1400];
        int size;

        if (nnreg_network_result(network, 0, &result) == NNREG_OK && result.tensor_count > 0) {
            size = snprintf(json, sizeof json,
                            "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": "
                            "[{\"classification\": {\"output_tensor\": \"%.900s\"}}]}",
                            (unsigned long long)spec, (unsigned long long)id, result.tensors[0]);
            attached += nnreg_version_create(fixture.registry, &version, json, (size_t)size, NULL,
                                             fixture.findings) == NNREG_OK;
        }
        nnreg_network_free(network);
    }
    return attached;
}

static void load_export(struct text *text, nnreg *registry, const char *path)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.all = 1;
    ck_assert_msg(nnreg_export(registry, path, &selection, NULL, NULL) == NNREG_OK, "%s",
                  nnreg_message(registry));
    ck_assert(text_load(text, path));
}

/* All of them in one export, with a spec and a version where one fits. */
static void assert_moves_unchanged(void)
{
    static const char spec_json[] =
        "{\"name\": \"one\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, \"name\": \"it\"}], "
        "\"exclusive\": false, \"roi\": \"NONE\"}}]}";
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    struct text first = TEXT_INIT, second = TEXT_INIT;
    uint64_t spec;
    nnreg *other;
    char path[400];

    be_lenient(true);
    ck_assert_int_eq(
        nnreg_spec_create(fixture.registry, &spec, spec_json, sizeof spec_json - 1, NULL, fixture.findings),
        NNREG_OK);
    ck_assert_uint_gt(attach_all(spec), 0);
    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_open(&other, fixture_path(&fixture, "other"), &options), NNREG_OK);
    snprintf(path, sizeof path, "%s", fixture_path(&fixture, "first.zip"));
    load_export(&first, fixture.registry, path);
    ck_assert_msg(nnreg_import(other, path, NULL, NULL, fixture.findings) == NNREG_OK, "%s; %s",
                  nnreg_message(other), fixture_found(&fixture));
    load_export(&second, other, fixture_path(&fixture, "second.zip"));
    ck_assert_uint_eq(first.length, second.length);
    ck_assert_int_eq(memcmp(first.content, second.content, first.length), 0);
    text_free(&first);
    text_free(&second);
    nnreg_close(other);
}

START_TEST(every_sound_model_comes_out_byte_for_byte_and_every_broken_one_is_refused)
{
    const char *folder = models_folder(), *fault;
    struct dirent **entries;
    unsigned registered = 0, refused = 0, stride;
    char path[1024];
    int i, count;

    if (folder == NULL)
        return;
    snprintf(path, sizeof path, "%s/EXPECTED.json", folder);
    expected = json_load_file(path, 0, NULL);
    ck_assert_ptr_nonnull(expected);
    count = scandir(folder, &entries, NULL, alphasort);
    ck_assert_int_gt(count, 0);
    stride = fixture_stride("real models", 4);
    for (i = 0; i < count; i++) {
        if (is_model(folder, entries[i]->d_name) && (unsigned)i % stride == 0) {
            if (try_model(folder, entries[i]->d_name))
                registered++;
            else
                refused++;
        }
        free(entries[i]);
    }
    free(entries);
    fault = registry_fault(fixture.registry, fixture.dir, false);
    ck_assert_msg(fault == NULL, "%s", fault);
    if (stride == 1)
        ck_assert_uint_eq(refused, sizeof broken / sizeof *broken);
    ck_assert_uint_gt(registered, 0);
    assert_moves_unchanged();
}
END_TEST

/* ------------------------------------------------------------------------ a description for every sound model -- */

static bool is_accepted(const char *json, const nnreg_bundle *bundle)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_findings *findings;
    nnreg_status status;

    call.flags = NNREG_NO_WEIGHTS; /* the other test reads them */
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    status = nnreg_check(findings, json, strlen(json), bundle, &call);
    ck_assert(status == NNREG_OK || status == NNREG_REFUSED);
    nnreg_findings_free(findings);
    return status == NNREG_OK;
}

static bool draft_is_accepted(const nnreg_bundle *bundle)
{
    nnreg_findings *findings;
    char *draft;
    bool accepted;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    accepted = nnreg_draft(&draft, findings, bundle) == NNREG_OK && is_accepted(draft, bundle);
    nnreg_free(draft);
    nnreg_findings_free(findings);
    return accepted;
}

static bool tensor_is_accepted(const char *tensor, const nnreg_bundle *bundle)
{
    char json[1400];

    (void)snprintf(
        json, sizeof json,
        "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": "
        "[{\"tensor_name\": \"%.900s\", \"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": "
        "\"SQUASH\", \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]}}",
        tensor);
    return is_accepted(json, bundle);
}

/* Where the signature has no input, or none that an image can be for: another tensor of the graph. */
static bool some_tensor_is_accepted(const nnreg_bundle *bundle)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_findings *findings;
    json_t *report, *tensors;
    char *text;
    size_t i;
    bool accepted = false;

    call.flags = NNREG_NO_WEIGHTS | NNREG_INSPECT_TENSORS;
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_inspect(&text, findings, bundle, &call), NNREG_OK);
    report = json_loads(text, 0, NULL);
    ck_assert_ptr_nonnull(report);
    tensors = json_object_get(report, "tensors");
    for (i = 0; i < json_array_size(tensors) && !accepted; i++)
        accepted = tensor_is_accepted(json_string_value(json_object_get(json_array_get(tensors, i), "name")),
                                      bundle);
    json_decref(report);
    nnreg_free(text);
    nnreg_findings_free(findings);
    return accepted;
}

START_TEST(for_every_sound_model_there_is_a_description_without_an_error)
{
    const char *folder = models_folder();
    struct dirent **entries;
    unsigned drafted = 0, found = 0;
    char path[1024];
    int i, count;

    if (folder == NULL)
        return;
    count = scandir(folder, &entries, NULL, alphasort);
    ck_assert_int_gt(count, 0);
    for (i = 0; i < count; i++) {
        const char *model = entries[i]->d_name;
        nnreg_bundle *bundle;

        if (is_model(folder, model) && rule_for(model) == NULL) {
            snprintf(path, sizeof path, "%s/%s", folder, model);
            ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
            ck_assert_int_eq(nnreg_bundle_add_directory(bundle, path), NNREG_OK);
            if (draft_is_accepted(bundle))
                drafted++;
            else if (some_tensor_is_accepted(bundle))
                found++;
            else
                ck_abort_msg("%s: no description of it is accepted", model);
            nnreg_bundle_free(bundle);
        }
        free(entries[i]);
    }
    free(entries);
    ck_assert_uint_ge(drafted, 60); /* of them the draft is such a description */
    ck_assert_uint_gt(found, 0);
}
END_TEST

Suite *real_models_suite(void)
{
    Suite *suite = suite_create("real models");
    TCase *tests = tcase_create("real models");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280);
    tcase_add_test(tests, every_sound_model_comes_out_byte_for_byte_and_every_broken_one_is_refused);
    tcase_add_test(tests, for_every_sound_model_there_is_a_description_without_an_error);
    suite_add_tcase(suite, tests);
    return suite;
}
