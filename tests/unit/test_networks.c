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
    struct nnreg_input_info input;

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
    nnreg_network_free(network);
}
END_TEST

/* The file `name` below the model's folder against what the registry gives out. */
static void same_file(uint64_t id, const char *stored, const char *path)
{
    size_t size;
    char *content = fixture_read(fixture.registry, id, stored, &size), *expected;
    FILE *file = fopen(path, "rb");

    ck_assert_msg(content != NULL, "%s: %s", stored, nnreg_message(fixture.registry));
    ck_assert_ptr_nonnull(file);
    expected = malloc(size + 1);
    ck_assert_ptr_nonnull(expected);
    ck_assert_uint_eq(fread(expected, 1, size + 1, file), size);
    ck_assert_int_eq(memcmp(content, expected, size), 0);
    fclose(file);
    free(expected);
    free(content);
}

START_TEST(every_file_comes_out_byte_for_byte_sorted_by_name)
{
    static const char *const names[] = {"saved_model.pb", "variables.data-00000-of-00001", "variables.index"};
    static const char *const paths[] = {"saved_model.pb", "variables/variables.data-00000-of-00001",
                                        "variables/variables.index"};
    uint64_t id = fixture_add(&fixture, "n", 3);
    nnreg_network *network = get(id);
    struct nnreg_file_info file;
    char path[700];
    size_t i;

    ck_assert_uint_eq(nnreg_network_file_count(network), FIXTURE_FILES);
    for (i = 0; i < FIXTURE_FILES; i++) {
        ck_assert_int_eq(nnreg_network_file(network, i, &file), NNREG_OK);
        ck_assert_str_eq(file.name, names[i]);
        ck_assert_uint_eq(strlen(file.sha256), 64);
        snprintf(path, sizeof path, "%s/%s", fixture_model(&fixture, 3), paths[i]);
        same_file(id, names[i], path);
        same_file(id, paths[i], path); /* "variables/" makes no difference */
    }
    ck_assert_int_eq(nnreg_network_file(network, i, &file), NNREG_NOT_FOUND);
    nnreg_network_free(network);
}
END_TEST

START_TEST(a_file_a_network_has_not_is_not_found)
{
    uint64_t id = fixture_add(&fixture, "n", 0), size;
    int fd;

    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pbtxt"), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "network 1 has no file \"saved_model.pbtxt\"");
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id + 1, "saved_model.pb"),
                     NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "there is no network 2");
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "../data.mdb"), NNREG_NOT_FOUND);
}
END_TEST

/* The path of the one stored file with this name, in a static buffer. */
static const char *stored_path(uint64_t id, const char *name)
{
    static char path[700];
    nnreg_network *network = get(id);
    struct nnreg_file_info file;
    size_t i;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (strcmp(file.name, name) == 0)
            snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    return path;
}

START_TEST(a_stored_file_that_is_gone_or_changed_in_size_is_corrupt_and_not_served)
{
    uint64_t id = fixture_add(&fixture, "n", 0), other, size;
    const char *path = stored_path(id, "saved_model.pb");
    struct stat st;
    int fd;

    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_mode & 0222, 0); /* nobody may write to it */
    ck_assert_int_eq(chmod(path, 0644), 0);
    ck_assert_int_eq(truncate(path, st.st_size - 1), 0);
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pb"), NNREG_CORRUPT);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pb"), NNREG_CORRUPT);
    ck_assert_int_eq(fd, -1);
    other = fixture_add(&fixture, "again", 0); /* the right file takes its place */
    same_file(id, "saved_model.pb", fixture_path(&fixture, "model-0/saved_model.pb"));
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, other, NULL, NULL), NNREG_OK);
}
END_TEST

