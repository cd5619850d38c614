/* Answers: each request gets one. The first that is made counts. */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include "../buffer.h"
#include "request.h"

/* Bytes that are taken over, and freed with `release`; NULL is out of memory. */
void http_answer_bytes(struct http_request *request, unsigned status, const char *type, char *bytes,
                       size_t size, void (*release)(void *));
/* A buffer's text, which is taken over. One that failed is out of memory. */
void http_answer_text(struct http_request *request, unsigned status, const char *type, struct buffer *text);
/* Bytes of static storage. */
void http_answer_static(struct http_request *request, const char *type, const void *bytes, size_t size);
/* No body: 204, 304. */
void http_answer_empty(struct http_request *request, unsigned status);
/* 304, where the client has what this entity tag, with its quotation marks, is of (RFC 9110, 13.1.2). false: it has not. */
bool http_answer_if_known(struct http_request *request, const char *etag);
/* Any response of MHD's; NULL is out of memory. */
void http_answer_response(struct http_request *request, unsigned status, struct MHD_Response *response);

/* What went wrong, as the application tells it. */
void http_answer_error(struct http_request *request, unsigned status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same, and that it may go well in so many seconds. */
void http_answer_later(struct http_request *request, unsigned status, unsigned seconds, const char *format,
                       ...) __attribute__((format(printf, 4, 5)));

/* A header for the answer that was made. */
void http_answer_header(struct http_request *request, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
