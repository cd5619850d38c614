/*
 * Networks: what goes in comes out, what may change changes and nothing else, ids are never used again, files are kept
 * once, and what is refused leaves everything as it was.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "damages.h"
#include "registry_fixture.h"

Suite *networks_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void begin_mutable(void)
{
    fixture_begin(&fixture, NNREG_OPEN_MUTABLE_DESCRIPTION);
}

/* Whatever a test did, the registry is sound at its end. */
static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
}

static nnreg_network *get(uint64_t id)
{
    nnreg_network *network;

    ck_assert_msg(nnreg_network_get(fixture.registry, &network, id) == NNREG_OK, "%s",
                  nnreg_message(fixture.registry));
    return network;
}

/* ------------------------------------------------------------------------------------------------ create, get -- */

START_TEST(what_was_put_in_comes_out)
{
    uint64_t id = fixture_add_with(&fixture, ", \"description\": \"\\u00e9 \\ud83d\\ude00\\n2\"");
    nnreg_network *network = get(id);
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;

    ck_assert_uint_eq(nnreg_network_id(network), id);
    ck_assert_str_eq(nnreg_network_name(network), "n");
    ck_assert_str_eq(nnreg_network_description(network), "\xc3\xa9 \xf0\x9f\x98\x80\n2");
    ck_assert_str_eq(nnreg_network_metadata(network), "{}");
    ck_assert_str_eq(nnreg_network_framework(network), "tensorflow-1.x");
    ck_assert_uint_eq(nnreg_network_task_id(network), 1);
    ck_assert_int_eq(nnreg_network_create_date(network), nnreg_network_update_date(network));
    ck_assert_uint_eq(nnreg_network_input_count(network), 1);
    ck_assert_int_eq(nnreg_network_input(network, 0, &input), NNREG_OK);
    ck_assert_str_eq(input.tensor_name, "input:0");
    ck_assert_str_eq(input.dimension_order, "NHWC");
    ck_assert_str_eq(input.resize_type, "SQUASH");
    ck_assert_uint_eq(input.target_width, 32);
    ck_assert_uint_eq(input.target_height, 32);
    ck_assert_str_eq(input.color_channels, "RGB");
    ck_assert_str_eq(input.data_type, "FLOAT32");
    ck_assert_double_eq(input.pixel_scaling, 255.0);
    ck_assert_str_eq(input.mean_file, "");
    ck_assert_int_eq(nnreg_network_input(network, 1, &input), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_network_slug(network), "");
    ck_assert_uint_eq(nnreg_network_result_count(network), 1);
    ck_assert_int_eq(nnreg_network_result(network, 0, &result), NNREG_OK);
    ck_assert_uint_eq(result.tensor_count, 1);
    ck_assert_str_eq(result.tensors[0], "probabilities");
    ck_assert_ptr_null(result.boxes_tensor);
    ck_assert_int_eq(nnreg_network_result(network, 1, &result), NNREG_NOT_FOUND);
    nnreg_network_free(network);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ origin -- */

START_TEST(license_source_and_authors_come_back_and_are_absent_when_they_were_not_given)
{
    static const char given[] =
        "\"license\": \"MIT OR Apache-2.0\",\n  \"source\": \"https://example.org/a\",\n"
        "  \"authors\": [\n    \"Ada\",\n    \"\xc3\x89mile\"\n  ],";
    uint64_t with = fixture_add_with(
                 &fixture, ", \"license\": \"MIT OR Apache-2.0\", \"source\": \"https://example.org/a\", "
                           "\"authors\": [\"Ada\", \"\\u00c9mile\"]"),
             without = fixture_add(&fixture, "without", 0);
    nnreg_network *network;
    char *json;

    fixture_reopen(&fixture, 0);
    network = get(with);
    ck_assert_str_eq(nnreg_network_license(network), "MIT OR Apache-2.0");
    ck_assert_str_eq(nnreg_network_source(network), "https://example.org/a");
    ck_assert_uint_eq(nnreg_network_author_count(network), 2);
    ck_assert_str_eq(nnreg_network_author(network, 0), "Ada");
    ck_assert_str_eq(nnreg_network_author(network, 1), "\xc3\x89mile");
    ck_assert_ptr_null(nnreg_network_author(network, 2));
    ck_assert_int_eq(nnreg_network_json(&json, network), NNREG_OK);
    ck_assert_msg(strstr(json, given) != NULL, "%s", json);
    nnreg_free(json);
    nnreg_network_free(network);
    network = get(without);
    ck_assert_ptr_null(nnreg_network_license(network));
    ck_assert_ptr_null(nnreg_network_source(network));
    ck_assert_uint_eq(nnreg_network_author_count(network), 0);
    ck_assert_ptr_null(nnreg_network_author(network, 0));
    ck_assert_int_eq(nnreg_network_json(&json, network), NNREG_OK);
    ck_assert(strstr(json, "license") == NULL && strstr(json, "source") == NULL &&
              strstr(json, "authors") == NULL);
    nnreg_free(json);
    nnreg_network_free(network);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ digest -- */

/* The networks of a query, "1 3 ", which has a page for each. */
static const char *listed(struct nnreg_query query)
{
    static char text[100];
    nnreg_page *page;
    char cursor[200];

    text[0] = '\0';
    query.limit = 1;
    for (;;) {
        ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
        if (nnreg_page_count(page) == 1)
            (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%llu ",
                           (unsigned long long)nnreg_network_id(nnreg_page_network(page, 0)));
        (void)snprintf(cursor, sizeof cursor, "%s",
                       nnreg_page_next(page) != NULL ? nnreg_page_next(page) : "");
        nnreg_page_free(page);
        if (cursor[0] == '\0')
            return text;
        query.cursor = cursor;
    }
}

/* That the value is right tests/cli/digest.sh shows, and tests/unit/test_format_1.c for networks of before there was one. */
START_TEST(networks_with_the_same_files_have_one_digest_and_are_found_by_it)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    char digest[3][65], marked[80], *json;
    uint64_t id;

    for (id = 1; id <= 3; id++) {
        nnreg_network *network;

        ck_assert_uint_eq(fixture_add(&fixture, id == 1 ? "one" : "other", id == 2 ? 1 : 0), id);
        network = get(id);
        nnreg_network_digest(network, digest[id - 1]);
        ck_assert_int_eq(nnreg_network_json(&json, network), NNREG_OK);
        (void)snprintf(marked, sizeof marked, "\"%.64s\"", digest[id - 1]);
        ck_assert_msg(strstr(json, marked) != NULL, "%s", json);
        nnreg_free(json);
        nnreg_network_free(network);
    }
    ck_assert_str_eq(digest[0], digest[2]);
    ck_assert_str_ne(digest[0], digest[1]);
    query.digest = digest[0];
    ck_assert_str_eq(listed(query), "1 3 ");
    query.name = "other";
    ck_assert_str_eq(listed(query), "3 ");
    query.name = NULL;
    query.descending = 1;
    ck_assert_str_eq(listed(query), "3 1 ");
    (void)snprintf(marked, sizeof marked, "sha256:%.64s", digest[1]);
    query.digest = marked;
    ck_assert_str_eq(listed(query), "2 ");
    digest[1][0] = digest[1][0] == '0' ? '1' : '0';
    query.digest = digest[1];
    ck_assert_str_eq(listed(query), "");
}
END_TEST

START_TEST(what_is_no_digest_is_told_and_other_lists_know_none)
{
    static const char *const wrong[] = {
        "",
        "sha256:",
        "2a79",
        "2a790298e54c90cabd39e688de90508f03b5da8024f5a2059eccc37343885bf",
        "2a790298e54c90cabd39e688de90508f03b5da8024f5a2059eccc37343885bf88",
        "sha512:2a790298e54c90cabd39e688de90508f03b5da8024f5a2059eccc37343885bf8"};
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        query.digest = wrong[i];
        ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
        ck_assert_msg(strstr(nnreg_message(fixture.registry), "is no digest") != NULL, "%s",
                      nnreg_message(fixture.registry));
    }
    query.digest = "2a790298e54c90cabd39e688de90508f03b5da8024f5a2059eccc37343885bf8";
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
    /* A caller who was built before there was this condition does not have it. */
    query.size = offsetof(struct nnreg_query, digest);
    ck_assert_int_eq(nnreg_task_list(fixture.registry, &page, &query), NNREG_OK);
    nnreg_page_free(page);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- metadata -- */

static const char *const unusual[] = {
    "{\"a\": 1.10, \"z\": -0, \"b\": 12345678901234567890, \"e\": 1E+2, \"t\": 0.1e-7}",
    "{  \"z\" :1,\r\n\t\"a\"  :  [ 1 ,2,\n3 ] , \"\" : { } }",
    "{\"\\u00e9\\/\\ud83d\\ude00\": \"\xc3\xa9 \\u0041 \\\" \\\\\", \"plain \xe6\x98\xa5\": null}",
    "{\"deep\": [[[[[[[[[[[[[[[[[[{\"a\": false}]]]]]]]]]]]]]]]]]]}",
    "{\"n\": 123456789012345678901234567890.123456789012345678901234567890, \"tiny\": 1e-307}",
};

START_TEST(metadata_comes_back_byte_for_byte_from_create_and_from_update)
{
    const char *expected = unusual[_i];
    char more[1024], update[1024];
    nnreg_network *network;
    uint64_t id, plain = fixture_add(&fixture, "n", 0);
    char *json;

    snprintf(more, sizeof more, ", \"metadata\": %s", expected);
    id = fixture_add_with(&fixture, more);
    snprintf(update, sizeof update, "{\"metadata\":%s}", expected);
    ck_assert_msg(fixture_update(&fixture, plain, update) == NNREG_OK, "%s", fixture_found(&fixture));
    fixture_reopen(&fixture, 0);
    network = get(id);
    ck_assert_str_eq(nnreg_network_metadata(network), expected);
    ck_assert_int_eq(nnreg_network_json(&json, network), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(json, expected));
    nnreg_free(json);
    nnreg_network_free(network);
    network = get(plain);
    ck_assert_str_eq(nnreg_network_metadata(network), expected);
    nnreg_network_free(network);
}
END_TEST

START_TEST(a_number_that_no_reader_can_hold_is_refused_in_metadata)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    ck_assert_int_eq(fixture_update(&fixture, id, "{\"metadata\": {\"a\": 1E400}}"), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 1);
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->rule, "json.number");
    ck_assert_uint_eq(nnreg_findings_get(fixture.findings, 0)->column, 20);
}
END_TEST

