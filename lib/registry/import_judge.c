/*
 * Judging what an import brings: networks as a create judges them, specs and versions as theirs do. Findings begin with the entry
 * that they are about, and those of all objects are told at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check/report.h"
#include "codec/json_records.h"
#include "judge/judge_recognition.h"
#include "registry/import.h"
#include "registry/transfer.h"

/* ----------------------------------------------------------------------------------------------------- findings -- */

/* The findings of one object, which a judge empties and fills, go behind those of the others. */
static void import_pass_on(struct nnreg_import *import, const char *entry, const nnreg_findings *found)
{
    const struct nnreg_finding *finding;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(found, i)) != NULL; i++) {
        struct nnreg_location place = {.pointer = finding->pointer,
                                       .line = finding->line,
                                       .column = finding->column,
                                       .file = finding->file,
                                       .offset = finding->offset,
                                       .has_offset = finding->has_offset != 0,
                                       .order = NNREG_ORDER_FILES};
        char message[700];

        (void)snprintf(message, sizeof message, "%s: %s", entry, finding->message);
        nnreg_findings_add(import->findings, finding->rule, finding->severity, &place, finding->hint,
                           message);
    }
    nnreg_findings_add_dropped(import->findings, found);
}

/*
 * A judge's own failure; that something is refused is told by the findings of all, in the end. One that there was no memory for
 * may be half there, or not: it is neither passed on nor passed over.
 */
static nnreg_status judged(struct nnreg_import *import, const struct nnreg_export_entry *entry,
                           const nnreg_findings *found, nnreg_status status, struct nnreg_error *error)
{
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return status;
    if (nnreg_findings_status(found) == NNREG_NO_MEMORY)
        return nnreg_fail_memory(error);
    import_pass_on(import, entry->name, found);
    return NNREG_OK;
}

/* What no record can be made of is not from an export, and refused even to who makes little of what is wrong with it. */
static nnreg_status refuse_unfit(nnreg_findings *found, nnreg_status status, struct nnreg_error *error)
{
    if (status != NNREG_INVALID_ARGUMENT)
        return status;
    nnreg_report_file(found, NNREG_RULE_EXPORT_ALTERED, NNREG_SEVERITY_OFF, NULL, NULL, "%s", error->text);
    return nnreg_fail(error, NNREG_REFUSED, "refused: the findings say what is wrong");
}

static int by_name_of_entry(const void *key, const void *item)
{
    return strcmp(key, ((const struct nnreg_export_entry *)item)->name);
}

struct nnreg_export_entry *nnreg_import_entry(struct nnreg_import *import, enum nnreg_export_kind kind,
                                              size_t index)
{
    struct nnreg_export_layout *layout = &import->reader.layout;
    char name[NNREG_EXPORT_NAME];

    nnreg_export_entry_name(name, kind, index, NULL);
    return bsearch(name, layout->entries, layout->count, sizeof *layout->entries, by_name_of_entry);
}

/*
 * The text of an object, read once more: it is proved again, since the file may have been written to in between. NULL with
 * NNREG_OK: it has a finding.
 */
static nnreg_status read_object(char **text, struct nnreg_export_entry **entry, struct nnreg_import *import,
                                enum nnreg_export_kind kind, size_t index, struct nnreg_error *error)
{
    *entry = nnreg_import_entry(import, kind, index);
    return nnreg_export_reader_text(text, &import->reader, *entry, error);
}

/* ------------------------------------------------------------------------------------------------------ networks -- */

/* Its copies, for a creation: names as in the manifest, contents in the session. */
static nnreg_status take_files(struct nnreg_creation *creation, nnreg_bundle *bundle,
                               const struct nnreg_array *files, struct nnreg_error *error)
{
    const struct nnreg_file *file = files->items;
    nnreg_status status = NNREG_OK;
    size_t i;

    /* Until they are moved to the copies, memory stands in for them: what is judged of it are names and sizes. */
    for (i = 0; i < files->count && status == NNREG_OK; i++)
        status = nnreg_bundle_add_memory(bundle, "", (size_t)file[i].size, file[i].name);
    if (status != NNREG_OK)
        return nnreg_fail(error, status, "%s", nnreg_bundle_message(bundle));
    status = nnreg_creation_list(creation, bundle, error);
    return status == NNREG_REFUSED ? NNREG_OK
                                   : status; /* the copies are judged as a whole, by their names, too */
}

/* From here on the creation's files are the session's copies. */
static nnreg_status move_to_copies(struct nnreg_import *import, struct nnreg_creation *creation,
                                   const struct nnreg_manifest_network *network, struct nnreg_error *error)
{
    const struct nnreg_file *files = network->files.items;
    nnreg_status status = NNREG_OK;
    size_t i;

    creation->staged = nnreg_alloc_zero(creation->files.count, sizeof *creation->staged);
    if (creation->staged == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < creation->files.count && status == NNREG_OK; i++) {
        const struct nnreg_manifest_file *file =
            nnreg_manifest_find(&import->reader.manifest, files[i].sha256);
        char path[16];

        creation->staged[i] =
            import->session.staged[file - (struct nnreg_manifest_file *)import->reader.manifest.files.items];
        (void)snprintf(path, sizeof path, "%u", creation->staged[i].number);
        status = nnreg_bundle_file_move(&creation->files.file[i], import->session.staging.folder, path,
                                        creation->staged[i].size, error);
    }
    return status;
}

