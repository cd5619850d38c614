/*
 * See s3_call.h. A call has a handle of libcurl, and with it a connection, for itself; both are kept for the next one. An answer of 500,
 * 502, 503, 504 or 429, a connection that was not to be had or was lost, and a time-out have it repeated after a pause of random length,
 * so that many who were turned away do not come again together. Every call may be: names of objects are never given to other bytes.
 *
 * What may have been done, when no answer came: as soon as all of the body was sent, or an attempt was answered by an error of the store
 * itself. 503 and 429 say that nothing was done.
 */
#include "store/s3/s3_call.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <curl/curl.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/fsio.h"
#include "store/s3/xml.h"

#define MOST_HEADERS ((size_t)64 << 10)
#define EMPTY_HASH   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* One attempt. */
struct s3_attempt {
    struct nnreg_s3_call *call;
    CURL *curl;
    struct nnreg_error failure; /* what a function that libcurl called met; status NNREG_OK: nothing */
    size_t header_bytes;
    uint64_t sent, already, received; /* `already`: bytes of the range that attempts before this one got */
    bool range_right, is_shorter;
};

/* ----------------------------------------------------------------------------------- what libcurl calls -- */

static size_t send_body(char *out, size_t one, size_t room, void *context)
{
    struct s3_attempt *attempt = context;
    const struct nnreg_s3_call *call = attempt->call;
    uint64_t left = call->size - attempt->sent;
    size_t size = one * room < left ? one * room : (size_t)left, got = size;

    if (size == 0)
        return 0;
    if (call->source->fd < 0)
        memcpy(out, (const char *)call->source->content + call->offset + attempt->sent, size);
    else if (nnreg_fs_read(&got, call->source->fd, call->offset + attempt->sent, out, size,
                           &attempt->failure) != NNREG_OK)
        return CURL_READFUNC_ABORT;
    if (got != size) {
        (void)nnreg_fail(&attempt->failure, NNREG_IO, "a file became shorter while it was stored");
        return CURL_READFUNC_ABORT;
    }
    attempt->sent += size;
    return size;
}

static int seek_body(void *context, curl_off_t offset, int origin)
{
    struct s3_attempt *attempt = context;

    if (origin != SEEK_SET || offset < 0 || (uint64_t)offset > attempt->call->size)
        return CURL_SEEKFUNC_FAIL;
    /* libcurl begins again by itself where a connection that it had kept turns out to be closed, perhaps after all was sent. */
    if (attempt->sent == attempt->call->size)
        attempt->call->unknown = true;
    attempt->sent = (uint64_t)offset;
    return CURL_SEEKFUNC_OK;
}

