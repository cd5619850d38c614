/*
 * What is put in parts. They are sent by some threads at once, each straight from the file, so that memory holds the threads' buffers and
 * what the store calls each part. The object is there when all parts are, and the store was told to make one of them; what fails before
 * that leaves none, and the parts are told to be forgotten. (Those of a process that was killed are forgotten by a rule of the bucket's.)
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/thread.h"
#include "store/s3/s3_call.h"
#include "store/s3/xml.h"

#define MOST_PARTS   10000
#define MOST_SENDERS 16
#define UPLOAD_ID    1024

struct s3_parts {
    struct nnreg_s3_store *store;
    const char *name;
    const struct nnreg_object_source *source;
    char id[UPLOAD_ID]; /* of the upload, as it is in a query */
    uint64_t part;      /* bytes of each but the last */
    size_t count;
    char (*etags)[NNREG_S3_ETAG];
    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t changed;
    size_t next;      /* part to be sent */
    unsigned running; /* senders */
    uint64_t done;    /* bytes of parts that were sent */
    bool stop;
    nnreg_status status;
    struct nnreg_error error;
};

/* ----------------------------------------------------------------------------------------- what is answered -- */

struct s3_result {
    char root[64], id[UPLOAD_ID], code[64], message[NNREG_S3_REASON];
};

static bool note_result(const char *path, const char *text, void *context)
{
    struct s3_result *result = context;

    (void)snprintf(result->root, sizeof result->root, "%.*s", (int)strcspn(path, "/"), path);
    if (strcmp(path, "InitiateMultipartUploadResult/UploadId") != 0)
        return true;
    return snprintf(result->id, sizeof result->id, "%s", text) < (int)sizeof result->id;
}

/* An answer of 200 may be an error all the same, as it was begun before the store knew. */
static bool has_completed(struct nnreg_s3_call *call)
{
    struct s3_result result = {.root = ""};

    if (nnreg_s3_xml_read(call->answer.content, call->answer.size, note_result, &result)) {
        if (strcmp(result.root, "CompleteMultipartUploadResult") == 0)
            return true;
    } else
        (void)snprintf(call->message, sizeof call->message, "the answer is not whole");
    return false;
}

static nnreg_status begin_parts(struct s3_parts *parts, struct nnreg_error *error)
{
    struct nnreg_s3_call call = {.method = "POST", .name = parts->name, .query = "uploads="};
    struct s3_result result = {.id = ""};
    struct nnreg_bytes id = NNREG_BYTES_INIT;
    nnreg_status status = nnreg_s3_ask(parts->store, &call, NULL, error);

    if (status == NNREG_OK && call.status / 100 != 2)
        status = nnreg_s3_tell(&call, error);
    if (status == NNREG_OK &&
        (!nnreg_s3_xml_read(call.answer.content, call.answer.size, note_result, &result) ||
         result.id[0] == '\0'))
        status = nnreg_fail(error, NNREG_IO,
                            "the store for objects does not say how an upload in parts is called");
    if (status == NNREG_OK) {
        nnreg_s3_encode(&id, result.id);
        if (id.failed)
            status = nnreg_fail_memory(error);
        else if (id.size >= sizeof parts->id)
            status = nnreg_fail(error, NNREG_IO,
                                "the store for objects calls an upload by a name that is too long");
        else
            (void)snprintf(parts->id, sizeof parts->id, "%s", id.content);
    }
    nnreg_bytes_free(&id);
    nnreg_s3_call_free(&call);
    return status;
}

/* ---------------------------------------------------------------------------------------------- sending -- */

static int look_whether_to_stop(void *context, uint64_t done)
{
    struct s3_parts *parts = context;
    bool stop;

    (void)done;
    pthread_mutex_lock(&parts->mutex);
    stop = parts->stop;
    pthread_mutex_unlock(&parts->mutex);
    return stop;
}

/* Printable ASCII that needs no entity in XML. */
static bool is_etag(const char *etag)
{
    size_t i;

    for (i = 0; etag[i] != '\0'; i++)
        if (etag[i] < ' ' || etag[i] > '~' || strchr("<>&", etag[i]) != NULL)
            return false;
    return i > 0;
}