/* A network whose files this library would not all keep would be another one here. */
static void check_all_kept(const struct nnreg_creation *creation,
                           const struct nnreg_manifest_network *network)
{
    if (creation->network.files.count != network->files.count)
        nnreg_report_file(creation->findings, NNREG_RULE_EXPORT_ALTERED, NNREG_SEVERITY_OFF, NULL, NULL,
                          "%zu of its %zu files would not be stored",
                          network->files.count - creation->network.files.count, network->files.count);
}

/* Whether the names under which a bundle would keep the files are those that they have. */
static bool names_are_kept(const struct nnreg_creation *creation, const struct nnreg_array *files)
{
    const struct nnreg_file *file = files->items;
    size_t i;

    if (creation->files.count != files->count)
        return false;
    for (i = 0; i < files->count; i++)
        if (strcmp(creation->files.file[i].name, file[i].name) != 0)
            return false;
    return true;
}

static nnreg_status judge_creation(struct nnreg_import *import, struct nnreg_creation *creation,
                                   const struct nnreg_manifest_network *network, struct nnreg_error *error)
{
    nnreg_bundle *bundle;
    nnreg_status status = nnreg_bundle_new(&bundle);

    status =
        status == NNREG_OK ? take_files(creation, bundle, &network->files, error) : nnreg_fail_memory(error);
    nnreg_bundle_free(bundle);
    if (status == NNREG_OK && !names_are_kept(creation, &network->files)) {
        nnreg_report_file(creation->findings, NNREG_RULE_EXPORT_ALTERED, NNREG_SEVERITY_OFF, NULL, NULL,
                          "its files have names that no network has");
        status = NNREG_REFUSED;
    }
    if (status == NNREG_OK)
        status = move_to_copies(import, creation, network, error);
    if (status == NNREG_OK)
        status = nnreg_creation_inspect(creation, error);
    if (status == NNREG_OK)
        status = refuse_unfit(creation->findings, nnreg_creation_judge(creation, error), error);
    if (status == NNREG_OK)
        check_all_kept(creation, network);
    return nnreg_creation_own_failure(status);
}

/* What is kept of it is the record and the tensors: a list of files and a parsed text for each network would be much. */
static void keep_record(struct nnreg_creation *creation)
{
    nnreg_bundle_files_free(&creation->files);
    nnreg_json_free(&creation->json);
    nnreg_free(creation->staged);
    creation->staged = NULL;
    creation->text = NULL;
}

static nnreg_status judge_network(struct nnreg_import *import, size_t index, nnreg_findings *found,
                                  struct nnreg_error *error)
{
    const struct nnreg_manifest_network *network =
        (const struct nnreg_manifest_network *)import->reader.manifest.networks.items + index;
    struct nnreg_creation *creation = &import->networks[index];
    struct nnreg_export_entry *entry;
    nnreg_status status;
    char *text;

    *creation = (struct nnreg_creation){.registry = import->registry,
                                        .findings = found,
                                        .options = import->options,
                                        .tensors = NNREG_BYTES_INIT,
                                        .staging = {.staging = -1, .folder = -1}};
    status = read_object(&text, &entry, import, NNREG_EXPORT_NETWORK, index, error);
    if (status != NNREG_OK || text == NULL)
        return status;
    nnreg_findings_clear(found);
    creation->text = text;
    creation->length = (size_t)entry->part.size;
    status = judged(import, entry, found, judge_creation(import, creation, network, error), error);
    keep_record(creation);
    nnreg_free(text);
    return status;
}

/* ---------------------------------------------------------------------------------------------- specs, versions -- */

static nnreg_status judge_spec_entry(struct nnreg_import *import, size_t index, nnreg_findings *found,
                                     struct nnreg_error *error)
{
    struct nnreg_json json = {.values = NULL};
    struct nnreg_export_entry *entry;
    nnreg_status status;
    char *text;

    status = read_object(&text, &entry, import, NNREG_EXPORT_SPEC, index, error);
    if (status != NNREG_OK || text == NULL)
        return status;
    status = nnreg_judge_spec(&json, found, text, (size_t)entry->part.size, NNREG_FORM_WRITTEN, error);
    if (status == NNREG_OK)
        status = refuse_unfit(found,
                              nnreg_json_to_record(&nnreg_spec_table, &import->specs[index], &json,
                                                   json.values, NNREG_JSON_WHOLE, error),
                              error);
    import->specs[index].id = index + 1; /* for the messages of versions */
    nnreg_json_free(&json);
    nnreg_free(text);
    return judged(import, entry, found, status, error);
}