static long status_of(const struct s3_attempt *attempt)
{
    long status = 0;

    (void)curl_easy_getinfo(attempt->curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* To the file, but never more than was asked for. */
static size_t take_range(struct s3_attempt *attempt, const char *content, size_t size)
{
    struct nnreg_s3_call *call = attempt->call;
    uint64_t at = attempt->already + attempt->received;

    if (attempt->is_shorter) {
        (void)nnreg_fail(&attempt->failure, NNREG_CORRUPT, "the object \"%s\" is shorter than it should be",
                         call->name);
        return 0;
    }
    if (!attempt->range_right || size > call->size - at) {
        (void)nnreg_fail(&attempt->failure, NNREG_IO,
                         "the store gave other bytes of \"%s\" than it was asked for", call->name);
        return 0;
    }
    if (nnreg_fs_write(call->fd, at, content, size, &attempt->failure) != NNREG_OK)
        return 0;
    attempt->received += size;
    return size;
}

static size_t take_body(char *content, size_t one, size_t count, void *context)
{
    struct s3_attempt *attempt = context;
    size_t size = one * count;

    if (attempt->call->ranged && status_of(attempt) / 100 == 2)
        return take_range(attempt, content, size);
    if (size > NNREG_S3_ANSWER - attempt->call->answer.size) {
        (void)nnreg_fail(&attempt->failure, NNREG_IO, "the answer of the store has no end");
        return 0;
    }
    nnreg_bytes_put(&attempt->call->answer, content, size);
    if (!attempt->call->answer.failed)
        return size;
    (void)nnreg_fail_memory(&attempt->failure);
    return 0;
}

/* The value of a header of this name, up to the line's end; NULL: it is another. */
static const char *header_value(const char *line, size_t size, const char *name, size_t *length)
{
    size_t name_size = strlen(name), i;

    if (size <= name_size || line[name_size] != ':')
        return NULL;
    for (i = 0; i < name_size; i++)
        if ((line[i] | 0x20) != name[i] && line[i] != name[i])
            return NULL;
    for (i = name_size + 1; i < size && (line[i] == ' ' || line[i] == '\t');)
        i++;
    for (*length = size - i; *length > 0 && (unsigned char)line[i + *length - 1] <= ' ';)
        (*length)--;
    return line + i;
}

/* bytes FIRST-LAST/ALL: whether it is the range that was asked for, and whether it is less of it as the object ends before. */
static void look_at_range(struct s3_attempt *attempt, const char *value, size_t length)
{
    const struct nnreg_s3_call *call = attempt->call;
    uint64_t numbers[2] = {0, 0};
    size_t i = 6, n;

    if (length < 6 || memcmp(value, "bytes ", 6) != 0)
        return;
    for (n = 0; n < 2; n++, i++) {
        size_t first = i;

        for (; i < length && value[i] >= '0' && value[i] <= '9' && i - first < 19; i++)
            numbers[n] = numbers[n] * 10 + (uint64_t)(value[i] - '0');
        if (i == first || i >= length || value[i] != "-/"[n])
            return;
    }
    attempt->range_right = numbers[0] == call->offset + attempt->already && numbers[1] >= numbers[0] &&
                           numbers[1] <= call->offset + call->size - 1;
    attempt->is_shorter = attempt->range_right && numbers[1] != call->offset + call->size - 1;
}

static size_t take_header(char *line, size_t one, size_t count, void *context)
{
    struct s3_attempt *attempt = context;
    struct nnreg_s3_call *call = attempt->call;
    const char *value;
    size_t size = one * count, length;

    attempt->header_bytes += size;
    if (attempt->header_bytes > MOST_HEADERS) {
        (void)nnreg_fail(&attempt->failure, NNREG_IO, "the headers of the store's answer have no end");
        return 0;
    }
    if ((value = header_value(line, size, "etag", &length)) != NULL && length < sizeof call->etag) {
        memcpy(call->etag, value, length);
        call->etag[length] = '\0';
    } else if ((value = header_value(line, size, "content-range", &length)) != NULL)
        look_at_range(attempt, value, length);
    else if ((value = header_value(line, size, "content-length", &length)) != NULL && length > 0 &&
             length < 20 && strspn(value, "0123456789") >= length)
        call->content_length = strtoull(value, NULL, 10);
    return size;
}

static int look_at_progress(void *context, curl_off_t to_get, curl_off_t got, curl_off_t to_send,
                            curl_off_t sent)
{
    struct s3_attempt *attempt = context;
    const struct nnreg_s3_call *call = attempt->call;

    (void)to_get;
    (void)got;
    (void)to_send;
    if (call->progress == NULL ||
        call->progress(call->context, call->ranged ? attempt->already + attempt->received : (uint64_t)sent) ==
            0)
        return 0;
    (void)nnreg_fail(&attempt->failure, NNREG_CANCELLED, "cancelled");
    return 1;
}

/* ------------------------------------------------------------------------------------------- one attempt -- */

struct s3_headers {
    char host[NNREG_S3_BUCKET + NNREG_S3_HOST], path[NNREG_S3_BUCKET + NNREG_S3_PREFIX + NNREG_OBJECT_NAME];
    char range[64], time[NNREG_S3_TIME];
    struct curl_slist *list;
    struct nnreg_bytes url;
};

static void add_header(struct s3_headers *headers, bool *failed, const char *name, const char *value)
{
    struct nnreg_bytes line = NNREG_BYTES_INIT;
    struct curl_slist *longer = NULL;

    nnreg_bytes_format(&line, "%s%s%s", name, value[0] != '\0' ? ": " : ":", value);
    if (!line.failed)
        longer = curl_slist_append(headers->list, line.content);
    if (longer != NULL)
        headers->list = longer;
    else
        *failed = true;
    if (line.content != NULL)
        nnreg_s3_wipe(line.content, line.size);
    nnreg_bytes_free(&line);
}

static void find_url(struct s3_headers *headers, const struct nnreg_s3_store *store,
                     const struct nnreg_s3_call *call)
{
    const struct nnreg_s3_location *where = &store->location;

    (void)snprintf(headers->host, sizeof headers->host, "%s%s%s", where->path_style ? "" : where->bucket,
                   where->path_style ? "" : ".", where->host);
    (void)snprintf(headers->path, sizeof headers->path, "/%s%s%s%s", where->path_style ? where->bucket : "",
                   where->path_style && call->name[0] != '\0' ? "/" : "",
                   call->name[0] != '\0' ? where->prefix : "", call->name);
    nnreg_bytes_format(&headers->url, "http%s://%s%s%s%s", where->secure ? "s" : "", headers->host,
                       headers->path, call->query[0] != '\0' ? "?" : "", call->query);
}

static nnreg_status sign_headers(struct s3_headers *headers, const struct nnreg_s3_store *store,
                                 const struct s3_attempt *attempt, struct nnreg_error *error)
{
    const struct nnreg_s3_call *call = attempt->call;
    const char *hash = call->payload_hash != NULL ? call->payload_hash : EMPTY_HASH;
    struct nnreg_s3_header lines[5] = {{"host", headers->host}};
    struct nnreg_s3_request request = {call->method, headers->path, call->query, lines, 1,
                                       hash,         headers->time};
    struct nnreg_bytes authorization = NNREG_BYTES_INIT;
    nnreg_status status;
    bool failed = false;
    size_t i;

    nnreg_s3_time(headers->time, nnreg_clock_now());
    if (call->ranged) {
        (void)snprintf(headers->range, sizeof headers->range, "bytes=%" PRIu64 "-%" PRIu64,
                       call->offset + attempt->already, call->offset + call->size - 1);
        lines[request.header_count++] = (struct nnreg_s3_header){"range", headers->range};
    }
    lines[request.header_count++] = (struct nnreg_s3_header){"x-amz-content-sha256", hash};
    lines[request.header_count++] = (struct nnreg_s3_header){"x-amz-date", headers->time};
    if (store->credentials.token[0] != '\0')
        lines[request.header_count++] =
            (struct nnreg_s3_header){"x-amz-security-token", store->credentials.token};
    status = nnreg_s3_sign(&authorization, &request, store->location.region, &store->credentials, error);
    for (i = 0; i < request.header_count && status == NNREG_OK; i++)
        add_header(headers, &failed, lines[i].name, lines[i].value);
    if (status == NNREG_OK) {
        add_header(headers, &failed, "authorization", authorization.content);
        add_header(headers, &failed, "expect", "");
        add_header(headers, &failed, "content-type", "");
    }
    nnreg_bytes_free(&authorization);
    return status == NNREG_OK && (failed || headers->url.failed) ? nnreg_fail_memory(error) : status;
}

static void set_limits(CURL *curl, const struct nnreg_s3_store *store, const struct nnreg_s3_call *call)
{
    const struct nnreg_s3_limits *limits = &store->limits;
    const char *scheme = store->location.secure ? "https" : "http";
    bool carries = call->ranged || strcmp(call->method, "PUT") == 0;

    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, scheme);
#else
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS,
                           (long)(scheme[4] == 's' ? CURLPROTO_HTTPS : CURLPROTO_HTTP));
#endif
    (void)curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    (void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect_ms);
    (void)curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)limits->idle_s * (call->slow ? 10 : 1));
    if (!carries)
        (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)limits->answer_ms * (call->slow ? 10 : 1));
}

