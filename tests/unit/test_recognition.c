/*
 * Specifications, versions, tasks, public networks, and what goes along when something is deleted. How a description of
 * one is judged is in the cases; here is what becomes of one that is accepted.
 */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "registry_fixture.h"

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
}

#define LABELS(roi)                                                                               \
    "{\"labels\": {\"labels\": [{\"id\": 7, \"name\": \"apple\"}, {\"id\": -3, \"name\": \"pear " \
    "\\u00e9\"}],"                                                                                \
    " \"exclusive\": true, \"roi\": \"" roi "\"}}"
#define SPEC "{\"name\": \"fruit\", \"outputs\": [" LABELS("NONE") "]}"
#define BOXES                                                                                           \
    "{\"name\": \"boxes\", \"description\": \"d\", \"metadata\": {\"a\": 1.10}, \"outputs\": [" LABELS( \
        "NONE") ", " LABELS("BBOX") ", " LABELS("BBOX") ", " LABELS("BBOX") "]}"

static uint64_t add_spec(const char *json)
{
    uint64_t id = 0;
    nnreg_status status =
        nnreg_spec_create(fixture.registry, &id, json, strlen(json), NULL, fixture.findings);

    ck_assert_msg(status == NNREG_OK, "%s: %s", nnreg_message(fixture.registry), fixture_found(&fixture));
    return id;
}

static nnreg_status try_version(uint64_t *id, uint64_t spec, uint64_t network)
{
    char json[400];

    (void)snprintf(json, sizeof json,
                   "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": "
                   "[{\"classification\": {\"output_tensor\": \"probabilities\"}}]}",
                   (unsigned long long)spec, (unsigned long long)network);
    return nnreg_version_create(fixture.registry, id, json, strlen(json), NULL, fixture.findings);
}

static uint64_t add_version(uint64_t spec, uint64_t network)
{
    uint64_t id = 0;
    nnreg_status status = try_version(&id, spec, network);

    ck_assert_msg(status == NNREG_OK, "%s: %s", nnreg_message(fixture.registry), fixture_found(&fixture));
    return id;
}

static nnreg_spec *get_spec(uint64_t id)
{
    nnreg_spec *spec;

    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, id), NNREG_OK);
    return spec;
}

static uint64_t current_of(uint64_t spec_id)
{
    nnreg_spec *spec = get_spec(spec_id);
    uint64_t id = nnreg_spec_current_version_id(spec);

    nnreg_spec_free(spec);
    return id;
}

static nnreg_status update_spec(uint64_t id, const char *json, unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = flags;
    return nnreg_spec_update(fixture.registry, id, json, strlen(json), &call, fixture.findings);
}

static nnreg_status update_task(uint64_t id, const char *json)
{
    return nnreg_task_update(fixture.registry, id, json, strlen(json), NULL, fixture.findings);
}

/* The JSON of an object is this, but for its dates, which are there. Frees the text. */
static void is_json(char *text, const char *expected)
{
    json_t *found = json_loads(text, 0, NULL), *wanted = json_loads(expected, 0, NULL);

    ck_assert_ptr_nonnull(found);
    ck_assert_ptr_nonnull(wanted);
    ck_assert_uint_eq(strlen(json_string_value(json_object_get(found, "create_date"))), 27);
    ck_assert_uint_eq(strlen(json_string_value(json_object_get(found, "update_date"))), 27);
    json_object_del(found, "create_date");
    json_object_del(found, "update_date");
    ck_assert_msg(json_equal(found, wanted), "%s", text);
    json_decref(found);
    json_decref(wanted);
    nnreg_free(text);
}

/* What a label takes when a version tells no thresholds; a place in the image asks for more than a class. */
START_TEST(an_output_has_the_default_threshold_of_its_kind)
{
    static const struct {
        bool exclusive;
        const char *roi;
        double threshold;
    } rows[] = {{true, "NONE", 0.025}, {false, "NONE", 0.5}, {true, "BBOX", 0.8}, {false, "BBOX", 0.8}};
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;
    char json[400];
    nnreg_spec *spec;

    (void)snprintf(
        json, sizeof json,
        "{\"name\": \"one\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, \"name\": \"a\"}], "
        "\"exclusive\": %s, \"roi\": \"%s\"}}]}",
        rows[_i].exclusive ? "true" : "false", rows[_i].roi);
    spec = get_spec(add_spec(json));
    ck_assert_int_eq(nnreg_spec_output(spec, 0, &output), NNREG_OK);
    ck_assert(output.default_threshold == rows[_i].threshold);
    nnreg_spec_free(spec);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------- specs -- */

START_TEST(a_spec_comes_out_as_it_was_put_in)
{
    uint64_t id = add_spec(BOXES);
    nnreg_spec *spec = get_spec(id);
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;
    const char *name;
    int64_t label;
    char *text;

    ck_assert_uint_eq(id, 1);
    ck_assert_uint_eq(nnreg_spec_id(spec), 1);
    ck_assert_str_eq(nnreg_spec_name(spec), "boxes");
    ck_assert_str_eq(nnreg_spec_description(spec), "d");
    ck_assert_str_eq(nnreg_spec_metadata(spec), "{\"a\": 1.10}");
    ck_assert_uint_eq(nnreg_spec_current_version_id(spec), 0);
    ck_assert_int_eq(nnreg_spec_create_date(spec), nnreg_spec_update_date(spec));
    ck_assert_uint_eq(nnreg_spec_output_count(spec), 4);
    ck_assert_int_eq(nnreg_spec_output(spec, 1, &output), NNREG_OK);
    ck_assert_uint_eq(output.label_count, 2);
    ck_assert_int_eq(output.exclusive, 1);
    ck_assert_str_eq(output.roi, "BBOX");
    ck_assert_int_eq(nnreg_spec_label(spec, 3, 1, &label, &name), NNREG_OK);
    ck_assert_int_eq(label, -3);
    ck_assert_str_eq(name, "pear \xc3\xa9");
    ck_assert_int_eq(nnreg_spec_label(spec, 3, 2, &label, &name), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_spec_label(spec, 4, 0, &label, &name), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_spec_output(spec, 4, &output), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_spec_json(&text, spec), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, "1.10"));
    is_json(text, "{\"id\": 1, \"name\": \"boxes\", \"description\": \"d\", \"metadata\": {\"a\": 1.1}, "
                  "\"outputs\": [" LABELS("NONE") ", " LABELS("BBOX") ", " LABELS("BBOX") ", " LABELS(
                      "BBOX") "], \"current_version_id\": null, \"slug\": null}");
    nnreg_spec_free(spec);
    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, 2), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "there is no spec 2");
}
END_TEST

