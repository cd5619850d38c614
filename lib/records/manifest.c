/* The tables of the manifest of an export: see manifest.h. It is written as JSON alone, never as a record of the store. */
#include "records/manifest.h"

#include "records/rows.h"

/* clang-format off */
static const struct nnreg_field manifest_file_fields[] = {
    {.key = "size", .number = 1, SIZE(nnreg_manifest_file, size), .doc = "bytes"},
    {.key = "sha256", .number = 2, DIGEST(nnreg_manifest_file, sha256), .doc = "SHA-256 of the content, and its name"},
};
static const struct nnreg_table nnreg_manifest_file_table =
    TABLE(manifest_file, "a file of the export's networks", manifest_file_fields);

static const struct nnreg_field manifest_network_fields[] = {
    {.key = "size", .number = 1, SIZE(nnreg_manifest_network, size), .doc = "bytes of its description"},
    {.key = "sha256", .number = 2, DIGEST(nnreg_manifest_network, sha256), .doc = "SHA-256 of its description"},
    {.key = "files", .number = 3, ARRAY(nnreg_manifest_network, files, file),
     .doc = "its files, sorted by name"},
};
static const struct nnreg_table nnreg_manifest_network_table =
    TABLE(manifest_network, "a network", manifest_network_fields);

static const struct nnreg_field manifest_spec_fields[] = {
    {.key = "size", .number = 1, SIZE(nnreg_manifest_spec, size), .doc = "bytes of its description"},
    {.key = "sha256", .number = 2, DIGEST(nnreg_manifest_spec, sha256), .doc = "SHA-256 of its description"},
};
static const struct nnreg_table nnreg_manifest_spec_table =
    TABLE(manifest_spec, "a recognition specification", manifest_spec_fields);

static const struct nnreg_field manifest_version_fields[] = {
    {.key = "size", .number = 1, SIZE(nnreg_manifest_version, size), .doc = "bytes of its description"},
    {.key = "sha256", .number = 2, DIGEST(nnreg_manifest_version, sha256), .doc = "SHA-256 of its description"},
    {.key = "current", .number = 3, BOOL(nnreg_manifest_version, current),
     .doc = "whether it is the current version of its specification"},
};
static const struct nnreg_table nnreg_manifest_version_table =
    TABLE(manifest_version, "a network attached to a specification", manifest_version_fields);

static const struct nnreg_field manifest_feature_fields[] = {
    {.key = "name", .number = 1, STRING(nnreg_manifest_feature, name), .doc = "what a reader has to know"},
};
static const struct nnreg_table nnreg_manifest_feature_table =
    TABLE(manifest_feature, "something that a reader has to know", manifest_feature_fields);

static const struct nnreg_field manifest_fields[] = {
    {.key = "format", .number = 1, STRING(nnreg_manifest, format), .doc = "nnreg-export"},
    {.key = "format_version", .number = 2, .kind = NNREG_KIND_INTEGER,
     AT(nnreg_manifest, format_version, int64_t), .doc = "of the export's format"},
    {.key = "features", .number = 3, ARRAY(nnreg_manifest, features, manifest_feature),
     .doc = "what a reader has to know beyond the version; one that it does not know it refuses"},
    {.key = "files", .number = 4, ARRAY(nnreg_manifest, files, manifest_file),
     .doc = "the files of the networks, each once, sorted by SHA-256"},
    {.key = "networks", .number = 5, ARRAY(nnreg_manifest, networks, manifest_network), .doc = "the networks"},
    {.key = "specs", .number = 6, ARRAY(nnreg_manifest, specs, manifest_spec), .doc = "the specifications"},
    {.key = "versions", .number = 7, ARRAY(nnreg_manifest, versions, manifest_version), .doc = "the versions"},
};
/* clang-format on */
const struct nnreg_table nnreg_manifest_table =
    TABLE(manifest, "what an export holds, and the sums of all of it", manifest_fields);
