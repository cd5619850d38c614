/* See s3_objects.h. */
#include "store/s3/s3_objects.h"

#include <string.h>

#include <curl/curl.h>

#include "base/alloc.h"
#include "store/s3/credentials.h"
#include "store/s3/s3_call.h"

const struct nnreg_s3_limits nnreg_s3_default_limits = {.connect_ms = 10000,
                                                        .idle_s = 60,
                                                        .answer_ms = 60000,
                                                        .attempts = 8,
                                                        .pause_ms = 100,
                                                        .longest_pause_ms = 10000,
                                                        .patience_ms = 120000,
                                                        .parallel = 4,
                                                        .whole = (uint64_t)64 << 20,
                                                        .part = (uint64_t)16 << 20};

static pthread_once_t curl_begun = PTHREAD_ONCE_INIT;
static CURLcode curl_result;

static void begin_curl(void)
{
    curl_result = curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* A name has nothing in it that a URL would have otherwise (objects.h). */
static nnreg_status look_at_name(const char *name, struct nnreg_error *error)
{
    size_t length = strlen(name);
    const char *part = name;

    if (length > 0 && length < NNREG_OBJECT_NAME &&
        strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./") == length) {
        for (;;) {
            size_t size = strcspn(part, "/");

            if (size == 0 || (part[0] == '.' && (size == 1 || (size == 2 && part[1] == '.'))))
                break;
            if (part[size] == '\0')
                return NNREG_OK;
            part += size + 1;
        }
    }
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "\"%.200s\" is no name of an object", name);
}

static void close_s3(struct nnreg_object_store *base)
{
    struct nnreg_s3_store *store = (struct nnreg_s3_store *)base;

    while (store->idle_count > 0)
        curl_easy_cleanup(store->idle[--store->idle_count]);
    pthread_mutex_destroy(&store->mutex);
    nnreg_s3_wipe(&store->credentials, sizeof store->credentials);
    nnreg_free(store);
}

static nnreg_status put_s3(bool *unknown, struct nnreg_object_store *base, const char *name,
                           const struct nnreg_object_source *source, nnreg_object_progress *progress,
                           void *context, struct nnreg_error *error)
{
    struct nnreg_s3_store *store = (struct nnreg_s3_store *)base;
    struct nnreg_s3_call call = {.method = "PUT",
                                 .name = name,
                                 .query = "",
                                 .source = source,
                                 .size = source->size,
                                 .progress = progress,
                                 .context = context};
    char hash[NNREG_SHA256_TEXT];
    nnreg_status status = look_at_name(name, error);

    *unknown = false;
    if (status != NNREG_OK)
        return status;
    if (source->size > store->limits.whole)
        return nnreg_s3_put_parts(unknown, store, name, source, progress, context, error);
    nnreg_hex(hash, source->digest);
    call.payload_hash = hash;
    status = nnreg_s3_ask(store, &call, NULL, error);
    if (status == NNREG_OK && call.status / 100 != 2)
        status = nnreg_s3_tell(&call, error);
    /* Of nothing, nobody sees when all was sent. */
    *unknown = status != NNREG_OK && (call.unknown || source->size == 0);
    nnreg_s3_call_free(&call);
    return status;
}

/* What a 404 without a body leaves open: whether there is such a bucket. Who may not ask that is told that it is there. */
static nnreg_status look_for_bucket(struct nnreg_s3_store *store, struct nnreg_error *error)
{
    struct nnreg_s3_call call = {.method = "HEAD", .name = "", .query = ""};
    nnreg_status status = nnreg_s3_ask(store, &call, NULL, error);

    if (call.status == 404)
        status =
            nnreg_fail(error, NNREG_IO, "the store for objects has no bucket \"%s\"", store->location.bucket);
    else if (call.status != 0)
        status = NNREG_NOT_FOUND;
    nnreg_s3_call_free(&call);
    return status;
}

nnreg_status nnreg_s3_size(uint64_t *size, struct nnreg_object_store *base, const char *name,
                           struct nnreg_error *error)
{
    struct nnreg_s3_store *store = (struct nnreg_s3_store *)base;
    struct nnreg_s3_call call = {.method = "HEAD", .name = name, .query = ""};
    nnreg_status status = look_at_name(name, error);