static void set_body(struct s3_attempt *attempt)
{
    const struct nnreg_s3_call *call = attempt->call;
    CURL *curl = attempt->curl;

    if (strcmp(call->method, "HEAD") == 0)
        (void)curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else if (strcmp(call->method, "PUT") == 0) {
        (void)curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        (void)curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)call->size);
    } else if (strcmp(call->method, "POST") == 0) {
        (void)curl_easy_setopt(curl, CURLOPT_POST, 1L);
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->size);
    } else
        (void)curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call->method);
    (void)curl_easy_setopt(curl, CURLOPT_READFUNCTION, send_body);
    (void)curl_easy_setopt(curl, CURLOPT_READDATA, attempt);
    (void)curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, seek_body);
    (void)curl_easy_setopt(curl, CURLOPT_SEEKDATA, attempt);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, attempt);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERDATA, attempt);
    (void)curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_at_progress);
    (void)curl_easy_setopt(curl, CURLOPT_XFERINFODATA, attempt);
    (void)curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

static CURL *take_handle(struct nnreg_s3_store *store)
{
    CURL *curl = NULL;

    pthread_mutex_lock(&store->mutex);
    if (store->idle_count > 0)
        curl = store->idle[--store->idle_count];
    pthread_mutex_unlock(&store->mutex);
    return curl != NULL ? curl : curl_easy_init();
}

static void give_handle(struct nnreg_s3_store *store, CURL *curl)
{
    curl_easy_reset(curl);
    pthread_mutex_lock(&store->mutex);
    if (store->idle_count < NNREG_S3_IDLE) {
        store->idle[store->idle_count++] = curl;
        curl = NULL;
    }
    pthread_mutex_unlock(&store->mutex);
    if (curl != NULL)
        curl_easy_cleanup(curl);
}

