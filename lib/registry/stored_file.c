/* See stored_file.h. */
#include "registry/stored_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fsio.h"
#include "registry/damage.h"
#include "registry/objects.h"

/* `what` begins with the path of the stored file, below the registry. */
NNREG_PRINTF(3, 4)
static nnreg_status damaged(const struct nnreg_stored_file *stored, struct nnreg_error *error,
                            const char *format, ...)
{
    char what[300];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return nnreg_fail(error, NNREG_CORRUPT,
                      "\"%.255s\" of network %llu is damaged: %s; add a good copy again: it takes its place",
                      stored->name, (unsigned long long)stored->id, what);
}

nnreg_status nnreg_stored_file_open(struct nnreg_stored_file *stored, const struct nnreg_file *file,
                                    struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status =
        nnreg_blobs_open_file(&stored->fd, &stored->size, stored->registry->blobs, file->sha256, &why);

    nnreg_blobs_name(stored->path, stored->registry->blobs, file->sha256);
    memcpy(stored->sha256, file->sha256, sizeof stored->sha256);
    stored->found = status == NNREG_NOT_FOUND ? NNREG_BLOB_NOTHING
                    : status == NNREG_CORRUPT ? NNREG_BLOB_NO_FILE
                                              : NNREG_BLOB_OTHER_SIZE;
    if (status == NNREG_NOT_FOUND && stored->missed)
        return damaged(stored, error, "\"%s\" is missing", stored->path);
    if (status == NNREG_CORRUPT)
        return damaged(stored, error, "%s", why.text);
    if (status != NNREG_OK) {
        stored->missed = status == NNREG_NOT_FOUND;
        return nnreg_fail(error, status, "%s", why.text);
    }
    if (stored->size == file->size) {
        stored->found = NNREG_BLOB_OTHER_BYTES;
        return NNREG_OK;
    }
    nnreg_fs_close(stored->fd);
    stored->fd = -1;
    return damaged(stored, error, "\"%s\" has %llu bytes instead of %llu", stored->path,
                   (unsigned long long)stored->size, (unsigned long long)file->size);
}

static nnreg_status look_for_network(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct nnreg_stored_file *stored = context;
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    bool exists;
    nnreg_status status = nnreg_object_exists(&exists, txn, kind, stored->id, error);

    if (status == NNREG_OK && !exists)
        return nnreg_fail(error, NNREG_NOT_FOUND, "there is no network %llu", (unsigned long long)stored->id);
    return status;
}

nnreg_status nnreg_stored_file_open_later(struct nnreg_stored_file *stored, const struct nnreg_file *file,
                                          struct nnreg_error *error)
{
    nnreg_status status = nnreg_stored_file_open(stored, file, error);

    if (status != NNREG_NOT_FOUND)
        return status;
    status = nnreg_kv_read(stored->registry->kv, look_for_network, stored, error);
    return status == NNREG_OK ? nnreg_stored_file_open(stored, file, error) : status;
}

void nnreg_stored_file_note(const struct nnreg_stored_file *stored, const char *actor)
{
    if (stored->found != NNREG_BLOB_SAME &&
        !stored->registry->damaged) /* whose tables are left as they are */
        (void)nnreg_damage_note(stored->registry, stored->sha256, stored->found, actor, NULL);
}

nnreg_status nnreg_stored_file_read(size_t *got, const struct nnreg_stored_file *stored, uint64_t offset,
                                    void *piece, size_t size, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_fs_read(got, stored->fd, offset, piece, size, &why);

    return status == NNREG_OK
               ? status
               : nnreg_fail(error, status, "\"%s\", which is \"%.255s\" of network %llu: %s", stored->path,
                            stored->name, (unsigned long long)stored->id, why.text);
}

nnreg_status nnreg_stored_file_compare(const struct nnreg_stored_file *stored, const nnreg_digest found,
                                       struct nnreg_error *error)
{
    char found_text[NNREG_SHA256_TEXT], expected_text[NNREG_SHA256_TEXT];

    if (memcmp(found, stored->sha256, sizeof stored->sha256) == 0)
        return NNREG_OK;
    nnreg_hex(found_text, found);
    nnreg_hex(expected_text, stored->sha256);
    return damaged(stored, error, "\"%s\" has the SHA-256 %s instead of %s", stored->path, found_text,
                   expected_text);
}
