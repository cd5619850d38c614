/*
 * JSON into records and back: what is read of a text in which things are wrong, where each member is said to come from,
 * fields that can be absent, and that every kind of value has all its functions.
 */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "case_text.h"
#include "check/engine_walk.h"
#include "codec/json_records.h"
#include "codec/json_schema.h"
#include "codec/kinds.h"
#include "codec/record.h"
#include "records/named_tensors.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/rows.h"
#include "tensorflow/tensor_name.h"

/* ------------------------------------------------------------------------------- a text, whatever is wrong -- */

struct decoded {
    struct nnreg_json json;
    nnreg_findings *findings;
    struct nnreg_engine engine;
    const struct nnreg_table *table;
    union {
        struct nnreg_network network;
        struct nnreg_version version;
    } record;
};

static void decode(struct decoded *decoded, const struct nnreg_table *table, const char *text)
{
    memset(decoded, 0, sizeof *decoded);
    decoded->table = table;
    ck_assert_int_eq(nnreg_json_read(&decoded->json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&decoded->findings, NULL, 0), NNREG_OK);
    nnreg_engine_init(&decoded->engine, decoded->findings, &decoded->json);
    nnreg_engine_decode(&decoded->engine, table, &decoded->record);
    ck_assert_int_eq(decoded->engine.status, NNREG_OK);
}

static void decoded_free(struct decoded *decoded)
{
    nnreg_record_clear(decoded->table, &decoded->record);
    nnreg_engine_free(&decoded->engine);
    nnreg_findings_free(decoded->findings);
    nnreg_json_free(&decoded->json);
}

/* Reports at the member, and holds the place against what is wanted. */
static void expect_place(struct decoded *decoded, const void *member, const char *pointer, const char *text)
{
    const struct nnreg_finding *finding;

    nnreg_findings_clear(decoded->findings);
    nnreg_engine_report_at(&decoded->engine, member, NNREG_RULE_RANGE, NULL, "here");
    finding = nnreg_findings_get(decoded->findings, 0);
    ck_assert_ptr_nonnull(finding);
    ck_assert_str_eq(finding->pointer, pointer);
    ck_assert_msg(strncmp(decoded->json.text + finding->offset, text, strlen(text)) == 0, "%s: %s", pointer,
                  decoded->json.text + finding->offset);
}

START_TEST(each_member_is_reported_where_its_value_stands)
{
    struct decoded decoded;
    const struct nnreg_network *network = &decoded.record.network;
    const struct nnreg_input *inputs;
    const struct nnreg_tensors_output *output;

    decode(
        &decoded, &nnreg_network_table,
        "{\"postprocessings\": [{}, {\"tensors_output\": {\"tensors\": [\"a\", \"b\"]}}], \"name\": \"n\","
        " \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"x\"}, {\"image\": {\"mean_file\": \"m\"}}]}}");
    inputs = network->preprocessing->inputs.items;
    output = ((const struct nnreg_postprocessing *)network->postprocessings.items)[1].tensors_output;
    expect_place(&decoded, network, "", "{\"post");
    expect_place(&decoded, &network->name, "/name", "\"n\"");
    expect_place(&decoded, &network->preprocessing, "/preprocessing", "{\"inputs\"");
    expect_place(&decoded, network->preprocessing, "/preprocessing", "{\"inputs\"");
    expect_place(&decoded, &inputs[0], "/preprocessing/inputs/0", "{\"tensor_name\"");
    expect_place(&decoded, &inputs[0].tensor_name, "/preprocessing/inputs/0/tensor_name", "\"x\"");
    expect_place(&decoded, &inputs[1].image->mean_file, "/preprocessing/inputs/1/image/mean_file", "\"m\"");
    expect_place(&decoded, &output->tensors, "/postprocessings/1/tensors_output/tensors", "[\"a\"");
    expect_place(&decoded, &((char **)output->tensors.items)[1],
                 "/postprocessings/1/tensors_output/tensors/1", "\"b\"");
    decoded_free(&decoded);
}
END_TEST

