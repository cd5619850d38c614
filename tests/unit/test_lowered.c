/*
 * Rules are turned off where a caller may, and what is created, changed and imported is not what they ask for: each member is left
 * out, or is each of some other values; and all fixtures of the rules. What is let through nevertheless must be as sound as anything
 * else: it can be read, published, exported and deleted, and the registry is in order. What cannot be kept is refused in words.
 */
#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fsio.h"
#include "case_bundle.h"
#include "case_text.h"
#include "registry/manifest.h"
#include "registry_fixture.h"

Suite *lowered_suite(void);

static struct registry_fixture fixture;
static nnreg_findings *lowered, *lowered_descriptions;
static nnreg *other; /* that imports */
static char other_dir[400], first_path[400], second_path[400];

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
    struct nnreg_options options = NNREG_OPTIONS_INIT;

    fixture_begin(&fixture, 0);
    ck_assert_int_eq(nnreg_set_mutable_description(fixture.registry, 1, NULL), NNREG_OK);
    fixture_add(&fixture, "one", 0);
    fixture_add_spec(&fixture, "spec");
    fixture_add_version(&fixture, 1, 1);
    fixture_add_version(&fixture, 1, 1);
    lowered = turn_off(true);
    lowered_descriptions = turn_off(false);
    snprintf(other_dir, sizeof other_dir, "%s", fixture_path(&fixture, "other"));
    snprintf(first_path, sizeof first_path, "%s", fixture_path(&fixture, "first.zip"));
    snprintf(second_path, sizeof second_path, "%s", fixture_path(&fixture, "second.zip"));
    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_open(&other, other_dir, &options), NNREG_OK);
}

