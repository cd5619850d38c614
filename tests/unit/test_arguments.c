/*
 * Arguments that are none: each is refused by a message that says so, what was to be given is nothing, and nothing has changed.
 * And what is of a kind that only a newer library knows: it is there, and its parts are not told.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "registry/handle.h"
#include "registry/objects.h"
#include "registry_fixture.h"

Suite *arguments_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    fixture_add_some(&fixture);
}

static void end(void)
{
    fixture_end(&fixture);
    scratch_use_memory(false);
}

/* --------------------------------------------------------------------------------------------------- arguments -- */

static nnreg_status list_damage_nowhere(void)
{
    return nnreg_damage_list(fixture.registry, NULL, 0);
}

static nnreg_status upgrade_from_nowhere(void)
{
    unsigned to = 7;
    nnreg_status status = nnreg_upgrade(fixture.registry, NULL, &to, NULL);

    ck_assert_uint_eq(to, 0);
    return status;
}

static nnreg_status upgrade_to_nowhere(void)
{
    unsigned from = 7;
    nnreg_status status = nnreg_upgrade(fixture.registry, &from, NULL, NULL);

    ck_assert_uint_eq(from, 0);
    return status;
}

static const uint64_t one = 1;

static nnreg_status export_selected(const char *path, const uint64_t *networks, size_t network_count,
                                    const uint64_t *specs, size_t spec_count)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.networks = networks;
    selection.network_count = network_count;
    selection.specs = specs;
    selection.spec_count = spec_count;
    return nnreg_export(fixture.registry, path, &selection, NULL, NULL);
}

static nnreg_status export_nothing(void)
{
    return export_selected(fixture_path(&fixture, "x"), NULL, 0, NULL, 0);
}

static nnreg_status export_no_networks(void)
{
    return export_selected(fixture_path(&fixture, "x"), NULL, 1, &one, 1);
}

static nnreg_status export_no_specs(void)
{
    return export_selected(fixture_path(&fixture, "x"), &one, 1, NULL, 1);
}

static nnreg_status export_nowhere(void)
{
    return export_selected(NULL, &one, 1, NULL, 0);
}

static nnreg_status export_to_folder(void)
{
    return export_selected(fixture_path(&fixture, "."), &one, 1, NULL, 0);
}

static nnreg_status export_to_folder_above(void)
{
    return export_selected("..", &one, 1, NULL, 0);
}

static nnreg_status export_without_name(void)
{
    return export_selected("/", &one, 1, NULL, 0);
}

static nnreg_status export_to_no_descriptor(void)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.all = 1;
    return nnreg_export_fd(fixture.registry, -1, &selection, NULL, NULL);
}

static nnreg_status import_nothing(void)
{
    return nnreg_import(fixture.registry, NULL, NULL, NULL, fixture.findings);
}

static nnreg_status import_unjudged(void)
{
    return nnreg_import(fixture.registry, fixture_path(&fixture, "x"), NULL, NULL, NULL);
}

static nnreg_status import_no_descriptor(void)
{
    return nnreg_import_fd(fixture.registry, -1, NULL, NULL, fixture.findings);
}

static nnreg_status import_a_pipe(void)
{
    int ends[2];
    nnreg_status status;

    ck_assert_int_eq(pipe(ends), 0);
    status = nnreg_import_fd(fixture.registry, ends[0], NULL, NULL, fixture.findings);
    close(ends[0]);
    close(ends[1]);
    return status;
}

static nnreg_status back_up_nowhere(void)
{
    return nnreg_backup(fixture.registry, NULL, NULL, NULL);
}

static nnreg_status back_up_without_name(void)
{
    return nnreg_backup(fixture.registry, "", NULL, NULL);
}

static nnreg_status check_out_nowhere(void)
{
    return nnreg_network_checkout(fixture.registry, 1, NULL, NULL);
}

static nnreg_status check_out_without_name(void)
{
    return nnreg_network_checkout(fixture.registry, 1, "", NULL);
}