START_TEST(what_was_left_out_is_reported_where_its_record_stands)
{
    struct decoded decoded;
    const struct nnreg_network *network = &decoded.record.network;
    const struct nnreg_image *image;

    decode(&decoded, &nnreg_network_table, "{\"preprocessing\": {\"inputs\": [{\"image\": {}}]}}");
    image = ((const struct nnreg_input *)network->preprocessing->inputs.items)->image;
    expect_place(&decoded, &network->framework, "", "{\"pre");
    expect_place(&decoded, &image->data_type, "/preprocessing/inputs/0/image", "{}");
    ck_assert(!nnreg_engine_has(&decoded.engine, &image->data_type));
    ck_assert(nnreg_engine_has(&decoded.engine, &network->preprocessing));
    ck_assert(!nnreg_engine_has(&decoded.engine, &network->files));
    /* What has an initial value has that, and what has none is not known. */
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_data_type, image->data_type), "FLOAT32");
    ck_assert_str_eq(image->mean_file, "");
    ck_assert_int_eq(image->resize_type, -1);
    ck_assert_ptr_null(image->target_size);
    ck_assert_ptr_null(network->name);
    decoded_free(&decoded);
}
END_TEST

START_TEST(what_is_wrong_is_not_known_and_has_its_place)
{
    struct decoded decoded;
    const struct nnreg_image *image;

    decode(&decoded, &nnreg_network_table,
           "{\"name\": \"a\\u0000b\", \"metadata\": [], \"preprocessing\": {\"inputs\": [7, {\"image\": "
           "{\"data_type\": \"FLOAT31\", \"resize_type\": 4, \"pixel_scaling\": \"1\", \"mean_file\": {}}}], "
           "\"batched_output\": 1}, \"postprocessings\": [{\"tensors_output\": {\"tensors\": [1, \"b\"]}}]}");
    ck_assert_ptr_null(decoded.record.network.name);
    ck_assert_ptr_null(decoded.record.network.metadata);
    ck_assert_uint_eq(decoded.record.network.preprocessing->inputs.count, 2);
    image = ((const struct nnreg_input *)decoded.record.network.preprocessing->inputs.items)[0].image;
    ck_assert_ptr_null(image);
    image = ((const struct nnreg_input *)decoded.record.network.preprocessing->inputs.items)[1].image;
    ck_assert_int_eq(image->data_type, -1);
    ck_assert_int_eq(image->resize_type, -1);
    ck_assert(isnan(image->pixel_scaling));
    ck_assert_ptr_null(image->mean_file);
    ck_assert(!decoded.record.network.preprocessing->batched_output);
    expect_place(&decoded, &image->data_type, "/preprocessing/inputs/1/image/data_type", "\"FLOAT31\"");
    decoded_free(&decoded);
}
END_TEST

START_TEST(a_text_that_is_no_object_is_a_record_of_which_nothing_is_known)
{
    static const char *const texts[] = {"null", "[]", "[{}]", "7", "\"x\"", "{}", "{\"\": {\"name\": 1}}"};
    struct decoded decoded;

    decode(&decoded, &nnreg_network_table, texts[_i]);
    ck_assert_ptr_null(decoded.record.network.name);
    ck_assert_int_eq(decoded.record.network.framework, -1);
    ck_assert_uint_eq(decoded.record.network.postprocessings.count, 0);
    expect_place(&decoded, &decoded.record.network.name, "", texts[_i]);
    decoded_free(&decoded);
}
END_TEST

/* Also of a description that is wrong: equal keys, a key without a tensor, and both kinds of an output in one. */
START_TEST(of_one_key_outputs_come_first_in_the_order_of_the_description)
{
    static const char *const tensors[] = {"c", "d", "e", "a", "b"};
    struct nnreg_tensor_keys keys;
    struct decoded decoded;
    size_t i;

    decode(&decoded, &nnreg_network_table,
           "{\"preprocessing\": {\"inputs\": [{\"signature_key\": \"k\"}, {\"tensor_name\": \"a\", "
           "\"signature_key\": \"k\"}, {\"tensor_name\": \"b\", \"signature_key\": \"k\"}]}, "
           "\"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"c\", \"d\"], \"signature_keys\": "
           "[\"k\", \"k\"]}}, {\"tensors_output\": {\"tensors\": [\"e\"], \"signature_keys\": [\"k\"]}}, "
           "{\"tensors_output\": {\"tensors\": [\"f\"]}, \"standard_output\": {\"boxes_tensor\": \"g\", "
           "\"scores_tensor\": \"h\"}}]}");
    ck_assert(nnreg_tensor_keys_find(&keys, &decoded.record.network));
    ck_assert_uint_eq(keys.count, 5);
    for (i = 0; i < keys.count; i++)
        ck_assert_str_eq(*keys.list[i].name, tensors[i]);
    ck_assert_str_eq(nnreg_tensor_of_key(&keys, "k"), "c");
    ck_assert_ptr_null(nnreg_tensor_of_key(&keys, "l"));
    nnreg_tensor_keys_free(&keys);
    decoded_free(&decoded);
}
END_TEST

