/* Forms: what fields that are named by their paths are as JSON, each by the type of its row, and which do not fit. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"
#include "store_fixture.h"

Suite *form_suite(void);

static nnreg_form *form;

static void begin(void)
{
    ck_assert_int_eq(nnreg_form_new(&form, "network"), NNREG_OK);
}

static void end(void)
{
    nnreg_form_free(form);
}

static void begin_another(const char *object)
{
    nnreg_form_free(form);
    ck_assert_int_eq(nnreg_form_new(&form, object), NNREG_OK);
}

static nnreg_status add(const char *path, const char *text)
{
    return nnreg_form_add(form, path, text, strlen(text), 0);
}

/* ------------------------------------------------------------------------------------------------------- types -- */

/* Fields "PATH=TEXT" with a line end between them; those with ":=" are JSON. NULL: they do not fit, and `wrong` is in what is told. */
static const struct {
    const char *kind, *fields, *json, *wrong;
} fits[] = {
    {"network", "", "{}", NULL},
    {"network", "name=2.0\ndescription=true\nframework=1",
     "{\"name\": \"2.0\", \"description\": \"true\", \"framework\": \"1\"}", NULL},
    {"network",
     "preprocessing.inputs[0]image.pixel_scaling=2.0\npreprocessing.inputs[0]image.target_size=299",
     "{\"preprocessing\": {\"inputs\": [{\"image\": {\"pixel_scaling\": 2.0, \"target_size\": \"299\"}}]}}",
     NULL},
    {"network", "preprocessing.inputs[0].tensor_name=x:0",
     "{\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"x:0\"}]}}", NULL},
    {"network", "preprocessing.batched_output=True", "{\"preprocessing\": {\"batched_output\": true}}", NULL},
    {"network", "preprocessing.batched_output=0", "{\"preprocessing\": {\"batched_output\": false}}", NULL},
    {"network", "preprocessing.batched_output=None", "{\"preprocessing\": {\"batched_output\": null}}", NULL},
    {"network", "preprocessing.batched_output=2", "{\"preprocessing\": {\"batched_output\": \"2\"}}", NULL},
    {"network", "preprocessing.inputs= [1]\npostprocessings=null\nauthors[0]=1",
     "{\"preprocessing\": {\"inputs\": [1]}, \"postprocessings\": null, \"authors\": [\"1\"]}", NULL},
    {"network", "preprocessing=x", "{\"preprocessing\": \"x\"}", NULL},
    {"network",
     "postprocessings[1]tensors_output.tensors[1]=b\npostprocessings[1]tensors_output.tensors[0]="
     "a\npostprocessings[0]standard_output.boxes_tensor=1",
     "{\"postprocessings\": [{\"standard_output\": {\"boxes_tensor\": \"1\"}}, {\"tensors_output\": "
     "{\"tensors\": [\"a\", \"b\"]}}]}",
     NULL},
    {"network",
     "metadata.z=1\nmetadata.a=1e-05\nmetadata.b=-0\nmetadata.c=None\nmetadata.d=False\nmetadata.e="
     "01\nmetadata.f=.5\nmetadata.g=\nmetadata.h=nan\nmetadata.i=1 \nmetadata.j={}\nmetadata.k=0x1",
     "{\"metadata\": {\"z\": 1, \"a\": 1e-05, \"b\": -0, \"c\": null, \"d\": false, \"e\": \"01\", \"f\": "
     "\".5\", \"g\": \"\", \"h\": \"nan\", \"i\": 1, \"j\": \"{}\", \"k\": \"0x1\"}}",
     NULL},
    {"network", "metadata={\"a\": 1}", "{\"metadata\": {\"a\": 1}}", NULL},
    {"network", "metadata.a:={\"b\":[\"1\"]}\nname:=\"x\"",
     "{\"metadata\": {\"a\": {\"b\":[\"1\"]}}, \"name\": \"x\"}", NULL},
    {"network", "metadata[0][1]a=x\nmetadata[0][0]b.c[0]=1",
     "{\"metadata\": [[{\"b\": {\"c\": [1]}}, {\"a\": \"x\"}]]}", NULL},
    {"network", "nothing.known[0]a=1", "{\"nothing\": {\"known\": [{\"a\": \"1\"}]}}", NULL},
    {"spec", "current_version_id=null\nmetadata.name=1",
     "{\"current_version_id\": null, \"metadata\": {\"name\": 1}}", NULL},
    {"spec", "current_version_id=18446744073709551615", "{\"current_version_id\": 18446744073709551615}",
     NULL},
    {"spec",
     "outputs[0]labels.labels[0]id=0\noutputs[0]labels.labels[0]name=0\noutputs[0]labels.exclusive="
     "false\noutputs[0]labels.roi=NONE",
     "{\"outputs\": [{\"labels\": {\"labels\": [{\"id\": 0, \"name\": \"0\"}], \"exclusive\": false, "
     "\"roi\": \"NONE\"}}]}",
     NULL},
    {"version",
     "spec_id=1\nnetwork_id=x\npost_processings[0]classification.thresholds[0]=0.5\npost_processings[0]"
     "classification.output_tensor=1",
     "{\"spec_id\": 1, \"network_id\": \"x\", \"post_processings\": [{\"classification\": {\"thresholds\": "
     "[0.5], \"output_tensor\": \"1\"}}]}",
     NULL},
    {"version",
     "post_processings[0]detection.yolo_output.anchors[0]=1\npost_processings[0]detection.nms_threshold=0."
     "5\npost_processings[0]detection.discard_threshold=0",
     "{\"post_processings\": [{\"detection\": {\"yolo_output\": {\"anchors\": [1]}, \"nms_threshold\": 0.5, "
     "\"discard_threshold\": 0}}]}",
     NULL},
    {"network", "name=a\nname=a", NULL, "\"name\" is there twice"},
    {"network", "metadata.a.b=1\nmetadata.a=1", NULL, "\"metadata.a\" stands beside"},
    {"network", "metadata.a=1\nmetadata.a.b=1", NULL, "\"metadata.a.b\" stands beside"},
    {"network", "metadata.a=1\nmetadata.a[0]=1", NULL, "\"metadata.a[0]\" stands beside"},
    {"network", "metadata.a[0]=1\nmetadata.a.b=1", NULL, "\"metadata.a.b\" stands beside"},
    {"network", "metadata.a[0]b=1\nmetadata.a[0].b=1", NULL, "\"metadata.a[0].b\" is there twice"},
    {"network", "metadata.a[0]b=1\nmetadata.a[2]c[0]=1", NULL, "\"metadata.a[2]\" has no entry before it"},
    {"network", "metadata.a[0]b.c[1]=1", NULL, "\"metadata.a[0]b.c[1]\" has no entry before it"},
    {"network", "[0]=1", NULL, "\"[0]\" stands beside"},
    {"network", "a]=1", "{\"a]\": \"1\"}", NULL},
    {"network", "a[0]]=1", "{\"a\": [{\"]\": \"1\"}]}", NULL},
    {"network", "a[100001]=1", NULL, "\"a[100001]\" has an index"},
    {"network", "a[99999999999999999999]=1", NULL, "has an index"},
    {"network", "a[00]=1", NULL, "has an index"},
    {"network", "a[ 0]=1", NULL, "has an index"},
    {"network", "a[+0]=1", NULL, "has an index"},
    {"network", "a[0=1", NULL, "has an index"},
    {"network", "a..b=1", NULL, "empty key"},
    {"network", ".a=1", NULL, "empty key"},
    {"network", "a.[0]=1", NULL, "empty key"},
    {"network", "a[0].=1", NULL, "empty key"},
    {"network", "metadata={\"a\":1", NULL, "\"metadata\" is no JSON"},
    {"network", "name:=x", NULL, "\"name\" is no JSON"},
    {"network", "name=\xff", NULL, "not UTF-8"},
    {"network", "\xff=a", NULL, "not UTF-8"},
    {"network", "authors[1]=2\nauthors[0]=1\nname=", "{\"authors\": [\"1\", \"2\"], \"name\": \"\"}", NULL},
    {"network", "preprocessing[0]batched_output=1\npostprocessings.tensors_output=1",
     "{\"preprocessing\": [{\"batched_output\": \"1\"}], \"postprocessings\": {\"tensors_output\": \"1\"}}",
     NULL},
    {"network", "name.batched_output=1\nname.metadata.a=1",
     "{\"name\": {\"batched_output\": \"1\", \"metadata\": {\"a\": \"1\"}}}", NULL},
    {"network", "metadata= \t\r{\"a\":1} ", "{\"metadata\": {\"a\":1}}", NULL},
    {"network", "metadata.a=[\nmetadata.b[0]={", "{\"metadata\": {\"a\": \"[\", \"b\": [\"{\"]}}", NULL},
    {"network", "metadata=2.5", "{\"metadata\": 2.5}", NULL},
    {"network", "metadata.a=1e999\nmetadata.b=-\nmetadata.c=1 2\nmetadata.d= 1",
     "{\"metadata\": {\"a\": \"1e999\", \"b\": \"-\", \"c\": \"1 2\", \"d\": \" 1\"}}", NULL},
    {"network", "description=say \"\\\"", "{\"description\": \"say \\\"\\\\\\\"\"}", NULL},
    {"network", "a\"b=1", "{\"a\\\"b\": \"1\"}", NULL},
    {"network", "name:=1 ", "{\"name\": 1}", NULL},
    {"network", "name:=None", NULL, "\"name\" is no JSON"},
    {"network", "name:=", NULL, "\"name\" is no JSON"},
    {"network", "metadata={\"a\":1,\"a\":2}", NULL, "\"metadata\" is no JSON"},
    {"network", "preprocessing.inputs=[", NULL, "\"preprocessing.inputs\" is no JSON"},
    {"network", "metadata.a[1]=1", NULL, "\"metadata.a[1]\" has no entry before it"},
    {"network", "metadata.a[100000]=1", NULL, "\"metadata.a[100000]\" has no entry before it"},
    {"network", "a[200000]=1", NULL, "\"a[200000]\" has an index"},
    {"network", "a[0000001]=1", NULL, "has an index"},
    {"network", "a[]=1", NULL, "has an index"},
    {"network", "a[-1]=1", NULL, "has an index"},
    {"network", "a[=1", NULL, "has an index"},
    {"network", "=1", NULL, "\"\" has an empty key"},
    {"network", "a.=1", NULL, "\"a.\" has an empty key"},
    {"task", "status=success\nmetadata=1", "{\"status\": \"success\", \"metadata\": \"1\"}", NULL},
};