/* What a version names are numbers of the export. */
static nnreg_status attach_numbers(struct nnreg_attachment *attachment, void *context, uint64_t spec_id,
                                   uint64_t network_id, struct nnreg_error *error)
{
    struct nnreg_import *import = context;
    const struct nnreg_manifest *manifest = &import->reader.manifest;

    (void)error;
    if (spec_id > 0 && spec_id <= manifest->specs.count)
        attachment->spec = &import->specs[spec_id - 1];
    if (network_id > 0 && network_id <= manifest->networks.count) {
        attachment->network = &import->networks[network_id - 1].network;
        attachment->tensors = import->networks[network_id - 1].tensors.content;
        attachment->tensors_size = import->networks[network_id - 1].tensors.size;
    }
    return NNREG_OK;
}

/* As the judge has it, whatever the caller makes little of: the transaction goes by these numbers. */
static bool is_tied(const struct nnreg_import *import, const struct nnreg_import_version *version)
{
    const struct nnreg_manifest *manifest = &import->reader.manifest;

    return version->spec > 0 && version->spec <= manifest->specs.count && version->network > 0 &&
           version->network <= manifest->networks.count;
}

static nnreg_status judge_version_entry(struct nnreg_import *import, size_t index, nnreg_findings *found,
                                        struct nnreg_error *error)
{
    struct nnreg_import_version *version = &import->versions[index];
    struct nnreg_json json = {.values = NULL};
    struct nnreg_export_entry *entry;
    nnreg_status status;
    char *text;

    status = read_object(&text, &entry, import, NNREG_EXPORT_VERSION_OF_SPEC, index, error);
    if (status != NNREG_OK || text == NULL)
        return status;
    status = nnreg_judge_version(&json, found, text, (size_t)entry->part.size, NNREG_FORM_WRITTEN,
                                 attach_numbers, import, error);
    if (status == NNREG_OK)
        status = refuse_unfit(found,
                              nnreg_json_to_record(&nnreg_version_table, &version->record, &json, json.values,
                                                   NNREG_JSON_WHOLE, error),
                              error);
    version->spec = version->record.spec_id;
    version->network = version->record.network_id;
    if (status == NNREG_OK && !is_tied(import, version)) {
        nnreg_report_file(found, NNREG_RULE_EXPORT_ALTERED, NNREG_SEVERITY_OFF, NULL, NULL,
                          "it ties no network and specification of the export together");
        status = NNREG_REFUSED;
    }
    if (status == NNREG_OK)
        status = nnreg_version_name_tensors(&version->record, &import->networks[version->network - 1].network,
                                            NULL, error);
    nnreg_json_free(&json);
    nnreg_free(text);
    return judged(import, entry, found, status, error);
}

/* ------------------------------------------------------------------------------------------------------- in all -- */

static nnreg_status make_lists(struct nnreg_import *import, struct nnreg_error *error)
{
    const struct nnreg_manifest *manifest = &import->reader.manifest;

    import->networks = nnreg_alloc_zero(manifest->networks.count, sizeof *import->networks);
    import->specs = nnreg_alloc_zero(manifest->specs.count, sizeof *import->specs);
    import->versions = nnreg_alloc_zero(manifest->versions.count, sizeof *import->versions);
    return import->networks != NULL && import->specs != NULL && import->versions != NULL
               ? NNREG_OK
               : nnreg_fail_memory(error);
}

typedef nnreg_status judge_entry(struct nnreg_import *import, size_t index, nnreg_findings *found,
                                 struct nnreg_error *error);

static nnreg_status judge_each(struct nnreg_import *import, size_t count, judge_entry *judge,
                               nnreg_findings *found, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < count && status == NNREG_OK; i++)
        status = judge(import, i, found, error);
    return status;
}

/* A version of a network or a spec that is refused could not be judged: then versions are not looked at. */
nnreg_status nnreg_import_judge(struct nnreg_import *import, struct nnreg_error *error)
{
    const struct nnreg_manifest *manifest = &import->reader.manifest;
    nnreg_findings *found = NULL;
    nnreg_status status = make_lists(import, error);

    if (status == NNREG_OK && nnreg_findings_make_like(&found, import->findings) != NNREG_OK)
        status = nnreg_fail_memory(error);
    if (status == NNREG_OK)
        status = judge_each(import, manifest->specs.count, judge_spec_entry, found, error);
    if (status == NNREG_OK)
        status = judge_each(import, manifest->networks.count, judge_network, found, error);
    if (status == NNREG_OK)
        status = nnreg_findings_status(import->findings);
    if (status == NNREG_OK)
        status = judge_each(import, manifest->versions.count, judge_version_entry, found, error);
    if (status == NNREG_OK)
        status = nnreg_findings_status(import->findings);
    nnreg_findings_free(found);
    return status;
}
