/* The manifest of an export, and the layout of the archive: see manifest.h. */
#include "registry/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check/report.h"
#include "codec/json_records.h"

#define MAKE_ANEW "export it again where it came from, and bring the file over whole"

void nnreg_manifest_put(struct nnreg_bytes *out, const struct nnreg_manifest *manifest)
{
    struct nnreg_json_writer writer;

    nnreg_json_writer_init(&writer, out, 1);
    nnreg_json_put_record(&writer, &nnreg_manifest_table, manifest);
    nnreg_bytes_char(out, '\n');
}

/* Two spaces, as sha256sum puts them in front of the name of a file that was read as a text. */
void nnreg_manifest_digest_text(char out[NNREG_MANIFEST_DIGEST_SIZE + 1],
                                const unsigned char digest[NNREG_SHA256_SIZE])
{
    char hex[NNREG_SHA256_TEXT];

    nnreg_hex(hex, digest);
    (void)snprintf(out, NNREG_MANIFEST_DIGEST_SIZE + 1, "%s  %s\n", hex, NNREG_MANIFEST_NAME);
}

/* ---------------------------------------------------------------------------------------------------- reading -- */

static void manifest_complain(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                              const char *message, const char *hint)
{
    struct nnreg_location place = {.file = NNREG_MANIFEST_NAME, .offset = offset, .has_offset = true};

    (void)problem, (void)value, (void)hint;
    nnreg_report_location(context, NNREG_RULE_EXPORT_MANIFEST, NNREG_SEVERITY_OFF, &place, MAKE_ANEW,
                          "the manifest is no JSON: %s", message);
}

static nnreg_status refuse_manifest(nnreg_findings *findings, const char *what)
{
    nnreg_report_file(findings, NNREG_RULE_EXPORT_MANIFEST, NNREG_SEVERITY_OFF, NNREG_MANIFEST_NAME,
                      MAKE_ANEW, "%s", what);
    return NNREG_REFUSED;
}

/* Before anything else is looked at: what another version has in it is not known here. */
static nnreg_status check_export_version(const struct nnreg_json *json, nnreg_findings *findings,
                                         struct nnreg_error *error)
{
    const struct nnreg_json_value *format =
        nnreg_json_member(json, json->values, NNREG_KEY(manifest, format));
    const struct nnreg_json_value *version =
        nnreg_json_member(json, json->values, NNREG_KEY(manifest, format_version));
    int64_t number;

    if (format == NULL || format->type != NNREG_JSON_STRING ||
        !nnreg_json_string_is(json, format, NNREG_EXPORT_FORMAT) || version == NULL ||
        version->type != NNREG_JSON_NUMBER || !nnreg_json_int64(&number, json, version))
        return refuse_manifest(findings, "the manifest is not that of an export");
    if (number > NNREG_EXPORT_VERSION)
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          "the export has the format version %lld, and this library reads version %d: it "
                          "was made by a newer nnreg",
                          (long long)number, NNREG_EXPORT_VERSION);
    return NNREG_OK;
}

static nnreg_status check_export_features(const struct nnreg_manifest *manifest, struct nnreg_error *error)
{
    const struct nnreg_manifest_feature *features = manifest->features.items;

    if (manifest->features.count == 0)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_UNSUPPORTED,
                      "the export has the feature \"%.100s\", which this library does not know: it was made "
                      "by a newer nnreg",
                      features[0].name != NULL ? features[0].name : "");
}

/* The one text that stands for what was read: other spaces, another order of keys, a key that is not known are none. */
static nnreg_status check_manifest_text(const struct nnreg_manifest *manifest, const char *text,
                                        size_t length, nnreg_findings *findings, struct nnreg_error *error)
{
    struct nnreg_bytes again = NNREG_BYTES_INIT;
    bool same;

    nnreg_manifest_put(&again, manifest);
    if (again.failed) {
        nnreg_bytes_free(&again);
        return nnreg_fail_memory(error);
    }
    same = again.size == length && memcmp(again.content, text, length) == 0;
    nnreg_bytes_free(&again);
    return same ? NNREG_OK : refuse_manifest(findings, "the manifest is not written as an export writes it");
}

static int by_file_digest(const void *a, const void *b)
{
    const struct nnreg_manifest_file *left = a, *right = b;

    return memcmp(left->sha256, right->sha256, sizeof left->sha256);
}

const struct nnreg_manifest_file *nnreg_manifest_find(const struct nnreg_manifest *manifest,
                                                      const nnreg_digest digest)
{
    struct nnreg_manifest_file key = {.size = 0};

    memcpy(key.sha256, digest, sizeof key.sha256);
    return manifest->files.count == 0
               ? NULL
               : bsearch(&key, manifest->files.items, manifest->files.count, sizeof key, by_file_digest);
}