static nnreg_status add_fields(const char *fields)
{
    nnreg_status status = NNREG_OK;

    while (*fields != '\0' && status == NNREG_OK) {
        const char *equals = strchr(fields, '=');
        size_t length = strcspn(equals + 1, "\n"), path_length = (size_t)(equals - fields);
        bool is_json = path_length > 0 && equals[-1] == ':';
        char path[200];

        memcpy(path, fields, path_length);
        path[path_length - is_json] = '\0';
        status = nnreg_form_add(form, path, equals + 1, length, is_json);
        fields = equals + 1 + length;
        fields += *fields == '\n';
    }
    return status;
}

START_TEST(fields_are_json_by_their_types)
{
    char *json = (char *)form;
    size_t length = 7, again_length;
    nnreg_status status, added;

    begin_another(fits[_i].kind);
    added = add_fields(fits[_i].fields);
    status = nnreg_form_json(&json, &length, form);
    ck_assert_msg((status == NNREG_OK) == (fits[_i].json != NULL), "%s: %s", fits[_i].fields,
                  nnreg_form_message(form));
    ck_assert(added == NNREG_OK || added == status);
    if (status == NNREG_OK) {
        char *again;

        ck_assert_str_eq(json, fits[_i].json);
        ck_assert_uint_eq(length, strlen(json));
        ck_assert_str_eq(nnreg_form_message(form), "");
        ck_assert_int_eq(nnreg_form_json(&again, &again_length, form), NNREG_OK);
        ck_assert_str_eq(again, json);
        nnreg_free(again);
    } else {
        bool is_refused = strstr(fits[_i].wrong, "no JSON") != NULL;

        ck_assert_int_eq(status, is_refused ? NNREG_REFUSED : NNREG_INVALID_ARGUMENT);
        ck_assert_ptr_null(json);
        ck_assert_uint_eq(length, 0);
        ck_assert_msg(strncmp(nnreg_form_message(form), "the field \"", 11) == 0 &&
                          strstr(nnreg_form_message(form), fits[_i].wrong) != NULL,
                      "%s: %s", fits[_i].fields, nnreg_form_message(form));
    }
    nnreg_free(json);
}
END_TEST