START_TEST(of_a_spec_name_description_and_metadata_can_change_and_nothing_else)
{
    uint64_t id = add_spec(SPEC);
    nnreg_spec *spec;

    ck_assert_int_eq(
        update_spec(id, "{\"name\": \"n2\", \"description\": \"d2\", \"metadata\": {\"a\": 1}}", 0),
        NNREG_OK);
    ck_assert_int_eq(update_spec(id, "{\"metadata\": {\"b\": 2.0}}", NNREG_MERGE_METADATA), NNREG_OK);
    spec = get_spec(id);
    ck_assert_str_eq(nnreg_spec_name(spec), "n2");
    ck_assert_str_eq(nnreg_spec_description(spec), "d2");
    ck_assert_ptr_nonnull(strstr(nnreg_spec_metadata(spec), "2.0"));
    ck_assert_ptr_nonnull(strstr(nnreg_spec_metadata(spec), "\"a\": 1"));
    ck_assert_int_gt(nnreg_spec_update_date(spec), nnreg_spec_create_date(spec));
    nnreg_spec_free(spec);
    ck_assert_int_eq(
        update_spec(id, "{\"outputs\": [], \"id\": 1, \"nam\": \"x\", \"create_date\": \"x\"}", 0),
        NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error immutable /outputs; error read-only /id; "
                                              "error unknown-field /nam; error read-only /create_date");
    ck_assert_int_eq(update_spec(99, "{\"name\": \"x\"}", 0), NNREG_NOT_FOUND);
}
END_TEST

START_TEST(a_spec_is_updated_only_in_the_state_the_caller_saw)
{
    uint64_t id = add_spec(SPEC);
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.if_update_date = "2001-01-01T00:00:00.000000Z";
    ck_assert_int_eq(
        nnreg_spec_update(fixture.registry, id, "{\"name\": \"x\"}", 13, &call, fixture.findings),
        NNREG_CONFLICT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "spec 1 was changed at "));
    ck_assert_int_eq(nnreg_spec_delete(fixture.registry, id, &call, NULL), NNREG_CONFLICT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "spec 1 was changed at "));
}
END_TEST

START_TEST(a_version_is_deleted_only_in_the_state_the_caller_saw)
{
    uint64_t spec = fixture_add_spec(&fixture, "fruit"),
             id = fixture_add_version(&fixture, spec, fixture_add(&fixture, "n", 0));
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_version *version;
    char seen[NNREG_TIME_TEXT];

    call.if_update_date = "2001-01-01T00:00:00.000000Z";
    ck_assert_int_eq(nnreg_version_delete(fixture.registry, id, &call, NULL), NNREG_CONFLICT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "version 1 was changed at "));
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, id), NNREG_OK);
    nnreg_time_format(seen, nnreg_version_update_date(version));
    nnreg_version_free(version);
    call.if_update_date = seen;
    ck_assert_int_eq(nnreg_version_delete(fixture.registry, id, &call, NULL), NNREG_OK);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- versions -- */

static const char every_kind[] =
    "{\"spec_id\": 1, \"network_id\": 1, \"post_processings\": ["
    "{\"classification\": {\"output_tensor\": \"probabilities\", \"thresholds\": [0, 1]}},"
    "{\"detection\": {\"anchored_output\": {\"anchors_tensor\": \"probabilities\", \"offsets_tensor\": "
    "\"probabilities:0\", \"scores_tensor\": \"probabilities\"}, \"nms_threshold\": 0.3, "
    "\"discard_threshold\": 0.025}},"
    "{\"detection\": {\"direct_output\": {\"boxes_tensor\": \"probabilities\", \"scores_tensor\": "
    "\"probabilities\", "
    "\"classes_tensor\": \"probabilities\"}, \"thresholds\": [0.25, 0.75], \"nms_threshold\": 1, "
    "\"discard_threshold\": 0,"
    " \"normalize_wrt_tensor\": \"probabilities\"}},"
    "{\"detection\": {\"yolo_output\": {\"output_tensor\": \"probabilities\", \"anchors\": [1.5, 2.25, 3, "
    "4]}, "
    "\"nms_threshold\": 0.5, \"discard_threshold\": 0.5}}]}";

START_TEST(a_version_comes_out_as_it_was_put_in)
{
    nnreg_version *version;
    struct nnreg_postprocessing_info info = NNREG_POSTPROCESSING_INFO_INIT;
    uint64_t id;
    char *text;

    ck_assert_uint_eq(add_spec(BOXES), 1);
    ck_assert_uint_eq(fixture_add(&fixture, "n", 0), 1);
    ck_assert_msg(nnreg_version_create(fixture.registry, &id, every_kind, strlen(every_kind), NULL,
                                       fixture.findings) == NNREG_OK,
                  "%s", fixture_found(&fixture));
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, id), NNREG_OK);
    ck_assert_uint_eq(nnreg_version_id(version), 1);
    ck_assert_uint_eq(nnreg_version_spec_id(version), 1);
    ck_assert_uint_eq(nnreg_version_network_id(version), 1);
    ck_assert_str_eq(nnreg_version_spec_name(version), "boxes");
    ck_assert_str_eq(nnreg_version_network_name(version), "n");
    ck_assert_int_eq(nnreg_version_create_date(version), nnreg_version_update_date(version));
    ck_assert_uint_eq(nnreg_version_postprocessing_count(version), 4);

    ck_assert_int_eq(nnreg_version_postprocessing(version, 0, &info), NNREG_OK);
    ck_assert_int_eq(info.kind, NNREG_CLASSIFICATION);
    ck_assert_str_eq(info.output_tensor, "probabilities");
    ck_assert_uint_eq(info.threshold_count, 2);
    ck_assert_double_eq(info.thresholds[0], 0);
    ck_assert_double_eq(info.thresholds[1], 1);
    ck_assert_ptr_null(info.normalize_wrt_tensor);

    ck_assert_int_eq(nnreg_version_postprocessing(version, 1, &info), NNREG_OK);
    ck_assert_int_eq(info.kind, NNREG_DETECTION_ANCHORED);
    ck_assert_str_eq(info.offsets_tensor, "probabilities:0");
    ck_assert_ptr_null(info.thresholds);
    ck_assert_uint_eq(info.threshold_count, 0);
    ck_assert_double_eq(info.nms_threshold, 0.3);
    ck_assert_double_eq(info.discard_threshold, 0.025);
    ck_assert_str_eq(info.normalize_wrt_tensor, "");

    ck_assert_int_eq(nnreg_version_postprocessing(version, 2, &info), NNREG_OK);
    ck_assert_int_eq(info.kind, NNREG_DETECTION_DIRECT);
    ck_assert_str_eq(info.classes_tensor, "probabilities");
    ck_assert_double_eq(info.thresholds[1], 0.75);
    ck_assert_str_eq(info.normalize_wrt_tensor, "probabilities");

    ck_assert_int_eq(nnreg_version_postprocessing(version, 3, &info), NNREG_OK);
    ck_assert_int_eq(info.kind, NNREG_DETECTION_YOLO);
    ck_assert_uint_eq(info.anchor_count, 4);
    ck_assert_double_eq(info.anchors[1], 2.25);
    ck_assert_int_eq(nnreg_version_postprocessing(version, 4, &info), NNREG_NOT_FOUND);

    ck_assert_int_eq(nnreg_version_json(&text, version), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"spec_name\": \"boxes\""));
    ck_assert_ptr_nonnull(strstr(text, "\"network_name\": \"n\""));
    nnreg_free(text);
    nnreg_version_free(version);
}
END_TEST

