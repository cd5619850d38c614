/*
 * What the registry shows of an object makes it again (NNREG_FROM_OBJECT): what is assigned is left out, by the tables, and
 * everything else is judged as if somebody had written it.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/network.h"
#include "records/recognition.h"
#include "registry_fixture.h"

Suite *from_object_suite(void);

static struct registry_fixture fixture;
static struct nnreg_call_options from_object = NNREG_CALL_OPTIONS_INIT;

static void begin(void)
{
    fixture_begin(&fixture, 0);
    from_object.flags = NNREG_FROM_OBJECT;
}

static void end(void)
{
    fixture_end(&fixture);
}

/* The JSON of an object, to be freed with nnreg_free. */
static char *network_json(uint64_t id)
{
    nnreg_network *network;
    char *json;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_json(&json, network), NNREG_OK);
    nnreg_network_free(network);
    return json;
}

static char *spec_json(uint64_t id)
{
    nnreg_spec *spec;
    char *json;

    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, id), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_json(&json, spec), NNREG_OK);
    nnreg_spec_free(spec);
    return json;
}

static char *version_json(uint64_t id)
{
    nnreg_version *version;
    char *json;

    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, id), NNREG_OK);
    ck_assert_int_eq(nnreg_version_json(&json, version), NNREG_OK);
    nnreg_version_free(version);
    return json;
}

/* Blanks what differs between an object and another one made of it: ids and dates. */
static void blank_assigned(char *json)
{
    static const char *const keys[] = {
        "\"id\":", "\"task_id\":", "\"create_date\":", "\"update_date\":", "\"current_version_id\":"};
    size_t i;

    for (i = 0; i < sizeof keys / sizeof *keys; i++) {
        char *at = strstr(json, keys[i]);

        if (at != NULL && (i > 0 || at == strchr(json, '"'))) /* the first "id" alone: labels have ids, too */
            memset(at, ' ', strcspn(at, "\n"));
    }
}

static void same_but_assigned(char *a, char *b)
{
    blank_assigned(a);
    blank_assigned(b);
    while (strchr(a, ' ') != NULL) /* another id can be longer */
        memmove(strchr(a, ' '), strchr(a, ' ') + 1, strlen(strchr(a, ' ')));
    while (strchr(b, ' ') != NULL)
        memmove(strchr(b, ' '), strchr(b, ' ') + 1, strlen(strchr(b, ' ')));
    ck_assert_str_eq(a, b);
    nnreg_free(a);
    nnreg_free(b);
}

static nnreg_status create_network(uint64_t *id, const char *json, const struct nnreg_call_options *call)
{
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    nnreg_status status =
        nnreg_network_create(fixture.registry, id, json, strlen(json), bundle, call, fixture.findings);

    nnreg_bundle_free(bundle);
    return status;
}