static void end(void)
{
    nnreg_close(other);
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

/* What a snapshot has no answer for is not damage. */
static void assert_seen(nnreg_status status)
{
    ck_assert_msg(status == NNREG_OK || status == NNREG_UNSUPPORTED, "%d", status);
}

static nnreg_status show_network(char **text, nnreg *registry, uint64_t id)
{
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(registry, &network, id);
    size_t i;

    if (status != NNREG_OK)
        return status;
    for (i = 0; i < nnreg_network_input_count(network); i++)
        assert_seen(nnreg_network_input(network, i, &input));
    for (i = 0; i < nnreg_network_result_count(network); i++)
        assert_seen(nnreg_network_result(network, i, &result));
    ck_assert_uint_eq(nnreg_network_id(network), id);
    ck_assert_str_eq(nnreg_network_slug(network), "");
    status = nnreg_network_json(text, network);
    nnreg_network_free(network);
    return status;
}

static nnreg_status publish_network(uint64_t id)
{
    nnreg_status status = nnreg_network_publish(fixture.registry, id, "slug", NULL);

    return status == NNREG_OK ? nnreg_network_unpublish(fixture.registry, id, NULL) : status;
}

static nnreg_status delete_network(nnreg *registry, uint64_t id)
{
    return nnreg_network_delete(registry, id, NULL, NULL);
}

static nnreg_status create_spec(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    (void)given;
    return nnreg_spec_create(fixture.registry, id, json, length, NULL, lowered);
}

static nnreg_status show_spec(char **text, nnreg *registry, uint64_t id)
{
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;
    nnreg_spec *spec;
    nnreg_status status = nnreg_spec_get(registry, &spec, id);
    size_t i;

    if (status != NNREG_OK)
        return status;
    for (i = 0; i < nnreg_spec_output_count(spec); i++)
        assert_seen(nnreg_spec_output(spec, i, &output));
    ck_assert_uint_eq(nnreg_spec_id(spec), id);
    ck_assert_str_eq(nnreg_spec_slug(spec), "");
    status = nnreg_spec_json(text, spec);
    nnreg_spec_free(spec);
    return status;
}

static nnreg_status publish_spec(uint64_t id)
{
    nnreg_status status = nnreg_spec_publish(fixture.registry, id, "slug", NULL);

    return status == NNREG_OK ? nnreg_spec_unpublish(fixture.registry, id, NULL) : status;
}

static nnreg_status delete_spec(nnreg *registry, uint64_t id)
{
    return nnreg_spec_delete(registry, id, NULL, NULL);
}

static nnreg_status create_version(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    (void)given;
    return nnreg_version_create(fixture.registry, id, json, length, NULL, lowered);
}

static nnreg_status show_version(char **text, nnreg *registry, uint64_t id)
{
    struct nnreg_postprocessing_info info = NNREG_POSTPROCESSING_INFO_INIT;
    nnreg_version *version;
    nnreg_status status = nnreg_version_get(registry, &version, id);
    size_t i;

    if (status != NNREG_OK)
        return status;
    for (i = 0; i < nnreg_version_postprocessing_count(version); i++)
        assert_seen(nnreg_version_postprocessing(version, i, &info));
    ck_assert_uint_eq(nnreg_version_id(version), id);
    status = nnreg_version_json(text, version);
    nnreg_version_free(version);
    return status;
}

static nnreg_status delete_version(nnreg *registry, uint64_t id)
{
    return nnreg_version_delete(registry, id, NULL, NULL);
}

/* A change is of the first of its kind, which stays. */
static nnreg_status update_network(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    (void)given;
    *id = 1;
    return nnreg_network_update(fixture.registry, 1, json, length, NULL, lowered);
}

static nnreg_status update_spec(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    (void)given;
    *id = 1;
    return nnreg_spec_update(fixture.registry, 1, json, length, NULL, lowered);
}

static nnreg_status merge_network(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    (void)given;
    *id = 1;
    call.flags = NNREG_MERGE_METADATA;
    return nnreg_network_update(fixture.registry, 1, json, length, &call, lowered);
}

static nnreg_status update_task(uint64_t *id, const char *json, size_t length, nnreg_bundle *given)
{
    (void)given;
    *id = 1;
    return nnreg_task_update(fixture.registry, 1, json, length, NULL, lowered);
}

static nnreg_status show_task(char **text, nnreg *registry, uint64_t id)
{
    nnreg_task *task;
    nnreg_status status = nnreg_task_get(registry, &task, id);

    if (status != NNREG_OK)
        return status;
    ck_assert_uint_eq(nnreg_task_network_id(task), 1);
    status = nnreg_task_json(text, task);
    nnreg_task_free(task);
    return status;
}

#define LABELS  "'labels': [{'id': 1, 'name': 'a'}, {'id': 2, 'name': 'b'}], 'exclusive': true"
#define TENSORS "'anchors_tensor': 'a', 'offsets_tensor': 'o', 'scores_tensor': 's'"

/* What the registry assigns, and what nobody knows. */
#define DATES   "'create_date': '2020-01-01T00:00:00Z', 'update_date': '2020-01-01T00:00:00Z', 'nonsense': 'x'"
#define DIGEST  "0000000000000000000000000000000000000000000000000000000000000001"
#define OF_BOTH "'id': 77, 'slug': 'given', " DATES
#define OF_NETWORK                                                                                 \
    "'task_id': 78, 'digest': '" DIGEST "', 'files': [{'name': 'f', 'size': 1, 'sha256': '" DIGEST \
    "'}, {'name': 'g', 'size': 1, 'sha256': '" DIGEST "'}], " OF_BOTH

static const struct {
    const char *base; /* NULL: a network of the fixture */
    nnreg_status (*create)(uint64_t *id, const char *json, size_t length, nnreg_bundle *bundle);
    nnreg_status (*show)(char **text, nnreg *registry, uint64_t id);
    nnreg_status (*publish)(uint64_t id);
    nnreg_status (*delete)(nnreg *registry, uint64_t id); /* NULL: it stays */
    const char *entry;                                    /* of an export: it is imported */
    unsigned thinned;
} kinds[] = {
    {NULL, create_network, show_network, publish_network, delete_network, NULL, 2},
    {"{'name': 's', 'metadata': {'a': 1}, 'outputs': [{'labels': {" LABELS
     ", 'roi': 'NONE'}}, {'labels': {" LABELS ", 'roi': 'BBOX'}}], 'current_version_id': 79, " OF_BOTH "}",
     create_spec, show_spec, publish_spec, delete_spec, NULL, 2},
    {"{'spec_id': 1, 'network_id': 1, 'metadata': {}, 'post_processings': [{'classification': "
     "{'output_tensor': 'scores', 'thresholds': [0.5, 0.5]}}, {'detection': {'anchored_output': {" TENSORS
     "}, 'thresholds': [0.5, 0.5], 'nms_threshold': 0.3, 'discard_threshold': 0.1, 'normalize_wrt_tensor': "
     "'n'}}, {'classification': {'output_tensor': 'scores'}, 'detection': {'direct_output': {'boxes_tensor': "
     "'b', 'scores_tensor': 's', 'classes_tensor': 'c'}, 'yolo_output': {'output_tensor': 'o', 'anchors': "
     "[1, 2]}, 'nms_threshold': 0.3}}], 'id': 77, 'spec_name': 'x', 'network_name': 'x', " DATES "}",
     create_version, show_version, NULL, delete_version, NULL, 2},
    {"{'name': 'n', 'description': 'd', 'metadata': {'a': [1]}, 'task_id': 78, " OF_BOTH "}", update_network,
     show_network, publish_network, NULL, NULL, 2},
    {"{'name': 'n', 'metadata': {'a': [1]}, 'digest': '" DIGEST "', " OF_BOTH "}", merge_network,
     show_network, publish_network, NULL, NULL, 2},
    {"{'name': 'n', 'description': 'd', 'metadata': {'a': [1]}, 'current_version_id': 1, " OF_BOTH "}",
     update_spec, show_spec, publish_spec, NULL, NULL, 2},
    {"{'status': 'error', 'error': 'e', 'id': 77, 'network_id': 78, " DATES "}", update_task, show_task, NULL,
     NULL, NULL, 2},
    {.entry = "networks/1.json", .thinned = 9},
    {.entry = "specs/1.json", .thinned = 9},
    {.entry = "versions/1.json", .thinned = 9},
};
#define KINDS (int)(sizeof kinds / sizeof *kinds)

/* To who takes the rules as they are fsck may tell that one is broken, and nothing else; to who has turned them off, nothing. */
static void assert_sound(nnreg *registry, const char *dir, const char *json)
{
    const char *fault = registry_fault(registry, dir, false);
    nnreg_status status;

    ck_assert_msg(fault == NULL || strncmp(fault, "fsck finds fsck.rule", 20) == 0, "%.300s: %s", json,
                  fault);
    status = nnreg_fsck(registry, lowered_descriptions, NULL, NULL);
    ck_assert_msg(status == NNREG_OK && nnreg_findings_count(lowered_descriptions) == 0, "%.300s: %d, %s: %s",
                  json, status, nnreg_message(registry), fixture_findings(lowered_descriptions));
}

/* What was not let through is told. */
static void assert_told(nnreg *registry, nnreg_status status, const char *json)
{
    ck_assert_msg(status == NNREG_REFUSED || status == NNREG_INVALID_ARGUMENT || status == NNREG_LIMIT,
                  "%.300s: %d, %s", json, status, nnreg_message(registry));
    ck_assert_msg(*nnreg_message(registry) != '\0', "%.300s", json);
    ck_assert_msg(status != NNREG_REFUSED || nnreg_findings_count(lowered) > 0, "%.300s", json);
}

#define WELL(done, registry, what, json)                                                                \
    do {                                                                                                \
        nnreg_status got = (done);                                                                      \
                                                                                                        \
        ck_assert_msg(got == NNREG_OK, "%.300s: %s: %d, %s", json, what, got, nnreg_message(registry)); \
    } while (0)

static void export_all(nnreg *registry, const char *path, const char *json)
{
    struct nnreg_selection all = NNREG_SELECTION_INIT;

    all.all = 1;
    (void)unlink(path);
    WELL(nnreg_export(registry, path, &all, NULL, NULL), registry, "exported", json);
}

static void assert_can_be_shown(int kind, nnreg *registry, uint64_t id, const char *json)
{
    char *text;

    WELL(kinds[kind].show(&text, registry, id), registry, "shown", json);
    nnreg_free(text);
}

/* A version of it is let through or told; and it comes out as a folder, unless names are in each other's way. */
static void assert_of_use(int kind, uint64_t id, const char *what)
{
    char json[FIXTURE_JSON], *text;
    uint64_t version;
    nnreg_status status;
    size_t length = fixture_version_json(json, kind == 1 ? id : 1, kind == 0 ? id : 1);

    status = nnreg_version_create(fixture.registry, &version, json, length, NULL, lowered);
    if (status != NNREG_OK)
        assert_told(fixture.registry, status, what);
    else
        WELL(show_version(&text, fixture.registry, version), fixture.registry, "its version", what);
    if (status == NNREG_OK)
        nnreg_free(text);
    if (kind != 0)
        return;
    WELL(nnreg_network_checkout(fixture.registry, id, fixture_path(&fixture, "out"), NULL), fixture.registry,
         "checked out", what);
    ck_assert_int_eq(nnreg_fs_remove_tree(fixture.scratch.folder, "out", NULL), NNREG_OK);
}

/* A repair takes nothing that was let through for damage that it could mend. */
static void assert_not_mended(const char *what)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_fsck fsck = NNREG_FSCK_INIT;

    call.flags = NNREG_REPAIR;
    (void)nnreg_fsck(fixture.registry, fixture.findings, &fsck, &call);
    ck_assert_msg(fsck.repaired == 0, "%.300s: %s", what, fixture_found(&fixture));
}