START_TEST(thresholds_that_were_left_out_stay_out)
{
    nnreg_version *version;
    uint64_t id;
    char *text;

    add_spec(SPEC);
    fixture_add(&fixture, "n", 0);
    id = add_version(1, 1);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, id), NNREG_OK);
    ck_assert_int_eq(nnreg_version_json(&text, version), NNREG_OK);
    is_json(text,
            "{\"id\": 1, \"spec_id\": 1, \"network_id\": 1, \"post_processings\": [{\"classification\": "
            "{\"output_tensor\": \"probabilities\"}}], \"spec_name\": \"fruit\", \"network_name\": \"n\"}");
    nnreg_version_free(version);
}
END_TEST

START_TEST(the_names_of_a_version_are_always_the_present_ones)
{
    nnreg_version *version;
    uint64_t id;

    add_spec(SPEC);
    fixture_add(&fixture, "n", 0);
    id = add_version(1, 1);
    ck_assert_int_eq(update_spec(1, "{\"name\": \"vegetables\"}", 0), NNREG_OK);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"second\"}"), NNREG_OK);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, id), NNREG_OK);
    ck_assert_str_eq(nnreg_version_spec_name(version), "vegetables");
    ck_assert_str_eq(nnreg_version_network_name(version), "second");
    nnreg_version_free(version);
}
END_TEST

START_TEST(the_first_version_of_a_spec_is_its_current_one_until_it_goes)
{
    uint64_t first, second;

    add_spec(SPEC);
    fixture_add(&fixture, "n", 0);
    ck_assert_uint_eq(current_of(1), 0);
    first = add_version(1, 1);
    ck_assert_uint_eq(current_of(1), first);
    second = add_version(1, 1);
    ck_assert_uint_eq(current_of(1), first);
    ck_assert_int_eq(nnreg_version_delete(fixture.registry, first, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(current_of(1), 0); /* and nobody steps in by himself */
    add_version(1, 1);
    ck_assert_uint_eq(current_of(1), 0);
    ck_assert_int_eq(update_spec(1, "{\"current_version_id\": 2}", 0), NNREG_OK);
    ck_assert_uint_eq(current_of(1), second);
    ck_assert_int_eq(update_spec(1, "{\"current_version_id\": null}", 0), NNREG_OK);
    ck_assert_uint_eq(current_of(1), 0);
}
END_TEST

START_TEST(the_current_version_is_one_of_the_spec_itself)
{
    add_spec(SPEC);
    add_spec(SPEC);
    fixture_add(&fixture, "n", 0);
    add_version(1, 1);
    ck_assert_int_eq(update_spec(2, "{\"name\": \"x\",\n \"current_version_id\": 1}", 0), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error reference /current_version_id");
    ck_assert_uint_eq(nnreg_findings_get(fixture.findings, 0)->line, 2);
    ck_assert_uint_eq(nnreg_findings_get(fixture.findings, 0)->column, 24);
    ck_assert_int_eq(update_spec(2, "{\"current_version_id\": 77}", 0), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error reference /current_version_id");
    ck_assert_uint_eq(current_of(2), 0);
}
END_TEST

START_TEST(what_a_version_names_must_be_there)
{
    uint64_t id = 1;

    add_spec(SPEC);
    fixture_add(&fixture, "n", 0);
    ck_assert_int_eq(try_version(&id, 1, 2), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error reference /network_id");
    ck_assert_uint_eq(id, 0);
    ck_assert_int_eq(try_version(&id, 3, 1), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error reference /spec_id");
    ck_assert_uint_eq(add_version(1, 1), 1); /* no id was used up */
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ cascade -- */

struct told {
    char text[1000];
};

static void tell(void *context, const struct nnreg_removed *removed)
{
    struct told *told = context;
    size_t used = strlen(told->text);

    ck_assert_uint_eq(removed->size, sizeof(struct nnreg_removed));
    (void)snprintf(told->text + used, sizeof told->text - used, "%s%s %llu %s; ",
                   removed->cleared ? "cleared " : "", removed->object, (unsigned long long)removed->id,
                   removed->name);
}

#define ASSERT_CASCADE(cascade, n, t, f, s, v, c) \
    do {                                          \
        ck_assert_uint_eq((cascade).networks, n); \
        ck_assert_uint_eq((cascade).tasks, t);    \
        ck_assert_uint_eq((cascade).files, f);    \
        ck_assert_uint_eq((cascade).specs, s);    \
        ck_assert_uint_eq((cascade).versions, v); \
        ck_assert_uint_eq((cascade).cleared, c);  \
    } while (0)

/* Two networks, two specs: 1 has versions 1 (current) of network 1, 2 of network 2; 2 has 3 (current) of network 1. */
static void build_cascade(void)
{
    fixture_add(&fixture, "first", 0);
    fixture_add(&fixture, "second", 1);
    add_spec(SPEC);
    add_spec(SPEC);
    add_version(1, 1);
    add_version(1, 2);
    add_version(2, 1);
}

START_TEST(a_network_takes_all_along_that_belongs_to_it)
{
    static const char removed[] =
        "version 1 first; version 3 first; cleared spec 1 fruit; cleared spec 2 fruit; task 1 ; "
        "network 1 first; file 0 saved_model.pb; file 0 variables.data-00000-of-00001; "
        "file 0 variables.index; ";
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    struct nnreg_call_options dry = NNREG_CALL_OPTIONS_INIT;
    struct told told = {""};
    char *before;
    nnreg_version *version;
    nnreg_task *task;

    build_cascade();
    cascade.each = tell;
    cascade.context = &told;
    dry.flags = NNREG_DRY_RUN;
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, &dry, &cascade), NNREG_OK);
    ASSERT_CASCADE(cascade, 1, 1, 3, 0, 2, 2);
    ck_assert_str_eq(told.text, removed);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "what changed nothing");
    ck_assert_uint_eq(current_of(1), 1);

    told.text[0] = '\0';
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, &cascade), NNREG_OK);
    ASSERT_CASCADE(cascade, 1, 1, 3, 0, 2, 2);
    ck_assert_str_eq(told.text, removed);
    ck_assert_int_eq(nnreg_task_get(fixture.registry, &task, 1), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, 1), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, 3), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, 2), NNREG_OK);
    nnreg_version_free(version);
    ck_assert_uint_eq(current_of(1), 0);
    ck_assert_uint_eq(current_of(2), 0);
    ck_assert_uint_eq(add_version(2, 2), 4); /* ids are never used again */
    ck_assert_uint_eq(current_of(2), 4);
}
END_TEST