START_TEST(a_network_that_was_shown_makes_the_same_network)
{
    uint64_t first = fixture_add(&fixture, "n", 0), second;
    char *json = network_json(first);

    ck_assert_int_eq(create_network(&second, json, NULL), NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error read-only /id"));
    ck_assert_ptr_nonnull(strstr(nnreg_findings_get(fixture.findings, 0)->hint, "--from-object"));
    ck_assert_int_eq(create_network(&second, json, &from_object), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "");
    ck_assert_uint_eq(second, first + 1);
    ck_assert_int_eq(nnreg_check(fixture.findings, json, strlen(json), NULL, &from_object), NNREG_OK);
    ck_assert_int_eq(nnreg_check(fixture.findings, json, strlen(json), NULL, NULL), NNREG_REFUSED);
    nnreg_free(json);
    same_but_assigned(network_json(first), network_json(second));
}
END_TEST

START_TEST(a_specification_and_a_version_that_were_shown_make_the_same)
{
    uint64_t network = fixture_add(&fixture, "n", 0), spec = fixture_add_spec(&fixture, "s"), again;
    uint64_t version = fixture_add_version(&fixture, spec, network);
    char *json = spec_json(spec);

    ck_assert_ptr_nonnull(strstr(json, "\"current_version_id\": 1"));
    ck_assert_int_eq(nnreg_spec_create(fixture.registry, &again, json, strlen(json), NULL, fixture.findings),
                     NNREG_REFUSED);
    ck_assert_int_eq(
        nnreg_spec_create(fixture.registry, &again, json, strlen(json), &from_object, fixture.findings),
        NNREG_OK);
    nnreg_free(json);
    json = spec_json(again);
    ck_assert_ptr_nonnull(strstr(json, "\"current_version_id\": null"));
    same_but_assigned(spec_json(spec), json);
    json = version_json(version);
    ck_assert_int_eq(
        nnreg_version_create(fixture.registry, &again, json, strlen(json), NULL, fixture.findings),
        NNREG_REFUSED);
    ck_assert_int_eq(
        nnreg_version_create(fixture.registry, &again, json, strlen(json), &from_object, fixture.findings),
        NNREG_OK);
    ck_assert_uint_eq(again, version + 1);
    nnreg_free(json);
    same_but_assigned(version_json(version), version_json(again));
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- by the tables -- */

/* `{"key":VALUE,…` of all fields that the registry assigns, whatever VALUE is; ends with a comma. */
static void put_assigned(char *out, size_t room, const struct nnreg_table *table)
{
    size_t i, used = 0;

    for (i = 0; i < table->count; i++)
        if (table->fields[i].presence == NNREG_ASSIGNED)
            used += (size_t)snprintf(out + used, room - used, "\"%s\": {\"no\": [\"use\"]},",
                                     table->fields[i].key);
    ck_assert_uint_gt(used, 0);
    ck_assert_uint_lt(used, room);
}

/* The text with members in front of its own. */
static char *with_members(const char *members, const char *json)
{
    size_t room = strlen(members) + strlen(json) + 2;
    char *text = malloc(room);

    ck_assert_ptr_nonnull(text);
    snprintf(text, room, "{%s%s", members, strchr(json, '{') + 1);
    return text;
}

START_TEST(every_field_that_is_assigned_is_left_out_whatever_it_holds)
{
    char members[1000], json[FIXTURE_JSON], *text;
    uint64_t network, spec, version;

    put_assigned(members, sizeof members, &nnreg_network_table);
    text = with_members(members, fixture_description("n", ""));
    ck_assert_int_eq(create_network(&network, text, &from_object), NNREG_OK);
    free(text);
    put_assigned(members, sizeof members, &nnreg_spec_table);
    fixture_spec_json(json, "s", "");
    text = with_members(members, json);
    ck_assert_int_eq(
        nnreg_spec_create(fixture.registry, &spec, text, strlen(text), &from_object, fixture.findings),
        NNREG_OK);
    free(text);
    put_assigned(members, sizeof members, &nnreg_version_table);
    fixture_version_json(json, spec, network);
    text = with_members(members, json);
    ck_assert_int_eq(
        nnreg_version_create(fixture.registry, &version, text, strlen(text), &from_object, fixture.findings),
        NNREG_OK);
    free(text);
}
END_TEST

START_TEST(all_else_is_judged_as_ever)
{
    static const struct {
        const char *more, *found;
    } rows[] = {
        {", \"nmae\": 1", "error unknown-field /nmae"},
        {", \"id\": 1, \"id\": 2", "error json.duplicate-key /id"},
        {", \"metadata\": []", "error type /metadata"},
    };
    char *text;
    uint64_t id;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        text = with_members("\"id\": 7, \"task_id\": 9,", fixture_description("n", rows[i].more));
        if (i == 1) /* once is enough beside those two */
            memset(strstr(text, "\"id\": 7,"), ' ', 8);
        ck_assert_int_eq(create_network(&id, text, &from_object), NNREG_REFUSED);
        ck_assert_msg(strncmp(fixture_found(&fixture), rows[i].found, strlen("error type")) == 0, "%s",
                      fixture_found(&fixture));
        free(text);
    }
    ck_assert_int_eq(create_network(&id, "{\"id\": 7}", &from_object), NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error missing-field "));
    ck_assert_int_eq(create_network(&id, "[7]", &from_object), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error type ");
    ck_assert_int_eq(create_network(&id, "{\"id\": 7,", &from_object), NNREG_REFUSED);
}
END_TEST

START_TEST(an_update_takes_no_object_as_it_was_shown)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    char *json = network_json(id);

    ck_assert_int_eq(
        nnreg_network_update(fixture.registry, id, json, strlen(json), &from_object, fixture.findings),
        NNREG_INVALID_ARGUMENT);
    nnreg_free(json);
}
END_TEST

Suite *from_object_suite(void)
{
    Suite *suite = suite_create("from object");
    TCase *tcase = tcase_create("from object");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, a_network_that_was_shown_makes_the_same_network);
    tcase_add_test(tcase, a_specification_and_a_version_that_were_shown_make_the_same);
    tcase_add_test(tcase, every_field_that_is_assigned_is_left_out_whatever_it_holds);
    tcase_add_test(tcase, all_else_is_judged_as_ever);
    tcase_add_test(tcase, an_update_takes_no_object_as_it_was_shown);
    suite_add_tcase(suite, tcase);
    return suite;
}