/* What was let through is as good as what passed. */
static bool try_to_create(int kind, const char *json, nnreg_bundle *bundle, const char *what)
{
    uint64_t id;
    nnreg_status status = kinds[kind].create(&id, json, strlen(json), bundle);

    if (status != NNREG_OK) {
        assert_told(fixture.registry, status, what);
        return false;
    }
    assert_can_be_shown(kind, fixture.registry, id, what);
    if (kind < 2)
        assert_of_use(kind, id, what);
    assert_not_mended(what);
    assert_sound(fixture.registry, fixture.dir, what);
    export_all(fixture.registry, first_path, what);
    if (kinds[kind].publish != NULL)
        WELL(kinds[kind].publish(id), fixture.registry, "published", what);
    if (kinds[kind].delete != NULL)
        WELL(kinds[kind].delete(fixture.registry, id), fixture.registry, "deleted", what);
    return true;
}

/* ---------------------------------------------------------------------------------------------------------- imports -- */

static void sum(unsigned char digest[NNREG_SHA256_SIZE], const void *content, size_t size)
{
    struct nnreg_sha256 sha;

    ck_assert_int_eq(nnreg_sha256_begin(&sha, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_add(&sha, content, size, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_end(digest, &sha, NULL), NNREG_OK);
}

/* The export that all others are made of. */
static struct {
    struct text file;
    struct nnreg_manifest manifest;
    struct nnreg_export_layout layout;
} first;

static const unsigned char *bytes_of(const struct nnreg_export_entry *entry)
{
    return (const unsigned char *)first.file.content + entry->part.offset +
           nnreg_zip_local_size(&entry->part);
}

static struct nnreg_export_entry *entry_of(const char *name)
{
    size_t i = 0;

    while (i < first.layout.count && strcmp(first.layout.entries[i].name, name) != 0)
        i++;
    ck_assert_msg(i < first.layout.count, "%s", name);
    return &first.layout.entries[i];
}

static void read_first(void)
{
    struct nnreg_zip_part part = {.name = NNREG_MANIFEST_NAME};
    const unsigned char *content;

    export_all(fixture.registry, first_path, "the first export");
    first.file = (struct text)TEXT_INIT;
    ck_assert(text_load(&first.file, first_path));
    content = (const unsigned char *)first.file.content;
    part.size = content[22] | (size_t)content[23] << 8 | (size_t)content[24] << 16;
    ck_assert_int_eq(nnreg_manifest_read(&first.manifest, first.file.content + nnreg_zip_local_size(&part),
                                         part.size, fixture.findings, NULL),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_export_lay_out(&first.layout, &first.manifest, part.size, NULL), NNREG_OK);
}

static void free_first(void)
{
    nnreg_export_layout_free(&first.layout);
    nnreg_record_clear(&nnreg_manifest_table, &first.manifest);
    text_free(&first.file);
}

static uint64_t *size_in_manifest(const struct nnreg_export_entry *entry)
{
    const struct nnreg_manifest *manifest = &first.manifest;

    if (entry->kind == NNREG_EXPORT_NETWORK)
        return &((struct nnreg_manifest_network *)manifest->networks.items)[entry->index].size;
    if (entry->kind == NNREG_EXPORT_SPEC)
        return &((struct nnreg_manifest_spec *)manifest->specs.items)[entry->index].size;
    ck_assert_int_eq(entry->kind, NNREG_EXPORT_VERSION_OF_SPEC);
    return &((struct nnreg_manifest_version *)manifest->versions.items)[entry->index].size;
}

/* The first export with another text in an entry (NULL: in none), and all sums and sizes made for it and for the manifest. */
static void write_second(struct nnreg_export_entry *entry, const char *text)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT, manifest = NNREG_BYTES_INIT, directory = NNREG_BYTES_INIT;
    struct nnreg_export_layout layout;
    char digest_text[NNREG_MANIFEST_DIGEST_SIZE + 1];
    unsigned char digest[NNREG_SHA256_SIZE];
    size_t i;
    int fd;

    if (entry != NULL) {
        sum(entry->sha256, text, strlen(text));
        *size_in_manifest(entry) = strlen(text);
    }
    nnreg_manifest_put(&manifest, &first.manifest);
    sum(digest, manifest.content, manifest.size);
    nnreg_manifest_digest_text(digest_text, digest);
    ck_assert_int_eq(nnreg_export_lay_out(&layout, &first.manifest, manifest.size, NULL), NNREG_OK);
    ck_assert_uint_eq(layout.count, first.layout.count);
    for (i = 0; i < layout.count; i++) {
        struct nnreg_zip_part *part = layout.parts[i];
        const struct nnreg_export_entry *was = entry_of(part->name);
        const void *bytes = was == entry                         ? (const void *)text
                            : was->kind == NNREG_EXPORT_MANIFEST ? manifest.content
                            : was->kind == NNREG_EXPORT_DIGEST   ? digest_text
                                                                 : (const void *)bytes_of(was);

        part->crc = nnreg_crc32(0, bytes, part->size);
        ck_assert_uint_eq(out.size, part->offset);
        nnreg_zip_put_local(&out, part);
        nnreg_bytes_put(&out, bytes, part->size);
    }
    ck_assert_uint_eq(out.size, layout.directory);
    for (i = 0; i < layout.count; i++)
        nnreg_zip_put_record(&directory, layout.parts[i]);
    nnreg_zip_put_end(&directory, layout.count, layout.directory, directory.size);
    nnreg_bytes_put(&out, directory.content, directory.size);
    fd = open(second_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    ck_assert_int_eq(write(fd, out.content, out.size), (ssize_t)out.size);
    close(fd);
    nnreg_export_layout_free(&layout);
    nnreg_bytes_free(&directory);
    nnreg_bytes_free(&manifest);
    nnreg_bytes_free(&out);
}

static struct {
    int kind;
    uint64_t id;
} made[16];
static size_t made_count;

static void note_made(void *context, const struct nnreg_transferred *object)
{
    static const char *const names[] = {"network", "spec", "version"};
    int kind = 0;

    (void)context;
    if (!object->made)
        return;
    while (strcmp(names[kind], object->object) != 0)
        kind++;
    ck_assert_uint_lt(made_count, 16);
    made[made_count].kind = kind;
    made[made_count++].id = object->id;
}

/* The other registry is empty before and after. */
static bool try_to_import(const char *what)
{
    struct nnreg_transfer told = NNREG_TRANSFER_INIT;
    nnreg_status status;
    size_t i;
    int kind;

    told.each = note_made;
    made_count = 0;
    status = nnreg_import(other, second_path, NULL, &told, lowered);
    if (status != NNREG_OK) {
        assert_told(other, status, what);
        return false;
    }
    ck_assert_uint_ge(made_count, 4);
    for (i = 0; i < made_count; i++)
        assert_can_be_shown(made[i].kind, other, made[i].id, what);
    assert_sound(other, other_dir, what);
    export_all(other, fixture_path(&fixture, "third.zip"), what);
    WELL(nnreg_import(other, fixture_path(&fixture, "third.zip"), NULL, &told, lowered), other,
         "imported again", what);
    ck_assert_msg(told.made_networks + told.made_specs + told.made_versions == 0, "%.300s", what);
    for (kind = 2; kind >= 0; kind--)
        for (i = 0; i < made_count; i++)
            if (made[i].kind == kind)
                WELL(kinds[kind].delete(other, made[i].id), other, "deleted", what);
    return true;
}

/* --------------------------------------------------------------------------------------------------- other members -- */

static unsigned tried, let_through, place, thinned;

static void try_document(int kind, const json_t *document)
{
    char *text = json_dumps(document, 0);

    if (place++ % thinned == 0) {
        tried++;
        if (kinds[kind].entry == NULL) {
            let_through += try_to_create(kind, text, NULL, text);
        } else {
            write_second(entry_of(kinds[kind].entry), text);
            let_through += try_to_import(text);
        }
    }
    free(text);
}

/* In place of a value, one after the other; NULL: none. LONG: longer than any text of a line may be. */
#define LONG "long"
static const char *const others[] = {
    NULL,   "null",  "false",       "true", "0",  "1",      "-1",   "18446744073709551615", "1e300",
    "\"\"", "\"x\"", "\"\\u0001\"", LONG,   "[]", "[\"\"]", "[{}]", "[null, null]",         "{}"};
#define OTHERS (sizeof others / sizeof *others)

static json_t *other_value(size_t i)
{
    static char longer[70000];
    json_t *value;

    if (strcmp(others[i], LONG) == 0) {
        memset(longer, 'l', sizeof longer - 1);
        return json_string(longer);
    }
    value = json_loads(others[i], JSON_DECODE_ANY, NULL);
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

/* Each entry is each other value, and what is in it has other members; then there are more of the first than a list may have. */
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
    for (i = 0; i < 1100; i++)
        ck_assert_int_eq(json_array_append(array, json_array_get(copy, 0)), 0);
    try_document(kind, document);
    ck_assert_int_eq(json_array_clear(array), 0);
    ck_assert_int_eq(json_array_extend(array, copy), 0);
    json_decref(copy);
}

static void change_inside(int kind, const json_t *document, json_t *value)
{
    if (json_is_object(value))
        change_members(kind, document, value);
    else if (json_is_array(value))
        change_entries(kind, document, value);
}

/* The text of a row, whose quotation marks are single ones. */
static json_t *base_of(int kind)
{
    const struct nnreg_export_entry *entry = kinds[kind].entry != NULL ? entry_of(kinds[kind].entry) : NULL;
    struct text base = TEXT_INIT;
    json_t *document;

    if (entry != NULL)
        text_format(&base, "%.*s", (int)entry->part.size, (const char *)bytes_of(entry));
    else if (kinds[kind].base != NULL)
        text_format(&base, "%s", kinds[kind].base);
    else
        text_format(&base, "%s",
                    fixture_description("n", ", 'metadata': {'a': [1]}, 'description': 'd', "
                                             "'license': 'MIT', 'source': 'http://a', 'authors': "
                                             "['a'], " OF_NETWORK));
    for (char *at = base.content; entry == NULL && (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    document = json_loads(base.content, 0, NULL);
    ck_assert_msg(document != NULL, "%s", base.content);
    text_free(&base);
    return document;
}

/* Something of each kind: what the rows of creates are. */
static void fill(void)
{
    char *text;
    uint64_t id;
    int kind;

    for (kind = 0; kind < 3; kind++) {
        json_t *document = base_of(kind);

        text = json_dumps(document, 0);
        WELL(kinds[kind].create(&id, text, strlen(text), NULL), fixture.registry, "created", text);
        free(text);
        json_decref(document);
    }
}

START_TEST(what_is_let_through_with_another_member_is_sound)
{
    json_t *document;

    if (kinds[_i].entry != NULL) {
        fill();
        read_first();
    }
    document = base_of(_i);
    tried = let_through = place = 0;
    thinned = fixture_stride("members of imports", kinds[_i].thinned);
    try_document(_i, document);
    ck_assert_uint_eq(let_through, 1);
    change_inside(_i, document, document);
    ck_assert_uint_gt(place, 100);
    ck_assert_uint_gt(let_through, tried / 20);
    json_decref(document);
    if (kinds[_i].entry != NULL)
        free_first();
}
END_TEST

/* Names that a bundle would not give to a file, and one that another has. */
START_TEST(what_is_let_through_of_a_manifest_is_sound)
{
    static const char *const names[] = {"",
                                        ".",
                                        "x",
                                        "/x",
                                        "../x",
                                        "assets/../../x",
                                        "assets/",
                                        "assets//x",
                                        "a\\b",
                                        "assets/a\\b",
                                        "assets/\x01",
                                        "assets.extra/\xc3\xa9",
                                        "assets.extra/x",
                                        "saved_model.pb",
                                        "saved_model.pbtxt",
                                        "SAVED_MODEL.PB",
                                        "variables.index",
                                        "variables/variables.index",
                                        "variables.data-00000-of-00002"};
    struct nnreg_manifest_network *network;
    struct nnreg_file *files;
    size_t i, k;

    read_first();
    network = first.manifest.networks.items;
    files = network->files.items;
    for (i = 0; i < network->files.count; i++) {
        char *kept = files[i].name;

        for (k = 0; k < sizeof names / sizeof *names; k++) {
            char name[40];

            snprintf(name, sizeof name, "%s", names[k]);
            files[i].name = name;
            write_second(NULL, NULL);
            (void)try_to_import(name);
        }
        files[i].name = kept;
    }
    write_second(NULL, NULL);
    ck_assert(try_to_import("as it was"));
    free_first();
}
END_TEST

/* An update changes what can change, and nothing else, whatever is made little of. */
START_TEST(what_cannot_change_no_severity_changes)
{
    static const struct {
        int kind;
        const char *text;
        nnreg_status status;
        const char *told; /* the message; of what is refused, the rule of the one finding */
    } rows[] = {
        {3, "{}", NNREG_OK, ""},
        {3, "{\"id\": 77, \"slug\": \"given\"}", NNREG_OK, ""},
        {3, "{\"nonsense\": 1, \"nam\\u0000\": \"n\", \"name\\u0000\": \"n\"}", NNREG_OK, ""},
        {3, "{\"framework\": \"tensorflow-1.x\"}", NNREG_REFUSED, "immutable"},
        {3, "{\"files\": []}", NNREG_REFUSED, "immutable"},
        {3, "[\"name\"]", NNREG_INVALID_ARGUMENT, "the update is not an object"},
        {3, "7", NNREG_INVALID_ARGUMENT, "the update is not an object"},
        {3, "{\"name\": 7}", NNREG_INVALID_ARGUMENT, "the value of \"name\" is not what its field takes"},
        {3, "{\"metadata\": \"x\"}", NNREG_INVALID_ARGUMENT,
         "the value of \"metadata\" is not what its field takes"},
        {4, "{\"metadata\": \"x\"}", NNREG_INVALID_ARGUMENT,
         "what is merged into \"metadata\" is not an object"},
        {4, "{\"metadata\": null}", NNREG_INVALID_ARGUMENT,
         "what is merged into \"metadata\" is not an object"},
        {5, "{\"outputs\": []}", NNREG_REFUSED, "immutable"},
        {5, "{\"current_version_id\": 77}", NNREG_REFUSED, "reference"},
        {5, "{\"create_date\": 7, \"slug\": \"given\"}", NNREG_OK, ""},
        {6, "{\"status\": \"error\"}", NNREG_REFUSED, "task.error"},
        {6, "{\"network_id\": 77}", NNREG_OK, ""},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *before, *after;
        uint64_t id;
        nnreg_status status;

        ck_assert_int_eq(kinds[rows[i].kind].show(&before, fixture.registry, 1), NNREG_OK);
        status = kinds[rows[i].kind].create(&id, rows[i].text, strlen(rows[i].text), NULL);
        ck_assert_msg(status == rows[i].status, "%s: %d, %s", rows[i].text, status,
                      nnreg_message(fixture.registry));
        if (status == NNREG_REFUSED) {
            ck_assert_uint_eq(nnreg_findings_count(lowered), 1);
            ck_assert_str_eq(nnreg_findings_get(lowered, 0)->rule, rows[i].told);
        } else {
            ck_assert_str_eq(nnreg_message(fixture.registry), rows[i].told);
        }
        ck_assert_int_eq(kinds[rows[i].kind].show(&after, fixture.registry, 1), NNREG_OK);
        ck_assert_str_eq(after, before);
        nnreg_free(before);
        nnreg_free(after);
        assert_sound(fixture.registry, fixture.dir, rows[i].text);
    }
}
END_TEST

/* What a create assigns is not what the text says: neither is a number of files added to by it. */
START_TEST(what_the_registry_assigns_no_text_gives)
{
    nnreg_network *network;
    nnreg_spec *spec;
    nnreg_version *version;

    fill();
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 2), NNREG_OK);
    ck_assert_uint_eq(nnreg_network_file_count(network), FIXTURE_FILES);
    ck_assert_uint_eq(nnreg_network_task_id(network), 2);
    ck_assert_str_eq(nnreg_network_slug(network), "");
    nnreg_network_free(network);
    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, 2), NNREG_OK);
    ck_assert_uint_eq(nnreg_spec_current_version_id(spec), 0);
    ck_assert_str_eq(nnreg_spec_slug(spec), "");
    nnreg_spec_free(spec);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, 3), NNREG_OK);
    ck_assert_str_eq(nnreg_version_spec_name(version), "spec");
    nnreg_version_free(version);
    assert_sound(fixture.registry, fixture.dir, "");
}
END_TEST