/* --------------------------------------------------------------------------------------------------------- ids -- */

START_TEST(ids_begin_at_1_go_up_by_1_and_are_never_used_again)
{
    char *state;

    ck_assert_uint_eq(fixture_add(&fixture, "a", 0), 1);
    ck_assert_uint_eq(fixture_add(&fixture, "b", 0), 2);
    ck_assert_uint_eq(fixture_add(&fixture, "c", 1), 3);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 3, NULL, NULL), NNREG_OK); /* the highest */
    ck_assert_uint_eq(fixture_add(&fixture, "d", 0), 4);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 4, NULL, NULL), NNREG_OK);
    fixture_reopen(&fixture, 0);
    ck_assert_uint_eq(fixture_add(&fixture, "e", 0), 5);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 2, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 5, NULL, NULL), NNREG_OK); /* all */
    state = registry_state(fixture.registry, fixture.dir, STATE_FILES);
    ck_assert_str_eq(state, "");
    free(state);
    fixture_reopen(&fixture, NNREG_OPEN_CREATE);
    ck_assert_uint_eq(fixture_add(&fixture, "f", 0), 6);
}
END_TEST

START_TEST(a_refused_create_uses_no_id_up)
{
    uint64_t id;

    ck_assert_int_eq(fixture_create(&fixture, &id, "", 0), NNREG_REFUSED);
    ck_assert_uint_eq(fixture_add(&fixture, "n", 0), 1);
    ck_assert_int_eq(fixture_create(&fixture, &id, "", 0), NNREG_REFUSED);
    ck_assert_uint_eq(fixture_add(&fixture, "n", 0), 2);
}
END_TEST

