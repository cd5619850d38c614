/* The body of a request: see body.h. */
#include "body.h"

#include "../http/body.h"
#include "answer.h"
#include "form.h"
#include "routes.h"

static void answer_large_json(struct request *request)
{
    http_answer_error(&request->http, MHD_HTTP_CONTENT_TOO_LARGE, "a JSON text can have up to %u bytes",
                      NNREG_LIMIT_JSON);
}

static void begin_by_type(struct request *request, uint64_t size)
{
    const char *type = http_header(&request->http, MHD_HTTP_HEADER_CONTENT_TYPE);

    request->body.is_json = type != NULL && http_is_type(type, TYPE_JSON);
    if (request->body.is_json && size > NNREG_LIMIT_JSON)
        answer_large_json(request);
    else if (!request->body.is_json && (type == NULL || !http_is_type(type, "multipart/form-data")))
        http_answer_error(&request->http, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
                          "the body %s: application/json or multipart/form-data",
                          type == NULL ? "has no Content-Type" : "is of no type that is taken");
    else if (!request->body.is_json)
        request->body.form = form_begin(request);
}

void body_begin(struct request *request)
{
    uint64_t size;

    if (http_takes_body(&request->http, &size))
        begin_by_type(request, size);
    request->http.closes |= request->http.response != NULL;
}

/* Each body has a limit, and so has what all of them hold at once: a form with files has its place among the uploads for that. */
static bool hold(struct request *request, size_t size)
{
    struct server *server = request->server;
    uint64_t limit = server->settings->json_limit;

    request->body.held += size;
    if (atomic_fetch_add(&server->held, size) + size <= limit)
        return true;
    http_answer_later(&request->http, MHD_HTTP_SERVICE_UNAVAILABLE, 1,
                      "requests hold %llu bytes of JSON, which is as much as can be",
                      (unsigned long long)limit);
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

void body_receive(struct request *request, const char *piece, size_t size)
{
    bool has_place = request->body.form != NULL && (request->place.route->flags & ROUTE_FILES) != 0;

    if (!has_place && !hold(request, size))
        return;
    if (request->body.form != NULL)
        form_receive(request, piece, size);
    else
        receive_json(request, piece, size);
}

bool body_finish(struct request *request)
{
    if (request->body.form != NULL)
        form_finish(request);
    return request->http.response == NULL;
}

void body_free(struct request *request)
{
    buffer_free(&request->body.json);
    form_free(request->body.form);
    request->body.form = NULL;
    if (request->body.held > 0)
        atomic_fetch_sub(&request->server->held, request->body.held);
    request->body.held = 0;
}
