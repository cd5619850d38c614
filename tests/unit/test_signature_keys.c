/*
 * A tensor that a description calls by the key of a signature: what is kept, shown, exported and imported names the tensor, and has
 * the key beside it; a version of the network may go on using the key.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "records/named_tensors.h"
#include "registry/handle.h"
#include "registry/objects.h"
#include "registry_fixture.h"

Suite *signature_keys_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    fixture_end(&fixture);
}

/* --------------------------------------------------------------------------------------------------------- tools -- */

#define NODE_FLOAT "attr { key: \"dtype\" value { type: DT_FLOAT } }"

/* No key is a node's name but "boxes", which is that of the very tensor, and "taken", which is that of another. */
static const char graph[] =
    "saved_model_schema_version: 1\n"
    "meta_graphs {\n"
    "  meta_info_def { tags: \"serve\" tensorflow_version: \"2.9.3\" }\n"
    "  graph_def {\n"
    "    node { name: \"input\" op: \"Placeholder\" " NODE_FLOAT " attr { key: \"shape\" value { shape {"
    " dim { size: -1 } dim { size: 32 } dim { size: 32 } dim { size: 3 } } } } }\n"
    "    node { name: \"axes\" op: \"Const\" attr { key: \"dtype\" value { type: DT_INT32 } } attr { key:"
    " \"value\" value { tensor { dtype: DT_INT32 tensor_shape { dim { size: 2 } } int_val: 1 int_val: 2 } } "
    "} }\n"
    "    node { name: \"mean\" op: \"Mean\" input: \"input\" input: \"axes\" attr { key: \"Tidx\" value {"
    " type: DT_INT32 } } attr { key: \"T\" value { type: DT_FLOAT } } }\n"
    "    node { name: \"probabilities\" op: \"Softmax\" input: \"mean\" attr { key: \"T\" value { type:"
    " DT_FLOAT } } }\n"
    "    node { name: \"taken\" op: \"Identity\" input: \"mean\" attr { key: \"T\" value { type: DT_FLOAT } "
    "} }\n"
    "    node { name: \"b d\" op: \"Identity\" input: \"mean\" attr { key: \"T\" value { type: DT_FLOAT } "
    "} }\n"
    "    node { name: \"to\" op: \"Const\" attr { key: \"dtype\" value { type: DT_INT32 } } attr { key:"
    " \"value\" value { tensor { dtype: DT_INT32 tensor_shape { dim { size: 3 } } int_val: 1 int_val: -1"
    " int_val: 4 } } } }\n"
    "    node { name: \"boxes\" op: \"Reshape\" input: \"input\" input: \"to\" attr { key: \"T\" value { "
    "type:"
    " DT_FLOAT } } attr { key: \"Tshape\" value { type: DT_INT32 } } }\n"
    "    versions { producer: 1087 }\n"
    "  }\n";

static const char signature[] =
    "  signature_def {\n"
    "    key: \"serving_default\"\n"
    "    value {\n"
    "      inputs { key: \"image\" value { name: \"input:0\" dtype: DT_FLOAT } }\n"
    "      outputs { key: \"scores\" value { name: \"probabilities:0\" dtype: DT_FLOAT } }\n"
    "      outputs { key: \"average\" value { name: \"mean:0\" dtype: DT_FLOAT } }\n"
    "      outputs { key: \"found\" value { name: \"boxes:0\" dtype: DT_FLOAT } }\n"
    "      outputs { key: \"boxes\" value { name: \"boxes:0\" dtype: DT_FLOAT } }\n"
    "      outputs { key: \"odd\" value { name: \"b d:0\" dtype: DT_FLOAT } }\n"
    "      outputs { key: \"taken\" value { name: \"boxes:0\" dtype: DT_FLOAT } }\n"
    "      method_name: \"tensorflow/serving/predict\"\n"
    "    }\n"
    "  }\n";

