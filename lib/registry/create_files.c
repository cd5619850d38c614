/* The files of a network that is created: see creation.h. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "bundle/bundle_archive.h"
#include "registry/creation.h"
#include "registry/refs.h"
#include "registry/upload.h"

/*
 * Copies that stay open during the transaction, so that they can be staged again if it is run again and somebody
 * removed what the first run had moved. A larger bundle fails then, which is as rare as it is harmless.
 */
enum { KEPT_OPEN = 64 };

static int report_creation(struct nnreg_creation *creation, const char *stage, uint64_t done)
{
    if (creation->options.progress == NULL)
        return 0;
    return creation->options.progress(creation->options.context, stage, creation->before + done,
                                      creation->total);
}

static int report_staging(void *context, uint64_t done)
{
    return report_creation(context, "staging", done);
}

static int report_comparing(void *context, uint64_t done)
{
    return report_creation(context, "comparing", done);
}

/* --------------------------------------------------------------------------------------------------- the copies -- */

static nnreg_status read_unpacked(size_t *got, void *context, uint64_t offset, void *out, size_t size,
                                  struct nnreg_error *error)
{
    (void)offset; /* one piece behind the other, each once */
    return nnreg_zip_stream_read(got, context, out, size, error);
}

/*
 * Unpacks a file that lies in an archive straight into its copy. What is wrong with its bytes is told when it is
 * judged where it is; if it is right by then, somebody changed the archive meanwhile.
 */
static nnreg_status stage_archived(struct nnreg_staged *staged, struct nnreg_creation *creation,
                                   const struct nnreg_bundle_file *file, struct nnreg_error *error)
{
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    struct nnreg_zip_stream stream;
    struct nnreg_blob_source from = {.name = file->name,
                                     .size = file->size,
                                     .read = read_unpacked,
                                     .context = &stream,
                                     .fd = -1,
                                     .has_crcs = (file->traits & NNREG_ROLE_HAS_CRCS) != 0};
    nnreg_status status = nnreg_bundle_file_stream(&stream, &creation->files, file, &problems, error);

    if (status == NNREG_OK)
        status = nnreg_staging_add(staged, &creation->staging, &from, report_staging, creation, error);
    nnreg_zip_stream_close(&stream);
    if (problems.failed)
        status = nnreg_fail_memory(error);
    nnreg_problems_free(&problems);
    creation->unreadable = status == NNREG_CORRUPT;
    if (creation->unreadable) /* a judgement says why */
        nnreg_zip_tell_anew(creation->files.archive[file->archive - 1].zip);
    return status == NNREG_CORRUPT
               ? nnreg_fail(error, NNREG_IO, "\"%s\" changed in its archive while it was read", file->name)
               : status;
}

/* An upload that is not lent has a copy like any other file; what was received is what is in it. */
static nnreg_status hold_to_upload(const struct nnreg_staged *staged, const nnreg_upload *upload,
                                   const char *name, struct nnreg_error *error)
{
    unsigned char digest[NNREG_SHA256_SIZE];
    nnreg_status status = nnreg_received_digest(digest, nnreg_upload_received(upload), error);

    if (status == NNREG_OK && memcmp(digest, staged->digest, sizeof digest) != 0)
        status = nnreg_fail(error, NNREG_IO, "the upload of \"%s\" has changed since it was received", name);
    return status;
}

static nnreg_status stage_opened(struct nnreg_staged *staged, struct nnreg_creation *creation,
                                 const struct nnreg_bundle_file *file, struct nnreg_error *error)
{
    struct nnreg_blob_source from = {
        .name = file->name, .fd = -1, .has_crcs = (file->traits & NNREG_ROLE_HAS_CRCS) != 0};
    struct nnreg_source source;
    nnreg_status status;

    if (file->upload != NULL &&
        nnreg_received_lend(staged, &creation->staging, nnreg_upload_received(file->upload)))
        return NNREG_OK;
    status = nnreg_bundle_file_open(&source, file, error);

    creation->unreadable = status != NNREG_OK && !nnreg_error_is_systems(error);
    if (status != NNREG_OK)
        return status;
    from.size = source.size;
    from.content = source.memory;
    from.fd = source.fd;
    status = nnreg_staging_add(staged, &creation->staging, &from, report_staging, creation, error);
    nnreg_bundle_file_close(&source, file);
    if (status == NNREG_OK && file->upload != NULL && from.content == NULL)
        status = hold_to_upload(staged, file->upload, file->name, error);
    return status;
}

/* Copies a file and puts the copy in its place in the list. */
static nnreg_status stage_file(struct nnreg_creation *creation, size_t i, struct nnreg_error *error)
{
    struct nnreg_bundle_file *file = &creation->files.file[i];
    struct nnreg_staged *staged = &creation->staged[i];
    char path[16];
    nnreg_status status = file->archive > 0 ? stage_archived(staged, creation, file, error)
                                            : stage_opened(staged, creation, file, error);

    if (status != NNREG_OK)
        return status;
    creation->before += staged->size;
    if (staged->content != NULL || staged->lender != NULL || creation->staged_count <= KEPT_OPEN) {
        nnreg_bundle_file_move_open(file, staged->content, staged->fd, staged->size);
        file->marks = staged->marks;
        return NNREG_OK;
    }
    /* Kept by name, not open: a bundle may have more files than a process may have descriptors. */
    nnreg_fs_close(staged->fd);
    staged->fd = -1;
    (void)snprintf(path, sizeof path, "%u", staged->number);
    status = nnreg_bundle_file_move(file, creation->staging.folder, path, staged->size, error);
    file->marks = staged->marks;
    return status;
}