/* Whether a network's files are sorted, each name once, and all of them are in the list; notes those that are used. */
static bool check_network_files(bool *used, const struct nnreg_manifest *manifest,
                                const struct nnreg_manifest_network *network)
{
    const struct nnreg_file *files = network->files.items;
    size_t i;

    for (i = 0; i < network->files.count; i++) {
        const struct nnreg_manifest_file *file = nnreg_manifest_find(manifest, files[i].sha256);

        if (files[i].name == NULL || (i > 0 && strcmp(files[i - 1].name, files[i].name) >= 0) ||
            file == NULL || file->size != files[i].size)
            return false;
        used[file - (const struct nnreg_manifest_file *)manifest->files.items] = true;
    }
    return true;
}

/* What hangs together: files in order, each of use to a network, and what networks use is there. */
static nnreg_status check_manifest_files(const struct nnreg_manifest *manifest, nnreg_findings *findings,
                                         struct nnreg_error *error)
{
    const struct nnreg_manifest_file *files = manifest->files.items;
    const struct nnreg_manifest_network *networks = manifest->networks.items;
    bool *used = nnreg_alloc_zero(manifest->files.count, sizeof *used), good = true;
    size_t i;

    if (used == NULL)
        return nnreg_fail_memory(error);
    for (i = 1; i < manifest->files.count; i++)
        good = good && by_file_digest(&files[i - 1], &files[i]) < 0;
    for (i = 0; i < manifest->networks.count; i++)
        good = good && check_network_files(used, manifest, &networks[i]);
    for (i = 0; i < manifest->files.count; i++)
        good = good && used[i];
    nnreg_free(used);
    return good ? NNREG_OK
                : refuse_manifest(findings, "the files of the networks in the manifest are not those that "
                                            "it lists, in their order");
}

static nnreg_status take_manifest(struct nnreg_manifest *manifest, const struct nnreg_json *json,
                                  nnreg_findings *findings, struct nnreg_error *error)
{
    nnreg_status status = check_export_version(json, findings, error);

    if (status != NNREG_OK)
        return status;
    status =
        nnreg_json_to_record(&nnreg_manifest_table, manifest, json, json->values, NNREG_JSON_AS_GIVEN, error);
    if (status == NNREG_INVALID_ARGUMENT)
        return refuse_manifest(findings, "a value of the manifest is not what it has to be");
    if (status == NNREG_OK)
        status = check_export_features(manifest, error);
    if (status == NNREG_OK)
        status = check_manifest_text(manifest, json->text, json->length, findings, error);
    if (status == NNREG_OK)
        status = check_manifest_files(manifest, findings, error);
    if (status != NNREG_OK)
        nnreg_record_clear(&nnreg_manifest_table, manifest);
    return status;
}

nnreg_status nnreg_manifest_read(struct nnreg_manifest *manifest, const char *text, size_t length,
                                 nnreg_findings *findings, struct nnreg_error *error)
{
    struct nnreg_json json = {.values = NULL};
    nnreg_status status;

    *manifest = (struct nnreg_manifest){.format_version = 0};
    status = nnreg_json_read(&json, text, length, NULL, manifest_complain, findings);
    if (status == NNREG_NO_MEMORY)
        return nnreg_fail_memory(error);
    if (status == NNREG_OK && json.values->type != NNREG_JSON_OBJECT)
        status = refuse_manifest(findings, "the manifest is no JSON object");
    if (status == NNREG_OK)
        status = take_manifest(manifest, &json, findings, error);
    nnreg_json_free(&json);
    return status;
}

/* ----------------------------------------------------------------------------------------------------- layout -- */

/* Folders are called as the lists of the manifest are. */
static const char *export_folder(enum nnreg_export_kind kind)
{
    switch (kind) {
    case NNREG_EXPORT_NETWORK:
        return NNREG_KEY(manifest, networks);
    case NNREG_EXPORT_SPEC:
        return NNREG_KEY(manifest, specs);
    case NNREG_EXPORT_VERSION_OF_SPEC:
        return NNREG_KEY(manifest, versions);
    default:
        return NNREG_KEY(manifest, files);
    }
}

void nnreg_export_entry_name(char out[NNREG_EXPORT_NAME], enum nnreg_export_kind kind, size_t index,
                             const unsigned char *sha256)
{
    char hex[NNREG_SHA256_TEXT];

    if (kind == NNREG_EXPORT_MANIFEST || kind == NNREG_EXPORT_DIGEST) {
        (void)snprintf(out, NNREG_EXPORT_NAME, "%s",
                       kind == NNREG_EXPORT_MANIFEST ? NNREG_MANIFEST_NAME : NNREG_MANIFEST_DIGEST);
    } else if (kind == NNREG_EXPORT_FILE) {
        nnreg_hex(hex, sha256);
        (void)snprintf(out, NNREG_EXPORT_NAME, "%s/%s", export_folder(kind), hex);
    } else {
        (void)snprintf(out, NNREG_EXPORT_NAME, "%s/%zu.json", export_folder(kind), index + 1);
    }
}

