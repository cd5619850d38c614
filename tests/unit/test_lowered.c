/*
 * Rules are turned off where a caller may, and what is created is not what they ask for: each member is left out, or is each of some
 * other values; and all fixtures of the rules. What is let through nevertheless must be as sound as anything else: it can be read,
 * listed, exported and deleted, and the registry is in order. What cannot be kept is refused in words.
 */
#include <check.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case_bundle.h"
#include "case_text.h"
#include "registry_fixture.h"

Suite *lowered_suite(void);

static struct registry_fixture fixture;
static nnreg_findings *lowered, *lowered_descriptions;

/* Findings of which each rule is off that may be; those of fsck itself, too, or not. */
static nnreg_findings *turn_off(bool of_fsck)
{
    static struct nnreg_rule_severity off[200];
    const struct nnreg_rule_info *rule;
    nnreg_findings *findings;
    size_t i, count = 0;

    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++) {
        if (rule->fixed || (!of_fsck && strncmp(rule->id, "fsck.", 5) == 0))
            continue;
        ck_assert_uint_lt(count, sizeof off / sizeof *off);
        off[count++] = (struct nnreg_rule_severity){sizeof *off, rule->id, NNREG_SEVERITY_OFF};
    }
    ck_assert_uint_gt(count, 50);
    ck_assert_int_eq(nnreg_findings_new(&findings, off, count), NNREG_OK);
    return findings;
}

static void begin(void)
{
    fixture_begin(&fixture, 0);
    fixture_add(&fixture, "one", 0);
    fixture_add_spec(&fixture, "spec");
    lowered = turn_off(true);
    lowered_descriptions = turn_off(false);
}

static void end(void)
{
    nnreg_findings_free(lowered_descriptions);
    nnreg_findings_free(lowered);
    fixture_end(&fixture);
}

/* ------------------------------------------------------------------------------------------------------- the kinds -- */

static nnreg_status create_network(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    nnreg_bundle *bundle = given != NULL ? given : fixture_bundle(&fixture, 0);
    nnreg_status status = nnreg_network_create(fixture.registry, id, json, length, bundle, NULL, lowered);

    if (given == NULL)
        nnreg_bundle_free(bundle);
    return status;
}

static nnreg_status show_network(char **text, uint64_t id)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(fixture.registry, &network, id);

    if (status == NNREG_OK)
        status = nnreg_network_json(text, network);
    nnreg_network_free(network);
    return status;
}

static nnreg_status delete_network(uint64_t id)
{
    return nnreg_network_delete(fixture.registry, id, NULL, NULL);
}

static nnreg_status create_spec(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    (void)given;
    return nnreg_spec_create(fixture.registry, id, json, length, NULL, lowered);
}

static nnreg_status show_spec(char **text, uint64_t id)
{
    nnreg_spec *spec;
    nnreg_status status = nnreg_spec_get(fixture.registry, &spec, id);

    if (status == NNREG_OK)
        status = nnreg_spec_json(text, spec);
    nnreg_spec_free(spec);
    return status;
}

static nnreg_status delete_spec(uint64_t id)
{
    return nnreg_spec_delete(fixture.registry, id, NULL, NULL);
}

static nnreg_status create_version(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    (void)given;
    return nnreg_version_create(fixture.registry, id, json, length, NULL, lowered);
}

static nnreg_status show_version(char **text, uint64_t id)
{
    nnreg_version *version;
    nnreg_status status = nnreg_version_get(fixture.registry, &version, id);

    if (status == NNREG_OK)
        status = nnreg_version_json(text, version);
    nnreg_version_free(version);
    return status;
}

static nnreg_status delete_version(uint64_t id)
{
    return nnreg_version_delete(fixture.registry, id, NULL, NULL);
}

#define LABELS  "'labels': [{'id': 1, 'name': 'a'}, {'id': 2, 'name': 'b'}], 'exclusive': true"
#define TENSORS "'anchors_tensor': 'a', 'offsets_tensor': 'o', 'scores_tensor': 's'"