/* A graph of constants, with its signature or without; it needs no variables. */
static nnreg_bundle *bundle_of(bool with_signature)
{
    static char text[sizeof graph + sizeof signature + 4];
    nnreg_bundle *bundle;

    snprintf(text, sizeof text, "%s%s}\n", graph, with_signature ? signature : "");
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, text, strlen(text), "saved_model.pbtxt"), NNREG_OK);
    return bundle;
}

/* A description whose input begins with `input` ("\"tensor_name\": …"), in a static buffer. */
static const char *described(const char *input, const char *outputs)
{
    static char text[2000];

    snprintf(text, sizeof text,
             "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": [{%s, "
             "\"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", \"target_size\": "
             "\"32x32\", \"color_channels\": \"RGB\"}}]}, \"postprocessings\": [%s]}",
             input, outputs);
    return text;
}

#define TENSORS(list)   "{\"tensors_output\": {\"tensors\": [" list "]}}"
#define BOXES(members)  "{\"standard_output\": {" members "}}"
#define INPUT           "\"tensor_name\": \"input\""
#define INPUT_BY_KEY    "\"tensor_name\": \"image\""
#define OUTPUTS_BY_BOTH TENSORS("\"scores\", \"mean\"")

static nnreg_status create_with(uint64_t *id, const char *json, bool with_signature, unsigned flags)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    nnreg_bundle *bundle = bundle_of(with_signature);
    nnreg_status status;

    options.flags = flags;
    status =
        nnreg_network_create(fixture.registry, id, json, strlen(json), bundle, &options, fixture.findings);
    nnreg_bundle_free(bundle);
    return status;
}

static uint64_t create(const char *input, const char *outputs)
{
    uint64_t id;
    nnreg_status status = create_with(&id, described(input, outputs), true, 0);

    ck_assert_msg(status == NNREG_OK, "%s; %s", nnreg_message(fixture.registry), fixture_found(&fixture));
    return id;
}

static nnreg_network *network_of(nnreg *registry, uint64_t id)
{
    nnreg_network *network;

    ck_assert_int_eq(nnreg_network_get(registry, &network, id), NNREG_OK);
    return network;
}

static void assert_input(nnreg *registry, uint64_t id, const char *tensor, const char *key)
{
    nnreg_network *network = network_of(registry, id);
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;

    ck_assert_int_eq(nnreg_network_input(network, 0, &input), NNREG_OK);
    ck_assert_str_eq(input.tensor_name, tensor);
    ck_assert_str_eq(input.signature_key, key);
    nnreg_network_free(network);
}

/* Of the first list: two tensors and their keys, NULL for a list without. */
static void assert_tensors(nnreg *registry, uint64_t id, const char *const tensors[2],
                           const char *const keys[2])
{
    nnreg_network *network = network_of(registry, id);
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;
    size_t i;

    ck_assert_int_eq(nnreg_network_result(network, 0, &result), NNREG_OK);
    ck_assert_uint_eq(result.tensor_count, 2);
    ck_assert_int_eq(result.signature_keys != NULL, keys != NULL);
    for (i = 0; i < 2; i++) {
        ck_assert_str_eq(result.tensors[i], tensors[i]);
        if (keys != NULL)
            ck_assert_str_eq(result.signature_keys[i], keys[i]);
    }
    ck_assert_ptr_null(result.boxes_signature_key);
    ck_assert_ptr_null(result.scores_signature_key);
    nnreg_network_free(network);
}

static const char *const both_tensors[2] = {"probabilities:0", "mean"}, *const both_keys[2] = {"scores", ""};

/* To be freed with nnreg_free. */
static char *json_of(uint64_t id)
{
    nnreg_network *network = network_of(fixture.registry, id);
    char *json;

    ck_assert_int_eq(nnreg_network_json(&json, network), NNREG_OK);
    nnreg_network_free(network);
    return json;
}

/* ------------------------------------------------------------------------------------------------------ keeping -- */

START_TEST(the_record_has_the_tensor_and_the_key_beside_it)
{
    uint64_t id = create(INPUT_BY_KEY, OUTPUTS_BY_BOTH);

    ck_assert_str_eq(fixture_found(&fixture),
                     "note model.tensor-by-key /preprocessing/inputs/0/tensor_name; "
                     "note model.tensor-by-key /postprocessings/0/tensors_output/tensors/0");
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->message,
                     "\"image\" is a key of a signature: it stands for the tensor \"input:0\"");
    assert_input(fixture.registry, id, "input:0", "image");
    assert_tensors(fixture.registry, id, both_tensors, both_keys);
    fixture_reopen(&fixture, 0);
    assert_input(fixture.registry, id, "input:0", "image");
    assert_tensors(fixture.registry, id, both_tensors, both_keys);
}
END_TEST

