/*
 * nnreg_network_checkout: a network's files as the folder that servers load.
 *
 * The record is read in a snapshot, and the files after it: a delete that comes in between takes them away, which is told
 * from damage by asking for the network again. What is handed out was read whole, and held against its SHA-256, by the
 * very descriptor that was copied or linked.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "base/fsio.h"
#include "judge/frameworks.h"
#include "registry/checkout_place.h"
#include "registry/objects.h"
#include "registry/stored_file.h"

struct checkout {
    nnreg *registry;
    uint64_t id;
    struct nnreg_call_options options;
    struct nnreg_network network;
    struct nnreg_checkout_place place;
    unsigned char *piece;
    uint64_t done, total; /* bytes */
};

static nnreg_status load_network(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct checkout *checkout = context;

    return nnreg_object_load(&checkout->network, txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], checkout->id,
                             error);
}

/* -------------------------------------------------------------------------------------------------------- a file -- */

/*
 * Reads all of the stored file, or of the copy that shares its blocks, for its digest; `copy` -1, or `shared`: nothing is
 * written.
 */
static nnreg_status copy_stored(nnreg_digest found, const struct nnreg_stored_file *stored,
                                struct checkout *checkout, int copy, bool shared, struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = nnreg_sha256_begin(&sha, error);
    uint64_t offset = 0;
    size_t got = 1;

    while (status == NNREG_OK && got > 0) {
        status = shared ? nnreg_fs_read(&got, copy, offset, checkout->piece, NNREG_PIECE, error)
                        : nnreg_stored_file_read(&got, stored, offset, checkout->piece, NNREG_PIECE, error);
        if (status == NNREG_OK)
            status = nnreg_sha256_add(&sha, checkout->piece, got, error);
        if (status == NNREG_OK && copy >= 0 && !shared && got > 0)
            status = nnreg_fs_write(copy, offset, checkout->piece, got, error);
        offset += got;
        checkout->done += got;
        if (status == NNREG_OK && checkout->options.progress != NULL && got > 0 &&
            checkout->options.progress(checkout->options.context, "checking out", checkout->done,
                                       checkout->total) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    if (status == NNREG_OK)
        status = nnreg_sha256_end(found, &sha, error);
    nnreg_sha256_free(&sha);
    return status;
}

static nnreg_status make_copy(const struct nnreg_stored_file *stored, struct checkout *checkout,
                              const char *path, struct nnreg_error *error)
{
    nnreg_digest found;
    bool shared = false;
    int copy;
    nnreg_status status = nnreg_fs_create(&copy, checkout->place.model, path, error);

    if (status == NNREG_OK)
        status = nnreg_fs_reflink(&shared, copy, stored->fd, error);
    if (status == NNREG_OK)
        status = copy_stored(found, stored, checkout, copy, shared, error);
    if (status == NNREG_OK)
        status = nnreg_stored_file_compare(stored, found, error);
    if (status == NNREG_OK)
        status = nnreg_fs_sync(copy, error);
    nnreg_fs_close(copy);
    return status;
}

/* A file that can be written to is one in the registry, too, that can be written to by its other name. */
static nnreg_status make_link(const struct nnreg_stored_file *stored, struct checkout *checkout,
                              const char *path, struct nnreg_error *error)
{
    struct nnreg_file_stat file, folder;
    nnreg_digest found;
    nnreg_status status = nnreg_fs_stat_fd(&file, stored->fd, error);

    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&folder, checkout->place.model, error);
    if (status == NNREG_OK && file.device != folder.device)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "no hard links can be made: \"%.300s\" is on another file system than the registry",
                          checkout->place.parent_path);
    if (status == NNREG_OK && !file.read_only)
        return nnreg_fail(
            error, NNREG_CONFLICT,
            "no hard link is made to \"%s\", which is \"%.255s\" of network %llu: by its mode it may "
            "be written to",
            stored->path, stored->name, (unsigned long long)stored->id);
    if (status == NNREG_OK)
        status = copy_stored(found, stored, checkout, -1, false, error);
    if (status == NNREG_OK)
        status = nnreg_stored_file_compare(stored, found, error);
    return status == NNREG_OK ? nnreg_fs_link(stored->fd, checkout->place.model, path, error) : status;
}