START_TEST(ids_that_are_none_are_not_found)
{
    static const uint64_t ids[] = {0, 2, 1024, UINT64_MAX};
    nnreg_network *network;
    size_t i;

    fixture_add(&fixture, "n", 0);
    for (i = 0; i < sizeof ids / sizeof *ids; i++) {
        ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, ids[i]), NNREG_NOT_FOUND);
        ck_assert_int_eq(fixture_update(&fixture, ids[i], "{\"name\":\"m\"}"), NNREG_NOT_FOUND);
        ck_assert_int_eq(nnreg_network_delete(fixture.registry, ids[i], NULL, NULL), NNREG_NOT_FOUND);
    }
    ck_assert_str_eq(nnreg_message(fixture.registry), "there is no network 18446744073709551615");
}
END_TEST

/* ------------------------------------------------------------------------------------------------ immutability -- */

/* Each with the value the field already has: that makes no difference. */
static const struct {
    const char *update, *findings;
} forbidden[] = {
    {"{\"description\": \"\"}", "error immutable /description"},
    {"{\"framework\": \"tensorflow-1.x\"}", "error immutable /framework"},
    {"{\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\"dimension_order\": "
     "\"NHWC\", "
     "\"resize_type\": \"SQUASH\", \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]}}",
     "error immutable /preprocessing"},
    {"{\"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]}",
     "error immutable /postprocessings"},
    {"{\"files\": []}", "error immutable /files"},
    {"{\"id\": 1}", "error read-only /id"},
    {"{\"task_id\": 1}", "error read-only /task_id"},
    {"{\"create_date\": \"2018-02-16T13:45:36.078955Z\"}", "error read-only /create_date"},
    {"{\"update_date\": \"2018-02-16T13:45:36.078955Z\"}", "error read-only /update_date"},
    {"{\"nam\": \"m\"}", "error unknown-field /nam"},
    {"{\"name\": \"m\", \"id\": 1, \"files\": 7, \"x\": 1, \"metadata\": {\"a\": 1}, \"framework\": "
     "\"tensorflow-1.x\"}",
     "error read-only /id; error immutable /files; error unknown-field /x; error immutable /framework"},
};