START_TEST(a_key_is_found_wherever_in_a_list_it_stands)
{
    static const char *const tensors[2] = {"mean:0", "probabilities:0"}, *const keys[2] = {"", "scores"};
    uint64_t id = create(INPUT, TENSORS("\"mean:0\", \"scores\""));

    assert_tensors(fixture.registry, id, tensors, keys);
}
END_TEST

START_TEST(a_tensor_by_its_name_stays_as_it_was_written_and_has_no_key)
{
    static const char *const tensors[2] = {"probabilities", "mean:0"};
    uint64_t id = create(INPUT, TENSORS("\"probabilities\", \"mean:0\""));
    char *json = json_of(id);

    ck_assert_str_eq(fixture_found(&fixture), "");
    assert_input(fixture.registry, id, "input", "");
    assert_tensors(fixture.registry, id, tensors, NULL);
    ck_assert_ptr_null(strstr(json, "signature_key"));
    nnreg_free(json);
}
END_TEST

START_TEST(a_name_is_a_nodes_before_it_is_a_key)
{
    static const char *const tensors[2] = {"boxes", "taken"};
    uint64_t id = create(INPUT, TENSORS("\"boxes\", \"taken\""));

    assert_tensors(fixture.registry, id, tensors, NULL);
    ck_assert_str_eq(fixture_found(&fixture), "");
}
END_TEST

START_TEST(boxes_and_scores_have_keys_of_their_own)
{
    uint64_t id = create(INPUT, BOXES("\"boxes_tensor\": \"found\", \"scores_tensor\": \"probabilities\""));
    nnreg_network *network = network_of(fixture.registry, id);
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;

    ck_assert_int_eq(nnreg_network_result(network, 0, &result), NNREG_OK);
    ck_assert_str_eq(result.boxes_tensor, "boxes:0");
    ck_assert_str_eq(result.boxes_signature_key, "found");
    ck_assert_str_eq(result.scores_tensor, "probabilities");
    ck_assert_str_eq(result.scores_signature_key, "");
    ck_assert_ptr_null(result.signature_keys);
    nnreg_network_free(network);
}
END_TEST

START_TEST(a_key_of_a_node_whose_name_no_tensor_can_have_is_refused)
{
    uint64_t id;

    ck_assert_int_eq(create_with(&id, described(INPUT, TENSORS("\"odd\"")), true, 0), NNREG_REFUSED);
    ck_assert_ptr_nonnull(
        strstr(fixture_found(&fixture), "error signature-key /postprocessings/0/tensors_output/tensors/0"));
}
END_TEST