    if (status == NNREG_OK)
        status = nnreg_s3_ask(store, &call, NULL, error);
    if (status == NNREG_OK && call.status == 404)
        status = look_for_bucket(store, error);
    else if (status == NNREG_OK && (call.status / 100 != 2 || call.content_length == UINT64_MAX))
        status = nnreg_fail(error, NNREG_IO, "the store for objects does not tell the size of \"%s\"", name);
    if (status == NNREG_OK)
        *size = call.content_length;
    nnreg_s3_call_free(&call);
    return status;
}

static nnreg_status tell_shorter(const char *name, struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_CORRUPT, "the object \"%s\" is shorter than it should be", name);
}

static nnreg_status get_s3(struct nnreg_object_store *base, const char *name, uint64_t offset,
                           uint64_t length, int fd, nnreg_object_progress *progress, void *context,
                           struct nnreg_error *error)
{
    struct nnreg_s3_store *store = (struct nnreg_s3_store *)base;
    struct nnreg_s3_call call = {.method = "GET",
                                 .name = name,
                                 .query = "",
                                 .ranged = true,
                                 .offset = offset,
                                 .size = length,
                                 .fd = fd,
                                 .progress = progress,
                                 .context = context};
    uint64_t size = 0;
    nnreg_status status = look_at_name(name, error);

    if (status == NNREG_OK && length == 0) { /* there is no such range to ask for */
        status = nnreg_s3_size(&size, base, name, error);
        return status == NNREG_OK && offset > size ? tell_shorter(name, error) : status;
    }
    if (status == NNREG_OK && length - 1 > UINT64_MAX - offset)
        return tell_shorter(name, error);
    if (status == NNREG_OK)
        status = nnreg_s3_ask(store, &call, NULL, error);
    if (status == NNREG_OK && call.status == 404)
        status = NNREG_NOT_FOUND;
    else if (status == NNREG_OK && call.status == 416)
        status = tell_shorter(name, error);
    nnreg_s3_call_free(&call);
    return status;
}

static nnreg_status remove_s3(struct nnreg_object_store *base, const char *name, struct nnreg_error *error)
{
    struct nnreg_s3_store *store = (struct nnreg_s3_store *)base;
    struct nnreg_s3_call call = {.method = "DELETE", .name = name, .query = ""};
    nnreg_status status = look_at_name(name, error);

    if (status == NNREG_OK)
        status = nnreg_s3_ask(store, &call, NULL, error);
    nnreg_s3_call_free(&call);
    return status;
}

static const struct nnreg_object_driver s3_driver = {.name = "s3",
                                                     .close = close_s3,
                                                     .put = put_s3,
                                                     .size = nnreg_s3_size,
                                                     .get = get_s3,
                                                     .remove = remove_s3,
                                                     .list = nnreg_s3_list};

nnreg_status nnreg_s3_open(struct nnreg_object_store **store, const char *location,
                           nnreg_s3_environment *environment, const struct nnreg_s3_limits *limits,
                           struct nnreg_error *error)
{
    struct nnreg_s3_store *made = nnreg_alloc_zero(1, sizeof *made);
    nnreg_status status;

    *store = NULL;
    if (made == NULL)
        return nnreg_fail_memory(error);
    pthread_once(&curl_begun, begin_curl);
    made->base.driver = &s3_driver;
    made->limits = limits != NULL ? *limits : nnreg_s3_default_limits;
    status = nnreg_s3_parse(&made->location, location, error);
    if (status == NNREG_OK)
        status = nnreg_s3_complete(&made->location, environment, error);
    if (status == NNREG_OK)
        status = nnreg_s3_find_credentials(&made->credentials, &made->location, environment, error);
    if (status == NNREG_OK &&
        (curl_result != CURLE_OK ||
         (made->location.secure && (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_SSL) == 0)))
        status = nnreg_fail(error, NNREG_UNSUPPORTED, "libcurl does not work, or has no TLS");
    if (status == NNREG_OK && pthread_mutex_init(&made->mutex, NULL) != 0)
        status = nnreg_fail_memory(error);
    if (status != NNREG_OK) {
        nnreg_s3_wipe(&made->credentials, sizeof made->credentials);
        nnreg_free(made);
        return status;
    }
    *store = &made->base;
    return NNREG_OK;
}