START_TEST(an_update_of_what_cannot_change_is_a_finding_for_each_field_and_changes_nothing)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES), *after;

    ck_assert_int_eq(fixture_update(&fixture, id, forbidden[_i].update), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), forbidden[_i].findings);
    after = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    state_assert_same(before, after, forbidden[_i].update);
}
END_TEST

START_TEST(a_registry_made_so_lets_the_description_change_and_nothing_else_more)
{
    uint64_t id = fixture_add_with(&fixture, ", \"description\": \"old\", \"metadata\": {\"a\": 1}");
    nnreg_network *network;

    ck_assert_int_eq(fixture_update(&fixture, id, "{\"description\": \"new\"}"), NNREG_OK);
    ck_assert_int_eq(
        fixture_update(&fixture, id, "{\"description\": \"x\", \"framework\": \"tensorflow-1.x\"}"),
        NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error immutable /framework");
    fixture_reopen(&fixture, 0);
    network = get(id);
    ck_assert_str_eq(nnreg_network_description(network), "new");
    ck_assert_str_eq(nnreg_network_name(network), "n");
    ck_assert_str_eq(nnreg_network_metadata(network), "{\"a\": 1}");
    nnreg_network_free(network);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- updates -- */

START_TEST(what_an_update_leaves_out_stays_and_metadata_is_replaced_as_a_whole)
{
    uint64_t id = fixture_add_with(&fixture, ", \"metadata\": {\"a\": 1, \"b\": 2}");
    nnreg_network *before = get(id), *network;

    ck_assert_int_eq(fixture_update(&fixture, id, "{\"name\": \"m\"}"), NNREG_OK);
    network = get(id);
    ck_assert_str_eq(nnreg_network_name(network), "m");
    ck_assert_str_eq(nnreg_network_metadata(network), "{\"a\": 1, \"b\": 2}");
    ck_assert_int_eq(nnreg_network_create_date(network), nnreg_network_create_date(before));
    ck_assert_int_gt(nnreg_network_update_date(network), nnreg_network_update_date(before));
    nnreg_network_free(network);
    ck_assert_int_eq(fixture_update(&fixture, id, "{\"metadata\": {\"c\": 3}}"), NNREG_OK);
    network = get(id);
    ck_assert_str_eq(nnreg_network_name(network), "m");
    ck_assert_str_eq(nnreg_network_metadata(network), "{\"c\": 3}");
    ck_assert_str_eq(nnreg_network_name(before), "n"); /* a snapshot does not change */
    nnreg_network_free(network);
    nnreg_network_free(before);
}
END_TEST

START_TEST(an_empty_update_changes_nothing_but_must_meet_its_network)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES), *after;

    ck_assert_int_eq(fixture_update(&fixture, id, "{}"), NNREG_OK);
    ck_assert_int_eq(fixture_update(&fixture, id + 1, "{}"), NNREG_NOT_FOUND);
    after = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    state_assert_same(before, after, "{}");
}
END_TEST