/* The list is whole before the first of it is told. */
START_TEST(what_goes_along_is_told_whole_or_not_at_all)
{
    struct nnreg_call_options dry = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned n;

    build_cascade();
    dry.flags = NNREG_DRY_RUN;
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
        struct told told = {""};

        ck_assert_uint_lt(n, 3000);
        cascade.each = tell;
        cascade.context = &told;
        nnreg_alloc_fail_from(n);
        status = nnreg_network_delete(fixture.registry, 1, &dry, &cascade);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(told.text[0] != '\0', status == NNREG_OK);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 20);
}
END_TEST

START_TEST(a_spec_takes_its_versions_along)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    struct told told = {""};
    nnreg_version *version;
    nnreg_spec *spec;

    build_cascade();
    cascade.each = tell;
    cascade.context = &told;
    ck_assert_int_eq(nnreg_spec_delete(fixture.registry, 1, NULL, &cascade), NNREG_OK);
    ASSERT_CASCADE(cascade, 0, 0, 0, 1, 2, 0);
    ck_assert_str_eq(told.text, "version 1 first; version 2 second; spec 1 fruit; ");
    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, 1), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, 2), NNREG_NOT_FOUND);
    ck_assert_uint_eq(current_of(2), 3);
    ck_assert_int_eq(nnreg_spec_delete(fixture.registry, 1, NULL, &cascade), NNREG_NOT_FOUND);
}
END_TEST

START_TEST(a_version_goes_alone)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    struct told told = {""};

    build_cascade();
    cascade.each = tell;
    cascade.context = &told;
    ck_assert_int_eq(nnreg_version_delete(fixture.registry, 2, NULL, &cascade), NNREG_OK);
    ASSERT_CASCADE(cascade, 0, 0, 0, 0, 1, 0);
    ck_assert_str_eq(told.text, "version 2 second; ");
    told.text[0] = '\0';
    ck_assert_int_eq(nnreg_version_delete(fixture.registry, 1, NULL, &cascade), NNREG_OK);
    ASSERT_CASCADE(cascade, 0, 0, 0, 0, 1, 1);
    ck_assert_str_eq(told.text, "version 1 first; cleared spec 1 fruit; ");
    ck_assert_int_eq(nnreg_version_delete(fixture.registry, 1, NULL, NULL), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "there is no version 1");
}
END_TEST

/* The tables but for the history, the counters and how often files are used, which all know of what was. */
static char *lasting_state(void)
{
    char *state = registry_state(fixture.registry, fixture.dir, STATE_TABLES), *line = state, *kept = state;

    ck_assert_ptr_nonnull(state);
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");

        length += line[length] == '\n';
        if (strncmp(line, "events ", 7) != 0 && strncmp(line, "settings ", 9) != 0) {
            memmove(kept, line, length);
            kept += length;
        }
        line += length;
    }
    *kept = '\0';
    return state;
}

START_TEST(a_deleted_network_is_as_if_it_had_never_been_however_many_versions_it_had)
{
    static const unsigned counts[] = {0, 1, 10000};
    unsigned specs = 100, i, share = fixture_share("versions", 100);
    size_t run;

    fixture_add(&fixture, "stays", 0);
    for (i = 0; i < specs; i++)
        add_version(add_spec(SPEC), 1);
    for (run = 0; run < sizeof counts / sizeof *counts; run++) {
        unsigned count = counts[run] > 1 ? counts[run] / share : counts[run];
        struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
        char *before = lasting_state();
        uint64_t id = fixture_add(&fixture, "goes", 1);

        for (i = 0; i < count; i++)
            add_version(1 + i % specs, id);
        ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, &cascade), NNREG_OK);
        ck_assert_uint_eq(cascade.versions, count);
        ck_assert_uint_eq(cascade.cleared, 0);
        state_assert_same(before, lasting_state(), "a network that is gone");
    }
}
END_TEST

START_TEST(an_older_callers_cascade_is_filled_as_far_as_it_goes)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;

    build_cascade();
    cascade.size = offsetof(struct nnreg_cascade, specs);
    cascade.specs = cascade.versions = 99;
    cascade.each = NULL;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.size, offsetof(struct nnreg_cascade, specs));
    ck_assert_uint_eq(cascade.networks, 1);
    ck_assert_uint_eq(cascade.versions, 99);
}
END_TEST

/* -------------------------------------------------------------------------------------------------------- tasks -- */