START_TEST(a_frozen_graph_without_a_signature_has_no_keys)
{
    uint64_t id;

    ck_assert_int_eq(create_with(&id, described(INPUT_BY_KEY, OUTPUTS_BY_BOTH), false, 0), NNREG_REFUSED);
    ck_assert_ptr_nonnull(
        strstr(fixture_found(&fixture), "error model.tensor-missing /preprocessing/inputs/0/tensor_name"));
    ck_assert_ptr_null(strstr(fixture_found(&fixture), "model.tensor-by-key"));
    ck_assert_int_eq(
        create_with(&id, described(INPUT ", \"signature_key\": \"image\"", TENSORS("\"mean\"")), false, 0),
        NNREG_REFUSED);
    ck_assert_ptr_nonnull(
        strstr(fixture_found(&fixture), "error signature-key /preprocessing/inputs/0/signature_key"));
    ck_assert_int_eq(create_with(&id, described(INPUT, TENSORS("\"mean\", \"probabilities\"")), false, 0),
                     NNREG_OK);
    assert_input(fixture.registry, id, "input", "");
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ showing -- */

START_TEST(what_was_shown_makes_the_same_record)
{
    uint64_t first = create(INPUT_BY_KEY, OUTPUTS_BY_BOTH), second;
    char *json = json_of(first);

    ck_assert_ptr_nonnull(strstr(json, "\"tensor_name\": \"input:0\""));
    ck_assert_ptr_nonnull(strstr(json, "\"signature_key\": \"image\""));
    ck_assert_ptr_nonnull(strstr(json, "\"signature_keys\": "));
    ck_assert_int_eq(create_with(&second, json, true, NNREG_FROM_OBJECT), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "");
    assert_input(fixture.registry, second, "input:0", "image");
    assert_tensors(fixture.registry, second, both_tensors, both_keys);
    nnreg_free(json);
}
END_TEST

START_TEST(a_key_beside_a_tensor_must_stand_for_it)
{
    static const struct {
        const char *input, *outputs, *found;
    } rows[] = {
        {INPUT ", \"signature_key\": \"image\"", TENSORS("\"mean\""), ""},
        {INPUT_BY_KEY ", \"signature_key\": \"image\"", TENSORS("\"mean\""),
         "note model.tensor-by-key /preprocessing/inputs/0/tensor_name"},
        {INPUT ", \"signature_key\": \"scores\"", TENSORS("\"mean\""),
         "error signature-key /preprocessing/inputs/0/signature_key"},
        {INPUT ", \"signature_key\": \"\"", TENSORS("\"mean\""),
         "error empty /preprocessing/inputs/0/signature_key"},
        {INPUT ", \"signature_key\": 7", TENSORS("\"mean\""),
         "error type /preprocessing/inputs/0/signature_key"},
        {INPUT, TENSORS("\"mean\", \"probabilities\"], \"signature_keys\": [\"\", \"scores\""), ""},
        {INPUT, TENSORS("\"mean\", \"probabilities\"], \"signature_keys\": [\"scores\", \"\""),
         "error signature-key /postprocessings/0/tensors_output/signature_keys/0"},
        {INPUT, TENSORS("\"mean\", \"probabilities\"], \"signature_keys\": [\"average\""),
         "error signature-key /postprocessings/0/tensors_output/signature_keys"},
        {INPUT, TENSORS("\"mean\"], \"signature_keys\": [\"average\", \"scores\""),
         "error signature-key /postprocessings/0/tensors_output/signature_keys"},
        {INPUT, TENSORS("\"mean\"], \"signature_keys\": ["),
         "error empty /postprocessings/0/tensors_output/signature_keys"},
        {INPUT, TENSORS("\"boxes\"], \"signature_keys\": [\"boxes\""), ""},
        {INPUT, TENSORS("\"boxes\"], \"signature_keys\": [\"taken\""),
         "error signature-key /postprocessings/0/tensors_output/signature_keys/0"},
        {INPUT,
         BOXES("\"boxes_tensor\": \"boxes\", \"boxes_signature_key\": \"found\", "
               "\"scores_tensor\": \"probabilities\", \"scores_signature_key\": \"average\""),
         "error signature-key /postprocessings/0/standard_output/scores_signature_key"},
    };
    uint64_t id;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        nnreg_status status = create_with(&id, described(rows[i].input, rows[i].outputs), true, 0);
        const char *found = fixture_found(&fixture);
        const char *deprecated = strstr(found, "warning deprecated");

        ck_assert_msg(strstr(rows[i].found, "error") != NULL ? status == NNREG_REFUSED : status == NNREG_OK,
                      "row %zu: %s", i, found);
        if (deprecated != NULL)
            ck_assert_ptr_nonnull(strstr(found, rows[i].found));
        else
            ck_assert_str_eq(found, rows[i].found);
    }
}
END_TEST

