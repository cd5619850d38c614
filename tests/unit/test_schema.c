/* The schemas of what comes back, held against the tables and what is really written. */
#include <check.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"
#include "nnreg.h"
#include "records/event.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"

static const struct {
    const char *word;
    const struct nnreg_table *table;
} object_words[] = {
    {"network-object", &nnreg_network_table}, {"spec-object", &nnreg_spec_table},
    {"version-object", &nnreg_version_table}, {"task-object", &nnreg_task_table},
    {"event", &nnreg_event_record_table},
};

static char *schema; /* what is read of it points into it */

static void read_schema(struct nnreg_json *json, const char *word)
{
    ck_assert_int_eq(nnreg_schema(&schema, word), NNREG_OK);
    ck_assert_int_eq(nnreg_json_read(json, schema, strlen(schema), NULL, NULL, NULL), NNREG_OK);
}

static void forget_schema(struct nnreg_json *json)
{
    nnreg_json_free(json);
    nnreg_free(schema);
}

static bool is_in_list(const struct nnreg_json *json, const struct nnreg_json_value *list, const char *word)
{
    const struct nnreg_json_value *entry = nnreg_json_first(json, list);

    while (entry != NULL && !nnreg_json_string_is(json, entry, word))
        entry = nnreg_json_next(json, entry);
    return entry != NULL;
}

START_TEST(the_schema_of_an_object_has_every_field_and_tells_which_are_read_only)
{
    const struct nnreg_table *table = object_words[_i].table;
    struct nnreg_json json;
    const struct nnreg_json_value *properties, *required;
    size_t i;

    read_schema(&json, object_words[_i].word);
    properties = nnreg_json_member(&json, json.values, "properties");
    required = nnreg_json_member(&json, json.values, "required");
    ck_assert(properties != NULL && required != NULL);
    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        const struct nnreg_json_value *property = nnreg_json_member(&json, properties, field->key);

        ck_assert_msg(property != NULL, "%s", field->key);
        ck_assert_msg((nnreg_json_member(&json, property, "readOnly") != NULL) ==
                          (field->presence == NNREG_ASSIGNED),
                      "%s", field->key);
        ck_assert_msg(is_in_list(&json, required, field->key) == !nnreg_may_be_absent(field), "%s",
                      field->key);
    }
    ck_assert_ptr_null(nnreg_json_member(&json, json.values, "additionalProperties"));
    forget_schema(&json);
}
END_TEST

START_TEST(a_description_has_no_member_that_the_registry_assigns)
{
    static const char *const words[] = {"network", "spec", "version"};
    struct nnreg_json json;
    const struct nnreg_json_value *properties;
    size_t i;

    read_schema(&json, words[_i]);
    properties = nnreg_json_member(&json, json.values, "properties");
    for (i = 0; i < object_words[_i].table->count; i++)
        ck_assert_int_eq(nnreg_json_member(&json, properties, object_words[_i].table->fields[i].key) != NULL,
                         object_words[_i].table->fields[i].presence != NNREG_ASSIGNED);
    forget_schema(&json);
}
END_TEST

static const struct {
    const char *word;
    const struct nnreg_table *table;
} update_words[] = {
    {"network-update", &nnreg_network_table},
    {"spec-update", &nnreg_spec_table},
    {"task-update", &nnreg_task_table},
};

START_TEST(an_update_has_what_can_be_changed_and_requires_nothing)
{
    const struct nnreg_table *table = update_words[_i].table;
    struct nnreg_json json;
    const struct nnreg_json_value *properties;
    size_t i;

    read_schema(&json, update_words[_i].word);
    properties = nnreg_json_member(&json, json.values, "properties");
    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        const struct nnreg_json_value *property = nnreg_json_member(&json, properties, field->key);
        bool can_change = field->mutability == NNREG_MUTABLE || field->mutability == NNREG_MUTABLE_BY_SETTING;

        ck_assert_msg((property != NULL) == can_change, "%s", field->key);
        if (property == NULL)
            continue;
        ck_assert_ptr_null(nnreg_json_member(&json, property, "readOnly"));
        ck_assert_ptr_null(nnreg_json_member(&json, property, "default"));
        ck_assert_ptr_null(field->child); /* its fields would not be judged by their own mutability */
    }
    ck_assert_ptr_null(nnreg_json_first(&json, nnreg_json_member(&json, json.values, "required")));
    ck_assert(!nnreg_json_member(&json, json.values, "additionalProperties")->truth);
    forget_schema(&json);
}
END_TEST

START_TEST(every_word_has_a_schema_and_no_other)
{
    static const char *const words[] = {"network",     "spec",           "version",     "network-object",
                                        "spec-object", "version-object", "task-object", "network-page",
                                        "spec-page",   "version-page",   "task-page",   "network-update",
                                        "spec-update", "task-update",    "event",       "finding"};
    static const char *const others[] = {"task",           "",         "network-",
                                         "-object",        "networks", "event-object",
                                         "version-update", "events",   "findings"};
    char *text;
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++) {
        ck_assert_int_eq(nnreg_schema(&text, words[i]), NNREG_OK);
        nnreg_free(text);
    }
    for (i = 0; i < sizeof others / sizeof *others; i++) {
        ck_assert_int_eq(nnreg_schema(&text, others[i]), NNREG_NOT_FOUND);
        ck_assert_ptr_null(text);
    }
}
END_TEST

START_TEST(a_schema_that_finds_no_memory_says_so)
{
    static const char *const words[] = {"network-object", "spec-page", "event", "finding"};
    nnreg_status status = NNREG_NO_MEMORY;
    char *text;
    size_t n;

    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_schema(&text, words[_i]);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(text != NULL, status == NNREG_OK);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    nnreg_free(text);
}
END_TEST

Suite *schema_suite(void);
Suite *schema_suite(void)
{
    Suite *suite = suite_create("schema");
    TCase *tests = tcase_create("schema");

    tcase_add_loop_test(tests, the_schema_of_an_object_has_every_field_and_tells_which_are_read_only, 0,
                        (int)(sizeof object_words / sizeof *object_words));
    tcase_add_loop_test(tests, a_description_has_no_member_that_the_registry_assigns, 0, 3);
    tcase_add_loop_test(tests, an_update_has_what_can_be_changed_and_requires_nothing, 0,
                        (int)(sizeof update_words / sizeof *update_words));
    tcase_add_test(tests, every_word_has_a_schema_and_no_other);
    tcase_add_loop_test(tests, a_schema_that_finds_no_memory_says_so, 0, 4);
    suite_add_tcase(suite, tests);
    return suite;
}