START_TEST(files_come_from_folders_paths_descriptors_and_memory_alike)
{
    const char *model = fixture_model(&fixture, 0), *json = fixture_description("n", "");
    char index[700], shard[700];
    nnreg_bundle *bundle;
    uint64_t id, from_folder = fixture_add(&fixture, "n", 0);
    size_t size;
    char *content = fixture_read(fixture.registry, from_folder, "saved_model.pb", &size);
    int fd;

    snprintf(index, sizeof index, "%s/variables/variables.index", model);
    snprintf(shard, sizeof shard, "%s/variables/variables.data-00000-of-00001", model);
    fd = open(shard, O_RDONLY | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(lseek(fd, 5, SEEK_SET), 5); /* where it stands makes no difference */
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, content, size, "saved_model.pb"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_file(bundle, index, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_fd(bundle, fd, "variables.data-00000-of-00001"), NNREG_OK);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings), NNREG_OK);
    ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 5);
    close(fd);
    nnreg_bundle_free(bundle);
    free(content);
    same_file(id, "variables.index", index);
    same_file(id, "variables.data-00000-of-00001", shard);
    ck_assert_str_eq(stored_path(id, "saved_model.pb"), stored_path(from_folder, "saved_model.pb"));
}
END_TEST

START_TEST(what_a_folder_has_beyond_a_model_is_warned_of_and_not_stored)
{
    const char *json = fixture_description("n", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    nnreg_network *network;
    uint64_t id;

    scratch_write(&fixture.scratch, "model-0/checkpoint", 0, "text", 4);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "warning bundle.unknown-file checkpoint");
    network = get(id);
    ck_assert_uint_eq(nnreg_network_file_count(network), FIXTURE_FILES);
    nnreg_network_free(network);
    nnreg_bundle_free(bundle);
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
    {"{\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\"dimension_order\": \"NHWC\", "
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
    {"{\"name\": \"m\", \"id\": 1, \"files\": 7, \"x\": 1, \"metadata\": {\"a\": 1}, \"framework\": \"tensorflow-1.x\"}",
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
    ck_assert_int_eq(fixture_update(&fixture, id, "{\"description\": \"x\", \"framework\": \"tensorflow-1.x\"}"),
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
    struct nnreg_how how = NNREG_HOW_INIT;

    how.flags = NNREG_MERGE_METADATA;
    return nnreg_network_update(fixture.registry, id, json, strlen(json), &how, fixture.findings);
}

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
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES), "a merge too large");
    free(json);
}
END_TEST

START_TEST(an_update_is_only_made_on_the_state_the_caller_saw)
{
    struct nnreg_how how = NNREG_HOW_INIT;
    uint64_t id = fixture_add(&fixture, "n", 0);
    nnreg_network *network = get(id);
    char seen[NNREG_TIME_TEXT], *before;

    nnreg_time_format(seen, nnreg_network_update_date(network));
    nnreg_network_free(network);
    how.if_update_date = seen;
    ck_assert_int_eq(nnreg_network_update(fixture.registry, id, "{\"name\":\"a\"}", 12, &how, fixture.findings),
                     NNREG_OK);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    ck_assert_int_eq(nnreg_network_update(fixture.registry, id, "{\"name\":\"b\"}", 12, &how, fixture.findings),
                     NNREG_CONFLICT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "network 1 was changed at "));
    ck_assert_int_eq(nnreg_network_update(fixture.registry, id, "{}", 2, &how, fixture.findings), NNREG_CONFLICT);
    how.if_update_date = "yesterday";
    ck_assert_int_eq(nnreg_network_update(fixture.registry, id, "{\"name\":\"b\"}", 12, &how, fixture.findings),
                     NNREG_INVALID_ARGUMENT);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES), "a conflict");
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
    struct nnreg_how how = NNREG_HOW_INIT;
    uint64_t id = fixture_add(&fixture, "n", 0);
    char actor[NNREG_LIMIT_ACTOR + 2];

    how.flags = NNREG_DRY_RUN; /* is for delete */
    ck_assert_int_eq(nnreg_network_update(fixture.registry, id, "{}", 2, &how, fixture.findings),
                     NNREG_INVALID_ARGUMENT);
    how.flags = NNREG_MERGE_METADATA; /* is for update */
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &how, NULL), NNREG_INVALID_ARGUMENT);
    how.flags = 1u << 30;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &how, NULL), NNREG_INVALID_ARGUMENT);
    how.flags = 0;
    memset(actor, 'a', sizeof actor);
    actor[NNREG_LIMIT_ACTOR + 1] = '\0';
    how.actor = actor;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &how, NULL), NNREG_INVALID_ARGUMENT);
    how.actor = "\xff";
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &how, NULL), NNREG_INVALID_ARGUMENT);
    how.size = 0;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &how, NULL), NNREG_INVALID_ARGUMENT);
    nnreg_network_free(get(id));
}
END_TEST