static const struct {
    const char *base;
    nnreg_status (*create)(uint64_t *id, const char *json, size_t length, nnreg_bundle *bundle);
    nnreg_status (*show)(char **text, uint64_t id);
    nnreg_status (*delete)(uint64_t id);
} kinds[] = {
    {NULL, create_network, show_network, delete_network},
    {"{'name': 's', 'metadata': {'a': 1}, 'outputs': [{'labels': {" LABELS
     ", 'roi': 'NONE'}}, {'labels': {" LABELS ", 'roi': 'BBOX'}}]}",
     create_spec, show_spec, delete_spec},
    {"{'spec_id': 1, 'network_id': 1, 'metadata': {}, 'post_processings': [{'classification': "
     "{'output_tensor': 'scores', 'thresholds': [0.5, 0.5]}}, {'detection': {'anchored_output': {" TENSORS
     "}, 'thresholds': [0.5, 0.5], 'nms_threshold': 0.3, 'discard_threshold': 0.1, 'normalize_wrt_tensor': "
     "'n'}}]}",
     create_version, show_version, delete_version},
};
#define KINDS (int)(sizeof kinds / sizeof *kinds)

/* To who takes the rules as they are fsck may tell that one is broken, and nothing else; to who has turned them off, nothing. */
static void assert_sound(const char *json)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);
    nnreg_status status;

    ck_assert_msg(fault == NULL || strncmp(fault, "fsck finds fsck.rule", 20) == 0, "%s: %s", json, fault);
    status = nnreg_fsck(fixture.registry, lowered_descriptions, NULL, NULL);
    ck_assert_msg(status == NNREG_OK && nnreg_findings_count(lowered_descriptions) == 0, "%s: %d, %s: %s",
                  json, status, nnreg_message(fixture.registry), fixture_findings(lowered_descriptions));
}

/* What was let through is as good as what passed; what was not is told. */
static bool try_to_create(int kind, const char *json, nnreg_bundle *bundle)
{
    const struct nnreg_selection all = {.size = sizeof all, .all = 1};
    char *text;
    uint64_t id;
    nnreg_status status = kinds[kind].create(&id, json, strlen(json), bundle);

    if (status != NNREG_OK) {
        ck_assert_msg(status == NNREG_REFUSED || status == NNREG_INVALID_ARGUMENT || status == NNREG_LIMIT,
                      "%s: %d, %s", json, status, nnreg_message(fixture.registry));
        ck_assert_msg(*nnreg_message(fixture.registry) != '\0', "%s", json);
        return false;
    }
    status = kinds[kind].show(&text, id);
    ck_assert_msg(status == NNREG_OK, "%s: shown: %d, %s", json, status, nnreg_message(fixture.registry));
    nnreg_free(text);
    assert_sound(json);
    (void)unlink(fixture_path(&fixture, "export.zip"));
    status = nnreg_export(fixture.registry, fixture_path(&fixture, "export.zip"), &all, NULL, NULL);
    ck_assert_msg(status == NNREG_OK, "%s: exported: %d, %s", json, status, nnreg_message(fixture.registry));
    status = kinds[kind].delete(id);
    ck_assert_msg(status == NNREG_OK, "%s: deleted: %d, %s", json, status, nnreg_message(fixture.registry));
    return true;
}

/* --------------------------------------------------------------------------------------------------- other members -- */

static unsigned tried, let_through;

static void try_document(int kind, const json_t *document)
{
    char *text = json_dumps(document, 0);

    tried++;
    let_through += try_to_create(kind, text, NULL);
    free(text);
}

/* In place of a value, one after the other; NULL: none. */
static const char *const others[] = {
    NULL,    "null", "false", "true", "0",      "1",    "-1",           "18446744073709551615",
    "1e300", "\"\"", "\"x\"", "[]",   "[\"\"]", "[{}]", "[null, null]", "{}"};
#define OTHERS (sizeof others / sizeof *others)

static json_t *other_value(size_t i)
{
    json_t *value = json_loads(others[i], JSON_DECODE_ANY, NULL);

    return value != NULL ? value : json_real(1.8446744073709552e19);
}

static void change_inside(int kind, const json_t *document, json_t *value);

