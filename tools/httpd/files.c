/*
 * Stored files: see files.h. What a file says is its client's alone to judge: it goes out as bytes to be kept, never as something that
 * a browser would show.
 */
#include "files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "answer.h"

#define DIGITS "0123456789"

/* What is known of a file without a look at it. */
struct stored {
    nnreg_network *network;
    struct nnreg_file_info file;
    char etag[sizeof((struct nnreg_file_info *)0)->sha256 + 2]; /* "": the network has no such file */
};

/* Bytes of a file: `size` of them from `offset`. */
struct range {
    uint64_t offset, size;
};

/* ------------------------------------------------------------------------------------------------- the file -- */

/* The name of the file in its record: there what lies in variables/ goes without that folder. */
static const char *name_in_record(const struct request *request)
{
    static const char folder[] = "variables/";

    return strncmp(request->name, folder, sizeof folder - 1) == 0 ? request->name + sizeof folder - 1
                                                                  : request->name;
}

/* Its record, which needs no snapshot of the registry while the file is sent to a client that may be slow. */
static nnreg_status find(struct request *request, struct stored *stored)
{
    nnreg *registry = request->server->registry;
    nnreg_status status = request->slug != NULL
                              ? nnreg_network_get_by_slug(registry, &stored->network, request->slug)
                              : nnreg_network_get(registry, &stored->network, request->id);
    size_t i;

    for (i = 0; status == NNREG_OK && nnreg_network_file(stored->network, i, &stored->file) == NNREG_OK; i++)
        if (strcmp(stored->file.name, name_in_record(request)) == 0) {
            snprintf(stored->etag, sizeof stored->etag, "\"%s\"", stored->file.sha256);
            break;
        }
    return status;
}

/* ---------------------------------------------------------------------------------------------------- ranges -- */

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
static const char *asked_range(const struct request *request, const char *etag)
{
    static const char unit[] = "bytes=";
    const char *asked = request_header(request, MHD_HTTP_HEADER_RANGE);
    const char *condition = request_header(request, MHD_HTTP_HEADER_IF_RANGE);

    if (asked == NULL || strcmp(request->method, MHD_HTTP_METHOD_GET) != 0 ||
        strncasecmp(asked, unit, sizeof unit - 1) != 0 || strchr(asked, ',') != NULL ||
        (condition != NULL && strcmp(condition, etag) != 0))
        return NULL;
    return asked + sizeof unit - 1;
}

/* -------------------------------------------------------------------------------------------------- the answer -- */

/* Under which name it is to be kept (RFC 6266): the last part, and for those who know UTF-8 as it is, for the others in plain letters. */
static void put_name(struct request *request, const char *name)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    const char *last = strrchr(name, '/');
    struct buffer simple = {0}, exact = {0};

    for (name = last != NULL ? last + 1 : name; *name != '\0'; name++) {
        bool is_plain = strchr(plain, *name) != NULL;

        buffer_add(&simple, is_plain ? name : "_", 1);
        buffer_printf(&exact, is_plain ? "%c" : "%%%02X", (unsigned char)*name);
    }
    if (!simple.failed && !exact.failed)
        answer_header(request, MHD_HTTP_HEADER_CONTENT_DISPOSITION,
                      "attachment; filename=\"%s\"; filename*=UTF-8''%s", buffer_text(&simple),
                      buffer_text(&exact));
    buffer_free(&simple);
    buffer_free(&exact);
}

/* What an id has never changes; what a slug has may be another network's next time. */
static void put_headers(struct request *request, const struct stored *stored)
{
    answer_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, "application/octet-stream");
    put_name(request, stored->file.name);
    answer_header(request, MHD_HTTP_HEADER_ETAG, "%s", stored->etag);
    answer_header(request, MHD_HTTP_HEADER_ACCEPT_RANGES, "bytes");
    answer_header(request, MHD_HTTP_HEADER_CACHE_CONTROL,
                  request->slug != NULL ? "private, no-cache" : "private, max-age=3600, immutable");
}

/* The descriptor is the answer's from here on, whatever comes of it. */
static void answer_bytes(struct request *request, const struct stored *stored, int fd, uint64_t size)
{
    struct range range = {0, size};
    const char *asked = asked_range(request, stored->etag);
    struct MHD_Response *response;

    if (asked != NULL && !read_range(&range, asked, size)) {
        close(fd);
        answer_error(request, MHD_HTTP_RANGE_NOT_SATISFIABLE, "there is no such range in %llu bytes",
                     (unsigned long long)size);
        answer_header(request, MHD_HTTP_HEADER_CONTENT_RANGE, "bytes */%llu", (unsigned long long)size);
        return;
    }
    response = MHD_create_response_from_fd_at_offset64(range.size, fd, range.offset);
    if (response == NULL)
        close(fd);
    else
        request->answer_size = range.size;
    answer_response(request, asked != NULL ? MHD_HTTP_PARTIAL_CONTENT : MHD_HTTP_OK, response);
    if (response == NULL)
        return;
    put_headers(request, stored);
    if (asked != NULL)
        answer_header(request, MHD_HTTP_HEADER_CONTENT_RANGE, "bytes %llu-%llu/%llu",
                      (unsigned long long)range.offset, (unsigned long long)(range.offset + range.size - 1),
                      (unsigned long long)size);
}

void files_get(struct request *request)
{
    struct stored stored = {NULL, NNREG_FILE_INFO_INIT, ""};
    nnreg_status status = find(request, &stored);
    uint64_t size;
    int fd;

    if (*stored.etag == '\0' || !answer_if_known(request, stored.etag)) {
        /* A file that the record does not have is told by this call, in the library's words. */
        if (status == NNREG_OK)
            status = nnreg_network_open_file(request->server->registry, &fd, &size,
                                             nnreg_network_id(stored.network), request->name);
        if (status != NNREG_OK)
            answer_failure(request, status, NULL);
        else
            answer_bytes(request, &stored, fd, size);
    }
    nnreg_network_free(stored.network);
}