/* ------------------------------------------------------------------------------------------- delete, the blobs -- */

START_TEST(a_file_is_stored_once_and_goes_with_the_last_network_that_uses_it)
{
    struct nnreg_cascade cascade = {sizeof cascade, 0, 0, 0, 0, 0};
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 0), c = fixture_add(&fixture, "c", 1);
    char model[700], shard[700];
    struct stat st;

    snprintf(model, sizeof model, "%s", stored_path(a, "saved_model.pb"));
    snprintf(shard, sizeof shard, "%s", stored_path(a, "variables.data-00000-of-00001"));
    ck_assert_str_eq(stored_path(b, "saved_model.pb"), model);
    ck_assert_str_eq(stored_path(c, "saved_model.pb"), model);
    ck_assert_str_ne(stored_path(c, "variables.data-00000-of-00001"), shard);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, a, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.networks, 1);
    ck_assert_uint_eq(cascade.tasks, 1);
    ck_assert_uint_eq(cascade.files, 3);
    ck_assert_uint_eq(cascade.blobs, 0);
    ck_assert_uint_eq(cascade.bytes, 0);
    ck_assert_int_eq(stat(shard, &st), 0);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, b, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.files, 3);
    ck_assert_uint_eq(cascade.blobs, 2);
    ck_assert_int_eq(stat(shard, &st), -1);
    ck_assert_int_eq(stat(model, &st), 0);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, c, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.blobs, 3);
    ck_assert_int_eq(stat(model, &st), -1);
}
END_TEST

START_TEST(a_file_twice_in_one_network_is_counted_twice_and_stored_once)
{
    struct nnreg_cascade cascade = {sizeof cascade, 0, 0, 0, 0, 0};
    const char *json = fixture_description("n", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    uint64_t id;

    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "same", 4, "assets.extra/a"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "same", 4, "assets.extra/b"), NNREG_OK);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings), NNREG_OK);
    nnreg_bundle_free(bundle);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.files, 5);
    ck_assert_uint_eq(cascade.blobs, 4);
}
END_TEST

START_TEST(a_dry_run_changes_nothing_and_says_exactly_what_a_delete_does)
{
    struct nnreg_cascade said = {sizeof said, 0, 0, 0, 0, 0}, done = said;
    struct nnreg_how how = NNREG_HOW_INIT;
    uint64_t id = fixture_add(&fixture, "a", 0);
    char *before;

    fixture_add(&fixture, "b", 1);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    how.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &how, &said), NNREG_OK);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES), "dry run");
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, &done), NNREG_OK);
    ck_assert_int_eq(memcmp(&said, &done, sizeof said), 0);
    ck_assert_uint_eq(done.blobs, 2);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &how, &said), NNREG_NOT_FOUND);
}
END_TEST