static nnreg_status merge(uint64_t id, const char *json)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = NNREG_MERGE_METADATA;
    return nnreg_network_update(fixture.registry, id, json, strlen(json), &call, fixture.findings);
}

#define KEEP "leave it out to keep it as it is"

/* What each kind of object, with what a registry lets change by a setting, says of null; "" where it is a value. */
static const struct {
    nnreg_status (*update)(nnreg *, uint64_t, const char *, size_t, const struct nnreg_call_options *,
                           nnreg_findings *);
    const char *json, *place, *hint;
    bool merges;
} nulls[] = {
    {nnreg_network_update, "{\"name\": null}", "/name", KEEP, false},
    {nnreg_network_update, "{\"description\": null}", "/description", KEEP, false},
    {nnreg_network_update, "{\"metadata\": null}", "/metadata", "write {} to empty it, or " KEEP, false},
    {nnreg_network_update, "{\"metadata\": null}", "/metadata", "write {} to empty it, or " KEEP, true},
    {nnreg_spec_update, "{\"name\": null}", "/name", KEEP, false},
    {nnreg_spec_update, "{\"description\": null}", "/description", KEEP, false},
    {nnreg_spec_update, "{\"metadata\": null}", "/metadata", "write {} to empty it, or " KEEP, false},
    {nnreg_spec_update, "{\"current_version_id\": null}", "", "", false},
    {nnreg_task_update, "{\"status\": null}", "/status", KEEP, false},
    {nnreg_task_update, "{\"status\": \"error\", \"error\": null}", "/error", KEEP, false},
};

