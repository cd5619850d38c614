/* The body of a request: see body.h. */
#include "body.h"

#include <string.h>
#include <strings.h>

#include "access.h"
#include "answer.h"
#include "form.h"
#include "request.h"
#include "routes.h"

/* Whether a header of a type begins with this one, whatever parameters stand behind it (RFC 9110, 8.3.1). */
static bool is_type(const char *header, const char *type)
{
    size_t length = strlen(type);

    return strncasecmp(header, type, length) == 0 && strchr("; \t", header[length]) != NULL;
}

static void answer_large_json(struct request *request)
{
    answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "a JSON text can have up to %u bytes",
                 NNREG_LIMIT_JSON);
}

static void begin_by_type(struct request *request)
{
    const char *type = request_header(request, MHD_HTTP_HEADER_CONTENT_TYPE);

    if (type != NULL && is_type(type, TYPE_JSON))
        request->body.kind = BODY_JSON;
    else if (type == NULL || !is_type(type, "multipart/form-data"))
        answer_error(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
                     "the body %s: application/json or multipart/form-data",
                     type == NULL ? "has no Content-Type" : "is of no type that is taken");
    else if ((request->body.form = form_begin(request)) != NULL)
        request->body.kind = BODY_FORM;
}

/* What the header says of a body that cannot be taken. */
static bool check_header(struct request *request, const char *length, uint64_t size)
{
    const char *encoding = request_header(request, MHD_HTTP_HEADER_CONTENT_ENCODING);
    const char *expected = request_header(request, MHD_HTTP_HEADER_EXPECT);

    if (length == NULL && request_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) == NULL)
        answer_error(request, MHD_HTTP_LENGTH_REQUIRED,
                     "the body has neither a Content-Length nor comes in chunks");
    else if (expected != NULL && strcasecmp(expected, "100-continue") != 0)
        answer_error(request, MHD_HTTP_EXPECTATION_FAILED, "Expect can be 100-continue, and nothing else");
    else if (encoding != NULL && strcasecmp(encoding, "identity") != 0)
        answer_error(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "a body is taken without a Content-Encoding");
    else if (size > request->server->settings->body_limit)
        answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "a body can have up to %llu bytes here",
                     (unsigned long long)request->server->settings->body_limit);
    else
        begin_by_type(request);
    if (request->body.kind == BODY_JSON && size > NNREG_LIMIT_JSON)
        answer_large_json(request);
    return request->response == NULL;
}

void body_begin(struct request *request)
{
    const char *length = request_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    bool is_taken = !routes_is_safe(request->method) && strcmp(request->method, MHD_HTTP_METHOD_DELETE) != 0;
    uint64_t size = 0;

    if (length != NULL && !uri_number(&size, length))
        answer_error(request, MHD_HTTP_BAD_REQUEST, "Content-Length is no number");
    else if (!is_taken && access_has_body(request))
        answer_error(request, MHD_HTTP_BAD_REQUEST, "%s takes no body", request->method);
    else if (!is_taken || check_header(request, length, size))
        return;
    request->closes = true;
}

/* Each body has a limit, and so has what all of them hold at once: a form with files has its place among the uploads for that. */
static bool hold(struct request *request, size_t size)
{
    struct server *server = request->server;
    uint64_t limit = server->settings->json_limit;

    request->body.held += size;
    if (atomic_fetch_add(&server->held, size) + size <= limit)
        return true;
    answer_error(request, MHD_HTTP_SERVICE_UNAVAILABLE,
                 "requests hold %llu bytes of JSON, which is as much as can be", (unsigned long long)limit);
    answer_header(request, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    return false;
}

static void receive_json(struct request *request, const char *piece, size_t size)
{
    if (request->body.json.length + size > NNREG_LIMIT_JSON)
        answer_large_json(request);
    else
        buffer_add(&request->body.json, piece, size);
    if (request->body.json.failed)
        answer_failure(request, NNREG_NO_MEMORY, NULL);
}

bool body_receive(struct request *request, const char *piece, size_t size)
{
    struct body *body = &request->body;
    uint64_t limit = request->server->settings->body_limit;

    body->received += size;
    if (request->response != NULL)
        return body->received / 2 <= limit;
    if (body->received > limit)
        answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "a body can have up to %llu bytes here",
                     (unsigned long long)limit);
    else if (body->kind == BODY_FORM && (request->place.route->flags & ROUTE_FILES) != 0)
        form_receive(request, piece, size);
    else if (hold(request, size)) {
        if (body->kind == BODY_JSON)
            receive_json(request, piece, size);
        else
            form_receive(request, piece, size);
    }
    /* Its files and its place among the uploads, too, however long the rest takes to come. */
    if (request->response != NULL)
        body_free(request);
    return true;
}

bool body_finish(struct request *request)
{
    if (request->response == NULL && request->body.kind == BODY_FORM)
        form_finish(request);
    return request->response == NULL;
}

void body_free(struct request *request)
{
    buffer_free(&request->body.json);
    form_free(request->body.form);
    request->body.form = NULL;
    atomic_fetch_sub(&request->server->held, request->body.held);
    request->body.held = 0;
}