/* Each member of an object in turn is each other value, or is not there; then what is inside of it. */
static void change_members(int kind, const json_t *document, json_t *object)
{
    const char *key;
    json_t *value, *copy = json_copy(object);
    size_t i;

    json_object_foreach(copy, key, value)
    {
        for (i = 0; i < OTHERS; i++) {
            if (others[i] == NULL)
                ck_assert_int_eq(json_object_del(object, key), 0);
            else
                ck_assert_int_eq(json_object_set_new(object, key, other_value(i)), 0);
            try_document(kind, document);
        }
        ck_assert_int_eq(json_object_set(object, key, value), 0);
        change_inside(kind, document, value);
    }
    json_decref(copy);
}

static void change_entries(int kind, const json_t *document, json_t *array)
{
    json_t *value, *copy = json_copy(array);
    size_t index, i;

    json_array_foreach(copy, index, value)
    {
        for (i = 1; i < OTHERS; i++) {
            ck_assert_int_eq(json_array_set_new(array, index, other_value(i)), 0);
            try_document(kind, document);
        }
        ck_assert_int_eq(json_array_set(array, index, value), 0);
        change_inside(kind, document, value);
    }
    json_decref(copy);
}

static void change_inside(int kind, const json_t *document, json_t *value)
{
    if (json_is_object(value))
        change_members(kind, document, value);
    else if (json_is_array(value))
        change_entries(kind, document, value);
}

START_TEST(what_is_let_through_with_another_member_is_sound)
{
    struct text base = TEXT_INIT;
    json_t *document;

    if (kinds[_i].base != NULL)
        text_format(&base, "%s", kinds[_i].base);
    else
        text_format(&base, "%s", fixture_description("n", ", 'metadata': {'a': [1]}, 'description': 'd'"));
    for (char *at = base.content; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    document = json_loads(base.content, 0, NULL);
    ck_assert_msg(document != NULL, "%s", base.content);
    tried = let_through = 0;
    try_document(_i, document);
    ck_assert_uint_eq(let_through, 1);
    change_inside(_i, document, document);
    ck_assert_uint_gt(tried, 100);
    ck_assert_uint_gt(let_through, tried / 20);
    json_decref(document);
    text_free(&base);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- the fixtures -- */

#define PARTS 8

static int is_folder(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strchr(entry->d_name, '.') != NULL &&
           strstr(entry->d_name, ".json") == NULL && strcmp(entry->d_name, "README.md") != 0;
}

static void try_fixture(const char *folder)
{
    struct text description = TEXT_INIT, lines = TEXT_INIT;
    struct case_bundle bundle;
    bool has_description = case_load(&description, folder, "description.json");
    bool has_bundle = case_load(&lines, folder, "bundle");
    char own[1400];

    if (!has_description)
        text_description(&description);
    (void)snprintf(own, sizeof own, "%s/%s", cases_folder(), folder);
    if (has_bundle)
        case_bundle_make(&bundle, lines.content, lines.length, own);
    if (has_description || has_bundle) {
        tried++;
        if (memchr(description.content, '\0', description.length) == NULL)
            let_through += try_to_create(0, description.content, has_bundle ? bundle.bundle : NULL);
    }
    if (has_bundle)
        case_bundle_free(&bundle);
    text_free(&lines);
    text_free(&description);
}

START_TEST(what_is_let_through_of_the_fixtures_is_sound)
{
    struct dirent **folders;
    int count = scandir(cases_folder(), &folders, is_folder, alphasort), i;
    unsigned share = fixture_share("fixtures of rules, all turned off", 9);

    ck_assert_int_gt(count, 100);
    tried = let_through = 0;
    for (i = 0; i < count; i++) {
        if (i % PARTS == _i && (unsigned)(i / PARTS) % share == 0)
            try_fixture(folders[i]->d_name);
        free(folders[i]);
    }
    free(folders);
    ck_assert_uint_gt(let_through, tried / 10);
}
END_TEST

Suite *lowered_suite(void)
{
    Suite *suite = suite_create("lowered");
    TCase *tests = tcase_create("lowered");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, what_is_let_through_with_another_member_is_sound, 0, KINDS);
    tcase_add_loop_test(tests, what_is_let_through_of_the_fixtures_is_sound, 0, PARTS);
    suite_add_tcase(suite, tests);
    return suite;
}