START_TEST(null_in_an_update_is_no_value_and_its_hint_says_what_to_write)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    const char *json = nulls[_i].json;
    char expected[100], *before, *after;
    nnreg_status status;

    fixture_add(&fixture, "n", 0);
    fixture_add_spec(&fixture, "s");
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    call.flags = nulls[_i].merges ? NNREG_MERGE_METADATA : 0;
    status = nulls[_i].update(fixture.registry, 1, json, strlen(json), &call, fixture.findings);
    if (nulls[_i].place[0] == '\0') {
        ck_assert_int_eq(status, NNREG_OK);
        free(before);
        return;
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    snprintf(expected, sizeof expected, "error type %s", nulls[_i].place);
    ck_assert_str_eq(fixture_found(&fixture), expected);
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->hint, nulls[_i].hint);
    after = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    state_assert_same(before, after, json);
}
END_TEST

/* RFC 7396, appendix A, where both are objects, and what is not named keeping its text. */
static const struct {
    const char *old, *patch, *merged;
} merges[] = {
    {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
    {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
    {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
    {"{\"a\":1.10,  \"z\": -0}", "{\"a\":7}", "{\"a\":7,  \"z\": -0}"},
    {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
};

START_TEST(a_merge_is_that_of_rfc_7396)
{
    char more[256], patch[256];
    nnreg_network *network;
    uint64_t id;

    snprintf(more, sizeof more, ", \"metadata\": %s", merges[_i].old);
    id = fixture_add_with(&fixture, more);
    snprintf(patch, sizeof patch, "{\"name\": \"m\", \"metadata\": %s}", merges[_i].patch);
    ck_assert_int_eq(merge(id, patch), NNREG_OK);
    network = get(id);
    ck_assert_str_eq(nnreg_network_metadata(network), merges[_i].merged);
    ck_assert_str_eq(nnreg_network_name(network), "m");
    nnreg_network_free(network);
}
END_TEST

START_TEST(a_merge_that_would_outgrow_the_limit_is_refused_and_changes_nothing)
{
    size_t half = NNREG_LIMIT_METADATA / 2 + 16;
    char *json = malloc(half + 64), *before;
    uint64_t id = fixture_add(&fixture, "n", 0);
    int used;

    ck_assert_ptr_nonnull(json);
    used = sprintf(json, "{\"metadata\": {\"a\": \"");
    memset(json + used, 'x', half);
    strcpy(json + used + half, "\"}}");
    ck_assert_int_eq(merge(id, json), NNREG_OK);
    json[15] = 'b';
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    ck_assert_int_eq(merge(id, json), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error json.too-large /metadata");
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES),
                      "a merge too large");
    free(json);
}
END_TEST

START_TEST(an_update_is_only_made_on_the_state_the_caller_saw)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t id = fixture_add(&fixture, "n", 0);
    nnreg_network *network = get(id);
    char seen[NNREG_TIME_TEXT], *before;

    nnreg_time_format(seen, nnreg_network_update_date(network));
    nnreg_network_free(network);
    call.if_update_date = seen;
    ck_assert_int_eq(
        nnreg_network_update(fixture.registry, id, "{\"name\":\"a\"}", 12, &call, fixture.findings),
        NNREG_OK);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    ck_assert_int_eq(
        nnreg_network_update(fixture.registry, id, "{\"name\":\"b\"}", 12, &call, fixture.findings),
        NNREG_CONFLICT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "network 1 was changed at "));
    ck_assert_int_eq(nnreg_network_update(fixture.registry, id, "{}", 2, &call, fixture.findings),
                     NNREG_CONFLICT);
    call.if_update_date = "yesterday";
    ck_assert_int_eq(
        nnreg_network_update(fixture.registry, id, "{\"name\":\"b\"}", 12, &call, fixture.findings),
        NNREG_INVALID_ARGUMENT);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES), "a conflict");
}
END_TEST

static nnreg_status publish_again(uint64_t id, const struct nnreg_call_options *call)
{
    return nnreg_network_publish(fixture.registry, id, "seen", call);
}

static nnreg_status unpublish_again(uint64_t id, const struct nnreg_call_options *call)
{
    return nnreg_network_unpublish(fixture.registry, id, call);
}