START_TEST(an_open_file_stays_readable_after_its_network_is_deleted)
{
    uint64_t id = fixture_add(&fixture, "n", 0), size;
    char content[64], expected[64];
    int fd;

    scratch_read(&fixture.scratch, "model-0/saved_model.pb", 0, expected, sizeof expected);
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pb"), NNREG_OK);
    ck_assert_int_eq(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(pread(fd, content, sizeof content, 0), sizeof content);
    ck_assert_int_eq(memcmp(content, expected, sizeof content), 0);
    ck_assert_int_eq(lseek(fd, 0, SEEK_END), (off_t)size);
    close(fd);
}
END_TEST

/* --------------------------------------------------------------------------------------------- refused creates -- */

static int stop_at_once(void *context, const char *stage, uint64_t done, uint64_t total)
{
    unsigned *left = context;

    ck_assert_str_eq(stage, "staging");
    ck_assert_uint_le(done, total);
    return (*left)-- == 0;
}

static nnreg_status refuse_description(uint64_t *id)
{
    return fixture_create(&fixture, id, "", 0);
}

/* Creates from the bundle of model 0 and one more thing of memory. */
static nnreg_status create_with(uint64_t *id, const char *content, const char *name, const struct nnreg_how *how)
{
    const char *json = fixture_description("n", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    nnreg_status status;

    if (name != NULL)
        ck_assert_int_eq(nnreg_bundle_add_memory(bundle, content, strlen(content), name), NNREG_OK);
    status = nnreg_network_create(fixture.registry, id, json, strlen(json), bundle, how, fixture.findings);
    nnreg_bundle_free(bundle);
    return status;
}

static nnreg_status refuse_bundle(uint64_t *id)
{
    return create_with(id, "x", "README.md", NULL);
}

/* What is wrong only shows in the staged copies. */
static nnreg_status refuse_content(uint64_t *id)
{
    return create_with(id, "<!DOCTYPE html><html></html>", "mean.npy", NULL);
}

static nnreg_status cancel_first(uint64_t *id)
{
    struct nnreg_how how = NNREG_HOW_INIT;
    unsigned left = 0;

    how.progress = stop_at_once;
    how.context = &left;
    return create_with(id, NULL, NULL, &how);
}

static nnreg_status cancel_last(uint64_t *id)
{
    struct nnreg_how how = NNREG_HOW_INIT;
    unsigned left = FIXTURE_FILES - 1;

    how.progress = stop_at_once;
    how.context = &left;
    return create_with(id, NULL, NULL, &how);
}

static nnreg_status fail_commit(uint64_t *id);

static const struct {
    const char *what;
    nnreg_status (*create)(uint64_t *id);
    nnreg_status expected;
    const char *findings;
} refusals[] = {
    {"an error in the description", refuse_description, NNREG_REFUSED, "error empty /name"},
    {"an error in the bundle", refuse_bundle, NNREG_REFUSED, "error bundle.unknown-file README.md"},
    {"an error in a content", refuse_content, NNREG_REFUSED, "error bundle.html-page mean.npy"},
    {"cancelled at the first piece", cancel_first, NNREG_CANCELLED, ""},
    {"cancelled at the last piece", cancel_last, NNREG_CANCELLED, ""},
    {"a commit that fails", fail_commit, NNREG_NO_SPACE, ""},
};

static int refuse_commit(const char *call)
{
    return strcmp(call, "commit") == 0 ? ENOSPC : 0;
}

static nnreg_status fail_commit(uint64_t *id)
{
    nnreg_status status;

    nnreg_fs_use_hook(refuse_commit);
    status = create_with(id, NULL, NULL, NULL);
    nnreg_fs_use_hook(NULL);
    return status;
}

START_TEST(a_create_that_fails_leaves_tables_files_staging_and_ids_as_they_were)
{
    uint64_t id;
    char *before;

    fixture_add(&fixture, "shares saved_model.pb", 1);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(refusals[_i].create(&id), refusals[_i].expected);
    ck_assert_uint_eq(id, 0);
    ck_assert_msg(strstr(fixture_found(&fixture), refusals[_i].findings) != NULL, "%s", fixture_found(&fixture));
    ck_assert_str_ne(nnreg_message(fixture.registry), "");
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      refusals[_i].what);
    ck_assert_uint_eq(fixture_add(&fixture, "n", 0), 2);
}
END_TEST

START_TEST(a_source_that_cannot_be_read_is_a_finding_on_the_file)
{
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    const char *json = fixture_description("n", "");
    char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    uint64_t id;

    ck_assert_int_eq(nnreg_bundle_add_file(bundle, fixture_path(&fixture, "model-0/saved_model.pb"), "assets/x"),
                     NNREG_OK);
    ck_assert_int_eq(mkfifo(fixture_path(&fixture, "model-0/fingerprint.pb"), 0666), 0);
    ck_assert_int_eq(symlink("saved_model.pb", fixture_path(&fixture, "model-0/keras_metadata.pb")), 0);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "fingerprint.pb"));
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "keras_metadata.pb"));
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES), "a FIFO");
    nnreg_bundle_free(bundle);
}
END_TEST