START_TEST(a_task_begins_pending_and_goes_where_it_is_moved)
{
    nnreg_task *task;
    char *text;

    fixture_add(&fixture, "n", 0);
    ck_assert_int_eq(nnreg_task_get(fixture.registry, &task, 1), NNREG_OK);
    ck_assert_uint_eq(nnreg_task_id(task), 1);
    ck_assert_uint_eq(nnreg_task_network_id(task), 1);
    ck_assert_str_eq(nnreg_task_status(task), "pending");
    ck_assert_str_eq(nnreg_task_error(task), "");
    ck_assert_int_eq(nnreg_task_create_date(task), nnreg_task_update_date(task));
    nnreg_task_free(task);
    ck_assert_int_eq(update_task(1, "{\"status\": \"error\", \"error\": \"no such GPU\"}"), NNREG_OK);
    ck_assert_int_eq(nnreg_task_get(fixture.registry, &task, 1), NNREG_OK);
    ck_assert_int_eq(nnreg_task_json(&text, task), NNREG_OK);
    is_json(text, "{\"id\": 1, \"network_id\": 1, \"status\": \"error\", \"error\": \"no such GPU\"}");
    nnreg_task_free(task);
    ck_assert_int_eq(update_task(1, "{\"status\": \"success\"}"), NNREG_OK);
    ck_assert_int_eq(nnreg_task_get(fixture.registry, &task, 1), NNREG_OK);
    ck_assert_str_eq(nnreg_task_status(task), "success");
    ck_assert_str_eq(nnreg_task_error(task), "");
    nnreg_task_free(task);
    ck_assert_int_eq(nnreg_task_get(fixture.registry, &task, 2), NNREG_NOT_FOUND);
}
END_TEST

START_TEST(a_task_has_a_text_exactly_where_there_is_an_error)
{
    static const struct {
        const char *json, *found;
    } refused[] = {
        {"{\"status\": \"error\"}", "error task.error /status"},
        {"{\"status\": \"error\", \"error\": \"\"}", "error task.error /error"},
        {"{\"status\": \"success\", \"error\": \"x\"}", "error task.error /error"},
        {"{\"error\": \"x\"}", "error task.error /error"},
        {"{\"status\": \"done\"}", "error enum /status"},
        {"{\"status\": \"success\", \"network_id\": 1}", "error read-only /network_id"},
    };
    size_t i;

    fixture_add(&fixture, "n", 0);
    for (i = 0; i < sizeof refused / sizeof *refused; i++) {
        ck_assert_int_eq(update_task(1, refused[i].json), NNREG_REFUSED);
        ck_assert_str_eq(fixture_found(&fixture), refused[i].found);
    }
    ck_assert_int_eq(update_task(1, "{\"status\": \"error\", \"error\": \"a\"}"), NNREG_OK);
    ck_assert_int_eq(update_task(1, "{\"error\": \"b\"}"), NNREG_OK); /* a better text for the same error */
    ck_assert_int_eq(update_task(1, "{\"status\": \"pending\", \"error\": \"\"}"), NNREG_OK);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------- public -- */

/* The JSON of network 1 by itself and on a page. */
static void slug_in_json(const char *expected)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_network *network;
    nnreg_page *page;
    char *text;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_OK);
    ck_assert_int_eq(nnreg_network_json(&text, network), NNREG_OK);
    ck_assert_msg(strstr(text, expected) != NULL, "%s", text);
    nnreg_free(text);
    nnreg_network_free(network);
    query.scope = NNREG_SCOPE_ALL;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_int_eq(nnreg_page_json(&text, page, NULL), NNREG_OK);
    ck_assert_msg(strstr(text, expected) != NULL, "%s", text);
    nnreg_free(text);
    nnreg_page_free(page);
}

START_TEST(the_slug_is_in_every_json_of_a_network_and_null_while_it_is_private)
{
    fixture_add(&fixture, "n", 0);
    slug_in_json("\"slug\": null");
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "fruit", NULL), NNREG_OK);
    slug_in_json("\"slug\": \"fruit\"");
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    slug_in_json("\"slug\": null");
}
END_TEST

START_TEST(a_slug_that_an_update_names_is_refused_and_publishing_is_told)
{
    const struct nnreg_finding *finding;

    fixture_add(&fixture, "n", 0);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"slug\": \"fruit\"}"), NNREG_REFUSED);
    finding = nnreg_findings_get(fixture.findings, 0);
    ck_assert_ptr_nonnull(finding);
    ck_assert_str_eq(finding->rule, "read-only");
    ck_assert_str_eq(finding->pointer, "/slug");
    ck_assert_str_eq(finding->hint, "remove it; publish gives it, and unpublish takes it away");
}
END_TEST

START_TEST(a_public_network_is_found_by_its_slug_and_stays_as_it_is)
{
    nnreg_network *network;
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    char *before;

    fixture_add(&fixture, "n", 0);
    add_spec(SPEC);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "fruit-1.0_a", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get_by_slug(fixture.registry, &network, "fruit-1.0_a"), NNREG_OK);
    ck_assert_uint_eq(nnreg_network_id(network), 1);
    ck_assert_str_eq(nnreg_network_slug(network), "fruit-1.0_a");
    nnreg_network_free(network);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"x\"}"), NNREG_CONFLICT);
    ck_assert_str_eq(nnreg_message(fixture.registry),
                     "network 1 is public as \"fruit-1.0_a\": unpublish it first");
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, &cascade), NNREG_CONFLICT);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "fruit-1.0_a", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "other", NULL), NNREG_CONFLICT);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "what changed nothing");
    add_version(1, 1); /* which is no change of the network */
    ck_assert_int_eq(update_task(1, "{\"status\": \"success\"}"), NNREG_OK);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get_by_slug(fixture.registry, &network, "fruit-1.0_a"), NNREG_NOT_FOUND);
    ck_assert_ptr_null(network);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"x\"}"), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, &cascade), NNREG_OK);
}
END_TEST

START_TEST(a_slug_is_one_networks)
{
    fixture_add(&fixture, "n", 0);
    fixture_add(&fixture, "n", 1);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "a", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 2, "a", NULL), NNREG_EXISTS);
    ck_assert_str_eq(nnreg_message(fixture.registry), "network 1 is public as \"a\" already");
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 2, "a", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 3, "b", NULL), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 3, NULL), NNREG_NOT_FOUND);
}
END_TEST

/* Who has the slug; 0: nobody. */
static uint64_t network_of(const char *slug)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get_by_slug(fixture.registry, &network, slug);
    uint64_t id = status == NNREG_OK ? nnreg_network_id(network) : 0;

    ck_assert(status == NNREG_OK || status == NNREG_NOT_FOUND);
    nnreg_network_free(network);
    return id;
}