static nnreg_status delete_again(uint64_t id, const struct nnreg_call_options *call)
{
    return nnreg_network_delete(fixture.registry, id, call, NULL);
}

static nnreg_status rehearse_again(uint64_t id, const struct nnreg_call_options *call)
{
    struct nnreg_call_options dry = *call;

    dry.flags = NNREG_DRY_RUN;
    return nnreg_network_delete(fixture.registry, id, &dry, NULL);
}

/* In the order in which one network can go through them. */
static nnreg_status (*const dated[])(uint64_t id, const struct nnreg_call_options *call) = {
    publish_again, unpublish_again, rehearse_again, delete_again};

START_TEST(publish_unpublish_and_delete_too_are_only_made_on_the_state_the_caller_saw)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t id = fixture_add(&fixture, "n", 0);
    nnreg_network *network = get(id);
    char seen[NNREG_TIME_TEXT], *before;
    size_t i;

    nnreg_time_format(seen, nnreg_network_update_date(network));
    nnreg_network_free(network);
    for (i = 0; i < sizeof dated / sizeof *dated; i++) {
        before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
        call.if_update_date = "2001-01-01T00:00:00.000000Z";
        ck_assert_int_eq(dated[i](id, &call), NNREG_CONFLICT);
        ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "network 1 was changed at "));
        call.if_update_date = "yesterday";
        ck_assert_int_eq(dated[i](id, &call), NNREG_INVALID_ARGUMENT);
        state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                          "a conflict");
        call.if_update_date = seen;
        ck_assert_int_eq(dated[i](id, &call), NNREG_OK);
    }
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_NOT_FOUND);
}
END_TEST

static int64_t pretended;

static int64_t pretend_now(void)
{
    return pretended;
}

START_TEST(update_date_goes_forward_even_when_the_clock_does_not)
{
    static const struct {
        int64_t now, expected;
    } steps[] = {{1000, 1001}, {500, 1002}, {-7, 1003}, {1003, 1004}, {9000, 9000}, {9000, 9001}};
    nnreg_network *network;
    uint64_t id;
    size_t i;

    pretended = 1000;
    nnreg_clock_use(pretend_now);
    id = fixture_add(&fixture, "n", 0);
    for (i = 0; i < sizeof steps / sizeof *steps; i++) {
        pretended = steps[i].now;
        ck_assert_int_eq(fixture_update(&fixture, id, "{\"name\": \"n\"}"), NNREG_OK);
        network = get(id);
        ck_assert_int_eq(nnreg_network_update_date(network), steps[i].expected);
        ck_assert_int_eq(nnreg_network_create_date(network), 1000);
        nnreg_network_free(network);
    }
}
END_TEST

START_TEST(flags_and_actors_that_make_no_sense_are_refused)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t id = fixture_add(&fixture, "n", 0);
    char actor[NNREG_LIMIT_ACTOR + 2];

    call.flags = NNREG_DRY_RUN; /* is for delete */
    ck_assert_int_eq(nnreg_network_update(fixture.registry, id, "{}", 2, &call, fixture.findings),
                     NNREG_INVALID_ARGUMENT);
    call.flags = NNREG_MERGE_METADATA; /* is for update */
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &call, NULL), NNREG_INVALID_ARGUMENT);
    call.flags = 1u << 30;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &call, NULL), NNREG_INVALID_ARGUMENT);
    call.flags = 0;
    memset(actor, 'a', sizeof actor);
    actor[NNREG_LIMIT_ACTOR + 1] = '\0';
    call.actor = actor;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &call, NULL), NNREG_INVALID_ARGUMENT);
    call.actor = "\xff";
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &call, NULL), NNREG_INVALID_ARGUMENT);
    call.size = 0;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &call, NULL), NNREG_INVALID_ARGUMENT);
    nnreg_network_free(get(id));
}
END_TEST