START_TEST(what_is_behind_a_text_is_no_part_of_it)
{
    char *json;

    ck_assert_int_eq(nnreg_form_add(form, "metadata.a", "true!", 4, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_form_add(form, "metadata.b", "12", 1, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_form_add(form, "metadata.c", "{}x", 2, 1), NNREG_OK);
    ck_assert_int_eq(nnreg_form_add(form, "metadata.d", "1", 0, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_form_json(&json, NULL, form), NNREG_OK);
    ck_assert_str_eq(json, "{\"metadata\": {\"a\": true, \"b\": 1, \"c\": {}, \"d\": \"\"}}");
    nnreg_free(json);
}
END_TEST

START_TEST(a_member_is_known_by_its_name)
{
    ck_assert(nnreg_form_has(form, "preprocessing") && nnreg_form_has(form, "metadata"));
    ck_assert(nnreg_form_has(form, "update_date")); /* of the object, that nobody gives a value to */
    ck_assert(!nnreg_form_has(form, "preprocessing.inputs") && !nnreg_form_has(form, ""));
    begin_another("spec");
    ck_assert(nnreg_form_has(form, "outputs") && !nnreg_form_has(form, "preprocessing"));
    begin_another(NULL);
    ck_assert(nnreg_form_has(form, "preprocessing") && !nnreg_form_has(form, NULL));
    ck_assert(!nnreg_form_has(NULL, "name"));
}
END_TEST

/* ------------------------------------------------------------------------------------------------ what is refused -- */

START_TEST(a_failure_is_final_and_names_the_field)
{
    char *json;

    ck_assert_int_eq(add("name", "a"), NNREG_OK);
    ck_assert_int_eq(nnreg_form_add(form, "metadata.a", "a\0b", 3, 0), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_form_message(form), "the field \"metadata.a\" has a NUL in it");
    ck_assert_int_eq(add("description", "b"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_form_json(&json, NULL, form), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(json);
    ck_assert_str_eq(nnreg_form_message(form), "the field \"metadata.a\" has a NUL in it");
    begin_another("network");
    ck_assert_int_eq(add("a\x01\xff", "x"), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_form_message(form),
                     "the field \"a\\x01\\xff\" has a key or a text that is not UTF-8");
    begin_another("network");
    ck_assert_int_eq(nnreg_form_add(form, "name", "[1", 2, 1), NNREG_REFUSED);
    ck_assert_int_eq(nnreg_form_json(&json, NULL, form), NNREG_REFUSED);
}
END_TEST

START_TEST(what_is_null_is_told)
{
    char *json = (char *)form;
    size_t length = 7;
    nnreg_form *made = form;

    nnreg_form_free(NULL);
    ck_assert_int_eq(nnreg_form_new(NULL, "network"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_form_new(&made, "network-object"), NNREG_NOT_FOUND);
    ck_assert_ptr_null(made);
    ck_assert_int_eq(nnreg_form_add(NULL, "a", "", 0, 0), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_form_add(form, NULL, "", 0, 0), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_form_add(form, "a", NULL, 0, 0), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_form_json(NULL, NULL, form), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_form_json(&json, &length, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(json);
    ck_assert_uint_eq(length, 0);
    ck_assert_int_eq(nnreg_form_json(&json, &length, form), NNREG_OK); /* it is as it was */
    ck_assert_str_eq(json, "{}");
    nnreg_free(json);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------- limits -- */

START_TEST(all_fields_have_up_to_16_mib)
{
    char *large = malloc(NNREG_LIMIT_JSON + 1), *json;

    memset(large, 'x', NNREG_LIMIT_JSON);
    large[NNREG_LIMIT_JSON] = '\0';
    ck_assert_int_eq(nnreg_form_add(form, "name", large, NNREG_LIMIT_JSON - 13, 0), NNREG_OK);
    ck_assert_int_eq(add("a", "bbbbbbbb"), NNREG_OK);
    ck_assert_int_eq(nnreg_form_json(&json, NULL, form), NNREG_LIMIT); /* with what is around it */
    begin_another("network");
    ck_assert_int_eq(nnreg_form_add(form, "name", large, NNREG_LIMIT_JSON - 4, 0), NNREG_OK);
    ck_assert_int_eq(add("a", ""), NNREG_LIMIT);
    ck_assert_str_eq(nnreg_form_message(form),
                     "the field \"a\" is more than a form can have: 16 MiB in all fields");
    begin_another("network");
    ck_assert_int_eq(nnreg_form_add(form, "name", large, SIZE_MAX, 0), NNREG_LIMIT);
    begin_another("network");
    ck_assert_int_eq(nnreg_form_add(form, "name", large, NNREG_LIMIT_JSON - 16, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_form_json(&json, NULL, form), NNREG_OK);
    nnreg_free(json);
    begin_another("network"); /* each control character becomes six */
    memset(large, '\x01', NNREG_LIMIT_JSON);
    ck_assert_int_eq(nnreg_form_add(form, "name", large, NNREG_LIMIT_JSON / 2, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_form_json(&json, NULL, form), NNREG_LIMIT);
    ck_assert_ptr_null(json);
    ck_assert_ptr_nonnull(strstr(nnreg_form_message(form), "16 MiB"));
    begin_another("network");
    memset(large, 'k', 17 << 10);
    large[17 << 10] = '\0';
    ck_assert_int_eq(add(large, ""), NNREG_LIMIT);
    ck_assert_ptr_nonnull(strstr(nnreg_form_message(form), "…\" has a key of more than 16 KiB"));
    begin_another("network");
    large[(16 << 10) - 4] = '\0';
    ck_assert_int_eq(add(large, ""), NNREG_OK);
    free(large);
}
END_TEST

START_TEST(fields_are_nested_as_deep_as_json_is)
{
    struct nnreg_bytes deep = NNREG_BYTES_INIT;
    struct nnreg_json read = {0};
    char *json;
    size_t i, length;

    nnreg_bytes_text(&deep, "metadata");
    for (i = 2; i < NNREG_LIMIT_JSON_DEPTH; i++)
        nnreg_bytes_text(&deep, i % 2 ? "[0]" : ".a");
    ck_assert_int_eq(nnreg_form_add(form, deep.content, "[]", 2, 1), NNREG_OK);
    ck_assert_int_eq(nnreg_form_json(&json, &length, form), NNREG_OK);
    ck_assert_int_eq(nnreg_json_read(&read, json, length, NULL, NULL, NULL), NNREG_OK);
    nnreg_json_free(&read);
    nnreg_free(json);
    begin_another("network");
    ck_assert_int_eq(nnreg_form_add(form, deep.content, "[[]]", 4, 1), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_form_message(form), "[0]\" is nested too deeply"));
    begin_another("network");
    nnreg_bytes_text(&deep, ".a");
    ck_assert_int_eq(add(deep.content, ""), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_form_message(form), ".a\" is nested too deeply"));
    nnreg_bytes_free(&deep);
}
END_TEST

/* Fields in JSON count, too. */
START_TEST(a_form_has_no_more_values_than_json)
{
    size_t values = 500000, i;
    char *list = malloc(2 * values + 2), path[24];

    list[0] = '[';
    for (i = 0; i < values; i++)
        memcpy(list + 1 + 2 * i, "0,", 2);
    list[2 * values] = ']';
    for (i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "metadata[%zu]", i);
        ck_assert_int_eq(nnreg_form_add(form, path, list, 2 * values + 1, 1), i < 2 ? NNREG_OK : NNREG_LIMIT);
    }
    ck_assert_str_eq(nnreg_form_message(form),
                     "the field \"metadata[2]\" has more values in it than a form can have");
    free(list);
}
END_TEST

/* As many as there can be, with the last one first, in a time that grows with them and not with their square. */
START_TEST(labels_may_be_many)
{
    char path[64], number[24], *json;
    size_t i;

    begin_another("spec");
    for (i = NNREG_LIMIT_LABELS; i-- > 0;) {
        snprintf(number, sizeof number, "%zu", i);
        snprintf(path, sizeof path, "outputs[0]labels.labels[%zu]id", i);
        ck_assert_int_eq(add(path, number), NNREG_OK);
        snprintf(path, sizeof path, "outputs[0]labels.labels[%zu]name", i);
        ck_assert_int_eq(add(path, number), NNREG_OK);
    }
    ck_assert_int_eq(nnreg_form_json(&json, NULL, form), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(json, "{\"id\": 99999, \"name\": \"99999\"}]}}]}"));
    nnreg_free(json);
    begin_another("network");
    for (i = 2; i < NNREG_LIMIT_FORM; i++) { /* the object and metadata are two */
        snprintf(path, sizeof path, "metadata.%zx", i);
        ck_assert_int_eq(add(path, ""), NNREG_OK);
    }
    ck_assert_int_eq(add("metadata.more", ""), NNREG_LIMIT);
    ck_assert_str_eq(nnreg_form_message(form),
                     "the field \"metadata.more\" is one more than a form can have");
}
END_TEST

/* Without a gap and with one, which is told by its path: that takes memory, too. */
/* Longer than what is made for names at first. */
static nnreg_status add_long_keys(void)
{
    char path[3000];
    nnreg_status status = NNREG_OK;
    unsigned i;

    for (i = 0; i < 3 && status == NNREG_OK; i++) {
        (void)snprintf(path, sizeof path, "metadata.%0*u", (int)sizeof path - 20, i);
        status = nnreg_form_add(form, path, "a", 1, 0);
    }
    return status;
}

START_TEST(no_memory_is_told_by_every_call)
{
    static const char *const fields[] = {
        "name=a\npreprocessing.inputs[0]image.pixel_scaling=1.0\nmetadata={}\nauthors[1]=b\nauthors[0]=a",
        "metadata.a[1]b[1]=1"};
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned n;

    nnreg_form_free(form);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        char *json = NULL;

        form = NULL;
        nnreg_alloc_fail_from(n);
        status = nnreg_form_new(&form, "network");
        if (status == NNREG_OK)
            status = _i == 2 ? add_long_keys() : add_fields(fields[_i]);
        if (status == NNREG_OK)
            status = nnreg_form_json(&json, NULL, form);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_NO_MEMORY && form != NULL)
            ck_assert_str_eq(nnreg_form_message(form), "out of memory");
        ck_assert((status == NNREG_OK) == (json != NULL));
        nnreg_form_free(form);
        nnreg_free(json);
    }
    form = NULL;
    ck_assert_int_eq(status, _i != 1 ? NNREG_OK : NNREG_INVALID_ARGUMENT);
    ck_assert_uint_gt(n, 8);
}
END_TEST

Suite *form_suite(void)
{
    Suite *suite = suite_create("form");
    TCase *tests = tcase_create("form");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, fields_are_json_by_their_types, 0, (int)(sizeof fits / sizeof *fits));
    tcase_add_test(tests, what_is_behind_a_text_is_no_part_of_it);
    tcase_add_test(tests, a_member_is_known_by_its_name);
    tcase_add_test(tests, a_failure_is_final_and_names_the_field);
    tcase_add_test(tests, what_is_null_is_told);
    tcase_add_test(tests, all_fields_have_up_to_16_mib);
    tcase_add_test(tests, fields_are_nested_as_deep_as_json_is);
    tcase_add_test(tests, a_form_has_no_more_values_than_json);
    tcase_add_test(tests, labels_may_be_many);
    tcase_add_loop_test(tests, no_memory_is_told_by_every_call, 0, 3);
    suite_add_tcase(suite, tests);
    return suite;
}