static nnreg_status list(const struct nnreg_query *query)
{
    nnreg_page *page = NULL;
    uint64_t count = 7;
    nnreg_status status = nnreg_network_count(fixture.registry, &count, query);

    ck_assert_int_eq(status, nnreg_network_list(fixture.registry, &page, query));
    ck_assert(status == NNREG_OK || (page == NULL && count == 0));
    nnreg_page_free(page);
    return status;
}

static nnreg_status list_in_no_order(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.order = (enum nnreg_order)(NNREG_ORDER_UPDATE_DATE + 1);
    return list(&query);
}

static nnreg_status list_in_no_scope(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.scope = (enum nnreg_scope)(NNREG_SCOPE_ALL + 1);
    return list(&query);
}

static nnreg_status list_where(struct nnreg_where condition, size_t count)
{
    struct nnreg_where conditions[NNREG_LIMIT_WHERE + 1];
    struct nnreg_query query = NNREG_QUERY_INIT;
    size_t i;

    for (i = 0; i < count; i++)
        conditions[i] = condition;
    query.where = conditions;
    query.where_count = count;
    return list(&query);
}

static nnreg_status list_by_too_much(void)
{
    struct nnreg_where condition = NNREG_WHERE("k", "v");

    ck_assert_int_eq(list_where(condition, NNREG_LIMIT_WHERE), NNREG_OK);
    return list_where(condition, NNREG_LIMIT_WHERE + 1);
}

static nnreg_status list_by_no_key(void)
{
    struct nnreg_where condition = NNREG_WHERE(NULL, "v");

    return list_where(condition, 1);
}

static nnreg_status list_by_no_value(void)
{
    struct nnreg_where condition = NNREG_WHERE("k", NULL);

    return list_where(condition, 1);
}

static const struct {
    nnreg_status (*call)(void);
    const char *text;
} refusals[] = {
    {list_damage_nowhere, "an argument is NULL"},
    {upgrade_from_nowhere, "an argument is NULL"},
    {upgrade_to_nowhere, "an argument is NULL"},
    {export_nothing, "nothing is selected"},
    {export_no_networks, "an argument is NULL"},
    {export_no_specs, "an argument is NULL"},
    {export_nowhere, "an argument is NULL"},
    {export_to_folder, ".\" is no name of a file"},
    {export_to_folder_above, "\"..\" is no name of a file"},
    {export_without_name, "\"/\" is no name of a file"},
    {export_to_no_descriptor, "a descriptor is negative"},
    {import_nothing, "an argument is NULL, or a descriptor is negative"},
    {import_unjudged, "an argument is NULL, or a descriptor is negative"},
    {import_no_descriptor, "an argument is NULL, or a descriptor is negative"},
    {import_a_pipe, "a pipe cannot be read twice"},
    {back_up_nowhere, "no directory was given"},
    {back_up_without_name, "no directory was given"},
    {check_out_nowhere, "no folder was given"},
    {check_out_without_name, "no folder was given"},
    {list_in_no_order, "the order or the scope of a list is none"},
    {list_in_no_scope, "the order or the scope of a list is none"},
    {list_by_too_much, "a list has more than 16 conditions on metadata"},
    {list_by_no_key, "a condition on metadata lacks its key or its value"},
    {list_by_no_value, "a condition on metadata lacks its key or its value"},
};
#define REFUSALS ((int)(sizeof refusals / sizeof *refusals))

START_TEST(an_argument_that_is_none_is_refused_by_name)
{
    char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    const char *said;

    ck_assert_int_eq(refusals[_i].call(), NNREG_INVALID_ARGUMENT);
    said = nnreg_message(fixture.registry);
    ck_assert_msg(strstr(said, refusals[_i].text) != NULL, "\"%s\" is not \"%s\"", said, refusals[_i].text);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      refusals[_i].text);
}
END_TEST