static void add_export_entry(struct nnreg_export_layout *layout, enum nnreg_export_kind kind, size_t index,
                             uint64_t size, unsigned char *sha256)
{
    struct nnreg_export_entry *entry = &layout->entries[layout->count++];

    *entry = (struct nnreg_export_entry){.kind = kind, .index = index, .sha256 = sha256};
    entry->part.size = size;
    nnreg_export_entry_name(entry->name, kind, index, sha256);
}

static int by_entry_name(const void *a, const void *b)
{
    const struct nnreg_export_entry *left = a, *right = b;

    return strcmp(left->name, right->name);
}

static void add_export_entries(struct nnreg_export_layout *layout, const struct nnreg_manifest *manifest,
                               size_t manifest_size)
{
    struct nnreg_manifest_file *files = manifest->files.items;
    struct nnreg_manifest_network *networks = manifest->networks.items;
    struct nnreg_manifest_spec *specs = manifest->specs.items;
    struct nnreg_manifest_version *versions = manifest->versions.items;
    size_t i;

    add_export_entry(layout, NNREG_EXPORT_MANIFEST, 0, manifest_size, NULL);
    add_export_entry(layout, NNREG_EXPORT_DIGEST, 0, NNREG_MANIFEST_DIGEST_SIZE, NULL);
    for (i = 0; i < manifest->files.count; i++)
        add_export_entry(layout, NNREG_EXPORT_FILE, i, files[i].size, files[i].sha256);
    for (i = 0; i < manifest->networks.count; i++)
        add_export_entry(layout, NNREG_EXPORT_NETWORK, i, networks[i].size, networks[i].sha256);
    for (i = 0; i < manifest->specs.count; i++)
        add_export_entry(layout, NNREG_EXPORT_SPEC, i, specs[i].size, specs[i].sha256);
    for (i = 0; i < manifest->versions.count; i++)
        add_export_entry(layout, NNREG_EXPORT_VERSION_OF_SPEC, i, versions[i].size, versions[i].sha256);
    qsort(layout->entries, layout->count, sizeof *layout->entries, by_entry_name);
}

/* The directory is as long as it will be: no number in it has fewer bytes for being small. */
static uint64_t directory_size(const struct nnreg_export_layout *layout, struct nnreg_bytes *record)
{
    uint64_t size = 0;
    size_t i;

    for (i = 0; i < layout->count; i++) {
        record->size = 0;
        nnreg_zip_put_record(record, layout->parts[i]);
        size += record->size;
    }
    record->size = 0;
    nnreg_zip_put_end(record, layout->count, layout->directory, size);
    return size + record->size;
}

static nnreg_status measure_layout(struct nnreg_export_layout *layout, struct nnreg_error *error)
{
    struct nnreg_bytes record = NNREG_BYTES_INIT;
    size_t i;

    for (i = 0; i < layout->count; i++) {
        layout->entries[i].part.name = layout->entries[i].name;
        layout->parts[i] = &layout->entries[i].part;
    }
    if (!nnreg_zip_lay_out(&layout->directory, layout->parts, layout->count))
        return nnreg_fail(error, NNREG_LIMIT, "the export would be larger than a file can be");
    for (i = 0; i < layout->count; i++)
        layout->bytes += layout->entries[i].part.size;
    layout->size = layout->directory + directory_size(layout, &record);
    if (record.failed) {
        nnreg_bytes_free(&record);
        return nnreg_fail_memory(error);
    }
    nnreg_bytes_free(&record);
    return NNREG_OK;
}

nnreg_status nnreg_export_lay_out(struct nnreg_export_layout *layout, const struct nnreg_manifest *manifest,
                                  size_t manifest_size, struct nnreg_error *error)
{
    size_t count = 2 + manifest->files.count + manifest->networks.count + manifest->specs.count +
                   manifest->versions.count;

    *layout = (struct nnreg_export_layout){.count = 0};
    layout->entries = nnreg_alloc_zero(count, sizeof *layout->entries);
    layout->parts = nnreg_alloc_zero(count, sizeof *layout->parts);
    if (layout->entries == NULL || layout->parts == NULL)
        return nnreg_fail_memory(error);
    add_export_entries(layout, manifest, manifest_size);
    return measure_layout(layout, error);
}

void nnreg_export_layout_free(struct nnreg_export_layout *layout)
{
    nnreg_free(layout->entries);
    nnreg_free(layout->parts);
    *layout = (struct nnreg_export_layout){.count = 0};
}