/* The last two events: "ACTION ID, ACTION ID". */
static void are_last_events(const char *expected)
{
    nnreg_events *events;
    uint64_t last;
    char found[100];

    ck_assert_int_eq(nnreg_events_last(fixture.registry, &last), NNREG_OK);
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, last - 2, 2, 0, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_events_count(events), 2);
    snprintf(found, sizeof found, "%s %u, %s %u", nnreg_events_get(events, 0)->action,
             (unsigned)nnreg_events_get(events, 0)->object_id, nnreg_events_get(events, 1)->action,
             (unsigned)nnreg_events_get(events, 1)->object_id);
    ck_assert_str_eq(found, expected);
    nnreg_events_free(events);
}

START_TEST(a_slug_moves_from_one_network_to_another_in_one_step)
{
    struct nnreg_call_options moving = NNREG_CALL_OPTIONS_INIT;
    char *before;

    fixture_add(&fixture, "n", 0);
    fixture_add(&fixture, "n", 1);
    moving.flags = NNREG_MOVE_SLUG;
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "a", &moving), NNREG_OK); /* nobody has it */
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 2, "b", NULL), NNREG_OK);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 2, "a", &moving), NNREG_CONFLICT);
    ck_assert_str_eq(nnreg_message(fixture.registry), "network 2 is public as \"b\": unpublish it first");
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "a", &moving), NNREG_OK); /* has it */
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 9, "a", &moving), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, &moving), NNREG_INVALID_ARGUMENT);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "what moved nothing");
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 2, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 2, "a", &moving), NNREG_OK);
    ck_assert_uint_eq(network_of("a"), 2);
    are_last_events("unpublish 1, publish 2");
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"x\"}"),
                     NNREG_OK); /* private, so it can change */
    ck_assert_int_eq(fixture_update(&fixture, 2, "{\"name\": \"x\"}"), NNREG_CONFLICT);
}
END_TEST

START_TEST(the_date_of_a_move_is_that_of_the_network_that_gets_the_slug)
{
    struct nnreg_call_options moving = NNREG_CALL_OPTIONS_INIT;

    fixture_add(&fixture, "n", 0);
    fixture_add(&fixture, "n", 1);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "a", NULL), NNREG_OK);
    moving.flags = NNREG_MOVE_SLUG;
    moving.if_update_date = "2018-02-16T13:45:36.078955Z";
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 2, "a", &moving), NNREG_CONFLICT);
    ck_assert_uint_eq(network_of("a"), 1);
}
END_TEST

START_TEST(what_is_no_slug_is_told_why)
{
    static const struct {
        const char *slug;
        bool good;
    } slugs[] = {
        {"a", true},
        {"0a", true},
        {"1.0", true},
        {"a23456789.123456789_123456789-123456789.123456789.123456789.123", true},
        {"a23456789.123456789_123456789-123456789.123456789.123456789.1234", false},
        {"", false},
        {"1", false},
        {"0123", false},
        {".a", false},
        {"-a", false},
        {"_a", false},
        {"A", false},
        {"a~b", false},
        {"a b", false},
        {"a/b", false},
        {"\xc3\xa9", false},
        {"a\n", false},
    };
    nnreg_network *network;
    size_t i;

    fixture_add(&fixture, "n", 0);
    for (i = 0; i < sizeof slugs / sizeof *slugs; i++) {
        ck_assert_msg(nnreg_network_publish(fixture.registry, 1, slugs[i].slug, NULL) ==
                          (slugs[i].good ? NNREG_OK : NNREG_INVALID_ARGUMENT),
                      "\"%s\": %s", slugs[i].slug, nnreg_message(fixture.registry));
        if (slugs[i].good) {
            ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, NULL), NNREG_OK);
        } else {
            ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "is no slug: "));
            if (slugs[i].slug[0] == '\0')
                ck_assert_str_eq(nnreg_message(fixture.registry),
                                 "\"\" is no slug: it has 1 to 63 characters");
            ck_assert_int_eq(nnreg_network_get_by_slug(fixture.registry, &network, slugs[i].slug),
                             NNREG_NOT_FOUND);
        }
    }
}
END_TEST

/* -------------------------------------------------------------------------------------------------------- NULLs -- */

static void is_current(uint64_t spec_id, uint64_t version_id, uint64_t network_id)
{
    nnreg_spec *spec;
    nnreg_version *version;
    nnreg_network *network;

    ck_assert_msg(nnreg_spec_get_current(fixture.registry, &spec, &version, &network, spec_id) == NNREG_OK,
                  "%s", nnreg_message(fixture.registry));
    ck_assert_uint_eq(nnreg_spec_id(spec), spec_id);
    ck_assert_uint_eq(nnreg_spec_current_version_id(spec), version_id);
    ck_assert_uint_eq(nnreg_spec_output_count(spec), 1);
    ck_assert_uint_eq(version != NULL ? nnreg_version_id(version) : 0, version_id);
    ck_assert_uint_eq(network != NULL ? nnreg_network_id(network) : 0, network_id);
    if (version != NULL)
        ck_assert_str_eq(nnreg_version_network_name(version), nnreg_network_name(network));
    nnreg_network_free(network);
    nnreg_version_free(version);
    nnreg_spec_free(spec);
}

START_TEST(what_serves_a_spec_is_read_at_once_and_may_be_nothing)
{
    uint64_t one = fixture_add(&fixture, "one", 0), two = fixture_add(&fixture, "two", 0);
    uint64_t spec = fixture_add_spec(&fixture, "first"), first, second;
    char json[80];

    is_current(spec, 0, 0);
    first = fixture_add_version(&fixture, spec, one);
    second = fixture_add_version(&fixture, spec, two);
    is_current(spec, first, one);
    snprintf(json, sizeof json, "{\"current_version_id\": %llu}", (unsigned long long)second);
    ck_assert_int_eq(nnreg_spec_update(fixture.registry, spec, json, strlen(json), NULL, fixture.findings),
                     NNREG_OK);
    is_current(spec, second, two);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, two, NULL, NULL), NNREG_OK);
    is_current(spec, 0, 0);
}
END_TEST

