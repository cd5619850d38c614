/* Networks: get, update, open a file. Creating one is create.c, deleting one cascade.c, listing them list.c. */
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/call_options.h"
#include "judge/frameworks.h"
#include "base/utf8.h"
#include "registry/object_io.h"
#include "registry/stored_file.h"
#include "registry/update.h"
#include "registry/slugs.h"

nnreg_status nnreg_network_get(nnreg *registry, nnreg_network **network, uint64_t id)
{
    void *snapshot;
    nnreg_status status =
        nnreg_object_get(registry, network != NULL ? &snapshot : NULL, NNREG_OBJECT_NETWORK, id);

    if (network != NULL)
        *network = snapshot;
    return status;
}

/* ---------------------------------------------------------------------------------------------- update -- */

/* What is public stays as it is. */
static nnreg_status refuse_public(struct nnreg_kv_txn *txn, struct nnreg_update *update, const void *before,
                                  void *after, struct nnreg_error *error)
{
    (void)update, (void)after;
    return nnreg_refuse_public(&nnreg_object_kinds[NNREG_OBJECT_NETWORK], before, txn, error);
}

static nnreg_status update_network(nnreg *registry, const char *call, struct nnreg_update *update,
                                   const struct nnreg_call_options *options, nnreg_findings *findings)
{
    update->object = NNREG_OBJECT_NETWORK;
    update->check = refuse_public;
    return nnreg_object_update(registry, call, update, options, NNREG_MERGE_METADATA | NNREG_UNPUBLISH,
                               findings);
}

nnreg_status nnreg_network_update(nnreg *registry, uint64_t id, const char *json, size_t length,
                                  const struct nnreg_call_options *options, nnreg_findings *findings)
{
    struct nnreg_update update = {.id = id, .text = json, .length = length};

    return update_network(registry, "nnreg_network_update", &update, options, findings);
}

nnreg_status nnreg_network_update_by_slug(nnreg *registry, const char *slug, const char *json, size_t length,
                                          const struct nnreg_call_options *options, nnreg_findings *findings)
{
    struct nnreg_update update = {.by_slug = true, .slug = slug, .text = json, .length = length};

    return update_network(registry, "nnreg_network_update_by_slug", &update, options, findings);
}

/* ----------------------------------------------------------------------------------------------- files -- */

/* Opens within the snapshot: a delete unlinks only after its own commit, so what the record names can be there. */
static nnreg_status open_file(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_stored_file *opening = context;
    struct nnreg_network network;
    const struct nnreg_file *file = NULL;
    char shown[NNREG_LIMIT_FILE_NAME + 1];
    size_t i;
    nnreg_status status =
        nnreg_object_load(&network, txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], opening->id, error);

    if (status != NNREG_OK)
        return status;
    opening->name = nnreg_kept_name(nnreg_framework_at(network.framework)->roles, opening->name);
    for (i = 0; i < network.files.count && file == NULL; i++)
        if (strcmp(((struct nnreg_file *)network.files.items)[i].name, opening->name) == 0)
            file = &((struct nnreg_file *)network.files.items)[i];
    if (file == NULL)
        status = nnreg_fail(error, NNREG_NOT_FOUND, "network %llu has no file \"%s\"",
                            (unsigned long long)opening->id,
                            nnreg_utf8_quote(shown, sizeof shown, opening->name, strlen(opening->name)));
    else
        status = nnreg_stored_file_open(opening, file, error);
    nnreg_record_clear(&nnreg_network_table, &network);
    return status;
}

static nnreg_status verify_file(const struct nnreg_stored_file *opening,
                                const struct nnreg_call_options *options, struct nnreg_error *error)
{
    unsigned char *piece = nnreg_alloc(NNREG_PIECE);
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = piece != NULL ? nnreg_sha256_begin(&sha, error) : nnreg_fail_memory(error);
    nnreg_digest found;
    uint64_t done = 0;
    size_t got = 1;

    while (status == NNREG_OK && got > 0) {
        status = nnreg_stored_file_read(&got, opening, done, piece, NNREG_PIECE, error);
        if (status == NNREG_OK)
            status = nnreg_sha256_add(&sha, piece, got, error);
        done += got;
        if (status == NNREG_OK && options->progress != NULL && got > 0 &&
            options->progress(options->context, "verifying", done, opening->size) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    if (status == NNREG_OK)
        status = nnreg_sha256_end(found, &sha, error);
    if (status == NNREG_OK)
        status = nnreg_stored_file_compare(opening, found, error);
    nnreg_sha256_free(&sha);
    nnreg_free(piece);
    return status;
}

/* `verified` NULL: not to be verified. */
static nnreg_status open_by_name(nnreg *registry, int *fd, uint64_t *size, uint64_t id, const char *name,
                                 const struct nnreg_call_options *verified, struct nnreg_error *error)
{
    struct nnreg_stored_file opening = {.registry = registry, .id = id, .fd = -1};
    nnreg_status status;

    if (fd == NULL || size == NULL || name == NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    opening.name = name;
    status = nnreg_kv_read(registry->kv, open_file, &opening, error);
    /* Deleted since the snapshot, or lost? A network that is still there has lost it. */
    if (status == NNREG_NOT_FOUND && opening.missed)
        status = nnreg_kv_read(registry->kv, open_file, &opening, error);
    if (status == NNREG_OK && verified != NULL)
        status = verify_file(&opening, verified, error);
    if (status == NNREG_CORRUPT && verified != NULL)
        nnreg_stored_file_note(&opening, verified->actor);
    if (status != NNREG_OK) {
        nnreg_fs_close(opening.fd);
        return status;
    }
    *fd = opening.fd;
    *size = opening.size;
    return NNREG_OK;
}

static void open_nothing(int *fd, uint64_t *size)
{
    if (fd != NULL)
        *fd = -1;
    if (size != NULL)
        *size = 0;
}

nnreg_status nnreg_network_open_file(nnreg *registry, int *fd, uint64_t *size, uint64_t id, const char *name)
{
    struct nnreg_error error;
    nnreg_status status;

    open_nothing(fd, size);
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK)
        status = open_by_name(registry, fd, size, id, name, NULL, &error);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_open_verified(nnreg *registry, int *fd, uint64_t *size, uint64_t id,
                                         const char *name, const struct nnreg_call_options *options)
{
    struct nnreg_call_options taken;
    struct nnreg_error error;
    nnreg_status status;

    open_nothing(fd, size);
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&taken, options, "nnreg_network_open_verified", 0, &error);
    if (status == NNREG_OK)
        status = open_by_name(registry, fd, size, id, name, &taken, &error);
    return nnreg_leave(registry, status, &error);
}