/* There is nothing to keep of a network without files, whatever is made little of. */
START_TEST(a_network_without_files_is_not_stored)
{
    const char *json = fixture_description("n", "");
    nnreg_bundle *bundle;
    uint64_t id;

    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(create_network(&id, json, strlen(json), bundle), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "the network has no files"));
    nnreg_bundle_free(bundle);
    assert_sound(fixture.registry, fixture.dir, json);
}
END_TEST

/* What was let through is no damage of a copy. */
START_TEST(a_registry_of_what_was_let_through_is_backed_up)
{
    const char *json = fixture_description("", "");
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char dir[400];
    nnreg *backup;
    uint64_t id;

    if (!store_is_default())
        return;
    WELL(create_network(&id, json, strlen(json), NULL), fixture.registry, "created", json);
    snprintf(dir, sizeof dir, "%s", fixture_path(&fixture, "backup"));
    WELL(nnreg_backup(fixture.registry, dir, NULL, NULL), fixture.registry, "backed up", json);
    options.flags = NNREG_OPEN_READ_ONLY;
    ck_assert_int_eq(nnreg_open(&backup, dir, &options), NNREG_OK);
    assert_can_be_shown(0, backup, id, json);
    ck_assert_int_eq(nnreg_fsck(backup, lowered_descriptions, NULL, NULL), NNREG_OK);
    nnreg_close(backup);
}
END_TEST