static void free_headers(struct s3_headers *headers)
{
    struct curl_slist *line;

    for (line = headers->list; line != NULL; line = line->next)
        nnreg_s3_wipe(line->data, strlen(line->data));
    curl_slist_free_all(headers->list);
    nnreg_bytes_free(&headers->url);
}

static CURLcode perform(struct s3_attempt *attempt, struct nnreg_s3_store *store)
{
    struct s3_headers headers = {.list = NULL};
    CURLcode result = CURLE_OUT_OF_MEMORY;

    find_url(&headers, store, attempt->call);
    if (sign_headers(&headers, store, attempt, &attempt->failure) == NNREG_OK) {
        set_limits(attempt->curl, store, attempt->call);
        set_body(attempt);
        (void)curl_easy_setopt(attempt->curl, CURLOPT_HTTPHEADER, headers.list);
        result = curl_easy_setopt(attempt->curl, CURLOPT_URL, headers.url.content);
        if (result == CURLE_OK)
            result = curl_easy_perform(attempt->curl);
    }
    free_headers(&headers);
    return result;
}

/* ---------------------------------------------------------------------------------------- what came of it -- */

/* Printable, and no more than there is room for. */
static void copy_words(char *out, size_t room, const char *from)
{
    size_t i;

    for (i = 0; i + 1 < room && from[i] != '\0'; i++)
        out[i] = (unsigned char)from[i] < ' ' || from[i] == 0x7f ? ' ' : from[i];
    while (i > 0 && from[i] != '\0' && ((unsigned char)from[i] & 0xc0) == 0x80)
        i--; /* not in the middle of a character */
    out[i] = '\0';
}

static bool note_error(const char *path, const char *text, void *context)
{
    struct nnreg_s3_call *call = context;

    if (strcmp(path, "Error/Code") == 0)
        copy_words(call->code, sizeof call->code, text);
    else if (strcmp(path, "Error/Message") == 0)
        copy_words(call->message, sizeof call->message, text);
    return true;
}

void nnreg_s3_read_error(struct nnreg_s3_call *call)
{
    (void)nnreg_s3_xml_read(call->answer.content, call->answer.size, note_error, call);
}

static bool passes(const struct nnreg_s3_call *call)
{
    static const char *const codes[] = {"InternalError",       "SlowDown",
                                        "ServiceUnavailable",  "RequestTimeout",
                                        "ThrottlingException", "RequestLimitExceeded"};
    size_t i;

    for (i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(call->code, codes[i]) == 0)
            return true;
    return call->status == 0 || call->status == 429 || call->status == 500 || call->status == 502 ||
           call->status == 503 || call->status == 504;
}

static bool was_lost(CURLcode result)
{
    switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SEND_FAIL_REWIND:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return true;
    default:
        return false;
    }
}

static void begin_attempt(struct nnreg_s3_call *call)
{
    call->status = 0;
    call->content_length = UINT64_MAX;
    call->etag[0] = call->code[0] = call->message[0] = '\0';
    call->answer.size = 0;
    call->answer.failed = false;
}

/* *again: it may go better the next time. */
static nnreg_status try_once(bool *again, uint64_t *already, struct nnreg_s3_store *store,
                             struct nnreg_s3_call *call, nnreg_s3_answered *answered,
                             struct nnreg_error *error)
{
    struct s3_attempt attempt = {.call = call, .curl = take_handle(store), .already = *already};
    CURLcode result;

    *again = false;
    if (attempt.curl == NULL)
        return nnreg_fail_memory(error);
    begin_attempt(call);
    result = perform(&attempt, store);
    call->status = result == CURLE_OK ? status_of(&attempt) : 0;
    give_handle(store, attempt.curl);
    *already += attempt.received;
    /* All bytes were on their way, or there were none; and what happened to them nobody said. */
    if (result != CURLE_OK && result != CURLE_COULDNT_CONNECT && result != CURLE_COULDNT_RESOLVE_HOST &&
        result != CURLE_PEER_FAILED_VERIFICATION && attempt.sent == call->size)
        call->unknown = true;
    if (attempt.failure.status != NNREG_OK) {
        if (error != NULL)
            *error = attempt.failure;
        return attempt.failure.status;
    }
    if (result == CURLE_OUT_OF_MEMORY)
        return nnreg_fail_memory(error);
    if (result != CURLE_OK) {
        copy_words(call->message, sizeof call->message, curl_easy_strerror(result));
        *again = was_lost(result);
        return nnreg_s3_tell(call, error);
    }
    if (call->status / 100 == 2 && call->ranged && *already != call->size) {
        copy_words(call->message, sizeof call->message, "the answer ends too early");
        call->status = 0;
        *again = true;
        return nnreg_s3_tell(call, error);
    }
    if (call->status / 100 == 2 && (answered == NULL || answered(call)))
        return NNREG_OK;
    nnreg_s3_read_error(call);
    if (call->status == 500 || call->status == 502 || call->status == 504 || call->status == 200)
        call->unknown = true;
    *again = passes(call);
    return (call->status == 404 && strcmp(call->code, "NoSuchBucket") != 0) || call->status == 416
               ? NNREG_OK
               : nnreg_s3_tell(call, error);
}

