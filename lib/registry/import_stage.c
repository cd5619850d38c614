/* Every entry of an import is held against the manifest, and its files are copied into the registry's staging. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "registry/import.h"

struct import_reading {
    struct nnreg_export_reader *reader;
    struct nnreg_export_entry *entry;
};

static nnreg_status read_staged_entry(size_t *got, void *context, uint64_t offset, void *out, size_t size,
                                      struct nnreg_error *error)
{
    struct import_reading *reading = context;

    if (offset ==
        reading->entry->part.size) { /* asked whether it ends there: it does, wherever the archive goes on */
        *got = 0;
        return NNREG_OK;
    }
    return nnreg_export_reader_read(got, reading->reader, reading->entry, offset, out, size, error);
}

/* Kept by name, not open: an export may have more files than a process may have descriptors. */
static nnreg_status stage_entry(struct nnreg_import *import, struct nnreg_export_entry *entry,
                                struct nnreg_error *error)
{
    struct nnreg_staged *staged = &import->session.staged[entry->index];
    struct import_reading reading = {&import->reader, entry};
    struct nnreg_blob_source source = {.name = entry->name,
                                       .size = entry->part.size,
                                       .read = read_staged_entry,
                                       .context = &reading,
                                       .fd = -1};
    nnreg_status status;
    bool good;

    if (!nnreg_export_reader_has(&import->reader, entry))
        return NNREG_OK;
    entry->part.crc = 0;
    status = nnreg_staging_add(staged, &import->session.staging, &source, NULL, NULL, error);
    if (status != NNREG_OK)
        return status;
    nnreg_fs_close(staged->fd);
    staged->fd = -1;
    return nnreg_export_reader_settle(&good, &import->reader, entry, staged->digest, error);
}

static nnreg_status begin_session(struct nnreg_import *import, struct nnreg_error *error)
{
    size_t count = import->reader.manifest.files.count, i;
    nnreg_status status = nnreg_staging_begin(&import->session.staging, import->registry->blobs, error);

    if (status != NNREG_OK)
        return status;
    import->session.staged = nnreg_alloc_zero(count, sizeof *import->session.staged);
    if (import->session.staged == NULL)
        return nnreg_fail_memory(error);
    import->session.staged_count = count;
    for (i = 0; i < count; i++)
        import->session.staged[i].fd = -1;
    import->session.total = import->reader.layout.bytes;
    return NNREG_OK;
}

nnreg_status nnreg_import_stage(struct nnreg_import *import, struct nnreg_error *error)
{
    struct nnreg_export_layout *layout = &import->reader.layout;
    nnreg_status status = begin_session(import, error);
    size_t i;

    import->reader.stage = "staging";
    for (i = 0; i < layout->count && status == NNREG_OK; i++) {
        if (layout->entries[i].kind == NNREG_EXPORT_FILE)
            status = stage_entry(import, &layout->entries[i], error);
        else if (layout->entries[i].sha256 != NULL)
            status = nnreg_export_reader_prove(&import->reader, &layout->entries[i], error);
    }
    if (status == NNREG_OK)
        status = nnreg_export_reader_end(&import->reader, error);
    return status == NNREG_OK ? nnreg_findings_status(import->findings) : status;
}
