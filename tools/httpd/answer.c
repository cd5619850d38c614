/* Answers of the registry: see answer.h. */
#include "answer.h"

#include <string.h>

void answer_json(struct http_request *request, unsigned status, char *json)
{
    http_answer_bytes(request, status, TYPE_JSON, json, json != NULL ? strlen(json) : 0, nnreg_free);
}

/* {"error": …} and, where there are any, findings. What the client sent may be no UTF-8: then it is not repeated. */
static void answer_findings(struct http_request *request, unsigned status, const char *message,
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

void answer_problem(struct http_request *request, unsigned status, const char *message)
{
    answer_findings(request, status, message, NULL);
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
        answer_findings(&request->http, status_of(findings), message, findings);
        return;
    }
    /* Such a message names folders of this machine: it goes to the log of the server. */
    if (answers[status].is_ours && code >= MHD_HTTP_INTERNAL_SERVER_ERROR)
        message = nnreg_status_text(status);
    answer_problem(&request->http, code, message);
    if (code == MHD_HTTP_SERVICE_UNAVAILABLE)
        http_answer_header(&request->http, MHD_HTTP_HEADER_RETRY_AFTER, "1");
}
