/*
 * Uploads: see nnreg.h. What is received is store/received.h's; here is whose it is. An upload is the caller's until it is freed, and
 * that of each bundle that it was added to; it is gone with the last of them.
 */
#include "registry/upload.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/process.h"
#include "bundle/bundle.h"
#include "registry/messages.h"

struct nnreg_upload {
    struct nnreg_received received;
    atomic_uint users;        /* the caller and the bundles */
    struct nnreg_error error; /* of the last call */
};

struct nnreg_received *nnreg_upload_received(const nnreg_upload *upload)
{
    return &((nnreg_upload *)(uintptr_t)upload)->received;
}

static void release_upload(nnreg_upload *upload)
{
    if (atomic_fetch_sub(&upload->users, 1) > 1)
        return;
    nnreg_received_free(&upload->received);
    nnreg_free(upload);
}

/* ---------------------------------------------------------------------------------------------------- receiving -- */

static nnreg_status begin_upload(nnreg_upload **out, nnreg *registry, struct nnreg_error *error)
{
    nnreg_upload *upload = nnreg_alloc_zero(1, sizeof *upload);
    char folder[NNREG_FS_PATH + sizeof "/staging"];
    nnreg_status status;

    if (upload == NULL)
        return nnreg_fail_memory(error);
    atomic_init(&upload->users, 1);
    (void)snprintf(folder, sizeof folder, "%s/staging", registry->dir);
    status = nnreg_received_begin(&upload->received, registry->blobs, folder, error);
    if (status == NNREG_OK)
        *out = upload;
    else
        release_upload(upload);
    return status;
}

nnreg_status nnreg_upload_new(nnreg *registry, nnreg_upload **upload)
{
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, true, &error);

    if (upload != NULL)
        *upload = NULL;
    if (status == NNREG_OK && upload == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = begin_upload(upload, registry, &error);
    return nnreg_leave(registry, status, &error);
}

void nnreg_upload_free(nnreg_upload *upload)
{
    if (upload != NULL)
        release_upload(upload);
}

const char *nnreg_upload_message(const nnreg_upload *upload)
{
    return upload->error.text;
}

uint64_t nnreg_upload_size(const nnreg_upload *upload)
{
    return upload->received.size;
}

/* Whoever writes to a file that a parent and a child have open writes over the other. */
static nnreg_status check_process(const nnreg_upload *upload, struct nnreg_error *error)
{
    return upload->received.process == nnreg_process_mark()
               ? NNREG_OK
               : nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                            "this upload was begun before a fork: it is the parent's");
}

/* Begins a call on the upload. `sound`: its arguments make sense. */
static nnreg_status begin_upload_call(nnreg_upload *upload, bool sound)
{
    if (upload == NULL)
        return NNREG_INVALID_ARGUMENT;
    upload->error = (struct nnreg_error)NNREG_ERROR_INIT;
    return sound ? check_process(upload, &upload->error)
                 : nnreg_fail(&upload->error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
}

nnreg_status nnreg_upload_write(nnreg_upload *upload, const void *bytes, size_t size)
{
    nnreg_status status = begin_upload_call(upload, bytes != NULL || size == 0);

    if (status == NNREG_OK && upload->received.ended)
        return nnreg_fail(&upload->error, NNREG_CONFLICT,
                          "the upload is complete: it was added to a bundle, or its digest was taken");
    return status == NNREG_OK ? nnreg_received_append(&upload->received, bytes, size, &upload->error)
                              : status;
}

nnreg_status nnreg_upload_digest(nnreg_upload *upload, char text[65])
{
    unsigned char digest[NNREG_SHA256_SIZE];
    nnreg_status status = begin_upload_call(upload, text != NULL);

    if (text != NULL)
        text[0] = '\0';
    if (status == NNREG_OK)
        status = nnreg_received_end(&upload->received, &upload->error);
    if (status == NNREG_OK)
        status = nnreg_received_digest(digest, &upload->received, &upload->error);
    if (status == NNREG_OK)
        nnreg_hex(text, digest);
    return status;
}

/* -------------------------------------------------------------------------------------------------- in a bundle -- */

static nnreg_status add_upload(nnreg_bundle *bundle, nnreg_upload *upload, bool archive, const char *name)
{
    struct nnreg_bundle_received content = {.upload = upload, .release = release_upload, .fd = -1};
    struct nnreg_error *error;
    nnreg_status status;

    if (bundle == NULL)
        return NNREG_INVALID_ARGUMENT;
    error = nnreg_bundle_enter(bundle);
    if (upload == NULL || name == NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    status = check_process(upload, error);
    if (status == NNREG_OK)
        status = nnreg_received_end(&upload->received, error);
    if (status != NNREG_OK)
        return status;
    content.fd = upload->received.fd;
    if (content.fd < 0) {
        content.memory = upload->received.held != NULL ? (const void *)upload->received.held : "";
        content.size = (size_t)upload->received.size;
    }
    status = nnreg_bundle_add_received(bundle, &content, archive, name);
    if (status == NNREG_OK)
        atomic_fetch_add(&upload->users, 1);
    return status;
}

nnreg_status nnreg_bundle_add_upload(nnreg_bundle *bundle, nnreg_upload *upload, const char *name)
{
    return add_upload(bundle, upload, false, name);
}

nnreg_status nnreg_bundle_add_zip_upload(nnreg_bundle *bundle, nnreg_upload *upload, const char *name)
{
    return add_upload(bundle, upload, true, name);
}