/* Of a caller who lets a list of keys pass that is too short: the key of a tensor behind it makes it longer. */
START_TEST(a_list_of_keys_that_is_too_short_grows_with_a_key_behind_it)
{
    static const char *const tensors[2] = {"mean", "probabilities:0"}, *const keys[2] = {"average", "scores"};
    static const struct nnreg_rule_severity note = NNREG_RULE_SEVERITY("signature-key", NNREG_SEVERITY_NOTE);
    uint64_t id;

    nnreg_findings_free(fixture.findings);
    ck_assert_int_eq(nnreg_findings_new(&fixture.findings, &note, 1), NNREG_OK);
    id = create(INPUT, TENSORS("\"mean\", \"scores\"], \"signature_keys\": [\"average\""));
    assert_tensors(fixture.registry, id, tensors, keys);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ versions -- */

static nnreg_status attach(uint64_t *version, uint64_t spec, uint64_t network, const char *tensor)
{
    char json[400];

    snprintf(json, sizeof json,
             "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": [{\"classification\": "
             "{\"output_tensor\": \"%s\"}}]}",
             (unsigned long long)spec, (unsigned long long)network, tensor);
    return nnreg_version_create(fixture.registry, version, json, strlen(json), NULL, fixture.findings);
}

static void assert_output(nnreg *registry, uint64_t id, const char *tensor)
{
    struct nnreg_postprocessing_info info = NNREG_POSTPROCESSING_INFO_INIT;
    nnreg_version *version;

    ck_assert_int_eq(nnreg_version_get(registry, &version, id), NNREG_OK);
    ck_assert_int_eq(nnreg_version_postprocessing(version, 0, &info), NNREG_OK);
    ck_assert_str_eq(info.output_tensor, tensor);
    nnreg_version_free(version);
}

/* A spec of three labels, which is how many probabilities there are. */
static uint64_t spec_of_three(void)
{
    static const char json[] = "{\"name\": \"s\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, "
                               "\"name\": \"a\"}, {\"id\": 2, \"name\": \"b\"}, {\"id\": 3, \"name\": "
                               "\"c\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]}";
    uint64_t id;

    ck_assert_int_eq(nnreg_spec_create(fixture.registry, &id, json, sizeof json - 1, NULL, fixture.findings),
                     NNREG_OK);
    return id;
}

START_TEST(a_version_may_use_the_key_and_keeps_the_tensor)
{
    uint64_t network = create(INPUT_BY_KEY, OUTPUTS_BY_BOTH), spec = spec_of_three(), version;

    ck_assert_int_eq(attach(&version, spec, network, "scores"), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture),
                     "note model.tensor-by-key /post_processings/0/classification/output_tensor");
    assert_output(fixture.registry, version, "probabilities:0");
    ck_assert_int_eq(attach(&version, spec, network, "probabilities"), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "");
    assert_output(fixture.registry, version, "probabilities");
}
END_TEST

START_TEST(a_version_is_judged_by_the_tensor_that_a_key_stands_for)
{
    uint64_t network = create(INPUT_BY_KEY, OUTPUTS_BY_BOTH), spec = spec_of_three(), version;

    ck_assert_int_eq(attach(&version, spec, network, "image"), NNREG_REFUSED);
    ck_assert_ptr_nonnull(
        strstr(fixture_found(&fixture),
               "error version.fed-tensor /post_processings/0/classification/output_tensor"));
    ck_assert_int_eq(attach(&version, spec, network, "average"), NNREG_REFUSED); /* no key of the network's */
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error model.tensor-missing "));
}
END_TEST

START_TEST(a_key_that_is_its_tensors_own_name_is_no_other)
{
    uint64_t network =
                 create(INPUT, TENSORS("\"boxes\", \"mean\"], \"signature_keys\": [\"boxes\", \"average\"")),
             spec, version;
    static const char spec_json[] =
        "{\"name\": \"s\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, \"name\": \"a\"}], "
        "\"exclusive\": true, \"roi\": \"BBOX\"}}]}";
    struct nnreg_postprocessing_info info = NNREG_POSTPROCESSING_INFO_INIT;
    nnreg_version *made;
    char json[400];

    ck_assert_int_eq(
        nnreg_spec_create(fixture.registry, &spec, spec_json, sizeof spec_json - 1, NULL, fixture.findings),
        NNREG_OK);
    snprintf(json, sizeof json,
             "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": [{\"detection\": "
             "{\"direct_output\": {\"boxes_tensor\": \"boxes\", \"scores_tensor\": \"mean\", "
             "\"classes_tensor\": \"average\"}, \"nms_threshold\": 0.5}}]}",
             (unsigned long long)spec, (unsigned long long)network);
    ck_assert_msg(nnreg_version_create(fixture.registry, &version, json, strlen(json), NULL,
                                       fixture.findings) == NNREG_OK,
                  "%s", fixture_found(&fixture));
    ck_assert_str_eq(fixture_found(&fixture), "note model.tensor-by-key "
                                              "/post_processings/0/detection/direct_output/classes_tensor");
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &made, version), NNREG_OK);
    ck_assert_int_eq(nnreg_version_postprocessing(made, 0, &info), NNREG_OK);
    ck_assert_str_eq(info.boxes_tensor, "boxes");
    ck_assert_str_eq(info.classes_tensor, "mean");
    nnreg_version_free(made);
}
END_TEST

START_TEST(without_memory_a_key_becomes_no_tensor)
{
    uint64_t network = create(INPUT_BY_KEY, OUTPUTS_BY_BOTH), spec = spec_of_three(), version, n;
    nnreg_status status = NNREG_NO_MEMORY;

    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = attach(&version, spec, network, "scores");
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || version == 0);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 20);
    assert_output(fixture.registry, version, "probabilities:0");
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- old records -- */

/* Makes of a network that names its tensors by keys what a library that kept no tensors beside them has stored. */
static nnreg_status make_old(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network before, after;
    struct nnreg_named_tensor named = {.name = NULL};
    uint64_t id = *(const uint64_t *)context;
    nnreg_status status = nnreg_object_load(&before, txn, kind, id, error);

    if (status == NNREG_OK)
        status = nnreg_object_load(&after, txn, kind, id, error);
    ck_assert_int_eq(status, NNREG_OK);
    while (nnreg_named_tensor_next(&named, &after))
        if (named.key[0] != '\0') {
            nnreg_free(*named.name);
            *(char **)(uintptr_t)named.name = nnreg_strdup(named.key);
        }
    named = (struct nnreg_named_tensor){.name = NULL};
    while (nnreg_named_tensor_next(&named, &after))
        if (named.key_member != NULL && !named.is_output) {
            nnreg_free(*named.key_member);
            *(char **)(uintptr_t)named.key_member = NULL;
        }
    nnreg_member_clear(
        NNREG_FIELD(tensors_output, signature_keys),
        &((struct nnreg_postprocessing *)after.postprocessings.items)->tensors_output->signature_keys);
    status = nnreg_object_replace(txn, kind, &before, &after, error);
    nnreg_record_clear(kind->table, &before);
    nnreg_record_clear(kind->table, &after);
    return status;
}

static uint64_t create_old(void)
{
    uint64_t id = create(INPUT_BY_KEY, OUTPUTS_BY_BOTH);

    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, make_old, &id, NULL), NNREG_OK);
    return id;
}

