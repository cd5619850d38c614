/* The body of a request: see body.h. */
#include "body.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

static void begin_by_type(struct request *request)
{
    const char *type = request_header(request, MHD_HTTP_HEADER_CONTENT_TYPE);

    if (type == NULL)
        answer_error(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
                     "the body has no Content-Type: application/json or multipart/form-data");
    else if (is_type(type, TYPE_JSON))
        request->body.kind = BODY_JSON;
    else if (!is_type(type, "multipart/form-data"))
        answer_error(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
                     "the body is of no type that is taken: application/json or multipart/form-data");
    else if ((request->body.form = form_begin(request)) != NULL)
        request->body.kind = BODY_FORM;
}

void body_begin(struct request *request)
{
    const char *length = request_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    uint64_t size = 0;

    if (length != NULL && !uri_number(&size, length))
        answer_error(request, MHD_HTTP_BAD_REQUEST, "Content-Length is no number");
    else if (length == NULL && request_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) == NULL)
        answer_error(request, MHD_HTTP_LENGTH_REQUIRED,
                     "the body has neither a Content-Length nor comes in chunks");
    else if (size > request->server->settings->body_limit)
        answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "a body can have up to %llu bytes here",
                     (unsigned long long)request->server->settings->body_limit);
    else
        begin_by_type(request);
}

static void receive_json(struct request *request, const char *piece, size_t size)
{
    if (request->body.json.length + size > NNREG_LIMIT_JSON)
        answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "a JSON text can have up to %u bytes",
                     NNREG_LIMIT_JSON);
    else
        text_add(&request->body.json, piece, size);
    if (request->body.json.failed)
        answer_failure(request, NNREG_NO_MEMORY, NULL);
}

void body_receive(struct request *request, const char *piece, size_t size)
{
    struct body *body = &request->body;

    body->received += size;
    if (request->response != NULL)
        return;
    if (body->received > request->server->settings->body_limit)
        answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "a body can have up to %llu bytes here",
                     (unsigned long long)request->server->settings->body_limit);
    else if (body->kind == BODY_JSON)
        receive_json(request, piece, size);
    else if (body->kind == BODY_FORM)
        form_receive(request, piece, size);
    else
        answer_error(request, MHD_HTTP_BAD_REQUEST, "%s takes no body", request->method);
}

bool body_finish(struct request *request)
{
    if (request->response == NULL && request->body.kind == BODY_FORM)
        form_finish(request);
    return request->response == NULL;
}

void body_free(struct request *request)
{
    text_free(&request->body.json);
    form_free(request->body.form);
    request->body.form = NULL;
}