static nnreg_status send_part(struct s3_parts *parts, size_t number, uint64_t offset, uint64_t size,
                              struct nnreg_error *error)
{
    char query[UPLOAD_ID + 64], hash[NNREG_SHA256_TEXT];
    struct nnreg_s3_call call = {.method = "PUT",
                                 .name = parts->name,
                                 .query = query,
                                 .payload_hash = hash,
                                 .source = parts->source,
                                 .offset = offset,
                                 .size = size,
                                 .progress = look_whether_to_stop,
                                 .context = parts};
    nnreg_status status = nnreg_s3_hash(hash, parts->source, offset, size, error);

    (void)snprintf(query, sizeof query, "partNumber=%zu&uploadId=%s", number + 1, parts->id);
    if (status == NNREG_OK)
        status = nnreg_s3_ask(parts->store, &call, NULL, error);
    if (status == NNREG_OK && call.status / 100 != 2)
        status = nnreg_s3_tell(&call, error);
    if (status == NNREG_OK && !is_etag(call.etag))
        status = nnreg_fail(error, NNREG_IO, "the store for objects does not say what a part is called");
    if (status == NNREG_OK)
        memcpy(parts->etags[number], call.etag, sizeof call.etag);
    nnreg_s3_call_free(&call);
    return status;
}

static void *send_parts(void *context)
{
    struct s3_parts *parts = context;

    pthread_mutex_lock(&parts->mutex);
    while (!parts->stop && parts->next < parts->count) {
        size_t number = parts->next++;
        uint64_t offset = number * parts->part, left = parts->source->size - offset;
        uint64_t size = left < parts->part ? left : parts->part;
        struct nnreg_error error = NNREG_ERROR_INIT;
        nnreg_status status;

        pthread_mutex_unlock(&parts->mutex);
        status = send_part(parts, number, offset, size, &error);
        pthread_mutex_lock(&parts->mutex);
        parts->done += status == NNREG_OK ? size : 0;
        if (status != NNREG_OK && !parts->stop) {
            parts->stop = true;
            parts->status = status;
            parts->error = error;
        }
        pthread_cond_signal(&parts->changed);
    }
    parts->running--;
    pthread_cond_signal(&parts->changed);
    pthread_mutex_unlock(&parts->mutex);
    return NULL;
}

/* For a change, but never so long that who wants to cancel waits. */
static void wait_a_little(struct s3_parts *parts)
{
    int64_t until = nnreg_clock_now() + 200000;
    struct timespec time = {(time_t)(until / 1000000), (long)(until % 1000000) * 1000};

    (void)pthread_cond_timedwait(&parts->changed, &parts->mutex, &time);
}

/* The caller's progress is called in the caller's thread only. */
static void wait_for_senders(struct s3_parts *parts, nnreg_object_progress *progress, void *context)
{
    pthread_mutex_lock(&parts->mutex);
    while (parts->running > 0) {
        uint64_t done = parts->done;
        bool stopped = false;

        if (progress != NULL && !parts->stop) {
            pthread_mutex_unlock(&parts->mutex);
            stopped = progress(context, done) != 0;
            pthread_mutex_lock(&parts->mutex);
        }
        if (stopped && !parts->stop) {
            parts->stop = true;
            parts->status = nnreg_fail(&parts->error, NNREG_CANCELLED, "cancelled");
        }
        if (parts->running > 0 && parts->done == done)
            wait_a_little(parts);
    }
    pthread_mutex_unlock(&parts->mutex);
}

static nnreg_status send_all(struct s3_parts *parts, nnreg_object_progress *progress, void *context,
                             struct nnreg_error *error)
{
    pthread_t threads[MOST_SENDERS];
    unsigned wanted = parts->store->limits.parallel, started = 0, i;

    if (wanted > MOST_SENDERS)
        wanted = MOST_SENDERS;
    if (wanted > parts->count)
        wanted = (unsigned)parts->count;
    pthread_mutex_lock(&parts->mutex);
    while (started < wanted && nnreg_thread_start(&threads[started], send_parts, parts))
        started++;
    parts->running = started > 0 ? started : 1;
    pthread_mutex_unlock(&parts->mutex);
    if (started == 0) /* no thread is to be had */
        (void)send_parts(parts);
    wait_for_senders(parts, progress, context);
    for (i = 0; i < started; i++)
        (void)pthread_join(threads[i], NULL);
    if (parts->status != NNREG_OK && error != NULL)
        *error = parts->error;
    return parts->status;
}

/* ----------------------------------------------------------------------------------------------- the end -- */

static nnreg_status write_list(struct nnreg_bytes *list, const struct s3_parts *parts,
                               struct nnreg_error *error)
{
    size_t i;