Suite *networks_suite(void)
{
    Suite *suite = suite_create("networks");
    TCase *tests = tcase_create("networks"), *mutable = tcase_create("mutable-description");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, what_was_put_in_comes_out);
    tcase_add_test(tests, every_file_comes_out_byte_for_byte_sorted_by_name);
    tcase_add_test(tests, a_file_a_network_has_not_is_not_found);
    tcase_add_test(tests, a_stored_file_that_is_gone_or_changed_in_size_is_corrupt_and_not_served);
    tcase_add_test(tests, files_come_from_folders_paths_descriptors_and_memory_alike);
    tcase_add_test(tests, what_a_folder_has_beyond_a_model_is_warned_of_and_not_stored);
    tcase_add_loop_test(tests, metadata_comes_back_byte_for_byte_from_create_and_from_update, 0,
                        (int)(sizeof unusual / sizeof *unusual));
    tcase_add_test(tests, a_number_that_no_reader_can_hold_is_refused_in_metadata);
    tcase_add_test(tests, ids_begin_at_1_go_up_by_1_and_are_never_used_again);
    tcase_add_test(tests, a_refused_create_uses_no_id_up);
    tcase_add_test(tests, ids_that_are_none_are_not_found);
    tcase_add_loop_test(tests, an_update_of_what_cannot_change_is_a_finding_for_each_field_and_changes_nothing, 0,
                        (int)(sizeof forbidden / sizeof *forbidden));
    tcase_add_test(tests, what_an_update_leaves_out_stays_and_metadata_is_replaced_as_a_whole);
    tcase_add_test(tests, an_empty_update_changes_nothing_but_must_meet_its_network);
    tcase_add_loop_test(tests, a_merge_is_that_of_rfc_7396, 0, (int)(sizeof merges / sizeof *merges));
    tcase_add_test(tests, a_merge_that_would_outgrow_the_limit_is_refused_and_changes_nothing);
    tcase_add_test(tests, an_update_is_only_made_on_the_state_the_caller_saw);
    tcase_add_test(tests, update_date_goes_forward_even_when_the_clock_does_not);
    tcase_add_test(tests, flags_and_actors_that_make_no_sense_are_refused);
    tcase_add_test(tests, a_file_is_stored_once_and_goes_with_the_last_network_that_uses_it);
    tcase_add_test(tests, a_file_twice_in_one_network_is_counted_twice_and_stored_once);
    tcase_add_test(tests, a_dry_run_changes_nothing_and_says_exactly_what_a_delete_does);
    tcase_add_test(tests, an_open_file_stays_readable_after_its_network_is_deleted);
    tcase_add_loop_test(tests, a_create_that_fails_leaves_tables_files_staging_and_ids_as_they_were, 0,
                        (int)(sizeof refusals / sizeof *refusals));
    tcase_add_test(tests, a_source_that_cannot_be_read_is_a_finding_on_the_file);
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(mutable, begin_mutable, end);
    tcase_add_test(mutable, a_registry_made_so_lets_the_description_change_and_nothing_else_more);
    suite_add_tcase(suite, mutable);
    return suite;
}
