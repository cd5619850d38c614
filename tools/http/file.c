/* Files as answers: see file.h. */
#include "file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "answer.h"
#include "text.h"

#define DIGITS "0123456789"

/* Bytes of a file: `size` of them from `offset`. */
struct range {
    uint64_t offset, size;
};

/*
 * FIRST-LAST, FIRST- or -COUNT, cut to a file of `size` bytes. false: it is none of these, or there are no such bytes. Digits may say more
 * than there are bytes anywhere: that is the largest number then.
 */
static bool read_range(struct range *range, const char *text, uint64_t size)
{
    size_t digits = strspn(text, DIGITS);
    const char *end = text + digits + 1;
    uint64_t first, last;

    if (text[digits] != '-' || end[strspn(end, DIGITS)] != '\0' || (digits == 0 && *end == '\0'))
        return false;
    last = strtoull(end, NULL, 10);
    if (digits > 0)
        first = strtoull(text, NULL, 10);
    else
        first = last < size ? size - last : 0;
    if (digits == 0 || *end == '\0' || last >= size)
        last = size - 1; /* where it is empty, there is no first one either */
    *range = (struct range){first, last - first + 1};
    return first < size && first <= last;
}

/*
 * The one range that is asked for, NULL for the whole file: without one, for several and for other units than bytes (14.2), where another
 * file is meant than this one (13.1.5), and for HEAD.
 */
static const char *asked_range(const struct http_request *request, const char *etag)
{
    static const char unit[] = "bytes=";
    const char *asked = http_header(request, MHD_HTTP_HEADER_RANGE);
    const char *condition = http_header(request, MHD_HTTP_HEADER_IF_RANGE);

    if (asked == NULL || strcmp(request->method, MHD_HTTP_METHOD_GET) != 0 ||
        strncasecmp(asked, unit, sizeof unit - 1) != 0 || strchr(asked, ',') != NULL ||
        (condition != NULL && strcmp(condition, etag) != 0))
        return NULL;
    return asked + sizeof unit - 1;
}

/* Under which name it is to be kept (RFC 6266): for those who know UTF-8 as it is, for the others in plain letters. */
static void put_name(struct http_request *request, const char *name)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    struct buffer simple = {0}, exact = {0};
    const char *at;

    for (at = name; *at != '\0'; at++)
        buffer_add(&simple, strchr(plain, *at) != NULL ? at : "_", 1);
    text_percent(&exact, name, "._-");
    if (!simple.failed && !exact.failed)
        http_answer_header(request, MHD_HTTP_HEADER_CONTENT_DISPOSITION,
                           "attachment; filename=\"%s\"; filename*=UTF-8''%s", buffer_text(&simple),
                           buffer_text(&exact));
    buffer_free(&simple);
    buffer_free(&exact);
}

static void put_headers(struct http_request *request, const struct http_file *file)
{
    const char *slash = strrchr(file->name, '/');

    http_answer_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, "application/octet-stream");
    put_name(request, slash != NULL ? slash + 1 : file->name);
    http_answer_header(request, MHD_HTTP_HEADER_ETAG, "%s", file->etag);
    http_answer_header(request, MHD_HTTP_HEADER_ACCEPT_RANGES, "bytes");
    http_answer_header(request, MHD_HTTP_HEADER_CACHE_CONTROL, "%s", file->cache_control);
}

static void answer_range(struct http_request *request, const struct http_file *file, struct range range,
                         bool is_part)
{
    struct MHD_Response *response =
        MHD_create_response_from_fd_at_offset64(range.size, file->fd, range.offset);

    if (response == NULL)
        close(file->fd);
    else
        request->answer_size = range.size;
    http_answer_response(request, is_part ? MHD_HTTP_PARTIAL_CONTENT : MHD_HTTP_OK, response);
    if (response == NULL)
        return;
    put_headers(request, file);
    if (is_part)
        http_answer_header(
            request, MHD_HTTP_HEADER_CONTENT_RANGE, "bytes %llu-%llu/%llu", (unsigned long long)range.offset,
            (unsigned long long)(range.offset + range.size - 1), (unsigned long long)file->size);
}

void http_answer_file(struct http_request *request, const struct http_file *file)
{
    struct range range = {0, file->size};
    const char *asked = asked_range(request, file->etag);

    if (asked == NULL || read_range(&range, asked, file->size)) {
        answer_range(request, file, range, asked != NULL);
        return;
    }
    close(file->fd);
    http_answer_error(request, MHD_HTTP_RANGE_NOT_SATISFIABLE, "there is no such range in %llu bytes",
                      (unsigned long long)file->size);
    http_answer_header(request, MHD_HTTP_HEADER_CONTENT_RANGE, "bytes */%llu",
                       (unsigned long long)file->size);
}