/* Without a handle there is nobody to tell. */
START_TEST(a_file_that_is_none_is_no_export)
{
    const char *nowhere = fixture_path(&fixture, "nowhere");

    ck_assert_int_eq(nnreg_export_verify(NULL, nowhere, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_export_verify(fixture.findings, NULL, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_export_verify(fixture.findings, nowhere, NULL, NULL), NNREG_NOT_FOUND);
}
END_TEST

/* ----------------------------------------------------------------------------------- kinds of a newer library -- */

START_TEST(a_label_is_told_to_who_asks_for_both_its_parts)
{
    nnreg_spec *spec;
    const char *name = "x";
    int64_t id = 7;

    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, 1), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_label(spec, 0, 0, NULL, &name), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(name);
    ck_assert_int_eq(nnreg_spec_label(spec, 0, 0, &id, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(id, 0);
    ck_assert_int_eq(nnreg_spec_label(NULL, 0, 0, &id, &name), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_spec_label(spec, 1, 0, &id, &name), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_spec_label(spec, 0, 2, &id, &name), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_spec_label(spec, 0, 1, &id, &name), NNREG_OK);
    ck_assert_int_eq(id, 2);
    ck_assert_str_eq(name, "pear");
    nnreg_spec_free(spec);
}
END_TEST

/* Takes out what tells the kind: a newer library has another key there, which this one keeps and does not read. */
static void forget_kind(enum nnreg_object object, void *record)
{
    static const char *const members[] = {"classification",  "detection", "tensors_output",
                                          "standard_output", "image",     "labels"};
    const struct nnreg_table *table = nnreg_object_kinds[object].table;
    size_t i, k;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        void *member = nnreg_member(record, field);
        struct nnreg_array *array = member;

        if (field->kind == NNREG_KIND_OBJECT && strcmp(field->key, "preprocessing") == 0) {
            field = nnreg_table_field(field->child, "inputs");
            array = nnreg_member(nnreg_member_object(member), field);
        }
        if (field->kind != NNREG_KIND_ARRAY || array->count == 0)
            continue;
        for (k = 0; k < sizeof members / sizeof *members; k++) {
            const struct nnreg_field *kind = nnreg_table_field(field->child, members[k]);

            if (kind != NULL)
                nnreg_member_clear(kind, nnreg_member(array->items, kind));
        }
    }
}

static nnreg_status forget_kinds(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    static const enum nnreg_object objects[] = {NNREG_OBJECT_NETWORK, NNREG_OBJECT_SPEC,
                                                NNREG_OBJECT_VERSION};
    nnreg_status status = NNREG_OK;
    size_t i;

    (void)context;
    for (i = 0; i < sizeof objects / sizeof *objects && status == NNREG_OK; i++) {
        const struct nnreg_object_kind *kind = &nnreg_object_kinds[objects[i]];
        union nnreg_any_object record;

        status = nnreg_object_load(&record, txn, kind, 1, error);
        if (status != NNREG_OK)
            return status;
        forget_kind(objects[i], &record);
        status = nnreg_object_store(txn, kind, &record, error);
        nnreg_record_clear(kind->table, &record);
    }
    return status;
}

/* A detection whose own kind is not known. */
static nnreg_status forget_kind_of_detection(struct nnreg_kv_txn *txn, void *context,
                                             struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_VERSION];
    struct nnreg_version version;
    struct nnreg_output_processing *processing;
    nnreg_status status = nnreg_object_load(&version, txn, kind, *(uint64_t *)context, error);

    if (status != NNREG_OK)
        return status;
    processing = version.post_processings.items;
    ck_assert_ptr_nonnull(processing->detection);
    nnreg_member_clear(NNREG_FIELD(detection, direct_output), &processing->detection->direct_output);
    status = nnreg_object_store(txn, kind, &version, error);
    nnreg_record_clear(kind->table, &version);
    return status;
}

START_TEST(a_detection_of_a_kind_of_a_newer_library_is_not_told)
{
    static const char spec_text[] =
        "{\"name\": \"boxes\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, "
        "\"name\": \"a\"}], \"exclusive\": false, \"roi\": \"BBOX\"}}]}";
    static const struct nnreg_rule_severity off[] = {
        NNREG_RULE_SEVERITY("model.tensor-missing", NNREG_SEVERITY_OFF),
        NNREG_RULE_SEVERITY("version.undeclared-tensor", NNREG_SEVERITY_OFF),
        NNREG_RULE_SEVERITY("version.shape", NNREG_SEVERITY_OFF)};
    struct nnreg_postprocessing_info processing = NNREG_POSTPROCESSING_INFO_INIT;
    struct nnreg_error error = NNREG_ERROR_INIT;
    nnreg_findings *findings;
    nnreg_version *version;
    uint64_t spec, id;
    char json[400];

    ck_assert_int_eq(nnreg_findings_new(&findings, off, sizeof off / sizeof *off), NNREG_OK);
    ck_assert_int_eq(
        nnreg_spec_create(fixture.registry, &spec, spec_text, sizeof spec_text - 1, NULL, findings),
        NNREG_OK);
    snprintf(
        json, sizeof json,
        "{\"spec_id\": %llu, \"network_id\": 1, \"post_processings\": [{\"detection\": {\"direct_output\": "
        "{\"boxes_tensor\": \"b\", \"scores_tensor\": \"s\", \"classes_tensor\": \"c\"}, \"nms_threshold\": "
        "0.5}}]}",
        (unsigned long long)spec);
    ck_assert_msg(nnreg_version_create(fixture.registry, &id, json, strlen(json), NULL, findings) == NNREG_OK,
                  "%s: %s", nnreg_message(fixture.registry), fixture_findings(findings));
    nnreg_findings_free(findings);
    ck_assert_msg(nnreg_kv_write(fixture.registry->kv, forget_kind_of_detection, &id, &error) == NNREG_OK,
                  "%s", error.text);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, id), NNREG_OK);
    ck_assert_int_eq(nnreg_version_postprocessing(version, 0, &processing), NNREG_UNSUPPORTED);
    nnreg_version_free(version);
}
END_TEST