static const char *const old_tensors[2] = {"scores", "mean"};

START_TEST(an_old_record_reads_as_it_was_written)
{
    uint64_t network = create_old(), version;
    char *json = json_of(network);

    ck_assert_ptr_null(strstr(json, "signature_key"));
    nnreg_free(json);
    assert_input(fixture.registry, network, "image", "");
    assert_tensors(fixture.registry, network, old_tensors, NULL);
    ck_assert_int_eq(attach(&version, spec_of_three(), network, "scores"), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "");
    assert_output(fixture.registry, version, "scores");
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ transfer -- */

static void export_all(nnreg *registry, const char *path)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    selection.all = 1;
    call.flags = NNREG_REPLACE;
    ck_assert_msg(nnreg_export(registry, path, &selection, &call, NULL) == NNREG_OK, "%s",
                  nnreg_message(registry));
}

static size_t import_all(nnreg *registry, const char *path)
{
    struct nnreg_transfer told = NNREG_TRANSFER_INIT;

    ck_assert_msg(nnreg_import(registry, path, NULL, &told, fixture.findings) == NNREG_OK, "%s; %s",
                  nnreg_message(registry), fixture_found(&fixture));
    return told.made_networks + told.made_specs + told.made_versions;
}

static nnreg *open_other(void)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg *other;

    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_open(&other, fixture_path(&fixture, "other"), &options), NNREG_OK);
    return other;
}

