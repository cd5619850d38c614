/* Networks: get, update, open a file. Creating one is create.c, deleting one cascade.c, listing them query.c. */
#include <string.h>

#include "base/fsio.h"
#include "inspect/roles.h"
#include "registry/access.h"
#include "registry/public.h"

nnreg_status nnreg_network_get(nnreg *registry, nnreg_network **network, uint64_t id)
{
    return nnreg_get_object(registry, (void **)network, NNREG_OBJECT_NETWORK, id);
}

/* ---------------------------------------------------------------------------------------------- update -- */

/* What is public stays as it is. */
static nnreg_status refuse_public(struct nnreg_kv_txn *txn, struct nnreg_update *update, const void *before,
                                  void *after, struct nnreg_error *error)
{
    (void)update, (void)after;
    return nnreg_refuse_public(before, txn, error);
}

nnreg_status nnreg_network_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                                  const struct nnreg_how *how, nnreg_findings *findings)
{
    struct nnreg_update update = {
        .object = NNREG_OBJECT_NETWORK, .id = id, .text = json, .length = length, .check = refuse_public};

    return nnreg_update_object(registry, &update, how, NNREG_MERGE_METADATA, findings);
}

/* ----------------------------------------------------------------------------------------------- files -- */

struct opening {
    struct nnreg *registry;
    uint64_t id;
    const char *name;
    int fd;
    uint64_t size;
    bool missed; /* the record is there, and its stored file is not */
};

/* Opens within the snapshot: a delete unlinks only after its own commit, so what the record names can be there. */
static nnreg_status open_file(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct opening *opening = context;
    struct nnreg_network network;
    const struct nnreg_file *file = NULL;
    size_t i;
    nnreg_status status =
        nnreg_object_load(&network, txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], opening->id, error);

    if (status != NNREG_OK)
        return status;
    for (i = 0; i < network.files.count && file == NULL; i++)
        if (strcmp(((struct nnreg_file *)network.files.items)[i].name, opening->name) == 0)
            file = &((struct nnreg_file *)network.files.items)[i];
    if (file == NULL)
        status = nnreg_fail(error, NNREG_NOT_FOUND, "network %llu has no file \"%.255s\"",
                            (unsigned long long)opening->id, opening->name);
    else
        status = nnreg_blobs_open_file(&opening->fd, &opening->size, &opening->registry->blobs, file->sha256,
                                       error);
    if (file != NULL && status == NNREG_NOT_FOUND) {
        if (opening->missed)
            status =
                nnreg_fail(error, NNREG_CORRUPT, "the stored file of \"%.255s\" of network %llu is missing",
                           opening->name, (unsigned long long)opening->id);
        opening->missed = true;
    }
    if (status == NNREG_OK && opening->size != file->size) {
        nnreg_fs_close(opening->fd);
        opening->fd = -1;
        status = nnreg_fail(error, NNREG_CORRUPT, "the stored file of \"%s\" has %llu bytes instead of %llu",
                            opening->name, (unsigned long long)opening->size, (unsigned long long)file->size);
    }
    nnreg_record_clear(&nnreg_network_table, &network);
    return status;
}

nnreg_status nnreg_network_open_file(nnreg *registry, int *fd, uint64_t *size, uint64_t id, const char *name)
{
    struct opening opening = {.registry = registry, .id = id, .fd = -1};
    struct nnreg_error error;
    nnreg_status status;

    if (fd != NULL)
        *fd = -1;
    if (size != NULL)
        *size = 0;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && (fd == NULL || size == NULL || name == NULL))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK) {
        opening.name = nnreg_drop_variables(name);
        status = nnreg_kv_read(registry->kv, open_file, &opening, &error);
        /* Deleted since the snapshot, or lost? A network that is still there has lost it. */
        if (status == NNREG_NOT_FOUND && opening.missed)
            status = nnreg_kv_read(registry->kv, open_file, &opening, &error);
    }
    if (status == NNREG_OK) {
        *fd = opening.fd;
        *size = opening.size;
    }
    return nnreg_leave(registry, status, &error);
}
