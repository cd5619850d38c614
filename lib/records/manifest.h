/*
 * The manifest of an export, as a plain record: what doc/EXPORT.md calls MANIFEST.json. Objects are known by their places in
 * these lists, which are their numbers in the export, from 1.
 */
#ifndef NNREG_RECORDS_MANIFEST_H
#define NNREG_RECORDS_MANIFEST_H

#include "records/network.h"

/* A stored file. */
struct nnreg_manifest_file {
    struct nnreg_unknown unknown;
    uint64_t size;
    nnreg_digest sha256;
};

/* `size` and `sha256` are those of the description. */
struct nnreg_manifest_network {
    struct nnreg_unknown unknown;
    uint64_t size;
    nnreg_digest sha256;
    struct nnreg_array files; /* struct nnreg_file, sorted by name */
};

struct nnreg_manifest_spec {
    struct nnreg_unknown unknown;
    uint64_t size;
    nnreg_digest sha256;
};

struct nnreg_manifest_version {
    struct nnreg_unknown unknown;
    uint64_t size;
    nnreg_digest sha256;
    bool current; /* of its specification */
};

/* What a reader has to know beyond the format's version. */
struct nnreg_manifest_feature {
    struct nnreg_unknown unknown;
    char *name;
};

struct nnreg_manifest {
    struct nnreg_unknown unknown;
    char *format;
    int64_t format_version;
    struct nnreg_array features; /* struct nnreg_manifest_feature */
    struct nnreg_array files;    /* struct nnreg_manifest_file, sorted by digest */
    struct nnreg_array networks; /* struct nnreg_manifest_network */
    struct nnreg_array specs;    /* struct nnreg_manifest_spec */
    struct nnreg_array versions; /* struct nnreg_manifest_version */
};

extern const struct nnreg_table nnreg_manifest_table;

#endif