    nnreg_bytes_text(list, "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for (i = 0; i < parts->count; i++)
        nnreg_bytes_format(list, "<Part><PartNumber>%zu</PartNumber><ETag>%s</ETag></Part>", i + 1,
                           parts->etags[i]);
    nnreg_bytes_text(list, "</CompleteMultipartUpload>");
    return list->failed ? nnreg_fail_memory(error) : NNREG_OK;
}

/* An upload that is not known any more may have become the object when an earlier attempt's answer was lost. */
static nnreg_status look_whether_it_is_there(bool *unknown, const struct s3_parts *parts,
                                             struct nnreg_error *error)
{
    uint64_t size = 0;
    nnreg_status status = nnreg_s3_size(&size, &parts->store->base, parts->name, error);

    if (status == NNREG_OK && size == parts->source->size) {
        *unknown = false;
        return NNREG_OK;
    }
    return status != NNREG_OK && status != NNREG_NOT_FOUND
               ? status
               : nnreg_fail(error, NNREG_IO, "the store for objects has forgotten an upload in parts");
}

static nnreg_status complete_parts(bool *unknown, const struct s3_parts *parts, struct nnreg_error *error)
{
    struct nnreg_bytes list = NNREG_BYTES_INIT;
    char query[UPLOAD_ID + 16], hash[NNREG_SHA256_TEXT];
    struct nnreg_object_source source = {.fd = -1};
    struct nnreg_s3_call call = {.method = "POST",
                                 .name = parts->name,
                                 .query = query,
                                 .payload_hash = hash,
                                 .source = &source,
                                 .slow = true};
    nnreg_status status = write_list(&list, parts, error);

    source.content = list.content;
    source.size = call.size = list.size;
    (void)snprintf(query, sizeof query, "uploadId=%s", parts->id);
    if (status == NNREG_OK)
        status = nnreg_s3_hash(hash, &source, 0, source.size, error);
    if (status == NNREG_OK)
        status = nnreg_s3_ask(parts->store, &call, has_completed, error);
    *unknown = status != NNREG_OK && call.unknown;
    if (status == NNREG_OK && call.status / 100 != 2) {
        *unknown = true;
        status = look_whether_it_is_there(unknown, parts, error);
    }
    nnreg_s3_call_free(&call);
    nnreg_bytes_free(&list);
    return status;
}

static void abort_parts(const struct s3_parts *parts)
{
    char query[UPLOAD_ID + 16];
    struct nnreg_s3_call call = {.method = "DELETE", .name = parts->name, .query = query};

    (void)snprintf(query, sizeof query, "uploadId=%s", parts->id);
    (void)nnreg_s3_ask(parts->store, &call, NULL, NULL);
    nnreg_s3_call_free(&call);
}

static nnreg_status put_in_parts(bool *unknown, struct s3_parts *parts, nnreg_object_progress *progress,
                                 void *context, struct nnreg_error *error)
{
    nnreg_status status = begin_parts(parts, error);

    if (status != NNREG_OK)
        return status;
    status = send_all(parts, progress, context, error);
    if (status == NNREG_OK)
        status = complete_parts(unknown, parts, error);
    if (status != NNREG_OK && !*unknown)
        abort_parts(parts);
    return status;
}

nnreg_status nnreg_s3_put_parts(bool *unknown, struct nnreg_s3_store *store, const char *name,
                                const struct nnreg_object_source *source, nnreg_object_progress *progress,
                                void *context, struct nnreg_error *error)
{
    struct s3_parts parts = {.store = store, .name = name, .source = source, .part = store->limits.part};
    nnreg_status status;

    *unknown = false;
    if (source->size / parts.part >= MOST_PARTS)
        parts.part = source->size / (MOST_PARTS - 1) + 1;
    parts.count = (size_t)((source->size + parts.part - 1) / parts.part);
    parts.etags = nnreg_alloc_zero(parts.count, sizeof *parts.etags);
    if (parts.etags == NULL || pthread_mutex_init(&parts.mutex, NULL) != 0) {
        nnreg_free(parts.etags);
        return nnreg_fail_memory(error);
    }
    if (pthread_cond_init(&parts.changed, NULL) == 0) {
        status = put_in_parts(unknown, &parts, progress, context, error);
        pthread_cond_destroy(&parts.changed);
    } else
        status = nnreg_fail_memory(error);
    pthread_mutex_destroy(&parts.mutex);
    nnreg_free(parts.etags);
    return status;
}
