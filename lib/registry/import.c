/* The public calls that import: see import.h. */
#include "registry/import.h"

#include <fcntl.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "base/fsio.h"
#include "check/rules.h"
#include "registry/transfer.h"

static void tell_one(const struct nnreg_transfer *transfer, enum nnreg_object object, size_t index,
                     uint64_t id, const char *name, bool made)
{
    struct nnreg_transferred told = {.size = sizeof told,
                                     .object = nnreg_object_kinds[object].table->name,
                                     .number = index + 1,
                                     .id = id,
                                     .name = name,
                                     .made = made};

    nnreg_transfer_each(transfer, &told);
}

/* Counts what was made, and tells each object when the counts are told. */
static void tell_import(const struct nnreg_import *import, struct nnreg_transfer *transfer)
{
    struct nnreg_transfer counts = NNREG_TRANSFER_INIT;
    size_t i;

    nnreg_transfer_count(&counts, &import->reader.manifest, import->reader.digest, &import->reader.layout);
    for (i = 0; i < counts.networks; i++)
        counts.made_networks += import->known_networks.wanted[i].id == 0;
    for (i = 0; i < counts.specs; i++)
        counts.made_specs += import->known_specs.wanted[i].id == 0;
    for (i = 0; i < counts.versions; i++)
        counts.made_versions += import->versions[i].made;
    nnreg_transfer_tell(transfer, &counts);
    for (i = 0; i < counts.networks; i++)
        tell_one(transfer, NNREG_OBJECT_NETWORK, i, import->networks[i].network.id,
                 import->networks[i].network.name, import->known_networks.wanted[i].id == 0);
    for (i = 0; i < counts.specs; i++)
        tell_one(transfer, NNREG_OBJECT_SPEC, i, import->specs[i].id, import->specs[i].name,
                 import->known_specs.wanted[i].id == 0);
    for (i = 0; i < counts.versions; i++)
        tell_one(transfer, NNREG_OBJECT_VERSION, i, import->versions[i].id, "", import->versions[i].made);
}

static void free_import(struct nnreg_import *import)
{
    const struct nnreg_manifest *manifest = &import->reader.manifest;
    size_t i;

    for (i = 0; import->networks != NULL && i < manifest->networks.count; i++)
        nnreg_creation_forget(&import->networks[i]);
    for (i = 0; import->specs != NULL && i < manifest->specs.count; i++)
        nnreg_record_clear(&nnreg_spec_table, &import->specs[i]);
    for (i = 0; import->versions != NULL && i < manifest->versions.count; i++)
        nnreg_record_clear(&nnreg_version_table, &import->versions[i].record);
    nnreg_free(import->networks);
    nnreg_free(import->specs);
    nnreg_free(import->versions);
    nnreg_recognise_free(&import->known_networks);
    nnreg_recognise_free(&import->known_specs);
    nnreg_creation_discard(&import->session);
    nnreg_creation_forget(&import->session);
    nnreg_export_reader_close(&import->reader);
}

static nnreg_status run_import(struct nnreg_import *import, struct nnreg_transfer *transfer,
                               struct nnreg_error *error)
{
    nnreg_status status = nnreg_export_reader_open(&import->reader, error);

    if (status == NNREG_OK)
        status = nnreg_import_stage(import, error);
    if (status == NNREG_OK)
        status = nnreg_import_judge(import, error);
    if (status == NNREG_OK)
        status = nnreg_import_store(import, error);
    if (status == NNREG_OK) {
        nnreg_events_announce(import->registry);
        tell_import(import, transfer);
    }
    nnreg_findings_finish(import->findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        nnreg_findings_clear(import->findings);
    return status;
}

/* Opens `path`, or with NULL takes the descriptor, which may be of anything. */
static nnreg_status open_import(int *opened, struct nnreg_import *import, const char *path, int fd,
                                struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status;

    *opened = -1;
    if (path != NULL) {
        status = nnreg_fs_open(opened, &stat, AT_FDCWD, path, error);
        fd = *opened;
    } else {
        status = nnreg_fs_stat_fd(&stat, fd, error);
        if (status == NNREG_OK && stat.kind != NNREG_FILE_REGULAR)
            status = nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                                "an export is read from a regular file: a pipe cannot be read twice");
    }
    import->reader.fd = fd;
    import->reader.size = stat.size;
    return status;
}

static nnreg_status import_from(nnreg *registry, const char *call, const char *path, int fd, bool sound,
                                const struct nnreg_call_options *options, struct nnreg_transfer *transfer,
                                nnreg_findings *findings)
{
    struct nnreg_import import = {.registry = registry, .findings = findings};
    struct nnreg_error error;
    int opened = -1;
    nnreg_status status = nnreg_transfer_begin(transfer, nnreg_enter(registry, true, &error), &error);

    if (findings != NULL)
        nnreg_findings_clear(findings);
    import.session = (struct nnreg_creation){
        .registry = registry, .findings = findings, .tensors = NNREG_BYTES_INIT, .staging = {
            .staging = -1,
            .folder = -1
        }};
    if (status == NNREG_OK && (findings == NULL || !sound))
        status =
            nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL, or a descriptor is negative");
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&import.options, options, call, 0, &error);
    if (status == NNREG_OK)
        status = open_import(&opened, &import, path, fd, &error);
    if (status == NNREG_OK) {
        import.reader.findings = findings;
        import.reader.options = import.session.options = import.options;
        status = run_import(&import, transfer, &error);
    }
    free_import(&import);
    nnreg_fs_close(opened);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_import(nnreg *registry, const char *path, const struct nnreg_call_options *options,
                          struct nnreg_transfer *transfer, nnreg_findings *findings)
{
    return import_from(registry, "nnreg_import", path, -1, path != NULL, options, transfer, findings);
}

nnreg_status nnreg_import_fd(nnreg *registry, int fd, const struct nnreg_call_options *options,
                             struct nnreg_transfer *transfer, nnreg_findings *findings)
{
    return import_from(registry, "nnreg_import_fd", NULL, fd, fd >= 0, options, transfer, findings);
}
