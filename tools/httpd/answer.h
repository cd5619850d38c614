/* Answers: each request gets one. The first that is made counts. */
#ifndef NNREG_HTTPD_ANSWER_H
#define NNREG_HTTPD_ANSWER_H

#include "request.h"

#define TYPE_JSON "application/json"
#define TYPE_HTML "text/html; charset=utf-8"

/* A text of the library's, which is taken over. */
void answer_json(struct request *request, unsigned status, char *json);
/* A text of the server's, which is emptied. One that failed is out of memory. */
void answer_text(struct request *request, unsigned status, const char *type, struct buffer *text);
/* Bytes of static storage. */
void answer_static(struct request *request, const char *type, const void *bytes, size_t size);
/* No body: 204, 304. */
void answer_empty(struct request *request, unsigned status);
/* 304, where the client has what this entity tag, with its quotation marks, is of (RFC 9110, 13.1.2). false: it has not. */
bool answer_if_known(struct request *request, const char *etag);
/* Any response of MHD's; NULL is out of memory. */
void answer_response(struct request *request, unsigned status, struct MHD_Response *response);

/* {"error": TEXT} */
void answer_error(struct request *request, unsigned status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A header for the answer that was made. */
void answer_header(struct request *request, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* For a call of the library that failed, in its own words. `findings` are those of the call, or NULL. */
void answer_failure(struct request *request, nnreg_status status, const nnreg_findings *findings);

#endif