static void assert_same_bytes(const char *one, const char *two)
{
    char command[1300];

    snprintf(command, sizeof command, "cmp -s '%s' '%s'", one, two);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(an_export_brings_tensors_and_keys_to_another_registry)
{
    uint64_t network = create(INPUT_BY_KEY, OUTPUTS_BY_BOTH), version;
    char first[600], second[600];
    nnreg *other = open_other();

    ck_assert_int_eq(attach(&version, spec_of_three(), network, "scores"), NNREG_OK);
    snprintf(first, sizeof first, "%s", fixture_path(&fixture, "first.zip"));
    snprintf(second, sizeof second, "%s", fixture_path(&fixture, "second.zip"));
    export_all(fixture.registry, first);
    ck_assert_uint_eq(import_all(other, first), 3);
    ck_assert_str_eq(fixture_found(&fixture), "");
    assert_input(other, 1, "input:0", "image");
    assert_tensors(other, 1, both_tensors, both_keys);
    assert_output(other, 1, "probabilities:0");
    export_all(other, second);
    assert_same_bytes(first, second);
    ck_assert_uint_eq(import_all(other, first), 0);
    nnreg_close(other);
}
END_TEST

/* An import asks the model, as a create does; here nothing is judged anew, and what came back is known. */
START_TEST(an_old_export_gets_its_tensors_and_is_recognised_where_it_came_from)
{
    uint64_t network = create_old(), version;
    nnreg *other = open_other();
    char path[600];

    ck_assert_int_eq(attach(&version, spec_of_three(), network, "scores"), NNREG_OK);
    snprintf(path, sizeof path, "%s", fixture_path(&fixture, "old.zip"));
    export_all(fixture.registry, path);
    ck_assert_uint_eq(import_all(other, path), 3);
    assert_input(other, 1, "input:0", "image");
    assert_tensors(other, 1, both_tensors, both_keys);
    assert_output(other, 1, "probabilities:0");
    ck_assert_uint_eq(import_all(other, path), 0);
    ck_assert_uint_eq(import_all(fixture.registry, path), 0);
    assert_input(fixture.registry, network, "image", "");
    export_all(other, path);
    ck_assert_uint_eq(import_all(fixture.registry, path), 0);
    nnreg_close(other);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------------- upkeep -- */

static nnreg_status shorten_keys(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network before, after;
    struct nnreg_array *keys;
    nnreg_status status = nnreg_object_load(&before, txn, kind, *(const uint64_t *)context, error);

    if (status == NNREG_OK)
        status = nnreg_object_load(&after, txn, kind, *(const uint64_t *)context, error);
    ck_assert_int_eq(status, NNREG_OK);
    keys = &((struct nnreg_postprocessing *)after.postprocessings.items)->tensors_output->signature_keys;
    ck_assert_uint_eq(keys->count, 2);
    nnreg_free(((char **)keys->items)[--keys->count]);
    status = nnreg_object_replace(txn, kind, &before, &after, error);
    nnreg_record_clear(kind->table, &before);
    nnreg_record_clear(kind->table, &after);
    return status;
}

static nnreg_status look_over(void)
{
    return nnreg_fsck(fixture.registry, fixture.findings, NULL, NULL);
}

START_TEST(a_look_over_finds_a_list_of_keys_that_is_too_short)
{
    uint64_t id = create(INPUT_BY_KEY, OUTPUTS_BY_BOTH);
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;
    nnreg_network *network;

    ck_assert_int_eq(look_over(), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "");
    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, shorten_keys, &id, NULL), NNREG_OK);
    (void)look_over();
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error fsck.rule"));
    ck_assert_ptr_nonnull(
        strstr(nnreg_findings_get(fixture.findings, 0)->message, "signature_keys has 1 entry"));
    network = network_of(fixture.registry, id);
    ck_assert_int_eq(nnreg_network_result(network, 0, &result), NNREG_UNSUPPORTED);
    ck_assert_ptr_null(result.signature_keys);
    nnreg_network_free(network);
}
END_TEST