START_TEST(a_list_beyond_its_bound_is_not_gone_through)
{
    struct text text = TEXT_INIT;
    struct decoded decoded;
    size_t i, count = NNREG_LIMIT_OUTPUTS + (size_t)_i;

    text_format(&text, "{\"post_processings\": [");
    for (i = 0; i < count; i++)
        text_format(&text, "%s{}", i > 0 ? "," : "");
    text_format(&text, "]}");
    decode(&decoded, &nnreg_version_table, text.content);
    ck_assert_uint_eq(decoded.record.version.post_processings.count, _i == 0 ? count : 0);
    expect_place(&decoded, &decoded.record.version.post_processings, "/post_processings", "[{}");
    decoded_free(&decoded);
    text_free(&text);
}
END_TEST

START_TEST(without_memory_there_is_no_record_and_no_leak)
{
    static const char text[] = "{\"name\": \"n\", \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"x\", "
                               "\"image\": {\"resize_type\": \"CROP\"}}]}}";
    struct nnreg_origins origins;
    struct nnreg_network network;
    struct nnreg_json json;
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        memset(&network, 0, sizeof network);
        nnreg_alloc_fail_from(n);
        status = nnreg_json_to_record_leniently(&origins, &nnreg_network_table, &network, &json, json.values,
                                                NULL);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_NO_MEMORY)
            ck_assert_ptr_null(network.name);
        nnreg_origins_free(&origins);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 8);
    nnreg_record_clear(&nnreg_network_table, &network);
    nnreg_json_free(&json);
}
END_TEST

/* ------------------------------------------------------------------------------- fields that can be absent -- */

struct nnreg_part {
    struct nnreg_unknown unknown;
    int64_t number;
};

struct nnreg_sample {
    struct nnreg_unknown unknown;
    char *text, *filled, *object;
    struct nnreg_part *part;
    struct nnreg_array numbers;
};

static const struct nnreg_field part_fields[] = {
    {.key = "number", .number = 1, INTEGER(nnreg_part, number), .doc = "a number"},
};
static const struct nnreg_table nnreg_part_table = TABLE(part, "a part", part_fields);

#define MAY_BE_ABSENT .presence = NNREG_OPTIONAL, .mutability = NNREG_MUTABLE
static const struct nnreg_field sample_fields[] = {
    {.key = "text", .number = 1, STRING(nnreg_sample, text), MAY_BE_ABSENT, .least = 1, .doc = "a text"},
    {.key = "filled",
     .number = 2,
     STRING(nnreg_sample, filled),
     MAY_BE_ABSENT,
     .initial = "\"\"",
     .doc = "a text that is \"\" when it is left out"},
    {.key = "object", .number = 3, JSON(nnreg_sample, object), MAY_BE_ABSENT, .doc = "an object"},
    {.key = "part", .number = 4, OBJECT(nnreg_sample, part, part), MAY_BE_ABSENT, .doc = "a part"},
    {.key = "numbers", .number = 5, NUMBERS(nnreg_sample, numbers), MAY_BE_ABSENT, .doc = "numbers"},
};
static const struct nnreg_table sample_table = TABLE(sample, "a sample", sample_fields);

static const char whole[] =
    "{\"text\": \"t\", \"filled\": \"f\", \"object\": {\"a\": 1}, \"part\": {\"number\": 7}, "
    "\"numbers\": [1.0]}";

static void read_sample(struct nnreg_sample *sample, const char *text)
{
    struct nnreg_json json;

    memset(sample, 0, sizeof *sample);
    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_json_to_record(&sample_table, sample, &json, json.values, NNREG_JSON_FILLED, NULL),
                     NNREG_OK);
    nnreg_json_free(&json);
}

