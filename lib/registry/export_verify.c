/* Proving an export without a registry. */
#include <fcntl.h>

#include "base/call_options.h"
#include "base/fsio.h"
#include "check/rules.h"
#include "registry/export_reader.h"
#include "registry/transfer.h"

static nnreg_status prove_entries(struct nnreg_export_reader *reader, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < reader->layout.count && status == NNREG_OK; i++)
        if (reader->layout.entries[i].sha256 != NULL)
            status = nnreg_export_reader_prove(reader, &reader->layout.entries[i], error);
    if (status == NNREG_OK)
        status = nnreg_export_reader_end(reader, error);
    return status == NNREG_OK ? nnreg_findings_status(reader->findings) : status;
}

static void tell_verified_objects(const struct nnreg_transfer *transfer, enum nnreg_object object,
                                  size_t count)
{
    struct nnreg_transferred told = {
        .size = sizeof told, .object = nnreg_object_kinds[object].table->name, .name = ""};

    for (told.number = 1; told.number <= count; told.number++)
        nnreg_transfer_each(transfer, &told);
}

static void tell_verified(const struct nnreg_export_reader *reader, struct nnreg_transfer *transfer)
{
    struct nnreg_transfer counts = NNREG_TRANSFER_INIT;

    nnreg_transfer_count(&counts, &reader->manifest, reader->digest, &reader->layout);
    nnreg_transfer_tell(transfer, &counts);
    tell_verified_objects(transfer, NNREG_OBJECT_NETWORK, reader->manifest.networks.count);
    tell_verified_objects(transfer, NNREG_OBJECT_SPEC, reader->manifest.specs.count);
    tell_verified_objects(transfer, NNREG_OBJECT_VERSION, reader->manifest.versions.count);
}

nnreg_status nnreg_export_verify(nnreg_findings *findings, const char *path,
                                 const struct nnreg_call_options *options, struct nnreg_transfer *transfer)
{
    struct nnreg_export_reader reader = {.fd = -1, .findings = findings, .stage = "verifying"};
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_file_stat stat;
    nnreg_status status;

    if (findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_findings_clear(findings);
    status = path != NULL
                 ? nnreg_call_options_take(&reader.options, options, "nnreg_export_verify", 0, &error)
                 : nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    status = nnreg_transfer_begin(transfer, status, &error);
    if (status == NNREG_OK)
        status = nnreg_fs_open(&reader.fd, &stat, AT_FDCWD, path, &error);
    if (status == NNREG_OK) {
        reader.size = stat.size;
        status = nnreg_export_reader_open(&reader, &error);
    }
    if (status == NNREG_OK)
        status = prove_entries(&reader, &error);
    if (status == NNREG_OK)
        tell_verified(&reader, transfer);
    nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    if (status != NNREG_OK && status != NNREG_REFUSED) {
        nnreg_findings_clear(findings);
        *nnreg_findings_error(findings) = error;
    }
    nnreg_export_reader_close(&reader);
    nnreg_fs_close(reader.fd);
    return status;
}