nnreg_status nnreg_s3_tell(const struct nnreg_s3_call *call, struct nnreg_error *error)
{
    const char *colon = call->code[0] != '\0' ? ": " : "", *comma = call->message[0] != '\0' ? ": " : "";

    if (call->status == 0)
        return nnreg_fail(error, NNREG_IO, "the store for objects cannot be reached: %s", call->message);
    if (call->status == 403 || call->status == 401)
        return nnreg_fail(error, NNREG_READ_ONLY,
                          "the store for objects does not permit it (HTTP %ld%s%s%s%s)", call->status, colon,
                          call->code, comma, call->message);
    if (call->status == 507)
        return nnreg_fail(error, NNREG_NO_SPACE, "the store for objects has no room (HTTP 507%s%s%s%s)",
                          colon, call->code, comma, call->message);
    if (call->status == 503 || call->status == 429)
        return nnreg_fail(error, NNREG_BUSY, "the store for objects is overloaded (HTTP %ld%s%s%s%s)",
                          call->status, colon, call->code, comma, call->message);
    return nnreg_fail(error, NNREG_IO, "the store for objects failed (HTTP %ld%s%s%s%s)", call->status, colon,
                      call->code, comma, call->message);
}

/* Full jitter: anything between nothing and the longest pause of this turn. */
static void pause_before(const struct nnreg_s3_store *store, unsigned turn)
{
    uint64_t longest = store->limits.pause_ms;
    uint32_t random = 0;

    while (turn-- > 1 && longest < store->limits.longest_pause_ms)
        longest *= 2;
    if (longest > store->limits.longest_pause_ms)
        longest = store->limits.longest_pause_ms;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random)
        random = (uint32_t)nnreg_clock_steady();
    if (longest > 0)
        nnreg_clock_pause((unsigned)(random % (longest + 1)));
}

nnreg_status nnreg_s3_ask(struct nnreg_s3_store *store, struct nnreg_s3_call *call,
                          nnreg_s3_answered *answered, struct nnreg_error *error)
{
    const int64_t end = nnreg_clock_steady() + (int64_t)store->limits.patience_ms * 1000;
    nnreg_status status;
    uint64_t already = 0;
    unsigned turn = 0;
    bool again;

    for (;;) {
        status = try_once(&again, &already, store, call, answered, error);
        if (!again || ++turn >= store->limits.attempts || nnreg_clock_steady() >= end)
            return status;
        if (call->progress != NULL && call->progress(call->context, already) != 0)
            return nnreg_fail(error, NNREG_CANCELLED, "cancelled");
        pause_before(store, turn);
    }
}

void nnreg_s3_call_free(struct nnreg_s3_call *call)
{
    nnreg_bytes_free(&call->answer);
}

nnreg_status nnreg_s3_hash(char out[65], const struct nnreg_object_source *source, uint64_t offset,
                           uint64_t size, struct nnreg_error *error)
{
    unsigned char *piece = nnreg_alloc(NNREG_PIECE), digest[NNREG_SHA256_SIZE];
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = piece != NULL ? nnreg_sha256_begin(&sha, error) : nnreg_fail_memory(error);
    uint64_t done = 0;

    while (status == NNREG_OK && done < size) {
        size_t wanted = size - done < NNREG_PIECE ? (size_t)(size - done) : NNREG_PIECE, got = wanted;
        const unsigned char *content = piece;

        if (source->fd >= 0)
            status = nnreg_fs_read(&got, source->fd, offset + done, piece, wanted, error);
        else
            content = (const unsigned char *)source->content + offset + done;
        if (status == NNREG_OK && got != wanted)
            status = nnreg_fail(error, NNREG_IO, "a file became shorter while it was stored");
        if (status == NNREG_OK)
            status = nnreg_sha256_add(&sha, content, wanted, error);
        done += wanted;
    }
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    nnreg_free(piece);
    if (status == NNREG_OK)
        nnreg_hex(out, digest);
    return status;
}