static void expect_sample(const struct nnreg_sample *sample, const char *wanted)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char *text;

    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_record(&writer, &sample_table, sample);
    ck_assert_int_eq(nnreg_bytes_take(&text, &out), NNREG_OK);
    ck_assert_str_eq(text, wanted);
    nnreg_free(text);
}

START_TEST(what_is_left_out_is_left_out_of_json_and_of_records)
{
    static const char *const texts[] = {"{\"filled\": \"\"}", whole};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_sample sample, again = {.text = NULL};

    read_sample(&sample, _i == 0 ? "{}" : whole);
    expect_sample(&sample, texts[_i]);
    ck_assert_int_eq(nnreg_record_encode(&out, &sample_table, &sample, NULL), NNREG_OK);
    ck_assert_uint_eq((unsigned char)out.content[0], _i == 0 ? 0x81 : 0x85); /* a map of so many pairs */
    ck_assert_int_eq(nnreg_record_decode(&sample_table, &again, out.content, out.size, NULL), NNREG_OK);
    expect_sample(&again, texts[_i]);
    ck_assert_int_eq(again.text == NULL, _i == 0);
    nnreg_record_clear(&sample_table, &again);
    nnreg_record_clear(&sample_table, &sample);
    nnreg_bytes_free(&out);
}
END_TEST

START_TEST(a_member_that_is_absent_is_null_by_itself)
{
    struct nnreg_sample sample;
    size_t i;

    read_sample(&sample, "{}");
    for (i = 0; i < sample_table.count; i++) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;
        struct nnreg_json_writer writer;
        char *text;

        nnreg_json_writer_init(&writer, &out, 0);
        nnreg_json_put_member(&writer, &sample_fields[i], &sample);
        ck_assert_int_eq(nnreg_bytes_take(&text, &out), NNREG_OK);
        ck_assert_str_eq(text, sample_fields[i].initial != NULL ? "\"\"" : "null");
        nnreg_free(text);
    }
    nnreg_record_clear(&sample_table, &sample);
}
END_TEST

/* The pointers of what is found, in the order in which it was found. */
static void expect_found(const char *text, bool update, const char *wanted)
{
    struct text found = TEXT_INIT;
    struct nnreg_engine engine;
    nnreg_findings *findings;
    struct nnreg_json json;
    size_t i;

    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    nnreg_engine_init(&engine, findings, &json);
    engine.update = update;
    nnreg_engine_walk(&engine, &sample_table, json.values);
    text_format(&found, "%s", "");
    for (i = 0; i < nnreg_findings_count(findings); i++)
        text_format(&found, "%s%s", i > 0 ? " " : "", nnreg_findings_get(findings, i)->pointer);
    ck_assert_str_eq(found.content, wanted);
    text_free(&found);
    nnreg_engine_free(&engine);
    nnreg_findings_free(findings);
    nnreg_json_free(&json);
}

START_TEST(null_takes_away_in_an_update_what_can_be_absent_and_is_no_value_in_a_description)
{
    static const char nulls[] =
        "{\"text\": null, \"filled\": null, \"object\": null, \"part\": null, \"numbers\": null}";

    expect_found(nulls, false, "/text /filled /object /part /numbers");
    expect_found(nulls, true, "/filled");
    expect_found("{}", false, "");
    expect_found("{\"text\": \"\"}", true, "/text");
}
END_TEST

static nnreg_status replace(struct nnreg_sample *sample, const struct nnreg_json *json,
                            const struct nnreg_json_value *value)
{
    nnreg_status status;
    char *key;

    ck_assert_int_eq(nnreg_json_key(&key, NULL, json, value), NNREG_OK);
    status = nnreg_json_replace_member(nnreg_table_field(&sample_table, key), sample, json, value, NULL);
    nnreg_free(key);
    return status;
}

START_TEST(a_member_of_every_kind_is_replaced_and_taken_away)
{
    static const char changes[] =
        "{\"text\": \"u\", \"filled\": \"\", \"object\": {}, \"part\": {\"number\": 8}, \"numbers\": []}";
    static const char nulls[] = "{\"text\": null, \"object\": null, \"part\": null, \"numbers\": null}";
    const char *text = _i == 0 ? changes : nulls;
    const struct nnreg_json_value *value;
    struct nnreg_sample sample;
    struct nnreg_json json;

    read_sample(&sample, whole);
    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    for (value = nnreg_json_first(&json, json.values); value != NULL; value = nnreg_json_next(&json, value))
        ck_assert_int_eq(replace(&sample, &json, value), NNREG_OK);
    expect_sample(&sample, _i == 0 ? changes : "{\"filled\": \"f\"}");
    nnreg_json_free(&json);
    nnreg_record_clear(&sample_table, &sample);
}
END_TEST