START_TEST(without_memory_nothing_is_created)
{
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t id = 0;
    size_t n, step = getenv("NNREG_TEST_QUICK") != NULL ? 11 : 1;

    for (n = 1; status == NNREG_NO_MEMORY; n += step) {
        const char *json = described(INPUT_BY_KEY, OUTPUTS_BY_BOTH);
        nnreg_bundle *bundle = bundle_of(true);

        nnreg_alloc_fail_from(n);
        status =
            nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings);
        nnreg_alloc_fail_from(0);
        nnreg_bundle_free(bundle);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_eq(id, 1);
    assert_input(fixture.registry, id, "input:0", "image");
    assert_tensors(fixture.registry, id, both_tensors, both_keys);
}
END_TEST

Suite *signature_keys_suite(void)
{
    Suite *suite = suite_create("signature keys");
    TCase *tcase = tcase_create("signature keys");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, the_record_has_the_tensor_and_the_key_beside_it);
    tcase_add_test(tcase, a_key_is_found_wherever_in_a_list_it_stands);
    tcase_add_test(tcase, a_tensor_by_its_name_stays_as_it_was_written_and_has_no_key);
    tcase_add_test(tcase, a_name_is_a_nodes_before_it_is_a_key);
    tcase_add_test(tcase, boxes_and_scores_have_keys_of_their_own);
    tcase_add_test(tcase, a_key_of_a_node_whose_name_no_tensor_can_have_is_refused);
    tcase_add_test(tcase, a_frozen_graph_without_a_signature_has_no_keys);
    tcase_add_test(tcase, what_was_shown_makes_the_same_record);
    tcase_add_test(tcase, a_key_beside_a_tensor_must_stand_for_it);
    tcase_add_test(tcase, a_list_of_keys_that_is_too_short_grows_with_a_key_behind_it);
    tcase_add_test(tcase, a_version_may_use_the_key_and_keeps_the_tensor);
    tcase_add_test(tcase, a_version_is_judged_by_the_tensor_that_a_key_stands_for);
    tcase_add_test(tcase, a_key_that_is_its_tensors_own_name_is_no_other);
    tcase_add_test(tcase, without_memory_a_key_becomes_no_tensor);
    tcase_add_test(tcase, an_old_record_reads_as_it_was_written);
    tcase_add_test(tcase, an_export_brings_tensors_and_keys_to_another_registry);
    tcase_add_test(tcase, an_old_export_gets_its_tensors_and_is_recognised_where_it_came_from);
    tcase_add_test(tcase, a_look_over_finds_a_list_of_keys_that_is_too_short);
    tcase_add_test(tcase, without_memory_nothing_is_created);
    suite_add_tcase(suite, tcase);
    return suite;
}