nnreg_status nnreg_creation_stage(struct nnreg_creation *creation, struct nnreg_error *error)
{
    const struct nnreg_bundle_files *files = &creation->files;
    nnreg_status status = nnreg_staging_begin_small(&creation->staging, creation->registry->blobs, error);
    size_t i;

    creation->staged = nnreg_alloc_zero(files->count, sizeof *creation->staged);
    if (status == NNREG_OK && creation->staged == NULL)
        status = nnreg_fail_memory(error);
    creation->staged_count = creation->staged != NULL ? files->count : 0;
    for (i = 0; i < creation->staged_count; i++)
        creation->staged[i].fd = -1;
    for (i = 0; i < files->count; i++)
        creation->total += files->file[i].dropped ? 0 : files->file[i].size;
    for (i = 0; i < files->count && status == NNREG_OK; i++)
        if (!files->file[i].dropped)
            status = stage_file(creation, i, error);
    return status;
}

static nnreg_status open_closed(const struct nnreg_creation *creation, struct nnreg_staged *staged,
                                struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    char path[16];

    (void)snprintf(path, sizeof path, "%u", staged->number);
    return staged->fd < 0 ? nnreg_fs_open(&staged->fd, &stat, creation->staging.folder, path, error)
                          : NNREG_OK;
}

nnreg_status nnreg_creation_sync(struct nnreg_creation *creation, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < creation->staged_count && status == NNREG_OK; i++) {
        struct nnreg_staged *staged = &creation->staged[i];

        if (staged->number == 0 || staged->content != NULL)
            continue;
        status = open_closed(creation, staged, error);
        if (status == NNREG_OK)
            status = nnreg_staging_sync(staged, error);
        if (creation->staged_count > KEPT_OPEN && staged->lender == NULL)
            nnreg_staged_close(staged);
    }
    return status;
}

/* ---------------------------------------------------------------------------------------------- the stored files -- */

nnreg_status nnreg_creation_install(struct nnreg_creation *creation, struct nnreg_error *error)
{
    nnreg_status status =
        nnreg_blobs_make_places(creation->registry->blobs, creation->staged, creation->staged_count, error);
    size_t i;

    creation->before = 0;
    for (i = 0; i < creation->staged_count && status == NNREG_OK; i++) {
        struct nnreg_staged *staged = &creation->staged[i];

        if (creation->staged[i].number == 0)
            continue;
        status = nnreg_blobs_install(creation->registry->blobs, &creation->staging, staged, report_comparing,
                                     creation, error);
        creation->before += staged->size;
    }
    return status;
}

/*
 * Between the install and the transaction a delete may have removed a file that it found without references; so it is looked
 * for again under the right to the files, which removing needs, too, and put back from the copy. From here to the commit
 * nobody can remove it, and behind the commit it has a reference.
 */
nnreg_status nnreg_creation_hold(struct nnreg_kv_txn *txn, struct nnreg_creation *creation,
                                 struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);
    size_t i;

    for (i = 0; i < creation->staged_count && status == NNREG_OK; i++) {
        if (creation->staged[i].number == 0)
            continue;
        status =
            nnreg_blobs_hold(creation->registry->blobs, txn, &creation->staging, &creation->staged[i], error);
    }
    return status;
}

/* Of the files that this creation has moved into place, those that nobody else uses by now. */
static nnreg_status remove_unused(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_creation *creation = context;
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);
    size_t i;

    for (i = 0; i < creation->staged_count && status == NNREG_OK; i++) {
        uint64_t count;

        status = nnreg_blobs_give_up(creation->registry->blobs, txn, &creation->staged[i], error);
        if (status != NNREG_OK || !creation->staged[i].moved)
            continue;
        status = nnreg_ref_count(&count, txn, creation->staged[i].digest, error);
        if (status == NNREG_OK && count == 0)
            status = nnreg_blobs_remove(creation->registry->blobs, txn, creation->staged[i].digest, error);
    }
    return status;
}

/*
 * In a commit of its own: in one that is shared, a count of 0 may be another's delete that is not durable yet. If it fails,
 * too, the files are orphans, which harm nobody.
 */
void nnreg_creation_take_back(struct nnreg_creation *creation)
{
    bool moved = false;
    size_t i;

    for (i = 0; i < creation->staged_count; i++)
        moved = moved || creation->staged[i].moved || creation->staged[i].has_object;
    if (moved)
        (void)nnreg_kv_write_alone(creation->registry->kv, remove_unused, creation, NULL);
}

void nnreg_creation_discard(struct nnreg_creation *creation)
{
    size_t i;

    for (i = 0; i < creation->staged_count; i++)
        nnreg_staging_discard(&creation->staging, &creation->staged[i]);
    nnreg_staging_end(&creation->staging);
    nnreg_free(creation->staged);
    creation->staged = NULL;
    creation->staged_count = 0;
}