START_TEST(a_member_stays_as_it_was_when_the_new_value_is_of_no_use)
{
    static const char *const texts[] = {
        "{\"text\": 1, \"object\": [], \"part\": {\"number\": 0.5}, \"numbers\": [1, \"x\"]}",
        "{\"part\": {\"number\": \"7\"}}"};
    const struct nnreg_json_value *value;
    struct nnreg_sample sample;
    struct nnreg_json json;
    size_t i;

    read_sample(&sample, whole);
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        ck_assert_int_eq(nnreg_json_read(&json, texts[i], strlen(texts[i]), NULL, NULL, NULL), NNREG_OK);
        for (value = nnreg_json_first(&json, json.values); value != NULL;
             value = nnreg_json_next(&json, value))
            ck_assert_int_eq(replace(&sample, &json, value), NNREG_INVALID_ARGUMENT);
        expect_sample(&sample, whole);
        nnreg_json_free(&json);
    }
    nnreg_record_clear(&sample_table, &sample);
}
END_TEST

START_TEST(a_reference_is_a_whole_number_from_one_or_null)
{
    static const struct {
        const char *value;
        nnreg_status status;
    } rows[] = {{"\"1\"", NNREG_INVALID_ARGUMENT},
                {"0.5", NNREG_INVALID_ARGUMENT},
                {"0", NNREG_INVALID_ARGUMENT},
                {"null", NNREG_OK},
                {"7", NNREG_OK}};
    struct nnreg_json json;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nnreg_spec spec = {.id = 0};
        char text[100];

        snprintf(text, sizeof text, "{\"name\": \"s\", \"outputs\": [], \"current_version_id\": %s}",
                 rows[i].value);
        ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
        ck_assert_msg(nnreg_json_to_record(&nnreg_spec_table, &spec, &json, json.values, NNREG_JSON_FILLED,
                                           NULL) == rows[i].status,
                      "%s", text);
        ck_assert_uint_eq(spec.current_version_id, i == 4 ? 7 : 0);
        nnreg_json_free(&json);
        nnreg_record_clear(&nnreg_spec_table, &spec);
    }
}
END_TEST

/* --------------------------------------------------------------------------------------------- the kinds -- */

START_TEST(every_kind_of_value_has_all_its_functions)
{
    const struct nnreg_kind_memory *memory = &nnreg_kind_memories[_i];
    const struct nnreg_kind_codec *codec = &nnreg_kind_codecs[_i];
    const struct nnreg_kind_walk *walk = &nnreg_kind_walks[_i];

    ck_assert(memory->size <= sizeof(union nnreg_any_member) &&
              (memory->size > 0) == (_i != NNREG_KIND_ONE_OF));
    ck_assert(memory->clear != NULL && memory->forget != NULL && memory->is_absent != NULL);
    ck_assert(codec->take != NULL && codec->put != NULL && codec->unpack != NULL && codec->pack != NULL &&
              codec->schema != NULL);
    ck_assert(walk->types != 0 && walk->wanted != NULL && walk->walk != NULL);
}
END_TEST

/* A slug stands in no text that is judged: publishing alone takes one. */
START_TEST(every_string_format_but_those_of_any_text_and_of_slugs_has_a_judge)
{
    ck_assert_int_eq(nnreg_judges[_i] != NULL,
                     _i != NNREG_STRING_FORMAT_TEXT && _i != NNREG_STRING_FORMAT_SLUG);
}
END_TEST

/* ------------------------------------------------------------------------------- several formats of a text -- */

struct nnreg_formatted {
    struct nnreg_unknown unknown;
    char *text;
};

static const struct nnreg_field formatted_fields[] = {
    {.key = "text",
     .number = 1,
     STRING(nnreg_formatted, text),
     .formats = {NNREG_STRING_FORMAT_LINE, NNREG_STRING_FORMAT_TENSOR},
     .doc = "a tensor on one line"},
};
static const struct nnreg_table formatted_table = TABLE(formatted, "a text", formatted_fields);