/* Any of the three is asked for or not; what is given is the same. */
START_TEST(of_what_serves_a_spec_only_what_is_asked_for_is_given)
{
    uint64_t network = fixture_add(&fixture, "one", 0), spec = fixture_add_spec(&fixture, "first");
    uint64_t version = fixture_add_version(&fixture, spec, network);
    unsigned asked;

    for (asked = 0; asked < 8; asked++) {
        nnreg_spec *its_spec = NULL;
        nnreg_version *its_version = NULL;
        nnreg_network *its_network = NULL;

        ck_assert_int_eq(nnreg_spec_get_current(fixture.registry, (asked & 1) != 0 ? &its_spec : NULL,
                                                (asked & 2) != 0 ? &its_version : NULL,
                                                (asked & 4) != 0 ? &its_network : NULL, spec),
                         NNREG_OK);
        ck_assert((its_spec != NULL) == ((asked & 1) != 0));
        ck_assert((its_version != NULL) == ((asked & 2) != 0));
        ck_assert((its_network != NULL) == ((asked & 4) != 0));
        ck_assert(its_spec == NULL || nnreg_spec_id(its_spec) == spec);
        ck_assert(its_version == NULL || nnreg_version_postprocessing_count(its_version) == 1);
        ck_assert(its_version == NULL || nnreg_version_id(its_version) == version);
        ck_assert(its_network == NULL || nnreg_network_id(its_network) == network);
        nnreg_network_free(its_network);
        nnreg_version_free(its_version);
        nnreg_spec_free(its_spec);
    }
}
END_TEST

/* Whichever of the two has fewer versions is gone through, and the other is asked of each. */
START_TEST(versions_of_a_spec_and_a_network_are_those_of_both)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    uint64_t network, of_spec, version;

    fixture_add_some(&fixture);
    network = fixture_add(&fixture, "three", 3);
    version = fixture_add_version(&fixture, 2, network);
    query.network_id = network;
    for (of_spec = 1; of_spec <= 2; of_spec++) {
        query.spec_id = of_spec;
        ck_assert_int_eq(nnreg_version_list(fixture.registry, &page, &query), NNREG_OK);
        ck_assert_uint_eq(nnreg_page_count(page), of_spec - 1);
        ck_assert_uint_eq(nnreg_page_total(page), of_spec - 1);
        if (of_spec == 2)
            ck_assert_uint_eq(nnreg_version_id(nnreg_page_version(page, 0)), version);
        nnreg_page_free(page);
    }
}
END_TEST

START_TEST(a_spec_that_is_not_there_serves_nothing)
{
    nnreg_spec *spec = (void *)&fixture;
    nnreg_version *version = (void *)&fixture;
    nnreg_network *network = (void *)&fixture;

    ck_assert_int_eq(nnreg_spec_get_current(fixture.registry, &spec, &version, &network, 7), NNREG_NOT_FOUND);
    ck_assert(spec == NULL && version == NULL && network == NULL);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "there is no spec 7"));
    version = (void *)&fixture;
    network = (void *)&fixture;
    ck_assert_int_eq(nnreg_spec_get_current(fixture.registry, NULL, &version, &network, 7), NNREG_NOT_FOUND);
    ck_assert(version == NULL && network == NULL);
    spec = (void *)&fixture;
    ck_assert_int_eq(nnreg_spec_get_current(NULL, &spec, NULL, NULL, 7), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(spec);
}
END_TEST

/* Each kind has ids of its own: what one has, another may lack. */
START_TEST(what_exists_is_told_by_kind_and_absence_is_no_failure)
{
    static const struct {
        nnreg_status (*exists)(nnreg *registry, int *exists, uint64_t id);
        uint64_t last; /* ids 1 to it are there */
    } kinds[] = {
        {nnreg_network_exists, 2}, {nnreg_task_exists, 2}, {nnreg_spec_exists, 1}, {nnreg_version_exists, 3}};
    uint64_t network = fixture_add(&fixture, "one", 0), id;
    uint64_t spec = fixture_add_spec(&fixture, "first");
    size_t i;
    int exists;

    fixture_add(&fixture, "two", 0);
    for (i = 0; i < 3; i++)
        fixture_add_version(&fixture, spec, network);
    for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        for (id = 0; id < 5; id++) {
            ck_assert_int_eq(kinds[i].exists(fixture.registry, &exists, id), NNREG_OK);
            ck_assert_int_eq(exists, id >= 1 && id <= kinds[i].last);
        }
        ck_assert_int_eq(kinds[i].exists(fixture.registry, NULL, 1), NNREG_INVALID_ARGUMENT);
        ck_assert_int_eq(kinds[i].exists(NULL, &exists, 1), NNREG_INVALID_ARGUMENT);
        ck_assert_int_eq(exists, 0);
    }
    ck_assert_int_eq(nnreg_spec_delete(fixture.registry, spec, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_version_exists(fixture.registry, &exists, 2), NNREG_OK);
    ck_assert_int_eq(exists, 0);
}
END_TEST

