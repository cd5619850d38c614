/* Answers: see answer.h. */
#include "answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void answer_response(struct request *request, unsigned status, struct MHD_Response *response)
{
    if (request->response != NULL) {
        if (response != NULL)
            MHD_destroy_response(response);
        return;
    }
    request->status = status;
    request->response = response;
    if (response == NULL) {
        static char text[] = "{\"error\": \"out of memory\"}";

        request->status = MHD_HTTP_SERVICE_UNAVAILABLE;
        request->response = MHD_create_response_from_buffer(sizeof text - 1, text, MHD_RESPMEM_PERSISTENT);
    }
    answer_header(request, "X-Content-Type-Options", "nosniff");
    answer_header(request, "Referrer-Policy", "no-referrer");
}

static void answer_buffer(struct request *request, unsigned status, const char *type, char *chars,
                          size_t size, void (*release)(void *))
{
    struct MHD_Response *response = NULL;

    if (chars != NULL)
        response = MHD_create_response_from_buffer_with_free_callback(size, chars, release);
    if (chars != NULL && response == NULL)
        release(chars);
    if (request->response == NULL)
        request->answer_size = size;
    answer_response(request, status, response);
    answer_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, "%s", type);
    answer_header(request, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
}

void answer_json(struct request *request, unsigned status, char *json)
{
    answer_buffer(request, status, TYPE_JSON, json, json != NULL ? strlen(json) : 0, nnreg_free);
}

void answer_text(struct request *request, unsigned status, const char *type, struct buffer *text)
{
    if (text->failed)
        buffer_free(text);
    answer_buffer(request, status, type, text->text, text->length, free);
    *text = (struct buffer){0};
}

void answer_static(struct request *request, const char *type, const void *bytes, size_t size)
{
    union {
        const void *constant;
        void *bytes;
    } body = {bytes}; /* MHD does not write to what persists */

    request->answer_size = size;
    answer_response(request, MHD_HTTP_OK,
                    MHD_create_response_from_buffer(size, body.bytes, MHD_RESPMEM_PERSISTENT));
    answer_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, "%s", type);
}

void answer_empty(struct request *request, unsigned status)
{
    answer_response(request, status, MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
}

bool answer_if_known(struct request *request, const char *etag)
{
    const char *known = request_header(request, MHD_HTTP_HEADER_IF_NONE_MATCH);

    if (known == NULL || (strcmp(known, "*") != 0 && strstr(known, etag) == NULL))
        return false;
    answer_empty(request, MHD_HTTP_NOT_MODIFIED);
    answer_header(request, MHD_HTTP_HEADER_ETAG, "%s", etag);
    return true;
}

void answer_header(struct request *request, const char *name, const char *format, ...)
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

/* {"error": …} and, where there are any, findings. What the client sent may be no UTF-8: then it is not repeated. */
static void answer_problem(struct request *request, unsigned status, const char *message,
                           const nnreg_findings *findings)
{
    char *json = NULL, *list = NULL;
    nnreg_document *document = NULL;
    int attempt;

    if (findings != NULL && nnreg_findings_json(&list, findings) != NNREG_OK)
        list = NULL;
    for (attempt = 0; attempt < 2 && json == NULL && nnreg_document_new(&document) == NNREG_OK; attempt++) {
        nnreg_document_open_object(document);
        nnreg_document_key(document, "error");
        nnreg_document_text(document, attempt == 0 ? message : "the request cannot be answered as it came");
        if (list != NULL) {
            nnreg_document_key(document, "findings");
            nnreg_document_raw(document, list, strlen(list));
        }
        nnreg_document_close_object(document);
        if (nnreg_document_finish(&json, NULL, document) != NNREG_OK)
            json = NULL;
        nnreg_document_free(document);
    }
    nnreg_free(list);
    answer_json(request, status, json);
}

void answer_error(struct request *request, unsigned status, const char *format, ...)
{
    struct buffer message = {0};
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&message, format, arguments);
    va_end(arguments);
    answer_problem(request, status, buffer_text(&message), NULL);
    buffer_free(&message);
}

/* ------------------------------------------------------------------------------- failures of the library -- */

static const struct {
    unsigned status;
    bool is_ours; /* the message is for who runs the server, too */
} answers[NNREG_STATUS_COUNT] = {
    [NNREG_INVALID_ARGUMENT] = {MHD_HTTP_BAD_REQUEST, false},
    [NNREG_REFUSED] = {MHD_HTTP_BAD_REQUEST, false},
    [NNREG_NOT_FOUND] = {MHD_HTTP_NOT_FOUND, false},
    [NNREG_EXISTS] = {MHD_HTTP_CONFLICT, false},
    [NNREG_CONFLICT] = {MHD_HTTP_CONFLICT, false},
    [NNREG_READ_ONLY] = {MHD_HTTP_FORBIDDEN, true},
    [NNREG_BUSY] = {MHD_HTTP_SERVICE_UNAVAILABLE, true},
    [NNREG_NO_SPACE] = {MHD_HTTP_INSUFFICIENT_STORAGE, true},
    [NNREG_IO] = {MHD_HTTP_INTERNAL_SERVER_ERROR, true},
    [NNREG_NO_MEMORY] = {MHD_HTTP_SERVICE_UNAVAILABLE, true},
    [NNREG_CORRUPT] = {MHD_HTTP_INTERNAL_SERVER_ERROR, true},
    [NNREG_UNSUPPORTED] = {MHD_HTTP_INTERNAL_SERVER_ERROR, true},
    [NNREG_LIMIT] = {MHD_HTTP_CONTENT_TOO_LARGE, false},
    [NNREG_CANCELLED] = {MHD_HTTP_SERVICE_UNAVAILABLE, false},
};

/* What is refused because a field cannot change is forbidden; JSON that is none cannot be processed; all else is a bad request. */
static unsigned status_of(const nnreg_findings *findings)
{
    size_t i, forbidden = 0, errors = 0, syntax = 0;

    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);

        if (finding->severity != NNREG_SEVERITY_ERROR)
            continue;
        errors++;
        forbidden += strcmp(finding->rule, "immutable") == 0 || strcmp(finding->rule, "read-only") == 0;
        syntax += strncmp(finding->rule, "json.", 5) == 0;
    }
    return syntax > 0                          ? MHD_HTTP_UNPROCESSABLE_CONTENT
           : errors > 0 && forbidden == errors ? MHD_HTTP_FORBIDDEN
                                               : MHD_HTTP_BAD_REQUEST;
}

void answer_failure(struct request *request, nnreg_status status, const nnreg_findings *findings)
{
    const char *message = nnreg_message(request->server->registry);
    unsigned code = status > NNREG_OK && status < NNREG_STATUS_COUNT ? answers[status].status
                                                                     : MHD_HTTP_INTERNAL_SERVER_ERROR;

    if (*message == '\0')
        message = nnreg_status_text(status);
    if (status == NNREG_REFUSED && findings != NULL) {
        answer_problem(request, status_of(findings), message, findings);
        return;
    }
    /* Such a message names folders of this machine: it goes to the log of the server. */
    if (answers[status].is_ours && code >= MHD_HTTP_INTERNAL_SERVER_ERROR)
        message = nnreg_status_text(status);
    answer_error(request, code, "%s", message);
    if (code == MHD_HTTP_SERVICE_UNAVAILABLE)
        answer_header(request, MHD_HTTP_HEADER_RETRY_AFTER, "1");
}