/* A task that has lost its text is refused by what it is, not by what the text of the update says. */
START_TEST(a_task_without_its_text_is_refused_at_the_whole_update)
{
    const struct nnreg_finding *finding;

    fixture_add(&fixture, "n", 0);
    damage(fixture.registry, fixture.dir, "set tasks 1 status 'error");
    ck_assert_int_eq(nnreg_task_update(fixture.registry, 1, "{}", 2, NULL, fixture.findings), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 1);
    finding = nnreg_findings_get(fixture.findings, 0);
    ck_assert_str_eq(finding->rule, "task.error");
    ck_assert_str_eq(finding->message, "status \"error\" comes without a text in error");
    ck_assert_str_eq(finding->pointer, "");
    ck_assert_uint_eq(finding->line, 1);
    ck_assert_uint_eq(finding->column, 1);
    damage(fixture.registry, fixture.dir, "set tasks 1 status 'pending"); /* as it was */
}
END_TEST

START_TEST(a_refusal_that_finds_no_memory_says_so)
{
    static const char json[] = "{\"status\": \"error\"}";
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    fixture_add(&fixture, "n", 0);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_task_update(fixture.registry, 1, json, sizeof json - 1, NULL, fixture.findings);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 1);
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->pointer, "/status");
    ck_assert_uint_gt(n, 5);
}
END_TEST

Suite *networks_suite(void)
{
    Suite *suite = suite_create("networks");
    TCase *tests = tcase_create("networks"), *mutable = tcase_create("mutable-description");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_task_without_its_text_is_refused_at_the_whole_update);
    tcase_add_test(tests, a_refusal_that_finds_no_memory_says_so);
    tcase_add_test(tests, what_was_put_in_comes_out);
    tcase_add_test(tests, license_source_and_authors_come_back_and_are_absent_when_they_were_not_given);
    tcase_add_test(tests, networks_with_the_same_files_have_one_digest_and_are_found_by_it);
    tcase_add_test(tests, what_is_no_digest_is_told_and_other_lists_know_none);
    tcase_add_loop_test(tests, metadata_comes_back_byte_for_byte_from_create_and_from_update, 0,
                        (int)(sizeof unusual / sizeof *unusual));
    tcase_add_test(tests, a_number_that_no_reader_can_hold_is_refused_in_metadata);
    tcase_add_test(tests, ids_begin_at_1_go_up_by_1_and_are_never_used_again);
    tcase_add_test(tests, a_refused_create_uses_no_id_up);
    tcase_add_test(tests, ids_that_are_none_are_not_found);
    tcase_add_loop_test(tests,
                        an_update_of_what_cannot_change_is_a_finding_for_each_field_and_changes_nothing, 0,
                        (int)(sizeof forbidden / sizeof *forbidden));
    tcase_add_test(tests, what_an_update_leaves_out_stays_and_metadata_is_replaced_as_a_whole);
    tcase_add_test(tests, an_empty_update_changes_nothing_but_must_meet_its_network);
    tcase_add_loop_test(tests, a_merge_is_that_of_rfc_7396, 0, (int)(sizeof merges / sizeof *merges));
    tcase_add_test(tests, a_merge_that_would_outgrow_the_limit_is_refused_and_changes_nothing);
    tcase_add_test(tests, an_update_is_only_made_on_the_state_the_caller_saw);
    tcase_add_test(tests, publish_unpublish_and_delete_too_are_only_made_on_the_state_the_caller_saw);
    tcase_add_test(tests, update_date_goes_forward_even_when_the_clock_does_not);
    tcase_add_test(tests, flags_and_actors_that_make_no_sense_are_refused);
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(mutable, begin_mutable, end);
    tcase_add_loop_test(mutable, null_in_an_update_is_no_value_and_its_hint_says_what_to_write, 0,
                        (int)(sizeof nulls / sizeof *nulls));
    tcase_add_test(mutable, a_registry_made_so_lets_the_description_change_and_nothing_else_more);
    suite_add_tcase(suite, mutable);
    return suite;
}