/* What has no meaning for this library is told as such, and the rest is there. */
START_TEST(what_has_no_meaning_is_not_supported)
{
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;
    json_t *document = base_of(0), *part;
    nnreg_network *network;
    uint64_t id;
    char *text;

    part = json_object_get(
        json_array_get(json_object_get(json_object_get(document, "preprocessing"), "inputs"), 0), "image");
    ck_assert_int_eq(json_object_set_new(part, "target_size", json_string("wide")), 0);
    part = json_object_get(json_array_get(json_object_get(document, "postprocessings"), 0), "tensors_output");
    ck_assert_int_eq(json_object_set_new(part, "signature_keys", json_pack("[s, s, s]", "a", "b", "c")), 0);
    text = json_dumps(document, 0);
    WELL(kinds[0].create(&id, text, strlen(text), NULL), fixture.registry, "created", text);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_input(network, 0, &input), NNREG_UNSUPPORTED);
    ck_assert_int_eq(nnreg_network_result(network, 0, &result), NNREG_UNSUPPORTED);
    nnreg_network_free(network);
    free(text);
    json_decref(document);
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
            let_through += try_to_create(0, description.content, has_bundle ? bundle.bundle : NULL, folder);
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
    tcase_add_test(tests, what_is_let_through_of_a_manifest_is_sound);
    tcase_add_test(tests, what_cannot_change_no_severity_changes);
    tcase_add_test(tests, what_the_registry_assigns_no_text_gives);
    tcase_add_test(tests, a_network_without_files_is_not_stored);
    tcase_add_test(tests, a_registry_of_what_was_let_through_is_backed_up);
    tcase_add_test(tests, what_has_no_meaning_is_not_supported);
    tcase_add_loop_test(tests, what_is_let_through_of_the_fixtures_is_sound, 0, PARTS);
    suite_add_tcase(suite, tests);
    return suite;
}
