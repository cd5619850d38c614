/* Answers: see answer.h. */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

/* MHD does not write to what persists. */
static struct MHD_Response *respond_static(const void *bytes, size_t size)
{
    union {
        const void *constant;
        void *bytes;
    } body = {bytes};

    return MHD_create_response_from_buffer(size, body.bytes, MHD_RESPMEM_PERSISTENT);
}

void http_answer_response(struct http_request *request, unsigned status, struct MHD_Response *response)
{
    const char *no_memory = request->server->application->no_memory;

    if (request->response != NULL) {
        if (response != NULL)
            MHD_destroy_response(response);
        return;
    }
    request->status = response != NULL ? status : MHD_HTTP_SERVICE_UNAVAILABLE;
    request->response = response != NULL ? response : respond_static(no_memory, strlen(no_memory));
    http_answer_header(request, "X-Content-Type-Options", "nosniff");
    http_answer_header(request, "Referrer-Policy", "no-referrer");
}

void http_answer_bytes(struct http_request *request, unsigned status, const char *type, char *bytes,
                       size_t size, void (*release)(void *))
{
    struct MHD_Response *response = NULL;

    if (bytes != NULL)
        response = MHD_create_response_from_buffer_with_free_callback(size, bytes, release);
    if (bytes != NULL && response == NULL)
        release(bytes);
    if (request->response == NULL)
        request->answer_size = size;
    http_answer_response(request, status, response);
    http_answer_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, "%s", type);
    http_answer_header(request, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
}

void http_answer_text(struct http_request *request, unsigned status, const char *type, struct buffer *text)
{
    if (text->failed)
        buffer_free(text);
    http_answer_bytes(request, status, type, text->text, text->length, free);
    *text = (struct buffer){0};
}

void http_answer_static(struct http_request *request, const char *type, const void *bytes, size_t size)
{
    request->answer_size = size;
    http_answer_response(request, MHD_HTTP_OK, respond_static(bytes, size));
    http_answer_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, "%s", type);
}

void http_answer_empty(struct http_request *request, unsigned status)
{
    http_answer_response(request, status, respond_static(NULL, 0));
}

bool http_answer_if_known(struct http_request *request, const char *etag)
{
    const char *known = http_header(request, MHD_HTTP_HEADER_IF_NONE_MATCH);

    if (known == NULL || (strcmp(known, "*") != 0 && strstr(known, etag) == NULL))
        return false;
    http_answer_empty(request, MHD_HTTP_NOT_MODIFIED);
    http_answer_header(request, MHD_HTTP_HEADER_ETAG, "%s", etag);
    return true;
}

void http_answer_header(struct http_request *request, const char *name, const char *format, ...)
{
    struct buffer value = {0};
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&value, format, arguments);
    va_end(arguments);
    if (!value.failed && request->response != NULL)
        MHD_add_response_header(request->response, name, buffer_text(&value));
    buffer_free(&value);
}

__attribute__((format(printf, 3, 0))) static void
answer_problem(struct http_request *request, unsigned status, const char *format, va_list arguments)
{
    struct buffer message = {0};

    buffer_vprintf(&message, format, arguments);
    request->server->application->problem(request, status, buffer_text(&message));
    buffer_free(&message);
}

void http_answer_error(struct http_request *request, unsigned status, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    answer_problem(request, status, format, arguments);
    va_end(arguments);
}

void http_answer_later(struct http_request *request, unsigned status, unsigned seconds, const char *format,
                       ...)
{
    va_list arguments;

    va_start(arguments, format);
    answer_problem(request, status, format, arguments);
    va_end(arguments);
    http_answer_header(request, MHD_HTTP_HEADER_RETRY_AFTER, "%u", seconds);
}
