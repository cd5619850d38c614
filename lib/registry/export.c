/* The public calls that export: see export.h. */
#include "registry/export.h"

#include "base/call_options.h"
#include "base/sized.h"

static const struct nnreg_sized sized_selection = NNREG_SIZED(struct nnreg_selection, networks);

/* Copies what the caller knows of; what it does not is as if not given. */
static nnreg_status take_selection(struct nnreg_selection *taken, const struct nnreg_selection *given,
                                   struct nnreg_error *error)
{
    nnreg_status status = nnreg_sized_check(&sized_selection, given, error);

    *taken = (struct nnreg_selection)NNREG_SELECTION_INIT;
    if (status == NNREG_OK)
        status = nnreg_sized_take(&sized_selection, taken, given, error);
    if (status != NNREG_OK)
        return status;
    if ((taken->networks == NULL && taken->network_count > 0) ||
        (taken->specs == NULL && taken->spec_count > 0))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (!taken->all && taken->network_count == 0 && taken->spec_count == 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "nothing is selected");
    return NNREG_OK;
}

static nnreg_status begin_export(struct nnreg_exporting *export, const char *call, nnreg *registry,
                                 const struct nnreg_selection *selection, unsigned flags,
                                 const struct nnreg_call_options *options, struct nnreg_transfer *transfer,
                                 struct nnreg_error *error)
{
    nnreg_status status = nnreg_transfer_begin(transfer, nnreg_enter(registry, false, error), error);

    *export = (struct nnreg_exporting){
        .registry = registry, .text = NNREG_BYTES_INIT, .keeping = NNREG_BLOB_LOCK_INIT};
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&export->options, options, call, flags, error);
    if (status == NNREG_OK)
        status = take_selection(&export->selection, selection, error);
    if (status == NNREG_OK)
        status = nnreg_blobs_keep(&export->keeping, registry->blobs, error);
    if (status == NNREG_OK)
        status = nnreg_export_select(export, error);
    return status == NNREG_OK ? nnreg_export_order(export, error) : status;
}

static void tell_objects(const struct nnreg_export_objects *objects, const struct nnreg_transfer *transfer)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[objects->object];
    size_t i;

    for (i = 0; i < objects->count; i++) {
        const struct nnreg_export_object *item = objects->numbered[i];
        const char *name = nnreg_object_name(kind, &item->record);
        struct nnreg_transferred told = {.size = sizeof told,
                                         .object = kind->table->name,
                                         .number = item->number,
                                         .id = item->id,
                                         .name = name != NULL ? name : ""};

        nnreg_transfer_each(transfer, &told);
    }
}

static void tell_export(const struct nnreg_exporting *export, struct nnreg_transfer *transfer)
{
    struct nnreg_transfer counts = NNREG_TRANSFER_INIT;

    nnreg_transfer_count(&counts, &export->manifest, export->digest, &export->layout);
    nnreg_transfer_tell(transfer, &counts);
    tell_objects(&export->networks, transfer);
    tell_objects(&export->specs, transfer);
    tell_objects(&export->versions, transfer);
}

nnreg_status nnreg_export(nnreg *registry, const char *path, const struct nnreg_selection *selection,
                          const struct nnreg_call_options *options, struct nnreg_transfer *transfer)
{
    struct nnreg_export_target target = {.folder = -1, .fd = -1};
    struct nnreg_exporting export;
    struct nnreg_error error;
    nnreg_status status =
        begin_export(&export, "nnreg_export", registry, selection, NNREG_REPLACE, options, transfer, &error);

    if (status == NNREG_OK && path == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status =
            nnreg_export_target_begin(&target, path, (export.options.flags & NNREG_REPLACE) != 0, &error);
    if (status == NNREG_OK)
        status = nnreg_export_write(&export, target.fd, &error);
    if (status == NNREG_OK)
        status = nnreg_export_target_settle(&target, &error);
    nnreg_export_target_end(&target);
    if (status == NNREG_OK)
        tell_export(&export, transfer);
    nnreg_export_free(&export);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_export_fd(nnreg *registry, int fd, const struct nnreg_selection *selection,
                             const struct nnreg_call_options *options, struct nnreg_transfer *transfer)
{
    struct nnreg_exporting export;
    struct nnreg_error error;
    nnreg_status status =
        begin_export(&export, "nnreg_export_fd", registry, selection, 0, options, transfer, &error);

    if (status == NNREG_OK && fd < 0)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "a descriptor is negative");
    if (status == NNREG_OK)
        status = nnreg_export_stream(&export, fd, &error);
    if (status == NNREG_OK)
        tell_export(&export, transfer);
    nnreg_export_free(&export);
    return nnreg_leave(registry, status, &error);
}