START_TEST(what_is_of_a_kind_of_a_newer_library_is_there_and_its_parts_are_not_told)
{
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;
    struct nnreg_postprocessing_info processing = NNREG_POSTPROCESSING_INFO_INIT;
    struct nnreg_error error = NNREG_ERROR_INIT;
    nnreg_network *network;
    nnreg_spec *spec;
    nnreg_version *version;
    const char *name;
    int64_t id;

    ck_assert_msg(nnreg_kv_write(fixture.registry->kv, forget_kinds, NULL, &error) == NNREG_OK, "%s",
                  error.text);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_OK);
    ck_assert_uint_eq(nnreg_network_input_count(network), 1);
    ck_assert_int_eq(nnreg_network_input(network, 0, &input), NNREG_UNSUPPORTED);
    ck_assert_ptr_null(input.tensor_name);
    ck_assert_int_eq(nnreg_network_result(network, 0, &result), NNREG_UNSUPPORTED);
    nnreg_network_free(network);
    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, 1), NNREG_OK);
    ck_assert_uint_eq(nnreg_spec_output_count(spec), 1);
    ck_assert_int_eq(nnreg_spec_output(spec, 0, &output), NNREG_UNSUPPORTED);
    ck_assert_int_eq(nnreg_spec_label(spec, 0, 0, &id, &name), NNREG_UNSUPPORTED);
    ck_assert_ptr_null(name);
    nnreg_spec_free(spec);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, 1), NNREG_OK);
    ck_assert_uint_eq(nnreg_version_postprocessing_count(version), 1);
    ck_assert_int_eq(nnreg_version_postprocessing(version, 0, &processing), NNREG_UNSUPPORTED);
    nnreg_version_free(version);
}
END_TEST

Suite *arguments_suite(void)
{
    Suite *suite = suite_create("arguments");
    TCase *tests = tcase_create("arguments");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, an_argument_that_is_none_is_refused_by_name, 0, REFUSALS);
    tcase_add_test(tests, a_file_that_is_none_is_no_export);
    tcase_add_test(tests, a_label_is_told_to_who_asks_for_both_its_parts);
    tcase_add_test(tests, a_detection_of_a_kind_of_a_newer_library_is_not_told);
    tcase_add_test(tests, what_is_of_a_kind_of_a_newer_library_is_there_and_its_parts_are_not_told);
    suite_add_tcase(suite, tests);
    return suite;
}