START_TEST(a_slug_exists_while_its_network_is_public)
{
    static const char *const none[] = {"", "ope", "opened", "7", "no slug at all", "\xff"};
    uint64_t id = fixture_add(&fixture, "one", 0);
    char longer[200];
    size_t i;
    int exists;

    ck_assert_int_eq(nnreg_network_publish(fixture.registry, id, "open", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_exists_by_slug(fixture.registry, &exists, "open"), NNREG_OK);
    ck_assert_int_eq(exists, 1);
    for (i = 0; i < sizeof none / sizeof *none; i++) {
        ck_assert_int_eq(nnreg_network_exists_by_slug(fixture.registry, &exists, none[i]), NNREG_OK);
        ck_assert_int_eq(exists, 0);
    }
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    ck_assert_int_eq(nnreg_network_exists_by_slug(fixture.registry, &exists, longer), NNREG_OK);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, id, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_exists_by_slug(fixture.registry, &exists, "open"), NNREG_OK);
    ck_assert_int_eq(exists, 0);
    ck_assert_int_eq(nnreg_network_exists_by_slug(fixture.registry, NULL, "open"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_network_exists_by_slug(fixture.registry, &exists, NULL), NNREG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(a_null_where_there_may_be_none_is_an_invalid_argument)
{
    nnreg *registry = fixture.registry;
    nnreg_findings *findings = fixture.findings;
    struct nnreg_cascade unsized = {.size = 0};
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;
    struct nnreg_postprocessing_info postprocessing = NNREG_POSTPROCESSING_INFO_INIT;
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;
    nnreg_version *version;
    nnreg_network *network;
    nnreg_spec *spec;
    nnreg_task *task;
    const char *name;
    int64_t label;
    uint64_t id;
    char *text;

#define INVALID(call) ck_assert_int_eq(call, NNREG_INVALID_ARGUMENT)
    INVALID(nnreg_spec_create(NULL, &id, SPEC, sizeof SPEC - 1, NULL, findings));
    INVALID(nnreg_spec_create(registry, NULL, SPEC, sizeof SPEC - 1, NULL, findings));
    INVALID(nnreg_spec_create(registry, &id, NULL, 0, NULL, findings));
    INVALID(nnreg_spec_create(registry, &id, SPEC, sizeof SPEC - 1, NULL, NULL));
    INVALID(nnreg_spec_get(NULL, &spec, 1));
    INVALID(nnreg_spec_get(registry, NULL, 1));
    INVALID(nnreg_spec_update(NULL, 1, "{}", 2, NULL, findings));
    INVALID(nnreg_spec_update(registry, 1, NULL, 2, NULL, findings));
    INVALID(nnreg_spec_update(registry, 1, "{}", 2, NULL, NULL));
    INVALID(nnreg_spec_delete(NULL, 1, NULL, NULL));
    INVALID(nnreg_spec_delete(registry, 1, NULL, &unsized));
    INVALID(nnreg_spec_output(NULL, 0, &output));
    INVALID(nnreg_spec_label(NULL, 0, 0, &label, &name));
    INVALID(nnreg_spec_json(&text, NULL));
    INVALID(nnreg_version_create(NULL, &id, "{}", 2, NULL, findings));
    INVALID(nnreg_version_create(registry, NULL, "{}", 2, NULL, findings));
    INVALID(nnreg_version_create(registry, &id, NULL, 2, NULL, findings));
    INVALID(nnreg_version_create(registry, &id, "{}", 2, NULL, NULL));
    INVALID(nnreg_version_get(registry, NULL, 1));
    INVALID(nnreg_version_get(NULL, &version, 1));
    INVALID(nnreg_version_delete(NULL, 1, NULL, NULL));
    INVALID(nnreg_version_delete(registry, 1, NULL, &unsized));
    INVALID(nnreg_version_postprocessing(NULL, 0, &postprocessing));
    INVALID(nnreg_version_json(&text, NULL));
    INVALID(nnreg_task_get(NULL, &task, 1));
    INVALID(nnreg_task_get(registry, NULL, 1));
    INVALID(nnreg_task_update(NULL, 1, "{}", 2, NULL, findings));
    INVALID(nnreg_task_update(registry, 1, NULL, 2, NULL, findings));
    INVALID(nnreg_task_update(registry, 1, "{}", 2, NULL, NULL));
    INVALID(nnreg_task_json(&text, NULL));
    INVALID(nnreg_network_publish(NULL, 1, "a", NULL));
    INVALID(nnreg_network_publish(registry, 1, NULL, NULL));
    INVALID(nnreg_network_unpublish(NULL, 1, NULL));
    INVALID(nnreg_network_get_by_slug(NULL, &network, "a"));
    INVALID(nnreg_network_get_by_slug(registry, NULL, "a"));
    INVALID(nnreg_network_get_by_slug(registry, &network, NULL));
    INVALID(nnreg_network_result(NULL, 0, &result));
#undef INVALID
    nnreg_spec_free(NULL);
    nnreg_version_free(NULL);
    nnreg_task_free(NULL);
}
END_TEST

Suite *recognition_suite(void);
Suite *recognition_suite(void)
{
    Suite *suite = suite_create("recognition");
    TCase *tests = tcase_create("recognition");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280); /* ten thousand versions are as many commits */
    tcase_add_loop_test(tests, an_output_has_the_default_threshold_of_its_kind, 0, 4);
    tcase_add_test(tests, a_spec_comes_out_as_it_was_put_in);
    tcase_add_test(tests, of_a_spec_name_description_and_metadata_can_change_and_nothing_else);
    tcase_add_test(tests, a_spec_is_updated_only_in_the_state_the_caller_saw);
    tcase_add_test(tests, a_version_is_deleted_only_in_the_state_the_caller_saw);
    tcase_add_test(tests, a_version_comes_out_as_it_was_put_in);
    tcase_add_test(tests, thresholds_that_were_left_out_stay_out);
    tcase_add_test(tests, the_names_of_a_version_are_always_the_present_ones);
    tcase_add_test(tests, the_first_version_of_a_spec_is_its_current_one_until_it_goes);
    tcase_add_test(tests, the_current_version_is_one_of_the_spec_itself);
    tcase_add_test(tests, what_a_version_names_must_be_there);
    tcase_add_test(tests, a_network_takes_all_along_that_belongs_to_it);
    tcase_add_test(tests, what_goes_along_is_told_whole_or_not_at_all);
    tcase_add_test(tests, a_spec_takes_its_versions_along);
    tcase_add_test(tests, a_version_goes_alone);
    tcase_add_test(tests, a_deleted_network_is_as_if_it_had_never_been_however_many_versions_it_had);
    tcase_add_test(tests, an_older_callers_cascade_is_filled_as_far_as_it_goes);
    tcase_add_test(tests, a_task_begins_pending_and_goes_where_it_is_moved);
    tcase_add_test(tests, a_task_has_a_text_exactly_where_there_is_an_error);
    tcase_add_test(tests, the_slug_is_in_every_json_of_a_network_and_null_while_it_is_private);
    tcase_add_test(tests, a_slug_that_an_update_names_is_refused_and_publishing_is_told);
    tcase_add_test(tests, a_public_network_is_found_by_its_slug_and_stays_as_it_is);
    tcase_add_test(tests, a_slug_is_one_networks);
    tcase_add_test(tests, a_slug_moves_from_one_network_to_another_in_one_step);
    tcase_add_test(tests, the_date_of_a_move_is_that_of_the_network_that_gets_the_slug);
    tcase_add_test(tests, what_is_no_slug_is_told_why);
    tcase_add_test(tests, what_serves_a_spec_is_read_at_once_and_may_be_nothing);
    tcase_add_test(tests, of_what_serves_a_spec_only_what_is_asked_for_is_given);
    tcase_add_test(tests, versions_of_a_spec_and_a_network_are_those_of_both);
    tcase_add_test(tests, a_spec_that_is_not_there_serves_nothing);
    tcase_add_test(tests, what_exists_is_told_by_kind_and_absence_is_no_failure);
    tcase_add_test(tests, a_slug_exists_while_its_network_is_public);
    tcase_add_test(tests, a_null_where_there_may_be_none_is_an_invalid_argument);
    suite_add_tcase(suite, tests);
    return suite;
}