START_TEST(each_format_of_a_text_is_judged_and_is_in_the_schema)
{
    static const char text[] = "{\"text\": \"a\\tb\"}";
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    struct nnreg_engine engine;
    nnreg_findings *findings;
    struct nnreg_json json;
    char *schema;

    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    nnreg_engine_init(&engine, findings, &json);
    engine.tensors = &nnreg_tensorflow_tensors;
    nnreg_engine_walk(&engine, &formatted_table, json.values);
    ck_assert_uint_eq(nnreg_findings_count(findings), 2);
    ck_assert_str_eq(nnreg_findings_get(findings, 0)->rule, "control-character");
    ck_assert_str_eq(nnreg_findings_get(findings, 1)->rule, "tensor-name");
    nnreg_engine_free(&engine);
    nnreg_findings_free(findings);
    nnreg_json_free(&json);

    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_schema(&writer, &formatted_table, "formatted", nnreg_tensorflow_tensors.pattern, false);
    ck_assert_int_eq(nnreg_bytes_take(&schema, &out), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(schema, "\"allOf\": [{\"pattern\": \"^[^\\\\u0000-"));
    ck_assert_ptr_nonnull(strstr(schema, "}, {\"pattern\": \"^[A-Za-z0-9._]"));
    nnreg_free(schema);
}
END_TEST

START_TEST(every_format_has_a_pattern_in_the_schema)
{
    struct nnreg_field field = formatted_fields[0];
    const struct nnreg_table table = {.name = "formatted", .doc = "a text", .fields = &field, .count = 1};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char *schema;

    field.formats[0] = (enum nnreg_string_format)_i;
    field.formats[1] = NNREG_STRING_FORMAT_TEXT;
    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_schema(&writer, &table, "formatted", nnreg_tensorflow_tensors.pattern, false);
    ck_assert_int_eq(nnreg_bytes_take(&schema, &out), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(schema, "\"pattern\": \"^"));
    nnreg_free(schema);
}
END_TEST

Suite *json_records_suite(void);
Suite *json_records_suite(void)
{
    Suite *suite = suite_create("json_records");
    TCase *lenient = tcase_create("lenient"), *absent = tcase_create("absent"),
          *kinds = tcase_create("kinds");

    tcase_add_test(lenient, each_member_is_reported_where_its_value_stands);
    tcase_add_test(lenient, what_was_left_out_is_reported_where_its_record_stands);
    tcase_add_test(lenient, what_is_wrong_is_not_known_and_has_its_place);
    tcase_add_loop_test(lenient, a_text_that_is_no_object_is_a_record_of_which_nothing_is_known, 0, 7);
    tcase_add_test(lenient, of_one_key_outputs_come_first_in_the_order_of_the_description);
    tcase_add_loop_test(lenient, a_list_beyond_its_bound_is_not_gone_through, 0, 2);
    tcase_add_test(lenient, without_memory_there_is_no_record_and_no_leak);
    suite_add_tcase(suite, lenient);
    tcase_add_loop_test(absent, what_is_left_out_is_left_out_of_json_and_of_records, 0, 2);
    tcase_add_test(absent, a_member_that_is_absent_is_null_by_itself);
    tcase_add_test(absent, null_takes_away_in_an_update_what_can_be_absent_and_is_no_value_in_a_description);
    tcase_add_loop_test(absent, a_member_of_every_kind_is_replaced_and_taken_away, 0, 2);
    tcase_add_test(absent, a_member_stays_as_it_was_when_the_new_value_is_of_no_use);
    tcase_add_test(absent, a_reference_is_a_whole_number_from_one_or_null);
    suite_add_tcase(suite, absent);
    tcase_add_loop_test(kinds, every_kind_of_value_has_all_its_functions, 0, NNREG_KIND_COUNT);
    tcase_add_loop_test(kinds, every_string_format_but_those_of_any_text_and_of_slugs_has_a_judge, 0,
                        NNREG_STRING_FORMAT_COUNT);
    tcase_add_test(kinds, each_format_of_a_text_is_judged_and_is_in_the_schema);
    tcase_add_loop_test(kinds, every_format_has_a_pattern_in_the_schema, 0, NNREG_STRING_FORMAT_COUNT);
    suite_add_tcase(suite, kinds);
    return suite;
}