/* The folders in which the file is. */
static nnreg_status make_folders_of(int model, const char *path, struct nnreg_error *error)
{
    char above[NNREG_LOADED_NAME];
    const char *slash;
    nnreg_status status = NNREG_OK;

    for (slash = strchr(path, '/'); slash != NULL && status == NNREG_OK; slash = strchr(slash + 1, '/')) {
        memcpy(above, path, (size_t)(slash - path));
        above[slash - path] = '\0';
        status = nnreg_fs_make_folder(model, above, error);
    }
    return status;
}

static nnreg_status check_out_file(struct checkout *checkout, const struct nnreg_file *file,
                                   struct nnreg_error *error)
{
    struct nnreg_stored_file stored = {
        .registry = checkout->registry, .id = checkout->id, .name = file->name, .fd = -1};
    char path[NNREG_LOADED_NAME];
    nnreg_status status = nnreg_stored_file_open_later(&stored, file, error);

    nnreg_loaded_name(path, nnreg_framework_at(checkout->network.framework)->roles, file->name);
    if (status == NNREG_OK)
        status = make_folders_of(checkout->place.model, path, error);
    if (status == NNREG_OK)
        status = (checkout->options.flags & NNREG_HARD_LINKS) != 0
                     ? make_link(&stored, checkout, path, error)
                     : make_copy(&stored, checkout, path, error);
    if (status == NNREG_CORRUPT)
        nnreg_stored_file_note(&stored, checkout->options.actor);
    nnreg_fs_close(stored.fd);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ the whole -- */

static nnreg_status check_out_files(struct checkout *checkout, struct nnreg_error *error)
{
    const struct nnreg_file *files = checkout->network.files.items;
    size_t i, count = checkout->network.files.count;
    nnreg_status status = NNREG_OK;

    for (i = 0; i < count; i++)
        checkout->total += files[i].size;
    checkout->piece = nnreg_alloc(NNREG_PIECE);
    if (checkout->piece == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < count && status == NNREG_OK; i++)
        status = check_out_file(checkout, &files[i], error);
    nnreg_free(checkout->piece);
    return status;
}

/* Takes away what was made of a file, and the folders in which there was nothing else. Nothing is allocated here. */
static void discard_file(const struct checkout *checkout, const struct nnreg_file *file)
{
    char path[NNREG_LOADED_NAME];
    char *slash;

    nnreg_loaded_name(path, nnreg_framework_at(checkout->network.framework)->roles, file->name);
    (void)nnreg_fs_remove(checkout->place.model, path, NULL);
    while ((slash = strrchr(path, '/')) != NULL) {
        *slash = '\0';
        (void)nnreg_fs_remove_folder(checkout->place.model, path, NULL);
    }
}

static void discard_files(const struct checkout *checkout)
{
    const struct nnreg_file *files = checkout->network.files.items;
    size_t i;

    for (i = 0; i < checkout->network.files.count && checkout->place.model >= 0; i++)
        discard_file(checkout, &files[i]);
}

static nnreg_status check_out(struct checkout *checkout, const char *dir, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_read(checkout->registry->kv, load_network, checkout, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_checkout_place_begin(&checkout->place, dir, checkout->options.flags,
                                        checkout->registry->blobs->registry, error);
    if (status == NNREG_OK)
        status = check_out_files(checkout, error);
    if (status == NNREG_OK)
        status = nnreg_checkout_place_put(&checkout->place, error);
    if (status != NNREG_OK)
        discard_files(checkout);
    nnreg_checkout_place_end(&checkout->place, status == NNREG_OK);
    nnreg_record_clear(&nnreg_network_table, &checkout->network);
    return status;
}

nnreg_status nnreg_network_checkout(nnreg *registry, uint64_t id, const char *dir,
                                    const struct nnreg_call_options *options)
{
    struct checkout checkout = {.registry = registry, .id = id};
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, false, &error);

    if (status == NNREG_OK && (dir == NULL || dir[0] == '\0'))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "no folder was given");
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&checkout.options, options, "nnreg_network_checkout",
                                         NNREG_REPLACE | NNREG_HARD_LINKS | NNREG_MAKE_PARENT, &error);
    if (status == NNREG_OK)
        status = check_out(&checkout, dir, &error);
    return nnreg_leave(registry, status, &error);
}
