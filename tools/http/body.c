/* The body of a request: see body.h. */
#include "body.h"

#include <string.h>
#include <strings.h>

#include "answer.h"

bool http_is_type(const char *header, const char *type)
{
    size_t length = strlen(type);

    return strncasecmp(header, type, length) == 0 && strchr("; \t", header[length]) != NULL;
}

bool http_body_is_announced(const struct http_request *request)
{
    const char *length = http_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);

    return http_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL ||
           (length != NULL && strcmp(length, "0") != 0);
}

static void answer_large(struct http_request *request)
{
    http_answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "a body can have up to %llu bytes here",
                      (unsigned long long)request->server->settings->body_limit);
}

/* What the header says of a body that cannot be taken. */
static void check_header(struct http_request *request, const char *length, uint64_t size)
{
    const char *encoding = http_header(request, MHD_HTTP_HEADER_CONTENT_ENCODING);
    const char *expected = http_header(request, MHD_HTTP_HEADER_EXPECT);

    if (length == NULL && http_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) == NULL)
        http_answer_error(request, MHD_HTTP_LENGTH_REQUIRED,
                          "the body has neither a Content-Length nor comes in chunks");
    else if (expected != NULL && strcasecmp(expected, "100-continue") != 0)
        http_answer_error(request, MHD_HTTP_EXPECTATION_FAILED,
                          "Expect can be 100-continue, and nothing else");
    else if (encoding != NULL && strcasecmp(encoding, "identity") != 0)
        http_answer_error(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
                          "a body is taken without a Content-Encoding");
    else if (size > request->server->settings->body_limit)
        answer_large(request);
}

bool http_takes_body(struct http_request *request, uint64_t *size)
{
    const char *length = http_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    bool is_taken = !http_is_safe(request) && strcmp(request->method, MHD_HTTP_METHOD_DELETE) != 0;

    *size = 0;
    if (length != NULL && !uri_number(size, length))
        http_answer_error(request, MHD_HTTP_BAD_REQUEST, "Content-Length is no number");
    else if (!is_taken && http_body_is_announced(request))
        http_answer_error(request, MHD_HTTP_BAD_REQUEST, "%s takes no body", request->method);
    else if (is_taken)
        check_header(request, length, *size);
    request->closes |= request->response != NULL;
    return is_taken && request->response == NULL;
}

bool http_body_receive(struct http_request *request, const char *piece, size_t size)
{
    const struct http_application *application = request->server->application;
    uint64_t limit = request->server->settings->body_limit;

    request->received += size;
    if (request->response != NULL)
        return request->received / 2 <= limit;
    if (request->received > limit)
        answer_large(request);
    else
        application->receive(request, piece, size);
    /* Not only behind the rest of it, however long that takes to come. */
    if (request->response != NULL)
        application->release(request);
    return true;
}
